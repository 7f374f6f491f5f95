//! Days and periods: a proleptic Gregorian calendar of the years 1900 to 2199, without clock, time or time zone.
//!
//! ```
//! use koers_core::calendar::{Date, Period};
//!
//! let quarter = Period::parse("2024-Q1")?;
//! assert_eq!(quarter.last(), Date::parse("31-3-2024")?);
//! assert!(quarter.contains(Date::parse("2024-02-29")?));
//! # Ok::<(), koers_core::calendar::DateError>(())
//! ```

mod date;
mod period;

pub use date::{Date, DateError};
pub use period::Period;
pub(crate) use period::Unit;

/// The number that the text consists of, if it is written with a count of ASCII digits within `widths`.
fn digits(text: &str, widths: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let fits = widths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}
