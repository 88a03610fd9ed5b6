//! What a printed web page shows of its site: notices, menus, links, contact lines.

use super::blocks::{Kind, Part, text_of};
use crate::reader::labels::{self, Class};

/// The longest text of a link to another page, in characters.
const LONGEST_LINK: usize = 110;
/// How many parts at the head and at the foot may be of the site.
const MOST_AROUND: usize = 20;

/// Marks the parts that belong to the site, if the document is a printed web page.
pub(super) fn mark(parts: &mut [Part]) {
    let is_body = |part: &Part| {
        !matches!(part.kind, Kind::Header | Kind::Footer | Kind::Table | Kind::Contents)
    };
    // Notices and the way through the site stand at the head or at the foot.
    let foot = parts.len().saturating_sub(MOST_AROUND);
    let is_web = parts.iter().enumerate().any(|(at, part)| {
        (at < MOST_AROUND || at >= foot) && is_body(part) && part.lines.len() <= 6 && {
            let text = text_of(part);
            is_trail(&text) || is_notice(&text)
        }
    });
    if !is_web {
        return;
    }
    let texts: Vec<String> = parts.iter().map(text_of).collect();
    // The menu comes before the title.
    let title = parts.iter().position(|part| part.kind == Kind::Heading(0));
    let first_page = parts.first().map_or(1, |part| part.page);
    for part in &mut parts[..title.unwrap_or(0)] {
        if is_body(part) && part.page == first_page {
            part.kind = Kind::Site;
        }
    }
    let mut is_related = false;
    for (part, text) in parts.iter_mut().zip(&texts) {
        if !is_body(part) || part.kind == Kind::Heading(0) {
            continue;
        }
        let is_short = text.chars().count() <= LONGEST_LINK;
        if is_short && labels::is_whole(Class::Related, text) {
            is_related = true;
            part.kind = Kind::Site;
            continue;
        }
        let is_link = match part.kind {
            Kind::Item(_) => is_short,
            Kind::Paragraph => is_short && !text.trim_end().ends_with('.'),
            _ => false,
        };
        is_related = is_related && is_link;
        if is_related
            || is_short && is_of_site(text)
            || is_trail(text)
            || is_notice(text)
        {
            part.kind = Kind::Site;
        }
    }
}

/// Tells whether the line is the way through a site: `Accueil › Nos travaux › Rapports`.
fn is_trail(text: &str) -> bool {
    let steps: Vec<&str> = text.split(['›', '»', '>']).map(str::trim).collect();
    (3..=8).contains(&steps.len())
        && !text.contains('«')
        && text.chars().count() <= 2 * LONGEST_LINK
        && steps.iter().all(|step| {
            step.starts_with(char::is_alphabetic) && step.chars().count() <= 60
        })
}

/// Tells whether the text asks for leave to set cookies.
fn is_notice(text: &str) -> bool {
    let lower = text.to_lowercase();
    let asks =
        ["accepter", "refuser", "accept", "reject", "audience", "measure", "mesurer"];
    labels::is_page_label(text) && asks.iter().any(|word| lower.contains(word))
        || text.chars().count() <= 400
            && labels::holds(Class::Cookie, text)
            && asks.iter().any(|word| lower.contains(word))
}

/// Tells whether a short line is a button, a legal line or a contact line.
fn is_of_site(text: &str) -> bool {
    let has_address = text.split_whitespace().any(|word| {
        word.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    });
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_contact = labels::holds(Class::Press, text) && (has_address || digits >= 8)
        || has_address && digits >= 8;
    labels::is_page_label(text)
        || labels::holds(Class::Legal, text)
        || labels::holds(Class::Share, text)
        || text.starts_with('©')
        || is_contact
}
