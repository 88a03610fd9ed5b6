//! What the readers of marked-up formats hand over: paragraphs and tables in reading
//! order, before they become a [`Document`].

use super::grid::Grid;
use super::limits::MAX_CELLS;
use super::normalize;
use crate::model::{
    BlockKind, Cell, Document, DocumentBuilder, Language, Metadata, NoteCall, Span,
    Table,
};

/// Words as the file gives them, with the note calls that were taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    raw: String,
    /// Each call's byte in `raw`, and its mark.
    calls: Vec<(usize, String)>,
}

impl Words {
    /// Adds words.
    pub(super) fn push(&mut self, words: &str) {
        self.raw.push_str(words);
    }

    /// Notes that a call stood here.
    pub(super) fn call(&mut self, mark: &str) {
        let mark = mark.trim();
        if !mark.is_empty() {
            self.calls.push((self.raw.len(), mark.to_owned()));
        }
    }

    /// Adds all of `other`.
    pub(super) fn append(&mut self, other: &Self) {
        let start = self.raw.len();
        self.raw.push_str(&other.raw);
        let calls = other.calls.iter().map(|(at, mark)| (start + at, mark.clone()));
        self.calls.extend(calls);
    }

    /// Adds a word boundary, unless there is one.
    pub(super) fn part(&mut self) {
        if self.raw.chars().next_back().is_some_and(|last| !last.is_whitespace()) {
            self.raw.push(' ');
        }
    }

    /// Adds raised type: a note call is taken out, anything else stays, with raised
    /// digits as such, so that m² and 10³ are not read as numbers.
    pub(super) fn raise(&mut self, raised: &Self) {
        let text = raised.raw.trim();
        if is_call(&self.raw, text) {
            self.calls
                .extend(raised.calls.iter().map(|(_, m)| (self.raw.len(), m.clone())));
            for mark in text.split([',', ';', ' ', '\u{a0}']) {
                self.call(mark.trim_matches(['(', ')', '[', ']']));
            }
        } else if text.chars().any(|c| c.is_ascii_digit()) && text.len() <= 3 {
            self.raw.extend(raised.raw.chars().map(superscript));
        } else {
            self.append(raised);
        }
    }

    /// Cuts a note's own mark off at the front: `1.`, `[2]`, `³`, `*`.
    pub(super) fn cut_mark(&mut self) {
        let text = self.raw.trim_start();
        let rest = text.trim_start_matches(['[', '(']);
        let digits = rest.trim_start_matches(|c: char| {
            c.is_ascii_digit()
                || matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '*' | '†' | '‡')
        });
        let mark = rest.len() - digits.len();
        let is_bare = rest.len() == text.len();
        let after = digits.trim_start_matches([']', ')', '.']);
        let is_closed = after.len() < digits.len();
        let is_raised = rest.starts_with(|c: char| !c.is_ascii_digit());
        let is_mark = (1..=9).contains(&mark)
            && (is_closed || is_bare && is_raised)
            && after.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic());
        let cut = if is_mark { self.raw.len() - after.trim_start().len() } else { 0 };
        self.raw.drain(..cut);
        self.calls.retain(|(at, _)| *at > cut);
        for (at, _) in &mut self.calls {
            *at -= cut;
        }
    }

    /// Returns the words, not yet normalised.
    pub(super) fn raw(&self) -> &str {
        &self.raw
    }

    /// Tells whether there is nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        self.raw.trim().is_empty()
    }
}

impl From<&str> for Words {
    fn from(raw: &str) -> Self {
        Self { raw: raw.to_owned(), calls: Vec::new() }
    }
}

