//! Which format a file has.

use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// PDF with a text layer.
    Pdf,
    /// Office Open XML text (Word).
    Docx,
    /// `OpenDocument` text.
    Odt,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// A book.
    Epub,
    /// Office Open XML presentation (`PowerPoint`).
    Pptx,
    /// Office Open XML spreadsheet (Excel).
    Xlsx,
    /// An e-mail message, which is a document and may hold files.
    Mail,
    /// A ZIP archive of files.
    Zip,
    /// A tar archive of files.
    Tar,
    /// A gzip archive of a file, or of a tar archive.
    Gzip,
    /// JSON Lines, a document a row.
    JsonLines,
    /// CSV with a header line, a document a row.
    Csv,
}

impl Format {
    /// Tells the format from the file's name and its first bytes (4 KiB are enough),
    /// which are believed over the name where they are plain (PDF, ZIP, HTML).
    ///
    /// # Errors
    /// `Empty` for no bytes, `UnknownFormat` for binary files and known other formats.
    pub fn of(path: &Path, head: &[u8]) -> Result<Self> {
        if head.is_empty() {
            return Err(Error::at(path, ErrorKind::Empty));
        }
        let unknown = |what: &str| {
            Err(Error::at(path, ErrorKind::UnknownFormat(what.to_owned())))
        };
        if let Some(magic) = by_first_bytes(head) {
            return match magic {
                Magic::Read(format) => Ok(format),
                Magic::Package => package(path, head).or_else(unknown),
                // An encrypted DOCX lies in the container of old Office files.
                Magic::Other(_)
                    if head.starts_with(&super::docx::OLD_CONTAINER)
                        && by_name(path) == Some(Self::Docx) =>
                {
                    Ok(Self::Docx)
                }
                Magic::Other(what) => unknown(what),
            };
        }
        let named = by_name(path);
        match named {
            // The PDF reader says better what is wrong; damaged headers do occur.
            Some(Self::Pdf) => return Ok(Self::Pdf),
            Some(Self::Docx | Self::Odt | Self::Pptx | Self::Xlsx | Self::Epub) => {
                return unknown("not the ZIP package that its name promises");
            }
            _ => {}
        }
        if let Some(what) = other_name(path) {
            return unknown(what);
        }
        if is_binary(head) {
            return unknown("binary data");
        }
        Ok(named.unwrap_or_else(|| {
            if looks_like_html(head) { Self::Html } else { Self::Text }
        }))
    }

    /// Tells whether a file holds others, which [`members`](super::members()) hands over.
    pub fn has_members(self) -> bool {
        matches!(self, Self::Mail | Self::Zip | Self::Tar | Self::Gzip)
    }

    /// Tells whether a file is a document itself.
    pub fn is_document(self) -> bool {
        !self.has_rows() && !matches!(self, Self::Zip | Self::Tar | Self::Gzip)
    }

    /// Tells whether one file holds many documents, a row each.
    pub fn has_rows(self) -> bool {
        matches!(self, Self::JsonLines | Self::Csv)
    }
}

enum Magic {
    Read(Format),
    Package,
    Other(&'static str),
}

/// The first bytes of formats that are not read, and their names.
const OTHERS: [(&[u8], &str); 19] = [
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office file: DOC, XLS or PPT"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"BM\0\0", "a BMP picture"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"%!PS", "PostScript"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
];

fn by_first_bytes(head: &[u8]) -> Option<Magic> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(Magic::Package);
    }
    if head.starts_with(b"\x1F\x8B") {
        return Some(Magic::Read(Format::Gzip));
    }
    if super::members::is_tar(head) {
        return Some(Magic::Read(Format::Tar));
    }
    if let Some(other) = OTHERS.iter().find(|other| head.starts_with(other.0)) {
        return Some(Magic::Other(other.1));
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Some(Magic::Other("a film or picture"));
    }
    // ISO 32000-1, annex H: the header is looked for in the first 1,024 bytes. A text
    // that speaks of `%PDF-` does not begin with bytes that only a PDF has.
    let start = head.get(..head.len().min(1024)).unwrap_or_default();
    let pdf = memchr::memmem::find(start, b"%PDF-");
    if let Some(at) = pdf
        && (at < 8 || start.get(..at).is_some_and(is_binary))
    {
        return Some(Magic::Read(Format::Pdf));
    }
    if begins_html(head) {
        return Some(Magic::Read(Format::Html));
    }
    None
}

