//! Plain text, in files and rows.

use super::{ReadOptions, Vocabulary, normalize};
use crate::error::Result;
use crate::model::{BlockKind, Document, DocumentBuilder, Metadata, Warned};

/// Reads a text file.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    let _ = options;
    Ok(Warned::clean(plain(name, &String::from_utf8_lossy(bytes))))
}

/// Reads the text of a row.
pub(super) fn plain(name: &str, text: &str) -> Document {
    let mut builder = DocumentBuilder::default();
    let vocabulary = Vocabulary::of(text.lines());
    let mut source = 0;
    for line in text.split_inclusive('\n') {
        let start = builder.text().len();
        normalize::append_with(&mut builder, line, source, &vocabulary);
        builder.close_block(start, BlockKind::Paragraph, None);
        source += line.len();
    }
    builder.finish(name, Metadata::default())
}
