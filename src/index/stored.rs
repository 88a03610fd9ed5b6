//! What is stored of a document, in the index's own form.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    Block, BlockKind, Cell, Date, Document, DocumentBuilder, Language, Metadata,
    NoteCall, Span, Table,
};

use super::hits::DocumentSummary;

/// A row of the passages.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PassageRow<'a> {
    /// The place among the passages of the document, from 0.
    pub(super) place: u32,
    /// The first byte of the tile.
    pub(super) start_byte: u32,
    /// The first code point of the tile.
    pub(super) start: u32,
    pub(super) kind: u8,
    pub(super) level: u8,
    pub(super) language: u8,
    /// 0 for none.
    pub(super) page: u32,
    pub(super) date: u32,
    pub(super) path: &'a str,
    pub(super) title: Option<&'a str>,
    /// The headings above, outermost first; a heading's own is the last.
    #[serde(borrow)]
    pub(super) headings: Vec<&'a str>,
    /// The text from the start of the passage to that of the next.
    pub(super) tile: &'a str,
}

/// All documents of a generation.
#[derive(Debug, Serialize, Deserialize, Default)]
pub(super) struct DocumentsFile {
    /// The number that the next document gets.
    pub(super) next: u64,
    /// In the order of their paths.
    pub(super) documents: Vec<DocumentEntry>,
}

/// One of [`DocumentsFile::documents`].
#[derive(Debug, Serialize, Deserialize, Clone)]
pub(super) struct DocumentEntry {
    pub(super) path: String,
    pub(super) ordinal: u64,
    pub(super) title: Option<String>,
    pub(super) date: u32,
    pub(super) language: u8,
    pub(super) pages: Option<u32>,
    pub(super) passages: u32,
    pub(super) records: u32,
    pub(super) text_bytes: u64,
    pub(super) text_hash: [u8; 16],
}

impl DocumentEntry {
    /// What it knows of the document's metadata.
    pub(super) fn head(&self) -> Metadata {
        Metadata {
            title: self.title.clone(),
            date: date_of(self.date),
            pages: self.pages,
            ..Metadata::default()
        }
    }

    pub(super) fn summary(&self) -> DocumentSummary {
        DocumentSummary {
            path: self.path.clone(),
            title: self.title.clone(),
            date: date_of(self.date),
            language: language_of(self.language),
            pages: self.pages,
            passages: self.passages,
            records: self.records,
            text_bytes: self.text_bytes,
            text_hash: self.text_hash,
        }
    }
}

/// The structure of a document, without its text.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StructureRow {
    publisher: Option<String>,
    stated_language: Option<u8>,
    image_pages: Vec<u32>,
    blocks: Vec<BlockRow>,
    tables: Vec<TableRow>,
    /// The mark, the byte it stands before, and its own place.
    note_calls: Vec<(String, u32, Option<Place>)>,
}

/// Start and length in bytes.
type Place = (u32, u32);

/// Row, column, the rows and columns taken, and the place of the words.
type CellRow = (u32, u32, u32, u32, Option<Place>);

#[derive(Debug, Serialize, Deserialize)]
struct BlockRow {
    /// Bytes from the end of the block before.
    gap: u32,
    length: u32,
    kind: u8,
    level: u8,
    /// 0 for none.
    page: u32,
    language: u8,
}

#[derive(Debug, Serialize, Deserialize)]
struct TableRow {
    rows: u32,
    columns: u32,
    header_rows: u32,
    header_columns: u32,
    caption: Option<u32>,
    cells: Vec<CellRow>,
}

impl StructureRow {
    pub(super) fn of(document: &Document, languages: &[Language]) -> Self {
        let mut end = 0;
        let place = |span: Span| (narrow(span.start()), narrow(span.len()));
        Self {
            publisher: document.metadata.publisher.clone(),
            stated_language: document.metadata.stated_language.map(language_code),
            image_pages: document.metadata.image_pages.clone(),
            blocks: document
                .blocks()
                .iter()
                .enumerate()
                .map(|(number, block)| {
                    let gap = block.span.start() - end;
                    end = block.span.end();
                    let (kind, level) = kind_code(block.kind);
                    BlockRow {
                        gap: narrow(gap),
                        length: narrow(block.span.len()),
                        kind,
                        level,
                        page: block.page.unwrap_or(0),
                        language: language_code(
                            languages.get(number).copied().unwrap_or_default(),
                        ),
                    }
                })
                .collect(),
            tables: document
                .tables()
                .iter()
                .map(|table| TableRow {
                    rows: table.rows,
                    columns: table.columns,
                    header_rows: table.header_rows,
                    header_columns: table.header_columns,
                    caption: table.caption,
                    cells: table
                        .cells
                        .iter()
                        .map(|cell| {
                            (
                                cell.row,
                                cell.column,
                                cell.row_span,
                                cell.column_span,
                                cell.span.map(place),
                            )
                        })
                        .collect(),
                })
                .collect(),
            note_calls: document
                .note_calls()
                .iter()
                .map(|call| (call.mark.clone(), narrow(call.at), call.span.map(place)))
                .collect(),
        }
    }

