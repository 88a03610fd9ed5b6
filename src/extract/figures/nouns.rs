//! The nouns that numbers count.

use super::context::Scope;
use super::lexicon::{Lexicon, Traits};
use crate::language::numerals::{is_number_word, skip_space, word_end};
use crate::model::Language;

/// A counted noun behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Noun {
    pub start: usize,
    pub end: usize,
    pub lemma: String,
}

impl Scope<'_> {
    /// Returns the counted noun behind a number that ends at `at`.
    pub(super) fn noun_behind(&self, at: usize, scaled: bool) -> Option<Noun> {
        let mut at = at;
        if self.from(at).starts_with(['-', '‑']) {
            return None;
        }
        let mut start = skip_space(self.text, at);
        if start == at {
            return None;
        }
        let ofs: &[&str] = match (self.is_french(), scaled) {
            (true, true) => {
                &["de ces ", "de ses ", "de leurs ", "de ", "d'", "d’", "des "]
            }
            (true, false) => &["de ces ", "de ses ", "de leurs "],
            (false, true) => &["of these ", "of those ", "of the ", "of its ", "of "],
            (false, false) => &["of these ", "of those ", "of its "],
        };
        let of = ofs.iter().find(|of| self.from(start).starts_with(**of));
        if let Some(of) = of {
            at = start + of.len();
            start = skip_space(self.text, at);
            // `50 milliards des Émirats` come from there.
            if of.starts_with("des") && self.from(start).starts_with(char::is_uppercase)
            {
                return None;
            }
        }
        let lexicon = Lexicon::get();
        let noun_start = start;
        let most = if self.is_french() { 3 } else { 5 };
        for _ in 0..most {
            let end = self.hyphened_end(start);
            let word = self.between(start, end);
            let traits = lexicon.traits(word, self.language);
            if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            let adjective = traits.has(Traits::ADJECTIVE);
            if traits.has(Traits::STOP) && !adjective {
                return None;
            }
            if !adjective && is_plural(word, traits, self.language) {
                let lemma = singular(word, self.language);
                return Some(Noun { start: noun_start, end, lemma });
            }
            if self.is_french() && !adjective {
                return None;
            }
            let next = skip_space(self.text, end);
            if next == end {
                return None;
            }
            start = next;
        }
        None
    }

    /// Returns the singular noun between `un` or `one`, which ends at `at`, and the whole of
    /// a ratio (`un hôpital sur trois`, `one child in five`).
    pub(super) fn noun_in_ratio(&self, at: usize) -> Option<Noun> {
        let lexicon = Lexicon::get();
        let start = skip_space(self.text, at);
        let mut word_start = start;
        let mut head = None;
        for _ in 0..4 {
            let end = self.hyphened_end(word_start);
            let word = self.between(word_start, end);
            let traits = lexicon.traits(word, self.language);
            if word.is_empty() || traits.has(Traits::STOP) {
                return None;
            }
            // French names the thing first, English last.
            if head.is_none() && !traits.has(Traits::ADJECTIVE) || !self.is_french() {
                head = Some(word);
            }
            let next = skip_space(self.text, end);
            let ofs: &[&str] = if self.is_french() {
                &["sur "]
            } else {
                &["in every ", "out of every ", "out of ", "in "]
            };
            if let Some(of) = ofs.iter().find(|of| self.from(next).starts_with(**of)) {
                let whole = skip_space(self.text, next + of.len());
                let number = self.word_at(whole);
                let counted = number.starts_with(|c: char| c.is_ascii_digit())
                    && number.len() < 4
                    || is_number_word(number, self.language)
                        && !matches!(number, "un" | "une" | "one");
                let lemma = singular(head?, self.language);
                return counted.then_some(Noun { start, end, lemma });
            }
            if next == end {
                return None;
            }
            word_start = next;
        }
        None
    }

    /// The end of the word with its hyphens that begins at `at`.
    fn hyphened_end(&self, at: usize) -> usize {
        let mut end = word_end(self.text, at);
        while end > at
            && let Some(hyphen @ ('-' | '‑')) = self.char_at(end)
        {
            let next = word_end(self.text, end + hyphen.len_utf8());
            if next == end + hyphen.len_utf8() {
                break;
            }
            end = next;
        }
        end
    }
}

fn is_plural(word: &str, traits: Traits, language: Language) -> bool {
    if traits.has(Traits::IRREGULAR) && language != Language::French {
        return true;
    }
    let letters = word.chars().count();
    let acronym =
        letters > 1 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    if acronym && language == Language::French {
        return true;
    }
    if language == Language::French {
        letters > 2 && word.ends_with(['s', 'x', 'z'])
            || word.split('-').next().is_some_and(|first| {
                first.len() > 2 && word.contains('-') && first.ends_with(['s', 'x'])
            })
    } else {
        letters > 2
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !word.ends_with("is")
    }
}

/// The singular of a plural noun, in lower case unless it is a name.
pub(super) fn singular(word: &str, language: Language) -> String {
    let lower = word.to_lowercase();
    if word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()) {
        return word.to_owned();
    }
    let cut = |length: usize, ending: &str| {
        let kept = lower.len() - length;
        format!("{}{ending}", lower.get(..kept).unwrap_or(&lower))
    };
    if language == Language::French {
        return match lower.as_str() {
            "pays" | "fois" | "mois" | "voix" | "prix" | "cas" | "corps" | "temps"
            | "choix" | "avis" | "bras" | "progrès" | "succès" | "procès" | "accès"
            | "repas" | "pas" | "permis" | "français" | "anglais" | "noix"
            | "croix" | "bus" | "colis" | "concours" | "cours" | "parcours"
            | "recours" | "discours" | "fonds" | "poids" | "taux" | "decès"
            | "décès" | "tapis" | "paradis" | "dos" | "os" | "puits" | "remous"
            | "abus" | "virus" | "campus" | "gaz" | "nez" | "riz" | "quiz" => lower,
            "yeux" => "œil".to_owned(),
            "travaux" => "travail".to_owned(),
            word if word.ends_with("eaux") || word.ends_with("eux") => cut(1, ""),
            word if word.ends_with("aux") => cut(3, "al"),
            word if word.ends_with(['s', 'x']) => cut(1, ""),
            _ => lower,
        };
    }
    match lower.as_str() {
        "men" | "women" | "policemen" | "firemen" | "businessmen" | "fishermen"
        | "countrymen" | "servicemen" | "craftsmen" | "congressmen" => cut(2, "an"),
        "children" | "grandchildren" => cut(3, ""),
        "feet" => "foot".to_owned(),
        "teeth" => "tooth".to_owned(),
        "lives" | "wives" | "knives" => cut(3, "fe"),
        "buses" | "viruses" | "campuses" | "bonuses" | "censuses" | "surpluses" => {
            cut(2, "")
        }
        "halves" | "shelves" | "wolves" | "leaves" | "thieves" => cut(3, "f"),
        "series" | "species" | "headquarters" => lower,
        word if word.ends_with("ies") && word.len() > 4 => cut(3, "y"),
        word if ["sses", "xes", "ches", "shes", "zes"]
            .iter()
            .any(|e| word.ends_with(e)) =>
        {
            cut(2, "")
        }
        word if word.ends_with('s') && !word.ends_with("ss") => cut(1, ""),
        _ => lower,
    }
}
