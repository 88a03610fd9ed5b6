//! Runs the drawing instructions of a page and keeps what layout needs: characters with
//! their places, ruling lines, filled boxes, pictures.
//!
//! Only text and straight lines are followed; colours matter in so far as white boxes
//! are none. Every instruction and character is counted against a budget, so that a
//! page that draws itself again and again comes to an end.

mod letters;
mod paths;

use std::rc::Rc;

use hayro_font::kurbo::{Affine, Point};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use letters::Text;
use paths::Subpath;

use super::fonts::{Face, Fonts};
use super::geometry::Area;
use super::info;
use super::streams;

/// The most instructions that are followed on one page; dense maps take a million.
const MOST_STEPS: u32 = 4_000_000;
/// The most characters that are kept of one page.
const MOST_GLYPHS: usize = 400_000;
/// The most lines and boxes that are kept of one page.
const MOST_RULES: usize = 40_000;
/// How deep drawings may stand within drawings.
const DEEPEST: u32 = 16;

/// A character that its font does not tell.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// What a page shows; places in points from the top left corner, y downwards.
#[derive(Debug, Default)]
pub(super) struct Ink {
    /// Width and height of the page as it is shown.
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) glyphs: Vec<Glyph>,
    /// Horizontal and vertical lines.
    pub(super) rules: Vec<Area>,
    /// Framed or shaded boxes.
    pub(super) boxes: Vec<Area>,
    pub(super) pictures: Vec<Area>,
    /// Small drawn shapes, as browsers draw the marks of lists.
    pub(super) dots: Vec<Area>,
    /// How many characters the fonts give no meaning for.
    pub(super) unmapped: u32,
    /// Whether a stream of the page was damaged.
    pub(super) damaged: bool,
    /// Whether the budget ran out before the page was done.
    pub(super) cut_short: bool,
}

/// A character on the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) letter: char,
    /// The start of the base line of the character.
    pub(super) x: f32,
    pub(super) y: f32,
    /// The way of the pen to the next character.
    pub(super) dx: f32,
    pub(super) dy: f32,
    /// The height of the type, in points.
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// The font and the colour, as a number of their own.
    pub(super) look: u32,
    /// Drawn in no ink, as the text layer of a scan is.
    pub(super) invisible: bool,
}

/// Runs the instructions of `page`.
pub(super) fn ink<'a>(page: &Page<'a>, fonts: &Fonts<'a>) -> Ink {
    let (width, height) = page.render_dimensions();
    let mut pen = Pen {
        fonts,
        ink: Ink { width, height, ..Ink::default() },
        steps: 0,
        state: State::new(Affine::new(page.initial_transform(true).as_coeffs())),
        stack: Vec::new(),
        path: Vec::new(),
        depth: 0,
        named: Vec::new(),
        marked: Vec::new(),
    };
    let content = pen.content(page);
    pen.run(&content, page.resources());
    pen.annotations(page);
    pen.ink
}

#[derive(Clone)]
struct State<'a> {
    ctm: Affine,
    stroke_width: f32,
    white: bool,
    /// The colour, roughly; 0 for black and dark grey.
    tint: u8,
    face: Option<Rc<Face<'a>>>,
    size: f32,
    letter_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
    mode: i64,
}

impl State<'_> {
    fn new(ctm: Affine) -> Self {
        Self {
            ctm,
            stroke_width: 1.0,
            white: false,
            tint: 0,
            face: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }
}

