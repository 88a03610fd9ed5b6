//! Two small reports in every form.

use super::*;
use crate::language::analyze;
use crate::model::{DocumentBuilder, Metadata};

/// Blocks as `h:`, `t:` for a menu, else paragraphs; written by `write`.
fn written(
    path: &str,
    blocks: &[&str],
    write: impl Fn(&mut Vec<u8>, &AnnotatedText<'_>) -> std::io::Result<()>,
) -> String {
    let mut builder = DocumentBuilder::default();
    for block in blocks {
        let (kind, text) = match block.split_once(':') {
            Some(("h", text)) => (BlockKind::Heading { level: 1 }, text),
            Some(("t", text)) => (BlockKind::Boilerplate, text),
            _ => (BlockKind::Paragraph, *block),
        };
        let start = builder.text().len();
        builder.parts().0.push_str(text);
        builder.close_block(start, kind, Some(1));
    }
    let date = Date::new(2025, Some(2), Some(11));
    let document = builder.finish(path, Metadata { date, ..Metadata::default() });
    let analysis = analyze(&document);
    let language = analysis.main_language();
    let text = AnnotatedText { document: &document, analysis: &analysis, language };
    let mut out = Vec::new();
    write(&mut out, &text).unwrap();
    String::from_utf8(out).unwrap()
}

const FRENCH: &[&str] = &["h:Le plan", "t:Menu", "L’État paie 3 % & plus. Il l’a dit."];
const ENGLISH: &[&str] = &["The *plan* costs £5bn."];

#[test]
fn a_vertical_file_has_a_word_a_line() {
    assert_eq!(
        written("a/é.md", FRENCH, write_vertical),
        "<text id=\"a/é.md\" title=\"a/é.md\" date=\"2025-02-11\" year=\"2025\" \
         lang=\"fr\">\n\
         <p type=\"heading\" page=\"1\" lang=\"fr\">\n<s>\nLe\nplan\n</s>\n</p>\n\
         <p type=\"paragraph\" page=\"1\" lang=\"fr\">\n<s>\nL’\n<g/>\nÉtat\npaie\n3\n%\n\
         &amp;\nplus\n<g/>\n.\n</s>\n<s>\nIl\nl’\n<g/>\na\ndit\n<g/>\n.\n</s>\n</p>\n\
         </text>\n"
    );
}

#[test]
fn conllu_has_ten_columns_and_says_where_no_space_stands() {
    let conllu = written("b.txt", ENGLISH, write_conllu);
    let mut lines = conllu.lines();
    assert_eq!(lines.next(), Some("# newdoc id = b.txt"));
    assert!(conllu.contains("# text = The *plan* costs £5bn.\n1\tThe\t_"));
    for line in conllu.lines().filter(|line| line.starts_with(char::is_numeric)) {
        assert_eq!(line.split('\t').count(), 10, "{line}");
    }
    assert!(conllu.contains("\tSpaceAfter=No\n"));
    assert!(conllu.ends_with("\n\n"));
}

#[test]
fn starred_variables_cannot_come_from_the_text() {
    assert_eq!(
        written("reports/Plan 2025.pdf", ENGLISH, write_iramuteq),
        "**** *doc_reports_Plan_2025_pdf *lang_en *year_2025\n\
         The  plan  costs £5bn.\n\n"
    );
}

#[test]
fn tei_has_a_division_a_heading_and_escapes_its_marks() {
    let tei = written("a.md", FRENCH, write_tei);
    assert!(tei.contains("<date when=\"2025-02-11\">"), "{tei}");
    assert!(tei.contains(
        "<pb n=\"1\"/>\n<head><s>Le plan</s></head>\n\
         <p><s>L’État paie 3 % &amp; plus.</s><s>Il l’a dit.</s></p>\n</div>"
    ));
    assert!(!tei.contains("Menu"), "{tei}");
}
