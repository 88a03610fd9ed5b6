//! Tells over many documents, in both languages, which actors are one.
//!
//! What a list knows, and what documents call by one full name, has one id already. Here
//! the rest is decided: an acronym that another document defines, a surname or head word
//! that only another document explains, a body under its translated name. A wrong join is
//! worse than a missed one, so each step asks for two kinds of evidence (a name that fits
//! and documents that have other actors in common) and for one best candidate.
//!
//! The result hangs on the documents alone, not on the order in which they came.

mod bodies;
mod names;
mod persons;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::list::List;
use crate::model::{
    ActorForm, ActorKind, ActorProfile, CorpusActor, Entity, FormKind, Gender,
    Language, Links,
};
use names::Translations;

/// The actors of one document, with the name under which the document is kept.
#[derive(Debug, Clone, Copy)]
pub struct DocumentActors<'a> {
    /// The document's path or id.
    pub document: &'a str,
    /// What the document says about each of its actors.
    pub profiles: &'a [ActorProfile],
}

/// Decides over all `documents`, whose names differ.
pub(super) fn link(list: &List, documents: &[DocumentActors<'_>]) -> Links {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&i| documents.get(i).map(|document| document.document));
    let mut linker = Linker::new(list, documents, &order);
    linker.define_acronyms();
    linker.expand_short_names();
    linker.translate();
    linker.explain_head_words();
    linker.explain_surnames();
    linker.join_spellings();
    linker.links(&order)
}

/// What several profiles of one id say together.
#[derive(Debug)]
struct Cluster {
    id: Entity,
    kind: ActorKind,
    is_listed: bool,
    gender: Option<Gender>,
    /// The places of its documents, in order.
    documents: BTreeSet<usize>,
    /// Its full names in French, English and other sentences, with their counts.
    names: [BTreeMap<String, u32>; 3],
    acronyms: BTreeSet<String>,
    roles: BTreeSet<String>,
}

impl Cluster {
    /// Returns the name that most mentions of a language have, the longer if as many.
    fn name(&self, language: Language) -> Option<&String> {
        let names = self.names.get(slot(language))?;
        names
            .iter()
            .max_by_key(|(name, count)| (**count, name.len()))
            .map(|(name, _)| name)
    }

    fn absorb(&mut self, other: &Self) {
        self.documents.extend(&other.documents);
        for (mine, theirs) in self.names.iter_mut().zip(&other.names) {
            for (name, count) in theirs {
                *mine.entry(name.clone()).or_default() += count;
            }
        }
        self.acronyms.extend(other.acronyms.iter().cloned());
        self.roles.extend(other.roles.iter().cloned());
        self.gender = self.gender.or(other.gender);
    }
}

/// A profile that its own document does not identify.
#[derive(Debug, Clone, Copy)]
struct Weak {
    document: usize,
    profile: usize,
    /// The cluster of its own id, which it stays in if nothing better is found.
    own: Option<usize>,
    /// The cluster that it was found to be.
    found: Option<usize>,
    /// Whether several fit, so that it is known to be none in particular.
    is_ambiguous: bool,
}

struct Linker<'a> {
    list: &'a List,
    documents: Vec<DocumentActors<'a>>,
    clusters: Vec<Cluster>,
    by_id: BTreeMap<Entity, usize>,
    /// The cluster that another was joined to, for all that were.
    joined: BTreeMap<usize, usize>,
    /// The cluster of each profile by document, `None` where it is weak.
    strong: Vec<Vec<Option<usize>>>,
    weak: Vec<Weak>,
    /// The clusters that each document names, with what sharing them tells.
    present: Vec<BTreeMap<usize, f64>>,
    translations: &'static Translations,
}

/// How many documents of a candidate are compared with another document.
const COMPARED: usize = 48;

