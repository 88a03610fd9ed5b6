//! The live generation of an index folder, open for reading.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use tantivy::directory::error::{
    DeleteError, LockError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle,
    WritePtr,
};
use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer,
};
use tantivy::schema::{Field, IndexRecordOption, OwnedValue, Schema};
use tantivy::{
    Directory, DocAddress, DocSet, ReloadPolicy, Searcher, TERMINATED, TantivyError,
    Term,
};

use super::actors::{ActorTable, ActorsFile};
use super::folder::{self, ACTORS, Current, DOCUMENTS, MANIFEST, PASSAGES, RECORDS};
use super::schema::{PassageFields, RecordFields};
use super::stored::{DocumentEntry, DocumentsFile, PassageRow, StructureRow, decode};
use super::writer::locked;
use super::{DocumentSummary, StoredDocument, TRANSLATIONS};
use crate::error::{Error, ErrorKind, Result};
use crate::translate::Lexicon;

/// How often the live generation is looked for again when jobs replace it meanwhile.
const ATTEMPTS: usize = 20;

/// One generation of an index, open for reading.
///
/// All its files are open: it goes on answering while jobs write, and after newer
/// generations replaced it. Shared by all threads.
pub struct Index {
    pub(super) folder: PathBuf,
    generation: u64,
    bytes: u64,
    pub(super) passages: Searcher,
    pub(super) records: Searcher,
    pub(super) passage_fields: PassageFields,
    pub(super) record_fields: RecordFields,
    manifest: Mutex<File>,
    documents: Mutex<File>,
    actors: Mutex<File>,
    actor_table: OnceLock<ActorTable>,
    listing: OnceLock<Listing>,
    lexicon: OnceLock<Lexicon>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("folder", &self.folder)
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

/// All documents, by path and by number.
#[derive(Debug)]
pub(super) struct Listing {
    /// In the order of their paths.
    pub(super) documents: Vec<DocumentEntry>,
    /// The place in `documents` of each number.
    places: HashMap<u64, usize>,
}

impl Listing {
    /// The place among all documents, by path, of the one with this number.
    pub(super) fn place(&self, ordinal: u64) -> Option<usize> {
        self.places.get(&ordinal).copied()
    }

    pub(super) fn by_path(&self, path: &str) -> Option<&DocumentEntry> {
        let place =
            self.documents.binary_search_by(|entry| entry.path.as_str().cmp(path));
        self.documents.get(place.ok()?)
    }
}

impl Index {
    /// Opens the live generation of `folder`.
    ///
    /// # Errors
    /// `NoIndex` if there is none, `IndexVersion` if it has another format, `Damaged` if
    /// its files do not fit together.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self> {
        let folder = folder.as_ref();
        let no_index = || Error::at(folder, ErrorKind::NoIndex);
        let mut current = Current::read(folder)?.ok_or_else(no_index)?;
        for _ in 0..ATTEMPTS {
            let opened = catch_unwind(|| Self::open_generation(folder, &current));
            let error = match opened {
                Ok(Ok(index)) => return Ok(index),
                Ok(Err(error)) => error,
                Err(_) => {
                    let what = "its files cannot be read".to_owned();
                    Error::at(folder, ErrorKind::Damaged(what))
                }
            };
            // A job may have replaced the generation in between, and cleared it.
            let now = Current::read(folder)?.ok_or_else(no_index)?;
            if now == current {
                return Err(match error.kind() {
                    ErrorKind::NotFound => {
                        let what = "a file is missing".to_owned();
                        Error::at(folder, ErrorKind::Damaged(what)).because(error)
                    }
                    _ => error,
                });
            }
            current = now;
        }
        Err(no_index())
    }

    fn open_generation(folder: &Path, current: &Current) -> Result<Self> {
        let path = folder::generation_path(folder, current.generation);
        let checksums = folder::read_checksums(&path, &current.checksums)?;
        let file = |name: &str| {
            let path = path.join(name);
            File::open(&path).map(Mutex::new).map_err(|error| Error::io(path, error))
        };
        let passage_fields = PassageFields::new();
        let record_fields = RecordFields::new();
        Ok(Self {
            folder: folder.to_path_buf(),
            generation: current.generation,
            bytes: checksums.iter().map(|sum| sum.bytes).sum(),
            passages: searcher(&path.join(PASSAGES), &passage_fields.schema)?,
            records: searcher(&path.join(RECORDS), &record_fields.schema)?,
            passage_fields,
            record_fields,
            manifest: file(MANIFEST)?,
            documents: file(DOCUMENTS)?,
            actors: file(ACTORS)?,
            actor_table: OnceLock::new(),
            listing: OnceLock::new(),
            lexicon: OnceLock::new(),
        })
    }

