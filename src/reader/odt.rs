//! odt files.

use super::ReadOptions;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Document, Warned};

pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    let _ = (bytes, options);
    Err(Error::at(name, ErrorKind::UnknownFormat("odt".to_owned())))
}
