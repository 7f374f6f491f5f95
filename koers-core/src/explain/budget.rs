//! What was realised against what was budgeted.

use std::collections::BTreeMap;

use super::View;
use super::about::{Many, Term};
use super::bounded::{Largest, bounded};
use super::node::Node;
use super::statement::Statement;
use crate::allocate::YearAllocation;
use crate::dossier::TextColumn;
use crate::money::Money;
use crate::plan::YearPlan;

/// The budget and the costs of lines with the same value in a dimension.
#[derive(Debug, Default)]
struct Against {
    /// By line that has a budget of its own: the budget and what was realised, in cents.
    lines: BTreeMap<usize, (i64, i64)>,
    /// Budgets that name no line.
    of_no_line: i64,
    /// Costs of lines without a budget of their own, below zero.
    without: Largest,
}

impl Against {
    fn budget(&self) -> i64 {
        self.of_no_line + self.lines.values().map(|(budget, _)| budget).sum::<i64>()
    }

    fn realised(&self) -> i64 {
        let of_lines: i64 = self.lines.values().map(|(_, realised)| realised).sum();
        of_lines - self.without.sum
    }
}

/// A budget as it is compared with costs, by group.
pub(super) struct Compared<'v, 's> {
    view: &'v View<'s>,
    column: Option<&'s TextColumn>,
    /// The same dimension as the budget has it.
    of_budget: Option<&'s TextColumn>,
    groups: BTreeMap<Option<&'s str>, Against>,
    /// By line that has a budget of its own its group.
    budgeted: BTreeMap<usize, Option<&'s str>>,
}

impl<'v, 's> Compared<'v, 's> {
    /// Of the rows of the budget of a year those that `which` takes, by their place.
    pub(super) fn new(view: &'v View<'s>, year: i16, which: impl Fn(usize) -> bool) -> Self {
        let dossier = view.plan.dossier();
        let (lines, budget) = (dossier.lines(), dossier.budget());
        let mut of_budget = budget.dimensions().iter();
        let column = view.grouping;
        let mut compared = Compared {
            view,
            column,
            of_budget: column.and_then(|it| of_budget.find(|own| own.name() == it.name())),
            groups: BTreeMap::new(),
            budgeted: BTreeMap::new(),
        };
        for (at, row) in budget.rows().iter().enumerate() {
            if row.period.last().year() != year || !which(at) {
                continue;
            }
            let line = row.line.as_deref().and_then(|id| lines.find(id));
            let own = compared.of_budget.and_then(|own| own.value(at));
            let of_line = || column.and_then(|column| column.value(line?));
            let mut value = own.or_else(of_line);
            if let Some(line) = line {
                // All budgets of a line stand in the group of the first.
                value = *compared.budgeted.entry(line).or_insert(value);
            }
            let group = compared.groups.entry(value).or_default();
            match line {
                Some(line) => group.lines.entry(line).or_default().0 += row.amount.cents(),
                None => group.of_no_line += row.amount.cents(),
            }
        }
        compared
    }

    /// Adds what was realised of a line.
    pub(super) fn add(&mut self, line: usize, cents: i64) {
        let own = self.budgeted.get(&line).copied();
        let value = own.unwrap_or_else(|| self.column.and_then(|column| column.value(line)));
        let group = self.groups.entry(value).or_default();
        match own {
            Some(_) => group.lines.entry(line).or_default().1 += cents,
            None => group.without.add(line, -cents),
        }
    }

    pub(super) fn budget(&self) -> i64 {
        self.groups.values().map(Against::budget).sum()
    }

    pub(super) fn realised(&self) -> i64 {
        self.groups.values().map(Against::realised).sum()
    }