    /// What translates words: the program's own lexicon, and what the user learned.
    pub(super) fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| {
            let mut lexicon = Lexicon::builtin();
            if let Ok(bytes) = std::fs::read(self.folder.join(TRANSLATIONS)) {
                lexicon.add(bytes);
            }
            lexicon
        })
    }

    /// Returns the number of the generation, from 1.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Returns the manifest that was committed with the generation.
    ///
    /// # Errors
    /// `Io` if it cannot be read.
    pub fn manifest(&self) -> Result<Vec<u8>> {
        self.read(&self.manifest, MANIFEST)
    }

    /// Returns how many passages there are, boilerplate included.
    pub fn passage_count(&self) -> u64 {
        self.passages.num_docs()
    }

    /// Returns how many records there are.
    ///
    /// # Errors
    /// `Damaged` if the index is.
    pub fn record_count(&self) -> Result<u64> {
        let listing = self.listing()?;
        Ok(listing.documents.iter().map(|entry| u64::from(entry.records)).sum())
    }

    /// Returns how many bytes the files of the generation take.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns all documents, by path.
    ///
    /// # Errors
    /// `Damaged` if the index is.
    pub fn documents(&self) -> Result<Vec<DocumentSummary>> {
        Ok(self.listing()?.documents.iter().map(DocumentEntry::summary).collect())
    }

    /// Returns the document whose path or id is `name` or, if there is none, ends with
    /// it.
    ///
    /// # Errors
    /// `NoSuchDocument` if there is none, or more than one; `Damaged` if the index is.
    pub fn document(&self, name: &str) -> Result<StoredDocument> {
        self.guarded(|| self.read_document(self.entry(name)?))
    }

    fn read_document(&self, entry: &DocumentEntry) -> Result<StoredDocument> {
        let text = self.text_of(entry)?;
        let damaged = || self.damaged(format!("the parts of `{}`", entry.path));
        let row = self.first_row(&self.records, self.record_fields.document, entry)?;
        let row = row.ok_or_else(damaged)?;
        let row = self.stored(&self.records, row)?;
        let structure: StructureRow =
            decode(&row).map_err(|error| damaged().because(error))?;
        let (document, languages) =
            structure.document(&entry.path, entry.head(), &text).ok_or_else(damaged)?;
        Ok(StoredDocument { document, languages, summary: entry.summary() })
    }

    /// The entry of the document that `name` means.
    pub(super) fn entry(&self, name: &str) -> Result<&DocumentEntry> {
        let listing = self.listing()?;
        if let Some(entry) = listing.by_path(name) {
            return Ok(entry);
        }
        let found: Vec<_> = listing
            .documents
            .iter()
            .filter(|entry| !name.is_empty() && entry.path.ends_with(name))
            .collect();
        // `b.txt` means `a/b.txt` rather than `a/ab.txt`.
        let whole: Vec<_> = found
            .iter()
            .filter(|entry| {
                let rest = entry.path.strip_suffix(name).unwrap_or_default();
                rest.ends_with(['/', '\\'])
            })
            .collect();
        match (found.as_slice(), whole.as_slice()) {
            ([entry], _) => Ok(entry),
            (_, [entry]) => Ok(entry),
            ([], _) => {
                let what = format!("no document is called `{name}`");
                Err(Error::new(ErrorKind::NoSuchDocument(what)))
            }
            (several, _) => {
                let names: Vec<_> =
                    several.iter().take(3).map(|entry| entry.path.as_str()).collect();
                let what = format!(
                    "{} documents end with `{name}`: `{}`{}",
                    several.len(),
                    names.join("`, `"),
                    if several.len() > 3 { " and others" } else { "" }
                );
                Err(Error::new(ErrorKind::NoSuchDocument(what)))
            }
        }
    }

    /// The whole text of a document, from its passages.
    pub(super) fn text_of(&self, entry: &DocumentEntry) -> Result<String> {
        let mut text = String::new();
        if entry.passages == 0 {
            return Ok(text);
        }
        let damaged = || self.damaged(format!("the text of `{}`", entry.path));
        let first =
            self.first_row(&self.passages, self.passage_fields.document, entry)?;
        let first = first.ok_or_else(damaged)?;
        for place in 0..entry.passages {
            let row = DocAddress::new(first.segment_ord, first.doc_id + place);
            let bytes = self.stored(&self.passages, row)?;
            let passage: PassageRow<'_> =
                decode(&bytes).map_err(|error| damaged().because(error))?;
            if passage.place != place || passage.start_byte as usize != text.len() {
                return Err(damaged());
            }
            text.push_str(passage.tile);
        }
        Ok(text)
    }

    /// The first row of a document: its passages and records follow each other.
    pub(super) fn first_row(
        &self,
        searcher: &Searcher,
        field: Field,
        entry: &DocumentEntry,
    ) -> Result<Option<DocAddress>> {
        let term = Term::from_field_u64(field, entry.ordinal);
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let inverted = reader.inverted_index(field).map_err(|e| self.failure(e))?;
            let postings = inverted
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(|error| self.failure(error.into()))?;
            if let Some(postings) = postings
                && postings.doc() != TERMINATED
                && !reader.is_deleted(postings.doc())
            {
                return Ok(Some(DocAddress::new(segment, postings.doc())));
            }
        }
        Ok(None)
    }

    /// The stored bytes of a row.
    pub(super) fn stored(
        &self,
        searcher: &Searcher,
        row: DocAddress,
    ) -> Result<Vec<u8>> {
        let outside = searcher
            .segment_readers()
            .get(row.segment_ord as usize)
            .is_none_or(|reader| row.doc_id >= reader.max_doc());
        if outside {
            return Err(self.damaged("a row is missing".to_owned()));
        }
        searcher.doc(row).map(|StoredBytes(bytes)| bytes).map_err(|e| self.failure(e))
    }

    /// All documents, read on the first call.
    pub(super) fn listing(&self) -> Result<&Listing> {
        if let Some(listing) = self.listing.get() {
            return Ok(listing);
        }
        let bytes = self.read(&self.documents, DOCUMENTS)?;
        let file: DocumentsFile =
            decode(&bytes).map_err(|error| error.or_at(&self.folder))?;
        let documents = file.documents;
        let numbered = documents.iter().enumerate();
        let places = numbered.map(|(place, entry)| (entry.ordinal, place)).collect();
        Ok(self.listing.get_or_init(|| Listing { documents, places }))
    }

    /// Who is who over all documents, read on the first call.
    pub(super) fn actor_table(&self) -> Result<&ActorTable> {
        if let Some(table) = self.actor_table.get() {
            return Ok(table);
        }
        let bytes = self.read(&self.actors, ACTORS)?;
        let file: ActorsFile =
            decode(&bytes).map_err(|error| error.or_at(&self.folder))?;
        Ok(self.actor_table.get_or_init(|| file.table()))
    }

    fn read(&self, file: &Mutex<File>, name: &str) -> Result<Vec<u8>> {
        let mut file = locked(file);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0))
            .and_then(|_| file.read_to_end(&mut bytes))
            .map_err(|error| {
                let path = folder::generation_path(&self.folder, self.generation);
                Error::io(path.join(name), error)
            })?;
        Ok(bytes)
    }

    /// Runs what reads the index. Damaged files can make tantivy panic, as it trusts
    /// them; that is an error like any other damage.
    pub(super) fn guarded<T>(&self, read: impl FnOnce() -> Result<T>) -> Result<T> {
        catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
            Err(self
                .damaged("reading it failed; `dicta verify` tells where".to_owned()))
        })
    }

    pub(super) fn damaged(&self, what: String) -> Error {
        Error::at(&self.folder, ErrorKind::Damaged(what))
    }

    pub(super) fn failure(&self, error: TantivyError) -> Error {
        self.damaged("it cannot be searched".to_owned()).because(error)
    }
}

