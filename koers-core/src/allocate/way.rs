//! Ways: how costs of one look may go to the buckets of one grant, and under which limits.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::admit::{Gate, OfPart, Shown};
use super::candidates::{Candidates, Finder};
use super::conditions::Conditions;
use super::limits::{Ask, Limits};
use super::{Block, Exercised};
use crate::calendar::{Date, Period};
use crate::dossier::TextColumn;
use crate::plan::PART;
use crate::scheme::{Deduction, ShareOf};

/// How pieces go to one grant: those with the same candidate buckets, share, ceilings and deductions.
#[derive(Clone)]
pub(super) struct Way {
    pub(super) grant: usize,
    pub(super) candidates: Candidates,
    /// Why there are no candidates.
    pub(super) block: Block,
    /// The share of the version on the lines' date: parts per million, and of what.
    pub(super) share: Option<(u32, ShareOf)>,
    /// The places of the ceilings that its costs meet, in the version at the year's end, ascending.
    pub(super) ceilings: Arc<[usize]>,
    /// What the version on the lines' date takes off the costs.
    pub(super) deducts: Vec<Deduction>,
    /// The same for ways that differ only in what is taken off, so that they lead to the same class of a joint step.
    pub(super) look: usize,
}

/// What makes two pieces go one way: grant, share, ceilings that not all lines meet, deductions, candidates, and why
/// there are none. What differs soonest comes first.
type Key = (
    usize,
    Option<(u32, ShareOf)>,
    Vec<usize>,
    Vec<Deduction>,
    Block,
    Candidates,
);

/// What makes two ways look the same to a class.
type Look = (usize, Option<(u32, ShareOf)>, Vec<usize>, Candidates);

/// The ways of a year.
pub(super) struct Ways<'p> {
    pub(super) list: Arc<Vec<Way>>,
    gate: Gate<'p>,
    conditions: &'p Conditions,
    /// The column that names the part of a line.
    part: Option<&'p TextColumn>,
    found: Arc<Found>,
}

/// By what ways are found, and what was worked out once for many lines.
#[derive(Clone, Default)]
struct Found {
    finder: Finder,
    /// By grant and code in the column of parts.
    parts: BTreeMap<(usize, u32), OfPart>,
    of_key: BTreeMap<Key, usize>,
    looks: BTreeMap<Look, usize>,
    /// By grant and the ceilings that not all lines meet: all that are met.
    met: BTreeMap<(usize, Vec<usize>), Arc<[usize]>>,
    /// Few lines differ in what they show and the ceilings they meet: each is judged once.
    of_shown: BTreeMap<(usize, Shown, Vec<usize>), usize>,
    /// By grant and period: whether it crosses an edge of a window, and whether one of versions.
    crossed: BTreeMap<(usize, Period), (bool, bool)>,
    /// The rules that decided on it.
    exercised: Exercised,
}

/// Ways that were found in one year of a run, for others in which rules say the same.
#[derive(Clone)]
pub(super) struct FoundWays {
    list: Arc<Vec<Way>>,
    found: Arc<Found>,
}

impl<'p> Ways<'p> {
    /// `known` are those that another run found in the year, where the same rules hold in it.
    pub(super) fn new(
        gate: Gate<'p>,
        conditions: &'p Conditions,
        known: Option<FoundWays>,
    ) -> Self {
        let (list, found) = match known {
            Some(known) => (known.list, known.found),
            None => Default::default(),
        };
        Ways {
            list,
            gate,
            conditions,
            part: gate.plan.dossier().lines().dimension(PART),
            found,
        }
    }

    /// What was found.
    pub(super) fn found(&self) -> FoundWays {
        FoundWays {
            list: Arc::clone(&self.list),
            found: Arc::clone(&self.found),
        }
    }

    /// The rules that decided on ways.
    pub(super) fn exercised(&self) -> &Exercised {
        &self.found.exercised
    }

