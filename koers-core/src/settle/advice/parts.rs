//! Who pays the costs of a year, line by line.

use std::collections::{BTreeMap, BTreeSet};

use super::moves::Payer;
use crate::allocate::{Block, How, YearAllocation, split};
use crate::dossier::Booking;
use crate::plan::Plan;

/// The line that a row is about: of a credit note that is linked to a line, that line, since a note goes where its line
/// goes.
pub(super) fn owner(plan: &Plan, line: usize) -> usize {
    plan.corrections().line_of(line).unwrap_or(line)
}

/// By line and payer what costs are paid, in cents above zero. What credit notes and income cancel stays where it is, so
/// it isn't here, but for a line with notes of its own: of that it is what they leave.
pub(super) fn parts(plan: &Plan, year: &YearAllocation) -> BTreeMap<(usize, Payer), i64> {
    let mut parts: BTreeMap<(usize, Payer), i64> = BTreeMap::new();
    let has_notes = |line| !plan.corrections().notes(line).is_empty();
    for paid in year.paid(plan) {
        let line = match paid.how {
            How::Corrected => owner(plan, paid.line),
            How::Netted if !has_notes(paid.line) => continue,
            How::Netted | How::Paid => paid.line,
        };
        *parts.entry((line, Payer::Bucket(paid.bucket))).or_default() += paid.amount;
    }
    let mut own: BTreeMap<usize, i64> = BTreeMap::new();
    for open in year.open(plan) {
        // What exceeds the costs is a credit or income by itself, also of a note that has a line.
        if !matches!(open.block, Block::Credit | Block::IncomeLeft) {
            *own.entry(owner(plan, open.line)).or_default() += open.amount;
        }
    }
    let several: BTreeSet<usize> = own
        .keys()
        .copied()
        .filter(|&line| booked(plan, line).len() > 1)
        .collect();
    let held = held(plan, year, &several);
    for (line, amount) in own {
        for (grant, amount) in of_bookings(plan, line, amount, &held) {
            *parts.entry((line, Payer::Own(grant))).or_default() += amount;
        }
    }
    parts.retain(|_, amount| *amount > 0);
    parts
}

/// The grants that a line is booked on.
pub(super) fn booked(plan: &Plan, line: usize) -> Vec<usize> {
    let booking = plan.dossier().lines().booking(line);
    let grants = booking.into_iter().flat_map(Booking::grants);
    grants.filter_map(|id| plan.grant_place(id)).collect()
}

/// By line and grant what a grant pays or takes off of lines, in cents.
fn held(
    plan: &Plan,
    year: &YearAllocation,
    lines: &BTreeSet<usize>,
) -> BTreeMap<(usize, usize), i64> {
    let mut held: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    if lines.is_empty() {
        return held;
    }
    let grant = |bucket: usize| plan.buckets()[bucket].grant;
    let paid = year.paid(plan);
    let paid = paid.map(|paid| (paid.line, grant(paid.bucket), paid.amount));
    let off = year.deducted().iter();
    let off = off.map(|part| (part.line, part.grant, part.amount));
    for (line, grant, amount) in paid.chain(off) {
        let line = owner(plan, line);
        if lines.contains(&line) {
            *held.entry((line, grant)).or_default() += amount;
        }
    }
    held
}

/// What is on own funds of a line, by the grant on which it is booked: of several grants what each does not pay of its
/// part, as far as there is so much.
fn of_bookings(
    plan: &Plan,
    line: usize,
    amount: i64,
    held: &BTreeMap<(usize, usize), i64>,
) -> Vec<(Option<usize>, i64)> {
    let lines = plan.dossier().lines();
    let booking = match lines.booking(line) {
        None => return vec![(None, amount)],
        Some(Booking::Grant(grant)) => return vec![(plan.grant_place(grant), amount)],
        Some(booking) => booking,
    };
    let net = plan.corrections().net(line).map(|(net, _)| net);
    let net = net.unwrap_or_else(|| lines.amount(line).cents());
    let mut left = amount;
    let mut of_bookings = Vec::new();
    for (id, part) in split(booking, net) {
        let Some(grant) = plan.grant_place(id) else {
            continue;
        };
        let paid = held.get(&(line, grant)).copied().unwrap_or_default();
        let open = (part - paid).clamp(0, left.max(0));
        of_bookings.push((Some(grant), open));
        left -= open;
    }
    match of_bookings.last_mut() {
        Some(last) => last.1 += left,
        None => of_bookings.push((None, left)),
    }
    of_bookings
}
