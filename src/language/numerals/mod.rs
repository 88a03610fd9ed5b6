//! Reads numbers in digits and in words, exactly.
//!
//! What differs between the languages is data: `lexicon/numbers.tsv` and which mark
//! groups digits. A number that cannot be held exactly has no value.

mod spacing;
mod spoken;
mod words;

pub use spacing::{is_space, skip_space, word_before, word_end};
pub use words::words;

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use spacing::space_at;

use super::WordMap;
use crate::model::Language;

/// The digits that a [`Decimal`] holds for sure.
const MOST_DIGITS: usize = 28;

/// A number as the text writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// The first byte, without a sign.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The number; `None` if it has more than 28 digits.
    pub value: Option<Decimal>,
    /// The last magnitude word in it (1000000 in `3 millions`), 1 if there is none.
    pub scale: Decimal,
    /// How it is written.
    pub form: Form,
    /// Whether the word itself blurs the number (`une centaine`).
    pub rounded: bool,
}

/// How a [`Numeral`] is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Digits.
    Digits {
        /// How many stand before the decimal mark.
        whole: u8,
        /// Whether a mark groups them.
        grouped: bool,
        /// Whether there is a decimal mark.
        decimal: bool,
    },
    /// Several parts, as in section numbers, versions, dates and lists: no number.
    Dotted,
    /// Words.
    Words,
    /// A single `un`, `une` or `one`, which may be an article or a pronoun.
    Article,
    /// A part of one (`deux tiers`, `half`, `½`).
    Fraction,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Teen,
    Tens,
    Hundred,
    Scale,
    Group,
    Groups,
    Half,
    Part,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    class: Class,
    value: Decimal,
}

struct Lexicon {
    words: WordMap<Cow<'static, str>, Word>,
    /// For the first two letters, a bit for each length in bytes that a word has.
    lengths: Vec<u32>,
}

static FRENCH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("fr"));
static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of("en"));

impl Lexicon {
    fn of(language: &str) -> Self {
        let mut words = WordMap::default();
        let mut lengths = vec![0; 27 * 27];
        for line in include_str!("../../../lexicon/numbers.tsv").lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let &[code, word, class, value] = fields.as_slice() else { continue };
            let class = match class {
                "digit" => Class::Digit,
                "teen" => Class::Teen,
                "tens" => Class::Tens,
                "hundred" => Class::Hundred,
                "scale" => Class::Scale,
                "group" => Class::Group,
                "groups" => Class::Groups,
                "half" => Class::Half,
                _ => Class::Part,
            };
            let Ok(value) = value.parse() else { continue };
            if code == language {
                let word_of = Word { class, value };
                // `cinquieme` is read too.
                if word.contains("ième") {
                    let bare = word.replace("ième", "ieme");
                    lengths[pair(bare.as_bytes())] |= 1 << bare.len();
                    words.insert(bare.into(), word_of);
                }
                lengths[pair(word.as_bytes())] |= 1 << word.len();
                words.insert(Cow::Borrowed(word), word_of);
            }
        }
        Self { words, lengths }
    }

    fn word(&self, written: &str) -> Option<Word> {
        let bytes = written.as_bytes();
        if bytes.len() > 20 || self.lengths[pair(bytes)] & (1 << bytes.len()) == 0 {
            return None;
        }
        if bytes.iter().all(|byte| !byte.is_ascii_uppercase() && byte.is_ascii()) {
            return self.words.get(written).copied();
        }
        self.words.get(written.to_lowercase().as_str()).copied()
    }
}

/// The place of a word's first two letters; all but ASCII letters share one.
fn pair(bytes: &[u8]) -> usize {
    let letter = |place: usize| match bytes.get(place).map(u8::to_ascii_lowercase) {
        Some(byte @ b'a'..=b'z') => usize::from(byte - b'a'),
        _ => 26,
    };
    letter(0) * 27 + letter(1)
}

/// Looks a word up; text in other languages may use either.
fn lookup(written: &str, language: Language) -> Option<Word> {
    match language {
        Language::French => FRENCH.word(written),
        Language::English => ENGLISH.word(written),
        Language::Other => ENGLISH.word(written).or_else(|| FRENCH.word(written)),
    }
}

