//! From the meaning of a query to what tantivy runs, on passages or on records.

mod filters;
mod groups;
mod words;

use std::cmp::Ordering;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery,
};
use tantivy::schema::IndexRecordOption;

pub(super) use words::Matchers;

use super::analyzer::keys;
use super::generation::Index;
use super::query::Node;
use super::schema::tag;
use super::{Matching, RecordKind, Scope, SearchOptions};
use crate::error::Result;
use crate::language::{fold, is_stopword, language_of};
use crate::model::Language;
use crate::translate::Lexicon;
use groups::texts;

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
    /// What translates words, if that is wanted.
    lexicon: Option<&'a Lexicon>,
    /// Translations that are not wanted.
    refused: Vec<String>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(index: &'a Index, query: &str, options: &SearchOptions) -> Self {
        let is_translated = options.translate && options.matching == Matching::Forms;
        let lexicon = is_translated.then(|| index.lexicon());
        let language = options
            .language
            .or_else(|| lexicon.and_then(|lexicon| known_language(query, lexicon)))
            .or_else(|| language_of(query))
            .filter(|language| *language != Language::Other);
        Self {
            index,
            matching: options.matching,
            scope: options.scope,
            language,
            lexicon,
            refused: options.refused.clone(),
        }
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

    /// Returns `node` for a search that does not rank: words side by side must all be
    /// there, else one common word finds everything.
    pub(super) fn unranked(&self, node: &Node) -> Node {
        match node {
            Node::Beside(nodes) => Node::All(self.without_function_words(nodes)),
            Node::Any(nodes) => {
                Node::Any(nodes.iter().map(|node| self.unranked(node)).collect())
            }
            Node::All(nodes) => {
                Node::All(nodes.iter().map(|node| self.unranked(node)).collect())
            }
            _ => node.clone(),
        }
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
        let nodes = self.without_function_words(nodes);
        let mut wanted = self.queries(self.wanted(&texts(&nodes))?)?;
        let mut rest = Vec::new();
        for node in nodes {
            match node {
                Node::Filter(_) | Node::Must(_) | Node::Not(_) => rest.push(node),
                Node::Text(_) => {}
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

/// The language that has more of the words of a query; `None` if both have as many.
fn known_language(query: &str, lexicon: &Lexicon) -> Option<Language> {
    let count = |language| {
        let words = words::all_words(query, language);
        // A function word tells more than one that the lexicon knows: `the` is English,
        // though `thé` is French.
        let weight = |word: &words::Word| {
            let mut is_known = false;
            keys(&word.text, language, |key| {
                is_known |= !lexicon.translations(key, language).is_empty();
            });
            2 * usize::from(is_stopword(language, &fold(&word.text)))
                + usize::from(is_known)
        };
        words.iter().filter(|word| word.kind.is_word()).map(weight).sum::<usize>()
    };
    let (french, english) = (count(Language::French), count(Language::English));
    match french.cmp(&english) {
        Ordering::Greater => Some(Language::French),
        Ordering::Less => Some(Language::English),
        Ordering::Equal => None,
    }
}

/// Text without a letter or digit.
fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Text(text) if !text.contains(char::is_alphanumeric))
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
