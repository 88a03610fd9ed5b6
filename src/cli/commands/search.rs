//! `dicta search`.

use std::path::Path;

use crate::cli::args::{Search, SearchFormat, SearchOrder};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::corpus::default_jobs;
use crate::error::{Error, ErrorKind};
use crate::index::{DocumentHit, Index, Matching, Scope, SearchOptions, SearchSort};
use crate::model::Language;
use crate::output::{self, OutputFormat, RankedHit};

/// Finds passages for one query, or for each of a file.
pub(crate) fn search(session: &mut Session, flags: &Search) -> Result<Outcome, Stop> {
    match &flags.queries {
        Some(file) => search_all(session, flags, file),
        None => search_one(session, flags),
    }
}

fn search_one(session: &mut Session, flags: &Search) -> Result<Outcome, Stop> {
    if flags.format == SearchFormat::Trec {
        let what = "`--format trec` is for the queries of a file: `--queries FILE`";
        return Err(Error::new(ErrorKind::Invalid(what.to_owned())).into());
    }
    let index = Index::open(&session.index)?;
    let mut query = flags.query.join(" ");
    if let Some(language) = flags.lang {
        query = format!("{query} lang:{language}");
    }
    let options = options(flags, None);
    let hits = index.search(&query, &options)?;
    for word in index.translations(&query, &options)? {
        session.messages.note(&output::translated(&word));
    }
    let outcome = if hits.is_empty() { Outcome::Nothing } else { Outcome::Done };
    write(session, flags.format, hits)?;
    if outcome == Outcome::Nothing {
        for (word, near) in index.suggestions(&query)? {
            let near = near.join("`, `");
            session.messages.hint(&format!("for `{word}`, did you mean `{near}`?"));
        }
    }
    Ok(outcome)
}

fn options(flags: &Search, language: Option<Language>) -> SearchOptions {
    SearchOptions {
        language,
        translate: !flags.no_translate,
        refused: flags.not_as.clone(),
        since: flags.since,
        sort: match flags.sort {
            SearchOrder::Score => SearchSort::Score,
            SearchOrder::Date => SearchSort::Date,
        },
        matching: if flags.exact { Matching::Exact } else { Matching::Forms },
        scope: if flags.all { Scope::All } else { Scope::Body },
        limit: flags.limit,
        ..SearchOptions::default()
    }
}

fn write(
    session: &mut Session,
    format: SearchFormat,
    hits: Vec<DocumentHit>,
) -> Result<(), Stop> {
    let hits: Vec<_> =
        (1..).zip(hits).map(|(rank, hit)| RankedHit { rank, hit }).collect();
    let Session { out, look, messages, .. } = session;
    let format = match format {
        SearchFormat::Table | SearchFormat::Trec => {
            if hits.is_empty() {
                messages.note("nothing found");
            }
            output::write_hits(out, &hits, look)?;
            return Ok(());
        }
        SearchFormat::Json => OutputFormat::Json,
        SearchFormat::Jsonl => OutputFormat::JsonLines,
        SearchFormat::Csv => OutputFormat::Csv,
        SearchFormat::Md => OutputFormat::Markdown,
    };
    if matches!(format, OutputFormat::Json | OutputFormat::JsonLines) {
        output::write_listing(out, format, &[], &hits, look)?;
    } else {
        let rows = output::passage_rows(&hits);
        output::write_listing(out, format, &output::passage_columns(), &rows, look)?;
    }
    Ok(())
}

/// A line of a file of queries.
struct QueryLine {
    id: String,
    language: Option<Language>,
    words: String,
}

