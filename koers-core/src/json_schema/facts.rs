//! Facts beside the rules of a version.

use schemars::JsonSchema;

use super::values::{Citation, Day, Percentage};

/// What part of the award is paid in advance.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Advance {
    /// A part of the award.
    Share(AdvanceShare),
    /// In the months of the year.
    Months(AdvanceMonths),
}

/// A part of the award.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct AdvanceShare {
    /// The part.
    percentage: Percentage,
    #[schemars(flatten)]
    citation: Citation,
}

/// Advances in the months of the year.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct AdvanceMonths {
    /// The part of the award in each month, from January; together at most the whole.
    months: Box<[Percentage; 12]>,
    #[schemars(flatten)]
    citation: Citation,
}

/// A day, and weeks after it.
#[derive(JsonSchema)]
pub(super) struct Deadline {
    /// The day.
    on: Option<Day>,
    /// Weeks after that day.
    #[schemars(range(min = 0, max = 520))]
    weeks: Option<u16>,
    #[schemars(flatten)]
    citation: Citation,
}

/// How a refund is claimed.
#[derive(JsonSchema)]
#[schemars(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum RefundTerm {
    /// The funder must claim it.
    Must {
        #[schemars(flatten)]
        deadline: Deadline,
    },
    /// The funder may claim it.
    May {
        #[schemars(flatten)]
        deadline: Deadline,
    },
    /// When it is due.
    Due {
        #[schemars(flatten)]
        deadline: Deadline,
    },
    /// After how many years it can't be claimed any more.
    Limitation {
        /// The number of years after the decision.
        #[schemars(range(min = 1, max = 100))]
        years: u8,
        #[schemars(flatten)]
        deadline: Deadline,
    },
    /// It may be set off against another payment.
    SetOff {
        #[schemars(flatten)]
        deadline: Deadline,
    },
    /// Interest or costs may be added.
    Interest {
        #[schemars(flatten)]
        deadline: Deadline,
    },
}

/// Something that the holder or the funder must do.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Duty {
    /// What.
    kind: DutyKind,
    #[schemars(flatten)]
    deadline: Deadline,
}

/// What a duty is about.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum DutyKind {
    /// The holder accounts for the spending.
    Accountability,
    /// The funder decides on the amount.
    Decision,
    /// The funder must approve.
    Approval,
}
