//! All years planned as one flow: what each bucket should spend in each year, so that the fewest euros are lost over all of
//! them together.
//!
//! `seen.rs` looks at the years when nothing is spent: then every bucket carries the most that it can, so the classes of each
//! year, what they reach, and what each closing gives up, keeps and carries are all that any plan can have. `network.rs`
//! builds one network of it, in which what a year spends is kept from going back in that year, or is no longer carried into
//! the next. Its flow says what each bucket spends in each year; the years then run as ever within that, and what they come to
//! is what counts.

mod bucket;
mod left_out;
mod network;
mod seen;

use std::collections::BTreeMap;

use super::LeftOut;
use super::level::Level;
use crate::allocate::YearAllocation;
use crate::plan::Plan;
use crate::progress::Cancelled;

pub(in crate::allocate) use seen::{SeenYear, look};

/// What the flow over all years says.
pub(in crate::allocate) struct Planned {
    /// By year and bucket the most that it is to spend, in cents.
    pub(in crate::allocate) most: Vec<Vec<i64>>,
    /// What is lost over all years, in cents, with what no step looks at.
    pub(in crate::allocate) lost: i64,
    pub(in crate::allocate) left_out: Vec<LeftOut>,
}

impl Planned {
    /// Whether no plan can lose less: what is left out could only have made it more.
    pub(in crate::allocate) fn is_least(&self) -> bool {
        self.left_out.iter().all(|it| it.kind.only_limits())
    }
}

/// Solves the network of all years. `years` are those in which nothing is spent.
pub(in crate::allocate) fn plan(
    plan: &Plan,
    years: &[YearAllocation],
    seen: &[SeenYear],
    tick: &mut dyn FnMut() -> Result<(), Cancelled>,
) -> Result<Planned, Cancelled> {
    let built = network::build(plan, years, seen);
    let solved = built.network.solve(tick)?;
    let mut most = vec![vec![0; plan.buckets().len()]; years.len()];
    for (&(year, bucket), &arc) in &built.entries {
        most[year][bucket] = solved.flow[arc];
    }
    let flow = built.network.objective(&solved.flow);
    let by_level: BTreeMap<Level, i128> = built.levels.iter().copied().zip(flow).collect();
    let of = |level: Level| {
        let of_flow = by_level.get(&level).copied().unwrap_or_default();
        i64::try_from(of_flow).unwrap_or_default()
    };
    // What no class of the flow has: costs that no grant admits, and credits.
    let open: i64 = years.iter().filter_map(YearAllocation::open_sum).sum();
    let outside = open - seen.iter().map(SeenYear::costs).sum::<i64>();
    Ok(Planned {
        most,
        lost: built.lost + outside + of(Level::Lost),
        left_out: built.left_out,
    })
}
