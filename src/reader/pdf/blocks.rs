//! Lines to blocks: paragraphs over columns and pages, headings, lists, notes.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Element;
use super::lines::{Line, Piece};
use super::marks::{self, Mark};
use super::running::Running;
use super::tables::Grid;

/// The most parts that are kept waiting for the end of a paragraph.
const MOST_ASIDE: usize = 40;

/// What a part of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading; its level is found when all are known.
    Heading(u8),
    Paragraph,
    Item(u8),
    Note,
    Caption,
    Header,
    Footer,
    Contents,
    /// What belongs to the site of a printed web page.
    Site,
    Table,
}

/// A part of the document, in reading order.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) kind: Kind,
    /// The page on which it begins, from 1.
    pub(super) page: u32,
    pub(super) lines: Vec<Line>,
    pub(super) grid: Option<Grid>,
    /// The bytes of the first line's text that are a list mark or a note's number.
    pub(super) mark: usize,
    /// Whether it stands in a box.
    boxed: bool,
    /// The edges of the column in which it ends.
    left: f32,
    right: f32,
    /// Whether it is the first of its column.
    leads: bool,
    /// Whether it is a short line in another type than running text has.
    pub(super) stands_out: bool,
}

/// What holds for the document as a whole.
#[derive(Debug)]
pub(super) struct Facts {
    /// The size of most type, in points.
    pub(super) body_size: f32,
    /// The font and the colour of most type of that size.
    pub(super) body_look: u32,
    /// Whether paragraphs begin with an indent.
    pub(super) indents: bool,
    /// For each size in quarter points, the usual distance between base lines.
    pub(super) leading: BTreeMap<u32, f32>,
}

impl Facts {
    fn leading(&self, size: f32) -> f32 {
        self.leading.get(&quarters(size)).copied().unwrap_or(1.25 * size)
    }
}

/// Returns the size in quarter points.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are small and positive"
)]
pub(super) fn quarters(size: f32) -> u32 {
    (size * 4.0).round().clamp(0.0, 10_000.0) as u32
}

/// The elements of one sheet.
pub(super) struct Reading {
    pub(super) page: u32,
    pub(super) running: Running,
    pub(super) elements: Vec<Element>,
}

/// Measures the usual distances between lines.
pub(super) fn leading(readings: &[Reading]) -> BTreeMap<u32, f32> {
    let mut counts: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let all = readings.iter().flat_map(|reading| &reading.elements);
    for element in all {
        let Element::Lines { lines, .. } = element else { continue };
        for pair in lines.windows(2) {
            let (size, delta) = (pair[0].size, pair[1].y - pair[0].y);
            let alike = (size - pair[1].size).abs() < 0.05 * size;
            if alike && delta > 0.7 * size && delta < 3.0 * size {
                *counts.entry((quarters(size), quarters(delta))).or_default() += 1;
            }
        }
    }
    let mut best: BTreeMap<u32, (usize, f32)> = BTreeMap::new();
    for ((size, delta), count) in counts {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred quarter points")]
        let delta = delta as f32 / 4.0;
        let known = best.entry(size).or_insert((0, delta));
        // Of equals the smaller: paragraphs are set apart, lines are not.
        if count > known.0 {
            *known = (count, delta);
        }
    }
    best.into_iter()
        .filter(|(_, (count, _))| *count >= 3)
        .map(|(size, (_, delta))| (size, delta))
        .collect()
}

/// Tells whether paragraphs begin with an indent: lines set in by one to four letters,
/// the next ones not.
pub(super) fn indents(readings: &[Reading], body_size: f32) -> bool {
    let (mut indented, mut all) = (0_usize, 0_usize);
    for element in readings.iter().flat_map(|reading| &reading.elements) {
        let Element::Lines { lines, left, .. } = element else { continue };
        let is_body = |line: &Line| (line.size - body_size).abs() < 0.05 * body_size;
        all += lines.iter().filter(|line| is_body(line)).count();
        indented += lines
            .windows(2)
            .filter(|pair| {
                let set_in = pair[0].area.x0 - left;
                pair.iter().all(&is_body)
                    && (0.8 * body_size..4.0 * body_size).contains(&set_in)
                    && (pair[1].area.x0 - left).abs() < 0.3 * body_size
                    && marks::item(&pair[0].text()).is_none()
            })
            .count();
    }
    indented >= 4 && indented * 25 >= all
}

