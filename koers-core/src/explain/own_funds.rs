//! Own funds: what no grant pays, by reason and line.

use std::collections::BTreeMap;

use super::View;
use super::about::{Figure, Many, Told};
use super::bounded::bounded;
use super::lines::ByLine;
use super::names::cause;
use super::node::Node;
use super::reached::AtEnd;
use super::statement::Statement;
use crate::settle::Rests;

impl View<'_> {
    /// What no grant pays, by reason and line.
    pub(super) fn own_funds(&self) -> Vec<Node> {
        let figure = (Figure::OwnFunds, Told::Reasons);
        vec![self.by_year(figure, None, |plan, allocated| {
            self.open_by_cause(AtEnd { plan, allocated }, |_| true)
        })]
    }

    /// What no grant pays of the lines that `which` takes, by reason and line.
    pub(super) fn open_by_cause(&self, end: AtEnd<'_>, which: impl Fn(usize) -> bool) -> Vec<Node> {
        let mut causes: BTreeMap<_, (Option<Rests>, ByLine<'_, '_>)> = BTreeMap::new();
        for open in end.allocated.open(self.plan) {
            if which(open.line) {
                let (limit, rule) = self.reached(end, open.line, open.block).unzip();
                let (_, lines) = causes
                    .entry((cause(open.block), limit))
                    .or_insert_with(|| (rule.flatten(), ByLine::new(self)));
                lines.add(open.line, open.amount);
            }
        }
        let causes = causes.into_iter().map(|((cause, limit), (rule, lines))| {
            Node::sum(Statement::OnOwnFunds { cause, limit }, lines.nodes()).resting(rule)
        });
        bounded(
            causes.filter(|node| !node.children.is_empty()).collect(),
            Many::Entries,
        )
    }
}
