//! Rows of one index that belong to rows of the other.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term,
};

use super::generation::Index;
use crate::error::Result;

/// A query that finds just these rows.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    by_segment: Arc<HashMap<SegmentId, Arc<[DocId]>>>,
}

impl Rows {
    /// The passages at these places of these documents.
    pub(super) fn passages(
        index: &Index,
        places: &HashMap<u64, HashSet<u64>>,
    ) -> Result<Self> {
        let field = index.passage_fields.document;
        Self::matching(&index.passages, field, places)
            .map_err(|error| index.failure(error))
    }

    /// The records that stand in the passages at these places of these documents.
    pub(super) fn records(
        index: &Index,
        places: &HashMap<u64, HashSet<u64>>,
    ) -> Result<Self> {
        let field = index.record_fields.document;
        Self::matching(&index.records, field, places)
            .map_err(|error| index.failure(error))
    }

    fn matching(
        searcher: &Searcher,
        field: Field,
        places: &HashMap<u64, HashSet<u64>>,
    ) -> tantivy::Result<Self> {
        let mut ordinals: Vec<_> = places.iter().collect();
        ordinals.sort_unstable_by_key(|(ordinal, _)| **ordinal);
        let mut by_segment = HashMap::new();
        for reader in searcher.segment_readers() {
            let passages = reader.fast_fields().u64("passage")?;
            let inverted = reader.inverted_index(field)?;
            let mut rows: Vec<DocId> = Vec::new();
            for (ordinal, places) in &ordinals {
                let term = Term::from_field_u64(field, **ordinal);
                let Some(mut postings) =
                    inverted.read_postings(&term, IndexRecordOption::Basic)?
                else {
                    continue;
                };
                let mut row = postings.doc();
                while row != TERMINATED {
                    let place = passages.first(row);
                    if place.is_some_and(|place| places.contains(&place)) {
                        rows.push(row);
                    }
                    row = postings.advance();
                }
            }
            rows.sort_unstable();
            by_segment.insert(reader.segment_id(), rows.into());
        }
        Ok(Self { by_segment: Arc::new(by_segment) })
    }
}

impl Query for Rows {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Rows {
    fn scorer(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let rows = self.by_segment.get(&reader.segment_id()).cloned();
        let rows = RowSet { rows: rows.unwrap_or_default(), at: 0 };
        Ok(Box::new(ConstScorer::new(rows, boost)))
    }

    fn explain(
        &self,
        reader: &SegmentReader,
        row: DocId,
    ) -> tantivy::Result<Explanation> {
        let rows = self.by_segment.get(&reader.segment_id());
        if rows.is_some_and(|rows| rows.binary_search(&row).is_ok()) {
            Ok(Explanation::new("is among the rows", 1.0))
        } else {
            let what = format!("row {row} does not match");
            Err(TantivyError::InvalidArgument(what))
        }
    }
}

/// Sorted rows, one after the other.
struct RowSet {
    rows: Arc<[DocId]>,
    at: usize,
}

impl DocSet for RowSet {
    fn advance(&mut self) -> DocId {
        self.at = self.rows.len().min(self.at + 1);
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.rows.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|&row| row < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.rows.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }
}
