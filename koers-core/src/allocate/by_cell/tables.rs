//! What the codes of columns add to keys.

use std::ops::Range;

use super::days::Days;
use super::keys::{Keys, SHORT};
use super::of_chunk::{FEW, OfChunk, TOGETHER};
use crate::dossier::{Chunk, CodesRef, KeysRef, Lines, TextColumn};
use crate::plan::place;

/// The columns whose codes make the keys, each with what its codes add.
pub(super) struct Tables<'c> {
    /// The first day that has a cut, and by day from there on its cut; as many as a power of two.
    pub(super) first: i32,
    pub(super) cuts: Vec<u32>,
    /// The first and the last day of each cut.
    pub(super) ends: Vec<(i32, i32)>,
    pub(super) columns: Vec<Table<'c>>,
    /// Of bookings; none where no row has one.
    pub(super) bookings: Option<Table<'c>>,
    /// What a code more of a booking adds, and what it adds that a row is fixed.
    pub(super) each_booking: u32,
    pub(super) fixed: u32,
}

/// What the codes of a column add to keys.
pub(super) struct Table<'c> {
    /// `None` for the column of bookings.
    column: Option<&'c TextColumn>,
    /// By code.
    of_code: Vec<u32>,
    /// The codes of a chunk's own dictionary for which `adds` was made; `None` where it was made for those of the column.
    made_for: Option<&'c [u32]>,
    /// By code, or by key of a chunk's own dictionary; 256 at least, and as many as a power of two.
    pub(super) adds: Vec<u32>,
}

impl<'c> Tables<'c> {
    pub(super) fn new(lines: &Lines, keys: &Keys<'c>, days: &Days) -> Self {
        let all = |count: usize| 0..=u32::try_from(count).unwrap_or(u32::MAX);
        let columns = keys.columns.iter().map(|&(looked, each)| {
            let codes = all(looked.column.count());
            let of_code = codes.map(|code| each * looked.kind(code)).collect();
            Table::new(Some(&looked.column), of_code)
        });
        let bookings = all(lines.booking_values().len());
        let bookings = bookings.map(|code| keys.cuts * code).collect();
        let mut cuts = days.cuts.clone();
        cuts.resize(cuts.len().next_power_of_two().max(SHORT), 0);
        Tables {
            first: days.first,
            cuts,
            // A column that adds nothing is not looked at.
            columns: columns
                .filter(|table| table.of_code.iter().any(|adds| *adds != 0))
                .collect(),
            bookings: (keys.bookings > 1).then(|| Table::new(None, bookings)),
            ends: (0..keys.cuts).map(|cut| days.ends_of(cut)).collect(),
            each_booking: keys.cuts,
            fixed: if lines.have_fixed() {
                keys.cuts * keys.bookings
            } else {
                0
            },
        }
    }

    /// All columns, bookings last.
    pub(super) fn all(&self) -> impl Iterator<Item = &Table<'c>> {
        self.columns.iter().chain(&self.bookings)
    }

    /// Takes the dictionaries of a chunk; whether they are others than before.
    pub(super) fn make_for(&mut self, chunk: &Chunk<'c>) -> bool {
        let tables = self.columns.iter_mut().chain(&mut self.bookings);
        tables.fold(false, |new, table| new | table.make_for(chunk))
    }

    /// The columns of a chunk whose dictionaries were taken.
    pub(super) fn of<'t>(&'t self, chunk: &Chunk<'c>) -> OfChunk<'t> {
        let tables = self;
        let mut of_chunk = OfChunk {
            tables,
            days: chunk.days,
            in_order: chunk.is_in_order(),
            bytes: Vec::new(),
            words: Vec::new(),
            wide: Vec::new(),
            bookings: None,
            fixed: (tables.fixed != 0).then(|| chunk.fixed()),
            digital: None,
        };
        for table in &tables.columns {
            let codes = table.codes(chunk);
            let few: Option<&[u32; FEW]> = table.adds.as_slice().try_into().ok();
            match (
                codes.as_bytes(),
                codes.as_words(),
                table.adds.first_chunk(),
                few,
            ) {
                (Some(codes), _, Some(adds), _) if of_chunk.bytes.len() < TOGETHER => {
                    of_chunk.bytes.push((codes, adds));
                }
                (_, Some(codes), _, Some(adds)) if of_chunk.words.len() < TOGETHER => {
                    of_chunk.words.push((codes, adds));
                }
                _ => of_chunk.wide.push((codes, table.adds.as_slice())),
            }
        }
        let bookings = tables.bookings.as_ref();
        let bookings = bookings.map(|table| (table.codes(chunk), table.adds.as_slice()));
        of_chunk.bookings = bookings;
        of_chunk
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

    pub(super) fn codes(&self, chunk: &Chunk<'c>) -> CodesRef<'c> {
        match self.column {
            Some(column) => chunk.codes(column),
            None => chunk.bookings(),
        }
    }

    /// How many codes, or keys of a chunk's own dictionary, there are.
    pub(super) fn count(&self) -> usize {
        self.made_for.map_or(self.of_code.len(), <[u32]>::len)
    }

    /// Makes what codes add for a chunk, unless the one before had the same dictionary; whether it did.
    fn make_for(&mut self, chunk: &Chunk<'c>) -> bool {
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
        !same
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

/// Adds what the codes of rows add to their keys.
pub(super) fn add(codes: CodesRef<'_>, rows: Range<usize>, table: &[u32], keys: &mut [u32]) {
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
pub(super) fn each<T: Copy>(codes: &[T], at: impl Fn(T) -> usize, table: &[u32], keys: &mut [u32]) {
    let Some(last) = table.len().checked_sub(1) else {
        return;
    };
    for (key, &code) in keys.iter_mut().zip(codes) {
        *key = key.wrapping_add(table[at(code) & last]);
    }
}
