//! Quotations that a sentence announces by a colon, without a verb of saying.

use crate::model::{ClaimForm, Span};

use super::draft::Draft;
use super::extent::with_form;
use super::incise::inside;
use super::lexicon::{Act, Class};
use super::phrases::{Scene, Source, Voice};
use super::words::{is_finite, is_future};

/// `La ministre a été claire : A ; B`: each part after the colon is said.
pub(super) fn blunt(scene: &Scene<'_>, found: &mut Vec<Draft>) {
    let Some(colon) = (2..scene.words.len()).find(|&place| scene.is_mark(place, ":"))
    else {
        return;
    };
    if !scene.words[colon - 1].is(Class::BLUNT) {
        return;
    }
    let start = (0..colon - 1)
        .rev()
        .take_while(|&place| {
            scene.words[place].is(Class::BE.or(Class::HAVE).or(Class::NEGATION))
        })
        .last();
    let Some(start) = start else { return };
    let Some(source) = scene.span(0, start) else { return };
    if scene.opens(0).is_some() {
        return;
    }
    if scene.voice(0, start) != Voice::Speaks || inside(scene, source) {
        return;
    }
    // What will or would be done by somebody who says so in such a way is promised.
    let to_come = |content: Span| {
        scene.words.iter().filter(|word| content.contains(word.span)).any(|word| {
            is_future(scene.text, word, scene.language)
                || word.is(Class::HEDGE) && word.is(Class::BE.or(Class::HAVE))
        })
    };
    let mut from = colon + 1;
    for end in colon + 1..=scene.words.len() {
        if end < scene.words.len() && !scene.is_mark(end, ";.") {
            continue;
        }
        if let Some(content) = scene.span(from, end) {
            let (content, form) = with_form(scene, content);
            found.push(
                Draft::new(
                    vec![content],
                    if to_come(content) { Act::Promise } else { Act::Say },
                    scene.language,
                )
                .said_by(source)
                .cued(scene.span(start, colon))
                .in_form(form),
            );
        }
        from = end + 1;
    }
}

/// The subject and the verb phrase before a colon that announces what somebody says: `Le
/// président n’a pas mâché ses mots :`. Returns the source and the first word of the
/// verb phrase.
pub(super) fn announcement(scene: &Scene<'_>, colon: usize) -> Option<(Source, usize)> {
    let verb = (1..colon).find(|&place| {
        let word = &scene.words[place];
        let reflexive = word.is(Class::REFLEXIVE) && !word.is(Class::PRONOUN);
        reflexive
            || word.is_ne(scene.text)
            || is_finite(scene.text, word, scene.language)
            || scene.groups.iter().any(|group| group.start == place)
    })?;
    let source = scene.subject_ending(verb)?;
    let speaks = matches!(source.voice, Voice::Speaks | Voice::Document);
    (speaks && !inside(scene, source.span)).then_some((source, verb))
}

/// `X n’y va pas par quatre chemins : « … »`: a quotation behind a colon is said by the
/// subject, whatever the verb, unless one of the drafts from `first` on has it.
pub(super) fn announced(
    scene: &Scene<'_>,
    last: Option<Source>,
    first: usize,
    found: &mut Vec<Draft>,
) {
    /// Fewer words in marks are a name or a term.
    const FEWEST_WORDS: usize = 3;
    for colon in 1..scene.words.len() {
        if !scene.is_mark(colon, ":") {
            continue;
        }
        let Some(quotation) = scene.opens(colon + 1) else { continue };
        let inner = quotation.inner;
        let taken =
            found.get(first..).unwrap_or_default().iter().any(|draft| {
                draft.content.iter().any(|content| content.overlaps(inner))
            });
        let words = inner.quote(scene.text).split_whitespace().count();
        if taken || words < FEWEST_WORDS {
            continue;
        }
        // `… et a répété une contre-offre : « … »`: the subject is that of the verb before.
        let again = scene
            .groups
            .iter()
            .rfind(|group| group.end <= colon && !group.passive)
            .filter(|group| {
                group.start > 0 && scene.is(group.start - 1, Class::COORDINATOR)
            })
            .and_then(|group| Some((last?, group.start)));
        let Some((source, verb)) = again.or_else(|| announcement(scene, colon)) else {
            continue;
        };
        found.push(
            Draft::new(vec![inner], Act::Say, scene.language)
                .said_by(source.span)
                .cued(scene.span(verb, colon))
                .in_form(ClaimForm::Direct),
        );
    }
}
