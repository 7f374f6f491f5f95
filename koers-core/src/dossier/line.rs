//! One cost line (*boekingsregel*), before it is in a dossier.

use super::booking::Booking;
use crate::calendar::Period;
use crate::money::Money;

/// What a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// A cost; negative for a credit note or correction.
    #[default]
    Cost,
    /// Income of the holder; negative for a correction of it.
    Income,
    /// A contribution of a third party; negative for a correction of it.
    Contribution,
}

impl LineKind {
    /// Every kind, with its word in files and tables.
    pub const WORDS: [(&'static str, LineKind); 3] = [
        ("cost", LineKind::Cost),
        ("income", LineKind::Income),
        ("contribution", LineKind::Contribution),
    ];

    /// The word in files and tables: `cost`, `income`, `contribution`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            LineKind::Cost => "cost",
            LineKind::Income => "income",
            LineKind::Contribution => "contribution",
        }
    }
}

/// One realised cost, or income that goes with costs, to add to a dossier.
///
/// ```
/// use koers_core::dossier::CostLine;
/// use koers_core::{Money, Period};
///
/// let year = Period::year(2024).expect("a year that dates can have");
/// let (amount, vat) = (Money::parse("121.00")?, Money::parse("21.00")?);
/// let hire = CostLine::new("L1", year, amount).on("iza").vat_compensable(vat);
/// let rent = CostLine::new("L2", year, Money::parse("80")?).on("iza").income();
/// let note = CostLine::new("L3", year, Money::parse("-11")?).on("iza").corrects("L1");
/// assert_eq!((hire.kind.as_str(), rent.kind.as_str()), ("cost", "income"));
/// assert_eq!(note.corrects.as_deref(), Some("L1"));
/// # Ok::<(), koers_core::MoneyError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CostLine {
    /// Its id, unique in the dossier.
    pub id: String,
    /// Its date or period; a period counts as its last day.
    pub period: Period,
    /// The amount, in euros; negative for a credit note or correction. Of income and contributions what came in.
    pub amount: Money,
    /// Whether it is a cost, income or a contribution.
    pub kind: LineKind,
    /// The part of a cost that the VAT compensation fund pays, in euros; with the sign of the amount and within it.
    pub vat_compensable: Money,
    /// The grants it is booked on, if any.
    pub booking: Option<Booking>,
    /// Whether it stays where it is booked, whatever the method.
    pub fixed: bool,
    /// The id of the line that it corrects: a credit note on a cost, or a correction of income.
    pub corrects: Option<String>,
    /// Where it is written.
    pub source: Option<String>,
    /// Further columns: theme, project, category and so on.
    pub dimensions: Vec<(String, String)>,
}

impl CostLine {
    /// A cost that is booked on no grant.
    #[must_use]
    pub fn new(id: impl Into<String>, period: Period, amount: Money) -> Self {
        Self {
            id: id.into(),
            period,
            amount,
            kind: LineKind::Cost,
            vat_compensable: Money::ZERO,
            booking: None,
            fixed: false,
            corrects: None,
            source: None,
            dimensions: Vec::new(),
        }
    }

    /// Books it.
    #[must_use]
    pub fn booked(mut self, booking: Booking) -> Self {
        self.booking = Some(booking);
        self
    }

    /// Books it on one grant.
    #[must_use]
    pub fn on(self, grant: impl Into<String>) -> Self {
        self.booked(Booking::Grant(grant.into()))
    }

    /// Keeps it where it is booked, whatever the method.
    #[must_use]
    pub fn fixed(mut self) -> Self {
        self.fixed = true;
        self
    }

    /// Makes it a correction of another line of the same kind; its amount has the other sign.
    #[must_use]
    pub fn corrects(mut self, line: impl Into<String>) -> Self {
        self.corrects = Some(line.into());
        self
    }

    /// Makes it income of the holder.
    #[must_use]
    pub fn income(mut self) -> Self {
        self.kind = LineKind::Income;
        self
    }

    /// Makes it a contribution of a third party.
    #[must_use]
    pub fn contribution(mut self) -> Self {
        self.kind = LineKind::Contribution;
        self
    }

    /// States the VAT in it that the VAT compensation fund pays.
    #[must_use]
    pub fn vat_compensable(mut self, amount: Money) -> Self {
        self.vat_compensable = amount;
        self
    }

    /// Says where it is written.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds a dimension.
    #[must_use]
    pub fn dimension(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.dimensions.push((name.into(), value.into()));
        self
    }
}
