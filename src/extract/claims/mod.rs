//! Who said, promised, forecast or recommended what.
//!
//! Each sentence is read once: its words are looked up, verb groups found, and what
//! stands around them taken apart into source, cue and content. Quotation marks are
//! paired over the blocks beforehand; lists, labels and tables are read by their layout.
//! The words that report are data in `lexicon/cue_verbs.tsv`, `claim_nouns.tsv`,
//! `claim_markers.tsv` and `claim_words.tsv`.

mod attribute;
mod groups;
mod incise;
mod kind;
mod labels;
mod lexicon;
mod markers;
mod phrases;
mod quotes;
mod speaker;
mod words;

use crate::model::{
    Actor, Analysis, Annotation, Block, BlockKind, Claim, ClaimForm, Document, Figure,
    FigureKind, Layer, Sentence, Span,
};

use attribute::Draft;
use labels::LabelKind;
use lexicon::{Act, Class};
use phrases::Scene;
use quotes::Quotation;
use speaker::Speakers;
use words::Word;

/// The most tokens of a sentence that is read for claims: a longer run is no prose (a
/// list of numbers, text without marks), and the work on a sentence grows faster than
/// its length.
const LONGEST_SENTENCE: u32 = 1_500;

/// Returns the claims of a document, each at the hull of its content.
///
/// # Example
/// ```
/// use dicta::extract::{Extractor, claims};
/// use dicta::{language, reader};
///
/// let claims_in = |text: &str| {
///     let document = reader::plain("row", text);
///     let analysis = language::analyze(&document);
///     let found = Extractor::new().findings(&document, &analysis);
///     claims::claims(&document, &analysis, &found.figures, &found.actors)
///         .iter()
///         .map(|claim| claim.span.quote(document.text()).to_owned())
///         .collect::<Vec<_>>()
/// };
/// assert_eq!(
///     claims_in("La ministre affirme que le prix baissera."),
///     ["le prix baissera"]
/// );
/// assert_eq!(claims_in("“We will pay,” said Ann Lee."), ["We will pay"]);
/// ```
pub fn claims(
    document: &Document,
    analysis: &Analysis,
    figures: &Layer<Figure>,
    actors: &Layer<Actor>,
) -> Layer<Claim> {
    let text = document.text();
    let quotations = quotes::quotations(document);
    let mut reading = Reading {
        text,
        figures,
        actors,
        quotations: &quotations,
        passed: 0,
        drafts: Vec::new(),
        subjects: Vec::new(),
        heading: None,
        question: false,
        positions: false,
    };
    let mut words = Vec::new();
    let mut block = usize::MAX;
    for sentence in &analysis.sentences {
        let place = sentence.block as usize;
        let Some(of) = document.blocks().get(place) else { continue };
        if !of.kind.is_body()
            || matches!(of.kind, BlockKind::Table { .. })
            || matches!(of.kind, BlockKind::Heading { .. })
                && !of.span.quote(text).ends_with(':')
        {
            continue;
        }
        if sentence.end_token - sentence.first_token > LONGEST_SENTENCE {
            continue;
        }
        words::fill(&mut words, text, analysis, sentence);
        let first = place != block;
        block = place;
        reading.sentence(sentence, of, &words, first);
    }
    labels::tables(document, analysis, figures, &mut reading.drafts);
    let drafts = continued(document, &quotations, reading.drafts);
    finish(document, analysis, figures, actors, drafts, &reading.subjects)
}

/// What is known while the sentences are read.
struct Reading<'a> {
    text: &'a str,
    figures: &'a Layer<Figure>,
    actors: &'a Layer<Actor>,
    quotations: &'a [Quotation],
    /// How many quotations at the front end before the sentence being read.
    passed: usize,
    drafts: Vec<Draft>,
    /// What each sentence begins with, as far as it is a noun phrase.
    subjects: Vec<Span>,
    /// A cue that ends in a colon, for the list or quotation below it.
    heading: Option<Draft>,
    /// Whether the block before was a question of an interview.
    question: bool,
    /// Whether the head line of the list announces positions.
    positions: bool,
}

