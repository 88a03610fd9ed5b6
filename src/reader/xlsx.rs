//! XLSX: each sheet a section, with its tables, and the words above and below them.
//!
//! Cells are read as the sheet shows them as far as that changes what they say: percent,
//! currency and dates. Digits are not rounded, and there is no mark between thousands.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::ReadOptions;
use super::draft::{Draft, Words};
use super::grid::{Grid, GridCell};
use super::office::{Part, core_metadata};
use super::package::Package;
use super::xml::{Id, Tree};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{BlockKind, Document, Warned, Warning};

const MAIN: &str = "xl/workbook.xml";
/// Cells of all sheets together that are read.
const MOST_CELLS: usize = 4 << 20;

/// Reads a spreadsheet; hidden sheets are read like the others.
///
/// # Errors
/// `Malformed` if no sheets can be found, `Limit` for more than 4 million cells; what
/// [`Package`] refuses. A sheet that cannot be read is a warning.
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
    let part = |kind| main.of_kind(kind);
    let strings = match part("/sharedStrings") {
        Some(name) => package.xml(&name)?.unwrap_or_default(),
        None => String::new(),
    };
    let styles = match part("/styles") {
        Some(name) => package.xml(&name)?.unwrap_or_default(),
        None => String::new(),
    };
    let root = tree.root();
    let setting = root.and_then(|root| tree.child(root, "workbookPr"));
    let epoch = setting.and_then(|id| tree.attribute(id, "date1904"));
    let book = Book {
        strings: shared_strings(&Tree::parse(&strings)),
        shown: shown(&Tree::parse(&styles)),
        from_1904: epoch.is_some_and(|value| matches!(&*value, "1" | "true")),
    };
    let mut warnings = Vec::new();
    let mut draft = Draft::default();
    let mut left = MOST_CELLS;
    let list = root.and_then(|root| tree.child(root, "sheets"));
    for sheet in list.into_iter().flat_map(|list| tree.elements(list)) {
        let title = tree.attribute(sheet, "name").unwrap_or_default();
        let target = tree.prefixed(sheet, "id").and_then(|id| main.target(&id));
        // A chart has no cells.
        let Some(target) = target.filter(|target| target.contains("worksheets/"))
        else {
            continue;
        };
        let source = package.xml(&target)?.unwrap_or_default();
        let sheet = Tree::parse(&source);
        if let Some(why) = &sheet.damage {
            warnings.push(Warning::lost(format!("sheet `{title}` breaks off: {why}")));
        }
        let cells = book.cells(&sheet, left)?;
        left -= cells.len();
        if !cells.is_empty() {
            let heading = BlockKind::Heading { level: 1 };
            draft.block(heading, Words::from(&*title));
            place(cells, &mut draft);
        }
    }
    let metadata = core_metadata(&mut package)?;
    Ok(Warned { value: draft.finish(name, metadata), warnings })
}

/// What all sheets share.
#[derive(Debug)]
struct Book {
    strings: Vec<String>,
    /// How the cells of each style are shown.
    shown: Vec<Shown>,
    from_1904: bool,
}

/// How a number is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Shown {
    #[default]
    Plain,
    Percent,
    Date,
    /// With this sign of a currency.
    Money(char),
}

