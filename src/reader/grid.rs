//! Tables before their words have a place, and what is a header in them.

use super::draft::Words;

/// The most columns that are told apart; a sheet printed in a report has some tens.
pub(super) const MOST_COLUMNS: u32 = 2000;

/// A table before its words have a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Grid {
    /// How many rows at the top the file declares as headers.
    pub(super) header_rows: u32,
    /// How many columns on the left the file declares as headers.
    pub(super) header_columns: u32,
    /// Whether the table's headers are in it as the file declares them, so that there
    /// is nothing to guess.
    pub(super) declared: bool,
    /// The cells, in any order.
    pub(super) cells: Vec<GridCell>,
}

/// A cell before its words have a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct GridCell {
    /// The row, from 0.
    pub(super) row: u32,
    /// The column, from 0.
    pub(super) column: u32,
    /// How many rows it takes.
    pub(super) row_span: u32,
    /// How many columns it takes.
    pub(super) column_span: u32,
    /// Whether all its words are in bold type.
    pub(super) bold: bool,
    /// Its words.
    pub(super) words: Words,
}

impl Grid {
    /// Returns how many rows and columns the cells take.
    pub(super) fn size(&self) -> (u32, u32) {
        self.cells.iter().fold((0, 0), |(rows, columns), cell| {
            (
                rows.max(cell.row.saturating_add(cell.row_span.max(1))),
                columns.max(cell.column.saturating_add(cell.column_span.max(1))),
            )
        })
    }

    /// Cuts off rows and columns at the end, and columns at the front, that hold
    /// nothing, and spans that reach beyond the cells that are there.
    pub(super) fn trim(&mut self) {
        for cell in &mut self.cells {
            cell.column = cell.column.min(MOST_COLUMNS - 1);
        }
        let filled = || self.cells.iter().filter(|cell| !cell.words.is_blank());
        let rows = filled().map(|cell| cell.row + 1).max().unwrap_or(0);
        let columns = filled().map(|cell| cell.column + 1).max().unwrap_or(0);
        let first = filled().map(|cell| cell.column).min().unwrap_or(0);
        self.cells.retain(|cell| {
            cell.row < rows && cell.column < columns && cell.column >= first
        });
        for cell in &mut self.cells {
            cell.row_span = cell.row_span.clamp(1, rows - cell.row);
            cell.column_span = cell.column_span.clamp(1, columns - cell.column);
            cell.column -= first;
        }
        self.header_rows = self.header_rows.min(rows);
        self.header_columns = self.header_columns.saturating_sub(first).min(columns);
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
    }

    /// Fills in the header rows and columns that the file does not declare: rows of
    /// words or years above figures, a column of words before figures.
    pub(super) fn guess_headers(&mut self) {
        let (rows, columns) = self.size();
        if self.declared || rows < 2 || columns < 2 {
            return;
        }
        if self.header_rows == 0 || self.header_rows >= rows {
            self.header_rows = self.likely_header_rows(rows, columns);
        }
        if self.header_columns == 0 || self.header_columns >= columns {
            self.header_columns = self.likely_header_columns(columns);
        }
    }

    /// Returns the cells of a row; they are sorted.
    fn row(&self, row: u32) -> &[GridCell] {
        let start = self.cells.partition_point(|cell| cell.row < row);
        let end = self.cells.partition_point(|cell| cell.row <= row);
        self.cells.get(start..end).unwrap_or_default()
    }

