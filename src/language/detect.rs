//! The language of each block.

use std::sync::LazyLock;

use whatlang::{Detector, Lang, Script};

use super::{
    fold::fold_into,
    stopwords::{Evidence, evidence},
};
use crate::model::{Block, BlockKind, Document, Language};

/// Bytes of a block that are looked at; a longer one is looked at in [`WINDOWS`] parts.
const SAMPLE: usize = 600;
const WINDOWS: usize = 3;

/// A balance (French above 0, English below) that needs no neighbours.
const SURE: f32 = 4.0;

/// Returns the language of each block, in their order.
///
/// The words decide; a block of few words leans on its neighbours, a heading on what
/// follows it, and only a document without any evidence on what its file states.
pub(super) fn languages(document: &Document) -> Vec<Language> {
    let text = document.text();
    let mut buffers = Buffers::default();
    let findings: Vec<Finding> = document
        .blocks()
        .iter()
        .map(|block| {
            let sample = sample(text, block.span.range(), &mut buffers.sample);
            if sample {
                let sample = std::mem::take(&mut buffers.sample);
                let finding = judge(&sample, &mut buffers.word);
                buffers.sample = sample;
                finding
            } else {
                judge(block.span.quote(text), &mut buffers.word)
            }
        })
        .collect();
    settle(document.blocks(), &findings, document.metadata.stated_language)
}

/// Returns the language of a piece of text on its own, such as a query; `None` if
/// nothing speaks for one.
///
/// # Example
/// ```
/// use dicta::{language::language_of, model::Language};
/// assert_eq!(language_of("les dépenses de santé"), Some(Language::French));
/// assert_eq!(language_of("what the budget says"), Some(Language::English));
/// assert_eq!(language_of("2024"), None);
/// ```
pub fn language_of(text: &str) -> Option<Language> {
    let mut buffers = Buffers::default();
    let finding = if sample(text, 0..text.len(), &mut buffers.sample) {
        judge(&buffers.sample, &mut buffers.word)
    } else {
        judge(text, &mut buffers.word)
    };
    match finding {
        Finding::Sure(language) => Some(language),
        Finding::Leaning(balance) if balance > 0.0 => Some(Language::French),
        Finding::Leaning(balance) if balance < 0.0 => Some(Language::English),
        Finding::Leaning(_) => None,
    }
}

#[derive(Debug, Default)]
struct Buffers {
    sample: String,
    word: String,
}

/// Writes parts of a long text to `parts`; returns `false` for a short one.
fn sample(text: &str, range: std::ops::Range<usize>, parts: &mut String) -> bool {
    if range.len() <= SAMPLE {
        return false;
    }
    parts.clear();
    let window = SAMPLE / WINDOWS;
    let step = (range.len() - window) / (WINDOWS - 1);
    for place in 0..WINDOWS {
        let from = text.floor_char_boundary(range.start + place * step);
        let to = text.floor_char_boundary(from + window);
        parts.push_str(text.get(from..to).unwrap_or_default());
        parts.push('\n');
    }
    true
}

/// What a piece of text says of its language.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Finding {
    /// It is in this language.
    Sure(Language),
    /// French above 0, English below, by weight; 0 says nothing.
    Leaning(f32),
}

/// Counts of the words of a piece.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    words: u16,
    /// Function words of French only.
    french: u16,
    /// Function words of English only.
    english: u16,
    /// Those of either that no other language shares.
    own: u16,
    /// Words spelt as in French: with its accents or endings.
    french_spelling: u16,
    /// Words spelt as in English: with its letters or endings.
    english_spelling: u16,
}

/// Words after which plain prose is looked at for a first verdict.
const ENOUGH_WORDS: u16 = 16;

