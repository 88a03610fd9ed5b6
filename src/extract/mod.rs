//! Finds figures, actors and claims, and resolves them over the document.

pub mod actors;
pub mod claims;
pub mod figures;

use crate::model::{Analysis, Document, Findings, Links};

/// The version of the extractors; records made by another are extracted anew.
pub const VERSION: u32 = 2;

/// Finds all figures, actors and claims of a document.
///
/// Made once a run: it holds the compiled lexicons. Shared by all threads.
#[derive(Debug, Default)]
pub struct Extractor {
    actors: actors::Recognizer,
}

impl Extractor {
    /// Compiles the built-in lexicons.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compiles them with the user's actors, whose names mean nobody else.
    pub fn with_entities(entities: &actors::UserEntities) -> Self {
        Self { actors: actors::Recognizer::with_entities(entities) }
    }

    /// Tells over documents which of their actors are one, in either language.
    pub fn link(&self, documents: &[actors::DocumentActors<'_>]) -> Links {
        self.actors.link(documents)
    }

    /// Returns all findings of `document`, which was analysed into `analysis`.
    pub fn findings(&self, document: &Document, analysis: &Analysis) -> Findings {
        let mut figures = figures::figures(document, analysis);
        let (actors, profiles) = self.actors.recognize(document, analysis, &figures);
        figures::bind(document, analysis, &mut figures, &actors);
        let claims = claims::claims(document, analysis, &figures, &actors);
        Findings { figures, actors, claims, profiles }
    }
}
