//! The report as one HTML page: claims by speaker, figures, actors, sources.
//!
//! The page stands alone: style and script are inside, nothing is fetched, and it reads
//! without its script. Every record leads to its place in the section of sources, and
//! to the file it was read from.

mod actors;
mod claims;
mod figures;
mod html;
mod sources;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use crate::output::escape::Escaped;
use html::{Mark, MarkClass, Marked};
pub use texts::ReportLanguage;

use crate::corpus::{Counts, Fate, Manifest, State};
use crate::error::Result;
use crate::index::{DocumentSummary, Index, RecordOptions, StoredDocument};
use crate::model::{Figure, FigureKind, Finding, Language, Quoted, Record};

/// All that a report tells, gathered from an index.
#[derive(Debug)]
pub struct Report {
    query: String,
    counts: Counts,
    /// In the order of the manifest.
    documents: Vec<ReportDocument>,
    /// By document, then by place.
    records: Vec<Record>,
}

#[derive(Debug)]
struct ReportDocument {
    path: String,
    /// The path of the file that holds it: its own, but for rows.
    file: String,
    /// The link to the file.
    link: Option<String>,
    fate: Fate,
    summary: Option<DocumentSummary>,
    /// The text, if there are records of it.
    stored: Option<StoredDocument>,
    /// Its place among the records.
    records: Range<usize>,
}

impl ReportDocument {
    /// What to call it: its title, else its path.
    fn name(&self) -> &str {
        let title = self.summary.as_ref().and_then(|summary| summary.title.as_deref());
        title.filter(|title| !title.trim().is_empty()).unwrap_or(&self.path)
    }
}

impl Report {
    /// Gathers the records that answer `query`, all if it is empty, with the texts they
    /// stand in.
    ///
    /// # Errors
    /// `Query` if the query is not understood; `Damaged` if the index is.
    pub fn gather(index: &Index, query: &str) -> Result<Self> {
        let manifest = Manifest::from_bytes(&index.manifest()?)?;
        let records = index.records(query, &RecordOptions::default())?.records;
        let mut places: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        for (place, record) in records.iter().enumerate() {
            places.entry(&record.document).or_insert(place..place).end = place + 1;
        }
        let mut summaries: BTreeMap<String, _> = index
            .documents()?
            .into_iter()
            .map(|summary| (summary.path.clone(), summary))
            .collect();
        let mut documents = Vec::new();
        for file in &manifest.files {
            for (path, fate) in file.documents() {
                let records = places.remove(path).unwrap_or_default();
                let stored =
                    if records.is_empty() { None } else { Some(index.document(path)?) };
                documents.push(ReportDocument {
                    path: path.to_owned(),
                    file: file.path.clone(),
                    link: None,
                    fate: fate.clone(),
                    summary: summaries.remove(path),
                    stored,
                    records,
                });
            }
        }
        let counts = manifest.counts();
        Ok(Self { query: query.trim().to_owned(), counts, documents, records })
    }

    /// Returns how many records there are.
    pub fn record_count(&self) -> usize {
        self.records.len()
    }

    /// Links the documents to their files, for a page in `folder`. The paths of files
    /// were given from within `base`; both folders are absolute.
    pub fn link(&mut self, base: &Path, folder: &Path) {
        for document in &mut self.documents {
            document.link = html::relative_link(folder, &base.join(&document.file));
        }
    }

    /// Returns the language that most of the documents are in; English if neither
    /// prevails.
    pub fn main_language(&self) -> ReportLanguage {
        let count = |language| {
            let documents = self.documents.iter();
            documents
                .filter(|document| {
                    document.summary.as_ref().is_some_and(|s| s.language == language)
                })
                .count()
        };
        if count(Language::French) > count(Language::English) {
            ReportLanguage::French
        } else {
            ReportLanguage::English
        }
    }

    /// Writes the page, which speaks `ui`.
    ///
    /// # Errors
    /// If `out` does not take it.
    pub fn write(&self, out: &mut impl Write, ui: ReportLanguage) -> io::Result<()> {
        Page { report: self, ui }.write(out)
    }
}

