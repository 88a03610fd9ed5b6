//! Dates, clock times and telephone numbers: digits that are no figures.

use super::context::Scope;
use super::lexicon::Lexicon;
use crate::language::numerals::{is_space, skip_space, word_before, word_end};
use crate::model::Date;

/// Digits that tell a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub start: usize,
    pub end: usize,
    /// `None` for what is no full date: a clock time, a day without a year.
    pub date: Option<Date>,
}

/// Returns the date or clock time with digits at byte `at`, if there is one.
pub(super) fn time_at(scope: &Scope, at: usize) -> Option<Time> {
    numeric_date(scope, at)
        .or_else(|| day_then_month(scope, at))
        .or_else(|| month_then_day(scope, at))
        .or_else(|| years(scope, at))
        .or_else(|| clock(scope, at))
}

fn number(scope: &Scope, at: usize) -> Option<(u32, usize)> {
    let rest = scope.from(at).as_bytes();
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=4).contains(&length) {
        return None;
    }
    let end = at + length;
    Some((scope.between(at, end).parse().ok()?, end))
}

fn is_year(number: u32, length: usize) -> bool {
    length == 4 && (1000..=2199).contains(&number)
}

fn date(year: u32, month: Option<u32>, day: Option<u32>) -> Option<Date> {
    let small =
        |number: Option<u32>| number.and_then(|number| u8::try_from(number).ok());
    Date::new(i32::try_from(year).ok()?, small(month), small(day))
}

/// `2025-02-11`, `11/02/2025`, `11.02.2025`.
fn numeric_date(scope: &Scope, at: usize) -> Option<Time> {
    let (first, end) = number(scope, at)?;
    let mark = scope.char_at(end).filter(|mark| matches!(mark, '-' | '/' | '.'))?;
    let (second, second_end) = number(scope, end + 1)?;
    if scope.char_at(second_end) != Some(mark) {
        return None;
    }
    let (third, third_end) = number(scope, second_end + 1)?;
    if scope
        .char_at(third_end)
        .is_some_and(|c| c.is_ascii_digit() || c == mark && c != '.')
    {
        return None;
    }
    let found = if is_year(first, end - at) {
        date(first, Some(second), Some(third))
    } else {
        let year = match third_end - second_end - 1 {
            4 => third,
            2 if mark == '/' => 2000 + third,
            _ => return None,
        };
        date(year, Some(second), Some(first))
            .or_else(|| date(year, Some(first), Some(second)))
    };
    found.map(|date| Time { start: at, end: third_end, date: Some(date) })
}

/// The end of the ordinal mark behind the digits that end at `end`, or `end`.
pub(super) fn ordinal_end(scope: &Scope, end: usize) -> usize {
    let marks: &[&str] = if scope.is_french() {
        &[
            "ères", "ère", "ers", "er", "res", "re", "nde", "nd", "èmes", "ème",
            "emes", "eme", "ièmes", "ième", "es", "è", "e", "ᵉ", "º", "°",
        ]
    } else {
        &["st", "nd", "rd", "th"]
    };
    let rest = scope.from(end);
    let mark = marks.iter().find(|mark| {
        rest.strip_prefix(**mark).is_some_and(|behind| {
            !behind.starts_with(char::is_alphanumeric)
                && (**mark != "°" && **mark != "º" || behind.starts_with(' '))
        })
    });
    mark.map_or(end, |mark| end + mark.len())
}

