//! Dates as title pages, datelines and file names write them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::model::Date;

struct Patterns {
    months: HashMap<&'static str, u8>,
    /// `24 novembre 2025`, `3rd March 2024`, `mars 2024`.
    day_first: Option<Regex>,
    /// `March 3, 2024`.
    month_first: Option<Regex>,
    /// `2025-02-11`, `2025-02`, and in file names `20250211`, `2025_02`.
    iso: Option<Regex>,
    /// `24/11/2025`, `24.11.2025`.
    slashed: Option<Regex>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let table = include_str!("../../lexicon/months.tsv");
    let mut months = HashMap::new();
    let mut names = Vec::new();
    for line in table.lines().skip(1) {
        let mut fields = line.split('\t');
        if let (Some(Ok(month)), Some(name)) =
            (fields.next().map(str::parse), fields.next())
        {
            months.insert(name, month);
            names.push(name);
        }
    }
    // The longest first, so that `mars` is not read as `mar`.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let names = names.join("|");
    let compiled = |pattern: &str| Regex::new(pattern).ok();
    Patterns {
        months,
        day_first: compiled(&format!(
            r"(?i)(?:\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?[\s_-]+(?:of\s+)?)?\b(?P<month>{names})\b\.?,?[\s_-]+(?P<year>(?:19|20)\d\d)\b"
        )),
        month_first: compiled(&format!(
            r"(?i)\b(?P<month>{names})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b"
        )),
        iso: compiled(
            r"\b(?P<year>(?:19|20)\d\d)[-_.](?P<month>0[1-9]|1[0-2])(?:[-_.](?P<day>[0-3]\d))?\b|\b(?P<year2>(?:19|20)\d\d)(?P<month2>0[1-9]|1[0-2])(?P<day2>[0-3]\d)\b",
        ),
        slashed: compiled(
            r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b",
        ),
    }
});

/// Finds the dates of a line, at least as precise as a month, with their bytes; in the
/// order of the line.
pub(super) fn dates(line: &str) -> Vec<(Range<usize>, Date)> {
    let patterns = &*PATTERNS;
    let mut found: Vec<(Range<usize>, Date)> = Vec::new();
    let all =
        [&patterns.iso, &patterns.month_first, &patterns.day_first, &patterns.slashed];
    for pattern in all.into_iter().flatten() {
        for captures in pattern.captures_iter(line) {
            let (Some(whole), Some(date)) =
                (captures.get(0), date(&captures, &patterns.months))
            else {
                continue;
            };
            let range = whole.range();
            if !found
                .iter()
                .any(|(other, _)| other.start < range.end && range.start < other.end)
            {
                found.push((range, date));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Tells whether a word in lower case names a month, short or in full.
pub(super) fn is_month(word: &str) -> bool {
    PATTERNS.months.contains_key(word)
}

fn date(captures: &Captures<'_>, months: &HashMap<&str, u8>) -> Option<Date> {
    let part = |name: &str, other: &str| {
        captures.name(name).or_else(|| captures.name(other)).map(|part| part.as_str())
    };
    let year = part("year", "year2")?.parse().ok()?;
    let month = part("month", "month2")?;
    let month: u8 = match month.parse() {
        Ok(month) => month,
        Err(_) => *months.get(month.to_lowercase().as_str())?,
    };
    let day = part("day", "day2").and_then(|day| day.parse().ok());
    // A number before the month that is no day is no part of the date.
    Date::new(year, Some(month), day).or_else(|| Date::new(year, Some(month), None))
}

/// Returns the date in a file's name, without its folders. A lone year is none: it is
/// as often that of a plan or a program (`office-2016`).
pub(super) fn of_file_name(name: &str) -> Option<Date> {
    let name = name.rsplit(['/', '\\']).next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // `_` is part of a word for the patterns.
    let spaced = stem.replace('_', " ").replace(['(', ')'], " ");
    let dashed = stem.replace('_', "-");
    for text in [&dashed, &spaced] {
        if let [(_, date)] = dates(text).as_slice() {
            return Some(*date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let found: Vec<_> = dates(line).iter().map(|(_, d)| d.to_string()).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn dates_in_words_are_read() {
        check("Paris, le 24 novembre 2025", &["2025-11-24"]);
        check("le 1er juin 2023", &["2023-06-01"]);
        check("3 March 2024 and March 3rd, 2025", &["2024-03-03", "2025-03-03"]);
        check("Septembre\u{A0}2023", &["2023-09"]);
        check("Sept. 2023", &["2023-09"]);
        check("12 mars 2024", &["2024-03-12"]);
    }

    #[test]
    fn dates_in_digits_are_read() {
        check("date 2025-02, 2024-12-31", &["2025-02", "2024-12-31"]);
        check("24/11/2025", &["2025-11-24"]);
        check("3,5 % en 2024, 109 milliards", &[]);
        check("2024-2025", &[]);
    }

    #[test]
    fn dates_in_file_names_are_read() {
        for (name, expected) in [
            ("a/rapport_2024-05-13.pdf", Some("2024-05-13")),
            ("rapport_20240513_final.pdf", Some("2024-05-13")),
            ("note-mars-2024.docx", Some("2024-03")),
            ("office-2016.pdf", None),
            ("plan 2024-2030.pdf", None),
            ("2019/plan.pdf", None),
        ] {
            let found = of_file_name(name).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{name}");
        }
    }
}
