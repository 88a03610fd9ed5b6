//! The type of a claim, and whether it is held at a distance.

use rust_decimal::Decimal;

use crate::model::{
    Actor, Annotation, ClaimForm, ClaimKind, Figure, FigureKind, Language, Layer, Value,
};

use super::draft::Draft;
use super::lexicon::{Act, Class, Form, Lexicon};
use super::words::{Word, is_future, is_infinitive};

/// Returns the type of a claim by its act, its words and the figures in it: the first
/// that fits of pledge, recommendation, forecast, statistic, then quote or statement.
pub(super) fn kind_of(
    draft: &Draft,
    words: &[Word],
    text: &str,
    figures: &[&Annotation<Figure>],
    actors: &Layer<Actor>,
) -> ClaimKind {
    /// A longer quotation is about more than its figure, in words.
    const SHORT: usize = 20;
    let Draft { act, form, language, .. } = *draft;
    let future = words.iter().take(30).any(|word| is_future(text, word, language))
        || words.iter().take(30).any(|word| is_future_in_past(text, word, language));
    if matches!(act, Act::Promise | Act::Intend)
        || future && promises(draft, words, text)
    {
        return ClaimKind::Pledge;
    }
    let duty = duty(words, text, language, actors);
    if act == Act::Recommend || duty == Some(true) {
        return ClaimKind::Recommendation;
    }
    if act == Act::Forecast || future || duty == Some(false) {
        return ClaimKind::Forecast;
    }
    let counted = figures.iter().any(|figure| counts(text, figure));
    let states = matches!(
        act,
        Act::Quantify | Act::Evidence | Act::Say | Act::Estimate | Act::Admit
    );
    let pointed = form != ClaimForm::Direct || words.len() <= SHORT;
    if act == Act::Quantify || (counted && states && pointed) {
        return ClaimKind::Statistic;
    }
    if form == ClaimForm::Direct { ClaimKind::Quote } else { ClaimKind::Statement }
}

/// Tells whether a figure says how much: small numbers in words, such as `deux marchés`
/// or `twice`, are seldom the point.
fn counts(text: &str, figure: &Annotation<Figure>) -> bool {
    // `un salarié sur quatre`, `one dwelling in nine`
    let before = text.get(..figure.span.start()).unwrap_or_default();
    if [" sur ", " in ", " out of "].iter().any(|link| before.ends_with(link)) {
        return figure.value.kind != FigureKind::Date;
    }
    let digits =
        figure.span.quote(text).contains(|letter: char| letter.is_ascii_digit());
    match figure.value.kind {
        FigureKind::Date | FigureKind::Duration => false,
        FigureKind::Percent => true,
        kind => {
            let value = match figure.value.value {
                Value::Exact(value) => Some(value),
                Value::Range { low, high } => low.or(high),
                Value::Date(_) | Value::Unread => None,
            };
            let share = kind == FigureKind::Ratio
                && value.is_some_and(|value| value < Decimal::ONE);
            digits || share || value.is_some_and(|value| value > Decimal::TEN)
        }
    }
}

