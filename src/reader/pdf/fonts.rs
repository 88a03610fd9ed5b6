//! What a font of a PDF says about its codes: characters, advances, weight.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::hayro_cmap::BfString;
use hayro_font::{
    CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn,
};
use hayro_syntax::object::{Array, Dict, Name, Stream};

use super::streams;

/// The fonts of one document, each loaded once.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    resolver: FontResolverFn,
    cmaps: CMapResolverFn,
    faces: RefCell<HashMap<FaceKey, Option<Rc<Face<'a>>>>>,
}

/// The number of the font's object, or where its dictionary lies in memory.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
enum FaceKey {
    Object(u32, i32),
    Place(usize, usize),
}

/// One font, with what was asked of it so far.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Face<'a> {
    font: Font<'a>,
    /// Whether it is heavier than regular.
    pub(super) bold: bool,
    /// Whether it is slanted.
    pub(super) italic: bool,
    /// Whether its signs for "much less" and "much greater" are quotation marks: French
    /// TeX takes them from small symbol fonts.
    guillemets: bool,
    /// Whether its letters `e` are euro signs: TeX has fonts of nothing but these.
    euros: bool,
    /// Whether lines run from left to right.
    pub(super) horizontal: bool,
    /// A number of its own in the document.
    pub(super) number: u32,
    /// For a font of drawn characters without names: how TeX counts them.
    counted: Option<Counted>,
    /// What codes below 256 stand for.
    short: RefCell<Vec<Option<Code>>>,
    codes: RefCell<HashMap<u32, Code>>,
}

/// What a character code stands for.
#[derive(Clone)]
pub(super) struct Code {
    /// How far the pen moves, in parts of the size.
    pub(super) advance: f32,
    /// The characters.
    pub(super) letters: Letters,
}

/// The characters of a code.
#[derive(Clone)]
pub(super) enum Letters {
    /// The font does not say.
    Unknown,
    /// One character.
    One(char),
    /// Several, as for a ligature.
    Many(Rc<str>),
}

impl<'a> Fonts<'a> {
    /// Returns the fonts of a document, none loaded yet.
    pub(super) fn new() -> Self {
        Self {
            cache: FontCache::new(),
            resolver: Arc::new(|query| {
                Some(match query {
                    FontQuery::Standard(font) => font.get_font_data(),
                    FontQuery::Fallback(query) => {
                        query.pick_standard_font().get_font_data()
                    }
                })
            }),
            cmaps: Arc::new(|_| None),
            faces: RefCell::default(),
        }
    }

