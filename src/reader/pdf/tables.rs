//! Tables: from ruling lines where there are some, else from words in line.

mod ruled;
mod unruled;

use super::geometry::Area;
use super::lines::{Line, lines};
use super::words::Word;
pub(super) use ruled::{Rule, across, ruled};
pub(super) use unruled::unruled;

/// A table as it stands on one page.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) page: u32,
    /// The page on which it ends.
    pub(super) last_page: u32,
    pub(super) area: Area,
    pub(super) rows: u32,
    pub(super) columns: u32,
    pub(super) header_rows: u32,
    pub(super) header_columns: u32,
    /// By row, then by column.
    pub(super) cells: Vec<GridCell>,
}

/// A cell of a [`Grid`].
#[derive(Debug)]
pub(super) struct GridCell {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) row_span: u32,
    pub(super) column_span: u32,
    pub(super) lines: Vec<Line>,
}

impl GridCell {
    /// Returns the words, lines joined by spaces.
    pub(super) fn text(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(Line::text).collect();
        lines.join(" ")
    }
}

impl Grid {
    /// Makes a table of what its places hold, by row and then by column, and finds its
    /// headers.
    ///
    /// `spans` tells how many rows and columns the cell that begins at a place takes, of
    /// those that no other takes.
    fn new(
        page: u32,
        area: Area,
        columns: usize,
        mut held: Vec<Vec<Word>>,
        spans: impl Fn(usize, usize, &[bool]) -> (usize, usize),
    ) -> Self {
        let rows = held.len() / columns.max(1);
        let mut taken = vec![false; held.len()];
        let mut cells = Vec::new();
        for place in 0..rows * columns {
            if taken[place] {
                continue;
            }
            let (row, column) = (place / columns, place % columns);
            let (row_span, column_span) = spans(row, column, &taken);
            let mut words = Vec::new();
            for row in row..(row + row_span).min(rows) {
                for column in column..(column + column_span).min(columns) {
                    let place = row * columns + column;
                    taken[place] = true;
                    words.append(&mut held[place]);
                }
            }
            cells.push(GridCell {
                row: narrow(row),
                column: narrow(column),
                row_span: narrow(row_span),
                column_span: narrow(column_span),
                lines: cell_lines(words),
            });
        }
        Self {
            page,
            last_page: page,
            area,
            rows: narrow(rows),
            columns: narrow(columns),
            header_rows: 0,
            header_columns: 0,
            cells,
        }
    }

    /// Returns the cells of a row.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = &GridCell> {
        self.cells.iter().filter(move |cell| cell.row == row)
    }

    /// Tells whether `next`, at the head of the next page, goes on with this table.
    pub(super) fn goes_on_in(&self, next: &Self) -> bool {
        self.columns == next.columns
            && self.last_page + 1 == next.page
            && (self.area.x0 - next.area.x0).abs() < 24.0
            && (self.area.x1 - next.area.x1).abs() < 24.0
    }

    /// Adds the rows of `next`, without the head if it is repeated.
    pub(super) fn append(&mut self, next: Self) {
        // The first part may hold nothing but the head.
        let heads = self.header_rows.max(next.header_rows).min(self.rows);
        let texts = |grid: &Self| -> Vec<String> {
            let head = grid.cells.iter().filter(|cell| cell.row < heads);
            head.map(GridCell::text).collect()
        };
        let repeated = heads > 0 && texts(self) == texts(&next);
        let skipped = if repeated { heads } else { 0 };
        self.header_rows = self.header_rows.max(skipped);
        let shift = self.rows;
        self.rows += next.rows - skipped.min(next.rows);
        self.last_page = next.last_page;
        let cells = next.cells.into_iter().filter(|cell| cell.row >= skipped);
        self.cells.extend(
            cells.map(|cell| GridCell { row: cell.row - skipped + shift, ..cell }),
        );
    }

    /// Finds the header rows and columns: rows of words or heavy type above rows of
    /// figures, columns of words beside them.
    fn find_headers(&mut self) {
        self.find_header_rows();
        self.find_header_columns();
    }

    fn find_header_rows(&mut self) {
        let mut header_rows = 0;
        let body = self.cells.iter().filter(|cell| !cell.lines.is_empty());
        let body_is_bold = {
            let (mut bold, mut all) = (0, 0);
            for cell in body {
                all += 1;
                bold += usize::from(cell.lines.iter().all(|line| line.bold));
            }
            bold * 2 > all
        };
        for row in 0..self.rows.min(4) {
            let filled: Vec<&GridCell> =
                self.row(row).filter(|cell| !cell.lines.is_empty()).collect();
            let bold =
                filled.iter().all(|cell| cell.lines.iter().all(|line| line.bold));
            let wordy = filled
                .iter()
                .filter(|cell| cell.column > 0)
                .all(|cell| !is_figure(&cell.text()));
            let spanning = filled.iter().any(|cell| cell.column_span > 1);
            let years = filled.iter().filter(|cell| cell.column > 0).all(|cell| {
                let text = cell.text();
                text.len() == 4 && text.starts_with(['1', '2']) && is_figure(&text)
            });
            let stands_out = bold && !body_is_bold;
            let heads = stands_out
                || (spanning && wordy)
                || (row == 0 && wordy && filled.len() > 1)
                || (row == 0 && years && filled.len() > 2)
                || (header_rows == row && row > 0 && years);
            if filled.is_empty() || !heads || row + 1 >= self.rows {
                break;
            }
            let deepest = filled.iter().map(|cell| cell.row + cell.row_span).max();
            header_rows = deepest.unwrap_or(row + 1).max(header_rows).max(row + 1);
            if header_rows == row + 1 && !spanning && !stands_out {
                break;
            }
        }
        self.header_rows = header_rows.min(self.rows.saturating_sub(1));
    }

    fn find_header_columns(&mut self) {
        let first: Vec<String> = self
            .cells
            .iter()
            .filter(|cell| cell.row >= self.header_rows && cell.column == 0)
            .map(GridCell::text)
            .collect();
        let words = first.iter().filter(|text| !is_figure(text)).count();
        let years = first.iter().filter(|text| text.len() == 4).count();
        let heads = words * 2 > first.len() || years == first.len();
        self.header_columns = u32::from(self.columns > 1 && heads && !first.is_empty());
    }
}

/// Tells whether a cell holds a figure or a mark that stands for one.
pub(super) fn is_figure(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let marks = ["–", "-", "—", "n.d.", "n. d.", "n/a", "n.a.", "..", "…", "ns", "nd"];
    digits > 0 && letters <= 3 || marks.contains(&text.trim())
}

/// Sets the words of a cell into lines. Where a strip is white from top to bottom, as
/// between words and a picture with words of its own, the left side comes first.
fn cell_lines(words: Vec<Word>) -> Vec<Line> {
    let size = words.iter().map(|word| word.size).fold(0.0, f32::max);
    let mut strips: Vec<(f32, f32)> =
        words.iter().map(|word| (word.area.x0, word.area.x1)).collect();
    strips.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut reach = f32::MIN;
    let mut starts: Vec<f32> = Vec::new();
    for (from, to) in strips {
        if from - reach > 1.2 * size {
            starts.push(from);
        }
        reach = reach.max(to);
    }
    if starts.len() < 2 {
        return lines(words);
    }
    let mut sides: Vec<Vec<Word>> = Vec::new();
    sides.resize_with(starts.len(), Vec::new);
    for word in words {
        let side = starts.partition_point(|&start| start <= word.area.x0);
        sides[side.max(1) - 1].push(word);
    }
    sides.into_iter().flat_map(lines).collect()
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
