//! Who said, promised, forecast or recommended what.

use crate::model::{Actor, Analysis, Claim, Document, Figure, Layer};

/// Returns the claims of a document, each at the hull of its content.
pub fn claims(
    document: &Document,
    analysis: &Analysis,
    figures: &Layer<Figure>,
    actors: &Layer<Actor>,
) -> Layer<Claim> {
    let _ = (document, analysis, figures, actors);
    Layer::default()
}
