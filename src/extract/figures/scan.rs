//! Finds the numbers of a part of a text and what stands right beside each.

use rust_decimal::Decimal;

use super::beside::{read_and_half, read_back, read_front};
use super::context::Scope;
use super::dates::{ordinal_end, phone_end, time_at};
use super::lexicon::{Lexicon, Unit};
use super::nouns::Noun;
use super::traps::{chain, trap};
use crate::language::numerals::{
    Form, Numeral, digits, is_number_word, is_space, vulgar, word_end, words,
};
use crate::model::Date;

/// A number with its sign, unit or counted noun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    /// With sign and currency sign.
    pub start: usize,
    /// With unit or noun.
    pub end: usize,
    /// Where the number itself ends.
    pub number_end: usize,
    pub value: Option<Decimal>,
    /// What a magnitude multiplied by, 1 if none did.
    pub scale: Decimal,
    pub form: Form,
    pub rounded: bool,
    pub unit: Option<Unit>,
    /// Whether the currency stands before the number.
    pub prefixed: bool,
    pub noun: Option<Noun>,
    pub role: Role,
}

/// What an [`Atom`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Figure,
    /// `deux fois`, `2.5-fold`.
    Factor,
    /// `7/10`, `deux tiers`.
    Ratio,
    Date(Date),
    /// A reference, name, or the like: no figure, though what follows `et` may be one
    /// of the same.
    Trap,
}

/// Finds the atoms of `scope`, in order, into `atoms`.
pub(super) fn scan(scope: &Scope, skips: &[(usize, usize)], atoms: &mut Vec<Atom>) {
    let bytes = scope.text.as_bytes();
    let mut at = scope.start;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_digit() {
            at = digits_at(scope, at, skips, atoms);
        } else if byte.is_ascii_alphabetic() {
            at = word_at(scope, at, atoms);
        } else if byte < 0x80 {
            at += 1;
        } else {
            let Some(letter) = scope.char_at(at) else { break };
            if letter.is_alphabetic() {
                at = word_at(scope, at, atoms);
            } else if let Some(value) = vulgar(letter) {
                let end = at + letter.len_utf8();
                let numeral = Numeral {
                    start: at,
                    end,
                    value: Some(value),
                    scale: Decimal::ONE,
                    form: Form::Fraction,
                    rounded: false,
                };
                at = push(scope, numeral, atoms).max(end);
            } else {
                at += letter.len_utf8();
            }
        }
    }
}

/// Reads a word; returns where to go on.
fn word_at(scope: &Scope, at: usize, atoms: &mut Vec<Atom>) -> usize {
    let end = word_end(scope.text, at);
    let word = scope.between(at, end);
    let bytes = word.as_bytes();
    let letters = bytes.iter().take_while(|byte| !byte.is_ascii_digit()).count();
    if letters < bytes.len() {
        // `EUR125` is money; `R1`, `a16z`, `CO2` are names.
        let code = word.get(..letters).is_some_and(|code| {
            code.len() == 3
                && Lexicon::get().symbol(code).is_some_and(|unit| unit.code == code)
        });
        return if code { at + letters } else { after_name(scope, end) };
    }
    if letters < 16 && is_number_word(word, scope.language) {
        let busy = atoms.last().is_some_and(|last| last.end > at);
        if !busy && let Some(numeral) = words(scope.text, at, scope.language) {
            return push(scope, numeral, atoms).max(end);
        }
        return end;
    }
    if scope.from(end).starts_with(['-', '‑']) {
        let digit = scope.from(end).chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        let open = [
            "minus", "plus", "to", "under", "over", "sub", "now", "near", "top", "pre",
            "post", "mid", "moins",
        ];
        let lower = word.to_lowercase();
        if digit && !open.contains(&lower.as_str()) {
            return after_name(scope, end);
        }
    }
    end
}

/// The end of a name with digits in it (`GPT-5`, `COVID-19`, `F-16s`).
fn after_name(scope: &Scope, end: usize) -> usize {
    let mut end = end;
    while let Some(hyphen @ ('-' | '‑' | '.' | '/' | '_')) = scope.char_at(end) {
        let next = end + hyphen.len_utf8();
        if !scope.char_at(next).is_some_and(|c| c.is_ascii_digit()) {
            break;
        }
        end = word_end(scope.text, next);
    }
    end
}

