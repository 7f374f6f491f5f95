//! Which lines the declared figures tell apart: by the values and ids that their scopes name.

use std::collections::{BTreeMap, BTreeSet};

use super::declared::Declared;
use crate::dossier::{Dossier, TextColumn};

/// A column that scopes look at, with the values that they name, in order.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) values: Vec<String>,
}

/// The columns and lines that scopes name.
pub(super) struct Groups<'d> {
    dossier: &'d Dossier,
    pub(super) columns: Vec<Named>,
    /// By column, of lines and of budget lines: by code the place of the value, from 1; 0 for any other.
    codes: Vec<(Codes<'d>, Codes<'d>)>,
    /// By row the place of the line among those named, from 1; rows beyond the end are not named.
    lines: BTreeMap<usize, u32>,
    pub(super) line_ids: Vec<String>,
    /// Groups by the one of the columns before, and the place of the value.
    steps: BTreeMap<(u32, u32), u32>,
    /// By group its places: that of the line, then those of the columns.
    pub(super) places: Vec<Vec<u32>>,
    next: u32,
}

/// By code of a column the place of its value.
struct Codes<'d> {
    column: Option<&'d TextColumn>,
    places: Vec<u32>,
}

impl<'d> Codes<'d> {
    fn new(column: Option<&'d TextColumn>, values: &[String]) -> Codes<'d> {
        let texts = column.map_or(0, TextColumn::count);
        let mut places = vec![0];
        places.extend((1..=texts).map(|code| {
            let text = u32::try_from(code).ok().and_then(|code| column?.text(code));
            text.map_or(0, |text| place(values, text))
        }));
        Codes { column, places }
    }

    /// The place of the value of a row; `None` where the row has none.
    fn at(&self, row: usize) -> Option<u32> {
        let code = self.column?.code(row);
        let at = usize::try_from(code).ok().filter(|code| *code > 0)?;
        self.places.get(at).copied()
    }
}

/// The place of a text among sorted ones, from 1; 0 where it is not there.
pub(super) fn place(values: &[String], text: &str) -> u32 {
    let found = values.binary_search_by(|value| value.as_str().cmp(text));
    found.map_or(0, |at| u32::try_from(at + 1).unwrap_or(u32::MAX))
}

impl<'d> Groups<'d> {
    pub(super) fn new(dossier: &'d Dossier, declared: &Declared) -> Groups<'d> {
        let mut columns: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for scope in declared.figures().iter().filter_map(|it| it.scope.as_ref()) {
            ids.extend(scope.line.as_deref());
            for (name, value) in &scope.dimensions {
                columns.entry(name).or_default().insert(value);
            }
        }
        let columns: Vec<Named> = columns
            .into_iter()
            .map(|(name, values)| Named {
                name: name.to_owned(),
                values: values.into_iter().map(str::to_owned).collect(),
            })
            .collect();
        let (lines, budget) = (dossier.lines(), dossier.budget());
        let codes = columns.iter().map(|named| {
            let of_lines = Codes::new(lines.dimension(&named.name), &named.values);
            let of_budget = Codes::new(budget.dimension(&named.name), &named.values);
            (of_lines, of_budget)
        });
        let codes = codes.collect();
        let line_ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        let rows = line_ids.iter().zip(1..);
        let rows = rows.filter_map(|(id, place)| Some((lines.find(id)?, place)));
        Groups {
            dossier,
            columns,
            codes,
            lines: rows.collect(),
            line_ids,
            steps: BTreeMap::new(),
            places: Vec::new(),
            next: 1,
        }
    }

    /// The group of a line.
    pub(super) fn of_line(&mut self, row: usize) -> usize {
        self.group(Some(row), None)
    }

    /// The group of a budget line: its own values, else those of its line.
    pub(super) fn of_budget(&mut self, row: usize) -> usize {
        let line = self.dossier.budget().rows()[row].line.as_deref();
        let line = line.and_then(|id| self.dossier.lines().find(id));
        self.group(line, Some(row))
    }

    fn group(&mut self, line: Option<usize>, budget: Option<usize>) -> usize {
        let place = |codes: &(Codes<'_>, Codes<'_>)| {
            let own = budget.and_then(|row| codes.1.at(row));
            own.or_else(|| codes.0.at(line?)).unwrap_or(0)
        };
        let named = line.and_then(|row| self.lines.get(&row)).copied();
        let first = named.unwrap_or(0);
        let last = self.codes.len();
        let mut group = self.step(0, first, last == 0);
        for at in 0..last {
            let value = place(&self.codes[at]);
            group = self.step(group, value, at + 1 == last);
        }
        let at = group as usize;
        if at == self.places.len() {
            let values = self.codes.iter().map(place);
            self.places
                .push(std::iter::once(first).chain(values).collect());
        }
        at
    }

    /// One step deeper in the tree of groups. Nodes of the last level are numbered apart, from 0.
    fn step(&mut self, group: u32, value: u32, last: bool) -> u32 {
        let (next, groups) = (&mut self.next, self.places.len());
        *self.steps.entry((group, value)).or_insert_with(|| {
            if last {
                return u32::try_from(groups).unwrap_or(u32::MAX);
            }
            *next += 1;
            *next - 1
        })
    }
}
