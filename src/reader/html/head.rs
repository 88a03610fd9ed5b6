//! What a page says about itself: title, date, publisher, language.

use std::borrow::Cow;

use super::marks::{Mark, Marks};
use super::page::Page;
use crate::model::{Date, Language, Metadata};

/// The lines at the front of a file that a site generator reads, by key.
pub(super) type Front = Vec<(String, String)>;

/// Splits the lines between `---` at the front off, and takes template marks out of
/// files that have such lines.
pub(super) fn front_matter(text: &str) -> (Front, Cow<'_, str>) {
    let none = (Front::new(), Cow::Borrowed(text));
    let Some(rest) =
        text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))
    else {
        return none;
    };
    let Some(end) = rest.find("\n---") else { return none };
    let (lines, body) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let body = body.trim_start_matches('\n').trim_start_matches('-');
    let front = lines.lines().filter_map(|line| {
        let (key, value) = line.split_once(':')?;
        let value = value.trim().trim_matches(['"', '\'']);
        let is_plain = !key.is_empty() && !key.starts_with([' ', '-', '#', '"']);
        (is_plain && !value.is_empty()).then(|| (key.to_owned(), value.to_owned()))
    });
    (front.collect(), without_templates(body))
}

/// Reads what a page says about itself.
pub(super) fn metadata(page: &Page<'_>, marks: &Marks, front: &Front) -> Metadata {
    let from_front = |key: &str| {
        front.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
    };
    let metas = page.nodes.iter().filter(|node| node.name() == "meta");
    let metas: Vec<_> = metas.collect();
    let meta = |names: &[&str]| {
        names.iter().find_map(|wanted| {
            metas.iter().find_map(|node| {
                let named = ["name", "property", "itemprop"]
                    .into_iter()
                    .filter_map(|key| node.attribute(key))
                    .any(|name| name.eq_ignore_ascii_case(wanted));
                let content = node.attribute("content")?.trim();
                (named && !content.is_empty()).then(|| content.to_owned())
            })
        })
    };
    let language = page
        .nodes
        .first()
        .and_then(|root| root.attribute("lang").or_else(|| root.attribute("xml:lang")))
        .map(str::to_owned)
        .or_else(|| from_front("lang"))
        .or_else(|| meta(&["dcterms.language", "dc.language", "og:locale"]));
    let date = meta(&[
        "article:published_time",
        "datePublished",
        "dcterms.issued",
        "dcterms.date",
        "dc.date.issued",
        "dc.date",
        "citation_publication_date",
        "publication_date",
        "pubdate",
        "date",
    ])
    .and_then(|date| parse_date(&date))
    .or_else(|| linked_data(page, "datePublished").and_then(|date| parse_date(&date)))
    .or_else(|| stamped(page, marks))
    .or_else(|| from_front("date").and_then(|date| parse_date(&date)))
    .or_else(|| {
        let modified = [
            "article:modified_time",
            "dateModified",
            "dcterms.modified",
            "dc.date.modified",
        ];
        meta(&modified).and_then(|date| parse_date(&date))
    });
    Metadata {
        title: from_front("title").or_else(|| title(page)).or_else(|| {
            meta(&["og:title", "dcterms.title", "dc.title", "citation_title"])
        }),
        date,
        publisher: meta(&[
            "dcterms.publisher",
            "dc.publisher",
            "citation_publisher",
            "publisher",
            "og:site_name",
        ]),
        stated_language: language.as_deref().and_then(Language::from_code),
        ..Metadata::default()
    }
}

/// Returns the `title` element without the name of the site behind it.
fn title(page: &Page<'_>) -> Option<String> {
    let place = page.nodes.iter().position(|node| node.name() == "title")?;
    let title = page.text(place).split_whitespace().collect::<Vec<_>>().join(" ");
    let short = [" | ", " – ", " — ", " - "]
        .into_iter()
        .find_map(|mark| title.rsplit_once(mark))
        .map(|(before, _)| before.trim())
        // What is too short to be a title alone was the site's name in front.
        .filter(|before| before.split_whitespace().count() >= 3)
        .map(str::to_owned);
    short.or(Some(title)).filter(|title| !title.is_empty())
}

/// Returns the first date that stands as such on the page, one of publication first.
fn stamped(page: &Page<'_>, marks: &Marks) -> Option<Date> {
    let is_report = |at: usize| {
        marks.main.is_none_or(|main| (main..page.node(main).end).contains(&at))
    };
    let mut first = None;
    for (at, node) in page.nodes.iter().enumerate().filter(|(_, n)| n.name() == "time")
    {
        let date = node.attribute("datetime").map(str::to_owned);
        let Some(date) = parse_date(&date.unwrap_or_else(|| page.text(at))) else {
            continue;
        };
        let labels = ["itemprop", "property", "class", "pubdate"];
        let label: String =
            labels.into_iter().filter_map(|name| node.attribute(name)).collect();
        let label = label.to_ascii_lowercase();
        if label.contains("publ") || label.contains("issued") {
            return Some(date);
        }
        let is_site = marks.of.get(at) == Some(&Mark::Site);
        if first.is_none() && is_report(at) && !is_site {
            first = Some(date);
        }
    }
    first
}

/// Returns the text behind a key of the page's linked data.
fn linked_data(page: &Page<'_>, key: &str) -> Option<String> {
    let scripts = page.nodes.iter().enumerate().filter(|(_, node)| {
        node.attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"))
    });
    scripts.map(|(at, _)| page.text(at)).find_map(|data| {
        let (_, rest) = data.split_once(&format!("\"{key}\""))?;
        let value = rest.trim_start().strip_prefix(':')?.trim_start();
        let (value, _) = value.strip_prefix('"')?.split_once('"')?;
        Some(value.to_owned())
    })
}

/// Reads the date at the beginning of a stamp.
fn parse_date(stamp: &str) -> Option<Date> {
    let stamp = stamp.trim().replace('/', "-");
    Date::parse_iso(&stamp).or_else(|| {
        // `20240115`
        let digits =
            stamp.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
        let iso =
            format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
        Date::parse_iso(&iso)
    })
}

/// Joins what is left of a text without template marks.
fn without_templates(text: &str) -> Cow<'_, str> {
    if !text.contains("{%") && !text.contains("{{") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{%").into_iter().chain(rest.find("{{")).min() {
        let (before, inner) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let close = if inner.starts_with("{%") { "%}" } else { "}}" };
        out.push_str(before);
        let Some(end) = inner.find(close) else {
            rest = inner;
            break;
        };
        rest = inner.get(end + 2..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}
