//! The same work as plain loops: what speed is measured against in the same run, with totals that must agree to the cent.

mod amount;
mod pro_rata;
mod waterfall;

pub use amount::Amount;
pub use pro_rata::pro_rata;
pub use waterfall::waterfall;

use crate::lines::Columns;
use crate::rules::{Classes, Rules, Year};

/// Lines by date and id, with their amounts as the rival has them.
#[derive(Clone, Copy)]
pub struct Lines<'l, A> {
    pub columns: &'l Columns,
    pub amounts: &'l [A],
}

/// What tranches pay, and what is left to own funds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// By year and tranche, in cents.
    pub spent: Vec<Vec<i64>>,
    /// By year, in cents.
    pub own_funds: Vec<i64>,
}

/// Which tranche pays which line.
#[derive(Clone, Debug, Default)]
pub struct Payers<A> {
    /// By row the last tranche that pays a part of it; [`OWN_FUNDS`] for none.
    pub last: Vec<u8>,
    /// The other parts: row, tranche, amount.
    pub others: Vec<(u32, u8, A)>,
}

/// No tranche.
pub const OWN_FUNDS: u8 = u8::MAX;

/// Tranches in a book year, with what they can still pay.
struct Purse<A> {
    room: Vec<A>,
    /// Those with room, as bits.
    alive: u64,
    spent: Vec<A>,
    own_funds: A,
}

impl<A: Amount> Purse<A> {
    fn new(room: &[i64]) -> Self {
        let alive = room.iter().enumerate().filter(|(_, room)| **room > 0);
        Purse {
            room: room.iter().map(|&cents| A::of_cents(cents)).collect(),
            alive: alive.fold(0, |bits, (at, _)| bits | 1 << at),
            spent: vec![A::default(); room.len()],
            own_funds: A::default(),
        }
    }

    /// Pays a cost from the tranches in `mask`, the first first; the last that pays.
    #[inline]
    fn pay(&mut self, (row, mask): (usize, u64), amount: A, others: &mut Vec<(u32, u8, A)>) -> u8 {
        let mut left = amount;
        let mut open = mask & self.alive;
        if open != 0 && amount > A::default() {
            // Most costs are paid by one tranche.
            let at = open.trailing_zeros();
            let bucket = at as usize;
            if self.room[bucket] > amount {
                self.room[bucket] -= amount;
                self.spent[bucket] += amount;
                return at as u8;
            }
        }
        let mut last: Option<(u8, A)> = None;
        while left > A::default() && open != 0 {
            let at = open.trailing_zeros();
            let bucket = at as usize;
            let paid = left.min(self.room[bucket]);
            self.room[bucket] -= paid;
            self.spent[bucket] += paid;
            left -= paid;
            if self.room[bucket] == A::default() {
                self.alive &= !(1 << at);
            }
            open &= open - 1;
            if let Some((bucket, paid)) = last.replace((at as u8, paid)) {
                others.push((row as u32, bucket, paid));
            }
        }
        if left == A::default() {
            return last.map_or(OWN_FUNDS, |(bucket, _)| bucket);
        }
        self.own_funds += left;
        if let Some((bucket, paid)) = last {
            others.push((row as u32, bucket, paid));
        }
        OWN_FUNDS
    }
}

/// Credit notes that are still to be set against the costs of their class, which the earliest costs are.
#[inline]
fn net<A: Amount>(cost: A, pool: &mut A) -> A {
    if *pool == A::default() {
        return cost;
    }
    let netted = cost.min(*pool);
    *pool -= netted;
    let mut left = cost;
    left -= netted;
    left
}

/// A step over the lines of a year that are not pinned.
trait Step<A> {
    fn run(
        &mut self,
        year: &Year,
        lines: Lines<'_, A>,
        purse: &mut Purse<A>,
        payers: &mut Payers<A>,
    );
}

