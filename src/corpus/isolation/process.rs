//! The side of the job: one reader process.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::process::{
    Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio,
};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;

use super::Limits;
use super::wire::{self, Answer, Task, TaskRow};
use crate::corpus::workers;
use crate::error::{Error, ErrorKind, Result};
use crate::index;
use crate::model::{Document, Warned};

/// How much of a last message is kept.
const MOST_MESSAGE_BYTES: u64 = 16 << 10;

/// A reader process that waits for a file. It ends with this.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    tasks: Option<ChildStdin>,
    answers: Receiver<Heard>,
    limits: Limits,
}

/// How the reading of a file ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// All documents were read, or the file as a whole cannot be.
    Read(Result<()>),
    /// Nobody wants to hear more; the process is of no use now.
    Stopped,
    /// The process is of no use now.
    Died {
        /// The document that it was reading, if it said so.
        document: Option<String>,
        /// Why.
        death: Death,
    },
}

/// Why a process is of no use any more.
#[derive(Debug)]
pub(super) struct Death {
    /// What its document is told to have.
    pub(super) kind: ErrorKind,
    /// Whether a fresh process would end in the same way.
    pub(super) is_certain: bool,
}

/// What the thread that listens has heard.
#[derive(Debug)]
enum Heard {
    Frame(Vec<u8>),
    /// A frame was announced that is over the limit, or broke off.
    NoFrame(io::ErrorKind),
    /// The process has closed its output; this is the last that it said.
    Closed(String),
}

impl Process {
    /// Starts a process.
    ///
    /// # Errors
    /// `Io` if the system does not let it.
    pub(super) fn start(
        program: &Path,
        arguments: &[String],
        limits: Limits,
    ) -> Result<Self> {
        let failed = |error: io::Error| Error::io(program, error);
        let mut child = Command::new(program)
            .args(arguments)
            // The allocator would reserve 1 GiB at once, as if there were no bound.
            .env("MIMALLOC_ARENA_RESERVE", "64MiB")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let tasks = child.stdin.take();
        let streams = child.stdout.take().zip(child.stderr.take());
        let (sender, answers) = sync_channel(1);
        let process = Self { child, tasks, answers, limits };
        if let Some((out, last)) = streams {
            thread::Builder::new()
                .name(format!("{}-listener", workers::THREAD_NAME))
                .spawn(move || listen(out, last, limits.output_bytes, &sender))
                .map_err(failed)?;
        }
        Ok(process)
    }

