//! A day.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil;
use serde::{Serialize, Serializer};

use super::digits;

/// The years a date may have.
const YEARS: RangeInclusive<i16> = 1900..=2199;

/// The days since 1 January 1970 of the first and the last date.
const EPOCH_DAYS: RangeInclusive<i32> = -25_567..=84_005;

/// The days from 1 March of the year 0 to 1 January 1970.
const MARCH_OF_YEAR_0: i32 = 719_468;

/// A day that exists, in the years 1900 to 2199.
///
/// Prints as `2025-12-31`; [`Date::parse`] reads that back.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// Why something isn't a date or a period.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum DateError {
    /// The text has none of the shapes that are read.
    #[error("not a date")]
    Malformed,
    /// The calendar has no such day, month or quarter.
    #[error("date that does not exist")]
    DoesNotExist,
    /// The year is before 1900 or after 2199.
    #[error("year before 1900 or after 2199")]
    OutOfRange,
}

impl Date {
    /// 1 January 1900, the first there is.
    pub(crate) const FIRST: Date = Date(civil::date(1900, 1, 1));
    /// 31 December 2199, the last there is.
    pub(crate) const LAST: Date = Date(civil::date(2199, 12, 31));

    /// The day of that year, month (1 to 12) and day of the month; `None` if it doesn't exist or the year is out of
    /// range.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        civil::Date::new(year, month, day)
            .ok()
            .and_then(Date::within)
    }

    fn within(date: civil::Date) -> Option<Date> {
        YEARS.contains(&date.year()).then_some(Date(date))
    }

    /// Reads `yyyy-mm-dd`, or `d-m-yyyy` as the Dutch write it, with or without leading zeros.
    ///
    /// # Errors
    /// [`DateError::Malformed`] for any other shape, [`DateError::DoesNotExist`] for a day such as 30 February,
    /// [`DateError::OutOfRange`] for an existing day of another year.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        let mut fields = text.split('-');
        let (Some(first), Some(month), Some(last), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(DateError::Malformed);
        };
        let (year, month, day) = if first.len() == 4 {
            (
                digits(first, 4..=4),
                digits(month, 2..=2),
                digits(last, 2..=2),
            )
        } else {
            (
                digits(last, 4..=4),
                digits(month, 1..=2),
                digits(first, 1..=2),
            )
        };
        let (Some(year), Some(month), Some(day)) = (year, month, day) else {
            return Err(DateError::Malformed);
        };
        let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
            return Err(DateError::DoesNotExist);
        };
        let date = civil::Date::new(year, month, day).map_err(|_| DateError::DoesNotExist)?;
        Date::within(date).ok_or(DateError::OutOfRange)
    }

    /// The year, 1900 to 2199.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The date as one number: 20251231 for 31 December 2025.
    #[must_use]
    pub fn to_yyyymmdd(self) -> i32 {
        i32::from(self.year()) * 10_000 + i32::from(self.month()) * 100 + i32::from(self.day())
    }

    /// The date that [`Date::to_yyyymmdd`] gives this number for; `None` if there is none.
    #[must_use]
    pub fn from_yyyymmdd(number: i32) -> Option<Date> {
        let year = i16::try_from(number / 10_000).ok()?;
        let month = i8::try_from(number / 100 % 100).ok()?;
        let day = i8::try_from(number % 100).ok()?;
        Date::new(year, month, day)
    }

    /// The days since 1 January 1970: 20454 for 1 January 2026, below zero for days before 1970.
    #[must_use]
    pub fn epoch_days(self) -> i32 {
        // A year that begins in March has its leap day at the end, so that days of a year need no table of months.
        let after_february = self.month() > 2;
        let year = i32::from(self.year()) - i32::from(!after_february);
        let month = i32::from(self.month()) + if after_february { -3 } else { 9 };
        let of_year = (153 * month + 2) / 5 + i32::from(self.day()) - 1;
        year * 365 + year / 4 - year / 100 + year / 400 + of_year - MARCH_OF_YEAR_0
    }

    /// The date that [`Date::epoch_days`] gives this number for; `None` if there is none.
    ///
    /// ```
    /// use koers_core::Date;
    ///
    /// let day = Date::from_epoch_days(20_453);
    /// assert_eq!(day, Date::parse("2025-12-31").ok());
    /// assert_eq!(day.map(Date::epoch_days), Some(20_453));
    /// assert_eq!(Date::from_epoch_days(i32::MAX), None);
    /// ```
    #[must_use]
    pub fn from_epoch_days(days: i32) -> Option<Date> {
        if !EPOCH_DAYS.contains(&days) {
            return None;
        }
        // The same calendar the other way: a day is in the year that begins in March before it.
        let days = days + MARCH_OF_YEAR_0;
        let (century, of_century) = ((4 * days + 3) / 146_097, (4 * days + 3) % 146_097 / 4);
        let (year, of_year) = (
            (4 * of_century + 3) / 1_461,
            (4 * of_century + 3) % 1_461 / 4,
        );
        let (month, day) = ((5 * of_year + 2) / 153, (5 * of_year + 2) % 153 / 5 + 1);
        let next_year = month >= 10;
        let month = if next_year { month - 9 } else { month + 3 };
        let year = century * 100 + year + i32::from(next_year);
        Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
    }

    /// The day after; `None` after 31 December 2199.
    #[must_use]
    pub fn next_day(self) -> Option<Date> {
        self.0.tomorrow().ok().and_then(Date::within)
    }

    /// So many weeks later; `None` after 31 December 2199.
    #[must_use]
    pub fn plus_weeks(self, weeks: u16) -> Option<Date> {
        let weeks = jiff::Span::new().try_weeks(i64::from(weeks)).ok()?;
        self.0.checked_add(weeks).ok().and_then(Date::within)
    }

    /// The day before; `None` before 1 January 1900.
    #[must_use]
    pub fn previous_day(self) -> Option<Date> {
        self.0.yesterday().ok().and_then(Date::within)
    }

    /// 1 January; `None` if the year is out of range.
    #[must_use]
    pub fn first_of_year(year: i16) -> Option<Date> {
        Date::new(year, 1, 1)
    }

    /// 31 December; `None` if the year is out of range.
    #[must_use]
    pub fn last_of_year(year: i16) -> Option<Date> {
        Date::new(year, 12, 31)
    }

    /// The last day of this date's month. The year stays the same, so it is never out of range.
    pub(crate) fn last_of_month(self) -> Date {
        Date(self.0.last_of_month())
    }

    /// As Dutch readers write it, with leading zeros: `31-12-2025`, `01-03-2025`.
    #[must_use]
    pub fn dutch(self) -> String {
        format!("{:02}-{:02}-{}", self.day(), self.month(), self.year())
    }

    /// As [`Date::dutch`], but for 31 December the year alone: `2025`. For balance sheet dates.
    #[must_use]
    pub fn dutch_short(self) -> String {
        if (self.month(), self.day()) == (12, 31) {
            self.year().to_string()
        } else {
            self.dutch()
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!(
            "{}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        ))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Date, DateError> {
        Date::parse(text)
    }
}

/// As text: `2025-12-31`.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Period;

    #[test]
    fn every_day_has_its_number() {
        let (mut day, mut days) = (Date::FIRST, *EPOCH_DAYS.start());
        loop {
            assert_eq!(day.epoch_days(), days, "{day}");
            assert_eq!(Date::from_epoch_days(days), Some(day));
            let Some(next) = day.next_day() else { break };
            (day, days) = (next, days + 1);
        }
        assert_eq!((day, days), (Date::LAST, *EPOCH_DAYS.end()));
        assert_eq!(Date::new(1970, 1, 1).map(Date::epoch_days), Some(0));
        for none in [i32::MIN, -25_568, 84_006, i32::MAX] {
            assert_eq!(Date::from_epoch_days(none), None);
        }
    }

    #[test]
    fn a_period_is_around_its_last_day() {
        for text in [
            "2024",
            "2024-Q1",
            "2024-Q4",
            "2024-02",
            "2023-12",
            "2024-02-29",
        ] {
            let period = Period::parse(text);
            let again = period.map(|period| Period::around(period.last(), period.unit()));
            assert_eq!(again, period);
        }
    }
}
