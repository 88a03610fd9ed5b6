//! From the characters of a source to the text that spans point into, alignment kept.

use crate::model::DocumentBuilder;

/// Appends `raw`, which stands at byte `source` of the source, in normal form.
///
/// The rules, each noted in the alignment: NFC; ligatures (`ﬁ`, `ﬀ`) become their
/// letters; soft hyphens, zero-width and control characters go; CRLF, tabs, line ends
/// and runs of white space become one space; a no-break or narrow no-break space is
/// kept (a run that holds one becomes that one).
pub fn append(builder: &mut DocumentBuilder, raw: &str, source: usize) {
    let (text, alignment) = builder.parts();
    alignment.keep(text.len(), source, raw.len());
    text.push_str(raw);
}