impl Shown {
    /// Reads a format's code (ECMA-376, part 1, 18.8.31).
    fn of(code: &str) -> Self {
        // What stands in quotation marks or behind a backslash is shown as it is;
        // brackets hold a currency, a colour or a condition.
        let mut letters = String::new();
        let mut signs = String::new();
        let mut characters = code.split(';').next().unwrap_or_default().chars();
        while let Some(c) = characters.next() {
            match c {
                '"' => signs.extend(characters.by_ref().take_while(|c| *c != '"')),
                '\\' => signs.extend(characters.next()),
                '[' => {
                    let inner: String =
                        characters.by_ref().take_while(|c| *c != ']').collect();
                    match inner.strip_prefix('$') {
                        Some(sign) => {
                            signs.push_str(sign.split('-').next().unwrap_or_default());
                        }
                        None if matches!(
                            &*inner,
                            "h" | "hh" | "m" | "mm" | "s" | "ss"
                        ) =>
                        {
                            return Self::Plain;
                        }
                        None => {}
                    }
                }
                c => letters.push(c),
            }
        }
        let currency = |c: &char| matches!(c, '€' | '$' | '£' | '¥');
        if letters.contains('%') {
            Self::Percent
        } else if let Some(sign) = letters.chars().chain(signs.chars()).find(currency) {
            Self::Money(sign)
        } else if letters.to_ascii_lowercase().contains(['y', 'd'])
            && !letters.contains(['0', '#'])
            && !letters.to_ascii_lowercase().contains("general")
        {
            Self::Date
        } else {
            Self::Plain
        }
    }

    /// The formats that have numbers and no code (18.8.30).
    fn of_number(number: u32) -> Self {
        match number {
            9 | 10 => Self::Percent,
            14..=17 | 22 => Self::Date,
            _ => Self::Plain,
        }
    }
}

fn shared_strings(tree: &Tree<'_>) -> Vec<String> {
    let items = tree.root().into_iter().flat_map(|root| tree.elements(root));
    items.map(|item| string(tree, item)).collect()
}

/// Returns the text of a string: plain, or in runs; how it is pronounced is left out.
fn string(tree: &Tree<'_>, item: Id) -> String {
    let mut text = String::new();
    for part in tree.elements(item) {
        match tree.name(part).1 {
            "t" => text.push_str(&tree.text(part)),
            "r" => {
                let run = tree.child(part, "t");
                text.push_str(&run.map(|id| tree.text(id)).unwrap_or_default());
            }
            _ => {}
        }
    }
    text
}

fn shown(tree: &Tree<'_>) -> Vec<Shown> {
    let part = |name| tree.root().and_then(|root| tree.child(root, name));
    let elements = |part: Option<Id>| part.into_iter().flat_map(|id| tree.elements(id));
    let codes: HashMap<u32, Shown> = elements(part("numFmts"))
        .filter_map(|id| {
            let code = tree.attribute(id, "formatCode")?;
            Some((tree.number(id, "numFmtId")?, Shown::of(&code)))
        })
        .collect();
    elements(part("cellXfs"))
        .map(|style| {
            let number = tree.number(style, "numFmtId").unwrap_or(0);
            let known = codes.get(&number).cloned();
            known.unwrap_or_else(|| Shown::of_number(number))
        })
        .collect()
}

impl Book {
    /// Returns the cells of a sheet that are not empty, by row and column.
    fn cells(&self, tree: &Tree<'_>, most: usize) -> Result<Vec<GridCell>> {
        let part = |name| tree.root().and_then(|root| tree.child(root, name));
        let merged: HashMap<(u32, u32), (u32, u32)> = part("mergeCells")
            .into_iter()
            .flat_map(|list| tree.elements(list))
            .filter_map(|id| {
                let range = tree.attribute(id, "ref")?;
                let (from, to) = range.split_once(':')?;
                let (from, to) = (place_of(from)?, place_of(to)?);
                Some((
                    from,
                    (to.0.checked_sub(from.0)? + 1, to.1.checked_sub(from.1)? + 1),
                ))
            })
            .collect();
        let mut cells = Vec::new();
        let rows = part("sheetData").into_iter().flat_map(|data| tree.elements(data));
        let mut row = 0;
        for id in rows {
            row = tree.number(id, "r").and_then(|r| r.checked_sub(1)).unwrap_or(row);
            let mut column = 0;
            for cell in tree.elements(id) {
                let place = tree.attribute(cell, "r").and_then(|r| place_of(&r));
                column = place.map_or(column, |place| place.1);
                let text = self.text(tree, cell);
                if !text.trim().is_empty() {
                    let span = merged.get(&(row, column)).copied().unwrap_or((1, 1));
                    cells.push(GridCell {
                        row,
                        column,
                        row_span: span.0,
                        column_span: span.1,
                        words: Words::from(text.trim()),
                        ..GridCell::default()
                    });
                }
                if cells.len() > most {
                    let what = format!("more than {MOST_CELLS} cells");
                    return Err(Error::new(ErrorKind::Limit(what)));
                }
                column += 1;
            }
            row += 1;
        }
        cells.sort_by_key(|cell| (cell.row, cell.column));
        Ok(cells)
    }

