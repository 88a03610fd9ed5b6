//! What stands beside a number: units, currencies, counted nouns, modifiers.

use super::lexicon::{Lexicon, Magnitude, Needs, Unit, UnitKind};
use crate::language::numerals::{is_space, skip_space, word_end};
use crate::model::{Language, Modifier};

/// The words that the longest unit name or modifier has.
const MOST_WORDS: usize = 6;

/// A part of a text that no figure crosses, such as a paragraph or cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The text of the document up to the end of the part; offsets are the document's.
    pub text: &'a str,
    /// Where the part begins.
    pub start: usize,
    pub language: Language,
}

/// Words in normal form: lower case, `'` and single spaces, hyphens as spaces.
#[derive(Debug, Default)]
struct Phrase {
    words: String,
    /// For each word, its end in `words` and its edge in the text.
    ends: Vec<(usize, usize)>,
}

/// A unit found behind a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnitFound {
    pub unit: Unit,
    pub end: usize,
    /// What an abbreviated magnitude before the unit multiplies by (`Md€`), or 0.
    pub power: u32,
}

impl<'a> Scope<'a> {
    /// Returns the text from byte `at` on.
    pub(super) fn from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Returns the text between two bytes.
    pub(super) fn between(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns the text of the part before byte `at`.
    pub(super) fn until(&self, at: usize) -> &'a str {
        self.text.get(self.start..at).unwrap_or_default()
    }

