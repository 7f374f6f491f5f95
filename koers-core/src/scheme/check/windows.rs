//! Spending windows, held against the days of a version, its settlement unit and how long money is carried over.

use super::on;
use super::relations::Context;
use crate::calendar::Date;
use crate::diag::{Code, Findings};
use crate::scheme::{CarryOver, Unit, Unspent, Until, Window};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let window = &context.version.window;
    if let Some(cause) = outside(context) {
        findings.push(on(Code::WindowOutsideTerm, "window", &window.citation).arg("cause", cause));
    }
    let unspent = &context.version.unspent;
    let Unspent::CarryOver(carry) = &unspent.rule else {
        return;
    };
    if let (Until::Date(until), Some(closing)) = (carry.until, closing(context, carry))
        && until <= closing
    {
        findings.push(
            on(Code::CarryOverEndsTooSoon, "unspent", &unspent.citation)
                .date("until", until)
                .date("window", closing),
        );
    }
}

/// Why a window doesn't fit: no day of it is one of the version's, or it goes over the edge of a settlement unit.
fn outside(context: &Context<'_>) -> Option<String> {
    let (version, unit) = (context.version, context.version.unit.rule);
    let (from, until) = match version.window.rule {
        Window::Period { from, until } => (Some(from), until),
        Window::Until(until) => (None, until),
        Window::Unit if unit == Unit::Term => {
            return Some("window.rule = \"unit\", unit.period = \"term\"".to_owned());
        }
        _ => return None,
    };
    if from.is_some_and(|from| from > until) {
        return None; // The reversed dates are a finding of their own.
    }
    if until < version.from {
        return Some(format!("window.until {until} < from {}", version.from));
    }
    let from = from?;
    let last = context.days.and_then(|days| days.until);
    if let Some(last) = last.filter(|last| from > *last) {
        return Some(format!("window.from {from} > until {last}"));
    }
    let (_, year) = unit.block(from.year())?;
    (until.year() > year).then(|| format!("window.until {until} > unit.years {year}-12-31"))
}

/// The earliest year-end at which the version can carry money over; under a list of years, that for the last of them.
/// Money whose last day is not after it goes back.
fn closing(context: &Context<'_>, carry: &CarryOver) -> Option<Date> {
    let (version, unit) = (context.version, context.version.unit.rule);
    let last = |year: i16| unit.last_year(year).unwrap_or(year);
    let by_window = match version.window.rule {
        Window::Period { until, .. } | Window::Until(until) if unit == Unit::Term => {
            Some(until.year())
        }
        Window::Period { from, .. } => Some(last(from.year())),
        Window::TrancheYear | Window::Unit => {
            let years = carry.tranche_years.as_ref();
            years.and_then(|years| years.last()).map(|year| last(*year))
        }
        Window::Until(_) | Window::Tranche => None,
    };
    let by_version = last(version.from.year());
    Date::last_of_year(by_window.unwrap_or(by_version).max(by_version))
}