/// Makes the parts of the document of what its pages hold.
pub(super) fn parts(readings: Vec<Reading>, facts: &Facts) -> Vec<Part> {
    let mut flow = Flow {
        facts,
        calls: BTreeSet::new(),
        parts: Vec::new(),
        open: None,
        strayed: false,
        aside: Vec::new(),
    };
    let mut before = BTreeSet::new();
    for Reading { page, running, elements } in readings {
        let here = calls(&elements);
        flow.calls = &before | &here;
        before = here;
        for line in running.header {
            flow.put_aside(part(Kind::Header, page, vec![line]));
        }
        for element in elements {
            flow.element(page, element, false);
        }
        for line in running.footer {
            flow.put_aside(part(Kind::Footer, page, vec![line]));
        }
    }
    flow.close();
    flow.parts
}

fn part(kind: Kind, page: u32, lines: Vec<Line>) -> Part {
    Part {
        kind,
        page,
        lines,
        grid: None,
        mark: 0,
        boxed: false,
        left: 0.0,
        right: 0.0,
        leads: false,
        stands_out: false,
    }
}

/// Puts parts in order while a paragraph may still run on over the page.
struct Flow<'f> {
    facts: &'f Facts,
    /// The note calls on this page and the one before.
    calls: BTreeSet<String>,
    parts: Vec<Part>,
    /// The paragraph that may run on.
    open: Option<usize>,
    /// Whether another column came since that does not go on with it, such as a side bar.
    strayed: bool,
    /// What came since: notes, running lines, floats.
    aside: Vec<Part>,
}

impl Flow<'_> {
    fn element(&mut self, page: u32, element: Element, boxed: bool) {
        match element {
            Element::Lines { lines, left, right } => {
                let found = {
                    let column = Column { left, right, boxed, calls: &self.calls };
                    paragraphs(page, lines, column, self.facts)
                };
                for part in found {
                    self.add(part);
                }
            }
            Element::Table(grid) => {
                let mut table = part(Kind::Table, page, Vec::new());
                table.grid = Some(grid);
                self.put_aside(table);
            }
            Element::Box { inside, float } => {
                let outer = self.open;
                if !float {
                    self.close();
                }
                let before = self.parts.len();
                let aside = std::mem::take(&mut self.aside);
                self.open = None;
                for element in inside {
                    self.element(page, element, true);
                }
                self.close();
                self.aside = aside;
                if float {
                    // The text beside may run on below.
                    let parts = self.parts.split_off(before);
                    self.open = outer;
                    self.aside.extend(parts);
                }
            }
        }
    }

    fn put_aside(&mut self, part: Part) {
        if self.open.is_some() {
            self.aside.push(part);
        } else {
            self.parts.push(part);
        }
    }

    fn close(&mut self) {
        self.open = None;
        self.strayed = false;
        self.parts.append(&mut self.aside);
    }

    fn add(&mut self, part: Part) {
        if matches!(part.kind, Kind::Note | Kind::Caption) {
            return self.put_aside(part);
        }
        if part.leads || self.strayed {
            let open = self.open.and_then(|open| self.parts.get_mut(open));
            if let Some(before) = open {
                if part.kind == Kind::Paragraph
                    && part.leads
                    && runs_on(before, &part, self.facts)
                {
                    before.lines.extend(part.lines);
                    (before.left, before.right) = (part.left, part.right);
                    self.strayed = false;
                    return;
                }
                let near =
                    part.page <= before.page + 1 && self.aside.len() < MOST_ASIDE;
                if near && is_broken_off(before) {
                    self.strayed = true;
                    self.aside.push(part);
                    return;
                }
            }
        }
        self.close();
        let flows = matches!(part.kind, Kind::Paragraph | Kind::Item(_));
        self.parts.push(part);
        self.open = flows.then(|| self.parts.len() - 1);
    }
}

/// Tells whether a paragraph ends in the midst of a sentence at the end of a full line.
fn is_broken_off(part: &Part) -> bool {
    part.kind == Kind::Paragraph
        && part.lines.len() > 1
        && part.lines.last().is_some_and(|last| {
            !ends_sentence(&last.text()) && last.area.x1 > part.right - 4.0 * last.size
        })
}

