//! Which terms are more frequent here than elsewhere.

use std::collections::HashMap;

use super::terms::{Terms, per_million};
use crate::model::Language;

/// A term that is more frequent in one set of passages than in another.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyTerm {
    /// Its language.
    pub language: Language,
    /// Its words, in small letters.
    pub text: String,
    /// How often it occurs here.
    pub count: u64,
    /// How often it occurs elsewhere.
    pub elsewhere: u64,
    /// How often here in a million terms of its length.
    pub per_million: f64,
    /// How often elsewhere in a million.
    pub per_million_elsewhere: f64,
    /// How sure the difference is: log-likelihood (Dunning 1993). Over 3.84, 6.63 and
    /// 10.83 chance alone does so in one of 20, 100 and 1,000 terms.
    pub log_likelihood: f64,
    /// How great the difference is: the binary logarithm of the ratio of the relative
    /// frequencies, 1 for twice as frequent, with half an occurrence for none
    /// (Hardie 2014).
    pub log_ratio: f64,
}

/// How often terms occur elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    counts: HashMap<String, u64>,
    /// How many terms there are, repeated ones included.
    total: u64,
}

impl Reference {
    /// Returns what stands in `all` and not in `here`, which is a part of it.
    pub fn without(all: &Terms, here: &Terms) -> Self {
        let mut reference: Self =
            all.counts().map(|(text, count, _)| (text, count)).collect();
        for (text, count, _) in here.counts() {
            if let Some(of_all) = reference.counts.get_mut(&text) {
                *of_all = of_all.saturating_sub(count);
            }
        }
        reference.total = all.total().saturating_sub(here.total());
        reference
    }
}

impl FromIterator<(String, u64)> for Reference {
    /// Takes terms, in small letters, with their counts.
    fn from_iter<I: IntoIterator<Item = (String, u64)>>(terms: I) -> Self {
        let mut reference = Self::default();
        for (text, count) in terms {
            *reference.counts.entry(text).or_insert(0) += count;
            reference.total += count;
        }
        reference
    }
}

/// Returns the terms of `here` that are more frequent than in the reference, the surest
/// first: only those that occur at least `least` times here and, unless `function` is
/// set, begin and end with a word that is no function word.
pub fn keyness(
    here: &Terms,
    reference: &Reference,
    least: u64,
    function: bool,
) -> Vec<KeyTerm> {
    let (own, total) = (here.total(), reference.total);
    let mut terms: Vec<KeyTerm> = here
        .counts()
        .filter(|(_, count, is_content)| *count >= least && (function || *is_content))
        .map(|(text, count, _)| {
            let elsewhere = reference.counts.get(&text).copied().unwrap_or(0);
            KeyTerm {
                language: here.language(),
                count,
                elsewhere,
                per_million: per_million(count, own),
                per_million_elsewhere: per_million(elsewhere, total),
                log_likelihood: log_likelihood(count, own, elsewhere, total),
                log_ratio: log_ratio(count, own, elsewhere, total),
                text,
            }
        })
        .filter(|term| term.log_ratio > 0.0)
        .collect();
    terms.sort_by(|a, b| {
        b.log_likelihood.total_cmp(&a.log_likelihood).then_with(|| a.text.cmp(&b.text))
    });
    terms
}

#[expect(clippy::cast_precision_loss, reason = "counts of words stay far below 2^52")]
fn log_likelihood(a: u64, own: u64, b: u64, total: u64) -> f64 {
    let (a, b, own, total) = (a as f64, b as f64, own as f64, total as f64);
    let part = |seen: f64, size: f64| {
        let expected = size * (a + b) / (own + total);
        if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 }
    };
    2.0 * (part(a, own) + part(b, total))
}

#[expect(clippy::cast_precision_loss, reason = "counts of words stay far below 2^52")]
fn log_ratio(a: u64, own: u64, b: u64, total: u64) -> f64 {
    let relative =
        |seen: u64, size: u64| (seen as f64).max(0.5) / (size as f64).max(1.0);
    (relative(a, own) / relative(b, total)).log2()
}

#[cfg(test)]
mod tests {
    use super::super::Unit;
    use super::*;

    #[test]
    fn measures_are_those_of_the_literature() {
        // 10 in 1,000 against 10 in 10,000, worked by hand.
        assert!((log_likelihood(10, 1_000, 10, 10_000) - 22.138).abs() < 0.001);
        assert!((log_ratio(10, 1_000, 10, 10_000) - 10.0_f64.log2()).abs() < 1e-9);
        assert!(log_likelihood(10, 1_000, 100, 10_000).abs() < 1e-9);
        // None elsewhere counts as half a one.
        assert!((log_ratio(1, 100, 0, 100) - 1.0).abs() < 1e-9);
    }

    fn check(language: Language, here: &str, elsewhere: &str, expected: &[&str]) {
        let count = |texts: &[&str]| {
            let mut terms = Terms::new(language, Unit::Form, 1);
            for text in texts {
                terms.add(text);
            }
            terms
        };
        let (part, all) = (count(&[here]), count(&[here, elsewhere]));
        let found = keyness(&part, &Reference::without(&all, &part), 1, false);
        let found: Vec<_> = found.iter().map(|term| term.text.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_as_frequent_elsewhere_is_no_key_term() {
        check(
            Language::French,
            "La dette, la dette et le budget de l’État",
            "Le budget et le climat de l’État, l’eau",
            &["dette"],
        );
        check(
            Language::English,
            "the debt, the debt and the budget",
            "the climate budget, the water budget",
            &["debt"],
        );
    }
}
