//! A document as bytes, for another process of the same program.

use serde::{Deserialize, Serialize};

use super::stored::{StructureRow, date_code, date_of, decode, encode};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Metadata};

#[derive(Debug, Serialize, Deserialize)]
struct PackedDocument<'a> {
    path: &'a str,
    title: Option<&'a str>,
    date: u32,
    pages: Option<u32>,
    structure: StructureRow,
    text: &'a str,
}

/// Returns the document as bytes, in the form in which the index stores it: all but its
/// alignment with the file, which nothing behind the readers asks for.
///
/// # Errors
/// None that is known; the form could refuse what it cannot hold.
pub(crate) fn pack(document: &Document) -> Result<Vec<u8>> {
    encode(&PackedDocument {
        path: &document.path,
        title: document.metadata.title.as_deref(),
        date: date_code(document.metadata.date),
        pages: document.metadata.pages,
        structure: StructureRow::of(document, &[]),
        text: document.text(),
    })
}

/// Returns the document that [`pack`] made bytes of.
///
/// # Errors
/// `Damaged` if they are no such bytes: every span is looked at again.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Document> {
    let packed: PackedDocument<'_> = decode(bytes)?;
    let head = Metadata {
        title: packed.title.map(str::to_owned),
        date: date_of(packed.date),
        pages: packed.pages,
        ..Metadata::default()
    };
    let document = packed.structure.document(packed.path, head, packed.text);
    let (document, _) = document.ok_or_else(|| {
        Error::new(ErrorKind::Damaged("a document does not fit its text".to_owned()))
    })?;
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::{Format, ReadOptions, read};

    const PAGE: &str = "<html lang=fr><title>Été</title><body><h1>Été</h1>\
        <h2>Coûts</h2><p>La dette<sup>1</sup> atteint 3\u{a0}% du PIB.</p>\
        <table><tr><th>Pays<th>2024<tr><td>France<td>3,5</table>\
        <ul><li>Un</ul></body></html>";

    #[test]
    fn a_document_goes_and_comes_back() {
        let options = ReadOptions::default();
        let read = read("a.html", Format::Html, PAGE.as_bytes(), &options).unwrap();
        let before = read.value;
        let after = unpack(&pack(&before).unwrap()).unwrap();
        assert_eq!(after.text(), before.text());
        assert_eq!(after.blocks(), before.blocks());
        assert_eq!(after.tables(), before.tables());
        assert_eq!(after.note_calls(), before.note_calls());
        assert_eq!((after.path, after.metadata), (before.path, before.metadata));
    }

    #[test]
    fn other_bytes_are_refused() {
        let options = ReadOptions::default();
        let read = read("a.html", Format::Html, PAGE.as_bytes(), &options).unwrap();
        let bytes = pack(&read.value).unwrap();
        for length in 0..bytes.len() {
            assert!(unpack(&bytes[..length]).is_err(), "{length}");
        }
    }
}
