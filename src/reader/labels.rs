//! What a line says of itself by its words: a caption, contents, a button.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What words at a line's start, or all of its words, tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// Before a number: the words above or below a table or picture.
    Caption,
    /// Before a colon: where a table's figures come from, or how to read them.
    Source,
    /// Before a title: a box beside the text.
    Box,
    /// A heading above a table of contents.
    Contents,
    /// A heading above a list of notes.
    Notes,
    /// A heading above links to other pages.
    Related,
    /// Inside a notice about cookies.
    Cookie,
    /// Inside a line of legal notices.
    Legal,
    /// At the start of an offer to share or print the page.
    Share,
    /// Inside a contact line.
    Press,
    /// The kind of paper that it is, above its title.
    Genre,
}

/// The classes by their names in `lexicon/line_words.tsv`.
const CLASSES: [(&str, Class); 11] = [
    ("caption", Class::Caption),
    ("source", Class::Source),
    ("box", Class::Box),
    ("contents", Class::Contents),
    ("notes", Class::Notes),
    ("related", Class::Related),
    ("cookie", Class::Cookie),
    ("legal", Class::Legal),
    ("share", Class::Share),
    ("press", Class::Press),
    ("genre", Class::Genre),
];

/// The longest label of a button or menu, in bytes.
const LONGEST_LABEL: usize = 40;

static WORDS: LazyLock<HashSet<(Class, &'static str)>> = LazyLock::new(|| {
    let table = include_str!("../../lexicon/line_words.tsv");
    table
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, words)| {
            let (_, class) = CLASSES.iter().find(|(known, _)| *known == name)?;
            Some((*class, words))
        })
        .collect()
});

static PAGE_LABELS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let table = include_str!("../../lexicon/page_labels.tsv");
    table.lines().filter_map(|line| Some(line.split_once('\t')?.0)).collect()
});

/// Returns the words as the lists have them: in lower case, with straight apostrophes
/// and plain spaces.
fn listed(words: &str) -> String {
    words.trim().to_lowercase().replace('’', "'").replace(['\u{a0}', '\u{202f}'], " ")
}

/// Tells whether the words, as a whole and in any case, are of a class.
pub(super) fn is_whole(class: Class, words: &str) -> bool {
    let words = listed(words.trim_end_matches([':', '.', ' ', '\u{a0}', '\u{202f}']));
    WORDS.contains(&(class, words.as_str()))
}

/// Tells whether words of a class stand in the line, in any case.
pub(super) fn holds(class: Class, line: &str) -> bool {
    let line = listed(line);
    WORDS.iter().filter(|(known, _)| *known == class).any(|(_, words)| {
        line.match_indices(words).any(|(at, _)| {
            let before = line.get(..at).and_then(|before| before.chars().next_back());
            let after =
                line.get(at + words.len()..).and_then(|after| after.chars().next());
            [before, after].iter().flatten().all(|letter| !letter.is_alphanumeric())
        })
    })
}

/// Tells whether a line is the label of a button or menu of a page of a site.
pub(super) fn is_page_label(line: &str) -> bool {
    line.len() <= LONGEST_LABEL && PAGE_LABELS.contains(listed(line).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_what_it_is() {
        assert!(is_whole(Class::Contents, "Table des matières"));
        assert!(is_whole(Class::Contents, "CONTENTS :"));
        assert!(is_whole(Class::Related, "À lire aussi"));
        assert!(!is_whole(Class::Contents, "Le sommaire du rapport"));
        assert!(is_page_label("Tout refuser"));
        assert!(is_page_label("Share this page"));
    }

    #[test]
    fn words_inside_a_line_are_whole_words() {
        assert!(holds(Class::Legal, "Plan du site – Mentions légales"));
        assert!(holds(Class::Cookie, "We use cookies to measure visits."));
        assert!(!holds(Class::Press, "La pression fiscale"));
    }
}
