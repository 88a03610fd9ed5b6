//! Surnames that another document explains, and other spellings of a name.

use std::collections::BTreeMap;

use super::{Linker, Weak};
use crate::extract::actors::fold::slug;
use crate::extract::actors::sequences::is_initial_letter;
use crate::model::ActorKind;

/// How much two documents must have in common for a surname to mean the same person.
const KIN: f64 = 0.6;

impl Linker<'_> {
    /// Gives surnames and names with an initial the person whom a related document names
    /// in full.
    pub(super) fn explain_surnames(&mut self) {
        let mut by_surname: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, cluster) in self.roots() {
            if cluster.kind == ActorKind::Person
                && let Some(name) = person_slug(&cluster.id)
                && let Some((given, surname)) = name.rsplit_once('-')
                && !given.is_empty()
            {
                by_surname.entry(surname.to_owned()).or_default().push(at);
            }
        }
        for i in 0..self.weak.len() {
            let Some(&weak) = self.weak.get(i) else { continue };
            let found = self.person(&weak, &by_surname);
            if let Some(weak) = self.weak.get_mut(i) {
                match found {
                    Ok(found) => weak.found = weak.found.or(found),
                    Err(()) => weak.is_ambiguous = true,
                }
            }
        }
    }

    fn person(
        &self,
        weak: &Weak,
        by_surname: &BTreeMap<String, Vec<usize>>,
    ) -> Result<Option<usize>, ()> {
        let Some(profile) = self.profile(weak.document, weak.profile) else {
            return Ok(None);
        };
        if profile.kind != ActorKind::Person || profile.entity.is_some() {
            return Ok(None);
        }
        let mut words = profile.name.split_whitespace();
        let initial = words.next().filter(|word| is_initial_letter(word));
        let surname = profile.name.split_whitespace().next_back().unwrap_or_default();
        let letter = initial.and_then(|word| slug(word).chars().next());
        let all = by_surname.get(&slug(surname)).map_or(&[][..], Vec::as_slice);
        let fitting: Vec<usize> = all
            .iter()
            .copied()
            .filter(|&at| {
                let Some(cluster) = self.clusters.get(at) else { return false };
                let begins =
                    person_slug(&cluster.id).and_then(|name| name.chars().next());
                let gender = profile.gender.zip(cluster.gender);
                gender.is_none_or(|(one, other)| one == other)
                    && (letter.is_none() || letter == begins)
            })
            .collect();
        self.nearest(weak.document, &fitting, KIN)
    }

    /// Joins persons of one given name and almost one surname, as two alphabets or two
    /// writers spell it, who have the same role (`Gritsenko`, `Hrytsenko`).
    pub(super) fn join_spellings(&mut self) {
        let mut by_given: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, cluster) in self.roots() {
            if cluster.kind == ActorKind::Person
                && !cluster.is_listed
                && !cluster.roles.is_empty()
                && let Some(name) = person_slug(&cluster.id)
                && let Some((given, _)) = name.split_once('-')
            {
                by_given.entry(given.to_owned()).or_default().push(at);
            }
        }
        let mut pairs = Vec::new();
        for same in by_given.values().filter(|same| same.len() <= 200) {
            for (i, &one) in same.iter().enumerate() {
                for &other in same.iter().skip(i + 1) {
                    if self.is_other_spelling(one, other) {
                        pairs.push((one, other));
                    }
                }
            }
        }
        for (one, other) in pairs {
            self.join(other, one);
        }
        // A surname alone may be spelt in the other way.
        for i in 0..self.weak.len() {
            let Some(&weak) = self.weak.get(i) else { continue };
            let Some(found) = weak.found else { continue };
            let root = self.root(found);
            if let Some(weak) = self.weak.get_mut(i) {
                weak.found = Some(root);
            }
        }
    }

    fn is_other_spelling(&self, one: usize, other: usize) -> bool {
        let (Some(one_cluster), Some(other_cluster)) =
            (self.clusters.get(one), self.clusters.get(other))
        else {
            return false;
        };
        let surname = |id| person_slug(id).and_then(|name| name.rsplit('-').next());
        let (Some(first), Some(second)) =
            (surname(&one_cluster.id), surname(&other_cluster.id))
        else {
            return false;
        };
        if first.len().min(second.len()) < 6 || distance(first, second) > 2 {
            return false;
        }
        let meet = one_cluster.documents.intersection(&other_cluster.documents).count();
        let same_role = one_cluster.roles.iter().any(|role| {
            other_cluster
                .roles
                .iter()
                .any(|other| self.translations.is_same_role(role, other))
        });
        meet == 0
            && same_role
            && one_cluster.documents.iter().any(|&at| self.kinship(at, other) >= KIN)
    }
}

/// Returns the name in a person's provisional id.
fn person_slug(id: &str) -> Option<&str> {
    id.strip_prefix("person:")
}

/// Returns how many letters must be added, dropped or changed to make one word of the
/// other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(&other) {
            let above = *cell;
            let best = (diagonal + usize::from(a != *b)).min(above + 1).min(left + 1);
            diagonal = above;
            left = best;
            *cell = best;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_surname_are_near() {
        assert_eq!(distance("hrytsenko", "gritsenko"), 2);
        assert_eq!(distance("lefevre", "lefebvre"), 1);
        assert!(distance("bernard", "bertin") > 2);
        assert_eq!(distance("", "abc"), 3);
    }
}
