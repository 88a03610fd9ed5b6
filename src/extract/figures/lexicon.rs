//! The lexicons of units, currencies, magnitudes, modifiers and traps.

use std::sync::LazyLock;

use crate::language::WordMap;
use crate::model::{Language, Modifier};

/// The compiled lexicons, read from `lexicon/*.tsv`.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// Unit and currency names, by language, in normal form.
    names: [WordMap<String, Unit>; 2],
    /// Unit and currency symbols, as they are written.
    symbols: WordMap<String, Unit>,
    magnitudes: WordMap<&'static str, Magnitude>,
    before: [WordMap<&'static str, Modifier>; 2],
    after: [WordMap<&'static str, Modifier>; 2],
    words: [WordMap<&'static str, Traits>; 2],
    months: [WordMap<&'static str, u8>; 2],
}

/// A unit or currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// ISO 4217, UCUM-like, `%`, `pp` or `bp`.
    pub code: String,
    pub kind: UnitKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitKind {
    Money,
    Percent,
    /// Percentage points if the number has decimals, else counted points.
    Points,
    Duration,
    Measure,
    /// A measure only where no word follows (`2 in`, `15 K`).
    Last,
}

/// An abbreviated magnitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Magnitude {
    pub power: u32,
    pub needs: Needs,
}

/// What must stand beside a [`Magnitude`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    /// A currency on either side.
    Money,
    /// A currency sign right behind.
    Currency,
}

/// What is known of a word beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Traits(u16);

impl Traits {
    /// Makes a reference of the bare number behind it (`article`, `page`).
    pub(super) const LABEL: Self = Self(1);
    /// Is no counted noun.
    pub(super) const STOP: Self = Self(2);
    /// May stand between number and noun (`autres`).
    pub(super) const ADJECTIVE: Self = Self(4);
    /// Is plural though it does not look so (`people`).
    pub(super) const IRREGULAR: Self = Self(8);
    /// Makes a year of the bare number behind it.
    pub(super) const YEAR_CUE: Self = Self(16);
    /// Makes a period of a half or quarter (`first half`).
    pub(super) const HALF_PERIOD: Self = Self(32);
    /// Says that something changes (`from 5 to 6`).
    pub(super) const CHANGE: Self = Self(64);
    /// Says that something spans a range.
    pub(super) const RANGE: Self = Self(128);
    /// Names standards, in capitals.
    pub(super) const STANDARD: Self = Self(512);
    /// Leads to a telephone number.
    pub(super) const PHONE: Self = Self(256);

    fn named(kind: &str) -> Self {
        match kind {
            "label" => Self::LABEL,
            "stop" => Self::STOP,
            "adjective" => Self::ADJECTIVE,
            "irregular" => Self::IRREGULAR,
            "year_cue" => Self::YEAR_CUE,
            "half_period" => Self::HALF_PERIOD,
            "change" => Self::CHANGE,
            "range" => Self::RANGE,
            "phone" => Self::PHONE,
            "standard" => Self::STANDARD,
            _ => Self::default(),
        }
    }

    pub(super) fn has(self, trait_: Self) -> bool {
        self.0 & trait_.0 != 0
    }
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// The languages whose tables a name in the field `language` goes into.
fn tables(language: &str) -> &'static [usize] {
    match language {
        "fr" => &[0],
        "en" => &[1],
        _ => &[0, 1],
    }
}

fn table(language: Language) -> usize {
    usize::from(language != Language::French)
}

fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines().skip(1).map(|line| line.split('\t').collect())
}

/// SI prefixes: letter, power of ten as a code letter, French and English names.
const PREFIXES: [(char, &str, &str, &str); 15] = [
    ('k', "k", "kilo", "kilo"),
    ('M', "M", "méga", "mega"),
    ('G', "G", "giga", "giga"),
    ('T', "T", "téra", "tera"),
    ('P', "P", "péta", "peta"),
    ('E', "E", "exa", "exa"),
    ('h', "h", "hecto", "hecto"),
    ('d', "d", "déci", "deci"),
    ('c', "c", "centi", "centi"),
    ('m', "m", "milli", "milli"),
    ('µ', "u", "micro", "micro"),
    ('n', "n", "nano", "nano"),
    ('p', "p", "pico", "pico"),
    ('f', "f", "femto", "femto"),
    ('a', "a", "atto", "atto"),
];