/// Reads digits; returns where to go on.
fn digits_at(
    scope: &Scope,
    at: usize,
    skips: &[(usize, usize)],
    atoms: &mut Vec<Atom>,
) -> usize {
    if let Some(end) = torn_end(scope, at) {
        let numeral = Numeral {
            start: at,
            end,
            value: None,
            scale: Decimal::ONE,
            form: Form::Digits { whole: 1, grouped: true, decimal: true },
            rounded: false,
        };
        return push(scope, numeral, atoms).max(end);
    }
    let place = skips.partition_point(|&(_, end)| end <= at);
    if let Some(&(start, end)) = skips.get(place)
        && start <= at
    {
        return end.max(at + 1);
    }
    if let Some(end) = phone_end(scope, at) {
        return end;
    }
    if is_address(scope, at) {
        let rest = scope.from(at);
        return at + rest.find(char::is_whitespace).unwrap_or(rest.len());
    }
    if let Some(time) = time_at(scope, at) {
        let role = time.date.map_or(Role::Trap, Role::Date);
        atoms.push(bare(time.start, time.end, role));
        return time.end;
    }
    let Some(mut numeral) = digits(scope.text, at, scope.language) else {
        return at + 1;
    };
    let Form::Digits { whole, .. } = numeral.form else {
        // Versions and section numbers.
        atoms.push(bare(at, numeral.end, Role::Trap));
        return numeral.end;
    };
    if let Some(start) = leading_mark(scope, at)
        && let Form::Digits { grouped: false, decimal: false, .. } = numeral.form
    {
        let places = Decimal::try_from_i128_with_scale(1, u32::from(whole)).ok();
        numeral.start = start;
        numeral.value = numeral
            .value
            .zip(places)
            .and_then(|(value, tenth)| value.checked_mul(tenth));
        numeral.form = Form::Digits { whole: 1, grouped: false, decimal: true };
        return push(scope, numeral, atoms).max(numeral.end);
    }
    if whole > 1 && scope.text.as_bytes()[at] == b'0' {
        let end = after_name(scope, word_end(scope.text, numeral.end));
        atoms.push(bare(at, end, Role::Trap));
        return end;
    }
    if let Some(end) = parted_end(scope, numeral.end) {
        atoms.push(bare(at, end, Role::Trap));
        return end;
    }
    if let Some(end) = score_end(scope, numeral) {
        atoms.push(bare(at, end, Role::Trap));
        return end;
    }
    if let Some(end) = slashed(scope, numeral, atoms) {
        return end;
    }
    let decade = whole <= 4
        && scope.from(numeral.end).starts_with(['s', '’', '\''])
        && scope.from(numeral.end).trim_start_matches(['’', '\'']).starts_with('s')
        && numeral
            .value
            .is_some_and(|value| (value % Decimal::TEN).is_zero() && !value.is_zero());
    if decade {
        let end = word_end(scope.text, numeral.end).max(numeral.end + 1);
        atoms.push(bare(at, end, Role::Trap));
        return end;
    }
    let suffix_end = ordinal_end(scope, numeral.end);
    if suffix_end > numeral.end {
        atoms.push(bare(at, suffix_end, Role::Trap));
        return suffix_end;
    }
    push(scope, numeral, atoms).max(numeral.end)
}

/// The end of digits that a mark without width parts, so that nobody can say what they
/// are (right-to-left marks, joiners), or whose exponent cannot be held.
fn torn_end(scope: &Scope, at: usize) -> Option<usize> {
    let bytes = scope.text.as_bytes();
    let run = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut end = run(at);
    let mut torn = false;
    loop {
        let rest = scope.from(end);
        let behind = rest.trim_start_matches(|c: char| {
            matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
        });
        let next = end + rest.len() - behind.len();
        if next == end || run(next) == next {
            break;
        }
        torn = true;
        end = run(next);
    }
    torn.then_some(end)
}

/// Where the mark of a decimal number without a whole part stands (`.5`).
fn leading_mark(scope: &Scope, at: usize) -> Option<usize> {
    let mark = scope.char_before(at).filter(|mark| matches!(mark, '.' | ','))?;
    let start = at - mark.len_utf8();
    let before = scope.char_before(start);
    before
        .is_none_or(|c| {
            matches!(c, '(' | '-' | '−' | '$' | '€' | '£') || is_space(c) && mark == '.'
        })
        .then_some(start)
}

/// The end of a scale such as `4.5:1`, or of a sequence such as `1-2-3`, whose first
/// number ends at `end`.
fn parted_end(scope: &Scope, end: usize) -> Option<usize> {
    let mark = scope.char_at(end).filter(|mark| matches!(mark, ':' | '-'))?;
    let mut behind = end;
    let mut parts = 0;
    while scope.char_at(behind) == Some(mark) {
        let rest = scope.from(behind + 1);
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 {
            break;
        }
        behind += 1 + length;
        parts += 1;
    }
    let free = !scope.char_at(behind).is_some_and(char::is_alphanumeric);
    (free && (mark == ':' && parts > 0 || parts > 1)).then_some(behind)
}

/// The end of a result such as `2-1` or `70-61`, whose first number is no smaller.
fn score_end(scope: &Scope, numeral: Numeral) -> Option<usize> {
    let dash = scope.char_at(numeral.end).filter(|dash| matches!(dash, '-' | '–'))?;
    let right = digits(scope.text, numeral.end + dash.len_utf8(), scope.language)?;
    let glued = scope.from(right.end).starts_with(|c: char| {
        c.is_alphanumeric() || matches!(c, '%' | '€' | '$' | '°')
    });
    let plain = numeral.scale == Decimal::ONE && right.scale == Decimal::ONE && !glued;
    (plain && numeral.value? >= right.value?).then_some(right.end)
}

