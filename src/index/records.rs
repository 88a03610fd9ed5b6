//! Records in the index: their rows, without the words, and the tags to find them by.

use std::cell::RefCell;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::analyzer::{Terms, exact_terms};
use super::schema::tag;
use super::stored::{date_code, date_of, language_code, language_of, narrow};
use crate::error::Result;
use crate::language::{Recent, WordMap, fold, tokens};
use crate::model::{
    Actor, ActorKind, Claim, ClaimForm, ClaimKind, Direction, Figure, FigureActor,
    FigureKind, FigureRole, Finding, Language, Modifier, Period, Quoted, Record, Value,
};

/// Names whose tags are remembered, for each language and thread.
const REMEMBERED: usize = 1 << 12;
/// Longer names are hardly met twice.
const LONGEST_REMEMBERED: usize = 128;

thread_local! {
    /// The tags of the words in actors' names, by language in the order of [`Language`].
    static NAMES: RefCell<[Recent<Box<str>>; 3]> =
        RefCell::new(std::array::from_fn(|_| Recent::with_room(REMEMBERED)));
}

/// A period of more years is findable by its first and last only.
const LONGEST_PERIOD: i32 = 40;

/// Words of the document: their distance in code points from the start of the record,
/// and their length.
type Place = (i32, u32);

/// A record without its words, which the passages hold.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RecordRow {
    /// The first code point and the number of them.
    quote: (u32, u32),
    sentence: Place,
    language: u8,
    version: u32,
    /// A byte that sums up the words of the quote, to prove them by.
    check: u8,
    finding: FindingRow,
}

#[derive(Debug, Serialize, Deserialize)]
enum FindingRow {
    Figure {
        kind: u8,
        value: ValueRow,
        unit: Option<String>,
        modifier: u8,
        direction: u8,
        role: u8,
        measured: Option<Place>,
        actor: Option<(Place, Option<String>)>,
        period: Option<(Option<i32>, Option<i32>, Place)>,
    },
    Actor {
        kind: u8,
        entity: Option<String>,
        /// `None` if it is the mention itself.
        name: Option<String>,
        role: Option<Place>,
    },
    Claim {
        content: Vec<Place>,
        source: Vec<Place>,
        cue: Vec<Place>,
        form: u8,
        kind: u8,
        speaker: Option<String>,
        entity: Option<String>,
        negated: bool,
        hedged: bool,
        figures: Vec<Place>,
        actors: Vec<Place>,
    },
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum ValueRow {
    Exact(i128, u32),
    Range(Option<(i128, u32)>, Option<(i128, u32)>),
    Date(u32),
    Unread,
}

impl RecordRow {
    pub(super) fn of(record: &Record) -> Self {
        let origin = record.quote.start;
        let place = |quoted: &Quoted| -> Place {
            let far = i64::try_from(quoted.start).unwrap_or(0)
                - i64::try_from(origin).unwrap_or(0);
            (i32::try_from(far).unwrap_or(0), narrow(quoted.end - quoted.start))
        };
        let places = |all: &[Quoted]| all.iter().map(place).collect::<Vec<_>>();
        let finding = match &record.finding {
            Finding::Figure(figure) => FindingRow::Figure {
                kind: code(&FigureKind::ALL, figure.kind),
                value: value_row(figure.value),
                unit: figure.unit.clone(),
                modifier: option_code(&MODIFIERS, figure.modifier),
                direction: option_code(&DIRECTIONS, figure.direction),
                role: option_code(&ROLES, figure.role)
                    | if figure.negated { NEGATED } else { 0 },
                measured: figure.measured.as_ref().map(place),
                actor: figure.actor.as_ref().map(|actor| {
                    (place(&actor.mention), actor.entity.as_deref().map(str::to_owned))
                }),
                period: figure
                    .period
                    .as_ref()
                    .map(|period| (period.from, period.to, place(&period.place))),
            },
            Finding::Actor(actor) => FindingRow::Actor {
                kind: code(&ActorKind::ALL, actor.kind),
                entity: actor.entity.as_deref().map(str::to_owned),
                name: (*actor.name != *record.quote.text)
                    .then(|| actor.name.to_string()),
                role: actor.role.as_ref().map(place),
            },
            Finding::Claim(claim) => FindingRow::Claim {
                content: places(&claim.content),
                source: places(&claim.source),
                cue: places(&claim.cue),
                form: option_code(&FORMS, claim.form),
                kind: code(&ClaimKind::ALL, claim.kind),
                speaker: claim.speaker.as_deref().map(str::to_owned),
                entity: claim.entity.as_deref().map(str::to_owned),
                negated: claim.negated,
                hedged: claim.hedged,
                figures: places(&claim.figures),
                actors: places(&claim.actors),
            },
        };
        Self {
            quote: (narrow(origin), narrow(record.quote.end - origin)),
            sentence: place(&record.sentence),
            language: language_code(record.language),
            version: record.extractor_version,
            check: check(&record.quote.text),
            finding,
        }
    }

