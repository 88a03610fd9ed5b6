//! Quotation marks, paired within a block and over paragraphs that go on quoting.

use crate::model::{Document, Span};

/// A quotation, with and without its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotation {
    /// The place with both marks; a mark that is missing takes no place.
    pub(super) outer: Span,
    /// The words between the marks, without outer white space.
    pub(super) inner: Span,
    /// How many quotations it stands in.
    pub(super) depth: u8,
}

/// Returns the quotations of the body blocks, by their start.
///
/// A mark that is never closed closes with its block, unless the next paragraph opens
/// with the same mark, as a quotation over several paragraphs does: so an odd mark never
/// reaches beyond the paragraphs that repeat it. Straight double quotes alternate.
pub(super) fn quotations(document: &Document) -> Vec<Quotation> {
    let text = document.text();
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for (place, block) in document.blocks().iter().enumerate() {
        if !block.kind.is_body() {
            continue;
        }
        let quote = block.span.quote(text);
        let first = quote.chars().next();
        if open.first().is_none_or(|open| Some(open.mark) != first) {
            open.clear();
        }
        let continued = !open.is_empty();
        let mut passed = 0;
        // All marks begin with one of these bytes, which stand nowhere else in a
        // character.
        let firsts = |byte: u8| matches!(byte, b'"' | b'\'' | b'`' | 0xC2 | 0xE2);
        for (offset, _) in quote.bytes().enumerate().filter(|(_, byte)| firsts(*byte)) {
            let rest = quote.get(offset..).unwrap_or_default();
            let Some(mark) = rest.chars().next().filter(|_| offset >= passed) else {
                continue;
            };
            let at = block.span.start() + offset;
            let mut after = at + mark.len_utf8();
            if let Some(pair) = doubled(rest) {
                passed = offset + pair;
                after = at + pair;
            }
            let mark = if after - at > mark.len_utf8() { DOUBLED } else { mark };
            match mark {
                DOUBLED if open.last().is_some_and(|open| open.mark == DOUBLED) => {
                    close(text, &mut open, &mut found, mark, at, after);
                }
                '‘' | '\'' | DOUBLED if opens(quote, offset, after - at, mark) => {
                    open.push(Open { mark, at, after });
                }
                '’' | '\'' if closes(quote, offset, mark, &open) => {
                    close(text, &mut open, &mut found, mark, at, after);
                }
                '«' | '“' | '‹' | '„' if !(continued && offset == 0) => {
                    open.push(Open { mark, at, after });
                }
                '»' | '”' | '›' => {
                    close(text, &mut open, &mut found, mark, at, after);
                }
                '"' if open.last().is_some_and(|open| open.mark == '"') => {
                    close(text, &mut open, &mut found, mark, at, after);
                }
                '"' => open.push(Open { mark, at, after }),
                _ => {}
            }
        }
        // What is still open goes on only if the next body block repeats the mark.
        let next = document.blocks().get(place + 1..).unwrap_or_default();
        let next = next.iter().find(|block| block.kind.is_body());
        let repeats = next.is_some_and(|next| {
            let first = next.span.quote(text).chars().next();
            open.first().is_some_and(|open| {
                Some(open.mark) == first && matches!(open.mark, '«' | '“')
            })
        });
        if !repeats {
            open.clear();
        }
    }
    found.sort_by_key(|quotation| {
        (quotation.outer.start(), std::cmp::Reverse(quotation.outer.end()))
    });
    found
}

/// Stands for a mark of two single ones: `\'\'`, `’’`.
const DOUBLED: char = '"';

/// The bytes of two single marks at the start that stand for one double mark.
fn doubled(rest: &str) -> Option<usize> {
    ["''", "’’", "``"]
        .iter()
        .find(|pair| rest.starts_with(**pair))
        .map(|pair| pair.len())
}

/// Tells whether a single mark opens a quotation: a word follows, and none stands right
/// before it, as one does in `l'eau` and `it's`.
fn opens(quote: &str, offset: usize, length: usize, mark: char) -> bool {
    let before = quote.get(..offset).and_then(|before| before.chars().next_back());
    let after = quote.get(offset + length..).and_then(|after| after.chars().next());
    let apart = before.is_none_or(|letter| {
        letter.is_whitespace() || matches!(letter, '(' | '[' | '—' | '–' | '“' | '«')
    });
    let word = after.is_some_and(|letter| {
        letter.is_alphabetic() || mark != '\'' && !letter.is_whitespace()
    });
    apart && word
}

