//! The days of a chunk of cost lines, and whether they stand in order: looked through once.

use super::column::Column;

/// Days since 1970-01-01.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    days: Column<i32>,
    /// Whether none comes before that of the row before.
    in_order: bool,
}

impl Days {
    /// By row.
    pub(super) fn as_slice(&self) -> &[i32] {
        self.days.as_slice()
    }

    /// Whether none comes before that of the row before.
    pub(super) fn are_in_order(&self) -> bool {
        self.in_order
    }
}

impl From<Column<i32>> for Days {
    fn from(days: Column<i32>) -> Self {
        Days {
            in_order: days.as_slice().is_sorted(),
            days,
        }
    }
}
