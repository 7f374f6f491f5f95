//! The dossier: grants, cost lines, quantities and budget of one holder over one or more years, with the rules in force.
//!
//! A [`DossierBuilder`] collects them from files, from rows or from code; [`DossierBuilder::build`] checks
//! that they fit together and gives an immutable [`Dossier`], or all findings at once.

mod add_columns;
mod agreement;
mod amounts;
mod booking;
mod budget;
mod builder;
mod by_id;
mod check;
mod check_closings;
mod check_eligible;
mod check_lines;
mod check_quantities;
mod chunk;
mod closing;
mod codes;
mod column;
mod columns;
mod days;
mod edit;
mod expected;
mod figures;
mod files;
mod grant;
mod header;
mod ids;
mod line;
mod line_columns;
mod lines;
mod lines_builder;
mod origin;
mod quantities;
mod read;
mod read_more;
mod read_opening;
mod row;
mod rows;
mod same;
mod scan;
mod sort_ids;
mod table_spec;
#[cfg(test)]
mod tests;
mod total;
mod tranche;
mod values;
mod what_if;

pub use crate::read::is_id;
pub use agreement::{Agreement, Assumed, EligibleFor};
pub use booking::{Booking, BookingError};
pub use budget::{Budget, BudgetLine, BudgetRow};
pub use builder::DossierBuilder;
pub(crate) use chunk::Chunk;
pub use closing::StatedClosing;
pub use codes::Keys;
pub(crate) use codes::{CodesRef, KeysRef};
pub(crate) use column::BitsRef;
pub use column::{Bits, Column};
pub use columns::TextColumn;
pub use files::{FileError, Files};
#[cfg(feature = "folder")]
pub(crate) use files::{TABLE_LIMIT, is_toml, unreadable};
pub use grant::{Grant, State};
#[cfg(feature = "arrow")]
pub(crate) use header::{Column as Meaning, Found, LINE_TABLE, find_line_columns};
pub use ids::Offsets;
pub use line::{CostLine, LineKind};
pub use line_columns::{ColumnsError, Dictionary, LineColumns, LineIds};
pub use lines::Lines;
pub(crate) use origin::Origin;
pub use quantities::{Quantities, QuantityLine};
pub(crate) use rows::{Input, read_declared, read_figures};
#[cfg(feature = "arrow")]
pub(crate) use scan::{Scanned, all_within, scan};
pub(crate) use total::total_amount;
pub use tranche::{CarriedBy, Movement, Opening, Tranche};
pub use values::{OwnScheme, Values};

use std::sync::Arc;

use crate::calendar::Date;
use crate::diag::Findings;
use crate::scheme::Scheme;

use check::{Checker, Refused};

/// The JSON Schema of a dossier file, for editors; the feature `json-schema` has the types that it is made from.
pub const JSON_SCHEMA: &str = include_str!("../../json-schema/dossier.json");

/// Grants, cost lines, quantities and budget of one holder, checked. Cheap to clone: all of it is shared.
#[derive(Clone, Debug)]
pub struct Dossier {
    inner: Arc<Inner>,
    lines: Arc<Lines>,
    as_of: Option<Date>,
}

#[derive(Clone, Debug)]
struct Inner {
    id: String,
    title: Option<String>,
    holder: String,
    years: Vec<i16>,
    chain_from: Option<i16>,
    closed: Vec<i16>,
    grants: Vec<Grant>,
    schemes: Vec<Arc<Scheme>>,
    eligible_for: Vec<EligibleFor>,
    assumed: Vec<Assumed>,
    quantities: Quantities,
    budget: Budget,
    /// The same in dossiers that differ in awards alone.
    edition: Arc<()>,
}

impl Inner {
    /// Puts the grants, with their schemes, in their order.
    fn sort_grants(&mut self) {
        let grants = std::mem::take(&mut self.grants).into_iter();
        let mut pairs: Vec<_> = grants.zip(std::mem::take(&mut self.schemes)).collect();
        pairs.sort_by(|(a, _), (b, _)| a.order().cmp(&b.order()));
        (self.grants, self.schemes) = pairs.into_iter().unzip();
    }
}

impl Dossier {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.inner.id
    }

    /// Its title: else its id.
    #[must_use]
    pub fn title(&self) -> &str {
        self.inner.title.as_deref().unwrap_or(&self.inner.id)
    }

    /// The body that holds the grants.
    #[must_use]
    pub fn holder(&self) -> &str {
        &self.inner.holder
    }

    /// The book years, ascending and without gaps; never empty.
    #[must_use]
    pub fn years(&self) -> &[i16] {
        &self.inner.years
    }

    /// The first book year of the chain of dossiers that this one goes on with; the first of its own where it begins one.
    /// Tranches keep the order that they had then.
    #[must_use]
    pub fn chain_from(&self) -> i16 {
        let own = self.inner.years.first().copied();
        self.inner.chain_from.or(own).unwrap_or(Date::FIRST.year())
    }

    /// The book years that are closed: the first ones. They never change in silence: what becomes otherwise than it was
    /// closed is told (K0509), and restated ([`Settlement::restatement`](crate::Settlement::restatement)).
    #[must_use]
    pub fn closed(&self) -> &[i16] {
        &self.inner.closed
    }

    /// The date as of which the rules are known, if that matters.
    #[must_use]
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// The grants, in their order: by preference, then by id.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.inner.grants
    }

    /// The scheme of the grant at this place in [`Dossier::grants`].
    #[must_use]
    pub fn scheme_of(&self, grant: usize) -> &Scheme {
        &self.inner.schemes[grant]
    }

    /// The cost lines.
    #[must_use]
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// The quantities for which grants pay a price.
    #[must_use]
    pub fn quantities(&self) -> &Quantities {
        &self.inner.quantities
    }

    /// What a person judged to be eligible, beside what is booked; in the order of the file.
    #[must_use]
    pub fn eligible_for(&self) -> &[EligibleFor] {
        &self.inner.eligible_for
    }

    /// The budget.
    #[must_use]
    pub fn budget(&self) -> &Budget {
        &self.inner.budget
    }

    fn checker(&self) -> Checker<'_> {
        let inner = &self.inner;
        Checker::new(Some(&inner.years), &inner.grants, const { &Refused::NONE })
    }
}

/// The value when no finding is an error; else all findings, sorted.
fn done<T>(mut findings: Findings, value: impl FnOnce() -> T) -> Result<T, Findings> {
    if findings.has_errors() {
        findings.sort();
        Err(findings)
    } else {
        Ok(value())
    }
}
