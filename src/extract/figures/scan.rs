//! Finds the numbers of a part of a text and what stands right beside each.

use rust_decimal::Decimal;

use super::context::{Noun, Scope, is_sign};
use super::dates::{ordinal_end, phone_end, time_at};
use super::lexicon::{Lexicon, Traits, Unit, UnitKind};
use crate::language::numerals::{
    Form, Numeral, digits, half_behind, is_number_word, is_space, skip_space, vulgar,
    word_before, word_end, words,
};
use crate::model::{Date, Language};

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
    let end = atom.end;
    // What is counted may hold numbers of its own (`20 of the 30 ...`).
    let resume = atom.noun.as_ref().map_or(end, |_| atom.number_end);
    if is_worth(scope, &atom) {
        atoms.push(atom);
    }
    resume
}

/// `a year and a half`
fn read_and_half(scope: &Scope, atom: &mut Atom) -> bool {
    let half = scope.between(atom.start, atom.end);
    if scope.is_french()
        || half != "a half"
        || word_before(scope.text, atom.start) != "and"
    {
        return false;
    }
    let head = scope.until(atom.start).trim_end();
    let head = head.strip_suffix("and").unwrap_or_default().trim_end();
    let name = word_before(scope.text, scope.start + head.len());
    let Some(unit) = Lexicon::get().name(name, scope.language) else { return false };
    let head = head.get(..head.len() - name.len()).unwrap_or_default().trim_end();
    let article = word_before(scope.text, scope.start + head.len());
    if !matches!(article, "a" | "an") {
        return false;
    }
    atom.start = scope.start + head.len() - article.len();
    atom.value = Some(Decimal::new(15, 1));
    atom.unit = Some(unit.clone());
    atom.role = Role::Figure;
    true
}

/// Reads the sign and the currency before a number.
fn read_front(scope: &Scope, atom: &mut Atom) {
    if matches!(atom.form, Form::Digits { .. })
        && let Some((unit, start)) = scope.currency_before(atom.start)
        && !is_word_code(scope, atom, start)
    {
        atom.unit = Some(unit.clone());
        atom.prefixed = true;
        atom.start = start;
    }
    if !scope.from(atom.start).starts_with(|c: char| !c.is_alphabetic())
        && !atom.prefixed
    {
        if word_before(scope.text, atom.start).eq_ignore_ascii_case("minus") {
            atom.value = atom.value.map(|value| -value);
        }
        return;
    }
    // `$-50.8bn`
    if !atom.prefixed
        && let Some(inner @ ('-' | '−')) = scope.char_before(atom.start)
        && let Some((unit, start)) =
            scope.currency_before(atom.start - inner.len_utf8())
        && scope.char_before(atom.start - inner.len_utf8()).is_some_and(is_sign)
    {
        atom.unit = Some(unit.clone());
        atom.prefixed = true;
        atom.start = start;
        atom.value = atom.value.map(|value| -value);
        return;
    }
    let sign = scope.char_before(atom.start);
    let Some(sign @ ('-' | '−' | '–' | '+')) = sign else {
        let word = word_before(scope.text, atom.start);
        if word.eq_ignore_ascii_case("minus") {
            atom.value = atom.value.map(|value| -value);
        }
        return;
    };
    let before = atom.start - sign.len_utf8();
    let free = match scope.char_before(before) {
        None => true,
        Some(letter) => {
            is_space(letter) || matches!(letter, '(' | '\n' | '«' | '"' | '“' | '[')
        }
    };
    if !free {
        if sign == '-' && word_before(scope.text, before).eq_ignore_ascii_case("minus")
        {
            atom.value = atom.value.map(|value| -value);
        }
        return;
    }
    // After a number and a space the dash parts a range.
    let head = scope.until(before).trim_end_matches(is_space);
    if head.ends_with(|letter: char| {
        letter.is_ascii_digit() || letter == '%' || is_sign(letter)
    }) && head.len() < before - scope.start
        && scope.from(atom.start).starts_with(' ')
    {
        return;
    }
    atom.start = before;
    if sign != '+' {
        atom.value = atom.value.map(|value| -value);
    }
}

