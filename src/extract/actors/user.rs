//! Actors that a user adds to the list.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fold;
use crate::model::ActorKind;

/// Actors of the user's own, read whole from a table or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserEntities {
    rows: Arc<[UserEntity]>,
    /// Another one for another table.
    fingerprint: u64,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UserEntity {
    pub(super) id: String,
    pub(super) kind: ActorKind,
    /// The names in French and in English, the preferred one first.
    pub(super) names: [Vec<String>; 2],
    pub(super) acronyms: [Vec<String>; 2],
}

/// Why a table was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongEntity {
    /// The line of the table, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// The columns of the table that are known; others are left alone.
const COLUMNS: [&str; 6] = ["id", "kind", "fr", "en", "acronym_fr", "acronym_en"];

impl UserEntities {
    /// Reads a table: a header line, then an actor a line, columns parted by tabs, names
    /// within one by `|`. It needs the columns `id`, `kind` (`person`, `organization`
    /// or `place`) and `fr` or `en`; `acronym_fr` and `acronym_en` are known too. Empty
    /// lines and lines that begin with `#` are left out.
    ///
    /// An id of the built-in list takes the place of that actor.
    ///
    /// # Errors
    /// The first line that is wrong, and why; nothing is taken then.
    ///
    /// # Example
    /// ```
    /// use dicta::extract::actors::UserEntities;
    /// let table = "id\tkind\tfr\ten\norg:BDN\torganization\tBureau des dunes\tDunes Bureau\n";
    /// assert_eq!(UserEntities::parse(table).unwrap().len(), 1);
    /// let wrong = UserEntities::parse("id\tkind\tfr\norg:BDN\tville\tBureau\n").unwrap_err();
    /// assert_eq!(wrong.line, 2);
    /// ```
    pub fn parse(table: &str) -> Result<Self, WrongEntity> {
        let wrong = |line: usize, reason: String| WrongEntity { line, reason };
        let table = table.strip_prefix('\u{feff}').unwrap_or(table);
        let mut lines = table
            .lines()
            .enumerate()
            .map(|(number, line)| (number + 1, line.trim_end_matches('\r')))
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let Some((first, header)) = lines.next() else {
            return Err(wrong(1, "no header line".to_owned()));
        };
        let names: Vec<&str> = header.split('\t').map(str::trim).collect();
        let place = |column: &str| names.iter().position(|name| *name == column);
        let places = COLUMNS.map(place);
        let [Some(_), Some(_), french, english, ..] = places else {
            let reason = "the header lacks the column `id` or `kind`".to_owned();
            return Err(wrong(first, reason));
        };
        if french.is_none() && english.is_none() {
            let reason = "the header lacks the columns `fr` and `en`".to_owned();
            return Err(wrong(first, reason));
        }
        let mut rows: Vec<UserEntity> = Vec::new();
        let mut ids = BTreeSet::new();
        for (number, line) in lines {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() > names.len() {
                let (found, expected) = (cells.len(), names.len());
                let reason = format!("{found} columns, but the header has {expected}");
                return Err(wrong(number, reason));
            }
            let row = row(&places, &cells).map_err(|reason| wrong(number, reason))?;
            if !ids.insert(row.id.clone()) {
                let reason = format!("the id `{}` stands in an earlier line", row.id);
                return Err(wrong(number, reason));
            }
            rows.push(row);
        }
        let fingerprint = if rows.is_empty() { 0 } else { fold::acronym_key(table) };
        Ok(Self { rows: rows.into(), fingerprint })
    }

    /// Returns how many actors there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns a number that another table does not have; 0 for none.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    pub(super) fn rows(&self) -> &[UserEntity] {
        &self.rows
    }
}

/// Reads one line; `places` are those of the known columns.
fn row(places: &[Option<usize>; 6], cells: &[&str]) -> Result<UserEntity, String> {
    let cell = |at: usize| {
        let place = places.get(at).copied().flatten();
        place.and_then(|place| cells.get(place)).map_or("", |cell| cell.trim())
    };
    let names = |at: usize| -> Vec<String> {
        let parts = cell(at).split('|').map(str::trim);
        parts.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let id = cell(0);
    let kind = match cell(1) {
        "person" => ActorKind::Person,
        "organization" | "organisation" => ActorKind::Organization,
        "place" => ActorKind::Place,
        other => {
            return Err(format!(
                "the kind `{other}` is none of person, organization, place"
            ));
        }
    };
    if id.is_empty() || id.contains(char::is_whitespace) || id.contains(['@', '~', '|'])
    {
        return Err(format!("the id `{id}` is empty or has a space, `@`, `~` or `|`"));
    }
    let row = UserEntity {
        id: id.to_owned(),
        kind,
        names: [names(2), names(3)],
        acronyms: [names(4), names(5)],
    };
    let all: Vec<&String> = row.names.iter().flatten().collect();
    if all.is_empty() {
        return Err("no name in French or English".to_owned());
    }
    match all.iter().find(|name| !name.chars().any(char::is_alphanumeric)) {
        Some(name) => Err(format!("the name `{name}` has no letter")),
        None => Ok(row),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(table: &str, line: usize, reason: &str) {
        let wrong = UserEntities::parse(table).unwrap_err();
        assert_eq!(wrong.line, line, "{wrong:?}");
        assert!(wrong.reason.contains(reason), "{wrong:?}");
    }

    #[test]
    fn a_wrong_line_is_named_with_its_reason_and_nothing_is_taken() {
        refused("", 1, "no header");
        refused("id\tfr\n", 1, "`kind`");
        refused("id\tkind\n", 1, "`fr`");
        let header = "id\tkind\tfr\ten\n";
        refused(&format!("{header}# note\n\norg:a\tfirm\tA\n"), 4, "`firm`");
        refused(&format!("{header}org:a\tplace\t\t\n"), 2, "no name");
        refused(&format!("{header}or g\tplace\tA\n"), 2, "`or g`");
        refused(&format!("{header}org:a\tplace\tA\tB\tC\n"), 2, "5 columns");
        refused(&format!("{header}x\tplace\tA\nx\tplace\tB\n"), 3, "earlier");
        refused(&format!("{header}x\tplace\t!!\n"), 2, "no letter");
    }

    #[test]
    fn columns_may_stand_in_any_order_and_lines_may_be_short() {
        let table = "en\tkind\tid\tacronym_fr\r\nDunes Bureau|Bureau of Dunes\torganization\torg:BDN\tBDN\r\nDune\tplace\tplace:dune\r\n";
        let entities = UserEntities::parse(table).unwrap();
        assert_eq!(entities.len(), 2);
        let first = entities.rows().first().unwrap();
        assert_eq!(first.names[1], ["Dunes Bureau", "Bureau of Dunes"]);
        assert_eq!(first.acronyms[0], ["BDN"]);
        assert_ne!(entities.fingerprint(), 0);
    }
}
