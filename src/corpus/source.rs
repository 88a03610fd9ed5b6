//! From a file to its documents, and from a document to its records.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::isolation::FileReaders;
use super::rows;
use super::walk::FoundFile;
use crate::error::{Error, ErrorKind, Result};
use crate::extract::actors::UserEntities;
use crate::extract::{self, Extractor};
use crate::language;
use crate::model::{ActorProfile, Analysis, Document, Record, RecordMaker, Warned};
use crate::reader::{self, Format, Member, ReadOptions, RowColumns};

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

/// Files within files that are opened, one in another.
const MOST_DEPTH: usize = 3;
/// Files in one file, at all depths.
const MOST_MEMBERS: usize = 20_000;
/// Bytes that the files in one file have together, at all depths.
const MOST_MEMBER_BYTES: usize = 1 << 30;

/// Reads the documents that `bytes` hold, a file that is called `name`, but for the first
/// `done` of them, and hands each to `each`, as long as that returns `true`. A file in
/// another is called by both names: `archive.zip/report.pdf`.
///
/// # Errors
/// What stops the whole file.
pub(crate) fn documents(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
    done: usize,
    each: impl FnMut(&str, Step) -> bool,
) -> Result<()> {
    let left = MOST_MEMBER_BYTES;
    let mut opened =
        Opened { options, done, names: BTreeSet::new(), left, is_over: false, each };
    opened.file(name, bytes, 0)
}

/// A file while its documents are handed over.
struct Opened<'a, F> {
    options: &'a ReadOptions,
    /// How many documents are still to pass over.
    done: usize,
    /// The names of the files within it.
    names: BTreeSet<String>,
    /// How many bytes these may still have.
    left: usize,
    /// Whether nobody wants to hear more.
    is_over: bool,
    each: F,
}

impl<F: FnMut(&str, Step) -> bool> Opened<'_, F> {
    fn file(&mut self, name: &str, bytes: &[u8], depth: usize) -> Result<()> {
        let format = Format::of(Path::new(name), bytes)?;
        if format.has_rows() {
            let what = "rows within another file are not read".to_owned();
            return Err(Error::at(name, ErrorKind::UnknownFormat(what)));
        }
        if format.is_document() {
            let options = self.options;
            let read = || reader::read(name, format, bytes, options);
            match (depth, format.has_members()) {
                // The file is this document and no other.
                (0, false) => self.tell(name, || read().map(Ok))?,
                _ => self.tell(name, || Ok(read()))?,
            }
        }
        if !format.has_members() {
            return Ok(());
        }
        if depth == MOST_DEPTH {
            let what = format!("archives in archives, more than {MOST_DEPTH} deep");
            return Err(Error::at(name, ErrorKind::Limit(what)));
        }
        let mut stopped = Ok(());
        let read = reader::members(name, format, bytes, |member| {
            stopped = self.member(name, member, depth + 1);
            stopped.is_ok() && !self.is_over
        });
        stopped.and(read)
    }

    /// Reads a file in the file `name`.
    ///
    /// # Errors
    /// `Limit` if there are too many, or they are too long together.
    fn member(&mut self, name: &str, member: Member<'_>, depth: usize) -> Result<()> {
        let first = format!("{name}/{}", tidy(member.name));
        let mut name = first.clone();
        for number in 2.. {
            if self.names.insert(name.clone()) {
                break;
            }
            name = format!("{first} ({number})");
        }
        let size = member.bytes.as_ref().map_or(0, |bytes| bytes.len());
        if self.names.len() > MOST_MEMBERS || size > self.left {
            let what = format!(
                "it holds more than {MOST_MEMBERS} files or {} MB",
                MOST_MEMBER_BYTES >> 20
            );
            return Err(Error::new(ErrorKind::Limit(what)));
        }
        self.left -= size;
        let read = member.bytes.and_then(|bytes| self.file(&name, &bytes, depth));
        match read {
            Ok(()) => Ok(()),
            Err(error) => self.tell(&name, || Ok(Err(error.or_at(&name)))),
        }
    }

    /// Hands over a document, unless it is known already.
    fn tell(
        &mut self,
        name: &str,
        read: impl FnOnce() -> Result<Result<Warned<Document>>>,
    ) -> Result<()> {
        if self.done > 0 {
            self.done -= 1;
        } else if !self.is_over {
            self.is_over = !(self.each)(name, Step::Begun)
                || !(self.each)(name, Step::Read(Box::new(read()?)));
        }
        Ok(())
    }
}

/// Returns the path of a file in an archive as a part of a name: with `/`, and not out
/// of the archive.
fn tidy(path: &str) -> String {
    let path = path.replace(['\\', '\n', '\r', '\t'], "/");
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
    let path = parts.collect::<Vec<_>>().join("/");
    if path.is_empty() { "unnamed".to_owned() } else { path }
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
