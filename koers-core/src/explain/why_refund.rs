//! Why not, of a refund: what rebookings would save, what proves that nothing could, and what keeps other costs away.

use std::collections::BTreeMap;

use super::View;
use super::about::{Many, Obstacle};
use super::bounded::{Largest, MOST, bounded};
use super::node::Node;
use super::statement::Statement;
use crate::allocate::{CutOf, YearAllocation};
use crate::dossier::LineKind;
use crate::money::Money;
use crate::plan::YearPlan;
use crate::settle::{Rests, fewest_moves};

impl<'s> View<'s> {
    /// What rebookings would save of a refund; else what proves that nothing could, and what keeps other costs away.
    pub(super) fn why_refund(&self, grant: Option<usize>) -> Vec<Node> {
        let dossier = self.plan.dossier();
        let id = grant.map(|grant| dossier.grants()[grant].id.value.as_str());
        let name = |id: &str| self.plan.grant_place(id).map(|at| self.grant_name(at));
        let mut rows = Vec::new();
        for row in self.settlement.advice() {
            let asked = id.is_none_or(|id| row.to == id)
                && self.years.iter().any(|(plan, _)| plan.year == row.year);
            let (Some(line), Some(to)) = (dossier.lines().find(&row.line), name(&row.to)) else {
                continue;
            };
            if asked {
                let said = Statement::Rebook {
                    line: self.line_name(line),
                    from: row.from.as_deref().and_then(name),
                    to,
                    moved: row.amount,
                };
                let node = Node::leaf(said, row.saves.cents());
                rows.push(node.at(self.source_of_line(line)));
            }
        }
        let asked = grant.map(|grant| self.grant_name(grant));
        let mut trees = vec![if rows.is_empty() {
            Node::said(Statement::NothingSaves { grant: asked })
        } else {
            let rows = bounded(rows, Many::Lines);
            Node::sum(Statement::Saved { grant: asked }, rows)
        }];
        trees.extend(self.least(grant));
        if let Some(grant) = grant {
            trees.push(self.elsewhere(grant));
        }
        trees
    }

    /// The least that goes back by the rules, as the cuts of the least refund prove it.
    fn least(&self, grant: Option<usize>) -> Vec<Node> {
        let Some(best) = fewest_moves(self.plan.dossier()) else {
            return Vec::new();
        };
        let mut nodes = Vec::new();
        let years = best.years().iter();
        let years = years.filter(|of| self.years.iter().any(|(plan, _)| plan.year == of.year));
        for problem in years.flat_map(|year| &year.problems) {
            let grant_of = |bucket: usize| best.plan().buckets()[bucket].grant;
            for cut in problem.cuts().iter().filter(|cut| cut.of == CutOf::Refund) {
                let buckets = problem.buckets.iter();
                let buckets = buckets.filter(|it| cut.buckets.contains(&it.node));
                let mut grants: Vec<usize> = buckets.map(|it| grant_of(it.bucket)).collect();
                grants.sort_unstable();
                grants.dedup();
                if grant.is_some_and(|grant| !grants.contains(&grant)) {
                    continue;
                }
                let classes = problem.classes.iter();
                let classes = classes.filter(|class| cut.classes.contains(&class.node));
                let names = grants.iter().take(MOST);
                let said = Statement::Least {
                    year: problem.year,
                    grants: names
                        .map(|&at| self.plan.dossier().grants()[at].name().to_owned())
                        .collect(),
                    lines: classes.map(|class| class.lines).sum(),
                };
                nodes.push(Node::leaf(said, cut.amount));
            }
            if problem.gap > 0 {
                let rules = problem.left_out_names(best.plan());
                nodes.push(Node::leaf(Statement::Unproven { rules }, problem.gap));
            }
        }
        bounded(nodes, Many::Entries)
    }

    /// The costs that a grant does not pay, by what keeps them away.
    fn elsewhere(&self, grant: usize) -> Node {
        let said = |year| Statement::Elsewhere {
            grant: self.grant_name(grant),
            year,
        };
        self.years_apart(said, |plan, allocated| {
            let mut kept: BTreeMap<Obstacle, (Option<Rests>, Largest)> = BTreeMap::new();
            let others = allocated.paid(self.plan);
            let others = others.filter(|it| self.plan.buckets()[it.bucket].grant != grant);
            let others = others.map(|it| (it.line, it.amount));
            let open = allocated.open(self.plan).map(|it| (it.line, it.amount));
            let lines = self.plan.dossier().lines();
            let costs = others.chain(open);
            let costs = costs.filter(|(line, _)| lines.kind(*line) == LineKind::Cost);
            let mut costs: Vec<(usize, i64)> = costs.collect();
            costs.sort_by(|(a, _), (b, _)| lines.order(*a, *b));
            for (line, cents) in costs {
                let (obstacle, rule) = self.farthest(plan, allocated, grant, line);
                let (_, largest) = kept
                    .entry(obstacle)
                    .or_insert_with(|| (rule, Largest::default()));
                largest.add(line, cents);
            }
            let nodes = kept.into_iter().map(|(obstacle, (rule, largest))| {
                let count = largest.count;
                let said = Statement::KeptAway {
                    grant: self.grant_name(grant),
                    obstacle,
                    count,
                };
                Node::sum(said, self.named(largest)).resting(rule)
            });
            bounded(nodes.collect(), Many::Groups)
        })
    }

    /// What keeps a line from the bucket of a grant where it comes farthest.
    fn farthest(
        &self,
        plan: &'s YearPlan,
        allocated: &'s YearAllocation,
        grant: usize,
        line: usize,
    ) -> (Obstacle, Option<Rests>) {
        let mut left = 0;
        let mut admitted = false;
        let mut farthest: Option<(u8, Obstacle, Option<Rests>)> = None;
        for (at, _) in self.plan.buckets_of(grant) {
            let (found, rule) = self.gate(plan, allocated, at, line);
            let Some(obstacle) = found else {
                admitted = true;
                left += allocated.closings[at]
                    .as_ref()
                    .map_or(0, |it| (it.room - it.spent).max(0));
                continue;
            };
            let far = match obstacle {
                Obstacle::State { .. } => 0,
                Obstacle::Window { .. } => 1,
                Obstacle::Eligible => 2,
                Obstacle::Part => 3,
                _ => 4,
            };
            if farthest.as_ref().is_none_or(|(before, ..)| *before < far) {
                farthest = Some((far, obstacle, rule));
            }
        }
        match farthest {
            _ if admitted => {
                let room = Money::of(left);
                (Obstacle::Admits { room }, None)
            }
            Some((_, obstacle, rule)) => (obstacle, rule),
            None => (self.stands(plan, grant), None),
        }
    }
}
