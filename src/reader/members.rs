//! Files that hold files: archives, and e-mail with what is attached to it.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::limits::{FREE_UNPACKED_BYTES, MAX_GROWTH, MAX_UNPACKED_BYTES};
use super::package::Package;
use super::{Format, mail};
use crate::error::{Error, ErrorKind, Result};

/// A file in another.
#[derive(Debug)]
pub struct Member<'a> {
    /// Its path in the other; not the only one of this name, perhaps.
    pub name: &'a str,
    /// What it holds, or why it cannot be unpacked.
    pub bytes: Result<Cow<'a, [u8]>>,
}

/// Hands over the files in a file of a format that [holds files](Format::has_members), in
/// their order, as long as `each` returns `true`. `name` is the file's own. Folders,
/// links, and hidden files are passed over.
///
/// # Errors
/// `Malformed` if what it holds cannot be found, `Limit` if it swells too much.
pub fn members(
    name: &str,
    format: Format,
    bytes: &[u8],
    mut each: impl FnMut(Member<'_>) -> bool,
) -> Result<()> {
    let mut visible = |member: Member<'_>| is_hidden(member.name) || each(member);
    match format {
        Format::Zip => zipped(bytes, &mut visible),
        Format::Tar => tarred(bytes, &mut visible),
        Format::Gzip => gzipped(name, bytes, &mut visible),
        Format::Mail => mail::members(bytes, &mut visible),
        _ => Ok(()),
    }
}

/// Tells whether a file is one that a folder would not show, or that a system put there.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') && !matches!(part, "." | ".."))
        || path.starts_with("__MACOSX/")
}

