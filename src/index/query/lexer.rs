//! Cuts a query into words, quoted phrases, filters and operators.

use crate::error::{Error, ErrorKind, Result};

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) what: What,
    /// The first code point, from 0.
    pub(super) position: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Open,
    Close,
    And,
    Or,
    Not,
    /// A minus before a word.
    Minus,
    /// A plus before a word.
    Plus,
    /// What stands between spaces.
    Word(String),
    Phrase {
        words: String,
        slop: u32,
    },
    /// A field with its value.
    Field {
        name: &'static str,
        value: String,
        value_position: usize,
    },
}

/// The fields there are.
pub(super) const FIELDS: [&str; 10] = [
    "lang", "actor", "speaker", "type", "kind", "unit", "value", "year", "doc", "title",
];

/// What people write for a field.
const OTHER_NAMES: [(&str, &str); 22] = [
    ("langue", "lang"),
    ("language", "lang"),
    ("acteur", "actor"),
    ("acteurs", "actor"),
    ("actors", "actor"),
    ("orateur", "speaker"),
    ("auteur", "speaker"),
    ("author", "speaker"),
    ("speakers", "speaker"),
    ("genre", "kind"),
    ("kinds", "kind"),
    ("types", "type"),
    ("unite", "unit"),
    ("unité", "unit"),
    ("units", "unit"),
    ("valeur", "value"),
    ("values", "value"),
    ("annee", "year"),
    ("année", "year"),
    ("years", "year"),
    ("document", "doc"),
    ("titre", "title"),
];

/// A query longer than this many bytes is refused.
const LONGEST: usize = 20_000;

pub(super) fn query_error(
    message: impl Into<String>,
    position: usize,
    hint: impl Into<String>,
) -> Error {
    let (message, hint) = (message.into(), hint.into());
    let query = String::new();
    Error::new(ErrorKind::Query { message, position, hint, query })
}

/// Cuts `query` into its parts.
pub(super) fn lexemes(query: &str) -> Result<Vec<Lexeme>> {
    if query.len() > LONGEST {
        return Err(query_error(
            format!("the query is longer than {LONGEST} bytes"),
            0,
            "search for fewer words",
        ));
    }
    let mut lexer = Lexer { chars: query.chars().collect(), at: 0, found: Vec::new() };
    while lexer.at < lexer.chars.len() {
        lexer.next()?;
    }
    Ok(lexer.found)
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    found: Vec<Lexeme>,
}

