//! What the styles and the numbering of a DOCX package say about a paragraph.

use std::collections::HashMap;

use crate::reader::headings::Role;
use crate::reader::xml::{Id, Tree};

/// How many styles may be based on one another; Word allows fewer.
const LONGEST_CHAIN: usize = 32;

/// What a style says, its ancestors included.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) role: Role,
    /// The outline level from 0, 9 for body text; `None` if it says nothing.
    pub(super) outline: Option<u8>,
    /// The numbering and the level in it, from 0.
    pub(super) list: Option<(u32, u8)>,
    /// The size in half points.
    pub(super) size: Option<u32>,
    pub(super) bold: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) raised: Option<bool>,
}

/// The styles of a package, by their identifier.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Style,
    /// The language of paragraphs that name none.
    pub(super) language: Option<String>,
}

/// A style as it is written, before its ancestors are added.
#[derive(Debug, Default)]
struct Written {
    role: Option<Role>,
    parent: Option<String>,
    outline: Option<u8>,
    numbering: Option<u32>,
    level: Option<u8>,
    run: RunLook,
}

/// What run properties say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RunLook {
    pub(super) size: Option<u32>,
    pub(super) bold: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) raised: Option<bool>,
}

impl RunLook {
    /// Reads `w:rPr`.
    pub(super) fn of(tree: &Tree<'_>, properties: Id) -> Self {
        let mut look = Self::default();
        for property in tree.elements(properties) {
            match tree.name(property).1 {
                "b" => look.bold = Some(is_on(tree, property)),
                "vanish" | "webHidden" => look.hidden = Some(is_on(tree, property)),
                "sz" => look.size = tree.number(property, "val"),
                "vertAlign" => {
                    let value = tree.attribute(property, "val");
                    look.raised = value.map(|value| value == "superscript");
                }
                _ => {}
            }
        }
        look
    }
}

/// Tells whether a switch such as `w:b` is on, which it is without a value.
pub(super) fn is_on(tree: &Tree<'_>, id: Id) -> bool {
    tree.attribute(id, "val")
        .is_none_or(|value| !matches!(value.as_ref(), "0" | "false" | "off" | "none"))
}

impl Styles {
    /// Reads `word/styles.xml`.
    pub(super) fn read(tree: &Tree<'_>) -> Self {
        let Some(root) = tree.root() else { return Self::default() };
        let mut written = HashMap::new();
        let mut default = None;
        let mut styles = Self::default();
        let mut base = RunLook::default();
        for id in tree.elements(root) {
            match tree.name(id).1 {
                "docDefaults" => {
                    if let Some(run) = tree.find(id, "rPr") {
                        base = RunLook::of(tree, run);
                        let language = tree.child(run, "lang");
                        styles.language = language
                            .and_then(|language| tree.attribute(language, "val"))
                            .map(std::borrow::Cow::into_owned);
                    }
                }
                "style" => {
                    let Some(name) = tree.attribute(id, "styleId") else { continue };
                    let is_default =
                        tree.attribute(id, "default").is_some_and(|v| v != "0");
                    let kind = tree.attribute(id, "type");
                    if is_default && kind.as_deref() == Some("paragraph") {
                        default = Some(name.to_string());
                    }
                    written.insert(name.into_owned(), Written::of(tree, id));
                }
                _ => {}
            }
        }
        styles.by_name = written
            .keys()
            .map(|name| (name.clone(), resolve(&written, name, base)))
            .collect();
        styles.default = default
            .and_then(|name| styles.by_name.get(&name).copied())
            .unwrap_or(Style { size: base.size, ..Style::default() });
        styles
    }

    /// Returns the style of this identifier; that of plain paragraphs if there is none.
    pub(super) fn get(&self, name: Option<&str>) -> Style {
        let style = name.and_then(|name| self.by_name.get(name).copied());
        style.unwrap_or_else(|| {
            // A package without its styles still names them.
            let role = name.and_then(Role::of).unwrap_or_default();
            Style { role, ..self.default }
        })
    }

    /// Returns the style of a run, which says nothing where it is unknown.
    pub(super) fn run(&self, name: &str) -> Style {
        self.by_name.get(name).copied().unwrap_or_default()
    }
}

impl Written {
    fn of(tree: &Tree<'_>, id: Id) -> Self {
        let value = |child: &str| {
            tree.child(id, child).and_then(|child| tree.attribute(child, "val"))
        };
        let mut written = Self {
            role: value("name").and_then(|name| Role::of(&name)),
            parent: value("basedOn").map(std::borrow::Cow::into_owned),
            ..Self::default()
        };
        if let Some(properties) = tree.child(id, "pPr") {
            written.outline = outline(tree, properties);
            (written.numbering, written.level) = numbering(tree, properties);
        }
        if let Some(run) = tree.child(id, "rPr") {
            written.run = RunLook::of(tree, run);
        }
        written
    }
}

