//! Reading lines into cells, by one thread or several. Cells are in the order of their first rows, however many there are.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::cells::{Cell, Cells, Sum};
use super::days::Days;
use super::folding::{APART, Folded, Folding, Shape};
use super::keys::{Keys, Shown};
use super::pieces::SIGNS;
use super::tables::Tables;
use crate::allocate::conditions::Conditions;
use crate::calendar::Date;
use crate::dossier::Lines;
use crate::plan::{Plan, place};
use crate::progress::{Cancelled, Work};

/// How many rows are looked at together: their keys fit in the nearest memory.
const BLOCK: usize = 4_096;

/// The fewest rows for which another thread pays.
const WORTH: usize = 200_000;

/// How many at first, when most show what none before did.
const FIRST: usize = 64;

/// The key of a line that is a cell by itself.
const BY_ITSELF: u32 = u32::MAX;

/// For how many cells there is room at once.
const FEW: usize = 2_048;

/// A cell, and what its lines show, or nothing for a line by itself.
type Shows = (Cell, Option<Shown>);

/// Cells of some rows, by their first rows, and what finds them. `None` where there are too many.
type Found<'r> = Option<(Vec<Shows>, Folded<'r>)>;

impl Cells {
    /// Reads the lines of a plan. `None` where they show too many different things.
    pub(super) fn read(
        (plan, conditions): (&Plan, &Conditions<'_>),
        more: &BTreeSet<Date>,
        watch: &mut dyn Work,
    ) -> Result<Option<Cells>, Cancelled> {
        let lines = plan.dossier().lines();
        let Some(days) = Days::new(plan, more).filter(|_| u32::try_from(lines.len()).is_ok())
        else {
            return Ok(None);
        };
        let Some(keys) = Keys::new(lines, conditions, &days) else {
            return Ok(None);
        };
        let folding = Folding::new(plan, conditions, &keys);
        let reader = Reader {
            lines,
            keys: &keys,
            folding: &folding,
            days: &days,
            apart: conditions.judged_apart(),
        };
        let mut of_row = vec![0; lines.len()];
        watch.begin(lines.len() / BLOCK + 1)?;
        let Some(list) = reader.all(&mut of_row, plan.thread_count(), watch)? else {
            return Ok(None);
        };
        Ok(Some(Cells {
            of_row: Arc::new(of_row),
            shape: Shape::new(plan, conditions),
            list: list.into_iter().map(|(cell, _)| cell).collect(),
            days,
        }))
    }
}

/// The rows that each of several threads takes, in order.
pub(super) fn parts(rows: usize, threads: NonZeroUsize) -> Vec<Range<usize>> {
    let parts = threads.get().min(rows / WORTH).max(1);
    let size = rows.div_ceil(parts).next_multiple_of(BLOCK).max(BLOCK);
    let starts = (0..rows).step_by(size);
    starts.map(|from| from..rows.min(from + size)).collect()
}

/// What lines are read by.
#[derive(Clone, Copy)]
struct Reader<'r> {
    lines: &'r Lines,
    keys: &'r Keys<'r>,
    folding: &'r Folding<'r>,
    days: &'r Days,
    apart: &'r BTreeSet<usize>,
}

impl<'r> Reader<'r> {
    /// Reads all rows, each thread a part of them.
    fn all(
        self,
        of_row: &mut [u16],
        threads: NonZeroUsize,
        watch: &mut dyn Work,
    ) -> Result<Option<Vec<Shows>>, Cancelled> {
        let parts = parts(of_row.len(), threads);
        let [first, others @ ..] = parts.as_slice() else {
            return Ok(Some(Vec::new()));
        };
        if others.is_empty() {
            let found = self.part(first.clone(), of_row, &mut || watch.block())?;
            return Ok(found.map(|(list, _)| list));
        }
        let stop = AtomicBool::new(false);
        let (of_first, mut of_others) = of_row.split_at_mut(first.len());
        std::thread::scope(|scope| {
            let mut running = Vec::new();
            for part in others {
                let (of_part, rest) = of_others.split_at_mut(part.len());
                of_others = rest;
                let (part, stop) = (part.clone(), &stop);
                let read = move || {
                    let mut go_on = || {
                        let go_on = !stop.load(Ordering::Relaxed);
                        go_on.then_some(()).ok_or(Cancelled)
                    };
                    let found = self.part(part, of_part, &mut go_on)?;
                    Ok::<_, Cancelled>((found, of_part))
                };
                running.push(scope.spawn(read));
            }
            let found = self.part(first.clone(), of_first, &mut || watch.block());
            if !matches!(found, Ok(Some(_))) {
                stop.store(true, Ordering::Relaxed);
            }
            let mut all = found?.map(|(list, folded)| Merging { list, folded });
            for thread in running {
                let joined = match thread.join() {
                    Ok(joined) => joined,
                    Err(panic) => std::panic::resume_unwind(panic),
                };
                // Broken off: the first has said why.
                let Ok((found, of_part)) = joined else {
                    return Ok(None);
                };
                let added = all.as_mut().zip(found);
                let added = added.map(|(all, (list, _))| all.add(list, of_part, self.lines));
                if !added.unwrap_or(false) {
                    all = None;
                }
            }
            Ok(all.map(|all| all.list))
        })
    }

