//! *dicta* reads folders of policy reports in French and English and answers, with the
//! exact words each answer rests on: who said what, how much, and where is it written?
//!
//! Data flows one way: bytes, documents, annotations, records, index, output. Each
//! module uses the floors below it only (`tests/architecture.rs` checks that):
//! [`model`] is plain data; [`reader`] makes documents of bytes; [`language`] finds
//! sentences and tokens; [`tagger`] finds names by trained weights; [`translate`] knows
//! which words of the two languages translate each other; [`extract`] finds figures,
//! actors and claims; [`index`] stores
//! and searches; [`corpus`] runs jobs over folders; [`output`] writes results; [`cli`]
//! is the command line.

pub mod analysis;
pub mod cli;
pub mod corpus;
pub mod error;
pub mod extract;
pub mod index;
pub mod language;
pub mod model;
pub mod output;
pub mod reader;
pub mod tagger;
pub mod translate;

pub use error::{Error, ErrorKind, Result};
