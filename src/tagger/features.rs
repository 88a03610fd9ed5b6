//! What the tagger looks at: a token, its neighbours, and the run of capitals it is in.

use super::candidates::is_capital;
use super::clusters::Clusters;
use super::{Evidence, Line};
use crate::model::{Language, TokenKind};

/// What is known about one token.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Atom {
    /// A hash of the word in small letters, digits all alike.
    word: u64,
    /// Kind, length and marks of the word.
    shape: u64,
    /// Its first three bytes, and its last two, three and four.
    start: u64,
    ends: [u64; 3],
    /// Its classes in the coarse and the fine clustering, 0 for unknown words.
    coarse: u64,
    fine: u64,
    flags: u64,
    listed: u64,
    capital: bool,
}

/// What stands before the first and after the last token of a line.
const EDGE: Atom = Atom {
    word: 0x5ed6_e0f1,
    shape: 99,
    start: 0,
    ends: [0; 3],
    coarse: 0,
    fine: 0,
    flags: 0,
    listed: 0,
    capital: false,
};

/// How many features a token has.
pub(super) const TEMPLATES: usize = 52;

/// Templates that name words, and those that use the lists: training leaves either out
/// now and then, so that the others learn to do without.
#[cfg(any(test, feature = "train"))]
pub(super) const LEXICAL: [usize; 9] = [1, 6, 7, 8, 12, 13, 14, 15, 36];
#[cfg(any(test, feature = "train"))]
pub(super) const OF_LISTS: [usize; 10] = [24, 25, 26, 27, 28, 29, 30, 31, 32, 38];

/// Spreads two values and the number of their template over 64 bits.
fn mix(template: usize, one: u64, other: u64) -> u64 {
    let seed = (template as u64 + 1).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let state = (one ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 31) ^ other).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 32)
}

/// Returns a hash of bytes.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        state =
            (state ^ u64::from_le_bytes(*chunk)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        state ^= state >> 29;
    }
    let mut last = [0; 8];
    for (slot, byte) in last.iter_mut().zip(rest) {
        *slot = *byte;
    }
    state ^= bytes.len() as u64;
    state = (state ^ u64::from_le_bytes(last)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^ (state >> 32)
}

/// The longest word, in bytes, that is told apart from others with the same beginning.
const LONGEST: usize = 40;

/// A word in small letters, with straight apostrophes and zeros for digits.
#[derive(Debug)]
struct Small {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Small {
    fn of(word: &str) -> Self {
        let mut small = Self { bytes: [0; LONGEST], length: 0 };
        if word.is_ascii() {
            for (slot, byte) in small.bytes.iter_mut().zip(word.bytes()) {
                *slot = if byte.is_ascii_digit() {
                    b'0'
                } else {
                    byte.to_ascii_lowercase()
                };
                small.length += 1;
            }
            return small;
        }
        for character in word.chars() {
            let character = if character == '’' { '\'' } else { character };
            for lower in character.to_lowercase() {
                let lower = if lower.is_ascii_digit() { '0' } else { lower };
                let mut buffer = [0; 4];
                let encoded = lower.encode_utf8(&mut buffer).as_bytes();
                let end = small.length + encoded.len();
                let Some(slots) = small.bytes.get_mut(small.length..end) else {
                    return small;
                };
                slots.copy_from_slice(encoded);
                small.length = end;
            }
        }
        small
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Returns the last `count` bytes as a number.
    fn end(&self, count: usize) -> u64 {
        let from = self.length.saturating_sub(count);
        let bytes = self.bytes.get(from..self.length).unwrap_or_default();
        bytes.iter().fold(count as u64, |n, &byte| n << 8 | u64::from(byte))
    }
}

/// Returns the class of a word by its kind, its length and the marks in it.
fn shape(word: &str, kind: TokenKind) -> u64 {
    let length = word.len();
    let size = match length {
        0..=1 => 0,
        2 => 1,
        3 => 2,
        4..=5 => 3,
        6..=9 => 4,
        _ => 5,
    };
    let bytes = word.as_bytes();
    let hyphen = bytes.contains(&b'-');
    let point = bytes.contains(&b'.');
    let digit = bytes.iter().any(u8::is_ascii_digit);
    let size = match kind {
        TokenKind::Lower
        | TokenKind::Capitalized
        | TokenKind::Upper
        | TokenKind::Mixed
        | TokenKind::Number => size,
        _ => return 100 + hash(bytes) % 997,
    };
    let marks = u64::from(hyphen) | u64::from(point) << 1 | u64::from(digit) << 2;
    (kind as u64) << 6 | size << 3 | marks
}

impl Atom {
    fn of(line: &Line<'_>, i: usize, clusters: &Clusters<'_>) -> Self {
        let Some(kind) = line.kind(i) else { return EDGE };
        let word = line.word(i);
        let small = Small::of(word);
        let Evidence { flags, .. } = line.evidence(i);
        let named = kind.is_word();
        let [coarse, fine] = if named { clusters.classes(word) } else { [0; 2] };
        let start = small.bytes.get(..3.min(small.length)).unwrap_or_default();
        Self {
            word: hash(small.bytes()),
            shape: shape(word, kind),
            start: start.iter().fold(0, |n, &byte| n << 8 | u64::from(byte)),
            ends: [small.end(2), small.end(3), small.end(4)],
            coarse,
            fine,
            flags: flags.into(),
            listed: line.listed.get(i).copied().unwrap_or_default().into(),
            capital: is_capital(kind),
        }
    }
}

/// The atoms of a line, and where its runs of capitals are.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    tokens: Vec<Atom>,
    /// For each token the run of capitals that it is in, or else the last before it,
    /// as first token and token after the last.
    runs: Vec<(u32, u32)>,
    language: u64,
}

impl Atoms {
    /// Reads what is near the marked tokens of a line.
    pub(super) fn read(
        &mut self,
        line: &Line<'_>,
        marks: &[bool],
        clusters: &Clusters<'_>,
    ) {
        self.language = match line.language {
            Language::French => 1,
            Language::English => 2,
            Language::Other => 3,
        };
        self.tokens.clear();
        self.runs.clear();
        let near = |i: usize| {
            let from = i.saturating_sub(2);
            let to = (i + 3).min(marks.len());
            marks.get(from..to).unwrap_or_default().contains(&true)
        };
        let mut run = (0, 0);
        for i in 0..marks.len() {
            let atom =
                if near(i) { Atom::of(line, i, clusters) } else { Atom::default() };
            let place = u32::try_from(i).unwrap_or(u32::MAX);
            if atom.capital {
                run = if run.1 == place && place > 0 { run } else { (place, place) };
                run.1 = place + 1;
            }
            self.tokens.push(atom);
            self.runs.push(run);
        }
        // Let all tokens of a run know its end.
        for i in (1..self.runs.len()).rev() {
            let later = self.runs.get(i).copied().unwrap_or_default();
            if let Some(run) = self.runs.get_mut(i - 1)
                && run.0 == later.0
            {
                run.1 = run.1.max(later.1);
            }
        }
    }

