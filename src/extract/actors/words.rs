//! What is known about single words: titles, given names, head words, months.

use std::sync::LazyLock;

use super::fold::{self, KeyMap};

/// What a word may be, as a set of bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags(u32);

impl Flags {
    pub(super) const NONE: Self = Self(0);
    /// A word that is written small in running text, in either language.
    pub(super) const COMMON: Self = Self(1);
    pub(super) const GIVEN: Self = Self(1 << 1);
    pub(super) const SURNAME: Self = Self(1 << 2);
    pub(super) const MALE: Self = Self(1 << 3);
    pub(super) const FEMALE: Self = Self(1 << 4);
    /// `Mme`, `Dr`.
    pub(super) const CIVILITY: Self = Self(1 << 5);
    /// `ministre`, `director`.
    pub(super) const ROLE: Self = Self(1 << 6);
    /// What stands before an English role: `environment`, `deputy`.
    pub(super) const PREMODIFIER: Self = Self(1 << 7);
    /// `Agence`, `Agency`.
    pub(super) const ORG_HEAD: Self = Self(1 << 8);
    /// `Ltd`, `SA`.
    pub(super) const ORG_SUFFIX: Self = Self(1 << 9);
    /// What introduces the name of a body: `groupe`, `company`.
    pub(super) const ORG_INTRO: Self = Self(1 << 10);
    /// A head word that French writes small: `ministère`.
    pub(super) const ORG_LOWER: Self = Self(1 << 11);
    /// What makes a name that of a law, plan or event: `Act`, `Accord`.
    pub(super) const LAW: Self = Self(1 << 12);
    /// What introduces the name of a place: `ville`, `river`.
    pub(super) const PLACE_HEAD: Self = Self(1 << 13);
    /// What ends the name of a place: `Lake`, `Street`.
    pub(super) const PLACE_SUFFIX: Self = Self(1 << 14);
    /// What begins the name of a place: `Mont`, `San`.
    pub(super) const PLACE_PREFIX: Self = Self(1 << 15);
    /// `à`, `in`.
    pub(super) const LOCATIVE: Self = Self(1 << 16);
    /// A verb of speech or thought.
    pub(super) const SPEECH: Self = Self(1 << 17);
    /// A capitalised word that names no actor: a month, an article, `GDP`.
    pub(super) const NOT_ACTOR: Self = Self(1 << 18);
    /// `French`, `Belges`.
    pub(super) const DEMONYM: Self = Self(1 << 19);
    /// `of`, `pour`: links the parts of a body's name.
    pub(super) const LINK: Self = Self(1 << 20);
    /// `and`, `et`: joins the ends of a body's name.
    pub(super) const JOIN: Self = Self(1 << 21);
    /// An article inside a body's name.
    pub(super) const DETERMINER: Self = Self(1 << 22);
    /// A particle of personal names that also links other words: `de`.
    pub(super) const PARTICLE: Self = Self(1 << 23);
    /// A particle of personal names: `von`.
    pub(super) const NOBILIARY: Self = Self(1 << 24);
    /// A head word that often stands alone, so that what follows it is seldom its name.
    pub(super) const BARE: Self = Self(1 << 25);

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the set as a number.
    pub(super) const fn bits(self) -> u32 {
        self.0
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The flags of all known words, and endings that tell something of unknown ones.
#[derive(Debug, Default)]
pub(super) struct Words {
    flags: KeyMap<Flags>,
    adjectives: Vec<&'static str>,
    institutional: Vec<&'static str>,
    nouns: Vec<&'static str>,
    people: Vec<&'static str>,
    place_endings: Vec<&'static str>,
    place_infixes: Vec<&'static str>,
    place_starts: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(Words::compile);

impl Words {
    /// Returns the built-in words, compiled at the first call.
    pub(super) fn get() -> &'static Self {
        &WORDS
    }

    /// Returns what `word` may be.
    pub(super) fn flags(&self, word: &str) -> Flags {
        self.flags.get(&fold::key(word)).copied().unwrap_or_default()
    }

    /// Tells whether a French word looks like an adjective that follows its noun.
    pub(super) fn is_adjective(&self, word: &str) -> bool {
        self.adjectives.iter().any(|ending| word.ends_with(ending))
    }

    /// Tells whether a French word looks like an adjective that says which body is
    /// meant: `nationale`, `européenne`.
    pub(super) fn is_institutional(&self, word: &str) -> bool {
        self.institutional.iter().any(|ending| word.ends_with(ending))
    }

    /// Tells whether a French word looks like a noun rather than an infinitive.
    pub(super) fn is_noun(&self, word: &str) -> bool {
        self.nouns.iter().any(|ending| word.ends_with(ending))
    }

    /// Tells whether a word looks like one for a group of people: `Methodists`.
    pub(super) fn is_group(&self, word: &str) -> bool {
        self.people.iter().any(|ending| word.ends_with(ending))
    }

    /// Tells whether an unknown name looks like that of a place.
    pub(super) fn is_like_place(&self, word: &str) -> bool {
        let long = |ending: &str| word.len() > ending.len() + 2;
        self.place_endings.iter().any(|ending| long(ending) && word.ends_with(ending))
            || self.place_infixes.iter().any(|infix| word.contains(infix))
            || self.place_starts.iter().any(|start| word.starts_with(start))
    }

    fn add(&mut self, word: &str, flags: Flags) {
        let known = self.flags.entry(fold::key(word)).or_default();
        *known = known.or(flags);
    }

    fn compile() -> Self {
        let mut words = Self::default();
        words.flags.reserve(34_000);
        for (word, _) in rows(include_str!("../../../lexicon/common_words.tsv")) {
            words.add(word, Flags::COMMON);
        }
        for table in [
            include_str!("../../../lexicon/names.tsv"),
            include_str!("../../../lexicon/titles.tsv"),
            include_str!("../../../lexicon/organization_words.tsv"),
            include_str!("../../../lexicon/actor_words.tsv"),
        ] {
            for (word, rest) in rows(table) {
                let mut columns = rest.split('\t');
                let name = columns.next().unwrap_or_default();
                match name {
                    "adjective" => words.adjectives.push(bare(word)),
                    "noun" => words.nouns.push(bare(word)),
                    "people" => words.people.push(bare(word)),
                    "institutional" => words.institutional.push(bare(word)),
                    "place_ending" => words.place_endings.push(bare(word)),
                    "place_infix" => words.place_infixes.push(word),
                    "place_start" => words.place_starts.push(word),
                    _ => {}
                }
                let class = class(name);
                if class == Flags::NONE || word.contains(' ') {
                    continue;
                }
                let gender = match columns.next() {
                    Some("m") => Flags::MALE,
                    Some("f") => Flags::FEMALE,
                    _ => Flags::NONE,
                };
                words.add(word, class.or(gender));
            }
        }
        words
    }
}

/// Returns an ending without the hyphen that marks it as one.
fn bare(ending: &'static str) -> &'static str {
    ending.trim_start_matches('-')
}

fn class(name: &str) -> Flags {
    match name {
        "given" => Flags::GIVEN,
        "surname" => Flags::SURNAME,
        "civility" => Flags::CIVILITY,
        "role" => Flags::ROLE,
        "premodifier" => Flags::PREMODIFIER,
        "head" => Flags::ORG_HEAD,
        "suffix" => Flags::ORG_SUFFIX,
        "intro" => Flags::ORG_INTRO,
        "lower" => Flags::ORG_LOWER,
        "law" => Flags::LAW,
        "place_head" => Flags::PLACE_HEAD,
        "place_suffix" => Flags::PLACE_SUFFIX,
        "place_prefix" => Flags::PLACE_PREFIX,
        "locative" => Flags::LOCATIVE,
        "speech" => Flags::SPEECH,
        "not_actor" => Flags::NOT_ACTOR,
        "demonym" => Flags::DEMONYM,
        "link" => Flags::LINK,
        "join" => Flags::JOIN,
        "determiner" => Flags::DETERMINER,
        "particle" => Flags::PARTICLE,
        "nobiliary" => Flags::NOBILIARY,
        "bare" => Flags::BARE,
        _ => Flags::NONE,
    }
}

/// Returns the first column and the rest of each row below the header.
pub(super) fn rows(
    table: &'static str,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().skip(1).filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_are_known() {
        let words = Words::get();
        for (word, flag) in [
            ("ministre", Flags::ROLE),
            ("Director", Flags::ROLE),
            ("Mme", Flags::CIVILITY),
            ("Dr", Flags::CIVILITY),
            ("Émilie", Flags::GIVEN),
            ("émilie", Flags::FEMALE),
            ("Agence", Flags::ORG_HEAD),
            ("Agency", Flags::ORG_HEAD),
            ("Ltd", Flags::ORG_SUFFIX),
            ("septembre", Flags::NOT_ACTOR),
            ("March", Flags::NOT_ACTOR),
            ("Français", Flags::DEMONYM),
            ("environnement", Flags::COMMON),
        ] {
            assert!(words.flags(word).has(flag), "{word}");
        }
        assert_eq!(words.flags("Zxqvw"), Flags::NONE);
    }
}
