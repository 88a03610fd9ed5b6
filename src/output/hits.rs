//! What a search found: a view for reading, and rows.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::findings::PlaceJson;
use super::listing::{Column, FORMAT, JsonRow, Shown};
use super::look::{self, Look, Styled};
use crate::index::{DocumentHit, PassageHit, TranslatedWord};
use crate::model::Quoted;

/// A document that was found, with its rank, from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedHit {
    /// Its place among the results, from 1.
    pub rank: usize,
    /// The document and its passages.
    pub hit: DocumentHit,
}

/// A document that was found, as JSON.
#[derive(Debug, Serialize)]
pub struct HitJson<'a> {
    format: u32,
    rank: usize,
    document: &'a str,
    title: Option<&'a str>,
    date: Option<String>,
    score: f32,
    passages: Vec<PassageJson<'a>>,
}

#[derive(Debug, Serialize)]
struct PassageJson<'a> {
    page: Option<u32>,
    headings: &'a [String],
    kind: &'static str,
    lang: &'static str,
    #[serde(flatten)]
    place: PlaceJson<'a>,
    highlights: Vec<PlaceJson<'a>>,
    score: f32,
}

impl JsonRow for RankedHit {
    type Json<'a> = HitJson<'a>;

    fn json(&self) -> HitJson<'_> {
        HitJson {
            format: FORMAT,
            rank: self.rank,
            document: &self.hit.document,
            title: self.hit.title.as_deref(),
            date: self.hit.date.map(|date| date.to_string()),
            score: self.hit.score,
            passages: self.hit.passages.iter().map(PassageJson::new).collect(),
        }
    }
}

impl<'a> PassageJson<'a> {
    fn new(passage: &'a PassageHit) -> Self {
        let Quoted { start, text, .. } = &passage.quote;
        let highlights = pieces(text, &passage.highlights)
            .filter(|piece| piece.is_found)
            .map(|piece| {
                PlaceJson::new(start + piece.start, start + piece.end, piece.text)
            })
            .collect();
        Self {
            page: passage.page,
            headings: &passage.headings,
            kind: passage.kind.name(),
            lang: passage.language.code(),
            place: (&passage.quote).into(),
            highlights,
            score: passage.score,
        }
    }
}

/// A passage as a row, with the document it is from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PassageRow<'a> {
    /// The document, with its rank.
    pub ranked: &'a RankedHit,
    /// The passage.
    pub passage: &'a PassageHit,
}

impl JsonRow for PassageRow<'_> {
    type Json<'a>
        = HitJson<'a>
    where
        Self: 'a;

    fn json(&self) -> HitJson<'_> {
        self.ranked.json()
    }
}

/// Returns the passages of all hits, in order.
pub fn passage_rows(hits: &[RankedHit]) -> Vec<PassageRow<'_>> {
    hits.iter()
        .flat_map(|ranked| {
            let passages = ranked.hit.passages.iter();
            passages.map(move |passage| PassageRow { ranked, passage })
        })
        .collect()
}

/// The columns of passages in CSV and Markdown.
pub fn passage_columns<'a>() -> [Column<PassageRow<'a>>; 11] {
    [
        Column::new(
            "rank",
            |row| Some(row.ranked.rank.to_string().into()),
            Shown::Right,
        ),
        Column::new(
            "document",
            |row| Some(row.ranked.hit.document.as_str().into()),
            Shown::Left,
        ),
        Column::new(
            "title",
            |row| row.ranked.hit.title.as_deref().map(Cow::Borrowed),
            Shown::No,
        ),
        Column::new(
            "date",
            |row| Some(row.ranked.hit.date?.to_string().into()),
            Shown::No,
        ),
        Column::new(
            "page",
            |row| Some(row.passage.page?.to_string().into()),
            Shown::Right,
        ),
        Column::new(
            "heading",
            |row| row.passage.headings.last().map(|h| h.as_str().into()),
            Shown::Left,
        ),
        Column::new(
            "lang",
            |row| Some(row.passage.language.code().into()),
            Shown::Left,
        ),
        Column::new(
            "score",
            |row| Some(format!("{:.3}", row.passage.score).into()),
            Shown::No,
        ),
        Column::new(
            "start",
            |row| Some(row.passage.quote.start.to_string().into()),
            Shown::No,
        ),
        Column::new(
            "end",
            |row| Some(row.passage.quote.end.to_string().into()),
            Shown::No,
        ),
        Column::new(
            "passage",
            |row| Some(row.passage.quote.text.as_str().into()),
            Shown::Wide,
        ),
    ]
}

