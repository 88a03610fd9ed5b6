//! Noun phrases around a cue, found by their borders: who speaks.

use crate::model::{Actor, Layer, Span};

use super::groups::Group;
use super::lexicon::Class;
use super::quotes::Quotation;
use super::words::Word;

/// The words of one sentence with all that is known about them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) groups: &'a [Group],
    pub(super) quotations: &'a [Quotation],
    pub(super) actors: &'a Layer<Actor>,
    pub(super) language: crate::model::Language,
}

/// A noun phrase that may be a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    /// Its first word.
    pub(super) start: usize,
    /// The word after its last.
    pub(super) end: usize,
    /// Its place in the text.
    pub(super) span: Span,
    /// How sure it is that it can speak.
    pub(super) voice: Voice,
}

/// Whether a noun phrase can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// A person, body, group or pronoun.
    Speaks,
    /// A document, such as a study.
    Document,
    /// Not known.
    Unknown,
    /// A law, table or annex: what it says is no claim.
    Silent,
}

impl Scene<'_> {
    /// Returns the span of the words `start..end`, `None` if there are none.
    pub(super) fn span(&self, start: usize, end: usize) -> Option<Span> {
        let words = self.words.get(start..end)?;
        Some(words.first()?.span.hull(words.last()?.span))
    }

    /// Tells whether the word is one of these marks.
    pub(super) fn is_mark(&self, place: usize, marks: &str) -> bool {
        self.words.get(place).is_some_and(|word| word.is_mark(self.text, marks))
    }

    fn is(&self, place: usize, class: Class) -> bool {
        self.words.get(place).is_some_and(|word| word.is(class))
    }

    /// Returns the outermost quotation that opens at the word.
    pub(super) fn opens(&self, place: usize) -> Option<&Quotation> {
        let start = self.words.get(place)?.span.start();
        self.quotations.iter().find(|quotation| quotation.outer.start() == start)
    }

    /// Tells whether a noun phrase can begin at the word.
    pub(super) fn begins_phrase(&self, place: usize) -> bool {
        let Some(word) = self.words.get(place) else { return false };
        if word.is(Class::DETERMINER.or(Class::PRONOUN)) {
            return true;
        }
        let no = Class::PREPOSITION
            .or(Class::COORDINATOR)
            .or(Class::RELATIVE)
            .or(Class::THAT)
            .or(Class::NEGATION)
            .or(Class::ADVERB)
            .or(Class::HAVE)
            .or(Class::BE)
            .or(Class::TO);
        !word.is(no)
            && (word.kind.is_word() || word.kind == crate::model::TokenKind::Number)
            && !word.is_inverted_pronoun(self.text)
    }

    /// Tells how the phrase `start..end` can speak.
    pub(super) fn voice(&self, start: usize, end: usize) -> Voice {
        let Some(span) = self.span(start, end) else { return Voice::Unknown };
        let words = self.words.get(start..end).unwrap_or_default();
        let head = words
            .iter()
            .find(|word| !word.is(Class::DETERMINER) && word.kind.is_word());
        if words.len() == 1 && words.iter().all(|word| word.is(Class::PRONOUN)) {
            return Voice::Speaks;
        }
        if head.is_some_and(|word| word.is(Class::TEXT) && !word.is(Class::DOCUMENT)) {
            return Voice::Silent;
        }
        if head.is_some_and(|word| word.is(Class::DOCUMENT)) {
            return Voice::Document;
        }
        if self.actors.overlapping(span).next().is_some()
            || words.iter().any(|word| word.is(Class::HUMAN))
        {
            return Voice::Speaks;
        }
        // A capital inside a sentence is a name that no list knows.
        if words.iter().skip(usize::from(start == 0)).any(Word::is_capital) {
            return Voice::Speaks;
        }
        Voice::Unknown
    }

    fn source(&self, start: usize, end: usize) -> Option<Source> {
        if start >= end || end - start > 45 {
            return None;
        }
        let span = self.span(start, end)?;
        Some(Source { start, end, span, voice: self.voice(start, end) })
    }

    /// Returns the subject that stands before a verb group.
    pub(super) fn subject_before(&self, group: &Group) -> Option<Source> {
        let left = group.start;
        let before = left.checked_sub(1)?;
        if self.is(before, Class::RELATIVE) {
            return self.antecedent(before);
        }
        if self.is(before, Class::PRONOUN) && !self.is(before, Class::DETERMINER) {
            return self.source(before, left);
        }
        let mut from = self.clause_start(left);
        // `X est Y et Z dit`: the subject begins after the coordinator.
        for place in (from..left).rev() {
            if self.is(place, Class::COORDINATOR)
                && (from..place).any(|at| self.is(at, Class::HAVE.or(Class::BE)))
            {
                from = place + 1;
                break;
            }
        }
        let mut segments: Vec<(usize, usize)> = Vec::new();
        let mut start = from;
        for place in from..=left {
            if place == left || self.is_mark(place, ",") {
                if start < place {
                    segments.push((start, place));
                }
                start = place + 1;
            }
        }
        for (start, end) in &mut segments {
            while *start < *end && self.is(*start, Class::COORDINATOR.or(Class::ADVERB))
            {
                *start += 1;
            }
        }
        segments.retain(|(start, end)| start < end && self.begins_phrase(*start));
        let speaks = |&&(start, end): &&(usize, usize)| {
            matches!(self.voice(start, end), Voice::Speaks | Voice::Document)
        };
        let &(start, _) = segments.iter().find(speaks).or_else(|| segments.last())?;
        let mut end = left;
        while end > start
            && self.words.get(end - 1).is_some_and(|word| {
                word.is_mark(self.text, ",") || word.is(Class::ADVERB)
            })
        {
            end -= 1;
        }
        self.source(start, end)
    }

    /// The noun phrase before a relative pronoun.
    fn antecedent(&self, relative: usize) -> Option<Source> {
        let mut end = relative;
        while end > 0 && self.is_mark(end - 1, ",") {
            end -= 1;
        }
        let from = self.clause_start(end);
        let start = (from..end)
            .rev()
            .find(|&place| self.is_mark(place, ","))
            .map_or(from, |comma| comma + 1);
        let start = (start..end).find(|&place| self.begins_phrase(place))?;
        self.source(start, end)
    }

    /// The first word of the clause that ends before `left`.
    fn clause_start(&self, left: usize) -> usize {
        let mut place = left;
        while let Some(before) = place.checked_sub(1) {
            let boundary = self.is_mark(before, ";:—–?!»”.«“\"")
                || self.is(before, Class::THAT)
                || self
                    .groups
                    .iter()
                    .any(|group| group.end == place && group.end <= left)
                || self.closes(before);
            if boundary {
                break;
            }
            place = before;
        }
        place
    }

    /// Tells whether a quotation closes at the word.
    pub(super) fn closes(&self, place: usize) -> bool {
        let Some(word) = self.words.get(place) else { return false };
        let end = word.span.end();
        self.quotations.iter().any(|quotation| quotation.outer.end() == end)
    }

    /// Returns the noun phrase that begins at the word, with the appositions that follow
    /// it directly.
    pub(super) fn phrase_after(&self, from: usize) -> Option<Source> {
        let mut start = from;
        while self.is(start, Class::ADVERB) {
            start += 1;
        }
        if let Some(word) = self.words.get(start)
            && word.is_inverted_pronoun(self.text)
        {
            // `-t-il`: the pronoun is what follows the last hyphen.
            let quote = word.span.quote(self.text);
            let hyphen = quote.rfind('-')?;
            let span =
                Span::new(self.text, word.span.start() + hyphen + 1..word.span.end())?;
            return Some(Source { start, end: start + 1, span, voice: Voice::Speaks });
        }
        if !self.begins_phrase(start) {
            return None;
        }
        if self.is(start, Class::PRONOUN) && !self.is(start, Class::DETERMINER) {
            return self.source(start, start + 1);
        }
        let mut end = self.segment_end(start, true);
        while self.is_mark(end, ",") && self.is_apposition(end + 1) {
            end = self.segment_end(end + 1, false);
        }
        self.source(start, end)
    }

    /// Returns the noun phrase that begins at the word and that a comma parts from the
    /// main clause: an apposition belongs to it only if a comma closes it.
    pub(super) fn phrase_before_comma(&self, from: usize) -> Option<Source> {
        let source = self.phrase_after(from)?;
        if self.is_mark(source.end, ",") {
            return Some(source);
        }
        let comma = (source.start..source.end).find(|&place| self.is_mark(place, ","));
        comma.map_or(Some(source), |comma| self.source(source.start, comma))
    }

    /// The end of the words from `start` that a comma, mark or clause does not part.
    fn segment_end(&self, start: usize, narrow: bool) -> usize {
        let mut place = start;
        while place < self.words.len() {
            let word = &self.words[place];
            if word.is_mark(self.text, ",.;:!?…()—–")
                || self.opens(place).is_some()
                || self.closes(place)
                || word.is(Class::THAT)
                || (place > start
                    && self.groups.iter().any(|group| group.start == place))
                || (place > start && word.is(Class::HAVE.or(Class::BE)) && narrow)
            {
                break;
            }
            let linking = word.is(Class::DE.or(Class::A))
                || matches!(
                    word.span.quote(self.text),
                    "of" | "for" | "aux" | "et" | "and" | "en" | "sur"
                );
            if narrow && place > start && word.is(Class::PREPOSITION) && !linking {
                break;
            }
            place += 1;
        }
        place
    }

    /// Tells whether the words after a comma say who somebody is.
    fn is_apposition(&self, place: usize) -> bool {
        let Some(word) = self.words.get(place) else { return false };
        if self.opens(place).is_some() || !self.begins_phrase(place) {
            return false;
        }
        let end = self.segment_end(place, false);
        let said = self.groups.iter().any(|group| (place..=end).contains(&group.start));
        if said || word.is(Class::PRONOUN) && !word.is(Class::DETERMINER) {
            return false;
        }
        // `sa directrice`, `an economist at X`, `présidente du réseau`, `urbaniste`.
        let clause = (place..end).any(|at| self.is(at, Class::HAVE.or(Class::BE)));
        !clause
            && (self.is_mark(end, ",.;:!?…)")
                || end >= self.words.len()
                || self.closes(end)
                || self.opens(end).is_some())
    }
}
