//! Words, numbers, marks and symbols.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{
    classes::{ASCII, Class, class_of, kind_of},
    profile::{Abbreviation, Profile},
};
use crate::model::{Language, Span, Token, TokenKind};

/// Returns the tokens of `text`, in order; white space has none.
///
/// The rules are those of [`Token`]; they depend on `language` for clitics,
/// abbreviations and ordinals. Spans point into `text`. Empty if `text` is blank.
///
/// # Example
/// ```
/// use dicta::{language::tokens, model::Language};
/// let quotes = |text, language| -> Vec<&str> {
///     tokens(text, language).iter().map(|token| token.span.quote(text)).collect()
/// };
/// assert_eq!(
///     quotes("l’été, dit-il", Language::French),
///     ["l’", "été", ",", "dit", "-il"]
/// );
/// assert_eq!(
///     quotes("the U.S. won't pay $1,200.", Language::English),
///     ["the", "U.S.", "wo", "n't", "pay", "$", "1,200", "."]
/// );
/// ```
pub fn tokens(text: &str, language: Language) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    tokenize(text, 0..text.len(), Profile::of(language), &mut tokens);
    tokens
}

/// Appends the tokens of `range` (bytes) of `text`, as if nothing stood around it.
pub(super) fn tokenize(
    text: &str,
    range: Range<usize>,
    profile: &'static Profile,
    tokens: &mut Vec<Token>,
) {
    let Some(text_to_end) = text.get(..range.end) else { return };
    let mut scanner = Scanner { text: text_to_end, whole: text, profile, tokens };
    let mut at = range.start;
    while at < range.end {
        at = scanner.token(at);
    }
}

struct Scanner<'a> {
    /// The text up to the end of the part that is scanned.
    text: &'a str,
    whole: &'a str,
    profile: &'static Profile,
    tokens: &'a mut Vec<Token>,
}

