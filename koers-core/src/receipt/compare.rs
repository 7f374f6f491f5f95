//! What a receipt says that a dossier doesn't: as findings, so that each says in words what differs and what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use super::{Input, InputTable, Receipt, canonical_assumed};
use crate::diag::{Code, Finding, Findings};
use crate::dossier::Dossier;
use crate::method::Method;
use crate::money::Money;
use crate::plan::{MOST_PAIRS, Plan};
use crate::settle::Measure;

impl Receipt {
    /// Settles a dossier by the method of the receipt, with what the receipt assumed to be eligible, and says what differs:
    /// rules (K0805, K0806), the dossier (K0804), its tables (K0807), what was assumed (K0808), totals (K0809), result tables
    /// (K0810) and the certificate (K0811). Nothing is found where nothing differs; that the receipt is of another version
    /// of the library is a notice (K0803). Where the dossier can't be settled so, it says that too. A receipt of a
    /// settlement that solved more than is solved where nothing is said ([`Plan::solving_at_most`]) is K0813: no more is solved here.
    #[must_use]
    pub fn verify(&self, dossier: &Dossier) -> Findings {
        self.verify_with(dossier, NonZeroUsize::MIN)
    }

    /// As [`Receipt::verify`], reading lines with so many threads; the result is the same.
    #[must_use]
    pub fn verify_with(&self, dossier: &Dossier, threads: NonZeroUsize) -> Findings {
        let mut findings = Findings::new();
        let dossier = self.assume(dossier, &mut findings);
        let plan = Plan::by(dossier.clone(), self.method().clone());
        let plan = plan.and_then(|plan| {
            let closed_by = Method::booked();
            let closed_by = self.input.closed_by.as_ref().unwrap_or(&closed_by);
            if self.input.all_years {
                plan.planning_all_years(closed_by)
            } else {
                Ok(plan)
            }
        });
        match plan {
            Ok(plan) => {
                // What is read from outside may not say how much memory this takes.
                let stated = self.input.solving_at_most;
                let most = stated.min(MOST_PAIRS);
                if most < stated {
                    let finding = Finding::new(Code::ReceiptSolvesMore).subject("solving_at_most");
                    findings.push(finding.arg("stated", stated).arg("most", most));
                }
                let plan = plan.solving_at_most(most).threads(threads);
                let found = plan.allocate().settle().receipt_stating(stated);
                self.differs(&found, &mut findings);
            }
            Err(refused) => {
                findings.append(refused);
                let mut found = Input::without_versions(&dossier, self.method());
                // Which versions would decide isn't known.
                for (id, scheme) in &mut found.schemes {
                    if let Some(stated) = self.input.schemes.get(id) {
                        scheme.versions.clone_from(&stated.versions);
                    }
                }
                self.input_differs(&found, &mut findings);
            }
        }
        findings.sort();
        findings
    }

    /// The dossier with what the receipt assumed.
    fn assume(&self, dossier: &Dossier, findings: &mut Findings) -> Dossier {
        let known = canonical_assumed(dossier.assumed());
        let mut assumed = dossier.clone();
        for it in self.assumed().iter().filter(|it| !known.contains(it)) {
            match assumed.assume_eligible(&it.grant, it.costs.clone()) {
                Ok(more) => assumed = more,
                Err(refused) => findings.append(refused),
            }
        }
        assumed
    }

    fn differs(&self, found: &Receipt, findings: &mut Findings) {
        if self.engine != found.engine {
            let finding = Finding::new(Code::ReceiptOfOtherVersion).subject(&self.engine);
            let finding = finding.arg("stated", &self.engine);
            findings.push(finding.arg("computed", &found.engine));
        }
        self.input_differs(&found.input, findings);
        self.totals_differ(found, findings);
        self.tables_differ(found, findings);
        if self.certificate != found.certificate {
            findings.push(Finding::new(Code::ReceiptCertificateDiffers).subject("certificate"));
        }
    }