    /// The way of a line to a grant. `aims` says whether it contributes to the aims of the grant, where those decide.
    pub(super) fn of(&mut self, (grant, line, aims): (usize, usize, bool)) -> usize {
        let date = self.date(line);
        self.of_day((grant, line, aims), date)
    }

    /// As [`Ways::of`], for a line that counts as of another day.
    pub(super) fn of_day(
        &mut self,
        (grant, line, aims): (usize, usize, bool),
        date: Date,
    ) -> usize {
        let version = self.gate.plan.version_at(grant, date);
        let conditions = self.conditions;
        let eligible =
            version.is_some_and(|version| conditions.eligible(grant, version, line, aims));
        self.seen((grant, line, date, eligible))
    }

    /// The way that a line would have to a grant if its costs were eligible.
    pub(super) fn of_eligible(&mut self, (grant, line): (usize, usize)) -> usize {
        let date = self.date(line);
        let version = self.gate.plan.version_at(grant, date);
        self.seen((grant, line, date, version.is_some()))
    }

    fn date(&self, line: usize) -> Date {
        self.gate.plan.dossier().lines().period(line).last()
    }

    fn seen(&mut self, (grant, line, date, eligible): (usize, usize, Date, bool)) -> usize {
        let closing = self.gate.year.versions[grant];
        let conditions = self.conditions;
        let ceilings = closing.map(|closing| conditions.ceilings(grant, closing, line));
        let shown = Shown {
            date,
            eligible,
            part: self.part_of(grant, line),
        };
        let key = (grant, shown, ceilings.unwrap_or_default());
        if let Some(&way) = self.found.of_shown.get(&key) {
            return way;
        }
        let way = self.judge(grant, shown, &key.2);
        Arc::make_mut(&mut self.found).of_shown.insert(key, way);
        way
    }

    /// The part that a line names and its grant's scheme doesn't have.
    pub(super) fn unknown_part(&mut self, grant: usize, line: usize) -> Option<&'p str> {
        match self.part_of(grant, line) {
            OfPart::Unknown => self.part?.value(line),
            OfPart::Any | OfPart::Known(_) => None,
        }
    }

    fn part_of(&mut self, grant: usize, line: usize) -> OfPart {
        let Some(column) = self.part else {
            return OfPart::Any;
        };
        let (gate, code) = (self.gate, column.code(line));
        if let Some(&known) = self.found.parts.get(&(grant, code)) {
            return known;
        }
        let part = gate.part(grant, column.text(code));
        let found = Arc::make_mut(&mut self.found);
        found.parts.insert((grant, code), part);
        part
    }

    /// The way of lines that show the same to a grant and meet the same ceilings.
    fn judge(&mut self, grant: usize, shown: Shown, ceilings: &[usize]) -> usize {
        let gate = self.gate;
        let found = Arc::make_mut(&mut self.found);
        let (candidates, block) = found
            .finder
            .find(gate, (grant, shown), &mut found.exercised);
        let version = gate.plan.version(grant, shown.date);
        let share = version
            .and_then(|version| version.share.as_ref())
            .map(|share| (share.rule.rate.ppm(), share.rule.of));
        let deducts: Vec<Deduction> = version
            .and_then(|version| version.deductions.as_ref())
            .map_or_else(Vec::new, |rule| rule.rule.iter().copied().collect());
        let next = self.list.len();
        let key = (
            grant,
            share,
            ceilings.to_vec(),
            deducts.clone(),
            block,
            candidates.clone(),
        );
        let at = *found.of_key.entry(key).or_insert(next);
        if at == next {
            let look = (grant, share, ceilings.to_vec(), candidates.clone());
            let looks = found.looks.len();
            let look = *found.looks.entry(look).or_insert(looks);
            let ceilings = self.met(grant, ceilings);
            Arc::make_mut(&mut self.list).push(Way {
                grant,
                candidates,
                block,
                share,
                ceilings,
                deducts,
                look,
            });
        }
        at
    }

    /// The places of all ceilings that costs of a grant meet, given those that not all do.
    fn met(&mut self, grant: usize, conditional: &[usize]) -> Arc<[usize]> {
        let closing = self.gate.year.versions[grant];
        let found = Arc::make_mut(&mut self.found);
        let met = found.met.entry((grant, conditional.to_vec()));
        let met = met.or_insert_with(|| {
            let always = closing.map_or(&[][..], |closing| {
                self.conditions.ceilings_on_all(grant, closing)
            });
            let mut met = [always, conditional].concat();
            met.sort_unstable();
            met.into()
        });
        Arc::clone(met)
    }

    /// Whether a period crosses an edge of a window of the grant, and whether its first and last day are under different
    /// versions of the scheme.
    pub(super) fn crossed(&mut self, grant: usize, period: Period) -> (bool, bool) {
        if let Some(&known) = self.found.crossed.get(&(grant, period)) {
            return known;
        }
        let (first, last) = (period.first(), period.last());
        let Gate {
            plan,
            year,
            carried,
        } = self.gate;
        let window = plan.buckets_of(grant).any(|(at, bucket)| {
            let until = carried[at].terms.map(|terms| terms.until);
            year.buckets[at].is_some_and(|of| of.open)
                && bucket.span_on(last, until).is_some_and(|span| {
                    (first < span.from && span.from <= last)
                        || (first <= span.until && span.until < last)
                })
        });
        let start = |date| plan.version_at(grant, date);
        let versions = start(first).is_some_and(|version| Some(version) != start(last));
        let crossed = (window, versions);
        let found = Arc::make_mut(&mut self.found);
        found.crossed.insert((grant, period), crossed);
        crossed
    }
}

