//! What part a figure plays, and whether something rises or falls by or to it.

use rust_decimal::Decimal;

use super::Binding;
use super::view::{Cue, View};
use crate::model::{Direction, Figure, FigureKind, FigureRole, Layer, Value};

/// How far a cue reaches to the right, in words.
const REACH: usize = 14;

/// How far a denial reaches to the right, in words.
const DENIES: usize = 10;

/// Returns role and direction of the figure at `place`.
pub(super) fn role(
    view: &View,
    place: usize,
    figures: &Layer<Figure>,
    before: Option<&Binding>,
) -> (Option<FigureRole>, Option<Direction>) {
    let Some(figure) =
        view.word(place).and_then(|w| w.figure).and_then(|f| figures.as_slice().get(f))
    else {
        return (None, None);
    };
    let pair = is_pair(view, place, figures);
    let contrast = is_contrast(view, place);
    let movement = movement(view, place, figures);
    let mut direction = movement.map(|(direction, _)| direction);
    let by = movement.is_some_and(|(_, by)| by);
    let sign = figure.span.quote(view.text).chars().next();
    let factor = figure.value.kind == FigureKind::Ratio
        && figure.value.unit.as_deref() == Some("x");
    let compares = (place + 1..place + 3).any(|next| {
        view.word(next).is_some_and(|word| {
            view.is(next, Cue::PREP)
                || ["er", "eur", "eure", "eurs", "eures", "likely", "as", "rapide"]
                    .iter()
                    .any(|end| word.text.ends_with(end))
        })
    });
    if factor && (movement.is_none() || compares) {
        return (None, None);
    }
    let mut changes = by;
    if direction.is_none() && matches!(sign, Some('+' | '-' | '−' | '–')) {
        direction =
            Some(if sign == Some('+') { Direction::Up } else { Direction::Down });
        changes = true;
    }
    if direction.is_none()
        && before.is_some_and(|b| b.role == Some(FigureRole::Change))
        && lists(view, place)
    {
        direction = before.and_then(|b| b.direction);
        changes = true;
    }
    if pair == Some(true) || contrast {
        return (Some(FigureRole::Baseline), None);
    }
    if pair == Some(false) && direction.is_none() {
        direction = rises(view, place, figures);
    }
    let role = if is_target(view, place) {
        FigureRole::Target
    } else if changes && direction.is_some() && pair.is_none() {
        FigureRole::Change
    } else if is_share(view, place, &figure.value)
        || figure.value.kind == FigureKind::Percent
            && before.is_some_and(|b| b.role == Some(FigureRole::Share))
            && (lists(view, place) || follows_and(view, place))
    {
        FigureRole::Share
    } else {
        FigureRole::Level
    };
    (Some(role), direction)
}

/// Returns `Some(true)` for the first of a from-to pair, `Some(false)` for the second.
pub(super) fn is_pair(
    view: &View,
    place: usize,
    figures: &Layer<Figure>,
) -> Option<bool> {
    let is_figure = |place: usize| {
        let figure = view.word(place)?.figure?;
        let figure = figures.as_slice().get(figure)?;
        (figure.value.kind != FigureKind::Date).then_some(place)
    };
    let from = |place: usize| {
        place.checked_sub(1).and_then(|before| view.word(before)).is_some_and(|word| {
            matches!(
                word.text.to_lowercase().as_str(),
                "de" | "d'" | "d’" | "from" | "du" | "des" | "les"
            )
        })
    };
    let to = |place: usize| {
        view.word(place + 1).is_some_and(|word| matches!(word.text, "à" | "to" | "aux"))
            && (place + 2..place + 5).find_map(is_figure).is_some()
    };
    if from(place) && to(place) {
        return Some(true);
    }
    let back = (place.saturating_sub(5)..place).rev().find_map(is_figure)?;
    (from(back) && to(back)).then_some(false)
}

/// Tells whether a figure is set against another (`contre 17 %`, `against 58%`).
pub(super) fn is_contrast(view: &View, place: usize) -> bool {
    let start = place.saturating_sub(4);
    for before in (start..place).rev() {
        let Some(word) = view.word(before) else { return false };
        if word.figure.is_some() || matches!(word.text, "," | ";" | ".") {
            return false;
        }
        if word.cue.is(Cue::BASELINE) {
            let fight = view.is_french() && before == 0;
            let from = word.text == "from";
            let compared = from
                && before.checked_sub(1).and_then(|b| view.word(b)).is_some_and(|b| {
                    matches!(b.text, "up" | "down" | "," | "rise" | "fall")
                        || b.kind == crate::model::TokenKind::Punctuation
                });
            return !fight && (!from || compared);
        }
    }
    false
}

