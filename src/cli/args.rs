//! The flags, their help, and thereby completions and man page.

mod analysis;
mod reading;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

pub(crate) use analysis::{
    Collocates, Compare, Counted, Export, ExportForm, Keyness, Kwic, Part, Passages,
    Terms,
};
pub(crate) use reading::{Bounds, Files, Jobs, Known, ReadFiles, Reading};

use crate::corpus;
use crate::model::{Date, Language};
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
    /// Read new and changed reports, extract, index
    Ingest(Ingest),
    /// The same from nothing, beside the live index, then switch
    Rebuild(Rebuild),
    /// What is indexed, and what is not, and why
    Status(Status),
    /// Prove every record against its text and its source
    Verify(Verify),
    /// Find passages, in both languages
    Search(Search),
    /// List amounts, percentages, quantities, dates
    Figures(Figures),
    /// Count persons, organisations and places over both languages, or list them in place
    Actors(Actors),
    /// List who said, promised or forecast what
    Claims(Claims),
    /// Write claims, figures, actors and sources as one HTML page
    Report(Report),
    /// Show a document, or its text or blocks
    Show(Show),
    /// List figures on the same thing that disagree, or compare two versions of a report
    Compare(Compare),
    /// List all occurrences of a query with the words around them
    Kwic(Kwic),
    /// Count words and sequences of words
    Terms(Terms),
    /// List the terms that are more frequent in some passages than in the others
    Keyness(Keyness),
    /// List the words that stand near what a query finds
    Collocates(Collocates),
    /// Print all records of files, without an index
    Extract(Extract),
    /// Annotate JSONL rows from standard input
    Annotate(Annotate),
    /// Write documents or records in the forms of other tools
    Export(Export),
    /// Read files that come over standard input, for a job
    #[command(hide = true)]
    ReadFiles(ReadFiles),
    /// Train the tagger of actors on annotated rows
    #[cfg(feature = "train")]
    TrainActors(TrainActors),
    /// Learn translations from your own texts
    LearnTranslations(LearnTranslations),
    /// Learn the translations that the program carries
    #[cfg(feature = "train")]
    TrainTranslations(TrainTranslations),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
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

#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files and folders to read
    #[arg(value_name = "PATH", default_value = corpus::DEFAULT_ROOT)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    /// Files and folders to read [default: those of the index, else corpus]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Status {
    /// List all documents
    #[arg(long)]
    pub(crate) documents: bool,
    /// List copies, near copies, and French and English versions of one report
    #[arg(long, conflicts_with = "documents")]
    pub(crate) versions: bool,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
}

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) jobs: Jobs,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words, "phrases", AND OR NOT ( ), accessib*, fuzy~, =exact, field:value
    #[arg(
        value_name = "QUERY",
        required_unless_present = "queries",
        conflicts_with = "queries"
    )]
    pub(crate) query: Vec<String>,
    /// The most documents to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Search passages of this language only
    #[arg(long, value_name = "fr|en|und", value_parser = language)]
    pub(crate) lang: Option<Language>,
    /// Do not look for words by their translations
    #[arg(long)]
    pub(crate) no_translate: bool,
    /// A translation that is not wanted
    #[arg(long, value_name = "WORD")]
    pub(crate) not_as: Vec<String>,
    /// Only documents of this date or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) since: Option<Date>,
    /// The order: score or date
    #[arg(
        long,
        value_name = "ORDER",
        default_value = "score",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) sort: SearchOrder,
    /// Match words as written, but for case and accents
    #[arg(long)]
    pub(crate) exact: bool,
    /// Search running headers, contents and menus too
    #[arg(long)]
    pub(crate) all: bool,
    /// Run the queries of a file: a line each, id, language and words, parted by tabs
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: Option<PathBuf>,
    /// The form of the results; `trec` is for --queries
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: SearchFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SearchOrder {
    /// The best first
    Score,
    /// The newest first
    Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SearchFormat {
    /// A view for a terminal
    Table,
    /// One JSON value
    Json,
    /// One JSON object a line
    Jsonl,
    /// CSV with a header line, a passage a row
    Csv,
    /// A Markdown table, a passage a row
    Md,
    /// Lines of a TREC run
    Trec,
}

/// Flags of all lists of records.
#[derive(Debug, Args)]
pub(crate) struct Listed {
    /// Words and filters, as for `search`; all records if there are none
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) narrowed: Narrowed,
}

/// What narrows a list of records down, besides words.
#[derive(Debug, Args)]
pub(crate) struct Narrowed {
    /// Only those about this actor
    #[arg(long, value_name = "NAME")]
    pub(crate) actor: Option<String>,
    /// Only those in this language
    #[arg(long, value_name = "fr|en|und", value_parser = language)]
    pub(crate) lang: Option<Language>,
    /// Only those of this document
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) doc: Option<String>,
    /// The most records to list [default: all]
    #[arg(short = 'n', long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
}

