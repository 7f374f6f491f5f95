//! One year of a run: its pieces, what the steps make of them, and what is open at the end.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::admit::Gate;
use super::by_cell::{ByDay, OfYear, Rows};
use super::conditions::Conditions;
use super::joint::Sorted;
use super::least_refund::Reached;
use super::limits::Limits;
use super::looks;
use super::outcome::Outcome;
use super::over_steps::OverSteps;
use super::pieces::Piece;
use super::place::line_share;
use super::sights::Sights;
use super::step::StepRun;
use super::totals::{Totals, part};
use super::way::Ways;
use super::year::OfLines;
use super::{Block, Deducted, How, Noted, Paid, StepWord};
use crate::dossier::Dossier;
use crate::money::apportion;
use crate::plan::{Plan, YearPlan};
use crate::progress::Work;
use crate::scheme::{Deduction, RuleName, ShareOf};

/// Why a part of a piece is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Why {
    pub(super) amount: i64,
    pub(super) block: Block,
    /// The grant that the finding is about.
    pub(super) grant: Option<usize>,
    /// What else the finding tells.
    pub(super) by: Option<By>,
    /// What is open before a step placed anything comes before what shares cut, and that before what found no place.
    pub(super) phase: u8,
}

/// What else a reason is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum By {
    /// The grant that pays the line already.
    Grant(usize),
    /// The rate of the share in parts per million.
    Rate(u32),
    /// How far it came at the grant on which it is booked, where it came farther at another.
    There(Block),
}

/// A year being run.
pub(super) struct Run<'p, 'r> {
    pub(super) plan: &'p Plan,
    pub(super) year: &'p YearPlan,
    pub(super) conditions: &'p Conditions,
    pub(super) ways: Ways<'p>,
    pub(super) sights: Sights,
    pub(super) limits: Limits<'p>,
    pub(super) pieces: Vec<Piece>,
    /// Pieces that are compensable VAT and nothing else: the grant that takes it off if no other pays it.
    pub(super) vat_off: BTreeMap<usize, usize>,
    /// By piece the compensable VAT in it that no scheme takes off, in cents.
    pub(super) vat_seen: BTreeMap<usize, i64>,
    /// What is paid, with the piece.
    pub(super) paid: Vec<(usize, Paid)>,
    /// By piece and grant what grants that pay a share of each line paid, in cents, of the first rows of `paid`, and how
    /// many rows these are.
    by_line: BTreeMap<(usize, usize), i64>,
    counted: usize,
    /// By grant whether it pays a share of each line.
    shares_lines: Vec<bool>,
    pub(super) deducted: Vec<Deducted>,
    /// Why what is left of a piece is open, as of the last step that looked at it.
    why: Vec<(usize, Why)>,
    /// By the first credit note of a class what its credit notes are above its costs, in cents.
    pub(super) excess: BTreeMap<usize, i64>,
    /// By piece how far it came at the grant of its booking, in the last step that took it there.
    pub(super) there: BTreeMap<usize, Block>,
    /// Shares of the total of the costs of a grant.
    pub(super) totals: Totals,
    /// What earlier steps leave of shares of each line.
    pub(super) over_steps: OverSteps,
    /// By grant: compensable VAT that its scheme doesn't take off.
    pub(super) vat_kept: BTreeMap<usize, i64>,
    /// Parts that a grant's scheme doesn't have, with the first line that names them.
    pub(super) unknown_parts: BTreeMap<(usize, &'p str), usize>,
    /// Where pieces are sums of lines: the cells that they are of.
    pub(super) of_year: Option<OfYear>,
    /// What they come to day by day, once a limit ran out.
    pub(super) by_day: Option<ByDay>,
    /// Whether findings are told of single lines.
    pub(super) tells: bool,
    /// Whether what it finds out about pieces is kept for other runs, and the classes of its step: those that it found, or
    /// those that another did.
    pub(super) keeps: bool,
    pub(super) sorted: Option<Arc<Sorted>>,
    /// What classes that another run found reach in it.
    pub(super) reached: Option<Arc<OnceLock<Reached>>>,
    pub(super) noted: &'r mut Noted,
    pub(super) watch: &'r mut (dyn Work + 'r),
}