    /// Budgeted less realised, by group and line.
    pub(super) fn nodes(self) -> Vec<Node> {
        let view = self.view;
        let apart = self.column.filter(|_| self.groups.len() > 1);
        let Some(column) = apart else {
            let groups = self.groups.into_values();
            return groups.flat_map(|group| view.against(group)).collect();
        };
        let groups = self.groups.into_iter().map(|(value, group)| {
            let said = Statement::GroupAgainstBudget {
                dimension: column.name().to_owned(),
                value: value.map(str::to_owned),
                budget: Money::of(group.budget()),
                realised: Money::of(group.realised()),
            };
            Node::sum(said, view.against(group))
        });
        bounded(groups.collect(), Many::Groups)
    }
}

impl<'s> View<'s> {
    /// The lines of a group against their budget.
    fn against(&self, group: Against) -> Vec<Node> {
        let lines = group.lines.into_iter().map(|(line, (budget, realised))| {
            let said = Statement::LineAgainstBudget {
                line: self.line_name(line),
                budget: Money::of(budget),
                realised: Money::of(realised),
            };
            let node = Node::leaf(said, budget - realised).at(self.source_of_line(line));
            (line, node)
        });
        let mut lines: Vec<(usize, Node)> = lines.collect();
        let order = self.plan.dossier().lines();
        lines.sort_by(|(a, x), (b, y)| {
            let larger = y.cents().abs().cmp(&x.cents().abs());
            larger.then_with(|| order.order(*a, *b))
        });
        let mut nodes: Vec<Node> = lines.into_iter().map(|(_, node)| node).collect();
        nodes.push(Node::leaf(Statement::BudgetOfNoLine, group.of_no_line));
        let mut nodes = bounded(nodes, Many::Lines);
        let count = group.without.count;
        if count > 0 {
            let lines = self.named(group.without);
            nodes.push(Node::sum(Statement::WithoutBudget { count }, lines));
        }
        nodes
    }

    /// The room of a grant that is left at the end of a year; `None` where nothing was budgeted.
    pub(super) fn unspent(
        &self,
        grant: usize,
        plan: &'s YearPlan,
        allocated: &'s YearAllocation,
        lines: bool,
    ) -> Option<Vec<Node>> {
        if self.plan.dossier().budget().rows().is_empty() {
            return None;
        }
        let closed = self.closed(Some(grant), plan, allocated);
        let room = closed.iter().map(|it| it.room).sum();
        let spent = closed.iter().map(|it| it.spent).sum();
        Some(self.of_budget(grant, plan, allocated, (room, spent, lines)))
    }

    /// Room that is left, as what was budgeted less what was spent, and what was never budgeted; `lines` says whether lines
    /// are named.
    pub(super) fn of_budget(
        &self,
        grant: usize,
        plan: &'s YearPlan,
        allocated: &'s YearAllocation,
        (room, spent, lines): (i64, i64, bool),
    ) -> Vec<Node> {
        let dossier = self.plan.dossier();
        let id = dossier.grants()[grant].id.value.as_str();
        let rows = dossier.budget().rows();
        let mut compared = Compared::new(self, plan.year, |at| {
            let row = &rows[at];
            let booked = || {
                let line = dossier.lines().find(row.line.as_deref()?)?;
                dossier.lines().booking(line)?.single()
            };
            row.grant.as_deref().or_else(booked) == Some(id)
        });
        for paid in allocated.paid(self.plan) {
            if self.plan.buckets()[paid.bucket].grant == grant {
                compared.add(paid.line, paid.amount);
            }
        }
        let (budget, realised) = (compared.budget(), compared.realised());
        let said = Statement::LessThanBudgeted {
            budget: Money::of(budget),
            realised: Money::of(realised),
        };
        let less = if lines {
            Node::sum(said, compared.nodes())
        } else {
            Node::leaf(said, budget - realised)
        };
        let never = Statement::NeverBudgeted {
            room: Money::of(room),
            budget: Money::of(budget),
        };
        // What a closed year spent otherwise than its lines come to now.
        let term = Term::AsClosed;
        let otherwise = Node::leaf(Statement::Term { term }, realised - spent);
        let mut nodes = vec![less, Node::leaf(never, room - budget), otherwise];
        nodes.retain(|node| node.cents() != 0);
        nodes
    }
}
