//! Spaces and words beside numbers.

/// Returns the byte after the white space (no tab or line feed) that begins at `at`.
pub fn skip_space(text: &str, at: usize) -> usize {
    let mut end = at;
    while let Some(length) = space_at(text.as_bytes(), end) {
        end += length;
    }
    end
}

/// The length of the space at a byte; tabs and line feeds part cells and are none.
pub(super) fn space_at(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b' ' => Some(1),
        0xC2 if bytes.get(at + 1) == Some(&0xA0) => Some(2),
        0xE2 => match (bytes.get(at + 1)?, bytes.get(at + 2)?) {
            (0x80, 0x80..=0x8A | 0xAF) => Some(3),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the end of the word of letters and digits that begins at `at`, or `at`.
pub fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(&byte) = bytes.get(end) {
        if byte.is_ascii_alphanumeric() {
            end += 1;
        } else if byte < 0x80 {
            break;
        } else if byte == 0xC3 && !matches!(bytes.get(end + 1), Some(0x97 | 0xB7)) {
            // `À` to `ÿ` are letters, but for the signs of multiplying and dividing.
            end += 2;
        } else {
            match text.get(end..).and_then(|rest| rest.chars().next()) {
                Some(letter) if letter.is_alphabetic() => end += letter.len_utf8(),
                _ => break,
            }
        }
    }
    end
}

/// Returns the word before byte `end`, over the white space between.
pub fn word_before(text: &str, end: usize) -> &str {
    let head = text.get(..end).unwrap_or_default().trim_end_matches(is_space);
    let start = head
        .char_indices()
        .rev()
        .take_while(|(_, letter)| letter.is_alphanumeric())
        .last()
        .map_or(head.len(), |(start, _)| start);
    head.get(start..).unwrap_or_default()
}

/// Tells whether a character is a space that may stand inside a figure.
pub fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\u{A0}' | '\u{202F}' | '\u{2000}'..='\u{200A}')
}
