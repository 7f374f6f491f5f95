//! Which limit keeps costs on own funds: a ceiling, a share, the most of a step, or the room.
//!
//! A run doesn't note it. It follows from the year's end: what a limit let through it never lets through again, so one that
//! leaves nothing then is one that left nothing for a line which the same kind of limit kept away. Where that doesn't tell which
//! limit it was, as where two grants have one, none is named.

use super::View;
use super::about::Reached;
use crate::allocate::{Block, Gate, Verdict, YearAllocation};
use crate::method::Method;
use crate::money::Money;
use crate::plan::YearPlan;
use crate::scheme::{Ceiling, ShareOf};
use crate::settle::Rests;

/// Of more grants than this none is looked for that keeps a line: lines may be many too.
const COMPARED: usize = 64;

/// Of more lines than this it is not looked for which of several full ceilings was full first.
const LINES: usize = 2_000;

/// A limit, and the rule that states it.
pub(super) type Limit = (Reached, Option<Rests>);

/// What buckets have at the end of a year.
#[derive(Clone, Copy)]
pub(super) struct AtEnd<'s> {
    pub(super) plan: &'s YearPlan,
    pub(super) allocated: &'s YearAllocation,
}

/// A ceiling on a bucket.
struct Held<'p> {
    at: usize,
    /// The first bucket that it is counted over.
    first: usize,
    /// Its place in the version that closes the year.
    item: usize,
    ceiling: &'p Ceiling,
}

