//! A value and what was lost on the way.

use std::fmt;

/// A value, with what could not be kept while it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned<T> {
    /// What was made.
    pub value: T,
    /// What was lost or doubtful, in the order met.
    pub warnings: Vec<Warning>,
}

impl<T> Warned<T> {
    /// Returns `value` with nothing lost.
    pub fn clean(value: T) -> Self {
        Self { value, warnings: Vec::new() }
    }

    /// Makes another value of it and keeps the warnings.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: change(self.value), warnings: self.warnings }
    }

    /// Tells whether content was lost, so that the document is only `partial`.
    pub fn is_partial(&self) -> bool {
        self.warnings.iter().any(|warning| warning.kind == WarningKind::Lost)
    }
}

/// One thing that was lost or is doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Whether content is missing.
    pub kind: WarningKind,
    /// What happened, in one phrase: lower case, no full stop, the page or line named.
    pub message: String,
}

impl Warning {
    /// Makes a warning that content is missing.
    pub fn lost(message: impl Into<String>) -> Self {
        Self { kind: WarningKind::Lost, message: message.into() }
    }

    /// Makes a warning that something is doubtful, though nothing is missing.
    pub fn doubtful(message: impl Into<String>) -> Self {
        Self { kind: WarningKind::Doubtful, message: message.into() }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Whether a [`Warning`] tells of a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WarningKind {
    /// Content is missing: the document is `partial`.
    Lost,
    /// Everything is there, but something was guessed, such as the encoding.
    Doubtful,
}
