//! From the characters of a source to the text that spans point into, alignment kept.

use std::iter::once;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::line_ends::{LineEnd, Vocabulary};
use crate::model::DocumentBuilder;

const NO_BREAK: char = '\u{A0}';
const SOFT_HYPHEN: char = '\u{AD}';
const NARROW: char = '\u{202F}';

/// Appends `raw`, which stands at byte `source` of the source, in normal form.
///
/// The rules, each noted in the alignment:
/// - NFC, also over the border to what was appended before.
/// - Ligatures (`ﬁ`, `ﬀ`, `ﬆ`) become their letters; `œ` and `æ` are letters.
/// - Soft hyphens, zero-width and control characters, byte order and direction marks go.
/// - CRLF, tabs, line ends and runs of white space become one space, and nothing at the
///   beginning of a block or cell. A no-break space (U+00A0) or narrow no-break space
///   (U+202F) is kept: a run that holds one becomes the first one. Other Unicode spaces
///   alone between two digits become a narrow no-break space, as they group digits.
/// - A word broken at a line's end is joined (`déve-⏎loppement`); a hyphen of its own
///   stays (`Royaume-⏎Uni`, `peut-⏎être`).
///
/// What is normal already is not changed. Appends at about the speed of a copy where
/// nothing is to do.
pub fn append(builder: &mut DocumentBuilder, raw: &str, source: usize) {
    static NONE: std::sync::LazyLock<Vocabulary> =
        std::sync::LazyLock::new(Vocabulary::default);
    append_with(builder, raw, source, &NONE);
}

/// Appends `raw` as [`append`] does; `vocabulary` decides about broken words.
pub fn append_with(
    builder: &mut DocumentBuilder,
    raw: &str,
    source: usize,
    vocabulary: &Vocabulary,
) {
    Writer { builder, raw, source, vocabulary, kept: 0, at: 0 }.run();
}

/// What a byte may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// A character of one byte that is kept whatever stands around it.
    Plain,
    /// The space.
    Space,
    /// A character of two bytes that is kept unless a combining mark follows.
    Pair,
    /// Anything else.
    Special,
}

const LEADS: [Lead; 256] = {
    let mut leads = [Lead::Special; 256];
    let mut byte = 0x21;
    while byte < 0x7F {
        leads[byte] = Lead::Plain;
        byte += 1;
    }
    leads[0x20] = Lead::Space;
    // U+00C0 to U+02FF: letters, all composed.
    let mut byte = 0xC3;
    while byte <= 0xCB {
        leads[byte] = Lead::Pair;
        byte += 1;
    }
    leads
};

struct Writer<'a> {
    builder: &'a mut DocumentBuilder,
    raw: &'a str,
    source: usize,
    vocabulary: &'a Vocabulary,
    /// The bytes of `raw` from here to `at` are kept as they are, and not yet written.
    kept: usize,
    at: usize,
}

