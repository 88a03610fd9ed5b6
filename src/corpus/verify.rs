//! Proving an index against itself and against the files it was made from.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rayon::prelude::*;

use super::isolation::{FileReaders, Isolation};
use super::manifest::{FileEntry, Manifest, State};
use super::source::read_documents;
use super::{source, workers};
use crate::error::Result;
use crate::index::{DocumentSummary, Fault, Index};
use crate::model::{Document, Warned};
use crate::reader;

/// Proves the index: its own files and records first, then that each file that is there
/// still reads as it did. Files that are not there any more, and those read by another
/// version of the readers, are not compared. Returns what does not hold, by place.
///
/// # Errors
/// `NoIndex` if there is none, `IndexVersion` if it has another format.
pub fn verify(index: &Path, jobs: usize, isolation: Isolation) -> Result<Vec<Fault>> {
    let mut faults = Index::verify(index)?;
    if !faults.is_empty() {
        // A damaged index proves nothing about the files.
        return Ok(faults);
    }
    let index = Index::open(index)?;
    let manifest = Manifest::from_bytes(&index.manifest()?)?;
    let documents = index.documents()?;
    let known: BTreeMap<&str, &DocumentSummary> =
        documents.iter().map(|document| (document.path.as_str(), document)).collect();
    for name in manifest.indexed().filter(|name| !known.contains_key(name)) {
        faults.push(fault(name, "in the manifest, but not in the index"));
    }
    let named: std::collections::BTreeSet<&str> = manifest.indexed().collect();
    for name in known.keys().filter(|name| !named.contains(*name)) {
        faults.push(fault(name, "in the index, but not in the manifest"));
    }
    let readers = FileReaders::new(isolation);
    let found: Vec<Vec<Fault>> = workers::pool(jobs)?.install(|| {
        let faults = |entry| file_faults(entry, &known, &readers);
        manifest.files.par_iter().map(faults).collect()
    });
    faults.extend(found.into_iter().flatten());
    faults.sort();
    Ok(faults)
}

fn fault(place: &str, message: &str) -> Fault {
    Fault { place: place.to_owned(), message: message.to_owned() }
}

fn file_faults(
    entry: &FileEntry,
    known: &BTreeMap<&str, &DocumentSummary>,
    readers: &FileReaders,
) -> Vec<Fault> {
    let path = Path::new(&entry.path);
    if entry.hash.is_empty() || entry.reader != reader::VERSION || !path.is_file() {
        return Vec::new();
    }
    let Ok((_, hash)) = source::hash(path) else { return Vec::new() };
    if hash.to_hex().as_str() != entry.hash {
        return vec![fault(&entry.path, "has changed since it was indexed")];
    }
    let plan = entry.stated.plan();
    let differs = |name: &str, read: Result<Warned<Document>>| {
        let summary = known.get(name)?;
        let is_same = read.is_ok_and(|read| {
            let hash = blake3::hash(read.value.text().as_bytes());
            hash.as_bytes().starts_with(&summary.text_hash)
        });
        (!is_same).then(|| fault(name, "does not read as it did when it was indexed"))
    };
    let compare = || {
        // The documents are those of the manifest, in its order: the bytes are the same.
        let mut names = entry.names();
        let mut faults = Vec::new();
        let read = read_documents(readers, path, &entry.path, &plan, |_, read| {
            faults.extend(names.next().and_then(|name| differs(name, read)));
        });
        if read.is_err() && entry.fate.state == State::Ok {
            faults.push(fault(&entry.path, "cannot be read any more"));
        }
        faults
    };
    if entry.rows.is_none() && entry.fate.state == State::Failed {
        return Vec::new();
    }
    catch_unwind(AssertUnwindSafe(compare)).unwrap_or_else(|panic| {
        vec![fault(&entry.path, &workers::panic_message(&*panic))]
    })
}
