//! Lists of rows in every format: table, JSON, JSON Lines, CSV, Markdown.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::Style;
use serde::Serialize;

use super::look::{self, Look, Styled};

/// The version of the JSON Lines rows; a changed meaning raises it.
pub const FORMAT: u32 = 1;

/// The forms in which a list of rows is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutputFormat {
    /// Columns for a terminal.
    #[default]
    Table,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// CSV with a header line (RFC 4180, line feeds).
    Csv,
    /// A Markdown table.
    Markdown,
}

/// One column of a list of `R`s.
#[derive(Debug)]
pub struct Column<R> {
    /// Its name: the header in CSV, and in capitals in a table.
    pub name: &'static str,
    /// Its words for a row; `None` if the row has none.
    pub text: fn(&R) -> Option<Cow<'_, str>>,
    /// How tables show it.
    pub shown: Shown,
}

impl<R> Column<R> {
    /// Makes a column.
    pub const fn new(
        name: &'static str,
        text: fn(&R) -> Option<Cow<'_, str>>,
        shown: Shown,
    ) -> Self {
        Self { name, text, shown }
    }

    fn words<'a>(&self, row: &'a R) -> Cow<'a, str> {
        (self.text)(row).unwrap_or_default()
    }
}

/// How a column is shown; CSV has all but [`Shown::Reading`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Not at all: only CSV has it.
    No,
    /// Whole, from the left.
    Left,
    /// Whole, to the right, for numbers.
    Right,
    /// As `Right`, but not in CSV: another column has the same for machines.
    Reading,
    /// From the left, cut where the terminal is too narrow.
    Wide,
}

impl Shown {
    fn is_right(self) -> bool {
        matches!(self, Self::Right | Self::Reading)
    }
}

/// A row that can be written as JSON.
pub trait JsonRow {
    /// The form that is serialised.
    type Json<'a>: Serialize
    where
        Self: 'a;

    /// Returns the row's JSON form.
    fn json(&self) -> Self::Json<'_>;
}

/// Writes `rows` in `format`, in their order.
///
/// # Errors
/// If `out` does not take it.
pub fn write<R: JsonRow>(
    out: &mut impl Write,
    format: OutputFormat,
    columns: &[Column<R>],
    rows: &[R],
    look: &Look,
) -> io::Result<()> {
    match format {
        OutputFormat::Table => write_table(out, columns, rows, look),
        OutputFormat::Json => write_json(out, rows),
        OutputFormat::JsonLines => {
            rows.iter().try_for_each(|row| write_json_line(out, row))
        }
        OutputFormat::Csv => write_csv(out, columns, rows),
        OutputFormat::Markdown => write_markdown(out, columns, rows),
    }
}

/// Writes one row as a line of JSON Lines.
///
/// # Errors
/// If `out` does not take it.
pub fn write_json_line<R: JsonRow>(out: &mut impl Write, row: &R) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &row.json())?;
    out.write_all(b"\n")
}

fn write_json<R: JsonRow>(out: &mut impl Write, rows: &[R]) -> io::Result<()> {
    out.write_all(b"[")?;
    for (place, row) in rows.iter().enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &row.json())?;
    }
    out.write_all(b"\n]\n")
}

