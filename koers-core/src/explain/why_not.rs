//! Why not: what keeps each bucket from paying a line, and what could have lowered a refund.

use std::collections::BTreeMap;

use super::View;
use super::about::{Many, Obstacle};
use super::bounded::{Largest, MOST, bounded};
use super::node::Node;
use super::statement::Statement;
use crate::allocate::{Block, CutOf, Gate, Paid, Verdict, YearAllocation};
use crate::calendar::Date;
use crate::dossier::{Booking, LineKind};
use crate::money::Money;
use crate::plan::YearPlan;
use crate::scheme::Eligible;
use crate::settle::{Measure, Rests, fewest_moves, is_judged};

impl<'s> View<'s> {
    /// What keeps each bucket from paying more of a line.
    pub(super) fn why_not_line(&self, id: &str) -> Vec<Node> {
        let Some(line) = self.plan.dossier().lines().find(id) else {
            return Vec::new();
        };
        let mut trees = Vec::new();
        for &(plan, allocated) in &self.years {
            let open = self.open_parts(plan, line);
            if !open.is_empty() {
                let said = Statement::WhyOwnFunds {
                    line: self.line_name(line),
                };
                trees.push(Node::sum(said, open).at(self.source_of_line(line)));
            }
            if self.plan.dossier().lines().period(line).last().year() == plan.year {
                trees.push(self.obstacles(plan, allocated, line, true));
            }
        }
        trees
    }

    /// What keeps the largest lines on own funds from each bucket.
    pub(super) fn why_own_funds(&self) -> Vec<Node> {
        let mut trees = self.own_funds();
        for &(plan, allocated) in &self.years {
            let mut largest = Largest::default();
            for open in allocated.open(self.plan) {
                largest.add(open.line, open.amount);
            }
            // The year of a note is that of its line, which has no obstacles of its own.
            let lines = self.plan.dossier().lines();
            let (shown, _, _) = largest.shown();
            let of_year = shown.into_iter().map(|(line, _)| line);
            let of_year = of_year.filter(|line| lines.period(*line).last().year() == plan.year);
            trees.extend(of_year.map(|line| self.obstacles(plan, allocated, line, false)));
        }
        trees.truncate(MOST);
        trees
    }

    /// What keeps each bucket from paying a line; `tried` settles again with the line booked where only that keeps it.
    fn obstacles(
        &self,
        plan: &'s YearPlan,
        allocated: &'s YearAllocation,
        line: usize,
        tried: bool,
    ) -> Node {
        let pays: Vec<Paid> = allocated
            .paid(self.plan)
            .filter(|paid| paid.line == line)
            .collect();
        let open: Option<Block> = allocated
            .open(self.plan)
            .filter(|open| open.line == line)
            .map(|open| open.block)
            .max();
        let mut entered: BTreeMap<usize, Option<(i64, i64)>> = BTreeMap::new();
        let mut nodes = Vec::new();
        for (at, bucket) in self.plan.buckets().iter().enumerate() {
            let grant = bucket.grant;
            let mut booked_on = |grant| {
                // Each try settles the dossier once more.
                let known = entered.contains_key(&grant);
                let within = tried && (known || entered.len() < MOST);
                within.then(|| {
                    *entered
                        .entry(grant)
                        .or_insert_with(|| self.booked_on(line, grant))
                })?
            };
            let (obstacle, rule) = if pays.iter().any(|paid| paid.bucket == at) {
                let rule = self.rule(grant, line, |version| Some(&version.eligible.citation));
                let more = open.and_then(|_| booked_on(grant));
                let more = more.filter(|(_, saves)| *saves > 0);
                let obstacle = more.map_or(Obstacle::Pays, |(pays, saves)| Obstacle::PaysMore {
                    pays: Money::of(pays),
                    saves: Money::of(saves),
                });
                (obstacle, rule)
            } else {
                let of_grant = |paid: &Paid| self.plan.buckets()[paid.bucket].grant == grant;
                // What the grant pays no more of is for its rules to say, else it needs no second bucket.
                let whole = open.is_none() && pays.iter().any(of_grant);
                let of_bucket = (plan, allocated, at);
                self.obstacle(of_bucket, line, (open, whole), booked_on)
            };
            let bucket = self.bucket_name(at);
            let said = Statement::Obstacle { bucket, obstacle };
            let node = Node::said(said).resting(rule);
            nodes.push(node.at(self.source_of_bucket(at)));
        }
        let line = self.line_name(line);
        let nodes = bounded(nodes, Many::Entries);
        Node::said(Statement::Obstacles { line }).because(nodes)
    }

