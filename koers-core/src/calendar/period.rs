//! A day, month, quarter or year.

use std::fmt;
use std::str::FromStr;

use super::{Date, DateError, digits};

/// A day, a calendar month, a quarter or a year, within the years 1900 to 2199.
///
/// Prints as `2024`, `2024-Q1`, `2024-03` or `2024-03-01`; [`Period::parse`] reads that back. Periods are ordered by
/// their last day, the day they count as, and then by their first: a month comes before its own last day.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    // The order of the fields is the order of periods. First and last are always those of one calendar unit, which
    // only the constructors below make.
    last: Date,
    first: Date,
    unit: Unit,
}

/// How long a period is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub(crate) enum Unit {
    #[default]
    Day,
    Month,
    Quarter,
    Year,
}

impl Period {
    /// One day.
    #[must_use]
    pub fn day(date: Date) -> Period {
        Period {
            last: date,
            first: date,
            unit: Unit::Day,
        }
    }

    /// A month, 1 to 12; `None` if there is no such month or the year is out of range.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Period> {
        let first = Date::new(year, month, 1)?;
        Some(Period::months(first, first, Unit::Month))
    }

    /// A quarter, 1 to 4; `None` if there is no such quarter or the year is out of range.
    #[must_use]
    pub fn quarter(year: i16, quarter: i8) -> Option<Period> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let (first, last) = (quarter * 3 - 2, quarter * 3);
        Some(Period::months(
            Date::new(year, first, 1)?,
            Date::new(year, last, 1)?,
            Unit::Quarter,
        ))
    }

    /// A year; `None` if it is out of range.
    #[must_use]
    pub fn year(year: i16) -> Option<Period> {
        Some(Period::months(
            Date::new(year, 1, 1)?,
            Date::new(year, 12, 1)?,
            Unit::Year,
        ))
    }

    /// The months from that of `first`, its first day, to that of `last`.
    fn months(first: Date, last: Date, unit: Unit) -> Period {
        Period {
            last: last.last_of_month(),
            first,
            unit,
        }
    }

    /// Reads `2024`, `2024-Q1`, `2024-03` or a date as [`Date::parse`] reads it.
    ///
    /// # Errors
    /// [`DateError::Malformed`] for any other shape, [`DateError::DoesNotExist`] for a day, month or quarter that the
    /// calendar doesn't have, [`DateError::OutOfRange`] for an existing one in another year.
    pub fn parse(text: &str) -> Result<Period, DateError> {
        let mut fields = text.splitn(2, '-');
        let (year, rest) = (
            fields.next().and_then(|year| digits(year, 4..=4)),
            fields.next(),
        );
        match (year, rest) {
            (Some(year), None) => Period::year(year).ok_or(DateError::OutOfRange),
            (Some(year), Some(rest)) if rest.len() == 2 => {
                let (number, count, make): (_, _, fn(i16, i8) -> Option<Period>) =
                    match rest.strip_prefix('Q') {
                        Some(quarter) => (digits(quarter, 1..=1), 4, Period::quarter),
                        None => (digits(rest, 2..=2), 12, Period::month),
                    };
                let number = i8::try_from(number.ok_or(DateError::Malformed)?)
                    .map_err(|_| DateError::DoesNotExist)?;
                if !(1..=count).contains(&number) {
                    return Err(DateError::DoesNotExist);
                }
                make(year, number).ok_or(DateError::OutOfRange)
            }
            _ => Date::parse(text).map(Period::day),
        }
    }

    /// The period of this length that the day is in. Of its last day it is the period that [`Period::unit`] was asked of.
    pub(crate) fn around(day: Date, unit: Unit) -> Period {
        let year = day.year();
        let of_unit = match unit {
            Unit::Day => None,
            Unit::Month => Period::month(year, day.month()),
            Unit::Quarter => Period::quarter(year, (day.month() + 2) / 3),
            Unit::Year => Period::year(year),
        };
        of_unit.unwrap_or_else(|| Period::day(day))
    }

    /// How long it is.
    pub(crate) fn unit(self) -> Unit {
        self.unit
    }

    /// The first day.
    #[must_use]
    pub fn first(self) -> Date {
        self.first
    }

    /// The last day, which the period counts as.
    #[must_use]
    pub fn last(self) -> Date {
        self.last
    }

    /// Whether the day is one of the period's, its first and last included.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }
}

impl From<Date> for Period {
    fn from(date: Date) -> Period {
        Period::day(date)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.last.year(), self.last.month());
        match self.unit {
            Unit::Day => self.last.fmt(f),
            Unit::Month => f.pad(&format!("{year}-{month:02}")),
            Unit::Quarter => f.pad(&format!("{year}-Q{}", month / 3)),
            Unit::Year => f.pad(&year.to_string()),
        }
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Period {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Period, DateError> {
        Period::parse(text)
    }
}
