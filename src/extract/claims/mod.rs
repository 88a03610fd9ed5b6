//! Who said, promised, forecast or recommended what.
//!
//! Each sentence is read once: its words are looked up, verb groups found, and what
//! stands around them taken apart into source, cue and content. Quotation marks are
//! paired over the blocks beforehand; lists, labels and tables are read by their layout.
//! A sentence of the document's own that states, foresees or demands something is a
//! claim without source and cue.
//! The words that report are data in `lexicon/cue_verbs.tsv`, `claim_nouns.tsv`,
//! `claim_markers.tsv` and `claim_words.tsv`.

mod announce;
mod attribute;
mod complement;
mod draft;
mod extent;
mod finish;
mod groups;
mod impersonal;
mod incise;
mod kind;
mod labels;
mod layout;
mod lexicon;
mod markers;
mod nominal;
mod phrases;
mod quotes;
mod speaker;
mod words;
mod worth;

use crate::model::{
    Actor, Analysis, Annotation, Block, BlockKind, Claim, Document, Figure, FigureKind,
    Findings, Layer, Sentence, Span, Worth,
};

use draft::Draft;
use lexicon::Act;
use phrases::Scene;
use quotes::Quotation;
use words::Word;

/// The most tokens that are read for claims at once: a longer sentence is no prose (a
/// list of numbers, text without marks) and is read in parts, as the work on a sentence
/// grows faster than its length.
const LONGEST_SENTENCE: u32 = 600;

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
        own: Vec::new(),
        subjects: Vec::new(),
        orphans: Vec::new(),
        heading: None,
        quotes_only: false,
        pledging: false,
        promised: Vec::new(),
        question: false,
        positions: false,
        position_act: Act::Say,
        previous: None,
    };
    let mut words = Vec::new();
    let mut block = usize::MAX;
    for whole in &analysis.sentences {
        let place = whole.block as usize;
        let Some(of) = document.blocks().get(place) else { continue };
        if let BlockKind::Table { .. } = of.kind {
            if place != block {
                reading.table(place);
            }
            block = place;
            continue;
        }
        if !of.kind.is_body() {
            continue;
        }
        for sentence in parts(text, analysis, whole) {
            words::fill(&mut words, document, analysis, &sentence);
            let first = place != block;
            block = place;
            reading.sentence(&sentence, of, &words, first);
        }
    }
    let Reading { mut drafts, own, subjects, orphans, promised, .. } = reading;
    labels::tables(document, analysis, figures, &promised, &mut drafts);
    let mut drafts = finish::continued(document, &quotations, &orphans, drafts);
    drafts.extend(finish::unattributed(own, &drafts));
    finish::finish(document, analysis, figures, actors, drafts, &subjects)
}

/// Returns how much the sentence of a document that is most worth it is worth checking;
/// `None` if it has no sentence.
///
/// # Example
/// ```
/// use dicta::extract::{Extractor, claims};
/// use dicta::{language, reader};
///
/// let score = |text: &str| {
///     let document = reader::plain("row", text);
///     let analysis = language::analyze(&document);
///     let found = Extractor::new().findings(&document, &analysis);
///     claims::worth(&document, &analysis, &found).map(|worth| worth.score)
/// };
/// assert!(score("Les loyers ont augmenté de 12 % en trois ans.") >= Some(500));
/// assert!(score("Do we need another plan?") < Some(500));
/// ```
pub fn worth(
    document: &Document,
    analysis: &Analysis,
    found: &Findings,
) -> Option<Worth> {
    let mut words = Vec::new();
    let scores = analysis.sentences.iter().filter_map(|whole| {
        let block = document.blocks().get(whole.block as usize)?;
        words::fill(&mut words, document, analysis, whole);
        let figures: Vec<&Annotation<Figure>> =
            found.figures.within(whole.span).collect();
        Some(worth::weigh(worth::Weighed {
            text: document.text(),
            words: &words,
            language: whole.language,
            figures: &figures,
            actors: &found.actors,
            attributed: found
                .claims
                .overlapping(whole.span)
                .any(|claim| !claim.value.source.is_empty()),
            heading: matches!(block.kind, BlockKind::Heading { level: 1.. }),
        }))
    });
    scores.max_by_key(|worth| worth.score)
}

