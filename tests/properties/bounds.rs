//! Methods at the bounds: the largest sums, nothing at all, single cents over many grants, equal everything.

use koers_core::calendar::Date;
use koers_core::diag::Code;
use koers_core::dossier::{CostLine, Grant, Tranche};
use koers_core::method::{
    Booked, LeastRefund, Priority, ProRata, Redistribute, Rounding, Tranches, Weights,
};
use koers_core::money::Quantity;
use koers_core::scheme::{CarryOver, Unit, Unspent, Until, Window};
use koers_core::settle::Settlement;
use koers_core::{Method, Period};

use crate::support::adds_up::{
    allocations_add_up, ledgers_hold, nothing_is_lost, roll_forward_holds, rows_are_in_order,
    views_agree,
};
use crate::support::asked::Asked;
use crate::support::cases::Case;
use crate::support::draw::money;
use crate::support::rules::Rules;
use crate::support::schemes::{SchemeSpec, VersionSpec};

const MOST: i64 = 999_999_999_999_999_999;

fn scheme(id: &str, unspent: Unspent) -> SchemeSpec {
    SchemeSpec {
        id: id.to_owned(),
        group: "rijk",
        draft: false,
        parts: Vec::new(),
        versions: vec![VersionSpec {
            from: Date::new(1900, 1, 1).expect("a day"),
            published: None,
            unit: Unit::CalendarYear,
            window: Window::TrancheYear,
            goal: false,
            unspent,
            maximum: None,
        }],
    }
}

/// Grants of 2024 with these awards, all received, and lines with these cents, booked in turn where they are odd.
fn case(awards: &[i64], lines: &[i64]) -> Case {
    let carry = Unspent::CarryOver(CarryOver::until(Until::NextYearEnd));
    let year = Period::year(2024).expect("a year");
    let id = |at: usize| format!("g{at:03}");
    let grants = awards.iter().enumerate().map(|(at, award)| {
        let tranche = Tranche::new("t", money(*award)).year(2024);
        let received = if *award < MOST / 4 { *award } else { 0 };
        let tranche = tranche.received(year, money(received));
        let key = Quantity::from_units(1).expect("one");
        let scheme = ["back", "carry"][at % 2];
        Grant::new(id(at), scheme).tranche(tranche).key("each", key)
    });
    let lines = lines.iter().enumerate().map(|(at, cents)| {
        let line = CostLine::new(format!("L{at}"), year, money(*cents));
        match awards.len() {
            0 => line,
            grants if at % 2 == 1 => line.on(id(at % grants)),
            _ => line,
        }
    });
    Case {
        years: vec![2024],
        as_of: None,
        schemes: vec![scheme("back", Unspent::Refund), scheme("carry", carry)],
        grants: grants.collect(),
        lines: lines.collect(),
        budget: Vec::new(),
        quantities: Vec::new(),
        rich: None,
    }
}

fn methods() -> Vec<Method> {
    let mut methods = vec![
        Method::booked(),
        Method::priority(),
        Method::least_refund(),
        Method::new()
            .step(Booked::new().tranches(Tranches::Newest))
            .step(LeastRefund::new()),
        Method::new().step(Booked::new()).step(Priority::new()),
        Method::new()
            .step(LeastRefund::new())
            .step(LeastRefund::new()),
    ];
    for rounding in [Rounding::LargestRemainder, Rounding::Down] {
        for redistribute in [
            Redistribute::None,
            Redistribute::NextGroup,
            Redistribute::WithinGroup,
        ] {
            for weights in [Weights::Room, Weights::Award, Weights::key("each")] {
                let step = ProRata::new(weights);
                let step = step.rounding(rounding).redistribute(redistribute);
                methods.push(Method::new().step(step.clone()));
                methods.push(Method::new().step(step).step(Booked::new()));
            }
        }
    }
    methods
}

