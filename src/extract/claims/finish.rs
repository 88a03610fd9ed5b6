//! From drafts to claims: quotations that go on, types, speakers, figures and actors.

use crate::model::{
    Actor, Analysis, Annotation, Claim, ClaimForm, Document, Figure, FigureKind, Layer,
    Span,
};

use super::draft::Draft;
use super::kind;
use super::lexicon::Act;
use super::quotes::Quotation;
use super::speaker::Speakers;
use super::words::{self, Word};

/// Adds quotations that nothing introduces: those whose speaker the sentence behind
/// names (`orphans`), and those that go on from an attributed one in their paragraph.
pub(super) fn continued(
    document: &Document,
    quotations: &[Quotation],
    orphans: &[(Span, Draft)],
    mut drafts: Vec<Draft>,
) -> Vec<Draft> {
    let text = document.text();
    let taken: Layer<()> = drafts
        .iter()
        .flat_map(|draft| draft.content.iter().copied().chain(draft.source))
        .map(|span| Annotation::new(span, ()))
        .collect();
    let free = |span: Span| taken.overlapping(span).next().is_none();
    let named: Vec<&Draft> =
        orphans.iter().filter(|(inner, _)| free(*inner)).map(|(_, d)| d).collect();
    // Attributed quotations by where they end.
    let mut attributed: Vec<(usize, &Draft)> = drafts
        .iter()
        .chain(named.iter().copied())
        .filter(|draft| draft.form != ClaimForm::Indirect && draft.source.is_some())
        .filter_map(|draft| Some((draft.content.last()?.end(), draft)))
        .collect();
    attributed.sort_by_key(|(end, _)| *end);
    let mut added = Vec::new();
    for quotation in quotations.iter().filter(|quotation| quotation.depth == 0) {
        let inner = quotation.inner;
        if !free(inner) || named.iter().any(|draft| draft.content == [inner]) {
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
            added.push(
                Draft::new(vec![inner], Act::Say, earlier.language)
                    .said_by(earlier.source)
                    .in_form(ClaimForm::Direct),
            );
        }
    }
    added.extend(named.into_iter().cloned());
    drafts.extend(added);
    drafts
}

/// Returns those of the document's own claims of whose words nobody claims any.
pub(super) fn unattributed(own: Vec<Draft>, drafts: &[Draft]) -> Vec<Draft> {
    let taken: Layer<()> = drafts
        .iter()
        .flat_map(|draft| draft.content.iter().copied())
        .map(|span| Annotation::new(span, ()))
        .collect();
    let free = |draft: &Draft| {
        draft.content.iter().all(|span| taken.overlapping(*span).next().is_none())
    };
    own.into_iter().filter(free).collect()
}

/// Works out type, speaker and contents.
pub(super) fn finish(
    document: &Document,
    analysis: &Analysis,
    figures: &Layer<Figure>,
    actors: &Layer<Actor>,
    mut drafts: Vec<Draft>,
    subjects: &[Span],
) -> Layer<Claim> {
    let text = document.text();
    let mut speakers = Speakers::new(text, actors);
    for draft in &mut drafts {
        without_note_call(document, draft);
    }
    drafts.sort_by_key(|draft| {
        let content = draft.content.first().map_or(0, |span| span.start());
        draft.source.map_or(content, Span::start)
    });
    let mut found = Vec::new();
    let mut cache = Sentences { document, analysis, at: None, words: Vec::new() };
    for draft in drafts {
        let Some(hull) = draft.content.iter().copied().reduce(Span::hull) else {
            continue;
        };
        let words = cache.words_in(hull, &draft.content);
        let inside =
            |span: &Span| draft.content.iter().any(|content| content.contains(*span));
        let held: Vec<&Annotation<Figure>> = figures
            .within(hull)
            .filter(|figure| {
                figure.value.kind != FigureKind::Date && inside(&figure.span)
            })
            .collect();
        let kind = kind::kind_of(&draft, &words, text, &held, actors);
        let subject = draft.source.and_then(|source| {
            let next = subjects.partition_point(|span| span.start() < source.start());
            subjects.get(next.checked_sub(1)?).copied()
        });
        let speaker = draft
            .frame
            .or(draft.source)
            .map(|source| speakers.resolve(source, subject, draft.language));
        found.push(Annotation::new(
            hull,
            Claim {
                source: draft.source.into_iter().collect(),
                form: (draft.source.is_some() || !draft.cue.is_empty())
                    .then_some(draft.form),
                kind,
                entity: speaker.as_ref().and_then(|speaker| speaker.entity.clone()),
                speaker: speaker.map(|speaker| speaker.name),
                negated: draft.negated,
                hedged: kind::is_hedged(&words),
                figures: held.iter().map(|figure| figure.span).collect(),
                actors: actors
                    .within(hull)
                    .filter(|actor| inside(&actor.span))
                    .map(|actor| actor.span)
                    .collect(),
                cue: draft.cue,
                content: draft.content,
                worth: None,
            },
        ));
    }
    Layer::new(found)
}

/// Cuts a mark that calls a note off the end of a content: `… que du public 5`.
fn without_note_call(document: &Document, draft: &mut Draft) {
    let text = document.text();
    let calls = document.note_calls();
    let Some(last) = draft.content.last_mut() else { return };
    let from = calls.partition_point(|call| call.at < last.start());
    let until = calls.partition_point(|call| call.at < last.end());
    let ending = calls.get(from..until).unwrap_or_default().iter().rev().find(|call| {
        call.span
            .is_some_and(|span| span.end() == last.end() && span.start() > last.start())
    });
    if let Some(start) = ending.and_then(|call| call.span).map(Span::start)
        && let Some(kept) = Span::trimmed(text, last.start()..start)
    {
        *last = kept;
    }
}

/// The words of the sentences last asked for: claims of one sentence come together.
struct Sentences<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    at: Option<(usize, usize)>,
    words: Vec<Word>,
}

impl Sentences<'_> {
    /// Returns the words of `content`, which lies in `hull`.
    fn words_in(&mut self, hull: Span, content: &[Span]) -> Vec<Word> {
        let first = self.analysis.sentence_at(hull.start()).unwrap_or_default();
        let sentences = self.analysis.sentences.get(first..).unwrap_or_default();
        let until =
            sentences.partition_point(|sentence| sentence.span.start() < hull.end());
        if self.at != Some((first, until)) {
            self.words.clear();
            let mut more = Vec::new();
            for sentence in sentences.iter().take(until) {
                words::fill(&mut more, self.document, self.analysis, sentence);
                self.words.append(&mut more);
            }
            self.at = Some((first, until));
        }
        let inside = |word: &&Word| content.iter().any(|span| span.contains(word.span));
        self.words.iter().filter(inside).copied().collect()
    }
}
