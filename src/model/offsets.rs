//! From bytes inside to code points outside.

use super::Span;

/// Bytes between two remembered places; a look-up counts at most so many.
const STEP: usize = 64;

/// Converts byte offsets of one text to Unicode code point offsets and back.
///
/// Made once a text, in one pass; a look-up takes constant time.
#[derive(Debug, Clone)]
pub struct Offsets<'a> {
    text: &'a str,
    /// Code points before byte `i * STEP`; empty if all is ASCII.
    before: Vec<usize>,
    length: usize,
}

impl<'a> Offsets<'a> {
    /// Counts through `text`.
    ///
    /// # Example
    /// ```
    /// use dicta::model::{Offsets, Span};
    /// let text = "à 3,5 %";
    /// let offsets = Offsets::new(text);
    /// assert_eq!(offsets.code_point(3), 2, "`à` takes two bytes");
    /// assert_eq!(offsets.byte(2), Some(3));
    /// ```
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, before: Vec::new(), length: text.len() };
        }
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            before.push(count);
            count += starts(chunk);
        }
        Self { text, before, length: count }
    }

    /// Returns how many code points the text has.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Returns how many code points begin before byte `byte`, which may be the end.
    pub fn code_point(&self, byte: usize) -> usize {
        if self.before.is_empty() {
            return byte.min(self.length);
        }
        let step = byte / STEP;
        let Some(&before) = self.before.get(step) else { return self.length };
        let until = byte.min(self.text.len());
        before + starts(&self.text.as_bytes()[step * STEP..until])
    }

    /// Returns the byte where code point `code_point` begins; the end of the text for
    /// its length, `None` beyond.
    pub fn byte(&self, code_point: usize) -> Option<usize> {
        if code_point >= self.length {
            return (code_point == self.length).then_some(self.text.len());
        }
        if self.before.is_empty() {
            return Some(code_point);
        }
        let step = self.before.partition_point(|&before| before <= code_point) - 1;
        let mut left = code_point - self.before[step];
        let bytes = self.text.as_bytes();
        (step * STEP..bytes.len()).find(|&byte| {
            if !is_start(bytes[byte]) {
                return false;
            }
            let found = left == 0;
            left = left.saturating_sub(1);
            found
        })
    }

    /// Returns the words at `span`, with their place in code points.
    pub fn quoted(&self, span: Span) -> Quoted {
        let words = span.quote(self.text);
        let start = self.code_point(span.start());
        let end = if words.len() < STEP {
            start + starts(words.as_bytes())
        } else {
            self.code_point(span.end())
        };
        Quoted { start, end, text: words.to_owned() }
    }
}

/// Words and their place: `text` is what stands at code points `start..end`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quoted {
    /// The first code point, from 0.
    pub start: usize,
    /// The code point after the last.
    pub end: usize,
    /// The words, unchanged.
    pub text: String,
}

fn is_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| is_start(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_go_and_come_back() {
        for text in ["", "plain", "é", "l’été 🎉 à 3 €", &"œuf 🇫🇷 ".repeat(400)]
        {
            let offsets = Offsets::new(text);
            assert_eq!(offsets.length(), text.chars().count());
            let ends = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
            for (count, byte) in ends.enumerate() {
                assert_eq!(offsets.code_point(byte), count);
                assert_eq!(offsets.byte(count), Some(byte));
            }
            assert_eq!(offsets.byte(offsets.length() + 1), None);
        }
    }
}
