//! Whose a figure is.

use super::measured::{subject, takes_up};
use super::view::{Cue, View};
use super::{Binding, Context};
use crate::language::numerals::is_space;
use crate::model::Span;

/// Returns the words that name the owner of the figure at `place`.
pub(super) fn owner(
    view: &View,
    place: usize,
    measured: Option<Span>,
    before: Option<&Binding>,
    context: &Context,
    item: bool,
) -> Option<Span> {
    let figure = view.word(place)?.span;
    let own: Vec<Span> =
        view.actors.iter().copied().filter(|&actor| !is_source(view, actor)).collect();
    // `par la Norvège`, `by the agency`, and `71% in Germany` before the next figure.
    let next = view.words.get(place + 1..).unwrap_or_default();
    let limit =
        next.iter().find(|word| word.figure.is_some()).map(|word| word.span.start());
    let limit = limit.unwrap_or(usize::MAX);
    let led_by = |actor: &Span, cues: &[&str]| {
        let word =
            view.words.iter().rev().filter(|word| word.span.end() <= actor.start());
        word.take(2).any(|word| cues.contains(&word.text))
    };
    let behind = own
        .iter()
        .copied()
        .filter(|actor| actor.start() >= figure.end() && actor.start() < limit);
    let passive = behind.clone().find(|actor| led_by(actor, &["par", "by"]));
    if passive.is_some() {
        return passive;
    }
    // `par les communes`, `by the municipality`
    let agent = view.groups.iter().copied().find(|group| {
        let led = group.first.checked_sub(2).and_then(|before| view.word(before));
        group.first > place
            && !group.time
            && view.is(group.first - 1, Cue::DET)
            && led.is_some_and(|led| matches!(led.text, "par" | "by"))
            && !view.is(group.first, Cue::MEANS)
    });
    let agent = agent.and_then(|group| view.span(group));
    if agent.is_some_and(|agent| agent.start() < limit) {
        return agent;
    }
    let listed = before.is_some() || next.iter().any(|word| word.figure.is_some());
    let placed = behind.clone().find(|actor| {
        listed
            && led_by(actor, &["en", "au", "aux", "in", "à", "chez", "for"])
            && actor.start() < figure.end() + 12
    });
    if placed.is_some() {
        return placed;
    }
    // In a list, the actor between the figure before and this one.
    let previous =
        view.words.get(..place)?.iter().rev().find(|word| word.figure.is_some());
    let from = previous.map_or(0, |word| word.span.end());
    let between = own
        .iter()
        .copied()
        .rfind(|actor| actor.start() >= from && actor.end() <= figure.start());
    if let Some(actor) = between {
        return Some(actor);
    }
    if let Some(measured) = measured
        && let Some(actor) = own.iter().copied().find(|actor| {
            measured.contains(*actor)
                || actor.start() >= measured.end()
                    && actor.start() < measured.end() + 10
                    && actor.end() <= figure.start()
        })
    {
        return Some(actor);
    }
    if let Some(before) = before.and_then(|before| before.actor) {
        return Some(before);
    }
    let first = own.iter().copied().find(|actor| actor.end() <= figure.start());
    if first.is_some() {
        return first;
    }
    if item && context.head_actor.is_some() {
        return context.head_actor;
    }
    if view.words.iter().take(4).any(|word| takes_up(word.text, view.language))
        && context.actor.is_some()
    {
        return context.actor;
    }
    // A definite group that acts: `les collectivités ont perçu`.
    let acting = subject(view, place).filter(|group| {
        view.words
            .get(group.end..place)
            .unwrap_or_default()
            .iter()
            .any(|word| word.cue.is(Cue::ANY_VERB))
    });
    let acting = acting.filter(|group| {
        let between = view.words.get(group.end..place).unwrap_or_default();
        !view.is(group.first, Cue::GENERIC)
            && between.iter().all(|word| word.figure.is_none())
    });
    let acting = acting.and_then(|group| view.span(group));
    if let Some(span) = acting
        && measured.is_none_or(|measured| !measured.overlaps(span))
    {
        return Some(span);
    }
    // `18 banks hold`, `trois fournisseurs détiennent`: what is counted acts.
    let counted = (place.saturating_sub(6)..place).rev().find(|&other| {
        let between = view.words.get(other + 1..place).unwrap_or_default();
        let one_clause = between.iter().all(|word| {
            !word.cue.is(Cue::CLAUSE.or(Cue::AND))
                && word.text != ","
                && word.figure.is_none()
        });
        one_clause
            && view.word(other).is_some_and(|word| word.figure.is_some())
            && view.is(other + 1, Cue::ANY_VERB)
            && view.word(other).is_some_and(|word| {
                word.text.ends_with(|c: char| c.is_alphabetic())
                    && word.text.contains(is_space)
            })
    });
    if let Some(word) = counted.and_then(|other| view.word(other)) {
        return Some(word.span);
    }
    behind.clone().next()
}

/// The first actor of a sentence that is no source.
pub(super) fn first_actor(view: &View) -> Option<Span> {
    view.actors.iter().copied().find(|&actor| !is_source(view, actor))
}

/// Tells whether an actor only says what is said (`selon l'Insee`).
pub(super) fn is_source(view: &View, actor: Span) -> bool {
    let before =
        view.words.iter().rev().filter(|word| word.span.end() <= actor.start());
    let told = before.take(2).any(|word| {
        matches!(
            word.text.to_lowercase().as_str(),
            "selon" | "d'après" | "d’après" | "après" | "sens"
        )
    });
    let english = view.words.windows(2).any(|pair| {
        pair[0].text.eq_ignore_ascii_case("according")
            && pair[1].span.end() <= actor.start()
            && actor.start() - pair[1].span.end() < 8
    });
    let says = view.words.iter().find(|word| word.span.start() >= actor.end());
    told || english
        || reports(view, actor)
        || says.is_some_and(|word| word.cue.is(Cue::SOURCE))
}

/// Tells whether `que` or `that` follows an actor and its verb (`la Cour relève que`).
fn reports(view: &View, actor: Span) -> bool {
    let behind = view.words.iter().skip_while(|word| word.span.start() < actor.end());
    let mut verb = false;
    for word in behind.take(5) {
        if matches!(word.text, "que" | "qu'" | "qu’" | "that") {
            return verb;
        }
        let compares = ["mieux", "plus", "moins", "autant", "ne", "n'", "n’", "better"]
            .contains(&word.text);
        if word.figure.is_some() || word.cue.is(Cue::CLAUSE) || compares {
            return false;
        }
        verb |= word.cue.is(Cue::ANY_VERB.or(Cue::SOURCE));
    }
    false
}
