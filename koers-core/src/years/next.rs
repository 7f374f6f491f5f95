//! The dossier of the year after a settlement.

use std::collections::BTreeMap;

use super::closed;
use crate::diag::{At, Findings};
use crate::dossier::{
    CarriedBy, Dossier, DossierBuilder, EligibleFor, Grant, Opening, State, StatedClosing, Tranche,
};
use crate::ledger::{Carried, Closing};
use crate::money::{Money, Quantity};
use crate::plan::{Basis, Plan, ReasonCode};
use crate::settle::Settlement;
use crate::tables::SettlementRow;

impl Settlement {
    /// The dossier of the year after the last book year: what closed is what opens. Awards stand as they were last amended;
    /// what lapsed is a refund that is still to be paid back (`owed`), how the years closed is stated (`closings`); what was received, paid
    /// back and amended is in the openings, and no more by itself; reserves, what ceilings were used for and units that were earned go on. It has no
    /// cost lines and quantities, and of the budget what is for later years: what the new year brings, with its receipts,
    /// amendments and tranches, is added with [`Dossier::edit`]. Judgements of single lines stay behind, and so do notes on lines of earlier years (K0421).
    ///
    /// Settling it with what that year brings gives what one dossier of all the years would have given.
    ///
    /// ```
    /// use koers_core::dossier::{DossierBuilder, Grant, Tranche};
    /// use koers_core::{Money, Period, Schemes};
    ///
    /// let (year, award) = (Period::parse("2024")?, Money::parse("1000")?);
    /// let tranche = Tranche::new("2024", award).year(2024).received(year, award);
    /// let settlement = DossierBuilder::new("example", "SamenTwente", vec![2024])
    ///     .grant(Grant::new("iza", "spuk-iza").tranche(tranche))
    ///     .build(&Schemes::catalogue())?
    ///     .settle()?;
    /// let next = settlement.next_year()?;
    /// assert_eq!(next.years(), [2025]);
    /// assert_eq!(next.settle()?.settlement()[0].owed.to_string(), "1000.00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the year after can't be a book year: it is after 2199.
    pub fn next_year(&self) -> Result<Dossier, Findings> {
        let dossier = self.dossier();
        let last = dossier.years().last().copied().unwrap_or_default();
        let mut builder = dossier
            .edit_without_rows()
            .for_years(vec![last.saturating_add(1)]);
        builder = builder
            .chain_from(dossier.chain_from())
            .close_years(Vec::new());
        let judged = std::mem::take(builder.eligible_for_mut()).into_iter();
        *builder.eligible_for_mut() = judged.filter_map(of_no_line).collect();
        for row in dossier.budget_after(last) {
            builder = builder.budget(row);
        }
        self.put_openings(&mut builder);
        builder.build(&dossier.schemes())
    }

    /// By bucket how each book year closed.
    fn by_bucket(&self) -> BTreeMap<usize, Vec<StatedClosing>> {
        let mut closed: BTreeMap<usize, Vec<StatedClosing>> = BTreeMap::new();
        // Rows are in the order of years and buckets, without those that are not there yet.
        let mut rows = self.settlement().iter();
        for year in self.years() {
            let there = (0..year.closings.len()).filter(|at| year.closings[*at].is_some());
            for (at, row) in there.zip(&mut rows) {
                closed.entry(at).or_default().push(StatedClosing::of(row));
            }
        }
        closed
    }

    /// Puts what closed into the grants of the builder, which are those of the dossier in its order.
    fn put_openings(&self, builder: &mut DossierBuilder) {
        let Some(year) = self.years().last() else {
            return;
        };
        let plan = self.plan();
        let behind = self.behind();
        // Rows are in the order of buckets, without those that are not there yet.
        let of_year = self.settlement().iter().filter(|row| row.year == year.year);
        let there = (0..plan.buckets().len()).filter(|at| year.closings[*at].is_some());
        let mut rows: BTreeMap<usize, &SettlementRow> = there.zip(of_year).collect();
        let mut all = self.by_bucket();
        let mut open: BTreeMap<(usize, usize), Tranche> = BTreeMap::new();
        for (at, bucket) in plan.buckets().iter().enumerate() {
            let grant = &plan.dossier().grants()[bucket.grant];
            let tranche = bucket.tranche(plan.dossier());
            let mut next = Tranche {
                granted: At::from(amended(tranche, tranche.granted.value)),
                amendments: Vec::new(),
                received: Vec::new(),
                repaid: Vec::new(),
                opening: None,
                paid_before: BTreeMap::new(),
                units_before: BTreeMap::new(),
                closings: Vec::new(),
                restated: Vec::new(),
                ..tranche.clone()
            };
            if let Some(closing) = &year.closings[at] {
                next.opening = Some(opening(plan, grant, tranche, closing));
                let of = |key: &(usize, String)| key.0 == at;
                let paid = behind
                    .ceilings
                    .iter()
                    .filter(|(key, paid)| of(key) && **paid != 0);
                next.paid_before = paid
                    .map(|(key, paid)| (key.1.clone(), Money::of(*paid)))
                    .collect();
                let units = behind
                    .units
                    .iter()
                    .filter(|(key, units)| of(key) && **units != 0);
                let units = units.map(|(key, units)| (key.1.clone(), quantity(*units)));
                next.units_before = units.collect();
            }
            let row = rows.remove(&at);
            let to_book = row.and_then(|row| self.to_book(tranche, closed::bucket(row)));
            // What is to be accounted for, decided and paid back of all these years goes on.
            next.closings = before(plan, tranche);
            next.closings.extend(all.remove(&at).unwrap_or_default());
            next.restated = to_book.into_iter().collect();
            open.insert((bucket.grant, bucket.tranche), next);
        }
        for (at, grant) in builder.grants_mut().iter_mut().enumerate() {
            if let Some(&held) = year.reserves.get(at)
                && (held != 0 || grant.reserve.is_some())
            {
                grant.reserve = Some(At::from(Money::of(held)));
            }
            for (place, tranche) in grant.tranches.iter_mut().enumerate() {
                if let Some(next) = open.remove(&(at, place)) {
                    *tranche = next;
                }
            }
        }
    }
}

