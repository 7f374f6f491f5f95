//! Placing sums of lines on buckets. As long as no limit runs out, the order of lines decides nothing; so the first day is
//! found on which one does, all before it is placed at once, and the lines of that day one by one.

use std::collections::BTreeMap;

use super::sums_by_day::ByDay;
use crate::allocate::limits::Slot;
use crate::allocate::place::{CeilingsHit, Claim, Placing};
use crate::allocate::run::Run;
use crate::progress::Cancelled;

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
            let mut by_day = self.by_day.take().unwrap_or_else(|| self.sums_by_day());
            let day = asked.iter().filter_map(|(left, members)| {
                by_day.runs_out(*left, members.iter().map(|&at| &items[at]), claims)
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
            self.place_day(&items, (claims, round), (&mut by_day, day), placing);
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
        of_year
            .map(|of_year| ByDay::new((lines, threads), of_year, self.year.year))
            .unwrap_or_default()
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
        (by_day, day): (&mut ByDay, usize),
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
        let rows = self.rows_on(by_day, day, &at);
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

    /// The costs of a day, or of several that count as one, in order, with the place of each among those that claim.
    fn rows_on(&self, by_day: &mut ByDay, day: usize, at: &[Option<usize>]) -> Vec<(usize, usize)> {
        let lines = self.dossier().lines();
        let Some(of_year) = &self.of_year else {
            return Vec::new();
        };
        let claiming = |row: usize| {
            let amount = lines.amount(row).cents();
            let piece = of_year.piece(of_year.cells.of_row[row], amount);
            let place = piece.filter(|_| amount > 0).and_then(|piece| at[piece]);
            place.map(|place| (row, place))
        };
        let rows = by_day.rows_of(lines, day).into_iter();
        let mut rows: Vec<(usize, usize)> = rows.filter_map(claiming).collect();
        if by_day.width == 1 {
            rows.sort_unstable_by(|(a, _), (b, _)| lines.order_of_ids(*a, *b));
        } else {
            rows.sort_unstable_by(|(a, _), (b, _)| lines.order(*a, *b));
        }
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
        items: impl Iterator<Item = &'i Claiming>,
        claims: &[i64],
    ) -> Option<usize> {
        let of = |sums: &[i64], at: usize| sums.get(at).copied().unwrap_or(0);
        // By place with what is paid of each.
        let whole = self.sums_before(self.days);
        let items = items.map(|item| {
            let at = self.place(item.piece).unwrap_or(usize::MAX);
            (at, of(whole, at) - claims[item.piece])
        });
        let items: Vec<(usize, i64)> = items.collect();
        let asked = |until: usize| -> i64 {
            let sums = self.sums_before(until);
            let open = items.iter().map(|&(at, paid)| of(sums, at) - paid);
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
