//! Plain text, in files and rows: blocks told by blank lines, marks and widths.

mod line;
mod table;

use self::line::{Line, lines};
use self::table::Grid;
use super::{ReadOptions, Vocabulary, encoding, labels, limits, metadata, normalize};
use crate::error::Result;
use crate::model::{BlockKind, Document, DocumentBuilder, Metadata, Warned};

/// Columns that hard-wrapped lines have at least and at most.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=120;
/// Columns that a wrapped line may fall short of what would have fitted.
const SLACK: usize = 3;
/// Bytes from which on a line is taken for a paragraph whatever its end.
const SURELY_PARAGRAPH: usize = 120;
/// Headings that may follow each other without text between.
const HEADINGS_ON_END: usize = 3;
/// Bytes of running text behind which the first heading is no title any more.
const BEFORE_TITLE: usize = 300;

/// Reads a text file.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    let decoded = encoding::decode(name, bytes, options)?;
    limits::check_size(name, decoded.value.len())?;
    Ok(decoded.map(|text| plain(name, &text)))
}

/// Reads the text of a row.
pub(super) fn plain(name: &str, text: &str) -> Document {
    let lines = lines(text);
    let pages = lines.last().map_or(0, |line| line.page);
    let reader = Reader {
        text,
        vocabulary: Vocabulary::of(lines.iter().map(|line| line.text)),
        wrapped_at: wrapped_at(&lines),
        has_pages: pages > 0,
        lines,
        builder: DocumentBuilder::default(),
        indents: Vec::new(),
        body_before: 0,
        has_heading: false,
        has_plain_heading: false,
    };
    let metadata =
        Metadata { pages: (pages > 0).then_some(pages + 1), ..Metadata::default() };
    reader.run().finish(name, metadata)
}

/// Returns the width at which the lines were wrapped, or `None` if a line is a paragraph.
///
/// Lines are wrapped if nearly all are narrow and at least one sentence goes on over a
/// line's end where the next word would not have fitted.
fn wrapped_at(lines: &[Line<'_>]) -> Option<usize> {
    let (mut full, mut wide, mut width) = (0_usize, 0_usize, 0);
    for line in lines.iter().filter(|line| !line.is_blank()) {
        full += 1;
        let columns = line.width();
        if columns > *WRAPPED.end() {
            wide += 1;
        } else {
            width = width.max(columns);
        }
    }
    if !WRAPPED.contains(&width) || wide * 10 > full {
        return None;
    }
    let goes_on = lines.windows(2).any(|pair| match pair {
        [line, next] => {
            !line.is_blank()
                && next.goes_on()
                && next.mark().is_none()
                && !line.ends_sentence()
                && line.width() + next.first_word_width() + 12 > width
        }
        _ => false,
    });
    goes_on.then_some(width)
}

struct Reader<'a> {
    text: &'a str,
    lines: Vec<Line<'a>>,
    vocabulary: Vocabulary,
    wrapped_at: Option<usize>,
    has_pages: bool,
    builder: DocumentBuilder,
    /// The indents of the lists that are open, outer first.
    indents: Vec<usize>,
    /// Bytes of running text so far, counted up to [`BEFORE_TITLE`].
    body_before: usize,
    has_heading: bool,
    /// Whether a section heading without a number came before.
    has_plain_heading: bool,
}

