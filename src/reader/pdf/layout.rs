//! Reading order: the areas of a page, cut at white space.
//!
//! A region is looked at from top to bottom in *bands*, parts that overlap in height.
//! Where neighbouring bands leave the same upright strip white, with running text on
//! both sides, they are columns, and each column is a region again. All else is read
//! straight down.

use super::geometry::Area;
use super::lines::{Line, lines, rows};
use super::tables::{self, Grid};
use super::words::{Sheet, Word};

/// How deep columns may stand in columns.
const DEEPEST: u32 = 6;
/// The narrowest strip between columns, in parts of the type size.
const GUTTER: f32 = 0.7;

/// A part of a page, in reading order.
#[derive(Debug)]
pub(super) enum Element {
    /// Lines of text, one under the other.
    Lines {
        lines: Vec<Line>,
        /// The left and right edge of the column that they stand in.
        left: f32,
        right: f32,
    },
    /// A table.
    Table(Grid),
    /// A framed or shaded box with its own text; `float` if text runs beside it.
    Box { inside: Vec<Element>, float: bool },
}

/// Something that stands in the text as a whole.
pub(super) struct Object {
    pub(super) area: Area,
    pub(super) element: Element,
}

/// Returns the parts of a sheet in reading order.
///
/// `body_size` is the size of most type of the document.
pub(super) fn elements(sheet: Sheet, body_size: f32) -> Vec<Element> {
    let Sheet { words, rules, boxes, width, height, page, .. } = sheet;
    let page_area = Area::new(0.0, 0.0, width, height);
    let across = tables::across(&rules);
    let (mut words, mut objects) = tables::ruled(page, words, &rules);
    for frame in frames(&boxes, &page_area, &objects) {
        let (inside, outside): (Vec<_>, Vec<_>) =
            words.into_iter().partition(|word| frame.holds_middle(&word.area));
        let (held, kept): (Vec<_>, Vec<_>) =
            objects.into_iter().partition(|object| frame.holds_middle(&object.area));
        (words, objects) = (outside, kept);
        let Some(inner) = hull(&inside, &held) else { continue };
        if outside_is_bare(&words, &objects) {
            // A frame round the whole page frames nothing.
            words.extend(inside);
            objects.extend(held);
            continue;
        }
        let mut parts = Vec::new();
        cut(page, inside, held, inner, 1, &across, &mut parts);
        objects.push(Object {
            area: frame,
            element: Element::Box { inside: parts, float: false },
        });
    }
    let mut out = Vec::new();
    let (notes, words) = split_notes(words, &objects, body_size);
    for part in [(words, objects), (notes, Vec::new())] {
        if let Some(area) = hull(&part.0, &part.1) {
            cut(page, part.0, part.1, area, 0, &across, &mut out);
        }
    }
    out
}

fn outside_is_bare(words: &[Word], objects: &[Object]) -> bool {
    words.is_empty() && objects.is_empty()
}

fn hull(words: &[Word], objects: &[Object]) -> Option<Area> {
    Area::hull_of(
        words.iter().map(|word| &word.area).chain(objects.iter().map(|o| &o.area)),
    )
}

/// Returns the frames and shaded areas that may set a text apart: the outermost ones
/// that are neither a table nor nearly the page.
fn frames(boxes: &[Area], page: &Area, objects: &[Object]) -> Vec<Area> {
    let mut found: Vec<Area> = Vec::new();
    for area in boxes {
        let is_small = area.width() < 60.0 || area.height() < 14.0;
        let is_page =
            area.width() > 0.9 * page.width() && area.height() > 0.6 * page.height();
        let in_table = objects.iter().any(|object| {
            object.area.grown(2.0).holds_middle(area) && area.height() < 200.0
        });
        if is_small || is_page || in_table {
            continue;
        }
        // The strips of one shaded area join.
        match found.iter_mut().find(|other| other.grown(1.5).touches(area)) {
            Some(other) => *other = other.hull(area),
            None => found.push(*area),
        }
        if found.len() > 60 {
            // A drawing.
            return Vec::new();
        }
    }
    found
}

