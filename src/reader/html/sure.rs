//! Where a page does not name its main content, what the extraction of trafilatura is
//! sure of.

use trafilatura::Options;

use super::page::Page;
use crate::model::BlockKind;
use crate::reader::draft::{Draft, Piece, Words};

/// The share of links in the text, in percent, from which a page is one of a site.
const SITE_LINKS: usize = 12;
/// The largest page that is given to the extraction, in bytes.
const LARGEST: usize = 1 << 20;
/// The fewest letters that make a passage known again.
const SURE_LETTERS: usize = 20;

/// Marks what stands before and after the main content of a page of a site.
///
/// A plain document, which links to little, is left as it is.
pub(super) fn mark_around(draft: &mut Draft, page: &Page<'_>, source: &str) {
    let root = page.node(0);
    if root.letters == 0 || !root.is_linked(SITE_LINKS) || source.len() > LARGEST {
        return;
    }
    let mut options = Options::default();
    options.enable_fallback = true;
    options.exclude_comments = true;
    // The extraction is a third party's; what stops it must not stop the reader.
    let found = std::panic::catch_unwind(|| trafilatura::extract(source, &options));
    let Ok(Ok(found)) = found else { return };
    let content = letters(&found.content_text);
    let is_known = |piece: &Piece| match piece {
        Piece::Block(kind, words) => kind.is_body() && is_in(&content, words),
        Piece::Table(grid) => {
            grid.cells.iter().any(|cell| is_in(&content, &cell.words))
        }
    };
    let first = draft.pieces.iter().position(is_known);
    let last = draft.pieces.iter().rposition(is_known);
    let (Some(mut first), Some(mut last)) = (first, last) else { return };
    // The title and what stands under it come before the first known passage, notes and
    // sources after the last.
    let is_title = |piece: &Piece| {
        matches!(piece, Piece::Block(BlockKind::Heading { level: 1 }, _))
    };
    if let Some(title) =
        draft.pieces.get(..first).and_then(|p| p.iter().rposition(is_title))
    {
        first = title;
    }
    let tail = draft.pieces.get(last + 1..).unwrap_or_default();
    last += tail
        .iter()
        .rposition(|piece| matches!(piece, Piece::Block(BlockKind::Note, _)))
        .map_or(0, |place| place + 1);
    for (place, piece) in draft.pieces.iter_mut().enumerate() {
        if let Piece::Block(kind, _) = piece
            && !(first..=last).contains(&place)
            && kind.is_body()
        {
            *kind = BlockKind::Boilerplate;
        }
    }
}

/// Tells whether a passage long enough to be known again is in `content`.
fn is_in(content: &str, words: &Words) -> bool {
    let words = letters(words.raw());
    words.len() >= SURE_LETTERS && content.contains(&words)
}

/// Returns the letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
