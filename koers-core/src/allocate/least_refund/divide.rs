//! From a flow back to lines: what each bucket pays of each class, and of each line in it.

use std::collections::BTreeMap;

use super::limits::{Asked, Where};
use super::network::{Built, From, To};
use super::slices::{SliceKind, Slices};
use crate::allocate::joint::{Class, Joint};
use crate::allocate::place::{CeilingsHit, line_share, total_of};
use crate::allocate::run::Run;
use crate::allocate::spread::{Part, fill, in_proportion};
use crate::allocate::step::StepRun;
use crate::progress::Cancelled;

/// What each bucket pays of a class, in cents, by bucket.
pub(super) type OfClass = BTreeMap<usize, i64>;

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
                *of_class[class].entry(bucket).or_default() += amount;
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
                        To::Bucket(bucket) => *of_class[*at].entry(bucket).or_default() += amount,
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

/// Puts what buckets pay of the classes on their lines; whether the rule that grants exclude each other kept a part out.
pub(super) fn place(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    (joint, asked): (&mut Joint, &Asked),
    of_class: &[OfClass],
) -> Result<bool, Cancelled> {
    let mut barred = false;
    let classes = std::mem::take(&mut joint.classes);
    run.watch.begin(classes.len())?;
    for ((class, reach), of_class) in classes.iter().zip(&asked.reach).zip(of_class) {
        run.watch.tick()?;
        let buckets: Vec<(usize, i64)> = of_class.iter().map(|(at, of)| (*at, *of)).collect();
        let pieces: Vec<usize> = class.open(&run.pieces).collect();
        for (piece, bucket, amount) in parts(run, class, &buckets, &pieces) {
            let Ok(at) = reach.binary_search_by_key(&bucket, |reach| reach.bucket) else {
                continue;
            };
            let reach = &reach[at];
            let line = run.pieces[piece].line;
            let grant = run.ways.list[reach.way].grant;
            if joint.excludes && joint.barred(run, line, grant) {
                barred = true;
                continue;
            }
            pay(run, step, reach.way, reach.place, (piece, amount));
            joint.pays(line, grant);
        }
    }
    joint.classes = classes;
    Ok(barred)
}

/// The parts of a class by piece, bucket and amount.
fn parts(
    run: &mut Run<'_, '_>,
    class: &Class,
    buckets: &[(usize, i64)],
    pieces: &[usize],
) -> Vec<Part> {
    let mut lines: Vec<i64> = pieces.iter().map(|&at| run.pieces[at].left).collect();
    let plan = run.plan;
    let grant = |bucket: usize| plan.buckets()[bucket].grant;
    let shared = class.ways.iter().copied().filter(|&way| {
        let of = &run.ways.list[way];
        line_share(of).is_some() && buckets.iter().any(|(at, _)| grant(*at) == of.grant)
    });
    let shared: Vec<usize> = shared.collect();
    let named = |parts: Vec<Part>, of: &[(usize, i64)]| -> Vec<Part> {
        let parts = parts.into_iter();
        parts
            .filter_map(|(line, column, amount)| {
                let (bucket, _) = of.get(column)?;
                Some((pieces[line], *bucket, amount))
            })
            .collect()
    };
    let columns = |of: &[(usize, i64)]| -> Vec<i64> { of.iter().map(|(_, of)| *of).collect() };
    match shared[..] {
        [] => named(fill(&lines, &columns(buckets)), buckets),
        [way] => {
            let shared = run.ways.list[way].grant;
            let (first, then): (Vec<_>, Vec<_>) =
                buckets.iter().partition(|(at, _)| grant(*at) == shared);
            let claims = run.claims(way, &class.pieces).unwrap_or_default();
            let claimed = class.pieces.iter().zip(claims);
            let claimed = claimed.filter(|(at, _)| run.pieces[**at].is_open_cost());
            let claimed: Vec<i64> = claimed.map(|(_, claim)| claim).collect();
            let filled = fill(&claimed, &columns(&first));
            for (line, _, amount) in &filled {
                lines[*line] -= amount;
            }
            let mut parts = named(filled, &first);
            parts.extend(named(fill(&lines, &columns(&then)), &then));
            parts
        }
        _ => {
            let mut columns = columns(buckets);
            columns.push(lines.iter().sum::<i64>() - columns.iter().sum::<i64>());
            named(in_proportion(&lines, &columns), buckets)
        }
    }
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
    for (class, reach) in classes.iter().zip(&asked.reach) {
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
