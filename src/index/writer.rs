//! Changes to an index: all or nothing.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::OpenWriteError;
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::schema::Schema;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexWriter, TantivyError, Term};

use super::actors::{ActorsFile, Profiles, ProfilesFile};
use super::analyzer::Splitter;
use super::folder::{
    self, ACTORS, Checksum, Current, DOCUMENTS, Lock, MANIFEST, PASSAGES, PROFILES,
    RECORDS,
};
use super::rows::{Gauge, Row, Rows};
use super::schema::{PassageFields, RecordFields, settings};
use super::stored::{DocumentEntry, DocumentsFile, decode, encode};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{ActorProfile, Analysis, Document, Links, Record};

/// Text that may wait for the writers, in bytes of rows.
const WAITING_BYTES: usize = 24 << 20;
/// The least memory that the writers need.
const LEAST_MEMORY: usize = 64 << 20;
/// A segment with a greater share of deleted rows is written anew.
const MOST_DELETED: f64 = 0.04;
/// Segments join a greater one when together they have this share of its rows.
const JOIN_SHARE: f64 = 0.04;
/// What is written to learn why the disk took no more: what the writers hold back.
const PROBE_BYTES: usize = 1 << 20;
/// Segments that have fewer rows together are always joined.
const SMALL: u64 = 4_096;

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
    /// How many threads index passages, at least 1; one more indexes records.
    pub threads: usize,
    /// About how much memory the writers may take, in bytes; at least 64 MiB are taken.
    pub memory_bytes: usize,
}

impl Default for WriteOptions {
    /// `dicta`, one thread, 128 MiB.
    fn default() -> Self {
        Self { command: "dicta".to_owned(), threads: 1, memory_bytes: 128 << 20 }
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
    /// Who its actors are, as far as it tells itself.
    pub profiles: &'a [ActorProfile],
}

/// A change of an index that is visible as a whole or not at all.
///
/// It holds the lock of the folder until it is committed or dropped; readers never wait.
/// A dropped or killed transaction leaves the live generation as it was, and the next
/// one clears what was left.
#[derive(Debug)]
pub struct Transaction {
    folder: PathBuf,
    options: WriteOptions,
    start: Start,
    live: Option<Live>,
    state: Mutex<State>,
    /// Keeps two additions of one path from passing each other.
    stripes: Vec<Mutex<()>>,
    opening: Mutex<()>,
    work: OnceLock<Work>,
    /// The last field, so that the lock goes when all else is closed.
    _lock: Lock,
}

/// The live generation.
#[derive(Debug)]
struct Live {
    number: u64,
    path: PathBuf,
    checksums: Vec<Checksum>,
}

#[derive(Debug, Default)]
struct State {
    documents: BTreeMap<String, DocumentEntry>,
    profiles: Profiles,
    links: Links,
    next: u64,
    is_changed: bool,
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
        let path = folder.as_ref();
        fs::create_dir_all(path).map_err(|error| Error::io(path, error))?;
        let lock = Lock::take(path, &options.command)?;
        let live = match Current::read(path) {
            Ok(current) => {
                folder::clear(path, current.as_ref().map(|current| current.generation));
                current.map(|current| Live::open(path, &current)).transpose()
            }
            Err(error) => Err(error),
        };
        let (live, state) = match (start, live) {
            (Start::FromCurrent, live) => {
                let live = live?;
                let state = live.as_ref().map(Live::documents).transpose()?;
                (live, state.unwrap_or_default())
            }
            // A rebuild needs nothing of what was; not even that it can be read.
            (Start::Empty, live) => (live.ok().flatten(), State::default()),
        };
        Ok(Self {
            folder: path.to_path_buf(),
            options: options.clone(),
            start,
            live,
            state: Mutex::new(state),
            stripes: (0..64).map(|_| Mutex::new(())).collect(),
            opening: Mutex::new(()),
            work: OnceLock::new(),
            _lock: lock,
        })
    }

    /// Returns the manifest of the live generation; `None` if there is no live one or
    /// it cannot be read and the transaction starts from nothing.
    ///
    /// # Errors
    /// `Io` if it cannot be read.
    pub fn manifest(&self) -> Result<Option<Vec<u8>>> {
        let Some(live) = &self.live else { return Ok(None) };
        let path = live.path.join(MANIFEST);
        match (fs::read(&path), self.start) {
            (Ok(bytes), _) => Ok(Some(bytes)),
            (Err(_), Start::Empty) => Ok(None),
            (Err(error), Start::FromCurrent) => Err(Error::io(path, error)),
        }
    }

