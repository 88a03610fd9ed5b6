//! Footnote calls that lost their raised type and stand in the text as digits.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::dates;
use crate::model::{Block, BlockKind, Document, NoteCall, Span};

/// Letters of a word to which digits are glued; below, it is a name (`km2`, `web3`).
const GLUED_LETTERS: usize = 4;
/// Calls that a document must show before one that stands loose is believed.
const LOOSE_NEEDED: usize = 3;

/// How sure a digit is a call by its own surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// On a word in lower case or a closing mark: `juste5.`, `»5`.
    Glued,
    /// Behind a word or closing mark and before the end of a clause: `emplois 4.`
    Loose,
    /// The same before a capital or an amount: `(privé) 4 30 milliards`.
    Open,
}

struct Candidate {
    range: Range<usize>,
    form: Form,
    /// The word before, in lower case; empty behind a closing mark.
    word: String,
}

/// Marks the note calls that stand as digits in the running text; the text is kept.
///
/// Digits glued to a word are calls; loose ones only if the document shows several and
/// no word comes before two different ones (`scénario 1`, `scénario 2`).
pub(super) fn mark(document: &mut Document) {
    let candidates = candidates(document);
    let text = document.text();
    let mut numbers: HashMap<&str, HashSet<&str>> = HashMap::new();
    for candidate in &candidates {
        if let Some(number) = text.get(candidate.range.clone())
            && !candidate.word.is_empty()
        {
            numbers.entry(&candidate.word).or_default().insert(number);
        }
    }
    let is_label = |candidate: &Candidate| {
        candidate.form != Form::Glued
            && numbers.get(candidate.word.as_str()).is_some_and(|n| n.len() > 1)
    };
    let sure = candidates.iter().filter(|c| c.form != Form::Open && !is_label(c));
    let mut values = HashSet::new();
    let mut count = 0;
    for candidate in sure {
        count += 1;
        values.extend(text.get(candidate.range.clone()));
    }
    let is_set = count >= LOOSE_NEEDED && values.len() > 1;
    let calls = candidates
        .iter()
        .filter(|c| c.form == Form::Glued || (is_set && !is_label(c)))
        .filter_map(|candidate| {
            let span = Span::new(text, candidate.range.clone())?;
            let mark = span.quote(text).to_owned();
            Some(NoteCall { mark, at: span.start(), span: Some(span) })
        })
        .collect();
    document.mark_note_calls(calls);
}

fn candidates(document: &Document) -> Vec<Candidate> {
    let text = document.text();
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let is_read =
        |block: &&Block| block.kind.is_body() && block.kind != BlockKind::Note;
    for block in document.blocks().iter().filter(is_read) {
        let mut at = block.span.start();
        let end = block.span.end();
        while at < end {
            let rest = bytes.get(at..end).unwrap_or_default();
            let Some(next) = rest.iter().position(u8::is_ascii_digit) else { break };
            let start = at + next;
            let behind = bytes.get(start..end).unwrap_or_default();
            let length = behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
            at = start + length;
            if length <= 2
                && start > block.span.start()
                && bytes.get(start) != Some(&b'0')
            {
                let before = text.get(block.span.start()..start).unwrap_or_default();
                let after = text.get(at..end).unwrap_or_default();
                if let Some((form, word)) = look(before, after)
                    && (form == Form::Glued || is_running(block.kind))
                {
                    found.push(Candidate { range: start..at, form, word });
                }
            }
        }
    }
    found
}

/// Tells whether loose digits of such a block may be calls.
fn is_running(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem { .. })
}