    fn likely_header_rows(&self, rows: u32, columns: u32) -> u32 {
        let row = |row: u32| self.row(row).iter().filter(|cell| !cell.words.is_blank());
        // A cell of the first row that reaches down takes its row's headers along.
        let reach = row(0).map(|cell| cell.row_span).max().unwrap_or(1);
        let figures = |at: u32| {
            row(at)
                .filter(|cell| {
                    matches!(Content::of(cell.words.raw()), Content::Number)
                        && cell.column > 0
                })
                .count()
        };
        let first_figures = (0..rows).find(|&at| figures(at) > 0);
        match first_figures {
            Some(first) if first > 0 && first <= 3 => first,
            Some(0) => 0,
            _ => {
                let bold =
                    |at: u32| row(at).all(|cell| cell.bold) && row(at).count() > 0;
                if bold(0) && !(1..rows).all(bold) {
                    return reach.min(rows - 1);
                }
                // Words only: a first row of short words over longer ones.
                let length = |at: u32| {
                    row(at).map(|cell| cell.words.raw().len()).max().unwrap_or(0)
                };
                let full = row(0).count() + usize::from(self.corner_is_blank())
                    >= columns as usize;
                let longest = (1..rows).map(length).max().unwrap_or(0);
                u32::from(full && length(0) <= 80 && length(0) * 2 < longest)
            }
        }
    }

    fn likely_header_columns(&self, columns: u32) -> u32 {
        let body = |column: u32| {
            self.cells
                .iter()
                .filter(move |cell| {
                    cell.column == column
                        && cell.row >= self.header_rows
                        && !cell.words.is_blank()
                })
                .map(|cell| Content::of(cell.words.raw()))
        };
        let share = |column: u32, wanted: Content| {
            let (mut count, mut all) = (0_usize, 0_usize);
            for content in body(column) {
                all += 1;
                count += usize::from(content == wanted);
            }
            // Half and more.
            all > 0 && count * 2 >= all
        };
        let figures = (1..columns).any(|column| share(column, Content::Number));
        let labels = share(0, Content::Words) || share(0, Content::Year);
        let blank_corner = self.corner_is_blank() && self.header_rows > 0;
        u32::from(labels && (figures || blank_corner))
    }

    fn corner_is_blank(&self) -> bool {
        !self.row(0).iter().any(|cell| cell.column == 0 && !cell.words.is_blank())
    }
}

/// What a cell holds, as far as headers go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Words,
    Number,
    Year,
}

impl Content {
    fn of(text: &str) -> Self {
        let text = text.trim();
        let is_year = |text: &str| {
            text.len() == 4
                && text.bytes().all(|byte| byte.is_ascii_digit())
                && (text.starts_with("19") || text.starts_with("20"))
        };
        if is_year(text) {
            return Self::Year;
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        // `12,5 M€`, `+ 3 pts`, but not `Titre 2` or `2020 (prévision)`.
        let number = digits > 0
            && letters <= 4
            && text
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .starts_with(|c: char| c.is_ascii_digit());
        if number { Self::Number } else { Self::Words }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Makes a table of these rows of cells.
    pub(in crate::reader) fn grid(rows: &[&[&str]]) -> Grid {
        let mut grid = Grid::default();
        for (row, cells) in (0..).zip(rows) {
            for (column, words) in (0..).zip(*cells) {
                let words = Words::from(*words);
                grid.cells.push(GridCell { row, column, words, ..GridCell::default() });
            }
        }
        grid
    }

    #[test]
    fn headers_are_the_words_above_and_before_figures() {
        for (rows, expected) in [
            (
                [&["Territoire", "2021", "2022"][..], &["Lorbe", "1 086,7", "+ 3 %"]],
                (1, 1),
            ),
            ([&["Year", "Grants (£m)", ""], &["2021", "£12.5m", "4"]], (1, 1)),
            ([&["Lorbe", "3,5", "4"], &["Tauriac", "2,5", "8"]], (0, 1)),
            (
                [
                    &["Mesure", "Responsable", "Suivi"],
                    &["Ouvrir les données de suivi aux chercheurs", "DINUM", "annuel"],
                ],
                (1, 0),
            ),
        ] {
            let mut grid = grid(&rows);
            grid.trim();
            grid.guess_headers();
            assert_eq!((grid.header_rows, grid.header_columns), expected, "{rows:?}");
        }
    }

    #[test]
    fn blank_margins_are_no_rows_or_columns() {
        let mut grid =
            grid(&[&["", "Area", "2022", ""], &["", "Wick", "3.5", ""], &["", ""]]);
        grid.trim();
        assert_eq!(grid.size(), (2, 2));
        assert_eq!(grid.cells.len(), 4);
    }
}
