//! Rules of the recogniser, on marked text: `[O Banque mondiale]` is an organisation,
//! `[P …]` a person, `[L …]` a place; nothing else is an actor.

use super::{Recognizer, UserEntities};
use crate::language;
use crate::model::{
    Actor, ActorKind, BlockKind, Document, DocumentBuilder, Layer, Metadata,
};

fn document(text: &str) -> Document {
    let mut builder = DocumentBuilder::default();
    for paragraph in text.split('\n') {
        let start = builder.text().len();
        builder.parts().0.push_str(paragraph);
        builder.close_block(start, BlockKind::Paragraph, None);
    }
    builder.finish("note.txt", Metadata::default())
}

fn actors(document: &Document) -> Layer<Actor> {
    let analysis = language::analyze(document);
    Recognizer::default().actors(document, &analysis, &Layer::default())
}

/// Checks that exactly the marked words are found, with their kinds.
#[track_caller]
fn check(marked: &str) {
    let plain: String = ["[O ", "[P ", "[L ", "]"]
        .iter()
        .fold(marked.to_owned(), |text, mark| text.replace(mark, ""));
    let document = document(&plain);
    let mut found = String::new();
    let mut at = 0;
    for actor in &actors(&document) {
        let letter = match actor.value.kind {
            ActorKind::Person => 'P',
            ActorKind::Organization => 'O',
            ActorKind::Place => 'L',
        };
        found.push_str(plain.get(at..actor.span.start()).unwrap());
        found.extend(['[', letter, ' ']);
        found.push_str(actor.span.quote(&plain));
        found.push(']');
        at = actor.span.end();
    }
    found.push_str(plain.get(at..).unwrap());
    assert_eq!(found, marked);
}

/// Checks the words, the entity and the name of each actor, in order.
#[track_caller]
fn check_entities(text: &str, expected: &[(&str, Option<&str>)]) {
    let document = document(text);
    let layer = actors(&document);
    let found: Vec<_> = layer
        .iter()
        .map(|a| (a.span.quote(document.text()), a.value.entity.as_deref()))
        .collect();
    assert_eq!(found, expected);
}

/// Checks the role of the first person.
#[track_caller]
fn check_role(text: &str, role: Option<&str>) {
    let document = document(text);
    let layer = actors(&document);
    let person = layer.iter().find(|a| a.value.kind == ActorKind::Person).unwrap();
    assert_eq!(person.value.role.map(|span| span.quote(document.text())), role);
}

#[test]
fn listed_actors_are_found_in_both_languages() {
    check(
        "La [O Commission européenne] et l’[O ONU] aident la [L Côte d’Ivoire] à sortir de la crise.",
    );
    check(
        "The [O European Commission] and the [O UN] help [L Ivory Coast] out of the crisis.",
    );
    check(
        "Le siège de la [O BANQUE MONDIALE] est à [L Washington], selon le rapport publié hier.",
    );
}

#[test]
fn the_longest_name_wins() {
    check("Les prix montent en [L Guinée équatoriale] plus vite que les salaires.");
    check("Prices rise faster than wages in [L Equatorial Guinea] this year.");
}

#[test]
fn names_may_be_cut_by_line_ends_and_no_break_spaces() {
    check(
        "Les experts de l’[O Organisation mondiale du\u{a0}commerce] ont rendu leur avis.",
    );
    check("The [O World Trade\u{202f}Organization] has published its report on steel.");
}

#[test]
fn an_ambiguous_name_is_read_by_its_neighbours() {
    check(
        "Le fleuve [L Niger] traverse la région, et la ville d’[L Orange] est loin de là.",
    );
    check("Les clients de l’opérateur [O Orange] attendent encore la fibre.");
    check("In the park an orange tree stood in May, and total costs were low.");
}

#[test]
fn a_civility_makes_a_person_and_stays_outside() {
    check("Selon Mme [P Zubrowska], la mesure est trop chère pour les communes.");
    check("The committee thanked Mr [P Zubrowski] for his long report.");
    check("Le rapport de M. [P Paris] a été rejeté par le jury.");
}

#[test]
fn given_names_make_persons() {
    check("Le texte a été présenté par [P Elena Varela] devant les élus.");
    check("The text was presented by [P Ursula von der Leyen] in the morning.");
    check("La loi portée par [P Bruno Le Maire] a été adoptée hier soir.");
}

#[test]
fn minutes_write_the_surname_first() {
    check_entities(
        "Présents : VARELA Elena et KELLER Simon. M. Keller annonce un décret.",
        &[
            ("VARELA Elena", Some("person:elena-varela")),
            ("KELLER Simon", Some("person:simon-keller")),
            ("Keller", Some("person:simon-keller")),
        ],
    );
}