/// A record with its document and the number of that, from 1.
#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    number: usize,
    document: &'a ReportDocument,
    record: &'a Record,
}

/// A list of choices to filter by.
#[derive(Debug)]
struct Pick<'a> {
    /// The name of the `data-` attribute that it looks at.
    name: &'a str,
    label: &'a str,
    /// The choice of everything.
    all: &'a str,
    /// The values, each with its words.
    options: Vec<(&'a str, &'a str)>,
}

/// The page while it is written.
#[derive(Debug, Clone, Copy)]
struct Page<'a> {
    report: &'a Report,
    ui: ReportLanguage,
}

impl<'a> Page<'a> {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let ui = self.ui;
        let title = Escaped(ui.text("title"));
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
             <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
            ui.code(),
            include_str!("style.css"),
        )?;
        writeln!(out, "<a class=\"skip\" href=\"#main\">{}</a>", ui.text("skip"))?;
        writeln!(out, "<header>\n<h1>{title}</h1>")?;
        if !self.report.query.is_empty() {
            writeln!(
                out,
                "<p class=\"dim\">{} <code>{}</code></p>",
                ui.text("for_query"),
                Escaped(&self.report.query)
            )?;
        }
        writeln!(out, "<nav aria-label=\"{}\"><ul>", ui.text("contents"))?;
        for (id, words) in [
            ("overview", ui.text("overview")),
            ("claims", ui.text("claims")),
            ("figures", ui.text("figures")),
            ("actors", ui.text("actors")),
            ("sources", ui.text("sources")),
        ] {
            writeln!(out, "<li><a href=\"#{id}\">{words}</a></li>")?;
        }
        writeln!(out, "</ul></nav>\n</header>\n<main id=\"main\">")?;
        self.overview(out)?;
        claims::write(self, out)?;
        figures::write(self, out)?;
        actors::write(self, out)?;
        sources::write(self, out)?;
        write!(
            out,
            "</main>\n<footer><p>{}</p></footer>\n<script>\n{}</script>\n</body>\n</html>\n",
            ui.text("made_by"),
            include_str!("script.js"),
        )
    }

    /// All records with their documents, in the order of the documents.
    fn found(&self) -> impl Iterator<Item = Found<'a>> + use<'a> {
        let records = &self.report.records;
        (1..).zip(&self.report.documents).flat_map(move |(number, document)| {
            let own = records.get(document.records.clone()).unwrap_or_default();
            own.iter().map(move |record| Found { number, document, record })
        })
    }

    /// All figures, of which dates are or are not.
    fn figures(
        &self,
        are_dates: bool,
    ) -> impl Iterator<Item = (Found<'a>, &'a Figure<Quoted>)> + use<'a> {
        self.found().filter_map(move |found| match &found.record.finding {
            Finding::Figure(figure)
                if (figure.kind == FigureKind::Date) == are_dates =>
            {
                Some((found, figure))
            }
            _ => None,
        })
    }

    fn overview(&self, out: &mut impl Write) -> io::Result<()> {
        let ui = self.ui;
        let report = self.report;
        let Counts { documents, ok, partial, failed } = report.counts;
        section(out, "overview", ui.text("overview"))?;
        writeln!(out, "<dl class=\"facts\">")?;
        let mut states = vec![format!("{ok} {}", ui.text("state.ok"))];
        for (count, words) in
            [(partial, ui.text("state.partial")), (failed, ui.text("state.failed"))]
        {
            if count > 0 {
                states.push(format!("{count} {words}"));
            }
        }
        fact(out, ui.text("documents"), &documents.to_string(), &states.join(", "))?;
        let summaries = || report.documents.iter().filter_map(|d| d.summary.as_ref());
        let mut languages: BTreeMap<Language, usize> = BTreeMap::new();
        for summary in summaries() {
            *languages.entry(summary.language).or_default() += 1;
        }
        let languages: Vec<_> = languages
            .iter()
            .map(|(language, count)| {
                format!("{count} {}", ui.name("lang", language.code()))
            })
            .collect();
        fact(
            out,
            ui.text("languages"),
            &languages.len().to_string(),
            &languages.join(", "),
        )?;
        let dates: BTreeSet<String> =
            summaries().filter_map(|s| Some(s.date?.to_string())).collect();
        let period = match (dates.first(), dates.last()) {
            (Some(first), Some(last)) if first != last => {
                let year = |date: &str| date.split('-').next().map(str::to_owned);
                let (from, to) = (year(first), year(last));
                let years = if from == to {
                    from.unwrap_or_default()
                } else {
                    format!("{}–{}", from.unwrap_or_default(), to.unwrap_or_default())
                };
                (years, format!("{first} – {last}"))
            }
            (Some(date), _) => (date.clone(), String::new()),
            _ => (ui.text("undated").to_owned(), String::new()),
        };
        fact(out, ui.text("period_published"), &period.0, &period.1)?;
        let claims =
            self.found().filter(|f| matches!(f.record.finding, Finding::Claim(_)));
        fact(out, ui.text("claims"), &claims.count().to_string(), "")?;
        fact(out, ui.text("figures"), &self.figures(false).count().to_string(), "")?;
        let groups = actors::groups(self);
        let mentions: usize = groups.iter().map(|group| group.found.len()).sum();
        let mentions = format!("{mentions} {}", ui.text("mentions").to_lowercase());
        fact(out, ui.text("actors"), &groups.len().to_string(), &mentions)?;
        writeln!(out, "</dl>")?;
        self.bars(out)?;
        self.problems(out)?;
        writeln!(out, "</section>")
    }

    /// How many claims and figures there are of each kind.
    fn bars(&self, out: &mut impl Write) -> io::Result<()> {
        let ui = self.ui;
        let mut claims: BTreeMap<_, usize> = BTreeMap::new();
        let mut figures: BTreeMap<_, usize> = BTreeMap::new();
        for found in self.found() {
            match &found.record.finding {
                Finding::Claim(claim) => {
                    *claims.entry((claim.kind, claim.kind.name())).or_default() += 1;
                }
                Finding::Figure(figure) if figure.kind != FigureKind::Date => {
                    *figures.entry((figure.kind, figure.kind.name())).or_default() += 1;
                }
                _ => {}
            }
        }
        let claims: Vec<_> =
            claims.iter().map(|((_, name), count)| (*name, *count)).collect();
        let figures: Vec<_> =
            figures.iter().map(|((_, name), count)| (*name, *count)).collect();
        writeln!(out, "<div class=\"pair\">")?;
        for (title, family, counts) in [
            (ui.text("by_type"), "claim", claims),
            (ui.text("by_kind"), "figure", figures),
        ] {
            let Some(most) = counts.iter().map(|(_, count)| *count).max() else {
                continue;
            };
            writeln!(out, "<table class=\"bars\"><caption>{title}</caption><tbody>")?;
            for (name, count) in counts {
                writeln!(
                    out,
                    "<tr><th scope=\"row\">{}</th><td class=\"n\">{count}</td>\
                     <td><span class=\"bar\" style=\"width:{}%\"></span></td></tr>",
                    ui.name(family, name),
                    count * 100 / most,
                )?;
            }
            writeln!(out, "</tbody></table>")?;
        }
        writeln!(out, "</div>")
    }

    fn problems(&self, out: &mut impl Write) -> io::Result<()> {
        let ui = self.ui;
        writeln!(out, "<h3>{}</h3>", ui.text("problems"))?;
        let problems =
            || self.report.documents.iter().filter(|d| d.fate.state != State::Ok);
        if problems().next().is_none() {
            return writeln!(out, "<p>{}</p>", ui.text("no_problems"));
        }
        writeln!(
            out,
            "<p class=\"note\">{}</p>\n<table class=\"wide\"><thead><tr>\
             <th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
             </tr></thead><tbody>",
            ui.text("problems_note"),
            ui.text("state"),
            ui.text("document"),
            ui.text("reason"),
        )?;
        for document in problems() {
            let state = document.fate.state.name();
            writeln!(
                out,
                "<tr><td class=\"{state}\">{}</td><td>{}</td><td>{}</td></tr>",
                ui.name("state", state),
                Escaped(&document.path),
                Escaped(&document.fate.reason()),
            )?;
        }
        writeln!(out, "</tbody></table>")
    }

    /// The link to the file of a record, at its page where the format has pages.
    fn file_link(&self, found: Found<'_>) -> String {
        let words = match found.record.page {
            Some(page) => format!("{}\u{a0}{page}", self.ui.text("page_short")),
            None => self.ui.text("in_source").to_owned(),
        };
        let Some(link) = &found.document.link else { return words };
        let page = match found.record.page {
            Some(page) if is_pdf(&found.document.file) => format!("#page={page}"),
            _ => String::new(),
        };
        let name = Escaped(found.document.name());
        let open = self.ui.text("open_file");
        format!(
            "<a href=\"{}{page}\" title=\"{open}{}{name}\">{words}</a>",
            Escaped(link),
            ": ",
        )
    }

    /// The fields to filter a list by; a script shows them, for they need it.
    fn filter(
        &self,
        out: &mut impl Write,
        list: &str,
        picks: &[Pick<'_>],
    ) -> io::Result<()> {
        let ui = self.ui;
        write!(
            out,
            "<form class=\"filter\" data-for=\"{list}\" data-of=\"{}\" data-shown=\"{}\" \
             role=\"search\" aria-label=\"{}\" hidden><label>{}\
             <input type=\"search\" name=\"words\"></label>",
            ui.text("of"),
            ui.text("shown"),
            ui.text("filter"),
            ui.text("filter"),
        )?;
        for Pick { name, label, all, options } in picks {
            write!(
                out,
                "<label>{label}<select name=\"{name}\"><option value=\"\">{all}</option>"
            )?;
            for (value, words) in options {
                write!(
                    out,
                    "<option value=\"{}\">{}</option>",
                    Escaped(value),
                    Escaped(words)
                )?;
            }
            write!(out, "</select></label>")?;
        }
        writeln!(out, "<output aria-live=\"polite\"></output></form>")
    }
}

