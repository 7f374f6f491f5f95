//! What people call the grants of a dossier.

use std::collections::BTreeMap;

use crate::dossier::Assumed;
use crate::method::Method;
use crate::settle::Settlement;

/// What a title says of a dossier, and the name of each grant, by id, with whether it has several tranches or parts, so that
/// its name alone says too little.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) title: String,
    pub(crate) holder: String,
    pub(crate) method: Method,
    pub(crate) assumed: Vec<Assumed>,
    grants: BTreeMap<String, (String, bool)>,
}

impl Names {
    pub(super) fn of(settlement: &Settlement) -> Names {
        let dossier = settlement.dossier();
        let grants = dossier.grants().iter().map(|grant| {
            let name = (grant.name().to_owned(), grant.tranches.len() > 1);
            (grant.id.value.clone(), name)
        });
        Names {
            title: dossier.title().to_owned(),
            holder: dossier.holder().to_owned(),
            method: settlement.method().clone(),
            assumed: dossier.assumed().to_vec(),
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
