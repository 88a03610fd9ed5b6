//! Whether the comparison finds the figures that disagree, and no others.
//!
//! `tests/compare/pairs.jsonl` has pairs of passages, written for this test before the
//! comparison ran on them: in one half they state two values for the same thing, in the
//! other for two things, or the same value twice.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![allow(clippy::print_stderr, reason = "the measured numbers are for the reader")]

use dicta::analysis::compare::disagreements;
use dicta::extract::Extractor;
use dicta::language::analyze;
use dicta::model::{BlockKind, DocumentBuilder, Metadata, Record, RecordMaker};
use dicta::translate::Lexicon;
use serde_json::Value as Json;

/// The least precision and recall, of 100.
const PRECISION: usize = 90;
const RECALL: usize = 75;

fn records(extractor: &Extractor, name: &str, side: &Json) -> Vec<Record> {
    let mut builder = DocumentBuilder::default();
    builder.parts().0.push_str(side["text"].as_str().unwrap());
    builder.close_block(0, BlockKind::Paragraph, None);
    let document = builder.finish(name, Metadata::default());
    let analysis = analyze(&document);
    let findings = extractor.findings(&document, &analysis);
    RecordMaker::new(&document, &analysis, 1).records(&findings)
}

#[test]
fn figures_on_the_same_thing_that_disagree_are_found() {
    let extractor = Extractor::new();
    let lexicon = Lexicon::builtin();
    let translate = |stem: &str, language| {
        let translations = lexicon.translations(stem, language).into_iter();
        translations.map(|known| (known.stem, f64::from(known.probability))).collect()
    };
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for line in include_str!("compare/pairs.jsonl").lines() {
        let pair: Json = serde_json::from_str(line).unwrap();
        let mut both = records(&extractor, "a", &pair["a"]);
        both.extend(records(&extractor, "b", &pair["b"]));
        let found = disagreements(&both, &translate);
        let id = &pair["id"];
        match (pair["disagree"].as_bool().unwrap(), found.is_empty()) {
            (true, false) => right += 1,
            (true, true) => {
                missed += 1;
                eprintln!(
                    "{id}: not found: {} | {}",
                    pair["a"]["text"], pair["b"]["text"]
                );
            }
            (false, false) => {
                wrong += 1;
                eprintln!("{id}: {:?}", found[0]);
            }
            (false, true) => {}
        }
    }
    eprintln!("{right} found, {missed} missed, {wrong} that are none");
    assert!(right * 100 >= PRECISION * (right + wrong), "precision");
    assert!(right * 100 >= RECALL * (right + missed), "recall");
}
