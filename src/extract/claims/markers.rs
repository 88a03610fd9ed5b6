//! Sources named by a marker: `selon`, `according to`.

use super::draft::Draft;
use super::extent::{content_end, with_form};
use super::incise::inside;
use super::labels::label_of;
use super::lexicon::{Act, Class, Lexicon, MarkerRole};
use super::phrases::{Scene, Source, Voice};
use super::words::{is_finite, is_infinitive};
use crate::model::Language;

/// The number of words of the longest marker of these roles that begins at the word, and
/// whether it stands only at the start of a sentence.
fn marker_of(
    scene: &Scene<'_>,
    place: usize,
    fits: impl Fn(MarkerRole) -> bool,
) -> Option<(usize, bool)> {
    let entry = scene.words.get(place)?.entry?;
    let lexicon = Lexicon::of(scene.language);
    entry
        .markers
        .iter()
        .filter_map(|&number| lexicon.markers.get(usize::from(number)))
        .filter(|marker| fits(marker.role))
        .filter(|marker| {
            marker.words.iter().enumerate().all(|(offset, expected)| {
                scene.words.get(place + offset).is_some_and(|word| {
                    is_written(word.span.quote(scene.text), expected)
                })
            })
        })
        .map(|marker| (marker.words.len(), marker.role == MarkerRole::Start))
        .max()
}

/// Tells whether a word is `expected`, in any case and with either apostrophe.
fn is_written(word: &str, expected: &str) -> bool {
    let plain = word.chars().map(|letter| if letter == '’' { '\'' } else { letter });
    plain.flat_map(char::to_lowercase).eq(expected.chars())
}

/// The number of words of the marker of a source that begins at the word, if one does,
/// and whether it stands only at the start of a sentence.
pub(super) fn marker_at(scene: &Scene<'_>, place: usize) -> Option<(usize, bool)> {
    marker_of(scene, place, |role| role != MarkerRole::Aside)
}

/// The number of words that begin here and are set beside a source, such as `pour sa
/// part` or `eux`.
pub(super) fn aside_at(scene: &Scene<'_>, place: usize) -> Option<usize> {
    marker_of(scene, place, |role| role == MarkerRole::Aside).map(|(length, _)| length)
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
    // `Pour ouvrir le volet, …`, `according to your needs`
    let first = scene.words.get(source.start)?;
    let barred = start_only
        && scene.language == Language::French
        && is_infinitive(scene.text, first, scene.language)
        || matches!(
            first.span.quote(scene.text),
            "your" | "you" | "votre" | "vos" | "vous"
        );
    ((named || pronoun) && !barred).then_some(source)
}

/// `Selon X, …`, `…, according to X` and `…, selon X, …`.
pub(super) fn markers(scene: &Scene<'_>, found: &mut Vec<Draft>) {
    let mut from = 0;
    let mut place = 0;
    while place < scene.words.len() {
        let Some((length, start_only)) = marker_at(scene, place) else {
            place += 1;
            continue;
        };
        if let Some(draft) = of_relative(scene, place, length) {
            found.push(draft);
            place += length;
            continue;
        }
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
        let mut content = Vec::new();
        if at_start {
            let comma = scene.is_mark(source.end, ",");
            if !comma && start_only {
                place = source.end;
                continue;
            }
            let start = source.end + usize::from(comma);
            let end = content_end(scene, start, &[]);
            place = end.max(source.end);
            content.extend(scene.span(start, end));
        } else if start_only || inside(scene, cue) {
            place += length;
            continue;
        } else {
            let (start, end) = before_marker(scene, from, place);
            content.extend(scene.span(start, end));
            place = source.end;
            // `Le plan, selon X, coûterait …`: only a subject stands before.
            let words = scene.words.get(start..end).unwrap_or_default();
            let parted = scene.is_mark(end, ",")
                && scene.is_mark(source.end, ",")
                && !words.iter().any(|w| is_finite(scene.text, w, scene.language));
            if parted {
                let stop = content_end(scene, source.end + 1, &[]);
                content.extend(scene.span(source.end + 1, stop));
                place = stop.max(source.end);
            }
        }
        from = place;
        let Some(first) = content.first_mut() else { continue };
        let (only, form) = with_form(scene, *first);
        *first = only;
        found.push(
            Draft::new(content, Act::Say, scene.language)
                .said_by(source.span)
                .cued([cue])
                .in_form(form),
        );
    }
}

/// The words that a marker behind them attributes, from `from` on.
fn before_marker(scene: &Scene<'_>, from: usize, place: usize) -> (usize, usize) {
    let mut start = from;
    let mut end = place;
    while end > start && scene.is_mark(end - 1, ",") {
        end -= 1;
    }
    while start < end
        && (scene.is_mark(start, ",") || scene.words[start].is(Class::COORDINATOR))
    {
        start += 1;
    }
    // Only the part after a semicolon, or after a label: `Réaction : « non » selon X`.
    if let Some(mark) = (start..end).rev().find(|&place| scene.is_mark(place, ";")) {
        start = mark + 1;
    }
    if start == 0
        && let Some(whole) = scene.span(0, scene.words.len())
        && let Some(label) = label_of(scene.text, whole, false)
        && let Some(rest) = (0..end)
            .find(|&place| scene.words[place].span.start() >= label.rest.start())
    {
        start = rest;
    }
    // `à 19 millions d’après le syndicat`
    if from > 0 && scene.words.get(start).is_some_and(|word| word.is(Class::A)) {
        start += 1;
    }
    (start, end)
}

/// `la fédération, pour qui le calcul oublie …`, `the union, for whom …`: the noun before
/// the relative pronoun speaks.
fn of_relative(scene: &Scene<'_>, place: usize, length: usize) -> Option<Draft> {
    let relative = scene.words.get(place + length)?;
    if !matches!(relative.span.quote(scene.text), "qui" | "whom" | "which") {
        return None;
    }
    let source = scene.antecedent(place)?;
    let start = place + length + 1;
    let end = content_end(scene, start, &[]);
    let speaks = matches!(source.voice, Voice::Speaks | Voice::Document);
    let content = scene.span(start, end).filter(|_| speaks)?;
    let (content, form) = with_form(scene, content);
    Some(
        Draft::new(vec![content], Act::Say, scene.language)
            .said_by(source.span)
            .cued(scene.span(place, place + length))
            .in_form(form),
    )
}
