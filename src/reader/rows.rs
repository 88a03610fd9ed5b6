//! Files of rows, a document a row, as a stream.

use std::io::{self, BufRead};

use csv::ByteRecord;
use serde_json::{Map, Value as Json};

use super::{Format, dates, plain};
use crate::model::{Date, Document, Language, Warned, Warning};

/// The names of the columns, or JSON fields, that rows are read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowColumns {
    /// What the row calls itself.
    pub id: String,
    /// The title.
    pub title: String,
    /// The text, without which a row is none.
    pub text: String,
    /// The stated language, as an ISO 639 code.
    pub lang: String,
    /// The date of publication.
    pub date: String,
    /// The body that published it.
    pub publisher: String,
}

impl Default for RowColumns {
    fn default() -> Self {
        let [id, title, text, lang, date, publisher] =
            ["id", "title", "text", "lang", "date", "publisher"].map(str::to_owned);
        Self { id, title, text, lang, date, publisher }
    }
}

/// A row as it was read; its text is not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line in the file on which it begins, from 1.
    pub line: u64,
    /// What it calls itself; `None` if it does not, or not in one word or number.
    pub id: Option<String>,
    /// The bytes it was read from: two rows with the same bytes are the same.
    pub bytes: Vec<u8>,
    /// The fields, or in one phrase why this is no row.
    fields: Result<Fields, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Fields {
    title: Option<String>,
    text: Option<String>,
    lang: Option<String>,
    date: Option<String>,
    publisher: Option<String>,
    /// Whether bytes that are no UTF-8 were read as windows-1252.
    is_recoded: bool,
}

impl Row {
    /// Reads the row's text; `name` becomes the document's path. The title is kept as
    /// metadata, so that places in the document are places in the row's own text.
    ///
    /// # Errors
    /// A phrase that names the line, if this is no row with a text.
    pub fn document(self, name: &str) -> Result<Warned<Document>, String> {
        let line = self.line;
        let fields = self.fields.map_err(|what| format!("line {line}: {what}"))?;
        let Some(text) = fields.text else {
            return Err(format!("line {line}: a row without a text"));
        };
        let mut warnings = Vec::new();
        let mut doubt = |what: String| {
            warnings.push(Warning::doubtful(format!("line {line}: {what}")));
        };
        if fields.is_recoded {
            doubt("not UTF-8, read as windows-1252".to_owned());
        }
        let mut document = plain(name, &text);
        let metadata = &mut document.metadata;
        metadata.title = fields.title;
        metadata.publisher = fields.publisher;
        metadata.stated_language = fields.lang.as_deref().and_then(Language::from_code);
        if let Some(date) = fields.date {
            let worded = || dates::dates(&date).first().map(|found| found.1);
            metadata.date = Date::parse_iso(&date).or_else(worded);
            if metadata.date.is_none() {
                doubt(format!("`{date}` is no date such as 2025-02-11"));
            }
        }
        if document.is_blank() {
            warnings.push(Warning::lost(format!("line {line}: the text is empty")));
        }
        Ok(Warned { value: document, warnings })
    }
}

/// Reads the rows of a JSON Lines or CSV file one by one, so that memory does not grow
/// with the file. Blank lines are no rows. A row that cannot be read is handed on, and
/// says why when its document is asked for; the rest is read.
///
/// A CSV file begins with the names of its columns; the separator is the comma,
/// semicolon or tab that stands there most often.
///
/// # Errors
/// Each row, once the input cannot be read on.
pub fn rows(
    input: impl BufRead,
    format: Format,
    columns: &RowColumns,
) -> impl Iterator<Item = io::Result<Row>> {
    let (csv, json) = if format == Format::Csv {
        (Some(csv_rows(input, columns.clone())), None)
    } else {
        (None, Some(json_rows(input, columns.clone())))
    };
    csv.into_iter().flatten().chain(json.into_iter().flatten())
}

