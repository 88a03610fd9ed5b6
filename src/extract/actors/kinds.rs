//! Decides what sort of actor a sequence of capitalised words names, if any.
//!
//! Each piece of evidence votes for a kind; the weights say which outdoes which and
//! were set on the development data (`docs/quality.md`).

use super::context::{Context, Line};
use super::list::Found;
use super::sequences::{Sequence, is_initial_letter};
use super::words::Flags;
use crate::model::{ActorKind, Language, TokenKind};

/// How well a mention is attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// None, and no other mention of the same acronym either.
    Refused,
    /// Only if the document names the same elsewhere.
    Doubtful,
    /// A mention, whose kind may be another.
    Likely,
    /// A mention of this kind.
    Sure,
}

/// The votes for each kind.
#[derive(Debug, Clone, Copy, Default)]
struct Votes {
    person: i32,
    organization: i32,
    place: i32,
}

/// Tells whether a word before a name says that a place follows.
pub(super) fn place_before(context: &Context<'_>, line: &Line, first: usize) -> bool {
    let one = context.flags_before(line, first, 1);
    if one.has(Flags::LOCATIVE.or(Flags::PLACE_HEAD)) {
        return true;
    }
    let near = Flags::PLACE_HEAD.or(Flags::LOCATIVE);
    let two = context.flags_before(line, first, 2);
    if one.has(Flags::LINK) {
        return two.has(near);
    }
    one.has(Flags::DETERMINER)
        && (two.has(Flags::LOCATIVE)
            || (two.has(Flags::LINK) && context.flags_before(line, first, 3).has(near)))
}

/// Tells whether a sequence that goes on after a listed name is one longer name.
pub(super) fn overrides(
    context: &Context<'_>,
    line: &Line,
    found: &Found<'_>,
    end: usize,
    sequence: &Sequence,
) -> bool {
    let rest = end..sequence.end;
    let after = Flags::ORG_HEAD.or(Flags::ORG_SUFFIX).or(Flags::PLACE_SUFFIX);
    let closes = |i: usize| {
        context.flags(i).has(after)
            && (i + 1 == sequence.end || !context.is_capital(i + 1))
    };
    if rest.clone().any(closes) {
        return true;
    }
    if rest.clone().any(|i| context.flags(i).has(Flags::LAW)) {
        return found.words == 1;
    }
    if found.words > 1 || !context.is_capital(end) {
        return false;
    }
    let first = context.flags(sequence.first);
    let personal = first.has(Flags::GIVEN)
        && sequence.end - sequence.first <= 4
        && (context.flags(end).has(Flags::SURNAME)
            || !context.flags(end).has(Flags::COMMON));
    // `Paris Match`, `Houston Chronicle`: an unknown word glued to a place.
    let place = found.candidates.iter().any(|c| c.kind == Some(ActorKind::Place));
    personal
        || (place
            && line.language != Language::French
            && context.kind(sequence.first) == Some(TokenKind::Capitalized)
            && !context.flags(end).has(Flags::DEMONYM))
}

/// Returns the kind of an unlisted sequence; `None` if it names no actor.
pub(super) fn classify(
    context: &Context<'_>,
    line: &Line,
    sequence: &Sequence,
) -> Option<(ActorKind, Certainty)> {
    let (first, end) = (sequence.first, sequence.end);
    let length = end - first;
    let initial = context.is_initial(line, first);
    let word = context.word(first);
    let flags = context.flags(first);
    let last = context.flags(end - 1);
    if context.kind(first) != Some(TokenKind::Mixed) && word.chars().count() < 2 {
        return None;
    }
    if last.has(Flags::LAW) && !sequence.head {
        return None;
    }
    let mut votes = Votes::default();
    let mut common = 0;
    let mut capitals = 0;
    for i in first..end {
        if context.is_capital(i) {
            capitals += 1;
            let plain = Flags::COMMON.or(Flags::NOT_ACTOR).or(Flags::DEMONYM);
            if context.flags(i).has(plain.or(Flags::ROLE)) {
                common += 1;
            }
        }
    }
    shape(context, sequence, capitals, &mut votes);
    neighbours(context, line, sequence, &mut votes);
    let ordinary = common == capitals && !flags.has(Flags::GIVEN);
    if length == 1 {
        if flags.has(Flags::DEMONYM.or(Flags::NOT_ACTOR)) {
            return None;
        }
        let digits = word.chars().any(char::is_numeric);
        let next = context.kind(end);
        let goes_on = matches!(next, Some(TokenKind::Lower | TokenKind::Clitic))
            || context.after(line, end) == ",";
        let known = flags.has(Flags::GIVEN.or(Flags::SURNAME));
        let before = context.before(line, first, 1);
        let noun = line.language == Language::French && context.words.is_noun(word);
        let group = context.words.is_group(word)
            || (noun && initial && !known)
            || (matches!(
                before,
                "les" | "des" | "aux" | "Les" | "Des" | "these" | "many"
            ) && word.ends_with('s')
                && context.kind(first) == Some(TokenKind::Capitalized));
        let penalty = match (initial, ordinary) {
            _ if digits => 5,
            _ if group => 4,
            (true, false) if !goes_on && !known => 3,
            (true, true) => 8,
            (false, true) => 4,
            (true, false) => 0,
            (false, false) => -1,
        };
        votes.lower(penalty);
    } else {
        if flags.has(Flags::DEMONYM) && !sequence.head && capitals <= 2 {
            votes.lower(3);
        }
        if ordinary && !sequence.head {
            votes.lower(if initial { 5 } else { 4 });
        }
        // `Great School!`, `Comité technique`: as likely a heading as a name.
        let generic = (first..end).all(|i| context.flags(i).has(Flags::COMMON));
        if generic && initial && sequence.head {
            votes.lower(6);
        }
    }
    votes.decide()
}

