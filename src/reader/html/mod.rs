//! HTML: the report on a page, and the site around it kept and marked.

mod head;
mod marks;
mod nesting;
mod page;
mod sure;

use encoding_rs::Encoding;
use scraper::Html;

use super::draft::{Draft, Look, Piece, Words};
use super::grid::{Grid, GridCell, MOST_COLUMNS};
use super::labels::{self, Class};
use super::{ReadOptions, encoding};
use crate::error::Result;
use crate::model::{BlockKind, Document, Warned, Warning};
use marks::{Mark, Marks};
use page::{Node, Page};

/// Reads a page.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    let stated = options.encoding.clone().or_else(|| stated_encoding(bytes));
    let options = ReadOptions { encoding: stated };
    let Warned { value: text, mut warnings } = encoding::decode(name, bytes, &options)?;
    let (front, body) = head::front_matter(&text);
    let (source, left_out) = nesting::bound(&body);
    if left_out > 0 {
        warnings.push(Warning::doubtful(format!(
            "{left_out} elements nested too deep were read as one level"
        )));
    }
    let html = Html::parse_document(&source);
    let page = Page::new(&html);
    let marks = marks::marks(&page);
    let metadata = head::metadata(&page, &marks, &front);
    let mut walker = Walker::new(&page, &marks);
    let part = if marks.main.is_some() { Part::Site } else { Part::Report };
    let around = Around { part, ..Around::default() };
    walker.walk(0, around);
    walker.flush(around);
    let mut draft = walker.draft;
    if marks.main.is_none() {
        sure::mark_around(&mut draft, &page, &source);
    }
    mark_phrases(&mut draft);
    level_headings(&mut draft);
    draft.find_captions();
    Ok(Warned { value: draft.finish(name, metadata), warnings })
}

/// Reads a chapter of a book: all of it is the book's. Levels of headings are those of
/// the page.
pub(super) fn chapter(text: &str) -> Draft {
    let (source, _) = nesting::bound(text);
    let html = Html::parse_document(&source);
    let page = Page::new(&html);
    let marks = marks::marks(&page);
    let mut walker = Walker::new(&page, &marks);
    let around = Around::default();
    walker.walk(0, around);
    walker.flush(around);
    walker.draft
}

/// Returns the encoding that a page states, unless its bytes are valid UTF-8.
fn stated_encoding(bytes: &[u8]) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok() || Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let head = bytes.get(..bytes.len().min(4096))?;
    let at = memchr::memmem::find(&head.to_ascii_lowercase(), b"charset")?;
    let label = head.get(at + b"charset".len()..)?;
    let label: String = label
        .iter()
        .map(|&byte| char::from(byte))
        .skip_while(|c| matches!(c, '=' | ' ' | '"' | '\''))
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
        .collect();
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A page in UTF-8 with a broken byte is still in UTF-8; one that says UTF-16 where
    // a tag could be read is not in UTF-16.
    (encoding.is_ascii_compatible()).then(|| encoding.name().to_owned())
}

/// Makes the only `h1` the title and gives sections their levels from 1.
pub(super) fn level_headings(draft: &mut Draft) {
    let levels = draft.pieces.iter().filter_map(|piece| match piece {
        Piece::Block(BlockKind::Heading { level }, _) => Some(*level),
        _ => None,
    });
    let levels: Vec<u8> = levels.collect();
    let mut titles = levels.iter().filter(|level| **level == 1);
    let has_one_title = titles.next().is_some() && titles.next().is_none();
    let Some(top) = levels.iter().copied().min() else { return };
    // Without a title, the highest heading that is there is level 1.
    let lift = if has_one_title { 1 } else { top.saturating_sub(1) };
    for piece in &mut draft.pieces {
        if let Piece::Block(BlockKind::Heading { level }, _) = piece {
            *level -= lift.min(*level);
        }
    }
    if !has_one_title {
        draft.raise_only_first_heading();
    }
}

