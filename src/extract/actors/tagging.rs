//! Hands lines to the tagger, with what the word lists and the list of actors know.

use super::context::{Context, Line};
use super::list::{Found, Guard};
use super::scan;
use super::words::Flags;
use crate::model::{ActorKind, Language, TokenKind};
use crate::tagger::{self, Evidence, Tagged, Tagger, Workspace};

/// Finds names with the tagger, line by line.
#[derive(Debug, Default)]
pub(super) struct Names {
    listed: Vec<u16>,
    workspace: Workspace,
    found: Vec<Tagged>,
}

impl Names {
    /// Returns the names in a line, in order; their places are those of the document's
    /// tokens.
    pub(super) fn of(
        &mut self,
        tagger: &Tagger<'_>,
        context: &Context<'_>,
        line: &Line,
    ) -> &[Tagged] {
        self.found.clear();
        let Self { listed, workspace, found } = self;
        with_line(context, line, listed, |line| tagger.tag(line, workspace, found));
        for name in found.iter_mut() {
            let first = line.first + name.tokens.start;
            let end = line.first + name.tokens.end;
            let end = without_verb(context, first, end);
            let mut first = without(context, first, end, is_small_article);
            if name.kind == ActorKind::Person {
                first = without_civility(context, first, end);
            }
            name.tokens = first..end;
        }
        found.retain(|name| !is_ordinary(context, name));
        found
    }
}

/// Returns where a person's name begins after its civilities.
pub(super) fn without_civility(
    context: &Context<'_>,
    first: usize,
    end: usize,
) -> usize {
    without(context, first, end, |context, i| context.flags(i).has(Flags::CIVILITY))
}

/// Returns where a name begins after the words that are none of it; its last word is.
fn without(
    context: &Context<'_>,
    first: usize,
    end: usize,
    is_none: impl Fn(&Context<'_>, usize) -> bool,
) -> usize {
    let last = end.saturating_sub(1);
    (first..last).find(|&i| !is_none(context, i)).unwrap_or(last)
}

/// Returns the end of a name without the verb that follows a head word:
/// `Commission prépare`.
fn without_verb(context: &Context<'_>, first: usize, end: usize) -> usize {
    let last = end.saturating_sub(1);
    let verb = end == first + 2
        && context.flags(first).has(Flags::ORG_HEAD)
        && context.kind(last) == Some(TokenKind::Lower)
        && !context.words.is_adjective(context.word(last));
    if verb { last } else { end }
}

/// Tells whether a token is an article written small, which no name begins with.
fn is_small_article(context: &Context<'_>, i: usize) -> bool {
    matches!(context.kind(i), Some(TokenKind::Lower | TokenKind::Clitic))
        && (context.flags(i).has(Flags::DETERMINER) || context.word(i) == "the")
}

/// Tells whether a name is a single word that names no actor: a month, `TVA`, `GDP`.
fn is_ordinary(context: &Context<'_>, name: &Tagged) -> bool {
    let i = name.tokens.start;
    let flags = context.flags(i);
    name.tokens.len() == 1
        && flags.has(Flags::NOT_ACTOR.or(Flags::DEMONYM))
        && !flags.has(Flags::GIVEN.or(Flags::SURNAME))
}

/// Calls `then` with a line as the tagger wants it.
pub(super) fn with_line<T>(
    context: &Context<'_>,
    line: &Line,
    listed: &mut Vec<u16>,
    then: impl FnOnce(&tagger::Line<'_>) -> T,
) -> T {
    mark_listed(context, line, listed);
    then(&tagger::Line {
        text: context.text,
        tokens: context.tokens.get(line.first..line.end).unwrap_or_default(),
        language: line.language,
        small_tails: line.language != Language::English,
        listed,
        evidence: &|i| evidence(context, line, line.first + i),
    })
}

/// Returns what the word lists say of a token.
fn evidence(context: &Context<'_>, line: &Line, i: usize) -> Evidence {
    let flags = context.flags(i);
    let small_word = Flags::DETERMINER.or(Flags::LINK).or(Flags::JOIN);
    let body = Flags::ORG_HEAD.or(Flags::ORG_LOWER).or(Flags::ORG_INTRO);
    Evidence {
        flags: flags.bits(),
        opens: flags.has(body.or(Flags::PLACE_HEAD)),
        heads: flags.has(body.or(Flags::PLACE_HEAD))
            || (flags.has(Flags::COMMON)
                && !flags.has(small_word.or(Flags::NOT_ACTOR).or(Flags::GIVEN))
                && !context.is_initial(line, i)),
    }
}

/// Writes for each token of a line its part of a name of the list.
fn mark_listed(context: &Context<'_>, line: &Line, listed: &mut Vec<u16>) {
    listed.clear();
    listed.resize(line.end.saturating_sub(line.first), 0);
    let mut i = line.first;
    while i < line.end {
        let found =
            context.is_capital(i).then(|| scan::listed(context, line, i)).flatten();
        let Some((found, end)) = found.filter(|&(_, end)| end > i) else {
            i += 1;
            continue;
        };
        let code = code(context, &found);
        for at in i..end {
            let part = match (at == i, at + 1 == end) {
                (true, true) => 0,
                (true, false) => 1,
                (false, true) => 2,
                (false, false) => 3,
            };
            if let Some(slot) = listed.get_mut(at - line.first) {
                *slot = code << 2 | part;
            }
        }
        i = end;
    }
}

/// Returns a number for what a name may name, never 0.
fn code(context: &Context<'_>, found: &Found<'_>) -> u16 {
    let mut kinds = 0;
    let mut guard = 3;
    for candidate in found.candidates {
        kinds |= candidate.kind.map_or(8, |kind| match kind {
            ActorKind::Person => 1,
            ActorKind::Organization => 2,
            ActorKind::Place => 4,
        });
        let actor = candidate.actor.and_then(|index| context.list.actor(index));
        guard = guard.min(match actor.map(|actor| actor.guard) {
            Some(Guard::None) => 0,
            Some(Guard::Shared) => 1,
            Some(Guard::Word) => 2,
            None => 3,
        });
    }
    1 | kinds << 1 | guard << 5 | u16::from(found.words > 1) << 7
}
