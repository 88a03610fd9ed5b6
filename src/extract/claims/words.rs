//! The words of a sentence, with what the lexicon knows of them.

use crate::model::{Analysis, Document, Language, Sentence, Span, Token, TokenKind};

use super::lexicon::{Class, Entry, Lexicon};

/// A token and its entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) kind: TokenKind,
    pub(super) entry: Option<&'static Entry>,
}

impl Word {
    /// Tells whether the word is of one of the classes.
    pub(super) fn is(&self, class: Class) -> bool {
        self.entry.is_some_and(|entry| entry.class.has(class))
    }

    /// Tells whether the word is one of these marks.
    pub(super) fn is_mark(&self, text: &str, marks: &str) -> bool {
        self.kind == TokenKind::Punctuation
            && self.span.quote(text).chars().all(|mark| marks.contains(mark))
    }

    /// Tells whether the word is `ne` or `n’`, with which a French verb phrase begins.
    pub(super) fn is_ne(&self, text: &str) -> bool {
        matches!(self.span.quote(text), "ne" | "n’" | "n'")
    }

    /// Tells whether the word begins with a capital.
    pub(super) fn is_capital(&self) -> bool {
        matches!(
            self.kind,
            TokenKind::Capitalized | TokenKind::Upper | TokenKind::Mixed
        )
    }

    /// Tells whether it is an inverted pronoun, such as `-t-il`.
    pub(super) fn is_inverted_pronoun(&self, text: &str) -> bool {
        let quote = self.span.quote(text);
        quote.starts_with('-') && quote.len() > 2
    }
}

/// Fills `words` with those of a sentence, less the marks that call notes.
pub(super) fn fill(
    words: &mut Vec<Word>,
    document: &Document,
    analysis: &Analysis,
    sentence: &Sentence,
) {
    words.clear();
    let text = document.text();
    let lexicon = Lexicon::of(sentence.language);
    let calls = document.note_calls();
    let first = calls.partition_point(|call| call.at < sentence.span.start());
    let mut calls = calls.get(first..).unwrap_or_default().iter().peekable();
    let mut lower = String::new();
    for token in analysis.tokens_of(sentence) {
        while calls.next_if(|call| call.at < token.span.start()).is_some() {}
        let is_call = |span: Option<Span>| span.is_some_and(|s| s.contains(token.span));
        if calls.peek().is_some_and(|call| is_call(call.span)) {
            continue;
        }
        let entry = entry_of(lexicon, text, *token, &mut lower);
        words.push(Word { span: token.span, kind: token.kind, entry });
    }
}

fn entry_of(
    lexicon: &'static Lexicon,
    text: &str,
    token: Token,
    lower: &mut String,
) -> Option<&'static Entry> {
    if !(token.kind.is_word() || token.kind == TokenKind::Clitic)
        || token.span.len() > 40
    {
        return None;
    }
    let quote = token.span.quote(text);
    if token.kind == TokenKind::Lower {
        return lexicon.entry(quote);
    }
    lower.clear();
    for letter in quote.chars() {
        match letter {
            '’' => lower.push('\''),
            letter => lower.extend(letter.to_lowercase()),
        }
    }
    lexicon.entry(lower)
}

/// Tells whether a word looks like an infinitive of the language.
pub(super) fn is_infinitive(text: &str, word: &Word, language: Language) -> bool {
    if word.kind != TokenKind::Lower {
        return false;
    }
    let quote = word.span.quote(text);
    match language {
        Language::French => {
            quote.len() > 3
                && ["er", "ir", "re", "oir"].iter().any(|end| quote.ends_with(end))
        }
        Language::English | Language::Other => !word.is(Class::DETERMINER),
    }
}

/// Tells whether a word is in the simple future of French (`-ra`, `-ront`).
fn is_simple_future(text: &str, word: &Word, language: Language) -> bool {
    let quote = word.span.quote(text);
    language == Language::French
        && word.kind == TokenKind::Lower
        && quote.len() > 4
        && !word.is(Class::THING)
        && [
            "era", "ira", "dra", "vra", "tra", "rra", "eront", "iront", "dront",
            "vront", "erons", "irons", "drons", "vrons",
        ]
        .iter()
        .any(|end| quote.ends_with(end))
}

/// Tells whether a word looks like a finite verb: an auxiliary, a modal, a common verb,
/// or a French ending that hardly a noun has.
pub(super) fn is_finite(text: &str, word: &Word, language: Language) -> bool {
    let known = Class::HAVE
        .or(Class::BE)
        .or(Class::DO)
        .or(Class::FUTURE)
        .or(Class::SHOULD)
        .or(Class::VERB);
    if word.is(known) {
        return matches!(word.kind, TokenKind::Lower | TokenKind::Clitic);
    }
    let quote = word.span.quote(text);
    is_simple_future(text, word, language)
        || (language == Language::French
            && word.kind == TokenKind::Lower
            && quote.len() > 5
            && !word.is(Class::THING)
            && ["aient", "ait", "èrent", "issent"]
                .iter()
                .any(|end| quote.ends_with(end)))
}

/// Tells whether a word puts its clause into the future: a modal in lower case, or a
/// simple future.
pub(super) fn is_future(text: &str, word: &Word, language: Language) -> bool {
    let modal = word.is(Class::FUTURE)
        && matches!(word.kind, TokenKind::Lower | TokenKind::Clitic);
    modal || is_simple_future(text, word, language)
}
