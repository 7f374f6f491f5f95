//! What lines come to by day, and which lines a day has.

use std::num::NonZeroUsize;
use std::ops::Range;

use super::pieces::{NONE, OfYear};
use crate::calendar::Date;
use crate::dossier::{Chunk, Lines};
use crate::plan::place;

/// How many days are compared at once.
pub(super) const FEW: usize = 64;

/// Whether any of a few days is such a one. All are compared, without a branch for each.
pub(super) fn any(days: &[i32], is_it: impl Fn(i32) -> bool) -> bool {
    days.iter().fold(false, |any, day| any | is_it(*day))
}

/// The most sums of pieces by day: where there are more, several days count as one. In tests there are.
const MOST: usize = if cfg!(test) { 1 << 10 } else { 1 << 20 };

/// By piece what its costs add up to until each day of a year.
#[derive(Default)]
pub(crate) struct ByDay {
    /// The first day, in days since 1970.
    first: i32,
    /// How many days there are, of which each may be several of the year.
    pub(super) days: usize,
    pub(super) width: usize,
    /// By piece of costs its place among them, and how many places there are.
    places: Vec<u32>,
    count: usize,
    /// By day, then place.
    sums: Vec<i64>,
    /// On how many days lines were looked for one by one.
    looked: usize,
    rows: Option<RowsByDay>,
}

/// How many rows a word of bits is of.
const WORD: usize = 64;

/// Lines that are added up by day.
pub(super) struct OfLines<'l> {
    pub(super) lines: &'l Lines,
    /// Whether only such as are fixed count.
    pub(super) only_fixed: bool,
    pub(super) threads: NonZeroUsize,
}

/// The rows of a year by day.
struct RowsByDay {
    /// By day where its rows end.
    ends: Vec<usize>,
    /// As they stand, day by day.
    rows: Vec<u32>,
}

/// The most days that a year has.
const DAYS: usize = 366;

/// On so many days all lines that don't stand by day are looked at for those of the day; sorting them by day takes as long.
const SCANS: usize = 6;

impl ByDay {
    /// Of the costs of the pieces of a year that claim something.
    pub(super) fn new(of: &OfLines<'_>, (of_year, claims): (&OfYear, &[i64]), year: i16) -> ByDay {
        let first = Date::first_of_year(year).map_or(0, Date::epoch_days);
        let (mut places, mut count) = (vec![NONE; of_year.heads.len()], 0_u32);
        for (at, _) in (0..).zip(claims).filter(|(_, claim)| **claim > 0) {
            if let Some(of) = places.get_mut(at) {
                (*of, count) = (count, count + 1);
            }
        }
        // By cell; what claims nothing has the place behind all others.
        let of_cell = of_year.pieces.iter().map(|pieces| {
            let head = of_year.heads.get(place(pieces[0]));
            let at = head.map_or(NONE, |head| places[place(*head)]);
            at.min(count)
        });
        let of_cell: Vec<u32> = of_cell.collect();
        let count = place(count);
        let width = ((count + 1) * DAYS).div_ceil(MOST).max(1);
        let days = DAYS.div_ceil(width);
        let mut by_day = ByDay {
            first,
            days,
            width,
            places,
            count: count + 1,
            sums: Vec::new(),
            looked: 0,
            rows: None,
        };
        let mut sums = if let Some(daily) = &of_year.daily {
            let mut sums = vec![0_i64; (count + 1) * days];
            let cells = of_year.cells.list.iter().zip(&of_cell).enumerate();
            for (at, (cell, place_of)) in cells {
                let place_of = place(*place_of);
                if place_of == count {
                    continue;
                }
                let (day, of_days) = daily.of(at, &of_year.cells.days, cell);
                for (day, sum) in (by_day.in_year(day)..).zip(of_days) {
                    let day = if width == 1 { day } else { day / width };
                    sums[day * (count + 1) + place_of] += sum;
                }
            }
            sums
        } else {
            let of_rows = |rows: Range<usize>| {
                let mut sums = vec![0_i64; (count + 1) * days];
                by_day.add_up(of, rows, (of_year, &of_cell), &mut sums);
                sums
            };
            in_threads(super::reading::parts(of.lines.len(), of.threads), of_rows)
        };
        for day in 1..days {
            let (before, of_day) = sums[(day - 1) * (count + 1)..].split_at_mut(count + 1);
            for (sum, before) in of_day.iter_mut().zip(&*before) {
                // The plan knows that the amounts of all lines fit.
                *sum = sum.wrapping_add(*before);
            }
        }
        by_day.sums = sums;
        by_day
    }

