//! The rows of the tables of what is ahead of a settlement.

use koers_core::Money;
use koers_core::tables as core;

use super::rows::day;
use crate::memory::{Output, up_to};
use crate::text::Text;

/// What must be done before when: money of a bucket that is lost where it isn't spent, the duties of its grant, and what is
/// still to be paid back.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DeadlineRow {
    /// The last day for it; on or before the as-of date it is overdue. 0 of a refund for which the scheme names no day.
    pub date: i32,
    /// `spend`; `earn`, where a price or a sum for each unit says what may be spent; a duty: `accountability`,
    /// `decision`, `approval`; or `due`, of a refund.
    pub kind: Text,
    /// The book year at whose end it is lost, that the duty is about (of one decision on several years the last), or in
    /// which the refund arose.
    pub year: i32,
    /// The grant.
    pub grant: Text,
    /// The tranche; absent of duties.
    pub tranche: Text,
    /// The part of the tranche; may be absent.
    pub part: Text,
    /// The first day after the as-of date on which it may be spent; 0 of duties, and where it is too late. Then `needed`
    /// is 0.
    pub from: i32,
    /// 1 when it is about an amount; else 0.
    pub has_amount: i32,
    /// What must be spent or earned by then to lose nothing; under `due` what is to be paid back; 0 without one.
    pub amount: i64,
    /// Of that amount what goes back where it isn't spent. The rest has not come in, and then never will.
    pub refund: i64,
    /// What the bucket must have spent by then since the as-of date: this amount, and those with an earlier date.
    pub by_then: i64,
    /// The first day of `spent`: of the year of the as-of date, or of the bucket's window in it; 0 where neither says
    /// anything. Then `spent` and `so_far` are 0.
    pub since: i32,
    /// What the bucket paid of costs from that day up to the as-of date.
    pub spent: i64,
    /// `by_then` a month, from `from` up to the last day.
    pub needed: i64,
    /// `spent` a month, from `since` up to the as-of date.
    pub so_far: i64,
    /// How many times `so_far` goes into `needed`, as a number with at most six decimals; absent where nothing was spent.
    pub times: Text,
    /// Why it is lost: a code, and after a colon the rule or agreement it rests on. Of a duty the rule; of a refund the rule
    /// by which it is claimed, else why it arose.
    pub reason: Text,
}

impl Output for DeadlineRow {
    const SMALLEST: usize = up_to!(DeadlineRow, reason: Text);
}

impl DeadlineRow {
    /// A row, with the text of `times`.
    pub(crate) fn of(row: &core::DeadlineRow, times: Option<&String>) -> Self {
        DeadlineRow {
            date: day(row.date),
            kind: Text::of(&row.kind),
            year: i32::from(row.year),
            grant: Text::of(&row.grant),
            tranche: Text::of_option(row.tranche.as_ref()),
            part: Text::of_option(row.part.as_ref()),
            from: day(row.from),
            has_amount: i32::from(row.amount.is_some()),
            amount: row.amount.map_or(0, Money::cents),
            refund: row.refund.map_or(0, Money::cents),
            by_then: row.by_then.map_or(0, Money::cents),
            since: day(row.since),
            spent: row.spent.map_or(0, Money::cents),
            needed: row.needed.map_or(0, Money::cents),
            so_far: row.so_far.map_or(0, Money::cents),
            times: Text::of_option(times),
            reason: Text::of(&row.reason),
        }
    }
}

/// What is expected of a bucket in a year to come, or of own funds.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ForecastRow {
    /// The book year.
    pub year: i32,
    /// The grant; absent for own funds.
    pub grant: Text,
    /// The tranche; absent for own funds.
    pub tranche: Text,
    /// The part of the tranche; may be absent.
    pub part: Text,
    /// What could be spent in the year, received or not.
    pub room: i64,
    /// What the bucket pays; of own funds what no grant pays.
    pub spent: i64,
    /// Of that what it pays of costs that are expected.
    pub expected: i64,
    /// What is to go back by the closing of the year, without what was owed before.
    pub refund: i64,
    /// Of that refund carried money whose last day passed.
    pub lapse: i64,
    /// Stays available until `carry_over_until`.
    pub carry_over: i64,
    /// The last day on which carried money may be spent; 0 when none is carried.
    pub carry_over_until: i32,
    /// Room that stays and whose money has not come in.
    pub pending: i64,
    /// Earned, not spent, and the holder's to keep.
    pub retained: i64,
    /// Spent before its money came in.
    pub receivable: i64,
    /// Why: a code, and after a colon the rule or agreement it rests on; absent of own funds.
    pub reason: Text,
}

impl Output for ForecastRow {
    const SMALLEST: usize = up_to!(ForecastRow, reason: Text);
}

impl From<&core::ForecastRow> for ForecastRow {
    fn from(row: &core::ForecastRow) -> Self {
        ForecastRow {
            year: i32::from(row.year),
            grant: Text::of_option(row.grant.as_ref()),
            tranche: Text::of_option(row.tranche.as_ref()),
            part: Text::of_option(row.part.as_ref()),
            room: row.room.cents(),
            spent: row.spent.cents(),
            expected: row.expected.cents(),
            refund: row.refund.cents(),
            lapse: row.lapse.cents(),
            carry_over: row.carry_over.cents(),
            carry_over_until: day(row.carry_over_until),
            pending: row.pending.cents(),
            retained: row.retained.cents(),
            receivable: row.receivable.cents(),
            reason: Text::of_option(row.reason.as_ref()),
        }
    }
}

