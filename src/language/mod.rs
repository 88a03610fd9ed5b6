//! French and English: language of a block, sentences, tokens, stems.
//!
//! A language is data, a [`Profile`]; the code is the same for all.

mod classes;
mod detect;
mod fold;
pub mod numerals;
mod profile;
mod quick;
mod sentences;
mod stems;
mod stopwords;
mod tokens;

pub use detect::language_of;
pub use fold::fold;
pub use profile::{Abbreviation, HyphenClitic, Profile};
pub use quick::{QuickHasher, QuickState, Recent, WordMap};
pub use stems::Stemmer;
pub use stopwords::{is_stopword, stopwords};
pub use tokens::tokens;

use std::ops::Range;

use crate::model::{Analysis, BlockKind, Document, Language, Sentence, Table};

/// Returns the language of each block, the sentences and the tokens.
///
/// Every character that is no white space lies in one sentence and one token. Headings,
/// list items, table cells and lines within a block end a sentence without a mark.
///
/// # Example
/// ```
/// use dicta::{
///     language::analyze,
///     model::{BlockKind, DocumentBuilder, Language, Metadata},
/// };
/// let mut builder = DocumentBuilder::default();
/// for text in ["M. Macron l’a dit. Le plan avance.", "The U.S. agrees with it."] {
///     let start = builder.text().len();
///     builder.parts().0.push_str(text);
///     builder.close_block(start, BlockKind::Paragraph, None);
/// }
/// let document = builder.finish("report.txt", Metadata::default());
/// let analysis = analyze(&document);
/// assert_eq!(analysis.languages, [Language::French, Language::English]);
/// let sentences: Vec<_> =
///     analysis.sentences.iter().map(|s| s.span.quote(document.text())).collect();
/// assert_eq!(
///     sentences,
///     ["M. Macron l’a dit.", "Le plan avance.", "The U.S. agrees with it."]
/// );
/// ```
pub fn analyze(document: &Document) -> Analysis {
    let text = document.text();
    let languages = detect::languages(document);
    let mut analysis = Analysis {
        languages,
        sentences: Vec::with_capacity(text.len() / 100),
        tokens: Vec::with_capacity(text.len() / 5),
    };
    for (place, block) in document.blocks().iter().enumerate() {
        let language = analysis.languages.get(place).copied().unwrap_or_default();
        let Ok(place) = u32::try_from(place) else { break };
        let table = match block.kind {
            BlockKind::Table { table } => document.tables().get(table as usize),
            _ => None,
        };
        let range = block.span.range();
        if let Some(table) = table {
            for cell in cells(table, range) {
                analyze_part(text, cell, place, language, &mut analysis);
            }
        } else {
            analyze_part(text, range, place, language, &mut analysis);
        }
    }
    analysis
}

/// The parts of a table's block: its cells, and what should stand between them.
fn cells(table: &Table, block: Range<usize>) -> Vec<Range<usize>> {
    let mut spans: Vec<_> = table
        .cells
        .iter()
        .filter_map(|cell| Some(cell.span?.range()))
        .filter(|span| block.start <= span.start && span.end <= block.end)
        .collect();
    spans.sort_by_key(|span| span.start);
    let mut parts = Vec::with_capacity(2 * spans.len() + 1);
    let mut at = block.start;
    for span in spans {
        if span.start < at {
            continue;
        }
        parts.push(at..span.start);
        at = span.end;
        parts.push(span);
    }
    parts.push(at..block.end);
    parts
}

