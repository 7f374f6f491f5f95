//! A method file.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::values::{Condition, NotNegative, Percentage, Text};

/// A method: in which steps costs are put on grants, after the lines that are fixed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Koers method")]
pub(super) struct MethodFile {
    /// The number of the format: 1.
    #[schemars(extend("const" = 1))]
    format: u8,
    /// Steps over the costs that are still open, in order.
    #[schemars(length(min = 1, max = 1000))]
    steps: Vec<Step>,
}

/// One step over the costs that are still open.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Step {
    Booked(Booked),
    Priority(Priority),
    Shares(Shares),
    SharesInGroups(SharesInGroups),
    Room(Room),
    RoomInGroups(RoomInGroups),
    Award(Award),
    AwardInGroups(AwardInGroups),
    Key(Key),
    KeyInGroups(KeyInGroups),
    LeastRefund(LeastRefund),
}

/// Costs on the grants on which they are booked.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Booked {
    /// The method.
    #[schemars(extend("const" = "booked"))]
    method: String,
    #[schemars(flatten)]
    costs: Condition,
    /// Which tranches of a grant pay first; the oldest when absent.
    tranches: Option<Tranches>,
}

/// Grants in order, each as much as it can.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Priority {
    /// The method.
    #[schemars(extend("const" = "priority"))]
    method: String,
    #[schemars(flatten)]
    costs: Condition,
    /// Which tranches of a grant pay first; the oldest when absent.
    tranches: Option<Tranches>,
    /// The grants that pay, in order; when absent all grants in the order of the dossier.
    grants: Option<Grants>,
    /// The most that a grant pays in this step, per book year.
    maxima: Option<BTreeMap<String, NotNegative>>,
}

/// The division that leaves the least money lost.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct LeastRefund {
    /// The method.
    #[schemars(extend("const" = "least-refund"))]
    method: String,
    #[schemars(flatten)]
    costs: Condition,
    /// The grants that pay, in any order; all grants when absent.
    grants: Option<Grants>,
    /// The most that a grant pays in this step, per book year.
    maxima: Option<BTreeMap<String, NotNegative>>,
}

/// What all divisions have beside their weights.
#[derive(JsonSchema)]
pub(super) struct Division {
    #[schemars(flatten)]
    costs: Condition,
    /// Which tranches of a grant pay first; the oldest when absent.
    tranches: Option<Tranches>,
    /// The most that a grant pays in this step, per book year.
    maxima: Option<BTreeMap<String, NotNegative>>,
    /// How parts become whole cents; by largest remainder when absent.
    rounding: Option<Rounding>,
    /// What happens to what a grant can't pay of its part; it stays open when absent.
    redistribute: Option<Redistribute>,
}

macro_rules! pro_rata {
    ($(#[$doc:meta])* $word:literal $one:ident $groups:ident { $($(#[$of:meta])* $key:ident: $type:ty,)? }) => {
        $(#[$doc])*
        #[derive(JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub(super) struct $one {
            /// The method.
            #[schemars(extend("const" = "pro-rata"))]
            method: String,
            /// By what grants divide.
            #[schemars(extend("const" = $word))]
            weights: String,
            $($(#[$of])* $key: $type,)?
            /// The grants that divide; all grants when absent.
            grants: Option<Grants>,
            #[schemars(flatten)]
            division: Division,
        }

        $(#[$doc])*
        #[derive(JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub(super) struct $groups {
            /// The method.
            #[schemars(extend("const" = "pro-rata"))]
            method: String,
            /// By what grants divide.
            #[schemars(extend("const" = $word))]
            weights: String,
            $($(#[$of])* $key: $type,)?
            /// Groups of grants, each for what the one before leaves.
            #[schemars(length(min = 1))]
            groups: Vec<Grants>,
            #[schemars(flatten)]
            division: Division,
        }
    };
}

pro_rata! {
    /// Costs divided over grants by stated shares.
    "shares" Shares SharesInGroups {
        /// The share of each grant that divides; they need not add up to 100 %.
        shares: BTreeMap<String, Percentage>,
    }
}

pro_rata! {
    /// Costs divided over grants by what each has left to spend on them.
    "room" Room RoomInGroups {}
}

pro_rata! {
    /// Costs divided over grants by their awards.
    "award" Award AwardInGroups {}
}

pro_rata! {
    /// Costs divided over grants by a number that they have in the dossier.
    "key" Key KeyInGroups {
        /// The name of the number, under `keys` of each grant.
        key: Text,
    }
}

/// Ids of grants.
#[derive(JsonSchema)]
#[schemars(transparent)]
pub(super) struct Grants(#[schemars(length(min = 1))] Vec<Text>);

/// Which tranches of a grant pay first.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Tranches {
    /// Those whose window ends first.
    Oldest,
    /// Those whose window ends last.
    Newest,
}

/// How parts become whole cents.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Rounding {
    /// Up or down, so that they add up.
    LargestRemainder,
    /// Each down.
    Down,
}

/// What happens to what a grant can't pay of its part.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Redistribute {
    /// It stays open.
    None,
    /// The next group divides it.
    NextGroup,
    /// The other grants of the group divide it, then the next group.
    WithinGroup,
}
