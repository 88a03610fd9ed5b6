//! The rows that a document becomes: one for each passage and record, one for its
//! structure.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::time::Duration;

use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf};
use tantivy::schema::{Document as TantivyRow, Field, Value as TantivyValue};

use super::analyzer::{self, Terms};
use super::passage::{Tile, tiles};
use super::records::{KeyMaker, RecordRow};
use super::schema::{PassageFields, RecordFields, tag};
use super::stored::{
    DocumentEntry, PassageRow, StructureRow, date_code, encode, is_body, kind_code,
    language_code, narrow,
};
use super::writer::{Entry, locked};
use crate::error::Result;
use crate::language::tokens;
use crate::model::{Analysis, Block, BlockKind, Document, Language, Token};

/// How often one who waits for the writers looks up, and how often at most: a writer
/// that died frees nothing, and the next call tells of it.
const PATIENCE: Duration = Duration::from_millis(200);
const LOOKS: usize = 300;

/// A row on its way to a writer.
#[derive(Debug)]
pub(super) struct Row {
    values: Vec<(Field, RowValue)>,
    /// Frees the room that its document takes when the last of its rows goes.
    _held: Arc<Held>,
}

#[derive(Debug)]
enum RowValue {
    Text(String),
    Number(u64),
    Real(f64),
    Bytes(Vec<u8>),
}

impl TantivyRow for Row {
    type Value<'a> = RowRef<'a>;
    type FieldsValuesIter<'a> = RowIter<'a>;

    fn iter_fields_and_values(&self) -> RowIter<'_> {
        RowIter(self.values.iter())
    }
}

/// The values of a row.
#[derive(Debug)]
pub(super) struct RowIter<'a>(std::slice::Iter<'a, (Field, RowValue)>);

impl<'a> Iterator for RowIter<'a> {
    type Item = (Field, RowRef<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(field, value)| (*field, RowRef(value)))
    }
}

/// A value of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowRef<'a>(&'a RowValue);

impl<'a> TantivyValue<'a> for RowRef<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match self.0 {
            RowValue::Text(text) => ReferenceValueLeaf::Str(text),
            RowValue::Number(number) => ReferenceValueLeaf::U64(*number),
            RowValue::Real(number) => ReferenceValueLeaf::F64(*number),
            RowValue::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
        })
    }
}

/// How many bytes of rows wait for the writers.
#[derive(Debug, Default)]
pub(super) struct Gauge {
    used: Mutex<usize>,
    freed: Condvar,
}

/// The room that the rows of one document take.
#[derive(Debug, Default)]
pub(super) struct Held {
    bytes: usize,
    gauge: OnceLock<Arc<Gauge>>,
}

