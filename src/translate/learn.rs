//! Learns from pairs of texts which word translates which.
//!
//! Word alignment by IBM model 1 (Brown and others 1993) in both directions, five rounds
//! of expectation and maximisation each; a link counts by the product of what both
//! directions give it (alignment by agreement, Liang and others 2006).

use std::collections::{BTreeMap, HashMap};

use super::words::content_words;
use crate::language::Stemmer;
use crate::model::Language;

/// Rounds of expectation and maximisation.
const ROUNDS: usize = 5;
/// Longer sides say little about which word translates which, and cost the square of
/// their length.
const MOST_WORDS: usize = 120;

/// Pairs of texts that say the same, as numbered stems.
#[derive(Debug, Default)]
pub struct Pairs {
    english: Side,
    french: Side,
}

/// One language of the pairs.
#[derive(Debug, Default)]
struct Side {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    /// How often each word was written in each form.
    forms: Vec<HashMap<String, u32>>,
    /// For stems of words without their accents: whose they are, and how often.
    plain: HashMap<String, BTreeMap<u32, u32>>,
    /// The words of all texts, one after the other.
    words: Vec<u32>,
    /// Where each text begins in `words`, and the end of the last.
    starts: Vec<usize>,
}

impl Side {
    fn push(&mut self, text: &str, language: Language, stemmer: &mut Stemmer) -> usize {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        let before = self.words.len();
        content_words(text, language, stemmer, |word| {
            let number = self.number(word.stem);
            if let Some(forms) = self.forms.get_mut(number as usize) {
                *forms.entry(word.form.to_owned()).or_default() += 1;
            }
            if let Some(plain) = word.plain {
                let owners = self.plain.entry(plain.to_owned()).or_default();
                *owners.entry(number).or_default() += 1;
            }
            self.words.push(number);
        });
        self.words.len() - before
    }

    fn number(&mut self, stem: &str) -> u32 {
        if let Some(&number) = self.numbers.get(stem) {
            return number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(stem.to_owned(), number);
        self.names.push(stem.to_owned());
        self.forms.push(HashMap::new());
        number
    }

    /// Drops the words since the last text, or ends the text here.
    fn close(&mut self, is_kept: bool) {
        if is_kept {
            self.starts.push(self.words.len());
        } else {
            self.words.truncate(self.starts.last().copied().unwrap_or(0));
        }
    }

    fn texts(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn range(&self, text: usize) -> std::ops::Range<usize> {
        let at = |place: usize| self.starts.get(place).copied().unwrap_or(0);
        at(text)..at(text + 1)
    }

    fn text(&self, text: usize) -> &[u32] {
        self.words.get(self.range(text)).unwrap_or_default()
    }

    /// How often each word stands in the texts.
    fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.names.len()];
        for &word in &self.words {
            if let Some(count) = counts.get_mut(word as usize) {
                *count += 1;
            }
        }
        counts
    }
}

/// How often a word was translated by another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    /// The English stem.
    pub(super) english: String,
    /// The French stem.
    pub(super) french: String,
    /// The expected number of times that they translate each other in the pairs.
    pub(super) count: f32,
}

impl Pairs {
    /// Adds two texts that say the same. Texts without content words, or with too many,
    /// are left out.
    pub fn push(&mut self, english: &str, french: &str, stemmer: &mut Stemmer) {
        let lengths = [
            self.english.push(english, Language::English, stemmer),
            self.french.push(french, Language::French, stemmer),
        ];
        let is_kept = lengths.iter().all(|length| (1..=MOST_WORDS).contains(length));
        self.english.close(is_kept);
        self.french.close(is_kept);
    }

    /// Returns how many pairs there are.
    pub fn len(&self) -> usize {
        self.english.texts()
    }

    /// Tells whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the form in which each stem of a language is written most often, with how
    /// often, in the order of the stems.
    pub(super) fn forms(&self, language: Language) -> BTreeMap<&str, (&str, u32)> {
        let side = self.side(language);
        let forms = side.names.iter().zip(&side.forms);
        forms.filter_map(|(name, forms)| Some((name.as_str(), most(forms)?))).collect()
    }

