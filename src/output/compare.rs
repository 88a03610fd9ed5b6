//! Figures that disagree, and what two versions of a report differ in.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::Serialize;

use super::listing::{Column, FORMAT, JsonRow, Shown};
use super::look::{Look, Styled, one_line, wrapped};
use super::number::grouped;
use super::records::RecordJson;
use crate::analysis::compare::{DifferenceKind, Reason};
use crate::model::Record;

/// Two figures that disagree, with their records.
#[derive(Debug)]
pub struct DisagreementRow<'a> {
    /// How many times the smaller value goes into the greater.
    pub times: Option<Decimal>,
    /// How sure it is that both are about the same thing, from 0 to 1.
    pub sureness: f64,
    /// Why they were held to be so.
    pub reasons: &'a [Reason],
    /// The two records.
    pub records: [&'a Record; 2],
}

/// A disagreement as JSON.
#[derive(Debug, Serialize)]
pub struct DisagreementJson<'a> {
    format: u32,
    times: Option<f64>,
    sureness: f64,
    reasons: Vec<String>,
    first: RecordJson<'a>,
    second: RecordJson<'a>,
}

impl JsonRow for DisagreementRow<'_> {
    type Json<'b>
        = DisagreementJson<'b>
    where
        Self: 'b;

    fn json(&self) -> DisagreementJson<'_> {
        let [first, second] = self.records;
        DisagreementJson {
            format: FORMAT,
            times: self.times.and_then(|times| times.to_string().parse().ok()),
            sureness: self.sureness,
            reasons: self.reasons.iter().map(words).collect(),
            first: first.json(),
            second: second.json(),
        }
    }
}

/// Returns the columns of a list of disagreements.
pub fn disagreement_columns<'a>() -> [Column<DisagreementRow<'a>>; 10] {
    [
        Column::new("times", |row| times(row).map(Cow::from), Shown::Right),
        Column::new(
            "sureness",
            |row| Some(format!("{:.2}", row.sureness).into()),
            Shown::Right,
        ),
        Column::new(
            "first",
            |row| Some((&*row.records[0].quote.text).into()),
            Shown::Left,
        ),
        Column::new(
            "second",
            |row| Some((&*row.records[1].quote.text).into()),
            Shown::Left,
        ),
        Column::new(
            "first_document",
            |row| Some((&*row.records[0].document).into()),
            Shown::Wide,
        ),
        Column::new("first_page", |row| page(row.records[0]), Shown::Right),
        Column::new(
            "second_document",
            |row| Some((&*row.records[1].document).into()),
            Shown::Wide,
        ),
        Column::new("second_page", |row| page(row.records[1]), Shown::Right),
        Column::new("reasons", |row| Some(reasons(row).into()), Shown::Wide),
        Column::new(
            "sentences",
            |row| {
                let [first, second] = row.records;
                Some(
                    format!("{} | {}", first.sentence.text, second.sentence.text)
                        .into(),
                )
            },
            Shown::No,
        ),
    ]
}

fn page<'a>(record: &Record) -> Option<Cow<'a, str>> {
    Some(record.page?.to_string().into())
}

