//! Room and cash of a bucket over a year: the identities of a closing, and nothing else.
//!
//! Two ledgers: *room* is what may still be spent, received or not; *cash* is what came in and went out.
//! Both the allocation (which needs the room of later years) and the settlement (which reports) close
//! buckets with [`close`], so they can't disagree. All amounts are cents inside the bound that the plan
//! proved; sums of a handful of them fit an `i64` nine times over.

use crate::dossier::{CarriedBy, State};
use crate::plan::{Basis, Bucket, Caps, CarriedTerms, Decision, ReasonCode, YearOf};

/// What a bucket carries into a year.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Carried {
    /// Cash at the opening.
    pub(crate) balance: i64,
    /// Refunds of earlier years.
    pub(crate) owed: i64,
    /// Room carried over or still to be received.
    pub(crate) room: i64,
    /// What an award was lowered below the spending of earlier years: new room is reduced by it first.
    pub(crate) short: i64,
    /// Room that closings gave up: it went back or lapsed, or the grant was closed. An award that is lowered later loses
    /// this first.
    pub(crate) given_up: i64,
    /// Spent in the years before.
    pub(crate) spent: i64,
    /// Earned in the years before and not used.
    pub(crate) earned: i64,
    /// The terms of the carried room; none for room that only waits for the end of its own window.
    pub(crate) terms: Option<CarriedTerms>,
}

impl Carried {
    /// What the first year of a bucket starts with.
    pub(crate) fn opening(bucket: &Bucket, year: &YearOf) -> Carried {
        let opening = year.opening.unwrap_or_default();
        // The room that an opening states is in `YearOf::added`.
        Carried {
            balance: opening.balance.cents(),
            owed: opening.owed.cents(),
            room: 0,
            short: opening.short.cents(),
            given_up: opening.given_up.cents(),
            spent: opening.spent.cents(),
            earned: opening.earned.cents(),
            terms: opening.until.map(|until| CarriedTerms {
                until,
                to: opening.to,
                basis: match (opening.carried_by, &bucket.unspent_agreement) {
                    (Some(CarriedBy::Scheme), _) => Basis::Unspent,
                    (Some(CarriedBy::Agreement), Some((_, place))) => {
                        Basis::UnspentAgreement(*place)
                    }
                    (Some(CarriedBy::Agreement) | None, _) => Basis::Opening,
                },
            }),
        }
    }
}

/// The room of a bucket in a year: never below zero, none when the grant's state gives none.
pub(crate) fn room(year: &YearOf, carried: &Carried) -> i64 {
    if year.open {
        net_room(year, carried).max(0)
    } else {
        0
    }
}

/// The room before the floor of zero: below it an award was lowered under what is spent.
fn net_room(year: &YearOf, carried: &Carried) -> i64 {
    carried.room - carried.short + year.added
}

/// A bucket closed for a year, in cents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closing {
    pub(crate) opening: i64,
    pub(crate) award: i64,
    pub(crate) room: i64,
    pub(crate) received: i64,
    pub(crate) repaid: i64,
    /// What the year earned, in cents; what is spent where that is what is earned.
    pub(crate) earned: i64,
    /// Earned in this year and those before and there to use, in cents; none where all that is spent is earned.
    pub(crate) to_use: Option<i64>,
    pub(crate) spent: i64,
    pub(crate) balance: i64,
    pub(crate) owed: i64,
    pub(crate) refund: i64,
    pub(crate) carry_over: i64,
    pub(crate) pending: i64,
    pub(crate) retained: i64,
    pub(crate) receivable: i64,
    /// What is newly spent above an award that was lowered or withdrawn.
    pub(crate) newly_short: i64,
    short: i64,
    given_up: i64,
    spent_before: i64,
    /// Paid back above what was owed.
    pub(crate) overpaid: i64,
    /// The terms of what was carried into the year; kept when none of it is left, since an amendment may add to it.
    carried: Option<CarriedTerms>,
    pub(crate) decision: Decision,
    /// What of shared limits was left for this bucket.
    pub(crate) caps: Caps,
}

/// What the allocation of a year gives a bucket, in cents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allocated {
    /// What it pays.
    pub(crate) spent: i64,
    /// What the year earned; none where all that is spent is earned.
    pub(crate) earned: Option<i64>,
}

impl Allocated {
    /// What is earned and available to spend, with what was not used before; none where all that is spent is earned.
    pub(crate) fn available(self, carried: &Carried) -> Option<i64> {
        self.earned.map(|earned| earned + carried.earned)
    }
}

/// Closes a year with what was decided on the unspent room.
pub(crate) fn close(
    year: &YearOf,
    carried: &Carried,
    allocated: Allocated,
    caps: Caps,
    decision: Decision,
) -> Closing {
    let spent = allocated.spent;
    let (net, room) = (net_room(year, carried), room(year, carried));
    let below = (-net).max(0);
    let absorbed = below.min(carried.given_up);
    let short = match year.state {
        State::Withdrawn => carried.spent,
        _ => below - absorbed,
    };
    let owed = (carried.owed - year.repaid).max(0);
    let balance = carried.balance + year.received - year.repaid - spent;
    let free = balance - owed;
    let retained = decision.retained();
    let receivable = (retained - free).max(0);
    let left = (free - retained).max(0);
    let carry_over = decision.keep.min(left);
    let before_repayment = carried.balance - carried.owed + year.received - spent;
    let due = (before_repayment - decision.keep - retained).max(0);
    Closing {
        opening: carried.balance,
        award: year.award,
        room,
        received: year.received,
        repaid: year.repaid,
        earned: allocated.earned.unwrap_or(spent),
        to_use: allocated.available(carried),
        spent,
        balance,
        owed,
        refund: owed + left - carry_over,
        carry_over,
        pending: decision.keep - carry_over,
        retained,
        receivable,
        newly_short: (short - carried.short).max(0),
        short,
        // Also what the grant's state took away.
        given_up: carried.given_up - absorbed + net.max(0) - spent - decision.keep - retained,
        spent_before: carried.spent,
        // What is paid back in the year in which it falls due is not too much.
        overpaid: (year.repaid - carried.owed - due).max(0),
        carried: carried.terms,
        decision,
        caps,
    }
}

impl Closing {
    /// What stays of the room and has not come in: room without cash, in cents.
    pub(crate) fn not_received(&self) -> i64 {
        self.decision.keep - (self.carry_over - self.receivable)
    }

    /// What the bucket carries into the next year.
    pub(crate) fn next(&self) -> Carried {
        let carried = match self.decision.cause {
            ReasonCode::CarryOver if self.decision.keep > 0 => {
                self.decision.until.map(|until| CarriedTerms {
                    until,
                    to: self.decision.to,
                    basis: self.decision.basis,
                })
            }
            _ => None,
        };
        // What was earned and not spent goes on with the money; at the end of the unit it was kept or lost.
        let earned = match self.to_use {
            Some(to_use) if self.decision.goes_on => to_use - self.spent,
            _ => 0,
        };
        Carried {
            balance: self.refund + self.carry_over - self.receivable,
            owed: self.refund,
            room: self.carry_over + self.pending,
            short: self.short,
            given_up: self.given_up,
            spent: self.spent_before + self.spent,
            earned,
            terms: carried.or(self.carried),
        }
    }
}
