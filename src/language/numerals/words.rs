//! Numbers in words.

use rust_decimal::Decimal;

use super::{
    Class, Form, Numeral, Word, and_half, lookup, next_word, skip_space, spoken,
    word_before, word_end,
};
use crate::model::Language;

/// Reads the number in words that begins at byte `at`.
///
/// An article belongs to it (`a dozen`, `half a million`, `la moitié`); the numeral then
/// starts before `at`. Returns `None` for ordinals, and for vague words (`dizaines`,
/// `hundreds`) and magnitudes without a number.
///
/// # Example
/// ```
/// use dicta::language::numerals::words;
/// use dicta::model::Language::{English, French};
/// let value = |text, language| words(text, 0, language).unwrap().value.unwrap();
/// assert_eq!(value("quatre-vingt-dix-neuf", French).to_string(), "99");
/// assert_eq!(value("one hundred and five", English).to_string(), "105");
/// ```
pub fn words(text: &str, at: usize, language: Language) -> Option<Numeral> {
    let end = word_end(text, at);
    let first = lookup(text.get(at..end)?, language)?;
    let article = |articles: &[&str]| {
        let word = word_before(text, at);
        let is_article = articles.iter().any(|known| known.eq_ignore_ascii_case(word));
        let blank = text.get(..at).is_some_and(|head| head.ends_with(super::is_space));
        (is_article && blank).then(|| place_of(text, word))
    };
    let french = language == Language::French;
    let mut reader = Reader::new(text, language, at);
    match first.class {
        Class::Half => {
            let articles: &[&str] = if french { &["la", "un"] } else { &["a"] };
            reader.start = article(articles).unwrap_or(at);
            return Some(reader.half(end));
        }
        Class::Part => {
            let found = article(if french { &["le", "un"] } else { &["a", "an"] });
            reader.start = found.unwrap_or(at);
            // `quarter million` needs no article.
            return reader
                .part(end, Decimal::ONE, first.value)
                .filter(|numeral| found.is_some() || numeral.form == Form::Words);
        }
        Class::Group | Class::Hundred | Class::Scale if !french => {
            reader.start = article(&["a"])?;
        }
        Class::Group | Class::Groups => return None,
        Class::Scale if first.value > Decimal::ONE_THOUSAND => return None,
        _ => {}
    }
    reader.number(end, first)
}

