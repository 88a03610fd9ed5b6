//! The flags, their help, and thereby completions and man page.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

use crate::output::OutputFormat;

/// Who said what, how much, and where is it written? Reads folders of French and
/// English policy reports, and answers with the exact words.
#[derive(Debug, Parser)]
#[command(
    name = "dicta",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The folder of the index
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "DICTA_INDEX",
        hide_env_values = true,
        default_value = "index"
    )]
    pub(crate) index: PathBuf,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say also what was guessed
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print all figures, actors and claims of files, without an index
    Extract(Extract),
    /// Annotate JSONL rows {"id","text","lang"?} from standard input
    Annotate(Annotate),
}

/// In which form results are written.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Formatted {
    /// The form of the results
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for a terminal
    Table,
    /// One JSON value
    Json,
    /// One JSON object a line
    Jsonl,
    /// CSV with a header line
    Csv,
    /// A Markdown table
    Md,
}

impl From<Format> for OutputFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => Self::Table,
            Format::Json => Self::Json,
            Format::Jsonl => Self::JsonLines,
            Format::Csv => Self::Csv,
            Format::Md => Self::Markdown,
        }
    }
}

/// How many threads work.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Jobs {
    /// How many threads work [default: one a processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

impl Jobs {
    pub(crate) fn count(self) -> usize {
        self.jobs.map_or_else(crate::corpus::default_jobs, usize::from)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// The files to read
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
    /// The encoding of text files, such as `windows-1252` [default: guessed]
    #[arg(long, value_name = "LABEL")]
    pub(crate) encoding: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Annotate {
    /// Read all rows first, and take them for one corpus
    #[arg(long)]
    pub(crate) corpus: bool,
    #[command(flatten)]
    pub(crate) jobs: Jobs,
}

/// Reads the arguments, the first of which is the program's own name.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from(arguments)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn flags_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn short_help_fits_a_screen() {
        let mut command = Arguments::command().term_width(80);
        assert!(command.render_help().to_string().lines().count() <= 40);
        for sub in command.get_subcommands_mut() {
            let lines = sub.render_help().to_string().lines().count();
            assert!(lines <= 40, "{} takes {lines} lines", sub.get_name());
        }
    }
}
