//! Whether scopes name what the dossier has, and what a person must know beside a figure.

use super::book::Book;
use super::declared::Declared;
use super::figure::FigureMeasure;
use super::judge::{Figure, shown};
use super::scope::Scope;
use crate::diag::{Code, Finding, Findings};
use crate::settle::Settlement;
use crate::tables::SettlementRow;

/// By figure whether all that its scope names is in the dossier.
pub(super) fn scopes(
    settlement: &Settlement,
    declared: &Declared,
    findings: &mut Findings,
) -> Vec<bool> {
    let figures = declared.figures().iter().enumerate();
    let sound = figures.map(|(at, figure)| {
        let Some(scope) = &figure.scope else {
            return false;
        };
        let wrong = unknown(settlement, scope);
        if let Some((code, value, known)) = &wrong {
            findings.push(
                declared
                    .about(*code, at, "scope")
                    .arg("value", value)
                    .arg("figure", &figure.key)
                    .arg("known", known)
                    .arg("years", known),
            );
        }
        wrong.is_none()
    });
    sound.collect()
}

/// What a scope names that the dossier doesn't have: the code, the name, and what there is.
fn unknown(settlement: &Settlement, scope: &Scope) -> Option<(Code, String, String)> {
    let dossier = settlement.dossier();
    let (lines, budget) = (dossier.lines(), dossier.budget());
    if let Some(year) = scope.year.filter(|year| !dossier.years().contains(year)) {
        let years: Vec<String> = dossier.years().iter().map(i16::to_string).collect();
        return Some((Code::OutsideBookYears, year.to_string(), years.join(", ")));
    }
    if let Some(id) = &scope.grant {
        let ids = dossier.grants().iter().map(|grant| grant.id.value.as_str());
        if !ids.clone().any(|known| known == id) {
            let known: Vec<&str> = ids.take(100).collect();
            return Some((Code::UnknownGrant, id.clone(), known.join(", ")));
        }
    }
    if let Some(id) = scope.line.as_ref().filter(|id| lines.find(id).is_none()) {
        return Some((
            Code::UnknownLine,
            id.clone(),
            lines.nearest(id).unwrap_or_default(),
        ));
    }
    for (name, value) in &scope.dimensions {
        let columns = [lines.dimension(name), budget.dimension(name)];
        let mut columns = columns.into_iter().flatten();
        let found = columns.any(|column| {
            let codes = 1..=u32::try_from(column.count()).unwrap_or(u32::MAX);
            codes
                .into_iter()
                .any(|code| column.text(code) == Some(value))
        });
        if !found {
            let condition = format!("{name}={value}");
            return Some((Code::ScopeOfNothing, condition, String::new()));
        }
    }
    let same = |wanted: &Option<String>, value: Option<&str>| {
        wanted.as_deref().is_none_or(|wanted| value == Some(wanted))
    };
    let has = |row: &SettlementRow| {
        same(&scope.grant, Some(&row.grant))
            && same(&scope.tranche, Some(&row.tranche))
            && same(&scope.part, row.part.as_deref())
    };
    let tranches = scope.tranche.is_some() || scope.part.is_some();
    if tranches && !settlement.settlement().iter().any(has) {
        return Some((Code::ScopeOfNothing, scope.to_string(), String::new()));
    }
    None
}

/// What a person must know beside a figure: money that is carried over beyond what a scheme allows, and money that is said
/// to be kept while refund and carry-over already are all that is left.
pub(super) fn beside(
    book: &Book<'_>,
    declared: &Declared,
    at: usize,
    figure: &Figure,
    findings: &mut Findings,
) {
    let Some((scope, measure)) = figure.declared.scope.as_ref().zip(figure.declared.measure) else {
        return;
    };
    let settlement = book.settlement;
    let year = book.year(scope);
    match measure {
        FigureMeasure::CarryOver if scope.grant.is_some() && !scope.is_of_lines() => {
            let of_grant = |finding: &&Finding| {
                finding.code() == Code::CarriedBeyondScheme
                    && Some(finding.about()) == scope.grant.as_deref()
            };
            for finding in settlement.findings().iter().filter(of_grant) {
                let Some(amount) = finding.at_stake() else {
                    continue;
                };
                findings.push(
                    declared
                        .about(Code::DeclaredBeyondScheme, at, "amount")
                        .arg("grant", scope.grant.as_deref().unwrap_or_default())
                        .arg("year", year)
                        .amount(amount),
                );
            }
        }
        FigureMeasure::Retained
            if figure.computed == Some(0) && figure.amount > 0 && !scope.is_of_lines() =>
        {
            let mut left = [0_i128; 3];
            for row in settlement.settlement() {
                let grant = scope.grant.as_ref().is_none_or(|grant| *grant == row.grant);
                if row.year == year && grant {
                    let amounts = [row.balance, row.refund, row.carry_over];
                    for (sum, amount) in left.iter_mut().zip(amounts) {
                        *sum += i128::from(amount.cents());
                    }
                }
            }
            if left[0] == left[1] + left[2] {
                findings.push(
                    declared
                        .about(Code::NothingBehindFigure, at, "amount")
                        .money("balance", shown(left[0]))
                        .money("refund", shown(left[1]))
                        .money("carry_over", shown(left[2]))
                        .amount(figure.amount()),
                );
            }
        }
        _ => {}
    }
}
