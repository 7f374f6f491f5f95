//! What is ahead of a settlement: deadlines and forecasts.
//!
//! There is no clock: an as-of date is given, or follows from the data. The years to come are settled as those before, by
//! the same rules and the same pipeline.

mod ahead;
mod as_of;
mod deadlines;
mod duties;
mod expected;
mod months;
mod names;
mod outlook;
mod project;
mod rows;
mod scenarios;
mod unpaid;

pub use deadlines::Deadlines;
pub use outlook::{Basis, Outlook};
pub use project::Forecast;
pub use scenarios::side_by_side;

pub(crate) use names::Names;

use as_of::as_of;
