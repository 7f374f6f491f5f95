//! Placing sums of lines on buckets. As long as no limit runs out, the order of lines decides nothing; so the first day is
//! found on which one does, all before it is placed at once, and the lines of that day one by one.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::Range;

use super::pieces::{NONE, OfYear};
use crate::allocate::limits::Slot;
use crate::allocate::place::{CeilingsHit, Claim, Placing};
use crate::allocate::run::Run;
use crate::calendar::Date;
use crate::dossier::Lines;
use crate::plan::place;
use crate::progress::Cancelled;

/// By piece what its costs add up to until each day of a year.
pub(crate) struct ByDay {
    /// The first day, in days since 1970.
    first: i32,
    days: usize,
    /// By piece of costs the place of its days.
    places: Vec<u32>,
    /// By place, then day.
    sums: Vec<i64>,
}

impl ByDay {
    /// Of the costs of all pieces of a year.
    fn new((lines, threads): (&Lines, NonZeroUsize), of_year: &OfYear, year: i16) -> ByDay {
        let first = Date::first_of_year(year).map_or(0, Date::epoch_days);
        let days = 366;
        let (mut places, mut count) = (vec![NONE; of_year.heads.len()], 0_u32);
        // By cell where the days of its costs begin; beyond the end for other years.
        let starts = of_year.pieces.iter().map(|pieces| {
            let Some(&head) = of_year.heads.get(place(pieces[0])) else {
                return usize::MAX / 2;
            };
            let at = &mut places[place(head)];
            if *at == NONE {
                (*at, count) = (count, count + 1);
            }
            place(*at) * days
        });
        let starts: Vec<usize> = starts.collect();
        let most = place(count) * days;
        let of_rows = |rows: Range<usize>| -> Vec<i64> {
            let mut sums = vec![0_i64; most];
            for chunk in lines.chunks() {
                let inside = |row: usize| row.saturating_sub(chunk.start).min(chunk.len());
                let rows = inside(rows.start)..inside(rows.end);
                let cells = &of_year.cells.of_row[chunk.rows()][rows.clone()];
                let (amounts, of_days) = (&chunk.amounts[rows.clone()], &chunk.days[rows]);
                let of_year = |day: i32| place(day.wrapping_sub(first).cast_unsigned());
                let blocks = cells.chunks(FEW).zip(amounts.chunks(FEW));
                for ((cells, amounts), of_days) in blocks.zip(of_days.chunks(FEW)) {
                    if of_days.iter().filter(|day| of_year(**day) < days).count() == 0 {
                        continue;
                    }
                    for ((&cell, &amount), &day) in cells.iter().zip(amounts).zip(of_days) {
                        // Beyond the end for cells of other years, whatever the day.
                        let at = starts[usize::from(cell)].wrapping_add(of_year(day));
                        if let Some(sum) = sums.get_mut(at) {
                            *sum += amount.max(0);
                        }
                    }
                }
            }
            sums
        };
        let parts = super::reading::parts(lines.len(), threads);
        let mut sums = std::thread::scope(|scope| {
            let (first, others) = parts.split_first().unwrap_or((&(0..0), &[]));
            let others = others.iter().cloned();
            let of_rows = &of_rows;
            let running: Vec<_> = others
                .map(|rows| scope.spawn(move || of_rows(rows)))
                .collect();
            let mut sums = of_rows(first.clone());
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
        });
        for of_piece in sums.chunks_mut(days) {
            let mut sum = 0;
            for of_day in of_piece {
                sum += *of_day;
                *of_day = sum;
            }
        }
        ByDay {
            first,
            days,
            places,
            sums,
        }
    }

    /// What the costs of a piece add up to on the days before one, in cents.
    fn before(&self, piece: usize, day: usize) -> i64 {
        let start =
            place(self.places.get(piece).copied().unwrap_or(NONE)).saturating_mul(self.days);
        let last = day.checked_sub(1).map(|last| start.saturating_add(last));
        let sum = last.and_then(|at| self.sums.get(at));
        sum.copied().unwrap_or(0)
    }

    /// What all costs of a piece add up to.
    fn whole(&self, piece: usize) -> i64 {
        self.before(piece, self.days)
    }
}

/// How many days are compared at once.
const FEW: usize = 64;

/// A piece that claims room in a round.
struct Claiming {
    piece: usize,
    way: usize,
}

impl Run<'_, '_> {
    /// Places what pieces claim of the buckets of their ways in a round.
    pub(crate) fn place_sums(
        &mut self,
        going: &[(usize, usize)],
        claims: &mut [i64],
        round: usize,
        placing: &mut Placing,
    ) -> Result<(), Cancelled> {
        let mut items: Vec<Claiming> = going
            .iter()
            .filter(|(piece, _)| claims[*piece] > 0)
            .map(|&(piece, way)| Claiming { piece, way })
            .collect();
        loop {
            self.watch.tick()?;
            let (ways, limits) = (&self.ways.list, &mut self.limits);
            items.retain(|item| {
                claims[item.piece] > 0 && placing.asks(item.way, &ways[item.way], round, limits)
            });
            let asked = self.asked(&items, claims, placing, round);
            if asked.is_empty() {
                for item in &items {
                    let amount = claims[item.piece];
                    self.place_sum(item, amount, (claims, round), placing);
                }
                return Ok(());
            }
            let by_day = self.by_day.take().unwrap_or_else(|| self.sums_by_day());
            let day = asked.iter().filter_map(|(left, members)| {
                by_day.runs_out(*left, &members.iter().map(|&at| &items[at]), claims)
            });
            let Some(day) = day.min() else {
                // Every limit that is short is so on some day.
                self.by_day = Some(by_day);
                return Ok(());
            };
            for item in &items {
                let open = by_day.open_before(item, claims, day);
                if open > 0 {
                    self.place_sum(item, open, (claims, round), placing);
                }
            }
            self.place_day(&items, (claims, round), (&by_day, day), placing);
            self.by_day = Some(by_day);
        }
    }

