//! Files of rows, a document a row.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::source::ReadPlan;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Warned};
use crate::reader::{self, Format, Row};

/// Reads the rows of a file one by one.
///
/// # Errors
/// `Io` if the file cannot be opened; each row, if the file cannot be read on.
pub(crate) fn rows<'a>(
    path: &'a Path,
    format: Format,
    plan: &'a ReadPlan,
) -> Result<impl Iterator<Item = Result<Row>> + use<'a>> {
    let file = File::open(path).map_err(|error| Error::io(path, error))?;
    let input = BufReader::with_capacity(256 << 10, file);
    let rows = reader::rows(input, format, &plan.columns);
    Ok(rows.map(move |row| row.map_err(|error| Error::io(path, error))))
}

/// Returns the document of a row, under the name that it is known by.
///
/// # Errors
/// `Invalid` if it is not a row with a text.
pub(crate) fn document(row: Row, name: &str) -> Result<Warned<Document>> {
    row.document(name).map_err(|what| Error::new(ErrorKind::Invalid(what)))
}

/// Returns what tells whether a row is still the same: the BLAKE3 hash of its bytes, in
/// hexadecimal.
pub(crate) fn hash(row: &Row) -> String {
    blake3::hash(&row.bytes).to_hex().to_string()
}
