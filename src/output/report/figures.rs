//! The figures, as a table to sort and filter; dates apart.

use std::collections::BTreeSet;
use std::io::{self, Write};

use rust_decimal::Decimal;

use super::{Found, Page, Pick, document_link, section, sentence};
use crate::model::{Figure, FigureKind, Quoted, Value};
use crate::output::escape::Escaped;
use crate::output::number::grouped;

/// Writes the section of figures.
pub(super) fn write(page: &Page<'_>, out: &mut impl Write) -> io::Result<()> {
    let ui = page.ui;
    section(out, "figures", ui.text("figures"))?;
    let figures: Vec<_> = page.figures(false).collect();
    if figures.is_empty() {
        writeln!(out, "<p>{}</p>", ui.text("none"))?;
    } else {
        writeln!(out, "<p class=\"note\">{}</p>", ui.text("figures_note"))?;
        let kinds: BTreeSet<_> =
            figures.iter().map(|(_, figure)| figure.kind).collect();
        let kinds =
            kinds.iter().map(|k| (k.name(), ui.name("figure", k.name()))).collect();
        // A counted noun is no unit to pick from a list.
        let units: BTreeSet<&str> = figures
            .iter()
            .filter(|(_, figure)| figure.kind != FigureKind::Count)
            .filter_map(|(_, figure)| figure.unit.as_deref())
            .collect();
        let units = units.into_iter().map(|unit| (unit, unit)).collect();
        page.filter(
            out,
            "figure-list",
            &[
                Pick {
                    name: "kind",
                    label: ui.text("kind"),
                    all: ui.text("all_kinds"),
                    options: kinds,
                },
                Pick {
                    name: "unit",
                    label: ui.text("unit"),
                    all: ui.text("all_units"),
                    options: units,
                },
            ],
        )?;
        table(page, out, "figure-list", &figures)?;
    }
    let dates: Vec<_> = page.figures(true).collect();
    if !dates.is_empty() {
        let (title, count) = (ui.text("dates"), dates.len());
        writeln!(out, "<details><summary>{title} ({count})</summary>")?;
        table(page, out, "date-list", &dates)?;
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</section>")
}

fn table(
    page: &Page<'_>,
    out: &mut impl Write,
    id: &str,
    figures: &[(Found<'_>, &Figure<Quoted>)],
) -> io::Result<()> {
    let ui = page.ui;
    write!(out, "<table class=\"wide figures\" id=\"{id}\"><thead><tr>")?;
    for (sort, words) in [
        ("n", ui.text("value")),
        ("t", ui.text("measured")),
        ("t", ui.text("actor")),
        ("t", ui.text("period")),
        ("t", ui.text("document")),
        ("n", ui.text("page")),
        ("t", ui.text("sentence")),
    ] {
        write!(out, "<th scope=\"col\" data-sort=\"{sort}\">{words}</th>")?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for (found, figure) in figures {
        row(page, out, *found, figure)?;
    }
    writeln!(out, "</tbody></table>")
}

fn row(
    page: &Page<'_>,
    out: &mut impl Write,
    found: Found<'_>,
    figure: &Figure<Quoted>,
) -> io::Result<()> {
    let ui = page.ui;
    let kind = figure.kind.name();
    let unit = figure.unit.as_deref().unwrap_or_default();
    write!(
        out,
        "<tr data-item data-kind=\"{kind}\" data-unit=\"{}\"><td data-v=\"{}\">\
         <span class=\"amount\">{}</span>",
        Escaped(unit),
        sort_key(figure.value),
        Escaped(&amount(page, figure)),
    )?;
    let role = figure.role.map(|role| ui.name("role", role.name()));
    let direction =
        figure.direction.map(|direction| ui.name("direction", direction.name()));
    write!(out, "<span class=\"sub\">{}", ui.name("figure", kind))?;
    for words in [role, direction].into_iter().flatten() {
        write!(out, ", {words}")?;
    }
    write!(out, "</span></td>")?;
    let measured = figure.measured.as_ref().map_or("", |measured| &measured.text);
    let actor = figure.actor.as_ref().map_or("", |actor| &actor.mention.text);
    for (label, words) in [
        (ui.text("measured"), measured),
        (ui.text("actor"), actor),
        (ui.text("period"), &period(figure)),
    ] {
        write!(out, "<td data-label=\"{label}\">{}</td>", Escaped(words))?;
    }
    let page_number = found.record.page.map(|page| page.to_string());
    writeln!(
        out,
        "<td class=\"doc\" data-label=\"{}\">{}</td>\
         <td data-v=\"{}\" data-label=\"{}\">{}</td><td class=\"s\">{}</td></tr>",
        ui.text("document"),
        document_link(found),
        page_number.unwrap_or_default(),
        ui.text("page"),
        page.file_link(found),
        sentence(found),
    )
}

/// The value as it is read, with its modifier and unit.
fn amount(page: &Page<'_>, figure: &Figure<Quoted>) -> String {
    let ui = page.ui;
    let number = |value: Decimal| ui.number(grouped(value));
    let mut words = String::new();
    if let Some(modifier) = figure.modifier {
        words.push_str(ui.name("mod", modifier.sign()));
        words.push(' ');
    }
    match figure.value {
        Value::Exact(value) => words.push_str(&number(value)),
        Value::Date(date) => words.push_str(&date.to_string()),
        Value::Range { low: Some(low), high: Some(high) } => {
            words.extend([&*number(low), "–", &*number(high)]);
        }
        Value::Range { low: Some(low), .. } => {
            words.extend(["≥ ", &*number(low)]);
        }
        Value::Range { high: Some(high), .. } => {
            words.extend(["≤ ", &*number(high)]);
        }
        Value::Range { .. } | Value::Unread => return ui.text("unread").to_owned(),
    }
    if let Some(unit) = &figure.unit {
        words.push('\u{a0}');
        words.push_str(unit);
    }
    words
}

/// What the table sorts by: the value, the lower bound, or nothing.
fn sort_key(value: Value) -> String {
    match value {
        Value::Exact(value) => value.normalize().to_string(),
        Value::Range { low, high } => {
            low.or(high).map(|value| value.normalize().to_string()).unwrap_or_default()
        }
        // The number is in order, which is all that it is for.
        Value::Date(date) => {
            let part = |part: Option<u8>| i64::from(part.unwrap_or(0));
            (i64::from(date.year()) * 10_000
                + part(date.month()) * 100
                + part(date.day()))
            .to_string()
        }
        Value::Unread => String::new(),
    }
}

fn period(figure: &Figure<Quoted>) -> String {
    let Some(period) = &figure.period else { return String::new() };
    match (period.from, period.to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => format!("{from}–"),
        (None, Some(to)) => format!("–{to}"),
        (None, None) => period.place.text.clone(),
    }
}
