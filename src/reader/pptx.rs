//! PPTX: slides, each a page, their titles as headings, with tables and speaker's notes.

use super::ReadOptions;
use super::draft::{Draft, Look, Words};
use super::grid::{Grid, GridCell};
use super::office::{Part, core_metadata};
use super::package::Package;
use super::xml::{Child, Id, Tree};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{BlockKind, Document, Warned, Warning};

const MAIN: &str = "ppt/presentation.xml";

/// Reads a presentation. Hidden slides are read like the others.
///
/// # Errors
/// `Malformed` if no slides can be found; what [`Package`] refuses. A slide that cannot
/// be read is a warning.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    // The encoding is the package's own.
    let _ = options;
    let mut package = Package::open(bytes)?;
    if !package.has(MAIN) {
        return Err(Error::new(ErrorKind::UnknownFormat(package.nature().to_owned())));
    }
    let main = Part::open(&mut package, MAIN)?;
    let tree = Tree::parse(&main.source);
    let list = tree.root().and_then(|root| tree.child(root, "sldIdLst"));
    // The relation is the attribute with a prefix, behind the slide's own number.
    let ids = list.into_iter().flat_map(|list| tree.elements(list));
    let ids: Vec<_> = ids.filter_map(|id| tree.prefixed(id, "id")).collect();
    let mut warnings = Vec::new();
    let mut draft = Draft::default();
    for (number, id) in (1_u32..).zip(&ids) {
        let read = match main.target(id) {
            Some(target) => slide(&mut package, &target, number, &mut draft),
            None => Err(Error::new(ErrorKind::Malformed("not in the file".to_owned()))),
        };
        if let Err(error) = read {
            warnings
                .push(Warning::lost(format!("slide {number}: {}", error.message())));
        }
    }
    draft.find_captions();
    draft.raise_only_first_heading();
    let mut metadata = core_metadata(&mut package)?;
    metadata.pages = u32::try_from(ids.len()).ok();
    Ok(Warned { value: draft.finish(name, metadata), warnings })
}

fn slide(
    package: &mut Package<'_>,
    name: &str,
    number: u32,
    draft: &mut Draft,
) -> Result<()> {
    let part = Part::open(package, name)?;
    let tree = Tree::parse(&part.source);
    let mut slide = Slide { tree: &tree, number, is_notes: false, draft };
    if let Some(root) = tree.root() {
        slide.shapes(root);
    }
    if let Some(notes) = part.of_kind("/notesSlide") {
        let part = Part::open(package, &notes)?;
        let tree = Tree::parse(&part.source);
        let mut notes = Slide { tree: &tree, number, is_notes: true, draft };
        if let Some(root) = tree.root() {
            notes.shapes(root);
        }
    }
    match tree.damage {
        Some(why) => Err(Error::new(ErrorKind::Malformed(why))),
        None => Ok(()),
    }
}

/// A slide, or the notes on one.
struct Slide<'s, 'a> {
    tree: &'s Tree<'a>,
    number: u32,
    is_notes: bool,
    draft: &'s mut Draft,
}

impl Slide<'_, '_> {
    /// Reads the shapes in an element, in the order of the file, titles first.
    fn shapes(&mut self, id: Id) {
        let tree = self.tree;
        let mut shapes: Vec<Id> = tree.elements(id).collect();
        shapes.sort_by_key(|&shape| !self.is_title(shape));
        for shape in shapes {
            match tree.name(shape).1 {
                "sp" => self.shape(shape),
                "tbl" => self.table(shape),
                // Of a choice, the first is the richest.
                "AlternateContent" => {
                    if let Some(choice) = tree.elements(shape).next() {
                        self.shapes(choice);
                    }
                }
                _ => self.shapes(shape),
            }
        }
    }

    /// The role of a shape that holds a place of the layout.
    fn role(&self, shape: Id) -> Option<String> {
        let properties = self.tree.child(shape, "nvSpPr")?;
        let place = self.tree.find(properties, "ph")?;
        let role = self.tree.attribute(place, "type");
        Some(role.map_or_else(|| "body".to_owned(), std::borrow::Cow::into_owned))
    }

    fn is_title(&self, shape: Id) -> bool {
        matches!(self.role(shape).as_deref(), Some("title" | "ctrTitle"))
    }

