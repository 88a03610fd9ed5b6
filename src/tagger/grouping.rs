//! Learns classes of words from plain text: words with like neighbours get one class.
//!
//! The neighbours of each frequent word are counted, weighted by positive pointwise
//! mutual information, reduced to a few dimensions (truncated singular value
//! decomposition by subspace iteration) and grouped by spherical k-means. All of it runs
//! on one thread in a fixed order, so the same text gives the same classes.

use std::collections::{BTreeMap, HashMap};

use super::learn::Random;

/// How the grouping goes.
#[derive(Debug, Clone, Copy)]
pub struct Grouping {
    /// How often a word must occur.
    pub least: u32,
    /// How many words get a class, the most frequent ones.
    pub words: usize,
    /// How many of the most frequent words count as neighbours.
    pub neighbours: usize,
    /// How many dimensions are kept.
    pub dimensions: usize,
    /// How many coarse and fine classes there are, at most 64 and 1024.
    pub classes: [usize; 2],
}

impl Default for Grouping {
    fn default() -> Self {
        Self {
            least: 8,
            words: 60_000,
            neighbours: 2_000,
            dimensions: 64,
            classes: [64, 512],
        }
    }
}

/// Counts words and pairs of neighbours.
#[derive(Debug, Default)]
pub struct Corpus {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
    /// How often each word stands anywhere but first in its sentence.
    counts: Vec<u32>,
    sentences: Vec<Vec<u32>>,
}

/// Returns a word with zeros for its digits.
fn plain(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

impl Corpus {
    /// Adds a sentence, word by word.
    pub fn add<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        let mut sentence = Vec::new();
        for word in words {
            let word = plain(word);
            let fresh = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            let number = *self.numbers.entry(word.clone()).or_insert(fresh);
            if number == fresh {
                self.words.push(word);
                self.counts.push(0);
            }
            if !sentence.is_empty()
                && let Some(count) = self.counts.get_mut(number as usize)
            {
                *count += 1;
            }
            sentence.push(number);
        }
        self.sentences.push(sentence);
    }

    /// Returns the classes of the frequent words as a model file holds them.
    pub fn classes(&self, grouping: &Grouping) -> Vec<u8> {
        let mut bytes = Vec::new();
        super::clusters::write(self.group(grouping), &mut bytes);
        bytes
    }

    /// Returns the frequent words, each with its coarse and its fine class.
    pub fn group(&self, grouping: &Grouping) -> Vec<(&str, u16, u16)> {
        let mut order: Vec<u32> = (0..self.words.len())
            .filter_map(|number| u32::try_from(number).ok())
            .filter(|&number| {
                self.counts[number as usize] >= grouping.least
                    && self.words[number as usize].chars().any(char::is_alphabetic)
            })
            .collect();
        order.sort_by_key(|&number| {
            (
                std::cmp::Reverse(self.counts[number as usize]),
                &self.words[number as usize],
            )
        });
        order.truncate(grouping.words);
        let vectors = self.vectors(grouping, &order);
        let [coarse, fine] =
            grouping.classes.map(|classes| k_means(&vectors, classes.min(order.len())));
        order
            .iter()
            .zip(coarse.into_iter().zip(fine))
            .map(|(&number, (coarse, fine))| {
                (self.words[number as usize].as_str(), coarse, fine)
            })
            .collect()
    }

    /// Returns a vector of length 1 for each word.
    fn vectors(&self, grouping: &Grouping, words: &[u32]) -> Vec<Vec<f32>> {
        // Columns: frequent words in small letters, on the left and on the right.
        let mut lower_counts: BTreeMap<String, u32> = BTreeMap::new();
        for (word, count) in self.words.iter().zip(&self.counts) {
            *lower_counts.entry(word.to_lowercase()).or_default() += count;
        }
        let mut frequent: Vec<(&String, &u32)> = lower_counts.iter().collect();
        frequent.sort_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
        frequent.truncate(grouping.neighbours);
        let columns: HashMap<&str, u32> = frequent
            .iter()
            .zip(4..)
            .map(|((word, _), column)| (word.as_str(), column))
            .collect();
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        // Other words count by their capital; 0 and 1 are the edges of a sentence.
        let column: Vec<u32> = self
            .words
            .iter()
            .map(|word| {
                let lower = word.to_lowercase();
                let other = if capital(word) { 2 } else { 3 };
                columns.get(lower.as_str()).copied().unwrap_or(other)
            })
            .collect();
        let half = u32::try_from(columns.len() + 4).unwrap_or(u32::MAX);
        let mut rows = vec![u32::MAX; self.words.len()];
        for (row, &number) in (0..).zip(words) {
            rows[number as usize] = row;
        }
        let mut cells: Vec<u64> = Vec::new();
        for sentence in &self.sentences {
            for (at, &number) in sentence.iter().enumerate() {
                let row = rows[number as usize];
                if row == u32::MAX || at == 0 {
                    continue;
                }
                let left = column[sentence[at - 1] as usize];
                let right =
                    sentence.get(at + 1).map_or(1, |&next| column[next as usize]);
                for column in [left, half + right] {
                    cells.push(u64::from(row) << 32 | u64::from(column));
                }
            }
        }
        cells.sort_unstable();
        let width = 2 * half as usize;
        let matrix = weighted(&cells, words.len(), width);
        reduce(&matrix, width, grouping.dimensions)
    }
}