/// Tells whether a paragraph goes on in another column or on another page.
fn runs_on(before: &Part, next: &Part, facts: &Facts) -> bool {
    let (Some(last), Some(first)) = (before.lines.last(), next.lines.first()) else {
        return false;
    };
    let alike =
        (last.size - first.size).abs() < 0.06 * last.size && last.bold == first.bold;
    if !alike || before.boxed != next.boxed {
        return false;
    }
    let (text, next_text) = (last.text(), first.text());
    let text = text.trim_end();
    if text.ends_with(['-', '\u{ad}', '‐']) {
        return next_text.starts_with(char::is_alphabetic);
    }
    let full = last.area.x1 + 0.2 * last.size + first.first_width
        > before.right - 0.3 * last.size;
    let indented = first.area.x0 > next.left + 0.8 * first.size;
    if !full || indented {
        return false;
    }
    let small = next_text
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .starts_with(char::is_lowercase);
    // Where paragraphs are indented, a column that begins without one goes on.
    small || !ends_sentence(text) || facts.indents && before.lines.len() > 1
}

/// Cuts the lines of a column into paragraphs.
fn paragraphs(
    page: u32,
    lines: Vec<Line>,
    column: Column<'_>,
    facts: &Facts,
) -> Vec<Part> {
    let Column { left, right, boxed, calls } = column;
    let mut parts: Vec<Part> = Vec::new();
    let mut leads = true;
    let mut open: Vec<Line> = Vec::new();
    let close = |open: &mut Vec<Line>, leads: &mut bool, parts: &mut Vec<Part>| {
        if open.is_empty() {
            return;
        }
        let mut found = part(Kind::Paragraph, page, std::mem::take(open));
        (found.left, found.right, found.boxed) = (left, right, boxed);
        found.leads = std::mem::take(leads);
        (found.kind, found.mark) = kind_of(&found, facts, calls);
        found.stands_out = stands_out(&found, facts);
        parts.push(found);
    };
    let rights = rights(&lines, left, right);
    let mut rights = rights.into_iter();
    let mut before = right;
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let column = Column { right: before, ..column };
        before = rights.next().unwrap_or(right);
        let hangs = parts.last().and_then(Part::hang);
        let goes_on = matches!(
            (open.as_slice(), hangs),
            ([first], Some((outer, inner)))
                if (first.area.x0 - outer).abs() < 0.3 * first.size
                    && (line.area.x0 - inner).abs() < 0.3 * first.size
                    && (line.size - first.size).abs() < 0.05 * first.size
                    && line.y - first.y < 1.6 * first.size
        );
        let new = !goes_on
            && open.last().is_some_and(|last| {
                starts_new(&open, last, &line, lines.peek(), column, facts)
            });
        if new {
            close(&mut open, &mut leads, &mut parts);
        }
        open.push(line);
    }
    close(&mut open, &mut leads, &mut parts);
    parts
}

/// Returns for each line the right edge of the passage that it is part of: that of its
/// column, but for passages that are set in, such as quotations.
fn rights(lines: &[Line], left: f32, right: f32) -> Vec<f32> {
    let mut rights = vec![right; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let first = &lines[start];
        let length = lines[start..]
            .iter()
            .take_while(|line| (line.area.x0 - first.area.x0).abs() < 0.4 * line.size)
            .count();
        if length > 1 && first.area.x0 > left + 0.8 * first.size {
            let passage = start..start + length;
            let reach = lines[passage.clone()]
                .iter()
                .map(|line| line.area.x1)
                .fold(0.0, f32::max);
            rights[passage].fill(reach);
        }
        start += length;
    }
    rights
}

fn is_emphatic(line: &Line, facts: &Facts) -> bool {
    line.size > 1.12 * facts.body_size
        || (line.bold && line.size > 0.93 * facts.body_size)
}

/// The edges of a column, and whether it stands in a box.
#[derive(Clone, Copy)]
struct Column<'c> {
    left: f32,
    right: f32,
    boxed: bool,
    /// The note calls near.
    calls: &'c BTreeSet<String>,
}

