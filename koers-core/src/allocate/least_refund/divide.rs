//! From a flow back to lines: what each bucket pays of each class, and of each line in it.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::fill_booked;
use super::limits::{Asked, Reach, Where};
use super::network::{Built, From, To};
use super::slices::{SliceKind, Slices};
use crate::allocate::joint::{Class, Joint};
use crate::allocate::place::{CeilingsHit, line_share, total_of};
use crate::allocate::run::Run;
use crate::allocate::shares::OfBucket;
use crate::allocate::spread::{Part, fill};
use crate::allocate::step::StepRun;
use crate::progress::Cancelled;

/// What each bucket pays of a class, in cents, by bucket.
pub(super) type OfClass = Vec<(usize, i64)>;

/// Adds what a bucket pays of a class.
fn add(of_class: &mut OfClass, bucket: usize, amount: i64) {
    match of_class.binary_search_by_key(&bucket, |(bucket, _)| *bucket) {
        Ok(at) => of_class[at].1 += amount,
        Err(at) => of_class.insert(at, (bucket, amount)),
    }
}

/// By class what each bucket pays of it. Behind a limit that several classes pass the first classes take the first
/// buckets.
pub(super) fn by_class(built: &Built, asked: &Asked, flow: &[i64], classes: usize) -> Vec<OfClass> {
    let mut of_class = vec![OfClass::new(); classes];
    // By limit what of each class passes it.
    let mut passing: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
    // By limit where it leads.
    let mut onward: BTreeMap<usize, Vec<(To, usize)>> = BTreeMap::new();
    for &(from, to, arc) in &built.ways {
        match (from, to, flow[arc]) {
            (_, _, ..=0) => {}
            (From::Class(class), To::Bucket(bucket), amount) => {
                add(&mut of_class[class], bucket, amount);
            }
            (From::Class(class), To::Limit(limit), amount) => {
                passing.entry(limit).or_default().push((class, amount));
            }
            (From::Limit(limit), to, _) => onward.entry(limit).or_default().push((to, arc)),
        }
    }
    let mut order: Vec<usize> = (0..asked.limits.len())
        .filter(|&at| asked.limits[at].at == Where::Before)
        .collect();
    order.sort_by_key(|&at| asked.limits[at].order(at));
    for limit in order {
        let mut classes = passing.remove(&limit).unwrap_or_default();
        classes.sort_unstable();
        let mut classes = classes.into_iter();
        let mut class = classes.next();
        for &(to, arc) in onward.get(&limit).into_iter().flatten() {
            let mut left = flow[arc];
            while let Some((at, of)) = &mut class {
                let amount = left.min(*of);
                if amount > 0 {
                    match to {
                        To::Bucket(bucket) => add(&mut of_class[*at], bucket, amount),
                        To::Limit(next) => {
                            passing.entry(next).or_default().push((*at, amount));
                        }
                    }
                }
                left -= amount;
                *of -= amount;
                if *of > 0 {
                    break;
                }
                class = classes.next();
            }
        }
    }
    of_class
}

/// What of the flow found no place on lines.
#[derive(Default)]
pub(super) struct Unplaced {
    /// Whether the rule that grants exclude each other kept a part out.
    pub(super) barred: bool,
    /// Grants whose share of each line kept a part out: classes know only what it lets them pay of all lines together.
    pub(super) shares: BTreeSet<usize>,
}

/// Puts what buckets pay of the classes on their lines.
pub(super) fn place(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    (joint, asked): (&mut Joint, &Asked),
    of_class: &[OfClass],
) -> Result<Unplaced, Cancelled> {
    let mut unplaced = Unplaced::default();
    let classes = std::mem::take(&mut joint.classes);
    run.watch.begin(classes.len())?;
    for ((class, reach), of_class) in classes.iter().zip(asked.reach.iter()).zip(of_class) {
        run.watch.tick()?;
        if of_class.is_empty() {
            continue;
        }
        let of_one = {
            let mut open = class.open(&run.pieces);
            open.next().filter(|_| open.next().is_none())
        };
        if let Some(piece) = of_one
            && !joint.excludes
            && !class
                .ways
                .iter()
                .any(|&way| line_share(&run.ways.list[way]).is_some())
        {
            // It takes what each bucket pays of the class, as far as there is of it.
            let mut left = run.pieces[piece].left;
            for &(bucket, amount) in of_class {
                let at = reach.binary_search_by_key(&bucket, |reach| reach.bucket);
                let Some(reach) = at.ok().map(|at| &reach[at]) else {
                    continue;
                };
                let of_piece = amount.min(left);
                if of_piece > 0 {
                    left -= of_piece;
                    pay(run, step, reach.way, reach.place, (piece, of_piece));
                }
                if of_piece < amount {
                    unplaced.shares.insert(run.ways.list[reach.way].grant);
                }
            }
            continue;
        }
        let paying = of_class.iter().filter_map(|(bucket, amount)| {
            let at = reach.binary_search_by_key(bucket, |reach| reach.bucket);
            Some((&reach[at.ok()?], *amount))
        });
        let paying: Vec<(&Reach, i64)> = paying.collect();
        let buckets = paying
            .iter()
            .map(|(reach, amount)| (reach.bucket, reach.way, *amount));
        let buckets: Vec<OfBucket> = buckets.collect();
        let pieces: Vec<usize> = class.open(&run.pieces).collect();
        let mut left: Vec<i64> = buckets.iter().map(|(.., amount)| *amount).collect();
        for (line, at, amount) in parts(run, class, &buckets, &pieces)? {
            left[at] -= amount;
            let (reach, piece) = (paying[at].0, pieces[line]);
            let line = run.pieces[piece].line;
            let grant = run.ways.list[reach.way].grant;
            if joint.excludes && joint.barred(run, line, grant) {
                unplaced.barred = true;
                continue;
            }
            pay(run, step, reach.way, reach.place, (piece, amount));
            joint.pays(line, grant);
        }
        let short = buckets.iter().zip(left).filter(|(_, left)| *left > 0);
        let short = short.map(|((_, way, _), _)| run.ways.list[*way].grant);
        unplaced.shares.extend(short);
    }
    joint.classes = classes;
    Ok(unplaced)
}

