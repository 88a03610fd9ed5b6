//! The labels of tokens: which part of a name of which kind.

use crate::model::ActorKind;

/// How many labels there are beside [`OUTSIDE`]: four parts of three kinds.
pub(super) const NAMED: usize = 12;

/// How many labels there are.
pub(super) const LABELS: usize = NAMED + 1;

/// The label of a token that is part of no name.
pub(super) const OUTSIDE: usize = NAMED;

/// Part of a name: its first token, one inside, its last, or its only one.
#[cfg(any(test, feature = "train"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    First,
    Inside,
    Last,
    Only,
}

/// The kinds in the order of their labels.
pub(super) const KINDS: [ActorKind; 3] =
    [ActorKind::Person, ActorKind::Organization, ActorKind::Place];

/// Returns the label of a part of a name.
#[cfg(any(test, feature = "train"))]
pub(super) fn label(kind: ActorKind, part: Part) -> usize {
    4 * kind as usize + part as usize
}

/// Returns the kind of a label; `None` for [`OUTSIDE`].
pub(super) fn kind(label: usize) -> Option<ActorKind> {
    KINDS.get(label / 4).copied()
}

/// Tells whether a name begins with this label.
pub(super) fn begins(label: usize) -> bool {
    label < NAMED && matches!(label % 4, 0 | 3)
}

/// Tells whether a name, if any, is over after this label.
pub(super) fn ends(label: usize) -> bool {
    label == OUTSIDE || label % 4 >= 2
}

/// Tells whether `next` may stand after `label`.
pub(super) fn follows(label: usize, next: usize) -> bool {
    let goes_on = next < NAMED && matches!(next % 4, 1 | 2);
    if ends(label) { !goes_on } else { goes_on && label / 4 == next / 4 }
}

/// Returns the labels of `length` tokens with these names, as token ranges.
#[cfg(any(test, feature = "train"))]
pub(super) fn labels(
    length: usize,
    names: &[(std::ops::Range<usize>, ActorKind)],
) -> Vec<u8> {
    let mut labels = vec![OUTSIDE; length];
    for (range, kind) in names {
        for at in range.clone() {
            let part = match (at == range.start, at + 1 == range.end) {
                (true, true) => Part::Only,
                (true, false) => Part::First,
                (false, true) => Part::Last,
                (false, false) => Part::Inside,
            };
            if let Some(slot) = labels.get_mut(at) {
                *slot = label(*kind, part);
            }
        }
    }
    labels.into_iter().map(|label| u8::try_from(label).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_labels_and_may_follow_each_other() {
        let labels = labels(6, &[(0..1, ActorKind::Person), (2..5, ActorKind::Place)]);
        assert_eq!(labels, [3, 12, 8, 9, 10, 12]);
        for pair in labels.windows(2) {
            assert!(follows(pair[0].into(), pair[1].into()), "{pair:?}");
        }
        assert!(!follows(0, 3) && !follows(0, 5) && !follows(2, 1) && !follows(12, 2));
        assert_eq!(kind(8), Some(ActorKind::Place));
        assert_eq!(kind(OUTSIDE), None);
    }
}
