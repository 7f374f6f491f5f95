//! What each of a row of rebookings saves, given those before it.
//!
//! The loss of a bucket depends on its spending in straight pieces: what it spends first is what would else go back, and
//! what it can't spend any more stays on own funds. A line that is booked on a grant and doesn't fit *waits*: when
//! another leaves the grant it takes its place, as it would in a settlement. So the losses before and after each
//! rebooking can be taken one from the other, and together they are the first loss less the last, whatever happens in
//! between.

use std::ops::Range;

/// A bucket of which the spending changes, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct BucketLoss {
    /// What is put on it; what is above its room counts as own funds.
    pub(super) spent: i64,
    /// The most that it can spend.
    pub(super) room: i64,
    /// What goes back when nothing is spent, as far as spending lowers it.
    pub(super) refund_slice: i64,
    /// Up to where lines that wait for its grant fill it: what it spent at first, since more they could not have.
    pub(super) refill: i64,
}

impl BucketLoss {
    /// What is on own funds because it doesn't fit, and what goes back.
    fn lost(self) -> i64 {
        let spends = self.spent.min(self.room);
        self.spent - spends + (self.refund_slice - spends).max(0)
    }
}

/// A grant in a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GrantLoss {
    /// The places of its buckets in [`Losses::buckets`].
    pub(super) buckets: Range<usize>,
    /// What is on own funds of lines that are booked on it alone and did not fit, in cents.
    pub(super) waiting: i64,
}

/// From where a rebooking takes an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A bucket that pays it, and its grant, by their places.
    Bucket(usize, usize),
    /// What waits for a grant.
    Waiting(usize),
    /// Own funds that no place on a grant would change.
    OwnFunds,
}

/// What is lost, as rebookings change it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Losses {
    pub(super) buckets: Vec<BucketLoss>,
    pub(super) grants: Vec<GrantLoss>,
}

impl Losses {
    /// Moves an amount to a bucket, or to own funds; what is lost less by it.
    pub(super) fn save(&mut self, from: Source, to: Option<usize>, amount: i64) -> i64 {
        let saved = match from {
            Source::Bucket(bucket, grant) => self.add(bucket, -amount) + self.fill(grant),
            Source::Waiting(grant) => self.leave(grant, amount),
            Source::OwnFunds => amount,
        };
        saved + to.map_or(-amount, |to| self.add(to, amount))
    }

    /// Changes the spending of a bucket; what is lost less.
    fn add(&mut self, bucket: usize, amount: i64) -> i64 {
        self.buckets.get_mut(bucket).map_or(0, |bucket| {
            let before = bucket.lost();
            bucket.spent += amount;
            before - bucket.lost()
        })
    }

    /// Lets what waits for a grant take the place that others left; what is lost less.
    fn fill(&mut self, grant: usize) -> i64 {
        let Some(GrantLoss { buckets, waiting }) = self.grants.get(grant).cloned() else {
            return 0;
        };
        let (mut left, mut saved) = (waiting, 0);
        for at in buckets {
            let free = self.buckets[at].refill - self.buckets[at].spent;
            let amount = free.clamp(0, left);
            saved += amount + self.add(at, amount);
            left -= amount;
        }
        self.grants[grant].waiting = left;
        saved
    }

    /// Takes away what waits for a grant, or has found a place there since; what is lost less.
    fn leave(&mut self, grant: usize, amount: i64) -> i64 {
        let Some(GrantLoss { buckets, waiting }) = self.grants.get(grant).cloned() else {
            return 0;
        };
        let waited = amount.min(waiting);
        self.grants[grant].waiting -= waited;
        let (mut left, mut saved) = (amount - waited, waited);
        for at in buckets.rev() {
            let taken = left.min(self.buckets[at].spent).max(0);
            saved += self.add(at, -taken);
            left -= taken;
        }
        saved
    }
}

#[cfg(test)]
mod tests {
    use super::Source::{OwnFunds, Waiting};
    use super::*;

    const A: Source = Source::Bucket(0, 0);
    const B: Source = Source::Bucket(1, 1);

    /// Two grants of one bucket each.
    fn losses(buckets: [(i64, i64, i64); 2], waiting: [i64; 2]) -> Losses {
        let buckets = buckets.map(|(spent, room, refund_slice)| BucketLoss {
            spent,
            room,
            refund_slice,
            refill: spent,
        });
        let grant = |at: usize| GrantLoss {
            buckets: at..at + 1,
            waiting: waiting[at],
        };
        Losses {
            buckets: buckets.to_vec(),
            grants: vec![grant(0), grant(1)],
        }
    }

    fn all(mut losses: Losses, moves: &[(Source, usize, i64)]) -> Vec<i64> {
        let of = |&(from, to, amount): &_| losses.save(from, Some(to), amount);
        moves.iter().map(of).collect()
    }

    #[test]
    fn own_funds_and_what_goes_back_are_both_saved() {
        let losses = || losses([(100, 100, 100), (20, 100, 60)], [0, 0]);
        // Of the second 40 would go back; beyond that only own funds are saved.
        assert_eq!(
            all(losses(), &[(OwnFunds, 1, 30), (OwnFunds, 1, 30)]),
            [60, 40]
        );
        // From a grant of which all goes back nothing is gained.
        assert_eq!(all(losses(), &[(A, 1, 30), (A, 1, 30)]), [0, -20]);
    }

    #[test]
    fn what_does_not_fit_counts_as_own_funds() {
        let losses = losses([(100, 100, 0), (0, 50, 50)], [0, 0]);
        assert_eq!(all(losses, &[(OwnFunds, 1, 80), (B, 0, 80)]), [100, -100]);
    }

    #[test]
    fn what_waits_takes_the_place_of_what_leaves() {
        let losses = || losses([(50, 50, 50), (0, 80, 80)], [70, 0]);
        // 40 leaves, 40 of what waits comes; then 40 that waited leaves, and 10 of the place stays empty.
        assert_eq!(all(losses(), &[(A, 1, 40), (Waiting(0), 1, 40)]), [80, 60]);
        assert_eq!(all(losses(), &[(Waiting(0), 1, 70)]), [140]);
        // An empty place that lines could not use before is not for them.
        let mut narrow = losses();
        narrow.buckets[0].room = 100;
        assert_eq!(all(narrow, &[(A, 1, 40)]), [80]);
    }

    #[test]
    fn together_they_save_the_difference_of_the_ends() {
        let moves = [
            (OwnFunds, 0, 70),
            (A, 1, 55),
            (Waiting(1), 0, 5),
            (B, 0, 20),
            (Waiting(0), 1, 64),
        ];
        let mut state = 7_i64;
        let mut dice = move |sides: i64| {
            state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
            state / 65_536 % sides
        };
        let lost = |losses: &Losses| -> i64 {
            let grants = losses.grants.iter().map(|grant| grant.waiting);
            losses.buckets.iter().map(|it| it.lost()).sum::<i64>() + grants.sum::<i64>()
        };
        for _ in 0..1_000 {
            let mut bucket = || {
                let room = dice(200);
                (dice(200), room, dice(room + 1))
            };
            let buckets = [bucket(), bucket()];
            let mut losses = losses(buckets, [dice(99), dice(99)]);
            let before = lost(&losses);
            let mut saved = 0;
            for (from, to, amount) in moves {
                saved += losses.save(from, Some(to), amount);
            }
            saved += losses.save(A, None, 12);
            assert_eq!(saved, 70 - 12 + before - lost(&losses), "{buckets:?}");
        }
    }
}