/// Marks lines that say of themselves that they belong to the site.
fn mark_phrases(draft: &mut Draft) {
    let mut is_related = false;
    for (piece, look) in draft.pieces.iter_mut().zip(&draft.looks) {
        let Piece::Block(kind, words) = piece else {
            is_related = false;
            continue;
        };
        let line = words.raw().split_whitespace().collect::<Vec<_>>().join(" ");
        let line = line.trim_matches([':', ' ', '.', '›', '>', '↑']);
        is_related = match kind {
            BlockKind::Heading { .. } => labels::is_whole(Class::Related, line),
            _ => labels::is_whole(Class::Related, line) || is_related && look.is_linked,
        };
        if is_related || labels::is_page_label(line) {
            *kind = BlockKind::Boilerplate;
        }
    }
}

/// Which part of a page a place belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    /// The report.
    #[default]
    Report,
    /// The site around it.
    Site,
    /// A table of contents.
    Contents,
    /// A footnote or end note.
    Note,
}

/// What is known of a place from the elements around it.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    part: Part,
    is_caption: bool,
    /// The rank of the heading around, from 1.
    heading: Option<u8>,
    /// How many lists are around.
    lists: u8,
    in_link: bool,
}

/// Walks through a page from left to right.
struct Walker<'p, 'a> {
    page: &'p Page<'a>,
    marks: &'p Marks,
    draft: Draft,
    words: Words,
    /// Whether there are words outside links among them.
    is_unlinked: bool,
    /// How many line breaks stand at their end.
    breaks: u32,
    /// The place of the only `h1`.
    only_title: Option<usize>,
    /// The list level of the item of which the first words are to come.
    item: Option<u8>,
}

impl<'p, 'a> Walker<'p, 'a> {
    fn new(page: &'p Page<'a>, marks: &'p Marks) -> Self {
        Self {
            page,
            marks,
            draft: Draft::default(),
            words: Words::default(),
            is_unlinked: false,
            breaks: 0,
            only_title: only_title(page),
            item: None,
        }
    }

    /// Ends a block.
    fn flush(&mut self, around: Around) {
        let mut words = std::mem::take(&mut self.words);
        let is_linked = !std::mem::take(&mut self.is_unlinked);
        self.breaks = 0;
        if words.is_blank() {
            return;
        }
        let kind = match (around.part, around.heading) {
            (Part::Site, _) => BlockKind::Boilerplate,
            (Part::Contents, _) => BlockKind::Contents,
            (Part::Note, _) => {
                words.cut_mark();
                BlockKind::Note
            }
            (Part::Report, Some(level)) => BlockKind::Heading { level },
            (Part::Report, None) if around.is_caption => BlockKind::Caption,
            (Part::Report, None) => match self.item.take() {
                Some(level) => BlockKind::ListItem { level },
                None => BlockKind::Paragraph,
            },
        };
        let look = Look { is_linked, ..Look::default() };
        self.draft.block_with_look(kind, words, look);
    }

    fn walk_in(&mut self, at: usize, around: Around) {
        for child in self.page.children(at) {
            self.walk(child, around);
        }
    }

    /// Reads what is in an element as blocks of their own.
    fn block(&mut self, at: usize, outer: Around, inner: Around) {
        self.flush(outer);
        self.walk_in(at, inner);
        self.flush(inner);
    }

