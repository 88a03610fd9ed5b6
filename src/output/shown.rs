//! One document: its text and its blocks.

use std::io::{self, Write};

use serde::Serialize;

use super::listing::{Column, JsonRow, Shown};
use crate::index::StoredDocument;
use crate::model::{Block, BlockKind, Document, Span, Table};

#[derive(Debug, Serialize)]
struct BlocksJson<'a> {
    title: Option<&'a str>,
    date: Option<String>,
    publisher: Option<&'a str>,
    language: &'static str,
    pages: Option<u32>,
    blocks: Vec<BlockJson<'a>>,
    tables: Vec<TableJson<'a>>,
    image_pages: &'a [u32],
}

/// A block as JSON.
#[derive(Debug, Serialize)]
pub struct BlockJson<'a> {
    kind: &'static str,
    level: Option<u8>,
    page: Option<u32>,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct TableJson<'a> {
    page: Option<u32>,
    caption: Option<&'a str>,
    cells: Vec<Vec<&'a str>>,
    header_rows: u32,
    header_columns: u32,
}

/// A block with its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockRow<'a> {
    block: Block,
    text: &'a str,
}

impl JsonRow for BlockRow<'_> {
    type Json<'a>
        = BlockJson<'a>
    where
        Self: 'a;

    fn json(&self) -> BlockJson<'_> {
        self.in_json()
    }
}

impl<'a> BlockRow<'a> {
    fn in_json(self) -> BlockJson<'a> {
        BlockJson {
            kind: self.block.kind.name(),
            level: self.block.kind.level(),
            page: self.block.page,
            text: self.text,
        }
    }
}

/// Returns the blocks of a document, in order.
pub fn block_rows(document: &Document) -> Vec<BlockRow<'_>> {
    let text = document.text();
    let row = |block: &Block| BlockRow { block: *block, text: block.span.quote(text) };
    document.blocks().iter().map(row).collect()
}

/// The columns of blocks.
pub fn block_columns<'a>() -> [Column<BlockRow<'a>>; 4] {
    [
        Column::new("kind", |row| Some(row.block.kind.name().into()), Shown::Left),
        Column::new(
            "level",
            |row| Some(row.block.kind.level()?.to_string().into()),
            Shown::Right,
        ),
        Column::new(
            "page",
            |row| Some(row.block.page?.to_string().into()),
            Shown::Right,
        ),
        Column::new("text", |row| Some(row.text.into()), Shown::Wide),
    ]
}

/// Writes the blocks, tables and metadata of a document as one JSON object.
///
/// # Errors
/// If `out` does not take it.
pub fn write_blocks_json(
    out: &mut impl Write,
    stored: &StoredDocument,
) -> io::Result<()> {
    let document = &stored.document;
    let metadata = &document.metadata;
    let rows = block_rows(document);
    let json = BlocksJson {
        title: metadata.title.as_deref(),
        date: metadata.date.map(|date| date.to_string()),
        publisher: metadata.publisher.as_deref(),
        language: stored.summary.language.code(),
        pages: metadata.pages,
        blocks: rows.iter().map(|row| row.in_json()).collect(),
        tables: document
            .tables()
            .iter()
            .enumerate()
            .map(|(place, table)| table_json(document, place, table))
            .collect(),
        image_pages: &metadata.image_pages,
    };
    serde_json::to_writer(&mut *out, &json)?;
    out.write_all(b"\n")
}

fn table_json<'a>(
    document: &'a Document,
    place: usize,
    table: &'a Table,
) -> TableJson<'a> {
    let quote = |span: Span| span.quote(document.text());
    let is_this = |block: &&Block| matches!(block.kind, BlockKind::Table { table } if table as usize == place);
    let caption = table.caption.and_then(|at| document.blocks().get(at as usize));
    TableJson {
        page: document.blocks().iter().find(is_this).and_then(|block| block.page),
        caption: caption.map(|block| quote(block.span)),
        cells: grid(document, table),
        header_rows: table.header_rows,
        header_columns: table.header_columns,
    }
}

/// The words of a table by row and column; what a merged cell covers is empty.
pub(super) fn grid<'a>(document: &'a Document, table: &Table) -> Vec<Vec<&'a str>> {
    let mut grid = vec![vec![""; table.columns as usize]; table.rows as usize];
    for cell in &table.cells {
        let place = grid
            .get_mut(cell.row as usize)
            .and_then(|row| row.get_mut(cell.column as usize));
        if let Some((place, span)) = place.zip(cell.span) {
            *place = span.quote(document.text());
        }
    }
    grid
}

/// Writes the body text of a document: code point for code point where the records say
/// it is. What is not body (running headers and footers, contents, menus) is blank.
///
/// # Errors
/// If `out` does not take it.
pub fn write_text(out: &mut impl Write, document: &Document) -> io::Result<()> {
    let text = document.text();
    let mut at = 0;
    for block in document.blocks().iter().filter(|block| !block.kind.is_body()) {
        let before = text.get(at..block.span.start()).unwrap_or_default();
        out.write_all(before.as_bytes())?;
        let blank: String = block
            .span
            .quote(text)
            .chars()
            .map(|character| if character == '\n' { '\n' } else { ' ' })
            .collect();
        out.write_all(blank.as_bytes())?;
        at = block.span.end();
    }
    out.write_all(text.get(at..).unwrap_or_default().as_bytes())
}
