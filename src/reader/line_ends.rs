//! What a line end stands for: a space, or nothing where a word was broken.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The words of a document that tell a broken word from one with a hyphen of its own.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Of the words broken at line ends, those that stand elsewhere unbroken, in lower
    /// case: `développement`, `royaume-uni`.
    words: HashSet<String>,
}

/// What becomes of a line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineEnd {
    /// One space.
    Space,
    /// Nothing: the words are one, with their hyphen (`peut-` + `être`).
    KeepHyphen,
    /// Nothing, and the hyphen goes (`déve-` + `loppement`).
    DropHyphen,
}

impl Vocabulary {
    /// Collects the words of `lines` that decide about its line ends.
    ///
    /// Linear in the text, and nearly free if no line ends with a hyphen.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut doubtful = HashSet::new();
        let mut before = "";
        for line in lines.clone() {
            if let Some(left) = broken(before) {
                let right = first_word(line.trim_start());
                if !right.is_empty() {
                    doubtful.insert(format!("{left}{right}").to_lowercase());
                    doubtful.insert(format!("{left}-{right}").to_lowercase());
                }
            }
            if !line.trim().is_empty() {
                before = line;
            }
        }
        if doubtful.is_empty() {
            return Self::default();
        }
        let longest = doubtful.iter().map(String::len).max().unwrap_or_default();
        let shortest = doubtful.iter().map(String::len).min().unwrap_or_default();
        let mut words = HashSet::new();
        let mut lower = String::new();
        for line in lines {
            for word in line.split(|c| !in_word(c)) {
                let word = word.trim_matches(['-', '\u{2010}']);
                if word.len() < shortest || word.len() > longest {
                    continue;
                }
                lower.clear();
                lower.extend(
                    word.chars().map(plain_hyphen).flat_map(char::to_lowercase),
                );
                if doubtful.contains(&lower) {
                    words.insert(lower.clone());
                }
            }
        }
        Self { words }
    }

    /// Decides what the line end between `before` and `after` becomes, of which only the
    /// last and the first word are looked at.
    pub fn line_end(&self, before: &str, after: &str) -> LineEnd {
        let before = before.trim_end();
        let after = after.trim_start();
        let Some(left) = broken(before) else { return LineEnd::Space };
        let right = first_word(after);
        let Some(first) = right.chars().next() else { return LineEnd::Space };
        let list = &*LISTS;
        if list.apart.contains(right) {
            return LineEnd::Space;
        }
        if !first.is_alphabetic() {
            return LineEnd::KeepHyphen;
        }
        let joined = format!("{left}{right}").to_lowercase();
        let hyphened = format!("{left}-{right}").to_lowercase();
        match (self.words.contains(&joined), self.words.contains(&hyphened)) {
            (true, false) => return LineEnd::DropHyphen,
            (false, true) => return LineEnd::KeepHyphen,
            _ => {}
        }
        let is_lower = |part: &str| part.chars().all(|c| !c.is_uppercase());
        let tail = left.rsplit(['-', '\'', '’']).next().unwrap_or(left);
        let keeps = !is_lower(right)
            || tail.chars().nth(1).is_none()
            || right.chars().nth(1).is_none()
            // An acronym (`EU-` + `wide`), or a figure (`G7-`).
            || tail.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric())
            // The last of several parts, too short to be broken (`vis-à-` + `vis`).
            || (left.contains(['-', '\u{2010}']) && tail.chars().nth(3).is_none())
            || (list.before.contains(left.to_lowercase().as_str())
                && right.chars().nth(2).is_some())
            || list.after.contains(right);
        if keeps { LineEnd::KeepHyphen } else { LineEnd::DropHyphen }
    }
}

struct Lists {
    before: HashSet<&'static str>,
    after: HashSet<&'static str>,
    apart: HashSet<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let table = include_str!("../../lexicon/line_hyphens.tsv");
    let words = |place: &str| {
        let rows = table.lines().filter_map(|line| line.split_once('\t'));
        rows.filter(|row| row.0 == place).map(|row| row.1).collect()
    };
    Lists { before: words("before"), after: words("after"), apart: words("apart") }
});

/// Letters of a word that are looked at; longer ones are none.
const LONGEST_WORD: usize = 64;

/// Returns the word before the hyphen that ends `line`, or `None` if there is none.
fn broken(line: &str) -> Option<&str> {
    let line = line.trim_end().strip_suffix(['-', '\u{2010}'])?;
    let start = line
        .char_indices()
        .rev()
        .take(LONGEST_WORD)
        .take_while(|&(_, c)| in_word(c))
        .last()
        .map_or(line.len(), |(at, _)| at);
    let word = line.get(start..)?;
    (word.chars().next_back()?.is_alphanumeric()).then_some(word)
}

/// Returns the letters and digits that `line` begins with.
fn first_word(line: &str) -> &str {
    let word = line.chars().take(LONGEST_WORD).take_while(|c| c.is_alphanumeric());
    let end = word.map(char::len_utf8).sum();
    line.get(..end).unwrap_or_default()
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\u{2010}' | '\'' | '’')
}

fn plain_hyphen(c: char) -> char {
    if c == '\u{2010}' { '-' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let vocabulary = Vocabulary::of(text.lines());
        let mut lines = text.lines();
        let mut joined = lines.next().unwrap().to_owned();
        for line in lines {
            match vocabulary.line_end(&joined, line) {
                LineEnd::Space => joined.push(' '),
                LineEnd::KeepHyphen => {}
                LineEnd::DropHyphen => {
                    joined.pop();
                }
            }
            joined.push_str(line);
        }
        assert_eq!(joined, expected);
    }

    #[test]
    fn a_broken_word_is_joined() {
        check("le déve-\nloppement durable", "le développement durable");
        check("the govern-\nment said", "the government said");
        check("l’amélio-\nration", "l’amélioration");
    }

    #[test]
    fn a_hyphen_of_the_word_is_kept() {
        check("au Royaume-\nUni", "au Royaume-Uni");
        check("cela peut-\nêtre", "cela peut-être");
        check("vis-à-\nvis, celui-\nci", "vis-à-vis, celui-ci");
        check("y a-\nt-il", "y a-t-il");
        check("long-\nterm decision-\nmaking", "long-term decision-making");
        check("the EU-\nfunded plan", "the EU-funded plan");
        check("COVID-\n19 in 2024-\n2025", "COVID-19 in 2024-2025");
    }

    #[test]
    fn a_hanging_hyphen_is_followed_by_a_space() {
        check("à court-\net moyen terme", "à court- et moyen terme");
        check("two-\nand three-year plans", "two- and three-year plans");
    }

    #[test]
    fn a_dash_breaks_no_word() {
        check("le plan -\nambitieux", "le plan - ambitieux");
        check("en hausse\nde 3 %", "en hausse de 3 %");
    }

    #[test]
    fn the_other_words_of_the_document_decide() {
        check(
            "Le porte-monnaie. Un porte-\nmonnaie. Un co-\nvoiturage.",
            "Le porte-monnaie. Un porte-monnaie. Un covoiturage.",
        );
        check(
            "A policy-maker, the policy-\nmaker.",
            "A policy-maker, the policy-maker.",
        );
        check("A well-\nness plan; wellness pays.", "A wellness plan; wellness pays.");
    }
}
