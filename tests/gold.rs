//! Precision, recall and F1 by kind and language on annotated text, with floors that
//! only rise.
//!
//! `UPDATE_FLOORS=1 cargo test --test gold` lifts the floors in `tests/gold/floors.tsv`
//! to one point below what is measured; it never lowers one. The rows of `tests/gold`
//! were written for this test. The development data beside the repository is read where
//! it is there.
//!
//! Figures count as found if they overlap and the value is right, actors if span and
//! kind are right, claims if their words overlap by half or more (Dice).

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![allow(clippy::print_stderr, reason = "a test that cannot run here says so")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use dicta::extract::Extractor;
use serde_json::Value as Json;

use common::{annotated, is_set, list, number, overlap, place, same_value, text};

/// Where the floors stand: set, record, language, kind, precision, recall, F1.
const FLOORS: &str = "tests/gold/floors.tsv";

/// What a slice of the gold gave.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    gold: u32,
    predicted: u32,
    /// Items of the gold that were found.
    found: u32,
    /// Predictions that are right.
    right: u32,
}

impl Counts {
    /// Returns precision, recall and F1 in points of 100, one decimal.
    fn scores(self) -> [f64; 3] {
        let share = |part: u32, whole: u32| {
            if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
        };
        let precision = share(self.right, self.predicted);
        let recall = share(self.found, self.gold);
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        [precision, recall, f1].map(|score| (score * 1000.0).round() / 10.0)
    }
}

/// Counts by language and kind; kind `all` is their sum.
type Slices = BTreeMap<(String, String), Counts>;

fn add(slices: &mut Slices, language: &str, kind: &str, change: impl Fn(&mut Counts)) {
    for kind in [kind, "all"] {
        change(slices.entry((language.to_owned(), kind.to_owned())).or_default());
    }
}

/// Returns the gold's places: its own and those that it accepts.
fn places(gold: &Json) -> Vec<Range<usize>> {
    let alternatives = list(gold, "alt").iter().map(|other| {
        if other.is_array() {
            number(&other[0])..number(&other[1])
        } else {
            place(other)
        }
    });
    [place(gold)].into_iter().chain(alternatives).collect()
}

fn score_figures(row: &Json, found: &Json, field: &str, slices: &mut Slices) {
    let language = text(row, "lang");
    let scope: Option<Vec<&str>> = row["scope"]
        .as_array()
        .map(|kinds| kinds.iter().filter_map(Json::as_str).collect());
    let touches = |gold: &Json, found: &Json| {
        let found = place(found);
        places(gold).iter().any(|place| overlap(place, &found))
    };
    let found: Vec<&Json> = list(found, "figures")
        .iter()
        .filter(|figure| text(figure, "kind") != "date")
        .collect();
    let mut taken = BTreeSet::new();
    for gold in list(row, field).iter().filter(|gold| !is_set(gold, "optional")) {
        let hit = found.iter().enumerate().position(|(at, figure)| {
            !taken.contains(&at) && touches(gold, figure) && same_value(gold, figure)
        });
        add(slices, language, text(gold, "kind"), |counts| {
            counts.gold += 1;
            if hit.is_some() {
                counts.found += 1;
                counts.right += 1;
                counts.predicted += 1;
            }
        });
        taken.extend(hit);
    }
    for (at, figure) in found.iter().enumerate() {
        let touched: Vec<&Json> =
            list(row, field).iter().filter(|gold| touches(gold, figure)).collect();
        let kind = text(figure, "kind");
        let is_judged = !touched.is_empty()
            || scope.as_ref().is_none_or(|scope| scope.contains(&kind));
        let is_free = touched.iter().any(|gold| is_set(gold, "optional"));
        if !taken.contains(&at) && is_judged && !is_free {
            let kind = touched.first().map_or(kind, |gold| text(gold, "kind"));
            add(slices, language, kind, |counts| counts.predicted += 1);
        }
    }
}

