//! Dividing the lines of a class of which grants pay a share of each: over grants first, for a share holds for all buckets
//! of its grant together, and what a grant pays of each line over its buckets then.

use super::place::line_share;
use super::run::Run;
use super::spread::{Part, in_proportion};
use super::totals::part_up;
use crate::progress::Cancelled;

/// What a bucket pays of a class: the bucket, the way by which, and cents above zero.
pub(super) type OfBucket = (usize, usize, i64);

impl Run<'_, '_> {
    /// Divides open costs of a class over what buckets pay of them, which stand by grant; parts name the place of the cost
    /// and of the bucket as given. Each grant pays each line in proportion, rounded down or up to the cent. Where earlier
    /// steps paid of the lines, proportion may be more than a share still allows: then as near to it as all shares do. What
    /// they don't allow together has no part.
    ///
    /// # Errors
    /// When the run is broken off.
    pub(super) fn in_shares(
        &mut self,
        pieces: &[usize],
        buckets: &[OfBucket],
    ) -> Result<Vec<Part>, Cancelled> {
        let lines: Vec<i64> = pieces.iter().map(|&at| self.pieces[at].left).collect();
        let grants: Vec<&[OfBucket]> = buckets.chunk_by(|a, b| a.1 == b.1).collect();
        let sum = |of: &&[OfBucket]| of.iter().map(|(.., amount)| *amount).sum::<i64>();
        let mut columns: Vec<i64> = grants.iter().map(sum).collect();
        columns.push(lines.iter().sum::<i64>() - columns.iter().sum::<i64>());
        let watch = &mut *self.watch;
        let mut cells = in_proportion(&lines, &columns, &mut || watch.tick())?;
        cells.retain(|(_, column, _)| *column < grants.len());
        let paid_before = |at: &usize| self.pieces[*at].left != self.pieces[*at].whole;
        if pieces.iter().any(paid_before) {
            let ways = grants.iter().filter_map(|of| of.first());
            let most: Vec<Option<Vec<i64>>> =
                ways.map(|(_, way, _)| self.most_of(*way, pieces)).collect();
            let mut table = vec![0; lines.len() * grants.len()];
            for (line, column, amount) in cells {
                table[line * grants.len() + column] = amount;
            }
            let watch = &mut *self.watch;
            Fitting::new(&lines, &most, &mut table).fit(&mut || watch.tick())?;
            let of_lines = table.chunks(grants.len().max(1)).enumerate();
            cells = of_lines
                .flat_map(|(line, of)| {
                    (0..)
                        .zip(of)
                        .map(move |(column, cents)| (line, column, *cents))
                })
                .filter(|(.., cents)| *cents > 0)
                .collect();
        }
        Ok(over_buckets(&cells, &grants))
    }

    /// By piece the most that a share of each line still lets its grant pay: the share, rounded up, for in a class cents
    /// fall to some of its lines. `None` where no such share holds.
    fn most_of(&mut self, way: usize, pieces: &[usize]) -> Option<Vec<i64>> {
        let (ppm, grant) = (line_share(&self.ways.list[way])?, self.ways.list[way].grant);
        let most = pieces.iter().map(|&at| {
            let share = part_up(ppm, self.pieces[at].whole);
            (share - self.paid_by(at, grant)).max(0)
        });
        Some(most.collect())
    }
}

/// Divides what grants pay of lines over the buckets of each: lines in order fill its buckets one after the other.
fn over_buckets(cells: &[Part], grants: &[&[OfBucket]]) -> Vec<Part> {
    // By grant the bucket at hand, and what is left of it.
    let mut first = 0;
    let mut at_hand: Vec<(usize, &[OfBucket], i64)> = Vec::with_capacity(grants.len());
    for of in grants {
        at_hand.push((first, of, of.first().map_or(0, |(.., amount)| *amount)));
        first += of.len();
    }
    let mut parts = Vec::with_capacity(cells.len());
    for &(line, column, amount) in cells {
        let (at, buckets, left) = &mut at_hand[column];
        let mut amount = amount;
        while amount > 0 && !buckets.is_empty() {
            let part = amount.min(*left);
            if part > 0 {
                parts.push((line, *at, part));
            }
            (amount, *left) = (amount - part, *left - part);
            if *left == 0 {
                *buckets = &buckets[1..];
                *at += 1;
                *left = buckets.first().map_or(0, |(.., amount)| *amount);
            }
        }
    }
    parts
}

