//! `dicta figures`, `dicta actors` and `dicta claims`.

use crate::cli::args::{Actors, Claims, Figures, Listed, Sort};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::index::{Index, RecordKind, RecordOptions, RecordSort};
use crate::model::Record;
use crate::output::{
    self, ACTOR_COLUMNS, CLAIM_COLUMNS, Column, FIGURE_COLUMNS, OutputFormat,
};

/// Lists figures.
pub(crate) fn figures(session: &mut Session, flags: &Figures) -> Result<Outcome, Stop> {
    let filters = [
        ("kind", &flags.kind),
        ("unit", &flags.unit),
        ("value", &flags.value),
        ("year", &flags.year),
    ];
    let sort = match flags.sort {
        Sort::Place => RecordSort::Place,
        Sort::Value => RecordSort::Value,
    };
    let list = List { kind: RecordKind::Figure, sort, columns: FIGURE_COLUMNS };
    list.write(session, &flags.listed, &filters)
}

/// Lists mentions of actors.
pub(crate) fn actors(session: &mut Session, flags: &Actors) -> Result<Outcome, Stop> {
    let filters = [("kind", &flags.kind)];
    let list = List {
        kind: RecordKind::Actor,
        sort: RecordSort::Place,
        columns: ACTOR_COLUMNS,
    };
    list.write(session, &flags.listed, &filters)
}

/// Lists claims.
pub(crate) fn claims(session: &mut Session, flags: &Claims) -> Result<Outcome, Stop> {
    let filters = [("type", &flags.claim_type), ("speaker", &flags.speaker)];
    let list = List {
        kind: RecordKind::Claim,
        sort: RecordSort::Place,
        columns: CLAIM_COLUMNS,
    };
    list.write(session, &flags.listed, &filters)
}

/// A list of one kind of record.
struct List {
    kind: RecordKind,
    sort: RecordSort,
    columns: &'static [Column<Record>],
}

impl List {
    fn write(
        &self,
        session: &mut Session,
        flags: &Listed,
        filters: &[(&str, &Option<String>)],
    ) -> Result<Outcome, Stop> {
        let query = query_of(flags, filters);
        let options = RecordOptions {
            kind: Some(self.kind),
            limit: flags.limit,
            sort: self.sort,
        };
        let hits = Index::open(&session.index)?.records(&query, &options)?;
        let format: OutputFormat = flags.formatted.format.into();
        if hits.total == 0 && format == OutputFormat::Table {
            session.messages.note("nothing found");
            return Ok(Outcome::Nothing);
        }
        let Session { out, look, .. } = session;
        output::write_listing(out, format, self.columns, &hits.records, look)?;
        if hits.records.len() < hits.total {
            let (shown, total) = (hits.records.len(), hits.total);
            session.messages.note(&format!("{shown} of {total}"));
        }
        Ok(if hits.total == 0 { Outcome::Nothing } else { Outcome::Done })
    }
}

/// Returns the words of the query with the filters that the flags stand for.
fn query_of(flags: &Listed, filters: &[(&str, &Option<String>)]) -> String {
    let mut query = flags.query.join(" ");
    let mut add = |field: &str, value: &str| {
        if !query.is_empty() {
            query.push(' ');
        }
        let is_plain =
            !value.is_empty() && !value.contains([' ', '\u{a0}', '(', ')', '"']);
        query.push_str(field);
        query.push(':');
        if is_plain {
            query.push_str(value);
        } else {
            query.push('"');
            query.push_str(&value.replace('"', " "));
            query.push('"');
        }
    };
    for (field, value) in filters {
        if let Some(value) = value {
            add(field, value);
        }
    }
    if let Some(actor) = &flags.actor {
        add("actor", actor);
    }
    if let Some(language) = flags.lang {
        add("lang", language.code());
    }
    if let Some(document) = &flags.doc {
        add("doc", document);
    }
    query
}
