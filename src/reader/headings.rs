//! Headings, titles and captions that a file does not name as such.

use super::draft::{Draft, Piece, Words};
use super::labels::{self, Class};
use crate::model::BlockKind;

/// How far from the front a title may stand, in blocks.
const TITLE_WITHIN: usize = 12;
/// The longest heading that is guessed, in bytes.
const LONGEST: usize = 160;

/// What a paragraph is for, as its style's name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Role {
    /// Nothing particular.
    #[default]
    Plain,
    /// The report's title.
    Title,
    /// A heading; level from 1.
    Heading(u8),
    /// A line of a table of contents, of figures, or its heading.
    Contents,
    /// The words above or below a table or picture.
    Caption,
}

impl Role {
    /// Reads the name of a built-in style, which Word writes in English or in the
    /// language of its user, and `LibreOffice` in its own way.
    pub(super) fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase().replace(['_', '-'], " ");
        let name = name.trim();
        let (stem, number) = match name.rfind(|c: char| !c.is_ascii_digit()) {
            Some(last) => name.split_at_checked(
                last + name.get(last..)?.chars().next().map_or(1, char::len_utf8),
            )?,
            None => (name, ""),
        };
        let level = number.parse::<u8>().ok().filter(|level| (1..=9).contains(level));
        Some(match (stem.trim(), level) {
            ("title" | "titre" | "titre principal", None) => Self::Title,
            ("subtitle" | "sous titre", None) => Self::Plain,
            ("heading" | "titre", Some(level)) => Self::Heading(level),
            (
                "toc"
                | "tm"
                | "contents"
                | "table des matières"
                | "table of contents"
                | "table of figures"
                | "table des illustrations"
                | "contents heading"
                | "toc heading"
                | "en tête de table des matières"
                | "index heading"
                | "table of authorities",
                _,
            ) => Self::Contents,
            (
                "caption" | "légende" | "table caption" | "figure caption"
                | "illustration" | "drawing",
                None,
            ) => Self::Caption,
            _ => return None,
        })
    }
}

impl Draft {
    /// Gives a kind to paragraphs that look like titles, headings and captions, where
    /// the file names no style for them.
    pub(super) fn find_headings(&mut self) {
        self.find_captions();
        let body = self.body_size();
        self.find_title(body);
        if !self.has_sections() {
            self.find_sections(body);
        }
        self.raise_only_first_heading();
        self.join_title();
        self.lift_sections();
    }

    /// Joins the lines of a title that takes several paragraphs.
    fn join_title(&mut self) {
        let is_title =
            |p: &Piece| matches!(p, Piece::Block(BlockKind::Heading { level: 0 }, _));
        let Some(first) = self.pieces.iter().position(is_title) else { return };
        while self.pieces.get(first + 1).is_some_and(is_title) {
            self.looks.remove(first + 1);
            let next = self.pieces.remove(first + 1);
            if let (Some(Piece::Block(_, title)), Piece::Block(_, words)) =
                (self.pieces.get_mut(first), next)
            {
                title.part();
                title.append(&words);
            }
        }
    }

    /// Makes the highest sections those of level 1.
    fn lift_sections(&mut self) {
        let mut levels: Vec<&mut u8> = Vec::new();
        for piece in &mut self.pieces {
            if let Piece::Block(BlockKind::Heading { level }, _) = piece
                && *level > 0
            {
                levels.push(level);
            }
        }
        let top = levels.iter().map(|level| **level).min().unwrap_or(1);
        for level in levels {
            *level -= top - 1;
        }
    }

    /// Returns the size in half points of most of the text; 0 if sizes are not known.
    fn body_size(&self) -> u32 {
        let mut sizes: Vec<(u32, usize)> = Vec::new();
        for (piece, look) in self.pieces.iter().zip(&self.looks) {
            if let Piece::Block(
                BlockKind::Paragraph | BlockKind::ListItem { .. },
                words,
            ) = piece
            {
                match sizes.iter_mut().find(|(size, _)| *size == look.size) {
                    Some((_, length)) => *length += words.raw().len(),
                    None => sizes.push((look.size, words.raw().len())),
                }
            }
        }
        sizes.into_iter().max_by_key(|(_, length)| *length).map_or(0, |(size, _)| size)
    }

    fn has_sections(&self) -> bool {
        self.pieces.iter().any(|piece| {
            matches!(piece, Piece::Block(BlockKind::Heading { level }, _) if *level > 0)
        })
    }

