//! What is in an index, and what is not, and why.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::listing::{Column, FORMAT, JsonRow, Shown};
use super::look::{self, Look, Styled};
use crate::corpus::{Counts, Fate, Manifest, State};
use crate::index::DocumentSummary;

/// An index as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The documents by state.
    pub counts: Counts,
    /// How many passages there are.
    pub passages: u64,
    /// How many records there are.
    pub records: u64,
    /// The number of the generation.
    pub generation: u64,
    /// How many bytes it takes.
    pub bytes: u64,
    /// The documents that are not whole.
    pub problems: Vec<Problem>,
}

/// A document that is not whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Its path, or the id of a row.
    pub path: String,
    /// `partial` or `failed`.
    pub state: &'static str,
    /// What is missing, or why it is left out.
    pub reason: String,
}

#[derive(Debug, Serialize)]
struct StatusJson<'a> {
    documents: usize,
    ok: usize,
    partial: usize,
    failed: usize,
    passages: u64,
    records: u64,
    generation: u64,
    bytes: u64,
    problems: &'a [Problem],
}

impl Problem {
    /// Returns the documents of a manifest that are not whole.
    pub fn all(manifest: &Manifest) -> Vec<Self> {
        let problem = |(path, fate): (&str, &Fate)| Self {
            path: path.to_owned(),
            state: fate.state.name(),
            reason: fate.reason(),
        };
        manifest.problems().map(problem).collect()
    }
}

impl JsonRow for Problem {
    type Json<'a> = &'a Self;

    fn json(&self) -> &Self {
        self
    }
}

impl Status {
    /// Writes the status as one JSON object.
    ///
    /// # Errors
    /// If `out` does not take it.
    pub fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        let json = StatusJson {
            documents: self.counts.documents,
            ok: self.counts.ok,
            partial: self.counts.partial,
            failed: self.counts.failed,
            passages: self.passages,
            records: self.records,
            generation: self.generation,
            bytes: self.bytes,
            problems: &self.problems,
        };
        serde_json::to_writer(&mut *out, &json)?;
        out.write_all(b"\n")
    }

    /// Writes the status for reading.
    ///
    /// # Errors
    /// If `out` does not take it.
    pub fn write_view(&self, out: &mut impl Write, look: &Look) -> io::Result<()> {
        let Counts { documents, ok, partial, failed } = self.counts;
        for (label, text) in [
            (
                "documents",
                format!("{documents}: {ok} ok, {partial} partial, {failed} failed"),
            ),
            ("passages", self.passages.to_string()),
            ("records", self.records.to_string()),
            ("generation", self.generation.to_string()),
            ("size", size(self.bytes)),
        ] {
            writeln!(
                out,
                "{:<12}{text}",
                Styled(look.palette.label, label).to_string()
            )?;
        }
        for problem in &self.problems {
            let path = look::one_line(&problem.path);
            let reason = look::one_line(&problem.reason);
            writeln!(out, "{:<12}`{path}`: {reason}", problem.state)?;
        }
        Ok(())
    }
}

/// The columns of [`Problem`]s.
pub const PROBLEM_COLUMNS: &[Column<Problem>] = &[
    Column::new("state", |problem| Some(problem.state.into()), Shown::Left),
    Column::new("path", |problem| Some(problem.path.as_str().into()), Shown::Left),
    Column::new("reason", |problem| Some(problem.reason.as_str().into()), Shown::Wide),
];

/// Returns a number of bytes for reading, in units of 1,000.
pub fn size(bytes: u64) -> String {
    let mut unit = "bytes";
    let (mut whole, mut tenths) = (bytes, 0);
    for next in ["kB", "MB", "GB", "TB"] {
        if whole < 1000 {
            break;
        }
        (whole, tenths) = (whole / 1000, whole % 1000 / 100);
        unit = next;
    }
    if unit == "bytes" {
        format!("{whole} {unit}")
    } else {
        format!("{whole}.{tenths} {unit}")
    }
}