    /// Returns what a cell shows.
    fn text(&self, tree: &Tree<'_>, cell: Id) -> String {
        let value =
            || tree.child(cell, "v").map(|id| tree.text(id)).unwrap_or_default();
        match tree.attribute(cell, "t").as_deref() {
            Some("s") => {
                let place = value().trim().parse::<usize>().ok();
                place
                    .and_then(|place| self.strings.get(place))
                    .cloned()
                    .unwrap_or_default()
            }
            Some("inlineStr") => {
                tree.child(cell, "is").map(|id| string(tree, id)).unwrap_or_default()
            }
            Some("b") => {
                if value().trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()
            }
            // An error, such as `#DIV/0!`, says nothing.
            Some("e") => String::new(),
            Some("str" | "d") => value(),
            _ => {
                let style = tree.number(cell, "s").unwrap_or(0) as usize;
                let shown = self.shown.get(style).cloned().unwrap_or_default();
                self.number(value().trim(), &shown)
            }
        }
    }

    fn number(&self, value: &str, shown: &Shown) -> String {
        let Ok(number) = value.parse::<f64>() else { return value.to_owned() };
        match shown {
            Shown::Plain => digits(number),
            Shown::Percent => format!("{}\u{a0}%", digits(number * 100.0)),
            Shown::Money('€') => format!("{}\u{a0}€", digits(number)),
            Shown::Money(sign) => format!("{sign}{}", digits(number)),
            Shown::Date => self.date(number).unwrap_or_else(|| digits(number)),
        }
    }

    /// Returns the day of a date as `2024-03-05`; `None` if it is none.
    fn date(&self, number: f64) -> Option<String> {
        if !(1.0..2_958_466.0).contains(&number) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "in range, as checked")]
        let days = number.floor() as i64;
        // Days from 1 March of year 0. The calendar of 1900 has a 29 February that was
        // none (ECMA-376, part 1, 18.17.4.1).
        let epoch = match (self.from_1904, days) {
            (true, _) => 695_361,
            (false, ..60) => 693_900,
            (false, _) => 693_899,
        };
        let days = days + epoch;
        let era = days.div_euclid(146_097);
        let day = days.rem_euclid(146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }
}

/// Writes a number with up to 15 digits, as spreadsheets hold it, in no language: no
/// mark between thousands, a point before the decimals, and not exactly three of them,
/// which would read as a mark between thousands.
fn digits(number: f64) -> String {
    let mut text = format!("{number:.14e}");
    if let Ok(rounded) = text.parse::<f64>() {
        text.clear();
        let _ = write!(text, "{rounded}");
    }
    if text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3) {
        text.push('0');
    }
    text
}

/// Reads a place such as `B7`: row and column, from 0.
fn place_of(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let letter = letter.to_ascii_uppercase();
        let value =
            letter.is_ascii_uppercase().then(|| u32::from(letter - b'A') + 1)?;
        column.checked_mul(26)?.checked_add(value)
    });
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column?.checked_sub(1)?))
}

