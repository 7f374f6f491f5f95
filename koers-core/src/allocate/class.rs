//! Classes: pieces of lines that may go to the same buckets under the same limits.

use std::collections::BTreeMap;

use super::admit::{Candidates, Gate, Shown, columns};
use super::limits::{Ask, Limits};
use super::{Block, Exercised};
use crate::calendar::{Date, Period};
use crate::dossier::TextColumn;
use crate::plan::YearPlan;
use crate::scheme::{Deduction, RuleName, ShareOf};

/// The part of a line that is booked on one grant, without its VAT.
pub(super) struct Piece {
    pub(super) line: usize,
    pub(super) grant: usize,
    pub(super) class: usize,
    /// Set for income and contributions.
    pub(super) kind: Option<Deduction>,
    /// Cents that are still on no bucket; below zero for credits and income.
    pub(super) left: i64,
}

/// Pieces with the same grant, candidate buckets, share, ceilings and deductions.
pub(super) struct Class {
    pub(super) candidates: Candidates,
    /// Why there are no candidates.
    pub(super) block: Block,
    /// The share of the version on the lines' date: parts per million, and of what.
    pub(super) share: Option<(u32, ShareOf)>,
    /// The places of the ceilings that its costs meet, in the version at the year's end.
    pub(super) ceilings: Vec<usize>,
    /// The place of the version on its lines' date.
    pub(super) version: Option<usize>,
    /// Its pieces, in order.
    pub(super) pieces: Vec<usize>,
}

/// What makes two pieces of one class.
type Key = (
    usize,
    Candidates,
    Block,
    Option<(u32, ShareOf)>,
    Vec<usize>,
    Vec<Deduction>,
);

/// A grant, a date, and a line's values in the columns that the grant's rules look at.
type Values = (usize, Date, Vec<u32>);

/// The classes of a year.
pub(super) struct Classes<'p> {
    pub(super) gate: Gate<'p>,
    pub(super) list: Vec<Class>,
    columns: Vec<Vec<&'p TextColumn>>,
    of_key: BTreeMap<Key, usize>,
    /// Few lines differ in what they show, and fewer in their values: each is judged once.
    of_shown: BTreeMap<(usize, Shown, Vec<usize>), usize>,
    of_values: BTreeMap<Values, usize>,
    /// By grant and period: whether it crosses an edge of a window, and whether one of versions.
    crossed: BTreeMap<(usize, Period), (bool, bool)>,
}

impl<'p> Classes<'p> {
    pub(super) fn new(gate: Gate<'p>) -> Self {
        let grants = 0..gate.plan.dossier().grants().len();
        Classes {
            columns: grants.map(|grant| columns(gate.plan, grant)).collect(),
            gate,
            list: Vec::new(),
            of_key: BTreeMap::new(),
            of_shown: BTreeMap::new(),
            of_values: BTreeMap::new(),
            crossed: BTreeMap::new(),
        }
    }

    /// The class of a line for a grant.
    pub(super) fn of(&mut self, grant: usize, line: usize, exercised: &mut Exercised) -> usize {
        let date = self.gate.plan.dossier().lines().period(line).last();
        let codes = self.columns[grant].iter().map(|column| column.code(line));
        let values = (grant, date, codes.collect());
        if let Some(&class) = self.of_values.get(&values) {
            return class;
        }
        let shown = (
            grant,
            self.gate.shown(grant, line),
            self.ceilings(grant, line),
        );
        let class = match self.of_shown.get(&shown) {
            Some(&class) => class,
            None => self.judge(shown, exercised),
        };
        self.of_values.insert(values, class);
        class
    }

