//! The built-in model, and learning on a few sentences of our own.

use super::learn::{Examples, Settings};
use super::*;
use crate::language;

/// Splits marked text into plain text and its names: `[P …]`, `[O …]`, `[L …]`.
fn unmark(marked: &str) -> (String, Vec<(Range<usize>, ActorKind)>) {
    let mut text = String::new();
    let mut names = Vec::new();
    let mut open = None;
    let mut rest = marked.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '[' => {
                let kind = match rest.next() {
                    Some('P') => ActorKind::Person,
                    Some('O') => ActorKind::Organization,
                    _ => ActorKind::Place,
                };
                rest.next();
                open = Some((text.len(), kind));
            }
            ']' => {
                if let Some((start, kind)) = open.take() {
                    names.push((start..text.len(), kind));
                }
            }
            _ => text.push(character),
        }
    }
    (text, names)
}

fn with_line<T>(
    text: &str,
    language: Language,
    then: impl FnOnce(&Line<'_>) -> T,
) -> T {
    let tokens = language::tokens(text, language);
    let listed = vec![0; tokens.len()];
    then(&Line {
        text,
        tokens: &tokens,
        language,
        small_tails: language == Language::French,
        listed: &listed,
        evidence: &|_| Evidence { heads: true, ..Evidence::default() },
    })
}

/// Twelve invented sentences.
const SAMPLE: [(Language, &str); 12] = [
    (Language::French, "Selon [P Elena Varela], la ville de [L Morvanne] paie trop."),
    (
        Language::French,
        "L’[O Agence Dunale] aide la ville de [L Sarbourg] depuis hier.",
    ),
    (Language::French, "Selon [P Simon Keller], l’[O Agence Lunale] a tort."),
    (
        Language::French,
        "La ville de [L Tresson] attend la réponse de [P Elena Keller].",
    ),
    (Language::French, "Le prix de l’eau monte et la ville de [L Morvanne] proteste."),
    (Language::French, "L’[O Agence Solale] a répondu à [P Simon Varela] ce matin."),
    (
        Language::English,
        "According to [P Helena Strand], the town of [L Tarwick] pays.",
    ),
    (
        Language::English,
        "The [O Dunes Agency] helps the town of [L Sarford] every year.",
    ),
    (Language::English, "According to [P Simon Brook], the [O Lakes Agency] is wrong."),
    (
        Language::English,
        "The town of [L Tresford] waits for [P Helena Brook] to speak.",
    ),
    (
        Language::English,
        "The price of water rises and the town of [L Tarwick] objects.",
    ),
    (
        Language::English,
        "The [O Rivers Agency] answered [P Simon Strand] this morning.",
    ),
];

fn learnt(settings: &Settings) -> Vec<u8> {
    let mut classes = Vec::new();
    clusters::write([("Selon", 1, 2), ("According", 1, 2)], &mut classes);
    let mut examples = Examples::default();
    for (language, marked) in SAMPLE {
        let (text, names) = unmark(marked);
        with_line(&text, language, |line| {
            let names: Vec<_> = names
                .iter()
                .map(|(range, kind)| {
                    let place = |byte: usize| {
                        line.tokens.partition_point(|token| token.span.start() < byte)
                    };
                    (place(range.start)..place(range.end), *kind)
                })
                .collect();
            examples.add(line, &names, &classes);
        });
    }
    examples.train(settings, &classes)
}

/// Checks what a tagger finds in a text without any list.
#[track_caller]
fn check(tagger: &Tagger<'_>, language: Language, marked: &str) {
    let (text, _) = unmark(marked);
    let mut found = Vec::new();
    with_line(&text, language, |line| {
        tagger.tag(line, &mut Workspace::default(), &mut found);
        let mut result = String::new();
        let mut at = 0;
        for name in &found {
            let span = line.tokens[name.tokens.start]
                .span
                .hull(line.tokens[name.tokens.end - 1].span);
            result.push_str(text.get(at..span.start()).unwrap());
            let letter = ['P', 'O', 'L'][name.kind as usize];
            result.extend(['[', letter, ' ']);
            result.push_str(span.quote(&text));
            result.push(']');
            at = span.end();
            assert!(name.margin > 0, "{name:?}");
        }
        result.push_str(text.get(at..).unwrap());
        assert_eq!(result, marked);
    });
}

const EVERYTHING: Settings = Settings {
    epochs: 10,
    features: 100_000,
    least: 1,
    rounds: 1,
    daring: 0,
    ..Settings::DEFAULT
};

#[test]
fn the_same_sentences_give_the_same_bytes() {
    let one = learnt(&EVERYTHING);
    assert_eq!(one, learnt(&EVERYTHING));
    assert_ne!(one, learnt(&Settings { seed: 2, ..EVERYTHING }));
    let few = Settings { features: 200, ..EVERYTHING };
    let small = learnt(&few);
    assert!(Model::read(&small).unwrap().features() <= 200);
    assert_eq!(small, learnt(&few));
}

#[test]
fn what_was_learnt_holds_for_new_names() {
    let bytes = learnt(&EVERYTHING);
    let tagger = Tagger::new(Model::read(&bytes).unwrap());
    for (language, marked) in SAMPLE {
        check(&tagger, language, marked);
    }
    check(
        &tagger,
        Language::French,
        "Selon [P Elena Brook], la ville de [L Orvanne] paie.",
    );
    check(
        &tagger,
        Language::English,
        "The town of [L Orwick] waits for [P Elena Strand].",
    );
}

#[test]
fn the_built_in_model_is_of_this_version_and_size() {
    assert!(WEIGHTS.len() <= 5_000_000, "{} bytes", WEIGHTS.len());
    assert!(WEIGHTS.starts_with(&model::MAGIC));
    let tagger = Tagger::built_in().expect("the model is of this version");
    assert!(tagger.model.features() > 50_000);
    assert_ne!(tagger.model.clusters.classes("Parliament"), [0; 2]);
    assert_ne!(tagger.model.clusters.classes("Parlement"), [0; 2]);
}

#[test]
fn a_model_of_another_version_or_length_is_refused() {
    let mut bytes = learnt(&EVERYTHING);
    bytes[8] += 1;
    assert!(Model::read(&bytes).is_none());
    bytes[8] -= 1;
    assert!(Model::read(&bytes).is_some());
    bytes.pop();
    assert!(Model::read(&bytes).is_none());
    assert!(Model::read(b"").is_none());
}

#[test]
fn the_built_in_model_finds_names_without_lists() {
    let tagger = Tagger::built_in().unwrap();
    check(
        tagger,
        Language::French,
        "Le ministre a reçu [P Jean-Pierre Morvan] à [L Bordeaux] lundi matin.",
    );
    check(
        tagger,
        Language::English,
        "The mayor met [P Jonathan Whitcombe] in [L London] on Monday.",
    );
}

#[test]
fn odd_lines_do_no_harm() {
    let tagger = Tagger::built_in().unwrap();
    let long = "Le Conseil de la Ville d’Orvanne & ".repeat(5_000);
    let capitals = "A".repeat(10_000) + " " + &"É".repeat(10_000);
    let table = "Nom Prénom Ville ".repeat(2_000);
    for text in ["", " ", "É", "’", "\u{301}", "🎉 Ô", &long, &capitals, &table] {
        with_line(text, Language::French, |line| {
            let mut found = Vec::new();
            tagger.tag(line, &mut Workspace::default(), &mut found);
            let disjoint = |pair: &[Tagged]| pair[0].tokens.end <= pair[1].tokens.start;
            assert!(found.windows(2).all(disjoint));
            assert!(found.iter().all(|name| name.tokens.end <= line.tokens.len()));
        });
    }
}