fn write_csv<R>(
    out: &mut impl Write,
    columns: &[Column<R>],
    rows: &[R],
) -> io::Result<()> {
    let columns = || columns.iter().filter(|column| column.shown != Shown::Reading);
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns().map(|column| column.name))?;
    for row in rows {
        for column in columns() {
            writer.write_field(column.words(row).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn write_markdown<R>(
    out: &mut impl Write,
    columns: &[Column<R>],
    rows: &[R],
) -> io::Result<()> {
    let shown = || columns.iter().filter(|column| column.shown != Shown::No);
    for column in shown() {
        write!(out, "| {} ", column.name)?;
    }
    out.write_all(b"|\n")?;
    for column in shown() {
        let rule = if column.shown.is_right() { "---:" } else { "---" };
        write!(out, "| {rule} ")?;
    }
    out.write_all(b"|\n")?;
    for row in rows {
        for column in shown() {
            write!(out, "| {} ", escaped(&look::one_line(&column.words(row))))?;
        }
        out.write_all(b"|\n")?;
    }
    Ok(())
}

/// Returns `text` with the marks that Markdown would read escaped.
pub(crate) fn escaped(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '|' | '\\' | '`' | '*' | '_' | '<' | '[' | ']') {
            line.push('\\');
        }
        line.push(character);
    }
    line
}

/// The fewest columns to which a wide column is cut.
const NARROWEST: usize = 10;

/// The spaces between two columns.
const GAP: usize = 2;

fn write_table<R>(
    out: &mut impl Write,
    columns: &[Column<R>],
    rows: &[R],
    look: &Look,
) -> io::Result<()> {
    let columns: Vec<_> = columns.iter().filter(|c| c.shown != Shown::No).collect();
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            columns
                .iter()
                .map(|column| look::one_line(&column.words(row)).into_owned())
                .collect()
        })
        .collect();
    // A column that no row fills says nothing.
    let kept: Vec<usize> = (0..columns.len())
        .filter(|&place| cells.iter().any(|row| !row[place].is_empty()))
        .collect();
    let mut widths: Vec<usize> = kept
        .iter()
        .map(|&place| {
            let of_cells = cells.iter().map(|row| look::columns(&row[place])).max();
            of_cells.unwrap_or(0).max(columns[place].name.len())
        })
        .collect();
    if let Some(width) = look.width {
        let wide: Vec<bool> =
            kept.iter().map(|&place| columns[place].shown == Shown::Wide).collect();
        fit(&mut widths, &wide, width);
    }
    let names: Vec<String> =
        columns.iter().map(|column| column.name.to_uppercase()).collect();
    for (place, row) in std::iter::once(&names).chain(&cells).enumerate() {
        for (at, (&kept_place, &width)) in kept.iter().zip(&widths).enumerate() {
            let cell = look::truncated(&row[kept_place], width);
            let style = if place == 0 { look.palette.label } else { Style::new() };
            let pad = width.saturating_sub(look::columns(&cell));
            let right = columns[kept_place].shown.is_right();
            let last = at + 1 == kept.len();
            let (before, after) = match (right, last) {
                (true, last) => (pad, if last { 0 } else { GAP }),
                (false, true) => (0, 0),
                (false, false) => (0, pad + GAP),
            };
            write!(out, "{:before$}{}{:after$}", "", Styled(style, &cell), "")?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Narrows the wide columns, the widest first, until all fit into `width`.
fn fit(widths: &mut [usize], wide: &[bool], width: usize) {
    let gaps = GAP * widths.len().saturating_sub(1);
    let taken = |widths: &[usize], wanted: bool, bound: usize| -> usize {
        let chosen = widths.iter().zip(wide).filter(|(_, wide)| **wide == wanted);
        chosen.map(|(width, _)| (*width).min(bound)).sum()
    };
    let room = width.saturating_sub(gaps + taken(widths, false, usize::MAX));
    let most = widths.iter().copied().max().unwrap_or(0);
    let bound = (NARROWEST..=most)
        .rev()
        .find(|&bound| taken(widths, true, bound) <= room)
        .unwrap_or(NARROWEST);
    let mut left = room.saturating_sub(taken(widths, true, bound));
    for (column, _) in widths.iter_mut().zip(wide).filter(|(_, wide)| **wide) {
        if *column > bound {
            // What the division left over goes to the first columns.
            let more = usize::from(left > 0);
            left -= more;
            *column = bound + more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl JsonRow for (&'static str, u32) {
        type Json<'a> = serde_json::Value;

        fn json(&self) -> serde_json::Value {
            serde_json::json!({ "format": FORMAT, "name": self.0, "count": self.1 })
        }
    }

    const COLUMNS: &[Column<(&str, u32)>] = &[
        Column::new("count", |row| Some(row.1.to_string().into()), Shown::Right),
        Column::new("name", |row| Some(row.0.into()), Shown::Wide),
        Column::new("more", |_| None, Shown::Wide),
        Column::new("length", |row| Some(row.0.len().to_string().into()), Shown::No),
    ];

    const ROWS: &[(&str, u32)] = &[("Cour des comptes", 7), ("OECD | \"OCDE\"", 12)];

    fn written(format: OutputFormat, width: Option<usize>) -> String {
        let mut out = Vec::new();
        write(&mut out, format, COLUMNS, ROWS, &Look { width, ..Look::default() })
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table_fits_the_terminal_and_leaves_empty_columns_out() {
        assert_eq!(
            written(OutputFormat::Table, None),
            "COUNT  NAME\n    7  Cour des comptes\n   12  OECD | \"OCDE\"\n"
        );
        assert_eq!(
            written(OutputFormat::Table, Some(19)),
            "COUNT  NAME\n    7  Cour des co…\n   12  OECD | \"OCD…\n"
        );
    }

    #[test]
    fn machine_formats_hold_every_column_whole() {
        assert_eq!(
            written(OutputFormat::Csv, Some(10)),
            "count,name,more,length\n7,Cour des comptes,,16\n12,\"OECD | \"\"OCDE\"\"\",,13\n"
        );
        assert_eq!(
            written(OutputFormat::JsonLines, None),
            "{\"count\":7,\"format\":1,\"name\":\"Cour des comptes\"}\n\
             {\"count\":12,\"format\":1,\"name\":\"OECD | \\\"OCDE\\\"\"}\n"
        );
        let array: serde_json::Value =
            serde_json::from_str(&written(OutputFormat::Json, None)).unwrap();
        assert_eq!(array.as_array().unwrap().len(), 2);
    }

    #[test]
    fn markdown_escapes_its_own_marks() {
        assert_eq!(
            written(OutputFormat::Markdown, None),
            "| count | name | more |\n| ---: | --- | --- |\n\
             | 7 | Cour des comptes |  |\n| 12 | OECD \\| \"OCDE\" |  |\n"
        );
    }
}
