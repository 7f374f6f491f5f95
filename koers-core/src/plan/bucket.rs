//! Buckets: one part of one tranche of one grant, with its windows and what each year brings to it.

use std::cmp::Ordering;

use super::agreed::{Agreed, idle_agreements};
use super::known::Known;
use super::window::{Span, WindowOf, opening_year, window};
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, Grant, Movement, Opening, State, Tranche};
use crate::scheme::{Unit, Unspent};

/// A bucket: the unit that has room, cash and a fate of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its grant's place in [`Dossier::grants`].
    pub(crate) grant: usize,
    /// Its tranche's place in the grant.
    pub(crate) tranche: usize,
    /// The first book year in which it exists.
    pub(crate) first_year: i16,
    /// The window of its own, under each version of the scheme, by the version's first day, ascending.
    pub(crate) windows: Vec<WindowOf>,
    /// The window under the version of the first book year of the chain; it decides the order of tranches.
    pub(crate) own: Span,
    /// The last day that an agreement gives its window, and the agreement's place in the grant.
    pub(crate) window_agreement: Option<(Date, usize)>,
    /// What an agreement says of unspent money, and the agreement's place in the grant.
    pub(crate) unspent_agreement: Option<(Unspent, usize)>,
}

impl Bucket {
    /// Its grant.
    #[must_use]
    pub fn grant<'d>(&self, dossier: &'d Dossier) -> &'d Grant {
        &dossier.grants()[self.grant]
    }

    /// Its tranche.
    #[must_use]
    pub fn tranche<'d>(&self, dossier: &'d Dossier) -> &'d Tranche {
        &self.grant(dossier).tranches[self.tranche]
    }

    /// Its part, if it has one.
    #[must_use]
    pub fn part<'d>(&self, dossier: &'d Dossier) -> Option<&'d str> {
        let part = self.tranche(dossier).part.as_ref();
        part.map(|part| part.value.as_str())
    }

    /// Its window under the last version that began on or before a day.
    fn last_window(&self, date: Date) -> Option<&WindowOf> {
        let begun = self.windows.partition_point(|window| window.from <= date);
        self.windows[..begun].last()
    }

    /// Its own window under the version in force on `date`; `None` when no version decides on it.
    pub(crate) fn window_on(&self, date: Date) -> Option<Span> {
        self.last_window(date)
            .filter(|window| window.until.is_none_or(|until| date <= until))
            .map(|window| window.span)
    }

    /// Its own window under the version that closes a year: the last that began, also when it ended.
    pub(crate) fn closing_window(&self, end: Date) -> Span {
        self.last_window(end).map_or(self.own, |window| window.span)
    }

    /// The days on which what it admits may change, as far as they are known before any year is closed.
    pub(crate) fn edges(&self) -> impl Iterator<Item = Date> {
        let agreed = self.window_agreement.map(|(until, _)| until);
        let carried = match &self.unspent_agreement {
            Some((Unspent::CarryOver(carry), _)) => carry.until.date(),
            _ => None,
        };
        let agreed = agreed.into_iter().chain(carried);
        let agreed = agreed.filter_map(Date::next_day);
        let windows = self.windows.iter();
        let windows = windows.flat_map(|window| {
            let ends = [window.until, Some(window.span.until)];
            let after = ends.into_iter().flatten().filter_map(Date::next_day);
            [window.from, window.span.from].into_iter().chain(after)
        });
        windows.chain(agreed)
    }

    /// The days on which money may be spent under the rules of `date`, when carried money may be spent until
    /// `carried`.
    pub(crate) fn span_on(&self, date: Date, carried: Option<Date>) -> Option<Span> {
        let own = self.window_on(date)?;
        let agreed = self.window_agreement.map(|(until, _)| until);
        let until = own
            .until
            .max(agreed.unwrap_or(own.until))
            .max(carried.unwrap_or(own.until));
        Some(Span { until, ..own })
    }

    /// The first and the last of the days from `from` to `until` on which its windows let it pay, when carried money may be
    /// spent until `carried`.
    pub(crate) fn open_days(&self, within: Span, carried: Option<Date>) -> Option<Span> {
        let next = self
            .windows
            .iter()
            .skip(1)
            .map(|next| next.from.previous_day());
        let spans = self.windows.iter().zip(next.chain([None]));
        let spans = spans.filter_map(|(window, before_next)| {
            let open = self.span_on(window.from, carried)?;
            let ends = [window.until, before_next, Some(open.until)];
            let until = ends.into_iter().flatten().min()?.min(within.until);
            let from = window.from.max(open.from).max(within.from);
            (from <= until).then_some(Span { from, until })
        });
        spans.reduce(|all, span| Span {
            from: all.from.min(span.from),
            until: all.until.max(span.until),
        })
    }

    /// Whether the state of its grant lets it have room.
    pub(crate) fn may_have_room(&self, state: State) -> bool {
        match state {
            State::Announced | State::Withdrawn => false,
            State::Awarded | State::Amended => true,
            State::Determined => self.kept_open(),
        }
    }

    /// Whether an agreement keeps it open after the grant is determined.
    fn kept_open(&self) -> bool {
        let carries = |(rule, _): &(Unspent, usize)| matches!(rule, Unspent::CarryOver(_));
        self.window_agreement.is_some() || self.unspent_agreement.as_ref().is_some_and(carries)
    }

    /// The last day of its window under the version that closes a year, as an agreement may extend it, and the agreement's
    /// place in the grant where it does.
    pub(crate) fn closing_day(&self, end: Date) -> (Date, Option<usize>) {
        let own = self.closing_window(end).until;
        match self.window_agreement {
            Some((until, agreement)) if until > own => (until, Some(agreement)),
            _ => (own, None),
        }
    }

    /// The place in the scheme of the version whose rule for unspent money holds at `end`: the one in force on the last
    /// day of the unit, which is the window's last day where the unit is a term that is over.
    fn unspent_version(&self, unit: Unit, end: Date, closing: usize, known: &Known) -> usize {
        let last = match unit {
            Unit::Term => self.closing_day(end).0.min(end),
            _ => end,
        };
        known.closing_version(last).unwrap_or(closing)
    }
}

