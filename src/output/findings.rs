//! The JSON forms of figures, actors and claims.

use serde::{Serialize, Serializer};

use super::number::Number;
use crate::model::{Actor, Claim, Date, Figure, FigureActor, Period, Quoted, Value};

/// Words and their place, in code points.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct PlaceJson<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

impl<'a> PlaceJson<'a> {
    pub(crate) fn new(start: usize, end: usize, text: &'a str) -> Self {
        Self { start, end, text }
    }
}

impl<'a> From<&'a Quoted> for PlaceJson<'a> {
    fn from(quoted: &'a Quoted) -> Self {
        Self { start: quoted.start, end: quoted.end, text: &quoted.text }
    }
}

/// A value as JSON: a number, an ISO 8601 date, or null.
#[derive(Debug, Clone, Copy)]
enum ValueJson {
    Number(Number),
    Date(Date),
}

impl Serialize for ValueJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => number.serialize(serializer),
            Self::Date(date) => serializer.collect_str(date),
        }
    }
}

/// A figure, as `annotate` writes it.
#[derive(Debug, Serialize)]
pub(crate) struct FigureJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    kind: &'static str,
    value: Option<ValueJson>,
    low: Option<Number>,
    high: Option<Number>,
    unit: Option<&'a str>,
    #[serde(rename = "mod")]
    modifier: Option<&'static str>,
    direction: Option<&'static str>,
    role: Option<&'static str>,
    measured: Option<PlaceJson<'a>>,
    actor: Option<FigureActorJson<'a>>,
    period: Option<PeriodJson<'a>>,
    /// Written only where the words deny the figure.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    negated: bool,
}

#[derive(Debug, Serialize)]
struct FigureActorJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    entity: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PeriodJson<'a> {
    from: Option<i32>,
    to: Option<i32>,
    #[serde(flatten)]
    place: PlaceJson<'a>,
}

impl<'a> FigureJson<'a> {
    pub(crate) fn new(quote: &'a Quoted, figure: &'a Figure<Quoted>) -> Self {
        let (value, low, high) = match figure.value {
            Value::Exact(value) => (Some(ValueJson::Number(Number(value))), None, None),
            Value::Range { low, high } => (None, low.map(Number), high.map(Number)),
            Value::Date(date) => (Some(ValueJson::Date(date)), None, None),
            Value::Unread => (None, None, None),
        };
        Self {
            place: quote.into(),
            kind: figure.kind.name(),
            value,
            low,
            high,
            unit: figure.unit.as_deref(),
            modifier: figure.modifier.map(crate::model::Modifier::sign),
            direction: figure.direction.map(crate::model::Direction::name),
            role: figure.role.map(crate::model::FigureRole::name),
            measured: figure.measured.as_ref().map(Into::into),
            actor: figure.actor.as_ref().map(FigureActorJson::new),
            period: figure.period.as_ref().map(PeriodJson::new),
            negated: figure.negated,
        }
    }
}

impl<'a> FigureActorJson<'a> {
    fn new(actor: &'a FigureActor<Quoted>) -> Self {
        Self { place: (&actor.mention).into(), entity: actor.entity.as_deref() }
    }
}

impl<'a> PeriodJson<'a> {
    fn new(period: &'a Period<Quoted>) -> Self {
        Self { from: period.from, to: period.to, place: (&period.place).into() }
    }
}

/// A mention of an actor, as `annotate` writes it.
#[derive(Debug, Serialize)]
pub(crate) struct ActorJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    kind: &'static str,
    entity: Option<&'a str>,
    name: &'a str,
    role: Option<&'a str>,
}

impl<'a> ActorJson<'a> {
    pub(crate) fn new(quote: &'a Quoted, actor: &'a Actor<Quoted>) -> Self {
        Self {
            place: quote.into(),
            kind: actor.kind.name(),
            entity: actor.entity.as_deref(),
            name: &actor.name,
            role: actor.role.as_ref().map(|role| role.text.as_str()),
        }
    }
}

/// A claim with places only, as `annotate` writes it.
#[derive(Debug, Serialize)]
pub(crate) struct ClaimPlacesJson<'a> {
    content: Vec<[usize; 2]>,
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    kind: Option<&'static str>,
    #[serde(rename = "type")]
    claim_type: &'static str,
    speaker: Option<&'a str>,
}

impl<'a> From<&'a Claim<Quoted>> for ClaimPlacesJson<'a> {
    fn from(claim: &'a Claim<Quoted>) -> Self {
        let places = |quoted: &[Quoted]| {
            quoted.iter().map(|place| [place.start, place.end]).collect()
        };
        Self {
            content: places(&claim.content),
            source: places(&claim.source),
            cue: places(&claim.cue),
            kind: claim.form.map(crate::model::ClaimForm::name),
            claim_type: claim.kind.name(),
            speaker: claim.speaker.as_deref(),
        }
    }
}

/// A claim with its words, as records have it.
#[derive(Debug, Serialize)]
pub(crate) struct ClaimJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    content: Vec<PlaceJson<'a>>,
    source: Vec<PlaceJson<'a>>,
    cue: Vec<PlaceJson<'a>>,
    kind: Option<&'static str>,
    #[serde(rename = "type")]
    claim_type: &'static str,
    speaker: Option<&'a str>,
    entity: Option<&'a str>,
    negated: bool,
    hedged: bool,
    figures: Vec<PlaceJson<'a>>,
    actors: Vec<PlaceJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    makings: Option<std::collections::BTreeMap<&'static str, f64>>,
}

impl<'a> ClaimJson<'a> {
    pub(crate) fn new(quote: &'a Quoted, claim: &'a Claim<Quoted>) -> Self {
        let places = |quoted: &'a [Quoted]| quoted.iter().map(Into::into).collect();
        Self {
            place: quote.into(),
            content: places(&claim.content),
            source: places(&claim.source),
            cue: places(&claim.cue),
            kind: claim.form.map(crate::model::ClaimForm::name),
            claim_type: claim.kind.name(),
            speaker: claim.speaker.as_deref(),
            entity: claim.entity.as_deref(),
            negated: claim.negated,
            hedged: claim.hedged,
            figures: places(&claim.figures),
            actors: places(&claim.actors),
            score: claim.worth.as_ref().map(|worth| f64::from(worth.score) / 1000.0),
            makings: claim.worth.as_ref().map(|worth| {
                let makings = worth.makings.iter();
                makings.map(|m| (m.name, f64::from(m.weight) / 100.0)).collect()
            }),
        }
    }
}
