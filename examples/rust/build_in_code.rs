//! Builds a small dossier in code and settles it: `cargo run --example build_in_code`.

use koers_core::diag::Lang;
use koers_core::dossier::{
    Agreement, Booking, BudgetLine, CostLine, DossierBuilder, Grant, Tranche,
};
use koers_core::report::{Format, render, table_text};
use koers_core::scheme::{CarryOver, Unspent, Until};
use koers_core::settle::Measure;
use koers_core::{Money, Period, Schemes};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let year = Period::parse("2024")?;
    let euros = |text: &str| Money::parse(text);

    let agreement = Agreement::new("Brief van de provincie, 12 november 2024")
        .unspent(Unspent::CarryOver(CarryOver::until(Until::NextYearEnd)));
    let dossier = DossierBuilder::new("voorbeeld", "SamenTwente", vec![2024])
        .title("Voorbeeld")
        .grant(
            Grant::new("iza", "spuk-iza")
                .title("SPUK IZA")
                .preference(1)
                .tranche(
                    Tranche::new("2024", euros("100000")?)
                        .year(2024)
                        .received(year, euros("100000")?),
                ),
        )
        .grant(
            Grant::new("provincie", "provincie-overijssel")
                .title("Provincie Overijssel")
                .preference(2)
                .tranche(
                    Tranche::new("2024", euros("20000")?)
                        .year(2024)
                        .received(year, euros("15000")?),
                )
                .agreement(agreement),
        )
        .line(
            CostLine::new("projectleiding", year, euros("61250.40")?)
                .on("iza")
                .dimension("thema", "Ouderen"),
        )
        .line(
            CostLine::new("campagne", Period::parse("2024-Q3")?, euros("9000")?)
                .booked("iza:40%;provincie:60%".parse::<Booking>()?)
                .dimension("thema", "Preventie"),
        )
        .budget(BudgetLine::of_line("campagne", year, euros("8000")?).grant("provincie"))
        .build(&Schemes::catalogue())?;

    let settlement = dossier.settle()?;
    print!("{}", render(&settlement, Format::Text, Lang::Nl));
    println!(
        "\nTerug te betalen: {}",
        settlement.total(Measure::Refund).dutch()
    );
    print!("\n{}", table_text(&settlement.by(&["thema"])?));
    Ok(())
}
