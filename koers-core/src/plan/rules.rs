//! What the rules let stay of money that a bucket has left at a year's end.

use super::ReasonCode;
use super::bucket::{Bucket, YearOf};
use crate::calendar::Date;
use crate::dossier::State;
use crate::money::Money;
use crate::scheme::{Base, CarryOver, Excess, Limit, Target, Unit, Unspent, Version};

/// What a decision rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// No rule was needed.
    Nothing,
    /// The scheme's rule for unspent money.
    Unspent,
    /// The scheme's rule for what a limit cuts off.
    Excess,
    /// The scheme's rule for what is earned.
    Earned,
    /// The scheme's spending window.
    Window,
    /// The agreement on the window at this place in the grant.
    WindowAgreement(usize),
    /// The agreement on unspent money at this place in the grant.
    UnspentAgreement(usize),
    /// What the dossier's opening states.
    Opening,
}

/// What may stay of the room that is left at a year's end, and what the holder keeps for good.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decision {
    /// How much may stay, in cents.
    pub(crate) keep: i64,
    /// Until which day it may be spent.
    pub(crate) until: Option<Date>,
    /// On which part it may be spent.
    pub(crate) to: Target,
    pub(crate) cause: ReasonCode,
    pub(crate) basis: Basis,
    /// Earned and not spent: the holder's, in cents.
    pub(crate) earned: i64,
    /// What the rule for unspent money lets the holder keep, in cents.
    pub(crate) by_rule: i64,
    /// What a limit cut off and the holder keeps, in cents.
    pub(crate) by_excess: i64,
    /// What a limit cut off, in cents, whether it is kept or goes back.
    pub(crate) excess: i64,
    /// Whether the unit, or the term of carried money, goes on after the year.
    pub(crate) goes_on: bool,
}

impl Decision {
    /// Of a bucket that doesn't exist yet.
    pub(crate) const ABSENT: Decision = Decision::none(ReasonCode::NotAwarded, Basis::Nothing);

    const fn none(cause: ReasonCode, basis: Basis) -> Decision {
        Decision {
            keep: 0,
            until: None,
            to: Target::SamePart,
            cause,
            basis,
            earned: 0,
            by_rule: 0,
            by_excess: 0,
            excess: 0,
            goes_on: false,
        }
    }

    /// All that the holder keeps for good, in cents.
    pub(crate) fn retained(&self) -> i64 {
        self.earned + self.by_rule + self.by_excess
    }
}

/// Until when, on what part and why earlier carried money may be spent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CarriedTerms {
    pub(crate) until: Date,
    pub(crate) to: Target,
    pub(crate) basis: Basis,
}

/// What of limits that several buckets share is left for this one, in cents.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Caps {
    /// Of the limit on the award for the last year of the unit.
    pub(crate) last_year: i64,
    /// What the grant's reserve holds already.
    pub(crate) reserve: i64,
}

/// What a bucket has at a year's end, in cents.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LeftAt {
    /// The terms of what was carried into the year.
    pub(crate) carried: Option<CarriedTerms>,
    /// What could be spent in the year.
    pub(crate) room: i64,
    pub(crate) spent: i64,
    /// What was earned and there to spend; none where all that is spent is earned.
    pub(crate) earned: Option<i64>,
    pub(crate) caps: Caps,
}

/// What a decision at a year's end goes by, besides what is left.
#[derive(Clone, Copy)]
pub(super) struct YearEnd<'p> {
    pub(super) year: &'p YearOf,
    /// The version of the scheme in force.
    pub(super) version: &'p Version,
    /// The version on the last day of the unit, whose rule for unspent money holds.
    pub(super) unspent: &'p Version,
    pub(super) end: Date,
    /// The year of the tranche, if it has one.
    pub(super) tranche_year: Option<i16>,
    /// Whether agreements count; without them it is what the scheme alone says.
    pub(super) agreements: bool,
}

/// Decides on the cents of room that are not spent at the end of a year: first whether the unit or the carried
/// money goes on, then what is earned, then the rule for unspent money, then what its limit cuts off.
pub(super) fn decide(bucket: &Bucket, at: &YearEnd<'_>, left: &LeftAt) -> Decision {
    match at.year.state {
        State::Announced => return Decision::none(ReasonCode::NotAwarded, Basis::Nothing),
        State::Withdrawn => return Decision::none(ReasonCode::Withdrawn, Basis::Nothing),
        State::Determined if !at.year.open || !at.agreements => {
            return Decision::none(ReasonCode::Determined, Basis::Nothing);
        }
        _ => {}
    }
    let unspent = left.room - left.spent;
    let stays = stays(bucket, at, left.carried);
    if unspent == 0 {
        let cause = if left.room == 0 {
            ReasonCode::NoRoom
        } else {
            ReasonCode::Spent
        };
        return Decision {
            goes_on: stays.is_some(),
            ..Decision::none(cause, Basis::Nothing)
        };
    }
    if let Some((until, basis)) = stays {
        return Decision {
            goes_on: true,
            keep: unspent,
            until: Some(until),
            to: left.carried.map_or(Target::SamePart, |carried| carried.to),
            ..Decision::none(ReasonCode::WindowOpen, basis)
        };
    }
    let earned = left
        .earned
        .map_or(0, |earned| earned.min(left.room) - left.spent);
    let rest = unspent - earned;
    if rest == 0 {
        return Decision {
            earned,
            ..Decision::none(ReasonCode::Earned, Basis::Earned)
        };
    }
    Decision {
        earned,
        ..by_rule(bucket, at, left, rest)
    }
}