impl<'p, 'r> Run<'p, 'r> {
    pub(super) fn new(
        gate: Gate<'p>,
        (conditions, known): (&'p Conditions, Option<&looks::OfYear>),
        (limits, pieces): (Limits<'p>, Vec<Piece>),
        noted: &'r mut Noted,
        watch: &'r mut (dyn Work + 'r),
    ) -> Self {
        Run {
            plan: gate.plan,
            year: gate.year,
            conditions,
            ways: Ways::new(gate, conditions, known.map(|known| known.ways.clone())),
            sights: Sights::new(known.map(|known| Arc::clone(&known.sights))),
            limits,
            pieces,
            vat_off: BTreeMap::new(),
            vat_seen: BTreeMap::new(),
            paid: Vec::new(),
            by_line: BTreeMap::new(),
            counted: 0,
            shares_lines: shares_lines(gate.plan),
            deducted: Vec::new(),
            why: Vec::new(),
            excess: BTreeMap::new(),
            there: BTreeMap::new(),
            totals: Totals::default(),
            over_steps: OverSteps::default(),
            vat_kept: BTreeMap::new(),
            unknown_parts: BTreeMap::new(),
            of_year: None,
            by_day: None,
            tells: true,
            keeps: false,
            sorted: None,
            reached: None,
            noted,
            watch,
        }
    }

    pub(super) fn dossier(&self) -> &'p Dossier {
        self.plan.dossier()
    }

    /// The pieces that a step looks at, in order: open ones, and those that no step looked at yet. What earlier steps said
    /// of them counts no more. What is booked nowhere is nothing to `booked`, unless it comes first and says so.
    pub(super) fn of_step(&mut self, step: &StepRun) -> Vec<usize> {
        let as_booked = matches!(step.word, StepWord::Booked | StepWord::Fixed);
        let mut members: Vec<usize> = (0..self.pieces.len())
            .filter(|&at| {
                let piece = &self.pieces[at];
                let open = piece.left != 0 && (piece.grant.is_some() || !as_booked);
                (open || !piece.begun)
                    && piece.fixed == step.is_fixed()
                    && step
                        .at
                        .is_none_or(|at| self.conditions.in_scope(at, piece.line))
            })
            .collect();
        members.sort_by_key(|&at| self.rank(at));
        // Most are paid by one bucket; doubling a list of a million leaves half of it empty.
        self.paid.reserve(members.len() + members.len() / 8);
        if !self.why.is_empty() {
            let mut taken = vec![false; self.pieces.len()];
            for &at in &members {
                taken[at] = true;
            }
            self.why.retain(|(at, _)| !taken[*at]);
            self.excess.retain(|at, _| !taken[*at]);
        }
        members
    }

    /// Whether no step comes after this one.
    pub(super) fn is_last(&self, step: &StepRun) -> bool {
        step.number() == self.plan.method().steps.len()
    }

    /// The place of a piece in the order of pieces: VAT by itself follows what it was taken from.
    pub(super) fn rank(&self, at: usize) -> (usize, bool) {
        (self.pieces[at].of, self.pieces[at].of != at)
    }

    /// The kind of a line by what it shows to the rules of all grants.
    pub(super) fn sight(&mut self, line: usize) -> usize {
        let of = (self.plan, self.conditions, line);
        self.sights.of(of, &mut self.ways)
    }

