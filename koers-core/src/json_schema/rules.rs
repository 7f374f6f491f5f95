//! The rules of a version.

use schemars::JsonSchema;

use super::values::{
    Citation, Condition, Date, FunderGroup, Id, Limit, NotNegative, Percentage, Text, Year,
};

/// The settlement unit: the period after which the rule for unspent money applies.
#[derive(JsonSchema)]
#[schemars(tag = "period", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Unit {
    /// Each calendar year.
    CalendarYear {
        #[schemars(flatten)]
        citation: Citation,
    },
    /// The whole term of the spending window; at a year-end inside it everything stays.
    Term {
        #[schemars(flatten)]
        citation: Citation,
    },
    /// A fixed number of calendar years; at a year-end inside it everything stays.
    Years {
        /// How many.
        #[schemars(range(min = 2, max = 50))]
        years: u8,
        /// The first year of one such period.
        start: Year,
        #[schemars(flatten)]
        citation: Citation,
    },
}

/// The spending window of a tranche, its first and last day included.
#[derive(JsonSchema)]
#[schemars(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Window {
    /// The calendar year of the tranche.
    TrancheYear {
        #[schemars(flatten)]
        citation: Citation,
    },
    /// The days that the award states for the tranche.
    Tranche {
        #[schemars(flatten)]
        citation: Citation,
    },
    /// From 1 January of the tranche's year to the last day of the unit of several years in which that year lies.
    Unit {
        #[schemars(flatten)]
        citation: Citation,
    },
    /// A period that the scheme names.
    Period {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
        #[schemars(flatten)]
        citation: Citation,
    },
    /// Any day until a date that the scheme names.
    Until {
        /// The last day.
        until: Date,
        #[schemars(flatten)]
        citation: Citation,
    },
}

/// On what costs the money may be spent.
#[derive(JsonSchema)]
#[schemars(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Eligible {
    /// On any cost.
    Any {
        #[schemars(flatten)]
        citation: Citation,
    },
    /// On costs that contribute to a goal, which a person must judge: a line counts for the grant it is booked on, and for
    /// another only where the dossier says so.
    Goal {
        /// The goal.
        goal: Text,
        #[schemars(flatten)]
        citation: Citation,
    },
    /// On costs that meet a condition.
    Costs {
        #[schemars(flatten)]
        condition: Condition,
        #[schemars(flatten)]
        citation: Citation,
    },
}

/// What part of the costs the grant pays at most.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Share {
    /// The part.
    percentage: Percentage,
    /// Of what.
    of: ShareOf,
    #[schemars(flatten)]
    citation: Citation,
}

/// Of what a share is taken.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum ShareOf {
    /// Of each eligible cost.
    Line,
    /// Of all eligible costs of the grant in the year together.
    Total,
}

/// The most that may be paid of some costs. Ceilings nest: each one that a cost meets holds.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Ceiling {
    /// Its name, unique in the version; what was paid under a ceiling of the same name in earlier years counts.
    name: Text,
    /// The limit.
    limit: Limit,
    /// What a percentage is taken of.
    of: Option<Award>,
    /// Over which buckets it holds; each on its own when absent.
    over: Option<Over>,
    /// The parts on which it holds, with the parts inside them; all when absent.
    #[schemars(length(min = 1))]
    parts: Option<Vec<Text>>,
    #[schemars(flatten)]
    condition: Condition,
    #[schemars(flatten)]
    citation: Citation,
}

/// The base of a percentage.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Award {
    /// The award as last amended, without carried-in money.
    Award,
}

/// Over which buckets a ceiling holds.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Over {
    /// Each bucket on its own.
    Bucket,
    /// All parts of a tranche together.
    Tranche,
    /// All buckets of a grant together.
    Grant,
}

/// How far money for one part may pay costs of another in the same year.
#[derive(JsonSchema)]
#[schemars(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Shifting {
    /// Not at all.
    None {
        #[schemars(flatten)]
        citation: Citation,
    },
    /// Up to a part of the award of the part that gives.
    Share {
        /// The part.
        percentage: Percentage,
        /// What it is taken of.
        of: Award,
        /// Between which parts; all when absent.
        inside: Option<Inside>,
        #[schemars(flatten)]
        citation: Citation,
    },
    /// Without a limit.
    Free {
        /// Between which parts; all when absent.
        inside: Option<Inside>,
        #[schemars(flatten)]
        citation: Citation,
    },
}

/// Between which parts money may move.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Inside {
    /// Only between parts of the same group.
    Group,
}

/// What is earned.
#[derive(JsonSchema)]
#[schemars(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Basis {
    /// The realised cost.
    Realised {
        #[schemars(flatten)]
        citation: Citation,
    },
    /// A price for each unit of a quantity.
    PriceQuantity {
        /// The prices.
        #[schemars(length(min = 1, max = 1000))]
        prices: Vec<Price>,
        #[schemars(flatten)]
        citation: Citation,
    },
    /// A fixed sum for each object.
    FixedSum {
        /// The sums.
        #[schemars(length(min = 1, max = 1000))]
        prices: Vec<Price>,
        #[schemars(flatten)]
        citation: Citation,
    },
}

/// The price of a unit, or the fixed sum for an object, from a date on.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Price {
    /// The unit or object, as quantities name it.
    unit: Text,
    /// Euros for one.
    price: NotNegative,
    /// The first day; that of the version when absent.
    from: Option<Date>,
    #[schemars(flatten)]
    citation: Citation,
}

/// What happens to what a limit on carry-over or a reserve cuts off.
#[derive(JsonSchema)]
#[schemars(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Excess {
    /// It goes back to the funder.
    Refund {
        #[schemars(flatten)]
        citation: Citation,
    },
    /// The holder keeps it.
    Retain {
        #[schemars(flatten)]
        citation: Citation,
    },
}

/// What is taken off the eligible costs.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Deductions {
    /// What.
    #[schemars(length(min = 1))]
    kinds: Vec<Deduction>,
    #[schemars(flatten)]
    citation: Citation,
}

/// What is taken off.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Deduction {
    /// Income of the holder.
    Income,
    /// Contributions of third parties.
    Contribution,
    /// VAT that the VAT compensation fund pays.
    Vat,
}

/// The schemes that may not pay for a line which this one pays for, nor the other way round; one of the two keys is needed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct ExclusiveWith {
    /// Ids of schemes.
    schemes: Option<Vec<Id>>,
    /// Groups of funders, of which every other scheme is meant.
    #[schemars(length(min = 1))]
    funder_groups: Option<Vec<FunderGroup>>,
    #[schemars(flatten)]
    citation: Citation,
}

/// The largest award per tranche.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Maximum {
    /// Euros.
    amount: NotNegative,
    #[schemars(flatten)]
    citation: Citation,
}
