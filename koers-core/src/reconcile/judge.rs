//! Each declared figure beside what the settlement has: the bridge between them, and what stays unexplained.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Sum};
use super::bridge::Step;
use super::declared::{Declared, added};
use super::equations::{Unconfirmed, unconfirmed};
use super::figure::{Claim, DeclaredFigure, FigureMeasure};
use super::funding::{FundingOf, funding};
use super::search::{Possible, possible};
use super::{check, documents, rows};
use crate::diag::{Code, Finding, Findings};
use crate::money::Money;
use crate::settle::Settlement;
use crate::tables::{
    BridgeRow, FundingRow, GrantBudgetRow, PossibleRow, ReconciliationRow, UnconfirmedRow,
};

/// A declared figure beside what the settlement has.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Figure {
    /// What was declared.
    pub declared: DeclaredFigure,
    /// The book year it is about; none for a figure that the dossier can't tell.
    pub year: Option<i16>,
    /// The steps from what is declared to what is computed, by cause.
    pub bridge: Vec<Step>,
    /// The figures from which it has what stays unexplained.
    pub from: Vec<String>,
    /// Other figures of which just as much stays unexplained.
    pub same_as: Vec<String>,
    pub(super) amount: i128,
    pub(super) computed: Option<i128>,
    pub(super) unexplained: i128,
    /// What its sums come to, where its own amount is stated.
    pub(super) sums: Vec<i128>,
}

impl Figure {
    /// The amount that was declared, or what its sum comes to.
    #[must_use]
    pub fn amount(&self) -> Money {
        shown(self.amount)
    }

    /// What the settlement has; none where the dossier can't tell.
    #[must_use]
    pub fn computed(&self) -> Option<Money> {
        self.computed.map(shown)
    }

    /// Declared less computed.
    #[must_use]
    pub fn difference(&self) -> Option<Money> {
        self.computed.map(|computed| shown(self.amount - computed))
    }

    /// What no structure explains: `declared − unexplained + bridge = computed`.
    #[must_use]
    pub fn unexplained(&self) -> Money {
        shown(self.unexplained)
    }

    /// What the first of its sums comes to that is something else than its amount.
    #[must_use]
    pub fn wrong_sum(&self) -> Option<Money> {
        let wrong = self.sums.iter().find(|sum| **sum != self.amount);
        wrong.copied().map(shown)
    }

    /// Whether it is what the settlement has, and its sums come to it.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.computed.is_none_or(|computed| computed == self.amount) && self.wrong_sum().is_none()
    }
}

/// What a reconciliation finds.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    pub(super) figures: Vec<Figure>,
    pub(super) unconfirmed: Vec<Unconfirmed>,
    pub(super) funding: Vec<FundingOf>,
    pub(super) possible: Vec<Possible>,
    pub(super) grants: Vec<GrantBudgetRow>,
    pub(super) names: rows::Names,
    pub(super) findings: Findings,
}

impl Settlement {
    /// Puts declared figures beside this settlement: each that differs with its bridge by cause and what stays unexplained,
    /// figures that nothing else confirms, and lines of which it isn't stated who pays them (dimension `funding`).
    #[must_use]
    pub fn reconcile(&self, declared: &Declared) -> Reconciliation {
        let mut findings = Findings::new();
        let sound = check::scopes(self, declared, &mut findings);
        let mut book = Book::new(self, declared);
        let mut judged = judge(&mut book, declared, &sound);
        same_rest(&mut judged.figures);
        let unconfirmed = unconfirmed(&book, declared, &judged);
        let funding = funding(&book, &judged.figures, &mut findings);
        let possible = possible(&book, declared, &judged.figures);
        let grants = rows::grants(&book);
        let names = rows::Names::new(&book, &judged.figures);
        report(&book, declared, &judged.figures, &mut findings);
        documents::compare(&book, declared, &judged.figures, &sound, &mut findings);
        findings.sort();
        // Naming a grant is no figure.
        judged
            .figures
            .retain(|figure| !figure.declared.is_named_only());
        Reconciliation {
            figures: judged.figures,
            unconfirmed,
            funding,
            possible,
            grants,
            names,
            findings,
        }
    }
}

/// The figures, and what each is a sum of.
pub(super) struct Judged {
    pub(super) figures: Vec<Figure>,
    /// By figure what the settlement has; none where the dossier can't tell.
    pub(super) computed: Vec<Option<Sum>>,
}

