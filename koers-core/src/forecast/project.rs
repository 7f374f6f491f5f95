//! A forecast: the dossier with what is expected of the years to come, settled as ever.

use std::collections::BTreeMap;

use super::ahead::MOST_YEARS;
use super::deadlines::last_to_spend;
use super::expected::{at_the_same_rate, planned};
use super::{Basis, Outlook};
use crate::calendar::Date;
use crate::diag::{Code, Finding, Findings, Place};
use crate::dossier::Dossier;
use crate::method::{Method, Step};
use crate::money::Money;
use crate::plan::ReasonCode;
use crate::settle::{Settlement, given_up};
use crate::tables::{ForecastRow, ForecastYearRow, HorizonRow};

/// What is expected of the years to come.
#[derive(Clone, Debug)]
pub struct Forecast {
    as_of: Date,
    basis: Basis,
    settlement: Settlement,
    rows: Vec<ForecastRow>,
    years: Vec<ForecastYearRow>,
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
    /// With [`Outlook::horizon`] all years are planned as one, the known ones too but for lines that are `fixed`, instead of by the
    /// method of the settlement; [`Forecast::horizon`] tells what that saves.
    ///
    /// # Errors
    /// When the as-of date lies before the last cost line or after the book years, the last year lies before the day after it or
    /// more than 25 years further, more than 5,000,000 lines would be expected, or the dossier with all that is expected is refused, as [`Plan::by`](crate::Plan::by)
    /// would.
    pub fn forecast(&self, outlook: &Outlook) -> Result<Forecast, Findings> {
        let dossier = self.dossier();
        let day = super::as_of(dossier, outlook.as_of)?;
        let through = self.last_expected(outlook, day)?;
        let expected = match outlook.basis {
            Basis::Plan => planned(dossier, day, through),
            Basis::RunRate => at_the_same_rate(dossier, day, through)?,
        };
        let known = dossier.lines().len();
        let dossier = dossier.expecting(through, expected.lines, expected.quantities)?;
        let settlement = if outlook.horizon {
            self.over_all_years(&dossier)?
        } else {
            self.plan_of(&dossier)?.allocate().settle()
        };
        let rows = rows(&settlement, day, known);
        Ok(Forecast {
            as_of: day,
            basis: outlook.basis,
            years: sums(&rows),
            rows,
            settlement,
        })
    }

    /// A dossier settled with all its years planned as one: by the step `least-refund` of the settlement's method if that is all of
    /// it. Where the method itself loses less, that is what comes.
    fn over_all_years(&self, dossier: &Dossier) -> Result<Settlement, Findings> {
        let declared = self.plan_of(dossier)?;
        let mut steps = declared.method().steps.iter().map(|step| &step.value);
        if let (Some(Step::LeastRefund(_)), None) = (steps.next(), steps.next()) {
            return Ok(declared.planning_all_years().allocate().settle());
        }
        let planned = declared.again_by(dossier.clone(), Method::least_refund())?;
        let planned = planned.planning_all_years().allocate();
        Ok(planned.or_better(declared.allocate()).settle())
    }

    /// The last year of a forecast.
    fn last_expected(&self, outlook: &Outlook, day: Date) -> Result<i16, Findings> {
        let first = day.next_day().unwrap_or(day).year();
        let book = self.dossier().years().last().copied().unwrap_or(first);
        let furthest = Date::LAST.year().min(book.saturating_add(MOST_YEARS));
        let Some(through) = outlook.through else {
            let budget = self.dossier().budget().rows().iter();
            let budget = budget.map(|row| row.period.last().year());
            let budget = budget.filter(|_| outlook.basis == Basis::Plan).max();
            let spend = last_to_spend(self, day)?;
            let last = [Some(book), budget, spend].into_iter().flatten().max();
            return Ok(last.unwrap_or(book).max(first).min(furthest));
        };
        // What the dossier has of later years is settled too, so that it can't be left out.
        let first = first.max(book);
        if (first..=furthest).contains(&through) {
            return Ok(through);
        }
        let finding = Finding::new(Code::UnknownValue)
            .subject("through")
            .arg("value", through)
            .arg("known", format!("{first}–{furthest}"));
        Err(finding.at(Place::Path("through".to_owned())).into())
    }
}

