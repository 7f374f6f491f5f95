//! The cells of a year: what was budgeted, spent and left, by group of lines and grant, and what became of what was left.

use std::collections::BTreeMap;

use super::named::Groups;
use crate::money::Money;
use crate::settle::Settlement;
use crate::tables::SettlementRow;
use crate::years::closed::restated;

/// What the amount of a cell is. Budget, cost and cash are all sums of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Realised: paid by the grant of the cell, or from own funds.
    Spent,
    /// Left, and goes back.
    Refund,
    /// Left, and carried over.
    CarryOver,
    /// Left, and the holder's to keep.
    Retained,
    /// Spent before its money came in; below zero.
    Receivable,
    /// Left here, and used by other costs of the grant; without grant what no grant pays.
    Used,
    /// Refunds of earlier years that are not yet paid back.
    Owed,
    /// Cash at the opening.
    Opening,
    /// Paid back in the year.
    Repaid,
    /// What came to the grant from years that were closed before.
    Restated,
    /// What a closed year says that was spent, less what its lines come to now.
    Closed,
    /// What was spent in a closed year as it comes out now, less what it was closed with; so each of those that follow.
    NowSpent,
    /// Came in.
    NowReceived,
    /// Cash at the closing.
    NowBalance,
    /// Goes back.
    NowRefund,
    /// Carried over.
    NowCarryOver,
    /// The holder's to keep.
    NowRetained,
}

/// An amount of a row.
type AmountOf = fn(&SettlementRow) -> Money;

impl Part {
    /// All, in the order of their numbers.
    pub(super) const ALL: [Part; 17] = [
        Part::Spent,
        Part::Refund,
        Part::CarryOver,
        Part::Retained,
        Part::Receivable,
        Part::Used,
        Part::Owed,
        Part::Opening,
        Part::Repaid,
        Part::Restated,
        Part::Closed,
        Part::NowSpent,
        Part::NowReceived,
        Part::NowBalance,
        Part::NowRefund,
        Part::NowCarryOver,
        Part::NowRetained,
    ];

    /// What closed years come to now beside what they were closed with, each with the amount that it is of.
    pub(super) const NOW: [(Part, AmountOf); 6] = [
        (Part::NowSpent, |row| row.spent),
        (Part::NowReceived, |row| row.received),
        (Part::NowBalance, |row| row.balance),
        (Part::NowRefund, |row| row.refund),
        (Part::NowCarryOver, |row| row.carry_over),
        (Part::NowRetained, |row| row.retained),
    ];

    /// What became of what was left.
    pub(super) const FATES: [Part; 5] = [
        Part::Refund,
        Part::CarryOver,
        Part::Retained,
        Part::Receivable,
        Part::Used,
    ];
}

/// Lines of one group on one grant, or the money of a grant for which no budget line is.
pub(super) struct Cell {
    /// The group; none for money that was never budgeted.
    pub(super) group: Option<usize>,
    /// The place of the grant; as many as there are for own funds.
    pub(super) grant: usize,
    /// The row of its line, where it has one line.
    pub(super) line: Option<usize>,
    /// By part, in cents.
    parts: [i128; Part::ALL.len()],
}

impl Cell {
    pub(super) fn part(&self, part: Part) -> i128 {
        self.parts[part as usize]
    }

    /// What is left: budget less what was spent.
    pub(super) fn left(&self) -> i128 {
        Part::FATES.iter().map(|part| self.part(*part)).sum()
    }
}

/// An amount: a part of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Atom {
    pub(super) cell: usize,
    pub(super) part: Part,
}

/// The cells of one year, lines before money that was never budgeted, each in one order.
pub(super) struct Cells {
    pub(super) cells: Vec<Cell>,
    /// How many lines there are, by group.
    pub(super) counts: Vec<u64>,
}

/// A sum over one group and grant while lines are added.
#[derive(Default)]
struct Sum {
    budget: i128,
    spent: i128,
    lines: Lines,
}

