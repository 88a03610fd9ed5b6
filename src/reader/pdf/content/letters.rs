//! The characters that a page writes.

use std::rc::Rc;

use hayro_font::kurbo::{Affine, Point};
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Name, Object};
use hayro_syntax::page::Resources;

use super::{Glyph, Pen, UNKNOWN, matrix, narrow};
use crate::reader::pdf::fonts::{Code, Face, Letters};

/// The two matrices of a text object.
#[derive(Clone, Copy)]
pub(super) struct Text {
    matrix: Affine,
    line: Affine,
}

impl Text {
    /// Returns a text object that begins at the origin.
    pub(super) fn start() -> Self {
        Self { matrix: Affine::IDENTITY, line: Affine::IDENTITY }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.matrix = self.line;
    }
}

/// Where and in which direction a string is written.
struct Writing {
    /// Its start on the page.
    x: f32,
    y: f32,
    /// How far a point of text reaches on the page.
    along: (f32, f32),
    /// The height of the type on the page, in points.
    size: f32,
}

impl Writing {
    fn new(pen: &Pen<'_, '_>, face: &Face<'_>, text: &Text) -> Self {
        let state = &pen.state;
        let shown = state.ctm * text.matrix;
        let start = shown * Point::new(0.0, f64::from(state.rise));
        let [a, b, c, d, _, _] = shown.as_coeffs();
        let stretch = f64::from(state.stretch);
        let along = if face.horizontal {
            (narrow(a * stretch), narrow(b * stretch))
        } else {
            (narrow(c), narrow(d))
        };
        Self {
            x: narrow(start.x),
            y: narrow(start.y),
            along,
            size: state.size.abs() * narrow(c.hypot(d)),
        }
    }
}

impl<'a> Pen<'a, '_> {
    /// Follows an instruction of writing; all others do nothing.
    pub(super) fn write(
        &mut self,
        instruction: &TypedInstruction<'_, '_>,
        resources: &Resources<'a>,
        text: &mut Text,
    ) {
        use TypedInstruction as I;
        match instruction {
            I::BeginText(_) => {
                *text = Text::start();
            }
            I::SetTextMatrix(m) => {
                text.line = matrix([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]);
                text.matrix = text.line;
            }
            I::NextLine(by) => text.next_line(by.0.as_f64(), by.1.as_f64()),
            I::NextLineAndSetLeading(by) => {
                self.state.leading = -by.1.as_f32();
                text.next_line(by.0.as_f64(), by.1.as_f64());
            }
            I::NextLineUsingLeading(_) => {
                text.next_line(0.0, -f64::from(self.state.leading));
            }
            I::CharacterSpacing(space) => self.state.letter_space = space.0.as_f32(),
            I::WordSpacing(space) => self.state.word_space = space.0.as_f32(),
            I::HorizontalScaling(percent) => {
                self.state.stretch = percent.0.as_f32() / 100.0;
            }
            I::TextLeading(leading) => self.state.leading = leading.0.as_f32(),
            I::TextRise(rise) => self.state.rise = rise.0.as_f32(),
            I::TextRenderingMode(mode) => self.state.mode = mode.0.as_i64(),
            I::TextFont(font) => {
                self.state.size = font.1.as_f32();
                self.state.face = self.face(font.0, resources);
            }
            I::ShowText(string) => self.show(string.0.as_bytes(), text),
            I::NextLineAndShowText(string) => {
                text.next_line(0.0, -f64::from(self.state.leading));
                self.show(string.0.as_bytes(), text);
            }
            I::ShowTextWithParameters(string) => {
                self.state.word_space = string.0.as_f32();
                self.state.letter_space = string.1.as_f32();
                text.next_line(0.0, -f64::from(self.state.leading));
                self.show(string.2.as_bytes(), text);
            }
            I::ShowTexts(parts) => {
                for part in parts.0.iter::<Object<'_>>() {
                    match part {
                        Object::String(string) => self.show(string.as_bytes(), text),
                        Object::Number(by) => {
                            let way = -by.as_f32() / 1000.0 * self.state.size;
                            self.advance(text, way);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns the font of a name, looked up once for a stream of instructions.
    fn face(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
    ) -> Option<Rc<Face<'a>>> {
        if let Some((_, face)) =
            self.named.iter().find(|(known, _)| known.as_str() == name.as_str())
        {
            return face.clone();
        }
        let face = resources.get_font(name).and_then(|dict| self.fonts.face(&dict));
        self.named.push((name.as_str().to_owned(), face.clone()));
        face
    }

    fn advance(&self, text: &mut Text, way: f32) {
        let horizontal = self.state.face.as_ref().is_none_or(|face| face.horizontal);
        let by = if horizontal {
            (f64::from(way * self.state.stretch), 0.0)
        } else {
            (0.0, f64::from(way))
        };
        text.matrix *= Affine::translate(by);
    }

    fn show(&mut self, bytes: &[u8], text: &mut Text) {
        let Some(face) = self.state.face.clone() else {
            self.ink.unmapped = self
                .ink
                .unmapped
                .saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
            return;
        };
        let hidden = self.is_hidden();
        let pen = Writing::new(self, &face, text);
        // How far the pen has come along the line.
        let mut come = 0.0;
        let mut at = 0;
        while at < bytes.len() {
            let (number, length) = face.read(bytes, at);
            at += length;
            let code = face.code(number);
            let mut way = code.advance * self.state.size + self.state.letter_space;
            let mut bare = code.advance * self.state.size;
            if number == 32 && length == 1 {
                way += self.state.word_space;
                bare = way;
            }
            if !hidden {
                self.glyph(&face, &code, bare, come, &pen);
            }
            come += way;
        }
        self.advance(text, come);
    }

    /// Keeps one character; `bare` is its width without letter-spacing, `come` the way
    /// from the start of the string.
    fn glyph(
        &mut self,
        face: &Face<'_>,
        code: &Code,
        bare: f32,
        come: f32,
        pen: &Writing,
    ) {
        let (x, y) = (pen.x + come * pen.along.0, pen.y + come * pen.along.1);
        let (dx, dy) = (bare * pen.along.0, bare * pen.along.1);
        let size = pen.size;
        let off_page = x < -20.0
            || y < -20.0
            || x > self.ink.width + 20.0
            || y > self.ink.height + 20.0;
        if !(size > 0.5 && [x, y, dx, dy].iter().all(|part| part.is_finite()))
            || off_page
        {
            return;
        }
        let mut glyph = Glyph {
            letter: ' ',
            x,
            y,
            dx,
            dy,
            size,
            bold: face.bold,
            italic: face.italic,
            look: (face.number << 8) | u32::from(self.state.tint),
            invisible: self.state.mode == 3,
        };
        match &code.letters {
            Letters::Unknown => {
                self.ink.unmapped += 1;
                glyph.letter = UNKNOWN;
                self.ink.glyphs.push(glyph);
            }
            Letters::One(letter) => {
                glyph.letter = *letter;
                self.ink.glyphs.push(glyph);
            }
            Letters::Many(letters) => {
                #[expect(clippy::cast_precision_loss, reason = "a handful of letters")]
                let share = 1.0 / letters.chars().count().max(1) as f32;
                glyph.dx *= share;
                glyph.dy *= share;
                for letter in letters.chars() {
                    glyph.letter = letter;
                    self.ink.glyphs.push(glyph);
                    glyph.x += glyph.dx;
                    glyph.y += glyph.dy;
                }
            }
        }
    }
}
