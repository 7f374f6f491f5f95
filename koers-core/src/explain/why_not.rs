//! Why not: what keeps each bucket from paying a line.

use std::collections::BTreeMap;

use super::View;
use super::about::{Cause, Many, Obstacle};
use super::bounded::{Largest, MOST, bounded};
use super::node::Node;
use super::reached::AtEnd;
use super::statement::Statement;
use crate::allocate::{Block, Gate, Paid, Verdict, YearAllocation};
use crate::calendar::Date;
use crate::dossier::Booking;
use crate::money::Money;
use crate::plan::YearPlan;
use crate::scheme::Eligible;
use crate::settle::{Measure, Rests, is_judged};

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
                let more = open.and_then(|_| booked_on(grant));
                if let Some((pays, saves)) = more.filter(|(_, saves)| *saves > 0) {
                    let (pays, saves) = (Money::of(pays), Money::of(saves));
                    let rule = self.rule(grant, line, |version| Some(&version.eligible.citation));
                    (Obstacle::PaysMore { pays, saves }, rule)
                } else {
                    let of_bucket = pays.iter().filter(|paid| paid.bucket == at);
                    let paid = of_bucket.map(|paid| paid.amount).sum();
                    self.part_paid(AtEnd { plan, allocated }, grant, line, (paid, open))
                }
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

    /// What is said of a bucket that pays a line, or a part of it, in cents.
    fn part_paid(
        &self,
        end: AtEnd<'_>,
        grant: usize,
        line: usize,
        (paid, open): (i64, Option<Block>),
    ) -> (Obstacle, Option<Rests>) {
        let eligible = || self.rule(grant, line, |version| Some(&version.eligible.citation));
        let of = self.plan.dossier().lines().amount(line);
        if paid == of.cents() {
            return (Obstacle::Pays, eligible());
        }
        let limit = open.and_then(|block| self.reached(end, line, block));
        let name = self.grant_name(grant);
        let limit = limit.filter(|(reached, _)| *reached.grant() == name);
        let (limit, rule) = limit.unzip();
        let pays = Money::of(paid);
        let obstacle = Obstacle::PaysPart { pays, of, limit };
        (obstacle, rule.unwrap_or_else(eligible))
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
        let end = AtEnd { plan, allocated };
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
            let (limit, rule) = self.reached_of(end, grant, line, block).unzip();
            let cause = super::names::cause(block);
            return (Obstacle::Rule { cause, limit }, rule.flatten());
        }
        if let Some((pays, saves)) = booked_on(grant).filter(|_| !booked) {
            let (pays, saves) = (Money::of(pays), Money::of(saves));
            return (Obstacle::Fits { pays, saves }, None);
        }
        if let Some((reached, rule)) = self.ceiling_reached(end, at, line) {
            let cause = Cause::Ceiling;
            let limit = Some(reached);
            return (Obstacle::Rule { cause, limit }, rule);
        }
        let room = Money::of(left);
        (Obstacle::Admits { room }, None)
    }

    /// What of state, window, eligibility and part keeps a bucket from a line.
    pub(super) fn gate(
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
}
