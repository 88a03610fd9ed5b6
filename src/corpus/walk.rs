//! Which files a job reads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::error::{Error, ErrorKind};

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FoundFile {
    /// The name under which it is indexed: the path as the user gave it, with `/`.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) path: PathBuf,
}

/// What a walk over the roots found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The files, by name, without doubles.
    pub(crate) files: Vec<FoundFile>,
    /// The folders and links that could not be followed, by name, with the reason.
    pub(crate) unreadable: Vec<(String, Error)>,
    /// The roots that are not there.
    pub(crate) missing: Vec<(String, Error)>,
}

impl Found {
    /// Tells whether a file of this name may still exist though it was not found,
    /// because a folder above it could not be read.
    pub(crate) fn is_hidden(&self, name: &str) -> bool {
        self.unreadable
            .iter()
            .chain(&self.missing)
            .any(|(folder, _)| is_within(name, folder))
    }
}

/// Returns a path as it names a document: `/` between its parts, no `./`, no doubled or
/// trailing separators. The current folder is `.`.
pub fn name_of(path: &Path) -> String {
    let mut name = String::new();
    for component in path.components() {
        match component {
            Component::CurDir => continue,
            Component::RootDir => {
                name.push('/');
                continue;
            }
            _ => {}
        }
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        name.push_str(&component.as_os_str().to_string_lossy());
    }
    if name.is_empty() { ".".to_owned() } else { name }
}

/// Tells whether the file `name` is `root` or lies in it.
pub(crate) fn is_within(name: &str, root: &str) -> bool {
    let is_relative = || !name.starts_with('/') && !name.starts_with("../");
    match name.strip_prefix(root) {
        Some(rest) => rest.is_empty() || root.ends_with('/') || rest.starts_with('/'),
        None => root == "." && is_relative(),
    }
}

/// Finds the files under `roots`, in the order of their names. Hidden files and folders
/// are passed over, unless a root itself is one, and so is the index folder.
pub(crate) fn walk(roots: &[PathBuf], index: &Path) -> Found {
    let index = fs::canonicalize(index).ok();
    let mut files = BTreeMap::new();
    let mut unreadable = BTreeMap::new();
    let mut missing = Vec::new();
    for root in roots {
        if let Err(error) = fs::metadata(root) {
            missing.push((name_of(root), io_error(root, error)));
            continue;
        }
        let index = index.clone();
        let entries = WalkBuilder::new(root)
            .standard_filters(false)
            .hidden(true)
            .follow_links(true)
            .sort_by_file_name(Ord::cmp)
            .filter_entry(move |entry| !is_index(entry, index.as_deref()))
            .build();
        for entry in entries {
            match entry {
                Ok(entry) => {
                    let kind = entry.file_type();
                    if kind.is_some_and(|kind| kind.is_dir()) {
                        continue;
                    }
                    let path = entry.into_path();
                    let name = name_of(&path);
                    if kind.is_some_and(|kind| kind.is_file()) {
                        files.entry(name).or_insert(path);
                    } else {
                        let what = "not a file but a device, pipe or socket".to_owned();
                        let error = Error::at(&path, ErrorKind::UnknownFormat(what));
                        unreadable.entry(name).or_insert(error);
                    }
                }
                Err(error) => {
                    let error = walk_error(root, error);
                    let name = name_of(error.path().unwrap_or(root));
                    unreadable.entry(name).or_insert(error);
                }
            }
        }
    }
    Found {
        files: files.into_iter().map(|(name, path)| FoundFile { name, path }).collect(),
        unreadable: unreadable.into_iter().collect(),
        missing,
    }
}

/// Returns what a failed look-up says; that nothing is there needs no cause.
fn io_error(path: &Path, error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => Error::at(path, ErrorKind::NotFound),
        _ => Error::io(path, error),
    }
}

fn is_index(entry: &DirEntry, index: Option<&Path>) -> bool {
    // Only a folder of that name can be it: most entries are spared the look-up.
    entry.file_type().is_some_and(|kind| kind.is_dir())
        && index.is_some_and(|index| {
            index.file_name() == entry.path().file_name()
                && fs::canonicalize(entry.path()).is_ok_and(|path| path == index)
        })
}

/// Returns what the walker's error says in our words.
fn walk_error(root: &Path, error: ignore::Error) -> Error {
    let path = path_of(&error).unwrap_or(root).to_path_buf();
    if is_loop(&error) {
        let what = "a symbolic link that leads back to a folder above it".to_owned();
        return Error::at(path, ErrorKind::Invalid(what));
    }
    match error.io_error().map(std::io::Error::kind) {
        Some(kind) => io_error(&path, kind.into()),
        None => Error::at(path, ErrorKind::Io).because(error),
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: &Found, folder: &Path) -> Vec<String> {
        let root = format!("{}/", name_of(folder));
        found.files.iter().map(|file| file.name.replace(&root, "")).collect()
    }

    fn folder_with(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "La dette baisse.").unwrap();
        }
        folder
    }

    #[test]
    fn names_are_as_given_but_tidy() {
        for (path, name) in [
            ("corpus/a.md", "corpus/a.md"),
            ("./corpus//a.md", "corpus/a.md"),
            ("corpus/", "corpus"),
            ("/srv/é/a.md", "/srv/é/a.md"),
            ("../a.md", "../a.md"),
            ("./", "."),
        ] {
            assert_eq!(name_of(Path::new(path)), name);
        }
    }

    #[test]
    fn a_file_lies_in_its_folders_only() {
        for (name, root, within) in [
            ("corpus/a.md", "corpus", true),
            ("corpus/a.md", "corpus/a.md", true),
            ("corpus2/a.md", "corpus", false),
            ("corpus/a.md", ".", true),
            ("/corpus/a.md", ".", false),
            ("../a.md", ".", false),
            ("/corpus/a.md", "/", true),
        ] {
            assert_eq!(is_within(name, root), within, "{name} in {root}");
        }
    }

    #[test]
    fn finds_files_in_order_without_hidden_ones_and_the_index() {
        let folder = folder_with(&[
            "b/été.md",
            "a.txt",
            ".git/config",
            "b/.hidden",
            "index/CURRENT",
            "other/index/x.md",
        ]);
        let root = folder.path().to_path_buf();
        let roots = [root.clone(), root.join("a.txt")];
        let found = walk(&roots, &root.join("index"));
        assert_eq!(names(&found, &root), ["a.txt", "b/été.md", "other/index/x.md"]);
        assert!(found.unreadable.is_empty() && found.missing.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_back_is_named_and_the_rest_is_found() {
        let folder = folder_with(&["a.txt", "b/c.txt"]);
        let root = folder.path().to_path_buf();
        std::os::unix::fs::symlink(&root, root.join("b/back")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.join("broken")).unwrap();
        let found = walk(std::slice::from_ref(&root), &root.join("index"));
        assert_eq!(names(&found, &root), ["a.txt", "b/c.txt"]);
        let messages: Vec<_> =
            found.unreadable.iter().map(|(_, error)| error.message()).collect();
        assert_eq!(
            messages,
            [
                "a symbolic link that leads back to a folder above it",
                "no such file or folder"
            ]
        );
    }

    #[test]
    fn a_root_that_is_not_there_hides_what_was_in_it() {
        let found = walk(&[PathBuf::from("no/such/folder")], Path::new("index"));
        assert_eq!(found.missing.len(), 1);
        assert!(found.is_hidden("no/such/folder/a.md"));
        assert!(!found.is_hidden("no/such/a.md"));
    }
}
