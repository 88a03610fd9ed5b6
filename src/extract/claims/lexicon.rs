//! Cue verbs, nouns, markers and function words, from `lexicon/`.

use std::sync::LazyLock;

use crate::language::WordMap;
use crate::model::Language;

/// What sort of speech act a cue states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Say,
    Estimate,
    Promise,
    /// Means to do something: a promise of those who can make one.
    Intend,
    Recommend,
    Warn,
    Deny,
    Forecast,
    Admit,
    Criticise,
    Support,
    Ask,
    Quantify,
    Evidence,
}

impl Act {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "say" => Self::Say,
            "estimate" => Self::Estimate,
            "promise" => Self::Promise,
            "intend" => Self::Intend,
            "recommend" => Self::Recommend,
            "warn" => Self::Warn,
            "deny" => Self::Deny,
            "forecast" => Self::Forecast,
            "admit" => Self::Admit,
            "criticise" => Self::Criticise,
            "support" => Self::Support,
            "ask" => Self::Ask,
            "quantify" => Self::Quantify,
            "evidence" => Self::Evidence,
            _ => return None,
        })
    }

    /// Tells whether a plain object names what is claimed, without a figure or a quote
    /// to prove that something was said.
    pub(super) fn objects_are_claims(self) -> bool {
        matches!(
            self,
            Self::Deny
                | Self::Criticise
                | Self::Recommend
                | Self::Quantify
                | Self::Warn
                | Self::Support
        )
    }
}

/// What may follow a cue verb.
#[expect(clippy::struct_excessive_bools, reason = "each frame is there or not")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Frames {
    /// A clause: `que …`, `that …`.
    pub(super) clause: bool,
    /// A bare infinitive: `affirme vouloir`; in English `to …`.
    pub(super) infinitive: bool,
    /// `de` with an infinitive or noun.
    pub(super) de: bool,
    /// `à` with an infinitive or noun.
    pub(super) a: bool,
    /// A plain object.
    pub(super) object: bool,
    /// A quotation, before or behind.
    pub(super) quotation: bool,
    /// An object and what it is judged to be: `juge l’étude incomplète`.
    pub(super) predicate: bool,
    /// An object and what it is held for: `considère la course comme une priorité`.
    pub(super) as_predicate: bool,
    /// A plain object, but only if some of it is quoted: `présente un « plan »`.
    pub(super) quoted_object: bool,
    /// Other prepositions: `pour`, `sur`, `contre`, `for`, `on`, `about`.
    pub(super) prepositions: Vec<&'static str>,
}

impl Frames {
    fn of(codes: &'static str) -> Self {
        let mut frames = Self::default();
        for code in codes.split(',') {
            frames.quotation |= code == "colon";
            frames.predicate |= matches!(code, "ADJ" | "N-N");
            frames.as_predicate |= code == "N-as";
            match code.trim() {
                "que" | "that" | "N-that" | "it-will" => frames.clause = true,
                "inf" | "to" | "to-Ving" | "refl-to" => frames.infinitive = true,
                "de" => frames.de = true,
                "à" => frames.a = true,
                "quoted" => frames.quoted_object = true,
                "colon" => {}
                "to-N" => frames.prepositions.push("to"),
                other
                    if other.starts_with('N') || other == "ADJ" || other == "Ving" =>
                {
                    frames.object = true;
                }
                other => frames.prepositions.push(other),
            }
        }
        frames
    }
}

/// One sense of a cue verb.
#[derive(Debug)]
pub(super) struct Verb {
    pub(super) act: Act,
    pub(super) frames: Frames,
    pub(super) reflexive: bool,
    /// The words that must follow, each with its alternatives: `en garde`, `out`,
    /// `prêt|prête`.
    pub(super) particle: Vec<Vec<&'static str>>,
}

/// The form in which a verb stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Finite,
    Participle,
    Gerund,
    Infinitive,
}

/// A set of word classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Class(u64);

