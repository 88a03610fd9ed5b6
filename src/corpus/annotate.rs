//! Stand-off annotations for rows, in their order, without an index.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value as Json;

use super::workers;
use crate::error::Result;
use crate::extract::actors::DocumentActors;
use crate::extract::{Extractor, claims};
use crate::language;
use crate::model::{
    Actor, ActorProfile, Alignment, Annotation, Claim, Figure, Finding, Findings,
    Language, Layer, Offsets, Quoted, Record, Renaming, Span, Worth,
};
use crate::reader;

/// How rows are annotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnnotateOptions {
    /// How many threads work; at least 1.
    pub jobs: usize,
    /// Whether all rows are read before the first is written, as one corpus.
    pub corpus: bool,
}

/// A row with what was found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnotatedRow {
    /// The line of the input, from 1.
    pub line: usize,
    /// The row's id as it was given; null if it has none.
    pub id: Json,
    /// The findings, or why the row cannot be read.
    pub findings: std::result::Result<RowFindings, String>,
}

/// What was found in the text of a row; places are code points of that very text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFindings {
    /// The language in which most of the text is.
    pub language: Language,
    /// The figures, in order.
    pub figures: Vec<(Quoted, Figure<Quoted>)>,
    /// The mentions of actors, in order.
    pub actors: Vec<(Quoted, Actor<Quoted>)>,
    /// The claims, in order.
    pub claims: Vec<(Quoted, Claim<Quoted>)>,
    /// Who the actors are, as far as the row tells.
    pub profiles: Vec<ActorProfile>,
    /// How much its most check-worthy sentence is worth checking; `None` without one.
    pub worth: Option<Worth>,
}

/// The rows as they are read; fields of other names are left alone.
#[derive(Debug, Deserialize)]
struct Row<'a> {
    #[serde(default)]
    id: Json,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow, default)]
    lang: Option<Cow<'a, str>>,
}

/// The bytes of rows that are worked on at once.
const BATCH: usize = 8 << 20;

/// The bytes of rows that the reading thread hands over together.
const GROUP: usize = 64 << 10;

/// How many groups may wait between the reading thread and the workers.
const WAITING: usize = 8;

/// Annotates every row of `input`, a JSON object `{"id","text","lang"?}` a line, and
/// hands them to `write` in the order of the input, a batch at a time; empty lines are
/// no rows.
///
/// `render` runs on the worker threads, `write` on the calling one. A row that cannot be
/// read is handed on with the reason. Returns the number of such rows.
///
/// # Errors
/// If the worker threads cannot be started, `input` cannot be read, or `write` fails.
pub fn annotate<T: Send>(
    input: impl Read + Send,
    options: AnnotateOptions,
    extractor: &Extractor,
    render: impl Fn(AnnotatedRow) -> T + Sync,
    mut write: impl FnMut(Vec<T>) -> io::Result<()>,
) -> Result<io::Result<usize>> {
    let pool = workers::pool(options.jobs)?;
    Ok(std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING);
        scope.spawn(move || send_lines(input, &sender));
        let limit = if options.corpus { usize::MAX } else { BATCH };
        let mut bad = 0;
        while let Some(batch) = next_batch(&receiver, limit) {
            let batch = batch?;
            let render = |row: AnnotatedRow| (row.findings.is_err(), render(row));
            let (is_bad, rendered): (Vec<bool>, Vec<T>) = pool.install(|| {
                let rows = batch
                    .into_par_iter()
                    .map(|(line, bytes)| annotated_row(extractor, line, &bytes));
                if options.corpus {
                    let mut rows: Vec<AnnotatedRow> = rows.collect();
                    link(extractor, &mut rows);
                    rows.into_par_iter().map(render).unzip()
                } else {
                    rows.map(render).unzip()
                }
            });
            bad += is_bad.into_iter().filter(|is_bad| *is_bad).count();
            write(rendered)?;
        }
        Ok(bad)
    }))
}

/// Gives the actors of all rows the entities that the rows together tell of.
fn link(extractor: &Extractor, rows: &mut [AnnotatedRow]) {
    // Two rows may have one id, or none.
    let names: Vec<String> = rows
        .iter()
        .map(|row| match row.id.as_str() {
            Some(id) => format!("{id}:{}", row.line),
            None => row.line.to_string(),
        })
        .collect();
    let profiles: Vec<Vec<ActorProfile>> = rows
        .iter_mut()
        .map(|row| match &mut row.findings {
            Ok(found) => std::mem::take(&mut found.profiles),
            Err(_) => Vec::new(),
        })
        .collect();
    let documents: Vec<DocumentActors<'_>> = names
        .iter()
        .zip(&profiles)
        .map(|(document, profiles)| DocumentActors { document, profiles })
        .collect();
    let links = extractor.link(&documents);
    for ((row, profiles), places) in rows.iter_mut().zip(&profiles).zip(&links.places) {
        if let Ok(found) = &mut row.findings {
            let renaming = Renaming::new(profiles, places, &links, found.language);
            found.figures.iter_mut().for_each(|(_, figure)| renaming.figure(figure));
            found.actors.iter_mut().for_each(|(_, actor)| renaming.actor(actor));
            found.claims.iter_mut().for_each(|(_, claim)| renaming.claim(claim));
        }
    }
}

