//! Which lines of a class move, when its totals by payer change.
//!
//! The lines of a class are alike: each may be paid by the same buckets. So when the class as a whole is to be paid
//! otherwise, it is free which of its lines move, and it is the largest, so that few bookings change.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Who pays a part of a line. Buckets come in their order, own funds after them by the grant on which the part is booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Payer {
    /// A place in the plan's buckets.
    Bucket(usize),
    /// Own funds, and the place of the grant on which it is booked.
    Own(Option<usize>),
}

/// A line of a class.
#[derive(Clone, Debug)]
pub(super) struct Part<'d> {
    /// The row in `cost_lines`.
    pub(super) line: usize,
    pub(super) id: Cow<'d, str>,
    /// What each pays of it now, in cents above zero.
    pub(super) before: Vec<(Payer, i64)>,
}

/// Lines that are alike.
#[derive(Clone, Debug)]
pub(super) struct Class<'d> {
    /// The grants that they are booked on.
    pub(super) booked: &'d [usize],
    pub(super) lines: Vec<Part<'d>>,
    /// What each is to pay of all lines together, in cents above zero.
    pub(super) after: BTreeMap<Payer, i64>,
}

/// A part of a line that another is to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    /// The row in `cost_lines`.
    pub(super) line: usize,
    pub(super) from: Payer,
    pub(super) to: Payer,
    /// Cents, above zero.
    pub(super) amount: i64,
    /// Whether the booking of the line must change for it. It must not where the payer is another bucket of the same grant,
    /// where the line's own grant comes to pay what was on own funds, or where own funds come to pay.
    pub(super) rebooks: bool,
}

/// The moves that make the totals of a class by payer what they are to be.
///
/// First what goes to a grant that the lines are not booked on, whoever pays it now: the largest lines (ties: by id), the
/// last of them in part, and of each what is on own funds before what a grant pays. Then what is left to change, from
/// those that pay too much to those that pay too little, both in their order, and first where no booking must change for
/// it. `grant` is the grant of a bucket.
pub(super) fn moves(class: &Class<'_>, grant: impl Fn(usize) -> usize) -> Vec<Move> {
    let is_new = |payer: Payer| match payer {
        Payer::Bucket(at) => !class.booked.contains(&grant(at)),
        Payer::Own(_) => false,
    };
    let rebooks = |from, to| match (from, to) {
        (_, Payer::Own(_)) => false,
        (Payer::Bucket(from), Payer::Bucket(to)) => grant(from) != grant(to),
        (Payer::Own(booked), Payer::Bucket(to)) => booked != Some(grant(to)),
    };
    let mut state = State::new(class);
    let missing: Vec<(Payer, i64)> = state.missing(1).filter(|(to, _)| is_new(*to)).collect();
    let largest = state.largest_first(|payer| !is_new(payer));
    let mut lines = largest.iter().copied().peekable();
    for (to, mut left) in missing {
        while left > 0
            && let Some(&line) = lines.peek()
        {
            let Some(&(from, has)) = state.of_line(line).rfind(|(from, _)| !is_new(*from)) else {
                lines.next();
                continue;
            };
            let amount = left.min(has);
            state.take(line, from, to, amount, true);
            left -= amount;
        }
    }
    for needed in [false, true] {
        let surplus: Vec<Payer> = state.missing(-1).map(|(from, _)| from).collect();
        for from in surplus {
            let largest = state.largest_first(|payer| payer == from);
            let wanting: Vec<Payer> = state.missing(1).map(|(to, _)| to).collect();
            let wanting = wanting
                .into_iter()
                .filter(|to| rebooks(from, *to) == needed);
            let mut lines = largest.iter().copied().peekable();
            for to in wanting {
                while let Some(&line) = lines.peek() {
                    let has = state.of_line(line).find(|(payer, _)| *payer == from);
                    let amount = has.map_or(0, |(_, has)| *has).min(state.between(from, to));
                    if amount > 0 {
                        state.take(line, from, to, amount, needed);
                    }
                    if state.between(from, to) == 0 {
                        break;
                    }
                    lines.next();
                }
            }
        }
    }
    state.moves
}

