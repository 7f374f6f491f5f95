//! What lines show to the grants: the ways to all of them, each list of ways once.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::pieces::NONE;
use crate::allocate::coded::Looked;
use crate::allocate::conditions::Conditions;
use crate::allocate::lists::Lists;
use crate::allocate::run::Run;
use crate::plan::place;

/// The most ways in all lists.
const MOST: usize = 1 << 22;

/// So much that grants see is looked up in a table.
const LITTLE: usize = 1 << 20;

/// What the lines of a year show.
pub(super) struct Seen {
    grants: usize,
    /// By grant where the numbers of what it sees begin.
    starts: Vec<u32>,
    /// By column what its kinds add, for each grant, to the number of what that sees.
    columns: Vec<Vec<u32>>,
    /// By which conditions hold for cells and on which days, where a booking shows nothing, the place of a list.
    of_look: Vec<u32>,
    known: Known,
    /// By profile of cells where the numbers of what grants see begin, but for days and aims.
    of_profile: Vec<u32>,
    numbers: Vec<u32>,
    lists: Lists,
    /// Whether aims decide on what some grant pays, and whether a person judged of any line what contributes to them.
    by_goal: bool,
    judged: bool,
    /// By grant the number of what it sees of the cell at hand, and the way to it.
    shown: Vec<u32>,
    ways: Vec<u32>,
}

/// The ways to grants by the numbers of what they see.
enum Known {
    Table(Vec<u32>),
    /// Where there is much to see.
    Map(BTreeMap<(usize, u32), u32>),
}

impl Seen {
    pub(super) fn new(cells: &Cells, conditions: &Conditions, grants: usize) -> Seen {
        let kinds = conditions.columns().iter().map(Looked::kinds);
        let mut columns: Vec<Vec<u32>> = kinds.map(|kinds| vec![0; kinds * grants]).collect();
        let mut all = 0_usize;
        let starts = (0..grants).map(|grant| {
            // Beyond what a table has numbers need not follow on each other.
            let start = u32::try_from(all).unwrap_or(0);
            // Twice, since aims are met or not.
            let mut most = cells.cuts() * 2;
            for (at, seen) in conditions.columns_of(grant) {
                for (kind, seen) in seen.iter().enumerate() {
                    columns[at][kind * grants + grant] = *seen * most;
                }
                // A grant sees no more than there is, and so all of it no more than there are keys, twice.
                most *= seen.iter().copied().max().map_or(1, |last| last + 1);
            }
            all = all.saturating_add(place(most));
            start
        });
        let starts = starts.collect();
        Seen {
            grants,
            starts,
            known: if all <= LITTLE {
                Known::Table(vec![NONE; all])
            } else {
                Known::Map(BTreeMap::new())
            },
            columns,
            of_look: Vec::new(),
            of_profile: Vec::new(),
            numbers: Vec::new(),
            lists: Lists::default(),
            by_goal: conditions.by_goal(),
            judged: conditions.have_judgements(),
            shown: Vec::new(),
            ways: Vec::new(),
        }
    }

