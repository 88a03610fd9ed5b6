//! Concordances, terms, key terms and collocates as rows.

use std::borrow::Cow;

use serde::Serialize;

use super::findings::PlaceJson;
use super::listing::{Column, FORMAT, JsonRow, Shown};
use crate::analysis::{Collocate, KeyTerm, Term, Versions};
use crate::index::Occurrence;

/// The columns of `dicta kwic`.
pub const KWIC_COLUMNS: &[Column<Occurrence>] = &[
    Column::new("left", |row| Some(row.left.trim_start().into()), Shown::Right),
    Column::new("keyword", |row| Some((&*row.keyword.text).into()), Shown::Left),
    Column::new("right", |row| Some(row.right.trim_end().into()), Shown::Left),
    Column::new("document", |row| Some((&*row.document).into()), Shown::Wide),
    Column::new("page", |row| Some(row.page?.to_string().into()), Shown::Right),
    Column::new("lang", |row| Some(row.language.code().into()), Shown::No),
    Column::new("start", |row| Some(row.keyword.start.to_string().into()), Shown::No),
    Column::new("end", |row| Some(row.keyword.end.to_string().into()), Shown::No),
];

/// An occurrence as JSON.
#[derive(Debug, Serialize)]
pub struct OccurrenceJson<'a> {
    format: u32,
    document: &'a str,
    page: Option<u32>,
    lang: &'static str,
    left: &'a str,
    keyword: PlaceJson<'a>,
    right: &'a str,
}

impl JsonRow for Occurrence {
    type Json<'a> = OccurrenceJson<'a>;

    fn json(&self) -> OccurrenceJson<'_> {
        OccurrenceJson {
            format: FORMAT,
            document: &self.document,
            page: self.page,
            lang: self.language.code(),
            left: &self.left,
            keyword: (&self.keyword).into(),
            right: &self.right,
        }
    }
}

/// A term, and the part of the corpus in which it was counted.
#[derive(Debug, Clone, PartialEq)]
pub struct TermRow {
    /// The document or year; `None` if all is counted together, or if the document has
    /// no date.
    pub part: Option<String>,
    /// The term.
    pub term: Term,
}

/// The columns of `dicta terms`.
pub const TERM_COLUMNS: &[Column<TermRow>] = &[
    Column::new("part", |row| Some(row.part.as_deref()?.into()), Shown::Wide),
    Column::new("term", |row| Some((&*row.term.text).into()), Shown::Wide),
    Column::new("lang", |row| Some(row.term.language.code().into()), Shown::Left),
    Column::new("count", |row| whole(row.term.count), Shown::Right),
    Column::new("per_million", |row| rounded(row.term.per_million, 1), Shown::Right),
    Column::new(
        "documents",
        |row| Some(row.term.documents.to_string().into()),
        Shown::Right,
    ),
    Column::new("deviation", |row| rounded(row.term.deviation, 3), Shown::Right),
];

/// A counted term as JSON.
#[derive(Debug, Serialize)]
pub struct TermJson<'a> {
    format: u32,
    part: Option<&'a str>,
    term: &'a str,
    lang: &'static str,
    count: u64,
    per_million: f64,
    documents: usize,
    deviation: f64,
}

impl JsonRow for TermRow {
    type Json<'a> = TermJson<'a>;

    fn json(&self) -> TermJson<'_> {
        let term = &self.term;
        TermJson {
            format: FORMAT,
            part: self.part.as_deref(),
            term: &term.text,
            lang: term.language.code(),
            count: term.count,
            per_million: term.per_million,
            documents: term.documents,
            deviation: term.deviation,
        }
    }
}

/// The columns of `dicta keyness`.
pub const KEYNESS_COLUMNS: &[Column<KeyTerm>] = &[
    Column::new("term", |row| Some((&*row.text).into()), Shown::Wide),
    Column::new("lang", |row| Some(row.language.code().into()), Shown::Left),
    Column::new("count", |row| whole(row.count), Shown::Right),
    Column::new("elsewhere", |row| whole(row.elsewhere), Shown::Right),
    Column::new("per_million", |row| rounded(row.per_million, 1), Shown::Right),
    Column::new(
        "per_million_elsewhere",
        |row| rounded(row.per_million_elsewhere, 1),
        Shown::No,
    ),
    Column::new("log_likelihood", |row| rounded(row.log_likelihood, 1), Shown::Right),
    Column::new("log_ratio", |row| rounded(row.log_ratio, 2), Shown::Right),
];

