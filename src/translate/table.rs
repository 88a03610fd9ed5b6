//! The lexicon as a file: sorted tables that are searched where they lie, so that a
//! program that searches once reads a few hundred bytes of it.
//!
//! ```text
//! magic, then for each table: number of words, place of its blocks, place of its data
//! data of a table, in blocks of 16 words in the order of their bytes; a word is
//!     bytes shared with the word before (0 in the first of a block), bytes of its own
//!     bytes of the stem to drop and to add for the form that people read
//!     number of translations, for each: number of the word (16 bits), probability (8)
//! blocks: the place of each within the data, 32 bits
//! ```

use std::borrow::Cow;

/// Begins a file.
const MAGIC: &[u8; 8] = b"dictalx1";
/// Words that share a block.
const BLOCK: usize = 16;
/// Tables: English words, French words, terms of several words and acronyms.
pub(super) const TABLES: usize = 3;
/// A word and what is added to it are at most so long, in bytes.
pub(super) const LONGEST_WORD: usize = 250;
/// A probability of 1.
const CERTAIN: f32 = 255.0;

/// A word to be written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Word {
    /// The form that people read, such as `sovereignty` for `sovereignti`.
    pub(super) form: String,
    /// Words of the table across, with probabilities, best first.
    pub(super) translations: Vec<(String, f32)>,
}

/// A word that was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) form: String,
    /// Numbers in the table across, with probabilities.
    pub(super) translations: Vec<(usize, f32)>,
}

/// The bytes of a lexicon.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    bytes: Cow<'static, [u8]>,
}

/// The table across: English and French translate each other, terms themselves.
pub(super) fn across(table: usize) -> usize {
    match table {
        0 => 1,
        1 => 0,
        _ => table,
    }
}

/// Writes tables, each sorted by its words. What is too long, or has no place in 16
/// bits, is left out.
pub(super) fn encode(
    tables: &[std::collections::BTreeMap<String, Word>; TABLES],
) -> Vec<u8> {
    let numbers: Vec<std::collections::BTreeMap<&str, u16>> = tables
        .iter()
        .map(|table| {
            let words = table.keys().filter(|word| word.len() <= LONGEST_WORD);
            let numbered = words.zip(0..u16::MAX);
            numbered.map(|(word, number)| (word.as_str(), number)).collect()
        })
        .collect();
    let mut bytes = MAGIC.to_vec();
    bytes.resize(MAGIC.len() + 12 * TABLES, 0);
    for (place, table) in tables.iter().enumerate() {
        let Some(own) = numbers.get(place) else { continue };
        let Some(other) = numbers.get(across(place)) else { continue };
        let data = bytes.len();
        let mut blocks: Vec<u32> = Vec::new();
        let mut before: &[u8] = &[];
        let words = table.iter().filter(|(word, _)| own.contains_key(word.as_str()));
        for (number, (word, entry)) in words.enumerate() {
            if number % BLOCK == 0 {
                blocks.push(narrow(bytes.len() - data));
                before = &[];
            }
            let shared = common(before, word.as_bytes());
            push_text(&mut bytes, shared, word.as_bytes());
            before = word.as_bytes();
            let form: &str =
                if entry.form.len() <= LONGEST_WORD { &entry.form } else { word };
            let kept = common(word.as_bytes(), form.as_bytes());
            push_text_from(&mut bytes, word.len() - kept, kept, form.as_bytes());
            let known: Vec<(u16, f32)> = entry
                .translations
                .iter()
                .filter_map(|(word, p)| Some((*other.get(word.as_str())?, *p)))
                .take(usize::from(u8::MAX))
                .collect();
            bytes.push(u8::try_from(known.len()).unwrap_or(u8::MAX));
            for (number, probability) in known {
                bytes.extend(number.to_le_bytes());
                bytes.push(share(probability));
            }
        }
        let at = bytes.len();
        bytes.extend(blocks.iter().flat_map(|place| place.to_le_bytes()));
        let header = [narrow(own.len()), narrow(at), narrow(data)];
        let from = MAGIC.len() + 12 * place;
        let header = header.iter().flat_map(|number| number.to_le_bytes());
        for (to, byte) in bytes.iter_mut().skip(from).zip(header) {
            *to = byte;
        }
    }
    bytes
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// How many bytes two words begin with alike.
fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Writes how much is shared, then the rest.
fn push_text(bytes: &mut Vec<u8>, shared: usize, text: &[u8]) {
    push_text_from(bytes, shared, shared, text);
}

/// Writes a number, then what of `text` comes from byte `from` on.
fn push_text_from(bytes: &mut Vec<u8>, number: usize, from: usize, text: &[u8]) {
    let rest = text.get(from..).unwrap_or_default();
    bytes.push(u8::try_from(number).unwrap_or(u8::MAX));
    bytes.push(u8::try_from(rest.len()).unwrap_or(u8::MAX));
    bytes.extend(rest);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and 255"
)]
fn share(probability: f32) -> u8 {
    (probability * CERTAIN).round().clamp(1.0, CERTAIN) as u8
}

