//! A fast hash for short words.

use std::hash::{BuildHasherDefault, Hasher};

/// Builds [`QuickHasher`]s.
pub(super) type QuickState = BuildHasherDefault<QuickHasher>;

/// Multiplies and rotates eight bytes at a time: for maps of short words whose size is
/// bounded, where a crafted collision costs little.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct QuickHasher(u64);

/// 2⁶⁴ over the golden ratio, odd: spreads neighbours far apart.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl QuickHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(SPREAD);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.add(u64::from_le_bytes(*eight));
        }
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        self.add(u64::from_le_bytes(last) ^ (rest.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 ^= u64::from(byte);
    }

    fn finish(&self) -> u64 {
        // The map takes the high bits for its tags and the low ones for the place.
        self.0 ^ (self.0 >> 32)
    }
}
