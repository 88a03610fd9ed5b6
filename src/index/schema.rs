//! The fields of the two indexes.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{IndexSettings, Term};

use super::analyzer::SPLITTER;
use crate::model::Language;

/// The fields of the passages.
#[derive(Debug, Clone)]
pub(super) struct PassageFields {
    pub(super) schema: Schema,
    /// The number of the document within this index folder.
    pub(super) document: Field,
    /// The place among the passages of the document.
    pub(super) passage: Field,
    /// Folded words with their positions.
    pub(super) exact: Field,
    /// Keys of French words.
    pub(super) french: Field,
    /// Keys of English words.
    pub(super) english: Field,
    /// Keys of the words in the title and in the headings above.
    pub(super) context: Field,
    /// Folded words of running headers, menus and the like, with their positions.
    pub(super) margin: Field,
    /// Facts to filter by, see [`tag`].
    pub(super) tag: Field,
    /// The stored row.
    pub(super) row: Field,
}

/// The fields of the records.
#[derive(Debug, Clone)]
pub(super) struct RecordFields {
    pub(super) schema: Schema,
    /// The number of the document within this index folder.
    pub(super) document: Field,
    /// The place of the passage among those of its document.
    pub(super) passage: Field,
    /// The numbers stated.
    pub(super) value: Field,
    /// Facts to filter by, see [`tag`].
    pub(super) tag: Field,
    /// The stored row.
    pub(super) row: Field,
}

/// What tags say; a tag is one letter, `=`, and a folded value.
pub(super) mod tag {
    /// `figure`, `actor`, `claim`; of the row with a document's structure, `document`.
    pub(in crate::index) const RECORD: char = 'r';
    /// The kind of figure or actor.
    pub(in crate::index) const KIND: char = 'k';
    /// The kind of claim.
    pub(in crate::index) const TYPE: char = 't';
    /// The unit.
    pub(in crate::index) const UNIT: char = 'u';
    /// A word of an actor's name.
    pub(in crate::index) const ACTOR: char = 'a';
    /// A word of a speaker's name.
    pub(in crate::index) const SPEAKER: char = 's';
    /// The entity that an actor is.
    pub(in crate::index) const ENTITY: char = 'e';
    /// The entity that a speaker is.
    pub(in crate::index) const SPEAKER_ENTITY: char = 'p';
    /// A name, a line feed and the entity it refers to.
    pub(in crate::index) const ALIAS: char = 'x';
    /// A year, in four digits.
    pub(in crate::index) const YEAR: char = 'y';
    /// The language code.
    pub(in crate::index) const LANGUAGE: char = 'l';
    /// `body` or `margin`.
    pub(in crate::index) const PART: char = 'b';
}

impl PassageFields {
    pub(super) fn new() -> Self {
        let mut builder = Schema::builder();
        let places = IndexRecordOption::WithFreqsAndPositions;
        let counts = IndexRecordOption::WithFreqs;
        Self {
            document: builder.add_u64_field("document", INDEXED | FAST),
            passage: builder.add_u64_field("passage", FAST),
            exact: builder.add_text_field("exact", words(places)),
            french: builder.add_text_field("fr", words(counts)),
            english: builder.add_text_field("en", words(counts)),
            context: builder.add_text_field("context", words(counts)),
            margin: builder.add_text_field("margin", words(places)),
            tag: builder.add_text_field("tag", tags()),
            row: builder.add_bytes_field("row", STORED),
            schema: builder.build(),
        }
    }

    /// The field that holds the keys of words of `language`, if there is one.
    pub(super) fn keys(&self, language: Language) -> Option<Field> {
        match language {
            Language::French => Some(self.french),
            Language::English => Some(self.english),
            Language::Other => None,
        }
    }

    pub(super) fn tag(&self, about: char, value: &str) -> Term {
        Term::from_field_text(self.tag, &format!("{about}={value}"))
    }
}

impl RecordFields {
    pub(super) fn new() -> Self {
        let mut builder = Schema::builder();
        Self {
            document: builder.add_u64_field("document", INDEXED | FAST),
            passage: builder.add_u64_field("passage", FAST),
            value: builder.add_f64_field("value", FAST),
            tag: builder.add_text_field("tag", tags()),
            row: builder.add_bytes_field("row", STORED),
            schema: builder.build(),
        }
    }

    pub(super) fn tag(&self, about: char, value: &str) -> Term {
        Term::from_field_text(self.tag, &format!("{about}={value}"))
    }
}

fn words(detail: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(SPLITTER).set_index_option(detail),
    )
}

fn tags() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(SPLITTER)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    )
}

/// How rows are stored: compressed by blocks, by the thread that indexes.
pub(super) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(1),
        }),
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}