/// A class on its way.
struct State<'c, 'd> {
    class: &'c Class<'d>,
    /// By line of the class who pays what of it is not moved yet; own funds last.
    parts: Vec<Vec<(Payer, i64)>>,
    /// By payer what it is still to pay more, or less where below zero.
    change: BTreeMap<Payer, i64>,
    moves: Vec<Move>,
}

impl<'c, 'd> State<'c, 'd> {
    fn new(class: &'c Class<'d>) -> Self {
        let mut change = class.after.clone();
        let mut parts = Vec::with_capacity(class.lines.len());
        for line in &class.lines {
            let mut before: BTreeMap<Payer, i64> = BTreeMap::new();
            for &(payer, amount) in &line.before {
                *change.entry(payer).or_default() -= amount;
                *before.entry(payer).or_default() += amount;
            }
            parts.push(before.into_iter().collect());
        }
        State {
            class,
            parts,
            change,
            moves: Vec::new(),
        }
    }

    /// The payers that are to pay more (1) or less (−1), in their order, with how much.
    fn missing(&self, sign: i64) -> impl Iterator<Item = (Payer, i64)> {
        let missing = self
            .change
            .iter()
            .map(move |(&payer, by)| (payer, by * sign));
        missing.filter(|(_, by)| *by > 0)
    }

    /// How much may go from one to the other: what the one has too much and the other too little.
    fn between(&self, from: Payer, to: Payer) -> i64 {
        let change = |payer| self.change.get(&payer).copied().unwrap_or_default();
        change(to).min(-change(from)).max(0)
    }

    /// The lines of which one of these payers pays, the one of which they pay most first.
    fn largest_first(&self, of: impl Fn(Payer) -> bool) -> Vec<usize> {
        let has = |parts: &Vec<(Payer, i64)>| -> i64 {
            let parts = parts.iter().filter(|(payer, _)| of(*payer));
            parts.map(|(_, amount)| amount).sum()
        };
        let lines = self.parts.iter().map(has).enumerate();
        let mut lines: Vec<(usize, i64)> = lines.filter(|(_, has)| *has > 0).collect();
        lines.sort_by_key(|&(line, has)| (Reverse(has), &*self.class.lines[line].id));
        lines.into_iter().map(|(line, _)| line).collect()
    }

    fn of_line(&self, line: usize) -> impl DoubleEndedIterator<Item = &(Payer, i64)> {
        self.parts[line].iter().filter(|(_, amount)| *amount > 0)
    }