/// Tells whether `line` begins a paragraph after the lines `open`.
fn starts_new(
    open: &[Line],
    last: &Line,
    line: &Line,
    next: Option<&Line>,
    column: Column<'_>,
    facts: &Facts,
) -> bool {
    let Column { left, right, boxed, calls } = column;
    let size = last.size.max(line.size);
    if (last.size - line.size).abs() > 0.06 * size || last.bold != line.bold {
        return true;
    }
    let text = line.text();
    if marks::contents(&last.text(), last.widest_gap > 2.0 * size).is_some() {
        return true;
    }
    let leading = facts.leading(line.size).clamp(size, 1.9 * size);
    if line.y - last.y > 1.22 * leading {
        return true;
    }
    let small = line.size < 0.94 * facts.body_size;
    if small && marks::glued_note(&text, calls).is_some()
        || line.leading_call().is_some_and(|mark| calls.contains(mark))
    {
        return true;
    }
    if small && (line.leading_call().is_some() || marks::note(&text).is_some()) {
        return line.leading_call().is_some()
            || line.area.x0 <= open[0].area.x0 + 0.5 * size;
    }
    if marks::item(&text).is_some() && !continues_number(last, line, right) {
        return true;
    }
    if is_emphatic(line, facts) && !boxed {
        return marks::caption(&text) || marks::is_numbered(&text);
    }
    let first = &open[0];
    let in_title = first.bold && line.bold;
    if boxed && open.len() == 1 && !in_title && marks::box_title(&first.text()) {
        return true;
    }
    if hangs(last, line, next, right) {
        return true;
    }
    let hanging = marks::item(&first.text()).is_some()
        || open
            .get(1)
            .is_some_and(|second| second.area.x0 > first.area.x0 + 0.5 * size);
    let fits = {
        let indent = (last.area.x0 - left).max(0.0);
        let is_centred = ((last.area.x0 - left) - (right - last.area.x1)).abs() < size
            && indent > size;
        let used = if is_centred { last.area.width() } else { last.area.x1 - left };
        used + 0.3 * size + line.first_width < right - left - 0.3 * size
    };
    if hanging {
        // Back at or before the mark: a new paragraph, unless the line before is full.
        let back = line.area.x0 <= first.area.x0 + 0.3 * size;
        return fits
            || (back
                && open.len() > 1
                && open[1].area.x0 > first.area.x0 + 0.5 * size);
    }
    let full = last.area.x1 + line.first_width > right - 0.3 * size;
    let goes_on = full && open.len() == 1 && !ends_sentence(&last.text());
    // The further lines of an entry whose first line stands out to the left.
    let further = open.len() == 1
        && full
        && next.is_some_and(|next| {
            (next.area.x0 - line.area.x0).abs() < 0.3 * size
                && (next.size - line.size).abs() < 0.05 * size
                && next.y - line.y < 1.4 * leading
        });
    let indented = !goes_on
        && !further
        && line.area.x0 > left + 0.7 * size
        && line.area.x0 > last.area.x0 + 0.7 * size
        && line.area.x0 < left + 5.0 * size;
    let shifted = open.len() > 1 && line.area.x0 < last.area.x0 - 0.7 * size;
    fits || indented || shifted
}

/// Tells whether `line` begins an entry whose further lines are set in, as in a list of
/// references.
fn hangs(last: &Line, line: &Line, next: Option<&Line>, right: f32) -> bool {
    let Some(next) = next else { return false };
    let size = line.size;
    next.area.x0 > line.area.x0 + 0.7 * size
        && line.area.x0 < last.area.x0 + 0.3 * size
        && (next.size - size).abs() < 0.05 * size
        && next.y - line.y < 1.6 * size
        && line.area.x1 + next.first_width > right - 0.3 * size
        && !ends_sentence(&line.text())
        && ends_sentence(&last.text())
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['»', '”', '"', ')', ' ', '\u{a0}', '\u{202f}'])
        .ends_with(['.', '!', '?', ':', '…', ';'])
}

/// Tells whether what looks like a list mark at the start of a line is only a number or
/// dash that the line was broken before.
fn continues_number(last: &Line, line: &Line, right: f32) -> bool {
    let text = last.text();
    let unfinished = !text.trim_end().ends_with(['.', ':', ';', ',', '!', '?']);
    let full = last.area.x1 + line.first_width > right - 0.3 * last.size;
    let same_edge = (last.area.x0 - line.area.x0).abs() < 0.3 * last.size;
    unfinished && full && same_edge
}

