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
    /// Of the costs of all pieces of a year.
    pub(super) fn new(
        (lines, threads): (&Lines, NonZeroUsize),
        of_year: &OfYear,
        year: i16,
    ) -> ByDay {
        let first = Date::first_of_year(year).map_or(0, Date::epoch_days);
        let (mut places, mut count) = (vec![NONE; of_year.heads.len()], 0_u32);
        let mut of_cell = Vec::with_capacity(of_year.pieces.len());
        for pieces in of_year.pieces.iter() {
            let head = of_year.heads.get(place(pieces[0]));
            of_cell.push(head.map_or(NONE, |&head| {
                let at = &mut places[place(head)];
                if *at == NONE {
                    (*at, count) = (count, count + 1);
                }
                *at
            }));
        }
        let width = (place(count) * DAYS).div_ceil(MOST).max(1);
        let days = DAYS.div_ceil(width);
        let count = place(count);
        let most = count * days;
        let in_year = |day: i32| place(day.wrapping_sub(first).cast_unsigned());
        let mut sums = if let Some(daily) = &of_year.daily {
            let mut sums = vec![0_i64; most];
            let cells = of_year.cells.list.iter().zip(&of_cell).enumerate();
            for (at, (cell, &place_of)) in cells.filter(|(_, (_, at))| **at != NONE) {
                let (day, of_days) = daily.of(at, &of_year.cells.days, cell);
                for (day, sum) in (in_year(day)..).zip(of_days) {
                    let day = if width == 1 { day } else { day / width };
                    sums[day * count + place(place_of)] += sum;
                }
            }
            sums
        } else {
            // By cell the place of its costs; beyond the end for other years.
            let or_none = |&at: &u32| match at {
                NONE => usize::MAX / 2,
                at => place(at),
            };
            let of_cell: Vec<usize> = of_cell.iter().map(or_none).collect();
            let of_rows = |rows: Range<usize>| {
                let mut sums = vec![0_i64; most];
                let of_year = (of_year, of_cell.as_slice(), count);
                if width == 1 {
                    add_up(lines, rows, of_year, in_year, &mut sums);
                } else {
                    // Of other years also where several days count as one.
                    let at = |day: i32| match in_year(day) {
                        day if day < DAYS => day / width,
                        _ => DAYS,
                    };
                    add_up(lines, rows, of_year, at, &mut sums);
                }
                sums
            };
            in_threads(super::reading::parts(lines.len(), threads), of_rows)
        };
        for day in 1..days {
            let (before, of_day) = sums[(day - 1) * count..].split_at_mut(count);
            for (sum, before) in of_day.iter_mut().zip(&*before) {
                *sum += *before;
            }
        }
        ByDay {
            first,
            days,
            width,
            places,
            count,
            sums,
            looked: 0,
            rows: None,
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

    /// The rows of a day, as they stand.
    pub(super) fn rows_of(&mut self, lines: &Lines, day: usize) -> Vec<usize> {
        self.looked += 1;
        let in_order = lines.chunks().all(|chunk| chunk.is_in_order());
        if self.rows.is_none() && self.looked > SCANS && !in_order {
            self.rows = Some(RowsByDay::new(lines, self.first, (self.days, self.width)));
        }
        if let Some(rows) = &self.rows {
            return rows.of(day).iter().map(|row| place(*row)).collect();
        }
        // There are no more days than in a year.
        let days = |days: usize| i32::try_from(days).unwrap_or(0);
        let (first, width) = (self.first + days(day * self.width), days(self.width));
        let mut rows = Vec::new();
        for chunk in lines.chunks() {
            let days = chunk.days;
            if chunk.is_in_order() {
                let before = |end: i32| chunk.start + days.partition_point(|day| *day < end);
                rows.extend(before(first)..before(first + width));
            } else if width == 1 {
                rows_where(&chunk, |of| of == first, &mut rows);
            } else {
                rows_where(&chunk, |of| (first..first + width).contains(&of), &mut rows);
            }
        }
        rows
    }
}

/// Adds the rows of such days, as they stand.
fn rows_where(chunk: &Chunk<'_>, is_it: impl Fn(i32) -> bool + Copy, rows: &mut Vec<usize>) {
    for (block, days) in chunk.days.chunks(FEW).enumerate() {
        if any(days, is_it) {
            let of_day = (block * FEW..).zip(days).filter(|(_, of)| is_it(**of));
            rows.extend(of_day.map(|(place, _)| chunk.start + place));
        }
    }
}

/// Adds up costs by day: `places` says by cell which of the sums of a day is its own, of which there are `count`, and `at`
/// which day it is; beyond the end those of other years.
fn add_up(
    lines: &Lines,
    rows: Range<usize>,
    (of_year, places, count): (&OfYear, &[usize], usize),
    at: impl Fn(i32) -> usize + Copy,
    sums: &mut [i64],
) {
    for chunk in lines.chunks() {
        let inside = |row: usize| row.saturating_sub(chunk.start).min(chunk.len());
        let rows = inside(rows.start)..inside(rows.end);
        let cells = &of_year.cells.of_row[chunk.rows()][rows.clone()];
        let (amounts, of_days) = (&chunk.amounts[rows.clone()], &chunk.days[rows]);
        let blocks = cells.chunks(FEW).zip(amounts.chunks(FEW));
        for ((cells, amounts), of_days) in blocks.zip(of_days.chunks(FEW)) {
            if !any(of_days, |day| at(day) < DAYS) {
                continue;
            }
            for ((&cell, &amount), &day) in cells.iter().zip(amounts).zip(of_days) {
                // Beyond the end for cells of other years, whatever the day.
                let at = places[usize::from(cell)].wrapping_add(at(day).wrapping_mul(count));
                if let Some(sum) = sums.get_mut(at) {
                    *sum += amount.max(0);
                }
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
