//! How often words and sequences of words occur, and how evenly.

use std::collections::HashMap;

use super::words::{Item, Unit, Words};
use crate::model::Language;

/// The longest sequence of words that is counted.
pub const LONGEST_TERM: usize = 5;

/// The numbers of the words of a term; after the last, [`NONE`].
type Gram = [u32; LONGEST_TERM];

const NONE: u32 = u32::MAX;

/// Counts the terms of the passages of one language.
#[derive(Debug)]
pub struct Terms {
    words: Words,
    /// How many words a term has.
    length: usize,
    places: HashMap<Gram, usize>,
    counts: Vec<Count>,
    /// How many terms of that length each document has, in the order in which the
    /// documents came.
    documents: Vec<u64>,
    items: Vec<Item>,
}

#[derive(Debug)]
struct Count {
    gram: Gram,
    total: u64,
    /// The documents that have it, with how often.
    documents: Vec<(usize, u64)>,
}

/// One term, counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its language.
    pub language: Language,
    /// Its words, in small letters.
    pub text: String,
    /// How often it occurs.
    pub count: u64,
    /// How often in a million terms of that length.
    pub per_million: f64,
    /// How many documents have it.
    pub documents: usize,
    /// How unevenly it is spread over the documents, from 0 (in each as much as its
    /// length lets expect) to 1 (all in the smallest): the deviation of proportions
    /// (Gries 2008).
    pub deviation: f64,
}

impl Terms {
    /// Returns counts of terms of `length` words, at least one and at most
    /// [`LONGEST_TERM`]; none yet.
    pub fn new(language: Language, unit: Unit, length: usize) -> Self {
        Self {
            words: Words::new(language, unit),
            length: length.clamp(1, LONGEST_TERM),
            places: HashMap::new(),
            counts: Vec::new(),
            documents: Vec::new(),
            items: Vec::new(),
        }
    }

    /// Begins the next document: passages added from now on are of it.
    pub fn next_document(&mut self) {
        self.documents.push(0);
    }

    /// Counts the terms of a passage of the document begun last.
    pub fn add(&mut self, text: &str) {
        if self.documents.is_empty() {
            self.next_document();
        }
        let document = self.documents.len() - 1;
        let mut items = std::mem::take(&mut self.items);
        self.words.read(text, &mut items);
        for run in items.split(|item| matches!(item, Item::Break | Item::End)) {
            for window in run.windows(self.length) {
                let mut gram = [NONE; LONGEST_TERM];
                for (to, item) in gram.iter_mut().zip(window) {
                    if let Item::Word(word, _) = item {
                        *to = *word;
                    }
                }
                self.count(gram, document);
            }
        }
        self.items = items;
    }

    fn count(&mut self, gram: Gram, document: usize) {
        if let Some(size) = self.documents.get_mut(document) {
            *size += 1;
        }
        let next = self.counts.len();
        let place = *self.places.entry(gram).or_insert(next);
        if place == next {
            self.counts.push(Count { gram, total: 0, documents: Vec::new() });
        }
        let Some(count) = self.counts.get_mut(place) else { return };
        count.total += 1;
        match count.documents.last_mut() {
            Some((last, times)) if *last == document => *times += 1,
            _ => count.documents.push((document, 1)),
        }
    }

    /// Returns how many terms there are in all, repeated ones included.
    pub fn total(&self) -> u64 {
        self.documents.iter().sum()
    }

    /// Returns the terms, the most frequent first, equally frequent ones by alphabet;
    /// only those that occur at least `least` times and, unless `function` is set, begin
    /// and end with a word that is no function word.
    pub fn list(&self, least: u64, function: bool) -> Vec<Term> {
        let total = self.total();
        let mut terms: Vec<Term> = self
            .counts
            .iter()
            .filter(|count| count.total >= least)
            .filter(|count| function || self.is_content(&count.gram))
            .map(|count| Term {
                language: self.words.language(),
                text: self.text(&count.gram),
                count: count.total,
                per_million: per_million(count.total, total),
                documents: count.documents.len(),
                deviation: self.deviation(count, total),
            })
            .collect();
        terms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        terms
    }

