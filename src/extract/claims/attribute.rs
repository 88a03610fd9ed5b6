//! From cues to claims: what is said, by whom, in one sentence.

use crate::model::{ClaimForm, Language, Span, TokenKind};

use super::groups::Group;
use super::incise::{incise, inside};
use super::lexicon::{Act, Class};
use super::markers::{marked_source, marker_at, markers, nominal};
use super::phrases::{Scene, Source, Voice};
use super::words::{is_future, is_infinitive};

/// A claim before its type, speaker and contents are worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) content: Vec<Span>,
    pub(super) source: Option<Span>,
    pub(super) cue: Option<Span>,
    pub(super) act: Act,
    pub(super) form: ClaimForm,
    pub(super) negated: bool,
    pub(super) language: Language,
}

/// What stands after a cue verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Complement {
    /// A clause that begins at the word.
    Clause(usize),
    /// An infinitive that begins at the word.
    Infinitive(usize),
    /// A noun phrase that begins at the word.
    Object(usize),
    /// What follows a colon, from the word.
    Colon(usize),
    /// A quotation that opens at the word.
    Quote(usize),
}

impl Complement {
    fn start(self) -> usize {
        match self {
            Self::Clause(at)
            | Self::Infinitive(at)
            | Self::Object(at)
            | Self::Colon(at)
            | Self::Quote(at) => at,
        }
    }
}

/// Finds the claims of the sentence; `figure_in` tells whether a span holds a figure.
pub(super) fn drafts(
    scene: &Scene<'_>,
    figure_in: &dyn Fn(Span) -> bool,
    found: &mut Vec<Draft>,
) {
    let first = found.len();
    markers(scene, found);
    let mut last_source: Option<Source> = None;
    for (number, group) in scene.groups.iter().enumerate() {
        if let Some(draft) = incise(scene, group) {
            found.push(draft);
            continue;
        }
        let Some((complement, act)) = complement(scene, group) else { continue };
        let next = scene.groups.get(number + 1..).unwrap_or_default();
        // `affirmant que …` reports; `visant les géants` says what something is for.
        if group.gerund && !matches!(complement, Complement::Clause(_)) {
            continue;
        }
        if group.passive {
            found.extend(impersonal(scene, group, complement, act, next));
            continue;
        }
        let coordinated = group.start.checked_sub(1).is_some_and(|before| {
            scene.words.get(before).is_some_and(|word| word.is(Class::COORDINATOR))
        });
        if let Some(draft) = emerges(scene, group, complement, act, next) {
            found.push(draft);
            continue;
        }
        let source = if coordinated || group.gerund {
            last_source.or_else(|| scene.subject_before(group))
        } else {
            scene.subject_before(group)
        };
        let source = source.or_else(|| {
            // `Comme le rappelle X, …`
            let comma = (group.end..scene.words.len())
                .find(|&place| scene.is_mark(place, ","))?;
            (group.start <= 1 && complement.start() <= group.end + 1)
                .then(|| scene.phrase_before_comma(group.end))
                .flatten()
                .filter(|source| source.end == comma)
        });
        let Some(source) = source else { continue };
        last_source = Some(source);
        found.extend(reported(scene, group, source, complement, act, next, figure_in));
    }
    nominal(scene, found);
    blunt(scene, found);
    // A verb inside what a marker or another verb reports stays an item of its own,
    // but the same words are never claimed twice by one source.
    let mut seen: Vec<(Vec<Span>, Option<Span>)> = Vec::new();
    let fresh = found.split_off(first.min(found.len()));
    for draft in fresh {
        let key = (draft.content.clone(), draft.source);
        if !seen.contains(&key) {
            seen.push(key);
            found.push(draft);
        }
    }
}

