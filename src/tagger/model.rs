//! The trained weights, read where they lie in the binary.
//!
//! A model file holds, in this order and little-endian: the magic bytes, the format's
//! version, the weights of label pairs, the table of word classes, and the table of
//! features with one byte a label. Weights are whole numbers relative to the label
//! "outside", whose own is 0 throughout.

use super::clusters::Clusters;
use super::labels::{LABELS, NAMED};
use super::table::{Table, take, take_u32};

/// The first bytes of a model file.
pub(super) const MAGIC: [u8; 8] = *b"DICTAtag";

/// The version of the format and of the features; a model of another is not read.
pub(super) const VERSION: u32 = 1;

/// The weights of label pairs: the first label, `LABELS` for none, then the second.
pub(super) type Pairs = [[i32; LABELS]; LABELS];

/// The weights of a trained tagger.
#[derive(Debug, Clone, Copy)]
pub struct Model<'a> {
    pub(super) pairs: Pairs,
    pub(super) clusters: Clusters<'a>,
    table: Table<'a>,
    rows: &'a [[u8; NAMED]],
}

impl<'a> Model<'a> {
    /// Reads a model; `None` if `bytes` are none of this version.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let rest = &mut &*bytes;
        (take(rest, MAGIC.len())? == MAGIC).then_some(())?;
        (take_u32(rest)? == VERSION).then_some(())?;
        let mut pairs = Pairs::default();
        for weight in pairs.iter_mut().flatten() {
            *weight = i16::from_le_bytes(take(rest, 2)?.try_into().ok()?).into();
        }
        let clusters = Clusters::read(rest)?;
        let table = Table::read(rest)?;
        let rows = take(rest, NAMED * table.len())?.as_chunks().0;
        rest.is_empty().then_some(Self { pairs, clusters, table, rows })
    }

    /// Returns how many features have weights.
    pub fn features(&self) -> usize {
        self.rows.len()
    }

    /// Adds the weights of a feature to the scores of the labels.
    pub(super) fn add(&self, feature: u64, scores: &mut [i16; NAMED]) {
        let row = self.table.find(feature).and_then(|place| self.rows.get(place));
        let Some(row) = row else { return };
        for (score, &weight) in scores.iter_mut().zip(row) {
            *score += i16::from(weight.cast_signed());
        }
    }
}

/// Writes a model of features in the order of their keys.
#[cfg(any(test, feature = "train"))]
pub(super) fn write(
    pairs: &[[i16; LABELS]; LABELS],
    clusters: &[u8],
    rows: &std::collections::BTreeMap<u64, [i8; NAMED]>,
) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend(pairs.iter().flatten().flat_map(|weight| weight.to_le_bytes()));
    out.extend(clusters);
    let keys: Vec<u64> = rows.keys().copied().collect();
    super::table::write(&keys, &mut out);
    out.extend(rows.values().flatten().map(|weight| weight.cast_unsigned()));
    out
}
