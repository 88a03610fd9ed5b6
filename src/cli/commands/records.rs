//! `dicta figures`, `dicta actors` and `dicta claims`.

use super::list::list;
use crate::cli::args::{Actors, ClaimSort, Claims, Figures, Narrowed, Sort};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus;
use crate::extract::Extractor;
use crate::index::{Index, RecordHits, RecordKind, RecordOptions, RecordSort};
use crate::model::{CorpusActor, Finding, Record};
use crate::output::{
    ACTOR_COLUMNS, CLAIM_COLUMNS, Column, ENTITY_COLUMNS, EXPLAINED_COLUMNS,
    FIGURE_COLUMNS, WEIGHED_COLUMNS,
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
    list.write(session, &flags.listed.query.join(" "), &flags.listed.narrowed, &filters)
}

/// Counts actors, or lists their mentions.
pub(crate) fn actors(session: &mut Session, flags: &Actors) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let words = flags.query.join(" ");
    let named = match words.trim() {
        "" => Vec::new(),
        name => index.actors_called(name)?,
    };
    // Words that are an actor's name ask for that actor.
    let ids: Vec<String> = named
        .iter()
        .filter_map(|actor| actor.entity.as_deref())
        .map(|id| format!("actor:\"{id}\""))
        .collect();
    let (name, words) = match (named.is_empty(), ids.is_empty()) {
        (true, _) => (None, words),
        (false, true) => (Some(words), String::new()),
        (false, false) => (None, format!("({})", ids.join(" OR "))),
    };
    let filters = [("kind", &flags.kind), ("actor", &name)];
    if flags.mentions {
        let list = List {
            kind: RecordKind::Actor,
            sort: RecordSort::Place,
            columns: ACTOR_COLUMNS,
        };
        return list.write(session, &words, &flags.narrowed, &filters);
    }
    let narrowed = &flags.narrowed;
    let is_whole = (words.trim().is_empty() || !named.is_empty())
        && narrowed.actor.is_none()
        && narrowed.lang.is_none()
        && narrowed.doc.is_none();
    let mut actors: Vec<CorpusActor> = if is_whole {
        let is_asked_for = |actor: &&CorpusActor| {
            flags.kind.as_ref().is_none_or(|kind| actor.kind.name() == kind)
                && (named.is_empty() || named.contains(actor))
        };
        index.actors()?.iter().filter(is_asked_for).cloned().collect()
    } else {
        let query = query_of(&words, narrowed, &filters);
        let options = RecordOptions {
            kind: Some(RecordKind::Actor),
            limit: None,
            sort: RecordSort::Place,
        };
        corpus::count_actors(&index.records(&query, &options)?.records, index.actors()?)
    };
    actors.sort_by(|one, other| {
        let key = |actor: &CorpusActor| (actor.entity.clone(), actor.names.clone());
        let most = (other.mentions, other.documents);
        most.cmp(&(one.mentions, one.documents)).then_with(|| key(one).cmp(&key(other)))
    });
    let total = actors.len();
    actors.truncate(narrowed.limit.unwrap_or(total));
    list(session, narrowed.formatted.format.into(), ENTITY_COLUMNS, &actors, total)
}

/// Lists claims.
pub(crate) fn claims(session: &mut Session, flags: &Claims) -> Result<Outcome, Stop> {
    let filters = [("type", &flags.claim_type), ("speaker", &flags.speaker)];
    let by_worth = flags.sort == ClaimSort::Checkworthy;
    let columns = match (flags.explain, by_worth) {
        (true, _) => EXPLAINED_COLUMNS,
        (false, true) => WEIGHED_COLUMNS,
        (false, false) => CLAIM_COLUMNS,
    };
    let narrowed = &flags.listed.narrowed;
    let list = List { kind: RecordKind::Claim, sort: RecordSort::Place, columns };
    let mut query = query_of(&flags.listed.query.join(" "), narrowed, &filters);
    if !flags.all && flags.speaker.is_none() {
        let own = if flags.author { " speaker:ownclaim" } else { " -speaker:ownclaim" };
        query.push_str(own);
    }
    if !by_worth && !flags.explain {
        return list.write_found(session, narrowed, &query);
    }
    let limit = if by_worth { None } else { narrowed.limit };
    let mut hits = list.hits(session, &query, limit)?;
    let extractor = Extractor::new();
    for record in &mut hits.records {
        let worth = corpus::worth_of(&extractor, record);
        if let Finding::Claim(claim) = &mut record.finding {
            claim.worth = worth;
        }
    }
    if by_worth {
        let score = |record: &Record| match &record.finding {
            Finding::Claim(claim) => claim.worth.as_ref().map(|worth| worth.score),
            Finding::Figure(_) | Finding::Actor(_) => None,
        };
        hits.records.sort_by_key(|record| std::cmp::Reverse(score(record)));
        hits.records.truncate(narrowed.limit.unwrap_or(usize::MAX));
    }
    list.print(session, narrowed, &hits)
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
        words: &str,
        flags: &Narrowed,
        filters: &[(&str, &Option<String>)],
    ) -> Result<Outcome, Stop> {
        self.write_found(session, flags, &query_of(words, flags, filters))
    }

    fn write_found(
        &self,
        session: &mut Session,
        flags: &Narrowed,
        query: &str,
    ) -> Result<Outcome, Stop> {
        let hits = self.hits(session, query, flags.limit)?;
        self.print(session, flags, &hits)
    }

    fn hits(
        &self,
        session: &Session,
        query: &str,
        limit: Option<usize>,
    ) -> Result<RecordHits, Stop> {
        let options = RecordOptions { kind: Some(self.kind), limit, sort: self.sort };
        Ok(Index::open(&session.index)?.records(query, &options)?)
    }

    fn print(
        &self,
        session: &mut Session,
        flags: &Narrowed,
        hits: &RecordHits,
    ) -> Result<Outcome, Stop> {
        let format = flags.formatted.format.into();
        list(session, format, self.columns, &hits.records, hits.total)
    }
}

/// Returns the words of the query with the filters that the flags stand for.
fn query_of(
    words: &str,
    flags: &Narrowed,
    filters: &[(&str, &Option<String>)],
) -> String {
    let mut query = words.to_owned();
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