/// Writes what was found for reading: each document with its best passages, the words
/// that matched set off by style.
///
/// # Errors
/// If `out` does not take it.
pub fn write_hits(
    out: &mut impl Write,
    hits: &[RankedHit],
    look: &Look,
) -> io::Result<()> {
    let palette = &look.palette;
    for ranked in hits {
        if ranked.rank > 1 {
            writeln!(out)?;
        }
        let hit = &ranked.hit;
        let document = look::one_line(&hit.document);
        write!(out, "{}. {}", ranked.rank, Styled(palette.title, &document))?;
        if let Some(title) = &hit.title {
            write!(out, "  {}", look::one_line(title))?;
        }
        if let Some(date) = hit.date {
            write!(out, "{}", Styled(palette.faint, &format!(" ({date})")))?;
        }
        writeln!(out)?;
        for passage in &hit.passages {
            let place = place_of(passage);
            if !place.is_empty() {
                writeln!(out, "   {}", Styled(palette.faint, &place))?;
            }
            write_passage(out, passage, look)?;
        }
    }
    Ok(())
}

/// Page, section and language in one line.
fn place_of(passage: &PassageHit) -> String {
    let mut parts = Vec::new();
    if let Some(page) = passage.page {
        parts.push(format!("p. {page}"));
    }
    if !passage.headings.is_empty() {
        parts.push(look::one_line(&passage.headings.join(" > ")).into_owned());
    }
    parts.push(passage.language.code().to_owned());
    parts.join(" · ")
}

/// The indent of a passage.
const INDENT: usize = 6;

/// The width of a passage where none is given.
const PROSE: usize = 88;

fn write_passage(
    out: &mut impl Write,
    passage: &PassageHit,
    look: &Look,
) -> io::Result<()> {
    let text = passage.quote.text.as_str();
    let width = look.width.unwrap_or(PROSE).saturating_sub(INDENT).max(20);
    let found: Vec<(usize, usize)> = pieces(text, &passage.highlights)
        .filter(|piece| piece.is_found)
        .map(|piece| {
            let start = piece.text.as_ptr() as usize - text.as_ptr() as usize;
            (start, start + piece.text.len())
        })
        .collect();
    for line in look::wrapped(text, width) {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + line.len();
        write!(out, "{:INDENT$}", "")?;
        let mut at = start;
        for &(from, to) in found.iter().filter(|(from, to)| *from < end && *to > start)
        {
            let (from, to) = (from.max(start), to.min(end));
            let before = look::one_line(text.get(at..from).unwrap_or_default());
            let words = look::one_line(text.get(from..to).unwrap_or_default());
            write!(out, "{before}{}", Styled(look.palette.found, &words))?;
            at = to;
        }
        writeln!(out, "{}", look::one_line(text.get(at..end).unwrap_or_default()))?;
    }
    Ok(())
}

/// A part of a passage, found or between what was found.
struct Piece<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    is_found: bool,
}

