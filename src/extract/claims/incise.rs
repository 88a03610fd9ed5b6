//! Incises: a cue and its source set into or behind what is said.

use crate::model::{ClaimForm, Span};

use super::attribute::{Draft, content_end, with_form};
use super::groups::Group;
use super::lexicon::{Act, Class};
use super::phrases::{Scene, Source, Voice};
use super::quotes::Quotation;
use super::words::Word;

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
    let sense = group
        .senses
        .iter()
        .find(|verb| verb.frames.quotation)
        .or_else(|| group.senses.iter().find(|verb| verb.frames.clause))
        .or_else(|| group.senses.first())?;
    let act = sense.act;
    // Verb first, subject behind.
    if let Some(source) = scene.phrase_after(group.end) {
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
    // Subject first: `“…,” she said.`
    let subject = scene.subject_before(group)?;
    if quotation_before(scene, subject.start).is_none() && !inside(scene, subject.span)
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
    let cue = scene.span(group.start, group.end)?;
    let draft = |content: Vec<Span>, form| Draft {
        content,
        source: Some(source.span),
        cue: Some(cue_without_pronoun(scene, group).unwrap_or(cue)),
        act,
        form,
        negated: group.negated || act == Act::Deny,
        language: scene.language,
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
        let long = quotation.inner.quote(scene.text).split_whitespace().count() > 2;
        return (long || content.len() > 1).then(|| draft(content, ClaimForm::Direct));
    }
    // No quotation: the rest of the sentence, if a person or body speaks.
    let comma = start.checked_sub(1)?;
    if !scene.is_mark(comma, ",")
        || source.start < group.start
        || matches!(source.voice, Voice::Silent | Voice::Unknown)
        || !group.senses.iter().any(|verb| verb.frames.clause)
    {
        return None;
    }
    let first = (0..comma).find(|&place| {
        !scene.words[place].is(Class::COORDINATOR) && !scene.is_mark(place, ",;:")
    })?;
    let mut content = vec![scene.span(first, comma)?];
    if scene.is_mark(end, ",") {
        let stop = content_end(scene, end + 1, &[]);
        content.extend(scene.span(end + 1, stop));
    }
    let (only, form) = with_form(scene, content[0]);
    content[0] = only;
    Some(draft(content, form))
}

/// The cue of `affirme-t-elle` or `a-t-il ajouté` without the pronoun; `None` if there
/// is no pronoun inside, or words on both sides of it.
fn cue_without_pronoun(scene: &Scene<'_>, group: &Group) -> Option<Span> {
    let place = (group.start..group.end)
        .find(|&place| scene.words[place].is_inverted_pronoun(scene.text))?;
    (place + 1 == group.end).then(|| scene.span(group.start, place)).flatten()
}

/// Cuts white space and outer commas off a byte range.
fn trim_marks(text: &str, range: std::ops::Range<usize>) -> Option<Span> {
    let slice = text.get(range.clone())?;
    let outer = |mark: char| mark.is_whitespace() || mark == ',';
    let start = range.start + (slice.len() - slice.trim_start_matches(outer).len());
    let end = range.start + slice.trim_end_matches(outer).len();
    if start >= end { None } else { Span::new(text, start..end) }
}
