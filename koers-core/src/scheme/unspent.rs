//! What happens to money that is not spent.

use std::collections::BTreeSet;

use super::{Limit, Until};
use crate::money::Rate;

/// What happens at the end of the unit to money that is not spent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unspent {
    /// It goes back to the funder.
    Refund,
    /// It may be spent until a later date, up to a limit; see [`Excess`] for the rest.
    CarryOver(CarryOver),
    /// It goes back, unless an agreement with the funder lets it be carried.
    ByAgreement,
    /// The holder keeps it.
    Retain,
    /// It goes to a reserve of at most this part of the award; see [`Excess`] for the rest.
    Reserve(Rate),
}

/// The terms on which unspent money is carried over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CarryOver {
    /// The most that may be carried; all when absent.
    pub limit: Option<Limit>,
    /// The last day of spending.
    pub until: Until,
    /// On which part it may be spent.
    pub to: Target,
    /// The years of the tranches to which this applies, from the others all goes back; all when absent.
    pub tranche_years: Option<BTreeSet<i16>>,
}

impl CarryOver {
    /// All of it, to the same part.
    #[must_use]
    pub const fn until(until: Until) -> Self {
        Self {
            limit: None,
            until,
            to: Target::SamePart,
            tranche_years: None,
        }
    }

    /// Limits it.
    #[must_use]
    pub fn limit(mut self, limit: Limit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Says on which part it may be spent.
    #[must_use]
    pub fn to(mut self, to: Target) -> Self {
        self.to = to;
        self
    }

    /// Limits it to tranches of one year more.
    #[must_use]
    pub fn tranche_year(mut self, year: i16) -> Self {
        self.tranche_years.get_or_insert_default().insert(year);
        self
    }
}

/// On which part carried money may be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The part it was awarded for.
    SamePart,
    /// Any part of the grant.
    AnyPart,
}

impl Target {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Target); 2] = [
        ("same-part", Target::SamePart),
        ("any-part", Target::AnyPart),
    ];

    /// The word in files: `same-part`, `any-part`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Target::SamePart => "same-part",
            Target::AnyPart => "any-part",
        }
    }
}

/// What happens to what a limit on carry-over or a reserve cuts off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Excess {
    /// It goes back to the funder.
    Refund,
    /// The holder keeps it.
    Retain,
}
