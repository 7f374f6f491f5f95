//! What lines show to the rules: few differ in it, so the ways of each kind of line to all grants are looked up once.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Exercised;
use super::conditions::Conditions;
use super::way::Ways;
use crate::calendar::Date;
use crate::plan::Plan;

/// The kinds of lines of a year, by what they show.
#[derive(Default)]
pub(super) struct Sights {
    /// By day and what else a line shows.
    known: BTreeMap<Date, BTreeMap<Vec<u64>, usize>>,
    /// By kind: the ways to all grants, in the order of grants.
    ways: Vec<Rc<[usize]>>,
    /// By row the kind of lines that stand for others.
    of_row: BTreeMap<usize, usize>,
    /// What the line at hand shows; kept, so that looking it up takes no memory.
    shown: Vec<u64>,
}

impl Sights {
    /// The kind of a line.
    pub(super) fn of(
        &mut self,
        (plan, conditions, line): (&Plan, &Conditions<'_>, usize),
        ways: &mut Ways<'_>,
        exercised: &mut Exercised,
    ) -> usize {
        if let Some(&known) = self.of_row.get(&line) {
            return known;
        }
        let lines = plan.dossier().lines();
        self.shown.clear();
        conditions.show(lines, line, &mut self.shown);
        let of_day = self.known.entry(lines.period(line).last()).or_default();
        if let Some(&known) = of_day.get(self.shown.as_slice()) {
            return known;
        }
        let grants = 0..plan.dossier().grants().len();
        let to_all = grants.map(|grant| {
            let aims = conditions.contributes(plan, grant, line);
            ways.of((grant, line, aims), exercised)
        });
        self.ways.push(to_all.collect());
        let at = self.ways.len() - 1;
        of_day.insert(self.shown.clone(), at);
        at
    }

    /// Takes kinds that are known by their ways to all grants, each with its place.
    pub(super) fn set(&mut self, ways: impl Iterator<Item = impl Iterator<Item = usize>>) {
        self.ways = ways.map(Iterator::collect).collect();
    }

    /// Takes a line as one of a known kind.
    pub(super) fn know(&mut self, line: usize, kind: usize) {
        self.of_row.insert(line, kind);
    }

    /// The way of a kind to a grant.
    pub(super) fn way(&self, kind: usize, grant: usize) -> usize {
        self.ways[kind][grant]
    }

    /// The ways of a kind to all grants, in the order of grants.
    pub(super) fn ways(&self, kind: usize) -> Rc<[usize]> {
        Rc::clone(&self.ways[kind])
    }
}
