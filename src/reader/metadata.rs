//! Title, date and publisher, where the file itself does not state them.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::dates;
use super::labels::{self, Class};
use crate::model::{Block, BlockKind, Date, Document};

/// Blocks at the beginning among which title, date and publisher are looked for.
const FIRST_BLOCKS: usize = 16;
/// Bytes of a line above which it is no dateline and no name.
const SHORT: usize = 90;
/// Words that a dateline may hold beside its date: `Paris, le`, `Publié le … par`.
const WORDS_BESIDE_DATE: usize = 4;

/// Fills what is not known yet, from the text, then from the file's name.
///
/// A date is the publication's only if a line near the top is little else than a date,
/// or says so (`Publié le`); the dates of the file system are never used.
pub(super) fn complete(document: &mut Document) {
    let title = document.metadata.title.take();
    document.metadata.title = title
        .filter(|title| !is_junk(title, &document.path))
        .or_else(|| title_of(document));
    if document.metadata.date.is_none() {
        document.metadata.date =
            date_of(document).or_else(|| dates::of_file_name(&document.path));
    }
    if document.metadata.publisher.is_none() {
        document.metadata.publisher = publisher_of(document);
    }
}

/// Tells whether a title is the work of a program: a file's name, `untitled`.
fn is_junk(title: &str, path: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let stem = |name: &str| {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
    };
    let has_extension = lower.rsplit_once('.').is_some_and(|(_, end)| {
        matches!(end, "doc" | "docx" | "odt" | "pdf" | "indd" | "tex" | "dvi" | "ppt")
            || matches!(end, "pptx" | "xls" | "xlsx" | "rtf" | "txt" | "htm" | "html")
    });
    let programs =
        ["microsoft word", "microsoft powerpoint", "powerpoint presentation"];
    let empty =
        ["untitled", "sans titre", "document", "title", "titre", "présentation"];
    !lower.chars().any(char::is_alphabetic)
        || has_extension
        || programs.iter().any(|program| lower.starts_with(program))
        || empty.iter().any(|word| {
            lower.strip_prefix(word).is_some_and(|rest| {
                rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '_'))
            })
        })
        || (lower == stem(path) && !lower.contains(' '))
}

fn first_blocks(document: &Document) -> impl Iterator<Item = (&Block, &str)> {
    document
        .blocks()
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Table { .. }))
        .take(FIRST_BLOCKS)
        .map(|block| (block, block.span.quote(document.text())))
}

/// The title is the heading that a reader took for it, else a heading that opens the
/// report: one far below is that of a section.
fn title_of(document: &Document) -> Option<String> {
    let heading_level = |block: &&Block| match block.kind {
        BlockKind::Heading { level } => Some(level),
        _ => None,
    };
    let is_title = |block: &&Block| heading_level(block) == Some(0);
    let opening = document.blocks().iter().filter(|block| block.kind.is_body()).take(3);
    let block =
        document.blocks().iter().find(is_title).or_else(|| {
            opening.into_iter().find(|block| heading_level(block).is_some())
        })?;
    // `Communiqué de presse` names the kind of paper; its title follows.
    let words = |block: &Block| block.span.quote(document.text()).to_owned();
    let next = document
        .blocks()
        .iter()
        .filter(|other| other.span.start() > block.span.start() && other.kind.is_body())
        .take(2)
        .find(|other| heading_level(other).is_some())
        .filter(|_| labels::is_whole(Class::Genre, &words(block)));
    Some(words(next.unwrap_or(block)))
}

fn date_of(document: &Document) -> Option<Date> {
    let count = document.blocks().len();
    let last = document.blocks().get(count.saturating_sub(3)..).unwrap_or_default();
    let last = last.iter().map(|block| block.span.quote(document.text()));
    first_blocks(document)
        .find_map(|(_, line)| dateline(line))
        .or_else(|| first_blocks(document).find_map(|(_, line)| stated(line)))
        .or_else(|| last.filter(|line| line.len() <= SHORT).find_map(stated))
}

/// Tells whether a line is little else than a date, as those under a title are.
pub(super) fn is_dateline(line: &str) -> bool {
    dateline(line).is_some()
}

fn dateline(line: &str) -> Option<Date> {
    if line.len() > SHORT || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = dates::dates(line);
    let [(range, date)] = found.as_slice() else { return None };
    let before = line.get(..range.start)?;
    let behind = line.get(range.end..)?;
    let words = |part: &str| {
        part.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).count()
    };
    let has_digits = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    // `Adoption le 3 mars 2024.` is a sentence, `from March 2024` half of a period.
    let is_line = words(before) + words(behind) <= WORDS_BESIDE_DATE
        && !has_digits(before)
        && !has_digits(behind)
        && !line.ends_with(['.', ';', ':', ','])
        && !before.trim_end().ends_with(['-', '–', '/'])
        && !behind.trim_start().starts_with(['-', '–', '/']);
    is_line.then_some(*date)
}

