//! Tests on small PDFs that are written here, word by word at their places.

use std::fmt::Write as _;

use crate::error::ErrorKind;
use crate::model::{Document, Warned};
use crate::reader::ReadOptions;

const LEFT: f32 = 72.0;
const BODY: f32 = 10.0;

/// The drawing instructions of one page.
#[derive(Default)]
struct Page(Vec<u8>);

impl Page {
    fn words(mut self, x: f32, y: f32, size: f32, font: &str, words: &str) -> Self {
        let mut hex = String::new();
        let (bytes, _, unknown) = encoding_rs::WINDOWS_1252.encode(words);
        assert!(!unknown, "WinAnsi has all of {words:?}");
        for byte in bytes.iter() {
            write!(hex, "{byte:02x}").unwrap();
        }
        let up = 792.0 - y;
        let show = format!("BT /{font} {size} Tf 1 0 0 1 {x} {up} Tm <{hex}> Tj ET\n");
        self.0.extend(show.as_bytes());
        self
    }

    /// Sets lines of body text under each other, 12 points apart.
    fn body(mut self, x: f32, y: f32, lines: &[&str]) -> Self {
        let mut down = y;
        for line in lines {
            self = self.words(x, down, BODY, "F1", line);
            down += 12.0;
        }
        self
    }

    fn bold(self, x: f32, y: f32, size: f32, words: &str) -> Self {
        self.words(x, y, size, "F2", words)
    }

    fn line(mut self, from: (f32, f32), to: (f32, f32)) -> Self {
        let draw =
            format!("{} {} m {} {} l S\n", from.0, 792.0 - from.1, to.0, 792.0 - to.1);
        self.0.extend(draw.as_bytes());
        self
    }

    /// Sets words side by side, each from its place on.
    fn row(self, y: f32, cells: &[(f32, &str)]) -> Self {
        cells.iter().fold(self, |page, (x, words)| page.body(*x, y, &[words]))
    }

    /// Sets a line of body size in dark blue.
    fn blue(mut self, x: f32, y: f32, words: &str) -> Self {
        self.0.extend(b"0 0.2 0.6 rg\n");
        self = self.body(x, y, &[words]);
        self.0.extend(b"0 g\n");
        self
    }

    fn picture(mut self) -> Self {
        self.0.extend(b"q 612 0 0 792 0 0 cm /I1 Do Q\n");
        self
    }
}

/// Writes a PDF of the pages, with Helvetica in two weights and a grey picture.
fn pdf(pages: &[Page]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let kids: Vec<String> =
        (0..pages.len()).map(|at| format!("{} 0 R", 6 + 2 * at)).collect();
    objects.push(b"<</Type/Catalog/Pages 2 0 R>>".to_vec());
    let tree =
        format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), pages.len());
    objects.push(tree.into_bytes());
    for name in ["Helvetica", "Helvetica-Bold"] {
        let font = format!(
            "<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>"
        );
        objects.push(font.into_bytes());
    }
    objects.push(
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray\
          /BitsPerComponent 8/Length 1>>\nstream\n\x80\nendstream"
            .to_vec(),
    );
    for (at, page) in pages.iter().enumerate() {
        let dict = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {} 0 R\
             /Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<</I1 5 0 R>>>>>>",
            7 + 2 * at
        );
        objects.push(dict.into_bytes());
        let mut stream = format!("<</Length {}>>\nstream\n", page.0.len()).into_bytes();
        stream.extend(&page.0);
        stream.extend(b"\nendstream");
        objects.push(stream);
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", at + 1).as_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(
        format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes(),
    );
    for place in &places {
        file.extend(format!("{place:010} 00000 n \n").as_bytes());
    }
    let trailer = format!(
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    );
    file.extend(trailer.as_bytes());
    file
}

fn read(pages: &[Page]) -> Warned<Document> {
    super::read("report.pdf", &pdf(pages), &ReadOptions::default()).unwrap()
}

