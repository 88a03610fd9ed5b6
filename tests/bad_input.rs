//! Bad input through the whole program: each fault has a clear message that names the
//! file, exit code 2, everything else done, nothing lost, no panic.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![allow(clippy::print_stderr, reason = "a test that cannot run here says so")]

mod desk;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use desk::{Desk, said};
use serde_json::Value as Json;

/// What good reports say, in the words that show that they were read.
const GOOD: [(&str, &str, &str); 2] = [
    ("bon.txt", "L’État dépense 3 % de plus en 2024.", "dépense"),
    ("good.txt", "The levy rises by 2% in 2025.", "levy"),
];

/// Asserts that what `ingest` said names each of these files in one line that holds the
/// reason, that `status` lists it, and that the good reports beside them were read.
fn check(desk: &Desk, ingest: &Output, left_out: &[(&str, &str)]) {
    let messages = said(ingest);
    assert_eq!(ingest.status.code(), Some(2), "{messages}");
    assert!(!messages.contains("panicked"), "{messages}");
    let status = desk.done(&["status", "--format", "json"]);
    let status: Json = serde_json::from_str(&status).unwrap();
    let problems = status["problems"].as_array().unwrap();
    for (file, reason) in left_out {
        let path = format!("reports/{file}");
        let line = messages
            .lines()
            .find(|line| line.contains(&format!("`{path}`")))
            .unwrap_or_else(|| panic!("`{file}` is not named: {messages}"));
        assert!(line.contains(reason), "{line}");
        let known = problems.iter().find(|problem| problem["path"] == path);
        let known = known.unwrap_or_else(|| panic!("`{file}` is not in {status}"));
        assert!(known["reason"].as_str().unwrap().contains(reason), "{known}");
    }
    for (file, _, word) in GOOD {
        assert_eq!(desk.names(word), [format!("reports/{file}")]);
    }
    desk.done(&["verify"]);
}

fn desk_with_good_reports() -> Desk {
    let desk = Desk::new(&[]);
    for (file, text, _) in GOOD {
        desk.write(file, text);
    }
    desk
}

#[test]
fn every_bad_file_is_named_and_all_else_is_read() {
    let sample = fs::read("corpus/rapport-port.pdf").unwrap();
    let program = fs::read(env!("CARGO_BIN_EXE_dicta")).unwrap();
    let rows = "{\"id\":\"a\",\"text\":\"Une redevance.\"}\nno row\n\
                {\"id\":\"b\",\"text\":\"A charge.\"}\n";
    let files: &[(&str, &[u8], &str)] = &[
        ("empty.txt", b"", "the file is empty"),
        ("empty.pdf", b"", "the file is empty"),
        ("cut-8.pdf", &sample[..8], "damaged"),
        ("cut-300.pdf", &sample[..300], "damaged"),
        ("cut-quarter.pdf", &sample[..sample.len() / 4], "damaged"),
        ("locked.pdf", include_bytes!("bad_input/user-password.pdf"), "a password"),
        ("tool.txt", &program[..4_096], "not a format that `dicta` reads"),
        ("bomb.docx", &bomb(600 << 20), "over the limit"),
        ("cut.docx", &bomb(1 << 20)[..200], "damaged"),
        ("rows.jsonl", rows.as_bytes(), ""),
    ];
    let desk = desk_with_good_reports();
    let mut left_out = Vec::new();
    for (file, bytes, reason) in files {
        desk.write(file, bytes);
        left_out.push((*file, *reason));
    }
    // Of rows, the line is named, and the others are read.
    *left_out.last_mut().unwrap() = ("rows.jsonl:2", "line 2: not JSON");
    if cfg!(unix) {
        let links = [("loop", "../reports"), ("broken", "nowhere")];
        for (name, target) in links {
            link(target, &desk.path("reports").join(name));
        }
        left_out.push(("loop", "a symbolic link that leads back"));
        left_out.push(("broken", "no such file"));
    }
    check(&desk, &desk.run(&["ingest", "reports"]), &left_out);
    assert_eq!(desk.names("redevance"), ["a"]);
    assert_eq!(desk.names("charge"), ["b"]);
}

