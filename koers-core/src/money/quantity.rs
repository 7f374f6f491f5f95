//! Quantities: what a price is paid for.

use std::fmt;
use std::ops::Neg;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::text::{self, MoneyError, NumberFormat};
use super::{BOUND, Money, narrow};

/// One whole, in millionths.
const WHOLE: i64 = 1_000_000;

/// How many decimals a quantity has at most.
const PLACES: usize = 6;

/// A number of units (places per day, hours, objects) with at most six decimals, below 10^12 on either side of zero.
///
/// Prints as `31500` or `12.5`, without needless decimals; [`Quantity::parse`] reads that back.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Quantity(i64);

/// Why something isn't a quantity.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum QuantityError {
    /// The text has not the shape of a number in its format.
    #[error("not a number")]
    NotANumber,
    /// The number has more than six decimals.
    #[error("more than six decimals")]
    TooManyDecimals,
    /// The number is 10^12 or more, or that much below zero.
    #[error("quantity out of bounds")]
    OutOfBounds,
}

impl Quantity {
    /// Nothing.
    pub const ZERO: Quantity = Quantity(0);
    /// The largest quantity: a millionth below 10^12.
    pub const MAX: Quantity = Quantity(BOUND);
    /// The smallest quantity: the largest one, below zero.
    pub const MIN: Quantity = Quantity(-BOUND);

    /// The quantity of so many millionths; `None` beyond [`Quantity::MIN`] and [`Quantity::MAX`].
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Option<Quantity> {
        if -BOUND <= millionths && millionths <= BOUND {
            Some(Quantity(millionths))
        } else {
            None
        }
    }

    /// The number of millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// So many whole units; `None` beyond the bound.
    #[must_use]
    pub fn from_units(units: i64) -> Option<Quantity> {
        units.checked_mul(WHOLE).and_then(Quantity::from_millionths)
    }

    /// The quantity of a decimal number, of any scale, as long as its value is a whole number of millionths.
    ///
    /// # Errors
    /// [`QuantityError::TooManyDecimals`] for a fraction of a millionth, [`QuantityError::OutOfBounds`] beyond the bound.
    pub fn from_decimal(units: Decimal) -> Result<Quantity, QuantityError> {
        // Without needless zeros a decimal that is fine enough has a scale of at most six.
        let units = units.normalize();
        let padding = u32::try_from(PLACES)
            .unwrap_or_default()
            .checked_sub(units.scale())
            .ok_or(QuantityError::TooManyDecimals)?;
        // A mantissa has 96 bits, so a million times it stays within an i128.
        i64::try_from(units.mantissa() * 10_i128.pow(padding))
            .ok()
            .and_then(Quantity::from_millionths)
            .ok_or(QuantityError::OutOfBounds)
    }

    /// Reads `[-]digits[.dddddd]`, as in [`NumberFormat::POINT`].
    ///
    /// # Errors
    /// As [`Quantity::parse_with`].
    pub fn parse(text: &str) -> Result<Quantity, QuantityError> {
        Quantity::parse_with(text, NumberFormat::POINT)
    }

    /// Reads a quantity as a file writes it: as [`Money::parse_with`], with at most six decimals.
    ///
    /// ```
    /// use koers_core::money::{NumberFormat, Quantity, QuantityError};
    ///
    /// assert_eq!(Quantity::parse_with("31.500,5", NumberFormat::DUTCH)?.to_string(), "31500.5");
    /// assert_eq!(Quantity::parse("1e3"), Err(QuantityError::NotANumber));
    /// # Ok::<(), QuantityError>(())
    /// ```
    ///
    /// # Errors
    /// [`QuantityError::NotANumber`] for any other text (and for every text if the format itself is ambiguous, see
    /// [`NumberFormat::is_sound`]), [`QuantityError::TooManyDecimals`] for seven decimals or more, zeros included, and
    /// [`QuantityError::OutOfBounds`] for a number that is too large; the first of these that applies.
    pub fn parse_with(text: &str, format: NumberFormat) -> Result<Quantity, QuantityError> {
        text::read(text, format, PLACES)
            .map(Quantity)
            .map_err(|error| match error {
                MoneyError::NotANumber => QuantityError::NotANumber,
                MoneyError::TooManyDecimals => QuantityError::TooManyDecimals,
                MoneyError::OutOfBounds => QuantityError::OutOfBounds,
            })
    }

    /// Whether this is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether this is less than nothing.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The quantity without its sign.
    #[must_use]
    pub const fn abs(self) -> Quantity {
        Quantity(self.0.abs())
    }

    /// The sum; `None` beyond the bound.
    #[must_use]
    pub const fn checked_add(self, other: Quantity) -> Option<Quantity> {
        Quantity::from_millionths(self.0 + other.0)
    }

    /// The difference; `None` beyond the bound.
    #[must_use]
    pub const fn checked_sub(self, other: Quantity) -> Option<Quantity> {
        Quantity::from_millionths(self.0 - other.0)
    }

