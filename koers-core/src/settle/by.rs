//! Budget, realised and balance by any dimension of the lines, and by the grant that pays.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Settlement;
use crate::dossier::{Budget, Lines, TextColumn};
use crate::money::Money;
use crate::tables::{Cell, Column, Kind, Table};

/// A dimension that neither the lines nor the budget have, that was named before, or that has the name of a column
/// of the result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown or repeated dimension `{name}`; the dossier has: {known}")]
pub struct UnknownDimension {
    /// The name that was asked for.
    pub name: String,
    /// The dimensions there are.
    pub known: String,
}

/// One of the columns that every dossier has, or a dimension.
enum Source<'d> {
    Line,
    Period,
    Dimension(Option<&'d TextColumn>, Option<&'d TextColumn>),
}

impl Source<'_> {
    fn of_line(&self, lines: &Lines, row: usize) -> Option<String> {
        match self {
            Source::Line => Some(lines.id(row).into_owned()),
            Source::Period => Some(lines.period(row).to_string()),
            Source::Dimension(column, _) => {
                column.and_then(|column| column.value(row)).map(Into::into)
            }
        }
    }

    fn of_budget(&self, lines: &Lines, budget: &Budget, row: usize) -> Option<String> {
        let line = budget.rows()[row].line.as_deref();
        match self {
            Source::Period => Some(budget.rows()[row].period.to_string()),
            Source::Line => line.map(str::to_owned),
            Source::Dimension(_, own) => own
                .and_then(|own| own.value(row))
                .map(str::to_owned)
                .or_else(|| self.of_line(lines, lines.find(line?)?)),
        }
    }
}

/// The values of the dimensions, and the place of the grant.
type Key = (Vec<Option<String>>, usize);

impl Settlement {
    /// Budget, realised cost and balance by the `dimensions` and by grant, over all years: realised cost by the
    /// grant that pays (none: own funds), budget by the grant it names, else by its line's booking.
    /// `line` and `period` count as dimensions. Rows by dimension in byte order, then in the order of
    /// grants, own funds last.
    ///
    /// # Errors
    /// When the dossier has no such dimension, or it is named twice.
    pub fn by(&self, dimensions: &[&str]) -> Result<Table, UnknownDimension> {
        let dossier = self.dossier();
        let (lines, budget) = (dossier.lines(), dossier.budget());
        let sources: Vec<Source<'_>> = dimensions
            .iter()
            .enumerate()
            .map(|(at, &name)| self.source(name, dimensions[..at].contains(&name)))
            .collect::<Result<_, _>>()?;
        let places: BTreeMap<&str, usize> = dossier
            .grants()
            .iter()
            .enumerate()
            .map(|(at, grant)| (grant.id.value.as_str(), at))
            .collect();
        let order = |id: &str| places.get(id).copied();
        // (budget, realised) by the dimensions, then the grant's place; own funds come last.
        let mut cells: BTreeMap<Key, (i64, i64)> = BTreeMap::new();
        let none = dossier.grants().len();
        for row in 0..budget.rows().len() {
            let item = &budget.rows()[row];
            let line = item.line.as_deref().and_then(|id| lines.find(id));
            let grant = item
                .grant
                .as_deref()
                .or_else(|| lines.booking(line?)?.single());
            let key = sources
                .iter()
                .map(|source| source.of_budget(lines, budget, row))
                .collect();
            let grant = grant.and_then(order).unwrap_or(none);
            cells.entry((key, grant)).or_default().0 += item.amount.cents();
        }
        for year in &self.allocation.years {
            let plan = self.allocation.plan();
            let paid = year
                .paid(plan)
                .map(|paid| (paid.line, plan.buckets()[paid.bucket].grant, paid.amount));
            let open = year.open(plan);
            let open = open.map(|open| (open.line, none, open.amount));
            // What was taken off is a cost that no grant pays.
            let deducted = year.deducted().iter();
            let deducted = deducted.map(|part| (part.line, none, part.amount));
            for (line, grant, amount) in paid.chain(open).chain(deducted) {
                let key = sources
                    .iter()
                    .map(|source| source.of_line(lines, line))
                    .collect();
                cells.entry((key, grant)).or_default().1 += amount;
            }
        }
        let text = |name: &str| Column {
            name: Cow::Owned(name.to_owned()),
            kind: Kind::Text,
        };
        let money = |name| Column {
            name: Cow::Borrowed(name),
            kind: Kind::Money,
        };
        let mut columns: Vec<Column> = dimensions.iter().map(|name| text(name)).collect();
        columns.push(text("grant"));
        columns.extend(["budget", "realised", "balance"].map(money));
        let rows = cells
            .into_iter()
            .map(|((key, grant), (budget, realised))| {
                let text = |value: Option<String>| value.map_or(Cell::Null, Cell::Text);
                let mut row: Vec<Cell> = key.into_iter().map(text).collect();
                row.push(text(
                    dossier
                        .grants()
                        .get(grant)
                        .map(|grant| grant.id.value.clone()),
                ));
                row.extend(
                    [budget, realised, budget - realised]
                        .map(|cents| Cell::Money(Money::of(cents))),
                );
                row
            })
            .collect();
        Ok(Table {
            name: "by",
            columns,
            rows,
        })
    }

    fn source(&self, name: &str, repeated: bool) -> Result<Source<'_>, UnknownDimension> {
        let dossier = self.dossier();
        let columns = (
            dossier.lines().dimension(name),
            dossier.budget().dimension(name),
        );
        let taken = repeated || matches!(name, "grant" | "budget" | "realised" | "balance");
        match (name, columns) {
            _ if taken => Err(self.unknown(name)),
            ("line", _) => Ok(Source::Line),
            ("period", _) => Ok(Source::Period),
            (_, (None, None)) => Err(self.unknown(name)),
            (_, (of_lines, of_budget)) => Ok(Source::Dimension(of_lines, of_budget)),
        }
    }

    fn unknown(&self, name: &str) -> UnknownDimension {
        let dossier = self.dossier();
        let mut known = vec!["line", "period"];
        known.extend(dossier.lines().dimensions().iter().map(TextColumn::name));
        known.extend(dossier.budget().dimensions().iter().map(TextColumn::name));
        known.retain(|name| !matches!(*name, "budget" | "realised" | "balance"));
        known.sort_unstable();
        known.dedup();
        UnknownDimension {
            name: name.to_owned(),
            known: known.join(", "),
        }
    }
}
