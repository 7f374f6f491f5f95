//! The versions of a scheme in time.
//!
//! No version can be one that never decides: when they are in order, the ones behind a version either begin later or were
//! published later, so it decides on its first day for a run as of the day on which it was published. Only one that ends
//! before it begins decides on nothing.

use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings};
use crate::scheme::Version;

/// The days on which a version decides, once all versions are known.
#[derive(Clone, Copy)]
pub(super) struct Days {
    pub(super) from: Date,
    /// The last one; `None` when it has no end.
    pub(super) until: Option<Date>,
    /// The first day of the next version that doesn't begin on the same day.
    pub(super) next: Option<Date>,
}

/// Whether each version begins after the one before it, or on the same day with a later publication.
pub(super) fn in_order(versions: &[Version], findings: &mut Findings) -> bool {
    let mut ordered = true;
    for pair in versions.windows(2) {
        let key = |version: &Version| (version.from, version.known_from());
        if key(&pair[0]) >= key(&pair[1]) {
            ordered = false;
            findings.push(
                Finding::new(Code::VersionOrder)
                    .subject("versions")
                    .date("date", pair[1].from)
                    .at(pair[1].written.0.clone()),
            );
        }
    }
    ordered
}

/// Reports versions that end before they begin.
pub(super) fn reversed(versions: &[Version], findings: &mut Findings) {
    for version in versions {
        if let Some(until) = version.until
            && until < version.from
        {
            findings.push(
                Finding::new(Code::DatesReversed)
                    .subject("versions")
                    .date("from", version.from)
                    .date("until", until)
                    .at(version.written.0.clone()),
            );
        }
    }
}

/// The days of each of the versions, which are in order; `None` of one that ends before it begins.
pub(super) fn days(versions: &[Version]) -> Vec<Option<Days>> {
    let mut days = Vec::with_capacity(versions.len());
    // The first day of the version behind the one at hand, and of the first that begins later than it.
    let mut behind: Option<(Date, Option<Date>)> = None;
    for version in versions.iter().rev() {
        let from = version.from;
        let next = behind.and_then(|(day, later)| if day > from { Some(day) } else { later });
        behind = Some((from, next));
        let until = version.until.or(next.and_then(Date::previous_day));
        let sound = until.is_none_or(|until| from <= until);
        days.push(sound.then_some(Days { from, until, next }));
    }
    days.reverse();
    days
}

/// Reports versions that end after the next one began, and days between two versions on which none decides.
///
/// The next one is the first that begins on a later day: one of the same day replaces the version as a whole from the day
/// it was published, so their days are one and the same. Of versions of one day only the last can leave a gap, since the
/// others were replaced.
pub(super) fn overlaps_and_gaps(
    versions: &[Version],
    days: &[Option<Days>],
    findings: &mut Findings,
) {
    for (at, (version, days)) in versions.iter().zip(days).enumerate() {
        let Some(days) = days else { continue };
        let (Some(until), Some(next)) = (version.until, days.next) else {
            continue;
        };
        let replaced = versions
            .get(at + 1)
            .is_some_and(|after| after.from == version.from);
        let code = if until >= next {
            Code::VersionsOverlap
        } else if !replaced && until.next_day() != Some(next) {
            Code::VersionsGap
        } else {
            continue;
        };
        findings.push(
            Finding::new(code)
                .subject("versions")
                .date("until", until)
                .date("date", next)
                .at(version.written.0.clone()),
        );
    }
}
