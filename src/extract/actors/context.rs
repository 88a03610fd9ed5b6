//! The text around a place: tokens, what is known about them, what stands next to them.

use super::list::List;
use super::words::{Flags, Words};
use crate::model::{Annotation, Figure, Language, Sentence, Span, Token, TokenKind};

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Capitals mean something.
    Running,
    /// Most Words Begin With One.
    TitleCase,
    /// MOST LETTERS ARE ONE.
    AllCapitals,
}

/// A sentence, heading or cell, with its place among the tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) language: Language,
    pub(super) style: Style,
    pub(super) sentence: u32,
}

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) figures: &'a [Annotation<Figure>],
    pub(super) words: &'static Words,
    pub(super) list: &'a List,
}

impl<'a> Context<'a> {
    /// Describes a sentence.
    pub(super) fn line(&self, number: usize, sentence: &Sentence) -> Line {
        let first = sentence.first_token as usize;
        let end = (sentence.end_token as usize).min(self.tokens.len());
        let mut line = Line {
            first,
            end,
            language: sentence.language,
            style: Style::Running,
            sentence: u32::try_from(number).unwrap_or(u32::MAX),
        };
        line.style = self.style(&line);
        line
    }

    /// Tells how a line is written. Only a line with many capitals costs look-ups.
    fn style(&self, line: &Line) -> Style {
        let (mut lower, mut capitalized, mut upper) = (0, 0, 0);
        for token in self.tokens.get(line.first..line.end).unwrap_or_default() {
            match token.kind {
                TokenKind::Lower if token.span.len() > 3 => lower += 1,
                TokenKind::Capitalized => capitalized += 1,
                TokenKind::Upper => upper += 1,
                _ => {}
            }
        }
        let common = |kind| {
            (line.first..line.end)
                .filter(|&i| self.kind(i) == Some(kind))
                .filter(|&i| self.flags(i).has(Flags::COMMON.or(Flags::NOT_ACTOR)))
                .count()
        };
        if upper >= 2
            && upper >= 3 * (lower + capitalized)
            && 2 * common(TokenKind::Upper) >= upper
        {
            return Style::AllCapitals;
        }
        let ends_sentence = line.end > line.first && self.word(line.end - 1) == ".";
        if capitalized >= 3
            && capitalized >= 4 * lower
            && !ends_sentence
            && 2 * common(TokenKind::Capitalized) >= capitalized
        {
            return Style::TitleCase;
        }
        Style::Running
    }

    pub(super) fn kind(&self, i: usize) -> Option<TokenKind> {
        self.tokens.get(i).map(|token| token.kind)
    }

    /// Returns the token's words; empty beyond the end.
    pub(super) fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |token| token.span.quote(self.text))
    }

    /// Returns the word before a token of the line; empty for its first.
    pub(super) fn before(&self, line: &Line, i: usize, distance: usize) -> &'a str {
        match i.checked_sub(distance) {
            Some(at) if at >= line.first => self.word(at),
            _ => "",
        }
    }

    /// Returns the word after a token of the line; empty for its last.
    pub(super) fn after(&self, line: &Line, i: usize) -> &'a str {
        if i < line.end { self.word(i) } else { "" }
    }

    pub(super) fn flags(&self, i: usize) -> Flags {
        self.words.flags(self.word(i))
    }

    /// Returns what the word before a token may be; nothing for the line's first.
    pub(super) fn flags_before(&self, line: &Line, i: usize, distance: usize) -> Flags {
        match i.checked_sub(distance) {
            Some(at) if at >= line.first => self.flags(at),
            _ => Flags::NONE,
        }
    }

    /// Tells whether a token is a word with a capital and no part of a figure.
    pub(super) fn is_capital(&self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i) else { return false };
        let written = match token.kind {
            TokenKind::Capitalized | TokenKind::Upper => true,
            TokenKind::Mixed => !is_address(token.span.quote(self.text)),
            _ => false,
        };
        written && !self.in_figure(token.span)
    }

    fn in_figure(&self, span: Span) -> bool {
        let at =
            self.figures.partition_point(|figure| figure.span.end() <= span.start());
        self.figures.get(at).is_some_and(|figure| figure.span.overlaps(span))
    }

    /// Tells whether only a little white space, or nothing, parts a token from the next.
    pub(super) fn joined(&self, i: usize, next: usize) -> bool {
        let (Some(one), Some(other)) = (self.tokens.get(i), self.tokens.get(next))
        else {
            return false;
        };
        let gap = self.text.get(one.span.end()..other.span.start()).unwrap_or("\n\n");
        gap.len() <= 4
            && gap.chars().all(char::is_whitespace)
            && !gap.contains('\t')
            && gap.matches('\n').count() < 2
    }

    /// Tells whether a token begins a sentence, quotation, item or clause, so that its
    /// capital means nothing.
    pub(super) fn is_initial(&self, line: &Line, i: usize) -> bool {
        if i <= line.first {
            return true;
        }
        match self.kind(i - 1) {
            Some(TokenKind::Punctuation) => matches!(
                self.word(i - 1),
                "." | "!"
                    | "?"
                    | "…"
                    | ":"
                    | "«"
                    | "“"
                    | "\""
                    | "•"
                    | "-"
                    | "–"
                    | "—"
                    | "*"
                    | "‘"
                    | "'"
            ),
            Some(TokenKind::Symbol | TokenKind::Number) => {
                // A list number; looking further back would cost a long row of numbers
                // the square of its length.
                i - line.first <= 4 && (line.first..i).all(|at| !self.is_word(at))
            }
            _ => false,
        }
    }

    pub(super) fn is_word(&self, i: usize) -> bool {
        self.kind(i).is_some_and(TokenKind::is_word)
    }

    /// Returns the token after the one that holds the byte before `byte`, looking from
    /// token `i` on; `None` if `byte` is inside a token.
    pub(super) fn token_after(&self, i: usize, byte: usize) -> Option<usize> {
        let mut at = i;
        while let Some(token) = self.tokens.get(at) {
            if token.span.start() >= byte {
                break;
            }
            if token.span.end() > byte {
                let rest = self.text.get(byte..token.span.end())?;
                return (rest == ".").then_some(at + 1);
            }
            at += 1;
        }
        Some(at)
    }

    /// Returns the hull of the tokens `first..end`.
    pub(super) fn span(&self, first: usize, end: usize) -> Option<Span> {
        let one = self.tokens.get(first)?.span;
        Some(one.hull(self.tokens.get(end.checked_sub(1)?)?.span))
    }

    /// Tells whether one of the keys is that of a word near a mention, in its line
    /// and from token `after` on.
    pub(super) fn near(
        &self,
        line: &Line,
        after: usize,
        first: usize,
        end: usize,
        keys: &[super::fold::Key],
    ) -> bool {
        const REACH: usize = 12;
        if keys.is_empty() {
            return false;
        }
        let from = first.saturating_sub(REACH).max(after).min(first);
        let to = (end + REACH).min(line.end);
        let stop = |&i: &usize| !matches!(self.word(i), ";" | ":" | "." | "«" | "»");
        let told = |i: usize| {
            self.is_word(i) && keys.contains(&super::fold::key(self.word(i)))
        };
        (from..first).rev().take_while(stop).any(told)
            || (end..to).take_while(stop).any(told)
    }
}

/// Tells whether a word is a web or mail address, or the name of a file.
fn is_address(word: &str) -> bool {
    word.contains(['/', '@', '_', '\\', '='])
        || word.split_once('.').is_some_and(|(before, after)| {
            before.len() > 1 && after.chars().filter(|c| c.is_alphabetic()).count() > 1
        })
}
