//! Bounds the nesting of HTML before it is parsed: a tree of 100,000 levels takes the
//! parser time that grows with the square of the depth.

use std::borrow::Cow;

/// The most elements open at once; pages written by people stay below 60.
const MOST_OPEN: usize = 256;
/// The most formatting elements open at once: each is opened again in each paragraph.
const MOST_FORMATTING: usize = 16;

/// Elements that hold nothing.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
    "param", "source", "track", "wbr",
];
/// Elements whose content is no markup.
const RAW: [&str; 9] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
    "noscript",
];
/// Elements that are opened again in the next paragraph until they are closed.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike",
    "strong", "tt", "u",
];

/// Returns the elements whose start ends an open one like itself, and the elements that
/// this does not reach through (HTML Standard, section 13.2.6).
fn ends(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "li" => (&["li"], &["ul", "ol", "menu", "table"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl", "table"]),
        "td" | "th" => (&["td", "th"], &["table", "tr"]),
        "tr" => (&["tr"], &["table"]),
        "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
        "option" => (&["option"], &["select"]),
        "p" => (&["p"], &["table", "button", "td", "th", "li", "div"]),
        _ => (&[], &[]),
    }
}

/// Returns the source without the tags that nest too deep, and how many those are; the
/// text in them is kept.
pub(super) fn bound(source: &str) -> (Cow<'_, str>, usize) {
    let mut stack = Stack::default();
    let mut bounded = String::new();
    let (mut kept, mut left_out) = (0, 0);
    let mut at = 0;
    while let Some(found) = find(source, at, "<") {
        let rest = source.get(found..).unwrap_or_default();
        if rest.starts_with("<!--") {
            at = find(source, found + 4, "-->").map_or(source.len(), |end| end + 3);
            continue;
        }
        let end_tag = rest.starts_with("</");
        let name_at = found + 1 + usize::from(end_tag);
        let name = source.get(name_at..).unwrap_or_default();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = found + 1;
            continue;
        }
        let length = name
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
            .unwrap_or(name.len());
        let name = name.get(..length).unwrap_or_default();
        let end = tag_end(source, name_at + length);
        at = end;
        let lower = name.to_ascii_lowercase();
        let name = lower.as_str();
        let keep = if end_tag {
            stack.close(name)
        } else if VOID.contains(&name) {
            true
        } else if RAW.contains(&name) {
            at = raw_end(source, end, name);
            true
        } else {
            stack.start(name)
        };
        if !keep {
            bounded.push_str(source.get(kept..found).unwrap_or_default());
            kept = end;
            // Bold type more or less is no loss.
            left_out += usize::from(!end_tag && !FORMATTING.contains(&name));
        }
    }
    if kept == 0 {
        return (Cow::Borrowed(source), 0);
    }
    bounded.push_str(source.get(kept..).unwrap_or_default());
    (Cow::Owned(bounded), left_out)
}

/// What is open.
#[derive(Default)]
struct Stack {
    open: Vec<Open>,
    /// The formatting elements that the parser opens again.
    formatting: Vec<String>,
}

/// An open element.
struct Open {
    name: String,
    /// Whether its tags are kept.
    is_kept: bool,
    /// How many formatting elements there were before.
    formatting: usize,
}

impl Stack {
    /// Opens an element; returns whether its tag is kept.
    fn start(&mut self, name: &str) -> bool {
        let (ended, walls) = ends(name);
        if !ended.is_empty() {
            for (place, element) in self.open.iter().enumerate().rev() {
                if ended.contains(&element.name.as_str()) {
                    self.cut(place);
                    break;
                }
                if walls.contains(&element.name.as_str()) {
                    break;
                }
            }
        }
        let mut is_kept = self.open.len() < MOST_OPEN;
        let formatting = self.formatting.len();
        if FORMATTING.contains(&name) {
            if name == "a" {
                self.formatting.retain(|known| known != "a");
            }
            is_kept &= self.formatting.len() < MOST_FORMATTING;
            if is_kept {
                self.formatting.push(name.to_owned());
            }
        }
        // Elements beyond twice the limit are not even remembered.
        if self.open.len() < 2 * MOST_OPEN {
            self.open.push(Open { name: name.to_owned(), is_kept, formatting });
        }
        is_kept
    }

    /// Closes an element; returns whether its tag is kept.
    fn close(&mut self, name: &str) -> bool {
        if let Some(place) = self.formatting.iter().rposition(|known| known == name) {
            self.formatting.remove(place);
        }
        let Some(place) = self.open.iter().rposition(|element| element.name == name)
        else {
            // A stray end: the parser drops it, but `</p>` makes a paragraph.
            return self.open.len() < MOST_OPEN;
        };
        let is_kept = self.open.get(place).is_some_and(|element| element.is_kept);
        self.cut(place);
        is_kept
    }

    /// Closes the element at a place and all in it. Cells end the formatting in them.
    fn cut(&mut self, place: usize) {
        if let Some(element) = self.open.get(place)
            && matches!(element.name.as_str(), "td" | "th" | "caption")
        {
            self.formatting.truncate(element.formatting);
        }
        self.open.truncate(place);
    }
}

fn find(source: &str, from: usize, what: &str) -> Option<usize> {
    source.get(from..)?.find(what).map(|at| from + at)
}

/// Returns the byte after the `>` of a tag, past quoted values.
fn tag_end(source: &str, from: usize) -> usize {
    let mut quote = None;
    for (at, byte) in source.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => {
                // A quotation mark opens a value only behind an equals sign.
                let before = source.as_bytes().get(..at).unwrap_or_default();
                let before =
                    before.iter().rev().find(|byte| !byte.is_ascii_whitespace());
                if before == Some(&b'=') {
                    quote = Some(byte);
                }
            }
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    source.len()
}

/// Returns the byte where the end tag of an element without markup begins.
fn raw_end(source: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = find(source, at, "</") {
        let after = source.get(found + 2..found + 2 + name.len());
        if after.is_some_and(|after| after.eq_ignore_ascii_case(name)) {
            return found;
        }
        at = found + 2;
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_left_alone() {
        let items = "<li>un<li>deux<p>trois".repeat(1000);
        let deep = format!("{}x{}", "<div>".repeat(200), "</div>".repeat(200));
        let script = format!("<script>{}</script>", "'<div>'".repeat(1000));
        let rows = "<tr><td><font>a</td><td>b".repeat(1000);
        let table = format!("<table>{rows}</table>");
        for source in [&items, &deep, &script, &table] {
            let (bounded, left_out) = bound(source);
            assert_eq!(left_out, 0);
            assert_eq!(&bounded, source);
        }
    }

    #[test]
    fn what_nests_too_deep_loses_its_tags_and_keeps_its_text() {
        let source = format!(
            "{}été<p>a</p>{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        );
        let (bounded, left_out) = bound(&source);
        assert_eq!(bounded.matches("<div>").count(), MOST_OPEN);
        assert_eq!(left_out, 100_000 - MOST_OPEN + 1);
        assert!(bounded.contains("étéa"));
        assert_eq!(bound(&"<".repeat(500_000)).1, 0, "no tag");
        let bold = "<p><b class=x>x".repeat(1000);
        assert!(bound(&bold).0.matches("<b").count() <= MOST_FORMATTING);
    }
}
