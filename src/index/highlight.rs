//! Finds the words of a passage that a query was about.

use std::ops::Range;

use super::analyzer::{exact_terms, stem_terms};
use super::compile::Matchers;
use crate::language::{fold, tokens};
use crate::model::{Language, Offsets, Token};

/// Returns the places in code points of `text`, in order and disjoint.
pub(super) fn highlights(
    text: &str,
    language: Language,
    matchers: &Matchers,
) -> Vec<Range<usize>> {
    let tokens = tokens(text, language);
    // The folded parts in order, each with its token.
    let mut parts: Vec<(String, usize)> = Vec::with_capacity(tokens.len());
    let mut marked = vec![false; tokens.len()];
    for (place, token) in tokens.iter().enumerate() {
        let word = token.span.quote(text);
        exact_terms(word, token.kind, |part| parts.push((part.to_owned(), place)));
        if let Some(mark) = marked.get_mut(place) {
            *mark = is_match(word, token, language, matchers);
        }
    }
    for (phrase, slop) in &matchers.phrases {
        for place in phrase_places(&parts, phrase, *slop) {
            if let Some(mark) = marked.get_mut(place) {
                *mark = true;
            }
        }
    }
    let offsets = Offsets::new(text);
    tokens
        .iter()
        .zip(marked)
        .filter(|(_, marked)| *marked)
        .map(|(token, _)| {
            offsets.code_point(token.span.start())..offsets.code_point(token.span.end())
        })
        .collect()
}

fn is_match(
    word: &str,
    token: &Token,
    language: Language,
    matchers: &Matchers,
) -> bool {
    let mut is_found = false;
    exact_terms(word, token.kind, |part| {
        is_found |= matchers.exact.contains(part)
            || matchers.prefixes.iter().any(|prefix| part.starts_with(prefix.as_str()))
            || matchers
                .fuzzy
                .iter()
                .any(|(near, distance)| is_near(part, near, usize::from(*distance)));
    });
    let keys = match language {
        Language::French => &matchers.french,
        Language::English => &matchers.english,
        Language::Other => return is_found,
    };
    if !is_found && !keys.is_empty() {
        stem_terms(word, token.kind, language, |key, _| {
            is_found |= keys.contains(key);
        });
    }
    is_found || matchers.exact.contains(&*fold(word))
}

/// The tokens of all occurrences of a phrase, with up to `slop` words between; all
/// tokens with its words if it occurs in another order only.
fn phrase_places(
    parts: &[(String, usize)],
    phrase: &[String],
    slop: u32,
) -> Vec<usize> {
    let Some((first, rest)) = phrase.split_first() else { return Vec::new() };
    let mut places = Vec::new();
    for (start, (part, token)) in parts.iter().enumerate() {
        if part != first {
            continue;
        }
        let mut found = vec![*token];
        let mut at = start + 1;
        let mut left = slop as usize;
        for wanted in rest {
            let ahead = parts.get(at..).unwrap_or_default();
            let step = ahead.iter().take(left + 1).position(|(part, _)| part == wanted);
            let Some(step) = step else { break };
            left -= step;
            at += step + 1;
            found.extend(ahead.get(step).map(|(_, token)| *token));
        }
        if found.len() == phrase.len() {
            places.extend(found);
        }
    }
    if places.is_empty() && slop > 0 {
        let is_in = |(part, _): &&(String, usize)| phrase.contains(part);
        places.extend(parts.iter().filter(is_in).map(|(_, token)| *token));
    }
    places
}

/// Whether two words differ by at most `distance` letters put in, left out, changed, or
/// swapped with the next.
pub(super) fn is_near(a: &str, b: &str, distance: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > distance {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at =
                |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&last, j) + usize::from(x != y))
                .min(at(&last, j + 1) + 1)
                .min(at(&row, j) + 1);
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().is_some_and(|&found| found <= distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_differ_by_a_letter_or_two() {
        assert!(is_near("grenelle", "grenele", 1));
        assert!(is_near("grenelle", "grnelele", 2));
        assert!(is_near("plan", "paln", 1));
        assert!(!is_near("plan", "train", 1));
        assert!(!is_near("plan", "planification", 2));
    }

    #[test]
    fn phrases_are_found_with_words_between() {
        let parts: Vec<_> = ["le", "plan", "pour", "le", "climat", "plan"]
            .iter()
            .enumerate()
            .map(|(place, part)| ((*part).to_owned(), place))
            .collect();
        let phrase = ["plan".to_owned(), "climat".to_owned()];
        assert_eq!(phrase_places(&parts, &phrase, 2), [1, 4]);
        assert!(phrase_places(&parts, &phrase, 0).is_empty());
    }
}
