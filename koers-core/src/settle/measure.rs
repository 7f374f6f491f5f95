//! The amounts of a settlement that have a total, and over which years each is added up.

use crate::money::Money;
use crate::tables::SettlementRow;

/// An amount of the settlement that has a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is the column of the same name in SettlementRow"
)]
pub enum Measure {
    Opening,
    Granted,
    Room,
    Received,
    Repaid,
    Earned,
    Spent,
    Balance,
    Owed,
    Refund,
    CarryOver,
    Pending,
    Retained,
    Receivable,
    /// What no grant pays.
    OwnFunds,
}

/// Over which years a measure is added up.
pub(super) enum Over {
    Years,
    First,
    Last,
}

impl Measure {
    /// Every measure, with its column name.
    pub const WORDS: [(&'static str, Measure); 15] = [
        ("opening", Measure::Opening),
        ("granted", Measure::Granted),
        ("room", Measure::Room),
        ("received", Measure::Received),
        ("repaid", Measure::Repaid),
        ("earned", Measure::Earned),
        ("spent", Measure::Spent),
        ("balance", Measure::Balance),
        ("owed", Measure::Owed),
        ("refund", Measure::Refund),
        ("carry_over", Measure::CarryOver),
        ("pending", Measure::Pending),
        ("retained", Measure::Retained),
        ("receivable", Measure::Receivable),
        ("own_funds", Measure::OwnFunds),
    ];

    /// The measure that `word` names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Measure> {
        Self::WORDS
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, measure)| *measure)
    }

    /// The measure's amount in a row; zero for own funds, which no bucket has.
    #[must_use]
    pub fn of(self, row: &SettlementRow) -> Money {
        match self {
            Measure::Opening => row.opening,
            Measure::Granted => row.granted,
            Measure::Room => row.room,
            Measure::Received => row.received,
            Measure::Repaid => row.repaid,
            Measure::Earned => row.earned,
            Measure::Spent => row.spent,
            Measure::Balance => row.balance,
            Measure::Owed => row.owed,
            Measure::Refund => row.refund,
            Measure::CarryOver => row.carry_over,
            Measure::Pending => row.pending,
            Measure::Retained => row.retained,
            Measure::Receivable => row.receivable,
            Measure::OwnFunds => Money::ZERO,
        }
    }

    pub(super) const fn over(self) -> Over {
        match self {
            Measure::Opening => Over::First,
            Measure::Received
            | Measure::Repaid
            | Measure::Earned
            | Measure::Spent
            | Measure::Retained
            | Measure::Refund
            | Measure::OwnFunds => Over::Years,
            Measure::Granted
            | Measure::Room
            | Measure::Balance
            | Measure::Owed
            | Measure::CarryOver
            | Measure::Pending
            | Measure::Receivable => Over::Last,
        }
    }
}