/// The places to mark for a record: its words or, for a claim, the parts of them.
fn marks(record: &Record) -> Vec<Mark> {
    let mark =
        |quoted: &Quoted, class| Mark { start: quoted.start, end: quoted.end, class };
    match &record.finding {
        Finding::Figure(_) => vec![mark(&record.quote, MarkClass::Figure)],
        Finding::Actor(_) => vec![mark(&record.quote, MarkClass::Actor)],
        Finding::Claim(claim) => {
            claim.content.iter().map(|part| mark(part, MarkClass::Claim)).collect()
        }
    }
}

/// Opens a section.
fn section(out: &mut impl Write, id: &str, title: &str) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n\
         <h2 id=\"{id}-title\">{}</h2>",
        Escaped(title)
    )
}

/// The link to a document's part of the sources.
fn document_link(found: Found<'_>) -> String {
    let name = Escaped(found.document.name());
    format!("<a href=\"#d{}\">{name}</a>", found.number)
}

/// The sentence of a record with its own words marked; they lead to their place in
/// the sources.
fn sentence(found: Found<'_>) -> String {
    let Record { sentence, quote, language, .. } = found.record;
    let prefix = format!("d{}-", found.number);
    let marked = Marked {
        text: &sentence.text,
        start: sentence.start,
        marks: &marks(found.record),
        anchors: &[],
        link: Some(quote.start),
        prefix: &prefix,
    };
    format!("<span lang=\"{}\">{marked}</span>", language.code())
}

fn is_pdf(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
}

fn fact(out: &mut impl Write, name: &str, value: &str, more: &str) -> io::Result<()> {
    write!(out, "<div><dt>{name}</dt><dd>{}", Escaped(value))?;
    if !more.is_empty() {
        write!(out, "<small>{}</small>", Escaped(more))?;
    }
    writeln!(out, "</dd></div>")
}

#[cfg(test)]
mod tests;