/// Tells what a paragraph is, and how many bytes of its text are its mark.
fn kind_of(part: &Part, facts: &Facts, calls: &BTreeSet<String>) -> (Kind, usize) {
    let Some(first) = part.lines.first() else { return (Kind::Paragraph, 0) };
    let text = first.text();
    let letters: u32 = part.lines.iter().map(|line| line.letters).sum();
    let small = first.size < 0.94 * facts.body_size;
    let gap = part.lines.iter().any(|line| line.widest_gap > 2.0 * line.size);
    if part
        .lines
        .last()
        .is_some_and(|last| marks::contents(&last.text(), gap).is_some())
    {
        return (Kind::Contents, 0);
    }
    if marks::caption(&text) && letters < 300 {
        return (Kind::Caption, 0);
    }
    let is_called = || first.leading_call().is_some_and(|mark| calls.contains(mark));
    if small && first.leading_call().is_some() || is_called() {
        return (Kind::Note, 0);
    }
    let note = || marks::glued_note(&text, calls).or_else(|| marks::note(&text));
    if small && let Some(Mark { length }) = note() {
        return (Kind::Note, length);
    }
    let last_text = part.lines.last().map(Line::text).unwrap_or_default();
    let heading = is_emphatic(first, facts)
        && (!part.boxed || first.size > 1.35 * facts.body_size)
        && !marks::box_title(&text)
        && part.lines.len() <= 4
        && letters < 240
        && text.chars().filter(|c| c.is_alphabetic()).count() > 1
        && (first.size > 1.3 * facts.body_size
            || !last_text.trim_end().ends_with(['.', ';', ',']))
        && !text.starts_with(['•', '–', '▪', '●']);
    if heading {
        return (Kind::Heading(1), 0);
    }
    if let Some(Mark { length }) = marks::item(&text) {
        return (Kind::Item(1), length);
    }
    (Kind::Paragraph, 0)
}

/// Tells whether a paragraph is one or two short lines in another font or colour than
/// running text, and no sentence: it may be a heading of the size of the text.
fn stands_out(part: &Part, facts: &Facts) -> bool {
    let letters: u32 = part.lines.iter().map(|line| line.letters).sum();
    let other = |line: &Line| {
        line.look.is_some_and(|look| look != facts.body_look)
            && (line.size - facts.body_size).abs() < 0.12 * facts.body_size
    };
    let text = text_of(part);
    let starts = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    part.kind == Kind::Paragraph
        && !part.boxed
        && !marks::box_title(&text)
        && part.lines.len() <= 2
        && (3..120).contains(&letters)
        && starts
        && part.lines.iter().all(other)
        && !text.trim_end().ends_with(['.', ',', ';', ':', '!', '»', '”'])
}

/// Returns the note calls in the running text of a page.
fn calls(elements: &[Element]) -> BTreeSet<String> {
    let mut calls = BTreeSet::new();
    for element in elements {
        match element {
            Element::Lines { lines, .. } => {
                for piece in lines.iter().flat_map(|line| line.pieces.iter().skip(1)) {
                    if let Piece::Call(mark) = piece {
                        calls.insert(mark.clone());
                    }
                }
            }
            Element::Box { inside, .. } => calls.append(&mut self::calls(inside)),
            Element::Table(_) => {}
        }
    }
    calls
}

/// Returns the words of the lines, without raised marks.
pub(super) fn text_of(part: &Part) -> String {
    let lines: Vec<String> = part.lines.iter().map(Line::text).collect();
    lines.join(" ")
}

impl Part {
    pub(super) fn is_centred(&self) -> bool {
        let Some(line) = self.lines.first() else { return false };
        let (before, after) = (line.area.x0 - self.left, self.right - line.area.x1);
        (before - after).abs() < 2.0 * line.size && before > 2.0 * line.size
    }

    /// Returns where the first line and the others begin, if these are set in.
    fn hang(&self) -> Option<(f32, f32)> {
        let [first, second, rest @ ..] = self.lines.as_slice() else { return None };
        let (outer, inner) = (first.area.x0, second.area.x0);
        let is_even =
            rest.iter().all(|line| (line.area.x0 - inner).abs() < 0.3 * line.size);
        (inner > outer + 0.7 * first.size && is_even).then_some((outer, inner))
    }

    /// Tells whether it begins with a raised mark.
    pub(super) fn starts_with_call(&self) -> bool {
        self.lines
            .first()
            .and_then(|line| line.pieces.first())
            .is_some_and(|piece| matches!(piece, Piece::Call(_)))
    }
}