    /// Returns the stems of words without their accents that are no stems themselves,
    /// each with the stem whose it is most often.
    pub(super) fn plain(&self, language: Language) -> BTreeMap<&str, &str> {
        let side = self.side(language);
        let owner = |owners: &BTreeMap<u32, u32>| {
            let most = owners.iter().max_by_key(|(number, count)| (**count, **number));
            side.names.get(*most?.0 as usize)
        };
        side.plain
            .iter()
            .filter(|(plain, _)| !side.numbers.contains_key(*plain))
            .filter_map(|(plain, owners)| {
                Some((plain.as_str(), owner(owners)?.as_str()))
            })
            .collect()
    }

    fn side(&self, language: Language) -> &Side {
        match language {
            Language::French => &self.french,
            _ => &self.english,
        }
    }

    /// Learns the links between words, each with a count of at least `least`, in the
    /// order of their English and French stems.
    pub(super) fn links(&self, least: f32) -> Vec<Link> {
        let mut model = Model::new(self);
        for _ in 0..ROUNDS {
            model.improve(self);
        }
        let mut links = model.links(self, least);
        links.sort_by(|a, b| (&a.english, &a.french).cmp(&(&b.english, &b.french)));
        links
    }
}

/// The form that occurs most often; of several the first.
fn most(forms: &HashMap<String, u32>) -> Option<(&str, u32)> {
    let all = forms.iter().map(|(form, &count)| (form.as_str(), count));
    let (form, count) = all.max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)))?;
    // A capital may be that of a heading.
    let is_acronym = form.chars().skip(1).any(char::is_uppercase);
    let lower = forms.get_key_value(&form.to_lowercase()).filter(|_| !is_acronym);
    Some((lower.map_or(form, |(lower, _)| lower.as_str()), count))
}

/// The two alignment models. All is kept by English word: a row holds the French words
/// that stand in a text with it.
struct Model {
    /// The texts with each English word, once for each time that it stands there.
    places: Rows,
    /// The French words of each row.
    french: Rows,
    /// For each entry of `french`, the probability of the French word given the English.
    forth: Vec<f32>,
    /// For each entry of `french`, the probability of the English word given the French.
    back: Vec<f32>,
    /// Probability of each French word where no English word stands for it.
    forth_null: Vec<f32>,
    /// Probability of each English word where no French word stands for it.
    back_null: Vec<f32>,
}

/// Rows of numbers of different lengths.
#[derive(Default)]
struct Rows {
    starts: Vec<usize>,
    entries: Vec<u32>,
}

impl Rows {
    fn range(&self, row: usize) -> std::ops::Range<usize> {
        let at = |place: usize| self.starts.get(place).copied().unwrap_or(0);
        at(row)..at(row + 1)
    }

    fn row(&self, row: usize) -> &[u32] {
        self.entries.get(self.range(row)).unwrap_or_default()
    }
}

impl Model {
    fn new(pairs: &Pairs) -> Self {
        let english = pairs.english.names.len();
        let french = pairs.french.names.len();
        let places = Self::places(pairs);
        let mut rows = Rows { starts: vec![0], entries: Vec::new() };
        let mut seen = vec![u32::MAX; french];
        for word in 0..english {
            let mark = u32::try_from(word).unwrap_or(u32::MAX - 1);
            for &text in places.row(word) {
                for &other in pairs.french.text(text as usize) {
                    if let Some(seen) = seen.get_mut(other as usize)
                        && *seen != mark
                    {
                        *seen = mark;
                        rows.entries.push(other);
                    }
                }
            }
            rows.starts.push(rows.entries.len());
        }
        let entries = rows.entries.len();
        #[expect(clippy::cast_precision_loss, reason = "a probability")]
        let even = |words: usize| 1.0 / words.max(1) as f32;
        Self {
            places,
            french: rows,
            forth: vec![even(french); entries],
            back: vec![even(english); entries],
            forth_null: vec![even(french); french],
            back_null: vec![even(english); english],
        }
    }

