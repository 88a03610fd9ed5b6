//! `dicta annotate`.

use std::io::Write as _;

use crate::cli::args::Annotate;
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus::{self, AnnotateOptions};
use crate::extract::Extractor;
use crate::output;

/// Annotates the rows of standard input.
pub(crate) fn annotate(
    session: &mut Session,
    flags: &Annotate,
) -> Result<Outcome, Stop> {
    let options = AnnotateOptions { jobs: flags.jobs.count(), corpus: flags.corpus };
    let extractor = Extractor::with_entities(&flags.known.entities()?);
    let Session { messages, out, .. } = session;
    let bad = corpus::annotate(
        std::io::stdin(),
        options,
        &extractor,
        |row| {
            let reason =
                row.findings.as_ref().err().map(|reason| (row.line, reason.clone()));
            let mut line = Vec::new();
            (output::write_annotated(&mut line, &row).map(|()| line), reason)
        },
        |batch| {
            for (line, reason) in batch {
                if let Some((number, reason)) = reason {
                    let reason = format!("line {number}: {reason}");
                    messages.left_out("standard input", &reason);
                }
                out.write_all(&line?)?;
            }
            out.flush()
        },
    )??;
    Ok(if bad == 0 { Outcome::Done } else { Outcome::Incomplete })
}
