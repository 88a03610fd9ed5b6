//! From cues to claims: what is said, by whom, in one sentence.

use crate::model::{ClaimForm, Span, TokenKind};

use super::announce::{announced, blunt};
use super::complement::{Complement, Governed, complement};
use super::draft::Draft;
use super::extent::{content_end, relative_end, with_form};
use super::groups::{Group, cue_parts};
use super::impersonal::{by_agent, emerges, impersonal};
use super::incise::{incise, inside};
use super::lexicon::{Act, Class};
use super::markers::markers;
use super::nominal::nominal;
use super::phrases::{Scene, Source, Voice};
use super::words::{Word, is_finite, is_future, is_infinitive};

/// Finds the claims of the sentence.
///
/// `figure_in` tells whether a span holds a figure; `speaker` is who speaks where the
/// sentence begins with a verb, as behind a label (`CGR : dénonce …`).
pub(super) fn drafts(
    scene: &Scene<'_>,
    figure_in: &dyn Fn(Span) -> bool,
    speaker: Option<Source>,
    found: &mut Vec<Draft>,
) {
    let first = found.len();
    markers(scene, found);
    let mut last_source = speaker;
    for (number, group) in scene.groups.iter().enumerate() {
        if let Some(draft) = incise(scene, group) {
            last_source = scene.place_of(draft.source).or(last_source);
            found.push(draft);
            continue;
        }
        let Some(governed) = complement(scene, group) else { continue };
        let next = scene.groups.get(number + 1..).unwrap_or_default();
        if is_refusal(scene, group, governed) {
            continue;
        }
        if group.passive {
            found.extend(
                by_agent(scene, group, governed)
                    .or_else(|| impersonal(scene, group, governed, next)),
            );
            continue;
        }
        if let Some(draft) = emerges(scene, group, governed, next) {
            found.push(draft);
            continue;
        }
        let Some(source) = source_of(scene, group, governed, last_source) else {
            continue;
        };
        // `affirmant que …` reports, and so does `critiquant l’approche …` of one who
        // speaks; `visant les géants` says what something is for.
        let reports = governed.act.objects_are_claims()
            || matches!(
                governed.complement,
                Complement::Clause(_) | Complement::Quote(_)
            );
        if group.gerund && !(reports && source.voice == Voice::Speaks) {
            continue;
        }
        let draft = reported(scene, group, source, governed, next, figure_in);
        if draft.is_some() || source.voice == Voice::Speaks {
            last_source = Some(source);
        }
        found.extend(draft);
    }
    nominal(scene, found);
    blunt(scene, found);
    announced(scene, last_source, first, found);
    drop_repeated(first, found);
}

/// Drops drafts after the first `from` whose words one source has claimed already.
fn drop_repeated(from: usize, found: &mut Vec<Draft>) {
    let mut kept = from;
    for place in from..found.len() {
        let draft = &found[place];
        let known = found[from..kept]
            .iter()
            .any(|old| old.content == draft.content && old.source == draft.source);
        if !known {
            found.swap(kept, place);
            kept += 1;
        }
    }
    found.truncate(kept);
}

/// Who says what the verb group reports: the subject, that of the verb before it, or
/// the one behind it in `Comme le rappelle X, …`.
fn source_of(
    scene: &Scene<'_>,
    group: &Group,
    governed: Governed,
    last: Option<Source>,
) -> Option<Source> {
    let before = group.start.checked_sub(1);
    if before.is_some_and(|before| scene.is_mark(before, ","))
        && let Some(source) = scene.subject_over_relative(group.start)
    {
        return Some(source);
    }
    let goes_on = group.gerund
        || before.is_none_or(|before| {
            scene.is(before, Class::COORDINATOR) || scene.is_mark(before, ",:")
        });
    // A comma before the verb also closes an apposition; then the subject is nearer.
    let follows = before.is_some_and(|before| scene.is_mark(before, ","))
        && scene.groups.iter().all(|other| other.end > group.start || other.gerund);
    if goes_on && !follows && last.is_some() {
        return last;
    }
    scene.subject_before(group).or(if goes_on { last } else { None }).or_else(|| {
        let comma =
            (group.end..scene.words.len()).find(|&place| scene.is_mark(place, ","))?;
        (group.start <= 1 && governed.complement.start() <= group.end + 1)
            .then(|| scene.phrase_before_comma(group.end))
            .flatten()
            .filter(|source| source.end == comma)
    })
}