impl Scanner<'_> {
    /// The character at byte `at` and the byte after it; `None` at the end.
    fn char(&self, at: usize) -> Option<(char, usize)> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 128 {
            return Some((char::from(byte), at + 1));
        }
        let char = self.text.get(at..)?.chars().next()?;
        Some((char, at + char.len_utf8()))
    }

    /// The class of the character at byte `at` and the byte after it.
    fn class(&self, at: usize) -> Option<(Class, usize)> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 128 {
            return Some((ASCII[usize::from(byte)], at + 1));
        }
        let (char, next) = self.char(at)?;
        Some((class_of(char), next))
    }

    fn class_is(&self, at: usize, is: impl Fn(Class) -> bool) -> bool {
        self.class(at).is_some_and(|(class, _)| is(class))
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn push(&mut self, range: Range<usize>, kind: TokenKind) {
        if let Some(span) = Span::new(self.whole, range) {
            self.tokens.push(Token { span, kind });
        }
    }

    /// Reads what stands at byte `at` and returns the byte after it.
    fn token(&mut self, at: usize) -> usize {
        let Some((class, next)) = self.class(at) else { return at + 1 };
        match class {
            Class::Space => next,
            Class::Lower | Class::Upper => self.word(at),
            Class::Digit => self.number(at),
            Class::Foreign => self.foreign(at),
            Class::Raised => {
                let end = self.run(next, Class::Raised);
                self.push(at..end, TokenKind::Symbol);
                end
            }
            Class::Punctuation | Class::Apostrophe | Class::Hyphen => {
                self.punctuation(at, next)
            }
            Class::Symbol | Class::Extending => self.symbol(at, next),
        }
    }

    fn run(&self, mut at: usize, of: Class) -> usize {
        while let Some((class, next)) = self.class(at)
            && class == of
        {
            at = next;
        }
        at
    }

    /// A mark, or a run of points or dashes.
    fn punctuation(&mut self, at: usize, next: usize) -> usize {
        let mut end = next;
        if let Some(mark @ (b'.' | b'-')) = self.byte(at) {
            while self.byte(end) == Some(mark) {
                end += 1;
            }
        }
        self.push(at..end, TokenKind::Punctuation);
        end
    }

    /// A symbol with all that joins it, such as a flag.
    fn symbol(&mut self, at: usize, next: usize) -> usize {
        let plain = next == at + 1 && self.byte(next).is_none_or(|byte| byte < 128);
        let end = if plain {
            next
        } else {
            let rest = self.slice(at..self.text.len());
            at + rest.graphemes(true).next().map_or(next - at, str::len)
        };
        self.push(at..end, TokenKind::Symbol);
        end
    }

    /// Words of a script without spaces between them, by the rules of Unicode.
    fn foreign(&mut self, at: usize) -> usize {
        let mut end = at;
        while let Some((class, next)) = self.class(end)
            && matches!(class, Class::Foreign | Class::Extending)
        {
            end = next;
        }
        let whole = self.whole;
        for (start, word) in
            whole.get(at..end).unwrap_or_default().split_word_bound_indices()
        {
            self.push(at + start..at + start + word.len(), TokenKind::Lower);
        }
        end
    }

    /// Digits with their marks, and what is glued to them.
    fn number(&mut self, start: usize) -> usize {
        let mut at = self.digits(start);
        let mut plain = true;
        while let Some((char, after)) = self.char(at) {
            let groups = match char {
                '.' | ',' => self.class_is(after, |class| class == Class::Digit),
                '\'' | '\u{2019}' => {
                    let end = self.digits(after);
                    end == after + 3
                        && !self.class_is(end, Class::is_letter)
                        && at - start <= 3
                }
                _ => false,
            };
            if !groups {
                break;
            }
            plain = false;
            at = self.digits(after);
        }
        let letters = self.letters(at);
        if letters == at {
            self.push(start..at, TokenKind::Number);
            return at;
        }
        if plain && self.is_one_word(start..at, at..letters) {
            return self.word(start);
        }
        self.push(start..at, TokenKind::Number);
        // "10h30": a lone unit before two digits is not a word with digits in it.
        if self.digits(letters) >= letters + 2 && letters - at <= 2 {
            self.push(at..letters, self.kind(at..letters));
            return letters;
        }
        at
    }

    /// Whether digits and the letters behind them are one word: `2e`, `1990s`, `5G`.
    fn is_one_word(&self, digits: Range<usize>, letters: Range<usize>) -> bool {
        let ending = self.slice(letters.clone());
        let endings = self.profile.ordinal_endings;
        let lower = ending.to_lowercase();
        endings.binary_search(&lower.as_str()).is_ok()
            || (digits.len() == 1 && matches!(ending, "G" | "D"))
    }

    fn digits(&self, mut at: usize) -> usize {
        while let Some((Class::Digit, next)) = self.class(at) {
            at = next;
        }
        at
    }

    fn letters(&self, mut at: usize) -> usize {
        while let Some((class, next)) = self.class(at)
            && (class.is_letter() || class == Class::Extending)
        {
            at = next;
        }
        at
    }

    /// A word with its clitics, hyphens, inner points and the point of abbreviations.
    fn word(&mut self, mut start: usize) -> usize {
        let mut at = start;
        let mut hyphen = false;
        let mut dotted = false;
        while let Some((class, next)) = self.class(at) {
            match class {
                Class::Lower | Class::Upper | Class::Digit | Class::Extending => {
                    at = next;
                }
                // The square of `km²`.
                Class::Raised if self.is_raised_unit(start..at) => at = next,
                Class::Apostrophe => match self.apostrophe(start..at, next, hyphen) {
                    Apostrophe::Inside => at = next,
                    Apostrophe::Leading => {
                        self.push(start..next, TokenKind::Clitic);
                        if !self.class_is(next, Class::is_letter) {
                            return next;
                        }
                        (start, at) = (next, next);
                    }
                    Apostrophe::Trailing { from, end } => {
                        self.finish_word(start..from, hyphen);
                        self.push(from..end, TokenKind::Clitic);
                        return end;
                    }
                    Apostrophe::Outside => break,
                },
                Class::Hyphen if self.class_is(next, Class::is_word) => {
                    hyphen = true;
                    at = next;
                }
                Class::Punctuation if self.byte(at) == Some(b'.') => {
                    if !self.is_inner_point(start..at, dotted) {
                        break;
                    }
                    dotted = true;
                    at = next;
                    // "J.-P.", "av. J.-C."
                    if self.byte(at) == Some(b'-')
                        && self.class_is(at + 1, Class::is_letter)
                    {
                        hyphen = true;
                        at += 1;
                    }
                }
                Class::Punctuation if self.byte(at) == Some(b':') => {
                    if self.slice(at..at + 3) == "://" {
                        return self.address(start, at);
                    }
                    break;
                }
                Class::Symbol => match self.char(at) {
                    Some(('@', _)) if self.class_is(next, Class::is_word) => {
                        return self.address(start, at);
                    }
                    Some(('&', _)) if self.is_inner_ampersand(start..at) => at = next,
                    Some(('°' | 'º', _))
                        if matches!(self.slice(start..at), "n" | "N") =>
                    {
                        self.push(start..next, self.kind(start..at));
                        return next;
                    }
                    _ => break,
                },
                _ => break,
            }
        }
        if dotted && self.slice(start..at).starts_with("www.") {
            return self.address(start, at);
        }
        if self.byte(at) == Some(b'.') && self.takes_point(start..at, dotted) {
            self.push(start..at + 1, self.kind(start..at + 1));
            return at + 1;
        }
        self.finish_word(start..at, hyphen);
        at
    }

    fn is_raised_unit(&self, word: Range<usize>) -> bool {
        matches!(self.slice(word), "m" | "km" | "cm" | "mm" | "dm" | "CO" | "PM")
    }

    /// What an apostrophe after `word` is; `next` is the byte behind it.
    fn apostrophe(&self, word: Range<usize>, next: usize, hyphen: bool) -> Apostrophe {
        let profile = self.profile;
        let followed = self.class_is(next, Class::is_word);
        if !hyphen && !profile.leading_clitics.is_empty() {
            let lower = LowerWord::new(self.slice(word.clone()));
            let listed = profile.leading_clitics.binary_search(&lower.as_str()).is_ok();
            if listed && !(followed && self.is_whole_word(&lower, next)) {
                return Apostrophe::Leading;
            }
        }
        if !followed {
            return Apostrophe::Outside;
        }
        let end = self.letters(next);
        let ending = LowerWord::new(self.slice(next..end));
        if profile.trailing_clitics.binary_search(&ending.as_str()).is_err()
            || self.class_is(end, |class| class == Class::Digit)
        {
            return Apostrophe::Inside;
        }
        if ending.as_str() != "t" {
            return Apostrophe::Trailing { from: word.end, end };
        }
        // "don't" is "do" and "n't"; there is no "ca".
        let before = LowerWord::new(self.slice(word.clone()));
        match before.as_str().strip_suffix('n') {
            None | Some("") => Apostrophe::Inside,
            Some("ca") => Apostrophe::Trailing { from: word.end, end },
            Some(_) => Apostrophe::Trailing { from: word.end - 1, end },
        }
    }

    /// Whether `before` (lower case), an apostrophe and the letters at `next` are one
    /// word.
    fn is_whole_word(&self, before: &LowerWord, next: usize) -> bool {
        let after = self.slice(next..self.letters(next));
        self.profile.whole_words.iter().any(|word| {
            word.split_once('\'')
                .is_some_and(|(a, b)| a == before.as_str() && b == after.to_lowercase())
        })
    }

    /// Whether the point after `word` ties it to the letters behind: `U.S`, `site.fr`.
    fn is_inner_point(&self, word: Range<usize>, dotted: bool) -> bool {
        let after = word.end + 1;
        let Some((behind, _)) = self.class(after) else { return false };
        if behind == Class::Hyphen {
            return self.is_initial(&word)
                && self.class_is(after + 1, Class::is_letter);
        }
        if !behind.is_letter() {
            return false;
        }
        if self.is_initial(&word) {
            // "e.g" and "U.S", but not "plan B.Le".
            let end = self.letters(after);
            return self.slice(after..end).chars().count() == 1
                || (behind == Class::Lower && dotted);
        }
        // "fin.Le" lacks a space; "site.fr" does not.
        behind == Class::Lower
    }

    /// Whether the last part of `word`, behind a point or hyphen, is a single letter.
    fn is_initial(&self, word: &Range<usize>) -> bool {
        let word = self.slice(word.clone());
        let last = word.rsplit(['.', '-']).next().unwrap_or(word);
        let mut chars = last.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    }

    /// Whether the ampersand after `word` stands between two initials: `R&D`, `S&P`.
    fn is_inner_ampersand(&self, word: Range<usize>) -> bool {
        let before = self.slice(word.clone());
        before.len() <= 3
            && before.bytes().all(|byte| byte.is_ascii_uppercase())
            && self.class_is(word.end + 1, |class| class == Class::Upper)
            && !self.class_is(word.end + 2, |class| class == Class::Lower)
    }

    /// Whether the point after `word` belongs to it.
    fn takes_point(&self, word: Range<usize>, dotted: bool) -> bool {
        let after = word.end + 1;
        if self.byte(after) == Some(b'.') {
            return false;
        }
        let quote = self.slice(word.clone());
        if dotted {
            return self.is_initial(&word)
                || self.profile.abbreviation(quote).is_some();
        }
        let rest = self.slice(after..self.text.len());
        // Bounded: a blank of any length must not be walked once a word.
        let next = rest.chars().take(8).find(|char| !char.is_whitespace());
        match self.profile.abbreviation(quote) {
            Some(Abbreviation::Open) => next.is_some(),
            Some(Abbreviation::Numbered) => next.is_some_and(|char| {
                char.is_numeric()
                    || char.is_lowercase()
                    || (char.is_uppercase() && is_code(rest.trim_start()))
            }),
            Some(Abbreviation::Closed | Abbreviation::Final) => true,
            None => {
                let mut chars = quote.chars();
                let single = chars.next().is_some_and(char::is_uppercase)
                    && chars.next().is_none();
                single && next.is_some_and(|char| char.is_uppercase() || char == '-')
            }
        }
    }

    /// An address that begins at `start`, up to the next blank or closing mark.
    fn address(&mut self, start: usize, from: usize) -> usize {
        let rest = self.slice(from..self.text.len());
        let stop = |char: char| {
            char.is_whitespace()
                || matches!(char, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '|')
        };
        let length = rest.find(stop).unwrap_or(rest.len());
        let address = rest.get(..length).unwrap_or_default();
        let mut kept =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…']);
        if kept.ends_with(')') && !kept.contains('(') {
            kept = kept.trim_end_matches([')', '.', ',', ';']);
        }
        if kept.ends_with(']') && !kept.contains('[') {
            kept = kept.trim_end_matches([']', '.', ',', ';']);
        }
        let end = (from + kept.len()).max(from);
        self.push(start..end, self.kind(start..end));
        end
    }

    /// Pushes a word, in French without the pronoun that a hyphen ties to it.
    fn finish_word(&mut self, word: Range<usize>, hyphen: bool) {
        if hyphen && let Some(from) = self.hyphen_clitic(word.clone()) {
            self.push(word.start..from, self.kind(word.start..from));
            self.push(from..word.end, TokenKind::Clitic);
            return;
        }
        let kind = self.kind(word.clone());
        self.push(word, kind);
    }

    /// The byte of the hyphen before a clitic at the end of `word`.
    fn hyphen_clitic(&self, word: Range<usize>) -> Option<usize> {
        if self.profile.hyphen_clitics.is_empty() {
            return None;
        }
        let lower = self.slice(word.clone()).to_lowercase().replace(['‐', '‑'], "-");
        self.profile.hyphen_clitics.iter().find_map(|clitic| {
            let before = lower.strip_suffix(clitic.word)?.strip_suffix('-')?;
            let fits = !before.is_empty()
                && (clitic.after.is_empty()
                    || clitic.after.iter().any(|ending| before.ends_with(ending)))
                && !clitic.except.contains(&before);
            // Lower case may have another length in bytes, and so may the hyphens.
            let mut left = clitic.word.chars().count() + 1;
            let quote = self.slice(word.clone());
            let from = quote.char_indices().rev().find_map(|(at, _)| {
                left -= 1;
                (left == 0).then_some(at)
            })?;
            fits.then_some(word.start + from)
        })
    }

    fn kind(&self, word: Range<usize>) -> TokenKind {
        kind_of(self.slice(word))
    }
}

