//! Finds the best labels of a run of tokens.

use super::labels::{LABELS, NAMED, OUTSIDE, begins, ends, follows};
use super::model::Pairs;

/// The scores of the labels of a token, that of "outside" last.
pub(super) type Scores = [i32; LABELS];

/// What no sum of weights reaches.
const NEVER: i32 = i32::MIN / 2;

/// For each label those that may stand before it.
static BEFORE: [[bool; LABELS]; LABELS] = before();

const fn before() -> [[bool; LABELS]; LABELS] {
    let mut table = [[false; LABELS]; LABELS];
    let mut next = 0;
    while next < LABELS {
        let mut label = 0;
        while label < LABELS {
            let goes_on = next < NAMED && (next % 4 == 1 || next % 4 == 2);
            let over = label == OUTSIDE || label % 4 >= 2;
            table[next][label] =
                if over { !goes_on } else { goes_on && label / 4 == next / 4 };
            label += 1;
        }
        next += 1;
    }
    table
}

/// Room for one run of tokens.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    best: Vec<[u8; LABELS]>,
}

impl Lattice {
    /// Writes the best labels of a run that stands between tokens outside all names.
    pub(super) fn decode(
        &mut self,
        pairs: &Pairs,
        scores: &[Scores],
        labels: &mut Vec<u8>,
    ) {
        self.best.clear();
        let mut sums = [NEVER; LABELS];
        sums[OUTSIDE] = 0;
        for own in scores {
            let mut next = [NEVER; LABELS];
            let mut from = [0; LABELS];
            for label in 0..LABELS {
                let (mut highest, mut source) = (NEVER, 0);
                for (before, &sum) in sums.iter().enumerate() {
                    if !BEFORE[label][before] {
                        continue;
                    }
                    let sum = sum + pairs[before][label];
                    if sum > highest {
                        (highest, source) = (sum, before);
                    }
                }
                next[label] = highest.max(NEVER) + own[label];
                #[expect(clippy::cast_possible_truncation, reason = "a label is small")]
                {
                    from[label] = source as u8;
                }
            }
            self.best.push(from);
            sums = next;
        }
        let mut last = OUTSIDE;
        let mut highest = NEVER;
        for label in (0..LABELS).filter(|&label| ends(label)) {
            let sum = sums[label] + pairs[label][OUTSIDE];
            if sum > highest {
                (highest, last) = (sum, label);
            }
        }
        labels.clear();
        for from in self.best.iter().rev() {
            labels.push(u8::try_from(last).unwrap_or_default());
            last = from[last].into();
        }
        labels.reverse();
    }
}

/// Returns the names that labels write, as token ranges with one of their labels.
pub(super) fn names(
    labels: &[u8],
) -> impl Iterator<Item = (std::ops::Range<usize>, usize)> {
    let label = |at: usize| labels.get(at).map_or(OUTSIDE, |&label| usize::from(label));
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < labels.len() && !begins(label(at)) {
            at += 1;
        }
        let first = at;
        if first >= labels.len() {
            return None;
        }
        while at + 1 < labels.len()
            && !ends(label(at))
            && follows(label(at), label(at + 1))
        {
            at += 1;
        }
        at += 1;
        Some((first..at, label(first)))
    })
}
