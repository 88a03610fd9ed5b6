//! The text of a DOCX part, from left to right.

use std::collections::HashMap;

use super::styles::{self, Numbering, RunLook, Style, Styles, is_on};
use crate::model::BlockKind;
use crate::reader::draft::{Draft, Look, Words};
use crate::reader::grid::{Grid, GridCell};
use crate::reader::headings::Role;
use crate::reader::xml::{Child, Id, Space, Tree};

/// What all parts of a package share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'t> {
    pub(super) styles: &'t Styles,
    pub(super) numbering: &'t Numbering,
}

impl Context<'_> {
    /// Reads the notes of a part, by their identifier.
    pub(super) fn notes(self, tree: &Tree<'_>) -> HashMap<String, Words> {
        let Some(root) = tree.root() else { return HashMap::new() };
        let notes = tree.elements(root).filter_map(|note| {
            let id = tree.attribute(note, "id")?.into_owned();
            // Separator lines are notes as well.
            let kind = tree.attribute(note, "type");
            if kind.is_some_and(|kind| kind != "normal") {
                return None;
            }
            let mut walker = Walker::new(tree, self);
            walker.blocks(note);
            let mut words = Words::default();
            for line in walker.finish().0.lines() {
                words.part();
                words.append(&line);
            }
            Some((id, words))
        });
        notes.collect()
    }
}

/// A field that is open.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Whether what follows is its result.
    in_result: bool,
}

/// What is known of a paragraph while it is read.
#[derive(Debug, Default)]
struct Paragraph {
    words: Words,
    /// Whether some of it is a table of contents.
    is_contents: bool,
    look: Option<Look>,
    style: Style,
}

/// Walks through a part from left to right.
pub(super) struct Walker<'t, 'a> {
    tree: &'t Tree<'a>,
    context: Context<'t>,
    draft: Draft,
    fields: Vec<Field>,
    /// How many open elements say that their content is a table of contents.
    contents_depth: u32,
    /// Words that belong to the next paragraph.
    carried: Words,
    /// What stands in text boxes anchored in this paragraph.
    boxes: Draft,
    pub(super) footnotes: HashMap<String, Words>,
    pub(super) endnotes: HashMap<String, Words>,
    footnote_count: u32,
    endnote_count: u32,
    /// Footnotes called in this section of the report.
    due: Vec<Words>,
    end: Vec<Words>,
    /// Running headers (true) and footers, by relation.
    margins: Vec<(bool, String)>,
}