#[test]
fn head_words_make_organizations() {
    check("La note de l’[O Agence Dupont pour le Climat] a été rendue publique hier.");
    check(
        "The paper by the [O Institute for Coastal Studies] was published yesterday.",
    );
    check(
        "Il travaille au [O ministère de la Transition écologique] depuis trois ans.",
    );
    check("She has worked for the [O Ministry of Food and Agriculture] for years.");
}

#[test]
fn months_nationalities_and_measures_are_no_actors() {
    check("En mars, les Français ont payé la TVA et le PIB a reculé depuis Noël.");
    check("On Monday the French minister said that GDP fell in March and in April.");
}

#[test]
fn capitals_of_headings_mean_nothing() {
    check("A Fair Transition: Energy Prices and the Cost of Living");
    check("LES PRIX DE L’ÉNERGIE ET LE COÛT DE LA VIE");
    check("ENERGY PRICES AND THE COST OF LIVING IN [L FRANCE]");
}

#[test]
fn a_definition_in_brackets_beats_the_list() {
    check_entities(
        "La Commission internationale des grandes tourbières (CIGT) siège ici. \
         Le budget de la CIGT double cette année.",
        &[
            (
                "Commission internationale des grandes tourbières",
                Some("org:commission-internationale-des-grandes-tourbieres"),
            ),
            ("CIGT", Some("org:commission-internationale-des-grandes-tourbieres")),
            ("CIGT", Some("org:commission-internationale-des-grandes-tourbieres")),
        ],
    );
    check_entities(
        "The Northern Dunes Bureau (NDB) met on Friday. The budget of the NDB has doubled.",
        &[
            ("Northern Dunes Bureau", Some("org:northern-dunes-bureau")),
            ("NDB", Some("org:northern-dunes-bureau")),
            ("NDB", Some("org:northern-dunes-bureau")),
        ],
    );
}

#[test]
fn an_acronym_of_small_words_is_no_actor() {
    check(
        "L’impôt de solidarité sur la fortune (ISFX) baisse. Le taux de l’ISFX est bas.",
    );
    check(
        "The weighted mean of prices (WMPX) rose. Some say that the WMPX is too high.",
    );
}

#[test]
fn short_forms_name_the_body_named_before() {
    check_entities(
        "La Banque africaine de développement prête davantage. Selon les experts, la \
         Banque exige une garantie.",
        &[
            ("Banque africaine de développement", Some("org:AfDB")),
            ("Banque", Some("org:AfDB")),
        ],
    );
    check_entities(
        "The African Union met in May. Members told the Union that funds are short.",
        &[("African Union", Some("org:AU")), ("Union", Some("org:AU"))],
    );
    check_entities(
        "Selon les ministres, la Commission prépare un nouveau texte sur les prix.",
        &[("Commission", Some("org:EC"))],
    );
}

#[test]
fn surnames_name_the_person_with_the_full_name() {
    check_entities(
        "Ibrahim Sani a parlé le premier, puis Sylvie Sani a répondu. M. Sani a remercié \
         Mme Sani de sa patience.",
        &[
            ("Ibrahim Sani", Some("person:ibrahim-sani")),
            ("Sylvie Sani", Some("person:sylvie-sani")),
            ("Sani", Some("person:ibrahim-sani")),
            ("Sani", Some("person:sylvie-sani")),
        ],
    );
    check_entities(
        "The report by Helena Strand is out. According to Ms Strand, costs will rise.",
        &[
            ("Helena Strand", Some("person:helena-strand")),
            ("Strand", Some("person:helena-strand")),
        ],
    );
}

#[test]
fn initials_without_points_are_a_first_name() {
    check_entities(
        "Le sommet a accueilli JD Vance. Selon M. Vance, la règle est trop stricte.",
        &[("JD Vance", Some("person:jd-vance")), ("Vance", Some("person:jd-vance"))],
    );
    check_entities(
        "The summit heard JD Vance in May. According to Mr Vance, rules are too strict.",
        &[("JD Vance", Some("person:jd-vance")), ("Vance", Some("person:jd-vance"))],
    );
}

#[test]
fn a_surname_alone_has_no_entity() {
    check_entities(
        "Selon Mme Zubrowska, la mesure est trop chère.",
        &[("Zubrowska", None)],
    );
}

#[test]
fn roles_are_kept_without_their_article() {
    check_role(
        "Elena Varela, directrice de l’Office, demande une réunion.",
        Some("directrice de l’Office"),
    );
    check_role(
        "La réunion a lieu avec le ministre de l’Environnement, Simon Keller.",
        Some("ministre de l’Environnement"),
    );
    check_role(
        "The plan was praised by Bruno Garnier, mayor of Valence, on Monday.",
        Some("mayor of Valence"),
    );
    check_role(
        "French environment minister Simon Keller disagrees with the plan.",
        Some("French environment minister"),
    );
    check_role("The plan was praised by Helena Strand, who chairs the panel.", None);
}

