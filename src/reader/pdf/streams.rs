//! Unpacking streams within a bound.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::object::{Dict, Stream};

use crate::error::{Error, ErrorKind, Result};

/// The most bytes that one stream may unpack to: a page of dense vector drawing takes
/// a few million.
pub(super) const LIMIT: u64 = 64 << 20;

/// Packed streams up to this length cannot pass [`LIMIT`], as deflate makes at most
/// 1,032 bytes of one.
const SAFE_LENGTH: usize = (LIMIT / 1032) as usize;

/// Unpacks a stream of drawing instructions. What can be read of a damaged or endless
/// one is returned, with `false`.
pub(super) fn unpack(stream: &Stream<'_>) -> (Vec<u8>, bool) {
    if !is_plain_deflate(stream) {
        if !is_bounded(stream) {
            return (Vec::new(), false);
        }
        return match stream.decoded_data() {
            Ok(bytes) => (bytes.into_owned(), true),
            Err(_) => (Vec::new(), false),
        };
    }
    let packed = stream.raw_data();
    let mut bytes = Vec::with_capacity(packed.len().saturating_mul(4).min(1 << 22));
    let whole = ZlibDecoder::new(&*packed).take(LIMIT).read_to_end(&mut bytes).is_ok();
    if bytes.is_empty() && !whole {
        // Some writers leave the two bytes of the zlib header out.
        let mut decoder = DeflateDecoder::new(&*packed).take(LIMIT);
        let whole = decoder.read_to_end(&mut bytes).is_ok();
        return (bytes, whole);
    }
    let whole = whole && (bytes.len() as u64) < LIMIT;
    (bytes, whole)
}

/// Tells whether the stream unpacks to less than [`LIMIT`]; long ones are tried.
pub(super) fn is_bounded(stream: &Stream<'_>) -> bool {
    let packed = stream.raw_data();
    match stream.filters().len() {
        0 => true,
        1 if packed.len() <= SAFE_LENGTH => true,
        1 => {
            let unpacked = std::io::copy(
                &mut ZlibDecoder::new(&*packed).take(LIMIT),
                &mut std::io::sink(),
            );
            unpacked.is_ok_and(|length| length < LIMIT)
        }
        // Each filter may multiply what the one before made.
        _ => packed.len() <= 1 << 12,
    }
}

/// The most bytes that the object and cross-reference streams of a file may unpack to,
/// together.
const STRUCTURE_LIMIT: u64 = 256 << 20;
/// How far before a stream its dictionary is looked for.
const DICTIONARY_BYTES: usize = 1024;

/// Checks the streams that are unpacked before the first page can be found, those that
/// hold objects and cross-references. They are looked for in the bytes as they stand, so
/// encrypted ones are passed over.
///
/// # Errors
/// `Limit` if they unpack to more than 256 MB.
pub(super) fn check_structure(bytes: &[u8]) -> Result<()> {
    let mut left = STRUCTURE_LIMIT;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let before = bytes.get(at.saturating_sub(DICTIONARY_BYTES)..at);
        let before = before.unwrap_or_default();
        let start = memchr::memmem::rfind(before, b" obj").unwrap_or(0);
        let dictionary = before.get(start..).unwrap_or_default();
        let holds = |name: &[u8]| memchr::memmem::find(dictionary, name).is_some();
        if before.ends_with(b"end") || !(holds(b"/ObjStm") || holds(b"/XRef")) {
            continue;
        }
        let packed = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let packed = packed.strip_prefix(b"\r").unwrap_or(packed);
        let packed = packed.strip_prefix(b"\n").unwrap_or(packed);
        // A filter may stand there more than once.
        let times = memchr::memmem::find_iter(dictionary, b"/FlateDecode").count();
        let mut stream: Box<dyn Read + '_> = Box::new(packed);
        for _ in 0..times {
            stream = Box::new(ZlibDecoder::new(stream));
        }
        if times == 0 {
            continue;
        }
        // A damaged one is not made longer by what follows its damage.
        let mut unpacked = Counted::default();
        let _ = std::io::copy(&mut stream.take(left + 1), &mut unpacked);
        left = left.checked_sub(unpacked.0).ok_or_else(|| {
            let most = STRUCTURE_LIMIT >> 20;
            let what = format!("its objects unpack to more than {most} MB");
            Error::new(ErrorKind::Limit(what))
        })?;
    }
    Ok(())
}

/// Counts the bytes written to it.
#[derive(Debug, Default)]
struct Counted(u64);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn is_plain_deflate(stream: &Stream<'_>) -> bool {
    let filters = stream.filters();
    matches!(filters.as_slice(), [hayro_syntax::Filter::FlateDecode])
        && stream.dict().get::<Dict<'_>>("DecodeParms").is_none()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn object(dictionary: &str, stream: &[u8]) -> Vec<u8> {
        let start = format!("%PDF-1.5\n4 0 obj\n<<{dictionary}>>stream\r\n");
        [start.as_bytes(), stream, b"\nendstream\nendobj\n"].concat()
    }

    #[test]
    fn objects_that_swell_are_refused_before_they_are_read() {
        let bomb = packed(&vec![b' '; 300 << 20]);
        let once = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode";
        let twice = "/Type /XRef /Filter [/FlateDecode /FlateDecode]";
        for (dictionary, stream) in [(once, &bomb), (twice, &packed(&bomb))] {
            let error = check_structure(&object(dictionary, stream)).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{error}");
        }
        // Drawing instructions are bounded where they are unpacked.
        check_structure(&object("/Filter/FlateDecode", &bomb)).unwrap();
    }

    #[test]
    fn ordinary_and_damaged_objects_pass() {
        let objects = packed(&b"1 0 <</Type/Catalog>> ".repeat(9_999));
        let dictionary = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode";
        check_structure(&object(dictionary, &objects)).unwrap();
        check_structure(&object(dictionary, &objects[..90])).unwrap();
        check_structure(&object(dictionary, b"")).unwrap();
        check_structure(b"stream").unwrap();
    }
}
