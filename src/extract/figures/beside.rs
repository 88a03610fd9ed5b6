//! Reads what stands right beside a number: signs, currencies, magnitudes, units, nouns.

use rust_decimal::Decimal;

use super::context::{Scope, is_sign};
use super::lexicon::{Lexicon, Traits, Unit, UnitKind};
use super::nouns::Noun;
use super::scan::{Atom, Role};
use crate::language::numerals::{Form, half_behind, is_space, skip_space, word_before};

/// `a year and a half`
pub(super) fn read_and_half(scope: &Scope, atom: &mut Atom) -> bool {
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

/// Tells whether a word makes a number negative.
fn is_minus(word: &str) -> bool {
    ["minus", "negative", "négatif", "négative"]
        .iter()
        .any(|minus| minus.eq_ignore_ascii_case(word))
}

/// Reads the sign and the currency before a number.
pub(super) fn read_front(scope: &Scope, atom: &mut Atom) {
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
        if is_minus(word_before(scope.text, atom.start)) {
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
        if is_minus(word) {
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
pub(super) fn read_back(scope: &Scope, atom: &mut Atom) {
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
    // `2 000 000 d’euros`
    let great = atom.value.is_some_and(|value| value >= Decimal::from(1_000_000));
    let scaled = atom.scale > Decimal::ONE || atom.form == Form::Fraction || great;
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
    // `$10 million CAD`, `$31.20 US`: the country behind narrows the sign.
    if unit.code == "USD" {
        let at = skip_space(scope.text, atom.end);
        let word = scope.word_at(at);
        let code = if word.len() == 3 { word.to_owned() } else { format!("{word}$") };
        if at > atom.end
            && word.len() >= 2
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
            && let Some(narrow) = Lexicon::get().symbol(&code)
            && narrow.kind == UnitKind::Money
        {
            unit.code.clone_from(&narrow.code);
            atom.end = at + word.len();
        }
    }
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
        && !rest.chars().nth(1).is_some_and(char::is_alphanumeric)
        && !rest
            .trim_start_matches(['x', '×', ' '])
            .starts_with(|c: char| c.is_ascii_digit());
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