    /// How many days of the year come before one; more than it has for one of other years.
    fn in_year(&self, day: i32) -> usize {
        place(day.wrapping_sub(self.first).cast_unsigned())
    }

    /// Adds up costs by day; `places` says by cell which of the sums of a day is its own.
    fn add_up(
        &self,
        of: &OfLines<'_>,
        rows: Range<usize>,
        (of_year, places): (&OfYear, &[u32]),
        sums: &mut [i64],
    ) {
        // By day of the year where its sums begin.
        let starts: Vec<usize> = (0..DAYS).map(|day| day / self.width * self.count).collect();
        for chunk in of.lines.chunks() {
            let inside = |row: usize| row.saturating_sub(chunk.start).min(chunk.len());
            let rows = inside(rows.start)..inside(rows.end);
            let cells = &of_year.cells.of_row[chunk.rows()][rows.clone()];
            let (amounts, days) = (&chunk.amounts[rows.clone()], &chunk.days[rows.clone()]);
            let mut add = |start: usize, rows: Range<usize>| {
                let sums = &mut sums[start..][..self.count];
                for (cell, amount) in cells[rows.clone()].iter().zip(&amounts[rows]) {
                    let sum = &mut sums[place(places[usize::from(*cell)])];
                    *sum = sum.wrapping_add((*amount).max(0));
                }
            };
            let start = |day: i32| starts.get(self.in_year(day)).copied();
            if of.only_fixed {
                let fixed = chunk.fixed();
                for from in rows.clone().step_by(WORD) {
                    let mut bits = fixed.word(from);
                    while bits != 0 {
                        let row = from + place(bits.trailing_zeros()) - rows.start;
                        // The last rows may be fewer.
                        if let Some(start) = days.get(row).and_then(|day| start(*day)) {
                            add(start, row..row + 1);
                        }
                        bits &= bits - 1;
                    }
                }
            } else if chunk.is_in_order() {
                let mut from = days.partition_point(|day| *day < self.first);
                while let Some(&day) = days.get(from) {
                    let Some(start) = start(day) else {
                        break;
                    };
                    // The end of a day is near.
                    let blocks = days[from..].chunks(FEW);
                    let same = blocks.take_while(|days| days.last() == Some(&day));
                    let last = from + same.count() * FEW;
                    let rest = days.get(last..).unwrap_or_default();
                    let rest = rest.iter().take_while(|of| **of == day).count();
                    let until = days.len().min(last + rest);
                    add(start, from..until);
                    from = until;
                }
            } else {
                for (row, &day) in days.iter().enumerate() {
                    if let Some(start) = start(day) {
                        add(start, row..row + 1);
                    }
                }
            }
        }
    }

    /// What the costs of a piece add up to on the days before one, in cents.
    pub(super) fn before(&self, piece: usize, day: usize) -> i64 {
        let sum = self
            .place(piece)
            .and_then(|at| self.sums_before(day).get(at));
        sum.copied().unwrap_or(0)
    }

    /// The place of a piece of costs.
    pub(super) fn place(&self, piece: usize) -> Option<usize> {
        let at = self.places.get(piece).filter(|at| **at != NONE)?;
        Some(place(*at))
    }

    /// By place what costs add up to on the days before one; empty before the first day.
    pub(super) fn sums_before(&self, day: usize) -> &[i64] {
        let of_day = day.checked_sub(1).map(|last| last * self.count);
        let sums = of_day.and_then(|start| self.sums.get(start..start + self.count));
        sums.unwrap_or_default()
    }

    /// What all costs of a piece add up to.
    pub(super) fn whole(&self, piece: usize) -> i64 {
        self.before(piece, self.days)
    }

