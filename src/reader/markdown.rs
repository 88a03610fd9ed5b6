//! Markdown, with its tables, footnotes and front matter.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{ReadOptions, dates, encoding, limits, normalize};
use crate::error::Result;
use crate::model::{
    BlockKind, Cell, Date, Document, DocumentBuilder, Language, Metadata, NoteCall,
    Span, Table, Warned,
};

/// Reads a Markdown file.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    let decoded = encoding::decode(name, bytes, options)?;
    limits::check_size(name, decoded.value.len())?;
    Ok(decoded.map(|text| document(name, &text)))
}

fn document(name: &str, text: &str) -> Document {
    let text = without_templates(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let highest = Highest::of(Parser::new_ext(&text, options));
    let mut writer = Writer::new(&text, highest);
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        writer.event(event, range);
    }
    writer.close(BlockKind::Paragraph);
    writer.builder.finish(name, writer.metadata)
}

/// Blanks out what site generators put between the Markdown (`{% include … %}`,
/// `{: .class}`), byte by byte, so that all else stays in its place.
fn without_templates(text: &str) -> String {
    let mut blanked = text.as_bytes().to_vec();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'{', blanked.get(at..).unwrap_or_default())
    {
        let start = at + found;
        at = start + 1;
        let closing: &[u8] = match blanked.get(start + 1) {
            Some(b'%') => b"%}",
            Some(b'{') => b"}}",
            Some(b':') => b"}",
            _ => continue,
        };
        let rest = blanked.get(start..).unwrap_or_default();
        let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        // A template is one line: what is not closed there is text.
        let Some(length) =
            memchr::memmem::find(rest.get(..line).unwrap_or_default(), closing)
        else {
            continue;
        };
        let mut from = start;
        if rest.starts_with(b"{:toc") {
            // The list item that stands for the table of contents.
            let before = blanked.get(..start).unwrap_or_default().trim_ascii_end();
            from = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        }
        let end = start + length + closing.len();
        for byte in blanked.get_mut(from..end).into_iter().flatten() {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end;
    }
    String::from_utf8(blanked).unwrap_or_else(|_| text.to_owned())
}

/// How the levels of headings count.
#[derive(Debug, Clone, Copy, Default)]
struct Highest {
    /// Whether the first heading is the only one of the highest level: the title.
    has_title: bool,
    /// What is subtracted from the level of a section heading.
    shift: u8,
}

impl Highest {
    fn of<'a>(events: impl Iterator<Item = Event<'a>>) -> Self {
        let mut levels = Vec::new();
        for event in events {
            if let Event::Start(Tag::Heading { level, .. }) = event {
                levels.push(number(level));
            }
        }
        let has_title = levels.first() == Some(&1)
            && !levels.iter().skip(1).any(|&level| level == 1);
        let sections = levels.iter().skip(usize::from(has_title));
        let shift = sections.min().map_or(0, |level| level - 1);
        Self { has_title, shift }
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a place in the syntax")]
struct Writer<'a> {
    text: &'a str,
    builder: DocumentBuilder,
    metadata: Metadata,
    highest: Highest,
    has_heading: bool,
    /// Where the open block begins in the normalised text.
    start: usize,
    lists: u8,
    /// Whether the next words are the first of a list item.
    begins_item: bool,
    in_note: bool,
    in_front_matter: bool,
    /// The tags whose content is no text (`script`, `style`) are open.
    in_script: bool,
    table: Option<OpenTable>,
}

/// What entities in HTML stand for; in Markdown the parser resolves them.
const ENTITIES: [(&str, &str); 6] = [
    ("&nbsp;", "\u{A0}"),
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
];