/// Where a part of a text begins in it.
fn place_of(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    text: &'a str,
    language: Language,
    start: usize,
    total: Decimal,
    hundreds: Option<u32>,
    /// What is below a hundred in the group of three digits being read.
    small: Option<u32>,
    last: Option<Class>,
    last_scale: Option<Decimal>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, language: Language, start: usize) -> Self {
        Self {
            text,
            language,
            start,
            total: Decimal::ZERO,
            hundreds: None,
            small: None,
            last: None,
            last_scale: None,
        }
    }

    fn is_french(&self) -> bool {
        self.language == Language::French
    }

    /// The number without fractions and collectives.
    fn number(mut self, first_end: usize, first: Word) -> Option<Numeral> {
        let mut end = first_end;
        let mut count = 1;
        if first.class == Class::Group {
            let value = first.value;
            return Some(self.collective(end, value, first.value, false));
        }
        if !self.accept(first) {
            return None;
        }
        while let Some((next_end, word)) = self.next(end) {
            let value = self.value();
            match word.class {
                Class::Part => {
                    let from = self.text.get(end..next_end).unwrap_or_default();
                    let plural = from.ends_with('s');
                    let joined = from.starts_with(['-', '‑']);
                    // `twenty third` and `vingt-cinquième` are ordinals.
                    let spaced =
                        self.is_french() && self.last == Some(Class::Digit) && !joined;
                    let single = value == Some(Decimal::ONE) || plural || spaced;
                    let hyphened = joined && self.last == Some(Class::Digit);
                    let two_third = hyphened && count == 1 && !self.is_french();
                    if !(single || two_third) {
                        return None;
                    }
                    // `one hundred thirty fifths` are so many of thirty-five.
                    if let (Some(Class::Tens), Some(_), Some(tens)) =
                        (self.last, self.hundreds, self.small)
                        && word.value < Decimal::TEN
                    {
                        let tens = Decimal::from(tens);
                        return self.part(next_end, value? - tens, tens + word.value);
                    }
                    // `two million and three fifths` are so many fifths of a million.
                    if let (Some(scale), None, Some(over)) =
                        (self.last_scale, self.hundreds, self.small)
                    {
                        let over = Decimal::from(over).checked_mul(scale)?;
                        let over =
                            self.total.checked_mul(word.value)?.checked_add(over)?;
                        return self.part(next_end, over, word.value);
                    }
                    return self.part(next_end, value?, word.value);
                }
                Class::Half if self.is_french() && count == 1 => {
                    return (value == Some(Decimal::ONE)).then(|| self.half(next_end));
                }
                Class::Half if value == Some(Decimal::ONE) && !self.is_french() => {
                    return self.part(next_end, Decimal::ONE, Decimal::TWO);
                }
                Class::Group | Class::Groups => {
                    let plural = word.class == Class::Groups;
                    if plural && !self.is_french() && value == Some(Decimal::ONE) {
                        break;
                    }
                    let rounded = plural || self.is_french();
                    let many = value?.checked_mul(word.value)?;
                    return Some(self.collective(next_end, many, word.value, rounded));
                }
                Class::Half => break,
                _ if !self.accept(word) => {
                    let one = value == Some(Decimal::ONE);
                    if let Some((under, end)) = spoken::denominator(
                        self.text,
                        word,
                        next_end,
                        one,
                        self.language,
                    ) {
                        return self.part(end, value?, under);
                    }
                    break;
                }
                _ => {
                    end = next_end;
                    count += 1;
                }
            }
        }
        if self.is_ordinal(end) {
            return None;
        }
        let article = count == 1 && self.small == Some(1) && self.last_scale.is_none();
        let form = if article { Form::Article } else { Form::Words };
        let scale = match self.last {
            Some(Class::Scale) => self.last_scale.unwrap_or(Decimal::ONE),
            _ => Decimal::ONE,
        };
        let value = self.value();
        let mut numeral =
            Numeral { start: self.start, end, value, scale, form, rounded: false };
        if !self.add_decimals(&mut numeral) {
            self.add_rest(&mut numeral);
        }
        Some(numeral)
    }

    /// Adds spoken decimals and the magnitude behind them (`two point four million`).
    fn add_decimals(&self, numeral: &mut Numeral) -> bool {
        // `at one point five of them left`
        let idiom = numeral.form == Form::Article && !self.is_french() && {
            word_before(self.text, numeral.start).eq_ignore_ascii_case("at")
        };
        let found = spoken::decimals(self.text, numeral.end, self.language);
        let Some((part, end)) = found.filter(|_| !idiom) else { return false };
        numeral.value = numeral.value.and_then(|value| value.checked_add(part));
        numeral.end = end;
        numeral.form = Form::Words;
        while let Some((end, word)) = next_word(self.text, numeral.end, self.language)
            && word.class == Class::Scale
        {
            numeral.value = numeral.value.and_then(|v| v.checked_mul(word.value));
            numeral.scale = word.value;
            numeral.end = end;
        }
        true
    }

    /// The next number word, over `et`, `and`, `&` where they join numbers.
    pub(super) fn next(&self, end: usize) -> Option<(usize, Word)> {
        if let Some(found) = next_word(self.text, end, self.language) {
            return Some(found);
        }
        let mut at = skip_space(self.text, end);
        if self.text.as_bytes().get(at) == Some(&b'-') {
            at += 1;
        }
        let rest = self.text.get(at..)?;
        let behind = ["et", "and", "&"].iter().find_map(|and| {
            let right = (*and == "et") == self.is_french();
            let rest = rest.strip_prefix(and).filter(|_| right)?;
            rest.starts_with(|next| super::is_space(next) || next == '-')
                .then_some(at + and.len())
        })?;
        let (end, word) = next_word(self.text, behind, self.language)?;
        let fits = if self.is_french() {
            let one = word.class == Class::Digit && word.value == Decimal::ONE
                || word.class == Class::Teen && word.value == Decimal::from(11);
            one && self.last == Some(Class::Tens)
        } else {
            matches!(word.class, Class::Digit | Class::Teen | Class::Tens)
                && matches!(self.last, Some(Class::Hundred | Class::Scale))
        };
        fits.then_some((end, word))
    }

    /// Takes a word into the number, unless it begins another.
    pub(super) fn accept(&mut self, word: Word) -> bool {
        let french = self.is_french();
        let small_value = u32::try_from(word.value).unwrap_or(u32::MAX);
        let fits = match (word.class, self.small) {
            (Class::Digit | Class::Teen | Class::Tens, None) => {
                self.small = Some(small_value);
                self.last != Some(Class::Digit)
            }
            (Class::Digit, Some(small)) => {
                let after_tens = self.last == Some(Class::Tens) && small_value > 0;
                let after_ten = french
                    && self.last == Some(Class::Teen)
                    && small % 20 == 10
                    && (7..=9).contains(&small_value);
                self.small = Some(small + small_value);
                let fits = after_tens || after_ten;
                if !fits {
                    self.small = Some(small);
                }
                fits
            }
            (Class::Teen, Some(small)) => {
                let fits = french
                    && self.last == Some(Class::Tens)
                    && matches!(small, 60 | 80);
                self.small = Some(if fits { small + small_value } else { small });
                fits
            }
            (Class::Tens, Some(small)) => {
                let fits = french
                    && self.last == Some(Class::Digit)
                    && (small, small_value) == (4, 20);
                self.small = Some(if fits { 80 } else { small });
                fits
            }
            (Class::Hundred, small) => self.hundred(small),
            (Class::Scale, _) => self.scale(word.value),
            _ => false,
        };
        if fits {
            self.last = Some(word.class);
        }
        fits
    }

    fn hundred(&mut self, small: Option<u32>) -> bool {
        let many = small.unwrap_or(1);
        let fits = self.hundreds.is_none()
            && if self.is_french() {
                small.is_none() || matches!(many, 2..=9 | 11..=19)
            } else {
                many < 100
            };
        if fits {
            self.hundreds = Some(many * 100);
            self.small = None;
        }
        fits
    }

    fn scale(&mut self, scale: Decimal) -> bool {
        let group = self.group();
        let all = match (self.last_scale, group) {
            (Some(last), _) if scale > last => self
                .total
                .checked_add(group.unwrap_or_default())
                .and_then(|all| all.checked_mul(scale)),
            (Some(last), Some(group)) if scale < last => {
                group.checked_mul(scale).and_then(|part| self.total.checked_add(part))
            }
            (Some(_), _) => None,
            (None, group) => group.unwrap_or(Decimal::ONE).checked_mul(scale),
        };
        let Some(all) = all else { return false };
        self.total = all;
        self.hundreds = None;
        self.small = None;
        self.last_scale = Some(scale);
        true
    }

    fn group(&self) -> Option<Decimal> {
        if self.hundreds.is_none() && self.small.is_none() {
            return None;
        }
        Some(Decimal::from(self.hundreds.unwrap_or(0) + self.small.unwrap_or(0)))
    }

    pub(super) fn value(&self) -> Option<Decimal> {
        self.total.checked_add(self.group().unwrap_or_default())
    }

    /// `une dizaine`, `two dozen`, `une centaine de milliers`.
    fn collective(
        &self,
        end: usize,
        value: Decimal,
        scale: Decimal,
        rounded: bool,
    ) -> Numeral {
        // A dozen of eggs is twelve; a `dizaine` is about ten.
        let rounded = rounded && scale != Decimal::from(12);
        let (mut end, mut value, mut scale) = (end, Some(value), scale);
        if self.is_french()
            && let Some(behind) = self.text.get(end..)
            && let Some(of) = behind.strip_prefix(" de ")
            && let at = self.text.len() - of.len()
            && let word_end = word_end(self.text, at)
            && let Some(written) = self.text.get(at..word_end)
            && let Some(word) = lookup(written, self.language)
            && (word.class == Class::Scale || word.value == Decimal::ONE_THOUSAND)
        {
            end = word_end;
            value = value.and_then(|value| value.checked_mul(word.value));
            scale = word.value;
        }
        Numeral { start: self.start, end, value, scale, form: Form::Words, rounded }
    }

    /// `deux tiers`, `a quarter of a million`.
    fn part(&self, end: usize, over: Decimal, under: Decimal) -> Option<Numeral> {
        let value = over.checked_div(under)?;
        let mut numeral = Numeral {
            start: self.start,
            end,
            value: Some(value),
            scale: Decimal::ONE,
            form: Form::Fraction,
            rounded: false,
        };
        let rest = self.text.get(end..).unwrap_or_default();
        let of = [" of a ", " of one ", " of an ", " de ", " d'un ", " d’un ", " "];
        for of in of {
            let Some(behind) = rest.strip_prefix(of) else { continue };
            let at = self.text.len() - behind.len();
            let stop = word_end(self.text, at);
            let word = lookup(self.text.get(at..stop)?, self.language);
            if let Some(word) = word.filter(|word| word.class == Class::Scale) {
                numeral.value = Some(value.checked_mul(word.value)?);
                numeral.scale = word.value;
                numeral.end = stop;
                numeral.form = Form::Words;
                break;
            }
        }
        Some(numeral)
    }

    /// `half`, `half a million`, `un demi-million`, `la moitié`.
    fn half(&self, end: usize) -> Numeral {
        let half = Decimal::new(5, 1);
        let mut numeral = Numeral {
            start: self.start,
            end,
            value: Some(half),
            scale: Decimal::ONE,
            form: Form::Fraction,
            rounded: false,
        };
        let rest = self.text.get(end..).unwrap_or_default();
        let behind = rest.strip_prefix(" a").map_or(end, |_| end + 2);
        let next = next_word(self.text, behind, self.language)
            .or_else(|| next_word(self.text, end, self.language));
        if let Some((next_end, word)) = next
            && matches!(word.class, Class::Scale | Class::Group)
        {
            numeral.value = half.checked_mul(word.value);
            numeral.scale = word.value;
            numeral.end = next_end;
            numeral.form = Form::Words;
        }
        numeral
    }

    /// Adds halves and what follows over a comma or `and`.
    fn add_rest(&self, numeral: &mut Numeral) {
        let article = numeral.form == Form::Article;
        if let Some(end) = and_half(self.text, numeral.end, self.language) {
            let half = Decimal::new(5, 1).checked_mul(numeral.scale);
            numeral.value = numeral
                .value
                .zip(half)
                .and_then(|(value, half)| value.checked_add(half));
            numeral.end = end;
            numeral.form = Form::Words;
            if let Some((end, word)) = next_word(self.text, end, self.language)
                && word.class == Class::Scale
            {
                numeral.value = numeral.value.and_then(|v| v.checked_mul(word.value));
                numeral.scale = word.value;
                numeral.end = end;
            }
            return;
        }
        let rest = self.text.get(numeral.end..).unwrap_or_default();
        let and = if self.is_french() { " et " } else { " and " };
        let comma = rest.starts_with(", ");
        if !(comma || rest.starts_with(and)) {
            return;
        }
        let at = numeral.end + if comma { 2 } else { and.len() };
        let Some(next) = words(self.text, at, self.language) else { return };
        let smaller = numeral.scale > Decimal::ONE
            && next.value.is_some_and(|value| {
                value < numeral.scale && value >= Decimal::ONE_HUNDRED
            })
            && (comma && !self.is_french() || next.scale > Decimal::ONE)
            && !article;
        let fraction = !comma
            && next.form == Form::Fraction
            && next.value.is_some_and(|value| value < Decimal::ONE)
            && next.start == at;
        if smaller || fraction {
            // `two million and three fifths` are so many fifths of a million.
            let unit = if fraction { numeral.scale } else { Decimal::ONE };
            let more = next.value.and_then(|more| more.checked_mul(unit));
            numeral.value = numeral.value.zip(more).and_then(|(a, b)| a.checked_add(b));
            numeral.end = next.end;
            numeral.form = if fraction { Form::Fraction } else { Form::Words };
        }
    }

    /// Tells whether what follows makes an ordinal of the number.
    fn is_ordinal(&self, end: usize) -> bool {
        let Some(rest) = self.text.get(end..) else { return false };
        let hyphened = rest.strip_prefix('-').or_else(|| rest.strip_prefix('‑'));
        let spaced = rest.strip_prefix(' ').filter(|_| self.last == Some(Class::Tens));
        let Some(behind) = hyphened.or(spaced) else { return false };
        let word = behind.split(|letter: char| !letter.is_alphabetic()).next();
        let word = word.unwrap_or_default();
        if self.is_french() {
            word.ends_with("ième") || word.ends_with("ièmes")
        } else {
            matches!(word, "first" | "second")
                || self.last == Some(Class::Tens) && {
                    lookup(word, self.language)
                        .is_some_and(|word| word.class == Class::Part)
                }
        }
    }
}
