//! Trains the tagger on annotated rows, as the extractor would read them.

use std::ops::Range;

use super::context::{Context, Line};
use super::list::List;
use super::tagging::{self, Names};
use super::words::Words;
use crate::language;
use crate::model::{
    ActorKind, Analysis, BlockKind, Document, DocumentBuilder, Language, Metadata,
};
use crate::tagger::Tagger;
use crate::tagger::learn::{Examples, Settings};

/// A text with the names in it, as byte ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// The text.
    pub text: String,
    /// The language that it is said to be in.
    pub language: Option<Language>,
    /// The names, in order and disjoint.
    pub names: Vec<(Range<usize>, ActorKind)>,
}

/// Gathers examples and trains on them.
#[derive(Debug, Default)]
pub struct Trainer {
    examples: Examples,
    clusters: Vec<u8>,
    /// Names whose ends are not those of tokens.
    pub misaligned: usize,
}

/// Reads a text as one paragraph.
pub fn read(text: &str, language: Option<Language>) -> (Document, Analysis) {
    let mut builder = DocumentBuilder::default();
    builder.parts().0.push_str(text);
    builder.close_block(0, BlockKind::Paragraph, None);
    let metadata = Metadata { stated_language: language, ..Metadata::default() };
    let document = builder.finish("row", metadata);
    let analysis = language::analyze(&document);
    (document, analysis)
}

fn with_lines(
    document: &Document,
    analysis: &Analysis,
    mut each: impl FnMut(&Context<'_>, &Line),
) {
    let context = Context {
        text: document.text(),
        tokens: &analysis.tokens,
        figures: &[],
        words: Words::get(),
        list: List::get(),
    };
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let line = context.line(number, sentence);
        each(&context, &line);
    }
}

impl Trainer {
    /// Makes a trainer that uses these word classes.
    pub fn new(clusters: Vec<u8>) -> Self {
        Self { clusters, ..Self::default() }
    }

    /// Returns the examples.
    pub fn examples(&self) -> &Examples {
        &self.examples
    }

    /// Adds a text.
    pub fn add(&mut self, annotated: &Annotated) {
        let (document, analysis) = read(&annotated.text, annotated.language);
        let mut listed = Vec::new();
        let Self { examples, clusters, misaligned } = self;
        with_lines(&document, &analysis, |context, line| {
            let tokens = context.tokens.get(line.first..line.end).unwrap_or_default();
            let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
                return;
            };
            let mut names = Vec::new();
            for (range, kind) in &annotated.names {
                if range.start < first.span.start() || range.end > last.span.end() {
                    continue;
                }
                let from = tokens.partition_point(|t| t.span.start() < range.start);
                let to = tokens.partition_point(|t| t.span.start() < range.end);
                let fits = tokens
                    .get(from)
                    .is_some_and(|t| t.span.start() == range.start)
                    && to > from
                    && tokens.get(to - 1).is_some_and(|t| t.span.end() == range.end);
                if fits {
                    let from = if *kind == ActorKind::Person {
                        let (first, end) = (line.first + from, line.first + to);
                        tagging::without_civility(context, first, end) - line.first
                    } else {
                        from
                    };
                    names.push((from..to, *kind));
                } else {
                    *misaligned += 1;
                }
            }
            tagging::with_line(context, line, &mut listed, |line| {
                examples.add(line, &names, clusters);
            });
        });
    }

    /// Returns the bytes of the model.
    pub fn train(&self, settings: &Settings) -> Vec<u8> {
        self.examples.train(settings, &self.clusters)
    }
}

/// Returns the names that a tagger alone finds in a text.
pub fn tag(
    tagger: &Tagger<'_>,
    text: &str,
    language: Option<Language>,
) -> Vec<(Range<usize>, ActorKind)> {
    let (document, analysis) = read(text, language);
    tag_read(tagger, &document, &analysis)
}

/// Returns the names that a tagger alone finds in a document.
pub fn tag_read(
    tagger: &Tagger<'_>,
    document: &Document,
    analysis: &Analysis,
) -> Vec<(Range<usize>, ActorKind)> {
    let mut names = Names::default();
    let mut found = Vec::new();
    with_lines(document, analysis, |context, line| {
        for name in names.of(tagger, context, line) {
            if let Some(span) = context.span(name.tokens.start, name.tokens.end) {
                found.push((span.range(), name.kind));
            }
        }
    });
    found
}
