//! Characters to words, for each direction in which a page is written.

use unicode_normalization::char::compose;

use super::content::{Glyph, Ink};
use super::geometry::{Area, turned};

/// The widest gap inside a word, in parts of the type size. Word spaces are a quarter
/// of it, in tight lines a sixth; kerning stays below a tenth.
const GAP: f32 = 0.15;

/// A run of characters without a gap.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    /// From the first character to the last, from the height of capitals to a little
    /// below the base line, so that lines set solid do not touch.
    pub(super) area: Area,
    /// The base line.
    pub(super) y: f32,
    /// The height of the type, in points.
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// The font and the colour of its first letter, as a number.
    pub(super) look: u32,
    /// Whether a space was written after it.
    pub(super) spaced: bool,
    /// How many characters it has.
    pub(super) letters: u32,
}

/// What a page shows in one direction of writing, turned so that it reads from left to
/// right; places in points from the top left corner, y downwards.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The page, from 1.
    pub(super) page: u32,
    pub(super) height: f32,
    pub(super) width: f32,
    pub(super) words: Vec<Word>,
    pub(super) rules: Vec<Area>,
    pub(super) boxes: Vec<Area>,
}

/// Splits a page into its sheets: the direction with most text first.
///
/// Lines that run aslant (watermarks, labels of charts) are read as if they were upright.
pub(super) fn sheets(page: u32, mut ink: Ink) -> Vec<Sheet> {
    let invisible = ink.glyphs.iter().filter(|glyph| glyph.invisible).count();
    if invisible * 2 < ink.glyphs.len() {
        // Otherwise it is the text layer of a scan.
        ink.glyphs.retain(|glyph| !glyph.invisible);
    }
    join_accents(&mut ink.glyphs);
    let mut counts = [0usize; 4];
    for glyph in &ink.glyphs {
        counts[usize::from(turn_of(glyph))] += 1;
    }
    let mut turns: Vec<u8> =
        (0..4).filter(|&turn| counts[usize::from(turn)] > 0).collect();
    // Upright text leads unless the page as a whole lies on its side.
    let upright = counts[0] * 10 >= ink.glyphs.len();
    turns.sort_by_key(|&turn| {
        let first = upright && turn == 0;
        (!first, std::cmp::Reverse(counts[usize::from(turn)]))
    });
    if turns.is_empty() {
        turns.push(0);
    }
    turns.iter().map(|&turn| sheet(page, &ink, turn)).collect()
}

fn turn_of(glyph: &Glyph) -> u8 {
    let (dx, dy) = (glyph.dx, glyph.dy);
    if dx.abs() >= dy.abs() {
        if dx >= 0.0 { 0 } else { 2 }
    } else if dy > 0.0 {
        1
    } else {
        3
    }
}

fn sheet(page: u32, ink: &Ink, turn: u8) -> Sheet {
    let (width, height) = match turn {
        0 | 2 => (ink.width, ink.height),
        _ => (ink.height, ink.width),
    };
    // What stands in the negative after the turn is moved back.
    let (right, down) = match turn {
        0 => (0.0, 0.0),
        1 => (0.0, ink.width),
        2 => (ink.width, ink.height),
        _ => (ink.height, 0.0),
    };
    let shifted = |area: &Area| {
        let area = area.turned(turn);
        Area::new(area.x0 + right, area.y0 + down, area.x1 + right, area.y1 + down)
    };
    let mut words = Words::default();
    for glyph in ink.glyphs.iter().filter(|glyph| turn_of(glyph) == turn) {
        let (x, y) = turned(glyph.x, glyph.y, turn);
        words.add(glyph, x + right, y + down);
    }
    words.flush(false);
    let mut words = words.done;
    drop_shadows(&mut words);
    let dots: Vec<Area> = ink.dots.iter().map(shifted).collect();
    add_bullets(&mut words, &dots);
    Sheet {
        page,
        height,
        width,
        words,
        rules: ink.rules.iter().map(shifted).collect(),
        boxes: ink.boxes.iter().map(shifted).collect(),
    }
}

/// Drops words that are printed a second time a hair beside, to look bold.
fn drop_shadows(words: &mut Vec<Word>) {
    let mut previous: Option<(String, Area)> = None;
    words.retain(|word| {
        let shadow = previous.as_ref().is_some_and(|(text, area)| {
            *text == word.text
                && (area.x0 - word.area.x0).abs() < 0.1 * word.size
                && (area.y0 - word.area.y0).abs() < 0.1 * word.size
        });
        if !shadow {
            previous = Some((word.text.clone(), word.area));
        }
        !shadow
    });
}

/// Makes bullets of small shapes that stand alone to the left of a word.
fn add_bullets(words: &mut Vec<Word>, dots: &[Area]) {
    if dots.len() > 500 {
        // A map or a chart.
        return;
    }
    let mut bullets = Vec::new();
    for dot in dots {
        let middle = f32::midpoint(dot.y0, dot.y1);
        let in_line = |word: &&Word| {
            (word.area.y0..=word.area.y1).contains(&middle) && word.size > dot.height()
        };
        let right = words
            .iter()
            .filter(in_line)
            .filter(|word| word.area.x0 >= dot.x1)
            .min_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
        let Some(right) = right else { continue };
        let beside = words.iter().filter(in_line).any(|word| {
            word.area.x1 > dot.x0 - 2.0 * word.size && word.area.x0 < dot.x0
        });
        if beside || right.area.x0 - dot.x1 > 2.5 * right.size {
            continue;
        }
        let area = Area::new(dot.x0, right.area.y0, dot.x1, right.area.y1);
        bullets.push(Word {
            text: "•".to_owned(),
            area,
            spaced: true,
            letters: 1,
            ..right.clone()
        });
    }
    words.extend(bullets);
}

