//! Pieces: the part of a line that is booked on one grant, or the whole of a line without a booking.

use super::admit::Gate;
use crate::dossier::{Booking, Dossier, LineKind};
use crate::money::apportion;
use crate::plan::Plan;
use crate::scheme::Deduction;

/// A part of a line, all of which has one booking.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// The row in `cost_lines`.
    pub(super) line: usize,
    /// The place of the grant on which it is booked.
    pub(super) grant: Option<usize>,
    /// Set for income and contributions.
    pub(super) kind: Option<Deduction>,
    /// Cents that are still on no bucket; below zero for credits and income.
    pub(super) left: i64,
    /// The VAT in it that the VAT compensation fund pays, as far as no rule looked at it yet, in cents.
    pub(super) vat: i64,
    /// What it cost when it first came into a class, in cents: what a share is a part of; 0 before.
    pub(super) whole: i64,
    /// How many lines it is of: more than one where lines are taken together.
    pub(super) lines: u32,
    /// Whether it stays where it is booked.
    pub(super) fixed: bool,
    /// Whether a step has looked at it.
    pub(super) begun: bool,
    /// The place of the piece it was taken from; its own if it is a piece by itself.
    pub(super) of: usize,
}

impl Piece {
    /// Costs, or credit notes below zero, in cents.
    pub(super) fn of_costs(line: usize, grant: Option<usize>, left: i64, fixed: bool) -> Piece {
        Piece {
            line,
            grant,
            kind: None,
            left,
            vat: 0,
            whole: 0,
            lines: 1,
            fixed,
            begun: false,
            of: 0,
        }
    }

    /// Whether it is a cost that is still to be paid.
    pub(super) fn is_open_cost(&self) -> bool {
        self.kind.is_none() && self.left > 0
    }
}

/// The pieces of a year, by line in date order and then by grant.
pub(super) fn of_year(gate: Gate<'_>) -> Vec<Piece> {
    let lines = gate.plan.lines_of(gate.year.year);
    let mut pieces = Vec::with_capacity(lines.len());
    for line in lines {
        of_line(gate.plan, line, &mut pieces);
    }
    number(&mut pieces);
    pieces
}

/// Adds the pieces of a line. A credit note that is linked to a line counts as that line's; only what exceeds it stands by
/// itself.
pub(super) fn of_line(plan: &Plan, line: usize, pieces: &mut Vec<Piece>) {
    let (lines, corrections) = (plan.dossier().lines(), plan.corrections());
    let corrected = corrections.net(line).or_else(|| corrections.rest(line));
    let written = || {
        (
            lines.amount(line).cents(),
            lines.vat_compensable(line).cents(),
        )
    };
    add(plan, line, corrected.unwrap_or_else(written), pieces);
}

/// Numbers pieces in their order.
pub(super) fn number(pieces: &mut [Piece]) {
    for (at, piece) in pieces.iter_mut().enumerate() {
        piece.of = at;
    }
}

/// Adds the pieces of a line with this amount and compensable VAT in it.
pub(super) fn add(plan: &Plan, line: usize, (amount, vat): (i64, i64), pieces: &mut Vec<Piece>) {
    let dossier = plan.dossier();
    let lines = dossier.lines();
    let piece = Piece {
        kind: deduction(lines.kind(line)),
        vat,
        ..Piece::of_costs(
            line,
            None,
            signed(dossier, line, amount),
            lines.is_fixed(line),
        )
    };
    match lines.booking(line) {
        None => pieces.push(piece),
        Some(booking) => {
            let place = |id: &str| plan.grant_place(id);
            for share in shares(dossier, line, booking, (amount, vat), place) {
                pieces.push(Piece {
                    grant: Some(share.grant),
                    left: share.amount,
                    vat: share.vat,
                    ..piece.clone()
                });
            }
        }
    }
}

/// The part of a line that is booked on one grant, in cents.
struct Share {
    /// The grant's place in the dossier.
    grant: usize,
    /// Of the line's signed amount: costs above zero, credits and income below.
    amount: i64,
    /// The compensable VAT in it.
    vat: i64,
}

/// What an amount of a line adds to costs, in cents: income and contributions count below zero.
pub(super) fn signed(dossier: &Dossier, line: usize, amount: i64) -> i64 {
    match dossier.lines().kind(line) {
        LineKind::Cost => amount,
        LineKind::Income | LineKind::Contribution => -amount,
    }
}

/// What a line is taken off costs as, if it is.
fn deduction(kind: LineKind) -> Option<Deduction> {
    match kind {
        LineKind::Cost => None,
        LineKind::Income => Some(Deduction::Income),
        LineKind::Contribution => Some(Deduction::Contribution),
    }
}

/// The grants of a line with what is booked on each, in the order of grants; the parts add up to `amount`, and the
/// VAT to `vat`.
fn shares(
    dossier: &Dossier,
    line: usize,
    booking: &Booking,
    (amount, vat): (i64, i64),
    place: impl Fn(&str) -> Option<usize>,
) -> Vec<Share> {
    // A booking divides the amount as it is written; what that means for costs comes after.
    let mut parts = split(booking, amount);
    // By id, so that the order in which they are written decides no cent of VAT.
    parts.sort_unstable();
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
pub(crate) fn split(booking: &Booking, amount: i64) -> Vec<(&str, i64)> {
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
            split.sort_unstable();
            let fixed: i64 = split.iter().map(|(_, cents)| cents).sum();
            if fixed > amount {
                // A credit note left less of the line than its parts say.
                let weights: Vec<u64> = split
                    .iter()
                    .map(|(_, cents)| cents.unsigned_abs())
                    .collect();
                let cut = apportion(amount, &weights).unwrap_or_default();
                for ((_, cents), cut) in split.iter_mut().zip(cut) {
                    *cents = cut;
                }
            }
            split.push((rest, (amount - fixed).max(0)));
            split
        }
    }
}
