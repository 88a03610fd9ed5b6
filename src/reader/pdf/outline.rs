//! The outline of a document: its title, the levels of its headings, of its lists, and
//! what the parts between them are.

use std::collections::BTreeMap;

use super::blocks::{Kind, Part, quarters, text_of};
use super::{marks, site};

/// Settles the kinds that only the whole document tells.
pub(super) fn settle(parts: &mut Vec<Part>) {
    join_tables(parts);
    contents(parts);
    front(parts);
    site::mark(parts);
    minor_headings(parts);
    end_notes(parts);
    sources(parts);
    levels(parts);
    lists(parts);
}

/// Joins tables that go on over the page.
fn join_tables(parts: &mut Vec<Part>) {
    let mut last: Option<usize> = None;
    let mut at = 0;
    while at < parts.len() {
        match parts[at].kind {
            Kind::Table => {
                let goes_on = last.is_some_and(|last| {
                    match (&parts[last].grid, &parts[at].grid) {
                        (Some(grid), Some(next)) => grid.goes_on_in(next),
                        _ => false,
                    }
                });
                if goes_on
                    && let Some(last) = last
                    && let Some(next) = parts.remove(at).grid
                    && let Some(grid) = &mut parts[last].grid
                {
                    grid.append(next);
                    continue;
                }
                last = Some(at);
            }
            Kind::Header | Kind::Footer | Kind::Note | Kind::Site => {}
            _ => last = None,
        }
        at += 1;
    }
}

/// The looks of a heading: size in quarter points, then weight and slant.
type Looks = (u32, bool, bool);

fn looks(part: &Part) -> Looks {
    part.lines.first().map_or((0, false, false), |line| {
        (quarters(line.size) / 2, line.bold, !line.italic)
    })
}

/// Marks the heading of a table of contents, and lines in it that have no leader.
fn contents(parts: &mut [Part]) {
    for at in 0..parts.len() {
        if parts[at].kind == Kind::Contents
            || parts[at].lines.len() > 2
            || !marks::contents_heading(&text_of(&parts[at]))
        {
            continue;
        }
        let follows = parts[at + 1..]
            .iter()
            .filter(|part| !matches!(part.kind, Kind::Header | Kind::Footer))
            .take(3)
            .any(|part| part.kind == Kind::Contents || ends_with_page(part));
        if !follows {
            continue;
        }
        parts[at].kind = Kind::Contents;
        for part in &mut parts[at + 1..] {
            match part.kind {
                Kind::Header | Kind::Footer | Kind::Contents => {}
                _ if ends_with_page(part) => part.kind = Kind::Contents,
                _ => break,
            }
        }
    }
}

fn ends_with_page(part: &Part) -> bool {
    let text = text_of(part);
    let words = text.trim_end().rsplit(' ').next().unwrap_or_default();
    text.len() < 200
        && !words.is_empty()
        && words.len() <= 4
        && words.bytes().all(|byte| byte.is_ascii_digit())
        && text.contains(char::is_alphabetic)
}

/// Finds the title, and keeps the lines round it (publisher, date) from being headings.
fn front(parts: &mut [Part]) {
    let first_page = parts
        .iter()
        .find(|part| !matches!(part.kind, Kind::Header | Kind::Footer))
        .map(|part| part.page);
    let Some(first_page) = first_page else { return };
    let on_first =
        |part: &Part| part.page == first_page && matches!(part.kind, Kind::Heading(_));
    let Some(largest) = parts.iter().filter(|part| on_first(part)).map(looks).max()
    else {
        return;
    };
    let Some(title) =
        parts.iter().position(|part| on_first(part) && looks(part) == largest)
    else {
        return;
    };
    let later = parts
        .iter()
        .filter(|part| matches!(part.kind, Kind::Heading(_)) && part.page > first_page)
        .filter(|part| looks(part) == largest)
        .count();
    // A first section heading that looks like all others is not the title.
    let numbered = marks::is_numbered(&text_of(&parts[title]));
    if numbered || (later > 0 && title > 2) {
        return;
    }
    parts[title].kind = Kind::Heading(0);
    // What stands between the title and the first section that has text below it.
    for at in 0..parts.len() {
        let part = &parts[at];
        if part.page != first_page {
            break;
        }
        if at == title || !matches!(part.kind, Kind::Heading(_)) {
            continue;
        }
        let same_elsewhere = parts.iter().enumerate().any(|(other, part)| {
            other != at
                && other != title
                && part.page > first_page
                && matches!(part.kind, Kind::Heading(_))
                && looks(part) == looks(&parts[at])
        });
        let next = parts.get(at + 1);
        let followed = next.is_some_and(|next| {
            let length = text_of(next).chars().count();
            next.page == first_page
                && match next.kind {
                    Kind::Paragraph | Kind::Item(_) => length >= 60,
                    Kind::Heading(_) => !part.is_centred() && at > title,
                    Kind::Contents | Kind::Caption | Kind::Table => true,
                    _ => false,
                }
        });
        let before_title = at < title;
        if before_title || (!followed && (part.is_centred() || !same_elsewhere)) {
            parts[at].kind = Kind::Paragraph;
        }
    }
}

