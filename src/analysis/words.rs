//! The words of passages, as numbers.

use std::collections::HashMap;
use std::ops::Range;

use crate::language::{Stemmer, fold, is_stopword, tokens};
use crate::model::{Language, TokenKind};

/// What counts as one and the same word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Unit {
    /// The form as written, but for capitals and the kind of apostrophe.
    #[default]
    Form,
    /// All forms with one stem; shown as the most frequent of them.
    Stem,
}

/// One word of a passage, or what parts words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A word: its number and its bytes in the passage.
    Word(u32, Range<usize>),
    /// A number, mark or symbol: no term runs over it.
    Break,
    /// The end of a sentence: no window runs over it.
    End,
}

/// The words seen so far in one language.
///
/// Hyphenated words are one word; an elided article (`l’`) is one by itself.
pub struct Words {
    language: Language,
    unit: Unit,
    stemmer: Stemmer,
    forms: HashMap<Box<str>, u32>,
    seen: Vec<Form>,
    stems: HashMap<Box<str>, u32>,
    /// By the number of a word, its most frequent form so far.
    shown: Vec<u32>,
    key: String,
}

struct Form {
    text: Box<str>,
    count: u64,
    /// The number of its word.
    word: u32,
    is_function: bool,
}

impl Words {
    /// Returns the words of `language`, none yet.
    pub fn new(language: Language, unit: Unit) -> Self {
        Self {
            language,
            unit,
            stemmer: Stemmer::new(),
            forms: HashMap::new(),
            seen: Vec::new(),
            stems: HashMap::new(),
            shown: Vec::new(),
            key: String::new(),
        }
    }

    /// Returns the language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Returns how a word is shown: its most frequent form; empty for a number that no
    /// word has.
    pub fn text(&self, word: u32) -> &str {
        self.shown(word).map_or("", |form| &form.text)
    }

    /// Tells whether a word is an article, preposition, auxiliary and so on.
    pub fn is_function(&self, word: u32) -> bool {
        self.shown(word).is_some_and(|form| form.is_function)
    }

    fn shown(&self, word: u32) -> Option<&Form> {
        self.seen.get(*self.shown.get(word as usize)? as usize)
    }

    /// Puts the words of `text` and what parts them into `items`, in order.
    pub(super) fn read(&mut self, text: &str, items: &mut Vec<Item>) {
        items.clear();
        for token in tokens(text, self.language) {
            let words = token.span.quote(text);
            if token.kind.is_word() || token.kind == TokenKind::Clitic {
                items.push(Item::Word(
                    self.number(words, token.kind),
                    token.span.range(),
                ));
            } else if token.kind == TokenKind::Punctuation
                && words.contains(['.', '!', '?', '…'])
            {
                items.push(Item::End);
            } else {
                items.push(Item::Break);
            }
        }
    }

    /// Returns the number of a word as written, which `text` then shows again.
    pub(super) fn number(&mut self, written: &str, kind: TokenKind) -> u32 {
        self.key.clear();
        for character in written.chars() {
            match character {
                '\u{2019}' | '\u{2bc}' => self.key.push('\''),
                '\u{ad}' => {}
                _ => self.key.extend(character.to_lowercase()),
            }
        }
        let place = match self.forms.get(self.key.as_str()) {
            Some(&place) => place,
            None => self.add(kind),
        };
        let Some(form) = self.seen.get_mut(place as usize) else { return place };
        form.count += 1;
        let (word, count) = (form.word, form.count);
        let is_more = self.shown(word).is_none_or(|shown| shown.count < count);
        if is_more && let Some(shown) = self.shown.get_mut(word as usize) {
            *shown = place;
        }
        word
    }

    fn add(&mut self, kind: TokenKind) -> u32 {
        let place = narrow(self.seen.len());
        let next = narrow(self.shown.len());
        let word = match self.unit {
            Unit::Form => next,
            Unit::Stem => {
                let mut stem: Option<Box<str>> = None;
                self.stemmer.keys(&self.key, self.language, &mut |key| {
                    stem.get_or_insert_with(|| key.into());
                });
                *self.stems.entry(stem.unwrap_or_default()).or_insert(next)
            }
        };
        if word == next {
            self.shown.push(place);
        }
        let is_function =
            kind == TokenKind::Clitic || is_stopword(self.language, &fold(&self.key));
        let text: Box<str> = self.key.as_str().into();
        self.forms.insert(text.clone(), place);
        self.seen.push(Form { text, count: 0, word, is_function });
        place
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words")
            .field("language", &self.language)
            .field("unit", &self.unit)
            .field("words", &self.shown.len())
            .finish_non_exhaustive()
    }
}

/// A corpus with four billion words of its own does not fit in memory.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, unit: Unit, text: &str, expected: &[&str]) {
        let mut words = Words::new(language, unit);
        let mut items = Vec::new();
        words.read(text, &mut items);
        let read: Vec<&str> = items
            .iter()
            .map(|item| match item {
                Item::Word(word, _) => words.text(*word),
                Item::Break => "|",
                Item::End => "||",
            })
            .collect();
        assert_eq!(read, expected);
        for item in items {
            if let Item::Word(_, range) = item {
                assert!(text.get(range).is_some_and(|word| !word.is_empty()));
            }
        }
    }

    #[test]
    fn a_form_is_a_word_whatever_its_capitals_and_apostrophes() {
        check(
            Language::French,
            Unit::Form,
            "L’État, l'état : 3 % d’Îles.",
            &["l'", "état", "|", "l'", "état", "|", "|", "|", "d'", "îles", "||"],
        );
        check(
            Language::English,
            Unit::Form,
            "Net-zero targets? The targets",
            &["net-zero", "targets", "||", "the", "targets"],
        );
    }

    #[test]
    fn forms_of_a_stem_are_shown_as_the_most_frequent() {
        check(
            Language::French,
            Unit::Stem,
            "nationale nationaux nationaux",
            &["nationaux", "nationaux", "nationaux"],
        );
        check(
            Language::English,
            Unit::Stem,
            "target targets targets",
            &["targets", "targets", "targets"],
        );
    }

    #[test]
    fn function_words_are_known() {
        let mut words = Words::new(Language::French, Unit::Form);
        let mut items = Vec::new();
        words.read("l’énergie de", &mut items);
        let is_function: Vec<bool> = items
            .iter()
            .filter_map(|item| match item {
                Item::Word(word, _) => Some(words.is_function(*word)),
                _ => None,
            })
            .collect();
        assert_eq!(is_function, [true, false, true]);
    }
}
