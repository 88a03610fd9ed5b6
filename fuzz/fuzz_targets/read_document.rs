//! Any bytes, read as any format: an error or a document whose spans fit.
#![no_main]

use dicta::reader::{self, Format, ReadOptions};
use libfuzzer_sys::fuzz_target;

const FORMATS: [Format; 6] = [
    Format::Pdf,
    Format::Docx,
    Format::Odt,
    Format::Html,
    Format::Markdown,
    Format::Text,
];

fuzz_target!(|bytes: &[u8]| {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let format = FORMATS[usize::from(choice) % FORMATS.len()];
    if let Ok(read) = reader::read("fuzz", format, bytes, &ReadOptions::default()) {
        let text = read.value.text();
        for block in read.value.blocks() {
            assert!(!block.span.quote(text).trim().is_empty());
        }
    }
});
