//! Tables of what is ahead of a settlement.

use std::borrow::Cow;

use super::{Cell, Column, Field, Row};
use crate::calendar::Date;
use crate::money::{Money, Quantity};

table! {
    /// What must be done before when: money of a bucket that is lost where it isn't spent, the duties of its grant, and what
    /// is still to be paid back.
    DeadlineRow "deadlines" {
        /// The last day for it; on or before the as-of date it is overdue. None of a refund for which the scheme names no day.
        date: Option<Date>,
        /// `spend`; `earn`, where a price or a sum for each unit says what may be spent; a duty: `accountability`,
        /// `decision`, `approval`; or `due`, of a refund.
        kind: String,
        /// The book year at whose end it is lost, that the duty is about (of one decision on several years the last), or in
        /// which the refund arose.
        year: i16,
        /// The grant.
        grant: String,
        /// The tranche; none of duties.
        tranche: Option<String>,
        /// The part of the tranche.
        part: Option<String>,
        /// The first day after the as-of date on which it may be spent. None of duties, and where it is too late.
        from: Option<Date>,
        /// What must be spent or earned by then to lose nothing; under `due` what is to be paid back, less what
        /// was paid back since.
        amount: Option<Money>,
        /// Of that amount what goes back where it isn't spent. The rest has not come in, and then never will.
        refund: Option<Money>,
        /// What the bucket must have spent by then since the as-of date: this amount, and those with an earlier date.
        by_then: Option<Money>,
        /// The first day of `spent`: of the year of the as-of date, or of the bucket's window in it.
        since: Option<Date>,
        /// What the bucket paid of costs from that day up to the as-of date.
        spent: Option<Money>,
        /// `by_then` a month, from `from` up to the last day.
        needed: Option<Money>,
        /// `spent` a month, from `since` up to the as-of date.
        so_far: Option<Money>,
        /// How many times `so_far` goes into `needed`. None where nothing was spent.
        times: Option<Quantity>,
        /// Why it is lost: a code, and after a colon the rule or agreement it rests on. Of a duty the rule; of a refund the
        /// rule by which it is claimed, else why it arose.
        reason: String,
    }
}

table! {
    /// What all buckets together must have spent or earned by a day: the sums of the table `deadlines`.
    DeadlineTotalRow "deadline_totals" {
        /// The last day for it.
        date: Date,
        /// `spend` or `earn`.
        kind: String,
        /// What must be spent or earned by then to lose nothing.
        amount: Money,
        /// Of that amount what goes back where it isn't spent.
        refund: Money,
        /// What these buckets must have spent by then, with what had an earlier date.
        by_then: Money,
        /// What they paid in the year of the as-of date, up to that date.
        spent: Money,
        /// What they must spend a month.
        needed: Money,
        /// What they spent a month.
        so_far: Money,
        /// How many times `so_far` goes into `needed`. None where nothing was spent.
        times: Option<Quantity>,
    }
}

table! {
    /// What is expected of a bucket in a year to come, or of own funds.
    ForecastRow "forecast" {
        /// The book year.
        year: i16,
        /// The grant; none for own funds.
        grant: Option<String>,
        /// The tranche; none for own funds.
        tranche: Option<String>,
        /// The part of the tranche.
        part: Option<String>,
        /// What could be spent in the year, received or not.
        room: Money,
        /// What the bucket pays; of own funds what no grant pays.
        spent: Money,
        /// Of that what it pays of costs that are expected.
        expected: Money,
        /// What is to go back by the closing of the year, without what was owed before.
        refund: Money,
        /// Of that refund carried money whose last day passed.
        lapse: Money,
        /// Stays available until `carry_over_until`.
        carry_over: Money,
        /// The last day on which carried money may be spent.
        carry_over_until: Option<Date>,
        /// Room that stays and whose money has not come in.
        pending: Money,
        /// Earned, not spent, and the holder's to keep.
        retained: Money,
        /// Spent before its money came in.
        receivable: Money,
        /// Why: a code, and after a colon the rule or agreement it rests on; none of own funds.
        reason: Option<String>,
    }
}

table! {
    /// What is expected of a year to come: the sums of the table `forecast`.
    ForecastYearRow "forecast_years" {
        /// The book year.
        year: i16,
        /// What grants pay.
        spent: Money,
        /// What no grant pays.
        own_funds: Money,
        /// What is to go back by the closing of the year.
        refund: Money,
        /// Of that refund carried money whose last day passed.
        lapse: Money,
        /// What stays available after the year.
        carry_over: Money,
        /// Room that stays and whose money has not come in.
        pending: Money,
        /// What the holder keeps.
        retained: Money,
    }
}

table! {
    /// What all years come to when they are planned as one, and when each is settled by itself; one row.
    HorizonRow "horizon" {
        /// Own funds and refunds together, over all book years.
        lost: Money,
        /// What of that is own funds.
        own_funds: Money,
        /// Own funds and refunds together when `least-refund` settles each year by itself.
        chain_lost: Money,
        /// What of that is own funds.
        chain_own_funds: Money,
        /// How much less is lost than by that.
        saved: Money,
        /// What every division loses at least; none where that is not known.
        at_least: Option<Money>,
        /// What came out best: `plan` of all years as one, the `chain` of years one by one, or the `method` of the settlement.
        taken: String,
    }
}

table! {
    /// A year in one of several forecasts that stand beside each other, or all these years together.
    ScenarioRow "scenarios" {
        /// The book year; none for all years together.
        year: Option<i16>,
        /// The name of the forecast.
        scenario: String,
        /// Whether the year ended by the as-of date of the forecast, so that nothing in it is expected.
        settled: bool,
        /// What grants pay.
        spent: Money,
        /// What no grant pays.
        own_funds: Money,
        /// What is to go back by the closing of the year.
        refund: Money,
        /// Of that refund carried money whose last day passed.
        lapse: Money,
        /// What stays available after the year; of all years together after the last.
        carry_over: Money,
        /// Room that stays and whose money has not come in, likewise.
        pending: Money,
        /// What the holder keeps.
        retained: Money,
        /// Own funds and refunds together.
        lost: Money,
        /// How much more is lost than in the first forecast; below zero how much less.
        change: Money,
    }
}