    /// The texts with each English word.
    fn places(pairs: &Pairs) -> Rows {
        let side = &pairs.english;
        let mut starts = vec![0_usize; side.names.len() + 1];
        for (word, count) in side.counts().into_iter().enumerate() {
            let before = starts.get(word).copied().unwrap_or(0);
            if let Some(start) = starts.get_mut(word + 1) {
                *start = before + count as usize;
            }
        }
        let mut entries = vec![0; side.words.len()];
        let mut next = starts.clone();
        for text in 0..side.texts() {
            let number = u32::try_from(text).unwrap_or(u32::MAX);
            for &word in side.text(text) {
                if let Some(at) = next.get_mut(word as usize) {
                    if let Some(entry) = entries.get_mut(*at) {
                        *entry = number;
                    }
                    *at += 1;
                }
            }
        }
        Rows { starts, entries }
    }

    /// For each French word of each text, the sum of what its English words give it.
    fn forth_sums(&self, pairs: &Pairs) -> Vec<f32> {
        let side = &pairs.french;
        let null = |word: u32| self.forth_null.get(word as usize).copied();
        let mut sums: Vec<f32> =
            side.words.iter().map(|&word| null(word).unwrap_or(0.0)).collect();
        let mut row = vec![0.0_f32; side.names.len()];
        for word in 0..pairs.english.names.len() {
            self.lay_out(word, &self.forth, &mut row);
            for &text in self.places.row(word) {
                let range = side.range(text as usize);
                let words = side.words.get(range.clone()).unwrap_or_default();
                let sums = sums.get_mut(range).unwrap_or_default();
                for (sum, &other) in sums.iter_mut().zip(words) {
                    *sum += at(&row, other);
                }
            }
        }
        sums
    }

    /// Puts the values of a row where the French words are.
    fn lay_out(&self, word: usize, values: &[f32], row: &mut [f32]) {
        let values = values.get(self.french.range(word)).unwrap_or_default();
        for (&other, &value) in self.french.row(word).iter().zip(values) {
            if let Some(place) = row.get_mut(other as usize) {
                *place = value;
            }
        }
    }

    /// One round for both directions.
    fn improve(&mut self, pairs: &Pairs) {
        let sums = self.forth_sums(pairs);
        let side = &pairs.french;
        let mut forth_row = vec![0.0_f32; side.names.len()];
        let mut back_row = vec![0.0_f32; side.names.len()];
        let mut forth_counts = vec![0.0_f32; side.names.len()];
        let mut back_counts = vec![0.0_f32; side.names.len()];
        let mut back_totals = vec![0.0_f64; side.names.len()];
        let mut back_null = vec![0.0_f32; self.back_null.len()];
        for word in 0..pairs.english.names.len() {
            self.lay_out(word, &self.forth, &mut forth_row);
            self.lay_out(word, &self.back, &mut back_row);
            let null = self.back_null.get(word).copied().unwrap_or(0.0);
            let mut null_count = 0.0;
            for &text in self.places.row(word) {
                let range = side.range(text as usize);
                let words = side.words.get(range.clone()).unwrap_or_default();
                let sums = sums.get(range).unwrap_or_default();
                let back_sum: f32 =
                    null + words.iter().map(|&other| at(&back_row, other)).sum::<f32>();
                null_count += null / back_sum;
                for (&other, sum) in words.iter().zip(sums) {
                    add(&mut forth_counts, other, at(&forth_row, other) / sum);
                    add(&mut back_counts, other, at(&back_row, other) / back_sum);
                }
            }
            if let Some(count) = back_null.get_mut(word) {
                *count = null_count;
            }
            let range = self.french.range(word);
            let others = self.french.entries.get(range.clone()).unwrap_or_default();
            let total: f32 = others.iter().map(|&other| at(&forth_counts, other)).sum();
            let forth = self.forth.get_mut(range.clone()).unwrap_or_default();
            let back = self.back.get_mut(range).unwrap_or_default();
            for ((&other, forth), back) in others.iter().zip(forth).zip(back) {
                *forth = at(&forth_counts, other) / total.max(f32::MIN_POSITIVE);
                *back = at(&back_counts, other);
                if let Some(total) = back_totals.get_mut(other as usize) {
                    *total += f64::from(*back);
                }
                for counts in [&mut forth_counts, &mut back_counts] {
                    if let Some(count) = counts.get_mut(other as usize) {
                        *count = 0.0;
                    }
                }
            }
        }
        self.normalize(&sums, side, &back_totals, &back_null);
    }

