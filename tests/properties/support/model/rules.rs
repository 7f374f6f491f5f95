//! The rules of the model, one by one.

use koers_core::calendar::Date;
use koers_core::dossier::{Booking, Movement, Tranche};
use koers_core::scheme::{CarryOver, Limit, Unspent, Until, Window};

use crate::support::schemes::{SchemeSpec, VersionSpec};

pub(crate) fn moved(movements: &[Movement], when: impl Fn(i16) -> bool) -> i128 {
    movements
        .iter()
        .filter(|movement| when(movement.period.value.last().year()))
        .map(|movement| i128::from(movement.amount.value.cents()))
        .sum()
}

/// What a line's booking puts on a grant.
pub(crate) fn share(booking: Option<&Booking>, amount: i128, grant: &str) -> i128 {
    match booking {
        Some(Booking::Grant(on)) if on == grant => amount,
        Some(Booking::Amounts { parts, rest }) => {
            let named = |of: &str| -> i128 {
                let of = parts.iter().filter(|(on, _)| on == of);
                of.map(|(_, cents)| i128::from(cents.cents())).sum()
            };
            let all: i128 = parts
                .iter()
                .map(|(_, cents)| i128::from(cents.cents()))
                .sum();
            named(grant) + if rest == grant { amount - all } else { 0 }
        }
        Some(Booking::Shares(shares)) => {
            // Down to the cent; the cents that are left to the largest remainders, of equal ones to the larger
            // share, of equal ones to the first id.
            let mut split: Vec<i128> = Vec::new();
            let mut order: Vec<(i128, i128, &str, usize)> = Vec::new();
            for (at, (on, rate)) in shares.iter().enumerate() {
                let millionths = amount.abs() * i128::from(rate.ppm());
                split.push(millionths / 1_000_000);
                order.push((-(millionths % 1_000_000), -i128::from(rate.ppm()), on, at));
            }
            order.sort_unstable();
            let missing = amount.abs() - split.iter().sum::<i128>();
            for (_, (_, _, _, at)) in (0..missing).zip(order) {
                split[at] += 1;
            }
            let at = shares.iter().position(|(on, _)| on == grant);
            at.map_or(0, |at| split[at] * amount.signum())
        }
        _ => 0,
    }
}

pub(crate) fn version(scheme: &SchemeSpec, as_of: Option<Date>, date: Date) -> &VersionSpec {
    known_version(scheme, as_of, date).expect("a version in force")
}

pub(crate) fn known_version(
    scheme: &SchemeSpec,
    as_of: Option<Date>,
    date: Date,
) -> Option<&VersionSpec> {
    let known = |version: &&VersionSpec| {
        let published = version.published.unwrap_or(version.from);
        version.from <= date && as_of.is_none_or(|as_of| published <= as_of)
    };
    scheme.versions.iter().rfind(known)
}

/// The window of a tranche by itself: the days of the scheme that are also its own.
pub(crate) fn own_window(version: &VersionSpec, tranche: &Tranche) -> (Option<Date>, Date) {
    let (from, until) = scheme_window(version, tranche);
    let until = match (until, tranche.until) {
        (Some(scheme), Some(own)) => scheme.min(own),
        (scheme, own) => scheme.or(own).expect("a last day"),
    };
    (from.max(tranche.from), until)
}

/// The days that a scheme leaves to a tranche.
pub(crate) fn scheme_window(
    version: &VersionSpec,
    tranche: &Tranche,
) -> (Option<Date>, Option<Date>) {
    match version.window {
        Window::TrancheYear => {
            let year = tranche.year.expect("tranches have a year here");
            (Date::first_of_year(year), Date::last_of_year(year))
        }
        Window::Period { from, until } => (Some(from), Some(until)),
        // No first day: from the first day that dates can have.
        Window::Until(until) => (Date::first_of_year(1900), Some(until)),
        Window::Tranche => (None, None),
        window => panic!("not drawn here: {window:?}"),
    }
}

/// What the rule for unspent money lets stay, and until when.
pub(crate) fn carry_over(
    rule: &Unspent,
    unspent: i128,
    award: i128,
    (year, end): (i16, Date),
) -> (i128, Option<Date>) {
    let Unspent::CarryOver(CarryOver { limit, until, .. }) = rule else {
        return (0, None);
    };
    let limit = match limit {
        None => unspent,
        Some(Limit::Amount(most)) => i128::from(most.cents()),
        Some(Limit::Share(rate, _)) => award * i128::from(rate.ppm()) / 1_000_000,
        Some(limit) => panic!("not drawn here: {limit:?}"),
    };
    let until = match until {
        Until::Date(date) => Some(*date),
        Until::NextYearEnd => Date::last_of_year(year + 1),
        until => panic!("not drawn here: {until:?}"),
    };
    match until {
        Some(until) if until > end => (unspent.min(limit), Some(until)),
        _ => (0, None),
    }
}