    /// The place of what the lines of a cell show to the grants. They are those of a row, and booked on a grant.
    pub(super) fn sight(
        &mut self,
        run: &mut Run<'_, '_>,
        (cells, at): (&Cells, usize),
        (row, booked): (usize, Option<usize>),
    ) -> usize {
        // Aims may be met by a booking.
        let look = cells.look(at).filter(|_| !self.by_goal);
        if let Some(look) = look
            && let Some(&known) = self.of_look.get(look).filter(|known| **known != NONE)
        {
            return place(known);
        }
        let judged = self.judged;
        let aims = |run: &Run<'_, '_>, grant| {
            booked == Some(grant) || (judged && run.conditions.judged(grant, row))
        };
        if self.show(run.conditions, (cells, at), row) {
            if self.by_goal {
                for (grant, shown) in self.shown.iter_mut().enumerate() {
                    *shown += u32::from(aims(run, grant));
                }
            }
            self.look_up();
        } else {
            self.ways.clear();
            self.ways.resize(self.grants, NONE);
        }
        // All are counted, which takes no branch for each.
        if self.ways.iter().filter(|way| **way == NONE).count() > 0 {
            let date = cells.first_day(at);
            for grant in 0..self.grants {
                if self.ways[grant] == NONE {
                    let of = (grant, row, aims(run, grant));
                    let way = run.ways.of_day(of, date);
                    // There are fewer ways than cells and grants.
                    self.ways[grant] = u32::try_from(way).unwrap_or(NONE);
                    self.keep(grant);
                }
            }
        }
        let sight = self.lists.place(&self.ways);
        if let Some(look) = look {
            if look >= self.of_look.len() {
                self.of_look.resize(look + 1, NONE);
            }
            self.of_look[look] = sight;
        }
        place(sight)
    }

    /// Works out what each grant sees of a cell by a row of it, but for its aims; false for a line by itself, of which nothing
    /// is kept. Numbers are within the table, or those of a map, so no sum is checked.
    fn show(&mut self, conditions: &Conditions, (cells, at): (&Cells, usize), row: usize) -> bool {
        self.shown.clear();
        if cells.look(at).is_none() {
            return false;
        }
        let (days, profile) = (cells.list[at].days, place(cells.list[at].profile));
        if profile >= self.of_profile.len() {
            self.of_profile.resize(profile + 1, NONE);
        }
        let mut start = place(self.of_profile[profile]);
        if start == place(NONE) {
            if self.numbers.len() > LITTLE {
                // What is kept of profiles is found again.
                self.of_profile.fill(NONE);
                self.numbers.clear();
            }
            start = self.numbers.len();
            self.number(conditions, row);
            // It is little.
            self.of_profile[profile] = u32::try_from(start).unwrap_or(NONE);
        }
        let numbers = self.numbers[start..][..self.grants].iter();
        self.shown
            .extend(numbers.map(|number| number.wrapping_add(days * 2)));
        true
    }

    /// Adds the numbers of what grants see of the profile of a row.
    fn number(&mut self, conditions: &Conditions, row: usize) {
        let start = self.numbers.len();
        self.numbers.extend_from_slice(&self.starts);
        let of_grants = &mut self.numbers[start..];
        for (adds, looked) in self.columns.iter().zip(conditions.columns()) {
            let kind = place(looked.kind(looked.column.code(row)));
            let adds = &adds[kind * self.grants..][..self.grants];
            for (number, adds) in of_grants.iter_mut().zip(adds) {
                *number = number.wrapping_add(*adds);
            }
        }
    }

    /// Looks up the ways by what grants see.
    fn look_up(&mut self) {
        self.ways.clear();
        let shown = self.shown.iter();
        match &self.known {
            Known::Table(table) => self.ways.extend(shown.map(|shown| table[place(*shown)])),
            Known::Map(map) => {
                let known = shown
                    .enumerate()
                    .map(|(grant, shown)| map.get(&(grant, *shown)));
                self.ways
                    .extend(known.map(|way| way.copied().unwrap_or(NONE)));
            }
        }
    }

    /// Keeps the way to a grant, unless it is of a line by itself.
    fn keep(&mut self, grant: usize) {
        let Some(&shown) = self.shown.get(grant) else {
            return;
        };
        let way = self.ways[grant];
        match &mut self.known {
            Known::Table(table) => table[place(shown)] = way,
            Known::Map(map) => {
                map.insert((grant, shown), way);
            }
        }
    }

    /// Whether the lists take too much memory.
    pub(super) fn is_too_much(&self) -> bool {
        self.lists.size() > MOST
    }

    /// By place the ways to all grants, one after the other.
    pub(super) fn sights(self) -> Vec<u32> {
        self.lists.into_all()
    }
}
