//! The live generation of an index folder.

use std::path::{Path, PathBuf};

use super::{
    DocumentHit, DocumentSummary, RecordHits, RecordOptions, SearchOptions,
    StoredDocument,
};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Record;

/// One generation of an index, open for reading.
///
/// All its files are open: it goes on answering while jobs write, and after newer
/// generations replaced it. Shared by all threads.
#[derive(Debug)]
pub struct Index {
    folder: PathBuf,
}

/// Something that does not hold, as [`Index::verify`] finds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file of the index, or the document, that is wrong.
    pub place: String,
    /// What is wrong with it, in one phrase.
    pub message: String,
}

impl Index {
    /// Opens the live generation of `folder`.
    ///
    /// # Errors
    /// `NoIndex` if there is none, `IndexVersion` if it has another format, `Damaged` if
    /// its files do not fit together.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        Err(Error::at(folder, ErrorKind::NoIndex))
    }

    /// Returns the number of the generation, from 1.
    pub fn generation(&self) -> u64 {
        0
    }

    /// Returns the manifest that was committed with the generation.
    ///
    /// # Errors
    /// `Io` if it cannot be read.
    pub fn manifest(&self) -> Result<Vec<u8>> {
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }

    /// Returns how many passages there are, boilerplate included.
    pub fn passage_count(&self) -> u64 {
        0
    }

    /// Returns how many records there are.
    pub fn record_count(&self) -> u64 {
        0
    }

    /// Returns how many bytes the files of the generation take.
    pub fn bytes(&self) -> u64 {
        0
    }

    /// Returns the documents that answer `query`, best first.
    ///
    /// # Errors
    /// `Query` if the query is not understood; `Damaged` if the index is.
    pub fn search(
        &self,
        query: &str,
        options: &SearchOptions,
    ) -> Result<Vec<DocumentHit>> {
        let _ = (query, options);
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }

    /// Returns the records that answer `query`; an empty query finds all. Words of the
    /// query are looked for in the passage where the record stands.
    ///
    /// # Errors
    /// `Query` if the query is not understood; `Damaged` if the index is.
    pub fn records(&self, query: &str, options: &RecordOptions) -> Result<RecordHits> {
        let _ = (query, options);
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }

    /// Returns all documents, by path.
    ///
    /// # Errors
    /// `Damaged` if the index is.
    pub fn documents(&self) -> Result<Vec<DocumentSummary>> {
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }

    /// Returns the document whose path or id is `name` or, if there is none, ends with
    /// it.
    ///
    /// # Errors
    /// `NoSuchDocument` if there is none, or more than one; `Damaged` if the index is.
    pub fn document(&self, name: &str) -> Result<StoredDocument> {
        let _ = name;
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }

    /// Returns all records of the document with exactly this path, in the order of the
    /// text.
    ///
    /// # Errors
    /// `NoSuchDocument` if there is none; `Damaged` if the index is.
    pub fn records_of(&self, path: &str) -> Result<Vec<Record>> {
        let _ = path;
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }

    /// Proves the live generation of `folder`: every file has the bytes that were
    /// written, passages tile the text whose hash is kept, and every record quotes it
    /// exactly. Returns what does not hold; nothing if all is well.
    ///
    /// # Errors
    /// `NoIndex` if there is none; `IndexVersion` if it has another format. Damage is
    /// returned as faults.
    pub fn verify(folder: impl AsRef<Path>) -> Result<Vec<Fault>> {
        Err(Error::at(folder, ErrorKind::NoIndex))
    }
}
