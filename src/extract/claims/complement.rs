//! What stands after a cue verb: a clause, an infinitive, an object, a quotation.

use crate::model::{Language, TokenKind};

use super::groups::Group;
use super::lexicon::{Act, Class, Frames};
use super::markers::aside_at;
use super::phrases::Scene;
use super::words::{is_finite, is_infinitive};

/// What stands after a cue verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Complement {
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
    /// The word at which it begins.
    pub(super) fn start(self) -> usize {
        match self {
            Self::Clause(at)
            | Self::Infinitive(at)
            | Self::Object(at)
            | Self::Colon(at)
            | Self::Quote(at) => at,
        }
    }
}

/// A complement with what the verb does by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Governed {
    /// What stands after the verb.
    pub(super) complement: Complement,
    /// What the verb does.
    pub(super) act: Act,
    /// The word after the cue: an English preposition belongs to it (`warn against`).
    pub(super) cue_end: usize,
    /// Whether other words stand between, or no `that` at all: then only who is known
    /// to speak says it.
    pub(super) far: bool,
}

/// Reads what follows a verb group.
pub(super) fn complement(scene: &Scene<'_>, group: &Group) -> Option<Governed> {
    let words = scene.words;
    let mut at = group.end;
    while let Some(word) = words.get(at) {
        // `parlent, eux, de …`
        let comma = usize::from(word.is_mark(scene.text, ","));
        if word.is(Class::ADVERB) && !word.is(Class::DETERMINER.or(Class::PREPOSITION))
            || word.is_inverted_pronoun(scene.text)
        {
            at += 1;
        } else if let Some(length) = aside_at(scene, at + comma)
            && (comma == 0 || scene.is_mark(at + comma + length, ","))
        {
            at += length + 2 * comma;
        } else {
            break;
        }
    }
    let word = words.get(at)?;
    let governed = |complement, act| {
        Some(Governed { complement, act, cue_end: group.end, far: false })
    };
    let act_of = |fits: &dyn Fn(&Frames) -> bool| {
        group.senses.iter().find(|verb| fits(&verb.frames)).map(|verb| verb.act)
    };
    let any = group.senses.first()?.act;
    if word.is(Class::THAT) && !word.is(Class::DETERMINER)
        || scene.language == Language::English && word.span.quote(scene.text) == "that"
    {
        let act = act_of(&|frames| frames.clause)?;
        return governed(Complement::Clause(at + 1), act);
    }
    if word.is_mark(scene.text, ":") {
        let quoted = scene.opens(at + 1).map(|_| any);
        let act = act_of(&|frames| frames.quotation).or(quoted).or_else(|| {
            act_of(&|frames| frames.object).filter(|a| a.objects_are_claims())
        });
        return governed(Complement::Colon(at + 1), act?);
    }
    if scene.opens(at).is_some() {
        return governed(Complement::Quote(at), any);
    }
    // `appelle à « éviter la concentration »`, `intends to “do more”`
    if word.is(Class::TO.or(Class::DE).or(Class::A))
        && scene.opens(at + 1).is_some()
        && let Some(act) = act_of(&|frames| frames.infinitive || frames.de || frames.a)
    {
        return governed(Complement::Quote(at + 1), act);
    }
    if group.passive && word.is(Class::TO) && infinitive_at(scene, at + 1) {
        return governed(Complement::Infinitive(at + 1), any);
    }
    if word.is(Class::TO)
        && let Some(act) = act_of(&|frames| frames.infinitive)
        && infinitive_at(scene, at + 1)
    {
        return governed(Complement::Infinitive(at + 1), act);
    }
    if scene.language == Language::French
        && infinitive_at(scene, at)
        && let Some(act) = act_of(&|frames| frames.infinitive)
    {
        return governed(Complement::Infinitive(at), act);
    }
    for (class, fits) in [
        (Class::DE, (|frames| frames.de) as fn(&Frames) -> bool),
        (Class::A, |frames| frames.a),
    ] {
        if word.is(class)
            && let Some(act) = act_of(&|frames| fits(frames))
        {
            // `prévoit de fermer` is meant, `prévoit une baisse` foreseen.
            let meant = group.senses.iter().find(|verb| {
                fits(&verb.frames) && matches!(verb.act, Act::Promise | Act::Intend)
            });
            let (complement, act) = if infinitive_at(scene, at + 1) {
                let act = meant.map_or(act, |verb| verb.act);
                (Complement::Infinitive(at + 1), act)
            } else {
                (Complement::Object(at + 1), act)
            };
            return governed(complement, act);
        }
    }
    let quote = word.span.quote(scene.text);
    if let Some(act) = act_of(&|frames| frames.prepositions.contains(&quote)) {
        let bound = scene.language == Language::English
            && !word.is(Class::TO)
            && !(quote == "of" && group.senses.iter().any(|v| !v.particle.is_empty()));
        let cue_end = if bound { at + 1 } else { group.end };
        let complement = Complement::Object(at + 1);
        return Some(Governed { complement, act, cue_end, far: false });
    }
    let clause = act_of(&|frames| frames.clause);
    // `recalls losing`, `denies polluting`
    let participle = scene.language == Language::English
        && word.kind == TokenKind::Lower
        && quote.len() > 4
        && quote.ends_with("ing")
        && !word.is(Class::PREPOSITION);
    if participle
        && object_of(group).is_none()
        && let Some(act) = clause
    {
        return governed(Complement::Infinitive(at), act);
    }
    if let Some(far) = far_clause(scene, at)
        && let Some(act) = clause
    {
        let complement = Complement::Clause(far);
        return Some(Governed { complement, act, cue_end: group.end, far: true });
    }
    let object = act_of(&|frames| frames.object || frames.quoted_object);
    if !scene.begins_phrase(at) {
        // `évalue à 1,2 million le nombre`
        let figure = words
            .get(at + 1..at + 3)
            .unwrap_or_default()
            .iter()
            .any(|word| word.kind == TokenKind::Number);
        return (figure && word.is(Class::PREPOSITION))
            .then(|| governed(Complement::Object(at + 1), object?))
            .flatten();
    }
    // English drops `that`: what follows holds a verb of its own, or must hold one as
    // the verb takes no object.
    if scene.language == Language::English
        && let Some(act) = clause
        && begins_clause(scene, at)
        && (has_verb(scene, at) || object.is_none() && words.len() > at + 2)
    {
        let complement = Complement::Clause(at);
        // A verb that takes no object can only report here.
        let far = object.is_some();
        return Some(Governed { complement, act, cue_end: group.end, far });
    }
    governed(Complement::Object(at), object?)
}

