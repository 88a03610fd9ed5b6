//! The words that name what a figure measures.

use super::view::{Cue, Group, View};
use super::{Binding, Context};
use crate::language::numerals::is_number_word;
use crate::model::{Figure, FigureKind, Language, Layer, Span};

/// Tells whether a word takes up a noun of the sentence before (`elle`, `this`).
pub(super) fn takes_up(word: &str, language: Language) -> bool {
    let word = word.to_lowercase();
    if language == Language::French {
        return matches!(
            word.as_str(),
            "il" | "elle"
                | "ils"
                | "elles"
                | "ce"
                | "cet"
                | "cette"
                | "ces"
                | "son"
                | "sa"
                | "ses"
                | "leur"
                | "leurs"
                | "c'"
                | "c’"
                | "celui-ci"
                | "celle-ci"
        );
    }
    matches!(
        word.as_str(),
        "it" | "they" | "this" | "that" | "these" | "its" | "their" | "he" | "she"
    )
}

/// Returns the words that name what the figure at `place` measures.
pub(super) fn measured(
    view: &View,
    place: usize,
    figures: &Layer<Figure>,
    before: Option<&Binding>,
    context: &Context,
) -> Option<Span> {
    let figure = &figures.as_slice().get(view.word(place)?.figure?)?;
    if let Some(counted) = counted(view, place, figure.span, &figure.value) {
        return Some(counted);
    }
    // `412 000 of them`, `contre 17 %`: what the figure before measures.
    let them = view.is(place + 1, Cue::OF)
        && view.word(place + 2).is_some_and(|word| {
            matches!(word.text, "them" | "these" | "those" | "which" | "entre")
        });
    if let Some(before) = before.filter(|before| {
        before.measured.is_some() && (them || super::role::is_contrast(view, place))
    }) {
        return before.measured;
    }
    let groups = &view.groups;
    // `émet trois fois plus de CO2`
    if figure.value.unit.as_deref() == Some("x")
        && view.word(place + 1).is_some_and(|word| {
            matches!(word.text, "plus" | "moins" | "more" | "less" | "fewer")
        })
        && let Some(group) = groups.iter().copied().find(|group| group.first > place)
        && group.first <= place + 3
        && (!view.is_french() || view.is(place + 2, Cue::OF))
        && !group.actor
    {
        return strip(view, group);
    }
    let right = groups.iter().copied().find(|group| group.first > place);
    let gap_right = right.map_or(usize::MAX, |group| link_right(view, place, group));
    let gdp = right.is_some_and(|group| view.is(group.first, Cue::GDP));
    let moving = (place + 1..(place + 3).min(view.words.len())).find(|&next| {
        view.is(next, Cue::MOVE_NOUN)
            && view.word(next).is_some_and(|w| w.figure.is_none())
    });
    // `a 12% increase in prices`
    if let Some(noun) = moving.filter(|_| !view.is_french())
        && let Some(group) = groups
            .iter()
            .copied()
            .find(|group| group.first > noun && group.first <= noun + 3)
        && !group.time
    {
        return view.span(group);
    }
    // A rate is a quantity of its own: `le taux s'établit à 7 % de la population`.
    if figure.value.kind == FigureKind::Percent
        && let Some(group) = subject(view, place)
        && (view.is(group.first, Cue::RATE) || view.is(group.end - 1, Cue::RATE))
        && gap_right == 1
    {
        return strip(view, group);
    }
    // `20 % de la consommation`, `5 billion of debt`
    if let Some(group) = right.filter(|group| gap_right == 1 && !gdp && !group.time) {
        return strip(view, group);
    }
    let left = groups.iter().copied().rfind(|group| group.end <= place);
    let spends = view.words.iter().any(|word| word.cue.is(Cue::SPEND));
    let purpose = right.filter(|group| gap_right == 2 && !group.time && !gdp);
    let own_verb = (left.map_or(0, |left| left.end)..place).any(|p| {
        view.is(p, Cue::VERB.or(Cue::SPEND).or(Cue::VERBAL))
            && view.word(p).is_some_and(|word| word.text != "soit")
    });
    if let Some(group) = purpose.filter(|group| spends && !group.actor) {
        return strip(view, group);
    }
    // `Recettes : 478 M€`, `le déficit de 5 %`
    if let Some(group) = left.filter(|group| !group.actor && !group.time) {
        let near = is_link_left(view, group, place);
        if near && !own_verb {
            if let Some(span) = complement(view, group) {
                return Some(span);
            }
            if !is_bare_move(view, group) {
                return strip(view, group);
            }
        }
    }
    // Nothing but a number beside an actor: as the figure before.
    let first_actor = left.is_some_and(|group| group.actor);
    if let Some(before) = before
        && (first_actor
            || left.is_none()
            || follows(view, place)
            || left.is_some_and(|left| is_bare_move(view, left)))
        && !own_verb
    {
        return before.measured;
    }
    let subject = subject(view, place);
    if let Some(group) =
        subject.filter(|group| !group.actor && !is_bare_move(view, *group))
    {
        return complement(view, group).or_else(|| strip(view, group));
    }
    if let Some(before) = before.filter(|_| subject.is_none()) {
        return before.measured;
    }
    if let Some(group) = purpose.filter(|group| !group.actor) {
        return strip(view, group);
    }
    if let Some(group) = groups.iter().copied().rfind(|group| {
        group.end <= place && !group.actor && !group.time && !is_bare_move(view, *group)
    }) {
        return complement(view, group).or_else(|| strip(view, group));
    }
    let taken_up =
        view.words.iter().take(4).any(|word| takes_up(word.text, view.language));
    if taken_up && context.previous.is_some() {
        return context.previous;
    }
    if let Some(group) = purpose.or(right).filter(|group| !group.time) {
        return strip(view, group);
    }
    before.and_then(|before| before.measured).or(context.previous.filter(|_| taken_up))
}

