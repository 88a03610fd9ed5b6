//! What a single line of plain text looks like.

use std::ops::Range;

use memchr::memchr3;

/// Characters above which a line is no heading.
const HEADING_LENGTH: usize = 110;
/// Words above which a line is no heading.
const HEADING_WORDS: usize = 16;
/// Columns that a tab goes on to the next multiple of.
const TAB: usize = 4;

/// A line and what it looks like by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The line without outer white space; empty if it is blank.
    pub text: &'a str,
    /// The first byte of `text` in the whole.
    pub start: usize,
    /// Columns of white space before it.
    pub indent: usize,
    /// How many form feeds stand before it in the whole.
    pub page: u32,
}

/// The mark that a list item begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Bytes of the mark with the white space behind it.
    pub length: usize,
    /// The number or letter, if it is one: `1.`, `b)`.
    pub is_numbered: bool,
}

/// Cuts `text` into its lines, blank ones included.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut page) = (0, 0);
    let bytes = text.as_bytes();
    while start < bytes.len() {
        let rest = bytes.get(start..).unwrap_or_default();
        let end =
            memchr3(b'\n', b'\r', b'\x0C', rest).map_or(bytes.len(), |at| start + at);
        lines.push(line(text, start..end, page));
        start = end + 1;
        match bytes.get(end) {
            Some(b'\r') if bytes.get(start) == Some(&b'\n') => start += 1,
            Some(b'\x0C') => page += 1,
            _ => {}
        }
    }
    lines
}

/// Tells whether a note call follows the end of the sentence: `l’emploi. 7`.
fn ends_with_note_call(end: &str) -> bool {
    let words = end.trim_end_matches(|c: char| c.is_ascii_digit());
    end.len() - words.len() <= 2
        && words.len() < end.len()
        && words.trim_end().ends_with(['.', '!', '?', '…'])
}

fn line(text: &str, range: Range<usize>, page: u32) -> Line<'_> {
    let whole = text.get(range.clone()).unwrap_or_default();
    let is_outer = |c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}';
    let trimmed = whole.trim_start_matches(is_outer);
    let before = whole.len() - trimmed.len();
    let indent =
        whole.get(..before).unwrap_or_default().chars().fold(0, |column, c| {
            if c == '\t' {
                (column / TAB + 1) * TAB
            } else {
                column + usize::from(c.is_whitespace())
            }
        });
    let trimmed = trimmed.trim_end_matches(is_outer);
    Line { text: trimmed, start: range.start + before, indent, page }
}

