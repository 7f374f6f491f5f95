//! A dossier taken up again: its parts in a builder, with what is added.

use super::agreement::EligibleFor;
use super::booking::Booking;
use super::columns::TextColumn;
use super::files::{Own, add_schemes, finished};
use super::line::CostLine;
use super::origin::Origin;
use super::quantities::Quantities;
use super::read::{read_eligible_for, read_grant};
use super::read_more::read_grant_more;
use super::rows::{Input, add_budget, add_lines, read_quantities};
use super::values::Values;
use super::{BudgetLine, Dossier, DossierBuilder};
use crate::diag::{At, Findings};
use crate::read::{Fields, Node, Value};
use crate::scheme::Schemes;

impl Dossier {
    /// All of it in a builder, to be changed and built again with [`Dossier::schemes`]. Each cost line is copied.
    ///
    /// ```
    /// use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
    /// use koers_core::{Money, Period, Schemes};
    ///
    /// let (year, award) = (Period::parse("2024")?, Money::parse("1000")?);
    /// let dossier = DossierBuilder::new("example", "SamenTwente", vec![2024])
    ///     .grant(Grant::new("iza", "spuk-iza").tranche(Tranche::new("2024", award).year(2024)))
    ///     .build(&Schemes::catalogue())?;
    /// let late = CostLine::new("L1", year, Money::parse("10")?).on("iza");
    /// let dossier = dossier.edit().line(late).build(&dossier.schemes())?;
    /// assert_eq!(dossier.lines().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn edit(&self) -> DossierBuilder {
        let mut builder = self.edit_without_rows();
        let quantities = &self.inner.quantities;
        let on = |table, rows| Origin::code_from(table, rows);
        let count = quantities.rows().len();
        builder.quantities = Quantities {
            rows: quantities.rows().to_vec(),
            origin: quantities.origin.then(count, on("quantities", count)),
        };
        // What is there keeps its place, and what is added is numbered on.
        let count = self.lines.len();
        builder.lines.origin = self.lines.origin.then(count, on("cost_lines", count));
        let budget = &self.inner.budget;
        let count = budget.rows().len();
        builder.budget.origin = budget.origin().then(count, on("budget", count));
        for row in 0..self.lines.len() {
            builder.lines.push(self.line(row));
        }
        for at in 0..self.inner.budget.rows().len() {
            builder.budget.push(self.budget_line(at));
        }
        builder
    }

    /// As [`Dossier::edit`] without cost lines, quantities and budget.
    pub(crate) fn edit_without_rows(&self) -> DossierBuilder {
        let inner = &*self.inner;
        let mut builder =
            DossierBuilder::new(inner.id.clone(), inner.holder.clone(), inner.years.clone());
        builder.title.clone_from(&inner.title);
        builder.as_of = self.as_of;
        builder.chain_from = inner.chain_from;
        builder.closed = inner.closed.clone().into();
        builder.grants.clone_from(&inner.grants);
        builder.eligible_for.clone_from(&inner.eligible_for);
        builder.assumed.clone_from(&inner.assumed);
        builder
    }

    /// A row of the budget by itself.
    fn budget_line(&self, at: usize) -> BudgetLine {
        let budget = &self.inner.budget;
        let row = &budget.rows()[at];
        BudgetLine {
            line: row.line.clone(),
            period: row.period,
            amount: row.amount,
            grant: row.grant.clone(),
            source: row.source.clone(),
            dimensions: of_row(budget.dimensions(), at),
        }
    }

    /// What is budgeted after a year. A row for a cost line has that line's dimensions and grant instead, since later dossiers
    /// don't have the line.
    pub(crate) fn budget_after(&self, year: i16) -> Vec<BudgetLine> {
        let rows = self.inner.budget.rows().iter().enumerate();
        let later = rows.filter(|(_, row)| row.period.last().year() > year);
        let lines = later.map(|(at, _)| {
            let mut row = self.budget_line(at);
            let line = row.line.take().and_then(|line| self.lines.find(&line));
            if let Some(line) = line {
                row.dimensions = of_row(self.lines.dimensions(), line);
                let booked = self.lines.booking(line).and_then(Booking::single);
                row.grant = row.grant.or_else(|| booked.map(str::to_owned));
            }
            row
        });
        lines.collect()
    }

    /// The same dossier with what is added, as trees of values: what [`DossierBuilder::add_node`] takes in `head`, and rows
    /// of cost lines, quantities and budget. Schemes of its own go before its schemes and the catalogue. `findings` are
    /// those from before, when the parts were made: with an error among them there is no dossier.
    ///
    /// # Errors
    /// All findings of all parts, when any is an error.
    pub fn with_values(&self, values: Values, mut findings: Findings) -> Result<Dossier, Findings> {
        let mut schemes = Schemes::catalogue();
        for scheme in &self.inner.schemes {
            schemes.add_shared(scheme);
        }
        let own = values.schemes.into_iter().map(Own::from);
        let mut builder = self.edit();
        builder.refused.schemes = !add_schemes(own, &mut schemes, &mut findings);
        match &values.head {
            None => builder.refused.all_grants = true,
            Some(head) => {
                if let Err(refused) = builder.add_node(head) {
                    findings.append(refused);
                    builder.refused.all_grants = true;
                }
            }
        }
        add_lines(&mut builder.lines, &values.cost_lines, &mut findings);
        builder.add_all_columns(values.line_columns, &mut findings);
        let quantities = read_quantities(Input::Memory(&values.quantities), &mut findings);
        let before = builder.quantities.rows.len();
        builder.quantities.origin = builder.quantities.origin.then(before, quantities.origin);
        builder.quantities.rows.extend(quantities.rows);
        add_budget(&mut builder.budget, &values.budget, &mut findings);
        let dossier = builder.check(&schemes, &mut findings);
        finished(dossier, findings)
    }

    /// The schemes of its grants.
    #[must_use]
    pub fn schemes(&self) -> Schemes {
        let mut schemes = Schemes::empty();
        for scheme in &self.inner.schemes {
            schemes.add_shared(scheme);
        }
        schemes
    }

    /// The cost line of a row, by itself.
    pub(crate) fn line(&self, row: usize) -> CostLine {
        let lines = &self.lines;
        CostLine {
            id: lines.id(row).into_owned(),
            period: lines.period(row),
            amount: lines.amount(row),
            kind: lines.kind(row),
            vat_compensable: lines.vat_compensable(row),
            booking: lines.booking(row).cloned(),
            fixed: lines.is_fixed(row),
            corrects: lines.corrects(row).map(str::to_owned),
            source: lines.source(row).map(str::to_owned),
            dimensions: of_row(lines.dimensions(), row),
        }
    }
}

