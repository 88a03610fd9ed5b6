//! `dicta export`.

use std::io::Write;

use super::report::save;
use crate::cli::args::{Export, ExportForm};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus;
use crate::index::{Index, RecordOptions};
use crate::language::analyze;
use crate::output::{
    AnnotatedText, Annotations, size, write_conllu, write_iramuteq, write_tei,
    write_tei_end, write_tei_start, write_vertical,
};

/// Writes documents or records in the form of another tool.
pub(crate) fn export(session: &mut Session, flags: &Export) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let count = match &flags.output {
        None => write(&mut session.out, &index, flags)?,
        Some(path) => {
            let mut bytes = Vec::new();
            let count = write(&mut bytes, &index, flags)?;
            save(path, &bytes)?;
            let (name, bytes) = (corpus::name_of(path), size(bytes.len() as u64));
            session.messages.note(&format!("`{name}`: {count} exported, {bytes}"));
            count
        }
    };
    Ok(if count == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn write(out: &mut impl Write, index: &Index, flags: &Export) -> Result<usize, Stop> {
    if flags.to == ExportForm::Annotations {
        let query = flags.query.join(" ");
        let hits = index.records(&query, &RecordOptions::default())?;
        let mut page = Annotations::start(out)?;
        for record in &hits.records {
            page.write(record)?;
        }
        page.finish()?;
        return Ok(hits.total);
    }
    let paths = documents(index, &flags.query.join(" "))?;
    if flags.to == ExportForm::Tei {
        write_tei_start(out)?;
    }
    for path in &paths {
        let stored = index.document(path)?;
        let analysis = analyze(&stored.document);
        let text = AnnotatedText {
            document: &stored.document,
            analysis: &analysis,
            language: stored.summary.language,
        };
        match flags.to {
            ExportForm::Vertical => write_vertical(out, &text)?,
            ExportForm::Conllu => write_conllu(out, &text)?,
            ExportForm::Iramuteq => write_iramuteq(out, &text)?,
            ExportForm::Tei | ExportForm::Annotations => write_tei(out, &text)?,
        }
    }
    if flags.to == ExportForm::Tei {
        write_tei_end(out)?;
    }
    Ok(paths.len())
}

/// The documents in which something answers `query`, by path; all if it is empty.
fn documents(index: &Index, query: &str) -> Result<Vec<String>, Stop> {
    if query.is_empty() {
        let documents = index.documents()?;
        return Ok(documents.into_iter().map(|document| document.path).collect());
    }
    let mut paths: Vec<String> = Vec::new();
    index.each_passage(
        query,
        &crate::index::SearchOptions::default(),
        &mut |document, _| {
            if paths.last() != Some(&document.path) {
                paths.push(document.path.clone());
            }
            Ok(())
        },
    )?;
    Ok(paths)
}
