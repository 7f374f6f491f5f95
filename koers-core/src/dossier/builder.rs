//! A dossier being put together, from files, from rows or from code.

use std::sync::Arc;

use super::agreement::{Assumed, EligibleFor};
use super::check::{Checker, Refused};
use super::check_closings::check_closings;
use super::grant::Grant;
use super::line::CostLine;
use super::line_columns::{ColumnsError, LineColumns};
use super::lines_builder::LinesBuilder;
use super::quantities::{Quantities, QuantityLine};
use super::{BudgetLine, Dossier, Inner, budget, read};
use crate::calendar::Date;
use crate::diag::{At, Code, Finding, Findings, Place};
use crate::read::{Fields, Node, check_id, check_text};
use crate::scheme::Schemes;

/// A dossier being put together; nothing in it is checked yet.
#[derive(Clone, Debug)]
pub struct DossierBuilder {
    id: At<String>,
    pub(super) title: Option<String>,
    holder: String,
    /// `None` after a finding that says why.
    pub(super) years: Option<At<Vec<i16>>>,
    pub(super) as_of: Option<Date>,
    pub(super) chain_from: Option<i16>,
    pub(super) closed: At<Vec<i16>>,
    pub(super) grants: Vec<Grant>,
    pub(super) lines: LinesBuilder,
    pub(super) eligible_for: Vec<EligibleFor>,
    pub(super) assumed: Vec<Assumed>,
    pub(super) quantities: Quantities,
    pub(super) budget: budget::BudgetBuilder,
    pub(super) refused: Refused,
}

impl DossierBuilder {
    /// An empty dossier of `holder` for these book years.
    #[must_use]
    pub fn new(
        id: impl Into<At<String>>,
        holder: impl Into<String>,
        years: impl Into<At<Vec<i16>>>,
    ) -> Self {
        Self {
            id: id.into(),
            title: None,
            holder: holder.into(),
            years: Some(years.into()),
            as_of: None,
            chain_from: None,
            closed: At::from(Vec::new()),
            grants: Vec::new(),
            lines: LinesBuilder::default(),
            eligible_for: Vec::new(),
            assumed: Vec::new(),
            quantities: Quantities::default(),
            budget: budget::BudgetBuilder::default(),
            refused: Refused::default(),
        }
    }

    /// A dossier whose head was refused: only to find what else is wrong. It never builds.
    pub(super) fn refused() -> Self {
        let mut builder = Self::new("refused".to_owned(), "refused", Vec::new());
        builder.years = None;
        builder
    }

    /// Reads the head, the grants and what is eligible for them from a tree of values: `{"dossier": {...}, "grants":
    /// [...], "eligible_for": [...]}`, with the keys of a dossier file.
    ///
    /// # Errors
    /// All findings, when any is an error.
    pub fn from_node(node: &Node) -> Result<Self, Findings> {
        let mut findings = Findings::new();
        let builder = Fields::of(node, "dossier", &mut findings).map(|mut file| {
            let builder = read::read_head(&mut file, &mut findings);
            file.finish(&mut findings);
            builder
        });
        match builder {
            Some(builder) if !findings.has_errors() => Ok(builder),
            _ => {
                findings.sort();
                Err(findings)
            }
        }
    }

    /// Names it for people.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Leaves out rules that were published after `date`.
    #[must_use]
    pub fn as_of(mut self, date: Date) -> Self {
        self.as_of = Some(date);
        self
    }

    /// Says which was the first book year of the chain of dossiers that this one goes on with.
    #[must_use]
    pub fn chain_from(mut self, year: i16) -> Self {
        self.chain_from = Some(year);
        self
    }

    /// Says which book years are closed: the first ones.
    #[must_use]
    pub fn close_years(mut self, years: impl Into<At<Vec<i16>>>) -> Self {
        self.closed = years.into();
        self
    }

    /// Adds a grant.
    #[must_use]
    pub fn grant(mut self, grant: Grant) -> Self {
        self.grants.push(grant);
        self
    }

    /// The grants so far.
    pub fn grants_mut(&mut self) -> &mut Vec<Grant> {
        &mut self.grants
    }

    /// Adds a cost line.
    #[must_use]
    pub fn line(mut self, line: CostLine) -> Self {
        self.lines.push(line);
        self
    }

    /// Adds cost lines.
    pub fn add_lines(&mut self, lines: impl IntoIterator<Item = CostLine>) {
        for line in lines {
            self.lines.push(line);
        }
    }

