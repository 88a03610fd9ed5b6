//! Joins what the rules found in a line with what the tagger found.
//!
//! The list knows who is meant, the rules know conventions (a civility makes a person, a
//! head word a body), the tagger knows how names look and what stands around them. A
//! listed name and a sure rule stand unless the tagger sees a longer name; elsewhere the
//! tagger decides where names are and what they name.

use super::context::{Context, Line};
use super::kinds::Certainty;
use super::ministries::is_portfolio;
use super::scan::{Form, Mention};
use super::sequences::is_initial_letter;
use super::words::Flags;
use crate::model::{ActorKind, TokenKind};
use crate::tagger::Tagged;

/// From which margin on the tagger is trusted as much as a sure rule.
const SURE: i32 = 500;

/// Replaces the mentions of a line, `mentions[from..]`, by those that rules and tagger
/// agree on; they stay in order and disjoint.
pub(super) fn merge(
    context: &Context<'_>,
    line: &Line,
    tagged: &[Tagged],
    from: usize,
    mentions: &mut Vec<Mention>,
) {
    let rules = mentions.split_off(from);
    let mut rules = rules.into_iter().peekable();
    let mut names = tagged.iter().peekable();
    loop {
        // A group: mentions and names that overlap each other.
        let start = match (rules.peek(), names.peek()) {
            (Some(rule), Some(name)) => rule.first.min(name.tokens.start),
            (Some(rule), None) => rule.first,
            (None, Some(name)) => name.tokens.start,
            (None, None) => return,
        };
        let mut end = start + 1;
        let mut group = Vec::new();
        let mut told = Vec::new();
        loop {
            if let Some(rule) = rules.next_if(|rule| rule.first < end) {
                end = end.max(rule.end);
                group.push(rule);
            } else if let Some(name) = names.next_if(|name| name.tokens.start < end) {
                end = end.max(name.tokens.end);
                told.push(name);
            } else {
                break;
            }
        }
        let told: Vec<Tagged> = told
            .iter()
            .map(|name| without_place(context, line, name, &group))
            .collect();
        settle(context, line, group, &told.iter().collect::<Vec<_>>(), mentions);
    }
}

/// Decides on mentions and names that overlap.
fn settle(
    context: &Context<'_>,
    line: &Line,
    rules: Vec<Mention>,
    names: &[&Tagged],
    mentions: &mut Vec<Mention>,
) {
    let kept: Vec<bool> = rules
        .iter()
        .map(|rule| is_person_by_rule(context, line, rule) || stands(rule, names))
        .collect();
    let mut found: Vec<Mention> = Vec::new();
    for name in names {
        let over = |rule: &Mention| {
            rule.first < name.tokens.end && name.tokens.start < rule.end
        };
        let blocked = rules.iter().zip(&kept).any(|(rule, &kept)| kept && over(rule));
        if !blocked && let Some(mention) = mention(context, line, name, &rules) {
            found.push(mention);
        }
    }
    let told = |rule: &Mention| {
        names
            .iter()
            .find(|name| name.tokens.start == rule.first && name.tokens.end == rule.end)
            .copied()
    };
    for (mut rule, kept) in rules.into_iter().zip(kept) {
        if !kept {
            continue;
        }
        if let Some(name) = told(&rule)
            && rule.certainty > Certainty::Refused
            && rule.form != Form::Short
            && name.kind == rule.kind
        {
            rule.certainty = rule.certainty.max(certainty(name));
        }
        // What only a weak rule sees is one if the document names it elsewhere.
        if names.is_empty() && rule.listed.is_none() && !is_initialled(context, &rule) {
            let acronym = rule.form == Form::Acronym;
            rule.certainty = match rule.certainty {
                Certainty::Likely => Certainty::Doubtful,
                Certainty::Sure if acronym => Certainty::Doubtful,
                other => other,
            };
        }
        found.push(rule);
    }
    found.sort_by_key(|mention| mention.first);
    mentions.append(&mut found);
}

fn certainty(name: &Tagged) -> Certainty {
    if name.margin >= SURE { Certainty::Sure } else { Certainty::Likely }
}