/// Tells whether a currency code is rather a word (`COP 28`, `TOP 10`).
fn is_word_code(scope: &Scope, atom: &Atom, start: usize) -> bool {
    let code = scope.between(start, atom.start).trim_end_matches(is_space);
    let small = atom.scale == Decimal::ONE
        && atom.value.is_some_and(|value| value < Decimal::ONE_THOUSAND);
    small && Lexicon::get().traits(code, scope.language).has(Traits::LABEL)
}

/// Reads the magnitude, unit and counted noun behind a number.
fn read_back(scope: &Scope, atom: &mut Atom) {
    let numeric = matches!(atom.form, Form::Digits { .. });
    if numeric
        && let Some((magnitude, end)) =
            scope.magnitude_at(atom.number_end, atom.prefixed)
    {
        let scale = Decimal::from(10_u64.pow(magnitude.power));
        atom.value = atom.value.and_then(|value| value.checked_mul(scale));
        atom.scale = scale;
        atom.number_end = end;
        atom.end = end;
    }
    if read_factor(scope, atom) {
        return;
    }
    if atom.prefixed {
        read_money_tail(scope, atom);
        return;
    }
    let scaled = atom.scale > Decimal::ONE || atom.form == Form::Fraction;
    let mut at = atom.number_end;
    if atom.form == Form::Fraction {
        // `half an hour`
        for article in [" an ", " a "] {
            if !scope.is_french() && scope.from(at).starts_with(article) {
                at += article.len() - 1;
            }
        }
    }
    let unit = scope.unit_behind(at, scaled).filter(|found| {
        // `une seconde vie`
        let second = atom.form == Form::Article && found.unit.code == "s";
        let next = scope.word_at(skip_space(scope.text, found.end));
        !second
            || Lexicon::get().traits(next, scope.language).has(Traits::STOP)
            || next.is_empty()
    });
    if let Some(mut found) = unit {
        if found.unit.kind == UnitKind::Points {
            let decimal = matches!(atom.form, Form::Digits { decimal: true, .. });
            let of = scope.from(found.end);
            let share = [" de PIB", " du PIB", " of GDP", " de %"]
                .iter()
                .any(|p| of.starts_with(p));
            if decimal || share {
                found.unit.kind = UnitKind::Percent;
            }
        }
        let per_cent = found.unit.kind == UnitKind::Percent;
        if found.unit.kind != UnitKind::Points
            && !(atom.form == Form::Fraction && per_cent)
        {
            if found.unit.kind == UnitKind::Money {
                let next = skip_space(scope.text, found.end);
                // `75 USD million`
                if let Some(numeral) = scale_word(scope, next) {
                    atom.value = atom.value.and_then(|v| v.checked_mul(numeral.0));
                    atom.scale = numeral.0;
                    found.end = numeral.1;
                }
            }
            atom.end = found.end;
            if let Some(end) = half_behind(scope.text, atom.end, scope.language)
                && atom.scale == Decimal::ONE
            {
                atom.value = atom.value.and_then(|v| v.checked_add(Decimal::new(5, 1)));
                atom.end = end;
            }
            atom.role =
                if atom.form == Form::Fraction { Role::Figure } else { atom.role };
            atom.unit = Some(found.unit);
            return;
        }
    }
    if atom.form == Form::Article || atom.form == Form::Fraction {
        return;
    }
    if is_age(scope, atom) {
        atom.unit = Some(Unit { code: "a".to_owned(), kind: UnitKind::Duration });
        return;
    }
    atom.noun = scope.noun_behind(atom.number_end, scaled);
    if let Some(noun) = &atom.noun {
        atom.end = noun.end;
    }
}

/// Tells whether a bare number is an age (`at the age of 21`, `Maddon, 66, said`).
fn is_age(scope: &Scope, atom: &Atom) -> bool {
    let head = scope.until(atom.start).trim_end_matches(is_space);
    let cues = [
        "age of",
        "ages of",
        " age",
        " aged",
        "ages",
        "âge de",
        "âgé de",
        "âgée de",
        "âgés de",
        "âgées de",
    ];
    let years = atom.scale == Decimal::ONE
        && atom
            .value
            .is_some_and(|value| value < Decimal::from(120) && value.is_integer());
    if !years {
        return false;
    }
    if cues.iter().any(|cue| head.ends_with(cue)) {
        return true;
    }
    let name = head.strip_suffix(',').map(|head| word_before(head, head.len()));
    name.is_some_and(|name| name.starts_with(char::is_uppercase))
        && scope.from(atom.number_end).starts_with(", ")
        && !scope.from(atom.number_end + 2).starts_with(|c: char| c.is_ascii_digit())
        && atom.value.is_some_and(|value| value > Decimal::from(4))
}

