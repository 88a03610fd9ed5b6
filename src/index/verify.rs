//! Proves an index: files, passages, records.

use std::collections::BTreeSet;
use std::path::Path;

use tantivy::directory::MmapDirectory;

use super::folder::{self, Current, PASSAGES, RECORDS};
use super::generation::Index;
use super::rows::text_hash;
use super::search::{Found, RecordReader};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Finding, Offsets, Quoted, Record};

/// Something that does not hold, as [`Index::verify`] finds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file of the index, or the document, that is wrong.
    pub place: String,
    /// What is wrong with it, in one phrase.
    pub message: String,
}

impl Index {
    /// Proves the live generation of `folder`: every file has the bytes that were
    /// written, passages tile the text whose hash is kept, and every record quotes it
    /// exactly. Returns what does not hold, sorted; nothing if all is well.
    ///
    /// # Errors
    /// `NoIndex` if there is none; `IndexVersion` if it has another format. Damage is
    /// returned as faults.
    pub fn verify(folder: impl AsRef<Path>) -> Result<Vec<Fault>> {
        let folder = folder.as_ref();
        let mut faults = BTreeSet::new();
        let current = match Current::read(folder) {
            Ok(current) => {
                current.ok_or_else(|| Error::at(folder, ErrorKind::NoIndex))?
            }
            Err(error) if matches!(error.kind(), ErrorKind::Damaged(_)) => {
                faults.insert(fault("CURRENT", &error.message()));
                return Ok(faults.into_iter().collect());
            }
            Err(error) => return Err(error),
        };
        // Open first: what is open stays whole while a job replaces it.
        let index = Self::open(folder);
        files(folder, &current, &mut faults);
        if !faults.is_empty() {
            // Nothing that stands in damaged files proves anything.
            return Ok(faults.into_iter().collect());
        }
        match index {
            Ok(index) if index.generation() == current.generation => {
                index.verify_documents(&mut faults);
            }
            Ok(_) => return Self::verify(folder),
            Err(error) => {
                faults.insert(fault("index", &described(&error)));
            }
        }
        Ok(faults.into_iter().collect())
    }

    fn verify_documents(&self, faults: &mut BTreeSet<Fault>) {
        let listing = match self.listing() {
            Ok(listing) => listing,
            Err(error) => {
                faults.insert(fault("documents", &described(&error)));
                return;
            }
        };
        let mut passages = 0;
        for entry in &listing.documents {
            passages += u64::from(entry.passages);
            let stored = match self.document(&entry.path) {
                Ok(stored) => stored,
                Err(error) => {
                    faults.insert(fault(&entry.path, &described(&error)));
                    continue;
                }
            };
            let text = stored.document.text();
            if text_hash(text) != entry.text_hash {
                let what = "its passages are not the text that was read";
                faults.insert(fault(&entry.path, what));
                continue;
            }
            if let Err(error) = self.verify_records(entry, text, faults) {
                faults.insert(fault(&entry.path, &described(&error)));
            }
        }
        if passages != self.passage_count() {
            let what = format!(
                "{} passages are listed, {} are there",
                passages,
                self.passage_count()
            );
            faults.insert(fault("documents", &what));
        }
    }

    fn verify_records(
        &self,
        entry: &super::stored::DocumentEntry,
        text: &str,
        faults: &mut BTreeSet<Fault>,
    ) -> Result<()> {
        let first =
            self.first_row(&self.records, self.record_fields.document, entry)?;
        let first =
            first.ok_or_else(|| self.damaged("its records are missing".to_owned()))?;
        let offsets = Offsets::new(text);
        let mut reader = RecordReader::new(self)?;
        for place in 1..=entry.records {
            let row = tantivy::DocAddress::new(first.segment_ord, first.doc_id + place);
            let record = reader.record(Found { ordinal: entry.ordinal, row })?;
            if let Some(wrong) = wrong_quote(&record, text, &offsets) {
                let what = format!(
                    "a {} at {} quotes `{}`, which does not stand there",
                    record.finding.name(),
                    wrong.start,
                    wrong.text
                );
                faults.insert(fault(&entry.path, &what));
            }
        }
        Ok(())
    }
}

/// Compares every file of the generation with its checksum.
fn files(folder: &Path, current: &Current, faults: &mut BTreeSet<Fault>) {
    let path = folder::generation_path(folder, current.generation);
    let sums = match folder::read_checksums(&path, &current.checksums) {
        Ok(sums) => sums,
        Err(error) => {
            faults.insert(fault(folder::CHECKSUMS, &described(&error)));
            return;
        }
    };
    for sum in &sums {
        match folder::hash_file(&path.join(&sum.path)) {
            Ok((hash, bytes)) if hash == sum.hash && bytes == sum.bytes => {}
            Ok((_, bytes)) if bytes != sum.bytes => {
                let what =
                    format!("has {bytes} bytes instead of the {} written", sum.bytes);
                faults.insert(fault(&sum.path, &what));
            }
            Ok(_) => {
                faults.insert(fault(&sum.path, "its bytes are not those written"));
            }
            Err(error) => {
                faults.insert(fault(&sum.path, &described(&error)));
            }
        }
    }
    if let Ok(names) = folder::files(&path) {
        let is_known = |name: &String| sums.iter().any(|sum| sum.path == *name);
        for name in names.iter().filter(|name| !folder::is_lock(name)) {
            if !is_known(name) {
                faults.insert(fault(name, "is no file of this index"));
            }
        }
    }
    for name in [PASSAGES, RECORDS] {
        let checked = MmapDirectory::open(path.join(name))
            .map_err(|error| error.to_string())
            .and_then(|directory| {
                tantivy::Index::open(directory)
                    .and_then(|index| index.validate_checksum())
                    .map_err(|error| error.to_string())
            });
        match checked {
            Ok(damaged) => faults.extend(damaged.iter().map(|file| {
                let place = format!("{name}/{}", file.display());
                fault(&place, "its own checksum is wrong")
            })),
            Err(error) => {
                faults.insert(fault(name, &error));
            }
        }
    }
}

/// The first quotation of a record that is not what stands at its place.
fn wrong_quote<'a>(
    record: &'a Record,
    text: &str,
    offsets: &Offsets<'_>,
) -> Option<&'a Quoted> {
    let stands = |quoted: &&Quoted| {
        let range = offsets.byte(quoted.start).zip(offsets.byte(quoted.end));
        let found = range.and_then(|(start, end)| text.get(start..end));
        found != Some(quoted.text.as_str())
    };
    let mut all = vec![&record.quote, &record.sentence];
    match &record.finding {
        Finding::Figure(figure) => {
            all.extend(&figure.measured);
            all.extend(figure.actor.as_ref().map(|actor| &actor.mention));
            all.extend(figure.period.as_ref().map(|period| &period.place));
        }
        Finding::Actor(actor) => all.extend(&actor.role),
        Finding::Claim(claim) => {
            let lists = [
                &claim.content,
                &claim.source,
                &claim.cue,
                &claim.figures,
                &claim.actors,
            ];
            all.extend(lists.into_iter().flatten());
        }
    }
    all.into_iter().find(stands)
}

fn fault(place: &str, message: &str) -> Fault {
    Fault { place: place.to_owned(), message: message.to_owned() }
}

/// The error with its causes, in one line.
fn described(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