/// Tells whether a mention of the rules stands against the names that overlap it.
fn stands(rule: &Mention, names: &[&Tagged]) -> bool {
    if names.is_empty() || rule.certainty == Certainty::Refused {
        return true;
    }
    if rule.form == Form::Short {
        let longer = |name: &&&Tagged| name.tokens.len() > 1 && name.margin >= SURE;
        return !names.iter().any(|name| longer(&name));
    }
    let same = names
        .iter()
        .find(|name| name.tokens.start == rule.first && name.tokens.end == rule.end);
    if let Some(name) = same {
        // A head word makes a body of what the tagger takes for a place: `Centre national
        // de calcul`.
        let body = rule.kind == ActorKind::Organization
            && name.kind == ActorKind::Place
            && rule.end > rule.first + 1;
        return name.kind == rule.kind
            || (rule.certainty == Certainty::Sure
                && (rule.listed.is_some() || body || name.margin < SURE));
    }
    let longer = names
        .iter()
        .find(|name| name.tokens.start <= rule.first && rule.end <= name.tokens.end);
    match longer {
        Some(name) => {
            rule.listed.is_some()
                && rule.certainty == Certainty::Sure
                && name.margin < SURE
        }
        None => rule.certainty == Certainty::Sure,
    }
}

/// Tells whether only a person's name is written so: `M. Paris`, `D. Reyes`,
/// `VARELA Elena`.
fn is_person_by_rule(context: &Context<'_>, line: &Line, rule: &Mention) -> bool {
    let titled = context.flags_before(line, rule.first, 1).has(Flags::CIVILITY);
    let shouted = rule.end == rule.first + 2
        && context.kind(rule.first) == Some(TokenKind::Upper)
        && context.flags(rule.first + 1).has(Flags::GIVEN);
    rule.kind == ActorKind::Person
        && ((rule.certainty == Certainty::Sure && (titled || shouted))
            || (rule.certainty > Certainty::Doubtful && is_initialled(context, rule)))
}

/// Returns a name without the place that it is in: `Commission in Brussels`.
fn without_place(
    context: &Context<'_>,
    line: &Line,
    name: &Tagged,
    rules: &[Mention],
) -> Tagged {
    let mut name = name.clone();
    let place = rules.iter().find(|rule| {
        rule.kind == ActorKind::Place
            && rule.certainty == Certainty::Sure
            && rule.listed.is_some()
            && rule.end == name.tokens.end
            && rule.first > name.tokens.start + 1
            && matches!(context.before(line, rule.first, 1), "in" | "à")
    });
    if let Some(place) = place {
        name.tokens.end = place.first - 1;
    }
    name
}

/// Tells whether a person's name begins with an initial: `I. Sani`.
fn is_initialled(context: &Context<'_>, rule: &Mention) -> bool {
    rule.kind == ActorKind::Person
        && rule.end > rule.first + 1
        && is_initial_letter(context.word(rule.first))
}

/// Makes a mention of a name.
fn mention(
    context: &Context<'_>,
    line: &Line,
    name: &Tagged,
    rules: &[Mention],
) -> Option<Mention> {
    let (mut first, end) = (name.tokens.start, name.tokens.end);
    // An article that the rules leave out is none of the name: `The Bank of England`.
    let is_article = context.flags(first).has(Flags::DETERMINER);
    if is_article && rules.iter().any(|rule| rule.first == first + 1 && rule.end == end)
    {
        first += 1;
    }
    let alone = end == first + 1;
    if alone
        && name.kind == ActorKind::Organization
        && is_portfolio(context, first)
        && first.checked_sub(2).is_some_and(|at| {
            let role = |at: usize| context.flags(at).has(Flags::ROLE);
            role(at) || at.checked_sub(1).is_some_and(role)
        })
    {
        return None;
    }
    let acronym = alone && context.kind(first) == Some(TokenKind::Upper);
    let listed = rules
        .iter()
        .find(|rule| rule.first == first && rule.end == end && rule.kind == name.kind)
        .and_then(|rule| rule.listed);
    let named = alone && name.kind == ActorKind::Organization;
    let head = named && context.flags(first).has(Flags::ORG_HEAD);
    Some(Mention {
        span: context.span(first, end)?,
        first,
        end,
        sentence: line.sentence,
        kind: name.kind,
        form: match (acronym, head) {
            (true, _) => Form::Acronym,
            (_, true) => Form::Short,
            _ => Form::Name,
        },
        certainty: certainty(name),
        listed,
    })
}
