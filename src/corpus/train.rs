//! Trains the tagger of actors from files of annotated rows and of plain text.

use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};
use crate::extract::actors::train::{Annotated, Trainer, tag};
use crate::language;
use crate::model::{ActorKind, Language};
use crate::tagger::grouping::{Corpus, Grouping};
use crate::tagger::learn::Settings;
use crate::tagger::{Model, Tagger};

/// The sets that the built-in model is trained on, in this order, and how often each is
/// gone through. GUM is left out: its boundaries are noisy (`taggers/README.md`).
const SETS: [&str; 6] = [
    "winer_fr.train",
    "wikigold_en.train",
    "crossner_politics_en.train",
    "crossner_other_en.train",
    "btc_en.train",
    "wnut17_en.train",
];

/// The sets that a trained model is tried on.
const TRIALS: [&str; 3] = ["winer_fr.dev", "gum_en.dev", "uner_ewt_en.dev"];

/// Files of parallel text that are also the text of held-out sets, so that nothing is
/// learnt from them.
const HELD_OUT: [&str; 1] = ["ud-pud.tsv.gz"];

/// The text of laws is long and much alike: one line in so many is read.
const LAWS: (&str, usize) = ("laws.tsv.gz", 10);

/// How a model did on a set that it was not trained on.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The name of the set.
    pub set: String,
    /// Names in the set, names that the tagger found, and those right in span and kind.
    pub counts: [usize; 3],
}

impl Trial {
    /// Returns precision, recall and F1 of 100.
    #[expect(clippy::cast_precision_loss, reason = "sets are small")]
    pub fn scores(&self) -> [f64; 3] {
        let [gold, found, right] = self.counts.map(|count| count as f64);
        let of = |whole: f64| if whole > 0.0 { 100.0 * right / whole } else { 0.0 };
        [of(found), of(gold), 2.0 * of((gold + found).max(1.0))]
    }
}

/// A trained model and how it did.
#[derive(Debug, Clone)]
pub struct Trained {
    /// The bytes of the model file.
    pub model: Vec<u8>,
    /// How many features and how many word classes it holds.
    pub features: usize,
    /// How it did on the development sets.
    pub trials: Vec<Trial>,
}

/// Trains on the annotated sets in `folder` (`NAME.jsonl.xz`), with classes of words
/// learnt from the parallel text in `text` (`NAME.tsv.gz`), if any.
///
/// The same files give the same bytes. `tell` hears what is being done.
///
/// # Errors
/// If a file cannot be read or is not what it should be.
pub fn train_actors(
    folder: &Path,
    text: Option<&Path>,
    mut tell: impl FnMut(&str),
) -> Result<Trained> {
    let mut corpus = Corpus::default();
    if let Some(text) = text {
        tell("learning classes of words");
        add_text(&mut corpus, text)?;
    }
    let mut trainer = Trainer::new(corpus.classes(&Grouping::default()));
    for set in SETS {
        tell(set);
        for row in &annotated(folder, set)? {
            trainer.add(row);
        }
    }
    tell("training");
    let bytes = trainer.train(&Settings::default());
    let broken = || Error::new(ErrorKind::Invalid("an unreadable model".to_owned()));
    let model = Model::read(&bytes).ok_or_else(broken)?;
    let tagger = Tagger::new(model);
    let mut trials = Vec::new();
    for set in TRIALS {
        tell(set);
        trials.push(trial(&tagger, set, &annotated(folder, set)?));
    }
    let features = model.features();
    Ok(Trained { features, trials, model: bytes })
}

fn trial(tagger: &Tagger<'_>, set: &str, rows: &[Annotated]) -> Trial {
    let mut counts = [0; 3];
    for row in rows {
        let found = tag(tagger, &row.text, row.language);
        let right = found.iter().filter(|name| row.names.contains(name)).count();
        for (sum, count) in counts.iter_mut().zip([row.names.len(), found.len(), right])
        {
            *sum += count;
        }
    }
    Trial { set: set.to_owned(), counts }
}

/// The bytes of a file as they come out of `unpack`.
fn unpacked(
    path: &Path,
    unpack: impl FnOnce(BufReader<File>, &mut Vec<u8>) -> std::io::Result<()>,
) -> Result<Vec<u8>> {
    let file = File::open(path).map_err(|error| Error::io(path, error))?;
    let mut bytes = Vec::new();
    unpack(BufReader::new(file), &mut bytes).map_err(|error| Error::io(path, error))?;
    Ok(bytes)
}

#[derive(Deserialize)]
struct Row {
    text: String,
    lang: String,
    gold: Vec<Name>,
}

#[derive(Deserialize)]
struct Name {
    start: usize,
    end: usize,
    kind: String,
}

/// Reads the rows of a set.
fn annotated(folder: &Path, set: &str) -> Result<Vec<Annotated>> {
    let path = folder.join(format!("{set}.jsonl.xz"));
    let bytes = unpacked(&path, |mut file, bytes| {
        lzma_rs::xz_decompress(&mut file, bytes)
            .map_err(|error| std::io::Error::other(format!("{error:?}")))
    })?;
    let invalid = |number: usize, what: String| {
        Error::at(&path, ErrorKind::Invalid(format!("line {}: {what}", number + 1)))
    };
    let lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines
        .enumerate()
        .map(|(number, line)| {
            let row: Row = serde_json::from_slice(line)
                .map_err(|error| invalid(number, error.to_string()))?;
            names(row)
                .ok_or_else(|| invalid(number, "no such place or kind".to_owned()))
        })
        .collect()
}

fn names(row: Row) -> Option<Annotated> {
    let mut places: Vec<usize> = row.text.char_indices().map(|(at, _)| at).collect();
    places.push(row.text.len());
    let mut names = Vec::with_capacity(row.gold.len());
    for name in row.gold {
        let range: Range<usize> = *places.get(name.start)?..*places.get(name.end)?;
        let kind = ActorKind::ALL.into_iter().find(|kind| kind.name() == name.kind)?;
        names.push((range, kind));
    }
    names.sort_by_key(|(range, _)| range.start);
    Some(Annotated { text: row.text, language: Language::from_code(&row.lang), names })
}

/// Adds the sentences of all parallel text in a folder: English, a tab, French.
fn add_text(corpus: &mut Corpus, folder: &Path) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| Error::io(folder, error))?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()
        .map_err(|error| Error::io(folder, error))?;
    paths.sort();
    for path in paths {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !name.ends_with(".tsv.gz") || HELD_OUT.contains(&name) {
            continue;
        }
        let every = if name == LAWS.0 { LAWS.1 } else { 1 };
        let bytes = unpacked(&path, |file, bytes| {
            MultiGzDecoder::new(file).read_to_end(bytes).map(|_| ())
        })?;
        let text = String::from_utf8_lossy(&bytes);
        for line in text.lines().step_by(every) {
            for (cell, language) in
                line.split('\t').zip([Language::English, Language::French])
            {
                let tokens = language::tokens(cell, language);
                corpus.add(tokens.iter().map(|token| token.span.quote(cell)));
            }
        }
    }
    Ok(())
}
