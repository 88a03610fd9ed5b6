//! Actors over all documents, in the index's own form.
//!
//! Records keep the names that their own document gives. Two small files of a generation
//! say the rest: `profiles`, what each document says of its actors, from which a job
//! decides anew who is who; and `actors`, what it decided (`docs/decisions/0401`).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::generation::Index;
use super::stored::{language_code, language_of};
use crate::error::Result;
use crate::language::fold;
use crate::model::{
    ActorForm, ActorKind, ActorProfile, CorpusActor, Finding, FormKind, Gender,
    Language, Links, Record, Renaming,
};

/// What the documents say of their actors, by path.
pub(super) type Profiles = BTreeMap<String, Vec<ActorProfile>>;

/// The file of the profiles.
#[derive(Debug, Serialize, Deserialize, Default)]
pub(super) struct ProfilesFile {
    documents: Vec<(String, Vec<ProfileRow>)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ProfileRow {
    kind: u8,
    entity: Option<String>,
    name: String,
    is_listed: bool,
    /// 0 for none.
    gender: u8,
    forms: Vec<FormRow>,
    roles: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct FormRow {
    text: String,
    language: u8,
    kind: u8,
    count: u32,
}

const GENDERS: [Gender; 2] = [Gender::Male, Gender::Female];

/// The place of `item` among `all`, from 0.
fn code<T: PartialEq + Copy>(all: &[T], item: T) -> u8 {
    let place = all.iter().position(|other| *other == item).unwrap_or(0);
    u8::try_from(place).unwrap_or(0)
}

impl FormRow {
    fn of(form: &ActorForm) -> Self {
        Self {
            text: form.text.clone(),
            language: language_code(form.language),
            kind: code(&FormKind::ALL, form.kind),
            count: form.count,
        }
    }

    fn form(self) -> ActorForm {
        let kind = FormKind::ALL.get(usize::from(self.kind)).copied();
        ActorForm {
            text: self.text,
            language: language_of(self.language),
            kind: kind.unwrap_or(FormKind::Name),
            count: self.count,
        }
    }
}

fn kind_of(code: u8) -> ActorKind {
    let kind = ActorKind::ALL.get(usize::from(code)).copied();
    kind.unwrap_or(ActorKind::Organization)
}

impl ProfilesFile {
    pub(super) fn of(profiles: &Profiles) -> Self {
        let row = |profile: &ActorProfile| ProfileRow {
            kind: code(&ActorKind::ALL, profile.kind),
            entity: profile.entity.as_deref().map(str::to_owned),
            name: profile.name.to_string(),
            is_listed: profile.is_listed,
            gender: profile.gender.map_or(0, |gender| code(&GENDERS, gender) + 1),
            forms: profile.forms.iter().map(FormRow::of).collect(),
            roles: profile.roles.clone(),
        };
        let documents = profiles
            .iter()
            .map(|(path, profiles)| (path.clone(), profiles.iter().map(row).collect()));
        Self { documents: documents.collect() }
    }

    pub(super) fn profiles(self) -> Profiles {
        let profile = |row: ProfileRow| ActorProfile {
            kind: kind_of(row.kind),
            entity: row.entity.map(Into::into),
            name: row.name.into(),
            is_listed: row.is_listed,
            gender: row
                .gender
                .checked_sub(1)
                .and_then(|place| GENDERS.get(usize::from(place)).copied()),
            forms: row.forms.into_iter().map(FormRow::form).collect(),
            roles: row.roles,
        };
        let documents = self.documents.into_iter();
        documents
            .map(|(path, rows)| (path, rows.into_iter().map(profile).collect()))
            .collect()
    }
}

/// The file of the actors.
#[derive(Debug, Serialize, Deserialize, Default)]
pub(super) struct ActorsFile {
    actors: Vec<ActorRow>,
    /// By the number of the document: the keys of its own actors whose entity is another
    /// over all documents, each with the place of that one.
    renamed: Vec<(u64, Vec<(String, u32)>)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ActorRow {
    entity: Option<String>,
    kind: u8,
    names: (String, String),
    mentions: u64,
    documents: u64,
    forms: Vec<FormRow>,
}

impl ActorsFile {
    /// `ordinal` gives the number of the document at a path.
    pub(super) fn of(
        profiles: &Profiles,
        links: &Links,
        ordinal: impl Fn(&str) -> Option<u64>,
    ) -> Self {
        let actors = links.actors.iter().map(|actor| {
            let [french, english] = &actor.names;
            ActorRow {
                entity: actor.entity.as_deref().map(str::to_owned),
                kind: code(&ActorKind::ALL, actor.kind),
                names: (french.to_string(), english.to_string()),
                mentions: actor.mentions,
                documents: actor.documents,
                forms: actor.forms.iter().map(FormRow::of).collect(),
            }
        });
        let mut renamed = Vec::new();
        for ((path, profiles), places) in profiles.iter().zip(&links.places) {
            let Some(ordinal) = ordinal(path) else { continue };
            let others: Vec<(String, u32)> = profiles
                .iter()
                .zip(places)
                .filter(|(profile, place)| {
                    links
                        .actors
                        .get(**place)
                        .is_some_and(|actor| actor.entity != profile.entity)
                })
                .filter_map(|(profile, place)| {
                    let key = Renaming::key(profile.entity.as_deref(), &profile.name);
                    Some((key, u32::try_from(*place).ok()?))
                })
                .collect();
            if !others.is_empty() {
                renamed.push((ordinal, others));
            }
        }
        Self { actors: actors.collect(), renamed }
    }

    pub(super) fn table(self) -> ActorTable {
        let actors = self.actors.into_iter().map(|row| CorpusActor {
            entity: row.entity.map(Into::into),
            kind: kind_of(row.kind),
            names: [row.names.0.into(), row.names.1.into()],
            mentions: row.mentions,
            documents: row.documents,
            forms: row.forms.into_iter().map(FormRow::form).collect(),
        });
        ActorTable {
            actors: actors.collect(),
            renamed: self.renamed.into_iter().collect(),
        }
    }
}

/// Who is who over all documents of a generation.
#[derive(Debug, Default)]
pub(super) struct ActorTable {
    actors: Vec<CorpusActor>,
    renamed: HashMap<u64, Vec<(String, u32)>>,
}

/// How the records of an actor are found.
#[derive(Debug, Default)]
pub(super) struct Sought {
    /// Ids under which records have it.
    pub(super) entities: Vec<Arc<str>>,
    /// Documents that call it by another key, each with that key.
    pub(super) elsewhere: Vec<(u64, String)>,
    /// Documents that mean another by one of the ids.
    pub(super) others: Vec<u64>,
}

impl ActorTable {
    pub(super) fn actors(&self) -> &[CorpusActor] {
        &self.actors
    }

    /// Returns what the actors of a document are called; `None` if as in its records.
    pub(super) fn renaming(
        &self,
        ordinal: u64,
        language: Language,
    ) -> Option<Renaming> {
        let mut renaming = Renaming::default();
        for (key, place) in self.renamed.get(&ordinal)? {
            if let Some(actor) = self.actors.get(*place as usize) {
                renaming.insert(key.clone(), actor, language);
            }
        }
        Some(renaming)
    }

    /// Returns the places of the actors that have this id, name or form, whatever its
    /// case and accents.
    pub(super) fn called(&self, name: &str) -> Vec<usize> {
        let wanted = fold(name.trim());
        let is_called = |actor: &CorpusActor| {
            actor.entity.as_deref().is_some_and(|id| fold(id) == wanted)
                || actor.names.iter().any(|name| fold(name) == wanted)
                || actor
                    .forms
                    .iter()
                    .filter(|form| form.kind != FormKind::Short)
                    .any(|form| fold(&form.text) == wanted)
        };
        let all = self.actors.iter().enumerate();
        all.filter(|(_, actor)| is_called(actor)).map(|(place, _)| place).collect()
    }

    /// Returns how the records of these actors are found.
    pub(super) fn sought(&self, places: &[usize]) -> Sought {
        let mut sought = Sought::default();
        for &place in places {
            let actor = self.actors.get(place);
            sought.entities.extend(actor.and_then(|actor| actor.entity.clone()));
        }
        let mut numbers: Vec<&u64> = self.renamed.keys().collect();
        numbers.sort_unstable();
        for number in numbers {
            for (key, place) in self.renamed.get(number).into_iter().flatten() {
                if places.contains(&(*place as usize)) {
                    sought.elsewhere.push((*number, key.clone()));
                } else if sought.entities.iter().any(|id| **id == **key) {
                    sought.others.push(*number);
                }
            }
        }
        sought
    }
}

impl Index {
    /// Returns the actors of all documents, by id, those without one last and by name.
    ///
    /// # Errors
    /// `Damaged` if the index is.
    pub fn actors(&self) -> Result<&[CorpusActor]> {
        Ok(self.actor_table()?.actors())
    }

    /// Returns the actors that have this id, name or form, whatever its case and
    /// accents; a surname or head word alone names none.
    ///
    /// # Errors
    /// `Damaged` if the index is.
    pub fn actors_called(&self, name: &str) -> Result<Vec<&CorpusActor>> {
        let table = self.actor_table()?;
        let places = table.called(name);
        Ok(places.into_iter().filter_map(|place| table.actors().get(place)).collect())
    }
}

/// Gives a record the names that all documents give its actors.
pub(super) fn rename(record: &mut Record, renaming: &Renaming) {
    match &mut record.finding {
        Finding::Actor(actor) => renaming.actor(actor),
        Finding::Figure(figure) => renaming.figure(figure),
        Finding::Claim(claim) => renaming.claim(claim),
    }
}
