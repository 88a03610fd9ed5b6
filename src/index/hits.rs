//! What goes into a search and what comes out.

use crate::model::{BlockKind, Date, Document, Language, Quoted, Record};
use crate::translate::Translation;

/// How to search passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchOptions {
    /// The language in which the query is written; `None` if it is not known. It weighs
    /// a little; both languages are always searched.
    pub language: Option<Language>,
    /// Whether words are also looked for by their translations.
    pub translate: bool,
    /// Translations that are not wanted, in any case and without accents or with them.
    pub refused: Vec<String>,
    /// How words match.
    pub matching: Matching,
    /// Only documents of this date or later; `None` for all. A document without a date
    /// is then left out.
    pub since: Option<Date>,
    /// In which order documents come.
    pub sort: SearchSort,
    /// Which passages are searched.
    pub scope: Scope,
    /// The greatest number of documents to return.
    pub limit: usize,
    /// The greatest number of passages to return for each document.
    pub passages: usize,
}

impl Default for SearchOptions {
    /// Ten documents with up to three passages each, any word form, body text, no
    /// translation.
    fn default() -> Self {
        Self {
            language: None,
            translate: false,
            refused: Vec::new(),
            matching: Matching::default(),
            since: None,
            sort: SearchSort::default(),
            scope: Scope::default(),
            limit: 10,
            passages: 3,
        }
    }
}

/// A word of a query with the words of the other language that it was looked for by.
#[derive(Debug, Clone, PartialEq)]
pub struct TranslatedWord {
    /// As written in the query.
    pub word: String,
    /// What translates it, likeliest first.
    pub translations: Vec<Translation>,
}

/// How the words of a query match those of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Matching {
    /// All forms of a word: `nationaux` finds `nationale`.
    #[default]
    Forms,
    /// The form as written, but for case and accents, as `=word` in a query.
    Exact,
}

/// In which order a search returns documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SearchSort {
    /// The best first.
    #[default]
    Score,
    /// The newest first, of those that answer best; those without a date last.
    Date,
}

/// Which passages a search looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// Those of the report proper.
    #[default]
    Body,
    /// Also running headers and footers, tables of contents, menus and notices.
    All,
}

/// A document that answers a query.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentHit {
    /// The document's path or row id, as ingested.
    pub document: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date of publication.
    pub date: Option<Date>,
    /// How well it answers: greater is better, comparable within one search only.
    pub score: f32,
    /// Its best passages, best first; never empty.
    pub passages: Vec<PassageHit>,
}

/// A passage that answers a query.
#[derive(Debug, Clone, PartialEq)]
pub struct PassageHit {
    /// Its words, and where they stand in the document's text in code points.
    pub quote: Quoted,
    /// The places of the words that matched, half-open, in code points from the start
    /// of the passage, in order and disjoint.
    pub highlights: Vec<std::ops::Range<usize>>,
    /// The page, counted from 1; `None` for formats without pages.
    pub page: Option<u32>,
    /// The headings it stands under, outermost first, without the title.
    pub headings: Vec<String>,
    /// The kind of its block.
    pub kind: BlockKind,
    /// The language of its block.
    pub language: Language,
    /// How well it answers: greater is better, comparable within one search only.
    pub score: f32,
}

/// Which records to return, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordOptions {
    /// The only kind to return; `None` for all.
    pub kind: Option<RecordKind>,
    /// The greatest number of records to return; `None` for all.
    pub limit: Option<usize>,
    /// In which order.
    pub sort: RecordSort,
}

/// The kinds of record, as commands name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// Figures.
    Figure,
    /// Mentions of actors.
    Actor,
    /// Claims.
    Claim,
}

impl RecordKind {
    /// All kinds, in the order in which outputs list them.
    pub const ALL: [Self; 3] = [Self::Figure, Self::Actor, Self::Claim];

    /// Returns the name that outputs and queries use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Actor => "actor",
            Self::Claim => "claim",
        }
    }
}

/// The order of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RecordSort {
    /// By document path, then by place in the text.
    #[default]
    Place,
    /// By value, greatest first; those without a value last.
    Value,
}

/// The records that answer a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordHits {
    /// How many there are in all, also beyond the limit.
    pub total: usize,
    /// The records, in the order asked for.
    pub records: Vec<Record>,
}

/// What the index knows about a document without opening its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSummary {
    /// The document's path or row id, as ingested.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date of publication.
    pub date: Option<Date>,
    /// The language of most of its text.
    pub language: Language,
    /// How many pages it has; `None` for formats without pages.
    pub pages: Option<u32>,
    /// How many passages its text was cut into.
    pub passages: u32,
    /// How many records were found in it.
    pub records: u32,
    /// The length of its normalised text in bytes.
    pub text_bytes: u64,
    /// The first 16 bytes of the BLAKE3 hash of its normalised text.
    pub text_hash: [u8; 16],
}

/// A document as it was when it was indexed.
///
/// The alignment to its source is not stored: [`Document::alignment`] is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDocument {
    /// The document: text, blocks, tables, note calls and metadata.
    pub document: Document,
    /// The language of each block, in the order of [`Document::blocks`].
    pub languages: Vec<Language>,
    /// What the index knows besides.
    pub summary: DocumentSummary,
}
