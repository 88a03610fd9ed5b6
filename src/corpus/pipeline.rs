//! Reading and extracting on many threads, with results in the order of the files.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::isolation::FileReaders;
use super::jobs::FileToRead;
use super::manifest::{Fate, FileEntry, RowEntry, State, Stated};
use super::rows;
use super::source::{self, Analyzed, ReadPlan};
use super::walk::FoundFile;
use super::workers;
use crate::error::{Error, ErrorKind, Result};
use crate::extract::{self, Extractor};
use crate::index::{Entry, Transaction};
use crate::model::{Document, Warned, WarningKind};
use crate::reader::{self, Row};

/// What there is to do, and with what.
#[derive(Debug)]
pub(crate) struct Work<'a> {
    /// The files to read.
    pub(crate) files: &'a [FileToRead<'a>],
    /// The entries that stay, whose documents keep their names.
    pub(crate) kept: &'a [FileEntry],
    /// How to read.
    pub(crate) read: &'a ReadPlan,
    /// What reads files that are not rows.
    pub(crate) readers: &'a FileReaders,
    /// How many threads work.
    pub(crate) jobs: usize,
    /// What finds the records.
    pub(crate) extractor: &'a Extractor,
    /// Where documents go.
    pub(crate) transaction: &'a Transaction,
}

/// A file that is done.
#[derive(Debug)]
pub(crate) struct Done {
    /// Its place in [`Work::files`].
    pub(crate) file: usize,
    /// Its entry for the manifest.
    pub(crate) entry: FileEntry,
    /// What was guessed, with the name of the document.
    pub(crate) doubts: Vec<(String, String)>,
    /// The names of the documents that were added to the index.
    pub(crate) added: Vec<String>,
}

/// What a worker does next.
enum Task {
    /// Reads the file at this place as one document.
    File(usize),
    /// Reads a row; it is the so-manieth of its file, from 0.
    Row {
        file: usize,
        ordinal: usize,
        name: String,
        row: Box<Row>,
        doubt: Option<String>,
    },
}

/// What the collecting thread is told.
enum Message {
    /// A file that is one document is done.
    File { file: usize, fate: Fate, doubts: Vec<String> },
    /// A row is done.
    Row { file: usize, ordinal: usize, row: RowEntry, doubts: Vec<String>, added: bool },
    /// A file of rows has no more, and had so many.
    RowsEnd { file: usize, rows: usize, fate: Fate },
    /// The index cannot be written.
    Stopped(Error),
}

/// Reads and extracts all files, and hands over each when it is done, in their order.
///
/// One thread reads rows and gives them their names, so that names do not hang on which
/// worker is first. Memory is bounded: no more waits than two tasks a worker.
pub(crate) fn run(work: &Work<'_>, done: impl FnMut(Done)) -> Result<()> {
    let jobs = work.jobs.max(1);
    let stop = AtomicBool::new(false);
    let (messages, inbox) = channel();
    let (tasks, queue) = sync_channel(2 * jobs);
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        for number in 0..jobs {
            let messages = messages.clone();
            let (stop, queue) = (&stop, &queue);
            thread::Builder::new()
                .name(format!("{}-{number}", workers::THREAD_NAME))
                .stack_size(workers::STACK_BYTES)
                .spawn_scoped(scope, move || work.serve(queue, &messages, stop))
                .map_err(|error| Error::new(ErrorKind::Io).because(error))?;
        }
        let stop = &stop;
        scope.spawn(move || work.hand_out(&tasks, &messages, stop));
        collect(work, &inbox, done)
    })
}

