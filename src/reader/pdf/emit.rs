//! Parts to a document: text, alignment, tables, note calls.

use crate::model::{BlockKind, Cell, DocumentBuilder, NoteCall, Span, Table};
use crate::reader::line_ends::Vocabulary;
use crate::reader::normalize::append_with;

use super::blocks::{Kind, Part};
use super::lines::{Line, Piece};
use super::marks;
use super::tables::Grid;

/// Writes the parts into a builder.
pub(super) fn write(parts: &[Part]) -> DocumentBuilder {
    let mut writer = Writer {
        builder: DocumentBuilder::default(),
        source: 0,
        vocabulary: vocabulary(parts),
        raw: String::new(),
        caption: None,
    };
    for part in parts {
        writer.part(part);
    }
    writer.builder
}

struct Writer {
    builder: DocumentBuilder,
    /// How many bytes of characters were read so far.
    source: usize,
    vocabulary: Vocabulary,
    /// What was read and not yet appended.
    raw: String,
    /// The place of the caption that was written last.
    caption: Option<usize>,
}

impl Writer {
    /// Appends what was read.
    fn flush(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        append_with(&mut self.builder, &raw, self.source, &self.vocabulary);
        self.source += raw.len();
        self.raw = raw;
        self.raw.clear();
    }

    /// Passes over characters that are not part of the text.
    fn skip(&mut self, raw: &str) {
        if !raw.is_empty() {
            self.flush();
            self.source += raw.len();
        }
    }

    fn part(&mut self, part: &Part) {
        let start = self.builder.text().len();
        let page = Some(part.page);
        let kind = match part.kind {
            Kind::Heading(level) => BlockKind::Heading { level },
            Kind::Paragraph => BlockKind::Paragraph,
            Kind::Item(level) => BlockKind::ListItem { level },
            Kind::Note => BlockKind::Note,
            Kind::Caption => BlockKind::Caption,
            Kind::Header => BlockKind::Header,
            Kind::Footer => BlockKind::Footer,
            Kind::Contents => BlockKind::Contents,
            Kind::Site => BlockKind::Boilerplate,
            Kind::Table => {
                if let Some(grid) = &part.grid {
                    self.table(grid, start);
                }
                return;
            }
        };
        self.lines(&part.lines, part.mark, part.kind);
        let place = self.builder.close_block(start, kind, page);
        if let (Some(place), Kind::Caption) = (place, part.kind) {
            self.caption = Some(place);
        }
    }

    fn lines(&mut self, lines: &[Line], mut mark: usize, kind: Kind) {
        for (at, line) in lines.iter().enumerate() {
            let next = lines.get(at + 1);
            let is_contents = kind == Kind::Contents && next.is_none();
            let text = line.text();
            let end = if is_contents {
                marks::contents(&text, line.widest_gap > 2.0 * line.size)
                    .unwrap_or(text.len())
            } else {
                text.len()
            };
            let mut written = 0;
            for (place, piece) in line.pieces.iter().enumerate() {
                match piece {
                    Piece::Call(call) => {
                        self.flush();
                        let own = kind == Kind::Note && at == 0 && place == 0;
                        if !own {
                            self.builder.push_note_call(NoteCall {
                                mark: call.clone(),
                                at: self.builder.text().len(),
                                span: None,
                            });
                        }
                        self.skip(call);
                    }
                    Piece::Text(words) => {
                        let from = mark.min(words.len());
                        mark -= from;
                        let to = end.saturating_sub(written).min(words.len()).max(from);
                        written += words.len();
                        self.skip(words.get(..from).unwrap_or_default());
                        self.raw.push_str(words.get(from..to).unwrap_or_default());
                        let rest = words.get(to..).unwrap_or_default();
                        let number = if is_contents { page_number(rest) } else { "" };
                        self.skip(rest.strip_suffix(number).unwrap_or(rest));
                        if !number.is_empty() {
                            // The leader is left out, the number of the page is not.
                            self.builder.parts().0.push(' ');
                            self.raw.push_str(number);
                        }
                    }
                }
            }
            if next.is_some() {
                self.raw.push('\n');
            }
        }
        self.flush();
    }

    fn table(&mut self, grid: &Grid, start: usize) {
        let mut cells = Vec::new();
        let mut at = grid.cells.iter().peekable();
        for row in 0..grid.rows {
            for column in 0..grid.columns {
                if column > 0 {
                    self.builder.parts().0.push('\t');
                }
                let Some(cell) =
                    at.next_if(|cell| cell.row == row && cell.column == column)
                else {
                    continue;
                };
                let begin = self.builder.text().len();
                self.lines(&cell.lines, 0, Kind::Table);
                let text = self.builder.text();
                cells.push(Cell {
                    row,
                    column,
                    row_span: cell.row_span,
                    column_span: cell.column_span,
                    span: Span::trimmed(text, begin..text.len()),
                });
            }
            if row + 1 < grid.rows {
                self.builder.parts().0.push('\n');
            }
        }
        let table = u32::try_from(self.builder.table_count()).unwrap_or(u32::MAX);
        let kind = BlockKind::Table { table };
        let Some(place) = self.builder.close_block(start, kind, Some(grid.page)) else {
            return;
        };
        let caption = self.caption.take().filter(|caption| place - caption <= 2);
        self.builder.push_table(Table {
            rows: grid.rows,
            columns: grid.columns,
            header_rows: grid.header_rows,
            header_columns: grid.header_columns,
            caption: caption.and_then(|caption| u32::try_from(caption).ok()),
            cells,
        });
    }
}

/// Returns the digits at the end of a line of contents.
fn page_number(rest: &str) -> &str {
    let bare = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    rest.get(bare.len()..).unwrap_or_default()
}

/// Collects the words that decide about words broken at line ends.
fn vocabulary(parts: &[Part]) -> Vocabulary {
    let cells = parts.iter().filter_map(|part| part.grid.as_ref());
    let cells = cells.flat_map(|grid| grid.cells.iter().map(|cell| &cell.lines));
    let all = || parts.iter().map(|part| &part.lines).chain(cells.clone()).flatten();
    let is_broken = |line: &Line| matches!(line.pieces.last(), Some(Piece::Text(text)) if text.ends_with(['-', '‐']));
    if !all().any(is_broken) {
        return Vocabulary::default();
    }
    let texts: Vec<String> = all().map(Line::text).collect();
    Vocabulary::of(texts.iter().map(String::as_str))
}
