//! A small tree of the XML in office packages: names, attributes, text, and no entity
//! of its own making.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, Event};

use super::limits::MAX_DEPTH;
use crate::model::{Language, Metadata};

/// An element's place in its [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Id(u32);

/// The vocabularies that the readers know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// `WordprocessingML`, transitional or strict.
    Word,
    /// Office math.
    Math,
    /// Markup compatibility.
    Compatibility,
    /// `OpenDocument` text.
    Text,
    /// `OpenDocument` tables.
    Table,
    /// `OpenDocument` frames and shapes.
    Draw,
    /// `OpenDocument` styles.
    Style,
    /// `OpenDocument` frame of a file.
    Office,
    /// Dublin Core elements and terms.
    DublinCore,
    /// Anything else.
    Other,
}

impl Space {
    fn of(uri: &str) -> Self {
        match uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => {
                Self::Compatibility
            }
            "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Self::Text,
            "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Self::Table,
            "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" => Self::Draw,
            "urn:oasis:names:tc:opendocument:xmlns:style:1.0" => Self::Style,
            "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Self::Office,
            "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => {
                Self::DublinCore
            }
            _ => Self::Other,
        }
    }
}

/// A node: an element, or text in one.
#[derive(Debug)]
struct Node<'a> {
    content: Content<'a>,
    first: u32,
    next: u32,
}

#[derive(Debug)]
enum Content<'a> {
    Element { space: Space, name: &'a str, attributes: &'a str },
    Text(Cow<'a, str>),
}

/// No node.
const NONE: u32 = u32::MAX;

/// A child: an element or a piece of text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Child<'t> {
    /// An element.
    Element(Id),
    /// Text.
    Text(&'t str),
}

/// The elements and texts of one XML part.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// Why the end is missing, if the part is not well formed.
    pub(super) damage: Option<String>,
}

