//! Gives findings the actors that all documents together tell of.

use std::collections::HashMap;

use crate::extract::actors::{CorpusActor, Links};
use crate::model::{Actor, ActorProfile, Claim, Entity, Figure, Language, Quoted};

/// The names of the actors of one document, as all documents tell them.
#[derive(Debug)]
pub(super) struct Renaming<'a> {
    language: Language,
    /// By the entity and name that the document itself gives.
    by_name: HashMap<(Option<&'a str>, &'a str), &'a CorpusActor>,
    /// By the entity alone.
    by_entity: HashMap<&'a str, &'a CorpusActor>,
}

impl<'a> Renaming<'a> {
    /// Prepares for a document, most of which is in `language`; `places` are those of
    /// its profiles in `links`.
    pub(super) fn new(
        profiles: &'a [ActorProfile],
        places: &[usize],
        links: &'a Links,
        language: Language,
    ) -> Self {
        let mut renaming =
            Self { language, by_name: HashMap::new(), by_entity: HashMap::new() };
        for (profile, &place) in profiles.iter().zip(places) {
            let Some(actor) = links.actors.get(place) else { continue };
            let entity = profile.entity.as_deref();
            renaming.by_name.insert((entity, &profile.name), actor);
            if let Some(entity) = entity {
                renaming.by_entity.insert(entity, actor);
            }
        }
        renaming
    }

    fn known(&self, entity: Option<&str>, name: &str) -> Option<&'a CorpusActor> {
        self.by_name.get(&(entity, name)).copied()
    }

    /// Renames all that was found in the document, each with its place.
    pub(super) fn apply(
        &self,
        figures: &mut [(Quoted, Figure<Quoted>)],
        actors: &mut [(Quoted, Actor<Quoted>)],
        claims: &mut [(Quoted, Claim<Quoted>)],
    ) {
        let mut at: HashMap<(usize, usize), Option<Entity>> = HashMap::new();
        for (place, actor) in actors {
            if let Some(known) = self.known(actor.entity.as_deref(), &actor.name) {
                actor.entity.clone_from(&known.entity);
                if known.entity.is_some() {
                    actor.name = known.name(self.language).clone();
                }
            }
            at.insert((place.start, place.end), actor.entity.clone());
        }
        for (_, figure) in figures {
            if let Some(actor) = &mut figure.actor {
                let place = (actor.mention.start, actor.mention.end);
                if let Some(entity) = at.get(&place) {
                    actor.entity.clone_from(entity);
                } else if let Some(known) =
                    actor.entity.as_deref().and_then(|id| self.by_entity.get(id))
                {
                    actor.entity.clone_from(&known.entity);
                }
            }
        }
        for (_, claim) in claims {
            let Some(speaker) = &claim.speaker else { continue };
            let known = self.known(claim.entity.as_deref(), speaker);
            if let Some(known) = known.filter(|known| known.entity.is_some()) {
                claim.entity.clone_from(&known.entity);
                claim.speaker = Some(known.name(self.language).clone());
            }
        }
    }
}
