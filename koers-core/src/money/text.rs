//! Amounts as text: the one place that reads and prints digits.

use super::BOUND;

/// How a file writes its numbers.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct NumberFormat {
    /// The sign before the decimals.
    pub decimal: char,
    /// The sign between groups of three digits; none is allowed unless it is declared.
    pub thousands: Option<char>,
}

impl NumberFormat {
    /// `965225.00`: how Koers itself writes numbers.
    pub const POINT: NumberFormat = NumberFormat {
        decimal: '.',
        thousands: None,
    };
    /// `965225,00`.
    pub const COMMA: NumberFormat = NumberFormat {
        decimal: ',',
        thousands: None,
    };
    /// `965.225,00`: what [`Money::dutch`](super::Money::dutch) prints.
    pub const DUTCH: NumberFormat = NumberFormat {
        decimal: ',',
        thousands: Some('.'),
    };
    /// `965,225.00`: what [`Money::english`](super::Money::english) prints.
    pub const ENGLISH: NumberFormat = NumberFormat {
        decimal: '.',
        thousands: Some(','),
    };

    /// Whether a text can mean one number only: the two signs differ, and neither is a digit or a minus sign.
    #[must_use]
    pub fn is_sound(self) -> bool {
        let separates = |sign: char| !sign.is_ascii_digit() && sign != '-';
        separates(self.decimal)
            && self
                .thousands
                .is_none_or(|sign| separates(sign) && sign != self.decimal)
    }
}

/// Why something isn't an amount.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum MoneyError {
    /// The text has not the shape of a number in its format.
    #[error("not a number")]
    NotANumber,
    /// The number is finer than a cent, or is written as if it were.
    #[error("more than two decimals")]
    TooManyDecimals,
    /// The number is beyond 10^18 − 1 cents.
    #[error("amount out of bounds")]
    OutOfBounds,
}

/// The number in `text` in units of 10^−`places`, within the bound of [`Money`](super::Money).
///
/// The shape of the whole text is checked before its size, so a refusal doesn't depend on where a fault stands.
pub(super) fn read(text: &str, format: NumberFormat, places: usize) -> Result<i64, MoneyError> {
    if !format.is_sound() {
        return Err(MoneyError::NotANumber);
    }
    let (negative, unsigned) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    let (whole, decimals) = match unsigned.split_once(format.decimal) {
        Some((_, "")) => return Err(MoneyError::NotANumber),
        Some(parts) => parts,
        None => (unsigned, ""),
    };
    if !(is_digits(whole) || is_grouped(whole, format.thousands))
        || !decimals.bytes().all(|b| b.is_ascii_digit())
    {
        return Err(MoneyError::NotANumber);
    }
    if decimals.len() > places {
        return Err(MoneyError::TooManyDecimals);
    }
    let padding = std::iter::repeat_n(b'0', places - decimals.len());
    let digits = whole
        .bytes()
        .filter(u8::is_ascii_digit)
        .chain(decimals.bytes())
        .chain(padding);
    let size = digits
        .map(|digit| i64::from(digit - b'0'))
        // Below the bound times ten stays far within an i64; stopping at the bound makes long texts cheap.
        .try_fold(0_i64, |size, digit| {
            if size <= BOUND / 10 {
                Some(size * 10 + digit)
            } else {
                None
            }
        })
        .ok_or(MoneyError::OutOfBounds)?;
    Ok(if negative { -size } else { size })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the text is one to three digits and then one or more groups of exactly three.
fn is_grouped(text: &str, thousands: Option<char>) -> bool {
    let Some(sign) = thousands else { return false };
    let Some((head, groups)) = text.split_once(sign) else {
        return false;
    };
    head.len() <= 3
        && is_digits(head)
        && groups
            .split(sign)
            .all(|group| group.len() == 3 && is_digits(group))
}

/// A number of units of 10^−`places`, with all its decimals.
pub(super) fn print(number: i64, places: usize, format: NumberFormat) -> String {
    let digits = format!("{:0width$}", number.unsigned_abs(), width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    let mut text = String::with_capacity(32);
    if number < 0 {
        text.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if let Some(sign) = format.thousands
            && at > 0
            && (whole.len() - at).is_multiple_of(3)
        {
            text.push(sign);
        }
        text.push(digit);
    }
    text.push(format.decimal);
    text.push_str(decimals);
    text
}
