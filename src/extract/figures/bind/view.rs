//! A sentence as binding sees it: words with cues, figures as one word each, and the
//! noun groups between.

use std::sync::LazyLock;

use crate::language::WordMap;
use crate::model::{
    Actor, Analysis, Figure, FigureKind, Language, Layer, Sentence, Span, TokenKind,
};

/// What a word does beside a figure; a word may do several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cue(u32);

impl Cue {
    pub(super) const NONE: Self = Self(0);
    pub(super) const DET: Self = Self(1);
    pub(super) const OF: Self = Self(1 << 1);
    pub(super) const PREP: Self = Self(1 << 2);
    pub(super) const AND: Self = Self(1 << 3);
    pub(super) const PRONOUN: Self = Self(1 << 4);
    pub(super) const SOURCE: Self = Self(1 << 5);
    pub(super) const VERB: Self = Self(1 << 6);
    pub(super) const SPEND: Self = Self(1 << 7);
    pub(super) const UP_VERB: Self = Self(1 << 8);
    pub(super) const DOWN_VERB: Self = Self(1 << 9);
    pub(super) const UP_NOUN: Self = Self(1 << 10);
    pub(super) const DOWN_NOUN: Self = Self(1 << 11);
    pub(super) const TARGET: Self = Self(1 << 12);
    pub(super) const BASELINE: Self = Self(1 << 13);
    pub(super) const GENERIC: Self = Self(1 << 14);
    pub(super) const GDP: Self = Self(1 << 15);
    pub(super) const CLAUSE: Self = Self(1 << 16);
    pub(super) const TIME: Self = Self(1 << 17);
    pub(super) const NOISE: Self = Self(1 << 18);
    /// A verb of no sort that has a cue of its own, of `lexicon/verbs.tsv`.
    pub(super) const VERBAL: Self = Self(1 << 19);
    /// Makes a figure denied.
    pub(super) const NOT: Self = Self(1 << 20);
    /// A target by itself, without a verb behind (`objectif`, `vise 40 GW`).
    pub(super) const AIM: Self = Self(1 << 21);
    /// Names means or a time, not an agent, behind `par` and `by`.
    pub(super) const MEANS: Self = Self(1 << 22);
    /// A quantity that is itself a share (`taux`, `deficit`).
    pub(super) const RATE: Self = Self(1 << 23);
    /// Any verb.
    pub(super) const ANY_VERB: Self = Self(
        Self::VERB.0
            | Self::SPEND.0
            | Self::UP_VERB.0
            | Self::DOWN_VERB.0
            | Self::VERBAL.0,
    );
    /// Any word that says that something rises or falls.
    pub(super) const MOVES: Self =
        Self(Self::UP_VERB.0 | Self::DOWN_VERB.0 | Self::UP_NOUN.0 | Self::DOWN_NOUN.0);
    pub(super) const UP: Self = Self(Self::UP_VERB.0 | Self::UP_NOUN.0);
    /// A noun that names a rise or fall.
    pub(super) const MOVE_NOUN: Self = Self(Self::UP_NOUN.0 | Self::DOWN_NOUN.0);
    /// What no noun group holds.
    const BREAKS: Self = Self(
        Self::DET.0
            | Self::OF.0
            | Self::PREP.0
            | Self::AND.0
            | Self::PRONOUN.0
            | Self::VERB.0
            | Self::SPEND.0
            | Self::UP_VERB.0
            | Self::DOWN_VERB.0
            | Self::VERBAL.0
            | Self::BASELINE.0
            | Self::NOISE.0,
    );

    fn named(kind: &str) -> Self {
        match kind {
            "det" => Self::DET,
            "of" => Self::OF,
            "prep" => Self::PREP,
            "and" => Self::AND,
            "pronoun" => Self::PRONOUN,
            "source" => Self::SOURCE,
            "verb" => Self::VERB,
            "spend" => Self::SPEND,
            "up_verb" => Self::UP_VERB,
            "down_verb" => Self::DOWN_VERB,
            "up_noun" => Self::UP_NOUN,
            "down_noun" => Self::DOWN_NOUN,
            "target" => Self::TARGET,
            "baseline" => Self::BASELINE,
            "generic" => Self::GENERIC,
            "gdp" => Self::GDP,
            "clause" => Self::CLAUSE,
            "month_like" => Self::TIME,
            "noise" => Self::NOISE,
            "not" => Self::NOT,
            "aim" => Self::AIM,
            "means" => Self::MEANS,
            "rate" => Self::RATE,
            _ => Self::default(),
        }
    }

