//! The rules of a scheme between two dates.

use std::collections::BTreeSet;

use super::{
    Advance, Basis, Ceiling, Cited, Deduction, Duty, Eligible, Excess, ExclusiveWith, RefundTerm,
    Share, Shifting, Unit, Unspent, Window, citation::Written,
};
use crate::calendar::Date;
use crate::money::Money;

/// The rules of a scheme from one date on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Version {
    /// The first day that it decides on.
    pub from: Date,
    /// The last day that it decides on; when absent the day before the next version.
    pub until: Option<Date>,
    /// When it was published, [`Version::from`] when absent; a run as of an earlier date does not
    /// know it.
    pub published: Option<Date>,
    /// Which text was read.
    pub text: Option<String>,
    /// After which period the rule for unspent money applies.
    pub unit: Cited<Unit>,
    /// When money may be spent.
    pub window: Cited<Window>,
    /// On what it may be spent.
    pub eligible: Cited<Eligible>,
    /// What part of the costs is paid at most; all when absent.
    pub share: Option<Cited<Share>>,
    /// The most that is paid of some costs.
    pub ceilings: Vec<Cited<Ceiling>>,
    /// How far money may move between parts; not at all when absent.
    pub shifting: Option<Cited<Shifting>>,
    /// What is earned; the realised cost when absent.
    pub basis: Option<Cited<Basis>>,
    /// What happens to money that is not spent.
    pub unspent: Cited<Unspent>,
    /// What happens to what a limit cuts off; it goes back when absent.
    pub excess: Option<Cited<Excess>>,
    /// What is taken off the costs.
    pub deductions: Option<Cited<BTreeSet<Deduction>>>,
    /// Which schemes may not pay for the same line.
    pub exclusive_with: Option<Cited<ExclusiveWith>>,
    /// The largest award per tranche, in euros.
    pub maximum: Option<Cited<Money>>,
    /// What part of the award is paid in advance; informs, and changes no amount.
    pub advance: Option<Cited<Advance>>,
    /// How a refund is claimed; changes no amount.
    pub refund_terms: Vec<Cited<RefundTerm>>,
    /// What must be done when; changes no amount.
    pub duties: Vec<Cited<Duty>>,
    /// Where it is written.
    pub(crate) written: Written,
}

impl Version {
    /// The rules that every version has.
    #[must_use]
    pub fn new(
        from: Date,
        unit: Cited<Unit>,
        window: Cited<Window>,
        eligible: Cited<Eligible>,
        unspent: Cited<Unspent>,
    ) -> Self {
        Self {
            from,
            until: None,
            published: None,
            text: None,
            unit,
            window,
            eligible,
            share: None,
            ceilings: Vec::new(),
            shifting: None,
            basis: None,
            unspent,
            excess: None,
            deductions: None,
            exclusive_with: None,
            maximum: None,
            advance: None,
            refund_terms: Vec::new(),
            duties: Vec::new(),
            written: Written::default(),
        }
    }

    /// Sets the last day that it decides on.
    #[must_use]
    pub fn until(mut self, date: Date) -> Self {
        self.until = Some(date);
        self
    }

    /// Sets when it was published.
    #[must_use]
    pub fn published(mut self, date: Date) -> Self {
        self.published = Some(date);
        self
    }

    /// Says which text was read.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Sets what part of the costs is paid at most.
    #[must_use]
    pub fn share(mut self, rule: Cited<Share>) -> Self {
        self.share = Some(rule);
        self
    }

    /// Adds a ceiling.
    #[must_use]
    pub fn ceiling(mut self, rule: Cited<Ceiling>) -> Self {
        self.ceilings.push(rule);
        self
    }

    /// Sets how far money may move between parts.
    #[must_use]
    pub fn shifting(mut self, rule: Cited<Shifting>) -> Self {
        self.shifting = Some(rule);
        self
    }

    /// Sets what is earned.
    #[must_use]
    pub fn basis(mut self, rule: Cited<Basis>) -> Self {
        self.basis = Some(rule);
        self
    }

    /// Sets what happens to what a limit cuts off.
    #[must_use]
    pub fn excess(mut self, rule: Cited<Excess>) -> Self {
        self.excess = Some(rule);
        self
    }

    /// Sets what is taken off the costs.
    #[must_use]
    pub fn deductions(mut self, rule: Cited<BTreeSet<Deduction>>) -> Self {
        self.deductions = Some(rule);
        self
    }

    /// Sets which schemes may not pay for the same line.
    #[must_use]
    pub fn exclusive_with(mut self, rule: Cited<ExclusiveWith>) -> Self {
        self.exclusive_with = Some(rule);
        self
    }

    /// Sets the largest award per tranche.
    #[must_use]
    pub fn maximum(mut self, rule: Cited<Money>) -> Self {
        self.maximum = Some(rule);
        self
    }

    /// Sets what part of the award is paid in advance.
    #[must_use]
    pub fn advance(mut self, rule: Cited<Advance>) -> Self {
        self.advance = Some(rule);
        self
    }

    /// Adds how a refund is claimed.
    #[must_use]
    pub fn refund_term(mut self, rule: Cited<RefundTerm>) -> Self {
        self.refund_terms.push(rule);
        self
    }

    /// Adds what must be done when.
    #[must_use]
    pub fn duty(mut self, rule: Cited<Duty>) -> Self {
        self.duties.push(rule);
        self
    }

    /// When it became known.
    pub(crate) fn known_from(&self) -> Date {
        self.published.unwrap_or(self.from)
    }

    pub(crate) fn is_known(&self, as_of: Option<Date>) -> bool {
        as_of.is_none_or(|as_of| self.known_from() <= as_of)
    }

    /// Whether a day is one that it decides on, leaving out versions after it.
    pub(crate) fn covers(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }

    /// What is taken off the costs, if anything.
    pub(crate) fn deducts(&self, kind: Deduction) -> bool {
        let rule = self.deductions.as_ref();
        rule.is_some_and(|deductions| deductions.rule.contains(&kind))
    }
}
