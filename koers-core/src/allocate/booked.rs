//! The step `booked`: a booking is a wish, and all rules apply to it.
//!
//! Lines are taken by date and id. A line may be booked on several grants; each *piece* goes to its grant's
//! open buckets in the order of the tranches. Pieces with the same grant and the same open buckets form a
//! class, in which credit notes are netted first: a credit takes away the earliest costs of its class, and
//! both are shown on the class's first bucket.

use std::collections::BTreeMap;

use super::{Block, Open, Paid};
use crate::calendar::{Date, Period};
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Booking, Dossier};
use crate::ledger::{self, Carried};
use crate::money::{Money, apportion};
use crate::plan::{Plan, YearPlan};

/// The part of a line that is booked on one grant.
struct Piece {
    line: usize,
    grant: usize,
    amount: i64,
    class: usize,
}

/// Pieces that may go to the same buckets of one grant.
struct Class {
    /// Open buckets, in the order of tranches.
    buckets: Vec<usize>,
    /// Why there is none, or why what is left doesn't fit.
    block: Block,
    /// Costs and credits that cancel out, in cents, still to be shown: of the costs, of the credits.
    netted_costs: i64,
    netted_credits: i64,
    costs: i64,
    credits: i64,
    /// How many of the buckets, from the first, have no room left.
    full: usize,
    /// The line and grant of its first credit note.
    first_credit: Option<(usize, usize)>,
}

/// Runs the step over one year.
pub(super) fn run(
    plan: &Plan,
    year: &YearPlan,
    carried: &[Carried],
    findings: &mut Findings,
) -> (Vec<Paid>, Vec<Open>) {
    let dossier = plan.dossier();
    let mut classes = Classes {
        plan,
        year,
        carried,
        list: Vec::new(),
        of: BTreeMap::new(),
        on: BTreeMap::new(),
        crossed: BTreeMap::new(),
    };
    let (mut pieces, mut open) = (Vec::new(), Vec::new());
    let grants: BTreeMap<&str, usize> = dossier
        .grants()
        .iter()
        .enumerate()
        .map(|(at, grant)| (grant.id.value.as_str(), at))
        .collect();
    for &line in &year.lines {
        let amount = dossier.lines().amount(line).cents();
        match dossier.lines().booking(line) {
            None if amount == 0 => {}
            None => open.push(Open {
                line,
                amount,
                block: Block::NoBooking,
            }),
            Some(booking) => {
                for (grant, amount) in split(booking, amount) {
                    let Some(&grant) = grants.get(grant) else {
                        continue;
                    };
                    let class = classes.of(grant, dossier.lines().period(line).last());
                    let parts = &mut classes.list[class];
                    if amount > 0 {
                        parts.costs += amount;
                    } else {
                        parts.credits -= amount;
                        parts.first_credit = parts.first_credit.or(Some((line, grant)));
                    }
                    pieces.push(Piece {
                        line,
                        grant,
                        amount,
                        class,
                    });
                    straddle(&mut classes, (line, grant, amount), findings);
                }
            }
        }
    }
    let mut list = classes.list;
    for class in &mut list {
        let netted = if class.buckets.is_empty() {
            0
        } else {
            class.costs.min(class.credits)
        };
        (class.netted_costs, class.netted_credits) = (netted, netted);
    }
    let mut room: Vec<i64> = year
        .buckets
        .iter()
        .zip(carried)
        .map(|(of, carried)| of.as_ref().map_or(0, |of| ledger::room(of, carried)))
        .collect();
    let mut paid = Vec::new();
    for piece in &pieces {
        let class = &mut list[piece.class];
        place(
            dossier, piece, class, &mut room, &mut paid, &mut open, findings,
        );
    }
    excess_credits(dossier, &list, findings);
    let lines = dossier.lines();
    let key = |part: &Open| (lines.period(part.line).last(), lines.id(part.line));
    open.sort_by(|a, b| key(a).cmp(&key(b)));
    (paid, open)
}