/// Tells a package by the names of its first files, which stand plainly in it, else by
/// its own name; or tells what else it is.
fn package(path: &Path, head: &[u8]) -> std::result::Result<Format, &'static str> {
    let holds = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    if extension(path).as_deref() == Some("zip") && !begins_like_office(head) {
        return Ok(Format::Zip);
    }
    if holds(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        Ok(Format::Odt)
    } else if holds(b"mimetypeapplication/vnd.oasis.opendocument") {
        Err("OpenDocument, but no text")
    } else if holds(b"mimetypeapplication/epub+zip") {
        Ok(Format::Epub)
    } else if holds(b"word/") {
        Ok(Format::Docx)
    } else if holds(b"xl/") {
        Ok(Format::Xlsx)
    } else if holds(b"ppt/") {
        Ok(Format::Pptx)
    } else {
        match by_name(path) {
            Some(
                format @ (Format::Docx
                | Format::Odt
                | Format::Pptx
                | Format::Xlsx
                | Format::Epub),
            ) => Ok(format),
            _ => other_name(path).map_or(Ok(Format::Zip), Err),
        }
    }
}

/// Tells whether the first file of a package is one that packages of office programs
/// and books begin with; an archive may hold such a package, not packed again.
fn begins_like_office(head: &[u8]) -> bool {
    let length = head.get(26..28).map(|at| at.iter().rev());
    let length =
        length.map(|bytes| bytes.fold(0, |sum, b| sum * 256 + usize::from(*b)));
    let name = length.and_then(|length| head.get(30..30 + length));
    name.is_none_or(|name| {
        matches!(name, b"mimetype" | b"[Content_Types].xml" | b"content.xml")
            || [&b"word/"[..], b"xl/", b"ppt/", b"docProps/", b"_rels/"]
                .iter()
                .any(|folder| name.starts_with(folder))
    })
}

