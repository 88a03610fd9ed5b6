//! DOCX: Office Open XML text, as Word, `LibreOffice` and Google Docs write it.

mod body;
mod styles;

use std::collections::HashSet;

use super::ReadOptions;
use super::draft::Draft;
use super::office::{Relations, core_metadata, join};
use super::package::Package;
use super::xml::Tree;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{BlockKind, Document, Warned, Warning};
use body::{Context, Walker};
use styles::{Numbering, Styles};

/// The first bytes of the container that old Word files and encrypted DOCX share.
pub(super) const OLD_CONTAINER: [u8; 8] =
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Reads a DOCX file.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    read_package(name, bytes, options).map_err(|error| error.or_at(name))
}

fn read_package(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    if bytes.starts_with(&OLD_CONTAINER) {
        return Err(Error::new(old_container(bytes)));
    }
    let mut package = Package::open(bytes)?;
    let Some(main) = main_part(&mut package)? else {
        if super::odt::is_text(&mut package)? {
            return super::odt::read(name, bytes, options);
        }
        return Err(Error::new(ErrorKind::UnknownFormat(package.nature().to_owned())));
    };
    let mut warnings = Vec::new();
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |part: &str| join(folder, part);
    let mut load = |part: &str, warnings: &mut Vec<Warning>| {
        package.xml(part).map(Option::unwrap_or_default).inspect(|source| {
            if source.is_empty() {
                warnings.push(Warning::lost(format!("`{part}` is missing")));
            }
        })
    };
    let relations =
        load(&beside(&format!("_rels/{}.rels", file(&main))), &mut Vec::new())?;
    let relations = Relations::read(&Tree::parse(&relations));
    let mut optional = |kind: &str| -> Result<String> {
        match relations.of_kind(kind).next() {
            Some(target) => load(&join(folder, target), &mut warnings),
            None => Ok(String::new()),
        }
    };
    let style_source = optional("/styles")?;
    let numbering_source = optional("/numbering")?;
    let footnote_source = optional("/footnotes")?;
    let endnote_source = optional("/endnotes")?;
    let source = load(&main, &mut warnings)?;
    let tree = Tree::parse(&source);
    let Some(root) = tree.root() else {
        let why = tree.damage.unwrap_or_else(|| "no content".to_owned());
        return Err(Error::new(ErrorKind::Malformed(format!("`{main}`: {why}"))));
    };
    if let Some(why) = &tree.damage {
        warnings.push(Warning::lost(format!("`{main}` breaks off: {why}")));
    }
    let styles = Styles::read(&Tree::parse(&style_source));
    let numbering = Numbering::read(&Tree::parse(&numbering_source));
    let context = Context { styles: &styles, numbering: &numbering };
    let footnotes = context.notes(&Tree::parse(&footnote_source));
    let endnotes = context.notes(&Tree::parse(&endnote_source));

    let mut body = Walker::new(&tree, context);
    body.footnotes = footnotes;
    body.endnotes = endnotes;
    body.blocks(tree.child(root, "body").unwrap_or(root));
    let (mut draft, margins) = body.finish();
    draft.find_headings();

    let mut whole = Draft::default();
    let mut seen = HashSet::new();
    let mut footers = Draft::default();
    for (is_header, id) in margins {
        let Some(target) = relations.target(&id) else { continue };
        let source = load(&join(folder, target), &mut warnings)?;
        let tree = Tree::parse(&source);
        let Some(root) = tree.root() else { continue };
        let mut walker = Walker::new(&tree, context);
        walker.blocks(root);
        let (margin, _) = walker.finish();
        let (out, kind) = if is_header {
            (&mut whole, BlockKind::Header)
        } else {
            (&mut footers, BlockKind::Footer)
        };
        for words in margin.lines() {
            if seen.insert(words.raw().trim().to_owned()) {
                out.block(kind, words);
            }
        }
    }
    whole.extend(draft);
    whole.extend(footers);

    let metadata = core_metadata(&mut package)?;
    let value = whole.finish_styled(name, metadata, styles.language.as_deref());
    Ok(Warned { value, warnings })
}

/// Tells why a file in the old container is not read.
fn old_container(bytes: &[u8]) -> ErrorKind {
    // The directory of the container names its streams in UTF-16.
    let name: Vec<u8> =
        "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &name).is_some() {
        ErrorKind::NeedsPassword
    } else {
        ErrorKind::UnknownFormat("an old Word file, DOC".to_owned())
    }
}

