//! Amounts of lines: few one by one, many by the dimension that people look at.

use std::collections::BTreeMap;

use super::View;
use super::about::Many;
use super::bounded::{Largest, bounded};
use super::node::Node;
use super::statement::Statement;

/// The most lines that are named without being put together.
const FEW: usize = 12;

/// Amounts of lines as they come by.
pub(super) struct ByLine<'v, 's> {
    view: &'v View<'s>,
    all: Largest,
    /// By value of the dimension.
    groups: BTreeMap<Option<&'s str>, Largest>,
}

impl<'v, 's> ByLine<'v, 's> {
    pub(super) fn new(view: &'v View<'s>) -> Self {
        ByLine {
            view,
            all: Largest::default(),
            groups: BTreeMap::new(),
        }
    }

    /// Adds an amount of a line. The amounts of a line come one after the other.
    pub(super) fn add(&mut self, line: usize, cents: i64) {
        self.all.add(line, cents);
        if let Some(column) = self.view.grouping {
            let group = self.groups.entry(column.value(line)).or_default();
            group.add(line, cents);
        }
    }

    /// The lines, the largest first; of many by group.
    pub(super) fn nodes(self) -> Vec<Node> {
        let view = self.view;
        let Some(column) = view.grouping.filter(|_| self.all.count > FEW) else {
            return view.named(self.all);
        };
        let groups = self.groups.into_iter().map(|(value, lines)| {
            let said = Statement::Group {
                dimension: column.name().to_owned(),
                value: value.map(str::to_owned),
            };
            Node::sum(said, view.named(lines))
        });
        bounded(groups.collect(), Many::Groups)
    }
}

impl View<'_> {
    /// Lines one by one, the largest first, and the others together.
    pub(super) fn named(&self, lines: Largest) -> Vec<Node> {
        let (shown, others, rest) = lines.shown();
        let shown = shown.into_iter().filter(|(_, cents)| *cents != 0);
        let mut nodes: Vec<Node> = shown
            .map(|(line, cents)| self.named_line(line, cents))
            .collect();
        if others > 0 {
            let what = Many::Lines;
            nodes.push(Node::leaf(
                Statement::Others {
                    what,
                    count: others,
                },
                rest,
            ));
        }
        nodes
    }

    /// A line with an amount.
    pub(super) fn named_line(&self, line: usize, cents: i64) -> Node {
        let said = Statement::Line {
            line: self.line_name(line),
        };
        Node::leaf(said, cents).at(self.source_of_line(line))
    }
}
