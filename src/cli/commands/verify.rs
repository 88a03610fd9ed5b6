//! `dicta verify`.

use std::io::Write as _;

use crate::cli::args::Verify;
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus;
use crate::output::one_line;

/// Proves the index; a line for each fault.
pub(crate) fn verify(session: &mut Session, flags: Verify) -> Result<Outcome, Stop> {
    let isolation = flags.bounds.isolation()?;
    let faults = corpus::verify(&session.index, flags.jobs.count(), isolation)?;
    for fault in &faults {
        let (place, message) = (one_line(&fault.place), one_line(&fault.message));
        writeln!(session.out, "`{place}`: {message}")?;
    }
    if faults.is_empty() {
        session.messages.note("all holds");
        return Ok(Outcome::Done);
    }
    session.messages.hint("bring the index up to date with `dicta ingest`, or make it anew with `dicta rebuild`");
    Ok(Outcome::Incomplete)
}