/// Reads what follows a verb group.
fn complement(scene: &Scene<'_>, group: &Group) -> Option<(Complement, Act)> {
    let words = scene.words;
    let mut at = group.end;
    while words.get(at).is_some_and(|word| {
        word.is(Class::ADVERB) && !word.is(Class::DETERMINER.or(Class::PREPOSITION))
            || word.is_inverted_pronoun(scene.text)
    }) {
        at += 1;
    }
    let word = words.get(at)?;
    let act_of = |fits: &dyn Fn(&super::lexicon::Frames) -> bool| {
        group.senses.iter().find(|verb| fits(&verb.frames)).map(|verb| verb.act)
    };
    let any = group.senses.first()?.act;
    if word.is(Class::THAT) && !word.is(Class::DETERMINER)
        || scene.language == Language::English && word.span.quote(scene.text) == "that"
    {
        return act_of(&|frames| frames.clause)
            .map(|act| (Complement::Clause(at + 1), act));
    }
    if word.is_mark(scene.text, ":") {
        return Some((Complement::Colon(at + 1), any));
    }
    if scene.opens(at).is_some() {
        return Some((Complement::Quote(at), any));
    }
    let infinitive = |from: usize| {
        let mut at = from;
        while words.get(at).is_some_and(|word| {
            word.is(Class::NEGATION.or(Class::CLITIC).or(Class::REFLEXIVE))
        }) {
            at += 1;
        }
        words
            .get(at)
            .is_some_and(|word| is_infinitive(scene.text, word, scene.language))
    };
    if group.passive && word.is(Class::TO) && infinitive(at + 1) {
        return Some((Complement::Infinitive(at + 1), any));
    }
    if word.is(Class::TO)
        && let Some(act) = act_of(&|frames| frames.infinitive)
    {
        return infinitive(at + 1).then_some((Complement::Infinitive(at + 1), act));
    }
    if scene.language == Language::French
        && infinitive(at)
        && let Some(act) = act_of(&|frames| frames.infinitive)
    {
        return Some((Complement::Infinitive(at), act));
    }
    for (class, fits) in [
        (Class::DE, (|frames| frames.de) as fn(&super::lexicon::Frames) -> bool),
        (Class::A, |frames| frames.a),
    ] {
        if word.is(class)
            && let Some(act) = act_of(&|frames| fits(frames))
        {
            let found = if infinitive(at + 1) {
                Complement::Infinitive(at + 1)
            } else {
                Complement::Object(at + 1)
            };
            return Some((found, act));
        }
    }
    if word.is(Class::PREPOSITION)
        && let Some(act) = act_of(&|frames| frames.preposition)
    {
        return Some((Complement::Object(at + 1), act));
    }
    if let Some(far) = far_clause(scene, at)
        && let Some(act) = act_of(&|frames| frames.clause)
    {
        return Some((Complement::Clause(far), act));
    }
    if !scene.begins_phrase(at) {
        // `évalue à 1,2 million le nombre`
        let figure = words.get(at + 1)?.kind == TokenKind::Number;
        let act = act_of(&|frames| frames.object)?;
        return (figure && word.is(Class::PREPOSITION))
            .then_some((Complement::Object(at + 1), act));
    }
    let object = act_of(&|frames| frames.object);
    let clause = act_of(&|frames| frames.clause);
    // English drops `that`: what follows holds a verb of its own.
    if scene.language == Language::English
        && let Some(act) = clause
        && has_verb(scene, at)
    {
        return Some((Complement::Clause(at), act));
    }
    object.map(|act| (Complement::Object(at), act))
}

/// Tells whether the words from `at` to the next mark hold a finite verb, as far as
/// auxiliaries, modals and cue verbs show it, or a subject pronoun.
fn has_verb(scene: &Scene<'_>, at: usize) -> bool {
    let rest = scene.words.get(at..).unwrap_or_default();
    if rest.first().is_some_and(|word| {
        word.is(Class::PRONOUN) && !word.is(Class::DETERMINER.or(Class::RELATIVE))
    }) {
        return true;
    }
    rest.iter()
        .take_while(|word| {
            !word.is_mark(scene.text, ",;:.")
                && !word.is(Class::RELATIVE.or(Class::THAT))
        })
        .skip(1)
        .any(|word| {
            word.is(Class::BE.or(Class::HAVE).or(Class::FUTURE).or(Class::SHOULD))
                || (word.kind == TokenKind::Lower
                    && word.entry.is_none()
                    && word.span.len() > 4
                    && word.span.quote(scene.text).ends_with("ed"))
        })
}

