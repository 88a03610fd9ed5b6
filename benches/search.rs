//! How fast the index is built and searched, on text made for it.
//!
//! `cargo bench --bench search`. The text has words of a natural distribution, so that
//! common and rare words cost what they do in reports; times on real reports are in
//! `docs/performance.md`.

#![allow(missing_docs, reason = "a bench has no readers of documentation")]
#![allow(clippy::unwrap_used, reason = "a panic is how a bench fails")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dicta::index::{
    Entry, Index, RecordOptions, SearchOptions, Start, Transaction, WriteOptions,
};
use dicta::language::analyze;
use dicta::model::{Analysis, BlockKind, Document, DocumentBuilder, Metadata};

const FRENCH: &[&str] = &[
    "la transition énergétique",
    "le plan national",
    "d’ici 2030",
    "les collectivités territoriales",
    "l’État",
    "une hausse de 3,5 %",
    "le ministère de l’Économie",
    "selon le rapport",
    "la rénovation des bâtiments",
    "des aides publiques",
];
const ENGLISH: &[&str] = &[
    "the energy transition",
    "a national plan",
    "by 2030",
    "local authorities",
    "the government’s strategy",
    "an increase of 3.5%",
    "the ministry of finance",
    "according to the report",
    "building renovation",
    "public funding",
];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// A report of about `bytes` bytes in one of the two languages.
fn report(number: usize, bytes: usize) -> Document {
    let mut dice = Dice(number as u64 + 1);
    let phrases = if number.is_multiple_of(2) { FRENCH } else { ENGLISH };
    let mut builder = DocumentBuilder::default();
    while builder.text().len() < bytes {
        let start = builder.text().len();
        for _ in 0..4 {
            let text = builder.parts().0;
            for _ in 0..6 {
                text.push_str(phrases[dice.throw(phrases.len())]);
                // One word in many is rare, as names are.
                let rare = dice.throw(100_000) / (1 + dice.throw(1_000));
                text.push_str(&[" mot", &rare.to_string(), " "].concat());
            }
            text.push_str(". ");
        }
        builder.close_block(start, BlockKind::Paragraph, None);
    }
    let title = Some(format!("Rapport {number}"));
    builder.finish(format!("{number:05}"), Metadata { title, ..Metadata::default() })
}

fn reports(count: usize, bytes: usize) -> Vec<(Document, Analysis)> {
    (0..count)
        .map(|number| {
            let document = report(number, bytes);
            let analysis = analyze(&document);
            (document, analysis)
        })
        .collect()
}

fn build(folder: &std::path::Path, reports: &[(Document, Analysis)]) {
    let options = WriteOptions::default();
    let transaction = Transaction::begin(folder, Start::Empty, &options).unwrap();
    for (document, analysis) in reports {
        transaction
            .add(&Entry { document, analysis, records: &[], profiles: &[] })
            .unwrap();
    }
    transaction.commit(b"").unwrap();
}

fn index(criterion: &mut Criterion) {
    let reports = reports(100, 20_000);
    let bytes: usize = reports.iter().map(|(document, _)| document.text().len()).sum();
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("build", |bencher| {
        bencher.iter_batched(
            || tempfile::tempdir().unwrap(),
            |folder| {
                build(folder.path(), &reports);
                folder
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// Updates one document after the other, as a folder that is ingested daily for years
/// does, and asserts that the folder stays as small as a fresh one.
fn update(criterion: &mut Criterion) {
    const UPDATES: usize = 1_000;
    let mut reports = reports(300, 20_000);
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), &reports);
    let options = WriteOptions::default();
    let mut next = 0;
    let mut update_one = |reports: &mut Vec<(Document, Analysis)>| {
        let place = next * 7 % reports.len();
        next += 1;
        let mut document = report(reports.len() + next, 20_000);
        document.path.clone_from(&reports[place].0.path);
        let analysis = analyze(&document);
        let transaction =
            Transaction::begin(folder.path(), Start::FromCurrent, &options).unwrap();
        let entry = Entry {
            document: &document,
            analysis: &analysis,
            records: &[],
            profiles: &[],
        };
        transaction.add(&entry).unwrap();
        let made = transaction.commit(b"").unwrap();
        reports[place] = (document, analysis);
        made.bytes
    };
    let mut group = criterion.benchmark_group("update");
    group.sample_size(10);
    group.bench_function("one document of 300", |bencher| {
        bencher.iter(|| update_one(&mut reports));
    });
    group.finish();
    let updated = (0..UPDATES).map(|_| update_one(&mut reports)).max().unwrap();
    let fresh = tempfile::tempdir().unwrap();
    build(fresh.path(), &reports);
    let fresh = Index::open(fresh.path()).unwrap().bytes();
    assert!(updated * 10 <= fresh * 11, "{updated} bytes, and {fresh} fresh");
}

fn search(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), &reports(1_000, 20_000));
    let mut group = criterion.benchmark_group("search");
    group.bench_function("open", |bencher| {
        bencher.iter(|| black_box(Index::open(folder.path()).unwrap()));
    });
    let index = Index::open(folder.path()).unwrap();
    let options = SearchOptions { passages: 1, ..SearchOptions::default() };
    for (name, query) in [
        ("words", "rénovation énergétique des bâtiments"),
        ("rare word", "mot31234"),
        ("phrase", "\"transition énergétique\""),
        ("operators", "(plan OR stratégie) AND 2030 -building"),
        ("prefix", "rénov*"),
        ("fuzzy", "colectivités~"),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(index.search(query, &options).unwrap()));
        });
    }
    group.bench_function("records", |bencher| {
        let options = RecordOptions::default();
        bencher.iter(|| black_box(index.records("value:>1e9 2030", &options).unwrap()));
    });
    group.finish();
}

criterion_group!(benches, index, update, search);
criterion_main!(benches);