/// Tells whether a word, given without spaces or hyphens, may begin a number.
///
/// # Example
/// ```
/// use dicta::language::numerals::is_number_word;
/// use dicta::model::Language::{English, French};
/// assert!(is_number_word("Quatre", French) && is_number_word("dozen", English));
/// assert!(!is_number_word("four", French));
/// ```
pub fn is_number_word(word: &str, language: Language) -> bool {
    lookup(word, language).is_some()
}

/// Reads the number in digits that begins at byte `at`, with its grouping, decimals,
/// exponent and vulgar fraction, and the magnitude words behind it.
///
/// Only `text` up to its end is read, so a caller cuts it at the end of a cell. A lone
/// mark before three digits groups them or parts the decimals as `language` has it.
/// Returns `None` if no digit stands there.
///
/// # Example
/// ```
/// use dicta::language::numerals::digits;
/// use dicta::model::Language::{English, French};
/// let value = |text, language| digits(text, 0, language).unwrap().value.unwrap();
/// assert_eq!(value("1,234", English).to_string(), "1234");
/// assert_eq!(value("1,234", French).to_string(), "1.234");
/// assert_eq!(value("4\u{202F}000,5", French).to_string(), "4000.5");
/// assert_eq!(value("3 billions", French).to_string(), "3000000000000");
/// ```
pub fn digits(text: &str, at: usize, language: Language) -> Option<Numeral> {
    let bytes = text.as_bytes();
    let first = digit_run(bytes, at);
    if first == 0 {
        return None;
    }
    let mut end = at + first;
    let mut grouped = None;
    if first <= 3
        && bytes[at] != b'0'
        && let Some(mark) = group_mark(bytes, end)
    {
        let mut groups = 0;
        let mut behind = end;
        while let Some(length) = group_at(bytes, behind, mark) {
            behind += length;
            groups += 1;
        }
        if groups > 1 || groups == 1 && is_grouping(text, end, behind, mark, language) {
            end = behind;
            grouped = Some(mark);
        }
    }
    if grouped.is_none()
        && bytes[at] != b'0'
        && let Some(behind) = indian_end(bytes, at + first).filter(|_| first <= 2)
    {
        end = behind;
        grouped = Some(b',');
    }
    let digits =
        bytes.get(at..end)?.iter().filter(|byte| byte.is_ascii_digit()).count();
    let whole = u8::try_from(digits).unwrap_or(u8::MAX);
    let mut decimal = false;
    if let Some(&mark @ (b'.' | b',')) = bytes.get(end)
        && grouped != Some(mark)
    {
        let run = digit_run(bytes, end + 1);
        if run > 0 {
            let behind = end + 1 + run;
            let again = matches!(bytes.get(behind), Some(b'.' | b','))
                && digit_run(bytes, behind + 1) > 0;
            if again {
                return Some(dotted(bytes, at, behind));
            }
            decimal = true;
            end = behind;
        }
    } else if grouped == Some(b'.') && digit_run(bytes, end + 1) > 0 {
        return Some(dotted(bytes, at, end));
    }
    let form = Form::Digits { whole, grouped: grouped.is_some(), decimal };
    let value = exact(bytes.get(at..end)?, decimal);
    let mut numeral =
        Numeral { start: at, end, value, scale: Decimal::ONE, form, rounded: false };
    numeral.read_exponent(text);
    numeral.read_fraction(text);
    numeral.read_magnitude(text, language);
    Some(numeral)
}

fn digit_run(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The mark that may group digits at a byte: `.`, `,`, `'` (either apostrophe) or a
/// space (any).
fn group_mark(bytes: &[u8], at: usize) -> Option<u8> {
    match bytes.get(at)? {
        &mark @ (b'.' | b',' | b'\'') => Some(mark),
        0xE2 if bytes.get(at + 1..at + 3) == Some(&[0x80, 0x99]) => Some(b'\''),
        _ => space_at(bytes, at).map(|_| b' '),
    }
}

/// The length of a mark and the three digits behind it, if no fourth follows.
fn group_at(bytes: &[u8], at: usize, mark: u8) -> Option<usize> {
    if group_mark(bytes, at)? != mark {
        return None;
    }
    let length = match bytes[at] {
        b'.' | b',' | b'\'' | b' ' => 1,
        0xC2 => 2,
        _ => 3,
    };
    (digit_run(bytes, at + length) == 3).then_some(length + 3)
}

/// The end of groups of two digits before a last one of three, as in India (`1,00,000`),
/// that begin at byte `at` with a comma.
fn indian_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut end = at;
    while bytes.get(end) == Some(&b',') && digit_run(bytes, end + 1) == 2 {
        end += 3;
    }
    let last = bytes.get(end) == Some(&b',') && digit_run(bytes, end + 1) == 3;
    (end > at && last).then_some(end + 4)
}