    /// Returns a cue that either has.
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Tells whether the word does any of `other`.
    pub(super) fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

static CUES: LazyLock<[WordMap<&'static str, Cue>; 2]> = LazyLock::new(|| {
    let mut tables = [WordMap::default(), WordMap::default()];
    for line in include_str!("../../../../lexicon/figure_cues.tsv").lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[language, kind, word] = fields.as_slice() else { continue };
        let table = usize::from(language != "fr");
        tables[table].entry(word).or_insert_with(Cue::default).0 |= Cue::named(kind).0;
    }
    for line in include_str!("../../../../lexicon/verbs.tsv").lines().skip(1) {
        let Some((language, form)) = line.split_once('\t') else { continue };
        let table = usize::from(language != "fr");
        tables[table].entry(form).or_insert_with(Cue::default).0 |= Cue::VERBAL.0;
    }
    tables
});

/// Returns what a word does, in any case, with either apostrophe.
pub(super) fn cue_of(word: &str, language: Language) -> Cue {
    let table = &CUES[usize::from(language != Language::French)];
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return table.get(word).copied().unwrap_or_default();
    }
    let mut lower = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            '’' => lower.push('\''),
            letter => lower.extend(letter.to_lowercase()),
        }
    }
    table.get(lower.as_str()).copied().unwrap_or_default()
}

/// A word, mark, or whole figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    pub span: Span,
    pub text: &'a str,
    pub cue: Cue,
    pub kind: TokenKind,
    /// The place of the figure in its layer, if it is one.
    pub figure: Option<usize>,
}

/// A noun group: words in a row, without leading determiner, with its `of` complements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// The places of its first word and behind its last.
    pub first: usize,
    pub end: usize,
    /// Whether it is nothing but an actor.
    pub actor: bool,
    /// Whether it names a time.
    pub time: bool,
}

/// One sentence.
pub(super) struct View<'a> {
    pub text: &'a str,
    pub language: Language,
    pub words: Vec<Word<'a>>,
    pub groups: Vec<Group>,
    /// The actors, each with its mention, in order.
    pub actors: Vec<Span>,
}

impl<'a> View<'a> {
    /// Reads a sentence.
    pub(super) fn new(
        text: &'a str,
        analysis: &Analysis,
        sentence: &Sentence,
        figures: &Layer<Figure>,
        actors: &Layer<Actor>,
    ) -> Self {
        let all = figures.as_slice();
        let mut next =
            all.partition_point(|figure| figure.span.end() <= sentence.span.start());
        let mut words: Vec<Word> = Vec::new();
        for token in analysis.tokens_of(sentence) {
            while all
                .get(next)
                .is_some_and(|figure| figure.span.end() <= token.span.start())
            {
                next += 1;
            }
            let inside =
                all.get(next).filter(|figure| figure.span.start() < token.span.end());
            if let Some(figure) = inside {
                if words.last().and_then(|word| word.figure) != Some(next) {
                    words.push(Word {
                        span: figure.span,
                        text: figure.span.quote(text),
                        cue: Cue::default(),
                        kind: TokenKind::Number,
                        figure: Some(next),
                    });
                }
                continue;
            }
            let written = token.span.quote(text);
            let mut cue = cue_of(written, sentence.language);
            // A name may look like a verb.
            if token.kind != TokenKind::Lower && !words.is_empty() {
                cue.0 &= !Cue::VERBAL.0;
            }
            words.push(Word {
                span: token.span,
                text: written,
                cue,
                kind: token.kind,
                figure: None,
            });
        }
        let actors =
            actors.overlapping(sentence.span).map(|actor| actor.span).collect();
        let mut view = Self {
            text,
            language: sentence.language,
            words,
            groups: Vec::new(),
            actors,
        };
        if view.actors.is_empty() {
            view.actors = view.names();
        }
        view.find_groups(all);
        view
    }

    pub(super) fn is_french(&self) -> bool {
        self.language == Language::French
    }

