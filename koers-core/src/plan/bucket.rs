//! Buckets: one part of one tranche of one grant, with its windows and what each year brings to it.

use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::dossier::{Dossier, Grant, Movement, State, Tranche};
use crate::scheme::{Unspent, Version, Window};

/// A bucket: the unit that has room, cash and a fate of its own.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Its grant's place in [`Dossier::grants`].
    pub(crate) grant: usize,
    /// Its tranche's place in the grant.
    pub(crate) tranche: usize,
    /// The first book year in which it exists.
    pub(crate) first_year: i16,
    /// The window of its own, under each version of the scheme, by the version's first day, ascending.
    pub(crate) windows: Vec<(Date, Span)>,
    /// The window under the version of the first book year; it decides the order of tranches.
    pub(crate) own: Span,
    /// The last day that an agreement gives its window, and the agreement's place in the grant.
    pub(crate) window_agreement: Option<(Date, usize)>,
    /// What an agreement says of unspent money, and the agreement's place in the grant.
    pub(crate) unspent_agreement: Option<(Unspent, usize)>,
}

/// A first and a last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) from: Date,
    pub(crate) until: Date,
}

impl Span {
    pub(crate) fn contains(self, date: Date) -> bool {
        (self.from..=self.until).contains(&date)
    }
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

    /// Its own window under the version in force on `date`; `None` before the first version.
    pub(crate) fn window_on(&self, date: Date) -> Option<Span> {
        self.windows
            .iter()
            .rfind(|(from, _)| *from <= date)
            .map(|(_, span)| *span)
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

    /// Whether an agreement covers it.
    pub(crate) fn has_agreement(&self) -> bool {
        self.window_agreement.is_some() || self.unspent_agreement.is_some()
    }
}

/// What one year brings to a bucket, in cents. Every sum is within the bound that the plan proved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct YearOf {
    /// The award as last amended at the year's end.
    pub(crate) award: i64,
    /// Room that comes in: the award or the opening in the first year, amendments in each.
    pub(crate) added: i64,
    /// Cash, earlier refunds and last day at the opening; only in the first year, when stated.
    pub(crate) opening: Option<(i64, i64, Option<Date>)>,
    pub(crate) received: i64,
    pub(crate) repaid: i64,
    /// The place in the scheme of the version in force at the year's end.
    pub(crate) version: usize,
    /// Where the grant stands at the year's end.
    pub(crate) state: State,
    /// Whether the state lets it have room.
    pub(crate) open: bool,
}

