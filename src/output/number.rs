//! Exact decimals as JSON numbers and as text.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// A decimal as a JSON number: whole numbers exactly, fractions with the shortest digits
/// that give the same double.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.0.normalize();
        if value.scale() == 0 {
            let whole = value.mantissa();
            return match i64::try_from(whole) {
                Ok(small) => serializer.serialize_i64(small),
                Err(_) => serializer.serialize_i128(whole),
            };
        }
        match value.to_string().parse::<f64>() {
            Ok(double) => serializer.serialize_f64(double),
            Err(_) => serializer.serialize_none(),
        }
    }
}

/// Returns the digits of a decimal, with thin groups for reading where it is long:
/// `109 000 000 000`, `3.5`.
pub(crate) fn grouped(value: Decimal) -> String {
    let digits = value.normalize().to_string();
    let (sign, digits) =
        digits.strip_prefix('-').map_or(("", digits.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = sign.to_owned();
    for (place, digit) in whole.char_indices() {
        let left = whole.len() - place;
        if place > 0 && left.is_multiple_of(3) && whole.len() > 4 {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(digits: &str, json: &str, read: &str) {
        let value: Decimal = digits.parse().unwrap();
        assert_eq!(serde_json::to_string(&Number(value)).unwrap(), json);
        assert_eq!(grouped(value), read);
    }

    #[test]
    fn decimals_leave_as_exact_numbers() {
        check("109000000000", "109000000000", "109\u{202f}000\u{202f}000\u{202f}000");
        check("3.50", "3.5", "3.5");
        check("-0.1", "-0.1", "-0.1");
        check("2024.00", "2024", "2024");
        check(
            "12345678901234567890123456",
            "12345678901234567890123456",
            "12\u{202f}345\u{202f}678\u{202f}901\u{202f}234\u{202f}567\u{202f}890\u{202f}123\u{202f}456",
        );
    }
}
