//! `dicta report`.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::args::{Interface, Report as Flags};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus;
use crate::error::Error;
use crate::index::Index;
use crate::output::{Report, ReportLanguage, size};

/// Writes claims, figures, actors and sources as one HTML page.
pub(crate) fn report(session: &mut Session, flags: &Flags) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let mut report = Report::gather(&index, &flags.query.join(" "))?;
    if report.record_count() == 0 {
        session.messages.note("nothing found");
    }
    let to_stream = flags.output.as_os_str() == "-";
    let file = std::path::absolute(&flags.output)
        .map_err(|error| Error::io(&flags.output, error))?;
    let base = std::env::current_dir().map_err(|error| Error::io(".", error))?;
    let folder = if to_stream { Some(base.as_path()) } else { file.parent() };
    report.link(&base, folder.unwrap_or(&base));
    let ui = match flags.ui {
        Some(Interface::En) => ReportLanguage::English,
        Some(Interface::Fr) => ReportLanguage::French,
        None => report.main_language(),
    };
    if to_stream {
        report.write(&mut session.out, ui)?;
    } else {
        let mut page = Vec::new();
        report.write(&mut page, ui)?;
        save(&flags.output, &page)?;
        let (name, bytes) = (corpus::name_of(&flags.output), size(page.len() as u64));
        let count = report.record_count();
        session.messages.note(&format!("`{name}`: {count} records, {bytes}"));
    }
    let is_empty = report.record_count() == 0;
    Ok(if is_empty { Outcome::Nothing } else { Outcome::Done })
}

/// Writes a file whole: beside its place first, so that a full disk leaves the old one.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    // A pipe or device takes bytes, but cannot be replaced.
    if path.exists() && !path.is_file() {
        return std::fs::write(path, bytes).map_err(|error| Error::io(path, error));
    }
    let mut beside = OsString::from(path);
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let write = || {
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|error| {
        // What is left of it helps nobody.
        let _ = std::fs::remove_file(&beside);
        Error::io(path, error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_replaces_the_old_one_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        for bytes in [b"one".as_slice(), b"two"] {
            save(&path, bytes).unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), bytes);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(save(&folder.path().join("none/report.html"), b"x").is_err());
    }
}
