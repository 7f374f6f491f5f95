//! Beyond the bounds on what is kept by day, which are lower in these tests, what comes out is the same.

use crate::calendar::{Date, Period};
use crate::dossier::{CostLine, Dossier, DossierBuilder, Grant, Tranche};
use crate::method::Method;
use crate::money::Money;
use crate::plan::{Plan, Taking};
use crate::scheme::{
    Citation, Condition, Eligible, FunderGroup, LegalBasis, Scheme, Schemes, Unit, Unspent,
    Version, Window,
};

const THEMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// Schemes of which each pays two themes of six.
fn schemes() -> Schemes {
    let mut schemes = Schemes::empty();
    let cited = || Citation::text("art. 1");
    for at in 0..THEMES.len() {
        let themes = [THEMES[at], THEMES[(at + 1) % THEMES.len()]];
        let version = Version::new(
            Date::parse("2020-01-01").expect("a date"),
            cited().on(Unit::CalendarYear),
            cited().on(Window::TrancheYear),
            cited().on(Eligible::Costs(Condition::new().only("theme", themes))),
            cited().on(Unspent::Refund),
        );
        let (id, legal) = (format!("s{at}"), LegalBasis::new("Regeling"));
        let scheme = Scheme::new(&id, &id, "Provincie", FunderGroup::Other, legal);
        schemes.insert(scheme.version(version)).expect("sound");
    }
    schemes
}

/// Grants that can pay half of so many lines, which come in no order of days.
fn dossier(lines: u32) -> Dossier {
    let euros = |euros: i64| Money::from_euros(euros).expect("an amount");
    let mut builder = DossierBuilder::new("d", "H", vec![2024]);
    for at in 0..THEMES.len() {
        let award = euros(i64::from(lines) * 3 + 1);
        let tranche = Tranche::new("2024", award).year(2024);
        let grant = Grant::new(format!("g{at}"), format!("s{at}")).tranche(tranche);
        builder.grants_mut().push(grant);
    }
    let lines = (0..lines).map(|at| {
        // Numbers that differ in all that lines show (Knuth, The Art of Computer Programming, 3.2.1).
        let drawn = at.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) >> 8;
        let day = Date::new(2024, 1, 1).expect("a day").epoch_days();
        let day = day + i32::try_from(drawn % 366).unwrap_or(0);
        let day = Date::from_epoch_days(day).expect("a day");
        let credit = if drawn % 31 == 0 { -1 } else { 1 };
        let amount = euros(credit * i64::from(drawn % 71 + 1));
        let theme = THEMES[(drawn / 7) as usize % THEMES.len()];
        let line =
            CostLine::new(format!("L{at}"), Period::day(day), amount).dimension("theme", theme);
        match drawn % 5 {
            0 => line.on(format!("g{}", drawn % 6)),
            1 => line.on(format!("g{}", drawn % 6)).fixed(),
            _ => line,
        }
    });
    builder.add_lines(lines);
    builder.build(&schemes()).expect("a sound dossier")
}

#[test]
fn too_many_days_come_out_as_few() {
    let dossier = dossier(1_500);
    for method in [Method::priority(), Method::least_refund()] {
        let plan = Plan::by(dossier.clone(), method).expect("a sound plan");
        assert!(plan.clone().taking(Taking::Together).takes_together());
        let settle = |taking| plan.clone().taking(taking).allocate().settle();
        let (together, one_by_one) = (settle(Taking::Together), settle(Taking::OneByOne));
        assert_eq!(together.settlement(), one_by_one.settlement());
        assert_eq!(together.allocations(), one_by_one.allocations());
        assert_eq!(together.own_funds(), one_by_one.own_funds());
    }
}