/// What one year brings to a bucket, in cents. Every sum is within the bound that the plan proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct YearOf {
    /// The award as last amended at the year's end.
    pub(crate) award: i64,
    /// Room that comes in: the award or the opening in the first year, amendments in each.
    pub(crate) added: i64,
    /// What the dossier states of the opening; only in the first year.
    pub(crate) opening: Option<Opening>,
    pub(crate) received: i64,
    pub(crate) repaid: i64,
    /// The place in the scheme of the version in force at the year's end.
    pub(crate) version: usize,
    /// The place in the scheme of the version whose rule for unspent money holds.
    pub(crate) unspent_version: usize,
    /// Where the grant stands at the year's end.
    pub(crate) state: State,
    /// Whether the state lets it have room.
    pub(crate) open: bool,
}

impl YearOf {
    /// `None` before the bucket's first year. `closing` is the place in the scheme of the version that closes the year.
    pub(super) fn new(
        dossier: &Dossier,
        known: &Known,
        bucket: &Bucket,
        end: Date,
        closing: usize,
    ) -> Option<YearOf> {
        let year = end.year();
        if year < bucket.first_year {
            return None;
        }
        let (grant, tranche) = (bucket.grant(dossier), bucket.tranche(dossier));
        let first = year == bucket.first_year;
        let amended: i64 = sum(&tranche.amendments, |amended| amended <= year);
        let this_year: i64 = sum(&tranche.amendments, |amended| amended == year);
        let opening = tranche
            .opening
            .as_ref()
            .filter(|_| first)
            .map(|opening| opening.value);
        let state = grant.state_on(end);
        // What was announced first brings its room in the year of the award.
        let awarded = match (grant.state, grant.since) {
            (State::Awarded, Some(since)) => since.year().max(bucket.first_year),
            _ => bucket.first_year,
        };
        let added = match &tranche.opening {
            // With an opening the award came in before, unless it says that it is still to come.
            Some(opening) if !opening.value.announced && first => {
                opening.value.room.cents() + this_year
            }
            Some(opening) if !opening.value.announced => this_year,
            stated => {
                let award = stated.as_ref().map(|opening| opening.value.room);
                let award = award.unwrap_or(tranche.granted.value);
                match year.cmp(&awarded) {
                    Ordering::Less => 0,
                    Ordering::Equal => award.cents() + amended,
                    Ordering::Greater => this_year,
                }
            }
        };
        let unit = dossier.scheme_of(bucket.grant).versions[closing].unit.rule;
        Some(YearOf {
            // What is only announced counts for nothing.
            award: match state {
                State::Announced => 0,
                _ => tranche.granted.value.cents() + amended,
            },
            added,
            opening,
            received: sum(&tranche.received, |received| received == year),
            repaid: sum(&tranche.repaid, |repaid| repaid == year),
            version: closing,
            unspent_version: bucket.unspent_version(unit, end, closing, known),
            state,
            open: bucket.may_have_room(state),
        })
    }
}

