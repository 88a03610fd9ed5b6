//! Whether a French and an English name say the same, word by word.
//!
//! Word pairs come from three sources: bodies of the entity list, whose names stand in
//! both languages (words that keep turning up together translate each other), the table
//! `lexicon/name_words.tsv`, and likeness (`réacteurs`, `reactor`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use crate::extract::actors::list::List;
use crate::extract::actors::words::rows;
use crate::language::fold;
use crate::model::{ActorKind, Language};

/// A pair of words that occurs less often in the list proves nothing.
const LEAST_PAIRS: u32 = 2;
/// The least share of the occurrences of two words that are together (Dice's measure).
const LEAST_DICE: f64 = 0.4;

/// Which words of names translate each other.
#[derive(Debug, Default)]
pub(super) struct Translations {
    /// The English words for a French one, all folded and without plural.
    by_french: HashMap<String, BTreeSet<String>>,
    /// All English words that translate something.
    english: BTreeSet<String>,
}

static TRANSLATIONS: LazyLock<Translations> = LazyLock::new(Translations::learn);

/// How two names compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Likeness {
    /// The share of the words of both names that have their counterpart, from 0 to 1.
    pub(super) share: f64,
    /// How many pairs of words there are.
    pub(super) pairs: usize,
    /// Whether both have a known word without counterpart, so that they say different
    /// things (`fret`, `safety`).
    pub(super) is_contrary: bool,
}

impl Translations {
    /// Returns the built-in pairs, learned at the first call.
    pub(super) fn get() -> &'static Self {
        &TRANSLATIONS
    }

    fn learn() -> Self {
        let mut translations = Self::default();
        let mut together: BTreeMap<(String, String), u32> = BTreeMap::new();
        let mut alone: [BTreeMap<String, u32>; 2] = Default::default();
        for actor in List::get().all() {
            if actor.kind != ActorKind::Organization {
                continue;
            }
            let [french, english] = [Language::French, Language::English]
                .map(|language| words(actor.name(language)));
            if french == english {
                continue;
            }
            for (counts, words) in alone.iter_mut().zip([&french, &english]) {
                for word in words {
                    *counts.entry(word.clone()).or_default() += 1;
                }
            }
            for one in &french {
                for other in &english {
                    *together.entry((one.clone(), other.clone())).or_default() += 1;
                }
            }
        }
        let [french, english] = &alone;
        for ((one, other), count) in &together {
            let total =
                french.get(one).unwrap_or(&0) + english.get(other).unwrap_or(&0);
            let dice = 2.0 * f64::from(*count) / f64::from(total);
            if *count >= LEAST_PAIRS && dice >= LEAST_DICE {
                translations.add(one, other);
            }
        }
        for (french, rest) in rows(include_str!("../../../../lexicon/name_words.tsv")) {
            for english in rest.split('\t').next().unwrap_or_default().split('|') {
                translations.add(&bare(&fold(french)), &bare(&fold(english)));
            }
        }
        translations
    }

    fn add(&mut self, french: &str, english: &str) {
        self.by_french.entry(french.to_owned()).or_default().insert(english.to_owned());
        self.english.insert(english.to_owned());
    }

    /// Returns the English words that a French one is known to translate to.
    pub(super) fn of(&self, french: &str) -> impl Iterator<Item = &String> {
        self.by_french.get(french).into_iter().flatten()
    }

    /// Tells whether two words, as [`words`] gives them, say the same.
    pub(super) fn is_pair(&self, french: &str, english: &str) -> bool {
        self.by_french.get(french).is_some_and(|all| all.contains(english))
            || are_cognates(french, english)
    }

    /// Compares a French name with an English one.
    pub(super) fn compare(&self, french: &str, english: &str) -> Likeness {
        let (french, english) = (words(french), words(english));
        let mut left: Vec<&String> = english.iter().collect();
        let mut unmatched = Vec::new();
        let mut pairs = 0;
        for word in &french {
            // Equal words first, so that a likeness does not take their place.
            let found = left
                .iter()
                .position(|other| *other == word)
                .or_else(|| left.iter().position(|other| self.is_pair(word, other)));
            match found {
                Some(at) => {
                    left.remove(at);
                    pairs += 1;
                }
                None => unmatched.push(word),
            }
        }
        let all = french.len() + english.len();
        let share = |pairs: usize| {
            let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
            if all == 0 { 0.0 } else { 2.0 * count(pairs) / count(all) }
        };
        let known_french =
            unmatched.iter().any(|word| self.by_french.contains_key(*word));
        let known_english = left.iter().any(|word| self.english.contains(*word));
        Likeness {
            share: share(pairs),
            pairs,
            is_contrary: known_french && known_english,
        }
    }

    /// Tells whether two roles are the same, in one language or two.
    pub(super) fn is_same_role(&self, one: &str, other: &str) -> bool {
        let least = words(one).len().min(words(other).len());
        let ways = [self.compare(one, other), self.compare(other, one)];
        ways.iter().any(|likeness| {
            likeness.pairs >= 2.min(least).max(1) && likeness.share >= 0.6
        })
    }
}

