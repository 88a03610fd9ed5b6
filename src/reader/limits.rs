//! The bounds that keep a hostile file from taking the machine.
//!
//! They are far above what reports hold; to pass one is [`Limit`], never a silent cut.
//!
//! [`Limit`]: crate::error::ErrorKind::Limit

use crate::error::{Error, ErrorKind, Result};

/// Bytes of a file, and of the text of one document. Normalising makes a text at most
/// three times as long (Unicode Standard Annex 15), so that every offset fits 32 bits.
pub const MAX_TEXT_BYTES: usize = 1 << 30;

/// Bytes unpacked from one file of a package (DOCX, ODT), or from one PDF stream.
pub const MAX_UNPACKED_BYTES: u64 = 512 << 20;

/// How many times a packed file may grow, once it is above [`FREE_UNPACKED_BYTES`].
pub const MAX_GROWTH: u64 = 200;

/// Bytes that may be unpacked whatever the growth: small files pack well.
pub const FREE_UNPACKED_BYTES: u64 = 16 << 20;

/// Elements within elements of HTML and XML that are followed. What lies deeper is read
/// as if it lay at this depth.
pub const MAX_DEPTH: usize = 512;

/// Rows times columns of one table.
pub const MAX_CELLS: usize = 1 << 20;

/// Checks the size of a file or text.
///
/// # Errors
/// `Limit` above [`MAX_TEXT_BYTES`].
pub fn check_size(name: &str, bytes: usize) -> Result<()> {
    if bytes <= MAX_TEXT_BYTES {
        return Ok(());
    }
    let what = format!("{} MiB, {} are read", bytes >> 20, MAX_TEXT_BYTES >> 20);
    Err(Error::at(name, ErrorKind::Limit(what)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_beyond_the_limit_is_refused() {
        assert!(check_size("a.txt", MAX_TEXT_BYTES).is_ok());
        let error = check_size("a.txt", MAX_TEXT_BYTES + (1 << 20)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`a.txt`: over the limit: 1025 MiB, 1024 are read"
        );
    }
}
