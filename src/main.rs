//! The `dicta` program: hands its arguments to [`dicta::cli::run`].

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Records are many small strings: this allocator gives and takes them at about half the
/// cost of the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    dicta::cli::run(std::env::args_os())
}
