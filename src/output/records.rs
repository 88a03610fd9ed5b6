//! Records as rows: their JSON form and the columns of each kind.

#![expect(
    clippy::unnecessary_wraps,
    reason = "a column's function may find nothing, though this one always does"
)]

use std::borrow::Cow;

use serde::Serialize;

use super::findings::{ActorJson, ClaimJson, FigureJson, PlaceJson};
use super::listing::{Column, FORMAT, JsonRow, Shown};
use super::number;
use crate::model::{Actor, Claim, Figure, Finding, Modifier, Quoted, Record, Value};

/// A record as JSON.
#[derive(Debug, Serialize)]
pub struct RecordJson<'a> {
    format: u32,
    record: &'static str,
    document: &'a str,
    page: Option<u32>,
    heading: Option<&'a str>,
    lang: &'static str,
    #[serde(flatten)]
    finding: FindingJson<'a>,
    sentence: PlaceJson<'a>,
    extractor: u32,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum FindingJson<'a> {
    Figure(FigureJson<'a>),
    Actor(ActorJson<'a>),
    Claim(ClaimJson<'a>),
}

impl JsonRow for Record {
    type Json<'a> = RecordJson<'a>;

    fn json(&self) -> RecordJson<'_> {
        RecordJson {
            format: FORMAT,
            record: self.finding.name(),
            document: &self.document,
            page: self.page,
            heading: self.heading.as_deref(),
            lang: self.language.code(),
            finding: match &self.finding {
                Finding::Figure(figure) => {
                    FindingJson::Figure(FigureJson::new(&self.quote, figure))
                }
                Finding::Actor(actor) => {
                    FindingJson::Actor(ActorJson::new(&self.quote, actor))
                }
                Finding::Claim(claim) => {
                    FindingJson::Claim(ClaimJson::new(&self.quote, claim))
                }
            },
            sentence: (&self.sentence).into(),
            extractor: self.extractor_version,
        }
    }
}

/// Lists these columns, then those that tell where a record of any kind stands.
macro_rules! placed {
    [$($column:expr),* $(,)?] => {
        &[
            $($column,)*
            Column::new("document", document, Shown::Wide),
            Column::new("page", page, Shown::Right),
            Column::new("heading", heading, Shown::No),
            Column::new("lang", language, Shown::No),
            Column::new("start", start, Shown::No),
            Column::new("end", end, Shown::No),
            Column::new("sentence", sentence, Shown::No),
        ]
    };
}

/// The columns of `dicta figures`.
pub const FIGURE_COLUMNS: &[Column<Record>] = placed![
    Column::new("amount", amount, Shown::Reading),
    Column::new("value", exact, Shown::No),
    Column::new("low", low, Shown::No),
    Column::new("high", high, Shown::No),
    Column::new("unit", |record| text(figure(record)?.unit.as_deref()), Shown::Left),
    Column::new(
        "mod",
        |record| Some(figure(record)?.modifier?.sign().into()),
        Shown::No,
    ),
    Column::new("kind", kind, Shown::Left),
    Column::new(
        "direction",
        |r| Some(figure(r)?.direction?.name().into()),
        Shown::Left,
    ),
    Column::new("role", |record| Some(figure(record)?.role?.name().into()), Shown::No),
    Column::new("quote", quote, Shown::Wide),
    Column::new("measured", |r| quoted(figure(r)?.measured.as_ref()), Shown::Wide),
    Column::new(
        "actor",
        |r| Some((&*figure(r)?.actor.as_ref()?.mention.text).into()),
        Shown::Wide,
    ),
    Column::new(
        "entity",
        |r| text(figure(r)?.actor.as_ref()?.entity.as_deref()),
        Shown::No,
    ),
    Column::new("period", period, Shown::Left),
];

/// The columns of `dicta actors`.
pub const ACTOR_COLUMNS: &[Column<Record>] = placed![
    Column::new("name", |record| Some((&*actor(record)?.name).into()), Shown::Wide),
    Column::new("kind", kind, Shown::Left),
    Column::new("entity", |record| text(actor(record)?.entity.as_deref()), Shown::Left),
    Column::new("role", |record| quoted(actor(record)?.role.as_ref()), Shown::Wide),
    Column::new("quote", quote, Shown::Wide),
];

/// The columns of `dicta claims`.
pub const CLAIM_COLUMNS: &[Column<Record>] = placed![
    Column::new("speaker", speaker, Shown::Wide),
    Column::new("type", |record| Some(claim(record)?.kind.name().into()), Shown::Left),
    Column::new("form", |record| Some(claim(record)?.form?.name().into()), Shown::Left),
    Column::new("claim", |record| joined(&claim(record)?.content), Shown::Wide),
    Column::new("source", |record| joined(&claim(record)?.source), Shown::No),
    Column::new("cue", |record| joined(&claim(record)?.cue), Shown::No),
    Column::new("entity", |record| text(claim(record)?.entity.as_deref()), Shown::No),
    Column::new("negated", |record| Some(yes(claim(record)?.negated)), Shown::No),
    Column::new("hedged", |record| Some(yes(claim(record)?.hedged)), Shown::No),
];

/// The columns of `dicta claims --sort checkworthy`.
pub const WEIGHED_COLUMNS: &[Column<Record>] = &[
    Column::new("score", score, Shown::Right),
    Column::new("speaker", speaker, Shown::Wide),
    Column::new("type", |record| Some(claim(record)?.kind.name().into()), Shown::Left),
    Column::new("claim", |record| joined(&claim(record)?.content), Shown::Wide),
    Column::new("document", document, Shown::Wide),
    Column::new("page", page, Shown::Right),
    Column::new("source", |record| joined(&claim(record)?.source), Shown::No),
    Column::new("negated", |record| Some(yes(claim(record)?.negated)), Shown::No),
    Column::new("hedged", |record| Some(yes(claim(record)?.hedged)), Shown::No),
    Column::new("heading", heading, Shown::No),
    Column::new("lang", language, Shown::No),
    Column::new("start", start, Shown::No),
    Column::new("end", end, Shown::No),
    Column::new("sentence", sentence, Shown::No),
];

/// The columns of `dicta claims --explain`.
pub const EXPLAINED_COLUMNS: &[Column<Record>] = &[
    Column::new("score", score, Shown::Right),
    Column::new("makings", makings, Shown::Wide),
    Column::new("speaker", speaker, Shown::Wide),
    Column::new("claim", |record| joined(&claim(record)?.content), Shown::Wide),
    Column::new("document", document, Shown::Wide),
    Column::new("start", start, Shown::No),
    Column::new("end", end, Shown::No),
];

/// The columns of a list with records of every kind, such as `dicta extract` writes.
pub const RECORD_COLUMNS: &[Column<Record>] = placed![
    Column::new("record", |record| Some(record.finding.name().into()), Shown::Left),
    Column::new("kind", kind, Shown::Left),
    Column::new("quote", quote, Shown::Wide),
    Column::new("value", value_or_name, Shown::Wide),
    Column::new("unit", |record| text(figure(record)?.unit.as_deref()), Shown::Left),
];

fn figure(record: &Record) -> Option<&Figure<Quoted>> {
    match &record.finding {
        Finding::Figure(figure) => Some(figure),
        _ => None,
    }
}

fn actor(record: &Record) -> Option<&Actor<Quoted>> {
    match &record.finding {
        Finding::Actor(actor) => Some(actor),
        _ => None,
    }
}

fn claim(record: &Record) -> Option<&Claim<Quoted>> {
    match &record.finding {
        Finding::Claim(claim) => Some(claim),
        _ => None,
    }
}

fn text(text: Option<&str>) -> Option<Cow<'_, str>> {
    text.map(Cow::Borrowed)
}

