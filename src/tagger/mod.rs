//! A sequence tagger of our own: persons, organisations and places by features of words
//! and their neighbours, without a neural network.
//!
//! Each token near a capital gets scores for the parts of a name (first, inside, last,
//! only) of each kind: sums of trained weights, looked up by hashed features. The best
//! row of labels is the one with the highest sum, found with the Viterbi algorithm.
//! Weights are learnt by an averaged structured perceptron (Collins 2002) from annotated
//! text; the built-in ones, their sources and scores are described in
//! `taggers/README.md`.
//!
//! What the lists of the caller know about a word comes in as [`Evidence`].

mod candidates;
mod clusters;
mod decode;
mod features;
#[cfg(any(test, feature = "train"))]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far from the bounds of their type"
)]
pub mod grouping;
mod labels;
#[cfg(any(test, feature = "train"))]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "counts and weights are far from the bounds of their types"
)]
pub mod learn;
mod model;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::LazyLock;

pub use model::Model;

use crate::model::{ActorKind, Language, Token, TokenKind};
use features::{Atoms, TEMPLATES};
use labels::{LABELS, NAMED};

/// What the caller's word lists say of a token; the tagger learns what each bit and
/// number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// What the word may be, as a set of bits.
    pub flags: u32,
    /// Whether a name may begin with this word though it is small (`ministère`).
    pub opens: bool,
    /// Whether small words after this one may be part of its name (`Agence`).
    pub heads: bool,
}

/// A sentence to be tagged.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// The text that the spans of the tokens point into.
    pub text: &'a str,
    /// The tokens of the sentence.
    pub tokens: &'a [Token],
    /// The language it is in.
    pub language: Language,
    /// Whether names end in small words in this language.
    pub small_tails: bool,
    /// For each token how it stands in a name of the caller's list, 0 for not at all.
    pub listed: &'a [u16],
    /// Returns what is known of the token at a place of `tokens`.
    pub evidence: &'a dyn Fn(usize) -> Evidence,
}

impl std::fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("tokens", &self.tokens).finish_non_exhaustive()
    }
}

impl<'a> Line<'a> {
    fn kind(&self, i: usize) -> Option<TokenKind> {
        self.tokens.get(i).map(|token| token.kind)
    }

    fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |token| token.span.quote(self.text))
    }

    fn evidence(&self, i: usize) -> Evidence {
        (self.evidence)(i)
    }

    fn part(self, range: Range<usize>) -> Self {
        Self {
            tokens: self.tokens.get(range.clone()).unwrap_or_default(),
            listed: self.listed.get(range).unwrap_or_default(),
            ..self
        }
    }
}

/// A name that the tagger found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// The places of its tokens in the line.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: ActorKind,
    /// By how much the weights prefer this kind to the next best reading of the same
    /// tokens, another kind or none; only its order means something.
    pub margin: i32,
}

/// The built-in weights.
static WEIGHTS: &[u8] = include_bytes!("../../taggers/actors.model");

static BUILT_IN: LazyLock<Option<Tagger<'static>>> =
    LazyLock::new(|| Model::read(WEIGHTS).map(Tagger::new));

/// The most tokens that are looked at together; longer lines are cut.
const LONGEST: usize = 1_024;

/// Finds names with a trained model.
#[derive(Debug, Clone, Copy)]
pub struct Tagger<'a> {
    model: Model<'a>,
}

/// Room that a [`Tagger`] uses again and again.
#[derive(Debug, Default)]
pub struct Workspace {
    marks: Vec<bool>,
    atoms: Atoms,
    scores: Vec<decode::Scores>,
    lattice: decode::Lattice,
    labels: Vec<u8>,
}

impl Tagger<'static> {
    /// Returns the tagger with the built-in weights; `None` if they are of another
    /// version.
    pub fn built_in() -> Option<&'static Self> {
        BUILT_IN.as_ref()
    }
}

impl<'a> Tagger<'a> {
    /// Returns a tagger with these weights.
    pub fn new(model: Model<'a>) -> Self {
        Self { model }
    }

    /// Adds the names in a line, in order and disjoint.
    pub fn tag(
        &self,
        line: &Line<'_>,
        workspace: &mut Workspace,
        found: &mut Vec<Tagged>,
    ) {
        let mut from = 0;
        while from < line.tokens.len() {
            let to = (from + LONGEST).min(line.tokens.len());
            let evidence = |i: usize| line.evidence(from + i);
            let part = Line { evidence: &evidence, ..line.part(from..to) };
            self.tag_part(&part, from, workspace, found);
            from = to;
        }
    }

    fn tag_part(
        &self,
        line: &Line<'_>,
        offset: usize,
        workspace: &mut Workspace,
        found: &mut Vec<Tagged>,
    ) {
        let capital = |token: &Token| candidates::is_capital(token.kind);
        if !line.tokens.iter().any(capital) {
            return;
        }
        let Workspace { marks, atoms, scores, lattice, labels } = workspace;
        candidates::mark(line, marks);
        atoms.read(line, marks, &self.model.clusters);
        let mut features = [0; TEMPLATES];
        for run in runs(marks) {
            scores.clear();
            for i in run.clone() {
                atoms.features(i, &mut features);
                let mut own = [0_i16; NAMED];
                for &feature in &features {
                    self.model.add(feature, &mut own);
                }
                let mut all = [0; LABELS];
                for (score, own) in all.iter_mut().zip(own) {
                    *score = own.into();
                }
                scores.push(all);
            }
            lattice.decode(&self.model.pairs, scores, labels);
            for (tokens, label) in decode::names(labels) {
                let Some(kind) = labels::kind(label) else { continue };
                let margin = margin(scores, labels, &tokens, kind);
                let first = offset + run.start;
                let tokens = first + tokens.start..first + tokens.end;
                found.push(Tagged { tokens, kind, margin });
            }
        }
    }
}

/// Returns the runs of marked tokens.
fn runs(marks: &[bool]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = at + marks.get(at..)?.iter().position(|&mark| mark)?;
        let length = marks.get(first..)?.iter().take_while(|&&mark| mark).count();
        at = first + length;
        Some(first..at)
    })
}

/// Returns by how much a name's kind outdoes the next best reading of its tokens.
fn margin(
    scores: &[decode::Scores],
    labels: &[u8],
    tokens: &Range<usize>,
    kind: ActorKind,
) -> i32 {
    let sum = |kind: Option<ActorKind>| -> i32 {
        tokens
            .clone()
            .map(|at| {
                let part = labels.get(at).map_or(0, |&label| usize::from(label) % 4);
                let label =
                    kind.map_or(labels::OUTSIDE, |kind| 4 * kind as usize + part);
                scores
                    .get(at)
                    .and_then(|scores| scores.get(label))
                    .copied()
                    .unwrap_or(0)
            })
            .sum()
    };
    let other = labels::KINDS
        .into_iter()
        .filter(|&other| other != kind)
        .map(|other| sum(Some(other)))
        .chain([sum(None)])
        .max();
    sum(Some(kind)) - other.unwrap_or_default()
}
