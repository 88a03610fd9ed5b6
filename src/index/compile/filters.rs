//! Filters of a query, and the join of passages and records.

use std::collections::{HashMap, HashSet};
use std::ops::Bound as End;

use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::{
    BooleanQuery, EmptyQuery, Occur, Query, RangeQuery, TermSetQuery,
};

use super::words::{Word, all_words, phrase_parts};
use super::{BoxedQuery, Compiler, Target, basic, silent, union};
use crate::error::Result;
use crate::index::Scope;
use crate::index::analyzer::{cut, keys};
use crate::index::join::Rows;
use crate::index::query::{Bound, Filter};
use crate::index::schema::tag;
use crate::language::fold;
use crate::model::Language;

impl Compiler<'_> {
    /// All of `filters`; those on records hold for one and the same.
    pub(super) fn filters(
        &self,
        filters: &[&Filter],
        target: Target,
    ) -> Result<BoxedQuery> {
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
            for word in all_words(text, language) {
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
            .map(|&language| all_words(words, language))
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
        for parts in phrase_parts(name) {
            let words = parts.iter().map(|part| basic(fields.tag(word, part)));
            ways.push(Box::new(BooleanQuery::intersection(words.collect())));
        }
        ways.push(basic(fields.tag(entity, cut(&folded))));
        for id in self.entities_called(&folded)? {
            ways.push(basic(fields.tag(entity, &id)));
        }
        let found = union(ways).unwrap_or_else(|| Box::new(EmptyQuery));
        self.over_documents(name, word, entity, found)
    }

    /// Adds to the records that `found` has by their own documents' names those that all
    /// documents together say to be of the actor, and takes away those of another.
    fn over_documents(
        &self,
        name: &str,
        word: char,
        entity: char,
        found: BoxedQuery,
    ) -> Result<BoxedQuery> {
        let fields = &self.index.record_fields;
        let table = self.index.actor_table()?;
        let sought = table.sought(&table.called(name));
        if sought.entities.is_empty() {
            return Ok(found);
        }
        let one = |document: u64| -> BoxedQuery {
            basic(Term::from_field_u64(fields.document, document))
        };
        let mut ways = vec![found];
        for id in &sought.entities {
            ways.push(basic(fields.tag(entity, cut(&fold(id)))));
        }
        let named = union(ways).unwrap_or_else(|| Box::new(EmptyQuery));
        let mut clauses = vec![(Occur::Must, named)];
        for &document in &sought.others {
            clauses.push((Occur::MustNot, one(document)));
        }
        let mut all: Vec<BoxedQuery> = vec![Box::new(BooleanQuery::new(clauses))];
        for (document, key) in &sought.elsewhere {
            let mut both = vec![one(*document)];
            match key.strip_prefix('~') {
                Some(name) => {
                    for parts in phrase_parts(name) {
                        both.extend(
                            parts.iter().map(|part| basic(fields.tag(word, part))),
                        );
                    }
                }
                None => both.push(basic(fields.tag(entity, cut(&fold(key))))),
            }
            all.push(Box::new(BooleanQuery::intersection(both)));
        }
        Ok(union(all).unwrap_or_else(|| Box::new(EmptyQuery)))
    }

    /// The entities that are somewhere called so.
    fn entities_called(&self, name: &str) -> Result<Vec<String>> {
        let field = self.index.record_fields.tag;
        let name = cut(name);
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
    pub(super) fn records_in(&self, query: &dyn Query) -> Result<BoxedQuery> {
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
}
