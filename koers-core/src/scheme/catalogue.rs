//! The set of schemes in force for a dossier: the catalogue inside the library, and the user's own.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::Scheme;
use crate::diag::Findings;

/// The catalogue's files, by name.
const FILES: [(&str, &str); 4] = [
    (
        "brede-spuk.toml",
        include_str!("../../schemes/brede-spuk.toml"),
    ),
    (
        "provincie-overijssel.toml",
        include_str!("../../schemes/provincie-overijssel.toml"),
    ),
    (
        "spuk-clientondersteuning.toml",
        include_str!("../../schemes/spuk-clientondersteuning.toml"),
    ),
    ("spuk-iza.toml", include_str!("../../schemes/spuk-iza.toml")),
];

static CATALOGUE: LazyLock<Schemes> = LazyLock::new(|| {
    let mut schemes = Schemes::empty();
    for (name, text) in FILES {
        // A test reads every file of the catalogue, so none is left out here.
        if let Ok(scheme) = Scheme::from_toml(name, text) {
            schemes.insert(scheme);
        }
    }
    schemes
});

/// Schemes by id. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Schemes {
    by_id: Arc<BTreeMap<String, Arc<Scheme>>>,
}

impl Schemes {
    /// No schemes at all.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The schemes that come with the library.
    #[must_use]
    pub fn catalogue() -> Self {
        CATALOGUE.clone()
    }

    /// Names and texts of the catalogue's files.
    #[must_use]
    pub fn catalogue_files() -> &'static [(&'static str, &'static str)] {
        &FILES
    }

    /// Adds a scheme; one with the same id takes the old one's place.
    pub fn insert(&mut self, scheme: Scheme) {
        Arc::make_mut(&mut self.by_id).insert(scheme.id.clone(), Arc::new(scheme));
    }

    /// Reads a scheme file and adds it. `name` is what findings call the file.
    ///
    /// # Errors
    /// All findings of the file, when any is an error; then nothing is added.
    pub fn insert_toml(&mut self, name: &str, text: &str) -> Result<(), Findings> {
        self.insert(Scheme::from_toml(name, text)?);
        Ok(())
    }

    /// The scheme with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Scheme>> {
        self.by_id.get(id)
    }

    /// All schemes, by id in byte order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Scheme>> {
        self.by_id.values()
    }
}
