//! `dicta train-actors`, in programs built for it.

use std::io::Write as _;

use crate::cli::args::TrainActors;
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus;
use crate::error::Error;

/// Trains the tagger of actors and writes its model.
pub(crate) fn train_actors(
    session: &mut Session,
    flags: &TrainActors,
) -> Result<Outcome, Stop> {
    let Session { messages, out, .. } = session;
    let trained = corpus::train_actors(&flags.folder, flags.text.as_deref(), |what| {
        messages.note(what);
    })?;
    std::fs::write(&flags.out, &trained.model)
        .map_err(|error| Error::io(&flags.out, error))?;
    writeln!(out, "{} features, {} bytes", trained.features, trained.model.len())?;
    for trial in &trained.trials {
        let [precision, recall, f1] = trial.scores();
        let set = &trial.set;
        writeln!(
            out,
            "{set}: precision {precision:.1}, recall {recall:.1}, F1 {f1:.1}"
        )?;
    }
    Ok(Outcome::Done)
}
