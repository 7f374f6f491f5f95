//! The hashes of quantities and budget: rows in canonical form, one after the other, in the order of their texts.

use super::InputTable;
use super::canonical::Sheet;
use crate::dossier::{Budget, Quantities};
use crate::money::Money;
use crate::report::json_string;

/// One row that is written: values come in the order of their keys.
struct Row<'s> {
    out: &'s mut String,
    first: bool,
}

impl<'s> Row<'s> {
    fn new(out: &'s mut String) -> Self {
        out.push('{');
        Row { out, first: true }
    }

    fn key(&mut self, key: &str) {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        json_string(key, self.out);
        self.out.push(':');
    }

    fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        json_string(text, self.out);
    }

    fn maybe(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    fn end(self) {
        self.out.push_str("}\n");
    }
}

pub(super) fn budget(budget: &Budget) -> InputTable {
    let dimensions = budget.dimensions();
    let rows = budget.rows().iter().enumerate().map(|(at, of)| {
        let amount = of.amount.to_string();
        let period = of.period.to_string();
        let own = [
            ("amount", Some(amount.as_str())),
            ("grant", of.grant.as_deref()),
            ("line", of.line.as_deref()),
            ("period", Some(period.as_str())),
            ("source", of.source.as_deref()),
        ];
        let others = dimensions.iter().map(|it| (it.name(), it.value(at)));
        written(own.into_iter().chain(others).collect())
    });
    let amounts = budget.rows().iter();
    InputTable {
        amount: Some(sum(amounts.map(|it| i128::from(it.amount.cents())))),
        ..sorted(rows.collect())
    }
}

pub(super) fn quantities(quantities: &Quantities) -> InputTable {
    let rows = quantities.rows().iter().map(|of| {
        let (period, quantity) = (of.period.to_string(), of.quantity.to_string());
        written(vec![
            ("grant", Some(&of.grant)),
            ("part", of.part.as_deref()),
            ("period", Some(&period)),
            ("quantity", Some(&quantity)),
            ("source", of.source.as_deref()),
            ("tranche", of.tranche.as_deref()),
            ("unit", Some(&of.unit)),
        ])
    });
    sorted(rows.collect())
}

fn written(mut cells: Vec<(&str, Option<&str>)>) -> String {
    cells.sort_by_key(|(name, _)| *name);
    let mut out = String::new();
    let mut row = Row::new(&mut out);
    for (name, value) in cells {
        row.maybe(name, value);
    }
    row.end();
    out
}

/// Rows without an id of their own, in the order of their texts.
fn sorted(mut rows: Vec<String>) -> InputTable {
    rows.sort_unstable();
    let mut sheet = Sheet::default();
    for row in &rows {
        sheet.text().push_str(row);
    }
    InputTable {
        rows: rows.len(),
        amount: None,
        hash: sheet.end(),
    }
}

/// The bound on a dossier keeps it within an amount; of one that is not planned yet it may lie beyond.
pub(super) fn sum(cents: impl Iterator<Item = i128>) -> Money {
    let sum = i64::try_from(cents.sum::<i128>()).ok();
    sum.and_then(Money::from_cents).unwrap_or(Money::MAX)
}
