//! Tables by hashed key that are used where they lie: nothing is built at start.
//!
//! Keys are spread over buckets by their upper bits; within a bucket each has a
//! fingerprint of 16 bits, in order of the keys. A key that is not in the table is taken
//! for one that is about once in 16,000 look-ups.

/// A table's buckets and fingerprints; the place of a key is that of its values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    starts: &'a [[u8; 4]],
    prints: &'a [[u8; 2]],
    shift: u32,
}

/// Takes the first `length` bytes from `bytes`.
pub(super) fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

/// Takes a little-endian number from `bytes`.
pub(super) fn take_u32(bytes: &mut &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(take(bytes, 4)?.try_into().ok()?))
}

impl<'a> Table<'a> {
    /// Takes a table from `bytes`; `None` if they end before it does.
    pub(super) fn read(bytes: &mut &'a [u8]) -> Option<Self> {
        let bits = take_u32(bytes).filter(|&bits| (1..=24).contains(&bits))?;
        let length = take_u32(bytes)? as usize;
        let starts = take(bytes, 4 * ((1 << bits) + 1))?.as_chunks().0;
        let prints = take(bytes, 2 * length)?.as_chunks().0;
        Some(Self { starts, prints, shift: 64 - bits })
    }

    /// Returns how many keys there are.
    pub(super) fn len(&self) -> usize {
        self.prints.len()
    }

    /// Returns the place of a key, from 0.
    pub(super) fn find(&self, key: u64) -> Option<usize> {
        let bucket = usize::try_from(key >> self.shift).ok()?;
        let [start, end] = self.starts.get(bucket..bucket + 2)? else { return None };
        let start = u32::from_le_bytes(*start) as usize;
        let end = u32::from_le_bytes(*end) as usize;
        let wanted = print(key).to_le_bytes();
        let at = self.prints.get(start..end)?.iter().position(|&p| p == wanted)?;
        Some(start + at)
    }
}

/// Returns the fingerprint of a key.
#[expect(clippy::cast_possible_truncation, reason = "sixteen bits are asked for")]
fn print(key: u64) -> u16 {
    (key >> 24) as u16
}

/// Writes the table of `keys`, which must be in order and distinct.
#[cfg(any(test, feature = "train"))]
pub(super) fn write(keys: &[u64], out: &mut Vec<u8>) {
    // About four keys a bucket.
    let bits = (keys.len() / 4).max(2).ilog2();
    out.extend(bits.to_le_bytes());
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    out.extend(number(keys.len()));
    for bucket in 0..=1_u64 << bits {
        out.extend(number(keys.partition_point(|key| key >> (64 - bits) < bucket)));
    }
    for &key in keys {
        out.extend(print(key).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_where_they_were_written() {
        let mut keys: Vec<u64> =
            (1..=1_000_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        keys.sort_unstable();
        let mut bytes = Vec::new();
        write(&keys, &mut bytes);
        let table = Table::read(&mut &*bytes).unwrap();
        assert_eq!(table.len(), keys.len());
        for (place, &key) in keys.iter().enumerate() {
            assert_eq!(table.find(key), Some(place));
        }
        assert_eq!(table.find(12_345), None);
        bytes.pop();
        assert!(Table::read(&mut &*bytes).is_none());
    }
}