/// Writes each block as `kind level: words`, a note call as `{mark}` in its place, the
/// cells of tables with ` | ` between them.
fn shown(document: &Document) -> Vec<String> {
    let mut shown = Vec::new();
    for block in document.blocks() {
        let mut words = block.span.quote(document.text()).to_owned();
        for call in document.note_calls().iter().rev() {
            if (block.span.start()..=block.span.end()).contains(&call.at) {
                words.insert_str(
                    call.at - block.span.start(),
                    &format!("{{{}}}", call.mark),
                );
            }
        }
        let level =
            block.kind.level().map(|level| format!(" {level}")).unwrap_or_default();
        let words = words.replace('\t', " | ").replace('\n', " / ");
        shown.push(format!("{}{level}: {words}", block.kind.name()));
    }
    shown
}

fn check(pages: &[Page], expected: &[&str]) {
    let document = read(pages).value;
    assert_eq!(shown(&document), expected);
    for block in document.blocks() {
        let range = block.span.range();
        assert!(document.alignment().source(range).is_some(), "tied to its source");
    }
}

const PARAGRAPH: [&str; 3] = [
    "Le gouvernement prévoit de ramener ce délai à douze semaines, un objectif que la",
    "présidente du comité de suivi juge « hors d’atteinte ». Les crédits ouverts pour la",
    "période baissent.",
];

#[test]
fn lines_become_a_paragraph_and_heavy_large_type_a_heading() {
    let page = Page::default()
        .bold(LEFT, 80.0, 20.0, "Logement social : état des lieux")
        .bold(LEFT, 120.0, 14.0, "1. Une réforme récente")
        .body(LEFT, 140.0, &PARAGRAPH)
        .bold(LEFT, 190.0, 12.0, "1.1. Les moyens")
        .body(LEFT, 210.0, &PARAGRAPH);
    check(
        &[page],
        &[
            "heading 0: Logement social : état des lieux",
            "heading 1: 1. Une réforme récente",
            &format!("paragraph: {}", PARAGRAPH.join(" ")),
            "heading 2: 1.1. Les moyens",
            &format!("paragraph: {}", PARAGRAPH.join(" ")),
        ],
    );
}

#[test]
fn the_title_becomes_the_document_title() {
    let page = Page::default()
        .bold(LEFT, 80.0, 20.0, "A plan for rural buses")
        .body(LEFT, 120.0, &PARAGRAPH);
    let document = read(&[page]).value;
    assert_eq!(document.metadata.title.as_deref(), Some("A plan for rural buses"));
    assert_eq!(document.metadata.pages, Some(1));
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = [
        "The number of homes grew by a",
        "third between 2019 and 2029 before",
        "it levelled off. Approved funds had",
        "reached a new height by the end of",
    ];
    let right = [
        "the decade, when councils asked for",
        "more. The department agreed to half",
        "of that sum, but not to the rest, and",
        "set a date for the next review.",
    ];
    let page = Page::default()
        .bold(
            LEFT,
            80.0,
            14.0,
            "A heading above both of the columns, from edge to edge",
        )
        .body(LEFT, 110.0, &left)
        .body(320.0, 110.0, &right);
    let whole = format!("paragraph: {} {}", left.join(" "), right.join(" "));
    check(
        &[page],
        &["heading 0: A heading above both of the columns, from edge to edge", &whole],
    );
}

#[test]
fn a_raised_figure_calls_a_note_and_a_figure_on_the_line_does_not() {
    let page = Page::default()
        .words(LEFT, 100.0, BODY, "F1", "La dépense atteint 12 milliards d’euros")
        .words(LEFT + 180.0, 96.5, 6.0, "F1", "4")
        .words(LEFT + 188.0, 100.0, BODY, "F1", "en 2024, soit 4 points, pour 300 m")
        .words(LEFT + 339.5, 96.5, 6.0, "F1", "2")
        .words(LEFT + 345.0, 100.0, BODY, "F1", "de toits.")
        .body(LEFT, 140.0, &PARAGRAPH)
        .words(LEFT, 700.0, 5.0, "F1", "4")
        .words(LEFT + 5.0, 703.0, 8.0, "F1", "Rapport d’activité 2020, p. 41.");
    check(
        &[page],
        &[
            "paragraph: La dépense atteint 12 milliards d’euros{4} en 2024, soit 4 points, \
             pour 300 m² de toits.",
            &format!("paragraph: {}", PARAGRAPH.join(" ")),
            "note: Rapport d’activité 2020, p. 41.",
        ],
    );
}

