//! The jobs that bring an index up to date: ingest and rebuild.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::isolation::{FileReaders, Isolation};
use super::manifest::{Fate, FileEntry, Manifest, State, Stated};
use super::pipeline::{self, Done, Work};
use super::source::ReadPlan;
use super::walk::{self, Found, FoundFile};
use super::{source, workers};
use crate::error::{Error, Result};
use crate::extract::actors::DocumentActors;
use crate::extract::{self, Extractor};
use crate::index::{Committed, Start, Transaction, WriteOptions};
use crate::reader;

/// How a job works.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobOptions {
    /// How many threads read and extract; at least 1.
    pub jobs: usize,
    /// How files are read.
    pub read: ReadPlan,
    /// Where files are read.
    pub isolation: Isolation,
}

/// What a job tells while it runs.
#[derive(Debug)]
pub enum Event<'a> {
    /// How much of the bytes to read has been read.
    Progress {
        /// The bytes that are done.
        done: u64,
        /// The bytes in all.
        total: u64,
    },
    /// A document, file or folder is left out, or only partly read.
    Problem {
        /// Its name.
        path: &'a str,
        /// What became of it, and why.
        fate: &'a Fate,
    },
    /// A document was read whole, but something in it was guessed.
    Doubt {
        /// Its name.
        path: &'a str,
        /// What was guessed.
        message: &'a str,
    },
}

/// What a job did, in documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Those that were not in the index.
    pub new: usize,
    /// Those whose content, or whose reader or extractor, is another.
    pub changed: usize,
    /// Those that were left as they are.
    pub unchanged: usize,
    /// Those that are gone.
    pub removed: usize,
    /// Those that moved to another path.
    pub renamed: usize,
    /// Those under the roots of which parts are missing.
    pub partial: usize,
    /// Those under the roots that are left out.
    pub failed: usize,
    /// Roots that are not there.
    pub missing_roots: usize,
    /// The generation that is live now.
    pub generation: u64,
    /// Whether the job made it.
    pub is_new_generation: bool,
    /// How many passages the index holds.
    pub passages: u64,
    /// How many records the index holds.
    pub records: u64,
    /// How many bytes the index takes.
    pub bytes: u64,
}

impl Summary {
    /// Tells whether all that was asked for is in the index, whole.
    pub fn is_complete(&self) -> bool {
        self.partial + self.failed + self.missing_roots == 0
    }
}

/// Reads what is new and changed under `roots`, drops what is gone, and makes the
/// result visible as a whole.
///
/// Documents under other roots stay. What cannot be read is told and goes on record; it
/// stops nothing.
///
/// # Errors
/// `NotFound` if no root is there; `Locked` if another job runs; what
/// [`Transaction::begin`] and [`Transaction::commit`] return. The index is as it was
/// then.
pub fn ingest(
    index: &Path,
    roots: &[PathBuf],
    options: &JobOptions,
    tell: impl FnMut(Event<'_>),
) -> Result<Summary> {
    Job::begin(index, Start::FromCurrent, "dicta ingest", options)?.run(roots, tell)
}

/// Reads everything under `roots` anew, and puts the result in place of the index. If no
/// root is given, those of the index are taken.
///
/// # Errors
/// As for [`ingest`].
pub fn rebuild(
    index: &Path,
    roots: &[PathBuf],
    options: &JobOptions,
    tell: impl FnMut(Event<'_>),
) -> Result<Summary> {
    let job = Job::begin(index, Start::Empty, "dicta rebuild", options)?;
    if !roots.is_empty() {
        return job.run(roots, tell);
    }
    let known: Vec<PathBuf> = job.replaced_roots().iter().map(PathBuf::from).collect();
    let default = [PathBuf::from(super::DEFAULT_ROOT)];
    job.run(if known.is_empty() { &default } else { &known }, tell)
}

struct Job<'a> {
    folder: &'a Path,
    start: Start,
    options: &'a JobOptions,
    transaction: Transaction,
}

/// What is done with the files.
#[derive(Default)]
struct Plan<'a> {
    /// Those that stay as they are.
    kept: Vec<FileEntry>,
    /// Those to read, each with its hash and its entry in the index, if it has one.
    to_read: Vec<FileToRead<'a>>,
    /// The entries whose files are gone.
    gone: Vec<&'a FileEntry>,
    /// The folders and files that cannot be read.
    failed: Vec<FileEntry>,
}

