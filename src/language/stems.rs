//! Stems: one key for the forms of a word.

use std::fmt;

use rust_stemmers::Algorithm;

use super::{Profile, fold::fold_into, quick::Recent};
use crate::model::Language;

/// Words whose keys are remembered, for each language.
const REMEMBERED: usize = 1 << 15;

/// Longer words are no words, and are neither stemmed nor remembered.
const LONGEST: usize = 64;

/// Finds the keys under which a word is indexed and searched; remembers what it found.
///
/// Make one for each thread and use it for many words.
///
/// # Example
/// ```
/// use dicta::{language::Stemmer, model::Language};
/// let mut stemmer = Stemmer::new();
/// assert_eq!(stemmer.keys_of("d’euros", Language::French), ["euro"]);
/// assert_eq!(stemmer.keys_of("achevée", Language::French), ["achev", "acheve"]);
/// assert_eq!(stemmer.keys_of("Expenses", Language::English), ["expens"]);
/// ```
pub struct Stemmer {
    finder: Finder,
    /// By language, in the order of [`Language`].
    known: [Recent<Keys>; 3],
}

/// Finds keys, and remembers none.
struct Finder {
    french: rust_stemmers::Stemmer,
    english: rust_stemmers::Stemmer,
    lower: String,
    folded: String,
}

/// The keys of a word: `first`, and the rest of `both` if it differs.
#[derive(Debug)]
struct Keys {
    both: Box<str>,
    first: u32,
}

impl Keys {
    fn each(&self, take: &mut impl FnMut(&str)) {
        let (first, second) =
            self.both.split_at_checked(self.first as usize).unwrap_or((&self.both, ""));
        take(first);
        if !second.is_empty() {
            take(second);
        }
    }
}

impl Stemmer {
    /// Returns a stemmer that remembers nothing yet.
    pub fn new() -> Self {
        Self {
            finder: Finder {
                french: rust_stemmers::Stemmer::create(Algorithm::French),
                english: rust_stemmers::Stemmer::create(Algorithm::English),
                lower: String::new(),
                folded: String::new(),
            },
            known: std::array::from_fn(|_| Recent::with_room(REMEMBERED)),
        }
    }

    /// Calls `take` with each key of `word`, one token in any case, one or two times.
    ///
    /// An elided article or pronoun before the word and a genitive behind it are left
    /// out. French words have two keys if they differ: the stem without its accents, and
    /// the stem of the word without its accents, so that a query without accents finds
    /// all. English words have one, words of other languages their folded form.
    pub fn keys(
        &mut self,
        word: &str,
        language: Language,
        take: &mut impl FnMut(&str),
    ) {
        if word.len() > LONGEST {
            return self.fresh_keys(word, language, take);
        }
        let Self { finder, known } = self;
        let find = || finder.find(word, language);
        known[language as usize].with(word, find, |keys| keys.each(take));
    }

    /// As [`Stemmer::keys`], for those who remember more than the keys themselves: looks
    /// nothing up and keeps nothing.
    pub fn fresh_keys(
        &mut self,
        word: &str,
        language: Language,
        take: &mut impl FnMut(&str),
    ) {
        self.finder.find(word, language).each(take);
    }

    /// Returns the keys of `word`, as [`Stemmer::keys`] gives them.
    pub fn keys_of(&mut self, word: &str, language: Language) -> Vec<String> {
        let mut keys = Vec::with_capacity(2);
        self.keys(word, language, &mut |key| keys.push(key.to_owned()));
        keys
    }
}

impl Finder {
    fn find(&mut self, word: &str, language: Language) -> Keys {
        self.lower.clear();
        lower_into(bare(word, Profile::of(language)), &mut self.lower);
        self.folded.clear();
        fold_into(&self.lower, &mut self.folded);
        let exempt = |word: &str| {
            exceptions(language)
                .binary_search_by(|(exempt, _)| (*exempt).cmp(word))
                .ok()
        };
        let mut both = String::with_capacity(2 * self.folded.len());
        if let Some(place) = exempt(&self.folded) {
            both.push_str(exceptions(language)[place].1);
            let first = length(&both);
            return Keys { both: both.into(), first };
        }
        let stemmer = match language {
            Language::French => &self.french,
            Language::English => &self.english,
            Language::Other => {
                let first = length(&self.folded);
                return Keys { both: self.folded.as_str().into(), first };
            }
        };
        if self.lower.len() > LONGEST {
            let first = length(&self.folded);
            return Keys { both: self.folded.as_str().into(), first };
        }
        let plain = stemmer.stem(&self.folded);
        if language == Language::French {
            fold_into(&stemmer.stem(&self.lower), &mut both);
        } else {
            both.push_str(&plain);
        }
        let first = length(&both);
        if both != plain {
            both.push_str(&plain);
        }
        Keys { both: both.into(), first }
    }
}

impl Default for Stemmer {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.known.iter().map(Recent::len).sum::<usize>();
        f.debug_struct("Stemmer").field("known", &known).finish_non_exhaustive()
    }
}

fn length(key: &str) -> u32 {
    u32::try_from(key.len()).unwrap_or(u32::MAX)
}

/// Appends `word` in lower case with ASCII apostrophes.
fn lower_into(word: &str, lower: &mut String) {
    for char in word.chars() {
        match char {
            '\u{2019}' | '\u{2BC}' => lower.push('\''),
            '\u{AD}' => {}
            _ => lower.extend(char.to_lowercase()),
        }
    }
}