#[test]
fn what_repeats_at_the_edge_of_pages_is_header_or_footer() {
    let page = |number: u32, body: &[&str]| {
        Page::default()
            .words(LEFT, 40.0, 8.0, "F1", "Housing Board – Review 2022")
            .body(LEFT, 100.0, body)
            .words(300.0, 760.0, 8.0, "F1", &format!("Page {number} of 2"))
    };
    let first = ["The first page ends here."];
    let second = ["The second page ends there."];
    check(
        &[page(1, &first), page(2, &second)],
        &[
            "header: Housing Board – Review 2022",
            "paragraph: The first page ends here.",
            "footer: Page 1 of 2",
            "header: Housing Board – Review 2022",
            "paragraph: The second page ends there.",
            "footer: Page 2 of 2",
        ],
    );
}

#[test]
fn a_paragraph_goes_on_over_the_page_and_notes_follow_it() {
    let first = Page::default()
        .body(LEFT, 600.0, &PARAGRAPH[..2])
        .words(LEFT, 700.0, 5.0, "F1", "1")
        .words(LEFT + 5.0, 703.0, 8.0, "F1", "Décision n° 12 du 4 mai.");
    let second = Page::default().body(LEFT, 80.0, &PARAGRAPH[2..]);
    check(
        &[first, second],
        &[
            &format!("paragraph: {}", PARAGRAPH.join(" ")),
            "note: Décision n° 12 du 4 mai.",
        ],
    );
}

#[test]
fn words_broken_at_line_ends_are_joined() {
    let page = Page::default().body(
        LEFT,
        100.0,
        &[
            "Les collectivités demandent une compensation et le minis-",
            "tère n’en a pas accepté la moitié ; la vice-présidente a re-",
            "fusé.",
        ],
    );
    check(
        &[page],
        &[
            "paragraph: Les collectivités demandent une compensation et le ministère n’en a \
           pas accepté la moitié ; la vice-présidente a refusé.",
        ],
    );
}

#[test]
fn ruled_tables_keep_their_cells() {
    let mut page = Page::default().body(LEFT, 80.0, &["Table 1: Spending by area"]);
    let rows =
        [["Area", "2021", "2022"], ["Skerry", "3.5", "4.1"], ["Total", "9.0", "9.9"]];
    for (down, row) in (0u8..).zip(rows) {
        let y = 110.0 + 20.0 * f32::from(down);
        for (across, words) in (0u8..).zip(row) {
            page = page.body(76.0 + 80.0 * f32::from(across), y, &[words]);
        }
    }
    for step in 0u8..4 {
        let (x, y) = (72.0 + 80.0 * f32::from(step), 96.0 + 20.0 * f32::from(step));
        page = page.line((72.0, y), (312.0, y)).line((x, 96.0), (x, 156.0));
    }
    let pages = [page];
    check(
        &pages,
        &[
            "caption: Table 1: Spending by area",
            "table: Area | 2021 | 2022 / Skerry | 3.5 | 4.1 / Total | 9.0 | 9.9",
        ],
    );
    let document = read(&pages).value;
    let table = &document.tables()[0];
    assert_eq!((table.header_rows, table.header_columns), (1, 1));
    assert_eq!(table.caption, Some(0));
}

#[test]
fn a_table_head_repeated_on_each_page_is_no_running_header() {
    let page = |rows: [[&str; 3]; 2]| {
        let mut page = Page::default();
        for (down, row) in (0u8..).zip(rows) {
            let y = 54.0 + 20.0 * f32::from(down);
            for (across, words) in (0u8..).zip(row) {
                page = page.body(76.0 + 80.0 * f32::from(across), y, &[words]);
            }
        }
        for step in 0u8..4 {
            let x = 72.0 + 80.0 * f32::from(step);
            page = page.line((x, 40.0), (x, 80.0));
        }
        for step in 0u8..3 {
            let y = 40.0 + 20.0 * f32::from(step);
            page = page.line((72.0, y), (312.0, y));
        }
        page
    };
    let head = ["Critère", "Oui", "Non"];
    check(
        &[page([head, ["Titre", "12", "3"]]), page([head, ["Langue", "14", "1"]])],
        &["table: Critère | Oui | Non / Titre | 12 | 3 / Langue | 14 | 1"],
    );
}