#[derive(Debug, Args)]
pub(crate) struct Figures {
    #[command(flatten)]
    pub(crate) listed: Listed,
    /// Only this kind: money, percent, quantity, count, ratio, duration or date
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only this unit, such as EUR, % or km2
    #[arg(long, value_name = "UNIT")]
    pub(crate) unit: Option<String>,
    /// Only such values, as `>1e9` or `10..20`
    #[arg(long, value_name = "RANGE")]
    pub(crate) value: Option<String>,
    /// Only those that hold in such years, as `2030` or `2024..2030`
    #[arg(long, value_name = "RANGE")]
    pub(crate) year: Option<String>,
    /// The order
    #[arg(long, value_name = "ORDER", default_value = "place")]
    pub(crate) sort: Sort,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// By document and place
    Place,
    /// By value, greatest first
    Value,
}

#[derive(Debug, Args)]
pub(crate) struct Actors {
    /// The name of an actor, or words and filters, as for `search`; all if there are none
    #[arg(value_name = "NAME|QUERY")]
    pub(crate) query: Vec<String>,
    /// List each mention in place rather than count them
    #[arg(long)]
    pub(crate) mentions: bool,
    #[command(flatten)]
    pub(crate) narrowed: Narrowed,
    /// Only this kind: person, organization or place
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Claims {
    #[command(flatten)]
    pub(crate) listed: Listed,
    /// Only this type: quote, statement, pledge, forecast, recommendation or statistic
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) claim_type: Option<String>,
    /// Only those said by this actor
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    /// Only the documents' own claims, which they attribute to nobody
    #[arg(long, conflicts_with_all = ["speaker", "all"])]
    pub(crate) author: bool,
    /// Attributed claims and the documents' own
    #[arg(long)]
    pub(crate) all: bool,
    /// In which order
    #[arg(long, value_name = "ORDER", default_value = "place")]
    pub(crate) sort: ClaimSort,
    /// Show what each score of check-worthiness is made of
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClaimSort {
    /// By document and place
    Place,
    /// Most worth a fact-checker's time first
    Checkworthy,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// Words and filters, as for `search`; all records if there are none
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// The file to write; `-` for standard output
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    pub(crate) output: PathBuf,
    /// The language of the page itself [default: that of most documents]
    #[arg(long, value_name = "fr|en")]
    pub(crate) ui: Option<Interface>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Interface {
    /// English
    En,
    /// French
    Fr,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct Show {
    /// Its path or id, or any end of it that no other has
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: String,
    /// Print the text, each character at the place that records name
    #[arg(long, conflicts_with_all = ["blocks", "records"])]
    pub(crate) text: bool,
    /// Print the blocks: headings, paragraphs, tables and so on
    #[arg(long, conflicts_with = "records")]
    pub(crate) blocks: bool,
    /// Print the records
    #[arg(long)]
    pub(crate) records: bool,
    /// Show this page only, counted from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    #[arg(conflicts_with_all = ["text", "blocks", "records", "format"])]
    pub(crate) page: Option<u32>,
    /// Open the source in its own program, at the page if that program can
    #[arg(long, conflicts_with_all = ["text", "blocks", "records", "format"])]
    pub(crate) open: bool,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
}

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// The files to read
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
    #[command(flatten)]
    pub(crate) reading: Files,
    #[command(flatten)]
    pub(crate) bounds: Bounds,
}

#[cfg(feature = "train")]
#[derive(Debug, Args)]
pub(crate) struct TrainActors {
    /// The folder of the annotated sets
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// A folder of parallel text to learn classes of words from
    #[arg(long, value_name = "DIR")]
    pub(crate) text: Option<PathBuf>,
    /// Where the model is written
    #[arg(long, value_name = "FILE", default_value = "taggers/actors.model")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct LearnTranslations {
    /// Files of paired texts: a line each, English, tab, French; also packed with gzip
    #[arg(value_name = "PAIRS", required_unless_present = "terms")]
    pub(crate) pairs: Vec<PathBuf>,
    /// A file of terms: a line each, the names of one thing, parted by tabs
    #[arg(long, value_name = "FILE")]
    pub(crate) terms: Vec<PathBuf>,
    /// How often at least words are expected to translate each other [default: 0.5]
    #[arg(long, value_name = "N", default_value_t = 0.5, hide_default_value = true)]
    pub(crate) least: f32,
}

#[cfg(feature = "train")]
#[derive(Debug, Args)]
pub(crate) struct TrainTranslations {
    /// The folder of the sources that `lexicon/translation_sources.tsv` names
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Where the lexicon is written
    #[arg(long, value_name = "FILE", default_value = "lexicon/translations.bin")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Annotate {
    /// Read all rows first, and take them for one corpus
    #[arg(long)]
    pub(crate) corpus: bool,
    #[command(flatten)]
    pub(crate) known: Known,
    #[command(flatten)]
    pub(crate) jobs: Jobs,
}

/// Reads a year, perhaps with month and day.
fn date(text: &str) -> Result<Date, String> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next().and_then(|year| year.parse().ok());
    let mut part = || match parts.next() {
        None => Some(None),
        Some(part) => part.parse().ok().map(Some),
    };
    let (month, day) = (part(), part());
    let date = year.zip(month.zip(day));
    date.and_then(|(year, (month, day))| Date::new(year, month, day))
        .ok_or_else(|| "not a date such as 2025, 2025-03 or 2025-03-31".to_owned())
}

/// Reads the name of a language.
fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| "one of fr, en, und".to_owned())
}

/// Returns the definition of all flags, for completions and the manual page.
pub(crate) fn definition() -> clap::Command {
    use clap::CommandFactory as _;
    Arguments::command()
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