/// `told the committee that`, `a indiqué mardi à la presse que`: the place after a
/// `that` a few words on, with no other verb or mark between.
fn far_clause(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let first = scene.words.get(at)?;
    let addressed = first.is(Class::PREPOSITION)
        || first.is_mark(scene.text, ",")
        || scene.language == Language::English && scene.begins_phrase(at)
        || first.is(Class::MONTH.or(Class::CLITIC));
    if !addressed {
        return None;
    }
    for place in at + 1..(at + 14).min(scene.words.len()) {
        let word = &scene.words[place];
        if word.is(Class::THAT) && !word.is(Class::RELATIVE) {
            return Some(place + 1);
        }
        if word.is_mark(scene.text, ":;.—")
            || word.is(Class::BE.or(Class::HAVE).or(Class::RELATIVE))
            || scene.groups.iter().any(|group| group.start == place)
            || scene.opens(place).is_some()
        {
            return None;
        }
    }
    None
}

/// The word after the last of a content that begins at `from`.
pub(super) fn content_end(scene: &Scene<'_>, from: usize, next: &[Group]) -> usize {
    let words = scene.words;
    let mut end = words.len();
    while end > from && words[end - 1].is_mark(scene.text, ".;:,!?…") {
        end -= 1;
    }
    let inside_quotation = |place: usize| {
        scene.quotations.iter().any(|quotation| {
            let span = words[place].span;
            quotation.outer.contains(span)
                && words
                    .get(from)
                    .is_some_and(|first| quotation.outer.start() >= first.span.start())
        })
    };
    for (place, word) in words.iter().enumerate().take(end).skip(from) {
        if inside_quotation(place) {
            continue;
        }
        let stops = word.is_mark(scene.text, ";—")
            || (marker_at(scene, place).is_some()
                && (place > from && marked_source(scene, place, false).is_some()));
        if stops {
            end = place;
            break;
        }
    }
    for group in next {
        if group.start >= end || group.start <= from || inside_quotation(group.start) {
            continue;
        }
        let Some(before) = group.start.checked_sub(1) else { continue };
        let joined =
            words[before].is(Class::COORDINATOR) && complement(scene, group).is_some();
        let incised = words[before].is_mark(scene.text, ",")
            && (words
                .get(group.end)
                .is_some_and(|word| word.is_inverted_pronoun(scene.text))
                || incise(scene, group).is_some());
        if joined || incised || group.gerund {
            end = before;
            break;
        }
    }
    // A closing mark whose opening stands before the content is none of it.
    while end > from
        && (words[end - 1].is_mark(scene.text, ",;:.")
            || scene.quotations.iter().any(|quotation| {
                quotation.outer.end() == words[end - 1].span.end()
                    && quotation.outer.start() < words[from].span.start()
            }))
    {
        end -= 1;
    }
    end
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

/// A claim with its subject before the verb.
fn reported(
    scene: &Scene<'_>,
    group: &Group,
    source: Source,
    complement: Complement,
    act: Act,
    next: &[Group],
    figure_in: &dyn Fn(Span) -> bool,
) -> Option<Draft> {
    if source.voice == Voice::Silent || act == Act::Ask {
        return None;
    }
    let mut cue = scene.span(group.start, group.end);
    let (content, form) = match complement {
        Complement::Quote(at) => {
            let quotation = scene.opens(at)?;
            let end = content_end(scene, at, next);
            let whole = scene.span(at, end)?;
            // Words after the quotation belong to it: `« bâclé » et contraire`.
            if quotation.outer.end() >= whole.end()
                || !scene.words.get(at..end)?.iter().any(|word| {
                    word.span.start() >= quotation.outer.end() && word.kind.is_word()
                })
            {
                (quotation.inner, ClaimForm::Direct)
            } else {
                (whole, ClaimForm::Mixed)
            }
        }
        Complement::Colon(at) => {
            if let Some(quotation) = scene.opens(at) {
                (quotation.inner, ClaimForm::Direct)
            } else {
                let end = content_end(scene, at, next);
                with_form(scene, scene.span(at, end)?)
            }
        }
        Complement::Clause(at) | Complement::Infinitive(at) => {
            let end = content_end(scene, at, next);
            let (span, form) = with_form(scene, scene.span(at, end)?);
            // `que « … »`: the frame is the writer's.
            let form = if form == ClaimForm::Direct { ClaimForm::Mixed } else { form };
            (span, form)
        }
        Complement::Object(at) => {
            let end = content_end(scene, at, next);
            // A colon later in the sentence: `dresse un bilan mitigé : …`.
            if let Some(colon) = (at..end).find(|&place| scene.is_mark(place, ":")) {
                cue = scene.span(group.start, colon);
                let span = scene.span(colon + 1, end)?;
                with_form(scene, span)
            } else {
                let (span, form) = with_form(scene, scene.span(at, end)?);
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
                    )
                });
                let judged = group.senses.iter().any(|verb| verb.frames.predicate);
                let proven = judged || figure_in(span) || form == ClaimForm::Mixed;
                let speaks = source.voice != Voice::Unknown;
                let strong = act.objects_are_claims() && speaks;
                let weak =
                    speaks && !definite && act != Act::Say && act != Act::Support;
                if !(proven && speaks || strong || weak) {
                    return None;
                }
                (span, form)
            }
        }
    };
    if content.overlaps(source.span)
        || matches!(source.span.quote(scene.text), "on" | "On" | "ce" | "Ce")
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
    let act = if promises { Act::Promise } else { act };
    Some(Draft {
        content: vec![content],
        source: Some(source.span),
        cue,
        act,
        form,
        negated: group.negated || act == Act::Deny,
        language: scene.language,
    })
}

