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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
    /// Another preposition: `pour`, `sur`, `contre`, `for`, `on`, `about`.
    pub(super) preposition: bool,
}

impl Frames {
    fn of(codes: &str) -> Self {
        let mut frames = Self::default();
        for code in codes.split(',') {
            frames.quotation |= code == "colon";
            frames.predicate |= matches!(code, "ADJ" | "N-as" | "N-N");
            match code.trim() {
                "que" | "that" | "N-that" | "it-will" => frames.clause = true,
                "inf" | "to" | "to-Ving" | "refl-to" => frames.infinitive = true,
                "de" => frames.de = true,
                "à" => frames.a = true,
                "pour" | "sur" | "contre" | "for" | "on" | "about" | "against"
                | "of" => {
                    frames.preposition = true;
                }
                other
                    if other.starts_with('N') || other == "ADJ" || other == "Ving" =>
                {
                    frames.object = true;
                }
                _ => {}
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
    /// Words that must follow: `en garde`, `out`.
    pub(super) particle: Option<String>,
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
pub(super) struct Class(u32);

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
    /// Whether it introduces a source only at the start of a sentence.
    pub(super) start_only: bool,
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
            let [marker, _act, position] = columns(row);
            let words: Vec<_> =
                marker.replace('\'', "' ").split(' ').map(str::to_owned).collect();
            let number = u16::try_from(lexicon.markers.len()).unwrap_or(u16::MAX);
            if let Some(first) = words.first() {
                lexicon.entries.entry(first.clone()).or_default().markers.push(number);
            }
            lexicon.markers.push(Marker { words, start_only: position == "start" });
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
                particle: (!particle.is_empty()).then(|| particle.to_owned()),
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
fn rows<'a>(table: &'a str, code: &str) -> impl Iterator<Item = &'a str> {
    table.lines().skip(1).filter_map(move |line| {
        line.strip_prefix(code).and_then(|rest| rest.strip_prefix('\t'))
    })
}

/// The first columns of a row; missing ones are empty.
fn columns<const N: usize>(row: &str) -> [&str; N] {
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
