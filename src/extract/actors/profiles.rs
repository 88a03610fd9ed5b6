//! Gathers what the mentions of a document say about each actor.

use std::collections::HashMap;

use super::context::{Context, Line};
use super::document::Named;
use super::scan::{Form, Mention};
use crate::model::{ActorForm, ActorKind, ActorProfile, FormKind, Language, Span};

/// The profiles of a document's actors, as they grow.
#[derive(Debug)]
pub(super) struct Profiles {
    /// In the order of the first mentions.
    all: Vec<ActorProfile>,
    /// The profile of each referent.
    places: Vec<Option<usize>>,
    /// The profile of each pair of entity and name, which referents may share.
    shared: HashMap<(Option<String>, String), usize>,
}

impl Profiles {
    pub(super) fn new(referents: usize) -> Self {
        Self { all: Vec::new(), places: vec![None; referents], shared: HashMap::new() }
    }

    /// Adds what one mention of referent `at` says.
    pub(super) fn add(
        &mut self,
        context: &Context<'_>,
        lines: &[Line],
        mention: &Mention,
        at: usize,
        known: &Named,
        role: Option<Span>,
    ) {
        let place = self.place(at, known);
        let Some(profile) = self.all.get_mut(place) else { return };
        let line = lines
            .binary_search_by_key(&mention.sentence, |line| line.sentence)
            .ok()
            .and_then(|at| lines.get(at));
        let language = line.map_or(Language::Other, |line| line.language);
        let text = on_one_line(mention.span.quote(context.text));
        let alone = mention.end - mention.first == 1;
        let kind = match mention.form {
            Form::Acronym => FormKind::Acronym,
            Form::Short => FormKind::Short,
            Form::Name if alone && known.kind == ActorKind::Person => FormKind::Short,
            Form::Name => FormKind::Name,
        };
        let same = |form: &&mut ActorForm| {
            form.text == text && form.language == language && form.kind == kind
        };
        match profile.forms.iter_mut().find(same) {
            Some(form) => form.count += 1,
            None => profile.forms.push(ActorForm { text, language, kind, count: 1 }),
        }
        if let Some(role) = role {
            let role = on_one_line(role.quote(context.text));
            if !profile.roles.contains(&role) {
                profile.roles.push(role);
            }
        }
    }

    fn place(&mut self, at: usize, known: &Named) -> usize {
        if let Some(Some(place)) = self.places.get(at) {
            return *place;
        }
        let key = (known.entity.as_deref().map(str::to_owned), known.name.to_string());
        let next = self.all.len();
        let place = *self.shared.entry(key).or_insert(next);
        if place == next {
            self.all.push(ActorProfile {
                kind: known.kind,
                entity: known.entity.clone(),
                name: known.name.clone(),
                is_listed: known.is_listed,
                gender: known.gender,
                forms: Vec::new(),
                roles: Vec::new(),
            });
        }
        if let Some(of_referent) = self.places.get_mut(at) {
            *of_referent = Some(place);
        }
        place
    }

    pub(super) fn into_vec(self) -> Vec<ActorProfile> {
        self.all
    }
}

/// Returns words with single plain spaces and straight apostrophes.
fn on_one_line(words: &str) -> String {
    let parts: Vec<&str> = words.split_whitespace().collect();
    parts.join(" ").replace('’', "'")
}
