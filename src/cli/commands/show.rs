//! `dicta show`.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::cli::args::{Format, Show};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::error::{Error, ErrorKind};
use crate::index::{Index, StoredDocument};
use crate::output::{self, RECORD_COLUMNS, View};

/// Shows one document.
pub(crate) fn show(session: &mut Session, flags: &Show) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let stored = index.document(&flags.document)?;
    if let Some(page) = flags.page {
        check_page(&stored, page)?;
    }
    if flags.open {
        return open(&stored.document.path, flags.page);
    }
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
        let records = index.records_of(&stored.document.path)?;
        let view = View { stored: &stored, records: &records, page: flags.page };
        view.write(out, look)?;
    }
    Ok(Outcome::Done)
}

/// Fails if the document has no such page.
fn check_page(stored: &StoredDocument, page: u32) -> Result<(), Stop> {
    let last = stored.summary.pages.or_else(|| {
        stored.document.blocks().iter().filter_map(|block| block.page).max()
    });
    let what = match last {
        Some(last) if page <= last => return Ok(()),
        Some(last) => format!("it has no page {page}, the last is {last}"),
        None => "its format has no pages".to_owned(),
    };
    Err(Error::at(&stored.document.path, ErrorKind::Invalid(what)).into())
}

/// Opens the source in the program that the desktop has for it.
fn open(path: &str, page: Option<u32>) -> Result<Outcome, Stop> {
    let file = std::fs::canonicalize(path).map_err(|source| Error::io(path, source))?;
    let mut command = opener(&file, page);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(_) => Ok(Outcome::Done),
        Err(source) => {
            let program = command.get_program().to_string_lossy().into_owned();
            let what = format!("`{program}` cannot be started to open it: {source}");
            Err(Error::at(path, ErrorKind::Invalid(what)).into())
        }
    }
}

/// Returns the command that opens a file; a page is named in the way of web addresses,
/// which browsers and some viewers follow.
fn opener(file: &Path, page: Option<u32>) -> Command {
    let mut target = file.as_os_str().to_owned();
    if let Some(page) = page {
        let mut address = std::ffi::OsString::from("file://");
        address.push(&target);
        address.push(format!("#page={page}"));
        target = address;
    }
    if cfg!(target_os = "windows") {
        let mut command = Command::new("explorer");
        command.arg(target);
        command
    } else {
        let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let mut command = Command::new(program);
        command.arg(target);
        command
    }
}