/// Tells whether raised `text` behind `before` calls a note.
fn is_call(before: &str, text: &str) -> bool {
    let inner = text.trim_matches(['(', ')', '[', ']']);
    let is_list = |text: &str| {
        text.split([',', ';', ' ', '\u{a0}']).all(|part| {
            part.is_empty()
                || part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    if inner.is_empty() {
        return false;
    }
    if inner.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§')) {
        return true;
    }
    if !is_list(inner) {
        // A letter in brackets, or alone behind a word: `dépensesᵃ`.
        let is_letter =
            inner.len() == 1 && inner.starts_with(|c: char| c.is_ascii_lowercase());
        return is_letter && inner.len() < text.len();
    }
    if inner.len() < text.len() {
        return true;
    }
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric() && c != '\u{b5}')
        .next()
        .unwrap_or_default();
    if word.is_empty() {
        // Behind `%`, a bracket or a quotation mark; at the very start, a note's number.
        return !before.trim().is_empty();
    }
    if word.chars().all(|c| c.is_ascii_digit()) {
        // `10³`, but `en 2019` bears a call.
        return word.len() == 4
            || before
                .trim_end_matches(word)
                .ends_with([',', '.', ' ', '\u{a0}', '\u{202f}'])
                && word.len() > 2;
    }
    if word.chars().count() == 1 {
        return false;
    }
    !UNITS.contains(&word)
}

/// Units and symbols that bear powers and the like.
const UNITS: [&str; 15] = [
    "km", "hm", "dam", "dm", "cm", "mm", "µm", "nm", "ft", "yd", "mi", "in", "kg",
    "sec", "eq",
];

fn superscript(c: char) -> char {
    match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4'..='9' => {
            char::from_u32(0x2070 + (u32::from(c) - u32::from('0'))).unwrap_or(c)
        }
        '-' | '−' | '–' => '⁻',
        '+' => '⁺',
        _ => c,
    }
}

/// What a paragraph looks like, as far as that tells headings from running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// The size of its type in half points; 0 if it is not known.
    pub(super) size: u32,
    /// Whether all its words are in bold type.
    pub(super) bold: bool,
    /// Whether all its words are links to other pages.
    pub(super) is_linked: bool,
    /// The page or slide on which it stands, from 1; `None` for formats without.
    pub(super) page: Option<u32>,
}

/// A paragraph or the like, or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Anything but a table.
    Block(BlockKind, Words),
    /// A table.
    Table(Grid),
}

/// Paragraphs and tables in reading order.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// What there is, in reading order.
    pub(super) pieces: Vec<Piece>,
    /// What each piece looks like.
    pub(super) looks: Vec<Look>,
}

impl Draft {
    /// Adds a block, unless it is blank.
    pub(super) fn block(&mut self, kind: BlockKind, words: Words) {
        self.block_with_look(kind, words, Look::default());
    }

    /// Adds a block of which the look is known, unless it is blank.
    pub(super) fn block_with_look(
        &mut self,
        kind: BlockKind,
        words: Words,
        look: Look,
    ) {
        if !words.is_blank() {
            self.pieces.push(Piece::Block(kind, words));
            self.looks.push(look);
        }
    }

    /// Adds all of `other`.
    pub(super) fn extend(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
        self.looks.extend(other.looks);
    }

    /// Returns the words of each block and of each row of a table.
    pub(super) fn lines(self) -> Vec<Words> {
        let mut lines = Vec::new();
        for piece in self.pieces {
            match piece {
                Piece::Block(_, words) => lines.push(words),
                Piece::Table(grid) => {
                    let mut last = None;
                    for cell in grid.cells {
                        match lines.last_mut().filter(|_| last == Some(cell.row)) {
                            Some(line) => {
                                line.part();
                                line.append(&cell.words);
                            }
                            None => lines.push(cell.words),
                        }
                        last = Some(cell.row);
                    }
                }
            }
        }
        lines
    }

    /// Tells whether all of it is in bold type.
    pub(super) fn is_bold(&self) -> bool {
        !self.looks.is_empty() && self.looks.iter().all(|look| look.bold)
    }