/// A file to read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FileToRead<'a> {
    pub(crate) file: &'a FoundFile,
    pub(crate) size: u64,
    pub(crate) hash: blake3::Hash,
    /// Its entry in the index or, if it has none, that of a file with the same bytes
    /// that is gone.
    pub(crate) before: Option<&'a FileEntry>,
}

impl<'a> Job<'a> {
    fn begin(
        folder: &'a Path,
        start: Start,
        command: &str,
        options: &'a JobOptions,
    ) -> Result<Self> {
        let write = WriteOptions {
            command: command.to_owned(),
            threads: options.jobs.div_ceil(4),
            ..WriteOptions::default()
        };
        let transaction = Transaction::begin(folder, start, &write)?;
        Ok(Self { folder, start, options, transaction })
    }

    /// The manifest that the job goes on from.
    fn previous(&self) -> Result<Manifest> {
        match self.start {
            Start::Empty => Ok(Manifest::default()),
            Start::FromCurrent => match self.transaction.manifest()? {
                Some(bytes) => {
                    Manifest::from_bytes(&bytes).map_err(|e| e.or_at(self.folder))
                }
                None => Ok(Manifest::default()),
            },
        }
    }

    /// The roots of the index that is replaced, as far as they can be read.
    fn replaced_roots(&self) -> Vec<String> {
        let bytes = self.transaction.manifest().ok().flatten().unwrap_or_default();
        Manifest::from_bytes(&bytes).map(|manifest| manifest.roots).unwrap_or_default()
    }

