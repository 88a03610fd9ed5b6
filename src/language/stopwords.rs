//! Function words, which say little about what a text is on.

use std::{
    collections::{HashMap, HashSet},
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

/// What a function word says about the language of the text it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Evidence {
    /// The one of the two languages that has the word.
    pub(super) language: Language,
    /// Whether other languages of Europe have it too, so that it does not speak against
    /// Spanish or German.
    pub(super) shared: bool,
}

/// Function words that have namesakes in other languages of Europe.
static SHARED: &[&str] = &[
    "al", "also", "am", "an", "as", "at", "d'", "de", "do", "e", "en", "es", "et",
    "for", "had", "have", "he", "i", "il", "in", "is", "l'", "la", "le", "les", "me",
    "ne", "no", "now", "of", "on", "or", "over", "per", "que", "se", "si", "so", "te",
    "than", "tu", "un", "une", "was", "we", "will", "y",
];

/// Returns what `folded` says, if only one of the two languages has it as a function
/// word.
pub(super) fn evidence(folded: &str) -> Option<Evidence> {
    static WORDS: LazyLock<HashMap<String, Evidence, QuickState>> =
        LazyLock::new(|| {
            let mut words = HashMap::default();
            for (language, other) in [
                (Language::French, Language::English),
                (Language::English, Language::French),
            ] {
                for word in stopwords(language).map(fold) {
                    if !is_stopword(other, &word) {
                        let shared = SHARED.contains(&word.as_ref());
                        words.insert(word.into_owned(), Evidence { language, shared });
                    }
                }
            }
            words
        });
    if folded.len() > LONGEST { None } else { WORDS.get(folded).copied() }
}

/// No function word has more bytes.
const LONGEST: usize = 12;

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
    fn no_word_is_too_long_to_be_evidence() {
        assert!(
            Language::ANALYSED
                .into_iter()
                .flat_map(stopwords)
                .all(|word| { fold(word).len() <= LONGEST })
        );
        assert_eq!(evidence("dans").map(|e| e.language), Some(Language::French));
        assert_eq!(evidence("a"), None, "a word of both languages");
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
