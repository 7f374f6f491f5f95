//! The bounds of what a scheme may say, in a file and in code alike.

use std::ops::RangeInclusive;

use crate::read::is_text;

/// The most versions, parts, ceilings, prices or other items that a scheme may list.
pub(super) const MOST: usize = 1_000;

/// The years that dates can have.
pub(super) const YEARS: RangeInclusive<i64> = 1900..=2199;

/// The calendar years in a settlement unit of several.
pub(super) const UNIT_YEARS: RangeInclusive<i64> = 2..=50;

/// The weeks after a day.
pub(super) const WEEKS: RangeInclusive<i64> = 0..=520;

/// The years after which a refund can't be claimed any more.
pub(super) const LIMITATION_YEARS: RangeInclusive<i64> = 1..=100;

/// Whether a text can be the name of a dimension: a column.
pub(super) fn is_dimension(name: &str) -> bool {
    is_text(name) && name.len() <= 200
}
