//! Words escaped for where they are written.

use std::fmt;

/// Words that are escaped as they are written: good in the text of an element and in a
/// quoted attribute of HTML and XML. Characters that these do not allow become U+FFFD.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(|character| entity(character).is_some()) {
            let (plain, special) = rest.split_at(at);
            formatter.write_str(plain)?;
            let mut characters = special.chars();
            let character = characters.next().and_then(entity);
            formatter.write_str(character.unwrap_or_default())?;
            rest = characters.as_str();
        }
        formatter.write_str(rest)
    }
}

/// What stands for a character that may not stand for itself.
fn entity(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\t' | '\n' | '\r' => None,
        '\u{fffe}' | '\u{ffff}' => Some("\u{fffd}"),
        _ if character.is_control() => Some("\u{fffd}"),
        _ => None,
    }
}

/// Appends `part` with all bytes but the unreserved ones (RFC 3986) in percent form.
pub(crate) fn push_percent_encoded(link: &mut String, part: &str) {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    for &byte in part.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push('%');
            link.extend(DIGITS.get(usize::from(byte >> 4)));
            link.extend(DIGITS.get(usize::from(byte & 15)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_documents_are_never_markup() {
        for (words, html) in [
            (
                "<script>alert('é')</script>",
                "&lt;script&gt;alert(&#39;é&#39;)&lt;/script&gt;",
            ),
            ("R&D \"l’IA\"\0", "R&amp;D &quot;l’IA&quot;\u{fffd}"),
            ("3,5\u{a0}% 🎉", "3,5\u{a0}% 🎉"),
            ("", ""),
        ] {
            assert_eq!(Escaped(words).to_string(), html);
        }
    }

    #[test]
    fn only_unreserved_bytes_stay_in_an_address() {
        let mut address = String::new();
        push_percent_encoded(&mut address, "été-1_a.~/?");
        assert_eq!(address, "%C3%A9t%C3%A9-1_a.~%2F%3F");
    }
}