/// What the rule for unspent money does with `rest` cents, and what happens to what its limit cuts off.
fn by_rule(bucket: &Bucket, at: &YearEnd<'_>, left: &LeftAt, rest: i64) -> Decision {
    let (rule, basis) = rule(bucket, at);
    let gone = if left.carried.is_some() {
        ReasonCode::Lapsed
    } else {
        ReasonCode::Refund
    };
    let limited = |taken: i64, decision: Decision| {
        let excess = rest - taken;
        let kept = matches!(at.unspent.excess.as_ref(), Some(it) if it.rule == Excess::Retain);
        Decision {
            excess,
            by_excess: if kept { excess } else { 0 },
            ..decision
        }
    };
    let award = Money::of(at.year.award);
    match rule {
        Unspent::Refund | Unspent::ByAgreement => Decision::none(gone, basis),
        Unspent::Retain => Decision {
            by_rule: rest,
            ..Decision::none(ReasonCode::Retained, basis)
        },
        Unspent::Reserve(rate) => {
            let free = rate.of_floor(award).cents() - left.caps.reserve;
            let taken = rest.min(free.max(0));
            let decision = Decision {
                by_rule: taken,
                ..Decision::none(ReasonCode::Reserved, basis)
            };
            limited(taken, decision)
        }
        Unspent::CarryOver(carry) => {
            let Some(until) = carry_until(carry, at) else {
                return Decision::none(gone, basis);
            };
            let limit = match carry.limit {
                None => rest,
                Some(Limit::Share(_, Base::LastYear)) => left.caps.last_year,
                Some(limit) => limit.of(award).cents(),
            };
            let keep = rest.min(limit);
            let decision = Decision {
                keep,
                until: Some(until),
                to: carry.to,
                ..Decision::none(ReasonCode::CarryOver, basis)
            };
            limited(keep, decision)
        }
    }
}

/// The rule for unspent money that holds, and what it rests on.
pub(super) fn rule<'p>(bucket: &'p Bucket, at: &YearEnd<'p>) -> (&'p Unspent, Basis) {
    match &bucket.unspent_agreement {
        Some((rule, place)) if at.agreements => (rule, Basis::UnspentAgreement(*place)),
        _ => (&at.unspent.unspent.rule, Basis::Unspent),
    }
}

/// The last day on which money carried at this year's end may be spent; `None` when none may be carried.
fn carry_until(carry: &CarryOver, at: &YearEnd<'_>) -> Option<Date> {
    let applies = carry
        .tranche_years
        .as_ref()
        .is_none_or(|years| at.tranche_year.is_some_and(|year| years.contains(&year)));
    let until = carry.until.after(at.end.year(), at.unspent.unit.rule);
    until.filter(|until| applies && *until > at.end)
}

/// The last spending day after the year's end, when the unit or earlier carried money goes on.
fn stays(
    bucket: &Bucket,
    at: &YearEnd<'_>,
    carried: Option<CarriedTerms>,
) -> Option<(Date, Basis)> {
    let end = at.end;
    let own = bucket.closing_window(end);
    let window = match bucket.closing_day(end) {
        (until, Some(agreement)) if at.agreements => (until, Basis::WindowAgreement(agreement)),
        _ => (own.until, Basis::Window),
    };
    let window = match at.version.unit.rule {
        // A unit that has not begun has not ended either.
        _ if own.from > end => Some(window),
        // With a calendar year as the unit, an open window keeps nothing by itself.
        Unit::CalendarYear => None,
        Unit::Term => Some(window),
        unit @ Unit::Years { .. } => unit
            .last_year(end.year())
            .and_then(Date::last_of_year)
            .map(|last| (window.0.min(last), window.1)),
    };
    let window = window.filter(|(until, _)| *until > end);
    let carried = carried.filter(|carried| carried.until > end);
    let carried = carried.map(|carried| (carried.until, carried.basis));
    match (window, carried) {
        (Some(window), Some(carried)) if window.0 > carried.0 => Some(window),
        (window, carried) => carried.or(window),
    }
}
