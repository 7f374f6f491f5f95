//! The certificate: what the step `least-refund` solved, with node potentials that prove it the least.
//!
//! With the class table, the flow and the potentials anyone can confirm, without trusting the solver, that no other
//! division within the limits in the flow loses less, level by level: costs stay within their capacities, what enters a
//! node leaves it, and no way from a class to the root is cheaper than those in use (complementary slackness; Ahuja,
//! Magnanti and Orlin 1993, 9.3). It claims nothing about rules that are left out; the gap bounds what those could matter.

use std::fmt::Write as _;

use super::limits::LimitKind;
use super::{CutOf, Solved};
use crate::allocate::Allocation;
use crate::dossier::Dossier;
use crate::flow;
use crate::money::Money;
use crate::plan::Plan;
use crate::report::json_string;

/// Proof of what the steps `least-refund` of a settlement achieved.
#[derive(Clone, Debug)]
pub struct Certificate {
    input: String,
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
            input: plan.fingerprint(),
            plan: plan.clone(),
            problems,
        })
    }

    /// The SHA-256 of dossier, rules and method in canonical form, as hexadecimal digits.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
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
        let mut out = String::from("{\"format\":1,\"input\":");
        json_string(&self.input, &mut out);
        out.push_str(",\"problems\":");
        list(&mut out, &self.problems, |out, solved| {
            problem(out, &self.plan, solved);
        });
        out.push_str("}\n");
        out
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

fn grant(dossier: &Dossier, at: usize) -> &str {
    dossier.grants().get(at).map_or("", |grant| &grant.id.value)
}

fn problem(out: &mut String, plan: &Plan, solved: &Solved) {
    let dossier = plan.dossier();
    let _ = write!(out, "{{\"year\":{},\"step\":{}", solved.year, solved.step);
    out.push_str(",\"levels\":");
    list(out, &solved.levels, |out, level| {
        json_string(&level.name(), out);
    });
    out.push_str(",\"base\":");
    list(out, &solved.base, |out, cents| amount(out, *cents));
    out.push_str(",\"objective\":");
    list(out, &solved.objective(), |out, it| amount(out, it.cents()));
    out.push_str(",\"classes\":");
    list(out, &solved.classes, |out, class| {
        let _ = write!(out, "{{\"node\":{},\"amount\":", class.node);
        let supply = solved.network.supply.get(class.node);
        amount(out, supply.copied().unwrap_or_default());
        let _ = write!(out, ",\"lines\":{},\"first\":", class.lines);
        json_string(dossier.lines().id(class.first), out);
        out.push_str(",\"booked\":");
        text(out, class.booked.map(|at| grant(dossier, at)));
        out.push('}');
    });
    out.push_str(",\"buckets\":");
    list(out, &solved.buckets, |out, of| {
        let bucket = &plan.buckets()[of.bucket];
        let _ = write!(out, "{{\"node\":{},\"grant\":", of.node);
        text(out, Some(&bucket.grant(dossier).id.value));
        out.push_str(",\"tranche\":");
        text(out, Some(&bucket.tranche(dossier).id.value));
        out.push_str(",\"part\":");
        text(out, bucket.part(dossier));
        out.push_str(",\"room\":");
        amount(out, of.room);
        out.push('}');
    });
    out.push_str(",\"limits\":");
    list(out, &solved.limits, |out, limit| {
        let _ = write!(out, "{{\"node\":{},\"out\":", limit.node);
        match limit.out {
            None => out.push_str("null"),
            Some(node) => {
                let _ = write!(out, "{node}");
            }
        }
        out.push_str(",\"kind\":");
        json_string(limit.kind.map_or("unspent", LimitKind::as_str), out);
        out.push_str(",\"grant\":");
        text(out, Some(grant(dossier, limit.grant)));
        out.push_str(",\"name\":");
        text(out, limit.name.as_deref());
        out.push_str(",\"capacity\":");
        amount(out, limit.capacity);
        out.push('}');
    });
    out.push_str(",\"arcs\":");
    let arcs: Vec<(&flow::Arc, i64)> = solved
        .network
        .arcs
        .iter()
        .zip(solved.flow.flow.iter().copied())
        .collect();
    list(out, &arcs, |out, (arc, flow)| {
        let _ = write!(out, "{{\"from\":{},\"to\":{}", arc.from, arc.to);
        out.push_str(",\"capacity\":");
        match arc.capacity {
            None => out.push_str("null"),
            Some(cents) => amount(out, cents),
        }
        out.push_str(",\"cost\":");
        list(out, &arc.cost, |out, (level, each)| {
            let _ = write!(out, "[{level},{each}]");
        });
        out.push_str(",\"flow\":");
        amount(out, *flow);
        out.push('}');
    });
    out.push_str(",\"potentials\":");
    list(out, &solved.flow.potentials, |out, levels| {
        list(out, levels, |out, each| {
            let _ = write!(out, "{each}");
        });
    });
    out.push_str(",\"cuts\":");
    list(out, &solved.cuts, |out, cut| {
        let of = match cut.of {
            CutOf::OwnFunds => "own_funds".to_owned(),
            CutOf::Refund => "refund".to_owned(),
            CutOf::Lapse(date) => format!("carry_over {date}"),
        };
        let _ = write!(out, "{{\"level\":{},\"of\":", cut.level);
        json_string(&of, out);
        out.push_str(",\"amount\":");
        amount(out, cut.amount);
        for (key, nodes) in [
            (",\"classes\":", &cut.classes),
            (",\"buckets\":", &cut.buckets),
            (",\"limits\":", &cut.limits),
        ] {
            out.push_str(key);
            list(out, nodes, |out, node| {
                let _ = write!(out, "{node}");
            });
        }
        out.push('}');
    });
    out.push_str(",\"left_out\":");
    list(out, &solved.left_out, |out, left_out| {
        out.push_str("{\"kind\":");
        json_string(left_out.kind.as_str(), out);
        out.push_str(",\"grant\":");
        text(out, Some(grant(dossier, left_out.grant)));
        out.push_str(",\"name\":");
        text(out, left_out.name.as_deref());
        out.push('}');
    });
    out.push_str(",\"gap\":");
    amount(out, solved.gap);
    out.push('}');
}

fn list<T>(out: &mut String, items: &[T], each: impl Fn(&mut String, &T)) {
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        each(out, item);
    }
    out.push(']');
}

fn text(out: &mut String, text: Option<&str>) {
    match text {
        None => out.push_str("null"),
        Some(text) => json_string(text, out),
    }
}

/// An amount in euros; writing to a text can't fail.
fn amount(out: &mut String, cents: i64) {
    let _ = write!(out, "\"{}\"", Money::of(cents));
}