/// Finds a date that a line says is that of the publication.
fn stated(line: &str) -> Option<Date> {
    let head: String = line.chars().take(160).collect();
    let lower = head.to_lowercase();
    // Lower case may differ in length; the date itself is found in `lower` then.
    let (range, date) = dates::dates(&lower).into_iter().next()?;
    let before = lower.get(..range.start)?.trim_end();
    let behind = lower.get(range.end..)?.trim_start();
    let says = [
        "publié le",
        "publiée le",
        "paru le",
        "mis en ligne le",
        "published",
        "published on",
    ]
    .into_iter()
    .chain(["posted on", "date", "date :", "date:", "released on", "released"])
    .any(|words| before.ends_with(words));
    // `PARIS, 24 novembre 2025 – Le ministre…`, `Ottawa, March 3, 2024 (Agency) —`
    let place = before.trim_end_matches(" le").trim_end();
    let opens = behind.starts_with(['–', '—', '(', '-'])
        && place.ends_with(',')
        && place.split_whitespace().count() <= 3;
    (says || opens).then_some(date)
}

fn publisher_of(document: &Document) -> Option<String> {
    static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let table = include_str!("../../lexicon/body_words.tsv");
        table.lines().skip(1).filter(|line| !line.starts_with('#')).collect()
    });
    let title = document.metadata.title.as_deref();
    // Names stand on the title page beside the title, never far below it.
    first_blocks(document)
        .take(FIRST_BLOCKS / 2)
        .filter(|(block, line)| {
            matches!(block.kind, BlockKind::Paragraph)
                && line.len() <= SHORT
                && Some(*line) != title
                && line.starts_with(char::is_uppercase)
                && !line.ends_with(['.', ':', ';', ',', '?', '!'])
                && !line.bytes().any(|byte| byte.is_ascii_digit() || byte == b'|')
                && line.split_whitespace().count() <= 9
        })
        .find(|(_, line)| {
            line.split(|c: char| !c.is_alphanumeric()).any(|word| {
                WORDS.contains(word.to_lowercase().as_str())
                    && word.starts_with(char::is_uppercase)
            })
        })
        .map(|(_, line)| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::plain;

    #[track_caller]
    fn check(name: &str, text: &str, title: Option<&str>, date: Option<&str>) {
        let mut document = plain(name, text);
        complete(&mut document);
        assert_eq!(document.metadata.title.as_deref(), title);
        let found = document.metadata.date.map(|date| date.to_string());
        assert_eq!(found.as_deref(), date);
    }

    const BODY: &str = "Le gouvernement prévoit 109 milliards d’euros en 2030, selon le \
        plan du 3 mars 2019 adopté par le Parlement, qui en fixe le calendrier.";

    #[test]
    fn title_and_date_stand_at_the_top() {
        let text = format!("Un plan pour l’hydrogène\n\n24 novembre 2025\n\n{BODY}\n");
        check("a.txt", &text, Some("Un plan pour l’hydrogène"), Some("2025-11-24"));
        let text = format!("A plan for hydrogen\n\nLondon, 3 March 2024\n\n{BODY}\n");
        check("a.txt", &text, Some("A plan for hydrogen"), Some("2024-03-03"));
    }

    #[test]
    fn the_kind_of_paper_is_not_its_title() {
        for (genre, title) in [
            ("COMMUNIQUÉ DE PRESSE", "Les hôpitaux chiffrent leurs besoins"),
            ("PRESS RELEASE", "Hospitals put a figure on their needs"),
        ] {
            let text = format!("{genre}\n\n{title}\n\n{BODY}\n");
            check("a.txt", &text, Some(title), None);
        }
    }

    #[test]
    fn a_date_in_the_text_is_not_that_of_the_publication() {
        check("a.txt", BODY, None, None);
        check("rapport_2024-05-13.txt", BODY, None, Some("2024-05-13"));
    }

    #[test]
    fn a_line_may_say_that_its_date_is_that_of_the_publication() {
        check("a.txt", &format!("date 2025-02 {BODY}"), None, Some("2025-02"));
        check(
            "a.txt",
            &format!("OTTAWA, March 3, 2024 — {BODY}"),
            None,
            Some("2024-03-03"),
        );
        check(
            "a.txt",
            &format!("{BODY}\n\nPublié le 4 mai 2024 par la direction"),
            None,
            Some("2024-05-04"),
        );
    }

    #[test]
    fn titles_that_programs_give_are_junk() {
        for title in [
            "Microsoft Word - note.docx",
            "untitled",
            "Document1",
            "a_2",
            "rapport.pdf",
            "12",
        ] {
            assert!(is_junk(title, "x/a_2.pdf"), "{title}");
        }
        for title in
            ["Plan climat", "Documents d’orientation", "Budget 2024", "Titre de séjour"]
        {
            assert!(!is_junk(title, "x/a_2.pdf"), "{title}");
        }
    }

    #[test]
    fn the_publisher_stands_beside_the_title() {
        let text = format!(
            "Autorité de la chaleur\n\nLa chaleur en ville\n\n22 mars 2022\n\n{BODY}"
        );
        let mut document = plain("a.txt", &text);
        document.metadata.title = Some("La chaleur en ville".to_owned());
        complete(&mut document);
        assert_eq!(
            document.metadata.publisher.as_deref(),
            None,
            "a heading may be the title"
        );
    }
}
