//! What all commands share: where results go, how they look, what is said.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::path::PathBuf;

use clap::ColorChoice;

use super::args::Global;
use super::messages::{Messages, Volume};
use crate::model::{Warning, WarningKind};
use crate::output::{Look, Palette};

/// One run of the program.
#[derive(Debug)]
pub(crate) struct Session {
    /// The folder of the index.
    pub(crate) index: PathBuf,
    /// What is said beside the results.
    pub(crate) messages: Messages,
    /// Where results go.
    pub(crate) out: BufWriter<Stdout>,
    /// How results look.
    pub(crate) look: Look,
}

impl Session {
    pub(crate) fn new(global: Global) -> Self {
        let volume = match (global.quiet, global.verbose) {
            (true, _) => Volume::Quiet,
            (false, false) => Volume::Normal,
            (false, true) => Volume::Verbose,
        };
        let palette = if is_colored(&io::stdout(), global.color) {
            Palette::colored()
        } else {
            Palette::default()
        };
        Self {
            index: global.index,
            messages: Messages::new(volume, is_colored(&io::stderr(), global.color)),
            out: BufWriter::with_capacity(64 << 10, io::stdout()),
            look: Look { width: width(), palette },
        }
    }

    /// Tells what was lost in a document and, if asked, what was guessed.
    pub(crate) fn warnings(&self, path: &str, warnings: &[Warning]) {
        for warning in warnings {
            if warning.kind == WarningKind::Lost || self.messages.is_verbose() {
                self.messages.warning(path, &warning.message);
            }
        }
    }

    /// Writes out what is left.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Tells whether a stream gets colours: `--color` first, then `NO_COLOR`,
/// `CLICOLOR_FORCE` and the like, then whether it is a terminal.
fn is_colored(stream: &impl anstream::stream::RawStream, wanted: ColorChoice) -> bool {
    match wanted {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
        }
    }
}

/// The columns that a line may take: what `COLUMNS` says, else the terminal's; `None`
/// if results do not go to a terminal.
fn width() -> Option<usize> {
    let stated = std::env::var("COLUMNS").ok();
    let stated = stated.and_then(|columns| columns.parse().ok()).filter(|&n| n > 0);
    stated.or_else(|| {
        if !io::stdout().is_terminal() {
            return None;
        }
        let size = terminal_size::terminal_size_of(io::stdout())?;
        Some(usize::from(size.0.0))
    })
}
