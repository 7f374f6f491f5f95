//! Rows being added to cells.

use super::cells::{Cell, First, Sum};
use super::daily::ByDays;
use super::folding::{APART, Folded};
use super::keys::Shown;
use super::pieces::SIGNS;
use super::reading::{Merging, Reader};
use super::sums_by_day::{FEW as FEW_DAYS, any};
use crate::plan::place;

/// The key of a line that is a cell by itself.
pub(super) const BY_ITSELF: u32 = u32::MAX;

/// For how many cells there is room at once.
const FEW: usize = 2_048;

/// So few rows are not looked at for those of one day.
const SHORT: usize = 256;

/// Rows that are added up in one way.
struct Stretch {
    rows: usize,
    /// Where they are so many of one day that they are added up by cell first: the cut of that.
    of_cut: Option<usize>,
}

/// How many rows from the first on have its day.
fn first_day(days: &[i32], in_order: bool) -> usize {
    let Some(&first) = days.first() else {
        return 0;
    };
    if in_order && days.last() == Some(&first) {
        return days.len();
    }
    let same = days.chunks(FEW_DAYS);
    let same = same.take_while(|days| !any(days, |day| day != first));
    let same = same.count() * FEW_DAYS;
    let rest = days.get(same..).unwrap_or_default();
    let more = rest.iter().take_while(|day| **day == first).count();
    (same + more).min(days.len())
}

/// Rows being read.
pub(super) struct Reading<'r> {
    reader: Reader<'r>,
    pub(super) folded: Folded<'r>,
    /// By cell its days, its profile, and what its lines show, or nothing for a line by itself.
    found: Vec<(u32, u32, Option<Shown>)>,
    /// By cell what its costs add up to.
    costs: Vec<Costs>,
    /// By cell what credit notes add up to, and lines of nothing.
    others: Vec<[Sum; SIGNS - 1]>,
    /// What costs come to by day, where that is asked for.
    by_days: Option<ByDays<'r>>,
    /// By cut its cells.
    of_cut: Vec<Vec<u16>>,
}

/// Costs of a cell.
#[derive(Clone, Copy)]
struct Costs {
    /// Those that are not added up by day, or not yet, in cents.
    cents: i64,
    lines: u32,
    /// What a day adds to be the place of its sum.
    start: u32,
    first: First,
}

impl<'r> Reading<'r> {
    pub(super) fn new(reader: Reader<'r>) -> Self {
        let days = || ByDays::new(reader.days, reader.lines.len());
        Reading {
            folded: Folded::new(reader.folding),
            found: Vec::with_capacity(FEW),
            costs: Vec::with_capacity(FEW),
            others: Vec::with_capacity(FEW),
            by_days: reader.in_order.then(days),
            of_cut: vec![Vec::new(); reader.days.edges.len()],
            reader,
        }
    }

    /// Adds rows to the cells of their keys; whether there were few enough.
    pub(super) fn block(
        &mut self,
        start: usize,
        (amounts, days, in_order): (&[i64], &[i32], bool),
        (keys, shown): (&[u32], &dyn Fn(usize) -> Shown),
        of_row: &mut [u16],
    ) -> bool {
        let mut from = 0;
        while from < keys.len() {
            let stretch = self.stretch(&days[from..], in_order);
            let until = from + stretch.rows;
            while from < until {
                let rest = (&amounts[from..until], &days[from..until]);
                let (keys_left, cells) = (&keys[from..until], &mut of_row[from..until]);
                from += if self.by_days.is_some() && stretch.of_cut.is_none() {
                    self.known_rows::<true>(start + from, rest, keys_left, cells)
                } else {
                    self.known_rows::<false>(start + from, rest, keys_left, cells)
                };
                if from == until {
                    break;
                }
                let shown = (keys[from] != BY_ITSELF).then(|| shown(from));
                let Some(cell) = self.add(shown, days[from]) else {
                    return false;
                };
                self.take(usize::from(cell), (amounts[from], days[from]), start + from);
                of_row[from] = cell;
                from += 1;
            }
            if let Some(cut) = stretch.of_cut {
                self.end_day(cut, days[until - 1]);
            }
        }
        true
    }

    /// The next rows that are added up in one way.
    fn stretch(&self, days: &[i32], in_order: bool) -> Stretch {
        if self.by_days.is_none() {
            return Stretch {
                rows: days.len(),
                of_cut: None,
            };
        }
        let rows = first_day(days, in_order);
        let cut = days.first().map_or(0, |day| self.reader.days.at(*day));
        let cut = self.reader.days.cuts.get(cut).copied().map_or(0, place);
        // What a day comes to is taken from each cell of its cut.
        let pays = rows >= self.of_cut[cut].len().max(SHORT);
        Stretch {
            rows: if pays {
                rows
            } else {
                rows.max(SHORT).min(days.len())
            },
            of_cut: pays.then_some(cut),
        }
    }