/// A table of lines and columns of which some cells have a most, being filled: what is above the most of a cell goes to
/// other lines of its column, for which columns may change places on lines (Dinic 1970: shortest ways first, so that there
/// are no more rounds than columns).
struct Fitting<'f> {
    lines: usize,
    columns: usize,
    most: &'f [Option<Vec<i64>>],
    cells: &'f mut [i64],
    /// By line what no column pays, by column what no line has yet.
    slack: Vec<i64>,
    lack: Vec<i64>,
    /// How far lines and columns are from a column that lacks, in this round.
    line_at: Vec<Option<usize>>,
    column_at: Vec<Option<usize>>,
    /// Where to look next: by column the line, by line the column.
    next_line: Vec<usize>,
    next_column: Vec<usize>,
}

impl<'f> Fitting<'f> {
    fn new(lines: &[i64], most: &'f [Option<Vec<i64>>], cells: &'f mut [i64]) -> Self {
        let mut fitting = Fitting {
            lines: lines.len(),
            columns: most.len(),
            most,
            cells,
            slack: lines.to_vec(),
            lack: vec![0; most.len()],
            line_at: Vec::new(),
            column_at: Vec::new(),
            next_line: Vec::new(),
            next_column: Vec::new(),
        };
        for line in 0..fitting.lines {
            for column in 0..fitting.columns {
                let above = (-fitting.free(line, column)).max(0);
                *fitting.cell(line, column) -= above;
                fitting.lack[column] += above;
                fitting.slack[line] -= *fitting.cell(line, column);
            }
        }
        fitting
    }

    fn cell(&mut self, line: usize, column: usize) -> &mut i64 {
        &mut self.cells[line * self.columns + column]
    }

    fn of(&self, line: usize, column: usize) -> i64 {
        self.cells[line * self.columns + column]
    }

    /// What more a column may pay of a line.
    fn free(&self, line: usize, column: usize) -> i64 {
        let most = self.most[column].as_ref();
        most.map_or(i64::MAX, |most| most[line]) - self.of(line, column)
    }

    fn fit(mut self, tick: &mut dyn FnMut() -> Result<(), Cancelled>) -> Result<(), Cancelled> {
        while self.look() {
            for column in 0..self.columns {
                while self.lack[column] > 0 && self.move_to(column) {
                    tick()?;
                }
            }
        }
        Ok(())
    }

    /// Finds how far lines and columns are, up to the first lines that have something left; whether there are any.
    fn look(&mut self) -> bool {
        self.line_at = vec![None; self.lines];
        self.column_at = vec![None; self.columns];
        self.next_line = vec![0; self.columns];
        self.next_column = vec![0; self.lines];
        let lacking = (0..self.columns).filter(|&column| self.lack[column] > 0);
        let mut open: Vec<usize> = lacking.collect();
        let mut depth = 0;
        while !open.is_empty() {
            let mut found = false;
            let mut lines = Vec::new();
            for column in open.drain(..) {
                self.column_at[column] = Some(depth);
                for line in 0..self.lines {
                    if self.line_at[line].is_none() && self.free(line, column) > 0 {
                        self.line_at[line] = Some(depth);
                        found |= self.slack[line] > 0;
                        lines.push(line);
                    }
                }
            }
            if found {
                return true;
            }
            let gives = |column: &usize| lines.iter().any(|&line| self.of(line, *column) > 0);
            let unseen = (0..self.columns).filter(|&column| self.column_at[column].is_none());
            open = unseen.filter(gives).collect();
            depth += 1;
        }
        false
    }

