//! Verb groups that may report: `a déclaré`, `s’est engagée`, `did not say`.

use crate::model::{Language, TokenKind};

use super::lexicon::{Class, Form, Lexicon, Verb};
use super::words::Word;

/// A verb with its auxiliaries, clitics, negation and particle.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The place of its first word.
    pub(super) start: usize,
    /// The place after its last word.
    pub(super) end: usize,
    /// The senses that its form and particle allow.
    pub(super) senses: Vec<&'static Verb>,
    /// Whether it stands in the passive: `il est proposé`, `is expected`.
    pub(super) passive: bool,
    /// Whether it is a participle that goes on from an earlier subject: `affirmant`.
    pub(super) gerund: bool,
    /// Whether it is negated.
    pub(super) negated: bool,
}

/// Returns the verb groups of a sentence, in order, disjoint.
pub(super) fn groups(words: &[Word], text: &str, language: Language) -> Vec<Group> {
    let lexicon = Lexicon::of(language);
    let mut found: Vec<Group> = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let Some(entry) = word.entry.filter(|entry| !entry.verbs.is_empty()) else {
            continue;
        };
        if found.last().is_some_and(|last| place < last.end) {
            continue;
        }
        let auxiliary = auxiliary(words, place);
        let mut group = Group {
            start: place,
            end: place + 1,
            senses: Vec::new(),
            passive: false,
            gerund: false,
            negated: false,
        };
        let finite_fits = may_be_finite(words, place, language);
        for &(number, form) in &entry.verbs {
            let Some(verb) = lexicon.verbs.get(usize::from(number)) else { continue };
            let (fits, start) = match (form, auxiliary) {
                (Form::Participle, Some((start, kind))) => {
                    let passive = kind == Auxiliary::Be && !verb.reflexive;
                    group.passive |= passive;
                    (kind != Auxiliary::None, start)
                }
                (Form::Finite, _) => (finite_fits, place),
                (Form::Gerund, None) => {
                    let after_comma = place
                        .checked_sub(1)
                        .and_then(|before| words.get(before))
                        .is_some_and(|word| word.is_mark(text, ","));
                    group.gerund |= after_comma;
                    (after_comma, place)
                }
                _ => (false, place),
            };
            if !fits {
                continue;
            }
            if verb.reflexive != is_reflexive(words, start, place) && !group.passive {
                continue;
            }
            let Some(end) = particle_end(verb, words, text, place + 1) else {
                continue;
            };
            group.start = group.start.min(start);
            group.end = group.end.max(end);
            group.senses.push(verb);
        }
        if group.senses.is_empty() {
            continue;
        }
        // Senses with a particle stand only for themselves.
        if group.end > place + 1 {
            group.senses.retain(|verb| verb.particle.is_some());
        }
        extend(&mut group, words);
        found.push(group);
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Auxiliary {
    None,
    Have,
    Be,
}

/// Finds `a`, `ont`, `has`, `est` before a participle: its place and kind.
fn auxiliary(words: &[Word], place: usize) -> Option<(usize, Auxiliary)> {
    for back in 1..=4 {
        let at = place.checked_sub(back)?;
        let word = words.get(at)?;
        if word.is(Class::HAVE) {
            return Some((at, Auxiliary::Have));
        }
        if word.is(Class::BE) {
            // `a été`, `has been`: passive too.
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            let start = if before.is_some_and(|word| word.is(Class::HAVE)) {
                at - 1
            } else {
                at
            };
            return Some((start, Auxiliary::Be));
        }
        let passes = Class::ADVERB.or(Class::NEGATION);
        if !word.is(passes) && !is_inverted(word) {
            return None;
        }
    }
    None
}

/// `a-t-il ajouté`: the pronoun between is a token of its own.
fn is_inverted(word: &Word) -> bool {
    word.kind == TokenKind::Lower && word.entry.is_none() && word.span.len() <= 6
}

/// Tells whether the word before allows a finite verb here: no article, preposition,
/// number or genitive, which make it a noun.
fn may_be_finite(words: &[Word], place: usize, language: Language) -> bool {
    let Some(before) = place.checked_sub(1).and_then(|before| words.get(before)) else {
        return true;
    };
    if before.is(Class::DETERMINER) {
        // `comme le rappelle`, `il le dit`: a clitic, not an article.
        let earlier = place.checked_sub(2).and_then(|earlier| words.get(earlier));
        return before.is(Class::CLITIC)
            && earlier.is_some_and(|word| {
                word.is(Class::NEGATION.or(Class::PRONOUN)) && !word.is(Class::RELATIVE)
            });
    }
    if before.kind == TokenKind::Number {
        return false;
    }
    if before.kind == TokenKind::Clitic && language == Language::English {
        return false;
    }
    !before.is(Class::PREPOSITION.or(Class::TO)) || before.is(Class::CLITIC)
}

fn is_reflexive(words: &[Word], start: usize, place: usize) -> bool {
    let from = start.saturating_sub(2);
    let before = words.get(from..place).unwrap_or_default();
    before
        .iter()
        .rev()
        .take(4)
        .any(|word| word.is(Class::REFLEXIVE) && !word.is(Class::PRONOUN))
        || {
            // `nous nous engageons`
            let pair: Vec<_> = before.iter().rev().take(2).collect();
            pair.len() == 2 && pair.iter().all(|word| word.is(Class::REFLEXIVE))
        }
}

/// Returns the place after the verb's particle, or `None` if it has one that is missing.
fn particle_end(verb: &Verb, words: &[Word], text: &str, from: usize) -> Option<usize> {
    let Some(particle) = &verb.particle else { return Some(from) };
    let mut place = from;
    for part in particle.split(' ') {
        let word = words.get(place)?;
        if word.span.quote(text) != part {
            return None;
        }
        place += 1;
    }
    Some(place)
}

/// Takes in clitics, negation and auxiliaries on both sides.
fn extend(group: &mut Group, words: &[Word]) {
    let reflexive = group.senses.iter().any(|verb| verb.reflexive);
    while let Some(before) = group.start.checked_sub(1).and_then(|at| words.get(at)) {
        let article = before.is(Class::DETERMINER) && !before.is(Class::CLITIC);
        let subject =
            before.is(Class::PRONOUN) && !(reflexive && before.is(Class::REFLEXIVE));
        let taken = before.is(Class::CLITIC.or(Class::NEGATION).or(Class::DO))
            || (before.is(Class::REFLEXIVE) && reflexive)
            || (before.is(Class::FUTURE)
                && before.is(Class::HEDGE.or(Class::FUTURE))
                && !before.is(Class::BE.or(Class::HAVE)));
        if article || subject || !taken {
            break;
        }
        group.negated |= before.is(Class::NEGATION);
        group.start -= 1;
    }
    while words.get(group.end).is_some_and(|word| word.is(Class::NEGATION)) {
        group.negated = true;
        group.end += 1;
    }
    let inside = words.get(group.start..group.end).unwrap_or_default();
    group.negated |= inside.iter().any(|word| word.is(Class::NEGATION));
}