/// `word` without an elided word before it, a genitive behind it, and a last point. A
/// clitic alone stays.
fn bare<'a>(word: &'a str, profile: &Profile) -> &'a str {
    let is_apostrophe = |char: char| matches!(char, '\'' | '\u{2019}' | '\u{2BC}');
    let mut bare = word;
    while let Some((before, after)) = bare.split_once(is_apostrophe)
        && !after.is_empty()
        && profile.leading_clitics.contains(&before.to_lowercase().as_str())
        && !profile.whole_words.iter().any(|whole| {
            whole.split_once('\'').is_some_and(|(_, end)| end == after.to_lowercase())
                && before.len() > 2
        })
    {
        bare = after;
    }
    if let Some((before, after)) = bare.rsplit_once(is_apostrophe)
        && !before.is_empty()
        && profile.trailing_clitics.contains(&after.to_lowercase().as_str())
    {
        bare = before;
    }
    match bare.strip_suffix('.') {
        Some(rest) if !rest.is_empty() && !rest.contains('.') => rest,
        _ => bare,
    }
}

/// Words that the algorithms stem wrongly, folded, with their key; sorted.
fn exceptions(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::French => FRENCH,
        Language::English => ENGLISH,
        Language::Other => &[],
    }
}

static FRENCH: &[(&str, &str)] = &[
    ("agenda", "agenda"),
    ("agendas", "agenda"),
    ("aujourd'hui", "aujourd'hui"),
    ("bas", "bas"),
    ("cours", "cours"),
    ("euro", "euro"),
    ("euros", "euro"),
    ("extra", "extra"),
    ("extras", "extra"),
    ("fonds", "fonds"),
    ("gens", "gens"),
    ("jeux", "jeu"),
    ("kilo", "kilo"),
    ("kilos", "kilo"),
    ("logement", "logement"),
    ("logements", "logement"),
    ("media", "media"),
    ("medias", "media"),
    ("numero", "numero"),
    ("numeros", "numero"),
    ("pays", "pays"),
    ("quota", "quota"),
    ("quotas", "quota"),
    ("ratio", "ratio"),
    ("ratios", "ratio"),
    ("scenario", "scenario"),
    ("scenarios", "scenario"),
    ("solo", "solo"),
    ("solos", "solo"),
    ("studio", "studio"),
    ("studios", "studio"),
    ("temps", "temps"),
];

static ENGLISH: &[(&str, &str)] = &[
    ("add", "add"),
    ("added", "add"),
    ("adding", "add"),
    ("adds", "add"),
    ("evening", "evening"),
    ("evenings", "evening"),
    ("general", "general"),
    ("international", "international"),
    ("internationally", "international"),
    ("news", "news"),
    ("organ", "organ"),
    ("organs", "organ"),
    ("universal", "universal"),
    ("universities", "university"),
    ("university", "university"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, word: &str, keys: &[&str]) {
        let mut stemmer = Stemmer::new();
        assert_eq!(stemmer.keys_of(word, language), keys, "{word}");
        assert_eq!(stemmer.keys_of(word, language), keys, "{word} remembered");
    }

    #[test]
    fn french_words_have_a_key_with_and_without_accents() {
        let french = Language::French;
        check(french, "dépenses", &["depens"]);
        check(french, "Achevée", &["achev", "acheve"]);
        check(french, "ÉCONOMIQUES", &["econom"]);
        let mut stemmer = Stemmer::new();
        for (with, without) in
            [("dépensé", "depense"), ("Œuvre", "oeuvre"), ("retraités", "retraites")]
        {
            let with = stemmer.keys_of(with, french);
            let without = stemmer.keys_of(without, french);
            assert!(
                without.iter().any(|key| with.contains(key)),
                "{with:?} {without:?}"
            );
        }
    }

    #[test]
    fn elision_and_genitive_are_left_out() {
        check(Language::French, "d’euros", &["euro"]);
        check(Language::French, "L'euro", &["euro"]);
        check(Language::French, "jusqu’aujourd’hui", &["aujourd'hui"]);
        check(Language::French, "l’", &["l'"]);
        check(Language::English, "Canada’s", &["canada"]);
        check(Language::English, "budgets", &["budget"]);
    }

    #[test]
    fn exceptions_are_sorted_and_hold() {
        for language in Language::ANALYSED {
            assert!(exceptions(language).is_sorted_by_key(|(word, _)| *word));
        }
        check(Language::English, "added", &["add"]);
        check(Language::English, "Evening", &["evening"]);
        check(Language::English, "internationally", &["international"]);
        check(Language::English, "news", &["news"]);
        check(Language::French, "fonds", &["fonds"]);
        check(Language::French, "logements", &["logement"]);
    }

    #[test]
    fn abbreviations_and_other_languages_keep_their_form() {
        check(Language::Other, "Straßen", &["strassen"]);
        check(Language::French, "art.", &["art"]);
        check(Language::English, "U.S.", &["u.s."]);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut stemmer = Stemmer::new();
        for number in 0..=2 * REMEMBERED {
            stemmer.keys(&format!("w{number}"), Language::Other, &mut |_| {});
        }
        assert!(stemmer.known[Language::Other as usize].len() <= 2 * REMEMBERED);
        let long = "a".repeat(10_000);
        assert_eq!(stemmer.keys_of(&long, Language::French), [long]);
    }
}
