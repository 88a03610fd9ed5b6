//! A tiny index of every format there was: it opens, or fails with the way out.
//!
//! `UPDATE_FORMATS=1 cargo test --test index_formats` writes the folder of the format
//! that this program makes; a released one is never written again.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};

use dicta::ErrorKind;
use dicta::index::{
    Entry, FORMAT, Index, RecordOptions, SearchOptions, Start, Transaction,
    WriteOptions,
};
use dicta::language::analyze;
use dicta::model::{
    Annotation, BlockKind, DocumentBuilder, Figure, FigureKind, Findings, Layer,
    Metadata, RecordMaker, Span, Value,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/index_formats")
}

/// Writes the tiny index.
fn write(folder: &Path) {
    let options = WriteOptions::default();
    let transaction = Transaction::begin(folder, Start::Empty, &options).unwrap();
    for (path, words) in [
        ("fr.txt", "L’été coûte 12\u{A0}% de plus."),
        ("en.txt", "The bill rose 12 %."),
    ] {
        let mut builder = DocumentBuilder::default();
        builder.parts().0.push_str(words);
        builder.close_block(0, BlockKind::Paragraph, None);
        let document = builder.finish(path, Metadata::default());
        let analysis = analyze(&document);
        let start = words.find("12").unwrap();
        let end = words.find('%').unwrap() + 1;
        let figure = Figure {
            kind: FigureKind::Percent,
            value: Value::Exact(12.into()),
            unit: Some("%".to_owned()),
            modifier: None,
            direction: None,
            role: None,
            measured: None,
            actor: None,
            period: None,
            negated: false,
        };
        let place = Span::new(words, start..end).unwrap();
        let findings = Findings {
            figures: Layer::new(vec![Annotation::new(place, figure)]),
            ..Findings::default()
        };
        let records = RecordMaker::new(&document, &analysis, 1).records(&findings);
        let entry = Entry {
            document: &document,
            analysis: &analysis,
            records: &records,
            profiles: &[],
        };
        transaction.add(&entry).unwrap();
    }
    transaction.commit(b"manifest").unwrap();
}

#[test]
fn every_format_opens_or_tells_how_to_rebuild() {
    let own = root().join(FORMAT.to_string());
    if std::env::var_os("UPDATE_FORMATS").is_some() {
        write(&own);
    }
    let mut seen = Vec::new();
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        let Ok(format) = path.file_name().unwrap().to_str().unwrap().parse::<u32>()
        else {
            continue;
        };
        seen.push(format);
        match Index::open(&path) {
            Ok(index) => {
                assert_eq!(format, FORMAT);
                for query in ["été", "bill"] {
                    let hits = index.search(query, &SearchOptions::default()).unwrap();
                    assert_eq!(hits.len(), 1, "{query}");
                }
                let figures = index.records("unit:%", &RecordOptions::default());
                let quotes: Vec<_> = figures
                    .unwrap()
                    .records
                    .into_iter()
                    .map(|record| record.quote.text)
                    .collect();
                assert_eq!(quotes, ["12 %", "12\u{A0}%"]);
                assert_eq!(Index::verify(&path).unwrap(), []);
            }
            Err(error) => {
                let expected =
                    ErrorKind::IndexVersion { found: format, expected: FORMAT };
                assert_eq!(*error.kind(), expected);
                assert!(error.hint().unwrap().contains("`dicta rebuild`"));
            }
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..=FORMAT).collect::<Vec<_>>(), "one folder each");
}
