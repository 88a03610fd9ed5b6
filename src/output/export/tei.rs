//! TEI P5.

use std::io::{self, Write};

use super::{AnnotatedText, BodyBlock, rows, spaced};
use crate::model::BlockKind;
use crate::output::escape::Escaped;

/// Writes what comes before the documents of a corpus.
///
/// # Errors
/// If `out` does not take it.
pub fn write_tei_start(out: &mut impl Write) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
          <teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">\n",
    )?;
    header(out, "dicta", None, "")
}

/// Writes what comes after the documents.
///
/// # Errors
/// If `out` does not take it.
pub fn write_tei_end(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"</teiCorpus>\n")
}

/// Writes a document as a `TEI` element: headings, paragraphs, items, notes and tables,
/// each in sentences.
///
/// # Errors
/// If `out` does not take it.
pub fn write_tei(out: &mut impl Write, text: &AnnotatedText<'_>) -> io::Result<()> {
    out.write_all(b"<TEI>\n")?;
    let date = text.date().map(|date| date.to_string());
    header(out, &spaced(text.title()), date.as_deref(), &text.document.path)?;
    writeln!(out, "<text xml:lang=\"{}\"><body><div>", text.language.code())?;
    let mut page = None;
    let mut has_content = false;
    for block in text.blocks() {
        if block.page != page {
            page = block.page;
            if let Some(page) = page {
                writeln!(out, "<pb n=\"{page}\"/>")?;
            }
        }
        // A division begins with its heading.
        let is_heading = matches!(block.kind, BlockKind::Heading { .. });
        if is_heading && has_content {
            out.write_all(b"</div><div>\n")?;
        }
        has_content |= !is_heading;
        write_block(out, text, &block)?;
    }
    if !has_content {
        // TEI wants something in a division.
        out.write_all(b"<p/>\n")?;
    }
    out.write_all(b"</div></body></text>\n</TEI>\n")
}

fn header(
    out: &mut impl Write,
    title: &str,
    date: Option<&str>,
    source: &str,
) -> io::Result<()> {
    write!(
        out,
        "<teiHeader><fileDesc><titleStmt><title>{}</title></titleStmt>",
        Escaped(title)
    )?;
    out.write_all(b"<publicationStmt>")?;
    match date {
        Some(date) => write!(out, "<p><date when=\"{date}\">{date}</date></p>")?,
        None => out.write_all(b"<p/>")?,
    }
    write!(
        out,
        "</publicationStmt><sourceDesc><p>{}</p></sourceDesc>",
        Escaped(source)
    )?;
    out.write_all(b"</fileDesc></teiHeader>\n")
}

fn write_block(
    out: &mut impl Write,
    text: &AnnotatedText<'_>,
    block: &BodyBlock<'_>,
) -> io::Result<()> {
    let language = if block.language == text.language {
        String::new()
    } else {
        format!(" xml:lang=\"{}\"", block.language.code())
    };
    let (open, close) = match block.kind {
        BlockKind::Heading { .. } => ("head", "</head>\n"),
        BlockKind::Note => ("note", "</note>\n"),
        BlockKind::ListItem { .. } => ("list", "</item></list>\n"),
        BlockKind::Table { .. } => return write_table(out, text, block, &language),
        _ => ("p", "</p>\n"),
    };
    write!(out, "<{open}{language}>")?;
    if open == "list" {
        out.write_all(b"<item>")?;
    }
    for sentence in block.sentences {
        let words = spaced(text.words(sentence.span));
        write!(out, "<s>{}</s>", Escaped(&words))?;
    }
    out.write_all(close.as_bytes())
}

fn write_table(
    out: &mut impl Write,
    text: &AnnotatedText<'_>,
    block: &BodyBlock<'_>,
    language: &str,
) -> io::Result<()> {
    writeln!(out, "<table{language}>")?;
    for row in rows(text.document, block.kind) {
        out.write_all(b"<row>")?;
        for cell in row {
            let words = text.document.text().get(cell).map(spaced).unwrap_or_default();
            write!(out, "<cell>{}</cell>", Escaped(&words))?;
        }
        out.write_all(b"</row>\n")?;
    }
    out.write_all(b"</table>\n")
}
