//! Answers queries: compiles them for passages and for records, and ranks.

use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::collector::{Count, TopDocs};
use tantivy::{DocAddress, Searcher};

use super::actors::rename;
use super::compile::{Compiler, Matchers, Target};
use super::generation::Index;
use super::highlight::highlights;
use super::query::{Node, parse};
use super::records::RecordRow;
use super::stored::{PassageRow, date_code, date_of, decode, kind_of, language_of};
use super::{
    DocumentHit, PassageHit, RecordHits, RecordOptions, RecordSort, SearchOptions,
    SearchSort, TranslatedWord,
};
use crate::error::{Error, ErrorKind, Result};
use crate::language::fold;
use crate::model::{BlockKind, Date, Quoted, Record, Renaming};

/// Passages to rank for each document asked for, and in all at least.
const PASSAGES_EACH: usize = 8;
const LEAST_PASSAGES: usize = 100;
/// The newest are chosen among the documents of so many passages, the best ones.
const PASSAGES_BY_DATE: usize = 2_000;

impl Index {
    /// Returns the documents that answer `query`, best first.
    ///
    /// Words side by side are searched as one of them or more, and what has more of
    /// them, and rarer ones, comes first (BM25 over passages; title and headings
    /// count). A document's score is that of its best passage, and of that passage with
    /// those around it taken as one.
    ///
    /// # Errors
    /// `Query` if the query is not understood; `Damaged` if the index is.
    pub fn search(
        &self,
        query: &str,
        options: &SearchOptions,
    ) -> Result<Vec<DocumentHit>> {
        let node = parse(query)?;
        if node == Node::Everything {
            return Err(empty_query());
        }
        self.guarded(|| self.find(query, &node, options))
    }

    /// Returns the words of `query` that [`Index::search`] translates, in their order,
    /// with what it translates them by; none if `options` do not ask for that.
    ///
    /// # Errors
    /// `Query` if the query is not understood; `Damaged` if the index is.
    pub fn translations(
        &self,
        query: &str,
        options: &SearchOptions,
    ) -> Result<Vec<TranslatedWord>> {
        let node = parse(query)?;
        self.guarded(|| Compiler::new(self, query, options).translated(&node))
    }

    fn find(
        &self,
        query: &str,
        node: &Node,
        options: &SearchOptions,
    ) -> Result<Vec<DocumentHit>> {
        let compiler = Compiler::new(self, query, options);
        let compiled =
            compiler.query(node, Target::Passages)?.ok_or_else(empty_query)?;
        if options.limit == 0 {
            return Ok(Vec::new());
        }
        let all = self.passages.num_docs().max(1).try_into().unwrap_or(usize::MAX);
        let mut most =
            options.limit.saturating_mul(PASSAGES_EACH).max(LEAST_PASSAGES).min(all);
        if options.sort == SearchSort::Date {
            most = most.max(PASSAGES_BY_DATE).min(all);
        }
        let mut groups = loop {
            let found = self
                .passages
                .search(&compiled, &TopDocs::with_limit(most).order_by_score())
                .map_err(|error| self.failure(error))?;
            let mut groups = self.groups(&found)?;
            self.keep_since(&mut groups, options.since)?;
            if groups.len() >= options.limit || found.len() < most || most == all {
                break groups;
            }
            // Many passages of few documents: the others are further down.
            most = most.saturating_mul(PASSAGES_EACH).min(all);
        };
        let ranking = compiler.ranking(node)?;
        self.look_around(&ranking, &mut groups, options.limit)?;
        if options.sort == SearchSort::Date {
            let dates = self.dates(&groups)?;
            let mut dated: Vec<(u32, Group)> = dates.into_iter().zip(groups).collect();
            dated.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
            groups = dated.into_iter().map(|(_, group)| group).collect();
        }
        let matchers = compiler.matchers(node);
        groups
            .into_iter()
            .take(options.limit)
            .map(|group| self.hit(&group, options.passages.max(1), &matchers))
            .collect()
    }

    /// The passages found by document, best first.
    fn groups(&self, found: &[(f32, DocAddress)]) -> Result<Vec<Group>> {
        let columns = self.columns(&self.passages)?;
        let mut places: HashMap<u64, usize> = HashMap::new();
        let mut groups: Vec<Group> = Vec::new();
        for &(score, row) in found {
            let Some(ordinal) = columns.document(row) else { continue };
            let place = *places.entry(ordinal).or_insert(groups.len());
            match groups.get_mut(place) {
                Some(group) => group.passages.push((score, row)),
                None => groups.push(Group { score, passages: vec![(score, row)] }),
            }
        }
        Ok(groups)
    }

