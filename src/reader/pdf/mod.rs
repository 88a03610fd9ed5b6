//! PDF with a text layer: characters with their places, from which words, lines,
//! columns, tables and blocks are put together.
//!
//! The way of a page: `content` runs its instructions (`fonts` tells what the codes
//! mean), `words` and `lines` put the characters together, `running` takes headers and
//! footers out, `tables` and `layout` find tables and the order of reading, `blocks`
//! makes paragraphs of lines over columns and pages, `outline` settles headings and
//! lists, `emit` writes the document.

mod blocks;
mod content;
mod emit;
mod fonts;
mod geometry;
mod info;
mod layout;
mod lines;
mod marks;
mod outline;
mod running;
mod site;
mod streams;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Block, BlockKind, Document, DocumentBuilder, Warned, Warning};

use super::ReadOptions;
use blocks::{Facts, Reading};
use content::Ink;
use words::Sheet;

/// The most pages that are read of one file.
const MOST_PAGES: usize = 20_000;
/// The stack of the thread that reads: damaged files nest deep.
const STACK_BYTES: usize = 64 << 20;
/// The share of characters without meaning from which on it is reported, in percent.
const UNMAPPED_PERCENT: usize = 3;

/// Reads a PDF.
///
/// # Errors
/// `Empty` for no bytes, `NeedsPassword` if the empty password does not open it,
/// `Malformed` if no page can be found. Damaged pages, pages that are pictures, and
/// fonts that do not tell their characters are warnings.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    let _ = options;
    if bytes.is_empty() {
        return Err(Error::at(name, ErrorKind::Empty));
    }
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || open(name, bytes))
            .map_err(|source| Error::io(name, source))?;
        reader.join().unwrap_or_else(|_| {
            let what = "the structure of the file cannot be followed".to_owned();
            Err(Error::at(name, ErrorKind::Malformed(what)))
        })
    })
}

fn open(name: &str, bytes: &[u8]) -> Result<Warned<Document>> {
    let malformed = |why: &str| Error::at(name, ErrorKind::Malformed(why.to_owned()));
    streams::check_structure(bytes).map_err(|error| error.or_at(name))?;
    let pdf = match catch_unwind(|| Pdf::new(bytes.to_vec())) {
        Ok(Ok(pdf)) => pdf,
        Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => {
            return Err(Error::at(name, ErrorKind::NeedsPassword));
        }
        Ok(Err(LoadPdfError::Decryption(_))) => {
            return Err(malformed("it is encrypted in a way that is not known"));
        }
        Ok(Err(LoadPdfError::Invalid)) | Err(_) => {
            return Err(malformed("no pages can be found in it"));
        }
    };
    let mut warnings = Vec::new();
    if !is_whole(bytes) {
        warnings.push(Warning::lost(
            "the file breaks off before its end; what could be found was read",
        ));
    }
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(malformed("no pages can be found in it"));
    }
    if pages.len() > MOST_PAGES {
        warnings.push(Warning::lost(format!(
            "{} pages, of which the first {MOST_PAGES} were read",
            pages.len()
        )));
    }
    let fonts = fonts::Fonts::new();
    let mut tally = Tally::default();
    let mut sheets: Vec<Sheet> = Vec::new();
    for (number, page) in (1u32..).zip(pages.iter().take(MOST_PAGES)) {
        match catch_unwind(AssertUnwindSafe(|| content::ink(page, &fonts))) {
            Ok(ink) => {
                tally.add(number, &ink);
                sheets.extend(words::sheets(number, ink));
            }
            Err(_) => tally.broken.push(number),
        }
    }
    tally.warn(&mut warnings);
    let builder = build(sheets);
    let mut metadata = info::metadata(&pdf);
    metadata.pages = u32::try_from(pages.len()).ok();
    metadata.image_pages = tally.pictures;
    let mut document = builder.finish(name, metadata);
    if let Some(title) = printed_title(&document) {
        document.metadata.title = Some(title);
    }
    Ok(Warned { value: document, warnings })
}

/// Tells whether the mark that ends a PDF stands near the end.
fn is_whole(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    memchr::memmem::find(tail, b"%%EOF").is_some()
}