fn judge(book: &mut Book<'_>, declared: &Declared, sound: &[bool]) -> Judged {
    let figures = declared.figures();
    let mut amounts: Vec<i128> = vec![0; figures.len()];
    let mut sums: Vec<Vec<i128>> = vec![Vec::new(); figures.len()];
    let mut unexplained = vec![0_i128; figures.len()];
    let mut computed: Vec<Option<Sum>> = vec![None; figures.len()];
    let mut meant: Vec<Option<Sum>> = vec![None; figures.len()];
    let mut by_parts = vec![false; figures.len()];
    for &at in &declared.order {
        let figure = &figures[at];
        let of_sums = declared.sums[at].iter().map(|terms| added(terms, &amounts));
        sums[at] = of_sums.collect();
        let stated = figure.amount.map(|amount| i128::from(amount.cents()));
        let first = sums[at].first().copied();
        amounts[at] = stated.or(first).unwrap_or_default();
        if stated.is_none() {
            // It is what its sum comes to, so that says nothing.
            sums[at].clear();
        }
        let parts = declared.sums[at].first();
        let parts = parts.and_then(|terms| sum_of_parts(terms, &meant));
        let asked = figure.scope.as_ref().zip(figure.measure);
        let Some((scope, measure)) = asked.filter(|_| sound[at]) else {
            unexplained[at] = first.map_or(0, |sum| amounts[at] - sum);
            meant[at] = parts;
            continue;
        };
        let sum = book.sum(scope, measure);
        let rest = |of: &Sum| amounts[at] - book.total(of);
        let base = if rest(&sum) == 0 {
            sum.clone()
        } else {
            let exact = parts.clone().filter(|parts| rest(parts) == 0);
            by_parts[at] = exact.is_some();
            let readings = || {
                let readings = book.readings(scope, measure);
                readings.into_iter().find(|reading| rest(reading) == 0)
            };
            exact.or_else(readings).unwrap_or_else(|| {
                by_parts[at] = parts.is_some();
                parts.unwrap_or_else(|| sum.clone())
            })
        };
        unexplained[at] = rest(&base);
        (computed[at], meant[at]) = (Some(sum), Some(base));
    }
    let mut claims: BTreeMap<FigureMeasure, Sum> = BTreeMap::new();
    for (figure, meant) in figures.iter().zip(&meant) {
        let fate = figure.measure.filter(|measure| measure.is_fate());
        if let (Some(fate), Some(meant)) = (fate, meant) {
            let claim = claims.entry(fate).or_default();
            *claim = claim.plus(meant, 1);
        }
    }
    let mut judged = Vec::with_capacity(figures.len());
    for (at, figure) in figures.iter().enumerate() {
        let bridge = match (&meant[at], &computed[at], figure.measure) {
            (Some(from), Some(to), Some(measure)) if from != to => {
                let others = claims.iter().filter(|(of, _)| **of != measure);
                let claimed = others.fold(Sum::default(), |all, (_, sum)| all.plus(sum, 1));
                book.bridge(from, to, measure, &claimed)
            }
            _ => Vec::new(),
        };
        let terms = declared.sums[at].first().into_iter().flatten();
        let mut told = BTreeSet::new();
        let from = terms.filter(|(_, term)| unexplained[*term] != 0 && told.insert(*term));
        let from = from.map(|(_, term)| figures[*term].key.clone());
        let inherits = unexplained[at] != 0 && (by_parts[at] || computed[at].is_none());
        judged.push(Figure {
            declared: figure.clone(),
            year: figure.scope.as_ref().map(|scope| book.year(scope)),
            bridge,
            from: if inherits { from.collect() } else { Vec::new() },
            same_as: Vec::new(),
            amount: amounts[at],
            computed: computed[at].as_ref().map(|sum| book.total(sum)),
            unexplained: unexplained[at],
            sums: std::mem::take(&mut sums[at]),
        });
    }
    Judged {
        figures: judged,
        computed,
    }
}

/// What figures that are added up meant together; none where the dossier can't tell of one of them.
fn sum_of_parts(terms: &[(bool, usize)], meant: &[Option<Sum>]) -> Option<Sum> {
    let mut sum = Sum::default();
    for (minus, term) in terms {
        let part = meant[*term].as_ref()?;
        sum = sum.plus(part, if *minus { -1 } else { 1 });
    }
    Some(sum)
}