impl View<'_> {
    /// The limit that keeps what no grant pays of a line, where it is plain which one does.
    pub(super) fn reached(&self, end: AtEnd<'_>, line: usize, block: Block) -> Option<Limit> {
        let grants = self.plan.dossier().grants();
        let booking = self.plan.dossier().lines().booking(line);
        let booked = booking.filter(|_| *self.settlement.method() == Method::booked());
        let mut found = None;
        let mut look = |grant: usize| match self.reached_of(end, grant, line, block) {
            // With two it may be either.
            Some(limit) => found.replace(limit).is_none(),
            None => true,
        };
        let plain = match booked {
            Some(booking) => {
                let mut places = booking.grants().filter_map(|id| self.plan.grant_place(id));
                places.all(&mut look)
            }
            None => grants.len() <= COMPARED && (0..grants.len()).all(look),
        };
        found.filter(|_| plain)
    }

    /// The limit by which a grant that may pay a line pays no more of it.
    pub(super) fn reached_of(
        &self,
        end: AtEnd<'_>,
        grant: usize,
        line: usize,
        block: Block,
    ) -> Option<Limit> {
        let limits = [Block::Ceiling, Block::Share, Block::Maximum, Block::Room];
        if !limits.contains(&block) {
            return None;
        }
        let gate = Gate {
            plan: self.plan,
            year: end.plan,
            carried: &end.allocated.carried,
        };
        let shown = gate.shown(grant, line);
        let admits = |at: &usize| {
            let bucket = &self.plan.buckets()[*at];
            gate.verdict(*at, bucket, shown) == Verdict::Admitted
        };
        let buckets = self.plan.buckets_of(grant).map(|(at, _)| at);
        let buckets: Vec<usize> = buckets.filter(admits).collect();
        if buckets.is_empty() {
            return None;
        }
        match block {
            Block::Ceiling => self.binding(end, &buckets, line),
            Block::Share => {
                let share = self.plan.version(grant, shown.date)?.share.as_ref()?.rule;
                let rule = self.rule(grant, line, |version| {
                    Some(&version.share.as_ref()?.citation)
                });
                let grant = self.grant_name(grant);
                let (rate, of_all) = (share.rate, share.of == ShareOf::Total);
                let reached = Reached::Share {
                    grant,
                    rate,
                    of_all,
                };
                Some((reached, rule))
            }
            Block::Maximum => self.maximum_reached(end, grant),
            _ => {
                let closings = buckets
                    .iter()
                    .map(|&at| end.allocated.closings[at].as_ref());
                let closings: Vec<_> = closings.collect::<Option<_>>()?;
                let spent = closings.iter().all(|it| it.spent >= it.room);
                let room = closings.iter().map(|it| it.room).sum();
                let reached = Reached::Room {
                    grant: self.grant_name(grant),
                    amount: Money::of(room),
                };
                spent.then_some((reached, None))
            }
        }
    }

    /// The ceiling that keeps a line from buckets which may pay it, where it is plain which one does.
    fn binding(&self, end: AtEnd<'_>, buckets: &[usize], line: usize) -> Option<Limit> {
        let mut full: Vec<Held<'_>> = Vec::new();
        for held in buckets.iter().flat_map(|&at| self.full(end, at, line)) {
            if full
                .iter()
                .all(|known| known.first != held.first || known.item != held.item)
            {
                full.push(held);
            }
        }
        if full.len() > 1 {
            // In the order of lines one that lets a later line through was not full yet when this one came.
            let few = self.plan.dossier().lines().len() <= LINES;
            let in_order = *self.settlement.method() == Method::booked() && few;
            full.retain(|held| in_order && !self.lets_through(end, held, line));
        }
        full.first().map(|held| self.told(end, held))
    }

    /// A ceiling on a bucket that a line meets and that leaves nothing; the first of them.
    pub(super) fn ceiling_reached(&self, end: AtEnd<'_>, at: usize, line: usize) -> Option<Limit> {
        let held = self.full(end, at, line).next()?;
        Some(self.told(end, &held))
    }

    /// The ceilings on a bucket that a line meets and under which all is paid that they allow, in this year and those before.
    fn full<'p>(
        &'p self,
        end: AtEnd<'p>,
        at: usize,
        line: usize,
    ) -> impl Iterator<Item = Held<'p>> {
        let grant = self.plan.buckets()[at].grant;
        let ceilings = self
            .plan
            .ceilings(grant, end.plan)
            .map(move |(item, ceiling)| {
                let first = self.plan.counted_over(ceiling.over, at).next();
                Held {
                    at,
                    first: first.unwrap_or(at),
                    item,
                    ceiling,
                }
            });
        ceilings.filter(move |held| {
            let over = self.plan.counted_over(held.ceiling.over, at);
            let paid: i64 = over
                .map(|at| end.allocated.under(at, &held.ceiling.name))
                .sum();
            self.meets(end, held, at, line) && paid >= self.most(end, held).cents()
        })
    }

    /// Whether a ceiling holds on a bucket for a line.
    fn meets(&self, end: AtEnd<'_>, held: &Held<'_>, at: usize, line: usize) -> bool {
        let lines = self.plan.dossier().lines();
        let value = |name: &str| lines.dimension(name)?.value(line);
        self.plan.ceiling_holds(end.plan, held.item, at) && held.ceiling.costs.matches(value)
    }

    /// The most that a ceiling allows.
    fn most(&self, end: AtEnd<'_>, held: &Held<'_>) -> Money {
        let ceiling = (held.item, held.ceiling);
        let award = self.plan.ceiling_award(end.plan, ceiling, held.at);
        held.ceiling.limit.of(Money::of(award))
    }

    /// Whether costs of a line after this one were paid under a ceiling.
    fn lets_through(&self, end: AtEnd<'_>, held: &Held<'_>, line: usize) -> bool {
        let lines = self.plan.dossier().lines();
        let over: Vec<usize> = self.plan.counted_over(held.ceiling.over, held.at).collect();
        end.allocated.paid(self.plan).any(|paid| {
            paid.amount > 0
                && over.contains(&paid.bucket)
                && lines.order(line, paid.line).is_lt()
                && self.meets(end, held, paid.bucket, paid.line)
        })
    }

    fn told(&self, end: AtEnd<'_>, held: &Held<'_>) -> Limit {
        let grant = self.plan.buckets()[held.at].grant;
        let scheme = self.plan.dossier().scheme_of(grant);
        let rule = end.plan.versions[grant].map(|version| {
            let version = &scheme.versions[version];
            Rests::rule(scheme, version, &version.ceilings[held.item].citation)
        });
        let reached = Reached::Ceiling {
            grant: self.grant_name(grant),
            name: held.ceiling.name.clone(),
            amount: self.most(end, held),
        };
        (reached, rule)
    }

    /// The most that a grant pays in a step, where one step says so and it paid that.
    fn maximum_reached(&self, end: AtEnd<'_>, grant: usize) -> Option<Limit> {
        let id = self.plan.dossier().grants()[grant].id.value.as_str();
        let steps = self.settlement.method().steps.iter();
        let mut maxima = steps.filter_map(|step| step.value.maximum(id));
        let (amount, other) = (maxima.next()?, maxima.next());
        let buckets = self.plan.buckets_of(grant);
        let spent = buckets.filter_map(|(at, _)| end.allocated.closings[at].as_ref());
        let spent: i64 = spent.map(|closing| closing.spent).sum();
        let grant = self.grant_name(grant);
        let reached = Reached::Maximum { grant, amount };
        (other.is_none() && spent >= amount.cents()).then_some((reached, None))
    }
}
