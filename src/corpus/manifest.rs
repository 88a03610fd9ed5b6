//! What was read, and what became of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::source::ReadPlan;
use crate::error::{Error, ErrorKind, Result};
use crate::extract::actors::UserEntities;
use crate::reader::{ReadOptions, RowColumns};

/// The version of the manifest's form.
const FORMAT: u32 = 1;

/// All files that were ingested, each with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this form.
    format: u32,
    /// The paths that were ingested, as given; none lies in another.
    pub roots: Vec<String>,
    /// The files by name.
    pub files: Vec<FileEntry>,
}

/// One file, or a folder that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// The path as it was given, with `/`; also the document's name.
    pub path: String,
    /// The size in bytes.
    pub size: u64,
    /// The BLAKE3 hash of the bytes, in hexadecimal; empty if they could not be read.
    pub hash: String,
    /// The version of the readers that read it.
    pub reader: u32,
    /// The version of the extractors that found its records.
    pub extractor: u32,
    /// What the user stated about how to read it.
    #[serde(flatten)]
    pub stated: Stated,
    /// What became of it; for a file of rows, whether all of it was read.
    #[serde(flatten)]
    pub fate: Fate,
    /// The rows, in order; `None` if the file is one document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<RowEntry>>,
}

/// What the user stated about how to read a file; the rest is left to the readers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stated {
    /// The encoding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
    /// The columns of rows: id, title, text, language, date, publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    columns: Option<[String; 6]>,
    /// What the table of the user's actors is told by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entities: Option<u64>,
}

impl From<&ReadPlan> for Stated {
    fn from(plan: &ReadPlan) -> Self {
        let columns = plan.columns.clone();
        let is_usual = columns == RowColumns::default();
        let RowColumns { id, title, text, lang, date, publisher } = columns;
        Self {
            encoding: plan.options.encoding.clone(),
            columns: (!is_usual).then_some([id, title, text, lang, date, publisher]),
            entities: Some(plan.entities.fingerprint()).filter(|number| *number > 0),
        }
    }
}

impl Stated {
    /// Returns how the file was read.
    pub(crate) fn plan(&self) -> ReadPlan {
        let columns = self.columns.clone().map(|columns| {
            let [id, title, text, lang, date, publisher] = columns;
            RowColumns { id, title, text, lang, date, publisher }
        });
        ReadPlan {
            options: ReadOptions { encoding: self.encoding.clone() },
            columns: columns.unwrap_or_default(),
            // Only the text is read again, which they do not change.
            entities: UserEntities::default(),
        }
    }
}

/// A row of a JSONL or CSV file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowEntry {
    /// The document's name: the row's id or, where that is missing or taken, the file
    /// and line.
    pub id: String,
    /// The BLAKE3 hash of the row, in hexadecimal.
    pub hash: String,
    /// What became of it.
    #[serde(flatten)]
    pub fate: Fate,
}

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fate {
    /// Whether it is in the index.
    pub state: State,
    /// What is missing, or why it failed; empty if all is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// Whether a document is in the index.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All of it is.
    #[default]
    Ok,
    /// It is, but parts are missing.
    Partial,
    /// It is not.
    Failed,
}

impl State {
    /// Returns the name that outputs use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::Failed => "failed",
        }
    }
}

impl Fate {
    /// Returns the fate of a document that was read, but for what `lost` tells.
    pub fn read(lost: Vec<String>) -> Self {
        let state = if lost.is_empty() { State::Ok } else { State::Partial };
        Self { state, reasons: lost }
    }

    /// Returns the fate of a document that could not be read.
    pub fn failed(reason: impl Into<String>) -> Self {
        Self { state: State::Failed, reasons: vec![reason.into()] }
    }

    /// Returns the reasons in one line.
    pub fn reason(&self) -> String {
        self.reasons.join("; ")
    }
}

/// How many documents there are, by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All of them.
    pub documents: usize,
    /// Those that are whole.
    pub ok: usize,
    /// Those with parts missing.
    pub partial: usize,
    /// Those that are left out.
    pub failed: usize,
}

impl Counts {
    fn add(&mut self, state: State) {
        self.documents += 1;
        match state {
            State::Ok => self.ok += 1,
            State::Partial => self.partial += 1,
            State::Failed => self.failed += 1,
        }
    }
}

impl Manifest {
    /// Makes a manifest; files are put in order.
    pub fn new(roots: Vec<String>, mut files: Vec<FileEntry>) -> Self {
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Self { format: FORMAT, roots, files }
    }