/// A key term as JSON.
#[derive(Debug, Serialize)]
pub struct KeyTermJson<'a> {
    format: u32,
    term: &'a str,
    lang: &'static str,
    count: u64,
    elsewhere: u64,
    per_million: f64,
    per_million_elsewhere: f64,
    log_likelihood: f64,
    log_ratio: f64,
}

impl JsonRow for KeyTerm {
    type Json<'a> = KeyTermJson<'a>;

    fn json(&self) -> KeyTermJson<'_> {
        KeyTermJson {
            format: FORMAT,
            term: &self.text,
            lang: self.language.code(),
            count: self.count,
            elsewhere: self.elsewhere,
            per_million: self.per_million,
            per_million_elsewhere: self.per_million_elsewhere,
            log_likelihood: self.log_likelihood,
            log_ratio: self.log_ratio,
        }
    }
}

/// The columns of `dicta collocates`.
pub const COLLOCATE_COLUMNS: &[Column<Collocate>] = &[
    Column::new("collocate", |row| Some((&*row.text).into()), Shown::Wide),
    Column::new("lang", |row| Some(row.language.code().into()), Shown::Left),
    Column::new("left", |row| whole(row.left), Shown::Right),
    Column::new("right", |row| whole(row.right), Shown::Right),
    Column::new("count", |row| whole(row.count), Shown::Right),
    Column::new("log_dice", |row| rounded(row.log_dice, 2), Shown::Right),
    Column::new("t", |row| rounded(row.t_score, 2), Shown::Right),
    Column::new("mi", |row| rounded(row.mutual_information, 2), Shown::Right),
];

/// A collocate as JSON.
#[derive(Debug, Serialize)]
pub struct CollocateJson<'a> {
    format: u32,
    collocate: &'a str,
    lang: &'static str,
    left: u64,
    right: u64,
    count: u64,
    log_dice: f64,
    t: f64,
    mi: f64,
}

impl JsonRow for Collocate {
    type Json<'a> = CollocateJson<'a>;

    fn json(&self) -> CollocateJson<'_> {
        CollocateJson {
            format: FORMAT,
            collocate: &self.text,
            lang: self.language.code(),
            left: self.left,
            right: self.right,
            count: self.count,
            log_dice: self.log_dice,
            t: self.t_score,
            mi: self.mutual_information,
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a column's function may find nothing")]
fn whole<'a>(number: u64) -> Option<Cow<'a, str>> {
    Some(number.to_string().into())
}

#[expect(clippy::unnecessary_wraps, reason = "a column's function may find nothing")]
fn rounded<'a>(number: f64, digits: usize) -> Option<Cow<'a, str>> {
    Some(format!("{number:.digits$}").into())
}

/// The columns of `dicta status --versions`.
pub const VERSION_COLUMNS: &[Column<Versions>] = &[
    Column::new("kind", |row| Some(row.kinship.name().into()), Shown::Left),
    Column::new("likeness", |row| rounded(row.likeness, 2), Shown::Right),
    Column::new("documents", |row| Some(row.documents.join(", ").into()), Shown::Wide),
];

/// Documents that are versions of one report, as JSON.
#[derive(Debug, Serialize)]
pub struct VersionsJson<'a> {
    format: u32,
    kind: &'static str,
    likeness: f64,
    documents: &'a [String],
}

impl JsonRow for Versions {
    type Json<'a> = VersionsJson<'a>;

    fn json(&self) -> VersionsJson<'_> {
        VersionsJson {
            format: FORMAT,
            kind: self.kinship.name(),
            likeness: (self.likeness * 1000.0).round() / 1000.0,
            documents: &self.documents,
        }
    }
}
