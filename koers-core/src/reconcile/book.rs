//! All amounts of a settlement that declared figures are sums of.

use super::cells::{Atom, Cell, Cells, Part};
use super::declared::Declared;
use super::figure::FigureMeasure;
use super::named::{Groups, place};
use super::scope::Scope;
use crate::settle::Settlement;
use crate::tables::SettlementRow;

/// A sum of amounts of the book: each with how often it counts, in order, none with zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum(pub(super) Vec<(usize, i64)>);

impl Sum {
    /// This sum with another added so many times.
    pub(super) fn plus(&self, other: &Sum, times: i64) -> Sum {
        let mut out: Vec<(usize, i64)> = Vec::with_capacity(self.0.len() + other.0.len());
        let mut push = |item: usize, count: i64| {
            if count != 0 {
                out.push((item, count));
            }
        };
        let mut mine = self.0.iter().peekable();
        for (item, count) in &other.0 {
            while let Some((before, own)) = mine.next_if(|(before, _)| before < item) {
                push(*before, *own);
            }
            let own = mine.next_if(|(same, _)| same == item);
            let own = own.map_or(0, |(_, own)| *own);
            push(*item, within(own + count * times));
        }
        for (item, count) in mine {
            push(*item, *count);
        }
        Sum(out)
    }
}

/// How often an amount counts, kept small enough that sums of sums stay within their types.
fn within(times: i64) -> i64 {
    times.clamp(-MOST_TIMES, MOST_TIMES)
}

const MOST_TIMES: i64 = 1_000_000;