#[derive(Default)]
struct OpenTable {
    cells: Vec<Cell>,
    row: u32,
    column: u32,
    columns: u32,
    cell_start: usize,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str, highest: Highest) -> Self {
        Self {
            text,
            builder: DocumentBuilder::default(),
            metadata: Metadata::default(),
            highest,
            has_heading: false,
            start: 0,
            lists: 0,
            begins_item: false,
            in_note: false,
            in_front_matter: false,
            in_script: false,
            table: None,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.in_front_matter => self.front_matter(&words),
            Event::Text(words) => self.words(&words, range),
            Event::Code(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words) => {
                // The range holds the marks around the words.
                let source = self.text.get(range.clone()).unwrap_or_default();
                let at = source.find(&*words).map(|at| range.start + at);
                let inner = at.map_or(range, |at| at..at + words.len());
                self.words(&words, inner);
            }
            Event::SoftBreak | Event::HardBreak => {
                normalize::append(&mut self.builder, "\n", range.start);
            }
            Event::Html(_) => self.html(range),
            Event::InlineHtml(tag) => {
                let lower = tag.to_ascii_lowercase();
                if lower.starts_with("<br") {
                    normalize::append(&mut self.builder, " ", range.start);
                }
            }
            Event::FootnoteReference(label) => {
                let at = self.builder.text().len();
                let mark = label.into_string();
                self.builder.push_note_call(NoteCall { mark, at, span: None });
            }
            Event::Rule => self.close(BlockKind::Paragraph),
            Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock => self.close(BlockKind::Paragraph),
            Tag::List(_) => {
                self.close(BlockKind::Paragraph);
                self.lists = self.lists.saturating_add(1);
            }
            Tag::Item => {
                self.close(BlockKind::Paragraph);
                self.begins_item = true;
            }
            Tag::FootnoteDefinition(_) => {
                self.close(BlockKind::Paragraph);
                self.in_note = true;
            }
            Tag::Table(_) => {
                self.close(BlockKind::Paragraph);
                self.table = Some(OpenTable::default());
            }
            Tag::TableCell => {
                if let Some(table) = &mut self.table {
                    if table.column > 0 {
                        self.builder.parts().0.push('\t');
                    }
                    table.cell_start = self.builder.text().len();
                }
            }
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    self.builder.parts().0.push('\n');
                    table.row += 1;
                    table.column = 0;
                }
            }
            Tag::MetadataBlock(_) => self.in_front_matter = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let is_title = self.highest.has_title && !self.has_heading;
                self.has_heading = true;
                let shifted = number(level).saturating_sub(self.highest.shift).max(1);
                let level = if is_title { 0 } else { shifted };
                self.close(BlockKind::Heading { level });
            }
            TagEnd::List(_) => {
                self.close(BlockKind::Paragraph);
                self.lists = self.lists.saturating_sub(1);
                self.begins_item = false;
            }
            TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock => self.close(BlockKind::Paragraph),
            TagEnd::FootnoteDefinition => {
                self.close(BlockKind::Paragraph);
                self.in_note = false;
            }
            TagEnd::TableCell => {
                if let Some(table) = &mut self.table {
                    let text = self.builder.text();
                    table.cells.push(Cell {
                        row: table.row,
                        column: table.column,
                        row_span: 1,
                        column_span: 1,
                        span: Span::trimmed(text, table.cell_start..text.len()),
                    });
                    table.column += 1;
                    table.columns = table.columns.max(table.column);
                }
            }
            TagEnd::Table => self.close_table(),
            TagEnd::MetadataBlock(_) => self.in_front_matter = false,
            _ => {}
        }
    }

    /// Closes the open block, if any words were written: a paragraph turns into a list
    /// item or note where it stands in one.
    fn close(&mut self, kind: BlockKind) {
        let kind = match kind {
            BlockKind::Paragraph if self.in_note => BlockKind::Note,
            BlockKind::Paragraph if self.begins_item && self.lists > 0 => {
                BlockKind::ListItem { level: self.lists }
            }
            kind => kind,
        };
        if self.builder.close_block(self.start, kind, None).is_some() {
            self.begins_item = false;
        }
        self.start = self.builder.text().len();
    }

    fn close_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let text = self.builder.text();
        let below = |cell: &&Cell| cell.column == 0 && cell.row > 0;
        let names_rows = table.cells.iter().filter(below).all(|cell| {
            cell.span.is_some_and(|span| {
                !span.quote(text).starts_with(|c: char| c.is_ascii_digit())
            })
        });
        let place = u32::try_from(self.builder.table_count()).unwrap_or(u32::MAX);
        let kind = BlockKind::Table { table: place };
        if self.builder.close_block(self.start, kind, None).is_some() {
            self.builder.push_table(Table {
                rows: table.row + 1,
                columns: table.columns,
                header_rows: 1,
                header_columns: u32::from(names_rows && table.columns > 1),
                caption: None,
                cells: table.cells,
            });
        }
        self.start = self.builder.text().len();
    }

    /// Appends words that stand in `range` of the source, or stand for it (entities).
    fn words(&mut self, words: &str, range: Range<usize>) {
        let source = self.text.get(range.clone()).unwrap_or_default();
        if source == words {
            normalize::append(&mut self.builder, words, range.start);
            return;
        }
        let (text, alignment) = self.builder.parts();
        let start = text.len();
        let is_shown = |c: &char| !c.is_control() && *c != '\u{AD}';
        text.extend(words.chars().filter(is_shown));
        alignment.replace(start..text.len(), range);
    }

    /// Appends the text of a line of HTML, without its tags.
    fn html(&mut self, range: Range<usize>) {
        let Some(line) = self.text.get(range.clone()) else { return };
        let mut at = 0;
        while let Some(rest) = line.get(at..)
            && !rest.is_empty()
        {
            let tag = rest.find('<').unwrap_or(rest.len());
            if !self.in_script {
                let words = rest.get(..tag).unwrap_or_default();
                self.html_words(words, range.start + at);
            }
            let Some(from) = rest.get(tag..) else { break };
            let closing = if from.starts_with("<!--") { "-->" } else { ">" };
            let end = from.find(closing).map_or(from.len(), |end| end + closing.len());
            self.html_tag(from.get(..end).unwrap_or_default(), range.start + at + tag);
            at += tag + end;
        }
    }

    /// Appends words of HTML, the commonest entities resolved.
    fn html_words(&mut self, words: &str, source: usize) {
        let mut at = 0;
        while let Some(rest) = words.get(at..)
            && !rest.is_empty()
        {
            let entity = rest.find('&').unwrap_or(rest.len());
            let plain = rest.get(..entity).unwrap_or_default();
            normalize::append(&mut self.builder, plain, source + at);
            at += entity;
            let Some(from) = words.get(at..).filter(|from| !from.is_empty()) else {
                break;
            };
            let known = ENTITIES.iter().find(|(name, _)| from.starts_with(name));
            let length = known.map_or(1, |(name, _)| name.len());
            let shown = known.map_or("&", |(_, shown)| shown);
            let (text, alignment) = self.builder.parts();
            let start = text.len();
            text.push_str(shown);
            alignment.replace(start..text.len(), source + at..source + at + length);
            at += length;
        }
    }

    fn html_tag(&mut self, tag: &str, source: usize) {
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "script" | "style" => self.in_script = !tag.starts_with("</"),
            "li" if !tag.starts_with("</") => {
                self.close(BlockKind::Paragraph);
                self.lists = self.lists.max(1);
                self.begins_item = true;
            }
            "ul" | "ol" if tag.starts_with("</") => {
                self.close(BlockKind::Paragraph);
                self.lists = 0;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.bytes().next_back().map_or(1, |digit| digit - b'0');
                let is_end = tag.starts_with("</");
                let level = level.saturating_sub(self.highest.shift).max(1);
                self.close(if is_end {
                    BlockKind::Heading { level }
                } else {
                    BlockKind::Paragraph
                });
            }
            "p" | "div" | "section" | "summary" | "details" | "tr" | "table" | "dt"
            | "dd" | "figure" | "figcaption" | "blockquote" | "br" | "hr" => {
                self.close(BlockKind::Paragraph);
            }
            "td" | "th" => normalize::append(&mut self.builder, " ", source),
            _ => {}
        }
    }

    /// Reads the fields of the front matter that are known: `title: "A plan"`.
    fn front_matter(&mut self, lines: &str) {
        for line in lines.lines() {
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim().trim_matches(['"', '\'']).trim();
            if value.is_empty() {
                continue;
            }
            let metadata = &mut self.metadata;
            match key.trim().to_ascii_lowercase().as_str() {
                "title" | "titre" => metadata.title = Some(value.replace("\\\"", "\"")),
                "date" | "published" | "issued" => {
                    let worded = || dates::dates(value).first().map(|found| found.1);
                    metadata.date = Date::parse_iso(value).or_else(worded);
                }
                "lang" | "language" | "langue" => {
                    metadata.stated_language = Language::from_code(value);
                }
                "publisher" | "organization" | "organisation" => {
                    metadata.publisher = Some(value.to_owned());
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::draft::show::plainly;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) -> Document {
        let document = document("a.md", text);
        assert_eq!(plainly(&document), expected);
        document
    }

    #[test]
    fn the_only_first_level_heading_is_the_title() {
        check(
            "# Plan climat\n\n## Contexte\n\nLa *dette* a\nbaissé.\n\n### Coûts\n",
            &[
                "heading0: Plan climat",
                "heading1: Contexte",
                "paragraph: La dette a baissé.",
                "heading2: Coûts",
            ],
        );
        check("# One\n\n# Two\n", &["heading1: One", "heading1: Two"]);
    }

    #[test]
    fn front_matter_tells_title_date_and_language() {
        let text = "---\nlayout: x\ntitle:  \"1. Avec les gens\"\nlang: fr\ndate: 3 mars 2024\n---\nBonjour.\n";
        let document = check(text, &["paragraph: Bonjour."]);
        assert_eq!(document.metadata.title.as_deref(), Some("1. Avec les gens"));
        assert_eq!(document.metadata.stated_language, Some(Language::French));
        assert_eq!(document.metadata.date.unwrap().to_string(), "2024-03-03");
    }

    #[test]
    fn lists_nest() {
        check(
            "Goals:\n\n- one\n  1. deep\n- two\n\n  more\n\nEnd.",
            &[
                "paragraph: Goals:",
                "list_item1: one",
                "list_item2: deep",
                "list_item1: two",
                "paragraph: more",
                "paragraph: End.",
            ],
        );
    }

    #[test]
    fn footnotes_are_calls_and_notes() {
        let document = check(
            "La France investira[^1] beaucoup.\n\n[^1]: Source : ministère.\n",
            &["paragraph: La France investira beaucoup.", "note: Source : ministère."],
        );
        let [call] = document.note_calls() else { panic!("one call") };
        assert_eq!((call.mark.as_str(), call.at), ("1", "La France investira".len()));
    }

    #[test]
    fn tables_have_headers() {
        let document = check(
            "| Pays | 2024 |\n|---|--:|\n| France | 3 % |\n| **Italie** | |\n",
            &["table: Pays\t2024\nFrance\t3 %\nItalie"],
        );
        let [table] = document.tables() else { panic!("one table") };
        assert_eq!((table.rows, table.columns), (3, 2));
        assert_eq!((table.header_rows, table.header_columns), (1, 1));
        assert_eq!(table.cell(2, 1).unwrap().span, None);
    }

    #[test]
    fn html_and_templates_go_but_their_text_stays() {
        check(
            "<div class=\"x\">\n\nUn <b>mot</b> &eacute;lu.\n\n</div>\n<script>\nlet a = 1;\n</script>\n\n<p>Deux&nbsp;&amp; trois</p>\n\n- TOC\n{:toc}\n\n{% include x.html %}\n<!-- no -->\nThree\n{: .note}\n",
            &[
                "paragraph: Un mot élu.",
                "paragraph: Deux\u{A0}& trois",
                "paragraph: Three",
            ],
        );
    }

    #[test]
    fn words_are_found_in_the_source() {
        let text = "# L’e\u{301}te\u{301}\n\n- a `code` &amp; *ﬁn*\n";
        let document = document("a.md", text);
        for (found, stood) in [
            ("été", "e\u{301}te\u{301}"),
            ("code", "code"),
            ("&", "&amp;"),
            ("fin", "ﬁn"),
        ] {
            let at = document.text().find(found).unwrap();
            let source = document.alignment().source(at..at + found.len()).unwrap();
            assert_eq!(text.get(source), Some(stood));
        }
    }
}
