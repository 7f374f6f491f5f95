//! One year of a run: its pieces, what the steps make of them, and what is open at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::admit::Gate;
use super::conditions::Conditions;
use super::limits::Limits;
use super::pieces::Piece;
use super::place::{line_share, total_of};
use super::step::StepRun;
use super::way::{Way, Ways};
use super::{Block, Deducted, How, Noted, Open, Paid};
use crate::dossier::Dossier;
use crate::money::{Money, Rate, apportion};
use crate::plan::{Plan, YearPlan};
use crate::progress::Work;
use crate::scheme::{Deduction, RuleName};

/// What the steps made of the lines of a year.
pub(super) struct Outcome {
    pub(super) paid: Vec<Paid>,
    pub(super) open: Vec<Open>,
    pub(super) deducted: Vec<Deducted>,
}

/// Why a part of a piece is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Why {
    pub(super) amount: i64,
    pub(super) block: Block,
    /// The grant that the finding is about.
    pub(super) grant: Option<usize>,
    /// The grant that pays the line already, or the rate of the share in parts per million.
    pub(super) by: Option<By>,
    /// What is open before a step placed anything comes before what shares cut, and that before what found no place.
    pub(super) phase: u8,
}

/// What else a reason is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum By {
    Grant(usize),
    Rate(u32),
}

/// A year being run.
pub(super) struct Run<'p, 'r> {
    pub(super) plan: &'p Plan,
    pub(super) year: &'p YearPlan,
    pub(super) conditions: &'p Conditions<'p>,
    pub(super) ways: Ways<'p>,
    pub(super) limits: Limits<'p>,
    pub(super) pieces: Vec<Piece>,
    /// Pieces that are compensable VAT and nothing else: the grant that takes it off if no other pays it.
    pub(super) vat_off: BTreeMap<usize, usize>,
    /// By piece the compensable VAT in it that no scheme takes off, in cents.
    pub(super) vat_seen: BTreeMap<usize, i64>,
    /// What is paid, with the piece.
    pub(super) paid: Vec<(usize, Paid)>,
    pub(super) deducted: Vec<Deducted>,
    /// By piece why what is left of it is open, as of the last step that looked at it.
    pub(super) why: BTreeMap<usize, Vec<Why>>,
    /// By the first credit note of a class what its credit notes are above its costs, in cents.
    pub(super) excess: BTreeMap<usize, i64>,
    /// Shares of the total of the costs of a grant.
    totals: Totals,
    /// By grant: compensable VAT that its scheme doesn't take off.
    pub(super) vat_kept: BTreeMap<usize, i64>,
    /// Parts that a grant's scheme doesn't have, with the first line that names them.
    pub(super) unknown_parts: BTreeMap<(usize, &'p str), usize>,
    pub(super) noted: &'r mut Noted,
    pub(super) watch: &'r mut (dyn Work + 'r),
}

/// What grants pay at most of all their costs together, by grant and rate in parts per million.
#[derive(Default)]
struct Totals {
    /// The costs, in cents, each piece once.
    base: BTreeMap<(usize, u32), i64>,
    paid: BTreeMap<(usize, u32), i64>,
    counted: BTreeSet<(usize, usize)>,
}

impl<'p, 'r> Run<'p, 'r> {
    pub(super) fn new(
        gate: Gate<'p>,
        conditions: &'p Conditions<'p>,
        (limits, pieces): (Limits<'p>, Vec<Piece>),
        noted: &'r mut Noted,
        watch: &'r mut (dyn Work + 'r),
    ) -> Self {
        Run {
            plan: gate.plan,
            year: gate.year,
            conditions,
            ways: Ways::new(gate, conditions),
            limits,
            pieces,
            vat_off: BTreeMap::new(),
            vat_seen: BTreeMap::new(),
            paid: Vec::new(),
            deducted: Vec::new(),
            why: BTreeMap::new(),
            excess: BTreeMap::new(),
            totals: Totals::default(),
            vat_kept: BTreeMap::new(),
            unknown_parts: BTreeMap::new(),
            noted,
            watch,
        }
    }

