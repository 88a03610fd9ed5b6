//! Makes one lexicon of what several sources of text taught.

use std::collections::{BTreeMap, BTreeSet};

use super::learn::Pairs;
use super::table::{LONGEST_WORD, TABLES, Word, encode};
use super::{LONGEST_TERM, TERMS};
use crate::language::{fold, tokens};
use crate::model::{Language, TokenKind};

/// At most so many translations of a word are kept.
const MOST_TRANSLATIONS: usize = 8;
/// Less likely translations are dropped.
const LEAST_PROBABILITY: f32 = 0.02;
/// A source that links a word so often is believed by half of its weight.
const DOUBT: f32 = 5.0;

/// Probabilities of translations, by word.
type Mixed = BTreeMap<String, BTreeMap<String, f32>>;

/// A lexicon in the making.
///
/// Each source of text has a table of its own, and the tables are mixed word by word:
/// one model of all texts is worse, as the largest source drowns the others.
#[derive(Debug, Default)]
pub struct Recipe {
    /// English to French, French to English; not normalised.
    mixed: [Mixed; 2],
    /// The forms of stems, each with the number of times that it was seen.
    forms: [BTreeMap<String, (String, u32)>; 2],
    /// Stems of words without accents.
    plain: BTreeMap<String, String>,
    /// What terms are also called.
    terms: BTreeMap<String, BTreeSet<String>>,
}

impl Recipe {
    /// Adds a source of text, which counts as `weight` against the others. Links that
    /// are expected fewer than `least` times are taken for chance.
    pub fn add(&mut self, pairs: &Pairs, weight: f32, least: f32) {
        let mut tables: [Mixed; 2] = Default::default();
        for link in pairs.links(least) {
            let [forth, back] = &mut tables;
            forth
                .entry(link.english.clone())
                .or_default()
                .insert(link.french.clone(), link.count);
            back.entry(link.french).or_default().insert(link.english, link.count);
        }
        for (table, mixed) in tables.into_iter().zip(&mut self.mixed) {
            for (word, counts) in table {
                let total: f32 = counts.values().sum();
                let trust = weight * total / (total + DOUBT);
                let known = mixed.entry(word).or_default();
                for (other, count) in counts {
                    *known.entry(other).or_default() += trust * count / total;
                }
            }
        }
        for (language, known) in
            [Language::English, Language::French].into_iter().zip(&mut self.forms)
        {
            for (stem, (form, count)) in pairs.forms(language) {
                let entry = known.entry(stem.to_owned()).or_default();
                if count > entry.1 {
                    *entry = (form.to_owned(), count);
                }
            }
        }
        for (plain, stem) in pairs.plain(Language::French) {
            self.plain.entry(plain.to_owned()).or_insert_with(|| stem.to_owned());
        }
    }

    /// Adds names of one thing, in any language: terms of several words and acronyms.
    pub fn add_term<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        let names: BTreeSet<String> = names
            .into_iter()
            .map(normal_term)
            .filter(|name| {
                name.len() <= LONGEST_WORD
                    && (1..=LONGEST_TERM).contains(&name.split(' ').count())
                    && name.chars().nth(1).is_some()
            })
            .collect();
        if names.len() < 2 {
            return;
        }
        for name in &names {
            let others = names.iter().filter(|other| *other != name).cloned();
            self.terms.entry(name.clone()).or_default().extend(others);
        }
    }

    /// Returns the lexicon as a file. The same sources give the same bytes.
    pub fn finish(self) -> Vec<u8> {
        let mut tables: [BTreeMap<String, Word>; TABLES] = Default::default();
        for (mixed, table) in self.mixed.into_iter().zip(&mut tables) {
            for (word, translations) in mixed {
                let translations = likeliest(translations);
                table.insert(word, Word { form: String::new(), translations });
            }
        }
        // Translations of pruned words need their names too.
        let named: Vec<BTreeSet<String>> = tables
            .iter()
            .map(|table| {
                let words = table.values().flat_map(|word| &word.translations);
                words.map(|(word, _)| word.clone()).collect()
            })
            .collect();
        let [english, french, _] = &mut tables;
        for (table, names) in [&mut *french, &mut *english].into_iter().zip(named) {
            for name in names {
                table.entry(name).or_default();
            }
        }
        for (plain, stem) in self.plain {
            if !french.contains_key(&plain)
                && let Some(word) = french.get(&stem).cloned()
            {
                french.insert(plain, word);
            }
        }
        for (table, forms) in tables.iter_mut().zip(&self.forms) {
            for (stem, word) in table {
                let form = forms.get(stem).map(|(form, _)| form.clone());
                word.form = form.unwrap_or_else(|| stem.clone());
            }
        }
        if let Some(terms) = tables.get_mut(TERMS) {
            for (name, others) in self.terms {
                let translations =
                    others.into_iter().take(MOST_TRANSLATIONS).map(|n| (n, 1.0));
                let form = name.clone();
                terms.insert(name, Word { form, translations: translations.collect() });
            }
        }
        encode(&tables)
    }
}

