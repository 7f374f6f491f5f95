//! Declared figures beside a settlement of many lines.

use std::hint::black_box;

use koers_bench::measure::Timing;
use koers_bench::rules::{Rules, code_text};
use koers_core::Method;
use koers_core::reconcile::Declared;

use super::lines::settle;
use super::{Case, SEED, Sizes};
use crate::table::{Per, Rivals, Unit, row};

/// A hundred figures: of projects, themes and categories, of themes by category, of grants, and of all.
pub(crate) fn reconcile(sizes: &Sizes) {
    let case = Case::new(Rules::eight(), sizes.lines, SEED);
    let settlement = settle(&case.dossier(), &Method::priority());
    let mut table = vec!["key,scope,measure,amount,claim,sum_of".to_owned()];
    let mut add = |scope: &str, measure: &str| {
        table.push(format!("f{},{scope},{measure},1,figure,", table.len()));
    };
    let values = |name: &str, size: u8| -> Vec<String> {
        (0..size)
            .map(|code| format!("{name}={}", code_text(name, code.into())))
            .collect()
    };
    let (themes, categories) = (values("theme", 6), values("category", 5));
    for scope in values("project", 40)
        .iter()
        .chain(&themes)
        .chain(&categories)
    {
        add(scope, "realised");
    }
    for theme in &themes {
        add(theme, "refund");
        for category in &categories {
            add(&format!("{theme}&{category}"), "balance");
        }
    }
    for measure in [
        "received",
        "spent",
        "balance",
        "refund",
        "carry_over",
        "retained",
        "realised",
        "count",
    ] {
        add("total", measure);
        add("year=2023", measure);
    }
    table.truncate(101);
    let table = table.join("\n");
    let declared = Declared::from_csv("declared.csv", table.as_bytes()).expect("a good table");
    assert_eq!(declared.figures().len(), 100);
    let timing = Timing::of(sizes.times, || {
        drop(black_box(settlement.reconcile(&declared)))
    });
    let alone = Rivals {
        scalar: None,
        decimal: None,
    };
    let goal = Some((100_000, 50_000));
    row(
        "100 declared figures reconciled",
        &timing,
        Per::Run(Unit::Millis),
        goal,
        &alone,
    );
}
