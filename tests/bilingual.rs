//! One search over two languages.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use dicta::index::{
    DocumentHit, Entry, Index, SearchOptions, Start, Transaction, WriteOptions,
};
use dicta::language::{analyze, fold};
use dicta::model::{BlockKind, DocumentBuilder, Language, Metadata};
use dicta::translate::{Lexicon, Pairs, Recipe};

/// An index with one document for each text, named by its place.
fn index(folder: &std::path::Path, texts: &[&str]) -> Index {
    let options = WriteOptions::default();
    let transaction = Transaction::begin(folder, Start::Empty, &options).unwrap();
    for (place, text) in texts.iter().enumerate() {
        let mut builder = DocumentBuilder::default();
        builder.parts().0.push_str(text);
        builder.close_block(0, BlockKind::Paragraph, None);
        let document = builder.finish(place.to_string(), Metadata::default());
        let analysis = analyze(&document);
        let entry = Entry {
            document: &document,
            analysis: &analysis,
            records: &[],
            profiles: &[],
        };
        transaction.add(&entry).unwrap();
    }
    transaction.commit(b"").unwrap();
    Index::open(folder).unwrap()
}

fn translated() -> SearchOptions {
    SearchOptions { translate: true, ..SearchOptions::default() }
}

/// The documents found, best first.
fn found(index: &Index, query: &str, options: &SearchOptions) -> Vec<String> {
    let hits = index.search(query, options).unwrap();
    hits.into_iter().map(|hit| hit.document).collect()
}

/// The highlighted words of all hits, in order.
fn highlighted(hits: &[DocumentHit]) -> Vec<String> {
    let mut words = Vec::new();
    for passage in hits.iter().flat_map(|hit| &hit.passages) {
        for range in &passage.highlights {
            let text = passage.quote.text.chars();
            words.push(text.skip(range.start).take(range.len()).collect());
        }
    }
    words
}

const DEBT: [&str; 4] = [
    "La dette publique augmente depuis dix ans, selon la Cour des comptes.",
    "The public debt has been rising for ten years, says the court of auditors.",
    "Les forêts couvrent un tiers du pays et se portent bien.",
    "Forests cover a third of the country and are doing well.",
];

#[test]
fn a_query_in_either_language_finds_both() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), &DEBT);
    for (query, documents) in [
        ("dette publique", ["0", "1"]),
        ("public debt", ["0", "1"]),
        ("forêts", ["2", "3"]),
        ("forest", ["2", "3"]),
    ] {
        let mut found = found(&index, query, &translated());
        found.sort();
        assert_eq!(found, documents, "{query}");
    }
    let mut words = highlighted(&index.search("dette", &translated()).unwrap());
    words.sort();
    assert_eq!(words, ["debt", "dette"]);
}

#[test]
fn translation_can_be_switched_off_and_told_what_not_to_use() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), &DEBT);
    assert_eq!(found(&index, "dette", &SearchOptions::default()), ["0"]);
    let refused = vec!["Debt".to_owned()];
    let options = SearchOptions { refused, ..translated() };
    assert_eq!(found(&index, "dette", &options), ["0"]);
    let words = index.translations("la dette", &translated()).unwrap();
    let [word] = words.as_slice() else { panic!("{words:?}") };
    assert_eq!(word.word, "dette");
    assert_eq!(word.translations.first().unwrap().form, "debt");
    assert!(index.translations("dette", &SearchOptions::default()).unwrap().is_empty());
}

#[test]
fn a_phrase_finds_its_translated_words_in_one_passage() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(
        folder.path(),
        &[
            "La dette publique augmente.",
            "The public debt is rising.",
            "Public works create debt of another kind.",
            "The public is not asked.",
        ],
    );
    let mut found = found(&index, "\"dette publique\"", &translated());
    assert_eq!(found.remove(0), "0", "as written comes first");
    found.sort();
    assert_eq!(found, ["1", "2"]);
}