/// The likeliest translations, with probabilities that sum up to 1.
fn likeliest(translations: BTreeMap<String, f32>) -> Vec<(String, f32)> {
    let total: f32 = translations.values().sum();
    let mut found: Vec<(String, f32)> = translations
        .into_iter()
        .map(|(word, share)| (word, share / total))
        .filter(|(_, probability)| *probability >= LEAST_PROBABILITY)
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.truncate(MOST_TRANSLATIONS);
    let total: f32 = found.iter().map(|(_, probability)| probability).sum();
    for (_, probability) in &mut found {
        *probability /= total;
    }
    found
}

/// A term as it is looked up: its folded words, cut at hyphens, with single spaces.
fn normal_term(name: &str) -> String {
    let folded = fold(name);
    let words = tokens(&folded, Language::French);
    let words = words
        .iter()
        .filter(|token| token.kind != TokenKind::Punctuation)
        .flat_map(|token| token.span.quote(&folded).split('-'))
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::Lexicon;
    use super::*;
    use crate::language::Stemmer;

    fn lexicon() -> Lexicon {
        let mut stemmer = Stemmer::new();
        let mut pairs = Pairs::default();
        for _ in 0..3 {
            pairs.push("public debt", "la dette publique", &mut stemmer);
            pairs.push("debt relief", "allègement de la dette", &mut stemmer);
            pairs.push("public works", "travaux achevés", &mut stemmer);
        }
        let mut recipe = Recipe::default();
        recipe.add(&pairs, 1.0, 0.5);
        recipe.add_term(["Banque centrale européenne", "European Central Bank", "BCE"]);
        let mut lexicon = Lexicon::default();
        assert!(lexicon.add(recipe.finish()));
        lexicon
    }

    #[test]
    fn a_lexicon_translates_both_ways_and_shows_whole_words() {
        let lexicon = lexicon();
        let found = lexicon.translations("debt", Language::English);
        let best = found.first().unwrap();
        assert_eq!((best.stem.as_str(), best.form.as_str()), ("det", "dette"));
        let found = lexicon.translations("det", Language::French);
        assert_eq!(found.first().unwrap().form, "debt");
        assert!(lexicon.translations("unknown", Language::English).is_empty());
        assert!(lexicon.translations("debt", Language::Other).is_empty());
    }

    #[test]
    fn accents_may_be_missing() {
        let lexicon = lexicon();
        let stems = Stemmer::new().keys_of("acheve", Language::French);
        let found = stems
            .iter()
            .any(|stem| !lexicon.translations(stem, Language::French).is_empty());
        assert!(found, "{stems:?}");
    }

    #[test]
    fn terms_have_their_other_names() {
        let lexicon = lexicon();
        assert_eq!(
            lexicon.equivalents("bce"),
            ["banque centrale europeenne", "european central bank"]
        );
        assert!(lexicon.equivalents("banque").is_empty());
    }
}