#[test]
fn figures_under_each_other_are_a_table_without_rules() {
    let mut page = Page::default().body(LEFT, 80.0, &["Tableau 2 – Crédits (en M€)"]);
    let rows = [
        ["Commune", "Dotation", "Part (en %)"],
        ["Valsac", "62,5", "4,08"],
        ["Fontbec", "86,5", "2,38"],
        ["Haut-Sac", "30,7", "6,51"],
    ];
    for (down, row) in (0u8..).zip(rows) {
        let y = 100.0 + 14.0 * f32::from(down);
        for (across, words) in (0u8..).zip(row) {
            page = page.body(72.0 + 120.0 * f32::from(across), y, &[words]);
        }
    }
    check(
        &[page],
        &[
            "caption: Tableau 2 – Crédits (en M€)",
            "table: Commune | Dotation | Part (en %) / Valsac | 62,5 | 4,08 / \
             Fontbec | 86,5 | 2,38 / Haut-Sac | 30,7 | 6,51",
        ],
    );
}

#[test]
fn list_marks_are_cut_off_and_levels_kept() {
    let page = Page::default()
        .body(LEFT, 100.0, &["The report asks the board to do the following:"])
        .body(LEFT + 10.0, 114.0, &["• simplify the form;"])
        .body(LEFT + 28.0, 128.0, &["– drop the annex;"])
        .body(LEFT + 10.0, 142.0, &["• extend the measure."]);
    check(
        &[page],
        &[
            "paragraph: The report asks the board to do the following:",
            "list_item 1: simplify the form;",
            "list_item 2: drop the annex;",
            "list_item 1: extend the measure.",
        ],
    );
}

#[test]
fn contents_lines_lose_the_leader() {
    let page = Page::default()
        .bold(LEFT, 80.0, 14.0, "Sommaire")
        .body(LEFT, 110.0, &["1. Un cadre récent ................................ 3"])
        .body(LEFT, 124.0, &["2. Des moyens en hausse ........................... 12"]);
    check(
        &[page],
        &[
            "toc: Sommaire",
            "toc: 1. Un cadre récent 3",
            "toc: 2. Des moyens en hausse 12",
        ],
    );
}

#[test]
fn a_page_that_is_a_picture_is_reported() {
    let text = Page::default().body(LEFT, 100.0, &PARAGRAPH);
    let read = read(&[text, Page::default().picture()]);
    assert_eq!(read.value.metadata.image_pages, [2]);
    assert!(read.is_partial());
    assert!(read.warnings[0].message.starts_with("page 2 without text"));
}

#[test]
fn a_cut_off_file_is_read_as_far_as_it_goes() {
    let whole = pdf(&[Page::default().body(LEFT, 100.0, &PARAGRAPH)]);
    let table = memchr::memmem::find(&whole, b"\nxref").unwrap();
    let cut = &whole[..table];
    let read = super::read("report.pdf", cut, &ReadOptions::default()).unwrap();
    assert!(read.is_partial());
    assert!(read.value.text().contains("Le gouvernement prévoit"));
}

#[test]
fn what_is_no_pdf_is_an_error_that_names_the_file() {
    for bytes in [&b"%PDF-1.7\nnothing"[..], b"\0\x01\x02", b"%PDF-1.4 trailer <<>>"] {
        let error =
            super::read("report.pdf", bytes, &ReadOptions::default()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Malformed(_)), "{error}");
        assert!(error.to_string().contains("report.pdf"));
    }
    let error = super::read("a.pdf", b"", &ReadOptions::default()).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Empty);
}

#[test]
fn no_prefix_of_a_file_panics() {
    let whole = pdf(&[Page::default().body(LEFT, 100.0, &PARAGRAPH)]);
    for length in (0..whole.len()).step_by(97) {
        let found = super::read("a.pdf", &whole[..length], &ReadOptions::default());
        assert!(found.is_err() || found.is_ok_and(|read| read.is_partial()));
    }
}

