//! The index as jobs and searches use it: transactions, readers beside them, damage.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};

use dicta::ErrorKind;
use dicta::index::{
    Entry, Index, RecordKind, RecordOptions, RecordSort, SearchOptions, Start,
    Transaction, WriteOptions,
};
use dicta::language::analyze;
use dicta::model::{
    Actor, ActorKind, Annotation, BlockKind, Claim, ClaimForm, ClaimKind, Document,
    DocumentBuilder, Figure, FigureKind, Findings, Layer, Metadata, Period, Record,
    RecordMaker, Span, Value,
};

const FRENCH: &[&str] = &[
    "# Transition énergétique",
    "L’Union européenne engage 3,5 milliards d’euros d’ici 2030. « Nous investirons », \
     promet Ursula von der Leyen.",
    "## Œuvres\u{A0}: l’été",
    "Les dépenses nationales baissent de 12\u{202F}% 🎉 à Saint-Étienne.",
];
const ENGLISH: &[&str] = &[
    "# Energy transition",
    "The European Union commits 3.5 billion euros by 2030, and the ministry agrees.",
    "Taxes on carbon rise; the Canadian government's plan is well-known.",
];

/// A document of blocks: `#` begins a heading, `~` boilerplate.
fn document(path: &str, blocks: &[&str]) -> Document {
    let mut builder = DocumentBuilder::default();
    let mut title = None;
    for block in blocks {
        let level = block.bytes().take_while(|&byte| byte == b'#').count();
        let words = block.trim_start_matches(['#', '~', ' ']);
        let kind = match level {
            0 if block.starts_with('~') => BlockKind::Boilerplate,
            0 => BlockKind::Paragraph,
            _ => BlockKind::Heading { level: u8::try_from(level - 1).unwrap() },
        };
        if level == 1 {
            title = Some(words.to_owned());
        }
        let start = builder.text().len();
        builder.parts().0.push_str(words);
        builder.close_block(start, kind, Some(1));
    }
    builder.finish(path, Metadata { title, pages: Some(1), ..Metadata::default() })
}

fn span(text: &str, words: &str) -> Option<Span> {
    let start = text.find(words)?;
    Span::new(text, start..start + words.len())
}

/// The records that stand in the two samples above.
fn records(document: &Document) -> Vec<Record> {
    let text = document.text();
    let mut findings = Findings::default();
    let mut figures = Vec::new();
    for (words, kind, value, unit) in [
        ("3,5 milliards d’euros", FigureKind::Money, 3_500_000_000_i64, "EUR"),
        ("3.5 billion euros", FigureKind::Money, 3_500_000_000, "EUR"),
        ("12\u{202F}%", FigureKind::Percent, 12, "%"),
    ] {
        let Some(place) = span(text, words) else { continue };
        let period = span(text, "2030").filter(|_| kind == FigureKind::Money);
        figures.push(Annotation::new(
            place,
            Figure {
                kind,
                value: Value::Exact(value.into()),
                unit: Some(unit.to_owned()),
                modifier: None,
                direction: None,
                role: None,
                measured: None,
                actor: None,
                period: period.map(|place| Period {
                    from: None,
                    to: Some(2030),
                    place,
                }),
                negated: false,
            },
        ));
    }
    let mut actors = Vec::new();
    for words in ["Union européenne", "European Union"] {
        if let Some(place) = span(text, words) {
            actors.push(Annotation::new(
                place,
                Actor {
                    kind: ActorKind::Organization,
                    entity: Some("eu".into()),
                    name: "European Union".into(),
                    role: None,
                },
            ));
        }
    }
    let mut claims = Vec::new();
    if let Some(content) = span(text, "Nous investirons") {
        claims.push(Annotation::new(
            content,
            Claim {
                content: vec![content],
                source: span(text, "Ursula von der Leyen").into_iter().collect(),
                cue: span(text, "promet").into_iter().collect(),
                form: Some(ClaimForm::Direct),
                kind: ClaimKind::Pledge,
                speaker: Some("Ursula von der Leyen".into()),
                entity: None,
                negated: false,
                hedged: false,
                figures: Vec::new(),
                actors: Vec::new(),
                worth: None,
            },
        ));
    }
    findings.figures = Layer::new(figures);
    findings.actors = Layer::new(actors);
    findings.claims = Layer::new(claims);
    RecordMaker::new(document, &analyze(document), 1).records(&findings)
}

