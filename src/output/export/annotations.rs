//! W3C Web Annotations of records.

use std::io::{self, Write};

use serde::Serialize;

use crate::model::{Finding, Record};
use crate::output::escape::push_percent_encoded;
use crate::output::listing::JsonRow;
use crate::output::records::RecordJson;

/// The most code points before and after a quote that help to find it again.
const AROUND: usize = 32;

/// Writes records as one annotation page (W3C Web Annotation Data Model, JSON-LD).
///
/// Each record is an annotation with a text quote and a text position selector; places
/// are code points of the document's normalised text, which `dicta show --text` prints.
#[derive(Debug)]
pub struct Annotations<W> {
    out: W,
    is_empty: bool,
}

#[derive(Debug, Serialize)]
struct AnnotationJson<'a> {
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    body: [Body<'a>; 2],
    target: Target<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Body<'a> {
    Tag { r#type: &'static str, purpose: &'static str, value: &'static str },
    Record { r#type: &'static str, format: &'static str, value: Box<RecordJson<'a>> },
}

#[derive(Debug, Serialize)]
struct Target<'a> {
    source: String,
    selector: [Selector<'a>; 2],
}

#[derive(Debug, Serialize)]
#[serde(tag = "type")]
enum Selector<'a> {
    #[serde(rename = "TextQuoteSelector")]
    Quote { exact: &'a str, prefix: String, suffix: String },
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
}

impl<W: Write> Annotations<W> {
    /// Begins the page.
    ///
    /// # Errors
    /// If `out` does not take it.
    pub fn start(mut out: W) -> io::Result<Self> {
        out.write_all(
            b"{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\
              \"type\":\"AnnotationPage\",\"items\":[",
        )?;
        Ok(Self { out, is_empty: true })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// If the writer does not take it.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        self.out.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        serde_json::to_writer(&mut self.out, &annotation(record))?;
        Ok(())
    }

    /// Ends the page.
    ///
    /// # Errors
    /// If the writer does not take it.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")
    }
}

fn annotation(record: &Record) -> AnnotationJson<'_> {
    let mut source = String::new();
    for (place, part) in record.document.split('/').enumerate() {
        if place > 0 {
            source.push('/');
        }
        push_percent_encoded(&mut source, part);
    }
    let (name, quote) = (record.finding.name(), &record.quote);
    let kind = match &record.finding {
        Finding::Figure(figure) => figure.kind.name(),
        Finding::Actor(actor) => actor.kind.name(),
        Finding::Claim(claim) => claim.kind.name(),
    };
    let motivation = match record.finding {
        Finding::Claim(_) => "describing",
        _ => "identifying",
    };
    let (before, after) = around(record);
    AnnotationJson {
        id: format!("urn:dicta:{name}:{source}:{}-{}", quote.start, quote.end),
        r#type: "Annotation",
        motivation,
        body: [
            Body::Tag { r#type: "TextualBody", purpose: "tagging", value: kind },
            Body::Record {
                r#type: "Dataset",
                format: "application/json",
                value: Box::new(record.json()),
            },
        ],
        target: Target {
            source,
            selector: [
                Selector::Quote { exact: &quote.text, prefix: before, suffix: after },
                Selector::Position { start: quote.start, end: quote.end },
            ],
        },
    }
}

/// The words of the sentence before and after the quote.
fn around(record: &Record) -> (String, String) {
    let (sentence, quote) = (&record.sentence, &record.quote);
    let before = quote.start.saturating_sub(sentence.start);
    let skipped = before.saturating_sub(AROUND);
    let words = || sentence.text.chars();
    let prefix = words().take(before).skip(skipped).collect();
    let end = quote.end.saturating_sub(sentence.start);
    let suffix = words().skip(end).take(AROUND).collect();
    (prefix, suffix)
}
