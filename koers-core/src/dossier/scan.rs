//! What columns hold, found in one pass and mostly without a look at each row.

use super::codes::{Keys, KeysRef};
use super::column::{Bits, BitsRef};

/// A whole number of any width.
pub(crate) trait Whole: Copy + Ord {
    /// The largest.
    const MOST: Self;

    /// A number whose highest bit is set when `self` is below `least` or above `most`, and for no number between them when
    /// those are no further apart than half of all numbers.
    fn outside(self, least: Self, most: Self) -> Self;

    fn or(self, other: Self) -> Self;

    fn is_high(self) -> bool;

    /// One bit, at the place that `self` is; any where that is 64 or more.
    fn bit(self) -> u64;
}

macro_rules! whole {
    ($($type:ty)*) => {$(
        impl Whole for $type {
            const MOST: Self = <$type>::MAX;

            #[inline]
            fn outside(self, least: Self, most: Self) -> Self {
                self.wrapping_sub(least) | most.wrapping_sub(self)
            }

            #[inline]
            fn or(self, other: Self) -> Self {
                self | other
            }

            #[inline]
            fn is_high(self) -> bool {
                self.leading_zeros() == 0
            }

            #[inline]
            fn bit(self) -> u64 {
                1_u64.wrapping_shl(u32::try_from(self).unwrap_or_default())
            }
        }
    )*};
}

whole!(i8 i16 i32 i64 u8 u16 u32 u64);

/// Whether all values are from `least` to `most`. It takes no branch for each, and says no of some that are where those two are
/// further apart than half of all numbers.
pub(crate) fn all_within<T: Whole>(values: &[T], least: T, most: T) -> bool {
    let outside = values.iter().map(|value| value.outside(least, most));
    !outside.reduce(T::or).is_some_and(T::is_high)
}

/// What a pass over the keys of a column finds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scanned {
    /// By value of the dictionary whether a row has it.
    pub(crate) used: Vec<bool>,
    /// Where rows may be without a value: the keys in a byte each, and for such a row the number of values. `None` where
    /// that is no byte.
    pub(super) narrow: Option<Vec<u8>>,
}

impl Scanned {
    /// Of a column of which every row has a value, and every value a row.
    #[cfg(feature = "arrow")]
    pub(crate) fn all(values: usize) -> Scanned {
        Scanned {
            used: vec![true; values],
            narrow: None,
        }
    }
}

/// Looks through the keys of a dictionary of so many values; `Err` with the first row whose key is no place in it. Of rows that
/// are not `valid` the key is not looked at.
pub(crate) fn scan(keys: &Keys, valid: Option<&Bits>, values: usize) -> Result<Scanned, usize> {
    let valid = valid.map(Bits::as_ref);
    match keys.as_ref() {
        KeysRef::I8(keys) => mark(keys, valid, values),
        KeysRef::I16(keys) => mark(keys, valid, values),
        KeysRef::I32(keys) => mark(keys, valid, values),
        KeysRef::I64(keys) => mark(keys, valid, values),
        KeysRef::U8(keys) => mark(keys, valid, values),
        KeysRef::U16(keys) => mark(keys, valid, values),
        KeysRef::U32(keys) => mark(keys, valid, values),
        KeysRef::U64(keys) => mark(keys, valid, values),
    }
}

/// Rows that are looked at together.
const BLOCK: usize = 512;

