//! What one version of a report has and the other has not, or has otherwise.

use std::collections::BTreeSet;

use super::quantity::Quantity;
use crate::model::{FigureKind, Finding, Record, Value};

/// Something in which two versions of a report differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// What sort of difference it is.
    pub kind: DifferenceKind,
    /// The place of the record in the list of the first version.
    pub first: Option<usize>,
    /// The place of the record in the list of the second.
    pub second: Option<usize>,
}

/// The sorts of [`Difference`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// Both have a figure or date at about the same place, with different values.
    Differs,
    /// Only the first version has the figure, date or actor.
    OnlyFirst,
    /// Only the second version has it.
    OnlySecond,
}

impl DifferenceKind {
    /// Returns the name that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Differs => "differs",
            Self::OnlyFirst => "only in the first",
            Self::OnlySecond => "only in the second",
        }
    }
}

/// What is compared: figures by what they can be compared with, dates, and actors that
/// are known in both languages.
#[derive(Debug, Clone, PartialEq)]
enum Fact {
    Figure(Quantity),
    Date(String),
    Actor(String),
}

struct Item {
    place: usize,
    fact: Fact,
    /// How far into the document it stands, from 0 to 1.
    depth: f64,
}

/// Figures further apart than this share of the document are not the same one changed;
/// in short documents, further than a few items.
const NEAR: f64 = 0.08;
const NEAR_ITEMS: f64 = 2.0;

/// Returns what two versions of a report differ in, in the order of the first; what only
/// the second has comes last.
///
/// `first` and `second` are the records of the two documents, in the order of the text.
/// A figure is found again by its value in whatever unit, with the room that rounding
/// leaves; counted things are not compared by name, as the other language has another.
/// Actors count once, and only those with an entity.
#[expect(clippy::cast_precision_loss, reason = "lists of records are short")]
pub fn differences(first: &[Record], second: &[Record]) -> Vec<Difference> {
    let (a, b) = (items(first), items(second));
    let near = NEAR.max(NEAR_ITEMS / a.len().max(b.len()).max(1) as f64).min(0.25);
    let mut partner: Vec<Option<usize>> = vec![None; a.len()];
    let mut is_taken = vec![false; b.len()];
    // Equal values first, the nearest of them, then what stands near.
    for equal in [true, false] {
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (i, item) in a.iter().enumerate().filter(|(i, _)| partner[*i].is_none()) {
            for (j, other) in b.iter().enumerate().filter(|(j, _)| !is_taken[*j]) {
                let apart = (item.depth - other.depth).abs();
                let fits = if equal {
                    item.fact.is_same(&other.fact)
                } else {
                    apart <= near && item.fact.is_comparable(&other.fact)
                };
                if fits {
                    pairs.push((apart, i, j));
                }
            }
        }
        pairs.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        for (_, i, j) in pairs {
            if partner[i].is_none() && !is_taken[j] {
                partner[i] = Some(j);
                is_taken[j] = true;
            }
        }
    }
    let of_first = a.iter().zip(&partner).filter_map(|(item, partner)| {
        let other = partner.and_then(|place| b.get(place));
        match other {
            Some(other) if item.fact.is_same(&other.fact) => None,
            Some(other) => Some(Difference {
                kind: DifferenceKind::Differs,
                first: Some(item.place),
                second: Some(other.place),
            }),
            None => Some(Difference {
                kind: DifferenceKind::OnlyFirst,
                first: Some(item.place),
                second: None,
            }),
        }
    });
    let of_second = b.iter().zip(&is_taken).filter(|(_, taken)| !**taken);
    let of_second = of_second.map(|(item, _)| Difference {
        kind: DifferenceKind::OnlySecond,
        first: None,
        second: Some(item.place),
    });
    of_first.chain(of_second).collect()
}

impl Fact {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Figure(a), Self::Figure(b)) => {
                a.dimension == b.dimension && a.agrees(b)
            }
            (Self::Date(a), Self::Date(b)) | (Self::Actor(a), Self::Actor(b)) => a == b,
            _ => false,
        }
    }

    fn is_comparable(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Figure(a), Self::Figure(b)) => a.dimension == b.dimension,
            (Self::Date(_), Self::Date(_)) => true,
            _ => false,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "texts stay far below 2^52 code points")]
