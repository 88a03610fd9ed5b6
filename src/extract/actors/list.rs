//! The list of known actors: one automaton over the words of all their names.
//!
//! A name is looked up from one place of the text, word by word; words are runs of
//! letters and digits without case and accents, and what stands between them is a
//! space, an apostrophe, a hyphen or a comma. So a name is found whatever its
//! apostrophes, hyphens and no-break spaces.

use std::sync::{Arc, LazyLock};

use super::fold::{self, Folder, Key, KeyMap};
use super::user::UserEntity;
use super::{ministries, words};
use crate::model::{ActorKind, Language};

/// Whether a name is also something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// It names this actor alone.
    None,
    /// It names others too; this actor unless the context says otherwise.
    Shared,
    /// It is an ordinary word, or names another actor first; only the context makes it
    /// this one.
    Word,
}

/// An actor of the list.
#[derive(Debug)]
pub(super) struct Listed {
    /// The id, the same in both languages.
    pub(super) id: Arc<str>,
    /// What sort of actor it is.
    pub(super) kind: ActorKind,
    /// The preferred name in French and in English.
    names: [Arc<str>; 2],
    /// Whether its names mean others too.
    pub(super) guard: Guard,
    /// Keys of words that speak for it when they stand near.
    pub(super) cues: Box<[Key]>,
    /// Keys of the head words of its names, for short forms.
    pub(super) words: Box<[Key]>,
}

impl Listed {
    /// Returns the preferred name in a language.
    pub(super) fn name(&self, language: Language) -> &Arc<str> {
        let [french, english] = &self.names;
        if language == Language::French { french } else { english }
    }
}

/// A reading of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The place in [`List::actors`]; `None` for names known without an entity.
    pub(super) actor: Option<u32>,
    /// What sort of actor it names; `None` for what is no actor.
    pub(super) kind: Option<ActorKind>,
    /// The language of the name; `Other` where both use it.
    language: Language,
    /// Which of its words begin with a capital, the first in the lowest bit.
    capitals: u64,
}

/// A name found in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    /// The byte after its last.
    pub(super) end: usize,
    /// How many words it has.
    pub(super) words: u32,
    /// Whom it may name; those of the text's language first.
    pub(super) candidates: &'a [Candidate],
}

/// The compiled list.
#[derive(Debug, Default)]
pub(super) struct List {
    actors: Vec<Listed>,
    by_id: KeyMap<u32>,
    edges: KeyMap<u32>,
    ends: Vec<Vec<Candidate>>,
    acronyms: KeyMap<Vec<Candidate>>,
    /// How many actors, from the first, the user added; their names mean nobody else.
    own: u32,
}

static LIST: LazyLock<List> = LazyLock::new(|| List::compile(&[]));

/// The longest name that is looked for, in words.
const LONGEST: u32 = 32;

