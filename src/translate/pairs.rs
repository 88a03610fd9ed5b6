//! Reads pairs of texts and lists of terms.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::{Pairs, Recipe};
use crate::error::{Error, ErrorKind, Result};
use crate::language::Stemmer;

/// A longer line is no sentence, and is left out.
const LONGEST_LINE: usize = 20_000;

/// Adds the pairs of a file to `pairs`: a line each, the English text, a tab, and the
/// French one; further columns are ignored. The file may be packed with gzip. Returns
/// how many lines were no pair.
///
/// # Errors
/// `NotFound` or `Io` if the file cannot be read.
pub fn read_pairs(path: &Path, pairs: &mut Pairs) -> Result<usize> {
    let mut stemmer = Stemmer::new();
    each_line(path, |line| {
        let mut columns = line.split('\t');
        let (Some(english), Some(french)) = (columns.next(), columns.next()) else {
            return false;
        };
        let is_pair = !english.trim().is_empty() && !french.trim().is_empty();
        if is_pair {
            pairs.push(english, french, &mut stemmer);
        }
        is_pair
    })
}

/// Adds the terms of a file to `recipe`: a line each, the names of one thing in any
/// language, parted by tabs. Lines that begin with `#` are ignored. Returns how many
/// lines had fewer than two names.
///
/// # Errors
/// `NotFound` or `Io` if the file cannot be read.
pub fn read_terms(path: &Path, recipe: &mut Recipe) -> Result<usize> {
    each_line(path, |line| {
        let names = line.split('\t').map(str::trim).filter(|name| !name.is_empty());
        recipe.add_term(names.clone());
        names.count() > 1 || line.starts_with('#')
    })
}

/// Calls `read` with each line that is not blank, and returns how many it refused or
/// were too long.
fn each_line(path: &Path, mut read: impl FnMut(&str) -> bool) -> Result<usize> {
    let failed = |error| Error::io(path, error);
    let mut file = BufReader::new(File::open(path).map_err(failed)?);
    let is_packed = file.fill_buf().map_err(failed)?.starts_with(&[0x1F, 0x8B]);
    let file: Box<dyn Read> =
        if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut file = BufReader::new(file);
    let mut line = Vec::new();
    let mut refused = 0;
    loop {
        line.clear();
        let limit = LONGEST_LINE as u64;
        let read_bytes = (&mut file).take(limit).read_until(b'\n', &mut line);
        if read_bytes.map_err(failed)? == 0 {
            return Ok(refused);
        }
        if line.len() >= LONGEST_LINE {
            let rest = file.skip_until(b'\n').map_err(failed)?;
            refused += usize::from(rest > 0);
            continue;
        }
        let text = std::str::from_utf8(&line).map_err(|error| {
            let what = "it is not UTF-8".to_owned();
            Error::at(path, ErrorKind::Malformed(what)).because(error)
        })?;
        let text = text.trim_end_matches(['\n', '\r']);
        if !text.trim().is_empty() && !read(text) {
            refused += 1;
        }
    }
}
