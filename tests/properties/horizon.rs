//! All years planned together.

mod over_years;
mod planned;
mod support;
