//! Finds mentions line by line: listed names, and sequences of capitalised words.

use super::context::{Context, Line, Style};
use super::kinds::{self, Certainty};
use super::list::{Candidate, Found, Guard, List};
use super::sequences::{self, LONGEST, Sequence, sequence};
use super::words::Flags;
use crate::model::{ActorKind, Language, Span, TokenKind};

/// How a mention names its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// By a name.
    Name,
    /// By an acronym.
    Acronym,
    /// By the head word of a name alone: `la Commission`, `the Bank`.
    Short,
}

/// A mention before the document was looked at.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) span: Span,
    /// Its first token.
    pub(super) first: usize,
    /// The token after its last.
    pub(super) end: usize,
    /// The place of its sentence.
    pub(super) sentence: u32,
    pub(super) kind: ActorKind,
    pub(super) form: Form,
    pub(super) certainty: Certainty,
    /// The place of the actor in the list.
    pub(super) listed: Option<u32>,
}

/// Adds the mentions of a line, in order.
pub(super) fn line(context: &Context<'_>, line: &Line, mentions: &mut Vec<Mention>) {
    let mut i = line.first;
    while i < line.end {
        let next = match context.kind(i) {
            Some(TokenKind::Capitalized | TokenKind::Upper | TokenKind::Mixed) => {
                capital(context, line, i, mentions)
            }
            Some(TokenKind::Lower) => small(context, line, i, mentions),
            _ => None,
        };
        i = next.unwrap_or(i + 1).max(i + 1);
    }
}

/// Reads a name that begins with a capital, and returns the token after it.
fn capital(
    context: &Context<'_>,
    line: &Line,
    i: usize,
    mentions: &mut Vec<Mention>,
) -> Option<usize> {
    if !context.is_capital(i) {
        return None;
    }
    let listed = listed(context, line, i);
    let flags = context.flags(i);
    let named = flags.has(Flags::GIVEN) && context.is_capital(i + 1);
    let skipped = flags.has(Flags::CIVILITY)
        || (flags.has(Flags::NOT_ACTOR)
            && !named
            && context.kind(i) != Some(TokenKind::Mixed));
    if skipped && listed.is_none() {
        return doubtful(context, line, i, mentions);
    }
    if line.style != Style::Running {
        let (found, end) = listed?;
        let wide = found.words > 1 || context.word(i).chars().count() > 3;
        let ordinary = found.words == 1 && flags.has(Flags::COMMON);
        if wide && !ordinary {
            choose(context, line, &found, i, end, mentions);
        }
        return Some(end);
    }
    let sequence = sequence(context, line, i);
    if let Some((found, end)) = listed
        && (end >= sequence.end
            || !kinds::overrides(context, line, &found, end, &sequence))
    {
        return choose(context, line, &found, i, end, mentions)
            .or_else(|| unlisted(context, line, &sequence, mentions))
            .or(Some(end));
    }
    if skipped {
        return doubtful(context, line, i, mentions);
    }
    unlisted(context, line, &sequence, mentions)
}

/// Keeps a word in capitals that is no acronym of an actor (`GDP`), in case that the
/// document defines it as one.
fn doubtful(
    context: &Context<'_>,
    line: &Line,
    i: usize,
    mentions: &mut Vec<Mention>,
) -> Option<usize> {
    if context.kind(i) != Some(TokenKind::Upper) || line.style != Style::Running {
        return None;
    }
    let alone = Sequence { first: i, end: i + 1, head: false };
    let kind = ActorKind::Organization;
    push(context, line, &alone, kind, Form::Acronym, Certainty::Doubtful, mentions);
    None
}