fn begin(folder: &Path, start: Start) -> Transaction {
    Transaction::begin(folder, start, &WriteOptions::default()).unwrap()
}

fn add(transaction: &Transaction, document: &Document) {
    let analysis = analyze(document);
    let records = records(document);
    transaction
        .add(&Entry { document, analysis: &analysis, records: &records, profiles: &[] })
        .unwrap();
}

/// An index of the two samples.
fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let transaction = begin(folder.path(), Start::FromCurrent);
    add(&transaction, &document("fr/plan.md", FRENCH));
    add(&transaction, &document("en/plan.md", ENGLISH));
    transaction.commit(b"manifest 1").unwrap();
    folder
}

fn paths(index: &Index, query: &str) -> Vec<String> {
    let hits = index.search(query, &SearchOptions::default()).unwrap();
    hits.into_iter().map(|hit| hit.document).collect()
}

/// The best passage with its highlights in brackets.
fn marked(index: &Index, query: &str) -> String {
    let hits = index.search(query, &SearchOptions::default()).unwrap();
    let Some(passage) = hits.first().and_then(|hit| hit.passages.first()) else {
        return String::new();
    };
    let mut text = String::new();
    for (place, char) in passage.quote.text.chars().chain(['\n']).enumerate() {
        for range in &passage.highlights {
            if range.end == place {
                text.push(']');
            }
        }
        for range in &passage.highlights {
            if range.start == place {
                text.push('[');
            }
        }
        text.push(char);
    }
    text.trim_end().to_owned()
}

