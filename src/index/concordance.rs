//! Every passage that answers a query, in the order of the texts, for those who count
//! words rather than read the best.

use super::PassageHit;
use super::compile::{Compiler, Matchers, Target};
use super::generation::Index;
use super::query::parse;
use super::search::{Found, RecordReader, empty_query, passage_hit};
use super::stored::{DocumentEntry, PassageRow, decode};
use super::{DocumentSummary, SearchOptions};
use crate::error::Result;
use crate::model::{Language, Quoted};

/// An occurrence of what a query looks for, with the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The document's path or row id, as ingested.
    pub document: String,
    /// The page, counted from 1; `None` for formats without pages.
    pub page: Option<u32>,
    /// The language of the block.
    pub language: Language,
    /// The words found, and where they stand in the document's text in code points.
    pub keyword: Quoted,
    /// The words before, as they stand.
    pub left: String,
    /// The words after, as they stand.
    pub right: String,
}

impl Index {
    /// Calls `visit` with each passage that answers `query` and its document, in the
    /// order of the paths and of the text, and returns how many there were. An empty
    /// query finds all passages of the scope.
    ///
    /// Words side by side must all stand in the passage: what is counted is not ranked.
    /// The limits of `options` do not hold, and the scores are 0.
    ///
    /// # Errors
    /// `Query` if the query is not understood; `Damaged` if the index is; what `visit`
    /// returns.
    pub fn each_passage(
        &self,
        query: &str,
        options: &SearchOptions,
        visit: &mut dyn FnMut(&DocumentSummary, PassageHit) -> Result<()>,
    ) -> Result<usize> {
        self.guarded(|| {
            let mut document: Option<(u64, DocumentSummary)> = None;
            self.each_found(query, options, |found, entry, matchers| {
                if document
                    .as_ref()
                    .is_none_or(|(ordinal, _)| *ordinal != found.ordinal)
                {
                    document = Some((found.ordinal, entry.summary()));
                }
                let bytes = self.stored(&self.passages, found.row)?;
                let row: PassageRow<'_> = decode(&bytes)?;
                match &document {
                    Some((_, summary)) => {
                        visit(summary, passage_hit(&row, 0.0, matchers))
                    }
                    None => Ok(()),
                }
            })
        })
    }

    /// Returns all occurrences of what `query` looks for, in the order of the paths and
    /// of the text, each with up to `width` code points of the text on either side.
    /// Words found one after the other are one occurrence.
    ///
    /// # Errors
    /// As for [`Index::each_passage`].
    pub fn occurrences(
        &self,
        query: &str,
        options: &SearchOptions,
        width: usize,
    ) -> Result<Vec<Occurrence>> {
        self.guarded(|| {
            let mut reader = RecordReader::new(self)?;
            let mut occurrences = Vec::new();
            self.each_found(query, options, |found, entry, matchers| {
                let bytes = self.stored(&self.passages, found.row)?;
                let row: PassageRow<'_> = decode(&bytes)?;
                let hit = passage_hit(&row, 0.0, matchers);
                for keyword in keywords(&hit) {
                    let (left, right) =
                        reader.around(found.ordinal, row.place, &keyword, width)?;
                    occurrences.push(Occurrence {
                        document: entry.path.clone(),
                        page: hit.page,
                        language: hit.language,
                        keyword,
                        left,
                        right,
                    });
                }
                Ok(())
            })?;
            Ok(occurrences)
        })
    }

    fn each_found(
        &self,
        query: &str,
        options: &SearchOptions,
        mut take: impl FnMut(Found, &DocumentEntry, &Matchers) -> Result<()>,
    ) -> Result<usize> {
        let node = parse(query)?;
        let compiler = Compiler::new(self, query, options);
        let node = compiler.unranked(&node);
        let compiled =
            compiler.query(&node, Target::Passages)?.ok_or_else(empty_query)?;
        let matchers = compiler.matchers(&node);
        let rows = self.all_rows(&self.passages, &compiled)?;
        let listing = self.listing()?;
        let count = rows.len();
        for found in rows {
            let entry =
                listing.place(found.ordinal).and_then(|at| listing.documents.get(at));
            let entry = entry
                .ok_or_else(|| self.damaged("a passage has no document".to_owned()))?;
            take(found, entry, &matchers)?;
        }
        Ok(count)
    }
}

/// The words found in a passage; those with nothing but spaces, hyphens or apostrophes
/// between them are one.
fn keywords(hit: &PassageHit) -> Vec<Quoted> {
    let characters: Vec<char> = hit.quote.text.chars().collect();
    let is_joint = |from: usize, to: usize| {
        characters.get(from..to).is_some_and(|between| {
            between.iter().all(|c| c.is_whitespace() || matches!(c, '-' | '\'' | '’'))
        })
    };
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    for range in &hit.highlights {
        match ranges.last_mut() {
            Some(last) if is_joint(last.end, range.start) => last.end = range.end,
            _ => ranges.push(range.clone()),
        }
    }
    ranges
        .into_iter()
        .map(|range| Quoted {
            start: hit.quote.start + range.start,
            end: hit.quote.start + range.end,
            text: characters.get(range).unwrap_or_default().iter().collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;

    /// The words between brackets are found.
    fn check(marked: &str, expected: &[&str]) {
        let mut text = String::new();
        let mut highlights = Vec::new();
        for (place, part) in marked.split(['[', ']']).enumerate() {
            let start = text.chars().count();
            text.push_str(part);
            if place % 2 == 1 {
                highlights.push(start..text.chars().count());
            }
        }
        let end = 7 + text.chars().count();
        let hit = PassageHit {
            quote: Quoted { start: 7, end, text: text.clone() },
            highlights,
            page: None,
            headings: Vec::new(),
            kind: BlockKind::Paragraph,
            language: Language::French,
            score: 0.0,
        };
        let found = keywords(&hit);
        let words: Vec<_> = found.iter().map(|keyword| keyword.text.as_str()).collect();
        assert_eq!(words, expected);
        for keyword in &found {
            let length = keyword.end - keyword.start;
            let there: String =
                text.chars().skip(keyword.start - 7).take(length).collect();
            assert_eq!(there, keyword.text);
        }
    }

    #[test]
    fn words_side_by_side_are_one_occurrence() {
        check("l’été, le [plan] [climat] et un [plan]", &["plan climat", "plan"]);
        check(
            "the [climate]-[neutral] [plan], a [plan]",
            &["climate-neutral plan", "plan"],
        );
        check("rien", &[]);
    }
}