    fn run(
        self,
        roots: &[PathBuf],
        mut tell: impl FnMut(Event<'_>),
    ) -> Result<Summary> {
        let previous = self.previous()?;
        let mut found = walk::walk(roots, self.folder);
        if found.missing.len() == roots.len()
            && let Some((_, error)) = found.missing.pop()
        {
            return Err(error);
        }
        let names: Vec<String> = roots.iter().map(|root| walk::name_of(root)).collect();
        for (path, error) in &found.missing {
            tell(Event::Problem { path, fate: &Fate::failed(source::reason(error)) });
        }
        let plan = self.plan(&previous, &found, &names)?;
        let (read, added) = self.read(&plan, &mut tell)?;
        let moves = plan.moves();
        let files = plan.kept.into_iter().chain(plan.failed).chain(read).collect();
        let manifest = Manifest::new(joined_roots(&previous.roots, &names), files);
        let before: BTreeSet<_> = previous.indexed().collect();
        let after: BTreeSet<_> = manifest.indexed().collect();
        for name in before.difference(&after) {
            self.transaction.delete(name)?;
        }
        let changed =
            added.iter().filter(|name| before.contains(name.as_str())).count();
        let mut summary = Summary {
            new: after.difference(&before).count() - moves,
            changed,
            removed: before.difference(&after).count() - moves,
            renamed: moves,
            missing_roots: found.missing.len(),
            ..Summary::default()
        };
        let is_under_roots = |entry: &&FileEntry| {
            names.iter().any(|root| walk::is_within(&entry.path, root))
        };
        let mut indexed = 0;
        for entry in manifest.files.iter().filter(is_under_roots) {
            indexed += entry.indexed().count();
            for (path, fate) in entry.documents() {
                match fate.state {
                    State::Ok => continue,
                    State::Partial => summary.partial += 1,
                    State::Failed => summary.failed += 1,
                }
                tell(Event::Problem { path, fate });
            }
        }
        summary.unchanged = indexed.saturating_sub(added.len());
        self.transaction.link(|profiles| {
            let documents: Vec<DocumentActors<'_>> = profiles
                .iter()
                .map(|(document, profiles)| DocumentActors { document, profiles })
                .collect();
            Extractor::with_entities(&self.options.read.entities).link(&documents)
        });
        let committed = self.transaction.commit(&manifest.to_bytes())?;
        Ok(summary.with(committed))
    }

    /// Compares what is there with what was there.
    fn plan<'b>(
        &self,
        previous: &'b Manifest,
        found: &'b Found,
        roots: &[String],
    ) -> Result<Plan<'b>> {
        let entries = previous.by_path();
        let hashes = source::hashes(&found.files, &workers::pool(self.options.jobs)?);
        let mut plan = Plan::default();
        let mut seen = BTreeSet::new();
        for (file, hash) in found.files.iter().zip(hashes) {
            seen.insert(file.name.as_str());
            let before = entries.get(file.name.as_str()).copied();
            match hash {
                Ok((size, hash)) => {
                    if let Some(entry) = before.filter(|e| self.is_current(e, &hash)) {
                        plan.kept.push(entry.clone());
                    } else {
                        plan.to_read.push(FileToRead { file, size, hash, before });
                    }
                }
                Err(error) => plan.failed.push(self.failed_entry(&file.name, &error)),
            }
        }
        for (name, error) in &found.unreadable {
            seen.insert(name.as_str());
            plan.failed.push(self.failed_entry(name, error));
        }
        for entry in &previous.files {
            if seen.contains(entry.path.as_str()) {
                continue;
            }
            let is_asked_for =
                roots.iter().any(|root| walk::is_within(&entry.path, root));
            if is_asked_for && !found.is_hidden(&entry.path) {
                plan.gone.push(entry);
            } else {
                plan.kept.push(entry.clone());
            }
        }
        plan.find_moves();
        Ok(plan)
    }

    /// Tells whether an entry is what reading the file again would give.
    fn is_current(&self, entry: &FileEntry, hash: &blake3::Hash) -> bool {
        entry.hash == hash.to_hex().as_str()
            && entry.reader == reader::VERSION
            && entry.extractor == extract::VERSION
            && entry.stated == Stated::from(&self.options.read)
    }

    fn failed_entry(&self, name: &str, error: &Error) -> FileEntry {
        FileEntry {
            path: name.to_owned(),
            size: 0,
            hash: String::new(),
            reader: reader::VERSION,
            extractor: extract::VERSION,
            stated: Stated::from(&self.options.read),
            fate: Fate::failed(source::reason(error)),
            rows: None,
        }
    }

    /// Reads the files that are new or changed; returns their entries, and the names of
    /// the documents that were added.
    fn read(
        &self,
        plan: &Plan<'_>,
        tell: &mut impl FnMut(Event<'_>),
    ) -> Result<(Vec<FileEntry>, Vec<String>)> {
        if plan.to_read.is_empty() {
            return Ok(Default::default());
        }
        let work = Work {
            files: &plan.to_read,
            kept: &plan.kept,
            read: &self.options.read,
            readers: &FileReaders::new(self.options.isolation.clone()),
            jobs: self.options.jobs,
            extractor: &Extractor::with_entities(&self.options.read.entities),
            transaction: &self.transaction,
        };
        let total = plan.to_read.iter().map(|file| file.size).sum();
        let mut bytes = 0;
        let mut entries = Vec::new();
        let mut added = Vec::new();
        pipeline::run(&work, |done: Done| {
            bytes += plan.to_read.get(done.file).map_or(0, |file| file.size);
            tell(Event::Progress { done: bytes, total });
            for (path, message) in &done.doubts {
                tell(Event::Doubt { path, message });
            }
            entries.push(done.entry);
            added.extend(done.added);
        })?;
        Ok((entries, added))
    }
}

impl Plan<'_> {
    /// Pairs new files with those that are gone and had the same bytes.
    fn find_moves(&mut self) {
        let mut gone: BTreeMap<&str, Vec<&FileEntry>> = BTreeMap::new();
        for entry in self.gone.iter().rev().filter(|entry| !entry.hash.is_empty()) {
            gone.entry(&entry.hash).or_default().push(entry);
        }
        for file in self.to_read.iter_mut().filter(|file| file.before.is_none()) {
            let hex = file.hash.to_hex();
            file.before = gone.get_mut(hex.as_str()).and_then(Vec::pop);
        }
    }

    /// Counts the documents that bear another name because their file moved; rows keep
    /// theirs.
    fn moves(&self) -> usize {
        let is_moved = |entry: &&FileEntry, file: &FileToRead<'_>| {
            entry.rows.is_none()
                && entry.fate.state != State::Failed
                && entry.path != file.file.name
        };
        self.to_read
            .iter()
            .filter(|file| file.before.is_some_and(|entry| is_moved(&entry, file)))
            .count()
    }
}