    /// Takes the largest type near the front for the title.
    fn find_title(&mut self, body: u32) {
        let is_title =
            |p: &Piece| matches!(p, Piece::Block(BlockKind::Heading { level: 0 }, _));
        if self.pieces.iter().any(is_title) {
            return;
        }
        let heading_size = self
            .pieces
            .iter()
            .zip(&self.looks)
            .filter(|(piece, _)| {
                matches!(piece, Piece::Block(BlockKind::Heading { .. }, _))
            })
            .map(|(_, look)| look.size)
            .max()
            .unwrap_or(0);
        let mut best: Option<(usize, u32)> = None;
        for (place, (piece, look)) in
            self.pieces.iter().zip(&self.looks).enumerate().take(TITLE_WITHIN)
        {
            match piece {
                Piece::Block(BlockKind::Heading { .. }, _) => break,
                Piece::Block(BlockKind::Paragraph, words)
                    if words.raw().trim().len() <= 2 * LONGEST
                        && best.is_none_or(|(_, size)| look.size > size) =>
                {
                    best = Some((place, look.size));
                }
                _ => {}
            }
        }
        let Some((place, size)) = best else { return };
        // Clearly above the text, and no smaller than any heading.
        if body > 0
            && size * 10 >= body * 12
            && size >= heading_size
            && let Some(Piece::Block(kind, _)) = self.pieces.get_mut(place)
        {
            *kind = BlockKind::Heading { level: 0 };
        }
    }

    /// Takes short paragraphs in larger or bold type for headings, larger type first.
    fn find_sections(&mut self, body: u32) {
        let mut sizes: Vec<u32> = Vec::new();
        let mut found = Vec::new();
        let mut paragraphs = 0;
        for (place, (piece, look)) in self.pieces.iter().zip(&self.looks).enumerate() {
            let Piece::Block(BlockKind::Paragraph, words) = piece else { continue };
            paragraphs += 1;
            let above = body > 0 && look.size * 100 >= body * 108;
            if (look.bold || above) && looks_like_heading(words) {
                found.push((place, look.size));
                if !sizes.contains(&look.size) {
                    sizes.push(look.size);
                }
            }
        }
        // Where most is bold, bold says nothing.
        if found.len() * 2 > paragraphs {
            return;
        }
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        for (place, size) in found {
            let rank = sizes.iter().position(|known| *known == size).unwrap_or(0);
            let level = u8::try_from(rank + 1).unwrap_or(6).min(6);
            if let Some(Piece::Block(kind, _)) = self.pieces.get_mut(place) {
                *kind = BlockKind::Heading { level };
            }
        }
    }

    /// Makes the only heading of the highest level the title where it is the first
    /// heading and near the front, and raises the others: the writer began so.
    pub(super) fn raise_only_first_heading(&mut self) {
        let body = self.pieces.iter().filter(|piece| match piece {
            Piece::Block(kind, _) => kind.is_body(),
            Piece::Table(_) => true,
        });
        let headings = body.enumerate().filter_map(|(place, piece)| match piece {
            Piece::Block(BlockKind::Heading { level }, _) => Some((place, *level)),
            _ => None,
        });
        let headings: Vec<(usize, u8)> = headings.collect();
        let Some(&(place, top)) = headings.first() else { return };
        let is_only = headings.iter().skip(1).all(|(_, level)| *level > top);
        // A heading without others is a title where nothing stands before it.
        let within = if headings.len() > 1 { TITLE_WITHIN } else { 1 };
        if top == 0 || place >= within || !is_only {
            return;
        }
        for piece in &mut self.pieces {
            if let Piece::Block(BlockKind::Heading { level }, _) = piece {
                *level = level.saturating_sub(top);
            }
        }
    }

    /// Finds captions by their first words, next to what they describe or not.
    pub(super) fn find_captions(&mut self) {
        let mut after_table = false;
        for piece in &mut self.pieces {
            let Piece::Block(kind, words) = piece else {
                after_table = true;
                continue;
            };
            if *kind == BlockKind::Paragraph
                && (is_caption(words.raw()) || after_table && is_source(words.raw()))
            {
                *kind = BlockKind::Caption;
            } else if *kind != BlockKind::Caption {
                after_table = false;
            }
        }
    }
}

/// Tells whether a paragraph has the shape of a heading.
fn looks_like_heading(words: &Words) -> bool {
    let text = words.raw().trim();
    text.len() <= LONGEST
        && text.chars().any(char::is_alphabetic)
        && !text.ends_with(['.', ';', ',', '!', '»', '”'])
}