    /// The first code point.
    pub(super) fn start(&self) -> usize {
        self.quote.0 as usize
    }

    /// What proves the words of the quote.
    pub(super) fn check(&self) -> Check {
        Check(self.check)
    }

    /// The greatest number stated, for sorting.
    pub(super) fn value(&self) -> Option<f64> {
        match &self.finding {
            FindingRow::Figure { value, .. } => {
                numbers(value_of(*value)).into_iter().reduce(f64::max)
            }
            _ => None,
        }
    }

    /// Makes the record again; `words` gives the text between two code points.
    pub(super) fn record(
        self,
        path: &str,
        page: Option<u32>,
        heading: Option<&str>,
        words: &mut dyn FnMut(usize, usize) -> Result<String>,
    ) -> Result<Record> {
        let origin = i64::from(self.quote.0);
        let mut quoted = |(far, length): Place| -> Result<Quoted> {
            let start = usize::try_from(origin + i64::from(far)).unwrap_or(0);
            let end = start + length as usize;
            Ok(Quoted { start, end, text: words(start, end)? })
        };
        let quote = quoted((0, self.quote.1))?;
        let sentence = quoted(self.sentence)?;
        let finding = match self.finding {
            FindingRow::Figure {
                kind,
                value,
                unit,
                modifier,
                direction,
                role,
                measured,
                actor,
                period,
            } => Finding::Figure(Figure {
                kind: decode(&FigureKind::ALL, kind).unwrap_or(FigureKind::Count),
                value: value_of(value),
                unit,
                modifier: option_of(&MODIFIERS, modifier),
                direction: option_of(&DIRECTIONS, direction),
                role: option_of(&ROLES, role & !NEGATED),
                measured: measured.map(&mut quoted).transpose()?,
                actor: match actor {
                    Some((mention, entity)) => Some(FigureActor {
                        mention: quoted(mention)?,
                        entity: entity.map(Into::into),
                    }),
                    None => None,
                },
                period: match period {
                    Some((from, to, place)) => {
                        Some(Period { from, to, place: quoted(place)? })
                    }
                    None => None,
                },
                negated: role & NEGATED != 0,
            }),
            FindingRow::Actor { kind, entity, name, role } => Finding::Actor(Actor {
                kind: decode(&ActorKind::ALL, kind).unwrap_or(ActorKind::Organization),
                entity: entity.map(Into::into),
                name: name.map_or_else(|| quote.text.as_str().into(), Into::into),
                role: role.map(&mut quoted).transpose()?,
            }),
            FindingRow::Claim {
                content,
                source,
                cue,
                form,
                kind,
                speaker,
                entity,
                negated,
                hedged,
                figures,
                actors,
            } => {
                let mut all = |places: Vec<Place>| {
                    places.into_iter().map(&mut quoted).collect::<Result<Vec<_>>>()
                };
                Finding::Claim(Claim {
                    content: all(content)?,
                    source: all(source)?,
                    cue: all(cue)?,
                    form: option_of(&FORMS, form),
                    kind: decode(&ClaimKind::ALL, kind).unwrap_or(ClaimKind::Statement),
                    speaker: speaker.map(Into::into),
                    entity: entity.map(Into::into),
                    negated,
                    hedged,
                    figures: all(figures)?,
                    actors: all(actors)?,
                    worth: None,
                })
            }
        };
        Ok(Record {
            document: path.to_owned(),
            page,
            heading: heading.map(str::to_owned),
            language: language_of(self.language),
            quote,
            sentence,
            finding,
            extractor_version: self.version,
        })
    }
}

/// The bit of a figure's role that says that the words deny it.
const NEGATED: u8 = 1 << 7;

const MODIFIERS: [Modifier; 5] = [
    Modifier::About,
    Modifier::Over,
    Modifier::Under,
    Modifier::AtLeast,
    Modifier::AtMost,
];
const DIRECTIONS: [Direction; 2] = [Direction::Up, Direction::Down];
const ROLES: [FigureRole; 5] = [
    FigureRole::Level,
    FigureRole::Change,
    FigureRole::Target,
    FigureRole::Baseline,
    FigureRole::Share,
];
const FORMS: [ClaimForm; 3] =
    [ClaimForm::Direct, ClaimForm::Indirect, ClaimForm::Mixed];

/// What proves the words of a quote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Check(u8);

impl Check {
    /// Whether `words` can be those that the record quoted when it was stored.
    pub(super) fn is_of(self, words: &str) -> bool {
        self.0 == check(words)
    }
}

fn check(words: &str) -> u8 {
    words.bytes().fold(7, |sum: u8, byte| sum.rotate_left(3) ^ byte)
}

/// The place of `item` among `all`, from 0.
fn code<T: PartialEq + Copy>(all: &[T], item: T) -> u8 {
    all.iter()
        .position(|other| *other == item)
        .and_then(|place| u8::try_from(place).ok())
        .unwrap_or(u8::MAX)
}

fn decode<T: Copy>(all: &[T], code: u8) -> Option<T> {
    all.get(usize::from(code)).copied()
}

/// 0 for none, else the place from 1.
fn option_code<T: PartialEq + Copy>(all: &[T], item: Option<T>) -> u8 {
    item.map_or(0, |item| code(all, item).saturating_add(1))
}

fn option_of<T: Copy>(all: &[T], code: u8) -> Option<T> {
    decode(all, code.checked_sub(1)?)
}

fn value_row(value: Value) -> ValueRow {
    let number = |number: Decimal| (number.mantissa(), number.scale());
    match value {
        Value::Exact(exact) => {
            let (mantissa, scale) = number(exact);
            ValueRow::Exact(mantissa, scale)
        }
        Value::Range { low, high } => {
            ValueRow::Range(low.map(number), high.map(number))
        }
        Value::Date(date) => ValueRow::Date(date_code(Some(date))),
        Value::Unread => ValueRow::Unread,
    }
}

fn value_of(row: ValueRow) -> Value {
    let number = |(mantissa, scale): (i128, u32)| {
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    };
    match row {
        ValueRow::Exact(mantissa, scale) => {
            number((mantissa, scale)).map_or(Value::Unread, Value::Exact)
        }
        ValueRow::Range(low, high) => {
            Value::Range { low: low.and_then(number), high: high.and_then(number) }
        }
        ValueRow::Date(code) => date_of(code).map_or(Value::Unread, Value::Date),
        ValueRow::Unread => Value::Unread,
    }
}

/// The numbers that a value states: none, one, or the two ends of a range.
fn numbers(value: Value) -> Vec<f64> {
    let bounds = match value {
        Value::Exact(number) => [Some(number), None],
        Value::Range { low, high } => [low, high],
        Value::Date(_) | Value::Unread => [None, None],
    };
    bounds.into_iter().flatten().filter_map(|number| number.to_f64()).collect()
}

/// What a record is found by.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) tags: Terms,
    pub(super) values: Vec<f64>,
}

