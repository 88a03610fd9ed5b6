//! Dates as precise as the text states them.

use std::fmt;

/// A year, a month of a year, or a day; ordered by time, less precise first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// Returns the date, or `None` if no calendar has it (month 1 to 12, a day of that
    /// month, a day only with a month, year 1 to 9999).
    pub fn new(year: i32, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        match (month, day) {
            (None, Some(_)) => return None,
            (Some(month), _) if !(1..=12).contains(&month) => return None,
            (Some(month), Some(day)) if !(1..=days_in(year, month)).contains(&day) => {
                return None;
            }
            _ => {}
        }
        Some(Self { year, month, day })
    }

    /// Reads `2025`, `2025-02` or `2025-02-11`, and the same with a time behind (`T…`).
    pub fn parse_iso(text: &str) -> Option<Self> {
        let day_part = text.split(['T', ' ']).next()?;
        let mut parts = day_part.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|part| digits(part, 2).ok_or(()));
        let day = parts.next().map(|part| digits(part, 2).ok_or(()));
        if parts.next().is_some() {
            return None;
        }
        let small = |number: u16| u8::try_from(number).ok();
        let month = month.transpose().ok()?.map(small);
        let day = day.transpose().ok()?.map(small);
        match (month, day) {
            (Some(None), _) | (_, Some(None)) => None,
            (month, day) => Self::new(i32::from(year), month.flatten(), day.flatten()),
        }
    }

    /// Returns the year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Returns the month, 1 to 12, if it is known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// Returns the day of the month, if it is known.
    pub fn day(self) -> Option<u8> {
        self.day
    }
}

impl fmt::Display for Date {
    /// Writes ISO 8601, as precise as the date is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

fn digits(part: &str, count: usize) -> Option<u16> {
    let right = part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    if right { part.parse().ok() } else { None }
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_precise_as_its_text() {
        for text in ["2025", "2025-02", "2025-02-11"] {
            assert_eq!(Date::parse_iso(text).unwrap().to_string(), text);
        }
        assert_eq!(
            Date::parse_iso("2025-02-11T09:00:00Z").unwrap().to_string(),
            "2025-02-11"
        );
    }

    #[test]
    fn no_calendar_has_these_days() {
        for text in ["2025-02-29", "2025-13", "2025-00-01", "25-01-01", "2025-1-1", ""]
        {
            assert_eq!(Date::parse_iso(text), None, "{text}");
        }
        assert!(Date::parse_iso("2024-02-29").is_some());
    }
}
