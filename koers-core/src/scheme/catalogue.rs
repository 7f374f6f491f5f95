//! The set of schemes in force for a dossier: the catalogue inside the library, and the user's own.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::Scheme;
use crate::diag::Findings;

/// The catalogue's files, by name.
const FILES: [(&str, &str); 10] = [
    (
        "brede-spuk.toml",
        include_str!("../../schemes/brede-spuk.toml"),
    ),
    (
        "kaderregeling-ocw-szw-vws.toml",
        include_str!("../../schemes/kaderregeling-ocw-szw-vws.toml"),
    ),
    (
        "lokale-aanpak-isolatie.toml",
        include_str!("../../schemes/lokale-aanpak-isolatie.toml"),
    ),
    (
        "onderwijsachterstandenbeleid.toml",
        include_str!("../../schemes/onderwijsachterstandenbeleid.toml"),
    ),
    (
        "opvang-ontheemden-oekraine.toml",
        include_str!("../../schemes/opvang-ontheemden-oekraine.toml"),
    ),
    (
        "provincie-overijssel.toml",
        include_str!("../../schemes/provincie-overijssel.toml"),
    ),
    (
        "regio-deal.toml",
        include_str!("../../schemes/regio-deal.toml"),
    ),
    (
        "spuk-clientondersteuning.toml",
        include_str!("../../schemes/spuk-clientondersteuning.toml"),
    ),
    ("spuk-iza.toml", include_str!("../../schemes/spuk-iza.toml")),
    (
        "stimulering-sport.toml",
        include_str!("../../schemes/stimulering-sport.toml"),
    ),
];

static CATALOGUE: LazyLock<Schemes> = LazyLock::new(|| {
    let mut schemes = Schemes::empty();
    for (name, text) in FILES {
        // A test reads every file of the catalogue, so none is left out here.
        if let Ok(scheme) = Scheme::from_toml(name, text) {
            schemes.add(scheme);
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
    ///
    /// # Errors
    /// What [`Scheme::check`] finds, when any of it is an error; then nothing is added. Nothing is ever settled by rules
    /// that didn't check.
    pub fn insert(&mut self, scheme: Scheme) -> Result<(), Findings> {
        let findings = scheme.check();
        if findings.has_errors() {
            return Err(findings);
        }
        self.add(scheme);
        Ok(())
    }

    /// Adds a scheme that was checked: one that was read from a file.
    pub(crate) fn add(&mut self, scheme: Scheme) {
        self.add_read(Arc::new(scheme));
    }

    /// As [`Schemes::add`], without a copy.
    pub(crate) fn add_read(&mut self, scheme: Arc<Scheme>) {
        Arc::make_mut(&mut self.by_id).insert(scheme.id.clone(), scheme);
    }

    /// Adds a scheme that was checked, without a copy.
    pub(crate) fn add_shared(&mut self, scheme: &Arc<Scheme>) {
        Arc::make_mut(&mut self.by_id).insert(scheme.id.clone(), Arc::clone(scheme));
    }

    /// Adds schemes; of those with the same id the others take the place.
    pub fn extend(&mut self, others: &Schemes) {
        for scheme in others.iter() {
            self.add_shared(scheme);
        }
    }

    /// Reads a scheme file and adds it. `name` is what findings call the file.
    ///
    /// # Errors
    /// All findings of the file, when any is an error; then nothing is added.
    pub fn insert_toml(&mut self, name: &str, text: &str) -> Result<(), Findings> {
        self.add(Scheme::from_toml(name, text)?);
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
