//! From a file to its documents, and from a document to its records.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::isolation::FileReaders;
use super::rows;
use super::walk::FoundFile;
use crate::error::{Error, Result};
use crate::extract::actors::UserEntities;
use crate::extract::{self, Extractor};
use crate::language;
use crate::model::{ActorProfile, Analysis, Document, Record, RecordMaker, Warned};
use crate::reader::{self, Format, ReadOptions, RowColumns};

/// How files are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadPlan {
    /// How text is decoded.
    pub options: ReadOptions,
    /// The columns or fields of rows.
    pub columns: RowColumns,
    /// The user's actors.
    pub entities: UserEntities,
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
    /// Who its actors are, as far as it tells.
    pub profiles: Vec<ActorProfile>,
}

impl Analyzed {
    /// Finds all there is in `document`.
    pub fn new(document: Document, extractor: &Extractor) -> Self {
        let analysis = language::analyze(&document);
        let findings = extractor.findings(&document, &analysis);
        let records =
            RecordMaker::new(&document, &analysis, extract::VERSION).records(&findings);
        Self { document, analysis, records, profiles: findings.profiles }
    }
}

/// Returns an error in one line, for the manifest: what is wrong, and the cause.
pub(crate) fn reason(error: &Error) -> String {
    let mut parts = error.causes();
    parts.insert(0, error.message());
    parts.join(": ")
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

/// What happens to a document of a file.
#[derive(Debug)]
pub(crate) enum Step {
    /// It begins to be read.
    Begun,
    /// It is read, or cannot be.
    Read(Box<Result<Warned<Document>>>),
}

/// Reads the documents that `bytes` hold, a file that is called `name`, but for the first
/// `done` of them, and hands each to `each`, as long as that returns `true`.
///
/// # Errors
/// What stops the whole file.
pub(crate) fn documents(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
    done: usize,
    mut each: impl FnMut(&str, Step) -> bool,
) -> Result<()> {
    let format = Format::of(Path::new(name), bytes)?;
    if done == 0 && each(name, Step::Begun) {
        let read = reader::read(name, format, bytes, options)?;
        each(name, Step::Read(Box::new(Ok(read))));
    }
    Ok(())
}

/// Reads all documents of the file at `path`, one by one: itself or, if it is a file of
/// rows, each row, named by its id or else by file and line.
///
/// # Errors
/// What stops the whole file, with its path; what stops one row is handed to `each`.
pub fn read_documents(
    readers: &FileReaders,
    path: &Path,
    name: &str,
    plan: &ReadPlan,
    mut each: impl FnMut(&str, Result<Warned<Document>>),
) -> Result<()> {
    let format = format_of(path)?;
    if !format.has_rows() {
        return readers.read(path, name, &plan.options, |name, read| {
            each(name, read);
            true
        })?;
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
