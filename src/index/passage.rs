//! Cuts a document's text into passages.

use std::ops::Range;

use crate::model::{Analysis, BlockKind, Document};

/// A passage ends with the sentence that brings it to this many bytes.
const ENOUGH: usize = 300;
/// A passage takes no further sentence that would bring it over this many bytes.
const MOST: usize = 600;
/// A last passage of a block shorter than this many bytes joins the one before.
const LEAST: usize = 100;
/// A longer sentence is cut between words.
const LONGEST_SENTENCE: usize = 2_000;

/// A run of sentences within one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tile {
    /// Its bytes, up to the start of the next: all tiles together are the text.
    pub(super) range: Range<usize>,
    /// The place of its block, `None` for a text of white space.
    pub(super) block: Option<usize>,
}

/// Returns the passages in order; none for an empty text.
pub(super) fn tiles(document: &Document, analysis: &Analysis) -> Vec<Tile> {
    let text = document.text();
    let mut starts: Vec<(usize, usize)> = Vec::with_capacity(text.len() / 400 + 1);
    let mut sentences = analysis.sentences.as_slice();
    for (number, block) in document.blocks().iter().enumerate() {
        let range = block.span.range();
        let mine = sentences.partition_point(|s| s.span.start() < range.end);
        let (own, rest) = sentences.split_at(mine);
        sentences = rest;
        let mut cuts = Cuts::new(range.clone());
        if matches!(block.kind, BlockKind::Table { .. }) {
            let rows = block.span.quote(text).split_inclusive('\n');
            let mut start = range.start;
            for row in rows {
                cuts.part(text, start..start + row.len());
                start += row.len();
            }
        } else if own.is_empty() {
            cuts.part(text, range);
        } else {
            for sentence in own {
                cuts.part(text, sentence.span.range());
            }
        }
        starts.extend(cuts.finish().into_iter().map(|start| (start, number)));
    }
    if starts.is_empty() {
        return if text.is_empty() {
            Vec::new()
        } else {
            vec![Tile { range: 0..text.len(), block: None }]
        };
    }
    let ends: Vec<usize> =
        starts.iter().skip(1).map(|&(start, _)| start).chain([text.len()]).collect();
    let mut from = 0;
    let mut tiles = Vec::with_capacity(starts.len());
    for ((_, block), end) in starts.into_iter().zip(ends) {
        tiles.push(Tile { range: from..end, block: Some(block) });
        from = end;
    }
    tiles
}

/// Where the passages of one block begin.
struct Cuts {
    starts: Vec<usize>,
    end: usize,
}

impl Cuts {
    fn new(block: Range<usize>) -> Self {
        Self { starts: vec![block.start], end: block.start }
    }

    /// Adds a sentence or row.
    fn part(&mut self, text: &str, part: Range<usize>) {
        if part.len() <= LONGEST_SENTENCE {
            return self.add(part);
        }
        let mut start = part.start;
        while part.end - start > LONGEST_SENTENCE {
            let most = start + MOST;
            let cut = text
                .get(start..part.end)
                .and_then(|rest| {
                    let (at, space) = rest
                        .char_indices()
                        .skip_while(|&(at, _)| at < ENOUGH)
                        .take_while(|&(at, _)| at < LONGEST_SENTENCE)
                        .find(|(_, char)| char.is_whitespace())?;
                    Some(start + at + space.len_utf8())
                })
                .unwrap_or(most);
            let cut = (cut..=part.end).find(|&cut| text.is_char_boundary(cut));
            let cut = cut.unwrap_or(part.end);
            self.add(start..cut);
            start = cut;
        }
        self.add(start..part.end);
    }

    fn add(&mut self, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let start = self.starts.last().copied().unwrap_or(part.start);
        let so_far = self.end.saturating_sub(start);
        if so_far >= ENOUGH || (so_far > 0 && part.end - start > MOST) {
            self.starts.push(part.start);
        }
        self.end = part.end;
    }

    fn finish(mut self) -> Vec<usize> {
        if let [.., before, last] = self.starts.as_slice()
            && self.end - last < LEAST
            && self.end - before <= LONGEST_SENTENCE
        {
            self.starts.pop();
        }
        self.starts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analyze;
    use crate::model::{DocumentBuilder, Metadata};

    fn document(blocks: &[&str]) -> Document {
        let mut builder = DocumentBuilder::default();
        for block in blocks {
            let start = builder.text().len();
            builder.parts().0.push_str(block);
            builder.close_block(start, BlockKind::Paragraph, None);
        }
        builder.finish("a", Metadata::default())
    }

    fn check(blocks: &[&str]) -> Vec<usize> {
        let document = document(blocks);
        let tiles = tiles(&document, &analyze(&document));
        let joined: String = tiles
            .iter()
            .map(|tile| document.text().get(tile.range.clone()).unwrap())
            .collect();
        assert_eq!(joined, document.text());
        tiles.iter().map(|tile| tile.range.len()).collect()
    }

    #[test]
    fn passages_tile_the_text() {
        check(&[]);
        check(&["  Été.  ", "", "🎉"]);
        let sentence = "L’énergie coûte « 3,5 % » de plus à l’État. ";
        let lengths = check(&[&sentence.repeat(40), "Bref."]);
        assert!(lengths.iter().all(|length| *length <= MOST + LEAST), "{lengths:?}");
    }

    #[test]
    fn a_sentence_without_end_is_cut_between_words() {
        let lengths = check(&[&"énergie ".repeat(2_000)]);
        assert!(lengths.iter().all(|&length| length <= LONGEST_SENTENCE));
        let lengths = check(&[&"é".repeat(20_000)]);
        assert!(lengths.len() > 5);
    }
}
