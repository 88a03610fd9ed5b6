use std::fs;

use super::*;
use crate::corpus::{self, JobOptions};

/// The page over two small reports, and one that cannot be read.
fn page(query: &str, ui: ReportLanguage) -> String {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    fs::write(
        reports.join("été.md"),
        "# L’eau <script>alert(1)</script>\n\nSelon la Commission européenne, l’Union \
         européenne engagera 3,5 milliards d’euros d’ici 2030.\n\nLe reste baisse de \
         12\u{202f}% & <b>plus</b>.\n",
    )
    .unwrap();
    fs::write(
        reports.join("water.txt"),
        "Water\n\n\"We will spend 20 million pounds <img src=x onerror=alert(1)>,\" said \
         Mary Jones.\n",
    )
    .unwrap();
    fs::write(reports.join("empty.pdf"), "").unwrap();
    let index = folder.path().join("index");
    let options = JobOptions { jobs: 1, ..JobOptions::default() };
    corpus::ingest(&index, &[reports], &options, |_| {}).unwrap();
    let mut report = Report::gather(&Index::open(&index).unwrap(), query).unwrap();
    report.link(folder.path(), &folder.path().join("out"));
    let mut out = Vec::new();
    report.write(&mut out, ui).unwrap();
    // Paths of files are shown as they were given, and this folder's name is random.
    let page = String::from_utf8(out).unwrap();
    page.replace(folder.path().to_str().unwrap(), "folder")
}

/// The values of an attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let open = format!(" {attribute}=\"");
    let found = page.split(open.as_str()).skip(1);
    found.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn markup_in_a_document_stays_words() {
    let page = page("", ReportLanguage::English);
    assert_eq!(page.matches("<script").count(), 1, "the page's own only");
    assert!(!page.contains("<img"), "{page}");
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
}

#[test]
fn every_link_within_the_page_has_its_place_once() {
    let page = page("", ReportLanguage::French);
    let ids = values(&page, "id");
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    let mut count = 0;
    for link in values(&page, "href").into_iter().filter_map(|l| l.strip_prefix('#')) {
        assert!(ids.contains(&link), "nothing at #{link}");
        count += usize::from(link.contains('-'));
    }
    assert!(count >= 4, "records lead to their places");
}

#[test]
fn records_stand_with_their_sentences_and_files() {
    let page = page("", ReportLanguage::French);
    assert!(page.contains("<mark class=\"f\">3,5 milliards d’euros</mark></a>"));
    assert!(page.contains("Mary Jones"));
    assert!(values(&page, "href").contains(&"../reports/%C3%A9t%C3%A9.md"));
    assert!(page.contains("3\u{202f}500\u{202f}000\u{202f}000\u{a0}EUR"));
}

#[test]
fn what_failed_is_told_with_its_reason() {
    let page = page("", ReportLanguage::English);
    assert!(page.contains("<td class=\"failed\">failed</td>"));
    assert!(page.contains("the file is empty"));
}

#[test]
fn a_query_narrows_the_records_and_the_page_names_it() {
    let page = page("unit:GBP", ReportLanguage::English);
    assert!(page.contains("<code>unit:GBP</code>"));
    assert!(page.contains("20 million pounds"));
    assert!(!page.contains("milliards d’euros"));
}

#[test]
fn the_page_fetches_nothing_and_is_the_same_each_time() {
    let one = page("", ReportLanguage::English);
    assert_eq!(one, page("", ReportLanguage::English));
    for word in ["http://", "https://", "url(", "@import", " src=\""] {
        assert!(!one.contains(word), "{word}");
    }
}
