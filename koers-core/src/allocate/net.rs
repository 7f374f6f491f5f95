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
    // A correction of income stands above zero, as a cost does.
    let received = |piece: &Piece| piece.kind.is_some() && piece.left < 0;
    let corrected = |piece: &Piece| piece.kind.is_some() && piece.left > 0;
    let cost = |piece: &Piece| piece.kind.is_none() && piece.left > 0;
    let credit = |piece: &Piece| piece.kind.is_none() && piece.left < 0;
    // Amounts above zero against amounts below it, the earliest of each first.
    let mut match_up = |above: Test<'_>, below: Test<'_>, each: &mut Each<'_>| {
        let (mut ups, mut downs) = (members.iter().copied(), members.iter().copied());
        let mut next = |up: bool, pieces: &[Piece]| {
            if up {
                ups.find(|&at| above(&pieces[at]))
            } else {
                downs.find(|&at| below(&pieces[at]))
            }
        };
        let (mut up, mut down) = (next(true, pieces), next(false, pieces));
        while let (Some(above), Some(below)) = (up, down) {
            let amount = pieces[above].left.min(-pieces[below].left);
            each(pieces, (above, below), amount);
            pieces[above].left -= amount;
            pieces[below].left += amount;
            if pieces[above].left == 0 {
                up = next(true, pieces);
            }
            if pieces[below].left == 0 {
                down = next(false, pieces);
            }
        }
    };
    match_up(
        &corrected,
        &received,
        &mut |pieces, (above, below), amount| {
            for (at, amount) in [(above, amount), (below, -amount)] {
                deduct(&pieces[at], pieces[at].kind, amount, out);
            }
        },
    );
    match_up(&cost, &credit, &mut |pieces, (above, below), amount| {
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
    match_up(&cost, &received, &mut |pieces, (above, below), amount| {
        let kind = pieces[below].kind;
        deduct(&pieces[above], kind, amount, out);
        deduct(&pieces[below], kind, -amount, out);
    });
}

/// Which pieces of a class are set against others.
type Test<'t> = &'t dyn Fn(&Piece) -> bool;

/// What is done with each pair of them and the cents that cancel out: the one above zero first.
type Each<'e> = dyn FnMut(&[Piece], (usize, usize), i64) + 'e;

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
