//! The words beside a person's name that state a title or function.

use super::context::{Context, Line};
use super::scan::Mention;
use super::words::Flags;
use crate::model::{Language, Span, TokenKind};

/// The most tokens that a role may have.
const LONGEST: usize = 14;

/// Returns the words that state the role of the person whom `mention` names, without
/// article; after the name if they stand on both sides.
pub(super) fn role(
    context: &Context<'_>,
    line: &Line,
    mention: &Mention,
) -> Option<Span> {
    after(context, line, mention.end)
        .or_else(|| before(context, line, mention.first))
        .and_then(|(first, end)| context.span(first, end))
}

/// Reads `Elena Varela, directrice du BDN` and `Garnier, the mayor`.
fn after(context: &Context<'_>, line: &Line, end: usize) -> Option<(usize, usize)> {
    if end >= line.end || context.word(end) != "," {
        return None;
    }
    let mut first = end + 1;
    while first < line.end && first < end + 3 && is_article(context.word(first)) {
        first += 1;
    }
    let mut at = first;
    let mut head = None;
    while at < line.end && at < first + LONGEST && !stops(context, at) {
        let near =
            at - first < 6 && (line.language != Language::French || at - first < 3);
        // `Bruno Garnier, Simon Keller, ministre`: a capital before the head word is
        // the next name of a list, unless the head word is English and comes last.
        let flags = context.flags(at);
        if flags.has(Flags::ROLE) && near {
            head.get_or_insert(at);
        }
        if head.is_none() && !near {
            return None;
        }
        at += 1;
    }
    let head = head?;
    let named = (first..head).any(|i| {
        context.kind(i) == Some(TokenKind::Capitalized)
            && context.flags(i).has(Flags::GIVEN)
    });
    // A verb right after the head word: `Keller, ministers said`.
    (!named && at > head).then_some((first, at))
}

/// Reads `le ministre de l'Environnement, Simon Keller` and `Senator Sylvie Bernard`.
fn before(context: &Context<'_>, line: &Line, first: usize) -> Option<(usize, usize)> {
    let mut end = first;
    if end > line.first && context.flags(end - 1).has(Flags::CIVILITY) {
        end -= 1;
    }
    let comma = end > line.first && context.word(end - 1) == ",";
    if comma {
        end -= 1;
    }
    let limit = end.saturating_sub(LONGEST - 2).max(line.first);
    let mut at = end;
    let mut head = None;
    while at > limit {
        let flags = context.flags(at - 1);
        if flags.has(Flags::ROLE) {
            at -= 1;
            head = Some(at);
            break;
        }
        if stops(context, at - 1) || context.word(at - 1) == ")" {
            return None;
        }
        // Without a comma an English role ends with its head word.
        if !comma && line.language != Language::French {
            return None;
        }
        at -= 1;
    }
    let mut start = head?;
    while start > limit {
        let word = context.word(start - 1);
        let flags = context.flags(start - 1);
        let possessive = word == "'s" || word == "’s";
        let part = flags.has(Flags::PREMODIFIER.or(Flags::DEMONYM).or(Flags::ROLE))
            || possessive
            || (line.language != Language::French
                && (context.is_capital(start - 1) || context.word(start) == "'s")
                && !flags.has(Flags::NOT_ACTOR)
                && !is_article(word));
        if !part || stops(context, start - 1) {
            break;
        }
        start -= 1;
    }
    Some((start, end))
}

/// Tells whether a token cannot be inside a role: a mark, a relative word, a verb.
fn stops(context: &Context<'_>, i: usize) -> bool {
    match context.kind(i) {
        Some(TokenKind::Punctuation) => !matches!(context.word(i), "-" | "/"),
        Some(TokenKind::Lower) => {
            context.flags(i).has(Flags::SPEECH)
                || matches!(
                    context.word(i),
                    "qui"
                        | "que"
                        | "dont"
                        | "où"
                        | "who"
                        | "whom"
                        | "whose"
                        | "which"
                        | "that"
                        | "a"
                        | "ont"
                        | "est"
                        | "sont"
                        | "était"
                        | "sera"
                        | "va"
                        | "doit"
                        | "peut"
                        | "avait"
                        | "is"
                        | "are"
                        | "was"
                        | "were"
                        | "has"
                        | "have"
                        | "had"
                        | "will"
                        | "would"
                        | "may"
                        | "must"
                        | "can"
                        | "s’"
                        | "s'"
                        | "se"
                        | "ne"
                        | "mais"
                        | "but"
                        | "while"
                )
        }
        Some(TokenKind::Clitic) => {
            matches!(context.word(i), "s’" | "s'" | "n’" | "n'" | "qu’" | "qu'")
        }
        None => true,
        _ => false,
    }
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "le" | "la"
            | "les"
            | "l'"
            | "l’"
            | "un"
            | "une"
            | "the"
            | "a"
            | "an"
            | "its"
            | "his"
            | "her"
            | "son"
            | "sa"
            | "Le"
            | "La"
            | "The"
            | "Son"
            | "Sa"
    )
}
