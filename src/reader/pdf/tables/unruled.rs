//! Tables without upright lines: rows of figures in line under each other.

use super::{Grid, Rule, is_figure};
use crate::reader::pdf::geometry::Area;
use crate::reader::pdf::layout::{Element, Object};
use crate::reader::pdf::lines::rows;
use crate::reader::pdf::words::Word;

/// The narrowest gap between two cells without ruling, in parts of the type size.
const CELL_GAP: f32 = 0.9;
/// The narrowest gap between two heads, where there is one for each column.
const HEAD_GAP: f32 = 0.45;
/// The most rows above the first row of figures that are looked through for headers.
const MOST_HEADS: usize = 4;

/// A row of words, cut where wide gaps are.
struct Row {
    parts: Vec<Part>,
    area: Area,
    /// The height of the largest type, in points.
    size: f32,
}

/// The words between two wide gaps.
struct Part {
    area: Area,
    words: Vec<Word>,
}

impl Part {
    fn text(&self) -> String {
        let words: Vec<&str> =
            self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    fn letters(&self) -> u32 {
        self.words.iter().map(|word| word.letters).sum()
    }
}

impl Row {
    fn new(words: Vec<Word>) -> Option<Self> {
        Self::cut(words, CELL_GAP)
    }

    /// Cuts the words where gaps are at least `least` parts of the type size.
    fn cut(words: Vec<Word>, least: f32) -> Option<Self> {
        let area = Area::hull_of(words.iter().map(|word| &word.area))?;
        let size = words.iter().map(|word| word.size).fold(0.0, f32::max);
        let mut parts: Vec<Part> = Vec::new();
        for word in words {
            match parts.last_mut() {
                Some(part) if word.area.x0 - part.area.x1 < least * word.size => {
                    part.area = part.area.hull(&word.area);
                    part.words.push(word);
                }
                _ => parts.push(Part { area: word.area, words: vec![word] }),
            }
        }
        Some(Self { parts, area, size })
    }

    /// Tells whether most parts after the first are figures.
    fn is_tabular(&self) -> bool {
        let others = self.parts.len().saturating_sub(1);
        let is_figure = |part: &&Part| is_figure(&part.text());
        let figures = self.parts.iter().skip(1).filter(is_figure).count();
        others >= 1 && figures * 3 >= others * 2
    }

