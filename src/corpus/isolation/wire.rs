//! What goes between a job and its reader processes: frames, each its length and then
//! as many bytes.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::model::{Warning, WarningKind};
use crate::reader::ReadOptions;

/// What a reader process is asked, before the bytes of the file.
#[derive(Debug)]
pub(super) struct Task<'a> {
    /// The name of the file.
    pub(super) name: &'a str,
    /// How to read it.
    pub(super) options: &'a ReadOptions,
    /// How many of its documents are known already.
    pub(super) done: usize,
}

/// A [`Task`] on its way.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TaskRow {
    pub(super) name: String,
    pub(super) encoding: Option<String>,
    pub(super) done: usize,
    /// The bytes of the file, which follow.
    pub(super) length: u64,
}

impl TaskRow {
    pub(super) fn new(task: &Task<'_>, length: u64) -> Self {
        Self {
            name: task.name.to_owned(),
            encoding: task.options.encoding.clone(),
            done: task.done,
            length,
        }
    }
}

/// What a reader process says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// It begins to read the document of this name.
    Begun(String),
    /// The document of this name is read, with these warnings; its bytes, as
    /// [`crate::index::pack`] makes them, are the next frame. Or it cannot be read.
    Document(String, Result<Vec<WarningRow>, ErrorRow>),
    /// There are no more.
    End(Result<(), ErrorRow>),
}

/// A warning on its way: whether content is missing, and the message.
pub(super) type WarningRow = (bool, String);

pub(super) fn warning_rows(warnings: &[Warning]) -> Vec<WarningRow> {
    let row = |warning: &Warning| {
        (warning.kind == WarningKind::Lost, warning.message.clone())
    };
    warnings.iter().map(row).collect()
}

pub(super) fn warnings(rows: Vec<WarningRow>) -> Vec<Warning> {
    let warning = |(is_lost, message): WarningRow| {
        if is_lost { Warning::lost(message) } else { Warning::doubtful(message) }
    };
    rows.into_iter().map(warning).collect()
}

/// An error on its way: its kind, the words of that kind, its path, its causes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ErrorRow {
    kind: u8,
    words: String,
    path: Option<String>,
    causes: String,
}

impl ErrorRow {
    pub(super) fn new(error: &Error) -> Self {
        let (kind, words) = match error.kind() {
            ErrorKind::Io => (0, ""),
            ErrorKind::NotFound => (1, ""),
            ErrorKind::Empty => (2, ""),
            ErrorKind::NeedsPassword => (3, ""),
            ErrorKind::UnknownFormat(words) => (4, words.as_str()),
            ErrorKind::Malformed(words) => (5, words.as_str()),
            ErrorKind::Limit(words) => (6, words.as_str()),
            ErrorKind::Invalid(words) => (7, words.as_str()),
            // No reader knows of an index.
            _ => (7, "it cannot be read"),
        };
        Self {
            kind,
            words: words.to_owned(),
            path: error.path().map(|path| path.to_string_lossy().into_owned()),
            causes: error.causes().join(": "),
        }
    }

    pub(super) fn error(self) -> Error {
        let kind = match self.kind {
            0 => ErrorKind::Io,
            1 => ErrorKind::NotFound,
            2 => ErrorKind::Empty,
            3 => ErrorKind::NeedsPassword,
            4 => ErrorKind::UnknownFormat(self.words),
            5 => ErrorKind::Malformed(self.words),
            6 => ErrorKind::Limit(self.words),
            _ => ErrorKind::Invalid(self.words),
        };
        let mut error = Error::new(kind);
        if let Some(path) = self.path {
            error = error.or_at(PathBuf::from(path));
        }
        if self.causes.is_empty() { error } else { error.because(self.causes) }
    }
}

/// Writes a frame.
pub(super) fn write(out: &mut impl Write, content: &impl Serialize) -> io::Result<()> {
    write_bytes(out, &postcard::to_stdvec(content).map_err(io::Error::other)?)
}

/// Writes a frame of these bytes.
pub(super) fn write_bytes(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)?;
    out.flush()
}

/// Reads the bytes of a frame; `None` at the end of the input.
///
/// # Errors
/// `FileTooLarge` if it has more than `most` bytes, none of which are read then.
pub(super) fn read(input: &mut impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    let mut first = 0;
    while first == 0 {
        match input.read(&mut length[..1]) {
            Ok(0) => return Ok(None),
            Ok(count) => first = count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    input.read_exact(&mut length[1..])?;
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    bytes(input, length).map(Some)
}

/// Reads so many bytes.
pub(super) fn bytes(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    // Room is made as bytes come, not as they are promised.
    let room = usize::try_from(length.min(64 << 20)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(room);
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// Reads what a frame holds.
pub(super) fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> io::Result<T> {
    postcard::from_bytes(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_goes_and_comes_back() {
        let cause = Error::at("été.xml", ErrorKind::NotFound);
        for error in [
            Error::at("a.pdf", ErrorKind::NeedsPassword),
            Error::new(ErrorKind::Limit("3 Mo".to_owned())),
            Error::at("été.docx", ErrorKind::Malformed("cut".to_owned()))
                .because(cause),
            Error::at("a", ErrorKind::Io).because("out of order"),
        ] {
            let back = ErrorRow::new(&error).error();
            assert_eq!((back.kind(), back.path()), (error.kind(), error.path()));
            assert_eq!(back.causes(), error.causes());
        }
    }

    #[test]
    fn a_frame_is_whole_or_an_error() {
        let mut frame = Vec::new();
        write(&mut frame, &"été").unwrap();
        let read_frame = |bytes: &[u8], most| read(&mut &bytes[..], most);
        let bytes = read_frame(&frame, 100).unwrap().unwrap();
        assert_eq!(decode::<&str>(&bytes).unwrap(), "été");
        assert!(read_frame(&[], 100).unwrap().is_none());
        for length in 1..frame.len() {
            assert!(read_frame(&frame[..length], 100).is_err());
        }
        let error = read_frame(&frame, 3).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
