//! What holds for any text.

#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a panic is how a test fails"
)]

use dicta::model::{DocumentBuilder, Offsets};
use dicta::reader::{self, Format, ReadOptions, normalize};
use proptest::prelude::*;

/// Texts made of what makes texts hard, with anything else between.
fn texts() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "\r",
        "\u{C}",
        "\u{A0}",
        "\u{202F}",
        "\u{2009}",
        "\u{AD}",
        "\u{200B}",
        "\u{FEFF}",
        "\u{200E}",
        "ﬁ",
        "ﬂ",
        "ﬀ",
        "ﬃ",
        "ﬆ",
        "œ",
        "æ",
        "e\u{301}",
        "\u{301}",
        "c\u{327}",
        "\u{327}\u{301}",
        "\u{344}",
        "é",
        "É",
        "’",
        "'",
        "-",
        "-\n",
        "\u{2010}\n",
        "\u{AD}\n",
        "déve-\nloppement",
        "peut-\nêtre",
        "Royaume-\nUni",
        "🎉",
        "👩\u{200D}🚀",
        "🇫🇷",
        "\u{212B}",
        "한",
        "\u{1112}\u{1161}",
        "• ",
        "- ",
        "1. ",
        "a | b | c\n",
        "|---|---|\n",
        "a\tb\tc\n",
        "12",
        "3,5 %",
        "4",
        "emplois 4.",
        "juste5",
        "» 5,",
        "\0",
        "\u{FFFD}",
        "109\u{A0}milliards",
        "# ",
        "**",
        "[^1]",
        "<b>",
        "&eacute;",
        "`",
        "{: .x}",
        "---\n",
        "Titre\n\n",
    ]);
    let piece = prop_oneof![
        6 => hard.prop_map(str::to_owned),
        3 => "[a-zéà]{1,8}",
        1 => "\\PC{0,4}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn normal(text: &str) -> String {
    let mut builder = DocumentBuilder::default();
    normalize::append(&mut builder, text, 0);
    builder.text().to_owned()
}

/// Checks what every document promises, and its ties to `source`.
fn check(document: &dicta::model::Document, source: &str) -> Result<(), TestCaseError> {
    let text = document.text();
    let mut end = 0;
    for block in document.blocks() {
        prop_assert!(block.span.start() >= end, "blocks are disjoint and in order");
        prop_assert!(text[end..block.span.start()].chars().all(char::is_whitespace));
        prop_assert!(!block.span.quote(text).starts_with(char::is_whitespace));
        prop_assert!(!block.span.quote(text).ends_with(char::is_whitespace));
        end = block.span.end();
    }
    prop_assert!(text[end..].chars().all(char::is_whitespace));
    for table in document.tables() {
        for span in table.cells.iter().filter_map(|cell| cell.span) {
            prop_assert!(text.get(span.range()).is_some());
        }
    }
    for call in document.note_calls() {
        prop_assert!(text.is_char_boundary(call.at));
        let quote = call.span.map(|span| span.quote(text));
        prop_assert!(quote.is_none_or(|quote| quote == call.mark));
    }
    let alignment = document.alignment();
    for (at, c) in text.char_indices() {
        let range = at..at + c.len_utf8();
        let Some(stood) = alignment.source(range.clone()) else { continue };
        prop_assert!(source.get(stood.clone()).is_some(), "{stood:?} of the source");
        let back = alignment.normalized(stood).unwrap();
        prop_assert!(back.start <= range.start && range.end <= back.end);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalising_twice_equals_once(text in texts()) {
        let once = normal(&text);
        prop_assert_eq!(&normal(&once), &once);
    }

    #[test]
    fn normalising_in_pieces_keeps_every_letter(text in texts(), at in 0_usize..200) {
        let at = (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let mut builder = DocumentBuilder::default();
        normalize::append(&mut builder, &text[..at], 0);
        normalize::append(&mut builder, &text[at..], at);
        let is_letter = |c: &char| c.is_alphanumeric();
        let pieces: String = builder.text().chars().filter(is_letter).collect();
        let whole: String = normal(&text).chars().filter(is_letter).collect();
        prop_assert_eq!(pieces, whole);
    }

    #[test]
    fn plain_text_keeps_its_promises(text in texts()) {
        check(&reader::plain("any", &text), &text)?;
    }

    #[test]
    fn plain_text_loses_no_word(text in "([a-zé]{2,9}[ \n]{1,3}){0,60}") {
        let document = reader::plain("any", &text);
        let read: Vec<_> = document.text().split_whitespace().collect();
        let stood: Vec<_> = text.split_whitespace().collect();
        prop_assert_eq!(read, stood);
    }

    #[test]
    fn markdown_keeps_its_promises(text in texts()) {
        let options = ReadOptions { encoding: Some("utf-8".to_owned()) };
        if let Ok(read) = reader::read("a.md", Format::Markdown, text.as_bytes(), &options) {
            let source = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
            check(&read.value, source)?;
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in [Format::Text, Format::Markdown] {
            if let Ok(read) = reader::read("any", format, &bytes, &ReadOptions::default()) {
                prop_assert!(read.value.blocks().len() <= bytes.len());
            }
        }
    }

    #[test]
    fn offsets_go_and_come_back(text in texts()) {
        let offsets = Offsets::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(offsets.code_point(byte), count);
            prop_assert_eq!(offsets.byte(count), Some(byte));
        }
        prop_assert_eq!(offsets.byte(text.chars().count()), Some(text.len()));
    }
}
