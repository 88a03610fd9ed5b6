//! Makes the lexicon of the program from its sources.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Pairs, Recipe, read_pairs};
use crate::error::Result;

/// File, table, weight of the table, least number of expected links.
static SOURCES: &str = include_str!("../../lexicon/translation_sources.tsv");
static ENTITIES: &str = include_str!("../../lexicon/entities.tsv");

/// Learns the lexicon of the program from the sources in `folder` and the list of
/// entities, and returns it as a file. The same sources give the same bytes.
///
/// # Errors
/// `NotFound` or `Io` if a source cannot be read, `Malformed` if one is no text.
pub fn train(folder: &Path) -> Result<Vec<u8>> {
    let mut tables: BTreeMap<&str, (Pairs, f32, f32)> = BTreeMap::new();
    for row in rows(SOURCES) {
        let column = |name: &str| row.get(name).copied().unwrap_or_default();
        let number = |name: &str| column(name).parse().unwrap_or(1.0);
        let table = tables
            .entry(column("table"))
            .or_insert_with(|| (Pairs::default(), number("weight"), number("least")));
        read_pairs(&folder.join(column("file")), &mut table.0)?;
    }
    let mut recipe = Recipe::default();
    for (pairs, weight, least) in tables.into_values() {
        recipe.add(&pairs, weight, least);
    }
    for row in rows(ENTITIES) {
        let column = |name: &str| row.get(name).copied().unwrap_or_default();
        // A guarded acronym is also an ordinary word, or another body's.
        let is_plain = column("guard").is_empty();
        let names: &[&str] = if is_plain {
            &["fr", "en", "acronym_fr", "acronym_en"]
        } else {
            &["fr", "en"]
        };
        let names = names.iter().map(|name| column(name));
        recipe.add_term(names.filter(|name| !name.is_empty()));
    }
    Ok(recipe.finish())
}

/// The rows of a table with a header.
fn rows(table: &str) -> impl Iterator<Item = BTreeMap<&str, &str>> {
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines.map(move |line| header.iter().copied().zip(line.split('\t')).collect())
}
