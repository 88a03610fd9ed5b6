//! Sources named by a marker (`selon`, `according to`) and cues that are nouns.

use crate::model::{Language, TokenKind};

use super::attribute::{Draft, content_end, with_form};
use super::incise::inside;
use super::lexicon::{Act, Class, Lexicon};
use super::phrases::{Scene, Source, Voice};
use super::words::is_infinitive;

/// The number of words of the marker that begins at the word, if one does.
pub(super) fn marker_at(scene: &Scene<'_>, place: usize) -> Option<(usize, bool)> {
    let entry = scene.words.get(place)?.entry?;
    let lexicon = Lexicon::of(scene.language);
    entry
        .markers
        .iter()
        .filter_map(|&number| lexicon.markers.get(usize::from(number)))
        .filter(|marker| {
            marker.words.iter().enumerate().all(|(offset, expected)| {
                scene.words.get(place + offset).is_some_and(|word| {
                    is_written(word.span.quote(scene.text), expected)
                })
            })
        })
        .map(|marker| (marker.words.len(), marker.start_only))
        .max()
}

/// Tells whether a word is `expected`, in any case and with either apostrophe.
fn is_written(word: &str, expected: &str) -> bool {
    let plain = word.chars().map(|letter| if letter == '’' { '\'' } else { letter });
    plain.flat_map(char::to_lowercase).eq(expected.chars())
}

/// The source that a marker at the word names, with the word after it.
pub(super) fn marked_source(
    scene: &Scene<'_>,
    place: usize,
    leads: bool,
) -> Option<Source> {
    let (length, start_only) = marker_at(scene, place)?;
    let source = if leads {
        scene.phrase_before_comma(place + length)?
    } else {
        scene.phrase_after(place + length)?
    };
    let pronoun = scene.words.get(source.start).is_some_and(|word| {
        matches!(
            word.span.quote(scene.text),
            "lui" | "elle" | "eux" | "elles" | "him" | "her" | "them"
        )
    });
    let named =
        source.voice == Voice::Speaks || source.voice == Voice::Document && !start_only;
    (named || pronoun).then_some(source)
}

/// `Selon X, …` and `…, according to X`.
pub(super) fn markers(scene: &Scene<'_>, found: &mut Vec<Draft>) {
    let mut from = 0;
    let mut place = 0;
    while place < scene.words.len() {
        let Some((length, start_only)) = marker_at(scene, place) else {
            place += 1;
            continue;
        };
        let at_start = place == from
            || (from..place).all(|before| {
                scene.words[before].is(Class::COORDINATOR.or(Class::ADVERB))
                    || scene.is_mark(before, ",")
            });
        let Some(source) = marked_source(scene, place, at_start) else {
            place += length;
            continue;
        };
        let Some(cue) = scene.span(place, place + length) else { break };
        let quoted = inside(scene, cue);
        let content = if at_start {
            let comma = scene.is_mark(source.end, ",");
            if !comma && start_only {
                place = source.end;
                continue;
            }
            let start = source.end + usize::from(comma);
            let later: Vec<_> = Vec::new();
            let end = content_end(scene, start, &later);
            place = end.max(source.end);
            scene.span(start, end)
        } else if start_only || quoted {
            place += length;
            continue;
        } else {
            let mut start = from;
            let mut end = place;
            while end > start && scene.is_mark(end - 1, ",") {
                end -= 1;
            }
            while start < end
                && (scene.is_mark(start, ",")
                    || scene.words[start].is(Class::COORDINATOR))
            {
                start += 1;
            }
            // Only the part after a semicolon or colon.
            if let Some(mark) =
                (start..end).rev().find(|&place| scene.is_mark(place, ";"))
            {
                start = mark + 1;
            }
            // `à 19 millions d’après le syndicat`
            if from > 0 && scene.words.get(start).is_some_and(|word| word.is(Class::A))
            {
                start += 1;
            }
            place = source.end;
            scene.span(start, end)
        };
        from = place;
        let Some(content) = content else { continue };
        let (content, form) = with_form(scene, content);
        found.push(Draft {
            content: vec![content],
            source: Some(source.span),
            cue: Some(cue),
            act: Act::Say,
            form,
            negated: false,
            language: scene.language,
        });
    }
}

/// `la promesse de la ville de geler les loyers`, `the warning that …`.
pub(super) fn nominal(scene: &Scene<'_>, found: &mut Vec<Draft>) {
    for (place, word) in scene.words.iter().enumerate() {
        let Some(act) = word.entry.and_then(|entry| entry.noun) else { continue };
        if word.kind != TokenKind::Lower && place > 1 {
            continue;
        }
        let mut at = place + 1;
        let mut source = None;
        let owns = Class::DE;
        let owner = scene.words.get(at).is_some_and(|next| {
            next.is(owns) || matches!(next.span.quote(scene.text), "of" | "by" | "from")
        });
        if owner {
            let end = (at + 1..(at + 12).min(scene.words.len())).find(|&end| {
                scene.words[end]
                    .is(Class::DE.or(Class::A).or(Class::TO).or(Class::THAT))
                    && clause_follows(scene, end).is_some()
            });
            if let Some(end) = end
                && let Some(span) = scene.span(at + 1, end)
                && scene.voice(at + 1, end) == Voice::Speaks
            {
                source = Some(span);
                at = end;
            }
        }
        let Some(start) = clause_follows(scene, at) else { continue };
        if source.is_none() {
            // `the city’s promise to freeze rents`
            let genitive = place.checked_sub(1).filter(|&before| {
                scene.words[before].kind == TokenKind::Clitic
                    && scene.language == Language::English
            });
            source = genitive.and_then(|genitive| {
                let first = (0..genitive)
                    .rev()
                    .take_while(|&place| {
                        scene.words[place].kind.is_word()
                            && !scene.words[place]
                                .is(Class::PREPOSITION.or(Class::BE).or(Class::HAVE))
                    })
                    .last()?;
                scene.span(first, genitive)
            });
        }
        if source.is_none() {
            continue;
        }
        let end = (start + 1..scene.words.len())
            .find(|&end| {
                let word = &scene.words[end];
                word.is(Class::HAVE.or(Class::BE).or(Class::NEGATION))
                    || word.is_mark(scene.text, ",;:.!?")
                    || scene.groups.iter().any(|group| group.start == end)
            })
            .unwrap_or(scene.words.len());
        let Some(content) = scene.span(start, end) else { continue };
        let (content, form) = with_form(scene, content);
        found.push(Draft {
            content: vec![content],
            source,
            cue: Some(word.span),
            act,
            form,
            negated: act == Act::Deny,
            language: scene.language,
        });
    }
}

/// The first word of an infinitive or clause that `place` introduces.
fn clause_follows(scene: &Scene<'_>, place: usize) -> Option<usize> {
    let word = scene.words.get(place)?;
    let next = scene.words.get(place + 1)?;
    let lower = word.span.quote(scene.text);
    if matches!(lower, "selon")
        && matches!(next.span.quote(scene.text), "lequel" | "laquelle")
    {
        return Some(place + 3);
    }
    if word.is(Class::THAT) && !word.is(Class::DETERMINER) || lower == "that" {
        return Some(place + 1);
    }
    let infinitive = is_infinitive(scene.text, next, scene.language)
        && next.kind == TokenKind::Lower
        && next.entry.is_none_or(|entry| entry.class == Class::default());
    let french = scene.language == Language::French
        && word.is(Class::DE.or(Class::A))
        && word.span.len() <= 3;
    let english = scene.language != Language::French && word.is(Class::TO);
    (infinitive && (french || english)).then_some(place + 1)
}
