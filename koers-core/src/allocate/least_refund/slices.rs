//! What spending does to a bucket's closing: its room cut in slices, in the order in which spending should empty them.
//!
//! Between two amounts of spending a closing only changes in what goes back, what is carried over and what the holder
//! keeps, and each euro changes at most one of them (DESIGN, the identities of a closing). So a closing at what is spent
//! already and one at all that could be spent tell how large each slice is; no rule is written twice.

use std::collections::BTreeMap;

use super::{LeftOut, LeftOutKind, State};
use crate::allocate::close::close_buckets;
use crate::allocate::run::Run;
use crate::calendar::Date;
use crate::ledger::{Allocated, Closing};
use crate::plan::LastYear;
use crate::scheme::Unspent;

/// What a euro spent from a slice is kept from. In the order in which spending should empty slices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SliceKind {
    /// Going back.
    Refund,
    /// Being carried over until a day.
    Carry(Date),
    /// Nothing: money that did not come in, or what no level looks at.
    Neutral,
    /// Being kept by the holder.
    Retained,
}

/// A part of what buckets can still spend, in cents above zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slice {
    pub(crate) kind: SliceKind,
    pub(crate) size: i64,
}

/// Buckets that share slices; most stand alone.
#[derive(Clone, Debug)]
pub(super) struct Sharing {
    pub(super) buckets: Vec<usize>,
    pub(super) slices: Vec<Slice>,
}

/// All that can still be spent.
pub(super) struct Slices {
    /// By bucket: what it can still spend, in cents.
    pub(super) room: Vec<i64>,
    /// By bucket what of that it is to leave for other years.
    spared: Vec<i64>,
    pub(super) sharing: Vec<Sharing>,
    /// By bucket its place in `sharing`.
    places: BTreeMap<usize, usize>,
    /// What goes back and is not owed from before, with nothing more spent.
    pub(super) refund: i64,
    /// What is carried over by date, with nothing more spent.
    pub(super) carried: BTreeMap<Date, i64>,
    pub(super) left_out: Vec<LeftOut>,
}

/// A limit on unspent money that several buckets share: of a grant's reserve, or of a part under a rule on the last
/// year's award.
type Shared = (usize, Option<usize>, Option<usize>, bool);

impl Slices {
    pub(super) fn new(run: &Run<'_, '_>, state: &State<'_>) -> Slices {
        let spent = run.spent();
        let room: Vec<i64> = (0..spent.len()).map(|at| run.limits.left_in(at)).collect();
        let full: Vec<i64> = spent.iter().zip(&room).map(|(a, b)| a + b).collect();
        let before = closings(run, state, &spent);
        let after = closings(run, state, &full);
        let mut slices = Slices {
            spared: vec![0; room.len()],
            room,
            sharing: Vec::new(),
            places: BTreeMap::new(),
            refund: 0,
            carried: BTreeMap::new(),
            left_out: Vec::new(),
        };
        let last_year = LastYear::new(run.plan, run.year, true);
        let mut shared: BTreeMap<Shared, Vec<usize>> = BTreeMap::new();
        let mut alone: Vec<usize> = Vec::new();
        for (at, closing) in before.iter().enumerate() {
            let Some(closing) = closing else {
                continue;
            };
            let limit = match run.plan.unspent_rule(at, run.year, true) {
                _ if closing.decision.goes_on => None,
                Some(Unspent::Reserve(_)) => Some((run.plan.buckets()[at].grant, None, None, true)),
                _ => last_year
                    .key(at)
                    .map(|(grant, part, agreed)| (grant, part, agreed, false)),
            };
            match limit {
                Some(limit) if slices.room[at] > 0 => shared.entry(limit).or_default().push(at),
                _ => alone.push(at),
            }
        }
        for (limit, buckets) in shared {
            if buckets.len() == 1 {
                alone.extend(buckets);
            } else if together(&before, &buckets, limit.3) {
                slices.share(&before, &after, buckets);
            } else {
                let grant = limit.0;
                slices
                    .left_out
                    .push(LeftOut::new(LeftOutKind::Unspent, grant, None));
                for at in buckets {
                    // As if the others took nothing of the limit: what it says is lost is no more than what is.
                    let mut others = full.clone();
                    others[at] = spent[at];
                    let before = closings(run, state, &others);
                    slices.share(&before, &after, vec![at]);
                }
            }
        }
        alone.sort_unstable();
        for at in alone {
            slices.share(&before, &after, vec![at]);
        }
        slices.sharing.retain(|sharing| !sharing.slices.is_empty());
        slices.sharing.sort_by(|a, b| a.buckets.cmp(&b.buckets));
        for (at, sharing) in slices.sharing.iter().enumerate() {
            let buckets = sharing.buckets.iter();
            slices.places.extend(buckets.map(|&bucket| (bucket, at)));
        }
        for left_out in &mut slices.left_out {
            if left_out.kind == LeftOutKind::Excess {
                left_out.grant = run.plan.buckets()[left_out.grant].grant;
            }
        }
        slices
    }

