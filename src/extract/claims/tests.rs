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

/// The attributed claims; the document's own are another matter.
fn found(text: &str) -> (Findings, String) {
    let document = reader::plain("test", text);
    let analysis = language::analyze(&document);
    let mut findings = Extractor::new().findings(&document, &analysis);
    let attributed = findings.claims.iter().filter(|claim| claim.value.form.is_some());
    findings.claims = attributed.cloned().collect();
    (findings, document.text().trim_end().to_owned())
}

/// Checks who says what: `source | content`, in order.
fn check_all(text: &str, expected: &[&str]) {
    let (findings, text) = found(text);
    let joined = |spans: &[crate::model::Span]| {
        let quotes: Vec<_> = spans.iter().map(|span| span.quote(&text)).collect();
        quotes.join(" … ")
    };
    let claims: Vec<_> = findings
        .claims
        .iter()
        .map(|claim| {
            format!(
                "{} | {}",
                joined(&claim.value.source),
                joined(&claim.value.content)
            )
        })
        .collect();
    assert_eq!(claims, expected, "{text}");
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

#[test]
fn verbs_that_follow_each_other_share_their_subject() {
    check_all(
        "Le syndicat déplore l’absence de moyens, relève 12 fermetures et réclame un moratoire national.",
        &[
            "Le syndicat | l’absence de moyens",
            "Le syndicat | 12 fermetures",
            "Le syndicat | un moratoire national",
        ],
    );
    check_all(
        "The union deplores the lack of staff, counts 12 closures and demands that they stop.",
        &[
            "The union | the lack of staff",
            "The union | 12 closures",
            "The union | they stop",
        ],
    );
}

#[test]
fn a_relative_clause_ends_where_its_comma_does() {
    check_all(
        "L’agence, qui conteste ces chiffres, demande une contre-expertise indépendante.",
        &[
            "L’agence | ces chiffres",
            "L’agence, qui conteste ces chiffres | une contre-expertise indépendante",
        ],
    );
    check_all(
        "Ann Lee, who chaired the board and once advised the fund, says the plan is late.",
        &[
            "Ann Lee, who chaired the board and once advised the fund | the plan is late",
        ],
    );
}

#[test]
fn who_refuses_to_speak_says_nothing() {
    check_none("L’entreprise n’a pas souhaité commenter.");
    check_none("La préfecture refuse de confirmer le chiffre de 400 fûts.");
    check_none("The department declined to comment.");
    check_none("Police refused to confirm the figure of 400 drums.");
}

#[test]
fn things_and_orders_to_the_reader_say_nothing() {
    check_none("Une approche simple garantit que les besoins sont connus.");
    check_none("Ensure users are informed of the plan.");
    check_none("You should consider the needs of all users.");
    check_none("The A11Y Project may help your team.");
    check_none("Pour ouvrir le volet, cliquez sur la flèche.");
}

#[test]
fn positions_and_answers_stand_below_their_labels() {
    check_all(
        "Réactions\n\n- Medor (patronat) : « Un coup de massue ».\n- CGR : dénonce un passage en force.\n- Commission européenne : n’a pas réagi.\n",
        &["Medor (patronat) | Un coup de massue", "CGR | un passage en force"],
    );
    check_all(
        "Position des acteurs :\n\n- La ministre de la Santé, Nadia Lemaire : l’État paiera la moitié.\n- Le syndicat SantéCom : les emplois promis n’ont jamais été créés.\n",
        &[
            "La ministre de la Santé, Nadia Lemaire | l’État paiera la moitié",
            "Le syndicat SantéCom | les emplois promis n’ont jamais été créés",
        ],
    );
    check_all(
        "Position of the Ports Council: the levy is unworkable.",
        &["the Ports Council | the levy is unworkable"],
    );
    check_all(
        "The Herald: Is the target realistic?\n\nAmina Sayeed: It was realistic in 2019.",
        &["Amina Sayeed | It was realistic in 2019."],
    );
}

#[test]
fn a_line_below_names_the_source() {
    check_all(
        "Les logements vides font 9,8 % du parc.\n\nSource : Observatoire de l’habitat, 2024",
        &["Observatoire de l’habitat | Les logements vides font 9,8 % du parc"],
    );
    check_all(
        "Empty homes make up 9.8% of the stock.\n\nSource: Housing Watch, 2024",
        &["Housing Watch | Empty homes make up 9.8% of the stock"],
    );
}

#[test]
fn single_and_doubled_marks_quote_and_apostrophes_do_not() {
    check("‘[The firms’ profits fell],’ <said> {Ann Lee}.");
    check("''[Les comptes sont bons]'', <affirme> {Luc Vandamme}.");
}

#[test]
fn a_quotation_without_a_verb_is_said_by_whom_the_next_sentence_names() {
    check_all(
        "« Nous avons perdu un médecin sur trois. Rien ne change. » Agathe Morvan tient le compte des départs.",
        &["Agathe Morvan | Nous avons perdu un médecin sur trois. Rien ne change."],
    );
}

#[test]
fn a_sentence_without_end_is_read_in_parts() {
    let mut text = "une, deux et trois choses, ".repeat(400);
    text.push_str("la ministre affirme que le plan avance.");
    let (findings, body) = found(&text);
    let quotes: Vec<_> =
        findings.claims.iter().map(|claim| claim.span.quote(&body)).collect();
    assert_eq!(quotes, ["le plan avance"]);
}

#[test]
fn the_documents_own_claims_have_no_source() {
    for text in [
        "Le chômage des jeunes a reculé de 3 points en deux ans.",
        "Youth unemployment fell by 3 points within two years.",
    ] {
        let document = reader::plain("test", text);
        let analysis = language::analyze(&document);
        let findings = Extractor::new().findings(&document, &analysis);
        let claim = &findings.claims.iter().next().unwrap().value;
        assert!(
            claim.form.is_none() && claim.source.is_empty() && claim.cue.is_empty()
        );
        assert_eq!(claim.kind, ClaimKind::Statistic, "{text}");
    }
}