    fn at(&self, i: Option<usize>) -> &Atom {
        i.and_then(|i| self.tokens.get(i)).unwrap_or(&EDGE)
    }

    /// Writes the features of token `i`, one a template.
    pub(super) fn features(&self, i: usize, features: &mut [u64; TEMPLATES]) {
        let zero = self.at(Some(i));
        let one = self.at(Some(i + 1));
        let two = self.at(Some(i + 2));
        let back = self.at(i.checked_sub(1));
        let back_two = self.at(i.checked_sub(2));
        let (first, end) = self.runs.get(i).copied().unwrap_or_default();
        let (first, end) = (first as usize, end as usize);
        let before = self.at(first.checked_sub(1));
        let after = self.at(Some(end));
        let opening = self.at(Some(first));
        let closing = self.at(end.checked_sub(1));
        let place = match i {
            _ if i < first => 0,
            _ if i == first && i + 1 == end => 1,
            _ if i == first => 2,
            _ if i + 1 == end => 3,
            _ if i < end => 4,
            _ => 5 + (i - end).min(6) as u64,
        };
        let all = self
            .tokens
            .get(first..end.min(first + 8))
            .unwrap_or_default()
            .iter()
            .fold(0, |flags, atom| flags | atom.flags);
        let length = end.saturating_sub(first).min(7) as u64;
        let mut number = 0;
        let mut add = |a: u64, b: u64| {
            if let Some(slot) = features.get_mut(number) {
                *slot = mix(number, a, b);
            }
            number += 1;
        };
        add(zero.shape, self.language);
        add(zero.word, 0);
        add(back.word, 0);
        add(one.word, 0);
        add(back_two.word, 0);
        add(two.word, 0);
        add(back.word, zero.word); // 6
        add(zero.word, one.word);
        add(zero.word, zero.shape);
        add(back.word, one.word);
        add(back.shape, zero.shape);
        add(zero.shape, one.shape);
        add(zero.ends[1], u64::from(zero.capital)); // 12
        add(zero.ends[2], u64::from(zero.capital));
        add(zero.start, zero.shape);
        add(zero.ends[0], zero.shape);
        add(zero.fine, zero.shape); // 16
        add(back.fine, 0);
        add(one.fine, 0);
        add(back.fine, zero.fine);
        add(zero.fine, one.fine);
        add(back_two.coarse, back.coarse);
        add(one.coarse, two.coarse);
        add(zero.coarse, zero.shape);
        add(zero.flags, zero.shape); // 24
        add(back.flags, zero.shape);
        add(one.flags, zero.shape);
        add(back.flags, zero.flags);
        add(zero.flags, one.flags);
        add(zero.listed, place);
        add(zero.listed, back.listed);
        add(zero.listed, one.listed);
        add(zero.listed, back.word); // 32
        add(before.word, place);
        add(after.word, place);
        add(closing.word, place);
        add(opening.word, place); // 36
        add(before.word, after.word);
        add(all, place);
        add(length << 8 | place, zero.shape);
        add(before.flags, after.flags);
        add(before.fine, place);
        add(after.fine, place); // 42
        add(back.word, zero.shape);
        add(one.word, zero.shape);
        add(back.word, back_two.word);
        add(one.word, two.word);
        add(back.shape << 16 | zero.shape, one.shape);
        add(closing.ends[1], place); // 48
        add(closing.fine, place);
        add(before.coarse << 16 | after.coarse, place);
        add(opening.fine, place);
    }
}