impl Lexicon {
    /// Returns the built-in lexicons, compiled at first use.
    pub(super) fn get() -> &'static Self {
        &LEXICON
    }

    fn read() -> Self {
        let mut lexicon = Self::default();
        for row in rows(include_str!("../../../lexicon/units.tsv")) {
            let &[code, kind, symbols, french, english, prefixes] = row.as_slice()
            else {
                continue;
            };
            lexicon.add_unit(code, kind, symbols, [french, english], prefixes);
        }
        for row in rows(include_str!("../../../lexicon/currencies.tsv")) {
            let &[code, symbols, french, english] = row.as_slice() else { continue };
            lexicon.add_unit(code, "money", symbols, [french, english], "");
            if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                lexicon.add_symbol(code, code, UnitKind::Money);
                // Small letters make a word of most codes (`un mur`, `all`, `try`).
                let common = [
                    "EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY", "CNY", "NZD",
                    "SEK", "NOK", "DKK", "HKD", "INR", "SGD", "BRL", "ZAR", "PLN",
                ];
                let small = common.contains(&code);
                for names in lexicon.names.iter_mut().filter(|_| small) {
                    let unit = Unit { code: code.into(), kind: UnitKind::Money };
                    names.entry(code.to_lowercase()).or_insert(unit);
                }
            }
        }
        for row in rows(include_str!("../../../lexicon/magnitudes.tsv")) {
            let &[form, power, needs] = row.as_slice() else { continue };
            let needs = match needs {
                "money" => Needs::Money,
                "currency" => Needs::Currency,
                _ => Needs::Nothing,
            };
            if let Ok(power) = power.parse() {
                lexicon.magnitudes.insert(form, Magnitude { power, needs });
            }
        }
        for row in rows(include_str!("../../../lexicon/modifiers.tsv")) {
            let &[language, sign, side, words] = row.as_slice() else { continue };
            let modifier = match sign {
                "~" => Modifier::About,
                ">" => Modifier::Over,
                "<" => Modifier::Under,
                ">=" => Modifier::AtLeast,
                _ => Modifier::AtMost,
            };
            for &table in tables(language) {
                let side = if side == "before" {
                    &mut lexicon.before
                } else {
                    &mut lexicon.after
                };
                side[table].insert(words, modifier);
            }
        }
        for row in rows(include_str!("../../../lexicon/figure_traps.tsv")) {
            let &[language, kind, words, value] = row.as_slice() else { continue };
            for &table in tables(language) {
                if let ("month", Ok(month)) = (kind, value.parse()) {
                    lexicon.months[table].insert(words, month);
                } else {
                    lexicon.words[table].entry(words).or_default().0 |=
                        Traits::named(kind).0;
                }
            }
        }
        lexicon
    }

    fn add_unit(
        &mut self,
        code: &str,
        kind: &str,
        symbols: &str,
        names: [&str; 2],
        prefixes: &str,
    ) {
        let kind = match kind {
            "money" => UnitKind::Money,
            "percent" => UnitKind::Percent,
            "points" => UnitKind::Points,
            "duration" => UnitKind::Duration,
            "last" => UnitKind::Last,
            _ => UnitKind::Measure,
        };
        for symbol in symbols.split('|').filter(|symbol| !symbol.is_empty()) {
            self.add_symbol(symbol, code, kind);
            for (letter, power, ..) in known(prefixes) {
                self.add_symbol(
                    &format!("{letter}{symbol}"),
                    &format!("{power}{code}"),
                    kind,
                );
            }
        }
        for (table, names) in names.into_iter().enumerate() {
            for name in names.split('|').filter(|name| !name.is_empty()) {
                self.add_name(table, name, code, kind);
                for (_, power, french, english) in known(prefixes) {
                    let prefix = if table == 0 { french } else { english };
                    let name = format!("{prefix}{name}");
                    self.add_name(table, &name, &format!("{power}{code}"), kind);
                }
            }
        }
    }

    fn add_symbol(&mut self, symbol: &str, code: &str, kind: UnitKind) {
        // A code made by a prefix never displaces one that a line gives.
        self.symbols
            .entry(symbol.to_owned())
            .or_insert_with(|| Unit { code: code.to_owned(), kind });
    }

    fn add_name(&mut self, table: usize, name: &str, code: &str, kind: UnitKind) {
        let name = name.to_lowercase().replace('-', " ");
        let words: Vec<&str> = name.split(' ').collect();
        let plural = |word: &str| {
            let kept = word.len() < 3
                || word.ends_with(['s', 'x', 'z'])
                || matches!(word, "par" | "per" | "des" | "of" | "co2" | "équivalent");
            let kept = kept && word != "an";
            if kept { word.to_owned() } else { format!("{word}s") }
        };
        let mut forms = vec![name.clone()];
        if let Some((first, rest)) = words.split_first() {
            let rest: Vec<String> = rest.iter().map(|&word| word.to_owned()).collect();
            forms.push([vec![plural(first)], rest].concat().join(" "));
        }
        forms.push(words.iter().map(|word| plural(word)).collect::<Vec<_>>().join(" "));
        if let Some((last, rest)) = words.split_last() {
            let rest: Vec<String> = rest.iter().map(|&word| word.to_owned()).collect();
            forms.push([rest, vec![plural(last)]].concat().join(" "));
        }
        for form in forms {
            let unit = Unit { code: code.to_owned(), kind };
            self.names[table].entry(form).or_insert(unit);
        }
    }

    /// Returns the unit or currency of a name, given in normal form.
    pub(super) fn name(&self, name: &str, language: Language) -> Option<&Unit> {
        self.names[table(language)].get(name)
    }

    /// Returns the unit or currency of a symbol, given with plain spaces.
    pub(super) fn symbol(&self, symbol: &str) -> Option<&Unit> {
        self.symbols.get(symbol)
    }

    /// Returns the magnitude that letters abbreviate.
    pub(super) fn magnitude(&self, letters: &str) -> Option<Magnitude> {
        self.magnitudes.get(letters).copied()
    }

    /// Returns what words before a figure make of it, given in normal form.
    pub(super) fn before(&self, words: &str, language: Language) -> Option<Modifier> {
        self.before[table(language)].get(words).copied()
    }

    /// Returns what words behind a figure make of it, given in normal form.
    pub(super) fn after(&self, words: &str, language: Language) -> Option<Modifier> {
        self.after[table(language)].get(words).copied()
    }

    /// Returns what is known of a word, in lower case.
    pub(super) fn traits(&self, word: &str, language: Language) -> Traits {
        let lower;
        let word = if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            word
        } else {
            lower = word.to_lowercase();
            &lower
        };
        self.words[table(language)].get(word).copied().unwrap_or_default()
    }

    /// Tells whether a word in capitals names a body or series of standards.
    pub(super) fn is_standard(&self, word: &str) -> bool {
        self.words[0].get(word).is_some_and(|traits| traits.has(Traits::STANDARD))
    }

    /// Returns the month, 1 to 12, of its name or abbreviation.
    pub(super) fn month(&self, word: &str, language: Language) -> Option<u8> {
        self.months[table(language)].get(word.to_lowercase().as_str()).copied()
    }
}

