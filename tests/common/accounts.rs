//! The accounts of Twentse Koers for 2024, against what the annual report prints.

use std::collections::BTreeMap;
use std::fs;

use koers_core::settle::Measure;
use koers_core::tables::{Cell, Table};
use koers_core::{Money, Settlement, folder};

use crate::case::root;

/// The themes by the letters that begin their lines in the report.
const THEMES: [(&str, &str); 7] = [
    ("PO", "Programmaorganisatie algemeen"),
    ("BZ", "Bestaanszekerheid"),
    ("PG", "Preventie & gezondheid"),
    ("MG", "Mentale gezondheid"),
    ("OU", "Ouderen"),
    ("OV", "Overig budget projecten"),
    ("LI", "Lokale inzet en bekostiging"),
];

fn accounts() -> Settlement {
    folder::load(root().join("examples/twentse-koers-2024"))
        .and_then(|dossier| dossier.settle())
        .unwrap_or_else(|refused| panic!("{refused}"))
}

/// The records of a file in `tests/reference`, without its header. No field in it is quoted.
fn reference(name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("tests/reference").join(name))
        .expect("the reference is there");
    let split = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().skip(1).map(split).collect()
}

fn euros(text: &str) -> Money {
    Money::parse(text).expect("whole euros")
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// The sum of a column over the rows that pass.
fn sum(table: &Table, column: &str, rows: impl Fn(&[Cell]) -> bool) -> Money {
    let at = table
        .columns
        .iter()
        .position(|known| known.name == column)
        .expect("a column of the table");
    let amounts = table
        .rows
        .iter()
        .filter(|row| rows(row))
        .map(|row| match &row[at] {
            Cell::Money(amount) => *amount,
            other => panic!("{column} holds {other:?}"),
        });
    Money::checked_sum(amounts).expect("within bounds")
}

#[test]
fn the_47_control_totals_come_out() {
    let settlement = accounts();
    let by_theme = settlement.by(&["theme"]).expect("the lines have themes");
    let totals = reference("control_totals.csv");
    assert_eq!(totals.len(), 47);
    for total in &totals {
        let [key, column, value] = &total[..] else {
            panic!("three fields");
        };
        let letters = key
            .strip_prefix("TOT.")
            .unwrap_or(key.split('.').next().unwrap_or_default());
        let found = if let Some((_, theme)) = THEMES.iter().find(|(known, _)| *known == letters) {
            sum(&by_theme, column, |row| text(&row[0]) == *theme)
        } else if key == "TOT.total" {
            sum(&by_theme, column, |_| true)
        } else {
            assert_eq!(key, "GR.total");
            settlement.total(Measure::parse(column).expect("a measure"))
        };
        assert_eq!(found, euros(value), "{key} {column}");
    }
}

#[test]
fn the_table_per_grant_comes_out() {
    let mut found: BTreeMap<String, ([Money; 5], Vec<String>)> = BTreeMap::new();
    for row in accounts().settlement() {
        let (sums, until) = found.entry(row.grant.clone()).or_default();
        let amounts = [
            row.received,
            row.spent,
            row.balance,
            row.refund,
            row.carry_over,
        ];
        for (sum, amount) in sums.iter_mut().zip(amounts) {
            *sum = Money::checked_sum([*sum, amount]).expect("within bounds");
        }
        until.extend(row.carry_over_until.map(koers_core::Date::dutch_short));
        until.dedup();
    }
    let expected = reference("grants.csv");
    assert_eq!(
        found.len(),
        expected.len(),
        "the announced Regio Deal is in no row"
    );
    for grant in expected {
        let (sums, until) = &found[&grant[0]];
        let amounts: Vec<Money> = grant[1..6].iter().map(|amount| euros(amount)).collect();
        assert_eq!(sums.to_vec(), amounts, "{}", grant[0]);
        assert_eq!(until.join(" "), grant[6], "{}", grant[0]);
    }
}

#[test]
fn the_tables_per_theme_come_out() {
    let by_theme = accounts().by(&["theme"]).expect("the lines have themes");
    let found: BTreeMap<(String, String), [Money; 3]> = by_theme
        .rows
        .iter()
        .map(|row| {
            let amount = |at: usize| match &row[at] {
                Cell::Money(amount) => *amount,
                other => panic!("{other:?}"),
            };
            (
                (text(&row[0]), text(&row[1])),
                [amount(2), amount(3), amount(4)],
            )
        })
        .collect();
    let expected: BTreeMap<(String, String), [Money; 3]> = reference("themes.csv")
        .into_iter()
        .map(|row| {
            let amounts = [&row[2], &row[3], &row[4]].map(|amount| euros(amount));
            ((row[0].clone(), row[1].clone()), amounts)
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn galas_tranches_are_spent_oldest_first() {
    // Question 20 of the reference: oldest first leaves 62.617 of 2023 and 211.356 of 2024.
    let settlement = accounts();
    let left: Vec<_> = settlement
        .settlement()
        .iter()
        .filter(|row| row.grant == "gala15")
        .map(|row| (row.tranche.as_str(), row.carry_over))
        .collect();
    assert_eq!(left, [("2023", euros("62617")), ("2024", euros("211356"))]);
}

#[test]
fn a_budget_by_line_and_by_dimension_adds_up() {
    let settlement = folder::load(root().join("tests/corpus/good/budget"))
        .and_then(|dossier| dossier.settle())
        .unwrap_or_else(|refused| panic!("{refused}"));
    let table = settlement.by(&["theme"]).expect("the lines have themes");
    let rows: Vec<String> = table
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter().map(|cell| match cell {
                Cell::Money(amount) => amount.to_string(),
                cell => text(cell),
            });
            cells.collect::<Vec<_>>().join(" ")
        })
        .collect();
    let expected = [
        "Jeugd a 140.00 120.00 20.00",
        "Jeugd b 30.00 0.00 30.00",
        "Zorg  25.00 60.00 -35.00",
    ];
    assert_eq!(rows, expected);
    assert!(settlement.by(&["project"]).is_err());
}
