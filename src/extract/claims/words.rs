//! The words of a sentence, with what the lexicon knows of them.

use crate::model::{Analysis, Language, Sentence, Span, Token, TokenKind};

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

/// Fills `words` with those of a sentence.
pub(super) fn fill(
    words: &mut Vec<Word>,
    text: &str,
    analysis: &Analysis,
    sentence: &Sentence,
) {
    words.clear();
    let lexicon = Lexicon::of(sentence.language);
    let mut lower = String::new();
    for token in analysis.tokens_of(sentence) {
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
        && [
            "era", "ira", "dra", "vra", "tra", "rra", "eront", "iront", "dront",
            "vront",
        ]
        .iter()
        .any(|end| quote.ends_with(end))
}

/// Tells whether a word puts its clause into the future: a modal in lower case, or a
/// simple future.
pub(super) fn is_future(text: &str, word: &Word, language: Language) -> bool {
    let modal = word.is(Class::FUTURE)
        && matches!(word.kind, TokenKind::Lower | TokenKind::Clitic);
    modal || is_simple_future(text, word, language)
}
