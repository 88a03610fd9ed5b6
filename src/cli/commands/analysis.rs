//! `dicta kwic`, `dicta terms`, `dicta keyness` and `dicta collocates`.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::list::list;
use crate::analysis::{self, Order, Reference};
use crate::cli::args::{Collocates, Counted, Keyness, Kwic, Part, Passages, Terms};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::error::{Error, ErrorKind};
use crate::index::{
    DocumentSummary, Index, Matching, PassageHit, Scope, SearchOptions,
};
use crate::model::Language;
use crate::output::{
    COLLOCATE_COLUMNS, KEYNESS_COLUMNS, KWIC_COLUMNS, TERM_COLUMNS, TermRow,
};

/// Lists all occurrences of a query in their context.
pub(crate) fn kwic(session: &mut Session, flags: &Kwic) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let (query, options) = query_of(&flags.query, &flags.passages);
    let mut lines = index.occurrences(&query, &options, usize::from(flags.context))?;
    analysis::sort(&mut lines, Order::from(flags.sort), |line| {
        [&line.left, &line.keyword.text, &line.right]
    });
    let total = lines.len();
    lines.truncate(flags.limit.unwrap_or(total));
    list(session, flags.formatted.format.into(), KWIC_COLUMNS, &lines, total)
}

/// Lists the words and sequences of words of the passages that a query finds.
pub(crate) fn terms(session: &mut Session, flags: &Terms) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let mut parts: BTreeMap<Option<String>, TermCounts> = BTreeMap::new();
    let length = usize::from(flags.length.ngram);
    each_passage(&index, &flags.query, &flags.passages, &mut |document, hit| {
        let part = flags.per.and_then(|part| match part {
            Part::Document => Some(document.path.clone()),
            Part::Year => document.date.map(|date| date.year().to_string()),
        });
        let counts =
            parts.entry(part).or_insert_with(|| TermCounts::new(flags.counted, length));
        counts.add(document, &hit);
    })?;
    let mut rows = Vec::new();
    let mut total = 0;
    for (part, counts) in parts {
        let Counted { min, function_words, .. } = flags.counted;
        let mut terms = Vec::new();
        for counted in counts.by_language.values() {
            terms.extend(counted.list(min, function_words));
        }
        terms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        total += terms.len();
        let limit = limit_of(flags.counted, terms.len());
        let terms = terms.into_iter().take(limit);
        rows.extend(terms.map(|term| TermRow { part: part.clone(), term }));
    }
    list(session, flags.formatted.format.into(), TERM_COLUMNS, &rows, total)
}

/// Lists the terms that are more frequent in the passages of a query than elsewhere.
pub(crate) fn keyness(session: &mut Session, flags: &Keyness) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let length = usize::from(flags.length.ngram);
    let mut here = TermCounts::new(flags.counted, length);
    each_passage(&index, &flags.query, &flags.passages, &mut |document, hit| {
        here.add(document, &hit);
    })?;
    let listed = flags.reference.as_deref().map(reference_list).transpose()?;
    let mut all = TermCounts::new(flags.counted, length);
    if listed.is_none() {
        each_passage(&index, &[], &flags.passages, &mut |document, hit| {
            all.add(document, &hit);
        })?;
    }
    let Counted { min, function_words, .. } = flags.counted;
    let mut rows = Vec::new();
    for (language, here) in &here.by_language {
        let reference = match (&listed, all.by_language.get(language)) {
            (Some(listed), _) => listed,
            (None, Some(all)) => &Reference::without(all, here),
            (None, None) => continue,
        };
        rows.extend(analysis::keyness(here, reference, min, function_words));
    }
    rows.sort_by(|a, b| b.log_likelihood.total_cmp(&a.log_likelihood));
    let total = rows.len();
    rows.truncate(limit_of(flags.counted, total));
    list(session, flags.formatted.format.into(), KEYNESS_COLUMNS, &rows, total)
}

