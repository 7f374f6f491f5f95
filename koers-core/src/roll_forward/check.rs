//! Whether a published roll-forward adds up: its rows, its totals, and its years after each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{Amounts, COLUMNS, DeclaredRollForward, DeclaredRow, Side};
use crate::diag::{Code, Finding, Findings};
use crate::money::Money;
use crate::scheme::FunderGroup;

/// Rows that belong together: of one holder and side.
type Table<'d> = (Option<&'d str>, Side);

impl DeclaredRollForward {
    /// What doesn't add up: rows (K0501, or K0502 where it may be rounding), totals (K0503, K0504), and openings that are
    /// not the closings of the year before (K0505). None is an error: what is printed is printed.
    #[must_use]
    pub fn check(&self) -> Findings {
        let mut findings = Findings::new();
        self.rows_add_up(&mut findings);
        self.totals_add_up(&mut findings);
        self.years_follow(&mut findings);
        findings.sort();
        findings
    }

    fn rows_add_up(&self, findings: &mut Findings) {
        for (at, row) in self.rows.iter().enumerate() {
            let (stated, Some(computed)) = (i128::from(row.closing.cents()), row.computed()) else {
                continue;
            };
            let difference = stated - computed;
            if difference == 0 {
                continue;
            }
            let code = if row.is_rounding(difference) {
                Code::DeclaredRowRounded
            } else {
                Code::DeclaredRowDiffers
            };
            findings.push_with(code, || {
                let finding = self.about(code, at, "closing", difference);
                finding
                    .money("stated", row.closing)
                    .money("computed", Money::nearest(computed))
            });
        }
    }

    fn totals_add_up(&self, findings: &mut Findings) {
        let scopes = Scopes::of(self);
        for (at, total) in self.rows.iter().enumerate().filter(|(_, row)| row.total) {
            let scope = (total.table(), total.year, total.funder_group);
            let sum = scopes.sums.get(&scope).copied().unwrap_or_default();
            for (column, stated) in total.stated().iter().enumerate() {
                let Some(stated) = stated else { continue };
                let computed = sum.0[column];
                let difference = i128::from(stated.cents()) - computed;
                if difference == 0 {
                    continue;
                }
                let code = if total.is_rounding(difference) {
                    Code::DeclaredTotalRounded
                } else {
                    Code::DeclaredTotalDiffers
                };
                findings.push_with(code, || {
                    let finding = self.about(code, at, COLUMNS[column], difference);
                    let finding = finding
                        .arg("column", COLUMNS[column])
                        .money("stated", *stated)
                        .money("computed", Money::nearest(computed));
                    // A row that was left out of the total, or is in it twice.
                    let equal = scopes.of_amount(scope, column, difference).iter();
                    let equal: Vec<&str> = equal.map(|at| self.rows[*at].grant.as_str()).collect();
                    match code {
                        Code::DeclaredTotalDiffers => finding.arg("row", equal.join("`, `")),
                        _ => finding,
                    }
                });
            }
        }
    }

    /// Rows of one name are followed from year to year. What has no row of its name in the other year may have been
    /// renamed, divided or put together: of that only the sum is compared, by funder group.
    fn years_follow(&self, findings: &mut Findings) {
        let mut years: BTreeMap<(Table<'_>, i16), Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            years.entry((row.table(), row.year)).or_default().push(at);
        }
        for ((table, year), after) in &years {
            let Some(before) = years.get(&(*table, year.saturating_sub(1))) else {
                continue;
            };
            let closings = Names::of(
                before,
                |at| Some(i128::from(self.rows[at].closing.cents())),
                self,
            );
            let openings = Names::of(
                after,
                |at| self.rows[at].opening.map(|it| i128::from(it.cents())),
                self,
            );
            // An opening that is not stated is not compared, by itself or in the sum of its group.
            let silent = after.iter().map(|at| &self.rows[*at]);
            let silent = silent.filter(|row| row.opening.is_none());
            let names: BTreeSet<(bool, &str)> = silent
                .clone()
                .map(|row| (row.total, row.grant.as_str()))
                .collect();
            let groups: BTreeSet<Option<FunderGroup>> =
                silent.map(|row| row.funder_group).collect();
            let mut unmatched: BTreeMap<Option<FunderGroup>, (i128, i128, usize)> = BTreeMap::new();
            for (name, (closing, at)) in &closings.0 {
                if names.contains(name) {
                    continue;
                }
                match openings.0.get(name) {
                    Some((opening, at)) => self.opens_as(*at, *closing, *opening, findings),
                    None if !name.0 => {
                        let group = self.rows[*at].funder_group;
                        unmatched.entry(group).or_insert((0, 0, after[0])).0 += closing;
                    }
                    None => {}
                }
            }
            for (name, (opening, at)) in &openings.0 {
                if !closings.0.contains_key(name) && !name.0 {
                    let group = self.rows[*at].funder_group;
                    let sums = unmatched.entry(group).or_insert((0, 0, *at));
                    sums.1 += opening;
                    sums.2 = *at;
                }
            }
            for (group, (closing, opening, at)) in unmatched {
                if !groups.contains(&group) {
                    self.opens_as(at, closing, opening, findings);
                }
            }
        }
    }

