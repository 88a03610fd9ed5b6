//! Cues that are nouns: `la promesse de la ville de geler les loyers`, `the regulator’s
//! warning that …`, `Sa recommandation : …`.

use crate::model::{Language, Span, TokenKind};

use super::complement::infinitive_at;
use super::draft::Draft;
use super::extent::{content_end, with_form};
use super::lexicon::{Act, Class};
use super::phrases::{Scene, Voice};
use super::words::is_finite;

/// The most words between a noun and what it announces.
const REACH: usize = 12;

/// Finds what nouns of the sentence announce, where somebody is named who said it.
pub(super) fn nominal(scene: &Scene<'_>, found: &mut Vec<Draft>) {
    for (place, word) in scene.words.iter().enumerate() {
        let Some(act) = word.entry.and_then(|entry| entry.noun) else { continue };
        if word.kind != TokenKind::Lower && place > 1 {
            continue;
        }
        let Some((announced, owner)) = announced_by(scene, place) else { continue };
        let Some(source) = owner.or_else(|| owner_before(scene, place)) else {
            continue;
        };
        let end = end_of(scene, place, announced);
        let Some(content) = scene.span(announced.start(), end) else { continue };
        if content.overlaps(source) {
            continue;
        }
        let (content, form) = with_form(scene, content);
        found.push(
            Draft::new(vec![content], act, scene.language)
                .said_by(source)
                .cued([word.span])
                .in_form(form),
        );
    }
}

/// What a noun announces, by its first word.
#[derive(Debug, Clone, Copy)]
enum Announced {
    Clause(usize),
    Infinitive(usize),
    Colon(usize),
}

impl Announced {
    fn start(self) -> usize {
        match self {
            Self::Clause(at) | Self::Infinitive(at) | Self::Colon(at) => at,
        }
    }
}

/// What the noun at `noun` announces, with the owner named between: `de la ville`, `by
/// lobbyists`.
fn announced_by(scene: &Scene<'_>, noun: usize) -> Option<(Announced, Option<Span>)> {
    let after = noun + 1;
    if let Some(announced) = announced_at(scene, after) {
        return Some((announced, None));
    }
    let links = |place: usize| {
        scene.is(place, Class::DE)
            || scene.words.get(place).is_some_and(|word| {
                matches!(word.span.quote(scene.text), "of" | "by" | "from")
            })
    };
    // `l’engagement pris par l’État de …`, `the promise made by the city to …`
    let link = (after..after + 3).find(|&place| {
        links(place)
            || scene.is(place, Class::PREPOSITION)
                && scene.words[place].span.quote(scene.text) == "par"
    })?;
    if link > after && !scene.words[after].kind.is_word() {
        return None;
    }
    let last = (link + 1 + REACH).min(scene.words.len());
    let (end, announced) =
        (link + 2..last).find_map(|end| Some((end, announced_at(scene, end)?)))?;
    let owner = scene.span(link + 1, end)?;
    let speaks = matches!(scene.voice(link + 1, end), Voice::Speaks | Voice::Document);
    let linked = Class::DE.or(Class::A);
    let clear = (link + 1..end).all(|place| {
        !scene.is_mark(place, ",;:.«»“”")
            && (!scene.is(place, Class::PREPOSITION)
                || scene.is(place, linked)
                || scene.words[place].span.quote(scene.text) == "of")
    });
    (speaks && clear).then_some((announced, Some(owner)))
}

