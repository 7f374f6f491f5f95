//! Splitting an amount so that the parts add up to it.

use std::cmp::Reverse;

/// Splits `total` cents in proportion to the weights, by the method of largest remainder (Hamilton's method).
///
/// Each part is the exact share rounded down or up to a cent, and the parts add up to `total`. The cents that rounding
/// down leaves go to the largest remainders; among equal ones to the larger weight, then to the lower index. A weight
/// of zero gets nothing. A negative total gives the parts of the positive one, negated.
///
/// `None` if there are no weights or all of them are zero.
///
/// ```
/// use koers_core::money::apportion;
///
/// assert_eq!(apportion(18_225, &[98, 2]), Some(vec![17_861, 364]));
/// assert_eq!(apportion(-1, &[5, 95]), Some(vec![0, -1]));
/// assert_eq!(apportion(1, &[0, 0]), None);
/// ```
#[must_use]
pub fn apportion(total: i64, weights: &[u64]) -> Option<Vec<i64>> {
    let whole: u128 = weights.iter().copied().map(u128::from).sum();
    if whole == 0 {
        return None;
    }
    let size = u128::from(total.unsigned_abs());
    let mut left = size;
    let mut parts = Vec::with_capacity(weights.len());
    let mut order = Vec::with_capacity(weights.len());
    for (at, &weight) in weights.iter().enumerate() {
        let product = size * u128::from(weight);
        parts.push(product / whole);
        left -= product / whole;
        order.push((Reverse(product % whole), Reverse(weight), at));
    }
    order.sort_unstable();
    for &(.., at) in &order {
        if left == 0 {
            break;
        }
        parts[at] += 1;
        left -= 1;
    }
    // A part lies between zero and the total, so it converts whenever the total itself is an i64.
    parts
        .into_iter()
        .map(|part| signed(part, total < 0))
        .collect()
}

fn signed(size: u128, negative: bool) -> Option<i64> {
    let size = i128::try_from(size).ok()?;
    i64::try_from(if negative { -size } else { size }).ok()
}