fn quotes(index: &Index, query: &str, kind: RecordKind) -> Vec<String> {
    let options = RecordOptions { kind: Some(kind), ..RecordOptions::default() };
    let hits = index.records(query, &options).unwrap();
    hits.records.into_iter().map(|record| record.quote.text).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(all_files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn both_languages_are_searched_each_with_its_own_analysis() {
    let folder = sample();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(paths(&index, "national"), ["fr/plan.md"], "nationales");
    assert_eq!(paths(&index, "tax"), ["en/plan.md"], "Taxes");
    assert_eq!(paths(&index, "depenses"), ["fr/plan.md"], "no accents");
    assert_eq!(paths(&index, "oeuvre"), ["fr/plan.md"], "ligature");
    assert_eq!(paths(&index, "d'euros").len(), 2, "elision");
    assert!(paths(&index, "=national").is_empty());
    assert_eq!(paths(&index, "=nationales"), ["fr/plan.md"]);
}

#[test]
fn hits_bear_their_words_and_places() {
    let folder = sample();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(
        marked(&index, "dépense saint-etienne"),
        "Les [dépenses] nationales baissent de 12\u{202F}% 🎉 à [Saint-Étienne]."
    );
    assert_eq!(marked(&index, "\"l'été\""), "Œuvres\u{A0}: [l’][été]");
    assert!(marked(&index, "canad*").contains("the [Canadian] government"));
    assert!(marked(&index, "goverment~").contains("[government]"));
    assert!(marked(&index, "\"taxes rise\"~2").starts_with("[Taxes] on carbon [rise]"));
    let hits = index.search("baissent", &SearchOptions::default()).unwrap();
    let passage = &hits[0].passages[0];
    assert_eq!(passage.headings, ["Œuvres\u{A0}: l’été"]);
    assert_eq!(hits[0].title.as_deref(), Some("Transition énergétique"));
    let text = index.document("fr/plan.md").unwrap().document.text().to_owned();
    let quote = &passage.quote;
    let there: String =
        text.chars().skip(quote.start).take(quote.end - quote.start).collect();
    assert_eq!(there, quote.text);
}

#[test]
fn operators_narrow() {
    let folder = sample();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(paths(&index, "2030").len(), 2);
    assert_eq!(paths(&index, "2030 AND ministry"), ["en/plan.md"]);
    assert_eq!(paths(&index, "2030 -ministry"), ["fr/plan.md"]);
    assert_eq!(paths(&index, "2030 NOT ministère").len(), 2);
    assert_eq!(paths(&index, "+ministry 2030 été"), ["en/plan.md"]);
    assert_eq!(paths(&index, "(ministry OR milliards) AND 2030").len(), 2);
    assert_eq!(paths(&index, "2030 lang:fr"), ["fr/plan.md"]);
    assert_eq!(paths(&index, "2030 doc:EN/"), ["en/plan.md"]);
    assert_eq!(paths(&index, "2030 title:transitions"), ["en/plan.md", "fr/plan.md"]);
    assert_eq!(paths(&index, "2030 title:énergétique"), ["fr/plan.md"]);
    assert_eq!(paths(&index, "2030 type:pledge"), ["fr/plan.md"]);
    assert_eq!(paths(&index, "unit:EUR value:>1e9 year:2030").len(), 2);
    assert_eq!(paths(&index, "actor:\"union europeenne\"").len(), 2, "one entity");
    assert!(paths(&index, "2030 value:>1e12").is_empty());
}

#[test]
fn ordinary_text_breaks_no_query() {
    let folder = sample();
    let index = Index::open(folder.path()).unwrap();
    for query in [
        "l'IA",
        "l’IA",
        "art: 5",
        "10:30",
        "objectif : 2030",
        "/re/",
        "é*",
        "title: x",
        "http://a.b/c?d=e",
        "-5 %",
        "« L’Union européenne »",
        "C++ & co",
        "a - b",
        "5 * 3",
        "qu'est-ce que c'est ?",
        "R&D",
        "100%",
        "to be or not to be",
        "[2020 TO 2030]",
    ] {
        let found = index.search(query, &SearchOptions::default());
        assert!(found.is_ok(), "{query}: {found:?}");
    }
    assert_eq!(paths(&index, "objectif: 2030").len(), 2);
}

#[test]
fn what_is_not_understood_is_an_error_with_a_hint() {
    let folder = sample();
    let index = Index::open(folder.path()).unwrap();
    for (query, place) in [
        ("", 0),
        ("???", 0),
        ("été langue:fr", 4),
        ("lang:de", 5),
        ("value:beaucoup", 6),
        ("type:promesse", 5),
        ("(été", 0),
        ("été)", 3),
        ("()", 0),
        ("\"été", 0),
        ("été AND", 4),
        ("OR été", 0),
        ("a*b", 0),
        ("été~7", 3),
        ("\"plan clim*\"", 10),
        ("\"a b\"~x", 5),
    ] {
        let error = index.search(query, &SearchOptions::default()).unwrap_err();
        let ErrorKind::Query { position, hint, .. } = error.kind() else {
            panic!("{query}: {error}");
        };
        assert_eq!(*position, place, "{query}: {error}");
        assert!(!hint.is_empty());
    }
    let deep = "(".repeat(5_000) + "a" + &")".repeat(5_000);
    let long = "mot ".repeat(10_000);
    for query in [deep, long] {
        assert!(index.search(&query, &SearchOptions::default()).is_err());
    }
}

#[test]
fn records_come_back_whole() {
    let folder = sample();
    let index = Index::open(folder.path()).unwrap();
    for (path, blocks) in [("fr/plan.md", FRENCH), ("en/plan.md", ENGLISH)] {
        let expected = records(&document(path, blocks));
        assert!(!expected.is_empty());
        assert_eq!(index.records_of(path).unwrap(), expected);
    }
    let all = index.records("", &RecordOptions::default()).unwrap();
    assert_eq!(all.total, 6);
    assert_eq!(all.records.len(), 6);
    assert_eq!(all.records[0].document, "en/plan.md");
}

#[test]
fn records_are_found_by_value_and_by_words() {
    let folder = sample();
    let index = Index::open(folder.path()).unwrap();
    let figures = |query| quotes(&index, query, RecordKind::Figure);
    assert_eq!(figures("").len(), 3);
    assert_eq!(figures("value:>1e9").len(), 2);
    assert_eq!(figures("value:10..20"), ["12\u{202F}%"]);
    assert_eq!(figures("unit:% value:12"), ["12\u{202F}%"]);
    assert_eq!(figures("kind:money lang:en"), ["3.5 billion euros"]);
    assert_eq!(figures("ministry"), ["3.5 billion euros"]);
    assert_eq!(figures("year:2024..2030 -lang:en"), ["3,5 milliards d’euros"]);
    assert!(figures("year:<2030").is_empty());
    assert_eq!(quotes(&index, "type:pledge", RecordKind::Claim), ["Nous investirons"]);
    assert_eq!(quotes(&index, "speaker:leyen", RecordKind::Claim).len(), 1);
    assert!(quotes(&index, "speaker:Macron", RecordKind::Claim).is_empty());
    let options = RecordOptions {
        sort: RecordSort::Value,
        limit: Some(1),
        kind: Some(RecordKind::Figure),
    };
    let hits = index.records("", &options).unwrap();
    assert_eq!((hits.total, hits.records.len()), (3, 1));
    assert_eq!(hits.records[0].quote.text, "3.5 billion euros");
    assert_eq!(index.count_records("", &options).unwrap(), 3);
}

#[test]
fn documents_come_back_whole() {
    let folder = sample();
    let index = Index::open(folder.path()).unwrap();
    let before = document("fr/plan.md", FRENCH);
    let after = index.document("fr/plan.md").unwrap();
    assert_eq!(after.document.text(), before.text());
    assert_eq!(after.document.blocks(), before.blocks());
    assert_eq!(after.document.metadata, before.metadata);
    assert_eq!(after.languages, analyze(&before).languages);
    let listed: Vec<_> =
        index.documents().unwrap().into_iter().map(|entry| entry.path).collect();
    assert_eq!(listed, ["en/plan.md", "fr/plan.md"]);
    assert_eq!(index.document("r/plan.md").unwrap().document.path, "fr/plan.md");
    for name in ["plan.md", "nothing", ""] {
        let error = index.document(name).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NoSuchDocument(_)), "{error}");
    }
}

