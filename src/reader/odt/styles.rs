//! What the styles of an ODT package say about paragraphs and words.

use std::collections::HashMap;

use crate::reader::headings::Role;
use crate::reader::xml::{Id, Space, Tree};

/// How many styles may be based on one another.
const LONGEST_CHAIN: usize = 32;

/// What a style says, its ancestors included.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) role: Role,
    /// The outline level from 1.
    pub(super) outline: Option<u8>,
    /// The size in half points.
    pub(super) size: Option<u32>,
    pub(super) bold: Option<bool>,
    pub(super) hidden: bool,
    pub(super) raised: bool,
}

/// A style as it is written.
#[derive(Debug, Default)]
struct Written {
    role: Option<Role>,
    parent: Option<String>,
    outline: Option<u8>,
    size: Option<Size>,
    bold: Option<bool>,
    hidden: Option<bool>,
    raised: Option<bool>,
}

/// A size of type, or a part of the parent's.
#[derive(Debug, Clone, Copy)]
enum Size {
    HalfPoints(u32),
    Percent(u32),
}

/// The styles of a package, by family and name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    written: HashMap<(bool, String), Written>,
    resolved: HashMap<(bool, String), Style>,
    /// The size of paragraphs that name none.
    default_size: Option<u32>,
    /// The language of paragraphs that name none.
    pub(super) language: Option<String>,
}

impl Styles {
    /// Adds the styles of `styles.xml` or `content.xml`.
    pub(super) fn add(&mut self, tree: &Tree<'_>) {
        let Some(root) = tree.root() else { return };
        for part in tree.elements(root) {
            if matches!(tree.name(part), (Space::Office, "styles" | "automatic-styles"))
            {
                for id in tree.elements(part) {
                    self.add_style(tree, id);
                }
            }
        }
    }

    fn add_style(&mut self, tree: &Tree<'_>, id: Id) {
        let family = tree.attribute(id, "family");
        let is_paragraph = match family.as_deref() {
            Some("paragraph") => true,
            Some("text") => false,
            _ => return,
        };
        let properties = tree.child(id, "text-properties");
        let value = |name| properties.and_then(|id| tree.attribute(id, name));
        let size = value("font-size").and_then(|size| Size::of(&size));
        if tree.name(id).1 == "default-style" {
            if is_paragraph {
                self.language = value("language").map(std::borrow::Cow::into_owned);
                if let Some(Size::HalfPoints(size)) = size {
                    self.default_size = Some(size);
                }
            }
            return;
        }
        let Some(name) = tree.attribute(id, "name") else { return };
        let shown = tree.attribute(id, "display-name").unwrap_or_else(|| name.clone());
        let outline = tree.number(id, "default-outline-level");
        let raised = value("text-position").map(|position| {
            let height = position.split_whitespace().next().unwrap_or_default();
            height == "super"
                || height
                    .strip_suffix('%')
                    .and_then(|percent| percent.parse::<f32>().ok())
                    .is_some_and(|percent| percent > 0.0)
        });
        let written = Written {
            role: Role::of(&shown.replace("_20_", " ")),
            parent: tree
                .attribute(id, "parent-style-name")
                .map(std::borrow::Cow::into_owned),
            outline: outline.and_then(|level| u8::try_from(level).ok()),
            size,
            bold: value("font-weight").map(|weight| {
                weight == "bold"
                    || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)
            }),
            hidden: value("display").map(|display| display == "none"),
            raised,
        };
        self.written.insert((is_paragraph, name.into_owned()), written);
    }

    /// Adds to each style what its ancestors say; to be called after all are added.
    pub(super) fn resolve(&mut self) {
        let all = self.written.keys();
        let all = all.map(|key| (key.clone(), self.chain(key.0, &key.1)));
        self.resolved = all.collect();
    }

    fn chain(&self, is_paragraph: bool, name: &str) -> Style {
        let mut style = Style::default();
        let (mut role, mut hidden, mut raised) = (None, None, None);
        let mut percent = 100;
        let mut next = Some(name.to_owned());
        for _ in 0..LONGEST_CHAIN {
            let Some(name) = next.take() else { break };
            let Some(own) = self.written.get(&(is_paragraph, name)) else { break };
            role = role.or(own.role);
            style.outline = style.outline.or(own.outline);
            style.bold = style.bold.or(own.bold);
            hidden = hidden.or(own.hidden);
            raised = raised.or(own.raised);
            if style.size.is_none() {
                match own.size {
                    Some(Size::HalfPoints(size)) => {
                        style.size = Some(size.saturating_mul(percent) / 100);
                    }
                    Some(Size::Percent(part)) => {
                        percent = percent.saturating_mul(part) / 100;
                    }
                    None => {}
                }
            }
            next.clone_from(&own.parent);
        }
        if is_paragraph {
            let default =
                self.default_size.map(|size| size.saturating_mul(percent) / 100);
            style.size = style.size.or(default);
        }
        style.role = role.unwrap_or_default();
        style.hidden = hidden.unwrap_or(false);
        style.raised = raised.unwrap_or(false);
        style
    }

    /// Returns the style of a paragraph.
    pub(super) fn paragraph(&self, name: &str) -> Style {
        self.get(true, name).unwrap_or(Style {
            role: Role::of(&name.replace("_20_", " ")).unwrap_or_default(),
            size: self.default_size,
            ..Style::default()
        })
    }

    /// Returns the style of words in a paragraph.
    pub(super) fn words(&self, name: &str) -> Style {
        self.get(false, name).unwrap_or_default()
    }

    fn get(&self, is_paragraph: bool, name: &str) -> Option<Style> {
        self.resolved.get(&(is_paragraph, name.to_owned())).copied()
    }
}

impl Size {
    fn of(size: &str) -> Option<Self> {
        if let Some(percent) = size.strip_suffix('%') {
            return percent.trim().parse().ok().map(Self::Percent);
        }
        let number = size.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = size.strip_prefix(number)?;
        let half_points = match unit {
            "pt" => 2.0,
            "in" => 144.0,
            "cm" => 56.69,
            "mm" => 5.669,
            "px" => 1.5,
            _ => return None,
        };
        let size = number.parse::<f32>().ok()? * half_points;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size of type is small, and the cast saturates"
        )]
        let size = size.round() as u32;
        Some(Self::HalfPoints(size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_takes_what_it_does_not_say_from_its_parent() {
        let source = "<d xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0'>\
            <o:styles><default-style family='paragraph'><text-properties \
            font-size='12pt' language='fr'/></default-style>\
            <style family='paragraph' name='Heading_20_1' default-outline-level='1'>\
            <text-properties font-size='130%' font-weight='bold'/></style>\
            <style family='paragraph' name='P1' parent-style-name='Heading_20_1'/>\
            <style family='text' name='T1'>\
            <text-properties text-position='33% 58%'/></style></o:styles></d>";
        let mut styles = Styles::default();
        styles.add(&Tree::parse(source));
        styles.resolve();
        let style = styles.paragraph("P1");
        assert_eq!(style.role, Role::Heading(1));
        assert_eq!((style.outline, style.size), (Some(1), Some(31)));
        assert_eq!(style.bold, Some(true));
        assert!(styles.words("T1").raised);
        assert_eq!(styles.language.as_deref(), Some("fr"));
        assert_eq!(styles.paragraph("Titre").role, Role::Title);
    }
}
