//! Closed years as tables show them: with what they were closed with, whatever they would come to now.

use std::collections::BTreeMap;

use crate::dossier::{Dossier, StatedClosing, Tranche};
use crate::money::Money;
use crate::tables::SettlementRow;

/// A bucket by the names of its grant, tranche and part.
pub(super) type Bucket<'r> = (&'r str, &'r str, Option<&'r str>);

pub(super) fn bucket(row: &SettlementRow) -> Bucket<'_> {
    (&row.grant, &row.tranche, row.part.as_deref())
}

/// Every tranche of a dossier by its names.
pub(super) fn tranches(dossier: &Dossier) -> BTreeMap<Bucket<'_>, &Tranche> {
    let tranches = dossier.grants().iter().flat_map(|grant| {
        let id = grant.id.value.as_str();
        let tranches = grant.tranches.iter();
        tranches.map(move |tranche| {
            let part = tranche.part.as_ref().map(|part| part.value.as_str());
            ((id, tranche.id.value.as_str(), part), tranche)
        })
    });
    tranches.collect()
}

/// Rows of a settlement in which closed years are shown otherwise than they come out.
#[derive(Clone, Debug)]
pub(crate) struct Closed {
    /// What tables show: closed years as they were closed, and the first open year opening with that.
    pub(crate) shown: Vec<SettlementRow>,
    /// Closed years with what is booked of their changes.
    pub(crate) booked: Vec<SettlementRow>,
    /// All years as they come out now.
    pub(crate) now: Vec<SettlementRow>,
}

impl Closed {
    /// The rows where a dossier has closed years, or goes on with years that were restated; `now` itself where it doesn't.
    pub(crate) fn of(
        dossier: &Dossier,
        now: Vec<SettlementRow>,
    ) -> Result<Closed, Vec<SettlementRow>> {
        if !matter(dossier) {
            return Err(now);
        }
        let tranches = tranches(dossier);
        let closing = |tranche: &Tranche, year| find(&tranche.closings, year);
        let of_booked = |tranche: &Tranche, year| booked(dossier, tranche, year);
        Ok(Closed {
            shown: rows(dossier, &tranches, &now, &closing),
            booked: rows(dossier, &tranches, &now, &of_booked),
            now,
        })
    }
}

/// Whether a dossier has closed years, or goes on with years that were restated.
pub(crate) fn matter(dossier: &Dossier) -> bool {
    let before = before(dossier);
    let mut tranches = dossier.grants().iter().flat_map(|grant| &grant.tranches);
    !dossier.closed().is_empty()
        || tranches.any(|tranche| find(&tranche.restated, before).is_some())
}

/// The year before the first book year.
pub(super) fn before(dossier: &Dossier) -> i16 {
    let first = dossier.years().first().copied().unwrap_or_default();
    first.saturating_sub(1)
}

/// What is stated of a year.
pub(super) fn find(stated: &[StatedClosing], year: i16) -> Option<StatedClosing> {
    stated.iter().find(|it| it.year == year).cloned()
}

/// What is booked of a closed year: how it was closed, or what it came to when a later year was closed with the difference.
pub(super) fn booked(dossier: &Dossier, tranche: &Tranche, year: i16) -> Option<StatedClosing> {
    let later = dossier.closed().last().is_some_and(|last| *last > year);
    let restated = find(&tranche.restated, year).filter(|_| later);
    restated.or_else(|| find(&tranche.closings, year))
}

/// The rows with the closed years as `closing` says, and the first open year opening with what they were closed with.
fn rows(
    dossier: &Dossier,
    tranches: &BTreeMap<Bucket<'_>, &Tranche>,
    now: &[SettlementRow],
    closing: &dyn Fn(&Tranche, i16) -> Option<StatedClosing>,
) -> Vec<SettlementRow> {
    let closed = dossier.closed();
    // What each bucket was closed with last: what stands, and what of it is to be paid back.
    let mut standing: BTreeMap<Bucket<'_>, (i64, i64)> = BTreeMap::new();
    for (key, tranche) in tranches {
        let restated = find(&tranche.restated, before(dossier));
        let closing = restated.and_then(|it| find(&tranche.closings, it.year));
        if let Some(closing) = closing {
            standing.insert(*key, (closing.standing(), closing.refund.cents()));
        }
    }
    let open_from = closed.last().map_or(before(dossier), |last| *last);
    let open_from = open_from.saturating_add(1);
    let mut rows = now.to_vec();
    for (row, now) in rows.iter_mut().zip(now) {
        let key = bucket(now);
        let Some(tranche) = tranches.get(&key).filter(|_| row.year <= open_from) else {
            continue;
        };
        let stood = standing.get(&key).copied();
        if let Some((opening, _)) = stood {
            row.opening = Money::of(opening);
        }
        if closed.contains(&row.year) {
            let stated = closing(tranche, row.year);
            let opening = tranche.opening.as_ref();
            let owed = stood.map_or_else(
                || opening.map_or(0, |opening| opening.value.owed.cents()),
                |(_, refund)| refund,
            );
            close(row, stated, owed);
            standing.insert(key, (standing_of(row), row.refund.cents()));
        }
    }
    rows
}

/// Puts what a year was closed with in its row; nothing where that isn't stated.
fn close(row: &mut SettlementRow, stated: Option<StatedClosing>, owed: i64) {
    let nothing = stated.is_none();
    let stated = stated.unwrap_or_else(|| StatedClosing {
        granted: Some(Money::ZERO),
        room: Some(Money::ZERO),
        earned: Some(Money::ZERO),
        ..StatedClosing::new(row.year)
    });
    let realised = row.earned == row.spent;
    row.received = stated.received;
    row.repaid = stated.repaid;
    row.spent = stated.spent;
    row.retained = stated.retained;
    row.refund = stated.refund;
    row.carry_over = stated.carry_over;
    row.pending = stated.pending;
    row.receivable = stated.receivable;
    row.granted = stated.granted.unwrap_or(row.granted);
    row.room = stated.room.unwrap_or(row.room).max(stated.spent);
    let earned = if realised { stated.spent } else { row.earned };
    row.earned = stated.earned.unwrap_or(earned);
    let until = stated.carry_over_until.or(row.carry_over_until);
    row.carry_over_until = until.filter(|_| !stated.carry_over.is_zero());
    let owed = stated
        .owed
        .map_or(owed - stated.repaid.cents(), Money::cents);
    row.owed = Money::of(owed.clamp(0, stated.refund.cents()));
    row.balance = Money::of(stated.standing() + stated.retained.cents());
    let unsaid = if nothing { "no-room" } else { "closed" };
    row.reason = stated.reason.unwrap_or_else(|| unsaid.to_owned());
}

/// What stands at the end of a row, in cents.
fn standing_of(row: &SettlementRow) -> i64 {
    row.refund.cents() + row.carry_over.cents() - row.receivable.cents()
}

/// What came to a row from years that were closed before, in cents: what its own movements don't explain.
pub(crate) fn restated(row: &SettlementRow) -> i64 {
    let moved = row.received.cents() - row.repaid.cents() - row.spent.cents();
    standing_of(row) + row.retained.cents() - row.opening.cents() - moved
}

/// Whether a row says otherwise how its year ends than another one of its bucket and year.
pub(crate) fn otherwise(row: &SettlementRow, now: &SettlementRow) -> bool {
    let (row, now) = (StatedClosing::of(row), StatedClosing::of(now));
    row.amounts() != now.amounts() || row.reason != now.reason
}