impl<'a> Reading<'a> {
    fn sentence(
        &mut self,
        sentence: &Sentence,
        block: &Block,
        words: &[Word],
        first: bool,
    ) {
        let groups = groups::groups(words, self.text, sentence.language);
        let scene = Scene {
            text: self.text,
            words,
            groups: &groups,
            quotations: self.nearby(sentence.span),
            actors: self.actors,
            language: sentence.language,
        };
        if first && self.block_start(&scene, sentence, block) {
            return;
        }
        let figures = self.figures;
        let figure_in = |span: Span| {
            figures.within(span).any(|figure| figure.value.kind != FigureKind::Date)
        };
        attribute::drafts(&scene, &figure_in, &mut self.drafts);
        self.in_brackets(sentence, &figure_in);
        self.remember_heading(&scene, block);
        if let Some(subject) = scene.phrase_after(0) {
            self.subjects.push(subject.span);
        }
    }

    /// The quotations that touch a sentence or stand just before or behind it.
    fn nearby(&mut self, sentence: Span) -> &'a [Quotation] {
        /// Marks and spaces between a sentence and a quotation beside it, in bytes.
        const GAP: usize = 16;
        while self
            .quotations
            .get(self.passed)
            .is_some_and(|quotation| quotation.outer.end() + GAP < sentence.start())
        {
            self.passed += 1;
        }
        let until = self.quotations.partition_point(|quotation| {
            quotation.outer.start() < sentence.end() + GAP
        });
        self.quotations.get(self.passed..until).unwrap_or_default()
    }

    /// The quotation that opens at a byte.
    fn opening_at(&self, byte: usize) -> Option<&'a Quotation> {
        let place =
            self.quotations.partition_point(|quotation| quotation.outer.start() < byte);
        self.quotations.get(place).filter(|found| found.outer.start() == byte)
    }

    /// Reads what the layout says: an item below a cue, or `Label : rest`. Returns
    /// whether the sentence needs no further reading.
    fn block_start(
        &mut self,
        scene: &Scene<'_>,
        sentence: &Sentence,
        block: &Block,
    ) -> bool {
        let listed = matches!(block.kind, BlockKind::ListItem { .. });
        if let Some(heading) = self.heading.clone() {
            let quoted = self.opening_at(block.span.start());
            if listed {
                let end =
                    block.span.quote(self.text).trim_end_matches(['.', ';', ',', ' ']);
                let content = Span::new(
                    self.text,
                    block.span.start()..block.span.start() + end.len(),
                );
                self.drafts
                    .push(Draft { content: content.into_iter().collect(), ..heading });
                return true;
            }
            self.heading = None;
            if let Some(quotation) = quoted {
                self.drafts.push(Draft {
                    content: vec![quotation.inner],
                    form: ClaimForm::Direct,
                    ..heading
                });
                return true;
            }
        }
        if !listed {
            self.positions = false;
        }
        let Some(label) = labels::label_of(self.text, block.span) else {
            return false;
        };
        // A cue before the colon makes a sentence of it, no label.
        let said = scene.groups.iter().any(|group| {
            scene
                .words
                .get(group.start)
                .is_some_and(|word| label.label.contains(word.span))
        });
        if said {
            return false;
        }
        let kind = labels::label_kind(scene.words, self.actors, label.label);
        let asked = std::mem::replace(&mut self.question, kind == LabelKind::Question);
        let named = scene
            .words
            .iter()
            .take_while(|word| label.label.contains(word.span))
            .any(Word::is_capital);
        let position = scene
            .words
            .iter()
            .take_while(|word| label.label.contains(word.span))
            .any(|word| word.is(Class::POSITION_HEAD));
        // The cue right behind the label: `Syndicat : réclame quinze postes`.
        let cue = scene
            .groups
            .iter()
            .find(|group| {
                scene
                    .words
                    .get(group.start)
                    .is_some_and(|word| word.span.start() == label.rest.start())
            })
            .filter(|_| named && kind != LabelKind::Question);
        let draft = |content, cue, act, form| Draft {
            content: vec![content],
            source: Some(label.label),
            cue,
            act,
            form,
            negated: false,
            language: sentence.language,
        };
        if let Some(group) = cue {
            let content = scene
                .words
                .get(group.end)
                .and_then(|word| {
                    let that = usize::from(word.is(Class::THAT));
                    scene.words.get(group.end + that)
                })
                .and_then(|word| {
                    let end = sentence.span.end();
                    let rest = self.text.get(word.span.start()..end)?;
                    let length = rest.trim_end_matches(['.', ';', ' ']).len();
                    Span::new(self.text, word.span.start()..word.span.start() + length)
                });
            if let Some(content) = content {
                let act = group.senses.first().map_or(Act::Say, |verb| verb.act);
                let cue = scene.span(group.start, group.end);
                self.drafts.push(draft(content, cue, act, ClaimForm::Indirect));
                return true;
            }
        }
        let quoted = self.opening_at(label.rest.start());
        if kind == LabelKind::Speaker
            && !asked
            && let Some(quotation) = quoted
        {
            self.drafts.push(draft(quotation.inner, None, Act::Say, ClaimForm::Direct));
            return true;
        }
        if asked && named && kind != LabelKind::Question {
            self.drafts.push(draft(label.rest, None, Act::Say, ClaimForm::Direct));
            return true;
        }
        if (position || self.positions) && kind == LabelKind::Speaker {
            let source = if position {
                // `Position de X : …`: the name alone speaks.
                self.actors.within(label.label).next().map(|actor| actor.span)
            } else {
                Some(label.label)
            };
            let rest = label.rest.quote(self.text).trim_end_matches(['.', ';', ' ']);
            let start = label.rest.start();
            if let (Some(source), Some(content)) =
                (source, Span::new(self.text, start..start + rest.len()))
            {
                self.drafts.push(Draft {
                    source: Some(source),
                    ..draft(content, None, Act::Say, ClaimForm::Indirect)
                });
                return true;
            }
        }
        false
    }

    /// Keeps a cue that ends in a colon for the blocks below.
    fn remember_heading(&mut self, scene: &Scene<'_>, block: &Block) {
        self.heading = None;
        let Some(last) = scene.words.last() else { return };
        if !last.is_mark(self.text, ":") || last.span.end() != block.span.end() {
            return;
        }
        self.positions = scene
            .words
            .iter()
            .any(|word| word.is(Class::POSITION_HEAD) || word.is(Class::PLEDGE_HEAD));
        let Some(group) = scene.groups.last() else { return };
        let Some(source) = scene.subject_before(group) else { return };
        let (Some(cue), Some(verb)) =
            (scene.span(group.start, group.end), group.senses.first())
        else {
            return;
        };
        if source.voice == phrases::Voice::Silent || group.passive {
            return;
        }
        self.heading = Some(Draft {
            content: Vec::new(),
            source: Some(source.span),
            cue: Some(cue),
            act: verb.act,
            form: ClaimForm::Indirect,
            negated: group.negated,
            language: scene.language,
        });
    }

    /// `… de 14 % (Institut Géode, 2024).`
    fn in_brackets(&mut self, sentence: &Sentence, figure_in: &dyn Fn(Span) -> bool) {
        let quote = sentence.span.quote(self.text);
        let Some(body) = quote.trim_end_matches(['.', ' ']).strip_suffix(')') else {
            return;
        };
        let Some(open) = body.rfind('(') else { return };
        let Some((name, year)) =
            body.get(open + 1..).and_then(|inside| inside.rsplit_once(", "))
        else {
            return;
        };
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let is_name =
            name.chars().next().is_some_and(char::is_uppercase) && name.len() < 80;
        let start = sentence.span.start();
        let content = Span::trimmed(self.text, start..start + open);
        let source =
            Span::new(self.text, start + open + 1..start + open + 1 + name.len());
        if let (true, true, Some(content), Some(source)) =
            (is_year, is_name, content, source)
            && figure_in(content)
        {
            self.drafts.push(Draft {
                content: vec![content],
                source: Some(source),
                cue: None,
                act: Act::Evidence,
                form: ClaimForm::Indirect,
                negated: false,
                language: sentence.language,
            });
        }
    }
}

