//! Percentages, exact to four decimals.

use std::fmt;
use std::str::FromStr;

use super::Money;
use super::text::{self, MoneyError, NumberFormat};

/// One whole, in parts per million.
const WHOLE: u32 = 1_000_000;

/// A percentage from 0 to 100 % in parts per million, so with at most four decimals.
///
/// Prints as `17.5 %`; [`Rate::parse`] reads that back.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Rate(u32);

/// Why a text isn't a percentage.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum RateError {
    /// The text has not the shape `17.5 %`.
    #[error("not a percentage")]
    NotAPercentage,
    /// The percentage has more than four decimals.
    #[error("percentage with more than four decimals")]
    TooFine,
    /// The percentage is below 0 or above 100.
    #[error("percentage below 0 or above 100")]
    OutOfRange,
}

impl Rate {
    /// The rate of so many parts per million; `None` above one million.
    #[must_use]
    pub const fn from_ppm(ppm: u32) -> Option<Rate> {
        if ppm <= WHOLE { Some(Rate(ppm)) } else { None }
    }

    /// The parts per million: 175,000 for 17.5 %.
    #[must_use]
    pub const fn ppm(self) -> u32 {
        self.0
    }

    /// Reads `20 %` or `17.5%`: digits, at most four decimals after a point, at most one space, a percent sign.
    ///
    /// # Errors
    /// [`RateError::NotAPercentage`] for any other shape, [`RateError::TooFine`] for a fifth decimal, even a zero, and
    /// [`RateError::OutOfRange`] for a minus sign or more than 100.
    pub fn parse(text: &str) -> Result<Rate, RateError> {
        let number = text.strip_suffix('%').ok_or(RateError::NotAPercentage)?;
        let number = number.strip_suffix(' ').unwrap_or(number);
        let ppm = text::read(number, NumberFormat::POINT, 4).map_err(|error| match error {
            MoneyError::NotANumber => RateError::NotAPercentage,
            MoneyError::TooManyDecimals => RateError::TooFine,
            MoneyError::OutOfBounds => RateError::OutOfRange,
        })?;
        if number.starts_with('-') {
            return Err(RateError::OutOfRange);
        }
        u32::try_from(ppm)
            .ok()
            .and_then(Rate::from_ppm)
            .ok_or(RateError::OutOfRange)
    }

    /// As Dutch readers write it: `17,5 %`.
    #[must_use]
    pub fn dutch(self) -> String {
        self.to_string().replace('.', ",")
    }

    /// This part of an amount, rounded down to the cent (a negative amount away from zero): for upper limits.
    #[must_use]
    pub fn of_floor(self, amount: Money) -> Money {
        self.part(amount.cents(), 0)
    }

    /// This part of an amount, rounded to the nearest cent, half a cent away from zero: for amounts.
    ///
    /// ```
    /// use koers_core::money::{Money, Rate};
    ///
    /// let half = Rate::parse("50 %")?;
    /// assert_eq!(Money::from_cents(-5).map(|amount| half.of_half_up(amount).cents()), Some(-3));
    /// assert_eq!(Money::from_cents(5).map(|amount| half.of_floor(amount).cents()), Some(2));
    /// # Ok::<(), koers_core::money::RateError>(())
    /// ```
    #[must_use]
    pub fn of_half_up(self, amount: Money) -> Money {
        let part = self.part(amount.abs().cents(), i64::from(WHOLE / 2));
        if amount.is_negative() { -part } else { part }
    }

    /// `floor((cents × rate + bias) / 10^6)`, for a bias below 10^6.
    ///
    /// The millions and the rest are multiplied apart, which is exact and stays within an i64: the first product is at
    /// most 10^12 × 10^6, the second below 10^12. A rate of at most one keeps the outcome within the bound of money.
    fn part(self, cents: i64, bias: i64) -> Money {
        let (rate, whole) = (i64::from(self.0), i64::from(WHOLE));
        let (millions, rest) = (cents.div_euclid(whole), cents.rem_euclid(whole));
        Money::of(millions * rate + (rest * rate + bias) / whole)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (percent, fraction) = (self.0 / 10_000, format!("{:04}", self.0 % 10_000));
        match fraction.trim_end_matches('0') {
            "" => f.pad(&format!("{percent} %")),
            decimals => f.pad(&format!("{percent}.{decimals} %")),
        }
    }
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Rate, RateError> {
        Rate::parse(text)
    }
}
