//! What rows show to the rules, as one number each.

use std::ops::Range;

use super::days::Days;
use crate::allocate::coded::Looked;
use crate::allocate::conditions::Conditions;
use crate::dossier::{BitsRef, Chunk, CodesRef, KeysRef, Lines, TextColumn};
use crate::plan::place;

/// The most keys that are looked up in a table.
const MOST_KEYS: usize = 1 << 22;

/// How keys are made: a table for each column, whose entries add up to the key of a row.
pub(super) struct Keys<'c> {
    /// How many cuts of days there are.
    pub(super) cuts: u32,
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
        let cuts = u32::try_from(count).ok().filter(|cuts| *cuts > 0)?;
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
            cuts,
            columns,
            booking,
            fixed,
            count,
        })
    }
}

/// The columns whose codes make the keys, each with what its codes add.
pub(super) struct Tables<'c> {
    /// The first day that has a cut, and by day from there on its cut; as many as a power of two.
    first: i32,
    cuts: Vec<u32>,
    columns: Vec<Table<'c>>,
    fixed: u32,
}

/// What the codes of a column add to keys.
struct Table<'c> {
    /// `None` for the column of bookings.
    column: Option<&'c TextColumn>,
    /// By code.
    of_code: Vec<u32>,
    /// The codes of a chunk's own dictionary for which `adds` was made; `None` where it was made for those of the column.
    made_for: Option<&'c [u32]>,
    /// By code, or by key of a chunk's own dictionary; 256 at least, and as many as a power of two.
    adds: Vec<u32>,
}

/// The columns of one chunk.
pub(super) struct OfChunk<'t> {
    tables: &'t Tables<'t>,
    days: &'t [i32],
    /// Columns of bytes.
    bytes: Vec<(&'t [u8], &'t [u32; 256])>,
    /// All others.
    wide: Vec<(CodesRef<'t>, &'t [u32])>,
    fixed: Option<BitsRef<'t>>,
}

/// How many columns of bytes are looked at together.
const TOGETHER: usize = 6;

/// How many rows are looked at together.
const GROUP: usize = 64;

impl<'c> Tables<'c> {
    pub(super) fn new(lines: &Lines, keys: &Keys<'c>, days: &Days) -> Self {
        let all = |count: usize| 0..=u32::try_from(count).unwrap_or(u32::MAX);
        let columns = keys.columns.iter().map(|&(looked, stride)| {
            let codes = all(looked.column.count());
            let of_code = codes.map(|code| stride * looked.kind(code)).collect();
            Table::new(Some(looked.column), of_code)
        });
        let bookings = all(lines.booking_values().len());
        let bookings = bookings.map(|code| keys.booking * code).collect();
        let columns = columns.chain([Table::new(None, bookings)]);
        let mut cuts = days.cuts.clone();
        cuts.resize(cuts.len().next_power_of_two(), 0);
        Tables {
            first: days.first,
            cuts,
            // A column that adds nothing is not looked at.
            columns: columns
                .filter(|table| table.of_code.iter().any(|adds| *adds != 0))
                .collect(),
            fixed: if lines.have_fixed() { keys.fixed } else { 0 },
        }
    }

    /// The columns of a chunk.
    pub(super) fn of<'t>(&'t mut self, chunk: &Chunk<'c>) -> OfChunk<'t> {
        for table in &mut self.columns {
            table.make_for(chunk);
        }
        let tables = &*self;
        let (mut bytes, mut wide) = (Vec::new(), Vec::new());
        for table in &tables.columns {
            let codes = table.codes(chunk);
            match (codes.as_bytes(), table.adds.first_chunk()) {
                (Some(codes), Some(adds)) if bytes.len() < TOGETHER => bytes.push((codes, adds)),
                _ => wide.push((codes, table.adds.as_slice())),
            }
        }
        OfChunk {
            tables,
            days: chunk.days,
            bytes,
            wide,
            fixed: (tables.fixed != 0).then(|| chunk.fixed()),
        }
    }
}

impl<'c> Table<'c> {
    fn new(column: Option<&'c TextColumn>, of_code: Vec<u32>) -> Self {
        let mut table = Table {
            column,
            of_code,
            made_for: None,
            adds: Vec::new(),
        };
        table.make(None);
        table
    }

