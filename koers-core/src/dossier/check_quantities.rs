//! Whether quantities fit the dossier: grants, tranches, parts, years.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{Checker, unknown_tranche};
use super::quantities::{Quantities, QuantityLine};
use crate::diag::{Code, Finding, Findings};
use crate::read::{check_text, is_text};

/// The tranches of a grant, as quantities name them.
#[derive(Default)]
struct Known<'c> {
    tranches: BTreeSet<&'c str>,
    /// By part the tranches that have it.
    parts: BTreeMap<&'c str, BTreeSet<&'c str>>,
    /// Whether a tranche was refused, so that none can be missed.
    refused: bool,
}

impl Checker<'_> {
    pub(super) fn quantities(&self, quantities: &Quantities, findings: &mut Findings) {
        let mut grants: BTreeMap<&str, Known<'_>> = BTreeMap::new();
        for grant in self.grants {
            let known = grants.entry(&grant.id.value).or_default();
            known.refused |= grant.tranches_refused;
            for tranche in &grant.tranches {
                known.tranches.insert(&tranche.id.value);
                if let Some(part) = &tranche.part {
                    let tranches = known.parts.entry(&part.value).or_default();
                    tranches.insert(&tranche.id.value);
                }
            }
        }
        for (at, row) in quantities.rows().iter().enumerate() {
            let place = |column| quantities.place(at, column);
            match grants.get(row.grant.as_str()) {
                Some(known) if !known.refused => {
                    check_tranche(row, known, quantities, at, findings);
                }
                None if !self.knows_grant(&row.grant) => {
                    findings.push(self.unknown_grant(&row.unit, &row.grant, place("grant")));
                }
                _ => {}
            }
            self.period(row.period, || place("period"), findings);
            if !is_text(&row.unit) {
                check_text("unit", Some(&row.unit), &place("unit"), findings);
            }
        }
    }
}

/// Reports a tranche or part that the grant doesn't have.
fn check_tranche(
    row: &QuantityLine,
    known: &Known<'_>,
    quantities: &Quantities,
    at: usize,
    findings: &mut Findings,
) {
    let mut tranche = row.tranche.as_deref();
    if let Some(id) = tranche
        && !known.tranches.contains(id)
    {
        let place = quantities.place(at, "tranche");
        findings.push(unknown_tranche(&row.grant, id, &known.tranches, place));
        // Whether its part is known can then only be asked of all tranches.
        tranche = None;
    }
    if let Some(part) = row.part.as_deref() {
        let has = |tranches: &BTreeSet<&str>| tranche.is_none_or(|id| tranches.contains(id));
        if !known.parts.get(part).is_some_and(has) {
            let parts = known.parts.iter().filter(|(_, tranches)| has(tranches));
            let parts: Vec<_> = parts.map(|(part, _)| *part).take(100).collect();
            findings.push(
                Finding::new(Code::UnknownValue)
                    .subject(&row.grant)
                    .arg("value", part)
                    .arg("known", parts.join(", "))
                    .at(quantities.place(at, "part")),
            );
        }
    }
}
