//! How much a sentence is worth checking: a sum of what speaks for and against it.
//!
//! The weights stand in `lexicon/worth_weights.tsv`, with what each means; the words that
//! point to them in `lexicon/worth_words.tsv`. Both were set by hand, from what
//! fact-checkers say they look for: amounts, comparisons, firsts, changes and events, and
//! not opinions, demands, promises, questions or how the work was done.

use std::sync::LazyLock;

use crate::language::WordMap;
use crate::model::{
    Actor, Annotation, Figure, FigureKind, Language, Layer, Making, TokenKind, Worth,
};

use super::lexicon::{Class, columns, rows};
use super::words::{Word, is_future};

/// The weights by feature, in hundredths.
static WEIGHTS: LazyLock<WordMap<&'static str, i16>> = LazyLock::new(|| {
    include_str!("../../../lexicon/worth_weights.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let [feature, weight] = columns(line);
            Some((feature, weight.parse().ok()?))
        })
        .collect()
});

/// The features that a word may point to.
const WORD_FEATURES: [&str; 19] = [
    "number",
    "compare",
    "rank",
    "absolute",
    "change",
    "cause",
    "law",
    "opinion",
    "duty",
    "pledge",
    "first",
    "address",
    "wish",
    "definition",
    "method",
    "part",
    "procedure",
    "refer",
    "thanks",
];

/// A set of [`WORD_FEATURES`], by their place.
type Features = u32;

/// Returns the features that each word of a language points to.
fn vocabulary(language: Language) -> &'static WordMap<&'static str, Features> {
    type Words = WordMap<&'static str, Features>;
    static FRENCH: LazyLock<Words> = LazyLock::new(|| words_of(Language::French));
    static ENGLISH: LazyLock<Words> = LazyLock::new(|| words_of(Language::English));
    fn words_of(language: Language) -> Words {
        let mut words = Words::default();
        let table = include_str!("../../../lexicon/worth_words.tsv");
        for row in rows(table, language.code()) {
            let [feature, list] = columns(row);
            let place = WORD_FEATURES.iter().position(|name| *name == feature);
            for word in list.split(' ') {
                *words.entry(word).or_default() |= place.map_or(0, |place| 1 << place);
            }
        }
        words
    }
    match language {
        Language::French => &FRENCH,
        Language::English | Language::Other => &ENGLISH,
    }
}

/// A sentence, or what is claimed in it, with what is known of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weighed<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) language: Language,
    /// The figures in it, dates too.
    pub(super) figures: &'a [&'a Annotation<Figure>],
    pub(super) actors: &'a Layer<Actor>,
    /// Whether somebody is named who says it.
    pub(super) attributed: bool,
    /// Whether it stands as a heading.
    pub(super) heading: bool,
}

