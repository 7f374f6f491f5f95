//! Koers on the lines of [`Columns`]: the only file that knows how lines go in and how results come out.

use koers_core::dossier::{CostLine, Dossier, DossierBuilder};
use koers_core::{Method, Money, Period, Plan, Schemes, Settlement};

use crate::lines::Columns;
use crate::rivals::Totals;
use crate::rules::{Rules, code_text, date};

/// Whether lines go in as columns, so that sizes beyond memory for rows can be measured.
pub const BY_COLUMNS: bool = false;

/// Lines in the form in which they go in, and the schemes that they are settled by; to make it is not measured.
pub struct Input {
    columns: Columns,
    schemes: Schemes,
}

impl Input {
    /// These lines.
    #[must_use]
    pub fn new(columns: &Columns, rules: &Rules) -> Input {
        Input {
            columns: columns.clone(),
            schemes: rules.schemes(),
        }
    }
}

/// The dossier of these lines.
///
/// # Panics
///
/// Never: it is sound.
#[must_use]
pub fn dossier(input: &Input, rules: &Rules, awards: &[i64]) -> Dossier {
    let columns = &input.columns;
    let mut builder = builder(rules, awards);
    let names = |dimension: &str, size| -> Vec<String> {
        (0..size).map(|code| code_text(dimension, code)).collect()
    };
    let (projects, themes, categories) = (
        names("project", 40),
        names("theme", 6),
        names("category", 5),
    );
    builder.add_lines((0..columns.len()).map(|row| {
        let amount = Money::from_cents(columns.amounts[row]).unwrap_or_default();
        let line = CostLine::new(
            (row + 1).to_string(),
            Period::day(date(columns.days[row])),
            amount,
        )
        .dimension("project", &projects[usize::from(columns.projects[row])])
        .dimension("theme", &themes[usize::from(columns.themes[row])])
        .dimension(
            "category",
            &categories[usize::from(columns.categories[row])],
        );
        match columns.pins[row].checked_sub(1) {
            Some(grant) => line.on(&rules.grants[usize::from(grant)].id).fixed(),
            None => line,
        }
    }));
    build(builder, &input.schemes)
}

fn builder(rules: &Rules, awards: &[i64]) -> DossierBuilder {
    let mut builder = DossierBuilder::new("maat", "Gemeente", vec![2023, 2024]);
    builder.grants_mut().extend(rules.as_grants(awards));
    builder
}

fn build(builder: DossierBuilder, schemes: &Schemes) -> Dossier {
    let built = builder.build(schemes);
    built.unwrap_or_else(|findings| panic!("{findings}"))
}

/// The plan of a dossier.
///
/// # Panics
///
/// Never: it is sound.
#[must_use]
pub fn plan(dossier: &Dossier, method: &Method) -> Plan {
    Plan::by(dossier.clone(), method.clone()).unwrap_or_else(|findings| panic!("{findings}"))
}

/// A plan run once more.
#[must_use]
pub fn again(plan: &Plan) -> Settlement {
    plan.clone().allocate().settle()
}

/// What tranches pay and what is left, as a settlement has it.
#[must_use]
pub fn totals(settlement: &Settlement, rules: &Rules) -> Totals {
    let mut totals = Totals::default();
    for year in [2023, 2024] {
        let spent = rules.tranches().map(|(_, grant, tranche)| {
            let tranche = tranche.year.to_string();
            let mut rows = settlement.settlement().iter();
            let row = rows
                .find(|row| row.year == year && row.grant == grant.id && row.tranche == tranche);
            row.map_or(0, |row| row.spent.cents())
        });
        totals.spent.push(spent.collect());
        totals
            .own_funds
            .push(settlement.own_funds_of(year).map_or(0, Money::cents));
    }
    totals
}

/// Reads every part of every line; how many there are, and what they come to in cents.
#[must_use]
pub fn read_parts(settlement: &Settlement) -> (usize, i64) {
    let parts = settlement.allocations();
    (
        parts.len(),
        parts.iter().map(|part| part.amount.cents()).sum(),
    )
}
