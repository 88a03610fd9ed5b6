//! Claims by layout: `Actor : position`, interviews, lists under a cue, tables.

use crate::model::{
    Actor, Analysis, BlockKind, Document, Figure, Language, Layer, Span,
};

use super::draft::Draft;
use super::lexicon::{Act, Class, Lexicon};
use super::words::Word;

/// The label before a colon at the start of a block, and what follows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    /// The words of the label.
    pub(super) label: Span,
    /// The rest of the block.
    pub(super) rest: Span,
}

/// Reads `Label : rest` of at most eight words before the colon. Where a head line
/// announces positions, a name may have its title beside it: `La maire, Ana Roux : …`.
pub(super) fn label_of(text: &str, block: Span, positions: bool) -> Option<Label> {
    let quote = block.quote(text);
    let colon = quote.find(':').filter(|&colon| colon < 90)?;
    let before = quote.get(..colon)?;
    if before.split_whitespace().count() > 8
        || before.contains(['?', '«', '“', '"'])
        || before.contains(',') && !positions
        || before.strip_prefix("M. ").unwrap_or(before).contains(". ")
    {
        return None;
    }
    let label = Span::trimmed(text, block.start()..block.start() + colon)?;
    let rest = Span::trimmed(text, block.start() + colon + 1..block.end())?;
    Some(Label { label, rest })
}

/// What a label's words say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelKind {
    /// A name or group that may speak.
    Speaker,
    /// `Question`, `Q`.
    Question,
    /// Anything else.
    Other,
}

/// Tells what a label is.
pub(super) fn label_kind(
    words: &[Word],
    actors: &Layer<Actor>,
    label: Span,
) -> LabelKind {
    if words.len() == 1 && words.iter().any(|word| word.is(Class::QUESTION_HEAD)) {
        return LabelKind::Question;
    }
    let named =
        actors.overlapping(label).any(|actor| actor.span.start() <= label.start() + 5)
            || words.iter().take(3).any(|word| word.is(Class::HUMAN));
    if named { LabelKind::Speaker } else { LabelKind::Other }
}

/// Claims of tables that have a column of positions or pledges: the first column names
/// who, each cell of that column what.
pub(super) fn tables(
    document: &Document,
    analysis: &Analysis,
    figures: &Layer<Figure>,
    promised: &[usize],
    found: &mut Vec<Draft>,
) {
    let text = document.text();
    for (number, block) in document.blocks().iter().enumerate() {
        let BlockKind::Table { table } = block.kind else { continue };
        let Some(table) = document.tables().get(table as usize) else { continue };
        let place = document.block_at(block.span.start()).unwrap_or_default();
        let language = analysis.languages.get(place).copied().unwrap_or_default();
        let is_promised = promised.binary_search(&number).is_ok();
        for header in table.cells.iter().filter(|cell| cell.row == 0 && cell.column > 0)
        {
            let Some(span) = header.span else { continue };
            let named = head_act(span.quote(text), language);
            // Below a line that promises, the first column says what.
            let meant = (is_promised && header.column == 1).then_some(Act::Promise);
            let Some(act) = named.or(meant) else { continue };
            for row in table.header_rows.max(1)..table.rows {
                let who = table.cell(row, 0).and_then(|cell| cell.span);
                let what = table.cell(row, header.column).and_then(|cell| cell.span);
                let (Some(who), Some(what)) = (who, what) else { continue };
                // A column of bare numbers states no position.
                let bare = figures
                    .within(what)
                    .any(|figure| figure.span.len() + 2 >= what.len());
                let counted = figures.within(what).next().is_some();
                if bare && !is_promised || is_promised && named.is_none() && !counted {
                    continue;
                }
                found.push(Draft::new(vec![what], act, language).said_by(who));
            }
        }
    }
}

/// The act that a column head names.
fn head_act(head: &str, language: Language) -> Option<Act> {
    let languages = match language {
        Language::Other => Language::ANALYSED.to_vec(),
        language => vec![language],
    };
    head.split_whitespace().find_map(|word| {
        let lower = word.to_lowercase();
        languages.iter().find_map(|&language| {
            let class = Lexicon::of(language).entry(&lower)?.class;
            if class.has(Class::PLEDGE_HEAD) {
                Some(Act::Promise)
            } else if class.has(Class::POSITION_HEAD) {
                Some(Act::Say)
            } else {
                None
            }
        })
    })
}