impl Gauge {
    /// Takes the room, and waits first while more than `most` bytes are taken.
    pub(super) fn hold(self: &Arc<Self>, held: &Arc<Held>, most: usize) {
        let mut used = locked(&self.used);
        for _ in 0..LOOKS {
            if *used <= most {
                break;
            }
            used = match self.freed.wait_timeout(used, PATIENCE) {
                Ok((used, _)) => used,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
        if held.gauge.set(Arc::clone(self)).is_ok() {
            *used += held.bytes;
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(gauge) = self.gauge.get() {
            let mut used = locked(&gauge.used);
            *used = used.saturating_sub(self.bytes);
            drop(used);
            gauge.freed.notify_all();
        }
    }
}

/// All rows of a document.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) entry: DocumentEntry,
    pub(super) passages: Vec<Row>,
    pub(super) records: Vec<Row>,
    pub(super) held: Arc<Held>,
}

impl Rows {
    pub(super) fn of(
        entry: &Entry<'_>,
        ordinal: u64,
        passage_fields: &PassageFields,
        record_fields: &RecordFields,
    ) -> Result<Self> {
        let Entry { document, analysis, records, .. } = *entry;
        let text = document.text();
        let tiles = tiles(document, analysis);
        let held = Arc::new(Held {
            bytes: 3 * text.len() + 256 * (tiles.len() + records.len()),
            gauge: OnceLock::new(),
        });
        let mut maker =
            PassageMaker::new(document, analysis, ordinal, passage_fields, &held);
        let mut passages = Vec::with_capacity(tiles.len());
        let mut starts = Vec::with_capacity(tiles.len());
        for tile in &tiles {
            starts.push(maker.start);
            passages.push(maker.row(tile)?);
        }
        let made = DocumentEntry {
            path: document.path.clone(),
            ordinal,
            title: document.metadata.title.clone(),
            date: date_code(document.metadata.date),
            language: language_code(analysis.main_language()),
            pages: document.metadata.pages,
            passages: narrow(passages.len()),
            records: narrow(records.len()),
            text_bytes: text.len() as u64,
            text_hash: text_hash(text),
        };
        let structure = StructureRow::of(document, &analysis.languages);
        let mut tags = Terms::default();
        tags.push_tag(tag::RECORD, "document");
        let mut rows = Vec::with_capacity(records.len() + 1);
        rows.push(Row {
            values: vec![
                (record_fields.document, RowValue::Number(ordinal)),
                (record_fields.passage, RowValue::Number(0)),
                (record_fields.tag, RowValue::Text(tags.into_string())),
                (record_fields.row, RowValue::Bytes(encode(&structure)?)),
            ],
            _held: Arc::clone(&held),
        });
        let keys = KeyMaker::new(records);
        for record in records {
            let passage = starts
                .partition_point(|&start| start <= record.quote.start)
                .saturating_sub(1);
            let found = keys.keys(record);
            let mut values = Vec::with_capacity(4 + found.values.len());
            values.push((record_fields.document, RowValue::Number(ordinal)));
            values.push((record_fields.passage, RowValue::Number(passage as u64)));
            for value in found.values {
                values.push((record_fields.value, RowValue::Real(value)));
            }
            values.push((record_fields.tag, RowValue::Text(found.tags.into_string())));
            let row = encode(&RecordRow::of(record))?;
            values.push((record_fields.row, RowValue::Bytes(row)));
            rows.push(Row { values, _held: Arc::clone(&held) });
        }
        Ok(Self { entry: made, passages, records: rows, held })
    }
}

/// The hash of a text that is kept to prove it.
pub(super) fn text_hash(text: &str) -> [u8; 16] {
    let mut hash = [0; 16];
    for (to, from) in hash.iter_mut().zip(blake3::hash(text.as_bytes()).as_bytes()) {
        *to = *from;
    }
    hash
}

/// Makes the rows of a document's passages, from left to right.
struct PassageMaker<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    ordinal: u64,
    fields: &'a PassageFields,
    held: &'a Arc<Held>,
    place: u32,
    /// The code point at which the next passage starts.
    start: usize,
    tokens: &'a [Token],
    /// The blocks up to here are in `headings`.
    seen: usize,
    /// The headings above, outermost first, with their levels.
    headings: Vec<(u8, &'a str)>,
    /// The terms of title and headings, for a language, while these do not change.
    context: Option<(Language, String)>,
}

impl<'a> PassageMaker<'a> {
    fn new(
        document: &'a Document,
        analysis: &'a Analysis,
        ordinal: u64,
        fields: &'a PassageFields,
        held: &'a Arc<Held>,
    ) -> Self {
        Self {
            document,
            analysis,
            ordinal,
            fields,
            held,
            place: 0,
            start: 0,
            tokens: &analysis.tokens,
            seen: 0,
            headings: Vec::new(),
            context: None,
        }
    }

    fn row(&mut self, tile: &Tile) -> Result<Row> {
        let text = self.document.text();
        let words = text.get(tile.range.clone()).unwrap_or_default();
        let block = tile.block.and_then(|block| self.document.blocks().get(block));
        let language = tile
            .block
            .and_then(|block| self.analysis.languages.get(block).copied())
            .unwrap_or_default();
        if let Some(block) = tile.block {
            self.enter(block);
        }
        let end =
            self.tokens.partition_point(|token| token.span.start() < tile.range.end);
        let (own, rest) = self.tokens.split_at(end);
        self.tokens = rest;
        let (kind, level) =
            kind_code(block.map_or(BlockKind::Paragraph, |block| block.kind));
        let row = encode(&PassageRow {
            place: self.place,
            start_byte: narrow(tile.range.start),
            start: narrow(self.start),
            kind,
            level,
            language: language_code(language),
            page: block.and_then(|block| block.page).unwrap_or(0),
            date: date_code(self.document.metadata.date),
            path: &self.document.path,
            title: self.document.metadata.title.as_deref(),
            headings: self.headings.iter().map(|(_, heading)| *heading).collect(),
            tile: words,
        })?;
        let values = self.values(own, language, block, row);
        self.place += 1;
        self.start += words.chars().count();
        Ok(Row { values, _held: Arc::clone(self.held) })
    }

    fn values(
        &mut self,
        tokens: &[Token],
        language: Language,
        block: Option<&Block>,
        row: Vec<u8>,
    ) -> Vec<(Field, RowValue)> {
        let fields = self.fields;
        let text = self.document.text();
        let is_body = is_body(block);
        let mut tags = Terms::default();
        tags.push_tag(tag::LANGUAGE, language.code());
        tags.push_tag(tag::PART, if is_body { "body" } else { "margin" });
        let mut values = vec![
            (fields.document, RowValue::Number(self.ordinal)),
            (fields.passage, RowValue::Number(u64::from(self.place))),
            (fields.tag, RowValue::Text(tags.into_string())),
            (fields.row, RowValue::Bytes(row)),
        ];
        if !is_body {
            let [exact, _] = analyzer::terms(text, tokens, Language::Other);
            values.push((fields.margin, RowValue::Text(exact.into_string())));
            return values;
        }
        let [exact, stems] = analyzer::terms(text, tokens, language);
        values.push((fields.exact, RowValue::Text(exact.into_string())));
        if let Some(field) = fields.keys(language)
            && !stems.is_empty()
        {
            values.push((field, RowValue::Text(stems.into_string())));
        }
        let context = self.context(language);
        if !context.is_empty() {
            let context = context.to_owned();
            values.push((fields.context, RowValue::Text(context)));
        }
        values
    }

    /// Brings the headings up to the block of this place.
    fn enter(&mut self, block: usize) {
        let text = self.document.text();
        while self.seen <= block {
            if let Some(block) = self.document.blocks().get(self.seen)
                && let BlockKind::Heading { level } = block.kind
                && level > 0
            {
                self.headings.retain(|(above, _)| *above < level);
                self.headings.push((level, block.span.quote(text)));
                self.context = None;
            }
            self.seen += 1;
        }
    }

    /// The keys of the words in title and headings, each once.
    fn context(&mut self, language: Language) -> &str {
        if self.context.as_ref().is_none_or(|(known, _)| *known != language) {
            let mut found = BTreeSet::new();
            let title = self.document.metadata.title.as_deref();
            let headings = self.headings.iter().map(|(_, heading)| *heading);
            for words in title.into_iter().chain(headings) {
                for token in tokens(words, language) {
                    let word = token.span.quote(words);
                    analyzer::stem_terms(word, token.kind, language, |key, _| {
                        found.insert(key.to_owned());
                    });
                }
            }
            let mut terms = Terms::default();
            for key in &found {
                terms.push(key);
            }
            self.context = Some((language, terms.into_string()));
        }
        self.context.as_ref().map_or("", |(_, terms)| terms)
    }
}