impl Class {
    pub(super) const DETERMINER: Self = Self(1);
    pub(super) const CLITIC: Self = Self(1 << 1);
    pub(super) const REFLEXIVE: Self = Self(1 << 2);
    pub(super) const PREPOSITION: Self = Self(1 << 3);
    pub(super) const DE: Self = Self(1 << 4);
    pub(super) const A: Self = Self(1 << 5);
    pub(super) const TO: Self = Self(1 << 6);
    pub(super) const PRONOUN: Self = Self(1 << 7);
    pub(super) const COORDINATOR: Self = Self(1 << 8);
    pub(super) const RELATIVE: Self = Self(1 << 9);
    pub(super) const THAT: Self = Self(1 << 10);
    pub(super) const HAVE: Self = Self(1 << 11);
    pub(super) const BE: Self = Self(1 << 12);
    pub(super) const DO: Self = Self(1 << 13);
    pub(super) const NEGATION: Self = Self(1 << 14);
    pub(super) const ADVERB: Self = Self(1 << 15);
    pub(super) const FUTURE: Self = Self(1 << 16);
    pub(super) const SHOULD: Self = Self(1 << 17);
    pub(super) const HEDGE: Self = Self(1 << 18);
    pub(super) const TEXT: Self = Self(1 << 19);
    pub(super) const DOCUMENT: Self = Self(1 << 20);
    pub(super) const HUMAN: Self = Self(1 << 21);
    pub(super) const PLEDGE_HEAD: Self = Self(1 << 22);
    pub(super) const POSITION_HEAD: Self = Self(1 << 23);
    pub(super) const QUESTION_HEAD: Self = Self(1 << 24);
    pub(super) const MONTH: Self = Self(1 << 25);
    pub(super) const BLUNT: Self = Self(1 << 26);
    pub(super) const VERB: Self = Self(1 << 27);
    pub(super) const SPEECH: Self = Self(1 << 28);
    pub(super) const THING: Self = Self(1 << 29);
    pub(super) const QUANTIFIER: Self = Self(1 << 30);
    pub(super) const TREND: Self = Self(1 << 31);
    pub(super) const SOURCE_HEAD: Self = Self(1 << 32);
    pub(super) const ANAPHOR_PERSON: Self = Self(1 << 33);
    /// An office, which a person called otherwise does not hold: `préfet`, `mayor`.
    pub(super) const OFFICE: Self = Self(1 << 42);
    pub(super) const FIRST_PERSON: Self = Self(1 << 34);
    pub(super) const ANAPHOR_BODY: Self = Self(1 << 35);
    pub(super) const AS: Self = Self(1 << 36);
    pub(super) const WEIGHT: Self = Self(1 << 37);
    pub(super) const MEASURE: Self = Self(1 << 38);
    pub(super) const IMPERATIVE: Self = Self(1 << 39);
    pub(super) const TIME: Self = Self(1 << 40);
    pub(super) const SUBORDINATOR: Self = Self(1 << 41);

    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "det" => Self::DETERMINER,
            "clitic" => Self::CLITIC,
            "reflexive" => Self::REFLEXIVE,
            "prep" => Self::PREPOSITION,
            "de" => Self::DE,
            "a" => Self::A,
            "to" => Self::TO,
            "pron" => Self::PRONOUN,
            "coord" => Self::COORDINATOR,
            "relative" => Self::RELATIVE,
            "that" => Self::THAT,
            "have" => Self::HAVE,
            "be" => Self::BE,
            "do" => Self::DO,
            "neg" => Self::NEGATION,
            "adv" => Self::ADVERB,
            "future" => Self::FUTURE,
            "should" => Self::SHOULD,
            "hedge" => Self::HEDGE,
            "text" => Self::TEXT,
            "document" => Self::DOCUMENT,
            "human" => Self::HUMAN,
            "pledgehead" => Self::PLEDGE_HEAD,
            "positionhead" => Self::POSITION_HEAD,
            "questionhead" => Self::QUESTION_HEAD,
            "month" => Self::MONTH,
            "blunt" => Self::BLUNT,
            "verb" => Self::VERB,
            "speech" => Self::SPEECH,
            "thing" => Self::THING,
            "quantifier" => Self::QUANTIFIER,
            "trend" => Self::TREND,
            "sourcehead" => Self::SOURCE_HEAD,
            "anaphorperson" => Self::ANAPHOR_PERSON,
            "office" => Self::OFFICE,
            "anaphorbody" => Self::ANAPHOR_BODY,
            "first" => Self::FIRST_PERSON,
            "as" => Self::AS,
            "weight" => Self::WEIGHT,
            "measure" => Self::MEASURE,
            "imperative" => Self::IMPERATIVE,
            "time" => Self::TIME,
            "subord" => Self::SUBORDINATOR,
            _ => return None,
        })
    }

    /// Tells whether the sets share a class.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the classes of either set.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A marker such as `selon`, in words of one language.
#[derive(Debug)]
pub(super) struct Marker {
    /// The words in lower case, the apostrophe ASCII.
    pub(super) words: Vec<String>,
    /// What it does.
    pub(super) role: MarkerRole,
}

/// What a [`Marker`] does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkerRole {
    /// It introduces a source anywhere in a sentence.
    Anywhere,
    /// It introduces a source only at the start of a sentence.
    Start,
    /// It stands beside a source and is none of it: `pour sa part`.
    Aside,
}