/// Reads a sequence that no list knows.
fn unlisted(
    context: &Context<'_>,
    line: &Line,
    sequence: &Sequence,
    mentions: &mut Vec<Mention>,
) -> Option<usize> {
    let first = context.flags(sequence.first);
    let alone = sequence.end == sequence.first + 1;
    if first.has(Flags::ROLE) && !first.has(Flags::GIVEN) && !sequence.head {
        return None;
    }
    if !alone && !sequence.head {
        // `l'Américain Ben Canute`, `Try Varkala`: the first word is none of the name.
        let next = context.flags(sequence.first + 1);
        let foreign = first.has(Flags::DEMONYM) && !next.has(Flags::COMMON);
        let ordinary = context.is_initial(line, sequence.first)
            && context.kind(sequence.first) == Some(TokenKind::Capitalized)
            && first.has(Flags::COMMON)
            && !first.has(Flags::GIVEN)
            && !next.has(Flags::COMMON);
        if foreign || ordinary {
            return None;
        }
    }
    if alone && first.has(Flags::ORG_HEAD) {
        if is_short_form(context, line, sequence.first) {
            let kind = ActorKind::Organization;
            push(
                context,
                line,
                sequence,
                kind,
                Form::Short,
                Certainty::Doubtful,
                mentions,
            );
        }
        return Some(sequence.end);
    }
    let last = context.flags(sequence.end - 1);
    if !alone && last.has(Flags::LAW) && !last.has(Flags::ORG_HEAD) {
        return Some(sequence.end);
    }
    let (kind, certainty) = kinds::classify(context, line, sequence)?;
    let acronym = alone && context.kind(sequence.first) == Some(TokenKind::Upper);
    let certainty = if acronym && is_of_concept(context, line, sequence.first, mentions)
    {
        Certainty::Refused
    } else {
        certainty
    };
    let form = if acronym { Form::Acronym } else { Form::Name };
    push(context, line, sequence, kind, form, certainty, mentions);
    Some(sequence.end)
}

/// Tells whether an acronym in brackets belongs to small words before it, and so names
/// no actor: `impôt sur la fortune (ISF)`.
fn is_of_concept(
    context: &Context<'_>,
    line: &Line,
    i: usize,
    mentions: &[Mention],
) -> bool {
    context.before(line, i, 1) == "("
        && context.after(line, i + 1) == ")"
        && i >= line.first + 2
        && context.kind(i - 2) == Some(TokenKind::Lower)
        && mentions.last().is_none_or(|mention| mention.end + 1 != i)
}

/// Tells whether an acronym in brackets, which the list knows, is made of the small words
/// before it, and so means them in this document: `rapport de conformité de
/// l'accessibilité (RCA)`.
fn abbreviates_concept(
    context: &Context<'_>,
    line: &Line,
    i: usize,
    mentions: &[Mention],
) -> bool {
    const WORDS: usize = 16;
    is_of_concept(context, line, i, mentions)
        && (i.saturating_sub(WORDS).max(line.first)..i - 1)
            .filter(|&first| context.kind(first) == Some(TokenKind::Lower))
            .any(|first| sequences::spells(context, first, i - 1, context.word(i)))
}

/// Tells whether a head word alone stands for a body named before: with a definite
/// article and a capital that is not due to the sentence.
fn is_short_form(context: &Context<'_>, line: &Line, i: usize) -> bool {
    matches!(
        context.before(line, i, 1).to_lowercase().replace('’', "'").as_str(),
        "la" | "le" | "l'" | "the" | "du" | "au" | "cette" | "ce" | "cet" | "this"
    ) && !context.after(line, i + 1).starts_with(|c: char| c.is_alphanumeric())
        || matches!(
            context.before(line, i, 1).to_lowercase().replace('’', "'").as_str(),
            "la" | "le" | "l'" | "the" | "du" | "au"
        ) && matches!(
            context.kind(i + 1),
            Some(TokenKind::Lower | TokenKind::Clitic)
        )
}