    /// Adds a table, the cells of which hold `contents`, in the same order.
    ///
    /// One that only arranges a page (a single column, or a single row of long texts)
    /// becomes what is in it; tables within a table follow it.
    pub(super) fn table_of(&mut self, mut grid: Grid, contents: Vec<Self>) {
        let mut is_long = false;
        for (cell, content) in grid.cells.iter_mut().zip(&contents) {
            let blocks = content.pieces.iter().filter_map(|piece| match piece {
                Piece::Block(kind, words) => Some((kind, words)),
                Piece::Table(_) => None,
            });
            let mut count = 0;
            for (kind, words) in blocks {
                count += 1;
                is_long |= count > 2 || matches!(kind, BlockKind::Heading { .. });
                cell.words.part();
                cell.words.append(words);
            }
            is_long |= count < content.pieces.len();
        }
        let mut trimmed = grid.clone();
        trimmed.trim();
        let (rows, columns) = trimmed.size();
        if columns < 2 && rows > 0 || rows == 1 && is_long || rows == 0 && is_long {
            for content in contents {
                self.extend(content);
            }
            return;
        }
        self.table(trimmed);
        for content in contents {
            for piece in content.pieces {
                if matches!(piece, Piece::Table(_)) {
                    self.pieces.push(piece);
                    self.looks.push(Look::default());
                }
            }
        }
    }

    /// Adds a table, unless it is blank.
    pub(super) fn table(&mut self, grid: Grid) {
        self.table_with_look(grid, Look::default());
    }

    /// Adds a table of which the look is known, unless it is blank.
    pub(super) fn table_with_look(&mut self, mut grid: Grid, look: Look) {
        grid.trim();
        let (rows, columns) = grid.size();
        if rows as usize * columns as usize > MAX_CELLS {
            // Nobody reads such a table as one; its rows stay lines.
            let lines = Self { pieces: vec![Piece::Table(grid)], ..Self::default() };
            for line in lines.lines() {
                self.block_with_look(BlockKind::Paragraph, line, look);
            }
        } else if rows > 0 {
            grid.guess_headers();
            self.pieces.push(Piece::Table(grid));
            self.looks.push(look);
        }
    }

    /// Returns the document, as [`Draft::finish`] does, of a package whose styles state a
    /// language, by its code: the text is written with them, so they are believed over
    /// the metadata.
    pub(super) fn finish_styled(
        self,
        name: &str,
        mut metadata: Metadata,
        language: Option<&str>,
    ) -> Document {
        let stated = language.and_then(Language::from_code);
        metadata.stated_language = stated.or(metadata.stated_language);
        self.finish(name, metadata)
    }

    /// Returns the document; its title is the first heading of level 0, else what
    /// `metadata` says.
    pub(super) fn finish(self, name: &str, mut metadata: Metadata) -> Document {
        let mut builder = DocumentBuilder::default();
        let mut source = 0;
        // The caption above, and the table that may have its caption below.
        let mut caption = None;
        let mut open: Option<Table> = None;
        let mut title = None;
        let mut pages = self.looks.into_iter().map(|look| look.page);
        let mut pieces = self.pieces.into_iter().peekable();
        while let Some(piece) = pieces.next() {
            let page = pages.next().flatten();
            match piece {
                Piece::Block(kind, words) => {
                    let start = builder.text().len();
                    append(&mut builder, &words, &mut source);
                    let place = builder.close_block(start, kind, page);
                    caption = place.filter(|_| kind == BlockKind::Caption);
                    if let Some(mut table) = open.take() {
                        let for_next = matches!(pieces.peek(), Some(Piece::Table(_)));
                        if table.caption.is_none() && !for_next {
                            table.caption = caption.and_then(|c| u32::try_from(c).ok());
                        }
                        builder.push_table(table);
                    }
                    if kind == (BlockKind::Heading { level: 0 }) && title.is_none() {
                        let text = builder.text().get(start..).map(str::trim);
                        title = text.filter(|t| !t.is_empty()).map(str::to_owned);
                    }
                }
                Piece::Table(grid) => {
                    if let Some(table) = open.take() {
                        builder.push_table(table);
                    }
                    let above = caption.take();
                    open = append_table(&mut builder, &grid, page, above, &mut source);
                }
            }
        }
        if let Some(table) = open {
            builder.push_table(table);
        }
        metadata.title = title.or(metadata.title);
        builder.finish(name, metadata)
    }
}