/// The rows of the years that end after a day; lines from row `known` on are expected.
fn rows(settlement: &Settlement, day: Date, known: usize) -> Vec<ForecastRow> {
    let allocation = settlement.allocation();
    let plan = allocation.plan();
    let mut rows = Vec::new();
    let mut told = settlement.settlement().iter();
    for (of, year) in plan.years().iter().zip(&allocation.years) {
        let closed = year.closings.iter().flatten().count();
        let of_year: Vec<_> = told.by_ref().take(closed).collect();
        if of.end <= day {
            continue;
        }
        let mut expected: BTreeMap<usize, i64> = BTreeMap::new();
        for paid in year.paid(plan).filter(|paid| paid.line >= known) {
            *expected.entry(paid.bucket).or_default() += paid.amount;
        }
        let closings = year.closings.iter().enumerate();
        let closings = closings.filter_map(|(at, closing)| Some((at, closing.as_ref()?)));
        for ((at, closing), row) in closings.zip(of_year) {
            let (_, back, reason) = given_up(plan, of, at, closing);
            let lapse = if reason.code == ReasonCode::Lapsed {
                back
            } else {
                0
            };
            rows.push(ForecastRow {
                year: of.year,
                grant: Some(row.grant.clone()),
                tranche: Some(row.tranche.clone()),
                part: row.part.clone(),
                room: row.room,
                spent: row.spent,
                expected: Money::of(expected.get(&at).copied().unwrap_or(0)),
                refund: Money::of(row.refund.cents() - row.owed.cents()),
                lapse: Money::of(lapse),
                carry_over: row.carry_over,
                carry_over_until: row.carry_over_until,
                pending: row.pending,
                retained: row.retained,
                receivable: row.receivable,
                reason: Some(row.reason.clone()),
            });
        }
        let open = year.open(plan).filter(|open| open.line >= known);
        let expected: i64 = open.map(|open| open.amount).sum();
        rows.push(ForecastRow {
            year: of.year,
            grant: None,
            tranche: None,
            part: None,
            room: Money::ZERO,
            spent: Money::of(year.open_sum().unwrap_or(0)),
            expected: Money::of(expected),
            refund: Money::ZERO,
            lapse: Money::ZERO,
            carry_over: Money::ZERO,
            carry_over_until: None,
            pending: Money::ZERO,
            retained: Money::ZERO,
            receivable: Money::ZERO,
            reason: None,
        });
    }
    rows
}

/// The sums of each year: what moves is added up, what stays stands at the year's end.
fn sums(rows: &[ForecastRow]) -> Vec<ForecastYearRow> {
    let mut years: BTreeMap<i16, [i64; 7]> = BTreeMap::new();
    for row in rows {
        let sums = years.entry(row.year).or_default();
        let (spent, own_funds) = match row.grant {
            Some(_) => (row.spent, Money::ZERO),
            None => (Money::ZERO, row.spent),
        };
        let of = [
            spent,
            own_funds,
            row.refund,
            row.lapse,
            row.carry_over,
            row.pending,
            row.retained,
        ];
        for (sum, amount) in sums.iter_mut().zip(of) {
            *sum += amount.cents();
        }
    }
    let years = years.into_iter().map(|(year, sums)| {
        let [
            spent,
            own_funds,
            refund,
            lapse,
            carry_over,
            pending,
            retained,
        ] = sums.map(Money::of);
        ForecastYearRow {
            year,
            spent,
            own_funds,
            refund,
            lapse,
            carry_over,
            pending,
            retained,
        }
    });
    years.collect()
}
