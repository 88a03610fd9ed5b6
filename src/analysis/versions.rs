//! Versions of one report: copies, near copies, and the other language.
//!
//! A copy has the same text. A near copy has most runs of five words in common, estimated
//! from the smallest hashes of each text (bottom-k sketches, Broder 1997). A French and an
//! English document are one report if they hold the same numbers, or nearly so and bear
//! the same name but for the mark of the language: numbers are not translated.

use std::collections::{BTreeMap, BTreeSet};

use crate::index::StoredDocument;
use crate::model::Language;

/// How many hashes are kept of a text.
const SKETCH: usize = 128;
/// The words of a run.
const RUN: usize = 5;
/// The share of runs in common from which on a document is a near copy.
const NEAR: f64 = 0.7;
/// The fewest different numbers that tell a report by themselves.
const TELLING: usize = 6;
/// The share of numbers in common from which on two documents are one report.
const SAME_NUMBERS: f64 = 0.6;
/// The same for documents whose names are alike.
const SAME_NUMBERS_NAMED: f64 = 0.3;
/// In how many documents a number may stand to bring two of them together.
const COMMON: usize = 40;

/// What tells a document's versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    path: String,
    language: Language,
    text_hash: [u8; 16],
    /// The different numbers of two digits or more, without their separators.
    numbers: BTreeSet<String>,
    /// The smallest hashes of runs of words.
    runs: BTreeSet<u64>,
    blocks: usize,
}

/// How documents are versions of one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    /// Their text is the same.
    Same,
    /// Most of their text is the same.
    Near,
    /// They are the French and the English version.
    Translation,
}

impl Kinship {
    /// Returns `same`, `near` or `translation`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Near => "near",
            Self::Translation => "translation",
        }
    }
}

/// Documents that are versions of one report.
#[derive(Debug, Clone, PartialEq)]
pub struct Versions {
    /// How they are.
    pub kinship: Kinship,
    /// How alike they are: the share of 1 that they have in common, of words or of
    /// numbers; of the two that are least alike in a group of more than two.
    pub likeness: f64,
    /// Their paths, two or more, sorted.
    pub documents: Vec<String>,
}

impl Sketch {
    /// Makes the sketch of a document from its body text.
    pub fn of(stored: &StoredDocument) -> Self {
        let document = &stored.document;
        let body: Vec<&str> = document
            .blocks()
            .iter()
            .filter(|block| block.kind.is_body())
            .map(|block| block.span.quote(document.text()))
            .collect();
        Self::of_text(
            &document.path,
            stored.summary.language,
            stored.summary.text_hash,
            &body,
        )
    }

    fn of_text(
        path: &str,
        language: Language,
        text_hash: [u8; 16],
        blocks: &[&str],
    ) -> Self {
        Self {
            path: path.to_owned(),
            language,
            text_hash,
            numbers: blocks.iter().flat_map(|text| numbers(text)).collect(),
            runs: runs(blocks),
            blocks: blocks.len(),
        }
    }

    /// Returns the share of runs of words in common.
    fn words_alike(&self, other: &Self) -> f64 {
        let union: Vec<u64> =
            self.runs.union(&other.runs).copied().take(SKETCH).collect();
        let both = union
            .iter()
            .filter(|run| self.runs.contains(run) && other.runs.contains(run))
            .count();
        share(both, union.len())
    }

    /// Returns the share of numbers in common.
    fn numbers_alike(&self, other: &Self) -> f64 {
        let both = self.numbers.intersection(&other.numbers).count();
        share(2 * both, self.numbers.len() + other.numbers.len())
    }

