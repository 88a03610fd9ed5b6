//! The index's own dictionary: words that look like another.

use tantivy::Term;
use tantivy::schema::Field;

use super::generation::Index;
use super::highlight::is_near;
use crate::error::Result;
use crate::language::fold;

/// Words that look alike begin alike, by so many bytes.
const BEGINNING: usize = 3;
/// Shorter words look like too many others.
const SHORTEST: usize = 5;
/// Less of a word must not be alike, as a share of the longer one.
const LEAST_LIKENESS: f32 = 0.75;
/// So many words are returned.
const MOST: usize = 4;

/// A word that stands in fewer passages may itself be a slip.
const LEAST_PASSAGES: u64 = 2;

impl Index {
    /// Returns the words of `query` that stand nowhere in the index, each with the words
    /// of the index that look most like it, folded; nothing for words that nothing looks
    /// like.
    ///
    /// # Errors
    /// `Damaged` if the index is.
    pub fn suggestions(&self, query: &str) -> Result<Vec<(String, Vec<String>)>> {
        let field = self.passage_fields.exact;
        self.guarded(|| {
            let mut found = Vec::new();
            for word in query.split(|char: char| !char.is_alphanumeric()) {
                let folded = fold(word);
                let frequency = |text: &str| {
                    let term = Term::from_field_text(field, text);
                    self.passages.doc_freq(&term).map_err(|error| self.failure(error))
                };
                if folded.is_empty() || frequency(&folded)? > 0 {
                    continue;
                }
                let mut near = Vec::new();
                for (other, _) in self.like(field, &folded)? {
                    if frequency(&other)? >= LEAST_PASSAGES {
                        near.push(other);
                    }
                }
                if !near.is_empty() {
                    found.push((word.to_owned(), near));
                }
            }
            Ok(found)
        })
    }

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