/// Weighs a sentence.
pub(super) fn weigh(sentence: Weighed<'_>) -> Worth {
    let mut makings = Vec::new();
    let mut add = |feature: &'static str, times: i16| {
        if times == 0 {
            return;
        }
        let weight = WEIGHTS.get(feature).copied().unwrap_or_default();
        if weight != 0 {
            makings
                .push(Making { name: feature, weight: weight.saturating_mul(times) });
        }
    };
    add("base", 1);
    let mut seen = pointed(sentence);
    let kinds = || sentence.figures.iter().map(|figure| figure.value.kind);
    let exact = |kind| {
        matches!(
            kind,
            FigureKind::Money
                | FigureKind::Percent
                | FigureKind::Quantity
                | FigureKind::Ratio
        )
    };
    let number = seen & bit("number") != 0;
    let in_digits = sentence.figures.iter().any(|figure| {
        figure.value.kind == FigureKind::Count
            && figure.span.quote(sentence.text).contains(|c: char| c.is_ascii_digit())
    });
    let figure = kinds().any(exact);
    if figure {
        add("figure", 1);
    } else if in_digits {
        add("count", 1);
    }
    if !figure && !number && !in_digits && kinds().any(|k| k == FigureKind::Count) {
        seen |= bit("number");
    }
    if kinds().any(|kind| kind == FigureKind::Date) {
        add("date", 1);
    }
    for (place, name) in WORD_FEATURES.into_iter().enumerate() {
        add(name, i16::from(seen & (1 << place) != 0));
    }
    add("event", i16::from(tells_event(sentence)));
    let future = sentence
        .words
        .iter()
        .any(|word| is_future(sentence.text, word, sentence.language));
    add("future", i16::from(future));
    add("attributed", i16::from(sentence.attributed));
    let hull = sentence.words.first().zip(sentence.words.last());
    let actors = hull.map_or(0, |(first, last)| {
        sentence.actors.within(first.span.hull(last.span)).take(3).count()
    });
    add("actor", i16::try_from(actors).unwrap_or_default());
    let count = sentence.words.iter().filter(|word| word.kind.is_word()).count();
    add("length", i16::try_from(count.min(30) / 10).unwrap_or_default());
    let last = sentence.words.last();
    add("question", i16::from(last.is_some_and(|w| w.is_mark(sentence.text, "?"))));
    let open = last.is_some_and(|word| word.kind != TokenKind::Punctuation);
    let untold = count <= 10 && open && !figure;
    add("heading", i16::from(sentence.heading || untold));
    add("short", i16::from(count < 5 && !figure));
    let sum: f64 = makings.iter().map(|making| f64::from(making.weight) / 100.0).sum();
    Worth { score: per_mille(1.0 / (1.0 + (-sum).exp())), makings }
}

/// A share of 1 in thousandths.
fn per_mille(share: f64) -> u16 {
    // The share lies between 0 and 1, so the cast loses only what rounding should.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    let mille = (share.clamp(0.0, 1.0) * 1000.0).round() as u16;
    mille
}

fn bit(feature: &str) -> Features {
    WORD_FEATURES.iter().position(|name| *name == feature).map_or(0, |place| 1 << place)
}

/// What the words of the sentence point to.
fn pointed(sentence: Weighed<'_>) -> Features {
    let Weighed { text, words, language, .. } = sentence;
    let vocabulary = vocabulary(language);
    let mut seen = 0;
    let mut lower = String::new();
    for (place, word) in words.iter().enumerate() {
        if word.kind == TokenKind::Punctuation {
            continue;
        }
        let quote = word.span.quote(text);
        let found = if word.kind == TokenKind::Lower {
            vocabulary.get(quote)
        } else {
            lower.clear();
            lower.extend(
                quote
                    .chars()
                    .flat_map(char::to_lowercase)
                    .map(|letter| if letter == '’' { '\'' } else { letter }),
            );
            vocabulary.get(lower.as_str())
        };
        seen |= found.copied().unwrap_or_default();
        if language == Language::French && matches!(quote, "plus" | "moins" | "Plus") {
            seen |= degree(text, words, place);
        }
        let superlative = language == Language::English
            && word.kind == TokenKind::Lower
            && quote.len() > 5
            && quote.ends_with("est")
            && place.checked_sub(1).and_then(|at| words.get(at)).is_some_and(
                |before| {
                    before.span.quote(text) == "the" || before.kind == TokenKind::Clitic
                },
            );
        if superlative {
            seen |= bit("rank");
        }
    }
    seen
}

/// `le plus`, `plus faibles`, `n’ont plus de`: a rank, a comparison, an absence.
fn degree(text: &str, words: &[Word], place: usize) -> Features {
    let near = words.get(place.saturating_sub(4)..place).unwrap_or_default();
    if near.iter().any(|word| word.is_ne(text)) {
        return bit("absolute");
    }
    let article = near.last().is_some_and(|word| {
        matches!(word.span.quote(text), "le" | "la" | "les" | "Le" | "La" | "Les")
    });
    if article {
        return bit("rank");
    }
    let next = words.get(place + 1);
    let counts = next.is_none_or(|word| {
        word.is(Class::DE) || word.kind != TokenKind::Lower || word.is(Class::THAT)
    });
    if counts { 0 } else { bit("compare") }
}

