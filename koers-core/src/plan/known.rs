//! A scheme as a plan looks things up in it.

use std::collections::BTreeMap;

use super::parts::PartTree;
use crate::calendar::Date;
use crate::scheme::{Ceiling, Scheme};

/// What a scheme says as far as it is known on the as-of date, arranged to be looked up.
#[derive(Debug)]
pub(crate) struct Known {
    /// The first day of each known version and its place in the scheme, ascending.
    versions: Vec<(Date, usize)>,
    pub(crate) parts: PartTree,
    /// By version and ceiling the places of the parts that it names, ascending; none for a ceiling on all parts.
    ceiling_parts: BTreeMap<(usize, usize), Vec<usize>>,
}

impl Known {
    pub(super) fn new(scheme: &Scheme, as_of: Option<Date>) -> Known {
        let parts = PartTree::new(scheme);
        let places = scheme.versions.iter().enumerate();
        let known = places.filter(|(_, version)| version.is_known(as_of));
        let mut ceiling_parts = BTreeMap::new();
        for (at, version) in known.clone() {
            for (item, ceiling) in version.ceilings.iter().enumerate() {
                if let Some(named) = named_parts(&parts, &ceiling.rule) {
                    ceiling_parts.insert((at, item), named);
                }
            }
        }
        Known {
            versions: known.map(|(at, version)| (version.from, at)).collect(),
            parts,
            ceiling_parts,
        }
    }

    /// The place in the scheme of the version that closes a year on its last day: the last that began, also when it
    /// ended.
    pub(crate) fn closing_version(&self, end: Date) -> Option<usize> {
        let begun = self.begun(end);
        Some(self.versions[begun.checked_sub(1)?].1)
    }

    /// The places in the scheme of the versions that decide on a day of a period, ascending; those that ended included.
    pub(super) fn versions_of(&self, first: Date, last: Date) -> impl Iterator<Item = usize> {
        let from = self.begun(first).saturating_sub(1);
        self.versions[from..self.begun(last)]
            .iter()
            .map(|(_, at)| *at)
    }

    /// How many versions have begun on a day.
    fn begun(&self, date: Date) -> usize {
        self.versions.partition_point(|(from, _)| *from <= date)
    }

    /// Whether a ceiling holds for money of a part.
    pub(crate) fn holds(&self, version: usize, ceiling: usize, part: Option<usize>) -> bool {
        match self.ceiling_parts.get(&(version, ceiling)) {
            None => true,
            Some(named) => part.is_some_and(|part| {
                let mut outward = self.parts.outward(part);
                outward.any(|part| named.binary_search(&part).is_ok())
            }),
        }
    }
}

/// The places of the parts that a ceiling names; `None` where it names none and holds on all.
fn named_parts(parts: &PartTree, ceiling: &Ceiling) -> Option<Vec<usize>> {
    let named = ceiling.parts.iter().filter_map(|part| parts.find(part));
    let mut named: Vec<usize> = named.collect();
    named.sort_unstable();
    (!ceiling.parts.is_empty()).then_some(named)
}