    pub(super) fn dossier(&self) -> &'p Dossier {
        self.plan.dossier()
    }

    /// The pieces that a step looks at, in order: open ones, and those that no step looked at yet.
    pub(super) fn of_step(&self, step: &StepRun) -> Vec<usize> {
        let mut members: Vec<usize> = (0..self.pieces.len())
            .filter(|&at| {
                let piece = &self.pieces[at];
                (piece.left != 0 || !piece.begun)
                    && piece.fixed == step.is_fixed()
                    && step
                        .at
                        .is_none_or(|at| self.conditions.in_scope(at, piece.line))
            })
            .collect();
        members.sort_by_key(|&at| self.rank(at));
        members
    }

    /// The place of a piece in the order of pieces: VAT by itself follows what it was taken from.
    pub(super) fn rank(&self, at: usize) -> (usize, bool) {
        (self.pieces[at].of, self.pieces[at].of != at)
    }

    /// Begins a step with a piece: what an earlier step said of it counts no more.
    pub(super) fn begin(&mut self, at: usize) {
        self.why.remove(&at);
        self.excess.remove(&at);
        self.pieces[at].begun = true;
    }

    /// Notes why a part of a piece is open.
    pub(super) fn leave(&mut self, at: usize, why: Why) {
        if why.amount != 0 {
            self.why.entry(at).or_default().push(why);
        }
    }

    /// Marks a rule of the version on a line's date as having decided.
    pub(super) fn decided(&mut self, grant: usize, line: usize, rule: RuleName) {
        let date = self.dossier().lines().period(line).last();
        if let Some(version) = self.plan.version_at(grant, date) {
            self.noted.exercised.add(grant, version, rule);
        }
    }

    /// Takes off a part of a piece.
    pub(super) fn deduct(&mut self, row: Deducted) {
        self.decided(row.grant, row.line, RuleName::Deduction(row.kind));
        self.deducted.push(row);
    }

    /// What grants paid of pieces in the steps so far, in cents; what credit notes cancelled is not paid.
    pub(super) fn paid_by(&self) -> BTreeMap<(usize, usize), i64> {
        let mut paid: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for (piece, row) in &self.paid {
            if row.how == How::Paid {
                let grant = self.plan.buckets()[row.bucket].grant;
                *paid.entry((*piece, grant)).or_default() += row.amount;
            }
        }
        paid
    }

    /// Notes what open costs are when they first come into a class.
    pub(super) fn weigh(&mut self, members: &[usize]) {
        for &at in members {
            let piece = &mut self.pieces[at];
            if piece.is_open_cost() && piece.whole == 0 {
                piece.whole = piece.left;
            }
        }
    }

    /// What a grant that pays a share of each line may still pay of pieces of one class, in cents, by piece; `None` where no
    /// such share holds.
    pub(super) fn claims(
        &self,
        way: &Way,
        members: &[usize],
        paid_by: &BTreeMap<(usize, usize), i64>,
    ) -> Option<Vec<i64>> {
        let of = |(&at, right): (&usize, i64)| {
            let before = paid_by.get(&(at, way.grant)).copied().unwrap_or_default();
            (right - before).clamp(0, self.pieces[at].left.max(0))
        };
        let rights = self.rights(way, members)?;
        Some(members.iter().zip(rights).map(of).collect())
    }

    /// What a grant that pays a share of each line pays at most of pieces of one class, in all steps together, in cents;
    /// `None` where no such share holds.
    pub(super) fn rights(&self, way: &Way, members: &[usize]) -> Option<Vec<i64>> {
        let ppm = line_share(way)?;
        let whole: Vec<i64> = members.iter().map(|&at| self.pieces[at].whole).collect();
        let weights: Vec<u64> = whole.iter().map(|whole| whole.unsigned_abs()).collect();
        let claims = apportion(part(ppm, whole.iter().sum()), &weights);
        Some(claims.unwrap_or_else(|| vec![0; members.len()]))
    }

    /// What each bucket pays so far, in cents.
    pub(super) fn spent(&self) -> Vec<i64> {
        let mut spent = vec![0; self.plan.buckets().len()];
        for (_, row) in &self.paid {
            spent[row.bucket] += row.amount;
        }
        spent
    }

    /// Counts costs to the total that a share is of.
    pub(super) fn count(&mut self, way_at: usize, members: &[usize]) {
        let Some(key) = total_of(&self.ways.list[way_at]) else {
            return;
        };
        for &at in members {
            let piece = &self.pieces[at];
            if piece.whole > 0 && self.totals.counted.insert((at, key.0)) {
                *self.totals.base.entry(key).or_default() += piece.whole;
            }
        }
    }

    /// What a grant may still pay under a share of the total.
    pub(super) fn total_left(&self, key: (usize, u32)) -> i64 {
        let of = |map: &BTreeMap<(usize, u32), i64>| map.get(&key).copied().unwrap_or_default();
        (part(key.1, of(&self.totals.base)) - of(&self.totals.paid)).max(0)
    }

    /// What each grant may still pay under shares of the total.
    pub(super) fn totals_left(&self) -> BTreeMap<(usize, u32), i64> {
        let keys = self.totals.base.keys();
        keys.map(|&key| (key, self.total_left(key))).collect()
    }

    /// Notes what a grant paid under a share of the total.
    pub(super) fn paid_under_total(&mut self, key: (usize, u32), amount: i64) {
        *self.totals.paid.entry(key).or_default() += amount;
    }

    /// Ends the year: what is open, and the findings about it.
    pub(super) fn finish(mut self) -> (Outcome, Limits<'p>) {
        let mut open = self.opened();
        self.vat_paid();
        self.tell(&open);
        let Run {
            plan,
            year,
            pieces,
            mut paid,
            mut deducted,
            limits,
            ..
        } = self;
        let rank = |at: usize| (pieces[at].of, pieces[at].of != at);
        paid.sort_by_key(|(at, row)| (rank(*at), row.how, row.bucket, row.step));
        let mut rows: Vec<Paid> = Vec::with_capacity(paid.len());
        let mut last = None;
        for (at, row) in paid {
            let same = (pieces[at].of, row.line, row.bucket, row.step, row.how);
            match rows.last_mut() {
                Some(before) if last == Some(same) => before.amount += row.amount,
                _ => rows.push(row),
            }
            last = Some(same);
        }
        let lines = plan.dossier().lines();
        let order = |line: usize| (lines.period(line).last(), lines.id(line));
        let mut open: Vec<Open> = open.drain(..).map(|(_, open)| open).collect();
        open.sort_by(|a, b| order(a.line).cmp(&order(b.line)));
        deducted.sort_by(|a, b| order(a.line).cmp(&order(b.line)));
        let mut outcome = Outcome {
            paid: rows,
            open,
            deducted,
        };
        super::corrected::show(plan, year, &mut outcome);
        (outcome, limits)
    }

    /// Counts compensable VAT to the grants that pay the costs it is in, the first first.
    fn vat_paid(&mut self) {
        if self.vat_seen.is_empty() {
            return;
        }
        for (piece, row) in &self.paid {
            if let Some(vat) = self.vat_seen.get_mut(piece)
                && row.how == How::Paid
            {
                let amount = row.amount.min(*vat);
                *vat -= amount;
                let grant = self.plan.buckets()[row.bucket].grant;
                *self.vat_kept.entry(grant).or_default() += amount;
            }
        }
    }

    /// What is open, by phase and piece, each with its reason.
    fn opened(&mut self) -> Vec<(Why, Open)> {
        let mut order: Vec<usize> = (0..self.pieces.len()).collect();
        order.sort_by_key(|&at| self.rank(at));
        for &at in &order {
            let (left, vat_off) = (self.pieces[at].left, self.vat_off.get(&at));
            if let Some(&grant) = vat_off
                && left != 0
            {
                // The VAT compensation fund pays it.
                self.deduct(Deducted {
                    line: self.pieces[at].line,
                    grant,
                    kind: Deduction::Vat,
                    amount: left,
                });
                self.pieces[at].left = 0;
                self.why.remove(&at);
            } else if left != 0 && !self.why.contains_key(&at) {
                // No step took it.
                let why = Why {
                    amount: left,
                    block: Block::NoBooking,
                    grant: None,
                    by: None,
                    phase: 0,
                };
                self.leave(at, why);
            }
        }
        let mut open = Vec::new();
        for phase in 0..3 {
            for &at in &order {
                let whys = self.why.get(&at).into_iter().flatten();
                for why in whys.filter(|why| why.phase == phase) {
                    let row = Open {
                        line: self.pieces[at].line,
                        amount: why.amount,
                        block: why.block,
                        cost: self.pieces[at].kind.is_none(),
                    };
                    open.push((*why, row));
                }
            }
        }
        open
    }
}

/// A share of an amount, rounded down to the cent.
pub(super) fn part(ppm: u32, total: i64) -> i64 {
    // A rate of a checked scheme is at most the whole.
    Rate::from_ppm(ppm).map_or(total, |rate| rate.of_floor(Money::of(total)).cents())
}
