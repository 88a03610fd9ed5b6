//! Reading files in processes of their own, so that one that crashes, hangs or swells
//! costs one document.
//!
//! A reader process is this very program, started anew. It is handed files, one after
//! another, over its standard input, and gives back documents over its standard output
//! ([`wire`] has the form of both); the memory that it may take is bounded by the system
//! ([`mod@serve`]), its time and what it says by the process that started it ([`process`]).

mod process;
mod serve;
mod wire;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

pub use serve::serve;

use super::source::{self, Step};
use crate::error::{Error, Result};
use crate::model::{Document, Warned};
use crate::reader::{Format, ReadOptions};
use process::{Ended, Process};
use wire::Task;

/// Where files are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Isolation {
    /// In this process, with nothing between a hostile file and the job.
    #[default]
    None,
    /// In processes of their own.
    Processes {
        /// The program that runs [`serve()`] when it is called with these arguments.
        program: PathBuf,
        /// Its arguments.
        arguments: Vec<String>,
        /// What one of them may take.
        limits: Limits,
    },
}

/// What a reader process may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Address space, in bytes.
    pub memory_bytes: u64,
    /// How long nothing may come from it while it reads.
    pub time: Duration,
    /// The bytes of one document as it is handed over.
    pub output_bytes: u64,
}

impl Default for Limits {
    /// 2 GiB, two minutes, 256 MiB.
    fn default() -> Self {
        Self {
            memory_bytes: 2 << 30,
            time: Duration::from_mins(2),
            output_bytes: 256 << 20,
        }
    }
}

/// Readers of files, as many as threads ask for at once.
#[derive(Debug, Default)]
pub struct FileReaders {
    isolation: Isolation,
    idle: Mutex<Vec<Process>>,
}

impl FileReaders {
    /// Makes readers; processes start when the first file comes, and end with this.
    pub fn new(isolation: Isolation) -> Self {
        Self { isolation, idle: Mutex::default() }
    }

    /// Reads the documents of the file at `path`, which is no file of rows, and hands
    /// each to `each` with its name, or with the reason why it cannot be read, as long
    /// as that returns `true`.
    ///
    /// # Errors
    /// `Io` if no process can be started, which is no fault of the file; within, what
    /// stops the whole file, with its path.
    pub(crate) fn read(
        &self,
        path: &Path,
        name: &str,
        options: &ReadOptions,
        mut each: impl FnMut(&str, Result<Warned<Document>>) -> bool,
    ) -> Result<Result<()>> {
        let format = match source::format_of(path) {
            Ok(format) => format,
            Err(error) => return Ok(Err(error)),
        };
        let read = match &self.isolation {
            Isolation::Processes { program, arguments, limits }
                if format != Format::Text =>
            {
                let start = || Process::start(program, arguments, *limits);
                self.read_apart(path, name, options, start, &mut each)?
            }
            _ => fs::read(path).map_err(|error| Error::io(path, error)).and_then(
                |bytes| {
                    source::documents(name, &bytes, options, 0, |name, step| match step
                    {
                        Step::Begun => true,
                        Step::Read(read) => each(name, *read),
                    })
                },
            ),
        };
        Ok(read.map_err(|error| error.or_at(path)))
    }

    /// Reads a file in a process, and in another from behind the document that ended
    /// the first.
    fn read_apart(
        &self,
        path: &Path,
        name: &str,
        options: &ReadOptions,
        start: impl Fn() -> Result<Process>,
        each: &mut impl FnMut(&str, Result<Warned<Document>>) -> bool,
    ) -> Result<Result<()>> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut done = 0;
        loop {
            let file = match File::open(path) {
                Ok(file) => file,
                Err(error) => return Ok(Err(Error::io(path, error))),
            };
            let known = idle().pop();
            let is_fresh = known.is_none();
            let mut process = known.map_or_else(&start, Ok)?;
            let task = Task { name, options, done };
            match process.read(&file, &task, &mut done, each) {
                Ended::Read(result) => {
                    idle().push(process);
                    return Ok(result);
                }
                Ended::Stopped => return Ok(Ok(())),
                // What earlier files left in it may have broken it.
                Ended::Died { death, .. } if !is_fresh && !death.is_certain => {}
                Ended::Died { document: Some(document), death } if document != name => {
                    let error = Error::at(&document, death.kind);
                    if !each(&document, Err(error)) {
                        return Ok(Ok(()));
                    }
                    done += 1;
                }
                Ended::Died { death, .. } => return Ok(Err(Error::new(death.kind))),
            }
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// Returns what becomes of a file that is read by this script of a shell.
    fn read_by(script: &str, limits: Limits) -> Result<()> {
        let arguments = ["-c".to_owned(), script.to_owned()].to_vec();
        let program = PathBuf::from("/bin/sh");
        let readers =
            FileReaders::new(Isolation::Processes { program, arguments, limits });
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        fs::write(&path, "<html><p>La dette.").unwrap();
        let read = readers.read(&path, "a.html", &ReadOptions::default(), |_, read| {
            panic!("nothing is read: {read:?}")
        });
        read.unwrap()
    }

    #[test]
    fn a_process_that_dies_tells_why() {
        let limits = Limits { memory_bytes: 300 << 20, ..Limits::default() };
        for (script, reason) in [
            ("kill -9 $$", "damaged: reading it broke down (signal 9)"),
            ("exit 3", "damaged: reading it broke down"),
            (
                "echo 'memory allocation of 9 bytes failed' >&2; kill -6 $$",
                "over the limit: reading it takes more than 300 MB of memory",
            ),
            (
                "echo \"thread 'a' has overflowed its stack\" >&2; kill -6 $$",
                "over the limit: it is nested deeper than can be followed",
            ),
            // A frame of seven bytes that say nothing.
            (
                r"printf '\007\0\0\0\0\0\0\0Bonjour'; cat",
                "damaged: reading it went astray",
            ),
            // A frame of 2^56 bytes.
            (
                r"printf '\0\0\0\0\0\0\0\001'; cat",
                "over the limit: its text takes more than 256 MB",
            ),
        ] {
            let error = read_by(script, limits).unwrap_err();
            assert!(error.message().starts_with(reason), "{script}: {error}");
            assert!(error.path().is_some() && error.hint().is_some());
        }
    }

    #[test]
    fn a_process_that_hangs_is_stopped() {
        let limits = Limits { time: Duration::from_millis(300), ..Limits::default() };
        let begun = Instant::now();
        let error = read_by("cat >/dev/null; sleep 1000", limits).unwrap_err();
        assert_eq!(error.message(), "over the limit: reading it takes more than 0.3 s");
        assert!(begun.elapsed() < Duration::from_mins(1));
    }

    #[test]
    fn a_program_that_is_not_there_is_no_fault_of_the_file() {
        let isolation = Isolation::Processes {
            program: PathBuf::from("/no/such/program"),
            arguments: Vec::new(),
            limits: Limits::default(),
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        fs::write(&path, "<html>").unwrap();
        let readers = FileReaders::new(isolation);
        let read = readers.read(&path, "a.html", &ReadOptions::default(), |_, _| true);
        assert_eq!(read.unwrap_err().path(), Some(Path::new("/no/such/program")));
    }
}