/// Makes headings of the short lines in another type that stand right above running
/// text: they are set in the size of the text, in italics, in another font or colour.
fn minor_headings(parts: &mut [Part]) {
    let aside = |part: &&Part| {
        matches!(part.kind, Kind::Header | Kind::Footer | Kind::Note | Kind::Site)
    };
    let title = parts.iter().position(|part| part.kind == Kind::Heading(0));
    for at in title.map_or(0, |title| title + 1)..parts.len() {
        if !parts[at].stands_out || parts[at].kind != Kind::Paragraph {
            continue;
        }
        let follows = parts[at + 1..].iter().find(|part| !aside(part));
        let is_above_text = follows.is_some_and(|next| {
            next.kind == Kind::Paragraph
                && !next.stands_out
                && text_of(next).chars().count() >= 80
        });
        let under_title = title.is_some_and(|title| {
            parts[title..at].iter().all(|part| {
                part.page == parts[at].page
                    && (matches!(part.kind, Kind::Heading(0))
                        || text_of(part).len() < 80)
            })
        });
        if is_above_text && !under_title && !parts[at].is_centred() {
            parts[at].kind = Kind::Heading(1);
        }
    }
}

/// Marks the items below a heading `Notes` as notes.
fn end_notes(parts: &mut [Part]) {
    let mut inside = false;
    for part in parts {
        match part.kind {
            Kind::Heading(_) => inside = marks::notes_heading(&text_of(part)),
            Kind::Item(_) | Kind::Paragraph if inside => {
                let text = text_of(part);
                if part.starts_with_call() {
                    part.kind = Kind::Note;
                } else if let Some(mark) = marks::note(&text) {
                    part.kind = Kind::Note;
                    part.mark = mark.length;
                }
            }
            _ => {}
        }
    }
}

/// Lets a line that names a source be a caption only near a table or picture.
fn sources(parts: &mut [Part]) {
    for at in 0..parts.len() {
        let is_source = parts[at].kind == Kind::Caption
            && text_of(&parts[at]).to_lowercase().starts_with(['n', 'l']);
        if !is_source {
            continue;
        }
        let near = parts[at.saturating_sub(3)..at]
            .iter()
            .any(|part| matches!(part.kind, Kind::Table | Kind::Caption));
        if !near {
            parts[at].kind = Kind::Paragraph;
        }
    }
}

/// Gives each look of headings a level: larger before smaller, heavy before light; the
/// numbers of sections decide where they are.
fn levels(parts: &mut [Part]) {
    let mut styles: BTreeMap<Looks, BTreeMap<u8, usize>> = BTreeMap::new();
    for part in parts.iter().filter(|part| is_section(part)) {
        if marks::notes_heading(&text_of(part)) {
            continue;
        }
        let depths = styles.entry(looks(part)).or_default();
        let depth = marks::section_depth(&text_of(part)).unwrap_or(0);
        *depths.entry(depth).or_default() += 1;
    }
    let mut level_of: BTreeMap<Looks, u8> = BTreeMap::new();
    let mut rank = 0;
    for (style, depths) in styles.iter().rev() {
        let numbered = depths
            .iter()
            .filter(|(depth, _)| **depth > 0)
            .max_by_key(|(depth, count)| (**count, std::cmp::Reverse(**depth)))
            .map(|(depth, _)| *depth);
        rank = numbered.unwrap_or(rank + 1).clamp(rank.max(1), 6);
        level_of.insert(*style, rank);
    }
    for part in parts.iter_mut().filter(|part| is_section(part)) {
        let by_number = marks::section_depth(&text_of(part));
        let level = by_number.or_else(|| level_of.get(&looks(part)).copied());
        part.kind = Kind::Heading(level.unwrap_or(1).clamp(1, 6));
    }
}

fn is_section(part: &Part) -> bool {
    matches!(part.kind, Kind::Heading(level) if level > 0)
}

/// Gives list items their levels, from how far their marks stand in.
fn lists(parts: &mut [Part]) {
    let mut stack: Vec<f32> = Vec::new();
    for part in parts {
        let Kind::Item(_) = part.kind else {
            if !matches!(part.kind, Kind::Header | Kind::Footer | Kind::Note) {
                stack.clear();
            }
            continue;
        };
        let Some(line) = part.lines.first() else { continue };
        let (x, size) = (line.area.x0, line.size);
        while stack.last().is_some_and(|last| x < last - 0.4 * size) {
            stack.pop();
        }
        if stack.last().is_none_or(|last| x > last + 0.4 * size) {
            stack.push(x);
        }
        part.kind = Kind::Item(u8::try_from(stack.len()).unwrap_or(9).min(9));
    }
}