/// Tells what the digits between `before` and `after` look like.
fn look(before: &str, after: &str) -> Option<(Form, String)> {
    let close = closing(after)?;
    let last = before.chars().next_back()?;
    if last.is_lowercase() {
        // `juste5.`
        let word = last_word(before);
        let is_word = word.chars().all(char::is_lowercase)
            && word.chars().nth(GLUED_LETTERS - 1).is_some()
            && before
                .get(..before.len() - word.len())
                .and_then(|rest| rest.chars().next_back())
                .is_none_or(|c| {
                    c.is_whitespace() || matches!(c, '(' | '’' | '\'' | '«' | '“' | '-')
                });
        let is_name =
            matches!(word, "covid" | "omega" | "windows" | "html" | "vitamin");
        return (is_word && !is_name && close != Close::Capital)
            .then(|| (Form::Glued, String::new()));
    }
    if is_closing_mark(last) {
        // `… »5,` but no `(3)5`.
        let inner = before.trim_end_matches(is_closing_mark);
        // A straight quotation mark behind a space opens: `requirement "5: …`.
        let inner = if last == '"' { inner } else { inner.trim_end() };
        let inner = inner.chars().next_back()?;
        return (inner.is_alphabetic() && close == Close::Mark)
            .then(|| (Form::Glued, String::new()));
    }
    if matches!(last, '.' | ',' | ';') {
        // `de l’emploi.5 Le taux`
        let word = last_word(before.get(..before.len() - 1)?);
        let is_word = word.chars().all(char::is_lowercase)
            && word.chars().nth(GLUED_LETTERS - 1).is_some();
        let goes_on = after.is_empty() || after.starts_with(char::is_whitespace);
        return (is_word && goes_on && close != Close::Amount)
            .then(|| (Form::Glued, String::new()));
    }
    if !matches!(last, ' ' | '\u{A0}' | '\u{202F}') {
        return None;
    }
    let before = before.get(..before.len() - last.len_utf8())?;
    let form = if close == Close::Mark { Form::Loose } else { Form::Open };
    let last = before.chars().next_back()?;
    if is_closing_mark(last) || last == '%' {
        return Some((form, String::new()));
    }
    if matches!(last, '.' | '!' | '?') {
        // `d’euros. 7 D’autres`, and no `M. 7` or list number.
        let word = last_word(before.get(..before.len() - 1)?);
        return (close == Close::Capital && word.chars().nth(2).is_some())
            .then(|| (form, String::new()));
    }
    let word = last_word(before);
    if is_year(word) {
        return (close == Close::Mark).then(|| (form, String::new()));
    }
    let lower = word.to_lowercase();
    let is_word =
        word.chars().nth(1).is_some() && word.chars().all(char::is_alphabetic);
    let belongs =
        !is_word || BEFORE_NUMBERS.contains(lower.as_str()) || dates::is_month(&lower);
    // `(Edition 1)` is a label in brackets.
    let in_brackets = after.starts_with(')')
        && before
            .get(..before.len() - word.len())
            .is_some_and(|rest| rest.ends_with(['(', '[']));
    // Behind a name (`Apollo 11 Mission`) a capital proves nothing.
    let is_name = word.starts_with(char::is_uppercase) && close == Close::Capital;
    (!belongs && !is_name && !in_brackets).then_some((form, lower))
}

/// What comes behind digits that may be a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Close {
    /// A mark of punctuation and no figure behind it, or the end of the block.
    Mark,
    /// A word with a capital that is no month.
    Capital,
    /// Another number.
    Amount,
}

fn closing(after: &str) -> Option<Close> {
    let mut rest = after.chars();
    let Some(first) = rest.next() else { return Some(Close::Mark) };
    match first {
        '.' | ',' | ';' | ':' | '?' | '!' | ')' | ']' | '»' | '”' | '…' => {
            let next = rest.next();
            let ends = next.is_none_or(|c| {
                c.is_whitespace() || is_closing_mark(c) || matches!(c, '.' | ',')
            });
            // `clauses 9, 10 et 11` are numbers in a row.
            let goes_on =
                first == ',' && rest.next().is_some_and(|c| c.is_ascii_digit());
            (ends && !goes_on).then_some(Close::Mark)
        }
        '\n' | '\t' => Some(Close::Mark),
        ' ' | '\u{A0}' | '\u{202F}' => {
            let next = rest.as_str();
            let c = next.chars().next()?;
            if matches!(c, ';' | ':' | '?' | '!' | '»') {
                Some(Close::Mark)
            } else if c.is_ascii_digit() {
                // `4 30 milliards`, but not the groups of `4 300`.
                let digits = next.bytes().take_while(u8::is_ascii_digit).count();
                (digits != 3).then_some(Close::Amount)
            } else if c.is_uppercase() {
                let word: String =
                    next.chars().take_while(|c| c.is_alphabetic()).collect();
                (!dates::is_month(&word.to_lowercase())).then_some(Close::Capital)
            } else {
                None
            }
        }
        _ => None,
    }
}

