//! Finding a cost line by its id, without memory for it where the ids are in an order that helps.

use std::cmp::Ordering;

use super::chunk::Parts;
use super::ids::{Id, Ids, number};
use super::sort_ids::sorted;

/// How lines are found by id.
#[derive(Debug)]
pub(super) enum ById {
    /// Every id is the row's number.
    Rows,
    /// The ids are numbers, each larger than the one before.
    Numbers,
    /// Each id comes after the one before.
    Ascending,
    /// The rows by id and row.
    Sorted(Vec<u32>),
}

impl ById {
    pub(super) fn new(parts: &Parts) -> ById {
        let ids = || parts.iter().map(|(_, part)| &part.ids);
        if ids().all(|ids| matches!(ids, Ids::Rows)) {
            return ById::Rows;
        }
        if ids().all(|ids| matches!(ids, Ids::Whole(_))) && ascending_numbers(parts) {
            return ById::Numbers;
        }
        if ascending(parts) {
            return ById::Ascending;
        }
        ById::Sorted(sorted(parts))
    }

    /// The row of the line with this id; of several any.
    pub(super) fn find(&self, parts: &Parts, id: &str) -> Option<usize> {
        match self {
            ById::Rows => {
                let row = usize::try_from(number(id)?).ok()?.checked_sub(1)?;
                (row < parts.len()).then_some(row)
            }
            ById::Numbers => {
                let number = number(id)?;
                search(parts.len(), |row| match parts.id(row) {
                    Id::Number(other) => other.cmp(&number),
                    Id::Text(_) => Ordering::Less,
                })
            }
            ById::Ascending => {
                let id = Id::Text(id.as_bytes());
                search(parts.len(), |row| parts.id(row).order(id))
            }
            ById::Sorted(rows) => {
                let id = Id::Text(id.as_bytes());
                let at = rows.binary_search_by(|&row| parts.id(wide(row)).order(id));
                at.ok().map(|at| wide(rows[at]))
            }
        }
    }

    /// The row of the line with this id, where there is no other.
    pub(super) fn find_only(&self, parts: &Parts, id: &str) -> Option<usize> {
        let ById::Sorted(rows) = self else {
            return self.find(parts, id);
        };
        let id = Id::Text(id.as_bytes());
        let order = |row: u32| parts.id(wide(row)).order(id);
        let start = rows.partition_point(|&row| order(row) == Ordering::Less);
        let same = rows[start..].iter().copied();
        let mut same = same.take_while(|&row| order(row) == Ordering::Equal);
        match (same.next(), same.next()) {
            (row, None) => row.map(wide),
            _ => None,
        }
    }

    /// All rows by id.
    pub(super) fn rows<'b>(&'b self, parts: &Parts) -> Box<dyn Iterator<Item = usize> + 'b> {
        match self {
            ById::Rows => Box::new(numbers_as_texts(parts.len()).map(|number| number - 1)),
            ById::Numbers => Box::new(sorted(parts).into_iter().map(wide)),
            ById::Ascending => Box::new(0..parts.len()),
            ById::Sorted(rows) => Box::new(rows.iter().map(|row| wide(*row))),
        }
    }

    /// Rows that share their id with another row, all but the first of each id, by id.
    pub(super) fn duplicates(&self, parts: &Parts) -> impl Iterator<Item = usize> {
        let rows = match self {
            ById::Sorted(rows) => rows.as_slice(),
            _ => &[],
        };
        let pairs = rows.windows(2).map(|pair| (wide(pair[0]), wide(pair[1])));
        pairs
            .filter(|&(a, b)| parts.id(a).order(parts.id(b)) == Ordering::Equal)
            .map(|(_, b)| b)
    }
}

/// The numbers from 1 to `last` in the order of their texts: 1, 10, 100, 101, 11, 2.
fn numbers_as_texts(last: usize) -> impl Iterator<Item = usize> {
    let first = (last > 0).then_some(1_usize);
    std::iter::successors(first, move |&number: &usize| {
        // What begins with it comes next, else the next that is no longer.
        if let Some(longer) = number.checked_mul(10).filter(|longer| *longer <= last) {
            return Some(longer);
        }
        let mut next = if number < last { number } else { number / 10 } + 1;
        while next % 10 == 0 {
            next /= 10;
        }
        (next > 1).then_some(next)
    })
}

/// Whether each id comes after the one before.
fn ascending(parts: &Parts) -> bool {
    let mut ids = parts
        .iter()
        .flat_map(|(start, part)| part.ids.iter(start, part.rows));
    let Some(mut last) = ids.next() else {
        return true;
    };
    ids.all(|id| std::mem::replace(&mut last, id).order(id) == Ordering::Less)
}

fn ascending_numbers(parts: &Parts) -> bool {
    let mut last = None;
    parts.iter().all(|(_, part)| {
        let Ids::Whole(numbers) = &part.ids else {
            return false;
        };
        let numbers = numbers.as_slice();
        let after = numbers.first().is_none_or(|first| last < Some(*first));
        last = numbers.last().copied().or(last);
        // A branch for many rows together.
        let starts = (0..numbers.len()).step_by(1_024);
        let mut blocks = starts.filter_map(|at| numbers.get(at..numbers.len().min(at + 1_025)));
        after
            && blocks.all(|block| {
                let pairs = block.iter().zip(block.iter().skip(1));
                let fallen = pairs.fold(0, |any, (one, next)| any | u8::from(one >= next));
                fallen == 0
            })
    })
}

/// The row among `0..rows`, which are in order, that `order` calls equal.
fn search(rows: usize, order: impl Fn(usize) -> Ordering) -> Option<usize> {
    let (mut from, mut to) = (0, rows);
    while from < to {
        let middle = usize::midpoint(from, to);
        match order(middle) {
            Ordering::Less => from = middle + 1,
            Ordering::Equal => return Some(middle),
            Ordering::Greater => to = middle,
        }
    }
    None
}

pub(super) fn wide(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_the_order_of_their_texts() {
        for last in (0..130).chain([999, 1_000, 1_001, 9_999, 10_000, 12_345]) {
            let mut expected: Vec<String> = (1..=last).map(|it: usize| it.to_string()).collect();
            expected.sort();
            let found: Vec<String> = numbers_as_texts(last).map(|it| it.to_string()).collect();
            assert_eq!(found, expected, "{last}");
        }
    }
}
