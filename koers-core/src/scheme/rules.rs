//! The rules that decide on amounts.

use std::collections::BTreeSet;

use super::{Cited, Condition, FunderGroup};
use crate::calendar::Date;
use crate::money::{Money, Rate};

/// The settlement unit: the period after which the rule for unspent money applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Each calendar year.
    CalendarYear,
    /// The whole term of the spending window; at a year-end inside it everything stays.
    Term,
    /// A fixed number of calendar years; at a year-end inside it everything stays.
    Years {
        /// How many, 2 to 50.
        years: u8,
        /// The first year of one such period.
        start: i16,
    },
}

impl Unit {
    /// The first and last year of the period of several years in which `year` lies; `None` for other units.
    #[must_use]
    pub fn block(self, year: i16) -> Option<(i16, i16)> {
        let Unit::Years { years, start } = self else {
            return None;
        };
        // Wider numbers, for a unit that was not checked.
        let (year, years) = (i32::from(year), i32::from(years).max(1));
        let first = year - (year - i32::from(start)).rem_euclid(years);
        let last = i16::try_from(first + years - 1).ok()?;
        Some((i16::try_from(first).ok()?, last))
    }

    /// The last year of the unit in which `year` lies, for a unit of whole calendar years.
    pub(crate) fn last_year(self, year: i16) -> Option<i16> {
        match self {
            Unit::CalendarYear => Some(year),
            Unit::Term => None,
            Unit::Years { .. } => self.block(year).map(|(_, last)| last),
        }
    }
}

/// The spending window of a tranche, its first and last day included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Window {
    /// The calendar year of the tranche.
    TrancheYear,
    /// A period that the scheme names.
    Period {
        /// First day.
        from: Date,
        /// Last day.
        until: Date,
    },
    /// Any day until a date that the scheme names.
    Until(Date),
    /// The window that the award decision states for the tranche.
    Tranche,
    /// From the first day of the tranche's year to the last day of the settlement unit in which that year lies.
    Unit,
}

/// On what costs the money may be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Eligible {
    /// On any cost.
    Any,
    /// On costs that contribute to this goal, which a person must judge: a line counts as eligible for
    /// the grant it is booked on, and for another only where the dossier says so.
    Goal(String),
    /// On costs that meet a condition on their dimensions.
    Costs(Condition),
}

/// What part of the costs the grant pays at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Share {
    /// The part.
    pub rate: Rate,
    /// Of what.
    pub of: ShareOf,
}

impl Share {
    /// At most this part of each cost.
    #[must_use]
    pub const fn of_line(rate: Rate) -> Self {
        Self {
            rate,
            of: ShareOf::Line,
        }
    }

    /// At most this part of all eligible costs of the year together.
    #[must_use]
    pub const fn of_total(rate: Rate) -> Self {
        Self {
            rate,
            of: ShareOf::Total,
        }
    }
}

/// Of what a share is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShareOf {
    /// Of each eligible cost.
    Line,
    /// Of all eligible costs of the grant in the year together.
    Total,
}

impl ShareOf {
    /// The word in files: `line`, `total`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ShareOf::Line => "line",
            ShareOf::Total => "total",
        }
    }
}

/// The most that may be paid of some costs. Ceilings nest: each one that a cost meets holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ceiling {
    /// Its name, unique in the version; what was paid under a ceiling of the same name in earlier years counts.
    pub name: String,
    /// The limit.
    pub limit: Limit,
    /// Over which buckets it holds.
    pub over: Over,
    /// The parts on which it holds, with the parts inside them; all when empty.
    pub parts: Vec<String>,
    /// The costs on which it holds.
    pub costs: Condition,
}

impl Ceiling {
    /// A ceiling per bucket on all costs.
    #[must_use]
    pub fn new(name: impl Into<String>, limit: Limit) -> Self {
        Self {
            name: name.into(),
            limit,
            over: Over::Bucket,
            parts: Vec::new(),
            costs: Condition::new(),
        }
    }

    /// Says over which buckets it holds.
    #[must_use]
    pub fn over(mut self, over: Over) -> Self {
        self.over = over;
        self
    }

    /// Limits it to one part more.
    #[must_use]
    pub fn part(mut self, part: impl Into<String>) -> Self {
        self.parts.push(part.into());
        self
    }

    /// Limits it to some costs.
    #[must_use]
    pub fn costs(mut self, costs: Condition) -> Self {
        self.costs = costs;
        self
    }
}

/// Over which buckets a ceiling holds. The order is from the inside out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Over {
    /// Each bucket on its own.
    Bucket,
    /// All parts of a tranche together.
    Tranche,
    /// All buckets of a grant together.
    Grant,
}

impl Over {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Over); 3] = [
        ("bucket", Over::Bucket),
        ("tranche", Over::Tranche),
        ("grant", Over::Grant),
    ];

    /// The word in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Over::Bucket => "bucket",
            Over::Tranche => "tranche",
            Over::Grant => "grant",
        }
    }
}

/// A limit on an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// An amount in euros.
    Amount(Money),
    /// A part of an award, rounded down to the cent.
    Share(Rate, Base),
}

impl Limit {
    /// The limit for the award that is its base.
    #[must_use]
    pub fn of(self, award: Money) -> Money {
        match self {
            Limit::Amount(amount) => amount,
            Limit::Share(rate, _) => rate.of_floor(award),
        }
    }
}

/// Of which award a percentage is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// The award as last amended, without carried-in money.
    Award,
    /// The award for the last year of the settlement unit; one limit for all tranches of the unit together.
    LastYear,
}

impl Base {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Base); 2] =
        [("award", Base::Award), ("last-year", Base::LastYear)];

    /// The word in files: `award`, `last-year`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Base::Award => "award",
            Base::LastYear => "last-year",
        }
    }
}