/// Tells whether the words are `je`, `nous`, `I` or `we`: inside a quotation they are
/// its own speaker, so what they say is no claim beside it.
fn is_first_person(words: &str) -> bool {
    matches!(words.to_lowercase().as_str(), "je" | "nous" | "i" | "we")
}

/// `Il est proposé de …`, `Demand is expected to …`: nobody is named.
fn impersonal(
    scene: &Scene<'_>,
    group: &Group,
    complement: Complement,
    act: Act,
    next: &[Group],
) -> Option<Draft> {
    let (Complement::Clause(at) | Complement::Infinitive(at)) = complement else {
        return None;
    };
    let subject = scene.subject_before(group)?;
    let end = content_end(scene, at, next);
    let body = scene.span(at, end)?;
    let pronoun =
        matches!(subject.span.quote(scene.text).to_lowercase().as_str(), "il" | "it");
    let (content, cue) = if pronoun {
        (vec![body], subject.span.hull(scene.span(group.start, group.end)?))
    } else if act == Act::Forecast {
        (vec![subject.span, body], scene.span(group.start, group.end)?)
    } else {
        return None;
    };
    Some(Draft {
        content,
        source: None,
        cue: Some(cue),
        act,
        form: ClaimForm::Indirect,
        negated: group.negated,
        language: scene.language,
    })
}

/// `Il ressort de la consultation que …`: the document that it comes from speaks.
fn emerges(
    scene: &Scene<'_>,
    group: &Group,
    complement: Complement,
    act: Act,
    next: &[Group],
) -> Option<Draft> {
    let Complement::Clause(at) = complement else { return None };
    let subject = scene.subject_before(group)?;
    let impersonal =
        matches!(subject.span.quote(scene.text), "Il" | "il" | "It" | "it");
    let word = scene.words.get(group.end)?;
    if !impersonal
        || at <= group.end + 1
        || !(word.is(Class::DE) || word.span.quote(scene.text) == "from")
    {
        return None;
    }
    let body = scene.span(at, content_end(scene, at, next))?;
    let (content, form) = with_form(scene, body);
    Some(Draft {
        content: vec![content],
        source: scene.span(group.end + 1, at - 1),
        cue: Some(subject.span.hull(scene.span(group.start, group.end)?)),
        act,
        form,
        negated: group.negated,
        language: scene.language,
    })
}

/// `La ministre a été claire : A ; B`: each part after the colon is said.
fn blunt(scene: &Scene<'_>, found: &mut Vec<Draft>) {
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
    if scene.voice(0, start) != Voice::Speaks {
        return;
    }
    let mut from = colon + 1;
    for end in colon + 1..=scene.words.len() {
        if end < scene.words.len() && !scene.is_mark(end, ";.") {
            continue;
        }
        if let Some(content) = scene.span(from, end) {
            let (content, form) = with_form(scene, content);
            found.push(Draft {
                content: vec![content],
                source: Some(source),
                cue: scene.span(start, colon),
                act: Act::Say,
                form,
                negated: false,
                language: scene.language,
            });
        }
        from = end + 1;
    }
}
