//! From numbers to figures: ranges, ratios, shared units and modifiers.

use rust_decimal::Decimal;

use super::context::{Scope, is_sign};
use super::lexicon::{Lexicon, Traits, Unit, UnitKind};
use super::nouns::Noun;
use super::scan::{Atom, Role};
use crate::language::numerals::{Form, is_space, skip_space, word_before};
use crate::model::{Annotation, Figure, FigureKind, Language, Modifier, Span, Value};

/// Joins the atoms of a scope and adds the figures that they make to `figures`.
pub(super) fn join(
    scope: &Scope,
    atoms: &mut [Atom],
    figures: &mut Vec<Annotation<Figure>>,
) {
    share_units(scope, atoms);
    borrow_units(scope, atoms);
    let mut place = 0;
    while let Some(atom) = atoms.get(place) {
        let pair = atoms.get(place + 1).filter(|_| !is_silent(atom));
        let joined = pair.filter(|next| !is_silent(next)).and_then(|next| {
            ratio(scope, atom, next)
                .or_else(|| range(scope, atom, next))
                .or_else(|| compound(scope, atom, next))
        });
        if let Some(draft) = joined {
            figures.extend(draft.figure(scope));
            place += 2;
            continue;
        }
        place += 1;
        if atom.role != Role::Trap {
            figures.extend(Draft::of(atom).figure(scope));
        }
    }
}

fn is_silent(atom: &Atom) -> bool {
    matches!(atom.role, Role::Trap | Role::Date(_))
}

/// A figure in the making.
struct Draft {
    start: usize,
    end: usize,
    kind: FigureKind,
    value: Value,
    unit: Option<String>,
    rounded: bool,
    /// Whether words before may bound it.
    bounded: bool,
}

impl Draft {
    fn of(atom: &Atom) -> Self {
        let value =
            atom.value.map_or(Value::Unread, |value| Value::Exact(value.normalize()));
        let (kind, unit) = kind_of(atom);
        let value = match atom.role {
            Role::Date(date) => Value::Date(date),
            _ => value,
        };
        Self {
            start: atom.start,
            end: atom.end,
            kind,
            value,
            unit,
            rounded: atom.rounded,
            bounded: true,
        }
    }

    fn figure(self, scope: &Scope) -> Option<Annotation<Figure>> {
        let span = Span::new(scope.text, self.start..self.end)?;
        let mut modifier = None;
        if self.bounded && self.kind != FigureKind::Date {
            modifier = scope
                .modifier_before(self.start)
                .or_else(|| scope.modifier_after(self.end))
                .map(|(modifier, _)| modifier);
        }
        if self.rounded {
            modifier = modifier.or(Some(Modifier::About));
        }
        let figure = Figure {
            kind: self.kind,
            value: self.value,
            unit: self.unit,
            modifier,
            direction: None,
            role: None,
            measured: None,
            actor: None,
            period: None,
            negated: false,
        };
        Some(Annotation::new(span, figure))
    }
}

fn kind_of(atom: &Atom) -> (FigureKind, Option<String>) {
    let lemma = || atom.noun.as_ref().map(|noun| noun.lemma.clone());
    match atom.role {
        Role::Date(_) => (FigureKind::Date, None),
        Role::Factor => (FigureKind::Ratio, Some("x".to_owned())),
        Role::Ratio => (FigureKind::Ratio, lemma()),
        _ => match &atom.unit {
            Some(unit) => (kind_of_unit(unit), Some(unit.code.clone())),
            None => (FigureKind::Count, lemma()),
        },
    }
}

fn kind_of_unit(unit: &Unit) -> FigureKind {
    match unit.kind {
        UnitKind::Money => FigureKind::Money,
        UnitKind::Percent | UnitKind::Points => FigureKind::Percent,
        UnitKind::Duration => FigureKind::Duration,
        UnitKind::Measure | UnitKind::Last => FigureKind::Quantity,
    }
}