    /// Has the process read `file`, and hands over each document, counting it in
    /// `done`, as long as `each` returns `true`.
    pub(super) fn read(
        &mut self,
        file: &File,
        task: &Task<'_>,
        done: &mut usize,
        each: &mut impl FnMut(&str, Result<Warned<Document>>) -> bool,
    ) -> Ended {
        let mut document = None;
        let told = match self.send(file, task) {
            Ok(()) => self.converse(&mut document, done, each),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.frame().and_then(|_| Err(astray()))
            }
            // It still waits for the rest.
            Err(error) => {
                self.tasks = None;
                let kind = ErrorKind::Invalid(format!("{error}"));
                Err(Death { kind, is_certain: true })
            }
        };
        match told {
            Ok(Some(read)) => Ended::Read(read),
            Ok(None) => Ended::Stopped,
            Err(death) => Ended::Died { document, death },
        }
    }

    fn send(&mut self, mut file: &File, task: &Task<'_>) -> io::Result<()> {
        let length = file.metadata()?.len();
        let Some(tasks) = &mut self.tasks else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        wire::write(tasks, &TaskRow::new(task, length))?;
        let sent = io::copy(&mut Read::by_ref(&mut file).take(length), tasks)?;
        if sent < length {
            return Err(io::Error::other("the file was cut while it was read"));
        }
        tasks.flush()
    }

    /// Hears all about one file; `None` if nobody wants to hear more.
    fn converse(
        &mut self,
        document: &mut Option<String>,
        done: &mut usize,
        each: &mut impl FnMut(&str, Result<Warned<Document>>) -> bool,
    ) -> std::result::Result<Option<Result<()>>, Death> {
        loop {
            let frame = self.frame()?;
            let (name, read) = match wire::decode(&frame).map_err(|_| astray())? {
                Answer::Begun(name) => {
                    *document = Some(name);
                    continue;
                }
                Answer::Document(name, Ok(rows)) => {
                    let packed = self.frame()?;
                    let warnings = wire::warnings(rows);
                    let read = index::unpack(&packed);
                    (name, read.map(|value| Warned { value, warnings }))
                }
                Answer::Document(name, Err(error)) => (name, Err(error.error())),
                Answer::End(end) => {
                    return Ok(Some(end.map_err(wire::ErrorRow::error)));
                }
            };
            *done += 1;
            *document = None;
            if !each(&name, read) {
                return Ok(None);
            }
        }
    }

    /// Waits for the next frame.
    fn frame(&mut self) -> std::result::Result<Vec<u8>, Death> {
        let limit =
            |what: String| Death { kind: ErrorKind::Limit(what), is_certain: true };
        match self.answers.recv_timeout(self.limits.time) {
            Ok(Heard::Frame(frame)) => Ok(frame),
            Ok(Heard::NoFrame(io::ErrorKind::FileTooLarge)) => {
                let most = self.limits.output_bytes >> 20;
                Err(limit(format!("its text takes more than {most} MB")))
            }
            Ok(Heard::Closed(last)) => Err(self.died(&last)),
            Ok(Heard::NoFrame(_)) | Err(RecvTimeoutError::Disconnected) => {
                Err(self.died(""))
            }
            Err(RecvTimeoutError::Timeout) => {
                let most = self.limits.time.as_secs_f32();
                Err(limit(format!("reading it takes more than {most} s")))
            }
        }
    }

    /// Tells why the process died, whose last message was `last`.
    fn died(&mut self, last: &str) -> Death {
        // Whatever closed its output is stopped, if it has not ended.
        self.tasks = None;
        let _ = self.child.kill();
        let status = self.child.wait().ok();
        let kind = if last.contains("memory allocation of") {
            let most = self.limits.memory_bytes >> 20;
            ErrorKind::Limit(format!("reading it takes more than {most} MB of memory"))
        } else if last.contains("has overflowed its stack") {
            ErrorKind::Limit("it is nested deeper than can be followed".to_owned())
        } else {
            let how = status.map_or_else(String::new, how);
            ErrorKind::Malformed(format!("reading it broke down{how}"))
        };
        Death { kind, is_certain: false }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.tasks = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What cannot be made sense of.
fn astray() -> Death {
    let what = "reading it went astray".to_owned();
    Death { kind: ErrorKind::Malformed(what), is_certain: false }
}

#[cfg(unix)]
fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    match status.signal() {
        Some(signal) => format!(" (signal {signal})"),
        None => format!(" ({status})"),
    }
}

#[cfg(not(unix))]
fn how(status: ExitStatus) -> String {
    format!(" ({status})")
}

/// Hands over what a process says, until it closes its output.
fn listen(
    out: ChildStdout,
    mut last: ChildStderr,
    most: u64,
    sender: &SyncSender<Heard>,
) {
    let mut out = BufReader::with_capacity(64 << 10, out);
    let heard = loop {
        match wire::read(&mut out, most) {
            Ok(Some(frame)) => {
                if sender.send(Heard::Frame(frame)).is_err() {
                    return;
                }
            }
            // A death in mid-frame has its reason like any other.
            Ok(None) => break None,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break None,
            Err(error) => break Some(Heard::NoFrame(error.kind())),
        }
    };
    let heard = heard.unwrap_or_else(|| {
        let mut message = Vec::new();
        let _ = last.by_ref().take(MOST_MESSAGE_BYTES).read_to_end(&mut message);
        Heard::Closed(String::from_utf8_lossy(&message).into_owned())
    });
    // Nobody may listen any more.
    let _ = sender.send(heard);
}
