//! Lists of rows, as many commands write them.

use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::output::{self, Column, JsonRow, OutputFormat};

/// Writes `rows`, the first of `total`, and says if there are none or more.
pub(super) fn list<R: JsonRow>(
    session: &mut Session,
    format: OutputFormat,
    columns: &[Column<R>],
    rows: &[R],
    total: usize,
) -> Result<Outcome, Stop> {
    let Session { out, look, messages, .. } = session;
    if total == 0 && format == OutputFormat::Table {
        messages.note("nothing found");
        return Ok(Outcome::Nothing);
    }
    output::write_listing(out, format, columns, rows, look)?;
    if rows.len() < total {
        messages.note(&format!("{} of {total}", rows.len()));
    }
    Ok(if total == 0 { Outcome::Nothing } else { Outcome::Done })
}
