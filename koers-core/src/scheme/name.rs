//! The rules of a version by name, for whatever walks over all of them.

use std::fmt;

use super::{Citation, Deduction, Version};

/// A rule of a version; lists by the place of the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is the field of the same name in Version")]
pub enum RuleName {
    Unit,
    Window,
    Eligible,
    Share,
    Ceiling(usize),
    Shifting,
    Basis,
    Price(usize),
    Unspent,
    Excess,
    Deduction(Deduction),
    ExclusiveWith,
    Maximum,
    Advance,
    RefundTerm(usize),
    Duty(usize),
}

impl Version {
    /// All its rules with what each rests on, in the order in which they decide; facts last.
    #[must_use]
    pub fn rules(&self) -> Vec<(RuleName, &Citation)> {
        let mut rules = vec![
            (RuleName::Unit, &self.unit.citation),
            (RuleName::Window, &self.window.citation),
            (RuleName::Eligible, &self.eligible.citation),
        ];
        if let Some(deductions) = &self.deductions {
            let kinds = deductions.rule.iter();
            rules.extend(kinds.map(|kind| (RuleName::Deduction(*kind), &deductions.citation)));
        }
        if let Some(rule) = &self.exclusive_with {
            rules.push((RuleName::ExclusiveWith, &rule.citation));
        }
        if let Some(rule) = &self.share {
            rules.push((RuleName::Share, &rule.citation));
        }
        for (at, rule) in self.ceilings.iter().enumerate() {
            rules.push((RuleName::Ceiling(at), &rule.citation));
        }
        if let Some(rule) = &self.shifting {
            rules.push((RuleName::Shifting, &rule.citation));
        }
        if let Some(rule) = &self.basis {
            rules.push((RuleName::Basis, &rule.citation));
            for (at, price) in rule.rule.prices().iter().enumerate() {
                rules.push((RuleName::Price(at), &price.citation));
            }
        }
        rules.push((RuleName::Unspent, &self.unspent.citation));
        if let Some(rule) = &self.excess {
            rules.push((RuleName::Excess, &rule.citation));
        }
        if let Some(rule) = &self.maximum {
            rules.push((RuleName::Maximum, &rule.citation));
        }
        if let Some(rule) = &self.advance {
            rules.push((RuleName::Advance, &rule.citation));
        }
        for (at, rule) in self.refund_terms.iter().enumerate() {
            rules.push((RuleName::RefundTerm(at), &rule.citation));
        }
        for (at, rule) in self.duties.iter().enumerate() {
            rules.push((RuleName::Duty(at), &rule.citation));
        }
        rules
    }

    /// The name of a rule as it stands in the file: `unspent`, `ceilings.overhead`, `basis.prices.plek-dag`.
    #[must_use]
    pub fn name_of(&self, rule: RuleName) -> String {
        let item = match rule {
            RuleName::Ceiling(at) => self.ceilings.get(at).map(|it| it.rule.name.as_str()),
            RuleName::Price(at) => self
                .basis
                .as_ref()
                .and_then(|basis| basis.rule.prices().get(at))
                .map(|it| it.rule.unit.as_str()),
            RuleName::RefundTerm(at) => {
                let term = self.refund_terms.get(at);
                term.map(|it| it.rule.kind.as_str())
            }
            RuleName::Duty(at) => self.duties.get(at).map(|it| it.rule.kind.as_str()),
            RuleName::Deduction(kind) => Some(kind.as_str()),
            _ => None,
        };
        item.map_or_else(|| rule.to_string(), |item| format!("{rule}.{item}"))
    }
}

impl fmt::Display for RuleName {
    /// The key in the file, without the item of a list.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RuleName::Unit => "unit",
            RuleName::Window => "window",
            RuleName::Eligible => "eligible",
            RuleName::Share => "share",
            RuleName::Ceiling(_) => "ceilings",
            RuleName::Shifting => "shifting",
            RuleName::Basis => "basis",
            RuleName::Price(_) => "basis.prices",
            RuleName::Unspent => "unspent",
            RuleName::Excess => "excess",
            RuleName::Deduction(_) => "deductions",
            RuleName::ExclusiveWith => "exclusive_with",
            RuleName::Maximum => "maximum",
            RuleName::Advance => "advance",
            RuleName::RefundTerm(_) => "refund_terms",
            RuleName::Duty(_) => "duties",
        })
    }
}
