//! Dossiers with years to come in them, and with what is expected of those.

use std::sync::Arc;

use super::lines_builder::LinesBuilder;
use super::{CostLine, Dossier, Inner, QuantityLine, done};
use crate::diag::Findings;

impl Dossier {
    /// The same dossier with book years up to and including `last`, where it has not so many.
    pub(crate) fn through(&self, last: i16) -> Dossier {
        let mut inner = Inner::clone(&self.inner);
        let next = inner.years.last().map_or(last, |year| year + 1);
        inner.years.extend(next..=last);
        Dossier {
            inner: Arc::new(inner),
            lines: Arc::clone(&self.lines),
            as_of: self.as_of,
        }
    }

    /// The same dossier with book years up to `last`, and with cost lines and quantities that are expected.
    pub(crate) fn expecting(
        &self,
        last: i16,
        lines: impl IntoIterator<Item = CostLine>,
        quantities: impl IntoIterator<Item = QuantityLine>,
    ) -> Result<Dossier, Findings> {
        let mut dossier = self.through(last);
        let mut findings = Findings::new();
        let mut builder = LinesBuilder::after(&self.lines, "forecast");
        for line in lines {
            builder.push(line);
        }
        let mut lines = builder.finish(&mut findings);
        lines.rebooked.clone_from(&self.lines.rebooked);
        let mut inner = Inner::clone(&dossier.inner);
        let known = &mut inner.quantities;
        known.origin = known.origin.and(known.rows.len(), "forecast");
        known.rows.extend(quantities);
        dossier.inner = Arc::new(inner);
        let checker = dossier.checker();
        checker.lines(&lines, &mut findings);
        checker.quantities(dossier.quantities(), &mut findings);
        done(findings, || Dossier {
            lines: Arc::new(lines),
            ..dossier.clone()
        })
    }
}