fn begins_html(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let starts = |tag: &[u8]| {
        head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
            && head.get(tag.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    starts(b"<!doctype html") || starts(b"<html") || starts(b"<head")
}

/// Tells whether a file without a telling name holds HTML behind comments or an XML
/// declaration.
fn looks_like_html(head: &[u8]) -> bool {
    let lower =
        head.get(..head.len().min(1024)).unwrap_or_default().to_ascii_lowercase();
    lower.trim_ascii_start().starts_with(b"<")
        && memchr::memmem::find(&lower, b"<html").is_some()
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

fn by_name(path: &Path) -> Option<Format> {
    Some(match extension(path)?.as_str() {
        "pdf" => Format::Pdf,
        "docx" | "docm" | "dotx" => Format::Docx,
        "odt" | "ott" => Format::Odt,
        "html" | "htm" | "xhtml" => Format::Html,
        "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
        "txt" | "text" => Format::Text,
        "jsonl" | "ndjson" => Format::JsonLines,
        "csv" | "tsv" => Format::Csv,
        "epub" => Format::Epub,
        "pptx" | "pptm" | "ppsx" => Format::Pptx,
        "xlsx" | "xlsm" | "xltx" => Format::Xlsx,
        "eml" => Format::Mail,
        "tar" => Format::Tar,
        _ => return None,
    })
}

/// Names formats that are text or packages, but no reports.
fn other_name(path: &Path) -> Option<&'static str> {
    Some(match extension(path)?.as_str() {
        "doc" | "xls" | "ppt" => "an old Office file: DOC, XLS or PPT",
        "ods" => "a spreadsheet",
        "odp" => "slides",
        "rtf" => "RTF",
        "json" => "JSON, but no JSON Lines",
        "xml" | "svg" => "XML",
        "js" | "css" | "py" | "sh" | "toml" | "yaml" | "yml" | "ini" => "source code",
        "png" | "jpg" | "jpeg" | "gif" | "tif" | "tiff" | "bmp" | "webp" => "a picture",
        "mp3" | "mp4" | "wav" | "ogg" | "avi" | "mov" => "sound or film",
        _ => return None,
    })
}

/// Tells whether bytes are no text in any encoding: control characters, or NULs that do
/// not come in the pattern of UTF-16.
pub(super) fn is_binary(head: &[u8]) -> bool {
    let head = head.get(..head.len().min(4096)).unwrap_or_default();
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return false;
    }
    let nuls = memchr::memchr_iter(0, head).count();
    if nuls > 0 && super::encoding::utf16_by_nuls(head).is_none() {
        return true;
    }
    let is_control =
        |byte: &&u8| matches!(byte, 1..=8 | 14..=26 | 28..=31 | 127) && **byte != 0x1A;
    let controls = head.iter().filter(is_control).count();
    // A stray one or two in a short text are damage.
    controls > 3 && controls * 50 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, head: &[u8], expected: Format) {
        assert_eq!(Format::of(Path::new(name), head).unwrap(), expected);
    }

    #[track_caller]
    fn check_unknown(name: &str, head: &[u8], expected: &str) {
        let error = Format::of(Path::new(name), head).unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::UnknownFormat(expected.to_owned()));
    }

    #[test]
    fn the_first_bytes_are_believed_over_the_name() {
        check("rapport.txt", b"%PDF-1.7\n", Format::Pdf);
        check("rapport.pdf", b"\xEF\xBB\xBF <!DOCTYPE HTML><html>", Format::Html);
        check(
            "report",
            b"PK\x03\x04...[Content_Types].xml...word/document.xml",
            Format::Docx,
        );
        check(
            "report.zip",
            b"PK\x03\x04...mimetypeapplication/vnd.oasis.opendocument.textPK",
            Format::Odt,
        );
        check("a.docx", b"PK\x03\x04...xl/workbook.xml", Format::Xlsx);
        check_unknown("a.pdf", b"\x89PNG\r\n\x1A\n", "a PNG picture");
    }

    #[test]
    fn the_name_decides_between_kinds_of_text() {
        check("a.md", b"# Titre", Format::Markdown);
        check("a.MD", "Été".as_bytes(), Format::Markdown);
        check("a.jsonl", b"{}", Format::JsonLines);
        check("a.csv", b"id,text", Format::Csv);
        check("LISEZ-MOI", b"Bonjour", Format::Text);
        check("a.txt", b"Le <html> est une balise ; %PDF- aussi.", Format::Text);
        check("page", b"<!-- x --><html lang=fr>", Format::Html);
    }

    #[test]
    fn a_package_whose_first_files_do_not_tell_is_what_its_name_says() {
        check("a.docx", b"PK\x03\x04....docProps/app.xml", Format::Docx);
        check("a.pptx", b"PK\x03\x04....docProps/app.xml", Format::Pptx);
        check_unknown("a.odp", b"PK\x03\x04....docProps/app.xml", "slides");
    }

    #[test]
    fn an_archive_is_not_what_it_holds() {
        use crate::reader::package::tests::pack;
        let inner = [("word/document.xml", "<w/>")];
        check("a.zip", &pack(&inner), Format::Docx);
        check("a.zip", &pack(&[("b/a.txt", "word/document.xml")]), Format::Zip);
        check("a.eml", b"Subject: word/ and xl/\r\n\r\nA levy.", Format::Mail);
        check("a.gz", b"\x1F\x8B\x08", Format::Gzip);
    }

    #[test]
    fn what_is_not_read_is_named() {
        check_unknown("a.txt", b"abc\0\x01\x02\0\0\0xyz", "binary data");
        check_unknown(
            "a.doc",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "an old Office file: DOC, XLS or PPT",
        );
        check_unknown("a.rtf", b"{\\rtf1", "RTF");
        check_unknown(
            "a.docx",
            b"bonjour",
            "not the ZIP package that its name promises",
        );
        assert_eq!(
            *Format::of(Path::new("a"), b"").unwrap_err().kind(),
            ErrorKind::Empty
        );
    }

    #[test]
    fn text_in_other_encodings_is_no_binary() {
        check("a.txt", b"d\xE9pense publique", Format::Text);
        check("a.txt", b"d\0\xE9\0p\0e\0n\0s\0e\0 \0p\0", Format::Text);
        check("a.txt", b"page 1\x0Cpage 2", Format::Text);
    }
}
