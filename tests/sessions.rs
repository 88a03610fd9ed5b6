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

#[test]
fn the_readme_shows_what_happens() {
    // The tour runs in the repository, on the sample reports; the index goes elsewhere.
    let folder = tempfile::tempdir().unwrap();
    trycmd::TestCases::new()
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .env("DICTA_INDEX", folder.path().join("index").to_str().unwrap())
        .case("README.md");
}