    fn walk(&mut self, at: usize, outer: Around) {
        let node = self.page.node(at);
        let mut around = outer;
        match self.marks.of.get(at).copied().unwrap_or_default() {
            Mark::Hidden => return,
            Mark::Site => around.part = Part::Site,
            // A menu may hold what looks like contents or notes.
            Mark::Contents if around.part == Part::Report => {
                around.part = Part::Contents;
            }
            Mark::Note if around.part == Part::Report => around.part = Part::Note,
            Mark::Contents | Mark::Note | Mark::Plain => {}
        }
        if self.marks.main == Some(at) {
            around.part = Part::Report;
        }
        let changes = around.part != outer.part;
        let name = node.name();
        match name {
            "" => self.text(node.text, around),
            "script" | "style" | "template" | "noscript" | "svg" | "canvas"
            | "audio" | "video" | "object" | "iframe" | "embed" | "head" | "input"
            | "select" | "datalist" | "textarea" | "progress" | "meter" | "map" => {}
            "br" => {
                self.breaks += 1;
                if self.breaks > 1 {
                    self.flush(around);
                }
            }
            "hr" => self.flush(around),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
                // The title may stand in the site's own header.
                let is_title = level == 1 && self.only_title == Some(at);
                if is_title {
                    around.part = Part::Report;
                }
                around.heading = Some(level);
                self.block(at, outer, around);
            }
            "ul" | "ol" | "menu" | "dir" => {
                around.lists = around.lists.saturating_add(1);
                self.block(at, outer, around);
            }
            "li" => {
                self.flush(outer);
                let item = self.item.replace(around.lists.max(1));
                self.walk_in(at, around);
                self.flush(around);
                // What follows an inner list belongs to the outer item, as a paragraph.
                self.item = item.filter(|_| self.item.is_some());
            }
            "figcaption" | "caption" => {
                around.is_caption = true;
                self.block(at, outer, around);
            }
            "table" => {
                self.flush(outer);
                self.table(at, around);
            }
            "sup" => self.raised(at, around),
            "a" => self.link(at, &node, around),
            "button" | "option" | "label" if around.part != Part::Site => {
                around.part = Part::Site;
                self.block(at, outer, around);
            }
            "q" => {
                self.words.push("“");
                self.walk_in(at, around);
                self.words.push("”");
            }
            _ if changes || is_block(name) => self.block(at, outer, around),
            _ => self.walk_in(at, around),
        }
    }

    fn text(&mut self, text: &str, around: Around) {
        if text.trim().is_empty() {
            if self.breaks == 0 {
                self.words.push(text);
            }
            return;
        }
        if std::mem::take(&mut self.breaks) > 0 {
            self.words.part();
        }
        self.is_unlinked |= !around.in_link;
        self.words.push(text);
    }

    fn raised(&mut self, at: usize, around: Around) {
        let has_link = self.page.within(at).any(|(_, node)| {
            node.name() == "a"
                && node.attribute("href").is_some_and(|h| h.contains('#'))
        });
        let mut raised = self.apart(at, around);
        if has_link && raised.raw().trim().chars().count() <= 12 {
            let mark =
                raised.raw().trim().trim_matches(['[', ']', '(', ')']).to_owned();
            // Where the link was read, the call is noted already.
            if !mark.is_empty() {
                raised = Words::default();
                raised.call(&mark);
            }
            self.words.append(&raised);
        } else {
            self.words.raise(&raised);
        }
    }

    /// Reads what is in an element without adding it to the words here.
    fn apart(&mut self, at: usize, around: Around) -> Words {
        let words = std::mem::take(&mut self.words);
        self.walk_in(at, around);
        std::mem::replace(&mut self.words, words)
    }

    fn link(&mut self, at: usize, node: &Node<'_>, around: Around) {
        let href = node.attribute("href").unwrap_or_default();
        let text = self.page.text(at);
        let text = text.trim();
        let goes_back = href.contains('#')
            && !text.is_empty()
            && (text.chars().all(|c| !c.is_alphanumeric())
                || node.attribute("role") == Some("doc-backlink"));
        if goes_back {
            return;
        }
        if marks::call_target(self.page, at, false)
            .is_some_and(|target| self.marks.targets.contains(target))
        {
            self.words.call(text.trim_matches(['[', ']', '(', ')']));
            return;
        }
        let is_long = self.page.within(at).any(|(_, node)| is_block(node.name()));
        let inner = Around { in_link: !href.is_empty(), ..around };
        if is_long || self.marks.of.get(at).is_some_and(|mark| *mark == Mark::Site) {
            self.block(at, around, inner);
        } else {
            self.walk_in(at, inner);
        }
    }

    fn table(&mut self, at: usize, around: Around) {
        let mut rows = Vec::new();
        for child in self.page.children(at) {
            match self.page.node(child).name() {
                "caption" => self.walk(child, around),
                "tr" => rows.push((child, false)),
                name @ ("thead" | "tbody" | "tfoot") => {
                    for row in self.page.children(child) {
                        if self.page.node(row).name() == "tr" {
                            rows.push((row, name == "thead"));
                        }
                    }
                }
                _ => {}
            }
        }
        let mut grid = Grid::default();
        let mut contents = Vec::new();
        // For each column, how many rows the cell above still takes.
        let mut taken: Vec<u32> = Vec::new();
        let mut heads: Vec<Vec<bool>> = Vec::new();
        let mut is_head = true;
        for (row, (id, in_head)) in (0_u32..).zip(rows) {
            let mut column = 0_usize;
            let mut own = Vec::new();
            let mut all_heads = true;
            for cell in self.page.children(id) {
                let node = self.page.node(cell);
                if !matches!(node.name(), "td" | "th") {
                    continue;
                }
                while taken.get(column).is_some_and(|&rows| rows > 0) {
                    column += 1;
                }
                let span = |name| {
                    let span = node.attribute(name).and_then(|v| v.trim().parse().ok());
                    span.unwrap_or(1_u32)
                };
                let across = span("colspan").clamp(1, 1000);
                let down = match span("rowspan") {
                    0 => u32::MAX,
                    down => down.min(65_534),
                };
                let end = (column + across as usize).min(MOST_COLUMNS as usize);
                if taken.len() < end {
                    taken.resize(end, 0);
                }
                taken.get_mut(column.min(end)..end).unwrap_or_default().fill(down);
                let is_header = node.name() == "th";
                let inner = self.cell(cell, around);
                let is_blank = inner.pieces.is_empty();
                all_heads &= is_header || is_blank;
                own.resize(own.len().max(column), false);
                own.resize(end, is_header || is_blank);
                grid.cells.push(GridCell {
                    row,
                    column: u32::try_from(column).unwrap_or(u32::MAX),
                    row_span: down,
                    column_span: across,
                    bold: is_header || self.is_bold(cell),
                    words: Words::default(),
                });
                contents.push(inner);
                column = end.max(column);
            }
            for rows in &mut taken {
                *rows = rows.saturating_sub(1);
            }
            is_head &= in_head || all_heads && !own.is_empty();
            grid.header_rows += u32::from(is_head);
            heads.push(own);
        }
        grid.header_columns = header_columns(&heads, grid.header_rows);
        let node = self.page.node(at);
        let arranges = matches!(node.attribute("role"), Some("presentation" | "none"))
            || grid.header_rows == 0
                && grid.header_columns == 0
                && contents.iter().any(|content| {
                    content.pieces.iter().any(|piece| match piece {
                        Piece::Table(_) => true,
                        Piece::Block(kind, _) => {
                            matches!(kind, BlockKind::Heading { .. })
                        }
                    })
                });
        if around.part != Part::Report || arranges {
            for content in contents {
                self.draft.extend(content);
            }
        } else {
            self.draft.table_of(grid, contents);
        }
    }

    fn cell(&mut self, at: usize, around: Around) -> Draft {
        let draft = std::mem::take(&mut self.draft);
        let item = self.item.take();
        let inner = Around { lists: 0, is_caption: false, heading: None, ..around };
        self.walk_in(at, inner);
        self.flush(inner);
        self.item = item;
        std::mem::replace(&mut self.draft, draft)
    }

    /// Tells whether all text in a cell is in bold type.
    fn is_bold(&self, at: usize) -> bool {
        let letters = self.page.node(at).letters;
        letters > 0
            && self.page.within(at).any(|(_, node)| {
                matches!(node.name(), "b" | "strong") && node.letters == letters
            })
    }
}

