//! Keys for words: equal for all spellings that count as one.
//!
//! A look-up hashes the word as it stands in the text, folding it on the way, so that
//! no copy of it is made.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::language::fold;

/// The key of a word: 64 bits, so that two words of a lexicon never share one in
/// practice.
pub(super) type Key = u64;

/// A map by [`Key`], which is a hash already.
pub(super) type KeyMap<V> = HashMap<Key, V, BuildHasherDefault<Identity>>;

/// Hands a [`Key`] through.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = mix(self.0, u64::from(byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// The offset basis and prime of FNV-1a, 64 bits.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

fn mix(state: u64, unit: u64) -> u64 {
    (state ^ unit).wrapping_mul(PRIME)
}

/// Spreads the last characters over all bits, for maps that use the upper ones.
fn finish(state: u64) -> Key {
    let spread = (state ^ (state >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    spread ^ (spread >> 29)
}

/// Builds a [`Key`] character by character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folder(u64);

impl Folder {
    pub(super) fn new() -> Self {
        Self(BASIS)
    }

    /// Adds a character, without case and accents.
    pub(super) fn push(&mut self, character: char) {
        if character.is_ascii() {
            self.0 = mix(self.0, u64::from(character.to_ascii_lowercase() as u32));
        } else {
            self.push_wide(character);
        }
    }

    /// Adds a character as it is.
    pub(super) fn push_exact(&mut self, character: char) {
        self.0 = mix(self.0, u64::from(character as u32));
    }

    fn push_wide(&mut self, character: char) {
        let plain = match character {
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => 'e',
            'à' | 'â' | 'À' | 'Â' => 'a',
            'î' | 'ï' | 'Î' => 'i',
            'ô' | 'ö' | 'Ô' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            'ç' | 'Ç' => 'c',
            '’' | '‘' => '\'',
            _ => return self.push_rare(character),
        };
        self.push(plain);
    }

    #[cold]
    fn push_rare(&mut self, character: char) {
        for plain in fold(character.encode_utf8(&mut [0; 4])).chars() {
            self.0 = mix(self.0, u64::from(plain as u32));
        }
    }

    pub(super) fn key(self) -> Key {
        finish(self.0)
    }
}

/// Returns the key of a word, equal for all ways to write case, accents and
/// apostrophes.
pub(super) fn key(word: &str) -> Key {
    let mut folder = Folder::new();
    for character in word.chars() {
        folder.push(character);
    }
    folder.key()
}

/// Returns the key of an acronym: case and accents count, points do not.
pub(super) fn acronym_key(word: &str) -> Key {
    let mut folder = Folder::new();
    for character in word.chars().filter(|&character| character != '.') {
        folder.push_exact(character);
    }
    folder.key()
}

/// Returns a name without case and accents, its letters and digits parted by `-`.
pub(super) fn slug(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.join("-")
}

/// Returns the key of the letters of a name, without spaces.
pub(super) fn surface_key(name: &str) -> Key {
    let mut folder = Folder::new();
    for character in name.chars().filter(|c| !c.is_whitespace()) {
        folder.push(character);
    }
    folder.key()
}

/// Returns the word that heads an English name: `Bank` of `Bank of England` and of
/// `World Bank`.
pub(super) fn head_word(name: &str) -> Option<&str> {
    let mut words = name.split_whitespace();
    let mut head = words.next()?;
    for word in words {
        if matches!(word, "of" | "for" | "on" | "in" | "to" | "against" | "and") {
            break;
        }
        head = word;
    }
    Some(head)
}

/// Returns `VARELA` as `Varela`.
pub(super) fn capitalized(word: &str) -> String {
    let mut result = String::with_capacity(word.len());
    let mut start = true;
    for character in word.chars() {
        if start {
            result.push(character);
        } else {
            result.extend(character.to_lowercase());
        }
        start = !character.is_alphabetic();
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_share_a_key() {
        for (one, other) in [
            ("États-Unis", "etats-unis"),
            ("L’Oréal", "l'oreal"),
            ("Kyïv", "Kyiv"),
            ("ŒUVRE", "oeuvre"),
            ("Straße", "strasse"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        assert_ne!(key("Niger"), key("Nigeria"));
    }

    #[test]
    fn acronyms_keep_their_case_but_not_their_points() {
        assert_eq!(acronym_key("O.N.U."), acronym_key("ONU"));
        assert_ne!(acronym_key("US"), acronym_key("us"));
    }

    #[test]
    fn slugs_are_readable() {
        assert_eq!(slug("Fatou  Touré"), "fatou-toure");
        assert_eq!(slug("Office de l’eau, S.A."), "office-de-l-eau-s-a");
    }
}