    fn into_words(self) -> impl Iterator<Item = Word> {
        self.parts.into_iter().flat_map(|part| part.words)
    }
}

/// Takes the tables without upright lines out of the words; `across` are the lines that
/// run across the page.
pub(in crate::reader::pdf) fn unruled(
    page: u32,
    words: Vec<Word>,
    across: &[Rule],
    objects: &mut Vec<Object>,
) -> Vec<Word> {
    if !may_hold_table(&words) {
        return words;
    }
    let rows: Vec<Row> = rows(words).into_iter().filter_map(Row::new).collect();
    if !rows.iter().any(Row::is_tabular) {
        return rows.into_iter().flat_map(Row::into_words).collect();
    }
    let mut left = Vec::new();
    for run in runs(rows, across) {
        match table(page, run, across) {
            Ok((grid, before)) => {
                left.extend(before.into_iter().flat_map(Row::into_words));
                objects.push(Object { area: grid.area, element: Element::Table(grid) });
            }
            Err(rows) => left.extend(rows.into_iter().flat_map(Row::into_words)),
        }
    }
    left
}

/// Tells whether figures stand apart from the words written before them, twice or more.
fn may_hold_table(words: &[Word]) -> bool {
    let apart = words.windows(2).filter(|pair| {
        let gap = pair[1].area.x0 - pair[0].area.x1;
        let is_far = gap >= 0.5 * pair[1].size
            || gap < 0.0
            || (pair[1].y - pair[0].y).abs() > 0.3 * pair[1].size;
        is_far && is_figure(&pair[1].text)
    });
    apart.take(2).count() == 2
}

/// Groups rows that may be one table: close to each other, and but for the words of a
/// label or a head of more than one part each.
fn runs(rows: Vec<Row>, across: &[Rule]) -> Vec<Vec<Row>> {
    let mut runs: Vec<Vec<Row>> = Vec::new();
    let mut rows = rows.into_iter().peekable();
    let mut goes_on = false;
    while let Some(row) = rows.next() {
        let near = |above: &Row, below: &Row| {
            let gap = below.area.y0 - above.area.y1;
            let size = above.size.max(below.size);
            let is_parted = across.iter().any(|rule| {
                rule.at > above.area.y1 - 0.3 * size
                    && rule.at < below.area.y0 + 0.3 * size
                    && rule.from < below.area.x1
                    && rule.to > below.area.x0
            });
            // A heading below a table is in larger type.
            let alike = (above.size - below.size).abs() < 0.2 * size;
            alike && gap < if is_parted { 2.4 * size } else { 1.6 * size }
        };
        let joins = goes_on
            && runs
                .last()
                .and_then(|run| run.last())
                .is_some_and(|last| near(last, &row));
        // A single part is the words of a label, a unit, or the end of the table.
        let is_inside = row.parts.len() > 1
            || runs.last().and_then(|run| run.last()).is_some_and(|last| {
                joins && (is_beside(&row, last) || is_below(&row, last))
            })
            || rows.peek().is_some_and(|next| {
                near(&row, next) && next.parts.len() > 1 && is_inner(&row, next)
            });
        match runs.last_mut() {
            Some(run) if joins && is_inside => run.push(row),
            _ => runs.push(vec![row]),
        }
        goes_on = is_inside;
    }
    runs
}

/// Tells whether a row of one part may stand in a table above the row `next`: as the
/// first words of its label, or as a head over some of its columns.
fn is_inner(row: &Row, next: &Row) -> bool {
    let Some(part) = row.parts.first() else { return false };
    let is_label = starts_label(part, next);
    let over = next
        .parts
        .iter()
        .skip(1)
        .filter(|below| below.area.overlap_x(&part.area) > 0.0)
        .count();
    let is_head = next.parts.len() > 2
        && over >= 2
        && part.area.x0 > next.parts[0].area.x0 + row.size
        && part.letters() < 60;
    is_label || is_head || is_beside(row, next)
}

/// Tells whether a row of one part is the head of the labels, printed between two rows
/// of heads: left of all of `next`, and hardly above it.
fn is_beside(row: &Row, next: &Row) -> bool {
    let (Some(part), Some(second)) = (row.parts.first(), next.parts.first()) else {
        return false;
    };
    row.parts.len() == 1
        && part.area.x1 < second.area.x0
        && row.area.overlap_y(&next.area) > -0.5 * row.size
}

/// Tells whether the words are the first of a label that goes on in the row `next`.
fn starts_label(part: &Part, next: &Row) -> bool {
    let Some(label) = next.parts.first() else { return false };
    let size = next.size;
    let in_line = (part.area.x0 - label.area.x0).abs() < 0.4 * size;
    let goes_on = part.text().ends_with('-')
        || label.text().starts_with(|letter: char| letter.is_lowercase());
    let fits = next.parts.get(1).is_none_or(|second| part.area.x1 < second.area.x0);
    in_line && goes_on && fits && next.is_tabular()
}

/// Cuts a row of heads anew where it has too few: heads of many words come close.
fn cut_head(row: &mut Row, columns: usize) {
    if row.parts.len() >= columns {
        return;
    }
    let words = row.parts.iter().flat_map(|part| part.words.iter().cloned()).collect();
    if let Some(cut) = Row::cut(words, HEAD_GAP)
        && cut.parts.len() == columns
    {
        *row = cut;
    }
}

/// Joins the rows of heads that only go on with the words of the row above:
/// `Error rate` over `(%)`.
fn join_heads(rows: &mut Vec<Row>, heads: usize) -> usize {
    let mut left = heads;
    let mut at = 0;
    while at + 1 < left {
        let (upper, lower) = (&rows[at], &rows[at + 1]);
        let goes_on = |part: &Part| {
            let text = part.text();
            let above = upper
                .parts
                .iter()
                .filter(|above| above.area.overlap_x(&part.area) > 0.0);
            text.starts_with(|c: char| c.is_lowercase() || "(%€£$".contains(c))
                && above.count() == 1
        };
        if !lower.parts.iter().all(goes_on) {
            at += 1;
            continue;
        }
        let lower = rows.remove(at + 1);
        let upper = &mut rows[at];
        upper.area = upper.area.hull(&lower.area);
        for part in lower.parts {
            let above = upper
                .parts
                .iter_mut()
                .find(|above| above.area.overlap_x(&part.area) > 0.0);
            if let Some(above) = above {
                above.area = above.area.hull(&part.area);
                above.words.extend(part.words);
            }
        }
        left -= 1;
    }
    left
}

/// Tells whether a row of one part is the last line of the label of the row `above`,
/// the figures of which stand at half its height.
fn is_below(row: &Row, above: &Row) -> bool {
    let (Some(part), Some(label)) = (row.parts.first(), above.parts.first()) else {
        return false;
    };
    let goes_on = row.area.overlap_y(&above.area) > 0.0
        || label.text().ends_with('-')
        || part.text().starts_with(char::is_lowercase);
    row.parts.len() == 1
        && above.parts.get(1).is_some_and(|second| part.area.x1 < second.area.x0)
        && (part.area.x0 - label.area.x0).abs() < 0.4 * row.size
        && row.area.overlap_y(&above.area) > -0.6 * row.size
        && goes_on
}

/// Makes a table of rows if most hold as many figures, in line; also returns the rows
/// before it. Gives all rows back if there is none.
fn table(
    page: u32,
    mut rows: Vec<Row>,
    across: &[Rule],
) -> Result<(Grid, Vec<Row>), Vec<Row>> {
    join_labels(&mut rows);
    let Some(first) = rows.iter().position(Row::is_tabular) else { return Err(rows) };
    let columns = rows[first..].iter().map(|row| row.parts.len()).max().unwrap_or(0);
    let body = &rows[first..];
    let tabular = body.iter().filter(|row| row.is_tabular()).count();
    let full = body.iter().filter(|row| row.parts.len() == columns).count();
    let spans = columns_of(body, columns);
    let lined_up = spans.len() == columns
        && spans.windows(2).all(|pair| pair[0].x1 <= pair[1].x0 + 0.5);
    if !lined_up
        || tabular * 3 < body.len() * 2
        || full * 2 < body.len()
        || reads_as_text(body, &spans[0])
    {
        return Err(rows);
    }
    let top = top_rule(&rows, first, across);
    let by_shape = start(&rows, first, &spans);
    let start = top.map_or(by_shape, |(row, _)| row.min(by_shape));
    let enough = rows.len() - start >= if columns >= 3 { 2 } else { 4 };
    // Contents lists have one figure a row, all at the right edge, with no head.
    let is_contents = columns == 2 && start == first && top.is_none();
    if !enough || is_contents {
        return Err(rows);
    }
    let mut inner = rows.split_off(start);
    for row in &mut inner[..first - start] {
        cut_head(row, columns);
    }
    let heads = join_heads(&mut inner, first - start);
    let heads = heads_of(&inner, heads);
    let Some(mut area) = Area::hull_of(inner.iter().map(|row| &row.area)) else {
        rows.extend(inner);
        return Err(rows);
    };
    if let Some((_, top)) = top {
        area.y0 = area.y0.min(top);
    }
    let count = inner.len();
    let mut held: Vec<Vec<Word>> = Vec::new();
    held.resize_with(columns * count, Vec::new);
    // How many columns the cells take that take more than one.
    let mut wide: Vec<(usize, usize)> = Vec::new();
    for (at, row) in inner.into_iter().enumerate() {
        let is_whole = row.parts.len() == columns;
        for (place, part) in row.parts.into_iter().enumerate() {
            let (column, reach) = if is_whole {
                (place, 1)
            } else if at < heads {
                covered(&spans, &part.area)
            } else {
                (nearest(&spans, &part.area), 1)
            };
            held[at * columns + column].extend(part.words);
            if reach > 1 {
                wide.push((at * columns + column, reach));
            }
        }
    }
    let empty: Vec<bool> = held.iter().map(Vec::is_empty).collect();
    let mut grid = Grid::new(page, area, columns, held, |row, column, taken| {
        let place = row * columns + column;
        let reach = wide.iter().find(|(at, _)| *at == place).map_or(1, |wide| wide.1);
        // The head of the labels stands beside all rows of heads.
        let deep = column == 0
            && row < heads
            && (row..heads).skip(1).all(|row| empty[row * columns]);
        let free = (1..reach)
            .take_while(|more| !taken[place + more] && empty[place + more])
            .count();
        (if deep { heads - row } else { 1 }, 1 + free)
    });
    lift_label_head(&mut grid, heads);
    grid.find_headers();
    if heads > 0 {
        grid.header_rows = u32::try_from(heads).unwrap_or(1).min(grid.rows - 1);
        grid.find_header_columns();
    }
    Ok((grid, rows))
}

/// Counts the rows of heads: the first `least`, and the rows of years below.
fn heads_of(rows: &[Row], least: usize) -> usize {
    let is_year = |part: &Part| {
        let text = part.text();
        text.len() == 4
            && text.starts_with("19") | text.starts_with("20")
            && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let of_years = |row: &&Row| {
        let from = usize::from(!is_year(&row.parts[0]));
        row.parts.len() > 2 && row.parts[from..].iter().all(is_year)
    };
    let years = rows[least..].iter().take_while(of_years).count();
    if least + years < rows.len() { least + years } else { least }
}

/// Moves the head of the labels into the first row of heads, as if it were merged: it
/// may be printed in the last of them.
fn lift_label_head(grid: &mut Grid, heads: usize) {
    let heads = u32::try_from(heads).unwrap_or(0);
    if heads < 2 {
        return;
    }
    let first =
        |row: u32| move |cell: &super::GridCell| cell.row == row && cell.column == 0;
    let Some(top) = grid.cells.iter().position(first(0)) else { return };
    let Some(last) = grid.cells.iter().position(first(heads - 1)) else { return };
    let between = (1..heads - 1)
        .filter_map(|row| grid.cells.iter().find(|cell| first(row)(cell)));
    let is_alone = grid.cells[top].lines.is_empty()
        && grid.cells[top].row_span == 1
        && between.into_iter().all(|cell| cell.lines.is_empty());
    if is_alone {
        let lines = std::mem::take(&mut grid.cells[last].lines);
        grid.cells[top].lines = lines;
        grid.cells[top].row_span = heads;
        grid.cells
            .retain(|cell| cell.column != 0 || cell.row == 0 || cell.row >= heads);
    }
}

/// Joins the words of labels that run over several lines.
fn join_labels(rows: &mut Vec<Row>) {
    let mut at = 0;
    while at + 1 < rows.len() {
        if is_beside(&rows[at], &rows[at + 1]) {
            let beside = rows.remove(at);
            rows[at].area = rows[at].area.hull(&beside.area);
            rows[at].parts.splice(0..0, beside.parts);
        } else if is_below(&rows[at + 1], &rows[at]) {
            let below = rows.remove(at + 1);
            let row = &mut rows[at];
            row.area = row.area.hull(&below.area);
            row.parts[0].area = row.parts[0].area.hull(&below.area);
            row.parts[0].words.extend(below.into_words());
        } else if rows[at].parts.len() == 1
            && starts_label(&rows[at].parts[0], &rows[at + 1])
        {
            let upper = rows.remove(at);
            let row = &mut rows[at];
            row.area = row.area.hull(&upper.area);
            let mut words: Vec<Word> = upper.into_words().collect();
            words.append(&mut row.parts[0].words);
            row.parts[0].words = words;
            row.parts[0].area =
                Area::hull_of(row.parts[0].words.iter().map(|word| &word.area))
                    .unwrap_or(row.parts[0].area);
        } else {
            at += 1;
        }
    }
}

/// Returns the columns, from the rows that fill all.
fn columns_of(rows: &[Row], columns: usize) -> Vec<Area> {
    let mut spans: Vec<Area> = Vec::new();
    for row in rows.iter().filter(|row| row.parts.len() == columns && row.is_tabular())
    {
        for (at, part) in row.parts.iter().enumerate() {
            match spans.get_mut(at) {
                Some(span) => *span = span.hull(&part.area),
                None => spans.push(part.area),
            }
        }
    }
    spans
}

/// Tells whether the first column is running text, with a table beside it: long lines
/// that end at the same place.
fn reads_as_text(rows: &[Row], column: &Area) -> bool {
    let first: Vec<&Part> = rows
        .iter()
        .filter_map(|row| row.parts.first())
        .filter(|part| part.area.x0 < column.x0 + 0.5 * column.width())
        .collect();
    let letters: u32 = first.iter().map(|part| part.letters()).sum();
    let full = first
        .iter()
        .filter(|part| part.area.x1 > column.x1 - 0.15 * column.width())
        .count();
    let count = u32::try_from(first.len()).unwrap_or(u32::MAX);
    letters > 28 * count && full * 10 > first.len() * 6
}

/// Returns the row below the highest line that reaches over most of the table, and the
/// place of that line.
fn top_rule(rows: &[Row], first: usize, across: &[Rule]) -> Option<(usize, f32)> {
    let width = Area::hull_of(rows[first..].iter().map(|row| &row.area))?;
    let is_over = |rule: &&Rule| {
        rule.to.min(width.x1) - rule.from.max(width.x0) > 0.8 * width.width()
            && rule.to - rule.from < 1.5 * width.width()
    };
    let lowest = first.saturating_sub(MOST_HEADS);
    (lowest..=first).find_map(|at| {
        let row = &rows[at];
        let above = at.checked_sub(1).map_or(f32::MIN, |above| rows[above].area.y1);
        let near = (above - 0.3 * row.size).max(row.area.y0 - 1.5 * row.size);
        across
            .iter()
            .filter(is_over)
            .find(|rule| (near..row.area.y0 + 0.3 * row.size).contains(&rule.at))
            .map(|rule| (at, rule.at))
    })
}

/// Returns the first row of the table as its shape tells: that of its heads, or the
/// first of its figures.
fn start(rows: &[Row], first: usize, spans: &[Area]) -> usize {
    let columns = spans.len();
    let (left, right) = (spans[0].x0, spans[columns - 1].x1);
    let mut start = first;
    while start > 0 && first - start < MOST_HEADS {
        let row = &rows[start - 1];
        let inside =
            row.area.x0 > left - 2.0 * row.size && row.area.x1 < right + 2.0 * row.size;
        let is_full = row.parts.len() + 1 >= columns;
        let is_over = start < first
            && row.parts.len() + 2 >= columns.min(4)
            && inside
            && row.parts.iter().all(|part| part.letters() < 60)
            && row.parts.iter().any(|part| covered(spans, &part.area).1 > 1);
        if !(is_full && first - start < 2 || is_over) {
            break;
        }
        start -= 1;
    }
    start
}

/// Returns the column that the part overlaps most or is nearest to.
fn nearest(spans: &[Area], part: &Area) -> usize {
    let overlaps = spans.iter().map(|span| span.overlap_x(part));
    overlaps
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(0, |(place, _)| place)
}

/// Returns the first of the columns that a head stands over, and how many they are: a
/// head is set in the middle of its columns.
fn covered(spans: &[Area], part: &Area) -> (usize, usize) {
    let middle = f32::midpoint(part.x0, part.x1);
    let near = nearest(spans, part);
    let over = spans.iter().filter(|span| span.overlap_x(part) > 0.0).count();
    if near == 0 || over == 1 && part.width() <= 1.2 * spans[near].width() {
        return (near, 1);
    }
    let mut best = (near, 1);
    let mut least = f32::MAX;
    for from in 1..=near {
        for to in near..spans.len() {
            let centre = f32::midpoint(spans[from].x0, spans[to].x1);
            let off = (middle - centre).abs();
            // A head never reaches beyond its columns by much.
            let fits = part.width() < spans[to].x1 - spans[from].x0 + 12.0;
            if fits && off + 1.0 < least {
                least = off;
                best = (from, to - from + 1);
            }
        }
    }
    best
}
