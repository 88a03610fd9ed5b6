//! The lines that `annotate` writes.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value as Json;

use super::findings::{ActorJson, ClaimPlacesJson, FigureJson};
use crate::corpus::AnnotatedRow;

#[derive(Debug, Serialize)]
struct AnnotatedJson<'a> {
    id: &'a Json,
    lang: Option<&'static str>,
    figures: Vec<FigureJson<'a>>,
    actors: Vec<ActorJson<'a>>,
    claims: Vec<ClaimPlacesJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// Writes one row as a line of JSON: `id`, `lang`, `figures`, `actors`, `claims`, and
/// `score`, from 0 to 1, how much its most check-worthy sentence is worth checking. A row
/// that could not be read has a null `lang`, nothing found, and an `error`.
///
/// # Errors
/// If `out` does not take it.
pub fn write_annotated(out: &mut impl Write, row: &AnnotatedRow) -> io::Result<()> {
    let found = row.findings.as_ref().ok();
    let json = AnnotatedJson {
        id: &row.id,
        lang: found.map(|found| found.language.code()),
        figures: found.map_or_else(Vec::new, |found| {
            found.figures.iter().map(|(quote, f)| FigureJson::new(quote, f)).collect()
        }),
        actors: found.map_or_else(Vec::new, |found| {
            found.actors.iter().map(|(quote, a)| ActorJson::new(quote, a)).collect()
        }),
        claims: found.map_or_else(Vec::new, |found| {
            found.claims.iter().map(|(_, claim)| claim.into()).collect()
        }),
        score: found
            .and_then(|found| found.worth.as_ref())
            .map(|worth| f64::from(worth.score) / 1000.0),
        error: row.findings.as_ref().err().map(String::as_str),
    };
    serde_json::to_writer(&mut *out, &json)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::RowFindings;
    use crate::model::{
        Figure, FigureActor, FigureKind, Language, Modifier, Period, Quoted, Value,
    };

    fn written(row: &AnnotatedRow) -> String {
        let mut out = Vec::new();
        write_annotated(&mut out, row).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn quoted(start: usize, text: &str) -> Quoted {
        Quoted { start, end: start + text.chars().count(), text: text.to_owned() }
    }

    #[test]
    fn a_figure_leaves_as_the_contract_says() {
        let figure = Figure {
            kind: FigureKind::Money,
            value: Value::Exact("109000000000".parse().unwrap()),
            unit: Some("EUR".to_owned()),
            modifier: Some(Modifier::Over),
            direction: None,
            role: None,
            measured: None,
            actor: Some(FigureActor {
                mention: quoted(0, "L’État"),
                entity: Some("fr".into()),
            }),
            period: Some(Period {
                from: None,
                to: Some(2030),
                place: quoted(40, "2030"),
            }),
            negated: false,
        };
        let findings = RowFindings {
            language: Language::French,
            figures: vec![(quoted(10, "109 milliards d’euros"), figure)],
            actors: Vec::new(),
            claims: Vec::new(),
            profiles: Vec::new(),
            worth: None,
        };
        let row = AnnotatedRow { line: 1, id: "a".into(), findings: Ok(findings) };
        assert_eq!(
            written(&row),
            "{\"id\":\"a\",\"lang\":\"fr\",\"figures\":[{\"start\":10,\"end\":31,\
             \"text\":\"109 milliards d’euros\",\"kind\":\"money\",\"value\":109000000000,\
             \"low\":null,\"high\":null,\"unit\":\"EUR\",\"mod\":\">\",\"direction\":null,\
             \"role\":null,\"measured\":null,\"actor\":{\"start\":0,\"end\":6,\
             \"text\":\"L’État\",\"entity\":\"fr\"},\"period\":{\"from\":null,\"to\":2030,\
             \"start\":40,\"end\":44,\"text\":\"2030\"}}],\"actors\":[],\"claims\":[]}\n"
        );
    }

    #[test]
    fn a_row_that_could_not_be_read_keeps_its_line() {
        let row = AnnotatedRow {
            line: 3,
            id: Json::Null,
            findings: Err("no text".to_owned()),
        };
        assert_eq!(
            written(&row),
            "{\"id\":null,\"lang\":null,\"figures\":[],\"actors\":[],\"claims\":[],\
             \"error\":\"no text\"}\n"
        );
    }
}
