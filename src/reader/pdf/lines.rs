//! Words to lines, with the raised marks that call notes told apart.

use super::content::UNKNOWN;
use super::geometry::Area;
use super::words::Word;

/// A line of type.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    pub(super) area: Area,
    /// The base line.
    pub(super) y: f32,
    /// The height of most of the type, in points.
    pub(super) size: f32,
    /// Whether most of the type is heavy.
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// The font and the colour, as a number, if all words have the same.
    pub(super) look: Option<u32>,
    /// How many characters it has.
    pub(super) letters: u32,
    /// The width up to the first space.
    pub(super) first_width: f32,
    /// The widest gap between words, in points.
    pub(super) widest_gap: f32,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Words.
    Text(String),
    /// A raised mark.
    Call(String),
}

impl Line {
    /// Returns the words, without raised marks.
    pub(super) fn text(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Call(_) => "",
            })
            .collect()
    }

    /// Returns the raised mark with which the line begins.
    pub(super) fn leading_call(&self) -> Option<&str> {
        match self.pieces.first() {
            Some(Piece::Call(mark)) => Some(mark),
            _ => None,
        }
    }
}

/// Sets words into lines, from top to bottom.
pub(super) fn lines(words: Vec<Word>) -> Vec<Line> {
    rows(words).into_iter().filter_map(line).collect()
}

/// Groups words that stand on one line; each row from left to right.
pub(super) fn rows(mut words: Vec<Word>) -> Vec<Vec<Word>> {
    words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.area.x0.total_cmp(&b.area.x0)));
    let mut rows: Vec<(Area, Vec<Word>)> = Vec::new();
    for word in words {
        let place = rows.iter_mut().rev().take(4).find(|(area, _)| {
            let least = area.height().min(word.area.height());
            area.overlap_y(&word.area) > 0.5 * least
        });
        if let Some((area, row)) = place {
            *area = area.hull(&word.area);
            row.push(word);
        } else {
            rows.push((word.area, vec![word]));
        }
    }
    join_raised(&mut rows);
    rows.into_iter()
        .map(|(_, mut row)| {
            row.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
            row
        })
        .collect()
}

/// Puts rows of nothing but small raised or lowered type into the row that they overlap.
fn join_raised(rows: &mut Vec<(Area, Vec<Word>)>) {
    let largest = |row: &[Word]| row.iter().map(|word| word.size).fold(0.0, f32::max);
    let mut at = 0;
    while at < rows.len() {
        let (area, size) = (rows[at].0, largest(&rows[at].1));
        let home =
            [at.checked_sub(1), Some(at + 1)].into_iter().flatten().find(|&home| {
                rows.get(home).is_some_and(|(other, row)| {
                    size < 0.87 * largest(row)
                        && area.overlap_y(other) > 0.4 * area.height()
                        && row
                            .iter()
                            .all(|word| word.area.overlap_x(&area) < 0.3 * size)
                })
            });
        if let Some(home) = home {
            let (_, words) = rows.remove(at);
            let home = if home > at { home - 1 } else { home };
            rows[home].0 = rows[home].0.hull(&area);
            rows[home].1.extend(words);
        } else {
            at += 1;
        }
    }
}

/// Returns the size of most of the letters, and their base line.
fn main_type(row: &[Word]) -> Option<(f32, f32)> {
    let best = row.iter().max_by(|a, b| {
        let weight = |word: &Word| -> u32 {
            row.iter()
                .filter(|other| {
                    (other.size - word.size).abs() < 0.05 * word.size
                        && (other.y - word.y).abs() < 0.1 * word.size
                })
                .map(|other| other.letters)
                .sum()
        };
        weight(a).cmp(&weight(b)).then(a.size.total_cmp(&b.size))
    })?;
    Some((best.size, best.y))
}

fn line(mut row: Vec<Word>) -> Option<Line> {
    drop_unknown(&mut row);
    let (mut size, mut y) = main_type(&row)?;
    // A note's own raised mark may have more characters than the note's first word.
    if let Some(larger) = row.iter().find(|word| word.size > size * 1.3 && word.y > y) {
        (size, y) = (larger.size, larger.y);
    }
    if let Some(capitals) = capital_size(&row, size, y) {
        size = capitals;
    }
    let row = join_letters(row, size);
    let area = Area::hull_of(row.iter().map(|word| &word.area))?;
    let letters = row.iter().map(|word| word.letters).sum();
    let count = |test: fn(&Word) -> bool| -> u32 {
        row.iter().filter(|word| test(word)).map(|word| word.letters).sum()
    };
    let bold = count(|word| word.bold) * 10 >= letters * 8;
    let italic = count(|word| word.italic) * 10 >= letters * 8;
    let mut looks = row
        .iter()
        .filter(|word| word.text.contains(char::is_alphabetic))
        .map(|word| word.look);
    let look = looks.next().filter(|first| looks.all(|look| look == *first));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut first_width = None;
    let mut widest_gap: f32 = 0.0;
    for (at, word) in row.iter().enumerate() {
        let previous = at.checked_sub(1).and_then(|before| row.get(before));
        let gap = previous.map_or(0.0, |previous| word.area.x0 - previous.area.x1);
        widest_gap = widest_gap.max(gap);
        let before = previous.is_some_and(|previous| {
            previous.spaced && gap > -0.05 * size || gap > 0.12 * size
        });
        // The hyphen at a line's end may stand a little off.
        let before = before
            && !(at + 1 == row.len()
                && matches!(word.text.as_str(), "-" | "‐")
                && gap < 0.25 * size
                && previous.is_some_and(|previous| !previous.spaced));
        if before && first_width.is_none() {
            first_width = previous.map(|previous| previous.area.x1 - area.x0);
        }
        let raised = word.size <= 0.86 * size
            && word.y < y - 0.12 * size
            && word.y > y - 0.9 * size;
        match raised.then(|| raised_text(&word.text, pieces.last())) {
            Some(Raised::Call(mark)) => pieces.push(Piece::Call(mark)),
            Some(Raised::Text(text)) => push(&mut pieces, &text, before),
            None => push(&mut pieces, &word.text, before),
        }
    }
    Some(Line {
        pieces,
        area,
        y,
        size,
        bold,
        italic,
        look,
        letters,
        first_width: first_width.unwrap_or(area.width()),
        widest_gap,
    })
}