#[test]
fn text_that_runs_down_the_page_is_turned() {
    let mut page = Page::default().body(LEFT, 100.0, &["Upright words lead."]);
    // The matrix turns by a quarter clockwise.
    page.0.extend(b"BT /F1 10 Tf 0 -1 1 0 400 600 Tm (Turned words follow.) Tj ET\n");
    check(
        &[page],
        &["paragraph: Upright words lead.", "paragraph: Turned words follow."],
    );
}

#[test]
fn heads_over_several_columns_are_merged_cells() {
    let page = Page::default()
        .line((72.0, 86.0), (400.0, 86.0))
        .row(100.0, &[(155.0, "Amounts (£m)"), (295.0, "Grants paid")])
        .row(107.0, &[(LEFT, "Area")])
        .row(
            114.0,
            &[(150.0, "2021"), (210.0, "2022"), (290.0, "2021"), (350.0, "2022")],
        )
        .row(
            130.0,
            &[
                (LEFT, "Skerry"),
                (150.0, "3.5"),
                (210.0, "4.1"),
                (290.0, "12"),
                (350.0, "15"),
            ],
        )
        .row(
            144.0,
            &[
                (LEFT, "Longhope"),
                (150.0, "9.0"),
                (210.0, "9.9"),
                (290.0, "7"),
                (350.0, "8"),
            ],
        );
    let document = read(&[page]).value;
    assert_eq!(
        shown(&document),
        [
            "table: Area | Amounts (£m) |  | Grants paid |  /  | 2021 | 2022 | 2021 | 2022 \
          / Skerry | 3.5 | 4.1 | 12 | 15 / Longhope | 9.0 | 9.9 | 7 | 8"
        ]
    );
    let table = &document.tables()[0];
    assert_eq!((table.header_rows, table.header_columns), (2, 1));
    let spans: Vec<(u32, u32)> = table
        .cells
        .iter()
        .take(3)
        .map(|cell| (cell.row_span, cell.column_span))
        .collect();
    assert_eq!(spans, [(2, 1), (1, 2), (1, 2)]);
}

#[test]
fn a_label_on_two_lines_is_one_cell() {
    let page = Page::default()
        .row(100.0, &[(LEFT, "Territoire"), (200.0, "Budget"), (300.0, "Agents")])
        .row(120.0, &[(LEFT, "Valbrune"), (200.0, "3,5"), (300.0, "12")])
        .row(140.0, &[(LEFT, "Agglomération")])
        .row(152.0, &[(LEFT, "de la côte"), (200.0, "4,5"), (300.0, "14")]);
    check(
        &[page],
        &["table: Territoire | Budget | Agents / Valbrune | 3,5 | 12 / \
           Agglomération de la côte | 4,5 | 14"],
    );
}

#[test]
fn a_table_beside_running_text_is_in_its_own_column() {
    let text = [
        "The number of homes grew by a third",
        "between 2019 and 2029, before levels",
        "were reached that nobody had hoped",
        "for at the time. Approved funds were",
        "spent by the end of the decade, when",
        "councils asked for more than before.",
    ];
    let rows = [
        ["Area", "2021", "2022"],
        ["Skerry", "3.5", "4.1"],
        ["Cava", "2.0", "2.5"],
        ["Hoy", "1.5", "1.1"],
        ["Flotta", "6.5", "7.1"],
        ["Total", "9.0", "9.9"],
    ];
    let mut page = Page::default();
    for ((down, words), cells) in (0u8..).zip(text).zip(rows) {
        let y = 100.0 + 12.0 * f32::from(down);
        page = page.row(
            y,
            &[(LEFT, words), (300.0, cells[0]), (380.0, cells[1]), (440.0, cells[2])],
        );
    }
    check(
        &[page],
        &[
            &format!("paragraph: {}", text.join(" ")),
            "table: Area | 2021 | 2022 / Skerry | 3.5 | 4.1 / Cava | 2.0 | 2.5 / \
             Hoy | 1.5 | 1.1 / Flotta | 6.5 | 7.1 / Total | 9.0 | 9.9",
        ],
    );
}

