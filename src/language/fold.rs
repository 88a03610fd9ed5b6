//! One spelling for words that differ in case, accents or apostrophes only.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Returns `text` in lower case, without accents, `œ` as `oe`, `æ` as `ae`, `ß` as `ss`,
/// and with ASCII apostrophes and hyphens.
///
/// Folding twice equals folding once. Letters of other scripts than Latin, Greek and
/// Cyrillic keep their marks.
///
/// # Example
/// ```
/// use dicta::language::fold;
/// assert_eq!(fold("L’Œuvre achevée"), "l'oeuvre achevee");
/// assert_eq!(fold("naïve CAFÉ"), "naive cafe");
/// ```
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    Cow::Owned(folded)
}

/// Appends the folded form of `text`.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    for char in text.chars() {
        fold_char(char, folded);
    }
}

fn fold_char(char: char, folded: &mut String) {
    match char {
        '\u{0}'..='\u{7F}' => folded.push(char.to_ascii_lowercase()),
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => folded.push('a'),
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => folded.push('e'),
        'î' | 'ï' | 'Î' | 'Ï' => folded.push('i'),
        'ô' | 'ö' | 'ø' | 'Ô' | 'Ö' | 'Ø' => folded.push('o'),
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => folded.push('u'),
        'ç' | 'Ç' => folded.push('c'),
        'œ' | 'Œ' => folded.push_str("oe"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'ß' | 'ẞ' => folded.push_str("ss"),
        'ł' | 'Ł' => folded.push('l'),
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => folded.push('\''),
        '\u{2010}' | '\u{2011}' => folded.push('-'),
        '\u{AD}' | '\u{300}'..='\u{36F}' => {}
        // Latin, Greek and Cyrillic.
        '\u{80}'..='\u{52F}' | '\u{1E00}'..='\u{1FFF}' => {
            for part in char.to_lowercase().nfd() {
                fold_part(char, part, folded);
            }
        }
        _ => {
            for part in char.to_lowercase() {
                fold_part(char, part, folded);
            }
        }
    }
}

/// Appends `part` of what `whole` was taken apart into, itself folded if it is another.
fn fold_part(whole: char, part: char, folded: &mut String) {
    if part == whole {
        folded.push(part);
    } else {
        fold_char(part, folded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_twice_equals_folding_once() {
        for char in '\u{1}'..='\u{1FFFF}' {
            let text = char.to_string();
            let once = fold(&text);
            assert_eq!(fold(&once), once, "{char:?}");
        }
    }

    #[test]
    fn accents_case_and_ligatures_fold() {
        for (text, folded) in [
            ("ÉLYSÉE", "elysee"),
            ("cœur", "coeur"),
            ("Cañón", "canon"),
            ("aujourd’hui", "aujourd'hui"),
            ("e\u{301}te\u{301}", "ete"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("Dvořák", "dvorak"),
            ("vice\u{2011}président", "vice-president"),
        ] {
            assert_eq!(fold(text), folded);
        }
        assert!(matches!(fold("plain"), Cow::Borrowed(_)));
    }
}
