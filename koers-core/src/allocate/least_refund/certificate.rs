//! The certificate: what the step `least-refund` solved, with node potentials that prove it the least.
//!
//! With the class table, the flow and the potentials anyone can confirm, without trusting the solver, that no other
//! division within the limits in the flow loses less, level by level: costs stay within their capacities, what enters a
//! node leaves it, and no way from a class to the root is cheaper than those in use (complementary slackness; Ahuja,
//! Magnanti and Orlin 1993, 9.3). It claims nothing about rules that are left out; the gap bounds what those could matter.

use std::sync::OnceLock;

use super::Solved;
use super::written::{Problem, written};
use crate::allocate::Allocation;
use crate::dossier::Dossier;
use crate::flow;
use crate::money::Money;
use crate::plan::Plan;

/// Proof of what the steps `least-refund` of a settlement achieved.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Worked out when it is asked for: that takes a look at every line.
    input: OnceLock<String>,
    plan: Plan,
    problems: Vec<Solved>,
}

/// What a certificate proves of one step in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    /// The book year.
    pub year: i16,
    /// The step of the method, from 1.
    pub step: usize,
    /// What is minimised, one after the other, with what is achieved in euros: `lost`, `own_funds`, `lapse 2025-12-31`,
    /// `retained`, `preference 1`, `moved`.
    pub levels: Vec<(String, Money)>,
    /// The rules that the flow could not keep: `exclusive`, `ceiling iza/staf`.
    pub left_out: Vec<String>,
    /// How much less could be lost at most, because of those rules.
    pub gap: Money,
}

/// Why a certificate proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("year {year}, step {step}: {what}")]
#[non_exhaustive]
pub struct Flaw {
    /// The book year.
    pub year: i16,
    /// The step of the method, from 1.
    pub step: usize,
    /// What is wrong.
    pub what: String,
}

impl Certificate {
    /// The certificate of an allocation; `None` where no step `least-refund` ran.
    pub(crate) fn of(allocation: &Allocation) -> Option<Certificate> {
        let problems = allocation.years.iter().flat_map(|year| &year.problems);
        let problems: Vec<Solved> = problems.cloned().collect();
        let plan = allocation.plan();
        (!problems.is_empty()).then(|| Certificate {
            input: OnceLock::new(),
            plan: plan.clone(),
            problems,
        })
    }

    /// The SHA-256 of dossier, rules and method in canonical form, as hexadecimal digits. It is worked out when it is first
    /// asked for, here or in [`Certificate::to_json`], and goes over every line.
    #[must_use]
    pub fn input(&self) -> &str {
        self.input.get_or_init(|| self.plan.fingerprint())
    }

    /// What it proves.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        let problems = self.problems.iter();
        problems
            .map(|solved| Claim {
                year: solved.year,
                step: solved.step,
                levels: solved
                    .levels
                    .iter()
                    .map(|level| level.name())
                    .zip(solved.objective())
                    .collect(),
                left_out: solved.left_out_names(&self.plan),
                gap: Money::of(solved.gap),
            })
            .collect()
    }

    /// Checks it without the solver: capacities, balance, and that nothing cheaper exists.
    ///
    /// # Errors
    /// The first flaw that is found.
    pub fn verify(&self) -> Result<(), Flaw> {
        for solved in &self.problems {
            let flaw = |what: String| Flaw {
                year: solved.year,
                step: solved.step,
                what,
            };
            let checked: Result<(), flow::Flaw> = solved.network.verify(&solved.flow);
            checked.map_err(|found| flaw(found.to_string()))?;
            if solved.gap < 0 {
                return Err(flaw("less is lost than can be".to_owned()));
            }
        }
        Ok(())
    }

    /// As canonical JSON: the same bytes in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        let problems = self.problems.iter();
        written(
            self.input(),
            problems
                .map(|solved| Problem::of(&self.plan, solved))
                .collect(),
        )
    }
}

impl Solved {
    /// The rules that are left out, in words of a certificate.
    pub(crate) fn left_out_names(&self, plan: &Plan) -> Vec<String> {
        let left_out = self.left_out.iter();
        left_out
            .map(|left_out| {
                let grant = grant(plan.dossier(), left_out.grant);
                let kind = left_out.kind.as_str();
                match &left_out.name {
                    Some(name) => format!("{kind} {grant}/{name}"),
                    None => format!("{kind} {grant}"),
                }
            })
            .collect()
    }
}

pub(super) fn grant(dossier: &Dossier, at: usize) -> &str {
    dossier.grants().get(at).map_or("", |grant| &grant.id.value)
}