#[test]
fn a_note_whose_number_touches_its_first_word_is_a_note() {
    let page = Page::default()
        .body(LEFT, 100.0, &PARAGRAPH)
        .words(LEFT + 82.0, 120.5, 5.8, "F1", "4")
        .words(LEFT, 700.0, 8.0, "F1", "4Décision du conseil, article 2.")
        .words(LEFT, 710.0, 8.0, "F1", "2021 est l’année de base.");
    let shown = shown(&read(&[page]).value);
    assert_eq!(
        shown.last().unwrap(),
        "note: Décision du conseil, article 2. 2021 est l’année de base."
    );
}

#[test]
fn a_short_line_in_another_colour_above_text_is_a_heading() {
    let page = Page::default()
        .bold(LEFT, 80.0, 20.0, "A plan for rural buses")
        .body(LEFT, 120.0, &PARAGRAPH)
        .blue(LEFT, 172.0, "What drivers say")
        .body(LEFT, 188.0, &PARAGRAPH)
        .blue(LEFT, 240.0, "It is over.");
    let document = read(&[page]).value;
    let shown = shown(&document);
    assert_eq!(shown[2], "heading 1: What drivers say");
    assert_eq!(shown.last().unwrap(), "paragraph: It is over.");
}

#[test]
fn a_printed_web_page_has_a_site_around_the_report() {
    let page = Page::default()
        .body(
            LEFT,
            40.0,
            &["Nous utilisons des cookies pour mesurer l’audience du site."],
        )
        .body(LEFT, 70.0, &["Accueil › Nos travaux › Rapports"])
        .bold(LEFT, 100.0, 20.0, "Guichets et accès aux droits")
        .body(LEFT, 130.0, &PARAGRAPH)
        .body(LEFT, 200.0, &["À lire aussi"])
        .body(LEFT, 230.0, &["• Le bilan des aides"])
        .body(
            LEFT,
            260.0,
            &["Service de presse : presse@exemple.invalid, 01 99 00 12 34"],
        );
    check(
        &[page],
        &[
            "boilerplate: Nous utilisons des cookies pour mesurer l’audience du site.",
            "boilerplate: Accueil › Nos travaux › Rapports",
            "heading 0: Guichets et accès aux droits",
            &format!("paragraph: {}", PARAGRAPH.join(" ")),
            "boilerplate: À lire aussi",
            "boilerplate: Le bilan des aides",
            "boilerplate: Service de presse : presse@exemple.invalid, 01 99 00 12 34",
        ],
    );
}

#[test]
fn words_beside_a_picture_in_a_cell_come_first() {
    let mut page = Page::default()
        .row(104.0, &[(76.0, "Make large")])
        .words(195.0, 110.0, 14.0, "F1", "Yes")
        .row(116.0, &[(76.0, "clickable actions"), (250.0, "Demand precision")])
        .row(136.0, &[(76.0, "Give space"), (250.0, "Bunch together")]);
    for y in [94.0, 124.0, 146.0] {
        page = page.line((72.0, y), (400.0, y));
    }
    for x in [72.0, 240.0, 400.0] {
        page = page.line((x, 94.0), (x, 146.0));
    }
    check(
        &[page],
        &[
            "table: Make large clickable actions Yes | Demand precision / Give space | Bunch together",
        ],
    );
}

#[test]
fn notes_that_repeat_their_words_are_no_running_footer() {
    let page = |mark: &str, page: &str| {
        Page::default()
            .body(LEFT, 100.0, &PARAGRAPH)
            .words(LEFT + 82.0, 120.5, 5.8, "F1", mark)
            .words(
                LEFT,
                740.0,
                8.0,
                "F1",
                &format!("{mark}Voir le rapport annuel, p. {page}."),
            )
    };
    let document = read(&[page("2", "12"), page("5", "34"), page("9", "7")]).value;
    let shown = shown(&document);
    let notes = shown.iter().filter(|block| block.starts_with("note: Voir le rapport"));
    assert_eq!(notes.count(), 3, "{shown:?}");
}
