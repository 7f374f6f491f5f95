//! The step `pro-rata`: weights, rounding, and what happens to what a grant can't pay.

use std::collections::BTreeMap;

use super::Tranches;
use super::step::named;
use crate::diag::At;
use crate::money::{Money, Rate};
use crate::scheme::Condition;

/// Costs divided over grants by weights.
///
/// ```
/// use koers_core::Rate;
/// use koers_core::method::{ProRata, Redistribute, Weights};
///
/// let shares = [("iza", Rate::parse("60 %")?), ("gala", Rate::parse("40 %")?)];
/// let step = ProRata::new(Weights::shares(shares))
///     .group(["iza", "gala"])
///     .redistribute(Redistribute::WithinGroup);
/// assert_eq!(step.weights.as_str(), "shares");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProRata {
    /// Which cost lines it is for; all when empty.
    pub costs: Condition,
    /// Which tranches of a grant pay first.
    pub tranches: Tranches,
    /// By what grants divide.
    pub weights: Weights,
    /// Groups of grants, each for what the one before leaves; when empty one group of all grants.
    pub groups: Vec<Vec<At<String>>>,
    /// The most that a grant pays in this step, per book year, in euros; never below zero.
    pub maxima: BTreeMap<String, At<Money>>,
    /// How parts become whole cents.
    pub rounding: Rounding,
    /// What happens to what a grant can't pay of its part.
    pub redistribute: Redistribute,
}

impl ProRata {
    /// All costs over all grants, as one group.
    #[must_use]
    pub fn new(weights: Weights) -> Self {
        Self {
            costs: Condition::new(),
            tranches: Tranches::default(),
            weights,
            groups: Vec::new(),
            maxima: BTreeMap::new(),
            rounding: Rounding::default(),
            redistribute: Redistribute::default(),
        }
    }

    /// Limits it to some cost lines.
    #[must_use]
    pub fn costs(mut self, costs: Condition) -> Self {
        self.costs = costs;
        self
    }

    /// Says which tranches pay first.
    #[must_use]
    pub fn tranches(mut self, tranches: Tranches) -> Self {
        self.tranches = tranches;
        self
    }

    /// Adds a group of grants, for what the groups before it leave.
    #[must_use]
    pub fn group<G: Into<String>>(mut self, grants: impl IntoIterator<Item = G>) -> Self {
        self.groups.push(named(grants));
        self
    }

    /// Limits what a grant pays in this step, per book year.
    #[must_use]
    pub fn maximum(mut self, grant: impl Into<String>, amount: Money) -> Self {
        self.maxima.insert(grant.into(), At::from(amount));
        self
    }

    /// Says how parts become whole cents.
    #[must_use]
    pub fn rounding(mut self, rounding: Rounding) -> Self {
        self.rounding = rounding;
        self
    }

    /// Says what happens to what a grant can't pay of its part.
    #[must_use]
    pub fn redistribute(mut self, redistribute: Redistribute) -> Self {
        self.redistribute = redistribute;
        self
    }
}

/// By what grants divide costs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weights {
    /// Shares that are stated, by grant; they need not add up to 100 %.
    Shares(BTreeMap<String, At<Rate>>),
    /// What each grant has left to spend on them when the step begins.
    Room,
    /// The award of each grant.
    Award,
    /// A key that the grants have in the dossier, such as their numbers of inhabitants.
    Key(String),
}

impl Weights {
    /// [`Weights::Shares`] of these.
    pub fn shares<G: Into<String>>(shares: impl IntoIterator<Item = (G, Rate)>) -> Self {
        let shares = shares.into_iter();
        Weights::Shares(
            shares
                .map(|(grant, rate)| (grant.into(), At::from(rate)))
                .collect(),
        )
    }

    /// [`Weights::Key`] of this name.
    pub fn key(name: impl Into<String>) -> Self {
        Weights::Key(name.into())
    }

    /// The word in files: `shares`, `room`, `award`, `key`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Weights::Shares(_) => "shares",
            Weights::Room => "room",
            Weights::Award => "award",
            Weights::Key(_) => "key",
        }
    }
}

/// How parts become whole cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// Up or down, so that they add up: the cents that rounding down leaves go to the largest remainders.
    #[default]
    LargestRemainder,
    /// Each down.
    Down,
}

impl Rounding {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Rounding); 2] = [
        ("largest-remainder", Rounding::LargestRemainder),
        ("down", Rounding::Down),
    ];

    /// The word in files: `largest-remainder`, `down`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Rounding::LargestRemainder => "largest-remainder",
            Rounding::Down => "down",
        }
    }
}

/// What happens to what a grant can't pay of its part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Redistribute {
    /// It stays open.
    #[default]
    None,
    /// The next group divides it.
    NextGroup,
    /// The other grants of the group divide it, then the next group.
    WithinGroup,
}

impl Redistribute {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Redistribute); 3] = [
        ("none", Redistribute::None),
        ("next-group", Redistribute::NextGroup),
        ("within-group", Redistribute::WithinGroup),
    ];

    /// The word in files: `none`, `next-group`, `within-group`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Redistribute::None => "none",
            Redistribute::NextGroup => "next-group",
            Redistribute::WithinGroup => "within-group",
        }
    }
}