/// Tells whether nothing is said after all: `n’a pas souhaité commenter`, `declined to
/// comment`, `refuse de confirmer le chiffre`.
fn is_refusal(scene: &Scene<'_>, group: &Group, governed: Governed) -> bool {
    let Complement::Infinitive(at) = governed.complement else { return false };
    (group.negated || governed.act == Act::Deny)
        && scene
            .words
            .get(at..at + 3)
            .unwrap_or_else(|| scene.words.get(at..).unwrap_or_default())
            .iter()
            .any(|word| word.is(Class::SPEECH))
}

/// A claim with its subject before the verb.
fn reported(
    scene: &Scene<'_>,
    group: &Group,
    source: Source,
    governed: Governed,
    next: &[Group],
    figure_in: &dyn Fn(Span) -> bool,
) -> Option<Draft> {
    let Governed { complement, act, cue_end, far } = governed;
    let unknown = source.voice == Voice::Unknown;
    // Things show and suggest that something is so, but promise and demand nothing.
    let vows = matches!(act, Act::Intend | Act::Recommend)
        || act == Act::Promise && matches!(complement, Complement::Clause(_));
    if source.voice == Voice::Silent
        || act == Act::Ask
        || unknown && (far || vows)
        || is_addressed(scene, source)
    {
        return None;
    }
    let mut cue = cue_parts(scene, group, cue_end);
    let mut end = content_end(scene, complement.start(), next);
    let in_relative = group.start.checked_sub(2).is_some_and(|comma| {
        scene.is_mark(comma, ",") && scene.is(comma + 1, Class::RELATIVE)
    });
    if in_relative {
        end = relative_end(scene, complement.start(), end);
    } else if matches!(complement, Complement::Object(_))
        && group.start > 0
        && scene.is(group.start - 1, Class::RELATIVE)
    {
        // `Les élus qui soutiennent le projet ont voté`: the main verb follows.
        let main = (complement.start() + 1..end)
            .find(|&place| scene.is(place, Class::HAVE.or(Class::BE)));
        end = main.unwrap_or(end);
    }
    let (content, form) = match complement {
        Complement::Quote(at) => quoted(scene, at, end)?,
        Complement::Colon(at) => match scene.opens(at) {
            Some(quotation) => (quotation.inner, ClaimForm::Direct),
            None if unknown => return None,
            None => with_form(scene, scene.span(at, end)?),
        },
        // What a thing is for is no promise.
        Complement::Infinitive(_) | Complement::Object(_)
            if act == Act::Intend && source.voice != Voice::Speaks =>
        {
            return None;
        }
        Complement::Clause(at) | Complement::Infinitive(at) => {
            let (span, form) = with_form(scene, scene.span(at, end)?);
            // `que « … »`: the frame is the writer's.
            let form = if form == ClaimForm::Direct { ClaimForm::Mixed } else { form };
            (span, form)
        }
        // A colon later in the sentence: `dresse un bilan mitigé : …`.
        Complement::Object(at) if let Some(colon) = headed(scene, act, at, end) => {
            cue = scene.span(group.cue_start, colon).into_iter().collect();
            with_form(scene, scene.span(colon + 1, end)?)
        }
        Complement::Object(at) => {
            let colon = (at + 1..end).find(|&place| {
                scene.is_mark(place, ":") && scene.opens(place + 1).is_none()
            });
            let (span, form) =
                with_form(scene, scene.span(at, colon.map_or(end, |c| c.min(end)))?);
            if !is_claim(scene, group, source, act, at, form, figure_in(span)) {
                return None;
            }
            (without_gloss(scene, span), form)
        }
    };
    let place = framed(scene, source);
    if content.overlaps(source.span)
        || place.is_none()
            && matches!(source.span.quote(scene.text), "on" | "On" | "ce" | "Ce")
        || (is_first_person(source.span.quote(scene.text))
            && inside(scene, source.span))
    {
        return None;
    }
    // `confirme que les versements débuteront`: a promise if the verb can make one.
    let promises =
        group.senses.iter().any(|verb| verb.act == Act::Promise && verb.frames.clause)
            && scene.words.iter().any(|word| {
                content.contains(word.span)
                    && is_future(scene.text, word, scene.language)
            });
    // `craint de devoir licencier`: what is feared is to come.
    let fears = act == Act::Warn
        && matches!(complement, Complement::Infinitive(at)
        if scene.words.get(at).is_some_and(|word| {
            is_infinitive(scene.text, word, scene.language)
        }));
    let act = match act {
        _ if promises => Act::Promise,
        _ if fears => Act::Forecast,
        act => act,
    };
    let mut draft = Draft::new(vec![content], act, scene.language)
        .said_by(source.span)
        .cued(cue)
        .in_form(form)
        .negated(group.negated);
    draft.frame = place;
    Some(draft)
}

