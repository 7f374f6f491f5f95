//! Bookings by shares, and the faults that other programs had with them: parts that don't add up, cents that
//! vanish, shares outside the whole, edges of windows.

use std::collections::BTreeMap;

use koers_core::calendar::{Date, Period};
use koers_core::dossier::{Booking, CostLine, Dossier, DossierBuilder, Grant, State, Tranche};
use koers_core::money::{Money, Rate};
use koers_core::scheme::Schemes;
use koers_core::settle::{Measure, Settlement};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::config;
use crate::support::draw::money;

const SCHEME: &str = r#"
format = 1
scheme = { id = "any", title = "t", funder = "f", funder_group = "rijk", legal_basis = { title = "b" } }
[[versions]]
from = 1900-01-01
unit = { period = "calendar-year", status = "agreement" }
window = { rule = "tranche", status = "agreement" }
eligible = { rule = "any", status = "agreement" }
unspent = { rule = "refund", status = "agreement" }
"#;

fn day(month: i8, day: i8) -> Date {
    Date::new(2024, month, day).expect("a day")
}

/// Grants of 2024 called `g0`, `g1` and so on, with so many cents of room each.
fn dossier(rooms: &[i64], window: (Date, Date), lines: Vec<CostLine>) -> Dossier {
    let mut schemes = Schemes::empty();
    schemes.insert_toml("any.toml", SCHEME).expect("a scheme");
    let mut builder = DossierBuilder::new("d".to_owned(), "h", vec![2024]);
    for (at, room) in rooms.iter().enumerate() {
        let tranche = Tranche::new("t", money(*room)).window(window.0, window.1);
        builder = builder.grant(Grant::new(format!("g{at}"), "any").tranche(tranche));
    }
    builder.add_lines(lines);
    builder.build(&schemes).expect("a dossier")
}

fn line(id: &str, cents: i64, shares: &[u32]) -> CostLine {
    let rates = shares
        .iter()
        .enumerate()
        .map(|(at, &ppm)| (format!("g{at}"), Rate::from_ppm(ppm).expect("a rate")));
    CostLine::new(id, Period::day(day(6, 30)), money(cents))
        .booked(Booking::Shares(rates.collect()))
}

/// What each grant pays of a line.
fn parts(settlement: &Settlement, line: &str) -> BTreeMap<String, i64> {
    let mut parts = BTreeMap::new();
    for row in settlement
        .allocations()
        .into_iter()
        .filter(|row| row.line == line)
    {
        *parts.entry(row.grant).or_default() += row.amount.cents();
    }
    parts
}

/// Parts per million that add up to one.
fn shares() -> impl Strategy<Value = Vec<u32>> {
    let usual = prop_oneof![
        Just(vec![980_000, 20_000]),
        Just(vec![333_300, 333_300, 333_400]),
        Just(vec![950_000, 50_000]),
        Just(vec![500_000, 500_000]),
        Just(vec![250_000, 750_000]),
        Just(vec![1_000_000]),
    ];
    let random = vec(0..=1_000_000_u32, 1..5).prop_map(|mut cuts| {
        cuts.extend([0, 1_000_000]);
        cuts.sort_unstable();
        cuts.windows(2)
            .map(|pair| pair[1] - pair[0])
            .collect::<Vec<u32>>()
    });
    prop_oneof![usual, random]
}