    /// Those of buckets of which each spends no more than `most` in the step: what it leaves is for other years, and all that it
    /// spends is worth as much.
    pub(super) fn within(run: &Run<'_, '_>, most: &[i64]) -> Slices {
        let left = (0..most.len()).map(|at| run.limits.left_in(at));
        let left: Vec<i64> = left.collect();
        let room: Vec<i64> = most.iter().zip(&left).map(|(a, b)| *a.min(b)).collect();
        let with_room = room.iter().enumerate().filter(|(_, room)| **room > 0);
        let sharing: Vec<Sharing> = with_room
            .map(|(at, &size)| Sharing {
                buckets: vec![at],
                slices: vec![Slice {
                    kind: SliceKind::Refund,
                    size,
                }],
            })
            .collect();
        let places = sharing.iter().zip(0..).map(|(of, at)| (of.buckets[0], at));
        Slices {
            places: places.collect(),
            spared: left.iter().zip(&room).map(|(a, b)| a - b).collect(),
            room,
            sharing,
            refund: 0,
            carried: BTreeMap::new(),
            left_out: Vec::new(),
        }
    }

    /// The slices of a bucket, with the buckets that share them; none where it has nothing to spend.
    pub(super) fn of_bucket(&self, bucket: usize) -> Option<&Sharing> {
        let at = self.places.get(&bucket)?;
        self.sharing.get(*at)
    }

    /// The slice from which a bucket spends next, and what is left of it.
    pub(super) fn next(&self, bucket: usize, run: &Run<'_, '_>) -> Option<(SliceKind, i64)> {
        let sharing = self.of_bucket(bucket)?;
        let spent = sharing.buckets.iter();
        let mut spent: i64 = spent
            .map(|&at| self.room[at] + self.spared[at] - run.limits.left_in(at))
            .sum();
        for slice in &sharing.slices {
            if spent < slice.size {
                return Some((slice.kind, slice.size - spent));
            }
            spent -= slice.size;
        }
        None
    }

    /// Adds the slices of buckets that share them, from their closings with nothing and with all spent.
    fn share(
        &mut self,
        before: &[Option<Closing>],
        after: &[Option<Closing>],
        buckets: Vec<usize>,
    ) {
        let (mut refund, mut carry, mut retained, mut room) = (0, 0, 0, 0);
        let mut until = None;
        for &at in &buckets {
            let (Some(before), Some(after)) = (&before[at], &after[at]) else {
                continue;
            };
            self.refund += before.refund - before.owed;
            refund += before.refund - after.refund;
            carry += before.carry_over - after.carry_over;
            retained += before.retained - after.retained;
            room += self.room[at];
            until = until.or(before.decision.until);
            if before.carry_over > 0
                && let Some(until) = before.decision.until
            {
                *self.carried.entry(until).or_default() += before.carry_over;
            }
        }
        if carry > 0 && retained > 0 {
            // What a limit on carrying cuts off is the holder's: spending takes that first, and then what is carried. No
            // level can ask for the second before the first.
            self.left_out.push(LeftOut::new(
                LeftOutKind::Excess,
                buckets.first().copied().unwrap_or_default(),
                None,
            ));
            if let Some(until) = until
                && let Some(carried) = self.carried.get_mut(&until)
            {
                *carried -= carry;
            }
            (carry, retained) = (0, 0);
        }
        let carry_kind = until.map_or(SliceKind::Neutral, SliceKind::Carry);
        let slices = [
            (SliceKind::Refund, refund),
            (carry_kind, carry),
            (SliceKind::Neutral, room - refund - carry - retained),
            (SliceKind::Retained, retained),
        ];
        let slices = slices
            .into_iter()
            .filter(|(_, size)| *size > 0)
            .map(|(kind, size)| Slice { kind, size })
            .collect();
        self.sharing.push(Sharing { buckets, slices });
    }
}

/// Whether what buckets lose together depends only on what they spend together: all their money came in, none of it is
/// earned by price and quantity, what they carry goes until one day, and a limit that is a part of the award of each is the
/// same for all.
fn together(before: &[Option<Closing>], buckets: &[usize], of_award: bool) -> bool {
    let mut closings = buckets.iter().filter_map(|&at| before[at].as_ref());
    let first = closings.clone().next();
    let until = first.map(|closing| closing.decision.until);
    let award = first.map(|closing| closing.award);
    closings.all(|closing| {
        closing.to_use.is_none()
            && closing.balance - closing.owed >= closing.room - closing.spent
            && Some(closing.decision.until) == until
            && (!of_award || Some(closing.award) == award)
    })
}

/// The closings of all buckets when so much is spent.
pub(super) fn closings(
    run: &Run<'_, '_>,
    state: &State<'_>,
    spent: &[i64],
) -> Vec<Option<Closing>> {
    let allocated: Vec<Allocated> = state
        .allocated
        .iter()
        .zip(spent)
        .map(|(of, &spent)| Allocated { spent, ..*of })
        .collect();
    let mut reserves = state.reserves.to_vec();
    close_buckets(
        (run.plan, run.year),
        state.carried,
        &allocated,
        &mut reserves,
    )
}
