//! The words of a query as groups of terms: stems, exact forms, translations.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::schema::Field;

use super::words::{EXACT_WEIGHT, Matchers, Word, phrase};
use super::{BoxedQuery, Compiler, boosted};
use crate::error::Result;
use crate::index::analyzer::{cut, keys};
use crate::index::query::Node;
use crate::index::schema::tag;
use crate::index::weighted::{Alternative, Group, Reach, Words};
use crate::index::{Matching, Scope, TranslatedWord};
use crate::language::{fold, is_stopword};
use crate::model::{Language, TokenKind};
use crate::translate::{LONGEST_TERM, Translation};

/// How much a word in title and headings counts against one in the passage.
const CONTEXT_WEIGHT: f32 = 0.5;
/// Of the two keys of a French word, the one that minds accents and the other.
const KEY_WEIGHTS: [f32; 2] = [0.6, 0.4];
/// Weight of running headers, menus and the like.
const MARGIN_WEIGHT: f32 = 0.5;
/// Weight of the words of the query in the language in which it is not, where they are
/// not translated.
const OTHER_LANGUAGE: f32 = 0.8;
/// Scores of translated words are lower, as their frequency is split: so much is given
/// back, or the language of the query always comes first.
const TRANSLATED_BOOST: f32 = 1.2;
/// What a word counts in the other language that has translations of its own: texts
/// quote, and many words are the same.
const SAME_WORD: f32 = 0.1;
/// What words of the index that look like an unknown word count.
const COGNATE: f32 = 0.5;
/// What another name of a term counts, such as `BCE` for `European Central Bank`.
const EQUIVALENT: f32 = 0.8;
/// Less likely translations are not highlighted.
const LEAST_SHOWN: f32 = 0.05;

/// What a piece of text is looked for under.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) groups: Vec<Group>,
    /// What is more than a word: other names of terms.
    pub(super) phrases: Vec<Vec<String>>,
    pub(super) translated: Vec<TranslatedWord>,
}

impl Wanted {
    fn append(&mut self, other: Self) {
        self.groups.extend(other.groups);
        self.phrases.extend(other.phrases);
        self.translated.extend(other.translated);
    }
}

