//! Areas on a page.

/// An upright area of a page, in points, y downwards: `x0 <= x1` and `y0 <= y1`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Area {
    pub(super) x0: f32,
    pub(super) y0: f32,
    pub(super) x1: f32,
    pub(super) y1: f32,
}

impl Area {
    pub(super) fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { x0, y0, x1, y1 }
    }

    pub(super) fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    pub(super) fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// Returns the smallest area that holds both.
    pub(super) fn hull(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// Returns the smallest area that holds all; `None` for none.
    pub(super) fn hull_of<'a>(
        areas: impl IntoIterator<Item = &'a Self>,
    ) -> Option<Self> {
        areas.into_iter().fold(None, |hull: Option<Self>, area| {
            Some(hull.map_or(*area, |hull| hull.hull(area)))
        })
    }

    /// Returns the area with `by` points more on every side.
    pub(super) fn grown(&self, by: f32) -> Self {
        Self::new(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)
    }

    /// Tells whether the middle of `other` lies inside.
    pub(super) fn holds_middle(&self, other: &Self) -> bool {
        let (x, y) =
            (f32::midpoint(other.x0, other.x1), f32::midpoint(other.y0, other.y1));
        (self.x0..=self.x1).contains(&x) && (self.y0..=self.y1).contains(&y)
    }

    /// Tells whether the areas touch or overlap.
    pub(super) fn touches(&self, other: &Self) -> bool {
        self.x0 <= other.x1
            && other.x0 <= self.x1
            && self.y0 <= other.y1
            && other.y0 <= self.y1
    }

    /// Returns by how much the heights overlap; negative for a gap between.
    pub(super) fn overlap_y(&self, other: &Self) -> f32 {
        self.y1.min(other.y1) - self.y0.max(other.y0)
    }

    /// Returns by how much the widths overlap; negative for a gap between.
    pub(super) fn overlap_x(&self, other: &Self) -> f32 {
        self.x1.min(other.x1) - self.x0.max(other.x0)
    }

    /// Returns the area as it stands when the page is turned so that what ran in the
    /// direction `turn` (quarter turns clockwise) runs to the right.
    pub(super) fn turned(&self, turn: u8) -> Self {
        let (ax, ay) = turned(self.x0, self.y0, turn);
        let (bx, by) = turned(self.x1, self.y1, turn);
        Self::new(ax.min(bx), ay.min(by), ax.max(bx), ay.max(by))
    }
}

/// Returns the place as it stands when the page is turned so that what ran in the
/// direction `turn` (quarter turns clockwise: 1 is downwards) runs to the right.
pub(super) fn turned(x: f32, y: f32, turn: u8) -> (f32, f32) {
    match turn {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    }
}
