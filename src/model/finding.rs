//! What is found in a text: figures, actors and claims.
//!
//! Each type is generic over how it names a place: with `P = `[`Span`] it points into a
//! document, with `P = `[`Quoted`](super::Quoted) it carries the words themselves and
//! code points, ready to leave.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{ActorProfile, Date, Layer, Span};

/// All that the extractors found in one document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// The figures, disjoint.
    pub figures: Layer<Figure>,
    /// The mentions of actors, disjoint.
    pub actors: Layer<Actor>,
    /// The claims, each at the hull of its content; they may nest.
    pub claims: Layer<Claim>,
    /// Who the actors are, as far as the document tells.
    pub profiles: Vec<ActorProfile>,
}

/// An amount, share, quantity, count, ratio, duration or date.
///
/// Its span is the number with its unit or counted noun, modifiers outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure<P = Span> {
    /// What sort of figure it is.
    pub kind: FigureKind,
    /// How much.
    pub value: Value,
    /// ISO 4217 for money, a UCUM-like code for quantities, `%`, `pp`, `bp`, or the
    /// counted noun's lemma.
    pub unit: Option<String>,
    /// Whether the words bound or blur the value.
    pub modifier: Option<Modifier>,
    /// Whether the measured quantity rises or falls by or to this.
    pub direction: Option<Direction>,
    /// What part it plays.
    pub role: Option<FigureRole>,
    /// The words that name what is measured.
    pub measured: Option<P>,
    /// Whose it is.
    pub actor: Option<FigureActor<P>>,
    /// When it holds.
    pub period: Option<Period<P>>,
    /// Whether the words deny it (`n'a pas versé 3 millions`, `did not cut 200 jobs`).
    pub negated: bool,
}

/// The sorts of [`Figure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// An amount in a currency.
    Money,
    /// Percent, percentage points or basis points.
    Percent,
    /// An amount with a unit of measure.
    Quantity,
    /// A number of counted things.
    Count,
    /// One number of or to another.
    Ratio,
    /// A length of time.
    Duration,
    /// A date, which is never counted as a figure.
    Date,
}

impl FigureKind {
    /// All kinds, in the order in which outputs list them.
    pub const ALL: [Self; 7] = [
        Self::Money,
        Self::Percent,
        Self::Quantity,
        Self::Count,
        Self::Ratio,
        Self::Duration,
        Self::Date,
    ];

    /// Returns the name that outputs and queries use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Quantity => "quantity",
            Self::Count => "count",
            Self::Ratio => "ratio",
            Self::Duration => "duration",
            Self::Date => "date",
        }
    }
}

/// How much a [`Figure`] says; decimals are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// One number.
    Exact(Decimal),
    /// From one number to another; one-sided ranges have one of them.
    Range {
        /// The lower bound.
        low: Option<Decimal>,
        /// The upper bound.
        high: Option<Decimal>,
    },
    /// A date.
    Date(Date),
    /// Words that state a number that cannot be held exactly (over 28 digits).
    Unread,
}

/// What bounds or blurs a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Modifier {
    /// About: `environ`, `around`.
    About,
    /// More than.
    Over,
    /// Less than.
    Under,
    /// At least.
    AtLeast,
    /// At most.
    AtMost,
}

impl Modifier {
    /// Returns the sign that outputs use.
    pub fn sign(self) -> &'static str {
        match self {
            Self::About => "~",
            Self::Over => ">",
            Self::Under => "<",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
        }
    }
}

/// Whether something rises or falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// It rises.
    Up,
    /// It falls.
    Down,
}

impl Direction {
    /// Returns the name that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// The part that a [`Figure`] plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FigureRole {
    /// How much there is, also in a forecast.
    Level,
    /// By how much it rises or falls.
    Change,
    /// An aim, obligation or deadline.
    Target,
    /// What another figure is compared with.
    Baseline,
    /// A part of a whole.
    Share,
}

impl FigureRole {
    /// Returns the name that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::Change => "change",
            Self::Target => "target",
            Self::Baseline => "baseline",
            Self::Share => "share",
        }
    }
}

/// Whose a [`Figure`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureActor<P = Span> {
    /// The words that name the actor.
    pub mention: P,
    /// Whom they refer to, if that is known.
    pub entity: Option<Entity>,
}

/// When a [`Figure`] holds: years, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period<P = Span> {
    /// The first year, if one is stated.
    pub from: Option<i32>,
    /// The last year or the deadline, if one is stated.
    pub to: Option<i32>,
    /// The words that say so.
    pub place: P,
}

/// The real-world actor that mentions refer to: an id, the same in both languages.
pub type Entity = Arc<str>;

/// A mention of a person, organisation or place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor<P = Span> {
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Whom or what it refers to, if that is known.
    pub entity: Option<Entity>,
    /// The canonical name; the mention's fullest form in the document where no list
    /// knows it.
    pub name: Arc<str>,
    /// The words that state a title or function.
    pub role: Option<P>,
}