#[test]
fn boilerplate_is_kept_but_found_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let transaction = begin(folder.path(), Start::FromCurrent);
    add(&transaction, &document("a", &["Le plan avance.", "~ Accepter les cookies"]));
    transaction.commit(b"").unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert!(paths(&index, "cookies").is_empty());
    let all =
        SearchOptions { scope: dicta::index::Scope::All, ..SearchOptions::default() };
    assert_eq!(index.search("cookies", &all).unwrap().len(), 1);
    assert_eq!(index.search("\"les cookies\"", &all).unwrap().len(), 1);
}

#[test]
fn readers_answer_before_during_and_after_a_change() {
    let folder = sample();
    let before = Index::open(folder.path()).unwrap();
    let transaction = begin(folder.path(), Start::FromCurrent);
    add(&transaction, &document("fr/plan.md", &["Rien d’autre."]));
    assert!(transaction.delete("en/plan.md").unwrap());
    assert!(!transaction.delete("en/plan.md").unwrap());
    let during = Index::open(folder.path()).unwrap();
    assert_eq!(during.generation(), 1);
    assert_eq!(paths(&during, "2030").len(), 2);
    let made = transaction.commit(b"manifest 2").unwrap();
    assert_eq!((made.generation, made.is_new), (2, true));
    for old in [&before, &during] {
        assert_eq!(paths(old, "2030").len(), 2);
        assert_eq!(old.records_of("fr/plan.md").unwrap().len(), 4);
        assert_eq!(old.manifest().unwrap(), b"manifest 1");
        assert_eq!(old.documents().unwrap().len(), 2);
    }
    let after = Index::open(folder.path()).unwrap();
    assert!(paths(&after, "2030").is_empty());
    assert_eq!(paths(&after, "rien"), ["fr/plan.md"]);
    assert_eq!(after.manifest().unwrap(), b"manifest 2");
    assert_eq!((after.passage_count(), after.record_count().unwrap()), (1, 0));
    assert_eq!(Index::verify(folder.path()).unwrap(), []);
    assert_eq!(names(folder.path()), ["CURRENT", "generation-000002", "lock"]);
}