/// Parts a sentence of more than [`LONGEST_SENTENCE`] tokens, at the last mark if there
/// is one in the second half of the part.
fn parts(text: &str, analysis: &Analysis, whole: &Sentence) -> Vec<Sentence> {
    let mut parts = Vec::with_capacity(1);
    let mut rest = *whole;
    while rest.end_token - rest.first_token > LONGEST_SENTENCE {
        let limit = rest.first_token + LONGEST_SENTENCE;
        let is_mark = |token: u32| {
            analysis.tokens.get(token as usize).is_some_and(|token| {
                matches!(token.span.quote(text), "." | ";" | ":" | "," | "|" | "•")
            })
        };
        let end = (rest.first_token + LONGEST_SENTENCE / 2..limit)
            .rev()
            .find(|&token| is_mark(token))
            .map_or(limit, |mark| mark + 1);
        let span = |from: u32, to: u32| {
            let tokens = analysis.tokens.get(from as usize..to as usize)?;
            Some(tokens.first()?.span.hull(tokens.last()?.span))
        };
        let (Some(head), Some(tail)) =
            (span(rest.first_token, end), span(end, rest.end_token))
        else {
            break;
        };
        parts.push(Sentence { span: head, end_token: end, ..rest });
        rest = Sentence { span: tail, first_token: end, ..rest };
    }
    parts.push(rest);
    parts
}

/// What is known while the sentences are read.
#[expect(clippy::struct_excessive_bools, reason = "each is so or not, by itself")]
struct Reading<'a> {
    text: &'a str,
    figures: &'a Layer<Figure>,
    actors: &'a Layer<Actor>,
    quotations: &'a [Quotation],
    /// How many quotations at the front end before the sentence being read.
    passed: usize,
    drafts: Vec<Draft>,
    /// The document's own claims.
    own: Vec<Draft>,
    /// What each sentence begins with, as far as it is a noun phrase.
    subjects: Vec<Span>,
    /// Quotations that nothing introduces, with who the sentence behind them names.
    orphans: Vec<(Span, Draft)>,
    /// A cue that ends in a colon, for the list or quotation below it.
    heading: Option<Draft>,
    /// Whether it introduces only what is quoted, and no list.
    quotes_only: bool,
    /// Whether the line before ends in a colon and promises.
    pledging: bool,
    /// Tables that a promise introduces, by their block.
    promised: Vec<usize>,
    /// Whether the block before was a question of an interview.
    question: bool,
    /// Whether the head line of the list announces positions.
    positions: bool,
    /// What the head line of the list says of the positions.
    position_act: Act,
    /// The sentence before, for a line that names its source.
    previous: Option<Span>,
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
            dialogue: block.span.quote(self.text).starts_with(['—', '–']),
        };
        let heading = matches!(block.kind, BlockKind::Heading { .. });
        if !heading && first && self.block_start(&scene, sentence, block) {
            self.previous = Some(sentence.span);
            return;
        }
        if heading && !block.span.quote(self.text).ends_with(':') {
            self.question = block.span.quote(self.text).ends_with('?');
            self.remember_heading(&scene, block);
            return;
        }
        let before = self.drafts.len();
        let figures = self.figures;
        let figure_in = |span: Span| {
            figures.within(span).any(|figure| figure.value.kind != FigureKind::Date)
        };
        attribute::drafts(&scene, &figure_in, None, &mut self.drafts);
        self.in_brackets(sentence, &figure_in);
        self.name_orphan(&scene, sentence, block);
        self.remember_heading(&scene, block);
        if let Some(subject) = scene.phrase_after(0) {
            self.subjects.push(subject.span);
        }
        if self.drafts.len() == before {
            self.own_claim(&scene, sentence, block);
        }
        self.previous = Some(sentence.span);
    }

    /// Keeps a sentence that nobody is said to say, if it is worth checking, or foresees
    /// or demands something of somebody.
    fn own_claim(&mut self, scene: &Scene<'_>, sentence: &Sentence, block: &Block) {
        /// From this on a sentence is worth checking.
        const WORTHY: u16 = 500;
        let prose =
            matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. });
        let quoted = scene
            .quotations
            .iter()
            .any(|quotation| quotation.outer.contains(sentence.span));
        let told =
            scene.words.last().is_some_and(|word| word.is_mark(self.text, ".;…!"));
        if !prose || quoted || !told {
            return;
        }
        let figures: Vec<&Annotation<Figure>> =
            self.figures.within(sentence.span).collect();
        let worth = worth::weigh(worth::Weighed {
            text: self.text,
            words: scene.words,
            language: sentence.language,
            figures: &figures,
            actors: self.actors,
            attributed: false,
            heading: false,
        });
        let foresees = scene.words.iter().any(|word| {
            word.is(lexicon::Class::SHOULD)
                || words::is_future(self.text, word, sentence.language)
        }) && !figures.is_empty()
            && self.actors.within(sentence.span).next().is_some();
        if worth.score < WORTHY && !foresees {
            return;
        }
        if let Some(content) = layout::trimmed(self.text, sentence.span) {
            self.own.push(Draft::new(vec![content], Act::Say, sentence.language));
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
}

#[cfg(test)]
mod tests;
