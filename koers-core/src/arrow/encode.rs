//! A fast encoder: values by row to keys of a dictionary, in the order in which they are first seen.

use std::collections::BTreeMap;

use super::hash::{FOLD, SPREAD, ends_in, hash, low, mix, short};
use super::texts::{Texts, Views, cut_at, is_short};
use crate::dossier::Keys;

/// More steps than this through the table are not chance: someone made the hashes meet.
const MOST_STEPS: usize = 64;

/// Rows whose keys are found before they are kept.
const BLOCK: usize = 1_024;

/// Keys by row, and by key the first row that had its value.
pub(super) struct Encoded {
    pub(super) keys: Keys,
    pub(super) first_rows: Vec<usize>,
}

/// A value to encode.
trait Value: Copy {
    type Order: Ord;
    fn hash(self) -> u64;
    fn same(self, other: Self) -> bool;
    /// What it is ordered by in a tree.
    fn order(self) -> Self::Order;
}

/// Encodes the rows for which `valid` says yes; all others have the key of the first of them.
pub(super) fn texts(texts: &Texts<'_>, valid: impl Fn(usize) -> bool) -> Encoded {
    let rows = texts.len();
    match texts {
        Texts::Small(offsets, bytes) => encode(rows, valid, |row| {
            Bytes::new(bytes, cut_at(offsets, bytes, row))
        }),
        Texts::Large(offsets, bytes) => encode(rows, valid, |row| {
            Bytes::new(bytes, cut_at(offsets, bytes, row))
        }),
        Texts::Views(views) => encode(rows, valid, |row| View {
            bits: views.view(row),
            of: views,
            row,
        }),
    }
}

/// Encodes whole numbers.
pub(super) fn numbers(numbers: &[i64], valid: impl Fn(usize) -> bool) -> Encoded {
    let number = |row: usize| numbers.get(row).copied().unwrap_or_default();
    encode(numbers.len(), valid, number)
}

impl Value for i64 {
    type Order = i64;

    #[inline]
    fn hash(self) -> u64 {
        mix(SPREAD ^ self.cast_unsigned(), SPREAD)
    }

    #[inline]
    fn same(self, other: Self) -> bool {
        self == other
    }

    fn order(self) -> i64 {
        self
    }
}

/// A text in one piece.
#[derive(Clone, Copy)]
struct Bytes<'a> {
    bytes: &'a [u8],
    /// Both ends of it, which say it all of a short text: no look at where it stands is needed then.
    ends: (u64, u64),
}

impl<'a> Bytes<'a> {
    #[inline]
    fn new(all: &[u8], (from, bytes): (usize, &'a [u8])) -> Self {
        Self {
            bytes,
            ends: ends_in(all, from, bytes),
        }
    }
}

impl<'a> Value for Bytes<'a> {
    type Order = &'a [u8];

    #[inline]
    fn hash(self) -> u64 {
        if self.bytes.len() <= 16 {
            short(self.bytes.len(), self.ends)
        } else {
            hash(self.bytes)
        }
    }

    #[inline]
    fn same(self, other: Self) -> bool {
        self.bytes.len() == other.bytes.len()
            && self.ends == other.ends
            && (self.bytes.len() <= 16 || self.bytes == other.bytes)
    }

    fn order(self) -> &'a [u8] {
        self.bytes
    }
}

/// A text that a view holds or shows.
#[derive(Clone, Copy)]
struct View<'v, 'a> {
    bits: u128,
    of: &'v Views<'a>,
    row: usize,
}

impl<'a> Value for View<'_, 'a> {
    type Order = &'a [u8];

    #[inline]
    fn hash(self) -> u64 {
        if is_short(self.bits) {
            mix(SPREAD ^ low(self.bits), FOLD ^ low(self.bits >> 64))
        } else {
            hash(self.of.long(self.bits))
        }
    }

    #[inline]
    fn same(self, other: Self) -> bool {
        // The same view shows the same; another may show the same when it is of a long text.
        self.bits == other.bits
            || (!is_short(self.bits) && !is_short(other.bits) && self.order() == other.order())
    }

    fn order(self) -> &'a [u8] {
        self.of.get(self.row)
    }
}

fn encode<V: Value>(
    rows: usize,
    valid: impl Fn(usize) -> bool,
    value: impl Fn(usize) -> V,
) -> Encoded {
    let mut found = Found::new();
    let mut keys = Narrow::U8(Vec::new());
    let mut none = None;
    let mut block = [0; BLOCK];
    for start in (0..rows).step_by(BLOCK) {
        let block = &mut block[..BLOCK.min(rows - start)];
        for (key, row) in block.iter_mut().zip(start..) {
            *key = if valid(row) {
                found.key(value(row), row)
            } else {
                *none.get_or_insert_with(|| found.add(None, row))
            };
        }
        keys.extend(block, found.first_rows.len(), rows);
    }
    Encoded {
        keys: keys.finish(),
        first_rows: found.first_rows,
    }
}

/// The values found, in a table with open addressing.
struct Found<V: Value> {
    /// By place the upper half of a hash, and a key plus one; 0 where there is none. As many as a power of two, at most half
    /// of them taken.
    slots: Vec<(u32, u32)>,
    /// The hashes in the table, and their keys.
    hashes: Vec<(u64, u32)>,
    /// By key the value, if it has one.
    values: Vec<Option<V>>,
    first_rows: Vec<usize>,
    /// The keys of values that are too far from their places.
    tree: Option<BTreeMap<V::Order, u32>>,
}

