//! From the bytes of a text file to its characters.

use std::fmt::Write as _;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::ReadOptions;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Warned, Warning};

/// How many places of undecodable bytes a warning names.
const PLACES_NAMED: usize = 3;

/// Decodes the bytes of the text file `name`.
///
/// A byte order mark decides, else `options.encoding`, else UTF-8 if the bytes are
/// valid, else UTF-16 if NULs show it, else the guess is stated in a warning. What
/// cannot be decoded becomes U+FFFD, and a warning says how much and where.
///
/// # Errors
/// `Invalid` if `options.encoding` names no encoding, `UnknownFormat` if the bytes are
/// no text.
pub(super) fn decode(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<String>> {
    let mut warnings = Vec::new();
    let (encoding, body) = if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        (encoding, bytes.get(length..).unwrap_or_default())
    } else if let Some(label) = &options.encoding {
        let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            let what = format!("no such encoding: `{label}` (try `windows-1252`)");
            Error::at(name, ErrorKind::Invalid(what))
        })?;
        (encoding, bytes)
    } else if super::format::is_binary(bytes) {
        let what = "binary data".to_owned();
        return Err(Error::at(name, ErrorKind::UnknownFormat(what)));
    } else if let Some(encoding) = utf16_by_nuls(bytes) {
        let message = format!("no encoding stated, read as {}", encoding.name());
        warnings.push(Warning::doubtful(message));
        (encoding, bytes)
    } else if std::str::from_utf8(bytes).is_ok() {
        (UTF_8, bytes)
    } else {
        let encoding = guess(bytes);
        let message = format!("not UTF-8, read as {}", encoding.name());
        warnings.push(Warning::doubtful(message));
        (encoding, bytes)
    };
    let (text, lost) = decode_as(encoding, body);
    if let Some(lost) = lost {
        warnings.push(lost);
    }
    Ok(Warned { value: text, warnings })
}

/// Returns the UTF-16 that bytes without a mark are in, if their NULs show it: nearly
/// all at even places, or nearly all at odd ones.
pub(super) fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let nuls = |first: usize| {
        head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    // Half of the characters at least are below U+0100 in French or English.
    if odd * 2 > pairs && even * 20 <= odd {
        Some(UTF_16LE)
    } else if even * 2 > pairs && odd * 20 <= even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Guesses the encoding of bytes that are not valid UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Deny);
    let guessed = if LATIN.contains(&guessed) && is_western(bytes) {
        WINDOWS_1252
    } else {
        guessed
    };
    if guessed == WINDOWS_1252 && is_latin_9(bytes) {
        return encoding_rs::ISO_8859_15;
    }
    guessed
}

/// The encodings of other languages in Latin letters: they differ from windows-1252 in
/// letters that French and English do not have.
const LATIN: [&Encoding; 9] = [
    encoding_rs::WINDOWS_1250,
    encoding_rs::WINDOWS_1254,
    encoding_rs::WINDOWS_1257,
    encoding_rs::WINDOWS_1258,
    encoding_rs::ISO_8859_2,
    encoding_rs::ISO_8859_4,
    encoding_rs::ISO_8859_10,
    encoding_rs::ISO_8859_13,
    encoding_rs::ISO_8859_16,
];

/// Tells whether the bytes, read as windows-1252, hold no letters and signs but those
/// of French and English.
fn is_western(bytes: &[u8]) -> bool {
    const SIGNS: &str = "àâäæçèéêëîïñôöùûüÿœÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸŒ«»‹›’‘“”„–—…€£§°·•©®™½¼¾²³¹±×µ†‡‰¢\u{a0}\u{ad}";
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    text.chars().filter(|c| !c.is_ascii()).all(|c| SIGNS.contains(c))
}

/// Tells whether at least nine in ten of the sequences above ASCII are valid UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid >= 9 * invalid
}

/// Tells ISO-8859-15 from windows-1252, which differ in eight places: there, `œ` (0xBD)
/// and `€` (0xA4) stand for `½` and `¤`, and 0x80 to 0x9F are controls.
fn is_latin_9(bytes: &[u8]) -> bool {
    let has_windows_only = bytes.iter().any(|byte| (0x80..=0x9F).contains(byte));
    let is_letter = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0xC0)
    };
    !has_windows_only
        && bytes.iter().enumerate().any(|(at, &byte)| match byte {
            0xA4 => true,
            0xBD => is_letter(bytes.get(at + 1)),
            _ => false,
        })
}

/// Decodes all, and tells what could not be.
fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<Warning>) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16 + 16);
    let (mut lost, mut places) = (0_usize, Vec::new());
    let mut rest = bytes;
    loop {
        let (result, read) =
            decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(rest.len() + 64),
            DecoderResult::Malformed(..) => {
                lost += 1;
                if places.len() < PLACES_NAMED {
                    places.push(bytes.len() - rest.len());
                }
                text.reserve(4);
                text.push('\u{FFFD}');
            }
        }
    }
    (text, (lost > 0).then(|| lost_warning(encoding, bytes, lost, &places)))
}