/// The sorts of [`Actor`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A body, firm, party or institution.
    Organization,
    /// A country, town, region, river, also where it stands for its government.
    Place,
}

impl ActorKind {
    /// All kinds, in the order in which outputs list them.
    pub const ALL: [Self; 3] = [Self::Person, Self::Organization, Self::Place];

    /// Returns the name that outputs and queries use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
        }
    }
}

/// Who says, promises or forecasts what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim<P = Span> {
    /// What is claimed, without quotation marks; an incise parts it.
    pub content: Vec<P>,
    /// Who claims it; empty for the document's own claims.
    pub source: Vec<P>,
    /// The words that tie one to the other; empty for table cells and speaker labels.
    pub cue: Vec<P>,
    /// Whether it is quoted.
    pub form: Option<ClaimForm>,
    /// What sort of claim it is.
    pub kind: ClaimKind,
    /// The speaker's name, resolved within the document.
    pub speaker: Option<Arc<str>>,
    /// The speaker's entity, if it is known.
    pub entity: Option<Entity>,
    /// Whether the claim denies its content.
    pub negated: bool,
    /// Whether the claim is held at a distance (`serait`, `could`).
    pub hedged: bool,
    /// The figures in the content.
    pub figures: Vec<P>,
    /// The actors in the content.
    pub actors: Vec<P>,
    /// How much it is worth checking; `None` where nobody has asked.
    pub worth: Option<Worth>,
}

/// How much a claim is worth checking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Worth {
    /// From 0 to 1000; from 500 on it is worth checking.
    pub score: u16,
    /// What the score is made of, in the order in which it was looked for.
    pub makings: Vec<Making>,
}

/// One thing that speaks for or against checking a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Making {
    /// Its name, as in `lexicon/worth_weights.tsv`.
    pub name: &'static str,
    /// Its part of the log-odds, in hundredths.
    pub weight: i16,
}

/// Whether a [`Claim`] is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimForm {
    /// All of it stands in quotation marks, or it is an interview answer.
    Direct,
    /// None of it does.
    Indirect,
    /// Some of it does.
    Mixed,
}

impl ClaimForm {
    /// Returns the name that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// The sorts of [`Claim`]; outputs call this `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// Words quoted.
    Quote,
    /// Something said, in other words.
    Statement,
    /// Something promised.
    Pledge,
    /// Something expected.
    Forecast,
    /// Something advised or asked for.
    Recommendation,
    /// A figure asserted.
    Statistic,
}

impl ClaimKind {
    /// All kinds, in the order in which outputs list them.
    pub const ALL: [Self; 6] = [
        Self::Quote,
        Self::Statement,
        Self::Pledge,
        Self::Forecast,
        Self::Recommendation,
        Self::Statistic,
    ];

    /// Returns the name that outputs and queries use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Statement => "statement",
            Self::Pledge => "pledge",
            Self::Forecast => "forecast",
            Self::Recommendation => "recommendation",
            Self::Statistic => "statistic",
        }
    }
}

impl<P> Figure<P> {
    /// Names the places in another way.
    pub fn map<Q>(&self, mut place: impl FnMut(&P) -> Q) -> Figure<Q> {
        Figure {
            kind: self.kind,
            value: self.value,
            unit: self.unit.clone(),
            modifier: self.modifier,
            direction: self.direction,
            role: self.role,
            measured: self.measured.as_ref().map(&mut place),
            actor: self.actor.as_ref().map(|actor| FigureActor {
                mention: place(&actor.mention),
                entity: actor.entity.clone(),
            }),
            period: self.period.as_ref().map(|period| Period {
                from: period.from,
                to: period.to,
                place: place(&period.place),
            }),
            negated: self.negated,
        }
    }
}

impl<P> Actor<P> {
    /// Names the places in another way.
    pub fn map<Q>(&self, place: impl FnMut(&P) -> Q) -> Actor<Q> {
        Actor {
            kind: self.kind,
            entity: self.entity.clone(),
            name: self.name.clone(),
            role: self.role.as_ref().map(place),
        }
    }
}

impl<P> Claim<P> {
    /// Names the places in another way.
    pub fn map<Q>(&self, mut place: impl FnMut(&P) -> Q) -> Claim<Q> {
        let mut all = |places: &[P]| places.iter().map(&mut place).collect();
        Claim {
            content: all(&self.content),
            source: all(&self.source),
            cue: all(&self.cue),
            form: self.form,
            kind: self.kind,
            speaker: self.speaker.clone(),
            entity: self.entity.clone(),
            negated: self.negated,
            hedged: self.hedged,
            figures: all(&self.figures),
            actors: all(&self.actors),
            worth: self.worth.clone(),
        }
    }
}
