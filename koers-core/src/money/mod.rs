//! Amounts in whole euro cents, percentages in parts per million, quantities in millionths, and the split that loses
//! nothing.
//!
//! An amount never exceeds [`Money::MAX`] on either side of zero, so two amounts always add up within an `i64` and a
//! sum of any number of them within an `i128`. What is finer than a cent is refused where it enters; nothing rounds
//! silently. There are no floating point numbers here, and no operators that can overflow.
//!
//! ```
//! use koers_core::money::{Money, Rate, apportion};
//!
//! let award = Money::parse("5326438.00")?;
//! let limit = Rate::parse("20 %")?.of_floor(award);
//! assert_eq!(limit.dutch(), "1.065.287,60");
//! assert_eq!(apportion(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod quantity;
mod rate;
mod split;
mod text;

use std::fmt;
use std::ops::Neg;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

pub use quantity::{Quantity, QuantityError};
pub use rate::{Rate, RateError};
pub use split::apportion;
pub use text::{MoneyError, NumberFormat};

/// The largest number of cents on either side of zero.
const BOUND: i64 = 999_999_999_999_999_999;

/// The decimals of an amount in euros.
const PLACES: usize = 2;

/// An amount in euro cents, of at most 10^18 − 1 cents on either side of zero.
///
/// Prints as `965225.00`: always two decimals, a point, no thousands sign; [`Money::parse`] reads that back.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Money(i64);

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);
    /// The largest amount: 9,999,999,999,999,999.99 euros.
    pub const MAX: Money = Money(BOUND);
    /// The smallest amount: the largest one, owed.
    pub const MIN: Money = Money(-BOUND);

    /// The amount of so many cents; `None` beyond [`Money::MIN`] and [`Money::MAX`].
    #[must_use]
    pub const fn from_cents(cents: i64) -> Option<Money> {
        if -BOUND <= cents && cents <= BOUND {
            Some(Money(cents))
        } else {
            None
        }
    }

    /// The amount of so many cents, where the caller has the proof that they are within the bound.
    #[must_use]
    pub(crate) const fn of(cents: i64) -> Money {
        debug_assert!(
            -BOUND <= cents && cents <= BOUND,
            "an amount proven inside the bound is outside it"
        );
        Money(cents)
    }

    /// The amount of so many cents; beyond [`Money::MIN`] and [`Money::MAX`] the nearest of those.
    #[must_use]
    pub(crate) fn nearest(cents: i128) -> Money {
        let bound = i128::from(BOUND);
        i64::try_from(cents.clamp(-bound, bound)).map_or(Money::MAX, Money::of)
    }

    /// The number of cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// The amount of so many whole euros; `None` beyond the bound.
    #[must_use]
    pub fn from_euros(euros: i64) -> Option<Money> {
        euros.checked_mul(100).and_then(Money::from_cents)
    }

    /// The amount of a decimal number of euros, of any scale, as long as its value is a whole number of cents.
    ///
    /// # Errors
    /// [`MoneyError::TooManyDecimals`] for a fraction of a cent, [`MoneyError::OutOfBounds`] beyond the bound.
    pub fn from_decimal(euros: Decimal) -> Result<Money, MoneyError> {
        // A mantissa has 96 bits and a scale is at most 28, so neither power of ten leaves an i128.
        let (mantissa, scale) = (euros.mantissa(), euros.scale());
        let cents = if scale <= 2 {
            mantissa * 10_i128.pow(2 - scale)
        } else {
            let finer = 10_i128.pow(scale - 2);
            if mantissa % finer != 0 {
                return Err(MoneyError::TooManyDecimals);
            }
            mantissa / finer
        };
        narrow(cents).ok_or(MoneyError::OutOfBounds)
    }

    /// The amount in euros as a decimal of scale 2.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Reads `[-]digits[.dd]`, as in [`NumberFormat::POINT`].
    ///
    /// # Errors
    /// As [`Money::parse_with`].
    pub fn parse(text: &str) -> Result<Money, MoneyError> {
        Money::parse_with(text, NumberFormat::POINT)
    }

    /// Reads an amount in euros as a file writes it: an optional minus sign, digits, and at most two decimals.
    ///
    /// Where the format has a thousands sign, the digits have either none of it or all of it: one to three digits,
    /// then groups of three. Nothing else is allowed around or between them: no spaces, no plus, no euro sign.
    ///
    /// ```
    /// use koers_core::money::{Money, MoneyError, NumberFormat};
    ///
    /// assert_eq!(Money::parse_with("965.225,5", NumberFormat::DUTCH)?.cents(), 96_522_550);
    /// assert_eq!(Money::parse("965.225"), Err(MoneyError::TooManyDecimals));
    /// # Ok::<(), MoneyError>(())
    /// ```
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`] for any other text (and for every text if the format itself is ambiguous, see
    /// [`NumberFormat::is_sound`]), [`MoneyError::TooManyDecimals`] for three decimals or more, zeros included, and
    /// [`MoneyError::OutOfBounds`] for a number that is too large; the first of these that applies.
    pub fn parse_with(text: &str, format: NumberFormat) -> Result<Money, MoneyError> {
        text::read(text, format, PLACES).map(Money)
    }

    /// Whether this is no money.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether this is less than no money.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Money {
        Money(self.0.abs())
    }

    /// The sum; `None` beyond the bound.
    #[must_use]
    pub const fn checked_add(self, other: Money) -> Option<Money> {
        Money::from_cents(self.0 + other.0)
    }

    /// The difference; `None` beyond the bound.
    #[must_use]
    pub const fn checked_sub(self, other: Money) -> Option<Money> {
        Money::from_cents(self.0 - other.0)
    }

    /// The sum of all amounts; `None` if it is beyond the bound. Only the outcome counts, not what it passes through,
    /// so the order of the amounts doesn't matter.
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Money>) -> Option<Money> {
        narrow(amounts.into_iter().map(|amount| i128::from(amount.0)).sum())
    }

    /// As Dutch readers write it: `965.225,00`, `-0,05`.
    #[must_use]
    pub fn dutch(self) -> String {
        text::print(self.0, PLACES, NumberFormat::DUTCH)
    }

    /// Without decimals, as Dutch readers write it: `965.225`; `None` unless it is a whole number of euros.
    #[must_use]
    pub fn dutch_whole(self) -> Option<String> {
        self.dutch().strip_suffix(",00").map(str::to_owned)
    }

    /// As English readers write it: `965,225.00`, `-0.05`.
    #[must_use]
    pub fn english(self) -> String {
        text::print(self.0, PLACES, NumberFormat::ENGLISH)
    }
}

/// The amount of so many cents, if it is one.
fn narrow(cents: i128) -> Option<Money> {
    i64::try_from(cents).ok().and_then(Money::from_cents)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&text::print(self.0, PLACES, NumberFormat::POINT))
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Money, MoneyError> {
        Money::parse(text)
    }
}

impl Neg for Money {
    type Output = Money;

    fn neg(self) -> Money {
        Money(-self.0)
    }
}

/// As text with two decimals. Our own, since the number formats of `rust_decimal`'s serde depend on the features that
/// other crates in the build switch on.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