/// Takes the footnotes off: the rows at the foot of the page that are all in smaller
/// type than the body, if the first begins with a mark.
fn split_notes(
    words: Vec<Word>,
    objects: &[Object],
    body_size: f32,
) -> (Vec<Word>, Vec<Word>) {
    let Some(area) = hull(&words, objects) else { return (Vec::new(), words) };
    let middle = f32::midpoint(area.y0, area.y1);
    let lowest_object =
        objects.iter().map(|object| object.area.y1).fold(f32::MIN, f32::max);
    let is_mark = |word: &&Word| {
        word.area.y0 > middle
            && word.size <= 0.93 * body_size
            && word.text.starts_with(is_note_mark)
    };
    if !words.iter().any(|word| is_mark(&word)) {
        return (Vec::new(), words);
    }
    let lower: Vec<Word> = words
        .iter()
        .filter(|word| word.area.y0 > middle.max(lowest_object))
        .cloned()
        .collect();
    let mut top = None;
    for row in rows(lower).iter().rev() {
        if row.iter().any(|word| word.size > 0.93 * body_size) {
            break;
        }
        let Some(first) = row.first() else { continue };
        if first.text.starts_with(is_note_mark) {
            top = row.iter().map(|word| word.area.y0).reduce(f32::min);
        }
    }
    let Some(top) = top else { return (Vec::new(), words) };
    words.into_iter().partition(|word| word.area.y0 >= top - 0.01)
}

/// Tells whether a footnote may begin with the character.
fn is_note_mark(letter: char) -> bool {
    letter.is_ascii_digit() || "*†‡[(".contains(letter)
}

/// Words and objects that overlap in height.
struct Band {
    area: Area,
    words: Vec<Word>,
    objects: Vec<Object>,
    /// The strips that are covered, from left to right, disjoint.
    cover: Vec<(f32, f32)>,
}

fn cut(
    page: u32,
    words: Vec<Word>,
    mut objects: Vec<Object>,
    region: Area,
    depth: u32,
    across: &[tables::Rule],
    out: &mut Vec<Element>,
) {
    let words = tables::unruled(page, words, across, &mut objects);
    let size = typical_size(&words);
    let bands = bands(words, objects);
    let mut plain: Vec<Band> = Vec::new();
    let mut bands = bands.into_iter().peekable();
    let mut ahead: Vec<Band> = Vec::new();
    loop {
        // Look at all bands from here on that leave a strip white.
        let mut strips = vec![(region.x0, region.x1)];
        let mut reach = 0;
        loop {
            while ahead.len() <= reach {
                match bands.next() {
                    Some(band) => ahead.push(band),
                    None => break,
                }
            }
            let Some(band) = ahead.get(reach) else { break };
            let left = without(&strips, &band.cover, GUTTER * size);
            if left.is_empty() {
                break;
            }
            strips = left;
            reach += 1;
        }
        if ahead.is_empty() {
            break;
        }
        let more = ahead.len() > reach;
        let reach = trimmed(&ahead[..reach], more, size);
        let gutters = if depth < DEEPEST {
            gutters(&ahead[..reach], &region, size)
        } else {
            Vec::new()
        };
        if gutters.is_empty() {
            plain.push(ahead.remove(0));
            continue;
        }
        flush(&mut plain, &region, out);
        let columns: Vec<Band> = ahead.drain(..reach).collect();
        cut_columns(page, columns, &gutters, depth, across, out);
    }
    flush(&mut plain, &region, out);
}

