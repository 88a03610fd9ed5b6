//! EPUB: the chapters of a book in their order.

use regex::Regex;
use std::sync::LazyLock;

use super::ReadOptions;
use super::draft::{Draft, Piece};
use super::html;
use super::office::join;
use super::package::Package;
use super::xml::Tree;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{BlockKind, Date, Document, Metadata, Warned, Warning};

const CONTAINER: &str = "META-INF/container.xml";

/// Reads a book. Chapters that are protected or missing are warnings.
///
/// # Errors
/// `Malformed` if the list of its chapters cannot be found; what [`Package`] refuses.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    // The encoding is the package's own.
    let _ = options;
    let mut package = Package::open(bytes)?;
    let malformed = |why: &str| Error::new(ErrorKind::Malformed(why.to_owned()));
    let Some(container) = package.xml(CONTAINER)? else {
        return Err(Error::new(ErrorKind::UnknownFormat(package.nature().to_owned())));
    };
    let container = Tree::parse(&container);
    let root = container.root().and_then(|root| container.find(root, "rootfile"));
    let main = root.and_then(|root| container.attribute(root, "full-path"));
    let main = main.ok_or_else(|| malformed("it names no book"))?.into_owned();
    let source = package
        .xml(&main)?
        .ok_or_else(|| malformed("the list of chapters is missing"))?;
    let tree = Tree::parse(&source);
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let protected = package.xml("META-INF/encryption.xml")?.unwrap_or_default();
    let mut warnings = Vec::new();
    let mut draft = Draft::default();
    for (number, chapter) in (1..).zip(chapters(&tree)) {
        let path = join(folder, &unescaped(&chapter));
        let lost = if protected.contains(&path) {
            Some("protected against copying".to_owned())
        } else {
            match package.xml(&path) {
                Ok(Some(page)) => {
                    draft.extend(html::chapter(&opened(&page)));
                    None
                }
                Ok(None) => Some("missing".to_owned()),
                Err(error) => Some(error.message()),
            }
        };
        if let Some(why) = lost {
            warnings.push(Warning::lost(format!("chapter {number} (`{path}`): {why}")));
        }
    }
    html::level_headings(&mut draft);
    draft.find_captions();
    let metadata = metadata(&tree);
    if let (Some(title), Some(Piece::Block(BlockKind::Heading { level }, words))) =
        (&metadata.title, draft.pieces.first_mut())
        && words.raw().trim() == title
    {
        // A title page: its heading is none of a section.
        *level = 0;
    }
    Ok(Warned { value: draft.finish(name, metadata), warnings })
}

/// Returns the files of the chapters, in the order of reading, as the book names them.
fn chapters(tree: &Tree<'_>) -> Vec<String> {
    let part = |name| tree.root().and_then(|root| tree.child(root, name));
    let elements = |part: Option<_>| part.into_iter().flat_map(|id| tree.elements(id));
    let items: std::collections::HashMap<_, _> = elements(part("manifest"))
        .filter_map(|item| {
            Some((tree.attribute(item, "id")?, tree.attribute(item, "href")?))
        })
        .collect();
    elements(part("spine"))
        .filter(|&item| tree.attribute(item, "linear").as_deref() != Some("no"))
        .filter_map(|item| items.get(&tree.attribute(item, "idref")?))
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

/// Replaces `%C3%A9` and the like by what they stand for.
fn unescaped(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = after.get(..2).filter(|_| *first == b'%');
        let escaped = escaped.and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) =
            escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok())
        {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| href.to_owned())
}

/// Gives each empty element its end tag: read as HTML, which chapters are, `<title/>`
/// would not end before the end of the file.
fn opened(page: &str) -> std::borrow::Cow<'_, str> {
    static EMPTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"<(title|script|style|a|p|div|span|i|b|em|td|th)(\s[^<>]*)?/>").ok()
    });
    match &*EMPTY {
        Some(empty) => empty.replace_all(page, "<$1$2></$1>"),
        None => page.into(),
    }
}