#[test]
fn a_job_that_changes_nothing_makes_no_generation() {
    let folder = sample();
    let transaction = begin(folder.path(), Start::FromCurrent);
    assert!(transaction.contains("fr/plan.md"));
    assert_eq!(transaction.manifest().unwrap().as_deref(), Some(&b"manifest 1"[..]));
    let made = transaction.commit(b"manifest 1").unwrap();
    assert_eq!((made.generation, made.is_new, made.records), (1, false, 6));
    let made = begin(folder.path(), Start::FromCurrent).commit(b"manifest 2").unwrap();
    assert_eq!((made.generation, made.is_new, made.records), (2, true, 6));
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(paths(&index, "2030").len(), 2);
    assert_eq!(Index::verify(folder.path()).unwrap(), []);
}

#[test]
fn what_a_killed_job_left_is_cleared_by_the_next() {
    let folder = sample();
    let half = folder.path().join("generation-000007");
    fs::create_dir_all(half.join("passages")).unwrap();
    fs::write(half.join("passages/meta.json"), "{").unwrap();
    fs::write(folder.path().join("CURRENT.new"), "dicta").unwrap();
    fs::write(folder.path().join("README.md"), "kept").unwrap();
    fs::write(folder.path().join("lock"), "`dicta ingest` (process 1)").unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(paths(&index, "2030").len(), 2);
    drop(begin(folder.path(), Start::FromCurrent));
    let left = ["CURRENT", "README.md", "generation-000001", "lock"];
    assert_eq!(names(folder.path()), left);
    let transaction = begin(folder.path(), Start::FromCurrent);
    add(&transaction, &document("x", ENGLISH));
    drop(transaction);
    assert_eq!(names(folder.path()), left);
    assert_eq!(Index::verify(folder.path()).unwrap(), []);
}

#[test]
fn a_second_job_learns_who_holds_the_lock() {
    let folder = sample();
    let options =
        WriteOptions { command: "dicta ingest".to_owned(), ..WriteOptions::default() };
    let first =
        Transaction::begin(folder.path(), Start::FromCurrent, &options).unwrap();
    let second = Transaction::begin(folder.path(), Start::Empty, &options);
    let error = second.unwrap_err();
    let ErrorKind::Locked(who) = error.kind() else { panic!("{error}") };
    assert!(who.contains("`dicta ingest` (process "), "{who}");
    assert_eq!(paths(&Index::open(folder.path()).unwrap(), "2030").len(), 2);
    drop(first);
    assert!(Transaction::begin(folder.path(), Start::Empty, &options).is_ok());
}

#[test]
fn a_flipped_bit_in_any_file_is_found() {
    let folder = sample();
    assert_eq!(Index::verify(folder.path()).unwrap(), []);
    for path in all_files(folder.path()) {
        let bytes = fs::read(&path).unwrap();
        for place in [0, bytes.len() / 2, bytes.len().saturating_sub(1)] {
            if bytes.is_empty() {
                continue;
            }
            let mut flipped = bytes.clone();
            flipped[place] ^= 1;
            fs::write(&path, flipped).unwrap();
            let found = Index::verify(folder.path());
            assert!(
                found.as_ref().map_or(true, |faults| !faults.is_empty()),
                "{} at {place}: {found:?}",
                path.display()
            );
            // Whatever it says, it says it without a panic.
            if let Ok(index) = Index::open(folder.path()) {
                let _ = index.search("transition", &SearchOptions::default());
                let _ = index.records("", &RecordOptions::default());
            }
        }
        fs::write(&path, bytes).unwrap();
    }
    assert_eq!(Index::verify(folder.path()).unwrap(), []);
}

#[test]
fn a_missing_or_foreign_file_is_found() {
    let folder = sample();
    let generation = folder.path().join("generation-000001");
    fs::write(generation.join("passages/more"), "?").unwrap();
    let faults = Index::verify(folder.path()).unwrap();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].place, "passages/more");
    fs::remove_file(generation.join("passages/more")).unwrap();
    fs::remove_file(generation.join("manifest")).unwrap();
    assert!(!Index::verify(folder.path()).unwrap().is_empty());
    let error = Index::open(folder.path()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Damaged(_)), "{error}");
}

