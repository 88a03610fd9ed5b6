//! What on a page is the report, and what belongs to the site around it.

use std::collections::HashSet;

use super::page::{Node, Page};

/// What an element is, beyond its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Mark {
    /// Nothing particular.
    #[default]
    Plain,
    /// Not shown.
    Hidden,
    /// Part of the site: a menu, a notice.
    Site,
    /// A table of contents.
    Contents,
    /// A footnote or end note.
    Note,
}

/// What [`marks`] finds.
#[derive(Debug)]
pub(super) struct Marks {
    /// The mark of each node.
    pub(super) of: Vec<Mark>,
    /// The element that holds the report, if the page names it.
    pub(super) main: Option<usize>,
    /// The identifiers that note calls point to.
    pub(super) targets: HashSet<String>,
}

/// Words in classes and identifiers of what belongs to the site.
const SITE: [&str; 52] = [
    "advert",
    "advertisement",
    "ads",
    "ariane",
    "banniere",
    "breadcrumb",
    "breadcrumbs",
    "colophon",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "crumb",
    "crumbs",
    "footer",
    "gdpr",
    "lightbox",
    "login",
    "masthead",
    "menu",
    "menus",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "overlay",
    "pager",
    "pagination",
    "partage",
    "partager",
    "popup",
    "promo",
    "related",
    "rgpd",
    "share",
    "sharebar",
    "sharing",
    "sidenav",
    "similaires",
    "sitemap",
    "skip",
    "skiplink",
    "skiplinks",
    "social",
    "socials",
    "sponsor",
    "submenu",
    "subnav",
    "toolbar",
    "topbar",
];
/// Words of the same kind that stand on the report's own parts as well.
const DOUBTFUL: [&str; 9] = [
    "aside", "banner", "contact", "header", "sidebar", "tags", "tools", "widget",
    "links",
];
/// Words in classes and identifiers of tables of contents.
const CONTENTS: [&str; 6] =
    ["toc", "tdm", "sommaire", "tableofcontents", "contents", "summary"];
/// Words in classes and identifiers of what is read aloud but not shown.
const UNSEEN: [&str; 4] =
    ["sr-only", "visually-hidden", "screen-reader-text", "wb-inv"];

/// Marks the elements of a page.
pub(super) fn marks(page: &Page<'_>) -> Marks {
    let total = page.node(0).letters;
    let targets = targets(page);
    let mut of = vec![Mark::Plain; page.nodes.len()];
    // Without an element for the report, everything may be inside of it.
    let is_named = |node: &Node<'_>| {
        matches!(node.name(), "main" | "article") || role(node) == "main"
    };
    let has_main = page.nodes.iter().any(is_named);
    let mut inside_until = 0;
    for (at, node) in page.nodes.iter().enumerate() {
        if node.element.is_none() {
            continue;
        }
        if is_named(node) {
            inside_until = inside_until.max(node.end);
        }
        if let Some(mark) = of.get_mut(at) {
            let place = Place { is_inside: at < inside_until, has_main };
            *mark = mark_of(page, at, node, total, place, &targets);
        }
    }
    let main = main(page, &of);
    Marks { of, main, targets }
}

/// Where an element stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Whether it is in what the page names as its main content.
    is_inside: bool,
    /// Whether the page names a main content.
    has_main: bool,
}

fn role<'a>(node: &Node<'a>) -> &'a str {
    node.attribute("role").unwrap_or_default()
}

fn mark_of(
    page: &Page<'_>,
    at: usize,
    node: &Node<'_>,
    total: usize,
    Place { is_inside, has_main }: Place,
    targets: &HashSet<String>,
) -> Mark {
    let name = node.name();
    if is_hidden(node) {
        return Mark::Hidden;
    }
    if matches!(name, "html" | "body" | "main" | "article" | "h1" | "head") {
        return Mark::Plain;
    }
    let role = role(node);
    let is_note = matches!(role, "doc-footnote" | "doc-endnote")
        || is_note_target(page, at, node, targets);
    if is_note {
        return Mark::Note;
    }
    let labels = node.labels();
    let has =
        |words: &[&str]| labels.iter().any(|label| words.contains(&label.as_str()));
    let is_list =
        matches!(name, "nav" | "ul" | "ol" | "div" | "section" | "aside" | "details");
    if role == "doc-toc" || is_list && has(&CONTENTS) && points_within(page, at, name) {
        return Mark::Contents;
    }
    // What holds the title or most of the page is no part of the site.
    let is_large =
        node.has_title() || node.letters * 5 > total * 2 && !node.is_linked(50);
    if is_large {
        return Mark::Plain;
    }
    let is_site = match name {
        "nav" if points_within(page, at, "") => return Mark::Contents,
        "header" => !is_inside,
        "nav" | "dialog" | "form" => true,
        "footer" => {
            !is_inside || !has(&["notes", "footnotes", "endnotes", "references"])
        }
        "aside" => has_main && !is_inside || node.is_linked(50),
        _ => matches!(
            role,
            "navigation"
                | "banner"
                | "contentinfo"
                | "search"
                | "dialog"
                | "alertdialog"
                | "menu"
                | "menubar"
                | "toolbar"
        ),
    };
    let is_block = matches!(
        name,
        "div"
            | "section"
            | "ul"
            | "ol"
            | "aside"
            | "p"
            | "table"
            | "header"
            | "footer"
            | "figure"
            | "details"
            | "dl"
            | "span"
            | "a"
    );
    let is_labelled = is_block
        && (has(&SITE)
            || has(&DOUBTFUL)
                && (node.is_linked(30) || !is_inside && !has(&["header"])));
    if is_site || is_labelled { Mark::Site } else { Mark::Plain }
}

