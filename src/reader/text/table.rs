//! Tables of plain text: cells separated by pipes or tabs.

use std::ops::Range;

use super::line::Line;
use crate::model::{BlockKind, Cell, DocumentBuilder, Span, Table};
use crate::reader::normalize;

/// The lines of a table, from the first on.
pub(super) struct Grid {
    /// The cells of each row, in bytes of its line; rows of a rule are left out.
    rows: Vec<(usize, Vec<Range<usize>>)>,
    columns: usize,
    has_rule: bool,
    /// How many lines the table takes.
    pub(super) lines: usize,
}

impl Grid {
    /// Returns the table that begins with the first of `lines`, if there is one: at
    /// least two rows with the same number of cells.
    pub(super) fn at(lines: &[Line<'_>]) -> Option<Self> {
        ['|', '\t'].into_iter().find_map(|mark| Self::marked(lines, mark))
    }

    fn marked(lines: &[Line<'_>], mark: char) -> Option<Self> {
        if !lines.first()?.text.contains(mark) {
            return None;
        }
        let mut rows = Vec::new();
        let (mut columns, mut has_rule, mut taken) = (0, false, 0);
        for (number, line) in lines.iter().enumerate() {
            let cells = line.cells(mark);
            if cells.is_empty() || line.is_blank() {
                break;
            }
            if is_rule(line, &cells) {
                has_rule |= number == 1;
            } else {
                // A ragged row ends the table, but for one with cells left out.
                if columns == 0 {
                    columns = cells.len();
                } else if cells.len() > columns || (cells.len() < columns && !has_rule)
                {
                    break;
                }
                rows.push((number, cells));
            }
            taken = number + 1;
        }
        let fenced = mark == '|' && lines.first()?.text.starts_with('|');
        let enough = if has_rule { 1 } else { 2 };
        let sure = has_rule || fenced || columns > 2 || rows.len() > 2;
        (columns > 1 && rows.len() >= enough && sure).then_some(Self {
            rows,
            columns,
            has_rule,
            lines: taken,
        })
    }

    /// Writes the table as one block.
    pub(super) fn write(
        &self,
        builder: &mut DocumentBuilder,
        lines: &[Line<'_>],
        page: Option<u32>,
    ) {
        let start = builder.text().len();
        let mut cells = Vec::new();
        for (row, (number, ranges)) in self.rows.iter().enumerate() {
            let Some(line) = lines.get(*number) else { continue };
            if row > 0 {
                builder.parts().0.push('\n');
            }
            for (column, range) in ranges.iter().enumerate() {
                if column > 0 {
                    builder.parts().0.push('\t');
                }
                let from = builder.text().len();
                let raw = line.text.get(range.clone()).unwrap_or_default();
                normalize::append(builder, raw.trim_end(), line.start + range.start);
                let span = Span::trimmed(builder.text(), from..builder.text().len());
                let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                cells.push(Cell {
                    row: place(row),
                    column: place(column),
                    row_span: 1,
                    column_span: 1,
                    span,
                });
            }
        }
        let text = builder.text();
        let header_rows = u32::from(self.has_rule || labels_columns(text, &cells));
        let header_columns = u32::from(labels_rows(text, &cells, header_rows));
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let table = u32::try_from(builder.table_count()).unwrap_or(u32::MAX);
        if builder.close_block(start, BlockKind::Table { table }, page).is_some() {
            builder.push_table(Table {
                rows: count(self.rows.len()),
                columns: count(self.columns),
                header_rows,
                header_columns,
                caption: None,
                cells,
            });
        }
    }
}

/// Tells whether a row only rules the table: `---|:--:`.
fn is_rule(line: &Line<'_>, cells: &[Range<usize>]) -> bool {
    cells.iter().all(|cell| {
        let cell = line.text.get(cell.clone()).unwrap_or_default().trim();
        cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':' | ' ' | '+'))
    })
}

fn begins_with_figure(text: &str, cell: &Cell) -> bool {
    cell.span.is_some_and(|span| {
        let words = span
            .quote(text)
            .trim_start_matches(['+', '-', '−', '~', '€', '$', '£', '<', '>', ' ']);
        words.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Tells whether the first row names columns: it is full and holds no figure, and the
/// rows below do.
fn labels_columns(text: &str, cells: &[Cell]) -> bool {
    let has_digit = |cell: &Cell| {
        cell.span
            .is_some_and(|span| span.quote(text).bytes().any(|b| b.is_ascii_digit()))
    };
    let (first, below): (Vec<&Cell>, Vec<&Cell>) =
        cells.iter().partition(|cell| cell.row == 0);
    first.iter().all(|cell| {
        !begins_with_figure(text, cell) && (cell.column == 0 || cell.span.is_some())
    }) && below.iter().any(|cell| has_digit(cell))
}

/// Tells whether the first column names rows: below the header it has words, no figures.
fn labels_rows(text: &str, cells: &[Cell], header_rows: u32) -> bool {
    let mut first = cells
        .iter()
        .filter(|cell| cell.column == 0 && cell.row >= header_rows)
        .peekable();
    first.peek().is_some()
        && first.all(|cell| cell.span.is_some() && !begins_with_figure(text, cell))
}
