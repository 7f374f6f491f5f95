//! Checks a certificate that was read, and trusts nothing of it. The flow must fit, no arc may improve it, level by level,
//! and what the tables, the objective and the cuts say must follow.

use super::read::{Arc, Cents, Cut, Problem};
use crate::allocate::least_refund::Flaw;
use crate::flow::ROOT;
use crate::money::Money;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Class,
    Bucket,
    Limit,
    /// In no table: where a limit before the buckets ends.
    FarSide,
}

/// A problem with what its tables say of its nodes.
struct Nodes<'p> {
    problem: &'p Problem,
    /// None of the root.
    kinds: Vec<Option<Kind>>,
    /// By node the arcs that leave it, and those that enter it.
    leaving: Vec<Vec<usize>>,
    entering: Vec<Vec<usize>>,
    /// What is supplied at each, in cents.
    supplies: Vec<i64>,
    /// Limits through which money goes once it is spent: those behind buckets, where no money that buckets share follows.
    after: Vec<bool>,
}

/// A statement that fails.
type Fails = Result<(), String>;

fn need(holds: bool, what: impl FnOnce() -> String) -> Fails {
    if holds { Ok(()) } else { Err(what()) }
}

impl Problem {
    /// Whether everything holds that it states.
    pub(super) fn verify(&self) -> Result<(), Flaw> {
        self.proved().map_err(|what| self.flaw(what))
    }

    fn proved(&self) -> Fails {
        let root = self.potentials.first();
        need(
            root.is_some_and(|root| root.iter().all(|it| *it == 0)),
            || "node 0: the root has potential zero".to_owned(),
        )?;
        let mut nodes = Nodes::new(self);
        nodes.tables()?;
        nodes.far_sides()?;
        nodes.after();
        self.balanced(&nodes.supplies)?;
        self.is_least()?;
        let mut cuts = self.cuts.iter().enumerate();
        cuts.try_for_each(|(at, cut)| nodes.cut(cut).map_err(|what| format!("cut {at}: {what}")))
    }

    /// The flow is within capacities, what enters a node leaves it, and it comes to the objective.
    fn balanced(&self, supplies: &[i64]) -> Fails {
        let mut kept: Vec<i128> = supplies.iter().copied().map(i128::from).collect();
        let base = self.base.iter().map(|cents| i128::from(cents.0));
        let mut objective: Vec<i128> = base.collect();
        for (at, arc) in self.arcs.iter().enumerate() {
            let flow = arc.flow.0;
            let within = arc.capacity.is_none_or(|capacity| flow <= capacity.0);
            need(flow >= 0 && within, || {
                format!("{}: the flow is not within its capacity", arc.named(at))
            })?;
            kept[arc.from] -= i128::from(flow);
            kept[arc.to] += i128::from(flow);
            for (level, cost) in &arc.cost {
                // At most 10^18 times 2^31, for each of at most 10^8 arcs.
                objective[*level] += i128::from(*cost) * i128::from(flow);
            }
        }
        let mut rest = kept.iter().enumerate().skip(ROOT + 1);
        if let Some((node, _)) = rest.find(|(_, kept)| **kept != 0) {
            return Err(format!("node {node}: what enters it doesn't leave it"));
        }
        for (level, (stated, found)) in self.objective.iter().zip(objective).enumerate() {
            need(i128::from(stated.0) == found, || {
                format!("level {level}: the objective is not {}", shown(*stated))
            })?;
        }
        Ok(())
    }

    /// No arc could take more, or less, at lower cost.
    fn is_least(&self) -> Fails {
        for (at, arc) in self.arcs.iter().enumerate() {
            let (from, to) = (&self.potentials[arc.from], &self.potentials[arc.to]);
            let mut cost = arc.cost.iter().peekable();
            let levels = from.iter().zip(to).enumerate();
            let mut reduced = levels.map(|(level, (from, to))| {
                let of_level = cost.next_if(|(of, _)| *of == level);
                let of_level = of_level.map_or(0, |(_, cost)| *cost);
                (
                    level,
                    i128::from(of_level) + i128::from(*to) - i128::from(*from),
                )
            });
            let decides = reduced.find(|(_, reduced)| *reduced != 0);
            let (level, reduced) = decides.unwrap_or((0, 0));
            need(reduced >= 0 || !arc.takes_more(), || {
                format!(
                    "{}: more flow would be better on level {level}",
                    arc.named(at)
                )
            })?;
            need(reduced <= 0 || arc.flow.0 == 0, || {
                format!(
                    "{}: less flow would be better on level {level}",
                    arc.named(at)
                )
            })?;
        }
        Ok(())
    }
}

