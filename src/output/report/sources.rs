//! The sources: all documents with their state, and the passages that records stand in.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::ops::Range;

use super::html::{Mark, Marked};
use super::{Found, Page, ReportDocument, is_pdf, marks, section};
use crate::corpus::State;
use crate::index::StoredDocument;
use crate::model::{Block, BlockKind, Cell, Offsets, Record, Table};
use crate::output::escape::Escaped;

/// How many code points of a paragraph are shown before and after a sentence.
const AROUND: usize = 300;

/// Writes the section of sources.
pub(super) fn write(page: &Page<'_>, out: &mut impl Write) -> io::Result<()> {
    let ui = page.ui;
    section(out, "sources", ui.text("sources"))?;
    let (heard, silent): (Vec<_>, Vec<_>) = (1..)
        .zip(&page.report.documents)
        .partition(|(_, document)| !document.records.is_empty());
    if !heard.is_empty() {
        table(page, out, &heard)?;
    }
    if !silent.is_empty() {
        let (title, count) = (ui.text("sources_silent"), silent.len());
        writeln!(out, "<details><summary>{title} ({count})</summary>")?;
        table(page, out, &silent)?;
        writeln!(out, "</details>")?;
    }
    if !heard.is_empty() {
        writeln!(
            out,
            "<p class=\"note\">{}</p>\n<p class=\"keys\"><mark class=\"c\">{}</mark>\
             <mark class=\"f\">{}</mark><mark class=\"a\">{}</mark></p>",
            ui.text("sources_note"),
            ui.text("claims"),
            ui.text("figures"),
            ui.text("actors"),
        )?;
    }
    for (number, document) in heard {
        passages(page, out, number, document)?;
    }
    writeln!(out, "</section>")
}

