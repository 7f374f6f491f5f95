//! Koers on the lines of [`Columns`]: the only file that knows how lines go in and how results come out.

use std::num::NonZeroUsize;
use std::sync::Arc;

use koers_core::dossier::{Bits, Column, Dictionary, Dossier, DossierBuilder, LineColumns};
use koers_core::{Method, Money, Plan, Schemes, Settlement};

use crate::lines::Columns;
use crate::rivals::Totals;
use crate::rules::{Rules, code_text};

/// Whether lines go in as columns, so that sizes beyond memory for rows can be measured.
pub const BY_COLUMNS: bool = true;

/// Lines in the form in which they go in, and the schemes that they are settled by; to make it is not measured.
pub struct Input {
    schemes: Schemes,
    days: Arc<Vec<i32>>,
    amounts: Arc<Vec<i64>>,
    fixed: Arc<Vec<u8>>,
    /// With their names: the grant, then dimensions.
    codes: Vec<(&'static str, Arc<Vec<u8>>, Vec<String>)>,
}

impl Input {
    /// These lines.
    #[must_use]
    pub fn new(columns: &Columns, rules: &Rules) -> Input {
        let names = |dimension: &str, size| -> Vec<String> {
            (0..size).map(|code| code_text(dimension, code)).collect()
        };
        let grants = rules.grants.iter().map(|grant| grant.id.clone());
        let grants = std::iter::once(String::new()).chain(grants).collect();
        let bits = columns.pins.chunks(8).map(|pins| {
            let bits = pins.iter().enumerate().filter(|(_, pin)| **pin != 0);
            bits.fold(0, |byte, (at, _)| byte | 1 << at)
        });
        let shared = |codes: &[u8]| Arc::new(codes.to_vec());
        Input {
            schemes: rules.schemes(),
            days: Arc::new(columns.days.clone()),
            amounts: Arc::new(columns.amounts.clone()),
            fixed: Arc::new(bits.collect()),
            codes: vec![
                ("grant", shared(&columns.pins), grants),
                ("project", shared(&columns.projects), names("project", 40)),
                ("theme", shared(&columns.themes), names("theme", 6)),
                (
                    "category",
                    shared(&columns.categories),
                    names("category", 5),
                ),
            ],
        }
    }
}

/// The dossier of these lines, which share their memory with it.
///
/// # Panics
///
/// Never: it is sound.
#[must_use]
pub fn dossier(input: &Input, rules: &Rules, awards: &[i64]) -> Dossier {
    let rows = input.amounts.len();
    let fixed = Bits::new(shared(&input.fixed), 0, rows).expect("a bit for each row");
    let mut lines = LineColumns::new(shared(&input.days), shared(&input.amounts)).fixed(fixed);
    for (name, codes, values) in &input.codes {
        let codes = Dictionary::new(shared(codes), values);
        lines = match *name {
            "grant" => lines.grant(codes),
            name => lines.dimension(name, codes),
        };
    }
    let mut builder = builder(rules, awards);
    builder.add_columns(lines).expect("columns that fit");
    build(builder, &input.schemes)
}

/// A column that shares its memory.
fn shared<T: Send + Sync + 'static>(values: &Arc<Vec<T>>) -> Column<T> {
    let all = 0..values.len();
    Column::shared(Arc::clone(values) as Arc<dyn AsRef<[T]> + Send + Sync>, all).expect("all of it")
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
    let plan = Plan::by(dossier.clone(), method.clone());
    let plan = plan.unwrap_or_else(|findings| panic!("{findings}"));
    plan.threads(threads())
}

/// So many threads as the environment says; one where it doesn't.
#[expect(
    clippy::disallowed_methods,
    reason = "a measurement is told by the environment"
)]
fn threads() -> NonZeroUsize {
    let said = std::env::var("KOERS_BENCH_THREADS").ok();
    said.and_then(|said| said.parse().ok())
        .unwrap_or(NonZeroUsize::MIN)
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

/// Reads every part of every line, as columns; how many there are, and what they come to in cents.
#[must_use]
pub fn read_parts(settlement: &Settlement) -> (usize, i64) {
    let most = NonZeroUsize::MIN.saturating_add(65_535);
    let batches = settlement.allocation_batches(most);
    batches.fold((0, 0), |(parts, cents), batch| {
        let paid: i64 = batch.amounts.iter().map(|amount| amount.cents()).sum();
        (parts + batch.len(), cents + paid)
    })
}
