//! Changes to an index: all or nothing.

use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Analysis, Document, Record};

/// What a transaction starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Start {
    /// The live generation, or nothing if there is none yet.
    FromCurrent,
    /// Nothing: all documents are added anew. Also replaces a damaged index and one of
    /// another format.
    Empty,
}

/// How a transaction works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteOptions {
    /// What the job is called in the message to a second job, such as `dicta ingest`.
    pub command: String,
    /// How many threads index passages; at least 1. As many again, but one, index
    /// records.
    pub threads: usize,
    /// About how much memory the writers may take, in bytes; at least 64 MiB are taken.
    pub memory_bytes: usize,
}

impl Default for WriteOptions {
    /// `dicta`, one thread, 160 MiB.
    fn default() -> Self {
        Self { command: "dicta".to_owned(), threads: 1, memory_bytes: 160 << 20 }
    }
}

/// One document with all that was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The document; its path is the name under which it is kept.
    pub document: &'a Document,
    /// Its languages, sentences and tokens.
    pub analysis: &'a Analysis,
    /// Its records, in the order of the text, as `RecordMaker` makes them.
    pub records: &'a [Record],
}

/// A change of an index that is visible as a whole or not at all.
///
/// It holds the lock of the folder until it is committed or dropped; readers never wait.
/// A dropped or killed transaction leaves the live generation as it was, and the next
/// one clears what was left.
#[derive(Debug)]
pub struct Transaction {
    folder: PathBuf,
}

/// What a commit made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// The number of the generation that is live now.
    pub generation: u64,
    /// Whether that generation is new; `false` if nothing was changed.
    pub is_new: bool,
    /// How many passages it holds.
    pub passages: u64,
    /// How many records it holds.
    pub records: u64,
    /// How many bytes its files take.
    pub bytes: u64,
}

impl Transaction {
    /// Takes the lock of `folder`, which is made if it is not there, and clears what
    /// killed jobs left. Cheap: files are made on the first change.
    ///
    /// # Errors
    /// `Locked` if another job holds the lock; `IndexVersion` or `Damaged` if the live
    /// generation cannot be continued; `Io` if the folder cannot be written.
    pub fn begin(
        folder: impl AsRef<Path>,
        start: Start,
        options: &WriteOptions,
    ) -> Result<Self> {
        let _ = (start, options);
        Err(Error::at(folder, ErrorKind::NoIndex))
    }

    /// Returns the manifest of the live generation; `None` if there is no live one or
    /// it cannot be read and the transaction starts from nothing.
    ///
    /// # Errors
    /// `Io` if it cannot be read.
    pub fn manifest(&self) -> Result<Option<Vec<u8>>> {
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }

    /// Tells whether a document of this path is in the index as changed so far.
    pub fn contains(&self, path: &str) -> bool {
        let _ = path;
        false
    }

    /// Adds a document, in place of any of the same path. Called from many threads; it
    /// waits while the writers are behind.
    ///
    /// # Errors
    /// `Io` if the disk is full or the index cannot be written; the transaction can
    /// only be dropped then.
    pub fn add(&self, entry: &Entry<'_>) -> Result<()> {
        let _ = entry;
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }

    /// Deletes the document of this path; returns whether there was one.
    ///
    /// # Errors
    /// As for [`Transaction::add`].
    pub fn delete(&self, path: &str) -> Result<bool> {
        let _ = path;
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }

    /// Makes the changes visible, together with `manifest`, which the index keeps
    /// without knowing what it says. Makes no new generation if no document was added or
    /// deleted, the manifest is the same, and the transaction started from the live one.
    ///
    /// # Errors
    /// `Io` if the disk is full or the index cannot be written; the old generation is
    /// still live then.
    pub fn commit(self, manifest: &[u8]) -> Result<Committed> {
        let _ = manifest;
        Err(Error::at(&self.folder, ErrorKind::NoIndex))
    }
}