    /// The date code of each document; 0 for none.
    fn dates(&self, groups: &[Group]) -> Result<Vec<u32>> {
        let columns = self.columns(&self.passages)?;
        let listing = self.listing()?;
        let date = |group: &Group| {
            let ordinal = columns.document(group.passages.first()?.1)?;
            Some(listing.documents.get(listing.place(ordinal)?)?.date)
        };
        Ok(groups.iter().map(|group| date(group).unwrap_or(0)).collect())
    }

    /// Leaves out documents from before a date, and those without one.
    fn keep_since(&self, groups: &mut Vec<Group>, since: Option<Date>) -> Result<()> {
        let Some(since) = since else { return Ok(()) };
        let mut dates = self.dates(groups)?.into_iter();
        let least = date_code(Some(since));
        groups.retain(|_| dates.next().is_some_and(|date| date > 0 && date >= least));
        Ok(())
    }

    fn hit(
        &self,
        group: &Group,
        most: usize,
        matchers: &Matchers,
    ) -> Result<DocumentHit> {
        let mut hit = DocumentHit {
            document: String::new(),
            title: None,
            date: None,
            score: group.score,
            passages: Vec::new(),
        };
        for &(score, row) in group.passages.iter().take(most) {
            let bytes = self.stored(&self.passages, row)?;
            let row: PassageRow<'_> = decode(&bytes)?;
            if hit.passages.is_empty() {
                row.path.clone_into(&mut hit.document);
                hit.title = row.title.map(str::to_owned);
                hit.date = date_of(row.date);
            }
            hit.passages.push(passage_hit(&row, score, matchers));
        }
        Ok(hit)
    }

    /// Returns the records that answer `query`; an empty query finds all. Words of the
    /// query are looked for in the passage where the record stands.
    ///
    /// # Errors
    /// `Query` if the query is not understood; `Damaged` if the index is.
    pub fn records(&self, query: &str, options: &RecordOptions) -> Result<RecordHits> {
        let node = parse(query)?;
        self.guarded(|| self.find_records(query, &node, options))
    }

    fn find_records(
        &self,
        query: &str,
        node: &Node,
        options: &RecordOptions,
    ) -> Result<RecordHits> {
        let compiler = Compiler::new(self, query, &SearchOptions::default());
        let compiled = compiler.records(node, options.kind)?.ok_or_else(empty_query)?;
        let rows = self.all_rows(&self.records, &compiled)?;
        let total = rows.len();
        if options.limit == Some(0) {
            return Ok(RecordHits { total, records: Vec::new() });
        }
        let sorted = match options.sort {
            RecordSort::Place => rows,
            RecordSort::Value => self.by_value(rows)?,
        };
        let limit = options.limit.unwrap_or(total);
        let mut reader = RecordReader::new(self)?;
        let records = sorted
            .into_iter()
            .take(limit)
            .map(|found| reader.record(found))
            .collect::<Result<_>>()?;
        Ok(RecordHits { total, records })
    }

    /// Returns how many records answer `query`, without reading them.
    ///
    /// # Errors
    /// As for [`Index::records`].
    pub fn count_records(&self, query: &str, options: &RecordOptions) -> Result<usize> {
        let node = parse(query)?;
        self.guarded(|| {
            let compiler = Compiler::new(self, query, &SearchOptions::default());
            let compiled =
                compiler.records(&node, options.kind)?.ok_or_else(empty_query)?;
            self.records.search(&compiled, &Count).map_err(|error| self.failure(error))
        })
    }

    /// Returns all records of the document with exactly this path, in the order of the
    /// text.
    ///
    /// # Errors
    /// `NoSuchDocument` if there is none; `Damaged` if the index is.
    pub fn records_of(&self, path: &str) -> Result<Vec<Record>> {
        let entry = self.listing()?.by_path(path).ok_or_else(|| {
            let what = format!("no document is called `{path}`");
            Error::new(ErrorKind::NoSuchDocument(what))
        })?;
        let first =
            self.first_row(&self.records, self.record_fields.document, entry)?;
        let first =
            first.ok_or_else(|| self.damaged(format!("the records of `{path}`")))?;
        self.guarded(|| {
            let mut reader = RecordReader::new(self)?;
            (1..=entry.records)
                .map(|place| {
                    let row = DocAddress::new(first.segment_ord, first.doc_id + place);
                    reader.record(Found { ordinal: entry.ordinal, row })
                })
                .collect()
        })
    }

