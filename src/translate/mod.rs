//! Translates words between French and English: a lexicon of probabilities, learned by
//! aligning the words of texts that say the same in both languages.
//!
//! The lexicon of the program ([`Lexicon::builtin`]) was learned from openly licensed
//! texts; `lexicon/README-translations.md` names them. Users can add what they learn
//! from texts of their own.

mod build;
mod learn;
mod pairs;
mod table;
#[cfg(feature = "train")]
mod train;
mod words;

pub use build::Recipe;
pub use learn::Pairs;
pub use pairs::{read_pairs, read_terms};
#[cfg(feature = "train")]
pub use train::train;

use std::sync::LazyLock;

use crate::model::Language;
use table::{Tables, across};

/// The table of terms of several words and acronyms.
const TERMS: usize = 2;
/// A term has at most so many words.
pub const LONGEST_TERM: usize = 8;

static BUILTIN: LazyLock<Option<Tables>> =
    LazyLock::new(|| Tables::new(include_bytes!("../../lexicon/translations.bin")));

/// Which words of one language translate those of the other, and how likely.
///
/// # Example
/// ```
/// use dicta::{model::Language, translate::Lexicon};
/// let lexicon = Lexicon::builtin();
/// let found = lexicon.translations("climat", Language::French);
/// assert_eq!(found[0].stem, "climat");
/// assert!(found[0].probability > 0.5);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// One or two: the program's own, and what a user learned.
    tables: Vec<Tables>,
}

/// A word that translates another.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// Its stem, as texts are indexed.
    pub stem: String,
    /// The form that people read; as people write it most often.
    pub form: String,
    /// How likely it is the translation, from 0 to 1.
    pub probability: f32,
}

impl Lexicon {
    /// Returns the lexicon of the program.
    pub fn builtin() -> Self {
        Self { tables: BUILTIN.iter().cloned().collect() }
    }

    /// Adds what a user learned; it counts as much as the program's own where both have
    /// a word. Returns `false` if `bytes` are no lexicon.
    pub fn add(&mut self, bytes: Vec<u8>) -> bool {
        let tables = Tables::new(bytes);
        let is_lexicon = tables.is_some();
        self.tables.extend(tables);
        is_lexicon
    }

    /// Returns the translations of a stem of language `from`, likeliest first; none for
    /// a stem that it does not know.
    pub fn translations(&self, stem: &str, from: Language) -> Vec<Translation> {
        let table = match from {
            Language::English => 0,
            Language::French => 1,
            Language::Other => return Vec::new(),
        };
        let mut found: Vec<Translation> = Vec::new();
        let mut holders = 0.0_f32;
        for tables in &self.tables {
            let Some(entry) = tables.find(table, stem) else { continue };
            if entry.translations.is_empty() {
                continue;
            }
            holders += 1.0;
            for (number, probability) in entry.translations {
                let Some((stem, form)) = tables.name(across(table), number) else {
                    continue;
                };
                match found.iter_mut().find(|known| known.stem == stem) {
                    Some(known) => known.probability += probability,
                    None => found.push(Translation { stem, form, probability }),
                }
            }
        }
        for translation in &mut found {
            translation.probability /= holders;
        }
        sort(&mut found);
        found
    }

    /// Returns what else a term is called in either language, for a term of one or more
    /// words, folded and with single spaces; none if it is no term that is known.
    pub fn equivalents(&self, term: &str) -> Vec<String> {
        let mut found = Vec::new();
        for tables in &self.tables {
            let Some(entry) = tables.find(TERMS, term) else { continue };
            for (number, _) in entry.translations {
                if let Some((other, _)) = tables.name(TERMS, number)
                    && !found.contains(&other)
                {
                    found.push(other);
                }
            }
        }
        found
    }

    /// Returns how many English and French words it knows.
    pub fn sizes(&self) -> [usize; 2] {
        [0, 1].map(|table| self.tables.iter().map(|tables| tables.len(table)).sum())
    }
}

fn sort(translations: &mut [Translation]) {
    translations.sort_by(|a, b| {
        b.probability.total_cmp(&a.probability).then_with(|| a.stem.cmp(&b.stem))
    });
}
