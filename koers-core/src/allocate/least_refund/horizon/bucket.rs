//! A bucket over all years, as it closes when nothing is spent.

use crate::allocate::YearAllocation;
use crate::allocate::least_refund::LeftOutKind;
use crate::calendar::Date;
use crate::ledger::Closing;
use crate::plan::Plan;

/// What spending in a year keeps from, in cents.
#[derive(Clone, Copy, Default)]
pub(super) struct Step {
    /// The most that is spent in this year and those before since the last closing; none where all that is spent is earned.
    pub(super) earned: Option<i64>,
    /// Being given up at the year's end.
    pub(super) given_up: i64,
    /// Being carried into the next year; of the last year nothing.
    pub(super) carried: i64,
    /// Being kept by the holder.
    pub(super) retained: i64,
}

/// What the end of the last year carries over, in cents.
#[derive(Clone, Copy, Default)]
pub(super) struct Last {
    pub(super) carry_over: i64,
    pub(super) until: Option<Date>,
    /// Kept, but not received.
    pub(super) pending: i64,
}

/// A bucket over all years.
pub(super) struct OverYears {
    /// By year; none before the first of the bucket.
    pub(super) steps: Vec<Option<Step>>,
    pub(super) last: Last,
    /// What of all that is given up goes back, in cents; the rest never comes in.
    pub(super) back: i64,
    /// All that goes back when nothing is spent, in cents.
    pub(super) refund: i64,
    /// What went back of years that are closed, in cents; they are nothing of the flow.
    pub(super) closed: i64,
    /// What a flow can't say of it.
    pub(super) left_out: Vec<LeftOutKind>,
}

impl OverYears {
    pub(super) fn new(plan: &Plan, years: &[YearAllocation], bucket: usize) -> OverYears {
        let mut of = OverYears {
            steps: Vec::with_capacity(years.len()),
            last: Last::default(),
            back: 0,
            refund: 0,
            closed: 0,
            left_out: Vec::new(),
        };
        // By year what of the room so far did not come in, whether given up or not.
        let mut missing: Vec<(i64, bool)> = Vec::new();
        let mut before: Option<&Closing> = None;
        let mut given_up = 0;
        // What is owed from before the first year and not paid back in it.
        let mut owed: Option<i64> = None;
        for (at, (year, of_plan)) in years.iter().zip(plan.years()).enumerate() {
            let (Some(closing), Some(of_year)) = (&year.closings[bucket], &of_plan.buckets[bucket])
            else {
                of.steps.push(None);
                continue;
            };
            if plan.of_closed(of_plan.year).is_some() {
                // The years after it begin with what it left, as with an opening.
                of.closed += closing.refund - closing.owed;
                of.steps.push(None);
                continue;
            }
            let carried = &year.carried[bucket];
            // What a grant that is closed takes away is given up too.
            let room = if of_year.open {
                closing.room
            } else {
                carried.room
            };
            let not_in = room - (closing.balance - closing.owed);
            let (so_far, _) = missing.last().copied().unwrap_or_default();
            let known = before.map_or(0, Closing::not_received);
            missing.push((so_far + not_in - known, closing.decision.goes_on));
            let lowered = before.is_some() && of_year.added < 0;
            if lowered || carried.short != 0 {
                of.left_out.push(LeftOutKind::Award);
            }
            match &mut owed {
                None => owed = Some(closing.owed),
                Some(owed) => {
                    *owed -= of_year.repaid;
                    if *owed < 0 && of_year.repaid > 0 {
                        of.left_out.push(LeftOutKind::Cash);
                    }
                }
            }
            of.refund += closing.refund - closing.owed;
            let step = of.step(closing, room, at + 1 == years.len());
            given_up += room - closing.decision.keep - closing.retained;
            of.steps.push(Some(step));
            before = Some(closing);
        }
        of.in_cash(&missing, given_up);
        of.left_out.sort_unstable();
        of.left_out.dedup();
        of
    }

    /// What spending in a year keeps from.
    fn step(&mut self, closing: &Closing, room: i64, last: bool) -> Step {
        let keep = closing.decision.keep;
        if closing.to_use.is_some() && !closing.decision.goes_on {
            // What is earned is spent or kept; what isn't is no matter of spending.
            return Step {
                earned: closing.to_use,
                retained: closing.decision.earned,
                ..Step::default()
            };
        }
        if keep > 0 && closing.retained > 0 {
            self.left_out.push(LeftOutKind::Excess);
        }
        if last {
            self.last = Last {
                carry_over: closing.carry_over,
                until: closing.decision.until,
                pending: closing.pending,
            };
        }
        Step {
            earned: closing.to_use,
            given_up: room - keep - closing.retained,
            carried: if last { 0 } else { keep },
            retained: closing.retained,
        }
    }

    /// How much of what is given up goes back, which is what came in of it over all years. That is so where no more is missing in
    /// the end than at any earlier time at which something can be given up.
    fn in_cash(&mut self, missing: &[(i64, bool)], given_up: i64) {
        let Some((&(at_last, _), earlier)) = missing.split_last() else {
            return;
        };
        self.back = (given_up - at_last.max(0)).max(0);
        let mut earlier = earlier.iter();
        let ends_well =
            earlier.all(|&(missing, goes_on)| at_last <= missing || (goes_on && missing >= 0));
        if !ends_well || self.refund != self.back + (-at_last).max(0) {
            self.left_out.push(LeftOutKind::Cash);
        }
    }
}
