//! The only writer to standard error: errors, warnings, notes and progress.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

use crate::error::{Error, ErrorKind};
use crate::output::{Styled, one_line};

/// What is said to the user beside the results.
#[derive(Debug)]
pub(crate) struct Messages {
    volume: Volume,
    error: Style,
    warning: Style,
    hint: Style,
    bar: Option<ProgressBar>,
}

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Volume {
    /// Errors only.
    Quiet,
    /// Errors, warnings, summaries, and progress on a terminal.
    Normal,
    /// Also what is doubtful though nothing is missing.
    Verbose,
}

impl Messages {
    pub(crate) fn new(volume: Volume, colored: bool) -> Self {
        let style = |color: AnsiColor| {
            let style = Style::new();
            if colored { style.bold().fg_color(Some(color.into())) } else { style }
        };
        Self {
            volume,
            error: style(AnsiColor::Red),
            warning: style(AnsiColor::Yellow),
            hint: style(AnsiColor::Green),
            bar: None,
        }
    }

    /// Tells whether doubtful things are told too.
    pub(crate) fn is_verbose(&self) -> bool {
        self.volume == Volume::Verbose
    }

    /// Says what stopped the command, why, and what can be done.
    pub(crate) fn error(&self, error: &Error) {
        let mut text = format!("{} {error}\n", Styled(self.error, "error:"));
        for cause in error.causes() {
            let _ = writeln!(text, "  caused by: {cause}");
        }
        if let ErrorKind::Query { position, query, .. } = error.kind() {
            let _ = write!(text, "{}", pointed(query, *position));
        }
        if let Some(hint) = error.hint() {
            let _ = writeln!(text, "{} {hint}", Styled(self.hint, "hint:"));
        }
        self.write(&text);
    }

    /// Says in one line what is wrong with `path`, which the command goes on without.
    pub(crate) fn left_out(&self, path: &str, reason: &str) {
        let label = Styled(self.error, "error:");
        self.write(&format!("{label} `{}`: {}\n", one_line(path), one_line(reason)));
    }

    /// Says in one line what was lost or is doubtful in `path`.
    pub(crate) fn warning(&self, path: &str, message: &str) {
        if self.volume > Volume::Quiet {
            let label = Styled(self.warning, "warning:");
            let (path, message) = (one_line(path), one_line(message));
            self.write(&format!("{label} `{path}`: {message}\n"));
        }
    }

    /// Says in one line what was done.
    pub(crate) fn note(&self, text: &str) {
        if self.volume > Volume::Quiet {
            self.write(&format!("{text}\n"));
        }
    }

    /// Says in one line what can be done next.
    pub(crate) fn hint(&self, text: &str) {
        if self.volume > Volume::Quiet {
            self.write(&format!("{} {text}\n", Styled(self.hint, "hint:")));
        }
    }

    /// Shows how far a job is: on a terminal only.
    pub(crate) fn progress(&mut self, done: u64, total: u64) {
        if self.volume == Volume::Quiet || !std::io::stderr().is_terminal() {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(total);
            let shape = "{bar:30} {bytes} of {total_bytes}, {elapsed}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(shape) {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(500));
            bar
        });
        bar.set_length(total);
        bar.set_position(done);
    }

    /// Takes the progress bar away.
    pub(crate) fn end_progress(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn write(&self, text: &str) {
        // Nobody is left to tell if standard error is closed.
        let write = || {
            let _ = std::io::stderr().lock().write_all(text.as_bytes());
        };
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}
/// How much of a query is shown before and after the place, in code points.
const SHOWN: usize = 36;

/// A query with a mark under the code point at `position`; nothing for an empty one.
fn pointed(query: &str, position: usize) -> String {
    if query.is_empty() {
        return String::new();
    }
    let from = position.saturating_sub(SHOWN);
    let visible = |char: char| if char.is_control() { ' ' } else { char };
    let part = |from: usize, length: usize| -> String {
        query.chars().skip(from).take(length).map(visible).collect()
    };
    let before = part(from, position - from);
    let behind = part(position, SHOWN);
    let gap = " ".repeat(unicode_width::UnicodeWidthStr::width(before.as_str()));
    format!("  {before}{behind}\n  {gap}^\n")
}

#[cfg(test)]
mod tests {
    use super::pointed;

    #[test]
    fn the_mark_stands_under_the_place() {
        assert_eq!(pointed("été (dette", 4), "  été (dette\n      ^\n");
        assert_eq!(pointed("🎉 (", 2), "  🎉 (\n     ^\n");
        assert_eq!(pointed("a\nb AND", 4), "  a b AND\n      ^\n");
        assert_eq!(pointed("", 0), "");
        assert_eq!(pointed("a", 9), "  a\n   ^\n");
        assert!(
            pointed(&"mot ".repeat(500), 1_600).lines().all(|line| line.len() < 99)
        );
    }
}
