//! Bodies that every country has: which country's ministry is meant.
//!
//! `ministère nigérien de l'Agriculture`, `the Ministry of Agriculture in Niamey` and
//! `À Niamey, le ministère de l'Agriculture` are one body, in either language: that of
//! the country with that portfolio.

use std::sync::LazyLock;

use super::context::Context;
use super::fold::{self, Key, KeyMap};
use super::list::List;
use super::scan::{Form, Mention};
use super::words::rows;
use crate::model::{ActorKind, TokenKind};

/// A country's ministry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ministry {
    /// The country's code (ISO 3166).
    pub(super) country: &'static str,
    /// What it is for, one key for both languages.
    pub(super) portfolio: &'static str,
}

impl Ministry {
    /// Returns the id: `org:NE-MIN-agriculture`.
    pub(super) fn id(self) -> String {
        format!("org:{}-MIN-{}", prefix(self.country), self.portfolio)
    }
}

/// Returns the code that ids of a country's bodies begin with: its own but for the
/// United Kingdom, which is better known by another.
fn prefix(country: &'static str) -> &'static str {
    if country == "GB" { "UK" } else { country }
}

/// Countries by nationality and town, and portfolios by their words.
#[derive(Debug, Default)]
struct Table {
    adjectives: KeyMap<&'static str>,
    places: KeyMap<&'static str>,
    portfolios: KeyMap<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::compile);

impl Table {
    fn compile() -> Self {
        let mut table = Self::default();
        for (country, rest) in rows(include_str!("../../../lexicon/countries.tsv")) {
            table.places.insert(fold::key(country), country);
            let mut columns = rest.split('\t');
            let mut cells = || columns.next().unwrap_or_default().split('|');
            for place in cells().filter(|place| !place.is_empty()) {
                table.places.insert(fold::key(place), country);
            }
            for adjective in cells().filter(|adjective| !adjective.is_empty()) {
                table.adjectives.insert(fold::key(adjective), country);
            }
        }
        for (portfolio, rest) in rows(include_str!("../../../lexicon/portfolios.tsv")) {
            for word in rest.split('\t').next().unwrap_or_default().split('|') {
                table.portfolios.insert(fold::key(word), portfolio);
            }
        }
        table
    }

    /// Returns the country that a place of the list is or lies in.
    fn country_of(&self, id: &str) -> Option<&'static str> {
        self.places.get(&fold::key(id.strip_prefix("place:")?)).copied()
    }
}

/// Finds the ministries among the mentions of a document.
#[derive(Debug)]
pub(super) struct Ministries {
    /// The country that the document names, if it names just one.
    only: Option<&'static str>,
}

/// Whether the token at `place` is what a minister answers for, as in `ministre des
/// Transports`: then it names no actor by itself.
pub(super) fn is_portfolio(context: &Context<'_>, place: usize) -> bool {
    TABLE.portfolios.contains_key(&key_of(context, place))
}

/// How far, in tokens, the place of a ministry may stand before it: `À Niamey, le`.
const BEFORE: usize = 4;
/// How far it may stand behind: `in Niamey`, `de la République du Niger`.
const BEHIND: usize = 4;

impl Ministries {
    /// Looks at the places that a document names.
    pub(super) fn new(list: &List, mentions: &[Mention]) -> Self {
        let mut only = None;
        for mention in mentions {
            let Some(country) = country_of(list, mention) else { continue };
            match only {
                None => only = Some(country),
                Some(known) if known == country => {}
                Some(_) => return Self { only: None },
            }
        }
        Self { only }
    }

    /// Returns the ministry that mention `i` names, if it names one and its country is
    /// told by the name, the words beside it or the document as a whole.
    pub(super) fn find(
        &self,
        context: &Context<'_>,
        mentions: &[Mention],
        i: usize,
    ) -> Option<Ministry> {
        let mention = mentions.get(i)?;
        if mention.kind != ActorKind::Organization || mention.form != Form::Name {
            return None;
        }
        let words = mention.first..mention.end;
        let is_ministry = |i: usize| {
            let word = fold::key(context.word(i));
            word == fold::key("ministère") || word == fold::key("ministry")
        };
        if !words.clone().any(is_ministry) {
            return None;
        }
        let table = &*TABLE;
        let portfolio = words
            .clone()
            .find_map(|i| table.portfolios.get(&key_of(context, i)).copied())?;
        let nearest = || Self::beside(context, mentions, i);
        let country = words
            .filter(|&i| context.kind(i) != Some(TokenKind::Punctuation))
            .find_map(|i| table.adjectives.get(&singular(context.word(i))).copied())
            .or_else(nearest)
            .or_else(|| self.only.filter(|_| mention.listed.is_none()))?;
        // The list has names of its own for some ministries of some countries.
        let listed = mention.listed.and_then(|index| context.list.actor(index));
        let is_its_own = listed.is_some_and(|actor| {
            let code =
                actor.id.strip_prefix("org:").and_then(|id| id.split('-').next());
            code == Some(prefix(country))
        });
        (!is_its_own).then_some(Ministry { country, portfolio })
    }