/// Adds quotations that nothing introduces but that go on from an attributed one, or
/// that the next sentence answers for.
fn continued(
    document: &Document,
    quotations: &[Quotation],
    mut drafts: Vec<Draft>,
) -> Vec<Draft> {
    let text = document.text();
    let taken: Layer<()> = drafts
        .iter()
        .flat_map(|draft| draft.content.iter().copied().chain(draft.source))
        .map(|span| Annotation::new(span, ()))
        .collect();
    // Attributed quotations by where they end.
    let mut attributed: Vec<(usize, &Draft)> = drafts
        .iter()
        .filter(|draft| draft.form == ClaimForm::Direct && draft.source.is_some())
        .filter_map(|draft| Some((draft.content.last()?.end(), draft)))
        .collect();
    attributed.sort_by_key(|(end, _)| *end);
    let mut added = Vec::new();
    for quotation in quotations.iter().filter(|quotation| quotation.depth == 0) {
        let inner = quotation.inner;
        if taken.overlapping(inner).next().is_some() {
            continue;
        }
        let quote = inner.quote(text);
        let after = text.get(quotation.outer.end()..).unwrap_or_default();
        let ends =
            quote.ends_with(['.', '!', '?', '…']) || after.starts_with(['.', '!', '?']);
        let begins = quote.chars().next().is_some_and(char::is_uppercase);
        if !ends || !begins || quote.split_whitespace().count() < 2 {
            continue;
        }
        let before = attributed.partition_point(|(end, _)| *end <= inner.start());
        let earlier = before.checked_sub(1).and_then(|last| attributed.get(last));
        let block = document.block_at(quotation.outer.start());
        if let Some((end, earlier)) = earlier
            && document.block_at(end - 1) == block
        {
            added.push(Draft {
                content: vec![inner],
                cue: None,
                act: Act::Say,
                negated: false,
                ..(*earlier).clone()
            });
        }
    }
    drafts.extend(added);
    drafts
}

