//! One report, normalised.

use super::{Alignment, AlignmentBuilder, Date, Language, Span};

/// One report: its normalised text, fixed once, and what stands where in it.
///
/// Blocks are disjoint, in reading order, and separated by line feeds; every character
/// that is no white space lies in a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The path as it was ingested, or the id of a row.
    pub path: String,
    /// What is known about the report as a whole.
    pub metadata: Metadata,
    text: String,
    blocks: Vec<Block>,
    tables: Vec<Table>,
    note_calls: Vec<NoteCall>,
    alignment: Alignment,
    /// For each block the place of the section heading it stands under, plus one.
    headings: Vec<u32>,
}

/// What is known about a report as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// The title, as the report prints it.
    pub title: Option<String>,
    /// The date of publication.
    pub date: Option<Date>,
    /// The body that published it.
    pub publisher: Option<String>,
    /// The language that the file states; the text is believed over it.
    pub stated_language: Option<Language>,
    /// How many pages the file has; `None` for formats without pages.
    pub pages: Option<u32>,
    /// The pages, from 1, that are pictures without text.
    pub image_pages: Vec<u32>,
}

/// A part of a report, such as a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// The page on which it begins, counted from 1; `None` for formats without pages.
    pub page: Option<u32>,
}

/// What a [`Block`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading; level 0 is the title, 1 to 6 the sections.
    Heading {
        /// 0 for the title, 1 for the highest section heading, at most 6.
        level: u8,
    },
    /// Running text.
    Paragraph,
    /// An item of a list, without its mark.
    ListItem {
        /// 1 for an outer list, 2 for a list in it, and so on.
        level: u8,
    },
    /// A whole table; its cells are in the [`Table`] of the same number.
    Table {
        /// The place in [`Document::tables`], from 0.
        table: u32,
    },
    /// A footnote or end note.
    Note,
    /// The words above or below a table or picture.
    Caption,
    /// A running header.
    Header,
    /// A running footer, or a page number.
    Footer,
    /// A line of a table of contents.
    Contents,
    /// A menu, cookie notice, contact line, or the like.
    Boilerplate,
}

impl BlockKind {
    /// Returns the name that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading { .. } => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem { .. } => "list_item",
            Self::Table { .. } => "table",
            Self::Note => "note",
            Self::Caption => "caption",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Contents => "toc",
            Self::Boilerplate => "boilerplate",
        }
    }

    /// Returns the level of a heading (0 to 6) or list item (from 1).
    pub fn level(self) -> Option<u8> {
        match self {
            Self::Heading { level } | Self::ListItem { level } => Some(level),
            _ => None,
        }
    }

    /// Tells whether the block is part of the report proper, so that it is searched and
    /// extracted from.
    pub fn is_body(self) -> bool {
        !matches!(
            self,
            Self::Header | Self::Footer | Self::Contents | Self::Boilerplate
        )
    }
}

/// A table: in the text its cells are separated by tabs, its rows by line feeds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// How many rows there are.
    pub rows: u32,
    /// How many columns there are.
    pub columns: u32,
    /// How many rows at the top are headers.
    pub header_rows: u32,
    /// How many columns on the left are headers.
    pub header_columns: u32,
    /// The place in [`Document::blocks`] of the caption, if there is one.
    pub caption: Option<u32>,
    /// The cells, by row, then by column.
    pub cells: Vec<Cell>,
}

/// A cell of a [`Table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// How many rows it takes, at least 1.
    pub row_span: u32,
    /// How many columns it takes, at least 1.
    pub column_span: u32,
    /// Its words; `None` if it is empty.
    pub span: Option<Span>,
}

impl Table {
    /// Returns the cell that covers the row and column, both from 0.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| {
            (cell.row..cell.row + cell.row_span).contains(&row)
                && (cell.column..cell.column + cell.column_span).contains(&column)
        })
    }
}

/// A mark in the text that calls a footnote or end note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteCall {
    /// The mark: digits, a letter, or asterisks.
    pub mark: String,
    /// The byte of the text before which it stands or stood.
    pub at: usize,
    /// The mark's own place if it is still in the text; `None` if it was raised type
    /// that the reader took out.
    pub span: Option<Span>,
}

impl Document {
    /// Returns the normalised text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the blocks in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Returns the tables in reading order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Returns the note calls in reading order.
    pub fn note_calls(&self) -> &[NoteCall] {
        &self.note_calls
    }

    /// Returns how the text is tied to its source.
    pub fn alignment(&self) -> &Alignment {
        &self.alignment
    }