/// A sparse matrix by rows.
type Sparse = Vec<Vec<(u32, f32)>>;

/// Returns the positive pointwise mutual information of rows and columns.
fn weighted(cells: &[u64], height: usize, width: usize) -> Sparse {
    let split = |cell: u64| ((cell >> 32) as usize, (cell & 0xffff_ffff) as usize);
    let mut row_sums = vec![0_f32; height];
    let mut column_sums = vec![0_f32; width];
    for &cell in cells {
        let (row, column) = split(cell);
        row_sums[row] += 1.0;
        column_sums[column] += 1.0;
    }
    let smooth: f32 = column_sums.iter().map(|sum| sum.powf(0.75)).sum();
    let mut matrix = vec![Vec::new(); height];
    for run in cells.chunk_by(|one, other| one == other) {
        let (row, column) = split(run[0]);
        let expected = row_sums[row] * column_sums[column].powf(0.75) / smooth;
        let information = (run.len() as f32 / expected).ln();
        if information > 0.0 {
            matrix[row].push((u32::try_from(column).unwrap_or(0), information));
        }
    }
    matrix
}

/// Returns rows of `dimensions` numbers, each of length 1, that are as near to each
/// other as the rows of the matrix.
fn reduce(matrix: &Sparse, width: usize, dimensions: usize) -> Vec<Vec<f32>> {
    let mut random = Random::new(7);
    let mut basis: Vec<Vec<f32>> = (0..width)
        .map(|_| {
            (0..dimensions)
                .map(|_| (random.next() % 2_001) as f32 / 1_000.0 - 1.0)
                .collect()
        })
        .collect();
    let mut rows = project(matrix, &basis, dimensions);
    for _ in 0..4 {
        orthogonal(&mut rows, dimensions);
        for column in &mut basis {
            column.fill(0.0);
        }
        for (sparse, row) in matrix.iter().zip(&rows) {
            for &(column, weight) in sparse {
                for (sum, value) in basis[column as usize].iter_mut().zip(row) {
                    *sum += weight * value;
                }
            }
        }
        orthogonal(&mut basis, dimensions);
        rows = project(matrix, &basis, dimensions);
    }
    // The first dimensions tell most; even them out by the square root of their size.
    let sizes: Vec<f32> = (0..dimensions)
        .map(|d| rows.iter().map(|row| row[d] * row[d]).sum::<f32>().sqrt().max(1e-6))
        .collect();
    for row in &mut rows {
        for (value, size) in row.iter_mut().zip(&sizes) {
            *value /= size.sqrt();
        }
        unit(row);
    }
    rows
}

fn project(matrix: &Sparse, basis: &[Vec<f32>], dimensions: usize) -> Vec<Vec<f32>> {
    matrix
        .iter()
        .map(|sparse| {
            let mut row = vec![0.0; dimensions];
            for &(column, weight) in sparse {
                for (sum, value) in row.iter_mut().zip(&basis[column as usize]) {
                    *sum += weight * value;
                }
            }
            row
        })
        .collect()
}

/// Makes the columns of a matrix orthogonal and of length 1 (modified Gram-Schmidt).
fn orthogonal(rows: &mut [Vec<f32>], dimensions: usize) {
    for d in 0..dimensions {
        for earlier in 0..d {
            let dot: f32 = rows.iter().map(|row| row[d] * row[earlier]).sum();
            for row in rows.iter_mut() {
                row[d] -= dot * row[earlier];
            }
        }
        let length =
            rows.iter().map(|row| row[d] * row[d]).sum::<f32>().sqrt().max(1e-9);
        for row in rows.iter_mut() {
            row[d] /= length;
        }
    }
}

fn unit(row: &mut [f32]) {
    let length = row.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        for value in row {
            *value /= length;
        }
    }
}

/// Returns the class of each row; the first centres are spread evenly over the rows.
fn k_means(rows: &[Vec<f32>], classes: usize) -> Vec<u16> {
    if classes == 0 {
        return vec![0; rows.len()];
    }
    let mut centres: Vec<Vec<f32>> = (0..classes)
        .map(|class| rows[class * rows.len() / classes / 2].clone())
        .collect();
    let mut of = vec![0_u16; rows.len()];
    for _ in 0..12 {
        for (row, class) in rows.iter().zip(&mut of) {
            let mut nearest = (f32::MIN, 0);
            for (number, centre) in (0..).zip(&centres) {
                let dot = dot(row, centre);
                if dot > nearest.0 {
                    nearest = (dot, number);
                }
            }
            *class = nearest.1;
        }
        let mut sums = vec![vec![0.0; rows.first().map_or(0, Vec::len)]; classes];
        for (row, &class) in rows.iter().zip(&of) {
            for (sum, value) in sums[usize::from(class)].iter_mut().zip(row) {
                *sum += value;
            }
        }
        for (centre, mut sum) in centres.iter_mut().zip(sums) {
            if sum.iter().any(|value| value.abs() > 0.0) {
                unit(&mut sum);
                *centre = sum;
            }
        }
    }
    of
}

/// Returns the sum of products, in eight lanes.
fn dot(one: &[f32], other: &[f32]) -> f32 {
    let (ones, _) = one.as_chunks::<8>();
    let (others, _) = other.as_chunks::<8>();
    let mut lanes = [0.0; 8];
    for (a, b) in ones.iter().zip(others) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum()
}