impl<'a> Tree<'a> {
    /// Reads a part. One that is not well formed is read as far as it goes; elements
    /// below [`MAX_DEPTH`] are left out, and what is in them is kept.
    pub(super) fn parse(source: &'a str) -> Self {
        let mut reader = Reader::from_str(source);
        reader.config_mut().expand_empty_elements = false;
        let mut tree =
            Self { nodes: Vec::with_capacity(source.len() / 40), damage: None };
        // Open elements, each with the youngest child so far.
        let mut open: Vec<(u32, u32)> = Vec::new();
        let mut spaces: Vec<(usize, &'a str, Space)> = Vec::new();
        // How many open elements were left out.
        let mut deeper = 0_usize;
        loop {
            let before = position(&reader);
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    tree.damage = Some(error.to_string());
                    break;
                }
            };
            match event {
                Event::Start(_) if open.len() >= MAX_DEPTH => deeper += 1,
                Event::End(_) if deeper > 0 => deeper -= 1,
                Event::Start(_) => {
                    let raw = source.get(before..position(&reader)).unwrap_or_default();
                    let raw = raw.trim_start_matches('<').trim_end_matches('>');
                    let element = element(raw, open.len(), &mut spaces);
                    let Some(id) = tree.add(element, &mut open) else { break };
                    open.push((id, NONE));
                }
                Event::Empty(_) => {
                    let raw = source.get(before..position(&reader)).unwrap_or_default();
                    let raw = raw.trim_start_matches('<').trim_end_matches('>');
                    let raw = raw.strip_suffix('/').unwrap_or(raw);
                    let element = element(raw, open.len(), &mut spaces);
                    spaces.retain(|(depth, ..)| *depth < open.len());
                    if tree.add(element, &mut open).is_none() {
                        break;
                    }
                }
                Event::End(_) => {
                    open.pop();
                    while spaces.last().is_some_and(|(depth, ..)| *depth >= open.len())
                    {
                        spaces.pop();
                    }
                }
                Event::Text(text) => tree.add_text(text.into_inner(), &mut open),
                Event::CData(text) => tree.add_text(text.into_inner(), &mut open),
                Event::GeneralRef(reference) => {
                    tree.add_text(resolve(&reference), &mut open);
                }
                Event::Eof => {
                    if !open.is_empty() {
                        tree.damage = Some("the end is missing".to_owned());
                    }
                    break;
                }
                Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::Comment(_) => {}
            }
        }
        tree
    }

    fn add(&mut self, content: Content<'a>, open: &mut [(u32, u32)]) -> Option<u32> {
        let id = u32::try_from(self.nodes.len()).ok().filter(|&id| id != NONE)?;
        self.nodes.push(Node { content, first: NONE, next: NONE });
        if let Some((parent, youngest)) = open.last_mut() {
            let link = if *youngest == NONE {
                self.nodes.get_mut(*parent as usize).map(|node| &mut node.first)
            } else {
                self.nodes.get_mut(*youngest as usize).map(|node| &mut node.next)
            };
            if let Some(link) = link {
                *link = id;
            }
            *youngest = id;
        }
        Some(id)
    }

    fn add_text(&mut self, text: Cow<'a, str>, open: &mut [(u32, u32)]) {
        if !text.is_empty() && !open.is_empty() {
            self.add(Content::Text(text), open);
        }
    }

    fn node(&self, id: Id) -> Option<&Node<'a>> {
        self.nodes.get(id.0 as usize)
    }

    /// Returns the outermost element.
    pub(super) fn root(&self) -> Option<Id> {
        let place = self
            .nodes
            .iter()
            .position(|n| matches!(n.content, Content::Element { .. }));
        place.and_then(|place| u32::try_from(place).ok()).map(Id)
    }

    /// Returns the vocabulary and local name.
    pub(super) fn name(&self, id: Id) -> (Space, &'a str) {
        match self.node(id).map(|node| &node.content) {
            Some(Content::Element { space, name, .. }) => (*space, name),
            _ => (Space::Other, ""),
        }
    }

    /// Returns the attribute with this local name, whatever its prefix.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<Cow<'a, str>> {
        let Some(Content::Element { attributes, .. }) =
            self.node(id).map(|node| &node.content)
        else {
            return None;
        };
        let value = pairs(attributes).find(|(key, _)| local(key) == name)?.1;
        Some(unescape(value).unwrap_or(Cow::Borrowed(value)))
    }

    /// Returns the attribute with this local name and a prefix, as in `r:id`.
    pub(super) fn prefixed(&self, id: Id, name: &str) -> Option<Cow<'a, str>> {
        let Some(Content::Element { attributes, .. }) =
            self.node(id).map(|node| &node.content)
        else {
            return None;
        };
        let is_it = |key: &str| key.split_once(':').is_some_and(|(_, key)| key == name);
        let value = pairs(attributes).find(|(key, _)| is_it(key))?.1;
        Some(unescape(value).unwrap_or(Cow::Borrowed(value)))
    }

    /// Returns the attribute as a number.
    pub(super) fn number(&self, id: Id, name: &str) -> Option<u32> {
        self.attribute(id, name)?.trim().parse().ok()
    }

    /// Returns elements and texts in an element, in order.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Child<'_>> {
        let mut next = self.node(id).map_or(NONE, |node| node.first);
        std::iter::from_fn(move || {
            let node = self.nodes.get(next as usize)?;
            let id = Id(next);
            next = node.next;
            Some(match &node.content {
                Content::Element { .. } => Child::Element(id),
                Content::Text(text) => Child::Text(text),
            })
        })
    }

    /// Returns the elements in an element, in order.
    pub(super) fn elements(&self, id: Id) -> impl Iterator<Item = Id> {
        self.children(id).filter_map(|child| match child {
            Child::Element(id) => Some(id),
            Child::Text(_) => None,
        })
    }

    /// Returns the first element of this name in an element.
    pub(super) fn child(&self, id: Id, name: &str) -> Option<Id> {
        self.elements(id).find(|&child| self.name(child).1 == name)
    }

    /// Returns the first element of this name in an element, at any depth.
    pub(super) fn find(&self, id: Id, name: &str) -> Option<Id> {
        for child in self.elements(id) {
            if self.name(child).1 == name {
                return Some(child);
            }
            if let Some(found) = self.find(child, name) {
                return Some(found);
            }
        }
        None
    }

    /// Reads the Dublin Core elements inside an element: title, publisher, language.
    pub(super) fn dublin_core(&self, id: Id) -> Metadata {
        let mut metadata = Metadata::default();
        for id in self.elements(id) {
            let text =
                || Some(self.text(id).trim().to_owned()).filter(|t| !t.is_empty());
            match self.name(id) {
                (Space::DublinCore, "title") => metadata.title = text(),
                (Space::DublinCore, "publisher") => metadata.publisher = text(),
                (Space::DublinCore, "language") => {
                    metadata.stated_language =
                        text().as_deref().and_then(Language::from_code);
                }
                _ => {}
            }
        }
        metadata
    }

    /// Returns all text in an element.
    pub(super) fn text(&self, id: Id) -> String {
        let mut text = String::new();
        self.collect_text(id, &mut text);
        text
    }

    fn collect_text(&self, id: Id, text: &mut String) {
        for child in self.children(id) {
            match child {
                Child::Element(id) => self.collect_text(id, text),
                Child::Text(part) => text.push_str(part),
            }
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Splits a start tag without its brackets, and notes the vocabularies it declares.
fn element<'a>(
    raw: &'a str,
    depth: usize,
    spaces: &mut Vec<(usize, &'a str, Space)>,
) -> Content<'a> {
    let end = raw.find([' ', '\t', '\r', '\n']).unwrap_or(raw.len());
    let (name, attributes) = raw.split_at_checked(end).unwrap_or((raw, ""));
    if attributes.contains("xmlns") {
        for (key, value) in pairs(attributes) {
            if key == "xmlns" {
                spaces.push((depth, "", Space::of(value)));
            } else if let Some(prefix) = key.strip_prefix("xmlns:") {
                spaces.push((depth, prefix, Space::of(value)));
            }
        }
    }
    let (prefix, name) = name.split_once(':').unwrap_or(("", name));
    let space = spaces.iter().rev().find(|(_, known, _)| *known == prefix);
    Content::Element { space: space.map_or(Space::Other, |s| s.2), name, attributes }
}

/// Returns the attributes of a start tag, values as they are written.
fn pairs(mut rest: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after.strip_prefix(quote)?.split_once(quote)?;
        rest = after;
        Some((key.trim(), value))
    })
}