/// What an apostrophe behind letters is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apostrophe {
    /// Part of the word: `aujourd'hui`.
    Inside,
    /// The end of a clitic: `l'`.
    Leading,
    /// The apostrophe of a clitic at these bytes: `'s`, `n't`.
    Trailing { from: usize, end: usize },
    /// A quotation mark.
    Outside,
}

/// A short word in lower case, without allocation; longer ones are empty.
struct LowerWord {
    bytes: [u8; 16],
    length: usize,
}

impl LowerWord {
    fn new(word: &str) -> Self {
        let mut lower = Self { bytes: [0; 16], length: 0 };
        for char in word.chars().flat_map(char::to_lowercase) {
            let Some(room) = lower.bytes.get_mut(lower.length..) else { break };
            if room.len() < char.len_utf8() {
                lower.length = 0;
                break;
            }
            lower.length += char.encode_utf8(room).len();
        }
        lower
    }

    fn as_str(&self) -> &str {
        self.bytes
            .get(..self.length)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

/// Whether `rest` begins with what an article or volume may be numbered with besides
/// digits: a Roman numeral, or a letter with its point or digits (`L. 123`, `R12`).
fn is_code(rest: &str) -> bool {
    let word_end =
        rest.find(|char: char| !char.is_alphanumeric()).unwrap_or(rest.len());
    let word = rest.get(..word_end).unwrap_or_default();
    let roman = word.bytes().all(|byte| b"IVXLC".contains(&byte)) && word.len() <= 6;
    let letter = word.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
        && word.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    roman || (letter && word.len() <= 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `marked` is the text with its tokens parted by `·`, which is no token here.
    fn check(language: Language, marked: &str) {
        let text = marked.replace('·', "");
        let mut expected = Vec::new();
        for piece in marked.split('·') {
            expected.extend(piece.split(' ').filter(|word| !word.is_empty()));
        }
        let tokens = tokens(&text, language);
        let found: Vec<_> =
            tokens.iter().map(|token| token.span.quote(&text)).collect();
        let found: Vec<_> = found.iter().map(|quote| quote.trim()).collect();
        assert_eq!(found, expected, "{marked}");
    }

    fn french(marked: &str) {
        check(Language::French, marked);
    }

    fn english(marked: &str) {
        check(Language::English, marked);
    }

    fn kind(language: Language, word: &str, kind: TokenKind) {
        let tokens = tokens(word, language);
        let kinds: Vec<_> = tokens.iter().map(|token| token.kind).collect();
        assert_eq!(kinds, [kind], "{word}");
    }

    #[test]
    fn french_clitics_are_split_off() {
        french(
            "L’·été, qu'·il n'·a pas jusqu’·à d'·1,5 à l’·«·IA·»"
                .replace("été,", "été·,")
                .as_str(),
        );
        french("lorsqu'·on s'·est tu puisqu’·elle l'·a·,·b");
        french("d’·aujourd’hui");
    }

    #[test]
    fn lexical_apostrophes_stay() {
        french("aujourd'hui quelqu’un presqu'île prud'hommes entr’ouvert O'Brien");
        french("la main-d’œuvre du Val-d'Oise");
        english("O'Brien d'Ivoire five o'clock");
    }

    #[test]
    fn english_clitics_are_split_off() {
        english("Canada·’s we·'ll I·'m do·n't can·'t they·’ve it·'s is·n’t");
        english("the countries·' debt");
    }

    #[test]
    fn inversions_are_split_and_compounds_are_not() {
        french("affirme·-t-elle dit·-il est·-ce faut·-il Peut·-on a·-t-on ai·-je");
        french(
            "Kim Jong-il un rendez-vous celui-ci là-bas Royaume-Uni vice-présidente",
        );
        french("ces mesures·-là avez·-vous pouvons·-nous nous-mêmes");
        french("au-delà jusque-là");
        english("vice-president Kim Jong-il state-of-the-art");
    }

    #[test]
    fn numbers_keep_their_marks() {
        french("12,5 1.234 35,2·% 4 000,5 1'234 2024·-·2025 10·:·30 3·,·");
        english("1,234.5 £·320·m €·7.9·bn 20·km 3.·".replace("3.·", "3·.").as_str());
        english("the 1990s, the 21st".replace("1990s,", "1990s·,").as_str());
        french("le 2e et le 1er à 10·h·30, la 5G".replace("30,", "30·,").as_str());
        french("n° 3 n°·3 m² 20·m²");
    }

    #[test]
    fn letters_and_digits_make_words() {
        english("CO2 G7 GPT-5 B2B COVID-19 R&D AT&T");
        english("a 10·-·year plan");
    }

    #[test]
    fn abbreviations_keep_their_point() {
        french("M. Macron et Mme Le Pen, cf. art. 5".replace("Pen,", "Pen·,").as_str());
        french("J.-P. Raffarin av. J.-C. c.-à-d. p. ex. l'·art. L. 121");
        english(
            "Mr. Smith of the U.S. and J. Doe e.g. no. 5, vol. II"
                .replace("5,", "5·,")
                .as_str(),
        );
        english("He said no·. It ended·.");
        french("la fin·.·Le plan B·.");
    }

    #[test]
    fn addresses_are_one_token() {
        english("see https://example.org/a-b?c=1·, or a.b@example.org·.");
        french("(·www.exemple.fr/page·)· et exemple.fr");
    }

    #[test]
    fn marks_and_symbols_stand_alone() {
        french("Quoi ? Non ! ... « oui » et·/·ou ·· …");
        english("(·\"·$·5·\"·)·—·and 🇫🇷 👩‍👩‍👧 ½");
    }

    #[test]
    fn kinds_tell_the_capitals() {
        use TokenKind::{
            Capitalized, Clitic, Lower, Mixed, Number, Punctuation, Symbol, Upper,
        };
        for (word, expected) in [
            ("été", Lower),
            ("vice-présidente", Lower),
            ("Élysée", Capitalized),
            ("Royaume-Uni", Capitalized),
            ("À", Capitalized),
            ("OCDE", Upper),
            ("U.S.", Upper),
            ("G7", Upper),
            ("McKinsey", Mixed),
            ("1 ", Number),
            ("12,5", Number),
            ("qu’", Clitic),
            ("»", Punctuation),
            ("€", Symbol),
        ] {
            kind(Language::French, word, expected);
        }
        assert_eq!(tokens("J. Doe", Language::English)[0].kind, Mixed);
    }

    #[test]
    fn other_scripts_have_words() {
        check(Language::Other, "Европейский·,·союз");
        let text = "東京都は";
        assert!(!tokens(text, Language::Other).is_empty());
    }

    #[test]
    fn every_mark_is_in_one_token_and_no_blank_is() {
        let texts = [
            "a\u{301}\u{301} \u{301} 'l' l' d’ ' ’ -- -a- .a. a.b.c. & &amp; @ a@ @a a@b",
            "http:// http://) www. www.) n°° °n 1'2 1'234'567 1e 1st2 2e3 ٣٤ ½½ ²x x² \u{200b}",
            "\u{feff}x\u{ad}y 👩‍👩‍👧 🇫🇷🇫 \u{202f}\u{a0}% «\u{a0}a\u{a0}» เด็ก 東京 한국어 ﬁ İI",
            "-t-il a-t-İl Q-il \u{2011}il dit\u{2011}il",
        ];
        for text in texts {
            for language in [Language::French, Language::English, Language::Other] {
                let mut at = 0;
                for token in tokens(text, language) {
                    let gap = &text.as_bytes()[at..token.span.start()];
                    let gap = std::str::from_utf8(gap).unwrap();
                    assert_eq!(gap.trim(), "", "{text}");
                    assert!(!token.span.quote(text).contains(' '), "{text}");
                    at = token.span.end();
                }
                assert_eq!(text.get(at..).unwrap().trim(), "", "{text}");
            }
        }
    }
}
