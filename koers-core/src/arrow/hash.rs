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
#[inline]
pub(super) const fn mix(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    low(product) ^ low(product >> 64)
}

/// The first and the last eight bytes, which overlap in a text that is shorter than both; of one of at most eight all of
/// it, with zeros after it, and nothing. Of texts of one length, at most sixteen, no two have the same.
#[inline]
pub(super) fn ends(bytes: &[u8]) -> (u64, u64) {
    if bytes.len() > 8
        && let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>())
    {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else {
        let backwards = bytes.iter().rev();
        let all = backwards.fold(0, |all, byte| all << 8 | u64::from(*byte));
        (all, 0)
    }
}

/// As [`ends`], of the text from one byte to another: most are short, and have bytes after them.
#[inline]
pub(super) fn ends_in(all: &[u8], from: usize, text: &[u8]) -> (u64, u64) {
    let eight = all.get(from..).and_then(<[u8]>::first_chunk::<8>);
    match (eight, SHORT.get(text.len())) {
        (Some(eight), Some(mask)) => (u64::from_le_bytes(*eight) & mask, 0),
        _ => ends(text),
    }
}

/// By length of a text of at most eight bytes, the bits that it has.
const SHORT: [u64; 9] = [
    0,
    0xFF,
    0xFFFF,
    0xFF_FFFF,
    0xFFFF_FFFF,
    0xFF_FFFF_FFFF,
    0xFFFF_FFFF_FFFF,
    0xFF_FFFF_FFFF_FFFF,
    u64::MAX,
];

/// The hash of a text of at most sixteen bytes, by its length and its ends.
#[inline]
pub(super) const fn short(length: usize, (first, last): (u64, u64)) -> u64 {
    mix(SPREAD ^ (length as u64) ^ first, FOLD ^ last)
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
            assert_eq!(ends_in(&one, 0, &one), ends(&one));
            assert_eq!(ends_in(text.as_bytes(), 0, &one), ends(&one));
            assert!(end > 16 || short(end, ends(&one)) == hash(&one));
            other[at] = b'!';
            assert!(
                ends(&one) != ends(&other) && hash(&one) != hash(&other),
                "{at} {end}"
            );
        }
    }
}