/// Tells whether a single mark closes the quotation that one opened, and is no
/// apostrophe: no letter follows, and a mark stands before it, or no other place further
/// on would close better (`‘the firms’ profits fell,’ he said`).
fn closes(quote: &str, offset: usize, mark: char, open: &[Open]) -> bool {
    /// How far on a better end is looked for, in bytes.
    const REACH: usize = 400;
    let opening = if mark == '\'' { '\'' } else { '‘' };
    if open.last().is_none_or(|open| open.mark != opening) {
        return false;
    }
    let ends = |at: usize| {
        let after =
            quote.get(at + mark.len_utf8()..).and_then(|rest| rest.chars().next());
        after.is_none_or(|letter| !letter.is_alphanumeric())
    };
    let marked = |at: usize| {
        let before = quote.get(..at).and_then(|before| before.chars().next_back());
        before.is_some_and(|before| matches!(before, ',' | '.' | '!' | '?' | '…'))
    };
    if !ends(offset) {
        return false;
    }
    if marked(offset) {
        return true;
    }
    let from = offset + mark.len_utf8();
    let later = quote.get(from..).unwrap_or_default();
    !later
        .char_indices()
        .take_while(|(at, letter)| *at < REACH && *letter != '‘')
        .any(|(at, letter)| letter == mark && ends(from + at) && marked(from + at))
}

#[derive(Debug, Clone, Copy)]
struct Open {
    mark: char,
    at: usize,
    after: usize,
}

fn close(
    text: &str,
    open: &mut Vec<Open>,
    found: &mut Vec<Quotation>,
    mark: char,
    at: usize,
    after: usize,
) {
    let fits = |open: &Open| match mark {
        '»' => open.mark == '«',
        '”' => matches!(open.mark, '“' | '„'),
        '›' => open.mark == '‹',
        '’' => open.mark == '‘',
        _ => open.mark == mark,
    };
    let Some(depth) = open.iter().rposition(fits) else { return };
    let opened = open[depth];
    open.truncate(depth);
    // A comma before the closing mark belongs to the sentence around it.
    let body = text.get(opened.after..at).unwrap_or_default();
    let end = opened.after + body.trim_end().trim_end_matches(',').len();
    let inner = Span::trimmed(text, opened.after..end);
    let outer = Span::new(text, opened.at..after);
    if let (Some(inner), Some(outer)) = (inner, outer) {
        let depth = u8::try_from(depth).unwrap_or(u8::MAX);
        found.push(Quotation { outer, inner, depth });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, DocumentBuilder, Metadata};

    fn check(text: &str, expected: &[&str]) {
        let mut builder = DocumentBuilder::default();
        for line in text.split('\n') {
            let start = builder.text().len();
            builder.parts().0.push_str(line);
            builder.close_block(start, BlockKind::Paragraph, None);
        }
        let document = builder.finish("t", Metadata::default());
        let found: Vec<_> = quotations(&document)
            .iter()
            .map(|quotation| quotation.inner.quote(document.text()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn marks_of_both_languages_pair() {
        check("Il dit : « Tout va. » Puis “no”.", &["Tout va.", "no"]);
        check("She called it \"late\" and \"dear\".", &["late", "dear"]);
        check("« Il m’a dit : “non” hier »", &["Il m’a dit : “non” hier", "non"]);
    }

    #[test]
    fn a_repeated_opening_mark_goes_on_quoting() {
        check("« Un plan.\n« Des moyens », dit-il.", &["Un plan.\n« Des moyens"]);
    }

    #[test]
    fn an_odd_mark_loses_only_its_paragraph() {
        check("Un « choc resté ouvert.\nElle dit « oui ».", &["oui"]);
        check("An \"odd mark.\nShe said \"yes\".", &["yes"]);
        check("Fermé » sans ouvrir.\n“Fine,” he said.", &["Fine"]);
    }
}
