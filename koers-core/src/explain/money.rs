//! Grants: what they pay, their balance, and what becomes of it.

use super::View;
use super::about::{Figure, Many, Term, Told};
use super::bounded::bounded;
use super::lines::ByLine;
use super::node::Node;
use super::shown::{SPENT, Shown};
use super::statement::Statement;
use crate::allocate::YearAllocation;
use crate::dossier::{Movement, State};
use crate::plan::YearPlan;
use crate::settle::Fate;

impl<'s> View<'s> {
    /// What a grant pays, its balance, what becomes of it, and how that compares with the budget.
    pub(super) fn grant(&self, grant: usize) -> Vec<Node> {
        let spent = self.by_year(
            (Figure::Spent, Told::Lines),
            Some(grant),
            |plan, allocated| self.spent_by_line(grant, plan, allocated),
        );
        let mut trees = vec![spent];
        if let Some((plan, allocated)) = self.last() {
            let figure = |(figure, told), children| {
                let grant = Some(self.grant_name(grant));
                let year = Some(plan.year);
                Node::sum(
                    Statement::Figure {
                        figure,
                        told,
                        grant,
                        year,
                    },
                    children,
                )
            };
            let closed = self.closed(Some(grant), plan, allocated);
            trees.push(figure(
                (Figure::Balance, Told::Movements),
                self.movements(grant, plan, allocated),
            ));
            trees.push(figure(
                (Figure::Balance, Told::Reasons),
                self.outcomes(&closed, plan, |fate| match fate {
                    Fate::Refund | Fate::CarryOver | Fate::Retained => 1,
                    Fate::Receivable => -1,
                    Fate::Pending => 0,
                }),
            ));
            let pending = self.outcomes(&closed, plan, |fate| i64::from(fate == Fate::Pending));
            if !pending.is_empty() {
                trees.push(figure((Figure::Pending, Told::Reasons), pending));
            }
            let budget = self.unspent(grant, plan, allocated, true);
            if let Some(unspent) = budget {
                trees.push(figure((Figure::Unspent, Told::Budget), unspent));
            }
        }
        if self.years.len() > 1 {
            trees.push(self.refund_because(Some(grant)));
        }
        for tree in trees.iter_mut().filter(|tree| tree.children.is_empty()) {
            tree.children = self.without_room(grant);
        }
        trees
    }

    /// That a grant gives nothing to spend as it stands at the end of the last year, where that is so.
    fn without_room(&self, grant: usize) -> Vec<Node> {
        let Some((plan, _)) = self.last() else {
            return Vec::new();
        };
        let state = self.plan.dossier().grants()[grant].state_on(plan.end);
        if !matches!(state, State::Announced | State::Withdrawn) {
            return Vec::new();
        }
        let said = Statement::Stands {
            grant: self.grant_name(grant),
            obstacle: self.stands(plan, grant),
        };
        vec![Node::said(said)]
    }

    /// What stays available at the end of the last year: why, and from which movements it follows.
    pub(super) fn carry_over(&self, grant: Option<usize>) -> Vec<Node> {
        let Some((plan, allocated)) = self.last() else {
            return Vec::new();
        };
        let said = |told| Statement::Figure {
            figure: Figure::CarryOver,
            told,
            grant: grant.map(|grant| self.grant_name(grant)),
            year: Some(plan.year),
        };
        let carried = |fate| i64::from(fate == Fate::CarryOver);
        let because = self.outcomes_of(grant, plan, allocated, &carried);
        let terms = self.terms(grant, plan, allocated, |closing| {
            [
                (Term::Refund, -closing.refund),
                (Term::Retained, -closing.retained),
                (Term::Receivable, closing.receivable),
            ]
        });
        let because = Node::sum(said(Told::Reasons), because);
        vec![because, Node::sum(said(Told::Movements), terms)]
    }

