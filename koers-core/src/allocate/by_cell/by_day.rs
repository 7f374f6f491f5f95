//! Placing sums of lines on buckets. As long as no limit runs out, the order of lines decides nothing; so the first day is
//! found on which one does, all before it is placed at once, and the lines of that day one by one.

use std::collections::BTreeMap;

use super::pieces::NONE;
use super::sums_by_day::{ByDay, OfLines};
use crate::allocate::limits::Slot;
use crate::allocate::place::{CeilingsHit, Claim, Placing};
use crate::allocate::run::Run;
use crate::plan::place;
use crate::progress::Cancelled;

/// Pieces that claim room by one way in a round, and so ask the same buckets.
struct Claiming {
    way: usize,
    pieces: Vec<usize>,
}

/// What a limit leaves, which of those that claim ask it, and what they ask together.
struct Asked {
    left: i64,
    cents: i64,
    claiming: Vec<usize>,
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
        let mut all = self.claiming(going, claims, round);
        while !all.is_empty() {
            self.watch.tick()?;
            let (ways, limits) = (&self.ways.list, &mut self.limits);
            all.retain_mut(|of| {
                of.pieces.retain(|at| claims[*at] > 0);
                !of.pieces.is_empty() && placing.asks(of.way, &ways[of.way], round, limits)
            });
            let short = self.short(&all, claims, placing, round);
            if short.is_empty() {
                for of in &all {
                    let whole = of.pieces.iter().map(|&at| (at, claims[at]));
                    let whole: Vec<(usize, i64)> = whole.collect();
                    self.place_all(of.way, &whole, (claims, round), placing);
                }
                return Ok(());
            }
            let by_day = self.by_day.take();
            let mut by_day = by_day.unwrap_or_else(|| self.sums_by_day(claims));
            let day = short.iter().filter_map(|asked| {
                let pieces = asked.claiming.iter().flat_map(|&at| &all[at].pieces);
                by_day.runs_out(asked.left, pieces.copied(), claims)
            });
            let Some(day) = day.min() else {
                // Every limit that is short is so on some day.
                self.by_day = Some(by_day);
                return Ok(());
            };
            for of in &all {
                let open = by_day.open_before(&of.pieces, claims, day);
                self.place_all(of.way, &open, (claims, round), placing);
            }
            self.place_day(&all, (claims, round), (&mut by_day, day), placing);
            self.by_day = Some(by_day);
        }
        Ok(())
    }

    /// The pieces that claim room in a round, by way.
    fn claiming(&self, going: &[(usize, usize)], claims: &[i64], round: usize) -> Vec<Claiming> {
        let ways = &self.ways.list;
        let mut place_of = vec![NONE; ways.len()];
        let mut by_way: Vec<Claiming> = Vec::new();
        for &(piece, way) in going {
            if claims[piece] <= 0 || ways[way].width(round) == 0 {
                continue;
            }
            if place_of[way] == NONE {
                // There are no more than ways.
                place_of[way] = u32::try_from(by_way.len()).unwrap_or(NONE);
                let pieces = Vec::new();
                by_way.push(Claiming { way, pieces });
            }
            by_way[place(place_of[way])].pieces.push(piece);
        }
        by_way
    }

    /// The limits of which more is asked than they leave.
    fn short(
        &self,
        by_way: &[Claiming],
        claims: &[i64],
        placing: &Placing,
        round: usize,
    ) -> Vec<Asked> {
        let mut asked: BTreeMap<Slot, Asked> = BTreeMap::new();
        for (at, of) in by_way.iter().enumerate() {
            let Some(ask) = placing.ask(of.way, round) else {
                continue;
            };
            let cents: i64 = of.pieces.iter().map(|&at| claims[at]).sum();
            self.limits.each(ask, |slot, left| {
                let of = asked.entry(slot).or_insert_with(|| Asked {
                    left,
                    cents: 0,
                    claiming: Vec::new(),
                });
                of.cents += cents;
                of.claiming.push(at);
            });
        }
        let short = asked.into_values().filter(|of| of.cents > of.left);
        short.collect()
    }

    fn sums_by_day(&self, claims: &[i64]) -> ByDay {
        let (lines, threads) = (self.dossier().lines(), self.plan.thread_count());
        let Some(of_year) = &self.of_year else {
            return ByDay::default();
        };
        let mut claiming = self
            .pieces
            .iter()
            .zip(claims)
            .filter(|(_, claim)| **claim > 0);
        let of = OfLines {
            lines,
            only_fixed: claiming.all(|(piece, _)| piece.fixed),
            threads,
        };
        ByDay::new(&of, (of_year, claims), self.year.year)
    }

    /// Places amounts of pieces that go one way, whose next bucket has room for all of them.
    fn place_all(
        &mut self,
        way: usize,
        amounts: &[(usize, i64)],
        (claims, round): (&mut [i64], usize),
        placing: &mut Placing,
    ) {
        for &(at, amount) in amounts {
            claims[at] -= amount;
            self.pieces[at].left -= amount;
        }
        let pieces = &self.pieces;
        let amounts = amounts
            .iter()
            .map(|&(at, amount)| (at, pieces[at].line, amount));
        placing.all(amounts, (way, round), &mut self.limits, &mut self.paid);
    }

    /// Places the lines of a day one by one.
    fn place_day(
        &mut self,
        all: &[Claiming],
        (claims, round): (&mut [i64], usize),
        (by_day, day): (&mut ByDay, usize),
        placing: &mut Placing,
    ) {
        // By piece its place among those that claim; by that place its way, and what of its lines on the day is paid already.
        let mut places = vec![NONE; self.pieces.len()];
        let mut known: Vec<(usize, i64)> = Vec::new();
        for of in all {
            for &piece in &of.pieces {
                // There are no more than pieces.
                places[piece] = u32::try_from(known.len()).unwrap_or(NONE);
                let so_far = by_day.whole(piece) - claims[piece];
                known.push((of.way, (so_far - by_day.before(piece, day)).max(0)));
            }
        }
        for (_, amount, piece) in self.rows_on(by_day, day, &places) {
            let (way, before) = &mut known[place(places[piece])];
            let mut left = amount - amount.min(*before);
            *before -= amount - left;
            if left == 0 {
                continue;
            }
            let asked = left;
            let claim = Claim {
                piece,
                line: self.pieces[piece].line,
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
                (*way, &self.ways.list[*way]),
                round,
                &mut self.limits,
                (&mut self.paid, &mut hit),
            );
            claims[piece] -= asked - left;
            self.pieces[piece].left -= asked - left;
        }
    }

    /// The costs of a day, or of several that count as one, in order: the row of each, its cents, and its piece, which has a
    /// place among those that claim.
    fn rows_on(&self, by_day: &mut ByDay, day: usize, at: &[u32]) -> Vec<(usize, i64, usize)> {
        let lines = self.dossier().lines();
        let Some(of_year) = &self.of_year else {
            return Vec::new();
        };
        let mut rows: Vec<(usize, i64, usize)> = Vec::new();
        by_day.each_row_of(lines, day, |row, amount| {
            let piece = of_year.piece(of_year.cells.of_row[row], amount);
            if let Some(piece) = piece.filter(|&piece| amount > 0 && at[piece] != NONE) {
                rows.push((row, amount, piece));
            }
        });
        if by_day.width == 1 {
            rows.sort_unstable_by(|(a, ..), (b, ..)| lines.order_of_ids(*a, *b));
        } else {
            let mut of_days: Vec<(i32, (usize, i64, usize))> = Vec::with_capacity(rows.len());
            of_days.extend(rows.drain(..).map(|row| (lines.day(row.0), row)));
            of_days.sort_unstable_by(|(day, a), (other, b)| {
                day.cmp(other).then_with(|| lines.order_of_ids(a.0, b.0))
            });
            rows.extend(of_days.into_iter().map(|(_, row)| row));
        }
        rows
    }
}

