//! Mentions of persons, organisations and places.

use crate::model::{Actor, Analysis, Document, Figure, Layer};

/// Recognises actors by the entity list and by how names are written.
#[derive(Debug, Default)]
pub struct Recognizer {}

impl Recognizer {
    /// Returns the mentions in a document, disjoint; what `figures` cover is no actor.
    pub fn actors(
        &self,
        document: &Document,
        analysis: &Analysis,
        figures: &Layer<Figure>,
    ) -> Layer<Actor> {
        let _ = (document, analysis, figures);
        Layer::default()
    }
}
