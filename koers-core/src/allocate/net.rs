//! What cancels out inside a class before any bucket pays: income with income, credit notes with costs, income with
//! costs; and the share of what is left that a grant pays.

use std::collections::BTreeMap;

use super::class::{Class, Piece};
use super::{Deducted, Paid};
use crate::money::{Money, Rate, apportion};
use crate::scheme::{Deduction, ShareOf};

/// Rows that came out of netting.
#[derive(Default)]
pub(super) struct Netted {
    pub(super) paid: Vec<(usize, Paid)>,
    pub(super) deducted: Vec<Deducted>,
}

/// Nets one class. Pieces keep in `left` what is not netted.
pub(super) fn class(class: &Class, pieces: &mut [Piece], out: &mut Netted) {
    let Some(bucket) = class.candidates.first() else {
        return;
    };
    let of = |pieces: &[Piece], test: &dyn Fn(&Piece) -> bool| -> Vec<usize> {
        let all = class.pieces.iter().copied();
        all.filter(|&at| test(&pieces[at])).collect()
    };
    // A correction of income stands above zero, as a cost does.
    let received = of(pieces, &|piece| piece.kind.is_some() && piece.left < 0);
    let corrected = of(pieces, &|piece| piece.kind.is_some() && piece.left > 0);
    let costs = of(pieces, &|piece| piece.kind.is_none() && piece.left > 0);
    let credits = of(pieces, &|piece| piece.kind.is_none() && piece.left < 0);
    match_up(
        &corrected,
        &received,
        pieces,
        |pieces, above, below, amount| {
            let kinds = [(above, amount), (below, -amount)];
            for (at, amount) in kinds {
                deduct(&pieces[at], pieces[at].kind, amount, out);
            }
        },
    );
    match_up(&costs, &credits, pieces, |pieces, above, below, amount| {
        for (at, amount) in [(above, amount), (below, -amount)] {
            let paid = Paid {
                line: pieces[at].line,
                bucket,
                amount,
                netted: true,
            };
            out.paid.push((at, paid));
        }
    });
    match_up(&costs, &received, pieces, |pieces, above, below, amount| {
        let kind = pieces[below].kind;
        deduct(&pieces[above], kind, amount, out);
        deduct(&pieces[below], kind, -amount, out);
    });
}

fn deduct(piece: &Piece, kind: Option<Deduction>, amount: i64, out: &mut Netted) {
    if let Some(kind) = kind {
        out.deducted.push(Deducted {
            line: piece.line,
            grant: piece.grant,
            kind,
            amount,
        });
    }
}

/// Sets amounts above zero against amounts below it, the earliest of each first.
fn match_up(
    above: &[usize],
    below: &[usize],
    pieces: &mut [Piece],
    mut each: impl FnMut(&[Piece], usize, usize, i64),
) {
    let (mut a, mut b) = (0, 0);
    while let (Some(&up), Some(&down)) = (above.get(a), below.get(b)) {
        let amount = pieces[up].left.min(-pieces[down].left);
        if amount > 0 {
            each(pieces, up, down, amount);
            pieces[up].left -= amount;
            pieces[down].left += amount;
        }
        if pieces[up].left == 0 {
            a += 1;
        }
        if pieces[down].left == 0 {
            b += 1;
        }
    }
}

/// What the grants pay at most by their shares, in cents.
pub(super) struct Shares {
    /// By piece: what of its cost may be claimed, all of it where no share of each line holds.
    pub(super) claims: Vec<i64>,
    /// By grant and rate: what is left of a share of the total.
    pub(super) totals: BTreeMap<(usize, u32), i64>,
}

impl Shares {
    pub(super) fn new(classes: &[Class], pieces: &[Piece]) -> Shares {
        let mut shares = Shares {
            claims: pieces.iter().map(|piece| piece.left).collect(),
            totals: BTreeMap::new(),
        };
        let mut sums: BTreeMap<(usize, u32), i64> = BTreeMap::new();
        for class in classes.iter().filter(|class| !class.candidates.is_empty()) {
            let Some((ppm, of)) = class.share else {
                continue;
            };
            let costs: Vec<usize> = class
                .pieces
                .iter()
                .copied()
                .filter(|&at| pieces[at].kind.is_none() && pieces[at].left > 0)
                .collect();
            let total: i64 = costs.iter().map(|&at| pieces[at].left).sum();
            let Some(&first) = costs.first() else {
                continue;
            };
            match of {
                ShareOf::Total => *sums.entry((pieces[first].grant, ppm)).or_default() += total,
                ShareOf::Line => {
                    let weights: Vec<u64> = costs
                        .iter()
                        .map(|&at| pieces[at].left.unsigned_abs())
                        .collect();
                    let parts = apportion(part(ppm, total), &weights).unwrap_or_default();
                    for (at, claim) in costs.into_iter().zip(parts) {
                        shares.claims[at] = claim;
                    }
                }
            }
        }
        let totals = sums
            .into_iter()
            .map(|(key, total)| (key, part(key.1, total)));
        shares.totals = totals.collect();
        shares
    }
}

/// A share of an amount, rounded down to the cent.
fn part(ppm: u32, total: i64) -> i64 {
    // A rate of a checked scheme is at most the whole.
    Rate::from_ppm(ppm).map_or(total, |rate| rate.of_floor(Money::of(total)).cents())
}
