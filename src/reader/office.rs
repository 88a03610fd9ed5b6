//! What the packages of Office Open XML (DOCX, PPTX, XLSX) have in common.

use super::package::Package;
use super::xml::Tree;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Metadata;

/// A part of a package, with the parts that it refers to.
#[derive(Debug)]
pub(super) struct Part {
    /// Its XML.
    pub(super) source: String,
    folder: String,
    relations: Relations,
}

impl Part {
    /// Unpacks the part of this name.
    ///
    /// # Errors
    /// `Malformed` if there is none, and as [`Package::part`].
    pub(super) fn open(package: &mut Package<'_>, name: &str) -> Result<Self> {
        let source = package.xml(name)?.ok_or_else(|| {
            Error::new(ErrorKind::Malformed(format!("`{name}` is missing")))
        })?;
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let relations = package.xml(&join(folder, &format!("_rels/{file}.rels")))?;
        let relations = relations.unwrap_or_default();
        let relations = Relations::read(&Tree::parse(&relations));
        Ok(Self { source, folder: folder.to_owned(), relations })
    }

    /// Returns the name of the part that it calls by this identifier.
    pub(super) fn target(&self, id: &str) -> Option<String> {
        Some(join(&self.folder, self.relations.target(id)?))
    }

    /// Returns the name of the first part of this kind that it refers to.
    pub(super) fn of_kind(&self, kind: &str) -> Option<String> {
        let target = self.relations.of_kind(kind).next()?;
        Some(join(&self.folder, target))
    }
}

/// Returns the part that a relation names from within `folder`.
pub(super) fn join(folder: &str, target: &str) -> String {
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The parts that a part refers to.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// Identifier, kind, target, in the order of the file.
    all: Vec<(String, String, String)>,
}

impl Relations {
    /// Reads the part that lists them.
    pub(super) fn read(tree: &Tree<'_>) -> Self {
        let Some(root) = tree.root() else { return Self::default() };
        let all = tree.elements(root).filter_map(|id| {
            let value =
                |name| tree.attribute(id, name).map(std::borrow::Cow::into_owned);
            Some((value("Id")?, value("Type")?, value("Target")?))
        });
        Self { all: all.collect() }
    }

    /// Returns the targets of this kind, in order.
    pub(super) fn of_kind<'r>(
        &'r self,
        kind: &'r str,
    ) -> impl Iterator<Item = &'r str> {
        self.all.iter().filter(move |r| r.1.ends_with(kind)).map(|r| r.2.as_str())
    }

    /// Returns the target with this identifier.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.all.iter().find(|r| r.0 == id).map(|r| r.2.as_str())
    }
}

/// Reads the package's own metadata. Its dates are those of the file, not of the
/// publication, so they are left out.
pub(super) fn core_metadata(package: &mut Package<'_>) -> Result<Metadata> {
    let Some(source) = package.xml("docProps/core.xml")? else {
        return Ok(Metadata::default());
    };
    let tree = Tree::parse(&source);
    Ok(tree.root().map(|root| tree.dublin_core(root)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_named_from_its_folder() {
        for (folder, target, name) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("ppt/slides", "../notesSlides/n.xml", "ppt/notesSlides/n.xml"),
            ("xl", "/xl/styles.xml", "xl/styles.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("OPS", "../../été.xhtml", "été.xhtml"),
        ] {
            assert_eq!(join(folder, target), name);
        }
    }
}