impl Writer<'_> {
    fn run(mut self) {
        let bytes = self.raw.as_bytes();
        // White space at the beginning meets what was appended before.
        if bytes.first().is_some_and(|&byte| LEADS[usize::from(byte)] == Lead::Space) {
            self.white_space();
        }
        while let Some(&byte) = bytes.get(self.at) {
            match LEADS[usize::from(byte)] {
                Lead::Plain => self.at += 1,
                Lead::Pair => self.at += 2,
                Lead::Space => {
                    let next = bytes.get(self.at + 1).map(|&b| LEADS[usize::from(b)]);
                    if matches!(next, Some(Lead::Plain | Lead::Pair)) {
                        self.at += 2 - usize::from(next == Some(Lead::Pair));
                    } else {
                        self.white_space();
                    }
                }
                Lead::Special => self.special(byte),
            }
        }
        self.flush();
    }

    fn special(&mut self, byte: u8) {
        let bytes = self.raw.as_bytes();
        let second = bytes.get(self.at + 1).copied().unwrap_or_default();
        match (byte, second) {
            // U+00A1 to U+00BF but the soft hyphen: guillemets, degrees, currencies.
            (0xC2, 0xA1..=0xAC | 0xAE..) => self.at += 2,
            // U+2010 to U+2027: dashes, quotation marks, bullets.
            (0xE2, 0x80)
                if bytes
                    .get(self.at + 2)
                    .is_some_and(|b| (0x90..=0xA7).contains(b)) =>
            {
                self.at += 3;
            }
            // U+2080 to U+20BF: the euro and other currencies.
            (0xE2, 0x82) => self.at += 3,
            _ => self.character(),
        }
    }

    fn character(&mut self) {
        let Some(c) = self.next(self.at) else {
            self.at = self.raw.len();
            return;
        };
        let end = self.at + c.len_utf8();
        if c.is_whitespace() {
            self.white_space();
        } else if is_dropped(c) {
            self.flush();
            self.at = if c == SOFT_HYPHEN { self.broken_word(end) } else { end };
            self.kept = self.at;
            if self.next(self.at).is_some_and(char::is_whitespace) {
                self.white_space();
            }
        } else if let Some(letters) = ligature(c) {
            self.flush();
            self.write(letters, self.at..end);
            self.at = end;
            self.kept = end;
        } else if is_settled(c) {
            self.at = end;
        } else {
            self.compose();
        }
    }

    /// Returns where the word goes on that a soft hyphen before byte `at` broke at the
    /// line's end, or `at` if it broke none.
    fn broken_word(&self, at: usize) -> usize {
        let rest = self.raw.get(at..).unwrap_or_default();
        let run = rest.trim_start_matches(|c: char| c.is_whitespace() || is_dropped(c));
        let run_length = rest.len() - run.len();
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let breaks =
            rest.get(..run_length).is_some_and(|run| run.contains(is_line_end))
                && is_letter(self.before(self.at))
                && is_letter(run.chars().next());
        if breaks { at + run_length } else { at }
    }

    /// Composes the marks at `at` with the letter before them.
    fn compose(&mut self) {
        self.flush();
        let mut end = self.at;
        let mut marks = String::new();
        while let Some(c) = self.next(end)
            && (is_dropped(c)
                || (!is_settled(c) && !c.is_whitespace() && ligature(c).is_none()))
        {
            end += c.len_utf8();
            if !is_dropped(c) {
                marks.push(c);
            }
        }
        let mut from = self.source + self.at;
        let (text, alignment) = self.builder.parts();
        let letter = text
            .char_indices()
            .rev()
            .take_while(|&(_, c)| !c.is_whitespace())
            .find(|&(_, c)| is_settled(c));
        // Marks without a letter stand behind white space or at the beginning; what was
        // appended before may still be of their kind.
        let start = letter.map_or_else(
            || text.trim_end_matches(|c: char| !c.is_whitespace()).len(),
            |(at, _)| at,
        );
        let start = if start < text.len()
            && let Some((start, source)) = alignment.reopen(start)
        {
            from = source;
            start
        } else {
            text.len()
        };
        let before = text.split_off(start);
        text.extend(before.chars().chain(marks.chars()).nfc());
        alignment.replace(start..text.len(), from..self.source + end);
        self.at = end;
        self.kept = end;
    }

    /// Writes the run of white space at `at` as one space or less.
    fn white_space(&mut self) {
        let start = self.at;
        let mut end = start;
        let (mut no_break, mut has_line_end, mut all_thin) = (None, false, true);
        let mut alone = 0;
        let mut last = start;
        while let Some(c) = self.next(end)
            && (c.is_whitespace() || is_dropped(c))
        {
            end += c.len_utf8();
            if is_dropped(c) {
                continue;
            }
            alone += 1;
            last = end;
            has_line_end |= is_line_end(c);
            all_thin &= is_thin(c);
            if matches!(c, NO_BREAK | NARROW) {
                no_break.get_or_insert(c);
            }
        }
        let before = self.before(start);
        let next = self.next(end);
        let mut space = no_break.unwrap_or(' ');
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if all_thin && is_digit(before) && is_digit(next) {
            space = NARROW;
        }
        let unchanged = alone == 1
            && end == last
            && before.is_some_and(|c| !c.is_whitespace())
            && self.raw.get(start..end).is_some_and(|run| run.starts_with(space));
        if unchanged {
            self.at = end;
            return;
        }
        self.flush();
        self.at = end;
        self.kept = end;
        match before {
            // A block, a cell, or a row of a table begins.
            None | Some('\n' | '\t') => {}
            Some('-' | '\u{2010}') if has_line_end && no_break.is_none() => {
                self.line_end(start..end);
            }
            // The run began in what was appended before.
            Some(found) if found.is_whitespace() => {
                if found == ' ' && space != ' ' {
                    let (text, alignment) = self.builder.parts();
                    text.pop();
                    let at = text.len();
                    let from = alignment.reopen(at).map(|place| place.1);
                    self.write_from(space, from.unwrap_or(self.source + start), end);
                }
            }
            Some(_) => self.write_from(space, self.source + start, end),
        }
    }

    fn line_end(&mut self, run: std::ops::Range<usize>) {
        let after = self.raw.get(run.end..).unwrap_or_default();
        // A combining mark behind the hyphen would belong to it: the line does not
        // begin with a word then.
        let (text, alignment) = self.builder.parts();
        match self.vocabulary.line_end(text, after) {
            LineEnd::Space => self.write_from(' ', self.source + run.start, run.end),
            LineEnd::KeepHyphen => {}
            LineEnd::DropHyphen => {
                text.pop();
                alignment.truncate(text.len());
            }
        }
    }

    /// Writes `space` for the source bytes from `from` to byte `end` of `raw`.
    fn write_from(&mut self, space: char, from: usize, end: usize) {
        let (text, alignment) = self.builder.parts();
        let start = text.len();
        text.push(space);
        alignment.replace(start..text.len(), from..self.source + end);
    }

    /// Writes `letters` for the bytes `range` of `raw`.
    fn write(&mut self, letters: &str, range: std::ops::Range<usize>) {
        let (text, alignment) = self.builder.parts();
        let start = text.len();
        text.push_str(letters);
        let source = self.source + range.start..self.source + range.end;
        alignment.replace(start..text.len(), source);
    }

    /// Writes what was kept.
    fn flush(&mut self) {
        if let Some(kept) = self.raw.get(self.kept..self.at)
            && !kept.is_empty()
        {
            let (text, alignment) = self.builder.parts();
            alignment.keep(text.len(), self.source + self.kept, kept.len());
            text.push_str(kept);
        }
        self.kept = self.at;
    }

    /// Returns the character of `raw` at byte `at`.
    fn next(&self, at: usize) -> Option<char> {
        self.raw.get(at..)?.chars().next()
    }

    /// Returns the character of the normalised text before byte `at` of `raw`.
    fn before(&self, at: usize) -> Option<char> {
        let kept = self.raw.get(self.kept..at)?.chars().next_back();
        kept.or_else(|| self.builder.text().chars().next_back())
    }
}

