//! Mentions of persons, organisations and places.
//!
//! Three steps: `scan` finds listed names and capitalised sequences line by line,
//! `kinds` decides what sort of actor an unlisted sequence names, `document`
//! decides who is meant by each mention.
//!
//! The entity of an actor is the id of the list in `lexicon/entities.tsv` (`org:EU`,
//! `place:FR`). An actor on no list gets a provisional id made of its full name in
//! small letters (`person:elena-varela`, `org:northern-dunes-bureau`), so that mentions
//! of one name can be counted together; a surname that no full name explains gets none.

mod context;
mod document;
mod fold;
mod kinds;
mod link;
mod list;
mod merge;
mod ministries;
mod namesakes;
mod profiles;
mod roles;
mod scan;
mod sequences;
mod tagging;
#[cfg(any(test, feature = "train"))]
pub mod train;
mod user;
mod words;

#[cfg(test)]
mod tests;

pub use link::DocumentActors;
pub use user::{UserEntities, WrongEntity};

use crate::model::{Actor, ActorProfile, Analysis, Document, Figure, Layer, Links};
use crate::tagger::Tagger;

/// Recognises actors by the entity list and by how names are written.
///
/// The lexicons are compiled at the first call of [`Recognizer::actors`], once a run.
#[derive(Debug, Default)]
pub struct Recognizer {
    /// The list with the user's actors; `None` for the built-in one.
    list: Option<Box<list::List>>,
}

impl Recognizer {
    /// Returns a recogniser that knows the user's actors too, and before all others.
    pub fn with_entities(entities: &UserEntities) -> Self {
        let compiled = || Box::new(list::List::compile(entities.rows()));
        Self { list: (!entities.is_empty()).then(compiled) }
    }

    fn list(&self) -> &list::List {
        self.list.as_deref().unwrap_or_else(|| list::List::get())
    }

    /// Returns the mentions in the body of a document, disjoint; what `figures` cover is
    /// no actor.
    ///
    /// Spans leave out articles, civilities (`M.`, `Mrs`) and the possessive `'s`. The
    /// name is the list's in the language of most of the text, or else the fullest form
    /// in the document; the entity is `None` where only a surname or a generic name
    /// (`ministère de l'Agriculture`) is known.
    ///
    /// # Example
    /// ```
    /// use dicta::extract::actors::Recognizer;
    /// use dicta::language;
    /// use dicta::model::{BlockKind, DocumentBuilder, Layer, Metadata};
    /// let mut builder = DocumentBuilder::default();
    /// builder.parts().0.push_str(
    ///     "La Banque mondiale aide l’Espagne depuis dix ans. Elena Varela, directrice \
    ///     de l’BDN, en a remercié la Banque.",
    /// );
    /// builder.close_block(0, BlockKind::Paragraph, None);
    /// let document = builder.finish("note.txt", Metadata::default());
    /// let analysis = language::analyze(&document);
    /// let actors = Recognizer::default().actors(&document, &analysis, &Layer::default());
    /// let entities: Vec<_> =
    ///     actors.iter().filter_map(|actor| actor.value.entity.as_deref()).collect();
    /// assert_eq!(entities[..3], ["org:WB", "place:ES", "person:elena-varela"]);
    /// ```
    pub fn actors(
        &self,
        document: &Document,
        analysis: &Analysis,
        figures: &Layer<Figure>,
    ) -> Layer<Actor> {
        self.recognize(document, analysis, figures).0
    }

    /// Tells over `documents`, whose names differ, which of their actors are one.
    ///
    /// The result hangs on the documents alone, not on their order.
    pub fn link(&self, documents: &[DocumentActors<'_>]) -> Links {
        link::link(self.list(), documents)
    }

    /// Returns the mentions, as [`Recognizer::actors`] does, and a profile of each actor
    /// that they name, in the order of the first mentions.
    pub fn recognize(
        &self,
        document: &Document,
        analysis: &Analysis,
        figures: &Layer<Figure>,
    ) -> (Layer<Actor>, Vec<ActorProfile>) {
        let context = context::Context {
            text: document.text(),
            tokens: &analysis.tokens,
            figures: figures.as_slice(),
            words: words::Words::get(),
            list: self.list(),
        };
        let tagger = Tagger::built_in();
        let mut names = tagging::Names::default();
        let mut lines = Vec::new();
        let mut mentions = Vec::new();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            let block = document.blocks().get(sentence.block as usize);
            if block.is_some_and(|block| !block.kind.is_body()) {
                continue;
            }
            let line = context.line(number, sentence);
            let before = mentions.len();
            scan::line(&context, &line, &mut mentions);
            // Where all words bear capitals, the tagger cannot tell names by them.
            if let Some(tagger) = tagger
                && line.style == context::Style::Running
            {
                let names = names.of(tagger, &context, &line);
                merge::merge(&context, &line, names, before, &mut mentions);
            }
            lines.push(line);
        }
        let language = analysis.main_language();
        let (actors, profiles) =
            document::resolve(&context, &lines, &mentions, language);
        (Layer::new(actors), profiles)
    }
}
