//! How results look on a terminal: width and styles.

use std::borrow::Cow;
use std::fmt;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a table or view is laid out: for whom it is written, not what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// The columns of the terminal; `None` writes lines of any length.
    pub width: Option<usize>,
    /// The styles; all plain if colours are off.
    pub palette: Palette,
}

/// The styles of a result, all of them plain by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Palette {
    /// Column names and labels.
    pub label: Style,
    /// Titles and document names.
    pub title: Style,
    /// Words that a query found, and the words that a record is.
    pub found: Style,
    /// What is only context, such as scores and pages.
    pub faint: Style,
}

impl Palette {
    /// Returns the styles for a terminal that shows colours.
    pub fn colored() -> Self {
        Self {
            label: Style::new().underline(),
            title: Style::new().bold().fg_color(Some(AnsiColor::Cyan.into())),
            found: Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
            faint: Style::new().dimmed(),
        }
    }
}

/// Words in a style; written with nothing around them if the style is plain.
#[derive(Debug, Clone, Copy)]
pub struct Styled<'a>(pub Style, pub &'a str);

impl fmt::Display for Styled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.0.render(), self.1, self.0.render_reset())
    }
}

/// Returns `text` on one line: line ends and tabs become spaces, and characters that
/// would steer the terminal are left out.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\n' | '\r' | '\t') {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !character.is_control() {
            line.push(character);
        }
    }
    Cow::Owned(line)
}

/// Returns how many terminal columns `text` takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Returns `text` cut to at most `width` terminal columns, with `…` where it was cut.
pub fn truncated(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut cut = String::new();
    let mut taken = 0;
    for character in text.chars() {
        taken += character.width().unwrap_or(0);
        if taken + 1 > width {
            break;
        }
        cut.push(character);
    }
    cut.truncate(cut.trim_end().len());
    if width > 0 {
        cut.push('…');
    }
    Cow::Owned(cut)
}

/// Breaks `text` between words into lines of at most `width` columns; a longer word
/// stands alone on its line.
pub fn wrapped(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut end = 0;
    let mut taken = 0;
    for (place, word) in words(text) {
        let gap = usize::from(end > start);
        let wide = word.width();
        if taken + gap + wide > width && end > start {
            lines.extend(text.get(start..end));
            start = place;
            taken = wide;
        } else {
            if end <= start {
                start = place;
            }
            taken += gap + wide;
        }
        end = place + word.len();
    }
    if end > start {
        lines.extend(text.get(start..end));
    }
    lines
}

/// The words of `text` between breaking spaces, each with its byte.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let breaks = |character: char| {
        character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{202f}')
    };
    let base = text.as_ptr() as usize;
    text.split(breaks)
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - base, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_columns_and_not_by_bytes() {
        assert_eq!(truncated("dépenses", 8), "dépenses");
        assert_eq!(truncated("dépenses publiques", 10), "dépenses…");
        assert_eq!(truncated("日本語の文", 5), "日本…");
        assert_eq!(truncated("abc", 0), "");
    }

    #[test]
    fn breaks_between_words_but_never_at_a_no_break_space() {
        assert_eq!(
            wrapped("une hausse de 3,5\u{202f}% en  2024", 12),
            ["une hausse", "de 3,5\u{202f}% en", "2024"]
        );
        assert_eq!(wrapped("  ", 12), [""; 0]);
        assert_eq!(
            wrapped("antidisestablishment of", 5),
            ["antidisestablishment", "of"]
        );
    }

    #[test]
    fn nothing_in_a_text_steers_the_terminal() {
        assert_eq!(one_line("a\r\n\tb\u{1b}[31mc\u{7}"), "a b[31mc");
    }
}