fn zipped(bytes: &[u8], each: &mut dyn FnMut(Member<'_>) -> bool) -> Result<()> {
    let mut package = Package::open(bytes)?;
    for (place, name) in package.names().iter().enumerate() {
        if name.ends_with('/') || is_hidden(name) {
            continue;
        }
        let bytes = package.part_at(place, name).map(Cow::Owned);
        if !each(Member { name, bytes }) {
            break;
        }
    }
    Ok(())
}

/// Unpacks what is in a gzip file: an archive, or one file of its name without the end.
fn gzipped(
    name: &str,
    bytes: &[u8],
    each: &mut dyn FnMut(Member<'_>) -> bool,
) -> Result<()> {
    let most = (bytes.len() as u64).saturating_mul(MAX_GROWTH);
    let most = most.clamp(FREE_UNPACKED_BYTES, MAX_UNPACKED_BYTES);
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(most + 1).read_to_end(&mut unpacked);
    if unpacked.len() as u64 > most {
        let what = format!("unpacks to more than {} MB", most >> 20);
        return Err(Error::new(ErrorKind::Limit(what)));
    }
    let broken = read.err().map(|error| {
        let what = "the gzip archive breaks off".to_owned();
        Error::new(ErrorKind::Malformed(what)).because(error)
    });
    if unpacked.is_empty()
        && let Some(error) = broken
    {
        return Err(error);
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    if is_tar(&unpacked) {
        tarred(&unpacked, each)?;
    } else {
        let stem = if ending.eq_ignore_ascii_case("gz") { stem } else { file };
        each(Member { name: stem, bytes: Ok(unpacked.into()) });
    }
    broken.map_or(Ok(()), Err)
}

/// The size of a block of a tar archive.
const BLOCK: usize = 512;

/// Tells whether a file begins like a tar archive (POSIX.1, `pax`).
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Reads the files of a tar archive, with the long names of GNU and of POSIX.1-2001.
fn tarred(bytes: &[u8], each: &mut dyn FnMut(Member<'_>) -> bool) -> Result<()> {
    let mut at = 0;
    let mut long_name: Option<String> = None;
    let broken =
        || Error::new(ErrorKind::Malformed("the tar archive breaks off".to_owned()));
    while let Some(header) = bytes.get(at..at + BLOCK) {
        if header.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
        let field = |from: usize, to: usize| {
            let field = header.get(from..to).unwrap_or_default();
            field.split(|byte| *byte == 0).next().unwrap_or_default()
        };
        let size =
            number(header.get(124..136).unwrap_or_default()).ok_or_else(broken)?;
        let start = at + BLOCK;
        let content = start.checked_add(size).and_then(|end| bytes.get(start..end));
        let content = content.ok_or_else(broken)?;
        at = start + size.next_multiple_of(BLOCK);
        match header.get(156) {
            Some(b'L') => {
                let name = content.split(|byte| *byte == 0).next().unwrap_or_default();
                long_name = Some(String::from_utf8_lossy(name).into_owned());
            }
            Some(b'x') => long_name = pax_path(content).or(long_name),
            Some(b'0' | b'\0' | b'7') => {
                let name = long_name.take().unwrap_or_else(|| {
                    let name = String::from_utf8_lossy(field(0, 100)).into_owned();
                    match field(345, 500) {
                        prefix if is_tar(header) && !prefix.is_empty() => {
                            format!("{}/{name}", String::from_utf8_lossy(prefix))
                        }
                        _ => name,
                    }
                });
                if !name.ends_with('/')
                    && !each(Member { name: &name, bytes: Ok(content.into()) })
                {
                    return Ok(());
                }
            }
            // Folders, links, devices.
            _ => long_name = None,
        }
    }
    if at < bytes.len() { Err(broken()) } else { Ok(()) }
}

/// Reads a number of a header: octal digits or, for great ones, bytes behind a 128.
fn number(field: &[u8]) -> Option<usize> {
    if let [0x80, rest @ ..] = field {
        let add =
            |sum: usize, byte: &u8| sum.checked_mul(256)?.checked_add((*byte).into());
        return rest.iter().try_fold(0, add);
    }
    let digits = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    if digits.is_empty() { Some(0) } else { usize::from_str_radix(digits, 8).ok() }
}

/// Returns the path that an extended header states: lines of length, key and value.
fn pax_path(content: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(content);
    let path = text.lines().find_map(|line| line.split_once(" path="));
    path.map(|(_, path)| path.to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::reader::package::tests::pack;

    #[track_caller]
    fn check(name: &str, format: Format, bytes: &[u8], expected: &[(&str, &str)]) {
        let mut found = Vec::new();
        members(name, format, bytes, |member| {
            let bytes = member.bytes.unwrap().into_owned();
            found.push((member.name.to_owned(), String::from_utf8(bytes).unwrap()));
            true
        })
        .unwrap();
        let found: Vec<_> =
            found.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        assert_eq!(found, expected);
    }

    fn entry(name: &str, kind: u8, content: &str) -> Vec<u8> {
        let mut block = vec![0; BLOCK];
        block[..name.len()].copy_from_slice(name.as_bytes());
        let size = format!("{:011o}", content.len());
        block[124..135].copy_from_slice(size.as_bytes());
        block[156] = kind;
        block[257..262].copy_from_slice(b"ustar");
        block.extend(content.as_bytes());
        block.resize(block.len().next_multiple_of(BLOCK), 0);
        block
    }

    fn tar() -> Vec<u8> {
        let long = "dossier/".repeat(20) + "été.txt";
        let length = long.len() + 10;
        [
            entry("dossier/", b'5', ""),
            entry("dossier/a.txt", b'0', "Un."),
            entry("x", b'x', &format!("{length} path={long}\n")),
            entry("short", b'0', "Deux."),
            entry(".hidden", b'0', "?"),
            entry("lien", b'2', ""),
            vec![0; 2 * BLOCK],
        ]
        .concat()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let level = flate2::Compression::default();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), level);
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn files_come_out_of_archives() {
        let long = "dossier/".repeat(20) + "été.txt";
        let files = [("dossier/a.txt", "Un."), (long.as_str(), "Deux.")];
        check("a.tar", Format::Tar, &tar(), &files);
        check("a.tar.gz", Format::Gzip, &gzip(&tar()), &files);
        check("b/a.txt.gz", Format::Gzip, &gzip(b"Un."), &[("a.txt", "Un.")]);
        let zip = pack(&[("é/a.txt", "Un."), ("__MACOSX/._a", "?"), (".b", "?")]);
        check("a.zip", Format::Zip, &zip, &[("é/a.txt", "Un.")]);
    }

    #[test]
    fn what_breaks_off_gives_what_is_there_and_an_error() {
        let tar = tar();
        let mut count = 0;
        let read = members("a.tar", Format::Tar, &tar[..1800], |_| {
            count += 1;
            true
        });
        assert!(matches!(read.unwrap_err().kind(), ErrorKind::Malformed(_)));
        assert_eq!(count, 1);
    }

    #[test]
    fn what_swells_is_refused() {
        let bomb = gzip(&vec![b' '; 40 << 20]);
        let error = members("a.gz", Format::Gzip, &bomb, |_| true).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{error}");
    }
}
