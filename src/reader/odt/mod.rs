//! ODT: `OpenDocument` text, as `LibreOffice` writes it.

mod styles;

use std::collections::HashSet;

use super::ReadOptions;
use super::draft::{Draft, Look, Words};
use super::grid::{Grid, GridCell};
use super::headings::Role;
use super::package::Package;
use super::xml::{Child, Id, Space, Tree};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{BlockKind, Document, Metadata, Warned, Warning};
use styles::{Style, Styles};

/// How often a repeated row or cell is repeated at most; sheets pad to a million.
const MOST_REPEATS: u32 = 1000;

/// Tells whether a package is an ODT file.
pub(super) fn is_text(package: &mut Package<'_>) -> Result<bool> {
    let kind = package.xml("mimetype")?.unwrap_or_default();
    let is_text = kind.trim().starts_with("application/vnd.oasis.opendocument.text");
    Ok(is_text && package.has("content.xml"))
}

/// Reads an ODT file.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    // The encoding is the package's own.
    let _ = options;
    read_package(name, bytes).map_err(|error| error.or_at(name))
}

fn read_package(name: &str, bytes: &[u8]) -> Result<Warned<Document>> {
    let mut package = Package::open(bytes)?;
    let is_encrypted = package
        .xml("META-INF/manifest.xml")?
        .is_some_and(|manifest| manifest.contains("encryption-data"));
    if is_encrypted {
        return Err(Error::new(ErrorKind::NeedsPassword));
    }
    if !is_text(&mut package)? {
        return Err(Error::new(ErrorKind::UnknownFormat(package.nature().to_owned())));
    }
    let mut warnings = Vec::new();
    let content = package.xml("content.xml")?.unwrap_or_default();
    let style_source = package.xml("styles.xml")?.unwrap_or_default();
    let tree = Tree::parse(&content);
    let body = tree.root().and_then(|root| tree.child(root, "body"));
    let Some(text) = body.and_then(|body| tree.child(body, "text")) else {
        let why = tree.damage.unwrap_or_else(|| "no text in it".to_owned());
        return Err(Error::new(ErrorKind::Malformed(format!("`content.xml`: {why}"))));
    };
    if let Some(why) = &tree.damage {
        warnings.push(Warning::lost(format!("`content.xml` breaks off: {why}")));
    }
    let style_tree = Tree::parse(&style_source);
    let mut styles = Styles::default();
    styles.add(&style_tree);
    styles.add(&tree);
    styles.resolve();

    let mut walker = Walker::new(&tree, &styles);
    walker.blocks(text);
    let mut body = walker.finish();
    body.find_headings();
    let (mut whole, footers) = margins(&style_tree, &styles);
    whole.extend(body);
    whole.extend(footers);

    let metadata = metadata(&mut package)?;
    let value = whole.finish_styled(name, metadata, styles.language.as_deref());
    Ok(Warned { value, warnings })
}

/// Reads the package's own metadata. Its dates are those of the file, not of the
/// publication, so they are left out.
fn metadata(package: &mut Package<'_>) -> Result<Metadata> {
    let Some(source) = package.xml("meta.xml")? else {
        return Ok(Metadata::default());
    };
    let tree = Tree::parse(&source);
    let part = tree.root().and_then(|root| tree.child(root, "meta"));
    Ok(part.map(|part| tree.dublin_core(part)).unwrap_or_default())
}

/// Reads the running headers and footers, each line once.
fn margins(tree: &Tree<'_>, styles: &Styles) -> (Draft, Draft) {
    let (mut headers, mut footers) = (Draft::default(), Draft::default());
    let mut seen = HashSet::new();
    let masters = tree.root().and_then(|root| tree.child(root, "master-styles"));
    let pages = masters.into_iter().flat_map(|masters| tree.elements(masters));
    for id in pages.flat_map(|page| tree.elements(page)) {
        let (space, name) = tree.name(id);
        let (out, kind) = if name.starts_with("header") {
            (&mut headers, BlockKind::Header)
        } else if name.starts_with("footer") {
            (&mut footers, BlockKind::Footer)
        } else {
            continue;
        };
        let is_off =
            tree.attribute(id, "display").is_some_and(|shown| shown == "false");
        if space != Space::Style || is_off {
            continue;
        }
        let mut walker = Walker::new(tree, styles);
        walker.blocks(id);
        for words in walker.finish().lines() {
            if seen.insert(words.raw().trim().to_owned()) {
                out.block(kind, words);
            }
        }
    }
    (headers, footers)
}

