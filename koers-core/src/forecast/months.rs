//! Time in months, exactly: a day is the part of its month that it is.

use crate::calendar::Date;
use crate::money::{Money, Quantity};

/// The parts in which a month is counted: every length of a month divides it.
const PARTS: i128 = 4 * 7 * 29 * 3 * 5 * 31;

/// A length of time above zero, in parts of months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Months(i128);

impl Months {
    /// From a day to another, both included; `None` when the second comes before the first.
    pub(super) fn between(first: Date, last: Date) -> Option<Months> {
        let whole = months(last) - months(first);
        let parts = whole * PARTS + passed(last, last.day()) - passed(first, first.day() - 1);
        (parts > 0).then_some(Months(parts))
    }

    /// What of an amount for `base` falls in this time, as much a month; half away from zero.
    pub(super) fn of(self, base: Months, amount: i128) -> i128 {
        // Both fit: an amount is below 2^67 by the bound on 2^32 lines, a time below 2^30.
        divided(amount * self.0, base.0)
    }

    /// As [`Months::of`], of cents for a longer time.
    pub(super) fn part(self, whole: Months, cents: i64) -> i64 {
        let part = self.of(whole, i128::from(cents));
        i64::try_from(part).unwrap_or(cents)
    }

    /// What an amount comes to a month.
    pub(super) fn rate(self, amount: Money) -> Rate {
        Rate::new(i128::from(amount.cents()) * PARTS, self.0)
    }
}

/// Cents a month, exactly: a fraction in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    cents: i128,
    /// Above zero.
    months: i128,
}

impl Rate {
    pub(super) const ZERO: Rate = Rate {
        cents: 0,
        months: 1,
    };

    fn new(cents: i128, months: i128) -> Rate {
        let by = common(cents, months);
        Rate {
            cents: cents / by,
            months: months / by,
        }
    }

    /// To the cent, half away from zero. A rate of a few days may be above the bound of amounts; then it is as much as an
    /// amount can be.
    pub(super) fn to_money(self) -> Money {
        Money::nearest(divided(self.cents, self.months))
    }

    /// Both together. Where the fractions have no denominator in common that can be counted, which takes dozens of
    /// lengths of time at once, the second is rounded to that of the first.
    pub(super) fn plus(self, other: Rate) -> Rate {
        let by = common(self.months, other.months);
        let exact = || {
            let months = (self.months / by).checked_mul(other.months)?;
            let one = self.cents.checked_mul(other.months / by)?;
            let two = other.cents.checked_mul(self.months / by)?;
            Some(Rate::new(one.checked_add(two)?, months))
        };
        exact().unwrap_or_else(|| {
            let whole = (other.cents / other.months).saturating_mul(self.months);
            let rest = (other.cents % other.months).saturating_mul(self.months);
            let more = whole.saturating_add(divided(rest, other.months));
            Rate::new(self.cents.saturating_add(more), self.months)
        })
    }

    /// How many times another goes into it, to six decimals and rounded once; `None` where that is zero, or so many can't be
    /// counted.
    pub(super) fn times(self, of: Rate) -> Option<Quantity> {
        if of.cents == 0 {
            return None;
        }
        let whole = |rate: Rate| Rate {
            cents: divided(rate.cents, rate.months),
            months: 1,
        };
        // Only sums of amounts near the bound over many lengths of time are beyond what can be counted exactly.
        let times = self.exact_times(of);
        let times = times.or_else(|| whole(self).exact_times(whole(of)))?;
        let times = i64::try_from(times).ok()?;
        Quantity::from_millionths(times)
    }

    fn exact_times(self, of: Rate) -> Option<i128> {
        let (cents, months) = (common(self.cents, of.cents), common(self.months, of.months));
        let above = (self.cents / cents).checked_mul(of.months / months)?;
        let below = (of.cents / cents).checked_mul(self.months / months)?;
        let above = above.checked_mul(1_000_000)?;
        (below != 0).then(|| divided(above, below))
    }
}

/// The greatest number that divides both, at least 1.
fn common(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one.unsigned_abs(), other.unsigned_abs());
    while other != 0 {
        (one, other) = (other, one % other);
    }
    i128::try_from(one.max(1)).unwrap_or(1)
}

