//! What columns hold, found in one pass and mostly without a look at each row.

use super::codes::KeysRef;
use super::column::{Bits, BitsRef};
use super::line_columns::Dictionary;

/// A whole number of any width.
pub(super) trait Whole: Copy + Ord {
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

            fn outside(self, least: Self, most: Self) -> Self {
                self.wrapping_sub(least) | most.wrapping_sub(self)
            }

            fn or(self, other: Self) -> Self {
                self | other
            }

            fn is_high(self) -> bool {
                self.leading_zeros() == 0
            }

            fn bit(self) -> u64 {
                1_u64.wrapping_shl(u32::try_from(self).unwrap_or_default())
            }
        }
    )*};
}

whole!(i8 i16 i32 i64 u8 u16 u32 u64);

/// Whether all values are from `least` to `most`. It takes no branch for each, and says no of some that are where those two are
/// further apart than half of all numbers.
pub(super) fn all_within<T: Whole>(values: &[T], least: T, most: T) -> bool {
    let outside = values.iter().map(|value| value.outside(least, most));
    !outside.reduce(T::or).is_some_and(T::is_high)
}

/// By value of a dictionary whether a row has it; `Err` with a row whose key is no place in the dictionary.
pub(super) fn used(column: &Dictionary) -> Result<Vec<bool>, usize> {
    let mut used = vec![false; column.values.len()];
    let valid = column.valid.as_ref().map(Bits::as_ref);
    match column.keys.as_ref() {
        KeysRef::I8(keys) => mark(keys, valid, &mut used),
        KeysRef::I16(keys) => mark(keys, valid, &mut used),
        KeysRef::I32(keys) => mark(keys, valid, &mut used),
        KeysRef::I64(keys) => mark(keys, valid, &mut used),
        KeysRef::U8(keys) => mark(keys, valid, &mut used),
        KeysRef::U16(keys) => mark(keys, valid, &mut used),
        KeysRef::U32(keys) => mark(keys, valid, &mut used),
        KeysRef::U64(keys) => mark(keys, valid, &mut used),
    }?;
    Ok(used)
}

/// Rows that are looked at together.
const BLOCK: usize = 512;

/// Marks the values that rows have.
fn mark<K: Whole + Default + TryFrom<usize>>(
    keys: &[K],
    valid: Option<BitsRef<'_>>,
    used: &mut [bool],
) -> Result<(), usize>
where
    usize: TryFrom<K>,
{
    let place = |key: K| usize::try_from(key).ok();
    let last = used.len().checked_sub(1);
    let last = last.map(|last| K::try_from(last).unwrap_or(K::MOST));
    let (mut all_used, mut unasked) = (false, 0);
    for (block, start) in keys.chunks(BLOCK).zip((0..).step_by(BLOCK)) {
        let rows = block.iter().zip(start..);
        let within = last.is_some_and(|last| all_within(block, K::default(), last));
        if !within {
            for (key, row) in rows {
                if valid.is_none_or(|valid| valid.get(row)) {
                    *place(*key).and_then(|at| used.get_mut(at)).ok_or(row)? = true;
                }
            }
            continue;
        }
        // Once every value was seen, nothing else is to be known.
        if all_used {
            continue;
        }
        match valid {
            // Few values go into one number, which takes no memory for each row.
            None if used.len() <= 64 => {
                let bits = block.iter().fold(0, |bits, key| bits | key.bit());
                for (at, value) in used.iter_mut().enumerate() {
                    *value |= bits >> at & 1 == 1;
                }
            }
            None => {
                for at in block.iter().filter_map(|key| place(*key)) {
                    if let Some(value) = used.get_mut(at) {
                        *value = true;
                    }
                }
            }
            Some(valid) => {
                for (key, row) in rows {
                    if let Some(value) = place(*key).and_then(|at| used.get_mut(at)) {
                        *value |= valid.get(row);
                    }
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
            let texts = || (0..values).map(|value| value.to_string());
            let all = Dictionary::new(keys.clone(), texts());
            assert_eq!(used(&all).as_ref(), Ok(&expected), "{values}");
            // Of rows without a value the key is not looked at.
            let rows = keys.len();
            keys.extend([u16::MAX, 1]);
            let valid = (0..rows + 2).map(|row| row < rows).collect();
            let some = Dictionary::new(keys, texts()).valid(valid);
            assert_eq!(used(&some).as_ref(), Ok(&expected), "{values}");
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