impl List {
    /// Returns the built-in list, compiled at the first call.
    pub(super) fn get() -> &'static Self {
        &LIST
    }

    /// Returns all actors, in the order of the tables.
    pub(super) fn all(&self) -> &[Listed] {
        &self.actors
    }

    /// Returns the actor of a candidate.
    pub(super) fn actor(&self, index: u32) -> Option<&Listed> {
        self.actors.get(index as usize)
    }

    /// Tells whether a place is a town: one without a code that lies in a country which
    /// `lexicon/countries.tsv` knows it of.
    pub(super) fn is_town(actor: &Listed) -> bool {
        ministries::country_of_town(&actor.id).is_some()
    }

    /// Returns the place of the actor with this id.
    pub(super) fn find(&self, id: &str) -> Option<u32> {
        self.by_id.get(&fold::acronym_key(id)).copied()
    }

    /// Returns the longest name that begins at byte `start` of `text`, which must begin
    /// a word, and ends with a word.
    pub(super) fn name_at(&self, text: &str, start: usize) -> Option<Found<'_>> {
        let mut node = 0;
        let mut capitals = 0u64;
        let mut best = None;
        let mut at = start;
        for count in 0..LONGEST {
            let (end, key, capital) = word_at(text, at)?;
            capitals |= u64::from(capital) << count;
            let Some(&next) = self.edges.get(&edge(node, key)) else { return best };
            node = next;
            let candidates =
                self.ends.get(node as usize).map_or(&[][..], Vec::as_slice);
            if candidates.iter().any(|found| found.capitals & !capitals == 0) {
                best = Some(Found { end, words: count + 1, candidates });
            }
            let Some(next) = next_word(text, end) else { return best };
            at = next;
        }
        best
    }

    /// Returns the acronym that begins at byte `start`, written with or without points.
    pub(super) fn acronym_at(&self, text: &str, start: usize) -> Option<Found<'_>> {
        let rest = text.get(start..)?;
        let mut folder = Folder::new();
        let mut end = start;
        let mut length = 0;
        let mut dotted = 0;
        let mut characters = rest.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let after =
                rest.get(at + character.len_utf8()..).and_then(|r| r.chars().next());
            if character.is_alphanumeric() {
                folder.push_exact(character);
                length += 1;
                end = start + at + character.len_utf8();
                if length > 12 {
                    return None;
                }
            } else if character == '.' {
                // `U.S.`, but not the end of a sentence after `ONU`.
                if length != dotted + 1 {
                    break;
                }
                dotted += 1;
                if dotted > 1 || after.is_some_and(char::is_alphanumeric) {
                    end = start + at + 1;
                }
                if !after.is_some_and(char::is_alphanumeric) {
                    break;
                }
            } else if matches!(character, '-' | '&')
                && after.is_some_and(char::is_alphanumeric)
                && length > 0
            {
                folder.push_exact(character);
            } else {
                break;
            }
            let _ = characters.peek();
        }
        let candidates = self.acronyms.get(&folder.key())?;
        Some(Found { end, words: 1, candidates })
    }

    /// Returns the acronym that is written as a word with one capital (`Unicef`), at
    /// least four letters long; `start` is its first byte in the text.
    pub(super) fn spoken_acronym(&self, word: &str, start: usize) -> Option<Found<'_>> {
        if word.chars().count() < 4 {
            return None;
        }
        let mut folder = Folder::new();
        for character in word.chars().flat_map(char::to_uppercase) {
            folder.push_exact(character);
        }
        let candidates = self.acronyms.get(&folder.key())?;
        Some(Found { end: start + word.len(), words: 1, candidates })
    }

    /// Compiles the built-in tables, and before them the user's rows.
    pub(super) fn compile(user: &[UserEntity]) -> Self {
        let mut list = Self { ends: vec![Vec::new()], ..Self::default() };
        list.edges.reserve(20_000);
        for row in user {
            let cells = row.names.each_ref().map(|names| names.join("|"));
            let acronyms = row.acronyms.each_ref().map(|names| names.join("|"));
            list.add_actor(&Row {
                id: &row.id,
                kind: row.kind,
                names: cells.each_ref().map(String::as_str),
                acronyms: acronyms.each_ref().map(String::as_str),
                guard: Guard::None,
                cues: "",
            });
        }
        list.own = u32::try_from(list.actors.len()).unwrap_or(u32::MAX);
        for (id, rest) in words::rows(include_str!("../../../lexicon/entities.tsv")) {
            if list.own == 0 || list.find(id).is_none() {
                list.add_actor(&Row::of(id, rest));
            }
        }
        for (name, rest) in words::rows(include_str!("../../../lexicon/names.tsv")) {
            let kind = match rest.split('\t').next() {
                Some("place") => ActorKind::Place,
                Some("organization") => ActorKind::Organization,
                _ => continue,
            };
            list.add_name(name, None, Some(kind), Language::Other);
        }
        list
    }

    fn add_actor(&mut self, row: &Row<'_>) {
        let Row { id, kind, names: [french, english], guard, .. } = *row;
        let acronyms =
            [Language::French, Language::English].into_iter().zip(row.acronyms);
        let cues = split(row.cues).map(fold::key).collect();
        let Ok(index) = u32::try_from(self.actors.len()) else { return };
        let preferred = |first: &str, second: &str| -> Arc<str> {
            split(first).next().or_else(|| split(second).next()).unwrap_or(id).into()
        };
        let mut keys: Vec<Key> = split(french).filter_map(first_word).collect();
        keys.extend(split(english).filter_map(fold::head_word).map(fold::key));
        keys.sort_unstable();
        keys.dedup();
        for (language, names) in
            [(Language::French, french), (Language::English, english)]
        {
            for name in split(names) {
                self.add_name(name, Some(index), Some(kind), language);
            }
        }
        for (language, acronyms) in acronyms {
            for acronym in split(acronyms) {
                let found =
                    self.acronyms.entry(fold::acronym_key(acronym)).or_default();
                if self.own > 0 && has_own(found, self.own) {
                    continue;
                }
                push(
                    found,
                    Candidate {
                        actor: Some(index),
                        kind: Some(kind),
                        language,
                        capitals: 0,
                    },
                );
            }
        }
        self.by_id.insert(fold::acronym_key(id), index);
        self.actors.push(Listed {
            id: id.into(),
            kind,
            names: [preferred(french, english), preferred(english, french)],
            guard,
            cues,
            words: keys.into(),
        });
    }

    fn add_name(
        &mut self,
        name: &str,
        actor: Option<u32>,
        kind: Option<ActorKind>,
        language: Language,
    ) {
        let mut node = 0;
        let mut capitals = 0u64;
        let mut count = 0;
        let mut at = Some(0);
        while let Some((end, key, capital)) = at.and_then(|at| word_at(name, at)) {
            if count == LONGEST {
                return;
            }
            capitals |= u64::from(capital) << count;
            count += 1;
            let fresh = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            node = *self.edges.entry(edge(node, key)).or_insert(fresh);
            if node == fresh {
                self.ends.push(Vec::new());
            }
            at = next_word(name, end);
        }
        if let Some(found) = self.ends.get_mut(node as usize).filter(|_| count > 0) {
            // A name known without an entity adds nothing to one with an entity.
            let is_taken = self.own > 0 && has_own(found, self.own);
            if !is_taken && (actor.is_some() || found.is_empty()) {
                push(found, Candidate { actor, kind, language, capitals });
            }
        }
    }
}

