//! Bodies: acronyms that another document defines, names cut short, translated names.

use std::collections::{BTreeMap, BTreeSet};

use super::names::words;
use super::{Cluster, Linker};
use crate::extract::actors::fold::{self, slug};
use crate::model::{ActorKind, FormKind, Language};

/// How much two documents must have in common for an acronym of the list to mean what
/// the other one defines: about one actor that no list and no third document knows.
const OVERRULES: f64 = 1.0;
/// The same for a head word alone (`l'Office`).
const EXPLAINS: f64 = 1.2;
/// How much documents must have in common for names to be joined that translate each
/// other only in part, at full and at less likeness.
const SUPPORTS: f64 = 1.0;

/// A French and an English body that may be one.
#[derive(Debug, Clone, Copy)]
struct Pair {
    score: f64,
    french: usize,
    english: usize,
}

impl Linker<'_> {
    /// Gives acronyms that their document does not define the body for which another
    /// document introduces them. A related document beats the list.
    pub(super) fn define_acronyms(&mut self) {
        let mut defined: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, cluster) in self.roots() {
            // One that the list knows by its acronym alone was not introduced by it.
            let is_named = cluster.names.iter().any(|names| !names.is_empty());
            if cluster.kind == ActorKind::Organization && is_named {
                for acronym in &cluster.acronyms {
                    defined.entry(acronym.clone()).or_default().push(at);
                }
            }
        }
        for i in 0..self.weak.len() {
            let Some(&weak) = self.weak.get(i) else { continue };
            let Some(profile) = self.profile(weak.document, weak.profile) else {
                continue;
            };
            let acronym = profile
                .forms
                .first()
                .filter(|form| form.kind == FormKind::Acronym)
                .map(|form| form.text.replace('.', ""));
            let Some(candidates) = acronym.and_then(|acronym| defined.get(&acronym))
            else {
                continue;
            };
            let unlisted: Vec<usize> = candidates
                .iter()
                .copied()
                .filter(|&at| {
                    self.clusters.get(at).is_some_and(|found| !found.is_listed)
                })
                .collect();
            let found = match candidates.as_slice() {
                [only] if !profile.is_listed => Ok(Some(*only)),
                _ if profile.is_listed => {
                    let all = unlisted.as_slice();
                    self.nearest(weak.document, all, OVERRULES).map(|found| {
                        found.filter(|&at| self.share_unlisted(weak.document, at))
                    })
                }
                all => self.nearest(weak.document, all, 0.1),
            };
            if let Some(weak) = self.weak.get_mut(i) {
                match found {
                    Ok(found) => weak.found = found,
                    // The list's meaning stays where two others fit as well.
                    Err(()) => weak.is_ambiguous = !profile.is_listed,
                }
            }
            self.place(i);
        }
    }

    /// Tells whether a document and one that names a cluster have an actor in common
    /// that no list knows.
    fn share_unlisted(&self, document: usize, cluster: usize) -> bool {
        let (Some(here), Some(found)) =
            (self.present.get(document), self.clusters.get(cluster))
        else {
            return false;
        };
        found.documents.iter().filter(|&&other| other != document).any(|&other| {
            self.present.get(other).is_some_and(|there| {
                here.keys().any(|at| {
                    *at != cluster
                        && there.contains_key(at)
                        && self.clusters.get(*at).is_some_and(|found| !found.is_listed)
                })
            })
        })
    }

    /// Notes that the document of a weak profile names the cluster that was found.
    fn place(&mut self, i: usize) {
        let Some(&weak) = self.weak.get(i) else { return };
        let Some(found) = weak.found else { return };
        let Some(profile) = self.profile(weak.document, weak.profile) else { return };
        if let Some(cluster) = self.clusters.get_mut(found) {
            cluster.learn(weak.document, profile);
        }
        let all = self.documents.len();
        let weight = self.clusters.get(found).map_or(0.0, |cluster| {
            let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
            ((count(all) + 1.0) / count(cluster.documents.len().max(1))).ln()
        });
        if let Some(present) = self.present.get_mut(weak.document) {
            present.insert(found, weight);
        }
    }

    /// Joins `Institut baltique` to `Institut baltique de l'hydrogène` where only one
    /// longer name of related documents begins so.
    pub(super) fn expand_short_names(&mut self) {
        let mut beginnings: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (at, cluster) in self.unlisted_bodies() {
            for name in cluster.names.iter().flat_map(BTreeMap::keys) {
                let slug = slug(name);
                for (end, _) in slug.match_indices('-') {
                    if let Some(beginning) = slug.get(..end)
                        && beginning.contains('-')
                    {
                        beginnings.entry(beginning.to_owned()).or_default().insert(at);
                    }
                }
            }
        }
        let mut found = Vec::new();
        for (at, cluster) in self.unlisted_bodies() {
            let mut longer: BTreeSet<usize> = BTreeSet::new();
            for name in cluster.names.iter().flat_map(BTreeMap::keys) {
                longer.extend(beginnings.get(&slug(name)).into_iter().flatten());
            }
            longer.remove(&at);
            let mut longer = longer.into_iter();
            if let (Some(only), None) = (longer.next(), longer.next())
                && cluster.documents.iter().any(|&one| self.kinship(one, only) > 0.0)
            {
                found.push((at, only));
            }
        }
        for (short, long) in found {
            self.join(short, long);
        }
    }

    fn unlisted_bodies(&self) -> impl Iterator<Item = (usize, &Cluster)> {
        self.roots().filter(|(_, cluster)| {
            cluster.kind == ActorKind::Organization && !cluster.is_listed
        })
    }

    /// Joins bodies whose French and English names say the same.
    pub(super) fn translate(&mut self) {
        let mut french: Vec<(usize, &str)> = Vec::new();
        let mut english: Vec<(usize, &str)> = Vec::new();
        for (at, cluster) in self.unlisted_bodies() {
            match (cluster.name(Language::French), cluster.name(Language::English)) {
                (Some(name), None) => french.push((at, name)),
                (None, Some(name)) => english.push((at, name)),
                // One that both languages call alike has its id already.
                _ => {}
            }
        }
        // Which English bodies have a word, so that not all are compared with all.
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, (_, name)) in english.iter().enumerate() {
            for word in words(name) {
                by_word.entry(word).or_default().push(place);
            }
        }
        let vocabulary = Vocabulary::new(by_word.keys());
        let mut pairs = Vec::new();
        for (at, name) in french {
            let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
            for word in words(name) {
                for other in vocabulary.translations(self, &word) {
                    for &place in by_word.get(other).into_iter().flatten() {
                        *counts.entry(place).or_default() += 1;
                    }
                }
            }
            let least = words(name).len().min(2);
            for (place, _) in counts.into_iter().filter(|(_, count)| *count >= least) {
                let Some(&(other, other_name)) = english.get(place) else { continue };
                if let Some(score) = self.translation(at, name, other, other_name) {
                    pairs.push(Pair { score, french: at, english: other });
                }
            }
        }
        for Pair { french, english, .. } in clear(&pairs) {
            self.join(french, english);
        }
    }

    /// Returns how sure it is that a French and an English body are one; `None` if it is
    /// not sure enough.
    fn translation(
        &self,
        french: usize,
        french_name: &str,
        english: usize,
        english_name: &str,
    ) -> Option<f64> {
        if !self.have_one_head(french_name, english_name) {
            return None;
        }
        let likeness = self.translations.compare(french_name, english_name);
        let (one, other) = (self.clusters.get(french)?, self.clusters.get(english)?);
        let same_acronym =
            one.acronyms.iter().any(|a| a.len() > 2 && other.acronyms.contains(a));
        let kinship = one
            .documents
            .iter()
            .take(super::COMPARED)
            .map(|&document| self.kinship(document, english))
            .fold(0.0, f64::max);
        let is_sure = if likeness.is_contrary {
            false
        } else if likeness.share > 0.99 {
            likeness.pairs > 2 || same_acronym || kinship > 0.0
        } else if same_acronym {
            likeness.share >= 0.5 && (kinship > 0.0 || likeness.share >= 0.75)
        } else {
            likeness.share >= 0.55 && kinship >= SUPPORTS
        };
        let acronym = if same_acronym { 0.3 } else { 0.0 };
        is_sure.then(|| likeness.share + acronym + 0.1 * kinship.min(3.0))
    }

    /// Tells whether the words that head two names translate each other.
    fn have_one_head(&self, french: &str, english: &str) -> bool {
        let french = words(french);
        let before = english.split(" of ").next().unwrap_or(english);
        let before = before.split(" for ").next().unwrap_or(before);
        let english = words(before);
        match (french.first(), english.last(), english.first()) {
            (Some(french), Some(last), Some(first)) => {
                self.translations.is_pair(french, last)
                    || self.translations.is_pair(french, first)
            }
            _ => false,
        }
    }

    /// Gives head words alone the body that the related documents mean by them.
    pub(super) fn explain_head_words(&mut self) {
        let mut by_head: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, cluster) in self.roots() {
            if cluster.kind != ActorKind::Organization {
                continue;
            }
            let mut heads = BTreeSet::new();
            for language in [Language::French, Language::English] {
                if let Some(name) = cluster.name(language) {
                    heads.extend(head(name, language));
                }
            }
            for head in heads {
                by_head.entry(head).or_default().push(at);
            }
        }
        for i in 0..self.weak.len() {
            let Some(&weak) = self.weak.get(i) else { continue };
            let Some(profile) = self.profile(weak.document, weak.profile) else {
                continue;
            };
            if profile.kind != ActorKind::Organization || profile.entity.is_some() {
                continue;
            }
            let is_short =
                profile.forms.iter().all(|form| form.kind == FormKind::Short);
            let key = slug(&profile.name);
            let candidates = by_head.get(&key).filter(|_| is_short);
            let found = match candidates {
                Some(all) => self.nearest(weak.document, all, EXPLAINS),
                None => Ok(None),
            };
            if let Some(weak) = self.weak.get_mut(i) {
                weak.found = found.ok().flatten();
                weak.is_ambiguous = weak.found.is_none();
            }
        }
    }
}

