//! Noun phrases around a cue, found by their borders: who speaks.

use crate::model::{Actor, Layer, Span};

use super::groups::Group;
use super::lexicon::Class;
use super::markers::aside_at;
use super::quotes::Quotation;
use super::words::{Word, is_finite};

/// The words of one sentence with all that is known about them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [Word],
    pub(super) groups: &'a [Group],
    pub(super) quotations: &'a [Quotation],
    pub(super) actors: &'a Layer<Actor>,
    pub(super) language: crate::model::Language,
    /// Whether the block begins with the dash of a dialogue.
    pub(super) dialogue: bool,
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

    /// Tells whether nothing but marks stands from the word on.
    pub(super) fn ends_at(&self, place: usize) -> bool {
        self.words.get(place..).is_none_or(|rest| {
            rest.iter().all(|word| word.kind == crate::model::TokenKind::Punctuation)
        })
    }

    pub(super) fn is(&self, place: usize, class: Class) -> bool {
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
    ///
    /// Its head decides, the words before the first preposition, relative or comma: `la
    /// maire de Lyon` speaks, `la hausse à Lyon` does not. What says who somebody is,
    /// behind a comma, helps where the head does not.
    pub(super) fn voice(&self, start: usize, end: usize) -> Voice {
        let words = self.words.get(start..end).unwrap_or_default();
        if let [word] = words
            && word.is(Class::PRONOUN.or(Class::QUANTIFIER))
        {
            return Voice::Speaks;
        }
        let breaks = |word: &Word| {
            let quote = word.span.quote(self.text);
            word.is(Class::PREPOSITION.or(Class::RELATIVE).or(Class::THAT))
                || word.is_mark(self.text, ",")
                || word.kind == crate::model::TokenKind::Lower
                    && quote.len() > 4
                    && quote.ends_with("ing")
        };
        let mut first = words
            .iter()
            .position(|word| !word.is(Class::DETERMINER.or(Class::ADVERB)))
            .unwrap_or_default();
        // `bon nombre d’utilisateurs`, `62 % of residents`, `a majority of voters`
        let of = |place: usize| {
            words.get(place).is_some_and(|word| {
                word.is(Class::DE) || word.span.quote(self.text) == "of"
            })
        };
        if let Some(link) = (first + 1..first + 4).find(|&place| of(place))
            && words.get(first..link).unwrap_or_default().iter().any(|word| {
                word.is(Class::MEASURE) || word.kind == crate::model::TokenKind::Number
            })
        {
            first = link + 1;
        }
        let rest = words.get(first..).unwrap_or_default();
        let until = rest.iter().position(breaks).unwrap_or(rest.len());
        let head = rest.get(..until).unwrap_or_default();
        if head.iter().any(|word| word.is(Class::HUMAN)) {
            return Voice::Speaks;
        }
        if head.iter().any(|word| word.is(Class::DOCUMENT)) {
            return Voice::Document;
        }
        if head.iter().any(|word| word.is(Class::TEXT)) {
            return Voice::Silent;
        }
        let names = |words: &[Word], from_start: bool| {
            let Some((one, last)) = words.first().zip(words.last()) else {
                return false;
            };
            self.actors.overlapping(one.span.hull(last.span)).next().is_some()
                // A capital inside a sentence is a name that no list knows.
                || words.iter().skip(usize::from(from_start)).any(Word::is_capital)
        };
        if names(head, start + first == 0) || head.iter().any(|w| self.acts(w)) {
            return Voice::Speaks;
        }
        // `Maëlle Tanguy, présidente`, `sa directrice, Hélène Guyot`
        let after = rest
            .get(until..)
            .unwrap_or_default()
            .split(|word| word.is_mark(self.text, ","))
            .nth(1)
            .unwrap_or_default();
        let until = after.iter().position(breaks).unwrap_or(after.len());
        let after = after.get(..until).unwrap_or_default();
        if after.iter().any(|word| word.is(Class::HUMAN)) || names(after, false) {
            return Voice::Speaks;
        }
        Voice::Unknown
    }

    /// Tells whether a plural noun has the ending of people who do something:
    /// `éleveurs`, `campaigners`.
    fn acts(&self, word: &Word) -> bool {
        let quote = word.span.quote(self.text);
        let ends: &[&str] = match self.language {
            crate::model::Language::French => {
                &["eurs", "euses", "rices", "istes", "iens", "iennes"]
            }
            _ => &["ers", "ors", "ists", "ians"],
        };
        word.kind.is_word()
            && quote.len() > 6
            && !word.is(Class::THING)
            && ends.iter().any(|end| quote.ends_with(end))
    }

    /// Returns the source at a span of the sentence.
    pub(super) fn place_of(&self, span: Option<Span>) -> Option<Source> {
        let span = span?;
        let start = self.words.iter().position(|word| word.span.overlaps(span))?;
        let rest = self.words.get(start..)?;
        let length = rest.iter().take_while(|word| word.span.overlaps(span)).count();
        Some(Source { start, end: start + length, span, voice: Voice::Speaks })
    }

    /// Returns the noun phrase that is all the words `start..end`.
    pub(super) fn phrase_between(&self, start: usize, end: usize) -> Option<Source> {
        self.begins_phrase(start).then(|| self.source(start, end)).flatten()
    }

    fn source(&self, start: usize, end: usize) -> Option<Source> {
        const LONGEST: usize = 60;
        if start >= end || end - start > LONGEST {
            return None;
        }
        let span = self.span(start, end)?;
        Some(Source { start, end, span, voice: self.voice(start, end) })
    }

    /// Returns the subject that stands before a verb group.
    pub(super) fn subject_before(&self, group: &Group) -> Option<Source> {
        self.subject_ending(group.start)
    }

    /// Returns the subject that stands before the word at which a verb begins.
    pub(super) fn subject_ending(&self, left: usize) -> Option<Source> {
        let before = left.checked_sub(1)?;
        if self.is(before, Class::RELATIVE) {
            return self.antecedent(before);
        }
        if self.is(before, Class::PRONOUN) && !self.is(before, Class::DETERMINER) {
            return self.source(before, left);
        }
        if self.is_mark(before, ",")
            && let Some(source) = self.subject_over_relative(left)
        {
            return Some(source);
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
            // `Last week my colleague`
            if *start + 2 < *end
                && self.is(*start + 1, Class::TIME)
                && matches!(
                    self.words[*start].span.quote(self.text).to_lowercase().as_str(),
                    "last" | "this" | "next" | "that" | "earlier"
                )
            {
                *start += 2;
            }
        }
        // `Quand il a parlé, le maire …`: what has a verb or conjunction of its own is no
        // part of the subject, nor is what stands before it.
        let clausal = |&(start, end): &(usize, usize)| {
            let words = self.words.get(start..end).unwrap_or_default();
            let relative =
                words.iter().any(|word| word.is(Class::RELATIVE.or(Class::THAT)));
            self.is(start, Class::SUBORDINATOR)
                || !relative
                    && words.iter().skip(1).any(|word| {
                        // `AI` is no form of `avoir`.
                        word.is(Class::BE.or(Class::HAVE)) && !word.is_capital()
                    })
        };
        if let Some(last) = segments.iter().rposition(clausal) {
            segments.drain(..=last);
        }
        segments.retain(|(start, end)| start < end && self.begins_phrase(*start));
        let speaks = |&&(start, end): &&(usize, usize)| {
            matches!(self.voice(start, end), Voice::Speaks | Voice::Document)
        };
        let mut first = segments
            .iter()
            .position(|segment| speaks(&segment))
            .or_else(|| segments.len().checked_sub(1))?;
        // `Candidate à sa réélection, Nadia Ferrand`: what is set before the name.
        let named = |&(start, _): &(usize, usize)| {
            self.words
                .get(start)
                .is_some_and(|word| self.actors.overlapping(word.span).next().is_some())
        };
        let bare = segments.get(first).is_some_and(|segment| {
            !named(segment)
                && !self.is(segment.0, Class::DETERMINER.or(Class::PRONOUN))
                && !self.is(segment.0, Class::QUANTIFIER)
        });
        if bare && let Some(later) = segments.iter().skip(first).position(named) {
            first += later;
        }
        let &(start, _) = segments.get(first)?;
        let mut end = left;
        while end > start
            && self.words.get(end - 1).is_some_and(|word| {
                word.is_mark(self.text, ",")
                    || word.is(Class::ADVERB) && !self.belongs_to_participle(end - 1)
            })
        {
            end -= 1;
        }
        // A relative clause that a comma opened and none has closed holds the verb too.
        let within_relative = !self.is_mark(before, ",")
            && (start + 1..end).any(|place| {
                self.is(place, Class::RELATIVE) && self.is_mark(place - 1, ",")
            });
        if within_relative {
            return None;
        }
        self.source(start, self.without_aside(start, end))
    }

    /// `Un sondage publié mardi`, `a poll published on Tuesday`: the day is of the
    /// participle, not of the verb that follows.
    fn belongs_to_participle(&self, place: usize) -> bool {
        let day = self.words.get(place).is_some_and(|word| {
            let quote = word.span.quote(self.text).to_lowercase();
            ["di", "day", "dimanche", "hier", "demain"]
                .iter()
                .any(|end| quote.ends_with(end))
        });
        if !day {
            return false;
        }
        let Some(before) = place.checked_sub(1).and_then(|at| self.words.get(at))
        else {
            return false;
        };
        let quote = before.span.quote(self.text);
        before.is(Class::PREPOSITION)
            || before.kind == crate::model::TokenKind::Lower
                && ["é", "ée", "és", "ées", "ed"].iter().any(|end| quote.ends_with(end))
    }

    /// The end of a source less what is set beside it: `Les éleveurs, eux,`.
    fn without_aside(&self, start: usize, end: usize) -> usize {
        (start + 1..end)
            .find(|&comma| {
                self.is_mark(comma, ",")
                    && aside_at(self, comma + 1).is_some_and(|length| {
                        let after = comma + 1 + length;
                        after >= end || self.is_mark(after, ",")
                    })
            })
            .unwrap_or(end)
    }

    /// `Lucinda Grey, who has chaired the board, says`: the subject with its relative
    /// clause, whose verbs are not asked.
    pub(super) fn subject_over_relative(&self, left: usize) -> Option<Source> {
        let from = (0..left)
            .rev()
            .find(|&place| {
                self.is_mark(place, ";:—–?!») ”.«“\"") || self.is(place, Class::THAT)
            })
            .map_or(0, |mark| mark + 1);
        let relative = (from + 1..left.checked_sub(1)?).find(|&place| {
            self.is_mark(place - 1, ",")
                && (self.is(place, Class::RELATIVE)
                    || matches!(
                        self.words[place].span.quote(self.text),
                        "dont" | "whose" | "où" | "where"
                    ))
        })?;
        let first = (from..relative)
            .rev()
            .skip(1)
            .find(|&place| self.is_mark(place, ","))
            .map_or(from, |comma| comma + 1);
        let start = (first..relative).find(|&place| self.begins_phrase(place))?;
        let speaks = self.voice(start, relative - 1) != Voice::Unknown;
        speaks.then(|| self.source(start, left - 1)).flatten()
    }

    /// The noun phrase before a relative pronoun.
    pub(super) fn antecedent(&self, relative: usize) -> Option<Source> {
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
                || self.is(before, Class::THAT) && !self.compares(before)
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

    /// `tels que`, `ainsi que`: the words behind belong to the noun before.
    fn compares(&self, that: usize) -> bool {
        that.checked_sub(1).and_then(|before| self.words.get(before)).is_some_and(
            |word| {
                matches!(
                    word.span.quote(self.text),
                    "tel" | "telle" | "tels" | "telles" | "ainsi"
                )
            },
        )
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

    /// Returns who speaks behind what says where: `a réagi sur les réseaux l’ancien
    /// ministre`.
    pub(super) fn phrase_behind(&self, from: usize) -> Option<Source> {
        const REACH: usize = 10;
        if !self.is(from, Class::PREPOSITION) {
            return None;
        }
        let no = Class::PREPOSITION.or(Class::DE).or(Class::A).or(Class::DETERMINER);
        (from + 2..(from + REACH).min(self.words.len()))
            .filter(|&place| {
                let word = &self.words[place];
                (word.is(Class::DETERMINER) || word.is_capital())
                    && self.words[place - 1].kind.is_word()
                    && !self.words[place - 1].is(no)
                    && !self.words[place - 1].is_capital()
            })
            .filter_map(|place| self.phrase_after(place))
            .find(|source| {
                source.voice == Voice::Speaks
                    && (self.ends_at(source.end) || self.is_mark(source.end, ","))
            })
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
            // `Kessler et Roy (2022)`, `Jean Petit (PS)`
            if place > start
                && word.is_mark(self.text, "(")
                && let Some(close) = (place + 2..(place + 8).min(self.words.len()))
                    .find(|&close| self.is_mark(close, ")"))
            {
                place = close + 1;
                continue;
            }
            if word.is_mark(self.text, ",.;:!?…()—–")
                || self.opens(place).is_some()
                || self.closes(place)
                || word.is(Class::THAT) && !self.compares(place)
                || (place > start
                    && self.groups.iter().any(|group| group.start == place))
                || (place > start
                    && narrow
                    && is_finite(self.text, word, self.language))
            {
                break;
            }
            let linking = word.is(Class::DE.or(Class::A))
                || matches!(
                    word.span.quote(self.text),
                    "of" | "for" | "aux" | "et" | "and" | "en" | "sur"
                )
                // `publiée par Sopra Steria`, `engineers at Tollgate`
                || matches!(word.span.quote(self.text), "par" | "by" | "at" | "from")
                    && (1..=2).any(|next| {
                        self.words.get(place + next).is_some_and(Word::is_capital)
                    });
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
        let clause = self
            .words
            .get(place..end)
            .unwrap_or_default()
            .iter()
            .any(|word| is_finite(self.text, word, self.language));
        !clause
            && (self.is_mark(end, ",.;:!?…)")
                || end >= self.words.len()
                || self.closes(end)
                || self.opens(end).is_some())
    }
}
