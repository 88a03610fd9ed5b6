//! The files of an index folder: `CURRENT`, generations, their checksums, the lock.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::FORMAT;
use crate::error::{Error, ErrorKind, Result};

const CURRENT: &str = "CURRENT";
const NEW_CURRENT: &str = "CURRENT.new";
const LOCK: &str = "lock";
const PREFIX: &str = "generation-";
/// The file with the checksums of the others of its generation.
pub(super) const CHECKSUMS: &str = "checksums";
/// The actors over all documents, and how each document's own names lead to them.
pub(super) const ACTORS: &str = "actors";
/// What each document says of its actors: what the next job goes on from.
pub(super) const PROFILES: &str = "profiles";
/// The file with what the jobs know of the documents.
pub(super) const MANIFEST: &str = "manifest";
/// The file with the list of the documents.
pub(super) const DOCUMENTS: &str = "documents";
/// The folders of the two tantivy indexes.
pub(super) const PASSAGES: &str = "passages";
pub(super) const RECORDS: &str = "records";

/// What `CURRENT` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Current {
    pub(super) generation: u64,
    /// The hash of the generation's checksums, in hexadecimal digits.
    pub(super) checksums: String,
}

impl Current {
    fn text(&self) -> String {
        format!(
            "dicta index\nformat {FORMAT}\ngeneration {}\nchecksums {}\n",
            self.generation, self.checksums
        )
    }

    /// Reads the file; `None` if there is none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(CURRENT);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(None);
            }
            Err(error) => return Err(Error::io(path, error)),
        };
        Self::parse(folder, &String::from_utf8_lossy(&bytes)).map(Some)
    }

    fn parse(folder: &Path, text: &str) -> Result<Self> {
        let damaged =
            || Error::at(folder, ErrorKind::Damaged("`CURRENT` is damaged".to_owned()));
        let mut lines = text.lines();
        if lines.next() != Some("dicta index") {
            return Err(damaged());
        }
        let mut field = |name: &str| {
            lines.next().and_then(|line| line.strip_prefix(name)?.strip_prefix(' '))
        };
        let format = field("format").and_then(|number| number.parse::<u32>().ok());
        let found = format.ok_or_else(damaged)?;
        if found != FORMAT {
            let kind = ErrorKind::IndexVersion { found, expected: FORMAT };
            return Err(Error::at(folder, kind));
        }
        let generation = field("generation").and_then(|number| number.parse().ok());
        let generation = generation.ok_or_else(damaged)?;
        let checksums = field("checksums").ok_or_else(damaged)?.to_owned();
        let current = Self { generation, checksums };
        if current.text() == text { Ok(current) } else { Err(damaged()) }
    }

    /// Makes this the live generation, at once and for good.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let new = folder.join(NEW_CURRENT);
        write_synced(&new, self.text().as_bytes())?;
        let path = folder.join(CURRENT);
        fs::rename(&new, &path).map_err(|error| Error::io(&path, error))?;
        sync_folder(folder)
    }
}

/// The folder of a generation.
pub(super) fn generation_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{PREFIX}{number:06}"))
}

/// The generations that are there, whole or not.
pub(super) fn generations(folder: &Path) -> Vec<(u64, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let number = name.to_str()?.strip_prefix(PREFIX)?.parse().ok()?;
            Some((number, entry.path()))
        })
        .collect()
}

/// Removes all generations but `live`, as far as that can be done: what is still in use
/// on a system that keeps open files goes with the next job.
pub(super) fn clear(folder: &Path, live: Option<u64>) {
    for (number, path) in generations(folder) {
        if Some(number) != live {
            let _ = fs::remove_dir_all(path);
        }
    }
    let _ = fs::remove_file(folder.join(NEW_CURRENT));
}

/// The checksum of one file of a generation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Checksum {
    /// The path within the generation, with `/` between its parts.
    pub(super) path: String,
    pub(super) bytes: u64,
    /// The hash, in hexadecimal digits.
    pub(super) hash: String,
}

/// Writes the checksums of a generation and returns their own hash.
pub(super) fn write_checksums(generation: &Path, sums: &[Checksum]) -> Result<String> {
    let mut text = String::new();
    for Checksum { path, bytes, hash } in sums {
        for part in [hash, " ", &bytes.to_string(), " ", path, "\n"] {
            text.push_str(part);
        }
    }
    write_synced(&generation.join(CHECKSUMS), text.as_bytes())?;
    Ok(blake3::hash(text.as_bytes()).to_hex().to_string())
}

