//! Reading lines into cells, by one thread or several. Cells are in the order of their first rows, however many there are.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::cells::{Cell, Cells};
use super::daily::{ByDays, Daily};
use super::days::Days;
use super::folding::{APART, Folded, Folding, Shape};
use super::keys::{Keys, Shown};
use super::numbers::Numbers;
use super::rows_read::{BY_ITSELF, Reading};
use super::tables::Tables;
use crate::allocate::conditions::Conditions;
use crate::calendar::Date;
use crate::dossier::Lines;
use crate::plan::Plan;
use crate::progress::{Cancelled, Work};

/// How many rows are looked at together: their keys fit in the nearest memory.
const BLOCK: usize = 1_024;

/// The fewest rows for which another thread pays.
const WORTH: usize = 200_000;

/// How many at first, when most show what none before did.
const FIRST: usize = 64;

/// A cell, and what its lines show, or nothing for a line by itself.
pub(super) type Shows = (Cell, Option<Shown>);

/// Cells of some rows, by their first rows; `None` where there are too many.
type Found<'r> = Option<Merging<'r>>;

impl Cells {
    /// Reads the lines of a plan, also by day where their order may decide. `None` where they show too many different things.
    pub(super) fn read(
        (plan, conditions): (&Plan, &Conditions),
        (more, in_order): (&BTreeSet<Date>, bool),
        watch: &mut dyn Work,
    ) -> Result<Option<(Cells, Option<Daily>)>, Cancelled> {
        let lines = plan.dossier().lines();
        let Some(days) = Days::new(plan, more).filter(|_| u32::try_from(lines.len()).is_ok())
        else {
            return Ok(None);
        };
        let Some(keys) = Keys::new(lines, conditions, &days) else {
            return Ok(None);
        };
        let Some(folding) = Folding::new(plan, conditions, &keys) else {
            return Ok(None);
        };
        let reader = Reader {
            lines,
            keys: &keys,
            folding: &folding,
            days: &days,
            apart: conditions.judged_apart(),
            in_order,
        };
        let mut of_row = vec![0; lines.len()];
        watch.begin(lines.len() / BLOCK + 1)?;
        let Some(found) = reader.all(&mut of_row, plan.thread_count(), watch)? else {
            return Ok(None);
        };
        let daily = found.by_days.map(ByDays::done);
        let cells = Cells {
            of_row: Arc::new(of_row),
            shape: Shape::new(plan, conditions),
            list: found.list.into_iter().map(|(cell, _)| cell).collect(),
            days,
        };
        Ok(Some((cells, daily)))
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
pub(super) struct Reader<'r> {
    pub(super) lines: &'r Lines,
    keys: &'r Keys<'r>,
    pub(super) folding: &'r Folding<'r>,
    pub(super) days: &'r Days,
    apart: &'r BTreeSet<usize>,
    pub(super) in_order: bool,
}

impl<'r> Reader<'r> {
    /// Reads all rows, each thread a part of them.
    fn all(
        self,
        of_row: &mut [u16],
        threads: NonZeroUsize,
        watch: &mut dyn Work,
    ) -> Result<Found<'r>, Cancelled> {
        let parts = parts(of_row.len(), threads);
        let [first, others @ ..] = parts.as_slice() else {
            return self.part(0..0, of_row, &mut || Ok(()));
        };
        if others.is_empty() {
            return self.part(first.clone(), of_row, &mut || watch.block());
        }
        let stop = AtomicBool::new(false);
        let (of_first, mut of_others) = of_row.split_at_mut(first.len());
        let mut renumbered = Vec::new();
        let all = std::thread::scope(|scope| {
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
            let mut all = found?;
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
                match added.and_then(|(all, found)| all.add(found, self.lines)) {
                    Some(numbers) => renumbered.push((numbers, of_part)),
                    None => all = None,
                }
            }
            Ok(all)
        })?;
        renumber(&mut renumbered, threads);
        Ok(all)
    }

    /// Reads some rows.
    fn part(
        self,
        rows: Range<usize>,
        of_row: &mut [u16],
        go_on: &mut dyn FnMut() -> Result<(), Cancelled>,
    ) -> Result<Found<'r>, Cancelled> {
        let mut reading = Reading::new(self);
        let mut tables = Tables::new(self.lines, self.keys, self.days);
        let mut numbers = Numbers::default();
        let (mut block, mut size) = ([0_u32; BLOCK], FIRST);
        for chunk in self.lines.chunks() {
            let inside = |row: usize| row.saturating_sub(chunk.start).min(chunk.len());
            let (mut from, end) = (inside(rows.start), inside(rows.end));
            let new = tables.make_for(&chunk);
            let mut columns = tables.of(&chunk);
            columns.digital = numbers.of((&tables, new), &chunk, &mut reading.folded);
            while from < end {
                let until = end.min(from + size);
                size = (size * 2).min(BLOCK);
                go_on()?;
                let block = &mut block[..until - from];
                columns.keys(from..until, (&mut reading.folded, &mut numbers), block);
                for &row in self.apart.range(chunk.start + from..chunk.start + until) {
                    block[row - chunk.start - from] = BY_ITSELF;
                }
                let start = chunk.start + from;
                let of_row = &mut of_row[start - rows.start..];
                let (amounts, days) = (&chunk.amounts[from..until], &chunk.days[from..until]);
                let of = (amounts, days, chunk.is_in_order());
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

/// Cells of parts of the rows being put together.
pub(super) struct Merging<'r> {
    pub(super) list: Vec<Shows>,
    pub(super) folded: Folded<'r>,
    pub(super) by_days: Option<ByDays<'r>>,
}

impl Merging<'_> {
    /// Adds the cells of the rows that follow; their numbers among these. `None` where there are too many.
    fn add(&mut self, more: Merging<'_>, lines: &Lines) -> Option<Numbered> {
        let mut numbers = Vec::with_capacity(ALL);
        for (at, (cell, shown)) in more.list.into_iter().enumerate() {
            let known = match &shown {
                Some(shown) => self.folded.cell(shown),
                None => self.folded.next().map(|at| (at, APART)),
            };
            let (number, profile) = known?;
            numbers.push(number);
            let number = usize::from(number);
            let both = self.by_days.as_mut().zip(more.by_days.as_ref());
            if !both.is_some_and(|(all, more)| all.merge(number, cell.days, more, at)) {
                self.by_days = None;
            }
            let Some((known, _)) = self.list.get_mut(number) else {
                self.list.push((Cell { profile, ..cell }, shown));
                continue;
            };
            for (sum, more) in known.sums.iter_mut().zip(&cell.sums) {
                sum.add(more, lines);
            }
        }
        numbers.resize(ALL, 0);
        numbers.try_into().ok()
    }
}

/// As many numbers as cells can have: so many are looked up without asking whether they are there.
const ALL: usize = 1 << 16;

/// By number of a cell among those of some rows its number among those of all.
type Numbered = Box<[u16; ALL]>;

/// Gives rows the numbers that their cells have among those of all, each thread a part of them.
fn renumber(parts: &mut [(Numbered, &mut [u16])], threads: NonZeroUsize) {
    let rows: usize = parts.iter().map(|(_, of_rows)| of_rows.len()).sum();
    let each = rows.div_ceil(threads.get()).max(WORTH);
    let work = |(numbers, of_rows): (&Numbered, &mut [u16])| {
        for cell in of_rows {
            *cell = numbers[usize::from(*cell)];
        }
    };
    std::thread::scope(|scope| {
        let shares = parts.iter_mut().flat_map(|(numbers, of_rows)| {
            let numbers = &*numbers;
            of_rows
                .chunks_mut(each)
                .map(move |of_rows| (numbers, of_rows))
        });
        let mut shares: Vec<_> = shares.collect();
        let own = shares.pop();
        for share in shares {
            scope.spawn(move || work(share));
        }
        own.into_iter().for_each(work);
    });
}
