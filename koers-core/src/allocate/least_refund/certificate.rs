//! The certificate: what the step `least-refund` solved, with node potentials that prove it the least.
//!
//! With the class table, the flow and the potentials anyone can confirm, without trusting the solver, that no other
//! division within the limits in the flow loses less, level by level: costs stay within their capacities, what enters a
//! node leaves it, and no way from a class to the root is cheaper than those in use (complementary slackness; Ahuja,
//! Magnanti and Orlin 1993, 9.3). It claims nothing about rules that are left out; the gap bounds what those could matter.
//! What is read from elsewhere ([`Certificate::from_json`]) is checked whole (`proof.rs`).

use std::sync::{Arc, OnceLock};

use super::Solved;
use super::read::{self, CertificateError};
use super::written::{Problem, written};
use crate::allocate::Allocation;
use crate::dossier::Dossier;
use crate::flow;
use crate::money::Money;
use crate::plan::Plan;
use crate::receipt::Input;

/// Proof of what the steps `least-refund` of a settlement achieved.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Worked out when it is asked for: that takes a look at every line.
    input: OnceLock<String>,
    held: Held,
}

/// Where a certificate comes from.
#[derive(Clone, Debug)]
enum Held {
    Settled {
        plan: Box<Plan>,
        problems: Vec<Arc<Solved>>,
    },
    Read {
        text: String,
        problems: Vec<read::Problem>,
    },
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
        let problems: Vec<Arc<Solved>> = problems.cloned().collect();
        let plan = allocation.plan();
        (!problems.is_empty()).then(|| Certificate {
            input: OnceLock::new(),
            held: Held::Settled {
                plan: Box::new(plan.clone()),
                problems,
            },
        })
    }

    /// The same, of which it is known what its input is.
    pub(crate) fn of_input(mut self, input: String) -> Certificate {
        self.input = OnceLock::from(input);
        self
    }

    /// Reads a certificate from what [`Certificate::to_json`] wrote, here or in another language. It may say anything:
    /// [`Certificate::verify`] tells whether it proves that.
    ///
    /// # Errors
    /// When it is no certificate: not JSON, keys that are missing or unknown, words or nodes that are unknown, amounts
    /// that are none; or when it is so large that to check it would take minutes.
    pub fn from_json(text: &str) -> Result<Certificate, CertificateError> {
        let (input, problems) = read::read(text)?;
        Ok(Certificate {
            input: OnceLock::from(input),
            held: Held::Read {
                text: text.to_owned(),
                problems,
            },
        })
    }

    /// The SHA-256 of dossier, rules and method in canonical form, as hexadecimal digits. It is worked out when it is first
    /// asked for, here or in [`Certificate::to_json`], and goes over every line. Of a certificate that was read it is what
    /// that states.
    #[must_use]
    pub fn input(&self) -> &str {
        self.input.get_or_init(|| match &self.held {
            Held::Settled { plan, .. } => Input::of(plan).hash(),
            Held::Read { .. } => String::new(),
        })
    }

    /// What it proves.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        match &self.held {
            Held::Settled { plan, problems } => {
                problems.iter().map(|solved| solved.claim(plan)).collect()
            }
            Held::Read { problems, .. } => problems.iter().map(read::Problem::claim).collect(),
        }
    }

    /// Checks it without the solver: capacities, balance, and that nothing cheaper exists. Of a certificate that was read
    /// also that its tables agree with the flow, what each level comes to, and its cuts. What it leaves out it doesn't
    /// prove.
    ///
    /// # Errors
    /// The first flaw that is found.
    pub fn verify(&self) -> Result<(), Flaw> {
        let problems = match &self.held {
            Held::Settled { problems, .. } => problems,
            Held::Read { problems, .. } => {
                let mut problems = problems.iter();
                return problems.try_for_each(read::Problem::verify);
            }
        };
        for solved in problems {
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

    /// As canonical JSON: the same bytes in every language. What was read is given as it was.
    #[must_use]
    pub fn to_json(&self) -> String {
        match &self.held {
            Held::Settled { plan, problems } => {
                let problems = problems.iter().map(|solved| Problem::of(plan, solved));
                written(self.input(), problems.collect())
            }
            Held::Read { text, .. } => text.clone(),
        }
    }
}

impl Solved {
    fn claim(&self, plan: &Plan) -> Claim {
        let levels = self.levels.iter().map(|level| level.name());
        Claim {
            year: self.year,
            step: self.step,
            levels: levels.zip(self.objective()).collect(),
            left_out: self.left_out_names(plan),
            gap: Money::of(self.gap),
        }
    }

    /// The rules that are left out, in words of a certificate.
    pub(crate) fn left_out_names(&self, plan: &Plan) -> Vec<String> {
        self.left_out.iter().map(|it| it.in_words(plan)).collect()
    }
}

pub(super) fn grant(dossier: &Dossier, at: usize) -> &str {
    dossier.grants().get(at).map_or("", |grant| &grant.id.value)
}
