//! A claim before its type, speaker and contents are worked out.

use crate::model::{ClaimForm, Language, Span};

use super::lexicon::Act;

/// What is said, and what is known of who said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    /// What is said, without marks; an incise parts it.
    pub(super) content: Vec<Span>,
    /// The words that name who says it.
    pub(super) source: Option<Span>,
    /// The words that tie one to the other.
    pub(super) cue: Vec<Span>,
    /// What the cue does.
    pub(super) act: Act,
    /// Whether it is quoted.
    pub(super) form: ClaimForm,
    /// Whether the cue denies it.
    pub(super) negated: bool,
    /// The language of the sentence.
    pub(super) language: Language,
    /// The words that name the speaker where the source only points: `À la préfecture,
    /// on …`.
    pub(super) frame: Option<Span>,
}

impl Draft {
    /// Begins a draft of indirect speech that nobody says and no cue introduces.
    pub(super) fn new(content: Vec<Span>, act: Act, language: Language) -> Self {
        Self {
            content,
            source: None,
            cue: Vec::new(),
            act,
            form: ClaimForm::Indirect,
            negated: act == Act::Deny,
            language,
            frame: None,
        }
    }

    /// Says who speaks.
    pub(super) fn said_by(self, source: impl Into<Option<Span>>) -> Self {
        Self { source: source.into(), ..self }
    }

    /// Says what introduces it.
    pub(super) fn cued(self, cue: impl IntoIterator<Item = Span>) -> Self {
        Self { cue: cue.into_iter().collect(), ..self }
    }

    /// Says how it is quoted.
    pub(super) fn in_form(self, form: ClaimForm) -> Self {
        Self { form, ..self }
    }

    /// Denies it, if `negated`.
    pub(super) fn negated(self, negated: bool) -> Self {
        Self { negated: self.negated || negated, ..self }
    }
}
