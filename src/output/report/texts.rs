//! The words of the report itself, in each language of its readers.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The language in which the report speaks; what it quotes stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportLanguage {
    /// English.
    English,
    /// French.
    French,
}

const TABLE: &str = include_str!("texts.tsv");

static TEXTS: LazyLock<BTreeMap<&str, [&str; 2]>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, [columns.next()?, columns.next()?]))
    });
    rows.collect()
});

impl ReportLanguage {
    /// Returns the code, as in `lang` attributes.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// Returns the words for `key`; the key itself if there are none.
    pub(super) fn text(self, key: &str) -> &str {
        let Some([english, french]) = TEXTS.get(key) else { return key };
        match self {
            Self::English => english,
            Self::French => french,
        }
    }

    /// Returns the words for a name of a family, such as `figure.money`.
    pub(super) fn name<'a>(self, family: &str, name: &'a str) -> &'a str {
        let Some([english, french]) = TEXTS.get(format!("{family}.{name}").as_str())
        else {
            return name;
        };
        match self {
            Self::English => english,
            Self::French => french,
        }
    }

    /// Writes the mark of decimals as the language does.
    pub(super) fn number(self, digits: String) -> String {
        match self {
            Self::English => digits,
            Self::French => digits.replace('.', ","),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorKind, ClaimKind, FigureKind};

    #[test]
    fn every_text_is_there_in_both_languages() {
        assert_eq!(TEXTS.len(), TABLE.lines().count() - 1, "a key stands twice");
        for (key, texts) in &*TEXTS {
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{key}");
        }
    }

    #[test]
    fn every_kind_has_a_name() {
        let names = FigureKind::ALL.map(|kind| format!("figure.{}", kind.name()));
        let actors = ActorKind::ALL.map(|kind| format!("actor.{}", kind.name()));
        let claims = ClaimKind::ALL.map(|kind| format!("claim.{}", kind.name()));
        for key in names.iter().chain(&actors).chain(&claims) {
            assert!(TEXTS.contains_key(key.as_str()), "{key}");
        }
    }

    #[test]
    fn every_key_that_the_report_asks_for_exists() {
        let sources = [
            include_str!("mod.rs"),
            include_str!("claims.rs"),
            include_str!("figures.rs"),
            include_str!("actors.rs"),
            include_str!("sources.rs"),
        ];
        let mut count = 0;
        for part in sources.iter().flat_map(|source| source.split(".text(\"").skip(1)) {
            let key = part.split('"').next().unwrap();
            assert!(TEXTS.contains_key(key), "no text for `{key}`");
            count += 1;
        }
        assert!(count > 30, "the keys were not found in the sources");
    }
}