/// A document in a list of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its path, or the id of a row.
    pub path: String,
    /// What became of it.
    pub fate: Fate,
    /// What the index knows of it; `None` if it is left out.
    pub summary: Option<DocumentSummary>,
}

/// A document in a list of all, as JSON.
#[derive(Debug, Serialize)]
pub struct DocumentJson<'a> {
    format: u32,
    path: &'a str,
    state: &'static str,
    reason: String,
    title: Option<&'a str>,
    date: Option<String>,
    lang: Option<&'static str>,
    pages: Option<u32>,
    passages: u32,
    records: u32,
    bytes: u64,
}

impl JsonRow for DocumentRow {
    type Json<'a> = DocumentJson<'a>;

    fn json(&self) -> DocumentJson<'_> {
        let summary = self.summary.as_ref();
        DocumentJson {
            format: FORMAT,
            path: &self.path,
            state: self.fate.state.name(),
            reason: self.fate.reason(),
            title: summary.and_then(|summary| summary.title.as_deref()),
            date: summary.and_then(|summary| Some(summary.date?.to_string())),
            lang: summary.map(|summary| summary.language.code()),
            pages: summary.and_then(|summary| summary.pages),
            passages: summary.map_or(0, |summary| summary.passages),
            records: summary.map_or(0, |summary| summary.records),
            bytes: summary.map_or(0, |summary| summary.text_bytes),
        }
    }
}

/// The columns of [`DocumentRow`]s.
pub const DOCUMENT_COLUMNS: &[Column<DocumentRow>] = &[
    Column::new("path", |row| Some(row.path.as_str().into()), Shown::Wide),
    Column::new("state", |row| Some(row.fate.state.name().into()), Shown::Left),
    Column::new(
        "lang",
        |row| Some(row.summary.as_ref()?.language.code().into()),
        Shown::Left,
    ),
    Column::new(
        "date",
        |row| Some(row.summary.as_ref()?.date?.to_string().into()),
        Shown::Left,
    ),
    Column::new(
        "pages",
        |row| Some(row.summary.as_ref()?.pages?.to_string().into()),
        Shown::Right,
    ),
    Column::new(
        "passages",
        |row| Some(row.summary.as_ref()?.passages.to_string().into()),
        Shown::Right,
    ),
    Column::new(
        "records",
        |row| Some(row.summary.as_ref()?.records.to_string().into()),
        Shown::Right,
    ),
    Column::new("title", title, Shown::Wide),
    Column::new("reason", reason, Shown::Wide),
    Column::new(
        "bytes",
        |row| Some(row.summary.as_ref()?.text_bytes.to_string().into()),
        Shown::No,
    ),
];

fn title(row: &DocumentRow) -> Option<Cow<'_, str>> {
    row.summary.as_ref()?.title.as_deref().map(Cow::Borrowed)
}

fn reason(row: &DocumentRow) -> Option<Cow<'_, str>> {
    (row.fate.state != State::Ok).then(|| row.fate.reason().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_object_has_the_keys_of_the_contract() {
        let status = Status {
            counts: Counts { documents: 3, ok: 1, partial: 1, failed: 1 },
            passages: 7,
            records: 9,
            generation: 2,
            bytes: 1234,
            problems: vec![Problem {
                path: "é.pdf".to_owned(),
                state: "failed",
                reason: "the file is empty".to_owned(),
            }],
        };
        let mut out = Vec::new();
        status.write_json(&mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"documents\":3,\"ok\":1,\"partial\":1,\"failed\":1,\"passages\":7,\
             \"records\":9,\"generation\":2,\"bytes\":1234,\"problems\":[{\"path\":\"é.pdf\",\
             \"state\":\"failed\",\"reason\":\"the file is empty\"}]}\n"
        );
    }

    #[test]
    fn sizes_are_read_in_decimal_units() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1000, "1.0 kB"),
            (18_253_611_008, "18.2 GB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }
}
