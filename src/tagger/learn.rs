//! Learning weights from annotated sentences: an averaged structured perceptron.
//!
//! The same sentences in the same order give the same bytes: one thread, a generator
//! of random numbers of our own with a fixed seed, and no sum whose order varies.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::clusters::Clusters;
use super::decode::{Lattice, Scores};
use super::features::{Atoms, LEXICAL, OF_LISTS, TEMPLATES};
use super::labels::{LABELS, NAMED, OUTSIDE};
use super::model::{self, Pairs};
use super::{Line, candidates, labels, runs};
use crate::model::ActorKind;

/// How training goes.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How often all sentences are gone through.
    pub epochs: usize,
    /// How many features the model may have.
    pub features: usize,
    /// How often a feature must occur.
    pub least: u32,
    /// In how many of 100 visits of a sentence the features that name words are left
    /// out, and in how many those of the lists.
    pub dropped: [u32; 2],
    /// How many times all is learnt, each from another order; the weights are added.
    pub rounds: u64,
    /// What every name gets on top of its score, in the model's whole numbers: on texts
    /// of other sources an unknown name is missed more often than made up.
    pub daring: i16,
    /// Where the random numbers begin.
    pub seed: u64,
    /// Added to the score of wrong labels while learning, so that right ones keep a
    /// distance.
    pub distance: f32,
    /// Added besides to the score of "outside" where a name is right.
    pub outside: f32,
}

impl Settings {
    /// The settings of the built-in model.
    pub const DEFAULT: Self = Self {
        epochs: 5,
        features: 280_000,
        least: 2,
        dropped: [20, 30],
        rounds: 3,
        daring: 60,
        seed: 1,
        distance: 0.0,
        outside: 0.0,
    };
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A run of tokens that were marked as possible parts of names.
#[derive(Debug)]
struct Run {
    /// The number of each feature, `TEMPLATES` a token.
    features: Vec<u32>,
    labels: Vec<u8>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = super::features::hash(bytes);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// Annotated sentences, their features numbered.
#[derive(Debug, Default)]
pub struct Examples {
    numbers: HashMap<u64, u32, BuildHasherDefault<Identity>>,
    keys: Vec<u64>,
    counts: Vec<u32>,
    lines: Vec<Vec<Run>>,
    marks: Vec<bool>,
    atoms: Atoms,
    /// Names that have been added, and those of them that can be found at all.
    pub names: usize,
    /// Names all of whose tokens are looked at.
    pub reachable: usize,
}

impl Examples {
    /// Tells how many there are.
    pub fn describe(&self) -> String {
        let runs: usize = self.lines.iter().map(Vec::len).sum();
        let tokens: usize =
            self.lines.iter().flatten().map(|run| run.labels.len()).sum();
        format!(
            "{} lines, {runs} runs, {tokens} tokens, {} features",
            self.lines.len(),
            self.keys.len()
        )
    }

    /// Adds a sentence with its names, given as ranges of its tokens.
    pub fn add(
        &mut self,
        line: &Line<'_>,
        names: &[(Range<usize>, ActorKind)],
        clusters: &[u8],
    ) {
        let Some(clusters) = Clusters::read(&mut &*clusters) else { return };
        candidates::mark(line, &mut self.marks);
        self.atoms.read(line, &self.marks, &clusters);
        self.names += names.len();
        let names: Vec<_> = names
            .iter()
            .filter(|(range, _)| {
                self.marks
                    .get(range.clone())
                    .is_some_and(|marks| !marks.contains(&false))
            })
            .cloned()
            .collect();
        self.reachable += names.len();
        let all = labels::labels(line.tokens.len(), &names);
        let mut found = Vec::new();
        let mut features = [0; TEMPLATES];
        for run in runs(&self.marks) {
            let mut numbers = Vec::with_capacity(run.len() * TEMPLATES);
            for i in run.clone() {
                self.atoms.features(i, &mut features);
                for key in features {
                    let fresh = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
                    let number = *self.numbers.entry(key).or_insert(fresh);
                    if number == fresh {
                        self.keys.push(key);
                        self.counts.push(0);
                    }
                    if let Some(count) = self.counts.get_mut(number as usize) {
                        *count += 1;
                    }
                    numbers.push(number);
                }
            }
            let labels = all.get(run).unwrap_or_default().to_vec();
            found.push(Run { features: numbers, labels });
        }
        if !found.is_empty() {
            self.lines.push(found);
        }
    }