fn json_rows(
    mut input: impl BufRead,
    columns: RowColumns,
) -> impl Iterator<Item = io::Result<Row>> {
    let (mut line, mut is_over) = (0, false);
    std::iter::from_fn(move || {
        while !is_over {
            let mut bytes = Vec::new();
            match input.read_until(b'\n', &mut bytes) {
                Ok(0) => is_over = true,
                Ok(_) => {
                    line += 1;
                    let row = without_mark(&bytes).trim_ascii();
                    if !row.is_empty() {
                        return Some(Ok(json_row(line, row, &columns)));
                    }
                }
                Err(error) => {
                    is_over = true;
                    return Some(Err(error));
                }
            }
        }
        None
    })
}

fn json_row(line: u64, bytes: &[u8], columns: &RowColumns) -> Row {
    let (text, is_recoded) = decoded(bytes);
    let read = serde_json::from_str::<Map<String, Json>>(&text);
    let (id, fields) = match read {
        Ok(mut object) => {
            let mut field = |name: &str| match object.remove(name)? {
                Json::String(words) => Some(words),
                Json::Number(number) => Some(number.to_string()),
                _ => None,
            };
            let id = field(&columns.id).and_then(full);
            let fields = Fields {
                title: field(&columns.title).and_then(full),
                text: field(&columns.text),
                lang: field(&columns.lang).and_then(full),
                date: field(&columns.date).and_then(full),
                publisher: field(&columns.publisher).and_then(full),
                is_recoded,
            };
            (id, Ok(fields))
        }
        Err(error) if error.is_data() => (None, Err("not a JSON object".to_owned())),
        Err(error) => (None, Err(format!("not JSON (byte {})", error.column()))),
    };
    Row { line, id, bytes: bytes.to_vec(), fields }
}

fn csv_rows(
    mut input: impl BufRead,
    columns: RowColumns,
) -> impl Iterator<Item = io::Result<Row>> {
    let head = input.fill_buf().map(<[u8]>::to_vec).unwrap_or_default();
    if head.starts_with(MARK) {
        input.consume(MARK.len());
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(&head))
        .flexible(true)
        .from_reader(input);
    let names: Vec<String> = reader
        .byte_headers()
        .map(|names| names.iter().map(|name| decoded(name).0).collect())
        .unwrap_or_default();
    let place = |column: &str| {
        names.iter().position(|name| name.trim().eq_ignore_ascii_case(column))
    };
    let places = [
        place(&columns.id),
        place(&columns.title),
        place(&columns.text),
        place(&columns.lang),
        place(&columns.date),
        place(&columns.publisher),
    ];
    let mut is_over = false;
    std::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let mut record = ByteRecord::new();
        match reader.read_byte_record(&mut record) {
            Ok(true) => Some(Ok(csv_row(&record, &places, &columns))),
            Ok(false) => None,
            Err(error) => {
                is_over = true;
                Some(Err(io::Error::other(error)))
            }
        }
    })
}

fn csv_row(
    record: &ByteRecord,
    places: &[Option<usize>; 6],
    columns: &RowColumns,
) -> Row {
    let mut is_recoded = false;
    let mut field = |place: Option<usize>| {
        let (words, recoded) = decoded(record.get(place?)?);
        is_recoded |= recoded;
        Some(words)
    };
    let [id, title, text, lang, date, publisher] = *places;
    let row = (field(id).and_then(full), field(title).and_then(full), field(text));
    let (id, title, words) = row;
    let (lang, date) = (field(lang).and_then(full), field(date).and_then(full));
    let publisher = field(publisher).and_then(full);
    let fields = if text.is_none() {
        Err(format!("the file has no column `{}`", columns.text))
    } else {
        Ok(Fields { title, text: words, lang, date, publisher, is_recoded })
    };
    let mut bytes = Vec::with_capacity(record.as_slice().len() + record.len());
    for part in record {
        bytes.extend_from_slice(part);
        // The unit separator, so that moved borders make other bytes.
        bytes.push(0x1F);
    }
    let line = record.position().map_or(0, csv::Position::line);
    Row { line, id, bytes, fields }
}

