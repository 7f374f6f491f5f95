//! A column of values that may belong to someone else.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Values in a row of memory: the library's own, or those of an owner that it shares them with. Cheap to clone.
///
/// ```
/// use std::sync::Arc;
/// use koers_core::dossier::Column;
///
/// let own = Column::from(vec![1_i64, 2, 3]);
/// let buffer: Arc<Vec<i64>> = Arc::new(vec![0, 1, 2, 3, 4]);
/// let shared = Column::shared(buffer, 1..4);
/// assert_eq!(shared.as_ref().map(Column::as_slice), Some(own.as_slice()));
/// ```
pub struct Column<T: 'static>(Held<T>);

enum Held<T: 'static> {
    Own(Arc<Vec<T>>),
    Shared(Arc<dyn AsRef<[T]> + Send + Sync>, Range<usize>),
}

impl<T> Column<T> {
    /// The values at `range` of what `owner` holds, which must give the same values each time that it is asked; `None` when
    /// it holds fewer.
    #[must_use]
    pub fn shared(
        owner: Arc<dyn AsRef<[T]> + Send + Sync>,
        range: Range<usize>,
    ) -> Option<Column<T>> {
        (*owner).as_ref().get(range.clone())?;
        Some(Column(Held::Shared(owner, range)))
    }

    /// The values.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match &self.0 {
            Held::Own(values) => values,
            // Empty only when the owner breaks its word; then every row is as a row without a value.
            Held::Shared(owner, range) => (**owner).as_ref().get(range.clone()).unwrap_or_default(),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Held::Own(values) => values.len(),
            Held::Shared(_, range) => range.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: Copy> Column<T> {
    /// The value of a row; `None` beyond the end.
    pub(super) fn get(&self, row: usize) -> Option<T> {
        self.as_slice().get(row).copied()
    }
}

impl<T> Clone for Column<T> {
    fn clone(&self) -> Self {
        Column(match &self.0 {
            Held::Own(values) => Held::Own(Arc::clone(values)),
            Held::Shared(owner, range) => Held::Shared(Arc::clone(owner), range.clone()),
        })
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column::from(Vec::new())
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(mut values: Vec<T>) -> Self {
        values.shrink_to_fit();
        Column(Held::Own(Arc::new(values)))
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Column::from(values.into_iter().collect::<Vec<T>>())
    }
}

impl<T> fmt::Debug for Column<T> {
    /// How many values there are and whose: a column may be long.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = match self.0 {
            Held::Own(_) => "own",
            Held::Shared(..) => "shared",
        };
        write!(f, "Column({} {whose})", self.len())
    }
}

/// A column of yes and no, eight to a byte, the first in the lowest bit.
#[derive(Clone, Debug, Default)]
pub struct Bits {
    bytes: Column<u8>,
    start: usize,
    len: usize,
}

impl Bits {
    /// The `len` bits of `bytes` from bit `start` on; `None` when there are fewer.
    #[must_use]
    pub fn new(bytes: Column<u8>, start: usize, len: usize) -> Option<Bits> {
        let end = start.checked_add(len)?;
        (end.div_ceil(8) <= bytes.len()).then_some(Bits { bytes, start, len })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether a row says yes; one beyond the end does not.
    #[must_use]
    pub fn get(&self, row: usize) -> bool {
        self.as_ref().get(row)
    }

    /// The bits, to look at many.
    pub(crate) fn as_ref(&self) -> BitsRef<'_> {
        BitsRef {
            bytes: self.bytes.as_slice(),
            start: self.start,
            len: self.len,
        }
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(rows: I) -> Self {
        let (mut bytes, mut len) = (Vec::new(), 0);
        for row in rows {
            if len % 8 == 0 {
                bytes.push(0);
            }
            if let Some(last) = bytes.last_mut() {
                *last |= u8::from(row) << (len % 8);
            }
            len += 1;
        }
        Bits {
            bytes: bytes.into(),
            start: 0,
            len,
        }
    }
}

/// [`Bits`], looked up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BitsRef<'b> {
    bytes: &'b [u8],
    start: usize,
    len: usize,
}

impl BitsRef<'_> {
    /// Whether any row says yes.
    pub(crate) fn any(self) -> bool {
        let end = self.start + self.len;
        let whole = self.start.div_ceil(8)..end / 8;
        let edges =
            (self.start..end.min(whole.start * 8)).chain(self.start.max(whole.end * 8)..end);
        let whole = self.bytes.get(whole).unwrap_or_default();
        let mut edges = edges.map(|at| at - self.start);
        whole.iter().any(|byte| *byte != 0) || edges.any(|row| self.get(row))
    }

    /// Sixty-four rows from this one on, the first in the lowest bit; those beyond the end don't say yes.
    #[inline]
    pub(crate) fn word(self, row: usize) -> u64 {
        let at = self.start + row;
        let rest = self.bytes.get(at / 8..).unwrap_or_default();
        let (shift, left) = (at % 8, self.len.saturating_sub(row));
        let low = rest.first_chunk().map_or_else(
            || {
                let mut eight = [0; 8];
                for (to, from) in eight.iter_mut().zip(rest) {
                    *to = *from;
                }
                u64::from_le_bytes(eight)
            },
            |eight| u64::from_le_bytes(*eight),
        );
        let high = rest.get(8).copied().map_or(0, u64::from);
        let word = low >> shift | if shift > 0 { high << (64 - shift) } else { 0 };
        if left < 64 {
            word & ((1 << left) - 1)
        } else {
            word
        }
    }

    /// Whether a row says yes; one beyond the end does not.
    pub(crate) fn get(self, row: usize) -> bool {
        let at = self.start + row;
        let byte = self.bytes.get(at / 8).copied().unwrap_or_default();
        row < self.len && byte >> (at % 8) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_say_yes_are_found_from_any_row_on() {
        let bytes: Vec<u8> = (0..40_u8).map(|at| at.wrapping_mul(37) ^ at >> 2).collect();
        for (start, len) in [
            (0, 320),
            (3, 300),
            (7, 64),
            (13, 65),
            (64, 1),
            (250, 70),
            (5, 0),
        ] {
            let bits = Bits::new(bytes.clone().into(), start, len).expect("enough bits");
            for from in [0, 1, 62, 63, 64, 65, 100, 290] {
                let word = bits.as_ref().word(from);
                let found: Vec<bool> = (0..64).map(|at| word >> at & 1 == 1).collect();
                let expected: Vec<bool> = (from..from + 64).map(|row| bits.get(row)).collect();
                assert_eq!(found, expected, "{start} {len} {from}");
            }
        }
    }
}