/// Finds what each record of a document is found by: its own facts and, for a claim,
/// those of the figures and actors in it; for these, those of the claim around them.
#[derive(Debug)]
pub(super) struct KeyMaker<'a> {
    figures: WordMap<(usize, usize), &'a Figure<Quoted>>,
    actors: WordMap<(usize, usize), &'a Actor<Quoted>>,
    /// The claims around a figure or actor, by its place.
    around: WordMap<(usize, usize), Vec<&'a Claim<Quoted>>>,
}

impl<'a> KeyMaker<'a> {
    pub(super) fn new(records: &'a [Record]) -> Self {
        let mut maker = Self {
            figures: WordMap::default(),
            actors: WordMap::default(),
            around: WordMap::default(),
        };
        for record in records {
            match &record.finding {
                Finding::Figure(figure) => {
                    maker.figures.insert(at(&record.quote), figure);
                }
                Finding::Actor(actor) => {
                    maker.actors.insert(at(&record.quote), actor);
                }
                Finding::Claim(claim) => {
                    for inside in claim.figures.iter().chain(&claim.actors) {
                        maker.around.entry(at(inside)).or_default().push(claim);
                    }
                }
            }
        }
        maker
    }

    pub(super) fn keys(&self, record: &Record) -> Keys {
        let mut keys = Keys::default();
        let names = Names { language: record.language, maker: self };
        keys.tags.push_tag(tag::RECORD, record.finding.name());
        keys.tags.push_tag(tag::LANGUAGE, record.language.code());
        match &record.finding {
            Finding::Figure(figure) => {
                names.figure(figure, &mut keys);
                for claim in self.around.get(&at(&record.quote)).into_iter().flatten() {
                    keys.tags.push_tag(tag::TYPE, claim.kind.name());
                    names.speaker(claim, &mut keys);
                }
            }
            Finding::Actor(actor) => {
                keys.tags.push_tag(tag::KIND, actor.kind.name());
                names.actor(actor, &record.quote, &mut keys);
                for claim in self.around.get(&at(&record.quote)).into_iter().flatten() {
                    keys.tags.push_tag(tag::TYPE, claim.kind.name());
                }
            }
            Finding::Claim(claim) => {
                keys.tags.push_tag(tag::TYPE, claim.kind.name());
                names.speaker(claim, &mut keys);
                for place in &claim.figures {
                    if let Some(figure) = self.figures.get(&at(place)) {
                        names.figure(figure, &mut keys);
                    }
                }
                for place in &claim.actors {
                    names.mention(place, &mut keys);
                }
            }
        }
        keys
    }
}

