//! Decimals as they are spoken (`trois virgule cinq`, `two point four`) and the
//! denominators of several words (`three twenty-firsts`, `un vingt-cinquième`).

use rust_decimal::Decimal;

use super::words::Reader;
use super::{Class, Word, lookup, next_word, skip_space, word_end};
use crate::model::Language;

/// The decimals that are read; further ones leave the number unread.
const MOST_PLACES: u32 = 12;

/// Reads what stands behind a spoken decimal mark at byte `at`, as a part of one, with
/// the byte after it.
///
/// Digits may stand one by one (`point one four`) or as a number below a hundred
/// (`virgule cinquante-deux`). Returns `None` if no mark or no number stands there.
pub(super) fn decimals(
    text: &str,
    at: usize,
    language: Language,
) -> Option<(Decimal, usize)> {
    let mark = skip_space(text, at);
    let mark_end = word_end(text, mark);
    let word = text.get(mark..mark_end)?;
    let known = if language == Language::French { "virgule" } else { "point" };
    if mark == at || !word.eq_ignore_ascii_case(known) {
        return None;
    }
    let (mut number, mut places) = (0_i128, 0);
    let mut end = mark_end;
    while let Some((value, next)) = below_hundred(text, end, language) {
        let digits = if value < 10 { 1 } else { 2 };
        number = number * 10_i128.pow(digits) + i128::from(value);
        places += digits;
        end = next;
        if places > MOST_PLACES {
            return None;
        }
    }
    let part = Decimal::try_from_i128_with_scale(number, places).ok()?;
    (places > 0).then_some((part, end))
}

/// The number below a hundred in words behind byte `at`, over a space.
fn below_hundred(text: &str, at: usize, language: Language) -> Option<(u32, usize)> {
    let start = skip_space(text, at);
    let mut end = word_end(text, start);
    let mut word = lookup(text.get(start..end)?, language)?;
    let mut reader = Reader::new(text, language, start);
    let fits =
        |word: Word| matches!(word.class, Class::Digit | Class::Teen | Class::Tens);
    let mut any = false;
    while start > at && fits(word) && reader.accept(word) {
        any = true;
        match reader.next(end) {
            Some((next_end, next)) if fits(next) => {
                if !reader.clone().accept(next) {
                    break;
                }
                (end, word) = (next_end, next);
            }
            _ => break,
        }
    }
    any.then(|| Some((u32::try_from(reader.value()?).ok()?, end)))?
}

/// Reads the denominator that begins with the tens `first`, which ends at byte `end`
/// (`twenty-firsts`, `vingt-cinquième`), with the byte after it.
///
/// A singular counts only of one, and where no counted noun follows: `un vingt-cinquième
/// du coût` is a share, `un vingt-cinquième pays` is not.
pub(super) fn denominator(
    text: &str,
    first: Word,
    end: usize,
    one: bool,
    language: Language,
) -> Option<(Decimal, usize)> {
    if first.class != Class::Tens {
        return None;
    }
    let french = language == Language::French;
    let (stop, part) = next_word(text, end, language)
        .filter(|(_, word)| word.class == Class::Part && word.value < Decimal::TEN)
        .map(|(stop, word)| (stop, word.value))
        .or_else(|| {
            let rest = text.get(end..)?;
            let ones: &[&str] = if french {
                &["-et-unièmes", "-et-unième", " et unièmes", " et unième"]
            } else {
                &["-firsts", "-first", " firsts"]
            };
            let one = ones.iter().find(|one| rest.starts_with(**one))?;
            Some((end + one.len(), Decimal::ONE))
        })?;
    if word_end(text, stop) != stop {
        return None;
    }
    let plural = text.get(..stop)?.ends_with('s');
    let behind = text.get(skip_space(text, stop)..)?;
    let free = !behind.starts_with(char::is_alphanumeric)
        || ["de ", "d'", "d’", "du ", "des ", "of "]
            .iter()
            .any(|of| behind.starts_with(of));
    (plural || one && free).then_some((first.value + part, stop))
}
