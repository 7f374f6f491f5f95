//! Canonical JSON: the same bytes for the same result, in every language.
//!
//! Keys in the order of the table, UTF-8, LF, no spaces, one row a line; amounts as strings with two
//! decimals, dates as `yyyy-mm-dd`, `null` where there is no value.

use crate::diag::{Findings, Lang};
use crate::settle::{Settlement, finding_rows};
use crate::tables::{Cell, Table};

/// All result tables of a settlement.
#[must_use]
pub fn settlement_json(settlement: &Settlement, lang: Lang) -> String {
    document(&[
        Table::of(settlement.settlement()),
        Table::of(&settlement.outcomes()),
        Table::of(&settlement.roll_forward()),
        Table::of(&settlement.allocations()),
        Table::of(&settlement.deductions()),
        Table::of(&settlement.own_funds()),
        Table::of(&settlement.terms()),
        Table::of(&settlement.finding_rows(lang)),
    ])
}

/// The findings of refused input, under the key `findings`.
#[must_use]
pub fn findings_json(findings: &Findings, lang: Lang) -> String {
    document(&[Table::of(&finding_rows(findings, lang))])
}

/// One table: a list of rows.
#[must_use]
pub fn table_json(table: &Table) -> String {
    let mut out = String::new();
    rows(table, &mut out);
    out.push('\n');
    out
}

/// Several tables, each under its name.
pub(super) fn document(tables: &[Table]) -> String {
    let mut out = String::from("{");
    for (at, table) in tables.iter().enumerate() {
        if at > 0 {
            out.push_str(",\n");
        }
        string(table.name, &mut out);
        out.push(':');
        rows(table, &mut out);
    }
    out.push_str("}\n");
    out
}

fn rows(table: &Table, out: &mut String) {
    if table.rows.is_empty() {
        out.push_str("[]");
        return;
    }
    out.push('[');
    for (at, row) in table.rows.iter().enumerate() {
        out.push_str(if at == 0 { "\n{" } else { ",\n{" });
        for (at, (column, cell)) in table.columns.iter().zip(row).enumerate() {
            if at > 0 {
                out.push(',');
            }
            string(&column.name, out);
            out.push(':');
            match cell {
                Cell::Null => out.push_str("null"),
                Cell::Int(number) => out.push_str(&number.to_string()),
                Cell::Bool(flag) => out.push_str(&flag.to_string()),
                Cell::Text(text) => string(text, out),
                Cell::Money(amount) => string(&amount.to_string(), out),
                Cell::Quantity(quantity) => string(&quantity.to_string(), out),
                Cell::Date(date) => string(&date.to_string(), out),
            }
        }
        out.push('}');
    }
    out.push_str("\n]");
}

/// A JSON string. Text always has one, so this can't fail.
pub(crate) fn string(text: &str, out: &mut String) {
    // Most texts have nothing to escape.
    if text
        .bytes()
        .all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')
    {
        out.push('"');
        out.push_str(text);
        out.push('"');
        return;
    }
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}