fn scale_word(scope: &Scope, at: usize) -> Option<(Decimal, usize)> {
    let word = scope.word_at(at);
    let scale = match word {
        "million" | "millions" => 1_000_000,
        "billion" if !scope.is_french() => 1_000_000_000,
        "milliard" | "milliards" => 1_000_000_000,
        _ => return None,
    };
    Some((Decimal::from(scale), at + word.len()))
}

/// Reads what may stand behind an amount with its currency before (`$31.20 US`,
/// `€3/MWh`).
fn read_money_tail(scope: &Scope, atom: &mut Atom) {
    let Some(unit) = &mut atom.unit else { return };
    if scope.from(atom.end).starts_with('/')
        && let Some(found) = scope.unit_behind(atom.end + 1, false)
        && found.unit.kind != UnitKind::Money
        && found.unit.kind != UnitKind::Percent
    {
        unit.code = format!("{}/{}", unit.code, found.unit.code);
        atom.end = found.end;
    }
}

/// Reads `fois`, `times`, `x`, `-fold` behind a number.
fn read_factor(scope: &Scope, atom: &mut Atom) -> bool {
    let at = atom.number_end;
    let rest = scope.from(at);
    let fold = ["-fold", " fold", "fold", "‑fold"]
        .iter()
        .find(|fold| rest.starts_with(**fold));
    if let Some(fold) = fold {
        atom.end = at + fold.len();
        atom.role = Role::Factor;
        return true;
    }
    let glued = rest.starts_with(['x', '×'])
        && !rest.get(1..).unwrap_or_default().starts_with(char::is_alphanumeric);
    if glued && matches!(atom.form, Form::Digits { .. }) {
        atom.end = at + rest.chars().next().map_or(0, char::len_utf8);
        atom.role = Role::Factor;
        return true;
    }
    let start = skip_space(scope.text, at);
    let word = scope.word_at(start);
    let is_times = start > at
        && (word == "fois" && scope.is_french()
            || word == "times" && !scope.is_french());
    if !is_times || atom.prefixed {
        return false;
    }
    let end = start + word.len();
    let next = scope.word_at(skip_space(scope.text, end));
    let compares = matches!(
        next,
        "plus"
            | "moins"
            | "supérieur"
            | "supérieure"
            | "supérieurs"
            | "supérieures"
            | "inférieur"
            | "inférieure"
            | "le"
            | "la"
            | "les"
            | "celui"
            | "celle"
            | "ce"
            | "more"
            | "less"
            | "as"
            | "the"
            | "higher"
            | "lower"
            | "greater"
            | "faster"
            | "larger"
            | "bigger"
            | "that"
            | "its"
            | "fewer"
            | "smaller"
            | "mieux"
    );
    if compares {
        atom.role = Role::Factor;
        atom.end = end;
        return true;
    }
    let lemma = if scope.is_french() { "fois" } else { "time" };
    atom.end = end;
    atom.noun = Some(Noun { start, end, lemma: lemma.to_owned() });
    true
}

/// Tells whether an atom is coordinated with the trap before it (`articles 6 et 7`).
fn chain(scope: &Scope, last: Option<&Atom>, atom: &Atom) -> bool {
    let Some(last) = last.filter(|last| last.role == Role::Trap) else { return false };
    let gap = scope.between(last.end, atom.start).trim_matches(|c| is_space(c));
    matches!(
        gap,
        "," | "et"
            | "and"
            | "à"
            | "-"
            | "–"
            | "to"
            | "ou"
            | "or"
            | "&"
            | ", and"
            | ";"
            | "("
            | "/"
    )
}

