//! What the first or last words of a line say about it: list marks, numbers of notes,
//! captions, leaders of contents.

use std::collections::BTreeSet;

use crate::reader::labels::{self, Class};

/// A mark at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its length with the space after it, in bytes.
    pub(super) length: usize,
}

const BULLETS: &str = "•◦▪‣·●○■□–—-*➢➤→✓▶◆∙";

/// Finds a list mark: a bullet, `1.`, `2)`, `a)`, `(iv)`.
pub(super) fn item(text: &str) -> Option<Mark> {
    let first = text.chars().next()?;
    if BULLETS.contains(first) {
        let rest = text.get(first.len_utf8()..)?;
        let space = rest.len() - rest.trim_start().len();
        // A minus sign before a figure is no bullet.
        return (space > 0).then_some(Mark { length: first.len_utf8() + space });
    }
    let open = usize::from(first == '(');
    let inner = text.get(open..)?;
    let word = inner.split([')', '.', ' ', '\u{a0}']).next()?;
    let numbered =
        (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let lettered = word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    let roman =
        (1..=5).contains(&word.len()) && word.bytes().all(|b| b"ivx".contains(&b));
    if !(numbered || lettered || roman) {
        return None;
    }
    let after = inner.get(word.len()..)?;
    let closed = after.starts_with(')') || (after.starts_with('.') && open == 0);
    let rest = after.get(1..)?;
    let space = rest.len() - rest.trim_start().len();
    (closed && space > 0).then_some(Mark { length: open + word.len() + 1 + space })
}

/// Tells whether the line begins with the number of a section: `1.`, `2.3`, `IV.`.
pub(super) fn is_numbered(text: &str) -> bool {
    section_depth(text).is_some()
}

/// Returns how deep the section number is with which the line begins: 1 for `2.`, 2 for
/// `2.1`.
pub(super) fn section_depth(text: &str) -> Option<u8> {
    let word = text.split([' ', '\u{a0}']).next()?;
    if word.len() == text.len() {
        return None;
    }
    let inner = word.strip_suffix('.').unwrap_or(word);
    let parts: Vec<&str> = inner.split('.').collect();
    let digits = |part: &&str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !parts.iter().all(digits) || (parts.len() == 1 && inner.len() == word.len()) {
        return None;
    }
    u8::try_from(parts.len()).ok().filter(|depth| *depth <= 6)
}

/// Finds the number of a note at the start of a small line: `1 `, `12. `, `[3] `, `* `.
pub(super) fn note(text: &str) -> Option<Mark> {
    let open = usize::from(text.starts_with(['[', '(']));
    let inner = text.get(open..)?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let signs: usize =
        inner.chars().take_while(|c| "*†‡§".contains(*c)).map(char::len_utf8).sum();
    let mark = if (1..=3).contains(&digits) { digits } else { signs };
    if mark == 0 {
        return None;
    }
    let after = inner.get(mark..)?;
    let closing = usize::from(after.starts_with([']', ')', '.']));
    let rest = after.get(closing..)?;
    let space = rest.len() - rest.trim_start().len();
    let begins = rest
        .trim_start()
        .starts_with(|c: char| !c.is_lowercase() && !c.is_ascii_digit() && c != '%');
    (space > 0 && begins).then_some(Mark { length: open + mark + closing + space })
}

/// Tells whether the line is a caption: `Table 2: …`, `Figure 1 – …`, `Source : …`.
pub(super) fn caption(text: &str) -> bool {
    let mut words =
        text.split([' ', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return false };
    let second = words.next().unwrap_or_default();
    let lower = first.to_lowercase();
    let starts_high = first.starts_with(char::is_uppercase);
    if labels::is_whole(Class::Source, first) {
        return starts_high && (lower.ends_with(':') || second == ":");
    }
    let number = second.trim_end_matches([':', '.', '-', '–', ',']);
    let is_number = (!number.is_empty() && number.len() <= 5)
        && (number.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-')
            || number.bytes().all(|b| b"IVX".contains(&b)));
    let third = words.next().unwrap_or_default();
    // A caption goes on with a separator or a title, running text with a verb.
    let titled = number.len() < second.len()
        || third.is_empty()
        || third.starts_with([':', '–', '-', '—', '.', '|', '('])
        || third.starts_with(char::is_uppercase);
    starts_high && labels::is_whole(Class::Caption, first) && is_number && titled
}

/// Tells whether the line is the title of a box: `Box – …`, `Encadré 2 : …`.
pub(super) fn box_title(text: &str) -> bool {
    let mut words =
        text.split([' ', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let is_separator = |word: &str| ["–", "—", "-", ":", "."].contains(&word);
    first.starts_with(char::is_uppercase)
        && labels::is_whole(Class::Box, first)
        && words.next().is_some_and(|second| {
            is_separator(second) || second.starts_with(|c: char| c.is_ascii_digit())
        })
}

/// Returns the length in bytes of the words of a contents line, without the leader and
/// the page number; `gap` tells whether the line has a wide gap. `None` if it is none.
pub(super) fn contents(text: &str, gap: bool) -> Option<usize> {
    let trimmed = text.trim_end();
    let bare = trimmed.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = trimmed.len() - bare.len();
    if digits > 4 {
        return None;
    }
    let is_leader = |c: char| ".…·_ \u{a0}".contains(c);
    let words = bare.trim_end_matches(is_leader);
    let leader = bare.get(words.len()..)?;
    let dots = leader.chars().filter(|c| !c.is_whitespace()).count()
        + 2 * leader.chars().filter(|c| *c == '…').count();
    let led = dots >= 4 || (dots == 0 && gap && digits > 0 && bare.ends_with(' '));
    let wordy = words.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (led && wordy && (digits > 0 || dots >= 8)).then_some(words.len())
}

/// Tells whether the line is the heading of a table of contents.
pub(super) fn contents_heading(text: &str) -> bool {
    labels::is_whole(Class::Contents, text)
}

/// Tells whether the line is the heading of a list of notes.
pub(super) fn notes_heading(text: &str) -> bool {
    labels::is_whole(Class::Notes, text)
}

/// Finds the number of a note that stands before its first word without a space
/// (`4Décision du conseil`), if the page has a call of that number.
pub(super) fn glued_note(text: &str, calls: &BTreeSet<String>) -> Option<Mark> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..digits)?;
    let starts = text
        .get(digits..)?
        .starts_with(|c: char| c.is_uppercase() || "«“\"(".contains(c));
    ((1..=3).contains(&digits) && starts && calls.contains(number))
        .then_some(Mark { length: digits })
}