    /// Takes what costs of one day come to from the cells of its cut.
    fn end_day(&mut self, cut: usize, day: i32) {
        let Some(by_days) = &mut self.by_days else {
            return;
        };
        for &cell in &self.of_cut[cut] {
            let of = &mut self.costs[usize::from(cell)];
            by_days.sums[place(of.start.wrapping_add(day.cast_unsigned()))] += of.cents;
            of.cents = 0;
        }
    }

    /// Adds rows until one has a key without a cell; how many there were. Nothing is called in it but for the first line of
    /// a cell, so that all it needs stays in registers.
    #[inline(never)]
    fn known_rows<const BY_DAY: bool>(
        &mut self,
        start: usize,
        (amounts, days): (&[i64], &[i32]),
        keys: &[u32],
        of_row: &mut [u16],
    ) -> usize {
        let (known, costs) = (self.folded.cells.as_slice(), self.costs.as_mut_slice());
        let by_days = self.by_days.as_mut().filter(|_| BY_DAY);
        let by_days = by_days.map_or(&mut [][..], |by_days| by_days.sums.as_mut_slice());
        let (amounts, days) = (&amounts[..keys.len()], &days[..keys.len()]);
        let of_row = &mut of_row[..keys.len()];
        for at in 0..keys.len() {
            let known = known.get(place(keys[at])).copied().unwrap_or(0);
            // None is there: also for lines by themselves, whose key is beyond all others.
            let Some(cell) = known.checked_sub(1) else {
                return at;
            };
            of_row[at] = cell;
            let (amount, day) = (amounts[at], days[at]);
            // The plan knows that the amounts of all lines fit, and rows are counted.
            let first = if amount > 0 {
                let of = &mut costs[usize::from(cell)];
                of.lines = of.lines.wrapping_add(1);
                if BY_DAY {
                    let of_day = by_days.get_mut(place(of.start.wrapping_add(day.cast_unsigned())));
                    if let Some(sum) = of_day {
                        *sum = sum.wrapping_add(amount);
                    }
                } else {
                    of.cents = of.cents.wrapping_add(amount);
                }
                &mut of.first
            } else {
                let sum = &mut self.others[usize::from(cell)][usize::from(amount == 0)];
                sum.cents = sum.cents.wrapping_add(amount);
                sum.lines = sum.lines.wrapping_add(1);
                &mut sum.first
            };
            if day <= first.day {
                first.is(self.reader.lines, (day, start + at));
            }
        }
        keys.len()
    }

    /// Adds a row to a cell.
    fn take(&mut self, cell: usize, (amount, day): (i64, i32), row: usize) {
        let first = if amount > 0 {
            let of = &mut self.costs[cell];
            of.lines += 1;
            match &mut self.by_days {
                Some(by_days) => {
                    by_days.sums[place(of.start.wrapping_add(day.cast_unsigned()))] += amount;
                }
                None => of.cents += amount,
            }
            &mut of.first
        } else {
            let sum = &mut self.others[cell][usize::from(amount == 0)];
            sum.cents += amount;
            sum.lines += 1;
            &mut sum.first
        };
        if day <= first.day {
            first.is(self.reader.lines, (day, row));
        }
    }

    /// Finds the cell of a row whose key has none, or adds it; `None` where there are too many.
    #[cold]
    fn add(&mut self, shown: Option<Shown>, day: i32) -> Option<u16> {
        let (cell, profile) = match &shown {
            Some(shown) => self.folded.cell(shown)?,
            None => (self.folded.next()?, APART),
        };
        if usize::from(cell) == self.found.len() {
            let days = self.reader.days;
            let cut = days.cuts.get(days.at(day)).copied().unwrap_or(0);
            self.found.push((cut, profile, shown));
            let start = self.start(cut);
            self.of_cut[place(cut)].push(cell);
            self.costs.push(Costs {
                cents: 0,
                lines: 0,
                start,
                first: First::NONE,
            });
            self.others.push([Sum::NOTHING; SIGNS - 1]);
        }
        Some(cell)
    }

    /// What a day of the next cell adds to be the place of its sum. Where there are too many, days are added up no more.
    fn start(&mut self, cut: u32) -> u32 {
        let Some(by_days) = &mut self.by_days else {
            return 0;
        };
        if let Some(start) = by_days.add(cut) {
            return start;
        }
        for (cell, of) in self.costs.iter_mut().enumerate() {
            of.cents += by_days.whole(cell);
        }
        self.by_days = None;
        0
    }

    /// The cells that were found.
    pub(super) fn cells(self) -> Merging<'r> {
        let by_days = &self.by_days;
        let costs = self.costs.iter().enumerate().map(|(cell, of)| Sum {
            cents: by_days.as_ref().map_or(of.cents, |days| days.whole(cell)),
            lines: of.lines,
            first: of.first,
        });
        let cells = self.found.into_iter().zip(costs.zip(self.others));
        let cells = cells.map(|((days, profile, shown), (costs, [credits, nothing]))| {
            let cell = Cell {
                days,
                profile,
                booking: shown.map(|shown| (shown.booking, shown.fixed)),
                sums: [costs, credits, nothing],
            };
            (cell, shown)
        });
        Merging {
            list: cells.collect(),
            folded: self.folded,
            by_days: self.by_days,
        }
    }
}