/// Tells whether the sentence tells of something that happened: `a versé`, `was cut`,
/// `failed`.
fn tells_event(sentence: Weighed<'_>) -> bool {
    let Weighed { text, words, language, .. } = sentence;
    words.iter().enumerate().any(|(place, word)| match language {
        Language::French => {
            word.is(Class::HAVE)
                && words.iter().skip(place + 1).take(3).any(|word| {
                    let quote = word.span.quote(text);
                    word.kind == TokenKind::Lower
                        && quote.len() > 2
                        && ["é", "ée", "és", "ées", "i", "u", "is", "it", "ert", "ue"]
                            .iter()
                            .any(|end| quote.ends_with(end))
                })
        }
        Language::English | Language::Other => {
            let quote = word.span.quote(text);
            word.is(Class::HAVE)
                || matches!(quote, "was" | "were" | "did" | "didn’t" | "had")
                || word.kind == TokenKind::Lower
                    && quote.len() > 4
                    && quote.ends_with("ed")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Extractor, claims};
    use crate::model::BlockKind;
    use crate::{language, reader};

    fn score(text: &str) -> u16 {
        let document = reader::plain("test", text);
        let analysis = language::analyze(&document);
        let found = Extractor::new().findings(&document, &analysis);
        assert!(!matches!(document.blocks()[0].kind, BlockKind::Table { .. }));
        claims::worth(&document, &analysis, &found).map_or(0, |worth| worth.score)
    }

    fn check(worthy: &[&str], idle: &[&str]) {
        for text in worthy {
            assert!(score(text) >= 500, "{text} {}", score(text));
        }
        for text in idle {
            assert!(score(text) < 500, "{text} {}", score(text));
        }
    }

    #[test]
    fn amounts_ranks_and_events_are_worth_checking() {
        check(
            &[
                "Le chômage des jeunes a reculé de 3 points en deux ans.",
                "La commune possède la plus vieille halle du département.",
                "L’usine a fermé deux ateliers en 2019.",
                "Youth unemployment fell by three points in 2 years.",
                "The town has the oldest market hall in the county.",
            ],
            &[
                "Il faut revoir ce plan.",
                "Pourquoi attendre encore ?",
                "C’est une décision courageuse et juste.",
                "We must think again about this plan.",
                "Why should anybody wait?",
                "See the table below.",
            ],
        );
    }

    #[test]
    fn every_feature_of_the_tables_is_known() {
        for language in Language::ANALYSED {
            let table = include_str!("../../../lexicon/worth_words.tsv");
            for row in rows(table, language.code()) {
                assert!(WORD_FEATURES.contains(&columns::<1>(row)[0]), "{row}");
            }
        }
        assert!(WORD_FEATURES.iter().all(|feature| WEIGHTS.contains_key(feature)));
        assert!(WEIGHTS.values().all(|weight| *weight != 0));
    }

    #[test]
    fn the_makings_add_up() {
        let document =
            reader::plain("test", "La dette a doublé : 40 milliards d’euros.");
        let analysis = language::analyze(&document);
        let found = Extractor::new().findings(&document, &analysis);
        let worth = claims::worth(&document, &analysis, &found).unwrap();
        let names: Vec<_> = worth.makings.iter().map(|making| making.name).collect();
        assert!(names.contains(&"figure") && names.contains(&"change"), "{names:?}");
        let sum: f64 = worth.makings.iter().map(|m| f64::from(m.weight) / 100.0).sum();
        assert_eq!(worth.score, per_mille(1.0 / (1.0 + (-sum).exp())));
    }
}