fn mark<K>(keys: &[K], valid: Option<BitsRef<'_>>, values: usize) -> Result<Scanned, usize>
where
    K: Whole + Default + TryFrom<usize>,
    usize: TryFrom<K>,
{
    let mut used = vec![false; values];
    let narrow = match valid {
        None => {
            mark_all(keys, &mut used)?;
            None
        }
        Some(valid) => mark_valid(keys, valid, &mut used)?,
    };
    Ok(Scanned { used, narrow })
}

fn place<K>(key: K) -> Option<usize>
where
    usize: TryFrom<K>,
{
    usize::try_from(key).ok()
}

/// Marks the values that rows have, of rows that all have one.
fn mark_all<K>(keys: &[K], used: &mut [bool]) -> Result<(), usize>
where
    K: Whole + Default + TryFrom<usize>,
    usize: TryFrom<K>,
{
    let last = used.len().checked_sub(1);
    let last = last.map(|last| K::try_from(last).unwrap_or(K::MOST));
    let (mut all_used, mut unasked) = (false, 0);
    for (block, start) in keys.chunks(BLOCK).zip((0_usize..).step_by(BLOCK)) {
        if !last.is_some_and(|last| all_within(block, K::default(), last)) {
            for (key, row) in block.iter().zip(start..) {
                *place(*key).and_then(|at| used.get_mut(at)).ok_or(row)? = true;
            }
            continue;
        }
        // Once every value was seen, nothing else is to be known.
        if all_used {
            continue;
        }
        if used.len() <= 64 {
            // Few values go into one number, which takes no memory for each row.
            let bits = block.iter().fold(0, |bits, key| bits | key.bit());
            for (at, value) in used.iter_mut().enumerate() {
                *value |= bits >> at & 1 == 1;
            }
        } else {
            for at in block.iter().filter_map(|key| place(*key)) {
                if let Some(value) = used.get_mut(at) {
                    *value = true;
                }
            }
        }
        // Asked after as many rows as there are values, so that it takes no longer than the rows.
        unasked += block.len();
        if unasked >= used.len() {
            (all_used, unasked) = (used.iter().all(|used| *used), 0);
        }
    }
    Ok(())
}

/// The place of the lowest bit.
fn lowest(word: u64) -> usize {
    // There are sixty-four.
    usize::try_from(word.trailing_zeros()).unwrap_or_default()
}

/// Marks the values that rows have, and gives the keys in a byte each. Often few rows have one: it looks at no others.
fn mark_valid<K>(
    keys: &[K],
    valid: BitsRef<'_>,
    used: &mut [bool],
) -> Result<Option<Vec<u8>>, usize>
where
    K: Copy,
    usize: TryFrom<K>,
{
    let none = u8::try_from(used.len()).ok();
    let mut narrow = none.map(|none| vec![none; keys.len()]);
    for (block, start) in keys.chunks(64).zip((0..).step_by(64)) {
        let mut rows = valid.word(start);
        while rows != 0 {
            let at = lowest(rows);
            rows &= rows - 1;
            let Some(key) = block.get(at) else { break };
            let key = place(*key);
            let value = key.and_then(|key| used.get_mut(key));
            *value.ok_or(start + at)? = true;
            if let Some(to) = narrow.as_mut().and_then(|all| all.get_mut(start + at)) {
                // There are no more values than a byte has.
                *to = key.and_then(|key| u8::try_from(key).ok()).unwrap_or(*to);
            }
        }
    }
    Ok(narrow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_rows_have_are_known_however_many_there_are() {
        for values in [1, 2, 63, 64, 65, 511, 512, 513, 2_000] {
            // Every value but each third, and the last in the last row only.
            let mut expected: Vec<bool> = (0..values).map(|at| at % 3 != 1).collect();
            expected[values - 1] = true;
            let some: Vec<usize> = (0..values - 1).filter(|at| expected[*at]).collect();
            let mut keys: Vec<u16> = (0..1_500)
                .map(|row| {
                    some.get(row * 7 % some.len().max(1))
                        .copied()
                        .unwrap_or(values - 1)
                })
                .chain(some.iter().copied())
                .filter_map(|key| key.try_into().ok())
                .collect();
            keys.extend(u16::try_from(values - 1));
            let used = |keys: &Keys, valid: Option<&Bits>| {
                let scanned = scan(keys, valid, values);
                scanned.map(|scanned| scanned.used)
            };
            assert_eq!(
                used(&keys.clone().into(), None).as_ref(),
                Ok(&expected),
                "{values}"
            );
            // Of rows without a value the key is not looked at.
            let rows = keys.len();
            keys.extend([u16::MAX, 1]);
            let valid: Bits = (0..rows + 2).map(|row| row < rows).collect();
            assert_eq!(
                used(&keys.into(), Some(&valid)).as_ref(),
                Ok(&expected),
                "{values}"
            );
        }
    }

    #[test]
    fn what_is_outside_is_found() {
        let ends = [
            i32::MIN,
            i32::MIN + 1,
            -25_567,
            -1,
            0,
            1,
            84_005,
            i32::MAX - 1,
            i32::MAX,
        ];
        for (least, most) in [(0, 0), (-25_567, 84_005), (19_000, 20_000), (0, i32::MAX)] {
            let near = [least - 1, least, least + 1, most.wrapping_sub(1), most];
            let values = ends.into_iter().chain(near).chain([most.wrapping_add(1)]);
            for value in values {
                let within = (least..=most).contains(&value);
                assert_eq!(
                    all_within(&[least, value, most], least, most),
                    within,
                    "{value}"
                );
            }
        }
        for value in 0..=u8::MAX {
            for most in 0..=127 {
                assert_eq!(all_within(&[0, value], 0, most), value <= most);
            }
            // Wider than half of all numbers: never a wrong yes.
            assert!(!all_within(&[value], 0, 200) || value <= 200);
        }
        assert!(all_within::<i64>(&[], 0, 0));
    }
}