fn is_closing_mark(c: char) -> bool {
    matches!(c, '»' | '”' | '"' | ')' | ']' | '’')
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn last_word(before: &str) -> &str {
    let length: usize = before
        .chars()
        .rev()
        .take_while(|c| c.is_alphanumeric() || *c == '°')
        .map(char::len_utf8)
        .sum();
    before.get(before.len() - length..).unwrap_or_default()
}

static BEFORE_NUMBERS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let table = include_str!("../../lexicon/before_numbers.tsv");
    table.lines().skip(1).filter(|line| !line.starts_with('#')).collect()
});

#[cfg(test)]
mod tests {
    use crate::reader::plain;

    /// Checks that the note calls of a text are those in brackets `⟦4⟧`.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace(['⟦', '⟧'], "");
        let document = plain("a", &text);
        let mut again = String::new();
        let mut at = 0;
        for call in document.note_calls() {
            let span = call.span.unwrap();
            again.push_str(document.text().get(at..span.start()).unwrap());
            again.extend(["⟦", &call.mark, "⟧"]);
            at = span.end();
        }
        again.push_str(document.text().get(at..).unwrap());
        assert_eq!(again.trim_end(), marked);
    }

    #[test]
    fn digits_glued_to_words_are_calls() {
        check(
            "Il faut une transition plus équitable⟦5⟧. Le reste attendra⟦6⟧, dit-elle.",
        );
        check("The scheme was extended to farmers⟦12⟧. It costs £3m.");
        check("Il parle d’un « tournant »⟦5⟧, sans plus.");
        check("It created many jobs.⟦3⟧ The plan goes on.");
    }

    #[test]
    fn loose_digits_are_calls_where_there_are_several() {
        check(
            "Le plan touche surtout les emplois ⟦4⟧. Il a pris 48 heures\u{A0}⟦5⟧, selon \
             la note. Le coût atteint 3 milliards d’euros (privé) ⟦6⟧ 30 milliards \
             (public) ⟦2⟧ 2,5 milliards ailleurs. Voilà un « moment fort » ⟦7⟧, en 2025\u{A0}⟦8⟧.",
        );
        check(
            "Most of the money went to schools ⟦1⟧. The rest was never spent ⟦2⟧, the \
             auditors say ⟦3⟧. They count 4 schools.",
        );
    }

    #[test]
    fn one_loose_digit_is_no_call() {
        check("Le rapport retient une hypothèse centrale 4, sans la nommer.");
    }

    #[test]
    fn figures_and_labels_are_no_calls() {
        check(
            "En 2030, la page 4, l’article 5, le G7, le CO2, 4 milliards et les 3 pays. \
             Le scénario 1, le scénario 2, le 5 mars, May 6, 10 km2, Covid19. Entre 3 \
             et 5. La part est de 7. Le chapitre 8. Un total de 9.",
        );
        check(
            "Clauses 9, 10 and 11. Norms (Edition 1). A requirement \"5: goals\". Rows 2, 3 or 4.",
        );
    }

    #[test]
    fn figures_among_calls_stay_figures() {
        check(
            "Le coût baisse⟦1⟧. Les prix montent⟦2⟧. Les loyers suivent⟦3⟧. Voir page 4. \
             En 2030, 5 % des ménages et 12 000 foyers, soit 3,5 points; l’article 7.",
        );
    }
}
