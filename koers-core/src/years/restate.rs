//! Closed years, and what becomes of them when something in them changes.

use std::collections::BTreeMap;

use super::closed::{Bucket, before, booked, bucket, find};
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, StatedClosing, Tranche};
use crate::money::Money;
use crate::settle::Settlement;
use crate::tables::{RestatementRow, SettlementRow};

/// Amounts that stand at a year's end; the others move in the year.
const STANDING: [&str; 4] = ["refund", "carry_over", "pending", "receivable"];

impl Settlement {
    /// The dossier with all its book years closed as they are settled here: what each tranche came to is stated in it
    /// ([`Tranche::closings`]), so that a later change in those years is told and restated. Years that were closed before
    /// stay as they were closed; what is otherwise in them by now is booked in the first year that is closed here, and
    /// stated too ([`Tranche::restated`]). To close a year anew, open it first.
    ///
    /// # Errors
    /// None that the dossier did not have before.
    pub fn close(&self) -> Result<Dossier, Findings> {
        let dossier = self.dossier();
        let mut builder = dossier.edit().close_years(dossier.years().to_vec());
        let first = dossier.years().first().copied();
        let closed = dossier.closed();
        let opens = closed.len() < dossier.years().len();
        let mut rows: BTreeMap<Bucket<'_>, Vec<(&SettlementRow, &SettlementRow)>> = BTreeMap::new();
        for pair in self.settlement().iter().zip(self.now()) {
            rows.entry(bucket(pair.0)).or_default().push(pair);
        }
        for grant in builder.grants_mut() {
            let id = grant.id.value.clone();
            for tranche in &mut grant.tranches {
                tranche
                    .closings
                    .retain(|it| Some(it.year) < first || closed.contains(&it.year));
                let part = tranche.part.as_ref().map(|part| part.value.as_str());
                let rows = rows.get(&(id.as_str(), tranche.id.value.as_str(), part));
                let (mut closings, mut restated) = (Vec::new(), Vec::new());
                for (shown, now) in rows.into_iter().flatten() {
                    let after = StatedClosing::of(now);
                    if !closed.contains(&shown.year) {
                        closings.push(StatedClosing::of(shown));
                    } else if opens && after.differs(&closing(dossier, tranche, shown.year)) {
                        restated.push(after);
                    }
                }
                tranche.closings.extend(closings);
                tranche
                    .restated
                    .retain(|it| restated.iter().all(|again| again.year != it.year));
                tranche.restated.extend(restated);
            }
        }
        builder.build(&dossier.schemes())
    }

    /// What changed in closed years, as postings of the first open year: each amount that is no longer what the year was
    /// closed with, with the reason then and now. `amount` is what is still to be booked: of what moves the difference, of
    /// what stands at the year's end the difference that the year before did not bring. So for each tranche and year
    /// `received − repaid − spent − retained = refund + carry_over − receivable`, and over the years what stands comes to its
    /// difference at the end of the last closed year: column `other` of the roll-forward of the first open year, with what
    /// is receivable taken off. What was booked when a later year was closed is not there any more.
    #[must_use]
    pub fn restatement(&self) -> Vec<RestatementRow> {
        restated(self.dossier(), self.now())
    }

    /// Of a tranche whose years are all closed, what its last closing comes to with all that is still to be booked; none
    /// where nothing is.
    pub(super) fn to_book(&self, tranche: &Tranche, of: Bucket<'_>) -> Option<StatedClosing> {
        let dossier = self.dossier();
        let last = *dossier.closed().last()?;
        if dossier.years().last() != Some(&last) {
            return None;
        }
        let closed = closing(dossier, tranche, last);
        let mut comes_to = closed.clone();
        for now in self.now().iter().filter(|row| bucket(row) == of) {
            let (was, is) = (closing(dossier, tranche, now.year), StatedClosing::of(now));
            let add = |sum: &mut Money, was: Money, is: Money| {
                *sum = Money::of(sum.cents() + is.cents() - was.cents());
            };
            add(&mut comes_to.received, was.received, is.received);
            add(&mut comes_to.repaid, was.repaid, is.repaid);
            add(&mut comes_to.spent, was.spent, is.spent);
            add(&mut comes_to.retained, was.retained, is.retained);
            if now.year == last {
                comes_to = StatedClosing {
                    received: comes_to.received,
                    repaid: comes_to.repaid,
                    spent: comes_to.spent,
                    retained: comes_to.retained,
                    ..is
                };
            }
        }
        comes_to.differs(&closed).then_some(comes_to)
    }
}