    /// Reports an opening that is not the closing before it; what may be rounding is passed over.
    fn opens_as(&self, at: usize, closing: i128, opening: i128, findings: &mut Findings) {
        let difference = opening - closing;
        if difference == 0 || self.rows[at].is_rounding(difference) {
            return;
        }
        let finding = self.about(Code::DeclaredOpeningDiffers, at, "opening", difference);
        findings.push(
            finding
                .money("opening", Money::nearest(opening))
                .money("closing", Money::nearest(closing))
                .arg("before", self.rows[at].year.saturating_sub(1)),
        );
    }

    /// A finding about an amount of a row.
    pub(super) fn about(&self, code: Code, at: usize, column: &str, difference: i128) -> Finding {
        let row = &self.rows[at];
        Finding::new(code)
            .subject(&row.grant)
            .arg("year", row.year)
            .arg("grant", &row.grant)
            .arg("holder", row.holder.as_deref().unwrap_or_default())
            .amount(Money::nearest(difference))
            .at(self.place(at, column))
    }
}

/// What a total adds up: rows of a table in a year, of a funder group or all.
type Scope<'d> = (Table<'d>, i16, Option<FunderGroup>);

/// The most rows of one amount that a finding names.
const NAMED: usize = 5;

/// The rows under the totals: their sums, and the rows by amount; each row is looked at once.
#[derive(Default)]
struct Scopes<'d> {
    sums: BTreeMap<Scope<'d>, Amounts>,
    /// By scope, column and amount without sign the first rows that have it.
    rows: BTreeMap<(Scope<'d>, usize, i128), Vec<usize>>,
}

impl<'d> Scopes<'d> {
    fn of(declared: &'d DeclaredRollForward) -> Scopes<'d> {
        let mut scopes = Scopes::default();
        // Where nothing is totalled no row is asked for.
        if !declared.rows.iter().any(|row| row.total) {
            return scopes;
        }
        for (at, row) in declared
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.total)
        {
            let amounts = row.amounts();
            let group = row.funder_group.map(Some);
            for group in group.into_iter().chain([None]) {
                let scope = (row.table(), row.year, group);
                scopes.sums.entry(scope).or_default().add(&amounts);
                for (column, amount) in amounts.0.iter().enumerate() {
                    if *amount != 0 {
                        let key = (scope, column, amount.abs());
                        let rows = scopes.rows.entry(key).or_default();
                        if rows.len() < NAMED {
                            rows.push(at);
                        }
                    }
                }
            }
        }
        scopes
    }

    fn of_amount(&self, scope: Scope<'d>, column: usize, amount: i128) -> &[usize] {
        let rows = self.rows.get(&(scope, column, amount.abs()));
        rows.map_or(&[], Vec::as_slice)
    }
}

impl DeclaredRow {
    fn table(&self) -> Table<'_> {
        (self.holder.as_deref(), self.side)
    }

    pub(super) fn is_rounding(&self, difference: i128) -> bool {
        difference.abs() <= i128::from(self.rounding.cents())
    }
}

/// Amounts by whether a row is a total and its name, with the first row of that name; rows of one name are added up.
struct Names<'d>(BTreeMap<(bool, &'d str), (i128, usize)>);

impl<'d> Names<'d> {
    fn of(
        rows: &[usize],
        amount: impl Fn(usize) -> Option<i128>,
        declared: &'d DeclaredRollForward,
    ) -> Names<'d> {
        let mut names = BTreeMap::new();
        for &at in rows {
            let row = &declared.rows[at];
            if let Some(amount) = amount(at) {
                let name = (row.total, row.grant.as_str());
                names.entry(name).or_insert((0, at)).0 += amount;
            }
        }
        Names(names)
    }
}
