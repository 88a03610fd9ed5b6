//! From the meaning of a query to what tantivy runs, on passages or on records.

use std::collections::{HashMap, HashSet};
use std::ops::Bound as End;

use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery,
    Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery, RegexQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::analyzer::{cut, exact_terms, keys};
use super::generation::Index;
use super::join::Rows;
use super::query::{Bound, Filter, Node};
use super::schema::tag;
use super::{Matching, RecordKind, Scope, SearchOptions};
use crate::error::Result;
use crate::language::{fold, is_stopword, language_of, tokens};
use crate::model::{Language, TokenKind};

/// Weights of the fields that a word is looked for in, against its stem's.
const EXACT_WEIGHT: f32 = 0.4;
const CONTEXT_WEIGHT: f32 = 0.3;
const MARGIN_WEIGHT: f32 = 0.5;
/// Weight of the field of a language in which the query is not.
const OTHER_LANGUAGE: f32 = 0.8;
/// Of the two keys of a French word, the one that minds accents and the other.
const KEY_WEIGHTS: [f32; 2] = [0.6, 0.4];
/// What a word found by its beginning, or nearly, is worth: about what a word of middling
/// rarity is.
const LOOSE_SCORE: f32 = 3.0;

type BoxedQuery = Box<dyn Query>;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Passages,
    Records,
}

/// Compiles one query.
#[derive(Debug)]
pub(super) struct Compiler<'a> {
    index: &'a Index,
    matching: Matching,
    scope: Scope,
    /// The language of the query, if it is known or can be told.
    language: Option<Language>,
}

/// What words to highlight.
#[derive(Debug, Default)]
pub(super) struct Matchers {
    pub(super) exact: HashSet<String>,
    pub(super) french: HashSet<String>,
    pub(super) english: HashSet<String>,
    pub(super) prefixes: Vec<String>,
    pub(super) fuzzy: Vec<(String, u8)>,
    pub(super) phrases: Vec<(Vec<String>, u32)>,
}

/// A word of a query.
struct Word {
    /// As written.
    text: String,
    /// Its folded parts.
    parts: Vec<String>,
    kind: TokenKind,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(index: &'a Index, query: &str, options: &SearchOptions) -> Self {
        let language = options
            .language
            .or_else(|| language_of(query))
            .filter(|language| *language != Language::Other);
        Self { index, matching: options.matching, scope: options.scope, language }
    }

    /// Compiles `node` for passages or records; `None` if it has nothing to look for,
    /// such as marks only.
    pub(super) fn query(
        &self,
        node: &Node,
        target: Target,
    ) -> Result<Option<BoxedQuery>> {
        Ok(match node {
            Node::Everything => Some(self.everything(target)),
            Node::Text(_)
            | Node::Phrase { .. }
            | Node::Prefix(_)
            | Node::Fuzzy { .. }
            | Node::Exact(_) => match (self.leaf(node)?, target) {
                (Some(query), Target::Records) => Some(self.records_in(&*query)?),
                (query, _) => query,
            },
            Node::Filter(filter) => Some(self.filters(&[filter], target)?),
            Node::Must(node) => self.query(node, target)?,
            Node::Not(_) => self.all(std::slice::from_ref(node), target)?,
            Node::All(nodes) => self.all(nodes, target)?,
            Node::Any(nodes) => {
                let mut queries = Vec::new();
                for node in nodes {
                    queries.extend(self.query(node, target)?);
                }
                union(queries)
            }
            // What is not ranked must have all words: else one common word finds all.
            Node::Beside(nodes) if target == Target::Records => {
                self.all(&self.without_function_words(nodes), target)?
            }
            Node::Beside(nodes) => self.beside(nodes)?,
        })
    }

    /// Compiles a query for records of one kind, or of all.
    pub(super) fn records(
        &self,
        node: &Node,
        kind: Option<RecordKind>,
    ) -> Result<Option<BoxedQuery>> {
        let Some(query) = self.query(node, Target::Records)? else { return Ok(None) };
        let Some(kind) = kind else {
            let document = self.index.record_fields.tag(tag::RECORD, "document");
            return Ok(Some(Box::new(BooleanQuery::new(vec![
                (Occur::Must, query),
                (Occur::MustNot, basic(document)),
            ]))));
        };
        let kind = self.index.record_fields.tag(tag::RECORD, kind.name());
        Ok(Some(Box::new(BooleanQuery::intersection(vec![basic(kind), query]))))
    }