/// Tells whether a lone mark at `at`, with three digits up to `behind`, groups.
fn is_grouping(
    text: &str,
    at: usize,
    behind: usize,
    mark: u8,
    language: Language,
) -> bool {
    if !matches!(mark, b'.' | b',') {
        return true;
    }
    let bytes = text.as_bytes();
    let other = if mark == b'.' { b',' } else { b'.' };
    if bytes.get(behind) == Some(&other) && digit_run(bytes, behind + 1) > 0 {
        return true;
    }
    let french = language == Language::French;
    match mark {
        b',' if french => bytes.get(at + 1..behind) == Some(b"000".as_slice()),
        b',' => true,
        _ if french => {
            // `1.234 milliard` has decimals; `1.234 emplois` has none.
            let next = skip_space(text, behind);
            let word = text.get(next..word_end(text, next)).unwrap_or_default();
            !lookup(word, language).is_some_and(|word| word.class == Class::Scale)
        }
        _ => false,
    }
}

/// Several numbers parted by points or commas.
fn dotted(bytes: &[u8], at: usize, from: usize) -> Numeral {
    let mut end = from;
    while matches!(bytes.get(end), Some(b'.' | b',')) {
        let run = digit_run(bytes, end + 1);
        if run == 0 {
            break;
        }
        end += 1 + run;
    }
    Numeral {
        start: at,
        end,
        value: None,
        scale: Decimal::ONE,
        form: Form::Dotted,
        rounded: false,
    }
}

/// The number that the digits say; the last point or comma parts the decimals if there
/// are any.
fn exact(written: &[u8], has_decimals: bool) -> Option<Decimal> {
    let mark = written.iter().rposition(|byte| matches!(byte, b'.' | b','));
    let decimals = match mark {
        Some(mark) if has_decimals => written.len() - mark - 1,
        _ => 0,
    };
    let (mut number, mut count) = (0_i128, 0_usize);
    for byte in written.iter().filter(|byte| byte.is_ascii_digit()) {
        if number != 0 || *byte != b'0' {
            count += 1;
        }
        if count > MOST_DIGITS {
            return None;
        }
        number = number * 10 + i128::from(byte - b'0');
    }
    Decimal::try_from_i128_with_scale(number, u32::try_from(decimals).ok()?).ok()
}

/// Returns the value of a vulgar fraction such as `½`.
pub fn vulgar(letter: char) -> Option<Decimal> {
    let (over, under) = match letter {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅒' => (1, 10),
        _ => return None,
    };
    Some(Decimal::from(over) / Decimal::from(under))
}

/// Reads `^25`, `×10−5`, `e-3` and superscript digits as a power of ten.
fn power_at(text: &str, at: usize) -> Option<(usize, i32)> {
    let rest = text.get(at..)?;
    let mut power = 0_i32;
    let (mut negative, mut end, mut any) = (false, at, false);
    for letter in rest.chars() {
        let digit = match letter {
            '-' | '−' | '⁻' if end == at => {
                negative = true;
                end += letter.len_utf8();
                continue;
            }
            '⁰' => Some(0),
            '¹' => Some(1),
            '²' => Some(2),
            '³' => Some(3),
            '⁴'..='⁹' => Some(letter as u32 - '⁴' as u32 + 4),
            _ => letter.to_digit(10),
        };
        let Some(digit) = digit else { break };
        power = power.checked_mul(10)?.checked_add(i32::try_from(digit).ok()?)?;
        if power > 60 {
            return None;
        }
        any = true;
        end += letter.len_utf8();
    }
    any.then_some((end, if negative { -power } else { power }))
}

