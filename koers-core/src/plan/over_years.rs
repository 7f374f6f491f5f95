//! All years planned as one, but for those that are closed.

use std::sync::Arc;

use super::Plan;
use crate::diag::Findings;
use crate::dossier::Dossier;
use crate::method::Method;

impl Plan {
    /// The plan in which all years are planned as one, so that the fewest euros are lost over all of them together: own funds
    /// and what goes back; of those plans one with the least own funds. [`Allocation::horizon`](crate::Allocation::horizon)
    /// tells what that comes to, and how much less it is than the years one by one.
    ///
    /// It is no settlement of a year by which that can be closed: what a year spends may rest on costs of years after it. Years
    /// that are closed stay as booked, and what they leave is what the others begin with.
    ///
    /// # Errors
    /// As [`Plan::by`].
    pub fn horizon(dossier: Dossier) -> Result<Plan, Findings> {
        Plan::by(dossier, Method::least_refund())?.planning_all_years(&Method::booked())
    }

    /// The same plan, in which all years are planned together but for those that are closed, which `closed_by` divides as ever. Its
    /// own method must be one step `least-refund`.
    pub(crate) fn planning_all_years(mut self, closed_by: &Method) -> Result<Plan, Findings> {
        (self.over_all_years, self.of_closed) = (false, None);
        if !self.dossier.closed().is_empty() {
            let of_closed = self.again_by(self.dossier.clone(), closed_by.clone())?;
            self.of_closed = Some(Arc::new(of_closed));
        }
        self.over_all_years = true;
        Ok(self)
    }

    /// The plan that divides a year which is closed, where all others are planned together.
    pub(crate) fn of_closed(&self, year: i16) -> Option<&Plan> {
        let closed = self.dossier.closed().contains(&year);
        self.of_closed.as_deref().filter(|_| closed)
    }

    /// The method that divides closed years, where all others are planned together and there are any.
    pub(crate) fn closed_by(&self) -> Option<&Method> {
        Some(self.of_closed.as_ref()?.method())
    }

    pub(crate) fn over_all_years(&self) -> bool {
        self.over_all_years
    }
}