impl Candidate {
    /// Tells whether the name is one of this language.
    pub(super) fn is_of(self, language: Language) -> bool {
        self.language == language
            || self.language == Language::Other
            || language == Language::Other
    }
}

/// Adds a reading; the same in the other language makes it one of both.
fn push(found: &mut Vec<Candidate>, new: Candidate) {
    if let Some(known) = found.iter_mut().find(|known| known.actor == new.actor) {
        if known.language != new.language {
            known.language = Language::Other;
        }
        known.capitals &= new.capitals;
    } else {
        found.push(new);
    }
}

/// A row of the tables.
struct Row<'a> {
    id: &'a str,
    kind: ActorKind,
    /// In French and in English, parted by `|`, the preferred one first.
    names: [&'a str; 2],
    acronyms: [&'a str; 2],
    guard: Guard,
    cues: &'a str,
}

impl<'a> Row<'a> {
    fn of(id: &'a str, rest: &'a str) -> Self {
        let mut columns = rest.split('\t');
        let mut column = || columns.next().unwrap_or_default();
        let kind = match column() {
            "place" => ActorKind::Place,
            "person" => ActorKind::Person,
            _ => ActorKind::Organization,
        };
        let names = [column(), column()];
        let acronyms = [column(), column()];
        let guard = match column() {
            "shared" => Guard::Shared,
            "word" => Guard::Word,
            _ => Guard::None,
        };
        Self { id, kind, names, acronyms, guard, cues: column() }
    }
}

/// Tells whether a name is one of the user's `own` actors.
fn has_own(found: &[Candidate], own: u32) -> bool {
    found.iter().any(|candidate| candidate.actor.is_some_and(|actor| actor < own))
}

fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|name| !name.is_empty())
}