/// Makes the blocks of a document of its sheets.
fn build(mut sheets: Vec<Sheet>) -> DocumentBuilder {
    let body_size = body_size(&sheets);
    let body_look = body_look(&sheets, body_size);
    let running = running::take(&mut sheets);
    let readings: Vec<Reading> = sheets
        .into_iter()
        .zip(running)
        .map(|(sheet, running)| Reading {
            page: sheet.page,
            running,
            elements: layout::elements(sheet, body_size),
        })
        .collect();
    let facts = Facts {
        body_size,
        body_look,
        indents: blocks::indents(&readings, body_size),
        leading: blocks::leading(&readings),
    };
    let mut parts = blocks::parts(readings, &facts);
    outline::settle(&mut parts);
    emit::write(&parts)
}

/// Returns the size in which most characters are set.
fn body_size(sheets: &[Sheet]) -> f32 {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for word in sheets.iter().flat_map(|sheet| &sheet.words) {
        *counts.entry(blocks::quarters(word.size)).or_default() +=
            u64::from(word.letters);
    }
    let most = counts.into_iter().max_by_key(|(size, count)| (*count, *size));
    #[expect(clippy::cast_precision_loss, reason = "a few hundred quarter points")]
    most.map_or(10.0, |(size, _)| size as f32 / 4.0)
}

/// Returns the font and colour in which most characters of the usual size are set.
fn body_look(sheets: &[Sheet], body_size: f32) -> u32 {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    let words = sheets.iter().flat_map(|sheet| &sheet.words);
    for word in words.filter(|word| (word.size - body_size).abs() < 0.3) {
        *counts.entry(word.look).or_default() += u64::from(word.letters);
    }
    let most = counts.into_iter().max_by_key(|(look, count)| (*count, *look));
    most.map_or(0, |(look, _)| look)
}

/// Returns the title as the report prints it.
fn printed_title(document: &Document) -> Option<String> {
    let is_title = |block: &&Block| block.kind == BlockKind::Heading { level: 0 };
    let title = document.blocks().iter().find(is_title)?;
    Some(title.span.quote(document.text()).to_owned())
}

/// What went wrong on which pages.
#[derive(Debug, Default)]
struct Tally {
    glyphs: usize,
    unmapped: usize,
    /// Pages that are pictures without text.
    pictures: Vec<u32>,
    broken: Vec<u32>,
    damaged: Vec<u32>,
    cut_short: Vec<u32>,
}

impl Tally {
    fn add(&mut self, page: u32, ink: &Ink) {
        self.glyphs += ink.glyphs.len();
        self.unmapped += ink.unmapped as usize;
        let written =
            ink.glyphs.iter().filter(|glyph| glyph.letter.is_alphanumeric()).count();
        let shown: f32 =
            ink.pictures.iter().map(|area| area.width() * area.height()).sum();
        if written < 12 && shown > 0.35 * ink.width * ink.height {
            self.pictures.push(page);
        }
        if ink.damaged {
            self.damaged.push(page);
        }
        if ink.cut_short {
            self.cut_short.push(page);
        }
    }

    fn warn(&self, warnings: &mut Vec<Warning>) {
        let mut lost = |pages: &[u32], what: &str| {
            if !pages.is_empty() {
                warnings.push(Warning::lost(format!("{} {what}", listed(pages))));
            }
        };
        lost(&self.broken, "could not be read");
        lost(&self.damaged, "damaged, read in part");
        lost(&self.cut_short, "too long to be read to the end");
        lost(&self.pictures, "without text, only a picture: a scan that needs OCR");
        let all = self.glyphs + self.unmapped;
        if self.unmapped * 100 > all * UNMAPPED_PERCENT {
            warnings.push(Warning::lost(format!(
                "{} % of the characters are not told by their fonts",
                self.unmapped * 100 / all
            )));
        }
    }
}

/// Names pages: `page 3`, `pages 3, 5-7`.
fn listed(pages: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == page => run.1 = page,
            _ => runs.push((page, page)),
        }
    }
    let runs: Vec<String> = runs
        .iter()
        .map(
            |&(from, to)| {
                if from == to { from.to_string() } else { format!("{from}-{to}") }
            },
        )
        .collect();
    let noun = if pages.len() == 1 { "page" } else { "pages" };
    format!("{noun} {}", runs.join(", "))
}
