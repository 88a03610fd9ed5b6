//! Looks at the mentions of a whole document: who is named by which.
//!
//! A definition in the document beats the list: `Commission internationale des petits
//! réacteurs (CIGT)` makes every later `CIGT` that body, whatever the list says. Short
//! forms and surnames get the actor named before, and a name has one kind throughout.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::context::{Context, Line};
use super::fold::{self, Folder, Key, KeyMap};
use super::kinds::Certainty;
use super::ministries::{Ministries, Ministry};
use super::namesakes::{self, gender};
use super::profiles::Profiles;
use super::roles;
use super::scan::{Form, Mention};
use super::sequences;
use super::words::{self, Flags};
use crate::model::{
    Actor, ActorKind, ActorProfile, Annotation, Entity, Gender, Language, Span,
    TokenKind,
};

/// One actor of the document.
#[derive(Debug)]
pub(super) struct Referent {
    listed: Option<u32>,
    /// The ministry that it is, if it is one whose country is known.
    ministry: Option<Ministry>,
    /// The weight with which its mentions vote for each kind.
    votes: [u32; 3],
    /// The mention with the fullest name, and how many words that has.
    pub(super) fullest: usize,
    length: usize,
    pub(super) gender: Option<Gender>,
    /// Keys of the words by which a short form may name it.
    words: Vec<Key>,
}

impl Referent {
    /// Makes the referent of a head word that nothing explains.
    fn of_word(mention: usize, key: Key) -> Self {
        Self {
            listed: None,
            ministry: None,
            votes: [0, 1, 0],
            fullest: mention,
            length: 1,
            gender: None,
            words: vec![key],
        }
    }
}

/// The last actor named by a name with a certain head word, and where that ended.
pub(super) type Latest = KeyMap<(usize, usize)>;

/// How many mentions before a head word are looked at for two bodies that it may name.
const CONTESTED: usize = 24;

/// How far back, in bytes, a name outdoes the body that policy texts mean by a head
/// word alone.
const REACH: usize = 4_000;

/// What a document says about its actors.
pub(super) struct Resolver<'a, 'b> {
    pub(super) context: &'b Context<'a>,
    pub(super) mentions: &'b [Mention],
    pub(super) referents: Vec<Referent>,
    listed: KeyMap<usize>,
    named: KeyMap<usize>,
    acronyms: KeyMap<usize>,
    /// Acronyms that the document defines as something else than an actor.
    refused: KeyMap<usize>,
    prefixes: KeyMap<usize>,
    pub(super) surnames: KeyMap<Vec<usize>>,
    /// Surnames that the document gives to men and to women.
    pub(super) both_genders: BTreeSet<Key>,
    /// Which mentions are ministries of a known country.
    ministries: Vec<Option<Ministry>>,
}

/// Returns the actors of a document, from the mentions found in its lines.
pub(super) fn resolve(
    context: &Context<'_>,
    lines: &[Line],
    mentions: &[Mention],
    language: Language,
) -> (Vec<Annotation<Actor>>, Vec<ActorProfile>) {
    let roles: Vec<Option<Span>> = mentions
        .iter()
        .map(|mention| {
            if mention.kind != ActorKind::Person
                || mention.certainty < Certainty::Likely
            {
                return None;
            }
            let at = lines
                .binary_search_by_key(&mention.sentence, |line| line.sentence)
                .ok()?;
            roles::role(context, lines.get(at)?, mention)
        })
        .collect();
    let mut resolver = Resolver {
        context,
        mentions,
        referents: Vec::new(),
        listed: KeyMap::default(),
        named: KeyMap::default(),
        acronyms: KeyMap::default(),
        refused: KeyMap::default(),
        prefixes: KeyMap::default(),
        surnames: KeyMap::default(),
        both_genders: namesakes::both_genders(context, mentions),
        ministries: ministries_of(context, mentions),
    };
    resolver.collect(&roles);
    resolver.define_acronyms();
    let referents = resolver.referents_of_mentions();
    let names = resolver.names(language);
    let mut profiles = Profiles::new(names.len());
    let mut actors = Vec::with_capacity(mentions.len());
    for ((mention, referent), role) in mentions.iter().zip(&referents).zip(roles) {
        let Some((at, known)) = referent.and_then(|i| Some((i, names.get(i)?))) else {
            continue;
        };
        let role = role.filter(|_| known.kind == ActorKind::Person);
        profiles.add(context, lines, mention, at, known, role);
        actors.push(Annotation::new(
            mention.span,
            Actor {
                kind: known.kind,
                entity: known.entity.clone(),
                name: known.name.clone(),
                role,
            },
        ));
    }
    (actors, profiles.into_vec())
}

