//! Terms: what a word is indexed and searched under.
//!
//! The tokens come from `language`, once for each document. To tantivy they are handed
//! over as one string a field, in which each term follows a mark and its length; a
//! [`Splitter`] takes it apart again. So no text is tokenised twice.

use std::cell::RefCell;

use tantivy::tokenizer::{Token as Term, TokenStream, Tokenizer};

use super::schema::tag;
use crate::language::{Recent, Stemmer, fold, is_stopword};
use crate::model::{Language, Token, TokenKind};

/// The name of the [`Splitter`] in a schema.
pub(super) const SPLITTER: &str = "split";

/// Begins a term at the next position.
const NEXT: char = '\u{1F}';
/// Begins a term at the position of the one before.
const SAME: char = '\u{1E}';

/// Longer terms are cut: no word is so long.
const LONGEST_TERM: usize = 160;

/// Lengths are written in digits below this.
const LENGTH_BASE: usize = 128;

/// Words whose terms are remembered, for each language and thread.
const REMEMBERED: usize = 1 << 15;
/// Longer words are hardly met twice.
const LONGEST_REMEMBERED: usize = 64;

thread_local! {
    static STEMMER: RefCell<Stemmer> = RefCell::new(Stemmer::new());
    static KNOWN: RefCell<Known> = RefCell::new(Known::default());
}

/// Calls `take` with each key of `word` in `language`.
pub(super) fn keys(word: &str, language: Language, mut take: impl FnMut(&str)) {
    STEMMER.with_borrow_mut(|stemmer| stemmer.fresh_keys(word, language, &mut take));
}

/// The terms of one field, ready for the [`Splitter`].
#[derive(Debug, Default, Clone)]
pub(super) struct Terms {
    text: String,
}

impl Terms {
    /// Adds a term at the next position.
    pub(super) fn push(&mut self, term: &str) {
        self.add(NEXT, term);
    }

    /// Adds a term at the position of the one before.
    pub(super) fn push_beside(&mut self, term: &str) {
        self.add(SAME, term);
    }

    /// Adds a tag.
    pub(super) fn push_tag(&mut self, about: char, value: &str) {
        if value.is_empty() {
            return;
        }
        let value = cut(value);
        self.head(SAME, value.len() + 2);
        self.text.push(about);
        self.text.push('=');
        self.text.push_str(value);
    }

    /// Adds the tag of `name`, folded, as one of `entity`.
    pub(super) fn push_alias(&mut self, name: &str, entity: &str) {
        let (name, entity) = (cut(name), cut(entity));
        self.head(SAME, name.len() + entity.len() + 3);
        self.text.push(tag::ALIAS);
        for part in ["=", name, "\n", entity] {
            self.text.push_str(part);
        }
    }

    /// Adds terms that were put together before.
    pub(super) fn extend(&mut self, terms: &str) {
        self.text.push_str(terms);
    }

    fn add(&mut self, mark: char, term: &str) {
        let term = cut(term);
        if !term.is_empty() {
            self.head(mark, term.len());
            self.text.push_str(term);
        }
    }