fn quoted(quoted: Option<&Quoted>) -> Option<Cow<'_, str>> {
    quoted.map(|quoted| Cow::Borrowed(quoted.text.as_str()))
}

fn joined(parts: &[Quoted]) -> Option<Cow<'_, str>> {
    match parts {
        [] => None,
        [part] => quoted(Some(part)),
        parts => {
            let texts: Vec<_> = parts.iter().map(|part| part.text.as_str()).collect();
            Some(texts.join(" … ").into())
        }
    }
}

fn yes(is_so: bool) -> Cow<'static, str> {
    if is_so { "yes" } else { "no" }.into()
}

fn kind(record: &Record) -> Option<Cow<'_, str>> {
    let name = match &record.finding {
        Finding::Figure(figure) => figure.kind.name(),
        Finding::Actor(actor) => actor.kind.name(),
        Finding::Claim(claim) => claim.kind.name(),
    };
    Some(name.into())
}

fn score(record: &Record) -> Option<Cow<'_, str>> {
    let worth = claim(record)?.worth.as_ref()?;
    Some(format!("{:.2}", f64::from(worth.score) / 1000.0).into())
}

/// What a score is made of, the greatest part first: `figure +1.60, question -2.50`.
fn makings(record: &Record) -> Option<Cow<'_, str>> {
    let worth = claim(record)?.worth.as_ref()?;
    let mut makings = worth.makings.clone();
    makings.sort_by_key(|making| std::cmp::Reverse(making.weight.unsigned_abs()));
    let parts: Vec<String> = makings
        .iter()
        .map(|making| {
            format!("{} {:+.2}", making.name, f64::from(making.weight) / 100.0)
        })
        .collect();
    Some(parts.join(", ").into())
}