    /// Returns the place in [`Document::blocks`] of the block that holds `byte`.
    pub fn block_at(&self, byte: usize) -> Option<usize> {
        let next = self.blocks.partition_point(|block| block.span.start() <= byte);
        let place = next.checked_sub(1)?;
        (byte < self.blocks.get(place)?.span.end()).then_some(place)
    }

    /// Returns the nearest heading at or before the block at place `block`, other than
    /// the title.
    pub fn heading_of(&self, block: usize) -> Option<&Block> {
        let heading = self.headings.get(block)?.checked_sub(1)?;
        self.blocks.get(heading as usize)
    }

    /// Adds note calls that were found in the text; `calls` comes in its order.
    ///
    /// A call at a place that is known for one already is left out.
    pub fn mark_note_calls(&mut self, calls: Vec<NoteCall>) {
        if calls.is_empty() {
            return;
        }
        let known: Vec<usize> = self.note_calls.iter().map(|call| call.at).collect();
        let is_new = |call: &NoteCall| known.binary_search(&call.at).is_err();
        self.note_calls.extend(calls.into_iter().filter(is_new));
        self.note_calls.sort_by_key(|call| call.at);
    }

    /// Tells whether the report has no text at all.
    pub fn is_blank(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// Puts a [`Document`] together, block by block, from left to right.
///
/// The builder keeps the promises that [`Document`] makes; the pieces of text come
/// normalised, each with the place in the source that it was made from.
#[derive(Debug, Default)]
pub struct DocumentBuilder {
    text: String,
    blocks: Vec<Block>,
    tables: Vec<Table>,
    note_calls: Vec<NoteCall>,
    alignment: AlignmentBuilder,
}

impl DocumentBuilder {
    /// Returns the text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns how many blocks there are so far.
    pub fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// Returns how many tables there are so far.
    pub fn table_count(&self) -> usize {
        self.tables.len()
    }

    /// Gives access to the text and its alignment, to append to both.
    pub fn parts(&mut self) -> (&mut String, &mut AlignmentBuilder) {
        (&mut self.text, &mut self.alignment)
    }

    /// Closes a block over all that was appended since byte `start`, without outer white
    /// space, which is cut off behind; then begins a new line. Adds nothing and cuts all
    /// off if only white space was appended. Returns the block's place.
    pub fn close_block(
        &mut self,
        start: usize,
        kind: BlockKind,
        page: Option<u32>,
    ) -> Option<usize> {
        let span = Span::trimmed(&self.text, start..self.text.len());
        let end = span.map_or(start, Span::end);
        self.text.truncate(end);
        self.alignment.truncate(end);
        for call in self.note_calls.iter_mut().rev().take_while(|call| call.at > end) {
            call.at = end;
        }
        let span = span?;
        self.text.push('\n');
        self.blocks.push(Block { span, kind, page });
        Some(self.blocks.len() - 1)
    }

    /// Adds a table's grid; its block is closed with [`BlockKind::Table`].
    pub fn push_table(&mut self, table: Table) {
        self.tables.push(table);
    }

    /// Adds a note call; calls come in the order of the text.
    pub fn push_note_call(&mut self, call: NoteCall) {
        self.note_calls.push(call);
    }

    /// Returns the document.
    pub fn finish(self, path: impl Into<String>, metadata: Metadata) -> Document {
        // Looked up for every passage and record: a search back would make long texts
        // without headings quadratic.
        let mut heading = 0;
        let headings = (1..)
            .zip(&self.blocks)
            .map(|(next, block)| {
                if matches!(block.kind, BlockKind::Heading { level } if level > 0) {
                    heading = next;
                }
                heading
            })
            .collect();
        Document {
            headings,
            path: path.into(),
            metadata,
            text: self.text,
            blocks: self.blocks,
            tables: self.tables,
            note_calls: self.note_calls,
            alignment: self.alignment.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_hold_no_outer_white_space() {
        let mut builder = DocumentBuilder::default();
        for (words, kind) in [
            ("Résumé ", BlockKind::Heading { level: 1 }),
            ("  ", BlockKind::Paragraph),
            (" La dette baisse.\n", BlockKind::Paragraph),
        ] {
            let start = builder.text().len();
            builder.parts().0.push_str(words);
            builder.close_block(start, kind, None);
        }
        let document = builder.finish("a.txt", Metadata::default());
        let quotes: Vec<_> =
            document.blocks().iter().map(|b| b.span.quote(document.text())).collect();
        assert_eq!(quotes, ["Résumé", "La dette baisse."]);
        assert_eq!(document.block_at(0), Some(0));
        assert_eq!(document.block_at(8), None, "the line feed between");
        assert_eq!(document.heading_of(1).map(|b| b.span.start()), Some(0));
    }
}