    /// Adds the mark, and the length in bytes in two ASCII characters.
    fn head(&mut self, mark: char, length: usize) {
        self.text.push(mark);
        for digit in [length / LENGTH_BASE, length % LENGTH_BASE] {
            self.text.push(u8::try_from(digit).map_or('\0', char::from));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn into_string(self) -> String {
        self.text
    }
}

/// The beginning of `term` that is a term.
pub(super) fn cut(term: &str) -> &str {
    if term.len() <= LONGEST_TERM {
        return term;
    }
    term.get(..term.floor_char_boundary(LONGEST_TERM)).unwrap_or_default()
}

/// Calls `take` with each folded term of a token: the parts of a hyphenated word, one
/// for any other token, none for punctuation.
pub(super) fn exact_terms(text: &str, kind: TokenKind, mut take: impl FnMut(&str)) {
    if kind == TokenKind::Punctuation {
        return;
    }
    let folded = fold(text);
    if kind == TokenKind::Symbol || !folded.contains('-') {
        return take(cut(&folded));
    }
    for part in folded.split('-').filter(|part| !part.is_empty()) {
        take(cut(part));
    }
}

/// Calls `take` with each key of a token in `language`, and whether it stands at the
/// position of the one before. Function words, numbers and marks have none: they are
/// found by their exact form.
pub(super) fn stem_terms(
    text: &str,
    kind: TokenKind,
    language: Language,
    mut take: impl FnMut(&str, bool),
) {
    if !kind.is_word() || is_stopword(language, &fold(text)) {
        return;
    }
    let mut beside = false;
    keys(text, language, |key| {
        take(cut(key), beside);
        beside = true;
    });
    if text.contains(['-', '\u{2010}', '\u{2011}']) {
        let parts = text.split(['-', '\u{2010}', '\u{2011}']);
        for part in parts.filter(|part| part.chars().nth(2).is_some()) {
            if !is_stopword(language, &fold(part)) {
                keys(part, language, |key| take(cut(key), true));
            }
        }
    }
}

/// The terms of a run of tokens: exact ones, and keys if the language has any.
pub(super) fn terms(text: &str, tokens: &[Token], language: Language) -> [Terms; 2] {
    let length: usize = tokens.iter().map(|token| token.span.len() + 1).sum();
    let mut exact = Terms { text: String::with_capacity(length) };
    let mut stems = Terms::default();
    if language != Language::Other {
        stems.text.reserve(length * 3 / 4);
    }
    KNOWN.with_borrow_mut(|known| {
        let Known { words, clitics } = known;
        for token in tokens {
            let word = token.span.quote(text);
            let memory = match token.kind {
                TokenKind::Punctuation => continue,
                TokenKind::Number | TokenKind::Symbol => {
                    exact_terms(word, token.kind, |term| exact.push(term));
                    continue;
                }
                TokenKind::Clitic => Some(&mut *clitics),
                _ => words.get_mut(language as usize),
            };
            let find = || WordTerms::of(word, token.kind, language);
            match memory.filter(|_| word.len() <= LONGEST_REMEMBERED) {
                Some(memory) => {
                    memory
                        .with(word, find, |terms| terms.add_to(&mut exact, &mut stems));
                }
                None => find().add_to(&mut exact, &mut stems),
            }
        }
    });
    [exact, stems]
}

/// The terms of words that came up before.
struct Known {
    /// By language, in the order of [`Language`].
    words: [Recent<WordTerms>; 3],
    clitics: Recent<WordTerms>,
}

impl Default for Known {
    fn default() -> Self {
        let memory = || Recent::with_room(REMEMBERED);
        Self { words: std::array::from_fn(|_| memory()), clitics: memory() }
    }
}

/// The terms of one word, as [`Terms`] have them: the exact ones, then the keys.
struct WordTerms {
    both: Box<str>,
    exact: usize,
}

impl WordTerms {
    fn of(word: &str, kind: TokenKind, language: Language) -> Self {
        let mut both = Terms::default();
        exact_terms(word, kind, |term| both.push(term));
        let exact = both.text.len();
        if language != Language::Other {
            stem_terms(word, kind, language, |key, beside| {
                if beside { both.push_beside(key) } else { both.push(key) }
            });
        }
        Self { both: both.text.into(), exact }
    }

    fn add_to(&self, exact: &mut Terms, stems: &mut Terms) {
        let (own_exact, own_stems) =
            self.both.split_at_checked(self.exact).unwrap_or((&self.both, ""));
        exact.text.push_str(own_exact);
        stems.text.push_str(own_stems);
    }
}

/// Takes apart what [`Terms`] put together.
#[derive(Debug, Clone, Default)]
pub(super) struct Splitter {
    term: Term,
}

impl Tokenizer for Splitter {
    type TokenStream<'a> = SplitStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SplitStream<'a> {
        self.term.reset();
        SplitStream { rest: text, term: &mut self.term }
    }
}

/// The terms of one field of one row.
#[derive(Debug)]
pub(super) struct SplitStream<'a> {
    rest: &'a str,
    term: &'a mut Term,
}

impl TokenStream for SplitStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((&[mark, high, low], _)) = self.rest.as_bytes().split_first_chunk()
        else {
            return false;
        };
        let length = usize::from(high) * LENGTH_BASE + usize::from(low);
        let terms = self.rest.get(3..).unwrap_or_default();
        let Some((term, rest)) = terms.split_at_checked(length) else {
            return false;
        };
        self.rest = rest;
        self.term.text.clear();
        self.term.text.push_str(term);
        if mark == NEXT as u8 || self.term.position == usize::MAX {
            self.term.position = self.term.position.wrapping_add(1);
        }
        true
    }

    fn token(&self) -> &Term {
        self.term
    }

    fn token_mut(&mut self) -> &mut Term {
        self.term
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tokens;

    fn check(text: &str, language: Language, exact: &str, stems: &str) {
        let shown = |terms: Terms| {
            let mut splitter = Splitter::default();
            let text = terms.into_string();
            let mut stream = splitter.token_stream(&text);
            let mut shown = String::new();
            let mut position = usize::MAX;
            while let Some(term) = stream.next() {
                if !shown.is_empty() {
                    shown.push(if term.position == position { '|' } else { ' ' });
                }
                shown.push_str(&term.text);
                position = term.position;
            }
            shown
        };
        let [found_exact, found_stems] = terms(text, &tokens(text, language), language);
        assert_eq!(shown(found_exact), exact, "{text}");
        assert_eq!(shown(found_stems), stems, "{text}");
    }

    #[test]
    fn words_keep_their_places_and_lose_their_accents() {
        check(
            "Le Royaume-Uni, l’égalité",
            Language::French,
            "le royaume uni l' egalite",
            "royaume-un|royaum|uni egal|egalit",
        );
        check("The taxes", Language::English, "the taxes", "tax");
        check("Ein Haus 12", Language::Other, "ein haus 12", "");
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let word = "é".repeat(500);
        let mut terms = Terms::default();
        terms.push(&word);
        assert_eq!(terms.into_string().chars().count(), 3 + LONGEST_TERM / 2);
    }
}
