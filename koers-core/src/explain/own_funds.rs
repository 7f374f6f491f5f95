//! Own funds: what no grant pays, by reason and line.

use std::collections::BTreeMap;

use super::View;
use super::about::{Figure, Told};
use super::lines::ByLine;
use super::names::cause;
use super::node::Node;
use super::statement::Statement;
use crate::allocate::YearAllocation;

impl View<'_> {
    /// What no grant pays, by reason and line.
    pub(super) fn own_funds(&self) -> Vec<Node> {
        let figure = (Figure::OwnFunds, Told::Reasons);
        vec![self.by_year(figure, None, |_, allocated| {
            self.open_by_cause(allocated, |_| true)
        })]
    }

    /// What no grant pays of the lines that `which` takes, by reason and line.
    pub(super) fn open_by_cause(
        &self,
        allocated: &YearAllocation,
        which: impl Fn(usize) -> bool,
    ) -> Vec<Node> {
        let mut causes: BTreeMap<_, ByLine<'_, '_>> = BTreeMap::new();
        for open in allocated.open(self.plan) {
            if which(open.line) {
                let lines = causes.entry(cause(open.block));
                let lines = lines.or_insert_with(|| ByLine::new(self));
                lines.add(open.line, open.amount);
            }
        }
        let causes = causes
            .into_iter()
            .map(|(cause, lines)| Node::sum(Statement::OnOwnFunds { cause }, lines.nodes()));
        causes.filter(|node| !node.children.is_empty()).collect()
    }
}
