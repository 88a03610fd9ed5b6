//! Function words, which say little about what a text is on.

use std::{
    collections::HashSet,
    sync::{LazyLock, OnceLock},
};

use super::{fold::fold, quick::QuickState};
use crate::model::Language;

static LISTS: [(Language, &str); 2] = [
    (Language::French, include_str!("../../stopwords/fr.txt")),
    (Language::English, include_str!("../../stopwords/en.txt")),
];

/// Tells whether `folded`, a word as [`fold`] returns it, is a function word of
/// `language`; never for [`Language::Other`].
///
/// Elided forms bear their apostrophe (`l'`), as tokens do.
///
/// # Example
/// ```
/// use dicta::{language::is_stopword, model::Language};
/// assert!(is_stopword(Language::French, "etre"));
/// assert!(is_stopword(Language::English, "the"));
/// assert!(!is_stopword(Language::English, "climate"));
/// ```
pub fn is_stopword(language: Language, folded: &str) -> bool {
    words_of(language).is_some_and(|words| words.contains(folded))
}

/// Returns the function words of `language` as its list has them, in its order; none for
/// [`Language::Other`].
///
/// # Example
/// ```
/// use dicta::{language::stopwords, model::Language};
/// assert!(stopwords(Language::French).any(|word| word == "être"));
/// assert!(stopwords(Language::English).any(|word| word == "whereas"));
/// ```
pub fn stopwords(language: Language) -> impl Iterator<Item = &'static str> {
    LISTS
        .iter()
        .filter(move |(of, _)| *of == language)
        .flat_map(|(_, list)| list.lines())
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn words_of(language: Language) -> Option<&'static HashSet<String, QuickState>> {
    static FRENCH: OnceLock<HashSet<String, QuickState>> = OnceLock::new();
    static ENGLISH: OnceLock<HashSet<String, QuickState>> = OnceLock::new();
    let words = match language {
        Language::French => &FRENCH,
        Language::English => &ENGLISH,
        Language::Other => return None,
    };
    Some(words.get_or_init(|| {
        stopwords(language).map(|word| fold(word).into_owned()).collect()
    }))
}

/// How strongly a word speaks for a language, when a text is short.
pub(super) static EVIDENCE: LazyLock<Evidence> = LazyLock::new(Evidence::new);

/// Which function words are French only, English only, or both.
#[derive(Debug)]
pub(super) struct Evidence {
    french: &'static HashSet<String, QuickState>,
    english: &'static HashSet<String, QuickState>,
}

impl Evidence {
    fn new() -> Self {
        let empty = || -> &'static HashSet<String, QuickState> {
            static EMPTY: OnceLock<HashSet<String, QuickState>> = OnceLock::new();
            EMPTY.get_or_init(HashSet::default)
        };
        Self {
            french: words_of(Language::French).unwrap_or_else(empty),
            english: words_of(Language::English).unwrap_or_else(empty),
        }
    }

    /// Returns the language that alone has `folded` as a function word.
    pub(super) fn language(&self, folded: &str) -> Option<Language> {
        match (self.french.contains(folded), self.english.contains(folded)) {
            (true, false) => Some(Language::French),
            (false, true) => Some(Language::English),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_words_once_and_name_their_source() {
        for (language, list) in LISTS {
            assert!(
                list.lines()
                    .any(|line| line.starts_with('#') && line.contains("Source"))
            );
            let words: Vec<_> = stopwords(language).collect();
            assert!((150..=250).contains(&words.len()), "{language}: {}", words.len());
            let distinct: HashSet<_> = words.iter().collect();
            assert_eq!(distinct.len(), words.len(), "{language}");
        }
    }

    #[test]
    fn a_word_is_one_in_its_own_language_only() {
        for (language, word, stops) in [
            (Language::French, "deja", true),
            (Language::French, "l'", true),
            (Language::French, "the", false),
            (Language::English, "whose", true),
            (Language::English, "des", false),
            (Language::Other, "the", false),
        ] {
            assert_eq!(is_stopword(language, word), stops, "{word}");
        }
    }
}
