//! The codes of a row as one number.
//!
//! Where columns have few values, codes are the digits of a number, and a table has what the keys of that begin with. So a
//! column takes a multiplication, which processors do for many rows at once, instead of a look-up.

use std::ops::Range;

use super::folding::Folded;
use super::tables::{Table, Tables};
use crate::dossier::Chunk;
use crate::plan::place;

/// So many numbers are looked up without asking whether they are in the table.
const MOST: usize = 1 << 16;

/// How many rows are looked up together.
const GROUP: usize = 16;

/// No number more.
const NONE: u16 = u16::MAX;

/// The codes of one column of a chunk.
#[derive(Clone, Copy)]
enum Digits<'c> {
    Bytes(&'c [u8]),
    Words(&'c [i32]),
}

/// The columns of a chunk, each with what a code more adds to a number.
pub(super) struct Digital<'c>(Vec<(Digits<'c>, u16)>);

/// By number what its keys begin with.
#[derive(Default)]
pub(super) struct Numbers {
    /// 0 before its combination was met.
    keys: Vec<u32>,
    /// By combination of kinds the first number that has it, and by number the next that has the same; bookings come on
    /// top.
    first: Vec<u16>,
    next: Vec<u16>,
    /// By code of a booking what it adds to keys.
    bookings: Vec<u32>,
    /// How many rows had these dictionaries so far.
    rows: usize,
    is_made: bool,
    /// The numbers at hand.
    of_rows: Vec<u16>,
}

impl Numbers {
    /// The columns of a chunk as digits; `None` where they have too many values, or are of no such type. `new` says whether its
    /// dictionaries are others than those of the chunk before.
    pub(super) fn of<'c>(
        &mut self,
        (tables, new): (&Tables<'c>, bool),
        chunk: &Chunk<'c>,
        folded: &mut Folded<'_>,
    ) -> Option<Digital<'c>> {
        if new {
            (self.rows, self.is_made) = (0, false);
        }
        self.rows += chunk.len();
        if !self.is_made {
            self.make(tables, folded)?;
        }
        let mut each = 1_usize;
        let digits = tables.all().map(|table| {
            let codes = table.codes(chunk);
            let bytes = codes.as_bytes().map(Digits::Bytes);
            let digits = bytes.or_else(|| codes.as_words().map(Digits::Words))?;
            let of_column = (digits, u16::try_from(each).ok()?);
            each *= table.count();
            Some(of_column)
        });
        digits.collect::<Option<_>>().map(Digital)
    }

    /// Makes the table, where that takes no longer than the rows did.
    fn make(&mut self, tables: &Tables<'_>, folded: &mut Folded<'_>) -> Option<()> {
        let mut counts = tables.all().map(Table::count);
        let size = counts.try_fold(1, usize::checked_mul)?;
        if size >= MOST || size > self.rows || folded.bases.len() > MOST {
            return None;
        }
        let mut combinations = vec![0_u32];
        for table in &tables.columns {
            let adds = table.adds[..table.count()].iter();
            let longer = adds.flat_map(|adds| combinations.iter().map(move |it| it + adds));
            combinations = longer.collect();
        }
        self.first.clear();
        self.first.resize(folded.bases.len(), NONE);
        self.next.clear();
        for (number, combination) in (0..).zip(&combinations) {
            let first = &mut self.first[place(*combination)];
            self.next.push(std::mem::replace(first, number));
        }
        let bookings = tables.bookings.as_ref();
        self.bookings = bookings.map_or_else(|| vec![0], |of| of.adds[..of.count()].to_vec());
        self.keys = vec![0; MOST];
        folded.fresh.clear();
        for (combination, base) in folded.bases.iter().enumerate() {
            if *base != 0 {
                self.know(combination, *base);
            }
        }
        self.is_made = true;
        Some(())
    }

    /// Takes what the keys of a combination begin with.
    fn know(&mut self, combination: usize, base: u32) {
        let mut number = self.first[combination];
        while number != NONE {
            let at = usize::from(number);
            let of_bookings = self.keys[at..].iter_mut().step_by(self.next.len());
            for (key, adds) in of_bookings.zip(&self.bookings) {
                *key = base + adds;
            }
            number = self.next[at];
        }
    }

    /// The keys of rows by their numbers, with what the day of each adds.
    pub(super) fn keys(
        &mut self,
        (digital, rows): (&Digital<'_>, Range<usize>),
        folded: &mut Folded<'_>,
        (days, cut): (&[i32], impl Fn(i32) -> u32),
        keys: &mut [u32],
    ) {
        for combination in folded.fresh.drain(..) {
            let at = place(combination);
            self.know(at, folded.bases[at]);
        }
        let numbers = &mut self.of_rows;
        numbers.clear();
        numbers.resize(keys.len(), 0);
        for (digits, each) in &digital.0 {
            match digits {
                Digits::Bytes(codes) => add(&codes[rows.clone()], u16::from, *each, numbers),
                Digits::Words(codes) => add(&codes[rows.clone()], low, *each, numbers),
            }
        }
        let Some(table) = self.keys.first_chunk::<MOST>() else {
            return;
        };
        let (groups, last) = keys.as_chunks_mut::<GROUP>();
        let (of_groups, last_numbers) = numbers.as_chunks::<GROUP>();
        let (days, last_days) = days.as_chunks::<GROUP>();
        for ((keys, numbers), days) in groups.iter_mut().zip(of_groups).zip(days) {
            for row in 0..GROUP {
                keys[row] = table[usize::from(numbers[row])].wrapping_add(cut(days[row]));
            }
        }
        for ((key, number), day) in last.iter_mut().zip(last_numbers).zip(last_days) {
            *key = table[usize::from(*number)].wrapping_add(cut(*day));
        }
    }
}

/// Adds a digit. Numbers are in the table, so no sum is checked.
fn add<T: Copy>(codes: &[T], digit: impl Fn(T) -> u16, each: u16, numbers: &mut [u16]) {
    for (number, code) in numbers.iter_mut().zip(codes) {
        *number = number.wrapping_add(digit(*code).wrapping_mul(each));
    }
}

/// The lower half of a key, which has nothing in the other.
fn low(key: i32) -> u16 {
    let [a, b, ..] = key.to_le_bytes();
    u16::from_le_bytes([a, b])
}
