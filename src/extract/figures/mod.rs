//! Amounts, percentages, quantities, counts, ratios, durations and dates.

use crate::model::{Actor, Analysis, Document, Figure, Layer};

/// Returns the figures of a document, disjoint, not yet bound to what they measure.
pub fn figures(document: &Document, analysis: &Analysis) -> Layer<Figure> {
    let _ = (document, analysis);
    Layer::default()
}

/// Binds each figure to what it measures, whose it is and when it holds.
pub fn bind(
    document: &Document,
    analysis: &Analysis,
    figures: &mut Layer<Figure>,
    actors: &Layer<Actor>,
) {
    let _ = (document, analysis, figures, actors);
}