/// Reads bands that are columns, from left to right. A column that is nothing but a box
/// comes first, as text may run on below it.
fn cut_columns(
    page: u32,
    bands: Vec<Band>,
    gutters: &[(f32, f32)],
    depth: u32,
    across: &[tables::Rule],
    out: &mut Vec<Element>,
) {
    let mut columns: Vec<(Vec<Word>, Vec<Object>)> = Vec::new();
    columns.resize_with(gutters.len() + 1, Default::default);
    let place = |area: &Area| {
        let middle = f32::midpoint(area.x0, area.x1);
        gutters
            .iter()
            .filter(|gutter| middle > f32::midpoint(gutter.0, gutter.1))
            .count()
    };
    for band in bands {
        for word in band.words {
            let place = place(&word.area);
            columns[place].0.push(word);
        }
        for object in band.objects {
            let place = place(&object.area);
            columns[place].1.push(object);
        }
    }
    let (floats, texts): (Vec<_>, Vec<_>) = columns.into_iter().partition(|column| {
        column.0.is_empty()
            && column.1.iter().all(|o| matches!(o.element, Element::Box { .. }))
    });
    for object in floats.into_iter().flat_map(|column| column.1) {
        if let Element::Box { inside, .. } = object.element {
            out.push(Element::Box { inside, float: true });
        }
    }
    for (words, objects) in texts {
        if let Some(area) = hull(&words, &objects) {
            cut(page, words, objects, area, depth + 1, across, out);
        }
    }
}

/// Turns bands that are read straight down into lines and objects.
fn flush(plain: &mut Vec<Band>, region: &Area, out: &mut Vec<Element>) {
    let mut words: Vec<Word> = Vec::new();
    let write = |words: &mut Vec<Word>, out: &mut Vec<Element>| {
        if !words.is_empty() {
            out.push(Element::Lines {
                lines: lines(std::mem::take(words)),
                left: region.x0,
                right: region.x1,
            });
        }
    };
    for band in plain.drain(..) {
        if band.objects.is_empty() {
            words.extend(band.words);
            continue;
        }
        // Words beside an object: those that begin above it come first.
        let top = band.objects.iter().map(|o| o.area.y0).fold(f32::MAX, f32::min);
        let (above, below): (Vec<_>, Vec<_>) =
            band.words.into_iter().partition(|word| word.y < top);
        words.extend(above);
        write(&mut words, out);
        out.extend(band.objects.into_iter().map(|object| object.element));
        words.extend(below);
    }
    write(&mut words, out);
}

fn typical_size(words: &[Word]) -> f32 {
    let mut sizes: Vec<f32> = words.iter().map(|word| word.size).collect();
    let middle = sizes.len() / 2;
    if sizes.is_empty() {
        return 10.0;
    }
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

fn bands(words: Vec<Word>, objects: Vec<Object>) -> Vec<Band> {
    enum Item {
        Word(Word),
        Object(Object),
    }
    let mut items: Vec<(Area, Item)> = words
        .into_iter()
        .map(|word| (word.area, Item::Word(word)))
        .chain(objects.into_iter().map(|object| (object.area, Item::Object(object))))
        .collect();
    items.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0));
    let mut bands: Vec<Band> = Vec::new();
    for (area, item) in items {
        let joins = bands.last().is_some_and(|band| area.y0 < band.area.y1 - 0.01);
        if !joins {
            bands.push(Band {
                area,
                words: Vec::new(),
                objects: Vec::new(),
                cover: Vec::new(),
            });
        }
        if let Some(band) = bands.last_mut() {
            band.area = band.area.hull(&area);
            band.cover.push((area.x0, area.x1));
            match item {
                Item::Word(word) => band.words.push(word),
                Item::Object(object) => band.objects.push(object),
            }
        }
    }
    for band in &mut bands {
        band.cover = if is_contents(band) {
            vec![(band.area.x0, band.area.x1)]
        } else {
            merged(std::mem::take(&mut band.cover))
        };
    }
    bands
}

/// Tells whether the band is a line of contents: words, one wide gap, a page number. Its
/// gap is none between columns.
fn is_contents(band: &Band) -> bool {
    if !band.objects.is_empty() || band.words.len() < 2 || band.words.len() > 40 {
        return false;
    }
    let mut words: Vec<&Word> = band.words.iter().collect();
    words.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    let [before @ .., last] = words.as_slice() else { return false };
    let wide = words
        .windows(2)
        .filter(|pair| pair[1].area.x0 - pair[0].area.x1 > 1.5 * pair[0].size)
        .count();
    let off = before.last().is_some_and(|word| {
        last.area.x0 - word.area.x1 > 1.5 * word.size
            && (last.y - word.y).abs() < 0.2 * word.size
    });
    off && wide == 1
        && (1..=3).contains(&last.text.len())
        && last.text.bytes().all(|byte| byte.is_ascii_digit())
        && before.iter().any(|word| word.text.contains(char::is_alphabetic))
}

