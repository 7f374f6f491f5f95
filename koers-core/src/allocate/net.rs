//! What cancels out inside a class before any bucket pays: income with income, credit notes with costs, income with
//! costs.

use super::pieces::Piece;
use super::{Deducted, How, Paid, StepWord};
use crate::scheme::Deduction;

/// Rows that came out of netting.
#[derive(Default)]
pub(super) struct Netted {
    pub(super) paid: Vec<(usize, Paid)>,
    pub(super) deducted: Vec<Deducted>,
}

/// Nets the members of one class, and shows what credit notes cancel on `bucket`. Pieces keep in `left` what is not
/// netted.
pub(super) fn class(
    (bucket, step): (usize, StepWord),
    members: &[usize],
    pieces: &mut [Piece],
    out: &mut Netted,
) {
    if members.iter().all(|&at| pieces[at].left >= 0) {
        // There is nothing to take off.
        return;
    }
    let of = |pieces: &[Piece], test: &dyn Fn(&Piece) -> bool| -> Vec<usize> {
        let all = members.iter().copied();
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
                step,
                how: How::Netted,
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
    if let (Some(kind), Some(grant)) = (kind, piece.grant) {
        out.deducted.push(Deducted {
            line: piece.line,
            grant,
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
