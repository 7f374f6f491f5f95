//! A certificate read from its JSON: the types, and what must hold before anything can be checked. What it says comes
//! from outside, so nothing of it is trusted.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Deserializer, de};

use super::certificate::{Claim, Flaw};
use crate::money::Money;

/// Why a text is no certificate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a certificate: {what}")]
#[non_exhaustive]
pub struct CertificateError {
    /// What is wrong, and where.
    pub what: String,
}

fn error(what: impl fmt::Display) -> CertificateError {
    CertificateError {
        what: what.to_string(),
    }
}

/// Arcs times levels and cuts, of all problems together: what is larger would take minutes, and isn't looked at.
const MOST_WORK: usize = 100_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u8,
    input: String,
    problems: Vec<Problem>,
}

/// One step in one year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Problem {
    pub(super) year: i16,
    pub(super) step: usize,
    pub(super) levels: Vec<String>,
    pub(super) base: Vec<Cents>,
    pub(super) objective: Vec<Cents>,
    pub(super) classes: Vec<Class>,
    pub(super) buckets: Vec<Bucket>,
    pub(super) limits: Vec<Limit>,
    pub(super) arcs: Vec<Arc>,
    pub(super) potentials: Vec<Vec<i64>>,
    pub(super) cuts: Vec<Cut>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) gap: Cents,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    pub(super) node: usize,
    pub(super) amount: Cents,
    lines: u64,
    #[serde(rename = "first")]
    _first: String,
    #[serde(rename = "booked", deserialize_with = "or_null")]
    _booked: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bucket {
    pub(super) node: usize,
    #[serde(rename = "grant")]
    _grant: String,
    #[serde(rename = "tranche")]
    _tranche: String,
    #[serde(rename = "part", deserialize_with = "or_null")]
    _part: Option<String>,
    pub(super) room: Cents,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limit {
    pub(super) node: usize,
    pub(super) kind: String,
    #[serde(rename = "grant")]
    _grant: String,
    #[serde(rename = "name", deserialize_with = "or_null")]
    _name: Option<String>,
    pub(super) capacity: Cents,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Arc {
    pub(super) from: usize,
    pub(super) to: usize,
    #[serde(deserialize_with = "or_null")]
    pub(super) capacity: Option<Cents>,
    /// Level and coefficient, levels ascending.
    pub(super) cost: Vec<(usize, i32)>,
    pub(super) flow: Cents,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cut {
    pub(super) of: String,
    pub(super) amount: Cents,
    pub(super) classes: Vec<usize>,
    pub(super) buckets: Vec<usize>,
    pub(super) limits: Vec<usize>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeftOut {
    kind: String,
    grant: String,
    #[serde(deserialize_with = "or_null")]
    name: Option<String>,
}

/// An amount in cents, written with two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cents(pub(super) i64);

impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        // An amount is written in one way only.
        let cents = written_cents(&text).and_then(Money::from_cents);
        let amount = cents.filter(|amount| amount.to_string() == *text);
        let amount = amount.ok_or_else(|| de::Error::custom(format!("`{text}` is no amount")))?;
        Ok(Cents(amount.cents()))
    }
}

fn written_cents(text: &str) -> Option<i64> {
    let (euros, cents) = text.split_once('.')?;
    format!("{euros}{cents}").parse().ok()
}

/// A value that must be there, if only as `null`.
fn or_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(from)
}

/// The hash of the input and the problems of a certificate.
pub(super) fn read(text: &str) -> Result<(String, Vec<Problem>), CertificateError> {
    let written: Written = serde_json::from_str(text).map_err(error)?;
    if written.format != 1 {
        return Err(error("format: only 1 is known"));
    }
    let digits = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if written.input.len() != 64 || !written.input.bytes().all(digits) {
        return Err(error("input: not a SHA-256"));
    }
    let (mut work, mut seen) = (0_usize, BTreeSet::new());
    for (at, problem) in written.problems.iter().enumerate() {
        let fits = problem
            .fits(&mut work)
            .map_err(|what| format!("problem {at}, {what}"));
        fits.map_err(error)?;
        let (year, step) = (problem.year, problem.step);
        if !seen.insert((year, step)) {
            return Err(error(format!(
                "problem {at}: year {year}, step {step} is there twice"
            )));
        }
    }
    Ok((written.input, written.problems))
}

/// The kinds of limits, and of rules that are left out.
const LIMITS: [&str; 6] = [
    "ceiling",
    "share",
    "total-share",
    "shifting",
    "maximum",
    "unspent",
];
const LEFT_OUT: [&str; 8] = [
    "exclusive",
    "ceiling",
    "share",
    "total-share",
    "shifting",
    "maximum",
    "unspent",
    "excess",
];

fn need(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

impl Problem {
    /// Whether all that it names is there, and each word is known.
    /// `work` is that of the problems before it, and its own is added.
    fn fits(&self, work: &mut usize) -> Result<(), String> {
        need((1..=9999).contains(&self.year), || {
            "year: no year".to_owned()
        })?;
        need(self.step >= 1, || "step: counts from 1".to_owned())?;
        self.levels_fit()?;
        let levels = self.levels.len();
        for (name, amounts) in [("base", &self.base), ("objective", &self.objective)] {
            need(amounts.len() == levels, || {
                format!("{name}: not one amount per level")
            })?;
        }
        let nodes = self.potentials.len();
        for (node, potential) in self.potentials.iter().enumerate() {
            need(potential.len() == levels, || {
                format!("node {node}: not one potential per level")
            })?;
        }
        // A cut looks at all nodes too.
        let own = (self.arcs.len() + nodes).saturating_mul(levels + self.cuts.len());
        *work = work.saturating_add(own);
        need(*work <= MOST_WORK, || "too large to check".to_owned())?;
        for (at, arc) in self.arcs.iter().enumerate() {
            arc.fits((nodes, levels))
                .map_err(|what| format!("arc {at}: {what}"))?;
        }
        for (at, class) in self.classes.iter().enumerate() {
            need(class.lines >= 1, || format!("classes {at}: of no line"))?;
        }
        for (at, limit) in self.limits.iter().enumerate() {
            need(LIMITS.contains(&limit.kind.as_str()), || {
                format!("limits {at}, kind: unknown")
            })?;
        }
        for (at, left_out) in self.left_out.iter().enumerate() {
            need(LEFT_OUT.contains(&left_out.kind.as_str()), || {
                format!("left_out {at}, kind: unknown")
            })?;
        }
        need(self.gap.0 >= 0, || "gap: below 0.00".to_owned())?;
        need(self.gap.0 == 0 || !self.left_out.is_empty(), || {
            "gap: nothing is left out".to_owned()
        })
    }

    /// Whether the levels are known, and in the order in which they count.
    fn levels_fit(&self) -> Result<(), String> {
        let first = self.levels.iter().take(2).map(String::as_str);
        need(first.eq(["lost", "own_funds"]), || {
            "levels: first lost, then own_funds".to_owned()
        })?;
        let mut last = None;
        for level in &self.levels {
            let rank = rank(level);
            need(rank.is_some(), || format!("levels: `{level}` is unknown"))?;
            need(last < rank, || "levels: not in order".to_owned())?;
            last = rank;
        }
        Ok(())
    }

    pub(super) fn claim(&self) -> Claim {
        let amounts = self.objective.iter().map(|cents| Money::of(cents.0));
        let left_out = self.left_out.iter().map(|it| match &it.name {
            Some(name) => format!("{} {}/{name}", it.kind, it.grant),
            None => format!("{} {}", it.kind, it.grant),
        });
        Claim {
            year: self.year,
            step: self.step,
            levels: self.levels.iter().cloned().zip(amounts).collect(),
            left_out: left_out.collect(),
            gap: Money::of(self.gap.0),
        }
    }

    pub(super) fn flaw(&self, what: String) -> Flaw {
        Flaw {
            year: self.year,
            step: self.step,
            what,
        }
    }
}

/// The place of a level among the others; `None` where there is no such level.
fn rank(level: &str) -> Option<(u8, i64)> {
    let (word, detail) = match level.split_once(' ') {
        Some((word, detail)) => (word, Some(detail)),
        None => (level, None),
    };
    match (word, detail) {
        ("lost", None) => Some((0, 0)),
        ("own_funds", None) => Some((1, 0)),
        ("lapse", Some(date)) => {
            let date: crate::calendar::Date = date.parse().ok()?;
            Some((2, i64::from(date.epoch_days())))
        }
        ("retained", None) => Some((3, 0)),
        ("preference", Some(number)) => {
            let small = number.len() <= 10 && number.bytes().all(|it| it.is_ascii_digit());
            Some((4, number.parse().ok().filter(|_| small)?))
        }
        ("moved", None) => Some((5, 0)),
        _ => None,
    }
}

impl Arc {
    fn fits(&self, (nodes, levels): (usize, usize)) -> Result<(), String> {
        let inside = 0 < self.from && self.from < nodes && self.to < nodes;
        need(inside && self.from != self.to, || {
            "leads from or to no node".to_owned()
        })?;
        need(self.capacity.is_none_or(|it| it.0 >= 0), || {
            "capacity below 0.00".to_owned()
        })?;
        let ascending = self.cost.is_sorted_by(|one, other| one.0 < other.0);
        let known = self.cost.last().is_none_or(|(level, _)| *level < levels);
        need(ascending && known, || {
            "cost: levels are unknown, or not in order".to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of problems that each have this many nodes and cuts.
    fn written(problems: usize, nodes: usize, cuts: usize) -> String {
        let potentials = vec!["[0,0]"; nodes].join(",");
        let cut = r#"{"of":"own_funds","amount":"0.00","classes":[],"buckets":[],"limits":[]}"#;
        let cuts = vec![cut; cuts].join(",");
        let problem = |step: usize| {
            format!(
                r#"{{"year":2024,"step":{step},"levels":["lost","own_funds"],"base":["0.00","0.00"],"objective":["0.00","0.00"],"classes":[],"buckets":[],"limits":[],"arcs":[],"potentials":[{potentials}],"cuts":[{cuts}],"left_out":[],"gap":"0.00"}}"#
            )
        };
        let problems: Vec<String> = (1..=problems).map(problem).collect();
        let hash = "0".repeat(64);
        format!(
            r#"{{"format":1,"input":"{hash}","problems":[{}]}}"#,
            problems.join(",")
        )
    }

    #[test]
    fn the_bound_is_for_all_problems_together() {
        assert!(read(&written(2, 10_000, 4_000)).is_ok());
        let refused = read(&written(3, 10_000, 4_000)).expect_err("too much together");
        assert_eq!(refused.what, "problem 2, too large to check");
    }

    #[test]
    fn many_problems_are_each_compared_with_no_other() {
        let (_, problems) = read(&written(40_000, 1, 0)).expect("small ones");
        assert_eq!(problems.len(), 40_000);
        let twice = written(2, 1, 0).replace("\"step\":2", "\"step\":1");
        let refused = read(&twice).expect_err("one is there twice");
        assert_eq!(refused.what, "problem 1: year 2024, step 1 is there twice");
    }
}