    /// Reads what [`Manifest::to_bytes`] wrote.
    ///
    /// # Errors
    /// `Damaged` if it is not that.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let damaged = |what: &str| Error::new(ErrorKind::Damaged(what.to_owned()));
        let manifest: Self = serde_json::from_slice(bytes)
            .map_err(|error| damaged("its manifest cannot be read").because(error))?;
        if manifest.format == FORMAT {
            Ok(manifest)
        } else {
            Err(damaged("its manifest is of another version"))
        }
    }

    /// Returns the bytes that are kept with a generation: one JSON object, a file a
    /// line.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{{\"format\":{},\"roots\":", self.format).into_bytes();
        bytes.extend(json(&self.roots));
        bytes.extend(b",\"files\":[");
        for (place, file) in self.files.iter().enumerate() {
            bytes.extend(if place == 0 { &b"\n"[..] } else { b",\n" });
            bytes.extend(json(file));
        }
        bytes.extend(b"\n]}\n");
        bytes
    }

    /// Counts the documents: a file is one, a row is one, and so is a file or folder
    /// that is left out.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for (_, fate) in self.documents() {
            counts.add(fate.state);
        }
        counts
    }

    /// Returns all documents by name, with what became of them, in the order of the
    /// files.
    pub fn documents(&self) -> impl Iterator<Item = (&str, &Fate)> {
        self.files.iter().flat_map(FileEntry::documents)
    }

    /// Returns the documents that are not whole, in the order of the files.
    pub fn problems(&self) -> impl Iterator<Item = (&str, &Fate)> {
        self.documents().filter(|(_, fate)| fate.state != State::Ok)
    }

    /// Returns the names of the documents that are in the index.
    pub(crate) fn indexed(&self) -> impl Iterator<Item = &str> {
        self.files.iter().flat_map(FileEntry::indexed)
    }

    /// Returns the files by path.
    pub(crate) fn by_path(&self) -> BTreeMap<&str, &FileEntry> {
        self.files.iter().map(|file| (file.path.as_str(), file)).collect()
    }
}

impl FileEntry {
    /// Returns the documents of the file. A file of rows of which not all was read is
    /// one more, under the file's own name.
    pub fn documents(&self) -> impl Iterator<Item = (&str, &Fate)> {
        let is_own = self.rows.is_none() || self.fate.state != State::Ok;
        let own = is_own.then_some((self.path.as_str(), &self.fate));
        let rows = self.rows.iter().flatten().map(|row| (row.id.as_str(), &row.fate));
        own.into_iter().chain(rows)
    }

    /// Returns the names of what the file holds, in its order: itself, or its rows.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let own = self.rows.is_none().then_some(self.path.as_str());
        own.into_iter().chain(self.rows.iter().flatten().map(|row| row.id.as_str()))
    }

    /// Returns the names of the file's documents that are in the index.
    pub(crate) fn indexed(&self) -> impl Iterator<Item = &str> {
        // The file itself may be one of its rows: a message with what is attached.
        let own = self.rows.is_none().then_some((self.path.as_str(), &self.fate));
        let rows = self.rows.iter().flatten().map(|row| (row.id.as_str(), &row.fate));
        own.into_iter()
            .chain(rows)
            .filter(|(_, fate)| fate.state != State::Failed)
            .map(|(name, _)| name)
    }
}

/// A manifest holds nothing that JSON cannot.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, fate: Fate, rows: Option<Vec<RowEntry>>) -> FileEntry {
        FileEntry {
            path: path.to_owned(),
            size: 3,
            hash: "00ff".to_owned(),
            reader: 1,
            extractor: 1,
            stated: Stated::default(),
            fate,
            rows,
        }
    }

    fn row(id: &str, fate: Fate) -> RowEntry {
        RowEntry { id: id.to_owned(), hash: "aa".to_owned(), fate }
    }

    fn manifest() -> Manifest {
        let rows = vec![
            row("fr-1", Fate::default()),
            row("rows.jsonl:2", Fate::failed("not JSON")),
        ];
        Manifest::new(
            vec!["corpus".to_owned()],
            vec![
                file("corpus/rows.jsonl", Fate::default(), Some(rows)),
                file(
                    "corpus/été.pdf",
                    Fate::read(vec!["page 2 is a picture".into()]),
                    None,
                ),
                file("corpus/a.md", Fate::default(), None),
                file("corpus/closed", Fate::failed("cannot be read"), None),
            ],
        )
    }

    #[test]
    fn every_document_counts_also_those_left_out() {
        let counts = manifest().counts();
        assert_eq!(counts, Counts { documents: 5, ok: 2, partial: 1, failed: 2 });
        let problems: Vec<_> = manifest()
            .problems()
            .map(|(name, fate)| (name.to_owned(), fate.state))
            .collect();
        assert_eq!(
            problems,
            [
                ("corpus/closed".to_owned(), State::Failed),
                ("rows.jsonl:2".to_owned(), State::Failed),
                ("corpus/été.pdf".to_owned(), State::Partial),
            ]
        );
    }

    #[test]
    fn a_manifest_goes_and_comes_back() {
        let manifest = manifest();
        let bytes = manifest.to_bytes();
        assert_eq!(Manifest::from_bytes(&bytes).unwrap(), manifest);
        assert_eq!(Manifest::from_bytes(&bytes).unwrap().to_bytes(), bytes);
        assert!(Manifest::from_bytes(&bytes[..40]).is_err());
    }
}