impl StatedClosing {
    fn differs(&self, other: &StatedClosing) -> bool {
        self.amounts() != other.amounts()
    }
}

/// What is booked of a closed year of a tranche; nothing where it isn't stated.
fn closing(dossier: &Dossier, tranche: &Tranche, year: i16) -> StatedClosing {
    booked(dossier, tranche, year).unwrap_or_else(|| StatedClosing::new(year))
}

/// How a year of a bucket was closed, and what it comes to.
struct Change {
    was: StatedClosing,
    is: StatedClosing,
}

impl Change {
    /// The difference of the amount at a place, in cents.
    fn of(&self, at: usize) -> i64 {
        self.is.amounts()[at].1.cents() - self.was.amounts()[at].1.cents()
    }

    /// What brought it: what came out otherwise of that of which the closing is made.
    fn causes(&self, earlier: Option<&Change>) -> String {
        let beside = |key: &str| {
            let (was, is) = (self.was.beside(), self.is.beside());
            let at = was.iter().position(|(known, _)| *known == key);
            at.is_some_and(|at| was[at].1.is_some() && was[at].1 != is[at].1)
        };
        let carried = |change: &Change| {
            let amounts = change.was.amounts().into_iter().zip(change.is.amounts());
            { amounts }.any(|(was, is)| STANDING.contains(&was.0) && was != is)
        };
        let costs = self.was.spent != self.is.spent;
        let causes = [
            ("earlier", earlier.is_some_and(carried)),
            ("granted", beside("granted")),
            ("received", self.was.received != self.is.received),
            ("repaid", self.was.repaid != self.is.repaid),
            ("costs", costs),
            ("earned", beside("earned") && !costs),
        ];
        let there: Vec<&str> = causes
            .iter()
            .filter(|(_, there)| *there)
            .map(|(word, _)| *word)
            .collect();
        if there.is_empty() {
            "rule".to_owned()
        } else {
            there.join(" + ")
        }
    }
}

/// What is booked of closed years against the rows of a settlement, and of the year before the first what was booked of it
/// against what it came to.
fn restated(dossier: &Dossier, rows: &[SettlementRow]) -> Vec<RestatementRow> {
    let closed = dossier.closed();
    let computed: BTreeMap<(i16, Bucket<'_>), &SettlementRow> = rows
        .iter()
        .filter(|row| closed.contains(&row.year))
        .map(|row| ((row.year, bucket(row)), row))
        .collect();
    let before = before(dossier);
    let last = closed.last().map_or(before, |last| *last);
    let years: &[i16] = if closed.is_empty() { &[before] } else { closed };
    let change = |year: i16, tranche: &Tranche, key: Bucket<'_>| -> Option<Change> {
        if year == before {
            let is = find(&tranche.restated, year)?;
            let was = find(&tranche.closings, year)?;
            return Some(Change { was, is });
        }
        let is = computed.get(&(year, key)).map(|row| StatedClosing::of(row));
        Some(Change {
            was: closing(dossier, tranche, year),
            is: is.unwrap_or_else(|| StatedClosing::new(year)),
        })
    };
    let mut changes = Vec::new();
    for &year in years {
        for grant in dossier.grants() {
            for tranche in &grant.tranches {
                let part = tranche.part.as_ref().map(|part| part.value.as_str());
                let key = (grant.id.value.as_str(), tranche.id.value.as_str(), part);
                let Some(of) = change(year, tranche, key) else {
                    continue;
                };
                let earlier = year.checked_sub(1).filter(|year| closed.contains(year));
                let earlier = earlier.and_then(|year| change(year, tranche, key));
                for (at, (measure, was)) in of.was.amounts().into_iter().enumerate() {
                    let is = of.is.amounts()[at].1;
                    let mut amount = of.of(at);
                    if STANDING.contains(&measure) {
                        amount -= earlier.as_ref().map_or(0, |earlier| earlier.of(at));
                    }
                    if is != was || amount != 0 {
                        changes.push(RestatementRow {
                            year,
                            booked: last.saturating_add(1),
                            grant: key.0.to_owned(),
                            tranche: key.1.to_owned(),
                            part: part.map(str::to_owned),
                            measure: measure.to_owned(),
                            before: was,
                            after: is,
                            amount: Money::of(amount),
                            reason_before: of.was.reason.clone(),
                            reason_after: of.is.reason.clone(),
                            cause: of.causes(earlier.as_ref()),
                        });
                    }
                }
            }
        }
    }
    changes
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
