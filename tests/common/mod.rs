//! What the tests that score annotations share.

use std::fs;
use std::ops::Range;
use std::path::Path;

use dicta::corpus::{AnnotatedRow, row_findings};
use dicta::extract::Extractor;
use dicta::model::Language;
use dicta::output::write_annotated;
use serde_json::Value as Json;

/// Returns a field as words, empty if it is none.
pub(crate) fn text<'a>(item: &'a Json, field: &str) -> &'a str {
    item[field].as_str().unwrap_or_default()
}

/// Returns the members of a field, none if it is no list.
pub(crate) fn list<'a>(item: &'a Json, field: &str) -> &'a [Json] {
    item[field].as_array().map_or(&[], Vec::as_slice)
}

/// Tells whether a field is true.
pub(crate) fn is_set(item: &Json, field: &str) -> bool {
    item[field].as_bool().unwrap_or_default()
}

/// Returns an offset.
pub(crate) fn number(json: &Json) -> usize {
    usize::try_from(json.as_u64().unwrap()).unwrap()
}

/// Returns from where to where an item stands, in code points.
pub(crate) fn place(item: &Json) -> Range<usize> {
    number(&item["start"])..number(&item["end"])
}

/// Tells whether two places share a character.
pub(crate) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Returns the rows of a file, each with what `annotate` says of it.
pub(crate) fn annotated(path: &Path, extractor: &Extractor) -> Vec<(Json, Json)> {
    let bytes = fs::read(path).unwrap();
    let rows = bytes.split(|&byte| byte == b'\n').filter(|row| !row.is_empty());
    rows.map(|row| {
        let row: Json = serde_json::from_slice(row).unwrap();
        let hint = Language::from_code(text(&row, "lang"));
        let found = row_findings(extractor, text(&row, "text"), hint);
        let found = AnnotatedRow { line: 1, id: Json::Null, findings: Ok(found) };
        let mut line = Vec::new();
        write_annotated(&mut line, &found).unwrap();
        (row, serde_json::from_slice(&line).unwrap())
    })
    .collect()
}

/// Tells whether two numbers are equal but for rounding, or neither is there.
pub(crate) fn near(one: &Json, other: &Json) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => {
            (one - other).abs() <= 1e-6 * one.abs().max(other.abs()) + 1e-12
        }
        (None, None) => true,
        _ => false,
    }
}

/// Tells whether a predicted figure has the value of the gold, or one that it accepts.
pub(crate) fn same_value(gold: &Json, found: &Json) -> bool {
    let is_range = !gold["low"].is_null() || !gold["high"].is_null();
    let alternatives = list(gold, "alt_values");
    let stated = !found["value"].is_null();
    (is_range
        && near(&gold["low"], &found["low"])
        && near(&gold["high"], &found["high"]))
        || (stated && !gold["value"].is_null() && near(&gold["value"], &found["value"]))
        || (stated && alternatives.iter().any(|value| near(value, &found["value"])))
}
