//! One test for each public issue of the tools that people have today, its number
//! above it.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![allow(clippy::print_stderr, reason = "a test tells what it measured")]

mod desk;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use desk::{Desk, rows};
use dicta::corpus::row_findings;
use dicta::extract::Extractor;
use dicta::model::{FigureKind, Quoted, Value};
use serde_json::Value as Json;

/// Returns code points `start..end` of a text.
fn words(text: &str, place: &Json) -> String {
    let at = |name: &str| usize::try_from(place[name].as_u64().unwrap()).unwrap();
    text.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

// Datashare#1761: it "doesn't know the exact location of a match".
#[test]
fn a_match_is_located_to_the_page_and_the_code_point() {
    let desk = Desk::new(&[(
        "avis.txt",
        "Œuvre 🎉 d’été.\r\n\r\nLa fraîcheur coûte 3\u{a0}% à l’État : l’été prochain.",
    )]);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/rapport-port.pdf");
    fs::copy(sample, desk.path("reports/port.pdf")).unwrap();
    desk.done(&["ingest", "reports"]);
    for (query, found, document, page) in [
        ("fraîcheur", "fraîcheur", "reports/avis.txt", None),
        ("prochain", "prochain", "reports/avis.txt", None),
        ("dockers", "dockers", "reports/port.pdf", Some(1)),
        ("éolien", "éolien", "reports/port.pdf", Some(2)),
    ] {
        let hits = desk.hits(query);
        assert_eq!(hits.len(), 1, "{query}: {hits:?}");
        assert_eq!(hits[0]["document"], document);
        let passage = &hits[0]["passages"][0];
        assert_eq!(passage["page"].as_u64(), page, "{passage}");
        let text = desk.done(&["show", "--text", document]);
        assert_eq!(words(&text, passage), passage["text"].as_str().unwrap());
        let highlights = passage["highlights"].as_array().unwrap();
        assert_eq!(highlights.len(), 1, "{passage}");
        assert_eq!(words(&text, &highlights[0]), found);
    }
}

// Voyant#367, paperless-ngx#12258: elision and accents hide words from a search.
#[test]
fn elision_and_accents_hide_nothing() {
    let desk = Desk::new(&[
        ("ascii.txt", "Le rapport traite d'energie et l'intelligence aujourd'hui."),
        ("typo.txt", "L’intelligence et l’énergie, c’est aujourd’hui ; qu’elle dure."),
        ("apart.txt", "L’e\u{301}nergie et l’intelligence de demain, non aujourd’hui."),
    ]);
    desk.done(&["ingest", "reports"]);
    let all = ["reports/apart.txt", "reports/ascii.txt", "reports/typo.txt"];
    for query in [
        "intelligence",
        "l'intelligence",
        "l’intelligence",
        "L'INTELLIGENCE",
        "énergie",
        "energie",
        "ÉNERGIE",
        "d'énergie",
        "l’energie",
        "e\u{301}nergie",
        "aujourd'hui",
        "aujourd’hui",
    ] {
        assert_eq!(desk.names(query), all, "{query}");
    }
}

// textacy: one odd quotation mark makes it drop the whole document.
#[test]
fn an_odd_quotation_mark_loses_nothing() {
    for (text, claim) in [
        (
            "Il y a un « guillemet seul.\n\n« Nous paierons 3 milliards d’euros », a \
             déclaré Jeanne Morel.",
            "Nous paierons 3 milliards d’euros",
        ),
        (
            "There is one \" stray mark.\n\n“We will pay 3 billion euros,” said Jane \
             Moore.",
            "We will pay 3 billion euros",
        ),
    ] {
        let desk = Desk::new(&[("odd.txt", text)]);
        desk.done(&["ingest", "reports"]);
        assert_eq!(desk.done(&["show", "--text", "odd.txt"]).matches('3').count(), 1);
        let figures = rows(desk.done(&["figures", "--format", "jsonl"]).as_bytes());
        assert!(figures.iter().any(|f| f["unit"] == "EUR"), "{figures:?}");
        let claims = rows(desk.done(&["claims", "--format", "jsonl"]).as_bytes());
        // FIXME: the French claim begins at the stray mark, in the paragraph before; then
        // this should ask for the very words.
        let holds = |c: &Json| c["text"].as_str().unwrap().contains(claim);
        assert!(claims.iter().any(holds), "{claims:?}");
    }
}

// Recoll: queries answer "0 results", with exit code 0, while the index is rebuilt.
#[test]
fn searches_answer_while_the_index_is_rebuilt() {
    let desk = Desk::new(&[]);
    for number in 0..150 {
        let text = "La dette de l’État atteint 3 % du PIB. The debt rose by 2%.\n\n";
        desk.write(&format!("{number:03}.txt"), text.repeat(20));
    }
    desk.write("needle.txt", "Le phare éclaire.");
    desk.done(&["ingest", "reports"]);
    let mut job = desk
        .command(&["rebuild", "reports"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut during = 0;
    let status = loop {
        assert_eq!(desk.names("phare"), ["reports/needle.txt"], "after {during}");
        if let Some(status) = job.try_wait().unwrap() {
            break status;
        }
        during += 1;
    };
    assert_eq!(status.code(), Some(0));
    assert!(during > 0, "no search ended before the job did");
    assert_eq!(desk.names("phare"), ["reports/needle.txt"]);
    assert!(desk.done(&["status"]).contains("generation  2"));
}

// paperless-ngx#13679: a tantivy folder of 18 GiB held 93 MiB, for what was deleted or
// written again was never cleared.
#[test]
fn updates_and_deletions_leave_the_index_small() {
    let desk = Desk::new(&[]);
    let text = |number: usize, round: usize| {
        format!("La mesure {number} du plan {round} coûte {round} millions d’euros. ")
            .repeat(15)
    };
    for number in 0..30 {
        desk.write(&format!("{number}.txt"), text(number, 1));
    }
    // Each job is a process of its own, as from cron.
    desk.done(&["ingest", "reports"]);
    for round in 2..62 {
        let number = round * 7 % 30;
        let path = desk.path("reports").join(format!("{number}.txt"));
        if round % 5 == 0 && path.exists() {
            fs::remove_file(path).unwrap();
        } else {
            desk.write(&format!("{number}.txt"), text(number, round));
        }
        desk.done(&["ingest", "reports"]);
    }
    desk.done(&["--index", "fresh", "ingest", "reports"]);
    let counts = |index: &str| {
        let status = desk.done(&["--index", index, "status", "--format", "json"]);
        let status: Json = serde_json::from_str(&status).unwrap();
        ["documents", "passages", "records"].map(|count| status[count].clone())
    };
    assert_eq!(counts("index"), counts("fresh"));
    let (grown, fresh) = (bytes_in(&desk.path("index")), bytes_in(&desk.path("fresh")));
    // What a small index has besides its content: some files a segment.
    let slack = 16 << 10;
    eprintln!("{grown} bytes after 60 changes, {fresh} fresh");
    assert!(grown * 2 <= fresh * 3 + 2 * slack, "{grown} bytes, {fresh} fresh");
}

fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let metadata = fs::metadata(&path).unwrap();
            if metadata.is_dir() { bytes_in(&path) } else { metadata.len() }
        })
        .sum()
}

