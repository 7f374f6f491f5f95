//! The step `booked`: a booking is a wish, and all rules apply to it.
//!
//! Lines are taken by date and id. A line may be booked on several grants; each *piece* of it goes to its grant's
//! buckets that admit it, in the order of the tranches: first to those of its own part, and when all pieces have been
//! there, to those of other parts that may give. Pieces that are admitted alike form a class, in which credit notes
//! and income are netted first.

use std::collections::BTreeMap;

use super::admit::Gate;
use super::class::{Classes, Piece};
use super::conditions::Conditions;
use super::exclusive::Standing;
use super::limits::Limits;
use super::net::{self, Netted, Shares};
use super::pieces::{deduction, shares, signed};
use super::place::{CeilingsHit, Placing};
use super::{Block, Deducted, Noted, Open, Paid};
use crate::dossier::Dossier;
use crate::plan::{Plan, YearPlan};
use crate::scheme::{Deduction, RuleName};

/// What the step made of the lines of a year.
pub(super) struct Booked {
    pub(super) paid: Vec<Paid>,
    pub(super) open: Vec<Open>,
    pub(super) deducted: Vec<Deducted>,
}

/// A year being booked.
pub(super) struct Run<'p, 'r> {
    pub(super) plan: &'p Plan,
    pub(super) year: &'p YearPlan,
    pub(super) classes: Classes<'p>,
    pub(super) pieces: Vec<Piece>,
    pub(super) open: Vec<Open>,
    pub(super) deducted: Vec<Deducted>,
    /// By grant and rate: what its share leaves to own funds.
    pub(super) own_share: BTreeMap<(usize, u32), i64>,
    /// By grant: compensable VAT that its scheme doesn't take off.
    pub(super) vat_kept: BTreeMap<usize, i64>,
    /// Parts that a grant's scheme doesn't have, with the first line that names them.
    pub(super) unknown_parts: BTreeMap<(usize, &'p str), usize>,
    pub(super) noted: &'r mut Noted,
}

/// Runs the step over one year.
pub(super) fn run<'p>(
    gate: Gate<'p>,
    conditions: &'p Conditions<'p>,
    limits: &mut Limits<'p>,
    noted: &mut Noted,
) -> Booked {
    let mut run = Run {
        plan: gate.plan,
        year: gate.year,
        classes: Classes::new(gate, conditions),
        pieces: Vec::new(),
        open: Vec::new(),
        deducted: Vec::new(),
        own_share: BTreeMap::new(),
        vat_kept: BTreeMap::new(),
        unknown_parts: BTreeMap::new(),
        noted,
    };
    for &line in &run.year.lines {
        run.take(line);
    }
    let mut netted = Netted::default();
    for class in &run.classes.list {
        net::class(class, &mut run.pieces, &mut netted);
    }
    run.excess_credits();
    for row in &netted.deducted {
        run.deduction_decided(row);
    }
    run.deducted.append(&mut netted.deducted);
    let paid = run.place(netted.paid, limits);
    run.own_share();
    run.vat_kept();
    run.unknown_parts();
    let lines = run.plan.dossier().lines();
    let order = |line: usize| (lines.period(line).last(), lines.id(line));
    run.open.sort_by(|a, b| order(a.line).cmp(&order(b.line)));
    run.deducted
        .sort_by(|a, b| order(a.line).cmp(&order(b.line)));
    Booked {
        paid,
        open: run.open,
        deducted: run.deducted,
    }
}