    fn codes(&self, chunk: &Chunk<'c>) -> CodesRef<'c> {
        match self.column {
            Some(column) => chunk.codes(column),
            None => chunk.bookings(),
        }
    }

    /// Makes what codes add for a chunk, unless the one before had the same dictionary.
    fn make_for(&mut self, chunk: &Chunk<'c>) {
        let own = match self.codes(chunk) {
            CodesRef::Keys { to_code, .. } => Some(to_code),
            _ => None,
        };
        let same = match (self.made_for, own) {
            (Some(made_for), Some(own)) => std::ptr::eq(made_for, own),
            (made_for, own) => made_for.is_none() && own.is_none(),
        };
        if !same {
            self.make(own);
        }
    }

    fn make(&mut self, own: Option<&'c [u32]>) {
        self.made_for = own;
        self.adds.clear();
        match own {
            None => self.adds.extend(&self.of_code),
            Some(to_code) => {
                let adds = to_code.iter().map(|code| self.of_code.get(place(*code)));
                self.adds
                    .extend(adds.map(|adds| adds.copied().unwrap_or(0)));
            }
        }
        // So long that no code of a byte lies beyond it, and that places can be cut off instead of compared.
        let length = self.adds.len().next_power_of_two().max(256);
        self.adds.resize(length, 0);
    }
}

impl OfChunk<'_> {
    /// The keys of rows of the chunk.
    pub(super) fn keys(&self, rows: Range<usize>, keys: &mut [u32]) {
        match self.bytes.len() {
            0 => self.of_bytes::<0>(rows.clone(), keys),
            1 => self.of_bytes::<1>(rows.clone(), keys),
            2 => self.of_bytes::<2>(rows.clone(), keys),
            3 => self.of_bytes::<3>(rows.clone(), keys),
            4 => self.of_bytes::<4>(rows.clone(), keys),
            5 => self.of_bytes::<5>(rows.clone(), keys),
            _ => self.of_bytes::<TOGETHER>(rows.clone(), keys),
        }
        for (codes, table) in &self.wide {
            add(*codes, rows.clone(), table, keys);
        }
        if let Some(fixed) = self.fixed {
            for row in fixed.set_in(rows.clone()) {
                keys[row - rows.start] += self.tables.fixed;
            }
        }
    }

    /// What days and the first columns of bytes come to. Keys are small, so no sum is checked.
    fn of_bytes<const N: usize>(&self, rows: Range<usize>, keys: &mut [u32]) {
        let columns: [_; N] = std::array::from_fn(|at| {
            let (codes, table) = self.bytes[at];
            (codes[rows.clone()].as_chunks::<GROUP>(), table)
        });
        let (first, cuts) = (self.tables.first, self.tables.cuts.as_slice());
        let last_cut = cuts.len().wrapping_sub(1);
        // All days lie in the book years.
        let cut = |day: i32| {
            let at = place(day.wrapping_sub(first).cast_unsigned());
            cuts.get(at & last_cut).copied().unwrap_or(0)
        };
        let (days, last_days) = self.days[rows].as_chunks::<GROUP>();
        let (groups, last) = keys.as_chunks_mut::<GROUP>();
        for (at, (keys, days)) in groups.iter_mut().zip(days).enumerate() {
            let codes: [&[u8; GROUP]; N] = std::array::from_fn(|of| &columns[of].0.0[at]);
            for row in 0..GROUP {
                let mut key = cut(days[row]);
                for of in 0..N {
                    key = key.wrapping_add(columns[of].1[usize::from(codes[of][row])]);
                }
                keys[row] = key;
            }
        }
        for (row, (key, day)) in last.iter_mut().zip(last_days).enumerate() {
            let adds = columns.iter().map(|((_, last), table)| {
                let code = last.get(row).copied().unwrap_or(0);
                table[usize::from(code)]
            });
            *key = adds.fold(cut(*day), u32::wrapping_add);
        }
    }
}

/// Adds what the codes of rows add to their keys.
fn add(codes: CodesRef<'_>, rows: Range<usize>, table: &[u32], keys: &mut [u32]) {
    match codes {
        CodesRef::None => {}
        CodesRef::U8(codes) => each(&codes[rows], usize::from, table, keys),
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
            (KeysRef::U8(of), None) => each(&of[rows], usize::from, table, keys),
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

/// Adds what codes add, whose table is as long as a power of two. Keys are small, so no sum is checked.
fn each<T: Copy>(codes: &[T], at: impl Fn(T) -> usize, table: &[u32], keys: &mut [u32]) {
    let Some(last) = table.len().checked_sub(1) else {
        return;
    };
    for (key, &code) in keys.iter_mut().zip(codes) {
        *key = key.wrapping_add(table[at(code) & last]);
    }
}