impl<V: Value> Found<V> {
    fn new() -> Self {
        Self {
            slots: vec![(0, 0); 256],
            hashes: Vec::new(),
            values: Vec::new(),
            first_rows: Vec::new(),
            tree: None,
        }
    }

    /// The key of the value of a row.
    #[inline]
    fn key(&mut self, value: V, row: usize) -> u32 {
        let (hash, mask) = (value.hash(), self.slots.len() - 1);
        let at = place(hash) & mask;
        // Most values are at their places.
        match self.slots.get(at) {
            Some(&(tag, slot)) if tag == self::tag(hash) && self.is(slot, value) => slot - 1,
            _ => self.far(value, hash, row),
        }
    }

    /// Whether a slot has a value.
    #[inline]
    fn is(&self, slot: u32, value: V) -> bool {
        let at = place(slot.into()).wrapping_sub(1);
        matches!(self.values.get(at), Some(Some(other)) if value.same(*other))
    }

    /// The key of a value that is not at its place: after it, or new.
    #[inline(never)]
    fn far(&mut self, value: V, hash: u64, row: usize) -> u32 {
        let (tag, mask) = (tag(hash), self.slots.len() - 1);
        let mut at = place(hash) & mask;
        for _ in 0..MOST_STEPS {
            let (other, slot) = self.slots[at];
            if slot == 0 {
                let key = self.add(Some(value), row);
                self.hashes.push((hash, key));
                self.slots[at] = (tag, key + 1);
                // What is in the tree found no place, and must never find one.
                if self.tree.is_none() && self.hashes.len() * 2 > self.slots.len() {
                    self.grow();
                }
                return key;
            }
            if other == tag && self.is(slot, value) {
                return slot - 1;
            }
            at = (at + 1) & mask;
        }
        let mut tree = self.tree.take().unwrap_or_default();
        let key = *tree
            .entry(value.order())
            .or_insert_with(|| self.add(Some(value), row));
        self.tree = Some(tree);
        key
    }

    /// A new value, or none; a table can't hold as many as there are keys, for a batch has fewer rows.
    fn add(&mut self, value: Option<V>, row: usize) -> u32 {
        self.values.push(value);
        self.first_rows.push(row);
        u32::try_from(self.first_rows.len() - 1).unwrap_or(u32::MAX - 1)
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 4;
        self.slots.clear();
        self.slots.resize(size, (0, 0));
        for (hash, key) in &self.hashes {
            let mut at = place(*hash) & (size - 1);
            while self.slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = (tag(*hash), key + 1);
        }
    }
}

/// The upper half of a hash; the lower half is its place.
fn tag(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

/// A number as a place; on a machine with fewer bits its lower ones.
fn place(number: u64) -> usize {
    usize::try_from(number & (usize::MAX as u64)).unwrap_or_default()
}

/// Keys in the least width that holds all so far.
enum Narrow {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

impl Narrow {
    /// Adds keys below `values`, of which there will be `rows`.
    fn extend(&mut self, keys: &[u32], values: usize, rows: usize) {
        loop {
            match self {
                Narrow::U8(own) if values <= 1 << 8 => return extend(own, keys, rows),
                Narrow::U16(own) if values <= 1 << 16 => return extend(own, keys, rows),
                Narrow::U32(own) => return extend(own, keys, rows),
                Narrow::U8(own) => {
                    *self = Narrow::U16(own.iter().map(|key| (*key).into()).collect());
                }
                Narrow::U16(own) => {
                    *self = Narrow::U32(own.iter().map(|key| (*key).into()).collect());
                }
            }
        }
    }

    fn finish(self) -> Keys {
        match self {
            Narrow::U8(keys) => keys.into(),
            Narrow::U16(keys) => keys.into(),
            Narrow::U32(keys) => keys.into(),
        }
    }
}

fn extend<K: TryFrom<u32> + Default>(own: &mut Vec<K>, keys: &[u32], rows: usize) {
    own.reserve_exact(rows - own.len());
    own.extend(keys.iter().map(|key| K::try_from(*key).unwrap_or_default()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(encoded: &Encoded) -> Vec<usize> {
        let keys = encoded.keys.as_ref();
        (0..encoded.keys.len())
            .map(|row| keys.key(row).expect("a key"))
            .collect()
    }

    #[test]
    fn keys_are_those_of_a_map_in_every_width() {
        for distinct in [1, 3, 255, 256, 257, 65_536, 65_537] {
            let numbers: Vec<i64> = (0..200_000).map(|row| row * 7_919 % distinct - 5).collect();
            let encoded = super::numbers(&numbers, |row| row % 3 != 1);
            let mut known = BTreeMap::new();
            let mut expected = Vec::new();
            for (row, number) in numbers.iter().enumerate() {
                let next = known.len();
                let number = Some(number).filter(|_| row % 3 != 1);
                expected.push(*known.entry(number).or_insert(next));
            }
            assert_eq!(keys(&encoded), expected, "{distinct}");
            assert_eq!(encoded.first_rows.len(), known.len());
        }
    }

    #[derive(Clone, Copy)]
    struct Meeting(usize);

    impl Value for Meeting {
        type Order = usize;

        fn hash(self) -> u64 {
            7
        }

        fn same(self, other: Self) -> bool {
            self.0 == other.0
        }

        fn order(self) -> usize {
            self.0
        }
    }

    #[test]
    fn hashes_that_all_meet_are_no_slower_than_a_tree() {
        let encoded = encode(100_000, |_| true, |row| Meeting(row % 50_000));
        assert_eq!(encoded.first_rows, (0..50_000).collect::<Vec<_>>());
        assert_eq!(keys(&encoded)[50_000..], keys(&encoded)[..50_000]);
    }
}
