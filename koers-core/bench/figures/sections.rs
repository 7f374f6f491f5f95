//! What is measured, section by section.

mod lines;
mod others;
mod reconcile;
mod written;

pub(crate) use lines::{count, lines, wall};
pub(crate) use written::write;

use koers_bench::engine;
use koers_bench::lines::Columns;
use koers_bench::rivals::{Amount, Lines};
use koers_bench::rules::Rules;
use koers_core::Dossier;
use koers_core::method::{Method, ProRata, Weights};
use rust_decimal::Decimal;

/// How much is measured.
pub(crate) struct Sizes {
    pub(crate) lines: usize,
    pub(crate) times: usize,
}

type Section = fn(&Sizes);

pub(crate) const ALL: &[(&str, Section)] = &[
    ("lines", lines),
    ("small", others::small),
    ("explain", others::explained),
    ("receipt", others::receipt),
    ("solve", others::solve),
    ("reconcile", reconcile::reconcile),
    ("country", others::country),
    ("memory", others::memory),
    ("threads", others::threads),
    ("growth", others::growth),
    ("size", others::size),
];

/// The seed of all lines.
pub(crate) const SEED: u64 = 7;

/// The methods whose speed is measured.
pub(crate) fn pro_rata() -> Method {
    Method::new().step(ProRata::new(Weights::Award))
}

/// Lines with the grants that pay them.
pub(crate) struct Case {
    pub(crate) rules: Rules,
    pub(crate) columns: Columns,
    pub(crate) awards: Vec<i64>,
    input: engine::Input,
}

impl Case {
    pub(crate) fn new(rules: Rules, lines: usize, seed: u64) -> Case {
        let columns = Columns::draw(lines, &rules, seed);
        Case::of(rules, columns)
    }

    /// Lines for eight tranches of which none is fixed.
    pub(crate) fn unpinned(lines: usize) -> Case {
        let rules = Rules::eight();
        let mut columns = Columns::draw(lines, &rules, SEED);
        columns.pins.fill(0);
        Case::of(rules, columns)
    }

    fn of(rules: Rules, columns: Columns) -> Case {
        let awards = rules.awards(columns.total());
        let input = engine::Input::new(&columns, &rules);
        Case {
            input,
            rules,
            columns,
            awards,
        }
    }

    pub(crate) fn dossier(&self) -> Dossier {
        engine::dossier(&self.input, &self.rules, &self.awards)
    }

    pub(crate) fn ordered(&self) -> Ordered {
        let columns = self.columns.in_order();
        let decimals = columns
            .amounts
            .iter()
            .map(|&cents| Decimal::of_cents(cents));
        Ordered {
            decimals: decimals.collect(),
            columns,
        }
    }
}

/// Lines by date and id, as rivals get them.
pub(crate) struct Ordered {
    pub(crate) columns: Columns,
    decimals: Vec<Decimal>,
}

impl Ordered {
    pub(crate) fn cents(&self) -> Lines<'_, i64> {
        Lines {
            columns: &self.columns,
            amounts: &self.columns.amounts,
        }
    }

    pub(crate) fn decimals(&self) -> Lines<'_, Decimal> {
        Lines {
            columns: &self.columns,
            amounts: &self.decimals,
        }
    }
}