struct Pen<'a, 'f> {
    fonts: &'f Fonts<'a>,
    ink: Ink,
    steps: u32,
    state: State<'a>,
    stack: Vec<State<'a>>,
    /// The subpaths so far: points on the page, and whether all edges are straight.
    path: Vec<Subpath>,
    depth: u32,
    /// The fonts of this stream of instructions, by their names in it.
    named: Vec<(String, Option<Rc<Face<'a>>>)>,
    /// The marked parts that are open.
    marked: Vec<Marked>,
}

/// A marked part of the page.
enum Marked {
    Plain,
    /// In a layer that is switched off.
    Hidden,
    /// The characters from here on stand for this text.
    Replaced {
        text: String,
        from: usize,
    },
}

impl<'a> Pen<'a, '_> {
    /// Returns the page's instructions, unpacked.
    fn content(&mut self, page: &Page<'a>) -> Vec<u8> {
        let raw = page.raw();
        if let Some(stream) = raw.get::<Stream<'_>>("Contents") {
            let (bytes, whole) = streams::unpack(&stream);
            self.ink.damaged |= !whole;
            return bytes;
        }
        let mut all = Vec::new();
        if let Some(parts) = raw.get::<Array<'_>>("Contents") {
            for part in parts.iter::<Stream<'_>>() {
                if all.len() as u64 > streams::LIMIT {
                    self.ink.cut_short = true;
                    break;
                }
                let (bytes, whole) = streams::unpack(&part);
                self.ink.damaged |= !whole;
                all.extend(bytes);
                all.push(b' ');
            }
        }
        all
    }

    /// Draws the form fields and notes that are drawn on the page.
    fn annotations(&mut self, page: &Page<'a>) {
        let Some(annotations) = page.raw().get::<Array<'a>>("Annots") else { return };
        for annotation in annotations.iter::<Dict<'a>>() {
            let is_field = annotation
                .get::<Name<'_>>("Subtype")
                .is_some_and(|kind| matches!(kind.as_str(), "Widget" | "FreeText"));
            let flags = annotation.get::<u32>("F").unwrap_or(0);
            let form = annotation
                .get::<Dict<'a>>("AP")
                .and_then(|looks| looks.get::<Stream<'a>>("N"));
            let place = annotation.get::<[f32; 4]>("Rect");
            if !is_field || flags & 0b10_0010 != 0 {
                continue;
            }
            if let (Some(form), Some([x0, y0, x1, y1])) = (form, place) {
                let corner = (f64::from(x0.min(x1)), f64::from(y0.min(y1)));
                let outer = self.state.clone();
                self.state.ctm *= Affine::translate(corner);
                self.form(&form, page.resources());
                self.state = outer;
            }
        }
    }

    fn run(&mut self, content: &[u8], resources: &Resources<'a>) {
        let depth = self.stack.len();
        let open = self.marked.len();
        let named = std::mem::take(&mut self.named);
        self.ink.glyphs.reserve((content.len() / 4).min(MOST_GLYPHS / 8));
        let mut text = Text::start();
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.steps += 1;
            if self.steps > MOST_STEPS || self.ink.glyphs.len() > MOST_GLYPHS {
                self.ink.cut_short = true;
                break;
            }
            self.step(&instruction, resources, &mut text, depth);
        }
        self.path.clear();
        self.named = named;
        self.marked.truncate(open);
        if self.stack.len() > depth {
            self.stack.truncate(depth + 1);
            if let Some(outer) = self.stack.pop() {
                self.state = outer;
            }
        }
    }

    fn step(
        &mut self,
        instruction: &TypedInstruction<'_, '_>,
        resources: &Resources<'a>,
        text: &mut Text,
        depth: usize,
    ) {
        use TypedInstruction as I;
        match instruction {
            I::SaveState(_) if self.stack.len() < 512 => {
                self.stack.push(self.state.clone());
            }
            I::RestoreState(_) if self.stack.len() > depth => {
                if let Some(outer) = self.stack.pop() {
                    self.state = outer;
                }
            }
            I::Transform(m) => {
                self.state.ctm *= matrix([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]);
            }
            I::LineWidth(width) => self.state.stroke_width = width.0.as_f32(),
            I::SetGraphicsState(name) => self.graphics_state(name.0, resources),
            I::NonStrokeColorDeviceGray(gray) => self.color(&[gray.0.as_f32()]),
            I::NonStrokeColorDeviceRgb(rgb) => {
                self.color(&[&rgb.0, &rgb.1, &rgb.2].map(Number::as_f32));
            }
            I::NonStrokeColorCmyk(cmyk) => {
                self.color(&[&cmyk.0, &cmyk.1, &cmyk.2, &cmyk.3].map(Number::as_f32));
            }
            I::ColorSpaceNonStroke(_) => self.color(&[0.0]),
            I::NonStrokeColor(color) => self.color_of(&color.0),
            I::NonStrokeColorNamed(color) => {
                if color.1.is_none() {
                    self.color_of(&color.0);
                } else {
                    self.color(&[0.5, 0.5, 0.51]);
                }
            }
            I::XObject(name) => {
                if let Some(stream) = resources.get_x_object(name.0) {
                    self.object(&stream, resources);
                }
            }
            I::InlineImage(_) => self.picture(),
            I::BeginMarkedContentWithProperties(mark) => {
                let properties = match mark.1 {
                    Object::Name(name) => {
                        resources.properties.get::<Dict<'_>>(name.as_str())
                    }
                    Object::Dict(dict) => Some(dict.clone()),
                    _ => None,
                };
                let mark = self.marked_part(mark.0.as_str(), properties.as_ref());
                self.marked.push(mark);
            }
            I::BeginMarkedContent(_) => self.marked.push(Marked::Plain),
            I::EndMarkedContent(_) => {
                if let Some(Marked::Replaced { text, from }) = self.marked.pop() {
                    self.replace(&text, from);
                }
            }
            _ => {
                self.draw(instruction);
                self.write(instruction, resources, text);
            }
        }
    }

    fn color_of(&mut self, parts: &[Number]) {
        let parts: Vec<f32> = parts.iter().take(4).map(Number::as_f32).collect();
        self.color(&parts);
    }

    /// Takes a colour of one (grey), three (red, green, blue) or four parts (inks).
    fn color(&mut self, parts: &[f32]) {
        let rgb = match *parts {
            [grey] => [grey; 3],
            [red, green, blue] => [red, green, blue],
            [cyan, magenta, yellow, black] => {
                [cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black))
            }
            _ => [0.0; 3],
        };
        self.state.white = rgb.iter().all(|part| *part > 0.98);
        let is_dark = rgb.iter().all(|part| *part < 0.28);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of 1 in six steps"
        )]
        let steps = rgb.map(|part| (part.clamp(0.0, 1.0) * 5.0).round() as u8);
        self.state.tint =
            if is_dark { 0 } else { 1 + steps[0] * 36 + steps[1] * 6 + steps[2] };
    }

    fn marked_part(&self, tag: &str, properties: Option<&Dict<'_>>) -> Marked {
        let Some(properties) = properties else { return Marked::Plain };
        if tag == "OC" && is_off(properties) {
            return Marked::Hidden;
        }
        let text = properties.get::<hayro_syntax::object::String<'_>>("ActualText");
        text.map_or(Marked::Plain, |text| Marked::Replaced {
            text: info::text(text.as_bytes()),
            from: self.ink.glyphs.len(),
        })
    }

    /// Puts `text` in the place of the characters from `from` on.
    fn replace(&mut self, text: &str, from: usize) {
        let drawn = self.ink.glyphs.split_off(from.min(self.ink.glyphs.len()));
        let (Some(first), Some(last)) = (drawn.first(), drawn.last()) else { return };
        let one_line = (first.y - last.y).hypot(0.0) < first.size
            || (first.x - last.x).abs() < first.size;
        if text.chars().count() > 4 * drawn.len() || drawn.len() > 64 || !one_line {
            // The text of a whole passage: the characters tell where it stands.
            self.ink.glyphs.extend(drawn);
            return;
        }
        if text == "\u{ad}" {
            // A place where a word may be broken takes no room.
            self.ink.glyphs.push(Glyph {
                letter: '\u{ad}',
                dx: 0.01,
                dy: 0.0,
                ..*first
            });
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "a handful of letters")]
        let share = 1.0 / text.chars().count().max(1) as f32;
        let (dx, dy) = (
            (last.x + last.dx - first.x) * share,
            (last.y + last.dy - first.y) * share,
        );
        let mut glyph = Glyph { dx, dy, ..*first };
        for letter in text.chars() {
            glyph.letter = letter;
            self.ink.glyphs.push(glyph);
            glyph.x += dx;
            glyph.y += dy;
        }
    }

    fn graphics_state(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        let Some(settings) = resources.get_ext_g_state(name) else { return };
        if let Some(width) = settings.get::<f32>("LW") {
            self.state.stroke_width = width;
        }
        if let Some(font) = settings.get::<Array<'a>>("Font") {
            let mut parts = font.flex_iter();
            if let (Some(dict), Some(size)) =
                (parts.next::<Dict<'a>>(), parts.next::<f32>())
            {
                self.state.face = self.fonts.face(&dict);
                self.state.size = size;
            }
        }
    }

    fn object(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) {
        let dict = stream.dict();
        if dict.get::<Dict<'_>>("OC").is_some_and(|layer| is_off(&layer)) {
            return;
        }
        match dict.get::<Name<'_>>("Subtype").as_ref().map(Name::as_str) {
            Some("Image") => self.picture(),
            Some("Form") => {
                let outer = self.state.clone();
                self.form(stream, resources);
                self.state = outer;
            }
            _ => {}
        }
    }

    fn form(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) {
        if self.depth >= DEEPEST {
            self.ink.cut_short = true;
            return;
        }
        let dict = stream.dict();
        if let Some(matrix) = dict.get::<[f64; 6]>("Matrix") {
            self.state.ctm *= Affine::new(matrix);
        }
        let own = dict.get::<Dict<'a>>("Resources").map(Resources::new);
        let (content, whole) = streams::unpack(stream);
        self.ink.damaged |= !whole;
        // Unpacking is work, too.
        self.steps = self
            .steps
            .saturating_add(u32::try_from(content.len() / 16).unwrap_or(MOST_STEPS));
        self.depth += 1;
        let path = std::mem::take(&mut self.path);
        self.run(&content, own.as_ref().unwrap_or(resources));
        self.path = path;
        self.depth -= 1;
    }

    fn is_hidden(&self) -> bool {
        self.marked.iter().any(|part| matches!(part, Marked::Hidden))
    }

    fn picture(&mut self) {
        if self.is_hidden() || self.ink.pictures.len() >= MOST_RULES {
            return;
        }
        let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
            .map(|corner| self.state.ctm * Point::from(corner));
        if let Some(area) = hull(&corners) {
            self.ink.pictures.push(area);
        }
    }
}

/// Tells whether a layer is switched off by its own usage entry.
fn is_off(layer: &Dict<'_>) -> bool {
    let state = |key: &str, state: &str| {
        layer
            .get::<Dict<'_>>("Usage")
            .and_then(|usage| usage.get::<Dict<'_>>(key))
            .and_then(|usage| usage.get::<Name<'_>>(state))
            .is_some_and(|name| name.as_str() == "OFF")
    };
    state("View", "ViewState")
}

fn matrix(parts: [&Number; 6]) -> Affine {
    Affine::new(parts.map(Number::as_f64))
}

fn hull(points: &[Point]) -> Option<Area> {
    let first = points.first()?;
    let mut area =
        Area::new(narrow(first.x), narrow(first.y), narrow(first.x), narrow(first.y));
    for point in points {
        let (x, y) = (narrow(point.x), narrow(point.y));
        area = area.hull(&Area::new(x, y, x, y));
    }
    [area.x0, area.y0, area.x1, area.y1]
        .iter()
        .all(|part| part.is_finite())
        .then_some(area)
}

#[expect(clippy::cast_possible_truncation, reason = "places need no more digits")]
fn narrow(value: f64) -> f32 {
    value as f32
}