/// Returns the outline level that `w:pPr` states.
pub(super) fn outline(tree: &Tree<'_>, properties: Id) -> Option<u8> {
    let level = tree.child(properties, "outlineLvl")?;
    tree.number(level, "val").and_then(|level| u8::try_from(level).ok())
}

/// Returns the numbering and level that `w:pPr` states.
pub(super) fn numbering(tree: &Tree<'_>, properties: Id) -> (Option<u32>, Option<u8>) {
    let Some(list) = tree.child(properties, "numPr") else { return (None, None) };
    let value =
        |name: &str| tree.child(list, name).and_then(|id| tree.number(id, "val"));
    let level = value("ilvl").and_then(|level| u8::try_from(level).ok());
    (value("numId"), level)
}

fn resolve(written: &HashMap<String, Written>, name: &str, base: RunLook) -> Style {
    let mut style = Style::default();
    let mut role = None;
    let (mut numbering, mut level) = (None, None);
    let mut next = Some(name);
    for _ in 0..LONGEST_CHAIN {
        let Some(own) = next.and_then(|name| written.get(name)) else { break };
        role = role.or(own.role);
        style.outline = style.outline.or(own.outline);
        numbering = numbering.or(own.numbering);
        level = level.or(own.level);
        style.size = style.size.or(own.run.size);
        style.bold = style.bold.or(own.run.bold);
        style.hidden = style.hidden.or(own.run.hidden);
        style.raised = style.raised.or(own.run.raised);
        next = own.parent.as_deref();
    }
    style.role = role.unwrap_or_default();
    style.list = numbering.map(|numbering| (numbering, level.unwrap_or(0)));
    style.size = style.size.or(base.size);
    style.bold = style.bold.or(base.bold);
    style
}

/// Which numberings put a mark before their items.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels without a mark, by numbering.
    unmarked: HashMap<u32, Vec<u8>>,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub(super) fn read(tree: &Tree<'_>) -> Self {
        let mut kinds = HashMap::new();
        let mut numbering = Self::default();
        let Some(root) = tree.root() else { return numbering };
        for id in tree.elements(root) {
            match tree.name(id).1 {
                "abstractNum" => {
                    let unmarked = tree.elements(id).filter(|&level| {
                        tree.name(level).1 == "lvl"
                            && tree.child(level, "numFmt").is_some_and(|format| {
                                tree.attribute(format, "val").as_deref() == Some("none")
                            })
                    });
                    let unmarked: Vec<_> = unmarked
                        .filter_map(|level| tree.number(level, "ilvl"))
                        .filter_map(|level| u8::try_from(level).ok())
                        .collect();
                    kinds.insert(tree.number(id, "abstractNumId"), unmarked);
                }
                "num" => {
                    let kind = tree.child(id, "abstractNumId");
                    let kind = kind.and_then(|kind| tree.number(kind, "val"));
                    if let Some(number) = tree.number(id, "numId")
                        && let Some(unmarked) = kinds.get(&kind)
                    {
                        numbering.unmarked.insert(number, unmarked.clone());
                    }
                }
                _ => {}
            }
        }
        numbering
    }

    /// Tells whether paragraphs of this numbering and level bear a mark.
    pub(super) fn has_mark(&self, (number, level): (u32, u8)) -> bool {
        let unmarked = self.unmarked.get(&number);
        number != 0 && unmarked.is_none_or(|levels| !levels.contains(&level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_takes_what_it_does_not_say_from_its_parent() {
        let source = "<styles><docDefaults><rPrDefault><rPr><sz val='22'/>\
            <lang val='fr-FR'/></rPr></rPrDefault></docDefaults>\
            <style type='paragraph' styleId='A'><name val='heading 2'/>\
            <pPr><outlineLvl val='1'/><numPr><numId val='3'/></numPr></pPr></style>\
            <style type='paragraph' styleId='B'><name val='Chapitre'/>\
            <basedOn val='A'/><rPr><sz val='30'/></rPr></style>\
            <style styleId='C'><basedOn val='C'/></style></styles>";
        let styles = Styles::read(&Tree::parse(source));
        let style = styles.get(Some("B"));
        assert_eq!(style.role, Role::Heading(2));
        assert_eq!((style.outline, style.list), (Some(1), Some((3, 0))));
        assert_eq!((style.size, styles.get(None).size), (Some(30), Some(22)));
        assert_eq!(styles.get(Some("C")).size, Some(22), "its own parent");
        assert_eq!(styles.language.as_deref(), Some("fr-FR"));
    }
}
