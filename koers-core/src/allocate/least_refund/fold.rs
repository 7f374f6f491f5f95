//! Classes that go the same ways put together, where there are so many that a network of them would take too much memory.
//!
//! They differ in their booking alone. Folded, they are one class, and of all levels only that of what is moved is not
//! looked at; each bucket then takes what is booked on its grant first.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::allocate::joint::{Class, Joint};
use crate::allocate::place::line_share;
use crate::allocate::run::Run;
use crate::allocate::shares::OfBucket;
use crate::allocate::spread::{Part, fill};
use crate::allocate::step::StepRun;
use crate::diag::Code;

/// More ways than are solved.
pub(super) struct TooMany;

/// Folds the classes of a step where they have more ways to buckets than are solved, and tells so. Gives the classes as they
/// were where it did.
pub(super) fn fold(
    run: &mut Run<'_, '_>,
    step: &StepRun<'_>,
    joint: &mut Joint,
) -> Result<Option<Arc<Vec<Class>>>, TooMany> {
    let (all, most) = (pairs(run, &joint.classes), run.plan.most_pairs());
    if all <= most {
        return Ok(None);
    }
    let folded = folded(run, &joint.classes);
    if pairs(run, &folded) > most {
        run.too_many(Code::TooManyToSolve, step, all);
        return Err(TooMany);
    }
    run.too_many(Code::BookingsFolded, step, all);
    Ok(Some(std::mem::replace(
        &mut joint.classes,
        Arc::new(folded),
    )))
}

/// How many ways there are from classes with open costs to buckets.
pub(super) fn pairs(run: &Run<'_, '_>, classes: &[Class]) -> usize {
    let open = classes
        .iter()
        .filter(|class| class.open(&run.pieces).next().is_some());
    let ways = open.flat_map(|class| class.ways.iter());
    let widths = ways.map(|&way| run.ways.list[way].width(0) + run.ways.list[way].width(1));
    widths.fold(0, usize::saturating_add)
}

/// Classes that go the same ways as one, in the order of their first pieces, and so the pieces of each. Those of which a
/// grant pays a share of each line stay, since that is of each class.
fn folded(run: &Run<'_, '_>, classes: &[Class]) -> Vec<Class> {
    let mut places: BTreeMap<(&[usize], &[usize], bool), usize> = BTreeMap::new();
    let mut folded: Vec<Class> = Vec::new();
    for class in classes {
        let next = folded.len();
        let mut ways = class.ways.iter();
        let shared = ways.any(|&way| line_share(&run.ways.list[way]).is_some());
        let key = (&*class.ways, &*class.kept_out, class.is_vat);
        let at = if shared {
            next
        } else {
            *places.entry(key).or_insert(next)
        };
        if at == next {
            folded.push(Class {
                booked: class.booked,
                ways: Arc::clone(&class.ways),
                kept_out: Arc::clone(&class.kept_out),
                pieces: class.pieces.clone(),
                is_vat: class.is_vat,
            });
            continue;
        }
        let into = &mut folded[at];
        into.pieces.extend(&class.pieces);
        if into.booked != class.booked {
            into.booked = None;
        }
    }
    for class in &mut folded {
        class.pieces.sort_by_key(|&at| run.rank(at));
    }
    folded
}

/// Fills the buckets of a class, which stand by grant, with costs in order: each grant those first that are booked on it.
/// Where all have one booking that makes no difference.
pub(super) fn fill_booked(run: &Run<'_, '_>, pieces: &[usize], buckets: &[OfBucket]) -> Vec<Part> {
    let mut lines: Vec<i64> = pieces.iter().map(|&at| run.pieces[at].left).collect();
    let mut amounts: Vec<i64> = buckets.iter().map(|(.., amount)| *amount).collect();
    let booked = |at: usize| run.pieces[at].grant;
    let mut parts = Vec::new();
    if pieces
        .windows(2)
        .any(|pair| booked(pair[0]) != booked(pair[1]))
    {
        let mut of_grant: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (line, &at) in pieces.iter().enumerate() {
            if let Some(grant) = booked(at) {
                of_grant.entry(grant).or_default().push(line);
            }
        }
        let mut first = 0;
        for of_way in buckets.chunk_by(|a, b| a.1 == b.1) {
            let paying = first..first + of_way.len();
            first = paying.end;
            let grant = of_way.first().map(|(_, way, _)| run.ways.list[*way].grant);
            let Some(here) = grant.and_then(|grant| of_grant.get(&grant)) else {
                continue;
            };
            let of_lines: Vec<i64> = here.iter().map(|&line| lines[line]).collect();
            for (line, bucket, amount) in fill(&of_lines, &amounts[paying.clone()]) {
                let (line, bucket) = (here[line], paying.start + bucket);
                lines[line] -= amount;
                amounts[bucket] -= amount;
                parts.push((line, bucket, amount));
            }
        }
    }
    parts.extend(fill(&lines, &amounts));
    parts
}