/// Puts one piece on its buckets: first what cancels out with a credit note, then what fits.
fn place(
    dossier: &Dossier,
    piece: &Piece,
    class: &mut Class,
    room: &mut [i64],
    paid: &mut Vec<Paid>,
    open: &mut Vec<Open>,
    findings: &mut Findings,
) {
    let line = piece.line;
    let mut left = piece.amount;
    if let Some(&bucket) = class.buckets.first() {
        let netted = if left < 0 {
            let netted = class.netted_credits.min(-left);
            class.netted_credits -= netted;
            -netted
        } else {
            let netted = class.netted_costs.min(left);
            class.netted_costs -= netted;
            netted
        };
        if netted != 0 {
            paid.push(Paid {
                line,
                bucket,
                amount: netted,
                netted: true,
            });
            left -= netted;
        }
    }
    if left < 0 {
        // Without any open bucket a credit is where the costs of its class are, for the same reason.
        let block = if class.buckets.is_empty() {
            class.block
        } else {
            Block::Credit
        };
        open.push(Open {
            line,
            amount: left,
            block,
        });
        return;
    }
    // Buckets that are full are full for every later cost of the class.
    let full = class.buckets[class.full..]
        .iter()
        .take_while(|bucket| room[**bucket] == 0);
    class.full += full.count();
    for &bucket in &class.buckets[class.full..] {
        if left == 0 {
            break;
        }
        let amount = left.min(room[bucket]);
        if amount > 0 {
            room[bucket] -= amount;
            left -= amount;
            paid.push(Paid {
                line,
                bucket,
                amount,
                netted: false,
            });
        }
    }
    if left > 0 {
        open.push(Open {
            line,
            amount: left,
            block: class.block,
        });
        let lines = dossier.lines();
        findings.push(
            Finding::new(Code::StaysOnOwnFunds)
                .subject(lines.id(line))
                .arg("line", lines.id(line))
                .arg("grant", dossier.grants()[piece.grant].name())
                .arg("rule", class.block.as_str())
                .amount(Money::of(left))
                .at(lines.place(line, "grant")),
        );
    }
}

/// The grants of a booking with their cents; the parts add up to `amount`.
fn split(booking: &Booking, amount: i64) -> Vec<(&str, i64)> {
    match booking {
        Booking::Grant(grant) => vec![(grant.as_str(), amount)],
        Booking::Shares(shares) => {
            // By id, so that the order in which they are written decides no cent.
            let mut shares: Vec<_> = shares
                .iter()
                .map(|(grant, rate)| (grant.as_str(), u64::from(rate.ppm())))
                .collect();
            shares.sort_unstable();
            let weights: Vec<u64> = shares.iter().map(|(_, weight)| *weight).collect();
            // Shares add up to the whole, so there is a weight above zero.
            let parts = apportion(amount, &weights).unwrap_or_default();
            shares
                .into_iter()
                .map(|(grant, _)| grant)
                .zip(parts)
                .collect()
        }
        Booking::Amounts { parts, rest } => {
            let mut split: Vec<_> = parts
                .iter()
                .map(|(grant, amount)| (grant.as_str(), amount.cents()))
                .collect();
            let fixed: i64 = split.iter().map(|(_, cents)| cents).sum();
            split.push((rest, amount - fixed));
            split
        }
    }
}

/// The classes of a year, found by grant and date.
struct Classes<'p> {
    plan: &'p Plan,
    year: &'p YearPlan,
    carried: &'p [Carried],
    list: Vec<Class>,
    of: BTreeMap<(usize, Vec<usize>, Block), usize>,
    on: BTreeMap<(usize, Date), usize>,
    /// By grant and period: whether it crosses an edge of a window, and whether one of versions.
    crossed: BTreeMap<(usize, Period), (bool, bool)>,
}