/// All that the lexicon knows of one word form.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) class: Class,
    /// Indices into [`Lexicon::verbs`].
    pub(super) verbs: Vec<(u16, Form)>,
    /// The act that the noun names.
    pub(super) noun: Option<Act>,
    /// Indices into [`Lexicon::markers`] of markers that begin with the word.
    pub(super) markers: Vec<u16>,
}

/// The lexicon of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub(super) verbs: Vec<Verb>,
    pub(super) markers: Vec<Marker>,
    entries: WordMap<String, Entry>,
}

impl Lexicon {
    /// Returns the lexicon of a language; English for [`Language::Other`].
    pub(super) fn of(language: Language) -> &'static Self {
        static FRENCH: LazyLock<Lexicon> =
            LazyLock::new(|| Lexicon::load(Language::French));
        static ENGLISH: LazyLock<Lexicon> =
            LazyLock::new(|| Lexicon::load(Language::English));
        match language {
            Language::French => &FRENCH,
            Language::English | Language::Other => &ENGLISH,
        }
    }

    /// Returns what is known of a word in lower case with ASCII apostrophes.
    pub(super) fn entry(&self, word: &str) -> Option<&Entry> {
        self.entries.get(word)
    }

    fn load(language: Language) -> Self {
        let mut lexicon = Self::default();
        let code = language.code();
        for row in rows(include_str!("../../../lexicon/claim_words.tsv"), code) {
            let [class, words] = columns(row);
            let Some(class) = Class::of(class) else { continue };
            for word in words.split(' ') {
                let entry = lexicon.entries.entry(word.to_owned()).or_default();
                entry.class = entry.class.or(class);
            }
        }
        for row in rows(include_str!("../../../lexicon/claim_nouns.tsv"), code) {
            let [noun, act] = columns(row);
            lexicon.entries.entry(noun.to_owned()).or_default().noun = Act::of(act);
        }
        for row in rows(include_str!("../../../lexicon/claim_markers.tsv"), code) {
            let [marker, _act, place] = columns(row);
            let role = match place {
                "start" => MarkerRole::Start,
                "aside" => MarkerRole::Aside,
                _ => MarkerRole::Anywhere,
            };
            let words: Vec<_> =
                marker.replace('\'', "' ").split(' ').map(str::to_owned).collect();
            let number = u16::try_from(lexicon.markers.len()).unwrap_or(u16::MAX);
            if let Some(first) = words.first() {
                lexicon.entries.entry(first.clone()).or_default().markers.push(number);
            }
            lexicon.markers.push(Marker { words, role });
        }
        for row in rows(include_str!("../../../lexicon/cue_verbs.tsv"), code) {
            let [
                _lemma,
                act,
                frames,
                reflexive,
                particle,
                finite,
                participle,
                gerund,
                infinitive,
            ] = columns(row);
            let Some(act) = Act::of(act) else { continue };
            let number = u16::try_from(lexicon.verbs.len()).unwrap_or(u16::MAX);
            lexicon.verbs.push(Verb {
                act,
                frames: Frames::of(frames),
                reflexive: reflexive == "yes",
                particle: particle
                    .split(' ')
                    .filter(|word| !word.is_empty())
                    .map(|word| word.split('|').collect())
                    .collect(),
            });
            for (forms, form) in [
                (finite, Form::Finite),
                (participle, Form::Participle),
                (gerund, Form::Gerund),
                (infinitive, Form::Infinitive),
            ] {
                for word in forms.split(' ').filter(|word| !word.is_empty()) {
                    let entry = lexicon.entries.entry(word.to_owned()).or_default();
                    entry.verbs.push((number, form));
                }
            }
        }
        lexicon
    }
}

/// The rows of a table that are of a language, without that first column.
pub(super) fn rows<'a>(table: &'a str, code: &str) -> impl Iterator<Item = &'a str> {
    table.lines().skip(1).filter_map(move |line| {
        line.strip_prefix(code).and_then(|rest| rest.strip_prefix('\t'))
    })
}

/// The first columns of a row; missing ones are empty.
pub(super) fn columns<const N: usize>(row: &str) -> [&str; N] {
    let mut columns = [""; N];
    for (column, value) in columns.iter_mut().zip(row.split('\t')) {
        *column = value;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_understood() {
        for language in Language::ANALYSED {
            let code = language.code();
            for row in rows(include_str!("../../../lexicon/claim_words.tsv"), code) {
                assert!(Class::of(columns::<1>(row)[0]).is_some(), "{row}");
            }
            for row in rows(include_str!("../../../lexicon/cue_verbs.tsv"), code) {
                let [_, act, _, _, _, finite] = columns(row);
                assert!(Act::of(act).is_some() && !finite.is_empty(), "{row}");
            }
            let lexicon = Lexicon::of(language);
            assert!(lexicon.verbs.len() > 150 && lexicon.markers.len() > 5);
        }
    }
}
