//! Where structs that belong in a grant or tranche go.

use koers_core::Findings;
use koers_core::diag::{Code, Finding};
use koers_core::dossier::{Grant, Tranche};
use koers_core::read::Node;

use super::super::tree::{Table, read_grants};
use crate::status::Failure;

/// Where each of some structs goes, and the tables that the core reads them from.
#[derive(Default)]
pub(super) struct Targets {
    /// The places of the grant and its tranche (0 where that doesn't matter).
    places: Vec<(usize, usize)>,
    pub(super) tables: Vec<Table>,
    pub(super) findings: Findings,
}

impl Targets {
    /// Finds the grant that a struct goes to.
    pub(super) fn grant(&mut self, grants: &[Grant], id: Option<&str>, table: &Table) {
        match grants
            .iter()
            .position(|grant| Some(grant.id.value.as_str()) == id)
        {
            Some(at) => self.places.push((at, 0)),
            None => self.unknown_grant(grants, id, table),
        }
    }

    /// Finds the tranche that a struct goes to.
    pub(super) fn tranche(
        &mut self,
        grants: &[Grant],
        grant: Option<&str>,
        id: Option<&str>,
        part: Option<&str>,
        table: &Table,
    ) {
        let Some(at) = grants
            .iter()
            .position(|known| Some(known.id.value.as_str()) == grant)
        else {
            return self.unknown_grant(grants, grant, table);
        };
        let this = |known: &Tranche| {
            Some(known.id.value.as_str()) == id
                && known.part.as_ref().map(|part| part.value.as_str()) == part
        };
        if let Some(tranche) = grants[at].tranches.iter().position(this) {
            return self.places.push((at, tranche));
        }
        let named = [id.unwrap_or_default(), part.unwrap_or_default()];
        self.findings.push(
            Finding::new(Code::UnknownTranche)
                .subject(grant.unwrap_or_default())
                .arg("value", named.join(" ").trim())
                .at(table.place("tranche")),
        );
    }

    fn unknown_grant(&mut self, grants: &[Grant], id: Option<&str>, table: &Table) {
        let known: Vec<&str> = grants.iter().map(|grant| grant.id.value.as_str()).collect();
        self.findings.push(
            Finding::new(Code::UnknownGrant)
                .subject(id.unwrap_or_default())
                .arg("value", id.unwrap_or_default())
                .arg("known", known.join(", "))
                .at(table.place("grant")),
        );
    }

    /// Everything read, each with where it goes; or all findings.
    pub(super) fn read(
        mut self,
        head: &Node,
    ) -> Result<impl Iterator<Item = ((usize, usize), Grant)> + use<>, Failure> {
        let read = match read_grants(head, self.tables) {
            Ok(read) => read,
            Err(Failure::Refused(refused)) => {
                self.findings.append(refused);
                Vec::new()
            }
            Err(other) => return Err(other),
        };
        if self.findings.is_empty() {
            return Ok(self.places.into_iter().zip(read));
        }
        self.findings.sort();
        Err(self.findings.into())
    }
}
