//! Which tokens can be part of a name; all others are outside without being scored.

use super::Line;
use crate::model::TokenKind;

/// How many small words may stand between two capitals of a name.
const GAP: usize = 4;

/// How many small words may follow the last capital of a French name
/// (`Institut national de la statistique et des études économiques`).
const TAIL: usize = 8;

/// How many tokens before its first capital a name may begin (`ministère de la Justice`).
const HEAD: usize = 4;

/// Tells whether a token bears a capital.
pub(super) fn is_capital(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Capitalized | TokenKind::Upper | TokenKind::Mixed)
}

/// Tells whether a token may link words of a name.
fn is_small(line: &Line<'_>, i: usize) -> bool {
    match line.kind(i) {
        Some(TokenKind::Lower | TokenKind::Clitic) => true,
        Some(TokenKind::Punctuation | TokenKind::Symbol) => {
            matches!(line.word(i), "-" | "–" | "'" | "’" | "&" | "/" | "." | "," | "+")
        }
        _ => false,
    }
}

/// Marks the tokens of a line that can be part of a name.
pub(super) fn mark(line: &Line<'_>, marks: &mut Vec<bool>) {
    let length = line.tokens.len();
    marks.clear();
    marks.resize(length, false);
    let mut previous: Option<usize> = None;
    for i in 0..length {
        let Some(kind) = line.kind(i) else { break };
        if !is_capital(kind) {
            continue;
        }
        let gap = previous.map_or(0, |before| before + 1)..i;
        if previous.is_some()
            && gap.len() <= GAP
            && gap.clone().all(|at| is_small(line, at))
        {
            mark_all(marks, gap);
        } else {
            open(line, i, marks);
        }
        mark_all(marks, [i]);
        if line.kind(i + 1) == Some(TokenKind::Number) {
            mark_all(marks, [i + 1]);
        }
        if i > 0 && line.kind(i - 1) == Some(TokenKind::Number) {
            mark_all(marks, [i - 1]);
        }
        if line.small_tails && line.evidence(i).heads {
            let tail = (i + 1..length.min(i + 1 + TAIL)).take_while(|&at| {
                matches!(line.kind(at), Some(TokenKind::Lower | TokenKind::Clitic))
            });
            mark_all(marks, tail);
        }
        previous = Some(i);
    }
}

fn mark_all(marks: &mut [bool], places: impl IntoIterator<Item = usize>) {
    for place in places {
        if let Some(mark) = marks.get_mut(place) {
            *mark = true;
        }
    }
}

/// Marks the small words with which a name may begin before the capital at `i`.
fn open(line: &Line<'_>, i: usize, marks: &mut [bool]) {
    let mut from = None;
    for at in (i.saturating_sub(HEAD)..i).rev() {
        match line.kind(at) {
            Some(TokenKind::Lower) if line.evidence(at).opens => from = Some(at),
            Some(TokenKind::Lower | TokenKind::Clitic) => {}
            _ => break,
        }
    }
    if let Some(from) = from {
        mark_all(marks, from..i);
    }
}