    /// Returns the word at a place, counted from the first.
    pub(super) fn word(&self, place: usize) -> Option<&Word<'a>> {
        self.words.get(place)
    }

    /// Tells whether the word at `place` does any of `cue`.
    pub(super) fn is(&self, place: usize, cue: Cue) -> bool {
        self.words.get(place).is_some_and(|word| word.cue.is(cue))
    }

    /// Returns the span of a group.
    pub(super) fn span(&self, group: Group) -> Option<Span> {
        let first = self.words.get(group.first)?;
        let last = self.words.get(group.end.checked_sub(1)?)?;
        Some(first.span.hull(last.span))
    }

    /// Tells whether a word may stand in a noun group.
    fn is_content(&self, place: usize) -> bool {
        let Some(word) = self.words.get(place) else { return false };
        if word.figure.is_some()
            || !(word.kind.is_word() || word.kind == TokenKind::Number)
        {
            return false;
        }
        let before = place.checked_sub(1).and_then(|before| self.words.get(before));
        let infinitive = ["er", "ir", "re"].iter().any(|end| word.text.ends_with(end));
        let determined = before.is_some_and(|before| {
            before.cue.is(Cue::DET) && !before.cue.is(Cue::PRONOUN)
                || before.cue.is(Cue::OF) && !(self.is_french() && infinitive)
        });
        let verbal = Cue::ANY_VERB;
        if word.cue.is(verbal) {
            let other = Cue(Cue::BREAKS.0 & !verbal.0);
            // `average waiting times`
            let adjective = !self.is_french()
                && word.text.ends_with("ing")
                && !word.cue.is(Cue(verbal.0 & !Cue::VERBAL.0))
                && before.is_some_and(|b| b.kind.is_word() && !b.cue.is(Cue::BREAKS))
                && self.words.get(place + 1).is_some_and(|next| {
                    next.kind == TokenKind::Lower && !next.cue.is(Cue::BREAKS)
                });
            if adjective {
                return true;
            }
            return (determined
                || word.cue.is(Cue::MOVE_NOUN) && !self.moves_as_verb(place))
                && !word.cue.is(other);
        }
        if word.cue.is(Cue::BREAKS) {
            return false;
        }
        !self.looks_verbal(place)
    }

    /// Tells whether a word that is noun and verb alike is the verb here (`the rise`,
    /// `prices rise`).
    fn moves_as_verb(&self, place: usize) -> bool {
        let before = place.checked_sub(1).and_then(|before| self.words.get(before));
        let Some(before) = before else { return false };
        if self.is_french() {
            return before.kind.is_word()
                && !before.cue.is(Cue::BREAKS)
                && !before.cue.is(Cue::OF)
                || before.cue.is(Cue::PRONOUN) && before.text != "en";
        }
        let noun = before.kind.is_word() && !before.cue.is(Cue::BREAKS);
        noun || before.text == "to" || before.cue.is(Cue::VERB)
    }

    /// Tells a verb by its ending where no list knows it.
    fn looks_verbal(&self, place: usize) -> bool {
        let Some(word) =
            self.words.get(place).filter(|word| word.kind == TokenKind::Lower)
        else {
            return false;
        };
        let before = place.checked_sub(1).and_then(|before| self.words.get(before));
        let text = word.text;
        if self.is_french() {
            // `a instauré`, `ont été versées`
            let participle =
                ["é", "ée", "és", "ées", "i", "is", "ie", "u", "us", "ue", "it"];
            let helped = before.is_some_and(|before| {
                before.cue.is(Cue::VERB) && before.text.len() < 7
            });
            if helped && participle.iter().any(|ending| text.ends_with(ending)) {
                return true;
            }
            let sure = ["aient", "èrent", "eront", "eraient", "erait"];
            let plural = before.is_some_and(|before| {
                before.text.ends_with(['s', 'x']) && before.kind.is_word()
            });
            return sure.iter().any(|ending| text.ends_with(ending))
                || text.ends_with("ent") && !text.ends_with("ment") && plural;
        }
        text.ends_with("ed")
            && text.len() > 4
            && !text.contains('-')
            && before.is_some_and(|before| {
                !before.cue.is(Cue(Cue::DET.0 | Cue::OF.0 | Cue::PREP.0))
            })
    }

    fn find_groups(&mut self, figures: &[crate::model::Annotation<Figure>]) {
        let mut groups = Vec::new();
        let mut place = 0;
        while place < self.words.len() {
            if !self.is_content(place) {
                place += 1;
                continue;
            }
            let mut end = place + 1;
            loop {
                if self.is_content(end) {
                    end += 1;
                } else if self.is_french()
                    && self.words.get(end).is_some_and(|w| matches!(w.text, "en" | "à"))
                    && self.is_content(end + 1)
                    && !self.is(end + 1, Cue::TIME)
                    && self
                        .words
                        .get(end + 1)
                        .is_some_and(|w| w.kind == TokenKind::Lower)
                {
                    // `remise en état`, `pompes à chaleur`
                    end += 2;
                } else if self.is(end, Cue::OF) {
                    let mut next = end + 1;
                    while self.is(next, Cue::DET)
                        || self.is(next, Cue::OF)
                        || self.words.get(next).is_some_and(|word| {
                            matches!(word.text, "most" | "more" | "least")
                        })
                    {
                        next += 1;
                    }
                    // `’s` stands without a determiner behind.
                    if !self.is_content(next) {
                        break;
                    }
                    end = next + 1;
                } else {
                    break;
                }
            }
            let time = self.is(place, Cue::TIME)
                || self
                    .words
                    .get(end)
                    .and_then(|w| w.figure)
                    .and_then(|f| figures.get(f))
                    .is_some_and(|f| {
                        f.value.kind == FigureKind::Date && self.is(end - 1, Cue::TIME)
                    });
            // A number at the end is a note call more often than not.
            let group_end = end;
            while end > place + 1
                && self.words.get(end - 1).is_some_and(|word| {
                    word.kind == TokenKind::Number && word.figure.is_none()
                })
            {
                end -= 1;
            }
            let mut group = Group { first: place, end, actor: false, time };
            if let Some(span) = self.span(group) {
                group.actor = self.is_actor(span, place, end);
            }
            groups.push(group);
            place = group_end;
        }
        self.groups = groups;
    }

    /// Names as capitals show them, for a sentence in which no actor was recognised.
    fn names(&self) -> Vec<Span> {
        let capital = |place: usize| {
            self.words.get(place).is_some_and(|word| {
                let kind = matches!(
                    word.kind,
                    TokenKind::Capitalized | TokenKind::Upper | TokenKind::Mixed
                );
                kind && word.figure.is_none()
                    && word.text.len() > 1
                    && !word.text.contains(|c: char| c.is_ascii_digit())
                    && !word.cue.is(Cue::TIME)
                    && !word.cue.is(Cue::GDP)
            })
        };
        let mut names = Vec::new();
        let mut place = 0;
        while place < self.words.len() {
            if !capital(place) {
                place += 1;
                continue;
            }
            // `Finances de la Ville`: the first word has its capital from its place.
            if place == 0 && self.is(1, Cue::OF) {
                place += 1;
                continue;
            }
            // `La Bretagne`
            if self.is(place, Cue::DET.or(Cue::PREP).or(Cue::OF).or(Cue::PRONOUN)) {
                place += 1;
                continue;
            }
            let first = place;
            let mut last = place;
            place += 1;
            loop {
                let linked = (place..place + 3)
                    .find(|&next| !(self.is(next, Cue::OF) || self.is(next, Cue::DET)));
                match linked.filter(|&next| capital(next)) {
                    Some(next)
                        if !self.words[next - 1].text.ends_with('s')
                            || next == place =>
                    {
                        last = next;
                        place = next + 1;
                    }
                    _ => break,
                }
            }
            // The first word of a sentence has a capital anyway.
            let opening =
                first.checked_sub(1).and_then(|before| self.words.get(before));
            let opening = opening.is_none_or(|before| {
                matches!(before.text, ":" | "." | "•" | "–" | "-" | "(" | "«" | "|")
            });
            let opens = opening
                && last == first
                && !(first == 0
                    && self.is_french()
                    && (self.is(1, Cue::VERB) || self.is(1, Cue::SPEND)));
            let word = self.words[first];
            let function = word
                .cue
                .is(Cue(Cue::BREAKS.0 & !Cue::VERB.0 & !Cue::SPEND.0 | Cue::NOT.0));
            if !(opens || (first == 0 || first == last) && function) {
                names.push(word.span.hull(self.words[last].span));
            }
        }
        names
    }

    fn is_actor(&self, span: Span, first: usize, end: usize) -> bool {
        let known = self.actors.iter().any(|actor| {
            actor.overlaps(span)
                && actor.end() >= span.end()
                && actor.start() <= span.start() + 1
        });
        let names = (first..end).all(|place| {
            self.words.get(place).is_some_and(|word| {
                matches!(
                    word.kind,
                    TokenKind::Capitalized | TokenKind::Upper | TokenKind::Mixed
                ) || word.cue.is(Cue::OF)
                    || word.cue.is(Cue::DET)
            })
        });
        known || names && first > 1 && !self.actors.is_empty()
    }
}
