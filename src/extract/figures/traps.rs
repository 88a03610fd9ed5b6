//! Numbers that are no figures: references, names, years, house numbers.

use rust_decimal::Decimal;

use super::context::Scope;
use super::lexicon::{Lexicon, Traits};
use super::scan::{Atom, Role};
use crate::language::numerals::{Form, is_space, skip_space, word_before};
use crate::model::{Date, Language};

/// Tells whether an atom is coordinated with the trap before it (`articles 6 et 7`).
pub(super) fn chain(scope: &Scope, last: Option<&Atom>, atom: &Atom) -> bool {
    let Some(last) = last.filter(|last| last.role == Role::Trap) else { return false };
    let gap = scope.between(last.end, atom.start).trim_matches(is_space);
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
pub(super) fn trap(scope: &Scope, atom: &Atom, chained: bool) -> Option<Role> {
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
    if is_era(scope, atom)
        || numeric && !scaled && is_clause_number(scope, atom, before)
    {
        return Some(Role::Trap);
    }
    // `two-way traffic`
    let joined = scope.from(atom.number_end);
    if atom.form == Form::Words
        && ["-way", "‑way", "-sided", "-off", "-time ", "-dimensional"]
            .iter()
            .any(|end| joined.starts_with(end))
    {
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
    // `killed in battle in 363`
    if whole == 3
        && !grouped
        && !decimal
        && matches!(before, "in" | "en" | "In" | "En")
        && let Ok(number) = i32::try_from(atom.value?)
        && let Some(date) = Date::new(number, None, None)
    {
        return Some(Role::Date(date));
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

/// Tells whether a number is that of a standard (`EN 301 549`), a clause (`C.8.3`, `13.2
/// Accès` at the head of a part) or a source (`[i.15]`).
fn is_clause_number(scope: &Scope, atom: &Atom, before: &str) -> bool {
    if before.len() > 1 && Lexicon::get().is_standard(before) {
        return true;
    }
    let head = scope.until(atom.start);
    let mut back = head.chars().rev();
    // A letter and a point, or a bracket shortly before.
    if back.next() == Some('.')
        && back.next().is_some_and(char::is_alphabetic)
        && !back.next().is_some_and(char::is_alphanumeric)
    {
        return true;
    }
    let Form::Digits { decimal, grouped: false, .. } = atom.form else { return false };
    let next = scope.from(skip_space(scope.text, atom.number_end));
    let named = decimal && before.starts_with(char::is_uppercase) && {
        // `Apache 2.0`, `(WCAG) 2.0`
        let part = scope.between(atom.start, atom.number_end);
        part.ends_with(".0") && head.ends_with([' ', '\u{A0}'])
    };
    let acronym = atom.noun.as_ref().is_none_or(|noun| {
        scope.between(noun.start, noun.end).chars().all(char::is_uppercase)
    });
    named
        || head.trim().is_empty()
            && next.starts_with(char::is_uppercase)
            && (decimal || acronym)
}

/// Tells whether a year before or after Christ, or another era, is meant.
fn is_era(scope: &Scope, atom: &Atom) -> bool {
    let next = scope.from(skip_space(scope.text, atom.number_end));
    let behind = [
        "BC",
        "B.C",
        "AD",
        "A.D",
        "CE",
        "av. J",
        "avant J",
        "ap. J",
        "après J",
        "de notre ère",
    ];
    let before = word_before(scope.text, atom.start);
    let led = |era: &&str| {
        next.strip_prefix(*era).is_some_and(|rest| {
            !rest.starts_with(char::is_alphanumeric) || era.len() > 2
        })
    };
    behind.iter().any(led) || matches!(before, "AD" | "BC")
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
