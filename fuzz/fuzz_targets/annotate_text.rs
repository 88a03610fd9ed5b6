//! Any text: analysed and extracted from, every span fits.
#![no_main]

use std::sync::LazyLock;

use dicta::extract::Extractor;
use dicta::model::RecordMaker;
use dicta::{language, reader};
use libfuzzer_sys::fuzz_target;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

fuzz_target!(|text: &str| {
    let document = reader::plain("fuzz", text);
    let analysis = language::analyze(&document);
    let findings = EXTRACTOR.findings(&document, &analysis);
    let characters: Vec<char> = document.text().chars().collect();
    for record in RecordMaker::new(&document, &analysis, 1).records(&findings) {
        let words: String =
            characters[record.quote.start..record.quote.end].iter().collect();
        assert_eq!(words, record.quote.text);
    }
});