    fn everything(&self, target: Target) -> BoxedQuery {
        match (target, self.scope) {
            (Target::Passages, Scope::Body) => {
                silent(basic(self.index.passage_fields.tag(tag::PART, "body")))
            }
            _ => silent(Box::new(AllQuery)),
        }
    }

    /// All of `nodes`; those with a minus not. Filters hold for one and the same record.
    fn all(&self, nodes: &[Node], target: Target) -> Result<Option<BoxedQuery>> {
        let mut clauses = Vec::new();
        let mut filters = Vec::new();
        let mut words = Vec::new();
        for node in nodes {
            match node {
                Node::Filter(filter) => filters.push(filter),
                Node::Not(node) => {
                    let query = self.query(node, target)?;
                    clauses.extend(query.map(|query| (Occur::MustNot, query)));
                }
                // One look at the passages for all words.
                _ if target == Target::Records && is_text(node) => {
                    words.extend(self.leaf(node)?);
                }
                _ => {
                    let query = self.query(node, target)?;
                    clauses.extend(query.map(|query| (Occur::Must, query)));
                }
            }
        }
        if !words.is_empty() {
            let words = BooleanQuery::intersection(words);
            clauses.push((Occur::Must, self.records_in(&words)?));
        }
        if !filters.is_empty() {
            clauses.push((Occur::Must, self.filters(&filters, target)?));
        }
        Ok(self.conjunction(clauses, target))
    }