/// Cuts `text` at the highlights, which are in code points, in order and disjoint.
fn pieces<'a>(
    text: &'a str,
    highlights: &'a [std::ops::Range<usize>],
) -> impl Iterator<Item = Piece<'a>> {
    let mut places = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
    let mut counted = 0;
    let mut byte_of = move |code_point: usize| {
        let byte = places.nth(code_point.checked_sub(counted)?)?;
        counted = code_point + 1;
        Some(byte)
    };
    let mut byte = 0;
    let mut at = 0;
    let cuts =
        highlights.iter().flat_map(|range| [(range.start, false), (range.end, true)]);
    let end = text.chars().count();
    cuts.chain([(end, false)]).filter_map(move |(to, is_found)| {
        if to <= at {
            return None;
        }
        let next = if to >= end { text.len() } else { byte_of(to)? };
        let piece = Piece {
            start: at,
            end: to.min(end),
            text: text.get(byte..next)?,
            is_found,
        };
        byte = next;
        at = to;
        Some(piece)
    })
}

/// Translations of less than this share are not shown.
const LEAST_SHOWN: f32 = 0.05;

/// Returns what a word of a query was translated by, in one line:
/// `souveraineté → sovereignty 0.82, sovereign 0.11`.
pub fn translated(word: &TranslatedWord) -> String {
    let shown: Vec<String> = word
        .translations
        .iter()
        .filter(|translation| translation.probability >= LEAST_SHOWN)
        .map(|translation| {
            format!("{} {:.2}", translation.form, translation.probability)
        })
        .collect();
    format!("{} → {}", look::one_line(&word.word), shown.join(", "))
}

/// Writes hits as lines of a TREC run: `query Q0 document rank score dicta`.
///
/// # Errors
/// If `out` does not take it.
pub fn write_trec(
    out: &mut impl Write,
    query: &str,
    hits: &[DocumentHit],
) -> io::Result<()> {
    for (place, hit) in hits.iter().enumerate() {
        // A run is cut at white space, so names must have none.
        let document: String = hit
            .document
            .chars()
            .map(|character| if character.is_whitespace() { '_' } else { character })
            .collect();
        writeln!(out, "{query} Q0 {document} {} {} dicta", place + 1, hit.score)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, Language};

    /// The place of `words` in `text`, in code points.
    fn place(text: &str, words: &str) -> std::ops::Range<usize> {
        let byte = text.find(words).unwrap();
        let start = text.get(..byte).unwrap().chars().count();
        start..start + words.chars().count()
    }

    fn hit() -> RankedHit {
        let text = "À l’été, la dette publique\u{a0}a baissé. The debt fell.";
        RankedHit {
            rank: 1,
            hit: DocumentHit {
                document: "corpus/note 1.md".to_owned(),
                title: Some("La dette".to_owned()),
                date: None,
                score: 2.5,
                passages: vec![PassageHit {
                    quote: Quoted {
                        start: 100,
                        end: 100 + text.chars().count(),
                        text: text.to_owned(),
                    },
                    highlights: vec![place(text, "dette"), place(text, "debt")],
                    page: Some(3),
                    headings: vec!["Finances".to_owned()],
                    kind: BlockKind::Paragraph,
                    language: Language::French,
                    score: 2.5,
                }],
            },
        }
    }

    #[test]
    fn highlights_are_the_words_at_their_place_in_the_document() {
        let json = serde_json::to_value(hit().json()).unwrap();
        let passage = &json["passages"][0];
        let text = passage["text"].as_str().unwrap();
        let at = |words| {
            let range = place(text, words);
            serde_json::json!({
                "start": 100 + range.start, "end": 100 + range.end, "text": words
            })
        };
        assert_eq!(passage["highlights"], serde_json::json!([at("dette"), at("debt")]));
        assert_eq!((&json["format"], &json["rank"]), (&1.into(), &1.into()));
    }

    #[test]
    fn the_view_reads_without_colour() {
        let mut out = Vec::new();
        write_hits(&mut out, &[hit()], &Look { width: Some(40), ..Look::default() })
            .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "1. corpus/note 1.md  La dette\n   p. 3 · Finances · fr\n      \
             À l’été, la dette publique\u{a0}a\n      baissé. The debt fell.\n"
        );
    }

    #[test]
    fn a_run_has_six_columns() {
        let mut out = Vec::new();
        write_trec(&mut out, "q1", &[hit().hit]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "q1 Q0 corpus/note_1.md 1 2.5 dicta\n"
        );
    }
}
