//! Each day has at most one version, the one that a slow model gives.

use koers_core::Date;
use koers_core::scheme::{Scheme, Version};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::config;
use crate::draw::Draw;
use crate::scheme_draw::sound;

/// The version of a day: of those known that begin no later, the one that begins last, and of those the one published
/// last; none when it has ended.
fn model(scheme: &Scheme, date: Date, as_of: Option<Date>) -> Option<&Version> {
    let published = |version: &Version| version.published.unwrap_or(version.from);
    let mut best: Option<&Version> = None;
    for version in &scheme.versions {
        if version.from > date || as_of.is_some_and(|as_of| published(version) > as_of) {
            continue;
        }
        let key = |version: &Version| (version.from, published(version));
        if best.is_none_or(|best| key(best) < key(version)) {
            best = Some(version);
        }
    }
    best.filter(|version| version.until.is_none_or(|until| date <= until))
}

/// Days at and around all that versions name, and some others.
fn days(scheme: &Scheme, draw: &mut Draw) -> Vec<Date> {
    let named = scheme
        .versions
        .iter()
        .flat_map(|version| [Some(version.from), version.until, version.published])
        .flatten();
    let around = |day: Date| [day.previous_day(), Some(day), day.next_day()];
    let mut days: Vec<Date> = named.flat_map(around).flatten().collect();
    days.extend((0..10).map(|_| draw.day(&[2019, 2031])));
    days
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn a_day_has_the_version_of_the_model(scheme in sound(), choices in vec(any::<u32>(), 60)) {
        let days = days(&scheme, &mut Draw::new(choices));
        for date in &days {
            for as_of in days.iter().copied().map(Some).chain([None]) {
                prop_assert_eq!(
                    scheme.version_on(*date, as_of),
                    model(&scheme, *date, as_of),
                    "on {} as of {:?}", date, as_of
                );
            }
        }
    }

    #[test]
    fn every_version_decides_on_some_day(scheme in sound()) {
        for version in &scheme.versions {
            let as_of = version.published.unwrap_or(version.from);
            let found = scheme.version_on(version.from, Some(as_of));
            prop_assert!(found.is_some_and(|found| std::ptr::eq(found, version)));
        }
    }

    #[test]
    fn days_without_a_version_were_found(scheme in sound(), choices in vec(any::<u32>(), 60)) {
        let first = scheme.versions[0].from;
        let last = scheme.versions.last().and_then(|version| version.until);
        let warned = scheme.check().iter().any(|finding| finding.code() == koers_core::diag::Code::VersionsGap);
        for date in days(&scheme, &mut Draw::new(choices)) {
            let inside = first <= date && last.is_none_or(|last| date <= last);
            if inside && !warned {
                prop_assert!(scheme.version_on(date, None).is_some(), "{}", date);
            }
        }
    }
}
