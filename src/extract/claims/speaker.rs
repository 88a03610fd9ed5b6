//! Who a source is: names, and pronouns resolved within the document.

use std::sync::Arc;

use crate::model::{Actor, ActorKind, Annotation, Entity, Language, Layer, Span};

use super::lexicon::{Class, Lexicon};

/// How far back a pronoun, title or general noun looks for who it stands for, in bytes.
const REACH: usize = 600;

/// A speaker's name and entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speaker {
    pub(super) name: Arc<str>,
    pub(super) entity: Option<Entity>,
}

impl Speaker {
    fn of(actor: &Actor) -> Self {
        Self { name: actor.name.clone(), entity: actor.entity.clone() }
    }
}

/// How many earlier sources are remembered.
const RECENT: usize = 4;

/// What a source’s article, title or pronoun says of its gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    Feminine,
    Masculine,
    Unknown,
}

impl Gender {
    fn of(quote: &str) -> Self {
        let first = quote.split([' ', '\u{a0}']).next().unwrap_or(quote);
        match first.to_lowercase().as_str() {
            "la" | "une" | "elle" | "elles" | "mme" | "celle-ci" | "she" | "mrs"
            | "ms" => Self::Feminine,
            "le" | "un" | "il" | "ils" | "m." | "celui-ci" | "he" | "mr" => {
                Self::Masculine
            }
            _ => Self::Unknown,
        }
    }

    fn fits(self, other: Self) -> bool {
        self == other || self == Self::Unknown || other == Self::Unknown
    }
}

/// Follows the speakers of a document from claim to claim.
#[derive(Debug)]
pub(super) struct Speakers<'a> {
    text: &'a str,
    actors: &'a Layer<Actor>,
    /// The last sources that were no pronouns, with the byte where each ends.
    recent: Vec<(usize, Gender, Speaker)>,
}

impl<'a> Speakers<'a> {
    /// Begins at the start of a document.
    pub(super) fn new(text: &'a str, actors: &'a Layer<Actor>) -> Self {
        Self { text, actors, recent: Vec::new() }
    }

    /// Returns who the words at `source` are.
    ///
    /// `subject` is what the sentence before began with; it stands in for a pronoun
    /// where no earlier source or person does.
    pub(super) fn resolve(
        &mut self,
        source: Span,
        subject: Option<Span>,
        language: Language,
    ) -> Speaker {
        let quote = source.quote(self.text);
        if let Some(pronoun) = Pronoun::of(quote) {
            return self
                .antecedent(source, pronoun, subject, language)
                .unwrap_or(Speaker { name: quote.into(), entity: None });
        }
        let speaker = self.named(source, language);
        if self.recent.len() == RECENT {
            self.recent.remove(0);
        }
        self.recent.push((source.end(), Gender::of(quote), speaker.clone()));
        speaker
    }

    fn named(&self, source: Span, language: Language) -> Speaker {
        let inside: Vec<&Annotation<Actor>> = self.actors.within(source).collect();
        let person = inside.iter().find(|a| a.value.kind == ActorKind::Person);
        let leading = || {
            inside.iter().find(|actor| {
                // The name leads the phrase: `l’Institut Géode`, not `le maire de Lyon`.
                let before = self.text.get(source.start()..actor.span.start());
                let leads =
                    before.is_some_and(|before| before.split_whitespace().count() <= 1);
                // `l’Union des artisans` is not the Union.
                let rest = self.text.get(actor.span.end()..source.end());
                let goes_on = rest.is_some_and(|rest| {
                    let mut words = rest.split([' ', '\u{a0}', '’', '\'']);
                    rest.starts_with(' ') && words.nth(1).is_some_and(links)
                });
                leads && !goes_on
            })
        };
        if let Some(actor) = person.or_else(leading) {
            return Speaker::of(&actor.value);
        }
        let quote = source.quote(self.text);
        let name = quote.split(',').next().unwrap_or(quote).trim();
        self.meant(source, name, language)
            .unwrap_or(Speaker { name: name.into(), entity: None })
    }

