//! Figures of several documents beside each other: where two say something else of the same, and which grants a document
//! leaves out.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::declared::Declared;
use super::figure::{DeclaredFigure, FigureMeasure};
use super::judge::{Figure, shown, told, told_difference};
use super::scope::Scope;
use crate::diag::{Code, Findings};
use crate::money::Money;
use crate::tables::SettlementRow;

/// The figure of another document that a figure should be and isn't: its only sum is that one figure.
pub(super) fn other_says(declared: &Declared, figures: &[Figure], at: usize) -> Option<usize> {
    let [sum] = &declared.sums[at][..] else {
        return None;
    };
    let [(false, other)] = sum[..] else {
        return None;
    };
    let documents = [at, other].map(|at| &figures[at].declared.document);
    let differs = documents[0] != documents[1] && figures[at].wrong_sum().is_some();
    differs.then_some(other)
}

/// What a person must know where figures are of several documents.
pub(super) fn compare(
    book: &Book<'_>,
    declared: &Declared,
    figures: &[Figure],
    sound: &[bool],
    findings: &mut Findings,
) {
    disagreements(book, declared, figures, findings);
    let mut documents: BTreeMap<Option<&str>, Document<'_>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate().filter(|(at, _)| sound[*at]) {
        let stated = &figure.declared;
        let document = documents.entry(stated.document.as_deref()).or_default();
        document.add(book, at, stated);
    }
    for (name, document) in &documents {
        document.left_out(book, declared, *name, &documents, findings);
    }
}

/// Figures of which no other document that states the same scope and measure has the amount, each against the first such figure
/// before it; and figures that should be one of another document. One document may state several amounts, and says itself which
/// is which.
fn disagreements(
    book: &Book<'_>,
    declared: &Declared,
    figures: &[Figure],
    findings: &mut Findings,
) {
    let mut same: BTreeMap<(i16, Scope, FigureMeasure), Vec<usize>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        let stated = &figure.declared;
        let mut other = other_says(declared, figures, at);
        if let Some((scope, measure)) = stated.scope.as_ref().zip(stated.measure) {
            let year = book.year(scope);
            let mut scope = scope.clone();
            scope.year = None;
            let before = same.entry((year, scope, measure)).or_default();
            let elsewhere = before.iter().map(|other| (*other, &figures[*other]));
            let elsewhere: Vec<(usize, &Figure)> = elsewhere
                .filter(|(_, it)| it.declared.document != stated.document)
                .collect();
            if !elsewhere.iter().any(|(_, it)| it.amount == figure.amount) {
                other = other.or(elsewhere.first().map(|(other, _)| *other));
            }
            before.push(at);
        }
        let Some(other) = other.map(|other| &figures[other]) else {
            continue;
        };
        let mut finding = declared.about(Code::DocumentsDiffer, at, "amount");
        finding = finding.arg("value", &other.declared.key);
        finding = told(finding, figure, "stated", figure.amount());
        finding = told(finding, figure, "computed", other.amount());
        let difference = shown(figure.amount - other.amount);
        findings.push(told_difference(finding, figure, difference));
    }
}

/// What a document says of grants.
#[derive(Default)]
struct Document<'d> {
    /// The place of a figure or name that shows that it goes through the grants.
    lists: Option<usize>,
    /// By year and grant.
    grants: BTreeSet<(i16, &'d str)>,
    /// Years in which it but names some.
    named: BTreeSet<i16>,
    /// Measures that it states of single grants, and in total, by year.
    single: BTreeSet<(i16, FigureMeasure)>,
    total: BTreeSet<(i16, FigureMeasure)>,
}

impl<'d> Document<'d> {
    fn add(&mut self, book: &Book<'_>, at: usize, figure: &'d DeclaredFigure) {
        let Some(scope) = &figure.scope else { return };
        let year = book.year(scope);
        if let Some(grant) = &scope.grant {
            self.grants.insert((year, grant));
            self.lists.get_or_insert(at);
        }
        if figure.is_named_only() {
            self.named.insert(year);
        }
        let Some(measure) = figure.measure else {
            return;
        };
        if scope.grant.is_some() && !scope.is_of_lines() && !scope.unbudgeted {
            self.single.insert((year, measure));
        } else if scope.is_total() {
            self.total.insert((year, measure));
        }
    }

    /// Grants of which it says nothing, though it goes through the grants: it names some without an amount, and this one has
    /// money or is told by another document; or it states an amount of some and of all together, in which this one has a part.
    fn left_out(
        &self,
        book: &Book<'_>,
        declared: &Declared,
        name: Option<&str>,
        all: &BTreeMap<Option<&'d str>, Document<'d>>,
        findings: &mut Findings,
    ) {
        let Some(at) = self.lists else { return };
        for year in book.years() {
            let in_total = self.single.intersection(&self.total);
            let in_total: Vec<FigureMeasure> = in_total
                .filter(|(of, _)| *of == year)
                .map(|(_, measure)| *measure)
                .collect();
            let named = self.named.contains(&year);
            for grant in book.settlement.dossier().grants() {
                let id = grant.id.value.as_str();
                if self.grants.contains(&(year, id)) {
                    continue;
                }
                let amount = |measures: &[FigureMeasure]| {
                    let mut amounts = measures.iter().map(|it| measured(book, year, id, *it));
                    amounts.find(|amount| *amount != 0)
                };
                let others = all.iter().filter(|(other, document)| {
                    **other != name && document.grants.contains(&(year, id))
                });
                let others: Vec<&str> = others.filter_map(|(other, _)| *other).collect();
                let elsewhere = all
                    .values()
                    .any(|document| document.grants.contains(&(year, id)));
                let mut stake = amount(&in_total);
                if named {
                    stake = stake.or_else(|| amount(&MONEY));
                }
                if stake.is_none() && !(named && elsewhere) {
                    continue;
                }
                let mut finding = declared
                    .about(Code::GrantLeftOut, at, "scope")
                    .subject(id)
                    .arg("grant", id)
                    .arg("year", year);
                if let Some(name) = name {
                    finding = finding.arg("document", name);
                }
                if !others.is_empty() {
                    finding = finding.arg("documents", others.join(", "));
                }
                if let Some(cents) = stake {
                    finding = finding.amount(shown(cents));
                }
                findings.push(finding);
            }
        }
    }
}

/// What shows that a grant has money, in the order in which it is told.
const MONEY: [FigureMeasure; 3] = [
    FigureMeasure::Received,
    FigureMeasure::Balance,
    FigureMeasure::Spent,
];

/// A measure of a grant in a year, in cents; zero for what is not of grants as such.
fn measured(book: &Book<'_>, year: i16, grant: &str, measure: FigureMeasure) -> i128 {
    let rows = book.settlement.settlement().iter();
    let rows = rows.filter(|row| row.year == year && row.grant == grant);
    let of = |row: &SettlementRow| match measure {
        FigureMeasure::Received => row.received,
        FigureMeasure::Spent => row.spent,
        FigureMeasure::Balance => row.balance,
        FigureMeasure::Refund => row.refund,
        FigureMeasure::CarryOver => row.carry_over,
        FigureMeasure::Retained => row.retained,
        _ => Money::ZERO,
    };
    rows.map(|row| i128::from(of(row).cents())).sum()
}