/// How the years before the first book year closed: as the dossier states it, else as far as an opening tells.
fn before(plan: &Plan, tranche: &Tranche) -> Vec<StatedClosing> {
    let Some(first) = plan.years().first().map(|year| year.year) else {
        return Vec::new();
    };
    // What a year that was closed comes to by now is what opened.
    let restated = |year: i16| tranche.restated.iter().find(|it| it.year == year);
    let closings = tranche.closings.iter();
    let closings = closings.filter(|closing| closing.year < first);
    let closings = closings.map(|closing| restated(closing.year).unwrap_or(closing));
    let closings: Vec<StatedClosing> = closings.cloned().collect();
    let opening = tranche.opening.as_ref().map(|opening| opening.value);
    let opening = opening.filter(|it| !(it.owed.is_zero() && it.room.is_zero()));
    let Some(opening) = opening.filter(|_| closings.is_empty()) else {
        return closings;
    };
    let (balance, owed, room) = (
        opening.balance.cents(),
        opening.owed.cents(),
        opening.room.cents(),
    );
    let carry_over = room.min((balance - owed).max(0));
    vec![StatedClosing {
        refund: opening.owed,
        carry_over: Money::of(carry_over),
        pending: Money::of(room - carry_over),
        receivable: Money::of((owed + carry_over - balance).max(0)),
        room: Some(opening.room),
        reason: Some(ReasonCode::Owed.as_str().to_owned()),
        ..StatedClosing::new(first.saturating_sub(1))
    }]
}

/// An amount with all amendments of the award.
fn amended(tranche: &Tranche, amount: Money) -> Money {
    let amended = tranche.amendments.iter();
    let amended: i64 = amended.map(|movement| movement.amount.value.cents()).sum();
    // Below zero where an opening stands in the place of an award that is lowered: then there is no room.
    Money::of((amount.cents() + amended).max(0))
}

/// What a bucket opens with.
fn opening(plan: &Plan, grant: &Grant, tranche: &Tranche, closing: &Closing) -> At<Opening> {
    let next: Carried = closing.next();
    let end = plan.years().last().map(|year| year.end);
    let announced = end.is_some_and(|end| grant.state_on(end) == State::Announced);
    // What an award that is still to come will bring; an opening that was stated before brought its room at once.
    let to_come = match &tranche.opening {
        None => Some(tranche.granted.value),
        Some(before) if before.value.announced => Some(before.value.room),
        Some(_) => None,
    };
    let to_come = to_come.filter(|_| announced);
    let (room, given_up) = match to_come {
        Some(award) => (amended(tranche, award), 0),
        None => (Money::of(next.room), next.given_up),
    };
    let carried_by = next.terms.and_then(|terms| match terms.basis {
        Basis::Unspent => Some(CarriedBy::Scheme),
        Basis::UnspentAgreement(_) => Some(CarriedBy::Agreement),
        _ => None,
    });
    At::from(Opening {
        balance: Money::of(next.balance),
        room,
        announced: to_come.is_some(),
        owed: Money::of(next.owed),
        until: next.terms.map(|terms| terms.until),
        to: next.terms.map_or(Opening::default().to, |terms| terms.to),
        carried_by,
        spent: Money::of(next.spent),
        earned: Money::of(next.earned),
        given_up: Money::of(given_up),
        short: Money::of(next.short),
    })
}

/// Millionths of a unit: a sum of rows that are each within the bound, cut at it.
fn quantity(millionths: i128) -> Quantity {
    let within = i64::try_from(millionths).ok();
    let within = within.and_then(Quantity::from_millionths);
    within.unwrap_or(if millionths < 0 {
        Quantity::MIN
    } else {
        Quantity::MAX
    })
}

/// A judgement without the lines it names; none where it was only about those.
fn of_no_line(mut judgement: EligibleFor) -> Option<EligibleFor> {
    judgement.lines.clear();
    (!judgement.costs.is_empty()).then_some(judgement)
}