impl Work<'_> {
    /// Hands out all tasks in the order of the files.
    fn hand_out(
        &self,
        tasks: &SyncSender<Task>,
        messages: &Sender<Message>,
        stop: &AtomicBool,
    ) {
        let mut names: BTreeSet<String> =
            self.kept.iter().flat_map(FileEntry::indexed).map(str::to_owned).collect();
        names.extend(self.files.iter().map(|file| file.file.name.clone()));
        for place in 0..self.files.len() {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            if self.hand_out_file(place, &mut names, tasks, messages).is_none() {
                return;
            }
        }
    }

    /// Returns `None` if the other threads have stopped.
    fn hand_out_file(
        &self,
        place: usize,
        names: &mut BTreeSet<String>,
        tasks: &SyncSender<Task>,
        messages: &Sender<Message>,
    ) -> Option<()> {
        let file = self.files.get(place)?;
        let failed = |error: &Error| {
            let fate = Fate::failed(source::reason(error));
            messages.send(Message::File { file: place, fate, doubts: Vec::new() }).ok()
        };
        let path = &file.file.path;
        let format = match source::format_of(path) {
            Ok(format) if format.has_rows() => format,
            Ok(_) => return tasks.send(Task::File(place)).ok(),
            Err(error) => return failed(&error),
        };
        let rows = match rows::rows(path, format, self.read) {
            Ok(rows) => rows,
            Err(error) => return failed(&error),
        };
        let before: BTreeMap<&str, &RowEntry> = file
            .before
            .filter(|entry| self.is_of_this_version(entry))
            .and_then(|entry| entry.rows.as_ref())
            .map(|rows| rows.iter().map(|row| (row.id.as_str(), row)).collect())
            .unwrap_or_default();
        let mut fate = Fate::default();
        let mut count = 0;
        for row in rows {
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    fate = Fate::read(vec![source::reason(&error)]);
                    break;
                }
            };
            let by_line = || format!("{}:{}", file.file.name, row.line);
            let (name, doubt) = match &row.id {
                Some(id) if !names.contains(id) => (id.clone(), None),
                Some(id) => {
                    let doubt = format!("another document is called `{id}` already");
                    (by_line(), Some(doubt))
                }
                None => (by_line(), None),
            };
            names.insert(name.clone());
            let (file, ordinal) = (place, count);
            count += 1;
            match before.get(name.as_str()) {
                Some(same) if same.hash == rows::hash(&row) => {
                    let row = RowEntry::clone(same);
                    let doubts = doubt.into_iter().collect();
                    let added = false;
                    messages
                        .send(Message::Row { file, ordinal, row, doubts, added })
                        .ok()?;
                }
                _ => {
                    let row = Box::new(row);
                    let task = Task::Row { file, ordinal, name, row, doubt };
                    tasks.send(task).ok()?;
                }
            }
        }
        messages.send(Message::RowsEnd { file: place, rows: count, fate }).ok()
    }

    fn is_of_this_version(&self, entry: &FileEntry) -> bool {
        entry.reader == reader::VERSION
            && entry.extractor == extract::VERSION
            && entry.stated == Stated::from(self.read)
    }

    /// Works on tasks until there are no more.
    fn serve(
        &self,
        queue: &Mutex<Receiver<Task>>,
        messages: &Sender<Message>,
        stop: &AtomicBool,
    ) {
        loop {
            let task = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(task) = task else { return };
            // Tasks are still taken from the queue, or who hands them out would wait.
            if stop.load(Ordering::Relaxed) {
                continue;
            }
            let done = self.messages(task).unwrap_or_else(|error| {
                stop.store(true, Ordering::Relaxed);
                vec![Message::Stopped(error)]
            });
            for message in done {
                if messages.send(message).is_err() {
                    return;
                }
            }
        }
    }

    /// Does one task.
    ///
    /// # Errors
    /// What stops the whole job: the index cannot be written.
    fn messages(&self, task: Task) -> Result<Vec<Message>> {
        match task {
            Task::File(place) => {
                let Some(file) = self.files.get(place) else {
                    return Err(Error::new(ErrorKind::Io));
                };
                self.file(place, file)
            }
            Task::Row { file, ordinal, name, row, doubt } => {
                let hash = rows::hash(&row);
                let (fate, mut doubts) = self.add(rows::document(*row, &name))?;
                doubts.extend(doubt);
                let added = fate.state != State::Failed;
                let row = RowEntry { id: name, hash, fate };
                Ok(vec![Message::Row { file, ordinal, row, doubts, added }])
            }
        }
    }

    /// Reads a file that is a document, or holds some.
    fn file(&self, place: usize, file: &FileToRead<'_>) -> Result<Vec<Message>> {
        let FoundFile { path, name } = file.file;
        let mut documents = Vec::new();
        let mut stopped = Ok(());
        let read = || {
            self.readers.read(path, name, &self.read.options, |name, read| {
                match self.add(read) {
                    Ok((fate, doubts)) => {
                        documents.push((name.to_owned(), fate, doubts));
                    }
                    Err(error) => stopped = Err(error),
                }
                stopped.is_ok()
            })
        };
        let failed = match catch_unwind(AssertUnwindSafe(read)) {
            Ok(read) => read?.err().map(|error| source::reason(&error)),
            Err(panic) => Some(workers::panic_message(&*panic)),
        };
        stopped?;
        if let ([(only, ..)], None) = (documents.as_slice(), &failed)
            && only == name
            && let Some((_, fate, doubts)) = documents.pop()
        {
            return Ok(vec![Message::File { file: place, fate, doubts }]);
        }
        let fate = match failed {
            Some(reason) if documents.is_empty() => {
                let fate = Fate::failed(reason);
                return Ok(vec![Message::File {
                    file: place,
                    fate,
                    doubts: Vec::new(),
                }]);
            }
            Some(reason) => Fate::read(vec![reason]),
            None => Fate::default(),
        };
        let end = Message::RowsEnd { file: place, rows: documents.len(), fate };
        let rows = documents.into_iter().enumerate().map(|(ordinal, document)| {
            let (id, fate, doubts) = document;
            let added = fate.state != State::Failed;
            // The hash of the file tells whether a document in it has changed.
            let row = RowEntry { id, hash: String::new(), fate };
            Message::Row { file: place, ordinal, row, doubts, added }
        });
        Ok(rows.chain([end]).collect())
    }

    /// Finds the records of a document and adds it to the index. Returns what became of
    /// it, and what was guessed.
    ///
    /// # Errors
    /// What stops the whole job: the index cannot be written.
    fn add(&self, read: Result<Warned<Document>>) -> Result<(Fate, Vec<String>)> {
        let analyzed = catch_unwind(AssertUnwindSafe(|| {
            read.map(|read| {
                read.map(|document| Analyzed::new(document, self.extractor))
            })
        }));
        let Warned { value, warnings } = match analyzed {
            Ok(Ok(analyzed)) => analyzed,
            Ok(Err(error)) => {
                return Ok((Fate::failed(source::reason(&error)), Vec::new()));
            }
            Err(panic) => {
                return Ok((Fate::failed(workers::panic_message(&*panic)), Vec::new()));
            }
        };
        self.transaction.add(&Entry {
            document: &value.document,
            analysis: &value.analysis,
            records: &value.records,
            profiles: &value.profiles,
        })?;
        let (lost, doubtful): (Vec<_>, Vec<_>) =
            warnings.into_iter().partition(|warning| warning.kind == WarningKind::Lost);
        let messages = |warnings: Vec<crate::model::Warning>| {
            warnings.into_iter().map(|warning| warning.message).collect::<Vec<_>>()
        };
        Ok((Fate::read(messages(lost)), messages(doubtful)))
    }
}

