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

    /// What an amount comes to a month, to the cent.
    pub(super) fn rate(self, amount: Money) -> Money {
        let cents = divided(i128::from(amount.cents()) * PARTS, self.0);
        let bound = if cents < 0 { Money::MIN } else { Money::MAX };
        let cents = i64::try_from(cents).ok().and_then(Money::from_cents);
        cents.unwrap_or(bound)
    }
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
    let half = denominator / 2 * numerator.signum();
    (numerator + half) / denominator
}

/// How many times an amount goes into another, to six decimals; `None` where it is zero, or that many can't be counted.
pub(super) fn times(amount: Money, of: Money) -> Option<Quantity> {
    if of.is_zero() {
        return None;
    }
    let times = divided(
        i128::from(amount.cents()) * 1_000_000,
        i128::from(of.cents()),
    );
    i64::try_from(times)
        .ok()
        .and_then(Quantity::from_millionths)
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
    fn times_are_to_six_decimals() {
        let money = |text| Money::parse(text).expect("an amount");
        let times = |a, b| times(money(a), money(b)).map(|it| it.to_string());
        assert_eq!(times("38130", "9048.33").as_deref(), Some("4.214037"));
        assert_eq!(times("1", "0"), None);
        assert_eq!(times("9999999999999999.99", "0.01"), None);
    }
}
