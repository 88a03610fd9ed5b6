//! How far a name reaches: the words that can belong to one.

use super::context::{Context, Line};
use super::fold::{self, Key};
use super::words::Flags;
use crate::model::{Language, TokenKind};

/// A run of capitalised words, perhaps with small ones that link them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequence {
    pub(super) first: usize,
    pub(super) end: usize,
    /// Whether the head word of a body's name is in it.
    pub(super) head: bool,
}

/// The most tokens that a name may have.
pub(super) const LONGEST: usize = 24;

/// Returns the longest run of capitalised words that token `i` begins and that can be
/// one name.
pub(super) fn sequence(context: &Context<'_>, line: &Line, i: usize) -> Sequence {
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
/// `Bureau des dunes du Nord (BDN)`.
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

/// Tells whether an acronym is made of the beginnings of the words of the tokens
/// `first..end`, in their order and from the first word on: mostly one letter of each
/// (`BDN`), sometimes a syllable (`COPAC`, `Benelux`).
pub(super) fn spells(
    context: &Context<'_>,
    first: usize,
    end: usize,
    acronym: &str,
) -> bool {
    let letters: Vec<Key> =
        acronym.chars().filter(|c| c.is_alphanumeric()).map(letter).collect();
    if acronym.chars().filter(|c| c.is_uppercase()).count() < 2
        || letters.len() > LONGEST
    {
        return false;
    }
    // Which numbers of letters can be spelt so far, with the least long words left out.
    let mut spelt: Vec<Option<u32>> = vec![None; letters.len() + 1];
    if let Some(none) = spelt.first_mut() {
        *none = Some(0);
    }
    let mut is_first = true;
    for i in first..end {
        let whole = context.kind(i) == Some(TokenKind::Upper);
        for part in context.word(i).split(['-', '\'', '’']) {
            if part.is_empty() {
                continue;
            }
            let most = if whole { LONGEST } else { SYLLABLE };
            let word: Vec<Key> = part.chars().take(most).map(letter).collect();
            let cost = u32::from(part.chars().count() > 3);
            let mut next: Vec<Option<u32>> = vec![None; spelt.len()];
            for (done, missed) in spelt.iter().enumerate() {
                let Some(missed) = *missed else { continue };
                if !is_first && let Some(slot) = next.get_mut(done) {
                    *slot = Some(slot.map_or(missed + cost, |m| m.min(missed + cost)));
                }
                let left = letters.get(done..).unwrap_or_default();
                let same =
                    left.iter().zip(&word).take_while(|(one, other)| one == other);
                for length in 1..=same.count() {
                    if let Some(slot) = next.get_mut(done + length) {
                        *slot = Some(slot.map_or(missed, |m| m.min(missed)));
                    }
                }
            }
            spelt = next;
            is_first = false;
        }
    }
    spelt.last().copied().flatten().is_some_and(|missed| missed <= 2)
}

/// The most letters that a word gives to an acronym.
const SYLLABLE: usize = 3;

fn letter(character: char) -> Key {
    let mut folder = fold::Folder::new();
    folder.push(character);
    folder.key()
}

/// Tells whether a word is a capital with its point: `J.`, `J.-P.`
pub(super) fn is_initial_letter(word: &str) -> bool {
    word.ends_with('.')
        && word.chars().filter(|c| c.is_alphabetic()).count() <= 2
        && word.starts_with(char::is_uppercase)
}