impl Arc {
    fn named(&self, at: usize) -> String {
        format!("arc {at} from {} to {}", self.from, self.to)
    }

    fn takes_more(&self) -> bool {
        self.capacity
            .is_none_or(|capacity| self.flow.0 < capacity.0)
    }
}

fn shown(cents: Cents) -> Money {
    Money::of(cents.0)
}

impl<'p> Nodes<'p> {
    fn new(problem: &'p Problem) -> Self {
        let count = problem.potentials.len();
        let mut nodes = Nodes {
            problem,
            kinds: vec![None; count],
            leaving: vec![Vec::new(); count],
            entering: vec![Vec::new(); count],
            supplies: vec![0; count],
            after: vec![false; count],
        };
        for (at, arc) in problem.arcs.iter().enumerate() {
            nodes.leaving[arc.from].push(at);
            nodes.entering[arc.to].push(at);
        }
        nodes
    }

    /// Each node is in one table at most, and capacities are the same there and on the arcs.
    fn tables(&mut self) -> Fails {
        let problem = self.problem;
        let classes = problem
            .classes
            .iter()
            .map(|it| (it.node, it.amount, Kind::Class));
        let buckets = problem
            .buckets
            .iter()
            .map(|it| (it.node, it.room, Kind::Bucket));
        let limits = problem
            .limits
            .iter()
            .map(|it| (it.node, it.capacity, Kind::Limit));
        for (node, amount, kind) in classes.chain(buckets).chain(limits) {
            let free = node != ROOT && self.kinds.get(node) == Some(&None);
            need(free, || format!("node {node}: is not one of its own"))?;
            need(amount.0 >= 0, || format!("node {node}: below 0.00"))?;
            self.kinds[node] = Some(kind);
            if kind == Kind::Class {
                self.supplies[node] = amount.0;
                let enters = !self.entering[node].is_empty();
                need(!enters, || {
                    format!("node {node}: an arc leads into a class")
                })?;
                continue;
            }
            let leaving = self.leaving[node]
                .iter()
                .map(|&at| problem.arcs[at].capacity);
            let most: Option<i128> = leaving.map(|it| it.map(|it| i128::from(it.0))).sum();
            need(most == Some(i128::from(amount.0)), || {
                format!("node {node}: its arcs don't take {}", shown(amount))
            })?;
        }
        Ok(())
    }

    /// Nodes in no table are where a limit ends.
    fn far_sides(&mut self) -> Fails {
        for node in ROOT + 1..self.kinds.len() {
            if self.kinds[node].is_some() {
                continue;
            }
            let is_far_side = match self.entering[node][..] {
                [arc] => {
                    let limit = self.problem.arcs[arc].from;
                    self.kinds[limit] == Some(Kind::Limit)
                        && self.leaving[limit].len() == 1
                        && !self.leaving[node].is_empty()
                }
                _ => false,
            };
            need(is_far_side, || {
                format!("node {node}: in no table, and not the far side of a limit")
            })?;
            self.kinds[node] = Some(Kind::FarSide);
        }
        Ok(())
    }

    fn after(&mut self) {
        let of_kind = |kind| {
            let kinds = self.kinds.iter().enumerate();
            let of_kind = kinds.filter(move |(_, of)| **of == Some(kind));
            of_kind.map(|(node, _)| node).collect::<Vec<usize>>()
        };
        let shared = self.problem.limits.iter().filter(|it| it.kind == "unspent");
        let shared: Vec<usize> = shared.map(|limit| limit.node).collect();
        let arcs = &self.problem.arcs;
        let mut after = reached(of_kind(Kind::Bucket), &self.leaving, |at| arcs[at].to);
        let before = reached(shared.clone(), &self.entering, |at| arcs[at].from);
        for (after, before) in after.iter_mut().zip(before) {
            *after &= !before;
        }
        for node in shared {
            after[node] = false;
        }
        self.after = after;
    }