    /// Tells whether a document of this path is in the index as changed so far.
    pub fn contains(&self, path: &str) -> bool {
        locked(&self.state).documents.contains_key(path)
    }

    /// Adds a document, in place of any of the same path. Called from many threads; it
    /// waits while the writers are behind.
    ///
    /// # Errors
    /// `Io` if the disk is full or the index cannot be written; the transaction can
    /// only be dropped then.
    pub fn add(&self, entry: &Entry<'_>) -> Result<()> {
        let work = self.work()?;
        let path = entry.document.path.as_str();
        let ordinal = {
            let mut state = locked(&self.state);
            state.next += 1;
            state.next - 1
        };
        let rows = Rows::of(entry, ordinal, &work.passage_fields, &work.record_fields)?;
        let _turn = self.turn(path);
        let before = {
            let mut state = locked(&self.state);
            state.is_changed = true;
            state.profiles.insert(path.to_owned(), entry.profiles.to_vec());
            state.documents.insert(path.to_owned(), rows.entry)
        };
        if let Some(before) = before {
            work.delete(before.ordinal);
        }
        work.gauge.hold(&rows.held, WAITING_BYTES);
        work.add(rows.passages, rows.records)
    }

    /// Deletes the document of this path; returns whether there was one.
    ///
    /// # Errors
    /// As for [`Transaction::add`].
    pub fn delete(&self, path: &str) -> Result<bool> {
        let work = self.work()?;
        let _turn = self.turn(path);
        let mut state = locked(&self.state);
        let Some(before) = state.documents.remove(path) else { return Ok(false) };
        state.profiles.remove(path);
        state.is_changed = true;
        drop(state);
        work.delete(before.ordinal);
        Ok(true)
    }

    /// Decides anew who is who, if documents were added or deleted: `decide` gets what all
    /// documents say of their actors, by path. Called last before the commit.
    pub fn link(
        &self,
        decide: impl FnOnce(&BTreeMap<String, Vec<ActorProfile>>) -> Links,
    ) {
        let mut state = locked(&self.state);
        if state.is_changed {
            state.links = decide(&state.profiles);
        }
    }

    /// Makes the changes visible, together with `manifest`, which the index keeps
    /// without knowing what it says. Makes no new generation if no document was added or
    /// deleted, the manifest is the same, and the transaction started from the live one.
    ///
    /// # Errors
    /// `Io` if the disk is full or the index cannot be written; the old generation is
    /// still live then.
    pub fn commit(self, manifest: &[u8]) -> Result<Committed> {
        let is_changed = locked(&self.state).is_changed;
        if let (Start::FromCurrent, false, Some(live)) =
            (self.start, is_changed, &self.live)
            && self.manifest()?.as_deref() == Some(manifest)
        {
            return Ok(self.summary(live.number, false, &live.checksums));
        }
        self.work()?;
        let Self { folder, live, state, work, _lock, start, .. } = self;
        let state = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Some(work) = work.into_inner() else {
            return Err(Error::at(folder, ErrorKind::Io));
        };
        let Work { passages, records, draft, .. } = work;
        finish(passages, &draft.path.join(PASSAGES))?;
        finish(records, &draft.path.join(RECORDS))?;
        let ordinal = |path: &str| state.documents.get(path).map(|entry| entry.ordinal);
        let actors = ActorsFile::of(&state.profiles, &state.links, ordinal);
        folder::write_synced(&draft.path.join(ACTORS), &encode(&actors)?)?;
        let profiles = ProfilesFile::of(&state.profiles);
        folder::write_synced(&draft.path.join(PROFILES), &encode(&profiles)?)?;
        let documents = DocumentsFile {
            next: state.next,
            documents: state.documents.into_values().collect(),
        };
        folder::write_synced(&draft.path.join(DOCUMENTS), &encode(&documents)?)?;
        folder::write_synced(&draft.path.join(MANIFEST), manifest)?;
        // A rebuild shares no file with what was.
        let known = match (&live, start) {
            (Some(live), Start::FromCurrent) => live.checksums.as_slice(),
            _ => &[],
        };
        let checksums = checksums(&draft.path, known)?;
        let hash = folder::write_checksums(&draft.path, &checksums)?;
        for part in [PASSAGES, RECORDS, ""] {
            folder::sync_folder(&draft.path.join(part))?;
        }
        folder::sync_folder(&folder)?;
        let current = Current { generation: draft.number, checksums: hash };
        current.write(&folder)?;
        let number = draft.keep();
        folder::clear(&folder, Some(number));
        Ok(committed(number, true, &documents.documents, &checksums))
    }