/// The kind, id and name of a referent, shared by its mentions.
pub(super) struct Named {
    pub(super) kind: ActorKind,
    pub(super) entity: Option<Entity>,
    pub(super) name: Arc<str>,
    pub(super) is_listed: bool,
    pub(super) gender: Option<Gender>,
}

impl Resolver<'_, '_> {
    fn quote(&self, mention: &Mention) -> &str {
        mention.span.quote(self.context.text)
    }

    /// Makes the referents of all mentions that stand for themselves.
    fn collect(&mut self, roles: &[Option<Span>]) {
        for (i, mention) in self.mentions.iter().enumerate() {
            if mention.certainty == Certainty::Refused {
                self.refused.insert(fold::acronym_key(self.quote(mention)), i);
            }
            if mention.certainty <= Certainty::Doubtful || mention.form == Form::Short {
                continue;
            }
            let ministry = self.ministries.get(i).copied().flatten();
            let listed = mention.listed.filter(|_| ministry.is_none());
            let key = match ministry {
                Some(ministry) => fold::acronym_key(&ministry.id()),
                None => self.name_key(mention),
            };
            let known = match listed {
                Some(index) => self.listed.get(&u64::from(index)).copied(),
                None => self.named.get(&key).copied(),
            };
            let at = known.unwrap_or_else(|| {
                self.referents.push(Referent {
                    listed,
                    ministry,
                    votes: [0; 3],
                    fullest: i,
                    length: 0,
                    gender: None,
                    words: Vec::new(),
                });
                self.referents.len() - 1
            });
            match listed {
                Some(index) => {
                    self.listed.insert(u64::from(index), at);
                    self.named.entry(key).or_insert(at);
                }
                None => {
                    self.named.insert(key, at);
                }
            }
            self.learn(at, i, roles.get(i).copied().flatten());
        }
        let places = self.referents.len();
        for at in 0..places {
            self.index(at);
        }
    }

    /// Adds what a mention says about its referent.
    fn learn(&mut self, at: usize, i: usize, role: Option<Span>) {
        let Some(mention) = self.mentions.get(i) else { return };
        let gender = gender(self.context, mention, role);
        let length = mention.end - mention.first;
        let shouted = self.is_surname_first(mention);
        let Some(referent) = self.referents.get_mut(at) else { return };
        let weight = if mention.certainty == Certainty::Sure { 3 } else { 1 };
        referent.votes[mention.kind as usize] += weight;
        if length > referent.length && !(shouted && referent.length > 1) {
            referent.length = length;
            referent.fullest = i;
        }
        referent.gender = referent.gender.or(gender);
    }

