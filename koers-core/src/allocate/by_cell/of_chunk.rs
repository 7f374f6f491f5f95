//! The keys of the rows of a chunk.

use std::ops::Range;

use super::folding::Folded;
use super::keys::{SHORT, Shown};
use super::numbers::{Digital, Numbers};
use super::sums_by_day::any;
use super::tables::{Tables, add, each};
use crate::dossier::{BitsRef, CodesRef};
use crate::plan::place;

/// The columns of one chunk.
pub(super) struct OfChunk<'t> {
    pub(super) tables: &'t Tables<'t>,
    pub(super) days: &'t [i32],
    /// Whether no day comes before that of the row before.
    pub(super) in_order: bool,
    /// Columns of bytes.
    pub(super) bytes: Vec<(&'t [u8], &'t [u32; FEW])>,
    /// Columns of numbers of four bytes that have few values.
    pub(super) words: Vec<(&'t [i32], &'t [u32; FEW])>,
    /// All others.
    pub(super) wide: Vec<(CodesRef<'t>, &'t [u32])>,
    pub(super) bookings: Option<(CodesRef<'t>, &'t [u32])>,
    pub(super) fixed: Option<BitsRef<'t>>,
    /// All columns as digits, where they have few values.
    pub(super) digital: Option<Digital<'t>>,
}

/// How many columns are looked at together.
pub(super) const TOGETHER: usize = 6;

/// How many rows a word of bits is of.
const WORD: usize = 64;

/// How many rows are looked at together.
const GROUP: usize = 64;

/// So few values are looked up without asking whether they are in the table.
pub(super) const FEW: usize = 256;