/// The counted noun with its complements behind the figure.
fn counted(view: &View, place: usize, span: Span, figure: &Figure) -> Option<Span> {
    if figure.kind != FigureKind::Count && figure.kind != FigureKind::Ratio {
        return None;
    }
    figure.unit.as_ref().filter(|unit| *unit != "x")?;
    let quote = span.quote(view.text);
    let (mut start, mut found) = (None, None);
    for (at, word) in words_of(quote) {
        let number = word.starts_with(|c: char| c.is_ascii_digit())
            || word.split('-').all(|part| is_number_word(part, view.language))
            || [
                "of", "de", "d", "the", "sur", "in", "et", "and", "des", "out",
                "every", "à", "to", "a", "une",
            ]
            .contains(&word);
        if number {
            start = None;
        } else {
            start = start.or(Some(at));
            found = start.map(|start| (start, at + word.len()));
        }
    }
    let (start, end) = found?;
    let whole = span.start() + end == span.end();
    let start = span.start() + start;
    if !whole {
        // `trois communes sur huit`
        return Span::new(view.text, start..span.start() + end);
    }
    // Complements follow at once.
    let mut end = span.end();
    let next = view.groups.iter().find(|group| group.first > place);
    let linked = next.filter(|next| {
        let between = (place + 1..next.first)
            .all(|between| view.is(between, Cue::OF) || view.is(between, Cue::DET));
        between
            && (view.is(place + 1, Cue::OF)
                || next.first == place + 1 && view.is_french())
    });
    if let Some(last) = linked.and_then(|next| view.word(next.end - 1)) {
        end = last.span.end();
    }
    Span::new(view.text, start..end)
}

fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// How a group hangs on the figure before it: 1 with `of` or at once, 2 with another
/// preposition, more if other words stand between.
fn link_right(view: &View, place: usize, group: Group) -> usize {
    let between = view.words.get(place + 1..group.first).unwrap_or_default();
    let mut link = 1;
    for (count, word) in between.iter().enumerate() {
        if word.figure.is_some()
            || matches!(word.text, "," | ";" | ":" | "." | "(" | ")")
        {
            return usize::MAX;
        }
        if word.cue.is(Cue::OF) || word.cue.is(Cue::DET) {
            continue;
        }
        let purpose = matches!(
            word.text,
            "à" | "au"
                | "aux"
                | "pour"
                | "dans"
                | "sur"
                | "en"
                | "to"
                | "for"
                | "on"
                | "into"
                | "in"
                | "towards"
                | "toward"
        );
        if purpose && count <= 1 {
            link = 2;
        } else {
            return usize::MAX;
        }
    }
    if between.is_empty() && view.is_french() { usize::MAX } else { link }
}

