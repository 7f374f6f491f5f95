//! Which grants a line stands on already, and which others these keep out, so that no line is paid twice.

use std::collections::BTreeMap;

use crate::calendar::Date;
use crate::plan::Plan;
use crate::scheme::{ExclusiveWith, FunderGroup, RuleName, Scheme};

use super::Exercised;

/// A scheme on which a line stands, and the first grant of it that does.
type First<'p> = (&'p str, usize);

/// The grants that one line stands on: the first of each scheme, in the order of grants.
pub(super) struct Standing<'p> {
    plan: &'p Plan,
    date: Date,
    by_scheme: BTreeMap<&'p str, usize>,
    /// By group of funders the first two: one may be of the scheme that is asked for.
    by_group: BTreeMap<FunderGroup, Vec<First<'p>>>,
    /// By scheme and by group that the rules of these name: as above.
    named: BTreeMap<&'p str, usize>,
    named_groups: BTreeMap<FunderGroup, Vec<First<'p>>>,
}

impl<'p> Standing<'p> {
    /// Those of a line of this date: none yet.
    pub(super) fn new(plan: &'p Plan, date: Date) -> Self {
        Standing {
            plan,
            date,
            by_scheme: BTreeMap::new(),
            by_group: BTreeMap::new(),
            named: BTreeMap::new(),
            named_groups: BTreeMap::new(),
        }
    }

    /// The first grant that may not pay for the line beside this one, by the rules of either.
    pub(super) fn against(&self, grant: usize) -> Option<usize> {
        if self.by_scheme.is_empty() {
            return None;
        }
        let (scheme, rule) = (self.scheme(grant), self.rule(grant));
        let (id, group) = (scheme.id.as_str(), scheme.funder_group);
        let other = |list: &Vec<First<'p>>| {
            let mut others = list.iter().filter(|(other, _)| *other != id);
            others.next().map(|(_, grant)| *grant)
        };
        let named = rule.into_iter().flat_map(|rule| {
            let schemes = rule.schemes.iter().filter(|named| *named != id);
            let schemes = schemes.filter_map(|named| self.by_scheme.get(named.as_str()).copied());
            let groups = rule.funder_groups.iter();
            schemes.chain(groups.filter_map(move |named| self.by_group.get(named).and_then(other)))
        });
        let naming = self.named.get(id).copied();
        let naming_group = self.named_groups.get(&group).and_then(other);
        named.chain(naming).chain(naming_group).min()
    }

    /// Adds a grant that nothing is against.
    pub(super) fn add(&mut self, grant: usize) {
        let (scheme, rule) = (self.scheme(grant), self.rule(grant));
        let first = (scheme.id.as_str(), grant);
        if self.by_scheme.contains_key(first.0) {
            return;
        }
        self.by_scheme.insert(first.0, grant);
        let add = |list: &mut Vec<First<'p>>| {
            if list.len() < 2 {
                list.push(first);
            }
        };
        add(self.by_group.entry(scheme.funder_group).or_default());
        if let Some(rule) = rule {
            for named in rule.schemes.iter().filter(|named| *named != first.0) {
                self.named.entry(named).or_insert(grant);
            }
            for group in &rule.funder_groups {
                add(self.named_groups.entry(*group).or_default());
            }
        }
    }

    /// Marks the rules by which two grants exclude each other.
    pub(super) fn mark(&self, a: usize, b: usize, exercised: &mut Exercised) {
        for (of, other) in [(a, b), (b, a)] {
            let against = self.scheme(other);
            let names = |rule: &ExclusiveWith| {
                rule.schemes.contains(&against.id)
                    || rule.funder_groups.contains(&against.funder_group)
            };
            if let Some(version) = self.plan.version_at(of, self.date)
                && self.rule(of).is_some_and(names)
            {
                exercised.add(of, version, RuleName::ExclusiveWith);
            }
        }
    }

    fn scheme(&self, grant: usize) -> &'p Scheme {
        self.plan.dossier().scheme_of(grant)
    }

    fn rule(&self, grant: usize) -> Option<&'p ExclusiveWith> {
        let version = self.plan.version(grant, self.date)?;
        version.exclusive_with.as_ref().map(|rule| &rule.rule)
    }
}