    fn shape(&mut self, shape: Id) {
        let Some(body) = self.tree.child(shape, "txBody") else { return };
        let role = self.role(shape);
        if self.is_notes && role.as_deref() != Some("body") {
            return;
        }
        let paragraphs = self.paragraphs(body);
        let look = self.look();
        let kind = match role.as_deref() {
            Some("title" | "ctrTitle") => {
                let mut title = Words::default();
                for (_, words) in &paragraphs {
                    title.part();
                    title.append(words);
                }
                let level =
                    u8::from(self.number > 1 || role.as_deref() == Some("title"));
                let kind = BlockKind::Heading { level };
                return self.draft.block_with_look(kind, title, look);
            }
            Some("ftr" | "sldNum" | "dt") => BlockKind::Footer,
            Some("hdr") => BlockKind::Header,
            _ if self.is_notes => BlockKind::Note,
            // What stands in the body is a list, unless it is all that stands there.
            Some("body" | "obj") if paragraphs.len() > 1 => {
                for (level, words) in paragraphs {
                    let kind = BlockKind::ListItem { level };
                    self.draft.block_with_look(kind, words, look);
                }
                return;
            }
            _ => BlockKind::Paragraph,
        };
        for (_, words) in paragraphs {
            self.draft.block_with_look(kind, words, look);
        }
    }

    fn look(&self) -> Look {
        Look { page: Some(self.number), ..Look::default() }
    }

    /// Returns the paragraphs of a text body, each with its level from 1.
    fn paragraphs(&self, body: Id) -> Vec<(u8, Words)> {
        let tree = self.tree;
        let paragraphs = tree.elements(body).filter(|&id| tree.name(id).1 == "p");
        paragraphs
            .map(|paragraph| {
                let properties = tree.child(paragraph, "pPr");
                let level = properties.and_then(|id| tree.number(id, "lvl"));
                let level = u8::try_from(level.unwrap_or(0).min(8)).unwrap_or(0) + 1;
                let mut words = Words::default();
                for run in tree.elements(paragraph) {
                    self.run(run, &mut words);
                }
                (level, words)
            })
            .filter(|(_, words)| !words.is_blank())
            .collect()
    }

    fn run(&self, run: Id, words: &mut Words) {
        let tree = self.tree;
        if tree.name(run).1 == "br" {
            return words.part();
        }
        let properties = tree.child(run, "rPr");
        let rise = properties.and_then(|id| tree.attribute(id, "baseline"));
        let is_raised = rise.is_some_and(|rise| {
            rise.trim_end_matches('%').parse::<f32>().is_ok_and(|rise| rise > 0.0)
        });
        let mut text = Words::default();
        for child in tree.elements(run).filter(|&id| tree.name(id).1 == "t") {
            for child in tree.children(child) {
                if let Child::Text(part) = child {
                    text.push(part);
                }
            }
        }
        if is_raised { words.raise(&text) } else { words.append(&text) }
    }

