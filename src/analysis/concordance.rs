//! The order of a concordance.

use std::cmp::Reverse;

use crate::language::fold;

/// How the lines of a concordance are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// By document and place.
    #[default]
    Place,
    /// By the words before, the nearest first.
    Left,
    /// By the words found, then by the words after.
    Keyword,
    /// By the words after.
    Right,
}

/// Sorts lines of any kind; `parts` gives the words before, found and after of one.
/// Capitals, accents and marks do not count; lines that are equal by them stay in their
/// order.
pub fn sort<T>(lines: &mut [T], order: Order, parts: impl Fn(&T) -> [&str; 3]) {
    let key = |line: &T| {
        let [left, keyword, right] = parts(line);
        match order {
            Order::Place => Vec::new(),
            Order::Left => words(left).rev().collect(),
            Order::Keyword => words(keyword).chain(words(right)).collect(),
            Order::Right => words(right).collect(),
        }
    };
    // Lines without words on that side come last.
    lines.sort_by_cached_key(|line| {
        let key: Vec<String> = key(line);
        (Reverse(!key.is_empty()), key)
    });
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| fold(word).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(order: Order, expected: &[usize]) {
        let mut lines = [
            (0, ["la première ", "dette", " publique"]),
            (1, ["une ", "dette", " extérieure"]),
            (2, ["", "Dettes", ""]),
            (3, ["L’énorme ", "dette", ", privée"]),
        ];
        sort(&mut lines, order, |line| line.1);
        let places: Vec<usize> = lines.iter().map(|line| line.0).collect();
        assert_eq!(places, expected, "{order:?}");
    }

    #[test]
    fn lines_are_sorted_by_the_nearest_words() {
        check(Order::Place, &[0, 1, 2, 3]);
        check(Order::Left, &[3, 0, 1, 2]);
        check(Order::Right, &[1, 3, 0, 2]);
        check(Order::Keyword, &[1, 3, 0, 2]);
    }
}