/// Appends words and their calls; `source` counts the raw bytes so far.
fn append(builder: &mut DocumentBuilder, words: &Words, source: &mut usize) {
    let mut done = 0;
    for (at, mark) in &words.calls {
        if let Some(part) = words.raw.get(done..*at) {
            normalize::append(builder, part, *source + done);
            done = *at;
        }
        let at = builder.text().len();
        builder.push_note_call(NoteCall { mark: mark.clone(), at, span: None });
    }
    if let Some(part) = words.raw.get(done..) {
        normalize::append(builder, part, *source + done);
    }
    *source += words.raw.len();
}

fn append_table(
    builder: &mut DocumentBuilder,
    grid: &Grid,
    page: Option<u32>,
    caption: Option<usize>,
    source: &mut usize,
) -> Option<Table> {
    let (rows, columns) = grid.size();
    let start = builder.text().len();
    let mut cells = Vec::with_capacity(grid.cells.len());
    let mut last_row = 0;
    for (place, cell) in grid.cells.iter().enumerate() {
        if place > 0 {
            let between = if cell.row == last_row { '\t' } else { '\n' };
            builder.parts().0.push(between);
        }
        last_row = cell.row;
        let begin = builder.text().len();
        append(builder, &cell.words, source);
        cells.push(Cell {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            span: Span::trimmed(builder.text(), begin..builder.text().len()),
        });
    }
    let table = u32::try_from(builder.table_count()).unwrap_or(u32::MAX);
    builder.close_block(start, BlockKind::Table { table }, page)?;
    Some(Table {
        rows,
        columns,
        header_rows: grid.header_rows,
        header_columns: grid.header_columns,
        caption: caption.and_then(|place| u32::try_from(place).ok()),
        cells,
    })
}

#[cfg(test)]
pub(super) mod show {
    use super::*;

    /// Shows a document, a line a block: kind and level, then the words with each note
    /// call in braces; of a table its size in headers, then the cells by row.
    pub(in crate::reader) fn show(document: &Document) -> Vec<String> {
        let text = document.text();
        let blocks = document.blocks().iter().map(|block| {
            let level = block.kind.level().map_or(String::new(), |l| l.to_string());
            if let BlockKind::Table { table } = block.kind {
                return show_table(document, &document.tables()[table as usize]);
            }
            let mut words = block.span.quote(text).to_owned();
            for call in document.note_calls().iter().rev() {
                if (block.span.start()..=block.span.end()).contains(&call.at) {
                    let at = call.at - block.span.start();
                    words.insert_str(at, &format!("{{{}}}", call.mark));
                }
            }
            format!("{}{level}: {words}", block.kind.name())
        });
        blocks.collect()
    }

    /// Shows a document, a line a block: kind and level, then the words as they stand.
    pub(in crate::reader) fn plainly(document: &Document) -> Vec<String> {
        let blocks = document.blocks().iter().map(|block| {
            let level = block.kind.level().map_or(String::new(), |l| l.to_string());
            let words = block.span.quote(document.text());
            format!("{}{level}: {words}", block.kind.name())
        });
        blocks.collect()
    }

