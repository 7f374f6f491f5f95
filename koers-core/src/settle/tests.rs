//! Findings and marks that hang on more than one rule.

use crate::calendar::{Date, Period};
use crate::diag::Code;
use crate::dossier::{Agreement, CostLine, DossierBuilder, Grant, State, Tranche};
use crate::money::{Money, Rate};
use crate::scheme::{
    Base, CarryOver, Ceiling, Citation, Eligible, FunderGroup, LegalBasis, Limit, RuleName, Scheme,
    Schemes, Share, Unit, Unspent, Until, Version, Window,
};
use crate::settle::Settlement;

fn euros(euros: i64) -> Money {
    Money::from_euros(euros).expect("an amount")
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).expect("a percentage")
}

fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

fn year(year: i16) -> Period {
    Period::year(year).expect("a year")
}

fn day(text: &str) -> Period {
    Period::day(date(text))
}

fn cited() -> Citation {
    Citation::text("art. 1")
}

/// The rules of each calendar year, with this one for unspent money.
fn version(from: &str, unspent: Unspent) -> Version {
    Version::new(
        date(from),
        cited().on(Unit::CalendarYear),
        cited().on(Window::TrancheYear),
        cited().on(Eligible::Any),
        cited().on(unspent),
    )
}

fn carry(limit: Option<Limit>) -> Unspent {
    let all = CarryOver::until(Until::NextYearEnd);
    Unspent::CarryOver(CarryOver { limit, ..all })
}

fn tranche() -> Tranche {
    Tranche::new("2024", euros(100)).year(2024)
}

fn grant() -> Grant {
    Grant::new("g", "s")
}

fn settle(versions: Vec<Version>, years: Vec<i16>, grant: Grant, lines: &[CostLine]) -> Settlement {
    let basis = LegalBasis::new("Regeling");
    let scheme = Scheme::new("s", "Regeling", "Provincie", FunderGroup::Other, basis);
    let mut schemes = Schemes::empty();
    let scheme = versions.into_iter().fold(scheme, Scheme::version);
    schemes.insert(scheme).expect("a sound scheme");
    let mut builder = DossierBuilder::new("d".to_owned(), "H", years).grant(grant);
    builder.add_lines(lines.iter().cloned());
    let dossier = builder.build(&schemes).expect("a sound dossier");
    dossier.settle().expect("a settlement")
}

/// The amounts of the findings of a code, in cents.
fn at_stake(settlement: &Settlement, code: Code) -> Vec<i64> {
    let findings = settlement.findings().iter();
    let of_code = findings.filter(|finding| finding.code() == code);
    let amounts = of_code.map(|finding| finding.at_stake().expect("an amount").cents());
    amounts.collect()
}

#[test]
fn an_agreement_is_compared_with_the_schemes_own_limit_on_the_last_year() {
    let of_last_year = |text| Some(Limit::Share(rate(text), Base::LastYear));
    let of_scheme = || vec![version("2020-01-01", carry(of_last_year("5 %")))];
    // Whatever limit the agreement has: of 100 the scheme alone would let 5 stay.
    for (limit, beyond) in [(None, 9_500), (of_last_year("60 %"), 5_500)] {
        let agreement = Agreement::new("brief 1").unspent(carry(limit));
        let grant = grant().tranche(tranche()).agreement(agreement);
        let settlement = settle(of_scheme(), vec![2024], grant, &[]);
        assert_eq!(
            at_stake(&settlement, Code::CarriedBeyondScheme),
            [beyond],
            "{limit:?}"
        );
    }
}

#[test]
fn what_was_never_spent_is_no_shortfall() {
    let carries = || vec![version("2020-01-01", carry(None))];
    let short = |grant: Grant, amendment: i64, lines: &[CostLine]| {
        let tranche = tranche().received(year(2024), euros(100));
        let grant = grant.tranche(tranche.amended(year(2026), euros(amendment)));
        let settlement = settle(carries(), vec![2024, 2025, 2026], grant, lines);
        at_stake(&settlement, Code::AwardBelowSpending)
    };
    let announced = || grant().state(State::Announced);
    assert!(short(announced(), -20, &[]).is_empty());
    // Of 100 there is 70 spent when it is determined; then it is lowered to that, or below it.
    let determined = || {
        let grant = grant().state(State::Determined);
        grant.since(date("2025-06-01"))
    };
    let spent = [CostLine::new("1", year(2024), euros(70)).on("g")];
    assert!(short(determined(), -30, &spent).is_empty());
    assert_eq!(short(determined(), -40, &spent), [1_000]);
}

#[test]
fn a_ceiling_that_the_first_cost_uses_up_has_cut_the_second() {
    let ceiling = Ceiling::new("plafond", Limit::Amount(euros(50)));
    let rules = version("2020-01-01", Unspent::Refund).ceiling(cited().on(ceiling));
    let lines = ["1", "2"].map(|id| CostLine::new(id, year(2024), euros(50)).on("g"));
    let ceiling = ("s".to_owned(), 0, RuleName::Ceiling(0));
    for (count, cuts) in [(1, false), (2, true)] {
        let grant = grant().tranche(tranche());
        let settlement = settle(vec![rules.clone()], vec![2024], grant, &lines[..count]);
        assert_eq!(settlement.exercised().contains(&ceiling), cuts, "{count}");
    }
}

#[test]
fn a_share_that_two_versions_have_decides_in_both() {
    let half = || cited().on(Share::of_line(rate("50 %")));
    let versions = ["2020-01-01", "2024-07-01"];
    let versions = versions.map(|from| version(from, Unspent::Refund).share(half()));
    let lines = ["2024-03-01", "2024-09-01"].map(|on| CostLine::new(on, day(on), euros(10)));
    let lines = lines.map(|line| line.on("g"));
    let grant = grant().tranche(tranche());
    let settlement = settle(versions.to_vec(), vec![2024], grant, &lines);
    for version in [0, 1] {
        let share = ("s".to_owned(), version, RuleName::Share);
        assert!(settlement.exercised().contains(&share), "{version}");
    }
}