/// Returns the name of the part that holds the text.
fn main_part(package: &mut Package<'_>) -> Result<Option<String>> {
    const USUAL: &str = "word/document.xml";
    if package.has(USUAL) {
        return Ok(Some(USUAL.to_owned()));
    }
    let Some(source) = package.xml("_rels/.rels")? else { return Ok(None) };
    let relations = Relations::read(&Tree::parse(&source));
    let main = relations.of_kind("/officeDocument").next();
    let main = main.map(|target| target.trim_start_matches('/').to_owned());
    Ok(main.filter(|main| main.starts_with("word/") && package.has(main)))
}

fn file(part: &str) -> &str {
    part.rsplit_once('/').map_or(part, |(_, file)| file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Format;
    use crate::reader::draft::show::show;
    use crate::reader::package::tests::pack;

    const NAMES: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
        xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'";
    const STYLES: &str = "<w:style w:type='paragraph' w:styleId='T'><w:name w:val='Titre'/></w:style>\
        <w:style w:type='paragraph' w:styleId='H1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:type='paragraph' w:styleId='Own'><w:basedOn w:val='H1'/></w:style>\
        <w:style w:type='paragraph' w:styleId='C'><w:name w:val='L\u{e9}gende'/></w:style>\
        <w:style w:type='character' w:styleId='N'><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>";
    const RELATIONS: &str = "<r><e Id='a' Type='x/styles' Target='styles.xml'/>\
        <e Id='b' Type='x/footnotes' Target='footnotes.xml'/>\
        <e Id='c' Type='x/header' Target='/word/header1.xml'/></r>";

    fn docx(body: &str) -> Vec<u8> {
        let note = "<w:footnote w:id='0' w:type='separator'><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>\
            <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> Voir l’annexe.</w:t></w:r></w:p></w:footnote>";
        let parts = [
            (
                "word/document.xml",
                format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>"),
            ),
            ("word/styles.xml", format!("<w:styles {NAMES}>{STYLES}</w:styles>")),
            (
                "word/footnotes.xml",
                format!("<w:footnotes {NAMES}>{note}</w:footnotes>"),
            ),
            (
                "word/header1.xml",
                format!("<w:hdr {NAMES}>{}</w:hdr>", p("Chambre maritime")),
            ),
            ("word/_rels/document.xml.rels", RELATIONS.to_owned()),
        ];
        pack(&parts.each_ref().map(|(name, content)| (*name, content.as_str())))
    }

    fn p(words: &str) -> String {
        format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
    }

    fn styled(style: &str, words: &str) -> String {
        format!(
            "<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    }

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let read = read("a.docx", &docx(body), &ReadOptions::default()).unwrap();
        assert_eq!(read.warnings, []);
        assert_eq!(show(&read.value), expected);
    }

    #[test]
    fn styles_name_titles_headings_and_captions() {
        check(
            &(styled("T", "Ports secondaires")
                + &styled("Own", "Suivi")
                + &styled("C", "Tableau 1")),
            &["heading0: Ports secondaires", "heading1: Suivi", "caption: Tableau 1"],
        );
    }

    #[test]
    fn the_only_heading_of_the_first_rank_is_the_title() {
        let second = "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Aims</w:t></w:r></w:p>";
        check(
            &(styled("H1", "A review") + second + second),
            &["heading0: A review", "heading1: Aims", "heading1: Aims"],
        );
    }

    #[test]
    fn note_calls_leave_the_text_and_notes_end_the_section() {
        check(
            &format!(
                "<w:p><w:r><w:t>Une hausse</w:t></w:r><w:r><w:rPr><w:rStyle w:val='N'/></w:rPr>\
                 <w:footnoteReference w:id='2'/></w:r><w:r><w:t xml:space='preserve'> de 3 % sur 5 m</w:t></w:r>\
                 <w:r><w:rPr><w:rStyle w:val='N'/></w:rPr><w:t>2</w:t></w:r></w:p>{}",
                styled("H1", "Suite")
            ),
            &[
                "paragraph: Une hausse{1} de 3 % sur 5 m²",
                "note: Voir l’annexe.",
                "heading1: Suite",
            ],
        );
    }

    #[test]
    fn insertions_are_read_and_deletions_are_not() {
        check(
            "<w:p><w:r><w:t>La dette </w:t></w:r><w:del><w:r><w:delText>monte</w:delText></w:r></w:del>\
             <w:ins><w:r><w:t>baisse</w:t></w:r></w:ins></w:p>\
             <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>\
             <w:p><w:r><w:t>paragraph.</w:t></w:r></w:p>",
            &["paragraph: La dette baisse", "paragraph: One paragraph."],
        );
    }

    #[test]
    fn fields_show_their_result_and_contents_are_marked() {
        check(
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>Suivi</w:t><w:tab/><w:t>3</w:t></w:r></w:p>\
             <w:p><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>Le co</w:t><w:softHyphen/><w:t>ût porte</w:t>\
             <w:noBreakHyphen/><w:t>à</w:t><w:br/><w:t>faux</w:t></w:r></w:p>",
            &["toc: Suivi 3", "paragraph: Le coût porte-à faux"],
        );
    }

    #[test]
    fn a_text_box_is_read_once() {
        let shape = |words| {
            format!(
                "<w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing>",
                p(words)
            )
        };
        check(
            &format!(
                "<w:p><w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>\
                 </mc:AlternateContent></w:r><w:r><w:t>Text.</w:t></w:r></w:p>",
                shape("Box"),
                shape("Box")
            ),
            &["paragraph: Text.", "paragraph: Box"],
        );
    }

    #[test]
    fn merged_cells_keep_their_place() {
        let cell = |properties: &str, words: &str| {
            format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(words))
        };
        let head = "<w:trPr><w:tblHeader/></w:trPr>";
        check(
            &format!(
                "<w:tbl><w:tr>{head}{}{}</w:tr><w:tr>{head}{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
                cell("<w:vMerge w:val='restart'/>", "Territoire"),
                cell("<w:gridSpan w:val='2'/>", "Montants (en M€)"),
                cell("<w:vMerge/>", ""),
                cell("", "2020"),
                cell("", "2022"),
                cell("", "Port-Aurel"),
                cell("", "318,8"),
                cell("", ""),
            ),
            &[
                "table 2+1: [Territoire(2x1)|Montants (en M€)(1x2)] [2020|2022] [Port-Aurel|318,8|]",
            ],
        );
    }

    #[test]
    fn a_box_made_of_one_cell_is_paragraphs() {
        check(
            &format!(
                "<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>",
                p("Box – Aims"),
                p("Text.")
            ),
            &["paragraph: Box – Aims", "paragraph: Text."],
        );
    }

    #[test]
    fn running_headers_come_first() {
        check(
            &format!(
                "{}<w:sectPr><w:headerReference r:id='c'/></w:sectPr>",
                p("Texte.")
            ),
            &["header: Chambre maritime", "paragraph: Texte."],
        );
    }

    #[test]
    fn other_packages_and_containers_are_named() {
        let mut old = OLD_CONTAINER.to_vec();
        let unknown = |bytes: &[u8]| {
            let error = read("a.docx", bytes, &ReadOptions::default()).unwrap_err();
            error.kind().clone()
        };
        assert_eq!(
            unknown(&old),
            ErrorKind::UnknownFormat("an old Word file, DOC".into())
        );
        let path = std::path::Path::new("a.docx");
        assert_eq!(Format::of(path, &old).unwrap(), Format::Docx);
        assert!(Format::of(std::path::Path::new("a.doc"), &old).is_err());
        old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(unknown(&old), ErrorKind::NeedsPassword);
        let sheet = pack(&[("xl/workbook.xml", "<a/>")]);
        assert_eq!(
            unknown(&sheet),
            ErrorKind::UnknownFormat("a spreadsheet, XLSX".into())
        );
        let empty = pack(&[("word/document.xml", "")]);
        assert!(matches!(unknown(&empty), ErrorKind::Malformed(_)));
    }

    #[test]
    fn a_document_that_breaks_off_is_partial() {
        let bytes = pack(&[(
            "word/document.xml",
            &format!(
                "<w:document {NAMES}><w:body>{}<w:p><w:r><w:t>La fin man",
                p("Début.")
            ),
        )]);
        let read = read("a.docx", &bytes, &ReadOptions::default()).unwrap();
        assert!(read.is_partial());
        assert_eq!(show(&read.value), ["paragraph: Début.", "paragraph: La fin man"]);
    }
}