    /// Gives each row of a day with its cents, as they stand.
    pub(super) fn each_row_of(
        &mut self,
        lines: &Lines,
        day: usize,
        mut each: impl FnMut(usize, i64),
    ) {
        self.looked += 1;
        let in_order = lines.chunks().all(|chunk| chunk.is_in_order());
        if self.rows.is_none() && self.looked > SCANS && !in_order {
            self.rows = Some(RowsByDay::new(lines, self.first, (self.days, self.width)));
        }
        if let Some(rows) = &self.rows {
            for row in rows.of(day).iter().map(|row| place(*row)) {
                each(row, lines.amount(row).cents());
            }
            return;
        }
        // There are no more days than in a year.
        let days = |days: usize| i32::try_from(days).unwrap_or(0);
        let (first, width) = (self.first + days(day * self.width), days(self.width));
        for chunk in lines.chunks() {
            let days = chunk.days;
            if chunk.is_in_order() {
                let before = |end: i32| days.partition_point(|day| *day < end);
                let rows = before(first)..before(first + width);
                for (row, amount) in (chunk.start + rows.start..).zip(&chunk.amounts[rows]) {
                    each(row, *amount);
                }
            } else {
                let is_it = |of: i32| (first..first + width).contains(&of);
                each_row_where(&chunk, is_it, &mut each);
            }
        }
    }
}

/// Gives such rows, as they stand.
fn each_row_where(
    chunk: &Chunk<'_>,
    is_it: impl Fn(i32) -> bool + Copy,
    each: &mut impl FnMut(usize, i64),
) {
    let blocks = chunk.days.chunks(FEW).zip(chunk.amounts.chunks(FEW));
    for (block, (days, amounts)) in blocks.enumerate() {
        if any(days, is_it) {
            let rows = (chunk.start + block * FEW..).zip(days.iter().zip(amounts));
            for (row, (_, amount)) in rows.filter(|(_, (day, _))| is_it(**day)) {
                each(row, *amount);
            }
        }
    }
}

/// What parts of the rows add up to, each by a thread of its own.
fn in_threads(
    parts: Vec<Range<usize>>,
    of_rows: impl Fn(Range<usize>) -> Vec<i64> + Sync,
) -> Vec<i64> {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    if parts.len() == 0 {
        return of_rows(first);
    }
    std::thread::scope(|scope| {
        let of_rows = &of_rows;
        let running: Vec<_> = parts
            .map(|rows| scope.spawn(move || of_rows(rows)))
            .collect();
        let mut sums = of_rows(first);
        for thread in running {
            let more = match thread.join() {
                Ok(more) => more,
                Err(panic) => std::panic::resume_unwind(panic),
            };
            for (sum, more) in sums.iter_mut().zip(more) {
                *sum += more;
            }
        }
        sums
    })
}

impl RowsByDay {
    /// Of so many days from the first on, of which each may be several of the year.
    fn new(lines: &Lines, first: i32, (days, width): (usize, usize)) -> RowsByDay {
        let at = |day: i32| place(day.wrapping_sub(first).cast_unsigned()) / width;
        // Where each day ends, then where the next row of it goes, and so at last where it ends again.
        let mut next = vec![0; days + 1];
        for chunk in lines.chunks() {
            for &day in chunk.days {
                next[at(day).min(days)] += 1;
            }
        }
        let mut end = 0;
        for next in &mut next[..days] {
            end += std::mem::replace(next, end);
        }
        let mut rows = vec![0; end];
        for chunk in lines.chunks() {
            // A plan has fewer lines than that.
            let from = u32::try_from(chunk.start).unwrap_or(u32::MAX);
            for (row, &day) in (from..).zip(chunk.days) {
                if at(day) < days {
                    let next = &mut next[at(day)];
                    rows[*next] = row;
                    *next += 1;
                }
            }
        }
        next.truncate(days);
        RowsByDay { ends: next, rows }
    }

    /// The rows of a day.
    fn of(&self, day: usize) -> &[u32] {
        let start = day.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[start..self.ends[day]]
    }
}
