//! Limits on what is paid: ceilings, and what may move between parts.

use super::Condition;
use crate::money::{Money, Rate};

/// The most that may be paid of some costs. Ceilings nest: each one that a cost meets holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ceiling {
    /// Its name, unique in the version; what was paid under a ceiling of the same name in earlier years counts.
    pub name: String,
    /// The limit.
    pub limit: Limit,
    /// Over which buckets it holds.
    pub over: Over,
    /// The parts on which it holds, with the parts inside them; all when empty.
    pub parts: Vec<String>,
    /// The costs on which it holds.
    pub costs: Condition,
}

impl Ceiling {
    /// A ceiling per bucket on all costs.
    #[must_use]
    pub fn new(name: impl Into<String>, limit: Limit) -> Self {
        Self {
            name: name.into(),
            limit,
            over: Over::Bucket,
            parts: Vec::new(),
            costs: Condition::new(),
        }
    }

    /// Says over which buckets it holds.
    #[must_use]
    pub fn over(mut self, over: Over) -> Self {
        self.over = over;
        self
    }

    /// Limits it to one part more.
    #[must_use]
    pub fn part(mut self, part: impl Into<String>) -> Self {
        self.parts.push(part.into());
        self
    }

    /// Limits it to some costs.
    #[must_use]
    pub fn costs(mut self, costs: Condition) -> Self {
        self.costs = costs;
        self
    }
}

/// Over which buckets a ceiling holds. The order is from the inside out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Over {
    /// Each bucket on its own.
    Bucket,
    /// All parts of a tranche together.
    Tranche,
    /// All buckets of a grant together.
    Grant,
}

impl Over {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Over); 3] = [
        ("bucket", Over::Bucket),
        ("tranche", Over::Tranche),
        ("grant", Over::Grant),
    ];

    /// The word in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Over::Bucket => "bucket",
            Over::Tranche => "tranche",
            Over::Grant => "grant",
        }
    }
}

/// A limit on an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// An amount in euros.
    Amount(Money),
    /// A part of an award, rounded down to the cent.
    Share(Rate, Base),
}

impl Limit {
    /// The limit for the award that is its base.
    #[must_use]
    pub fn of(self, award: Money) -> Money {
        match self {
            Limit::Amount(amount) => amount,
            Limit::Share(rate, _) => rate.of_floor(award),
        }
    }
}

/// Of which award a percentage is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// The award as last amended, without carried-in money.
    Award,
    /// The award for the last year of the settlement unit; one limit for all tranches of the unit together.
    LastYear,
}

impl Base {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Base); 2] =
        [("award", Base::Award), ("last-year", Base::LastYear)];

    /// The word in files: `award`, `last-year`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Base::Award => "award",
            Base::LastYear => "last-year",
        }
    }
}

/// How far money for one part may pay costs of another in the same year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shifting {
    /// Not at all.
    None,
    /// Up to this part of the award of the part that gives.
    UpTo {
        /// The part of the giving part's award.
        rate: Rate,
        /// Only between parts of the same group.
        inside_group: bool,
    },
    /// Without a limit.
    Free {
        /// Only between parts of the same group.
        inside_group: bool,
    },
}