/// Returns the separator that stands most often in the first line, outside quotes.
fn separator(head: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for &byte in head {
        match byte {
            b'\n' if !quoted => break,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            _ => {
                for (mark, count) in &mut counts {
                    *count += usize::from(*mark == byte);
                }
            }
        }
    }
    // The first of equals, so that one column alone is read with commas.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| *mark)
}

const MARK: &[u8] = "\u{FEFF}".as_bytes();

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}

/// Returns the text of UTF-8, else of windows-1252, and whether it was the latter.
fn decoded(bytes: &[u8]) -> (String, bool) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), false);
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    (text.into_owned(), true)
}

/// Returns the words without outer white space, or `None` if none are left.
fn full(words: String) -> Option<String> {
    let trimmed = words.trim();
    match trimmed.len() {
        0 => None,
        length if length == words.len() => Some(words),
        _ => Some(trimmed.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the rows of a file, each as `line id: first words | title`.
    #[track_caller]
    fn check(input: &[u8], format: Format, expected: &[&str]) {
        let found: Vec<String> = rows(input, format, &RowColumns::default())
            .map(|row| {
                let row = row.unwrap();
                let (line, id) = (row.line, row.id.clone().unwrap_or_default());
                match row.document("x") {
                    Ok(document) => {
                        let title = document.value.metadata.title.clone();
                        let text = document.value.text().trim().replace('\n', "/");
                        let title = title.unwrap_or_default();
                        format!("{line} {id}: {text} | {title}")
                    }
                    Err(what) => what,
                }
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_bad_row_is_named_and_the_rest_is_read() {
        let input = "\u{FEFF}{\"id\":\"a\",\"title\":\" Été \",\"text\":\"La dette.\"}\n\n\
            not json\n[1]\n{\"id\":7,\"text\":\"The debt.\"}\n{\"id\":\"b\"}\r\n{\"text\":";
        check(
            input.as_bytes(),
            Format::JsonLines,
            &[
                "1 a: La dette. | Été",
                "line 3: not JSON (byte 2)",
                "line 4: not a JSON object",
                "5 7: The debt. | ",
                "line 6: a row without a text",
                "line 7: not JSON (byte 8)",
            ],
        );
    }

    #[test]
    fn csv_rows_have_named_columns() {
        let comma =
            "id,title,text\n1,Été,\"La dette,\nla \"\"vraie\"\".\"\n2,,The debt.\n3\n";
        check(
            comma.as_bytes(),
            Format::Csv,
            &[
                "2 1: La dette,/la \"vraie\". | Été",
                "4 2: The debt. | ",
                "line 5: a row without a text",
            ],
        );
        check("ID;Text\n1;Un, deux\n".as_bytes(), Format::Csv, &["2 1: Un, deux | "]);
        check("id\ttext\n1\tUn\n".as_bytes(), Format::Csv, &["2 1: Un | "]);
        check(
            b"id,body\n1,Un\n",
            Format::Csv,
            &["line 2: the file has no column `text`"],
        );
    }

    #[test]
    fn columns_can_be_mapped() {
        let columns = RowColumns {
            text: "corps".to_owned(),
            date: "paru".to_owned(),
            ..RowColumns::default()
        };
        let input: &[u8] = b"id,corps,paru\n1,Un,3 mars 2024\n";
        let row = rows(input, Format::Csv, &columns).next().unwrap().unwrap();
        let document = row.document("x").unwrap().value;
        assert_eq!(document.metadata.date.unwrap().to_string(), "2024-03-03");
    }

    #[test]
    fn what_is_no_utf_8_is_read_and_said() {
        for (input, format) in [
            (&b"{\"text\":\"\xC9t\xE9\"}\n"[..], Format::JsonLines),
            (&b"text\n\xC9t\xE9\n"[..], Format::Csv),
        ] {
            let row =
                rows(input, format, &RowColumns::default()).next().unwrap().unwrap();
            let document = row.document("x").unwrap();
            assert_eq!(document.value.text(), "Été\n");
            assert!(document.warnings[0].message.ends_with("read as windows-1252"));
        }
    }
}
