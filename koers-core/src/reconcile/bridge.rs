//! The bridge from what is declared to what the settlement has, amount by amount, grouped by cause.

use std::collections::BTreeMap;

use super::book::{Book, Item, Sum, counts};
use super::cells::Part;
use super::figure::FigureMeasure;
use super::scope::Scope;

/// Why a declared figure is not what the settlement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Another grant than the one it is said of pays the line.
    AnotherGrant,
    /// What is left is carried over.
    Carried,
    /// What is left goes back.
    Refunded,
    /// What is left is the holder's to keep.
    Retained,
    /// It was spent before its money came in.
    Receivable,
    /// Other costs of the same grant used it, or no grant pays it.
    Used,
    /// Money that no budget line is for.
    NeverBudgeted,
    /// Lines of which nothing is declared.
    NoStatement,
    /// It stands in several of the figures that are added up.
    CountedTwice,
    /// A refund of an earlier year that is still to be paid back.
    EarlierRefund,
    /// A closed year comes out otherwise by now, or what that brings to the year after.
    Restated,
    /// A tranche of another year.
    OtherYear,
    /// It is outside what the figure is about.
    OutsideScope,
}

impl Cause {
    /// Each with its word in tables.
    pub const WORDS: [(&'static str, Cause); 13] = [
        ("another-grant", Cause::AnotherGrant),
        ("carried", Cause::Carried),
        ("refunded", Cause::Refunded),
        ("retained", Cause::Retained),
        ("receivable", Cause::Receivable),
        ("used", Cause::Used),
        ("never-budgeted", Cause::NeverBudgeted),
        ("no-statement", Cause::NoStatement),
        ("counted-twice", Cause::CountedTwice),
        ("earlier-refund", Cause::EarlierRefund),
        ("restated", Cause::Restated),
        ("other-year", Cause::OtherYear),
        ("outside-scope", Cause::OutsideScope),
    ];

    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let word = Self::WORDS.iter().find(|(_, cause)| *cause == self);
        word.map_or("", |(word, _)| word)
    }
}

/// One step of a bridge.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// Why.
    pub cause: Cause,
    /// The place of the grant in the dossier, where it is about one.
    pub grant: Option<usize>,
    /// The row of the line in the dossier, where it is about one.
    pub line: Option<usize>,
    /// The columns and values that its lines have in common, where it is about several.
    pub lines: Vec<(String, String)>,
    /// The tranche, where it is about one.
    pub tranche: Option<String>,
    /// What it adds, in cents.
    pub(crate) cents: i128,
}

/// By what steps of a bridge are taken together, in their order.
type Key = (Cause, usize, usize, Option<String>);