/// Appends the tokens and sentences of a part that no sentence leaves.
fn analyze_part(
    text: &str,
    range: Range<usize>,
    block: u32,
    language: Language,
    analysis: &mut Analysis,
) {
    let profile = Profile::of(language);
    for line in sentences::lines(text, range) {
        let first = analysis.tokens.len();
        tokens::tokenize(text, line, profile, &mut analysis.tokens);
        let Analysis { sentences, tokens, .. } = analysis;
        let line_tokens = tokens.get(first..).unwrap_or_default();
        sentences::split(text, line_tokens, profile, |places| {
            let part = line_tokens.get(places.clone()).unwrap_or_default();
            let (Some(from), Some(to)) = (part.first(), part.last()) else { return };
            let place = |at: usize| u32::try_from(first + at).ok();
            let (Some(first_token), Some(end_token)) =
                (place(places.start), place(places.end))
            else {
                return;
            };
            let span = from.span.hull(to.span);
            sentences.push(Sentence { span, block, language, first_token, end_token });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, DocumentBuilder, Metadata, Span};

    /// A document with these blocks.
    pub(super) fn document<'a>(
        blocks: impl IntoIterator<Item = (&'a str, BlockKind)>,
    ) -> Document {
        let mut builder = DocumentBuilder::default();
        for (text, kind) in blocks {
            let start = builder.text().len();
            builder.parts().0.push_str(text);
            builder.close_block(start, kind, None);
        }
        builder.finish("report.txt", Metadata::default())
    }

    /// Asserts what [`Analysis`] promises.
    fn check_promises(document: &Document, analysis: &Analysis) {
        let text = document.text();
        assert_eq!(analysis.languages.len(), document.blocks().len());
        let mut at = 0;
        for token in &analysis.tokens {
            let gap = text.get(at..token.span.start()).expect("tokens are in order");
            assert_eq!(gap.trim(), "", "all but white space is in a token");
            at = token.span.end();
        }
        assert_eq!(text.get(at..).unwrap().trim(), "");
        let mut next = 0;
        for sentence in &analysis.sentences {
            assert_eq!(sentence.first_token, next, "every token is in a sentence");
            next = sentence.end_token;
            let block = document.blocks()[sentence.block as usize];
            assert!(block.span.contains(sentence.span));
            let tokens = analysis.tokens_of(sentence);
            assert_eq!(tokens[0].span.start(), sentence.span.start());
            assert_eq!(tokens[tokens.len() - 1].span.end(), sentence.span.end());
        }
        assert_eq!(next as usize, analysis.tokens.len());
    }

    #[test]
    fn promises_hold_for_odd_texts() {
        let odd = "«\u{a0}L’été… (M. A.-B.) 3,5\u{202f}%\u{a0}» \u{ad}\u{301} d' ' www. http:// \
                   a.b@c 🇫🇷👩‍👩‍👧 n° 1er... !? ).]¹ e.g. U.S. -t-il it's\nThe end.5 Le\r\nfin \
                   東京。はい 1'234 10h30 & %";
        for cut in odd.char_indices().map(|(at, _)| at) {
            let (one, two) = odd.split_at(cut);
            let document = document([
                (one, BlockKind::Paragraph),
                (two, BlockKind::Heading { level: 2 }),
                (odd, BlockKind::Footer),
            ]);
            check_promises(&document, &analyze(&document));
        }
    }

    #[test]
    fn cells_bound_sentences() {
        let text = "Dépenses\t2024. Total\nSanté\t12,5 %";
        let mut builder = DocumentBuilder::default();
        builder.parts().0.push_str(text);
        builder.close_block(0, BlockKind::Table { table: 0 }, None);
        let mut table = Table { rows: 2, columns: 2, ..Table::default() };
        let mut at = 0;
        for (place, cell) in text.split(['\t', '\n']).enumerate() {
            let place = u32::try_from(place).unwrap();
            table.cells.push(Cell {
                row: place / 2,
                column: place % 2,
                row_span: 1,
                column_span: 1,
                span: Span::new(text, at..at + cell.len()),
            });
            at += cell.len() + 1;
        }
        builder.push_table(table);
        let document = builder.finish("a", Metadata::default());
        let analysis = analyze(&document);
        check_promises(&document, &analysis);
        let quotes: Vec<_> =
            analysis.sentences.iter().map(|s| s.span.quote(document.text())).collect();
        assert_eq!(quotes, ["Dépenses", "2024.", "Total", "Santé", "12,5 %"]);
    }

    #[test]
    fn an_empty_document_has_nothing() {
        assert_eq!(analyze(&document([])), Analysis::default());
    }
}
