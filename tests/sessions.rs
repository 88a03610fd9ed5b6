//! Terminal sessions: standard output, standard error and exit code, as documented.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

#[test]
fn sessions_run_as_they_are_written() {
    trycmd::TestCases::new()
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .env("DICTA_INDEX", "index")
        .case("tests/sessions/*.trycmd")
        .case("tests/sessions/*.toml");
}
