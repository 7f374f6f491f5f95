//! What is agreed or judged about a grant beside its scheme, each with its source.

use super::what_if;
use crate::calendar::Date;
use crate::diag::{At, Place};
use crate::scheme::{Condition, Unspent};

/// A cited agreement between funder and holder that departs from the scheme.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Agreement {
    /// The letter, article or sentence that it rests on.
    pub source: String,
    /// The tranches it covers; all when absent.
    pub tranches: Option<Vec<At<String>>>,
    /// The new last day of the spending window.
    pub window_until: Option<Date>,
    /// What happens to unspent money instead.
    pub unspent: Option<Unspent>,
    /// Where the dossier states it.
    pub place: Place,
}

impl Agreement {
    /// An agreement that still says nothing.
    #[must_use]
    pub fn new(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            tranches: None,
            window_until: None,
            unspent: None,
            place: Place::Nowhere,
        }
    }

    /// Limits it to one tranche more.
    #[must_use]
    pub fn tranche(mut self, tranche: impl Into<String>) -> Self {
        self.tranches
            .get_or_insert_default()
            .push(At::from(tranche.into()));
        self
    }

    /// Extends the spending window.
    #[must_use]
    pub fn window_until(mut self, date: Date) -> Self {
        self.window_until = Some(date);
        self
    }

    /// Says what happens to unspent money.
    #[must_use]
    pub fn unspent(mut self, rule: Unspent) -> Self {
        self.unspent = Some(rule);
        self
    }
}

/// A person's judgement that costs are eligible for a grant on which they need not be booked.
///
/// ```
/// use koers_core::dossier::EligibleFor;
/// use koers_core::scheme::Condition;
///
/// let memo = EligibleFor::new("iza", "memo van 3 februari 2025")
///     .line("BZ-1")
///     .costs(Condition::new().only("theme", ["zorg"]));
/// assert!(memo.covers("BZ-1", |_| None));
/// assert!(memo.covers("BZ-2", |_| Some("zorg")));
/// assert!(!memo.covers("BZ-2", |_| None));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EligibleFor {
    /// The grant.
    pub grant: At<String>,
    /// Ids of lines.
    pub lines: Vec<At<String>>,
    /// A condition on lines; when empty it names none.
    pub costs: Condition,
    /// The memo or decision that it rests on.
    pub source: String,
    /// Where the dossier states it.
    pub place: Place,
}

impl EligibleFor {
    /// A judgement that still names no lines.
    #[must_use]
    pub fn new(grant: impl Into<String>, source: impl Into<String>) -> Self {
        Self {
            grant: At::from(grant.into()),
            lines: Vec::new(),
            costs: Condition::new(),
            source: source.into(),
            place: Place::Nowhere,
        }
    }

    /// Names a line.
    #[must_use]
    pub fn line(mut self, id: impl Into<String>) -> Self {
        self.lines.push(At::from(id.into()));
        self
    }

    /// Names the lines that meet a condition.
    #[must_use]
    pub fn costs(mut self, costs: Condition) -> Self {
        self.costs = costs;
        self
    }

    /// Whether it is about the line of this id, whose value of a dimension `value` gives: it is named, or meets the
    /// condition.
    pub fn covers<'l>(&self, line: &str, value: impl Fn(&str) -> Option<&'l str>) -> bool {
        self.lines.iter().any(|named| named.value == line)
            || (!self.costs.is_empty() && self.costs.matches(value))
    }
}

/// An assumption that costs are eligible for a grant, whatever its scheme says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assumed {
    /// The grant.
    pub grant: String,
    /// Which costs; all when absent.
    pub costs: Option<Condition>,
}

impl Assumed {
    /// Whether it is about a line, whose value of a dimension `value` gives.
    pub fn covers<'l>(&self, value: impl Fn(&str) -> Option<&'l str>) -> bool {
        self.costs.as_ref().is_none_or(|costs| costs.matches(value))
    }

    /// Where it was assumed.
    pub(crate) fn place(&self) -> Place {
        what_if::place("assume_eligible", &self.grant)
    }
}
