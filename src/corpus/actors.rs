//! Counts actors among records, and reads the user's own.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::extract::actors::UserEntities;
use crate::model::{
    ActorForm, ActorKind, CorpusActor, Entity, Finding, FormKind, Language, Record,
};

/// Reads a table of the user's actors.
///
/// # Errors
/// What reading the file gives; `Invalid` if a line is wrong: nothing is taken then.
pub fn user_entities(path: &Path) -> Result<UserEntities> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    let refused = |line: usize, reason: &str| {
        let what = format!("line {line}: {reason}");
        Error::at(path, ErrorKind::Invalid(what))
    };
    let table = std::str::from_utf8(&bytes).map_err(|error| {
        let before = bytes.iter().take(error.valid_up_to());
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        refused(line, "is not UTF-8")
    })?;
    UserEntities::parse(table).map_err(|wrong| refused(wrong.line, &wrong.reason))
}

/// What is known of one actor so far.
struct Count<'a> {
    kind: ActorKind,
    name: Arc<str>,
    documents: BTreeSet<&'a str>,
    forms: BTreeMap<(&'a str, Language), u32>,
}

/// Counts the actors that `records` mention; `known` gives the names of those with an
/// id, and what sort of name each form is.
pub fn count_actors(records: &[Record], known: &[CorpusActor]) -> Vec<CorpusActor> {
    let known: HashMap<&str, &CorpusActor> = known
        .iter()
        .filter_map(|actor| Some((actor.entity.as_deref()?, actor)))
        .collect();
    let mut counts: BTreeMap<(Option<Entity>, Arc<str>), Count<'_>> = BTreeMap::new();
    for record in records {
        let Finding::Actor(actor) = &record.finding else { continue };
        let key = match &actor.entity {
            Some(entity) => (Some(entity.clone()), "".into()),
            None => (None, actor.name.clone()),
        };
        let count = counts.entry(key).or_insert_with(|| Count {
            kind: actor.kind,
            name: actor.name.clone(),
            documents: BTreeSet::new(),
            forms: BTreeMap::new(),
        });
        count.documents.insert(&record.document);
        *count.forms.entry((&record.quote.text, record.language)).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((entity, _), count)| {
            let known = entity.as_deref().and_then(|id| known.get(id));
            let mut forms: Vec<ActorForm> = count
                .forms
                .into_iter()
                .map(|((text, language), count)| ActorForm {
                    text: text.to_owned(),
                    language,
                    kind: known
                        .and_then(|actor| {
                            actor.forms.iter().find(|form| form.text == text)
                        })
                        .map_or(FormKind::Name, |form| form.kind),
                    count,
                })
                .collect();
            forms.sort_by(|one, other| {
                other.count.cmp(&one.count).then_with(|| one.cmp(other))
            });
            CorpusActor {
                entity: entity.clone(),
                kind: count.kind,
                names: known.map_or_else(
                    || [count.name.clone(), count.name.clone()],
                    |actor| actor.names.clone(),
                ),
                mentions: forms.iter().map(|form| u64::from(form.count)).sum(),
                documents: count.documents.len() as u64,
                forms,
            }
        })
        .collect()
}