/// What the verb does to a plain object.
fn object_of(group: &Group) -> Option<Act> {
    group.senses.iter().find(|verb| verb.frames.object).map(|verb| verb.act)
}

/// Tells whether an infinitive begins at the word, behind its clitics and negation.
pub(super) fn infinitive_at(scene: &Scene<'_>, from: usize) -> bool {
    let skipped = Class::NEGATION.or(Class::CLITIC).or(Class::REFLEXIVE);
    let words = scene.words.get(from..).unwrap_or_default();
    words
        .iter()
        .find(|word| !(word.is(skipped) || word.span.quote(scene.text) == "y"))
        .is_some_and(|word| is_infinitive(scene.text, word, scene.language))
}

/// Tells whether the subject of a clause can begin at the word: an article, a pronoun, a
/// name, a number, a plural, or a noun with its verb not far behind.
fn begins_clause(scene: &Scene<'_>, at: usize) -> bool {
    let Some(word) = scene.words.get(at) else { return false };
    let known = Class::DETERMINER.or(Class::PRONOUN).or(Class::QUANTIFIER);
    word.is(known)
        || word.is_capital()
        || word.kind == TokenKind::Number
        || word.kind == TokenKind::Symbol
        || (word.span.quote(scene.text).ends_with('s')
            && !word.span.quote(scene.text).ends_with("ss"))
        || (at + 1..at + 4).any(|place| {
            scene
                .words
                .get(place)
                .is_some_and(|word| is_finite(scene.text, word, scene.language))
        })
}

/// Tells whether the words from `at` to the next mark hold a finite verb, as far as
/// auxiliaries, modals and common verbs show it, or a subject pronoun.
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
            is_finite(scene.text, word, scene.language)
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
    // `it adds, that share …`: set apart, not addressed.
    if first.is_mark(scene.text, ",") && scene.is(at + 1, Class::THAT) {
        return None;
    }
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
            || word.is(Class::COORDINATOR)
            || scene.groups.iter().any(|group| group.start == place)
            || scene.opens(place).is_some()
        {
            return None;
        }
    }
    None
}