/// The end of a power at byte `at` that cannot be held exactly (`^99`, `×10^200`), so
/// that the number before it is not taken for the whole.
fn unread_power(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.trim_start_matches(is_space);
    let behind = rest.strip_prefix('^').or_else(|| {
        let times =
            rest.strip_prefix(['×', 'x', '*', '·'])?.trim_start_matches(is_space);
        times.strip_prefix("10^")
    })?;
    let power = behind.trim_start_matches(['-', '−', '+']);
    let rest = power.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < power.len()).then_some(text.len() - rest.len())
}

fn ten_to(power: i32) -> Option<Decimal> {
    match u32::try_from(power) {
        Ok(power) => Decimal::TEN.checked_mul(
            Decimal::try_from_i128_with_scale(
                10_i128.checked_pow(power.checked_sub(1)?)?,
                0,
            )
            .ok()?,
        ),
        Err(_) => Decimal::try_from_i128_with_scale(1, power.unsigned_abs()).ok(),
    }
}

impl Numeral {
    /// Multiplies by what a `×10^n`, `e-n` or, for a bare 10, `^n` behind it says.
    fn read_exponent(&mut self, text: &str) {
        let rest = text.get(self.end..).unwrap_or_default();
        let found = if rest.starts_with('^') && self.value == Some(Decimal::TEN) {
            let power = power_at(text, self.end + 1);
            power.map(|(end, power)| (end, power - 1))
        } else if rest.starts_with(['e', 'E']) {
            let signed = rest.get(1..).unwrap_or_default().starts_with(['-', '−', '+']);
            let from = self.end + 1 + usize::from(rest.get(1..2) == Some("+"));
            let short = |end: usize| end - from <= 2;
            power_at(text, from).filter(|&(end, _)| {
                (signed || short(end)) && word_end(text, end) == end
            })
        } else {
            let spaced = rest.trim_start_matches(is_space);
            let times = spaced
                .strip_prefix(['×', 'x', '*', '·'])
                .map(|behind| behind.trim_start_matches(is_space));
            times.and_then(|behind| behind.strip_prefix("10")).and_then(|behind| {
                let behind = behind.strip_prefix('^').unwrap_or(behind);
                power_at(text, text.len() - behind.len())
            })
        };
        if found.is_none()
            && let Some(end) = unread_power(text, self.end)
        {
            self.end = end;
            self.value = None;
        }
        if let Some((end, power)) = found {
            self.end = end;
            self.value = self.value.and_then(|value| {
                if power == 0 { Some(value) } else { value.checked_mul(ten_to(power)?) }
            });
        }
    }

    /// Adds a vulgar fraction or `1/2` behind a whole number.
    fn read_fraction(&mut self, text: &str) {
        let Form::Digits { decimal: false, .. } = self.form else { return };
        let at = skip_space(text, self.end);
        let rest = text.get(at..).unwrap_or_default();
        if let Some(sign) = rest.chars().next()
            && let Some(fraction) = vulgar(sign)
        {
            self.end = at + sign.len_utf8();
            self.value = self.value.and_then(|value| value.checked_add(fraction));
            return;
        }
        let bytes = text.as_bytes();
        let over = digit_run(bytes, at);
        if at == self.end || over != 1 || bytes.get(at + over) != Some(&b'/') {
            return;
        }
        let under = digit_run(bytes, at + over + 1);
        let end = at + over + 1 + under;
        if !(1..=2).contains(&under) || word_end(text, end) != end {
            return;
        }
        let number = |from: usize, to: usize| exact(bytes.get(from..to)?, false);
        if let (Some(over), Some(under)) = (number(at, at + 1), number(at + 2, end))
            && over < under
            && let Some(part) = over.checked_div(under)
        {
            self.end = end;
            self.value = self.value.and_then(|value| value.checked_add(part));
        }
    }

    /// Multiplies by the magnitude words behind digits, and adds what follows them
    /// (`3 milliards et 600 millions`, `2 million and a half`).
    fn read_magnitude(&mut self, text: &str, language: Language) {
        let mut any = false;
        while let Some((end, word)) = next_word(text, self.end, language) {
            let fits = match word.class {
                Class::Scale | Class::Hundred => {
                    // `45 cents` is money, `5 cents` too; only English says `3 hundred`.
                    word.class == Class::Scale || language == Language::English
                }
                Class::Groups | Class::Group => !any,
                _ => false,
            };
            if !fits {
                break;
            }
            any = true;
            self.value = self.value.and_then(|value| value.checked_mul(word.value));
            self.scale = self.scale.checked_mul(word.value).unwrap_or(self.scale);
            self.end = end;
        }
        if any {
            self.read_half(text, language);
            self.read_smaller(text, language);
        }
    }