impl Book<'_> {
    /// Other sums than the measure itself that whoever declares it may have meant, by its structure: all that is left in the
    /// scope instead of what became of it, only what was budgeted, tranches of any year.
    pub(super) fn readings(&self, scope: &Scope, measure: FigureMeasure) -> Vec<Sum> {
        let mut readings = Vec::new();
        if let Some(fate) = fate(measure)
            && !scope.is_of_tranches()
        {
            let none = self.none();
            let left = |part: Part| Part::FATES.contains(&part);
            if !scope.is_of_lines() && !scope.unbudgeted {
                // Without what stands of earlier years.
                readings.push(self.of_cells(scope, |_, part| i64::from(part == fate)));
                readings.push(self.of_cells(scope, |cell, part| {
                    i64::from(cell.group.is_some() && part == fate)
                }));
            }
            readings.push(self.of_cells(scope, |cell, part| {
                let owed = part == Part::Owed && measure == FigureMeasure::Refund;
                i64::from(cell.grant != none && (left(part) || owed))
            }));
            if !scope.is_of_lines() && !scope.unbudgeted {
                readings.push(self.of_cells(scope, |cell, part| {
                    i64::from(cell.grant != none && cell.group.is_some() && left(part))
                }));
            }
            // A line that no grant pays lowers what is left by budget.
            if scope.is_of_lines() {
                readings.push(self.of_cells(scope, |_, part| i64::from(left(part))));
            }
        }
        if scope.tranche_year.is_some() {
            let mut any = scope.clone();
            any.tranche_year = None;
            readings.push(self.of_tranches(&any, measure, false));
        }
        readings.extend(self.restated(scope, measure));
        readings
    }

    /// The measure itself with closed years as they come out now, and without what came from them.
    fn restated(&self, scope: &Scope, measure: FigureMeasure) -> Vec<Sum> {
        if scope.is_of_tranches() {
            return vec![self.of_tranches(scope, measure, true)];
        }
        let now = match measure {
            FigureMeasure::Spent => Part::NowSpent,
            FigureMeasure::Received => Part::NowReceived,
            FigureMeasure::Balance => Part::NowBalance,
            FigureMeasure::Refund => Part::NowRefund,
            FigureMeasure::CarryOver => Part::NowCarryOver,
            FigureMeasure::Retained => Part::NowRetained,
            _ => return Vec::new(),
        };
        let none = self.none();
        let with = |of: &dyn Fn(Part) -> i64| {
            self.of_cells(scope, |cell, part| {
                counts(cell, part, scope, measure, none) + of(part)
            })
        };
        let mut readings = vec![with(&|part| i64::from(part == now))];
        if measure == FigureMeasure::Balance && !scope.is_of_lines() {
            readings.push(with(&|part| -i64::from(part == Part::Restated)));
        }
        readings
    }

    /// The steps from one sum to another; `claimed` is what figures about other measures have.
    pub(super) fn bridge(
        &self,
        from: &Sum,
        to: &Sum,
        measure: FigureMeasure,
        claimed: &Sum,
    ) -> Vec<Step> {
        let mut steps: BTreeMap<Key, Step> = BTreeMap::new();
        let union = from.plus(to, 0);
        let missing = to.plus(from, 0);
        let mut items: Vec<usize> = union.0.iter().chain(&missing.0).map(|it| it.0).collect();
        items.sort_unstable();
        items.dedup();
        for item in items {
            let (has, wants) = (times(from, item), times(to, item));
            if has == wants {
                continue;
            }
            // What counts more than once was counted twice; the rest is there or is not.
            let once = has.clamp(-1, 1);
            for (from, to, twice) in [(has, once, true), (once, wants, false)] {
                if from == to {
                    continue;
                }
                let cause = if twice {
                    Cause::CountedTwice
                } else {
                    self.cause(item, from, measure, claimed)
                };
                let cents = self.amount(item) * i128::from(to - from);
                self.step(&mut steps, item, cause, cents);
            }
        }
        steps.into_values().filter(|step| step.cents != 0).collect()
    }

    fn step(&self, steps: &mut BTreeMap<Key, Step>, item: usize, cause: Cause, cents: i128) {
        let mut step = Step {
            cause,
            grant: None,
            line: None,
            lines: Vec::new(),
            tranche: None,
            cents: 0,
        };
        let grants = self.settlement.dossier().grants();
        let mut order = usize::MAX;
        match self.item(item) {
            Item::Cell(cell, _) => {
                step.grant = (cell.grant < grants.len()).then_some(cell.grant);
                step.line = cell.line;
                if let (Some(group), None) = (cell.group, cell.line) {
                    step.lines = self.common(group);
                }
                order = cell.group.map_or(usize::MAX, |_| Book::cell_number(item));
            }
            Item::Tranche(row) | Item::Restated(row) => {
                step.grant = grants.iter().position(|grant| grant.id.value == row.grant);
                step.tranche = Some(row.tranche.clone());
            }
            Item::Count => {}
        }
        let key = (
            cause,
            step.grant.unwrap_or(usize::MAX),
            order,
            step.tranche.clone(),
        );
        steps.entry(key).or_insert(step).cents += cents;
    }

    /// The values that the lines of a group have in common, as far as scopes name them.
    fn common(&self, group: usize) -> Vec<(String, String)> {
        let places = self.groups.places[group].iter().skip(1);
        let columns = self.groups.columns.iter().zip(places);
        let named = columns.filter_map(|(named, place)| {
            let at = usize::try_from(*place).ok()?.checked_sub(1)?;
            Some((named.name.clone(), named.values.get(at)?.clone()))
        });
        named.collect()
    }

    /// Why an amount is in one of the sums alone: in what is declared when `has` isn't 0, else in the settlement.
    fn cause(&self, item: usize, has: i64, measure: FigureMeasure, claimed: &Sum) -> Cause {
        let (cell, part) = match self.item(item) {
            Item::Cell(cell, part) => (cell, part),
            Item::Tranche(_) => return Cause::OtherYear,
            Item::Restated(_) => return Cause::Restated,
            Item::Count => return Cause::OutsideScope,
        };
        let of_closed = Part::NOW.iter().any(|(now, _)| *now == part);
        if of_closed || matches!(part, Part::Restated | Part::Closed) {
            return Cause::Restated;
        }
        if has == 0 {
            return match part {
                Part::Owed => Cause::EarlierRefund,
                _ if cell.group.is_none() => Cause::NeverBudgeted,
                _ if times(claimed, item) != 0 => Cause::AnotherGrant,
                _ => Cause::NoStatement,
            };
        }
        if !measure.is_fate() || fate(measure) == Some(part) {
            return match part {
                Part::Owed => Cause::EarlierRefund,
                _ => Cause::OutsideScope,
            };
        }
        // More than was budgeted was spent, which another grant bears.
        let borne = cell.group.is_some() && cell.left() < 0 && cell.grant < self.none();
        match part {
            Part::Refund | Part::CarryOver | Part::Retained if borne => Cause::AnotherGrant,
            Part::Refund => Cause::Refunded,
            Part::CarryOver => Cause::Carried,
            Part::Retained => Cause::Retained,
            Part::Receivable => Cause::Receivable,
            Part::Owed => Cause::EarlierRefund,
            _ => Cause::Used,
        }
    }
}

/// What became of money, by its measure.
fn fate(measure: FigureMeasure) -> Option<Part> {
    match measure {
        FigureMeasure::Refund => Some(Part::Refund),
        FigureMeasure::CarryOver => Some(Part::CarryOver),
        FigureMeasure::Retained => Some(Part::Retained),
        _ => None,
    }
}

/// How often an amount counts in a sum.
fn times(sum: &Sum, item: usize) -> i64 {
    let found = sum.0.binary_search_by_key(&item, |(item, _)| *item);
    found.map_or(0, |at| sum.0[at].1)
}