    fn take(&mut self, line: usize, from: Payer, to: Payer, amount: i64, rebooks: bool) {
        if let Some(part) = self.parts[line].iter_mut().find(|part| part.0 == from) {
            part.1 -= amount;
        }
        *self.change.entry(from).or_default() += amount;
        *self.change.entry(to).or_default() -= amount;
        self.moves.push(Move {
            line: self.class.lines[line].line,
            from,
            to,
            amount,
            rebooks,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A1: Payer = Payer::Bucket(0);
    const A2: Payer = Payer::Bucket(1);
    const B: Payer = Payer::Bucket(2);
    const C: Payer = Payer::Bucket(3);
    const OWN: Payer = Payer::Own(Some(0));
    const NOWHERE: Payer = Payer::Own(None);
    const OWN_B: Payer = Payer::Own(Some(1));

    /// Grants 0 (two buckets), 1 and 2. Lines are called by their place.
    fn shown(
        booked: &[usize],
        lines: &[&[(Payer, i64)]],
        after: &[(Payer, i64)],
    ) -> Vec<(usize, Payer, Payer, i64, bool)> {
        let ids = ["0", "1", "2", "3"];
        let lines = lines.iter().zip(ids).enumerate();
        let class = Class {
            booked,
            lines: lines
                .map(|(line, (before, id))| Part {
                    line,
                    id: id.into(),
                    before: before.to_vec(),
                })
                .collect(),
            after: after.iter().copied().collect(),
        };
        let moves = moves(&class, |bucket| [0, 0, 1, 2][bucket]).into_iter();
        moves
            .map(|it| (it.line, it.from, it.to, it.amount, it.rebooks))
            .collect()
    }

    #[test]
    fn nothing_moves_when_nothing_changes() {
        let lines: [&[_]; 2] = [&[(A1, 5)], &[(A1, 3), (OWN, 2)]];
        assert_eq!(shown(&[0], &lines, &[(A1, 8), (OWN, 2)]), []);
    }

    #[test]
    fn the_largest_lines_move_and_the_last_in_part() {
        let lines: [&[_]; 4] = [&[(A1, 10)], &[(A1, 50)], &[(A1, 40)], &[(A1, 50)]];
        let moved = shown(&[0], &lines, &[(A1, 30), (B, 120)]);
        let expected = [
            (1, A1, B, 50, true),
            (3, A1, B, 50, true),
            (2, A1, B, 20, true),
        ];
        assert_eq!(moved, expected);
    }

    #[test]
    fn several_payers_are_matched_in_order() {
        let lines: [&[_]; 2] = [&[(A1, 60)], &[(OWN, 40)]];
        let moved = shown(&[0], &lines, &[(A1, 10), (B, 20), (C, 70)]);
        let expected = [
            (0, A1, B, 20, true),
            (0, A1, C, 40, true),
            (1, OWN, C, 30, true),
            (1, OWN, A1, 10, false),
        ];
        assert_eq!(moved, expected);
    }

    #[test]
    fn a_line_that_its_own_grant_comes_to_pay_is_not_rebooked() {
        // The largest line leaves A, so that A can pay the other.
        let lines: [&[_]; 2] = [&[(OWN, 70)], &[(A1, 80)]];
        let moved = shown(&[0], &lines, &[(A1, 70), (B, 80)]);
        assert_eq!(moved, [(1, A1, B, 80, true), (0, OWN, A1, 70, false)]);
        let moved = shown(&[0], &[&[(OWN, 70)]], &[(A1, 70)]);
        assert_eq!(moved, [(0, OWN, A1, 70, false)]);
        let moved = shown(&[], &[&[(NOWHERE, 70)]], &[(A1, 70)]);
        assert_eq!(moved, [(0, NOWHERE, A1, 70, true)]);
    }

    #[test]
    fn of_a_line_own_funds_move_first() {
        let moved = shown(&[0], &[&[(A1, 50), (OWN, 20)]], &[(A1, 40), (B, 30)]);
        assert_eq!(moved, [(0, OWN, B, 20, true), (0, A1, B, 10, true)]);
    }

    #[test]
    fn a_shift_inside_a_grant_is_no_rebooking() {
        let lines: [&[_]; 2] = [&[(A1, 50)], &[(A1, 30)]];
        let moved = shown(&[0], &lines, &[(A2, 35), (B, 45)]);
        let expected = [
            (0, A1, B, 45, true),
            (1, A1, A2, 30, false),
            (0, A1, A2, 5, false),
        ];
        assert_eq!(moved, expected);
    }

    #[test]
    fn between_two_grants_of_a_booking_the_booking_changes() {
        let lines: [&[_]; 1] = [&[(A1, 50), (B, 40), (OWN_B, 20)]];
        let moved = shown(&[0, 1], &lines, &[(A1, 20), (B, 90)]);
        assert_eq!(moved, [(0, OWN_B, B, 20, false), (0, A1, B, 30, true)]);
        let moved = shown(&[0, 1], &lines, &[(A1, 70), (B, 40)]);
        assert_eq!(moved, [(0, OWN_B, A1, 20, true)]);
    }

    #[test]
    fn what_no_grant_pays_any_more_is_no_rebooking() {
        let moved = shown(&[0], &[&[(A1, 50)]], &[(A1, 20), (OWN, 30)]);
        assert_eq!(moved, [(0, A1, OWN, 30, false)]);
    }
}
