//! Stand-off annotation: values at places of a text.

use super::Span;

/// A value at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation<T> {
    /// The place.
    pub span: Span,
    /// What was found there.
    pub value: T,
}

impl<T> Annotation<T> {
    /// Puts `value` at `span`.
    pub fn new(span: Span, value: T) -> Self {
        Self { span, value }
    }
}

/// All annotations of one kind on one text, sorted by start, then by end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer<T> {
    annotations: Vec<Annotation<T>>,
    /// The greatest length in bytes, which bounds how far back a look-up goes.
    longest: usize,
}

impl<T> Default for Layer<T> {
    fn default() -> Self {
        Self { annotations: Vec::new(), longest: 0 }
    }
}

impl<T> Layer<T> {
    /// Sorts the annotations into a layer; those at one place keep their order.
    pub fn new(mut annotations: Vec<Annotation<T>>) -> Self {
        annotations.sort_by_key(|annotation| annotation.span);
        let longest = annotations.iter().map(|annotation| annotation.span.len()).max();
        Self { annotations, longest: longest.unwrap_or(0) }
    }

    /// Returns the number of annotations.
    pub fn len(&self) -> usize {
        self.annotations.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.annotations.is_empty()
    }

    /// Returns them in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Annotation<T>> {
        self.annotations.iter()
    }

    /// Returns them in order, as a slice.
    pub fn as_slice(&self) -> &[Annotation<T>] {
        &self.annotations
    }

    /// Changes the values; the places stay.
    pub fn values_mut(&mut self) -> impl Iterator<Item = (Span, &mut T)> {
        self.annotations
            .iter_mut()
            .map(|annotation| (annotation.span, &mut annotation.value))
    }

    /// Gives the annotations back, in order.
    pub fn into_vec(self) -> Vec<Annotation<T>> {
        self.annotations
    }

    /// Returns those that lie within `span`, in order.
    pub fn within(&self, span: Span) -> impl Iterator<Item = &Annotation<T>> {
        self.overlapping(span).filter(move |found| span.contains(found.span))
    }

    /// Returns those that hold all of `span`, in order.
    pub fn covering(&self, span: Span) -> impl Iterator<Item = &Annotation<T>> {
        self.overlapping(span).filter(move |found| found.span.contains(span))
    }

    /// Returns those that share at least a byte with `span`, in order.
    pub fn overlapping(&self, span: Span) -> impl Iterator<Item = &Annotation<T>> {
        let earliest = span.start().saturating_sub(self.longest);
        let from = self.annotations.partition_point(|a| a.span.start() < earliest);
        self.annotations
            .iter()
            .skip(from)
            .take_while(move |found| found.span.start() < span.end())
            .filter(move |found| found.span.overlaps(span))
    }
}

impl<'a, T> IntoIterator for &'a Layer<T> {
    type Item = &'a Annotation<T>;
    type IntoIter = std::slice::Iter<'a, Annotation<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> FromIterator<Annotation<T>> for Layer<T> {
    fn from_iter<I: IntoIterator<Item = Annotation<T>>>(annotations: I) -> Self {
        Self::new(annotations.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer() -> Layer<&'static str> {
        let text = "la dette de la France";
        [(0..21, "all"), (3..8, "dette"), (12..21, "la France"), (15..21, "France")]
            .into_iter()
            .map(|(range, name)| Annotation::new(Span::new(text, range).unwrap(), name))
            .collect()
    }

    fn names<'a>(
        found: impl Iterator<Item = &'a Annotation<&'static str>>,
    ) -> Vec<&'static str> {
        found.map(|annotation| annotation.value).collect()
    }

    #[test]
    fn looks_up_by_place() {
        let text = "la dette de la France";
        let span = |range| Span::new(text, range).unwrap();
        assert_eq!(names(layer().within(span(10..21))), ["la France", "France"]);
        assert_eq!(
            names(layer().covering(span(16..18))),
            ["all", "la France", "France"]
        );
        assert_eq!(
            names(layer().overlapping(span(7..13))),
            ["all", "dette", "la France"]
        );
    }
}