/// What closes a phrase that `char` opens.
fn closing(char: char) -> Option<char> {
    match char {
        '"' => Some('"'),
        '«' => Some('»'),
        '“' | '„' => Some('”'),
        _ => None,
    }
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn push(&mut self, what: What, position: usize) {
        self.found.push(Lexeme { what, position });
    }

    fn next(&mut self) -> Result<()> {
        let position = self.at;
        let Some(char) = self.peek(0) else { return Ok(()) };
        if char.is_whitespace() {
            self.at += 1;
            return Ok(());
        }
        match char {
            '(' | ')' => {
                self.at += 1;
                let what = if char == '(' { What::Open } else { What::Close };
                self.push(what, position);
            }
            _ if closing(char).is_some() => {
                let (words, slop) = self.phrase()?;
                self.push(What::Phrase { words, slop }, position);
            }
            '-' | '+' if self.is_sign() => {
                self.at += 1;
                self.push(if char == '-' { What::Minus } else { What::Plus }, position);
            }
            _ => self.word(position)?,
        }
        Ok(())
    }

    /// Whether a minus or plus here asks for something, rather than belongs to a
    /// number or stands alone.
    fn is_sign(&self) -> bool {
        let after_space = self.at == 0
            || self
                .chars
                .get(self.at - 1)
                .is_none_or(|before| before.is_whitespace() || *before == '(');
        let next = self.peek(1);
        after_space
            && next.is_some_and(|next| {
                next.is_alphabetic()
                    || next == '('
                    || next == '='
                    || closing(next).is_some()
            })
    }

    /// Reads a phrase with its mark behind.
    fn phrase(&mut self) -> Result<(String, u32)> {
        let position = self.at;
        let close = self.peek(0).and_then(closing).unwrap_or('"');
        self.at += 1;
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let Some(length) = rest.iter().position(|&char| char == close) else {
            return Err(query_error(
                "a quotation mark is not closed",
                position,
                format!("add `{close}` behind the phrase"),
            ));
        };
        let words: String = rest.iter().take(length).collect();
        self.at += length + 1;
        let mut slop = 0;
        if self.peek(0) == Some('~') {
            let mark = self.at;
            self.at += 1;
            let digits = self.digits();
            slop = digits.parse().ok().filter(|slop| *slop <= 100).ok_or_else(|| {
                query_error(
                    "no distance behind `~`",
                    mark,
                    "write the number of words between, at most 100: `\"plan climat\"~5`",
                )
            })?;
        }
        Ok((words, slop))
    }

    fn digits(&mut self) -> String {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let digits: String =
            rest.iter().take_while(|char| char.is_ascii_digit()).collect();
        self.at += digits.len();
        digits
    }

    /// Reads up to the next space, parenthesis or quotation mark.
    fn bare(&mut self) -> String {
        let start = self.at;
        let rest = self.chars.get(start..).unwrap_or_default();
        let bare: String = rest
            .iter()
            .take_while(|&&char| {
                !char.is_whitespace()
                    && !matches!(char, '(' | ')' | '»' | '”')
                    && closing(char).is_none()
            })
            .collect();
        self.at += bare.chars().count().max(1);
        bare
    }

    fn word(&mut self, position: usize) -> Result<()> {
        if let Some(field) = self.field()? {
            self.push(field, position);
            return Ok(());
        }
        let word = self.bare();
        let what = match word.as_str() {
            "AND" => What::And,
            "OR" => What::Or,
            "NOT" => What::Not,
            "" => return Ok(()),
            _ => What::Word(word),
        };
        self.push(what, position);
        Ok(())
    }

    /// Reads a field with its value, if one begins here.
    fn field(&mut self) -> Result<Option<What>> {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let name: String =
            rest.iter().take_while(|char| char.is_alphabetic()).collect();
        let length = name.chars().count();
        if rest.get(length) != Some(&':') {
            return Ok(None);
        }
        // A value stands right behind the colon; else the colon is a mark of the text.
        let Some(&first) = rest.get(length + 1) else { return Ok(None) };
        if first.is_whitespace() || matches!(first, ')' | '/' | ':') {
            return Ok(None);
        }
        let lower = name.to_lowercase();
        let Some(&name) = FIELDS.iter().find(|field| **field == lower) else {
            let meant = OTHER_NAMES.iter().find(|(other, _)| *other == lower);
            return match meant {
                None => Ok(None),
                Some((_, meant)) => Err(query_error(
                    format!("there is no field `{name}`"),
                    self.at,
                    format!("write `{meant}:`, or put a space behind the colon"),
                )),
            };
        };
        self.at += length + 1;
        let value_position = self.at;
        let value = if closing(first).is_some() {
            let (words, slop) = self.phrase()?;
            if slop > 0 {
                return Err(query_error(
                    format!("`~` has no meaning behind `{name}:`"),
                    value_position,
                    "leave it out",
                ));
            }
            words
        } else {
            self.bare()
        };
        if value.trim().is_empty() {
            return Err(query_error(
                format!("`{name}:` has no value"),
                value_position,
                format!("write it right behind the colon, as in {}", example(name)),
            ));
        }
        Ok(Some(What::Field { name, value, value_position }))
    }
}

/// An example of a filter, in backticks.
pub(super) fn example(field: &str) -> &'static str {
    match field {
        "lang" => "`lang:fr`",
        "actor" => "`actor:\"Union européenne\"`",
        "speaker" => "`speaker:Macron`",
        "type" => "`type:pledge`",
        "kind" => "`kind:money`",
        "unit" => "`unit:EUR`",
        "value" => "`value:>1e9` or `value:10..20`",
        "year" => "`year:2030` or `year:2024..2030`",
        "doc" => "`doc:plan.pdf`",
        _ => "`title:climat`",
    }
}
