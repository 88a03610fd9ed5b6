//! Unpacking streams within a bound.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::object::{Dict, Stream};

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

fn is_plain_deflate(stream: &Stream<'_>) -> bool {
    let filters = stream.filters();
    matches!(filters.as_slice(), [hayro_syntax::Filter::FlateDecode])
        && stream.dict().get::<Dict<'_>>("DecodeParms").is_none()
}