/// Counts until the verdict is plain.
fn count(text: &str, word: &mut String) -> Counts {
    let mut counts = Counts::default();
    let is_inner =
        |char: char| char.is_alphanumeric() || matches!(char, '-' | '\'' | '’');
    for piece in text.split(|char: char| !is_inner(char)) {
        word.clear();
        fold_into(piece, word);
        let word = word.trim_matches(['-', '\'']);
        if !word.bytes().any(|byte| byte.is_ascii_lowercase() || byte >= 128) {
            continue;
        }
        let mut rest = word;
        // An apostrophe stays with what it elides in French, with what follows it in
        // English.
        while let Some(at) = rest.find('\'') {
            let (elided, clitic) = (rest.get(..=at), rest.get(at..));
            if let Some(found) = elided.and_then(evidence) {
                counts.add(found);
                rest = rest.get(at + 1..).unwrap_or_default();
            } else {
                if let Some(found) = clitic.and_then(evidence) {
                    counts.add(found);
                }
                rest = rest.get(..at).unwrap_or_default();
                break;
            }
        }
        counts.words += 1;
        if let Some(found) = evidence(rest) {
            counts.add(found);
        } else if piece.contains(FRENCH_LETTERS) || ends_in(rest, FRENCH_ENDINGS) {
            counts.french_spelling += 1;
        } else if rest.contains(ENGLISH_LETTERS) || ends_in(rest, ENGLISH_ENDINGS) {
            counts.english_spelling += 1;
        }
        if counts.words % ENOUGH_WORDS == 0 && counts.verdict().is_some() {
            break;
        }
    }
    counts
}

const FRENCH_LETTERS: [char; 14] =
    ['é', 'è', 'ê', 'à', 'ç', 'œ', 'î', 'ô', 'û', 'ù', 'É', 'È', 'À', 'Ê'];
const FRENCH_ENDINGS: &[&str] = &[
    "aires", "aire", "eaux", "eau", "elle", "ements", "ement", "euses", "euse", "eux",
    "ieres", "iere", "iers", "ier", "ifs", "if", "iques", "ique", "oires", "oire",
    "ons", "eur", "eurs", "aux", "ois", "ait", "aient", "ez",
];
const ENGLISH_LETTERS: [char; 2] = ['k', 'w'];
const ENGLISH_ENDINGS: &[&str] = &[
    "ing", "ings", "ed", "ly", "ness", "ship", "ships", "th", "ght", "sh", "ty", "cy",
    "ry", "ity", "ies", "er", "ers", "ful", "less", "ny", "gy", "my", "ck", "ss", "ay",
    "ey", "sm", "oo", "ee", "ight", "ends", "ow", "ght",
];

/// Whether a word of four letters and more has one of the endings.
fn ends_in(word: &str, endings: &[&str]) -> bool {
    word.len() >= 4 && endings.iter().any(|ending| word.ends_with(ending))
}

impl Counts {
    fn add(&mut self, found: Evidence) {
        if found.language == Language::French {
            self.french += 1;
        } else {
            self.english += 1;
        }
        self.own += u16::from(!found.shared);
    }

    /// The language if this is plain prose: a fifth and more are function words, nearly
    /// all of one language, some of which no other language has.
    fn verdict(&self) -> Option<Language> {
        let (more, less, language) = if self.french >= self.english {
            (self.french, self.english, Language::French)
        } else {
            (self.english, self.french, Language::English)
        };
        let enough = more >= 4 && more >= 4 * less && more * 5 >= self.words;
        (enough && self.own >= 2 && self.own * 12 >= self.words).then_some(language)
    }
}

static EITHER: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(vec![Lang::Fra, Lang::Eng]));
static ANY: LazyLock<Detector> = LazyLock::new(Detector::new);

fn judge(text: &str, word: &mut String) -> Finding {
    let counts = count(text, word);
    if counts.words == 0 {
        return match ANY.detect_script(text) {
            Some(Script::Latin) | None => Finding::Leaning(0.0),
            Some(_) => Finding::Sure(Language::Other),
        };
    }
    if let Some(language) = counts.verdict() {
        return Finding::Sure(language);
    }
    if counts.words >= 4
        && counts.own * 10 <= counts.words
        && let Some(found) = ANY.detect(text)
        && !matches!(found.lang(), Lang::Fra | Lang::Eng)
    {
        let foreign_script = found.script() != Script::Latin;
        if foreign_script
            || (counts.own <= 1 && (found.is_reliable() && counts.words >= 6))
        {
            return Finding::Sure(Language::Other);
        }
    }
    let mut balance = 2.0 * (f32::from(counts.french) - f32::from(counts.english))
        + 1.5
            * (f32::from(counts.french_spelling) - f32::from(counts.english_spelling));
    if let Some(found) = EITHER.detect(text) {
        #[expect(clippy::cast_possible_truncation, reason = "a share of 1")]
        let weight = 0.5 + 3.0 * found.confidence() as f32;
        // Without accents and function words, what looks French is often English.
        balance += if found.lang() == Lang::Fra { weight - 1.0 } else { -weight };
    }
    Finding::Leaning(balance)
}

