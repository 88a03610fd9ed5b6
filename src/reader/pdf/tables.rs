//! Tables: from ruling lines where there are some, else from words in line.

use super::geometry::Area;
use super::layout::{Element, Object};
use super::lines::{Line, lines, rows};
use super::words::Word;

/// How far apart two lines may be and still count as one, in points.
const NEAR: f32 = 3.0;
/// The most ruling lines with which a page is looked through for tables; drawings have
/// more.
const MOST_RULES: usize = 6_000;
/// The narrowest gap between two cells without ruling, in parts of the type size.
const CELL_GAP: f32 = 0.9;

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
        let heads: Vec<String> = self
            .cells
            .iter()
            .filter(|cell| cell.row < self.header_rows)
            .map(GridCell::text)
            .collect();
        let repeated =
            next.cells.iter().map(GridCell::text).take(heads.len()).eq(heads);
        let skipped = if repeated { self.header_rows } else { 0 };
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

/// A line of ruling after joining its pieces: its place across, and from where to where.
#[derive(Clone, Copy)]
struct Rule {
    at: f32,
    from: f32,
    to: f32,
}

/// Joins the pieces of lines that lie in one line.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Rule> = Vec::new();
    let mut start = 0;
    while start < rules.len() {
        let mut end = start + 1;
        while end < rules.len() && rules[end].at - rules[start].at <= 1.6 {
            end += 1;
        }
        let mut line: Vec<Rule> = rules[start..end].to_vec();
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        for rule in line {
            match joined.last_mut() {
                Some(last)
                    if (last.at - rule.at).abs() <= 1.6
                        && rule.from <= last.to + NEAR =>
                {
                    last.to = last.to.max(rule.to);
                }
                _ => joined.push(rule),
            }
        }
        start = end;
    }
    joined
}

/// Takes the tables with ruling lines out of the words.
pub(super) fn ruled(
    page: u32,
    words: Vec<Word>,
    rules: &[Area],
) -> (Vec<Word>, Vec<Object>) {
    if rules.len() < 4 || rules.len() > MOST_RULES {
        return (words, Vec::new());
    }
    let mut across = Vec::new();
    let mut upright = Vec::new();
    for rule in rules {
        let (x, y) = (f32::midpoint(rule.x0, rule.x1), f32::midpoint(rule.y0, rule.y1));
        if rule.width() >= rule.height() {
            across.push(Rule { at: y, from: rule.x0, to: rule.x1 });
        } else {
            upright.push(Rule { at: x, from: rule.y0, to: rule.y1 });
        }
    }
    let across: Vec<Rule> =
        joined(across).into_iter().filter(|rule| rule.to - rule.from > 8.0).collect();
    let upright: Vec<Rule> =
        joined(upright).into_iter().filter(|rule| rule.to - rule.from > 5.0).collect();
    let mut words = words;
    let mut objects = Vec::new();
    for (across, upright) in clusters(&across, &upright) {
        let mut left = Vec::new();
        if let Some(grid) = grid(page, &across, &upright, words, &mut left) {
            objects.push(Object { area: grid.area, element: Element::Table(grid) });
        }
        words = left;
    }
    (words, objects)
}

