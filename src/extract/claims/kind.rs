//! The type of a claim, and whether it is held at a distance.

use crate::model::{ClaimForm, ClaimKind, FigureKind, Language};

use super::lexicon::{Act, Class};
use super::words::{Word, is_future};

/// Returns the type of a claim by its act, its words and the figures in it: the first
/// that fits of pledge, recommendation, forecast, statistic, then quote or statement.
pub(super) fn kind_of(
    act: Act,
    form: ClaimForm,
    words: &[Word],
    text: &str,
    language: Language,
    figures: &[FigureKind],
) -> ClaimKind {
    let future = words.iter().take(30).any(|word| is_future(text, word, language));
    let own = words.iter().take(4).any(|word| {
        matches!(
            word.span.quote(text),
            "Nous" | "nous" | "We" | "we" | "I" | "Je" | "je" | "J’" | "it" | "they"
        )
    });
    if act == Act::Promise {
        return ClaimKind::Pledge;
    }
    if future && own && matches!(act, Act::Say | Act::Evidence) {
        return ClaimKind::Pledge;
    }
    if act == Act::Recommend || words.iter().take(12).any(|word| word.is(Class::SHOULD))
    {
        return ClaimKind::Recommendation;
    }
    if act == Act::Forecast || future {
        return ClaimKind::Forecast;
    }
    let counted = figures
        .iter()
        .any(|kind| !matches!(kind, FigureKind::Date | FigureKind::Duration));
    let states = matches!(
        act,
        Act::Quantify | Act::Evidence | Act::Say | Act::Estimate | Act::Admit
    );
    if act == Act::Quantify || (counted && states && form != ClaimForm::Direct) {
        return ClaimKind::Statistic;
    }
    if form == ClaimForm::Direct { ClaimKind::Quote } else { ClaimKind::Statement }
}

/// Tells whether a word of the claim keeps it at a distance.
pub(super) fn is_hedged(words: &[Word]) -> bool {
    words.iter().any(|word| word.is(Class::HEDGE))
}