/// What stands between two atoms, without outer spaces.
fn gap<'a>(scope: &Scope<'a>, left: &Atom, right: &Atom) -> &'a str {
    scope.between(left.end, right.start).trim_matches(is_space)
}

/// The words that part the two ends of a range.
fn is_to(gap: &str) -> bool {
    matches!(
        gap,
        "-" | "–"
            | "—"
            | "‑"
            | "à"
            | "to"
            | "jusqu'à"
            | "jusqu’à"
            | "up to"
            | "through"
            | "−"
    )
}

fn is_and(gap: &str) -> bool {
    matches!(
        gap,
        "et" | "and"
            | "ou"
            | "or"
            | ", et"
            | ", and"
            | ","
            | "&"
            | "voire"
            | "puis"
            | "then"
            | ", puis"
            | "contre"
            | "/"
            | "of the"
            | "des"
    )
}

/// Gives a bare number in a table the unit and magnitude of its column's header.
pub(super) fn head(scope: &Scope, figure: &mut Annotation<Figure>, head: &str) {
    let value = &mut figure.value;
    let bare = value.kind == FigureKind::Count && value.unit.is_none();
    let Some((unit, scale)) = header_unit(head, scope.language).filter(|_| bare) else {
        return;
    };
    value.kind = kind_of_unit(&unit);
    value.unit = Some(unit.code);
    let scaled = |number: Decimal| number.checked_mul(scale).map(|n| n.normalize());
    value.value = match value.value {
        Value::Exact(number) => scaled(number).map_or(Value::Unread, Value::Exact),
        Value::Range { low, high } => {
            Value::Range { low: low.and_then(scaled), high: high.and_then(scaled) }
        }
        other => other,
    };
}

/// Reads `(€bn)`, `(GW)`, `en M€`, `in millions of dollars` in a column header.
fn header_unit(head: &str, language: Language) -> Option<(Unit, Decimal)> {
    let starts = head
        .char_indices()
        .filter(|&(_, letter)| letter == '(')
        .map(|(at, _)| at + 1)
        .chain(
            [" en ", " in ", "(en ", "(in "]
                .iter()
                .filter_map(|cue| Some(head.find(cue)? + cue.len())),
        );
    let scope = Scope { text: head, start: 0, language };
    for start in starts {
        // A one before makes an amount of the unit: `1 M€`, `€1 bn`.
        let unit = scope.from(start).trim_start_matches(is_space);
        let sign = unit.chars().next().filter(|&sign| is_sign(sign));
        let amount = match sign {
            Some(sign) => {
                let rest = unit.get(sign.len_utf8()..).unwrap_or_default();
                format!("{sign}1{}{rest}", if rest.starts_with(' ') { "" } else { " " })
            }
            None => format!("1 {unit}"),
        };
        let scope = Scope { text: &amount, start: 0, language };
        let mut atoms = Vec::new();
        super::scan::scan(&scope, &[], &mut atoms);
        if let Some(atom) = atoms.first()
            && let (Some(unit), Some(value)) = (&atom.unit, atom.value)
        {
            return Some((unit.clone(), value));
        }
    }
    None
}

