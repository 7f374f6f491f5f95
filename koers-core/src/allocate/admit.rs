//! Which buckets of a grant admit a line: state, window, eligibility, part, in this order.

use super::{Block, Exercised};
use crate::calendar::Date;
use crate::dossier::TextColumn;
use crate::ledger::Carried;
use crate::plan::{Bucket, Plan, YearPlan};
use crate::scheme::{Eligible, RuleName, Shifting, Target};

/// The dimension that names the part to which a cost belongs.
pub(crate) const PART: &str = "part";

/// Buckets that admit a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidates {
    /// Buckets of the line's own part, or all when it names none, in the order of tranches.
    pub(super) home: Vec<usize>,
    /// Buckets of other parts, and whether what they may give is limited.
    pub(super) foreign: Vec<(usize, bool)>,
}

impl Candidates {
    pub(super) fn is_empty(&self) -> bool {
        self.home.is_empty() && self.foreign.is_empty()
    }

    pub(super) fn first(&self) -> Option<usize> {
        let foreign = self.foreign.first().map(|(bucket, _)| *bucket);
        self.home.first().copied().or(foreign)
    }
}

/// What decides on admission in one year.
pub(crate) struct Gate<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) year: &'p YearPlan,
    pub(crate) carried: &'p [Carried],
}

/// What a line shows to the buckets of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Shown {
    /// Its date, or the last day of its period.
    pub(crate) date: Date,
    /// Whether its costs are of those that the grant pays.
    pub(crate) eligible: bool,
    /// The part to which it belongs.
    pub(crate) part: OfPart,
}

/// To which part of a grant's scheme a line belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OfPart {
    /// It names none.
    Any,
    /// One that the scheme has, by its place.
    Known(usize),
    /// One that the scheme doesn't have.
    Unknown,
}

/// How far a line came at one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Home,
    /// Of another part; whether what it may give is limited.
    Foreign(bool),
    Blocked(Block),
    /// The bucket isn't there yet, and the grant's state gives it no room.
    Absent,
}

