//! The grants, buckets and lines of two settlements in one order.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::Settlement;
use crate::calendar::Date;
use crate::dossier::{Dossier, Lines};
use crate::plan::Bucket;

/// The names of a bucket, and the place of its grant.
pub(super) struct BucketAt<'s> {
    pub(super) grant: usize,
    pub(super) tranche: &'s str,
    pub(super) part: Option<&'s str>,
}

/// All grants, buckets and lines of two settlements, in the order of rows, and the place that each has in it.
pub(super) struct Places<'s> {
    pub(super) grants: Vec<&'s str>,
    pub(super) buckets: Vec<BucketAt<'s>>,
    pub(super) lines: Vec<Cow<'s, str>>,
    before: Of,
    after: Of,
}

/// The places of what one settlement has, by its own numbers.
struct Of {
    grants: Vec<usize>,
    buckets: Vec<usize>,
    lines: Vec<usize>,
}

/// Grant, tranche, part.
type Names<'s> = (&'s str, &'s str, Option<&'s str>);

fn names<'s>(bucket: &'s Bucket, dossier: &'s Dossier) -> Names<'s> {
    (
        &bucket.grant(dossier).id.value,
        &bucket.tranche(dossier).id.value,
        bucket.part(dossier),
    )
}

impl<'s> Places<'s> {
    pub(super) fn new(before: &'s Settlement, after: &'s Settlement) -> Self {
        let sides = [before, after];
        let dossiers = sides.map(Settlement::dossier);
        let (grants, of_grants) = grants(dossiers);
        let place = |id: &str| of_grants.get(id).copied().unwrap_or(super::NONE);
        let (buckets, of_buckets) = buckets(sides, place);
        let [lines_before, lines_after] = dossiers.map(Dossier::lines);
        let (lines, [of_before, of_after]) = lines(lines_before, lines_after);
        let of = |side: &'s Settlement, lines| {
            let dossier = side.dossier();
            let ids = dossier.grants().iter().map(|grant| grant.id.value.as_str());
            let buckets = side.allocation.plan().buckets().iter();
            let bucket = |it| of_buckets.get(&names(it, dossier)).copied();
            Of {
                grants: ids.map(place).collect(),
                buckets: buckets
                    .map(|it| bucket(it).unwrap_or(super::NONE))
                    .collect(),
                lines,
            }
        };
        Places {
            before: of(before, of_before),
            after: of(after, of_after),
            grants,
            buckets,
            lines,
        }
    }

    const fn of(&self, after: bool) -> &Of {
        if after { &self.after } else { &self.before }
    }

    pub(super) fn grant(&self, after: bool, grant: usize) -> usize {
        self.of(after).grants[grant]
    }

    pub(super) fn bucket(&self, after: bool, bucket: usize) -> usize {
        self.of(after).buckets[bucket]
    }

    pub(super) fn line(&self, after: bool, line: usize) -> usize {
        self.of(after).lines[line]
    }
}

/// The ids of all grants, by preference and id, and their places.
fn grants(dossiers: [&Dossier; 2]) -> (Vec<&str>, BTreeMap<&str, usize>) {
    // What the later dossier says of a grant that both have is written over the earlier's.
    let mut preferences = BTreeMap::new();
    for grant in dossiers.into_iter().flat_map(Dossier::grants) {
        let preference = grant.preference.unwrap_or(u32::MAX);
        preferences.insert(grant.id.value.as_str(), preference);
    }
    let mut ids: Vec<&str> = preferences.keys().copied().collect();
    ids.sort_by_key(|id| (preferences[id], *id));
    let places = ids.iter().copied().zip(0..).collect();
    (ids, places)
}

/// All buckets by grant, tranche and part, and their places.
fn buckets(
    sides: [&Settlement; 2],
    grant: impl Fn(&str) -> usize,
) -> (Vec<BucketAt<'_>>, BTreeMap<Names<'_>, usize>) {
    let mut windows = BTreeMap::new();
    for side in sides {
        for bucket in side.allocation.plan().buckets() {
            let own = (bucket.own.until, bucket.own.from);
            windows.insert(names(bucket, side.dossier()), own);
        }
    }
    let mut all: Vec<Names<'_>> = windows.keys().copied().collect();
    // As a plan orders them.
    all.sort_by_key(|names @ &(id, tranche, part)| (grant(id), windows[names], tranche, part));
    let buckets = all.iter().map(|&(id, tranche, part)| BucketAt {
        grant: grant(id),
        tranche,
        part,
    });
    let buckets = buckets.collect();
    (buckets, all.into_iter().zip(0..).collect())
}

/// The ids of all lines by date and id, and by side and row their places.
fn lines<'s>(before: &'s Lines, after: &'s Lines) -> (Vec<Cow<'s, str>>, [Vec<usize>; 2]) {
    // By row of `before` the row of `after`. Mostly they are the same lines, so a search is rarely needed.
    let same = |row: usize| {
        let id = before.id(row);
        if row < after.len() && after.id(row) == id {
            Some(row)
        } else {
            after.find(&id)
        }
    };
    let same: Vec<Option<usize>> = (0..before.len()).map(same).collect();
    let only_before = (0..before.len()).filter(|&row| same[row].is_none());
    let mut all: Vec<(Date, Cow<'_, str>, bool, usize)> = (0..after.len())
        .map(|row| (after.period(row).last(), after.id(row), true, row))
        .chain(only_before.map(|row| (before.period(row).last(), before.id(row), false, row)))
        .collect();
    all.sort_unstable();
    let mut places = [vec![0; before.len()], vec![0; after.len()]];
    for (place, &(.., is_after, row)) in all.iter().enumerate() {
        places[usize::from(is_after)][row] = place;
    }
    for (row, same) in same.into_iter().enumerate() {
        if let Some(same) = same {
            places[0][row] = places[1][same];
        }
    }
    (all.into_iter().map(|(_, id, ..)| id).collect(), places)
}
