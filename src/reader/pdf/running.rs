//! Running headers, footers and page numbers: what stands at the edge of several pages.

use std::collections::BTreeMap;

use super::geometry::Area;
use super::lines::{Line, lines, rows};
use super::words::{Sheet, Word};

/// How much of the page's height, at the head and at the foot, may hold running lines.
const EDGE: f32 = 0.14;

/// The running lines of a sheet, taken out of it.
#[derive(Debug, Default)]
pub(super) struct Running {
    pub(super) header: Vec<Line>,
    pub(super) footer: Vec<Line>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Head,
    Foot,
}

/// A row at the edge of a sheet.
struct Candidate {
    sheet: usize,
    edge: Edge,
    area: Area,
    /// The words with digits as `#`.
    key: String,
    /// The number with which it begins, less the page: the same on each page for a page
    /// number, not for the number of a note.
    lead: Option<i64>,
}

/// Takes the running lines out of the sheets, in the order of the sheets.
pub(super) fn take(sheets: &mut [Sheet]) -> Vec<Running> {
    let candidates: Vec<Candidate> = sheets
        .iter()
        .enumerate()
        .flat_map(|(at, sheet)| {
            let mut found = edge_rows(at, sheet, Edge::Head);
            found.extend(edge_rows(at, sheet, Edge::Foot));
            found
        })
        .collect();
    let mut seen: BTreeMap<(Edge, &str), Vec<_>> = BTreeMap::new();
    for candidate in &candidates {
        seen.entry((candidate.edge, &candidate.key)).or_default().push((
            sheets[candidate.sheet].page,
            place(candidate, sheets),
            candidate.lead,
        ));
    }
    let mut running: Vec<Running> = Vec::new();
    running.resize_with(sheets.len(), Running::default);
    let mut taken: Vec<(usize, Edge, Area)> = Vec::new();
    for candidate in &candidates {
        let page = sheets[candidate.sheet].page;
        let at = place(candidate, sheets);
        let words = candidate.key.chars().filter(|c| c.is_alphabetic()).count();
        let again = seen[&(candidate.edge, candidate.key.as_str())].iter().any(
            |&(other, there, lead)| {
                other != page
                    && lead == candidate.lead
                    && (words >= 6 || (there - at).abs() <= 6.0)
            },
        );
        let is_number = candidate.edge == Edge::Foot && is_page_number(&candidate.key);
        if again || is_number {
            taken.push((candidate.sheet, candidate.edge, candidate.area));
        }
    }
    for (at, edge, area) in taken {
        let sheet = &mut sheets[at];
        let (row, kept): (Vec<Word>, Vec<Word>) = std::mem::take(&mut sheet.words)
            .into_iter()
            .partition(|word| area.grown(0.1).holds_middle(&word.area));
        sheet.words = kept;
        let found = lines(row);
        match edge {
            Edge::Head => running[at].header.extend(found),
            Edge::Foot => running[at].footer.extend(found),
        }
    }
    for lines in &mut running {
        lines.footer.sort_by(|a, b| a.y.total_cmp(&b.y));
    }
    running
}

/// Returns the distance of the row from its edge of the page.
fn place(candidate: &Candidate, sheets: &[Sheet]) -> f32 {
    match candidate.edge {
        Edge::Head => candidate.area.y0,
        Edge::Foot => sheets[candidate.sheet].height - candidate.area.y1,
    }
}

/// Returns the rows at an edge, from the edge inwards, up to the first gap.
fn edge_rows(at: usize, sheet: &Sheet, edge: Edge) -> Vec<Candidate> {
    let band = EDGE * sheet.height;
    let words: Vec<Word> = sheet
        .words
        .iter()
        .filter(|word| match edge {
            Edge::Head => word.area.y1 < band,
            Edge::Foot => word.area.y0 > sheet.height - band,
        })
        .cloned()
        .collect();
    let mut rows = rows(words);
    if edge == Edge::Foot {
        rows.reverse();
    }
    let mut found: Vec<Candidate> = Vec::new();
    for row in rows {
        let Some(area) = Area::hull_of(row.iter().map(|word| &word.area)) else {
            continue;
        };
        let size = row.iter().map(|word| word.size).fold(0.0, f32::max);
        if let Some(last) = found.last() {
            let gap = -area.overlap_y(&last.area);
            if gap > 0.6 * size || found.len() >= 4 {
                break;
            }
        }
        if in_table(&area, &sheet.rules) {
            // The head of a table is repeated, too.
            break;
        }
        let words: Vec<&str> = row.iter().map(|word| word.text.as_str()).collect();
        let words = words.join(" ");
        let lead = lead(&words).map(|number| number - i64::from(sheet.page));
        found.push(Candidate { sheet: at, edge, area, key: key(&words), lead });
    }
    found
}

/// Returns the number with which the words begin.
fn lead(words: &str) -> Option<i64> {
    let end = words.bytes().take_while(u8::is_ascii_digit).count();
    words.get(..end)?.parse().ok()
}

/// Tells whether upright rules stand left and right of, or between, the words of a row.
fn in_table(row: &Area, rules: &[Area]) -> bool {
    let middle = f32::midpoint(row.y0, row.y1);
    let upright = rules.iter().filter(|rule| {
        rule.height() > 5.0
            && rule.height() > rule.width()
            && (rule.y0 - 1.0..=rule.y1 + 1.0).contains(&middle)
    });
    let mut places: Vec<f32> = upright.map(|rule| rule.x0).collect();
    places.sort_by(f32::total_cmp);
    places.dedup_by(|a, b| (*a - *b).abs() < 4.0);
    places.len() >= 3
}

/// Returns the words in lower case, each run of digits as `#`.
fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            if !key.ends_with('#') {
                key.push('#');
            }
        } else {
            key.extend(letter.to_lowercase());
        }
    }
    key
}

/// Tells whether the row is nothing but a page number, as in `3`, `– 3 –`, `3 / 12`,
/// `Page 3 sur 12`, `page 3 of 12`.
fn is_page_number(key: &str) -> bool {
    let words: Vec<&str> = key
        .split(|c: char| c.is_whitespace() || "–—-|/".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let known = ["#", "page", "p.", "sur", "of", "de"];
    words.contains(&"#")
        && words.len() <= 4
        && words.iter().all(|word| known.contains(word))
}