/// Gives a bare number the unit and magnitude of its neighbour (`de 18 à 12 mois`,
/// `$35 to 40 billion`).
fn share_units(scope: &Scope, atoms: &mut [Atom]) {
    for place in (1..atoms.len()).rev() {
        let (head, tail) = atoms.split_at_mut(place);
        let (Some(left), Some(right)) = (head.last_mut(), tail.first_mut()) else {
            return;
        };
        if is_silent(left) || is_silent(right) || left.noun.is_some() {
            continue;
        }
        if left.role != Role::Figure || right.role != Role::Figure {
            continue;
        }
        let gap = gap(scope, left, right);
        if !is_to(gap) && !is_and(gap) && !is_two_sided(scope, left, right) {
            continue;
        }
        let numeric = |atom: &Atom| atom.form != Form::Article;
        if !numeric(left) {
            continue;
        }
        if left.prefixed && right.prefixed && is_to(gap) && left.unit == right.unit {
            share_scale(left, right);
        }
        if left.unit.is_none()
            && let Some(unit) = right.unit.clone()
            && (!matches!(gap, "of the" | "des") || left.scale > Decimal::ONE)
        {
            left.unit = Some(unit);
            share_scale(left, right);
        } else if left.unit.is_none()
            && left.scale == right.scale
            && let Some(noun) = &right.noun
            && is_and(gap)
            && is_respective(scope, left, right)
        {
            // `respectivement 195 et 372 agents`
            left.noun = Some(Noun { start: left.end, end: left.end, ..noun.clone() });
        } else if is_bare_age(left) && right.unit.is_none() && is_to(gap) {
            right.unit = left.unit.clone();
            right.noun = None;
            right.end = right.number_end;
        } else if left.unit.is_none()
            && right.noun.is_some()
            && right.scale > Decimal::ONE
        {
            share_scale(left, right);
        } else if left.prefixed
            && right.unit.is_none()
            && right.noun.is_none()
            && (is_to(gap) || is_between(scope, left.start))
        {
            right.unit = left.unit.clone();
            share_scale(left, right);
        }
    }
}

/// Gives a bare number the currency or noun of one before it in the sentence (`la Suède
/// 600 millions`, `61 maisons de santé en 2012, 188 en 2017`).
fn borrow_units(scope: &Scope, atoms: &mut [Atom]) {
    for place in 1..atoms.len() {
        let (head, tail) = atoms.split_at_mut(place);
        let Some(atom) = tail.first_mut() else { return };
        let bare = atom.role == Role::Figure
            && atom.unit.is_none()
            && atom.noun.is_none()
            && atom.form != Form::Article;
        if !bare {
            continue;
        }
        let lends = |atom: &&Atom| {
            !is_silent(atom) && (atom.unit.is_some() || atom.noun.is_some())
        };
        let Some(lender) = head.iter().rev().find(lends) else { continue };
        let between = scope.between(lender.end, atom.start);
        let near = between.len() < 120 && !between.contains(['\n', ';', '|', '\t']);
        if !near || between.contains(". ") && !takes_up(between) {
            continue;
        }
        let million = Decimal::from(1_000_000);
        if atom.scale >= million {
            let money =
                lender.unit.as_ref().filter(|unit| unit.kind == UnitKind::Money);
            if lender.scale >= million {
                atom.unit = money.cloned();
                // `dont 30 à 50 milliards`
                if let Some(left) = head.last_mut().filter(|left| {
                    left.role == Role::Figure
                        && left.unit.is_none()
                        && left.noun.is_none()
                        && matches!(left.form, Form::Digits { .. })
                        && is_to(gap(scope, left, atom))
                }) {
                    left.unit.clone_from(&atom.unit);
                    share_scale(left, atom);
                }
            }
        } else if lender.unit.is_none()
            && let Some(noun) = &lender.noun
        {
            atom.noun = Some(Noun { start: atom.end, end: atom.end, ..noun.clone() });
        }
    }
}

/// Tells whether `respectively` stands beside a pair of numbers.
fn is_respective(scope: &Scope, left: &Atom, right: &Atom) -> bool {
    let before = word_before(scope.text, left.start);
    let rest = scope.from(right.end).trim_start_matches(|c| is_space(c) || c == ',');
    ["respectivement", "respectively"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(before) || rest.starts_with(known))
}

/// Tells whether the words before, and no unit behind, make an age of a number.
fn is_bare_age(atom: &Atom) -> bool {
    atom.end == atom.number_end
        && atom.unit.as_ref().is_some_and(|unit| unit.kind == UnitKind::Duration)
}

/// Tells whether the last sentence begins with words for the amount of the one before.
fn takes_up(between: &str) -> bool {
    let last = between.rsplit(". ").next().unwrap_or_default().to_lowercase();
    [
        "ce montant",
        "cette somme",
        "cette enveloppe",
        "ce budget",
        "ce total",
        "il ",
        "elle ",
        "cette aide",
        "this amount",
        "this sum",
        "the amount",
        "that amount",
        "this budget",
        "it ",
        "this total",
        "that sum",
        "the sum",
    ]
    .iter()
    .any(|words| last.starts_with(words))
}

