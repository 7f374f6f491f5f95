//! Hashes of texts and numbers, for tables that live as long as a batch: their order reaches no result.

/// An odd number with its bits spread: the golden ratio.
pub(super) const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Another.
pub(super) const FOLD: u64 = 0xD6E8_FEB8_6659_FD93;

/// The lower half.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the lower half is asked for"
)]
pub(super) const fn low(number: u128) -> u64 {
    number as u64
}

/// Every bit of the result depends on every bit of both.
pub(super) const fn mix(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    low(product) ^ low(product >> 64)
}

/// The first and the last eight bytes, which overlap in a text that is shorter than both; of one of fewer than eight all of
/// it. Of texts of one length, at most sixteen, no two have the same.
#[inline]
pub(super) fn ends(bytes: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (
            u32::from_le_bytes(*first).into(),
            u32::from_le_bytes(*last).into(),
        )
    } else {
        let all = bytes
            .iter()
            .fold(0, |all, byte| all << 8 | u64::from(*byte));
        (all, 0)
    }
}

/// Sixteen bytes at a time; what is left overlaps with what was before it.
#[inline]
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut state = SPREAD ^ (bytes.len() as u64);
    if bytes.len() > 16 {
        let (sixteens, _) = bytes.as_chunks::<16>();
        for sixteen in sixteens {
            let (first, last) = ends(sixteen);
            state = mix(state ^ first, FOLD ^ last);
        }
    }
    let tail = &bytes[bytes.len().saturating_sub(16)..];
    let (first, last) = ends(tail);
    mix(state ^ first, FOLD ^ last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_differ() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        let hashes: std::collections::BTreeSet<u64> =
            (0..26).map(|end| hash(&text.as_bytes()[..end])).collect();
        assert_eq!(hashes.len(), 26);
        for (at, end) in (0..26)
            .map(|at| (at, at + 1))
            .chain((1..9).map(|end| (0, end)))
        {
            let (one, mut other) = (
                text.as_bytes()[..end].to_vec(),
                text.as_bytes()[..end].to_vec(),
            );
            assert!((ends(&one) == ends(&other)));
            other[at] = b'!';
            assert!(
                ends(&one) != ends(&other) && hash(&one) != hash(&other),
                "{at} {end}"
            );
        }
    }
}
