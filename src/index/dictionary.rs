//! The index's own dictionary: words that look like another.

use tantivy::schema::Field;

use super::generation::Index;
use super::highlight::is_near;
use crate::error::Result;

/// Words that look alike begin alike, by so many bytes.
const BEGINNING: usize = 3;
/// Shorter words look like too many others.
const SHORTEST: usize = 5;
/// Less of a word must not be alike, as a share of the longer one.
const LEAST_LIKENESS: f32 = 0.75;
/// So many words are returned.
const MOST: usize = 4;

impl Index {
    /// The terms of `field` that look like `word`, each with its likeness, at most 1,
    /// the likest first; not `word` itself.
    pub(super) fn like(&self, field: Field, word: &str) -> Result<Vec<(String, f32)>> {
        let length = word.chars().count();
        let Some(beginning) = word.get(..BEGINNING).filter(|_| length >= SHORTEST)
        else {
            return Ok(Vec::new());
        };
        let mut end = beginning.as_bytes().to_vec();
        if let Some(last) = end.last_mut() {
            *last = last.saturating_add(1);
        }
        let mut found: Vec<(String, f32)> = Vec::new();
        for reader in self.passages.segment_readers() {
            let inverted = reader.inverted_index(field).map_err(|e| self.failure(e))?;
            let mut terms = inverted
                .terms()
                .range()
                .ge(beginning)
                .lt(&end)
                .into_stream()
                .map_err(|error| self.failure(error.into()))?;
            while terms.advance() {
                let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
                let other = term.chars().count();
                let longer = length.max(other);
                #[expect(clippy::cast_precision_loss, reason = "lengths of words")]
                let likeness =
                    |differing: usize| 1.0 - differing as f32 / longer as f32;
                if likeness(length.abs_diff(other)) < LEAST_LIKENESS
                    || term == word
                    || found.iter().any(|(known, _)| known == term)
                {
                    continue;
                }
                let nearest = (1..=longer / 4).find(|&most| is_near(word, term, most));
                if let Some(differing) = nearest {
                    found.push((term.to_owned(), likeness(differing)));
                }
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(MOST);
        Ok(found)
    }
}