/// Walks through a part from left to right.
struct Walker<'t, 'a> {
    tree: &'t Tree<'a>,
    styles: &'t Styles,
    draft: Draft,
    /// What stands in frames anchored in this paragraph.
    boxes: Draft,
    /// Footnotes called in this section of the report.
    due: Vec<Words>,
    end: Vec<Words>,
    list_level: u8,
    in_contents: bool,
}

impl<'t, 'a> Walker<'t, 'a> {
    fn new(tree: &'t Tree<'a>, styles: &'t Styles) -> Self {
        Self {
            tree,
            styles,
            draft: Draft::default(),
            boxes: Draft::default(),
            due: Vec::new(),
            end: Vec::new(),
            list_level: 0,
            in_contents: false,
        }
    }

    fn finish(mut self) -> Draft {
        self.flush_notes();
        for words in std::mem::take(&mut self.end) {
            self.draft.block(BlockKind::Note, words);
        }
        self.draft
    }

    fn flush_notes(&mut self) {
        for words in std::mem::take(&mut self.due) {
            self.draft.block(BlockKind::Note, words);
        }
    }

    /// Reads what holds paragraphs, lists and tables.
    fn blocks(&mut self, id: Id) {
        let mut is_first_of_item = self.list_level > 0;
        for child in self.tree.elements(id) {
            match self.tree.name(child) {
                (Space::Text, "p" | "h") => {
                    self.paragraph(child, is_first_of_item);
                    is_first_of_item = false;
                }
                (Space::Text, "list") => {
                    self.list_level = self.list_level.saturating_add(1);
                    for item in self.tree.elements(child) {
                        self.blocks(item);
                    }
                    self.list_level -= 1;
                }
                (Space::Text, "numbered-paragraph") => {
                    let outer = self.list_level;
                    let level = self.tree.number(child, "level").unwrap_or(1);
                    self.list_level = u8::try_from(level).unwrap_or(1);
                    self.blocks(child);
                    self.list_level = outer;
                }
                (
                    Space::Text,
                    "table-of-content" | "illustration-index" | "table-index"
                    | "object-index" | "user-index" | "alphabetical-index",
                ) => {
                    let outer = std::mem::replace(&mut self.in_contents, true);
                    if let Some(body) = self.tree.child(child, "index-body") {
                        self.blocks(body);
                    }
                    self.in_contents = outer;
                }
                (Space::Text, "section") => {
                    let display = self.tree.attribute(child, "display");
                    if display.is_none_or(|display| display != "none") {
                        self.blocks(child);
                    }
                }
                (Space::Table, "table") => self.table(child),
                (Space::Draw, _) => {
                    self.frame(child);
                    let boxes = std::mem::take(&mut self.boxes);
                    self.draft.extend(boxes);
                }
                (Space::Text, "tracked-changes" | "sequence-decls") => {}
                (Space::Text, _) => self.blocks(child),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, id: Id, is_first_of_item: bool) {
        let name = self.tree.attribute(id, "style-name").unwrap_or_default();
        let style = self.styles.paragraph(&name);
        let mut words = Words::default();
        let mut look = None;
        if !style.hidden {
            self.inline(id, style, &mut words, &mut look);
        }
        let kind = self.kind(id, style, &words, is_first_of_item);
        if matches!(kind, BlockKind::Heading { .. }) && !words.is_blank() {
            self.flush_notes();
        }
        self.draft.block_with_look(kind, words, look.unwrap_or_default());
        let boxes = std::mem::take(&mut self.boxes);
        self.draft.extend(boxes);
    }

    fn kind(
        &self,
        id: Id,
        style: Style,
        words: &Words,
        is_first_of_item: bool,
    ) -> BlockKind {
        if self.in_contents || style.role == Role::Contents {
            return BlockKind::Contents;
        }
        let is_heading = self.tree.name(id).1 == "h";
        if style.role == Role::Caption {
            return BlockKind::Caption;
        }
        let is_short = words.raw().len() <= 400;
        if style.role == Role::Title && is_short {
            return BlockKind::Heading { level: 0 };
        }
        let stated = self.tree.number(id, "outline-level").filter(|_| is_heading);
        let stated = stated.and_then(|level| u8::try_from(level).ok());
        let named = match style.role {
            Role::Heading(level) => Some(level),
            _ => None,
        };
        let level = stated.or(style.outline.filter(|&level| level > 0)).or(named);
        let level = level.or(is_heading.then_some(1));
        if let Some(level) = level.filter(|_| is_short) {
            return BlockKind::Heading { level: level.clamp(1, 6) };
        }
        if self.list_level > 0 && is_first_of_item {
            return BlockKind::ListItem { level: self.list_level };
        }
        BlockKind::Paragraph
    }

    /// Reads what stands in a line of text.
    fn inline(
        &mut self,
        id: Id,
        style: Style,
        words: &mut Words,
        look: &mut Option<Look>,
    ) {
        for child in self.tree.children(id) {
            let child = match child {
                Child::Element(child) => child,
                Child::Text(text) => {
                    if !text.trim().is_empty() {
                        let own = Look {
                            size: style.size.unwrap_or(0),
                            bold: style.bold == Some(true),
                            ..Look::default()
                        };
                        look.get_or_insert(own).bold &= own.bold;
                    }
                    words.push(text);
                    continue;
                }
            };
            match self.tree.name(child) {
                (Space::Text, "span") => self.span(child, style, words, look),
                (Space::Text, "s" | "tab" | "line-break") => words.push(" "),
                (Space::Text, "note") => self.note(child, words),
                (Space::Text, "ruby") => {
                    if let Some(base) = self.tree.child(child, "ruby-base") {
                        self.inline(base, style, words, look);
                    }
                }
                (Space::Text, "hidden-text" | "tracked-changes")
                | (Space::Office, "annotation") => {}
                (Space::Draw, _) => self.frame(child),
                (Space::Text | Space::Office, _) => {
                    self.inline(child, style, words, look);
                }
                _ => {}
            }
        }
    }

    fn span(
        &mut self,
        id: Id,
        around: Style,
        words: &mut Words,
        look: &mut Option<Look>,
    ) {
        let name = self.tree.attribute(id, "style-name").unwrap_or_default();
        let own = self.styles.words(&name);
        if own.hidden {
            return;
        }
        let style = Style {
            size: own.size.or(around.size),
            bold: own.bold.or(around.bold),
            ..around
        };
        if own.raised {
            let mut raised = Words::default();
            self.inline(id, style, &mut raised, look);
            if raised.raw().trim().chars().count() <= 8 {
                words.raise(&raised);
            } else {
                words.append(&raised);
            }
        } else {
            self.inline(id, style, words, look);
        }
    }

    /// Takes a note call out and keeps the note for the section's end.
    fn note(&mut self, id: Id, words: &mut Words) {
        let citation = self.tree.child(id, "note-citation");
        let label =
            citation.and_then(|citation| self.tree.attribute(citation, "label"));
        let mark = match (label, citation) {
            (Some(label), _) => label.into_owned(),
            (None, Some(citation)) => self.tree.text(citation),
            (None, None) => String::new(),
        };
        words.call(&mark);
        let Some(body) = self.tree.child(id, "note-body") else { return };
        let mut note = Words::default();
        for line in self.apart(body).lines() {
            note.part();
            note.append(&line);
        }
        let is_end =
            self.tree.attribute(id, "note-class").as_deref() == Some("endnote");
        if is_end { self.end.push(note) } else { self.due.push(note) }
    }

    /// Reads the text boxes and shapes within a frame.
    fn frame(&mut self, id: Id) {
        match self.tree.name(id).1 {
            "text-box" | "custom-shape" | "rect" | "ellipse" | "polygon"
            | "caption" | "path" => {
                let inner = self.apart(id);
                self.boxes.extend(inner);
            }
            "object" | "object-ole" | "image" | "plugin" => {}
            _ => {
                for child in self.tree.elements(id) {
                    match self.tree.name(child) {
                        (Space::Draw, _) => self.frame(child),
                        (Space::Table, "table") => {
                            let draft = std::mem::take(&mut self.draft);
                            self.table(child);
                            let inner = std::mem::replace(&mut self.draft, draft);
                            self.boxes.extend(inner);
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// Reads blocks into a draft of their own.
    fn apart(&mut self, id: Id) -> Draft {
        let draft = std::mem::take(&mut self.draft);
        let boxes = std::mem::take(&mut self.boxes);
        let due = std::mem::take(&mut self.due);
        let level = std::mem::take(&mut self.list_level);
        self.blocks(id);
        self.list_level = level;
        // Notes called here wait for the section's end, not the cell's.
        let called = std::mem::replace(&mut self.due, due);
        self.due.extend(called);
        let inner_boxes = std::mem::replace(&mut self.boxes, boxes);
        let mut inner = std::mem::replace(&mut self.draft, draft);
        inner.extend(inner_boxes);
        inner
    }

    fn table(&mut self, id: Id) {
        let mut rows = Vec::new();
        self.rows(id, false, &mut rows);
        let mut grid =
            Grid { header_columns: self.header_columns(id), ..Grid::default() };
        let mut contents = Vec::new();
        let mut row = 0_u32;
        let mut is_head = true;
        for (id, in_head) in rows {
            is_head &= in_head;
            let repeats = self.tree.number(id, "number-rows-repeated").unwrap_or(1);
            let mut column = 0_u32;
            for cell in self.tree.elements(id) {
                let (Space::Table, name) = self.tree.name(cell) else { continue };
                let count = |name| self.tree.number(cell, name).unwrap_or(1).max(1);
                let across = count("number-columns-repeated").min(MOST_REPEATS);
                if name == "table-cell" {
                    let inner = self.apart(cell);
                    let times = if inner.pieces.is_empty() { 1 } else { across };
                    for place in 0..times {
                        grid.cells.push(GridCell {
                            row,
                            column: column + place,
                            row_span: count("number-rows-spanned"),
                            column_span: count("number-columns-spanned"),
                            bold: inner.is_bold(),
                            words: Words::default(),
                        });
                        contents.push(inner.clone());
                    }
                }
                column = column.saturating_add(across);
            }
            // Repeated rows hold nothing in a text; they only keep the count right.
            row = row.saturating_add(repeats.clamp(1, MOST_REPEATS));
            grid.header_rows = if is_head { row } else { grid.header_rows };
        }
        self.draft.table_of(grid, contents);
    }

    fn header_columns(&self, id: Id) -> u32 {
        let Some(columns) = self.tree.child(id, "table-header-columns") else {
            return 0;
        };
        let columns = self.tree.elements(columns);
        let count =
            |id| self.tree.number(id, "number-columns-repeated").unwrap_or(1).min(100);
        columns.map(count).sum()
    }

    /// Collects the rows, each with whether it is declared a header.
    fn rows(&self, id: Id, in_head: bool, rows: &mut Vec<(Id, bool)>) {
        for child in self.tree.elements(id) {
            match self.tree.name(child) {
                (Space::Table, "table-row") => rows.push((child, in_head)),
                (Space::Table, "table-header-rows") => self.rows(child, true, rows),
                (Space::Table, "table-rows" | "table-row-group") => {
                    self.rows(child, in_head, rows);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::draft::show::show;
    use crate::reader::package::tests::pack;

    const NAMES: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
        xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
        xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
        xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' \
        xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'";
    const KIND: &str = "application/vnd.oasis.opendocument.text";

    fn odt(body: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content {NAMES}><office:automatic-styles>\
             <style:style style:name='up' style:family='text'>\
             <style:text-properties style:text-position='super 58%'/></style:style>\
             </office:automatic-styles><office:body><office:text>{body}</office:text>\
             </office:body></office:document-content>"
        );
        let styles = format!(
            "<office:document-styles {NAMES}><office:master-styles><style:master-page>\
             <style:header><text:p>Review<text:tab/>2022</text:p></style:header>\
             <style:footer><text:p>3</text:p></style:footer></style:master-page>\
             </office:master-styles></office:document-styles>"
        );
        pack(&[("mimetype", KIND), ("content.xml", &content), ("styles.xml", &styles)])
    }

    /// Checks the blocks between the running header and footer.
    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let read = read("a.odt", &odt(body), &ReadOptions::default()).unwrap();
        assert_eq!(read.warnings, []);
        let lines = show(&read.value);
        assert_eq!(lines.first().map(String::as_str), Some("header: Review 2022"));
        assert_eq!(lines.last().map(String::as_str), Some("footer: 3"));
        assert_eq!(lines[1..lines.len() - 1], *expected);
    }

    #[test]
    fn sections_frames_and_lists_are_read() {
        check(
            "<text:p text:style-name='Titre'>Les ports</text:p>\
             <text:section><text:h text:outline-level='2'>Suivi</text:h><text:p>\
             <draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box></draw:frame>\
             Deux<text:s text:c='2'/>colonnes</text:p></text:section>\
             <text:list><text:list-item><text:p>un</text:p><text:list><text:list-item>\
             <text:p>deux</text:p></text:list-item></text:list></text:list-item></text:list>",
            &[
                "heading0: Les ports",
                "heading1: Suivi",
                "paragraph: Deux colonnes",
                "paragraph: Box",
                "list_item1: un",
                "list_item2: deux",
            ],
        );
    }

    #[test]
    fn note_calls_leave_the_text_and_powers_stay() {
        let note = |class, mark, words| {
            format!(
                "<text:note text:note-class='{class}'><text:note-citation>{mark}\
                 </text:note-citation><text:note-body><text:p>{words}</text:p>\
                 </text:note-body></text:note>"
            )
        };
        check(
            &format!(
                "<text:p>Une hausse{} de 3 m<text:span text:style-name='up'>2</text:span>{}\
                 </text:p><text:h>Next</text:h>",
                note("footnote", "1", "Voir l’annexe."),
                note("endnote", "i", "Own calculations.")
            ),
            &[
                "paragraph: Une hausse{1} de 3 m²{i}",
                "note: Voir l’annexe.",
                "heading1: Next",
                "note: Own calculations.",
            ],
        );
    }

    #[test]
    fn tables_keep_spans_and_repeats() {
        let cell = |attributes: &str, words: &str| {
            format!(
                "<table:table-cell {attributes}><text:p>{words}</text:p></table:table-cell>"
            )
        };
        let covered = "<table:covered-table-cell/>";
        check(
            &format!(
                "<table:table><table:table-header-rows><table:table-row>{}{}{covered}\
                 </table:table-row></table:table-header-rows><table:table-row>{}{}\
                 </table:table-row></table:table>",
                cell("", "Area"),
                cell("table:number-columns-spanned='2'", "Grants (£m)"),
                cell("", "Wick"),
                cell("table:number-columns-repeated='2'", "3.5"),
            ),
            &["table 1+1: [Area|Grants (£m)(1x2)] [Wick|3.5|3.5]"],
        );
    }

    #[test]
    fn contents_are_marked_and_tracked_deletions_left_out() {
        check(
            "<text:tracked-changes><text:p>supprimé</text:p></text:tracked-changes>\
             <text:table-of-content><text:index-body><text:p>Suivi<text:tab/>3</text:p>\
             </text:index-body></text:table-of-content><text:p>Le<text:line-break/>texte\
             <office:annotation><text:p>note</text:p></office:annotation></text:p>",
            &["toc: Suivi 3", "paragraph: Le texte"],
        );
    }

    #[test]
    fn an_encrypted_file_needs_its_password() {
        let manifest = "<m><encryption-data/></m>";
        let bytes = pack(&[("mimetype", KIND), ("META-INF/manifest.xml", manifest)]);
        let error = read("a.odt", &bytes, &ReadOptions::default()).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::NeedsPassword);
        let bytes = pack(&[("a.txt", "texte")]);
        let error = read("a.odt", &bytes, &ReadOptions::default()).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::UnknownFormat("a ZIP archive".into()));
    }
}