impl<'p> Run<'p, '_> {
    pub(super) fn dossier(&self) -> &'p Dossier {
        self.plan.dossier()
    }

    /// Divides a line into pieces, each with its class.
    fn take(&mut self, line: usize) {
        let dossier = self.dossier();
        let lines = dossier.lines();
        let Some(booking) = lines.booking(line) else {
            let amount = signed(dossier, line, lines.amount(line).cents());
            if amount != 0 {
                self.leave(line, amount, Block::NoBooking);
            }
            return;
        };
        let kind = deduction(lines.kind(line));
        let date = lines.period(line).last();
        let mut standing = Standing::new(self.plan, date);
        for share in shares(dossier, line, booking, |id| self.plan.grant_place(id)) {
            let grant = share.grant;
            let version = self.plan.version(grant, date);
            let deducts = |kind| version.is_some_and(|version| version.deducts(kind));
            let mut amount = share.amount;
            if share.vat != 0 && deducts(Deduction::Vat) {
                amount -= share.vat;
                let row = Deducted {
                    line,
                    grant,
                    kind: Deduction::Vat,
                    amount: share.vat,
                };
                self.deduction_decided(&row);
                self.deducted.push(row);
            } else if share.vat != 0 {
                *self.vat_kept.entry(grant).or_default() += share.vat;
            }
            self.straddle(line, grant, amount);
            if kind.is_some_and(|kind| !deducts(kind)) {
                if amount != 0 {
                    self.leave(line, amount, Block::NotDeducted);
                }
                continue;
            }
            if let Some(part) = self.classes.unknown_part(grant, line) {
                self.unknown_parts.entry((grant, part)).or_insert(line);
            }
            let class = self.classes.of(grant, line, &mut self.noted.exercised);
            let admitted = !self.classes.list[class].candidates.is_empty();
            if amount != 0 && admitted {
                if let Some(other) = standing.against(grant) {
                    standing.mark(grant, other, &mut self.noted.exercised);
                    self.exclude(line, grant, other, amount);
                    continue;
                }
                standing.add(grant);
            }
            self.classes.list[class].pieces.push(self.pieces.len());
            self.pieces.push(Piece {
                line,
                grant,
                class,
                kind,
                left: amount,
            });
        }
    }

    pub(super) fn leave(&mut self, line: usize, amount: i64, block: Block) {
        self.open.push(Open {
            line,
            amount,
            block,
        });
    }

    fn deduction_decided(&mut self, row: &Deducted) {
        let rule = RuleName::Deduction(row.kind);
        self.decided(row.grant, row.line, rule);
    }

    /// Marks a rule of the version on a line's date as having decided.
    fn decided(&mut self, grant: usize, line: usize, rule: RuleName) {
        let date = self.dossier().lines().period(line).last();
        if let Some(version) = self.plan.version_at(grant, date) {
            self.noted.exercised.add(grant, version, rule);
        }
    }

    /// Puts the pieces on buckets, in two rounds, and leaves open what does not fit.
    fn place(&mut self, netted: Vec<(usize, Paid)>, limits: &mut Limits<'p>) -> Vec<Paid> {
        let shares = Shares::new(&self.classes.list, &self.pieces);
        let claims = self.pieces.iter().zip(&shares.claims);
        let cuts: Vec<i64> = claims.map(|(piece, claim)| piece.left - claim).collect();
        for (at, cut) in cuts.into_iter().enumerate().filter(|(_, cut)| *cut > 0) {
            self.cut_by_share(at, cut);
        }
        let mut placing = Placing::new(limits, self.classes.list.len(), shares, netted);
        let mut hit = CeilingsHit {
            plan: self.plan,
            year: self.year,
            exercised: &mut self.noted.exercised,
        };
        for round in [0, 1] {
            let pieces = self.pieces.iter().enumerate();
            for (at, piece) in pieces.filter(|(_, piece)| piece.kind.is_none()) {
                let class = &self.classes.list[piece.class];
                placing.piece((at, piece), class, round, &mut hit);
            }
        }
        for at in 0..self.pieces.len() {
            let (left, piece) = (placing.left[at], &self.pieces[at]);
            if left == 0 {
                continue;
            }
            let class = &self.classes.list[piece.class];
            if class.candidates.is_empty() {
                self.leave_rest(at, left, class.block);
            } else if piece.kind.is_some() {
                self.leave_rest(at, left, Block::IncomeLeft);
            } else if left < 0 {
                self.leave_rest(at, left, Block::Credit);
            } else {
                let above = placing.above_share(piece, class, left);
                let rest = left - above;
                let block = (rest > 0).then(|| placing.block(piece, class));
                if above > 0 {
                    self.cut_by_share(at, above);
                }
                if let Some(block) = block {
                    self.leave_rest(at, rest, block);
                }
            }
        }
        placing.paid()
    }

    /// Leaves open what no bucket pays of a piece.
    fn leave_rest(&mut self, at: usize, left: i64, block: Block) {
        let piece = &self.pieces[at];
        let (line, grant, cost) = (piece.line, piece.grant, piece.kind.is_none());
        self.leave(line, left, block);
        if cost && left > 0 {
            self.stays(line, grant, left, block);
        } else if !cost {
            self.income_left(line, grant, left);
        }
    }

    /// Leaves open what is above the share that the grant pays.
    fn cut_by_share(&mut self, at: usize, amount: i64) {
        let piece = &self.pieces[at];
        let class = &self.classes.list[piece.class];
        let (line, grant) = (piece.line, piece.grant);
        if let Some((ppm, _)) = class.share {
            *self.own_share.entry((grant, ppm)).or_default() += amount;
        }
        self.decided(grant, line, RuleName::Share);
        self.leave(line, amount, Block::Share);
    }
}