/// Returns the word by which a name may be cut short, folded.
fn head(name: &str, language: Language) -> Option<String> {
    let head = match language {
        Language::French => name.split_whitespace().next()?,
        _ => fold::head_word(name)?,
    };
    Some(slug(head))
}

/// Keeps the pairs that are the best for both sides, with a margin.
fn clear(pairs: &[Pair]) -> Vec<Pair> {
    const MARGIN: f64 = 0.05;
    let mut ranked = pairs.to_vec();
    ranked.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then_with(|| (one.french, one.english).cmp(&(other.french, other.english)))
    });
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut kept = Vec::new();
    for (place, pair) in ranked.iter().enumerate() {
        let is_free = !taken.contains(&pair.french) && !taken.contains(&pair.english);
        if !is_free {
            continue;
        }
        let rival = ranked.iter().skip(place + 1).any(|other| {
            let shares =
                (other.french == pair.french) != (other.english == pair.english);
            shares
                && !taken.contains(&other.french)
                && !taken.contains(&other.english)
                && other.score + MARGIN > pair.score
        });
        taken.insert(pair.french);
        taken.insert(pair.english);
        if !rival {
            kept.push(*pair);
        }
    }
    kept
}

/// The words of English names, by their first letters.
struct Vocabulary<'a> {
    by_start: BTreeMap<&'a str, Vec<&'a String>>,
    all: BTreeSet<&'a String>,
}

impl<'a> Vocabulary<'a> {
    fn new(words: impl Iterator<Item = &'a String>) -> Self {
        let mut vocabulary = Self { by_start: BTreeMap::new(), all: BTreeSet::new() };
        for word in words {
            vocabulary.by_start.entry(start(word)).or_default().push(word);
            vocabulary.all.insert(word);
        }
        vocabulary
    }

    /// Returns the words that a French one may be.
    fn translations(&self, linker: &Linker<'_>, french: &str) -> Vec<&'a String> {
        let alike = self.by_start.get(start(french)).into_iter().flatten();
        let mut found: Vec<&String> = alike
            .copied()
            .filter(|english| linker.translations.is_pair(french, english))
            .collect();
        for english in linker.translations.of(french) {
            if let Some(&english) = self.all.get(english)
                && !found.contains(&english)
            {
                found.push(english);
            }
        }
        found
    }
}

fn start(word: &str) -> &str {
    word.chars().next().map_or("", |first| word.get(..first.len_utf8()).unwrap_or(""))
}