/// Opens one of the two tantivy indexes.
fn searcher(path: &Path, schema: &Schema) -> Result<Searcher> {
    let damaged = |error: TantivyError| {
        Error::at(path, ErrorKind::Damaged("it cannot be opened".to_owned()))
            .because(error)
    };
    let directory = MmapDirectory::open(path).map_err(|error| damaged(error.into()))?;
    let index = tantivy::Index::open(ReadOnly(directory)).map_err(damaged)?;
    if index.schema() != *schema {
        let what = "its fields are others".to_owned();
        return Err(Error::at(path, ErrorKind::Damaged(what)));
    }
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()
        .map_err(damaged)?;
    Ok(reader.searcher())
}

/// A folder that is only read: no lock file is made, so that an index on a read-only
/// disk can be searched. Nothing changes a generation once it is live.
#[derive(Debug, Clone)]
struct ReadOnly(MmapDirectory);

fn denied() -> std::io::Error {
    std::io::Error::from(std::io::ErrorKind::PermissionDenied)
}

impl Directory for ReadOnly {
    fn get_file_handle(
        &self,
        path: &Path,
    ) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(denied()),
            filepath: path.to_path_buf(),
        })
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(denied(), path.to_path_buf()))
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> std::io::Result<()> {
        Err(denied())
    }

    fn sync_directory(&self) -> std::io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// The one stored value of a row.
struct StoredBytes(Vec<u8>);

impl DocumentDeserialize for StoredBytes {
    fn deserialize<'de, D>(
        mut deserializer: D,
    ) -> std::result::Result<Self, DeserializeError>
    where
        D: DocumentDeserializer<'de>,
    {
        let mut bytes = Vec::new();
        while let Some((_, value)) = deserializer.next_field::<OwnedValue>()? {
            if let OwnedValue::Bytes(stored) = value {
                bytes = stored;
            }
        }
        Ok(Self(bytes))
    }
}
