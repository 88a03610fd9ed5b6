//! One document for reading in a terminal, with what was found in it in its place.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;

use super::look::{self, Look, Palette, Styled};
use super::shown::grid;
use crate::index::StoredDocument;
use crate::model::{Block, BlockKind, Document, Finding, Offsets, Record};

/// The width of a text where none is given.
const PROSE: usize = 88;

/// A document with its records, to be written for reading.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The document.
    pub stored: &'a StoredDocument,
    /// What was found in it, to be shown in its place.
    pub records: &'a [Record],
    /// The only page to show, from 1; all if `None`.
    pub page: Option<u32>,
}

impl View<'_> {
    /// Writes the title line, then the blocks, wrapped, with the pages where they begin.
    /// On a terminal with colours, figures, actors and claims stand out.
    ///
    /// # Errors
    /// If `out` does not take it.
    pub fn write(&self, out: &mut impl Write, look: &Look) -> io::Result<()> {
        let document = &self.stored.document;
        let summary = &self.stored.summary;
        let palette = &look.palette;
        let path = look::one_line(&document.path);
        writeln!(out, "{}", Styled(palette.title, &path))?;
        let mut facts: Vec<String> = Vec::new();
        facts.extend(
            summary.title.as_deref().map(|title| look::one_line(title).into_owned()),
        );
        facts.extend(document.metadata.publisher.clone());
        facts.extend(summary.date.map(|date| date.to_string()));
        facts.push(summary.language.code().to_owned());
        facts.extend(summary.pages.map(|pages| format!("{pages} pages")));
        facts.push(format!("{} records", summary.records));
        writeln!(out, "{}", Styled(palette.faint, &facts.join(" · ")))?;
        let writer = BlockWriter {
            document,
            width: look.width.unwrap_or(PROSE).max(20),
            palette,
            found: found(document, self.records, palette),
        };
        let mut page = None;
        let body = document.blocks().iter().filter(|block| block.kind.is_body());
        for block in body.filter(|block| self.page.is_none() || block.page == self.page)
        {
            if block.page.is_some() && block.page != page {
                page = block.page;
                let mark = format!("-- page {} --", block.page.unwrap_or_default());
                writeln!(out, "\n{}", Styled(palette.faint, &mark))?;
            }
            writer.block(out, block)?;
        }
        if let (Some(only), None) = (self.page, page) {
            let what = if document.metadata.image_pages.contains(&only) {
                "a picture without text"
            } else {
                "no block begins here"
            };
            let mark = format!("-- page {only}: {what} --");
            writeln!(out, "\n{}", Styled(palette.faint, &mark))?;
        }
        Ok(())
    }
}

/// Returns the bytes that records take, each with its style: those of claims first, so
/// that the figures and actors in them come later and win. None without colours.
fn found(
    document: &Document,
    records: &[Record],
    palette: &Palette,
) -> Vec<(Range<usize>, Style)> {
    if *palette == Palette::default() {
        return Vec::new();
    }
    let offsets = Offsets::new(document.text());
    let mut found: Vec<(u8, Range<usize>, Style)> = records
        .iter()
        .filter_map(|record| {
            let (rank, style) = match record.finding {
                Finding::Claim(_) => (0, palette.label),
                Finding::Actor(_) => (1, palette.title),
                Finding::Figure(_) => (2, palette.found),
            };
            let start = offsets.byte(record.quote.start)?;
            let end = offsets.byte(record.quote.end)?;
            Some((rank, start..end, style))
        })
        .collect();
    found.sort_by_key(|(rank, range, _)| (*rank, range.start, range.end));
    found.into_iter().map(|(_, range, style)| (range, style)).collect()
}

struct BlockWriter<'a> {
    document: &'a Document,
    width: usize,
    palette: &'a Palette,
    found: Vec<(Range<usize>, Style)>,
}

