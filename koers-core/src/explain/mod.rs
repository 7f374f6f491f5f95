//! Explanations: trees of reasons that add up to the figure they explain.
//!
//! They are derived from the settlement, with no tracing while it is made: which bucket pays what of which line, how each
//! bucket closes, and by which rule. What a node says is a code with what it is about ([`Statement`]); sentences are made from
//! it per language by [`crate::report::render_explanation`]. Trees stay small however many lines there are: of more than a
//! handful the largest are named, and the others are one node that still adds up.

mod about;
mod bounded;
mod budget;
mod line;
mod lines;
mod money;
mod names;
mod node;
mod own_funds;
mod reached;
mod refund;
mod shown;
mod statement;
mod subject;
#[cfg(test)]
mod tests;
mod value;
mod why_not;
mod why_refund;

pub use about::{
    BucketName, Cause, Figure, GrantName, How, LineName, Many, Obstacle, Reached, Term, Told,
};
pub use node::Node;
pub use statement::Statement;
pub use subject::{ExplainError, Subject};

use std::collections::BTreeMap;

use crate::allocate::YearAllocation;
use crate::dossier::{Assumed, TextColumn};
use crate::method::Method;
use crate::plan::{Plan, YearPlan};
use crate::settle::Settlement;

/// An explanation: what was asked, and the trees that answer it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// What is explained.
    pub subject: Subject,
    /// The book year that was asked for; none for all.
    pub year: Option<i16>,
    /// Whether it says why something was not paid.
    pub why_not: bool,
    /// The grant that the subject names.
    pub grant: Option<GrantName>,
    /// The dossier's title.
    pub title: String,
    /// Who holds the grants.
    pub holder: String,
    /// The answers, each a tree of its own that adds up.
    pub trees: Vec<Node>,
    pub(crate) method: Method,
    pub(crate) assumed: Vec<Assumed>,
}

impl Explanation {
    /// Whether every amount in it is the sum of those below it.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.trees.iter().all(Node::adds_up)
    }
}

impl Settlement {
    /// Explains a figure, a grant or a line, of one book year or of all.
    ///
    /// Over all years, what moves is added up and a stock is that of the last year, as in [`Settlement::total`].
    ///
    /// ```
    /// use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
    /// use koers_core::explain::Subject;
    /// use koers_core::report::{Format, render_explanation};
    /// use koers_core::{Lang, Money, Period, Schemes};
    ///
    /// let year = Period::year(2024).expect("a year that dates can have");
    /// let award = Money::parse("1000")?;
    /// let dossier = DossierBuilder::new("example", "SamenTwente", vec![2024])
    ///     .grant(
    ///         Grant::new("iza", "spuk-iza")
    ///             .tranche(Tranche::new("2024", award).year(2024).received(year, award)),
    ///     )
    ///     .line(CostLine::new("L1", year, Money::parse("640.50")?).on("iza"))
    ///     .build(&Schemes::catalogue())?;
    /// let settlement = dossier.settle()?;
    /// let refund = settlement.explain(&Subject::parse("refund=iza", &dossier)?, None)?;
    /// assert!(refund.adds_up());
    /// assert_eq!(refund.trees[0].amount, Some(Money::parse("359.50")?));
    /// let text = render_explanation(&refund, Format::Text, Lang::Nl);
    /// assert!(text.contains("niet besteed, terug naar het Rijk"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When the dossier has no such subject or book year.
    pub fn explain(
        &self,
        subject: &Subject,
        year: Option<i16>,
    ) -> Result<Explanation, ExplainError> {
        let view = View::new(self, subject, year)?;
        let trees = match subject {
            Subject::Grant(id) => view.grant(view.place(id)),
            Subject::Line(id) => view.line(id),
            Subject::Refund(id) => view.refund(id.as_deref().map(|id| view.place(id))),
            Subject::CarryOver(id) => view.carry_over(id.as_deref().map(|id| view.place(id))),
            Subject::OwnFunds => view.own_funds(),
            Subject::Value { dimension, value } => view.value(dimension, value),
        };
        Ok(self.explanation(subject, year, false, trees))
    }

