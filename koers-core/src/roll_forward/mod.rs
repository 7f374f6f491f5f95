//! Roll-forwards (*verloopoverzicht*, BBV art. 52a): totals per funder group, and those that others published.
//!
//! The roll-forward of each bucket is a table of a settlement ([`Settlement::roll_forward`]). What a public body printed in
//! its accounts is a [`DeclaredRollForward`]: it is checked by itself, and against a settlement.

mod check;
mod compare;
mod declared;
#[cfg(test)]
mod tests;

pub use declared::{DeclaredRollForward, DeclaredRow};

use std::collections::BTreeMap;

use crate::money::Money;
use crate::scheme::{Checked, FunderGroup};
use crate::settle::Settlement;
use crate::tables::{RollForwardRow, RollForwardTotalRow};

/// Reads a published roll-forward in CSV and checks it ([`DeclaredRollForward::check`]), and where a settlement is given
/// compares the two ([`Settlement::compare_roll_forward`]); findings call the file `name`.
#[must_use]
pub fn check_file(name: &str, csv: &[u8], against: Option<&Settlement>) -> Checked {
    let findings = match DeclaredRollForward::from_csv(name, csv) {
        Err(refused) => refused,
        Ok(declared) => {
            let mut findings = declared.check();
            if let Some(settlement) = against {
                findings.append(settlement.compare_roll_forward(&declared));
            }
            findings
        }
    };
    Checked::only(findings)
}

/// On which side of the balance a roll-forward stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Received in advance (BBV art. 49): `opening + received − released − repaid + other = closing`.
    Liability,
    /// Spent in advance (BBV art. 40a): `opening − received + released + repaid + other = closing`.
    Receivable,
}

impl Side {
    /// Each with its word in files and tables.
    pub const WORDS: [(&'static str, Side); 2] = [
        ("liability", Side::Liability),
        ("receivable", Side::Receivable),
    ];

    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Side::Liability => "liability",
            Side::Receivable => "receivable",
        }
    }

    fn of(row: &RollForwardRow) -> Side {
        match row.kind.as_str() {
            "receivable" => Side::Receivable,
            _ => Side::Liability,
        }
    }
}

/// The amounts of a row, or of a sum of rows, in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Amounts([i128; 6]);

/// The columns of amounts, in their order.
const COLUMNS: [&str; 6] = [
    "opening", "received", "released", "repaid", "other", "closing",
];

impl Amounts {
    fn of(row: &RollForwardRow) -> Amounts {
        let amounts = [
            row.opening,
            row.received,
            row.released,
            row.repaid,
            row.other,
            row.closing,
        ];
        Amounts(amounts.map(|amount| i128::from(amount.cents())))
    }

    fn add(&mut self, other: &Amounts) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
    }

    /// The closing that the other amounts come to.
    fn computed(&self, side: Side) -> i128 {
        let [opening, received, released, repaid, other, _] = self.0;
        match side {
            Side::Liability => opening + received - released - repaid + other,
            Side::Receivable => opening - received + released + repaid + other,
        }
    }
}

impl Settlement {
    /// The roll-forward added up by year, funder group and side of the balance (BBV art. 49 lid 2, 40a); sides on which a
    /// group has no row are left out.
    #[must_use]
    pub fn roll_forward_totals(&self) -> Vec<RollForwardTotalRow> {
        let mut sums: BTreeMap<(i16, FunderGroup, Side), Amounts> = BTreeMap::new();
        for row in self.roll_forward() {
            let group = FunderGroup::WORDS.iter();
            let mut group = group.filter(|(word, _)| *word == row.funder_group);
            let group = group.next().map_or(FunderGroup::Other, |(_, group)| *group);
            let sum = sums.entry((row.year, group, Side::of(&row))).or_default();
            sum.add(&Amounts::of(&row));
        }
        let row = |((year, group, side), sum): ((i16, FunderGroup, Side), Amounts)| {
            let [opening, received, released, repaid, other, closing] = sum.0.map(Money::nearest);
            RollForwardTotalRow {
                year,
                funder_group: group.as_str().to_owned(),
                kind: side.as_str().to_owned(),
                opening,
                received,
                released,
                repaid,
                other,
                closing,
            }
        };
        sums.into_iter().map(row).collect()
    }
}