    pub(super) fn char_before(&self, at: usize) -> Option<char> {
        self.until(at).chars().next_back()
    }

    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.from(at).chars().next()
    }

    pub(super) fn is_french(&self) -> bool {
        self.language == Language::French
    }

    pub(super) fn word_at(&self, at: usize) -> &'a str {
        self.between(at, word_end(self.text, at))
    }

    /// Returns the word that ends before `at`, over spaces, with a point or sign that
    /// belongs to it (`art.`, `n°`, `§`).
    pub(super) fn label_before(&self, at: usize) -> &'a str {
        let head = self.until(at).trim_end_matches(is_space);
        let start = head
            .char_indices()
            .rev()
            .take_while(|(_, letter)| {
                letter.is_alphanumeric()
                    || matches!(letter, '.' | '°' | 'º' | '§' | '#')
            })
            .last()
            .map_or(head.len(), |(start, _)| start);
        head.get(start..).unwrap_or_default()
    }

    /// Returns the words from byte `at` on, longest phrase last.
    fn phrase_from(&self, at: usize) -> Phrase {
        let mut phrase = Phrase::default();
        let mut at = at;
        for _ in 0..MOST_WORDS {
            let mut end = word_end(self.text, at);
            if end == at {
                break;
            }
            for letter in self.between(at, end).chars() {
                phrase.words.extend(letter.to_lowercase());
            }
            if let Some(apostrophe @ ('\'' | '’')) = self.char_at(end) {
                phrase.words.push('\'');
                end += apostrophe.len_utf8();
                phrase.ends.push((phrase.words.len(), end));
                at = end;
                continue;
            }
            phrase.ends.push((phrase.words.len(), end));
            let behind = match self.char_at(end) {
                Some('.') if self.char_at(end + 1).is_some_and(char::is_alphabetic) => {
                    phrase.words.push('.');
                    end + 1
                }
                Some('-') => end + 1,
                Some('‑') => end + '‑'.len_utf8(),
                Some(letter) if is_space(letter) => skip_space(self.text, end),
                _ => break,
            };
            if !phrase.words.ends_with('.') {
                phrase.words.push(' ');
            }
            at = behind;
        }
        phrase
    }

    /// Returns what the longest phrase from byte `at` on means to `known`, with its end.
    fn longest<T>(
        &self,
        at: usize,
        known: impl Fn(&str) -> Option<T>,
    ) -> Option<(T, usize)> {
        let phrase = self.phrase_from(at);
        phrase
            .ends
            .iter()
            .rev()
            .find_map(|&(length, end)| Some((known(phrase.words.get(..length)?)?, end)))
    }

    /// Returns the modifier that the longest phrase before byte `at` means, with where
    /// the phrase begins.
    pub(super) fn modifier_before(&self, at: usize) -> Option<(Modifier, usize)> {
        let lexicon = Lexicon::get();
        let head = self.until(at);
        let trimmed = head.trim_end_matches(is_space);
        let sign_start = trimmed
            .char_indices()
            .rev()
            .take_while(|(_, letter)| {
                matches!(letter, '~' | '≈' | '<' | '>' | '≥' | '≤' | '=' | '±' | '∼')
            })
            .last();
        if let Some((place, _)) = sign_start {
            let found = lexicon.before(trimmed.get(place..)?, self.language)?;
            return Some((found, self.start + place));
        }
        // The words backwards, then their suffixes, longest first.
        let mut starts = [0; MOST_WORDS];
        let mut count = 0;
        let mut left = trimmed;
        while count < MOST_WORDS {
            let word = left
                .char_indices()
                .rev()
                .skip_while(|(_, letter)| matches!(letter, '\'' | '’' | '.'))
                .take_while(|(_, letter)| letter.is_alphanumeric())
                .last();
            let Some((start, _)) = word else { break };
            starts[count] = start;
            count += 1;
            left = left.get(..start)?;
            let gap = left.trim_end_matches(|c| is_space(c) || c == '-');
            if gap.len() == left.len() && !left.ends_with(['\'', '’']) {
                break;
            }
            left = gap;
        }
        let mut words = String::new();
        (0..count).rev().find_map(|place| {
            let start = starts[place];
            words.clear();
            for letter in trimmed.get(start..)?.chars() {
                match letter {
                    '’' => words.push('\''),
                    _ if is_space(letter) && words.ends_with(' ') => {}
                    _ if is_space(letter) => words.push(' '),
                    _ => words.extend(letter.to_lowercase()),
                }
            }
            let found = lexicon.before(&words, self.language)?;
            Some((found, self.start + start))
        })
    }

    /// Returns the modifier that the words behind byte `at` mean, with their end.
    pub(super) fn modifier_after(&self, at: usize) -> Option<(Modifier, usize)> {
        let lexicon = Lexicon::get();
        let start = skip_space(self.text, at);
        if self.char_at(at) == Some('+') {
            return Some((Modifier::AtLeast, at + 1));
        }
        if start == at {
            return None;
        }
        self.longest(start, |words| lexicon.after(words, self.language))
    }

    /// Returns the currency sign or code that ends at byte `at` or over spaces before,
    /// with where it begins.
    pub(super) fn currency_before(&self, at: usize) -> Option<(&'static Unit, usize)> {
        let lexicon = Lexicon::get();
        let head = self.until(at).trim_end_matches(is_space);
        if at - self.start - head.len() > 4
            || !head.ends_with(|c: char| {
                c.is_ascii_alphabetic() || is_sign(c) || "=.".contains(c)
            })
        {
            return None;
        }
        let mut best = None;
        let inside = |c: &(usize, char)| {
            c.1.is_alphanumeric() || is_sign(c.1) || ".=".contains(c.1)
        };
        for (place, letter) in head.char_indices().rev().take(6).take_while(inside) {
            let boundary = !letter.is_alphanumeric()
                || !head.get(..place)?.ends_with(char::is_alphanumeric);
            let sign = head.get(place..)?;
            let fits = is_sign(head.chars().next_back()?)
                || sign.len() >= 2 && letter.is_ascii_uppercase()
                || sign.ends_with('=');
            if !boundary || !fits {
                continue;
            }
            let unit = lexicon.symbol(sign).or_else(|| {
                // `NZD$`, `us$`: a code or the letters of one before the sign.
                let code = sign.strip_suffix('$')?;
                lexicon.symbol(&code.to_uppercase()).or_else(|| {
                    lexicon.symbol(&sign.to_uppercase()).filter(|_| code.len() > 1)
                })
            });
            if let Some(unit) = unit.filter(|unit| unit.kind == UnitKind::Money) {
                best = Some((unit, self.start + place));
            }
        }
        // `US $ 5`, `c $ 5`
        let (unit, start) = best?;
        let before = self.until(start);
        let country = before.strip_suffix(' ').map(|before| {
            let from = before.rfind(is_space).map_or(0, |space| space + 1);
            before.get(from..).unwrap_or_default()
        });
        if self.between(start, start + 1) == "$"
            && let Some(country) =
                country.filter(|c| (2..5).contains(&c.len()) || *c == "c" || *c == "C")
            && let Some(wider) = lexicon
                .symbol(&format!("{}$", country.to_uppercase().trim_end_matches('.')))
        {
            return Some((wider, start - 1 - country.len()));
        }
        Some((unit, start))
    }

    /// Returns the abbreviated magnitude behind byte `at`, with its end.
    pub(super) fn magnitude_at(
        &self,
        at: usize,
        has_currency: bool,
    ) -> Option<(Magnitude, usize)> {
        let start = skip_space(self.text, at);
        let rest = self.from(start);
        let length = rest.bytes().take(5).take_while(u8::is_ascii_alphabetic).count();
        let magnitude = Lexicon::get().magnitude(rest.get(..length)?)?;
        let end = start + length;
        let next = self.char_at(end);
        if next.is_some_and(|next| next.is_alphanumeric() && !is_sign(next)) {
            return None;
        }
        let sign_behind = {
            let behind = skip_space(self.text, end);
            self.currency_at(behind).is_some()
        };
        let fits = match magnitude.needs {
            Needs::Currency => {
                let glued = self.char_at(end).is_some_and(is_sign);
                sign_behind && (start == at || glued)
            }
            Needs::Money => has_currency || sign_behind,
            Needs::Nothing => {
                has_currency
                    || sign_behind
                    || start == at
                    || length > 1
                    || self.from(end).starts_with([' '])
                        && ["d'", "d’", "de "].iter().any(|of| {
                            self.from(skip_space(self.text, end)).starts_with(of)
                        })
            }
        };
        fits.then_some((magnitude, end))
    }

    /// Returns the currency sign, code or name that begins at byte `at`, over `de`.
    fn currency_at(&self, at: usize) -> Option<UnitFound> {
        let mut at = at;
        for of in ["de ", "d'", "d’"] {
            if self.is_french() && self.from(at).starts_with(of) {
                at = skip_space(self.text, at + of.len());
            }
        }
        let found = self.symbol_at(at).or_else(|| self.name_at(at))?;
        (found.unit.kind == UnitKind::Money).then_some(found)
    }

    /// Returns the unit name that begins at byte `at`.
    fn name_at(&self, at: usize) -> Option<UnitFound> {
        let lexicon = Lexicon::get();
        let (unit, end) =
            self.longest(at, |words| lexicon.name(words, self.language).cloned())?;
        Some(UnitFound { unit, end, power: 0 })
    }

    /// Returns the longest unit or currency symbol that begins at byte `at`.
    fn symbol_at(&self, at: usize) -> Option<UnitFound> {
        let lexicon = Lexicon::get();
        let rest = self.from(at);
        let mut symbol = String::new();
        let mut best = None;
        for (place, letter) in rest.char_indices() {
            if place > 24 || matches!(letter, '\n' | '\t' | '(' | ')' | ',' | ';') {
                break;
            }
            if is_space(letter) {
                if place == 0 || symbol.ends_with(' ') {
                    break;
                }
                symbol.push(' ');
                continue;
            }
            // The Greek letter stands for the sign.
            symbol.push(if letter == 'μ' { 'µ' } else { letter });
            let end = at + place + letter.len_utf8();
            let next = self.char_at(end);
            // `la moitié de l’énergie` are no litres.
            let elided = matches!(next, Some('\'' | '’'))
                && self
                    .char_at(end + next.map_or(0, char::len_utf8))
                    .is_some_and(char::is_alphabetic);
            // Nor are `Un m&eacute;canisme` metres.
            let boundary = !letter.is_alphanumeric()
                || !elided
                    && next != Some('&')
                    && !next.is_some_and(char::is_alphanumeric);
            // `B.C.` is no byte.
            let initial = next == Some('.')
                && symbol.len() == 1
                && self.char_at(end + 1).is_some_and(char::is_alphabetic);
            if boundary
                && !initial
                && let Some(unit) = lexicon.symbol(&symbol)
            {
                let unit = unit.clone();
                best = Some(UnitFound { unit, end, power: 0 });
            }
        }
        best
    }

    /// Returns the unit or currency behind a number that ends at `at`: over spaces, a
    /// hyphen or `de`, with an abbreviated magnitude before and a rate behind.
    pub(super) fn unit_behind(&self, at: usize, scaled: bool) -> Option<UnitFound> {
        let mut start = skip_space(self.text, at);
        let hyphen = self.from(at).starts_with(['-', '‑']);
        if hyphen {
            start = at + self.char_at(at).map_or(0, char::len_utf8);
        }
        if scaled && self.is_french() {
            for of in ["de ", "d'", "d’", "de\u{A0}"] {
                if self.from(start).starts_with(of) {
                    start = skip_space(self.text, start + of.len());
                    break;
                }
            }
        }
        let symbol = self.symbol_at(start).filter(|symbol| {
            !hyphen || symbol.end - start > 1 && symbol.unit.kind != UnitKind::Money
        });
        let name = self.name_at(start);
        let longer = |name: &UnitFound| {
            symbol.as_ref().is_none_or(|symbol| name.end >= symbol.end)
        };
        let mut found = match name {
            Some(name) if longer(&name) => name,
            _ => symbol?,
        };
        if !self.fits(&found, at, start, hyphen) {
            return None;
        }
        // `10 milliards de $ usd`, `$31.20 US`: the code repeats or narrows the sign.
        if found.unit.kind == UnitKind::Money
            && let Some(more) =
                self.symbol_at(skip_space(self.text, found.end)).filter(|more| {
                    more.unit.kind == UnitKind::Money
                        && more.unit.code == found.unit.code
                })
        {
            found.end = more.end;
        }
        self.read_rate(&mut found);
        Some(found)
    }

    /// Refuses units that are more likely a word or part of a date.
    fn fits(&self, found: &UnitFound, at: usize, start: usize, hyphen: bool) -> bool {
        let behind = skip_space(self.text, found.end);
        match found.unit.kind {
            UnitKind::Last => {
                let glued = start == at;
                let word = self.word_at(behind);
                let ends = word.is_empty()
                    || [
                        "thick", "long", "wide", "high", "tall", "deep", "by", "or",
                        "and", "x",
                    ]
                    .contains(&word);
                !hyphen && (glued || ends)
            }
            _ => true,
        }
    }

    /// Reads `/m²`, `/MWh` behind a unit into it.
    fn read_rate(&self, found: &mut UnitFound) {
        let rest = self.from(found.end);
        if rest.starts_with('/')
            && let Some(per) =
                self.symbol_at(found.end + 1).or_else(|| self.name_at(found.end + 1))
            && matches!(
                per.unit.kind,
                UnitKind::Measure | UnitKind::Duration | UnitKind::Last
            )
        {
            found.unit.code = format!("{}/{}", found.unit.code, per.unit.code);
            found.end = per.end;
        }
    }
}

/// Tells whether a character may end a currency sign.
pub(super) fn is_sign(letter: char) -> bool {
    matches!(letter, '$' | '£' | '¥' | '€' | '¢' | '元' | '円' | '֏' | '৳' | '฿' | '៛')
        || ('\u{20A0}'..='\u{20CF}').contains(&letter)
}