impl Way {
    /// How many buckets there are to try: in the first round those of its own part, in the second the others.
    pub(super) fn width(&self, round: usize) -> usize {
        match round {
            0 => self.candidates.home.len(),
            _ => self.candidates.foreign.len(),
        }
    }

    /// Whether VAT is taken off its costs.
    pub(super) fn takes_vat(&self) -> bool {
        self.deducts.contains(&Deduction::Vat)
    }

    /// The places of its buckets, each once.
    pub(super) fn buckets(&self) -> std::collections::BTreeSet<usize> {
        let home = self.candidates.home.iter().copied();
        let foreign = self.candidates.foreign.iter().map(|(bucket, _)| *bucket);
        home.chain(foreign).collect()
    }

    /// What its costs ask of a bucket of a round.
    pub(super) fn ask(&self, round: usize, index: usize, limits: &mut Limits<'_>) -> Ask {
        let (bucket, shifted) = match round {
            0 => (self.candidates.home[index], false),
            _ => self.candidates.foreign[index],
        };
        Ask {
            bucket,
            shifted,
            ceilings: limits.ceilings(bucket, &self.ceilings),
        }
    }

    /// Why nothing more is paid of its costs: of several buckets the one where they came farthest.
    pub(super) fn farthest(&self, limits: &mut Limits<'_>) -> Block {
        let mut farthest = None;
        for (round, index) in self.places() {
            let ask = self.ask(round, index, limits);
            farthest = farthest.max(limits.block(&ask));
        }
        farthest.unwrap_or(self.block)
    }

    /// Whether a bucket could still pay.
    pub(super) fn could_pay(&self, limits: &mut Limits<'_>) -> bool {
        self.places().any(|(round, index)| {
            let ask = self.ask(round, index, limits);
            limits.block(&ask).is_none()
        })
    }

    /// Its buckets by round and place: those of its own part first.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let widths = [self.width(0), self.width(1)];
        [0, 1]
            .into_iter()
            .flat_map(move |round| (0..widths[round]).map(move |index| (round, index)))
    }

    /// As [`Way::places`], the newest tranches first if asked for.
    pub(super) fn places_in(&self, newest: bool) -> impl Iterator<Item = (usize, usize)> + use<> {
        let widths = [self.width(0), self.width(1)];
        self.places().map(move |(round, index)| {
            let turned = widths[round] - 1 - index;
            (round, if newest { turned } else { index })
        })
    }
}
