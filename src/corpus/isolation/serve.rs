//! The side of the reader process.

use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use super::wire::{self, Answer, ErrorRow, TaskRow};
use crate::corpus::source::{self, Step};
use crate::corpus::workers;
use crate::error::{Error, ErrorKind, Result};
use crate::index;
use crate::reader::ReadOptions;

/// The most bytes of a task, without its file: a name and an encoding.
const MOST_TASK_BYTES: u64 = 1 << 20;

/// Reads the files that come over `input` and writes their documents to `out`, until
/// `input` ends; then the process is to end too, whatever is still being read.
///
/// From now on the whole process may take no more than `memory_bytes` of address space,
/// where the system has such a bound, and leaves no core file.
///
/// # Errors
/// `Io` if the bound is refused, the thread that reads cannot be started, or a stream
/// breaks.
pub fn serve(
    mut input: impl Read,
    out: impl Write + Send + 'static,
    memory_bytes: u64,
) -> Result<()> {
    let failed = |error: io::Error| Error::new(ErrorKind::Io).because(error);
    bound(memory_bytes).map_err(failed)?;
    let (tasks, queue) = channel();
    thread::Builder::new()
        .name(workers::THREAD_NAME.to_owned())
        .stack_size(workers::STACK_BYTES)
        .spawn(move || answer(&queue, out))
        .map_err(failed)?;
    // This thread waits for the end of the input, so that nothing outlives the job.
    while let Some(frame) = wire::read(&mut input, MOST_TASK_BYTES).map_err(failed)? {
        let task: TaskRow = wire::decode(&frame).map_err(failed)?;
        let bytes = wire::bytes(&mut input, task.length).map_err(failed)?;
        if tasks.send((task, bytes)).is_err() {
            break;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn bound(memory_bytes: u64) -> io::Result<()> {
    rlimit::setrlimit(rlimit::Resource::CORE, 0, 0)?;
    rlimit::setrlimit(rlimit::Resource::AS, memory_bytes, memory_bytes)
}

#[cfg(not(unix))]
fn bound(_: u64) -> io::Result<()> {
    Ok(())
}

/// Does all tasks; ends when there are no more, or nobody listens.
fn answer(queue: &Receiver<(TaskRow, Vec<u8>)>, mut out: impl Write) {
    for (task, bytes) in queue {
        if documents(&task, &bytes, &mut out).is_err() {
            return;
        }
    }
}

fn documents(task: &TaskRow, bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
    let options = ReadOptions { encoding: task.encoding.clone() };
    let mut written = Ok(());
    let read = catch_unwind(AssertUnwindSafe(|| {
        source::documents(&task.name, bytes, &options, task.done, |name, step| {
            written = tell(name, step, out);
            written.is_ok()
        })
    }));
    written?;
    let read = read.unwrap_or_else(|panic| {
        Err(Error::new(ErrorKind::Invalid(workers::panic_message(&*panic))))
    });
    let end = read.map_err(|error| ErrorRow::new(&error));
    wire::write(out, &Answer::End(end))
}

fn tell(name: &str, step: Step, out: &mut impl Write) -> io::Result<()> {
    let name = name.to_owned();
    let read = match step {
        Step::Begun => return wire::write(out, &Answer::Begun(name)),
        Step::Read(read) => *read,
    };
    let packed = read.and_then(|read| Ok((index::pack(&read.value)?, read.warnings)));
    match packed {
        Ok((packed, warnings)) => {
            let warnings = wire::warning_rows(&warnings);
            wire::write(out, &Answer::Document(name, Ok(warnings)))?;
            wire::write_bytes(out, &packed)
        }
        Err(error) => {
            wire::write(out, &Answer::Document(name, Err(ErrorRow::new(&error))))
        }
    }
}
