//! Verb groups that may report: `a déclaré`, `s’est engagée`, `did not say`.

use crate::model::{Language, Span, TokenKind};

use super::lexicon::{Class, Form, Lexicon, Verb};
use super::phrases::Scene;
use super::words::Word;

/// A verb with its auxiliaries, clitics, negation and particle.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The place of its first word.
    pub(super) start: usize,
    /// The place of the first word that is shown as the cue: pronouns that name who is
    /// spoken to stand before it.
    pub(super) cue_start: usize,
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
        let auxiliary = auxiliary(words, place, text);
        let mut group = Group {
            start: place,
            cue_start: place,
            end: place + 1,
            senses: Vec::new(),
            passive: false,
            gerund: false,
            negated: false,
        };
        // A capital inside a sentence is a name, or a noun of a title.
        let named = word.is_capital()
            && place
                .checked_sub(1)
                .and_then(|before| words.get(before))
                .is_some_and(|before| !before.is_mark(text, ":•—–-«“\""));
        // `Demand is expected`, `Reports are due`: a noun before its verb.
        let subject = language == Language::English
            && words.get(place + 1).is_some_and(|next| {
                let verb =
                    Class::BE.or(Class::HAVE).or(Class::FUTURE).or(Class::SHOULD);
                next.kind == TokenKind::Lower && next.is(verb)
            });
        let finite_fits = !named
            && !subject
            && may_be_finite(words, place, language)
            && !is_compound_noun(words, place, text, language);
        let gerund_fits = place
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|word| {
                word.is_mark(text, ",")
                    || matches!(
                        word.span.quote(text),
                        "en" | "while" | "by" | "tout" | "after" | "when"
                    )
            });
        for &(number, form) in &entry.verbs {
            let Some(verb) = lexicon.verbs.get(usize::from(number)) else { continue };
            let mut passive = false;
            let (fits, start) = match (form, auxiliary) {
                (Form::Participle, Some((start, kind))) => {
                    passive = kind == Auxiliary::Be && !verb.reflexive;
                    (kind != Auxiliary::None, start)
                }
                (Form::Finite, _) => (finite_fits, place),
                // `is pressing for`
                (Form::Gerund, Some((start, Auxiliary::Be)))
                    if language == Language::English =>
                {
                    (true, start)
                }
                (Form::Gerund, None) => {
                    group.gerund |= gerund_fits;
                    (gerund_fits, place)
                }
                _ => (false, place),
            };
            if !fits {
                continue;
            }
            let reflexive = is_reflexive(words, start, place);
            if verb.reflexive != reflexive && !passive || passive && reflexive {
                continue;
            }
            let Some(end) = particle_end(verb, words, text, place + 1) else {
                continue;
            };
            group.passive |= passive;
            group.start = group.start.min(start);
            group.end = group.end.max(end);
            group.senses.push(verb);
        }
        if group.senses.is_empty() {
            continue;
        }
        // Senses with a particle stand only for themselves.
        if group.end > place + 1 {
            group.senses.retain(|verb| !verb.particle.is_empty());
        }
        extend(&mut group, words, text);
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
fn auxiliary(words: &[Word], place: usize, text: &str) -> Option<(usize, Auxiliary)> {
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
        let quote = word.span.quote(text);
        let adverb = word.kind == TokenKind::Lower
            && quote.len() > 4
            && (quote.ends_with("ment") || quote.ends_with("ly"));
        if !word.is(passes) && !adverb && !word.is_inverted_pronoun(text) {
            return None;
        }
    }
    None
}