// sist2 indexes 32,768 bytes of a document and says nothing.
#[test]
fn the_last_word_of_a_long_document_is_found() {
    let mut text = "La dépense publique augmente encore. ".repeat(8_000);
    text.push_str("Enfin vient l’ornithorynque.");
    let desk = Desk::new(&[("long.txt", &text)]);
    desk.done(&["ingest", "reports"]);
    let hits = desk.hits("ornithorynque");
    assert_eq!(hits.len(), 1);
    let place = &hits[0]["passages"][0]["highlights"][0];
    assert!(place["start"].as_u64().unwrap() > 8 * 32_768, "{place}");
    assert_eq!(words(&text, place), "ornithorynque");
}

// LangExtract#334: wrong offsets in text with accents.
#[test]
fn offsets_hold_in_accented_text() {
    for text in [
        "L’élève dépense 3,5\u{a0}milliards d’euros à Saint-Étienne, dit Zoé Hébert.",
        "E\u{301}te\u{301} 🎉🇫🇷 : 12\u{202f}% des œuvres, selon l’Union européenne.\r\n",
        "Naïve café: “we spent £5m in Zürich,” said Renée O’Brien — ﬁve ﬂats.",
    ] {
        let found = row_findings(&Extractor::new(), text, None);
        assert!(!found.figures.is_empty() && !found.actors.is_empty(), "{text}");
        let claims = found.claims.iter().flat_map(|(_, claim)| {
            claim.content.iter().chain(&claim.source).chain(&claim.cue)
        });
        let places = found.figures.iter().map(|(place, _)| place);
        let places = places.chain(found.actors.iter().map(|(place, _)| place));
        for Quoted { start, end, text: quote } in places.chain(claims) {
            let words: String = text.chars().skip(*start).take(end - start).collect();
            assert_eq!(words, *quote, "{start}..{end} in {text:?}");
        }
    }
}

// Recognizers-Text: a typographic apostrophe hides "109 milliards d’euros".
#[test]
fn both_apostrophes_leave_the_amount_whole() {
    for amount in [
        "109 milliards d’euros",
        "109 milliards d'euros",
        "109\u{a0}milliards d’euros",
        "109\u{202f}milliards d’euros",
    ] {
        let text = format!("L’effort atteint {amount} en France.");
        let found = row_findings(&Extractor::new(), &text, None);
        let money: Vec<_> = found
            .figures
            .iter()
            .filter(|(_, figure)| figure.kind == FigureKind::Money)
            .collect();
        let [(quote, figure)] = money.as_slice() else { panic!("{amount}: {money:?}") };
        assert_eq!(quote.text, amount);
        assert_eq!(figure.value, Value::Exact("109000000000".parse().unwrap()));
        assert_eq!(figure.unit.as_deref(), Some("EUR"));
    }
}
