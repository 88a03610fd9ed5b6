//! The `dicta` program: hands its arguments to [`dicta::cli::run`].

use std::process::ExitCode;

fn main() -> ExitCode {
    dicta::cli::run(std::env::args_os())
}