    /// Moves what can be moved to a column that lacks along one shortest way; whether there was one.
    fn move_to(&mut self, lacking: usize) -> bool {
        // Each cell goes up, and the column of the next one goes down on its line.
        let mut way: Vec<(usize, usize)> = Vec::new();
        loop {
            let Some(&(line, column)) = way.last() else {
                match self.line_from(lacking) {
                    Some(line) => way.push((line, lacking)),
                    None => return false,
                }
                continue;
            };
            if self.slack[line] > 0 {
                break;
            }
            let Some(next) = self.column_from(line) else {
                self.next_line[column] += 1;
                way.pop();
                continue;
            };
            match self.line_from(next) {
                Some(line) => way.push((line, next)),
                None => self.next_column[line] += 1,
            }
        }
        let last = way.last().map_or(0, |(line, _)| self.slack[*line]);
        let mut amount = self.lack[lacking].min(last);
        for &(line, column) in &way {
            amount = amount.min(self.free(line, column));
        }
        for pair in way.windows(2) {
            amount = amount.min(self.of(pair[0].0, pair[1].1));
        }
        for &(line, column) in &way {
            *self.cell(line, column) += amount;
        }
        for pair in way.windows(2) {
            *self.cell(pair[0].0, pair[1].1) -= amount;
        }
        if let Some((line, _)) = way.last() {
            self.slack[*line] -= amount;
        }
        self.lack[lacking] -= amount;
        true
    }

    /// The next line to which a column may go.
    fn line_from(&mut self, column: usize) -> Option<usize> {
        let at = self.column_at[column]?;
        let from = self.next_line[column];
        let found = (from..self.lines)
            .find(|&line| self.line_at[line] == Some(at) && self.free(line, column) > 0);
        self.next_line[column] = found.unwrap_or(self.lines);
        found
    }

    /// The next column that may give way on a line.
    fn column_from(&mut self, line: usize) -> Option<usize> {
        let at = self.line_at[line]? + 1;
        let from = self.next_column[line];
        let found = (from..self.columns)
            .find(|&column| self.column_at[column] == Some(at) && self.of(line, column) > 0);
        self.next_column[line] = found.unwrap_or(self.columns);
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Fitting;
    use crate::allocate::spread::in_proportion;

    /// By line what columns have of it, and the most of some columns, which is no less.
    fn table() -> impl Strategy<Value = (Vec<Vec<i64>>, Vec<Option<Vec<i64>>>)> {
        (1_usize..8, 1_usize..5).prop_flat_map(|(lines, columns)| {
            let cell = prop_oneof![Just(0_i64), 0_i64..4, 0_i64..1_000];
            let cells = prop::collection::vec(prop::collection::vec(cell, columns + 1), lines);
            let above = prop::collection::vec(prop_oneof![Just(0_i64), 0_i64..4], lines);
            let above = prop::collection::vec(prop::option::weighted(0.8, above), columns);
            (cells, above).prop_map(|(cells, above)| {
                let most = above.into_iter().enumerate().map(|(column, above)| {
                    let above = above?.into_iter().zip(&cells);
                    Some(above.map(|(above, line)| line[column] + above).collect())
                });
                let most = most.collect();
                (cells, most)
            })
        })
    }

    proptest! {
        #[test]
        fn what_can_be_paid_within_every_most_is((known, most) in table()) {
            let lines: Vec<i64> = known.iter().map(|line| line.iter().sum()).collect();
            let width = most.len();
            let sums: Vec<i64> = (0..=width)
                .map(|column| known.iter().map(|line| line[column]).sum())
                .collect();
            let mut cells = vec![0; lines.len() * width];
            let parts = in_proportion(&lines, &sums, &mut || Ok(())).expect("nobody cancels");
            for (line, column, amount) in parts {
                if column < width {
                    cells[line * width + column] = amount;
                }
            }
            let fitting = Fitting::new(&lines, &most, &mut cells);
            fitting.fit(&mut || Ok(())).expect("nobody cancels");
            for (column, sum) in sums.iter().enumerate().take(width) {
                let paid: i64 = cells.iter().skip(column).step_by(width).sum();
                prop_assert_eq!(paid, *sum);
            }
            for (line, of_line) in cells.chunks(width).enumerate() {
                prop_assert!(of_line.iter().sum::<i64>() <= lines[line]);
                for (cell, most) in of_line.iter().zip(&most) {
                    prop_assert!(0 <= *cell && most.as_ref().is_none_or(|most| *cell <= most[line]));
                }
            }
        }
    }
}