impl<'p> Gate<'p> {
    /// The value that a line has in a dimension.
    pub(crate) fn value(&self, line: usize, dimension: &str) -> Option<&'p str> {
        let column = self.plan.dossier().lines().dimension(dimension);
        column.and_then(|column| column.value(line))
    }

    /// The part that a line names and its grant's scheme doesn't have.
    pub(super) fn unknown_part(&self, grant: usize, line: usize) -> Option<&'p str> {
        let parts = self.plan.parts(grant);
        if parts.is_empty() {
            return None;
        }
        let part = self.value(line, PART)?;
        parts.find(part).is_none().then_some(part)
    }

    /// What a line shows to the buckets of a grant.
    pub(crate) fn shown(&self, grant: usize, line: usize) -> Shown {
        let date = self.plan.dossier().lines().period(line).last();
        let parts = self.plan.parts(grant);
        let part = match self.value(line, PART) {
            Some(part) if !parts.is_empty() => {
                parts.find(part).map_or(OfPart::Unknown, OfPart::Known)
            }
            _ => OfPart::Any,
        };
        Shown {
            date,
            eligible: self.is_eligible(grant, line, date),
            part,
        }
    }

    /// The buckets of a grant that admit a line, and how far it came at the others.
    pub(super) fn candidates(
        &self,
        grant: usize,
        shown: Shown,
        exercised: &mut Exercised,
    ) -> (Candidates, Block) {
        let (mut candidates, mut block) = (Candidates::default(), Block::State);
        for (at, bucket) in self.plan.buckets_of(grant) {
            match self.verdict(at, bucket, shown) {
                Verdict::Home => candidates.home.push(at),
                Verdict::Foreign(limited) => candidates.foreign.push((at, limited)),
                Verdict::Blocked(how_far) => block = block.max(how_far),
                Verdict::Absent => {}
            }
        }
        if !candidates.is_empty() {
            block = Block::Room;
        }
        if let Some(version) = self.plan.version_at(grant, shown.date).1 {
            exercised.add(grant, version, RuleName::Window);
            if block > Block::Window {
                exercised.add(grant, version, RuleName::Eligible);
            }
        }
        if shown.part != OfPart::Any
            && let Some(version) = self.plan.closing_version(grant, self.year)
        {
            exercised.add(grant, version, RuleName::Shifting);
        }
        (candidates, block)
    }

    /// Whether the costs of a line are of those that the grant pays, by the version on its date.
    fn is_eligible(&self, grant: usize, line: usize, date: Date) -> bool {
        let (_, version) = self.plan.version(grant, date);
        version.is_some_and(|version| match &version.eligible.rule {
            Eligible::Any | Eligible::Goal(_) => true,
            Eligible::Costs(costs) => costs.matches(|dimension| self.value(line, dimension)),
        })
    }

    /// How far a line came at one bucket.
    pub(crate) fn verdict(&self, at: usize, bucket: &Bucket, shown: Shown) -> Verdict {
        let Shown {
            date,
            eligible,
            part,
        } = shown;
        let state = bucket.grant(self.plan.dossier()).state_on(self.year.end);
        let Some(of) = &self.year.buckets[at] else {
            // Not there yet: its window has to begin, unless the grant's state leaves it no room anyway.
            return if bucket.may_have_room(state) {
                Verdict::Blocked(Block::Window)
            } else {
                Verdict::Absent
            };
        };
        if !of.open {
            return Verdict::Blocked(Block::State);
        }
        let until = self.carried[at].until.map(|carried| carried.until);
        let inside = |until| {
            let span = bucket.span_on(date, until);
            span.is_some_and(|span| span.contains(date))
        };
        if !inside(until) {
            return Verdict::Blocked(Block::Window);
        }
        if !eligible {
            return Verdict::Blocked(Block::Eligible);
        }
        let parts = self.plan.parts(bucket.grant);
        let (own, wanted) = match (self.plan.part_of(at), part) {
            (None, _) | (_, OfPart::Any) => return Verdict::Home,
            // Money for one part never pays a cost of a part that the scheme doesn't have.
            (_, OfPart::Unknown) => return Verdict::Blocked(Block::Part),
            (Some(own), OfPart::Known(wanted)) => (own, wanted),
        };
        if parts.lies_in(own, wanted) {
            return Verdict::Home;
        }
        let group_allows = |inside_group: bool| {
            let (own, wanted) = (parts.group(own), parts.group(wanted));
            !inside_group || (own.is_some() && own == wanted)
        };
        let scheme = self.plan.dossier().scheme_of(bucket.grant);
        let shifting = scheme.versions[of.version].shifting.as_ref();
        let shifting = shifting.map_or(Shifting::None, |rule| rule.rule);
        let terms = self.carried[at].until;
        let limited = match (inside(None), shifting) {
            (false, _) if terms.is_some_and(|terms| terms.to == Target::AnyPart) => Some(false),
            (true, Shifting::UpTo { inside_group, .. }) => {
                group_allows(inside_group).then_some(true)
            }
            (true, Shifting::Free { inside_group }) => group_allows(inside_group).then_some(false),
            _ => None,
        };
        limited.map_or(Verdict::Blocked(Block::Part), Verdict::Foreign)
    }
}

/// By grant the columns that its rules look at: lines with the same values there are admitted alike.
pub(super) fn columns(plan: &Plan, grant: usize) -> Vec<&TextColumn> {
    let scheme = plan.dossier().scheme_of(grant);
    let mut names: Vec<&str> = Vec::new();
    if !scheme.parts.is_empty() {
        names.push(PART);
    }
    for version in scheme.known_versions(plan.dossier().as_of()) {
        if let Eligible::Costs(costs) = &version.eligible.rule {
            names.extend(costs.dimensions());
        }
        for ceiling in &version.ceilings {
            names.extend(ceiling.rule.costs.dimensions());
        }
    }
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter_map(|name| plan.dossier().lines().dimension(name))
        .collect()
}
