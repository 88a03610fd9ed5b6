//! The words of a text as the lexicon knows them: stems, as the index has them.

use crate::language::{Stemmer, fold, is_stopword, tokens};
use crate::model::Language;

/// A word of fewer code points is not learned: it is a letter of a list.
const SHORTEST: usize = 2;

/// A content word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Content<'a> {
    /// As written.
    pub(super) form: &'a str,
    /// Its first key, under which it is indexed.
    pub(super) stem: &'a str,
    /// Its second key if it has one: that of the word without accents.
    pub(super) plain: Option<&'a str>,
}

/// Calls `take` with each content word of `text`, in order.
///
/// Function words, numbers and marks are left out, as an index leaves them out of its
/// stems; the parts of a hyphenated word come one by one.
pub(super) fn content_words(
    text: &str,
    language: Language,
    stemmer: &mut Stemmer,
    mut take: impl FnMut(Content<'_>),
) {
    for token in tokens(text, language) {
        if !token.kind.is_word() {
            continue;
        }
        let parts = token.span.quote(text).split(['-', '\u{2010}', '\u{2011}']);
        for part in parts.filter(|part| part.chars().nth(SHORTEST - 1).is_some()) {
            if is_stopword(language, &fold(part)) {
                continue;
            }
            let keys = stemmer.keys_of(part, language);
            if let Some(stem) = keys.first()
                && stem.chars().nth(SHORTEST - 1).is_some()
            {
                take(Content {
                    form: part,
                    stem,
                    plain: keys.get(1).map(String::as_str),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, text: &str, stems: &[&str]) {
        let mut found = Vec::new();
        content_words(text, language, &mut Stemmer::new(), |word| {
            found.push(word.stem.to_owned());
        });
        assert_eq!(found, stems, "{text}");
    }

    #[test]
    fn function_words_numbers_and_marks_are_left_out() {
        check(Language::French, "Le plan d’action pour 2030 :", &["plan", "action"]);
        check(Language::English, "The 3 tax-free plans.", &["tax", "free", "plan"]);
    }
}
