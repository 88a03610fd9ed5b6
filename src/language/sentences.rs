//! Where sentences end.

use std::ops::Range;

use super::{
    fold::fold,
    profile::{Abbreviation, Profile},
    stopwords::is_stopword,
};
use crate::model::{Token, TokenKind};

/// Returns the parts of `range` (bytes) of `text` that line ends bound: a sentence never
/// goes past one, unless the line stops in mid-sentence and the next goes on in lower
/// case.
pub(super) fn lines(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let Some(part) = text.get(range.clone()) else { return lines };
    let mut start = range.start;
    for line in part.split_inclusive('\n') {
        let end = start + line.len();
        let goes_on = line.trim_start().chars().next().is_some_and(char::is_lowercase);
        match lines.last_mut() {
            Some(last)
                if goes_on
                    && !is_finished(text.get(last.clone()).unwrap_or_default()) =>
            {
                last.end = end;
            }
            _ if line.trim().is_empty() => {}
            _ => lines.push(start..end),
        }
        start = end;
    }
    lines
}

fn is_finished(line: &str) -> bool {
    line.trim_end_matches([' ', '\n', '\r', '»', '”', '"', ')', '\u{A0}', '\u{202F}'])
        .ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Calls `sentence` with the first and the end place in `tokens` of every sentence.
///
/// `tokens` are those of one part of a block that a sentence cannot leave.
pub(super) fn split(
    text: &str,
    tokens: &[Token],
    profile: &'static Profile,
    mut sentence: impl FnMut(Range<usize>),
) {
    let splitter = Splitter { text, tokens, profile };
    let mut first = 0;
    let mut at = 0;
    while at < tokens.len() {
        match splitter.end_after(first, at) {
            Some(end) => {
                sentence(first..end);
                first = end;
                at = end;
            }
            None => at += 1,
        }
    }
    if first < tokens.len() {
        sentence(first..tokens.len());
    }
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    profile: &'static Profile,
}

impl<'a> Splitter<'a> {
    fn quote(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.quote(self.text))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// Whether a blank stands before the token.
    fn is_spaced(&self, at: usize) -> bool {
        match (
            at.checked_sub(1).and_then(|before| self.tokens.get(before)),
            self.tokens.get(at),
        ) {
            (Some(before), Some(token)) => before.span.end() < token.span.start(),
            _ => true,
        }
    }

    /// The place after the sentence that began at `first`, if it ends with the token
    /// `at` and what closes behind it.
    fn end_after(&self, first: usize, at: usize) -> Option<usize> {
        let kind = self.kind(at)?;
        let terminal = match kind {
            TokenKind::Punctuation => Terminal::of_mark(self.quote(at))?,
            _ if kind.is_word() => {
                let quote = self.quote(at);
                let word = quote.strip_suffix('.')?;
                Terminal::Abbreviation(self.abbreviation(first, at, word))
            }
            _ => return None,
        };
        let next = self.after_closing(at + 1);
        self.kind(next)?;
        if self.is_within(first, at, terminal) || !self.may_begin(at, next, terminal) {
            return None;
        }
        Some(next)
    }

    fn abbreviation(&self, first: usize, at: usize, word: &str) -> Abbreviation {
        if let Some(abbreviation) = self.profile.abbreviation(word) {
            return abbreviation;
        }
        let single = word.chars().count() == 1 || word.contains('-');
        let named = at > first
            && self.kind(at - 1).is_some_and(|kind| {
                matches!(kind, TokenKind::Capitalized | TokenKind::Mixed)
            });
        if single && (named || at == first) {
            Abbreviation::Open
        } else {
            Abbreviation::Closed
        }
    }

    /// The place of the first token from `at` that does not close what was said.
    fn after_closing(&self, mut at: usize) -> usize {
        while let Some(token) = self.tokens.get(at) {
            let spaced = self.is_spaced(at);
            let quote = token.span.quote(self.text);
            let closes = match token.kind {
                TokenKind::Punctuation => match quote {
                    "»" | "”" | "›" | ")" | "]" => true,
                    "\"" | "'" | "’" | "!" | "?" | "…" | "." => !spaced,
                    "[" if !spaced && self.quote(at + 2) == "]" => {
                        at += 2;
                        true
                    }
                    _ => false,
                },
                // The call of a note.
                TokenKind::Symbol => {
                    !spaced
                        && (quote.starts_with(['¹', '²', '³', '*', '†'])
                            || quote.chars().all(|char| ('⁰'..='⁹').contains(&char)))
                }
                TokenKind::Number => {
                    !spaced
                        && quote.len() <= 3
                        && self.is_spaced(at + 1)
                        && self.kind(at + 1) == Some(TokenKind::Capitalized)
                }
                _ => false,
            };
            if !closes {
                break;
            }
            at += 1;
        }
        at
    }

    /// Whether the mark at `at` belongs to what it stands in: a list number, an omission
    /// in brackets.
    fn is_within(&self, first: usize, at: usize, terminal: Terminal) -> bool {
        let before = at.checked_sub(1);
        if let Some(before) = before
            && terminal == Terminal::Ellipsis
            && matches!(self.quote(before), "[" | "(")
        {
            return true;
        }
        if terminal != Terminal::Point || at == first {
            return at == first && terminal == Terminal::Point;
        }
        // "1. Contexte", "II. Method", "a. Scope"
        at == first + 1 && self.is_list_mark(first)
    }

    fn is_list_mark(&self, at: usize) -> bool {
        let quote = self.quote(at);
        match self.kind(at) {
            Some(TokenKind::Number) => quote.len() <= 3 || quote.contains('.'),
            Some(kind) if kind.is_word() => {
                quote.len() == 1
                    || (quote.len() <= 5
                        && quote.bytes().all(|byte| b"IVXivx".contains(&byte)))
            }
            _ => false,
        }
    }

    /// Whether a sentence may begin with the token `next` after the mark at `at`.
    fn may_begin(&self, at: usize, next: usize, terminal: Terminal) -> bool {
        let mut begin = next;
        // What opens says nothing itself: look behind it.
        while self.kind(begin) == Some(TokenKind::Punctuation)
            && begin < next + 4
            && matches!(
                self.quote(begin),
                "«" | "“"
                    | "\""
                    | "‘"
                    | "'"
                    | "("
                    | "["
                    | "—"
                    | "–"
                    | "-"
                    | "‹"
                    | "’"
                    | "¿"
                    | "¡"
                    | "…"
                    | "..."
            )
        {
            begin += 1;
        }
        let Some(kind) = self.kind(begin) else { return false };
        let quote = self.quote(begin);
        if kind == TokenKind::Punctuation && begin == next {
            return matches!(quote, "•" | "‣" | "·");
        }
        if !self.is_spaced(next) && !self.lacks_space(at, next) {
            return false;
        }
        // "a) first", "(ii) second"
        if self.is_list_mark(begin)
            && self.quote(begin + 1) == ")"
            && !matches!(terminal, Terminal::Abbreviation(_))
        {
            return true;
        }
        let starts_low = match kind {
            TokenKind::Lower => quote.chars().next().is_some_and(char::is_lowercase),
            TokenKind::Clitic => {
                quote.chars().next().is_some_and(|char| !char.is_uppercase())
            }
            TokenKind::Punctuation => true,
            _ => false,
        };
        if starts_low {
            return false;
        }
        match terminal {
            Terminal::Abbreviation(Abbreviation::Open | Abbreviation::Numbered) => {
                false
            }
            Terminal::Abbreviation(Abbreviation::Closed) => {
                begin != next || next > at + 1 || self.is_starter(begin)
            }
            Terminal::Abbreviation(Abbreviation::Final) => {
                !matches!(kind, TokenKind::Number | TokenKind::Symbol)
            }
            Terminal::Point | Terminal::Strong | Terminal::Ellipsis => {
                kind != TokenKind::Symbol
                    || !matches!(quote, "%" | "&" | "=" | "+" | "<" | ">")
            }
        }
    }

    /// Whether a space was lost between two sentences: `fin.Le`.
    fn lacks_space(&self, at: usize, next: usize) -> bool {
        next == at + 1
            && at.checked_sub(1).is_some_and(|before| {
                self.kind(before) == Some(TokenKind::Lower)
                    && self.quote(before).len() > 2
            })
            && self.kind(next) == Some(TokenKind::Capitalized)
    }

    /// Whether the token is a function word with a capital, as at the start of a
    /// sentence.
    fn is_starter(&self, at: usize) -> bool {
        let quote = self.quote(at);
        match self.kind(at) {
            Some(TokenKind::Capitalized) => {
                is_stopword(self.profile.language, &fold(quote))
            }
            Some(TokenKind::Clitic) => {
                quote.chars().next().is_some_and(char::is_uppercase)
            }
            _ => false,
        }
    }
}

/// What may end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Terminal {
    Point,
    /// A question or exclamation mark.
    Strong,
    Ellipsis,
    Abbreviation(Abbreviation),
}