    /// Notes why a part of a piece is open.
    pub(super) fn leave(&mut self, at: usize, why: Why) {
        if why.amount != 0 {
            self.why.push((at, why));
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

    /// What a grant that pays a share of each line paid of a piece so far, in cents; what credit notes cancelled is not paid.
    pub(super) fn paid_by(&mut self, at: usize, grant: usize) -> i64 {
        for (piece, row) in &self.paid[self.counted..] {
            let of = self.plan.buckets()[row.bucket].grant;
            if row.how == How::Paid && self.shares_lines[of] {
                *self.by_line.entry((*piece, of)).or_default() += row.amount;
            }
        }
        self.counted = self.paid.len();
        self.by_line.get(&(at, grant)).copied().unwrap_or_default()
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
    pub(super) fn claims(&mut self, way: usize, members: &[usize]) -> Option<Vec<i64>> {
        let grant = self.ways.list[way].grant;
        let mut claims = self.rights(way, members)?;
        let mut rest = self.right_left(grant, &claims, members);
        for (claim, &at) in claims.iter_mut().zip(members) {
            let left = *claim - self.paid_by(at, grant);
            // Where cents fell otherwise than the rights, those of single pieces add up to more than that of the class.
            *claim = left.min(rest).clamp(0, self.pieces[at].left.max(0));
            rest -= *claim;
        }
        Some(claims)
    }

    /// What is left of the rights of a grant to pieces of one class together, in cents.
    pub(super) fn right_left(&mut self, grant: usize, rights: &[i64], members: &[usize]) -> i64 {
        let of_class = rights.iter().sum::<i64>();
        let most = self.over_steps.most(grant, members);
        let paid = members.iter().map(|&at| self.paid_by(at, grant));
        (most.map_or(of_class, |most| most.min(of_class)) - paid.sum::<i64>()).max(0)
    }

    /// What a grant that pays a share of each line pays at most of pieces of one class, in all steps together, in cents;
    /// `None` where no such share holds.
    pub(super) fn rights(&self, way: usize, members: &[usize]) -> Option<Vec<i64>> {
        let ppm = line_share(&self.ways.list[way])?;
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

    /// Ends the year: what became of its lines with the findings about it, and what each bucket pays in cents.
    pub(super) fn finish(mut self) -> (OfLines, Vec<i64>, Limits<'p>) {
        if self.of_year.is_some() && !self.tells {
            let open = self.pieces.iter().map(|piece| piece.left);
            let open = open.filter(|left| *left != 0);
            let open = open.reduce(|sum, left| sum + left);
            return (OfLines::Sum(open), self.spent(), self.limits);
        }
        self.noted.exercised.extend(self.ways.exercised());
        self.take_off_vat();
        let why = self.opened();
        self.vat_paid();
        let spent = self.spent();
        if let Some(of_year) = self.of_year.take() {
            let rows = Rows::new(of_year, &self.paid, &why);
            self.tell_of_rows(&rows, &why);
            return (OfLines::Together(Arc::new(rows)), spent, self.limits);
        }
        self.tell(&why);
        let Run {
            plan,
            year,
            pieces,
            paid,
            deducted,
            limits,
            ..
        } = self;
        let mut outcome = Outcome::new(plan, &pieces, (paid, why, deducted));
        super::corrected::show(plan, year, &mut outcome);
        let lines = OfLines::One {
            paid: outcome.paid,
            open: outcome.open,
            deducted: outcome.deducted,
        };
        (lines, spent, limits)
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

    /// Takes off the VAT that no grant pays: the VAT compensation fund does.
    fn take_off_vat(&mut self) {
        let off = std::mem::take(&mut self.vat_off);
        if off.is_empty() {
            return;
        }
        self.why.retain(|(at, _)| !off.contains_key(at));
        let mut off: Vec<(usize, usize)> = off.into_iter().collect();
        off.sort_by_key(|(at, _)| self.rank(*at));
        for (at, grant) in off {
            let amount = std::mem::take(&mut self.pieces[at].left);
            if amount != 0 {
                self.deduct(Deducted {
                    line: self.pieces[at].line,
                    grant,
                    kind: Deduction::Vat,
                    amount,
                });
            }
        }
    }

    /// Why each piece is open that is, by phase and piece.
    fn opened(&mut self) -> Vec<(usize, Why)> {
        let mut why = std::mem::take(&mut self.why);
        let mut known = vec![false; self.pieces.len()];
        for &(at, _) in &why {
            known[at] = true;
        }
        for (at, piece) in self.pieces.iter().enumerate() {
            if piece.left != 0 && !known[at] {
                // No step took it.
                why.push((at, Why::at_once(piece.left, Block::NoBooking, None)));
            }
        }
        why.sort_by_key(|(at, why)| (why.phase, self.rank(*at)));
        why
    }
}

/// By grant whether a version that decides in the book years pays a share of each line.
fn shares_lines(plan: &Plan) -> Vec<bool> {
    let grants = 0..plan.dossier().grants().len();
    let of_line = |grant: usize| {
        let versions = &plan.dossier().scheme_of(grant).versions;
        let shares = plan.deciding_versions(grant);
        let mut shares = shares.filter_map(|at| versions[at].share.as_ref());
        shares.any(|share| share.rule.of == ShareOf::Line)
    };
    grants.map(of_line).collect()
}