/// The names of the actors of one record.
struct Names<'a> {
    language: Language,
    maker: &'a KeyMaker<'a>,
}

impl Names<'_> {
    fn figure(&self, figure: &Figure<Quoted>, keys: &mut Keys) {
        keys.tags.push_tag(tag::KIND, figure.kind.name());
        if let Some(unit) = &figure.unit {
            keys.tags.push_tag(tag::UNIT, &fold(unit));
        }
        keys.values.extend(numbers(figure.value));
        if let Value::Date(date) = figure.value {
            year(date.year(), keys);
        }
        if let Some(period) = &figure.period {
            match (period.from, period.to) {
                (Some(from), Some(to))
                    if (0..=LONGEST_PERIOD).contains(&(to - from)) =>
                {
                    (from..=to).for_each(|number| year(number, keys));
                }
                (from, to) => {
                    from.into_iter().chain(to).for_each(|number| year(number, keys));
                }
            }
        }
        if let Some(actor) = &figure.actor {
            self.mention(&actor.mention, keys);
            if let Some(entity) = &actor.entity {
                keys.tags.push_tag(tag::ENTITY, &fold(entity));
            }
        }
    }

    fn speaker(&self, claim: &Claim<Quoted>, keys: &mut Keys) {
        if claim.source.is_empty() && claim.cue.is_empty() {
            keys.tags.push_tag(tag::SPEAKER, AUTHOR);
        }
        let names = claim.speaker.as_deref().into_iter();
        for name in names.chain(claim.source.iter().map(|place| place.text.as_str())) {
            self.words(name, &[tag::SPEAKER, tag::ACTOR], keys);
        }
        if let Some(entity) = &claim.entity {
            keys.tags.push_tag(tag::ENTITY, &fold(entity));
            keys.tags.push_tag(tag::SPEAKER_ENTITY, &fold(entity));
        }
    }

    fn mention(&self, place: &Quoted, keys: &mut Keys) {
        match self.maker.actors.get(&at(place)) {
            Some(actor) => self.actor(actor, place, keys),
            None => self.words(&place.text, &[tag::ACTOR], keys),
        }
    }

    fn actor(&self, actor: &Actor<Quoted>, place: &Quoted, keys: &mut Keys) {
        self.words(&place.text, &[tag::ACTOR], keys);
        if *actor.name != *place.text {
            self.words(&actor.name, &[tag::ACTOR], keys);
        }
        if let Some(entity) = &actor.entity {
            let entity = fold(entity);
            keys.tags.push_tag(tag::ENTITY, &entity);
            keys.tags.push_alias(&fold(&place.text), &entity);
            if *actor.name != *place.text {
                keys.tags.push_alias(&fold(&actor.name), &entity);
            }
        }
    }

    fn words(&self, name: &str, about: &[char], keys: &mut Keys) {
        let find = |about: char| {
            let mut tags = Terms::default();
            for token in tokens(name, self.language) {
                let word = token.span.quote(name);
                exact_terms(word, token.kind, |term| tags.push_tag(about, term));
            }
            tags.into_string().into_boxed_str()
        };
        for &about in about {
            let is_remembered = about == tag::ACTOR && name.len() <= LONGEST_REMEMBERED;
            if is_remembered {
                NAMES.with_borrow_mut(|names| {
                    let names = &mut names[self.language as usize];
                    names.with(name, || find(about), |tags| keys.tags.extend(tags));
                });
            } else {
                keys.tags.extend(&find(about));
            }
        }
    }
}

/// What the documents' own claims are found by, `speaker:ownclaim`: a word that is no
/// part of anybody's name.
const AUTHOR: &str = "ownclaim";

fn at(quoted: &Quoted) -> (usize, usize) {
    (quoted.start, quoted.end)
}

fn year(number: i32, keys: &mut Keys) {
    if (1..=9999).contains(&number) {
        keys.tags.push_tag(tag::YEAR, &format!("{number:04}"));
    }
}