    fn table(&mut self, table: Id) {
        let tree = self.tree;
        let properties = tree.child(table, "tblPr");
        let says = |name| {
            let value = properties.and_then(|id| tree.attribute(id, name));
            value.is_some_and(|value| matches!(&*value, "1" | "true"))
        };
        let mut grid = Grid {
            header_rows: u32::from(says("firstRow")),
            header_columns: u32::from(says("firstCol")),
            ..Grid::default()
        };
        let rows = tree.elements(table).filter(|&id| tree.name(id).1 == "tr");
        for (row, id) in (0..).zip(rows) {
            let cells = tree.elements(id).filter(|&id| tree.name(id).1 == "tc");
            for (column, cell) in (0..).zip(cells) {
                if ["hMerge", "vMerge"]
                    .iter()
                    .any(|m| tree.attribute(cell, m).is_some())
                {
                    continue;
                }
                let mut words = Words::default();
                for (_, part) in tree
                    .child(cell, "txBody")
                    .map_or(Vec::new(), |b| self.paragraphs(b))
                {
                    words.part();
                    words.append(&part);
                }
                let span = |name| tree.number(cell, name).unwrap_or(1);
                grid.cells.push(GridCell {
                    row,
                    column,
                    row_span: span("rowSpan"),
                    column_span: span("gridSpan"),
                    words,
                    ..GridCell::default()
                });
            }
        }
        self.draft.table_with_look(grid, self.look());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::draft::show::show;
    use crate::reader::package::tests::pack;

    const RELATIONS: &str = "<Relationships>\
        <Relationship Id='r1' Type='x/slide' Target='slides/slide1.xml'/>\
        <Relationship Id='r2' Type='x/slide' Target='slides/slide2.xml'/>\
        </Relationships>";

    fn shape(role: &str, paragraphs: &[&str]) -> String {
        let paragraphs: Vec<_> = paragraphs
            .iter()
            .map(|words| format!("<a:p><a:r><a:t>{words}</a:t></a:r></a:p>"))
            .collect();
        format!(
            "<p:sp><p:nvSpPr><p:nvPr><p:ph type='{role}'/></p:nvPr></p:nvSpPr>\
             <p:txBody>{}</p:txBody></p:sp>",
            paragraphs.concat()
        )
    }

    #[track_caller]
    fn check(slides: [&str; 2], expected: &[&str]) -> Document {
        let list = "<p:sldIdLst><p:sldId id='256' r:id='r2'/>\
                    <p:sldId id='257' r:id='r1'/></p:sldIdLst>";
        let main = format!("<p:presentation>{list}</p:presentation>");
        let slide =
            |shapes: &str| format!("<p:sld><p:spTree>{shapes}</p:spTree></p:sld>");
        let notes = format!("<p:notes>{}</p:notes>", shape("body", &["Dire merci."]));
        let bytes = pack(&[
            ("ppt/presentation.xml", &main),
            ("ppt/_rels/presentation.xml.rels", RELATIONS),
            // The order is that of the list, not of the names.
            ("ppt/slides/slide2.xml", &slide(slides[0])),
            ("ppt/slides/slide1.xml", &slide(slides[1])),
            (
                "ppt/slides/_rels/slide1.xml.rels",
                "<Relationships><Relationship Id='n' Type='x/notesSlide' \
                 Target='../notesSlides/n.xml'/></Relationships>",
            ),
            ("ppt/notesSlides/n.xml", &notes),
        ]);
        let read = read("a.pptx", &bytes, &ReadOptions::default()).unwrap();
        assert!(read.warnings.is_empty(), "{:?}", read.warnings);
        assert_eq!(show(&read.value), expected);
        read.value
    }

    #[test]
    fn slides_are_pages_with_their_titles_as_headings() {
        let first =
            shape("subTitle", &["Bilan 2024"]) + &shape("ctrTitle", &["Plan vélo"]);
        let second = shape("title", &["Les coûts"])
            + &shape("body", &["3 M€ par an", "12 % de plus"])
            + &shape("sldNum", &["2"]);
        let document = check(
            [&first, &second],
            &[
                "heading0: Plan vélo",
                "paragraph: Bilan 2024",
                "heading1: Les coûts",
                "list_item1: 3 M€ par an",
                "list_item1: 12 % de plus",
                "footer: 2",
                "note: Dire merci.",
            ],
        );
        assert_eq!(document.metadata.title.as_deref(), Some("Plan vélo"));
        assert_eq!(document.metadata.pages, Some(2));
        let pages: Vec<_> = document.blocks().iter().map(|block| block.page).collect();
        assert_eq!(pages, [1, 1, 2, 2, 2, 2, 2].map(Some));
    }

    #[test]
    fn tables_keep_their_headers_and_merged_cells() {
        let cell = |words: &str, span: &str| {
            format!(
                "<a:tc{span}><a:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p>\
                 </a:txBody></a:tc>"
            )
        };
        let row = |cells: &[String]| format!("<a:tr>{}</a:tr>", cells.concat());
        let table = format!(
            "<p:graphicFrame><a:tbl><a:tblPr firstRow='1' firstCol='1'/>{}{}</a:tbl>\
             </p:graphicFrame>",
            row(&[
                cell("Spending", " gridSpan='2'"),
                cell("", " hMerge='1'"),
                cell("2024", "")
            ]),
            row(&[cell("Roads", ""), cell("£m", ""), cell("3.5", "")]),
        );
        let title = shape("title", &["Costs"]);
        check(
            [&title, &table],
            &[
                "heading0: Costs",
                "table 1+1: [Spending(1x2)|2024] [Roads|£m|3.5]",
                "note: Dire merci.",
            ],
        );
    }
}
