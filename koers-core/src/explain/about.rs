//! What statements are about: figures, terms, causes and obstacles, and the names of grants, buckets and lines.

use serde::{Serialize, Serializer};

use super::statement::as_text;
use crate::calendar::Date;
use crate::dossier::{Grant, State};
use crate::money::{Money, Rate};

/// A figure that is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Figure {
    /// What the grant pays.
    Spent,
    /// Cash at the closing.
    Balance,
    /// What goes back.
    Refund,
    /// What stays available.
    CarryOver,
    /// What no grant pays.
    OwnFunds,
    /// Room that is left.
    Unspent,
    /// Room that stays and whose money has not come in.
    Pending,
}

/// By what a figure is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Told {
    /// By reason.
    Reasons,
    /// By what came in and went out.
    Movements,
    /// By line.
    Lines,
    /// By line, against the budget.
    Budget,
}

/// A term of the balance of a bucket, or of what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Term {
    /// Cash at the opening.
    Opening,
    /// Came in.
    Received,
    /// Paid back.
    Repaid,
    /// What the grant pays.
    Spent,
    /// Goes back.
    Refund,
    /// Stays available.
    CarryOver,
    /// The holder's to keep.
    Retained,
    /// Spent before it came in.
    Receivable,
    /// Stays available, and has not come in.
    Pending,
    /// Came in above what could be spent.
    AboveRoom,
    /// Is given up, and never came in.
    NeverReceived,
    /// A refund of an earlier year.
    Owed,
    /// Came from years that were closed before and come out otherwise by now.
    Restated,
    /// Of refunds of closed years what they come to more or less by now.
    RestatedRefund,
    /// What a closed year was closed with beside what its lines come to now.
    AsClosed,
}

/// What there are too many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Many {
    /// Lines.
    Lines,
    /// Groups of lines.
    Groups,
    /// Grants.
    Grants,
    /// Outcomes, movements and buckets.
    Entries,
}

/// How a part of a line came to a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum How {
    /// It is booked there.
    Booked,
    /// By the order of the grants.
    Priority,
    /// In proportion.
    ProRata,
    /// So that the least is lost.
    LeastRefund,
    /// A credit note and a cost cancel out.
    Netted,
    /// A credit note that is linked to it.
    Corrected,
}

/// Why a part of a line is on own funds: the words of column `reason` of `own_funds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "FORMAT.md says of each word what it means")]
#[non_exhaustive]
pub enum Cause {
    NoBooking,
    NotDeducted,
    State,
    Window,
    Eligible,
    Part,
    Exclusive,
    Share,
    Ceiling,
    Maximum,
    Basis,
    Room,
    Quota,
    Credit,
    IncomeLeft,
    Corrected,
}

/// A limit that lets no more through.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "limit", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reached {
    /// A ceiling.
    Ceiling {
        /// The grant whose scheme has it.
        grant: GrantName,
        /// Its name.
        name: String,
        /// The most that it allows.
        amount: Money,
    },
    /// A part of the costs.
    Share {
        /// The grant that pays it.
        grant: GrantName,
        /// The part.
        #[serde(serialize_with = "as_text")]
        rate: Rate,
        /// Whether it is of all costs together, and not of each.
        of_all: bool,
    },
    /// The most of a step.
    Maximum {
        /// The grant that pays no more.
        grant: GrantName,
        /// The most.
        amount: Money,
    },
    /// The room of all buckets of a grant that may pay the line.
    Room {
        /// The grant.
        grant: GrantName,
        /// The room there was.
        amount: Money,
    },
}

impl Reached {
    /// The grant that it is of.
    #[must_use]
    pub fn grant(&self) -> &GrantName {
        match self {
            Reached::Ceiling { grant, .. }
            | Reached::Share { grant, .. }
            | Reached::Maximum { grant, .. }
            | Reached::Room { grant, .. } => grant,
        }
    }

    /// The amount that it is, where it is one.
    #[must_use]
    pub fn amount(&self) -> Option<Money> {
        match self {
            Reached::Ceiling { amount, .. }
            | Reached::Maximum { amount, .. }
            | Reached::Room { amount, .. } => Some(*amount),
            Reached::Share { .. } => None,
        }
    }
}

/// What keeps a bucket from paying a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "obstacle", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Obstacle {
    /// Nothing: it pays the line.
    Pays,
    /// It pays a part of the line.
    PaysPart {
        /// What it pays.
        pays: Money,
        /// The whole line.
        of: Money,
        /// What keeps it from the rest, where that is plain.
        limit: Option<Reached>,
    },
    /// It pays a part of the line; booked there as a whole it would pay so much, and so much less would be on own funds.
    PaysMore {
        /// What the grant would pay of the line.
        pays: Money,
        /// How much less would be on own funds.
        saves: Money,
    },
    /// Another bucket of the grant pays all that the grant pays of it.
    OtherBucket,
    /// Nothing but the booking: booked there it would pay so much, and so much less would be on own funds in all.
    Fits {
        /// What it would pay of the line.
        pays: Money,
        /// How much less would be on own funds.
        saves: Money,
    },
    /// The rules admit it, and there is room, but nobody booked it there.
    Admits {
        /// The room that is left.
        room: Money,
    },
    /// The grant's goal is judged by a person, and nobody said that the line contributes to it.
    Goal,
    /// Where the grant stands on the last day of the year.
    State {
        /// Where it stands.
        #[serde(serialize_with = "as_state")]
        state: State,
    },
    /// The day of the line lies outside the days on which the bucket may spend.
    Window {
        /// The first of those days, where there are any.
        from: Option<Date>,
        /// The last of them.
        until: Option<Date>,
    },
    /// The scheme does not pay such costs.
    Eligible,
    /// The money is for another part.
    Part,
    /// A rule of the grant keeps the rest of the line on own funds.
    Rule {
        /// Which.
        cause: Cause,
        /// The limit, where it is plain which one it is.
        limit: Option<Reached>,
    },
    /// All room is spent.
    Room {
        /// The room there was.
        room: Money,
    },
    /// No more was earned by price and quantity or fixed sums.
    Basis,
}

/// A grant, with the name that people know it by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct GrantName {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
}

impl GrantName {
    pub(super) fn of(grant: &Grant) -> GrantName {
        GrantName {
            id: grant.id.value.clone(),
            title: grant.title.clone(),
        }
    }
}

/// A bucket: a part of a tranche of a grant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct BucketName {
    /// The grant.
    pub grant: GrantName,
    /// The tranche.
    pub tranche: String,
    /// The part of the tranche.
    pub part: Option<String>,
}

/// A line, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct LineName {
    /// Its id.
    pub id: String,
    /// Its value in the dimension that tells most lines apart.
    pub about: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn as_state<S: Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
    let mut words = State::WORDS.iter();
    let word = words.find(|(_, known)| known == state);
    serializer.serialize_str(word.map_or("", |(word, _)| word))
}