    /// Returns the bytes of a model trained on these examples.
    pub fn train(&self, settings: &Settings, clusters: &[u8]) -> Vec<u8> {
        let mut kept: Vec<bool> =
            self.counts.iter().map(|&count| count >= settings.least).collect();
        let possible = kept.iter().filter(|&&kept| kept).count();
        if possible > settings.features {
            let first = Settings { epochs: settings.epochs.div_ceil(2), ..*settings };
            let weights = self.learn(&first, &kept);
            let mut strengths: Vec<(u32, u32)> = weights
                .rows
                .iter()
                .enumerate()
                .map(|(number, row)| {
                    let number = u32::try_from(number).unwrap_or(u32::MAX);
                    (strength(row).to_bits(), number)
                })
                .collect();
            // Non-negative floats order as their bits do.
            strengths.sort_unstable_by_key(|&(bits, number)| {
                (std::cmp::Reverse(bits), number)
            });
            kept.fill(false);
            for &(bits, number) in strengths.iter().take(settings.features) {
                if let Some(kept) = kept.get_mut(number as usize) {
                    *kept = bits > 0;
                }
            }
        }
        let mut weights = self.learn(settings, &kept);
        for round in 1..settings.rounds {
            let seed = settings.seed.wrapping_add(round).max(1);
            weights.add(&self.learn(&Settings { seed, ..*settings }, &kept));
        }
        weights.quantised(&self.keys, clusters, settings.daring)
    }

    fn learn(&self, settings: &Settings, kept: &[bool]) -> Weights {
        let mut learner = Learner {
            rows: vec![[0.0; LABELS + 3]; self.keys.len()],
            sums: vec![[0.0; LABELS + 3]; self.keys.len()],
            pairs: [[0.0; LABELS]; LABELS],
            pair_sums: [[0.0; LABELS]; LABELS],
            step: 0.0,
            kept,
            distance: settings.distance,
            outside: settings.outside,
            lattice: Lattice::default(),
            scores: Vec::new(),
            labels: Vec::new(),
        };
        let mut random = Random(settings.seed);
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        for _ in 0..settings.epochs {
            random.shuffle(&mut order);
            for &line in &order {
                let mut used = [true; TEMPLATES];
                for (percent, templates) in
                    settings.dropped.iter().zip([&LEXICAL[..], &OF_LISTS])
                {
                    if random.next() % 100 < u64::from(*percent) {
                        for &template in templates {
                            used[template] = false;
                        }
                    }
                }
                for run in self.lines.get(line).into_iter().flatten() {
                    learner.visit(run, &used);
                }
            }
        }
        learner.averaged()
    }
}

/// Returns how much a feature can tell labels apart.
fn strength(row: &[f32; LABELS]) -> f32 {
    let mean = row.iter().sum::<f32>() / LABELS as f32;
    row.iter().map(|weight| (weight - mean) * (weight - mean)).sum()
}

/// A small generator of random numbers (xorshift64*, Vigna 2016).
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.next() % (last as u64 + 1);
            items.swap(last, usize::try_from(other).unwrap_or_default());
        }
    }
}

/// How many learning units one whole number of the decoder's scores is.
const UNIT: f32 = 64.0;

struct Learner<'a> {
    rows: Vec<[f32; LABELS + 3]>,
    /// The sum of all changes, each times the step at which it was made.
    sums: Vec<[f64; LABELS + 3]>,
    pairs: [[f32; LABELS]; LABELS],
    pair_sums: [[f64; LABELS]; LABELS],
    step: f64,
    kept: &'a [bool],
    distance: f32,
    outside: f32,
    lattice: Lattice,
    scores: Vec<Scores>,
    labels: Vec<u8>,
}

