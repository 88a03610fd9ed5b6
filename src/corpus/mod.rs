//! A folder of reports: what is in it, what was read, and the jobs that index it.

mod annotate;
mod source;
mod workers;

pub use annotate::{
    AnnotateOptions, AnnotatedRow, RowFindings, annotate, row_findings,
};
pub use source::{Analyzed, read_file};
pub use workers::{THREAD_NAME, default_jobs};
