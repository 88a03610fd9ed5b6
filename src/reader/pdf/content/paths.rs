//! The lines and boxes that a page draws.

use hayro_font::kurbo::Point;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::Number;

use super::{MOST_RULES, Pen, hull};

/// The thickest filled box that is taken for a line, in points.
const THICK: f32 = 3.5;

/// A part of the path that is being drawn.
#[derive(Default)]
pub(super) struct Subpath {
    points: Vec<Point>,
    curved: bool,
    closed: bool,
}

impl Pen<'_, '_> {
    /// Follows an instruction of drawing; all others do nothing.
    pub(super) fn draw(&mut self, instruction: &TypedInstruction<'_, '_>) {
        use TypedInstruction as I;
        match instruction {
            I::MoveTo(to) => {
                let point = self.point(&to.0, &to.1);
                self.path.push(Subpath { points: vec![point], ..Subpath::default() });
            }
            I::LineTo(to) => {
                let point = self.point(&to.0, &to.1);
                if let Some(subpath) = self.path.last_mut()
                    && subpath.points.len() < 64
                {
                    subpath.points.push(point);
                }
            }
            I::CubicTo(to) => self.curve(&to.4, &to.5),
            I::CubicStartTo(to) => self.curve(&to.2, &to.3),
            I::CubicEndTo(to) => self.curve(&to.2, &to.3),
            I::ClosePath(_) => self.close(),
            I::RectPath(rect) => {
                let [x, y, w, h] =
                    [rect.0, rect.1, rect.2, rect.3].map(|part| part.as_f64());
                let points = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
                    .map(|corner| self.state.ctm * Point::from(corner));
                self.path.push(Subpath {
                    points: points.to_vec(),
                    curved: false,
                    closed: true,
                });
            }
            I::StrokePath(_) => self.paint(false, true),
            I::CloseAndStrokePath(_) => {
                self.close();
                self.paint(false, true);
            }
            I::FillPathNonZero(_)
            | I::FillPathNonZeroCompatibility(_)
            | I::FillPathEvenOdd(_) => self.paint(true, false),
            I::FillAndStrokeNonZero(_) | I::FillAndStrokeEvenOdd(_) => {
                self.paint(true, true);
            }
            I::CloseFillAndStrokeNonZero(_) | I::CloseFillAndStrokeEvenOdd(_) => {
                self.close();
                self.paint(true, true);
            }
            I::EndPath(_) => self.path.clear(),
            _ => {}
        }
        if self.path.len() > MOST_RULES {
            self.path.clear();
        }
    }

    fn point(&self, x: &Number, y: &Number) -> Point {
        self.state.ctm * Point::new(x.as_f64(), y.as_f64())
    }

    fn curve(&mut self, x: &Number, y: &Number) {
        let point = self.point(x, y);
        if let Some(subpath) = self.path.last_mut() {
            subpath.curved = true;
            if subpath.points.len() < 64 {
                subpath.points.push(point);
            }
        }
    }

    fn close(&mut self) {
        if let Some(subpath) = self.path.last_mut() {
            subpath.closed = true;
        }
    }

    /// Keeps the straight lines and boxes of the path, then forgets it.
    fn paint(&mut self, filled: bool, stroked: bool) {
        let path = std::mem::take(&mut self.path);
        if self.is_hidden()
            || self.ink.rules.len() >= MOST_RULES
            || self.ink.boxes.len() >= MOST_RULES
        {
            return;
        }
        for subpath in &path {
            let Some(area) = hull(&subpath.points) else { continue };
            let is_dot = (1.5..9.0).contains(&area.width())
                && (0.7..1.4).contains(&(area.width() / area.height().max(0.1)))
                && ((filled && !self.state.white) || stroked);
            if is_dot && self.ink.dots.len() < MOST_RULES {
                self.ink.dots.push(area);
                continue;
            }
            let is_box = subpath.points.len() >= 4
                && (subpath.closed || filled)
                && area.width() > 2.0 * THICK
                && area.height() > 2.0 * THICK;
            if filled && !self.state.white {
                if is_box {
                    self.ink.boxes.push(area);
                } else if area.width() <= THICK || area.height() <= THICK {
                    self.ink.rules.push(area);
                }
            }
            if !stroked || subpath.curved {
                continue;
            }
            if is_box && subpath.points.len() <= 5 {
                self.ink.boxes.push(area);
            }
            let ends = subpath.points.iter().skip(1);
            let back = subpath.points.first().filter(|_| subpath.closed);
            for (from, to) in subpath.points.iter().zip(ends.chain(back)) {
                if let Some(edge) = hull(&[*from, *to])
                    && (edge.width() < 1.0) != (edge.height() < 1.0)
                {
                    self.ink.rules.push(edge);
                }
            }
        }
    }
}