    /// What keeps a bucket that pays nothing of a line from it, and the rule that says so.
    fn obstacle(
        &self,
        (plan, allocated, at): (&'s YearPlan, &'s YearAllocation, usize),
        line: usize,
        (open, whole): (Option<Block>, bool),
        mut booked_on: impl FnMut(usize) -> Option<(i64, i64)>,
    ) -> (Obstacle, Option<Rests>) {
        let bucket = &self.plan.buckets()[at];
        let grant = bucket.grant;
        let (found, rule) = self.gate(plan, allocated, at, line);
        if let Some(obstacle) = found {
            return (obstacle, rule);
        }
        let Some(closing) = &allocated.closings[at] else {
            return (self.stands(plan, grant), None);
        };
        let lines = self.plan.dossier().lines();
        let id = &self.plan.dossier().grants()[grant].id.value;
        let booked = lines
            .booking(line)
            .is_some_and(|booking| booking.grants().any(|booked| booked == id));
        let left = closing.room - closing.spent;
        if left <= 0 {
            let room = Money::of(closing.room);
            return (Obstacle::Room { room }, None);
        }
        if closing.to_use.is_some_and(|to_use| to_use <= closing.spent) {
            let rule = self.rule(grant, line, |version| {
                Some(&version.basis.as_ref()?.citation)
            });
            return (Obstacle::Basis, rule);
        }
        if whole {
            return (Obstacle::OtherBucket, None);
        }
        if let Some(block) = open.filter(|_| booked) {
            let share = |version: &'s crate::scheme::Version| version.share.as_ref();
            let date = lines.period(line).last();
            let share = self.plan.version(grant, date).and_then(share);
            if let (Block::Share, Some(share)) = (block, share) {
                let rule = self.rule(grant, line, |version| {
                    Some(&version.share.as_ref()?.citation)
                });
                let rate = share.rule.rate;
                return (Obstacle::Share { rate }, rule);
            }
            let cause = super::names::cause(block);
            return (Obstacle::Rule { cause }, None);
        }
        let obstacle = match booked_on(grant).filter(|_| !booked) {
            Some((pays, saves)) => Obstacle::Fits {
                pays: Money::of(pays),
                saves: Money::of(saves),
            },
            None => Obstacle::Admits {
                room: Money::of(left),
            },
        };
        (obstacle, None)
    }

    /// What of state, window, eligibility and part keeps a bucket from a line.
    fn gate(
        &self,
        plan: &'s YearPlan,
        allocated: &'s YearAllocation,
        at: usize,
        line: usize,
    ) -> (Option<Obstacle>, Option<Rests>) {
        let gate = Gate {
            plan: self.plan,
            year: plan,
            carried: &allocated.carried,
        };
        let bucket = &self.plan.buckets()[at];
        let grant = bucket.grant;
        let date = self.plan.dossier().lines().period(line).last();
        let eligible = || self.rule(grant, line, |version| Some(&version.eligible.citation));
        match gate.verdict(at, bucket, gate.shown(grant, line)) {
            Verdict::Absent | Verdict::Blocked(Block::State) => {
                (Some(self.stands(plan, grant)), None)
            }
            Verdict::Blocked(Block::Window) => {
                let terms = allocated.carried[at].terms;
                let span = bucket.span_on(date, terms.map(|terms| terms.until));
                let days = (span.map(|it| it.from), span.map(|it| it.until));
                let (from, until): (Option<Date>, Option<Date>) = days;
                let rule = self.rule(grant, line, |version| Some(&version.window.citation));
                (Some(Obstacle::Window { from, until }), rule)
            }
            Verdict::Blocked(Block::Part) => {
                let rule = self.rule(grant, line, |version| {
                    Some(&version.shifting.as_ref()?.citation)
                });
                (Some(Obstacle::Part), rule)
            }
            Verdict::Blocked(_) => (Some(Obstacle::Eligible), eligible()),
            Verdict::Admitted => {
                let version = self.plan.version(grant, date);
                let goal = version
                    .is_some_and(|version| matches!(version.eligible.rule, Eligible::Goal(_)));
                let judged = !goal || gate.assumed(grant, line) || is_judged(&gate, grant, line);
                if judged {
                    (None, None)
                } else {
                    (Some(Obstacle::Goal), eligible())
                }
            }
        }
    }

    pub(super) fn stands(&self, plan: &YearPlan, grant: usize) -> Obstacle {
        let state = self.plan.dossier().grants()[grant].state_on(plan.end);
        Obstacle::State { state }
    }

    /// What a grant would pay of a line that was booked on it alone, and how much less would be on own funds in all; `None`
    /// where it would pay nothing, or can't be booked.
    fn booked_on(&self, line: usize, grant: usize) -> Option<(i64, i64)> {
        let dossier = self.plan.dossier();
        let id = dossier.grants()[grant].id.value.clone();
        let name = dossier.lines().id(line).into_owned();
        let changed = dossier.rebook([(name.as_str(), Some(Booking::Grant(id)))]);
        let settled = changed.ok()?.settle_by(self.settlement.method()).ok()?;
        let plan = settled.plan();
        let years = settled.years().iter();
        let paid = years
            .flat_map(|year| year.paid(plan))
            .filter(|paid| paid.line == line && plan.buckets()[paid.bucket].grant == grant);
        let pays: i64 = paid.map(|paid| paid.amount).sum();
        let total = |settlement: &crate::Settlement| settlement.total(Measure::OwnFunds).cents();
        (pays != 0).then(|| (pays, total(self.settlement) - total(&settled)))
    }

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
                let said = Statement::KeptAway { obstacle, count };
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
