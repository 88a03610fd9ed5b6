//! `dicta completions` and `dicta man`: made from the definition of the flags.

use std::io::Write as _;

use crate::cli::args::{self, Completions};
use crate::cli::session::Session;
use crate::cli::{Outcome, Stop};

/// Prints completions for a shell.
pub(crate) fn completions(
    session: &mut Session,
    flags: Completions,
) -> Result<Outcome, Stop> {
    let mut script = Vec::new();
    let mut definition = args::definition();
    clap_complete::generate(flags.shell, &mut definition, "dicta", &mut script);
    session.out.write_all(&script)?;
    Ok(Outcome::Done)
}

/// Prints the manual page: the program's, then a section a command.
pub(crate) fn man(session: &mut Session) -> Result<Outcome, Stop> {
    let mut definition = args::definition();
    definition.build();
    clap_mangen::Man::new(definition.clone()).render(&mut session.out)?;
    for command in definition.get_subcommands().filter(|c| !c.is_hide_set()) {
        let page = clap_mangen::Man::new(command.clone());
        writeln!(session.out, ".SH \"DICTA {}\"", command.get_name().to_uppercase())?;
        page.render_synopsis_section(&mut session.out)?;
        page.render_description_section(&mut session.out)?;
        page.render_options_section(&mut session.out)?;
    }
    Ok(Outcome::Done)
}
