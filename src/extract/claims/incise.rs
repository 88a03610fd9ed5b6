//! Incises: a cue and its source set into or behind what is said.

use crate::model::{ClaimForm, Language, Span};

use super::draft::Draft;
use super::extent::{content_end, with_form};
use super::groups::{Group, cue_parts};
use super::lexicon::{Act, Class};
use super::phrases::{Scene, Source, Voice};
use super::quotes::Quotation;
use super::words::{Word, is_finite};

/// The quotation that ends just before the word, with only marks between.
fn quotation_before<'a>(scene: &Scene<'a>, place: usize) -> Option<&'a Quotation> {
    let start = scene.words.get(place)?.span.start();
    scene.quotations.iter().rfind(|quotation| {
        quotation.depth == 0
            && quotation.outer.end() <= start
            && scene.text.get(quotation.outer.end()..start).is_some_and(|gap| {
                gap.len() < 12
                    && !gap.contains(['.', '\n'])
                    && gap.chars().all(|mark| !mark.is_alphanumeric())
            })
    })
}

/// `« … », affirme X`, `“…,” said X`, `…, indique la direction`, inside or after.
pub(super) fn incise(scene: &Scene<'_>, group: &Group) -> Option<Draft> {
    if group.passive || group.gerund {
        return None;
    }
    if let Some(draft) = as_says(scene, group) {
        return Some(draft);
    }
    let sense = group
        .senses
        .iter()
        .find(|verb| verb.frames.quotation)
        .or_else(|| group.senses.iter().find(|verb| verb.frames.clause))
        .or_else(|| group.senses.first())?;
    let act = sense.act;
    // Verb first, subject behind.
    // `“…,” the minister, Orla Keane, told delegates`: the subject stands before.
    let led = scene
        .subject_before(group)
        .is_some_and(|subject| quotation_before(scene, subject.start).is_some());
    let behind = scene.phrase_after(group.end).filter(|_| !led);
    let behind = behind.or_else(|| scene.phrase_behind(group.end).filter(|_| !led));
    if let Some(source) = behind {
        let inverted = scene
            .words
            .get(source.start)
            .is_some_and(|word| word.is_inverted_pronoun(scene.text))
            || group_holds_pronoun(scene, group).is_some();
        let fits = group.start == 0
            || scene.is_mark(group.start - 1, ",?!…—–»”\"")
            || scene.closes(group.start - 1);
        let source = group_holds_pronoun(scene, group).unwrap_or(source);
        if fits
            && (inverted || !scene.words.get(source.end).is_some_and(is_that))
            && let Some(draft) = around(
                scene,
                group.start,
                source.end.max(group.end),
                group,
                source,
                act,
            )
        {
            return Some(draft);
        }
    } else if let Some(source) = group_holds_pronoun(scene, group)
        && (group.start == 0
            || scene.is_mark(group.start - 1, ",?!…—–»”\"")
            || scene.closes(group.start - 1))
        && let Some(draft) = around(scene, group.start, group.end, group, source, act)
    {
        return Some(draft);
    }
    // Subject first: `“…,” she said.`, `That, they say, is little.`
    let subject = scene.subject_before(group)?;
    let set_apart = scene.language == Language::English
        && (scene.is_mark(group.end, ",") || scene.ends_at(group.end))
        && subject.start.checked_sub(1).is_some_and(|at| scene.is_mark(at, ","))
        && !subject.span.quote(scene.text).contains(',');
    if quotation_before(scene, subject.start).is_none()
        && !inside(scene, subject.span)
        && !set_apart
    {
        return None;
    }
    let mut end = group.end;
    while scene.words.get(end).is_some_and(|word| {
        !word.is_mark(scene.text, ".,;:!?") && scene.opens(end).is_none()
    }) {
        if scene.words.get(end).is_some_and(is_that) {
            return None;
        }
        end += 1;
    }
    let broken = (subject.start..subject.end).any(|place| {
        scene.is(place, Class::COORDINATOR)
            && matches!(scene.words[place].span.quote(scene.text), "but" | "mais")
    });
    if broken {
        return None;
    }
    let bordered = subject.start == 0
        || scene.closes(subject.start - 1)
        || scene.is_mark(subject.start - 1, ",?!…—–»”\"");
    if !bordered {
        return None;
    }
    around(scene, subject.start, end, group, subject, act)
}

