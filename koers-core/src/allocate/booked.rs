//! The step `booked`: a booking is a wish, and all rules apply to it.
//!
//! Lines are taken by date and id. A line may be booked on several grants; each *piece* of it goes to its grant's
//! buckets that admit it, in the order of the tranches: first to those of its own part, and when all pieces have been
//! there, to those of other parts that may give. Pieces that are admitted alike form a class, in which credit notes
//! and income are netted first.

use std::collections::BTreeMap;

use super::admit::Gate;
use super::class::{Class, Classes, Piece, share_decided};
use super::limits::{Ask, Limits};
use super::net::{self, Netted, Shares};
use super::pieces::{deduction, shares, signed};
use super::{Block, Deducted, Exercised, Open, Paid};
use crate::diag::{Code, Finding, Findings};
use crate::dossier::Dossier;
use crate::money::{Money, Rate};
use crate::plan::{Plan, YearPlan};
use crate::scheme::{Deduction, RuleName, ShareOf, Version};

/// What the step made of the lines of a year.
pub(super) struct Booked {
    pub(super) paid: Vec<Paid>,
    pub(super) open: Vec<Open>,
    pub(super) deducted: Vec<Deducted>,
}

/// A year being booked.
struct Run<'p, 'r> {
    plan: &'p Plan,
    year: &'p YearPlan,
    classes: Classes<'p>,
    pieces: Vec<Piece>,
    open: Vec<Open>,
    deducted: Vec<Deducted>,
    /// By grant and rate: what its share leaves to own funds.
    own_share: BTreeMap<(usize, u32), i64>,
    exercised: &'r mut Exercised,
    findings: &'r mut Findings,
}