    /// Returns the country of the place right behind a mention or shortly before it.
    fn beside(
        context: &Context<'_>,
        mentions: &[Mention],
        i: usize,
    ) -> Option<&'static str> {
        let mention = mentions.get(i)?;
        // A name may hold its country: `Ministry of Energy of Ukraine`.
        let inside = (mention.first..mention.end).find_map(|at| {
            let start = context.tokens.get(at)?.span.start();
            let found = context.list.name_at(context.text, start)?;
            let mut known = found.candidates.iter().filter_map(|candidate| {
                let actor = context.list.actor(candidate.actor?)?;
                TABLE.country_of(&actor.id)
            });
            known.next()
        });
        let here = |other: &&Mention| other.sentence == mention.sentence;
        let behind = mentions
            .get(i + 1)
            .filter(here)
            .filter(|other| other.first <= mention.end + BEHIND)
            .filter(|other| is_clear(context, mention.end, other.first));
        let before = i
            .checked_sub(1)
            .and_then(|at| mentions.get(at))
            .filter(here)
            .filter(|other| other.end + BEFORE > mention.first);
        inside
            .or_else(|| behind.and_then(|other| country_of(context.list, other)))
            .or_else(|| before.and_then(|other| country_of(context.list, other)))
    }
}

/// Tells whether only prepositions and articles stand between a ministry and a place.
fn is_clear(context: &Context<'_>, from: usize, to: usize) -> bool {
    (from..to).all(|i| {
        matches!(
            context.word(i).to_lowercase().replace('’', "'").as_str(),
            "à" | "au"
                | "aux"
                | "de"
                | "du"
                | "des"
                | "d'"
                | "la"
                | "le"
                | "l'"
                | "en"
                | "in"
                | "at"
                | "of"
                | "the"
                | "("
        )
    })
}

/// Returns the country of a town, by its id.
pub(super) fn country_of_town(id: &str) -> Option<&'static str> {
    let town = id.strip_prefix("place:")?;
    TABLE.country_of(id).filter(|country| *country != town)
}

fn country_of(list: &List, mention: &Mention) -> Option<&'static str> {
    TABLE.country_of(&list.actor(mention.listed?)?.id)
}

fn key_of(context: &Context<'_>, i: usize) -> Key {
    fold::key(context.word(i))
}

/// Returns the key of a word without the mark of its plural.
fn singular(word: &str) -> Key {
    let plural = word.len() > 4 && !word.ends_with("ais") && !word.ends_with("ois");
    fold::key(word.strip_suffix('s').filter(|_| plural).unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_and_nationalities_tell_their_country() {
        assert_eq!(TABLE.country_of("place:niamey"), Some("NE"));
        assert_eq!(TABLE.country_of("place:GQ"), Some("GQ"));
        assert_eq!(TABLE.country_of("place:rhone"), None);
        assert_eq!(TABLE.adjectives.get(&singular("nigériane")), Some(&"NG"));
        assert_eq!(TABLE.adjectives.get(&singular("Polish")), Some(&"PL"));
        assert_eq!(TABLE.portfolios.get(&fold::key("Pêche")), Some(&"fisheries"));
        assert_eq!(TABLE.portfolios.get(&fold::key("Fisheries")), Some(&"fisheries"));
    }

    #[test]
    fn every_row_names_places_of_the_list() {
        for (country, rest) in rows(include_str!("../../../lexicon/countries.tsv")) {
            assert!(
                List::get().find(&format!("place:{country}")).is_some(),
                "{country}"
            );
            let places = rest.split('\t').next().unwrap_or_default();
            for place in places.split('|').filter(|place| !place.is_empty()) {
                let id = format!("place:{place}");
                assert!(List::get().find(&id).is_some(), "{country}: {place}");
            }
        }
    }
}