#[test]
fn bodies_are_found_by_their_other_names() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(
        folder.path(),
        &[
            "La BCE relève ses taux directeurs cette année encore.",
            "The European Central Bank raised its rates again this year.",
            "The Bank of Canada did nothing of the kind this year.",
        ],
    );
    for query in ["Banque centrale européenne", "BCE"] {
        let found = found(&index, query, &translated());
        let first: std::collections::BTreeSet<_> = found.iter().take(2).collect();
        assert!(first.iter().all(|name| *name != "2"), "{query}: {found:?}");
        assert_eq!(first.len(), 2, "{query}: {found:?}");
    }
}

#[test]
fn what_a_user_learned_is_used_too() {
    let folder = tempfile::tempdir().unwrap();
    let texts = ["Le zorglub est cassé.", "The frobnicator is broken."];
    let before = index(folder.path(), &texts);
    assert_eq!(found(&before, "zorglub", &translated()), ["0"]);
    let mut pairs = Pairs::default();
    let mut stemmer = dicta::language::Stemmer::new();
    for _ in 0..3 {
        pairs.push("a frobnicator", "un zorglub", &mut stemmer);
    }
    let mut recipe = Recipe::default();
    recipe.add(&pairs, 1.0, 0.5);
    let bytes = recipe.finish();
    assert!(Lexicon::default().add(bytes.clone()));
    std::fs::write(folder.path().join(dicta::index::TRANSLATIONS), bytes).unwrap();
    let after = Index::open(folder.path()).unwrap();
    let mut found = found(&after, "zorglub", &translated());
    found.sort();
    assert_eq!(found, ["0", "1"]);
}

#[test]
fn a_name_that_no_lexicon_has_is_found_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(
        folder.path(),
        &["Le rapport Draghisson est publié.", "The Draghisson report is out."],
    );
    let mut found = found(&index, "Draghisson", &translated());
    found.sort();
    assert_eq!(found, ["0", "1"]);
}

#[test]
fn words_are_found_in_all_forms_and_without_accents() {
    for (query, text) in [
        ("depenses", "Les dépenses baissent."),
        ("dépense", "Les dépenses baissent."),
        ("securite", "La sécurité intérieure."),
        ("ETAT", "L’État s’engage."),
        ("coeur", "Au cœur de l’Europe."),
        ("nationaux", "La stratégie nationale."),
        ("retraite", "Les retraités manifestent, la retraite attend."),
        ("l'egalite", "L’égalité des chances."),
        ("agence europeenne", "L'Agence européenne."),
        ("achevee", "Une œuvre achevée."),
        ("aujourd’hui", "C'est aujourd'hui."),
        ("budgets", "The budget was cut."),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let index = index(folder.path(), &[text]);
        for options in [SearchOptions::default(), translated()] {
            assert_eq!(found(&index, query, &options), ["0"], "{query}: {text}");
            assert_eq!(found(&index, &fold(query), &options), ["0"], "{query}: {text}");
        }
    }
}

#[test]
fn the_form_as_written_comes_before_others() {
    let folder = tempfile::tempdir().unwrap();
    let texts = [
        "Le plan national pour les villes moyennes et leurs habitants.",
        "Les plans nationaux pour les villes moyennes et leurs habitants.",
        "La stratégie nationale pour les villes moyennes et leurs habitants.",
    ];
    let index = index(folder.path(), &texts);
    let options = SearchOptions { language: Some(Language::French), ..translated() };
    for (place, query) in ["national", "nationaux", "nationale"].iter().enumerate() {
        let found = found(&index, query, &options);
        assert_eq!((found.len(), &found[0]), (3, &place.to_string()), "{query}");
    }
}

#[test]
fn words_that_stand_nowhere_have_suggestions() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), &[DEBT[0], DEBT[0], DEBT[1], DEBT[1]]);
    let suggestions = index.suggestions("augmante detted").unwrap();
    let expected = ("augmante".to_owned(), vec!["augmente".to_owned()]);
    assert!(suggestions.contains(&expected), "{suggestions:?}");
    assert!(index.suggestions("dette").unwrap().is_empty());
}