    /// Makes a referent findable by its surname, or the beginning of its name.
    fn index(&mut self, at: usize) {
        let Some(referent) = self.referents.get(at) else { return };
        let Some(mention) = self.mentions.get(referent.fullest) else { return };
        let context = self.context;
        if kind(referent) == ActorKind::Person {
            if mention.end - mention.first > 1
                && let Some(surname) = self.surname(mention)
            {
                self.surnames
                    .entry(fold::key(context.word(surname)))
                    .or_default()
                    .push(at);
            }
            return;
        }
        if kind(referent) != ActorKind::Organization {
            return;
        }
        let mut words: Vec<Key> =
            match referent.listed.and_then(|i| context.list.actor(i)) {
                Some(actor) => actor.words.to_vec(),
                None => Vec::new(),
            };
        if referent.listed.is_none() {
            let mut folder = Folder::new();
            let mut linked = false;
            for i in mention.first..mention.end {
                let word = context.word(i);
                // The first head word in French, in English the last before `of`.
                linked |= context.flags(i).has(Flags::LINK);
                if context.flags(i).has(Flags::ORG_HEAD) && !linked {
                    words.clear();
                    words.push(fold::key(word));
                }
                for character in word.chars() {
                    folder.push(character);
                }
                let alone = i == mention.first;
                let telling = !context.flags(i).has(Flags::COMMON.or(Flags::ORG_HEAD));
                // `WCAG Level AAA` does not make `WCAG` a short form of it.
                let telling = telling && context.kind(i) != Some(TokenKind::Upper);
                if i + 1 < mention.end && (!alone || telling) {
                    self.prefixes.entry(folder.key()).or_insert(at);
                }
            }
        }
        if let Some(referent) = self.referents.get_mut(at) {
            referent.words = words;
        }
    }

    /// Reads `Bureau des dunes du Nord (BDN)` and `BDN (Bureau des dunes du Nord)`.
    fn define_acronyms(&mut self) {
        let context = self.context;
        for mention in self.mentions {
            if mention.certainty <= Certainty::Doubtful
                || mention.form != Form::Name
                || mention.kind == ActorKind::Person
            {
                continue;
            }
            let name = self.name_key(mention);
            let of_list = mention.listed.and_then(|i| self.listed.get(&u64::from(i)));
            let Some(&at) = of_list.or_else(|| self.named.get(&name)) else { continue };
            let after = (context.word(mention.end) == "("
                && context.word(mention.end + 2) == ")")
                .then_some(mention.end + 1);
            let before = mention
                .first
                .checked_sub(2)
                .filter(|_| context.word(mention.first - 1) == "(")
                .filter(|_| context.word(mention.end) == ")");
            for bracket in [after, before].into_iter().flatten() {
                let acronym = context.word(bracket);
                let written = matches!(
                    context.kind(bracket),
                    Some(TokenKind::Upper | TokenKind::Mixed)
                );
                if written
                    && sequences::spells(context, mention.first, mention.end, acronym)
                {
                    self.acronyms.insert(fold::acronym_key(acronym), at);
                }
            }
        }
    }

    /// Returns the referent of each mention; `None` for what turns out to be none.
    fn referents_of_mentions(&mut self) -> Vec<Option<usize>> {
        let mut latest = Latest::default();
        let mut found = Vec::with_capacity(self.mentions.len());
        for (i, mention) in self.mentions.iter().enumerate() {
            let at = self.referent(i, mention, &latest);
            if let Some(referent) = at.and_then(|at| self.referents.get(at)) {
                for &word in &referent.words {
                    latest.insert(word, (at.unwrap_or_default(), mention.span.end()));
                }
                if let Some(surname) = self.surname(mention)
                    && mention.kind == ActorKind::Person
                {
                    let key = fold::key(self.context.word(surname)).rotate_left(1);
                    latest.insert(key, (at.unwrap_or_default(), mention.span.end()));
                }
            }
            found.push(at);
        }
        found
    }

    fn referent(
        &mut self,
        i: usize,
        mention: &Mention,
        latest: &Latest,
    ) -> Option<usize> {
        let quote = self.quote(mention);
        if mention.end - mention.first == 1
            && let Some(&at) = self.acronyms.get(&fold::acronym_key(quote))
        {
            return Some(at);
        }
        if mention.form == Form::Short {
            return self.short_form(i, mention, latest);
        }
        if let Some(ministry) = self.ministries.get(i).copied().flatten() {
            return self.named.get(&fold::acronym_key(&ministry.id())).copied();
        }
        if mention.form == Form::Acronym
            && self.refused.contains_key(&fold::acronym_key(quote))
        {
            return None;
        }
        if let Some(index) = mention.listed {
            return self.listed.get(&u64::from(index)).copied();
        }
        if self.refused.contains_key(&fold::acronym_key(quote)) {
            return None;
        }
        let key = self.name_key(mention);
        if let Some(at) = self.person(mention, latest) {
            return Some(at);
        }
        let beginning = fold::surface_key(quote);
        if mention.kind != ActorKind::Person
            && let Some(&at) = self.prefixes.get(&beginning)
        {
            return Some(at);
        }
        self.named.get(&key).copied()
    }

