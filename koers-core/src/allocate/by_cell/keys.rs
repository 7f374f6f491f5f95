//! What rows show to the rules, as one number each.

use std::ops::Range;

use super::days::Days;
use crate::allocate::coded::Looked;
use crate::allocate::conditions::Conditions;
use crate::dossier::{Chunk, CodesRef, KeysRef, Lines};
use crate::plan::place;

/// The most keys that are looked up in a table.
const MOST_KEYS: usize = 1 << 22;

/// How keys are made: a table for each column, whose entries add up to the key of a row.
pub(super) struct Keys<'c> {
    pub(super) columns: Vec<(&'c Looked<'c>, u32)>,
    pub(super) booking: u32,
    fixed: u32,
    /// How many there can be.
    pub(super) count: usize,
}

impl<'c> Keys<'c> {
    /// `None` where there are too many.
    pub(super) fn new(
        lines: &Lines,
        conditions: &'c Conditions<'c>,
        days: &Days,
    ) -> Option<Keys<'c>> {
        let mut count = days.edges.len();
        let mut stride = |kinds: usize| -> Option<u32> {
            let stride = u32::try_from(count).ok()?;
            count = count.checked_mul(kinds).filter(|it| *it <= MOST_KEYS)?;
            Some(stride)
        };
        let mut columns = Vec::new();
        for looked in conditions.columns() {
            columns.push((looked, stride(looked.kinds())?));
        }
        let booking = stride(lines.booking_values().len() + 1)?;
        let fixed = stride(2)?;
        Some(Keys {
            columns,
            booking,
            fixed,
            count,
        })
    }
}

/// By column of a chunk what its codes add to the keys.
pub(super) struct Tables<'c> {
    days: &'c Days,
    columns: Vec<(CodesRef<'c>, Vec<u32>)>,
    fixed: u32,
}

impl<'c> Tables<'c> {
    pub(super) fn new(lines: &Lines, keys: &Keys<'c>, days: &'c Days, chunk: &Chunk<'c>) -> Self {
        let columns = keys.columns.iter().map(|&(looked, stride)| {
            let codes = chunk.codes(looked.column);
            let adds = |code| stride * looked.kind(code);
            (codes, table(codes, looked.column.count(), adds))
        });
        let bookings = chunk.bookings();
        let count = lines.booking_values().len();
        let booked = table(bookings, count, |code| keys.booking * code);
        let columns = columns.chain([(bookings, booked)]);
        Tables {
            days,
            // A column that adds nothing is not looked at.
            columns: columns
                .filter(|(_, table)| table.iter().any(|adds| *adds != 0))
                .collect(),
            fixed: if lines.have_fixed() { keys.fixed } else { 0 },
        }
    }

    /// The keys of rows of a chunk.
    pub(super) fn keys(&self, chunk: &Chunk<'_>, rows: Range<usize>, keys: &mut [u32]) {
        let (cuts, first) = (self.days.cuts.as_slice(), self.days.first);
        for (key, day) in keys.iter_mut().zip(&chunk.days[rows.clone()]) {
            let at = place(day.wrapping_sub(first).cast_unsigned());
            *key = cuts.get(at).copied().unwrap_or(0);
        }
        for columns in self.columns.chunks(2) {
            if let [(one, table), (other, of_other)] = columns
                && let (Some(codes), Some(others)) = (one.as_bytes(), other.as_bytes())
            {
                let codes = (&codes[rows.clone()], &others[rows.clone()]);
                two_of_bytes(codes, (table, of_other), keys);
                continue;
            }
            for (codes, table) in columns {
                add(*codes, rows.clone(), table, keys);
            }
        }
        if self.fixed != 0 {
            for row in chunk.fixed().set_in(rows.clone()) {
                keys[row - rows.start] += self.fixed;
            }
        }
    }
}

/// By code, or by key of a dictionary of its own, what a column of a chunk adds.
fn table(codes: CodesRef<'_>, count: usize, adds: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut table: Vec<u32> = match codes {
        CodesRef::None => return Vec::new(),
        CodesRef::Keys { to_code, .. } => to_code.iter().map(|code| adds(*code)).collect(),
        CodesRef::U8(_) | CodesRef::U16(_) | CodesRef::U32(_) => {
            // A code is the place of a value.
            (0..=count)
                .map(|code| adds(u32::try_from(code).unwrap_or_default()))
                .collect()
        }
    };
    // So long that no code of a byte lies beyond it, and that places can be cut off instead of compared.
    table.resize(table.len().next_power_of_two().max(256), 0);
    table
}

/// Adds what the codes of rows add to their keys.
fn add(codes: CodesRef<'_>, rows: Range<usize>, table: &[u32], keys: &mut [u32]) {
    match codes {
        CodesRef::None => {}
        CodesRef::U8(codes) => bytes(&codes[rows], table, keys),
        CodesRef::U16(codes) => each(&codes[rows], usize::from, table, keys),
        CodesRef::U32(codes) => each(&codes[rows], place, table, keys),
        CodesRef::Keys {
            keys: of, valid, ..
        } => match (of, valid) {
            (KeysRef::I32(of), None) => {
                each(&of[rows], |key| place(key.cast_unsigned()), table, keys);
            }
            (KeysRef::U32(of), None) => each(&of[rows], place, table, keys),
            (KeysRef::U16(of), None) => each(&of[rows], usize::from, table, keys),
            (KeysRef::U8(of), None) => bytes(&of[rows], table, keys),
            (of, valid) => {
                for (key, row) in keys.iter_mut().zip(rows) {
                    let has = valid.is_none_or(|valid| valid.get(row));
                    let of_row = of.key(row).filter(|_| has);
                    *key += of_row.and_then(|at| table.get(at)).copied().unwrap_or(0);
                }
            }
        },
    }
}

/// As [`bytes`], for two columns together.
fn two_of_bytes(
    (codes, others): (&[u8], &[u8]),
    (table, of_others): (&[u32], &[u32]),
    keys: &mut [u32],
) {
    let tables = table
        .first_chunk::<256>()
        .zip(of_others.first_chunk::<256>());
    let Some((table, of_others)) = tables else {
        return;
    };
    for ((key, &code), &other) in keys.iter_mut().zip(codes).zip(others) {
        let adds = table[usize::from(code)].wrapping_add(of_others[usize::from(other)]);
        *key = key.wrapping_add(adds);
    }
}

/// As [`each`], for codes of a byte.
fn bytes(codes: &[u8], table: &[u32], keys: &mut [u32]) {
    let Some(table) = table.first_chunk::<256>() else {
        return;
    };
    for (key, &code) in keys.iter_mut().zip(codes) {
        *key = key.wrapping_add(table[usize::from(code)]);
    }
}

/// Adds what codes add, whose table is as long as a power of two. Keys are small, so no sum is checked.
fn each<T: Copy>(codes: &[T], at: impl Fn(T) -> usize, table: &[u32], keys: &mut [u32]) {
    let Some(last) = table.len().checked_sub(1) else {
        return;
    };
    for (key, &code) in keys.iter_mut().zip(codes) {
        *key = key.wrapping_add(table[at(code) & last]);
    }
}
