//! The table `declared`: figures that others printed, as they were read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::figure::DeclaredFigure;
use crate::diag::{Code, Finding, Findings, Place};
use crate::dossier::{Input, Origin, read_figures};
use crate::money::Money;
use crate::read::{Encoding, Node, TableFormat, decode, other_separator, tell_dutch_amounts};

/// The most figures that are taken, and the most terms of all their sums.
const MOST: usize = 2_000;
const MOST_TERMS: usize = 10_000;

/// What a sum of figures comes to, in cents: terms that are taken off or added, and by figure its amount.
pub(super) fn added(terms: &[(bool, usize)], amounts: &[i128]) -> i128 {
    let signed = terms.iter().map(|(minus, term)| {
        let sign = if *minus { -1 } else { 1 };
        sign * amounts[*term]
    });
    signed.sum()
}

/// Declared figures, checked among themselves.
///
/// ```
/// use koers_core::reconcile::Declared;
///
/// let csv = "key,scope,measure,amount,sum_of\na,grant=iza,received,60,\nb,grant=iza,spent,50,\nc,grant=iza,balance,10,+a -b\n";
/// let declared = Declared::from_csv("declared.csv", csv.as_bytes())?;
/// assert_eq!(declared.figures().len(), 3);
/// # Ok::<(), koers_core::Findings>(())
/// ```
#[derive(Clone, Debug)]
pub struct Declared {
    figures: Vec<DeclaredFigure>,
    /// By figure and sum, the places of its terms.
    pub(super) sums: Vec<Vec<Vec<(bool, usize)>>>,
    /// The figures so that each comes after those of its sums.
    pub(super) order: Vec<usize>,
    origin: Origin,
}

impl Declared {
    /// Reads a CSV file with the columns `key`, `scope`, `measure`, `amount`, `claim`, `sum_of`, `document` and `source`, of
    /// which only `key` must be there. Findings call it `name`.
    ///
    /// # Errors
    /// All findings, when any is an error.
    pub fn from_csv(name: &str, bytes: &[u8]) -> Result<Declared, Findings> {
        let mut findings = Findings::new();
        let Some(source) = decode(name, bytes.to_vec(), Encoding::Utf8, &mut findings) else {
            return Err(findings);
        };
        if let Some(other) = other_separator(&source) {
            findings.push(other);
            return Err(findings);
        }
        let format = TableFormat::default();
        let read = read_figures(Input::File(&source, &format), &mut findings);
        tell_dutch_amounts(&mut findings);
        Declared::done(read, findings)
    }

    /// Reads rows from memory, with the columns of the file.
    ///
    /// # Errors
    /// As [`Declared::from_csv`].
    pub fn from_rows(rows: &[Node]) -> Result<Declared, Findings> {
        let mut findings = Findings::new();
        let read = read_figures(Input::Memory(rows), &mut findings);
        Declared::done(read, findings)
    }

    fn done(
        (figures, origin, refused): (Vec<DeclaredFigure>, Origin, BTreeSet<String>),
        mut findings: Findings,
    ) -> Result<Declared, Findings> {
        let mut declared = Declared {
            figures,
            sums: Vec::new(),
            order: Vec::new(),
            origin,
        };
        if declared.bounded(&mut findings) {
            declared.link(&refused, &mut findings);
        }
        if findings.has_errors() {
            findings.sort();
            return Err(findings);
        }
        Ok(declared)
    }

    /// Whether there are no more figures and terms than are taken.
    fn bounded(&self, findings: &mut Findings) -> bool {
        let terms = self.figures.iter().flat_map(|figure| &figure.sums);
        let counts = [
            ("declared", self.figures.len(), MOST),
            ("sum_of", terms.map(Vec::len).sum(), MOST_TERMS),
        ];
        let mut bounded = true;
        for (what, count, most) in counts {
            if count > most {
                let finding = Finding::new(Code::TooMany).subject(what);
                findings.push(finding.arg("what", what).arg("limit", most));
                bounded = false;
            }
        }
        bounded
    }

