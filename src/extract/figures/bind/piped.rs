//! Binding in tables that stand as text: lines of cells parted by bars.

use super::Binding;
use super::period::years_in;
use crate::model::{Figure, FigureKind, FigureRole, Layer, Period, Span};

/// Binds the figures of blocks in a row whose lines have cells parted by `|`; returns
/// whether they make a table.
///
/// A column that years head gives the period, the first cell of a line says what is
/// measured; else the column's header does.
pub(super) fn bind(
    text: &str,
    blocks: &[Span],
    figures: &Layer<Figure>,
    bindings: &mut [Binding],
) -> bool {
    let lines: Vec<Span> =
        blocks.iter().flat_map(|&block| lines_of(text, block)).collect();
    let Some((head, rows)) = lines.split_first() else { return false };
    let heads = cells(text, *head);
    if heads.len() < 2 || rows.is_empty() {
        return false;
    }
    let all = figures.as_slice();
    for &row in rows {
        let row_cells = cells(text, row);
        if row_cells.len() < 2 {
            continue;
        }
        let label = row_cells.first().copied().flatten();
        for (column, cell) in row_cells.iter().enumerate().skip(1) {
            let Some(cell) = *cell else { continue };
            let header = heads.get(column).copied().flatten();
            let years = header.and_then(|header| years_in(header.quote(text)));
            let from = all.partition_point(|figure| figure.span.start() < cell.start());
            for (place, figure) in all.iter().enumerate().skip(from) {
                if figure.span.start() >= cell.end() {
                    break;
                }
                if figure.value.kind == FigureKind::Date {
                    continue;
                }
                let period = header.zip(years).map(|(place, (from, to))| Period {
                    from: Some(from),
                    to: Some(to),
                    place,
                });
                let measured = if years.is_some() { label } else { header.or(label) };
                let actor = label.filter(|label| Some(*label) != measured);
                if let Some(slot) = bindings.get_mut(place) {
                    *slot = Binding {
                        measured: measured.and_then(|m| super::table::bare(text, m)),
                        actor,
                        period,
                        role: Some(FigureRole::Level),
                        ..Binding::default()
                    };
                }
            }
        }
    }
    true
}

/// The lines of a block that have bars.
fn lines_of(text: &str, block: Span) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = block.start();
    for line in block.quote(text).split('\n') {
        if line.contains('|') {
            lines.extend(Span::trimmed(text, start..start + line.len()));
        }
        start += line.len() + 1;
    }
    lines
}

/// The cells of a line; `None` for an empty one.
fn cells(text: &str, line: Span) -> Vec<Option<Span>> {
    let mut start = line.start();
    let quote = line.quote(text);
    let outer = quote.starts_with('|');
    let mut cells = Vec::new();
    for cell in quote.split('|') {
        cells.push(Span::trimmed(text, start..start + cell.len()));
        start += cell.len() + 1;
    }
    if outer {
        cells.remove(0);
    }
    cells
}