fn bare(start: usize, end: usize, role: Role) -> Atom {
    Atom {
        start,
        end,
        number_end: end,
        value: None,
        scale: Decimal::ONE,
        form: Form::Dotted,
        rounded: false,
        unit: None,
        prefixed: false,
        noun: None,
        role,
    }
}

/// Tells whether the digits at `at` are part of a web or mail address, or of a path.
fn is_address(scope: &Scope, at: usize) -> bool {
    let head = scope.until(at);
    let start = head.len()
        - head
            .bytes()
            .rev()
            .take(120)
            .take_while(|byte| !matches!(byte, b' ' | b'\n' | b'\t'))
            .count();
    let glued = head.as_bytes().get(start..).unwrap_or_default();
    if glued.len() < 4 {
        return false;
    }
    memchr::memmem::find(glued, b"://").is_some()
        || memchr::memmem::find(glued, b"www.").is_some()
        || memchr::memchr(b'@', glued).is_some()
}

/// `7/10` and `1/10e` are ratios; `2021/0106` is a reference. Returns where to go on.
fn slashed(scope: &Scope, numeral: Numeral, atoms: &mut Vec<Atom>) -> Option<usize> {
    if !scope.from(numeral.end).starts_with(['/', '⁄']) {
        return None;
    }
    let slash = scope.char_at(numeral.end)?;
    let under_at = numeral.end + slash.len_utf8();
    let under = digits(scope.text, under_at, scope.language)?;
    let mut end = under.end;
    let more = scope.char_at(end).is_some_and(|next| {
        matches!(next, '/' | '-')
            && scope.from(end + 1).starts_with(|c: char| c.is_ascii_digit())
    });
    let (over, below) = (numeral.value?, under.value?);
    let fits = over < below
        && below <= Decimal::ONE_THOUSAND
        && over.is_integer()
        && below.is_integer()
        && !scope.from(under_at).starts_with('0')
        && numeral.scale == Decimal::ONE;
    if more || !fits {
        let rest = scope.from(end);
        let tail = rest.find(|c: char| !c.is_ascii_digit() && c != '/' && c != '-');
        end += tail.unwrap_or(rest.len());
        atoms.push(bare(numeral.start, end, Role::Trap));
        return Some(end);
    }
    end = ordinal_end(scope, end);
    let numeral = Numeral {
        end,
        value: over.checked_div(below),
        form: Form::Fraction,
        ..numeral
    };
    Some(push(scope, numeral, atoms).max(end))
}

/// Reads what stands beside a numeral and adds the atom; returns where to go on.
fn push(scope: &Scope, numeral: Numeral, atoms: &mut Vec<Atom>) -> usize {
    let mut atom = Atom {
        start: numeral.start,
        end: numeral.end,
        number_end: numeral.end,
        value: numeral.value,
        scale: numeral.scale,
        form: numeral.form,
        rounded: numeral.rounded,
        unit: None,
        prefixed: false,
        noun: None,
        role: if numeral.form == Form::Fraction { Role::Ratio } else { Role::Figure },
    };
    if read_and_half(scope, &mut atom) {
        atoms.push(atom);
        return numeral.end;
    }
    read_front(scope, &mut atom);
    read_back(scope, &mut atom);
    let chained = chain(scope, atoms.last(), &atom);
    if let Some(role) = trap(scope, &atom, chained) {
        let end = atom.end.min(word_end(scope.text, atom.number_end));
        let end = if role == Role::Trap { end } else { atom.number_end };
        atoms.push(bare(atom.start, end, role));
        return end;
    }
    if atom.form == Form::Article
        && atom.noun.is_none()
        && atom.unit.is_none()
        && let Some(noun) = scope.noun_in_ratio(atom.number_end)
    {
        atom.end = noun.end;
        atom.noun = Some(noun);
    }
    let end = atom.end;
    // What is counted may hold numbers of its own (`20 of the 30 ...`).
    let resume = atom.noun.as_ref().map_or(end, |_| atom.number_end);
    if is_worth(scope, &atom) {
        atoms.push(atom);
    }
    resume
}

/// Tells whether an atom says something: articles need a unit.
fn is_worth(scope: &Scope, atom: &Atom) -> bool {
    if atom.form == Form::Article {
        // `one in five`, `un sur trois`
        let next = scope.from(atom.number_end);
        let ofs =
            [" sur ", " in every ", " in ", " out of every ", " out of ", " over "];
        let whole = ofs.iter().find_map(|of| next.strip_prefix(of)).unwrap_or_default();
        let word =
            whole.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        return atom.unit.is_some()
            || atom.noun.is_some()
            || atom.value.is_some_and(|value| value.is_sign_negative())
            || word.starts_with(|c: char| c.is_ascii_digit())
            || is_number_word(word, scope.language);
    }
    true
}
