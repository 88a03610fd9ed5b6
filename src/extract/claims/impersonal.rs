//! Claims in the passive and of nobody: `Il est proposé de …`, `Demand is expected to …`.

use crate::model::Span;

use super::complement::{Complement, Governed};
use super::draft::Draft;
use super::extent::{content_end, with_form};
use super::groups::Group;
use super::lexicon::{Act, Class};
use super::phrases::{Scene, Source, Voice};

/// The subject of a group, if it is the `il` or `it` that stands for nobody.
fn dummy_subject(scene: &Scene<'_>, group: &Group) -> Option<Source> {
    let subject = scene.subject_before(group)?;
    matches!(subject.span.quote(scene.text), "Il" | "il" | "It" | "it")
        .then_some(subject)
}

/// The cue of a group with the `il` before it.
fn cue_with(scene: &Scene<'_>, subject: Source, group: &Group) -> Option<Span> {
    Some(subject.span.hull(scene.span(group.start, group.end)?))
}

/// `Il est proposé de …`, `Demand is expected to …`: nobody is named.
pub(super) fn impersonal(
    scene: &Scene<'_>,
    group: &Group,
    governed: Governed,
    next: &[Group],
) -> Option<Draft> {
    let (Complement::Clause(at) | Complement::Infinitive(at)) = governed.complement
    else {
        return None;
    };
    let body = scene.span(at, content_end(scene, at, next))?;
    let (content, cue) = if let Some(subject) = dummy_subject(scene, group) {
        (vec![body], cue_with(scene, subject, group)?)
    } else if governed.act == Act::Forecast {
        let subject = scene.subject_before(group)?;
        (vec![subject.span, body], scene.span(group.start, group.end)?)
    } else {
        return None;
    };
    Some(
        Draft::new(content, governed.act, scene.language)
            .cued([cue])
            .negated(group.negated),
    )
}

/// `Le coût est évalué à 12 millions d’euros par le bureau d’études`, `The cost is put at
/// $12 million by consultants`: the agent speaks.
pub(super) fn by_agent(
    scene: &Scene<'_>,
    group: &Group,
    governed: Governed,
) -> Option<Draft> {
    let Complement::Object(at) = governed.complement else { return None };
    let by = (at..(at + 15).min(scene.words.len())).find(|&place| {
        scene
            .words
            .get(place)
            .is_some_and(|word| matches!(word.span.quote(scene.text), "par" | "by"))
    })?;
    let agent = scene
        .phrase_after(by + 1)
        .filter(|source| matches!(source.voice, Voice::Speaks | Voice::Document))?;
    let subject = scene.subject_before(group)?;
    Some(
        Draft::new(
            vec![subject.span, scene.span(at, by)?],
            governed.act,
            scene.language,
        )
        .said_by(agent.span)
        .cued(scene.span(group.cue_start, group.end))
        .negated(group.negated),
    )
}

/// `Il ressort de la consultation que …`: the document that it comes from speaks.
pub(super) fn emerges(
    scene: &Scene<'_>,
    group: &Group,
    governed: Governed,
    next: &[Group],
) -> Option<Draft> {
    let Complement::Clause(at) = governed.complement else { return None };
    let subject = dummy_subject(scene, group)?;
    let word = scene.words.get(group.end)?;
    if at <= group.end + 1
        || !(word.is(Class::DE) || word.span.quote(scene.text) == "from")
    {
        return None;
    }
    let body = scene.span(at, content_end(scene, at, next))?;
    let (content, form) = with_form(scene, body);
    Some(
        Draft::new(vec![content], governed.act, scene.language)
            .said_by(scene.span(group.end + 1, at - 1))
            .cued(cue_with(scene, subject, group))
            .in_form(form)
            .negated(group.negated),
    )
}
