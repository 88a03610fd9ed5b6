//! Finds mentions line by line: listed names, and sequences of capitalised words.

use super::context::{Context, Line, Style};
use super::kinds::{self, Certainty};
use super::list::{Candidate, Found, Guard};
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

/// A run of capitalised words, perhaps with small ones that link them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequence {
    pub(super) first: usize,
    pub(super) end: usize,
    /// Whether the head word of a body's name is in it.
    pub(super) head: bool,
}

/// The most tokens that a name may have.
const LONGEST: usize = 24;

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
fn listed<'a>(
    context: &Context<'a>,
    line: &Line,
    i: usize,
) -> Option<(Found<'a>, usize)> {
    let start = context.tokens.get(i)?.span.start();
    let name = context.list.name_at(context.text, start);
    let acronym = match context.kind(i) {
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
    let score = |candidate: &Candidate| {
        let actor = candidate.actor.and_then(|index| context.list.actor(index));
        let mut score = match actor.map(|actor| actor.guard) {
            Some(Guard::Word) if found.words == 1 => 0,
            Some(Guard::None | Guard::Word) => 3,
            Some(Guard::Shared) | None => 2,
        };
        if actor.is_some_and(|actor| context.near(line, first, end, &actor.cues)) {
            score += 4;
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
    for candidate in found.candidates {
        let score = score(candidate);
        if best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, candidate));
        }
    }
    let (score, candidate) =
        best.filter(|&(score, _)| score >= if ordinary { 0 } else { 2 })?;
    let start = context.tokens.get(first)?.span.start();
    let span = Span::new(context.text, start..found.end)?;
    let acronym =
        found.words == 1 && context.kind(first) != Some(TokenKind::Capitalized);
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
        listed: candidate.actor,
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

/// Returns the longest run of capitalised words that token `i` begins and that can be
/// one name.
fn sequence(context: &Context<'_>, line: &Line, i: usize) -> Sequence {
    let first = context.flags(i);
    let mut head = first.has(Flags::ORG_HEAD);
    let personal = first.has(Flags::GIVEN)
        || is_initial_letter(context.word(i))
        || context.flags_before(line, i, 1).has(Flags::CIVILITY);
    let mut linked = false;
    let mut end = i + 1;
    if head && let Some(bracket) = before_acronym(context, line, i) {
        return Sequence { first: i, end: bracket, head };
    }
    while end < line.end && end - i < LONGEST && context.joined(end - 1, end) {
        let flags = context.flags(end);
        if context.is_capital(end) {
            let title = flags.has(Flags::CIVILITY.or(Flags::ROLE));
            if personal && is_article_of_name(context, line, end) {
                end += 2;
                continue;
            }
            // `AI` may be a part of a name: `Martin AI Governance Initiative`.
            let acronym = context.kind(end) == Some(TokenKind::Upper);
            if title || (flags.has(Flags::NOT_ACTOR) && !head && !acronym) {
                break;
            }
            head |= flags.has(Flags::ORG_HEAD);
            end += 1;
            continue;
        }
        let next = if head {
            body_link(context, line, end, linked)
        } else {
            name_link(context, line, i, end, personal)
        };
        match next {
            Some(after) => {
                linked = true;
                end = after;
            }
            None if head && line.language == Language::French => {
                return Sequence {
                    first: i,
                    end: french_tail(context, line, i, end),
                    head,
                };
            }
            None => break,
        }
    }
    Sequence { first: i, end, head }
}

/// Returns the token after the capitalised word that a link joins to a body's name.
fn body_link(
    context: &Context<'_>,
    line: &Line,
    at: usize,
    linked: bool,
) -> Option<usize> {
    let flags = context.flags(at);
    let mut next = at + 1;
    if flags.has(Flags::JOIN) {
        if !linked && context.word(at) != "&" {
            return None;
        }
        if context.flags(next).has(Flags::LINK) {
            next += 1;
        }
    } else if !flags.has(Flags::LINK) {
        return None;
    }
    while next < line.end && next < at + 4 && context.flags(next).has(Flags::DETERMINER)
    {
        next += 1;
    }
    let target = context.flags(next);
    let other = flags.has(Flags::JOIN) && target.has(Flags::ORG_HEAD);
    (next < line.end
        && context.is_capital(next)
        && context.joined(next - 1, next)
        && !other
        && (!target.has(Flags::NOT_ACTOR)
            || context.kind(next) == Some(TokenKind::Upper)))
    .then_some(next + 1)
}

/// Returns the token after the capitalised word that a particle or `&` joins to a name.
fn name_link(
    context: &Context<'_>,
    line: &Line,
    first: usize,
    at: usize,
    personal: bool,
) -> Option<usize> {
    let flags = context.flags(at);
    if context.word(at) == "&" {
        return (at + 1 < line.end && context.is_capital(at + 1)).then_some(at + 2);
    }
    let strong = flags.has(Flags::NOBILIARY);
    let weak = flags.has(Flags::PARTICLE) && personal && at == first + 1;
    if context.kind(at) == Some(TokenKind::Capitalized) || !(strong || weak) {
        return None;
    }
    let mut next = at + 1;
    if next < line.end
        && !context.is_capital(next)
        && context.flags(next).has(Flags::NOBILIARY.or(Flags::PARTICLE))
    {
        next += 1;
    }
    (next < line.end
        && context.is_capital(next)
        && !context.flags(next).has(Flags::NOT_ACTOR.or(Flags::ORG_HEAD)))
    .then_some(next + 1)
}

/// Tells whether a capitalised article belongs to a surname: `Marine Le Pen`.
fn is_article_of_name(context: &Context<'_>, line: &Line, i: usize) -> bool {
    matches!(context.word(i), "Le" | "La" | "De" | "Du" | "Des" | "Von" | "Van" | "El")
        && i + 1 < line.end
        && context.is_capital(i + 1)
        && context.joined(i, i + 1)
}

/// Returns where the small words end that belong to a French body's name:
/// `Institut baltique de l'hydrogène`.
fn french_tail(context: &Context<'_>, line: &Line, first: usize, from: usize) -> usize {
    let mut end = from;
    let mut nouns = 0;
    let bare = from == first + 1 && context.flags(first).has(Flags::BARE);
    while end < line.end && end < first + LONGEST && context.joined(end - 1, end) {
        let word = context.word(end);
        let small = context.kind(end) == Some(TokenKind::Lower);
        let adjective = if bare && end == from {
            context.words.is_institutional(word)
        } else {
            context.words.is_adjective(word)
        };
        if small
            && adjective
            && !context.flags(end).has(Flags::SPEECH.or(Flags::NOT_ACTOR))
        {
            end += 1;
            continue;
        }
        let flags = context.flags(end);
        if !flags.has(Flags::LINK) || nouns > 2 || (bare && end == from) {
            break;
        }
        let mut noun = end + 1;
        while noun < line.end
            && noun < end + 3
            && context.flags(noun).has(Flags::DETERMINER)
        {
            noun += 1;
        }
        // `de l'hydrogène`, `des opérateurs`: a noun without article may be a verb.
        let definite = noun > end + 1
            || matches!(context.word(end), "du" | "des")
            || context.words.is_noun(context.word(noun));
        let fits = noun < line.end
            && definite
            && context.is_word(noun)
            && !context.flags(noun).has(Flags::NOT_ACTOR)
            && context.joined(noun - 1, noun);
        if !fits {
            break;
        }
        nouns += 1;
        end = noun + 1;
    }
    end
}

/// Returns the opening bracket that ends a long name because its acronym follows:
/// `Office du bassin occidental (OBO)`.
fn before_acronym(context: &Context<'_>, line: &Line, first: usize) -> Option<usize> {
    let limit = (first + LONGEST).min(line.end);
    let bracket = (first + 2..limit).find(|&i| {
        let word = context.word(i);
        word == "(" || matches!(word, "." | ";" | ":" | "»" | "«" | ")")
    })?;
    if context.word(bracket) != "(" || context.word(bracket + 2) != ")" {
        return None;
    }
    let acronym = context.word(bracket + 1);
    spells(context, first, bracket, acronym).then_some(bracket)
}

/// Tells whether the letters of an acronym begin words of the tokens `first..end`, in
/// their order, and the first letter the first word.
pub(super) fn spells(
    context: &Context<'_>,
    first: usize,
    end: usize,
    acronym: &str,
) -> bool {
    let fold = |character: char| {
        let mut folder = super::fold::Folder::new();
        folder.push(character);
        folder.key()
    };
    let mut letters = acronym.chars().filter(|c| c.is_uppercase()).map(fold).peekable();
    if acronym.chars().filter(|c| c.is_uppercase()).count() < 2 {
        return false;
    }
    let mut missed = 0;
    for i in first..end {
        for part in context.word(i).split(['-', '\'', '’']) {
            let Some(initial) = part.chars().next().map(fold) else { continue };
            if letters.peek() == Some(&initial) {
                letters.next();
                // `IA` in the name gives both its letters.
                if context.kind(i) == Some(TokenKind::Upper) {
                    for letter in part.chars().skip(1).map(fold) {
                        letters.next_if_eq(&letter);
                    }
                }
            } else if i == first {
                return false;
            } else if part.chars().count() > 3 {
                missed += 1;
            }
        }
    }
    letters.next().is_none() && missed <= 2
}

/// Tells whether a word is a capital with its point: `J.`, `J.-P.`
pub(super) fn is_initial_letter(word: &str) -> bool {
    word.ends_with('.')
        && word.chars().filter(|c| c.is_alphabetic()).count() <= 2
        && word.starts_with(char::is_uppercase)
}
