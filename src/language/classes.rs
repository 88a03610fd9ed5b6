//! What characters are to the scanner of tokens, and words by their capitals.

use crate::model::TokenKind;

/// What a character is to the scanner of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Lower,
    Upper,
    Digit,
    /// An ASCII or typographic apostrophe.
    Apostrophe,
    Hyphen,
    Punctuation,
    Symbol,
    /// A superscript digit or vulgar fraction.
    Raised,
    /// A combining mark or joiner, part of the word before it.
    Extending,
    /// A letter of a script that needs the word rules of Unicode.
    Foreign,
}

impl Class {
    pub(super) fn is_letter(self) -> bool {
        matches!(self, Self::Lower | Self::Upper)
    }

    pub(super) fn is_word(self) -> bool {
        matches!(self, Self::Lower | Self::Upper | Self::Digit | Self::Extending)
    }
}

/// The class of every ASCII character.
pub(super) static ASCII: [Class; 128] = ascii();

const fn ascii() -> [Class; 128] {
    let mut classes = [Class::Symbol; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'\t'..=b'\r' | b' ' => Class::Space,
            b'a'..=b'z' | b'_' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            b'\'' => Class::Apostrophe,
            b'-' => Class::Hyphen,
            b'!' | b'"' | b'(' | b')' | b',' | b'.' | b'/' | b':' | b';' | b'?'
            | b'[' | b'\\' | b']' | b'{' | b'}' => Class::Punctuation,
            _ => Class::Symbol,
        };
        byte += 1;
    }
    classes
}

pub(super) fn class_of(char: char) -> Class {
    match char {
        '\u{0}'..='\u{7F}' => ASCII[char as usize],
        '\u{2019}' | '\u{2BC}' => Class::Apostrophe,
        '\u{2010}' | '\u{2011}' => Class::Hyphen,
        '\u{B2}'
        | '\u{B3}'
        | '\u{B9}'
        | '\u{2070}'..='\u{2089}'
        | '\u{BC}'..='\u{BE}'
        | '\u{2150}'..='\u{215E}' => Class::Raised,
        '\u{DF}'..='\u{F6}' | '\u{F8}'..='\u{FF}' | '\u{153}' => Class::Lower,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{DE}' | '\u{152}' => Class::Upper,
        '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}' => Class::Extending,
        '«'
        | '»'
        | '¡'
        | '¿'
        | '·'
        | '\u{2012}'..='\u{2027}'
        | '\u{2039}'
        | '\u{203A}'
        | '\u{3001}'..='\u{3011}'
        | '\u{FF01}'..='\u{FF0F}' => Class::Punctuation,
        _ if char.is_whitespace() => Class::Space,
        // Thai and all that follow need dictionaries or the rules of Unicode, but for
        // the further Latin and Greek letters.
        '\u{E00}'..='\u{1DFF}' | '\u{2C60}'.. if char.is_alphanumeric() => {
            Class::Foreign
        }
        _ if char.is_uppercase() => Class::Upper,
        _ if char.is_alphabetic() => Class::Lower,
        _ if char.is_numeric() => Class::Digit,
        _ => Class::Symbol,
    }
}

/// What kind of word `word` is by its capitals.
pub(super) fn kind_of(word: &str) -> TokenKind {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return TokenKind::Lower;
    }
    let mut capitals = 0;
    let mut capitals_at_start = 0;
    let mut others = 0;
    let mut characters = 0;
    let mut first_is_capital = false;
    let mut at_start = true;
    for char in word.chars() {
        let class = if char.is_ascii() { ASCII[char as usize] } else { class_of(char) };
        match class {
            Class::Upper => {
                capitals += 1;
                capitals_at_start += usize::from(at_start);
                first_is_capital |= characters == 0;
                characters += 1;
            }
            Class::Lower => {
                others += 1;
                characters += 1;
            }
            Class::Digit => characters += 1,
            _ => {}
        }
        at_start = class == Class::Hyphen;
    }
    if capitals == 0 {
        TokenKind::Lower
    } else if others == 0 && characters > 1 {
        TokenKind::Upper
    } else if word.ends_with('.') && characters == 1 {
        TokenKind::Mixed
    } else if first_is_capital && capitals == capitals_at_start {
        TokenKind::Capitalized
    } else {
        TokenKind::Mixed
    }
}
