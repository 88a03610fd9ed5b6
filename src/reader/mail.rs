//! E-mail: the message, and what is attached to it.

use mail_parser::{DateTime, Message, MessageParser, MimeHeaders as _, PartType};

use super::members::Member;
use super::{ReadOptions, html, text};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Date, Document, Warned};

/// Reads the message itself: its plain text, else its HTML. The subject is the title,
/// the sender's name the publisher.
///
/// # Errors
/// `Malformed` if the file is no message.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Warned<Document>> {
    // Each part of a message states its own encoding.
    let _ = options;
    let message = parse(bytes)?;
    let has_text =
        message.text_part(0).is_some_and(|part| matches!(part.body, PartType::Text(_)));
    let words = if has_text { message.body_text(0) } else { None };
    let page = message.body_html(0);
    let mut read = match (words, page) {
        (Some(words), _) => Warned::clean(text::plain(name, &words)),
        // It was decoded, whatever it says itself.
        (None, Some(page)) => {
            let encoding = Some("utf-8".to_owned());
            html::read(name, page.as_bytes(), &ReadOptions { encoding })?
        }
        (None, None) => Warned::clean(text::plain(name, "")),
    };
    let metadata = &mut read.value.metadata;
    metadata.title = message.subject().map(str::to_owned).or(metadata.title.take());
    metadata.date = message.date().and_then(date).or(metadata.date);
    let sender = message.from().and_then(|from| from.first());
    let sender = sender.and_then(|sender| sender.name().or(sender.address()));
    metadata.publisher = sender.map(str::to_owned).or(metadata.publisher.take());
    Ok(read)
}

/// Hands over what is attached to a message, as long as `each` returns `true`.
///
/// # Errors
/// As [`read`].
pub(super) fn members(
    bytes: &[u8],
    each: &mut dyn FnMut(Member<'_>) -> bool,
) -> Result<()> {
    let message = parse(bytes)?;
    for (number, part) in (1..).zip(message.attachments()) {
        let name = part.attachment_name().map(str::to_owned);
        let (ending, bytes) = match &part.body {
            PartType::Message(inner) => ("eml", inner.raw_message()),
            _ => ("txt", part.contents()),
        };
        let name = name.unwrap_or_else(|| format!("{number}.{ending}"));
        if !each(Member { name: &name, bytes: Ok(bytes.into()) }) {
            break;
        }
    }
    Ok(())
}

fn parse(bytes: &[u8]) -> Result<Message<'_>> {
    let message = MessageParser::default().parse(bytes);
    message.filter(|message| !message.headers().is_empty()).ok_or_else(|| {
        Error::new(ErrorKind::Malformed("no message can be found in it".to_owned()))
    })
}

fn date(date: &DateTime) -> Option<Date> {
    Date::new(i32::from(date.year), Some(date.month), Some(date.day))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "From: =?UTF-8?Q?Chambre_des_mar=C3=A9es?= <a@b.example>\r\n\
        To: c@d.example\r\nSubject: =?ISO-8859-1?Q?L'=E9t=E9?=\r\n\
        Date: Tue, 5 Mar 2024 09:00:00 +0100\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n\
        La mar=E9e co=FBte 3 M=80.\r\n\
        --x\r\nContent-Type: text/csv; name=\"a.csv\"\r\n\
        Content-Disposition: attachment; filename=\"a.csv\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\naWQsdGV4dA==\r\n--x--\r\n";

    #[test]
    fn a_message_has_a_title_a_date_and_a_sender() {
        let read = read("a.eml", MESSAGE.as_bytes(), &ReadOptions::default()).unwrap();
        assert!(read.value.text().starts_with("La marée coûte 3 M"));
        let metadata = read.value.metadata;
        assert_eq!(metadata.title.as_deref(), Some("L'été"));
        assert_eq!(metadata.publisher.as_deref(), Some("Chambre des marées"));
        assert_eq!(metadata.date.unwrap().to_string(), "2024-03-05");
    }

    #[test]
    fn a_message_in_html_is_read_as_a_page() {
        let message = "Subject: Levy\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
                       <html><body><h1>Levy</h1><p>It rises by 2%.</p></body></html>";
        let read = read("a.eml", message.as_bytes(), &ReadOptions::default()).unwrap();
        assert_eq!(read.value.text(), "Levy\nIt rises by 2%.\n");
    }

    #[test]
    fn attachments_are_handed_over_decoded() {
        let mut found = Vec::new();
        members(MESSAGE.as_bytes(), &mut |member| {
            found.push((member.name.to_owned(), member.bytes.unwrap().into_owned()));
            true
        })
        .unwrap();
        assert_eq!(found, [("a.csv".to_owned(), b"id,text".to_vec())]);
    }
}