/// Which lines a cell has, as far as that is one.
#[derive(Clone, Copy, Default)]
enum Lines {
    #[default]
    None,
    One(usize),
    More,
}

impl Lines {
    fn add(&mut self, row: Option<usize>) {
        *self = match (*self, row) {
            (Lines::None, Some(row)) => Lines::One(row),
            (Lines::One(one), Some(row)) if one == row => Lines::One(one),
            _ => Lines::More,
        };
    }
}

impl Cells {
    pub(super) fn new(settlement: &Settlement, groups: &mut Groups<'_>, year: i16) -> Cells {
        let (plan, dossier) = (settlement.plan(), settlement.dossier());
        let none = dossier.grants().len();
        let mut sums = Sums::default();
        let years = settlement.years().iter().filter(|it| it.year == year);
        for of_year in years {
            for paid in of_year.paid(plan) {
                let grant = plan.buckets()[paid.bucket].grant;
                sums.spend(groups.of_line(paid.line), grant, paid.line, paid.amount);
            }
            for open in of_year.open(plan) {
                sums.spend(groups.of_line(open.line), none, open.line, open.amount);
            }
            for part in of_year.deducted() {
                sums.spend(groups.of_line(part.line), none, part.line, part.amount);
            }
        }
        let (lines, budget) = (dossier.lines(), dossier.budget());
        let order: BTreeMap<&str, usize> = (0..)
            .zip(dossier.grants())
            .map(|(at, grant)| (grant.id.value.as_str(), at))
            .collect();
        for (at, item) in budget.rows().iter().enumerate() {
            if item.period.last().year() != year {
                continue;
            }
            let line = item.line.as_deref().and_then(|id| lines.find(id));
            let booked = || lines.booking(line?)?.single();
            let grant = item.grant.as_deref().or_else(booked);
            let grant = grant.and_then(|id| order.get(id).copied()).unwrap_or(none);
            let sum = sums.at(groups.of_budget(at), grant);
            sum.budget += i128::from(item.amount.cents());
            sum.lines.add(line);
        }
        let mut counts = Vec::new();
        for row in plan.lines_of(year) {
            let group = groups.of_line(row);
            if counts.len() <= group {
                counts.resize(group + 1, 0);
            }
            counts[group] += 1;
        }
        let mut cells = sums.cells(groups);
        let mut of_grants: Vec<OfGrant<'_>> = Vec::new();
        of_grants.resize_with(none, OfGrant::default);
        for (at, cell) in cells.iter().enumerate() {
            if let Some(of) = of_grants.get_mut(cell.grant) {
                of.cells.push(at);
            }
        }
        let rows = settlement.settlement().iter().zip(settlement.now());
        for row in rows.filter(|(row, _)| row.year == year) {
            if let Some(grant) = order.get(row.0.grant.as_str()) {
                of_grants[*grant].rows.push(row);
            }
        }
        for (grant, of) in of_grants.into_iter().enumerate() {
            close(&mut cells, grant, of);
        }
        Cells { cells, counts }
    }

    pub(super) fn amount(&self, atom: Atom) -> i128 {
        self.cells[atom.cell].part(atom.part)
    }

    /// All amounts that are not zero.
    pub(super) fn atoms(&self) -> impl Iterator<Item = Atom> {
        self.cells.iter().enumerate().flat_map(|(cell, it)| {
            let parts = Part::ALL.iter().filter(|part| it.part(**part) != 0);
            parts.map(move |part| Atom { cell, part: *part })
        })
    }
}

/// Sums by group, then grant: there may be many of both, and few lines of a group are on many grants.
#[derive(Default)]
struct Sums(Vec<BTreeMap<usize, Sum>>);

impl Sums {
    fn at(&mut self, group: usize, grant: usize) -> &mut Sum {
        if self.0.len() <= group {
            self.0.resize_with(group + 1, BTreeMap::new);
        }
        self.0[group].entry(grant).or_default()
    }

    fn spend(&mut self, group: usize, grant: usize, line: usize, amount: i64) {
        let sum = self.at(group, grant);
        sum.spent += i128::from(amount);
        sum.lines.add(Some(line));
    }

