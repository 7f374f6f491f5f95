//! A grant scheme in code: half of the staff costs, at most 10 % of them for travel, and what is left goes back.
//! `cargo run --example scheme_in_code`

use koers_core::diag::Lang;
use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
use koers_core::report::{Format, render};
use koers_core::scheme::{
    Base, Ceiling, Citation, Condition, Eligible, FunderGroup, LegalBasis, Limit, Scheme, Share,
    Unit, Unspent, Version, Window,
};
use koers_core::settle::Measure;
use koers_core::{Date, Money, Period, Rate, Schemes};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let article = Citation::text;
    let staff = Condition::new().only("soort", ["salaris", "reiskosten"]);
    let travel = Condition::new().only("soort", ["reiskosten"]);
    let tenth = Limit::Share(Rate::parse("10 %")?, Base::Award);
    let version = Version::new(
        Date::parse("2024-01-01")?,
        article("art. 7").on(Unit::CalendarYear),
        article("art. 7").on(Window::TrancheYear),
        article("art. 3").on(Eligible::Costs(staff)),
        article("art. 9").on(Unspent::Refund),
    )
    .share(article("art. 5").on(Share::of_line(Rate::parse("50 %")?)))
    .ceiling(article("art. 6").on(Ceiling::new("reiskosten", tenth).costs(travel)));
    let basis = LegalBasis::new("Subsidieregeling halve personeelskosten");
    let scheme = Scheme::new(
        "helft",
        "Halve personeelskosten",
        "Provincie",
        FunderGroup::Other,
        basis,
    );
    let scheme = scheme.version(version);
    println!("{}", scheme.describe(Lang::Nl, Format::Text));

    let mut schemes = Schemes::catalogue();
    schemes.insert(scheme)?;
    let (year, award) = (Period::parse("2024")?, Money::parse("1000")?);
    let tranche = Tranche::new("2024", award).year(2024).received(year, award);
    let line = |id: &str, amount: &str, sort: &str| -> Result<CostLine, koers_core::MoneyError> {
        Ok(CostLine::new(id, year, Money::parse(amount)?)
            .on("subsidie")
            .dimension("soort", sort))
    };
    let dossier = DossierBuilder::new("voorbeeld", "SamenTwente", vec![2024])
        .grant(Grant::new("subsidie", "helft").tranche(tranche))
        .line(line("1", "1200", "salaris")?)
        .line(line("2", "300", "reiskosten")?)
        .line(line("3", "80", "drukwerk")?)
        .build(&schemes)?;
    let settlement = dossier.settle()?;
    println!("{}", render(&settlement, Format::Text, Lang::Nl));

    // Half of 1200 is 600; of half of 300 the ceiling leaves 10 % of 1000. So 1000 - 700 goes back.
    assert_eq!(settlement.total(Measure::Spent).to_string(), "700.00");
    assert_eq!(settlement.total(Measure::Refund).to_string(), "300.00");
    Ok(())
}