impl OfChunk<'_> {
    /// What a row of the chunk shows.
    pub(super) fn shown(&self, row: usize) -> Shown {
        let bytes = self.bytes.iter();
        let bytes = bytes.map(|(codes, table)| table[usize::from(codes[row])]);
        let words = self.words.iter();
        let words = words.map(|(codes, table)| table[word(codes[row])]);
        let mut wide = [0];
        for (codes, table) in &self.wide {
            add(*codes, row..row + 1, table, &mut wide);
        }
        let mut booking = [0];
        if let Some((codes, table)) = self.bookings {
            add(codes, row..row + 1, table, &mut booking);
        }
        let cuts = &self.tables.cuts;
        let at = place(
            self.days[row]
                .wrapping_sub(self.tables.first)
                .cast_unsigned(),
        );
        Shown {
            combination: bytes.chain(words).sum::<u32>() + wide[0],
            cut: cuts.get(at).copied().unwrap_or(0),
            booking: booking[0] / self.tables.each_booking,
            fixed: self.fixed.is_some_and(|fixed| fixed.get(row)),
        }
    }

    /// The keys of rows of the chunk.
    pub(super) fn keys(
        &self,
        rows: Range<usize>,
        (folded, numbers): (&mut Folded<'_>, &mut Numbers),
        keys: &mut [u32],
    ) {
        if let Some(digital) = &self.digital {
            let days = &self.days[rows.clone()];
            let of = (digital, rows.clone());
            if let Some(cut) = self.one_cut(rows.clone()) {
                numbers.keys(of, folded, (days, |_| cut), keys);
            } else {
                let (first, cuts) = (self.tables.first, self.tables.cuts.as_slice());
                let last = cuts.len().wrapping_sub(1);
                // All days lie in the book years.
                let at = |day: i32| place(day.wrapping_sub(first).cast_unsigned()) & last;
                let cut = |day: i32| cuts.get(at(day)).copied().unwrap_or(0);
                numbers.keys(of, folded, (days, cut), keys);
            }
        } else {
            self.looked_up(rows.clone(), &folded.bases, keys);
        }
        self.add_fixed(rows, keys);
    }

    /// Adds what it adds to be fixed.
    fn add_fixed(&self, rows: Range<usize>, keys: &mut [u32]) {
        let Some(fixed) = self.fixed else {
            return;
        };
        let adds = self.tables.fixed;
        for (keys, from) in keys.chunks_mut(WORD).zip(rows.step_by(WORD)) {
            let mut bits = fixed.word(from);
            while bits != 0 {
                // The last rows may be fewer.
                if let Some(key) = keys.get_mut(place(bits.trailing_zeros())) {
                    *key = key.wrapping_add(adds);
                }
                bits &= bits - 1;
            }
        }
    }

    /// The keys of rows, each code looked up, by what each combination has as its base: as many as a power of two.
    fn looked_up(&self, rows: Range<usize>, bases: &[u32], keys: &mut [u32]) {
        let short = bases.first_chunk().zip(self.tables.cuts.first_chunk());
        let short = short.filter(|_| bases.len() == SHORT && self.tables.cuts.len() == SHORT);
        let bytes = Bookings::of(self.bookings, CodesRef::as_bytes, &self.bytes);
        let words = Bookings::of(self.bookings, CodesRef::as_words, &self.words);
        let of_bytes = (&*self.bytes, usize::from);
        let of_words = (&*self.words, word);
        let one_type = self.wide.is_empty() && self.bytes.is_empty() != self.words.is_empty();
        let rest = (rows, keys);
        match (
            short.filter(|_| one_type),
            bytes,
            words,
            self.words.is_empty(),
        ) {
            (Some(short), Some(bytes), _, true) => {
                self.at_once(of_bytes, (&bytes, usize::from), short, rest);
            }
            (Some(short), Some(bytes), _, false) => {
                self.at_once(of_words, (&bytes, usize::from), short, rest);
            }
            (Some(short), _, Some(words), true) => {
                self.at_once(of_bytes, (&words, word), short, rest);
            }
            (Some(short), _, Some(words), false) => {
                self.at_once(of_words, (&words, word), short, rest);
            }
            _ => self.one_by_one(rest.0, bases, rest.1),
        }
    }

    /// The keys of rows, column by column.
    fn one_by_one(&self, rows: Range<usize>, bases: &[u32], keys: &mut [u32]) {
        keys.fill(0);
        for (codes, table) in &self.bytes {
            each(&codes[rows.clone()], usize::from, *table, keys);
        }
        for (codes, table) in &self.words {
            each(&codes[rows.clone()], word, *table, keys);
        }
        for (codes, table) in &self.wide {
            add(*codes, rows.clone(), table, keys);
        }
        self.add_bases(rows.clone(), bases, keys);
        if let Some((codes, table)) = self.bookings {
            add(codes, rows, table, keys);
        }
    }

    /// Makes keys of the numbers of combinations: the base of each, and what the day adds.
    fn add_bases(&self, rows: Range<usize>, bases: &[u32], keys: &mut [u32]) {
        let (first, cuts) = (self.tables.first, self.tables.cuts.as_slice());
        let (last_cut, last) = (cuts.len().wrapping_sub(1), bases.len().wrapping_sub(1));
        for (key, &day) in keys.iter_mut().zip(&self.days[rows]) {
            // All days lie in the book years.
            let at = place(day.wrapping_sub(first).cast_unsigned());
            let cut = cuts.get(at & last_cut).copied().unwrap_or(0);
            let base = bases.get(place(*key) & last).copied().unwrap_or(0);
            *key = base.wrapping_add(cut);
        }
    }

    /// What the days of rows add, where all are of one cut: lines mostly stand by day.
    fn one_cut(&self, rows: Range<usize>) -> Option<u32> {
        let days = &self.days[rows];
        let at = days.first()?.wrapping_sub(self.tables.first);
        let cut = *self.tables.cuts.get(place(at.cast_unsigned()))?;
        let &(first, last) = self.tables.ends.get(place(cut))?;
        let outside = |day: i32| !(first..=last).contains(&day);
        let inside = !outside(*days.last()?) && (self.in_order || !any(days, outside));
        inside.then_some(cut)
    }

    /// The keys of rows where all columns are of one type and tables are short.
    fn at_once<T: Copy, B: Copy>(
        &self,
        of: OfType<'_, T, impl Fn(T) -> usize + Copy>,
        bookings: (&Bookings<'_, B>, impl Fn(B) -> usize + Copy),
        (bases, cuts): (&[u32; SHORT], &[u32; SHORT]),
        (rows, keys): (Range<usize>, &mut [u32]),
    ) {
        let days = &self.days[rows.clone()];
        if let Some(cut) = self.one_cut(rows.clone()) {
            some(of, bookings, (bases, days, |_| cut), (rows, keys));
        } else {
            let first = self.tables.first;
            // All days lie in the book years.
            let cut = |day: i32| cuts[place(day.wrapping_sub(first).cast_unsigned()) % SHORT];
            some(of, bookings, (bases, days, cut), (rows, keys));
        }
    }
}

/// The keys of rows by what columns of one type, bookings and days add.
fn some<T: Copy, B: Copy>(
    of @ (columns, _): OfType<'_, T, impl Fn(T) -> usize>,
    bookings: (&Bookings<'_, B>, impl Fn(B) -> usize),
    days: (&[u32; SHORT], &[i32], impl Fn(i32) -> u32),
    rows: (Range<usize>, &mut [u32]),
) {
    match columns.len() {
        1 => few::<T, B, 1>(of, bookings, days, rows),
        2 => few::<T, B, 2>(of, bookings, days, rows),
        3 => few::<T, B, 3>(of, bookings, days, rows),
        4 => few::<T, B, 4>(of, bookings, days, rows),
        5 => few::<T, B, 5>(of, bookings, days, rows),
        _ => few::<T, B, TOGETHER>(of, bookings, days, rows),
    }
}

/// As [`some`], of so many columns. Keys are small, so no sum is checked.
fn few<T: Copy, B: Copy, const N: usize>(
    (columns, at): OfType<'_, T, impl Fn(T) -> usize>,
    (bookings, booked): (&Bookings<'_, B>, impl Fn(B) -> usize),
    (bases, days, cut): (&[u32; SHORT], &[i32], impl Fn(i32) -> u32),
    (rows, keys): (Range<usize>, &mut [u32]),
) {
    let columns: [_; N] = std::array::from_fn(|at| {
        let (codes, table) = columns[at];
        (codes[rows.clone()].as_chunks::<GROUP>(), table)
    });
    let (of_booking, table) = (bookings.codes[rows].as_chunks::<GROUP>(), bookings.adds);
    let (days, last_days) = days.as_chunks::<GROUP>();
    let (groups, last) = keys.as_chunks_mut::<GROUP>();
    let of_rows = groups.iter_mut().zip(days).zip(of_booking.0).enumerate();
    for (group, ((keys, days), bookings)) in of_rows {
        let codes: [&[T; GROUP]; N] = std::array::from_fn(|of| &columns[of].0.0[group]);
        for row in 0..GROUP {
            let mut combination = 0_u32;
            for of in 0..N {
                combination = combination.wrapping_add(columns[of].1[at(codes[of][row])]);
            }
            keys[row] = bases[place(combination) % SHORT]
                .wrapping_add(cut(days[row]))
                .wrapping_add(table[booked(bookings[row])]);
        }
    }
    let of_rows = last.iter_mut().zip(last_days).zip(of_booking.1);
    for (row, ((key, day), booking)) in of_rows.enumerate() {
        let adds = columns.iter().filter_map(|((_, last), table)| {
            let code = last.get(row)?;
            Some(table[at(*code)])
        });
        let combination = adds.fold(0, u32::wrapping_add);
        *key = bases[place(combination) % SHORT]
            .wrapping_add(cut(*day))
            .wrapping_add(table[booked(*booking)]);
    }
}

/// The place of a key of four bytes in a table of few values.
fn word(code: i32) -> usize {
    place(code.cast_unsigned()) % FEW
}

/// Columns of codes of one type, and how a code is a place in a table.
type OfType<'t, T, F> = (&'t [(&'t [T], &'t [u32; FEW])], F);

/// The bookings of a chunk.
struct Bookings<'t, T> {
    codes: &'t [T],
    adds: &'t [u32; FEW],
}

/// What bookings add where there are none.
static NOTHING: [u32; FEW] = [0; FEW];

impl<'t, T> Bookings<'t, T> {
    /// Those of this type. Where there are none, codes of a column are those, and add nothing.
    fn of(
        bookings: Option<(CodesRef<'t>, &'t [u32])>,
        typed: impl Fn(CodesRef<'t>) -> Option<&'t [T]>,
        columns: &[(&'t [T], &'t [u32; FEW])],
    ) -> Option<Self> {
        let some = bookings.filter(|(codes, _)| !matches!(codes, CodesRef::None));
        let Some((codes, adds)) = some else {
            let (codes, _) = columns.first()?;
            return Some(Bookings {
                codes,
                adds: &NOTHING,
            });
        };
        Some(Bookings {
            codes: typed(codes)?,
            adds: adds.try_into().ok()?,
        })
    }
}
