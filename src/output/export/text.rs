//! Texts word by word or line by line: vertical files, CoNLL-U, `IRaMuTeQ`.

use std::io::{self, Write};

use super::{AnnotatedText, spaced};
use crate::model::{BlockKind, Language};
use crate::output::escape::Escaped;

/// Writes a document as a vertical file: a word a line, structures as tags. It is what
/// the Corpus Workbench and TXM import.
///
/// # Errors
/// If `out` does not take it.
pub fn write_vertical(
    out: &mut impl Write,
    text: &AnnotatedText<'_>,
) -> io::Result<()> {
    let date = text.date().map(|date| date.to_string()).unwrap_or_default();
    writeln!(
        out,
        "<text id=\"{}\" title=\"{}\" date=\"{date}\" year=\"{}\" lang=\"{}\">",
        Escaped(&text.document.path),
        Escaped(&spaced(text.title())),
        date.get(..4).unwrap_or_default(),
        text.language.code(),
    )?;
    for block in text.blocks() {
        let page = block.page.map(|page| page.to_string()).unwrap_or_default();
        let (kind, language) = (block.kind.name(), block.language.code());
        writeln!(out, "<p type=\"{kind}\" page=\"{page}\" lang=\"{language}\">")?;
        for sentence in block.sentences {
            out.write_all(b"<s>\n")?;
            let tokens = text.tokens(sentence);
            for (place, token) in tokens.iter().enumerate() {
                writeln!(out, "{}", Escaped(&spaced(text.words(token.span))))?;
                if AnnotatedText::is_joined(tokens, place) {
                    out.write_all(b"<g/>\n")?;
                }
            }
            out.write_all(b"</s>\n")?;
        }
        out.write_all(b"</p>\n")?;
    }
    out.write_all(b"</text>\n")
}

/// Writes a document as CoNLL-U: forms and spaces; lemmas, classes and trees are left
/// open (`_`), for a parser to fill.
///
/// # Errors
/// If `out` does not take it.
pub fn write_conllu(out: &mut impl Write, text: &AnnotatedText<'_>) -> io::Result<()> {
    writeln!(out, "# newdoc id = {}", spaced(&text.document.path))?;
    let mut number = 0;
    for block in text.blocks() {
        out.write_all(b"# newpar\n")?;
        for sentence in block.sentences {
            number += 1;
            let path = spaced(&text.document.path);
            writeln!(out, "# sent_id = {path}-{number}")?;
            writeln!(out, "# lang = {}", block.language.code())?;
            writeln!(out, "# text = {}", spaced(text.words(sentence.span)))?;
            let tokens = text.tokens(sentence);
            for (place, token) in tokens.iter().enumerate() {
                let form = spaced(text.words(token.span));
                let space = if AnnotatedText::is_joined(tokens, place) {
                    "SpaceAfter=No"
                } else {
                    "_"
                };
                writeln!(out, "{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}", place + 1)?;
            }
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// Writes a document as `IRaMuTeQ` reads it: a line of starred variables, then the text
/// with a line a block. Tables and headings that are not in the main language stay in.
///
/// # Errors
/// If `out` does not take it.
pub fn write_iramuteq(
    out: &mut impl Write,
    text: &AnnotatedText<'_>,
) -> io::Result<()> {
    write!(out, "**** *doc_{}", variable(&text.document.path))?;
    if text.language != Language::Other {
        write!(out, " *lang_{}", text.language.code())?;
    }
    if let Some(date) = text.date() {
        write!(out, " *year_{}", date.year())?;
    }
    out.write_all(b"\n")?;
    for block in text.blocks() {
        if matches!(block.kind, BlockKind::Table { .. }) {
            continue;
        }
        let words: Vec<_> =
            block.sentences.iter().map(|s| spaced(text.words(s.span))).collect();
        // A star at the start of a word would be read as a variable.
        writeln!(out, "{}", words.join(" ").replace('*', " "))?;
    }
    out.write_all(b"\n")
}

/// The value of a starred variable: letters, digits and underscores.
fn variable(name: &str) -> String {
    let mut value = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_alphanumeric() {
            value.push(character);
        } else if !value.ends_with('_') {
            value.push('_');
        }
    }
    value.trim_matches('_').to_owned()
}
