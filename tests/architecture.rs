//! The floors: which module may use which, and where each third-party crate lives.
//!
//! The same table stands, with reasons, in `docs/architecture.md`.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use regex::Regex;

/// Each module, and the modules that it may use.
const FLOORS: [(&str, &[&str]); 13] = [
    ("error", &[]),
    ("model", &["error"]),
    ("reader", &["model", "error"]),
    ("language", &["model", "error"]),
    ("tagger", &["model", "language", "error"]),
    ("extract", &["model", "language", "tagger", "error"]),
    ("analysis", &["model", "language", "index", "error"]),
    ("translate", &["model", "language", "error"]),
    ("index", &["model", "language", "translate", "error"]),
    ("corpus", &["model", "reader", "language", "tagger", "extract", "index", "error"]),
    ("output", &["model", "analysis", "index", "corpus", "error"]),
    (
        "cli",
        &[
            "model",
            "reader",
            "language",
            "extract",
            "analysis",
            "translate",
            "index",
            "corpus",
            "output",
            "error",
        ],
    ),
    ("main", &["cli"]),
];

/// Each third-party crate that has a home, and the modules that it lives in.
const HOMES: [(&str, &[&str]); 32] = [
    ("chardetng", &["reader"]),
    ("csv", &["reader", "output"]),
    ("encoding_rs", &["reader"]),
    ("flate2", &["reader", "corpus", "translate"]),
    ("hayro_font", &["reader"]),
    ("hayro_syntax", &["reader"]),
    ("mail_parser", &["reader"]),
    ("pulldown_cmark", &["reader"]),
    ("quick_xml", &["reader"]),
    ("scraper", &["reader"]),
    ("trafilatura", &["reader"]),
    ("unicode_normalization", &["reader", "language"]),
    ("zip", &["reader"]),
    ("rust_stemmers", &["language"]),
    ("unicode_segmentation", &["language"]),
    ("whatlang", &["language"]),
    ("regex", &["language", "extract", "reader"]),
    ("tantivy", &["index"]),
    ("postcard", &["index", "corpus"]),
    ("serde", &["reader", "index", "corpus", "output"]),
    ("serde_json", &["reader", "index", "corpus", "output"]),
    ("ignore", &["corpus"]),
    ("lzma_rs", &["corpus"]),
    ("rayon", &["corpus"]),
    ("rlimit", &["corpus"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli", "output"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("mimalloc", &["main"]),
];

/// What pure modules never name: files, clocks, the environment, streams.
const PURE: [&str; 5] = ["model", "language", "tagger", "extract", "analysis"];
const IMPURE: [&str; 6] =
    ["std::fs", "std::io", "std::env", "std::time", "std::net", "std::process"];

/// The source files by module, each without its comments and without its tests.
fn sources() -> BTreeMap<String, Vec<(PathBuf, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs")
                || path.file_stem().is_some_and(|stem| stem == "tests")
            {
                continue;
            }
            let inside = path.strip_prefix(&root).unwrap();
            let first = inside.components().next().unwrap().as_os_str();
            let module = first.to_str().unwrap().trim_end_matches(".rs").to_owned();
            let code = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
            let code = code.split("\n#[cfg(test)]").next().unwrap();
            let code: Vec<_> = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            let inside = inside.to_path_buf();
            found.entry(module).or_default().push((inside, code.join("\n")));
        }
    }
    found.remove("lib");
    found
}

/// The modules of our own that the code names.
fn modules_used(code: &str) -> BTreeSet<String> {
    static PATTERNS: OnceLock<[Regex; 3]> = OnceLock::new();
    let regex = |pattern| Regex::new(pattern).unwrap();
    let [path, group, member] = PATTERNS.get_or_init(|| {
        [
            regex(r"\b(?:crate|dicta)::(\w+)"),
            regex(r"(?s)\bcrate::\{(.*?)\};"),
            regex(r"(?:^|,)\s*(\w+)"),
        ]
    });
    let mut used: BTreeSet<_> =
        path.captures_iter(code).map(|found| found[1].to_owned()).collect();
    for found in group.captures_iter(code) {
        used.extend(member.captures_iter(&found[1]).map(|name| name[1].to_owned()));
    }
    // Types that the crate root exports stand for their module.
    for name in ["Error", "ErrorKind", "Result"] {
        if used.remove(name) {
            used.insert("error".to_owned());
        }
    }
    used
}

#[test]
fn every_module_has_a_floor() {
    let modules: BTreeSet<_> = sources().into_keys().collect();
    let floors: BTreeSet<_> =
        FLOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(modules, floors);
}

#[test]
fn a_module_uses_the_floors_below_it_only() {
    let known: BTreeSet<_> = FLOORS.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for (module, files) in sources() {
        let (_, allowed) = FLOORS.iter().find(|(name, _)| *name == module).unwrap();
        for (path, code) in files {
            for used in modules_used(&code) {
                if used == module || !known.contains(used.as_str()) {
                    continue;
                }
                arrows += 1;
                if !allowed.contains(&used.as_str()) {
                    wrong.push(format!("{} uses {used}", path.display()));
                }
            }
        }
    }
    assert!(arrows > 20, "the scan sees the imports: {arrows}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_third_party_crate_stays_at_home() {
    let mut wrong = Vec::new();
    let mut met = BTreeSet::new();
    // A path that begins with the crate's name, not a module of ours.
    let uses = |name: &str| {
        Regex::new(&format!(r"(?m)(^|[^:\w]){name}::|\buse {name};")).unwrap()
    };
    let homes = HOMES.map(|(name, homes)| (name, uses(name), homes));
    for (module, files) in sources() {
        for (path, code) in files {
            for (name, used, homes) in &homes {
                if !used.is_match(&code) {
                    continue;
                }
                met.insert(*name);
                if !homes.contains(&module.as_str()) {
                    wrong.push(format!("{} uses {name}", path.display()));
                }
            }
        }
    }
    let unmet: Vec<_> = HOMES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !met.contains(name))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(unmet.is_empty(), "a home without its crate: {unmet:?}");
}

#[test]
fn pure_modules_touch_no_file_clock_environment_or_stream() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (module, files) in sources() {
        if !PURE.contains(&module.as_str()) {
            continue;
        }
        for (path, code) in files {
            seen += 1;
            for name in IMPURE {
                if code.contains(name) {
                    wrong.push(format!("{} names {name}", path.display()));
                }
            }
        }
    }
    assert!(seen > 10, "the scan sees the files: {seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
