//! Refunds: why money goes back, from which movements that follows, and which lines made it.

use super::View;
use super::about::{Figure, Many, Term, Told};
use super::bounded::bounded;
use super::node::Node;
use super::shown::{REFUND, Shown};
use super::statement::Statement;
use crate::allocate::YearAllocation;
use crate::plan::{ReasonCode, YearPlan};
use crate::settle::Fate;

impl<'s> View<'s> {
    /// What goes back, of a grant or of all: by cause, by movements, and by lines against their budget.
    pub(super) fn refund(&self, grant: Option<usize>) -> Vec<Node> {
        let mut trees = vec![self.refund_because(grant)];
        let terms = self.by_year(
            (Figure::Refund, Told::Movements),
            grant,
            |plan, allocated| {
                let owed = !self.counts_owed(plan);
                let mut nodes = self.terms(grant, plan, allocated, |closing| {
                    [
                        (Term::CarryOver, -closing.carry_over),
                        (Term::Retained, -closing.retained),
                        (Term::Receivable, closing.receivable),
                        (Term::Owed, if owed { -closing.owed } else { 0 }),
                    ]
                });
                let booked = self.booked(grant, plan.year, REFUND);
                let term = Term::RestatedRefund;
                nodes.push(Node::leaf(Statement::Term { term }, booked));
                nodes.retain(|node| node.cents() != 0);
                nodes
            },
        );
        trees.push(terms);
        if !self.plan.dossier().budget().rows().is_empty() {
            trees.push(
                self.by_year((Figure::Refund, Told::Budget), grant, |plan, allocated| {
                    self.against_budget(grant, plan, allocated)
                }),
            );
        }
        trees
    }

    /// What goes back, by cause.
    pub(super) fn refund_because(&self, grant: Option<usize>) -> Node {
        self.by_year((Figure::Refund, Told::Reasons), grant, |plan, allocated| {
            self.refunds(grant, plan, allocated)
        })
    }

    /// What goes back of a year, by cause; over several years each refund counts in the year in which it arose.
    fn refunds(
        &self,
        grant: Option<usize>,
        plan: &YearPlan,
        allocated: &'s YearAllocation,
    ) -> Vec<Node> {
        let sign = |fate| i64::from(fate == Fate::Refund);
        let mut nodes = self.outcomes_of(grant, plan, allocated, &sign);
        if !self.counts_owed(plan) {
            // What was owed before stands in the year in which it arose.
            let owed = self.terms_of(grant, plan, allocated, |closing| -closing.owed);
            let term = Term::Owed;
            nodes.push(Node::leaf(Statement::Term { term }, owed));
        }
        nodes.push(self.booked_node(grant, plan.year, REFUND));
        nodes.retain(|node| node.cents() != 0);
        nodes
    }

    /// Whether what was owed before a year counts: in the first book year, and where the year alone is asked for.
    fn counts_owed(&self, plan: &YearPlan) -> bool {
        self.year.is_some() || self.plan.dossier().years().first() == Some(&plan.year)
    }

    fn terms_of(
        &self,
        grant: Option<usize>,
        plan: &YearPlan,
        allocated: &'s YearAllocation,
        of: impl Fn(&Shown<'_>) -> i64,
    ) -> i64 {
        let closed = self.closed(grant, plan, allocated);
        closed.iter().map(of).sum()
    }

    /// What goes back of a year as what was not spent of what there was: line by line against the budget, and what was
    /// never budgeted.
    fn against_budget(
        &self,
        grant: Option<usize>,
        plan: &'s YearPlan,
        allocated: &'s YearAllocation,
    ) -> Vec<Node> {
        let Some(grant) = grant else {
            return self.grants_against_budget(plan, allocated);
        };
        self.grant_against_budget(grant, plan, allocated, true)
    }

    /// As [`View::against_budget`] of each grant from which money goes back, without its lines. Of many grants only those
    /// that are named are looked at further, for that goes over all lines.
    fn grants_against_budget(
        &self,
        plan: &'s YearPlan,
        allocated: &'s YearAllocation,
    ) -> Vec<Node> {
        let closed = self.closed(None, plan, allocated);
        let grant = |at: usize| self.plan.buckets()[at].grant;
        let owed = self.counts_owed(plan);
        let grants = closed.chunk_by(|a, b| grant(a.bucket) == grant(b.bucket));
        let grants = grants.map(|of_grant| {
            let back = |closing: &Shown<'_>| closing.refund - if owed { 0 } else { closing.owed };
            let refund: i64 = of_grant.iter().map(back).sum();
            let grant = grant(of_grant[0].bucket);
            let refund = refund + self.booked(Some(grant), plan.year, REFUND);
            let grant = self.grant_name(grant);
            Node::leaf(Statement::OfGrant { grant }, refund)
        });
        let mut nodes = bounded(grants.collect(), Many::Grants);
        for node in &mut nodes {
            if let Statement::OfGrant { grant } = &node.statement {
                let grant = self.place(&grant.id);
                node.children = self.grant_against_budget(grant, plan, allocated, false);
            }
        }
        nodes
    }

    fn grant_against_budget(
        &self,
        grant: usize,
        plan: &'s YearPlan,
        allocated: &'s YearAllocation,
        lines: bool,
    ) -> Vec<Node> {
        let closed = self.closed(Some(grant), plan, allocated);
        let refund: i64 = closed.iter().map(|it| it.refund - it.owed).sum();
        let owed: i64 = closed.iter().map(|it| it.owed).sum();
        let above: i64 = closed
            .iter()
            .flat_map(|it| self.fates(plan, it))
            .filter(|(fate, _, reason)| {
                *fate == Fate::Refund && reason.code == ReasonCode::AboveRoom
            })
            .map(|(_, amount, _)| amount.cents())
            .sum();
        let room: i64 = closed.iter().map(|it| it.room).sum();
        let spent: i64 = closed.iter().map(|it| it.spent).sum();
        let left = room - spent;
        let stays: i64 = closed.iter().map(|it| it.carry_over).sum();
        let pending: i64 = closed.iter().map(|it| it.pending).sum();
        let retained: i64 = closed.iter().map(|it| it.retained).sum();
        let mut nodes = self.of_budget(grant, plan, allocated, (room, spent, lines));
        // What is given up goes back as far as it came in.
        let never = left - stays - pending - retained - (refund - above);
        // A grant without room gives back what came in all the same.
        let (never, above) = (never.max(0), above - never.min(0));
        let terms = [
            (Term::CarryOver, -stays),
            (Term::Pending, -pending),
            (Term::Retained, -retained),
            (Term::NeverReceived, -never),
            (Term::AboveRoom, above),
            (Term::Owed, if self.counts_owed(plan) { owed } else { 0 }),
        ];
        let terms = terms.into_iter().filter(|(_, cents)| *cents != 0);
        nodes.extend(terms.map(|(term, cents)| Node::leaf(Statement::Term { term }, cents)));
        nodes.push(self.booked_node(Some(grant), plan.year, REFUND));
        nodes.retain(|node| node.cents() != 0);
        nodes
    }
}