/// The rise or fall that governs a figure, and whether the figure says by how much
/// (rather than to what).
fn movement(
    view: &View,
    place: usize,
    figures: &Layer<Figure>,
) -> Option<(Direction, bool)> {
    let direction =
        |cue: Cue| if cue.is(Cue::UP) { Direction::Up } else { Direction::Down };
    // Behind: `a 12% cut`, `4 % de moins`, `2% higher`.
    for next in place + 1..(place + 4).min(view.words.len()) {
        let Some(word) = view.word(next) else { break };
        if word.figure.is_some()
            || word.cue.is(Cue::CLAUSE)
            || word.cue.is(Cue::VERB.or(Cue::SPEND).or(Cue::VERBAL))
            || matches!(word.text, "," | ".")
        {
            break;
        }
        match word.text {
            "plus" | "more" | "higher" | "larger" | "supérieur" | "supérieure"
            | "supérieures"
                if next <= place + 2 =>
            {
                return (word.text != "plus"
                    || view.word(next - 1).is_some_and(|w| w.text == "de"))
                .then_some((Direction::Up, true));
            }
            "moins" | "less" | "fewer" | "lower" | "smaller" | "inférieur"
            | "inférieure"
                if next <= place + 2 =>
            {
                return Some((Direction::Down, true));
            }
            _ => {}
        }
        let adjacent =
            next == place + 1 || next == place + 2 && !view.is(place + 1, Cue::OF);
        if word.cue.is(Cue::MOVE_NOUN) && adjacent && !view.is_french() {
            return Some((direction(word.cue), true));
        }
    }
    let kind = figures.as_slice().get(view.word(place)?.figure?)?.value.kind;
    for before in (place.saturating_sub(REACH)..place).rev() {
        let word = view.word(before)?;
        if let Some(other) = word.figure {
            // Over a year, and over the first of a pair, but no other figure.
            let other = figures.as_slice().get(other)?.value.kind;
            if other != FigureKind::Date && is_pair(view, place, figures) != Some(false)
            {
                return None;
            }
            continue;
        }
        if word.cue.is(Cue::CLAUSE) {
            return None;
        }
        // `up to 45%` bounds, it does not rise.
        let light = before.checked_sub(1).and_then(|verb| view.word(verb));
        let bounds = word.text.eq_ignore_ascii_case("up")
            && (before + 2 == place
                && view.word(before + 1).is_some_and(|next| next.text == "to")
                // `took up 60%`
                || light.is_some_and(|verb| {
                    ["take", "took", "taken", "make", "made", "makes", "set", "sets"]
                        .contains(&verb.text)
                }));
        if bounds || !word.cue.is(Cue::MOVES) {
            continue;
        }
        // What stands between verb and figure must lead to it.
        let last = place.checked_sub(1).and_then(|last| view.word(last))?;
        let to = matches!(last.text, "à" | "to" | "at") || {
            let wider = place.checked_sub(2).and_then(|last| view.word(last));
            wider.is_some_and(|wider| matches!(wider.text, "à" | "to"))
                && !matches!(last.text, "de" | "by")
                && !last.cue.is(Cue::MOVES)
        };
        let by = !to;
        let noun_only = word.cue.is(Cue::MOVE_NOUN)
            && !word.cue.is(Cue::NONE.or(Cue::UP_VERB).or(Cue::DOWN_VERB));
        let far = place - before > 6;
        if kind == FigureKind::Count && noun_only && far {
            return None;
        }
        // `commas` part the clause unless a figure is in apposition to the change.
        let comma = (before + 1..place)
            .any(|between| view.word(between).is_some_and(|w| w.text == ","));
        if comma && far {
            return None;
        }
        return Some((direction(word.cue), by));
    }
    None
}