#[test]
fn spans_leave_out_articles_and_possessives() {
    check(
        "The report says that [L Canada]'s plan and the [O World Bank]’s loan are linked.",
    );
}

#[test]
fn addresses_are_no_actors() {
    check(
        "Write to Info@Example.org or see https://Example.org/Report.pdf for the text.",
    );
}

#[test]
fn odd_texts_do_no_harm() {
    for text in ["", "\n", "(", "M.", "A & ", "L’", "É", "🎉 Ô", "The (", "U.S.", "d’"]
    {
        let document = document(text);
        for actor in &actors(&document) {
            assert!(!actor.span.quote(document.text()).is_empty());
        }
    }
    let long = "Le ministère de la Ville aide la Banque mondiale (".repeat(2_000);
    assert!(actors(&document(&long)).len() >= 2_000);
}

#[test]
fn a_ministry_is_that_of_the_country_beside_it() {
    check_entities(
        "À Niamey, le ministère de l’Agriculture attend. Le ministère nigérian de \
         l’Agriculture promet des semences au Mali.",
        &[
            ("Niamey", Some("place:niamey")),
            ("ministère de l’Agriculture", Some("org:NE-MIN-agriculture")),
            ("ministère nigérian de l’Agriculture", Some("org:NG-MIN-agriculture")),
            ("Mali", Some("place:ML")),
        ],
    );
    check_entities(
        "The Ministry of Energy in Kyiv wrote to the Polish Ministry of Energy.",
        &[
            ("Ministry of Energy", Some("org:UA-MIN-energy")),
            ("Kyiv", Some("place:kyiv")),
            ("Polish Ministry of Energy", Some("org:PL-MIN-energy")),
        ],
    );
}

#[test]
fn a_listed_acronym_that_abbreviates_small_words_names_no_actor() {
    check(
        "Un rapport de conformité de l’accessibilité (RCA) est exigé. Le RCA suit un modèle.",
    );
    check(
        "The annual quality review (AQR) of [L Kenya] is late. The AQR costs more each year.",
    );
    check_entities(
        "La RCA et le Tchad ont signé un accord.",
        &[("RCA", Some("place:CF")), ("Tchad", Some("place:TD"))],
    );
}

#[test]
fn a_head_word_after_two_bodies_of_one_sentence_names_neither() {
    check_entities(
        "L’AIE et l’AIEA publient des chiffres. Selon l’Agence, tout va bien.",
        &[("AIE", Some("org:IEA")), ("AIEA", Some("org:IAEA")), ("Agence", None)],
    );
    check_entities(
        "The IEA and the IAEA differ. The IEA is cautious. The Agency will wait.",
        &[
            ("IEA", Some("org:IEA")),
            ("IAEA", Some("org:IAEA")),
            ("IEA", Some("org:IEA")),
            ("Agency", Some("org:IEA")),
        ],
    );
}

#[test]
fn acronyms_are_spoken_as_words_or_made_of_syllables() {
    check_entities(
        "L’Unicef aide la Commission des pêches de l’Atlantique (COPA). La COPA publie.",
        &[
            ("Unicef", Some("org:UNICEF")),
            (
                "Commission des pêches de l’Atlantique",
                Some("org:commission-des-peches-de-l-atlantique"),
            ),
            ("COPA", Some("org:commission-des-peches-de-l-atlantique")),
            ("COPA", Some("org:commission-des-peches-de-l-atlantique")),
        ],
    );
}

#[test]
fn french_tells_a_town_from_its_land_by_the_preposition() {
    check_entities(
        "Un bureau ouvrira à Québec. Le gouvernement investit au Québec.",
        &[("Québec", Some("place:quebec-city")), ("Québec", Some("place:quebec"))],
    );
}

#[test]
fn names_that_the_user_adds_mean_nobody_else() {
    let table = "id\tkind\tfr\ten\tacronym_fr\n\
                 org:dunes\torganization\tBureau des dunes\tDunes Bureau\tFMI\n\
                 place:FR\tplace\tHexagone\tFrance\n";
    let entities = UserEntities::parse(table).unwrap();
    let document =
        document("Le FMI et le Bureau des dunes aident l’Hexagone et l’Italie.");
    let analysis = language::analyze(&document);
    let recognizer = Recognizer::with_entities(&entities);
    let found = recognizer.actors(&document, &analysis, &Layer::default());
    let ids: Vec<_> =
        found.iter().filter_map(|actor| actor.value.entity.as_deref()).collect();
    assert_eq!(ids, ["org:dunes", "org:dunes", "place:FR", "place:IT"]);
}
