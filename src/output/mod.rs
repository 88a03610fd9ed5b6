//! Row types and writers: table, JSON Lines, CSV, Markdown, HTML report.
//!
//! Everything takes a writer and returns what that returns; nothing here prints.

mod annotated;
mod findings;
mod listing;
mod look;
mod number;
mod records;

pub use annotated::write_annotated;
pub use listing::{
    Column, FORMAT, JsonRow, OutputFormat, Shown, write as write_listing,
    write_json_line,
};
pub use look::{Look, Palette, Styled, columns, one_line, truncated, wrapped};
pub use records::{ACTOR_COLUMNS, CLAIM_COLUMNS, FIGURE_COLUMNS, RECORD_COLUMNS};