/// Tells whether a character composes with none before it, whatever that is.
fn is_settled(c: char) -> bool {
    c < '\u{300}'
        || (canonical_combining_class(c) == 0
            && is_nfc_quick(once(c)) == IsNormalized::Yes)
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Tells whether a space is none of those that a keyboard has.
fn is_thin(c: char) -> bool {
    matches!(c, '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{3000}')
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
        || (c.is_control() && !c.is_whitespace())
}

fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, Metadata};

    fn normal(pieces: &[&str]) -> String {
        let mut builder = DocumentBuilder::default();
        let mut source = 0;
        for piece in pieces {
            append(&mut builder, piece, source);
            source += piece.len();
        }
        builder.text().to_owned()
    }

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        assert_eq!(normal(&[raw]), expected, "{raw:?}");
        assert_eq!(normal(&[expected]), expected, "normalised twice");
    }

    #[test]
    fn accents_are_composed() {
        check("une de\u{301}pense e\u{301}leve\u{301}e", "une dépense élevée");
        check("cafe\u{AD}\u{301}", "café");
        check("\u{1112}\u{1161}\u{11AB} 20 \u{212A}", "한 20 K");
        check("q\u{323}\u{307} q\u{307}\u{323}", "q\u{323}\u{307} q\u{323}\u{307}");
        check("\u{301}a", "\u{301}a");
        assert_eq!(normal(&["de", "\u{301}", "pense"]), "dépense");
    }

    #[test]
    fn ligatures_become_letters_but_not_these() {
        check(
            "la ﬁn des eﬀorts, oﬃce, ﬂeuve, ﬆyle",
            "la fin des efforts, office, fleuve, style",
        );
        check("œuvre, curriculum vitæ", "œuvre, curriculum vitæ");
        check("aﬁ\u{301}b", "afíb");
    }

    #[test]
    fn the_invisible_goes() {
        check("\u{FEFF}déve\u{AD}lop\u{200B}pement\u{200F}\u{0}.", "développement.");
        check("a \u{200B} b", "a b");
    }

    #[test]
    fn runs_of_white_space_become_one() {
        check("  a\r\nb\t c \n\n d ", "a b c d ");
        check("3 \u{A0} %, 12\u{202F}\u{A0}000", "3\u{A0}%, 12\u{202F}000");
        check("1\u{2009}234\u{2009}habitants", "1\u{202F}234 habitants");
        assert_eq!(normal(&["a ", " b\u{A0}", " c ", "\u{A0}d"]), "a b\u{A0}c\u{A0}d");
    }

    #[test]
    fn no_break_spaces_are_kept() {
        check(
            "109\u{A0}milliards d’euros\u{202F}; «\u{A0}oui\u{A0}»",
            "109\u{A0}milliards d’euros\u{202F}; «\u{A0}oui\u{A0}»",
        );
    }

    #[test]
    fn broken_words_are_joined() {
        check(
            "le déve-\r\n  loppement du Royaume-\nUni",
            "le développement du Royaume-Uni",
        );
        check("le déve\u{AD}\nloppement", "le développement");
        check("the govern\u{2010}\nment", "the government");
    }

    #[test]
    fn what_is_found_is_found_in_the_source() {
        let raw = "La  ﬁn de\u{301}cembre\r\n: 3\u{A0}% d’ef-\nfort 🎉";
        let mut builder = DocumentBuilder::default();
        append(&mut builder, raw, 0);
        builder.close_block(0, BlockKind::Paragraph, None);
        let document = builder.finish("a", Metadata::default());
        assert_eq!(document.text(), "La fin décembre : 3\u{A0}% d’effort 🎉\n");
        for (found, stood) in [
            ("fin", "ﬁn"),
            ("décembre", "de\u{301}cembre"),
            ("3\u{A0}%", "3\u{A0}%"),
            ("effort", "ef-\nfort"),
            ("🎉", "🎉"),
        ] {
            let at = document.text().find(found).unwrap();
            let source = document.alignment().source(at..at + found.len()).unwrap();
            assert_eq!(raw.get(source.clone()), Some(stood));
            let back = document.alignment().normalized(source).unwrap();
            assert_eq!(back, at..at + found.len());
        }
    }
}