impl<'a> Linker<'a> {
    fn new(list: &'a List, documents: &[DocumentActors<'a>], order: &[usize]) -> Self {
        let documents: Vec<DocumentActors<'a>> =
            order.iter().filter_map(|&i| documents.get(i).copied()).collect();
        let mut linker = Self {
            list,
            clusters: Vec::new(),
            by_id: BTreeMap::new(),
            joined: BTreeMap::new(),
            strong: Vec::new(),
            weak: Vec::new(),
            present: Vec::new(),
            translations: Translations::get(),
            documents,
        };
        linker.collect();
        linker.weigh();
        linker
    }

    /// Makes a cluster of each id, and sorts out what is weak.
    fn collect(&mut self) {
        for (number, document) in self.documents.clone().iter().enumerate() {
            let mut strong = Vec::with_capacity(document.profiles.len());
            for (at, profile) in document.profiles.iter().enumerate() {
                let own = profile.entity.clone().map(|id| self.cluster(id, profile));
                let is_acronym = profile.kind == ActorKind::Organization
                    && profile.forms.iter().all(|form| form.kind == FormKind::Acronym);
                if own.is_none() || is_acronym {
                    self.weak.push(Weak {
                        document: number,
                        profile: at,
                        own,
                        found: None,
                        is_ambiguous: false,
                    });
                }
                let is_known = own.filter(|_| !is_acronym || profile.is_listed);
                if let Some(cluster) =
                    is_known.and_then(|own| self.clusters.get_mut(own))
                {
                    cluster.learn(number, profile);
                }
                strong.push(is_known);
            }
            self.strong.push(strong);
        }
    }

    fn cluster(&mut self, id: Entity, profile: &ActorProfile) -> usize {
        let next = self.clusters.len();
        let at = *self.by_id.entry(id.clone()).or_insert(next);
        if at == next {
            self.clusters.push(Cluster {
                id,
                kind: profile.kind,
                is_listed: profile.is_listed,
                gender: profile.gender,
                documents: BTreeSet::new(),
                names: Default::default(),
                acronyms: BTreeSet::new(),
                roles: BTreeSet::new(),
            });
        }
        at
    }

    /// Weighs what it tells that two documents name the same actor: little if many do.
    fn weigh(&mut self) {
        let all = u32::try_from(self.documents.len()).unwrap_or(u32::MAX);
        self.present = self
            .strong
            .iter()
            .map(|clusters| {
                let known = clusters.iter().flatten();
                known
                    .filter_map(|&at| {
                        let cluster = self.clusters.get(at)?;
                        let count = u32::try_from(cluster.documents.len()).ok()?;
                        let rarity = ((f64::from(all) + 1.0) / f64::from(count)).ln();
                        let share = if cluster.is_listed { 0.5 } else { 1.0 };
                        Some((at, share * rarity))
                    })
                    .collect()
            })
            .collect();
    }

    /// Returns where a cluster was joined to.
    fn root(&self, at: usize) -> usize {
        let mut root = at;
        while let Some(&next) = self.joined.get(&root) {
            root = next;
        }
        root
    }

    fn join(&mut self, from: usize, to: usize) {
        let (from, to) = (self.root(from), self.root(to));
        if from == to {
            return;
        }
        self.joined.insert(from, to);
        let documents = match self.clusters.get_mut(from) {
            Some(cluster) => {
                let hull = Cluster {
                    id: cluster.id.clone(),
                    kind: cluster.kind,
                    is_listed: cluster.is_listed,
                    gender: cluster.gender,
                    documents: cluster.documents.clone(),
                    names: cluster.names.clone(),
                    acronyms: cluster.acronyms.clone(),
                    roles: cluster.roles.clone(),
                };
                if let Some(target) = self.clusters.get_mut(to) {
                    target.absorb(&hull);
                }
                hull.documents
            }
            None => return,
        };
        for document in documents {
            if let Some(present) = self.present.get_mut(document)
                && let Some(weight) = present.remove(&from)
            {
                present.entry(to).or_insert(weight);
            }
        }
    }

    /// Returns the clusters that stand for themselves.
    fn roots(&self) -> impl Iterator<Item = (usize, &Cluster)> {
        self.clusters.iter().enumerate().filter(|(at, cluster)| {
            !self.joined.contains_key(at) && !cluster.documents.is_empty()
        })
    }

    /// Returns how much two documents have in common, besides the cluster `but`.
    fn common(&self, one: usize, other: usize, but: usize) -> f64 {
        let (Some(one), Some(other)) = (self.present.get(one), self.present.get(other))
        else {
            return 0.0;
        };
        let (few, many) =
            if one.len() <= other.len() { (one, other) } else { (other, one) };
        few.iter()
            .filter(|(at, _)| **at != but && many.contains_key(at))
            .map(|(_, weight)| weight)
            .sum()
    }

    /// Returns how much a document has in common with the nearest one that names a
    /// cluster.
    fn kinship(&self, document: usize, cluster: usize) -> f64 {
        let Some(found) = self.clusters.get(cluster) else { return 0.0 };
        found
            .documents
            .iter()
            .filter(|&&other| other != document)
            .take(COMPARED)
            .map(|&other| self.common(document, other, cluster))
            .fold(0.0, f64::max)
    }

    /// Returns the candidate that fits a document best; `Err` if two fit as well.
    fn nearest(
        &self,
        document: usize,
        candidates: &[usize],
        least: f64,
    ) -> Result<Option<usize>, ()> {
        let mut ranked: Vec<(f64, usize)> = candidates
            .iter()
            .map(|&candidate| (self.kinship(document, candidate), candidate))
            .filter(|(kinship, _)| *kinship >= least)
            .collect();
        ranked
            .sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        match ranked.as_slice() {
            [] => Ok(None),
            [(_, only)] => Ok(Some(*only)),
            [(first, best), (second, _), ..] if *first > 1.5 * second => {
                Ok(Some(*best))
            }
            _ => Err(()),
        }
    }

    fn profile(&self, document: usize, profile: usize) -> Option<&'a ActorProfile> {
        self.documents.get(document)?.profiles.get(profile)
    }

    /// Makes the actors, and tells for each profile which it is.
    fn links(&self, order: &[usize]) -> Links {
        let mut weak: BTreeMap<(usize, usize), Weak> = BTreeMap::new();
        for found in &self.weak {
            weak.insert((found.document, found.profile), *found);
        }
        let mut actors: BTreeMap<Key, Gathered> = BTreeMap::new();
        let mut keys: Vec<Vec<Key>> = Vec::with_capacity(self.documents.len());
        for (number, document) in self.documents.iter().enumerate() {
            let mut of_document = Vec::with_capacity(document.profiles.len());
            for (at, profile) in document.profiles.iter().enumerate() {
                let cluster = match weak.get(&(number, at)) {
                    Some(found) => found.found.or(found.own),
                    None => self.strong.get(number).and_then(|all| *all.get(at)?),
                };
                let is_ambiguous = weak
                    .get(&(number, at))
                    .is_some_and(|found| found.found.is_none() && found.is_ambiguous);
                let key = match cluster.map(|at| self.root(at)) {
                    Some(root) if !is_ambiguous => {
                        let id = self.clusters.get(root).map(|found| found.id.clone());
                        Key { is_nameless: false, entity: id, name: "".into() }
                    }
                    _ => unknown(document.document, profile, is_ambiguous),
                };
                actors
                    .entry(key.clone())
                    .or_insert_with(|| Gathered::new(profile))
                    .add(number, profile);
                of_document.push(key);
            }
            keys.push(of_document);
        }
        let places: BTreeMap<&Key, usize> =
            actors.keys().enumerate().map(|(place, key)| (key, place)).collect();
        let mut of_documents = vec![Vec::new(); order.len()];
        for (keys, &original) in keys.iter().zip(order) {
            if let Some(of_document) = of_documents.get_mut(original) {
                *of_document =
                    keys.iter().filter_map(|key| places.get(key).copied()).collect();
            }
        }
        let made = actors.iter().map(|(key, found)| self.actor(key, found)).collect();
        Links { actors: made, places: of_documents }
    }

    fn actor(&self, key: &Key, found: &Gathered) -> CorpusActor {
        let cluster = key
            .entity
            .as_ref()
            .and_then(|id| self.by_id.get(id))
            .and_then(|&at| self.clusters.get(self.root(at)));
        let listed =
            key.entity.as_ref().and_then(|id| self.list.actor(self.list.find(id)?));
        let name_in = |language: Language| -> Option<Arc<str>> {
            if let Some(listed) = listed {
                return Some(listed.name(language).clone());
            }
            let cluster = cluster.filter(|_| found.kind != ActorKind::Person)?;
            cluster.name(language).map(|name| name.as_str().into())
        };
        let [french, english] = [Language::French, Language::English].map(name_in);
        let any = || found.name.clone();
        let names = [
            french.clone().or_else(|| english.clone()).unwrap_or_else(any),
            english.or(french).unwrap_or_else(any),
        ];
        let mut forms: Vec<ActorForm> = found.forms.values().cloned().collect();
        forms.sort_by(|one, other| {
            other.count.cmp(&one.count).then_with(|| one.cmp(other))
        });
        CorpusActor {
            entity: key.entity.clone(),
            kind: found.kind,
            names,
            mentions: forms.iter().map(|form| u64::from(form.count)).sum(),
            documents: found.documents.len() as u64,
            forms,
        }
    }
}