    fn show_table(document: &Document, table: &Table) -> String {
        let mut line = format!("table {}+{}:", table.header_rows, table.header_columns);
        for row in 0..table.rows {
            let cells = table.cells.iter().filter(|cell| cell.row == row);
            let cells = cells.map(|cell| {
                let words = cell.span.map_or("", |span| span.quote(document.text()));
                match (cell.row_span, cell.column_span) {
                    (1, 1) => words.to_owned(),
                    (rows, columns) => format!("{words}({rows}x{columns})"),
                }
            });
            line.push_str(" [");
            line.push_str(&cells.collect::<Vec<_>>().join("|"));
            line.push(']');
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::grid::tests::grid;

    #[test]
    fn a_table_of_one_column_is_paragraphs() {
        let mut draft = Draft::default();
        let mut cells = Vec::new();
        for words in ["Encadré – Une montée en charge", "Les données."] {
            let mut cell = Draft::default();
            cell.block(BlockKind::Paragraph, Words::from(words));
            cells.push(cell);
        }
        draft.table_of(grid(&[&[""], &[""]]), cells);
        let document = draft.finish("a.docx", Metadata::default());
        assert!(document.tables().is_empty());
        assert_eq!(document.text(), "Encadré – Une montée en charge\nLes données.\n");
    }

    #[test]
    fn cells_are_where_their_words_are() {
        let mut draft = Draft::default();
        draft.block(BlockKind::Caption, Words::from("Table 1: Grants"));
        draft.table(grid(&[&["", "2021"], &["Wick", "3.5"], &["Été", "4"]]));
        let document = draft.finish("a.docx", Metadata::default());
        let table = &document.tables()[0];
        let quotes: Vec<_> = table
            .cells
            .iter()
            .map(|cell| cell.span.map_or("", |span| span.quote(document.text())))
            .collect();
        assert_eq!(quotes, ["", "2021", "Wick", "3.5", "Été", "4"]);
        assert_eq!((table.caption, table.header_rows), (Some(0), 1));
        assert_eq!(document.blocks()[1].kind, BlockKind::Table { table: 0 });
    }

    #[test]
    fn a_call_leaves_its_place() {
        let mut words = Words::from("hausse de 3 %");
        words.call("2");
        words.push(" en 2024");
        let mut draft = Draft::default();
        draft.block(BlockKind::Paragraph, words);
        let document = draft.finish("a.docx", Metadata::default());
        assert_eq!(document.text(), "hausse de 3 % en 2024\n");
        let call = &document.note_calls()[0];
        assert_eq!((call.mark.as_str(), call.at, call.span), ("2", 13, None));
    }

    #[test]
    fn raised_digits_call_notes_or_are_powers() {
        for (before, raised, expected, calls) in [
            ("la dette", "2", "la dette", 1),
            ("soit 12 %", "3", "soit 12 %", 1),
            ("« juste »", "1,2", "« juste »", 2),
            ("en 2019", "4", "en 2019", 1),
            ("the estimate", "(5)", "the estimate", 1),
            ("le rapport", "*", "le rapport", 1),
            ("120 m", "2", "120 m²", 0),
            ("5 km", "2", "5 km²", 0),
            ("10", "3", "10³", 0),
            ("10", "-3", "10⁻³", 0),
            ("le 1", "er", "le 1er", 0),
            ("the 19", "th", "the 19th", 0),
        ] {
            let mut words = Words::from(before);
            words.raise(&Words::from(raised));
            assert_eq!(words.raw, expected);
            assert_eq!(words.calls.len(), calls, "{before}^{raised}");
        }
    }

    #[test]
    fn a_note_loses_its_own_mark() {
        for (text, expected) in [
            ("1. Décision n° 2019-123.", "Décision n° 2019-123."),
            ("[2] Annual report.", "Annual report."),
            (" ³ Voir l’enquête.", "Voir l’enquête."),
            ("* Estimate.", "Estimate."),
            ("2019 figures only.", "2019 figures only."),
            ("3,5 % en 2024.", "3,5 % en 2024."),
        ] {
            let mut words = Words::from(text);
            words.cut_mark();
            assert_eq!(words.raw, expected);
        }
    }
}