/// The number of a month, from the year 0.
fn months(date: Date) -> i128 {
    i128::from(date.year()) * 12 + i128::from(date.month())
}

/// How much of its month has passed after so many days, in parts.
fn passed(date: Date, days: i8) -> i128 {
    let length = date.last_of_month().day();
    PARTS / i128::from(length) * i128::from(days)
}

/// A quotient, half away from zero.
pub(super) fn divided(numerator: i128, denominator: i128) -> i128 {
    let (quotient, rest) = (numerator / denominator, numerator % denominator);
    let far = rest.unsigned_abs() >= denominator.unsigned_abs() - rest.unsigned_abs();
    quotient
        + if far {
            numerator.signum() * denominator.signum()
        } else {
            0
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    fn rate(euros: &str, first: &str, last: &str) -> String {
        let months = Months::between(date(first), date(last)).expect("in order");
        months
            .rate(Money::parse(euros).expect("an amount"))
            .to_money()
            .to_string()
    }

    #[test]
    fn whole_months_count_as_one_however_long_they_are() {
        assert_eq!(rate("457560", "2025-01-01", "2025-12-31"), "38130.00");
        assert_eq!(rate("100", "2025-02-01", "2025-02-28"), "100.00");
        assert_eq!(rate("100", "2024-02-01", "2024-03-31"), "50.00");
    }

    #[test]
    fn parts_of_months_are_days_of_them() {
        // 15 of 30 days and 31 of 31.
        assert_eq!(rate("150", "2024-04-16", "2024-05-31"), "100.00");
        assert_eq!(rate("1", "2024-01-31", "2024-01-31"), "31.00");
        assert!(Months::between(date("2024-01-02"), date("2024-01-01")).is_none());
        // 14 of 28 days, 31 of 31 and 15 of 30: two months.
        assert_eq!(rate("-3", "2025-02-15", "2025-04-15"), "-1.50");
    }

    #[test]
    fn times_are_of_exact_rates_and_rounded_once() {
        let of = |amount: &str, first: &str, last: &str| {
            let months = Months::between(date(first), date(last)).expect("ascending");
            months.rate(Money::parse(amount).expect("an amount"))
        };
        // 457.560 / 12 and 108.580 / 12: the second is 9048,33 and a third of a cent.
        let (needed, so_far) = (
            of("457560", "2025-01-01", "2025-12-31"),
            of("108580", "2024-01-01", "2024-12-31"),
        );
        let times = |one: Rate, other| one.times(other).map(|it| it.to_string());
        assert_eq!(times(needed, so_far).as_deref(), Some("4.214036"));
        // 0,02 in 12 months, and 0,01 in 16: 2,666667 times; to the cent both are nothing.
        let (needed, so_far) = (
            of("0.02", "2025-01-01", "2025-12-31"),
            of("0.01", "2023-09-01", "2024-12-31"),
        );
        assert!(needed.to_money().is_zero() && so_far.to_money().is_zero());
        assert_eq!(times(needed, so_far).as_deref(), Some("2.666667"));
        assert_eq!(times(needed, Rate::ZERO), None);
        let much = of("9999999999999999.99", "2025-01-01", "2025-01-01");
        assert_eq!(times(much, so_far), None);
    }

    #[test]
    fn rates_add_up_before_they_are_rounded() {
        let third = Months::between(date("2025-01-01"), date("2025-03-31")).expect("ascending");
        let rate = third.rate(Money::parse("0.01").expect("an amount"));
        let three = rate.plus(rate).plus(rate);
        assert_eq!(three.to_money().to_string(), "0.01");
        // As many lengths of time as a year has days have no denominator in common that fits; the sum is still near.
        let mut sum = Rate::ZERO;
        let mut day = date("2025-01-01");
        for _ in 0..300 {
            let months = Months::between(day, date("2025-12-31")).expect("ascending");
            sum = sum.plus(months.rate(Money::parse("100").expect("an amount")));
            day = day.next_day().expect("a day after it");
        }
        assert!(sum.to_money() > Money::ZERO);
    }
}
