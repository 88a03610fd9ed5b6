//! What `language` finds in a document: the language of each block, sentences, tokens.

use super::{Language, Span};

/// The linguistic layers of one document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Analysis {
    /// The language of each block, in the order of `Document::blocks`.
    pub languages: Vec<Language>,
    /// The sentences, in order; each lies within one block, and within one cell of a
    /// table.
    pub sentences: Vec<Sentence>,
    /// The tokens, in order; each lies within one sentence. White space has none.
    pub tokens: Vec<Token>,
}

/// A sentence, heading, list item or table cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without outer white space.
    pub span: Span,
    /// The place of its block in `Document::blocks`.
    pub block: u32,
    /// The language of its block.
    pub language: Language,
    /// The place of its first token in [`Analysis::tokens`].
    pub first_token: u32,
    /// The place after its last token.
    pub end_token: u32,
}

/// A word, number, mark or symbol.
///
/// French clitics are split off with their apostrophe (`l’` `été`), English genitives
/// and contractions too (`Canada` `’s`); hyphenated words and names are one token
/// (`Royaume-Uni`, `vice-president`), as are lexical apostrophes (`aujourd’hui`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a [`Token`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A word of lower-case letters, perhaps with hyphens, digits or inner points.
    Lower,
    /// A word whose first letter is a capital, and no other but after a hyphen
    /// (`Paris`, `Royaume-Uni`, `À`).
    Capitalized,
    /// A word of two or more letters or digits, all letters capitals (`OCDE`, `U.S.`,
    /// `G7`).
    Upper,
    /// A word with capitals elsewhere (`McKinsey`, `OpenAI`), or a single capital with
    /// its point (`J.`).
    Mixed,
    /// Digits, with the marks that group them or part the decimals when no space stands
    /// between (`1,234.5`, `12,5`, `2024`).
    Number,
    /// A clitic with its apostrophe (`l’`, `qu'`, `’s`, `n't`) or hyphen (`-t-elle`).
    Clitic,
    /// Punctuation.
    Punctuation,
    /// Any other symbol (`€`, `%`, `+`, an emoji).
    Symbol,
}

impl TokenKind {
    /// Tells whether the token is made of letters.
    pub fn is_word(self) -> bool {
        matches!(self, Self::Lower | Self::Capitalized | Self::Upper | Self::Mixed)
    }
}

impl Analysis {
    /// Returns the tokens of a sentence.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        self.tokens
            .get(sentence.first_token as usize..sentence.end_token as usize)
            .unwrap_or_default()
    }

    /// Returns the place in [`Analysis::sentences`] of the sentence that holds `byte`,
    /// or else of the last that begins before it.
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        self.sentences
            .partition_point(|sentence| sentence.span.start() <= byte)
            .checked_sub(1)
    }

    /// Returns the language in which most of the text is, by bytes of its sentences.
    pub fn main_language(&self) -> Language {
        let length_in = |language| {
            self.sentences
                .iter()
                .filter(|sentence| sentence.language == language)
                .map(|sentence| sentence.span.len())
                .sum::<usize>()
        };
        let mut best = (0, Language::Other);
        for language in Language::ANALYSED {
            let length = length_in(language);
            if length > best.0 {
                best = (length, language);
            }
        }
        if length_in(Language::Other) > best.0 { Language::Other } else { best.1 }
    }
}