/// Cuts off what a comma sets behind a quotation that ends the object: `un « moment
/// Spoutnik », référence à …`.
fn without_gloss(scene: &Scene<'_>, span: Span) -> Span {
    let Some(last) = scene
        .quotations
        .iter()
        .filter(|quotation| span.contains(quotation.outer) && quotation.depth == 0)
        .max_by_key(|quotation| quotation.outer.end())
    else {
        return span;
    };
    let behind = |word: &&Word| {
        word.span.start() >= last.outer.end() && span.contains(word.span)
    };
    let mut after = scene.words.iter().filter(behind);
    let comma = after
        .by_ref()
        .find(|word| word.kind != TokenKind::Number)
        .is_some_and(|word| word.is_mark(scene.text, ","));
    let goes_on = after.next().is_some_and(|word| {
        word.is(Class::COORDINATOR.or(Class::DE).or(Class::PREPOSITION))
    });
    if comma && !goes_on {
        last.outer.hull(span_start(scene, span, last.outer))
    } else {
        span
    }
}

/// The first word of a span, or the quotation where it begins with it.
fn span_start(scene: &Scene<'_>, span: Span, quotation: Span) -> Span {
    scene
        .words
        .iter()
        .find(|word| span.contains(word.span))
        .map_or(quotation, |word| word.span)
}

/// The colon behind an object that only heads what is said: `dresse un bilan mitigé :`,
/// `offers a mixed verdict:`; not `urge caution:`.
fn headed(scene: &Scene<'_>, act: Act, at: usize, end: usize) -> Option<usize> {
    const LONGEST: usize = 6;
    let heads = matches!(act, Act::Say | Act::Estimate | Act::Evidence);
    (at..end.min(at + LONGEST)).find(|&place| heads && scene.is_mark(place, ":"))
}

/// The content and form of what is quoted right behind a verb.
fn quoted(scene: &Scene<'_>, at: usize, end: usize) -> Option<(Span, ClaimForm)> {
    let quotation = scene.opens(at)?;
    let whole = scene.span(at, end)?;
    let next = scene.words.get(at..end)?.iter().find(|word| {
        word.span.start() >= quotation.outer.end()
            && !word.is_mark(scene.text, "»”’'\"")
    });
    let goes_on = next.is_some_and(|word| {
        word.is(Class::COORDINATOR.or(Class::PREPOSITION).or(Class::DE).or(Class::THAT))
            || is_finite(scene.text, word, scene.language)
    });
    // Words after the quotation belong to it: `« bâclé » et contraire`.
    Some(if quotation.outer.end() < whole.end() && goes_on {
        (whole, ClaimForm::Mixed)
    } else {
        (quotation.inner, ClaimForm::Direct)
    })
}

