//! Generations of an index, passages and records, and the search over them.
