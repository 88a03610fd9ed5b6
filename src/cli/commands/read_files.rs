//! `dicta read-files`, which jobs call.

use crate::cli::args::ReadFiles;
use crate::cli::{Outcome, Stop};
use crate::corpus;

/// Reads files for a job, within bounds, until standard input ends.
pub(crate) fn read_files(flags: ReadFiles) -> Result<Outcome, Stop> {
    // A panic becomes the reason why a document failed; the job tells it.
    std::panic::set_hook(Box::new(|_| {}));
    let memory_bytes = flags.reader_memory.saturating_mul(1 << 20);
    corpus::serve(std::io::stdin().lock(), std::io::stdout(), memory_bytes)?;
    Ok(Outcome::Done)
}