#[test]
fn a_damaged_or_other_index_is_rebuilt_over() {
    let folder = tempfile::tempdir().unwrap();
    let error = Index::open(folder.path()).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NoIndex);
    for current in ["dicta index\nformat 99\n", "nonsense", ""] {
        fs::write(folder.path().join("CURRENT"), current).unwrap();
        assert!(Index::open(folder.path()).is_err());
        let options = WriteOptions::default();
        let begun = Transaction::begin(folder.path(), Start::FromCurrent, &options);
        let error = begun.unwrap_err();
        assert!(error.hint().unwrap().contains("dicta rebuild"), "{error}");
        let transaction = begin(folder.path(), Start::Empty);
        assert_eq!(transaction.manifest().unwrap(), None);
        add(&transaction, &document("fr/plan.md", FRENCH));
        transaction.commit(b"").unwrap();
        let index = Index::open(folder.path()).unwrap();
        assert_eq!(paths(&index, "2030"), ["fr/plan.md"]);
        assert_eq!(Index::verify(folder.path()).unwrap(), []);
    }
}

#[test]
fn many_small_updates_leave_the_folder_small() {
    let text = |number: usize, round: usize| {
        let words = format!(
            "La mesure {number} du plan {round} coûte {} millions d’euros à l’État.",
            number * round
        );
        document(&format!("{number:03}"), &[&words.repeat(8), "Fin."])
    };
    let folder = tempfile::tempdir().unwrap();
    let transaction = begin(folder.path(), Start::FromCurrent);
    (0..60).for_each(|number| add(&transaction, &text(number, 1)));
    transaction.commit(b"").unwrap();
    let mut last = 0;
    for round in 2..42 {
        let transaction = begin(folder.path(), Start::FromCurrent);
        add(&transaction, &text(round % 60, round));
        last = transaction.commit(b"").unwrap().bytes;
    }
    let fresh = tempfile::tempdir().unwrap();
    let transaction = begin(fresh.path(), Start::Empty);
    for number in 0..60 {
        let round = if (2..42).contains(&number) { number } else { 1 };
        add(&transaction, &text(number, round));
    }
    let made = transaction.commit(b"").unwrap();
    assert!(last * 10 <= made.bytes * 11, "{last} and {} fresh", made.bytes);
    let on_disk = |folder: &Path| -> u64 {
        all_files(folder).iter().map(|file| fs::metadata(file).unwrap().len()).sum()
    };
    let (updated, fresh) = (on_disk(folder.path()), on_disk(fresh.path()));
    assert!(updated * 10 <= fresh * 11, "{updated} and {fresh} fresh");
    assert_eq!(Index::open(folder.path()).unwrap().documents().unwrap().len(), 60);
    assert_eq!(Index::verify(folder.path()).unwrap(), []);
}

#[test]
fn documents_are_added_from_many_threads() {
    let folder = tempfile::tempdir().unwrap();
    let transaction = begin(folder.path(), Start::FromCurrent);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let transaction = &transaction;
            scope.spawn(move || {
                for number in 0..20 {
                    add(transaction, &document(&format!("{thread}/{number}"), ENGLISH));
                    add(transaction, &document("same", FRENCH));
                }
            });
        }
    });
    let made = transaction.commit(b"").unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.documents().unwrap().len(), 81);
    assert_eq!(index.passage_count(), made.passages);
    assert_eq!(index.record_count().unwrap(), made.records);
    assert_eq!(Index::verify(folder.path()).unwrap(), []);
}

#[test]
fn an_empty_document_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let transaction = begin(folder.path(), Start::FromCurrent);
    add(&transaction, &document("empty", &[]));
    transaction.commit(b"").unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.document("empty").unwrap().document.text(), "");
    assert!(paths(&index, "2030").is_empty());
    assert_eq!(index.records_of("empty").unwrap(), []);
    assert_eq!(Index::verify(folder.path()).unwrap(), []);
}
