//! Rules of attribution, on marked text: `[content]`, `{source}`, `<cue>`.

use crate::extract::Extractor;
use crate::language;
use crate::model::{Claim, ClaimKind, Findings};
use crate::reader;

/// Marks the first claim of the text.
fn marked(text: &str) -> String {
    let (findings, text) = found(text);
    let Some(claim) = findings.claims.iter().next() else { return text };
    let claim = &claim.value;
    let mut marks = Vec::new();
    for (spans, open, close) in
        [(&claim.content, '[', ']'), (&claim.source, '{', '}'), (&claim.cue, '<', '>')]
    {
        for span in spans {
            marks.push((span.start(), 1, open));
            marks.push((span.end(), 0, close));
        }
    }
    marks.sort_unstable();
    let mut out = text;
    for (at, _, mark) in marks.into_iter().rev() {
        out.insert(at, mark);
    }
    out
}

fn found(text: &str) -> (Findings, String) {
    let document = reader::plain("test", text);
    let analysis = language::analyze(&document);
    let findings = Extractor::new().findings(&document, &analysis);
    (findings, document.text().trim_end().to_owned())
}

/// Checks the place of the only claim: brackets in `expected` mark it.
fn check(expected: &str) {
    let text: String =
        expected.chars().filter(|mark| !"[]{}<>".contains(*mark)).collect();
    assert_eq!(marked(&text), expected);
    assert_eq!(found(&text).0.claims.len(), 1, "{text}");
}

fn check_none(text: &str) {
    assert_eq!(found(text).0.claims.len(), 0, "{}", marked(text));
}

fn first(text: &str) -> Claim {
    found(text).0.claims.into_vec().remove(0).value
}

#[test]
fn a_quotation_has_its_speaker_behind() {
    check("« [Les crédits arrivent trop tard] », <déclare> {la ministre de la Ville}.");
    check("“[The money comes too late],” <said> {Ann Lee, mayor of Hove}.");
}

#[test]
fn an_incise_parts_the_quotation() {
    check("« [Le tri], <explique> {Rose Lambert}, [ne marche que si tout suit.] »");
    check("“[The tariff],” <explained> {Mona Clair}, “[punishes the poor.]”");
}

#[test]
fn a_clause_follows_the_verb() {
    check("{La Cour des comptes} <affirme> que [le plan manque de moyens].");
    check("{The auditors} <warned> that [the plan lacks money].");
    check("{Ann Lee} <told> the committee that [the plan lacks money].");
}

#[test]
fn a_marker_names_the_source() {
    check("<Selon> {l’Agence de l’eau}, [les pertes reculent].");
    check("[Les pertes reculent], <d’après> {le rapport annuel}.");
    check("<According to> {the Treasury}, [losses are falling].");
    check("[Losses are falling], <according to> {the Treasury}.");
}

#[test]
fn a_marker_without_a_speaker_is_none() {
    check_none("Le tarif varie selon la taille des communes.");
    check_none("Fees vary according to distance.");
    check_none("Pour mémoire, la phase s’est achevée hier.");
}

#[test]
fn scare_quotes_and_laws_say_nothing() {
    check_none("Le « choc de simplification » n’a pas eu lieu.");
    check_none("The “levelling” fund was audited last year.");
    check_none("La taxe avance, visant Nvidia et ses rivaux.");
    check_none("Le décret prévoit que le maire signe l’acte.");
    check_none("The annex states that the table is complete.");
}

#[test]
fn a_noun_names_a_promise() {
    check("La <promesse> de {la ville} de [geler les loyers] n’a pas été tenue.");
}

#[test]
fn a_list_below_a_cue_is_a_claim_an_item() {
    let (findings, text) =
        found("Les auteurs recommandent :\n\n- un moratoire ;\n- une taxe locale.\n");
    let quotes: Vec<_> =
        findings.claims.iter().map(|claim| claim.span.quote(&text)).collect();
    assert_eq!(quotes, ["un moratoire", "une taxe locale"]);
}

#[test]
fn types_follow_the_act_and_the_words() {
    for (text, kind) in [
        ("L’État s’engage à financer la moitié des travaux.", ClaimKind::Pledge),
        ("The port pledged to close the mine.", ClaimKind::Pledge),
        ("La banque prévoit que les prix monteront.", ClaimKind::Forecast),
        ("Ann Lee said the price would rise.", ClaimKind::Forecast),
        (
            "Le conseil préconise de limiter les prélèvements.",
            ClaimKind::Recommendation,
        ),
        ("The panel recommends that fees be cut.", ClaimKind::Recommendation),
        ("L’agence recense 412 fermetures de lits.", ClaimKind::Statistic),
        ("The census shows that 42% of farms are small.", ClaimKind::Statistic),
        ("« Il pleut beaucoup ici », dit la maire.", ClaimKind::Quote),
        ("The mayor claims that the law is fair.", ClaimKind::Statement),
    ] {
        assert_eq!(first(text).kind, kind, "{text}");
    }
}

#[test]
fn denials_and_distance_are_marked() {
    assert!(first("Le maire ne pense pas que la loi soit juste.").negated);
    assert!(first("The firm denies that it knew.").negated);
    assert!(first("Selon plusieurs élus, le projet serait abandonné.").hedged);
    assert!(first("According to officials, the plan may be dropped.").hedged);
}

#[test]
fn a_pronoun_is_resolved_to_the_person_before() {
    let text = "Fabrice Nollet constate que les prix montent. « Le dossier coûte cher », ironise-t-il.";
    let speakers: Vec<_> = found(text)
        .0
        .claims
        .iter()
        .filter_map(|claim| claim.value.speaker.clone())
        .collect();
    assert_eq!(speakers.len(), 2);
    assert!(speakers.iter().all(|name| &**name == "Fabrice Nollet"), "{speakers:?}");
}

#[test]
fn an_odd_mark_never_loses_the_rest() {
    let text = "Un « choc resté ouvert.\n\nLa ministre affirme que le plan avance.";
    let (findings, body) = found(text);
    let quotes: Vec<_> =
        findings.claims.iter().map(|claim| claim.span.quote(&body)).collect();
    assert_eq!(quotes, ["le plan avance"]);
}

#[test]
fn what_the_speaker_says_of_himself_is_no_claim_beside() {
    check("« [Nous demandons 109 millions d’euros.] », <affirme> {Luc Vandamme}.");
    check("“[We ask that the plan be paid],” <said> {Ann Lee}.");
}
