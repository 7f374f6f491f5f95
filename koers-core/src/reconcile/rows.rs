//! The result as rows.

use std::collections::BTreeMap;

use super::book::Book;
use super::bridge::Step;
use super::cells::Part;
use super::equations::Unconfirmed;
use super::funding::FundingOf;
use super::judge::{Figure, shown};
use super::search::Possible;
use crate::money::Money;
use crate::tables::{
    BridgeRow, FundingRow, GrantBudgetRow, PossibleRow, ReconciliationRow, UnconfirmedRow,
};

/// Ids of grants and of lines in bridges.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) grants: Vec<String>,
    pub(super) lines: BTreeMap<usize, String>,
}

impl Names {
    pub(super) fn new(book: &Book<'_>, figures: &[Figure]) -> Names {
        let dossier = book.settlement.dossier();
        let steps = figures.iter().flat_map(|figure| &figure.bridge);
        let lines = steps.filter_map(|step| step.line);
        let ids = dossier.grants().iter().map(|grant| grant.id.value.clone());
        Names {
            grants: ids.collect(),
            lines: lines
                .map(|row| (row, dossier.lines().id(row).into_owned()))
                .collect(),
        }
    }

    pub(super) fn grant(&self, step: &Step) -> Option<String> {
        self.grants.get(step.grant?).cloned()
    }

    pub(super) fn line(&self, step: &Step) -> Option<String> {
        self.lines.get(&step.line?).cloned()
    }
}

impl Step {
    /// What it adds.
    #[must_use]
    pub fn amount(&self) -> Money {
        shown(self.cents)
    }

    /// What its lines have in common, as text.
    pub(super) fn lines_text(&self) -> Option<String> {
        let conditions = self
            .lines
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let conditions: Vec<String> = conditions.collect();
        (!conditions.is_empty()).then(|| conditions.join("&"))
    }
}

/// Texts joined; none where there are none.
fn joined(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(", "))
}

pub(super) fn figure(figure: &Figure) -> ReconciliationRow {
    let bridged = figure.bridge.iter().map(|step| step.cents).sum();
    ReconciliationRow {
        key: figure.declared.key.clone(),
        year: figure.year,
        scope: figure.declared.scope.as_ref().map(ToString::to_string),
        measure: figure
            .declared
            .measure
            .map(|measure| measure.as_str().to_owned()),
        claim: figure.declared.claim.as_str().to_owned(),
        declared: figure.amount(),
        computed: figure.computed(),
        difference: figure.difference(),
        bridged: shown(bridged),
        unexplained: figure.unexplained(),
        unexplained_from: joined(&figure.from),
        same_as: joined(&figure.same_as),
        wrong_sum: figure.wrong_sum(),
        source: figure.declared.source.clone(),
        document: figure.declared.document.clone(),
    }
}

pub(super) fn bridge(names: &Names, figure: &Figure) -> Vec<BridgeRow> {
    let row = |step: &Step| BridgeRow {
        key: figure.declared.key.clone(),
        cause: step.cause.as_str().to_owned(),
        grant: names.grant(step),
        line: names.line(step),
        lines: step.lines_text(),
        tranche: step.tranche.clone(),
        amount: step.amount(),
    };
    figure.bridge.iter().map(row).collect()
}

/// Budget and money of each grant that has any, in the years that figures are about.
pub(super) fn grants(book: &Book<'_>) -> Vec<GrantBudgetRow> {
    let mut rows = Vec::new();
    for year in book.years() {
        for (place, grant) in book.settlement.dossier().grants().iter().enumerate() {
            let (mut spent, mut budget, mut unbudgeted) = (0, 0, 0);
            for cell in book
                .cells_of(year)
                .iter()
                .filter(|cell| cell.grant == place)
            {
                spent += cell.part(Part::Spent) + cell.part(Part::Closed);
                match cell.group {
                    Some(_) => budget += cell.part(Part::Spent) + cell.left(),
                    None => unbudgeted += cell.left() + cell.part(Part::Closed),
                }
            }
            // What a closed year spent otherwise than its lines come to is of no line.
            let underspent = budget - spent;
            if [spent, underspent, unbudgeted] != [0, 0, 0] {
                rows.push(GrantBudgetRow {
                    year,
                    grant: grant.id.value.clone(),
                    budget: shown(budget),
                    unbudgeted: shown(unbudgeted),
                    spent: shown(spent),
                    underspent: shown(underspent),
                    left: shown(unbudgeted + underspent),
                });
            }
        }
    }
    rows
}

pub(super) fn unconfirmed(unconfirmed: &Unconfirmed) -> UnconfirmedRow {
    let figure = &unconfirmed.figure;
    UnconfirmedRow {
        key: figure.declared.key.clone(),
        amount: figure.amount(),
        confirmed: unconfirmed.how.as_str().to_owned(),
        others: joined(&unconfirmed.with),
        source: figure.declared.source.clone(),
    }
}

pub(super) fn funding(line: &FundingOf) -> FundingRow {
    FundingRow {
        line: line.line.clone(),
        grant: line.grant.clone(),
        basis: line.basis.to_owned(),
        amount: Money::of(line.cents),
        budget: shown(line.budget),
        result: line.result.as_str().to_owned(),
        source: line.source.clone(),
    }
}

pub(super) fn possible(possible: &Possible) -> PossibleRow {
    let signed = |term: &(bool, String, i128)| if term.0 { -term.2 } else { term.2 };
    let (first, second) = (possible.terms.first(), possible.terms.get(1));
    PossibleRow {
        rest: shown(possible.rest),
        keys: possible.keys.join(", "),
        first: first.map(|term| term.1.clone()).unwrap_or_default(),
        first_amount: shown(first.map(signed).unwrap_or_default()),
        second: second.map(|term| term.1.clone()),
        second_amount: second.map(|term| shown(signed(term))),
    }
}