/// Settles by every method; what each gives, where it isn't refused for having no weights.
fn by_all(case: &Case) -> Vec<(Method, Settlement)> {
    let mut settled = Vec::new();
    for method in methods() {
        let asked = Asked {
            case: case.clone(),
            judged: Vec::new(),
            assumed: Vec::new(),
            method: method.clone(),
        };
        let dossier = asked.dossier().expect("a dossier");
        let settlement = match dossier.settle_by(&method) {
            Ok(settlement) => settlement,
            Err(findings) => {
                let mut codes = findings.iter().map(koers_core::Finding::code);
                assert!(codes.all(|code| code == Code::NoWeights));
                continue;
            }
        };
        let adds_up = || {
            nothing_is_lost(case, &settlement)?;
            allocations_add_up(case, &settlement)?;
            ledgers_hold(&settlement)?;
            roll_forward_holds(&settlement)?;
            views_agree(case, &settlement)?;
            rows_are_in_order(case, &settlement)?;
            Rules::new(&asked, &settlement).hold()
        };
        let held: Result<(), proptest::test_runner::TestCaseError> = adds_up();
        held.unwrap_or_else(|why| panic!("{why}\n{asked:?}"));
        if let Some(certificate) = settlement.certificate() {
            certificate.verify().expect("a proof");
        }
        settled.push((method, settlement));
    }
    settled
}

fn spent(settlement: &Settlement) -> i64 {
    settlement.total(koers_core::settle::Measure::Spent).cents()
}

#[test]
fn the_largest_sums_are_divided_without_a_panic() {
    let half = MOST / 2;
    for case in [
        case(&[half, MOST - half], &[]),
        case(&[half], &[MOST - half]),
        case(&[MOST / 4, MOST / 4], &[MOST / 4, MOST / 4]),
        case(&[1, MOST / 9, MOST / 9], &[MOST / 5, -(MOST / 5), 7]),
        case(&[MOST / 3, 1, 1], &[MOST / 3, 1]),
        case(&[], &[half, -half]),
    ] {
        assert!(!by_all(&case).is_empty());
    }
}

#[test]
fn nothing_is_divided_over_nothing() {
    for (awards, lines) in [
        (&[][..], &[][..]),
        (&[], &[1, 2]),
        (&[0], &[0]),
        (&[0, 0, 0], &[5, 0]),
        (&[5, 0, 5], &[]),
        (&[5, 5], &[0, 0]),
    ] {
        for (_, settlement) in by_all(&case(awards, lines)) {
            let most = lines.iter().sum::<i64>().min(awards.iter().sum());
            assert!(spent(&settlement) <= most);
        }
    }
}

#[test]
fn a_cent_goes_to_one_of_forty_grants() {
    let case = case(&[1; 40], &[1]);
    for (method, settlement) in by_all(&case) {
        let down = method.to_toml().contains("\"down\"");
        let booked = method == Method::booked();
        let next = method.to_toml().contains("within-group");
        if !booked && (!down || next) {
            assert_eq!(
                spent(&settlement),
                if down { spent(&settlement) } else { 1 }
            );
        }
        assert!(spent(&settlement) <= 1);
    }
}

#[test]
fn two_hundred_buckets_are_filled_to_the_last_cent() {
    let awards: Vec<i64> = (0..200).map(|at| 1 + at * 37 % 11).collect();
    let all: i64 = awards.iter().sum();
    let lines: Vec<i64> = (0..30).map(|at| all / 30 + at).collect();
    for (method, settlement) in by_all(&case(&awards, &lines)) {
        if method == Method::least_refund() || method == Method::priority() {
            assert_eq!(spent(&settlement), all.min(lines.iter().sum()));
        }
    }
}

#[test]
fn classes_below_zero_pay_nothing() {
    let case = case(&[10, 10], &[-1, -2, -3, -4]);
    for (_, settlement) in by_all(&case) {
        assert_eq!(spent(&settlement), 0);
        assert!(settlement.allocations().is_empty());
        let own: i64 = settlement
            .own_funds()
            .iter()
            .map(|row| row.amount.cents())
            .sum();
        assert_eq!(own, -10);
    }
}

#[test]
fn equal_everything_goes_by_the_order_of_ids() {
    let case = case(&[5; 6], &[5; 4]);
    for (method, settlement) in by_all(&case) {
        if method == Method::priority() {
            let rows = settlement.settlement().iter();
            let by: Vec<i64> = rows.map(|row| row.spent.cents()).collect();
            assert_eq!(by, [5, 5, 5, 5, 0, 0]);
        }
        if method == Method::least_refund() {
            assert_eq!(spent(&settlement), 20);
        }
    }
}
