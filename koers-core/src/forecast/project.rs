//! A forecast: the dossier with what is expected of the years to come, settled as ever.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::ahead::{MOST_YEARS, Run, unwatched};
use super::deadlines::last_to_spend;
use super::expected::{at_the_same_rate, planned};
use super::names::Names;
use super::rows::{Back, rows, sums};
use super::{Basis, Outlook};
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings, Place};
use crate::dossier::Dossier;
use crate::method::{Method, Step};
use crate::money::Money;
use crate::progress::Progress;
use crate::settle::{SettleError, Settlement};
use crate::tables::{DiffRow, ForecastRow, ForecastYearRow, HorizonRow};

/// What is expected of the years to come.
#[derive(Clone, Debug)]
pub struct Forecast {
    as_of: Date,
    basis: Basis,
    settlement: Settlement,
    rows: Vec<ForecastRow>,
    /// What goes back of each row.
    back: Vec<Back>,
    years: Vec<ForecastYearRow>,
    settled: Vec<ForecastYearRow>,
    /// How many lines are known; those after them are expected.
    known: usize,
    names: Names,
}

impl Forecast {
    /// The day up to which costs are known.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Where the costs of the years to come are taken from.
    #[must_use]
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// The dossier with the expected costs in it, settled: with all tables, of the years before as well.
    #[must_use]
    pub fn settlement(&self) -> &Settlement {
        &self.settlement
    }

    /// Each bucket in each year that ends after the as-of date, and per year, last, own funds.
    #[must_use]
    pub fn rows(&self) -> &[ForecastRow] {
        &self.rows
    }

    /// What all years come to, where they were planned as one.
    #[must_use]
    pub fn horizon(&self) -> Option<&HorizonRow> {
        self.settlement.allocation().horizon()
    }

    /// The sums of each year.
    #[must_use]
    pub fn years(&self) -> &[ForecastYearRow] {
        &self.years
    }

    /// The sums of each book year that ended by the as-of date, which is settled and in which nothing is expected.
    #[must_use]
    pub fn settled(&self) -> &[ForecastYearRow] {
        &self.settled
    }

    /// The rows, each with the amounts that go back and why.
    pub(crate) fn with_refunds(&self) -> impl Iterator<Item = (&ForecastRow, &Back)> {
        self.rows.iter().zip(&self.back)
    }

    /// What people call the grants.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// What differs from another forecast: as [`Settlement::diff`] of the settlements, but that costs that are expected are told
    /// together. What each grant pays of them is in what it spends, and a row without grant and line is what no grant pays
    /// of them.
    #[must_use]
    pub fn diff(&self, before: &Forecast) -> Vec<DiffRow> {
        let expected = |of: &Forecast, line: &str| {
            let found = of.settlement.dossier().lines().find(line);
            found.is_some_and(|at| at >= of.known)
        };
        let mut rows = self.settlement.diff(&before.settlement);
        rows.retain(|row| {
            let line = row.line.as_deref();
            line.is_none_or(|line| !expected(self, line) && !expected(before, line))
        });
        let own_funds = |of: &Forecast, year: i16| {
            let mut rows = of.rows.iter();
            let row = rows.find(|row| row.year == year && row.grant.is_none());
            row.map_or(Money::ZERO, |row| row.expected)
        };
        let years = self.years.iter().chain(&before.years);
        let years: BTreeSet<i16> = years.map(|row| row.year).collect();
        for year in years {
            let (was, is) = (own_funds(before, year), own_funds(self, year));
            if was != is {
                rows.push(DiffRow {
                    year,
                    grant: None,
                    tranche: None,
                    part: None,
                    line: None,
                    measure: "own_funds".to_owned(),
                    before: was,
                    after: is,
                    change: Money::nearest(i128::from(is.cents()) - i128::from(was.cents())),
                    reason_before: None,
                    reason_after: None,
                });
            }
        }
        // Stable, so that the rows of a year stay in their order.
        rows.sort_by_key(|row| row.year);
        rows
    }
}

/// That a forecast by the budget goes further than the budget.
fn budget_ends(dossier: &Dossier, basis: Basis, (day, through): (Date, i16)) -> Option<Finding> {
    let rows = dossier.budget().rows().iter();
    let last = rows.map(|row| row.period.last()).max();
    let last = last.map_or(day, |last| last.max(day));
    let ends = basis == Basis::Plan && last.year() < through;
    let finding = Finding::new(Code::BudgetEnds).subject("budget");
    ends.then(|| finding.date("date", last))
}

