//! Figures on the same thing that disagree.
//!
//! Two figures of different documents are about the same thing if they can be compared
//! (same currency, units of one kind), play the same part, and the words, the actor and
//! the period fit; how well they fit is how sure the finding is. They disagree if no
//! value fits both, rounding and bounds (`about`, `over`) included.

mod quantity;
mod subject;
mod versions;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use quantity::Quantity;
pub use subject::Translate;
use subject::{Subject, Weights};
pub use versions::{Difference, DifferenceKind, differences};

use crate::language::{Stemmer, fold};
use crate::model::{
    Direction, Figure, FigureRole, Finding, Language, Period, Quoted, Record,
};

/// Two figures that cannot both be right, as far as can be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// The places of the two records in the list given, the earlier first.
    pub records: [usize; 2],
    /// How many times the smaller value goes into the greater; `None` if one is zero or
    /// negative.
    pub times: Option<Decimal>,
    /// How sure it is that both are about the same thing, from 0 to 1.
    pub sureness: f64,
    /// Why they were held to be so, and what speaks against it.
    pub reasons: Vec<Reason>,
}

/// Why two figures were held to be about the same thing, or may not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Both name what is measured with these words, as each has them.
    Words(Vec<(String, String)>),
    /// Both are of this actor.
    Actor(String),
    /// Neither names an actor.
    NoActor,
    /// One names this actor, the other none.
    OneActor(String),
    /// Both hold in this period: first and last year.
    Period(Option<i32>, Option<i32>),
    /// Neither names a period.
    NoPeriod,
    /// One names a period, the other none.
    OnePeriod,
    /// The values were converted into this unit to be compared.
    Converted(String),
    /// The digits are the same and one is a thousand or a million times the other.
    Thousands,
    /// One may be the other, rounded to one digit.
    Rounded,
}

/// Findings less sure than this are not reported.
pub const LEAST_SURENESS: f64 = 0.5;

/// Words, actor and period may fit, and two things be meant all the same.
const MOST_SURENESS: f64 = 0.95;

/// The least share of words that two subjects must have in common.
const LEAST_LIKENESS: f64 = 0.6;
/// One thing has one value, or a few accounts of it; more are of several things.
const MOST_VALUES: usize = 3;
/// A word of more figures than this leads to no pair by itself.
const MOST_FIGURES: usize = 400;

/// A figure that can be compared.
struct Entry<'a> {
    place: usize,
    record: &'a Record,
    figure: &'a Figure<Quoted>,
    quantity: Quantity,
    subject: Subject,
}

/// Returns the pairs of figures among `records` that disagree, those that weigh most
/// first: how sure, and how far apart. Figures of one document are not compared with
/// each other.
pub fn disagreements(
    records: &[Record],
    translate: &Translate<'_>,
) -> Vec<Disagreement> {
    let mut stemmer = Stemmer::new();
    let mut weights = Weights::default();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for (place, record) in records.iter().enumerate() {
        let Finding::Figure(figure) = &record.finding else { continue };
        let quantity = Quantity::of(figure);
        let subject = Subject::of(figure, record.language, &mut stemmer);
        let (Some(quantity), Some(subject)) = (quantity, subject) else { continue };
        weights.add(&subject);
        entries.push(Entry { place, record, figure, quantity, subject });
    }
    let documents = Documents::new(&entries);
    let mut found: Vec<Disagreement> = candidates(&entries, translate)
        .into_iter()
        .filter_map(|(a, b)| {
            let (a, b) = (entries.get(a)?, entries.get(b)?);
            let mut found = compare(a, b, &weights, translate)?;
            found.sureness *= documents.share(a, b)?;
            (found.sureness >= LEAST_SURENESS).then_some(found)
        })
        .collect();
    found.sort_by(|a, b| {
        weight(b).total_cmp(&weight(a)).then_with(|| a.records.cmp(&b.records))
    });
    // Copies of a document say the same twice.
    let mut known = BTreeSet::new();
    found.retain(|found| {
        let words = |place: usize| {
            records.get(place).map(|record| (&record.sentence.text, &record.quote.text))
        };
        let [a, b] = found.records.map(words);
        known.insert(if a < b { (a, b) } else { (b, a) })
    });
    found
}

/// How much a finding weighs: sureness first, then how far the values are apart, up to
/// a thousand times.
fn weight(found: &Disagreement) -> f64 {
    let times: f64 =
        found.times.and_then(|times| times.to_string().parse().ok()).unwrap_or(10.0);
    found.sureness * (0.5 + times.log10().clamp(0.0, 3.0) / 6.0)
}

