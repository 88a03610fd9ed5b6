//! The query language.
//!
//! | write | to find |
//! |---|---|
//! | `transition énergétique` | passages with one of the words, best those with all |
//! | `"neutralité carbone"` | these words, one after the other, as written but for case and accents |
//! | `"plan climat"~5` | these words with up to five others between them |
//! | `a AND b`, `a OR b`, `NOT a`, `-a`, `+a` | both, one, none, none, certainly |
//! | `(a OR b) AND c` | groups |
//! | `accessib*` | words that begin so |
//! | `Grenele~`, `Grenele~2` | words that differ by one or two letters |
//! | `=nationale` | this form only |
//! | `lang:fr`, `doc:plan.pdf`, `title:climat` | passages in this language, of these documents |
//! | `actor:"Union européenne"`, `speaker:Macron` | passages or records about them, or said by them |
//! | `kind:money`, `type:pledge`, `unit:EUR` | figures and actors of this kind, claims of this type |
//! | `value:>1e9`, `value:10..20`, `year:>=2025`, `year:2024..2030` | figures with such numbers or years |
//!
//! A filter always narrows; several side by side hold for one and the same record.
//! `AND` binds closer than `OR`, and `OR` than words side by side.
//! Everything else is text: a colon behind a word that is no field, a minus or plus
//! before a digit, slashes, apostrophes, question marks.

mod lexer;
mod parser;

pub(super) use parser::parse;

/// Tells whether a query is understood.
///
/// # Errors
/// `Query`, with what is wrong, where, and what to write instead.
pub fn check_query(query: &str) -> crate::error::Result<()> {
    parse(query).map(|_| ())
}

use crate::model::Language;

/// A query, understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Words of running text as they stand between spaces, such as `l'IA`.
    Text(String),
    /// Words one after the other, with at most `slop` others between.
    Phrase {
        words: String,
        slop: u32,
    },
    /// Words that begin so.
    Prefix(String),
    /// Words that differ by at most so many letters.
    Fuzzy {
        word: String,
        distance: u8,
    },
    /// This form only.
    Exact(String),
    Filter(Filter),
    /// All of them.
    All(Vec<Node>),
    /// At least one of them.
    Any(Vec<Node>),
    /// What stands side by side: filters and `+` must hold, `-` must not, and of the
    /// rest at least one.
    Beside(Vec<Node>),
    Must(Box<Node>),
    Not(Box<Node>),
    /// Everything.
    Everything,
}

/// A condition on a document, passage or record.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    Language(Language),
    Document(String),
    Title(String),
    Actor(String),
    Speaker(String),
    /// A kind of record, figure or actor.
    Kind(&'static str),
    Type(&'static str),
    Unit(String),
    /// Numbers from one to another, each with whether it is included.
    Value(Bound, Bound),
    /// Years, both inclusive.
    Year(i32, i32),
}

/// One end of a range: the number and whether it belongs to it; `None` for no end.
pub(super) type Bound = Option<(f64, bool)>;