/// Reads from left to right; what is not there is nothing.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> usize {
        let (first, rest) = self.bytes.split_first().unwrap_or((&0, &[]));
        self.bytes = rest;
        usize::from(*first)
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) =
            self.bytes.split_at_checked(length).unwrap_or((self.bytes, &[]));
        self.bytes = rest;
        taken
    }

    /// Reads what [`push_text`] wrote into `word`, which holds the word before.
    fn word(&mut self, word: &mut Vec<u8>) {
        let shared = self.byte();
        let length = self.byte();
        word.truncate(shared);
        word.extend(self.take(length));
    }

    /// Passes by form and translations.
    fn skip_entry(&mut self) {
        self.byte();
        let length = self.byte();
        self.take(length);
        let count = self.byte();
        self.take(3 * count);
    }

    fn entry(&mut self, word: &[u8]) -> Found {
        let dropped = self.byte();
        let length = self.byte();
        let mut form =
            word.get(..word.len().saturating_sub(dropped)).unwrap_or_default().to_vec();
        form.extend(self.take(length));
        let count = self.byte();
        let translations = self
            .take(3 * count)
            .chunks_exact(3)
            .map(|chunk| {
                let at = |place: usize| chunk.get(place).copied().unwrap_or(0);
                let number = u16::from_le_bytes([at(0), at(1)]);
                (usize::from(number), f32::from(at(2)) / CERTAIN)
            })
            .collect();
        Found { form: String::from_utf8_lossy(&form).into_owned(), translations }
    }
}

impl Tables {
    /// Takes what [`encode`] wrote; `None` if it is something else.
    pub(super) fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Option<Self> {
        let tables = Self { bytes: bytes.into() };
        let is_whole = tables.bytes.starts_with(MAGIC)
            && (0..TABLES).all(|table| {
                let [words, blocks, data] = tables.header(table);
                let count = words.div_ceil(BLOCK);
                data <= blocks && blocks + 4 * count <= tables.bytes.len()
            });
        is_whole.then_some(tables)
    }

    fn number(&self, at: usize) -> usize {
        let bytes = self.bytes.get(at..at + 4).unwrap_or_default();
        bytes.try_into().map_or(0, |bytes: [u8; 4]| u32::from_le_bytes(bytes) as usize)
    }

    /// The number of words, the place of the blocks and that of the data.
    fn header(&self, table: usize) -> [usize; 3] {
        let at = MAGIC.len() + 12 * table;
        [self.number(at), self.number(at + 4), self.number(at + 8)]
    }

    /// How many words a table has.
    pub(super) fn len(&self, table: usize) -> usize {
        self.header(table)[0]
    }

    fn block(&self, table: usize, block: usize) -> Reader<'_> {
        let [_, blocks, data] = self.header(table);
        let start = data + self.number(blocks + 4 * block);
        Reader { bytes: self.bytes.get(start..blocks).unwrap_or_default() }
    }

    /// Finds `word`.
    pub(super) fn find(&self, table: usize, word: &str) -> Option<Found> {
        let count = self.len(table);
        let blocks = count.div_ceil(BLOCK);
        let mut key = Vec::with_capacity(32);
        let (mut low, mut high) = (0, blocks);
        while low < high {
            let middle = usize::midpoint(low, high);
            key.clear();
            self.block(table, middle).word(&mut key);
            if key.as_slice() <= word.as_bytes() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let block = low.checked_sub(1)?;
        let mut reader = self.block(table, block);
        key.clear();
        for _ in block * BLOCK..count.min((block + 1) * BLOCK) {
            reader.word(&mut key);
            if key == word.as_bytes() {
                return Some(reader.entry(&key));
            }
            reader.skip_entry();
        }
        None
    }

    /// The word with a number, and the form that people read.
    pub(super) fn name(&self, table: usize, number: usize) -> Option<(String, String)> {
        if number >= self.len(table) {
            return None;
        }
        let mut reader = self.block(table, number / BLOCK);
        let mut key = Vec::with_capacity(32);
        for _ in 0..number % BLOCK {
            reader.word(&mut key);
            reader.skip_entry();
        }
        reader.word(&mut key);
        let found = reader.entry(&key);
        Some((String::from_utf8_lossy(&key).into_owned(), found.form))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn words(count: usize) -> BTreeMap<String, Word> {
        (0..count)
            .map(|number| {
                let translations = vec![(format!("m{number:03}"), 0.5)];
                let form = format!("m{number:03}é");
                (format!("m{number:03}"), Word { form, translations })
            })
            .collect()
    }

    #[test]
    fn words_are_found_where_they_lie() {
        for count in [0, 1, 16, 17, 100] {
            let bytes = encode(&[words(count), words(count), BTreeMap::new()]);
            let tables = Tables::new(bytes).unwrap();
            assert_eq!(tables.len(0), count);
            for number in 0..count {
                let found = tables.find(0, &format!("m{number:03}")).unwrap();
                assert_eq!(found.form, format!("m{number:03}é"));
                let [(other, p)] = found.translations.as_slice() else { panic!() };
                assert!((p - 0.5).abs() < 0.01);
                assert_eq!(tables.name(1, *other).unwrap().0, format!("m{number:03}"));
            }
            for missing in ["", "a", "m", "m0005", "z"] {
                assert_eq!(tables.find(0, missing), None);
            }
        }
    }

    #[test]
    fn what_is_no_lexicon_is_refused_and_a_damaged_one_does_no_harm() {
        assert!(Tables::new(Vec::new()).is_none());
        assert!(Tables::new(b"something else".to_vec()).is_none());
        let bytes = encode(&[words(40), words(40), BTreeMap::new()]);
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = !*byte;
            }
            if let Some(tables) = Tables::new(bytes) {
                let _ = tables.find(0, "m020");
                let _ = tables.name(1, 20);
            }
        }
    }
}