/// Reads a body's name whose head word French writes small: `ministère de l'Énergie`.
fn small(
    context: &Context<'_>,
    line: &Line,
    i: usize,
    mentions: &mut Vec<Mention>,
) -> Option<usize> {
    let word = context.word(i);
    if line.language != Language::French
        || word.len() < 6
        || !word.starts_with(['m', 'u', 'p', 'g', 't', 'h', 'r', 'a', 'd', 's'])
        || !context.flags(i).has(Flags::ORG_LOWER)
    {
        return None;
    }
    let mut from = i + 1;
    if context.flags(from).has(Flags::DEMONYM)
        || context.words.is_adjective(context.word(from))
    {
        from += 1;
    }
    let capital = linked_capital(context, line, from)?;
    if !word.starts_with("minist") && from + 1 != capital {
        return None;
    }
    let mut end = capital + 1;
    while end < line.end && end < i + LONGEST {
        if context.kind(end) == Some(TokenKind::Lower)
            && context.words.is_adjective(context.word(end))
        {
            end += 1;
        } else if context.flags(end).has(Flags::JOIN) {
            let next = linked_capital(context, line, end + 1)
                .or_else(|| context.is_capital(end + 1).then_some(end + 1));
            let Some(next) = next else { break };
            end = next + 1;
        } else if context.word(end) == "," {
            let Some(next) = linked_capital(context, line, end + 1) else { break };
            end = next + 1;
        } else {
            break;
        }
    }
    let sequence = Sequence { first: i, end, head: true };
    let kind = ActorKind::Organization;
    push(context, line, &sequence, kind, Form::Name, Certainty::Sure, mentions);
    Some(end)
}

/// Returns the capitalised word after a link and at most two articles.
fn linked_capital(context: &Context<'_>, line: &Line, from: usize) -> Option<usize> {
    if !context.flags(from).has(Flags::LINK) {
        return None;
    }
    let mut at = from + 1;
    while at < line.end && at < from + 3 && context.flags(at).has(Flags::DETERMINER) {
        at += 1;
    }
    (at < line.end && context.is_capital(at)).then_some(at)
}

/// Returns the name of the list at token `i`, if it ends with a token.
pub(super) fn listed<'a>(
    context: &Context<'a>,
    line: &Line,
    i: usize,
) -> Option<(Found<'a>, usize)> {
    let start = context.tokens.get(i)?.span.start();
    let name = context.list.name_at(context.text, start);
    let acronym = match context.kind(i) {
        // `Unicef`, `Insee`: French writes what it speaks as a word like one.
        Some(TokenKind::Capitalized) if !name.is_some_and(knows_an_actor) => {
            let word = context.word(i);
            let plain = Flags::COMMON.or(Flags::GIVEN).or(Flags::SURNAME);
            if context.flags(i).has(plain.or(Flags::NOT_ACTOR)) {
                None
            } else {
                context.list.spoken_acronym(word, start)
            }
        }
        Some(TokenKind::Capitalized) => None,
        _ => context.list.acronym_at(context.text, start),
    };
    let longest = match (name, acronym) {
        (Some(name), Some(acronym)) if acronym.end >= name.end => acronym,
        (Some(name), _) => name,
        (None, acronym) => acronym?,
    };
    let end = context.token_after(i, longest.end)?;
    (end <= line.end).then_some((longest, end))
}

/// Tells whether a name is that of an actor with an entity, not just known as a name.
fn knows_an_actor(found: Found<'_>) -> bool {
    found.candidates.iter().any(|candidate| candidate.actor.is_some())
}

