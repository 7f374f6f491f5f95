//! The rule for unspent money, in a scheme and in an agreement.

use schemars::JsonSchema;

use super::rules::Award;
use super::values::{Citation, Date, Limit, Percentage, Year};

macro_rules! unspent {
    ($(#[$doc:meta])* $name:ident $($cited:ident)?) => {
        $(#[$doc])*
        #[derive(JsonSchema)]
        #[schemars(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
        pub(super) enum $name {
            /// It goes back to the funder.
            Refund { $(#[schemars(flatten)] citation: $cited)? },
            /// It goes back, unless an agreement with the funder lets it be carried.
            ByAgreement { $(#[schemars(flatten)] citation: $cited)? },
            /// The holder keeps it.
            Retain { $(#[schemars(flatten)] citation: $cited)? },
            /// It goes to a reserve of at most a part of the award.
            Reserve {
                /// The part.
                limit: Percentage,
                /// What it is taken of.
                of: Award,
                $(#[schemars(flatten)] citation: $cited)?
            },
            /// It may be spent until a later date, up to a limit.
            CarryOver {
                /// The most that may be carried; all when absent.
                limit: Option<Limit>,
                /// What a percentage is taken of.
                of: Option<Base>,
                /// The last day of spending.
                until: Until,
                /// On which part it may be spent; the same when absent.
                to: Option<Target>,
                /// The years of the tranches to which this applies, from the others all goes back; all when absent.
                #[schemars(length(min = 1))]
                tranche_years: Option<Vec<Year>>,
                $(#[schemars(flatten)] citation: $cited)?
            },
        }
    };
}

unspent! {
    /// What happens at the end of the unit to money that is not spent.
    Unspent Citation
}

unspent! {
    /// What happens to unspent money by agreement with the funder.
    AgreedUnspent
}

/// The base of a percentage.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Base {
    /// The award as last amended, without carried-in money.
    Award,
    /// The award for the last year of the settlement unit; one limit for all tranches of the unit together.
    LastYear,
}

/// The last day on which carried money may be spent.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Until {
    /// One that follows from the unit.
    Word(UntilWord),
    /// A date.
    Date(Date),
}

/// A last day that follows from the unit.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum UntilWord {
    /// 31 December of the year after the unit.
    NextYearEnd,
    /// The last day of the next unit; with a unit that has no years of its own, 31 December of the next year.
    NextUnitEnd,
}

/// On which part carried money may be spent.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Target {
    /// The part it was awarded for.
    SamePart,
    /// Any part of the grant.
    AnyPart,
}
