//! What is ahead of a settlement: deadlines.
//!
//! There is no clock: an as-of date is given, or follows from the data. The years to come are settled as those before, by
//! the same rules and the same pipeline.

mod ahead;
mod as_of;
mod deadlines;
mod months;

pub use deadlines::Deadlines;

use as_of::as_of;
