//! Values that can be compared: in one unit, as wide as their rounding.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::model::{Figure, FigureKind, Modifier, Quoted, Value};

/// A value in the base unit of what it measures, with the room that its digits and
/// words leave.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    /// What can be compared with it: a currency, a base unit, or `count`.
    pub(super) dimension: Box<str>,
    /// The value stated, in the base unit; of a range the middle.
    pub(super) value: Decimal,
    /// From which value on it may be meant.
    pub(super) low: Decimal,
    /// Up to which.
    pub(super) high: Decimal,
    /// How many significant digits are stated.
    pub(super) digits: u32,
    /// Whether it was converted into the base unit.
    pub(super) is_converted: bool,
}

/// The units with a base unit, and what one of them is in it.
static CONVERSIONS: LazyLock<HashMap<&'static str, (&'static str, Decimal)>> =
    LazyLock::new(|| {
        include_str!("../../../lexicon/conversions.tsv")
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut columns = line.split('\t');
                let (unit, base) = (columns.next()?, columns.next()?);
                Some((unit, (base, columns.next()?.parse().ok()?)))
            })
            .collect()
    });

impl Quantity {
    /// Returns the quantity of a figure; `None` for dates, values that could not be
    /// read, and figures without a unit or counted thing that are no ratios.
    pub(super) fn of(figure: &Figure<Quoted>) -> Option<Self> {
        let unit = figure.unit.as_deref();
        let (dimension, factor): (&str, Decimal) = match figure.kind {
            FigureKind::Date => return None,
            FigureKind::Count => unit.map(|_| ("count", Decimal::ONE))?,
            FigureKind::Ratio => ("1", Decimal::ONE),
            _ => {
                let unit = unit?;
                let known = CONVERSIONS.get(unit);
                known.map_or((unit, Decimal::ONE), |(base, factor)| (base, *factor))
            }
        };
        let (low, high, value, digits) = match figure.value {
            Value::Exact(value) => {
                let (room, digits) = rounding(value);
                let (low, high) = (value.checked_sub(room)?, value.checked_add(room)?);
                (low, high, value, digits)
            }
            Value::Range { low: Some(low), high: Some(high) } => {
                let digits = rounding(low).1.max(rounding(high).1);
                let middle = low.checked_add(high)?.checked_div(Decimal::TWO)?;
                (low, high, middle, digits)
            }
            _ => return None,
        };
        let (low, high) = match figure.modifier {
            Some(Modifier::About) => {
                let room = value.abs().checked_mul(Decimal::new(5, 2))?;
                (low.checked_sub(room)?, high.checked_add(room)?)
            }
            Some(Modifier::Over | Modifier::AtLeast) => (low, Decimal::MAX),
            Some(Modifier::Under | Modifier::AtMost) => (Decimal::MIN, high),
            None => (low, high),
        };
        let scaled = |number: Decimal| {
            if number == Decimal::MAX || number == Decimal::MIN {
                Some(number)
            } else {
                number.checked_mul(factor)
            }
        };
        Some(Self {
            dimension: dimension.into(),
            value: scaled(value)?,
            low: scaled(low)?,
            high: scaled(high)?,
            digits,
            is_converted: factor != Decimal::ONE,
        })
    }

    /// Whether one value can be meant by both.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        self.low < other.high && other.low < self.high || self.value == other.value
    }

    /// How many times the smaller value goes into the greater, at least 1; `None` if
    /// one of them is zero or they are on two sides of it.
    pub(super) fn times(&self, other: &Self) -> Option<Decimal> {
        let (a, b) = (self.value, other.value);
        if a.is_zero() || b.is_zero() || a.is_sign_negative() != b.is_sign_negative() {
            return None;
        }
        let times = a.checked_div(b)?;
        if times >= Decimal::ONE { Some(times) } else { b.checked_div(a) }
    }

    /// Whether the two have the same digits and differ by thousands, as `109 milliards`
    /// and `109 million` do.
    pub(super) fn differs_by_thousands(&self, other: &Self) -> bool {
        let Some(times) = self.times(other) else { return false };
        let thousand = Decimal::from(1_000);
        times == thousand || times == thousand * thousand
    }

    /// Whether the one with fewer digits could be the other, rounded further than is
    /// usual (`3` for `2.6`).
    pub(super) fn is_rounding_of(&self, other: &Self) -> bool {
        let (coarse, fine) =
            if self.digits <= other.digits { (self, other) } else { (other, self) };
        coarse.digits == 1
            && fine.value.round_sf(1).is_some_and(|rounded| rounded == coarse.value)
    }
}

