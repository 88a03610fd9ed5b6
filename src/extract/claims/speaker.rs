//! Who a source is: names, and pronouns resolved within the document.

use std::sync::Arc;

use crate::model::{Actor, ActorKind, Annotation, Entity, Layer, Span};

/// A speaker's name and entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speaker {
    pub(super) name: Arc<str>,
    pub(super) entity: Option<Entity>,
}

/// Follows the speakers of a document from claim to claim.
#[derive(Debug)]
pub(super) struct Speakers<'a> {
    text: &'a str,
    actors: &'a Layer<Actor>,
    /// The last source that was no pronoun, with the byte where it ends.
    last: Option<(usize, Speaker)>,
}

impl<'a> Speakers<'a> {
    /// Begins at the start of a document.
    pub(super) fn new(text: &'a str, actors: &'a Layer<Actor>) -> Self {
        Self { text, actors, last: None }
    }

    /// Returns who the words at `source` are.
    ///
    /// `subject` is what the sentence before began with; it stands in for a pronoun
    /// where no earlier source or person does.
    pub(super) fn resolve(&mut self, source: Span, subject: Option<Span>) -> Speaker {
        let quote = source.quote(self.text);
        if let Some(pronoun) = Pronoun::of(quote) {
            return self
                .antecedent(source, pronoun, subject)
                .unwrap_or(Speaker { name: quote.into(), entity: None });
        }
        let speaker = self.named(source);
        self.last = Some((source.end(), speaker.clone()));
        speaker
    }

    fn named(&self, source: Span) -> Speaker {
        let inside: Vec<&Annotation<Actor>> = self.actors.within(source).collect();
        let person = inside.iter().find(|a| a.value.kind == ActorKind::Person);
        let leading = || {
            inside.iter().find(|actor| {
                // The name leads the phrase: `l’Institut Géode`, not `le maire de Lyon`.
                let before = self.text.get(source.start()..actor.span.start());
                before.is_some_and(|before| before.split_whitespace().count() <= 1)
            })
        };
        if let Some(actor) = person.or_else(leading) {
            return Speaker {
                name: actor.value.name.clone(),
                entity: actor.value.entity.clone(),
            };
        }
        let quote = source.quote(self.text);
        let name = quote.split(',').next().unwrap_or(quote).trim();
        Speaker { name: name.into(), entity: None }
    }

    fn antecedent(
        &self,
        source: Span,
        pronoun: Pronoun,
        subject: Option<Span>,
    ) -> Option<Speaker> {
        const REACH: usize = 600;
        let earliest = source.start().saturating_sub(REACH);
        let last = self
            .last
            .as_ref()
            .filter(|(end, _)| (earliest..=source.start()).contains(end));
        if pronoun == Pronoun::Personal || last.is_some() {
            let actors = self.actors.as_slice();
            let before =
                actors.partition_point(|actor| actor.span.start() < source.start());
            let person = actors
                .get(..before)
                .unwrap_or_default()
                .iter()
                .rev()
                .take_while(|actor| actor.span.start() >= earliest)
                .find(|actor| actor.value.kind == ActorKind::Person);
            // The nearer of the last source and the last person named.
            return match (last, person) {
                (Some((end, speaker)), Some(person)) if person.span.end() <= *end => {
                    Some(speaker.clone())
                }
                (Some((_, speaker)), None) => Some(speaker.clone()),
                (_, Some(person)) => Some(Speaker {
                    name: person.value.name.clone(),
                    entity: person.value.entity.clone(),
                }),
                (None, None) => subject.map(|subject| self.named(subject)),
            };
        }
        subject.map(|subject| self.named(subject))
    }
}

/// The sorts of pronouns that stand for a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pronoun {
    /// `he`, `she`: a person. French `il` and `elle` may be bodies, but mostly are not.
    Personal,
    /// `it`, `they`, `ils`.
    Other,
}

impl Pronoun {
    fn of(quote: &str) -> Option<Self> {
        Some(match quote.to_lowercase().as_str() {
            "il" | "elle" | "he" | "she" | "lui" | "him" | "her" | "celui-ci"
            | "celle-ci" => Self::Personal,
            "ils" | "elles" | "it" | "they" | "them" | "eux" | "on" | "ceux-ci" => {
                Self::Other
            }
            _ => return None,
        })
    }
}
