//! A folder of reports: what is in it, what was read, and the jobs that index it.

mod actors;
mod annotate;
mod isolation;
mod jobs;
mod manifest;
mod pipeline;
mod rows;
mod source;
#[cfg(feature = "train")]
mod train;
mod verify;
mod walk;
mod workers;

pub use actors::{count_actors, user_entities};
pub use annotate::{
    AnnotateOptions, AnnotatedRow, RowFindings, annotate, row_findings, worth_of,
};
pub use isolation::{FileReaders, Isolation, Limits, serve};
pub use jobs::{Event, JobOptions, Summary, ingest, rebuild};
pub use manifest::{Counts, Fate, FileEntry, Manifest, RowEntry, State, Stated};
pub use source::{Analyzed, ReadPlan, read_documents};
#[cfg(feature = "train")]
pub use train::{Trained, Trial, train_actors};
pub use verify::verify;
pub use walk::name_of;
pub use workers::{THREAD_NAME, default_jobs};

/// The folder that is ingested if none is named.
pub const DEFAULT_ROOT: &str = "corpus";