    /// That no division has less of one thing: own funds, or money with this fate or a nearer one.
    ///
    /// The nodes of a cut are the potentials of that one cost. Of own funds: what is in it costs 1, since all that it leads
    /// to is full. Of unspent money: what is in it saves 1, since it leads to such money; a limit after it costs 1, since it
    /// is full.
    fn cut(&self, cut: &Cut) -> Fails {
        let (problem, of_own_funds) = (self.problem, cut.of == "own_funds");
        let level = self.level_of(cut)?;
        let mut prices = vec![0_i32; self.kinds.len()];
        let tables = [
            (&cut.classes, Kind::Class),
            (&cut.buckets, Kind::Bucket),
            (&cut.limits, Kind::Limit),
        ];
        for (named, kind) in tables {
            for &node in named {
                let is_one = self.kinds.get(node) == Some(&Some(kind));
                need(is_one && prices[node] == 0, || {
                    format!("node {node} is not one, or is twice")
                })?;
                prices[node] = if of_own_funds || self.after[node] {
                    1
                } else {
                    -1
                };
            }
        }
        let far_sides = (0..self.kinds.len()).filter(|&at| self.kinds[at] == Some(Kind::FarSide));
        for node in far_sides {
            let onward = self.leaving[node].iter();
            let onward = onward.map(|&at| prices[problem.arcs[at].to]);
            prices[node] = onward.min().unwrap_or(0);
        }
        let mut amount = 0_i128;
        for (at, arc) in problem.arcs.iter().enumerate() {
            let counted = self.counts(arc, of_own_funds, level);
            let flow = i128::from(arc.flow.0);
            let cost = match (counted, of_own_funds) {
                (false, _) => 0,
                (true, true) => {
                    amount += flow;
                    1
                }
                (true, false) => {
                    amount += arc.capacity.map_or(0, |it| i128::from(it.0)) - flow;
                    -1
                }
            };
            let reduced = cost + prices[arc.to] - prices[arc.from];
            need(reduced >= 0 || !arc.takes_more(), || {
                format!("{} could take more", arc.named(at))
            })?;
            need(reduced <= 0 || flow == 0, || {
                format!("{} takes what could be spent better", arc.named(at))
            })?;
        }
        need(amount == i128::from(cut.amount.0), || {
            format!("the amount is not {}", shown(cut.amount))
        })
    }

    /// The place of the level that a cut is about.
    fn level_of(&self, cut: &Cut) -> Result<usize, String> {
        let named = |level: &str| match level.split_once(' ') {
            Some(("lapse", date)) => Some(format!("carry_over {date}")),
            _ if level == "lost" => Some("refund".to_owned()),
            _ if level == "own_funds" => Some(level.to_owned()),
            _ => None,
        };
        let mut levels = self.problem.levels.iter();
        let level = levels.position(|level| named(level).as_ref() == Some(&cut.of));
        level.ok_or_else(|| format!("`{}` is of no level", cut.of))
    }

    /// Whether an arc is what a cut is about: own funds of classes, or unspent money with this fate or a nearer one.
    fn counts(&self, arc: &Arc, of_own_funds: bool, level: usize) -> bool {
        if of_own_funds {
            return arc.to == ROOT && arc.cost.iter().any(|(of, cost)| *of == 1 && *cost > 0);
        }
        let saves = |(of, cost): &(usize, i32)| *of <= level && *cost < 0;
        self.kinds[arc.from] != Some(Kind::Class) && arc.cost.iter().any(saves)
    }
}

/// The nodes to which arcs lead from some nodes, but for the root.
fn reached(from: Vec<usize>, arcs: &[Vec<usize>], end: impl Fn(usize) -> usize) -> Vec<bool> {
    let mut found = vec![false; arcs.len()];
    let mut open = from;
    while let Some(node) = open.pop() {
        for &arc in &arcs[node] {
            let node = end(arc);
            if node != ROOT && !found[node] {
                found[node] = true;
                open.push(node);
            }
        }
    }
    found
}
