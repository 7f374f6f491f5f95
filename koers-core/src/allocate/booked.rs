//! The step `booked`: a booking is a wish, and all rules apply to it. Lines that are fixed go the same way.
//!
//! Pieces are taken by date and id. Each goes to the buckets of its grant that admit it, in the order of the tranches:
//! first to those of its own part, and when all pieces have been there, to those of other parts that may give. Pieces
//! that go the same way form a class, in which credit notes and income are netted first.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::exclusive::Standing;
use super::net::{self, Netted};
use super::over_steps;
use super::pieces::Piece;
use super::place::{CeilingsHit, Claim, Placing, total_of};
use super::run::{By, Run, Why};
use super::step::StepRun;
use super::{Block, Deducted};
use crate::progress::Cancelled;
use crate::scheme::{Deduction, RuleName};

/// Runs the step over one year.
pub(super) fn run(run: &mut Run<'_, '_>, step: &StepRun<'_>) -> Result<(), Cancelled> {
    let taken = run.of_step(step);
    if taken.is_empty() {
        return Ok(());
    }
    run.watch.begin(taken.len())?;
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    // In order, with their ways.
    let mut going: Vec<(usize, usize)> = Vec::with_capacity(taken.len());
    let earlier = run.plan.excludes().then(|| payers(run));
    let mut standing: Option<(usize, Standing<'_>)> = None;
    for at in taken {
        run.watch.tick()?;
        let line = run.pieces[at].line;
        if let Some(earlier) = &earlier
            && standing.as_ref().is_none_or(|(known, _)| *known != line)
        {
            standing = Some((line, standing_of(run, earlier, line)));
        }
        let standing = standing.as_mut().map(|(_, standing)| standing);
        if let Some(way) = run.take(at, standing) {
            members.entry(way).or_default().push(at);
            going.push((at, way));
        }
    }
    if run.of_year.is_some() {
        // What pieces come to by day holds no more.
        run.by_day = None;
        for members in members.values_mut() {
            run.put_together(members);
        }
        going.retain(|(at, way)| members[way].binary_search(at).is_ok());
    }
    let mut netted = Netted::default();
    for (&way, members) in &members {
        if let Some(bucket) = run.ways.list[way].candidates.first() {
            net::class((bucket, step.word), members, &mut run.pieces, &mut netted);
        }
        run.excess_of(members, run.ways.list[way].candidates.is_empty());
    }
    for row in netted.deducted {
        run.deduct(row);
    }
    run.paid.append(&mut netted.paid);
    for (&way, members) in &members {
        if !run.ways.list[way].candidates.is_empty() {
            run.weigh(members);
            run.count(way, members);
        }
    }
    // Classes by their first piece.
    let mut classes: Vec<(&usize, &Vec<usize>)> = members.iter().collect();
    classes.retain(|(way, _)| !run.ways.list[**way].candidates.is_empty());
    classes.sort_by_key(|(_, members)| members.first().map(|&first| run.rank(first)));
    let classes = classes.into_iter();
    let standing: Vec<over_steps::Standing<'_>> = classes
        .map(|(way, members)| (std::slice::from_ref(way), members.as_slice()))
        .collect();
    run.over_steps(&standing, run.is_last(step));
    run.place(step, &going, &members)
}

/// The grants that paid for a line in earlier steps.
fn standing_of<'p>(
    run: &Run<'p, '_>,
    payers: &BTreeMap<usize, Vec<usize>>,
    line: usize,
) -> Standing<'p> {
    let date = run.dossier().lines().period(line).last();
    let mut standing = Standing::new(run.plan, date);
    for &grant in payers.get(&line).into_iter().flatten() {
        standing.add(grant);
    }
    standing
}

/// By line the grants that pay for it so far, ascending.
pub(super) fn payers(run: &Run<'_, '_>) -> BTreeMap<usize, Vec<usize>> {
    let mut payers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (_, row) in &run.paid {
        let grants = payers.entry(row.line).or_default();
        let grant = run.plan.buckets()[row.bucket].grant;
        if let Err(at) = grants.binary_search(&grant) {
            grants.insert(at, grant);
        }
    }
    payers
}