impl Settlement {
    /// What is expected of the years to come: the costs of a plan, or as much a month as in the year of the as-of date, come
    /// into the dossier as cost lines, and it is settled by the same method.
    ///
    /// What comes in of the budget is what it holds for periods after the as-of date; a budget holds no quantities. At the
    /// rate of the year all that is alike (booking, kind, dimensions) goes on together, month by month, and so do quantities. Grants
    /// have what the dossier says, and no more than that: an award that is to come must be in it.
    ///
    /// ```
    /// use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
    /// use koers_core::forecast::{Basis, Outlook};
    /// use koers_core::{Money, Period, Schemes};
    ///
    /// let (year, award) = (Period::parse("2024")?, Money::parse("1000")?);
    /// let tranche = Tranche::new("2024", award).year(2024).received(year, award);
    /// let settlement = DossierBuilder::new("example", "SamenTwente", vec![2024])
    ///     .grant(Grant::new("iza", "spuk-iza").tranche(tranche))
    ///     .line(CostLine::new("L1", Period::parse("2024-06")?, Money::parse("600")?).on("iza"))
    ///     .build(&Schemes::catalogue())?
    ///     .settle()?;
    /// let outlook = Outlook::new(Basis::RunRate).as_of("2024-09-30".parse()?);
    /// let forecast = settlement.forecast(&outlook)?;
    /// // 600 in 9 months is 200 in 3.
    /// assert_eq!(forecast.rows()[0].expected.to_string(), "200.00");
    /// assert_eq!(forecast.rows()[0].refund.to_string(), "200.00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// With [`Outlook::horizon`] all years are planned as one, the known ones too but for those that are closed and for lines
    /// that are `fixed`, instead of by the method of the settlement, which closed years keep; [`Forecast::horizon`] tells what that saves.
    ///
    /// # Errors
    /// When the as-of date lies before the last cost line or after the book years, the last year lies before the day after it or
    /// more than 25 years further, more than 5,000,000 lines would be expected, or the dossier with all that is expected is refused, as [`Plan::by`](crate::Plan::by)
    /// would.
    pub fn forecast(&self, outlook: &Outlook) -> Result<Forecast, Findings> {
        unwatched(self, |run| self.forecast_by(outlook, run))
    }

    /// As [`Settlement::forecast`], reading lines with so many threads and telling `report` how far it is, which may break it
    /// off. The years may be settled several times, so that they come by again.
    ///
    /// # Errors
    /// As [`Settlement::forecast`], and when `report` says to break off.
    pub fn forecast_watched(
        &self,
        outlook: &Outlook,
        threads: NonZeroUsize,
        report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Forecast, SettleError> {
        self.forecast_by(outlook, &mut Run { threads, report })
    }

    fn forecast_by(&self, outlook: &Outlook, run: &mut Run<'_>) -> Result<Forecast, SettleError> {
        let dossier = self.dossier();
        let day = super::as_of(dossier, outlook.as_of)?;
        let through = self.last_expected(outlook, day, run)?;
        let expected = match outlook.basis {
            Basis::Plan => planned(dossier, day, through),
            Basis::RunRate => at_the_same_rate(dossier, day, through)?,
        };
        let known = dossier.lines().len();
        let dossier = dossier.expecting(through, expected.lines, expected.quantities)?;
        let settlement = if outlook.horizon {
            self.over_all_years(&dossier, run)?
        } else {
            run.settle(self.plan_of(&dossier)?)?
        };
        let ends = budget_ends(self.dossier(), outlook.basis, (day, through));
        let settlement = settlement.telling(ends);
        let settled = rows(&settlement, self, known, |end| end <= day);
        let settled: Vec<ForecastRow> = settled.into_iter().map(|(row, _)| row).collect();
        let rows = rows(&settlement, self, known, |end| end > day);
        let (rows, back): (Vec<ForecastRow>, Vec<Back>) = rows.into_iter().unzip();
        Ok(Forecast {
            as_of: day,
            basis: outlook.basis,
            known,
            names: Names::of(self),
            settled: sums(&settled),
            years: sums(&rows),
            rows,
            back,
            settlement,
        })
    }

    /// A dossier settled with all its years planned as one: by the step `least-refund` of the settlement's method if that is all of
    /// it. Where the method itself loses less, that is what comes.
    fn over_all_years(
        &self,
        dossier: &Dossier,
        run: &mut Run<'_>,
    ) -> Result<Settlement, SettleError> {
        let declared = self.plan_of(dossier)?;
        let method = declared.method().clone();
        let mut steps = method.steps.iter().map(|step| &step.value);
        if let (Some(Step::LeastRefund(_)), None) = (steps.next(), steps.next()) {
            let closed_by = declared.closed_by().cloned().unwrap_or(method);
            return run.settle(declared.planning_all_years(&closed_by)?);
        }
        let planned = declared.again_by(dossier.clone(), Method::least_refund())?;
        let planned = run.allocate(planned.planning_all_years(&method)?)?;
        Ok(planned.or_better(run.allocate(declared)?).settle())
    }

    /// The last year of a forecast.
    fn last_expected(
        &self,
        outlook: &Outlook,
        day: Date,
        run: &mut Run<'_>,
    ) -> Result<i16, SettleError> {
        let first = day.next_day().unwrap_or(day).year();
        let book = self.dossier().years().last().copied().unwrap_or(first);
        let furthest = Date::LAST.year().min(book.saturating_add(MOST_YEARS));
        let Some(through) = outlook.through else {
            let budget = self.dossier().budget().rows().iter();
            let budget = budget.map(|row| row.period.last().year());
            let budget = budget.filter(|_| outlook.basis == Basis::Plan).max();
            let spend = last_to_spend(self, day, run)?;
            let last = [Some(book), budget, spend].into_iter().flatten().max();
            return Ok(last.unwrap_or(book).max(first).min(furthest));
        };
        // What the dossier has of later years is settled too, so that it can't be left out.
        let first = first.max(book);
        if (first..=furthest).contains(&through) {
            return Ok(through);
        }
        let finding = Finding::new(Code::ThroughOutside)
            .subject("through")
            .arg("year", through)
            .arg("from", first)
            .arg("until", furthest);
        Err(Findings::from(finding.at(Place::Path("through".to_owned()))).into())
    }
}