    fn summary(&self, number: u64, is_new: bool, checksums: &[Checksum]) -> Committed {
        let state = locked(&self.state);
        committed(number, is_new, state.documents.values(), checksums)
    }

    fn turn(&self, path: &str) -> Option<MutexGuard<'_, ()>> {
        let sum = path.bytes().fold(0_usize, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(usize::from(byte))
        });
        self.stripes.get(sum % self.stripes.len()).map(locked)
    }

    /// The writers, opened on the first call.
    fn work(&self) -> Result<&Work> {
        if let Some(work) = self.work.get() {
            return Ok(work);
        }
        let _turn = locked(&self.opening);
        if let Some(work) = self.work.get() {
            return Ok(work);
        }
        let from = match self.start {
            Start::FromCurrent => self.live.as_ref(),
            Start::Empty => None,
        };
        let numbers = folder::generations(&self.folder).into_iter().map(|(n, _)| n);
        let live = self.live.as_ref().map(|live| live.number);
        let number = numbers.chain(live).max().unwrap_or(0) + 1;
        let draft = Draft::new(&self.folder, number)?;
        let work = Work::open(draft, from, &self.options)?;
        Ok(self.work.get_or_init(|| work))
    }
}

/// A lock holds even if a thread that held it panicked: each change is whole.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn committed<'a>(
    generation: u64,
    is_new: bool,
    documents: impl IntoIterator<Item = &'a DocumentEntry>,
    checksums: &[Checksum],
) -> Committed {
    let mut made = Committed { generation, is_new, passages: 0, records: 0, bytes: 0 };
    for document in documents {
        made.passages += u64::from(document.passages);
        made.records += u64::from(document.records);
    }
    made.bytes = checksums.iter().map(|sum| sum.bytes).sum();
    made
}

impl Live {
    fn open(folder: &Path, current: &Current) -> Result<Self> {
        let path = folder::generation_path(folder, current.generation);
        let checksums = folder::read_checksums(&path, &current.checksums)?;
        Ok(Self { number: current.generation, path, checksums })
    }

    fn documents(&self) -> Result<State> {
        let path = self.path.join(DOCUMENTS);
        let bytes = fs::read(&path).map_err(|error| Error::io(&path, error))?;
        let file: DocumentsFile = decode(&bytes).map_err(|error| error.or_at(&path))?;
        let documents = file.documents.into_iter();
        let path = self.path.join(PROFILES);
        let bytes = fs::read(&path).map_err(|error| Error::io(&path, error))?;
        let profiles: ProfilesFile =
            decode(&bytes).map_err(|error| error.or_at(&path))?;
        Ok(State {
            profiles: profiles.profiles(),
            links: Links::default(),
            documents: documents.map(|entry| (entry.path.clone(), entry)).collect(),
            next: file.next,
            is_changed: false,
        })
    }
}

/// The generation being made; its folder goes unless it is kept.
#[derive(Debug)]
struct Draft {
    path: PathBuf,
    number: u64,
    is_kept: bool,
}

impl Draft {
    fn new(folder: &Path, number: u64) -> Result<Self> {
        let path = folder::generation_path(folder, number);
        fs::create_dir_all(&path).map_err(|error| Error::io(&path, error))?;
        Ok(Self { path, number, is_kept: false })
    }