/// Tells whether a plain object says what was claimed.
fn is_claim(
    scene: &Scene<'_>,
    group: &Group,
    source: Source,
    act: Act,
    at: usize,
    form: ClaimForm,
    has_figure: bool,
) -> bool {
    // `is opposed to that`: nothing is said.
    let points = scene.words.get(at).is_some_and(|word| {
        word.is(Class::DETERMINER.or(Class::PRONOUN)) && scene.ends_at(at + 1)
    });
    if points {
        return false;
    }
    let speaks = source.voice != Voice::Unknown;
    let mixed = form != ClaimForm::Indirect;
    let quoted_only = group.senses.iter().all(|verb| {
        verb.frames.quoted_object
            || !(verb.frames.object || verb.frames.de || verb.frames.a)
                && verb.frames.prepositions.is_empty()
    });
    if quoted_only {
        return speaks && mixed;
    }
    let definite = scene.words.get(at).is_some_and(|word| {
        matches!(
            word.span.quote(scene.text).to_lowercase().as_str(),
            "le" | "la"
                | "les"
                | "l’"
                | "l'"
                | "the"
                | "its"
                | "ses"
                | "son"
                | "sa"
                | "ce"
                | "cet"
                | "cette"
                | "ces"
                | "this"
                | "that"
                | "these"
                | "those"
        )
    });
    // `propose les dates`, `plans a reserve`: a verb that can announce a deed takes such
    // an object in plain business too.
    let business = group.senses.iter().any(|v| v.frames.infinitive || v.frames.de)
        && matches!(act, Act::Recommend | Act::Forecast | Act::Promise | Act::Intend)
        && scene.words.get(at..).is_some_and(|rest| {
            let ends = |word: &&Word| {
                !(word.kind == TokenKind::Punctuation || word.is(Class::COORDINATOR))
            };
            rest.iter()
                .take_while(ends)
                .filter(|word| !word.is(Class::DETERMINER))
                .count()
                < 2
        });
    let content = scene.words.get(at..).unwrap_or_default();
    let held_as = content.iter().take(20).any(|word| word.is(Class::AS));
    let judged = group
        .senses
        .iter()
        .any(|verb| verb.frames.predicate || verb.frames.as_predicate && held_as);
    let as_only =
        group.senses.iter().all(|verb| verb.frames.as_predicate || !verb.frames.object);
    if as_only
        && !judged
        && !mixed
        && group.senses.iter().any(|v| v.frames.as_predicate)
    {
        return false;
    }
    // `souligne l’importance de …`: the noun judges.
    let weighs = matches!(act, Act::Say | Act::Evidence | Act::Warn | Act::Admit)
        && content.iter().take(3).any(|word| word.is(Class::WEIGHT));
    let proven = judged || has_figure || mixed || weighs;
    let weak = !definite && act != Act::Say && act != Act::Support;
    speaks && (proven || !business && (act.objects_are_claims() || weak))
}

/// Tells whether the source is the reader, or no noun phrase but an order to him: `you`,
/// `your department`, `Let users`.
fn is_addressed(scene: &Scene<'_>, source: Source) -> bool {
    scene.words.get(source.start).is_some_and(|word| {
        word.is(Class::IMPERATIVE)
            || matches!(
                word.span.quote(scene.text).to_lowercase().as_str(),
                "you" | "your" | "vous" | "votre" | "vos" | "tu"
            )
    })
}

/// The place or body that frames an impersonal `on`: `À la préfecture, on table sur …`.
fn framed(scene: &Scene<'_>, source: Source) -> Option<Span> {
    if source.span.quote(scene.text).to_lowercase() != "on" {
        return None;
    }
    let comma = source.start.checked_sub(1)?;
    let led = scene.words.first().is_some_and(|word| {
        word.is(Class::A) || matches!(word.span.quote(scene.text), "Chez" | "Dans")
    });
    let whole = (1..comma).all(|place| !scene.is_mark(place, ","));
    (led && whole && scene.is_mark(comma, ",")).then(|| scene.span(1, comma)).flatten()
}

/// Tells whether the words are `je`, `nous`, `I` or `we`: inside a quotation they are
/// its own speaker, so what they say is no claim beside it.
fn is_first_person(words: &str) -> bool {
    matches!(words.to_lowercase().as_str(), "je" | "nous" | "i" | "we")
}