fn table(
    page: &Page<'_>,
    out: &mut impl Write,
    documents: &[(usize, &ReportDocument)],
) -> io::Result<()> {
    let ui = page.ui;
    write!(out, "<table class=\"wide\"><thead><tr>")?;
    for (sort, words) in [
        ("t", ui.text("document")),
        ("t", ui.text("state")),
        ("t", ui.text("language")),
        ("t", ui.text("date")),
        ("n", ui.text("pages")),
        ("n", ui.text("records")),
    ] {
        write!(out, "<th scope=\"col\" data-sort=\"{sort}\">{words}</th>")?;
    }
    writeln!(out, "</tr></thead><tbody>")?;
    for (number, document) in documents {
        let name = Escaped(document.name());
        write!(out, "<tr><th scope=\"row\">")?;
        if document.records.is_empty() {
            write!(out, "{name}")?;
        } else {
            write!(out, "<a href=\"#d{number}\">{name}</a>")?;
        }
        write!(out, "<span class=\"sub\">{}</span></th>", path_link(page, document))?;
        let state = document.fate.state.name();
        let class = if document.fate.state == State::Ok { "" } else { state };
        write!(
            out,
            "<td class=\"{class}\" data-label=\"{}\">{}</td>",
            ui.text("state"),
            ui.name("state", state)
        )?;
        let summary = document.summary.as_ref();
        let language = summary.map(|s| ui.name("lang", s.language.code()).to_owned());
        let date = summary.and_then(|s| Some(s.date?.to_string()));
        let pages = summary.and_then(|s| Some(s.pages?.to_string()));
        for (label, words) in [
            (ui.text("language"), language),
            (ui.text("date"), date),
            (ui.text("pages"), pages),
            (ui.text("records"), Some(document.records.len().to_string())),
        ] {
            let words = words.unwrap_or_default();
            write!(out, "<td data-label=\"{label}\">{words}</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table>")
}

/// A document's path, as a link to its file.
fn path_link(page: &Page<'_>, document: &ReportDocument) -> String {
    let path = Escaped(&document.path);
    match &document.link {
        Some(link) => {
            let open = page.ui.text("open_file");
            format!("<a href=\"{}\" title=\"{open}\">{path}</a>", Escaped(link))
        }
        None => path.to_string(),
    }
}

/// Writes the passages of one document.
fn passages(
    page: &Page<'_>,
    out: &mut impl Write,
    number: usize,
    document: &ReportDocument,
) -> io::Result<()> {
    let Some(stored) = &document.stored else { return Ok(()) };
    let records = page.report.records.get(document.records.clone()).unwrap_or_default();
    let offsets = Offsets::new(stored.document.text());
    writeln!(
        out,
        "<article id=\"d{number}\">\n<h3>{}</h3>\n<p class=\"meta\">{}</p>",
        Escaped(document.name()),
        path_link(page, document),
    )?;
    let mut blocks: BTreeMap<Option<usize>, Vec<&Record>> = BTreeMap::new();
    for record in records {
        let byte = offsets.byte(record.quote.start);
        let block = byte.and_then(|byte| stored.document.block_at(byte));
        blocks.entry(block).or_default().push(record);
    }
    let excerpt = Excerpts { page, stored, offsets, number, document };
    let mut heading = None;
    for (place, records) in &blocks {
        let Some(first) = records.first() else { continue };
        if first.heading.is_some() && first.heading.as_ref() != heading {
            heading = first.heading.as_ref();
            let words = Escaped(first.heading.as_deref().unwrap_or_default());
            writeln!(out, "<h4>{words}</h4>")?;
        }
        let block = place.and_then(|place| stored.document.blocks().get(place));
        excerpt.write(out, block, records)?;
    }
    writeln!(out, "</article>")
}

/// The passages of a document while they are written.
struct Excerpts<'a> {
    page: &'a Page<'a>,
    stored: &'a StoredDocument,
    offsets: Offsets<'a>,
    number: usize,
    document: &'a ReportDocument,
}

impl Excerpts<'_> {
    fn write(
        &self,
        out: &mut impl Write,
        block: Option<&Block>,
        records: &[&Record],
    ) -> io::Result<()> {
        let Some(first) = records.first() else { return Ok(()) };
        let found =
            Found { number: self.number, document: self.document, record: first };
        let all: Vec<Mark> = records.iter().flat_map(|record| marks(record)).collect();
        let anchors: BTreeSet<usize> =
            records.iter().map(|record| record.quote.start).collect();
        let anchors: Vec<usize> = anchors.into_iter().collect();
        write!(out, "<div class=\"excerpt\" lang=\"{}\">", first.language.code())?;
        if first.page.is_some() || is_pdf(&self.document.file) {
            write!(
                out,
                "<span class=\"at\" lang=\"{}\">{}</span>",
                self.page.ui.code(),
                self.page.file_link(found)
            )?;
        }
        let table = block.and_then(|block| match block.kind {
            BlockKind::Table { table } => {
                self.stored.document.tables().get(usize::try_from(table).ok()?)
            }
            _ => None,
        });
        match table {
            Some(table) => self.table(out, table, &all, &anchors)?,
            None => self.paragraph(out, block, records, &all, &anchors)?,
        }
        writeln!(out, "</div>")
    }

    /// The sentences of the records with what stands around them in their block.
    fn paragraph(
        &self,
        out: &mut impl Write,
        block: Option<&Block>,
        records: &[&Record],
        marks: &[Mark],
        anchors: &[usize],
    ) -> io::Result<()> {
        let text = self.stored.document.text();
        let bytes =
            block.map_or(0..text.len(), |block| block.span.start()..block.span.end());
        let whole =
            self.offsets.code_point(bytes.start)..self.offsets.code_point(bytes.end);
        let mut windows: Vec<Range<usize>> = Vec::new();
        for record in records {
            // A sentence that leaves its block is shown whole.
            let start = record.sentence.start.saturating_sub(AROUND).max(whole.start);
            let end = (record.sentence.end + AROUND).min(whole.end);
            let window = start.min(record.sentence.start)..end.max(record.sentence.end);
            match windows.last_mut() {
                Some(last) if window.start <= last.end + AROUND / 2 => {
                    last.end = last.end.max(window.end);
                    last.start = last.start.min(window.start);
                }
                _ => windows.push(window),
            }
        }
        let gap = format!(
            " <span class=\"dim\" title=\"{}\">[…]</span> ",
            self.page.ui.text("elided")
        );
        write!(out, "<p>")?;
        let mut end = whole.start;
        for window in windows {
            if window.start > end {
                write!(out, "{gap}")?;
            }
            end = window.end;
            let range = self.words(window);
            let range = range.start..range.end;
            let start = self.offsets.code_point(range.start);
            write!(out, "{}", self.marked(range, start, marks, anchors))?;
        }
        if end < whole.end {
            write!(out, "{gap}")?;
        }
        write!(out, "</p>")
    }

    /// The bytes of a window, widened to whole words.
    fn words(&self, window: Range<usize>) -> Range<usize> {
        let text = self.stored.document.text();
        let start = self.offsets.byte(window.start).unwrap_or(0);
        let end = self.offsets.byte(window.end).unwrap_or(text.len());
        let is_inner = |character: char| !character.is_whitespace();
        let before = text.get(..start).unwrap_or_default();
        let before = before.trim_end_matches(is_inner).len();
        let after = text.get(end..).unwrap_or_default();
        let after = after.len() - after.trim_start_matches(is_inner).len();
        before..end + after
    }

    fn marked(
        &self,
        range: Range<usize>,
        start: usize,
        marks: &[Mark],
        anchors: &[usize],
    ) -> String {
        let text = self.stored.document.text().get(range).unwrap_or_default();
        let prefix = format!("d{}-", self.number);
        Marked { text, start, marks, anchors, link: None, prefix: &prefix }.to_string()
    }

    /// The rows of a table that records stand in, under its header rows.
    fn table(
        &self,
        out: &mut impl Write,
        table: &Table,
        marks: &[Mark],
        anchors: &[usize],
    ) -> io::Result<()> {
        let mut rows: BTreeMap<u32, Vec<(&Cell, Range<usize>)>> = BTreeMap::new();
        for cell in &table.cells {
            let range = cell.span.map_or(0..0, |span| span.start()..span.end());
            rows.entry(cell.row).or_default().push((cell, range));
        }
        let code_points = |range: &Range<usize>| {
            self.offsets.code_point(range.start)..self.offsets.code_point(range.end)
        };
        let holds = |range: &Range<usize>| {
            let place = code_points(range);
            let next = anchors.partition_point(|anchor| *anchor < place.start);
            let is_anchor =
                anchors.get(next).is_some_and(|anchor| place.contains(anchor));
            is_anchor
                || marks.iter().any(|m| m.start < place.end && place.start < m.end)
        };
        let mut placed = BTreeSet::new();
        let mut html = String::new();
        let mut is_gap = false;
        for (row, cells) in &rows {
            let is_header = *row < table.header_rows;
            if !is_header && !cells.iter().any(|(_, range)| holds(range)) {
                is_gap = true;
                continue;
            }
            if is_gap {
                let gap = self.page.ui.text("elided");
                html.extend([format!(
                    "<tr><td class=\"dim\" colspan=\"{}\" title=\"{gap}\">[…]</td></tr>",
                    table.columns.max(1)
                )]);
                is_gap = false;
            }
            html.push_str("<tr>");
            let mut column = 0;
            for (cell, range) in cells {
                while column < cell.column {
                    html.push_str("<td></td>");
                    column += 1;
                }
                column = cell.column + cell.column_span.max(1);
                let place = code_points(range);
                let inside = anchors.iter().filter(|anchor| place.contains(anchor));
                placed.extend(inside.copied());
                let words = self.marked(range.clone(), place.start, marks, anchors);
                let (name, scope) = if is_header {
                    ("th", " scope=\"col\"")
                } else if cell.column < table.header_columns {
                    ("th", " scope=\"row\"")
                } else {
                    ("td", "")
                };
                let span = if cell.column_span > 1 {
                    format!(" colspan=\"{}\"", cell.column_span)
                } else {
                    String::new()
                };
                html.extend([format!("<{name}{scope}{span}>{words}</{name}>")]);
            }
            html.push_str("</tr>\n");
        }
        for anchor in anchors.iter().filter(|anchor| !placed.contains(anchor)) {
            write!(out, "<span id=\"d{}-{anchor}\"></span>", self.number)?;
        }
        write!(out, "<div class=\"grid\"><table><tbody>\n{html}</tbody></table></div>")
    }
}
