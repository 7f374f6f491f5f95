//! In what two dossiers are the same.

use std::sync::Arc;

use super::{Dossier, EligibleFor, Grant};

impl Dossier {
    /// Whether nothing but awards differs from another.
    pub(crate) fn differs_in_awards(&self, other: &Dossier) -> bool {
        self.shares_lines_with(other)
            && self.as_of == other.as_of
            && Arc::ptr_eq(&self.inner.edition, &other.inner.edition)
    }

    /// Whether lines, schemes, states of grants and judgements are those of another, whatever else is not: so that what is
    /// eligible is.
    pub(crate) fn judges_as(&self, other: &Dossier) -> bool {
        if self.differs_in_awards(other) {
            return true;
        }
        let (here, there) = (&*self.inner, &*other.inner);
        let said = |of: &EligibleFor, before: &EligibleFor| {
            (&of.grant, &of.lines, &of.costs) == (&before.grant, &before.lines, &before.costs)
        };
        let mut judged = here.eligible_for.iter().zip(&there.eligible_for);
        let mut grants = here.grants.iter().zip(&there.grants);
        let stands = |of: &Grant, before: &Grant| {
            (&of.id, of.state, of.since) == (&before.id, before.state, before.since)
        };
        let mut schemes = here.schemes.iter().zip(&there.schemes);
        self.shares_lines_with(other)
            && self.as_of == other.as_of
            && here.years == there.years
            && here.grants.len() == there.grants.len()
            && here.eligible_for.len() == there.eligible_for.len()
            && here.assumed == there.assumed
            && schemes.all(|(scheme, before)| Arc::ptr_eq(scheme, before))
            && grants.all(|(of, before)| stands(of, before))
            && judged.all(|(of, before)| said(of, before))
    }
}