/// Returns what a number is that is no figure: a year, a reference, a name.
fn trap(scope: &Scope, atom: &Atom, chained: bool) -> Option<Role> {
    if atom.unit.is_some() || atom.role == Role::Factor {
        return None;
    }
    let lexicon = Lexicon::get();
    let label = scope.label_before(atom.start);
    let before = word_before(scope.text, atom.start);
    let traits = |word: &str| lexicon.traits(word, scope.language);
    let numeric = matches!(atom.form, Form::Digits { .. });
    let scaled = atom.scale > Decimal::ONE;
    let touching = scope.char_before(atom.start);
    if atom.form == Form::Fraction {
        return fraction_trap(scope, atom, before);
    }
    let labelled = !label.is_empty()
        && !scaled
        && traits(label).has(Traits::LABEL)
        && scope.between(atom.start - 1, atom.start) != "\n"
        && !(atom.noun.is_some() && (label.ends_with('s') || !numeric));
    let hash = matches!(touching, Some('#' | '§' | '№' | '@' | '_' | '/' | '[' | '='))
        && !matches!(touching, Some('=' | '/'));
    if !scaled && (labelled || hash || chained && atom.noun.is_none()) {
        return Some(Role::Trap);
    }
    if is_era(scope, atom) {
        return Some(Role::Trap);
    }
    if !numeric && is_name(scope, atom) {
        return Some(Role::Trap);
    }
    let Form::Digits { whole, grouped, decimal } = atom.form else { return None };
    if is_street(scope, atom) {
        return Some(Role::Trap);
    }
    let glued =
        scope.char_at(atom.number_end).is_some_and(|c| c.is_alphabetic() || c == '_');
    if glued && !scaled {
        return Some(Role::Trap);
    }
    let clock = scope.from(skip_space(scope.text, atom.number_end));
    if !decimal && (clock.starts_with("o'clock") || clock.starts_with("o’clock")) {
        return Some(Role::Trap);
    }
    if whole == 4
        && !grouped
        && !decimal
        && !scaled
        && let Some(date) = year(scope, atom, traits(before))
    {
        return Some(Role::Date(date));
    }
    if atom.noun.is_some() || scaled || !numeric {
        return None;
    }
    let after = scope.char_at(atom.number_end);
    let opened = scope.until(atom.start).ends_with('(')
        || scope.until(atom.start).ends_with("( ");
    let closed = scope.from(atom.number_end).starts_with(')')
        || scope.from(atom.number_end).starts_with(" )");
    let lone = opened && closed;
    if lone && !grouped && !decimal && whole <= 3
        || touching == Some('[') && after == Some(']')
    {
        return Some(Role::Trap);
    }
    let head = scope.until(atom.start);
    let first = head.trim().is_empty();
    if first
        && !grouped
        && (after == Some(')')
            || after == Some('.') && scope.from(atom.number_end + 1).starts_with(' '))
    {
        return Some(Role::Trap);
    }
    // `1) first; 2) second`
    let recent = head.get(head.floor_char_boundary(head.len().saturating_sub(60))..);
    let open = recent.is_some_and(|recent| {
        recent.matches('(').count() > recent.matches(')').count()
    });
    if after == Some(')') && !open && whole <= 2 && !decimal {
        return Some(Role::Trap);
    }
    // `Horizon 2020`, `Boeing 777`, `CAC 40`: part of a name.
    let spaced = head.ends_with(is_space);
    let name = spaced
        && !grouped
        && before.starts_with(char::is_uppercase)
        && head.trim_end_matches(is_space).ends_with(before);
    if name {
        let lead = head.trim_end_matches(is_space);
        let lead = lead.get(..lead.len() - before.len()).unwrap_or_default().trim_end();
        let opens = lead.is_empty()
            || lead.ends_with(['.', '!', '?', ':', '«', '"', '•', '-', '–']);
        let acronym = before.len() > 1 && before.chars().all(char::is_uppercase);
        if !opens || acronym {
            return Some(Role::Trap);
        }
    }
    // A postcode before the town.
    let next = scope.from(skip_space(scope.text, atom.number_end));
    if whole == 5 && !grouped && !decimal && next.starts_with(char::is_uppercase) {
        return Some(Role::Trap);
    }
    None
}

/// Tells whether a year before or after Christ, or another era, is meant.
fn is_era(scope: &Scope, atom: &Atom) -> bool {
    let next = scope.from(skip_space(scope.text, atom.number_end));
    let behind = [
        "BC",
        "B.C",
        "AD ",
        "A.D",
        "CE ",
        "av. J",
        "avant J",
        "ap. J",
        "après J",
        "de notre ère",
    ];
    let before = word_before(scope.text, atom.start);
    behind.iter().any(|era| next.starts_with(era)) || matches!(before, "AD" | "BC")
}