/// Lists the words that stand near what a query finds.
pub(crate) fn collocates(
    session: &mut Session,
    flags: &Collocates,
) -> Result<Outcome, Stop> {
    let index = Index::open(&session.index)?;
    let mut found: HashMap<(String, usize), Vec<std::ops::Range<usize>>> =
        HashMap::new();
    each_passage(&index, &flags.query, &flags.passages, &mut |document, hit| {
        found.insert((document.path.clone(), hit.quote.start), hit.highlights);
    })?;
    let mut counts: BTreeMap<&str, analysis::Collocates> = BTreeMap::new();
    let (unit, window) = (flags.counted.by.into(), usize::from(flags.window));
    each_passage(&index, &[], &flags.passages, &mut |document, hit| {
        let found = found.remove(&(document.path.clone(), hit.quote.start));
        let language = hit.language;
        counts
            .entry(language.code())
            .or_insert_with(|| analysis::Collocates::new(language, unit, window))
            .add(&hit.quote.text, &found.unwrap_or_default());
    })?;
    let measure = flags.sort.into();
    let Counted { min, function_words, .. } = flags.counted;
    let mut rows: Vec<_> = counts
        .values()
        .flat_map(|counts| counts.list(measure, min, function_words))
        .collect();
    rows.sort_by(|a, b| b.by(measure).total_cmp(&a.by(measure)));
    let total = rows.len();
    rows.truncate(limit_of(flags.counted, total));
    list(session, flags.formatted.format.into(), COLLOCATE_COLUMNS, &rows, total)
}

/// The terms of each language.
struct TermCounts {
    counted: Counted,
    length: usize,
    by_language: BTreeMap<&'static str, analysis::Terms>,
    /// By language, the document that was counted last.
    document: HashMap<Language, String>,
}

impl TermCounts {
    fn new(counted: Counted, length: usize) -> Self {
        Self { counted, length, by_language: BTreeMap::new(), document: HashMap::new() }
    }

    fn add(&mut self, document: &DocumentSummary, hit: &PassageHit) {
        let language = hit.language;
        let (unit, length) = (self.counted.by.into(), self.length);
        let terms = self
            .by_language
            .entry(language.code())
            .or_insert_with(|| analysis::Terms::new(language, unit, length));
        if self.document.get(&language) != Some(&document.path) {
            self.document.insert(language, document.path.clone());
            terms.next_document();
        }
        terms.add(&hit.quote.text);
    }
}

fn limit_of(counted: Counted, all: usize) -> usize {
    if counted.limit == 0 { all } else { counted.limit }
}

fn query_of(words: &[String], passages: &Passages) -> (String, SearchOptions) {
    let mut query = words.join(" ");
    if let Some(language) = passages.lang {
        query = format!("{query} lang:{language}");
    }
    if let Some(document) = &passages.doc {
        query = format!("{query} doc:\"{}\"", document.replace('"', " "));
    }
    let options = SearchOptions {
        matching: if passages.exact { Matching::Exact } else { Matching::Forms },
        scope: if passages.all { Scope::All } else { Scope::Body },
        ..SearchOptions::default()
    };
    (query, options)
}

fn each_passage(
    index: &Index,
    words: &[String],
    passages: &Passages,
    take: &mut dyn FnMut(&DocumentSummary, PassageHit),
) -> Result<usize, Error> {
    let (query, options) = query_of(words, passages);
    index.each_passage(&query, &options, &mut |document, hit| {
        take(document, hit);
        Ok(())
    })
}

/// Reads a list of terms and counts.
fn reference_list(path: &Path) -> Result<Reference, Error> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    (1..)
        .zip(String::from_utf8_lossy(&bytes).lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line): (u32, _)| {
            let parts = line.rsplit_once('\t');
            let term = parts.and_then(|(term, count)| {
                Some((term.trim().to_lowercase(), count.trim().parse().ok()?))
            });
            term.ok_or_else(|| {
                let what = "is not a term and its count, parted by a tab";
                let what = format!("line {number} {what}");
                Error::at(path, ErrorKind::Invalid(what))
            })
        })
        .collect()
}
