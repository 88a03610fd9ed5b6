//! Which currency a sign or name means that several countries share.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::context::Scope;
use super::lexicon::{Lexicon, Unit, UnitKind};
use super::scan::Atom;
use crate::language::numerals::is_space;
use crate::model::Document;

/// The contexts of `lexicon/currency_contexts.tsv`.
#[derive(Debug, Default)]
struct Contexts {
    /// The family of each sign or name that several currencies share.
    open: HashMap<&'static str, usize>,
    /// What must speak for a currency that is not the family's first, by family.
    votes: Vec<u32>,
    /// The currency, by family, that a word speaks for.
    words: HashMap<&'static str, Vec<(usize, &'static str)>>,
}

static CONTEXTS: LazyLock<Contexts> = LazyLock::new(|| {
    let mut contexts = Contexts::default();
    let mut names: Vec<&str> = Vec::new();
    let file = include_str!("../../../lexicon/currency_contexts.tsv");
    for line in file.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[family, code, votes, words] = fields.as_slice() else { continue };
        let known = names.iter().position(|name| *name == family);
        let family = known.unwrap_or(names.len());
        if known.is_none() {
            names.push(fields[0]);
            contexts.votes.push(votes.parse().unwrap_or(1));
        }
        for word in words.split('|') {
            if code == "*" {
                contexts.open.insert(word, family);
            } else {
                contexts.words.entry(word).or_default().push((family, code));
            }
        }
    }
    contexts
});

/// The currencies that a document's words speak for, counted when first asked.
#[derive(Debug, Default)]
pub(super) struct Home {
    counted: Option<Votes>,
}

/// How often the words of a text speak for each currency of a family.
type Votes = BTreeMap<(usize, &'static str), u32>;

/// Gives amounts under a shared sign or name the currency that the words around speak
/// for: one currency alone, in the part or else, by far, in the document.
///
/// A currency that the part also names by its own sign or code stays apart (`10 million
/// Australian dollars ($7.5 million)`).
pub(super) fn settle(
    scope: &Scope,
    document: &Document,
    home: &mut Home,
    atoms: &mut [Atom],
) {
    let contexts = &*CONTEXTS;
    let mut near: Option<Votes> = None;
    for place in 0..atoms.len() {
        let Some(family) = atoms.get(place).and_then(|atom| open_family(scope, atom))
        else {
            continue;
        };
        let needed = contexts.votes.get(family).copied().unwrap_or(1);
        let near = near.get_or_insert_with(|| votes(scope.until(scope.text.len())));
        let clause =
            atoms.get(place).map_or("", |atom| clause_before(scope, atom.start));
        let own = if needed > 1 { None } else { only(&votes(clause), family, 1) };
        let found = own.or_else(|| only(near, family, needed)).or_else(|| {
            let far = home.counted.get_or_insert_with(|| votes(document.text()));
            only(far, family, needed.max(3))
        });
        let named = |code: &str| {
            atoms.iter().any(|atom| {
                atom.unit.as_ref().is_some_and(|unit| unit.code == code)
                    && open_family(scope, atom).is_none()
            })
        };
        let found = found.or_else(|| weighs(scope, atoms.get(place)?).then_some("lb"));
        let Some(code) = found.filter(|code| !named(code)) else { continue };
        if let Some(atom) = atoms.get_mut(place) {
            take(atom, code);
        }
    }
}

/// The words before byte `at` in its clause.
fn clause_before<'a>(scope: &Scope<'a>, at: usize) -> &'a str {
    let head = scope.until(at);
    let from = head.rfind([',', ';', '.', ':', '(', '\n']).unwrap_or(0);
    head.get(from..).unwrap_or_default()
}

/// Tells whether pounds of something, not millions of pounds, are meant.
fn weighs(scope: &Scope, atom: &Atom) -> bool {
    let code = atom.unit.as_ref().map(|unit| unit.code.as_str());
    code == Some("GBP")
        && !atom.prefixed
        && atom.scale == Decimal::ONE
        && [" of ", " de ", " d'", " d’"]
            .iter()
            .any(|of| scope.from(atom.end).starts_with(of))
}

fn take(atom: &mut Atom, code: &str) {
    if code == "livre" {
        atom.unit = None;
        atom.noun = Some(super::nouns::Noun {
            start: atom.number_end,
            end: atom.end,
            lemma: code.to_owned(),
        });
        return;
    }
    if let Some(unit) = &mut atom.unit {
        let known =
            Lexicon::get().symbol(code).map_or(UnitKind::Money, |unit| unit.kind);
        let rate = unit.code.split_once('/').map(|(_, rate)| rate.to_owned());
        unit.code = rate.map_or(code.to_owned(), |rate| format!("{code}/{rate}"));
        unit.kind = known;
    }
}

/// The family of the sign or name that an amount stands under, if it is a shared one.
fn open_family(scope: &Scope, atom: &Atom) -> Option<usize> {
    atom.unit.as_ref().filter(|unit: &&Unit| unit.kind == UnitKind::Money)?;
    // A code behind has narrowed the sign.
    let narrowed = atom.prefixed
        && scope
            .between(atom.number_end, atom.end)
            .ends_with(|c: char| c.is_ascii_uppercase());
    if narrowed {
        return None;
    }
    let written = if atom.prefixed {
        let digit = scope.from(atom.start).find(|c: char| c.is_ascii_digit())?;
        scope.between(atom.start, atom.start + digit)
    } else {
        scope.between(atom.number_end, atom.end)
    };
    let sign =
        written.trim_matches(|c| is_space(c) || matches!(c, '-' | '+' | '−' | '\''));
    let sign = sign.split('/').next().unwrap_or_default();
    let last = sign.rsplit(|c| is_space(c) || matches!(c, '\'' | '’')).next()?;
    let open = &CONTEXTS.open;
    open.get(sign).or_else(|| open.get(last)).copied()
}

/// The one currency of a family that the votes speak for.
fn only(votes: &Votes, family: usize, needed: u32) -> Option<&'static str> {
    let mut best: Option<(&'static str, u32)> = None;
    let mut all = 0;
    for (&(_, code), &count) in votes.iter().filter(|((own, _), _)| *own == family) {
        all += count;
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((code, count));
        }
    }
    let (code, count) = best?;
    (count >= needed && (all - count) * 8 <= count).then_some(code)
}

/// Counts the words of a text that speak for a currency.
fn votes(text: &str) -> Votes {
    let mut votes = Votes::new();
    let contexts = &*CONTEXTS;
    let mut lower = String::new();
    let mut pair = String::new();
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.'));
    for word in words {
        let word = word.trim_matches(['.', '-']);
        if word.is_empty() {
            continue;
        }
        // `US` is a country, `us` is not.
        let upper =
            word.len() < 5 && word.chars().all(|c| c.is_uppercase() || c == '.');
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        pair.push(' ');
        pair.push_str(&lower);
        let known = if upper { contexts.words.get(word) } else { None }
            .or_else(|| contexts.words.get(lower.as_str()))
            .or_else(|| contexts.words.get(pair.as_str()));
        for &voice in known.into_iter().flatten() {
            *votes.entry(voice).or_default() += 1;
        }
        std::mem::swap(&mut pair, &mut lower);
    }
    votes
}
