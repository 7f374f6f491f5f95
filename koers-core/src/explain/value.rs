//! A value of a dimension: what was realised with it, who pays that, and how it compares with the budget.

use std::collections::BTreeMap;

use super::View;
use super::about::Many;
use super::bounded::{Largest, bounded};
use super::budget::Compared;
use super::node::Node;
use super::reached::AtEnd;
use super::statement::Statement;
use crate::dossier::TextColumn;

impl View<'_> {
    /// What was realised with a value of a dimension, by the grant that pays, and against the budget.
    pub(super) fn value(&self, dimension: &str, value: &str) -> Vec<Node> {
        let dossier = self.plan.dossier();
        let column = dossier.lines().dimension(dimension);
        let code = column.and_then(|column| {
            let mut codes = 1..=u32::try_from(column.count()).unwrap_or(u32::MAX);
            codes.find(|&code| column.text(code) == Some(value))
        });
        let has = |line: usize| match (column, code) {
            (Some(column), Some(code)) => column.code(line) == code,
            _ => false,
        };
        let realised = |year| Statement::Realised {
            dimension: dimension.to_owned(),
            value: value.to_owned(),
            year,
        };
        let mut trees = vec![self.years_apart(realised, |plan, allocated| {
            let mut grants: BTreeMap<usize, Largest> = BTreeMap::new();
            for paid in allocated.paid(self.plan).filter(|it| has(it.line)) {
                let grant = self.plan.buckets()[paid.bucket].grant;
                grants.entry(grant).or_default().add(paid.line, paid.amount);
            }
            let grants = grants.into_iter().map(|(grant, lines)| {
                let grant = self.grant_name(grant);
                Node::sum(Statement::OfGrant { grant }, self.named(lines))
            });
            let mut nodes = bounded(grants.collect(), Many::Grants);
            nodes.extend(self.open_by_cause(AtEnd { plan, allocated }, has));
            let mut taken_off = Largest::default();
            for off in allocated.deducted().iter().filter(|it| has(it.line)) {
                taken_off.add(off.line, off.amount);
            }
            if taken_off.count > 0 {
                let said = Statement::TakenOff {
                    grant: None,
                    kind: None,
                };
                nodes.push(Node::sum(said, self.named(taken_off)));
            }
            nodes
        })];
        let budget = dossier.budget();
        if budget.rows().is_empty() {
            return trees;
        }
        let own = budget.dimension(dimension);
        let budgeted = |at: usize| {
            let of_line = || {
                let line = budget.rows()[at].line.as_deref()?;
                column?.value(dossier.lines().find(line)?)
            };
            let own = own.and_then(|own: &TextColumn| own.value(at));
            own.or_else(of_line) == Some(value)
        };
        let balance = |year| Statement::BalanceOf {
            dimension: dimension.to_owned(),
            value: value.to_owned(),
            year,
        };
        trees.push(self.years_apart(balance, |plan, allocated| {
            let mut compared = Compared::new(self, plan.year, budgeted);
            let paid = allocated.paid(self.plan).map(|it| (it.line, it.amount));
            let open = allocated.open(self.plan).map(|it| (it.line, it.amount));
            let off = allocated.deducted().iter();
            let off = off.map(|it| (it.line, it.amount));
            let parts = paid.chain(open).chain(off).filter(|(line, _)| has(*line));
            let mut parts: Vec<(usize, i64)> = parts.collect();
            parts.sort_by(|(a, _), (b, _)| dossier.lines().order(*a, *b));
            for (line, cents) in parts {
                compared.add(line, cents);
            }
            compared.nodes()
        }));
        trees
    }
}