impl YearOf {
    /// `None` before the bucket's first year. (The plan has refused years without a version.)
    pub(crate) fn new(dossier: &Dossier, bucket: &Bucket, end: Date) -> Option<YearOf> {
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
        let added = match opening {
            Some(opening) => opening.room.cents() + this_year,
            None if first => tranche.granted.value.cents() + amended,
            None => this_year,
        };
        let scheme = dossier.scheme_of(bucket.grant);
        let version = scheme.version_at(end, dossier.as_of())?;
        let state = grant.state_on(end);
        let open = match state {
            State::Announced | State::Withdrawn => false,
            State::Awarded | State::Amended => true,
            State::Determined => bucket.has_agreement(),
        };
        Some(YearOf {
            // What is only announced counts for nothing.
            award: match state {
                State::Announced => 0,
                _ => tranche.granted.value.cents() + amended,
            },
            added,
            opening: opening
                .map(|opening| (opening.balance.cents(), opening.owed.cents(), opening.until)),
            received: sum(&tranche.received, |received| received == year),
            repaid: sum(&tranche.repaid, |repaid| repaid == year),
            version,
            state,
            open,
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
        let mut of_grant: Vec<Bucket> = (0..grant.tranches.len())
            .filter_map(|tranche| bucket(dossier, at, tranche, findings))
            .collect();
        // Tranches by the last day of their own window, then the oldest, then id, then part.
        of_grant.sort_by(|a, b| {
            let key = |bucket: &Bucket| {
                let tranche = bucket.tranche(dossier);
                let part = tranche.part.as_ref().map(|part| part.value.as_str());
                (
                    bucket.own.until,
                    bucket.own.from,
                    tranche.id.value.as_str(),
                    part,
                )
            };
            key(a).cmp(&key(b))
        });
        buckets.append(&mut of_grant);
    }
    if !findings.has_errors() {
        idle_agreements(dossier, &buckets, findings);
    }
    buckets
}

fn bucket(
    dossier: &Dossier,
    grant_at: usize,
    tranche_at: usize,
    findings: &mut Findings,
) -> Option<Bucket> {
    let grant = &dossier.grants()[grant_at];
    let tranche = &grant.tranches[tranche_at];
    let scheme = dossier.scheme_of(grant_at);
    let mut windows = Vec::new();
    for version in scheme.known_versions(dossier.as_of()) {
        match window(tranche, version) {
            Ok(span) => windows.push((version.from, span)),
            Err(finding) => {
                let finding = finding.subject(&grant.id.value);
                findings.push(finding.at(tranche.place.clone()));
                return None;
            }
        }
    }
    let first = *dossier.years().first()?;
    let start = Date::last_of_year(first)?;
    let own = windows
        .iter()
        .rfind(|(from, _)| *from <= start)
        .or(windows.first())?
        .1;
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
        moved
            .chain([own.from.year()])
            .min()
            .unwrap_or(first)
            .max(first)
    };
    let covering = || {
        grant
            .agreements
            .iter()
            .enumerate()
            .filter(|(_, item)| item.covers(&tranche.id.value))
    };
    let window_agreements: Vec<_> = covering()
        .filter_map(|(at, item)| Some((item.window_until?, at)))
        .collect();
    let unspent_agreements: Vec<_> = covering()
        .filter_map(|(at, item)| Some((item.unspent?, at)))
        .collect();
    let clash = window_agreements.get(1).map(|(_, at)| at);
    let clash = clash.or(unspent_agreements.get(1).map(|(_, at)| at));
    if let Some(&at) = clash {
        findings.push(
            Finding::new(Code::AgreementsClash)
                .subject(&grant.id.value)
                .arg("tranche", &tranche.id.value)
                .at(grant.agreements[at].place.clone()),
        );
        return None;
    }
    Some(Bucket {
        grant: grant_at,
        tranche: tranche_at,
        first_year,
        windows,
        own,
        window_agreement: window_agreements.first().copied(),
        unspent_agreement: unspent_agreements.first().copied(),
    })
}

/// The window of a tranche under a version; a finding when it is unknown or ends before it begins.
fn window(tranche: &Tranche, version: &Version) -> Result<Span, Finding> {
    let (from, until) = match version.window.rule {
        Window::Period { from, until } => (Some(from), Some(until)),
        Window::Until(until) => (Date::first_of_year(1900), Some(until)),
        Window::Tranche => (None, None),
        Window::TrancheYear => (
            tranche.year.and_then(Date::first_of_year),
            tranche.year.and_then(Date::last_of_year),
        ),
    };
    let missing = match version.window.rule {
        Window::TrancheYear => "year",
        _ if tranche.from.or(from).is_none() => "from",
        _ => "until",
    };
    match (tranche.from.or(from), tranche.until.or(until)) {
        (Some(from), Some(until)) if from <= until => Ok(Span { from, until }),
        (Some(from), Some(until)) => Err(Finding::new(Code::DatesReversed)
            .date("from", from)
            .date("until", until)),
        _ => Err(Finding::new(Code::NoWindow).arg("key", missing)),
    }
}

/// Reports agreements on a window that end no later than the window of each tranche they cover.
fn idle_agreements(dossier: &Dossier, buckets: &[Bucket], findings: &mut Findings) {
    for (at, grant) in dossier.grants().iter().enumerate() {
        for (place, agreement) in grant.agreements.iter().enumerate() {
            let extends = buckets.iter().any(|bucket| {
                bucket.grant == at
                    && bucket.window_agreement.is_some_and(|(until, from)| {
                        from == place && bucket.windows.iter().any(|(_, span)| until > span.until)
                    })
            });
            if agreement.window_until.is_some() && !grant.tranches.is_empty() && !extends {
                findings.push(
                    Finding::new(Code::EmptyAgreement)
                        .subject(&grant.id.value)
                        .at(agreement.place.clone()),
                );
            }
        }
    }
}
