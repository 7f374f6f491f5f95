//! Amounts that happen to be what stays unexplained: at most two, and never more than possible.

use std::collections::BTreeMap;

use super::book::Book;
use super::declared::Declared;
use super::figure::FigureMeasure;
use super::judge::Figure;

/// The most amounts that are tried, rests for which they are, and answers for each.
const MOST_AMOUNTS: usize = 5_000;
const MOST_RESTS: usize = 50;
const MOST_ANSWERS: usize = 3;

/// Amounts that come to an unexplained rest.
#[derive(Clone, Debug)]
pub(super) struct Possible {
    /// The rest, in cents, without sign.
    pub(super) rest: i128,
    /// The figures of which it is the rest.
    pub(super) keys: Vec<String>,
    /// One or two: whether it is taken off, what it is, and its amount in cents.
    pub(super) terms: Vec<(bool, String, i128)>,
}

/// The amounts that come to each rest.
pub(super) fn possible(book: &Book<'_>, declared: &Declared, figures: &[Figure]) -> Vec<Possible> {
    let mut rests: BTreeMap<i128, Vec<usize>> = BTreeMap::new();
    let money = |figure: &&Figure| figure.declared.measure != Some(FigureMeasure::Count);
    let unexplained = figures.iter().enumerate();
    let unexplained = unexplained.filter(|(_, figure)| figure.unexplained != 0);
    for (at, figure) in unexplained.filter(|(_, figure)| money(figure)) {
        let places = rests.entry(figure.unexplained.abs()).or_default();
        places.push(at);
    }
    let mut found = Vec::new();
    if rests.is_empty() {
        return found;
    }
    let amounts = amounts(book, figures);
    for (rest, places) in rests.into_iter().take(MOST_RESTS) {
        let mut answers = Vec::new();
        // A figure that its own sum has twice, or lacks, is nearest to it.
        let terms = places
            .iter()
            .flat_map(|at| declared.sums[*at].iter().flatten());
        let mut equal = terms.filter(|(_, term)| figures[*term].amount.abs() == rest);
        let own = equal
            .next()
            .map(|(_, term)| figures[*term].declared.key.clone());
        if let Some(name) = own.or_else(|| amounts.get(&rest).cloned()) {
            answers.push(vec![(false, name, rest)]);
        }
        let keys = places.iter().map(|at| figures[*at].declared.key.clone());
        let keys: Vec<String> = keys.collect();
        for (amount, name) in &amounts {
            if answers.len() >= MOST_ANSWERS {
                break;
            }
            let first = (false, name.clone(), *amount);
            // Each pair once: the larger first.
            let other = rest - amount;
            if other > 0
                && other < *amount
                && let Some(second) = amounts.get(&other)
            {
                answers.push(vec![first.clone(), (false, second.clone(), other)]);
            }
            let other = amount - rest;
            if other > 0
                && let Some(second) = amounts.get(&other)
            {
                answers.push(vec![first, (true, second.clone(), other)]);
            }
        }
        let answers = answers.into_iter().take(MOST_ANSWERS);
        found.extend(answers.map(|terms| Possible {
            rest,
            keys: keys.clone(),
            terms,
        }));
    }
    found
}

/// The amounts of lines, receipts and figures that agree, each with a name, without sign and zero.
fn amounts(book: &Book<'_>, figures: &[Figure]) -> BTreeMap<i128, String> {
    let mut amounts: BTreeMap<i128, String> = BTreeMap::new();
    let money = |figure: &&Figure| figure.declared.measure != Some(FigureMeasure::Count);
    let mut add = |cents: i128, name: &dyn Fn() -> String| {
        if cents != 0 && amounts.len() < MOST_AMOUNTS {
            amounts.entry(cents.abs()).or_insert_with(name);
        }
    };
    let dossier = book.settlement.dossier();
    let agree = figures
        .iter()
        .filter(|it| it.unexplained == 0 && it.agrees());
    for figure in agree.filter(money) {
        add(figure.amount, &|| figure.declared.key.clone());
    }
    for grant in dossier.grants() {
        for tranche in &grant.tranches {
            for movement in &tranche.received {
                let name = || format!("{} {}", grant.id.value, tranche.id.value);
                add(i128::from(movement.amount.cents()), &name);
            }
        }
    }
    for item in dossier.budget().rows().iter().take(MOST_AMOUNTS) {
        if let Some(line) = &item.line {
            add(i128::from(item.amount.cents()), &|| {
                format!("{line} budget")
            });
        }
    }
    let lines = dossier.lines();
    // Of many lines some always fit.
    if lines.len() <= MOST_AMOUNTS {
        for row in 0..lines.len() {
            add(i128::from(lines.amount(row).cents()), &|| {
                lines.id(row).into_owned()
            });
        }
    }
    amounts
}
