//! `dicta extract`.

use crate::cli::args::Extract;
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus::{self, Analyzed, FileReaders};
use crate::extract::Extractor;
use crate::output::{self, RECORD_COLUMNS};

/// Prints the records of files.
pub(crate) fn extract(session: &mut Session, flags: &Extract) -> Result<Outcome, Stop> {
    let extractor = Extractor::with_entities(&flags.reading.known.entities()?);
    let plan = flags.reading.plan()?;
    let readers = FileReaders::new(flags.bounds.isolation()?);
    let mut records = Vec::new();
    let mut outcome = Outcome::Done;
    for path in &flags.files {
        let name = corpus::name_of(path);
        let read = corpus::read_documents(
            &readers,
            path,
            &name,
            &plan,
            |name, read| match read {
                Ok(read) => {
                    session.warnings(name, &read.warnings);
                    if read.is_partial() {
                        outcome = Outcome::Incomplete;
                    }
                    records.extend(Analyzed::new(read.value, &extractor).records);
                }
                Err(error) => {
                    session.messages.error(&error.or_at(name));
                    outcome = Outcome::Incomplete;
                }
            },
        );
        if let Err(error) = read {
            session.messages.error(&error);
            outcome = Outcome::Incomplete;
        }
    }
    let format = flags.formatted.format.into();
    output::write_listing(
        &mut session.out,
        format,
        RECORD_COLUMNS,
        &records,
        &session.look,
    )?;
    Ok(match outcome {
        Outcome::Done if records.is_empty() => Outcome::Nothing,
        outcome => outcome,
    })
}
