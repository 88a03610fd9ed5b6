//! The one error type: what stopped a call, where, and the way out.

use std::fmt;
use std::path::{Path, PathBuf};

/// What `dicta` calls return.
pub type Result<T> = std::result::Result<T, Error>;

/// What stopped a whole call.
///
/// Content never makes an error: a damaged page or an odd encoding is a
/// [`Warning`](crate::model::Warning), and the rest of the report is read.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: Option<PathBuf>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of [`Error`], each with its own [`hint`](Error::hint).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder cannot be read or written.
    Io,
    /// The path does not exist.
    NotFound,
    /// The file holds no bytes.
    Empty,
    /// The format is none that `dicta` reads; the text says what it looks like.
    UnknownFormat(String),
    /// The file is not what its name or first bytes say; the text says why.
    Malformed(String),
    /// The document is encrypted and the empty password does not open it.
    NeedsPassword,
    /// A limit on depth, size or unpacked bytes was passed; the text names it.
    Limit(String),
    /// The index was written by another format version.
    IndexVersion {
        /// The version that the index folder states.
        found: u32,
        /// The version that this program reads and writes.
        expected: u32,
    },
    /// There is no index at the path.
    NoIndex,
    /// Another job writes this index; the text says which.
    Locked(String),
    /// The index is damaged; the text says where.
    Damaged(String),
    /// The query is not understood.
    Query {
        /// What is wrong, in one phrase.
        message: String,
        /// Where in the query, in code points from 0.
        position: usize,
        /// What to write instead.
        hint: String,
        /// The query, as it was asked.
        query: String,
    },
    /// No document, or more than one, bears this name; the text says which.
    NoSuchDocument(String),
    /// An argument or an input row is wrong; the text says how.
    Invalid(String),
}

impl Error {
    /// Makes an error of `kind` that concerns no file.
    pub fn new(kind: ErrorKind) -> Self {
        Self { kind, path: None, source: None }
    }

    /// Makes an error of `kind` about the file or folder at `path`.
    pub fn at(path: impl AsRef<Path>, kind: ErrorKind) -> Self {
        Self { kind, path: Some(path.as_ref().to_path_buf()), source: None }
    }

    /// Makes an error from a failed file operation on `path`.
    pub fn io(path: impl AsRef<Path>, source: std::io::Error) -> Self {
        let kind = match source.kind() {
            std::io::ErrorKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::Io,
        };
        Self::at(path, kind).because(source)
    }

    /// Adds the query to an error about one.
    #[must_use]
    pub(crate) fn in_query(mut self, asked: &str) -> Self {
        if let ErrorKind::Query { query, .. } = &mut self.kind {
            asked.clone_into(query);
        }
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn because(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds the path, if none is known yet.
    #[must_use]
    pub fn or_at(mut self, path: impl AsRef<Path>) -> Self {
        self.path.get_or_insert_with(|| path.as_ref().to_path_buf());
        self
    }

    /// Returns the kind.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Returns the file or folder concerned.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns what is wrong, without the path and without the cause.
    pub fn message(&self) -> String {
        match &self.kind {
            ErrorKind::Io => "cannot be read or written".to_owned(),
            ErrorKind::NotFound => "no such file or folder".to_owned(),
            ErrorKind::Empty => "the file is empty".to_owned(),
            ErrorKind::UnknownFormat(what) => {
                format!("not a format that `dicta` reads ({what})")
            }
            ErrorKind::Malformed(why) => format!("damaged: {why}"),
            ErrorKind::NeedsPassword => "needs a password".to_owned(),
            ErrorKind::Limit(what) => format!("over the limit: {what}"),
            ErrorKind::IndexVersion { found, expected } => {
                format!("index format {found}, but this `dicta` reads {expected}")
            }
            ErrorKind::NoIndex => "no index here".to_owned(),
            ErrorKind::Locked(who) => format!("the index is being written by {who}"),
            ErrorKind::Damaged(what) => format!("the index is damaged: {what}"),
            ErrorKind::Query { message, .. } => message.clone(),
            ErrorKind::NoSuchDocument(what) | ErrorKind::Invalid(what) => what.clone(),
        }
    }

    /// Returns the causes, in words, the nearest first.
    pub fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut next = std::error::Error::source(self);
        while let Some(cause) = next {
            causes.push(cause.to_string());
            next = cause.source();
        }
        causes
    }

    /// Tells whether a file cannot be written because the disk has no room for it, or
    /// the user may not take more of it.
    fn is_full(&self) -> bool {
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        let cause = self.source.as_ref();
        let cause = cause.and_then(|cause| cause.downcast_ref::<std::io::Error>());
        cause.is_some_and(|cause| {
            matches!(cause.kind(), FileTooLarge | QuotaExceeded | StorageFull)
        })
    }

    /// Returns what the user can do next, or `None` if the message says all.
    pub fn hint(&self) -> Option<String> {
        Some(match &self.kind {
            ErrorKind::Io if self.is_full() => {
                "make room on the disk, then run it again".to_owned()
            }
            ErrorKind::Io => {
                "check the permissions and the room on the disk".to_owned()
            }
            ErrorKind::NotFound => "check the spelling of the path".to_owned(),
            ErrorKind::Empty => "fetch the file again, or remove it".to_owned(),
            ErrorKind::UnknownFormat(_) => {
                "convert it to PDF, DOCX, ODT, HTML, Markdown, text, XLSX, PPTX or EPUB"
                    .to_owned()
            }
            ErrorKind::Malformed(_) => {
                "open it in its own program and save it again".to_owned()
            }
            ErrorKind::NeedsPassword => {
                "save a copy without a password beside it".to_owned()
            }
            ErrorKind::Limit(_) => "split the file, or leave it out".to_owned(),
            ErrorKind::IndexVersion { .. } | ErrorKind::Damaged(_) => {
                "rebuild it with `dicta rebuild`".to_owned()
            }
            ErrorKind::NoIndex => {
                "make one with `dicta ingest PATH`, or name it with `--index DIR`"
                    .to_owned()
            }
            ErrorKind::Locked(_) => {
                "wait until that job has ended, or stop it".to_owned()
            }
            ErrorKind::Query { hint, .. } => hint.clone(),
            ErrorKind::NoSuchDocument(_) => {
                "list the documents with `dicta status --documents`".to_owned()
            }
            ErrorKind::Invalid(_) => return None,
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "`{}`: ", path.display())?;
        }
        f.write_str(&self.message())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
