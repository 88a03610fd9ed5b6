//! Every sample report beside its expected text and records.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` writes the expected files anew; a person
//! then reads the difference.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dicta::corpus::{Analyzed, FileReaders, ReadPlan, read_documents};
use dicta::extract::Extractor;
use dicta::model::{Document, Warning};
use dicta::output::{JsonRow as _, write_json_line};
use serde_json::Value as Json;

/// Where the expected files lie: hidden, so that no job takes them for reports.
const EXPECTED: &str = "corpus/.expected";

/// Returns the sample reports, in the order of their names.
fn samples() -> Vec<PathBuf> {
    let mut samples: Vec<PathBuf> = fs::read_dir("corpus")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && !is_hidden(path))
        .collect();
    samples.sort();
    assert!(samples.len() >= 10, "the samples are there: {samples:?}");
    samples
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().unwrap().to_str().unwrap().starts_with('.')
}

/// Returns all documents of a sample with what was found in them.
fn analyzed(sample: &Path, extractor: &Extractor) -> Vec<(Analyzed, Vec<Warning>)> {
    let mut all = Vec::new();
    let name = sample.to_str().unwrap();
    let readers = FileReaders::default();
    read_documents(&readers, sample, name, &ReadPlan::default(), |_, read| {
        let read = read.unwrap();
        all.push((Analyzed::new(read.value, extractor), read.warnings));
    })
    .unwrap();
    all
}

/// Writes the document's blocks a line each: kind, level, page, words. Breaks within
/// tables show as `⏎`, their tabs as `⇥`, no-break spaces as `⍽` and, narrow, `⸱`.
fn written_text(document: &Document, warnings: &[Warning], out: &mut String) {
    let metadata = &document.metadata;
    let or_none = |text: Option<&str>| text.unwrap_or("-").to_owned();
    writeln!(out, "= {}", document.path).unwrap();
    writeln!(out, "title: {}", or_none(metadata.title.as_deref())).unwrap();
    let date = metadata.date.map(|date| date.to_string());
    writeln!(out, "date: {}", or_none(date.as_deref())).unwrap();
    writeln!(out, "publisher: {}", or_none(metadata.publisher.as_deref())).unwrap();
    for warning in warnings {
        writeln!(out, "warning: {}", warning.message).unwrap();
    }
    for call in document.note_calls() {
        let words: String =
            document.text().get(..call.at).unwrap().chars().rev().take(12).collect();
        let before: String = words.chars().rev().collect();
        writeln!(out, "note call: {} after “{}”", call.mark, shown(&before)).unwrap();
    }
    for block in document.blocks() {
        let kind = block.kind.name();
        let number = |number: Option<u32>| number.map_or("-".into(), |n| n.to_string());
        let level = number(block.kind.level().map(u32::from));
        let page = number(block.page);
        let words = shown(block.span.quote(document.text()));
        writeln!(out, "{kind} {level} {page} | {words}").unwrap();
    }
}

fn shown(words: &str) -> String {
    words
        .replace('\n', "⏎")
        .replace('\t', "⇥")
        .replace('\u{a0}', "⍽")
        .replace('\u{202f}', "⸱")
}

/// Compares what came out with the expected file, or writes it.
fn compare(sample: &Path, ending: &str, found: &str, faults: &mut Vec<String>) {
    let name = sample.file_name().unwrap().to_str().unwrap();
    let path = Path::new(EXPECTED).join(format!("{name}.{ending}"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(EXPECTED).unwrap();
        fs::write(path, found).unwrap();
        return;
    }
    let expected = fs::read(&path).unwrap_or_default();
    let expected = String::from_utf8(expected).unwrap();
    if expected == found {
        return;
    }
    let path = path.display();
    let line = expected
        .lines()
        .zip(found.lines())
        .position(|(expected, found)| expected != found)
        .unwrap_or_else(|| expected.lines().count().min(found.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    faults.push(format!(
        "{path}, line {}:\n  expected {}\n  found    {}",
        line + 1,
        at(&expected),
        at(found)
    ));
}

#[test]
fn samples_give_their_expected_text_and_records() {
    let extractor = Extractor::new();
    let mut faults = Vec::new();
    for sample in samples() {
        let mut text = String::new();
        let mut records = Vec::new();
        for (analyzed, warnings) in analyzed(&sample, &extractor) {
            written_text(&analyzed.document, &warnings, &mut text);
            for record in &analyzed.records {
                write_json_line(&mut records, record).unwrap();
            }
        }
        let records = String::from_utf8(records).unwrap();
        compare(&sample, "text.txt", &text, &mut faults);
        compare(&sample, "records.jsonl", &records, &mut faults);
    }
    assert!(
        faults.is_empty(),
        "{}\nif that is meant: `UPDATE_GOLDEN=1 cargo test --test golden`",
        faults.join("\n")
    );
}

#[test]
fn no_expected_file_lacks_its_sample() {
    let names: Vec<String> = samples()
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    for entry in fs::read_dir(EXPECTED).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let sample = file
            .strip_suffix(".text.txt")
            .or_else(|| file.strip_suffix(".records.jsonl"))
            .unwrap_or(&file);
        assert!(names.iter().any(|name| name == sample), "`{file}` has no sample");
    }
}

/// Counts the places in `json` (objects with `start`, `end` and `text`), each of which
/// must hold in `text`, given as code points.
fn proven(json: &Json, text: &[char], document: &str) -> usize {
    let mut count = 0;
    if let (Some(start), Some(end), Some(quote)) =
        (json.get("start"), json.get("end"), json.get("text"))
        && let (Some(start), Some(end), Some(quote)) =
            (start.as_u64(), end.as_u64(), quote.as_str())
    {
        let place = usize::try_from(start).unwrap()..usize::try_from(end).unwrap();
        let words: Option<String> =
            text.get(place.clone()).map(|words| words.iter().collect());
        assert_eq!(words.as_deref(), Some(quote), "{document}: {place:?} in {json}");
        assert!(!quote.is_empty(), "{document}: an empty quote in {json}");
        count += 1;
    }
    let inner: Vec<&Json> = match json {
        Json::Array(items) => items.iter().collect(),
        Json::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    };
    count + inner.iter().map(|json| proven(json, text, document)).sum::<usize>()
}

#[test]
fn every_record_of_every_sample_quotes_its_document() {
    let extractor = Extractor::new();
    for sample in samples() {
        for (analyzed, _) in analyzed(&sample, &extractor) {
            let document = &analyzed.document;
            let text: Vec<char> = document.text().chars().collect();
            assert!(!analyzed.records.is_empty(), "{}: no records", document.path);
            for record in &analyzed.records {
                let json = serde_json::to_value(record.json()).unwrap();
                let places = proven(&json, &text, &document.path);
                assert!(places >= 2, "a record without words and sentence: {json}");
            }
        }
    }
}

#[test]
fn the_expected_files_are_no_reports() {
    let index = tempfile::tempdir().unwrap();
    let dicta = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_dicta"))
            .arg("--index")
            .arg(index.path().join("index"))
            .args(arguments)
            .output()
            .unwrap();
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {message}");
        serde_json::from_slice::<Json>(&output.stdout).unwrap_or_default()
    };
    dicta(&["ingest", "corpus"]);
    let status = dicta(&["status", "--format", "json"]);
    let extractor = Extractor::new();
    let documents: usize =
        samples().iter().map(|sample| analyzed(sample, &extractor).len()).sum();
    assert_eq!(status["documents"].as_u64(), u64::try_from(documents).ok(), "{status}");
    assert_eq!(status["failed"], 0, "{status}");
}