    fn keep(mut self) -> u64 {
        self.is_kept = true;
        self.number
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// The open writers.
struct Work {
    passages: IndexWriter<Row>,
    records: IndexWriter<Row>,
    passage_fields: PassageFields,
    record_fields: RecordFields,
    gauge: Arc<Gauge>,
    path: PathBuf,
    /// After the writers, which must be closed before it goes.
    draft: Draft,
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Work").field("draft", &self.draft).finish_non_exhaustive()
    }
}

impl Work {
    fn open(draft: Draft, from: Option<&Live>, options: &WriteOptions) -> Result<Self> {
        let passage_fields = PassageFields::new();
        let record_fields = RecordFields::new();
        let threads = options.threads.max(1);
        let memory = options.memory_bytes.max(LEAST_MEMORY);
        let share = memory / (threads + 1);
        let index = |name: &str, schema: &Schema, threads: usize| {
            let path = draft.path.join(name);
            let source = from.map(|live| live.path.join(name));
            open_writer(&path, source.as_deref(), schema, threads, share)
        };
        let passages = index(PASSAGES, &passage_fields.schema, threads)?;
        let records = index(RECORDS, &record_fields.schema, 1)?;
        Ok(Self {
            passages,
            records,
            passage_fields,
            record_fields,
            gauge: Arc::default(),
            path: draft.path.clone(),
            draft,
        })
    }

    fn delete(&self, ordinal: u64) {
        let document = self.passage_fields.document;
        self.passages.delete_term(Term::from_field_u64(document, ordinal));
        let document = self.record_fields.document;
        self.records.delete_term(Term::from_field_u64(document, ordinal));
    }

    fn add(&self, passages: Vec<Row>, records: Vec<Row>) -> Result<()> {
        let operations = |rows: Vec<Row>| rows.into_iter().map(UserOperation::Add);
        let failed = |error| failure(&self.path, error);
        self.passages.run(operations(passages)).map_err(failed)?;
        self.records.run(operations(records)).map_err(failed)?;
        Ok(())
    }
}

fn open_writer(
    path: &Path,
    source: Option<&Path>,
    schema: &Schema,
    threads: usize,
    memory_bytes: usize,
) -> Result<IndexWriter<Row>> {
    let failed = |error: TantivyError| failure(path, error);
    let index = if let Some(source) = source {
        folder::link_index(source, path)?;
        tantivy::Index::open_in_dir(path).map_err(failed)?
    } else {
        fs::create_dir_all(path).map_err(|error| Error::io(path, error))?;
        let directory =
            MmapDirectory::open(path).map_err(|error| failed(error.into()))?;
        tantivy::Index::create(directory, schema.clone(), settings()).map_err(failed)?
    };
    let analyzer = TextAnalyzer::from(Splitter::default());
    index.tokenizers().register(super::analyzer::SPLITTER, analyzer);
    let writer = index
        .writer_with_num_threads(threads, memory_bytes * threads)
        .map_err(failed)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    Ok(writer)
}

/// Names the place; the cause says what went wrong.
fn failure(path: &Path, error: TantivyError) -> Error {
    let cause = match &error {
        TantivyError::IoError(cause)
        | TantivyError::OpenWriteError(OpenWriteError::IoError {
            io_error: cause,
            ..
        }) => Some(match cause.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(cause.kind(), cause.to_string()),
        }),
        // A thread that met an error keeps it for itself, so the disk is asked again.
        TantivyError::ErrorInThread(_) | TantivyError::SystemError(_) => probe(path),
        _ => None,
    };
    let failed = Error::at(path, ErrorKind::Io);
    match cause {
        Some(cause) => failed.because(cause),
        None => failed.because(error),
    }
}

/// Returns what the system says when a file is written in the folder at `path`: the
/// error if the disk is full, out of order, or may not be written.
fn probe(path: &Path) -> Option<io::Error> {
    let file = path.join("probe");
    let written = fs::write(&file, vec![0; PROBE_BYTES]);
    let _ = fs::remove_file(file);
    written.err()
}

/// Commits, joins segments, and removes files that no segment needs.
fn finish(mut writer: IndexWriter<Row>, path: &Path) -> Result<()> {
    let failed = |error: TantivyError| failure(path, error);
    writer.commit().map_err(failed)?;
    // The list must go before files are removed: what is listed counts as in use.
    let join = to_join(&writer.index().searchable_segment_metas().map_err(failed)?);
    if !join.is_empty() {
        writer.merge(&join).wait().map_err(failed)?;
    }
    writer.garbage_collect_files().wait().map_err(failed)?;
    writer.wait_merging_threads().map_err(failed)?;
    folder::remove_locks(path);
    Ok(())
}

/// Returns the segments to write anew as one; none if all is well.
///
/// Every segment is much greater than all smaller ones together, so that there are few,
/// and none has many deleted rows, so that the folder stays as small as a fresh one.
fn to_join(segments: &[SegmentMeta]) -> Vec<SegmentId> {
    let rows: Vec<_> = segments
        .iter()
        .map(|segment| SegmentRows {
            live: u64::from(segment.num_docs()),
            all: u64::from(segment.max_doc()),
        })
        .collect();
    chosen(&rows)
        .into_iter()
        .filter_map(|place| segments.get(place).map(SegmentMeta::id))
        .collect()
}