/// Chooses whom a listed name means here, and returns the token after it; `None` if it
/// means nobody.
fn choose(
    context: &Context<'_>,
    line: &Line,
    found: &Found<'_>,
    first: usize,
    end: usize,
    mentions: &mut Vec<Mention>,
) -> Option<usize> {
    let place = kinds::place_before(context, line, first);
    let civility = context.flags_before(line, first, 1).has(Flags::CIVILITY);
    let introduced = context.flags_before(line, first, 1).has(Flags::ORG_INTRO);
    let ordinary = found.words == 1
        && context.is_initial(line, first)
        && context.flags(first).has(Flags::COMMON);
    // A French noun has an article: without one, `Orange` begins a sentence as a name.
    let bare = line.language == Language::French
        && matches!(
            context.kind(first + 1),
            Some(TokenKind::Lower | TokenKind::Clitic)
        );
    let before = context.before(line, first, 1).to_lowercase();
    let article = matches!(before.as_str(), "au" | "aux" | "en" | "du");
    let acronym =
        found.words == 1 && context.kind(first) != Some(TokenKind::Capitalized);
    if acronym && abbreviates_concept(context, line, first, mentions) {
        let alone = Sequence { first, end: first + 1, head: false };
        let kind = ActorKind::Organization;
        push(context, line, &alone, kind, Form::Acronym, Certainty::Refused, mentions);
        return Some(end);
    }
    let score = |candidate: &Candidate| {
        let actor = candidate.actor.and_then(|index| context.list.actor(index));
        let mut score = match actor.map(|actor| actor.guard) {
            Some(Guard::Word) if found.words == 1 => 0,
            Some(Guard::None | Guard::Word) => 3,
            Some(Guard::Shared) | None => 2,
        };
        // What was part of its fuller name before is no new evidence.
        let from = mentions
            .last()
            .filter(|last| candidate.actor.is_some() && last.listed == candidate.actor)
            .map_or(line.first, |last| last.end);
        if actor.is_some_and(|actor| context.near(line, from, first, end, &actor.cues))
        {
            score += 4;
        }
        // French says `à Québec` of the town, `au Québec` of the land.
        if let Some(actor) = actor.filter(|_| line.language == Language::French)
            && actor.kind == ActorKind::Place
            && found.candidates.len() > 1
        {
            let is_town = List::is_town(actor);
            score += 2 * i32::from(is_town && before == "à");
            score -=
                i32::from(is_town && article) + i32::from(!is_town && before == "à");
        }
        match candidate.kind {
            Some(ActorKind::Place) => score += if place { 3 } else { 0 },
            Some(ActorKind::Organization) => {
                score += if introduced { 3 } else { 0 };
                score -= i32::from(place && found.words == 1);
            }
            _ => {}
        }
        if !candidate.is_of(line.language) {
            score -= 1;
        }
        if ordinary && !bare {
            score -= 2;
        }
        score - if civility { 6 } else { 0 }
    };
    let mut best: Option<(i32, &Candidate)> = None;
    let mut tied = false;
    for candidate in found.candidates {
        let score = score(candidate);
        if best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, candidate));
            tied = false;
        } else if best.is_some_and(|(highest, _)| score == highest) {
            tied = true;
        }
    }
    let (score, candidate) =
        best.filter(|&(score, _)| score >= if ordinary { 0 } else { 2 })?;
    let start = context.tokens.get(first)?.span.start();
    let span = Span::new(context.text, start..found.end)?;
    mentions.push(Mention {
        span,
        first,
        end,
        sentence: line.sentence,
        kind: candidate.kind?,
        form: if acronym { Form::Acronym } else { Form::Name },
        certainty: match score {
            ..2 => Certainty::Doubtful,
            2 => Certainty::Likely,
            _ => Certainty::Sure,
        },
        // An acronym of two bodies (`FEM`) is neither, unless the document says which.
        listed: candidate.actor.filter(|_| !(acronym && tied)),
    });
    Some(end)
}

fn push(
    context: &Context<'_>,
    line: &Line,
    sequence: &Sequence,
    kind: ActorKind,
    form: Form,
    certainty: Certainty,
    mentions: &mut Vec<Mention>,
) {
    let Some(span) = context.span(sequence.first, sequence.end) else { return };
    mentions.push(Mention {
        span,
        first: sequence.first,
        end: sequence.end,
        sentence: line.sentence,
        kind,
        form,
        certainty,
        listed: None,
    });
}