    /// Adds `et demi`, `and a half` to what a magnitude word or a plain number said.
    fn read_half(&mut self, text: &str, language: Language) {
        if let Some(end) = and_half(text, self.end, language) {
            let half = self.scale.checked_mul(Decimal::new(5, 1));
            self.value = self.value.zip(half).and_then(|(v, half)| v.checked_add(half));
            self.end = end;
        }
    }

    /// Adds a smaller number with its own magnitude (`et 600 millions`, `200 mille`,
    /// `and one`), which stands before any unit.
    fn read_smaller(&mut self, text: &str, language: Language) {
        let mut at = skip_space(text, self.end);
        let and = if language == Language::French { "et" } else { "and" };
        let joined = text.get(at..word_end(text, at)) == Some(and);
        if joined {
            at = skip_space(text, word_end(text, at));
        }
        let next = digits(text, at, language).or_else(|| words(text, at, language));
        let Some(next) = next.filter(|next| next.start == at) else { return };
        let own_scale = next.scale > Decimal::ONE && next.scale < self.scale;
        let plain = joined
            && language != Language::French
            && matches!(next.form, Form::Words | Form::Article)
            && next.value.is_some_and(|value| value < Decimal::ONE_HUNDRED);
        if own_scale || plain {
            self.value =
                self.value.zip(next.value).and_then(|(v, next)| v.checked_add(next));
            self.end = next.end;
        }
    }
}

/// The number word behind byte `at`, over spaces or a hyphen.
fn next_word(text: &str, at: usize, language: Language) -> Option<(usize, Word)> {
    let mut start = skip_space(text, at);
    if matches!(text.as_bytes().get(start), Some(b'-')) {
        start = skip_space(text, start + 1);
    } else if text.get(start..).is_some_and(|rest| rest.starts_with('‑')) {
        start += '‑'.len_utf8();
    } else if start == at && at > 0 && text.as_bytes()[at - 1].is_ascii_alphabetic() {
        return None;
    }
    let end = word_end(text, start);
    Some((end, lookup(text.get(start..end)?, language)?))
}

/// The end of `et demi(e)` or `and a half` behind byte `at`.
fn and_half(text: &str, at: usize, language: Language) -> Option<usize> {
    let start = skip_space(text, at);
    let rest = text.get(start..)?;
    let phrases: &[&str] = if language == Language::French {
        &["et demie", "et demi"]
    } else {
        &["and a half", "and one half", "and one-half", "and half"]
    };
    let phrase = phrases.iter().find(|phrase| rest.starts_with(**phrase))?;
    let end = start + phrase.len();
    (word_end(text, end) == end).then_some(end)
}