/// Returns the key of the word that heads a French name: `Banque` of `Banque mondiale`.
fn first_word(name: &str) -> Option<Key> {
    name.split_whitespace().next().map(fold::key)
}

fn edge(node: u32, key: Key) -> Key {
    key.rotate_left(17) ^ u64::from(node).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Returns the end of the word at byte `at`, its key, and whether it begins with a
/// capital. `&` and a comma are words of their own.
fn word_at(text: &str, at: usize) -> Option<(usize, Key, bool)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let mut folder = Folder::new();
    if matches!(first, '&' | ',') {
        folder.push(first);
        return Some((at + 1, folder.key(), false));
    }
    let mut end = at;
    for (offset, character) in rest.char_indices() {
        if !character.is_alphanumeric() {
            break;
        }
        folder.push(character);
        end = at + offset + character.len_utf8();
    }
    (end > at).then(|| (end, folder.key(), first.is_uppercase()))
}

/// Returns where the next word of a name begins after byte `end`: beyond at most one
/// apostrophe, hyphen or point and white space without an empty line.
fn next_word(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let mut mark = false;
    let mut feeds = 0;
    let mut spaces = 0;
    for (offset, character) in rest.char_indices() {
        match character {
            _ if character.is_alphanumeric() => {
                return (offset > 0).then_some(end + offset);
            }
            '&' | ',' if !mark => return Some(end + offset),
            '\'' | '’' | '-' | '‐' | '‑' | '–' | '.' | '/' if !mark => {
                mark = true;
            }
            '\n' => {
                feeds += 1;
                if feeds > 1 {
                    return None;
                }
            }
            '\t' => return None,
            _ if character.is_whitespace() && spaces < 3 => spaces += 1,
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<&str> {
        let list = List::get();
        let found = list.name_at(text, 0).or_else(|| list.acronym_at(text, 0));
        found.map_or(Vec::new(), |found| {
            found
                .candidates
                .iter()
                .filter_map(|candidate| list.actor(candidate.actor?))
                .map(|actor| &*actor.id)
                .collect()
        })
    }

    #[test]
    fn names_are_found_in_both_languages_and_any_typography() {
        assert_eq!(ids("Union européenne"), ["org:EU"]);
        assert_eq!(ids("European Union"), ["org:EU"]);
        assert_eq!(ids("Côte d’Ivoire"), ids("Côte d'Ivoire"));
        assert_eq!(ids("Nations\u{a0}Unies"), ["org:UN"]);
        assert_eq!(ids("BANQUE MONDIALE"), ["org:WB"]);
        assert_eq!(ids("Etats-Unis"), ["place:US"]);
    }

    #[test]
    fn acronyms_count_case_but_not_points() {
        assert_eq!(ids("O.N.U. et"), ["org:UN"]);
        assert_eq!(ids("ONU. Elle"), ["org:UN"]);
        assert_eq!(ids("UpM"), ["org:UFM"]);
        assert_eq!(ids("us"), [""; 0]);
    }

    #[test]
    fn the_longest_name_wins_and_capitals_count() {
        let list = List::get();
        let text = "Guinée équatoriale et Guinée";
        let found = list.name_at(text, 0).unwrap();
        assert_eq!(&text.as_bytes()[..found.end], "Guinée équatoriale".as_bytes());
        assert_eq!(ids("world Bank"), [""; 0], "a capital is missing");
    }

    #[test]
    fn ids_are_unique_and_names_are_there() {
        let list = List::get();
        assert!(list.actors.len() >= 3_000, "{}", list.actors.len());
        assert_eq!(list.actors.len(), list.by_id.len());
        for actor in &list.actors {
            let prefix = if actor.kind == ActorKind::Place { "place:" } else { "org:" };
            assert!(actor.id.starts_with(prefix), "{}", actor.id);
            assert!(!actor.name(Language::French).is_empty(), "{}", actor.id);
        }
        assert_eq!(
            list.find("org:EU").map(|i| &*list.actor(i).unwrap().id),
            Some("org:EU")
        );
    }
}
