//! `dicta compare`.

use crate::analysis::compare::{differences, disagreements};
use crate::cli::args::{Compare, Format};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::index::{Index, RecordKind, RecordOptions};
use crate::output::{self, DifferenceRow, DisagreementRow};
use crate::translate::Lexicon;

/// Lists figures that disagree, or what two versions of a report differ in.
pub(crate) fn compare(session: &mut Session, flags: &Compare) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    match flags.versions.as_deref() {
        Some([first, second]) => versions(session, flags, &index, first, second),
        _ => figures(session, flags, &index),
    }
}

fn figures(
    session: &mut Session,
    flags: &Compare,
    index: &Index,
) -> Result<Outcome, Stop> {
    let options =
        RecordOptions { kind: Some(RecordKind::Figure), ..RecordOptions::default() };
    let records = index.records(&flags.query.join(" "), &options)?.records;
    let lexicon = Lexicon::builtin();
    let found = disagreements(&records, &|stem, language| {
        let translations = lexicon.translations(stem, language).into_iter();
        translations.map(|known| (known.stem, f64::from(known.probability))).collect()
    });
    let rows: Vec<_> = found
        .iter()
        .filter(|found| found.sureness >= flags.sure)
        .filter_map(|found| {
            let [first, second] = found.records;
            let records = [records.get(first)?, records.get(second)?];
            let (times, sureness, reasons) =
                (found.times, found.sureness, found.reasons.as_slice());
            Some(DisagreementRow { times, sureness, reasons, records })
        })
        .collect();
    let shown = rows.get(..flags.limit.min(rows.len())).unwrap_or_default();
    let Session { out, look, messages, .. } = session;
    if flags.formatted.format == Format::Table {
        if rows.is_empty() {
            messages.note("no figures that disagree were found");
        }
        output::write_disagreements(out, shown, look)?;
    } else {
        let columns = output::disagreement_columns();
        let format = flags.formatted.format.into();
        output::write_listing(out, format, &columns, shown, look)?;
    }
    if shown.len() < rows.len() {
        messages.note(&format!("{} of {}", shown.len(), rows.len()));
    }
    Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

fn versions(
    session: &mut Session,
    flags: &Compare,
    index: &Index,
    first: &str,
    second: &str,
) -> Result<Outcome, Stop> {
    let records = |name: &str| -> Result<_, Stop> {
        let path = index.document(name)?.summary.path;
        Ok(index.records_of(&path)?)
    };
    let (first, second) = (records(first)?, records(second)?);
    let found = differences(&first, &second);
    let rows: Vec<_> = found
        .iter()
        .map(|found| DifferenceRow {
            kind: found.kind,
            first: found.first.and_then(|place| first.get(place)),
            second: found.second.and_then(|place| second.get(place)),
        })
        .collect();
    let Session { out, look, messages, .. } = session;
    if rows.is_empty() {
        messages.note("no figure, date or actor differs");
    }
    let format = flags.formatted.format;
    if !rows.is_empty() || format != Format::Table {
        let columns = output::difference_columns();
        output::write_listing(out, format.into(), &columns, &rows, look)?;
    }
    Ok(if rows.is_empty() { Outcome::Nothing } else { Outcome::Done })
}