    /// The class of lines that show the same to a grant and meet the same ceilings.
    fn judge(&mut self, known: (usize, Shown, Vec<usize>), exercised: &mut Exercised) -> usize {
        let (grant, shown, ceilings) = known.clone();
        let date = shown.date;
        let (candidates, block) = self.gate.candidates(grant, shown, exercised);
        let (_, place) = self.gate.plan.version_at(grant, date);
        let (_, version) = self.gate.plan.version(grant, date);
        let share = version
            .and_then(|version| version.share.as_ref())
            .map(|share| (share.rule.rate.ppm(), share.rule.of));
        let deducts: Vec<Deduction> = version
            .and_then(|version| version.deductions.as_ref())
            .map_or_else(Vec::new, |rule| rule.rule.iter().copied().collect());
        let next = self.list.len();
        let key = (
            grant,
            candidates.clone(),
            block,
            share,
            ceilings.clone(),
            deducts,
        );
        let at = *self.of_key.entry(key).or_insert(next);
        if at == next {
            self.list.push(Class {
                candidates,
                block,
                share,
                ceilings,
                version: place,
                pieces: Vec::new(),
            });
        }
        self.of_shown.insert(known, at);
        at
    }

    /// The ceilings of the version at the year's end whose condition a line meets.
    fn ceilings(&self, grant: usize, line: usize) -> Vec<usize> {
        let plan = self.gate.plan;
        let version = plan.closing_version(grant, self.gate.year);
        let versions = &plan.dossier().scheme_of(grant).versions;
        let ceilings = version.map_or(&[][..], |version| &versions[version].ceilings);
        let met = ceilings.iter().enumerate().filter(|(_, ceiling)| {
            let costs = &ceiling.rule.costs;
            costs.matches(|dimension| self.gate.value(line, dimension))
        });
        met.map(|(at, _)| at).collect()
    }

    /// Whether a period crosses an edge of a window of the grant, and whether its first and last day are under different
    /// versions of the scheme.
    pub(super) fn crossed(&mut self, grant: usize, period: Period) -> (bool, bool) {
        if let Some(&known) = self.crossed.get(&(grant, period)) {
            return known;
        }
        let (first, last) = (period.first(), period.last());
        let Gate {
            plan,
            year,
            carried,
        } = self.gate;
        let year: &YearPlan = year;
        let window = plan.buckets_of(grant).any(|(at, bucket)| {
            let until = carried[at].until.map(|carried| carried.until);
            year.buckets[at].is_some_and(|of| of.open)
                && bucket.span_on(last, until).is_some_and(|span| {
                    (first < span.from && span.from <= last)
                        || (first <= span.until && span.until < last)
                })
        });
        let start = |date| plan.version_at(grant, date).1;
        let versions = start(first).is_some_and(|version| Some(version) != start(last));
        let crossed = (window, versions);
        self.crossed.insert((grant, period), crossed);
        crossed
    }
}

/// Marks the share of a class's version as having decided.
pub(super) fn share_decided(class: &Class, grant: usize, exercised: &mut Exercised) {
    if let Some(version) = class.version {
        exercised.add(grant, version, RuleName::Share);
    }
}

impl Class {
    /// How many buckets there are to try: in the first round those of its own part, in the second the others.
    pub(super) fn width(&self, round: usize) -> usize {
        match round {
            0 => self.candidates.home.len(),
            _ => self.candidates.foreign.len(),
        }
    }

    /// Why nothing more is paid of its costs: of several buckets the one where they came farthest.
    pub(super) fn farthest(&self, limits: &Limits) -> Block {
        let asks = [0, 1]
            .into_iter()
            .flat_map(|round| (0..self.width(round)).map(move |index| self.ask(round, index)));
        let blocks = asks.filter_map(|ask| limits.block(&ask));
        blocks.max().unwrap_or(self.block)
    }

    pub(super) fn ask(&self, round: usize, index: usize) -> Ask<'_> {
        let (bucket, shifted) = match round {
            0 => (self.candidates.home[index], false),
            _ => self.candidates.foreign[index],
        };
        Ask {
            bucket,
            ceilings: &self.ceilings,
            shifted,
        }
    }
}