/// The values of a row, each with the name of its column.
fn of_row(columns: &[TextColumn], row: usize) -> Vec<(String, String)> {
    let values = columns.iter();
    let values = values.filter_map(|it| Some((it.name().to_owned(), it.value(row)?.to_owned())));
    values.collect()
}

impl DossierBuilder {
    /// Changes the book years.
    #[must_use]
    pub fn for_years(mut self, years: impl Into<At<Vec<i16>>>) -> Self {
        self.years = Some(years.into());
        self
    }

    /// Adds what a tree of values holds: `{"grants": [...], "eligible_for": [...]}`. A grant that isn't there has the keys of
    /// a dossier file. Of one that is there `state`, `since`, `tranches` and `agreements` may be given: a tranche (with its
    /// part) that is new has the keys of the file, of one that is there `amendments`, `received` and `repaid` are added.
    ///
    /// # Errors
    /// All findings, when any is an error; then nothing is added.
    pub fn add_node(&mut self, node: &Node) -> Result<(), Findings> {
        let mut findings = Findings::new();
        let mut grants = self.grants.clone();
        let mut judged: Vec<EligibleFor> = Vec::new();
        if let Some(mut file) = Fields::of(node, "dossier", &mut findings) {
            if let Some(field) = file.get("grants") {
                for node in field.list(&mut findings) {
                    let known = |id: &str| grants.iter().position(|grant| grant.id.value == id);
                    match id_of(node).and_then(known) {
                        Some(at) => read_grant_more(node, &mut grants[at], &mut findings),
                        None => grants.extend(read_grant(node, &mut findings).1),
                    }
                }
            }
            if let Some(field) = file.get("eligible_for") {
                let nodes = field.list(&mut findings).iter();
                judged.extend(nodes.filter_map(|node| read_eligible_for(node, &mut findings)));
            }
            file.finish(&mut findings);
        }
        if findings.has_errors() {
            findings.sort();
            return Err(findings);
        }
        self.grants = grants;
        self.eligible_for.extend(judged);
        Ok(())
    }
}

/// The id that a grant states.
fn id_of(node: &Node) -> Option<&str> {
    let Value::Table(entries) = &node.value else {
        return None;
    };
    entries.iter().find_map(|(key, node)| match &node.value {
        Value::Text(id) if key.value == "id" => Some(id.as_str()),
        _ => None,
    })
}