    /// What asks more of a limit than it leaves: what it leaves, and who asks.
    fn asked(
        &self,
        items: &[Claiming],
        claims: &[i64],
        placing: &Placing,
        round: usize,
    ) -> Vec<(i64, Vec<usize>)> {
        let mut asked: BTreeMap<Slot, (i64, i64, Vec<usize>)> = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            let Some(ask) = placing.ask(item.way, round) else {
                continue;
            };
            self.limits.each(ask, |slot, left| {
                let of = asked.entry(slot).or_insert_with(|| (left, 0, Vec::new()));
                of.1 += claims[item.piece];
                of.2.push(at);
            });
        }
        let short = asked.into_values().filter(|(left, asked, _)| asked > left);
        short.map(|(left, _, members)| (left, members)).collect()
    }

    fn sums_by_day(&self) -> ByDay {
        let (lines, threads) = (self.dossier().lines(), self.plan.thread_count());
        let of_year = self.of_year.as_ref();
        of_year.map_or(
            ByDay {
                first: 0,
                days: 0,
                places: Vec::new(),
                sums: Vec::new(),
            },
            |of_year| ByDay::new((lines, threads), of_year, self.year.year),
        )
    }

    /// Places an amount of a piece, which its next bucket has room for.
    fn place_sum(
        &mut self,
        item: &Claiming,
        amount: i64,
        (claims, round): (&mut [i64], usize),
        placing: &mut Placing,
    ) -> i64 {
        let mut left = amount;
        let claim = Claim {
            piece: item.piece,
            line: self.pieces[item.piece].line,
            left: &mut left,
            total: None,
        };
        let mut hit = CeilingsHit {
            plan: self.plan,
            year: self.year,
            exercised: &mut self.noted.exercised,
        };
        placing.piece(
            claim,
            (item.way, &self.ways.list[item.way]),
            round,
            &mut self.limits,
            (&mut self.paid, &mut hit),
        );
        let paid = amount - left;
        claims[item.piece] -= paid;
        self.pieces[item.piece].left -= paid;
        paid
    }

    /// Places the lines of a day one by one.
    fn place_day(
        &mut self,
        items: &[Claiming],
        (claims, round): (&mut [i64], usize),
        (by_day, day): (&ByDay, usize),
        placing: &mut Placing,
    ) {
        // By piece its place among those that claim, and what of its lines on the day is paid already.
        let mut at: Vec<Option<usize>> = vec![None; self.pieces.len()];
        let mut paid: Vec<i64> = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            at[item.piece] = Some(place);
            let so_far = by_day.whole(item.piece) - claims[item.piece];
            paid.push((so_far - by_day.before(item.piece, day)).max(0));
        }
        let rows = self.rows_on(by_day.first + i32::try_from(day).unwrap_or(0), &at);
        for (row, place) in rows {
            let amount = self.dossier().lines().amount(row).cents();
            let known = amount.min(paid[place]);
            paid[place] -= known;
            if amount > known {
                let claims = &mut *claims;
                self.place_sum(&items[place], amount - known, (claims, round), placing);
            }
        }
    }

    /// The costs of a day in order, with the place of each among those that claim.
    fn rows_on(&self, day: i32, at: &[Option<usize>]) -> Vec<(usize, usize)> {
        let lines = self.dossier().lines();
        let Some(of_year) = &self.of_year else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for chunk in lines.chunks() {
            for (block, days) in chunk.days.chunks(FEW).enumerate() {
                // Compared all at once, before any by itself.
                if days.iter().filter(|of| **of == day).count() == 0 {
                    continue;
                }
                let of_day = (block * FEW..).zip(days).filter(|(_, of)| **of == day);
                for (place, _) in of_day {
                    let (row, amount) = (chunk.start + place, chunk.amounts[place]);
                    let piece = of_year.piece(of_year.cells.of_row[row], amount);
                    if amount > 0
                        && let Some(place) = piece.and_then(|piece| at[piece])
                    {
                        rows.push((row, place));
                    }
                }
            }
        }
        rows.sort_unstable_by(|(a, _), (b, _)| lines.order_of_ids(*a, *b));
        rows
    }
}

impl ByDay {
    /// What is open of the lines of a piece before a day: its lines are paid from the first on.
    fn open_before(&self, item: &Claiming, claims: &[i64], day: usize) -> i64 {
        let paid = self.whole(item.piece) - claims[item.piece];
        (self.before(item.piece, day) - paid).max(0)
    }

    /// The first day on which pieces ask more than is left.
    fn runs_out<'i>(
        &self,
        left: i64,
        items: &(impl Iterator<Item = &'i Claiming> + Clone),
        claims: &[i64],
    ) -> Option<usize> {
        let asked = |until: usize| -> i64 {
            let items = items.clone();
            items.map(|it| self.open_before(it, claims, until)).sum()
        };
        let (mut low, mut high) = (0, self.days);
        if asked(high) <= left {
            return None;
        }
        // Before `low` it is enough, before `high` it is not.
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if asked(middle) <= left {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(low)
    }
}