impl Classes<'_> {
    /// Whether a period crosses an edge of a window of the grant, and whether its first and last day are under different
    /// versions of the scheme.
    fn crossed(&mut self, grant: usize, period: Period) -> (bool, bool) {
        if let Some(&known) = self.crossed.get(&(grant, period)) {
            return known;
        }
        let (first, last) = (period.first(), period.last());
        let window = self.plan.buckets_of(grant).any(|(at, bucket)| {
            let until = self.carried[at].until.map(|(until, _)| until);
            self.year.buckets[at].is_some_and(|of| of.open)
                && bucket.span_on(last, until).is_some_and(|span| {
                    (first < span.from && span.from <= last)
                        || (first <= span.until && span.until < last)
                })
        });
        let start = |date| self.plan.version(grant, date).1.map(|version| version.from);
        let crossed = (window, start(first) != start(last));
        self.crossed.insert((grant, period), crossed);
        crossed
    }

    fn of(&mut self, grant: usize, date: Date) -> usize {
        if let Some(&class) = self.on.get(&(grant, date)) {
            return class;
        }
        let (mut buckets, mut block) = (Vec::new(), Block::State);
        let state = self.plan.dossier().grants()[grant].state_on(self.year.end);
        for (at, bucket) in self.plan.buckets_of(grant) {
            let Some(of) = &self.year.buckets[at] else {
                // Not there yet: its window has to begin, unless the grant's state leaves it no room anyway.
                if bucket.may_have_room(state) {
                    block = block.max(Block::Window);
                }
                continue;
            };
            if !of.open {
                continue;
            }
            let until = self.carried[at].until.map(|(until, _)| until);
            if bucket
                .span_on(date, until)
                .is_some_and(|span| span.contains(date))
            {
                block = block.max(Block::Room);
                buckets.push(at);
            } else {
                block = block.max(Block::Window);
            }
        }
        let next = self.list.len();
        let at = *self
            .of
            .entry((grant, buckets.clone(), block))
            .or_insert(next);
        if at == next {
            self.list.push(Class {
                buckets,
                block,
                netted_costs: 0,
                netted_credits: 0,
                costs: 0,
                credits: 0,
                full: 0,
                first_credit: None,
            });
        }
        self.on.insert((grant, date), at);
        at
    }
}

/// Warns of a class in which credit notes exceed costs, at its first credit note.
fn excess_credits(dossier: &Dossier, list: &[Class], findings: &mut Findings) {
    let lines = dossier.lines();
    for class in list.iter().filter(|class| class.credits > class.costs) {
        let Some((line, grant)) = class.first_credit else {
            continue;
        };
        findings.push(
            Finding::new(Code::CreditsExceedCosts)
                .subject(lines.id(line))
                .arg("line", lines.id(line))
                .arg("grant", dossier.grants()[grant].name())
                .amount(Money::of(class.credits - class.costs))
                .at(lines.place(line, "amount")),
        );
    }
}

/// Warns when a period crosses an edge of a window or a change of rules: it counts as its last day.
fn straddle(classes: &mut Classes<'_>, piece: (usize, usize, i64), findings: &mut Findings) {
    let (line, grant, amount) = piece;
    let dossier = classes.plan.dossier();
    let lines = dossier.lines();
    let period = lines.period(line);
    if period.first() == period.last() || amount == 0 {
        return;
    }
    let (window, versions) = classes.crossed(grant, period);
    let codes = [
        (window, Code::PeriodStraddlesWindow),
        (versions, Code::PeriodStraddlesVersions),
    ];
    for (_, code) in codes.into_iter().filter(|(crossed, _)| *crossed) {
        findings.push(
            Finding::new(code)
                .subject(lines.id(line))
                .arg("line", lines.id(line))
                .arg("grant", dossier.grants()[grant].name())
                .date("date", period.last())
                .amount(Money::of(amount))
                .at(lines.place(line, "period")),
        );
    }
}
