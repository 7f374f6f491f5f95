//! What lines show to the rules: few differ in it, so the ways of each kind of line to all grants are looked up once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::conditions::Conditions;
use super::way::Ways;
use crate::calendar::Date;
use crate::plan::{Plan, place};

/// The kinds of lines of a year, by what they show.
#[derive(Default)]
pub(super) struct Sights {
    known: Arc<KnownSights>,
    /// By row the kind of lines that stand for others.
    of_row: Arc<BTreeMap<usize, usize>>,
    /// What the line at hand shows; kept, so that looking it up takes no memory.
    shown: Vec<u64>,
}

/// Kinds that are known by what they show.
#[derive(Clone, Default)]
pub(super) struct KnownSights {
    /// By day and what else a line shows.
    of_shown: BTreeMap<Date, BTreeMap<Vec<u64>, usize>>,
    /// By kind the ways to all grants, in the order of grants, one kind after the other.
    ways: Vec<u32>,
    grants: usize,
}

impl Sights {
    /// `known` are those that another run found, with its ways.
    pub(super) fn new(known: Option<Arc<KnownSights>>) -> Sights {
        Sights {
            known: known.unwrap_or_default(),
            ..Sights::default()
        }
    }

    /// What is known.
    pub(super) fn known(&self) -> Arc<KnownSights> {
        Arc::clone(&self.known)
    }

    /// The kinds of lines that stand for others, by row.
    pub(super) fn of_rows(&self) -> Arc<BTreeMap<usize, usize>> {
        Arc::clone(&self.of_row)
    }

    /// Takes the kinds of lines that stand for others.
    pub(super) fn know_rows(&mut self, of_row: &Arc<BTreeMap<usize, usize>>) {
        self.of_row = Arc::clone(of_row);
    }

    /// The kind of a line.
    pub(super) fn of(
        &mut self,
        (plan, conditions, line): (&Plan, &Conditions, usize),
        ways: &mut Ways<'_>,
    ) -> usize {
        if let Some(&known) = self.of_row.get(&line) {
            return known;
        }
        let lines = plan.dossier().lines();
        self.shown.clear();
        conditions.show(lines, line, &mut self.shown);
        let date = lines.period(line).last();
        let of_day = self.known.of_shown.get(&date);
        if let Some(&known) = of_day.and_then(|of_day| of_day.get(self.shown.as_slice())) {
            return known;
        }
        let grants = plan.dossier().grants().len();
        let known = Arc::make_mut(&mut self.known);
        known.grants = grants;
        let at = known.ways.len() / grants.max(1);
        known.ways.extend((0..grants).map(|grant| {
            // Only where aims decide is it asked for them.
            let aims = conditions.by_goal() && conditions.contributes(plan, grant, line);
            // There is room in memory for fewer.
            u32::try_from(ways.of((grant, line, aims))).unwrap_or(u32::MAX)
        }));
        let of_day = known.of_shown.entry(date).or_default();
        of_day.insert(self.shown.clone(), at);
        at
    }

    /// Takes kinds that are known by their ways to all grants, one after the other, each with its place.
    pub(super) fn set(&mut self, ways: Vec<u32>, grants: usize) {
        self.known = Arc::new(KnownSights {
            ways,
            grants,
            of_shown: BTreeMap::new(),
        });
    }

    /// Takes lines as those of known kinds.
    pub(super) fn know(&mut self, of_row: BTreeMap<usize, usize>) {
        self.of_row = Arc::new(of_row);
    }

    /// The way of a kind to a grant.
    pub(super) fn way(&self, kind: usize, grant: usize) -> usize {
        place(self.ways(kind)[grant])
    }

    /// The ways of a kind to all grants, in the order of grants.
    pub(super) fn ways(&self, kind: usize) -> &[u32] {
        let grants = self.known.grants;
        &self.known.ways[kind * grants..][..grants]
    }
}

impl KnownSights {
    /// How many kinds there are.
    pub(super) fn len(&self) -> usize {
        self.ways.len() / self.grants.max(1)
    }
}