/// Merges strips that touch.
fn merged(mut strips: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    strips.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut merged: Vec<(f32, f32)> = Vec::new();
    for strip in strips {
        match merged.last_mut() {
            Some(last) if strip.0 <= last.1 => last.1 = last.1.max(strip.1),
            _ => merged.push(strip),
        }
    }
    merged
}

/// Returns what of the strips is not covered, if at least `narrowest` wide.
fn without(
    strips: &[(f32, f32)],
    cover: &[(f32, f32)],
    narrowest: f32,
) -> Vec<(f32, f32)> {
    let mut left = Vec::new();
    for &(start, end) in strips {
        let mut from = start;
        for &(covered, until) in cover {
            if until <= from || covered >= end {
                continue;
            }
            if covered - from >= narrowest {
                left.push((from, covered));
            }
            from = from.max(until);
        }
        if end - from >= narrowest {
            left.push((from, end));
        }
    }
    left
}

/// Returns how many of the bands to keep: those at the end that stand on one side only,
/// far below the rest, belong to what follows.
fn trimmed(bands: &[Band], more: bool, size: f32) -> usize {
    if !more {
        return bands.len();
    }
    let Some(all) = Area::hull_of(bands.iter().map(|band| &band.area)) else {
        return 0;
    };
    let middle = f32::midpoint(all.x0, all.x1);
    let mut keep = bands.len();
    while keep > 1 {
        let (band, before) = (&bands[keep - 1], &bands[keep - 2]);
        let one_sided = band.area.x1 < middle + 0.2 * all.width();
        let far = band.area.y0 - before.area.y1 > 0.9 * size;
        let starts_left = band.area.x0 < all.x0 + size;
        if one_sided && starts_left && far {
            return keep - 1;
        }
        if !(one_sided && starts_left) {
            break;
        }
        keep -= 1;
    }
    bands.len()
}

/// Returns the white strips between columns of running text; none if the bands are not
/// columns.
fn gutters(bands: &[Band], region: &Area, size: f32) -> Vec<(f32, f32)> {
    let mut strips = vec![(region.x0, region.x1)];
    for band in bands {
        strips = without(&strips, &band.cover, GUTTER * size);
    }
    let Some(all) = Area::hull_of(bands.iter().map(|band| &band.area)) else {
        return Vec::new();
    };
    strips.retain(|strip| strip.0 > all.x0 + 1.0 && strip.1 < all.x1 - 1.0);
    // Every column must read like text.
    let mut kept: Vec<(f32, f32)> = Vec::new();
    for strip in strips {
        let from = kept.last().map_or(f32::MIN, |strip| strip.1);
        if is_text(bands, from, strip.0, size)
            && is_text(bands, strip.1, f32::MAX, size)
        {
            kept.push(strip);
        }
    }
    kept
}

/// Tells whether there is running text, or a box or table, between two places: at least
/// three lines, of more than a word each.
fn is_text(bands: &[Band], from: f32, to: f32, size: f32) -> bool {
    let inside = |area: &Area| area.x0 >= from - 0.1 && area.x1 <= to + 0.1;
    let mut lines = 0.0_f32;
    let mut letters = 0;
    let mut last = f32::MIN;
    for band in bands {
        for word in band.words.iter().filter(|word| inside(&word.area)) {
            letters += word.letters;
        }
        let mut tops: Vec<f32> = band
            .words
            .iter()
            .filter(|word| inside(&word.area))
            .map(|word| word.y)
            .collect();
        tops.sort_by(f32::total_cmp);
        for y in tops {
            if y - last > 0.6 * size {
                lines += 1.0;
                last = y;
            }
        }
        for object in band.objects.iter().filter(|object| inside(&object.area)) {
            lines += (object.area.height() / (1.2 * size)).floor();
            letters += 1000;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of letters")]
    let per_line = letters as f32 / lines.max(1.0);
    lines >= 3.0 && per_line >= 9.0
}
