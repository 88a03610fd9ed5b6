//! Tables with ruling lines.

use super::{Grid, GridCell, is_figure, narrow};
use crate::reader::pdf::geometry::Area;
use crate::reader::pdf::layout::{Element, Object};
use crate::reader::pdf::words::Word;

/// How far apart two lines may be and still count as one, in points.
const NEAR: f32 = 3.0;
/// The most ruling lines with which a page is looked through for tables; drawings have
/// more.
const MOST_RULES: usize = 6_000;

/// A line of ruling after joining its pieces: its place across, and from where to where.
#[derive(Debug, Clone, Copy)]
pub(in crate::reader::pdf) struct Rule {
    pub(super) at: f32,
    pub(super) from: f32,
    pub(super) to: f32,
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

/// Parts lines into those that run across and those that stand upright.
fn directed(rules: &[Area]) -> (Vec<Rule>, Vec<Rule>) {
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
    across = joined(across);
    across.retain(|rule| rule.to - rule.from > 8.0);
    upright = joined(upright);
    upright.retain(|rule| rule.to - rule.from > 5.0);
    (across, upright)
}

/// Returns the lines that run across, from top to bottom; none if they are so many that
/// they are a drawing.
pub(in crate::reader::pdf) fn across(rules: &[Area]) -> Vec<Rule> {
    if rules.len() > MOST_RULES { Vec::new() } else { directed(rules).0 }
}

/// Takes the tables with ruling lines out of the words.
pub(in crate::reader::pdf) fn ruled(
    page: u32,
    words: Vec<Word>,
    rules: &[Area],
) -> (Vec<Word>, Vec<Object>) {
    if rules.len() < 4 || rules.len() > MOST_RULES {
        return (words, Vec::new());
    }
    let (across, upright) = directed(rules);
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
    // A cell goes on until a wall.
    let spans = |row: usize, column: usize, taken: &[bool]| {
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
        (row_span, column_span)
    };
    let mut grid = Grid::new(page, area, columns, held, spans);
    split_rows(&mut grid);
    grid.find_headers();
    Some(grid)
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
