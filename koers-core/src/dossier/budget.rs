//! Budget lines (*begrotingsregels*): what was budgeted. They never limit anything.

use super::columns::{TextColumn, TextColumnBuilder, set_dimension};
use super::origin::Origin;
use crate::calendar::Period;
use crate::diag::Place;
use crate::money::Money;

/// One budgeted amount, to add to a dossier: for a cost line, or for dimensions.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BudgetLine {
    /// The cost line it is for, if any; the budget then has that line's dimensions.
    pub line: Option<String>,
    /// Its date or period.
    pub period: Period,
    /// The amount, in euros.
    pub amount: Money,
    /// The grant it is for; else the grant its cost line is booked on, where that is one.
    pub grant: Option<String>,
    /// Where it is written.
    pub source: Option<String>,
    /// Its dimensions, where it is for no line.
    pub dimensions: Vec<(String, String)>,
}

impl BudgetLine {
    /// A budget of its own.
    #[must_use]
    pub fn new(period: Period, amount: Money) -> Self {
        Self {
            line: None,
            period,
            amount,
            grant: None,
            source: None,
            dimensions: Vec::new(),
        }
    }

    /// The budget of a cost line.
    #[must_use]
    pub fn of_line(line: impl Into<String>, period: Period, amount: Money) -> Self {
        Self {
            line: Some(line.into()),
            ..Self::new(period, amount)
        }
    }

    /// Names the grant.
    #[must_use]
    pub fn grant(mut self, grant: impl Into<String>) -> Self {
        self.grant = Some(grant.into());
        self
    }

    /// Adds a dimension.
    #[must_use]
    pub fn dimension(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.dimensions.push((name.into(), value.into()));
        self
    }
}

/// The budget of a dossier; rows in the order they came in.
#[derive(Clone, Debug)]
pub struct Budget {
    rows: Vec<BudgetRow>,
    dimensions: Vec<TextColumn>,
    origin: Origin,
}

/// One row of the budget, its dimensions apart.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BudgetRow {
    /// The cost line it is for.
    pub line: Option<String>,
    /// Its date or period.
    pub period: Period,
    /// The amount, in euros.
    pub amount: Money,
    /// The grant it names itself.
    pub grant: Option<String>,
    /// Where it is written.
    pub source: Option<String>,
}

impl Budget {
    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[BudgetRow] {
        &self.rows
    }

    /// The row's own dimension called `name`.
    #[must_use]
    pub fn dimension(&self, name: &str) -> Option<&TextColumn> {
        self.dimensions.iter().find(|column| column.name() == name)
    }

    /// All dimensions of its own, in the order of the columns.
    #[must_use]
    pub fn dimensions(&self) -> &[TextColumn] {
        &self.dimensions
    }

    pub(crate) fn place(&self, row: usize, column: &str) -> Place {
        self.origin.place(row, column)
    }

    pub(super) fn origin(&self) -> &Origin {
        &self.origin
    }
}

/// Budget lines being collected.
#[derive(Clone, Debug)]
pub(crate) struct BudgetBuilder {
    rows: Vec<BudgetRow>,
    dimensions: Vec<TextColumnBuilder>,
    pub(crate) origin: Origin,
}

impl Default for BudgetBuilder {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            dimensions: Vec::new(),
            origin: Origin::code("budget"),
        }
    }
}

impl BudgetBuilder {
    pub(crate) fn push(&mut self, line: BudgetLine) {
        for (name, value) in &line.dimensions {
            set_dimension(&mut self.dimensions, name, self.rows.len(), value);
        }
        self.rows.push(BudgetRow {
            line: line.line,
            period: line.period,
            amount: line.amount,
            grant: line.grant,
            source: line.source,
        });
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn finish(self) -> Budget {
        let starts = [0].into();
        let column = |mut column: TextColumnBuilder| {
            column.close(0, self.rows.len());
            column.finish(&starts)
        };
        Budget {
            dimensions: self.dimensions.into_iter().map(column).collect(),
            rows: self.rows,
            origin: self.origin,
        }
    }
}