/// Points each unexplained rest at the others that are just as large.
fn same_rest(figures: &mut [Figure]) {
    let mut rests: BTreeMap<u128, Vec<usize>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        // Where a bridge is left too, it is told from which figure the rest comes.
        if figure.unexplained != 0 && figure.bridge.is_empty() {
            rests
                .entry(figure.unexplained.unsigned_abs())
                .or_default()
                .push(at);
        }
    }
    for places in rests.values() {
        for &at in places {
            let others = places.iter().filter(|other| **other != at).take(20);
            let keys = others.map(|other| figures[*other].declared.key.clone());
            figures[at].same_as = keys.collect();
        }
    }
}

/// A finding for each figure that differs, and for what a person must know beside figures that don't.
fn report(book: &Book<'_>, declared: &Declared, figures: &[Figure], findings: &mut Findings) {
    for (at, figure) in figures.iter().enumerate() {
        if let (Some(computed), Some(difference)) = (figure.computed(), figure.difference())
            && !difference.is_zero()
        {
            let mut finding = declared.about(Code::DeclaredFigureDiffers, at, "amount");
            finding = told(finding, figure, "stated", figure.amount());
            finding = told(finding, figure, "computed", computed);
            finding = told(finding, figure, "rest", figure.unexplained());
            findings.push(told_difference(finding, figure, difference));
        }
        if let Some(sum) = figure.wrong_sum()
            && documents::other_says(declared, figures, at).is_none()
        {
            let mut finding = declared.about(Code::DeclaredSumDiffers, at, "sum_of");
            finding = told(finding, figure, "stated", figure.amount());
            finding = told(finding, figure, "computed", sum);
            let difference = shown(figure.amount - i128::from(sum.cents()));
            findings.push(told_difference(finding, figure, difference));
        }
        check::beside(book, declared, at, figure, findings);
    }
}

/// An argument of a finding that is an amount of a figure: a count is no money.
pub(super) fn told(finding: Finding, figure: &Figure, key: &'static str, amount: Money) -> Finding {
    if figure.declared.measure == Some(FigureMeasure::Count) && amount.cents() % 100 == 0 {
        finding.arg(key, amount.cents() / 100)
    } else {
        finding.money(key, amount)
    }
}

/// The difference of a figure: what is at stake, and how it is told.
pub(super) fn told_difference(finding: Finding, figure: &Figure, amount: Money) -> Finding {
    told(finding, figure, "amount", amount).amount(amount)
}

impl Reconciliation {
    /// The figures, in the order of the file.
    #[must_use]
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// What a person must look at: figures that differ, and what could not be compared.
    #[must_use]
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Whether each figure is what the settlement has, and each sum comes to it.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.figures.iter().all(Figure::agrees) && !self.findings.has_errors()
    }

    /// Every figure beside what the settlement has.
    #[must_use]
    pub fn rows(&self) -> Vec<ReconciliationRow> {
        self.figures.iter().map(rows::figure).collect()
    }

    /// The steps of all bridges.
    #[must_use]
    pub fn bridges(&self) -> Vec<BridgeRow> {
        let figures = self.figures.iter();
        figures
            .flat_map(|figure| rows::bridge(&self.names, figure))
            .collect()
    }

    /// Budget and money of each grant in the years that figures are about.
    #[must_use]
    pub fn grants(&self) -> &[GrantBudgetRow] {
        &self.grants
    }

    /// Figures that nothing else confirms.
    #[must_use]
    pub fn unconfirmed(&self) -> Vec<UnconfirmedRow> {
        self.unconfirmed.iter().map(rows::unconfirmed).collect()
    }

    /// Lines of which it isn't stated who pays them.
    #[must_use]
    pub fn funding(&self) -> Vec<FundingRow> {
        self.funding.iter().map(rows::funding).collect()
    }

    /// Amounts that happen to be what stays unexplained: possible, and not derived.
    #[must_use]
    pub fn possible(&self) -> Vec<PossibleRow> {
        self.possible.iter().map(rows::possible).collect()
    }
}

impl DeclaredFigure {
    /// Whether it is a figure in a table, which confirms others.
    pub(super) fn is_printed(&self) -> bool {
        self.claim == Claim::Figure && self.amount.is_some()
    }
}

/// An amount in cents to show; a difference may lie beyond the bound, and is cut at it.
pub(super) fn shown(cents: i128) -> Money {
    Money::nearest(cents)
}
