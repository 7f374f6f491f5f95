//! Which declared figures nothing else confirms: those in one equation only, and those of which only the sum is confirmed.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Item, Sum};
use super::declared::Declared;
use super::figure::FigureMeasure;
use super::judge::{Figure, Judged};

/// How far a declared figure is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It stands in no equation that comes out.
    Nowhere,
    /// It stands in one equation that comes out: an error in it and in another figure there would not show.
    Once,
    /// It is in several, always together with others: their sum is confirmed, how it is divided is not.
    TogetherOnly,
}

impl Confirmed {
    /// Each with its word in tables.
    pub const WORDS: [(&'static str, Confirmed); 3] = [
        ("nowhere", Confirmed::Nowhere),
        ("once", Confirmed::Once),
        ("together-only", Confirmed::TogetherOnly),
    ];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let word = Self::WORDS.iter().find(|(_, confirmed)| *confirmed == self);
        word.map_or("", |(word, _)| word)
    }
}

/// A figure that is not confirmed.
#[derive(Clone, Debug)]
pub(super) struct Unconfirmed {
    pub(super) figure: Figure,
    pub(super) how: Confirmed,
    /// The equation, by the figure that it gives; of [`Confirmed::TogetherOnly`] the figures it always stands with.
    pub(super) with: Vec<String>,
}

/// An equation: the sum of a figure, or a figure that is what the settlement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Equation {
    Sum(usize, usize),
    Computed(usize),
}

/// The figures in tables that nothing else confirms. A figure is confirmed by an equation that comes out: a sum in which it
/// stands, or lines and money of which it is computed. What is but an input of the dossier again (one receipt, the
/// budget or cost of one line) is confirmed by the figures that are computed with that input.
pub(super) fn unconfirmed(
    book: &Book<'_>,
    declared: &Declared,
    judged: &Judged,
) -> Vec<Unconfirmed> {
    let figures = &judged.figures;
    let printed = |at: usize| figures[at].declared.is_printed();
    let holds = |at: usize| figures[at].computed == Some(figures[at].amount);
    let mut equations: Vec<BTreeSet<Equation>> = vec![BTreeSet::new(); figures.len()];
    let mut failing = vec![false; figures.len()];
    for (at, of_figure) in declared.sums.iter().enumerate() {
        if !printed(at) {
            continue;
        }
        for (number, terms) in of_figure.iter().enumerate() {
            let comes_out = figures[at].sums.get(number) == Some(&figures[at].amount);
            for place in terms.iter().map(|(_, term)| *term).chain([at]) {
                if comes_out {
                    equations[place].insert(Equation::Sum(at, number));
                } else {
                    failing[place] = true;
                }
            }
        }
    }
    let computed = |at: usize| judged.computed[at].as_ref();
    let copies: Vec<bool> = (0..figures.len())
        .map(|at| computed(at).is_some_and(|sum| is_copy(book, &figures[at], sum)))
        .collect();
    // By amount of the book the figures that are computed with it.
    let mut with: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let sources = (0..figures.len()).filter(|at| printed(*at) && holds(*at) && !copies[*at]);
    for at in sources {
        for (item, _) in computed(at).into_iter().flat_map(|sum| &sum.0) {
            with.entry(*item).or_default().push(at);
        }
    }
    // By amounts of the book the figures that are computed with any of them: copies of receipts of one grant ask for the same.
    let mut reached: BTreeMap<Vec<usize>, BTreeSet<Equation>> = BTreeMap::new();
    for at in (0..figures.len()).filter(|at| printed(*at) && holds(*at)) {
        let Some(sum) = computed(at) else { continue };
        if !copies[at] {
            equations[at].insert(Equation::Computed(at));
            continue;
        }
        let mut items: Vec<usize> = sum.0.iter().map(|(item, _)| *item).collect();
        if let Some(grant) = tranche_grant(book, sum) {
            let scope = figures[at].declared.scope.clone().unwrap_or_default();
            items = book.items_of(book.year(&scope), grant);
        }
        let reached = reached.entry(items).or_insert_with_key(|items| {
            let with = items.iter().filter_map(|item| with.get(item)).flatten();
            with.map(|it| Equation::Computed(*it)).collect()
        });
        equations[at].extend(reached.iter().copied());
    }
    let mut alike: BTreeMap<(i16, &BTreeSet<Equation>), Vec<usize>> = BTreeMap::new();
    for at in
        (0..figures.len()).filter(|at| copies[*at] && printed(*at) && figures[*at].amount != 0)
    {
        let year = figures[at].year.unwrap_or_default();
        alike.entry((year, &equations[at])).or_default().push(at);
    }
    let mut found = Vec::new();
    for (at, figure) in figures.iter().enumerate().filter(|(at, _)| printed(*at)) {
        let year = figure.year.unwrap_or_default();
        let together = alike.get(&(year, &equations[at])).filter(|_| copies[at]);
        let others = together.into_iter().flatten().filter(|other| **other != at);
        let others: Vec<String> = others.map(|it| figures[*it].declared.key.clone()).collect();
        let key = |equation: &Equation| match equation {
            Equation::Sum(at, _) | Equation::Computed(at) => figures[*at].declared.key.clone(),
        };
        let (how, with) = match equations[at].len() {
            // What is in an equation that doesn't come out is told there.
            0 if failing[at] || figure.amount == 0 || !figure.agrees() => continue,
            0 if figure.declared.scope.is_some() && figure.computed.is_none() => continue,
            0 => (Confirmed::Nowhere, Vec::new()),
            1 if figure.amount != 0 && !equations[at].contains(&Equation::Computed(at)) => {
                (Confirmed::Once, equations[at].iter().map(key).collect())
            }
            2.. if !others.is_empty() && figure.amount != 0 => (Confirmed::TogetherOnly, others),
            _ => continue,
        };
        found.push(Unconfirmed {
            figure: figure.clone(),
            how,
            with,
        });
    }
    found
}

/// Whether a figure but repeats one input of the dossier: one receipt, or the budget or cost of one line.
fn is_copy(book: &Book<'_>, figure: &Figure, sum: &Sum) -> bool {
    let Some((scope, measure)) = figure.declared.scope.as_ref().zip(figure.declared.measure) else {
        return false;
    };
    match measure {
        FigureMeasure::Received => {
            let rows = book.settlement.settlement().iter().filter(|row| {
                row.year == book.year(scope)
                    && scope.grant.as_ref().is_none_or(|grant| *grant == row.grant)
            });
            sum.0.len() <= 1 && scope.is_of_tranches() || rows.count() <= 1
        }
        FigureMeasure::Budget | FigureMeasure::Realised | FigureMeasure::Spent => {
            scope.line.is_some()
        }
        _ => false,
    }
}

/// The grant of a sum over one tranche.
fn tranche_grant(book: &Book<'_>, sum: &Sum) -> Option<usize> {
    let [(item, _)] = sum.0[..] else { return None };
    match book.item(item) {
        Item::Tranche(row) | Item::Restated(row) => {
            let grants = book.settlement.dossier().grants();
            grants.iter().position(|grant| grant.id.value == row.grant)
        }
        _ => None,
    }
}
