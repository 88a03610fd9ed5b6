//! What one document says about its actors: the evidence for telling over many documents
//! who is who.

use std::sync::Arc;

use super::{ActorKind, Entity, Language};

/// Whether a person is spoken of as a man or a woman.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// `M.`, `Mr`.
    Male,
    /// `Mme`, `Ms`.
    Female,
}

/// One actor of a document with all that the document says to identify it.
///
/// Entity and name are those of its mentions, so that together they tell which mentions
/// are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorProfile {
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Its entity within the document.
    pub entity: Option<Entity>,
    /// Its name within the document.
    pub name: Arc<str>,
    /// Whether the entity is that of a list, and so the same everywhere.
    pub is_listed: bool,
    /// What civility, given name and role tell of a person.
    pub gender: Option<Gender>,
    /// How it is named, in the order of the first mentions.
    pub forms: Vec<ActorForm>,
    /// The titles and functions that are stated, each once.
    pub roles: Vec<String>,
}

impl ActorProfile {
    /// Returns how often the actor is mentioned.
    pub fn mentions(&self) -> u32 {
        self.forms.iter().map(|form| form.count).sum()
    }
}

/// A way in which a document names an actor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActorForm {
    /// The words, as they stand in the text, in one line.
    pub text: String,
    /// The language of the sentence.
    pub language: Language,
    /// What sort of name it is.
    pub kind: FormKind,
    /// How often it stands in the document; at least 1.
    pub count: u32,
}

/// The sorts of [`ActorForm`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormKind {
    /// A full name.
    Name,
    /// An acronym.
    Acronym,
    /// A part of a name: a surname, `the Bank`.
    Short,
}

impl FormKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Name, Self::Acronym, Self::Short];
}