fn items(records: &[Record]) -> Vec<Item> {
    let end =
        records.iter().map(|record| record.sentence.end).max().unwrap_or(0).max(1);
    let mut actors: BTreeSet<&str> = BTreeSet::new();
    let mut items = Vec::new();
    for (place, record) in records.iter().enumerate() {
        let fact = match &record.finding {
            Finding::Figure(figure) if figure.kind == FigureKind::Date => {
                match figure.value {
                    Value::Date(date) => Some(Fact::Date(date.to_string())),
                    _ => None,
                }
            }
            Finding::Figure(figure) => Quantity::of(figure).map(Fact::Figure),
            Finding::Actor(actor) => actor
                .entity
                .as_deref()
                .filter(|entity| actors.insert(entity))
                .map(|entity| Fact::Actor(entity.to_owned())),
            Finding::Claim(_) => None,
        };
        if let Some(fact) = fact {
            let depth = record.quote.start as f64 / end as f64;
            items.push(Item { place, fact, depth });
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analyze;
    use crate::model::{
        Actor, ActorKind, Annotation, BlockKind, Date, DocumentBuilder, Figure,
        Findings, Layer, Metadata, RecordMaker, Span,
    };

    /// Records of a text in which `[109=EUR]` is an amount, `[2024]` a date and
    /// `[UE@org:EU]` an actor.
    fn records(marked: &str) -> Vec<Record> {
        let mut builder = DocumentBuilder::default();
        let mut marks = Vec::new();
        for (place, part) in marked.split(['[', ']']).enumerate() {
            let start = builder.text().len();
            builder.parts().0.push_str(part);
            if place % 2 == 1 {
                marks.push((start..builder.text().len(), part.to_owned()));
            }
        }
        builder.close_block(0, BlockKind::Paragraph, None);
        let document = builder.finish("a", Metadata::default());
        let analysis = analyze(&document);
        let (mut figures, mut actors) = (Vec::new(), Vec::new());
        for (range, mark) in marks {
            let span = Span::new(document.text(), range).unwrap();
            if let Some((_, entity)) = mark.split_once('@') {
                let value = Actor {
                    kind: ActorKind::Organization,
                    entity: Some(entity.into()),
                    name: entity.into(),
                    role: None,
                };
                actors.push(Annotation::new(span, value));
                continue;
            }
            let (kind, value, unit) = if let Some((value, unit)) = mark.split_once('=')
            {
                let value = Value::Exact(value.parse().unwrap());
                (FigureKind::Money, value, Some(unit.to_owned()))
            } else {
                let date = Date::new(mark.parse().unwrap(), None, None).unwrap();
                (FigureKind::Date, Value::Date(date), None)
            };
            let value = Figure {
                kind,
                value,
                unit,
                modifier: None,
                direction: None,
                role: None,
                measured: None,
                actor: None,
                period: None,
                negated: false,
            };
            figures.push(Annotation::new(span, value));
        }
        let findings = Findings {
            figures: Layer::new(figures),
            actors: Layer::new(actors),
            ..Findings::default()
        };
        RecordMaker::new(&document, &analysis, 1).records(&findings)
    }

    fn check(first: &str, second: &str, expected: &[(DifferenceKind, &str, &str)]) {
        let (first, second) = (records(first), records(second));
        let quote = |list: &[Record], place: Option<usize>| {
            place.map_or(String::new(), |place| list[place].quote.text.clone())
        };
        let found: Vec<_> = differences(&first, &second)
            .iter()
            .map(|d| (d.kind, quote(&first, d.first), quote(&second, d.second)))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, a, b)| (*kind, (*a).to_owned(), (*b).to_owned()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn versions_with_the_same_facts_do_not_differ() {
        check(
            "L’[UE@org:EU] paie [109000000000=EUR] en [2024].",
            "In [2024] the [EU@org:EU] pays [109000000000=EUR].",
            &[],
        );
    }

    #[test]
    fn a_slip_in_one_version_is_found() {
        check(
            "L’État paie [109000000000=EUR] puis [3=EUR].",
            "The state pays [109000000=EUR], then [3=EUR].",
            &[(DifferenceKind::Differs, "109000000000=EUR", "109000000=EUR")],
        );
    }

    #[test]
    fn what_one_version_lacks_is_found() {
        check(
            "En [2024], l’[UE@org:EU] a payé. C’était beaucoup plus qu’avant, dit-on.",
            "It was paid. It was far more than before, they say, in [2031].",
            &[
                (DifferenceKind::OnlyFirst, "2024", ""),
                (DifferenceKind::OnlyFirst, "UE@org:EU", ""),
                (DifferenceKind::OnlySecond, "", "2031"),
            ],
        );
    }
}
