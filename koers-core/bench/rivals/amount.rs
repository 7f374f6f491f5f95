//! What a rival counts in.

use std::ops::{AddAssign, Neg, SubAssign};

use rust_decimal::Decimal;

/// Whole cents, or euros as decimals.
pub trait Amount: Copy + Ord + Default + AddAssign + SubAssign + Neg<Output = Self> {
    /// An amount of so many cents.
    fn of_cents(cents: i64) -> Self;
    /// How many cents it is.
    fn cents(self) -> i64;
    /// A part of it by a weight of so many, rounded down to the cent; and the remainder, to be compared.
    fn part(self, weight: Self, whole: Self) -> (Self, Self);
    /// One cent.
    fn cent() -> Self;
}

impl Amount for i64 {
    #[inline]
    fn of_cents(cents: i64) -> Self {
        cents
    }

    #[inline]
    fn cents(self) -> i64 {
        self
    }

    #[inline]
    fn part(self, weight: Self, whole: Self) -> (Self, Self) {
        // Most products are small, and far faster to divide.
        if let Some(product) = self.checked_mul(weight) {
            return (product / whole, product % whole);
        }
        let (product, whole) = (
            u128::from(self.unsigned_abs()) * u128::from(weight.unsigned_abs()),
            u128::from(whole.unsigned_abs()),
        );
        ((product / whole) as i64, (product % whole) as i64)
    }

    #[inline]
    fn cent() -> Self {
        1
    }
}

impl Amount for Decimal {
    fn of_cents(cents: i64) -> Self {
        Decimal::new(cents, 2)
    }

    fn cents(self) -> i64 {
        let mut cents = self;
        cents.rescale(2);
        i64::try_from(cents.mantissa()).unwrap_or(0)
    }

    fn part(self, weight: Self, whole: Self) -> (Self, Self) {
        let product = self * weight;
        let part = (product / whole).trunc_with_scale(2);
        // A quotient is rounded at 28 digits, which may bring it above.
        let remainder = product - part * whole;
        if remainder < Decimal::ZERO {
            let part = part - Self::cent();
            return (part, product - part * whole);
        }
        (part, remainder)
    }

    fn cent() -> Self {
        Decimal::new(1, 2)
    }
}
