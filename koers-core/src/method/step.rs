//! The steps of a method but for `pro-rata`.

use std::collections::BTreeMap;

use super::ProRata;
use crate::diag::At;
use crate::money::Money;
use crate::scheme::Condition;

/// One step over the costs that are still open.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Costs on the grants on which they are booked.
    Booked(Booked),
    /// Grants in order, each as much as it can.
    Priority(Priority),
    /// Costs divided over grants by weights.
    ProRata(ProRata),
    /// The division that leaves the least money lost.
    LeastRefund(LeastRefund),
}

impl Step {
    /// Its word in files and in the table `allocation`: `booked`, `priority`, `pro-rata`, `least-refund`.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        match self {
            Step::Booked(_) => "booked",
            Step::Priority(_) => "priority",
            Step::ProRata(_) => "pro-rata",
            Step::LeastRefund(_) => "least-refund",
        }
    }

    /// Which cost lines it is for; all when empty.
    #[must_use]
    pub const fn costs(&self) -> &Condition {
        match self {
            Step::Booked(step) => &step.costs,
            Step::Priority(step) => &step.costs,
            Step::ProRata(step) => &step.costs,
            Step::LeastRefund(step) => &step.costs,
        }
    }

    /// Which tranches of a grant pay first; `least-refund` decides on that itself.
    #[must_use]
    pub const fn tranches(&self) -> Tranches {
        match self {
            Step::Booked(step) => step.tranches,
            Step::Priority(step) => step.tranches,
            Step::ProRata(step) => step.tranches,
            Step::LeastRefund(_) => Tranches::Oldest,
        }
    }

    /// The grants that it names, in order; all grants of the dossier when it names none.
    pub fn grants(&self) -> impl Iterator<Item = &At<String>> {
        let (grants, groups) = match self {
            Step::Booked(_) => (&[][..], &[][..]),
            Step::Priority(step) => (&step.grants[..], &[][..]),
            Step::ProRata(step) => (&[][..], &step.groups[..]),
            Step::LeastRefund(step) => (&step.grants[..], &[][..]),
        };
        grants.iter().chain(groups.iter().flatten())
    }

    /// The most that a grant pays in this step, per book year; a grant that is not named has no such limit.
    #[must_use]
    pub fn maximum(&self, grant: &str) -> Option<Money> {
        let maximum = self.maxima()?.get(grant)?;
        Some(maximum.value)
    }

    /// All of [`Step::maximum`].
    pub(crate) const fn maxima(&self) -> Option<&BTreeMap<String, At<Money>>> {
        match self {
            Step::Booked(_) => None,
            Step::Priority(step) => Some(&step.maxima),
            Step::ProRata(step) => Some(&step.maxima),
            Step::LeastRefund(step) => Some(&step.maxima),
        }
    }
}

impl From<Booked> for Step {
    fn from(step: Booked) -> Step {
        Step::Booked(step)
    }
}

impl From<Priority> for Step {
    fn from(step: Priority) -> Step {
        Step::Priority(step)
    }
}

impl From<ProRata> for Step {
    fn from(step: ProRata) -> Step {
        Step::ProRata(step)
    }
}

impl From<LeastRefund> for Step {
    fn from(step: LeastRefund) -> Step {
        Step::LeastRefund(step)
    }
}

/// Which tranches of a grant pay first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tranches {
    /// As the tranches are ordered: those whose window ends first.
    #[default]
    Oldest,
    /// The other way round.
    Newest,
}

impl Tranches {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Tranches); 2] =
        [("oldest", Tranches::Oldest), ("newest", Tranches::Newest)];

    /// The word in files: `oldest`, `newest`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Tranches::Oldest => "oldest",
            Tranches::Newest => "newest",
        }
    }
}

/// Costs on the grants on which they are booked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Booked {
    /// Which cost lines it is for; all when empty.
    pub costs: Condition,
    /// Which tranches of a grant pay first.
    pub tranches: Tranches,
}

impl Booked {
    /// All costs, on the oldest tranches first.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
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
}

/// Grants in order, each as much as it can.
///
/// ```
/// use koers_core::Money;
/// use koers_core::method::{Priority, Step, Tranches};
///
/// let step = Priority::new()
///     .grants(["iza", "gala"])
///     .maximum("iza", Money::parse("500")?)
///     .tranches(Tranches::Newest);
/// let step = Step::from(step);
/// assert_eq!(step.maximum("iza"), Some(Money::parse("500")?));
/// assert_eq!(step.maximum("gala"), None);
/// # Ok::<(), koers_core::MoneyError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Priority {
    /// Which cost lines it is for; all when empty.
    pub costs: Condition,
    /// Which tranches of a grant pay first.
    pub tranches: Tranches,
    /// The grants that pay, in order; when empty all grants in the order of the dossier.
    pub grants: Vec<At<String>>,
    /// The most that a grant pays in this step, per book year, in euros; never below zero.
    pub maxima: BTreeMap<String, At<Money>>,
}

impl Priority {
    /// All costs, by all grants in the order of the dossier.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
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

    /// Names the grants that pay, in order.
    #[must_use]
    pub fn grants<G: Into<String>>(mut self, grants: impl IntoIterator<Item = G>) -> Self {
        self.grants = named(grants);
        self
    }

    /// Limits what a grant pays in this step, per book year.
    #[must_use]
    pub fn maximum(mut self, grant: impl Into<String>, amount: Money) -> Self {
        self.maxima.insert(grant.into(), At::from(amount));
        self
    }
}

/// The division that leaves the least money lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeastRefund {
    /// Which cost lines it is for; all when empty.
    pub costs: Condition,
    /// The grants that pay, in any order; all grants when empty.
    pub grants: Vec<At<String>>,
    /// The most that a grant pays in this step, per book year, in euros; never below zero.
    pub maxima: BTreeMap<String, At<Money>>,
}

impl LeastRefund {
    /// All costs, by all grants.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits it to some cost lines.
    #[must_use]
    pub fn costs(mut self, costs: Condition) -> Self {
        self.costs = costs;
        self
    }

    /// Names the grants that pay; their order is of no effect.
    #[must_use]
    pub fn grants<G: Into<String>>(mut self, grants: impl IntoIterator<Item = G>) -> Self {
        self.grants = named(grants);
        self
    }

    /// Limits what a grant pays in this step, per book year.
    #[must_use]
    pub fn maximum(mut self, grant: impl Into<String>, amount: Money) -> Self {
        self.maxima.insert(grant.into(), At::from(amount));
        self
    }
}

/// Ids that code gives.
pub(super) fn named<G: Into<String>>(grants: impl IntoIterator<Item = G>) -> Vec<At<String>> {
    let ids = grants.into_iter().map(Into::into);
    ids.map(At::from).collect()
}
