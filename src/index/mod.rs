//! Generations of an index, passages and records, and the search over them.
//!
//! An index folder holds *generations*; the file `CURRENT` names the live one. A job
//! makes the next generation beside it within a [`Transaction`] and switches by one
//! rename, so that an [`Index`] sees all of the old or all of the new, and goes on
//! answering from what it opened.

mod actors;
mod analyzer;
mod around;
mod compile;
mod concordance;
mod dictionary;
mod folder;
mod generation;
mod highlight;
mod hits;
mod join;
mod packed;
mod passage;
mod query;
mod records;
mod rows;
mod schema;
mod search;
mod stored;
mod verify;
mod weighted;
mod writer;

pub use concordance::Occurrence;
pub use generation::Index;
pub use hits::{
    DocumentHit, DocumentSummary, Matching, PassageHit, RecordHits, RecordKind,
    RecordOptions, RecordSort, Scope, SearchOptions, SearchSort, StoredDocument,
    TranslatedWord,
};
pub(crate) use packed::{pack, unpack};
pub use query::check_query;
pub use verify::Fault;
pub use writer::{Committed, Entry, Start, Transaction, WriteOptions};

/// The version of the index format; an index of another version is rebuilt.
pub const FORMAT: u32 = 2;

/// The file in the index folder with the translations that a user learned.
pub const TRANSLATIONS: &str = "translations";
