//! A place in a text.

use std::ops::Range;

/// A half-open **byte** range of a text, non-empty, on character boundaries.
///
/// Held in 32 bits: a text is at most 4 GiB, and the reader refuses more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Returns the span of `range` (bytes) in `text`.
    ///
    /// Returns `None` if the range is empty, goes past the end, cuts a character, or
    /// ends beyond 4 GiB.
    ///
    /// # Example
    /// ```
    /// use dicta::model::Span;
    /// let text = "une dépense";
    /// let span = Span::new(text, 4..12).unwrap();
    /// assert_eq!(span.quote(text), "dépense");
    /// assert_eq!(Span::new(text, 6..7), None, "inside the é");
    /// ```
    pub fn new(text: &str, range: Range<usize>) -> Option<Self> {
        if text.get(range.clone())?.is_empty() {
            return None;
        }
        Some(Self {
            start: u32::try_from(range.start).ok()?,
            end: u32::try_from(range.end).ok()?,
        })
    }

    /// Returns the span of `range` (bytes) without its outer white space, or `None`
    /// where [`Span::new`] would, and where only white space is left.
    pub fn trimmed(text: &str, range: Range<usize>) -> Option<Self> {
        let slice = text.get(range.clone())?;
        let start = range.start + (slice.len() - slice.trim_start().len());
        let end = range.start + slice.trim_end().len();
        if start >= end { None } else { Self::new(text, start..end) }
    }

    /// Returns the smallest span that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Returns the byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Returns the length in bytes, never 0.
    #[expect(clippy::len_without_is_empty, reason = "a span is never empty")]
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Returns the byte range.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Tells whether `other` lies within this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Tells whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the words at this place of `text`.
    ///
    /// # Panics
    /// If the span was made for another text and does not fit this one.
    #[expect(clippy::string_slice, reason = "a span is on character boundaries")]
    pub fn quote(self, text: &str) -> &str {
        &text[self.range()]
    }
}
