//! What rows show to the rules, as one number each.
//!
//! The kinds of a row's codes add up to the number of their combination. What that says to the rules, its profile, has a base
//! in a table of cells, to which the days of the row and its booking add: a *key*. Until a combination was met its base is
//! that of cells that are never there.

use super::days::Days;
use crate::allocate::coded::Looked;
use crate::allocate::conditions::Conditions;
use crate::dossier::Lines;
use crate::plan::place;

/// The most keys that are looked up in a table.
pub(super) const MOST_KEYS: usize = 1 << 22;

/// So few days, and combinations of kinds, are looked up without asking whether they are in the table.
pub(super) const SHORT: usize = 4_096;

/// How keys are made.
pub(super) struct Keys<'c> {
    /// The columns that rules look at, each with what a kind more adds to the number of a combination.
    pub(super) columns: Vec<(&'c Looked, u32)>,
    /// How many combinations of kinds there can be.
    pub(super) combinations: usize,
    /// How many cuts of days there are, and codes of bookings.
    pub(super) cuts: u32,
    pub(super) bookings: u32,
    /// How many keys there are of a profile.
    pub(super) stride: u32,
}

/// What decides on the cell of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// The kinds of its codes as one number.
    pub(super) combination: u32,
    /// The place of its day in the cuts.
    pub(super) cut: u32,
    /// The code of its booking.
    pub(super) booking: u32,
    pub(super) fixed: bool,
}

impl<'c> Keys<'c> {
    /// `None` where there are too many.
    pub(super) fn new(lines: &Lines, conditions: &'c Conditions, days: &Days) -> Option<Keys<'c>> {
        let mut combinations = 1_usize;
        let mut columns = Vec::new();
        for looked in conditions.columns() {
            columns.push((looked, u32::try_from(combinations).ok()?));
            combinations = combinations.checked_mul(looked.kinds())?;
            if combinations > MOST_KEYS {
                return None;
            }
        }
        let (cuts, bookings) = (days.edges.len(), lines.booking_values().len() + 1);
        let stride = cuts.checked_mul(bookings)?.checked_mul(2)?;
        let stride = u32::try_from(stride).ok()?;
        Some(Keys {
            columns,
            combinations,
            cuts: u32::try_from(cuts).ok()?,
            bookings: u32::try_from(bookings).ok()?,
            stride,
        })
    }

    /// The place of what is shown among the keys of its profile.
    pub(super) fn inside(&self, shown: &Shown) -> usize {
        let booking = shown.booking + self.bookings * u32::from(shown.fixed);
        place(shown.cut) + place(self.cuts) * place(booking)
    }
}
