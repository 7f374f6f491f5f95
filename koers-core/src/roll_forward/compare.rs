//! A published roll-forward against that of a settlement.

use std::collections::{BTreeMap, BTreeSet};

use super::{Amounts, COLUMNS, DeclaredRollForward, Side, shown};
use crate::diag::{Code, Finding, Findings};
use crate::dossier::Dossier;
use crate::settle::Settlement;

impl Settlement {
    /// Where a published roll-forward says otherwise than this one (K0506): by year, grant and side, each amount that it
    /// states. A row names its grant by id or title (K0205); totals are compared with those of their funder group, or of
    /// all. What is left out stands for zero. Amounts count as euros; a difference up to half the rounding is none.
    #[must_use]
    pub fn compare_roll_forward(&self, declared: &DeclaredRollForward) -> Findings {
        let mut findings = Findings::new();
        let rows = self.roll_forward();
        let mut told: BTreeSet<(i16, &str, Side)> = BTreeSet::new();
        for (at, row) in declared.rows.iter().enumerate() {
            if !self.dossier().years().contains(&row.year) {
                findings.push(outside(self.dossier(), declared, at));
                continue;
            }
            let grant = find(self.dossier(), &row.grant);
            if grant.is_none() && !row.total {
                findings.push(unknown(self.dossier(), declared, at));
                continue;
            }
            if let Some(grant) = grant.filter(|_| !row.total) {
                told.insert((row.year, grant, row.side));
            }
            let mut sum = Amounts::default();
            for computed in &rows {
                let same = match (row.total, row.funder_group) {
                    (true, Some(group)) => computed.funder_group == group.as_str(),
                    (true, None) => true,
                    (false, _) => Some(computed.grant.as_str()) == grant,
                };
                if same && computed.year == row.year && Side::of(computed) == row.side {
                    sum.add(&Amounts::of(computed));
                }
            }
            for (column, stated) in row.stated().iter().enumerate() {
                let Some(stated) = stated else { continue };
                let difference = i128::from(stated.cents()) - sum.0[column];
                if 2 * difference.abs() <= i128::from(row.rounding.cents()) {
                    continue;
                }
                let code = Code::DeclaredRollForwardDiffers;
                let finding = declared.about(code, at, COLUMNS[column], difference);
                findings.push(
                    finding
                        .arg("column", COLUMNS[column])
                        .money("stated", *stated)
                        .money("computed", shown(sum.0[column])),
                );
            }
        }
        let mut missing: BTreeMap<(i16, &str, Side), i128> = BTreeMap::new();
        for row in &rows {
            let key = (row.year, row.grant.as_str(), Side::of(row));
            if !told.contains(&key) {
                *missing.entry(key).or_default() += i128::from(row.closing.cents());
            }
        }
        let years = |year: i16| declared.rows.iter().any(|row| row.year == year);
        for ((year, grant, _), closing) in missing {
            if closing != 0 && years(year) {
                findings.push(
                    Finding::new(Code::DeclaredRollForwardDiffers)
                        .subject(grant)
                        .arg("year", year)
                        .arg("grant", grant)
                        .arg("column", "closing")
                        .money("stated", shown(0))
                        .money("computed", shown(closing))
                        .amount(shown(-closing)),
                );
            }
        }
        findings.sort();
        findings
    }
}

/// The id of the grant that a row names by its id or title.
fn find<'d>(dossier: &'d Dossier, name: &str) -> Option<&'d str> {
    let grants = dossier.grants();
    let by_id = grants.iter().find(|grant| grant.id.value == name);
    let found = by_id.or_else(|| grants.iter().find(|grant| grant.name() == name));
    found.map(|grant| grant.id.value.as_str())
}

fn unknown(dossier: &Dossier, declared: &DeclaredRollForward, at: usize) -> Finding {
    let name = &declared.rows[at].grant;
    let known = dossier.grants().iter().take(100);
    let known: Vec<&str> = known.map(|grant| grant.id.value.as_str()).collect();
    Finding::new(Code::UnknownGrant)
        .subject(name)
        .arg("value", name)
        .arg("known", known.join(", "))
        .at(declared.place(at, "grant"))
}

fn outside(dossier: &Dossier, declared: &DeclaredRollForward, at: usize) -> Finding {
    let year = declared.rows[at].year;
    let years: Vec<String> = dossier.years().iter().map(i16::to_string).collect();
    Finding::new(Code::OutsideBookYears)
        .subject(year.to_string())
        .arg("value", year)
        .arg("years", years.join(", "))
        .at(declared.place(at, "year"))
}