    /// Says of a line, or of all own funds, what keeps each bucket from paying; of a refund, or a grant, which costs could
    /// have been booked there and what that would save, or what proves that nothing could.
    ///
    /// It settles the dossier again: of a line once for each grant that could pay it, of a refund by the least refund.
    ///
    /// # Errors
    /// When the dossier has no such subject or book year, and of a carry-over or a dimension.
    pub fn why_not(
        &self,
        subject: &Subject,
        year: Option<i16>,
    ) -> Result<Explanation, ExplainError> {
        let view = View::new(self, subject, year)?;
        let trees = match subject {
            Subject::Line(id) => view.why_not_line(id),
            Subject::OwnFunds => view.why_own_funds(),
            Subject::Grant(id) | Subject::Refund(Some(id)) => view.why_refund(Some(view.place(id))),
            Subject::Refund(None) => view.why_refund(None),
            Subject::CarryOver(_) | Subject::Value { .. } => {
                let name = subject.to_string();
                return Err(ExplainError::NoWhyNot { name });
            }
        };
        Ok(self.explanation(subject, year, true, trees))
    }

    fn explanation(
        &self,
        subject: &Subject,
        year: Option<i16>,
        why_not: bool,
        trees: Vec<Node>,
    ) -> Explanation {
        let dossier = self.dossier();
        let named = |id: &String| dossier.grants().iter().find(|grant| grant.id.value == *id);
        let grant = subject.grant().and_then(named).map(GrantName::of);
        Explanation {
            subject: subject.clone(),
            grant,
            year,
            why_not,
            title: dossier.title().to_owned(),
            holder: dossier.holder().to_owned(),
            trees,
            method: self.method().clone(),
            assumed: dossier.assumed().to_vec(),
        }
    }
}

/// A settlement as it is looked at.
struct View<'s> {
    settlement: &'s Settlement,
    plan: &'s Plan,
    /// The book years that are looked at, ascending; at least one.
    years: Vec<(&'s YearPlan, &'s YearAllocation)>,
    /// The year that was asked for; none for all.
    year: Option<i16>,
    /// By year the place of its first row in the table `settlement`.
    starts: BTreeMap<i16, usize>,
    /// The dimension that says what a line is about.
    telling: Option<&'s TextColumn>,
    /// The dimension by which many lines are put together.
    grouping: Option<&'s TextColumn>,
}

impl<'s> View<'s> {
    fn new(
        settlement: &'s Settlement,
        subject: &Subject,
        year: Option<i16>,
    ) -> Result<View<'s>, ExplainError> {
        let plan = settlement.plan();
        let dossier = plan.dossier();
        if let Some(year) = year.filter(|year| !dossier.years().contains(year)) {
            return Err(ExplainError::unknown_year(i64::from(year), dossier));
        }
        subject.check(dossier)?;
        let years = plan.years().iter().zip(settlement.years());
        let dimensions = dossier.lines().dimensions();
        let mut starts = BTreeMap::new();
        let mut rows = 0;
        for of in settlement.years() {
            starts.insert(of.year, rows);
            rows += of.closings.iter().flatten().count();
        }
        Ok(View {
            settlement,
            plan,
            years: years
                .filter(|(plan, _)| year.is_none_or(|year| plan.year == year))
                .collect(),
            year,
            starts,
            telling: names::telling(dimensions),
            grouping: names::grouping(dimensions),
        })
    }

    /// The place of a grant of which it was checked that it is there.
    fn place(&self, id: &str) -> usize {
        self.plan.grant_place(id).unwrap_or_default()
    }

    /// The last of the years.
    fn last(&self) -> Option<(&'s YearPlan, &'s YearAllocation)> {
        self.years.last().copied()
    }

    /// A figure with a child for each year, or with what that child would have where there is one year.
    fn by_year(
        &self,
        (figure, told): (Figure, Told),
        grant: Option<usize>,
        of: impl Fn(&'s YearPlan, &'s YearAllocation) -> Vec<Node>,
    ) -> Node {
        let said = |year| Statement::Figure {
            figure,
            told,
            grant: grant.map(|grant| self.grant_name(grant)),
            year,
        };
        self.years_apart(said, of)
    }

    fn years_apart(
        &self,
        said: impl Fn(Option<i16>) -> Statement,
        of: impl Fn(&'s YearPlan, &'s YearAllocation) -> Vec<Node>,
    ) -> Node {
        if let [(plan, allocated)] = self.years.as_slice() {
            return Node::sum(said(Some(plan.year)), of(plan, allocated));
        }
        let years = self.years.iter().map(|(plan, allocated)| {
            let year = Statement::InYear { year: plan.year };
            Node::sum(year, of(plan, allocated))
        });
        Node::sum(said(None), bounded::bounded(years.collect(), Many::Entries))
    }
}