    /// Returns each term and how often it occurs, in no order that means anything but
    /// the same for the same passages.
    pub(super) fn counts(&self) -> impl Iterator<Item = (String, u64, bool)> {
        self.counts.iter().map(|count| {
            (self.text(&count.gram), count.total, self.is_content(&count.gram))
        })
    }

    /// Returns the language of the terms.
    pub fn language(&self) -> Language {
        self.words.language()
    }

    fn is_content(&self, gram: &Gram) -> bool {
        let words = gram.get(..self.length).unwrap_or_default();
        let is_content = |word: Option<&u32>| {
            word.is_some_and(|word| !self.words.is_function(*word))
        };
        is_content(words.first()) && is_content(words.last())
    }

    fn text(&self, gram: &Gram) -> String {
        let mut text = String::new();
        for word in gram.iter().take(self.length) {
            let word = self.words.text(*word);
            if !text.is_empty() && !text.ends_with('\'') && !word.starts_with('\'') {
                text.push(' ');
            }
            text.push_str(word);
        }
        text
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of words stay far below 2^52"
    )]
    fn deviation(&self, count: &Count, total: u64) -> f64 {
        let mut with = 0.0;
        let mut apart = 0.0;
        for (document, times) in &count.documents {
            let size = self.documents.get(*document).copied().unwrap_or(0);
            let share = size as f64 / total as f64;
            apart += (*times as f64 / count.total as f64 - share).abs();
            with += share;
        }
        (0.5 * (apart + (1.0 - with))).clamp(0.0, 1.0)
    }
}

/// How many of a million; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of words stay far below 2^52")]
pub(super) fn per_million(count: u64, total: u64) -> f64 {
    if total == 0 { 0.0 } else { count as f64 * 1e6 / total as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        language: Language,
        length: usize,
        documents: &[&str],
        function: bool,
        expected: &[(&str, u64, usize)],
    ) {
        let mut terms = Terms::new(language, Unit::Form, length);
        for document in documents {
            terms.next_document();
            terms.add(document);
        }
        let list = terms.list(1, function);
        let found: Vec<_> =
            list.iter().map(|t| (t.text.as_str(), t.count, t.documents)).collect();
        assert_eq!(found, expected);
        assert!(list.iter().all(|term| (0.0..=1.0).contains(&term.deviation)));
    }

    #[test]
    fn words_are_counted_over_documents() {
        check(
            Language::French,
            1,
            &["L’énergie, l’énergie de demain.", "énergie 2030"],
            false,
            &[("énergie", 3, 2), ("demain", 1, 1)],
        );
    }

    #[test]
    fn terms_never_run_over_a_mark() {
        check(
            Language::English,
            2,
            &["Climate plan, climate plan. Carbon price"],
            false,
            &[("climate plan", 2, 1), ("carbon price", 1, 1)],
        );
        check(
            Language::French,
            3,
            &["prix de l’énergie"],
            true,
            &[("de l'énergie", 1, 1), ("prix de l'", 1, 1)],
        );
    }

    #[test]
    fn deviation_is_0_when_even_and_near_1_when_clumped() {
        let mut terms = Terms::new(Language::English, Unit::Form, 1);
        for _ in 0..4 {
            terms.next_document();
            terms.add("steel price steel price");
        }
        assert!(terms.list(1, true).iter().all(|term| term.deviation < 1e-9));
        terms.next_document();
        terms.add("ferry");
        let list = terms.list(1, true);
        let ferry = list.iter().find(|term| term.text == "ferry").unwrap();
        assert!(ferry.deviation > 0.9, "{ferry:?}");
        assert!((ferry.per_million - 1e6 / 17.0).abs() < 1e-6);
    }
}
