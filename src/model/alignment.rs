//! Where each part of a normalised text stood in its source.

use std::ops::Range;

/// Ties a normalised text to the source it was made from, both in bytes.
///
/// The source of a text file is its decoded text; of a PDF, DOCX, ODT or HTML file the
/// characters in the order in which the reader met them. Made of runs: in an *even* run
/// both sides are the same bytes; in any other a few source bytes were replaced by a few
/// normalised ones (a ligature by its letters, a line end by a space). Source bytes
/// between runs were dropped; normalised bytes between runs were put in (separators).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alignment {
    runs: Vec<Run>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    normalized: u32,
    source: u32,
    normalized_length: u32,
    source_length: u32,
    /// Whether both sides are the same bytes, so that a part maps to a part.
    even: bool,
}

impl Run {
    fn normalized_end(self) -> usize {
        self.normalized as usize + self.normalized_length as usize
    }

    fn source_end(self) -> usize {
        self.source as usize + self.source_length as usize
    }
}

impl Alignment {
    /// Returns the alignment of a text of `length` bytes with itself.
    pub fn identity(length: usize) -> Self {
        let mut builder = AlignmentBuilder::default();
        builder.keep(0, 0, length);
        builder.finish()
    }

    /// Returns the source bytes that the normalised bytes of `range` were made from.
    ///
    /// A range that begins or ends inside a replaced part takes all of that part.
    /// Returns `None` if nothing in the range came from the source.
    pub fn source(&self, range: Range<usize>) -> Option<Range<usize>> {
        let from = self.runs.partition_point(|run| run.normalized_end() <= range.start);
        let to = self.runs.partition_point(|run| (run.normalized as usize) < range.end);
        let runs = self.runs.get(from..to)?;
        let (first, last) = (runs.first()?, runs.last()?);
        let start = if first.even {
            first.source as usize
                + range.start.saturating_sub(first.normalized as usize)
        } else {
            first.source as usize
        };
        let end = if last.even {
            last.source_end() - last.normalized_end().saturating_sub(range.end)
        } else {
            last.source_end()
        };
        Some(start..end)
    }

    /// Returns the normalised bytes that were made from the source bytes of `range`.
    ///
    /// A range that begins or ends inside a replaced part takes all of that part.
    /// Returns `None` if all of it was dropped.
    pub fn normalized(&self, range: Range<usize>) -> Option<Range<usize>> {
        let from = self.runs.partition_point(|run| run.source_end() <= range.start);
        let to = self.runs.partition_point(|run| (run.source as usize) < range.end);
        let runs = self.runs.get(from..to)?;
        let (first, last) = (runs.first()?, runs.last()?);
        let start = if first.even {
            first.normalized as usize
                + range.start.saturating_sub(first.source as usize)
        } else {
            first.normalized as usize
        };
        let end = if last.even {
            last.normalized_end() - last.source_end().saturating_sub(range.end)
        } else {
            last.normalized_end()
        };
        Some(start..end)
    }

    /// Tells whether the text is its own source.
    pub fn is_identity(&self) -> bool {
        match self.runs.as_slice() {
            [] => true,
            [run] => run.even && run.normalized == 0 && run.source == 0,
            _ => false,
        }
    }
}

/// Collects an [`Alignment`] from left to right.
#[derive(Debug, Default)]
pub struct AlignmentBuilder {
    runs: Vec<Run>,
}

impl AlignmentBuilder {
    /// Notes that `length` bytes at `source` stand unchanged at `normalized`.
    ///
    /// # Panics
    /// If an offset is beyond 4 GiB, which readers refuse before.
    pub fn keep(&mut self, normalized: usize, source: usize, length: usize) {
        if length == 0 {
            return;
        }
        if let Some(last) = self.runs.last_mut()
            && last.even
            && last.normalized_end() == normalized
            && last.source_end() == source
        {
            last.normalized_length += offset(length);
            last.source_length += offset(length);
            return;
        }
        self.runs.push(Run {
            normalized: offset(normalized),
            source: offset(source),
            normalized_length: offset(length),
            source_length: offset(length),
            even: true,
        });
    }

