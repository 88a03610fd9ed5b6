//! `respectively`: the first figure belongs to the first of a list, and so on.

use super::view::{Cue, Group, View};
use super::{Binding, owner};
use crate::model::{Figure, FigureKind, Layer, Span};

/// Gives the figures of a sentence with `respectivement` or `respectively` their actors,
/// or what they measure, in order.
///
/// Does nothing where the list has not as many members as there are figures.
pub(super) fn settle(view: &View, figures: &Layer<Figure>, bindings: &mut [Binding]) {
    let marker = view.words.iter().position(|word| {
        ["respectivement", "respectively"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(word.text))
    });
    let Some(marker) = marker else { return };
    let is_figure = |place: usize| {
        let figure = figures.as_slice().get(view.word(place)?.figure?)?;
        (figure.value.kind != FigureKind::Date).then_some(place)
    };
    let (from, to) = clause(view, marker);
    let listed: Vec<usize> = (from..to).filter_map(is_figure).collect();
    let (Some(&first), Some(&last)) = (listed.first(), listed.last()) else { return };
    if listed.len() < 2 {
        return;
    }
    let actors = members(view, from, first, last, listed.len());
    let names =
        if actors.is_some() { None } else { nouns(view, from, first, listed.len()) };
    let common = listed
        .iter()
        .rev()
        .filter_map(|&place| bindings.get(view.word(place)?.figure?)?.measured)
        .find(|measured| {
            actors
                .as_ref()
                .is_none_or(|all| !all.iter().any(|one| one.overlaps(*measured)))
        });
    for (order, &place) in listed.iter().enumerate() {
        let Some(slot) = view
            .word(place)
            .and_then(|word| word.figure)
            .and_then(|f| bindings.get_mut(f))
        else {
            continue;
        };
        if let Some(actor) = actors.as_ref().and_then(|actors| actors.get(order)) {
            slot.actor = Some(*actor);
            slot.measured = common.or(slot.measured);
        }
        if let Some(name) = names.as_ref().and_then(|names| names.get(order)) {
            if common.is_none() {
                slot.measured = Some(*name);
            }
            slot.actor = slot.actor.filter(|actor| {
                !names.iter().flatten().any(|name| name.overlaps(*actor))
            });
        }
    }
}

/// The places of the clause around a place: between semicolons and the like.
fn clause(view: &View, place: usize) -> (usize, usize) {
    let from = (0..place).rev().find(|&before| view.is(before, Cue::CLAUSE));
    let to = (place..view.words.len()).find(|&next| view.is(next, Cue::CLAUSE));
    (from.map_or(0, |from| from + 1), to.unwrap_or(view.words.len()))
}

/// As many actors as there are figures, before the first of them or behind the last.
fn members(
    view: &View,
    from: usize,
    first: usize,
    last: usize,
    count: usize,
) -> Option<Vec<Span>> {
    let start = view.word(from)?.span.start();
    let (left, right) = (view.word(first)?.span.start(), view.word(last)?.span.end());
    let own = |inside: &dyn Fn(&Span) -> bool| -> Vec<Span> {
        let own = view.actors.iter().copied().filter(inside);
        own.filter(|&actor| !owner::is_source(view, actor)).collect()
    };
    let before = own(&|actor| actor.start() >= start && actor.end() <= left);
    if before.len() >= count {
        return before.get(before.len() - count..).map(<[Span]>::to_vec);
    }
    let behind = own(&|actor| actor.start() >= right);
    (behind.len() == count && before.is_empty()).then_some(behind)
}

/// As many noun groups as there are figures, joined by commas and `and`, before the first.
fn nouns(view: &View, from: usize, first: usize, count: usize) -> Option<Vec<Span>> {
    let groups: Vec<Group> = view
        .groups
        .iter()
        .copied()
        .filter(|group| group.first >= from && group.end <= first && !group.time)
        .collect();
    let joined = |pair: &[Group]| {
        let (Some(one), Some(other)) = (pair.first(), pair.get(1)) else {
            return false;
        };
        (one.end..other.first).all(|place| {
            let comma = view.word(place).is_some_and(|word| word.text == ",");
            comma || view.is(place, Cue::AND.or(Cue::DET).or(Cue::OF))
        })
    };
    let run = groups.windows(count).find(|run| run.windows(2).all(joined))?;
    run.iter().map(|&group| view.span(group)).collect()
}
