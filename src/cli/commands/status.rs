//! `dicta status`.

use std::collections::BTreeMap;

use crate::analysis::{self, Sketch, Versions};
use crate::cli::args::{Format, Status};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus::Manifest;
use crate::index::Index;
use crate::output::{
    self, DOCUMENT_COLUMNS, DocumentRow, PROBLEM_COLUMNS, Problem, VERSION_COLUMNS,
};

/// Tells what is in the index, and what is not.
pub(crate) fn status(session: &mut Session, flags: &Status) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let manifest = Manifest::from_bytes(&index.manifest()?)
        .map_err(|error| error.or_at(&session.index))?;
    let Session { out, look, .. } = session;
    let format = flags.formatted.format;
    if flags.documents {
        let rows = document_rows(&index, &manifest)?;
        output::write_listing(out, format.into(), DOCUMENT_COLUMNS, &rows, look)?;
        return Ok(Outcome::Done);
    }
    if flags.versions {
        let rows = versions(&index)?;
        output::write_listing(out, format.into(), VERSION_COLUMNS, &rows, look)?;
        return Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Done });
    }
    let status = output::Status {
        counts: manifest.counts(),
        passages: index.passage_count(),
        records: index.record_count()?,
        generation: index.generation(),
        bytes: index.bytes(),
        problems: Problem::all(&manifest),
    };
    match format {
        Format::Table => status.write_view(out, look)?,
        Format::Json | Format::Jsonl => status.write_json(out)?,
        Format::Csv | Format::Md => output::write_listing(
            out,
            format.into(),
            PROBLEM_COLUMNS,
            &status.problems,
            look,
        )?,
    }
    Ok(Outcome::Done)
}

/// Returns the documents that are versions of one report.
fn versions(index: &Index) -> Result<Vec<Versions>, Stop> {
    let mut sketches = Vec::new();
    for summary in index.documents()? {
        sketches.push(Sketch::of(&index.document(&summary.path)?));
    }
    Ok(analysis::versions(&sketches))
}

fn document_rows(index: &Index, manifest: &Manifest) -> Result<Vec<DocumentRow>, Stop> {
    let mut summaries: BTreeMap<String, _> = index
        .documents()?
        .into_iter()
        .map(|summary| (summary.path.clone(), summary))
        .collect();
    let rows = manifest.documents().map(|(path, fate)| DocumentRow {
        path: path.to_owned(),
        fate: fate.clone(),
        summary: summaries.remove(path),
    });
    Ok(rows.collect())
}