    /// Adds many cost lines at once, without a copy of columns that are shared. They come after the lines before them.
    ///
    /// # Errors
    /// When the columns don't fit together; then none is added. What is wrong with a line is found when the dossier is
    /// built.
    pub fn add_columns(&mut self, lines: LineColumns) -> Result<(), ColumnsError> {
        self.lines.add_columns(lines)
    }

    /// How many cost lines there are.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Adds a judgement about what is eligible for a grant.
    #[must_use]
    pub fn eligible_for(mut self, judgement: EligibleFor) -> Self {
        self.eligible_for.push(judgement);
        self
    }

    /// The judgements so far.
    pub fn eligible_for_mut(&mut self) -> &mut Vec<EligibleFor> {
        &mut self.eligible_for
    }

    /// Adds a quantity.
    #[must_use]
    pub fn quantity(mut self, line: QuantityLine) -> Self {
        self.quantities.rows.push(line);
        self
    }

    /// Adds quantities.
    pub fn add_quantities(&mut self, lines: impl IntoIterator<Item = QuantityLine>) {
        self.quantities.rows.extend(lines);
    }

    /// Adds a budget line.
    #[must_use]
    pub fn budget(mut self, line: BudgetLine) -> Self {
        self.budget.push(line);
        self
    }

    /// Adds budget lines.
    pub fn add_budget(&mut self, lines: impl IntoIterator<Item = BudgetLine>) {
        for line in lines {
            self.budget.push(line);
        }
    }

    /// Checks everything against `schemes` and against each other.
    ///
    /// # Errors
    /// All findings, when any is an error.
    pub fn build(self, schemes: &Schemes) -> Result<Dossier, Findings> {
        let mut findings = Findings::new();
        match self.check(schemes, &mut findings) {
            Some(dossier) if !findings.has_errors() => Ok(dossier),
            _ => {
                findings.sort();
                Err(findings)
            }
        }
    }

    /// As [`DossierBuilder::build`], after findings from reading.
    pub(super) fn check(self, schemes: &Schemes, findings: &mut Findings) -> Option<Dossier> {
        check_id(&self.id, findings);
        check_text("holder", Some(&self.holder), &Place::Nowhere, findings);
        check_text("title", self.title.as_deref(), &Place::Nowhere, findings);
        self.check_years(findings);
        let lines = self.lines.finish(findings);
        let budget = self.budget.finish();
        let years = self.years.as_ref().map(|years| years.value.as_slice());
        let checker = Checker::new(years, &self.grants, &self.refused);
        checker.grants(schemes, findings);
        checker.lines(&lines, findings);
        checker.budget(&budget, &lines, findings);
        if let Some(years) = years {
            check_closings((years, &self.closed), &self.grants, findings);
        }
        checker.quantities(&self.quantities, findings);
        checker.eligible_for(&self.eligible_for, &lines, findings);
        let schemes: Option<Vec<_>> = self
            .grants
            .iter()
            .map(|grant| schemes.get(&grant.scheme.value).cloned())
            .collect();
        let mut inner = Inner {
            id: self.id.value,
            title: self.title,
            holder: self.holder,
            years: self.years?.value,
            chain_from: self.chain_from,
            closed: self.closed.value,
            grants: self.grants,
            schemes: schemes?,
            eligible_for: self.eligible_for,
            assumed: self.assumed,
            quantities: self.quantities,
            budget,
            edition: Arc::default(),
        };
        inner.sort_grants();
        Some(Dossier {
            inner: Arc::new(inner),
            lines: Arc::new(lines),
            as_of: self.as_of,
        })
    }

    /// The book years must be there, ascending and without gaps.
    fn check_years(&self, findings: &mut Findings) {
        let Some(At {
            value: years,
            place,
        }) = &self.years
        else {
            return;
        };
        let consecutive = years
            .windows(2)
            .all(|pair| pair[0].checked_add(1) == Some(pair[1]));
        let known = years.iter().all(|year| (1900..=2199).contains(year));
        if let (Some(from), Some(first)) = (self.chain_from, years.first())
            && !(1900..=*first).contains(&from)
        {
            findings.push(
                Finding::new(Code::UnknownValue)
                    .subject("chain_from")
                    .arg("value", from)
                    .arg("known", format!("1900 - {first}"))
                    .at(place.clone()),
            );
        }
        if years.is_empty() || !consecutive || !known {
            findings.push(
                Finding::new(Code::UnknownValue)
                    .subject("years")
                    .arg("value", format!("{years:?}"))
                    .arg("known", "[2024], [2024, 2025]")
                    .at(place.clone()),
            );
        }
    }
}