/// Collects words from characters in the order in which they were written.
#[derive(Default)]
struct Words {
    done: Vec<Word>,
    open: Option<Word>,
    bold: u32,
    italic: u32,
}

impl Words {
    fn add(&mut self, glyph: &Glyph, x: f32, y: f32) {
        let width =
            if glyph.dy == 0.0 { glyph.dx.abs() } else { glyph.dx.hypot(glyph.dy) };
        if is_space(glyph.letter) {
            self.flush(true);
            return;
        }
        if let Some(word) = &self.open {
            let size = word.size.max(glyph.size);
            let gap = x - word.area.x1;
            let joins = (word.y - y).abs() <= 0.05 * size
                && gap <= GAP * size
                && gap >= -0.5 * size
                && word.size.min(glyph.size) >= 0.55 * size;
            if !joins {
                self.flush(false);
            }
        }
        let area = Area::new(x, y - 0.7 * glyph.size, x + width, y + 0.2 * glyph.size);
        let word = self.open.get_or_insert_with(|| Word {
            text: String::with_capacity(16),
            area,
            y,
            size: glyph.size,
            bold: false,
            italic: false,
            look: glyph.look,
            spaced: false,
            letters: 0,
        });
        if !word.text.contains(char::is_alphabetic) {
            word.look = glyph.look;
        }
        word.text.push(glyph.letter);
        word.area = word.area.hull(&area);
        word.size = word.size.max(glyph.size);
        word.letters += 1;
        self.bold += u32::from(glyph.bold);
        self.italic += u32::from(glyph.italic);
    }

    fn flush(&mut self, spaced: bool) {
        let (bold, italic) = (self.bold, self.italic);
        (self.bold, self.italic) = (0, 0);
        if let Some(mut word) = self.open.take() {
            word.bold = bold * 2 > word.letters;
            word.italic = italic * 2 > word.letters;
            word.spaced = spaced;
            soften(&mut word.text);
            if !word.text.trim_matches(is_blank).is_empty() {
                self.done.push(word);
            }
        } else if spaced && let Some(last) = self.done.last_mut() {
            last.spaced = true;
        }
    }
}

/// Drops the soft hyphens inside a word; one at its end is the hyphen of a line's end.
fn soften(text: &mut String) {
    if text.contains('\u{ad}') {
        let at_end = text.ends_with('\u{ad}');
        text.retain(|letter| letter != '\u{ad}');
        if text.ends_with(['-', '‐']) {
            text.pop();
            text.push('\u{ad}');
        } else if at_end {
            text.push('\u{ad}');
        }
    }
}

/// Tells whether the character is a space between words. No-break spaces are part of
/// them.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{200b}'
}

/// Returns the combining mark of an accent that was printed as a character of its own,
/// as old TeX fonts do.
fn mark_of(accent: char) -> Option<char> {
    Some(match accent {
        '`' | '\u{2cb}' | '\u{300}' => '\u{300}',
        '´' | '\u{2ca}' | '\u{301}' => '\u{301}',
        '^' | 'ˆ' | '\u{302}' => '\u{302}',
        '~' | '˜' | '\u{303}' => '\u{303}',
        '¯' | '\u{2c9}' | '\u{304}' => '\u{304}',
        '˘' | '\u{306}' => '\u{306}',
        '˙' | '\u{307}' => '\u{307}',
        '¨' | '\u{308}' => '\u{308}',
        '˚' | '°' | '\u{30a}' => '\u{30a}',
        '˝' | '\u{30b}' => '\u{30b}',
        'ˇ' | '\u{30c}' => '\u{30c}',
        '¸' | '\u{327}' => '\u{327}',
        '˛' | '\u{328}' => '\u{328}',
        _ => return None,
    })
}

/// Puts accents that stand over a neighbouring letter into that letter.
fn join_accents(glyphs: &mut Vec<Glyph>) {
    if !glyphs.iter().any(|glyph| mark_of(glyph.letter).is_some()) {
        return;
    }
    let mut gone = vec![false; glyphs.len()];
    for at in 0..glyphs.len() {
        let Some(mark) = mark_of(glyphs[at].letter) else { continue };
        let accent = glyphs[at];
        for neighbour in [at.checked_add(1), at.checked_sub(1)].into_iter().flatten() {
            let Some(letter) = glyphs.get(neighbour) else { continue };
            if let Some(joined) = joined(letter, &accent, mark) {
                glyphs[neighbour].letter = joined;
                gone[at] = true;
                break;
            }
        }
    }
    let mut at = 0;
    glyphs.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
}

fn joined(letter: &Glyph, accent: &Glyph, mark: char) -> Option<char> {
    let middle = |glyph: &Glyph| (glyph.x + glyph.dx / 2.0, glyph.y + glyph.dy / 2.0);
    let ((lx, ly), (ax, ay)) = (middle(letter), middle(accent));
    let near = (lx - ax).hypot(ly - ay) < 0.45 * letter.size;
    // A mark beside the letter, such as a degree sign, overlaps it in neither way.
    let length = (letter.dx.hypot(letter.dy)).max(0.2 * letter.size);
    let along = ((ax - lx) * letter.dx + (ay - ly) * letter.dy).abs() / length;
    let base = match letter.letter {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    (near && along < 0.3 * length.max(0.4 * letter.size))
        .then(|| compose(base, mark))
        .flatten()
}