impl ByDay {
    /// What is open of the lines of pieces before a day, where anything is: the lines of each are paid from the first on.
    fn open_before(&self, pieces: &[usize], claims: &[i64], day: usize) -> Vec<(usize, i64)> {
        let sums = (self.sums_before(self.days), self.sums_before(day));
        let open = pieces.iter().map(|&piece| {
            let at = self.place(piece).unwrap_or(usize::MAX);
            let of = |sums: &[i64]| sums.get(at).copied().unwrap_or(0);
            let paid = of(sums.0) - claims[piece];
            (piece, of(sums.1) - paid)
        });
        open.filter(|(_, open)| *open > 0).collect()
    }

    /// The first day on which pieces ask more than is left.
    fn runs_out(
        &self,
        left: i64,
        pieces: impl Iterator<Item = usize>,
        claims: &[i64],
    ) -> Option<usize> {
        let of = |sums: &[i64], at: usize| sums.get(at).copied().unwrap_or(0);
        // By place with what is paid of each.
        let whole = self.sums_before(self.days);
        let pieces = pieces.map(|piece| {
            let at = self.place(piece).unwrap_or(usize::MAX);
            (at, of(whole, at) - claims[piece])
        });
        let pieces: Vec<(usize, i64)> = pieces.collect();
        let asked = |until: usize| -> i64 {
            let sums = self.sums_before(until);
            let open = pieces.iter().map(|&(at, paid)| of(sums, at) - paid);
            open.map(|open| open.max(0)).sum()
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