    fn conjunction(
        &self,
        mut clauses: Vec<(Occur, BoxedQuery)>,
        target: Target,
    ) -> Option<BoxedQuery> {
        if clauses.is_empty() {
            return None;
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.everything(target)));
        }
        if let [(Occur::Must, _)] = clauses.as_slice() {
            return clauses.pop().map(|(_, query)| query);
        }
        Some(Box::new(BooleanQuery::new(clauses)))
    }

    /// What stands side by side, in a search of passages.
    fn beside(&self, nodes: &[Node]) -> Result<Option<BoxedQuery>> {
        let mut wanted: Vec<BoxedQuery> = Vec::new();
        let mut rest = Vec::new();
        for node in self.without_function_words(nodes) {
            match node {
                Node::Filter(_) | Node::Must(_) | Node::Not(_) => rest.push(node),
                Node::Text(text) => wanted.extend(self.terms_of(&text)),
                node => wanted.extend(self.query(&node, Target::Passages)?),
            }
        }
        let mut clauses: Vec<(Occur, BoxedQuery)> = Vec::new();
        let is_must = rest.iter().any(|node| matches!(node, Node::Must(_)));
        if let Some(query) = self.all(&rest, Target::Passages)? {
            if wanted.is_empty() {
                return Ok(Some(query));
            }
            clauses.push((Occur::Must, query));
        }
        let Some(wanted) = union(wanted) else { return Ok(None) };
        if clauses.is_empty() {
            return Ok(Some(wanted));
        }
        clauses.push((if is_must { Occur::Should } else { Occur::Must }, wanted));
        Ok(Some(Box::new(BooleanQuery::new(clauses))))
    }

    /// Leaves out function words, unless there is nothing else.
    fn without_function_words(&self, nodes: &[Node]) -> Vec<Node> {
        let is_function = |node: &Node| match node {
            Node::Text(text) => {
                let words = self.words(text);
                !words.is_empty() && words.iter().all(|word| self.is_function(word))
            }
            _ => false,
        };
        let is_kept = |node: &&Node| !is_function(node);
        let has_words = |node: &Node| {
            !matches!(node, Node::Filter(_) | Node::Not(_)) && !is_blank(node)
        };
        if nodes.iter().filter(is_kept).any(has_words) {
            nodes.iter().filter(is_kept).cloned().collect()
        } else {
            nodes.to_vec()
        }
    }

    fn is_function(&self, word: &Word) -> bool {
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
    fn words(&self, text: &str) -> Vec<Word> {
        let all = self.all_words(text, self.language.unwrap_or(Language::French));
        if all.iter().any(|word| is_wordlike(word.kind)) {
            all.into_iter().filter(|word| is_wordlike(word.kind)).collect()
        } else {
            all
        }
    }

    fn all_words(&self, text: &str, language: Language) -> Vec<Word> {
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

    /// Compiles what is looked for in the words of passages.
    fn leaf(&self, node: &Node) -> Result<Option<BoxedQuery>> {
        Ok(match node {
            Node::Text(text) => union(self.terms_of(text)),
            Node::Exact(form) => union(self.phrases(form, 0)),
            Node::Phrase { words, slop } => union(self.phrases(words, *slop)),
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

    /// One query for each term that the words of `text` are looked for under.
    fn terms_of(&self, text: &str) -> Vec<BoxedQuery> {
        let mut queries: Vec<BoxedQuery> = Vec::new();
        for word in self.words(text) {
            let keyed = self.keys_of(&word);
            let exact_weight = if keyed.is_empty() { 1.0 } else { EXACT_WEIGHT };
            for (field, weight) in self.exact_fields() {
                let query = phrase(field, &word.parts, 0);
                queries.extend(query.map(|q| boosted(q, weight * exact_weight)));
            }
            for (field, key, weight) in keyed {
                let term = Term::from_field_text(field, &key);
                queries.push(boosted(counted(term), weight));
            }
        }
        queries
    }

    /// The keys of a word with their fields and weights; none for function words.
    fn keys_of(&self, word: &Word) -> Vec<(Field, String, f32)> {
        let mut found: Vec<(Field, String, f32)> = Vec::new();
        if self.matching == Matching::Exact || !word.kind.is_word() {
            return found;
        }
        let fields = &self.index.passage_fields;
        let folded = fold(&word.text);
        for language in Language::ANALYSED {
            let Some(field) = fields.keys(language) else { continue };
            if is_stopword(language, &folded) {
                continue;
            }
            let weight = match self.language {
                Some(own) if own != language => OTHER_LANGUAGE,
                _ => 1.0,
            };
            let mut own = Vec::new();
            keys(&word.text, language, |key| own.push(cut(key).to_owned()));
            let weights = if own.len() > 1 { KEY_WEIGHTS } else { [1.0, 0.0] };
            for (key, share) in own.into_iter().zip(weights) {
                let known = |(of, other, _): &(Field, String, f32)| {
                    *of == fields.context && *other == key
                };
                if !found.iter().any(known) {
                    let weight = CONTEXT_WEIGHT * weight * share;
                    found.push((fields.context, key.clone(), weight));
                }
                found.push((field, key, weight * share));
            }
        }
        found
    }

    /// The words of `text` one after the other; cut as French and as English text is,
    /// where that differs.
    fn phrases(&self, text: &str, slop: u32) -> Vec<BoxedQuery> {
        let mut queries = Vec::new();
        for parts in self.phrase_parts(text) {
            for (field, weight) in self.exact_fields() {
                let query = phrase(field, &parts, slop);
                queries.extend(query.map(|query| boosted(query, weight)));
            }
        }
        queries
    }

    fn phrase_parts(&self, text: &str) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = Vec::new();
        for language in Language::ANALYSED {
            let words = self.all_words(text, language).into_iter();
            let parts: Vec<String> = words.flat_map(|word| word.parts).collect();
            if !parts.is_empty() && !all.contains(&parts) {
                all.push(parts);
            }
        }
        all
    }

    fn prefix(&self, parts: &[String]) -> Result<BoxedQuery> {
        let mut queries: Vec<BoxedQuery> = Vec::new();
        for (field, weight) in self.exact_fields() {
            let query: BoxedQuery = match parts {
                [part] => {
                    let pattern = format!("{}.*", regex::escape(part));
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

    /// All of `filters`; those on records hold for one and the same.
    fn filters(&self, filters: &[&Filter], target: Target) -> Result<BoxedQuery> {
        let mut clauses: Vec<BoxedQuery> = Vec::new();
        let mut on_records: Vec<BoxedQuery> = Vec::new();
        for filter in filters {
            match filter {
                Filter::Language(language) => {
                    let code = language.code();
                    clauses.push(basic(match target {
                        Target::Passages => {
                            self.index.passage_fields.tag(tag::LANGUAGE, code)
                        }
                        Target::Records => {
                            self.index.record_fields.tag(tag::LANGUAGE, code)
                        }
                    }));
                }
                Filter::Document(name) => {
                    clauses.push(
                        self.documents(self.index.documents_called(name)?, target),
                    );
                }
                Filter::Title(words) => {
                    clauses.push(self.documents(self.titled(words)?, target));
                }
                filter => on_records.push(self.record_filter(filter)?),
            }
        }
        if !on_records.is_empty() {
            let query = BooleanQuery::intersection(on_records);
            clauses.push(match target {
                Target::Records => Box::new(query),
                Target::Passages => self.passages_with(&query)?,
            });
        }
        if target == Target::Passages && self.scope == Scope::Body {
            clauses.push(self.everything(target));
        }
        Ok(silent(Box::new(BooleanQuery::intersection(clauses))))
    }

    fn documents(&self, ordinals: HashSet<u64>, target: Target) -> BoxedQuery {
        let field = match target {
            Target::Passages => self.index.passage_fields.document,
            Target::Records => self.index.record_fields.document,
        };
        let mut ordinals: Vec<u64> = ordinals.into_iter().collect();
        ordinals.sort_unstable();
        let terms =
            ordinals.into_iter().map(|ordinal| Term::from_field_u64(field, ordinal));
        Box::new(TermSetQuery::new(terms))
    }

    /// The documents whose title has all of `words`, in any form.
    fn titled(&self, words: &str) -> Result<HashSet<u64>> {
        let forms = |text: &str, language| {
            let mut forms: HashSet<String> = HashSet::new();
            for word in self.all_words(text, language) {
                keys(&word.text, language, |key| {
                    forms.insert(key.to_owned());
                });
                forms.extend(word.parts);
            }
            forms
        };
        let mut found = HashSet::new();
        let wanted: Vec<Vec<Word>> = Language::ANALYSED
            .iter()
            .map(|&language| self.all_words(words, language))
            .collect();
        for entry in &self.index.listing()?.documents {
            let Some(title) = &entry.title else { continue };
            for (language, wanted) in Language::ANALYSED.into_iter().zip(&wanted) {
                let forms = forms(title, language);
                let is_in = |word: &Word| {
                    let mut is_found =
                        word.parts.iter().all(|part| forms.contains(part));
                    keys(&word.text, language, |key| is_found |= forms.contains(key));
                    is_found
                };
                if !wanted.is_empty() && wanted.iter().all(is_in) {
                    found.insert(entry.ordinal);
                }
            }
        }
        Ok(found)
    }

    fn record_filter(&self, filter: &Filter) -> Result<BoxedQuery> {
        let fields = &self.index.record_fields;
        let tagged = |about, value: &str| basic(fields.tag(about, cut(value)));
        Ok(match filter {
            Filter::Kind(kind @ ("figure" | "actor" | "claim")) => {
                tagged(tag::RECORD, kind)
            }
            Filter::Kind(kind) => tagged(tag::KIND, kind),
            Filter::Type(kind) => tagged(tag::TYPE, kind),
            Filter::Unit(unit) => tagged(tag::UNIT, unit),
            Filter::Actor(name) => self.named(name, tag::ACTOR, tag::ENTITY)?,
            Filter::Speaker(name) => {
                self.named(name, tag::SPEAKER, tag::SPEAKER_ENTITY)?
            }
            Filter::Value(low, high) => {
                let end = |bound: &Bound| match bound {
                    None => End::Unbounded,
                    Some((number, is_included)) => {
                        let term = Term::from_field_f64(fields.value, *number);
                        if *is_included {
                            End::Included(term)
                        } else {
                            End::Excluded(term)
                        }
                    }
                };
                Box::new(RangeQuery::new(end(low), end(high)))
            }
            Filter::Year(low, high) if low <= high => {
                let year =
                    |number: &i32| fields.tag(tag::YEAR, &format!("{number:04}"));
                Box::new(RangeQuery::new(
                    End::Included(year(low)),
                    End::Included(year(high)),
                ))
            }
            _ => Box::new(EmptyQuery),
        })
    }

    /// Actors that are called so: by all words of the name, by the entity's id, or as
    /// the entity that somewhere bears this name.
    fn named(&self, name: &str, word: char, entity: char) -> Result<BoxedQuery> {
        let fields = &self.index.record_fields;
        let folded = fold(name.trim());
        let mut ways: Vec<BoxedQuery> = Vec::new();
        for parts in self.phrase_parts(name) {
            let words = parts.iter().map(|part| basic(fields.tag(word, part)));
            ways.push(Box::new(BooleanQuery::intersection(words.collect())));
        }
        ways.push(basic(fields.tag(entity, cut(&folded))));
        for id in self.entities_called(&folded)? {
            ways.push(basic(fields.tag(entity, &id)));
        }
        Ok(union(ways).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// The entities that are somewhere called so.
    fn entities_called(&self, name: &str) -> Result<Vec<String>> {
        let field = self.index.record_fields.tag;
        let from = format!("{}={name}\n", tag::ALIAS);
        let to = format!("{}={name}\u{B}", tag::ALIAS);
        let mut found = Vec::new();
        for reader in self.index.records.segment_readers() {
            let inverted =
                reader.inverted_index(field).map_err(|e| self.index.failure(e))?;
            let mut stream = inverted
                .terms()
                .range()
                .ge(&from)
                .lt(&to)
                .into_stream()
                .map_err(|error| self.index.failure(error.into()))?;
            while stream.advance() {
                let key = String::from_utf8_lossy(stream.key()).into_owned();
                if let Some((_, id)) = key.split_once('\n')
                    && !found.iter().any(|known| known == id)
                {
                    found.push(id.to_owned());
                }
            }
        }
        Ok(found)
    }

    /// The passages where the records stand that `query` finds.
    fn passages_with(&self, query: &dyn Query) -> Result<BoxedQuery> {
        let found = self.rows(query, Target::Records)?;
        Ok(Box::new(Rows::passages(self.index, &found)?))
    }

    /// The records that stand in the passages that `query` finds.
    fn records_in(&self, query: &dyn Query) -> Result<BoxedQuery> {
        let found = self.rows(query, Target::Passages)?;
        Ok(Box::new(Rows::records(self.index, &found)?))
    }

    /// The places of passages, by document, that `query` finds, or where the records
    /// stand that it finds.
    fn rows(
        &self,
        query: &dyn Query,
        target: Target,
    ) -> Result<HashMap<u64, HashSet<u64>>> {
        let searcher = match target {
            Target::Passages => &self.index.passages,
            Target::Records => &self.index.records,
        };
        let rows = searcher
            .search(query, &DocSetCollector)
            .map_err(|error| self.index.failure(error))?;
        let columns = self.index.columns(searcher)?;
        let mut found: HashMap<u64, HashSet<u64>> = HashMap::new();
        #[expect(clippy::iter_over_hash_type, reason = "goes into a set")]
        for row in rows {
            if let (Some(document), Some(passage)) =
                (columns.document(row), columns.passage(row))
            {
                found.entry(document).or_default().insert(passage);
            }
        }
        Ok(found)
    }

    /// What to highlight in the passages that `node` finds.
    pub(super) fn matchers(&self, node: &Node) -> Matchers {
        let mut matchers = Matchers::default();
        self.collect(node, &mut matchers);
        matchers
    }

    fn collect(&self, node: &Node, matchers: &mut Matchers) {
        match node {
            Node::Text(text) => {
                for word in self.words(text) {
                    let fields = &self.index.passage_fields;
                    for (field, key, _) in self.keys_of(&word) {
                        if field == fields.french {
                            matchers.french.insert(key);
                        } else if field == fields.english {
                            matchers.english.insert(key);
                        }
                    }
                    match word.parts.as_slice() {
                        [part] => {
                            matchers.exact.insert(part.clone());
                        }
                        _ => matchers.phrases.push((word.parts, 0)),
                    }
                }
            }
            Node::Exact(words) => {
                matchers
                    .phrases
                    .extend(self.phrase_parts(words).into_iter().map(|p| (p, 0)));
            }
            Node::Phrase { words, slop } => {
                matchers
                    .phrases
                    .extend(self.phrase_parts(words).into_iter().map(|p| (p, *slop)));
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
                for node in &self.without_function_words(nodes) {
                    self.collect(node, matchers);
                }
            }
            Node::All(nodes) | Node::Any(nodes) => {
                nodes.iter().for_each(|node| self.collect(node, matchers));
            }
            Node::Must(node) => self.collect(node, matchers),
            Node::Not(_) | Node::Filter(_) | Node::Everything => {}
        }
    }
}

fn is_wordlike(kind: TokenKind) -> bool {
    kind.is_word() || kind == TokenKind::Number
}

fn is_text(node: &Node) -> bool {
    matches!(
        node,
        Node::Text(_)
            | Node::Phrase { .. }
            | Node::Prefix(_)
            | Node::Fuzzy { .. }
            | Node::Exact(_)
    )
}

/// Text without a letter or digit.
fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Text(text) if !text.contains(char::is_alphanumeric))
}

/// The parts one after the other in a field; one alone is a word. `None` for none.
fn phrase(field: Field, parts: &[String], slop: u32) -> Option<BoxedQuery> {
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

fn basic(term: Term) -> BoxedQuery {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn boosted(query: BoxedQuery, weight: f32) -> BoxedQuery {
    Box::new(BoostQuery::new(query, weight))
}

/// The query without a say in the ranking.
fn silent(query: BoxedQuery) -> BoxedQuery {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// One of the queries or more; `None` for none.
fn union(mut queries: Vec<BoxedQuery>) -> Option<BoxedQuery> {
    match queries.len() {
        0 => None,
        1 => queries.pop(),
        _ => Some(Box::new(BooleanQuery::union(queries))),
    }
}