/// The rows of a segment.
#[derive(Debug, Clone, Copy)]
struct SegmentRows {
    live: u64,
    all: u64,
}

/// The places of the segments to join.
#[expect(clippy::cast_precision_loss, reason = "shares need no more digits")]
fn chosen(segments: &[SegmentRows]) -> Vec<usize> {
    let mut by_size: Vec<usize> = (0..segments.len()).collect();
    by_size.sort_by_key(|&place| segments.get(place).map(|rows| rows.live));
    let mut smaller = 0;
    let mut joined = 0;
    for (rank, &place) in by_size.iter().enumerate() {
        let Some(rows) = segments.get(place) else { continue };
        if rank > 0
            && (smaller + rows.live <= SMALL
                || smaller as f64 >= JOIN_SHARE * rows.live as f64)
        {
            joined = rank + 1;
        }
        smaller += rows.live;
    }
    let is_worn = |rows: &SegmentRows| {
        (rows.all - rows.live) as f64 > MOST_DELETED * rows.all as f64
    };
    by_size
        .iter()
        .enumerate()
        .filter(|&(rank, &place)| {
            rank < joined || segments.get(place).is_some_and(is_worn)
        })
        .map(|(_, &place)| place)
        .collect()
}

/// Returns the checksums of all files of a generation, computed for those that `known`
/// does not have, which are flushed too: segment files never change.
fn checksums(generation: &Path, known: &[Checksum]) -> Result<Vec<Checksum>> {
    let known: HashMap<&str, &Checksum> =
        known.iter().map(|sum| (sum.path.as_str(), sum)).collect();
    let mut sums = Vec::new();
    for name in folder::files(generation)? {
        let path = generation.join(&name);
        let is_segment = name.contains('/') && folder::is_segment(&name);
        if is_segment && let Some(&sum) = known.get(name.as_str()) {
            sums.push(sum.clone());
            continue;
        }
        folder::sync_file(&path)?;
        let (hash, bytes) = folder::hash_file(&path)?;
        sums.push(Checksum { path: name, bytes, hash });
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents of `rows` rows each, one of which is written anew at a time, as a
    /// transaction does it; returns the most rows and segments that lay there at once.
    fn check(documents: usize, rows: u64, updates: usize) {
        let mut home = vec![0; documents];
        let mut segments: Vec<Option<SegmentRows>> = Vec::new();
        let live = documents as u64 * rows;
        segments.push(Some(SegmentRows { live, all: live }));
        for update in 0..updates {
            // A walk that comes to all documents, far from one to the next.
            let document = update * 7_919 % documents;
            if let Some(Some(segment)) = segments.get_mut(home[document]) {
                segment.live -= rows;
            }
            home[document] = segments.len();
            segments.push(Some(SegmentRows { live: rows, all: rows }));
            let there: Vec<usize> = (0..segments.len())
                .filter(|&place| segments[place].is_some())
                .collect();
            let sizes: Vec<_> = there.iter().filter_map(|&at| segments[at]).collect();
            let joined: Vec<usize> =
                chosen(&sizes).into_iter().map(|place| there[place]).collect();
            if !joined.is_empty() {
                let live = joined.iter().filter_map(|&at| segments[at]);
                let live = live.map(|segment| segment.live).sum();
                for &place in &joined {
                    segments[place] = None;
                }
                for place in &mut home {
                    if joined.contains(place) {
                        *place = segments.len();
                    }
                }
                segments.push(Some(SegmentRows { live, all: live }));
            }
            let left = segments.iter().flatten();
            let (count, all) =
                left.fold((0, 0), |(count, all), rows| (count + 1, all + rows.all));
            assert!(all * 100 <= live * 105, "{all} rows for {live} after {update}");
            assert!(count <= 6, "{count} segments after {update}");
        }
    }

    #[test]
    fn a_thousand_updates_leave_few_dead_rows_in_few_segments() {
        check(300, 40, 1_000);
        check(3_000, 1, 1_000);
        check(40, 5_000, 1_000);
        check(20_000, 60, 1_000);
    }
}
