//! When money may be spent, and after which period it is settled.

use crate::calendar::Date;

/// The settlement unit: the period after which the rule for unspent money applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Each calendar year.
    CalendarYear,
    /// The whole term of the spending window; at a year-end inside it everything stays.
    Term,
    /// A fixed number of calendar years; at a year-end inside it everything stays.
    Years {
        /// How many, 2 to 50.
        years: u8,
        /// The first year of one such period.
        start: i16,
    },
}

impl Unit {
    /// The first and last year of the period of several years in which `year` lies; `None` for other units.
    #[must_use]
    pub fn block(self, year: i16) -> Option<(i16, i16)> {
        let Unit::Years { years, start } = self else {
            return None;
        };
        // Wider numbers, for a unit that was not checked.
        let (year, years) = (i32::from(year), i32::from(years).max(1));
        let first = year - (year - i32::from(start)).rem_euclid(years);
        let last = i16::try_from(first + years - 1).ok()?;
        Some((i16::try_from(first).ok()?, last))
    }

    /// The last year of the unit in which `year` lies, for a unit of whole calendar years.
    pub(crate) fn last_year(self, year: i16) -> Option<i16> {
        match self {
            Unit::CalendarYear => Some(year),
            Unit::Term => None,
            Unit::Years { .. } => self.block(year).map(|(_, last)| last),
        }
    }
}

/// The spending window of a tranche, its first and last day included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Window {
    /// The calendar year of the tranche.
    TrancheYear,
    /// A period that the scheme names.
    Period {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// Any day until a date that the scheme names.
    Until(Date),
    /// The window that the award decision states for the tranche.
    Tranche,
    /// From the first day of the tranche's year to the last day of the settlement unit in which that year lies.
    Unit,
}

/// The last day on which carried money may be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Until {
    /// A date.
    Date(Date),
    /// 31 December of the year after the unit.
    NextYearEnd,
    /// The last day of the next unit; with a unit that has no years of its own, 31 December of the next year.
    NextUnitEnd,
}

impl Until {
    /// The date, if it is one.
    pub(crate) fn date(self) -> Option<Date> {
        match self {
            Until::Date(date) => Some(date),
            Until::NextYearEnd | Until::NextUnitEnd => None,
        }
    }

    /// The day, for a unit that ends in `year`; `None` past the last year that dates can have.
    #[must_use]
    pub fn after(self, year: i16, unit: Unit) -> Option<Date> {
        let next = year.checked_add(1)?;
        match self {
            Until::Date(date) => Some(date),
            Until::NextYearEnd => Date::last_of_year(next),
            Until::NextUnitEnd => {
                // The unit that follows the one in which the year lies, whether that is over or not.
                let following = unit.last_year(year).unwrap_or(year).checked_add(1)?;
                Date::last_of_year(unit.last_year(following).unwrap_or(following))
            }
        }
    }
}
