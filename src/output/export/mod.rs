//! Documents and records in the forms of other tools.

mod annotations;
mod tei;
mod text;

use std::ops::Range;

use crate::model::{
    Analysis, BlockKind, Date, Document, Language, Sentence, Span, Token,
};

pub use annotations::Annotations;
pub use tei::{write_tei, write_tei_end, write_tei_start};
pub use text::{write_conllu, write_iramuteq, write_vertical};

/// A document with its sentences and tokens, as exports of texts take it.
///
/// Exports hold the body: running headers, contents and menus are left out.
#[derive(Debug, Clone, Copy)]
pub struct AnnotatedText<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its sentences and tokens.
    pub analysis: &'a Analysis,
    /// The language of most of its text.
    pub language: Language,
}

/// One block of the body.
struct BodyBlock<'a> {
    kind: BlockKind,
    page: Option<u32>,
    language: Language,
    sentences: &'a [Sentence],
}

impl<'a> AnnotatedText<'a> {
    fn date(&self) -> Option<Date> {
        self.document.metadata.date
    }

    fn title(&self) -> &'a str {
        self.document.metadata.title.as_deref().unwrap_or(&self.document.path)
    }

    /// The blocks of the body that have words, in order.
    fn blocks(&self) -> impl Iterator<Item = BodyBlock<'a>> + use<'a> {
        let (document, analysis) = (self.document, self.analysis);
        let mut sentences = analysis.sentences.as_slice();
        document.blocks().iter().enumerate().filter_map(move |(place, block)| {
            let mine = sentences
                .iter()
                .take_while(|sentence| sentence.block as usize <= place)
                .count();
            let (own, rest) = sentences.split_at(mine);
            sentences = rest;
            (block.kind.is_body() && !own.is_empty()).then(|| BodyBlock {
                kind: block.kind,
                page: block.page,
                language: analysis.languages.get(place).copied().unwrap_or_default(),
                sentences: own,
            })
        })
    }

    fn tokens(&self, sentence: &Sentence) -> &'a [Token] {
        self.analysis.tokens_of(sentence)
    }

    fn words(&self, span: Span) -> &'a str {
        span.quote(self.document.text())
    }

    /// Whether nothing stands between the token at `place` and the next of `tokens`.
    fn is_joined(tokens: &[Token], place: usize) -> bool {
        let span = |place: usize| tokens.get(place).map(|token| token.span);
        match (span(place), span(place + 1)) {
            (Some(token), Some(next)) => token.end() == next.start(),
            _ => false,
        }
    }
}

/// `text` on one line, with single spaces.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentences of a document by row and cell of the table that a block is; empty for
/// other blocks.
fn rows(document: &Document, kind: BlockKind) -> Vec<Vec<Range<usize>>> {
    let BlockKind::Table { table } = kind else { return Vec::new() };
    let Some(table) = document.tables().get(table as usize) else { return Vec::new() };
    (0..table.rows)
        .map(|row| {
            (0..table.columns)
                .map(|column| {
                    let cell = table
                        .cells
                        .iter()
                        .find(|cell| cell.row == row && cell.column == column);
                    cell.and_then(|cell| cell.span).map_or(0..0, Span::range)
                })
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests;