fn local(key: &str) -> &str {
    key.rsplit_once(':').map_or(key, |(_, local)| local)
}

/// Returns what a reference stands for; one to an entity that the part defines itself
/// stands for its own name, so that nothing can expand.
fn resolve<'a>(reference: &BytesRef<'_>) -> Cow<'a, str> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Cow::Owned(character.to_string());
    }
    match reference.xml10_content().as_ref() {
        "lt" => Cow::Borrowed("<"),
        "gt" => Cow::Borrowed(">"),
        "amp" => Cow::Borrowed("&"),
        "quot" => Cow::Borrowed("\""),
        "apos" => Cow::Borrowed("'"),
        name => Cow::Owned(format!("&{name};")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    #[test]
    fn names_are_known_by_their_vocabulary_not_their_prefix() {
        for (open, close) in [
            (format!("<w:p xmlns:w=\"{WORD}\">"), "</w:p>"),
            (format!("<p xmlns='{WORD}'>"), "</p>"),
            (format!("<ns0:p xmlns:ns0=\"{WORD}\">"), "</ns0:p>"),
        ] {
            let source = format!("{open}été<q x:val = \"a&amp;b\"/>&#233;{close}");
            let tree = Tree::parse(&source);
            let root = tree.root().unwrap();
            assert_eq!(tree.name(root), (Space::Word, "p"), "{source}");
            assert_eq!(tree.text(root), "étéé");
            let child = tree.child(root, "q").unwrap();
            assert_eq!(tree.attribute(child, "val").as_deref(), Some("a&b"));
            assert_eq!(tree.damage, None);
        }
    }

    #[test]
    fn an_empty_element_takes_its_vocabulary_with_it() {
        let source = format!("<a><b xmlns=\"{WORD}\"/><c/></a>");
        let tree = Tree::parse(&source);
        let root = tree.root().unwrap();
        let names: Vec<_> = tree.elements(root).map(|id| tree.name(id)).collect();
        assert_eq!(names, [(Space::Word, "b"), (Space::Other, "c")]);
    }

    #[test]
    fn entities_are_not_expanded() {
        let source = "<!DOCTYPE a [<!ENTITY b \"cccccccc\">]><a>&b;&b;</a>";
        let tree = Tree::parse(source);
        assert_eq!(tree.text(tree.root().unwrap()), "&b;&b;");
    }

    #[test]
    fn a_broken_part_is_read_as_far_as_it_goes() {
        for source in ["<a>le début<b>suite", "<a>le début<b>suite</a>"] {
            let tree = Tree::parse(source);
            assert_eq!(tree.text(tree.root().unwrap()), "le débutsuite", "{source}");
            assert!(tree.damage.is_some(), "{source}");
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_read_at_the_deepest_level() {
        let source = format!("{}été{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let tree = Tree::parse(&source);
        assert_eq!(tree.text(tree.root().unwrap()), "été");
        assert_eq!(tree.damage, None);
    }
}