    /// Finds the figures of each sum, and an order in which none comes before those it adds up. A sum may name a row that was
    /// refused: that is no second fault.
    fn link(&mut self, refused: &BTreeSet<String>, findings: &mut Findings) {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, figure) in self.figures.iter().enumerate() {
            if places.insert(&figure.key, at).is_some() || refused.contains(&figure.key) {
                findings.push(self.about(Code::DuplicateFigure, at, "key"));
            }
        }
        let mut sums = Vec::with_capacity(self.figures.len());
        for (at, figure) in self.figures.iter().enumerate() {
            let mut of_figure = Vec::new();
            for sum in &figure.sums {
                let mut terms = Vec::new();
                for term in sum {
                    let place = places.get(term.key.as_str());
                    match place.filter(|place| !self.figures[**place].is_named_only()) {
                        Some(place) => terms.push((term.minus, *place)),
                        None if place.is_none() && refused.contains(&term.key) => {}
                        None => findings.push(
                            self.about(Code::UnknownFigure, at, "sum_of")
                                .arg("value", &term.key),
                        ),
                    }
                }
                of_figure.push(terms);
            }
            sums.push(of_figure);
        }
        self.order = self.ordered(&sums, findings);
        self.sums = sums;
        if !findings.has_errors() {
            self.within_bounds(findings);
        }
    }

    /// Reports sums beyond what an amount can be.
    fn within_bounds(&self, findings: &mut Findings) {
        let bound = i128::from(Money::MAX.cents());
        let mut amounts = vec![0; self.figures.len()];
        for &at in &self.order {
            let sums = self.sums[at].iter().map(|terms| added(terms, &amounts));
            let sums: Vec<i128> = sums.collect();
            if let Some(sum) = sums.iter().find(|sum| sum.abs() > bound) {
                let cents = sum.unsigned_abs();
                let sign = if *sum < 0 { "-" } else { "" };
                let value = format!("{sign}{}.{:02}", cents / 100, cents % 100);
                findings.push(
                    Finding::new(Code::AmountOutOfBounds)
                        .subject(&self.figures[at].key)
                        .arg("value", value)
                        .at(self.place(at, "sum_of")),
                );
            }
            // One sum beyond the bound is told once, and not again of what it is added to.
            let amount = self.figures[at].amount.map(|it| i128::from(it.cents()));
            let amount = amount.or_else(|| sums.first().copied()).unwrap_or_default();
            amounts[at] = if amount.abs() > bound { 0 } else { amount };
        }
    }

    fn ordered(&self, sums: &[Vec<Vec<(bool, usize)>>], findings: &mut Findings) -> Vec<usize> {
        let mut waiting: Vec<usize> = Vec::with_capacity(sums.len());
        let mut after: Vec<Vec<usize>> = vec![Vec::new(); sums.len()];
        for (at, of_figure) in sums.iter().enumerate() {
            let terms = of_figure.iter().flatten();
            waiting.push(terms.clone().count());
            for (_, term) in terms {
                after[*term].push(at);
            }
        }
        let ready = waiting.iter().enumerate().filter(|(_, count)| **count == 0);
        let mut ready: VecDeque<usize> = ready.map(|(at, _)| at).collect();
        let mut order = Vec::with_capacity(sums.len());
        while let Some(at) = ready.pop_front() {
            order.push(at);
            for &next in &after[at] {
                waiting[next] -= 1;
                if waiting[next] == 0 {
                    ready.push_back(next);
                }
            }
        }
        for (at, count) in waiting.iter().enumerate() {
            if *count > 0 {
                findings.push(self.about(Code::SumInItself, at, "sum_of"));
            }
        }
        order
    }

    /// The figures, in the order of the file.
    #[must_use]
    pub fn figures(&self) -> &[DeclaredFigure] {
        &self.figures
    }

    pub(super) fn about(&self, code: Code, at: usize, column: &str) -> Finding {
        let key = &self.figures[at].key;
        Finding::new(code)
            .subject(key)
            .arg("key", key)
            .at(self.place(at, column))
    }

    pub(super) fn place(&self, row: usize, column: &str) -> Place {
        self.origin.place(row, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_beyond_what_an_amount_can_be_is_refused_once() {
        let most = Money::MAX;
        let csv = format!("key,amount,sum_of\na,{most},\nb,,a a\nc,,b a\nd,,a a -a\n");
        let refused = Declared::from_csv("d.csv", csv.as_bytes()).expect_err("too much");
        let found: Vec<(Code, &str)> = refused.iter().map(|it| (it.code(), it.about())).collect();
        assert_eq!(found, [(Code::AmountOutOfBounds, "b")]);
    }
}
