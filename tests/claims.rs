//! Claims on the project's own annotated passages: floors by language, and how well each
//! phenomenon is found.
//!
//! The passages of `tests/gold/claims.jsonl` were written for this test, with invented
//! people, bodies and figures: speeches, minutes, interviews, news, notes, tables and
//! bullets, and passages without a claim that look as if they had one. Each was
//! annotated before it was read by machine; the last rows (`fr-b…`, `en-b…`) were
//! written after the rules for the others.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![allow(clippy::print_stderr, reason = "the scores are for whoever runs the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use dicta::corpus::row_findings;
use dicta::extract::Extractor;
use dicta::model::{Claim, Language, Quoted};
use serde_json::Value as Json;

/// The least F1 of contents that overlap and that are exact, and the least share of
/// right types, in points of 100.
const FLOORS: [(&str, [f64; 3]); 2] =
    [("fr", [95.0, 92.0, 85.0]), ("en", [95.0, 92.0, 85.0])];

/// Words that may stand before a content without being of it.
const LEAD: [&str; 20] = [
    "que", "qu", "that", "de", "d", "à", "to", "if", "si", "le", "la", "les", "l",
    "un", "une", "des", "du", "the", "a", "an",
];

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    gold: u32,
    predicted: u32,
    overlap: u32,
    exact: u32,
    typed: u32,
}

impl Counts {
    fn scores(self) -> [f64; 3] {
        let share = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole);
        let f1 = |hits| share(2 * hits, self.gold + self.predicted);
        [f1(self.overlap), f1(self.exact), share(self.typed, self.overlap)]
    }
}

/// The runs of letters and digits of a text, each with its first code point.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    for (at, letter) in text.chars().enumerate().filter(|(_, c)| c.is_alphanumeric()) {
        match words.last_mut() {
            Some((start, word)) if *start + word.chars().count() == at => {
                word.push(letter);
            }
            _ => words.push((at, letter.to_string())),
        }
    }
    words
}

/// The places of the words in the spans, less leading articles and conjunctions.
fn content(words: &[(usize, String)], spans: &[(usize, usize)]) -> BTreeSet<usize> {
    let inside =
        |at: usize| spans.iter().any(|(start, end)| (*start..*end).contains(&at));
    let found = words.iter().enumerate().filter(|(_, (at, _))| inside(*at));
    let mut places: Vec<(usize, &str)> =
        found.map(|(place, (_, word))| (place, word.as_str())).collect();
    while places.len() > 1 && LEAD.contains(&places[0].1.to_lowercase().as_str()) {
        places.remove(0);
    }
    places.into_iter().map(|(place, _)| place).collect()
}

fn spans(json: &Json) -> Vec<(usize, usize)> {
    let place = |json: &Json| usize::try_from(json.as_u64().unwrap()).unwrap();
    json.as_array()
        .unwrap()
        .iter()
        .map(|span| (place(&span[0]), place(&span[1])))
        .collect()
}

fn predicted(claim: &Claim<Quoted>) -> Vec<(usize, usize)> {
    claim.content.iter().map(|part| (part.start, part.end)).collect()
}

fn rows() -> Vec<Json> {
    let bytes = fs::read("tests/gold/claims.jsonl").unwrap();
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

#[test]
fn claims_stay_above_their_floors() {
    let extractor = Extractor::new();
    let mut by_language: BTreeMap<String, Counts> = BTreeMap::new();
    let mut by_tag: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut alarms = Vec::new();
    for row in rows() {
        let text = row["text"].as_str().unwrap();
        let language = row["lang"].as_str().unwrap();
        let found = row_findings(&extractor, text, Language::from_code(language));
        let words = words(text);
        let gold = row["gold"].as_array().unwrap();
        let is_free = |item: &Json| item["optional"] == true || item["author"] == true;
        let wanted: Vec<_> =
            gold.iter().map(|item| content(&words, &spans(&item["content"]))).collect();
        let attributed = found.claims.iter().filter(|(_, claim)| claim.form.is_some());
        let attributed: Vec<&Claim<Quoted>> =
            attributed.map(|(_, claim)| claim).collect();
        let mut taken = BTreeSet::new();
        let counts = by_language.entry(language.to_owned()).or_default();
        for claim in &attributed {
            let said = content(&words, &predicted(claim));
            let best = (0..gold.len())
                .filter(|place| !taken.contains(place))
                .map(|place| (2 * wanted[place].intersection(&said).count(), place))
                .filter(|(both, place)| 2 * both >= wanted[*place].len() + said.len())
                .max_by_key(|(both, place)| (*both, std::cmp::Reverse(*place)));
            let Some((_, place)) = best else {
                counts.predicted += 1;
                if gold.iter().all(is_free) {
                    alarms.push(text.to_owned());
                }
                continue;
            };
            taken.insert(place);
            if is_free(&gold[place]) {
                continue;
            }
            counts.predicted += 1;
            counts.overlap += 1;
            counts.exact += u32::from(wanted[place] == said);
            counts.typed += u32::from(gold[place]["type"] == claim.kind.name());
        }
        for (place, _) in gold.iter().enumerate().filter(|(_, item)| !is_free(item)) {
            counts.gold += 1;
            for tag in row["tags"].as_array().unwrap() {
                let seen = by_tag.entry(tag.as_str().unwrap().to_owned()).or_default();
                seen.0 += u32::from(taken.contains(&place));
                seen.1 += 1;
            }
        }
    }
    for (tag, (hits, all)) in &by_tag {
        eprintln!("{tag}: {hits} of {all}");
    }
    assert!(alarms.len() <= 1, "false alarms: {alarms:?}");
    for (language, floors) in FLOORS {
        let scores = by_language[language].scores();
        eprintln!("{language} {scores:.1?} {:?}", by_language[language]);
        for (score, floor) in scores.into_iter().zip(floors) {
            assert!(score >= floor, "{language}: {scores:?} against {floors:?}");
        }
    }
}

#[test]
fn the_sample_is_large_and_in_both_languages() {
    let rows = rows();
    for language in ["fr", "en"] {
        let of = rows.iter().filter(|row| row["lang"] == language);
        let texts: Vec<&str> = of.map(|row| row["text"].as_str().unwrap()).collect();
        let sentences: usize =
            texts.iter().map(|text| text.matches(['.', '?', '!', '\n']).count()).sum();
        assert!(texts.len() >= 50 && sentences >= 100, "{} {sentences}", texts.len());
    }
}
