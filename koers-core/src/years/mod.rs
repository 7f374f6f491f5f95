//! From year to year: the dossier of the next year, what is added to one, and a dossier as files.
//!
//! A dossier of several years is settled in one call, each year on its own figures. The same comes of settling year after
//! year: [`Settlement::next_year`](crate::Settlement::next_year) gives the dossier of the year after, in which closings are
//! openings, and [`Dossier::edit`](crate::Dossier::edit) takes in what that year brings.

pub(crate) mod closed;
mod files;
mod next;
pub(crate) mod restate;
#[cfg(test)]
mod tests;
mod toml;

pub(crate) use toml::dossier_toml;
