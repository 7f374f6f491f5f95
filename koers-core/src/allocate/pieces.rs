//! Pieces: the part of a line that is booked on one grant, without the VAT that the grant's scheme takes off.

use crate::dossier::{Booking, Dossier, LineKind};
use crate::money::apportion;
use crate::scheme::Deduction;

/// The part of a line that is booked on one grant, in cents.
pub(super) struct Share {
    /// The grant's place in the dossier.
    pub(super) grant: usize,
    /// Of the line's signed amount: costs above zero, credits and income below.
    pub(super) amount: i64,
    /// The compensable VAT in it.
    pub(super) vat: i64,
}

/// What an amount of a line adds to costs, in cents: income and contributions count below zero.
pub(super) fn signed(dossier: &Dossier, line: usize, amount: i64) -> i64 {
    match dossier.lines().kind(line) {
        LineKind::Cost => amount,
        LineKind::Income | LineKind::Contribution => -amount,
    }
}

/// What a line is taken off costs as, if it is.
pub(super) fn deduction(kind: LineKind) -> Option<Deduction> {
    match kind {
        LineKind::Cost => None,
        LineKind::Income => Some(Deduction::Income),
        LineKind::Contribution => Some(Deduction::Contribution),
    }
}

/// The grants of a line with what is booked on each, in the order of grants; the parts add up to the line.
pub(super) fn shares(
    dossier: &Dossier,
    line: usize,
    booking: &Booking,
    place: impl Fn(&str) -> Option<usize>,
) -> Vec<Share> {
    // A booking divides the amount as it is written; what that means for costs comes after.
    let mut parts = split(booking, dossier.lines().amount(line).cents());
    // By id, so that the order in which they are written decides no cent of VAT.
    parts.sort_unstable();
    let vat = dossier.lines().vat_compensable(line).cents();
    let weights: Vec<u64> = parts
        .iter()
        .map(|(_, cents)| cents.unsigned_abs())
        .collect();
    let vat = match vat {
        0 => None,
        vat => apportion(vat, &weights),
    };
    let mut shares: Vec<Share> = parts
        .iter()
        .enumerate()
        .filter_map(|(at, (grant, amount))| {
            Some(Share {
                grant: place(grant)?,
                amount: signed(dossier, line, *amount),
                vat: vat.as_ref().map_or(0, |vat| vat[at]),
            })
        })
        .collect();
    shares.sort_by_key(|share| share.grant);
    shares
}

/// The grants of a booking with their cents; the parts add up to `amount`.
fn split(booking: &Booking, amount: i64) -> Vec<(&str, i64)> {
    match booking {
        Booking::Grant(grant) => vec![(grant.as_str(), amount)],
        Booking::Shares(shares) => {
            // By id, so that the order in which they are written decides no cent.
            let mut shares: Vec<_> = shares
                .iter()
                .map(|(grant, rate)| (grant.as_str(), u64::from(rate.ppm())))
                .collect();
            shares.sort_unstable();
            let weights: Vec<u64> = shares.iter().map(|(_, weight)| *weight).collect();
            // Shares add up to the whole, so there is a weight above zero.
            let parts = apportion(amount, &weights).unwrap_or_default();
            shares
                .into_iter()
                .map(|(grant, _)| grant)
                .zip(parts)
                .collect()
        }
        Booking::Amounts { parts, rest } => {
            let mut split: Vec<_> = parts
                .iter()
                .map(|(grant, amount)| (grant.as_str(), amount.cents()))
                .collect();
            let fixed: i64 = split.iter().map(|(_, cents)| cents).sum();
            split.push((rest, amount - fixed));
            split
        }
    }
}