fn is_that(word: &Word) -> bool {
    word.is(Class::THAT) && !word.is(Class::PRONOUN)
}

/// `a-t-il ajouté`: the pronoun stands inside the group.
fn group_holds_pronoun(scene: &Scene<'_>, group: &Group) -> Option<Source> {
    let place = (group.start..group.end)
        .find(|&place| scene.words[place].is_inverted_pronoun(scene.text))?;
    scene.phrase_after(place).map(|source| Source { end: group.end, ..source })
}

/// Tells whether the span lies inside a quotation.
pub(super) fn inside(scene: &Scene<'_>, span: Span) -> bool {
    scene.quotations.iter().any(|quotation| {
        quotation.inner.contains(span) && quotation.outer.start() < span.start()
    })
}

/// Takes what stands around an incise as its content.
fn around(
    scene: &Scene<'_>,
    start: usize,
    end: usize,
    group: &Group,
    source: Source,
    act: Act,
) -> Option<Draft> {
    let from = scene.words.get(start)?.span;
    let to = scene.words.get(end.checked_sub(1)?)?.span;
    let cue = cue_parts(scene, group, group.end);
    let draft = |content: Vec<Span>, form| {
        Draft::new(content, act, scene.language)
            .said_by(source.span)
            .cued(cue.clone())
            .in_form(form)
            .negated(group.negated)
    };
    // Inside one quotation: « Le tri, explique X, ne fonctionne pas ».
    let holder = scene
        .quotations
        .iter()
        .filter(|quotation| {
            quotation.inner.contains(from) && quotation.inner.contains(to)
        })
        .max_by_key(|quotation| quotation.depth);
    if let Some(holder) = holder {
        let before = trim_marks(scene.text, holder.inner.start()..from.start());
        let after = trim_marks(scene.text, to.end()..holder.inner.end());
        let parts: Vec<_> = [before?, after?].into();
        return (source.voice != Voice::Silent)
            .then(|| draft(parts, ClaimForm::Direct));
    }
    if let Some(quotation) = quotation_before(scene, start) {
        let mut content = vec![quotation.inner];
        // “The tariff,” explained X, “punishes …”: a comma joins the next quotation.
        let next = scene.quotations.iter().find(|next| {
            next.depth == 0
                && next.outer.start() >= to.end()
                && scene
                    .text
                    .get(to.end()..next.outer.start())
                    .is_some_and(|gap| gap.trim() == ",")
        });
        content.extend(next.map(|next| next.inner));
        if content.len() == 1
            && let Some(first) = led_by(scene, quotation)
        {
            // `Une somme « dérisoire », tranche X`: the words before it are said too.
            let whole = first.hull(quotation.outer);
            return Some(draft(vec![whole], ClaimForm::Mixed));
        }
        let words = quotation.inner.quote(scene.text).split_whitespace().count();
        let sentence =
            quotation.inner.quote(scene.text).ends_with(['?', '!', '.', '…']);
        let says = words > 2 || content.len() > 1 || sentence;
        return says.then(|| draft(content, ClaimForm::Direct));
    }
    // No quotation: the rest of the sentence, if a person or body speaks.
    let comma = start.checked_sub(1)?;
    let before = scene.words.get(..comma).unwrap_or_default();
    // A noun that is not known to speak may, where the verb only ever reports and a
    // clause stands before the comma.
    let states = before.len() > 2
        && group.senses.iter().any(|verb| verb.frames.quotation)
        && before.iter().any(|word| is_finite(scene.text, word, scene.language));
    let named = source.start < group.start
        || scene.actors.overlapping(source.span).next().is_some()
        || scene.words.get(source.start..source.end).is_some_and(|words| {
            words.iter().any(|w| w.is_capital() || w.is_inverted_pronoun(scene.text))
        });
    let closed = scene.ends_at(source.end) || scene.is_mark(source.end, ",");
    let can_speak = match source.voice {
        Voice::Silent => false,
        Voice::Unknown => (states || scene.dialogue) && closed,
        Voice::Speaks | Voice::Document => states || named || scene.dialogue || closed,
    };
    let parted =
        scene.is_mark(comma, ",") || scene.dialogue && scene.is_mark(comma, "?!…");
    let subject_first = source.start < group.start;
    let quotes = (0..comma).any(|place| scene.closes(place));
    if subject_first && quotes {
        return None;
    }
    if !parted
        || subject_first && !(states || before.len() < 3 || scene.is_mark(end, ","))
        || !can_speak
        || !group.senses.iter().any(|verb| verb.frames.clause || verb.frames.quotation)
    {
        return None;
    }
    let first = (0..comma).find(|&place| {
        !scene.words[place].is(Class::COORDINATOR) && !scene.is_mark(place, ",;:—–-")
    })?;
    let mut content = vec![scene.span(first, comma)?];
    if scene.is_mark(end, ",") {
        let stop = content_end(scene, end + 1, &[]);
        content.extend(scene.span(end + 1, stop));
    }
    let (only, form) = with_form(scene, content[0]);
    content[0] = only;
    Some(draft(content, if scene.dialogue { ClaimForm::Direct } else { form }))
}

