//! The actors, each with its mentions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::{Found, Page, Pick, document_link, section};
use crate::model::{Actor, ActorKind, Finding, Quoted};
use crate::output::escape::Escaped;

/// The most forms or roles of an actor that are listed.
const MOST_FORMS: usize = 5;

/// What makes mentions one actor: its entity, else kind and name.
type Key<'a> = (Option<&'a str>, Option<(ActorKind, &'a str)>);

/// One actor.
#[derive(Debug)]
pub(super) struct Group<'a> {
    name: &'a str,
    kind: ActorKind,
    /// The mentions, in the order of the documents.
    pub(super) found: Vec<(Found<'a>, &'a Actor<Quoted>)>,
}

/// Returns all actors, most often named first.
pub(super) fn groups<'a>(page: &Page<'a>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<Key<'_>, Group<'a>> = BTreeMap::new();
    for found in page.found() {
        let Finding::Actor(actor) = &found.record.finding else { continue };
        let entity = actor.entity.as_deref();
        let own = entity.is_none().then_some((actor.kind, &*actor.name));
        let group = groups.entry((entity, own)).or_insert_with(|| Group {
            name: &actor.name,
            kind: actor.kind,
            found: Vec::new(),
        });
        group.found.push((found, actor));
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_by_key(|group| (Reverse(group.found.len()), group.name, group.kind));
    groups
}

/// Writes the section of actors.
pub(super) fn write(page: &Page<'_>, out: &mut impl Write) -> io::Result<()> {
    let ui = page.ui;
    section(out, "actors", ui.text("actors"))?;
    let groups = groups(page);
    if groups.is_empty() {
        return writeln!(out, "<p>{}</p>\n</section>", ui.text("none"));
    }
    writeln!(out, "<p class=\"note\">{}</p>", ui.text("actors_note"))?;
    let kinds: BTreeSet<_> = groups.iter().map(|group| group.kind).collect();
    let kinds = kinds.iter().map(|k| (k.name(), ui.name("actor", k.name()))).collect();
    let pick = Pick {
        name: "kind",
        label: ui.text("kind"),
        all: ui.text("all_kinds"),
        options: kinds,
    };
    page.filter(out, "actor-list", &[pick])?;
    write!(out, "<table class=\"wide\" id=\"actor-list\"><thead><tr>")?;
    for (sort, words) in [
        ("t", ui.text("name")),
        ("t", ui.text("kind")),
        ("n", ui.text("mentions")),
        ("n", ui.text("documents")),
    ] {
        write!(out, "<th scope=\"col\" data-sort=\"{sort}\">{words}</th>")?;
    }
    writeln!(out, "<th scope=\"col\">{}</th></tr></thead><tbody>", ui.text("sources"))?;
    for group in &groups {
        row(page, out, group)?;
    }
    writeln!(out, "</tbody></table>\n</section>")
}

fn row(page: &Page<'_>, out: &mut impl Write, group: &Group<'_>) -> io::Result<()> {
    let ui = page.ui;
    let kind = group.kind.name();
    let name = Escaped(group.name);
    write!(
        out,
        "<tr data-item data-kind=\"{kind}\"><th scope=\"row\" data-v=\"{name}\">{name}"
    )?;
    let forms = group.found.iter().map(|(found, _)| found.record.quote.text.as_str());
    let forms: BTreeSet<_> = forms.filter(|form| *form != group.name).collect();
    let roles: BTreeSet<_> = group
        .found
        .iter()
        .filter_map(|(_, actor)| Some(actor.role.as_ref()?.text.as_str()))
        .collect();
    for (label, forms) in [(ui.text("forms"), forms), (ui.text("roles"), roles)] {
        if forms.is_empty() {
            continue;
        }
        let more = if forms.len() > MOST_FORMS { ", …" } else { "" };
        let forms: Vec<_> = forms.into_iter().take(MOST_FORMS).collect();
        write!(
            out,
            "<span class=\"sub\">{label} {}{more}</span>",
            Escaped(&forms.join(", "))
        )?;
    }
    let mut documents: BTreeMap<usize, Vec<Found<'_>>> = BTreeMap::new();
    for (found, _) in &group.found {
        documents.entry(found.number).or_default().push(*found);
    }
    write!(
        out,
        "</th><td data-label=\"{}\">{}</td><td data-label=\"{}\">{}</td>\
         <td data-label=\"{}\">{}</td><td><details><summary>{} ({})</summary>\
         <ul class=\"places\">",
        ui.text("kind"),
        ui.name("actor", kind),
        ui.text("mentions"),
        group.found.len(),
        ui.text("documents"),
        documents.len(),
        ui.text("mentions"),
        group.found.len(),
    )?;
    for (number, found) in &documents {
        let Some(first) = found.first() else { continue };
        write!(out, "<li>{}", document_link(*first))?;
        for mention in found {
            let record = mention.record;
            write!(
                out,
                ", <a href=\"#d{number}-{}\">{}</a>",
                record.quote.start,
                Escaped(&record.quote.text),
            )?;
            if record.page.is_some() {
                write!(out, " ({})", page.file_link(*mention))?;
            }
        }
        write!(out, "</li>")?;
    }
    writeln!(out, "</ul></details></td></tr>")
}
