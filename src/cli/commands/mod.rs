//! One short function a command.

mod analysis;
mod annotate;
mod compare;
mod definition;
mod export;
mod extract;
mod jobs;
mod list;
mod read_files;
mod records;
mod report;
mod search;
mod show;
mod status;
#[cfg(feature = "train")]
mod train;
mod translations;
mod verify;

pub(super) use analysis::{collocates, keyness, kwic, terms};
pub(super) use annotate::annotate;
pub(super) use compare::compare;
pub(super) use definition::{completions, man};
pub(super) use export::export;
pub(super) use extract::extract;
pub(super) use jobs::{ingest, rebuild};
pub(super) use read_files::read_files;
pub(super) use records::{actors, claims, figures};
pub(super) use report::report;
pub(super) use search::search;
pub(super) use show::show;
pub(super) use status::status;
#[cfg(feature = "train")]
pub(super) use train::train_actors;
pub(super) use translations::learn_translations;
#[cfg(feature = "train")]
pub(super) use translations::train_translations;
pub(super) use verify::verify;