/// What one amount of the book is.
pub(super) enum Item<'b> {
    /// A part of a cell of a year.
    Cell(&'b Cell, Part),
    /// A measure of a tranche in a year.
    Tranche(&'b SettlementRow),
    /// What a measure of a tranche in a closed year comes to now, less what it was closed with.
    Restated(&'b SettlementRow),
    /// A number of lines.
    Count,
}

/// The measures of a tranche, in the order in which the book has them.
const OF_TRANCHE: [FigureMeasure; 6] = [
    FigureMeasure::Received,
    FigureMeasure::Spent,
    FigureMeasure::Balance,
    FigureMeasure::Refund,
    FigureMeasure::CarryOver,
    FigureMeasure::Retained,
];

/// How many amounts a tranche has: its measures, and for each what it comes to now beside that.
const AMOUNTS: usize = 2 * OF_TRANCHE.len();

/// How many parts a cell has.
const PARTS: usize = Part::ALL.len();

/// The amounts.
pub(super) struct Book<'s> {
    pub(super) settlement: &'s Settlement,
    pub(super) groups: Groups<'s>,
    /// By year its cells, and the number of its first amount.
    years: Vec<(i16, usize, Cells)>,
    /// The number of the first amount of a tranche.
    tranches: usize,
    /// Numbers of lines, after the tranches.
    counts: Vec<i128>,
}

impl<'s> Book<'s> {
    pub(super) fn new(settlement: &'s Settlement, declared: &Declared) -> Book<'s> {
        let dossier = settlement.dossier();
        let mut groups = Groups::new(dossier, declared);
        let scopes = || declared.figures().iter().filter_map(|it| it.scope.as_ref());
        let last = dossier.years().last().copied();
        let mut wanted: Vec<i16> = scopes().filter_map(|scope| scope.year.or(last)).collect();
        wanted.extend(last);
        wanted.sort_unstable();
        wanted.dedup();
        wanted.retain(|year| dossier.years().contains(year));
        let mut years = Vec::new();
        let mut first = 0;
        for year in wanted {
            let cells = Cells::new(settlement, &mut groups, year);
            let next = first + cells.cells.len() * PARTS;
            years.push((year, first, cells));
            first = next;
        }
        Book {
            settlement,
            groups,
            years,
            tranches: first,
            counts: Vec::new(),
        }
    }

    /// The year that a scope is about.
    pub(super) fn year(&self, scope: &Scope) -> i16 {
        let last = self.settlement.dossier().years().last().copied();
        scope.year.or(last).unwrap_or_default()
    }

    fn cells(&self, year: i16) -> Option<(usize, &Cells)> {
        let found = self.years.iter().find(|(of, ..)| *of == year)?;
        Some((found.1, &found.2))
    }

    /// The years that figures are about, and the last.
    pub(super) fn years(&self) -> impl Iterator<Item = i16> {
        self.years.iter().map(|(year, ..)| *year)
    }

    /// The cells of a year.
    pub(super) fn cells_of(&self, year: i16) -> &[Cell] {
        self.cells(year).map_or(&[], |(_, cells)| &cells.cells)
    }

    /// The numbers of all amounts of a grant in a year.
    pub(super) fn items_of(&self, year: i16, grant: usize) -> Vec<usize> {
        let Some((first, cells)) = self.cells(year) else {
            return Vec::new();
        };
        let atoms = cells.atoms();
        let atoms = atoms.filter(|atom| cells.cells[atom.cell].grant == grant);
        let number = |atom: Atom| first + atom.cell * PARTS + atom.part as usize;
        atoms.map(number).collect()
    }

    /// A number that amounts of one cell have in common.
    pub(super) fn cell_number(item: usize) -> usize {
        item / PARTS
    }

    /// What an amount is.
    pub(super) fn item(&self, item: usize) -> Item<'_> {
        if item < self.tranches {
            let year = self.years.iter().rfind(|(_, first, _)| *first <= item);
            if let Some((_, first, cells)) = year {
                let at = item - first;
                return Item::Cell(&cells.cells[at / PARTS], Part::ALL[at % PARTS]);
            }
        }
        let at = item.saturating_sub(self.tranches);
        let row = self.settlement.settlement().get(at / AMOUNTS);
        let now = at % AMOUNTS >= OF_TRANCHE.len();
        row.map_or(
            Item::Count,
            if now { Item::Restated } else { Item::Tranche },
        )
    }

    /// An amount, in cents.
    pub(super) fn amount(&self, item: usize) -> i128 {
        match self.item(item) {
            Item::Cell(cell, part) => cell.part(part),
            Item::Tranche(row) | Item::Restated(row) => {
                let at = item - self.tranches;
                let measure = OF_TRANCHE[at % OF_TRANCHE.len()];
                if matches!(self.item(item), Item::Tranche(_)) {
                    return measured(row, measure);
                }
                let now = &self.settlement.now()[at / AMOUNTS];
                measured(now, measure) - measured(row, measure)
            }
            Item::Count => {
                let before = self.tranches + self.settlement.settlement().len() * AMOUNTS;
                let count = item.checked_sub(before).and_then(|at| self.counts.get(at));
                count.copied().unwrap_or_default()
            }
        }
    }

    /// What a sum comes to, in cents.
    pub(super) fn total(&self, sum: &Sum) -> i128 {
        let amounts = sum.0.iter();
        amounts
            .map(|(item, count)| self.amount(*item) * i128::from(*count))
            .sum()
    }

    /// What a measure of a scope is a sum of.
    pub(super) fn sum(&mut self, scope: &Scope, measure: FigureMeasure) -> Sum {
        if measure == FigureMeasure::Count {
            let count = self.count(scope);
            self.counts.push(count);
            let before = self.tranches + self.settlement.settlement().len() * AMOUNTS;
            return Sum(vec![(before + self.counts.len() - 1, 1)]);
        }
        if scope.is_of_tranches() {
            return self.of_tranches(scope, measure, false);
        }
        self.of_cells(scope, |cell, part| {
            counts(cell, part, scope, measure, self.none())
        })
    }

    /// The parts of the cells of a scope, each as often as it counts.
    pub(super) fn of_cells(&self, scope: &Scope, times: impl Fn(&Cell, Part) -> i64) -> Sum {
        let Some((first, cells)) = self.cells(self.year(scope)) else {
            return Sum::default();
        };
        let within = self.within(scope);
        let mut shown: Option<(usize, bool)> = None;
        let mut sum = Vec::new();
        for atom in cells.atoms() {
            let Atom { cell: at, part } = atom;
            let cell = &cells.cells[at];
            let inside = match shown {
                Some((cell, inside)) if cell == at => inside,
                _ => within.has(cell, self),
            };
            shown = Some((at, inside));
            let times = if inside { times(cell, part) } else { 0 };
            if times != 0 && cells.amount(atom) != 0 {
                sum.push((first + at * PARTS + part as usize, times));
            }
        }
        Sum(sum)
    }

    /// A measure of the tranches of a scope; with `now`, closed years as they come out now.
    pub(super) fn of_tranches(&self, scope: &Scope, measure: FigureMeasure, now: bool) -> Sum {
        let Some(at) = OF_TRANCHE.iter().position(|it| *it == measure) else {
            return Sum::default();
        };
        let year = self.year(scope);
        let same = |condition: &Option<String>, value: Option<&str>| {
            condition
                .as_deref()
                .is_none_or(|wanted| value == Some(wanted))
        };
        let rows = self.settlement.settlement().iter().enumerate();
        let rows = rows.filter(|(_, row)| {
            row.year == year
                && same(&scope.grant, Some(&row.grant))
                && same(&scope.tranche, Some(&row.tranche))
                && same(&scope.part, row.part.as_deref())
                && scope
                    .tranche_year
                    .is_none_or(|year| self.awarded_for(row) == Some(year))
        });
        let items = rows.flat_map(|(row, _)| {
            let first = self.tranches + row * AMOUNTS + at;
            let now = now.then_some((first + OF_TRANCHE.len(), 1));
            [(first, 1)].into_iter().chain(now)
        });
        Sum(items.filter(|(item, _)| self.amount(*item) != 0).collect())
    }

    /// The year for which a tranche was awarded.
    pub(super) fn awarded_for(&self, row: &SettlementRow) -> Option<i16> {
        let grants = self.settlement.dossier().grants().iter();
        let grant = { grants }.find(|grant| grant.id.value == row.grant)?;
        let tranche = grant
            .tranches
            .iter()
            .find(|it| it.id.value == row.tranche)?;
        tranche.year
    }

    fn count(&self, scope: &Scope) -> i128 {
        let Some((_, cells)) = self.cells(self.year(scope)) else {
            return 0;
        };
        let within = self.within(scope);
        let counts = cells.counts.iter().enumerate();
        let inside = counts.filter(|(group, _)| within.has_group(*group, self));
        inside.map(|(_, count)| i128::from(*count)).sum::<i128>() * 100
    }

    /// The place of own funds after the grants.
    pub(super) fn none(&self) -> usize {
        self.settlement.dossier().grants().len()
    }

    fn within(&self, scope: &Scope) -> Within {
        let grants = self.settlement.dossier().grants();
        let of = |id: &String| grants.iter().position(|grant| grant.id.value == *id);
        let columns = self.groups.columns.iter().enumerate();
        let wanted = columns.filter_map(|(at, named)| {
            let (_, value) = scope
                .dimensions
                .iter()
                .find(|(name, _)| *name == named.name)?;
            Some((at + 1, place(&named.values, value)))
        });
        let line = scope.line.as_ref();
        let line = line.map(|id| (0, place(&self.groups.line_ids, id)));
        Within {
            grant: scope.grant.as_ref().map(|id| of(id).unwrap_or(usize::MAX)),
            places: line.into_iter().chain(wanted).collect(),
            lines: !scope.unbudgeted,
        }
    }
}

/// A scope against cells.
struct Within {
    grant: Option<usize>,
    /// Places of a group and what stands there.
    places: Vec<(usize, u32)>,
    /// Whether lines are in it at all.
    lines: bool,
}

impl Within {
    fn has(&self, cell: &Cell, book: &Book<'_>) -> bool {
        self.grant.is_none_or(|grant| cell.grant == grant)
            && match cell.group {
                None => self.places.is_empty(),
                Some(group) => self.lines && self.has_group(group, book),
            }
    }

    fn has_group(&self, group: usize, book: &Book<'_>) -> bool {
        let values = &book.groups.places[group];
        let mut places = self.places.iter();
        places.all(|(at, value)| values.get(*at) == Some(value))
    }
}

/// How often a part of a cell counts in a measure.
pub(super) fn counts(
    cell: &Cell,
    part: Part,
    scope: &Scope,
    measure: FigureMeasure,
    none: usize,
) -> i64 {
    use FigureMeasure as M;
    let left = Part::FATES.contains(&part);
    let (line, granted) = (cell.group.is_some(), cell.grant != none);
    let one = match measure {
        M::Budget => line && (left || part == Part::Spent),
        M::Realised => line && part == Part::Spent,
        M::Underspent => line && left,
        M::Balance if scope.is_of_lines() => line && left,
        M::Balance => granted && (left || part == Part::Owed),
        M::Spent => granted && (line && part == Part::Spent || part == Part::Closed),
        M::Received => {
            let out = matches!(part, Part::Spent | Part::Closed | Part::Owed | Part::Repaid);
            let came = left || out;
            if granted && matches!(part, Part::Opening | Part::Restated) {
                return -1;
            }
            granted && came
        }
        M::Refund => part == Part::Refund || (part == Part::Owed && !scope.unbudgeted),
        M::CarryOver => part == Part::CarryOver,
        M::Retained => part == Part::Retained,
        M::Unbudgeted => !line && left,
        M::Count => false,
    };
    i64::from(one)
}

/// A measure of a tranche, in cents.
fn measured(row: &SettlementRow, measure: FigureMeasure) -> i128 {
    let amount = match measure {
        FigureMeasure::Received => row.received,
        FigureMeasure::Spent => row.spent,
        FigureMeasure::Balance => row.balance,
        FigureMeasure::Refund => row.refund,
        FigureMeasure::CarryOver => row.carry_over,
        FigureMeasure::Retained => row.retained,
        _ => return 0,
    };
    i128::from(amount.cents())
}
