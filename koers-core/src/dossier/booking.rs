//! The booking of a cost line: the wish of the bookkeeper as to which grants pay it.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::is_id;
use crate::money::{Money, NumberFormat, Rate};

/// On which grants a line is booked. A wish, not a permission: all rules still apply.
///
/// As text: `iza`; shares that add up to the whole, `iza:60%;gala15:40%`; amounts in euros with
/// exactly one rest, `iza:4161;gala15:rest`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Booking {
    /// On one grant.
    Grant(String),
    /// On several, by shares that add up to 100 %; cents by largest remainder, ties to the larger share, then
    /// by the grant's id.
    Shares(Vec<(String, Rate)>),
    /// Amounts on some grants, and what is left on another.
    Amounts {
        /// The fixed amounts, none below zero; so a credit note can't be booked this way.
        parts: Vec<(String, Money)>,
        /// The grant that takes the rest.
        rest: String,
    },
}

/// Why a text is no booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a booking: a grant, shares that add up to 100 %, or amounts with one rest")]
pub struct BookingError;

impl Booking {
    /// Reads a booking; amounts in it are written as `numbers` says.
    ///
    /// # Errors
    /// When the text is none of the three forms, a share or amount is malformed, a grant is named
    /// twice, or the shares don't add up to 100 %.
    pub fn parse_with(text: &str, numbers: NumberFormat) -> Result<Booking, BookingError> {
        if !text.contains(':') {
            return is_id(text)
                .then(|| Booking::Grant(text.to_owned()))
                .ok_or(BookingError);
        }
        let (mut shares, mut amounts, mut rest) = (Vec::new(), Vec::new(), None);
        for part in text.split(';') {
            let (grant, value) = part.split_once(':').ok_or(BookingError)?;
            let (grant, value) = (grant.trim().to_owned(), value.trim());
            if value == "rest" {
                if rest.replace(grant).is_some() {
                    return Err(BookingError);
                }
            } else if value.ends_with('%') {
                shares.push((grant, Rate::parse(value).map_err(|_| BookingError)?));
            } else {
                let amount = Money::parse_with(value, numbers).map_err(|_| BookingError)?;
                amounts.push((grant, amount));
            }
        }
        let booking = match rest {
            Some(rest) if shares.is_empty() => Booking::Amounts {
                parts: amounts,
                rest,
            },
            None if amounts.is_empty() => Booking::Shares(shares),
            _ => return Err(BookingError),
        };
        if booking.is_sound() {
            Ok(booking)
        } else {
            Err(BookingError)
        }
    }

    /// Whether it is one: shares add up to 100 %, amounts are not below zero, each grant has an id and is named once,
    /// and there are at most 1,000. A booking from text always is; a dossier refuses others.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let mut named = BTreeSet::new();
        let whole = match self {
            Booking::Grant(_) => true,
            Booking::Shares(shares) => {
                shares
                    .iter()
                    .map(|(_, rate)| u64::from(rate.ppm()))
                    .sum::<u64>()
                    == 1_000_000
            }
            Booking::Amounts { parts, .. } => parts.iter().all(|(_, amount)| !amount.is_negative()),
        };
        whole
            && self.grants().count() <= 1_000
            && self
                .grants()
                .all(|grant| is_id(grant) && named.insert(grant))
    }

    /// The grants it names, in the order written.
    pub fn grants(&self) -> impl Iterator<Item = &str> {
        let (one, shares, amounts, rest) = match self {
            Booking::Grant(grant) => (Some(grant), &[][..], &[][..], None),
            Booking::Shares(shares) => (None, &shares[..], &[][..], None),
            Booking::Amounts { parts, rest } => (None, &[][..], &parts[..], Some(rest)),
        };
        one.into_iter()
            .chain(shares.iter().map(|(grant, _)| grant))
            .chain(amounts.iter().map(|(grant, _)| grant))
            .chain(rest)
            .map(String::as_str)
    }

    /// The grant, where it is only one.
    #[must_use]
    pub fn single(&self) -> Option<&str> {
        match self {
            Booking::Grant(grant) => Some(grant),
            _ => None,
        }
    }
}

impl FromStr for Booking {
    type Err = BookingError;

    fn from_str(text: &str) -> Result<Self, BookingError> {
        Booking::parse_with(text, NumberFormat::POINT)
    }
}

impl fmt::Display for Booking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Booking::Grant(grant) => f.write_str(grant),
            Booking::Shares(shares) => {
                for (at, (grant, rate)) in shares.iter().enumerate() {
                    write!(f, "{}{grant}:{rate}", if at == 0 { "" } else { ";" })?;
                }
                Ok(())
            }
            Booking::Amounts { parts, rest } => {
                for (grant, amount) in parts {
                    write!(f, "{grant}:{amount};")?;
                }
                write!(f, "{rest}:rest")
            }
        }
    }
}
