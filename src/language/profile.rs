//! What differs between the languages.

use crate::model::Language;

/// What differs between French and English, as data.
#[derive(Debug)]
pub struct Profile {
    /// The language described.
    pub language: Language,
}

impl Profile {
    /// Returns the profile of `language`; English conventions for [`Language::Other`].
    pub fn of(language: Language) -> &'static Self {
        static FRENCH: Profile = Profile { language: Language::French };
        static ENGLISH: Profile = Profile { language: Language::English };
        match language {
            Language::French => &FRENCH,
            Language::English | Language::Other => &ENGLISH,
        }
    }
}