/// The pairs that share a dimension and a word, over languages too.
fn candidates(
    entries: &[Entry<'_>],
    translate: &Translate<'_>,
) -> BTreeSet<(usize, usize)> {
    let mut lists: BTreeMap<(&str, Language, String), Vec<usize>> = BTreeMap::new();
    for (place, entry) in entries.iter().enumerate() {
        let (dimension, own) = (&*entry.quantity.dimension, entry.subject.language);
        for (stem, _) in &entry.subject.words {
            let key = (dimension, own, stem.clone());
            lists.entry(key).or_default().push(place);
            for (translation, _) in translate(stem, own) {
                let key = (dimension, other_language(own), translation);
                lists.entry(key).or_default().push(place);
            }
            // Cognates meet under their first letters.
            let start: String = stem.chars().take(5).collect();
            let key = (dimension, Language::Other, start);
            lists.entry(key).or_default().push(place);
        }
    }
    let mut pairs = BTreeSet::new();
    for list in lists.values().filter(|list| list.len() <= MOST_FIGURES) {
        for (at, &a) in list.iter().enumerate() {
            for &b in list.iter().skip(at + 1) {
                if a != b {
                    pairs.insert((a.min(b), a.max(b)));
                }
            }
        }
    }
    pairs
}

fn other_language(language: Language) -> Language {
    match language {
        Language::French => Language::English,
        Language::English => Language::French,
        Language::Other => Language::Other,
    }
}

fn compare(
    a: &Entry<'_>,
    b: &Entry<'_>,
    weights: &Weights,
    translate: &Translate<'_>,
) -> Option<Disagreement> {
    if a.record.document == b.record.document
        || a.quantity.dimension != b.quantity.dimension
        || !plays_the_same_part(a.figure, b.figure)
        || a.quantity.agrees(&b.quantity)
    {
        return None;
    }
    let mut reasons = Vec::new();
    let likeness = a.subject.likeness(&b.subject, weights, translate);
    if likeness.share < LEAST_LIKENESS {
        return None;
    }
    let mut sureness = MOST_SURENESS * likeness.share.sqrt();
    let is_one_word = likeness.common.len() < 2;
    reasons.push(Reason::Words(likeness.common));
    sureness *= actors(a.figure, b.figure, &mut reasons)?;
    sureness *= periods(a.figure, b.figure, &mut reasons)?;
    if is_one_word
        && reasons.contains(&Reason::NoActor)
        && reasons.contains(&Reason::NoPeriod)
    {
        sureness *= 0.7;
    }
    if a.quantity.is_converted != b.quantity.is_converted
        || a.figure.unit != b.figure.unit && &*a.quantity.dimension != "count"
    {
        reasons.push(Reason::Converted(a.quantity.dimension.to_string()));
    }
    if a.quantity.differs_by_thousands(&b.quantity) {
        reasons.push(Reason::Thousands);
    }
    if a.quantity.is_rounding_of(&b.quantity) {
        sureness *= 0.6;
        reasons.push(Reason::Rounded);
    }
    let times = a.quantity.times(&b.quantity);
    sureness *= plausibility(times, &a.quantity, &b.quantity);
    Some(Disagreement { records: [a.place, b.place], times, sureness, reasons })
}

/// Whether two of the figures, one after the other, disagree.
fn differ(entries: &[&Entry<'_>]) -> bool {
    let mut pairs = entries.iter().zip(entries.iter().skip(1));
    pairs.any(|(a, b)| !a.quantity.agrees(&b.quantity))
}

/// How likely two values so far apart are two accounts of one thing: people err by a
/// half, or by a thousand, and seldom by anything else.
fn plausibility(times: Option<Decimal>, a: &Quantity, b: &Quantity) -> f64 {
    const BY_TIMES: [(i64, f64); 3] = [(3, 1.0), (20, 0.9), (100, 0.7)];
    if a.differs_by_thousands(b) {
        return 1.0;
    }
    let Some(times) = times else { return 0.7 };
    let known = BY_TIMES.iter().find(|(most, _)| times <= Decimal::from(*most));
    known.map_or(0.5, |(_, share)| *share)
}

/// What the documents themselves say about their figures.
struct Documents<'a> {
    sentences: BTreeSet<(&'a str, &'a str)>,
    /// The figures whose words say too little: their own document has another value for
    /// what seems to be the same, or the documents together have many.
    vague: BTreeSet<usize>,
}

impl<'a> Documents<'a> {
    fn new(entries: &[Entry<'a>]) -> Self {
        let mut groups: BTreeMap<_, BTreeMap<_, Vec<&Entry<'_>>>> = BTreeMap::new();
        for entry in entries {
            let mut stems: Vec<&str> =
                entry.subject.words.iter().map(|(stem, _)| stem.as_str()).collect();
            stems.sort_unstable();
            let actor =
                entry.figure.actor.as_ref().map(|actor| {
                    actor.entity.as_deref().unwrap_or(&actor.mention.text)
                });
            let period =
                entry.figure.period.as_ref().map(|period| (period.from, period.to));
            let document = entry.record.document.as_str();
            let dimension = &*entry.quantity.dimension;
            let key = (dimension, part(entry.figure), stems, actor, period);
            let group: &mut BTreeMap<_, _> = groups.entry(key).or_default();
            group.entry(document).or_insert_with(Vec::new).push(entry);
        }
        let vague = groups
            .values()
            .flat_map(|documents| {
                let values: BTreeSet<Decimal> = documents
                    .values()
                    .flatten()
                    .map(|entry| entry.quantity.value)
                    .collect();
                let many = values.len() > MOST_VALUES;
                documents.values().filter(move |own| many || differ(own)).flatten()
            })
            .map(|entry| entry.place)
            .collect();
        let sentence = |entry: &Entry<'a>| {
            (entry.record.document.as_str(), entry.record.sentence.text.as_str())
        };
        Self { sentences: entries.iter().map(sentence).collect(), vague }
    }

    /// How sure a pair stays; `None` if both documents have both sentences, so that
    /// there is nothing between them.
    fn share(&self, a: &Entry<'a>, b: &Entry<'a>) -> Option<f64> {
        let has = |document: &Entry<'a>, sentence: &Entry<'a>| {
            let (document, sentence) = (document.record, sentence.record);
            self.sentences.contains(&(
                document.document.as_str(),
                sentence.sentence.text.as_str(),
            ))
        };
        if has(a, b) && has(b, a) {
            return None;
        }
        let is_vague = self.vague.contains(&a.place) || self.vague.contains(&b.place);
        Some(if is_vague { 0.5 } else { 1.0 })
    }
}

/// A level is no target, and neither is a change.
fn plays_the_same_part(a: &Figure<Quoted>, b: &Figure<Quoted>) -> bool {
    let opposed = matches!(
        (a.direction, b.direction),
        (Some(Direction::Up), Some(Direction::Down))
            | (Some(Direction::Down), Some(Direction::Up))
    );
    // Changes in two directions are told apart by their words, not their values.
    part(a) == part(b) && !(part(a) == 2 && opposed)
}

fn part(figure: &Figure<Quoted>) -> u8 {
    match figure.role {
        Some(FigureRole::Target) => 1,
        Some(FigureRole::Change) => 2,
        _ => 0,
    }
}

/// How well the actors fit; `None` if they do not.
fn actors(
    a: &Figure<Quoted>,
    b: &Figure<Quoted>,
    reasons: &mut Vec<Reason>,
) -> Option<f64> {
    match (&a.actor, &b.actor) {
        (Some(a), Some(b)) => {
            let same = if let (Some(a), Some(b)) = (&a.entity, &b.entity) {
                a == b
            } else {
                fold(&a.mention.text) == fold(&b.mention.text)
            };
            same.then(|| {
                reasons.push(Reason::Actor(a.mention.text.clone()));
                1.0
            })
        }
        (None, None) => {
            reasons.push(Reason::NoActor);
            Some(0.85)
        }
        (Some(one), None) | (None, Some(one)) => {
            reasons.push(Reason::OneActor(one.mention.text.clone()));
            Some(0.6)
        }
    }
}

/// How well the periods fit; `None` if they do not.
fn periods(
    a: &Figure<Quoted>,
    b: &Figure<Quoted>,
    reasons: &mut Vec<Reason>,
) -> Option<f64> {
    let years = |period: &Option<Period<Quoted>>| {
        let period = period.as_ref()?;
        (period.from.is_some() || period.to.is_some())
            .then_some((period.from, period.to))
    };
    match (years(&a.period), years(&b.period)) {
        (Some(a), Some(b)) => (a == b).then(|| {
            reasons.push(Reason::Period(a.0, a.1));
            1.0
        }),
        (None, None) => {
            reasons.push(Reason::NoPeriod);
            Some(0.8)
        }
        _ => {
            reasons.push(Reason::OnePeriod);
            Some(0.7)
        }
    }
}
