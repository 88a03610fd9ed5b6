//! The languages that dicta reads.

use std::fmt;

/// The language of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    /// French.
    French,
    /// English.
    English,
    /// Another language, or too little text to tell; searched by exact form only.
    #[default]
    Other,
}

impl Language {
    /// Both languages that dicta analyses, French first.
    pub const ANALYSED: [Self; 2] = [Self::French, Self::English];

    /// Returns the ISO 639 code: `fr`, `en` or `und`.
    pub fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
            Self::Other => "und",
        }
    }

    /// Returns the language of a code such as `fr`, `FR-ca`, `eng`; `None` if it is
    /// neither French, English nor `und`.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "fr" | "fra" | "fre" => Some(Self::French),
            "en" | "eng" => Some(Self::English),
            "und" => Some(Self::Other),
            _ => None,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
