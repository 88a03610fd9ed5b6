//! Any query: understood, or refused at a place within it.
#![no_main]

use dicta::ErrorKind;
use dicta::index::check_query;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    if let Err(error) = check_query(query) {
        let ErrorKind::Query { position, .. } = error.kind() else {
            panic!("{error}");
        };
        assert!(*position <= query.chars().count());
    }
});
