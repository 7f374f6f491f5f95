//! What a node of an explanation says, as a code with what it is about; sentences are made from it per language.

use serde::{Serialize, Serializer};

use super::about::{
    BucketName, Cause, Figure, GrantName, How, LineName, Many, Obstacle, Reached, Term, Told,
};
use crate::calendar::Period;
use crate::dossier::LineKind;
use crate::money::Money;
use crate::scheme::Deduction;
use crate::settle::Reason;

/// What a node of an explanation says. As JSON: `code`, then what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Statement {
    /// A figure of a grant, or of all grants when none is named.
    Figure {
        /// Which figure.
        figure: Figure,
        /// What its children are.
        told: Told,
        /// The grant.
        grant: Option<GrantName>,
        /// The book year; none over all years.
        year: Option<i16>,
    },
    /// The part of a figure that arose in a year.
    InYear {
        /// The book year.
        year: i16,
    },
    /// The part of a figure that is of a grant.
    OfGrant {
        /// The grant.
        grant: GrantName,
    },
    /// What became of money of a bucket, and why.
    Outcome {
        /// The bucket.
        bucket: BucketName,
        /// Why.
        #[serde(serialize_with = "as_text")]
        reason: Reason,
    },
    /// A term of the balance, or of what follows from it.
    Term {
        /// Which.
        term: Term,
    },
    /// Money that came in or was paid back.
    Movement {
        /// The tranche.
        bucket: BucketName,
        /// When.
        #[serde(serialize_with = "as_text")]
        period: Period,
    },
    /// Lines with the same value in a dimension.
    Group {
        /// The dimension.
        dimension: String,
        /// The value; none for lines without one.
        value: Option<String>,
    },
    /// A line, or the part of it that the figure above is about.
    Line {
        /// The line.
        line: LineName,
    },
    /// What is too much to name one by one.
    Others {
        /// What they are.
        what: Many,
        /// How many.
        count: usize,
    },
    /// Budgeted less realised.
    LessThanBudgeted {
        /// What was budgeted.
        budget: Money,
        /// What was realised.
        realised: Money,
    },
    /// As [`Statement::LessThanBudgeted`], of lines with the same value in a dimension.
    GroupAgainstBudget {
        /// The dimension.
        dimension: String,
        /// The value; none for lines without one.
        value: Option<String>,
        /// What was budgeted.
        budget: Money,
        /// What was realised.
        realised: Money,
    },
    /// As [`Statement::LessThanBudgeted`], of one line.
    LineAgainstBudget {
        /// The line.
        line: LineName,
        /// What was budgeted.
        budget: Money,
        /// What was realised.
        realised: Money,
    },
    /// A budget that names no line.
    BudgetOfNoLine,
    /// Costs of lines that have no budget of their own; below zero, since they take away from what was budgeted.
    WithoutBudget {
        /// How many lines.
        count: usize,
    },
    /// What there was to spend less what was budgeted; below zero where more was budgeted than there was.
    NeverBudgeted {
        /// What there was to spend.
        room: Money,
        /// What was budgeted.
        budget: Money,
    },
    /// A whole line.
    WholeLine {
        /// The line.
        line: LineName,
        /// Its date or period.
        #[serde(serialize_with = "as_text")]
        period: Period,
        /// What it is.
        #[serde(serialize_with = "as_word")]
        kind: LineKind,
    },
    /// A bucket pays it.
    PaidBy {
        /// The bucket.
        bucket: BucketName,
        /// In which book year.
        year: i16,
        /// How it came there: the word in column `reason` of `allocations`.
        how: How,
    },
    /// No grant pays it.
    OnOwnFunds {
        /// Why.
        cause: Cause,
        /// The limit that is reached, where it is plain which one it is.
        limit: Option<Reached>,
    },
    /// It was taken off before any grant paid.
    TakenOff {
        /// The grant whose scheme says so; none for all together.
        grant: Option<GrantName>,
        /// What it is; none for all together.
        #[serde(serialize_with = "as_deduction")]
        kind: Option<Deduction>,
    },
    /// Costs with a value in a dimension, whoever pays them.
    Realised {
        /// The dimension.
        dimension: String,
        /// The value.
        value: String,
        /// The book year; none over all years.
        year: Option<i16>,
    },
    /// What was budgeted for a value of a dimension less what it cost.
    BalanceOf {
        /// The dimension.
        dimension: String,
        /// The value.
        value: String,
        /// The book year; none over all years.
        year: Option<i16>,
    },
    /// What no grant pays of a line.
    WhyOwnFunds {
        /// The line.
        line: LineName,
    },
    /// What keeps each bucket from paying more of a line.
    Obstacles {
        /// The line.
        line: LineName,
    },
    /// What keeps a bucket from paying a line.
    Obstacle {
        /// The bucket.
        bucket: BucketName,
        /// What keeps it.
        obstacle: Obstacle,
    },
    /// Where a grant stands that gives nothing to spend.
    Stands {
        /// The grant.
        grant: GrantName,
        /// Where it stands, as an obstacle is told.
        obstacle: Obstacle,
    },
    /// What rebookings would save.
    Saved {
        /// The grant on which lines are booked; none for all grants.
        grant: Option<GrantName>,
    },
    /// A rebooking, with what it saves after those before it.
    Rebook {
        /// The line.
        line: LineName,
        /// The grant that pays it now; none for own funds.
        from: Option<GrantName>,
        /// The grant that should pay it.
        to: GrantName,
        /// How much of the line moves.
        moved: Money,
    },
    /// No rebooking was found that saves anything.
    NothingSaves {
        /// The grant on which lines would be booked; none for all grants.
        grant: Option<GrantName>,
    },
    /// The least that goes back by the rules, which a certificate proves.
    Least {
        /// The book year.
        year: i16,
        /// The grants that are left with it.
        grants: Vec<String>,
        /// How many lines could be put there, all of which are.
        lines: usize,
    },
    /// How much less could be lost at most, because of rules that the proof leaves out.
    Unproven {
        /// The rules.
        rules: Vec<String>,
    },
    /// Costs that a grant does not pay.
    Elsewhere {
        /// The grant.
        grant: GrantName,
        /// The book year; none over all years.
        year: Option<i16>,
    },
    /// Of these the costs that something keeps away, the same for all.
    KeptAway {
        /// The grant.
        grant: GrantName,
        /// What keeps them.
        obstacle: Obstacle,
        /// How many lines.
        count: usize,
    },
}

pub(super) fn as_text<S: Serializer>(
    value: &impl ToString,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_string())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn as_word<S: Serializer>(kind: &LineKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.as_str())
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde gives a reference"
)]
fn as_deduction<S: Serializer>(kind: &Option<Deduction>, serializer: S) -> Result<S::Ok, S::Error> {
    match kind {
        Some(kind) => serializer.serialize_some(kind.as_str()),
        None => serializer.serialize_none(),
    }
}