impl<'t, 'a> Walker<'t, 'a> {
    pub(super) fn new(tree: &'t Tree<'a>, context: Context<'t>) -> Self {
        Self {
            tree,
            context,
            draft: Draft::default(),
            fields: Vec::new(),
            contents_depth: 0,
            carried: Words::default(),
            boxes: Draft::default(),
            footnotes: HashMap::new(),
            endnotes: HashMap::new(),
            footnote_count: 0,
            endnote_count: 0,
            due: Vec::new(),
            end: Vec::new(),
            margins: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> (Draft, Vec<(bool, String)>) {
        let carried = std::mem::take(&mut self.carried);
        self.draft.block(BlockKind::Paragraph, carried);
        self.flush_notes();
        for words in std::mem::take(&mut self.end) {
            self.draft.block(BlockKind::Note, words);
        }
        (self.draft, self.margins)
    }

    fn flush_notes(&mut self) {
        for words in std::mem::take(&mut self.due) {
            self.draft.block(BlockKind::Note, words);
        }
    }

    /// Reads what holds paragraphs and tables: the body, a cell, a note, a text box.
    pub(super) fn blocks(&mut self, id: Id) {
        for child in self.tree.elements(id) {
            match self.tree.name(child) {
                (Space::Word, "p") => self.paragraph(child),
                (Space::Word, "tbl") => self.table(child),
                (Space::Word, "sdt") => self.control(child, Self::blocks),
                (Space::Word, "sectPr") => self.section(child),
                (Space::Word, "del" | "moveFrom") => {}
                (Space::Compatibility, "AlternateContent") => {
                    if let Some(choice) = self.choice(child) {
                        self.blocks(choice);
                    }
                }
                (Space::Word, _) => self.blocks(child),
                _ => {}
            }
        }
    }

    /// Reads a content control, which may hold a table of contents.
    fn control(&mut self, id: Id, read: fn(&mut Self, Id)) {
        let gallery = self
            .tree
            .child(id, "sdtPr")
            .and_then(|properties| self.tree.find(properties, "docPartGallery"))
            .and_then(|gallery| self.tree.attribute(gallery, "val"));
        let is_contents = gallery.is_some_and(|name| name.contains("Table of"));
        self.contents_depth += u32::from(is_contents);
        if let Some(content) = self.tree.child(id, "sdtContent") {
            read(self, content);
        }
        self.contents_depth -= u32::from(is_contents);
    }

    /// Returns the one of several renderings that is read.
    fn choice(&self, id: Id) -> Option<Id> {
        self.tree.child(id, "Choice").or_else(|| self.tree.child(id, "Fallback"))
    }

    fn section(&mut self, id: Id) {
        for reference in self.tree.elements(id) {
            let is_header = match self.tree.name(reference).1 {
                "headerReference" => true,
                "footerReference" => false,
                _ => continue,
            };
            if let Some(target) = self.tree.attribute(reference, "id") {
                self.margins.push((is_header, target.into_owned()));
            }
        }
    }

    fn paragraph(&mut self, id: Id) {
        let properties = self.tree.child(id, "pPr");
        let name = properties
            .and_then(|properties| self.tree.child(properties, "pStyle"))
            .and_then(|style| self.tree.attribute(style, "val"));
        let style = self.context.styles.get(name.as_deref());
        let mut paragraph = Paragraph {
            words: std::mem::take(&mut self.carried),
            style,
            ..Paragraph::default()
        };
        self.inline(id, &mut paragraph);
        if let Some(properties) = properties {
            if let Some(section) = self.tree.child(properties, "sectPr") {
                self.section(section);
            }
            if self.runs_on(properties) {
                self.carried = paragraph.words;
                return;
            }
        }
        let kind = self.kind(properties, &paragraph);
        if matches!(kind, BlockKind::Heading { .. }) && !paragraph.words.is_blank() {
            self.flush_notes();
        }
        let look = paragraph.look.unwrap_or_default();
        self.draft.block_with_look(kind, paragraph.words, look);
        let boxes = std::mem::take(&mut self.boxes);
        self.draft.extend(boxes);
    }

    /// Tells whether the next paragraph continues this one: its mark was deleted, or it
    /// is a drop cap.
    fn runs_on(&self, properties: Id) -> bool {
        let deleted = self
            .tree
            .child(properties, "rPr")
            .is_some_and(|run| self.tree.child(run, "del").is_some());
        let drop_cap = self
            .tree
            .child(properties, "framePr")
            .and_then(|frame| self.tree.attribute(frame, "dropCap"))
            .is_some_and(|value| value != "none");
        deleted || drop_cap
    }

    fn kind(&self, properties: Option<Id>, paragraph: &Paragraph) -> BlockKind {
        let style = paragraph.style;
        if paragraph.is_contents || style.role == Role::Contents {
            return BlockKind::Contents;
        }
        if style.role == Role::Caption {
            return BlockKind::Caption;
        }
        let stated = properties.and_then(|id| styles::outline(self.tree, id));
        // A whole paragraph with an outline level is a slip of its writer.
        let is_short = paragraph.words.raw().len() <= 400;
        if style.role == Role::Title && is_short {
            return BlockKind::Heading { level: 0 };
        }
        let level = match (stated.or(style.outline), style.role) {
            (Some(level), _) if level < 9 => Some(level + 1),
            (None, Role::Heading(level)) => Some(level),
            _ => None,
        };
        if let Some(level) = level.filter(|_| is_short) {
            return BlockKind::Heading { level: level.clamp(1, 6) };
        }
        let (number, level) =
            properties.map_or((None, None), |id| styles::numbering(self.tree, id));
        let list = match (number, style.list) {
            (Some(number), inherited) => {
                Some((number, level.or(inherited.map(|i| i.1)).unwrap_or(0)))
            }
            (None, Some((number, inherited))) => {
                Some((number, level.unwrap_or(inherited)))
            }
            (None, None) => None,
        };
        match list.filter(|&list| self.context.numbering.has_mark(list)) {
            Some((_, level)) => BlockKind::ListItem { level: level.saturating_add(1) },
            None => BlockKind::Paragraph,
        }
    }

    /// Reads what stands in a line of text.
    fn inline(&mut self, id: Id, paragraph: &mut Paragraph) {
        for child in self.tree.elements(id) {
            match self.tree.name(child) {
                (Space::Word, "r") => self.run(child, paragraph),
                (Space::Word, "del" | "moveFrom" | "pPr" | "rPr") => {}
                (Space::Word, "fldSimple") => {
                    let instruction = self.tree.attribute(child, "instr");
                    let instruction = instruction.unwrap_or_default().into_owned();
                    self.fields.push(Field { instruction, in_result: true });
                    self.inline(child, paragraph);
                    self.fields.pop();
                }
                (Space::Word, "sdt") => {
                    if let Some(content) = self.tree.child(child, "sdtContent") {
                        self.inline(content, paragraph);
                    }
                }
                (Space::Math, "oMath" | "oMathPara") => {
                    self.add(&self.tree.text(child), paragraph);
                }
                (Space::Compatibility, "AlternateContent") => {
                    if let Some(choice) = self.choice(child) {
                        self.inline(choice, paragraph);
                    }
                }
                (Space::Word, _) => self.inline(child, paragraph),
                _ => {}
            }
        }
    }

    fn run(&mut self, id: Id, paragraph: &mut Paragraph) {
        let mut own = RunLook::default();
        let mut style = Style::default();
        if let Some(properties) = self.tree.child(id, "rPr") {
            own = RunLook::of(self.tree, properties);
            if let Some(name) = self
                .tree
                .child(properties, "rStyle")
                .and_then(|style| self.tree.attribute(style, "val"))
            {
                style = self.context.styles.run(&name);
            }
        }
        if own.hidden.or(style.hidden).or(paragraph.style.hidden) == Some(true) {
            // The fields within still begin and end.
            for child in self.tree.elements(id) {
                self.field(child);
            }
            return;
        }
        let look = Look {
            size: own.size.or(style.size).or(paragraph.style.size).unwrap_or(0),
            bold: own.bold.or(style.bold).or(paragraph.style.bold) == Some(true),
            ..Look::default()
        };
        let raised = own.raised.or(style.raised).unwrap_or(false);
        let mut words = Words::default();
        let mut skip_mark = false;
        for child in self.tree.elements(id) {
            match self.tree.name(child) {
                (Space::Word, "t") => {
                    if skip_mark {
                        words.call(&self.tree.text(child));
                        skip_mark = false;
                    } else if self.is_shown() {
                        for part in self.tree.children(child) {
                            if let Child::Text(part) = part {
                                words.push(part);
                            }
                        }
                    }
                }
                (Space::Word, "tab" | "ptab" | "br" | "cr") if self.is_shown() => {
                    words.push(" ");
                }
                (Space::Word, "noBreakHyphen") => words.push("-"),
                (Space::Word, "sym") => words.push(&self.symbol(child)),
                (Space::Word, "footnoteReference" | "endnoteReference") => {
                    skip_mark = self.note(child, &mut words);
                }
                (Space::Word, "txbxContent") => self.text_box(child),
                (Space::Word, "drawing" | "pict" | "object") => self.boxes_in(child),
                (Space::Compatibility, "AlternateContent") => {
                    if let Some(choice) = self.choice(child) {
                        self.boxes_in(choice);
                    }
                }
                (Space::Word, "ruby") => {
                    if let Some(base) = self.tree.child(child, "rubyBase") {
                        self.inline(base, paragraph);
                    }
                }
                _ => self.field(child),
            }
        }
        if !words.is_blank() {
            self.mark_contents(paragraph);
            let whole = paragraph.look.get_or_insert(look);
            whole.bold &= look.bold;
        }
        if raised && words.raw().trim().chars().count() <= 8 {
            paragraph.words.raise(&words);
        } else {
            paragraph.words.append(&words);
        }
    }

    fn add(&mut self, words: &str, paragraph: &mut Paragraph) {
        if self.is_shown() {
            self.mark_contents(paragraph);
            paragraph.words.push(words);
        }
    }

    fn mark_contents(&self, paragraph: &mut Paragraph) {
        paragraph.is_contents |= self.contents_depth > 0
            || self.fields.iter().any(|field| {
                let name = field.instruction.split_whitespace().next();
                field.in_result && matches!(name, Some("TOC" | "INDEX" | "TOA"))
            });
    }

    /// Tells whether text here is text of the report, not a field's instruction.
    fn is_shown(&self) -> bool {
        self.fields.iter().all(|field| field.in_result)
    }

    fn field(&mut self, id: Id) {
        match self.tree.name(id) {
            (Space::Word, "fldChar") => {
                match self.tree.attribute(id, "fldCharType").as_deref() {
                    Some("begin") => self.fields.push(Field::default()),
                    Some("separate") => {
                        if let Some(field) = self.fields.last_mut() {
                            field.in_result = true;
                        }
                    }
                    _ => {
                        self.fields.pop();
                    }
                }
            }
            (Space::Word, "instrText") => {
                let text = self.tree.text(id);
                if let Some(field) = self.fields.last_mut() {
                    field.instruction.push_str(&text);
                }
            }
            _ => {}
        }
    }

    /// Takes a note call out; returns whether its mark follows as text.
    fn note(&mut self, id: Id, words: &mut Words) -> bool {
        let is_footnote = self.tree.name(id).1 == "footnoteReference";
        let Some(target) = self.tree.attribute(id, "id") else { return false };
        let notes = if is_footnote { &mut self.footnotes } else { &mut self.endnotes };
        if let Some(note) = notes.remove(target.as_ref()) {
            if is_footnote { self.due.push(note) } else { self.end.push(note) }
        }
        let own_mark = self
            .tree
            .attribute(id, "customMarkFollows")
            .is_some_and(|value| !matches!(value.as_ref(), "0" | "false"));
        if !own_mark {
            let count = if is_footnote {
                &mut self.footnote_count
            } else {
                &mut self.endnote_count
            };
            *count += 1;
            let mark = count.to_string();
            words.call(&mark);
        }
        own_mark
    }

    /// Returns the character of `w:sym`, as far as its font is known.
    fn symbol(&self, id: Id) -> String {
        let code = self.tree.attribute(id, "char");
        let code = code.and_then(|code| u32::from_str_radix(&code, 16).ok());
        let font = self.tree.attribute(id, "font").unwrap_or_default().to_lowercase();
        let symbol = match (code.map(|code| code & 0xff), font.as_str()) {
            (Some(0xa3), "symbol") => '≤',
            (Some(0xb3), "symbol") => '≥',
            (Some(0xb1), "symbol") => '±',
            (Some(0xb4), "symbol") => '×',
            (Some(0xb0), "symbol") => '°',
            (Some(0xae), "symbol") | (Some(0xe0), "wingdings") => '→',
            (Some(0xfc), "wingdings") => '✓',
            _ => {
                let known = code.and_then(char::from_u32);
                let known = known.filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c));
                return known.map_or(String::new(), String::from);
            }
        };
        symbol.to_string()
    }

