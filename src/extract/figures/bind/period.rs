//! When a figure holds.

use super::view::{Cue, View};
use crate::model::{Figure, FigureRole, Layer, Period, Span, Value};

/// A period that the words of a sentence state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stated {
    pub period: Period,
    /// The place of its first year among the words.
    pub place: usize,
    /// Whether it is only what another figure is compared with.
    pub reference: bool,
}

/// Returns the periods of a sentence, in order.
pub(super) fn stated(view: &View, figures: &Layer<Figure>) -> Vec<Stated> {
    let year = |place: usize| -> Option<i32> {
        let figure = figures.as_slice().get(view.word(place)?.figure?)?;
        match figure.value.value {
            Value::Date(date) => Some(date.year()),
            _ => None,
        }
    };
    let mut found: Vec<Stated> = Vec::new();
    let mut place = 0;
    while place < view.words.len() {
        let Some(from) = year(place) else {
            place += 1;
            continue;
        };
        let span = view.words[place].span;
        let before = words_before(view, place);
        if is_citation(&before) {
            place += 1;
            continue;
        }
        let joined = ["et", "and", "à", "to", "-", "–", "jusqu'en", "jusqu'à"];
        let joins =
            view.word(place + 1).is_some_and(|word| joined.contains(&word.text));
        let second = joins
            .then(|| {
                // No other figure may stand between.
                let next = (place + 2..place + 5).find(|&next| {
                    view.word(next).is_some_and(|w| w.figure.is_some())
                })?;
                Some((next, year(next)?))
            })
            .flatten();
        let paired = ["entre ", "between ", "de ", "from "]
            .iter()
            .any(|cue| before.contains(cue))
            || view
                .word(place + 1)
                .is_some_and(|word| matches!(word.text, "-" | "–" | "à" | "to"));
        if let Some((next, to)) = second.filter(|_| paired) {
            let hull = view.word(next).map_or(span, |word| span.hull(word.span));
            let period = Period { from: Some(from), to: Some(to), place: hull };
            found.push(Stated { period, place, reference: false });
            place = next + 1;
            continue;
        }
        // `2021-2027` is one word.
        let tail =
            span.quote(view.text).rsplit(['-', '–', '/']).next().unwrap_or_default();
        let end = tail
            .parse::<i32>()
            .ok()
            .filter(|_| tail.len() == 4)
            .filter(|&end| end > from);
        let period = classify(&before, view, place, from, end.unwrap_or(from), span);
        // `up 6.6 per cent on 2023`
        let on = before.ends_with(" on ") && span.len() == 4;
        let reference = on || is_reference(&before, view, place);
        found.push(Stated { period, place, reference });
        place += 1;
    }
    found
}

/// Tells whether a date is that of a law or letter (`la loi du 13 décembre 2000`), or part
/// of a programme's name (`France 2030`).
fn is_citation(before: &str) -> bool {
    let acts = [
        "loi",
        "décret",
        "arrêté",
        "ordonnance",
        "directive",
        "règlement",
        "circulaire",
        "act",
        "regulation",
        "decree",
        "decision",
    ];
    let named = ["france ", "horizon ", "agenda ", "vision ", "europe "];
    let mut words = before.split(' ').rev().skip(1);
    let dated = before.ends_with("du ") || before.ends_with("of ");
    dated && words.any(|word| acts.contains(&word.trim_start_matches("l'")))
        || named.iter().any(|name| before.ends_with(name))
            && !before.ends_with("l'horizon ")
}

/// The few words before a place, in lower case, each followed by a space.
fn words_before(view: &View, place: usize) -> String {
    let mut before = String::new();
    for word in view.words.get(place.saturating_sub(5)..place).unwrap_or_default() {
        before.push_str(&word.text.to_lowercase().replace('’', "'"));
        if !before.ends_with('\'') {
            before.push(' ');
        }
    }
    before
}

