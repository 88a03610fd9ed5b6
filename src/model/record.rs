//! A finding that is ready to leave.

use super::{
    Actor, Analysis, Claim, Document, Figure, Findings, Language, Offsets, Quoted, Span,
};

/// One finding with all that a reader needs to check it.
///
/// Offsets are Unicode code points into the document's normalised text:
/// `text[start..end] == quote` holds for every [`Quoted`] in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The document's path or row id.
    pub document: String,
    /// The page, counted from 1; `None` for formats without pages.
    pub page: Option<u32>,
    /// The heading of the section.
    pub heading: Option<String>,
    /// The language of the block.
    pub language: Language,
    /// The words that the finding is.
    pub quote: Quoted,
    /// The sentence, or run of sentences, that holds them.
    pub sentence: Quoted,
    /// What was found.
    pub finding: Finding,
    /// The version of the extractor that found it.
    pub extractor_version: u32,
}

/// What a [`Record`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A figure.
    Figure(Figure<Quoted>),
    /// A mention of an actor.
    Actor(Actor<Quoted>),
    /// A claim.
    Claim(Claim<Quoted>),
}

impl Finding {
    /// Returns `figure`, `actor` or `claim`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Figure(_) => "figure",
            Self::Actor(_) => "actor",
            Self::Claim(_) => "claim",
        }
    }
}

/// Makes the records of one document: bytes become code points here and nowhere else.
#[derive(Debug)]
pub struct RecordMaker<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    offsets: Offsets<'a>,
    extractor_version: u32,
}

impl<'a> RecordMaker<'a> {
    /// Prepares for `document`, which was analysed into `analysis`.
    pub fn new(
        document: &'a Document,
        analysis: &'a Analysis,
        extractor_version: u32,
    ) -> Self {
        let offsets = Offsets::new(document.text());
        Self { document, analysis, offsets, extractor_version }
    }

    /// Returns the records of all findings, in the order of the text; at one place
    /// figures come before actors before claims.
    pub fn records(&self, findings: &Findings) -> Vec<Record> {
        let quoted = |span: &Span| self.offsets.quoted(*span);
        let figures = findings
            .figures
            .iter()
            .map(|found| (found.span, Finding::Figure(found.value.map(quoted))));
        let actors = findings
            .actors
            .iter()
            .map(|found| (found.span, Finding::Actor(found.value.map(quoted))));
        let claims = findings
            .claims
            .iter()
            .map(|found| (found.span, Finding::Claim(found.value.map(quoted))));
        let mut found: Vec<_> = figures.chain(actors).chain(claims).collect();
        found.sort_by_key(|(span, _)| span.start());
        found.into_iter().map(|(span, finding)| self.record(span, finding)).collect()
    }

    fn record(&self, span: Span, finding: Finding) -> Record {
        let text = self.document.text();
        let block = self.document.block_at(span.start());
        let heading = block.and_then(|block| self.document.heading_of(block));
        Record {
            document: self.document.path.clone(),
            page: block.and_then(|block| self.document.blocks().get(block)?.page),
            heading: heading.map(|heading| heading.span.quote(text).to_owned()),
            language: block
                .and_then(|block| self.analysis.languages.get(block).copied())
                .unwrap_or_default(),
            quote: self.offsets.quoted(span),
            sentence: self.offsets.quoted(self.sentences_around(span)),
            finding,
            extractor_version: self.extractor_version,
        }
    }

    /// The hull of the sentences that the span touches; the span itself if none.
    fn sentences_around(&self, span: Span) -> Span {
        let last = self.analysis.sentence_at(span.end() - 1);
        let first = self.analysis.sentence_at(span.start());
        [first, last]
            .into_iter()
            .flatten()
            .filter_map(|place| self.analysis.sentences.get(place))
            .fold(span, |hull, sentence| hull.hull(sentence.span))
    }
}
