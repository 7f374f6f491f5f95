//! What people call the grants of a dossier.

use std::collections::BTreeMap;

use crate::dossier::Dossier;

/// The name of each grant, by id, and whether it has several tranches or parts, so that its name alone says too little.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    grants: BTreeMap<String, (String, bool)>,
}

impl Names {
    pub(super) fn of(dossier: &Dossier) -> Names {
        let grants = dossier.grants().iter().map(|grant| {
            let name = (grant.name().to_owned(), grant.tranches.len() > 1);
            (grant.id.value.clone(), name)
        });
        Names {
            grants: grants.collect(),
        }
    }

    /// The name of a grant; its id where the dossier has no such grant.
    pub(crate) fn grant<'n>(&'n self, id: &'n str) -> &'n str {
        self.grants.get(id).map_or(id, |(name, _)| name)
    }

    /// Whether it is a grant of the dossier.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.grants.contains_key(id)
    }

    /// Whether a grant has several tranches or parts.
    pub(crate) fn several(&self, id: &str) -> bool {
        self.grants.get(id).is_none_or(|(_, several)| *several)
    }
}
