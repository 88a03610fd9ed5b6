//! The claims, by speaker.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::{Found, Page, Pick, document_link, section, sentence};
use crate::model::{Claim, Finding, Quoted};
use crate::output::escape::Escaped;

type ClaimFound<'a> = (Found<'a>, &'a Claim<Quoted>);

/// Whose claims belong together: an entity, else a name; the document's own last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Speaker {
    Entity(String),
    Named(String),
    Document,
}

fn speaker(claim: &Claim<Quoted>) -> Speaker {
    if let Some(entity) = &claim.entity {
        return Speaker::Entity(entity.to_string());
    }
    match name(claim) {
        Some(name) => Speaker::Named(name),
        None => Speaker::Document,
    }
}

/// The speaker's name, else the words that stand for the speaker.
fn name(claim: &Claim<Quoted>) -> Option<String> {
    let source = || {
        let words: Vec<_> =
            claim.source.iter().map(|part| part.text.as_str()).collect();
        words.join(" … ")
    };
    let name = claim.speaker.as_deref().map_or_else(source, str::to_owned);
    (!name.trim().is_empty()).then_some(name)
}

/// The name that most of the claims use; the first by alphabet of equals.
fn title(claims: &[ClaimFound<'_>]) -> Option<String> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (_, claim) in claims {
        if let Some(name) = name(claim) {
            *names.entry(name).or_default() += 1;
        }
    }
    names.into_iter().min_by_key(|(_, count)| Reverse(*count)).map(|(name, _)| name)
}

/// Writes the section of claims.
pub(super) fn write(page: &Page<'_>, out: &mut impl Write) -> io::Result<()> {
    let ui = page.ui;
    section(out, "claims", ui.text("claims"))?;
    let mut groups: BTreeMap<Speaker, Vec<ClaimFound<'_>>> = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    let mut languages = BTreeSet::new();
    for found in page.found() {
        if let Finding::Claim(claim) = &found.record.finding {
            groups.entry(speaker(claim)).or_default().push((found, claim));
            kinds.insert(claim.kind);
            languages.insert(found.record.language);
        }
    }
    if groups.is_empty() {
        return writeln!(out, "<p>{}</p>\n</section>", ui.text("none"));
    }
    writeln!(out, "<p class=\"note\">{}</p>", ui.text("claims_note"))?;
    let kinds = kinds.iter().map(|k| (k.name(), ui.name("claim", k.name()))).collect();
    let languages =
        languages.iter().map(|l| (l.code(), ui.name("lang", l.code()))).collect();
    page.filter(
        out,
        "claim-list",
        &[
            Pick {
                name: "kind",
                label: ui.text("type"),
                all: ui.text("all_types"),
                options: kinds,
            },
            Pick {
                name: "lang",
                label: ui.text("language"),
                all: ui.text("all_languages"),
                options: languages,
            },
        ],
    )?;
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|(speaker, claims)| (speaker, title(&claims), claims))
        .collect();
    groups.sort_by_cached_key(|(speaker, title, claims)| {
        (*speaker == Speaker::Document, Reverse(claims.len()), title.clone())
    });
    writeln!(out, "<div id=\"claim-list\">")?;
    for (_, title, claims) in &groups {
        let title = title.as_deref().unwrap_or(ui.text("own_claims"));
        writeln!(
            out,
            "<section data-group>\n<h3>{} <span class=\"dim\">({})</span></h3>",
            Escaped(title),
            claims.len(),
        )?;
        for (found, claim) in claims {
            write_claim(page, out, *found, claim)?;
        }
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</div>\n</section>")
}

fn write_claim(
    page: &Page<'_>,
    out: &mut impl Write,
    found: Found<'_>,
    claim: &Claim<Quoted>,
) -> io::Result<()> {
    let ui = page.ui;
    let kind = claim.kind.name();
    writeln!(
        out,
        "<article class=\"claim\" data-item data-kind=\"{kind}\" data-lang=\"{}\">\n\
         <blockquote><p>{}</p></blockquote>",
        found.record.language.code(),
        sentence(found),
    )?;
    write!(
        out,
        "<p class=\"meta\"><span class=\"tag\">{}</span>",
        ui.name("claim", kind)
    )?;
    let form = claim.form.map(|form| ui.name("form", form.name()));
    let negated = claim.negated.then_some(ui.text("negated"));
    let hedged = claim.hedged.then_some(ui.text("hedged"));
    for words in [form, negated, hedged].into_iter().flatten() {
        write!(out, "<span class=\"tag\">{words}</span>")?;
    }
    writeln!(
        out,
        " {} · {}</p>\n</article>",
        document_link(found),
        page.file_link(found)
    )
}