fn lost_warning(
    encoding: &'static Encoding,
    bytes: &[u8],
    lost: usize,
    places: &[usize],
) -> Warning {
    let mut message = format!(
        "{lost} undecodable byte sequence{} ({}), on line",
        if lost == 1 { "" } else { "s" },
        encoding.name(),
    );
    for (number, &place) in places.iter().enumerate() {
        let before = bytes.get(..place).unwrap_or_default();
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        // Writing to a string does not fail.
        let _ = write!(message, "{}{line}", if number == 0 { " " } else { ", " });
    }
    if lost > places.len() {
        message.push_str(" and others");
    }
    Warning::lost(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WarningKind;

    fn decoded(bytes: &[u8], label: Option<&str>) -> Warned<String> {
        let options = ReadOptions { encoding: label.map(str::to_owned) };
        decode("a.txt", bytes, &options).unwrap()
    }

    #[track_caller]
    fn check(bytes: &[u8], text: &str, warnings: &[&str]) {
        let decoded = decoded(bytes, None);
        assert_eq!(decoded.value, text);
        let messages: Vec<_> = decoded.warnings.iter().map(|w| &w.message).collect();
        assert_eq!(messages, warnings);
    }

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    const FRENCH: &str = "L’État a dépensé 3 € pour l’œuvre : « déjà vu ».";

    #[test]
    fn utf_8_is_taken_as_it_is() {
        check(FRENCH.as_bytes(), FRENCH, &[]);
        check("\u{FEFF}L’été".as_bytes(), "L’été", &[]);
    }

    #[test]
    fn utf_16_is_known_by_its_mark_or_its_nuls() {
        let text = "The État spent 3 € – déjà vu.";
        let marked = utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes);
        check(&marked, text, &[]);
        let little = utf16(text, u16::to_le_bytes);
        check(&little, text, &["no encoding stated, read as UTF-16LE"]);
        let big = utf16(text, u16::to_be_bytes);
        check(&big, text, &["no encoding stated, read as UTF-16BE"]);
    }

    #[test]
    fn the_guess_is_stated() {
        let windows = encoded(WINDOWS_1252, FRENCH);
        check(&windows, FRENCH, &["not UTF-8, read as windows-1252"]);
        let plain = "Le coût de l'\u{153}uvre est élevé : 12 € par élève.";
        let latin = encoded(encoding_rs::ISO_8859_15, plain);
        check(&latin, plain, &["not UTF-8, read as ISO-8859-15"]);
        let english = "The café’s résumé – “naïve” £5.";
        let windows = encoded(WINDOWS_1252, english);
        check(&windows, english, &["not UTF-8, read as windows-1252"]);
    }

    #[test]
    fn a_few_signs_of_our_languages_are_not_those_of_others() {
        for text in
            ["Landings are worth £6.1m – the “quota” stays.", "Coût : 5 M€, d’où…"]
        {
            let bytes = encoded(WINDOWS_1252, text);
            check(&bytes, text, &["not UTF-8, read as windows-1252"]);
        }
        let polish =
            "Łódź, Gdańsk i Kraków są miastami. Zażółć gęślą jaźń, proszę państwa.";
        let bytes = encoded(encoding_rs::WINDOWS_1250, polish);
        check(&bytes, polish, &["not UTF-8, read as windows-1250"]);
    }

    #[test]
    fn the_stated_encoding_is_obeyed() {
        let mac = encoded(encoding_rs::MACINTOSH, "dépensé");
        let decoded = decoded(&mac, Some("macintosh"));
        assert_eq!((decoded.value.as_str(), decoded.warnings), ("dépensé", vec![]));
        let options = ReadOptions { encoding: Some("klingon".to_owned()) };
        let error = decode("a.txt", b"x", &options).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Invalid(_)));
    }

    #[test]
    fn what_is_lost_is_counted_and_placed() {
        let mut bytes = "L’été déjà là, à côté\n".repeat(4).into_bytes();
        bytes.extend(b"\n\xFFx\xC3");
        let decoded = decoded(&bytes, None);
        assert!(decoded.value.ends_with("\n\u{FFFD}x\u{FFFD}"));
        let lost = decoded.warnings.last().unwrap();
        assert_eq!(lost.kind, WarningKind::Lost);
        assert_eq!(lost.message, "2 undecodable byte sequences (UTF-8), on line 6, 6");
    }

    #[test]
    fn binary_data_is_no_text() {
        let error = decode("a.txt", b"\x7F\0\x01\x02\0\0\0", &ReadOptions::default())
            .unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::UnknownFormat("binary data".to_owned()));
    }
}