fn sizes() -> impl Strategy<Value = i64> {
    prop_oneof![
        1..=9_i64,
        Just(1),
        Just(18_225),
        Just(78_508),
        1..=100_000_000_i64,
        1..=100_000_000_000_000_000_i64
    ]
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn shares_of_a_line_add_up(cents in sizes(), shares in shares()) {
        let year = (day(1, 1), day(12, 31));
        let rooms = vec![cents; shares.len()];
        let settlement = dossier(&rooms, year, vec![line("L", cents, &shares)]).settle().expect("a settlement");
        let parts = parts(&settlement, "L");
        prop_assert_eq!(parts.values().sum::<i64>(), cents);
        prop_assert_eq!(settlement.total(Measure::OwnFunds), Money::ZERO);
        for (at, share) in shares.iter().enumerate() {
            // Rounded down or up to a cent, and nothing for a share of nothing.
            let exact = i128::from(cents) * i128::from(*share);
            let part = i128::from(parts.get(&format!("g{at}")).copied().unwrap_or_default()) * 1_000_000;
            prop_assert!((part - exact).abs() < 1_000_000, "{part} for {exact}");
            prop_assert!(part >= 0 && part <= i128::from(cents) * 1_000_000);
        }
    }

    #[test]
    fn a_credit_undoes_its_cost_to_the_cent(cents in sizes(), shares in shares()) {
        let year = (day(1, 1), day(12, 31));
        let lines = vec![line("L", cents, &shares), line("C", -cents, &shares)];
        let settlement = dossier(&vec![cents; shares.len()], year, lines).settle().expect("a settlement");
        let negated: BTreeMap<_, _> = parts(&settlement, "C").into_iter().map(|(grant, cents)| (grant, -cents)).collect();
        prop_assert_eq!(parts(&settlement, "L"), negated);
        prop_assert_eq!(settlement.total(Measure::Spent), Money::ZERO);
        prop_assert!(settlement.own_funds().is_empty());
    }

    #[test]
    fn credits_alone_go_to_own_funds(cents in sizes(), shares in shares()) {
        let year = (day(1, 1), day(12, 31));
        let lines = vec![line("C", -cents, &shares)];
        let settlement = dossier(&vec![cents; shares.len()], year, lines).settle().expect("a settlement");
        prop_assert!(settlement.allocations().is_empty());
        prop_assert_eq!(settlement.total(Measure::OwnFunds).cents(), -cents);
    }

    #[test]
    fn equal_lines_in_any_order_give_equal_totals(cents in vec(1..50_i64, 2..8), room in 0..200_i64) {
        let year = (day(1, 1), day(12, 31));
        let lines = |order: &[i64]| -> Vec<CostLine> {
            order.iter().enumerate().map(|(at, cents)| line(&format!("L{at}"), *cents, &[1_000_000])).collect()
        };
        let mut reversed = cents.clone();
        reversed.reverse();
        let one = dossier(&[room], year, lines(&cents)).settle().expect("a settlement");
        let other = dossier(&[room], year, lines(&reversed)).settle().expect("a settlement");
        prop_assert_eq!(one.total(Measure::Spent), other.total(Measure::Spent));
        prop_assert_eq!(one.total(Measure::Spent).cents(), cents.iter().sum::<i64>().min(room));
    }

    #[test]
    fn the_edges_of_a_window_are_inside(month in 1..=12_i8, at in 1..=28_i8, a in 1..=28_i8, b in 1..=28_i8) {
        let window = (day(6, a.min(b)), day(6, a.max(b)));
        let date = if month > 6 { day(6, at) } else { day(month, at) };
        for date in [date, window.0, window.1] {
            let lines = vec![CostLine::new("L", Period::day(date), money(5)).on("g0")];
            let settlement = dossier(&[5], window, lines).settle().expect("a settlement");
            let inside = window.0 <= date && date <= window.1;
            prop_assert_eq!(settlement.total(Measure::Spent).cents(), if inside { 5 } else { 0 });
        }
    }

    #[test]
    fn a_closed_state_pays_nothing(state in 0..5_usize, since in 1..=12_i8, cents in 1..1_000_i64) {
        let (_, state) = State::WORDS[state];
        let line = CostLine::new("L", Period::day(day(12, 31)), money(cents)).on("g0");
        let window = (day(1, 1), day(12, 31));
        let tranche = Tranche::new("t", money(cents)).window(window.0, window.1);
        let grant = Grant::new("g0", "any").state(state).since(day(since, 1)).tranche(tranche);
        let mut schemes = Schemes::empty();
        schemes.insert_toml("any.toml", SCHEME).expect("a scheme");
        let dossier = DossierBuilder::new("d".to_owned(), "h", vec![2024]).grant(grant).line(line);
        let settlement = dossier.build(&schemes).and_then(|dossier| dossier.settle()).expect("a settlement");
        let open = matches!(state, State::Awarded | State::Amended);
        prop_assert_eq!(settlement.total(Measure::Spent).cents(), if open { cents } else { 0 });
    }
}