fn speaker(record: &Record) -> Option<Cow<'_, str>> {
    let claim = claim(record)?;
    claim.speaker.as_deref().map(Cow::Borrowed).or_else(|| joined(&claim.source))
}

fn exact(record: &Record) -> Option<Cow<'_, str>> {
    match figure(record)?.value {
        Value::Exact(value) => Some(value.normalize().to_string().into()),
        Value::Date(date) => Some(date.to_string().into()),
        Value::Range { .. } | Value::Unread => None,
    }
}

fn low(record: &Record) -> Option<Cow<'_, str>> {
    let Value::Range { low, .. } = figure(record)?.value else { return None };
    Some(low?.normalize().to_string().into())
}

fn high(record: &Record) -> Option<Cow<'_, str>> {
    let Value::Range { high, .. } = figure(record)?.value else { return None };
    Some(high?.normalize().to_string().into())
}

/// The value as people read it, with its modifier: `> 1 200`, `3–5`, `≥ 40`.
fn amount(record: &Record) -> Option<Cow<'_, str>> {
    let figure = figure(record)?;
    let value = match figure.value {
        Value::Exact(value) => number::grouped(value),
        Value::Date(date) => date.to_string(),
        Value::Range { low: Some(low), high: Some(high) } => {
            format!("{}–{}", number::grouped(low), number::grouped(high))
        }
        Value::Range { low: Some(low), high: None } => {
            format!("≥ {}", number::grouped(low))
        }
        Value::Range { low: None, high: Some(high) } => {
            format!("≤ {}", number::grouped(high))
        }
        Value::Range { low: None, high: None } | Value::Unread => return None,
    };
    let value = if figure.negated { format!("not {value}") } else { value };
    Some(match figure.modifier.map(Modifier::sign) {
        Some(sign) if matches!(figure.value, Value::Exact(_)) => {
            format!("{sign} {value}").into()
        }
        _ => value.into(),
    })
}

/// What a record of any kind comes down to: a value, a name, a speaker.
fn value_or_name(record: &Record) -> Option<Cow<'_, str>> {
    match &record.finding {
        Finding::Figure(_) => amount(record),
        Finding::Actor(actor) => Some((&*actor.name).into()),
        Finding::Claim(_) => speaker(record),
    }
}

fn period(record: &Record) -> Option<Cow<'_, str>> {
    let period = figure(record)?.period.as_ref()?;
    Some(match (period.from, period.to) {
        (Some(from), Some(to)) if from == to => from.to_string().into(),
        (Some(from), Some(to)) => format!("{from}–{to}").into(),
        (Some(from), None) => format!("{from}–").into(),
        (None, Some(to)) => format!("–{to}").into(),
        (None, None) => period.place.text.as_str().into(),
    })
}

fn quote(record: &Record) -> Option<Cow<'_, str>> {
    quoted(Some(&record.quote))
}

fn sentence(record: &Record) -> Option<Cow<'_, str>> {
    quoted(Some(&record.sentence))
}

fn document(record: &Record) -> Option<Cow<'_, str>> {
    Some(record.document.as_str().into())
}

fn heading(record: &Record) -> Option<Cow<'_, str>> {
    text(record.heading.as_deref())
}

fn language(record: &Record) -> Option<Cow<'_, str>> {
    Some(record.language.code().into())
}

fn page(record: &Record) -> Option<Cow<'_, str>> {
    Some(record.page?.to_string().into())
}

fn start(record: &Record) -> Option<Cow<'_, str>> {
    Some(record.quote.start.to_string().into())
}

fn end(record: &Record) -> Option<Cow<'_, str>> {
    Some(record.quote.end.to_string().into())
}