fn score_actors(row: &Json, found: &Json, field: &str, slices: &mut Slices) {
    let language = text(row, "lang");
    let same = |gold: &Json, actor: &Json| {
        place(gold) == place(actor) && text(gold, "kind") == text(actor, "kind")
    };
    let found = list(found, "actors");
    for gold in list(row, field).iter().filter(|gold| !is_set(gold, "optional")) {
        let hit = u32::from(found.iter().any(|actor| same(gold, actor)));
        add(slices, language, text(gold, "kind"), |counts| {
            counts.gold += 1;
            counts.found += hit;
            counts.right += hit;
        });
    }
    for actor in found {
        let is_free = list(row, field).iter().any(|gold| {
            is_set(gold, "optional") && overlap(&place(gold), &place(actor))
        });
        if !is_free {
            add(slices, language, text(actor, "kind"), |counts| counts.predicted += 1);
        }
    }
}

/// Returns the words of a claim's content by their places in the text.
fn content(words: &[Range<usize>], claim: &Json) -> BTreeSet<usize> {
    let parts = list(claim, "content").iter();
    let parts: Vec<_> = parts.map(|part| number(&part[0])..number(&part[1])).collect();
    let is_in = |word: &Range<usize>| parts.iter().any(|part| overlap(part, word));
    (0..words.len()).filter(|&at| is_in(&words[at])).collect()
}

/// Returns the runs of letters and digits, in code points.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let letters = text.chars().enumerate().filter(|(_, char)| char.is_alphanumeric());
    for (at, _) in letters {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += 1,
            _ => words.push(at..at + 1),
        }
    }
    words
}

fn score_claims(row: &Json, found: &Json, field: &str, slices: &mut Slices) {
    let language = text(row, "lang");
    let words = words(text(row, "text"));
    let gold = list(row, field);
    let found = list(found, "claims");
    let sets = |claims: &[Json]| -> Vec<BTreeSet<usize>> {
        claims.iter().map(|claim| content(&words, claim)).collect()
    };
    let (gold_sets, found_sets) = (sets(gold), sets(found));
    // By how far twice the common words are from all words: the greatest share first.
    let mut pairs = Vec::new();
    for (one, gold) in gold_sets.iter().enumerate() {
        for (other, found) in found_sets.iter().enumerate() {
            let both = 2 * gold.intersection(found).count();
            let all = gold.len() + found.len();
            if both > 0 && 2 * both >= all {
                pairs.push((1_000_000 - both * 1_000_000 / all, one, other));
            }
        }
    }
    pairs.sort_unstable();
    let mut matched: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, one, other) in pairs {
        let is_taken = matched.values().any(|taken| *taken == other);
        if !is_taken && !matched.contains_key(&one) {
            matched.insert(one, other);
        }
    }
    let is_free = |gold: &Json| is_set(gold, "author") || is_set(gold, "optional");
    for (at, claim) in gold.iter().enumerate().filter(|(_, claim)| !is_free(claim)) {
        let hit = u32::from(matched.contains_key(&at));
        add(slices, language, form(claim), |counts| {
            counts.gold += 1;
            counts.found += hit;
        });
    }
    for (at, claim) in found.iter().enumerate() {
        let hit =
            matched.iter().find(|(_, found)| **found == at).map(|(gold, _)| *gold);
        if hit.is_some_and(|hit| is_free(&gold[hit])) {
            continue;
        }
        let is_own = list(claim, "source").is_empty() && list(claim, "cue").is_empty();
        if hit.is_none() && is_own {
            continue;
        }
        let right = u32::from(hit.is_some());
        add(slices, language, form(claim), |counts| {
            counts.predicted += 1;
            counts.right += right;
        });
    }
}

fn form(claim: &Json) -> &str {
    claim["kind"].as_str().unwrap_or("none")
}

type Score = fn(&Json, &Json, &str, &mut Slices);

/// What is compared with a floor: the set and the record.
type Measured = BTreeMap<(&'static str, &'static str), Slices>;

const WRITTEN: [(&str, Score); 3] =
    [("figures", score_figures), ("actors", score_actors), ("claims", score_claims)];

fn measure_written(extractor: &Extractor, measured: &mut Measured) {
    for name in ["fr", "en"] {
        let path = PathBuf::from(format!("tests/gold/{name}.jsonl"));
        let rows = annotated(&path, extractor);
        assert!(rows.len() >= 12, "{} rows in {}", rows.len(), path.display());
        for (row, found) in rows {
            for (record, score) in WRITTEN {
                let slices = measured.entry(("written", record)).or_default();
                score(&row, &found, record, slices);
            }
        }
    }
}