/// `11 février 2025`, `1er mai`, `10 et 11 février`, `4 October 1988`.
fn day_then_month(scope: &Scope, at: usize) -> Option<Time> {
    let lexicon = Lexicon::get();
    let (mut day, mut end) =
        number(scope, at).filter(|(day, _)| (1..=31).contains(day))?;
    end = ordinal_end(scope, end);
    let mut next = skip_space(scope.text, end);
    let connectors = ["et", "and", "au", "à", "to", "ou", "or", "-", "–", "&", ","];
    let rest = scope.from(next);
    if let Some(connector) = connectors.iter().find(|connector| {
        rest.strip_prefix(**connector)
            .is_some_and(|behind| !behind.starts_with(char::is_alphabetic))
    }) && let second_at = skip_space(scope.text, next + connector.len())
        && let Some((second, second_end)) = number(scope, second_at)
        && (1..=31).contains(&second)
    {
        end = ordinal_end(scope, second_end);
        day = second;
        next = skip_space(scope.text, end);
    }
    if scope.from(next).starts_with("of ") {
        next += 3;
    }
    if next == end && !scope.from(next).starts_with(['-', '/']) {
        return None;
    }
    let month_end = word_end(scope.text, next);
    let word = scope.between(next, month_end);
    let month = lexicon.month(word, scope.language)?;
    if !scope.is_french() && !word.starts_with(char::is_uppercase) {
        return None;
    }
    let mut time = Time { start: at, end: month_end, date: None };
    let mut year_at = month_end;
    if scope.char_at(year_at) == Some('.') {
        year_at += 1;
    }
    if scope.char_at(year_at) == Some(',') {
        year_at += 1;
    }
    year_at = skip_space(scope.text, year_at);
    if let Some((year, year_end)) = number(scope, year_at)
        && is_year(year, year_end - year_at)
    {
        time.end = year_end;
        time.date = date(year, Some(u32::from(month)), Some(day));
    }
    Some(time)
}

/// `March 10, 1896`, `April 11`, `février 2025`, `Sept. 2012`.
fn month_then_day(scope: &Scope, at: usize) -> Option<Time> {
    let lexicon = Lexicon::get();
    let head = scope.until(at).trim_end_matches(['.', ' ', '\u{A0}', '\u{202F}', ',']);
    let month_end = scope.start + head.len();
    if month_end == at {
        return None;
    }
    let word = word_before(scope.text, month_end);
    let month = u32::from(lexicon.month(word, scope.language)?);
    let upper = word.starts_with(char::is_uppercase);
    if !upper && (!scope.is_french() || word.len() < 3) {
        return None;
    }
    let start = month_end - word.len();
    let (first, end) = number(scope, at)?;
    if is_year(first, end - at) {
        return Some(Time { start, end, date: date(first, Some(month), None) });
    }
    if !(1..=31).contains(&first) || scope.is_french() {
        return None;
    }
    let end = ordinal_end(scope, end);
    if scope.from(end).starts_with(char::is_alphanumeric) {
        return None;
    }
    let mut time = Time { start, end, date: None };
    let comma = usize::from(scope.char_at(end) == Some(','));
    let year_at = skip_space(scope.text, end + comma);
    if let Some((year, year_end)) = number(scope, year_at)
        && is_year(year, year_end - year_at)
    {
        time.end = year_end;
        time.date = date(year, Some(month), Some(first));
    }
    Some(time)
}

/// `2021-2027`, `2023/24`, `2014–2020`.
fn years(scope: &Scope, at: usize) -> Option<Time> {
    let (first, end) = number(scope, at)?;
    if !is_year(first, end - at) || first < 1800 {
        return None;
    }
    let mark =
        scope.char_at(end).filter(|mark| matches!(mark, '-' | '/' | '–' | '—'))?;
    let second_at = end + mark.len_utf8();
    let (second, second_end) = number(scope, second_at)?;
    let short = second_end - second_at == 2 && second == (first + 1) % 100;
    let long = is_year(second, second_end - second_at) && second >= first;
    let ends = !scope
        .char_at(second_end)
        .is_some_and(|next| next.is_alphanumeric() || matches!(next, '-' | '/' | '%'));
    ((short || long) && ends).then(|| Time {
        start: at,
        end: second_end,
        date: date(first, None, None),
    })
}