/// The prefixes that a unit takes.
fn known(
    letters: &str,
) -> impl Iterator<Item = (char, &'static str, &'static str, &'static str)> {
    PREFIXES.into_iter().filter(move |prefix| letters.contains(prefix.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, French};

    #[test]
    fn one_line_gives_a_unit_its_prefixes_and_plurals() {
        let lexicon = Lexicon::get();
        let code =
            |name, language| lexicon.name(name, language).map(|u| u.code.as_str());
        assert_eq!(code("mètres carrés", French), Some("m2"));
        assert_eq!(code("gigawatts", English), Some("GW"));
        assert_eq!(code("points de base", French), Some("bp"));
        assert_eq!(code("us dollars", English), Some("USD"));
        assert_eq!(lexicon.symbol("TWh").map(|u| u.code.as_str()), Some("TWh"));
        assert_eq!(lexicon.symbol("CHF").map(|u| u.code.as_str()), Some("CHF"));
    }

    #[test]
    fn every_line_is_read() {
        for file in [
            include_str!("../../../lexicon/units.tsv"),
            include_str!("../../../lexicon/currencies.tsv"),
            include_str!("../../../lexicon/magnitudes.tsv"),
            include_str!("../../../lexicon/modifiers.tsv"),
            include_str!("../../../lexicon/figure_traps.tsv"),
            include_str!("../../../lexicon/numbers.tsv"),
        ] {
            let columns = file.lines().next().unwrap().split('\t').count();
            for line in file.lines() {
                assert_eq!(line.split('\t').count(), columns, "{line}");
            }
        }
    }
}
