//! The pieces of a year by cell: costs and credit notes that look the same to every grant, each as one piece.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::{Cells, Sum};
use crate::allocate::pieces::Piece;
use crate::allocate::run::Run;
use crate::dossier::Booking;
use crate::plan::{PART, YearPlan, place};

/// No piece.
pub(super) const NONE: u32 = u32::MAX;

/// What costs, credit notes and lines of nothing are in: each a piece of their own.
pub(super) const SIGNS: usize = 3;

/// The cells of a year, and the pieces that they are in.
pub(crate) struct OfYear {
    pub(super) cells: Arc<Cells>,
    /// By cell the pieces of its costs, its credit notes and its lines of nothing.
    pub(super) pieces: Vec<[u32; SIGNS]>,
    /// By piece the one that it was put together with.
    pub(super) heads: Vec<u32>,
}

/// What makes the lines of two cells one kind: what they show to the grants, their booking, whether they are fixed, and a
/// part that the scheme of the booking doesn't have, since each of these is told of.
type Key = (usize, Option<usize>, bool, Option<u32>);

/// Lines of one kind and sign.
struct Kind {
    cents: i64,
    lines: u32,
    /// The day and the row of the first.
    first: (i32, usize),
    grant: Option<usize>,
    fixed: bool,
    cells: Vec<usize>,
    sign: usize,
}

impl Run<'_, '_> {
    /// Takes the pieces of the year from cells.
    pub(crate) fn take_cells(&mut self, cells: Arc<Cells>) {
        let mut known: BTreeMap<(Key, usize), usize> = BTreeMap::new();
        let mut sights: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut kinds: Vec<(usize, Kind)> = Vec::new();
        // By grant, whether its aims are met, and what its rules look at.
        let mut of_shown: BTreeMap<(usize, bool, u64), usize> = BTreeMap::new();
        for at in of_year(&cells, self.year) {
            let sums = cells.list[at].sums;
            let Some(shown) = sums.iter().find(|sum| sum.row != NONE) else {
                continue;
            };
            let row = shown.first();
            let date = cells.first_day(at);
            let lines = self.dossier().lines();
            let booked = match lines.booking(row) {
                Some(Booking::Grant(id)) => self.plan.grant_place(id),
                _ => None,
            };
            let mut ways = Vec::with_capacity(self.dossier().grants().len());
            for grant in 0..self.dossier().grants().len() {
                let aims = booked == Some(grant) || self.conditions.judged(grant, row);
                let shown = cells.shown(at, self.conditions.columns_of(grant));
                let key = shown.map(|shown| (grant, aims, shown));
                let same = key.and_then(|key| of_shown.get(&key).copied());
                let way = same.unwrap_or_else(|| {
                    let seen = (grant, row, aims);
                    self.ways.of_day(seen, date, &mut self.noted.exercised)
                });
                if let Some(key) = key.filter(|_| same.is_none()) {
                    of_shown.insert(key, way);
                }
                ways.push(way);
            }
            let next = sights.len();
            let sight = *sights.entry(ways).or_insert(next);
            let fixed = lines.is_fixed(row);
            let part = booked.filter(|&grant| self.ways.unknown_part(grant, row).is_some());
            let part = part.and_then(|_| Some(lines.dimension(PART)?.code(row)));
            let key = (sight, booked, fixed, part);
            for (sign, sum) in sums.iter().enumerate().filter(|(_, sum)| sum.row != NONE) {
                let next = kinds.len();
                let kind = *known.entry((key, sign)).or_insert(next);
                if kind == next {
                    kinds.push((sight, Kind::new(sum, sign, (booked, fixed))));
                }
                kinds[kind].1.add(at, sum, lines);
            }
        }
        let lines = self.dossier().lines();
        kinds.sort_by(|(_, a), (_, b)| {
            let (a, b) = (a.first, b.first);
            a.0.cmp(&b.0).then_with(|| lines.order_of_ids(a.1, b.1))
        });
        let mut pieces = vec![[NONE; SIGNS]; cells.list.len()];
        self.sights.set(sights);
        for (at, (sight, kind)) in (0_u32..).zip(&kinds) {
            for &cell in &kind.cells {
                pieces[cell][kind.sign] = at;
            }
            let row = kind.first.1;
            self.sights.know(row, *sight);
            self.pieces.push(Piece {
                lines: kind.lines,
                ..Piece::of_costs(row, kind.grant, kind.cents, kind.fixed)
            });
        }
        crate::allocate::pieces::number(&mut self.pieces);
        let heads = (0..u32::try_from(kinds.len()).unwrap_or(NONE)).collect();
        self.of_year = Some(OfYear {
            cells,
            pieces,
            heads,
        });
    }

    /// Puts pieces that the same buckets may pay together: costs in the first of them, and credit notes. They are those of
    /// a class, in order; what is left of them counts.
    pub(crate) fn put_together(&mut self, members: &mut Vec<usize>) {
        let Some(of_year) = &mut self.of_year else {
            return;
        };
        // What pieces come to by day holds no more.
        self.by_day = None;
        let mut heads: [Option<usize>; 2] = [None; 2];
        members.retain(|&at| {
            let left = self.pieces[at].left;
            if left == 0 {
                return true;
            }
            let head = &mut heads[usize::from(left < 0)];
            let Some(head) = *head else {
                *head = Some(at);
                return true;
            };
            let lines = self.pieces[at].lines;
            self.pieces[at].left = 0;
            self.pieces[head].left += left;
            self.pieces[head].lines += lines;
            // Heads are counted in it.
            of_year.heads[at] = u32::try_from(head).unwrap_or(NONE);
            false
        });
    }
}

/// The cells of a book year.
fn of_year(cells: &Cells, year: &YearPlan) -> impl Iterator<Item = usize> {
    (0..cells.list.len()).filter(|&at| cells.year_of(at) == year.year)
}

impl Kind {
    fn new(sum: &Sum, sign: usize, (grant, fixed): (Option<usize>, bool)) -> Kind {
        Kind {
            cents: 0,
            lines: 0,
            first: (sum.day, sum.first()),
            grant,
            fixed,
            cells: Vec::new(),
            sign,
        }
    }

    fn add(&mut self, cell: usize, sum: &Sum, lines: &crate::dossier::Lines) {
        self.cents += sum.cents;
        self.lines += sum.lines;
        self.cells.push(cell);
        let (day, row) = self.first;
        if sum.day < day || (sum.day == day && lines.order_of_ids(sum.first(), row).is_lt()) {
            self.first = (sum.day, sum.first());
        }
    }
}

impl OfYear {
    /// The piece in which a line of a cell and sign is: that with which its own was put together.
    pub(super) fn piece(&self, cell: u16, amount: i64) -> Option<usize> {
        let of_cell = self.pieces.get(usize::from(cell))?;
        let at = of_cell[super::cells::sign(amount)];
        let head = self.heads.get(place(at))?;
        Some(place(*head))
    }
}