const DEVELOPMENT: [(&str, Score, &[&str]); 3] = [
    (
        "figures",
        score_figures,
        &[
            "figures/fenec.jsonl",
            "figures/grobid.jsonl",
            "figures/newsquant.jsonl",
            "figures/policy_formats.jsonl",
            "figures/pud.jsonl",
            "figures/quantulum3.jsonl",
            "figures/recognizers.jsonl",
            "figures/sequoia.jsonl",
        ],
    ),
    ("actors", score_actors, &["actors/entities/dev.jsonl"]),
    (
        "claims",
        score_claims,
        &["claims/written_dev.jsonl", "claims/written_long_dev.jsonl"],
    ),
];

fn measure_development(extractor: &Extractor, measured: &mut Measured) {
    let folder = Path::new("../shared/data");
    for (record, score, files) in DEVELOPMENT {
        for file in files {
            let path = folder.join(file);
            if !path.exists() {
                eprintln!("skipped: `{}` is not here", path.display());
                measured.remove(&("development", record));
                break;
            }
            let slices = measured.entry(("development", record)).or_default();
            for (row, found) in annotated(&path, extractor) {
                score(&row, &found, "gold", slices);
            }
        }
    }
}

/// A slice's name in the floors: set, record, language, kind.
type Name = [String; 4];

fn floors() -> BTreeMap<Name, [f64; 3]> {
    let lines = String::from_utf8(fs::read(FLOORS).unwrap_or_default()).unwrap();
    lines
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [set, record, language, kind, scores @ ..] = fields.as_slice() else {
                panic!("not a floor: {line}")
            };
            let scores: Vec<f64> = scores.iter().map(|s| s.parse().unwrap()).collect();
            let name = [set, record, language, kind].map(|field| (*field).to_owned());
            (name, scores.try_into().unwrap())
        })
        .collect()
}

fn write_floors(floors: &BTreeMap<Name, [f64; 3]>) {
    let mut out = b"set\trecord\tlang\tkind\tprecision\trecall\tf1\n".to_vec();
    for (name, [precision, recall, f1]) in floors {
        let name = name.join("\t");
        writeln!(out, "{name}\t{precision:.1}\t{recall:.1}\t{f1:.1}").unwrap();
    }
    fs::write(FLOORS, out).unwrap();
}

#[test]
fn scores_stay_above_their_floors() {
    let extractor = Extractor::new();
    let mut measured = Measured::new();
    measure_written(&extractor, &mut measured);
    measure_development(&extractor, &mut measured);
    let mut floors = floors();
    let is_update = std::env::var_os("UPDATE_FLOORS").is_some();
    let mut faults = Vec::new();
    for ((set, record), slices) in &measured {
        for ((language, kind), counts) in slices.iter().filter(|(_, c)| c.gold > 0) {
            let scores = counts.scores();
            let name = [*set, *record, language.as_str(), kind.as_str()];
            eprintln!("{} {scores:?} of {}", name.join(" "), counts.gold);
            let name = name.map(str::to_owned);
            let floor = floors.entry(name.clone()).or_insert([0.0; 3]);
            if is_update {
                for (floor, score) in floor.iter_mut().zip(scores) {
                    *floor = floor.max(score - 1.0).max(0.0);
                }
            }
            if floor.iter().zip(scores).any(|(floor, score)| score + 0.05 < *floor) {
                let name = name.join(" ");
                faults.push(format!("{name}: {scores:?}, the floor is {floor:?}"));
            }
        }
    }
    if is_update {
        write_floors(&floors);
    }
    assert!(floors.values().any(|floor| floor[2] > 0.0), "no floor in {FLOORS}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_written_gold_quotes_its_rows() {
    for name in ["fr", "en"] {
        let bytes = fs::read(format!("tests/gold/{name}.jsonl")).unwrap();
        for line in String::from_utf8(bytes).unwrap().lines() {
            let row: Json = serde_json::from_str(line).unwrap();
            for item in list(&row, "figures").iter().chain(list(&row, "actors")) {
                let place = place(item);
                let chars = text(&row, "text").chars();
                let quote: String = chars.skip(place.start).take(place.len()).collect();
                assert_eq!(quote, text(item, "text"), "{}", text(&row, "id"));
            }
        }
    }
}