/// What is expected of a year to come: the sums of the rows of that year.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ForecastYearRow {
    /// The book year.
    pub year: i32,
    /// What grants pay.
    pub spent: i64,
    /// What no grant pays.
    pub own_funds: i64,
    /// What is to go back by the closing of the year.
    pub refund: i64,
    /// Of that refund carried money whose last day passed.
    pub lapse: i64,
    /// What stays available after the year.
    pub carry_over: i64,
    /// Room that stays and whose money has not come in.
    pub pending: i64,
    /// What the holder keeps.
    pub retained: i64,
}

impl Output for ForecastYearRow {
    const SMALLEST: usize = up_to!(ForecastYearRow, retained: i64);
}

impl From<&core::ForecastYearRow> for ForecastYearRow {
    fn from(row: &core::ForecastYearRow) -> Self {
        ForecastYearRow {
            year: i32::from(row.year),
            spent: row.spent.cents(),
            own_funds: row.own_funds.cents(),
            refund: row.refund.cents(),
            lapse: row.lapse.cents(),
            carry_over: row.carry_over.cents(),
            pending: row.pending.cents(),
            retained: row.retained.cents(),
        }
    }
}

/// What all buckets together must have spent or earned by a day: the sums of the rows of that day.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DeadlineTotalRow {
    /// The last day for it.
    pub date: i32,
    /// `spend` or `earn`.
    pub kind: Text,
    /// What must be spent or earned by then to lose nothing.
    pub amount: i64,
    /// Of that amount what goes back where it isn't spent.
    pub refund: i64,
    /// What these buckets must have spent by then, with what had an earlier date.
    pub by_then: i64,
    /// What they paid in the year of the as-of date, up to that date.
    pub spent: i64,
    /// What they must spend a month.
    pub needed: i64,
    /// What they spent a month.
    pub so_far: i64,
    /// How many times `so_far` goes into `needed`, as a number with at most six decimals; absent where nothing was spent.
    pub times: Text,
}

impl Output for DeadlineTotalRow {
    const SMALLEST: usize = up_to!(DeadlineTotalRow, times: Text);
}

impl DeadlineTotalRow {
    /// A row, with the text of `times`.
    pub(crate) fn of(row: &core::DeadlineTotalRow, times: Option<&String>) -> Self {
        DeadlineTotalRow {
            date: row.date.to_yyyymmdd(),
            kind: Text::of(&row.kind),
            amount: row.amount.cents(),
            refund: row.refund.cents(),
            by_then: row.by_then.cents(),
            spent: row.spent.cents(),
            needed: row.needed.cents(),
            so_far: row.so_far.cents(),
            times: Text::of_option(times),
        }
    }
}

/// What all years come to when they are planned as one, and when each is settled by itself, over all book years.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct HorizonRow {
    /// Own funds and refunds together.
    pub lost: i64,
    /// What of that is own funds.
    pub own_funds: i64,
    /// Own funds and refunds together when `least-refund` settles each year by itself.
    pub chain_lost: i64,
    /// What of that is own funds.
    pub chain_own_funds: i64,
    /// How much less is lost than by that.
    pub saved: i64,
    /// 1 when `at_least` is known; else 0.
    pub has_at_least: i32,
    /// What every division loses at least; 0 where that is not known.
    pub at_least: i64,
    /// What came out best: `plan` of all years as one, the `chain` of years one by one, or the `method` of the settlement.
    pub taken: Text,
}

impl Output for HorizonRow {
    const SMALLEST: usize = up_to!(HorizonRow, taken: Text);
}

impl From<&core::HorizonRow> for HorizonRow {
    fn from(row: &core::HorizonRow) -> Self {
        HorizonRow {
            lost: row.lost.cents(),
            own_funds: row.own_funds.cents(),
            chain_lost: row.chain_lost.cents(),
            chain_own_funds: row.chain_own_funds.cents(),
            saved: row.saved.cents(),
            has_at_least: i32::from(row.at_least.is_some()),
            at_least: row.at_least.map_or(0, Money::cents),
            taken: Text::of(&row.taken),
        }
    }
}

/// A year in one of several forecasts that stand beside each other, or all these years together.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct ScenarioRow {
    /// The book year; 0 for all years together.
    pub year: i32,
    /// The name of the forecast.
    pub scenario: Text,
    /// 1 when the year ended by the as-of date of the forecast, so that nothing in it is expected; else 0.
    pub settled: i32,
    /// What grants pay.
    pub spent: i64,
    /// What no grant pays.
    pub own_funds: i64,
    /// What is to go back by the closing of the year.
    pub refund: i64,
    /// Of that refund carried money whose last day passed.
    pub lapse: i64,
    /// What stays available after the year; of all years together after the last.
    pub carry_over: i64,
    /// Room that stays and whose money has not come in, likewise.
    pub pending: i64,
    /// What the holder keeps.
    pub retained: i64,
    /// Own funds and refunds together.
    pub lost: i64,
    /// How much more is lost than in the first forecast; below 0 how much less.
    pub change: i64,
}

impl Output for ScenarioRow {
    const SMALLEST: usize = up_to!(ScenarioRow, change: i64);
}

impl From<&core::ScenarioRow> for ScenarioRow {
    fn from(row: &core::ScenarioRow) -> Self {
        ScenarioRow {
            year: row.year.map_or(0, i32::from),
            scenario: Text::of(&row.scenario),
            settled: i32::from(row.settled),
            spent: row.spent.cents(),
            own_funds: row.own_funds.cents(),
            refund: row.refund.cents(),
            lapse: row.lapse.cents(),
            carry_over: row.carry_over.cents(),
            pending: row.pending.cents(),
            retained: row.retained.cents(),
            lost: row.lost.cents(),
            change: row.change.cents(),
        }
    }
}