    /// All rows that match, by document path and place in the text.
    pub(super) fn all_rows(
        &self,
        searcher: &Searcher,
        query: &dyn tantivy::query::Query,
    ) -> Result<Vec<Found>> {
        let found = searcher
            .search(query, &tantivy::collector::DocSetCollector)
            .map_err(|error| self.failure(error))?;
        let columns = self.columns(searcher)?;
        let listing = self.listing()?;
        let mut rows: BTreeMap<(usize, DocAddress), u64> = BTreeMap::new();
        let mut keyed: Vec<DocAddress> = found.into_iter().collect();
        keyed.sort_unstable();
        for row in keyed {
            let Some(ordinal) = columns.document(row) else { continue };
            let Some(place) = listing.place(ordinal) else { continue };
            rows.insert((place, row), ordinal);
        }
        let found = rows.into_iter();
        Ok(found.map(|((_, row), ordinal)| Found { ordinal, row }).collect())
    }

    fn by_value(&self, rows: Vec<Found>) -> Result<Vec<Found>> {
        let mut keyed = Vec::with_capacity(rows.len());
        for found in rows {
            let bytes = self.stored(&self.records, found.row)?;
            let row: RecordRow = decode(&bytes)?;
            keyed.push((row.value(), found));
        }
        keyed.sort_by(|(a, _), (b, _)| {
            let value = |value: &Option<f64>| value.unwrap_or(f64::NEG_INFINITY);
            value(b).total_cmp(&value(a))
        });
        Ok(keyed.into_iter().map(|(_, found)| found).collect())
    }
}

pub(super) fn empty_query() -> Error {
    Error::new(ErrorKind::Query {
        message: "the query has no word to search for".to_owned(),
        position: 0,
        hint: "write a word, a \"phrase\", or a filter such as `type:pledge`"
            .to_owned(),
        query: String::new(),
    })
}

/// The passages of one document that answer.
pub(super) struct Group {
    pub(super) score: f32,
    /// Best first.
    pub(super) passages: Vec<(f32, DocAddress)>,
}

/// A record that answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) ordinal: u64,
    pub(super) row: DocAddress,
}

pub(super) fn passage_hit(
    row: &PassageRow<'_>,
    score: f32,
    matchers: &Matchers,
) -> PassageHit {
    let words = row.tile.trim();
    let lead = row.tile.len() - row.tile.trim_start().len();
    let skipped = row.tile.get(..lead).map_or(0, |lead| lead.chars().count());
    let start = row.start as usize + skipped;
    let language = language_of(row.language);
    let kind = kind_of(row.kind, row.level).unwrap_or(BlockKind::Paragraph);
    let mut headings: Vec<String> =
        row.headings.iter().map(|&heading| heading.to_owned()).collect();
    if matches!(kind, BlockKind::Heading { level } if level > 0) {
        headings.pop();
    }
    PassageHit {
        quote: Quoted {
            start,
            end: start + words.chars().count(),
            text: words.to_owned(),
        },
        highlights: highlights(words, language, matchers),
        page: (row.page > 0).then_some(row.page),
        headings,
        kind,
        language,
        score,
    }
}

/// Makes records again from their rows and the passages around them.
pub(super) struct RecordReader<'a> {
    index: &'a Index,
    columns: Columns,
    /// The document that `passages` are of.
    ordinal: Option<u64>,
    first: Option<DocAddress>,
    path: String,
    count: u32,
    passages: HashMap<u32, Passage>,
    /// What its actors are called; `None` if as in the records.
    renaming: Option<Renaming>,
}

/// A passage as records need it.
struct Passage {
    start: usize,
    length: usize,
    page: Option<u32>,
    heading: Option<String>,
    tile: String,
}

impl<'a> RecordReader<'a> {
    pub(super) fn new(index: &'a Index) -> Result<Self> {
        Ok(Self {
            index,
            columns: index.columns(&index.records)?,
            ordinal: None,
            first: None,
            path: String::new(),
            count: 0,
            passages: HashMap::new(),
            renaming: None,
        })
    }

    pub(super) fn record(&mut self, found: Found) -> Result<Record> {
        if self.ordinal != Some(found.ordinal) {
            self.enter(found.ordinal)?;
        }
        let bytes = self.index.stored(&self.index.records, found.row)?;
        let row: RecordRow = decode(&bytes)?;
        let near = self.columns.passage(found.row).unwrap_or(0);
        let near = u32::try_from(near).unwrap_or(0);
        let place = self.passage_at(near, row.start())?;
        let passage = self.passage(place)?;
        let (page, heading) = (passage.page, passage.heading.clone());
        let path = self.path.clone();
        let check = row.check();
        let mut record =
            row.record(&path, page, heading.as_deref(), &mut |start, end| {
                self.words(near, start, end)
            })?;
        if check.is_of(&record.quote.text) {
            if let Some(renaming) = &self.renaming {
                rename(&mut record, renaming);
            }
            Ok(record)
        } else {
            let what = format!(
                "a record of `{path}` quotes `{}` at {}, which it did not",
                record.quote.text, record.quote.start
            );
            Err(self.index.damaged(what))
        }
    }

