//! Bytes to documents: one file a format, all through [`normalize`].

mod dates;
mod docx;
mod draft;
mod encoding;
mod epub;
mod format;
mod grid;
mod headings;
mod html;
mod labels;
pub mod limits;
mod line_ends;
mod mail;
mod markdown;
mod members;
mod metadata;
pub mod normalize;
mod note_calls;
mod odt;
mod office;
mod package;
mod pdf;
mod pptx;
mod rows;
mod text;
mod xlsx;
mod xml;

pub use format::Format;
pub use line_ends::{LineEnd, Vocabulary};
pub use members::{Member, members};
pub use rows::{Row, RowColumns, rows};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Warned};

/// The version of the readers; documents read by another are read anew.
pub const VERSION: u32 = 2;

/// How to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The encoding of text files, as an Encoding Standard label; guessed if `None`.
    pub encoding: Option<String>,
}

/// Reads a file that is one document. `name` becomes the document's path.
///
/// # Errors
/// What stops the whole file: not the format that it seems, a password, a limit.
/// Damaged parts are warnings.
pub fn read(
    name: &str,
    format: Format,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    if bytes.is_empty() {
        return Err(Error::at(name, ErrorKind::Empty));
    }
    limits::check_size(name, bytes.len())?;
    let mut read = match format {
        Format::Pdf => pdf::read(name, bytes, options),
        Format::Docx => docx::read(name, bytes, options),
        Format::Odt => odt::read(name, bytes, options),
        Format::Html => html::read(name, bytes, options),
        Format::Epub => epub::read(name, bytes, options),
        Format::Pptx => pptx::read(name, bytes, options),
        Format::Xlsx => xlsx::read(name, bytes, options),
        Format::Mail => mail::read(name, bytes, options),
        Format::Markdown => markdown::read(name, bytes, options),
        Format::Text => text::read(name, bytes, options),
        Format::JsonLines | Format::Csv | Format::Zip | Format::Tar | Format::Gzip => {
            Err(Error::at(
                name,
                ErrorKind::Invalid(
                    "holds many documents, to be read one by one".to_owned(),
                ),
            ))
        }
    }
    .map_err(|error| error.or_at(name))?;
    metadata::complete(&mut read.value);
    note_calls::mark(&mut read.value);
    Ok(read)
}

/// Reads the text of one row: paragraphs, list items, pipe tables, headings as plain
/// text shows them. The alignment ties the document to `text`, byte by byte.
pub fn plain(name: &str, text: &str) -> Document {
    let mut document = text::plain(name, text);
    note_calls::mark(&mut document);
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<Warned<Document>> {
        read("a.txt", Format::Text, bytes, &ReadOptions::default())
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(*text(b"").unwrap_err().kind(), ErrorKind::Empty);
        let error = text(b"\x7FELF\0\x01\0\0\0\0\x02").unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::UnknownFormat(_)));
        let rows = read("a.csv", Format::Csv, b"id,text", &ReadOptions::default());
        assert!(matches!(rows.unwrap_err().kind(), ErrorKind::Invalid(_)));
    }

    #[test]
    fn what_is_damaged_is_read_with_a_warning() {
        let read =
            text("L’été, déjà, là, à côté.\r\nLa suite \u{1}.".as_bytes()).unwrap();
        assert_eq!(read.value.text(), "L’été, déjà, là, à côté.\nLa suite .\n");
        assert!(read.warnings.is_empty());
        let mut bytes = "L’été, déjà, là, à côté. ".repeat(3).into_bytes();
        bytes.push(0xFF);
        let read = text(&bytes).unwrap();
        assert!(read.is_partial());
    }

    #[test]
    fn a_line_of_20_megabytes_is_one_paragraph() {
        let line = "La dette a baissé de 3\u{A0}% en 2024. ".repeat(540_000);
        let document = plain("a", &line);
        assert_eq!(document.blocks().len(), 1);
        assert_eq!(document.text().len(), line.len(), "a line feed for the last space");
    }
}
