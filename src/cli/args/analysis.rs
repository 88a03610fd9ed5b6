//! The flags of the commands for corpus linguists.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Formatted, language};
use crate::analysis::{LONGEST_TERM, Measure, Order, Unit};
use crate::model::Language;

/// Which passages are looked at.
#[derive(Debug, Args)]
pub(crate) struct Passages {
    /// Only those in this language
    #[arg(long, value_name = "fr|en|und", value_parser = language)]
    pub(crate) lang: Option<Language>,
    /// Only those of this document
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) doc: Option<String>,
    /// Match words as written, but for case and accents
    #[arg(long)]
    pub(crate) exact: bool,
    /// Look at running headers, contents and menus too
    #[arg(long)]
    pub(crate) all: bool,
}

/// How words are counted.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Counted {
    /// What counts as one word
    #[arg(long, value_name = "UNIT", default_value = "form")]
    pub(crate) by: CountedUnit,
    /// Count function words too
    #[arg(long)]
    pub(crate) function_words: bool,
    /// Only what occurs at least so often
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) min: u64,
    /// The most rows to list, 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 30)]
    pub(crate) limit: usize,
}

/// How long a term is.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Length {
    /// Words of a term
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=LONGEST_TERM as i64))]
    pub(crate) ngram: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CountedUnit {
    /// The form as written, but for capitals
    Form,
    /// All forms of one stem, shown as the most frequent
    Stem,
}

impl From<CountedUnit> for Unit {
    fn from(unit: CountedUnit) -> Self {
        match unit {
            CountedUnit::Form => Self::Form,
            CountedUnit::Stem => Self::Stem,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Kwic {
    /// Words, "phrases" and filters, as for `search`; words side by side must all be in
    /// the passage
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) passages: Passages,
    /// The order: by place, or by the words before, found or after
    #[arg(long, value_name = "ORDER", default_value = "place")]
    pub(crate) sort: KwicOrder,
    /// Characters of the text on either side
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) context: u16,
    /// The most lines to list [default: all]
    #[arg(short = 'n', long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KwicOrder {
    /// By document and place
    Place,
    /// By the words before, the nearest first
    Left,
    /// By the words found
    Keyword,
    /// By the words after
    Right,
}

impl From<KwicOrder> for Order {
    fn from(order: KwicOrder) -> Self {
        match order {
            KwicOrder::Place => Self::Place,
            KwicOrder::Left => Self::Left,
            KwicOrder::Keyword => Self::Keyword,
            KwicOrder::Right => Self::Right,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Terms {
    /// Count in the passages that this finds; in all if there is none
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) passages: Passages,
    #[command(flatten)]
    pub(crate) counted: Counted,
    #[command(flatten)]
    pub(crate) length: Length,
    /// Count each of these by itself
    #[arg(long, value_name = "PART")]
    pub(crate) per: Option<Part>,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
}

/// What is counted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Each document
    Document,
    /// Each year of publication
    Year,
}

#[derive(Debug, Args)]
pub(crate) struct Keyness {
    /// The passages to compare with all others, as `doc:plan.pdf` or `year:2024 climat`
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) passages: Passages,
    #[command(flatten)]
    pub(crate) counted: Counted,
    #[command(flatten)]
    pub(crate) length: Length,
    /// Compare with this list: a line a term, the term and its count, parted by a tab
    #[arg(long, value_name = "FILE")]
    pub(crate) reference: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
}

#[derive(Debug, Args)]
pub(crate) struct Collocates {
    /// What to find the neighbours of
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) passages: Passages,
    #[command(flatten)]
    pub(crate) counted: Counted,
    /// Words on either side, within the sentence
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=50))]
    pub(crate) window: u8,
    /// The measure that ranks
    #[arg(long, value_name = "MEASURE", default_value = "log-dice")]
    pub(crate) sort: CollocateMeasure,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CollocateMeasure {
    /// Typical neighbours
    LogDice,
    /// Sure neighbours, frequent ones first
    T,
    /// Exclusive neighbours, rare ones first
    Mi,
}

impl From<CollocateMeasure> for Measure {
    fn from(measure: CollocateMeasure) -> Self {
        match measure {
            CollocateMeasure::LogDice => Self::LogDice,
            CollocateMeasure::T => Self::TScore,
            CollocateMeasure::Mi => Self::MutualInformation,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The documents in which something answers this, or the records that do; all if
    /// there is none
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// The form
    #[arg(long, value_name = "FORM")]
    pub(crate) to: ExportForm,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportForm {
    /// A word a line, for TXM and the Corpus Workbench
    Vertical,
    /// CoNLL-U, for parsers and treebank tools
    Conllu,
    /// Text with starred variables, for `IRaMuTeQ`
    Iramuteq,
    /// TEI P5, all documents in one corpus
    Tei,
    /// Records as W3C Web Annotations (JSON-LD)
    Annotations,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// Compare the figures that this finds; all if there is none
    #[arg(value_name = "QUERY", conflicts_with = "versions")]
    pub(crate) query: Vec<String>,
    /// Compare two versions of one report: what one has and the other has not
    #[arg(long, num_args = 2, value_names = ["DOCUMENT", "DOCUMENT"])]
    pub(crate) versions: Option<Vec<String>>,
    /// Only what is at least so sure, from 0.5 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    pub(crate) sure: f64,
    /// The most disagreements to list
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) formatted: Formatted,
}
