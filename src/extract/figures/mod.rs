//! Amounts, percentages, quantities, counts, ratios, durations and dates.

mod bind;
mod context;
mod dates;
mod extent;
mod lexicon;
mod scan;

pub use bind::bind;

use context::Scope;

use crate::model::{
    Analysis, Annotation, BlockKind, Document, Figure, Language, Layer, Span, Table,
};

/// Returns the figures of a document, disjoint, not yet bound to what they measure.
///
/// A figure's span is the number with its unit or counted noun; words that bound or blur
/// it stay outside. Dates are figures of kind [`Date`](crate::model::FigureKind::Date).
/// Article and page numbers, note calls, clock times, names with numbers and the like
/// are none. Running headers, menus and tables of contents are left out.
pub fn figures(document: &Document, analysis: &Analysis) -> Layer<Figure> {
    let mut skips: Vec<(usize, usize)> = document
        .note_calls()
        .iter()
        .filter_map(|call| call.span.map(|span| (span.start(), span.end())))
        .collect();
    skips.sort_unstable();
    let mut reader = Reader { document, skips, atoms: Vec::new(), found: Vec::new() };
    for (place, block) in document.blocks().iter().enumerate() {
        if !block.kind.is_body() {
            continue;
        }
        let language = analysis.languages.get(place).copied().unwrap_or_default();
        match block.kind {
            BlockKind::Table { table } => {
                if let Some(table) = document.tables().get(table as usize) {
                    reader.read_table(table, language);
                }
            }
            _ => reader.read(block.span, language),
        }
    }
    Layer::new(reader.found)
}

struct Reader<'a> {
    document: &'a Document,
    /// The note calls that still stand in the text.
    skips: Vec<(usize, usize)>,
    /// Used again for each block.
    atoms: Vec<scan::Atom>,
    found: Vec<Annotation<Figure>>,
}

impl Reader<'_> {
    fn read_table(&mut self, table: &Table, language: Language) {
        let text = self.document.text();
        let mut heads = vec![String::new(); table.columns as usize];
        for cell in table.cells.iter().filter(|cell| cell.row < table.header_rows) {
            let columns =
                cell.column..(cell.column + cell.column_span).min(table.columns);
            for column in columns {
                if let Some(head) = heads.get_mut(column as usize)
                    && let Some(span) = cell.span
                {
                    head.push(' ');
                    head.push_str(span.quote(text));
                }
            }
        }
        for cell in &table.cells {
            let Some(span) = cell.span else { continue };
            let from = self.found.len();
            self.read(span, language);
            let Some(text) = text.get(..span.end()) else { continue };
            let scope = Scope { text, start: span.start(), language };
            if cell.row < table.header_rows || cell.column < table.header_columns {
                continue;
            }
            let head = heads.get(cell.column as usize);
            let row = table.cell(cell.row, 0).and_then(|cell| cell.span);
            for figure in self.found.get_mut(from..).unwrap_or_default() {
                for head in head
                    .map(String::as_str)
                    .into_iter()
                    .chain(row.map(|r| r.quote(text)))
                {
                    extent::head(&scope, figure, head);
                }
            }
        }
    }

    fn read(&mut self, span: Span, language: Language) {
        let Some(text) = self.document.text().get(..span.end()) else { return };
        let scope = Scope { text, start: span.start(), language };
        self.atoms.clear();
        scan::scan(&scope, &self.skips, &mut self.atoms);
        extent::join(&scope, &mut self.atoms, &mut self.found);
    }
}
