//! Classes of words that occur in like places, learnt from plain text.

use super::features::hash;
use super::table::{Table, take};

/// The classes of the frequent words, coarse and fine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clusters<'a> {
    table: Table<'a>,
    classes: &'a [[u8; 2]],
}

impl<'a> Clusters<'a> {
    /// Takes the classes from `bytes`; `None` if they end too early.
    pub(super) fn read(bytes: &mut &'a [u8]) -> Option<Self> {
        let table = Table::read(bytes)?;
        let classes = take(bytes, 2 * table.len())?.as_chunks().0;
        Some(Self { table, classes })
    }

    /// Returns the coarse and the fine class of a word, each from 1; 0 if it is not
    /// known. Capitals count.
    pub(super) fn classes(&self, word: &str) -> [u64; 2] {
        let class =
            self.table.find(key(word)).and_then(|place| self.classes.get(place));
        let Some(class) = class else { return [0; 2] };
        let class = u64::from(u16::from_le_bytes(*class));
        [(class >> 10) + 1, (class & 0x3ff) + 1]
    }
}

/// Returns the key of a word.
pub(super) fn key(word: &str) -> u64 {
    hash(word.as_bytes()).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Writes the classes of words, each a coarse one below 64 and a fine one below 1024.
#[cfg(any(test, feature = "train"))]
pub(super) fn write<'a>(
    words: impl IntoIterator<Item = (&'a str, u16, u16)>,
    out: &mut Vec<u8>,
) {
    let mut classes: Vec<(u64, u16)> = words
        .into_iter()
        .map(|(word, coarse, fine)| (key(word), coarse << 10 | fine & 0x3ff))
        .collect();
    classes.sort_unstable();
    classes.dedup_by_key(|(key, _)| *key);
    let keys: Vec<u64> = classes.iter().map(|(key, _)| *key).collect();
    super::table::write(&keys, out);
    out.extend(classes.iter().flat_map(|(_, class)| class.to_le_bytes()));
}
