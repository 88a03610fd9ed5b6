//! Maps of short words: a fast hash, and a bounded memory.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by short words or places whose size is bounded, such as a lexicon's: its hash is
/// fast, and a crafted collision costs little.
///
/// # Example
/// ```
/// use dicta::language::WordMap;
/// let mut months = WordMap::default();
/// months.insert("août", 8);
/// assert_eq!(months.get("août"), Some(&8));
/// ```
pub type WordMap<K, V> = HashMap<K, V, QuickState>;

/// Builds [`QuickHasher`]s.
pub type QuickState = BuildHasherDefault<QuickHasher>;

/// Multiplies and rotates eight bytes at a time.
#[derive(Debug, Default, Clone, Copy)]
pub struct QuickHasher(u64);

/// 2⁶⁴ over the golden ratio, odd: spreads neighbours far apart.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl QuickHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(SPREAD);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.add(u64::from_le_bytes(*eight));
        }
        let last = match (bytes.last_chunk::<8>(), rest) {
            // What overlaps the eight bytes before is hashed twice, which does no harm.
            (Some(last), _) => u64::from_le_bytes(*last),
            (None, [a, b, c, d, ..]) => {
                let first = u32::from_le_bytes([*a, *b, *c, *d]);
                let last = rest.last_chunk().copied().map_or(0, u32::from_le_bytes);
                u64::from(first) | u64::from(last) << 32
            }
            (None, short) => {
                short.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
            }
        };
        self.add(last ^ (bytes.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 ^= u64::from(byte);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn finish(&self) -> u64 {
        // The map takes the high bits for its tags and the low ones for the place.
        self.0 ^ (self.0 >> 32)
    }
}

/// Remembers what was found for a word, for the words that came up last.
///
/// It holds at most twice as many as it was made for: words that did not come up while
/// so many others did are forgotten, and common ones never are.
///
/// # Example
/// ```
/// use dicta::language::Recent;
/// let mut lengths = Recent::with_room(1_000);
/// for _ in 0..2 {
///     assert_eq!(lengths.with("œuvre", || "œuvre".len(), |length| *length), 6);
/// }
/// ```
#[derive(Debug)]
pub struct Recent<V> {
    new: WordMap<Box<str>, V>,
    old: WordMap<Box<str>, V>,
    room: usize,
}

impl<V> Recent<V> {
    /// Returns a memory for `room` words.
    pub fn with_room(room: usize) -> Self {
        Self { new: WordMap::default(), old: WordMap::default(), room }
    }

    /// Hands what is remembered of `word` to `take`, or what `find` says.
    pub fn with<T>(
        &mut self,
        word: &str,
        find: impl FnOnce() -> V,
        take: impl FnOnce(&V) -> T,
    ) -> T {
        if let Some(known) = self.new.get(word) {
            return take(known);
        }
        if self.new.len() >= self.room {
            std::mem::swap(&mut self.new, &mut self.old);
            self.new.clear();
        }
        let (word, found) = match self.old.remove_entry(word) {
            Some((word, known)) => (word, known),
            None => (word.into(), find()),
        };
        let taken = take(&found);
        self.new.insert(word, found);
        taken
    }

    /// Returns how many words are remembered.
    pub fn len(&self) -> usize {
        self.new.len() + self.old.len()
    }

    /// Tells whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_stay_and_rare_ones_go() {
        let mut memory = Recent::with_room(10);
        let mut found = 0;
        for number in 0..100 {
            memory.with(&format!("mot{number}"), || number, |known| *known);
            let find = || {
                found += 1;
                found
            };
            memory.with("the", find, |known| *known);
        }
        assert_eq!(found, 1);
        assert!(memory.len() <= 20);
        assert!(!memory.is_empty());
        let again = memory.with("mot1", || 1_000, |known| *known);
        assert_eq!(again, 1_000);
    }
}