/// Runs the step over one year.
pub(super) fn run(
    gate: Gate<'_>,
    limits: &mut Limits,
    exercised: &mut Exercised,
    findings: &mut Findings,
) -> Booked {
    let mut run = Run {
        plan: gate.plan,
        year: gate.year,
        classes: Classes::new(gate),
        pieces: Vec::new(),
        open: Vec::new(),
        deducted: Vec::new(),
        own_share: BTreeMap::new(),
        exercised,
        findings,
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
    fn dossier(&self) -> &'p Dossier {
        self.plan.dossier()
    }

    /// Divides a line into pieces, each with its class.
    fn take(&mut self, line: usize) {
        let dossier = self.dossier();
        let lines = dossier.lines();
        let Some(booking) = lines.booking(line) else {
            let amount = signed(dossier, line);
            if amount != 0 {
                self.leave(line, amount, Block::NoBooking);
            }
            return;
        };
        let kind = deduction(lines.kind(line));
        let date = lines.period(line).last();
        // The first grant of each scheme that stands, by the scheme's id.
        let mut standing: BTreeMap<&str, usize> = BTreeMap::new();
        for share in shares(dossier, line, booking, |id| self.plan.grant_place(id)) {
            let grant = share.grant;
            let (_, version) = self.plan.version(grant, date);
            let mut amount = share.amount;
            if share.vat != 0 && version.is_some_and(|version| version.deducts(Deduction::Vat)) {
                amount -= share.vat;
                let row = Deducted {
                    line,
                    grant,
                    kind: Deduction::Vat,
                    amount: share.vat,
                };
                self.deduction_decided(&row);
                self.deducted.push(row);
            }
            self.straddle(line, grant, amount);
            if kind.is_some_and(|kind| !version.is_some_and(|version| version.deducts(kind))) {
                if amount != 0 {
                    self.leave(line, amount, Block::NotDeducted);
                }
                continue;
            }
            let class = self.classes.of(grant, line, self.exercised);
            let admitted = !self.classes.list[class].candidates.is_empty();
            if amount != 0 && admitted {
                let mut others: Vec<usize> = standing.values().copied().collect();
                others.sort_unstable();
                let other = others
                    .into_iter()
                    .find(|&other| self.excludes(grant, other, line));
                if let Some(other) = other {
                    self.exclude(line, grant, other, amount);
                    continue;
                }
                let scheme = dossier.scheme_of(grant).id.as_str();
                standing.entry(scheme).or_insert(grant);
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

    fn leave(&mut self, line: usize, amount: i64, block: Block) {
        self.open.push(Open {
            line,
            amount,
            block,
        });
    }

    fn deduction_decided(&mut self, row: &Deducted) {
        let date = self.dossier().lines().period(row.line).last();
        if let (_, Some(version)) = self.plan.version_at(row.grant, date) {
            let rule = RuleName::Deduction(row.kind);
            self.exercised.add(row.grant, version, rule);
        }
    }

    /// Whether two grants may not both pay for a line, by the rules of either.
    fn excludes(&mut self, a: usize, b: usize, line: usize) -> bool {
        let date = self.dossier().lines().period(line).last();
        let mut excludes = false;
        for (of, other) in [(a, b), (b, a)] {
            let (scheme, version) = self.plan.version_at(of, date);
            let against = self.dossier().scheme_of(other);
            let rule = |version: &'p Version| version.exclusive_with.as_ref();
            let Some((place, rule)) =
                version.and_then(|at| Some((at, rule(&scheme.versions[at])?)))
            else {
                continue;
            };
            let named = rule.rule.schemes.contains(&against.id)
                || rule.rule.funder_groups.contains(&against.funder_group);
            if named && scheme.id != against.id {
                self.exercised.add(of, place, RuleName::ExclusiveWith);
                excludes = true;
            }
        }
        excludes
    }

    fn exclude(&mut self, line: usize, grant: usize, other: usize, amount: i64) {
        let (lines, grants) = (self.dossier().lines(), self.dossier().grants());
        self.leave(line, amount, Block::Exclusive);
        self.findings.push(
            Finding::new(Code::PaidByExclusiveGrant)
                .subject(lines.id(line))
                .arg("line", lines.id(line))
                .arg("grant", grants[grant].name())
                .arg("other", grants[other].name())
                .amount(Money::of(amount))
                .at(lines.place(line, "grant")),
        );
    }

    /// Puts the pieces on buckets, in two rounds, and leaves open what does not fit.
    fn place(&mut self, netted: Vec<(usize, Paid)>, limits: &mut Limits) -> Vec<Paid> {
        let mut paid = netted;
        let mut shares = Shares::new(&self.classes.list, &self.pieces);
        for at in 0..self.pieces.len() {
            let piece = &self.pieces[at];
            let cut = piece.left - shares.claims[at];
            if cut > 0 {
                self.cut_by_share(at, cut);
            }
        }
        let mut left = shares.claims.clone();
        // By class and round: how many buckets, from the first, have nothing left for it.
        let mut full = vec![[0; 2]; self.classes.list.len()];
        for round in [0, 1] {
            for at in 0..self.pieces.len() {
                let (line, grant, class) = {
                    let piece = &self.pieces[at];
                    (piece.line, piece.grant, piece.class)
                };
                if self.pieces[at].kind.is_some() || left[at] <= 0 {
                    continue;
                }
                let class_of = &self.classes.list[class];
                let share = class_of.share.filter(|(_, of)| *of == ShareOf::Total);
                let key = share.map(|(ppm, _)| (grant, ppm));
                let full = &mut full[class][round];
                for index in *full..class_of.width(round) {
                    let ask = class_of.ask(round, index);
                    let of_share = key.map_or(left[at], |key| shares.totals[&key]);
                    let amount = limits.available(&ask, left[at].min(of_share));
                    if amount > 0 {
                        limits.pay(&ask, amount);
                        left[at] -= amount;
                        if let Some(total) = key.and_then(|key| shares.totals.get_mut(&key)) {
                            *total -= amount;
                        }
                        paid.push((
                            at,
                            Paid {
                                line,
                                bucket: ask.bucket,
                                amount,
                                netted: false,
                            },
                        ));
                    }
                    // Nothing that is used up comes back, so a bucket that is full stays so for the class.
                    if let Some(block) = limits.block(&ask) {
                        if block == Block::Ceiling && left[at] > 0 {
                            ceiling_decided(self.plan, self.year, &ask, limits, self.exercised);
                        }
                        if index == *full {
                            *full += 1;
                        }
                    }
                    if left[at] == 0 {
                        break;
                    }
                }
            }
        }
        let mut blocks = vec![None; self.classes.list.len()];
        for at in 0..self.pieces.len() {
            let class = self.pieces[at].class;
            let block =
                *blocks[class].get_or_insert_with(|| self.classes.list[class].farthest(limits));
            self.leave_rest(at, left[at], &shares, block);
        }
        paid.sort_by_key(|(at, paid)| (*at, !paid.netted, paid.bucket));
        paid.into_iter().map(|(_, paid)| paid).collect()
    }

    /// Leaves open what no bucket pays of a piece.
    fn leave_rest(&mut self, at: usize, left: i64, shares: &Shares, block: Block) {
        let piece = &self.pieces[at];
        let (line, grant) = (piece.line, piece.grant);
        let class = &self.classes.list[piece.class];
        if left == 0 {
            return;
        }
        if class.candidates.is_empty() {
            self.leave(line, left, block);
            if left > 0 && self.pieces[at].kind.is_none() {
                self.stays(line, grant, left, block);
            }
            return;
        }
        if self.pieces[at].kind.is_some() {
            self.leave(line, left, Block::IncomeLeft);
        } else if left < 0 {
            self.leave(line, left, Block::Credit);
        } else {
            let share = class.share.filter(|(_, of)| *of == ShareOf::Total);
            let used_up = share.is_some_and(|(ppm, _)| shares.totals[&(grant, ppm)] == 0);
            if used_up {
                self.cut_by_share(at, left);
                return;
            }
            self.leave(line, left, block);
            self.stays(line, grant, left, block);
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
        share_decided(class, grant, self.exercised);
        self.leave(line, amount, Block::Share);
    }

    fn stays(&mut self, line: usize, grant: usize, amount: i64, block: Block) {
        let lines = self.dossier().lines();
        self.findings.push(
            Finding::new(Code::StaysOnOwnFunds)
                .subject(lines.id(line))
                .arg("line", lines.id(line))
                .arg("grant", self.dossier().grants()[grant].name())
                .arg("rule", block.as_str())
                .amount(Money::of(amount))
                .at(lines.place(line, "grant")),
        );
    }

    /// Tells once per grant and rate what its share leaves to own funds.
    fn own_share(&mut self) {
        for (&(grant, ppm), &amount) in &self.own_share {
            let Some(rate) = Rate::from_ppm(ppm) else {
                continue;
            };
            let grant = &self.plan.dossier().grants()[grant];
            self.findings.push(
                Finding::new(Code::ShareOnOwnFunds)
                    .subject(&grant.id.value)
                    .arg("year", self.year.year)
                    .arg("grant", grant.name())
                    .arg("share", rate)
                    .amount(Money::of(amount))
                    .at(grant.place.clone()),
            );
        }
    }

    /// Warns of a class in which credit notes exceed costs, at its first credit note.
    fn excess_credits(&mut self) {
        let lines = self.dossier().lines();
        for class in &self.classes.list {
            let costs = class.pieces.iter().map(|&at| &self.pieces[at]);
            let mut credits = costs.filter(|piece| piece.kind.is_none() && piece.left < 0);
            // Without a bucket nothing is netted, so what is left says nothing of an excess.
            let excess: i64 = if class.candidates.is_empty() {
                let of = class.pieces.iter().map(|&at| &self.pieces[at]);
                let of = of.filter(|piece| piece.kind.is_none());
                -of.map(|piece| piece.left).sum::<i64>()
            } else {
                let of = class.pieces.iter().map(|&at| &self.pieces[at]);
                let of = of.filter(|piece| piece.kind.is_none() && piece.left < 0);
                -of.map(|piece| piece.left).sum::<i64>()
            };
            let Some(first) = credits.next().filter(|_| excess > 0) else {
                continue;
            };
            self.findings.push(
                Finding::new(Code::CreditsExceedCosts)
                    .subject(lines.id(first.line))
                    .arg("line", lines.id(first.line))
                    .arg("grant", self.dossier().grants()[first.grant].name())
                    .amount(Money::of(excess))
                    .at(lines.place(first.line, "amount")),
            );
        }
    }

    /// Warns when a period crosses an edge of a window or a change of rules: it counts as its last day.
    fn straddle(&mut self, line: usize, grant: usize, amount: i64) {
        let lines = self.dossier().lines();
        let period = lines.period(line);
        if period.first() == period.last() || amount == 0 {
            return;
        }
        let (window, versions) = self.classes.crossed(grant, period);
        let codes = [
            (window, Code::PeriodStraddlesWindow),
            (versions, Code::PeriodStraddlesVersions),
        ];
        for (_, code) in codes.into_iter().filter(|(crossed, _)| *crossed) {
            self.findings.push(
                Finding::new(code)
                    .subject(lines.id(line))
                    .arg("line", lines.id(line))
                    .arg("grant", self.dossier().grants()[grant].name())
                    .date("date", period.last())
                    .amount(Money::of(amount))
                    .at(lines.place(line, "period")),
            );
        }
    }
}

/// Marks a ceiling that leaves a cost without money.
fn ceiling_decided(
    plan: &Plan,
    year: &YearPlan,
    ask: &Ask<'_>,
    limits: &Limits,
    exercised: &mut Exercised,
) {
    let grant = plan.buckets()[ask.bucket].grant;
    if let (Some(of), Some(ceiling)) = (&year.buckets[ask.bucket], limits.ceiling_reached(ask)) {
        exercised.add(grant, of.version, RuleName::Ceiling(ceiling));
    }
}

impl Class {
    /// How many buckets there are to try: in the first round those of its own part, in the second the others.
    fn width(&self, round: usize) -> usize {
        match round {
            0 => self.candidates.home.len(),
            _ => self.candidates.foreign.len(),
        }
    }

    /// Why nothing more is paid of its costs: of several buckets the one where they came farthest.
    fn farthest(&self, limits: &Limits) -> Block {
        let asks = [0, 1]
            .into_iter()
            .flat_map(|round| (0..self.width(round)).map(move |index| self.ask(round, index)));
        let blocks = asks.filter_map(|ask| limits.block(&ask));
        blocks.max().unwrap_or(self.block)
    }

    fn ask(&self, round: usize, index: usize) -> Ask<'_> {
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