/// How far money for one part may pay costs of another in the same year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shifting {
    /// Not at all.
    None,
    /// Up to this part of the award of the part that gives.
    UpTo {
        /// The part of the giving part's award.
        rate: Rate,
        /// Only between parts of the same group.
        inside_group: bool,
    },
    /// Without a limit.
    Free {
        /// Only between parts of the same group.
        inside_group: bool,
    },
}

/// What is earned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Basis {
    /// The realised cost.
    Realised,
    /// A price for each unit of a quantity.
    PriceQuantity(Vec<Cited<Price>>),
    /// A fixed sum for each object.
    FixedSum(Vec<Cited<Price>>),
}

impl Basis {
    /// The prices or sums, in the order of the file; none for realised cost.
    #[must_use]
    pub fn prices(&self) -> &[Cited<Price>] {
        match self {
            Basis::Realised => &[],
            Basis::PriceQuantity(prices) | Basis::FixedSum(prices) => prices,
        }
    }
}

/// The price of a unit, or the fixed sum for an object, from a date on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Price {
    /// The unit, as quantities name it.
    pub unit: String,
    /// Euros for one unit.
    pub price: Money,
    /// The first day; that of its version when absent.
    pub from: Option<Date>,
}

impl Price {
    /// A price that holds as long as its version.
    #[must_use]
    pub fn new(unit: impl Into<String>, price: Money) -> Self {
        Self {
            unit: unit.into(),
            price,
            from: None,
        }
    }

    /// Sets its first day.
    #[must_use]
    pub fn from(mut self, date: Date) -> Self {
        self.from = Some(date);
        self
    }
}

/// What happens at the end of the unit to money that is not spent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unspent {
    /// It goes back to the funder.
    Refund,
    /// It may be spent until a later date, up to a limit; see [`Excess`] for the rest.
    CarryOver(CarryOver),
    /// It goes back, unless an agreement with the funder lets it be carried.
    ByAgreement,
    /// The holder keeps it.
    Retain,
    /// It goes to a reserve of at most this part of the award; see [`Excess`] for the rest.
    Reserve(Rate),
}

/// The terms on which unspent money is carried over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CarryOver {
    /// The most that may be carried; all when absent.
    pub limit: Option<Limit>,
    /// The last day of spending.
    pub until: Until,
    /// On which part it may be spent.
    pub to: Target,
    /// The years of the tranches to which this applies, from the others all goes back; all when absent.
    pub tranche_years: Option<BTreeSet<i16>>,
}

impl CarryOver {
    /// All of it, to the same part.
    #[must_use]
    pub const fn until(until: Until) -> Self {
        Self {
            limit: None,
            until,
            to: Target::SamePart,
            tranche_years: None,
        }
    }

    /// Limits it.
    #[must_use]
    pub fn limit(mut self, limit: Limit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Says on which part it may be spent.
    #[must_use]
    pub fn to(mut self, to: Target) -> Self {
        self.to = to;
        self
    }

    /// Limits it to tranches of one year more.
    #[must_use]
    pub fn tranche_year(mut self, year: i16) -> Self {
        self.tranche_years.get_or_insert_default().insert(year);
        self
    }
}

/// On which part carried money may be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The part it was awarded for.
    SamePart,
    /// Any part of the grant.
    AnyPart,
}

impl Target {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Target); 2] = [
        ("same-part", Target::SamePart),
        ("any-part", Target::AnyPart),
    ];

    /// The word in files: `same-part`, `any-part`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Target::SamePart => "same-part",
            Target::AnyPart => "any-part",
        }
    }
}

/// The last day on which carried money may be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Until {
    /// A date.
    Date(Date),
    /// 31 December of the year after the unit.
    NextYearEnd,
    /// The last day of the next unit; with a unit that has no years of its own, 31 December of the next year.
    NextUnitEnd,
}

impl Until {
    /// The day, for a unit that ends in `year`; `None` past the last year that dates can have.
    #[must_use]
    pub fn after(self, year: i16, unit: Unit) -> Option<Date> {
        let next = year.checked_add(1)?;
        match self {
            Until::Date(date) => Some(date),
            Until::NextYearEnd => Date::last_of_year(next),
            Until::NextUnitEnd => Date::last_of_year(unit.last_year(next).unwrap_or(next)),
        }
    }
}

/// What happens to what a limit on carry-over or a reserve cuts off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Excess {
    /// It goes back to the funder.
    Refund,
    /// The holder keeps it.
    Retain,
}

/// What is taken off the eligible costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Deduction {
    /// Income of the holder.
    Income,
    /// Contributions of third parties.
    Contribution,
    /// VAT that the VAT compensation fund pays.
    Vat,
}

impl Deduction {
    /// Each with its word in files and tables.
    pub const WORDS: [(&'static str, Deduction); 3] = [
        ("income", Deduction::Income),
        ("contribution", Deduction::Contribution),
        ("vat", Deduction::Vat),
    ];

    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Deduction::Income => "income",
            Deduction::Contribution => "contribution",
            Deduction::Vat => "vat",
        }
    }
}

/// The schemes that may not pay for a line which this one pays for, nor the other way round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExclusiveWith {
    /// Ids of schemes.
    pub schemes: BTreeSet<String>,
    /// Groups of funders, of which every other scheme is meant.
    pub funder_groups: BTreeSet<FunderGroup>,
}

impl ExclusiveWith {
    /// No scheme yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a scheme.
    #[must_use]
    pub fn scheme(mut self, id: impl Into<String>) -> Self {
        self.schemes.insert(id.into());
        self
    }

    /// Adds all other schemes of a group of funders.
    #[must_use]
    pub fn funder_group(mut self, group: FunderGroup) -> Self {
        self.funder_groups.insert(group);
        self
    }
}