/// Tells whether the words deny the figure at `place` (`n'a pas versé 3 millions`, `denied
/// that it would cost £9m`).
///
/// `mais`, `but` and the like end what is denied; `pas moins de` and `not only` deny
/// nothing.
pub(super) fn is_denied(view: &View, place: usize) -> bool {
    for before in (place.saturating_sub(DENIES)..place).rev() {
        let Some(word) = view.word(before) else { return false };
        // `ne doit pas être plus long que deux pages` bounds.
        let bounds =
            ["plus", "moins", "more", "less", "than", "fewer", "until", "unless"];
        let compares = ["supérieur", "inférieur", "greater", "higher", "lower", "long"]
            .iter()
            .any(|known| word.text.starts_with(known));
        let bounds = compares || bounds.contains(&word.text);
        if word.cue.is(Cue::CLAUSE) || word.text == "." || bounds {
            return false;
        }
        let short = word.text.ends_with("n't") || word.text.ends_with("n’t");
        if !word.cue.is(Cue::NOT) && !short {
            continue;
        }
        let next = view.word(before + 1).map_or("", |next| next.text);
        let bounds =
            ["moins", "plus", "seulement", "only", "less", "fewer", "more", "just"];
        if bounds.contains(&next) {
            return false;
        }
        if !view.is_french() || word.cue.is(Cue::ANY_VERB) || !word.cue.is(Cue::NOISE) {
            return true;
        }
        // `pas`, `jamais`, `aucun` deny with `ne`.
        let near = before.saturating_sub(5)..(before + 6).min(place);
        return near
            .filter_map(|near| view.word(near))
            .any(|near| matches!(near.text, "ne" | "n'" | "n’" | "Ne" | "N'" | "N’"));
    }
    false
}

/// Whether the second of a from-to pair is higher or lower.
fn rises(view: &View, place: usize, figures: &Layer<Figure>) -> Option<Direction> {
    let value = |place: usize| -> Option<Decimal> {
        match figures.as_slice().get(view.word(place)?.figure?)?.value.value {
            Value::Exact(value) => Some(value),
            _ => None,
        }
    };
    let last = value(place)?;
    let first = (place.saturating_sub(5)..place).rev().find_map(value)?;
    match first.cmp(&last) {
        std::cmp::Ordering::Less => Some(Direction::Up),
        std::cmp::Ordering::Greater => Some(Direction::Down),
        std::cmp::Ordering::Equal => None,
    }
}

/// Tells whether the figure goes on a list (`et 5 %`, `, Italie 3 %`).
fn lists(view: &View, place: usize) -> bool {
    let mut count = 0;
    for before in (place.saturating_sub(9)..place).rev() {
        let Some(word) = view.word(before) else { return false };
        if word.figure.is_some() {
            return count > 0;
        }
        if word.cue.is(Cue::VERB) && !word.cue.is(Cue::MOVES) {
            return false;
        }
        count += usize::from(
            word.cue.is(Cue::AND) || matches!(word.text, "," | "soit" | "or"),
        );
    }
    false
}

/// Tells whether `et` or `and` and a name lead to the figure (`and subscribers 38%`).
fn follows_and(view: &View, place: usize) -> bool {
    let near = place.saturating_sub(4)..place;
    let verb = near.clone().any(|before| view.is(before, Cue::ANY_VERB));
    !verb && near.rev().any(|before| view.is(before, Cue::AND))
}

fn is_target(view: &View, place: usize) -> bool {
    let from = place.saturating_sub(REACH);
    for before in (from..place).rev() {
        let Some(word) = view.word(before) else { return false };
        if word.cue.is(Cue::CLAUSE) && word.text != ":" {
            return false;
        }
        if word.cue.is(Cue::TARGET) {
            // `a promis 2 milliards` is a level, `promis de réduire` a target.
            let verb = view.words.get(before + 1..place).unwrap_or_default();
            let acts = verb.iter().any(|word| {
                word.cue.is(Cue::MOVES)
                    || word.text == "to"
                    || view.is_french()
                        && (word.text.ends_with("er")
                            || word.text.ends_with("re")
                            || word.text.ends_with("ir"))
            });
            let noun = word.cue.is(Cue::AIM);
            return acts || noun;
        }
    }
    (place + 1..(place + 3).min(view.words.len())).any(|next| {
        view.word(next).is_some_and(|word| {
            matches!(word.text, "target" | "goal" | "guideline" | "ceiling")
        })
    })
}

fn is_share(view: &View, place: usize, figure: &Figure) -> bool {
    let relative = figure.kind == FigureKind::Percent
        && figure.unit.as_deref() == Some("%")
        || figure.kind == FigureKind::Ratio;
    if !relative {
        return false;
    }
    if figure.kind == FigureKind::Ratio {
        return true;
    }
    let of = view.is(place + 1, Cue::OF);
    let named = (place.saturating_sub(10)..place).any(|before| {
        view.word(before).is_some_and(|word| {
            matches!(
                word.text.to_lowercase().as_str(),
                "part"
                    | "share"
                    | "proportion"
                    | "parmi"
                    | "among"
                    | "dont"
                    | "représente"
                    | "représentent"
                    | "accounted"
                    | "accounts"
            )
        })
    });
    // `of which 35%`
    let which = place.checked_sub(1).and_then(|before| view.word(before));
    of || named || which.is_some_and(|word| word.text == "which")
}