/// A line of the input with its number, from 1.
type Line = (usize, Vec<u8>);

/// Reads lines and hands them over in groups. A group ends early where reading on would
/// wait, so that one who types rows sees each answered.
fn send_lines(input: impl Read, sender: &SyncSender<io::Result<Vec<Line>>>) {
    let mut input = BufReader::with_capacity(GROUP, input);
    let mut group = Vec::new();
    let mut bytes = 0;
    for number in 1.. {
        let mut line = Vec::new();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(read) => {
                bytes += read;
                if !line.trim_ascii().is_empty() {
                    group.push((number, line));
                }
            }
            Err(error) => {
                // The receiver is gone only if writing failed, which it reports itself.
                let _ = sender.send(Ok(group));
                let _ = sender.send(Err(error));
                return;
            }
        }
        if bytes >= GROUP || input.buffer().is_empty() {
            bytes = 0;
            if sender.send(Ok(std::mem::take(&mut group))).is_err() {
                return;
            }
        }
    }
    let _ = sender.send(Ok(group));
}

/// Returns the next lines: what waits already, up to `limit` bytes, or all that will
/// ever come if `limit` is the greatest number. Returns `None` after the last.
fn next_batch(
    receiver: &Receiver<io::Result<Vec<Line>>>,
    limit: usize,
) -> Option<io::Result<Vec<Line>>> {
    let mut batch = match receiver.recv().ok()? {
        Ok(group) => group,
        Err(error) => return Some(Err(error)),
    };
    let size = |lines: &[Line]| lines.iter().map(|(_, line)| line.len()).sum::<usize>();
    let mut bytes = size(&batch);
    while bytes < limit {
        let next = if limit == usize::MAX {
            receiver.recv().ok()
        } else {
            receiver.try_recv().ok()
        };
        match next {
            Some(Ok(group)) => {
                bytes += size(&group);
                batch.extend(group);
            }
            Some(Err(error)) => return Some(Err(error)),
            None => break,
        }
    }
    Some(Ok(batch))
}

fn annotated_row(extractor: &Extractor, line: usize, bytes: &[u8]) -> AnnotatedRow {
    let row: Row<'_> = match serde_json::from_slice(bytes.trim_ascii()) {
        Ok(row) => row,
        Err(error) => {
            let id = lenient_id(bytes);
            return AnnotatedRow { line, id, findings: Err(unreadable(&error)) };
        }
    };
    let hint = row.lang.as_deref().and_then(Language::from_code);
    let findings =
        catch_unwind(AssertUnwindSafe(|| row_findings(extractor, &row.text, hint)))
            .map_err(|panic| workers::panic_message(&*panic));
    AnnotatedRow { line, id: row.id, findings }
}

/// The id of a row whose other fields are wrong, so that the caller can find it.
fn lenient_id(bytes: &[u8]) -> Json {
    let object: Option<Json> = serde_json::from_slice(bytes).ok();
    object
        .and_then(|mut object| object.get_mut("id").map(Json::take))
        .unwrap_or_default()
}

fn unreadable(error: &serde_json::Error) -> String {
    if !error.is_data() {
        return format!("not JSON (byte {})", error.column());
    }
    // A row is one line: where the error stands tells nothing.
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    format!("not a row with a `text`: {what}")
}

/// Finds all in `text` as it stands; `hint` is the language that the caller believes.
pub fn row_findings(
    extractor: &Extractor,
    text: &str,
    hint: Option<Language>,
) -> RowFindings {
    let mut document = reader::plain("", text);
    document.metadata.stated_language = hint;
    let analysis = language::analyze(&document);
    let found = extractor.findings(&document, &analysis);
    let worth = claims::worth(&document, &analysis, &found);
    let Findings { figures, actors, claims, profiles } = found;
    let places = RowPlaces {
        text,
        offsets: Offsets::new(text),
        alignment: document.alignment(),
    };
    RowFindings {
        language: analysis.main_language(),
        figures: places.all(figures, |figure, place| figure.map(place)),
        actors: places.all(actors, |actor, place| actor.map(place)),
        claims: places.all(claims, |claim, place| claim.map(place)),
        profiles,
        worth,
    }
}

