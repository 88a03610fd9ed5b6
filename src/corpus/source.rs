//! From a file to its documents, and from a document to its records.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::extract::{self, Extractor};
use crate::language;
use crate::model::{Analysis, Document, Record, RecordMaker, Warned};
use crate::reader::{self, Format, ReadOptions};

/// A document with all that was found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Analyzed {
    /// The document.
    pub document: Document,
    /// Its languages, sentences and tokens.
    pub analysis: Analysis,
    /// Its records, in the order of the text.
    pub records: Vec<Record>,
}

impl Analyzed {
    /// Finds all there is in `document`.
    pub fn new(document: Document, extractor: &Extractor) -> Self {
        let analysis = language::analyze(&document);
        let findings = extractor.findings(&document, &analysis);
        let records =
            RecordMaker::new(&document, &analysis, extract::VERSION).records(&findings);
        Self { document, analysis, records }
    }
}

/// Reads the file at `path`, under the name that it is known by.
///
/// # Errors
/// What stops the whole file, with its path.
pub fn read_file(
    path: &Path,
    name: &str,
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    let bytes = fs::read(path).map_err(|error| Error::io(path, error))?;
    let format = Format::of(path, &bytes).map_err(|error| error.or_at(path))?;
    reader::read(name, format, &bytes, options).map_err(|error| error.or_at(path))
}