#[cfg(unix)]
fn link(target: &str, path: &std::path::Path) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

#[cfg(not(unix))]
fn link(_: &str, _: &std::path::Path) {}

/// Makes a DOCX whose body unpacks to so many zeros.
fn bomb(size: u32) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("[Content_Types].xml", options).unwrap();
    writer.write_all(b"<Types/>").unwrap();
    writer.start_file("word/document.xml", options).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..size >> 20 {
        writer.write_all(&zeros).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Makes a PDF of one page, the drawing instructions of which are `drawn`, with one more
/// object.
fn pdf(drawn: &[u8], more: &[u8]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let stream = [b"<</Filter/FlateDecode>>stream\n", drawn, b"\nendstream"].concat();
    let page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>";
    let objects: [&[u8]; 5] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        &stream,
        more,
    ];
    for (number, object) in (1..).zip(objects) {
        writeln!(bytes, "{number} 0 obj").unwrap();
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF\n");
    bytes
}

/// Packs so many megabytes of blanks.
fn packed(megabytes: usize) -> Vec<u8> {
    let mut packer =
        flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        packer.write_all(&blanks).unwrap();
    }
    packer.finish().unwrap()
}

#[test]
fn a_hostile_file_costs_itself_only() {
    let desk = desk_with_good_reports();
    let objects = [
        &b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n"[..],
        &packed(300),
        b"\nendstream",
    ]
    .concat();
    desk.write("objects.pdf", pdf(b"", &objects));
    desk.write("drawing.pdf", pdf(&packed(100), b"null"));
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    desk.write("deep.pdf", pdf(b"", deep.as_bytes()));
    desk.write("few.html", "<html><body><p>Une péniche coûte 3 M€.</p></body></html>");
    let left_out = [
        ("objects.pdf", "over the limit: its objects unpack to more than 256 MB"),
        ("drawing.pdf", "page 1"),
    ];
    check(&desk, &desk.run(&["ingest", "-j1", "reports"]), &left_out);
    assert_eq!(desk.names("péniche"), ["reports/few.html"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_that_takes_too_much_is_left_out_and_the_job_goes_on() {
    let page = |words: &str, count: usize| {
        format!("<html><body><p>{}</p></body></html>", words.repeat(count))
    };
    for (limit, reason) in [
        (["--reader-memory", "400"], "reading it takes more than 400 MB of memory"),
        (["--reader-time", "3"], "reading it takes more than 3 s"),
    ] {
        let desk = desk_with_good_reports();
        desk.write("a-few.html", page("Une péniche. ", 1));
        desk.write("big.html", page("<b>Une</b> <i>dette</i> ", 2_500_000));
        desk.write("few.html", page("Une péniche. ", 1));
        let options = ["ingest", "-j1", limit[0], limit[1], "reports"];
        check(&desk, &desk.run(&options), &[("big.html", reason)]);
        assert_eq!(desk.names("péniche"), ["reports/a-few.html", "reports/few.html"]);
    }
}

#[test]
fn what_is_only_odd_is_read_whole() {
    let deep = |depth: usize, words: &str| {
        let (open, close) = ("<div>".repeat(depth), "</div>".repeat(depth));
        format!("<html><body>{open}<p>{words}</p>{close}</body></html>").into_bytes()
    };
    let words = "Le fond coûte 5 €, au plus profond de la page.";
    let english = "It costs £5 at the very bottom of the page.";
    let files: [(&str, Vec<u8>, &str); 5] = [
        ("deep-200.html", deep(200, words), words),
        ("deep-100000.html", deep(100_000, english), english),
        (
            "open.pdf",
            include_bytes!("bad_input/empty-password.pdf").to_vec(),
            "La redevance atteint 3 % du budget.",
        ),
        (
            "latin.txt",
            b"Les d\xe9penses de l'\xc9tat \xe0 No\xebl.".to_vec(),
            "Les dépenses de l'État à Noël.",
        ),
        (
            "mixed.txt",
            [
                "L’été coûte 3 € à ".as_bytes(),
                b"\xff\xfe\xfa",
                " l’État, ornithorynque.".as_bytes(),
            ]
            .concat(),
            "ornithorynque.",
        ),
    ];
    let desk = Desk::new(&[]);
    for (file, bytes, _) in &files {
        desk.write(file, bytes);
    }
    let output = desk.run(&["--verbose", "ingest", "reports"]);
    // What is guessed or replaced is told.
    for file in ["latin.txt", "mixed.txt"] {
        assert!(said(&output).contains(&format!("`reports/{file}`")), "{output:?}");
    }
    for (file, _, words) in files {
        let text = desk.done(&["show", "--text", file]);
        assert!(text.trim_end().ends_with(words), "{file}: {text}");
    }
    desk.done(&["verify"]);
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = desk_with_good_reports();
    let closed = desk.path("reports/closed");
    fs::create_dir(&closed).unwrap();
    fs::write(closed.join("a.txt"), "La dette.").unwrap();
    let allow = |path: &std::path::Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(&desk.path(""), 0o777);
    allow(&closed, 0o000);
    let output = if fs::read_dir(&closed).is_err() {
        Some(desk.run(&["ingest", "reports"]))
    } else {
        // Root may read all; `nobody` may not.
        let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        let mut command = Command::new("setpriv");
        command.args(nobody).arg(env!("CARGO_BIN_EXE_dicta"));
        let works = command.arg("--version").stdout(Stdio::null()).status();
        works.is_ok_and(|status| status.success()).then(|| {
            let mut command = Command::new("setpriv");
            command.args(nobody).arg(env!("CARGO_BIN_EXE_dicta"));
            command.args(["ingest", "reports"]).current_dir(desk.path(""));
            command.output().unwrap()
        })
    };
    match output {
        Some(output) => check(&desk, &output, &[("closed", "ermission")]),
        None => eprintln!("skipped: this user may read every folder"),
    }
    allow(&closed, 0o700);
}

/// Writes so many reports of 4 KB that a job on them can be watched.
fn write_many(desk: &Desk, count: usize) {
    for number in 0..count {
        let text = format!(
            "La mesure {number} coûte 3 % du PIB. Measure {number} costs 2% of GDP.\n\n"
        );
        desk.write(&format!("{number:03}.txt"), text.repeat(60));
    }
}

/// Starts `dicta ingest` on all reports and waits until `is_seen`; returns it running.
fn started(desk: &Desk, is_seen: impl Fn() -> bool) -> std::process::Child {
    let mut job = desk
        .command(&["ingest", "reports"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !is_seen() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the job does not begin");
        assert!(job.try_wait().unwrap().is_none(), "the job ended before it was seen");
    }
    job
}

#[test]
fn a_killed_job_leaves_the_old_index_and_the_next_clears_what_it_left() {
    let desk = desk_with_good_reports();
    desk.done(&["ingest", "reports"]);
    write_many(&desk, 200);
    let half = desk.path("index/generation-000002");
    let mut job = started(&desk, || half.is_dir());
    job.kill().unwrap();
    job.wait().unwrap();
    assert!(half.is_dir(), "a killed job clears nothing");
    for (file, _, word) in GOOD {
        assert_eq!(desk.names(word), [format!("reports/{file}")]);
    }
    assert!(desk.names("mesure").is_empty(), "nothing of a half-made generation");
    assert!(desk.done(&["status"]).contains("generation  1"));
    desk.done(&["verify"]);
    desk.done(&["ingest", "reports"]);
    let mut left: Vec<_> = fs::read_dir(desk.path("index"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["CURRENT", "generation-000002", "lock"]);
    assert_eq!(
        desk.done(&["search", "-n", "300", "mesure", "--format", "jsonl"])
            .lines()
            .count(),
        200
    );
    desk.done(&["verify"]);
}

#[test]
fn a_second_job_says_who_holds_the_lock() {
    let desk = desk_with_good_reports();
    desk.done(&["ingest", "reports"]);
    write_many(&desk, 200);
    let lock = desk.path("index/lock");
    let mut first =
        started(&desk, || fs::metadata(&lock).is_ok_and(|file| file.len() > 0));
    let messages = desk.failed(&["rebuild", "reports"]);
    assert!(first.try_wait().unwrap().is_none(), "the first job is at work");
    for words in ["`index`", "`dicta ingest`", &format!("process {}", first.id())] {
        assert!(messages.contains(words), "{messages}");
    }
    assert!(messages.contains("hint: "), "{messages}");
    assert_eq!(desk.names("levy"), ["reports/good.txt"], "searches never wait");
    assert_eq!(first.wait().unwrap().code(), Some(0));
    desk.done(&["verify"]);
}

/// Ends a shell's words with exit code 9 if the place for the test cannot be made.
const NO_PLACE: i32 = 9;

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_index_and_is_told() {
    let places = [
        // A disk of 300 KB, in a name space of its own.
        (
            "mkdir disk && mount -t tmpfs -o size=300k none disk || exit 9; cd disk",
            "unshare --user --map-root-user --mount sh",
        ),
        // No file above 64 KB.
        ("trap '' XFSZ; ulimit -f 128 || exit 9", "sh"),
    ];
    for (place, shell) in places {
        let desk = desk_with_good_reports();
        let few = desk.path("few");
        fs::create_dir(&few).unwrap();
        fs::write(few.join("levy.txt"), GOOD[1].1).unwrap();
        write_many(&desk, 100);
        let few = few.display();
        let reports = desk.path("reports");
        let reports = reports.display();
        let script = format!(
            "{place}\n$DICTA -q ingest {few} || exit 3\n$DICTA ingest {reports}\n\
             [ $? = 2 ] || exit 4\n$DICTA search levy || exit 5\n\
             $DICTA verify || exit 6\nls index | grep -v '^CURRENT$\\|^lock$'\n"
        );
        let mut words = shell.split(' ');
        let output = Command::new(words.next().unwrap())
            .args(words)
            .args(["-c", &script])
            .env("DICTA", env!("CARGO_BIN_EXE_dicta"))
            .env_remove("DICTA_INDEX")
            .current_dir(desk.path(""))
            .output();
        let messages = match &output {
            Ok(output) => said(output),
            Err(error) => error.to_string(),
        };
        let output = match output {
            Ok(output) if output.status.code() == Some(NO_PLACE) => {
                eprintln!("skipped with `{shell}`: {messages}");
                continue;
            }
            Ok(output) if !messages.starts_with("unshare: ") => output,
            _ => {
                eprintln!("skipped with `{shell}`: {messages}");
                continue;
            }
        };
        assert_eq!(output.status.code(), Some(0), "{shell}: {messages}");
        let found = String::from_utf8(output.stdout).unwrap();
        assert!(found.contains("The levy rises"), "{found}");
        assert!(found.ends_with("\ngeneration-000001\n"), "no leftovers: {found}");
        assert!(messages.contains("error: `index/generation-000002"), "{messages}");
        let causes = ["No space left on device", "File too large"];
        assert!(causes.iter().any(|cause| messages.contains(cause)), "{messages}");
        assert!(messages.contains("hint: make room on the disk"), "{messages}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_find_no_room_are_an_error() {
    let desk = desk_with_good_reports();
    desk.done(&["ingest", "reports"]);
    for arguments in [&["search", "levy"][..], &["figures"], &["status"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = desk.command(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let messages = said(&output);
        assert!(messages.contains("`standard output`: "), "{messages}");
        assert!(messages.contains("hint: make room on the disk"), "{messages}");
    }
}

#[test]
fn an_index_of_another_version_says_so_and_is_rebuilt() {
    let desk = desk_with_good_reports();
    desk.done(&["ingest", "reports"]);
    let current = desk.path("index/CURRENT");
    let stated = String::from_utf8(fs::read(&current).unwrap()).unwrap();
    let format = format!("format {}\n", dicta::index::FORMAT);
    assert!(stated.contains(&format), "{stated}");
    fs::write(&current, stated.replace(&format, "format 99\n")).unwrap();
    for arguments in [&["ingest", "reports"][..], &["search", "levy"], &["status"]] {
        let messages = desk.failed(arguments);
        assert!(messages.contains("format 99"), "{messages}");
        assert!(messages.contains("hint: ") && messages.contains("dicta rebuild"));
    }
    desk.done(&["rebuild", "reports"]);
    assert_eq!(desk.names("levy"), ["reports/good.txt"]);
}