/// Tells whether words about the future are a promise: by `nous`, `we` or of the speaker,
/// as what will be done by who decides it, or as an exclusion (`there would be no extra
/// money`).
fn promises(draft: &Draft, words: &[Word], text: &str) -> bool {
    let says = matches!(draft.act, Act::Say | Act::Evidence | Act::Admit);
    if !says || draft.source.is_none() {
        return false;
    }
    let own = words.iter().take(4).any(|word| {
        word.is(Class::FIRST_PERSON)
            || draft.form != ClaimForm::Direct
                && matches!(
                    word.span.quote(text),
                    "it" | "they" | "he" | "she" | "il" | "elle" | "ils" | "elles"
                )
    });
    let vows = words.windows(3).any(|near| {
        near.first().is_some_and(|word| word.is(Class::FIRST_PERSON))
            && near.iter().any(|word| is_vow(word, draft.language))
    });
    let hedged = words.iter().any(|word| {
        word.is(Class::HEDGE) && !is_future_in_past(text, word, draft.language)
    });
    let to_come = |word: &Word| {
        is_future(text, word, draft.language)
            || is_future_in_past(text, word, draft.language)
    };
    let after = |place: usize| words.iter().skip(place + 1).take(2);
    let done = words.iter().enumerate().any(|(place, word)| {
        to_come(word) && after(place).any(|word| is_done(text, word, draft.language))
    });
    // `no customer would pay more`, `les impôts n’augmenteraient pas`
    let none = words.first().is_some_and(|word| {
        matches!(word.span.quote(text), "no" | "No" | "aucun" | "Aucun" | "aucune")
    });
    let excluded = draft.act == Act::Say
        && words.iter().enumerate().any(|(place, word)| {
            to_come(word) && (none || after(place).any(|word| word.is(Class::NEGATION)))
        });
    let told = draft.form != ClaimForm::Direct && !hedged;
    own || vows || (done || excluded) && told
}

fn is_vow(word: &Word, language: Language) -> bool {
    let lexicon = Lexicon::of(language);
    word.entry.is_some_and(|entry| {
        entry.verbs.iter().any(|&(number, form)| {
            form == Form::Finite
                && lexicon.verbs.get(usize::from(number)).is_some_and(|verb| {
                    matches!(verb.act, Act::Promise) && verb.particle.is_empty()
                })
        })
    })
}

/// Tells whether a word is a participle that says what is done to something: `reclassés`,
/// `applied`.
fn is_done(text: &str, word: &Word, language: Language) -> bool {
    let quote = word.span.quote(text);
    let ends: &[&str] = match language {
        Language::French => &["é", "ée", "és", "ées"],
        Language::English | Language::Other => &["ed"],
    };
    word.kind == crate::model::TokenKind::Lower
        && quote.len() > 4
        && ends.iter().any(|end| quote.ends_with(end))
}

/// Tells whether a word is in the conditional of French, which is the future of a report
/// in the past: `assurait que les impôts n’augmenteraient pas`.
fn is_future_in_past(text: &str, word: &Word, language: Language) -> bool {
    let quote = word.span.quote(text);
    language == Language::French
        && word.kind == crate::model::TokenKind::Lower
        && quote.len() > 6
        && !word.is(Class::THING)
        && ["erait", "eraient", "irait", "iraient", "drait", "draient"]
            .iter()
            .any(|end| quote.ends_with(end))
}

/// Tells whether a modal of duty near the front (`il faut`, `should`) asks something;
/// `Some(false)` if it foresees, as with a verb of mere change: `should fall`, `devrait
/// baisser`. `None` if there is none.
fn duty(
    words: &[Word],
    text: &str,
    language: Language,
    actors: &Layer<Actor>,
) -> Option<bool> {
    const REACH: usize = 12;
    let place = words.iter().take(REACH).position(|word| {
        word.is(Class::SHOULD)
            || matches!(word.span.quote(text), "devrait" | "devraient")
    })?;
    let trend = words.iter().skip(place + 1).take(3).any(|word| word.is(Class::TREND));
    if trend {
        return Some(false);
    }
    let conditional = matches!(
        words.get(place).map(|word| word.span.quote(text)),
        Some("devrait" | "devraient")
    );
    // `devrait` asks something only of somebody who can act.
    let acts = words.iter().take(place).any(|word| {
        word.is(Class::HUMAN.or(Class::FIRST_PERSON))
            || word.span.quote(text) == "on"
            || actors.overlapping(word.span).next().is_some()
    });
    let verb = words.get(place + 1).is_some_and(|word| {
        word.span.quote(text) != "être" || !is_infinitive(text, word, language)
    });
    Some(!conditional || acts && verb)
}

/// Tells whether a word of the claim keeps it at a distance.
pub(super) fn is_hedged(words: &[Word]) -> bool {
    words.iter().any(|word| word.is(Class::HEDGE))
}
