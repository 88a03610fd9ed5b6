//! What a figure measures, whose it is and when it holds.

use crate::model::{Actor, Analysis, Document, Figure, Layer};

/// Binds each figure to what it measures, whose it is and when it holds.
pub fn bind(
    document: &Document,
    analysis: &Analysis,
    figures: &mut Layer<Figure>,
    actors: &Layer<Actor>,
) {
    let _ = (document, analysis, figures, actors);
}