    /// Makes probabilities of what was counted.
    #[expect(clippy::cast_possible_truncation, reason = "a probability")]
    fn normalize(
        &mut self,
        sums: &[f32],
        side: &Side,
        back_totals: &[f64],
        back_null: &[f32],
    ) {
        for (back, &other) in self.back.iter_mut().zip(&self.french.entries) {
            let total = back_totals.get(other as usize).copied().unwrap_or(0.0);
            *back /= total.max(f64::from(f32::MIN_POSITIVE)) as f32;
        }
        let mut counts = vec![0.0_f64; self.forth_null.len()];
        for (&word, sum) in side.words.iter().zip(sums) {
            if let Some(count) = counts.get_mut(word as usize) {
                *count += f64::from(at(&self.forth_null, word) / sum);
            }
        }
        let total = counts.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        for (null, count) in self.forth_null.iter_mut().zip(counts) {
            *null = (count / total) as f32;
        }
        let total: f64 = back_null.iter().map(|&count| f64::from(count)).sum();
        for (null, &count) in self.back_null.iter_mut().zip(back_null) {
            *null = (f64::from(count) / total.max(f64::MIN_POSITIVE)) as f32;
        }
    }

    /// Counts each link by what both directions give it.
    fn links(&self, pairs: &Pairs, least: f32) -> Vec<Link> {
        let sums = self.forth_sums(pairs);
        let side = &pairs.french;
        let mut forth_row = vec![0.0_f32; side.names.len()];
        let mut back_row = vec![0.0_f32; side.names.len()];
        let mut counts = vec![0.0_f32; side.names.len()];
        let mut links = Vec::new();
        for (word, name) in pairs.english.names.iter().enumerate() {
            self.lay_out(word, &self.forth, &mut forth_row);
            self.lay_out(word, &self.back, &mut back_row);
            let null = self.back_null.get(word).copied().unwrap_or(0.0);
            for &text in self.places.row(word) {
                let range = side.range(text as usize);
                let words = side.words.get(range.clone()).unwrap_or_default();
                let sums = sums.get(range).unwrap_or_default();
                let back_sum: f32 =
                    null + words.iter().map(|&other| at(&back_row, other)).sum::<f32>();
                for (&other, sum) in words.iter().zip(sums) {
                    let forth = at(&forth_row, other) / sum;
                    let back = at(&back_row, other) / back_sum;
                    add(&mut counts, other, forth * back);
                }
            }
            for &other in self.french.row(word) {
                let Some(count) = counts.get_mut(other as usize) else { continue };
                let found = std::mem::take(count);
                if found >= least
                    && let Some(french) = side.names.get(other as usize)
                {
                    let (english, french) = (name.clone(), french.clone());
                    links.push(Link { english, french, count: found });
                }
            }
        }
        links
    }
}

fn at(row: &[f32], word: u32) -> f32 {
    row.get(word as usize).copied().unwrap_or(0.0)
}

fn add(row: &mut [f32], word: u32, value: f32) {
    if let Some(place) = row.get_mut(word as usize) {
        *place += value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs() -> Pairs {
        let mut pairs = Pairs::default();
        let mut stemmer = Stemmer::new();
        for (english, french) in [
            ("public debt", "la dette publique"),
            ("The debt of the state", "La dette de l’État"),
            ("public works", "travaux publics"),
            ("state works", "travaux de l’État"),
            ("", "rien"),
        ] {
            pairs.push(english, french, &mut stemmer);
        }
        pairs
    }

    #[test]
    fn words_that_go_together_translate_each_other() {
        let pairs = pairs();
        assert_eq!(pairs.len(), 4, "a pair with an empty side is none");
        let links = pairs.links(0.0);
        let best = |english: &str| {
            let mine = links.iter().filter(|link| link.english == english);
            mine.max_by(|a, b| a.count.total_cmp(&b.count)).map(|link| &*link.french)
        };
        for (english, french) in [("debt", "det"), ("state", "etat")] {
            assert_eq!(best(english), Some(french));
        }
    }

    #[test]
    fn forms_are_those_that_people_write() {
        let pairs = pairs();
        assert_eq!(pairs.forms(Language::French)["etat"], ("État", 2));
        assert_eq!(pairs.forms(Language::English)["work"], ("works", 2));
    }

    #[test]
    fn the_same_pairs_give_the_same_links() {
        assert_eq!(pairs().links(0.0), pairs().links(0.0));
    }
}
