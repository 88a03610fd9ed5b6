//! Files of rows, a document a row, read as a stream.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::{Map, Value as Json};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Date, Document, Language, Warned, Warning};
use crate::reader;

/// A row as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SourceRow {
    /// Its line in the file, from 1.
    pub(crate) line: usize,
    /// What it calls itself.
    pub(crate) id: Option<String>,
    /// The BLAKE3 hash of its bytes, in hexadecimal.
    pub(crate) hash: String,
    fields: std::result::Result<Map<String, Json>, String>,
}

impl SourceRow {
    fn new(line: usize, bytes: &[u8]) -> Self {
        let fields = match serde_json::from_slice(bytes) {
            Ok(Json::Object(fields)) => Ok(fields),
            Ok(_) => Err("not a JSON object".to_owned()),
            Err(error) => Err(format!("not JSON (byte {})", error.column())),
        };
        let id = fields.as_ref().ok().and_then(|fields| match fields.get("id")? {
            Json::String(id) if !id.trim().is_empty() => Some(id.trim().to_owned()),
            Json::Number(id) => Some(id.to_string()),
            _ => None,
        });
        let hash = blake3::hash(bytes).to_hex().to_string();
        Self { line, id, hash, fields }
    }

    /// Returns the row's document, under the name that it is known by.
    ///
    /// # Errors
    /// `Invalid` if it is not a row with a text.
    pub(crate) fn document(self, name: &str) -> Result<Warned<Document>> {
        let line = self.line;
        let invalid =
            |what: &str| Error::new(ErrorKind::Invalid(format!("line {line}: {what}")));
        let fields = self.fields.map_err(|what| invalid(&what))?;
        let field = |name: &str| fields.get(name).and_then(Json::as_str);
        let Some(text) = field("text") else {
            return Err(invalid("a row without a `text`"));
        };
        let mut document = reader::plain(name, text);
        let metadata = &mut document.metadata;
        metadata.title = field("title").map(str::trim).map(str::to_owned);
        metadata.title = metadata.title.take().filter(|title| !title.is_empty());
        metadata.publisher = field("publisher").map(str::to_owned);
        metadata.stated_language = field("lang").and_then(Language::from_code);
        let date = field("date").map(str::trim).filter(|date| !date.is_empty());
        metadata.date = date.and_then(Date::parse_iso);
        let mut warnings = Vec::new();
        if let Some(date) = date.filter(|_| metadata.date.is_none()) {
            let what = format!("line {line}: `{date}` is no date such as 2025-02-11");
            warnings.push(Warning::doubtful(what));
        }
        if document.is_blank() {
            warnings.push(Warning::lost(format!("line {line}: the text is empty")));
        }
        Ok(Warned { value: document, warnings })
    }
}

/// Reads the rows of a JSONL file one by one; empty lines are no rows.
///
/// # Errors
/// `Io` if the file cannot be opened; each row, if the file cannot be read on.
pub(crate) fn rows(path: &Path) -> Result<impl Iterator<Item = Result<SourceRow>>> {
    let file = File::open(path).map_err(|error| Error::io(path, error))?;
    let mut input = BufReader::with_capacity(256 << 10, file);
    let mut line = 0;
    Ok(std::iter::from_fn(move || {
        loop {
            let mut bytes = Vec::new();
            match input.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => line += 1,
                Err(error) => return Some(Err(Error::io(path, error))),
            }
            let mark: &[u8] = "\u{feff}".as_bytes();
            let row = bytes.strip_prefix(mark).unwrap_or(&bytes).trim_ascii();
            if !row.is_empty() {
                return Some(Ok(SourceRow::new(line, row)));
            }
        }
    }))
}
