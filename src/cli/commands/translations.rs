//! `dicta learn-translations` and, for those who build dicta, `dicta train-translations`.

use std::path::Path;

use crate::cli::args::LearnTranslations;
#[cfg(feature = "train")]
use crate::cli::args::TrainTranslations;
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};
use crate::error::Error;
use crate::index::TRANSLATIONS;
use crate::translate::{Lexicon, Pairs, Recipe, read_pairs, read_terms};

/// Learns from the user's own paired texts and terms, and keeps it beside the index.
pub(crate) fn learn_translations(
    session: &mut Session,
    flags: &LearnTranslations,
) -> Result<Outcome, Stop> {
    let mut pairs = Pairs::default();
    let mut refused = Vec::new();
    for path in &flags.pairs {
        refused.push((path, read_pairs(path, &mut pairs)?));
    }
    let mut recipe = Recipe::default();
    recipe.add(&pairs, 1.0, flags.least);
    for path in &flags.terms {
        refused.push((path, read_terms(path, &mut recipe)?));
    }
    for (path, lines) in refused.iter().filter(|(_, lines)| *lines > 0) {
        let what = format!("{lines} lines are no pair and were left out");
        session.messages.warning(&path.display().to_string(), &what);
    }
    let folder = &session.index;
    std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
    write(session, &session.index.join(TRANSLATIONS), recipe.finish(), &pairs)?;
    let is_whole = refused.iter().all(|(_, lines)| *lines == 0);
    Ok(if is_whole { Outcome::Done } else { Outcome::Incomplete })
}

/// Learns the lexicon that the program carries.
#[cfg(feature = "train")]
pub(crate) fn train_translations(
    session: &mut Session,
    flags: &TrainTranslations,
) -> Result<Outcome, Stop> {
    let bytes = crate::translate::train(&flags.folder)?;
    write(session, &flags.out, bytes, &Pairs::default())?;
    Ok(Outcome::Done)
}

/// Writes a lexicon in one step: a search sees the old or the new.
fn write(
    session: &Session,
    path: &Path,
    bytes: Vec<u8>,
    pairs: &Pairs,
) -> Result<(), Error> {
    let length = bytes.len();
    let beside = path.with_extension("new");
    std::fs::write(&beside, &bytes)
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|error| Error::io(path, error))?;
    let mut lexicon = Lexicon::default();
    lexicon.add(bytes);
    let [english, french] = lexicon.sizes();
    session.messages.note(&format!(
        "`{}`: {english} English and {french} French words, {length} bytes; learned \
         from {} pairs",
        path.display(),
        pairs.len()
    ));
    Ok(())
}
