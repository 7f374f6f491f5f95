//! A roll-forward that others published, as it was read.

use crate::diag::{Findings, Place};
use crate::dossier::{Input, Origin, read_declared};
use crate::money::Money;
use crate::read::{Encoding, Node, TableFormat, decode, other_separator, tell_dutch_amounts};
use crate::roll_forward::{Amounts, Side};
use crate::scheme::FunderGroup;
use crate::tables::DeclaredRollForwardRow;

/// One row of a published roll-forward. Amounts are as they are printed, also where the accounts count in thousands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeclaredRow {
    /// Whose accounts it is from, where a file has those of several.
    pub holder: Option<String>,
    /// The book year.
    pub year: i16,
    /// What the row is called: the id or title of a grant, or the name of a total.
    pub grant: String,
    /// The group under which it stands.
    pub funder_group: Option<FunderGroup>,
    /// The side of the balance.
    pub side: Side,
    /// Whether it adds up the other rows of its year, side and (where it has one) group.
    pub total: bool,
    /// At the opening.
    pub opening: Option<Money>,
    /// Came in.
    pub received: Option<Money>,
    /// Spent, or released otherwise.
    pub released: Option<Money>,
    /// Paid back.
    pub repaid: Option<Money>,
    /// Other changes, with their sign.
    pub other: Option<Money>,
    /// At the closing.
    pub closing: Money,
    /// To how much the source rounds: a difference up to this may be rounding.
    pub rounding: Money,
    /// Where it is written.
    pub source: Option<String>,
}

impl DeclaredRow {
    /// To how much figures are rounded where a row doesn't say so: whole units.
    pub const ROUNDING: Money = Money::of(100);

    pub(super) fn amounts(&self) -> Amounts {
        let stated = self.stated();
        Amounts(stated.map(|amount| amount.map_or(0, |amount| i128::from(amount.cents()))))
    }

    /// The amounts as far as they are stated, in the order of the columns.
    pub(super) fn stated(&self) -> [Option<Money>; 6] {
        #[cfg(test)]
        super::tests::LOOKS.with(|looks| looks.set(looks.get() + 1));
        [
            self.opening,
            self.received,
            self.released,
            self.repaid,
            self.other,
            Some(self.closing),
        ]
    }
}

/// A published roll-forward: rows of one or more holders and years.
///
/// ```
/// use koers_core::roll_forward::DeclaredRollForward;
///
/// let csv = "year,grant,opening,received,released,closing\n2023,OAB,431,787,627,591\n2024,OAB,600,0,600,0\n";
/// let declared = DeclaredRollForward::from_csv("accounts.csv", csv.as_bytes())?;
/// let findings = declared.check();
/// assert_eq!(findings.iter().map(|it| it.code().as_str()).collect::<Vec<_>>(), ["K0505"]);
/// # Ok::<(), koers_core::Findings>(())
/// ```
#[derive(Clone, Debug)]
pub struct DeclaredRollForward {
    pub(super) rows: Vec<DeclaredRow>,
    origin: Origin,
}

impl DeclaredRollForward {
    /// Reads a CSV file with the columns `year`, `grant` and `closing`, and optionally `holder`, `funder_group`, `kind`,
    /// `total`, `opening`, `received`, `released`, `repaid`, `other`, `rounding` and `source`. Findings call it `name`.
    ///
    /// # Errors
    /// All findings, when any is an error.
    pub fn from_csv(name: &str, bytes: &[u8]) -> Result<DeclaredRollForward, Findings> {
        let mut findings = Findings::new();
        let Some(source) = decode(name, bytes.to_vec(), Encoding::Utf8, &mut findings) else {
            return Err(findings);
        };
        if let Some(other) = other_separator(&source) {
            findings.push(other);
            return Err(findings);
        }
        let format = TableFormat::default();
        let (rows, origin) = read_declared(Input::File(&source, &format), &mut findings);
        tell_dutch_amounts(&mut findings);
        DeclaredRollForward::done(rows, origin, findings)
    }

    /// Reads rows from memory, with the columns of the file.
    ///
    /// # Errors
    /// As [`DeclaredRollForward::from_csv`].
    pub fn from_rows(rows: &[Node]) -> Result<DeclaredRollForward, Findings> {
        let mut findings = Findings::new();
        let (rows, origin) = read_declared(Input::Memory(rows), &mut findings);
        DeclaredRollForward::done(rows, origin, findings)
    }

    fn done(
        rows: Vec<DeclaredRow>,
        origin: Origin,
        mut findings: Findings,
    ) -> Result<DeclaredRollForward, Findings> {
        if findings.has_errors() {
            findings.sort();
            return Err(findings);
        }
        Ok(DeclaredRollForward { rows, origin })
    }

    /// The rows, in the order of the file.
    #[must_use]
    pub fn rows(&self) -> &[DeclaredRow] {
        &self.rows
    }

    /// The rows as a table, with the closing that their amounts come to and how far the printed one is from it; neither
    /// where a row states no movement and no opening.
    #[must_use]
    pub fn table(&self) -> Vec<DeclaredRollForwardRow> {
        let row = |row: &DeclaredRow| {
            let computed = row.computed();
            let stated = i128::from(row.closing.cents());
            DeclaredRollForwardRow {
                holder: row.holder.clone(),
                year: row.year,
                grant: row.grant.clone(),
                funder_group: row.funder_group.map(|group| group.as_str().to_owned()),
                kind: row.side.as_str().to_owned(),
                total: row.total,
                opening: row.opening,
                received: row.received,
                released: row.released,
                repaid: row.repaid,
                other: row.other,
                closing: row.closing,
                computed: computed.map(Money::nearest),
                difference: computed.map(|computed| Money::nearest(stated - computed)),
                source: row.source.clone(),
            }
        };
        self.rows.iter().map(row).collect()
    }

    pub(super) fn place(&self, row: usize, column: &str) -> Place {
        self.origin.place(row, column)
    }
}

impl DeclaredRow {
    /// The closing that the other amounts come to; `None` where none is stated.
    pub(super) fn computed(&self) -> Option<i128> {
        let [before @ .., _] = self.stated();
        before
            .iter()
            .any(Option::is_some)
            .then(|| self.amounts().computed(self.side))
    }
}