    /// The words before and after `keyword`, which stands in the passage at `near` of
    /// the document: up to `width` code points each.
    pub(super) fn around(
        &mut self,
        ordinal: u64,
        near: u32,
        keyword: &Quoted,
        width: usize,
    ) -> Result<(String, String)> {
        if self.ordinal != Some(ordinal) {
            self.enter(ordinal)?;
        }
        let from = keyword.start.saturating_sub(width);
        let left = self.words(near, from, keyword.start)?;
        let right = self.words(near, keyword.end, keyword.end + width)?;
        Ok((left, right))
    }

    fn enter(&mut self, ordinal: u64) -> Result<()> {
        let listing = self.index.listing()?;
        let damaged = || self.index.damaged("a record has no document".to_owned());
        let place = listing.place(ordinal).ok_or_else(damaged)?;
        let entry = listing.documents.get(place).ok_or_else(damaged)?;
        let field = self.index.passage_fields.document;
        self.first = self.index.first_row(&self.index.passages, field, entry)?;
        self.path.clone_from(&entry.path);
        self.count = entry.passages;
        let language = language_of(entry.language);
        self.renaming = self.index.actor_table()?.renaming(ordinal, language);
        self.ordinal = Some(ordinal);
        self.passages.clear();
        Ok(())
    }

    fn passage(&mut self, place: u32) -> Result<&Passage> {
        if !self.passages.contains_key(&place) {
            let missing = || self.index.damaged("a passage is missing".to_owned());
            let first =
                self.first.filter(|_| place < self.count).ok_or_else(missing)?;
            let row = DocAddress::new(first.segment_ord, first.doc_id + place);
            let bytes = self.index.stored(&self.index.passages, row)?;
            let row: PassageRow<'_> = decode(&bytes)?;
            if row.place != place {
                return Err(missing());
            }
            let passage = Passage {
                start: row.start as usize,
                length: row.tile.chars().count(),
                page: (row.page > 0).then_some(row.page),
                heading: row.headings.last().map(|&heading| heading.to_owned()),
                tile: row.tile.to_owned(),
            };
            self.passages.insert(place, passage);
        }
        self.passages
            .get(&place)
            .ok_or_else(|| self.index.damaged("a passage is missing".to_owned()))
    }

    /// The passage that holds a code point, looked for around `near`.
    fn passage_at(&mut self, near: u32, code_point: usize) -> Result<u32> {
        let mut place = near;
        while place > 0 && self.passage(place)?.start > code_point {
            place -= 1;
        }
        loop {
            let passage = self.passage(place)?;
            if code_point < passage.start + passage.length || place + 1 >= self.count {
                return Ok(place);
            }
            place += 1;
        }
    }

    /// The words between two code points of the document.
    fn words(&mut self, near: u32, start: usize, end: usize) -> Result<String> {
        let mut place = self.passage_at(near, start)?;
        let mut words = String::new();
        let mut at = start;
        while at < end && place < self.count {
            let passage = self.passage(place)?;
            let skip = at.saturating_sub(passage.start);
            let before = words.len();
            words.extend(passage.tile.chars().skip(skip).take(end - at));
            at += words.get(before..).map_or(0, |added| added.chars().count());
            place += 1;
        }
        Ok(words)
    }
}

/// The fast fields of an index, for all segments.
pub(super) struct Columns {
    documents: Vec<tantivy::columnar::Column<u64>>,
    passages: Vec<tantivy::columnar::Column<u64>>,
}

impl Columns {
    pub(super) fn document(&self, row: DocAddress) -> Option<u64> {
        self.documents.get(row.segment_ord as usize)?.first(row.doc_id)
    }

    pub(super) fn passage(&self, row: DocAddress) -> Option<u64> {
        self.passages.get(row.segment_ord as usize)?.first(row.doc_id)
    }
}

impl Index {
    pub(super) fn columns(&self, searcher: &Searcher) -> Result<Columns> {
        let mut columns = Columns { documents: Vec::new(), passages: Vec::new() };
        for reader in searcher.segment_readers() {
            let fast = reader.fast_fields();
            let documents =
                fast.u64("document").map_err(|error| self.failure(error))?;
            columns.documents.push(documents);
            let passages = fast.u64("passage").map_err(|error| self.failure(error))?;
            columns.passages.push(passages);
        }
        Ok(columns)
    }

    /// The document whose path is `name`, or else all whose paths have it in them, in
    /// any case.
    pub(super) fn documents_called(&self, name: &str) -> Result<HashSet<u64>> {
        let listing = self.listing()?;
        if let Some(entry) = listing.by_path(name) {
            return Ok(HashSet::from([entry.ordinal]));
        }
        let name = fold(name);
        let called =
            listing.documents.iter().filter(|entry| fold(&entry.path).contains(&*name));
        Ok(called.map(|entry| entry.ordinal).collect())
    }
}
