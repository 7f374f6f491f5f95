//! What is printed reads back as what it was.

use std::collections::BTreeMap;

use koers_core::dossier::Booking;
use koers_core::money::{Money, NumberFormat};
use koers_core::report::{
    Format, render, settlement_json, table_csv, table_html, table_json, table_markdown, table_text,
};
use koers_core::settle::{Measure, Settlement};
use koers_core::tables::{Cell, Row, Table};
use koers_core::{Date, Lang};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::cases::{cases, draw_booking};
use crate::support::draw::Draw;
use crate::support::{config, settled};

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Int(number) => number.to_string(),
        Cell::Bool(flag) => flag.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Money(amount) => amount.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Quantity(quantity) => quantity.to_string(),
    }
}

/// A JSON value as the cell it was printed from, which tells the type.
fn same(cell: &Cell, value: &Value) -> bool {
    match (cell, value) {
        (Cell::Null, Value::Null) => true,
        (Cell::Int(number), Value::Number(value)) => value.as_i64() == Some(*number),
        (Cell::Bool(flag), Value::Bool(value)) => flag == value,
        (Cell::Text(text), Value::String(value)) => text == value,
        (Cell::Money(amount), Value::String(value)) => {
            let decimals = value.rsplit_once('.').map(|(_, decimals)| decimals.len());
            decimals == Some(2) && Money::parse(value) == Ok(*amount)
        }
        (Cell::Date(date), Value::String(value)) => Date::parse(value) == Ok(*date),
        _ => false,
    }
}

fn tables(settlement: &Settlement) -> Vec<Table> {
    vec![
        Table::of(settlement.settlement()),
        Table::of(&settlement.outcomes()),
        Table::of(&settlement.roll_forward()),
        Table::of(&settlement.allocations()),
        Table::of(&settlement.own_funds()),
        Table::of(&settlement.finding_rows(Lang::Nl)),
    ]
}

fn json_reads_back(settlement: &Settlement) -> Result<(), TestCaseError> {
    let json = settlement_json(settlement, Lang::Nl);
    prop_assert_eq!(
        json.chars()
            .filter(|sign| sign.is_control() && *sign != '\n')
            .count(),
        0
    );
    prop_assert_eq!(json.get(json.len() - 2..), Some("}\n"));
    let document: Value =
        serde_json::from_str(&json).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let document = document.as_object().expect("an object");
    let mut rows = 0;
    for table in tables(settlement) {
        let list = document[table.name].as_array().expect("a list");
        prop_assert_eq!(list.len(), table.rows.len());
        rows += list.len();
        let alone: Value = serde_json::from_str(&table_json(&table)).expect("one table is JSON");
        prop_assert_eq!(alone.as_array(), Some(list));
        for (cells, row) in table.rows.iter().zip(list) {
            let row = row.as_object().expect("an object");
            prop_assert_eq!(row.len(), table.columns.len());
            for (column, cell) in table.columns.iter().zip(cells) {
                prop_assert!(
                    same(cell, &row[column.name.as_ref()]),
                    "{} {cell:?}",
                    column.name
                );
            }
        }
    }
    // A line a row, and two around each table that has any.
    let empty = document
        .values()
        .filter(|list| list.as_array().is_some_and(Vec::is_empty))
        .count();
    prop_assert_eq!(json.lines().count(), rows + 2 * document.len() - empty);
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for row in document["settlement"].as_array().into_iter().flatten() {
        for name in ["received", "repaid", "spent", "earned", "retained"] {
            let amount = Money::parse(row[name].as_str().unwrap_or_default()).expect("an amount");
            *sums.entry(name).or_default() += amount.cents();
        }
    }
    for (name, sum) in sums {
        let measure = Measure::parse(name).expect("a measure");
        prop_assert_eq!(settlement.total(measure).cents(), sum, "{}", name);
    }
    Ok(())
}

fn csv_reads_back(table: &Table) -> Result<(), TestCaseError> {
    let csv = table_csv(table);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names: Vec<_> = table
        .columns
        .iter()
        .map(|column| column.name.as_ref())
        .collect();
    prop_assert_eq!(reader.headers().expect("a header"), &names);
    let rows: Result<Vec<_>, _> = reader.records().collect();
    let rows = rows.map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(rows.len(), table.rows.len());
    for (cells, row) in table.rows.iter().zip(&rows) {
        for (cell, field) in cells.iter().zip(row) {
            // A spreadsheet must not run a text as a formula: such a text gets a quote before it.
            let field = match cell {
                Cell::Text(text) if text.starts_with(['=', '+', '-', '@']) => {
                    field.strip_prefix('\'')
                }
                _ => Some(field),
            };
            let field = field.map(str::to_owned);
            prop_assert_eq!(field, Some(plain(cell)));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(80))]

    #[test]
    fn tables_read_back(case in cases()) {
        let settlement = settled(&case)?;
        json_reads_back(&settlement)?;
        for table in tables(&settlement) {
            csv_reads_back(&table)?;
            prop_assert_eq!(table_markdown(&table).lines().count(), table.rows.len() + 2);
            prop_assert!(!table_html(&table).is_empty() && !table_text(&table).is_empty());
        }
    }

    #[test]
    fn every_report_can_be_made(case in cases()) {
        let settlement = settled(&case)?;
        for lang in [Lang::Nl, Lang::En] {
            for format in [Format::Text, Format::Markdown, Format::Html] {
                prop_assert!(!render(&settlement, format, lang).is_empty());
            }
            let _ = settlement.findings().render(lang);
        }
        let _ = settlement.by_grant();
        prop_assert_eq!(koers_core::tables::SettlementRow::columns().len(), 24);
    }
}

/// The booking as a file with decimal commas and points between thousands would have it.
fn dutch(booking: &Booking) -> String {
    match booking {
        Booking::Amounts { parts, rest } => {
            let mut text: Vec<_> = parts
                .iter()
                .map(|(grant, amount)| format!("{grant}:{}", amount.dutch()))
                .collect();
            text.push(format!("{rest}:rest"));
            text.join(" ; ")
        }
        other => other.to_string(),
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn bookings_read_back(choices in proptest::collection::vec(any::<u32>(), 0..60), cents in 0..1_000_000_000_000_i64) {
        let grants = ["iza", "b.1", "A_9", "x-y", "rest"].map(str::to_owned);
        let booking = draw_booking(&mut Draw::new(choices), &grants, cents);
        let read = booking.to_string().parse();
        prop_assert_eq!(read, Ok(booking.clone()));
        let read = Booking::parse_with(&dutch(&booking), NumberFormat::DUTCH);
        prop_assert_eq!(read, Ok(booking));
    }

    #[test]
    fn any_text_is_a_booking_or_not(text in "[a-c0-9:;%. ,rest-]{0,20}|\\PC{0,30}") {
        for format in [NumberFormat::POINT, NumberFormat::COMMA, NumberFormat::DUTCH, NumberFormat::ENGLISH] {
            if let Ok(booking) = Booking::parse_with(&text, format) {
                prop_assert_eq!(booking.to_string().parse(), Ok(booking));
            }
        }
    }
}