/// Returns how much what a record claims is worth checking.
///
/// `None` for figures and actors.
pub fn worth_of(extractor: &Extractor, record: &Record) -> Option<Worth> {
    let Finding::Claim(claim) = &record.finding else { return None };
    let mut text = String::new();
    for part in &claim.content {
        text.push_str(&part.text);
        text.push(' ');
    }
    text.truncate(text.trim_end().len());
    if !text.ends_with(['.', '?', '!', '…']) {
        text.push('.');
    }
    let mut document = reader::plain("", &text);
    document.metadata.stated_language = Some(record.language);
    let analysis = language::analyze(&document);
    let mut found = extractor.findings(&document, &analysis);
    // Who said it stands outside the words weighed.
    let whole = Span::trimmed(document.text(), 0..document.text().len())?;
    found.claims = Layer::new(vec![Annotation::new(whole, claim.map(|_| whole))]);
    claims::worth(&document, &analysis, &found)
}

/// From places in the normalised text to places in the row's own.
struct RowPlaces<'a> {
    text: &'a str,
    offsets: Offsets<'a>,
    alignment: &'a Alignment,
}

impl RowPlaces<'_> {
    /// Returns the findings of a layer with their words in the row.
    fn all<F, Q>(
        &self,
        layer: Layer<F>,
        rename: impl Fn(&F, &mut dyn FnMut(&Span) -> Quoted) -> Q,
    ) -> Vec<(Quoted, Q)> {
        layer
            .into_vec()
            .into_iter()
            .filter_map(|Annotation { span, value }| {
                let quote = self.quoted(span)?;
                let renamed =
                    rename(&value, &mut |span| self.quoted(*span).unwrap_or_default());
                Some((quote, renamed))
            })
            .collect()
    }

    /// Returns the words of the row that `span` was made from; `None` if it was made
    /// from nothing, as only a separator is.
    fn quoted(&self, span: Span) -> Option<Quoted> {
        let source = self.alignment.source(span.range())?;
        let span = Span::trimmed(self.text, source)?;
        Some(self.offsets.quoted(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(input: &str, options: AnnotateOptions) -> (Vec<AnnotatedRow>, usize) {
        let extractor = Extractor::new();
        let mut rows = Vec::new();
        let bad = annotate(
            input.as_bytes(),
            options,
            &extractor,
            |row| row,
            |batch| {
                rows.extend(batch);
                Ok(())
            },
        );
        (rows, bad.unwrap().unwrap())
    }

    const ONE_BY_ONE: AnnotateOptions = AnnotateOptions { jobs: 2, corpus: false };
    const AS_A_CORPUS: AnnotateOptions = AnnotateOptions { jobs: 2, corpus: true };

    #[test]
    fn rows_come_back_in_order_and_bad_ones_with_their_reason() {
        let input: String = (1..=500)
            .map(|number| match number {
                7 => "{\"id\": \"seven\", \"text\": 7}\n".to_owned(),
                9 => "not a row\r\n".to_owned(),
                11 => " \n".to_owned(),
                _ => format!("{{\"id\": {number}, \"text\": \"La dette.\"}}\n"),
            })
            .collect::<Vec<_>>()
            .concat();
        for options in [ONE_BY_ONE, AS_A_CORPUS] {
            let (rows, bad) = rows(&input, options);
            assert_eq!((rows.len(), bad), (499, 2));
            assert!(rows.is_sorted_by_key(|row| row.line));
            assert_eq!(rows[6].id, "seven");
            assert!(rows[6].findings.is_err());
            assert_eq!((rows[8].line, &rows[8].id), (9, &Json::Null));
            assert_eq!((rows[10].line, &rows[10].id), (12, &Json::from(12)));
        }
    }

    #[test]
    fn no_input_gives_no_rows() {
        assert_eq!(rows("", ONE_BY_ONE), (Vec::new(), 0));
        assert_eq!(rows("\n\n", AS_A_CORPUS), (Vec::new(), 0));
    }

    #[test]
    fn places_are_those_of_the_row_as_it_was_given() {
        for text in [
            "Le budget, 🎉, atteint 3,5\u{a0}milliards d’euros.\r\nL’État paie.",
            "The e\u{301}lite spent \u{fb01}ve million euros, i.e. £5m.\r\n\r\nMr Smith said so.",
        ] {
            let found = row_findings(&Extractor::new(), text, None);
            let figures = found.figures.iter().map(|(quote, _)| quote);
            let actors = found.actors.iter().map(|(quote, _)| quote);
            for quote in figures.chain(actors) {
                let words: String = text
                    .chars()
                    .skip(quote.start)
                    .take(quote.end - quote.start)
                    .collect();
                assert_eq!(words, quote.text, "in {text:?}");
            }
        }
    }
}
