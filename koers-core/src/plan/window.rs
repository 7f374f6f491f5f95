//! Spending windows of a bucket: one under each version of its scheme.

use crate::calendar::Date;
use crate::diag::{Code, Finding};
use crate::dossier::Tranche;
use crate::scheme::{Version, Window};

/// The window of a bucket under one version of its scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WindowOf {
    /// The first day that the version decides on.
    pub(crate) from: Date,
    /// The last day that it decides on, where it states one.
    pub(crate) until: Option<Date>,
    pub(crate) span: Span,
}

impl WindowOf {
    /// Whether it says something else than the one before it does.
    pub(super) fn differs(&self, before: &WindowOf) -> bool {
        self.span != before.span || self.until.is_some() || before.until.is_some()
    }
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

/// The year of the first day, from a year on, on which the version in force says that the window has opened.
pub(super) fn opening_year(windows: &[WindowOf], from: i16) -> Option<i16> {
    let start = Date::first_of_year(from)?;
    let ends = windows.iter().skip(1).map(|next| Some(next.from));
    let days = windows
        .iter()
        .zip(ends.chain([None]))
        .filter_map(|(window, next)| {
            let day = window.from.max(window.span.from).max(start);
            let decides =
                next.is_none_or(|next| day < next) && window.until.is_none_or(|until| day <= until);
            decides.then_some(day)
        });
    days.min().map(Date::year)
}

/// The window of a tranche under a version, and whether the days that the tranche states itself lie inside the scheme's;
/// a finding when it is unknown or ends before it begins.
pub(super) fn window(tranche: &Tranche, version: &Version) -> Result<(Span, bool), Finding> {
    let (from, until) = match version.window.rule {
        Window::Period { from, until } => (Some(from), Some(until)),
        Window::Until(until) => (Date::first_of_year(1900), Some(until)),
        Window::Tranche => (None, None),
        Window::TrancheYear => {
            let Some(year) = tranche.year else {
                return Err(Finding::new(Code::NoWindow).arg("key", "year"));
            };
            (Date::first_of_year(year), Date::last_of_year(year))
        }
        Window::Unit => {
            let Some(year) = tranche.year else {
                return Err(Finding::new(Code::NoWindow).arg("key", "year"));
            };
            let last = version.unit.rule.last_year(year).unwrap_or(year);
            (Date::first_of_year(year), Date::last_of_year(last))
        }
    };
    let missing = if tranche.from.or(from).is_none() {
        "from"
    } else {
        "until"
    };
    let (Some(own_from), Some(own_until)) = (tranche.from.or(from), tranche.until.or(until)) else {
        return Err(Finding::new(Code::NoWindow).arg("key", missing));
    };
    let inside =
        from.is_none_or(|from| from <= own_from) && until.is_none_or(|until| own_until <= until);
    if own_from > own_until && inside {
        return Err(Finding::new(Code::DatesReversed)
            .date("from", own_from)
            .date("until", own_until));
    }
    let clipped = Span {
        from: from.map_or(own_from, |from| from.max(own_from)),
        until: until.map_or(own_until, |until| until.min(own_until)),
    };
    Ok((clipped, inside))
}
