//! The amounts of a chunk of cost lines, and what they come to without sign: looked through once.

use super::column::Column;

/// Amounts in cents.
#[derive(Clone, Debug, Default)]
pub(super) struct Amounts {
    cents: Column<i64>,
    /// The sum of all, without sign.
    total: i128,
    /// Whether each is so small that it is one, without a look at any.
    small: bool,
}

/// How many amounts are added up at once, and below how many bits each of them must be so that no such sum is too large.
const MANY: usize = 1 << 14;
const BITS: u32 = 49;

impl Amounts {
    /// By row.
    pub(super) fn as_slice(&self) -> &[i64] {
        self.cents.as_slice()
    }

    /// The sum of all amounts, without sign, in cents.
    pub(super) fn total(&self) -> i128 {
        self.total
    }

    /// Whether all are far below the bound of an amount: no if some may not be.
    pub(super) fn are_small(&self) -> bool {
        self.small
    }
}

impl From<Column<i64>> for Amounts {
    fn from(cents: Column<i64>) -> Self {
        let (mut total, mut small) = (0, true);
        for amounts in cents.as_slice().chunks(MANY) {
            let (mut sum, mut bits) = (0_u64, 0_u64);
            for amount in amounts {
                let cents = amount.unsigned_abs();
                sum = sum.wrapping_add(cents);
                bits |= cents;
            }
            if bits >> BITS == 0 {
                total += i128::from(sum);
            } else {
                small = false;
                let each = amounts.iter().map(|it| i128::from(it.unsigned_abs()));
                total += each.sum::<i128>();
            }
        }
        Amounts {
            cents,
            total,
            small,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_that_of_each_without_its_sign() {
        let large = (1_i64 << 49) - 1;
        for amounts in [
            vec![],
            vec![1, -2, 0],
            vec![large; MANY + 3],
            vec![-large - 1; MANY + 3],
            vec![i64::MIN, i64::MAX, -1],
        ] {
            let total = amounts.iter().map(|it: &i64| i128::from(it.unsigned_abs()));
            let small = amounts.iter().all(|it| it.unsigned_abs() >> 49 == 0);
            let expected: i128 = total.sum();
            let found = Amounts::from(Column::from(amounts));
            assert_eq!(
                (found.total(), found.are_small()),
                (expected, small),
                "{found:?}"
            );
        }
    }
}
