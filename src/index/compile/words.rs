//! Words of a query: what they are looked for under, and what to highlight.

use std::collections::HashSet;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, EmptyQuery, FuzzyTermQuery, PhrasePrefixQuery, PhraseQuery,
    RegexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::groups::texts;
use super::{BoxedQuery, Compiler, boosted, union};
use crate::error::Result;
use crate::index::Scope;
use crate::index::analyzer::exact_terms;
use crate::index::query::Node;
use crate::language::{fold, is_stopword, tokens};
use crate::model::{Language, TokenKind};

/// How much the exact form of a word counts beside its stem.
pub(super) const EXACT_WEIGHT: f32 = 0.25;
/// Weight of running headers, menus and the like.
const MARGIN_WEIGHT: f32 = 0.5;
/// What a translated phrase is worth against one as written: its words may stand apart.
const TRANSLATED_PHRASE: f32 = 0.6;
/// What a word found by its beginning, or nearly, is worth: about what a word of middling
/// rarity is.
const LOOSE_SCORE: f32 = 3.0;

/// What words to highlight.
#[derive(Debug, Default)]
pub(in crate::index) struct Matchers {
    pub(in crate::index) exact: HashSet<String>,
    pub(in crate::index) french: HashSet<String>,
    pub(in crate::index) english: HashSet<String>,
    pub(in crate::index) prefixes: Vec<String>,
    pub(in crate::index) fuzzy: Vec<(String, u8)>,
    pub(in crate::index) phrases: Vec<(Vec<String>, u32)>,
}

/// A word of a query.
pub(super) struct Word {
    /// As written.
    pub(super) text: String,
    /// Its folded parts.
    pub(super) parts: Vec<String>,
    pub(super) kind: TokenKind,
}