fn classify(
    before: &str,
    view: &View,
    place: usize,
    year: i32,
    end: i32,
    span: Span,
) -> Period {
    let ends = |cues: &[&str]| {
        let kept = before
            .trim_end_matches(' ')
            .trim_end_matches("la fin de")
            .trim_end_matches("fin")
            .trim_end_matches("the end of")
            .trim_end_matches("end of")
            .trim_end_matches("late")
            .trim_end_matches("early")
            .trim_end_matches("mid")
            .trim_end_matches("début")
            .trim_end_matches("l'été")
            .trim_end();
        cues.iter().any(|cue| kept.ends_with(cue))
    };
    let onwards = view
        .words
        .get(place + 1..(place + 3).min(view.words.len()))
        .is_some_and(|next| {
            next.iter().any(|word| {
                matches!(word.text, "onwards" | "onward" | "on" | "forward")
            })
        });
    let (from, to) =
        if ends(&["depuis", "since", "à partir de", "à compter de", "ever since"])
            || onwards
            || ends(&["from", "starting in", "from around"]) && !before.contains("to ")
        {
            (Some(year), None)
        } else if ends(&[
            "d'ici",
            "d'ici à",
            "d'ici la",
            "by",
            "avant",
            "before",
            "until",
            "jusqu'en",
            "jusqu'à",
            "horizon",
            "à l'horizon",
            "till",
            "ahead of",
            "no later than",
            "au plus tard en",
            "in time for",
            "échéance",
        ]) {
            (None, Some(end))
        } else {
            (Some(year), Some(end))
        };
    Period { from, to, place: span }
}

/// Tells whether the year only dates what is compared with.
fn is_reference(before: &str, view: &View, place: usize) -> bool {
    let kept = before.trim_end();
    let cues = [
        "par rapport à",
        "comparé à",
        "comparée à",
        "comparés à",
        "rapport au niveau de",
        "compared with",
        "compared to",
        "relative to",
        "niveau de",
        "niveaux de",
        "versus",
        "vs",
        "base",
        "par rapport à l'année",
    ];
    cues.iter().any(|cue| kept.ends_with(cue))
        || view
            .word(place + 1)
            .is_some_and(|word| matches!(word.text, "levels" | "level" | "baseline"))
}

/// Returns the period of the figure at `place`.
pub(super) fn of_figure(
    view: &View,
    place: usize,
    stated: &[Stated],
    figures: &Layer<Figure>,
    role: Option<FigureRole>,
) -> Option<Period> {
    let own: Vec<&Stated> = stated.iter().filter(|stated| !stated.reference).collect();
    let nearest = match own.as_slice() {
        [] => return None,
        [only] => only,
        _ => {
            // The year behind a figure, before the next figure, is its own.
            let next = (place + 1..view.words.len()).find(|&next| {
                let date = own.iter().any(|stated| stated.place == next);
                view.words[next].figure.is_some() && !date
            });
            let behind = own.iter().find(|stated| {
                stated.place > place && next.is_none_or(|next| stated.place < next)
            });
            let before = own.iter().rev().find(|stated| stated.place < place);
            *behind.or(before).or(own.first())?
        }
    };
    let mut period = nearest.period;
    if let (Some(from), Some(to)) = (period.from, period.to)
        && from != to
        && let Some(first) = super::role::is_pair(view, place, figures)
    {
        let year = if first { from } else { to };
        period = Period { from: Some(year), to: Some(year), place: period.place };
    }
    let alone = own.len() == 1;
    let baseline = role == Some(FigureRole::Baseline);
    if baseline && alone && nearest.place < place {
        // `in 2023, against 58%`: the year is that of the other figure.
        let parted = (nearest.place..place).any(|between| {
            view.words[between].figure.is_some() && between != nearest.place
        });
        let contrast = super::role::is_contrast(view, place);
        if parted || contrast && view.is(place, Cue::BASELINE) {
            return Some(period).filter(|_| !contrast || nearest.place == 1);
        }
    }
    Some(period)
}

/// Returns the first and last year that a header names.
pub(super) fn years_in(header: &str) -> Option<(i32, i32)> {
    let mut years = header
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse::<i32>().ok())
        .filter(|year| (1900..=2100).contains(year));
    let first = years.next()?;
    Some((first, years.next_back().unwrap_or(first)))
}