/// Writes disagreements for reading: both figures, both sentences, and why.
///
/// # Errors
/// If `out` does not take it.
pub fn write_disagreements(
    out: &mut impl Write,
    rows: &[DisagreementRow<'_>],
    look: &Look,
) -> io::Result<()> {
    for (number, row) in (1..).zip(rows) {
        if number > 1 {
            out.write_all(b"\n")?;
        }
        let [first, second] = row.records;
        let apart =
            times(row).map(|times| format!("{times} times, ")).unwrap_or_default();
        let sure = format!("{apart}sure {:.2}", row.sureness);
        writeln!(
            out,
            "{number}. {} ≠ {}  {}",
            Styled(look.palette.found, &one_line(&first.quote.text)),
            Styled(look.palette.found, &one_line(&second.quote.text)),
            Styled(look.palette.faint, &sure),
        )?;
        for record in [first, second] {
            write_sentence(out, record, look)?;
        }
        let why = format!("why: {}", reasons(row));
        for line in wrapped(&why, look.width.unwrap_or(usize::MAX).saturating_sub(3)) {
            writeln!(out, "   {}", Styled(look.palette.faint, line))?;
        }
    }
    Ok(())
}

fn write_sentence(
    out: &mut impl Write,
    record: &Record,
    look: &Look,
) -> io::Result<()> {
    let place = match record.page {
        Some(page) => format!("{}, page {page}", record.document),
        None => record.document.clone(),
    };
    writeln!(out, "   {}", Styled(look.palette.title, &place))?;
    let sentence = one_line(&record.sentence.text);
    for line in wrapped(&sentence, look.width.unwrap_or(usize::MAX).saturating_sub(6)) {
        writeln!(out, "      {line}")?;
    }
    Ok(())
}

fn times(row: &DisagreementRow<'_>) -> Option<String> {
    row.times
        .map(|times| grouped(times.round_dp(if times < Decimal::TEN { 2 } else { 0 })))
}

fn reasons(row: &DisagreementRow<'_>) -> String {
    row.reasons.iter().map(words).collect::<Vec<_>>().join("; ")
}

/// A reason in words.
fn words(reason: &Reason) -> String {
    match reason {
        Reason::Words(common) => {
            let pairs: Vec<String> = common
                .iter()
                .map(|(a, b)| if a == b { a.clone() } else { format!("{a} ~ {b}") })
                .collect();
            format!("both about {}", pairs.join(", "))
        }
        Reason::Actor(name) => format!("both of {name}"),
        Reason::NoActor => "neither names an actor".to_owned(),
        Reason::OneActor(name) => format!("only one names an actor ({name})"),
        Reason::Period(from, to) => match (from, to) {
            (Some(from), Some(to)) if from == to => format!("both in {from}"),
            (Some(from), Some(to)) => format!("both from {from} to {to}"),
            (Some(from), None) => format!("both from {from} on"),
            (None, Some(to)) => format!("both until {to}"),
            (None, None) => "both in the same period".to_owned(),
        },
        Reason::NoPeriod => "neither names a period".to_owned(),
        Reason::OnePeriod => "only one names a period".to_owned(),
        Reason::Converted(unit) if unit == "1" => "compared as shares".to_owned(),
        Reason::Converted(unit) => format!("compared in {unit}"),
        Reason::Thousands => {
            "same digits: one may be off by a thousand or a million".to_owned()
        }
        Reason::Rounded => "one may be the other, rounded".to_owned(),
    }
}

/// Something in which two versions of a report differ, with the records.
#[derive(Debug)]
pub struct DifferenceRow<'a> {
    /// What sort of difference it is.
    pub kind: DifferenceKind,
    /// The record in the first version.
    pub first: Option<&'a Record>,
    /// The record in the second.
    pub second: Option<&'a Record>,
}

/// A difference as JSON.
#[derive(Debug, Serialize)]
pub struct DifferenceJson<'a> {
    format: u32,
    difference: &'static str,
    first: Option<RecordJson<'a>>,
    second: Option<RecordJson<'a>>,
}

impl JsonRow for DifferenceRow<'_> {
    type Json<'b>
        = DifferenceJson<'b>
    where
        Self: 'b;

    fn json(&self) -> DifferenceJson<'_> {
        DifferenceJson {
            format: FORMAT,
            difference: self.kind.name(),
            first: self.first.map(JsonRow::json),
            second: self.second.map(JsonRow::json),
        }
    }
}

/// Returns the columns of a list of differences.
pub fn difference_columns<'a>() -> [Column<DifferenceRow<'a>>; 8] {
    [
        Column::new("difference", |row| Some(row.kind.name().into()), Shown::Left),
        Column::new(
            "record",
            |row| Some(either(row)?.finding.name().into()),
            Shown::Left,
        ),
        Column::new("first", |row| Some((&*row.first?.quote.text).into()), Shown::Wide),
        Column::new("first_page", |row| page(row.first?), Shown::Right),
        Column::new(
            "second",
            |row| Some((&*row.second?.quote.text).into()),
            Shown::Wide,
        ),
        Column::new("second_page", |row| page(row.second?), Shown::Right),
        Column::new(
            "first_sentence",
            |row| Some((&*row.first?.sentence.text).into()),
            Shown::Wide,
        ),
        Column::new(
            "second_sentence",
            |row| Some((&*row.second?.sentence.text).into()),
            Shown::Wide,
        ),
    ]
}

fn either<'a>(row: &DifferenceRow<'a>) -> Option<&'a Record> {
    row.first.or(row.second)
}