/// Reads what begins at `place`: `que …`, `selon lequel …`, `de geler`, `to freeze`, a
/// colon with more behind it.
fn announced_at(scene: &Scene<'_>, place: usize) -> Option<Announced> {
    let word = scene.words.get(place)?;
    let next = scene.words.get(place + 1)?;
    let quote = word.span.quote(scene.text);
    if quote == "selon" && matches!(next.span.quote(scene.text), "lequel" | "laquelle")
    {
        let that = usize::from(scene.is(place + 2, Class::THAT));
        return Some(Announced::Clause(place + 2 + that));
    }
    if word.is(Class::THAT) && !word.is(Class::DETERMINER) || quote == "that" {
        return Some(Announced::Clause(place + 1));
    }
    if word.is_mark(scene.text, ":") {
        return Some(Announced::Colon(place + 1));
    }
    let introduces = match scene.language {
        Language::French => {
            word.is(Class::DE.or(Class::A)) && !matches!(quote, "des" | "du" | "aux")
        }
        Language::English | Language::Other => word.is(Class::TO),
    };
    let verb = (place + 1..place + 4).find(|&at| {
        !scene.is(at, Class::CLITIC.or(Class::REFLEXIVE).or(Class::NEGATION))
            && scene.words.get(at).is_some_and(|w| w.span.quote(scene.text) != "y")
    })?;
    let known_noun = |at: usize| {
        scene.words.get(at).and_then(|word| word.entry).is_some_and(|entry| {
            entry.noun.is_some() || entry.class != Class::default()
        })
    };
    (introduces && infinitive_at(scene, place + 1) && !known_noun(verb))
        .then_some(Announced::Infinitive(place + 1))
}

/// The owner before a noun: `the city’s promise`, `sa recommandation`, `its pledge`.
fn owner_before(scene: &Scene<'_>, noun: usize) -> Option<Span> {
    // An adjective or ordinal may stand between: `the panel’s first finding`.
    let near = noun.checked_sub(1)?;
    let places = [Some(near), near.checked_sub(1)];
    places.into_iter().flatten().find_map(|place| {
        let word = scene.words.get(place)?;
        let quote = word.span.quote(scene.text);
        if matches!(
            quote.to_lowercase().as_str(),
            "sa" | "son" | "ses" | "leur" | "leurs" | "its" | "his" | "her" | "their"
        ) {
            return Some(word.span);
        }
        let genitive = word.kind == TokenKind::Clitic
            && scene.language == Language::English
            || quote == "’"
            || quote == "'";
        if !genitive {
            return None;
        }
        let first = (0..place)
            .rev()
            .take_while(|&place| {
                let word = &scene.words[place];
                word.kind.is_word()
                    && !word.is(Class::PREPOSITION.or(Class::BE).or(Class::HAVE))
            })
            .last()?;
        scene.span(first, place)
    })
}

/// The word after the last of what the noun announces.
///
/// A noun that is the subject of the sentence has the main verb behind it: the first
/// finite verb after an infinitive, the second after a clause, which has its own.
fn end_of(scene: &Scene<'_>, noun: usize, announced: Announced) -> usize {
    let start = announced.start();
    let verb_at = |place: usize| {
        let word = &scene.words[place];
        is_finite(scene.text, word, scene.language)
            || word.is_ne(scene.text)
            || scene.groups.iter().any(|group| group.start == place)
    };
    let is_subject = !(0..noun).any(verb_at);
    let own = match announced {
        Announced::Colon(_) => return content_end(scene, start, &[]),
        Announced::Clause(_) => 1,
        Announced::Infinitive(_) => 0,
    };
    let mut clusters = 0;
    let mut in_verb = false;
    for place in start..scene.words.len() {
        let word = &scene.words[place];
        if word.is_mark(scene.text, ";:.!?") {
            return place;
        }
        if word.is_mark(scene.text, ",") && (is_subject || own == 0) {
            return place;
        }
        let verb = verb_at(place) && place > start;
        if verb && !in_verb {
            if is_subject && clusters == own {
                return place;
            }
            clusters += 1;
        }
        in_verb = verb || in_verb && word.is(Class::ADVERB.or(Class::NEGATION));
    }
    content_end(scene, start, &[])
}

/// The act and owner of a noun that ends a head line: `Les recommandations du comité :`.
pub(super) fn heads(scene: &Scene<'_>) -> Option<(Span, Option<Span>, Act)> {
    scene.words.iter().enumerate().find_map(|(place, word)| {
        let act = word.entry?.noun?;
        let owner = owner_before(scene, place).or_else(|| {
            let link = scene.words.get(place + 1)?;
            let links = link.is(Class::DE) || link.span.quote(scene.text) == "of";
            let end = scene.words.len() - 1;
            let speaks = scene.voice(place + 2, end) == Voice::Speaks;
            (links && speaks).then(|| scene.span(place + 2, end)).flatten()
        })?;
        Some((word.span, Some(owner), act))
    })
}