/// Runs the queries of a file and writes a TREC run. They are plain words: nothing in
/// them is syntax.
fn search_all(
    session: &mut Session,
    flags: &Search,
    file: &Path,
) -> Result<Outcome, Stop> {
    if flags.format != SearchFormat::Trec {
        let what = "the results of `--queries` are written with `--format trec` only";
        return Err(Error::new(ErrorKind::Invalid(what.to_owned())).into());
    }
    let bytes = std::fs::read(file).map_err(|error| Error::io(file, error))?;
    let index = Index::open(&session.index)?;
    let mut queries = Vec::new();
    let mut is_complete = true;
    for (number, line) in (1..).zip(String::from_utf8_lossy(&bytes).lines()) {
        if line.trim().is_empty() {
            continue;
        }
        if let Some(query) = query_line(line) {
            queries.push(query);
        } else {
            let name = file.display().to_string();
            let what = "not an id, a language and words, parted by tabs";
            session.messages.left_out(&name, &format!("line {number}: {what}"));
            is_complete = false;
        }
    }
    let mut found = false;
    for batch in queries.chunks(BATCH) {
        for (query, hits) in batch.iter().zip(search_batch(&index, flags, batch)) {
            let hits = hits?;
            found |= !hits.is_empty();
            output::write_trec(&mut session.out, &query.id, &hits)?;
        }
    }
    Ok(match (is_complete, found) {
        (false, _) => Outcome::Incomplete,
        (true, false) => Outcome::Nothing,
        (true, true) => Outcome::Done,
    })
}

/// How many queries run before their results are written.
const BATCH: usize = 256;

/// Runs queries on all processors; the results are in their order.
fn search_batch(
    index: &Index,
    flags: &Search,
    queries: &[QueryLine],
) -> Vec<Result<Vec<DocumentHit>, Error>> {
    let search = |query: &QueryLine| {
        if query.words.is_empty() {
            return Ok(Vec::new());
        }
        let options = SearchOptions { passages: 1, ..options(flags, query.language) };
        index.search(&query.words, &options)
    };
    let share = queries.len().div_ceil(default_jobs()).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = queries
            .chunks(share)
            .map(|share| {
                scope.spawn(move || share.iter().map(search).collect::<Vec<_>>())
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}

fn query_line(line: &str) -> Option<QueryLine> {
    let mut columns = line.split('\t');
    let id = columns.next()?.trim();
    let language = Language::from_code(columns.next()?.trim());
    let words = plain_words(columns.next()?);
    (!id.is_empty()).then(|| QueryLine { id: id.to_owned(), language, words })
}

/// Returns `text` without what the query language would read as syntax.
fn plain_words(text: &str) -> String {
    let is_syntax = |character: char| {
        character.is_control()
            || matches!(
                character,
                '"' | '“'
                    | '”'
                    | '«'
                    | '»'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '{'
                    | '}'
                    | '*'
                    | '~'
                    | '='
                    | ':'
                    | '^'
                    | '<'
                    | '>'
                    | '|'
                    | '&'
                    | '!'
                    | '?'
                    | '\\'
                    | '/'
                    | ','
                    | ';'
            )
    };
    let words: Vec<String> = text
        .split(|character: char| character.is_whitespace() || is_syntax(character))
        .map(|word| word.trim_start_matches(['+', '-', '–', '—', '.', '#', '@']))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| match word {
            "AND" | "OR" | "NOT" => word.to_lowercase(),
            _ => word.to_owned(),
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_line_of_queries_is_syntax() {
        for (text, words) in [
            ("art: 5, à 10:30 ?", "art 5 à 10 30"),
            ("l’IA \"Act\" (NOT -moins)", "l’IA Act not moins"),
            ("lang:fr é* a~2 AND", "lang fr é a 2 and"),
            ("Royaume-Uni 3,5 %", "Royaume-Uni 3 5"),
            (" ?! ", ""),
        ] {
            assert_eq!(plain_words(text), words);
        }
    }

    #[test]
    fn further_columns_of_a_query_are_left_alone() {
        let line = query_line("q1\tfr\tla dette\tx\ty").unwrap();
        assert_eq!((line.id.as_str(), line.words.as_str()), ("q1", "la dette"));
        assert_eq!(line.language, Some(Language::French));
        assert!(query_line("q1 fr la dette").is_none());
    }
}