/// Tells whether the word before allows a finite verb here: no article, preposition,
/// number or genitive, which make it a noun.
fn may_be_finite(words: &[Word], place: usize, language: Language) -> bool {
    let Some(before) = place.checked_sub(1).and_then(|before| words.get(before)) else {
        return true;
    };
    if before.is(Class::QUANTIFIER)
        && words.get(place + 1).is_some_and(|word| word.is(Class::THAT))
    {
        // `Certains prétendent que`, `Some claim that`
        return true;
    }
    if before.is(Class::DETERMINER) {
        // `comme le rappelle`, `il le dit`: a clitic, not an article.
        let earlier = place.checked_sub(2).and_then(|earlier| words.get(earlier));
        return before.is(Class::CLITIC)
            && earlier.is_some_and(|word| {
                word.is(Class::NEGATION.or(Class::PRONOUN).or(Class::AS))
                    && !word.is(Class::RELATIVE)
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

/// `error rate`, `pension plan`: an English base form behind a singular noun is a noun.
fn is_compound_noun(
    words: &[Word],
    place: usize,
    text: &str,
    language: Language,
) -> bool {
    let (Some(word), Some(before)) =
        (words.get(place), place.checked_sub(1).and_then(|before| words.get(before)))
    else {
        return false;
    };
    let quote = word.span.quote(text);
    let base = !(quote.ends_with('s')
        || quote.ends_with("ed")
        || matches!(quote, "put" | "set" | "hit" | "cut" | "cast" | "bet"));
    // `France and Germany plan` has a plural subject.
    let joined = (2..=4).any(|back| {
        place
            .checked_sub(back)
            .and_then(|at| words.get(at))
            .is_some_and(|word| word.is(Class::COORDINATOR))
    });
    language == Language::English
        && base
        && !(before.is_capital() && joined)
        && (before.kind == TokenKind::Lower || before.is_capital())
        && before.entry.is_none_or(|entry| entry.class == Class::default())
        && !before.span.quote(text).ends_with('s')
        && !matches!(before.span.quote(text), "people" | "police" | "men" | "women")
        && !is_irregular_past(quote)
}

/// Tells whether a past form has the look of a base form.
fn is_irregular_past(word: &str) -> bool {
    [
        "aid", "old", "ote", "ore", "ook", "oke", "aw", "ew", "ught", "ound", "ood",
        "ade", "elt", "ent", "ang", "an",
    ]
    .iter()
    .any(|end| word.ends_with(end))
}

fn is_reflexive(words: &[Word], start: usize, place: usize) -> bool {
    let from = start.saturating_sub(2);
    let own = |at: usize| {
        at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| {
            before.is(Class::FIRST_PERSON) || before.is(Class::NEGATION)
        })
    };
    (from..place).rev().take(4).any(|at| {
        words.get(at).is_some_and(|word| {
            // `il m’a répondu` is not reflexive, `je m’engage` is.
            word.is(Class::REFLEXIVE) && (!word.is(Class::CLITIC) || own(at))
        })
    })
}

/// Returns the place after the verb's particle, or `None` if it has one that is missing.
fn particle_end(verb: &Verb, words: &[Word], text: &str, from: usize) -> Option<usize> {
    let mut place = from;
    for alternatives in &verb.particle {
        // `s’est dit très favorable`
        while words.get(place).is_some_and(|word| word.is(Class::ADVERB)) {
            place += 1;
        }
        let quote = words.get(place)?.span.quote(text);
        let same = |part: &&str| {
            *part == quote
                || part.strip_suffix('\'') == quote.strip_suffix(['\'', '’'])
                    && part.ends_with('\'')
        };
        alternatives.iter().find(|part| same(part))?;
        place += 1;
    }
    Some(place)
}

/// Takes in clitics, negation and auxiliaries on both sides.
fn extend(group: &mut Group, words: &[Word], text: &str) {
    let reflexive = group.senses.iter().any(|verb| verb.reflexive);
    while let Some(before) = group.start.checked_sub(1).and_then(|at| words.get(at)) {
        let article = before.is(Class::DETERMINER) && !before.is(Class::CLITIC);
        let subject = before.is(Class::PRONOUN)
            && !(reflexive && before.is(Class::REFLEXIVE))
            && !is_object_pronoun(words, group.start - 1, text);
        let taken = before.is(Class::CLITIC.or(Class::NEGATION).or(Class::DO))
            || (before.is(Class::REFLEXIVE) && reflexive)
            || (before.is(Class::FUTURE) && !before.is(Class::BE.or(Class::HAVE)));
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
    // `nous a répondu`: whom it was said to is no part of the cue.
    group.cue_start = group.start;
    while !reflexive
        && group.cue_start + 1 < group.end
        && words.get(group.cue_start).is_some_and(|word| {
            matches!(
                word.span.quote(text),
                "nous"
                    | "vous"
                    | "lui"
                    | "leur"
                    | "me"
                    | "te"
                    | "m’"
                    | "m'"
                    | "t’"
                    | "en"
            )
        })
    {
        group.cue_start += 1;
    }
}

/// The cue of a group less inverted pronouns and adverbs: `affirme-t-elle`, and in parts
/// `a-t-il ajouté`, `ont toutefois réclamé`.
pub(super) fn cue_parts(scene: &Scene<'_>, group: &Group, end: usize) -> Vec<Span> {
    let dropped = |place: usize| {
        scene.words.get(place).is_some_and(|word| {
            word.is_inverted_pronoun(scene.text)
                || word.is(Class::ADVERB) && !word.is(Class::DETERMINER)
        })
    };
    let mut parts = Vec::new();
    let mut from = group.cue_start;
    for place in group.cue_start..=end {
        if place == end || dropped(place) {
            parts.extend(scene.span(from, place));
            from = place + 1;
        }
    }
    parts
}

/// Tells whether `nous` or `vous` before a verb is its object: another subject stands
/// before it.
fn is_object_pronoun(words: &[Word], place: usize, text: &str) -> bool {
    let object = words
        .get(place)
        .is_some_and(|word| matches!(word.span.quote(text), "nous" | "vous"));
    let no_subject = Class::THAT
        .or(Class::COORDINATOR)
        .or(Class::RELATIVE)
        .or(Class::ADVERB)
        .or(Class::PREPOSITION);
    object
        && place
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|before| before.kind.is_word() && !before.is(no_subject))
}
