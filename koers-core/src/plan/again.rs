//! Plans of the same lines: what one takes over from another.

use std::sync::Arc;

use super::Plan;
use crate::allocate::Looks;
use crate::diag::Findings;
use crate::dossier::Dossier;
use crate::method::Method;

impl Plan {
    /// The plan of a dossier with the same lines, which are not read again.
    pub(crate) fn again(&self, dossier: Dossier) -> Result<Plan, Findings> {
        let mut plan = self.again_by(dossier, self.method.clone())?;
        if plan.admits_as(self) {
            plan.looks = Arc::clone(&self.looks);
        }
        Ok(plan)
    }

    /// Whether the same rules look at the same lines as in another plan by the same method: whatever money there is, each
    /// bucket admits what it admits there.
    fn admits_as(&self, other: &Plan) -> bool {
        let (dossier, before) = (&self.dossier, &other.dossier);
        let mut years = self.years.iter().zip(&other.years);
        dossier.judges_as(before)
            && self.buckets == other.buckets
            && self.part_of == other.part_of
            && self.years.len() == other.years.len()
            && years.all(|(year, before)| year.admits_as(before))
    }

    /// Of the book years the first that do not rest on what differs from another plan of the same lines and method: how many.
    pub(crate) fn years_as_in(&self, other: &Plan) -> usize {
        let differs_in_awards = self.dossier.differs_in_awards(&other.dossier);
        let same =
            differs_in_awards && self.buckets == other.buckets && self.part_of == other.part_of;
        let years = self.years.iter().zip(&other.years);
        years
            .take_while(|(of, before)| same && of == before)
            .count()
    }

    /// What runs find out about lines.
    pub(crate) fn looks(&self) -> &Looks {
        &self.looks
    }

    /// As [`Plan::again`], by another method.
    pub(crate) fn again_by(&self, dossier: Dossier, method: Method) -> Result<Plan, Findings> {
        let plan = Plan::over(dossier, method, Arc::clone(&self.read))?;
        let plan = Plan {
            fewest_moves: self.fewest_moves,
            most_pairs: self.most_pairs,
            taking: self.taking,
            threads: self.threads,
            ..plan
        };
        if !self.over_all_years {
            return Ok(plan);
        }
        let booked = Method::booked();
        plan.planning_all_years(self.closed_by().unwrap_or(&booked))
    }
}
