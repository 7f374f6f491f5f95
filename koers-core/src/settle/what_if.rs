//! What-ifs: a dossier with a change in it, settled again by the same method.
//!
//! After a run of the one step `least-refund` the classes of the lines are kept, so that another award, ceiling,
//! preference or judgement is settled without looking at the lines: in time that does not depend on how many there are.

use std::sync::Arc;

use super::{Measure, Settlement};
use crate::allocate::{Allocation, Certificate, Kept};
use crate::diag::{Code, Finding, Findings};
use crate::dossier::Dossier;
use crate::money::Money;
use crate::plan::Plan;
use crate::tables::{OutcomeRow, RollForwardRow, SettlementRow};

/// A settlement by buckets alone: what each grant pays and what becomes of the rest, without which line it pays.
#[derive(Clone, Debug)]
pub struct WhatIf {
    settled: Settlement,
    kept: bool,
}

impl WhatIf {
    /// The dossier that was settled.
    #[must_use]
    pub fn dossier(&self) -> &Dossier {
        self.settled.dossier()
    }

    /// Each bucket in each year, in the order of years and buckets.
    #[must_use]
    pub fn settlement(&self) -> &[SettlementRow] {
        self.settled.settlement()
    }

    /// What became of each balance, one row per cause.
    #[must_use]
    pub fn outcomes(&self) -> Vec<OutcomeRow> {
        self.settled.outcomes()
    }

    /// The roll-forward of each bucket in each year.
    #[must_use]
    pub fn roll_forward(&self) -> Vec<RollForwardRow> {
        self.settled.roll_forward()
    }

    /// The total of a measure, as of a settlement.
    #[must_use]
    pub fn total(&self, measure: Measure) -> Money {
        self.settled.total(measure)
    }

    /// Proof of what the steps `least-refund` achieved; `None` where none ran.
    #[must_use]
    pub fn certificate(&self) -> Option<Certificate> {
        self.settled.certificate()
    }

    /// Whether kept classes gave it, so that no line was looked at.
    #[must_use]
    pub fn used_kept_classes(&self) -> bool {
        self.kept
    }
}

impl Settlement {
    /// Settles a changed dossier by the same method. Where the method is the one step `least-refund` and the lines are the
    /// same, classes of lines that are kept tell, and the lines are not looked at; else it is settled as ever.
    ///
    /// ```
    /// use koers_core::dossier::{CostLine, DossierBuilder, Grant, Tranche};
    /// use koers_core::settle::Measure;
    /// use koers_core::{Method, Money, Period, Schemes};
    ///
    /// let year = Period::year(2024).expect("a year that dates can have");
    /// let award = Money::parse("1000")?;
    /// let dossier = DossierBuilder::new("example", "SamenTwente", vec![2024])
    ///     .grant(
    ///         Grant::new("iza", "spuk-iza")
    ///             .tranche(Tranche::new("2024", award).year(2024).received(year, award)),
    ///     )
    ///     .line(CostLine::new("L1", year, Money::parse("1200")?).on("iza"))
    ///     .build(&Schemes::catalogue())?;
    /// let best = dossier.settle_by(&Method::least_refund())?;
    /// let more = dossier.with_award("iza", "2024", None, Money::parse("1100")?)?;
    /// let what_if = best.what_if(&more)?;
    /// assert_eq!(what_if.total(Measure::OwnFunds).to_string(), "100.00");
    /// assert!(what_if.used_kept_classes());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Plan::by`].
    pub fn what_if(&self, dossier: &Dossier) -> Result<WhatIf, Findings> {
        if dossier.shares_lines_with(self.dossier())
            && let Some(allocation) = self.again(dossier, None)?
        {
            return Ok(WhatIf {
                settled: allocation.settle_untold(),
                kept: true,
            });
        }
        Ok(WhatIf {
            settled: self.plan_of(dossier)?.allocate().settle(),
            kept: false,
        })
    }

    /// What an award that is `more` euros higher (lower, below zero) would save of own funds and refunds together, over all
    /// years; below zero what it would cost.
    ///
    /// # Errors
    /// When there is no such tranche, or the award would be below zero.
    pub fn saved_by_award(
        &self,
        grant: &str,
        tranche: &str,
        part: Option<&str>,
        more: Money,
    ) -> Result<Money, Findings> {
        let of = self.dossier().award_of(grant, tranche, part);
        let award = of.and_then(|award| award.checked_add(more));
        // A tranche that isn't there is refused by its name.
        let dossier = self
            .dossier()
            .with_award(grant, tranche, part, award.unwrap_or_default())?;
        if award.is_none() {
            return Err(Finding::new(Code::SumOutOfBounds).subject(grant).into());
        }
        let after = self.what_if(&dossier)?;
        Ok(self.saved(&after.settled))
    }

    /// What it would save of own funds and refunds together, over all years, if the amount of a line were `more` euros higher
    /// (lower, below zero); below zero what it would cost.
    ///
    /// # Errors
    /// When there is no such line, or the amounts of the dossier would be too large.
    pub fn saved_by_cost(&self, line: &str, more: Money) -> Result<Money, Findings> {
        let lines = self.dossier().lines();
        // A cost that is booked on several grants divides anew, and one that is lowered may become a credit.
        let alone = |row: &usize| {
            let booking = lines.booking(*row);
            !more.is_negative() && booking.is_none_or(|booking| booking.single().is_some())
        };
        if let Some(row) = lines.find(line).filter(alone)
            && let Some(allocation) = self.again(self.dossier(), Some((row, more.cents())))?
        {
            return Ok(self.saved(&allocation.settle_untold()));
        }
        let amount = lines.find(line).map(|row| lines.amount(row));
        let more = amount.map_or(Some(more), |amount| amount.checked_add(more));
        let Some(amount) = more else {
            return Err(Finding::new(Code::SumOutOfBounds).subject(line).into());
        };
        let dossier = self.dossier().with_amounts([(line, amount)])?;
        Ok(self.saved(&self.plan_of(&dossier)?.allocate().settle()))
    }

    fn again(
        &self,
        dossier: &Dossier,
        extra: Option<(usize, i64)>,
    ) -> Result<Option<Allocation>, Findings> {
        let kept = self
            .kept
            .get_or_init(|| Kept::new(&self.allocation).map(Arc::new));
        match kept {
            Some(kept) => kept.again(self.allocation.plan(), dossier, extra),
            None => Ok(None),
        }
    }

    /// The plan of a changed dossier by the same method.
    pub(crate) fn plan_of(&self, dossier: &Dossier) -> Result<Plan, Findings> {
        let plan = self.allocation.plan();
        if dossier.shares_lines_with(self.dossier()) {
            plan.again(dossier.clone())
        } else {
            let other = Plan::by(dossier.clone(), plan.method().clone())?;
            let other = other.solving_at_most(plan.most_pairs());
            if plan.over_all_years() {
                let booked = crate::Method::booked();
                other.planning_all_years(plan.closed_by().unwrap_or(&booked))
            } else {
                Ok(other)
            }
        }
    }

    fn saved(&self, after: &Settlement) -> Money {
        let lost = |of: &Settlement| {
            of.total_now(Measure::OwnFunds).cents() + of.total_now(Measure::Refund).cents()
        };
        Money::of(lost(self) - lost(after))
    }
}