    /// Reads the text boxes within a drawing.
    fn boxes_in(&mut self, id: Id) {
        for child in self.tree.elements(id) {
            match self.tree.name(child) {
                (Space::Word, "txbxContent") => self.text_box(child),
                (Space::Compatibility, "AlternateContent") => {
                    if let Some(choice) = self.choice(child) {
                        self.boxes_in(choice);
                    }
                }
                _ => self.boxes_in(child),
            }
        }
    }

    fn text_box(&mut self, id: Id) {
        let inner = self.apart(id);
        self.boxes.extend(inner);
    }

    /// Reads blocks into a draft of their own.
    fn apart(&mut self, id: Id) -> Draft {
        let draft = std::mem::take(&mut self.draft);
        let boxes = std::mem::take(&mut self.boxes);
        let carried = std::mem::take(&mut self.carried);
        let fields = std::mem::take(&mut self.fields);
        let due = std::mem::take(&mut self.due);
        self.blocks(id);
        let words = std::mem::replace(&mut self.carried, carried);
        self.draft.block(BlockKind::Paragraph, words);
        // Notes called here wait for the section's end, not the cell's.
        let called = std::mem::replace(&mut self.due, due);
        self.due.extend(called);
        self.fields = fields;
        self.boxes = boxes;
        std::mem::replace(&mut self.draft, draft)
    }