fn metadata(tree: &Tree<'_>) -> Metadata {
    let part = tree.root().and_then(|root| tree.child(root, "metadata"));
    let Some(part) = part else { return Metadata::default() };
    let mut metadata = tree.dublin_core(part);
    // The date is that of the book; those of its file bear other names.
    let date = tree.child(part, "date").map(|id| tree.text(id));
    metadata.date = date.and_then(|date| {
        let day = date.trim().split('T').next().unwrap_or_default().to_owned();
        Date::parse_iso(&day)
    });
    metadata
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;
    use crate::reader::draft::show::show;
    use crate::reader::package::tests::pack;

    const BOOK: &str = "<package xmlns:dc='http://purl.org/dc/elements/1.1/'>\
        <metadata><dc:title>Le littoral</dc:title><dc:language>fr</dc:language>\
        <dc:publisher>Cour des eaux</dc:publisher><dc:date>2024-03-05T00:00:00Z</dc:date>\
        </metadata><manifest><item id='b' href='deux.xhtml'/><item id='c' \
        href='../un%20mot.xhtml'/><item id='n' href='nav.xhtml'/><item id='x' \
        href='none.xhtml'/></manifest><spine><itemref idref='c'/><itemref idref='b'/>\
        <itemref idref='n' linear='no'/>MORE</spine></package>";

    fn book(more: &str) -> Vec<u8> {
        pack(&[
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path='OPS/a.opf'/></rootfiles>\
                 </container>",
            ),
            ("OPS/a.opf", &BOOK.replace("MORE", more)),
            (
                "OPS/deux.xhtml",
                "<html><head><title/></head><body><h1>Deux</h1>\
                 <p>La mer<a id='x'/> monte de 3&#160;mm par an.</p></body></html>",
            ),
            (
                "un mot.xhtml",
                "<html><body><h1>Un</h1><p>The sea rises.</p></body></html>",
            ),
            ("OPS/nav.xhtml", "<html><body><p>Un, deux</p></body></html>"),
        ])
    }

    #[test]
    fn chapters_come_in_their_order() {
        let read = read("a.epub", &book(""), &ReadOptions::default()).unwrap();
        assert!(read.warnings.is_empty(), "{:?}", read.warnings);
        assert_eq!(
            show(&read.value),
            [
                "heading1: Un",
                "paragraph: The sea rises.",
                "heading1: Deux",
                "paragraph: La mer monte de 3\u{a0}mm par an.",
            ]
        );
        let metadata = read.value.metadata;
        assert_eq!(metadata.title.as_deref(), Some("Le littoral"));
        assert_eq!(metadata.publisher.as_deref(), Some("Cour des eaux"));
        assert_eq!(metadata.date.unwrap().to_string(), "2024-03-05");
        assert_eq!(metadata.stated_language, Some(Language::French));
    }

    #[test]
    fn a_title_page_bears_the_title() {
        let page = "<html><body><h1>Le littoral</h1></body></html>";
        let bytes = pack(&[
            ("META-INF/container.xml", "<c><rootfile full-path='a.opf'/></c>"),
            ("a.opf", &BOOK.replace("../un%20mot", "./page").replace("MORE", "")),
            ("page.xhtml", page),
            ("deux.xhtml", "<html><body><h1>Deux</h1><p>La mer.</p></body></html>"),
        ]);
        let read = read("a.epub", &bytes, &ReadOptions::default()).unwrap();
        let expected =
            ["heading0: Le littoral", "heading1: Deux", "paragraph: La mer."];
        assert_eq!(show(&read.value), expected);
    }

    #[test]
    fn a_chapter_that_is_missing_is_told() {
        let bytes = book("<itemref idref='x'/>");
        let read = read("a.epub", &bytes, &ReadOptions::default()).unwrap();
        let [warning] = read.warnings.as_slice() else { panic!("{:?}", read.warnings) };
        assert_eq!(warning.message, "chapter 3 (`OPS/none.xhtml`): missing");
        assert_eq!(read.value.blocks().len(), 4);
    }
}
