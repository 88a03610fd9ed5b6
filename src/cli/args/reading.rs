//! The flags that say how files are read.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::corpus::{self, Isolation, Limits, ReadPlan};
use crate::error::{Error, ErrorKind};
use crate::extract::actors::UserEntities;

/// How many threads work.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Jobs {
    /// How many threads work [default: one a processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

impl Jobs {
    pub(crate) fn count(self) -> usize {
        self.jobs.map_or_else(corpus::default_jobs, usize::from)
    }
}

/// How files are read.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    #[command(flatten)]
    pub(crate) jobs: Jobs,
    #[command(flatten)]
    pub(crate) files: Files,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
}

/// What the user knows about files better than a guess.
#[derive(Debug, Args)]
pub(crate) struct Files {
    /// The encoding of text files, such as `windows-1252` [default: guessed]
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
    /// The columns of JSONL and CSV rows, as `id=doc,text=body`; of id, title, text,
    /// lang, date, publisher
    #[arg(long, value_name = "NAME=COLUMN", value_delimiter = ',', value_parser = column)]
    columns: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) known: Known,
}

/// Actors of the user's own.
#[derive(Debug, Args)]
pub(crate) struct Known {
    /// A table of further actors: a header line with `id`, `kind`, `fr`, `en`, `acronym_fr`,
    /// `acronym_en`, then a line each, parted by tabs
    #[arg(long, value_name = "FILE")]
    entities: Option<PathBuf>,
}

impl Known {
    /// Reads the table, if one is given.
    pub(crate) fn entities(&self) -> crate::error::Result<UserEntities> {
        self.entities
            .as_deref()
            .map_or_else(|| Ok(UserEntities::default()), corpus::user_entities)
    }
}

impl Files {
    pub(crate) fn plan(&self) -> crate::error::Result<ReadPlan> {
        let mut plan =
            ReadPlan { entities: self.known.entities()?, ..ReadPlan::default() };
        plan.options.encoding.clone_from(&self.encoding);
        for (name, column) in &self.columns {
            let columns = &mut plan.columns;
            let place = match name.as_str() {
                "id" => &mut columns.id,
                "title" => &mut columns.title,
                "text" => &mut columns.text,
                "lang" => &mut columns.lang,
                "date" => &mut columns.date,
                _ => &mut columns.publisher,
            };
            place.clone_from(column);
        }
        Ok(plan)
    }
}

/// Reads `name=column`.
fn column(pair: &str) -> Result<(String, String), String> {
    const NAMES: [&str; 6] = ["id", "title", "text", "lang", "date", "publisher"];
    let (name, column) =
        pair.split_once('=').ok_or("not a pair such as `text=body`")?;
    if NAMES.contains(&name) {
        Ok((name.to_owned(), column.to_owned()))
    } else {
        Err(format!("`{name}` is none of {}", NAMES.join(", ")))
    }
}

/// What a process that reads files may take; far above what reports need.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Bounds {
    /// The most memory of a process that reads files, in MB
    #[arg(long, value_name = "MB", hide = true, default_value_t = 2048)]
    reader_memory: u64,
    /// The most seconds that reading a document may take
    #[arg(long, value_name = "SECONDS", hide = true, default_value_t = 120.0)]
    reader_time: f64,
}

impl Bounds {
    /// Returns where files are read: in processes of this very program.
    pub(crate) fn isolation(self) -> crate::error::Result<Isolation> {
        let program = std::env::current_exe()
            .map_err(|error| Error::new(ErrorKind::Io).because(error))?;
        let memory = self.reader_memory.to_string();
        let limits = Limits {
            memory_bytes: self.reader_memory.saturating_mul(1 << 20),
            time: Duration::try_from_secs_f64(self.reader_time)
                .unwrap_or(Duration::MAX),
            ..Limits::default()
        };
        let arguments = ["read-files", "--reader-memory", &memory].map(str::to_owned);
        Ok(Isolation::Processes { program, arguments: arguments.to_vec(), limits })
    }
}

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct ReadFiles {
    /// The most memory to take, in MB
    #[arg(long, value_name = "MB")]
    pub(crate) reader_memory: u64,
}