impl Reader<'_> {
    fn run(mut self) -> DocumentBuilder {
        let mut at = 0;
        while let Some(&line) = self.lines.get(at) {
            at += if line.is_blank() { 1 } else { self.block(at, line) };
        }
        self.builder
    }

    /// Writes the block that begins with the line at place `at`; returns how many lines
    /// it took.
    fn block(&mut self, at: usize, line: Line<'_>) -> usize {
        let page = self.has_pages.then_some(line.page + 1);
        if let Some(grid) = self.lines.get(at..).and_then(Grid::at) {
            let lines = self.lines.get(at..at + grid.lines).unwrap_or_default();
            grid.write(&mut self.builder, lines, page);
            self.indents.clear();
            return grid.lines;
        }
        if line.rule().is_some() {
            return 1;
        }
        if line.is_contact() || labels::is_page_label(line.text) {
            self.write(at, 1, 0, BlockKind::Boilerplate);
            return 1;
        }
        if let Some(level) = self.heading(at) {
            self.indents.clear();
            self.write(at, 1, 0, BlockKind::Heading { level });
            return 1;
        }
        let count = 1 + self.lines_joined(at);
        if let Some(mark) = line.mark() {
            let level = self.list_level(line.indent);
            self.write(at, count, mark.length, BlockKind::ListItem { level });
        } else {
            let kind =
                if line.is_note() { BlockKind::Note } else { BlockKind::Paragraph };
            if line.indent == 0
                || !self.indents.iter().any(|&indent| indent < line.indent)
            {
                self.indents.clear();
            }
            self.body_before += line.text.len().min(BEFORE_TITLE);
            self.write(at, count, 0, kind);
        }
        count
    }

    /// Writes `count` lines, from byte `skipped` of the first on.
    fn write(&mut self, at: usize, count: usize, skipped: usize, kind: BlockKind) {
        let Some(lines) = self.lines.get(at..at + count) else { return };
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let source = first.start + skipped;
        let raw = self.text.get(source..last.end()).unwrap_or_default();
        let start = self.builder.text().len();
        normalize::append_with(&mut self.builder, raw, source, &self.vocabulary);
        let page = self.has_pages.then_some(first.page + 1);
        self.builder.close_block(start, kind, page);
    }

    /// Returns how many of the lines behind the one at `at` go on its paragraph.
    fn lines_joined(&self, at: usize) -> usize {
        let Some(width) = self.wrapped_at else { return 0 };
        let pairs = self.lines.get(at..).unwrap_or_default().windows(2);
        pairs
            .take_while(|pair| match pair {
                [line, next] => {
                    let is_same = !next.is_blank()
                        && next.page == line.page
                        && next.mark().is_none()
                        && next.rule().is_none()
                        && !next.is_note()
                        && !next.text.contains('|');
                    let is_full =
                        line.width() + 1 + next.first_word_width() + SLACK > width;
                    is_same && (is_full || (next.goes_on() && !line.ends_sentence()))
                }
                _ => false,
            })
            .count()
    }

    /// Returns the level of a list item with this indent, from 1.
    fn list_level(&mut self, indent: usize) -> u8 {
        while self.indents.last().is_some_and(|&open| open > indent) {
            self.indents.pop();
        }
        if self.indents.last().is_none_or(|&open| open < indent) {
            self.indents.push(indent);
        }
        u8::try_from(self.indents.len()).unwrap_or(u8::MAX)
    }

    /// Returns the level if the line at `at` is a heading.
    fn heading(&mut self, at: usize) -> Option<u8> {
        let line = self.lines.get(at)?;
        if let Some('=' | '-') = self.lines.get(at + 1).and_then(Line::rule)
            && self.is_blank(at.checked_sub(1))
            && line.mark().is_none()
            && line.width() <= *WRAPPED.end()
        {
            let rule = self.lines.get(at + 1).and_then(Line::rule);
            return Some(self.level(if rule == Some('=') { 1 } else { 2 }));
        }
        if !self.is_heading(at, 0) {
            return None;
        }
        let depth = line.section_depth();
        let is_plain = depth.is_none();
        let level = depth.unwrap_or(1) + u8::from(!is_plain && self.has_plain_heading);
        let level = self.level(level.min(6));
        self.has_plain_heading |= is_plain && level > 0;
        Some(level)
    }

    /// Returns 0 for the first heading if it may be the title, else `level`.
    fn level(&mut self, level: u8) -> u8 {
        let is_title = !self.has_heading && self.body_before < BEFORE_TITLE;
        self.has_heading = true;
        if is_title { 0 } else { level }
    }

    fn is_blank(&self, place: Option<usize>) -> bool {
        place.and_then(|place| self.lines.get(place)).is_none_or(Line::is_blank)
    }

    /// Tells whether the line at `at` is a heading by itself and by what stands around
    /// it; `chain` headings were seen directly before.
    fn is_heading(&self, at: usize, chain: usize) -> bool {
        let Some(line) = self.lines.get(at) else { return false };
        let blank_before = self.is_blank(at.checked_sub(1));
        let blank_behind = self.is_blank(Some(at + 1));
        let isolated = blank_before && blank_behind;
        if !line.may_be_heading(isolated)
            || metadata::is_dateline(line.text)
            || labels::is_page_label(line.text)
            || Grid::at(self.lines.get(at..).unwrap_or_default()).is_some()
        {
            return false;
        }
        let before = at.checked_sub(1).and_then(|place| self.lines.get(place));
        let follows_well = blank_before
            || before.is_some_and(|before| {
                before.ends_sentence()
                    || before.mark().is_some()
                    || before.text.contains('|')
                    || before.rule().is_some()
                    || before.text.len() > SURELY_PARAGRAPH
            });
        // Within wrapped text only a line that stands alone is told from a short one.
        if !follows_well || (self.wrapped_at.is_some() && !isolated) {
            return false;
        }
        let Some(next) = self.next_full(at + 1) else { return false };
        let Some(behind) = self.lines.get(next) else { return false };
        if let Some(mark) = line.mark()
            && mark.is_numbered
            && behind.mark().is_some_and(|next| next.is_numbered)
            && (!isolated || behind.text.len() <= SURELY_PARAGRAPH)
        {
            // A numbered list.
            return false;
        }
        if line.mark().is_some() && (!isolated || line.section_depth().is_none()) {
            return false;
        }
        let leads = behind.text.len() > SURELY_PARAGRAPH
            || (behind.ends_sentence() && !behind.may_be_heading(true))
            || behind.mark().is_some()
            || Grid::at(self.lines.get(next..).unwrap_or_default()).is_some()
            || (self.wrapped_at.is_some() && self.lines_joined(next) > 0);
        leads
            || (isolated
                && (metadata::is_dateline(behind.text)
                    || (chain < HEADINGS_ON_END && self.is_heading(next, chain + 1))))
    }

    fn next_full(&self, from: usize) -> Option<usize> {
        let behind = self.lines.get(from..)?;
        behind.iter().position(|line| !line.is_blank()).map(|at| from + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::draft::show::plainly;

    /// Checks the blocks of `text`, each as `kind: words`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = plain("a.txt", text);
        assert_eq!(plainly(&document), expected);
    }

    const BODY: &str = "Le plan prévoit 109 milliards d’euros.";

    #[test]
    fn a_line_is_a_paragraph() {
        check(
            "La dette a baissé.\r\nLe chômage a baissé aussi.\n\n\nRien d’autre.",
            &[
                "paragraph: La dette a baissé.",
                "paragraph: Le chômage a baissé aussi.",
                "paragraph: Rien d’autre.",
            ],
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        check(
            "The committee heard from thirty-seven officials about how the pro-\n\
             gramme was run, and found that most of the money had been spent in\n\
             London. Half of it went to schools.\n\n\
             The second part of the report was never published, though the head\n\
             of the office said so.\n",
            &[
                "paragraph: The committee heard from thirty-seven officials about how \
                 the programme was run, and found that most of the money had been \
                 spent in London. Half of it went to schools.",
                "paragraph: The second part of the report was never published, though \
                 the head of the office said so.",
            ],
        );
    }

    #[test]
    fn list_items_lose_their_mark() {
        check(
            "Le plan :\n• 3 milliards pour l’école\n  - dont un pour les cantines\n\
             • rien pour Paris\n1. un,\n2. deux.\na) trois",
            &[
                "paragraph: Le plan :",
                "list_item1: 3 milliards pour l’école",
                "list_item2: dont un pour les cantines",
                "list_item1: rien pour Paris",
                "list_item1: un,",
                "list_item1: deux.",
                "list_item1: trois",
            ],
        );
    }

    #[test]
    fn headings_stand_before_text() {
        check(
            &format!(
                "Un plan pour 2030\n\n{BODY}\n\nContexte\n\n1. Les coûts\n\n{BODY}\n\n2.1 The costs\n\n{BODY}"
            ),
            &[
                "heading0: Un plan pour 2030",
                &format!("paragraph: {BODY}"),
                "heading1: Contexte",
                "heading2: 1. Les coûts",
                &format!("paragraph: {BODY}"),
                "heading3: 2.1 The costs",
                &format!("paragraph: {BODY}"),
            ],
        );
    }

    #[test]
    fn short_lines_are_not_all_headings() {
        check(
            "Ministère du Budget\n12 rue de la Paix\nParis\n\nPar Anne Martin\nDirectrice",
            &[
                "paragraph: Ministère du Budget",
                "paragraph: 12 rue de la Paix",
                "paragraph: Paris",
                "paragraph: Par Anne Martin",
                "paragraph: Directrice",
            ],
        );
    }

    #[test]
    fn pipes_and_tabs_make_tables() {
        let text = "Pays | 2023 | 2024 |\n---|---|---|\nFrance | 3 % | 4 % |\nItalie | | 5 % |\n";
        let document = plain("a", text);
        let [table] = document.tables() else { panic!("one table") };
        assert_eq!((table.rows, table.columns), (3, 3));
        assert_eq!((table.header_rows, table.header_columns), (1, 1));
        let words = |row, column| {
            let cell = table.cell(row, column).unwrap();
            cell.span.map(|span| span.quote(document.text()))
        };
        assert_eq!(words(2, 2), Some("5 %"));
        assert_eq!(words(2, 1), None);
        check(
            "Year\tCost\tShare\n2023\t£3m\t4%\nThe table ends here.",
            &[
                "table: Year\tCost\tShare\n2023\t£3m\t4%",
                "paragraph: The table ends here.",
            ],
        );
        check("Soit a | b, soit rien.", &["paragraph: Soit a | b, soit rien."]);
    }

    #[test]
    fn form_feeds_are_page_breaks() {
        let document = plain("a", "Une page.\x0CUne autre.\n\x0C");
        let pages: Vec<_> = document.blocks().iter().map(|block| block.page).collect();
        assert_eq!(pages, [Some(1), Some(2)]);
        assert!(document.metadata.pages.is_some_and(|pages| pages >= 2));
    }

    #[test]
    fn contact_lines_and_buttons_are_boilerplate() {
        check(
            "+33 1 23 45 67 89 (9h à 16h) - 30 minutes offertes\nPin it on Pinterest",
            &[
                "boilerplate: +33 1 23 45 67 89 (9h à 16h) - 30 minutes offertes",
                "boilerplate: Pin it on Pinterest",
            ],
        );
        check(
            "L’été 2024 : 3 000 visiteurs",
            &["paragraph: L’été 2024 : 3 000 visiteurs"],
        );
    }

    #[test]
    fn a_document_is_aligned_with_its_row() {
        let text =
            "• 3\u{A0}% de la ﬁn\r\n  de l’e\u{301}te\u{301}\n\nA | B\n1 | 2\n3 | 4";
        let document = plain("a", text);
        for block in document.blocks() {
            let words = block.span.quote(document.text()).split_whitespace();
            for word in words {
                let at = document.text().find(word).unwrap();
                let source = document.alignment().source(at..at + word.len()).unwrap();
                let mut again = DocumentBuilder::default();
                normalize::append(&mut again, text.get(source).unwrap(), 0);
                assert_eq!(again.text(), word);
            }
        }
    }
}
