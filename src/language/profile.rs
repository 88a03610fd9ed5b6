//! What differs between the languages.

use crate::model::Language;

mod english;
mod french;

/// What differs between French and English, as data.
///
/// All words are in lower case unless the capital matters; all lists that say so are
/// sorted by bytes. Apostrophes are ASCII here and match both kinds in a text.
///
/// # Example
/// ```
/// use dicta::{language::Profile, model::Language};
/// assert_eq!(Profile::of(Language::French).decimal_mark, ',');
/// assert_eq!(Profile::of(Language::English).month("Sept."), Some(9));
/// assert!(Profile::of(Language::French).is_title("Mme"));
/// ```
#[derive(Debug)]
pub struct Profile {
    /// The language described.
    pub language: Language,
    /// Abbreviations without their last point, sorted. One with a capital stands for
    /// itself only; one in lower case for all its forms.
    pub abbreviations: &'static [(&'static str, Abbreviation)],
    /// Words that a clitic ends with an apostrophe, without it: `l`, `qu`. Sorted.
    pub leading_clitics: &'static [&'static str],
    /// What stands after an apostrophe and is a clitic with it: `s`, `ll`. Sorted.
    pub trailing_clitics: &'static [&'static str],
    /// Words with an apostrophe that begin like a clitic and yet are one word.
    pub whole_words: &'static [&'static str],
    /// What a hyphen ties to a word though it is a word of its own: `il`, `là`.
    pub hyphen_clitics: &'static [HyphenClitic],
    /// The letters that make an ordinal or a decade of the digits before them: `e`,
    /// `th`, `s`. Sorted.
    pub ordinal_endings: &'static [&'static str],
    /// The mark between units and decimals.
    pub decimal_mark: char,
    /// The marks that may part groups of three digits, the usual one first.
    pub group_marks: &'static [char],
    /// Pairs of opening and closing quotation marks, the usual one first.
    pub quotation_marks: &'static [(char, char)],
    /// The months in full, January first.
    pub months: [&'static str; 12],
    /// Short forms of months without their point, with the number of the month from 1.
    pub short_months: &'static [(&'static str, u8)],
    /// Civilities, which are no part of a name: `m`, `mme`, `mr`. Without points,
    /// sorted.
    pub civilities: &'static [&'static str],
    /// Words that state a function before a name: `ministre`, `president`. Sorted.
    pub functions: &'static [&'static str],
}

/// When the point after an abbreviation may end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Abbreviation {
    /// Never: a word must follow (`Mr.`, `cf.`).
    Open,
    /// It is an abbreviation only before a number or a word in lower case (`art. 5`);
    /// else it is a word and the point a full stop.
    Numbered,
    /// Only before a function word with a capital (`Inc. The`).
    Closed,
    /// Before any word with a capital (`etc. Les`).
    Final,
}

/// A word that a hyphen ties to the word before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HyphenClitic {
    /// The word, without the hyphen: `elle`, `t-elle`.
    pub word: &'static str,
    /// The endings of which the word before has one; empty if any will do.
    pub after: &'static [&'static str],
    /// The words before which are one word with it: `celui` (`-là`).
    pub except: &'static [&'static str],
}

impl Profile {
    /// Returns the profile of `language`; English conventions for [`Language::Other`].
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::French => &french::PROFILE,
            Language::English | Language::Other => &english::PROFILE,
        }
    }

    /// Returns what `word`, written without its last point, is short for; `None` if it
    /// is no abbreviation.
    ///
    /// # Example
    /// ```
    /// use dicta::{language::{Abbreviation, Profile}, model::Language};
    /// let french = Profile::of(Language::French);
    /// assert_eq!(french.abbreviation("M"), Some(Abbreviation::Open));
    /// assert_eq!(french.abbreviation("Art"), Some(Abbreviation::Numbered));
    /// assert_eq!(Profile::of(Language::English).abbreviation("m"), None);
    /// ```
    pub fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        if word.len() > LONGEST_ABBREVIATION {
            return None;
        }
        let find = |key: &str| {
            let place =
                self.abbreviations.binary_search_by(|(word, _)| (*word).cmp(key));
            Some(self.abbreviations.get(place.ok()?)?.1)
        };
        if !word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return find(word);
        }
        find(word).or_else(|| find(&word.to_ascii_lowercase()))
    }

    /// Returns the number from 1 of the month that `word` names, in full or short, with
    /// or without its point, in any case.
    ///
    /// # Example
    /// ```
    /// use dicta::{language::Profile, model::Language};
    /// assert_eq!(Profile::of(Language::French).month("Août"), Some(8));
    /// assert_eq!(Profile::of(Language::English).month("Feb"), Some(2));
    /// assert_eq!(Profile::of(Language::English).month("May"), Some(5));
    /// ```
    pub fn month(&self, word: &str) -> Option<u8> {
        let lower = word.trim_end_matches('.').to_lowercase();
        if let Some(place) = self.months.iter().position(|month| *month == lower) {
            return u8::try_from(place + 1).ok();
        }
        self.short_months.iter().find(|(short, _)| *short == lower).map(|(_, n)| *n)
    }

    /// Tells whether `word`, with or without its point, is a civility or states a
    /// function (`M.`, `Dr`, `ministre`, `President`), in any case.
    pub fn is_title(&self, word: &str) -> bool {
        let lower = word.trim_end_matches('.').to_lowercase();
        self.civilities.binary_search(&lower.as_str()).is_ok()
            || self.functions.binary_search(&lower.as_str()).is_ok()
    }

    /// Tells whether `word`, with or without its point, is a civility (`Mme`, `Mr.`), in
    /// any case.
    pub fn is_civility(&self, word: &str) -> bool {
        let lower = word.trim_end_matches('.').to_lowercase();
        self.civilities.binary_search(&lower.as_str()).is_ok()
    }
}

/// No abbreviation of either language has more bytes.
const LONGEST_ABBREVIATION: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for language in Language::ANALYSED {
            let profile = Profile::of(language);
            assert!(profile.abbreviations.is_sorted_by_key(|(word, _)| *word));
            assert!(
                profile
                    .abbreviations
                    .iter()
                    .all(|(w, _)| w.len() <= LONGEST_ABBREVIATION)
            );
            for list in [
                profile.leading_clitics,
                profile.trailing_clitics,
                profile.ordinal_endings,
                profile.civilities,
                profile.functions,
            ] {
                assert!(list.is_sorted(), "{list:?}");
            }
        }
    }

    #[test]
    fn months_have_numbers() {
        for (language, word, number) in [
            (Language::French, "janvier", Some(1)),
            (Language::French, "Févr.", Some(2)),
            (Language::French, "décembre", Some(12)),
            (Language::French, "march", None),
            (Language::English, "March", Some(3)),
            (Language::English, "dec.", Some(12)),
        ] {
            assert_eq!(Profile::of(language).month(word), number, "{word}");
        }
    }

    #[test]
    fn titles_are_known_in_both_languages() {
        for (language, word, title) in [
            (Language::French, "M.", true),
            (Language::French, "Ministre", true),
            (Language::French, "budget", false),
            (Language::English, "Mrs", true),
            (Language::English, "Professor", true),
            (Language::English, "street", false),
        ] {
            assert_eq!(Profile::of(language).is_title(word), title, "{word}");
        }
    }
}