/// Returns the first member of the group that `at` belongs to.
fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Groups lines that cross or touch.
fn clusters(across: &[Rule], upright: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    if across.len() * upright.len() > 1_000_000 {
        return Vec::new();
    }
    let count = across.len() + upright.len();
    let mut parent: Vec<usize> = (0..count).collect();
    for (i, h) in across.iter().enumerate() {
        for (j, v) in upright.iter().enumerate() {
            let meets = v.at >= h.from - NEAR
                && v.at <= h.to + NEAR
                && h.at >= v.from - NEAR
                && h.at <= v.to + NEAR;
            if meets {
                let (a, b) =
                    (root(&mut parent, i), root(&mut parent, across.len() + j));
                parent[a] = b;
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, (Vec<Rule>, Vec<Rule>)> =
        std::collections::BTreeMap::new();
    for at in 0..count {
        let group = groups.entry(root(&mut parent, at)).or_default();
        if at < across.len() {
            group.0.push(across[at]);
        } else {
            group.1.push(upright[at - across.len()]);
        }
    }
    let mut groups: Vec<_> = groups
        .into_values()
        .filter(|(across, upright)| across.len() >= 2 && !upright.is_empty())
        .collect();
    groups.sort_by(|a, b| a.0[0].at.total_cmp(&b.0[0].at));
    groups
}

/// Returns the distinct places of lines.
fn places(rules: &[Rule], ends: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut places: Vec<f32> = rules.iter().map(|rule| rule.at).collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|a, b| (*a - *b).abs() <= NEAR);
    for end in ends {
        if places.iter().all(|place| (place - end).abs() > 6.0) {
            places.push(end);
        }
    }
    places.sort_by(f32::total_cmp);
    places
}

/// Makes a table of a group of lines and the words in it; the other words go to `left`.
fn grid(
    page: u32,
    across: &[Rule],
    upright: &[Rule],
    words: Vec<Word>,
    left: &mut Vec<Word>,
) -> Option<Grid> {
    let reach = |rules: &[Rule]| {
        let from = rules.iter().map(|rule| rule.from).fold(f32::MAX, f32::min);
        let to = rules.iter().map(|rule| rule.to).fold(f32::MIN, f32::max);
        [from, to]
    };
    let xs = places(upright, reach(across).into_iter());
    let ys = places(across, reach(upright).into_iter());
    let area = Area::new(*xs.first()?, *ys.first()?, *xs.last()?, *ys.last()?);
    let (columns, row_count) = (xs.len() - 1, ys.len() - 1);
    if columns < 2 || columns * row_count < 2 || columns > 60 || row_count > 400 {
        left.extend(words);
        return None;
    }
    let (inside, outside): (Vec<_>, Vec<_>) =
        words.into_iter().partition(|word| area.grown(1.0).holds_middle(&word.area));
    let cell_of = |places: &[f32], at: f32| {
        places.partition_point(|&place| place <= at).clamp(1, places.len() - 1) - 1
    };
    let mut held: Vec<Vec<Word>> = Vec::new();
    held.resize_with(columns * row_count, Vec::new);
    for word in inside {
        let column = cell_of(&xs, f32::midpoint(word.area.x0, word.area.x1));
        let row = cell_of(&ys, f32::midpoint(word.area.y0, word.area.y1));
        held[row * columns + column].push(word);
    }
    let filled = held.iter().filter(|words| !words.is_empty()).count();
    if filled < 2 || filled * 5 < held.len() {
        // A chart or a form rather than a table.
        left.extend(outside);
        left.extend(held.into_iter().flatten());
        return None;
    }
    left.extend(outside);
    let wall = |rules: &[Rule], at: f32, along: f32| {
        rules.iter().any(|rule| {
            (rule.at - at).abs() <= NEAR && rule.from <= along && along <= rule.to
        })
    };
    let middle = |places: &[f32], at: usize| f32::midpoint(places[at], places[at + 1]);
    let mut taken = vec![false; columns * row_count];
    let mut cells = Vec::new();
    for row in 0..row_count {
        for column in 0..columns {
            if taken[row * columns + column] {
                continue;
            }
            let mut column_span = 1;
            while column + column_span < columns
                && !taken[row * columns + column + column_span]
                && !wall(upright, xs[column + column_span], middle(&ys, row))
            {
                column_span += 1;
            }
            let mut row_span = 1;
            while row + row_span < row_count
                && (column..column + column_span).all(|column| {
                    !taken[(row + row_span) * columns + column]
                        && !wall(across, ys[row + row_span], middle(&xs, column))
                })
            {
                row_span += 1;
            }
            let mut words = Vec::new();
            for row in row..row + row_span {
                for column in column..column + column_span {
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
                lines: lines(words),
            });
        }
    }
    let mut grid = Grid {
        page,
        last_page: page,
        area,
        rows: narrow(row_count),
        columns: narrow(columns),
        header_rows: 0,
        header_columns: 0,
        cells,
    };
    split_rows(&mut grid);
    grid.find_headers();
    Some(grid)
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Splits rows that hold several lines in every cell: tables ruled only round the head
/// and foot.
fn split_rows(grid: &mut Grid) {
    let mut cells: Vec<GridCell> = Vec::new();
    let mut shift = 0;
    for row in 0..grid.rows {
        let here: Vec<usize> =
            (0..grid.cells.len()).filter(|&at| grid.cells[at].row == row).collect();
        let counts: Vec<usize> = here
            .iter()
            .map(|&at| grid.cells[at].lines.len())
            .filter(|&count| count > 0)
            .collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let whole = here.iter().all(|&at| grid.cells[at].row_span == 1);
        let even = counts.iter().filter(|&&count| count == most).count() * 10
            >= counts.len() * 7;
        let figures = here.iter().any(|&at| {
            let cell = &grid.cells[at];
            cell.lines.len() == most && cell.lines.iter().all(|l| is_figure(&l.text()))
        });
        let splits = most > 1 && whole && even && counts.len() > 1 && figures;
        for &at in &here {
            let cell = &mut grid.cells[at];
            let lines = std::mem::take(&mut cell.lines);
            if !splits {
                cells.push(GridCell {
                    row: row + shift,
                    column: cell.column,
                    row_span: cell.row_span,
                    column_span: cell.column_span,
                    lines,
                });
                continue;
            }
            let mut lines = lines.into_iter();
            for part in 0..narrow(most) {
                cells.push(GridCell {
                    row: row + shift + part,
                    column: cell.column,
                    row_span: 1,
                    column_span: cell.column_span,
                    lines: lines.next().into_iter().collect(),
                });
            }
        }
        if splits {
            shift += narrow(most) - 1;
        }
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    grid.rows += shift;
    grid.cells = cells;
}

/// A row of words, cut where wide gaps are.
struct Row {
    parts: Vec<(Area, Vec<Word>)>,
    area: Area,
}

impl Row {
    fn new(words: Vec<Word>) -> Option<Self> {
        let area = Area::hull_of(words.iter().map(|word| &word.area))?;
        let mut parts: Vec<(Area, Vec<Word>)> = Vec::new();
        for word in words {
            match parts.last_mut() {
                Some((area, part)) if word.area.x0 - area.x1 < CELL_GAP * word.size => {
                    *area = area.hull(&word.area);
                    part.push(word);
                }
                _ => parts.push((word.area, vec![word])),
            }
        }
        Some(Self { parts, area })
    }

    /// Counts the parts after the first that are figures.
    fn figures(&self) -> usize {
        self.parts
            .iter()
            .skip(1)
            .filter(|(_, words)| is_figure(&joined_text(words)))
            .count()
    }

    /// Tells whether most parts after the first are figures.
    fn is_tabular(&self) -> bool {
        let others = self.parts.len().saturating_sub(1);
        others >= 1 && self.figures() * 3 >= others * 2
    }
}

fn joined_text(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// Takes the tables without ruling out of the words: rows of figures under each other.
pub(super) fn unruled(
    page: u32,
    words: Vec<Word>,
    objects: &mut Vec<Object>,
) -> Vec<Word> {
    let all: Vec<Row> = rows(words).into_iter().filter_map(Row::new).collect();
    let mut left = Vec::new();
    let mut run: Vec<Row> = Vec::new();
    let mut out: Vec<Object> = Vec::new();
    let mut close = |run: &mut Vec<Row>, left: &mut Vec<Word>| {
        let rows = std::mem::take(run);
        if let Some(grid) = aligned(page, rows, left) {
            out.push(Object { area: grid.area, element: Element::Table(grid) });
        }
    };
    for row in all {
        let near = run.last().is_none_or(|last: &Row| {
            let size = row.parts[0].1[0].size;
            row.area.y0 - last.area.y1 < 1.6 * size
        });
        if !near {
            close(&mut run, &mut left);
        }
        if row.parts.len() > 1 {
            run.push(row);
        } else {
            // One part only: the words of a group, or the end of the table.
            close(&mut run, &mut left);
            left.extend(row.parts.into_iter().flat_map(|(_, words)| words));
        }
    }
    close(&mut run, &mut left);
    objects.extend(out);
    left
}

/// Makes a table of rows if most hold as many figures, in line; else gives the words
/// back.
fn aligned(page: u32, mut rows: Vec<Row>, left: &mut Vec<Word>) -> Option<Grid> {
    let give_back = |rows: Vec<Row>, left: &mut Vec<Word>| {
        let parts = rows.into_iter().flat_map(|row| row.parts);
        left.extend(parts.flat_map(|(_, words)| words));
    };
    // The head may be one row of words; all rows before it are not of the table.
    let first = rows.iter().position(Row::is_tabular);
    let Some(first) = first else {
        give_back(rows, left);
        return None;
    };
    let columns = rows[first..].iter().map(|row| row.parts.len()).max().unwrap_or(0);
    let mut start = first;
    while start > 0 && first - start < 2 && rows[start - 1].parts.len() + 1 >= columns {
        start -= 1;
    }
    let tail = rows.split_off(start);
    give_back(rows, left);
    let rows = tail;
    let heads = first - start;
    let body = rows.len() - heads;
    let tabular = rows.iter().filter(|row| row.is_tabular()).count();
    let full = rows.iter().filter(|row| row.parts.len() == columns).count();
    let enough = if columns >= 3 { rows.len() >= 2 } else { rows.len() >= 4 };
    // Contents lists have one figure a row, all at the right edge, with no head.
    let contents = columns == 2 && start == first;
    if !enough || tabular * 3 < body * 2 || full * 2 < rows.len() || contents {
        give_back(rows, left);
        return None;
    }
    // The columns, from the rows that fill all.
    let mut spans: Vec<Area> = Vec::new();
    for row in rows.iter().filter(|row| row.parts.len() == columns && row.is_tabular())
    {
        for (at, (area, _)) in row.parts.iter().enumerate() {
            match spans.get_mut(at) {
                Some(span) => *span = span.hull(area),
                None => spans.push(*area),
            }
        }
    }
    let lined_up = spans.len() == columns
        && spans.windows(2).all(|pair| pair[0].x1 <= pair[1].x0 + 0.5);
    if !lined_up {
        give_back(rows, left);
        return None;
    }
    let area = Area::hull_of(rows.iter().map(|row| &row.area))?;
    let mut cells = Vec::new();
    let row_count = rows.len();
    for (at, row) in rows.into_iter().enumerate() {
        let whole = row.parts.len() == columns;
        let mut held: Vec<Vec<Word>> = Vec::new();
        held.resize_with(columns, Vec::new);
        for (place, (part, words)) in row.parts.into_iter().enumerate() {
            let column = if whole { place } else { nearest(&spans, &part) };
            held[column].extend(words);
        }
        for (column, words) in held.into_iter().enumerate() {
            cells.push(GridCell {
                row: narrow(at),
                column: narrow(column),
                row_span: 1,
                column_span: 1,
                lines: lines(words),
            });
        }
    }
    let mut grid = Grid {
        page,
        last_page: page,
        area,
        rows: narrow(row_count),
        columns: narrow(columns),
        header_rows: 0,
        header_columns: 0,
        cells,
    };
    grid.find_headers();
    Some(grid)
}

/// Returns the column that the part overlaps most or is nearest to.
fn nearest(spans: &[Area], part: &Area) -> usize {
    let overlaps = spans.iter().map(|span| span.overlap_x(part));
    overlaps
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(0, |(place, _)| place)
}
