//! Lines that come in as columns, in chunks of any size, beside the same lines one by one.

use std::collections::BTreeMap;

use koers_core::Lang;
use koers_core::dossier::{CostLine, Dossier, DossierBuilder};
use koers_core::report::settlement_json;
use proptest::prelude::*;

use crate::support::cases::{Case, cases};
use crate::support::columns::columns_of;
use crate::support::config;
use crate::support::draw::Draw;
use crate::support::rich::rich_cases;

/// Gives lines ids that are numbers, or the number of their row.
fn renumber(case: &mut Case, draw: &mut Draw) {
    let (first, step) = draw.pick(&[(1, 1), (-3, 1), (95, 7), (40, -1), (1_000, 0)]);
    let mut ids = BTreeMap::new();
    for (line, at) in case.lines.iter_mut().zip(0..) {
        let id: i64 = first + step * at;
        ids.insert(
            std::mem::replace(&mut line.id, id.to_string()),
            id.to_string(),
        );
    }
    let rename = |id: &mut Option<String>| {
        if let Some(id) = id {
            *id = ids.get(id).unwrap_or(id).clone();
        }
    };
    case.lines
        .iter_mut()
        .for_each(|line| rename(&mut line.corrects));
    case.budget.iter_mut().for_each(|row| rename(&mut row.line));
}

/// Makes one of the lines wrong.
fn spoil(lines: &mut [CostLine], draw: &mut Draw) {
    let (from, to) = (draw.below(lines.len()), draw.below(lines.len()));
    let other = lines.get(from).map(|line| line.id.clone());
    let (Some(line), Some(other)) = (lines.get_mut(to), other) else {
        return;
    };
    match draw.below(6) {
        0 => line.id = other,
        1 => line.id = draw.pick(&["", "a\nb", "é"]).into(),
        2 => line.booking = "unknown:60%;iza:40%".parse().ok(),
        3 => line.booking = "iza:99999999999;b:rest".parse().ok(),
        4 => line.vat_compensable = koers_core::Money::MAX,
        _ => line.corrects = Some(other),
    }
}

/// The lines in chunks, each as columns or one by one.
fn add(builder: &mut DossierBuilder, lines: &[CostLine], draw: &mut Draw) {
    let mut at = 0;
    while at < lines.len() {
        let chunk = &lines[at..][..draw.pick(&[40, 1, 2, 7, 0, 20]).min(lines.len() - at)];
        if draw.chance(20) {
            builder.add_lines(chunk.iter().cloned());
        } else {
            let columns = columns_of(chunk, at, draw);
            builder
                .add_columns(columns)
                .expect("columns that fit together");
        }
        at += chunk.len();
    }
}

/// Each line as all its columns say it.
fn told(dossier: &Dossier) -> Vec<String> {
    let lines = dossier.lines();
    let mut dimensions: Vec<_> = lines.dimensions().iter().collect();
    dimensions.sort_by_key(|column| column.name());
    let line = |row| {
        let values = dimensions.iter().map(|it| (it.name(), it.value(row)));
        let found = lines.find(&lines.id(row)).map(|row| lines.id(row));
        format!(
            "{} {found:?} {} {} {:?} {} {} {:?} {:?} {:?} {:?}",
            lines.id(row),
            lines.period(row),
            lines.amount(row),
            lines.kind(row),
            lines.vat_compensable(row),
            lines.is_fixed(row),
            lines.corrects(row),
            lines.booking(row),
            lines.source(row),
            values.collect::<Vec<_>>()
        )
    };
    (0..lines.len()).map(line).collect()
}

/// The lines, and the settlement or the findings that there are instead.
fn shown(builder: DossierBuilder, case: &Case) -> (Vec<String>, String) {
    let dossier = match builder.build(&case.schemes()) {
        Err(findings) => return (Vec::new(), findings.render(Lang::En)),
        Ok(dossier) => dossier,
    };
    let settled = dossier.settle();
    let shown = settled.map_or_else(
        |findings| findings.render(Lang::En),
        |settlement| settlement_json(&settlement, Lang::Nl),
    );
    (told(&dossier), shown)
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn columns_are_the_lines_that_they_hold(
        case in prop_oneof![cases(), rich_cases()],
        choices in proptest::collection::vec(any::<u32>(), 0..600),
    ) {
        let (mut case, mut draw) = (case, Draw::new(choices));
        if draw.chance(60) {
            renumber(&mut case, &mut draw);
        }
        if draw.chance(20) {
            spoil(&mut case.lines, &mut draw);
        }
        let mut by_row = case.without_lines();
        by_row.add_lines(case.lines.iter().cloned());
        let mut by_column = case.without_lines();
        add(&mut by_column, &case.lines, &mut draw);
        prop_assert_eq!(shown(by_column, &case), shown(by_row, &case));
    }
}