fn is_hidden(node: &Node<'_>) -> bool {
    let style = node.attribute("style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    node.attribute("hidden").is_some_and(|value| value != "until-found")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || node.attribute("class").is_some_and(|classes| {
            classes.split_whitespace().any(|class| UNSEEN.contains(&class))
        })
}

/// Tells whether a list of links points to places of its own page, or has no links but
/// is a table of contents by its label.
fn points_within(page: &Page<'_>, at: usize, labelled: &str) -> bool {
    let links = page.within(at).filter(|(_, node)| node.name() == "a");
    let links = links.filter_map(|(_, node)| node.attribute("href"));
    let (mut inner, mut all) = (0, 0);
    for href in links {
        all += 1;
        inner += usize::from(href.starts_with('#') && href.len() > 1);
    }
    if all == 0 { !labelled.is_empty() } else { inner * 10 >= all * 6 }
}

/// Returns the identifiers that raised or bracketed numbers point to.
fn targets(page: &Page<'_>) -> HashSet<String> {
    let mut targets = HashSet::new();
    let mut raised_until = 0;
    for (at, node) in page.nodes.iter().enumerate() {
        if node.name() == "sup" {
            raised_until = raised_until.max(node.end);
        }
        if node.name() == "a"
            && let Some(target) = call_target(page, at, at < raised_until)
        {
            targets.insert(target.to_owned());
        }
    }
    targets
}

/// Returns what a link points to if it calls a note.
pub(super) fn call_target<'a>(
    page: &Page<'a>,
    at: usize,
    is_raised: bool,
) -> Option<&'a str> {
    let node = page.node(at);
    let (_, target) = node.attribute("href")?.split_once('#')?;
    if target.is_empty() || node.letters > 4 || node.end > at + 6 {
        return None;
    }
    let text = page.text(at);
    let text = text.trim();
    let mark = text.trim_matches(['[', ']', '(', ')']);
    let is_mark = !mark.is_empty()
        && (mark.bytes().all(|byte| byte.is_ascii_digit())
            || mark.chars().all(|c| matches!(c, '*' | '†' | '‡'))
            || mark.len() <= 2 && mark.bytes().all(|byte| byte.is_ascii_lowercase())
            || mark.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x')));
    let labels = node.labels();
    let is_labelled = node.attribute("role") == Some("doc-noteref")
        || labels
            .iter()
            .any(|label| matches!(label.as_str(), "footnote" | "noteref" | "fn"))
        || page.within(at).any(|(_, node)| node.name() == "sup");
    let is_call = is_raised || is_labelled || mark.len() < text.len();
    (is_mark && is_call && !is_back_reference(target)).then_some(target)
}

/// Tells whether an identifier is that of a note call, to which notes point back.
fn is_back_reference(target: &str) -> bool {
    let target = target.to_ascii_lowercase();
    ["ref", "back", "rtn", "anc"].iter().any(|part| target.contains(part))
        && !target.starts_with("reference")
        && !target.contains("cite_note")
}

/// Tells whether note calls point to this paragraph or item, or to its beginning.
fn is_note_target(
    page: &Page<'_>,
    at: usize,
    node: &Node<'_>,
    targets: &HashSet<String>,
) -> bool {
    if targets.is_empty()
        || !matches!(
            node.name(),
            "li" | "p" | "div" | "dd" | "aside" | "section" | "tr"
        )
    {
        return false;
    }
    let own = |node: &Node<'_>| {
        ["id", "name"]
            .into_iter()
            .filter_map(|name| node.attribute(name))
            .any(|id| targets.contains(id))
    };
    own(node)
        || matches!(node.name(), "li" | "p" | "dd")
            && page.within(at).take(4).any(|(_, node)| own(node))
}

/// Returns the element that the page names as its main content, if that holds enough.
fn main(page: &Page<'_>, marks: &[Mark]) -> Option<usize> {
    let total = page.node(0).letters;
    let named = |test: &dyn Fn(&Node<'_>) -> bool| {
        let found =
            page.nodes.iter().enumerate().filter(|(at, node)| {
                test(node) && marks.get(*at) == Some(&Mark::Plain)
            });
        found.max_by_key(|(at, node)| (node.letters - node.linked, usize::MAX - at))
    };
    let main = named(&|node| node.name() == "main" || role(node) == "main");
    if let Some((at, node)) = main
        && (node.letters - node.linked) * 5 >= total
    {
        return Some(at);
    }
    let article = named(&|node| node.name() == "article");
    article
        .filter(|(_, node)| (node.letters - node.linked) * 2 >= total)
        .map(|(at, _)| at)
}
