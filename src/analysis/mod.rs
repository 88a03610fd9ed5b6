//! Corpus linguistics over any set of passages: concordances, frequencies, keyness,
//! collocates; and which documents are versions of one report.
//!
//! All of it counts [words](Words): a number, mark or symbol is none. A language is
//! counted by itself, so that the English `on` and the French `on` never meet.

mod collocates;
pub mod compare;
mod concordance;
mod keyness;
mod terms;
mod versions;
mod words;

pub use collocates::{Collocate, Collocates, Measure};
pub use concordance::{Order, sort};
pub use keyness::{KeyTerm, Reference, keyness};
pub use terms::{LONGEST_TERM, Term, Terms};
pub use versions::{Kinship, Sketch, Versions, versions};
pub use words::{Unit, Words};