/// Gives every block a language: unsure ones lean on their neighbours.
fn settle(
    blocks: &[Block],
    findings: &[Finding],
    stated: Option<Language>,
) -> Vec<Language> {
    let sure = |finding: &Finding| match *finding {
        Finding::Sure(language) => Some(language),
        Finding::Leaning(balance) if balance >= SURE => Some(Language::French),
        Finding::Leaning(balance) if balance <= -SURE => Some(Language::English),
        Finding::Leaning(_) => None,
    };
    let mut after: Vec<Option<Language>> = vec![None; findings.len()];
    let mut next = None;
    for (place, finding) in findings.iter().enumerate().rev() {
        after[place] = next;
        next = sure(finding).or(next);
    }
    let mut before = None;
    let mut languages = Vec::with_capacity(findings.len());
    for ((block, finding), after) in blocks.iter().zip(findings).zip(after) {
        let language = if let Some(language) = sure(finding) {
            before = Some(language);
            language
        } else {
            let Finding::Leaning(balance) = *finding else { continue };
            let heads =
                matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Caption);
            // Where no neighbour is sure, what the metadata state stands for one.
            let alone = stated.filter(|_| before.is_none() && after.is_none());
            lean(balance, before.or(alone), after.or(alone), heads)
                .or(stated)
                .unwrap_or_default()
        };
        languages.push(language);
    }
    languages
}

/// The language of an unsure block between sure ones.
fn lean(
    balance: f32,
    before: Option<Language>,
    after: Option<Language>,
    heads: bool,
) -> Option<Language> {
    let (near, far) = if heads { (after, before) } else { (before, after) };
    let near_weight = if near == far || far.is_none() { 3.0 } else { 2.0 };
    let pull = |language, weight: f32| match language {
        Some(Language::French) => weight,
        Some(Language::English) => -weight,
        _ => 0.0,
    };
    let sum = balance + pull(near, near_weight) + pull(far, 1.0);
    if near == Some(Language::Other) && (far == near || far.is_none()) {
        return near;
    }
    if sum > 0.0 {
        Some(Language::French)
    } else if sum < 0.0 {
        Some(Language::English)
    } else {
        near.or(far)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::document;

    /// `marked` has one block a line, each with its code and a bar before.
    fn check(marked: &str) {
        let lines: Vec<_> =
            marked.lines().filter_map(|line| line.trim().split_once('|')).collect();
        let kinds = lines.iter().map(|(_, line)| {
            let heading = !line.ends_with('.');
            let kind = if heading {
                BlockKind::Heading { level: 1 }
            } else {
                BlockKind::Paragraph
            };
            (*line, kind)
        });
        let document = document(kinds);
        let found: Vec<_> = languages(&document).iter().map(|l| l.code()).collect();
        let expected: Vec<_> = lines.iter().map(|(code, _)| *code).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_decide() {
        check(
            "fr|La dette publique a baissé de deux points depuis le début de l’année.
             en|Public debt has fallen by two points since the beginning of the year.
             fr|Les ministres ont adopté le plan.
             en|The ministers have adopted the plan.",
        );
    }

    #[test]
    fn headings_lean_on_what_follows() {
        check(
            "fr|Introduction
             fr|Le présent rapport examine la situation des finances publiques.
             en|Introduction
             en|This report looks at the state of public finances.",
        );
    }

    #[test]
    fn other_languages_are_told_apart() {
        check(
            "und|Der vorliegende Bericht untersucht die Lage der öffentlichen Finanzen und ihre Entwicklung im vergangenen Jahr.
             und|El presente informe examina la situación de las finanzas públicas y su evolución durante el último año.
             und|Настоящий доклад рассматривает состояние государственных финансов.
             fr|Le présent rapport examine la situation des finances publiques et leur évolution.",
        );
    }

    #[test]
    fn numbers_lean_on_neighbours_and_then_on_the_file() {
        check(
            "en|The budget of the department is as follows.
             en|2024 2025.
             en|It will grow.",
        );
        let mut document = document([("2024", BlockKind::Paragraph)]);
        assert_eq!(languages(&document), [Language::Other]);
        document.metadata.stated_language = Some(Language::French);
        assert_eq!(languages(&document), [Language::French]);
    }

    #[test]
    fn long_blocks_are_sampled() {
        let mut buffer = String::new();
        let text = "é".repeat(10_000);
        assert!(sample(&text, 0..text.len(), &mut buffer));
        assert!(buffer.len() <= SAMPLE + WINDOWS);
    }
}