/// Half of the last digit stated, and how many digits are. Zeros at the end count as
/// digits up to the second: `20` and `3 billion` are taken to two digits.
fn rounding(value: Decimal) -> (Decimal, u32) {
    let value = value.normalize();
    let mut mantissa = value.mantissa().unsigned_abs();
    let mut power = -i64::from(value.scale());
    if mantissa == 0 {
        return (Decimal::new(5, 1), 1);
    }
    while mantissa.is_multiple_of(10) {
        mantissa /= 10;
        power += 1;
    }
    let digits = mantissa.ilog10() + 1;
    if digits == 1 && power > 0 {
        power -= 1;
    }
    let half = |power: i64| {
        let scale = u32::try_from(1 - power).ok();
        match scale {
            Some(scale) => Decimal::try_new(5, scale).ok(),
            None => Decimal::TEN.checked_mul(Decimal::new(5, 1)).and_then(|five| {
                let tens = u32::try_from(power - 1).ok()?;
                let ten = 10_i64.checked_pow(tens)?;
                five.checked_mul(Decimal::from(ten))
            }),
        }
    };
    (half(power).unwrap_or_default(), digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(kind: FigureKind, value: &str, unit: &str) -> Figure<Quoted> {
        Figure {
            kind,
            value: Value::Exact(value.parse().unwrap()),
            unit: (!unit.is_empty()).then(|| unit.to_owned()),
            modifier: None,
            direction: None,
            role: None,
            measured: None,
            actor: None,
            period: None,
            negated: false,
        }
    }

    fn agree(a: (&str, &str), b: (&str, &str)) -> bool {
        let quantity = |(value, unit)| {
            Quantity::of(&figure(FigureKind::Quantity, value, unit)).unwrap()
        };
        let (a, b) = (quantity(a), quantity(b));
        a.dimension == b.dimension && a.agrees(&b)
    }

    #[test]
    fn rounding_leaves_half_a_digit() {
        for (value, room, digits) in [
            ("109000000000", "500000000", 3),
            ("2.5", "0.05", 2),
            ("3000000000", "50000000", 1),
            ("20", "0.5", 1),
            ("7", "0.5", 1),
            ("0", "0.5", 1),
        ] {
            let expected = (room.parse().unwrap(), digits);
            assert_eq!(rounding(value.parse().unwrap()), expected, "{value}");
        }
    }

    #[test]
    fn units_of_one_kind_are_compared() {
        assert!(agree(("1.2", "GW"), ("1200", "MW")));
        assert!(agree(("12", "ha"), ("0.12", "km2")));
        assert!(!agree(("12", "ha"), ("12", "km2")));
        assert!(!agree(("1.2", "GW"), ("1.2", "GWh")));
        assert!(agree(("20", "%"), ("200", "‰")));
    }

    #[test]
    fn every_conversion_is_read() {
        let lines = include_str!("../../../lexicon/conversions.tsv").lines().count();
        assert_eq!(CONVERSIONS.len(), lines - 1);
    }

    #[test]
    fn a_bound_agrees_with_all_beyond_it() {
        let mut over = figure(FigureKind::Money, "100", "EUR");
        over.modifier = Some(Modifier::Over);
        let (over, more) = (
            Quantity::of(&over).unwrap(),
            Quantity::of(&figure(FigureKind::Money, "150", "EUR")).unwrap(),
        );
        assert!(over.agrees(&more));
    }

    #[test]
    fn slips_by_a_thousand_are_known() {
        let quantity =
            |value| Quantity::of(&figure(FigureKind::Money, value, "EUR")).unwrap();
        let (billions, millions) = (quantity("109000000000"), quantity("109000000"));
        assert!(billions.differs_by_thousands(&millions));
        assert!(!billions.differs_by_thousands(&quantity("10900000000")));
        assert!(quantity("3").is_rounding_of(&quantity("2.6")));
    }
}