/// Adds what the words of the sequence say.
fn shape(
    context: &Context<'_>,
    sequence: &Sequence,
    capitals: usize,
    votes: &mut Votes,
) {
    let (first, end) = (sequence.first, sequence.end);
    let flags = context.flags(first);
    let last = context.flags(end - 1);
    let word = context.word(first);
    let alone = capitals == 1 && end == first + 1;
    if sequence.head {
        votes.organization += if alone { 0 } else { 7 };
    }
    if !alone && last.has(Flags::ORG_SUFFIX) {
        votes.organization += 7;
    }
    if (first..end).any(|i| context.word(i) == "&") {
        votes.organization += 4;
    }
    if !alone && (last.has(Flags::PLACE_SUFFIX) || flags.has(Flags::PLACE_PREFIX)) {
        votes.place += 5;
    }
    if (first..end).any(|i| context.words.is_like_place(context.word(i))) {
        votes.place += 3;
    }
    if flags.has(Flags::GIVEN) {
        votes.person += if alone { 2 } else { 5 };
    }
    if (first..end - 1).any(|i| is_initial_letter(context.word(i))) {
        votes.person += 5;
    }
    if last.has(Flags::SURNAME) {
        votes.person += 2;
    }
    let upper = context.kind(first) == Some(TokenKind::Upper);
    if upper && !alone && context.kind(first + 1) == Some(TokenKind::Capitalized) {
        // `VARELA Elena`, as minutes have it.
        let given = context.flags(first + 1).has(Flags::GIVEN);
        votes.person += if given { 6 } else { 3 };
    } else if upper && word.chars().count() <= 7 {
        votes.organization += 4;
    }
    if alone && context.kind(first) == Some(TokenKind::Mixed) {
        votes.organization += 3;
    }
    if (first..end).any(|i| context.flags(i).has(Flags::NOBILIARY)) {
        votes.person += 3;
    }
    if !alone && (2..=3).contains(&capitals) {
        let plain = (first..end)
            .filter(|&i| context.is_capital(i))
            .all(|i| context.kind(i) == Some(TokenKind::Capitalized));
        votes.person += if plain { 2 } else { 0 };
    }
    votes.lower(-1);
}

/// Adds what the words around the sequence say.
fn neighbours(
    context: &Context<'_>,
    line: &Line,
    sequence: &Sequence,
    votes: &mut Votes,
) {
    let (first, end) = (sequence.first, sequence.end);
    let one = context.flags_before(line, first, 1);
    let two = context.flags_before(line, first, 2);
    if one.has(Flags::CIVILITY) {
        votes.person += 9;
    } else if one.has(Flags::ROLE) && !sequence.head {
        votes.person += 4;
    } else if two.has(Flags::ROLE) && context.before(line, first, 1) == "," {
        votes.person += 2;
    }
    if one.has(Flags::ORG_INTRO) {
        votes.organization += 5;
    }
    if one.has(Flags::PLACE_HEAD)
        || (one.has(Flags::LINK) && two.has(Flags::PLACE_HEAD))
    {
        votes.place += 5;
    } else if place_before(context, line, first) {
        votes.place += 3;
    } else if one.has(Flags::DETERMINER) {
        votes.person -= 3;
        votes.organization += 1;
    } else if one.has(Flags::LINK) && end == first + 1 {
        votes.place += 1;
    } else if end == first + 1 {
        votes.person += 1;
    }
    let next = context.after(line, end);
    let after = if end < line.end { context.flags(end) } else { Flags::NONE };
    if after.has(Flags::SPEECH) {
        votes.person += 2;
    }
    if next == "," && end + 1 < line.end {
        let second = context.flags(end + 1);
        let third =
            if end + 2 < line.end { context.flags(end + 2) } else { Flags::NONE };
        if second.has(Flags::ROLE)
            || (third.has(Flags::ROLE)
                && second.has(Flags::DETERMINER.or(Flags::PREMODIFIER)))
        {
            votes.person += 4;
        }
        if context.kind(end + 1) == Some(TokenKind::Number) {
            votes.person += 2;
        }
        if let Some(token) = context.tokens.get(end + 1)
            && context.kind(end + 1) == Some(TokenKind::Capitalized)
            && context.list.name_at(context.text, token.span.start()).is_some_and(
                |found| {
                    found.candidates.iter().any(|c| c.kind == Some(ActorKind::Place))
                },
            )
        {
            votes.place += 3;
        }
    }
}

impl Votes {
    /// Takes `penalty` from all kinds.
    fn lower(&mut self, penalty: i32) {
        self.person -= penalty;
        self.organization -= penalty;
        self.place -= penalty;
    }

    fn decide(self) -> Option<(ActorKind, Certainty)> {
        let mut ranked = [
            (self.person, ActorKind::Person),
            (self.organization, ActorKind::Organization),
            (self.place, ActorKind::Place),
        ];
        ranked.sort_by_key(|&(votes, _)| std::cmp::Reverse(votes));
        let [(most, kind), (second, _), _] = ranked;
        match most {
            ..=-3 => None,
            -2..=1 => Some((kind, Certainty::Doubtful)),
            2..=3 => Some((kind, Certainty::Likely)),
            _ if most - second < 3 => Some((kind, Certainty::Likely)),
            _ => Some((kind, Certainty::Sure)),
        }
    }
}