    /// Who a title or general noun stands for: `le vice-président américain` for him who
    /// was called so, `l’élue` for the person and `the company` for the body before.
    fn meant(&self, source: Span, name: &str, language: Language) -> Option<Speaker> {
        let lower = name.to_lowercase().replace('’', "'");
        let definite = ["le ", "la ", "l'", "les ", "the ", "cet ", "cette ", "ce "];
        let title = definite.iter().find_map(|article| lower.strip_prefix(article))?;
        let actors = self.actors.as_slice();
        let before = actors.partition_point(|actor| actor.span.end() <= source.start());
        let earlier = || actors.get(..before).unwrap_or_default().iter().rev();
        let titled = earlier().find(|actor| {
            actor.value.kind == ActorKind::Person
                && actor.value.role.is_some_and(|role| {
                    let role = role.quote(self.text).to_lowercase().replace('’', "'");
                    let role = definite
                        .iter()
                        .find_map(|article| role.strip_prefix(article))
                        .unwrap_or(&role);
                    role == title
                        || role.strip_prefix(title).is_some_and(|r| r.starts_with(' '))
                })
        });
        if let Some(actor) = titled {
            return Some(Speaker::of(&actor.value));
        }
        let mut words = title.split([' ', '\u{a0}', '\'']);
        let head = words.next()?;
        // `l’association des maires ruraux` is not any body named before.
        if words.next().is_some_and(links) {
            return None;
        }
        let class = Lexicon::of(language).entry(head)?.class;
        let earliest = source.start().saturating_sub(REACH);
        let fits = |kind: ActorKind| match kind {
            ActorKind::Person => class.has(Class::ANAPHOR_PERSON),
            ActorKind::Organization => class.has(Class::ANAPHOR_BODY),
            ActorKind::Place => false,
        };
        let near = || {
            earlier()
                .take_while(|actor| actor.span.start() >= earliest)
                .filter(|actor| fits(actor.value.kind))
                .filter(|actor| {
                    !class.has(Class::OFFICE)
                        || !self.is_called_else(&actor.value, head)
                })
        };
        // One who has spoken rather than one who was spoken of.
        let spoke = self.recent.iter().rev().find_map(|(_, _, speaker)| {
            near().find(|actor| actor.value.name == speaker.name)
        });
        spoke.or_else(|| near().next()).map(|actor| Speaker::of(&actor.value))
    }

    /// Whether the document gives a person another title than `head`, here or elsewhere:
    /// `le préfet` is not the director who was named before.
    fn is_called_else(&self, actor: &Actor, head: &str) -> bool {
        let mut roles = self
            .actors
            .iter()
            .filter(|other| other.value.name == actor.name)
            .filter_map(|other| other.value.role)
            .peekable();
        actor.kind == ActorKind::Person
            && roles.peek().is_some()
            && !roles.any(|role| role.quote(self.text).to_lowercase().contains(head))
    }

    fn antecedent(
        &self,
        source: Span,
        pronoun: Pronoun,
        subject: Option<Span>,
        language: Language,
    ) -> Option<Speaker> {
        let earliest = source.start().saturating_sub(REACH);
        let gender = Gender::of(source.quote(self.text));
        let last = self
            .recent
            .iter()
            .rev()
            .find(|(_, other, _)| gender.fits(*other))
            .map(|(end, _, speaker)| (end, speaker))
            .filter(|(end, _)| (earliest..=source.start()).contains(*end));
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
                (_, Some(person)) => Some(Speaker::of(&person.value)),
                (None, None) => subject.map(|subject| self.named(subject, language)),
            };
        }
        subject.map(|subject| self.named(subject, language))
    }
}

/// Whether a word ties a complement to the noun before it.
fn links(word: &str) -> bool {
    matches!(word, "de" | "des" | "du" | "d" | "of" | "for")
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
            | "celle-ci" | "je" | "j’" | "j'" | "i" | "his" => Self::Personal,
            "ils" | "elles" | "it" | "they" | "them" | "eux" | "on" | "ceux-ci"
            | "sa" | "son" | "ses" | "leur" | "leurs" | "its" | "their" => Self::Other,
            _ => return None,
        })
    }
}
