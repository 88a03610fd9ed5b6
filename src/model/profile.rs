//! What one document says about its actors: the evidence for telling over many documents
//! who is who.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Actor, ActorKind, Claim, Entity, Figure, Language, Quoted};

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

/// Who is who over all documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// The actors of all documents, by id, those without one last and by name.
    pub actors: Vec<CorpusActor>,
    /// For each document, the place among `actors` of each of its profiles.
    pub places: Vec<Vec<usize>>,
}

/// One actor of the real world, as far as the documents tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusActor {
    /// Its id; `None` where only a name is known that many may bear, such as a surname.
    pub entity: Option<Entity>,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// Its name in French and in English; the same where no document has both.
    pub names: [Arc<str>; 2],
    /// How often it is mentioned.
    pub mentions: u64,
    /// In how many documents.
    pub documents: u64,
    /// How it is named, most often first.
    pub forms: Vec<ActorForm>,
}

impl CorpusActor {
    /// Returns the name in a language; the English one for others than French.
    pub fn name(&self, language: Language) -> &Arc<str> {
        let [french, english] = &self.names;
        if language == Language::French { french } else { english }
    }
}

/// What the actors of one document are called by all documents together.
#[derive(Debug, Clone, Default)]
pub struct Renaming {
    /// By the key of the entity and name that the document itself gives.
    known: HashMap<String, (Option<Entity>, Arc<str>)>,
}

impl Renaming {
    /// Prepares for a document, most of which is in `language`; `places` are those of
    /// its profiles in `links`.
    pub fn new(
        profiles: &[ActorProfile],
        places: &[usize],
        links: &Links,
        language: Language,
    ) -> Self {
        let mut renaming = Self::default();
        for (profile, &place) in profiles.iter().zip(places) {
            if let Some(actor) = links.actors.get(place) {
                let key = Self::key(profile.entity.as_deref(), &profile.name);
                renaming.insert(key, actor, language);
            }
        }
        renaming
    }

    /// Adds what the actor with this key is called.
    pub fn insert(&mut self, key: String, actor: &CorpusActor, language: Language) {
        let name = actor.name(language).clone();
        self.known.insert(key, (actor.entity.clone(), name));
    }

    /// Returns what tells an actor from the others of its document: its entity or, if it
    /// has none, its name.
    pub fn key(entity: Option<&str>, name: &str) -> String {
        entity.map_or_else(|| format!("~{name}"), str::to_owned)
    }

    /// Renames the actor of a mention.
    pub fn actor<P>(&self, actor: &mut Actor<P>) {
        let key = Self::key(actor.entity.as_deref(), &actor.name);
        if let Some((entity, name)) = self.known.get(&key) {
            actor.entity.clone_from(entity);
            if entity.is_some() {
                actor.name = name.clone();
            }
        }
    }

    /// Renames whose a figure is.
    pub fn figure(&self, figure: &mut Figure<Quoted>) {
        let Some(actor) = &mut figure.actor else { return };
        let key = Self::key(actor.entity.as_deref(), &actor.mention.text);
        if let Some((entity, _)) = self.known.get(&key) {
            actor.entity.clone_from(entity);
        }
    }

    /// Renames the speaker of a claim.
    pub fn claim<P>(&self, claim: &mut Claim<P>) {
        let Some(speaker) = &claim.speaker else { return };
        let key = Self::key(claim.entity.as_deref(), speaker);
        if let Some((Some(entity), name)) = self.known.get(&key) {
            claim.entity = Some(entity.clone());
            claim.speaker = Some(name.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_and_speakers_get_the_name_that_all_documents_give() {
        let bureau = CorpusActor {
            entity: Some("org:northern-dunes-bureau".into()),
            kind: ActorKind::Organization,
            names: ["Bureau des dunes du Nord".into(), "Northern Dunes Bureau".into()],
            mentions: 3,
            documents: 2,
            forms: Vec::new(),
        };
        let mut renaming = Renaming::default();
        renaming.insert(Renaming::key(None, "Bureau"), &bureau, Language::French);
        let mut actor: Actor<Quoted> = Actor {
            kind: ActorKind::Organization,
            entity: None,
            name: "Bureau".into(),
            role: None,
        };
        renaming.actor(&mut actor);
        assert_eq!(actor.entity.as_deref(), Some("org:northern-dunes-bureau"));
        assert_eq!(&*actor.name, "Bureau des dunes du Nord");
        let mut other = Actor { name: "Office".into(), entity: None, ..actor };
        renaming.actor(&mut other);
        assert_eq!((other.entity, &*other.name), (None, "Office"));
    }
}
