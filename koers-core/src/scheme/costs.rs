//! Which costs are paid, for what part, and what is earned with them.

use std::collections::BTreeSet;

use super::{Cited, Condition, FunderGroup};
use crate::calendar::Date;
use crate::money::{Money, Rate};

/// On what costs the money may be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Eligible {
    /// On any cost.
    Any,
    /// On costs that contribute to this goal, which a person must judge: a line counts as eligible for
    /// the grant it is booked on, and for another only where the dossier says so.
    Goal(String),
    /// On costs that meet a condition on their dimensions.
    Costs(Condition),
}

/// What part of the costs the grant pays at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Share {
    /// The part.
    pub rate: Rate,
    /// Of what.
    pub of: ShareOf,
}

impl Share {
    /// At most this part of each cost.
    #[must_use]
    pub const fn of_line(rate: Rate) -> Self {
        Self {
            rate,
            of: ShareOf::Line,
        }
    }

    /// At most this part of all eligible costs of the year together.
    #[must_use]
    pub const fn of_total(rate: Rate) -> Self {
        Self {
            rate,
            of: ShareOf::Total,
        }
    }
}

/// Of what a share is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShareOf {
    /// Of each eligible cost.
    Line,
    /// Of all eligible costs of the grant in the year together.
    Total,
}

impl ShareOf {
    /// The word in files: `line`, `total`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ShareOf::Line => "line",
            ShareOf::Total => "total",
        }
    }
}

/// What is earned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Basis {
    /// The realised cost.
    Realised,
    /// A price for each unit of a quantity.
    PriceQuantity(Vec<Cited<Price>>),
    /// A fixed sum for each object.
    FixedSum(Vec<Cited<Price>>),
}

impl Basis {
    /// The prices or sums, in the order of the file; none for realised cost.
    #[must_use]
    pub fn prices(&self) -> &[Cited<Price>] {
        match self {
            Basis::Realised => &[],
            Basis::PriceQuantity(prices) | Basis::FixedSum(prices) => prices,
        }
    }
}

/// The price of a unit, or the fixed sum for an object, from a date on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Price {
    /// The unit, as quantities name it.
    pub unit: String,
    /// Euros for one unit.
    pub price: Money,
    /// The first day; that of its version when absent.
    pub from: Option<Date>,
}

impl Price {
    /// A price that holds as long as its version.
    #[must_use]
    pub fn new(unit: impl Into<String>, price: Money) -> Self {
        Self {
            unit: unit.into(),
            price,
            from: None,
        }
    }

    /// Sets its first day.
    #[must_use]
    pub fn from(mut self, date: Date) -> Self {
        self.from = Some(date);
        self
    }
}

/// What is taken off the eligible costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Deduction {
    /// Income of the holder.
    Income,
    /// Contributions of third parties.
    Contribution,
    /// VAT that the VAT compensation fund pays.
    Vat,
}

impl Deduction {
    /// Each with its word in files and tables.
    pub const WORDS: [(&'static str, Deduction); 3] = [
        ("income", Deduction::Income),
        ("contribution", Deduction::Contribution),
        ("vat", Deduction::Vat),
    ];

    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Deduction::Income => "income",
            Deduction::Contribution => "contribution",
            Deduction::Vat => "vat",
        }
    }
}

/// The schemes that may not pay for a line which this one pays for, nor the other way round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExclusiveWith {
    /// Ids of schemes.
    pub schemes: BTreeSet<String>,
    /// Groups of funders, of which every other scheme is meant.
    pub funder_groups: BTreeSet<FunderGroup>,
}

impl ExclusiveWith {
    /// No scheme yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a scheme.
    #[must_use]
    pub fn scheme(mut self, id: impl Into<String>) -> Self {
        self.schemes.insert(id.into());
        self
    }

    /// Adds all other schemes of a group of funders.
    #[must_use]
    pub fn funder_group(mut self, group: FunderGroup) -> Self {
        self.funder_groups.insert(group);
        self
    }
}