/// Returns the place of the `h1` of a page that has one.
fn only_title(page: &Page<'_>) -> Option<usize> {
    let mut titles = page.within(0).filter(|(_, node)| node.name() == "h1");
    let first = titles.next()?.0;
    titles.next().is_none().then_some(first)
}

/// Returns how many columns on the left hold headers in every row below the header.
fn header_columns(heads: &[Vec<bool>], header_rows: u32) -> u32 {
    let body = heads.get(header_rows as usize..).unwrap_or_default();
    let body: Vec<_> = body.iter().filter(|row| !row.is_empty()).collect();
    if body.is_empty() {
        return 0;
    }
    let all = |column: usize| body.iter().all(|row| row.get(column) == Some(&true));
    let widest = body.iter().map(|row| row.len()).max().unwrap_or(0);
    let columns = (0..widest).take_while(|&column| all(column)).count();
    u32::try_from(columns).unwrap_or(0)
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "body"
            | "p"
            | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "blockquote"
            | "pre"
            | "address"
            | "figure"
            | "center"
            | "dl"
            | "dt"
            | "dd"
            | "fieldset"
            | "legend"
            | "form"
            | "details"
            | "summary"
            | "dialog"
            | "hgroup"
            | "search"
            | "td"
            | "th"
            | "tr"
            | "tbody"
            | "thead"
            | "tfoot"
            | "ul"
            | "ol"
            | "li"
            | "table"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "figcaption"
            | "hr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::draft::show::show;

    fn document(source: &str) -> Document {
        read("a.html", source.as_bytes(), &ReadOptions::default()).unwrap().value
    }

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        assert_eq!(show(&document(source)), expected);
    }

    #[test]
    fn the_report_is_told_from_the_site() {
        check(
            "<body><div id='cookie-banner'><p>Ce site utilise des traceurs.</p></div>\
             <header><nav><ul><li><a href='/'>Accueil</a></ul></nav></header>\
             <div class='crumb'>Accueil › Rapports</div><main><h1>Les ports</h1>\
             <p>La dépense atteint 3 M€ et la dette baisse de deux points.</p>\
             <div class='share'>Partager par courriel</div></main>\
             <div class='related'><h3>À lire aussi</h3><a href='/x'>Bilan</a></div>\
             <footer><p>Mentions légales</p></footer></body>",
            &[
                "boilerplate: Ce site utilise des traceurs.",
                "boilerplate: Accueil",
                "boilerplate: Accueil › Rapports",
                "heading0: Les ports",
                "paragraph: La dépense atteint 3 M€ et la dette baisse de deux points.",
                "boilerplate: Partager par courriel",
                "boilerplate: À lire aussi",
                "boilerplate: Bilan",
                "boilerplate: Mentions légales",
            ],
        );
    }

    #[test]
    fn a_plain_document_is_all_report() {
        check(
            "<p class=publisher>Housing Board<h1>Heating</h1><nav class=toc><div>Aims</div></nav>\
             <h2>Aims</h2><aside class=side><p>Box – Thresholds</p></aside><h4>Costs</h4>\
             <blockquote>One<br>line<br><br>and another</blockquote>",
            &[
                "paragraph: Housing Board",
                "heading0: Heating",
                "toc: Aims",
                "heading1: Aims",
                "paragraph: Box – Thresholds",
                "heading3: Costs",
                "paragraph: One line",
                "paragraph: and another",
            ],
        );
    }

    #[test]
    fn note_calls_leave_the_text_and_notes_are_notes() {
        check(
            "<p>Une hausse de 3 %<sup id=r1><a href='#n1'>1</a></sup> sur 5 m<sup>2</sup>, le 1\
             <sup>er</sup> mai<a class=fn href='#n2'>[2]</a>, selon elle<sup>3</sup>.</p>\
             <ol><li id=n1>Montants en euros. <a href='#r1'>↩</a></li><li id=n2>[2] See below.</ol>",
            &[
                "paragraph: Une hausse de 3 %{1} sur 5 m², le 1er mai{2}, selon elle{3}.",
                "note: Montants en euros.",
                "note: See below.",
            ],
        );
    }

    #[test]
    fn lists_nest() {
        check(
            "<ul><li>ouvrir les données ;<ul><li>contrôler</li></ul></li><li><p>fixer</p><p>Suite.</p></ul>",
            &[
                "list_item1: ouvrir les données ;",
                "list_item2: contrôler",
                "list_item1: fixer",
                "paragraph: Suite.",
            ],
        );
    }

    #[test]
    fn tables_have_headers_spans_and_captions() {
        check(
            "<table><caption>Table 1: Grants</caption><thead><tr><th rowspan=2>Area<th colspan=2>£m\
             <tr><th>2020<th>2022</thead><tr><th>Wick<td>3.5<td>4.1<tr><th>Millby<td>1.2<td></table>",
            &[
                "caption: Table 1: Grants",
                "table 2+1: [Area(2x1)|£m(1x2)] [2020|2022] [Wick|3.5|4.1] [Millby|1.2|]",
            ],
        );
        check(
            "<table><tr><td><h2>Suivi</h2>Texte<td>Marge</table>",
            &["heading0: Suivi", "paragraph: Texte", "paragraph: Marge"],
        );
    }

    #[test]
    fn what_is_hidden_or_no_text_is_left_out() {
        check(
            "<p hidden>a<p style='display: none'>b<script>c</script><p>Gui&shy;chets&nbsp;: l&rsquo;acc&egrave;s",
            &["paragraph: Guichets\u{a0}: l’accès"],
        );
    }

    #[test]
    fn a_page_tells_its_title_date_publisher_and_language() {
        let document = document(
            "<html lang=fr-CA><head><title>Les ports secondaires – Chambre</title>\
             <meta property='og:site_name' content='Chambre maritime'></head>\
             <p><time datetime='2024-12-02'>2 décembre 2024</time>",
        );
        let metadata = &document.metadata;
        assert_eq!(metadata.title.as_deref(), Some("Les ports secondaires"));
        assert_eq!(metadata.date.map(|d| d.to_string()).as_deref(), Some("2024-12-02"));
        assert_eq!(metadata.publisher.as_deref(), Some("Chambre maritime"));
        assert_eq!(metadata.stated_language, Some(crate::model::Language::French));
    }

    #[test]
    fn the_stated_encoding_is_used_unless_the_bytes_are_utf_8() {
        let latin = b"<meta charset=iso-8859-1><p>\xe9t\xe9</p>";
        let read = read("a.html", latin, &ReadOptions::default()).unwrap();
        assert_eq!(show(&read.value), ["paragraph: été"]);
        check("<meta charset=iso-8859-1><p>été</p>", &["paragraph: été"]);
    }

    #[test]
    fn deep_pages_are_read() {
        for depth in [200, 100_000] {
            let source =
                format!("{}été{}", "<div>".repeat(depth), "</div>".repeat(depth));
            let read =
                read("a.html", source.as_bytes(), &ReadOptions::default()).unwrap();
            assert_eq!(show(&read.value), ["paragraph: été"]);
            assert_eq!(read.warnings.len(), usize::from(depth > 200));
        }
    }

    #[test]
    fn lines_for_a_site_generator_are_no_text() {
        let document =
            document("---\ntitle: Outil\nlang: fr\n---\n{% include x %}<p>Texte.</p>");
        assert_eq!(show(&document), ["paragraph: Texte."]);
        assert_eq!(document.metadata.title.as_deref(), Some("Outil"));
    }
}
