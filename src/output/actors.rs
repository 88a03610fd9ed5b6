//! Actors over all documents, as `dicta actors` counts them.

use std::borrow::Cow;

use serde::Serialize;

use super::listing::{Column, FORMAT, JsonRow, Shown};
use crate::model::{ActorForm, CorpusActor, FormKind, Language};

/// The columns of `dicta actors`, one row an actor.
pub const ENTITY_COLUMNS: &[Column<CorpusActor>] = &[
    Column::new(
        "fr",
        |actor| Some((&**actor.name(Language::French)).into()),
        Shown::Wide,
    ),
    Column::new(
        "en",
        |actor| Some((&**actor.name(Language::English)).into()),
        Shown::Wide,
    ),
    Column::new("kind", |actor| Some(actor.kind.name().into()), Shown::Left),
    Column::new(
        "mentions",
        |actor| Some(actor.mentions.to_string().into()),
        Shown::Right,
    ),
    Column::new(
        "documents",
        |actor| Some(actor.documents.to_string().into()),
        Shown::Right,
    ),
    Column::new(
        "entity",
        |actor| actor.entity.as_deref().map(Cow::Borrowed),
        Shown::Left,
    ),
    Column::new("forms", |actor| Some(forms(actor).into()), Shown::Wide),
];

/// Returns how an actor is named, with counts: `UE ×12, EU ×3`.
fn forms(actor: &CorpusActor) -> String {
    let forms: Vec<String> = actor
        .forms
        .iter()
        .map(|form| format!("{} ×{}", form.text, form.count))
        .collect();
    forms.join(", ")
}

/// An actor as JSON.
#[derive(Debug, Serialize)]
pub struct ActorCountJson<'a> {
    format: u32,
    entity: Option<&'a str>,
    kind: &'static str,
    fr: &'a str,
    en: &'a str,
    mentions: u64,
    documents: u64,
    forms: Vec<FormJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FormJson<'a> {
    text: &'a str,
    lang: &'static str,
    kind: &'static str,
    count: u32,
}

impl<'a> FormJson<'a> {
    fn of(form: &'a ActorForm) -> Self {
        Self {
            text: &form.text,
            lang: form.language.code(),
            kind: match form.kind {
                FormKind::Name => "name",
                FormKind::Acronym => "acronym",
                FormKind::Short => "short",
            },
            count: form.count,
        }
    }
}

impl JsonRow for CorpusActor {
    type Json<'a> = ActorCountJson<'a>;

    fn json(&self) -> ActorCountJson<'_> {
        ActorCountJson {
            format: FORMAT,
            entity: self.entity.as_deref(),
            kind: self.kind.name(),
            fr: self.name(Language::French),
            en: self.name(Language::English),
            mentions: self.mentions,
            documents: self.documents,
            forms: self.forms.iter().map(FormJson::of).collect(),
        }
    }
}