    /// The cells, in the order of what their lines have in common and of the grants; what became of the money is not yet known.
    fn cells(&self, groups: &Groups<'_>) -> Vec<Cell> {
        let mut order: Vec<usize> = (0..groups.places.len()).collect();
        order.sort_by(|a, b| groups.places[*a].cmp(&groups.places[*b]));
        let mut cells = Vec::new();
        for group in order {
            for (&grant, sum) in self.0.get(group).into_iter().flatten() {
                let mut parts = [0; Part::ALL.len()];
                parts[Part::Spent as usize] = sum.spent;
                parts[Part::Used as usize] = sum.budget - sum.spent;
                cells.push(Cell {
                    group: Some(group),
                    grant,
                    line: match sum.lines {
                        Lines::One(row) => Some(row),
                        _ => None,
                    },
                    parts,
                });
            }
        }
        cells
    }
}

/// What a grant has in a year.
#[derive(Default)]
struct OfGrant<'r> {
    /// The places of its cells.
    cells: Vec<usize>,
    /// Its rows as they are shown, each with what it comes to now.
    rows: Vec<(&'r SettlementRow, &'r SettlementRow)>,
}

/// Adds the money of a grant that was never budgeted, and divides what is left in its cells by what became of it. Where that
/// is several things each cell has its part in proportion, so that the sums are exact.
fn close(cells: &mut Vec<Cell>, grant: usize, of: OfGrant<'_>) {
    let (mut fates, mut came, mut parts) = ([0_i128; 4], 0_i128, [0_i128; Part::ALL.len()]);
    let cents = |amount: Money| i128::from(amount.cents());
    for (row, now) in of.rows {
        fates[0] += cents(row.refund) - cents(row.owed);
        fates[1] += cents(row.carry_over);
        fates[2] += cents(row.retained);
        fates[3] -= cents(row.receivable);
        let restated = i128::from(restated(row));
        came += cents(row.opening) + restated + cents(row.received);
        came -= cents(row.repaid) + cents(row.owed);
        parts[Part::Restated as usize] += restated;
        parts[Part::Closed as usize] += cents(row.spent);
        for (part, of) in Part::NOW {
            parts[part as usize] += cents(of(now)) - cents(of(row));
        }
        parts[Part::Owed as usize] += cents(row.owed);
        parts[Part::Opening as usize] += cents(row.opening);
        parts[Part::Repaid as usize] += cents(row.repaid);
    }
    let mut mine = of.cells;
    let spent = |at: &usize| cells[*at].part(Part::Spent);
    let budget: i128 = mine.iter().map(|at| spent(at) + cells[*at].left()).sum();
    parts[Part::Closed as usize] -= mine.iter().map(spent).sum::<i128>();
    parts[Part::Used as usize] = came - budget - parts[Part::Closed as usize];
    let mut rest = Cell {
        group: None,
        grant,
        line: None,
        parts,
    };
    let left: i128 = fates.iter().sum();
    if left == 0 {
        // A refund of one tranche and a receivable of another that cancel out: neither is of any line.
        for (at, fate) in fates.iter().enumerate() {
            rest.parts[Part::FATES[at] as usize] = *fate;
        }
        cells.push(rest);
        return;
    }
    mine.push(cells.len());
    cells.push(rest);
    let (mut so_far, mut given) = (0_i128, [0_i128; 4]);
    for at in mine {
        let cell = &mut cells[at];
        so_far += cell.left();
        cell.parts[Part::Used as usize] = 0;
        let mut rest = so_far;
        for (at, fate) in fates.iter().enumerate() {
            // The last takes what rounding leaves.
            let last = fates[at + 1..].iter().all(|fate| *fate == 0);
            let until = match (*fate, last) {
                (0, _) => 0,
                (_, true) => rest,
                (fate, false) => (so_far * fate).div_euclid(left),
            };
            rest -= until;
            cell.parts[Part::FATES[at] as usize] = until - given[at];
            given[at] = until;
        }
    }
}