    /// Puts the document together again, with the title, date and page count of `head`;
    /// `None` if the structure does not fit the text.
    pub(super) fn document(
        &self,
        path: &str,
        head: Metadata,
        text: &str,
    ) -> Option<(Document, Vec<Language>)> {
        let span = |(start, length): Place| {
            Span::new(text, start as usize..start as usize + length as usize)
        };
        let mut builder = DocumentBuilder::default();
        let mut languages = Vec::with_capacity(self.blocks.len());
        let mut end = 0;
        let mut tables = 0;
        for row in &self.blocks {
            let from = builder.text().len();
            let start = end + row.gap as usize;
            end = start + row.length as usize;
            builder.parts().0.push_str(text.get(from..end)?);
            let mut kind = kind_of(row.kind, row.level)?;
            if let BlockKind::Table { table } = &mut kind {
                *table = tables;
                tables += 1;
            }
            builder.close_block(from, kind, (row.page > 0).then_some(row.page))?;
            languages.push(language_of(row.language));
        }
        for table in &self.tables {
            let mut cells = Vec::with_capacity(table.cells.len());
            for &(row, column, row_span, column_span, place) in &table.cells {
                let span = match place {
                    Some(place) => Some(span(place)?),
                    None => None,
                };
                cells.push(Cell { row, column, row_span, column_span, span });
            }
            builder.push_table(Table {
                rows: table.rows,
                columns: table.columns,
                header_rows: table.header_rows,
                header_columns: table.header_columns,
                caption: table.caption,
                cells,
            });
        }
        for (mark, at, place) in &self.note_calls {
            builder.push_note_call(NoteCall {
                mark: mark.clone(),
                at: *at as usize,
                span: place.and_then(span),
            });
        }
        let rest = builder.text().len();
        builder.parts().0.push_str(text.get(rest..)?);
        let metadata = Metadata {
            publisher: self.publisher.clone(),
            stated_language: self.stated_language.map(language_of),
            image_pages: self.image_pages.clone(),
            ..head
        };
        let document = builder.finish(path, metadata);
        (document.text() == text).then_some((document, languages))
    }
}

/// Writes a row.
pub(super) fn encode<T: Serialize>(row: &T) -> Result<Vec<u8>> {
    postcard::to_stdvec(row).map_err(|error| {
        Error::new(ErrorKind::Invalid("a row cannot be stored".to_owned()))
            .because(error)
    })
}

/// Reads a row.
pub(super) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T> {
    postcard::from_bytes(bytes).map_err(|error| {
        Error::new(ErrorKind::Damaged("a row cannot be read".to_owned())).because(error)
    })
}

/// 32 bits hold every offset: readers refuse texts of 4 GiB and more.
pub(super) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(super) fn language_code(language: Language) -> u8 {
    match language {
        Language::Other => 0,
        Language::French => 1,
        Language::English => 2,
    }
}

pub(super) fn language_of(code: u8) -> Language {
    match code {
        1 => Language::French,
        2 => Language::English,
        _ => Language::Other,
    }
}

/// Returns the date as `yyyymmdd` with 0 for what is not known; 0 for none.
pub(super) fn date_code(date: Option<Date>) -> u32 {
    date.map_or(0, |date| {
        let year = u32::try_from(date.year()).unwrap_or(0);
        let month = u32::from(date.month().unwrap_or(0));
        year * 10_000 + month * 100 + u32::from(date.day().unwrap_or(0))
    })
}

pub(super) fn date_of(code: u32) -> Option<Date> {
    let part = |number: u32| u8::try_from(number).ok().filter(|&part| part > 0);
    let year = i32::try_from(code / 10_000).ok()?;
    Date::new(year, part(code / 100 % 100), part(code % 100))
}

pub(super) fn kind_code(kind: BlockKind) -> (u8, u8) {
    match kind {
        BlockKind::Heading { level } => (0, level),
        BlockKind::Paragraph => (1, 0),
        BlockKind::ListItem { level } => (2, level),
        BlockKind::Table { .. } => (3, 0),
        BlockKind::Note => (4, 0),
        BlockKind::Caption => (5, 0),
        BlockKind::Header => (6, 0),
        BlockKind::Footer => (7, 0),
        BlockKind::Contents => (8, 0),
        BlockKind::Boilerplate => (9, 0),
    }
}

/// Returns the kind; a table's number is not stored and is 0.
pub(super) fn kind_of(code: u8, level: u8) -> Option<BlockKind> {
    Some(match code {
        0 => BlockKind::Heading { level },
        1 => BlockKind::Paragraph,
        2 => BlockKind::ListItem { level },
        3 => BlockKind::Table { table: 0 },
        4 => BlockKind::Note,
        5 => BlockKind::Caption,
        6 => BlockKind::Header,
        7 => BlockKind::Footer,
        8 => BlockKind::Contents,
        9 => BlockKind::Boilerplate,
        _ => return None,
    })
}

/// A block as the passages see it.
pub(super) fn is_body(block: Option<&Block>) -> bool {
    block.is_none_or(|block| block.kind.is_body())
}