/// Returns the words of a name that carry meaning, folded and without plural.
pub(super) fn words(name: &str) -> Vec<String> {
    const SMALL: &[&str] = &[
        "de", "du", "des", "d", "l", "le", "la", "les", "un", "une", "et", "pour",
        "sur", "en", "au", "aux", "a", "dans", "par", "avec", "contre", "the", "of",
        "for", "and", "on", "in", "to", "an", "at", "by", "with", "against", "s",
    ];
    let folded = fold(name);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !SMALL.contains(word))
        .map(bare)
        .collect()
}

/// Returns a folded word without the marks of its plural and feminine.
fn bare(word: &str) -> String {
    let long = word.len() > 4;
    if long && let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if long && let Some(stem) = word.strip_suffix("aux") {
        return format!("{stem}al");
    }
    let mut stem = word;
    if long && !word.ends_with("ss") {
        stem = stem.strip_suffix(['s', 'x']).unwrap_or(stem);
        // `méridionale`, `européenne`, `plateforme`.
        stem = stem.strip_suffix('e').unwrap_or(stem);
        for (feminine, length) in [("enn", 1), ("ell", 1)] {
            if stem.ends_with(feminine) {
                stem = stem.get(..stem.len() - length).unwrap_or(stem);
            }
        }
    }
    stem.to_owned()
}

/// Tells whether two folded words look like one word of two languages.
fn are_cognates(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (short, long) =
        if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < 4 {
        return false;
    }
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    // `institut`, `institute`; `réacteur`, `reactor`; not `international`, `internet`.
    if same >= 4 && 5 * same >= 3 * short.len() && long.len() - same <= 4 {
        return true;
    }
    // `plateforme`, `platform`.
    same >= 1
        && short.len() >= 6
        && 25 * 2 * shared(one, other) >= 22 * (one.len() + other.len())
}

/// Returns how many letters two words share in their order.
fn shared(one: &str, other: &str) -> usize {
    let mut row = vec![0_usize; other.len() + 1];
    for a in one.bytes() {
        let mut diagonal = 0;
        let mut left = 0;
        for (cell, b) in row.iter_mut().skip(1).zip(other.bytes()) {
            let above = *cell;
            *cell = if a == b { diagonal + 1 } else { above.max(left) };
            diagonal = above;
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(french: &str, english: &str, is_same: bool) {
        let likeness = Translations::get().compare(french, english);
        let found = likeness.share >= 0.99;
        assert_eq!(found, is_same, "{french} / {english}: {likeness:?}");
    }

    #[test]
    fn names_that_translate_each_other_match_word_by_word() {
        check("Forum des opérateurs ruraux", "Rural Operators Forum", true);
        check("Agence de l'eau", "Water Agency", true);
        check("Institut baltique de l’hydrogène", "Baltic Hydrogen Institute", true);
        check("Conseil des ports de l'Adriatique", "Adriatic Ports Council", true);
        check("Office du bassin occidental", "Western Basin Office", true);
    }

    #[test]
    fn names_that_differ_in_one_word_do_not() {
        check("Agence alpine du fret", "Alpine Rail Safety Agency", false);
        check("Banque de développement", "Central Bank", false);
        check("Conseil de l'Union", "Council of Europe", false);
        let likeness = Translations::get()
            .compare("Agence de sûreté ferroviaire", "Road Safety Agency");
        assert!(likeness.is_contrary, "{likeness:?}");
    }

    #[test]
    fn likeness_is_no_chance() {
        assert!(are_cognates("reacteur", "reactor"));
        assert!(are_cognates("plateforme", "platform"));
        assert!(!are_cognates("international", "internet"));
        assert!(!are_cognates("commune", "communication"));
        assert!(!are_cognates("miniere", "ministere"));
    }
}