/// Tells whether a number word is part of a name (`Nine News`, `l'Europe des Quinze`).
fn is_name(scope: &Scope, atom: &Atom) -> bool {
    let text = scope.between(atom.start, atom.end);
    if !text.starts_with(char::is_uppercase) {
        let lower = text == "neuf";
        return lower && atom.noun.is_none();
    }
    let head = scope.until(atom.start).trim_end_matches(is_space);
    let opens = head.is_empty()
        || head.ends_with([
            '.', '!', '?', ':', '«', '"', '“', '(', '•', '-', '–', '—', '>', '‘', '\'',
        ]);
    let capital = atom
        .noun
        .as_ref()
        .is_some_and(|noun| scope.from(noun.start).starts_with(char::is_uppercase));
    let next = scope.from(skip_space(scope.text, atom.end));
    !opens || capital || next.starts_with(char::is_uppercase) && atom.noun.is_none()
}

/// Tells whether the number is a house number.
fn is_street(scope: &Scope, atom: &Atom) -> bool {
    let rest =
        scope.from(atom.number_end).trim_start_matches(|c| is_space(c) || c == ',');
    if scope.is_french() {
        return [
            "rue ",
            "avenue ",
            "boulevard ",
            "quai ",
            "impasse ",
            "allée ",
            "chemin ",
            "bis ",
            "place ",
        ]
        .iter()
        .any(|street| rest.starts_with(street));
    }
    let mut words = rest.split(is_space).take(4);
    words.next().is_some_and(|first| first.starts_with(char::is_uppercase))
        && words.any(|word| {
            let word = word.trim_end_matches([',', '.', ';']);
            ["Street", "Road", "Avenue", "Lane", "Square", "Drive", "Boulevard", "Way"]
                .contains(&word)
        })
}

/// `the first half`, `half-year`, `a third party` are no shares.
fn fraction_trap(scope: &Scope, atom: &Atom, before: &str) -> Option<Role> {
    let lexicon = Lexicon::get();
    if scope.between(atom.start, atom.end).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let traits = lexicon.traits(before, scope.language);
    let text = scope.between(atom.start, atom.end);
    if traits.has(Traits::HALF_PERIOD) {
        return Some(Role::Trap);
    }
    if scope.from(atom.end).starts_with(['-', '‑']) {
        return Some(Role::Trap);
    }
    let next = scope.word_at(skip_space(scope.text, atom.end));
    let noun =
        !next.is_empty() && !lexicon.traits(next, scope.language).has(Traits::STOP);
    let article =
        ["a ", "an ", "un ", "une ", "le ", "la "].iter().any(|a| text.starts_with(a))
            || !text.contains(' ');
    let half = text.contains("half") || text.contains("moitié");
    let demi = text.starts_with("demi") || text.ends_with("demi") && !scope.is_french();
    if demi
        || article && !half && noun
        || text.starts_with("le ") && !matches!(next, "de" | "des" | "du" | "d")
    {
        return Some(Role::Trap);
    }
    None
}

/// Returns the year that four digits are.
fn year(scope: &Scope, atom: &Atom, before: Traits) -> Option<Date> {
    let number = i32::try_from(atom.value?).ok()?;
    if atom.start != atom.number_end - 4 {
        return None;
    }
    let cue = before.has(Traits::YEAR_CUE);
    let closed = scope.char_before(atom.start) == Some('(')
        || scope.char_at(atom.number_end) == Some(')');
    let counted = atom.noun.is_some();
    let likely = match number {
        1900..=2100 => {
            let odd = number % 100 != 0 && scope.language != Language::French;
            !counted || cue || odd
        }
        1000..=1899 => !counted && (cue || closed) || cue && number % 100 != 0,
        2101..=2199 => cue && !counted,
        _ => false,
    };
    if likely { Date::new(number, None, None) } else { None }
}

/// Tells whether an atom says something: articles need a unit.
fn is_worth(scope: &Scope, atom: &Atom) -> bool {
    if atom.form == Form::Article {
        let next = scope.from(atom.number_end);
        return atom.unit.is_some()
            || atom.noun.is_some()
            || [" sur ", " in ", " out of ", " fois "]
                .iter()
                .any(|of| next.starts_with(of));
    }
    true
}