/// The parts of a class by line, bucket and amount; lines and buckets by their place.
fn parts(
    run: &mut Run<'_, '_>,
    class: &Class,
    buckets: &[OfBucket],
    pieces: &[usize],
) -> Result<Vec<Part>, Cancelled> {
    let mut shared: Vec<usize> = buckets.iter().map(|(_, way, _)| *way).collect();
    shared.dedup();
    shared.retain(|&way| line_share(&run.ways.list[way]).is_some());
    Ok(match shared[..] {
        [] => fill_booked(run, pieces, buckets),
        [way] => {
            // Its buckets come first, each line's own share; the others take what is left.
            let mut lines: Vec<i64> = pieces.iter().map(|&at| run.pieces[at].left).collect();
            let claims = run.claims(way, &class.pieces).unwrap_or_default();
            let claimed = class.pieces.iter().zip(claims);
            let claimed = claimed.filter(|(at, _)| run.pieces[**at].is_open_cost());
            let claimed: Vec<i64> = claimed.map(|(_, claim)| claim).collect();
            let of = |shares: bool| -> Vec<i64> {
                let amounts = buckets.iter();
                amounts
                    .map(|(_, of, amount)| if (*of == way) == shares { *amount } else { 0 })
                    .collect()
            };
            let mut parts = fill(&claimed, &of(true));
            for (line, _, amount) in &parts {
                lines[*line] -= amount;
            }
            parts.extend(fill(&lines, &of(false)));
            parts
        }
        _ => run.in_shares(pieces, buckets)?,
    })
}

/// Pays what the limits allow of a part of a piece.
fn pay(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    way: usize,
    (round, index): (usize, usize),
    (piece, amount): (usize, i64),
) -> i64 {
    let ask = run.ways.list[way].ask(round, index, &mut run.limits);
    let mut wanted = amount;
    if let Some(key) = total_of(&run.ways.list[way]) {
        wanted = wanted.min(run.total_left(key));
    }
    let paid = run.limits.available(&ask, wanted).max(0);
    if paid < amount {
        let mut hit = CeilingsHit {
            plan: run.plan,
            year: run.year,
            exercised: &mut run.noted.exercised,
        };
        hit.add(&ask, &run.limits);
    }
    if paid > 0 {
        run.pay(piece, way, &ask, step, paid);
    }
    paid
}

/// Offers what found no place, because of rules that are left out of the flow, to buckets in the order of what spending
/// keeps from going back, piece by piece.
pub(super) fn offer_again(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    (joint, asked): (&mut Joint, &Asked),
    slices: &Slices,
) -> Result<(), Cancelled> {
    let classes = std::mem::take(&mut joint.classes);
    for (class, reach) in classes.iter().zip(asked.reach.iter()) {
        let rights: Vec<Option<Vec<i64>>> = reach
            .iter()
            .map(|reach| run.rights(reach.way, &class.pieces))
            .collect();
        // By way what is left of its share of the whole class.
        let mut whole: BTreeMap<usize, i64> = BTreeMap::new();
        for (reach, rights) in reach.iter().zip(&rights) {
            if let Some(rights) = rights {
                let grant = run.ways.list[reach.way].grant;
                let left = run.right_left(grant, rights, &class.pieces);
                whole.insert(reach.way, left);
            }
        }
        for (member, &piece) in class.pieces.iter().enumerate() {
            run.watch.tick()?;
            while run.pieces[piece].is_open_cost() {
                let mut best: Option<(SliceKind, usize, i64)> = None;
                for (place, reach) in reach.iter().enumerate() {
                    let Some((kind, of_slice)) = slices.next(reach.bucket, run) else {
                        continue;
                    };
                    let (line, grant) = (run.pieces[piece].line, run.ways.list[reach.way].grant);
                    let right = rights[place].as_ref().map(|rights| {
                        let of_class = whole.get(&reach.way).copied().unwrap_or_default();
                        (rights[member] - run.paid_by(piece, grant)).min(of_class)
                    });
                    let left = run.pieces[piece].left.min(of_slice);
                    let asked = right.map_or(left, |right| left.min(right));
                    let (way, (round, index)) = (reach.way, reach.place);
                    let total = total_of(&run.ways.list[way]);
                    let asked = total.map_or(asked, |key| asked.min(run.total_left(key)));
                    let ask = run.ways.list[way].ask(round, index, &mut run.limits);
                    let amount = run.limits.available(&ask, asked);
                    if amount > 0
                        && best.is_none_or(|(known, ..)| kind < known)
                        && !(joint.excludes && joint.barred(run, line, grant))
                    {
                        best = Some((kind, place, amount));
                    }
                }
                let Some((_, place, amount)) = best else {
                    break;
                };
                let reach = &reach[place];
                let paid = pay(run, step, reach.way, reach.place, (piece, amount));
                if let Some(left) = whole.get_mut(&reach.way) {
                    *left -= paid;
                }
                let grant = run.ways.list[reach.way].grant;
                joint.pays(run.pieces[piece].line, grant);
            }
        }
    }
    joint.classes = classes;
    Ok(())
}
