//! The command line: arguments in, exit code out.

mod args;
mod commands;
mod messages;
mod session;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use args::{Arguments, Command};
use session::Session;

use crate::error::{Error, ErrorKind};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It did what was asked: exit code 0.
    Done,
    /// It ran and found nothing: exit code 1.
    Nothing,
    /// It went on without something, and has said so: exit code 2.
    Incomplete,
}

impl Outcome {
    fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::Nothing => 1,
            Self::Incomplete => 2,
        })
    }
}

/// Why a command stopped.
#[derive(Debug)]
enum Stop {
    /// It failed.
    Failed(Error),
    /// Standard output does not take more.
    Output(io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs the program with `arguments`, the first of which is its own name.
///
/// Exit codes: 0 done, 1 ran and found nothing, 2 failed or left a document out.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let Arguments { global, command } = match args::parse(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help goes to standard output, the rest to standard error; if neither
            // takes it there is nobody to tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    silence_workers();
    let mut session = Session::new(global);
    let ended = dispatch(&mut session, command).and_then(|outcome| {
        session.finish()?;
        Ok(outcome)
    });
    match ended {
        Ok(outcome) => outcome.exit_code(),
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Stop::Output(error)) => {
            let error = Error::at("standard output", ErrorKind::Io).because(error);
            session.messages.error(&error);
            ExitCode::from(2)
        }
        Err(Stop::Failed(error)) => {
            session.messages.error(&error);
            ExitCode::from(2)
        }
    }
}

fn dispatch(session: &mut Session, command: Command) -> Result<Outcome, Stop> {
    match command {
        Command::Ingest(flags) => commands::ingest(session, &flags),
        Command::Rebuild(flags) => commands::rebuild(session, &flags),
        Command::Status(flags) => commands::status(session, &flags),
        Command::Verify(flags) => commands::verify(session, flags),
        Command::Search(flags) => commands::search(session, &flags),
        Command::Figures(flags) => commands::figures(session, &flags),
        Command::Actors(flags) => commands::actors(session, &flags),
        Command::Claims(flags) => commands::claims(session, &flags),
        Command::Report(flags) => commands::report(session, &flags),
        Command::Show(flags) => commands::show(session, &flags),
        Command::Compare(flags) => commands::compare(session, &flags),
        Command::Kwic(flags) => commands::kwic(session, &flags),
        Command::Terms(flags) => commands::terms(session, &flags),
        Command::Keyness(flags) => commands::keyness(session, &flags),
        Command::Collocates(flags) => commands::collocates(session, &flags),
        Command::Extract(flags) => commands::extract(session, &flags),
        Command::Annotate(flags) => commands::annotate(session, &flags),
        Command::Export(flags) => commands::export(session, &flags),
        Command::ReadFiles(flags) => commands::read_files(flags),
        #[cfg(feature = "train")]
        Command::TrainActors(flags) => commands::train_actors(session, &flags),
        Command::LearnTranslations(flags) => {
            commands::learn_translations(session, &flags)
        }
        #[cfg(feature = "train")]
        Command::TrainTranslations(flags) => {
            commands::train_translations(session, &flags)
        }
        Command::Completions(flags) => commands::completions(session, flags),
        Command::Man => commands::man(session),
    }
}

/// Keeps worker threads from printing a panic: it becomes the reason why one document
/// failed, and is told as such.
fn silence_workers() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let thread = std::thread::current();
        if !thread.name().is_some_and(|n| n.starts_with(crate::corpus::THREAD_NAME)) {
            print(panic);
        }
    }));
}