impl<'p> Run<'p, '_> {
    /// Takes a piece into the step: its way to its grant, or nothing where it is open at once. `standing` has the grants on
    /// which its line stands, where schemes exclude each other.
    fn take(&mut self, at: usize, standing: Option<&mut Standing<'p>>) -> Option<usize> {
        let first = !std::mem::replace(&mut self.pieces[at].begun, true);
        let line = self.pieces[at].line;
        let Some(grant) = self.pieces[at].grant else {
            let left = self.pieces[at].left;
            self.leave(at, Why::at_once(left, Block::NoBooking, None));
            return None;
        };
        let date = self.dossier().lines().period(line).last();
        let version = self.plan.version(grant, date);
        let deducts = |kind| version.is_some_and(|version| version.deducts(kind));
        let Piece { left, vat, of, .. } = self.pieces[at];
        // Of what grants paid before, costs come before the VAT in them; what another step set apart is VAT and nothing else.
        let vat = if of == at { vat } else { left };
        let vat = vat.clamp(left.min(0), left.max(0));
        if vat != 0 && deducts(Deduction::Vat) {
            self.pieces[at].left -= vat;
            self.pieces[at].vat = 0;
            self.deduct(Deducted {
                line,
                grant,
                kind: Deduction::Vat,
                amount: vat,
            });
            // What comes off now is not paid by those who paid of it before.
            if let Some(seen) = self.vat_seen.get_mut(&at) {
                *seen -= vat;
            }
            if of != at {
                // Nothing but VAT, and so no cost of the grant: also not of a share of the total.
                return None;
            }
        } else if vat != 0
            && let Entry::Vacant(unseen) = self.vat_seen.entry(at)
        {
            unseen.insert(0);
            *self.vat_kept.entry(grant).or_default() += vat;
        }
        let amount = self.pieces[at].left;
        if first {
            self.straddle(line, grant, amount);
        }
        if self.pieces[at].kind.is_some_and(|kind| !deducts(kind)) {
            self.leave(at, Why::at_once(amount, Block::NotDeducted, None));
            return None;
        }
        self.note_part(grant, line);
        let way = self.ways.of((grant, line, true));
        let admitted = !self.ways.list[way].candidates.is_empty();
        if let Some(standing) = standing.filter(|_| amount != 0 && admitted) {
            if let Some(other) = standing.against(grant) {
                standing.mark(grant, other, &mut self.noted.exercised);
                let by = Some(By::Grant(other));
                let why = Why::at_once(amount, Block::Exclusive, by);
                self.leave(
                    at,
                    Why {
                        grant: Some(grant),
                        ..why
                    },
                );
                return None;
            }
            standing.add(grant);
        }
        Some(way)
    }

    /// Notes a part that a line names and the scheme of a grant doesn't have.
    pub(super) fn note_part(&mut self, grant: usize, line: usize) {
        if let Some(part) = self.ways.unknown_part(grant, line) {
            self.unknown_parts.entry((grant, part)).or_insert(line);
        }
    }

    /// Puts the pieces on buckets, in two rounds, and leaves open what does not fit.
    fn place(
        &mut self,
        step: &StepRun<'_>,
        going: &[(usize, usize)],
        members: &BTreeMap<usize, Vec<usize>>,
    ) -> Result<(), Cancelled> {
        // By piece: what of its claim is not paid yet.
        let mut claims: Vec<i64> = vec![0; self.pieces.len()];
        for (&way, members) in members {
            let admitted = !self.ways.list[way].candidates.is_empty();
            let shared = self.claims(way, members).filter(|_| admitted);
            for (place, &at) in members.iter().enumerate() {
                let (left, cost) = (self.pieces[at].left, self.pieces[at].is_open_cost());
                let claim = shared
                    .as_ref()
                    .filter(|_| cost)
                    .map_or(left, |it| it[place]);
                claims[at] = claim;
                if cost && claim < left {
                    self.cut_by_share(at, way, left - claim, 1);
                }
            }
        }
        let mut totals = self.totals_left();
        let mut placing = Placing::new(self.ways.list.len(), step.word, step.newest);
        for round in [0, 1] {
            if self.of_year.is_some() {
                self.place_sums(going, &mut claims, round, &mut placing)?;
                continue;
            }
            for &(at, way) in going {
                if self.pieces[at].kind.is_some() || claims[at] <= 0 {
                    continue;
                }
                let key = total_of(&self.ways.list[way]);
                let asked = claims[at];
                let claim = Claim {
                    piece: at,
                    line: self.pieces[at].line,
                    left: &mut claims[at],
                    total: key.and_then(|key| totals.get_mut(&key)),
                };
                let mut hit = CeilingsHit {
                    plan: self.plan,
                    year: self.year,
                    exercised: &mut self.noted.exercised,
                };
                let to = (&mut self.paid, &mut hit);
                placing.piece(
                    claim,
                    (way, &self.ways.list[way]),
                    round,
                    &mut self.limits,
                    to,
                );
                let paid = asked - claims[at];
                self.pieces[at].left -= paid;
                if let Some(key) = key {
                    self.paid_under_total(key, paid);
                }
            }
        }
        placing.done(&mut self.limits);
        // By way why nothing more is paid.
        let mut blocks: BTreeMap<usize, Block> = BTreeMap::new();
        for &(at, way) in going {
            let left = claims[at];
            if left == 0 {
                continue;
            }
            let (piece, of) = (&self.pieces[at], &self.ways.list[way]);
            if of.candidates.is_empty() {
                self.leave_rest(at, left, of.block);
            } else if piece.kind.is_some() {
                self.leave_rest(at, left, Block::IncomeLeft);
            } else if left < 0 {
                self.leave_rest(at, left, Block::Credit);
            } else {
                // What is left of a share of the total goes to the first pieces that ask; the others are above it.
                let total = total_of(of).and_then(|key| totals.get_mut(&key));
                let rest = total.map_or(left, |total| {
                    let inside = left.min(*total);
                    *total -= inside;
                    inside
                });
                if rest > 0 {
                    let farthest = || self.ways.list[way].farthest(&mut self.limits);
                    let block = *blocks.entry(way).or_insert_with(farthest);
                    if left > rest {
                        self.cut_by_share(at, way, left - rest, 2);
                    }
                    self.there.insert(at, block);
                    self.leave_rest(at, rest, block);
                } else {
                    self.cut_by_share(at, way, left, 2);
                }
            }
        }
        Ok(())
    }

    /// Leaves open what no bucket pays of a piece.
    pub(super) fn leave_rest(&mut self, at: usize, amount: i64, block: Block) {
        let why = Why {
            amount,
            block,
            grant: self.pieces[at].grant,
            by: None,
            phase: 2,
        };
        self.leave(at, why);
    }

    /// Leaves open what no bucket of any grant pays of a piece: how far it came, and how far at the grant of its booking,
    /// where that admits it.
    pub(super) fn leave_cost(&mut self, at: usize, block: Block, there: Option<Block>) {
        // An earlier step may have been there.
        let there = there.or_else(|| self.there.get(&at).copied());
        let why = Why {
            amount: self.pieces[at].left,
            block,
            grant: there.and(self.pieces[at].grant),
            by: there.map(By::There),
            phase: 2,
        };
        self.leave(at, why);
    }

    /// Leaves open what is above the share that the grant pays.
    fn cut_by_share(&mut self, at: usize, way: usize, amount: i64, phase: u8) {
        let (grant, share) = (self.ways.list[way].grant, self.ways.list[way].share);
        self.decided(grant, self.pieces[at].line, RuleName::Share);
        let why = Why {
            amount,
            block: Block::Share,
            grant: Some(grant),
            by: share.map(|(ppm, _)| By::Rate(ppm)),
            phase,
        };
        self.leave(at, why);
    }

    /// Notes what the credit notes of a class are above its costs, at the first of them; where no bucket admits the class
    /// nothing was netted yet.
    pub(super) fn excess_of(&mut self, members: &[usize], nowhere: bool) {
        let costs = members.iter().copied();
        let costs = costs.filter(|&at| self.pieces[at].kind.is_none());
        let mut credits = costs.clone().filter(|&at| self.pieces[at].left < 0);
        let sum = |pieces: &mut dyn Iterator<Item = usize>| -> i64 {
            pieces.map(|at| self.pieces[at].left).sum()
        };
        let left = if nowhere {
            sum(&mut costs.clone())
        } else {
            sum(&mut credits.clone())
        };
        if let Some(first) = credits.next().filter(|_| left < 0) {
            self.excess.insert(first, -left);
        }
    }
}

impl Why {
    /// What is open before anything is placed.
    pub(super) const fn at_once(amount: i64, block: Block, by: Option<By>) -> Why {
        Why {
            amount,
            block,
            grant: None,
            by,
            phase: 0,
        }
    }
}