    /// Tells whether two documents in two languages are versions of one report, and how
    /// alike their numbers are.
    fn translation(&self, other: &Self) -> Option<f64> {
        let alike = self.numbers_alike(other);
        let named = name(&self.path) == name(&other.path);
        let fewest = self.numbers.len().min(other.numbers.len());
        let (small, large) =
            (self.blocks.min(other.blocks), self.blocks.max(other.blocks));
        let of_one_size = small * 2 >= large;
        let is_one = of_one_size
            && (fewest >= TELLING && alike >= SAME_NUMBERS
                || named && fewest >= 2 && alike >= SAME_NUMBERS_NAMED);
        is_one.then_some(alike)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of one document")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Returns the numbers of two digits or more: digits with one mark or space between, as
/// digits only, so that `1 086,7` and `1,086.7` are the same.
fn numbers(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut number = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let goes_on = letters.peek().is_some_and(char::is_ascii_digit);
        if letter.is_ascii_digit() {
            number.push(letter);
        } else if !(goes_on
            && !number.is_empty()
            && matches!(letter, '.' | ',' | '\u{a0}' | '\u{202f}'))
        {
            if number.len() > 1 {
                numbers.push(std::mem::take(&mut number));
            }
            number.clear();
        }
    }
    if number.len() > 1 {
        numbers.push(number);
    }
    numbers
}

/// Returns the smallest hashes of the runs of words.
fn runs(blocks: &[&str]) -> BTreeSet<u64> {
    let mut smallest: BTreeSet<u64> = BTreeSet::new();
    let mut last = [0_u64; RUN];
    let words = blocks
        .iter()
        .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| !word.is_empty());
    for (count, word) in (1..).zip(words) {
        last.rotate_left(1);
        last[RUN - 1] = hash(word.chars().flat_map(char::to_lowercase));
        if count < RUN {
            continue;
        }
        let run = last.iter().fold(0_u64, |run, word| {
            (run.rotate_left(13) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        });
        let run = run ^ (run >> 29);
        if smallest.len() < SKETCH {
            smallest.insert(run);
        } else if smallest.last().is_some_and(|largest| run < *largest)
            && smallest.insert(run)
        {
            smallest.pop_last();
        }
    }
    smallest
}

/// Returns the FNV-1a hash of the characters.
fn hash(characters: impl Iterator<Item = char>) -> u64 {
    characters.fold(0xCBF2_9CE4_8422_2325, |hash, character| {
        (hash ^ u64::from(character)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

/// Returns the parts of a path without marks of language and without its ending.
fn name(path: &str) -> Vec<String> {
    const MARKS: [&str; 10] = [
        "fr",
        "en",
        "fra",
        "eng",
        "french",
        "english",
        "français",
        "francais",
        "anglais",
        "fre",
    ];
    let stem = match path.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 => stem,
        _ => path,
    };
    stem.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty() && !MARKS.contains(part))
        .map(str::to_owned)
        .collect()
}

/// Groups the documents that are versions of one report: copies, near copies in one
/// language, pairs over the two languages.
///
/// A copy stands for its group in the later steps, and a near copy for its own. Each
/// French document has at most one English version: the one that is most alike, if the
/// likeness is mutual. Sorted by kinship, then by the first path.
pub fn versions(sketches: &[Sketch]) -> Vec<Versions> {
    let mut sorted: Vec<&Sketch> = sketches.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut found = Vec::new();
    let mut copies: BTreeMap<[u8; 16], Vec<&Sketch>> = BTreeMap::new();
    for sketch in sorted {
        copies.entry(sketch.text_hash).or_default().push(sketch);
    }
    let mut single: Vec<&Sketch> = Vec::new();
    for group in copies.into_values() {
        single.push(group[0]);
        if group.len() > 1 {
            let documents = group.iter().map(|sketch| sketch.path.clone()).collect();
            found.push(Versions { kinship: Kinship::Same, likeness: 1.0, documents });
        }
    }
    single.sort_by(|a, b| a.path.cmp(&b.path));
    let single = near(single, &mut found);
    translations(&single, &mut found);
    found.sort_by(|a, b| {
        a.kinship.cmp(&b.kinship).then_with(|| a.documents.cmp(&b.documents))
    });
    found
}

/// Groups near copies and returns the first document of each group.
fn near<'s>(single: Vec<&'s Sketch>, found: &mut Vec<Versions>) -> Vec<&'s Sketch> {
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    // The document that stands for each group, and the least likeness in it.
    let mut groups: Vec<(Vec<&Sketch>, f64)> = Vec::new();
    for sketch in single {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for run in &sketch.runs {
            for group in holders.get(run).into_iter().flatten() {
                *shared.entry(*group).or_default() += 1;
            }
        }
        let enough = sketch.runs.len() / 3;
        let best = shared
            .into_iter()
            .filter(|(_, count)| *count > enough)
            .map(|(group, _)| (sketch.words_alike(groups[group].0[0]), group))
            .filter(|(alike, group)| {
                *alike >= NEAR && sketch.language == groups[*group].0[0].language
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((alike, group)) = best {
            groups[group].0.push(sketch);
            groups[group].1 = groups[group].1.min(alike);
        } else {
            for run in &sketch.runs {
                holders.entry(*run).or_default().push(groups.len());
            }
            groups.push((vec![sketch], 1.0));
        }
    }
    for (group, likeness) in &groups {
        if group.len() > 1 {
            found.push(Versions {
                kinship: Kinship::Near,
                likeness: *likeness,
                documents: group.iter().map(|sketch| sketch.path.clone()).collect(),
            });
        }
    }
    groups.into_iter().map(|(group, _)| group[0]).collect()
}

/// Pairs the French with the English documents.
fn translations(single: &[&Sketch], found: &mut Vec<Versions>) {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, sketch) in single.iter().enumerate() {
        for number in &sketch.numbers {
            holders.entry(number).or_default().push(at);
        }
    }
    let best = |of: usize| -> Option<(f64, usize)> {
        let sketch = single[of];
        let mut others = BTreeSet::new();
        for number in &sketch.numbers {
            let holders = holders.get(number.as_str()).map_or(&[][..], Vec::as_slice);
            if holders.len() <= COMMON {
                others.extend(holders.iter().copied());
            }
        }
        others
            .into_iter()
            .filter(|other| single[*other].language != sketch.language)
            .filter_map(|other| Some((sketch.translation(single[other])?, other)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    };
    for (at, sketch) in single.iter().enumerate() {
        if sketch.language != Language::French {
            continue;
        }
        if let Some((likeness, other)) = best(at)
            && single[other].language == Language::English
            && best(other).is_some_and(|(_, back)| back == at)
        {
            let mut documents = vec![sketch.path.clone(), single[other].path.clone()];
            documents.sort();
            found.push(Versions { kinship: Kinship::Translation, likeness, documents });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "Le plan prévoit 1 086,7 M€ en 2024 et 1 119,6 M€ en 2025, \
        soit 32 % de plus. Il finance 412 postes, 87 lignes et 5 300 logements, dit le \
        ministère, qui n’en attend pas davantage avant 2031 dans les communes.";
    const ENGLISH: &str = "The plan provides €1,086.7m in 2024 and €1,119.6m in 2025, \
        which is 32% more. It funds 412 posts, 87 lines and 5,300 homes, says the \
        ministry, which expects no more than that before 2031 in the towns.";

    fn sketch(path: &str, language: Language, text: &str) -> Sketch {
        let mut text_hash = [0; 16];
        text_hash[..8].copy_from_slice(&hash(text.chars()).to_le_bytes());
        Sketch::of_text(path, language, text_hash, &[text])
    }

    #[track_caller]
    fn check(sketches: &[Sketch], expected: &[(&str, &[&str])]) {
        let found = versions(sketches);
        let found: Vec<(&str, Vec<&str>)> = found
            .iter()
            .map(|group| {
                let documents = group.documents.iter().map(String::as_str).collect();
                (group.kinship.name(), documents)
            })
            .collect();
        let expected: Vec<(&str, Vec<&str>)> =
            expected.iter().map(|(kind, paths)| (*kind, paths.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn copies_and_near_copies_are_grouped() {
        let long: Vec<String> =
            (0..60).map(|n| format!("mesure {n} du plan vert")).collect();
        let long = long.join(" ");
        let changed = long.replacen("mesure 7 du plan", "mesure 7 de ce plan", 1);
        check(
            &[
                sketch("b.pdf", Language::French, &long),
                sketch("a.docx", Language::French, &long),
                sketch("c.odt", Language::French, &changed),
                sketch("d.txt", Language::French, FRENCH),
            ],
            &[("same", &["a.docx", "b.pdf"]), ("near", &["a.docx", "c.odt"])],
        );
    }

    #[test]
    fn numbers_pair_the_two_languages() {
        check(
            &[
                sketch("plan.pdf", Language::French, FRENCH),
                sketch("the-plan.pdf", Language::English, ENGLISH),
                sketch("other.pdf", Language::English, "In 2024 there were 32 lines."),
            ],
            &[("translation", &["plan.pdf", "the-plan.pdf"])],
        );
    }

    #[test]
    fn names_help_where_numbers_are_few() {
        let french = "Les 12 communes ont reçu 340 réponses en 2023.";
        let english = "The 12 towns received 340 answers.";
        let pair = |fr: &str, en: &str| {
            [
                sketch(fr, Language::French, french),
                sketch(en, Language::English, english),
            ]
        };
        check(
            &pair("pages/fr/avis.md", "pages/en/avis.md"),
            &[("translation", &["pages/en/avis.md", "pages/fr/avis.md"])],
        );
        check(&pair("avis.md", "towns.md"), &[]);
    }

    #[test]
    fn numbers_are_compared_without_their_marks() {
        assert_eq!(numbers("1\u{202f}086,7 M€ et 5 %, 2024."), ["10867", "2024"]);
        assert_eq!(numbers("£1,086.7m, 7 or 12"), ["10867", "12"]);
    }
}