/// `Comme le rappelle X, …`, `…, comme l’a montré X`, `As X and Y show, …`.
fn as_says(scene: &Scene<'_>, group: &Group) -> Option<Draft> {
    let sense = group.senses.iter().find(|verb| verb.frames.clause)?;
    let place = (0..group.start).rev().find(|&at| scene.is(at, Class::AS))?;
    if place > 0 && !scene.is_mark(place - 1, ",") {
        return None;
    }
    let source = match scene.language {
        Language::French if group.start == place + 1 => {
            scene.phrase_before_comma(group.end)?
        }
        Language::English
            if scene.is_mark(group.end, ",") || scene.ends_at(group.end) =>
        {
            scene.phrase_between(place + 1, group.start)?
        }
        _ => return None,
    };
    let end = source.end.max(group.end);
    if !matches!(source.voice, Voice::Speaks | Voice::Document)
        || !(scene.is_mark(end, ",") || scene.ends_at(end))
    {
        return None;
    }
    let content = if place == 0 {
        scene.span(end + 1, content_end(scene, end + 1, &[]))?
    } else {
        scene.span(0, place - 1)?
    };
    let (content, form) = with_form(scene, content);
    Some(
        Draft::new(vec![content], sense.act, scene.language)
            .said_by(source.span)
            .cued(cue_parts(scene, group, group.end))
            .in_form(form)
            .negated(group.negated),
    )
}

/// The words before a quotation that belong to what is said with it: they begin the
/// sentence, and nothing in them reports or announces.
fn led_by(scene: &Scene<'_>, quotation: &Quotation) -> Option<Span> {
    let opens = scene
        .words
        .iter()
        .position(|word| word.span.start() == quotation.outer.start())?;
    let first = (0..opens).find(|&place| {
        !scene.is(place, Class::COORDINATOR) && !scene.is_mark(place, ",;—–-")
    })?;
    let reports = scene.groups.iter().any(|group| group.start < opens)
        || scene.is_mark(opens - 1, ":.,;")
        || scene.closes(opens - 1);
    if reports { None } else { scene.span(first, opens) }
}

/// Cuts white space and outer commas off a byte range.
fn trim_marks(text: &str, range: std::ops::Range<usize>) -> Option<Span> {
    let slice = text.get(range.clone())?;
    let outer = |mark: char| mark.is_whitespace() || mark == ',';
    let start = range.start + (slice.len() - slice.trim_start_matches(outer).len());
    let end = range.start + slice.trim_end_matches(outer).len();
    if start >= end { None } else { Span::new(text, start..end) }
}
