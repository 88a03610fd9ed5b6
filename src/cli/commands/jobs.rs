//! `dicta ingest` and `dicta rebuild`.

use crate::cli::args::{Ingest, Reading, Rebuild};
use crate::cli::messages::Messages;
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus::{self, Event, JobOptions, State, Summary};
use crate::output::size;

/// Reads new and changed reports into the index.
pub(crate) fn ingest(session: &mut Session, flags: &Ingest) -> Result<Outcome, Stop> {
    let Session { index, messages, .. } = session;
    let options = job_options(&flags.reading)?;
    let summary =
        corpus::ingest(index, &flags.paths, &options, |event| tell(messages, &event));
    Ok(conclude(messages, &summary?))
}

/// Makes the index anew beside the live one, then switches.
pub(crate) fn rebuild(session: &mut Session, flags: &Rebuild) -> Result<Outcome, Stop> {
    let Session { index, messages, .. } = session;
    let options = job_options(&flags.reading)?;
    let summary =
        corpus::rebuild(index, &flags.paths, &options, |event| tell(messages, &event));
    Ok(conclude(messages, &summary?))
}

fn job_options(reading: &Reading) -> Result<JobOptions, Stop> {
    Ok(JobOptions {
        jobs: reading.jobs.count(),
        read: reading.files.plan()?,
        isolation: reading.bounds.isolation()?,
    })
}

fn tell(messages: &mut Messages, event: &Event<'_>) {
    match event {
        Event::Progress { done, total } => messages.progress(*done, *total),
        Event::Problem { path, fate } if fate.state == State::Failed => {
            messages.left_out(path, &fate.reason());
        }
        Event::Problem { path, fate } => messages.warning(path, &fate.reason()),
        Event::Doubt { path, message } if messages.is_verbose() => {
            messages.warning(path, message);
        }
        Event::Doubt { .. } => {}
    }
}

fn conclude(messages: &mut Messages, summary: &Summary) -> Outcome {
    messages.end_progress();
    let changes = [
        (summary.new, "new"),
        (summary.changed, "changed"),
        (summary.renamed, "renamed"),
        (summary.removed, "removed"),
        (summary.unchanged, "unchanged"),
        (summary.partial, "partial"),
        (summary.failed, "failed"),
    ];
    let changes: Vec<String> = changes
        .into_iter()
        .filter(|(count, name)| *count > 0 || *name == "new")
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    messages.note(&changes.join(", "));
    messages.note(&format!(
        "generation {}{}: {} passages, {} records, {}",
        summary.generation,
        if summary.is_new_generation { "" } else { " (as before)" },
        summary.passages,
        summary.records,
        size(summary.bytes),
    ));
    if summary.is_complete() {
        return Outcome::Done;
    }
    if summary.failed + summary.partial > 0 {
        messages.hint("`dicta status` lists what is left out, and why");
    }
    Outcome::Incomplete
}
