//! One entity an actor over rows in both languages, held against marked text.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeMap;

use dicta::corpus::{AnnotateOptions, RowFindings, annotate};
use dicta::extract::Extractor;
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    id: String,
    lang: String,
    gold: Vec<Gold>,
    negative: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct Gold {
    #[serde(flatten)]
    place: Place,
    cluster: String,
    #[serde(default)]
    nil: bool,
}

/// A marked mention that was found, with whom it is said to be.
struct Mention {
    is_french: bool,
    gold: String,
    nil: bool,
    entity: String,
}

/// What came out, mention by mention, and what should have.
struct Outcome {
    mentions: Vec<Mention>,
    marked: usize,
    false_alarms: Vec<String>,
}

fn findings(rows: &str) -> Vec<RowFindings> {
    let mut found = Vec::new();
    let options = AnnotateOptions { jobs: 2, corpus: true };
    let bad = annotate(
        rows.as_bytes(),
        options,
        &Extractor::new(),
        |row| row.findings.unwrap(),
        |batch| {
            found.extend(batch);
            Ok(())
        },
    );
    assert_eq!(bad.unwrap().unwrap(), 0);
    found
}

fn outcome() -> Outcome {
    let text = include_str!("entities/rows.jsonl");
    let rows: Vec<Row> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut outcome =
        Outcome { mentions: Vec::new(), marked: 0, false_alarms: Vec::new() };
    for (row, found) in rows.iter().zip(findings(text)) {
        let at: BTreeMap<(usize, usize), String> = found
            .actors
            .iter()
            .map(|(quote, actor)| {
                let name = || format!("({})", actor.name);
                let entity = actor.entity.as_deref().map_or_else(name, str::to_owned);
                ((quote.start, quote.end), entity)
            })
            .collect();
        outcome.marked += row.gold.len();
        for gold in &row.gold {
            if let Some(entity) = at.get(&(gold.place.start, gold.place.end)) {
                outcome.mentions.push(Mention {
                    is_french: row.lang == "fr",
                    gold: gold.cluster.clone(),
                    nil: gold.nil,
                    entity: entity.clone(),
                });
            }
        }
        for place in &row.negative {
            let touches = |(start, end): &(usize, usize)| {
                *start < place.end && place.start < *end
            };
            if at.keys().any(touches) {
                outcome.false_alarms.push(row.id.clone());
            }
        }
    }
    outcome
}

/// The pairs of mentions that are one in truth, in the outcome, and in both, in percent.
fn precision_and_recall(mentions: &[&Mention]) -> (usize, usize) {
    let (mut both, mut said, mut truth) = (0, 0, 0);
    for (i, one) in mentions.iter().enumerate() {
        for other in mentions.iter().skip(i + 1) {
            let same = one.gold == other.gold;
            let joined = one.entity == other.entity;
            both += usize::from(same && joined);
            said += usize::from(joined);
            truth += usize::from(same);
        }
    }
    (100 * both / said.max(1), 100 * both / truth.max(1))
}

#[test]
fn mentions_of_one_actor_share_an_entity_and_those_of_others_do_not() {
    let outcome = outcome();
    assert!(100 * outcome.mentions.len() >= 97 * outcome.marked);
    assert!(outcome.false_alarms.is_empty(), "{:?}", outcome.false_alarms);
    let all: Vec<&Mention> = outcome.mentions.iter().collect();
    let (precision, recall) = precision_and_recall(&all);
    assert!(precision >= 98, "precision {precision}");
    assert!(recall >= 95, "recall {recall}");
}

#[test]
fn bodies_on_no_list_are_joined_over_languages() {
    let outcome = outcome();
    let mut pairs: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let nil: Vec<&Mention> = outcome.mentions.iter().filter(|m| m.nil).collect();
    for one in nil.iter().filter(|mention| mention.is_french) {
        for other in nil.iter().filter(|mention| !mention.is_french) {
            if one.gold == other.gold {
                let (joined, all) = pairs.entry(&one.gold).or_default();
                *all += 1;
                *joined += usize::from(one.entity == other.entity);
            }
        }
    }
    assert!(pairs.len() >= 9, "{pairs:?}");
    let whole = pairs.values().filter(|(joined, all)| joined == all).count();
    assert!(10 * whole >= 8 * pairs.len(), "{pairs:?}");
}

#[test]
fn namesakes_stay_apart() {
    let outcome = outcome();
    let traps: BTreeMap<String, Vec<String>> =
        serde_json::from_str(include_str!("entities/traps.json")).unwrap();
    for (name, keys) in &traps {
        let here: Vec<&Mention> =
            outcome.mentions.iter().filter(|m| keys.contains(&m.gold)).collect();
        for one in &here {
            for other in &here {
                assert!(
                    one.gold == other.gold || one.entity != other.entity,
                    "{name}: {} and {} are both {}",
                    one.gold,
                    other.gold,
                    one.entity
                );
            }
        }
    }
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let text = include_str!("entities/rows.jsonl");
    let backwards: Vec<&str> = text.lines().rev().collect();
    let (forth, mut back) = (findings(text), findings(&backwards.join("\n")));
    back.reverse();
    let entities = |found: &[RowFindings]| -> Vec<Option<String>> {
        let actors = found.iter().flat_map(|row| &row.actors);
        actors
            .map(|(_, actor)| {
                let known = actor.entity.as_deref().filter(|id| !id.contains('@'));
                known.map(str::to_owned)
            })
            .collect()
    };
    assert_eq!(entities(&forth), entities(&back));
}