/// A file of which not all is known yet.
#[derive(Default)]
struct Pending {
    fate: Option<Fate>,
    /// How many rows there are, once that is known; `None` for a file without rows.
    expected: Option<usize>,
    has_rows: bool,
    rows: BTreeMap<usize, (RowEntry, Vec<String>, bool)>,
    doubts: Vec<String>,
}

impl Pending {
    fn is_complete(&self) -> bool {
        self.fate.is_some()
            && (!self.has_rows || self.expected == Some(self.rows.len()))
    }

    fn done(self, place: usize, file: &FileToRead<'_>, read: &ReadPlan) -> Done {
        let name = &file.file.name;
        let fate = self.fate.unwrap_or_default();
        let entry = |fate, rows| FileEntry {
            path: name.clone(),
            size: file.size,
            hash: file.hash.to_hex().to_string(),
            reader: reader::VERSION,
            extractor: extract::VERSION,
            stated: Stated::from(read),
            fate,
            rows,
        };
        let mut doubts: Vec<_> =
            self.doubts.into_iter().map(|doubt| (name.clone(), doubt)).collect();
        let mut added = Vec::new();
        if !self.has_rows {
            if fate.state != State::Failed {
                added.push(name.clone());
            }
            return Done { file: place, entry: entry(fate, None), doubts, added };
        }
        if let Some(fate) = common_failure(&self.rows) {
            return Done { file: place, entry: entry(fate, None), doubts, added };
        }
        let mut rows = Vec::with_capacity(self.rows.len());
        for (row, row_doubts, is_added) in self.rows.into_values() {
            doubts.extend(row_doubts.into_iter().map(|doubt| (row.id.clone(), doubt)));
            if is_added {
                added.push(row.id.clone());
            }
            rows.push(row);
        }
        Done { file: place, entry: entry(fate, Some(rows)), doubts, added }
    }
}

/// Returns why a file is left out of which several rows failed, all for one reason, such
/// as a table without a column of texts: it is one failure then, not one a line.
fn common_failure(
    rows: &BTreeMap<usize, (RowEntry, Vec<String>, bool)>,
) -> Option<Fate> {
    let without_line = |reason: &str| {
        reason.split_once(": ").map_or(reason, |(_, what)| what).to_owned()
    };
    let mut reasons = rows.values().map(|(row, ..)| {
        let is_failed = row.fate.state == State::Failed;
        is_failed.then(|| without_line(&row.fate.reason()))
    });
    let first = reasons.next()??;
    let is_common =
        rows.len() > 1 && reasons.all(|reason| reason.as_ref() == Some(&first));
    is_common.then(|| Fate::failed(first))
}

/// Puts the messages of all threads together, in the order of the files.
fn collect(
    work: &Work<'_>,
    inbox: &Receiver<Message>,
    mut done: impl FnMut(Done),
) -> Result<()> {
    let mut stopped = Ok(());
    let mut pending: BTreeMap<usize, Pending> = BTreeMap::new();
    let mut next = 0;
    for message in inbox {
        match message {
            Message::File { file, fate, doubts } => {
                let entry = pending.entry(file).or_default();
                entry.fate = Some(fate);
                entry.doubts = doubts;
            }
            Message::Row { file, ordinal, row, doubts, added } => {
                let entry = pending.entry(file).or_default();
                entry.has_rows = true;
                entry.rows.insert(ordinal, (row, doubts, added));
            }
            Message::RowsEnd { file, rows, fate } => {
                let entry = pending.entry(file).or_default();
                entry.has_rows = true;
                entry.expected = Some(rows);
                entry.fate = Some(fate);
            }
            Message::Stopped(error) => {
                if stopped.is_ok() {
                    stopped = Err(error);
                }
            }
        }
        while pending.get(&next).is_some_and(Pending::is_complete) {
            if let Some((complete, file)) =
                pending.remove(&next).zip(work.files.get(next))
            {
                done(complete.done(next, file, work.read));
            }
            next += 1;
        }
    }
    stopped
}