/// Tells whether only linking words stand between a group and the figure behind it.
fn is_link_left(view: &View, group: Group, place: usize) -> bool {
    view.words.get(group.end..place).unwrap_or_default().iter().all(|word| {
        word.figure.is_none()
            && (word.cue.is(Cue::OF)
                || word.cue.is(Cue::PREP)
                || word.cue.is(Cue::DET)
                || word.cue.is(Cue::NOISE)
                || word.cue.is(Cue::BASELINE)
                || matches!(
                    word.text,
                    ":" | "(" | "|" | "–" | "-" | "=" | "~" | ">" | "<"
                ))
    })
}

/// Tells whether the figure only goes on after `et`, `and`, `dont` or a comma.
fn follows(view: &View, place: usize) -> bool {
    place.checked_sub(1).is_some_and(|before| {
        view.is(before, Cue::AND)
            || view.word(before).is_some_and(|word| {
                matches!(
                    word.text,
                    "soit" | "or" | "(" | "contre" | "against" | "respectivement"
                )
            })
    })
}

/// A rise or fall, or a generic noun, without a complement.
fn is_bare_move(view: &View, group: Group) -> bool {
    let heads = Cue::MOVE_NOUN.or(Cue::GENERIC);
    let short = group.end - group.first <= 2;
    short && (view.is(group.first, heads) || view.is(group.end - 1, Cue::MOVE_NOUN))
}

/// What rises or falls, in `hausse des prix`; the whole in `montant de l'aide`.
fn complement(view: &View, group: Group) -> Option<Span> {
    let heads = Cue::MOVE_NOUN.or(Cue::GENERIC);
    if !view.is(group.first, heads) {
        return None;
    }
    let of = (group.first + 1..group.end).find(|&place| view.is(place, Cue::OF))?;
    let first = (of + 1..group.end)
        .find(|&place| !view.is(place, Cue::OF) && !view.is(place, Cue::DET))?;
    strip(view, Group { first, ..group })
}

/// The span of a group without an actor at its end (`dépenses de la SNCF`).
fn strip(view: &View, group: Group) -> Option<Span> {
    let span = view.span(group)?;
    let mut end = group.end;
    for &actor in &view.actors {
        let at_end = actor.end() >= span.end()
            && actor.start() > span.start()
            && actor.overlaps(span);
        if at_end {
            while end > group.first + 1
                && view
                    .word(end - 1)
                    .is_some_and(|word| word.span.end() > actor.start())
            {
                end -= 1;
            }
            while end > group.first + 1
                && (view.is(end - 1, Cue::OF) || view.is(end - 1, Cue::DET))
            {
                end -= 1;
            }
        }
        // `Turkey's deficit` without the actor before.
        let at_start = actor.start() <= span.start()
            && actor.end() < span.end()
            && actor.overlaps(span);
        if at_start {
            let genitive = (group.first..group.end).find(|&place| {
                view.word(place)
                    .is_some_and(|word| matches!(word.text, "'s" | "’s" | "'" | "’"))
            });
            if let Some(genitive) = genitive.filter(|genitive| genitive + 1 < end) {
                return view.span(Group { first: genitive + 1, end, ..group });
            }
        }
    }
    view.span(Group { end, ..group })
}

/// The group that the clause of the figure is about: its first that is no adjunct.
pub(super) fn subject(view: &View, place: usize) -> Option<Group> {
    let start = (0..place)
        .rev()
        .find(|&before| view.is(before, Cue::CLAUSE))
        .map_or(0, |p| p + 1);
    // `la Cour relève que les charges ...`, `CBO projects that debt ...`
    let start = (start..place)
        .rev()
        .find(|&that| {
            let near = that.saturating_sub(3).max(start);
            view.word(that)
                .is_some_and(|word| matches!(word.text, "que" | "qu'" | "qu’" | "that"))
                && (near..that).any(|p| view.is(p, Cue::ANY_VERB.or(Cue::SOURCE)))
        })
        .map_or(start, |that| that + 1);
    let led = |group: &Group| {
        // `En 2023, ...`, `Selon l'Insee, ...`
        let mut before = group.first;
        while before > start
            && view.is(before - 1, Cue::DET)
            && !view.is(before - 1, Cue::PREP)
        {
            before -= 1;
        }
        before > start
            && (view.is(before - 1, Cue::PREP) || view.is(before - 1, Cue::SOURCE))
    };
    let inside =
        |group: &&Group| group.first >= start && group.end <= place && !group.time;
    view.groups.iter().filter(inside).find(|group| !led(group)).copied()
}
