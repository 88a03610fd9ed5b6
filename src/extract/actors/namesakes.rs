//! Whom a surname names: persons of one name are told apart by civility, initial and
//! nearness.

use std::collections::BTreeSet;

use super::context::Context;
use super::document::{Latest, Resolver};
use super::fold::{self, Folder, Key, KeyMap};
use super::kinds::Certainty;
use super::scan::Mention;
use super::sequences;
use super::words::Flags;
use crate::model::{ActorKind, Gender, Span, TokenKind};

/// How many persons of one surname are told apart, so that a long table of names takes
/// no longer than its length.
const NAMESAKES: usize = 64;

impl Resolver<'_, '_> {
    /// Returns the person whom a surname alone, or one with an initial, names.
    pub(super) fn person(&self, mention: &Mention, latest: &Latest) -> Option<usize> {
        let context = self.context;
        let length = mention.end - mention.first;
        let initial =
            length >= 2 && sequences::is_initial_letter(context.word(mention.first));
        if length > 1 && !initial {
            return None;
        }
        if length == 1
            && mention.kind != ActorKind::Person
            && mention.certainty == Certainty::Sure
        {
            return None;
        }
        // A capital may be due to the sentence: `Type` is not `Reflow Type` for that.
        if mention.certainty <= Certainty::Doubtful
            && context.flags(mention.end - 1).has(Flags::COMMON)
        {
            return None;
        }
        let surname = fold::key(context.word(mention.end - 1));
        let persons = self.surnames.get(&surname)?;
        let gender = gender(context, mention, None);
        let is_shared = self.both_genders.contains(&surname);
        let fits = |at: &&usize| {
            let Some(referent) = self.referents.get(**at) else { return false };
            let other = self.mentions.get(referent.fullest);
            let letter = |i: usize| {
                context.word(i).chars().find(|c| c.is_alphabetic()).map(|c| {
                    let mut folder = Folder::new();
                    folder.push(c);
                    folder.key()
                })
            };
            let given = other.map(|other| {
                if self.is_surname_first(other) { other.end - 1 } else { other.first }
            });
            let fits = match (gender, referent.gender) {
                (Some(one), Some(other)) => one == other,
                // `M. Roy` and `Mme Roy`: one who may be either is neither for sure.
                (Some(_), None) => !is_shared,
                (None, _) => true,
            };
            fits && (!initial
                || given.is_some_and(|given| letter(given) == letter(mention.first)))
        };
        let fitting: Vec<usize> =
            persons.iter().take(NAMESAKES).filter(fits).copied().collect();
        let sure = |at: &&usize| {
            gender.is_some()
                && self.referents.get(**at).is_some_and(|r| r.gender == gender)
        };
        match fitting.as_slice() {
            [] => None,
            [one] => Some(*one),
            several => several.iter().find(sure).copied().or_else(|| {
                latest
                    .get(&surname.rotate_left(1))
                    .map(|&(at, _)| at)
                    .filter(|at| several.contains(at))
                    .or(several.first().copied())
            }),
        }
    }

    /// Returns the token of a person's surname.
    pub(super) fn surname(&self, mention: &Mention) -> Option<usize> {
        if self.is_surname_first(mention) {
            return Some(mention.first);
        }
        mention.end.checked_sub(1)
    }

    /// Tells whether a name is written as minutes write it: `VARELA Elena`.
    pub(super) fn is_surname_first(&self, mention: &Mention) -> bool {
        mention.end - mention.first >= 2
            && self.context.kind(mention.first) == Some(TokenKind::Upper)
            && self.context.word(mention.first).chars().count() > 2
            && self.context.kind(mention.first + 1) == Some(TokenKind::Capitalized)
    }
}

/// Returns the surnames that stand after civilities of men and of women.
pub(super) fn both_genders(
    context: &Context<'_>,
    mentions: &[Mention],
) -> BTreeSet<Key> {
    let mut seen: KeyMap<Gender> = KeyMap::default();
    let mut both = BTreeSet::new();
    for mention in mentions {
        let civility = mention.first.checked_sub(1).map(|i| context.flags(i));
        if !civility.is_some_and(|flags| flags.has(Flags::CIVILITY)) {
            continue;
        }
        let Some(gender) = gender(context, mention, None) else { continue };
        let surname = fold::key(context.word(mention.end - 1));
        if *seen.entry(surname).or_insert(gender) != gender {
            both.insert(surname);
        }
    }
    both
}

/// Returns what civility, given name and role say of a person's gender.
pub(super) fn gender(
    context: &Context<'_>,
    mention: &Mention,
    role: Option<Span>,
) -> Option<Gender> {
    let of = |flags: Flags| match (flags.has(Flags::MALE), flags.has(Flags::FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    };
    let civility = mention.first.checked_sub(1).map(|i| context.flags(i));
    if let Some(gender) = civility.filter(|f| f.has(Flags::CIVILITY)).and_then(of) {
        return Some(gender);
    }
    let role = role.and_then(|span| {
        span.quote(context.text)
            .split(|c: char| c.is_whitespace())
            .take(3)
            .map(|word| context.words.flags(word))
            .find_map(|flags| of(flags).filter(|_| flags.has(Flags::ROLE)))
    });
    role.or_else(|| {
        (mention.first..mention.end)
            .map(|i| context.flags(i))
            .find_map(|flags| of(flags).filter(|_| flags.has(Flags::GIVEN)))
    })
}