impl Terminal {
    fn of_mark(mark: &str) -> Option<Self> {
        match mark {
            "." => Some(Self::Point),
            "!" | "?" | "。" => Some(Self::Strong),
            "…" => Some(Self::Ellipsis),
            _ if mark.starts_with("..") => Some(Self::Ellipsis),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::tokens, model::Language};

    /// `marked` is the text with its sentences parted by `‖`.
    fn check(language: Language, marked: &str) {
        let text = marked.replace('‖', "");
        let expected: Vec<_> = marked.split('‖').map(str::trim).collect();
        let mut found = Vec::new();
        for line in lines(&text, 0..text.len()) {
            let line = text.get(line).unwrap();
            let tokens = tokens(line, language);
            split(line, &tokens, Profile::of(language), |range| {
                let span = tokens[range.start].span.hull(tokens[range.end - 1].span);
                found.push(span.quote(line).to_owned());
            });
        }
        assert_eq!(found, expected);
    }

    fn french(marked: &str) {
        check(Language::French, marked);
    }

    fn english(marked: &str) {
        check(Language::English, marked);
    }

    #[test]
    fn sentences_end_with_a_point_and_begin_with_a_capital() {
        french("La dette baisse. ‖L’Insee le confirme. ‖À Paris, non.");
        english(
            "Debt falls. ‖The bank agrees. ‖2024 was better. ‖$5 million was spent.",
        );
        french("Vraiment ? ‖Oui ! ‖Bien… ‖Alors, « oui ? » demande-t-il.");
        english("Really?! ‖Yes. ‖Well... maybe. ‖OK.");
    }

    #[test]
    fn abbreviations_end_none() {
        french("M. Macron et Mme. Royal, cf. Annexe, ont lu l'art. 5 du p. 12.");
        french(
            "Vers 50 av. J.-C. César arrive, p. ex. Marseille. ‖J.-P. Raffarin suit.",
        );
        english("Mr. Smith met Dr. Jones in the U.S. Senate. ‖He left.");
        english(
            "He lives in the U.S. ‖The law (no. 5) of Acme Inc. Holdings, e.g. this.",
        );
        english("John F. Kennedy spoke. ‖See vol. 3, pp. 4 and fig. 2.");
    }

    #[test]
    fn an_abbreviation_may_end_one() {
        french("Des routes, des ponts, etc. ‖Les maires signent.");
        english("It is run by Acme Inc. ‖The firm grew. ‖He said no. ‖Then he left.");
    }

    #[test]
    fn list_numbers_and_omissions_end_none() {
        french("1. Contexte. ‖Le plan avance.");
        english(
            "II. Method. ‖We asked 1.5 million people. ‖a) They agreed. ‖(ii) They left.",
        );
        french("« Il faut […] Agir vite. » ‖Il est 10 h. 30 au n° 3.");
    }

    #[test]
    fn closing_marks_stay_with_the_sentence() {
        french("« Nous agirons. » ‖Il part. ‖(Voir la suite.) ‖« Oui. », dit-il.");
        english(
            "“We will act.” ‖He left. ‖\"Yes.\" ‖\"No.\" ‖(See below.) ‖He said.¹ ‖So it is.[2] ‖End.",
        );
    }

    #[test]
    fn lines_bound_sentences_unless_they_go_on() {
        french("Premier point\n‖Deuxième point\nqui continue\n‖Fin.\n‖suite");
        english("First item\n‖Second item\nthat goes on\n‖End");
    }

    #[test]
    fn a_lost_space_ends_a_sentence() {
        french("C’est la fin.‖Le reste suit.");
        english("This is the end.‖The rest follows.");
    }
}
