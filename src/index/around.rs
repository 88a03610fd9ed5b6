//! Ranks documents by their best passage and what stands around it.
//!
//! A passage is a few sentences; what a question is about is often said in one and
//! answered in the next. So a document's score is that of its best passage alone and
//! that of the passage with its neighbours, taken as one text.

use std::ops::Range;

use tantivy::{DocAddress, DocId};

use super::generation::Index;
use super::schema::tag;
use super::search::Group;
use super::weighted::Words;
use crate::error::Result;

/// So many passages before and after the best one are looked at.
const NEIGHBOURS: u32 = 2;
/// The share of the surroundings in the score.
const SURROUNDINGS: f32 = 0.7;
/// Documents that are looked at for each that is asked for, and at least.
const DOCUMENTS_EACH: usize = 3;
const LEAST_DOCUMENTS: usize = 40;

impl Index {
    /// Ranks the documents that were found, of which `limit` are wanted.
    pub(super) fn look_around(
        &self,
        words: &Words,
        groups: &mut [Group],
        limit: usize,
    ) -> Result<()> {
        groups.sort_by(|a, b| b.score.total_cmp(&a.score));
        if words.is_empty() {
            return Ok(());
        }
        let most = limit.saturating_mul(DOCUMENTS_EACH).max(LEAST_DOCUMENTS);
        let share = self.run_length()?;
        let columns = self.columns(&self.passages)?;
        let failed = |error| self.failure(error);
        for (segment, reader) in (0..).zip(self.passages.segment_readers()) {
            // The rows of each document's run, put in order.
            let mut runs: Vec<(Range<DocId>, DocId, usize)> = Vec::new();
            for (place, group) in groups.iter().take(most).enumerate() {
                let Some(&(_, best)) = group.passages.first() else { continue };
                if best.segment_ord != segment {
                    continue;
                }
                let same = |row: &DocId| {
                    columns.document(DocAddress::new(segment, *row))
                        == columns.document(best)
                };
                let before =
                    (best.doc_id.saturating_sub(NEIGHBOURS)..best.doc_id).rev();
                let first = before.take_while(same).last().unwrap_or(best.doc_id);
                let end = reader.max_doc().min(best.doc_id + NEIGHBOURS + 1);
                let behind = (best.doc_id..end).take_while(same);
                let last = behind.last().unwrap_or(best.doc_id);
                runs.push((first..last + 1, best.doc_id, place));
            }
            runs.sort_by_key(|(run, ..)| run.start);
            let mut rows: Vec<DocId> = Vec::new();
            let places: Vec<Range<usize>> = runs
                .iter()
                .map(|(run, ..)| {
                    let start = rows.len();
                    rows.extend(run.clone());
                    start..rows.len()
                })
                .collect();
            let (singles, together) =
                words.runs(reader, &rows, &places, share).map_err(failed)?;
            for (((run, best, place), places), together) in
                runs.into_iter().zip(places).zip(together)
            {
                let at = places.start + (best - run.start) as usize;
                let alone = singles.get(at).copied().unwrap_or(0.0);
                if let Some(group) = groups.get_mut(place) {
                    group.score += SURROUNDINGS * (together - alone);
                }
            }
        }
        let ranked = groups.len().min(most);
        if let Some(ranked) = groups.get_mut(..ranked) {
            ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
        }
        Ok(())
    }

    /// How many times a passage a run of passages is on average.
    fn run_length(&self) -> Result<f32> {
        let failed = |error| self.failure(error);
        let documents = self.record_fields.tag(tag::RECORD, "document");
        let documents = self.records.doc_freq(&documents).map_err(failed)?.max(1);
        let passages = self.passages.num_docs();
        #[expect(clippy::cast_precision_loss, reason = "a mean")]
        let mean = passages as f32 / documents as f32;
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let most = (2 * NEIGHBOURS + 1) as f32;
        Ok(mean.clamp(1.0, most))
    }
}