    /// Returns the body that a head word alone names: the last one named by a name with
    /// that word; else the one that policy texts mean by it; else itself.
    fn short_form(
        &mut self,
        i: usize,
        mention: &Mention,
        latest: &Latest,
    ) -> Option<usize> {
        let quote = self.quote(mention);
        let key = fold::key(quote);
        let near = latest.get(&key).copied();
        let reach = mention.span.start().saturating_sub(REACH);
        if let Some((at, _)) = near.filter(|&(_, end)| end >= reach) {
            if !self.is_contested(i, at, key) {
                return Some(at);
            }
            // Its name alone: which of the two is meant, nothing tells.
            self.referents.push(Referent::of_word(i, key));
            return Some(self.referents.len() - 1);
        }
        let at = self.default_of(key).or(near.map(|(at, _)| at)).or_else(|| {
            // Named later in the document, or nowhere.
            self.referents.iter().position(|referent| referent.words.contains(&key))
        });
        if at.is_some() {
            return at;
        }
        let at = self.referents.len();
        self.referents.push(Referent::of_word(i, key));
        Some(at)
    }

    /// Tells whether the last sentence that named a body with a head word named two of
    /// them, and none was named since: `The IEA and the IAEA differ … the Agency`.
    fn is_contested(&self, i: usize, at: usize, key: Key) -> bool {
        let has_word = |mention: &&Mention| {
            let listed =
                mention.listed.and_then(|index| self.listed.get(&u64::from(index)));
            let of_acronym =
                || self.acronyms.get(&fold::acronym_key(self.quote(mention)));
            let of_name = || self.named.get(&self.name_key(mention));
            let found = listed.or_else(of_acronym).or_else(of_name)?;
            let referent = self.referents.get(*found)?;
            referent.words.contains(&key).then_some((*found, mention.sentence))
        };
        let mut before = self
            .mentions
            .get(..i)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(CONTESTED)
            .filter(|mention| mention.form != Form::Short)
            .filter_map(|mention| has_word(&mention));
        let Some((last, sentence)) = before.next() else { return false };
        last == at
            && before
                .take_while(|(_, other)| *other == sentence)
                .any(|(other, _)| other != at)
    }

    /// Returns the referent that the list of short forms gives, if what it needs is
    /// named in the document.
    fn default_of(&mut self, key: Key) -> Option<usize> {
        let list = self.context.list;
        for (word, rest) in
            words::rows(include_str!("../../../lexicon/short_forms.tsv"))
        {
            let (id, needs) = rest.split_once('\t').unwrap_or((rest, ""));
            if fold::key(word) != key {
                continue;
            }
            let Some(index) = list.find(id) else { continue };
            let named = |id: &str| {
                list.find(id).is_some_and(|i| self.listed.contains_key(&u64::from(i)))
            };
            if !needs.is_empty() && !needs.split('|').any(named) {
                continue;
            }
            if let Some(&at) = self.listed.get(&u64::from(index)) {
                return Some(at);
            }
            let at = self.referents.len();
            self.referents.push(Referent {
                listed: Some(index),
                ministry: None,
                votes: [0, 1, 0],
                fullest: usize::MAX,
                length: 1,
                gender: None,
                words: vec![key],
            });
            self.listed.insert(u64::from(index), at);
            return Some(at);
        }
        None
    }