/// Works out type, speaker and contents.
fn finish(
    document: &Document,
    analysis: &Analysis,
    figures: &Layer<Figure>,
    actors: &Layer<Actor>,
    mut drafts: Vec<Draft>,
    subjects: &[Span],
) -> Layer<Claim> {
    let text = document.text();
    let mut speakers = Speakers::new(text, actors);
    drafts.sort_by_key(|draft| {
        let content = draft.content.first().map_or(0, |span| span.start());
        draft.source.map_or(content, Span::start)
    });
    let mut found = Vec::new();
    let mut words = Vec::new();
    for draft in drafts {
        let Some(hull) = draft.content.iter().copied().reduce(Span::hull) else {
            continue;
        };
        words.clear();
        let first = analysis.sentence_at(hull.start()).unwrap_or_default();
        let sentences = analysis.sentences.get(first..).unwrap_or_default();
        for sentence in
            sentences.iter().take_while(|sentence| sentence.span.start() < hull.end())
        {
            let mut more = Vec::new();
            words::fill(&mut more, text, analysis, sentence);
            words.extend(more.into_iter().filter(|word| {
                draft.content.iter().any(|span| span.contains(word.span))
            }));
        }
        let inside =
            |span: &Span| draft.content.iter().any(|content| content.contains(*span));
        let kinds: Vec<FigureKind> = figures
            .within(hull)
            .filter(|figure| inside(&figure.span))
            .map(|figure| figure.value.kind)
            .collect();
        let kind =
            kind::kind_of(draft.act, draft.form, &words, text, draft.language, &kinds);
        let subject = draft.source.and_then(|source| {
            let next = subjects.partition_point(|span| span.start() < source.start());
            subjects.get(next.checked_sub(1)?).copied()
        });
        let speaker = draft.source.map(|source| speakers.resolve(source, subject));
        found.push(Annotation::new(
            hull,
            Claim {
                source: draft.source.into_iter().collect(),
                cue: draft.cue.into_iter().collect(),
                form: Some(draft.form),
                kind,
                entity: speaker.as_ref().and_then(|speaker| speaker.entity.clone()),
                speaker: speaker.map(|speaker| speaker.name),
                negated: draft.negated,
                hedged: kind::is_hedged(&words),
                figures: figures
                    .within(hull)
                    .filter(|figure| {
                        figure.value.kind != FigureKind::Date && inside(&figure.span)
                    })
                    .map(|figure| figure.span)
                    .collect(),
                actors: actors
                    .within(hull)
                    .filter(|actor| inside(&actor.span))
                    .map(|actor| actor.span)
                    .collect(),
                content: draft.content,
            },
        ));
    }
    Layer::new(found)
}

#[cfg(test)]
mod tests;
