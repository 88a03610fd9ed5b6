//! Which words stand near what was found more often than chance would have it.

use std::collections::BTreeMap;

use super::words::{Item, Unit, Words};
use crate::model::{Language, Offsets};

/// By which measure collocates are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Measure {
    /// log-Dice: typical neighbours, comparable between corpora.
    #[default]
    LogDice,
    /// The t-score: sure neighbours, frequent ones first.
    TScore,
    /// Mutual information: exclusive neighbours, rare ones first.
    MutualInformation,
}

/// A word near what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Collocate {
    /// Its language.
    pub language: Language,
    /// The word, in small letters.
    pub text: String,
    /// How often it stands before what was found, within the window.
    pub left: u64,
    /// How often after.
    pub right: u64,
    /// How often it occurs in all the passages counted.
    pub count: u64,
    /// 14 and the binary logarithm of the Dice coefficient, at most 14 (Rychlý 2008).
    pub log_dice: f64,
    /// How far it is from chance, in standard deviations.
    pub t_score: f64,
    /// The binary logarithm of how many times more often than by chance.
    pub mutual_information: f64,
}

impl Collocate {
    /// Returns one of the measures.
    pub fn by(&self, measure: Measure) -> f64 {
        match measure {
            Measure::LogDice => self.log_dice,
            Measure::TScore => self.t_score,
            Measure::MutualInformation => self.mutual_information,
        }
    }
}

/// Counts the neighbours of what was found in the passages of one language.
///
/// Windows end with the sentence. Every passage of the corpus must be added, also those
/// where nothing was found: chance is reckoned from all of them.
#[derive(Debug)]
pub struct Collocates {
    words: Words,
    /// How many words a window has on either side.
    window: usize,
    /// By word: how often it occurs.
    counts: Vec<u64>,
    /// By word: how often before and after.
    near: BTreeMap<u32, (u64, u64)>,
    found: u64,
    total: u64,
    items: Vec<Item>,
}

impl Collocates {
    /// Returns counts for windows of `window` words on either side; none yet.
    pub fn new(language: Language, unit: Unit, window: usize) -> Self {
        Self {
            words: Words::new(language, unit),
            window,
            counts: Vec::new(),
            near: BTreeMap::new(),
            found: 0,
            total: 0,
            items: Vec::new(),
        }
    }

    /// Counts a passage in which the words at `found` were found: half-open ranges in
    /// code points of `text`, in order.
    pub fn add(&mut self, text: &str, found: &[std::ops::Range<usize>]) {
        let mut items = std::mem::take(&mut self.items);
        self.words.read(text, &mut items);
        for item in &items {
            let Item::Word(word, _) = item else { continue };
            let place = *word as usize;
            if self.counts.len() <= place {
                self.counts.resize(place + 1, 0);
            }
            if let Some(count) = self.counts.get_mut(place) {
                *count += 1;
            }
            self.total += 1;
        }
        if !found.is_empty() {
            let offsets = Offsets::new(text);
            let found: Vec<_> = found
                .iter()
                .filter_map(|range| {
                    Some(offsets.byte(range.start)?..offsets.byte(range.end)?)
                })
                .collect();
            for sentence in items.split(|item| *item == Item::End) {
                self.windows(sentence, &found);
            }
        }
        self.items = items;
    }

    fn windows(&mut self, sentence: &[Item], found: &[std::ops::Range<usize>]) {
        let words: Vec<(u32, bool)> = sentence
            .iter()
            .filter_map(|item| match item {
                Item::Word(word, range) => {
                    let next = found.partition_point(|found| found.end <= range.start);
                    let is_node =
                        found.get(next).is_some_and(|found| found.start < range.end);
                    Some((*word, is_node))
                }
                _ => None,
            })
            .collect();
        let mut place = 0;
        while place < words.len() {
            if !words.get(place).is_some_and(|(_, is_node)| *is_node) {
                place += 1;
                continue;
            }
            // Words found one after the other are one occurrence.
            let rest = words.get(place..).unwrap_or_default();
            let length = rest.iter().take_while(|(_, is_node)| *is_node).count();
            self.found += 1;
            let before = words.get(place.saturating_sub(self.window)..place);
            for (word, is_node) in before.unwrap_or_default() {
                if !is_node {
                    self.near.entry(*word).or_default().0 += 1;
                }
            }
            for (word, is_node) in rest.iter().skip(length).take(self.window) {
                if !is_node {
                    self.near.entry(*word).or_default().1 += 1;
                }
            }
            place += length;
        }
    }