    /// Returns the kind, id and name of each referent.
    fn names(&self, language: Language) -> Vec<Named> {
        self.referents
            .iter()
            .map(|referent| {
                if let Some(actor) =
                    referent.listed.and_then(|i| self.context.list.actor(i))
                {
                    return Named {
                        kind: actor.kind,
                        entity: Some(actor.id.clone()),
                        name: actor.name(language).clone(),
                        is_listed: true,
                        gender: None,
                    };
                }
                if let Some(ministry) = referent.ministry {
                    return self.ministry(referent, ministry, language);
                }
                let kind = kind(referent);
                let name = self.name(referent);
                let entity = self.provisional_id(referent, kind, &name);
                let gender = referent.gender;
                Named { kind, entity, name: name.into(), is_listed: false, gender }
            })
            .collect()
    }

    /// Names a ministry of a known country: `ministère de l'Agriculture (Niger)`.
    fn ministry(
        &self,
        referent: &Referent,
        ministry: Ministry,
        language: Language,
    ) -> Named {
        let list = self.context.list;
        let id = ministry.id();
        let entity: Entity = list
            .find(&id)
            .and_then(|index| list.actor(index))
            .map_or_else(|| id.as_str().into(), |actor| actor.id.clone());
        let country = list
            .find(&format!("place:{}", ministry.country))
            .and_then(|index| list.actor(index))
            .map_or("", |actor| actor.name(language));
        let name = self.name(referent);
        let name =
            if name.contains(country) { name } else { format!("{name} ({country})") };
        Named {
            kind: ActorKind::Organization,
            entity: Some(entity),
            name: name.into(),
            is_listed: true,
            gender: None,
        }
    }

    /// Returns the fullest name of an unlisted referent, first name first, on one line.
    fn name(&self, referent: &Referent) -> String {
        let Some(mention) = self.mentions.get(referent.fullest) else {
            return String::new();
        };
        if kind(referent) == ActorKind::Person && self.is_surname_first(mention) {
            let surname = fold::capitalized(self.context.word(mention.first));
            let given: Vec<&str> = (mention.first + 1..mention.end)
                .map(|i| self.context.word(i))
                .collect();
            return format!("{} {surname}", given.join(" "));
        }
        let words: Vec<&str> = self.quote(mention).split_whitespace().collect();
        words.join(" ").replace('’', "'")
    }

    /// Returns an id for an unlisted actor, made of its name, so that the same full
    /// name gets the same id everywhere. A surname alone, and a body that every country
    /// has, get none.
    fn provisional_id(
        &self,
        referent: &Referent,
        kind: ActorKind,
        name: &str,
    ) -> Option<Entity> {
        let mention = self.mentions.get(referent.fullest)?;
        let alone = mention.end - mention.first == 1;
        let prefix = match kind {
            ActorKind::Person
                if alone
                    || sequences::is_initial_letter(
                        self.context.word(mention.first),
                    ) =>
            {
                return None;
            }
            ActorKind::Person => "person",
            ActorKind::Place => "place",
            ActorKind::Organization => {
                let flags = self.context.flags(mention.first);
                if flags.has(Flags::ORG_LOWER) || (alone && flags.has(Flags::ORG_HEAD))
                {
                    return None;
                }
                "org"
            }
        };
        let slug = fold::slug(name);
        (!slug.is_empty()).then(|| format!("{prefix}:{slug}").into())
    }

    /// Returns a key for the name of a mention; equal for both orders of a person's.
    fn name_key(&self, mention: &Mention) -> Key {
        if mention.kind != ActorKind::Person || mention.end - mention.first < 2 {
            return fold::surface_key(self.quote(mention));
        }
        (mention.first..mention.end)
            .map(|i| fold::key(self.context.word(i)))
            .fold(0, Key::wrapping_add)
    }
}

/// Returns which mentions are ministries, and of which country.
fn ministries_of(context: &Context<'_>, mentions: &[Mention]) -> Vec<Option<Ministry>> {
    let ministries = Ministries::new(context.list, mentions);
    (0..mentions.len()).map(|i| ministries.find(context, mentions, i)).collect()
}

fn kind(referent: &Referent) -> ActorKind {
    let [person, organization, place] = referent.votes;
    if person >= organization && person >= place {
        ActorKind::Person
    } else if organization >= place {
        ActorKind::Organization
    } else {
        ActorKind::Place
    }
}
