//! How far a content reaches, and how it is quoted.

use crate::model::{ClaimForm, Span};

use super::complement::complement;
use super::groups::Group;
use super::incise::incise;
use super::lexicon::Class;
use super::markers::{marked_source, marker_at};
use super::phrases::Scene;

/// Tells whether a word stands in a quotation that opens at or after the word `from`.
fn is_quoted_within(scene: &Scene<'_>, place: usize, from: usize) -> bool {
    let (Some(word), Some(first)) = (scene.words.get(place), scene.words.get(from))
    else {
        return false;
    };
    scene.quotations.iter().any(|quotation| {
        quotation.outer.contains(word.span)
            && quotation.outer.start() >= first.span.start()
    })
}

/// The word after the last of a content that begins at `from`, given the verb groups
/// behind its own.
pub(super) fn content_end(scene: &Scene<'_>, from: usize, next: &[Group]) -> usize {
    let words = scene.words;
    let mut end = words.len();
    while end > from && words[end - 1].is_mark(scene.text, ".;:,!?…") {
        end -= 1;
    }
    // What stands in a quotation ends with it.
    if let Some(first) = words.get(from).map(|word| word.span)
        && let Some(around) = scene
            .quotations
            .iter()
            .filter(|q| q.outer.contains(first) && q.outer.start() < first.start())
            .max_by_key(|quotation| quotation.depth)
    {
        while end > from + 1 && words[end - 1].span.end() > around.inner.end() {
            end -= 1;
        }
    }
    for (place, word) in words.iter().enumerate().take(end).skip(from) {
        if is_quoted_within(scene, place, from) {
            continue;
        }
        let stops = word.is_mark(scene.text, ";—")
            || (marker_at(scene, place).is_some()
                && place > from
                && marked_source(scene, place, false).is_some());
        if stops {
            end = place;
            break;
        }
    }
    for group in next {
        if group.start >= end
            || group.start <= from
            || is_quoted_within(scene, group.start, from)
        {
            continue;
        }
        let before = group.start - 1;
        let joined = words[before].is(Class::COORDINATOR)
            && (complement(scene, group).is_some()
                || before > 0 && scene.closes(before - 1));
        let comma = words[before].is_mark(scene.text, ",");
        let chained = comma && !group.gerund && !group.passive && goes_on(scene, group);
        let incised = comma
            && (words
                .get(group.end)
                .is_some_and(|word| word.is_inverted_pronoun(scene.text))
                || incise(scene, group).is_some());
        // `…, and its website promises …`: a clause with a subject of its own.
        let clause = scene.subject_before(group).and_then(|subject| {
            let link = subject.start.checked_sub(1)?;
            (link > from
                && words[link].is(Class::COORDINATOR)
                && words[link - 1].is_mark(scene.text, ",")
                && complement(scene, group).is_some())
            .then(|| link - 1)
        });
        if let Some(comma) = clause {
            end = comma;
            break;
        }
        // `…, the Press Association reported`: the incise begins with its subject.
        if let Some(draft) = incise(scene, group)
            && let Some(source) = scene.place_of(draft.source)
            && source.start < group.start
            && source.start > from + 1
            && words[source.start - 1].is_mark(scene.text, ",")
        {
            end = source.start - 1;
            break;
        }
        if joined || chained || incised || group.gerund {
            // `en critiquant`: no mark or conjunction stands before.
            end = if joined || comma { before } else { group.start };
            break;
        }
    }
    // A closing mark whose opening stands before the content is none of it.
    while end > from
        && (words[end - 1].is_mark(scene.text, ",;:.")
            || words[end - 1].is(Class::COORDINATOR)
            || scene.quotations.iter().any(|quotation| {
                quotation.outer.end() == words[end - 1].span.end()
                    && quotation.outer.start() < words[from].span.start()
            }))
    {
        end -= 1;
    }
    end
}

/// `déplore …, relève …`: a verb right after a comma that has a complement of its own.
fn goes_on(scene: &Scene<'_>, group: &Group) -> bool {
    complement(scene, group)
        .is_some_and(|governed| governed.complement.start() <= governed.cue_end + 2)
}

/// The end of a content in a relative clause that began after a comma: the next comma.
pub(super) fn relative_end(scene: &Scene<'_>, from: usize, end: usize) -> usize {
    (from..end)
        .find(|&place| {
            scene.is_mark(place, ",") && !is_quoted_within(scene, place, from)
        })
        .unwrap_or(end)
}

/// Takes the marks off a content that is one quotation, and tells its form.
pub(super) fn with_form(scene: &Scene<'_>, span: Span) -> (Span, ClaimForm) {
    for quotation in scene.quotations {
        if quotation.outer.contains(span) && span.contains(quotation.inner) {
            return (quotation.inner, ClaimForm::Direct);
        }
    }
    let quoted = scene.quotations.iter().any(|quotation| {
        span.overlaps(quotation.outer) && !quotation.outer.contains(span)
    });
    (span, if quoted { ClaimForm::Mixed } else { ClaimForm::Indirect })
}