    /// Returns how often what was looked for was found.
    pub fn found(&self) -> u64 {
        self.found
    }

    /// Returns the neighbours, best first by `measure`: only those that stand near at
    /// least `least` times and, unless `function` is set, are no function words.
    pub fn list(&self, measure: Measure, least: u64, function: bool) -> Vec<Collocate> {
        let mut list: Vec<Collocate> = self
            .near
            .iter()
            .filter(|(_, (left, right))| left + right >= least)
            .filter(|(word, _)| function || !self.words.is_function(**word))
            .map(|(word, (left, right))| self.collocate(*word, *left, *right))
            .collect();
        list.sort_by(|a, b| {
            b.by(measure).total_cmp(&a.by(measure)).then_with(|| a.text.cmp(&b.text))
        });
        list
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of words stay far below 2^52"
    )]
    fn collocate(&self, word: u32, left: u64, right: u64) -> Collocate {
        let count = self.counts.get(word as usize).copied().unwrap_or(0);
        let together = (left + right) as f64;
        let (found, all) = (self.found as f64, count as f64);
        let window = 2.0 * self.window as f64;
        let by_chance = found * all * window / (self.total as f64).max(1.0);
        Collocate {
            language: self.words.language(),
            text: self.words.text(word).to_owned(),
            left,
            right,
            count,
            log_dice: 14.0 + (2.0 * together / (found + all)).log2().min(0.0),
            t_score: (together - by_chance) / together.sqrt(),
            mutual_information: (together / by_chance).log2(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words between brackets are found.
    fn check(
        language: Language,
        passages: &[&str],
        window: usize,
        expected: &[(&str, u64, u64)],
    ) -> Vec<Collocate> {
        let mut collocates = Collocates::new(language, Unit::Form, window);
        for marked in passages {
            let mut text = String::new();
            let mut found = Vec::new();
            for (place, part) in marked.split(['[', ']']).enumerate() {
                let start = text.chars().count();
                text.push_str(part);
                if place % 2 == 1 {
                    found.push(start..text.chars().count());
                }
            }
            collocates.add(&text, &found);
        }
        let list = collocates.list(Measure::TScore, 1, false);
        let mut near: Vec<_> =
            list.iter().map(|c| (c.text.as_str(), c.left, c.right)).collect();
        near.sort_unstable();
        assert_eq!(near, expected);
        list
    }

    #[test]
    fn neighbours_are_counted_on_either_side_within_the_sentence() {
        check(
            Language::French,
            &["L’île, la [neutralité] [carbone] en 2050. Objectif", "rien"],
            3,
            &[("île", 1, 0)],
        );
        check(
            Language::English,
            &["high [carbon] price, carbon tax; low [carbon] price"],
            2,
            &[
                ("carbon", 0, 1),
                ("high", 1, 0),
                ("low", 1, 0),
                ("price", 0, 2),
                ("tax", 1, 0),
            ],
        );
    }

    #[test]
    fn measures_are_those_of_the_literature() {
        let mut collocates = Collocates::new(Language::English, Unit::Form, 1);
        let found = std::slice::from_ref(&(0..6));
        for _ in 0..4 {
            collocates.add("carbon price other words here", found);
        }
        let list = collocates.list(Measure::LogDice, 1, false);
        let price = list.first().unwrap();
        assert_eq!((price.text.as_str(), price.right, price.count), ("price", 4, 4));
        assert!((price.log_dice - 14.0).abs() < 1e-9);
        // 4 · 4 · 2 / 20 by chance.
        assert!((price.mutual_information - (4.0_f64 / 1.6).log2()).abs() < 1e-9);
        assert!((price.t_score - (4.0 - 1.6) / 2.0).abs() < 1e-9);
    }
}