    /// Reads some rows.
    fn part(
        self,
        rows: Range<usize>,
        of_row: &mut [u16],
        go_on: &mut dyn FnMut() -> Result<(), Cancelled>,
    ) -> Result<Found<'r>, Cancelled> {
        let mut reading = Reading {
            reader: self,
            folded: Folded::new(self.folding),
            found: Vec::with_capacity(FEW),
            costs: Vec::with_capacity(FEW),
            others: Vec::with_capacity(FEW),
        };
        let mut tables = Tables::new(self.lines, self.keys, self.days);
        let (mut block, mut size) = ([0_u32; BLOCK], FIRST);
        for chunk in self.lines.chunks() {
            let inside = |row: usize| row.saturating_sub(chunk.start).min(chunk.len());
            let (mut from, end) = (inside(rows.start), inside(rows.end));
            let columns = tables.of(&chunk);
            while from < end {
                let until = end.min(from + size);
                size = (size * 2).min(BLOCK);
                go_on()?;
                let block = &mut block[..until - from];
                columns.keys(from..until, &reading.folded.bases, block);
                for &row in self.apart.range(chunk.start + from..chunk.start + until) {
                    block[row - chunk.start - from] = BY_ITSELF;
                }
                let start = chunk.start + from;
                let of_row = &mut of_row[start - rows.start..];
                let of = (&chunk.amounts[from..until], &chunk.days[from..until]);
                let shown = |row: usize| columns.shown(from + row);
                if !reading.block(start, of, (block, &shown), of_row) {
                    return Ok(None);
                }
                from = until;
            }
        }
        Ok(Some(reading.cells()))
    }
}

/// Rows being read.
struct Reading<'r> {
    reader: Reader<'r>,
    folded: Folded<'r>,
    /// By cell its days, its profile, and what its lines show, or nothing for a line by itself.
    found: Vec<(u32, u32, Option<Shown>)>,
    /// By cell what its costs add up to.
    costs: Vec<Sum>,
    /// By cell what credit notes add up to, and lines of nothing.
    others: Vec<[Sum; SIGNS - 1]>,
}

impl<'r> Reading<'r> {
    /// Adds rows to the cells of their keys; whether there were few enough.
    fn block(
        &mut self,
        start: usize,
        (amounts, days): (&[i64], &[i32]),
        (keys, shown): (&[u32], &dyn Fn(usize) -> Shown),
        of_row: &mut [u16],
    ) -> bool {
        let mut from = 0;
        loop {
            let rest = (&amounts[from..], &days[from..]);
            from += self.known_rows(start + from, rest, &keys[from..], &mut of_row[from..]);
            let Some(&key) = keys.get(from) else {
                return true;
            };
            let shown = (key != BY_ITSELF).then(|| shown(from));
            let Some(cell) = self.add(shown, days[from]) else {
                return false;
            };
            self.take(usize::from(cell), (amounts[from], days[from]), start + from);
            of_row[from] = cell;
            from += 1;
        }
    }

    /// Adds rows until one has a key without a cell; how many there were. Nothing is called in it but for the first line of
    /// a cell, so that all it needs stays in registers.
    #[inline(never)]
    fn known_rows(
        &mut self,
        start: usize,
        (amounts, days): (&[i64], &[i32]),
        keys: &[u32],
        of_row: &mut [u16],
    ) -> usize {
        let (known, costs) = (self.folded.cells.as_slice(), self.costs.as_mut_slice());
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
            let sum = if amount > 0 {
                &mut costs[usize::from(cell)]
            } else {
                &mut self.others[usize::from(cell)][usize::from(amount == 0)]
            };
            sum.take(amount);
            if day <= sum.day {
                sum.first_is(self.reader.lines, (day, start + at));
            }
        }
        keys.len()
    }

    /// Adds a row to a cell.
    fn take(&mut self, cell: usize, (amount, day): (i64, i32), row: usize) {
        let sum = if amount > 0 {
            &mut self.costs[cell]
        } else {
            &mut self.others[cell][usize::from(amount == 0)]
        };
        sum.take(amount);
        sum.first_is(self.reader.lines, (day, row));
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
            self.costs.push(Sum::NOTHING);
            self.others.push([Sum::NOTHING; SIGNS - 1]);
        }
        Some(cell)
    }

    /// The cells that were found.
    fn cells(self) -> (Vec<Shows>, Folded<'r>) {
        let sums = self.costs.into_iter().zip(self.others);
        let cells = self.found.into_iter().zip(sums);
        let cells = cells.map(|((days, profile, shown), (costs, [credits, nothing]))| {
            let cell = Cell {
                days,
                profile,
                booking: shown.map(|shown| (shown.booking, shown.fixed)),
                sums: [costs, credits, nothing],
            };
            (cell, shown)
        });
        (cells.collect(), self.folded)
    }
}

/// Cells of parts of the rows being put together.
struct Merging<'r> {
    list: Vec<Shows>,
    folded: Folded<'r>,
}

impl Merging<'_> {
    /// Adds the cells of the rows that follow; whether there are few enough.
    fn add(&mut self, list: Vec<Shows>, of_row: &mut [u16], lines: &Lines) -> bool {
        let mut numbers = Vec::with_capacity(list.len());
        for (cell, shown) in list {
            let known = match &shown {
                Some(shown) => self.folded.cell(shown),
                None => self.folded.next().map(|at| (at, APART)),
            };
            let Some((number, profile)) = known else {
                return false;
            };
            numbers.push(number);
            let Some((known, _)) = self.list.get_mut(usize::from(number)) else {
                self.list.push((Cell { profile, ..cell }, shown));
                continue;
            };
            for (sum, more) in known.sums.iter_mut().zip(&cell.sums) {
                sum.add(more, lines);
            }
        }
        for cell in of_row {
            *cell = numbers[usize::from(*cell)];
        }
        true
    }
}