impl Compiler<'_> {
    /// What the words of `texts`, which stand side by side, are looked for under.
    pub(super) fn wanted(&self, texts: &[&str]) -> Result<Wanted> {
        let mut wanted = Wanted::default();
        let mut words = Vec::new();
        for text in texts {
            words.extend(self.words(text));
        }
        // Where nothing else is asked for, a function word of one language is asked for
        // there too: `été` is summer.
        let only_function = words.iter().all(|word| {
            let folded = fold(&word.text);
            Language::ANALYSED.iter().any(|&l| is_stopword(l, &folded))
        });
        for word in &words {
            wanted.append(self.wanted_word(word, only_function)?);
        }
        if self.lexicon.is_some() && self.matching == Matching::Forms {
            self.add_terms(&words, &mut wanted);
        }
        Ok(wanted)
    }

    /// All words of a query that rank, wherever they stand in it.
    pub(in crate::index) fn ranking(&self, node: &Node) -> Result<Words> {
        let wanted = self.wanted_of(node)?;
        Words::new(&self.index.passages, wanted.groups)
            .map_err(|error| self.index.failure(error))
    }

    /// What the words of a query were translated by.
    pub(in crate::index) fn translated(
        &self,
        node: &Node,
    ) -> Result<Vec<TranslatedWord>> {
        let mut translated = Vec::new();
        for word in self.wanted_of(node)?.translated {
            if !translated.contains(&word) {
                translated.push(word);
            }
        }
        Ok(translated)
    }

    fn wanted_of(&self, node: &Node) -> Result<Wanted> {
        let mut wanted = Wanted::default();
        match node {
            Node::Text(text) => wanted = self.wanted(&[text])?,
            Node::Beside(nodes) => {
                let nodes = self.without_function_words(nodes);
                wanted = self.wanted(&texts(&nodes))?;
                for node in nodes.iter().filter(|node| !matches!(node, Node::Text(_))) {
                    wanted.append(self.wanted_of(node)?);
                }
            }
            Node::All(nodes) | Node::Any(nodes) => {
                for node in nodes {
                    wanted.append(self.wanted_of(node)?);
                }
            }
            Node::Must(node) => wanted = self.wanted_of(node)?,
            Node::Phrase { words, .. } => {
                wanted.translated = self.wanted(&[words])?.translated;
            }
            _ => {}
        }
        Ok(wanted)
    }

    /// The queries that find what is wanted.
    pub(super) fn queries(&self, wanted: Wanted) -> Result<Vec<BoxedQuery>> {
        let mut queries: Vec<BoxedQuery> = Vec::new();
        if !wanted.groups.is_empty() {
            let words = Words::new(&self.index.passages, wanted.groups)
                .map_err(|error| self.index.failure(error))?;
            queries.push(Box::new(words));
        }
        let field = self.index.passage_fields.exact;
        for parts in &wanted.phrases {
            queries.extend(phrase(field, parts, 0).map(|q| boosted(q, EQUIVALENT)));
        }
        Ok(queries)
    }

    fn wanted_word(&self, word: &Word, only_function: bool) -> Result<Wanted> {
        let mut wanted = Wanted::default();
        let fields = &self.index.passage_fields;
        if self.scope == Scope::All {
            for part in &word.parts {
                wanted.groups.push(Group {
                    word: word.text.clone(),
                    alternatives: vec![alternative(fields.margin, part, 1.0)],
                    length: fields.margin,
                    reach: Reach::Measured,
                    passages: self.index.passages.num_docs(),
                    boost: MARGIN_WEIGHT,
                    is_translated: false,
                });
            }
        }
        let folded = fold(&word.text);
        let is_keyed = self.matching == Matching::Forms
            && word.kind.is_word()
            && Language::ANALYSED.iter().any(|&l| !is_stopword(l, &folded));
        if !is_keyed {
            if let [_, _, ..] = word.parts.as_slice() {
                wanted.phrases.push(word.parts.clone());
            } else if let Some(part) = word.parts.first() {
                let alternatives = vec![alternative(fields.exact, part, 1.0)];
                let group = self.exact_group(word, alternatives, Reach::Measured);
                wanted.groups.push(group);
            }
            return Ok(wanted);
        }
        let equivalents = self.equivalents(word, &mut wanted.phrases);
        for language in Language::ANALYSED {
            if is_stopword(language, &folded) && !only_function {
                continue;
            }
            let (group, translations) =
                self.keyed_group(word, language, &equivalents)?;
            wanted.groups.extend(group);
            if !translations.is_empty() {
                let word = word.text.clone();
                wanted.translated.push(TranslatedWord { word, translations });
            }
        }
        if self.passages_in(Language::Other)? > 0 {
            let parts = word.parts.iter().chain(&equivalents);
            let alternatives =
                parts.map(|part| alternative(fields.exact, part, 1.0)).collect();
            let reach = Reach::Without([fields.french, fields.english]);
            wanted.groups.push(self.exact_group(word, alternatives, reach));
        }
        Ok(wanted)
    }

    fn exact_group(
        &self,
        word: &Word,
        alternatives: Vec<Alternative>,
        reach: Reach,
    ) -> Group {
        Group {
            word: word.text.clone(),
            alternatives,
            length: self.index.passage_fields.exact,
            reach,
            passages: self.index.passages.num_docs(),
            boost: 1.0,
            is_translated: false,
        }
    }

    /// What a word is looked for under in passages of `language`, and its translations
    /// if they are some.
    fn keyed_group(
        &self,
        word: &Word,
        language: Language,
        equivalents: &[String],
    ) -> Result<(Option<Group>, Vec<Translation>)> {
        let fields = &self.index.passage_fields;
        let Some(field) = fields.keys(language) else { return Ok((None, Vec::new())) };
        let is_own = self.language.is_none_or(|own| own == language);
        let mut boost = 1.0;
        let mut found: Vec<(String, f32)> = Vec::new();
        let mut translations = Vec::new();
        if is_own || self.lexicon.is_none() {
            push_keys(word, language, 1.0, &mut found);
            if !is_own {
                boost = OTHER_LANGUAGE;
            }
        }
        if let Some(from) = other(language)
            && self.language.is_none_or(|own| own == from)
            && !is_stopword(from, &fold(&word.text))
        {
            translations = self.translations(word, from);
            let weight = if is_own { OTHER_LANGUAGE } else { 1.0 };
            for translation in &translations {
                let share = weight * translation.probability;
                push(&mut found, translation.stem.clone(), share);
            }
            if self.lexicon.is_some() && !is_own {
                boost = TRANSLATED_BOOST;
                if translations.is_empty() {
                    push_keys(word, language, 1.0, &mut found);
                    for (stem, likeness) in self.cognates(word, from, language)? {
                        push(&mut found, stem, COGNATE * likeness);
                    }
                } else {
                    push_keys(word, language, SAME_WORD, &mut found);
                }
            }
        }
        let mut alternatives = Vec::new();
        for (key, weight) in &found {
            let key = cut(key);
            alternatives.push(alternative(field, key, *weight));
            alternatives.push(alternative(
                fields.context,
                key,
                CONTEXT_WEIGHT * weight,
            ));
        }
        if is_own && let [part] = word.parts.as_slice() {
            let term = Term::from_field_text(fields.exact, part);
            alternatives.push(Alternative {
                term,
                weight: EXACT_WEIGHT,
                is_counted: false,
            });
        }
        for name in equivalents {
            alternatives.push(alternative(fields.exact, name, EQUIVALENT));
        }
        let group = Group {
            word: word.text.clone(),
            alternatives,
            length: field,
            reach: Reach::Measured,
            passages: self.passages_in(language)?,
            boost,
            is_translated: !is_own && self.lexicon.is_some(),
        };
        Ok((Some(group), translations))
    }

    /// The translations of a word of language `from`, less those that are not wanted.
    fn translations(&self, word: &Word, from: Language) -> Vec<Translation> {
        let Some(lexicon) = self.lexicon else { return Vec::new() };
        let mut found = Vec::new();
        keys(&word.text, from, |key| {
            if found.is_empty() {
                found = lexicon.translations(key, from);
            }
        });
        if found.is_empty() && word.parts.len() > 1 {
            for part in &word.parts {
                keys(part, from, |key| found.extend(lexicon.translations(key, from)));
            }
        }
        found.retain(|translation| {
            let form = fold(&translation.form);
            !self.refused.iter().any(|refused| fold(refused) == form)
        });
        found
    }

    /// Other names of a word that is an acronym or a name: those of one word, folded;
    /// longer ones go to `phrases`.
    fn equivalents(&self, word: &Word, phrases: &mut Vec<Vec<String>>) -> Vec<String> {
        let Some(lexicon) = self.lexicon else { return Vec::new() };
        let is_name = word.text.chars().any(char::is_uppercase);
        let mut single = Vec::new();
        if is_name {
            for name in lexicon.equivalents(&word.parts.join(" ")) {
                let parts: Vec<String> = name.split(' ').map(str::to_owned).collect();
                if parts.len() > 1 { phrases.push(parts) } else { single.push(name) }
            }
        }
        single
    }

    /// Adds the other names of the terms that several words of the query make.
    fn add_terms(&self, words: &[Word], wanted: &mut Wanted) {
        let Some(lexicon) = self.lexicon else { return };
        let parts: Vec<&str> = words
            .iter()
            .flat_map(|word| word.parts.iter().map(String::as_str))
            .collect();
        let mut names = BTreeSet::new();
        for start in 0..parts.len() {
            for length in (2..=LONGEST_TERM).rev() {
                let Some(term) = parts.get(start..start + length) else { continue };
                names.extend(lexicon.equivalents(&term.join(" ")));
            }
        }
        let names =
            names.iter().map(|name| name.split(' ').map(str::to_owned).collect());
        wanted.phrases.extend(names);
    }

    /// Stems of `language` in the index that look like an unknown word of `from`, each
    /// with its likeness, at most 1, the likest first.
    fn cognates(
        &self,
        word: &Word,
        from: Language,
        language: Language,
    ) -> Result<Vec<(String, f32)>> {
        let Some(field) = self.index.passage_fields.keys(language) else {
            return Ok(Vec::new());
        };
        let mut stem = String::new();
        keys(&word.text, from, |key| {
            if stem.is_empty() {
                key.clone_into(&mut stem);
            }
        });
        self.index.like(field, &stem)
    }

    /// How many passages there are in a language.
    pub(super) fn passages_in(&self, language: Language) -> Result<u64> {
        let term = self.index.passage_fields.tag(tag::LANGUAGE, language.code());
        let error = |error| self.index.failure(error);
        self.index.passages.doc_freq(&term).map_err(error)
    }

    /// Marks what the words of `texts` are found under.
    pub(super) fn collect_wanted(&self, texts: &[&str], matchers: &mut Matchers) {
        let Ok(wanted) = self.wanted(texts) else { return };
        let fields = &self.index.passage_fields;
        for alternative in wanted.groups.iter().flat_map(|group| &group.alternatives) {
            let value = alternative.term.value();
            let Some(key) = value.as_str() else { continue };
            let field = alternative.term.field();
            if alternative.weight < LEAST_SHOWN {
            } else if field == fields.french {
                matchers.french.insert(key.to_owned());
            } else if field == fields.english {
                matchers.english.insert(key.to_owned());
            } else if field == fields.exact || field == fields.margin {
                matchers.exact.insert(key.to_owned());
            }
        }
        matchers.phrases.extend(wanted.phrases.into_iter().map(|parts| (parts, 0)));
    }
}