    /// What became of the money of buckets, cause by cause, each with the sign that `sign` gives its fate.
    pub(super) fn outcomes(
        &self,
        closed: &[Shown<'_>],
        plan: &YearPlan,
        sign: impl Fn(Fate) -> i64,
    ) -> Vec<Node> {
        let mut nodes = Vec::new();
        for shown in closed {
            let bucket = shown.bucket;
            for (fate, amount, reason) in self.fates(plan, shown) {
                let cents = sign(fate) * amount.cents();
                let rests_on = reason.rests_on.clone();
                let bucket_name = self.bucket_name(bucket);
                let said = Statement::Outcome {
                    bucket: bucket_name,
                    reason,
                };
                let node = Node::leaf(said, cents).resting(rests_on);
                nodes.push(node.at(self.source_of_bucket(bucket)));
            }
        }
        bounded(nodes, Many::Entries)
    }

    /// As [`View::outcomes`]; of all grants a node for each.
    pub(super) fn outcomes_of(
        &self,
        grant: Option<usize>,
        plan: &YearPlan,
        allocated: &'s YearAllocation,
        sign: &impl Fn(Fate) -> i64,
    ) -> Vec<Node> {
        if grant.is_some() {
            return self.outcomes(&self.closed(grant, plan, allocated), plan, sign);
        }
        let closed = self.closed(None, plan, allocated);
        let grant = |at: usize| self.plan.buckets()[at].grant;
        let of_grants = closed.chunk_by(|a, b| grant(a.bucket) == grant(b.bucket));
        let nodes = of_grants.map(|of_grant| {
            let said = Statement::OfGrant {
                grant: self.grant_name(grant(of_grant[0].bucket)),
            };
            Node::sum(said, self.outcomes(of_grant, plan, sign))
        });
        bounded(nodes.collect(), Many::Grants)
    }

    /// What came in and went out of a grant in a year: its balance.
    fn movements(&self, grant: usize, plan: &YearPlan, allocated: &'s YearAllocation) -> Vec<Node> {
        let closed = self.closed(Some(grant), plan, allocated);
        let sum = |of: fn(&Shown<'_>) -> i64| closed.iter().map(of).sum::<i64>();
        let term = |term, cents| Node::leaf(Statement::Term { term }, cents);
        let mut nodes = vec![
            term(Term::Opening, sum(|it| it.opening)),
            term(Term::Restated, sum(|it| it.restated)),
        ];
        for (of, sign, cents) in [
            (Term::Received, 1, sum(|it| it.received)),
            (Term::Repaid, -1, sum(|it| it.repaid)),
        ] {
            let rows = self.rows(&closed, plan.year, of, sign);
            let node = term(of, sign * cents);
            let shown: i64 = rows.iter().map(Node::cents).sum();
            nodes.push(match rows.as_slice() {
                [one] if one.cents() == node.cents() => node.at(one.source.clone()),
                _ if shown == node.cents() => node.because(rows),
                _ => node,
            });
        }
        nodes.push(term(Term::Spent, -sum(|it| it.spent)));
        bounded(nodes, Many::Entries)
    }

    /// The movements of buckets in a year as the dossier states them.
    fn rows(&self, closed: &[Shown<'_>], year: i16, of: Term, sign: i64) -> Vec<Node> {
        let mut nodes = Vec::new();
        for bucket in closed.iter().map(|it| it.bucket) {
            let tranche = self.plan.buckets()[bucket].tranche(self.plan.dossier());
            let movements = match of {
                Term::Received => &tranche.received,
                _ => &tranche.repaid,
            };
            let in_year = |movement: &&Movement| movement.period.value.last().year() == year;
            for movement in movements.iter().filter(in_year) {
                let said = Statement::Movement {
                    bucket: self.bucket_name(bucket),
                    period: movement.period.value,
                };
                let stated = movement.source.clone();
                let source = stated.or_else(|| movement.period.place.location());
                nodes.push(Node::leaf(said, sign * movement.amount.value.cents()).at(source));
            }
        }
        bounded(nodes, Many::Entries)
    }

    /// What came in and went out, and what else `less` takes from the balance.
    pub(super) fn terms<const N: usize>(
        &self,
        grant: Option<usize>,
        plan: &YearPlan,
        allocated: &'s YearAllocation,
        less: impl Fn(&Shown<'_>) -> [(Term, i64); N],
    ) -> Vec<Node> {
        let mut sums: Vec<(Term, i64)> = Vec::new();
        for closing in self.closed(grant, plan, allocated) {
            let all = [
                (Term::Opening, closing.opening),
                (Term::Restated, closing.restated),
                (Term::Received, closing.received),
                (Term::Repaid, -closing.repaid),
                (Term::Spent, -closing.spent),
            ];
            for (term, cents) in all.into_iter().chain(less(&closing)) {
                match sums.iter_mut().find(|(known, _)| *known == term) {
                    Some((_, sum)) => *sum += cents,
                    None => sums.push((term, cents)),
                }
            }
        }
        let nodes = sums
            .into_iter()
            .map(|(term, cents)| Node::leaf(Statement::Term { term }, cents));
        bounded(nodes.collect(), Many::Entries)
    }

    /// What a grant pays of lines in a year.
    fn spent_by_line(
        &self,
        grant: usize,
        plan: &YearPlan,
        allocated: &'s YearAllocation,
    ) -> Vec<Node> {
        let mut lines = ByLine::new(self);
        let shown = self.closed(Some(grant), plan, allocated);
        let mut otherwise: i64 = shown.iter().map(|it| it.spent).sum();
        for paid in allocated.paid(self.plan) {
            if self.plan.buckets()[paid.bucket].grant == grant {
                lines.add(paid.line, paid.amount);
                otherwise -= paid.amount;
            }
        }
        let mut nodes = lines.nodes();
        let term = Term::AsClosed;
        let beside = [
            Node::leaf(Statement::Term { term }, otherwise),
            self.booked_node(Some(grant), plan.year, SPENT),
        ];
        nodes.extend(beside.into_iter().filter(|node| node.cents() != 0));
        nodes
    }
}
