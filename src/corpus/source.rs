//! From a file to its documents, and from a document to its records.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::rows;
use super::walk::FoundFile;
use crate::error::{Error, Result};
use crate::extract::{self, Extractor};
use crate::language;
use crate::model::{Analysis, Document, Record, RecordMaker, Warned};
use crate::reader::{self, Format, ReadOptions, RowColumns};

/// How files are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadPlan {
    /// How text is decoded.
    pub options: ReadOptions,
    /// The columns or fields of rows.
    pub columns: RowColumns,
}

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

/// Returns an error in one line, for the manifest: what is wrong, and the cause.
pub(crate) fn reason(error: &Error) -> String {
    let mut reason = error.message();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        reason.push_str(": ");
        reason.push_str(&inner.to_string());
        cause = inner.source();
    }
    reason
}

/// Returns size and BLAKE3 hash of each file, in their order, without holding a file in
/// memory.
pub(crate) fn hashes(
    files: &[FoundFile],
    pool: &ThreadPool,
) -> Vec<Result<(u64, blake3::Hash)>> {
    pool.install(|| files.par_iter().map(|file| hash(&file.path)).collect())
}

/// Returns size and BLAKE3 hash of the file at `path`.
pub(crate) fn hash(path: &Path) -> Result<(u64, blake3::Hash)> {
    let hash = || {
        let mut hasher = blake3::Hasher::new();
        let size = std::io::copy(&mut File::open(path)?, &mut hasher)?;
        Ok((size, hasher.finalize()))
    };
    hash().map_err(|error| Error::io(path, error))
}

/// Reads the file at `path`, under the name that it is known by.
///
/// # Errors
/// What stops the whole file, with its path.
pub(crate) fn read_file(
    path: &Path,
    name: &str,
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    let bytes = fs::read(path).map_err(|error| Error::io(path, error))?;
    let format = Format::of(path, &bytes).map_err(|error| error.or_at(path))?;
    reader::read(name, format, &bytes, options).map_err(|error| error.or_at(path))
}

/// Reads all documents of the file at `path`, one by one: itself or, if it is a file of
/// rows, each row, named by its id or else by file and line.
///
/// # Errors
/// What stops the whole file, with its path; what stops one row is handed to `each`.
pub fn read_documents(
    path: &Path,
    name: &str,
    plan: &ReadPlan,
    mut each: impl FnMut(&str, Result<Warned<Document>>),
) -> Result<()> {
    let format = format_of(path)?;
    if !format.has_rows() {
        each(name, Ok(read_file(path, name, &plan.options)?));
        return Ok(());
    }
    for row in rows::rows(path, format, plan)? {
        let row = row?;
        let by_line = || format!("{name}:{}", row.line);
        let row_name = row.id.clone().unwrap_or_else(by_line);
        each(&row_name, rows::document(row, &row_name));
    }
    Ok(())
}

/// How much of a file tells its format.
const HEAD: u64 = 64 << 10;

/// Tells the format of the file at `path`.
pub(crate) fn format_of(path: &Path) -> Result<Format> {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(HEAD).read_to_end(&mut head))
        .map_err(|error| Error::io(path, error))?;
    Format::of(path, &head).map_err(|error| error.or_at(path))
}