/// Returns the size of the capitals of a line set in small capitals: these are drawn as
/// capitals of about four fifths of the size.
fn capital_size(row: &[Word], size: f32, y: f32) -> Option<f32> {
    if row.iter().any(|word| word.text.contains(char::is_lowercase)) {
        return None;
    }
    row.iter()
        .filter(|word| (word.y - y).abs() < 0.05 * size)
        .map(|word| word.size)
        .find(|&larger| (1.15..1.45).contains(&(larger / size)))
}

fn push(pieces: &mut Vec<Piece>, text: &str, space: bool) {
    if space {
        match pieces.last_mut() {
            Some(Piece::Text(before)) => before.push(' '),
            Some(Piece::Call(_)) => pieces.push(Piece::Text(" ".to_owned())),
            None => {}
        }
    }
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

/// Drops the characters that their fonts do not tell, but for one that stands alone at
/// the beginning of a line: that is the mark of a list.
fn drop_unknown(row: &mut Vec<Word>) {
    if !row.iter().any(|word| word.text.contains(UNKNOWN)) {
        return;
    }
    if let [first, second, ..] = row.as_mut_slice()
        && first.text.chars().eq([UNKNOWN])
        && second.area.x0 - first.area.x1 > 0.2 * second.size
    {
        "•".clone_into(&mut first.text);
    }
    for word in row.iter_mut() {
        word.text.retain(|letter| letter != UNKNOWN);
    }
    row.retain(|word| !word.text.is_empty());
}

enum Raised {
    Call(String),
    Text(String),
}

/// Tells a note call from a power (`m²`, `10⁶`) and an ordinal (`1er`, `2nd`).
fn raised_text(text: &str, before: Option<&Piece>) -> Raised {
    let mark = text.trim_matches(|letter: char| "()[],;. ".contains(letter));
    let is_number = !mark.is_empty()
        && mark.chars().all(|c| c.is_ascii_digit() || ",;-– ".contains(c))
        && mark.len() <= 12;
    let is_sign = !mark.is_empty() && mark.chars().all(|c| "*†‡§¶".contains(c));
    let is_letter = mark.len() == 1
        && mark.chars().all(|c| c.is_ascii_lowercase() && c != 'e' && c != 'o');
    let last_word = match before {
        Some(Piece::Text(before)) => {
            before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
        }
        _ => "",
    };
    let is_unit = matches!(last_word, "m" | "km" | "cm" | "mm" | "dm" | "hm" | "ft")
        && matches!(mark, "2" | "3");
    if is_unit || (last_word == "10" && is_number && mark.len() <= 2) {
        return Raised::Text(text.chars().map(superscript).collect());
    }
    if is_number || is_sign || is_letter {
        return Raised::Call(mark.to_owned());
    }
    Raised::Text(text.to_owned())
}

fn superscript(letter: char) -> char {
    match letter {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' => '⁰',
        '4'..='9' => char::from_u32(u32::from(letter) - u32::from('4') + 0x2074)
            .unwrap_or(letter),
        '-' | '–' | '−' => '⁻',
        other => other,
    }
}

/// Joins the letters of words that are spaced out (`R A P P O R T`).
fn join_letters(row: Vec<Word>, size: f32) -> Vec<Word> {
    // The dots of a leader are no letters.
    let single = row
        .iter()
        .filter(|word| word.letters == 1 && word.text.contains(char::is_alphanumeric))
        .count();
    if row.len() < 6 || single * 10 < row.len() * 8 {
        return row;
    }
    let mut gaps: Vec<f32> =
        row.windows(2).map(|pair| pair[1].area.x0 - pair[0].area.x1).collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps[gaps.len() / 2];
    let mut joined: Vec<Word> = Vec::new();
    for word in row {
        match joined.last_mut() {
            Some(last)
                if !last.spaced && word.area.x0 - last.area.x1 < usual + 0.2 * size =>
            {
                last.text.push_str(&word.text);
                last.area = last.area.hull(&word.area);
                last.letters += word.letters;
                last.spaced = word.spaced;
            }
            _ => joined.push(word),
        }
    }
    joined
}
