//! Bounded reading of ZIP packages, which DOCX, ODT and their kin are.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{FREE_UNPACKED_BYTES, MAX_GROWTH, MAX_UNPACKED_BYTES};
use crate::error::{Error, ErrorKind, Result};

/// The most entries; a report with a picture on each of 5,000 pages has fewer.
const MOST_ENTRIES: usize = 20_000;
/// An opened package.
#[derive(Debug)]
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    unpacked: u64,
}

impl<'a> Package<'a> {
    /// Opens a package, without unpacking anything.
    ///
    /// # Errors
    /// `Malformed` if its directory cannot be read, `Limit` for too many entries and
    /// for entries that are made to swell.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            let why = "the end of the ZIP package is missing or broken";
            Error::new(ErrorKind::Malformed(why.to_owned())).because(error)
        })?;
        if archive.len() > MOST_ENTRIES {
            return Err(limit(format!(
                "more than {MOST_ENTRIES} files in the package"
            )));
        }
        let mut package = Self { archive, unpacked: 0 };
        package.check_sizes(bytes.len() as u64)?;
        Ok(package)
    }

    /// Refuses a package whose own directory says that it is a bomb.
    fn check_sizes(&mut self, packed: u64) -> Result<()> {
        let mut declared = 0_u64;
        for place in 0..self.archive.len() {
            let entry = self.archive.by_index_data(place).map_err(broken)?;
            declared = declared.saturating_add(entry.size());
        }
        if declared > MAX_UNPACKED_BYTES && declared / packed.max(1) > MAX_GROWTH {
            return Err(limit(format!(
                "unpacks to {} MB, {} times its size",
                declared >> 20,
                declared / packed.max(1)
            )));
        }
        Ok(())
    }

    /// Tells whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Returns the names of all parts, in the order of the directory. What is no text in
    /// the encoding that the package states is replaced in them.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.archive.file_names().zip(self.archive.file_names_raw());
        let name = |(name, raw): (std::result::Result<Cow<'_, str>, ZipError>, _)| {
            name.unwrap_or_else(|_| String::from_utf8_lossy(raw)).into_owned()
        };
        names.map(name).collect()
    }

    /// Unpacks a part; `None` if there is none of this name.
    ///
    /// # Errors
    /// `Limit` if it is too large or swells too much, `NeedsPassword` if it is
    /// encrypted, `Malformed` if it is damaged.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        match self.archive.index_for_name(name) {
            Some(place) => self.part_at(place, name).map(Some),
            None => Ok(None),
        }
    }

    /// Unpacks the part at this place in [`Package::names`], from 0.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub(super) fn part_at(&mut self, place: usize, name: &str) -> Result<Vec<u8>> {
        let entry = self.archive.by_index(place).map_err(broken)?;
        let packed = entry.compressed_size();
        let most = MAX_UNPACKED_BYTES
            .saturating_sub(self.unpacked)
            .min(packed.saturating_mul(MAX_GROWTH).max(FREE_UNPACKED_BYTES));
        let mut bytes = Vec::with_capacity(
            usize::try_from(entry.size().min(most).min(64 << 20)).unwrap_or(0),
        );
        entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| {
            Error::new(ErrorKind::Malformed(format!("`{name}` cannot be unpacked")))
                .because(error)
        })?;
        let size = bytes.len() as u64;
        if size > most {
            return Err(limit(format!(
                "`{name}` unpacks to more than {} MB or {MAX_GROWTH} times its size",
                most >> 20
            )));
        }
        self.unpacked += size;
        Ok(bytes)
    }

    /// Unpacks a part that is XML and returns its text; `None` as [`Package::part`].
    ///
    /// # Errors
    /// As [`Package::part`].
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<String>> {
        Ok(self.part(name)?.map(decode))
    }

    /// Returns what the package is, in words, for a message that it is no report.
    pub(super) fn nature(&self) -> &'static str {
        const NATURES: [(&str, &str); 7] = [
            ("xl/workbook.xml", "a spreadsheet, XLSX"),
            ("xl/workbook.bin", "a spreadsheet, XLSB"),
            ("ppt/presentation.xml", "a presentation, PPTX"),
            ("META-INF/container.xml", "a book, EPUB"),
            ("word/document.xml", "a text document, DOCX"),
            ("content.xml", "an OpenDocument file"),
            ("AndroidManifest.xml", "a program, APK"),
        ];
        let nature = NATURES.iter().find(|(part, _)| self.has(part));
        nature.map_or("a ZIP archive", |(_, nature)| nature)
    }
}

/// Decodes XML, which is UTF-8 unless a byte order mark says UTF-16.
fn decode(bytes: Vec<u8>) -> String {
    let utf16 = encoding_rs::Encoding::for_bom(&bytes)
        .is_some_and(|(encoding, _)| encoding != encoding_rs::UTF_8);
    if utf16 {
        let (encoding, _) =
            encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        return encoding.decode(&bytes).0.into_owned();
    }
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

fn limit(what: String) -> Error {
    Error::new(ErrorKind::Limit(what))
}

fn broken(error: ZipError) -> Error {
    let kind = match &error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
        | ZipError::InvalidPassword => ErrorKind::NeedsPassword,
        _ => ErrorKind::Malformed("the ZIP package is broken".to_owned()),
    };
    Error::new(kind).because(error)
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// Makes a package of these parts.
    pub(in crate::reader) fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_unpacked_by_name() {
        let bytes = pack(&[("a.xml", "<a>été</a>"), ("b/c.xml", "<c/>")]);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.xml("a.xml").unwrap().as_deref(), Some("<a>été</a>"));
        assert_eq!(package.part("x").unwrap(), None);
        assert!(package.has("b/c.xml"));
    }

    #[test]
    fn a_part_that_swells_is_refused() {
        let bytes = pack(&[("a.xml", &" ".repeat(20 << 20))]);
        let error = Package::open(&bytes).unwrap().part("a.xml").unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{error}");
    }

    #[test]
    fn a_directory_that_declares_a_bomb_is_refused() {
        let swollen = " ".repeat(110 << 20);
        let parts = ["a", "b", "c", "d", "e"].map(|name| (name, swollen.as_str()));
        let error = Package::open(&pack(&parts)).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{error}");
    }

    #[test]
    fn a_cut_package_is_malformed() {
        let bytes = pack(&[("a.xml", &"<a>texte</a>".repeat(99))]);
        for length in [4, 30, bytes.len() / 2, bytes.len() - 30] {
            let error = Package::open(&bytes[..length]).unwrap_err();
            assert!(
                matches!(error.kind(), ErrorKind::Malformed(_)),
                "{length}: {error}"
            );
        }
    }

    #[test]
    fn utf_16_is_decoded_by_its_mark() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(bytes), "<a>é</a>");
        assert_eq!(decode("\u{feff}<a/>".into()), "<a/>");
    }
}