    /// Returns the font of the dictionary; `None` if it cannot be read.
    pub(super) fn face(&self, dict: &Dict<'a>) -> Option<Rc<Face<'a>>> {
        let key = dict.obj_id().map_or_else(
            || FaceKey::Place(dict.data().as_ptr().addr(), dict.data().len()),
            |id| FaceKey::Object(id.obj_number, id.gen_number),
        );
        if let Some(face) = self.faces.borrow().get(&key) {
            return face.clone();
        }
        let face = self.load(dict).map(Rc::new);
        self.faces.borrow_mut().insert(key, face.clone());
        face
    }

    fn load(&self, dict: &Dict<'a>) -> Option<Face<'a>> {
        let descendant = dict
            .get::<Array<'_>>("DescendantFonts")
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let descriptor = dict
            .get::<Dict<'_>>("FontDescriptor")
            .or_else(|| descendant?.get::<Dict<'_>>("FontDescriptor"));
        let programs = ["FontFile", "FontFile2", "FontFile3"];
        let bounded = programs
            .iter()
            .filter_map(|&key| descriptor.as_ref()?.get::<Stream<'_>>(key))
            .chain(dict.get::<Stream<'_>>("ToUnicode"))
            .all(|stream| streams::is_bounded(&stream));
        if !bounded {
            return None;
        }
        let font = self.cache.font(dict, &self.resolver, &self.cmaps)?;
        let name = dict
            .get::<Name<'_>>("BaseFont")
            .map(|name| name.as_str().to_ascii_lowercase())
            .unwrap_or_default();
        let name = name.split_once('+').map_or(name.as_str(), |(_, rest)| rest);
        let number = |key: &str| descriptor.as_ref().and_then(|d| d.get::<f32>(key));
        Some(Face {
            bold: is_bold(name) || number("FontWeight").is_some_and(|w| w >= 600.0),
            italic: is_italic(name) || number("ItalicAngle").is_some_and(|a| a != 0.0),
            guillemets: ["lasy", "cmsy5", "cmsy6"]
                .iter()
                .any(|start| name.starts_with(start)),
            euros: name.contains("feym") || name.contains("feyb"),
            horizontal: font.is_horizontal(),
            number: u32::try_from(self.faces.borrow().len()).unwrap_or(0) & 0x00ff_ffff,
            counted: counted(dict),
            font,
            short: RefCell::new(vec![None; 256]),
            codes: RefCell::default(),
        })
    }
}

/// Tells whether a font's name, in lower case, is that of a heavy face.
fn is_bold(name: &str) -> bool {
    ["bold", "black", "heavy", "demi", "-bd", "-medi"].iter().any(|w| name.contains(w))
        || ["cmbx", "cmb1", "cmssbx", "sfbx", "ecbx"]
            .iter()
            .any(|w| name.starts_with(w))
}

/// Tells whether a font's name, in lower case, is that of a slanted face.
fn is_italic(name: &str) -> bool {
    ["italic", "oblique", "slanted", "-it"].iter().any(|w| name.contains(w))
        || ["cmti", "cmsl", "cmbxti", "sfti", "ecti"]
            .iter()
            .any(|w| name.starts_with(w))
}

impl Face<'_> {
    /// Reads the code at `offset` and tells how many bytes it takes, at least 1.
    pub(super) fn read(&self, bytes: &[u8], offset: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(bytes, offset);
        (code, length.max(1))
    }

    /// Returns what the code stands for.
    pub(super) fn code(&self, code: u32) -> Code {
        let place = usize::try_from(code).unwrap_or(usize::MAX);
        if let Some(Some(known)) = self.short.borrow().get(place) {
            return known.clone();
        }
        if let Some(known) = self.codes.borrow().get(&code) {
            return known.clone();
        }
        let found = self.find(code);
        if let Some(short) = self.short.borrow_mut().get_mut(place) {
            *short = Some(found.clone());
        } else {
            self.codes.borrow_mut().insert(code, found.clone());
        }
        found
    }

    fn find(&self, code: u32) -> Code {
        let advance = self.font.code_advance(code);
        let along = if self.horizontal { advance.x } else { advance.y };
        let unicode = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        #[expect(clippy::cast_possible_truncation, reason = "an advance is small")]
        let mut code_found =
            Code { advance: along as f32 / 1000.0, letters: letters(unicode) };
        if let Letters::One(letter) = &mut code_found.letters {
            match letter {
                '≪' if self.guillemets => *letter = '«',
                '≫' if self.guillemets => *letter = '»',
                'e' | 'E' if self.euros => *letter = '€',
                _ => {}
            }
        }
        if let (Letters::Unknown, Some(counted)) = (&code_found.letters, self.counted) {
            code_found.letters = counted.letters(code);
        }
        code_found
    }
}

/// How TeX counts the characters of a text font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// In the old way, without accented letters (OT1).
    Old,
    /// In the way of Cork (T1).
    Cork,
}

/// Returns how the characters are counted in a font that is drawn dot by dot and names
/// its characters by their numbers, as old TeX programs write them.
fn counted(dict: &Dict<'_>) -> Option<Counted> {
    let is_drawn =
        dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Type3");
    if !is_drawn || dict.get::<Stream<'_>>("ToUnicode").is_some() {
        return None;
    }
    let drawn = dict.get::<Dict<'_>>("CharProcs")?;
    let mut numbers = Vec::new();
    for name in drawn.keys() {
        let digits =
            name.as_str().trim_start_matches(|c: char| c.is_ascii_alphabetic());
        numbers.push(digits.parse::<u32>().ok().filter(|number| *number < 256)?);
    }
    let old = numbers.iter().any(|number| (11..=15).contains(number));
    Some(if old { Counted::Old } else { Counted::Cork })
}

impl Counted {
    fn letters(self, code: u32) -> Letters {
        let many = |text: &str| Letters::Many(text.into());
        let one =
            |code: u32| char::from_u32(code).map_or(Letters::Unknown, Letters::One);
        match (self, code) {
            (Self::Old, 11) | (Self::Cork, 27) => many("ff"),
            (Self::Old, 12) | (Self::Cork, 28) => many("fi"),
            (Self::Old, 13) | (Self::Cork, 29) => many("fl"),
            (Self::Old, 14) | (Self::Cork, 30) => many("ffi"),
            (Self::Old, 15) | (Self::Cork, 31) => many("ffl"),
            (Self::Old, 16) => Letters::One('ı'),
            (Self::Old, 18) => Letters::One('`'),
            (Self::Old, 19) => Letters::One('´'),
            (Self::Old, 24) => Letters::One('¸'),
            (Self::Old, 26) => Letters::One('æ'),
            (Self::Old, 27) | (Self::Cork, 247) => Letters::One('œ'),
            (Self::Old, 30) | (Self::Cork, 215) => Letters::One('Œ'),
            (Self::Old, 92) | (Self::Cork, 16) => Letters::One('“'),
            (Self::Old, 34) | (Self::Cork, 17) => Letters::One('”'),
            (Self::Old, 123) | (Self::Cork, 21) => Letters::One('–'),
            (Self::Old, 124) | (Self::Cork, 22) => Letters::One('—'),
            (Self::Old, 94) => Letters::One('ˆ'),
            (Self::Old, 127) => Letters::One('¨'),
            (Self::Cork, 19) => Letters::One('«'),
            (Self::Cork, 20) => Letters::One('»'),
            (Self::Cork, 127) => Letters::One('-'),
            (_, 39) => Letters::One('’'),
            (_, 96) => Letters::One('‘'),
            (_, 32..=126) | (Self::Cork, 192..=255) => one(code),
            _ => Letters::Unknown,
        }
    }
}

/// Returns the characters, those of private use that all programs know translated.
fn letters(unicode: Option<BfString>) -> Letters {
    match unicode {
        None => Letters::Unknown,
        Some(BfString::Char(letter)) => {
            known(letter).map_or(Letters::Unknown, Letters::One)
        }
        Some(BfString::String(text)) => {
            let text: String = text.chars().filter_map(known).collect();
            let mut letters = text.chars();
            match (letters.next(), letters.next()) {
                (None, _) => Letters::Unknown,
                (Some(letter), None) => Letters::One(letter),
                _ => Letters::Many(text.into()),
            }
        }
    }
}

/// Returns the character unless it means nothing outside its font.
fn known(letter: char) -> Option<char> {
    Some(match letter {
        '\t' | '\n' | '\r' => ' ',
        // The places of the bullets in the symbol fonts of word processors.
        '\u{f0b7}' | '\u{f06c}' | '\u{f09f}' => '•',
        '\u{f0a7}' | '\u{f06e}' | '\u{f0a8}' => '▪',
        '\u{f0d8}' | '\u{f0e0}' | '\u{f0e8}' => '→',
        '\u{f0fc}' => '✓',
        '\u{f02d}' => '–',
        '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => return None,
        letter if letter.is_control() => return None,
        letter => letter,
    })
}
