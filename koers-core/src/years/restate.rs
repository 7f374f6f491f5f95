//! Closed years, and what becomes of them when something in them changes.

use std::collections::BTreeMap;

use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, StatedClosing, Tranche};
use crate::money::Money;
use crate::settle::Settlement;
use crate::tables::{RestatementRow, SettlementRow};

/// Amounts that stand at a year's end; the others move in the year.
const STANDING: [&str; 4] = ["refund", "carry_over", "pending", "receivable"];

impl Settlement {
    /// The dossier with all its book years closed as they are settled here: what each tranche came to is stated in it
    /// ([`Tranche::closings`]), so that a later change in those years is told and restated.
    ///
    /// # Errors
    /// None that the dossier did not have before.
    pub fn close(&self) -> Result<Dossier, Findings> {
        let dossier = self.dossier();
        let mut builder = dossier.edit().close_years(dossier.years().to_vec());
        let first = dossier.years().first().copied();
        for grant in builder.grants_mut() {
            for tranche in &mut grant.tranches {
                tranche
                    .closings
                    .retain(|closing| Some(closing.year) < first);
                let part = tranche.part.as_ref().map(|part| &part.value);
                let rows = self.settlement().iter().filter(|row| {
                    (&row.grant, &row.tranche, row.part.as_ref())
                        == (&grant.id.value, &tranche.id.value, part)
                });
                tranche.closings.extend(rows.map(StatedClosing::of));
            }
        }
        builder.build(&dossier.schemes())
    }

    /// What changed in closed years, as postings: each amount that is no longer what the year was closed with, with the
    /// reason then and now. `amount` is what is still to be booked: of what moves the difference, of what stands at the
    /// year's end the difference that the year before did not bring. So for each tranche and year
    /// `received − repaid − spent − retained = refund + carry_over − receivable`, and over the years what stands comes to its
    /// difference at the end of the last closed year.
    #[must_use]
    pub fn restatement(&self) -> Vec<RestatementRow> {
        restated(self.dossier(), self.settlement())
    }
}

/// The stated closings of a dossier against the rows of its settlement.
fn restated(dossier: &Dossier, rows: &[SettlementRow]) -> Vec<RestatementRow> {
    let closed = dossier.closed();
    let Some(&last) = closed.last() else {
        return Vec::new();
    };
    let mut computed: BTreeMap<(i16, &str, &str, Option<&str>), &SettlementRow> = BTreeMap::new();
    for row in rows.iter().filter(|row| closed.contains(&row.year)) {
        let part = row.part.as_deref();
        computed.insert((row.year, &row.grant, &row.tranche, part), row);
    }
    let mut changes = Vec::new();
    for &year in closed {
        for grant in dossier.grants() {
            for tranche in &grant.tranches {
                let part = tranche.part.as_ref().map(|part| part.value.as_str());
                let find = |year: i16| {
                    let key = (
                        year,
                        grant.id.value.as_str(),
                        tranche.id.value.as_str(),
                        part,
                    );
                    let row = computed.get(&key).map(|row| StatedClosing::of(row));
                    row.unwrap_or_else(|| StatedClosing::new(year))
                };
                let (before, after) = (stated(tranche, year), find(year));
                let earlier = year.checked_sub(1).filter(|year| closed.contains(year));
                let earlier =
                    earlier.map(|year| (stated(tranche, year).amounts(), find(year).amounts()));
                for (at, (measure, was)) in before.amounts().into_iter().enumerate() {
                    let is = after.amounts()[at].1;
                    let mut amount = is.cents() - was.cents();
                    let standing = STANDING.contains(&measure);
                    if let Some((was, is)) = earlier.filter(|_| standing) {
                        amount -= is[at].1.cents() - was[at].1.cents();
                    }
                    if is != was || amount != 0 {
                        changes.push(RestatementRow {
                            year,
                            booked: last.saturating_add(1),
                            grant: grant.id.value.clone(),
                            tranche: tranche.id.value.clone(),
                            part: part.map(str::to_owned),
                            measure: measure.to_owned(),
                            before: was,
                            after: is,
                            amount: Money::of(amount),
                            reason_before: before.reason.clone(),
                            reason_after: after.reason.clone(),
                        });
                    }
                }
            }
        }
    }
    changes
}

/// What a tranche was closed with in a year; nothing where it isn't stated.
fn stated(tranche: &Tranche, year: i16) -> StatedClosing {
    let closing = tranche.closings.iter().find(|closing| closing.year == year);
    closing.cloned().unwrap_or_else(|| StatedClosing::new(year))
}

/// Tells of each amount of a closed year that is no longer what it was closed with.
pub(crate) fn tell(dossier: &Dossier, rows: &[SettlementRow], findings: &mut Findings) {
    for row in restated(dossier, rows) {
        if row.before == row.after {
            continue;
        }
        let grant = dossier.grants().iter().find(|it| it.id.value == row.grant);
        let code = Code::ClosedYearChanges;
        findings.push_with(code, || {
            let finding = Finding::new(code)
                .subject(&row.grant)
                .arg("year", row.year)
                .arg(
                    "grant",
                    grant.map_or(row.grant.as_str(), |grant| grant.name()),
                )
                .arg("tranche", &row.tranche)
                .arg("measure", &row.measure)
                .money("before", row.before)
                .money("after", row.after)
                .amount(Money::of(row.after.cents() - row.before.cents()));
            match grant {
                Some(grant) => finding.at(grant.place.clone()),
                None => finding,
            }
        });
    }
}
