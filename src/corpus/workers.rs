//! Worker threads, and documents that bring one down.

use std::any::Any;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{Error, ErrorKind, Result};

/// What the names of all worker threads begin with: a panic in one of them becomes a
/// document's reason for failing, so the program need not print it.
pub const THREAD_NAME: &str = "dicta-worker";

/// The stack of a worker: deep documents are bounded by the readers, but not to what the
/// 2 MiB of an ordinary thread would hold.
pub(crate) const STACK_BYTES: usize = 16 << 20;

/// Returns how many threads work if nothing else is said.
pub fn default_jobs() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Starts `jobs` threads, at least one.
///
/// # Errors
/// `Io` if the system does not give them.
pub(crate) fn pool(jobs: usize) -> Result<ThreadPool> {
    ThreadPoolBuilder::new()
        .num_threads(jobs.max(1))
        .thread_name(|number| format!("{THREAD_NAME}-{number}"))
        .stack_size(STACK_BYTES)
        .build()
        .map_err(|error| Error::new(ErrorKind::Io).because(error))
}

/// Returns what a caught panic said, as the reason why a document failed.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let said = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    format!("an error in `dicta` itself: {said}")
}