/// Returns the end of `et demi(e)` or `and a half` behind byte `at`, as it may stand
/// behind a unit (`deux ans et demi`, `a year and a half`).
pub fn half_behind(text: &str, at: usize, language: Language) -> Option<usize> {
    and_half(text, at, language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, French};

    fn check(language: Language, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let found = digits(text, 0, language).or_else(|| {
                let at = text.char_indices().map(|(at, _)| at);
                at.filter_map(|at| words(text, at, language)).find(|n| n.start == 0)
            });
            let shown = found.map_or("none".to_owned(), |numeral| {
                let value = numeral.value.map(|v| v.normalize().to_string());
                let rest = text.get(numeral.end..).unwrap();
                format!(
                    "{}{}{rest}",
                    value.unwrap_or("?".into()),
                    if rest.is_empty() { "" } else { "|" }
                )
            });
            assert_eq!(shown, *expected, "{text}");
        }
    }

    #[test]
    fn digits_group_and_part_as_the_language_has_it() {
        check(
            French,
            &[
                ("1 204", "1204"),
                ("1\u{A0}204\u{202F}000,5", "1204000.5"),
                ("1.234", "1234"),
                ("1,234", "1.234"),
                ("10,000", "10000"),
                ("2.204,62", "2204.62"),
                ("1.234 milliard", "1234000000"),
                ("1’250’000", "1250000"),
                ("0.8", "0.8"),
            ],
        );
        check(
            English,
            &[
                ("1,234", "1234"),
                ("1.234", "1.234"),
                ("1,234,567.5", "1234567.5"),
                ("1.111,11", "1111.11"),
                ("20 000 000", "20000000"),
                ("5,00", "5"),
                ("2021/0106", "2021|/0106"),
                ("1,00,000", "100000"),
                ("12,34,567.89", "1234567.89"),
                ("1,2,3", "?"),
            ],
        );
    }

    #[test]
    fn several_parts_are_no_number() {
        check(English, &[("1.2.3", "?"), ("12.05.2023", "?"), ("1.234,56.78", "?")]);
        check(French, &[(&"9".repeat(400), "?"), (&"9".repeat(28), &"9".repeat(28))]);
    }

    #[test]
    fn magnitudes_multiply_and_add() {
        check(
            French,
            &[
                ("109 milliards", "109000000000"),
                ("1,5 billion", "1500000000000"),
                ("3 milliards et 600 millions", "3600000000"),
                ("2 millions et demi", "2500000"),
                ("45 cents", "45| cents"),
            ],
        );
        check(
            English,
            &[
                ("1.5 billion", "1500000000"),
                ("3 hundred and one", "301"),
                ("35 lakh", "3500000"),
                ("2.48×10−5", "0.0000248"),
                ("10^25", "10000000000000000000000000"),
                ("1e-3 W", "0.001| W"),
                ("10^99", "?"),
                ("3×10^200 kg", "?| kg"),
                ("2 1/2 in", "2.5| in"),
                ("3½", "3.5"),
            ],
        );
    }

    #[test]
    fn french_words_are_read_in_full() {
        check(
            French,
            &[
                ("quatre-vingt-dix-neuf", "99"),
                ("quatre vingt dix neuf", "99"),
                ("soixante et onze", "71"),
                ("septante-deux", "72"),
                ("soixante et un buts", "61| buts"),
                ("cent trente-sept", "137"),
                ("deux cents", "200"),
                ("mille neuf cent quatre-vingt-quatre", "1984"),
                ("quatre-vingt-dix mille euros", "90000| euros"),
                ("un milliard et demi", "1500000000"),
                ("cent mille milliards", "100000000000000"),
                ("une dizaine", "10"),
                ("une centaine de milliers", "100000"),
                ("deux douzaines", "24"),
                ("un demi-million", "500000"),
                ("la moitié", "0.5"),
                ("trois quarts", "0.75"),
                ("neuf dixièmes", "0.9"),
                ("trois virgule cinq", "3.5"),
                ("deux cent virgule cinquante-deux", "200.52"),
                ("zéro virgule zéro cinq", "0.05"),
                ("quatre virgule huit millions", "4800000"),
                ("un vingt-cinquième du coût", "0.04| du coût"),
                ("un vingt-cinquième pays", "1| vingt-cinquième pays"),
                ("un et un quart", "1.25"),
                ("treize lakh", "1300000"),
                ("vingt-deuxième", "none"),
                ("dizaines", "none"),
                ("un", "1"),
            ],
        );
    }

    #[test]
    fn english_words_are_read_in_full() {
        check(
            English,
            &[
                ("one hundred and five", "105"),
                ("fifty-two", "52"),
                ("ninety - five", "95"),
                ("twenty-five hundred", "2500"),
                ("half a million", "500000"),
                ("a dozen", "12"),
                ("half a dozen", "6"),
                ("two and a half million", "2500000"),
                ("one million and a half", "1500000"),
                ("three million, two hundred & forty", "3000240"),
                ("two-thirds", "0.6666666666666666666666666667"),
                ("a quarter million", "250000"),
                ("one sixth", "0.1666666666666666666666666667"),
                ("one hundred thirty-two fifths", "26.4"),
                ("two point four", "2.4"),
                ("two hundred point seven one", "200.71"),
                ("three point five million", "3500000"),
                ("three twenty-firsts", "0.1428571428571428571428571429"),
                ("one hundred thirty fifths", "2.8571428571428571428571428571"),
                ("two million and three fifths", "2600000"),
                ("quarter million", "250000"),
                ("naught point five", "0.5"),
                ("two points", "2| points"),
                ("twenty-third", "none"),
                ("twenty first", "none"),
                ("hundreds", "none"),
                ("two three", "2| three"),
            ],
        );
    }
}
