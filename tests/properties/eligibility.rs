//! Wider eligibility never refunds more.
//!
//! For costs above zero on one grant whose ceilings nest: ceilings that cross can shut two costs out for the one that
//! came in, a credit note that becomes eligible takes away a cost, and a cost that is booked on a grant may keep it
//! from another that excludes it.

use koers_core::calendar::{Date, Period};
use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
use koers_core::scheme::{
    Ceiling, Citation, Condition, Eligible, FunderGroup, LegalBasis, Limit, Scheme, Schemes, Unit,
    Unspent, Version, Window,
};
use koers_core::settle::Measure;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use crate::support::config;
use crate::support::draw::money;

const SORTS: [&str; 4] = ["staff", "rent", "overhead", "travel"];

fn cite() -> Citation {
    Citation::text("art. 1")
}

/// The refund of one grant that pays only these sorts of cost.
fn refund(sorts: &[&str], award: i64, ceilings: [i64; 2], lines: &[(usize, i64)]) -> i64 {
    let costs = Condition::new().only("sort", sorts.iter().copied());
    let mut version = Version::new(
        Date::new(2020, 1, 1).expect("a day"),
        cite().on(Unit::CalendarYear),
        cite().on(Window::TrancheYear),
        cite().on(Eligible::Costs(costs)),
        cite().on(Unspent::Refund),
    );
    // The second lies inside the first.
    let inner = Condition::new().only("sort", ["rent", "overhead"]);
    let outer = Ceiling::new("outer", Limit::Amount(money(ceilings[0])));
    let inner = Ceiling::new("inner", Limit::Amount(money(ceilings[1]))).costs(inner);
    version = version.ceiling(cite().on(outer)).ceiling(cite().on(inner));
    let basis = LegalBasis::new("A regulation");
    let scheme =
        Scheme::new("s", "A scheme", "A funder", FunderGroup::Rijk, basis).version(version);
    let mut schemes = Schemes::empty();
    schemes.insert(scheme).expect("a scheme");
    let year = Period::year(2024).expect("a year");
    let tranche = Tranche::new("2024", money(award))
        .year(2024)
        .received(year, money(award));
    let mut builder = DossierBuilder::new("d".to_owned(), "h", vec![2024])
        .grant(Grant::new("g", "s").tranche(tranche));
    builder.add_lines(lines.iter().enumerate().map(|(at, (sort, cents))| {
        CostLine::new(format!("L{at}"), year, money(*cents))
            .on("g")
            .dimension("sort", SORTS[*sort])
    }));
    let dossier = builder.build(&schemes).expect("a dossier");
    let settlement = dossier.settle().expect("a settlement");
    settlement.total(Measure::Refund).cents()
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn wider_eligibility_never_refunds_more(
        narrow in btree_set(0..SORTS.len(), 1..SORTS.len()),
        more in btree_set(0..SORTS.len(), 0..SORTS.len()),
        award in 0..60_i64,
        outer in 0..80_i64,
        inner in 0..30_i64,
        lines in vec((0..SORTS.len(), 1..25_i64), 0..8),
    ) {
        let names = |sorts: &std::collections::BTreeSet<usize>| -> Vec<&str> {
            sorts.iter().map(|at| SORTS[*at]).collect()
        };
        let wide = narrow.union(&more).copied().collect();
        let narrow = refund(&names(&narrow), award, [outer, inner], &lines);
        let wide = refund(&names(&wide), award, [outer, inner], &lines);
        prop_assert!(wide <= narrow, "{wide} after {narrow}");
    }
}