fn share_scale(left: &mut Atom, right: &Atom) {
    let small = left.value.is_some_and(|value| value < Decimal::ONE_THOUSAND);
    if left.scale == Decimal::ONE && right.scale > Decimal::ONE && small {
        left.value = left.value.and_then(|value| value.checked_mul(right.scale));
        left.scale = right.scale;
    }
}

fn is_between(scope: &Scope, start: usize) -> bool {
    let word = word_before(scope.text, start);
    ["entre", "between"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// `20 à 30 %`, `between 10 and 15 percent`, `€45-€60`.
fn range(scope: &Scope, left: &Atom, right: &Atom) -> Option<Draft> {
    if left.role != Role::Figure || right.role != Role::Figure || left.noun.is_some() {
        return None;
    }
    let gap = gap(scope, left, right);
    let (low, high) = (left.value?, right.value?);
    let between = is_between(scope, left.start);
    let dash = matches!(gap, "-" | "–" | "—" | "‑" | "−");
    let lexicon = Lexicon::get();
    let code = |atom: &Atom| atom.unit.as_ref().map(|unit| unit.code.clone());
    let same = code(left) == code(right);
    if !same {
        return None;
    }
    let joined = if dash {
        low < high && gap.len() + 2 >= right.start - left.end
    } else if is_to(gap) {
        !is_change(scope, left, low >= high)
    } else if matches!(gap, "et" | "and") {
        between
    } else if is_two_sided(scope, left, right) {
        true
    } else if between && (gap.starts_with("et ") || gap.starts_with("and ")) {
        scope.modifier_before(right.start).is_some_and(|(_, start)| {
            scope.between(left.end, start).trim_matches(is_space).len() <= 3
        })
    } else {
        false
    };
    if !joined {
        return None;
    }
    let (low, high) = if low <= high { (low, high) } else { (high, low) };
    let mut draft = Draft::of(right);
    draft.start = left.start;
    draft.value =
        Value::Range { low: Some(low.normalize()), high: Some(high.normalize()) };
    draft.bounded = !between && !is_two_sided(scope, left, right);
    if draft.unit.is_none() {
        let before = word_before(scope.text, left.start);
        let aged = ["aged", "ages", "age"].contains(&before)
            || scope.until(left.start).ends_with("âgés de ")
            || scope.until(left.start).ends_with("âgées de ");
        if aged {
            draft.kind = FigureKind::Duration;
            draft.unit = Some("a".to_owned());
        } else if dash && lexicon.traits(before, scope.language).has(Traits::LABEL) {
            return None;
        }
    }
    Some(draft)
}

/// Tells whether the words bound one number from both sides (`more than 10 but less than
/// 20 %`).
fn is_two_sided(scope: &Scope, left: &Atom, right: &Atom) -> bool {
    let rest = gap(scope, left, right);
    let links = ["et ", "and ", "but ", "mais ", ",", "yet "];
    if rest.len() > 60 || !links.iter().any(|link| rest.starts_with(link)) {
        return false;
    }

    let Some((second, start)) = scope.modifier_before(right.start) else {
        return false;
    };
    let Some((first, _)) = scope.modifier_before(left.start) else { return false };
    let link = scope.between(left.end, start).trim_matches(is_space);
    let linked = matches!(
        link,
        "et" | "and" | "but" | "mais" | "," | ", but" | ", mais" | "yet"
    );
    let over = |side| matches!(side, Modifier::Over | Modifier::AtLeast);
    let under = |side| matches!(side, Modifier::Under | Modifier::AtMost);
    linked
        && (over(first) && under(second) && left.value < right.value
            || under(first) && over(second) && left.value > right.value)
}

/// Tells whether `de X à Y` says that something went from one to the other.
fn is_change(scope: &Scope, left: &Atom, falls: bool) -> bool {
    let lexicon = Lexicon::get();
    let before = word_before(scope.text, left.start);
    let from = matches!(before, "de" | "from" | "De" | "From")
        || scope.until(left.start).ends_with(['\'', '’']);
    let mut head = scope.until(left.start);
    let mut change = false;
    for count in 0..9 {
        let word = word_before(scope.text, scope.start + head.len());
        if word.is_empty() {
            break;
        }
        let traits = lexicon.traits(word, scope.language);
        if traits.has(Traits::RANGE) && count < 4 {
            return false;
        }
        change |= traits.has(Traits::CHANGE);
        let trimmed = head.trim_end_matches(is_space);
        let Some(rest) = trimmed.get(..trimmed.len() - word.len()) else { break };
        head = rest.trim_end_matches(|letter| {
            is_space(letter) || matches!(letter, '\'' | '’' | ',')
        });
    }
    if !from {
        return falls;
    }
    change || falls
}

/// `sept projets sur quatorze`, `one in five`, `87 of the 100`.
fn ratio(scope: &Scope, left: &Atom, right: &Atom) -> Option<Draft> {
    if left.unit.is_some() || left.scale > Decimal::ONE || left.role != Role::Figure {
        return None;
    }
    if right.unit.is_some() || right.role != Role::Figure {
        return None;
    }
    let gap = scope.between(left.end, right.start);
    let gap = gap.trim_matches(is_space);
    let fits = if scope.is_french() {
        matches!(gap, "sur" | "sur les") || matches!(gap, "des") && left.noun.is_none()
    } else {
        matches!(gap, "out of" | "out of every" | "in every" | "of every")
            || matches!(gap, "of the" | "of") && left.noun.is_none()
            // `one child in five`, but not `three towns in two regions`
            || gap == "in" && (left.noun.is_none() || left.form == Form::Article)
            || gap == "over" && left.noun.is_none() && right.noun.is_none()
    };
    let (over, under) = (left.value?, right.value?);
    if !fits || under <= over || under.is_zero() || !over.is_integer() {
        return None;
    }
    let mut draft = Draft::of(right);
    draft.start = left.start;
    draft.kind = FigureKind::Ratio;
    draft.value = Value::Exact(over.checked_div(under)?.normalize());
    let own = left.noun.as_ref().filter(|noun| noun.end > left.number_end);
    if own.is_some() {
        // `one child in five lives`
        draft.end = right.number_end;
    }
    draft.unit = own.or(right.noun.as_ref()).map(|noun| noun.lemma.clone());
    Some(draft)
}

/// `5 feet 2 inches`, `thirteen dollars and forty-five cents`, `15 dollars 50`.
fn compound(scope: &Scope, left: &Atom, right: &Atom) -> Option<Draft> {
    let unit = left.unit.as_ref()?;
    let gap = gap(scope, left, right);
    if !matches!(gap, "" | "et" | "and" | ",")
        || left.role != Role::Figure
        || right.role != Role::Figure
    {
        return None;
    }
    let money = unit.kind == UnitKind::Money
        && unit.code.len() == 3
        && left.scale == Decimal::ONE;
    let parts = match (&right.unit, unit.code.as_str()) {
        (Some(small), _)
            if money && matches!(small.code.as_str(), "cent" | "penny") =>
        {
            100
        }
        (None, _) if money && gap != "," && !left.prefixed && right.noun.is_none() => {
            let two = right.number_end - right.start == 2;
            let ends = !scope
                .from(skip_space(scope.text, right.end))
                .starts_with(char::is_alphabetic);
            if two && ends { 100 } else { return None }
        }
        (Some(small), "ft") if small.code == "in" => 12,
        (Some(small), "lb") if small.code == "oz" => 16,
        _ => return None,
    };
    let small = right.value?.checked_div(Decimal::from(parts))?;
    let mut draft = Draft::of(left);
    draft.value = Value::Exact(left.value?.checked_add(small)?.normalize());
    draft.end = right.end;
    Some(draft)
}
