//! `dicta show`.

use crate::cli::args::{Format, Show};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::index::Index;
use crate::output::{self, RECORD_COLUMNS};

/// Shows one document.
pub(crate) fn show(session: &mut Session, flags: &Show) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let stored = index.document(&flags.document)?;
    let Session { out, look, .. } = session;
    let format = flags.formatted.format;
    if flags.text {
        output::write_text(out, &stored.document)?;
    } else if flags.records {
        let records = index.records_of(&stored.document.path)?;
        output::write_listing(out, format.into(), RECORD_COLUMNS, &records, look)?;
    } else if format == Format::Json {
        output::write_blocks_json(out, &stored)?;
    } else if flags.blocks || format != Format::Table {
        let rows = output::block_rows(&stored.document);
        let columns = output::block_columns();
        output::write_listing(out, format.into(), &columns, &rows, look)?;
    } else {
        output::write_view(out, &stored, look)?;
    }
    Ok(Outcome::Done)
}