/// Returns the roots of the index after `more` were ingested: none lies in another.
fn joined_roots(known: &[String], more: &[String]) -> Vec<String> {
    let all: BTreeSet<&String> = known.iter().chain(more).collect();
    let lies_in_another = |root: &String| {
        all.iter().any(|other| *other != root && walk::is_within(root, other))
    };
    all.iter()
        .filter(|root| !lies_in_another(root))
        .map(|root| (*root).clone())
        .collect()
}

impl Summary {
    fn with(self, committed: Committed) -> Self {
        Self {
            generation: committed.generation,
            is_new_generation: committed.is_new,
            passages: committed.passages,
            records: committed.records,
            bytes: committed.bytes,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::corpus::{Counts, verify};
    use crate::index::{Index, RecordKind, RecordOptions};

    /// A folder with reports, and an index beside them.
    struct Desk(tempfile::TempDir);

    impl Desk {
        fn new(reports: &[(&str, &str)]) -> Self {
            let desk = Self(tempfile::tempdir().unwrap());
            fs::create_dir(desk.root()).unwrap();
            for (name, text) in reports {
                desk.write(name, text);
            }
            desk
        }

        fn root(&self) -> PathBuf {
            self.0.path().join("reports")
        }

        fn index(&self) -> PathBuf {
            self.0.path().join("index")
        }

        fn write(&self, name: &str, text: &str) {
            fs::write(self.root().join(name), text).unwrap();
        }

        fn name(&self, name: &str) -> String {
            walk::name_of(&self.root().join(name))
        }

        fn ingest(&self) -> Summary {
            let roots = [self.root()];
            ingest(&self.index(), &roots, &options(), |_| {}).unwrap()
        }

        fn problems(&self) -> Vec<String> {
            let mut problems = Vec::new();
            let tell = |event: Event<'_>| {
                if let Event::Problem { path, fate } = event {
                    let (state, reason) = (fate.state.name(), fate.reason());
                    let path = path.rsplit('/').next().unwrap();
                    problems.push(format!("{path}: {state}: {reason}"));
                }
            };
            ingest(&self.index(), &[self.root()], &options(), tell).unwrap();
            problems
        }

        fn counts(&self) -> Counts {
            let index = Index::open(self.index()).unwrap();
            Manifest::from_bytes(&index.manifest().unwrap()).unwrap().counts()
        }

        fn documents(&self) -> Vec<String> {
            let documents = Index::open(self.index()).unwrap().documents().unwrap();
            let root = format!("{}/", walk::name_of(&self.root()));
            let mut names: Vec<String> =
                documents.iter().map(|found| found.path.replace(&root, "")).collect();
            names.sort();
            names
        }
    }

    fn options() -> JobOptions {
        JobOptions { jobs: 2, ..JobOptions::default() }
    }

    const FRENCH: &str = "La dette de la France atteint 3 300 milliards d’euros.\n";
    const ENGLISH: &str = "The debt of France has reached €3.3 trillion.\n";

    #[test]
    fn what_is_new_changed_moved_and_gone_is_seen() {
        let desk =
            Desk::new(&[("a.txt", FRENCH), ("b.txt", ENGLISH), ("c.txt", "Un mot.")]);
        let first = desk.ingest();
        assert_eq!((first.new, first.is_new_generation), (3, true));
        let again = desk.ingest();
        assert_eq!((again.unchanged, again.new, again.changed), (3, 0, 0));
        assert_eq!(
            (again.generation, again.is_new_generation),
            (first.generation, false)
        );

        fs::rename(desk.root().join("a.txt"), desk.root().join("d.txt")).unwrap();
        desk.write("b.txt", "The debt has fallen.\n");
        fs::remove_file(desk.root().join("c.txt")).unwrap();
        desk.write("e.txt", "Deux mots.");
        let then = desk.ingest();
        assert_eq!(
            (then.new, then.changed, then.renamed, then.removed, then.unchanged),
            (1, 1, 1, 1, 0)
        );
        assert_eq!(desk.documents(), ["b.txt", "d.txt", "e.txt"]);
        assert_eq!(verify(&desk.index(), 1, Isolation::None).unwrap(), []);
    }

    #[test]
    fn a_row_is_read_again_only_if_it_changed() {
        let row =
            |id: &str, text: &str| format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n");
        let desk = Desk::new(&[]);
        let (one, two) = (row("fr-1", "La dette monte."), row("en-1", "Debt rises."));
        desk.write("rows.jsonl", &format!("{one}{two}"));
        assert_eq!(desk.ingest().new, 2);
        let three = row("en-2", "Debt falls.");
        let two = row("en-1", "Debt rises again.");
        desk.write("rows.jsonl", &format!("{one}{two}{three}"));
        let then = desk.ingest();
        assert_eq!((then.new, then.changed, then.unchanged), (1, 1, 1));
        // A row may move to another file.
        desk.write("rows.jsonl", &one);
        desk.write("more.jsonl", &format!("{two}{three}"));
        let moved = desk.ingest();
        assert_eq!((moved.new, moved.removed), (0, 0));
        assert_eq!(desk.documents(), ["en-1", "en-2", "fr-1"]);
        assert_eq!(verify(&desk.index(), 1, Isolation::None).unwrap(), []);
    }

    #[test]
    fn a_bad_row_is_named_by_its_line_and_the_rest_is_read() {
        let desk = Desk::new(&[(
            "rows.jsonl",
            "{\"id\":\"a\",\"text\":\"Un.\"}\nnot a row\n\n{\"id\":\"a\",\"text\":\"Deux.\"}\n\
             {\"id\":\"b\"}\n",
        )]);
        let problems = desk.problems();
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(
            problems[0].starts_with("rows.jsonl:2: failed: line 2: "),
            "{problems:?}"
        );
        assert!(problems[1].contains("line 5: "), "{problems:?}");
        assert_eq!(desk.documents(), ["a", "rows.jsonl:4"]);
        let counts = desk.counts();
        assert_eq!((counts.documents, counts.ok, counts.failed), (4, 2, 2));
    }

    #[test]
    fn what_cannot_be_read_is_told_every_time_and_stops_nothing() {
        let desk =
            Desk::new(&[("a.txt", FRENCH), ("empty.txt", ""), ("empty.pdf", "")]);
        desk.write("picture.txt", "\u{0}\u{1}\u{2}\u{3}\u{0}\u{0}");
        for _ in 0..2 {
            let problems = desk.problems();
            assert_eq!(problems.len(), 3, "{problems:?}");
            assert_eq!(problems[0], "empty.pdf: failed: the file is empty");
        }
        assert_eq!(desk.documents(), ["a.txt"]);
        assert_eq!(desk.counts().failed, 3);
    }

    #[test]
    fn documents_of_other_roots_stay() {
        let desk = Desk::new(&[("a.txt", FRENCH), ("b.txt", ENGLISH)]);
        for name in ["a.txt", "b.txt"] {
            ingest(&desk.index(), &[desk.root().join(name)], &options(), |_| {})
                .unwrap();
        }
        assert_eq!(desk.documents(), ["a.txt", "b.txt"]);
        let rebuilt = rebuild(&desk.index(), &[], &options(), |_| {}).unwrap();
        assert_eq!(rebuilt.new, 2, "the roots of the index are rebuilt");
        assert_eq!(desk.documents(), ["a.txt", "b.txt"]);
    }

    #[test]
    fn a_folder_that_is_not_there_empties_nothing() {
        let desk = Desk::new(&[("a.txt", FRENCH)]);
        desk.ingest();
        fs::rename(desk.root(), desk.0.path().join("elsewhere")).unwrap();
        let error =
            ingest(&desk.index(), &[desk.root()], &options(), |_| {}).unwrap_err();
        assert_eq!(error.kind(), &crate::ErrorKind::NotFound);
        assert_eq!(desk.documents().len(), 1);
    }

    #[test]
    fn a_second_job_is_told_who_holds_the_lock() {
        let desk = Desk::new(&[("a.txt", FRENCH)]);
        let write =
            WriteOptions { command: "dicta rebuild".to_owned(), ..Default::default() };
        let first =
            Transaction::begin(desk.index(), Start::FromCurrent, &write).unwrap();
        let error =
            ingest(&desk.index(), &[desk.root()], &options(), |_| {}).unwrap_err();
        assert!(error.message().contains("dicta rebuild"), "{error}");
        drop(first);
        assert_eq!(desk.ingest().new, 1);
    }

    #[test]
    fn threads_change_nothing_in_the_manifest() {
        let texts: Vec<(String, String)> = (0..40)
            .map(|n| (format!("{n}.txt"), format!("{FRENCH}Note {n}.")))
            .collect();
        let reports: Vec<(&str, &str)> =
            texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let desk = Desk::new(&reports);
        let manifest = |jobs: usize| {
            let index = desk.0.path().join(format!("index-{jobs}"));
            let options = JobOptions { jobs, ..options() };
            rebuild(&index, &[desk.root()], &options, |_| {}).unwrap();
            Index::open(&index).unwrap().manifest().unwrap()
        };
        assert_eq!(manifest(1), manifest(4));
    }

    #[test]
    fn a_changed_file_is_a_fault_until_it_is_ingested() {
        let desk = Desk::new(&[("a.txt", FRENCH)]);
        desk.ingest();
        desk.write("a.txt", ENGLISH);
        let faults = verify(&desk.index(), 1, Isolation::None).unwrap();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].place, desk.name("a.txt"));
        desk.ingest();
        assert_eq!(verify(&desk.index(), 1, Isolation::None).unwrap(), []);
    }

    #[test]
    fn no_root_lies_in_another() {
        let roots =
            |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            joined_roots(&roots(&["corpus/a.md", "notes"]), &roots(&["corpus"])),
            roots(&["corpus", "notes"])
        );
    }

    #[test]
    fn who_is_who_is_decided_over_all_documents_and_follows_their_changes() {
        let desk = Desk::new(&[
            (
                "fr.txt",
                "L’Office du bassin occidental (OBO) alerte sur les nappes. Carmen \
                 Ortega, directrice de l’OBO, demande un plan à l’Union européenne.",
            ),
            (
                "note.txt",
                "La réunion a lieu lundi. L’OBO enverra une carte à l’Espagne.",
            ),
        ]);
        desk.ingest();
        let names = |name: &str| -> Vec<(String, u64, u64)> {
            let index = Index::open(desk.index()).unwrap();
            let found = index.actors_called(name).unwrap();
            found
                .iter()
                .map(|actor| {
                    let entity = actor.entity.as_deref().unwrap_or_default();
                    (entity.to_owned(), actor.mentions, actor.documents)
                })
                .collect()
        };
        let french = "org:office-du-bassin-occidental".to_owned();
        assert_eq!(names("OBO"), [(french, 4, 2)]);
        desk.write(
            "en.txt",
            "The Western Basin Office (WBO) has closed the wells. Carmen Ortega, its \
             director, wants a joint plan.",
        );
        assert_eq!(desk.ingest().unchanged, 2);
        let joined = ("org:western-basin-office".to_owned(), 6, 3);
        assert_eq!(names("Office du bassin occidental"), names("wbo"));
        assert_eq!(names("wbo"), [joined]);
        let index = Index::open(desk.index()).unwrap();
        let options =
            RecordOptions { kind: Some(RecordKind::Actor), ..RecordOptions::default() };
        let found = index.records("actor:WBO", &options).unwrap();
        let documents: BTreeSet<String> =
            found.records.into_iter().map(|record| record.document).collect();
        let all = ["en.txt", "fr.txt", "note.txt"].map(|name| desk.name(name));
        assert_eq!(documents, BTreeSet::from(all));
        fs::remove_file(desk.root().join("en.txt")).unwrap();
        desk.ingest();
        assert_eq!(
            names("OBO"),
            [("org:office-du-bassin-occidental".to_owned(), 4, 2)]
        );
        assert_eq!(names("WBO"), []);
    }
}