/// Reads the checksums of a generation; those that are not the ones that `CURRENT` names
/// are damage.
pub(super) fn read_checksums(generation: &Path, hash: &str) -> Result<Vec<Checksum>> {
    let path = generation.join(CHECKSUMS);
    let bytes = fs::read(&path).map_err(|error| Error::io(&path, error))?;
    let damaged =
        || Error::at(&path, ErrorKind::Damaged("the checksums are damaged".to_owned()));
    if blake3::hash(&bytes).to_hex().as_str() != hash {
        return Err(damaged());
    }
    String::from_utf8_lossy(&bytes)
        .lines()
        .map(|line| {
            let mut parts = line.splitn(3, ' ');
            let hash = parts.next()?.to_owned();
            let bytes = parts.next()?.parse().ok()?;
            Some(Checksum { path: parts.next()?.to_owned(), bytes, hash })
        })
        .collect::<Option<_>>()
        .ok_or_else(damaged)
}

/// Returns the hash of a file and its length.
pub(super) fn hash_file(path: &Path) -> Result<(String, u64)> {
    let mut file = File::open(path).map_err(|error| Error::io(path, error))?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let read = file.read(&mut buffer).map_err(|error| Error::io(path, error))?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok((hasher.finalize().to_hex().to_string(), length));
        };
        hasher.update(bytes);
        length += read as u64;
    }
}

/// Returns the files below a generation, by their paths within it, sorted; not the
/// checksums, and not the locks of tantivy, which are empty.
pub(super) fn files(generation: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for part in ["", PASSAGES, RECORDS] {
        let folder = generation.join(part);
        let entries = fs::read_dir(&folder).map_err(|e| Error::io(&folder, e))?;
        for entry in entries {
            let entry = entry.map_err(|error| Error::io(&folder, error))?;
            let kind = entry.file_type().map_err(|error| Error::io(&folder, error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if kind.is_dir() || (part.is_empty() && name == CHECKSUMS) {
                continue;
            }
            names.push(if part.is_empty() { name } else { format!("{part}/{name}") });
        }
    }
    names.sort();
    Ok(names)
}

/// Links the segment files of `from` into `to` and copies those that change.
pub(super) fn link_index(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).map_err(|error| Error::io(to, error))?;
    let entries = fs::read_dir(from).map_err(|error| Error::io(from, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Error::io(from, error))?;
        let name = entry.file_name();
        let (source, target) = (entry.path(), to.join(&name));
        let name = name.to_string_lossy();
        if is_lock(&name) {
            continue;
        }
        if !is_segment(&name) || fs::hard_link(&source, &target).is_err() {
            fs::copy(&source, &target).map_err(|error| Error::io(&target, error))?;
        }
    }
    Ok(())
}

/// Whether a file of a tantivy index is one of its locks.
pub(super) fn is_lock(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "lock")
}

/// Whether a file of a tantivy index belongs to a segment, so that it never changes.
pub(super) fn is_segment(name: &str) -> bool {
    Path::new(name).extension().is_none_or(|extension| extension != "json")
}

/// Removes the empty lock files that tantivy left.
pub(super) fn remove_locks(index: &Path) {
    let Ok(entries) = fs::read_dir(index) else { return };
    for entry in entries.flatten() {
        if is_lock(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes a file and waits until the disk has it.
pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> Result<()> {
    let written = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| Error::io(path, error))
}

/// Waits until the disk has a file.
pub(super) fn sync_file(path: &Path) -> Result<()> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| Error::io(path, error))
}

/// Waits until the disk has the names in a folder, where systems can.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(unix) { sync_file(path) } else { Ok(()) }
}

/// The lock of an index folder: one writer at a time. Readers need none.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    pub(super) fn take(folder: &Path, command: &str) -> Result<Self> {
        let path = folder.join(LOCK);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| Error::io(&path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = Vec::new();
                let _ = file.read_to_end(&mut holder);
                let holder = String::from_utf8_lossy(&holder).trim().to_owned();
                let holder =
                    if holder.is_empty() { "another job".to_owned() } else { holder };
                return Err(Error::at(folder, ErrorKind::Locked(holder)));
            }
            Err(TryLockError::Error(error)) => return Err(Error::io(path, error)),
        }
        let holder =
            format!("`{command}` (process {}, since {})", std::process::id(), now());
        let written = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(holder.as_bytes()));
        written.map_err(|error| Error::io(path, error))?;
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}

/// The time of day and date, UTC, as `2025-02-11 09:00:00 UTC`.
fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs();
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Civil date from days: years begin in March, so that leap days come last.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524
        - day_of_era / 146_096)
        / 365;
    let day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}