/// Puts the cells of a sheet into tables: an empty row ends one; rows of one cell before
/// it are its caption or paragraphs, behind it notes.
fn place(cells: Vec<GridCell>, draft: &mut Draft) {
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    for cell in cells {
        match rows
            .last_mut()
            .filter(|row| row.first().is_some_and(|c| c.row == cell.row))
        {
            Some(row) => row.push(cell),
            None => rows.push(vec![cell]),
        }
    }
    let mut end = None;
    let mut group: Vec<Vec<GridCell>> = Vec::new();
    for row in rows {
        let at = row.first().map(|cell| cell.row);
        if end != at && !group.is_empty() {
            place_group(std::mem::take(&mut group), draft);
        }
        let height = row.iter().map(|cell| cell.row_span).max().unwrap_or(1);
        end = end.max(at.map(|at| at.saturating_add(height)));
        // A cell that reaches down goes on below.
        if end > at.map(|at| at + 1) && group.is_empty() {
            end = at.map(|at| at.saturating_add(height));
        }
        group.push(row);
    }
    place_group(group, draft);
}

/// Puts rows that follow each other into a table with what stands around it.
fn place_group(rows: Vec<Vec<GridCell>>, draft: &mut Draft) {
    let is_line = |row: &Vec<GridCell>| row.len() == 1;
    let before = rows.iter().take_while(|row| is_line(row)).count();
    let behind = rows.iter().rev().take_while(|row| is_line(row)).count();
    let all = rows.len();
    let mut grid = Grid::default();
    let mut notes = Vec::new();
    let mut first = None;
    for (number, row) in rows.into_iter().enumerate() {
        if number < before || number >= all.saturating_sub(behind) {
            let words = row.into_iter().map(|cell| cell.words);
            let kind = match () {
                () if before == all => BlockKind::Paragraph,
                () if number + 1 == before => BlockKind::Caption,
                () if number < before => BlockKind::Paragraph,
                () => BlockKind::Note,
            };
            if kind == BlockKind::Note {
                notes.extend(words);
            } else {
                words.for_each(|words| draft.block(kind, words));
            }
            continue;
        }
        let start = *first.get_or_insert(row.first().map_or(0, |cell| cell.row));
        grid.cells.extend(
            row.into_iter().map(|cell| GridCell { row: cell.row - start, ..cell }),
        );
    }
    if !grid.cells.is_empty() {
        draft.table(grid);
    }
    for words in notes {
        draft.block(BlockKind::Note, words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::draft::show::show;
    use crate::reader::package::tests::pack;

    const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId='164' \
        formatCode='#,##0.0\\ &quot;€&quot;'/><numFmt numFmtId='165' \
        formatCode='dd/mm/yyyy'/></numFmts><cellXfs><xf numFmtId='0'/>\
        <xf numFmtId='10'/><xf numFmtId='164'/><xf numFmtId='165'/></cellXfs></styleSheet>";

    #[track_caller]
    fn check(sheet: &str, expected: &[&str]) {
        let relations = "<Relationships>\
            <Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>\
            <Relationship Id='r2' Type='x/styles' Target='styles.xml'/>\
            <Relationship Id='r3' Type='x/sharedStrings' Target='sharedStrings.xml'/>\
            </Relationships>";
        let bytes = pack(&[
            (
                "xl/workbook.xml",
                "<workbook><sheets><sheet name='Budget' sheetId='1' r:id='r1'/></sheets>\
                 </workbook>",
            ),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/styles.xml", STYLES),
            (
                "xl/sharedStrings.xml",
                "<sst><si><t>Région</t></si><si><r><t>Dé</t></r><r><t>pense</t></r></si></sst>",
            ),
            ("xl/worksheets/sheet1.xml", sheet),
        ]);
        let read = read("a.xlsx", &bytes, &ReadOptions::default()).unwrap();
        assert!(read.warnings.is_empty(), "{:?}", read.warnings);
        assert_eq!(show(&read.value), expected);
    }

    fn inline(place: &str, words: &str) -> String {
        format!("<c r='{place}' t='inlineStr'><is><t>{words}</t></is></c>")
    }

    #[test]
    fn a_table_is_read_as_it_is_shown() {
        let sheet = format!(
            "<worksheet><sheetData><row r='1'>{}</row>\
             <row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'><v>1</v></c>{}{}</row>\
             <row r='3'>{}<c r='B3' s='2'><v>1234.5</v></c><c r='C3' s='1'><v>0.035</v></c>\
             <c r='D3' s='3'><v>45356</v></c></row>\
             <row r='4'>{}<c r='B4' s='2'><v>0.30000000000000004</v></c>\
             <c r='C4'><v>2.125</v></c><c r='D4' t='e'><v>#DIV/0!</v></c></row>\
             <row r='5'>{}</row></sheetData></worksheet>",
            inline("A1", "Tableau 1 : la dépense"),
            inline("C2", "Hausse"),
            inline("D2", "Vote"),
            inline("A3", "Lorbe"),
            inline("A4", "Wick"),
            inline("A5", "Source : Insee."),
        );
        check(
            &sheet,
            &[
                "heading1: Budget",
                "caption: Tableau 1 : la dépense",
                "table 1+1: [Région|Dépense|Hausse|Vote] \
                 [Lorbe|1234.5\u{a0}€|3.5\u{a0}%|2024-03-05] \
                 [Wick|0.3\u{a0}€|2.1250]",
                "note: Source : Insee.",
            ],
        );
    }

    #[test]
    fn an_empty_row_parts_tables() {
        let row = |number: u32, words: [&str; 2]| {
            let cells = [("A", words[0]), ("C", words[1])];
            let cells = cells
                .map(|(column, words)| inline(&format!("{column}{number}"), words));
            format!("<row r='{number}'>{}</row>", cells.concat())
        };
        let sheet = format!(
            "<worksheet><sheetData>{}{}{}{}</sheetData></worksheet>",
            row(3, ["Year", "Cost"]),
            row(4, ["2023", "£3m"]),
            row(7, ["Year", "Share"]),
            row(8, ["2023", "4%"]),
        );
        check(
            &sheet,
            &[
                "heading1: Budget",
                "table 1+1: [Year|Cost] [2023|£3m]",
                "table 1+1: [Year|Share] [2023|4%]",
            ],
        );
    }

    #[test]
    fn formats_tell_what_a_number_is() {
        for (code, shown) in [
            ("General", Shown::Plain),
            ("0.0%", Shown::Percent),
            ("#,##0.00 [$€-40C]", Shown::Money('€')),
            ("[$£-809]#,##0", Shown::Money('£')),
            ("\"$\"#,##0;[Red]-\"$\"#,##0", Shown::Money('$')),
            ("yyyy\\-mm\\-dd", Shown::Date),
            ("d mmmm yyyy", Shown::Date),
            ("[h]:mm", Shown::Plain),
            ("0 \"days\"", Shown::Plain),
        ] {
            assert_eq!(Shown::of(code), shown, "{code}");
        }
    }

    #[test]
    fn days_are_counted_from_1900_or_1904() {
        let book = |from_1904| Book { strings: vec![], shown: vec![], from_1904 };
        for (days, from_1904, date) in [
            (1.0, false, "1900-01-01"),
            (59.0, false, "1900-02-28"),
            (61.0, false, "1900-03-01"),
            (45_356.75, false, "2024-03-05"),
            (43_894.0, true, "2024-03-05"),
        ] {
            assert_eq!(book(from_1904).date(days).as_deref(), Some(date));
        }
        assert_eq!(book(false).date(-3.0), None);
    }

    #[test]
    fn numbers_are_in_no_language() {
        for (number, text) in [
            (1_234_567.0, "1234567"),
            (0.1 + 0.2, "0.3"),
            (12.345, "12.3450"),
            (-3.5, "-3.5"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(digits(number), text);
        }
    }
}