impl BlockWriter<'_> {
    fn block(&self, out: &mut impl Write, block: &Block) -> io::Result<()> {
        let Self { document, width, palette, .. } = self;
        let text = block.span.quote(document.text());
        let (first, indent) = match block.kind {
            BlockKind::Heading { level } => {
                let marks = format!("{} ", "#".repeat(usize::from(level) + 1));
                let text = look::one_line(text);
                return writeln!(out, "\n{}", Styled(palette.found, &(marks + &text)));
            }
            BlockKind::Table { table } => {
                let grid = document
                    .tables()
                    .get(table as usize)
                    .map(|table| grid(document, table));
                writeln!(out)?;
                return self.grid(out, &grid.unwrap_or_default());
            }
            BlockKind::ListItem { level } => {
                let indent = 2 * usize::from(level.max(1));
                (format!("{:1$}- ", "", indent - 2), indent)
            }
            BlockKind::Note => ("  ".to_owned(), 2),
            _ => (String::new(), 0),
        };
        if !matches!(block.kind, BlockKind::ListItem { .. }) {
            writeln!(out)?;
        }
        let lines = look::wrapped(text, width.saturating_sub(indent).max(20));
        for (place, line) in lines.into_iter().enumerate() {
            let line = self.painted(line);
            if place == 0 {
                writeln!(out, "{first}{line}")?;
            } else {
                writeln!(out, "{:indent$}{line}", "")?;
            }
        }
        Ok(())
    }

    fn grid(&self, out: &mut impl Write, grid: &[Vec<&str>]) -> io::Result<()> {
        let columns = grid.first().map_or(0, Vec::len);
        let widths: Vec<usize> = (0..columns)
            .map(|at| {
                grid.iter()
                    .filter_map(|row| row.get(at))
                    .map(|cell| look::columns(&look::one_line(cell)))
                    .max()
            })
            .map(Option::unwrap_or_default)
            .collect();
        for row in grid {
            let mut line = String::from("|");
            for (cell, width) in row.iter().zip(&widths) {
                let pad = width.saturating_sub(look::columns(&look::one_line(cell)));
                line.push(' ');
                line.push_str(&self.painted(cell));
                line.extend(std::iter::repeat_n(' ', pad + 1));
                line.push('|');
            }
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// Returns a part of the document's text with the styles of what was found in it, on
    /// one line.
    fn painted<'t>(&self, part: &'t str) -> Cow<'t, str> {
        let line = look::one_line(part);
        let start = part.as_ptr().addr() - self.document.text().as_ptr().addr();
        let end = start + part.len();
        let here: Vec<&(Range<usize>, Style)> = self
            .found
            .iter()
            .filter(|(range, _)| range.start < end && range.end > start)
            .collect();
        if here.is_empty() || matches!(line, Cow::Owned(_)) {
            return line;
        }
        let mut styles = vec![Style::new(); part.len()];
        for (range, style) in here {
            let from = range.start.saturating_sub(start);
            let to = (range.end - start).min(part.len());
            if let Some(styles) = styles.get_mut(from..to) {
                styles.fill(*style);
            }
        }
        let mut painted = String::with_capacity(part.len() + 32);
        let mut last = Style::new();
        for (at, character) in part.char_indices() {
            let style = styles.get(at).copied().unwrap_or_default();
            if style != last {
                painted.push_str(&last.render_reset().to_string());
                painted.push_str(&style.render().to_string());
                last = style;
            }
            painted.push(character);
        }
        painted.push_str(&last.render_reset().to_string());
        Cow::Owned(painted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentBuilder, Metadata};

    /// Checks a text of which the words in brackets were found, each of them again in
    /// brackets where it is shown.
    #[track_caller]
    fn check(found: &[(&str, u8)], text: &str, expected: &str) {
        let mut builder = DocumentBuilder::default();
        builder.parts().0.push_str(text);
        let document = builder.finish("a.txt", Metadata::default());
        let found = found
            .iter()
            .map(|(words, color)| {
                let start = text.find(words).unwrap();
                let color = anstyle::Ansi256Color(*color).into();
                (start..start + words.len(), Style::new().fg_color(Some(color)))
            })
            .collect();
        let palette = Palette::colored();
        let writer =
            BlockWriter { document: &document, width: 80, palette: &palette, found };
        let painted = writer.painted(document.text()).into_owned();
        let shown = painted
            .replace("\u{1b}[38;5;1m", "[1:")
            .replace("\u{1b}[38;5;2m", "[2:")
            .replace("\u{1b}[0m", "]");
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_was_found_stands_out_in_its_place() {
        check(
            &[("5,8 % du PIB", 1)],
            "Le déficit atteint 5,8 % du PIB en 2024.",
            "Le déficit atteint [1:5,8 % du PIB] en 2024.",
        );
    }

    #[test]
    fn a_figure_in_a_claim_wins() {
        check(
            &[("debt could reach £3bn", 1), ("£3bn", 2)],
            "The OECD said debt could reach £3bn.",
            "The OECD said [1:debt could reach ][2:£3bn].",
        );
    }
}