    fn table(&mut self, id: Id) {
        let mut rows = Vec::new();
        self.rows(id, &mut rows);
        let mut grid = Grid::default();
        let mut contents = Vec::new();
        // The cell that each column's vertical merge began with.
        let mut merges: HashMap<u32, usize> = HashMap::new();
        let mut is_head = true;
        for (row, id) in (0_u32..).zip(rows) {
            let properties = self.tree.child(id, "trPr");
            let property = |name| {
                properties.and_then(|properties| self.tree.child(properties, name))
            };
            is_head &=
                property("tblHeader").is_some_and(|header| is_on(self.tree, header));
            grid.header_rows += u32::from(is_head);
            let before =
                property("gridBefore").and_then(|b| self.tree.number(b, "val"));
            let mut column = before.unwrap_or(0).min(1000);
            let mut cells = Vec::new();
            self.cells(id, &mut cells);
            for cell in cells {
                let properties = self.tree.child(cell, "tcPr");
                let property =
                    |name| properties.and_then(|id| self.tree.child(id, name));
                let span =
                    property("gridSpan").and_then(|s| self.tree.number(s, "val"));
                let span = span.unwrap_or(1).clamp(1, 1000);
                let merge = property("vMerge");
                let goes_on = merge.is_some_and(|merge| {
                    self.tree.attribute(merge, "val").is_none_or(|v| v != "restart")
                });
                let inner = self.apart(cell);
                let origin = merges.get(&column).copied().filter(|_| goes_on);
                if let Some(origin) =
                    origin.and_then(|origin| grid.cells.get_mut(origin))
                {
                    origin.row_span = (row + 1).saturating_sub(origin.row).max(1);
                } else {
                    if merge.is_some() {
                        merges.insert(column, grid.cells.len());
                    } else {
                        merges.remove(&column);
                    }
                    grid.cells.push(GridCell {
                        row,
                        column,
                        row_span: 1,
                        column_span: span,
                        bold: inner.is_bold(),
                        words: Words::default(),
                    });
                    contents.push(inner);
                }
                column += span;
            }
        }
        self.draft.table_of(grid, contents);
    }

    fn rows(&self, id: Id, rows: &mut Vec<Id>) {
        self.within(id, "tr", rows);
        rows.retain(|&row| {
            let properties = self.tree.child(row, "trPr");
            properties.is_none_or(|id| self.tree.child(id, "del").is_none())
        });
    }

    fn cells(&self, id: Id, cells: &mut Vec<Id>) {
        self.within(id, "tc", cells);
    }

    /// Collects the rows of a table or the cells of a row, through wrappers such as
    /// content controls and insertions.
    fn within(&self, id: Id, name: &str, found: &mut Vec<Id>) {
        for child in self.tree.elements(id) {
            match self.tree.name(child) {
                (Space::Word, known) if known == name => found.push(child),
                (
                    Space::Word,
                    "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml",
                ) => {
                    self.within(child, name, found);
                }
                _ => {}
            }
        }
    }
}
