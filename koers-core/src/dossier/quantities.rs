//! Quantities (*prestaties*): of how many units a price is asked.

use super::origin::Origin;
use crate::calendar::Period;
use crate::diag::Place;
use crate::money::Quantity;

/// A number of units of one kind in a period, for which a grant pays a price.
///
/// ```
/// use koers_core::dossier::QuantityLine;
/// use koers_core::{Period, money::Quantity};
///
/// let may = Period::month(2024, 5).expect("a month that dates can have");
/// let places = QuantityLine::new("opvang", may, "plek-dag", Quantity::parse("3100")?).tranche("2024");
/// assert_eq!(places.quantity.to_string(), "3100");
/// # Ok::<(), koers_core::money::QuantityError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuantityLine {
    /// The grant that pays.
    pub grant: String,
    /// Its date or period; a period counts as its last day.
    pub period: Period,
    /// The unit, as the prices of the scheme name it.
    pub unit: String,
    /// How many; negative for a correction.
    pub quantity: Quantity,
    /// The tranche that it is for, if only one may pay.
    pub tranche: Option<String>,
    /// The part that it is for, if only one may pay.
    pub part: Option<String>,
    /// Where it is written.
    pub source: Option<String>,
}

impl QuantityLine {
    /// A quantity that any tranche of its grant may pay.
    #[must_use]
    pub fn new(
        grant: impl Into<String>,
        period: Period,
        unit: impl Into<String>,
        quantity: Quantity,
    ) -> Self {
        Self {
            grant: grant.into(),
            period,
            unit: unit.into(),
            quantity,
            tranche: None,
            part: None,
            source: None,
        }
    }

    /// Names the tranche that it is for.
    #[must_use]
    pub fn tranche(mut self, tranche: impl Into<String>) -> Self {
        self.tranche = Some(tranche.into());
        self
    }

    /// Names the part that it is for.
    #[must_use]
    pub fn part(mut self, part: impl Into<String>) -> Self {
        self.part = Some(part.into());
        self
    }

    /// Says where it is written.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// The quantities of a dossier; rows in the order they came in.
#[derive(Clone, Debug)]
pub struct Quantities {
    pub(super) rows: Vec<QuantityLine>,
    pub(super) origin: Origin,
}

impl Default for Quantities {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            origin: Origin::code("quantities"),
        }
    }
}

impl Quantities {
    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[QuantityLine] {
        &self.rows
    }

    pub(crate) fn place(&self, row: usize, column: &str) -> Place {
        self.origin.place(row, column)
    }
}