/// All book years: the lines that are pinned first, then the step, then the closing.
fn run<A: Amount>(
    rules: &Rules,
    awards: &[i64],
    lines: Lines<'_, A>,
    payers: &mut Payers<A>,
    step: &mut dyn Step<A>,
) -> Totals {
    payers.last.clear();
    payers.last.resize(lines.amounts.len(), OWN_FUNDS);
    payers.others.clear();
    let mut room = awards.to_vec();
    let mut carried = vec![false; awards.len()];
    let mut totals = Totals::default();
    for year in [2023, 2024] {
        let rows = Year::rows(lines.columns, year);
        let classes = Classes::new(rules, year, &carried);
        let year = Year {
            year,
            rows,
            classes,
        };
        let mut purse = Purse::new(&room);
        pinned(rules, &year, lines, &mut purse, payers);
        step.run(&year, lines, &mut purse, payers);
        totals
            .spent
            .push(purse.spent.iter().map(|it| it.cents()).collect());
        totals.own_funds.push(purse.own_funds.cents());
        for (at, (_, grant, tranche)) in rules.tranches().enumerate() {
            let left = (purse.room[at].cents(), awards[at]);
            (room[at], carried[at]) = tranche.keeps(grant, year.year, left);
        }
    }
    totals
}

/// The lines that are pinned to a grant: its tranches pay what they can.
fn pinned<A: Amount>(
    rules: &Rules,
    year: &Year,
    lines: Lines<'_, A>,
    purse: &mut Purse<A>,
    payers: &mut Payers<A>,
) {
    let mut of_grant = vec![0_u64; rules.grants.len()];
    for (bucket, (grant, ..)) in rules.tranches().enumerate() {
        of_grant[grant] |= 1 << bucket;
    }
    // A class of pinned lines is a grant and some of its tranches, of which there are two at most.
    let mut pools = vec![A::default(); of_grant.len() * 4];
    let mut rows: Vec<(usize, usize, u64)> = Vec::new();
    let pins = lines.columns.pins[year.rows.clone()].iter();
    for (row, _) in year.rows.clone().zip(pins).filter(|(_, pin)| **pin != 0) {
        let grant = usize::from(lines.columns.pins[row]) - 1;
        let look = lines.columns.look(row);
        let mask = year.classes.masks[year.classes.of(look)] & of_grant[grant];
        let which = (mask >> of_grant[grant].trailing_zeros()) & 3;
        let class = grant * 4 + which as usize;
        if lines.amounts[row] < A::default() {
            pools[class] -= lines.amounts[row];
        } else {
            rows.push((row, class, mask));
        }
    }
    for (row, class, mask) in rows {
        let left = net(lines.amounts[row], &mut pools[class]);
        payers.last[row] = purse.pay((row, mask), left, &mut payers.others);
    }
    for pool in pools {
        purse.own_funds -= pool;
    }
}

/// What the credit notes of each class come to that are not pinned.
fn pools<A: Amount>(year: &Year, lines: Lines<'_, A>) -> Vec<A> {
    let mut pools = vec![A::default(); year.classes.masks.len()];
    let amounts = lines.amounts[year.rows.clone()].iter();
    for (row, &amount) in year.rows.clone().zip(amounts) {
        if amount < A::default() && lines.columns.pins[row] == 0 {
            pools[year.classes.of(lines.columns.look(row))] -= amount;
        }
    }
    pools
}

/// The costs that are not pinned, in order: row, class, amount.
#[inline]
fn costs<'l, A: Amount>(
    year: &'l Year,
    lines: Lines<'l, A>,
) -> impl Iterator<Item = (usize, usize, A)> + 'l {
    let rows = year.rows.clone();
    let amounts = lines.amounts[rows.clone()].iter();
    let pins = lines.columns.pins[rows.clone()].iter();
    let looks = lines.columns.looks(rows.clone());
    let all = rows.zip(amounts).zip(pins).zip(looks);
    all.filter(|(((_, amount), pin), _)| **amount > A::default() && **pin == 0)
        .map(|(((row, &amount), _), look)| (row, year.classes.of(look), amount))
}
