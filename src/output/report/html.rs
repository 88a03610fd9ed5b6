//! HTML written safely: escaped words, links, marked sentences.

use std::fmt;
use std::path::{Component, Path, PathBuf};

use crate::output::escape::{Escaped, push_percent_encoded};

/// A stretch of text to mark, in code points of the document, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The first code point.
    pub(super) start: usize,
    /// One after the last code point.
    pub(super) end: usize,
    /// What it is of.
    pub(super) class: MarkClass,
}

/// What a [`Mark`] is of; the names are those of the style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MarkClass {
    Claim,
    Figure,
    Actor,
}

impl MarkClass {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Claim, "c"), (Self::Figure, "f"), (Self::Actor, "a")];
}

/// Writes `text`, which begins at code point `start` of its document, with `marks`
/// around what they cover. They may overlap: the text is cut at every edge, and a piece
/// bears all its classes. The piece at which an anchor of `anchors` (in order) begins
/// gets it as its id, behind `prefix`; the one that begins at `link` leads to the place
/// with that id.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marked<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) marks: &'a [Mark],
    pub(super) anchors: &'a [usize],
    pub(super) link: Option<usize>,
    pub(super) prefix: &'a str,
}

impl fmt::Display for Marked<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.start + self.text.chars().count();
        let mut cuts: Vec<usize> = self
            .marks
            .iter()
            .flat_map(|mark| [mark.start, mark.end])
            .chain(self.anchors.iter().copied())
            .chain(self.link)
            .filter(|cut| (self.start..end).contains(cut))
            .chain([self.start, end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut bytes = self.text.char_indices().map(|(byte, _)| byte);
        let mut place = self.start;
        let mut byte = 0;
        for pair in cuts.windows(2) {
            let &[from, to] = pair else { continue };
            let next = bytes.nth(to - place).unwrap_or(self.text.len());
            place = to + 1;
            let words = self.text.get(byte..next).unwrap_or_default();
            byte = next;
            self.piece(formatter, from, words)?;
        }
        Ok(())
    }
}

impl Marked<'_> {
    fn piece(
        &self,
        formatter: &mut fmt::Formatter<'_>,
        from: usize,
        words: &str,
    ) -> fmt::Result {
        let covers = |mark: &&Mark| (mark.start..mark.end).contains(&from);
        let mut classes = String::new();
        for (class, name) in MarkClass::ALL {
            if self.marks.iter().filter(covers).any(|mark| mark.class == class) {
                if !classes.is_empty() {
                    classes.push(' ');
                }
                classes.push_str(name);
            }
        }
        let is_anchor = self.anchors.binary_search(&from).is_ok();
        if self.link == Some(from) {
            let own = Self { link: None, ..*self };
            write!(formatter, "<a href=\"#{}{from}\">", Escaped(self.prefix))?;
            own.piece(formatter, from, words)?;
            return formatter.write_str("</a>");
        }
        let element = if classes.is_empty() { "span" } else { "mark" };
        if classes.is_empty() && !is_anchor {
            return write!(formatter, "{}", Escaped(words));
        }
        write!(formatter, "<{element}")?;
        if !classes.is_empty() {
            write!(formatter, " class=\"{classes}\"")?;
        }
        if is_anchor {
            write!(formatter, " id=\"{}{from}\"", Escaped(self.prefix))?;
        }
        write!(formatter, ">{}</{element}>", Escaped(words))
    }
}

/// Returns the link from a file in `folder` to `file`: relative, percent-encoded, never
/// to be taken for an address with a scheme. Both paths are absolute; `None` if they
/// have no root in common.
pub(super) fn relative_link(folder: &Path, file: &Path) -> Option<String> {
    let (folder, file) = (plain(folder), plain(file));
    let mut from = folder.components().peekable();
    let mut to = file.components().peekable();
    if from.peek() != to.peek() {
        return None;
    }
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let mut link = String::new();
    for _ in from {
        link.push_str("../");
    }
    if link.is_empty() {
        link.push_str("./");
    }
    for (place, part) in to.enumerate() {
        if place > 0 {
            link.push('/');
        }
        push_percent_encoded(&mut link, &part.as_os_str().to_string_lossy());
    }
    Some(link)
}

/// Takes `.` and `..` out of a path by its words alone.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            _ => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a text that begins at code point 10 of its document.
    fn check(text: &str, marks: &[(usize, usize, MarkClass)], html: &str) {
        let marks: Vec<Mark> = marks
            .iter()
            .map(|&(start, end, class)| Mark { start, end, class })
            .collect();
        let marked = Marked {
            text,
            start: 10,
            marks: &marks,
            anchors: &[13],
            link: None,
            prefix: "d1-",
        };
        assert_eq!(marked.to_string(), html);
    }

    #[test]
    fn marks_fall_on_code_points_and_may_overlap() {
        use MarkClass::{Claim, Figure};
        check("été & <b>", &[], "été<span id=\"d1-13\"> &amp; &lt;b&gt;</span>");
        check(
            "été 3 %",
            &[(10, 13, Claim)],
            "<mark class=\"c\">été</mark><span id=\"d1-13\"> 3 %</span>",
        );
        check(
            "été 3 % !",
            &[(13, 18, Claim), (14, 17, Figure)],
            "été<mark class=\"c\" id=\"d1-13\"> </mark><mark class=\"c f\">3 %</mark>\
             <mark class=\"c\"> </mark>!",
        );
        check("é", &[(0, 99, Figure)], "<mark class=\"f\">é</mark>");
    }

    #[test]
    fn links_to_files_are_relative_and_cannot_be_scripts() {
        for (folder, file, link) in [
            ("/a/out", "/a/corpus/été 1.pdf", "../corpus/%C3%A9t%C3%A9%201.pdf"),
            ("/a", "/a/./x/../javascript:alert(1)", "./javascript%3Aalert%281%29"),
            ("/a", "/a/b/c#?.md", "./b/c%23%3F.md"),
        ] {
            let found = relative_link(Path::new(folder), Path::new(file));
            assert_eq!(found.as_deref(), Some(link));
        }
    }
}
