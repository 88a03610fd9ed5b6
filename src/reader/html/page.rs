//! The elements and texts of a page in order, with what tells text from menus.

use scraper::{ElementRef, Html};

/// A node of a page: an element, or a text if it has none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) element: Option<ElementRef<'a>>,
    pub(super) text: &'a str,
    /// The place after its last descendant.
    pub(super) end: usize,
    /// How many letters and digits are in it.
    pub(super) letters: usize,
    /// How many of them are in links to other pages.
    pub(super) linked: usize,
    /// How many elements of the rank of a title are in it.
    titles: usize,
}

impl<'a> Node<'a> {
    /// Returns the element's name; empty for a text.
    pub(super) fn name(&self) -> &'a str {
        self.element.map_or("", |element| element.value().name())
    }

    /// Returns an attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.element.and_then(|element| element.value().attr(name))
    }

    /// Returns the words in the element's classes and identifier, in lower case.
    pub(super) fn labels(&self) -> Vec<String> {
        let mut labels = Vec::new();
        for value in ["class", "id"].into_iter().filter_map(|name| self.attribute(name))
        {
            let mut word = String::new();
            let mut was_lower = false;
            for c in value.chars() {
                let is_new =
                    !c.is_ascii_alphanumeric() || c.is_uppercase() && was_lower;
                if is_new && !word.is_empty() {
                    labels.push(std::mem::take(&mut word));
                }
                if c.is_ascii_alphanumeric() {
                    word.push(c.to_ascii_lowercase());
                }
                was_lower = c.is_lowercase();
            }
            if !word.is_empty() {
                labels.push(word);
            }
        }
        labels
    }

    /// Tells whether at least this share of its text, in percent, is links.
    pub(super) fn is_linked(&self, percent: usize) -> bool {
        self.letters > 0 && self.linked * 100 >= self.letters * percent
    }

    /// Tells whether a title is in it.
    pub(super) fn has_title(&self) -> bool {
        self.titles > 0
    }
}

/// The nodes of a page, each before its descendants.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) nodes: Vec<Node<'a>>,
}

impl<'a> Page<'a> {
    /// Lists the nodes of a parsed page.
    pub(super) fn new(html: &'a Html) -> Self {
        let mut page = Self { nodes: Vec::new() };
        page.add(html.root_element(), false);
        page
    }

    fn add(&mut self, element: ElementRef<'a>, in_link: bool) -> usize {
        let place = self.nodes.len();
        let name = element.value().name();
        let link = name == "a"
            && element
                .value()
                .attr("href")
                .is_some_and(|href| !href.starts_with('#') || href.len() == 1);
        let is_title = matches!(name, "h1" | "main" | "article");
        self.nodes.push(Node {
            element: Some(element),
            text: "",
            end: place,
            letters: 0,
            linked: 0,
            titles: usize::from(is_title),
        });
        let in_link = in_link || link;
        let (mut letters, mut linked, mut titles) = (0, 0, usize::from(is_title));
        for child in element.children() {
            if let Some(child) = ElementRef::wrap(child) {
                let place = self.add(child, in_link);
                let is_text = !matches!(name, "script" | "style" | "template");
                if let Some(node) = self.nodes.get(place).filter(|_| is_text) {
                    letters += node.letters;
                    linked += node.linked;
                    titles += node.titles;
                }
            } else if let Some(text) = child.value().as_text() {
                let text: &'a str = text;
                let count = if matches!(name, "script" | "style" | "noscript") {
                    0
                } else {
                    text.chars().filter(|c| c.is_alphanumeric()).count()
                };
                letters += count;
                linked += if in_link { count } else { 0 };
                let end = self.nodes.len() + 1;
                self.nodes.push(Node {
                    element: None,
                    text,
                    end,
                    letters: count,
                    linked: 0,
                    titles: 0,
                });
            }
        }
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(place) {
            node.end = end;
            node.letters = letters;
            node.linked = linked;
            node.titles = titles;
        }
        place
    }

    /// Returns the node at a place, which [`Page::children`] and the like gave.
    pub(super) fn node(&self, at: usize) -> Node<'a> {
        self.nodes.get(at).copied().unwrap_or(Node {
            element: None,
            text: "",
            end: at + 1,
            letters: 0,
            linked: 0,
            titles: 0,
        })
    }

    /// Returns the places of the nodes directly in the one at `at`.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let end = self.node(at).end;
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = next;
            if child >= end {
                return None;
            }
            next = self.node(child).end.max(child + 1);
            Some(child)
        })
    }

    /// Returns the nodes within the one at `at`, that one first.
    pub(super) fn within(&self, at: usize) -> impl Iterator<Item = (usize, &Node<'a>)> {
        let end = self.node(at).end.max(at + 1);
        self.nodes
            .get(at..end)
            .unwrap_or_default()
            .iter()
            .enumerate()
            .map(move |(place, node)| (at + place, node))
    }

    /// Returns the text within the node at `at`.
    pub(super) fn text(&self, at: usize) -> String {
        self.within(at).map(|(_, node)| node.text).collect()
    }
}
