//! Whether a bucket admits a line: state, window, eligibility, part, in this order.

use super::Block;
use crate::calendar::Date;
use crate::ledger::Carried;
use crate::plan::{Bucket, PART, Plan, YearPlan};
use crate::scheme::{Eligible, Shifting, Target};

/// What decides on admission in one year.
#[derive(Clone, Copy)]
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
    /// It names none, or the scheme has no parts.
    Any,
    /// One that the scheme has, by its place.
    Known(usize),
    /// One that the scheme doesn't have.
    Unknown,
}

/// In which window of a bucket a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// In its own, which an agreement may extend.
    Own,
    /// Only in that of money carried into the year.
    Carried,
}

/// How far a line came at one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The bucket may pay it.
    Admitted,
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

    /// What a line shows to the buckets of a grant.
    pub(crate) fn shown(&self, grant: usize, line: usize) -> Shown {
        let date = self.plan.dossier().lines().period(line).last();
        let version = self.plan.version(grant, date);
        Shown {
            date,
            eligible: self.assumed(grant, line)
                || version.is_some_and(|version| match &version.eligible.rule {
                    Eligible::Any | Eligible::Goal(_) => true,
                    Eligible::Costs(costs) => {
                        costs.matches(|dimension| self.value(line, dimension))
                    }
                }),
            part: self.part(grant, self.value(line, PART)),
        }
    }

    /// Whether a line is assumed to be eligible for a grant, whatever its rules say.
    pub(crate) fn assumed(&self, grant: usize, line: usize) -> bool {
        let id = &self.plan.dossier().grants()[grant].id.value;
        let mut assumed = self.plan.dossier().assumed().iter();
        assumed.any(|assumed| {
            let costs = assumed.costs.as_ref();
            assumed.grant == *id
                && costs.is_none_or(|costs| costs.matches(|name| self.value(line, name)))
        })
    }

    /// The part of a grant's scheme that the text in dimension `part` names.
    pub(super) fn part(&self, grant: usize, text: Option<&str>) -> OfPart {
        let parts = &self.plan.known(grant).parts;
        match text {
            Some(text) if !parts.is_empty() => {
                parts.find(text).map_or(OfPart::Unknown, OfPart::Known)
            }
            _ => OfPart::Any,
        }
    }

    /// How far a line came at one bucket.
    pub(crate) fn verdict(&self, at: usize, bucket: &Bucket, shown: Shown) -> Verdict {
        let inside = match self.inside(at, bucket, shown.date) {
            Ok(inside) => inside,
            Err(None) => return Verdict::Absent,
            Err(Some(block)) => return Verdict::Blocked(block),
        };
        let parts = &self.plan.known(bucket.grant).parts;
        let fits = match (self.plan.part_of(at), shown.part) {
            (None, _) | (_, OfPart::Any) => true,
            // Money for one part never pays a cost of a part that the scheme doesn't have.
            (_, OfPart::Unknown) => false,
            (Some(own), OfPart::Known(wanted)) => {
                let group = parts.group(wanted);
                parts.lies_in(own, wanted) || self.gives(at, bucket, inside, group).is_some()
            }
        };
        match (shown.eligible, fits) {
            (false, _) => Verdict::Blocked(Block::Eligible),
            (true, false) => Verdict::Blocked(Block::Part),
            (true, true) => Verdict::Admitted,
        }
    }

    /// In which window of a bucket whose state lets it pay a day lies; else how far a line of that day came, or `None`
    /// where the bucket is absent.
    pub(super) fn inside(
        &self,
        at: usize,
        bucket: &Bucket,
        date: Date,
    ) -> Result<Inside, Option<Block>> {
        let Some(of) = &self.year.buckets[at] else {
            // Not there yet: its window has to begin, unless the grant's state leaves it no room anyway.
            let state = bucket.grant(self.plan.dossier()).state_on(self.year.end);
            return Err(bucket.may_have_room(state).then_some(Block::Window));
        };
        if !of.open {
            return Err(Some(Block::State));
        }
        let lies_in = |carried| {
            let span = bucket.span_on(date, carried);
            span.is_some_and(|span| span.contains(date))
        };
        let carried = self.carried[at].terms.map(|terms| terms.until);
        if lies_in(None) {
            Ok(Inside::Own)
        } else if carried.is_some() && lies_in(carried) {
            Ok(Inside::Carried)
        } else {
            Err(Some(Block::Window))
        }
    }

    /// Whether a bucket may pay costs of another part, which lies in `group`: `None` if not, else whether what it may give
    /// is limited.
    pub(super) fn gives(
        &self,
        at: usize,
        bucket: &Bucket,
        inside: Inside,
        group: Option<usize>,
    ) -> Option<bool> {
        if inside == Inside::Carried {
            let terms = self.carried[at].terms;
            let anywhere = terms.is_some_and(|terms| terms.to == Target::AnyPart);
            return anywhere.then_some(false);
        }
        let (limited, inside_group) = match self.shifting(bucket.grant) {
            Shifting::None => return None,
            Shifting::UpTo { inside_group, .. } => (true, inside_group),
            Shifting::Free { inside_group } => (false, inside_group),
        };
        let parts = &self.plan.known(bucket.grant).parts;
        let own = self.plan.part_of(at).and_then(|part| parts.group(part));
        let allowed = !inside_group || (group.is_some() && own == group);
        allowed.then_some(limited)
    }

    /// How far money of a grant may move between parts in the year.
    pub(super) fn shifting(&self, grant: usize) -> Shifting {
        let versions = &self.plan.dossier().scheme_of(grant).versions;
        let closing = self.year.versions[grant].map(|at| &versions[at]);
        let shifting = closing.and_then(|version| version.shifting.as_ref());
        shifting.map_or(Shifting::None, |rule| rule.rule)
    }
}