    /// Notes that the source bytes `source` were replaced by the bytes `normalized`.
    ///
    /// Either may be empty: what is dropped or put in is tied to nothing.
    ///
    /// # Panics
    /// If an offset is beyond 4 GiB, which readers refuse before.
    pub fn replace(&mut self, normalized: Range<usize>, source: Range<usize>) {
        if normalized.is_empty() || source.is_empty() {
            return;
        }
        self.runs.push(Run {
            normalized: offset(normalized.start),
            source: offset(source.start),
            normalized_length: offset(normalized.len()),
            source_length: offset(source.len()),
            even: false,
        });
    }

    /// Forgets the normalised bytes at `normalized` and behind, which were cut off.
    ///
    /// An even run is shortened on both sides; of a replaced part that is cut through,
    /// the source bytes stay tied to what is left of it.
    pub fn truncate(&mut self, normalized: usize) {
        while let Some(last) = self.runs.last_mut()
            && last.normalized_end() > normalized
        {
            if last.normalized as usize >= normalized {
                self.runs.pop();
                continue;
            }
            last.normalized_length = offset(normalized) - last.normalized;
            if last.even {
                last.source_length = last.normalized_length;
            }
        }
    }

    /// Forgets the normalised bytes at `normalized` and behind, to make them anew, and
    /// returns where to begin on both sides: the first normalised byte forgotten, which
    /// is earlier if a replaced part was cut through, and its source byte.
    ///
    /// Returns `None` if what stands at `normalized` is tied to no source byte.
    pub fn reopen(&mut self, normalized: usize) -> Option<(usize, usize)> {
        let place = self.runs.partition_point(|run| run.normalized_end() <= normalized);
        let run = *self.runs.get(place)?;
        let into = normalized.checked_sub(run.normalized as usize)?;
        let start = if run.even {
            (normalized, run.source as usize + into)
        } else {
            (run.normalized as usize, run.source as usize)
        };
        self.truncate(start.0);
        Some(start)
    }

    /// Returns the alignment.
    pub fn finish(self) -> Alignment {
        Alignment { runs: self.runs }
    }
}

#[expect(clippy::expect_used, reason = "readers refuse texts of 4 GiB and more")]
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("a text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `ﬁn de\r\nligne` became `fin de ligne`.
    fn alignment() -> Alignment {
        let mut builder = AlignmentBuilder::default();
        builder.replace(0..2, 0..3);
        builder.keep(2, 3, 4);
        builder.replace(6..7, 7..9);
        builder.keep(7, 9, 5);
        builder.finish()
    }

    #[test]
    fn spans_go_and_come_back() {
        assert_eq!(alignment().source(0..3), Some(0..4));
        assert_eq!(
            alignment().source(1..3),
            Some(0..4),
            "half a ligature is all of it"
        );
        assert_eq!(alignment().source(4..9), Some(5..11));
        assert_eq!(alignment().normalized(5..11), Some(4..9));
        assert_eq!(alignment().normalized(8..9), Some(6..7));
        assert_eq!(alignment().source(12..13), None);
    }

    #[test]
    fn what_is_cut_off_is_forgotten() {
        let mut builder = AlignmentBuilder::default();
        builder.keep(0, 0, 3);
        builder.replace(3..5, 3..6);
        builder.keep(5, 6, 4);
        builder.truncate(7);
        assert_eq!(builder.reopen(6), Some((6, 7)), "within an even run");
        assert_eq!(builder.reopen(4), Some((3, 3)), "half a ligature is all of it");
        assert_eq!(builder.reopen(3), None, "nothing is tied here any more");
        assert_eq!(builder.finish(), Alignment::identity(3));
    }

    #[test]
    fn a_text_is_aligned_with_itself() {
        let alignment = Alignment::identity(9);
        assert!(alignment.is_identity());
        assert_eq!(alignment.source(2..9), Some(2..9));
        assert_eq!(alignment.normalized(2..9), Some(2..9));
    }
}
