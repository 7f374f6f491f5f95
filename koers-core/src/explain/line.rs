//! A line: who pays it, what was taken off, and what is left.

use super::View;
use super::about::Many;
use super::bounded::bounded;
use super::names::{cause, how};
use super::node::Node;
use super::reached::AtEnd;
use super::statement::Statement;
use crate::plan::YearPlan;
use crate::scheme::{Citation, Version};
use crate::settle::Rests;

impl View<'_> {
    /// What became of a line.
    pub(super) fn line(&self, id: &str) -> Vec<Node> {
        let lines = self.plan.dossier().lines();
        let Some(line) = lines.find(id) else {
            return Vec::new();
        };
        let mut nodes = Vec::new();
        for (plan, allocated) in &self.years {
            for paid in allocated.paid(self.plan).filter(|it| it.line == line) {
                let said = Statement::PaidBy {
                    bucket: self.bucket_name(paid.bucket),
                    year: plan.year,
                    how: how(&paid),
                };
                let grant = self.plan.buckets()[paid.bucket].grant;
                let rule = self.rule(grant, line, |version| Some(&version.eligible.citation));
                let node = Node::leaf(said, paid.amount).resting(rule);
                nodes.push(node.at(self.source_of_bucket(paid.bucket)));
            }
            for off in allocated.deducted().iter().filter(|it| it.line == line) {
                let said = Statement::TakenOff {
                    grant: Some(self.grant_name(off.grant)),
                    kind: Some(off.kind),
                };
                let rule = self.rule(off.grant, line, |version| {
                    Some(&version.deductions.as_ref()?.citation)
                });
                nodes.push(Node::leaf(said, off.amount).resting(rule));
            }
            nodes.extend(self.open_parts(plan, line));
        }
        let said = Statement::WholeLine {
            line: self.line_name(line),
            period: lines.period(line),
            kind: lines.kind(line),
        };
        let nodes = bounded(nodes, Many::Entries);
        vec![Node::sum(said, nodes).at(self.source_of_line(line))]
    }

    /// What no grant pays of a line in a year, by reason.
    pub(super) fn open_parts(&self, year: &YearPlan, line: usize) -> Vec<Node> {
        let of_year = self.years.iter();
        let of_year = of_year.filter(|(plan, _)| plan.year == year.year);
        let open = of_year.flat_map(|&(plan, allocated)| {
            let open = allocated.open(self.plan).filter(|open| open.line == line);
            open.map(move |open| (AtEnd { plan, allocated }, open))
        });
        let open = open.map(|(end, open)| {
            let (limit, rule) = self.reached(end, line, open.block).unzip();
            let cause = cause(open.block);
            let node = Node::leaf(Statement::OnOwnFunds { cause, limit }, open.amount);
            node.resting(rule.flatten())
        });
        open.collect()
    }

    /// A rule of a grant on the date of a line.
    pub(super) fn rule(
        &self,
        grant: usize,
        line: usize,
        rule: impl Fn(&Version) -> Option<&Citation>,
    ) -> Option<Rests> {
        let dossier = self.plan.dossier();
        let date = dossier.lines().period(line).last();
        let version = self.plan.version(grant, date)?;
        let citation = rule(version)?;
        Some(Rests::rule(dossier.scheme_of(grant), version, citation))
    }
}