    fn input_differs(&self, found: &Input, findings: &mut Findings) {
        let stated = &self.input;
        let names =
            |schemes: &BTreeMap<_, _>| schemes.keys().cloned().collect::<BTreeSet<String>>();
        let (before, after) = (names(&stated.schemes), names(&found.schemes));
        for (schemes, others, code) in [
            (&before, &after, Code::ReceiptSchemeNotUsed),
            (&after, &before, Code::ReceiptSchemeNotStated),
        ] {
            for scheme in schemes.difference(others) {
                findings.push(Finding::new(code).subject(scheme).arg("scheme", scheme));
            }
        }
        for (id, scheme) in &stated.schemes {
            if found.schemes.get(id).is_some_and(|it| it != scheme) {
                let finding = Finding::new(Code::ReceiptSchemeDiffers);
                findings.push(finding.subject(id).arg("scheme", id));
            }
        }
        if stated.dossier != found.dossier {
            let finding = Finding::new(Code::ReceiptDossierDiffers).subject(&stated.dossier.id);
            let finding = finding.arg("stated", &stated.dossier.id);
            let other = stated.dossier.id != found.dossier.id;
            let computed = if other { &found.dossier.id[..] } else { "" };
            findings.push(finding.arg("computed", computed));
        }
        for (table, stated, found) in [
            ("cost_lines", &stated.cost_lines, &found.cost_lines),
            ("budget", &stated.budget, &found.budget),
            ("quantities", &stated.quantities, &found.quantities),
        ] {
            rows_differ(table, stated, found, findings);
        }
        for of in found
            .assumed
            .iter()
            .filter(|it| !stated.assumed.contains(it))
        {
            let finding = Finding::new(Code::ReceiptDidNotAssume);
            findings.push(finding.subject(&of.grant).arg("grant", &of.grant));
        }
    }

    fn totals_differ(&self, found: &Receipt, findings: &mut Findings) {
        for year in &found.totals {
            for (word, measure) in Measure::WORDS {
                let amounts = (
                    self.total(year.year, measure),
                    found.total(year.year, measure),
                );
                let (Some(stated), Some(computed)) = amounts else {
                    continue;
                };
                if stated != computed {
                    let finding = Finding::new(Code::ReceiptTotalDiffers).subject(word);
                    findings.push(
                        finding
                            .amount(difference(computed, stated))
                            .arg("year", year.year)
                            .arg("measure", word)
                            .money("stated", stated)
                            .money("computed", computed),
                    );
                }
            }
        }
        let years = |receipt: &Receipt| receipt.totals.iter().map(|it| it.year).collect::<Vec<_>>();
        if years(self) != years(found) && self.input.dossier.years == found.input.dossier.years {
            findings.push(table_differs(
                "totals",
                self.totals.len(),
                found.totals.len(),
            ));
        }
    }

    fn tables_differ(&self, found: &Receipt, findings: &mut Findings) {
        for computed in &found.tables {
            let stated: Vec<_> = self
                .tables
                .iter()
                .filter(|it| it.table == computed.table)
                .collect();
            if stated[..] != [computed] {
                let rows = stated.first().map_or(0, |it| it.rows);
                findings.push(table_differs(&computed.table, rows, computed.rows));
            }
        }
        for stated in &self.tables {
            if found.tables.iter().all(|it| it.table != stated.table) {
                findings.push(table_differs(&stated.table, stated.rows, 0));
            }
        }
    }
}

fn table_differs(table: &str, stated: usize, computed: usize) -> Finding {
    let finding = Finding::new(Code::ReceiptTableDiffers).subject(table);
    rows(finding.arg("table", table), stated, computed)
}

/// How many rows there are in both, or what they have in common where those are as many.
fn rows(finding: Finding, stated: usize, computed: usize) -> Finding {
    if stated == computed {
        finding.arg("same", stated)
    } else {
        finding.arg("stated", stated).arg("computed", computed)
    }
}

fn rows_differ(table: &str, stated: &InputTable, found: &InputTable, findings: &mut Findings) {
    if stated == found {
        return;
    }
    let finding = Finding::new(Code::ReceiptRowsDiffer).subject(table);
    let finding = rows(finding.arg("table", table), stated.rows, found.rows);
    findings.push(match (stated.amount, found.amount) {
        (Some(before), Some(after)) if before != after => finding
            .amount(difference(after, before))
            .money("stated_sum", before)
            .money("computed_sum", after),
        _ => finding,
    });
}

/// By how much one amount is more than another. What a receipt states may be anything; beyond an amount it is the nearest.
fn difference(amount: Money, less: Money) -> Money {
    let cents = amount.cents() - less.cents();
    let nearest = if cents < 0 { Money::MIN } else { Money::MAX };
    Money::from_cents(cents).unwrap_or(nearest)
}