/// `15h30`, `10 h 30`, `20:30`, `7.05am`, `11 p.m.`.
fn clock(scope: &Scope, at: usize) -> Option<Time> {
    let (hour, mut end) = number(scope, at)?;
    if hour > 24 {
        return None;
    }
    if matches!(scope.char_at(end), Some(':' | '.'))
        && let Some((minute, minute_end)) = number(scope, end + 1)
        && minute_end - end == 3
        && minute < 60
    {
        if scope.char_at(end) == Some(':') {
            let rest = scope.from(minute_end);
            let more =
                rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')));
            let more = rest.get(..more.unwrap_or(rest.len())).unwrap_or_default();
            let end = minute_end + more.trim_end_matches([':', '.']).len();
            return Some(Time { start: at, end, date: None });
        }
        if is_meridian(scope, minute_end) {
            return Some(Time { start: at, end: minute_end, date: None });
        }
        return None;
    }
    if is_meridian(scope, end) {
        return Some(Time { start: at, end, date: None });
    }
    let h = skip_space(scope.text, end);
    if !scope.is_french() || scope.char_at(h) != Some('h') {
        return None;
    }
    end = h + 1;
    let minute_at = skip_space(scope.text, end);
    if let Some((minute, minute_end)) = number(scope, minute_at)
        && minute_end - minute_at == 2
        && minute < 60
    {
        return Some(Time { start: at, end: minute_end, date: None });
    }
    let cues = [
        "à", "de", "vers", "dès", "entre", "jusqu'à", "et", "avant", "après", "À", "De",
    ];
    let cue = cues.contains(&word_before(scope.text, at));
    let ends = word_end(scope.text, h) == end;
    // `il était 20h`; a length of time has a cue of its own.
    let lasts = ["pendant", "durant", "de", "sous", "en", "les", "des", "toutes"];
    let glued =
        h + 1 == at + 3 && hour < 24 && !lasts.contains(&word_before(scope.text, at));
    ((cue || glued) && ends && hour > 0).then_some(Time { start: at, end, date: None })
}

fn is_meridian(scope: &Scope, end: usize) -> bool {
    let at = skip_space(scope.text, end);
    let rest = scope.from(at).as_bytes();
    let [first, second, ..] = rest else { return false };
    if !matches!(first.to_ascii_lowercase(), b'a' | b'p') || scope.is_french() {
        return false;
    }
    match second {
        b'm' | b'M' => word_end(scope.text, at) == at + 2,
        b'.' => rest.get(2..4).is_some_and(|more| more.eq_ignore_ascii_case(b"m.")),
        _ => false,
    }
}

/// Returns the end of the telephone number with digits at byte `at`, if it is one: a
/// plus sign and a country code, or groups of two after a zero.
pub(super) fn phone_end(scope: &Scope, at: usize) -> Option<usize> {
    let plus = scope.char_before(at) == Some('+');
    let bytes = scope.text.as_bytes();
    let (mut end, mut count, mut groups, mut last) = (at, 0, 0, at);
    while let Some(&byte) = bytes.get(end) {
        if byte.is_ascii_digit() {
            count += 1;
            if end == at || !bytes[end - 1].is_ascii_digit() {
                groups += 1;
            }
            last = end + 1;
            end += 1;
        } else if matches!(byte, b'-' | b'.' | b'(' | b')' | b'/') {
            end += 1;
        } else {
            let next = skip_space(scope.text, end);
            if next == end || count > 15 {
                break;
            }
            end = next;
        }
    }
    let french = bytes.get(at) == Some(&b'0')
        && (count == 10 && (groups == 5 || groups == 1 || groups == 4));
    let sizes = group_sizes(bytes, at, last);
    let american = matches!(sizes, [3, 3, 4, 0] | [1, 3, 3, 4] | [3, 4, 0, 0])
        && (sizes[2] != 0 || scope.until(at).ends_with('(') || is_called(scope, at));
    let international = plus && count >= 8 && groups >= 3;
    let called = groups >= 2 && (6..=13).contains(&count) && is_called(scope, at);
    (french || american || international || called).then_some(last)
}

/// The lengths of the first four groups of digits from `at` to `end`, 0 where there are
/// fewer; all 0 if there are more.
fn group_sizes(bytes: &[u8], at: usize, end: usize) -> [usize; 4] {
    let mut sizes = [0; 4];
    let runs = bytes.get(at..end).unwrap_or_default();
    let runs = runs.split(|byte| !byte.is_ascii_digit()).filter(|run| !run.is_empty());
    for (place, run) in runs.enumerate() {
        match sizes.get_mut(place) {
            Some(size) => *size = run.len(),
            None => return [0; 4],
        }
    }
    sizes
}

/// Tells whether the words before say that a telephone number follows.
fn is_called(scope: &Scope, at: usize) -> bool {
    let head = scope.until(at).trim_end_matches(|c: char| {
        is_space(c) || matches!(c, ':' | '(' | '+' | '.' | '°')
    });
    let word = word_before(head, head.len()).to_lowercase();
    let before = head.get(..head.len() - word.len()).unwrap_or_default();
    let cue = |word: &str| {
        Lexicon::get().traits(word, scope.language).has(super::lexicon::Traits::PHONE)
    };
    cue(&word)
        || word.len() < 4 && cue(&word_before(before, before.len()).to_lowercase())
}
