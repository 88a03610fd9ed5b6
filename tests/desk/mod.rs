//! A folder with reports, in which the program runs: what tests of the whole program share.

#![allow(dead_code, reason = "not every test file asks for all of it")]
#![allow(unreachable_pub, reason = "a module of a test has no outside")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value as Json;

/// A folder with reports, in which `dicta` runs.
pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn new(reports: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::create_dir(desk.path("reports")).unwrap();
        for (name, text) in reports {
            desk.write(name, text);
        }
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path("reports").join(name), bytes).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dicta"));
        command.current_dir(self.0.path()).env_remove("DICTA_INDEX").args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs what must succeed; returns what it prints.
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs what must fail with exit code 2; returns its messages.
    pub fn failed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        said(&output)
    }

    /// Returns the documents that a query finds, each a line of JSON. Nothing is
    /// translated: a levy is no redevance here.
    pub fn hits(&self, query: &str) -> Vec<Json> {
        let output =
            self.run(&["search", "--no-translate", "--format", "jsonl", "--", query]);
        let code = output.status.code();
        assert!(code == Some(0) || code == Some(1), "{query}: {}", said(&output));
        rows(&output.stdout)
    }

    pub fn names(&self, query: &str) -> Vec<String> {
        let name = |hit: &Json| hit["document"].as_str().unwrap().to_owned();
        let mut names: Vec<String> = self.hits(query).iter().map(name).collect();
        names.sort();
        names
    }
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn rows(lines: &[u8]) -> Vec<Json> {
    String::from_utf8_lossy(lines)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