impl Line<'_> {
    /// Returns the byte after the last in the whole.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns how many columns the line takes with its indent, counted up to 400 bytes.
    pub(super) fn width(&self) -> usize {
        if self.text.len() > 400 {
            return self.indent + self.text.len();
        }
        self.indent + self.text.chars().count()
    }

    /// Returns the columns of the first word.
    pub(super) fn first_word_width(&self) -> usize {
        self.text.chars().take(80).take_while(|c| !c.is_whitespace()).count()
    }

    /// Tells whether the line ends as a sentence does.
    pub(super) fn ends_sentence(&self) -> bool {
        let end =
            self.text.trim_end_matches(['"', '»', '”', ')', ']', '’', '\u{A0}', ' ']);
        end.ends_with(['.', '!', '?', '…', ':', ';']) || ends_with_note_call(end)
    }

    /// Tells whether the line goes on a sentence: it begins in lower case.
    pub(super) fn goes_on(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }

    /// Tells whether the line is made of rule characters only.
    pub(super) fn rule(&self) -> Option<char> {
        let first = self.text.chars().next()?;
        let is_rule = matches!(first, '-' | '=' | '_' | '*' | '~' | '#' | '—' | '–')
            && self.text.chars().all(|c| c == first || c == ' ')
            && self.text.chars().filter(|&c| c == first).nth(2).is_some();
        is_rule.then_some(first)
    }

    /// Returns the mark if the line begins as a list item does.
    pub(super) fn mark(&self) -> Option<Mark> {
        let first = self.text.chars().next()?;
        let rest = self.text.get(first.len_utf8()..)?;
        let spaces = |rest: &str| {
            rest.len() - rest.trim_start_matches(char::is_whitespace).len()
        };
        if matches!(
            first,
            '•' | '‣' | '◦' | '▪' | '▫' | '●' | '○' | '■' | '□' | '►' | '▸'
        ) || matches!(first, '➢' | '➤' | '✓' | '✔' | '·' | '\u{F0B7}' | '\u{F0A7}')
            || (matches!(first, '-' | '*' | '+' | '–' | 'o')
                && rest.starts_with([' ', '\t', '\u{A0}'])
                && (first != 'o' || self.indent > 0))
        {
            let length = first.len_utf8() + spaces(rest);
            return (length < self.text.len())
                .then_some(Mark { length, is_numbered: false });
        }
        let opened = usize::from(first == '(');
        let body = self.text.get(opened..)?;
        let digits = body.bytes().take_while(u8::is_ascii_digit).count();
        let length = match digits {
            0 if body.bytes().next()?.is_ascii_lowercase() => 1,
            1 | 2 => digits,
            _ => return None,
        };
        let behind = body.get(length..)?;
        let closes =
            behind.starts_with(')') || (opened == 0 && behind.starts_with('.'));
        // `1.` before the text; but `a.` only with a bracket: it may be an abbreviation.
        if !closes || (digits == 0 && !behind.starts_with(')')) {
            return None;
        }
        let rest = behind.get(1..)?;
        let white = spaces(rest);
        (white > 0 && white < rest.len())
            .then_some(Mark { length: opened + length + 1 + white, is_numbered: true })
    }

    /// Returns how deep the number is that the line begins with as a heading does: 1 for
    /// `2. Context` and `IV. Context`, 2 for `2.1 Context`.
    pub(super) fn section_depth(&self) -> Option<u8> {
        let (number, title) = self.text.split_once([' ', '\u{A0}', '\t'])?;
        let parts = number.strip_suffix(['.', ')']).unwrap_or(number);
        if number.len() > 12 || !title.trim_start().starts_with(char::is_uppercase) {
            return None;
        }
        let is_roman =
            |part: &str| part.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
        let is_digits =
            |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
        let has_stop = parts.len() < number.len();
        if !parts.is_empty() && has_stop && is_roman(parts) {
            return Some(1);
        }
        let count = parts.split('.').count();
        let is_number =
            parts.split('.').all(|part| !part.is_empty() && is_digits(part));
        (is_number && (has_stop || count > 1))
            .then(|| u8::try_from(count).unwrap_or(6).min(6))
    }

    /// Tells whether the line could be a heading as far as it tells itself: short, not
    /// the end of a sentence, no date, no address. `isolated`: blank lines around it.
    pub(super) fn may_be_heading(&self, isolated: bool) -> bool {
        if self.text.len() > 4 * HEADING_LENGTH || self.width() > HEADING_LENGTH {
            return false;
        }
        let words = self.text.split_whitespace().count();
        let Some(first) = self.text.chars().next() else { return false };
        let starts_well = first.is_uppercase() || self.section_depth().is_some();
        let mut ends = self.text.chars().rev().filter(|c| !c.is_whitespace());
        let ends_well = match ends.next() {
            Some('.' | ',' | ';' | '…' | '-' | '–' | '—' | '»' | '”' | '"') => {
                false
            }
            Some(':') => isolated && words <= 5,
            _ => true,
        };
        starts_well
            && ends_well
            && words <= HEADING_WORDS
            && self.text.chars().filter(|c| c.is_alphabetic()).nth(2).is_some()
            && !self.text.contains(['@', '|', '\t'])
            && !self.text.contains("://")
            && !self.text.contains("www.")
            && !self.text.contains(". ") | self.section_depth().is_some()
    }

    /// Tells whether the line is how to reach somebody: an e-mail address or telephone
    /// number in a line that is no sentence.
    pub(super) fn is_contact(&self) -> bool {
        if self.text.len() > 240 || self.ends_sentence() {
            return false;
        }
        let has_mail = self.text.split_whitespace().any(|word| {
            word.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.contains('.') && !host.ends_with('.')
            })
        });
        has_mail || self.begins_with_telephone()
    }

    fn begins_with_telephone(&self) -> bool {
        let text = ["Tél", "Tel", "Phone", "Fax", "☎"]
            .iter()
            .find_map(|word| self.text.strip_prefix(word))
            .unwrap_or(self.text);
        let number: String = text
            .trim_start_matches([' ', '.', ':', '\u{A0}', 'é', 'p', 'h', 'o', 'n', 'e'])
            .chars()
            .take_while(|c| {
                c.is_ascii_digit()
                    || matches!(c, ' ' | '.' | '-' | '+' | '(' | ')' | '\u{A0}')
            })
            .collect();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        (number.starts_with(['+', '0']) || text.len() < self.text.len())
            && (9..=15).contains(&digits)
    }

    /// Tells whether the line is a note at the end: `[3] Source.`, `³ Source.`
    pub(super) fn is_note(&self) -> bool {
        let in_brackets = self.text.strip_prefix('[').and_then(|rest| {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let behind = rest.get(digits..)?.strip_prefix(']')?;
            ((1..=3).contains(&digits) && behind.len() > 2).then_some(())
        });
        in_brackets.is_some()
            || self.text.starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
    }

    /// Returns the cells of a table row whose cells `mark` separates; none if the line
    /// is no such row.
    pub(super) fn cells(&self, mark: char) -> Vec<Range<usize>> {
        if !self.text.contains(mark) {
            return Vec::new();
        }
        let mut cells = Vec::new();
        let mut start = 0;
        let mut escaped = false;
        for (at, c) in self.text.char_indices() {
            if c == mark && !escaped {
                cells.push(start..at);
                start = at + c.len_utf8();
            }
            escaped = c == '\\' && !escaped;
        }
        cells.push(start..self.text.len());
        if mark == '|' {
            let is_blank = |cell: &Range<usize>| {
                self.text.get(cell.clone()).is_none_or(|cell| cell.trim().is_empty())
            };
            if cells.last().is_some_and(is_blank) {
                cells.pop();
            }
            if cells.len() > 1 && self.text.starts_with(mark) {
                cells.remove(0);
            }
        }
        cells
    }
}
