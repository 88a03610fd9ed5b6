//! Binding in tables: by the headers of row and column.

use super::Binding;
use super::period::years_in;
use crate::model::{
    Actor, Cell, Document, Figure, FigureKind, FigureRole, Layer, Period, Span, Table,
};

/// The bytes of the longest label that may name an owner; longer ones are prose.
const LONGEST_OWNER: usize = 80;

/// Binds the figures of a table.
///
/// A column that a year heads gives the period, and the row's label says what is
/// measured; else the column's header does, and the row's label may be the actor.
pub(super) fn bind(
    document: &Document,
    table: &Table,
    figures: &Layer<Figure>,
    actors: &Layer<Actor>,
    bindings: &mut [Binding],
) {
    let text = document.text();
    let caption = table
        .caption
        .and_then(|block| document.blocks().get(block as usize))
        .map(|block| block.span);
    let header_rows = header_rows(table, text);
    let all = figures.as_slice();
    for cell in table.cells.iter().filter(|cell| {
        cell.row >= header_rows && cell.column >= table.header_columns.min(1)
    }) {
        let Some(span) = cell.span else { continue };
        let row = label(table, header_rows, cell, true);
        let column = label(table, header_rows, cell, false);
        let from = all.partition_point(|figure| figure.span.start() < span.start());
        for (place, figure) in all.iter().enumerate().skip(from) {
            if figure.span.start() >= span.end() {
                break;
            }
            if figure.value.kind == FigureKind::Date {
                continue;
            }
            let period =
                [column, row, caption].into_iter().flatten().find_map(|place| {
                    let (from, to) = years_in(place.quote(text))?;
                    Some(Period { from: Some(from), to: Some(to), place })
                });
            let dated = column.is_some_and(|column| {
                let quote = column.quote(text);
                years_in(quote).is_some()
                    && quote.chars().filter(|letter| letter.is_alphabetic()).count() < 8
            });
            let owner =
                [row, caption, column].into_iter().flatten().find_map(|place| {
                    actors.overlapping(place).next().map(|actor| actor.span)
                });
            let row_is_actor =
                row.is_some_and(|row| actors.overlapping(row).next().is_some());
            let what = if dated || column.is_none() { row } else { column };
            let named =
                row.filter(|_| !dated && !row_is_actor && is_vague(column, text));
            let measured = named.or(what).and_then(|place| bare(text, place));
            let share = measured.is_some_and(|measured| {
                let quote = measured.quote(text).to_lowercase();
                ["part", "share", "proportion"].iter().any(|cue| quote.contains(cue))
            });
            let role = if share && figure.value.kind == FigureKind::Percent {
                FigureRole::Share
            } else {
                FigureRole::Level
            };
            if let Some(slot) = bindings.get_mut(place) {
                *slot = Binding {
                    measured,
                    actor: owner
                        .or(row.filter(|row| !dated && measured != Some(*row)))
                        .filter(|actor| actor.len() <= LONGEST_OWNER),
                    period,
                    direction: None,
                    role: Some(role),
                    negated: false,
                };
            }
        }
    }
}

/// The number of header rows; a first row of nothing but years is one.
fn header_rows(table: &Table, text: &str) -> u32 {
    let mut first = table.cells.iter().filter(|cell| cell.row == 0 && cell.column > 0);
    let mut years = first.clone();
    let dated = first.next().is_some()
        && years.all(|cell| {
            cell.span.is_some_and(|span| years_in(span.quote(text)).is_some())
        });
    table.header_rows.max(u32::from(dated))
}

/// The label of a cell's row, or of its column.
fn label(table: &Table, header_rows: u32, cell: &Cell, row: bool) -> Option<Span> {
    let labels = table.cells.iter().filter(|other| {
        if row {
            other.row == cell.row && other.column < cell.column && other.column == 0
        } else {
            other.row < header_rows
                && (other.column..other.column + other.column_span)
                    .contains(&cell.column)
        }
    });
    labels.filter_map(|label| label.span).next_back()
}

/// Tells whether a column header says only that amounts stand below it.
fn is_vague(column: Option<Span>, text: &str) -> bool {
    let Some(column) = column else { return true };
    let quote = column.quote(text).to_lowercase();
    let first = quote.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    // `Montant de l’investissement` says what it is.
    let named = quote.split('(').next().unwrap_or_default();
    if named.split_whitespace().filter(|word| word.len() > 3).count() > 1 {
        return false;
    }
    ["montant", "valeur", "total", "amount", "value", "figure", "chiffre", "m", ""]
        .contains(&first)
}

/// A header without the unit in brackets.
pub(super) fn bare(text: &str, place: Span) -> Option<Span> {
    let quote = place.quote(text);
    let end = quote.find('(').filter(|&end| end > 0).unwrap_or(quote.len());
    Span::trimmed(text, place.start()..place.start() + end)
}