/// The texts among nodes.
pub(super) fn texts(nodes: &[Node]) -> Vec<&str> {
    nodes
        .iter()
        .filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

fn other(language: Language) -> Option<Language> {
    match language {
        Language::French => Some(Language::English),
        Language::English => Some(Language::French),
        Language::Other => None,
    }
}

fn alternative(field: Field, text: &str, weight: f32) -> Alternative {
    let term = Term::from_field_text(field, text);
    Alternative { term, weight, is_counted: true }
}

/// Adds a key, or raises its weight.
fn push(found: &mut Vec<(String, f32)>, key: String, weight: f32) {
    match found.iter_mut().find(|(known, _)| *known == key) {
        Some((_, known)) => *known = known.max(weight),
        None => found.push((key, weight)),
    }
}

/// Adds the keys that a word has in `language`.
fn push_keys(
    word: &Word,
    language: Language,
    weight: f32,
    found: &mut Vec<(String, f32)>,
) {
    let mut own = Vec::new();
    if word.kind != TokenKind::Number {
        keys(&word.text, language, |key| own.push(key.to_owned()));
    }
    let shares = if own.len() > 1 { KEY_WEIGHTS } else { [1.0, 0.0] };
    for (key, share) in own.into_iter().zip(shares) {
        push(found, key, weight * share);
    }
}
