//! Room and cash of a bucket over a year: the identities of a closing, and nothing else.
//!
//! Two ledgers: *room* is what may still be spent, received or not; *cash* is what came in and went out.
//! Both the allocation (which needs the room of later years) and the settlement (which reports) close
//! buckets with [`close`], so they can't disagree. All amounts are cents inside the bound that the plan
//! proved; sums of a handful of them fit an `i64` nine times over.

use crate::dossier::State;
use crate::plan::{Basis, CarriedUntil, Decision, ReasonCode, YearOf};

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
    /// Spent in the years before.
    pub(crate) spent: i64,
    /// The last day on which the carried room may be spent, and what that rests on; none for room that only
    /// waits for the end of its own window.
    pub(crate) until: CarriedUntil,
}

impl Carried {
    /// What the first year of a bucket starts with.
    pub(crate) fn opening(year: &YearOf) -> Carried {
        let (balance, owed, until) = year.opening.unwrap_or_default();
        // The room that an opening states is in `YearOf::added`.
        Carried {
            balance,
            owed,
            room: 0,
            short: 0,
            spent: 0,
            until: until.map(|until| (until, Basis::Opening)),
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
    spent_before: i64,
    /// Paid back above what was owed.
    pub(crate) overpaid: i64,
    /// What was carried into the year may be spent until then; kept when none of it is left, since an
    /// amendment may add to it.
    carried_until: CarriedUntil,
    pub(crate) decision: Decision,
}

/// Closes a year in which the bucket paid `spent`, with what `decide` lets stay of the unspent room.
pub(crate) fn close(
    year: &YearOf,
    carried: &Carried,
    spent: i64,
    decide: impl FnOnce(i64, i64) -> Decision,
) -> Closing {
    let room = room(year, carried);
    let decision = decide(room, spent);
    let short = match year.state {
        State::Withdrawn => carried.spent,
        _ => (-net_room(year, carried)).max(0),
    };
    let owed = (carried.owed - year.repaid).max(0);
    let balance = carried.balance + year.received - year.repaid - spent;
    let free = balance - owed;
    // With realised cost as the basis all that is earned is spent: nothing is retained.
    let retained = 0;
    let receivable = (retained - free).max(0);
    let left = (free - retained).max(0);
    let carry_over = decision.keep.min(left);
    let before_repayment = carried.balance - carried.owed + year.received - spent;
    let due = (before_repayment - decision.keep).max(0);
    Closing {
        opening: carried.balance,
        award: year.award,
        room,
        received: year.received,
        repaid: year.repaid,
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
        spent_before: carried.spent,
        // What is paid back in the year in which it falls due is not too much.
        overpaid: (year.repaid - carried.owed - due).max(0),
        carried_until: carried.until,
        decision,
    }
}

impl Closing {
    /// What the bucket carries into the next year.
    pub(crate) fn next(&self) -> Carried {
        let carried = match self.decision.cause {
            ReasonCode::CarryOver if self.decision.keep > 0 => self
                .decision
                .until
                .map(|until| (until, self.decision.basis)),
            _ => None,
        };
        Carried {
            balance: self.refund + self.carry_over - self.receivable,
            owed: self.refund,
            room: self.carry_over + self.pending,
            short: self.short,
            spent: self.spent_before + self.spent,
            until: carried.or(self.carried_until),
        }
    }
}
