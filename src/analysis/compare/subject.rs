//! What figures are about: the stems of the words that say so.

use std::collections::HashMap;

use crate::language::{Stemmer, fold, is_stopword, tokens};
use crate::model::{Figure, FigureKind, Language, Quoted};

/// Finds the translations of a stem: stems of the other language, each with how likely
/// it is.
pub type Translate<'a> = dyn Fn(&str, Language) -> Vec<(String, f64)> + 'a;

/// The words that say what a figure measures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Subject {
    pub(super) language: Language,
    /// Stems, each once, with the word as it stands.
    pub(super) words: Vec<(String, String)>,
    /// The place of the counted thing among them; `None` if nothing is counted.
    counted: Option<usize>,
}

/// How alike two subjects are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Likeness {
    /// From 0 to 1: Dice's coefficient over weighted words; 0 if not the same is counted.
    pub(super) share: f64,
    /// The words that both have, as each has it.
    pub(super) common: Vec<(String, String)>,
}

/// How much a word tells, by how many subjects have it.
#[derive(Debug, Default)]
pub(super) struct Weights {
    counts: HashMap<String, usize>,
    subjects: usize,
}

/// With fewer subjects than this no word is taken for common.
const FEW_SUBJECTS: usize = 200;

impl Subject {
    /// Returns the subject of a figure: what is measured and, for counts, what is
    /// counted; `None` if no word says it.
    pub(super) fn of(
        figure: &Figure<Quoted>,
        language: Language,
        stemmer: &mut Stemmer,
    ) -> Option<Self> {
        let mut words: Vec<(String, String)> = Vec::new();
        let counted =
            figure.unit.as_deref().filter(|_| figure.kind == FigureKind::Count);
        let measured = figure.measured.as_ref().map(|measured| measured.text.as_str());
        let mut place = None;
        for text in [measured, counted].into_iter().flatten() {
            for token in tokens(text, language) {
                let word = token.span.quote(text);
                if !token.kind.is_word() || is_stopword(language, &fold(word)) {
                    continue;
                }
                let mut stem = None;
                stemmer.keys(word, language, &mut |key| {
                    stem.get_or_insert_with(|| key.to_owned());
                });
                let Some(stem) = stem else { continue };
                let known = words.iter().position(|(known, _)| *known == stem);
                if known.is_none() {
                    words.push((stem, word.to_owned()));
                }
                if Some(text) == counted {
                    place = place.or(known).or(Some(words.len() - 1));
                }
            }
        }
        (!words.is_empty()).then_some(Self { language, words, counted: place })
    }

    /// Compares with another, over languages if `translate` knows the words.
    pub(super) fn likeness(
        &self,
        other: &Self,
        weights: &Weights,
        translate: &Translate<'_>,
    ) -> Likeness {
        let mut shared = 0.0;
        let mut common = Vec::new();
        let mut is_counted = self.counted.is_none();
        for (place, (stem, word)) in self.words.iter().enumerate() {
            let direct = |wanted: &str| other.words.iter().find(|(s, _)| s == wanted);
            let found = if self.language == other.language {
                direct(stem).map(|(_, theirs)| (theirs, 1.0))
            } else {
                self.translated(stem, other, translate)
            };
            if let Some((theirs, certainty)) = found {
                shared += certainty * weights.of(stem);
                common.push((word.clone(), theirs.clone()));
                is_counted |= self.counted == Some(place);
            }
        }
        let sum = |subject: &Self| -> f64 {
            subject.words.iter().map(|(stem, _)| weights.of(stem)).sum()
        };
        // Beds are no nurses, though of the same hospitals.
        let share =
            if is_counted { 2.0 * shared / (sum(self) + sum(other)) } else { 0.0 };
        Likeness { share: share.min(1.0), common }
    }

    /// The word of `other` that best translates `stem`, or is the same word.
    fn translated<'a>(
        &self,
        stem: &str,
        other: &'a Self,
        translate: &Translate<'_>,
    ) -> Option<(&'a String, f64)> {
        let mut best: Option<(&String, f64)> = None;
        let translations = translate(stem, self.language);
        for (theirs, word) in &other.words {
            let back = || translate(theirs, other.language);
            let forth =
                translations.iter().find(|(translation, _)| translation == theirs);
            let certainty = if is_cognate(stem, theirs) || forth.is_some() {
                1.0
            } else if back().iter().any(|(translation, _)| translation == stem) {
                0.9
            } else {
                continue;
            };
            if best.is_none_or(|(_, known)| known < certainty) {
                best = Some((word, certainty));
            }
        }
        best
    }
}

/// Whether two stems are one word in two spellings: they begin with the same five
/// letters, or are the same.
fn is_cognate(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    a == b || common >= 5
}

impl Weights {
    /// Counts the words of a subject.
    pub(super) fn add(&mut self, subject: &Subject) {
        self.subjects += 1;
        for (stem, _) in &subject.words {
            *self.counts.entry(stem.clone()).or_insert(0) += 1;
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    pub(super) fn of(&self, stem: &str) -> f64 {
        let count = self.counts.get(stem).copied().unwrap_or(0).max(1);
        (1.0 + self.subjects.max(FEW_SUBJECTS) as f64 / count as f64).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(language: Language, text: &str) -> Subject {
        let figure = Figure {
            kind: FigureKind::Money,
            value: crate::model::Value::Unread,
            unit: Some("EUR".to_owned()),
            modifier: None,
            direction: None,
            role: None,
            measured: Some(Quoted { start: 0, end: 0, text: text.to_owned() }),
            actor: None,
            period: None,
            negated: false,
        };
        Subject::of(&figure, language, &mut Stemmer::new()).unwrap()
    }

    fn check(a: (Language, &str), b: (Language, &str), common: &[(&str, &str)]) -> f64 {
        let translate = |stem: &str, _| match stem {
            "depens" => vec![("spend".to_owned(), 0.6)],
            _ => Vec::new(),
        };
        let (a, b) = (subject(a.0, a.1), subject(b.0, b.1));
        let likeness = a.likeness(&b, &Weights::default(), &translate);
        let found: Vec<_> =
            likeness.common.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, common);
        likeness.share
    }

    #[test]
    fn forms_of_a_word_are_the_same_subject() {
        use Language::{English, French};
        let share = check(
            (French, "dépenses de santé"),
            (French, "la dépense de santé"),
            &[("dépenses", "dépense"), ("santé", "santé")],
        );
        assert!(share > 0.99, "{share}");
        let share = check(
            (English, "defence spending"),
            (English, "spending on schools"),
            &[("spending", "spending")],
        );
        assert!(share < 0.6, "{share}");
    }

    #[test]
    fn translations_and_cognates_are_the_same_subject() {
        use Language::{English, French};
        let share = check(
            (French, "dépenses militaires"),
            (English, "military spending"),
            &[("dépenses", "spending"), ("militaires", "military")],
        );
        assert!(share > 0.99, "{share}");
    }
}