/// Tells whether a line numbers a table or picture: `Tableau 2 – Crédits`, `Figure 1:`.
fn is_caption(text: &str) -> bool {
    let text = text.trim();
    let Some(name) = text.split([' ', '\u{a0}', '\u{202f}']).next() else {
        return false;
    };
    if !name.starts_with(char::is_uppercase) || !labels::is_whole(Class::Caption, name)
    {
        return false;
    }
    let rest = text.strip_prefix(name).unwrap_or_default();
    let Some(rest) = rest.strip_prefix([' ', '\u{a0}', '\u{202f}']) else {
        return false;
    };
    let number =
        rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.');
    let has_digit = rest
        .strip_suffix(number)
        .is_some_and(|number| number.chars().any(|c| c.is_ascii_digit()));
    let after = number.trim_start();
    has_digit
        && text.len() <= 300
        && (after.starts_with([':', '–', '—', '-', '|']) || after.is_empty() || {
            // `Table 1. Grants`, where the point went with the number.
            rest.strip_suffix(number).is_some_and(|number| number.ends_with('.'))
        })
}

/// Tells whether a line under a table names its source.
fn is_source(text: &str) -> bool {
    let head = text.trim().split([':', '–', '.']).next().unwrap_or_default().trim();
    text.len() <= 600
        && head.len() < text.trim().len()
        && head.starts_with(char::is_uppercase)
        && labels::is_whole(Class::Source, head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind::{Caption, Paragraph};
    use crate::reader::draft::Look;

    /// Checks the kinds found for lines, each with its size and whether it is bold.
    fn check(lines: &[(&str, u32, bool)], expected: &[BlockKind]) {
        let mut draft = Draft::default();
        for &(line, size, bold) in lines {
            draft.block_with_look(
                Paragraph,
                Words::from(line),
                Look { size, bold, ..Look::default() },
            );
        }
        draft.find_headings();
        let kinds: Vec<_> = draft
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Block(kind, _) => *kind,
                Piece::Table(_) => BlockKind::Table { table: 0 },
            })
            .collect();
        assert_eq!(kinds, expected);
    }

    #[test]
    fn names_of_styles_tell_their_role_in_both_languages() {
        for (name, role) in [
            ("heading 1", Some(Role::Heading(1))),
            ("Titre 2", Some(Role::Heading(2))),
            ("Heading_20_3", None),
            ("Title", Some(Role::Title)),
            ("Titre", Some(Role::Title)),
            ("Sous-titre", Some(Role::Plain)),
            ("toc 1", Some(Role::Contents)),
            ("TOC Heading", Some(Role::Contents)),
            ("TM 2", Some(Role::Contents)),
            ("caption", Some(Role::Caption)),
            ("Légende", Some(Role::Caption)),
            ("Normal", None),
            ("heading", None),
        ] {
            assert_eq!(Role::of(name), role, "{name}");
        }
    }

    const fn heading(level: u8) -> BlockKind {
        BlockKind::Heading { level }
    }

    #[test]
    fn the_largest_type_is_the_title_and_bold_lines_are_headings() {
        let text = "Les crédits ouverts atteignent 19,9 M€ et la dépense augmente.";
        check(
            &[
                ("Chambre maritime", 22, false),
                ("Ports secondaires : quels investissements ?", 40, false),
                ("Un cadre d’action récent", 28, true),
                (text, 22, false),
                ("Suivi", 22, true),
                (text, 22, false),
            ],
            &[Paragraph, heading(0), heading(1), Paragraph, heading(2), Paragraph],
        );
        check(
            &[("The report.", 22, false), (text, 22, false)],
            &[Paragraph, Paragraph],
        );
    }

    #[test]
    fn a_title_of_two_lines_is_one() {
        let mut draft = Draft::default();
        for (words, level) in [("Best Practices", 0), ("for Emails", 0), ("Part 1", 2)]
        {
            draft.block(heading(level), Words::from(words));
        }
        draft.find_headings();
        let expected = [(0, "Best Practices for Emails"), (1, "Part 1")];
        let expected = expected.map(|(l, w)| Piece::Block(heading(l), Words::from(w)));
        assert_eq!(draft.pieces, expected);
        assert_eq!(draft.looks.len(), 2);
    }

    #[test]
    fn captions_are_known_by_their_first_words() {
        for (text, expected) in [
            ("Tableau 2 – Crédits par poste", true),
            ("Table 1: Amounts and recipients", true),
            ("Figure A.3 | Spending", true),
            ("Table 1. Grants by district", true),
            ("Tableau noir : la dette", false),
            ("Table 4 shows that spending rose in 2022.", false),
            ("Figure 1\u{a0}: Évolution", true),
        ] {
            let kind = if expected { Caption } else { Paragraph };
            check(&[(text, 22, false)], &[kind]);
        }
    }
}