/// The sum in cents of the movements whose year passes `when`.
fn sum(movements: &[Movement], when: impl Fn(i16) -> bool) -> i64 {
    movements
        .iter()
        .filter(|movement| when(movement.period.value.last().year()))
        .map(|movement| movement.amount.value.cents())
        .sum()
}

/// All buckets of a dossier, in the order of grants, tranches and parts.
pub(super) fn buckets(dossier: &Dossier, findings: &mut Findings) -> Vec<Bucket> {
    let mut buckets = Vec::new();
    for (at, grant) in dossier.grants().iter().enumerate() {
        let agreed = Agreed::of(grant, findings);
        let mut of_grant: Vec<Bucket> = (0..grant.tranches.len())
            .filter_map(|tranche| bucket(dossier, at, tranche, &agreed, findings))
            .collect();
        if of_grant.len() == grant.tranches.len() {
            idle_agreements(grant, &of_grant, findings);
        }
        // Tranches by the last day of their own window, then the oldest, then id, then part.
        of_grant.sort_by(|a, b| {
            let key = |bucket: &Bucket| {
                let tranche = bucket.tranche(dossier);
                let part = tranche.part.as_ref().map(|part| part.value.as_str());
                let id = tranche.id.value.as_str();
                (bucket.own.until, bucket.own.from, id, part)
            };
            key(a).cmp(&key(b))
        });
        buckets.append(&mut of_grant);
    }
    buckets
}

fn bucket(
    dossier: &Dossier,
    grant_at: usize,
    tranche_at: usize,
    agreed: &Agreed<'_>,
    findings: &mut Findings,
) -> Option<Bucket> {
    let grant = &dossier.grants()[grant_at];
    let tranche = &grant.tranches[tranche_at];
    let scheme = dossier.scheme_of(grant_at);
    let mut windows = Vec::new();
    let mut refuse = |finding: Finding| {
        let finding = finding.subject(&grant.id.value);
        findings.push(finding.at(tranche.place.clone()));
    };
    let mut outside = None;
    for version in scheme.known_versions(dossier.as_of()) {
        match window(tranche, version) {
            Ok((span, inside)) => {
                let window = WindowOf {
                    from: version.from,
                    until: version.until,
                    span,
                };
                // One that changes nothing needs no place of its own.
                if windows.last().is_none_or(|last| window.differs(last)) {
                    windows.push(window);
                }
                outside = (!inside).then_some(version);
            }
            Err(finding) => {
                refuse(finding);
                return None;
            }
        }
    }
    // Of several versions the last has the widest say: a window may have been extended.
    if let Some(version) = outside {
        let article = version
            .window
            .citation
            .article
            .as_deref()
            .unwrap_or_default();
        refuse(Finding::new(Code::WindowOutsideScheme).arg("article", article));
        return None;
    }
    let first = *dossier.years().first()?;
    let start = Date::last_of_year(dossier.chain_from())?;
    let known = windows.iter().rfind(|window| window.from <= start);
    let Some(own) = known.or(windows.first()).map(|window| window.span) else {
        // No version is known on the as-of date.
        refuse(
            Finding::new(Code::NoVersionInForce)
                .arg("scheme", &scheme.id)
                .date("date", start),
        );
        return None;
    };
    let first_year = if tranche.opening.is_some() {
        first
    } else {
        // Before its window opens a bucket exists only when money already moved.
        let moved = tranche
            .received
            .iter()
            .chain(&tranche.repaid)
            .chain(&tranche.amendments);
        let moved = moved.map(|movement| movement.period.value.last().year());
        // A year that it was closed in it has, whatever became of what moved then.
        let closed = tranche.closings.iter().map(|closing| closing.year);
        let moved = moved.chain(closed.filter(|year| *year >= first));
        let opened = opening_year(&windows, first).unwrap_or(own.from.year());
        // A window that opened before there were rules: the year that lacks a version is reported.
        let unruled = windows[0].from.year() > own.from.year();
        let begins = if unruled { own.from.year() } else { opened };
        let earliest = moved.chain([begins]).min();
        earliest.unwrap_or(first).max(first)
    };
    let terms = agreed.terms(&tranche.id.value);
    Some(Bucket {
        grant: grant_at,
        tranche: tranche_at,
        first_year,
        windows,
        own,
        window_agreement: terms.window,
        unspent_agreement: terms.unspent,
    })
}