    /// What this quantity costs at `price` for one unit, rounded to the nearest cent, half a cent away from zero; `None`
    /// beyond the bound of money.
    ///
    /// ```
    /// use koers_core::money::{Money, Quantity};
    ///
    /// let price = Money::parse("58.93")?;
    /// assert_eq!(Quantity::parse("12.5")?.times(price), Some(Money::parse("736.63")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn times(self, price: Money) -> Option<Money> {
        // Both are below 10^18, so the product stays within an i128.
        let product = i128::from(self.0) * i128::from(price.cents());
        let whole = i128::from(WHOLE);
        let cents = (product.abs() + whole / 2) / whole;
        narrow(cents * product.signum())
    }

    /// As Dutch readers write it: `31.500`, `12,5`.
    #[must_use]
    pub fn dutch(self) -> String {
        self.print(NumberFormat::DUTCH)
    }

    /// As English readers write it: `31,500`, `12.5`.
    #[must_use]
    pub fn english(self) -> String {
        self.print(NumberFormat::ENGLISH)
    }

    /// In a format, without needless decimals.
    fn print(self, format: NumberFormat) -> String {
        let mut text = text::print(self.0, PLACES, format);
        let needed = text.trim_end_matches('0').trim_end_matches(format.decimal);
        text.truncate(needed.len());
        text
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.print(NumberFormat::POINT))
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Quantity, QuantityError> {
        Quantity::parse(text)
    }
}

impl Neg for Quantity {
    type Output = Quantity;

    fn neg(self) -> Quantity {
        Quantity(-self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).expect("a quantity")
    }

    #[test]
    fn parse_and_print_are_inverse() {
        for text in [
            "0",
            "7",
            "-7",
            "10",
            "31500",
            "12.5",
            "-0.000001",
            "100.000001",
            "999999999999.999999",
            "-999999999999.999999",
        ] {
            assert_eq!(quantity(text).to_string(), text);
        }
        assert_eq!(quantity("12.500000").to_string(), "12.5");
        assert_eq!(quantity("-0").to_string(), "0");
        assert_eq!(quantity("007"), quantity("7"));
    }

    #[test]
    fn reads_and_prints_other_formats() {
        let large = Quantity::parse_with("1.031.500,25", NumberFormat::DUTCH).expect("Dutch");
        assert_eq!(large.millionths(), 1_031_500_250_000);
        assert_eq!(large.dutch(), "1.031.500,25");
        assert_eq!(large.english(), "1,031,500.25");
        assert_eq!(quantity("1000").dutch(), "1.000");
        assert_eq!(quantity("100").english(), "100");
    }

    #[test]
    fn refuses_what_is_no_quantity() {
        for text in [
            "", "-", ".5", "1.", "1e3", "+1", " 1", "1 000", "1,5", "NaN", "½",
        ] {
            assert_eq!(
                Quantity::parse(text),
                Err(QuantityError::NotANumber),
                "{text}"
            );
        }
        assert_eq!(
            Quantity::parse("1.0000000"),
            Err(QuantityError::TooManyDecimals)
        );
        for text in ["1000000000000", "-1000000000000", &"9".repeat(5_000)] {
            assert_eq!(Quantity::parse(text), Err(QuantityError::OutOfBounds));
        }
    }

    #[test]
    fn from_numbers() {
        assert_eq!(Quantity::from_units(31_500), Some(quantity("31500")));
        assert_eq!(Quantity::from_units(1_000_000_000_000), None);
        assert_eq!(Quantity::from_units(i64::MIN), None);
        assert_eq!(Quantity::from_millionths(i64::MAX), None);
        let decimal = |text: &str| Quantity::from_decimal(text.parse().expect("a decimal"));
        assert_eq!(decimal("12.5000000000"), Ok(quantity("12.5")));
        assert_eq!(decimal("-0.000001"), Ok(quantity("-0.000001")));
        assert_eq!(decimal("0.0000001"), Err(QuantityError::TooManyDecimals));
        assert_eq!(decimal("1000000000000"), Err(QuantityError::OutOfBounds));
        assert_eq!(
            Quantity::from_decimal(Decimal::MAX),
            Err(QuantityError::OutOfBounds)
        );
        assert_eq!(
            Quantity::from_decimal(Decimal::MIN),
            Err(QuantityError::OutOfBounds)
        );
    }

    #[test]
    fn sums_stay_within_the_bound() {
        assert_eq!(
            quantity("1.5").checked_add(quantity("-2")),
            Some(quantity("-0.5"))
        );
        assert_eq!(Quantity::MAX.checked_add(quantity("0.000001")), None);
        assert_eq!(Quantity::MIN.checked_sub(quantity("0.000001")), None);
        assert_eq!(-Quantity::MAX, Quantity::MIN);
    }

    #[test]
    fn a_cost_is_exact_and_half_goes_away_from_zero() {
        let cost = |units: &str, price: &str| {
            let price = Money::parse(price).expect("an amount");
            quantity(units).times(price).map(|cost| cost.to_string())
        };
        assert_eq!(cost("31500", "58.93").as_deref(), Some("1856295.00"));
        assert_eq!(cost("0.5", "0.01").as_deref(), Some("0.01"));
        assert_eq!(cost("-0.5", "0.01").as_deref(), Some("-0.01"));
        assert_eq!(cost("0.499999", "0.01").as_deref(), Some("0.00"));
        assert_eq!(cost("-0.499999", "0.01").as_deref(), Some("0.00"));
        assert_eq!(cost("1.5", "0.01").as_deref(), Some("0.02"));
        assert_eq!(cost("2.5", "0.01").as_deref(), Some("0.03"));
        assert_eq!(cost("3", "-0.01").as_deref(), Some("-0.03"));
        assert_eq!(
            cost("1", "9999999999999999.99").as_deref(),
            Some("9999999999999999.99")
        );
        assert_eq!(cost("1.000001", "9999999999999999.99"), None);
        assert_eq!(Quantity::MAX.times(Money::MAX), None);
        assert_eq!(Quantity::MIN.times(Money::ZERO), Some(Money::ZERO));
    }
}