impl Learner<'_> {
    /// Labels a run, and moves the weights towards the right labels if it is wrong.
    fn visit(&mut self, run: &Run, used: &[bool; TEMPLATES]) {
        self.step += 1.0;
        self.scores.clear();
        for (features, &gold) in run.features.chunks_exact(TEMPLATES).zip(&run.labels) {
            let mut sum = [0.0; LABELS + 3];
            for (&feature, &used) in features.iter().zip(used) {
                if used {
                    let row = &self.rows[feature as usize];
                    for (sum, weight) in sum.iter_mut().zip(row) {
                        *sum += weight;
                    }
                }
            }
            let mut scores = [0; LABELS];
            for (label, (score, sum)) in scores.iter_mut().zip(sum).enumerate() {
                let extra = if label == usize::from(gold) {
                    0.0
                } else if label == OUTSIDE {
                    self.distance + self.outside
                } else {
                    self.distance
                };
                *score = ((sum + extra) * UNIT).round() as i32;
            }
            self.scores.push(scores);
        }
        let mut pairs = Pairs::default();
        for (whole, weight) in
            pairs.iter_mut().flatten().zip(self.pairs.iter().flatten())
        {
            *whole = (weight * UNIT).round() as i32;
        }
        self.lattice.decode(&pairs, &self.scores, &mut self.labels);
        if self.labels == run.labels {
            return;
        }
        let guessed = std::mem::take(&mut self.labels);
        let (mut last_right, mut last_wrong) = (OUTSIDE, OUTSIDE);
        let tokens = run.features.chunks_exact(TEMPLATES);
        for ((features, &right), &wrong) in tokens.zip(&run.labels).zip(&guessed) {
            let (right, wrong) = (usize::from(right), usize::from(wrong));
            if right != wrong {
                for (&feature, &used) in features.iter().zip(used) {
                    if used && self.kept[feature as usize] {
                        let number = feature as usize;
                        self.rows[number][right] += 1.0;
                        self.rows[number][wrong] -= 1.0;
                        self.sums[number][right] += self.step;
                        self.sums[number][wrong] -= self.step;
                    }
                }
            }
            self.move_pair((last_right, right), (last_wrong, wrong));
            (last_right, last_wrong) = (right, wrong);
        }
        self.move_pair((last_right, OUTSIDE), (last_wrong, OUTSIDE));
        self.labels = guessed;
    }

    fn move_pair(&mut self, right: (usize, usize), wrong: (usize, usize)) {
        if right != wrong {
            self.pairs[right.0][right.1] += 1.0;
            self.pairs[wrong.0][wrong.1] -= 1.0;
            self.pair_sums[right.0][right.1] += self.step;
            self.pair_sums[wrong.0][wrong.1] -= self.step;
        }
    }

    /// Returns the mean of the weights over all steps.
    fn averaged(self) -> Weights {
        let steps = self.step.max(1.0);
        let mean = |weight: f32, sum: f64| (f64::from(weight) - sum / steps) as f32;
        let rows = self
            .rows
            .iter()
            .zip(&self.sums)
            .map(|(row, sums)| {
                let mut means = [0.0; LABELS];
                for (label, slot) in means.iter_mut().enumerate() {
                    *slot = mean(row[label], sums[label]);
                }
                means
            })
            .collect();
        let mut pairs = self.pairs;
        for (pair, sum) in
            pairs.iter_mut().flatten().zip(self.pair_sums.iter().flatten())
        {
            *pair = mean(*pair, *sum);
        }
        Weights { rows, pairs }
    }
}

struct Weights {
    rows: Vec<[f32; LABELS]>,
    pairs: [[f32; LABELS]; LABELS],
}

impl Weights {
    fn add(&mut self, other: &Self) {
        for (row, more) in self.rows.iter_mut().zip(&other.rows) {
            for (weight, more) in row.iter_mut().zip(more) {
                *weight += more;
            }
        }
        for (pair, more) in
            self.pairs.iter_mut().flatten().zip(other.pairs.iter().flatten())
        {
            *pair += more;
        }
    }

    /// Returns the bytes of the model, its weights in whole numbers.
    /// Each name gets `daring` on top.
    fn quantised(&self, keys: &[u64], clusters: &[u8], daring: i16) -> Vec<u8> {
        let relative = |row: &[f32; LABELS]| {
            let mut named = [0.0; NAMED];
            for (slot, weight) in named.iter_mut().zip(row) {
                *slot = weight - row[OUTSIDE];
            }
            named
        };
        let mut sizes: Vec<f32> = self
            .rows
            .iter()
            .flat_map(&relative)
            .map(f32::abs)
            .filter(|w| *w > 0.0)
            .collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let widest = sizes.get(sizes.len() * 999 / 1000).copied().unwrap_or(1.0);
        let scale = 127.0 / widest.max(0.001);
        let mut rows = BTreeMap::new();
        for (row, key) in self.rows.iter().zip(keys) {
            let named = relative(row)
                .map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8);
            if named != [0; NAMED] {
                rows.insert(*key, named);
            }
        }
        let mut pairs = [[0_i16; LABELS]; LABELS];
        for (whole, weight) in
            pairs.iter_mut().flatten().zip(self.pairs.iter().flatten())
        {
            *whole = (weight * scale).round() as i16;
        }
        for row in &mut pairs {
            for (label, weight) in row.iter_mut().enumerate() {
                *weight += if labels::begins(label) { daring } else { 0 };
            }
        }
        model::write(&pairs, clusters, &rows)
    }
}
