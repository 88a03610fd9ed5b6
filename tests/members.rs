//! Archives and e-mail through the whole program: each file in them is a document.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod desk;

use std::io::{Cursor, Write as _};

use desk::{Desk, said};
use serde_json::Value as Json;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // Not packed, for what packs too well is refused as it is unpacked.
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn status(desk: &Desk) -> Json {
    serde_json::from_str(&desk.done(&["status", "--format", "json"])).unwrap()
}

#[test]
fn files_in_archives_are_documents() {
    let inner =
        zip(&[("été.html", b"<html><p>La gabarre co\xc3\xbbte 3 M\xe2\x82\xac.")]);
    let desk = Desk::new(&[("a.txt", "Rien.")]);
    desk.write(
        "all.zip",
        zip(&[
            ("notes/levy.txt", b"The barge levy rises by 2%."),
            ("notes/levy.txt.gz", b"\x1f\x8b\x08"),
            ("inner.zip", &inner),
            ("photo.png", b"\x89PNG\r\n\x1a\n"),
            ("notes/.DS_Store", b"?"),
        ]),
    );
    let messages = desk.failed(&["ingest", "reports"]);
    for (file, reason) in [
        ("all.zip/photo.png", "a PNG picture"),
        ("all.zip/notes/levy.txt.gz", "the gzip archive breaks off"),
    ] {
        let named = format!("`reports/{file}`");
        let line = messages.lines().find(|line| line.contains(&named));
        assert!(line.is_some_and(|line| line.contains(reason)), "{file}: {messages}");
    }
    let gabarre = "reports/all.zip/inner.zip/été.html";
    assert_eq!(desk.names("gabarre"), [gabarre]);
    assert_eq!(desk.names("barge"), ["reports/all.zip/notes/levy.txt"]);
    assert_eq!(desk.done(&["show", "--text", gabarre]), "La gabarre coûte 3 M€.\n");
    let counts = status(&desk);
    assert_eq!((&counts["documents"], &counts["ok"]), (&5.into(), &3.into()));
    desk.done(&["verify"]);

    // Nothing is read again that has not changed; what is gone goes.
    let again = desk.run(&["ingest", "reports"]);
    assert!(said(&again).contains("0 new, 3 unchanged"), "{}", said(&again));
    desk.write("all.zip", zip(&[("notes/levy.txt", b"The barge levy falls.")]));
    desk.done(&["ingest", "reports"]);
    assert!(desk.names("gabarre").is_empty());
    assert_eq!(desk.names("falls"), ["reports/all.zip/notes/levy.txt"]);
    desk.done(&["verify"]);
}

#[test]
fn a_message_and_what_is_attached_are_documents() {
    let message = "From: Chambre <a@b.example>\r\nSubject: Le barrage\r\n\
        Date: Tue, 5 Mar 2024 09:00:00 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nVoici la gabarre.\r\n\
        --x\r\nContent-Type: text/html\r\n\
        Content-Disposition: attachment; filename=note.html\r\n\r\n\
        <html><p>The barge costs £3m.\r\n\
        --x\r\nContent-Type: text/html\r\n\
        Content-Disposition: attachment; filename=note.html\r\n\r\n\
        <html><p>The ferry costs £4m.\r\n--x--\r\n";
    let desk = Desk::new(&[("lettre.eml", message)]);
    desk.done(&["ingest", "reports"]);
    assert_eq!(desk.names("gabarre"), ["reports/lettre.eml"]);
    assert_eq!(desk.names("barge"), ["reports/lettre.eml/note.html"]);
    assert_eq!(desk.names("ferry"), ["reports/lettre.eml/note.html (2)"]);
    let hit = &desk.hits("gabarre")[0];
    assert_eq!(
        (&hit["title"], &hit["date"]),
        (&"Le barrage".into(), &"2024-03-05".into())
    );
    desk.done(&["verify"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_breaks_its_reader_costs_the_archive_nothing_else() {
    let page =
        "<html><body><p>".to_owned() + &"<b>Une</b> <i>dette</i> ".repeat(900_000);
    let desk = Desk::new(&[]);
    desk.write(
        "all.zip",
        zip(&[
            ("1.html", b"<html><p>La gabarre."),
            ("2.html", page.as_bytes()),
            ("3.html", b"<html><p>The barge."),
        ]),
    );
    let options = ["ingest", "-j1", "--reader-memory", "400", "reports"];
    let messages = desk.failed(&options);
    assert!(
        messages.contains("`reports/all.zip/2.html`: over the limit"),
        "{messages}"
    );
    assert_eq!(desk.names("gabarre"), ["reports/all.zip/1.html"]);
    assert_eq!(desk.names("barge"), ["reports/all.zip/3.html"]);
    assert_eq!(status(&desk)["failed"], 1);
}

#[test]
fn archives_in_archives_have_an_end() {
    let mut bytes = zip(&[("a.txt", b"La gabarre.")]);
    for _ in 0..5 {
        bytes = zip(&[("inner.zip", &bytes), ("b.txt", b"The barge.")]);
    }
    let desk = Desk::new(&[]);
    desk.write("all.zip", bytes);
    let messages = desk.failed(&["ingest", "reports"]);
    assert!(messages.contains("over the limit: archives in archives"), "{messages}");
    assert_eq!(desk.names("barge").len(), 3);
}