impl Cluster {
    fn learn(&mut self, document: usize, profile: &ActorProfile) {
        self.documents.insert(document);
        self.gender = self.gender.or(profile.gender);
        for form in &profile.forms {
            match form.kind {
                FormKind::Name => {
                    if let Some(names) = self.names.get_mut(slot(form.language)) {
                        *names.entry(form.text.clone()).or_default() += form.count;
                    }
                }
                FormKind::Acronym => {
                    self.acronyms.insert(form.text.replace('.', ""));
                }
                FormKind::Short => {}
            }
        }
        self.roles.extend(profile.roles.iter().cloned());
    }
}

/// What an actor of the result is known by: its id, or only its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Puts those without an id last.
    is_nameless: bool,
    entity: Option<Entity>,
    name: Arc<str>,
}

/// Returns the key of an actor that nothing identifies. Several surnames of one writing
/// are taken as one, unless more than one person is known to bear it; a head word or a
/// body that every country has is one of its document alone.
fn unknown(document: &str, profile: &ActorProfile, is_ambiguous: bool) -> Key {
    if profile.kind == ActorKind::Person && !is_ambiguous {
        return Key { is_nameless: true, entity: None, name: profile.name.clone() };
    }
    let prefix = match profile.kind {
        ActorKind::Person => "person",
        ActorKind::Organization => "org",
        ActorKind::Place => "place",
    };
    let id = format!("{prefix}:{}@{document}", super::fold::slug(&profile.name));
    Key { is_nameless: false, entity: Some(id.into()), name: "".into() }
}

/// The mentions of one actor of the result.
struct Gathered {
    kind: ActorKind,
    name: Arc<str>,
    documents: BTreeSet<usize>,
    forms: BTreeMap<(String, Language, FormKind), ActorForm>,
}

impl Gathered {
    fn new(profile: &ActorProfile) -> Self {
        Self {
            kind: profile.kind,
            name: profile.name.clone(),
            documents: BTreeSet::new(),
            forms: BTreeMap::new(),
        }
    }

    fn add(&mut self, document: usize, profile: &ActorProfile) {
        self.documents.insert(document);
        // `Elena Varela` rather than `Varela`.
        if profile.name.len() > self.name.len() {
            self.name = profile.name.clone();
        }
        for form in &profile.forms {
            self.forms
                .entry((form.text.clone(), form.language, form.kind))
                .and_modify(|known| known.count += form.count)
                .or_insert_with(|| form.clone());
        }
    }
}

/// The place of a language among the names of a cluster.
fn slot(language: Language) -> usize {
    match language {
        Language::French => 0,
        Language::English => 1,
        Language::Other => 2,
    }
}