impl Compiler<'_> {
    pub(super) fn is_function(&self, word: &Word) -> bool {
        let folded = fold(&word.text);
        match self.language {
            Some(language) => is_stopword(language, &folded),
            None => Language::ANALYSED
                .iter()
                .any(|language| is_stopword(*language, &folded)),
        }
    }

    /// The words of a piece of text, without marks, and without clitics unless there is
    /// nothing else.
    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        let all = all_words(text, self.language.unwrap_or(Language::French));
        if all.iter().any(|word| is_wordlike(word.kind)) {
            all.into_iter().filter(|word| is_wordlike(word.kind)).collect()
        } else {
            all
        }
    }

    /// Compiles what is looked for in the words of passages.
    pub(super) fn leaf(&self, node: &Node) -> Result<Option<BoxedQuery>> {
        Ok(match node {
            Node::Text(text) => union(self.queries(self.wanted(&[text])?)?),
            Node::Exact(form) => union(self.phrases(form, 0)),
            Node::Phrase { words, slop } => {
                let mut ways = self.phrases(words, *slop);
                ways.extend(self.translated_phrase(words)?);
                union(ways)
            }
            Node::Prefix(text) => {
                let words = self.words(text);
                let Some(word) = words.last() else { return Ok(None) };
                Some(self.prefix(&word.parts)?)
            }
            Node::Fuzzy { word, distance } => {
                let words = self.words(word);
                let Some(part) = words.last().and_then(|word| word.parts.last()) else {
                    return Ok(None);
                };
                let term = |field| Term::from_field_text(field, part);
                union(
                    self.exact_fields()
                        .map(|(field, weight)| {
                            let query =
                                FuzzyTermQuery::new(term(field), *distance, true);
                            boosted(Box::new(query), weight * LOOSE_SCORE)
                        })
                        .collect(),
                )
            }
            _ => None,
        })
    }

    /// The fields with exact forms that are searched.
    fn exact_fields(&self) -> impl Iterator<Item = (Field, f32)> {
        let fields = &self.index.passage_fields;
        let margin =
            (self.scope == Scope::All).then_some((fields.margin, MARGIN_WEIGHT));
        std::iter::once((fields.exact, 1.0)).chain(margin)
    }

    /// The words of a phrase by their translations, all in one passage.
    fn translated_phrase(&self, words: &str) -> Result<Option<BoxedQuery>> {
        if self.lexicon.is_none() {
            return Ok(None);
        }
        let mut all: Vec<BoxedQuery> = Vec::new();
        for word in self.words(words) {
            if self.is_function(&word) {
                continue;
            }
            let mut wanted = self.wanted(&[&word.text])?;
            if wanted.translated.is_empty() && word.kind.is_word() {
                return Ok(None);
            }
            wanted.groups.retain(|group| group.is_translated || !word.kind.is_word());
            all.extend(union(self.queries(wanted)?));
        }
        Ok((all.len() > 1).then(|| {
            let query = Box::new(BooleanQuery::intersection(all));
            boosted(query, TRANSLATED_PHRASE)
        }))
    }

    /// The words of `text` one after the other; cut as French and as English text is,
    /// where that differs.
    fn phrases(&self, text: &str, slop: u32) -> Vec<BoxedQuery> {
        let mut queries = Vec::new();
        for parts in phrase_parts(text) {
            for (field, weight) in self.exact_fields() {
                let query = phrase(field, &parts, slop);
                queries.extend(query.map(|query| boosted(query, weight)));
            }
        }
        queries
    }

    fn prefix(&self, parts: &[String]) -> Result<BoxedQuery> {
        let mut queries: Vec<BoxedQuery> = Vec::new();
        for (field, weight) in self.exact_fields() {
            let query: BoxedQuery = match parts {
                [part] => {
                    let pattern = format!("{}.*", escaped(part));
                    let query = RegexQuery::from_pattern(&pattern, field);
                    Box::new(query.map_err(|error| self.index.failure(error))?)
                }
                parts => {
                    let terms = parts.iter();
                    let terms = terms.map(|part| Term::from_field_text(field, part));
                    Box::new(PhrasePrefixQuery::new(terms.collect()))
                }
            };
            queries.push(boosted(query, weight * LOOSE_SCORE));
        }
        Ok(union(queries).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// What to highlight in the passages that `node` finds.
    pub(in crate::index) fn matchers(&self, node: &Node) -> Matchers {
        let mut matchers = Matchers::default();
        self.collect(node, &mut matchers);
        matchers
    }

    fn collect(&self, node: &Node, matchers: &mut Matchers) {
        match node {
            Node::Text(text) => self.collect_wanted(&[text], matchers),
            Node::Exact(words) => {
                matchers
                    .phrases
                    .extend(phrase_parts(words).into_iter().map(|p| (p, 0)));
            }
            Node::Phrase { words, slop } => {
                matchers
                    .phrases
                    .extend(phrase_parts(words).into_iter().map(|p| (p, *slop)));
            }
            Node::Prefix(text) => {
                let words = self.words(text);
                let part = words.last().and_then(|word| word.parts.last());
                matchers.prefixes.extend(part.cloned());
            }
            Node::Fuzzy { word, distance } => {
                let words = self.words(word);
                let part = words.last().and_then(|word| word.parts.last());
                matchers.fuzzy.extend(part.map(|part| (part.clone(), *distance)));
            }
            Node::Beside(nodes) => {
                let nodes = self.without_function_words(nodes);
                self.collect_wanted(&texts(&nodes), matchers);
                for node in nodes.iter().filter(|node| !matches!(node, Node::Text(_))) {
                    self.collect(node, matchers);
                }
            }
            Node::All(nodes) | Node::Any(nodes) => {
                for node in nodes {
                    self.collect(node, matchers);
                }
            }
            Node::Must(node) => self.collect(node, matchers),
            Node::Not(_) | Node::Filter(_) | Node::Everything => {}
        }
    }
}

fn is_wordlike(kind: TokenKind) -> bool {
    kind.is_word() || kind == TokenKind::Number
}

/// The parts one after the other in a field; one alone is a word. `None` for none.
pub(super) fn phrase(field: Field, parts: &[String], slop: u32) -> Option<BoxedQuery> {
    match parts {
        [] => None,
        [part] => Some(counted(Term::from_field_text(field, part))),
        parts => {
            let terms = parts.iter().map(|part| Term::from_field_text(field, part));
            let mut query = PhraseQuery::new(terms.collect());
            query.set_slop(slop);
            Some(Box::new(query))
        }
    }
}

fn counted(term: Term) -> BoxedQuery {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// The pattern that finds `word` itself.
fn escaped(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len());
    for char in word.chars() {
        if !char.is_alphanumeric() {
            pattern.push('\\');
        }
        pattern.push(char);
    }
    pattern
}

/// All words of a piece of text.
pub(super) fn all_words(text: &str, language: Language) -> Vec<Word> {
    tokens(text, language)
        .into_iter()
        .filter_map(|token| {
            let word = token.span.quote(text);
            let mut parts = Vec::new();
            exact_terms(word, token.kind, |part| parts.push(part.to_owned()));
            let text = word.to_owned();
            (!parts.is_empty()).then_some(Word { text, parts, kind: token.kind })
        })
        .collect()
}

/// The folded words of `text`, cut as French text is, and as English if that differs.
pub(super) fn phrase_parts(text: &str) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    for language in Language::ANALYSED {
        let words = all_words(text, language).into_iter();
        let parts: Vec<String> = words.flat_map(|word| word.parts).collect();
        if !parts.is_empty() && !all.contains(&parts) {
            all.push(parts);
        }
    }
    all
}
