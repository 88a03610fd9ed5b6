//! How fast documents are analysed and words stemmed, in bytes a second.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dicta::{
    language::{Stemmer, analyze, tokens},
    model::{BlockKind, Document, DocumentBuilder, Language, Metadata},
};

const FRENCH: &str = "Selon M. Durand, la dépense publique a augmenté de 3,5 % en 2024, \
    soit 12,4 milliards d’euros de plus qu’en 2023. « Nous tiendrons le budget », \
    affirme-t-elle. L’effort portera d’abord sur les collectivités, dont l’État \
    compense aujourd’hui les pertes (cf. art. 5 de la loi). ";
const ENGLISH: &str = "According to Dr. Smith, public spending rose by 3.5% in 2024, or \
    $12.4 billion more than in 2023. “We won’t break the budget,” she said. The U.S. \
    effort will first bear on local councils, whose losses the Government’s \
    long-term plan makes up for (see art. 5). ";

/// A document of one megabyte, its paragraphs in turn French and English.
fn document() -> Document {
    let mut builder = DocumentBuilder::default();
    while builder.text().len() < 1_000_000 {
        for text in [FRENCH.repeat(2), ENGLISH.repeat(2)] {
            let start = builder.text().len();
            builder.parts().0.push_str(&text);
            builder.close_block(start, BlockKind::Paragraph, None);
        }
    }
    builder.finish("bench.txt", Metadata::default())
}

fn language(criterion: &mut Criterion) {
    let document = document();
    let bytes = document.text().len() as u64;
    let mut group = criterion.benchmark_group("language");
    group.sample_size(20).throughput(Throughput::Bytes(bytes));
    group.bench_function("analyze", |bencher| {
        bencher.iter(|| analyze(black_box(&document)));
    });
    group.bench_function("tokens", |bencher| {
        bencher.iter(|| tokens(black_box(document.text()), Language::French));
    });
    let analysis = analyze(&document);
    let words: Vec<&str> = analysis
        .tokens
        .iter()
        .filter(|token| token.kind.is_word())
        .map(|token| token.span.quote(document.text()))
        .collect();
    let mut stemmer = Stemmer::new();
    group.throughput(Throughput::Elements(words.len() as u64));
    group.bench_function("stems", |bencher| {
        bencher.iter(|| {
            let mut bytes = 0;
            for word in &words {
                stemmer.keys(word, Language::French, &mut |key| bytes += key.len());
            }
            bytes
        });
    });
    group.finish();
}

criterion_group!(benches, language);
criterion_main!(benches);
