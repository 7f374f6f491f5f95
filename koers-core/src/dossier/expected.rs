//! Dossiers with years to come in them.

use std::sync::Arc;

use super::{Dossier, Inner};

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
}
